//! Completion: what could stand at the caret of a query that is being typed.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{FIELDS, Field, Order, TextField};
use super::syntax::quoted;
use crate::article::ArticleField;
use crate::speaker::SpeakerKind;
use crate::store::{Catalog, Flags, NO_SPEAKER, SpeakerIx};
use crate::text::fold::fold;
use crate::text::{ByteRange, counted};

/// What could stand in a stretch of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// The stretch that a candidate replaces, in bytes of the query.
    pub replace: ByteRange,
    /// What could stand there, the likeliest first.
    pub candidates: Vec<Candidate>,
}

/// One thing that could stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is put there: `speaker:` or `speaker:"Donald Trump"`.
    pub text: String,
    /// What it is, in a few words.
    pub about: String,
}

/// More candidates help nobody.
const MOST: usize = 50;
/// Fewer letters stand inside nearly every word.
const SHORTEST_INSIDE: usize = 3;
/// Where many quotations would have to be looked at for values, only so many are.
const MOST_LOOKED_AT: usize = 100_000;

/// What could stand at byte `caret` of `input`: names of fields, and values from the store and the language.
#[must_use]
pub fn complete(catalog: &Catalog, input: &str, caret: usize) -> Completions {
    let caret = (0..=caret.min(input.len())).rev().find(|&at| input.is_char_boundary(at)).unwrap_or(0);
    let Some(word) = Word::at(&input[..caret]) else { return Completions::default() };
    let replace = ByteRange::new(word.start, caret);
    let candidates = match word.field {
        None => fields(word.value),
        Some(field) => values(catalog, field, word.value)
            .into_iter()
            .map(|(value, about)| Candidate { text: format!("{}:{}", field.name(), written(field, &value)), about })
            .collect(),
    };
    Completions { replace, candidates }
}

/// The word that ends at the caret.
struct Word<'t> {
    /// Where it begins, its field included, a negation not.
    start: usize,
    field: Option<Field>,
    /// What of its value was typed, without marks.
    value: &'t str,
}

impl<'t> Word<'t> {
    /// The word at the end of `text`; none in a phrase, a regex or a field that nobody knows.
    fn at(text: &'t str) -> Option<Self> {
        let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '‟');
        let (mut start, mut open, mut last) = (0, None, ' ');
        for (at, c) in text.char_indices() {
            match open {
                Some('/') if c == '/' && last != '\\' => open = None,
                Some('/') => {}
                Some(_) if is_mark(c) && last != '\\' => open = None,
                Some(_) => {}
                None if c.is_whitespace() || c == '(' => start = at + c.len_utf8(),
                None if is_mark(c) && (start == at || matches!(last, ':' | '-' | '=')) => open = Some(c),
                None if c == '/' && (start == at || matches!(last, ':' | '-')) => open = Some('/'),
                None => {}
            }
            last = c;
        }
        if open == Some('/') {
            return None;
        }
        if text[start..].starts_with('-') {
            start += 1;
        }
        let word = &text[start..];
        match word.split_once(':') {
            Some((name, value)) => {
                let value = value.strip_prefix('=').unwrap_or(value);
                let value = value.strip_prefix(is_mark).unwrap_or(value);
                Some(Self { start, field: Some(Field::from_name(name)?), value })
            }
            None if open.is_some() || word.starts_with(is_mark) => None,
            None => Some(Self { start, field: None, value: word }),
        }
    }
}

/// A value as the query language writes it.
fn written(field: Field, value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '\'' | '’');
    if !field.row().values.is_empty() || (!value.is_empty() && value.chars().all(plain)) {
        value.to_owned()
    } else {
        quoted(value)
    }
}

fn fields(typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let names = FIELDS.iter().flat_map(|row| row.names.iter().map(move |name| (*name, row.about)));
    names
        .filter(|(name, _)| name.starts_with(&typed))
        .map(|(name, about)| Candidate { text: format!("{name}:"), about: about.to_owned() })
        .collect()
}

/// Values of a field that begin with what was typed, then those with a word that does, then those that hold it.
fn values(catalog: &Catalog, field: Field, typed: &str) -> Vec<(String, String)> {
    let typed = fold(typed);
    let rank = |value: &str| {
        let value = fold(value);
        let begins_a_word = |at: usize| value[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if value.starts_with(&typed) {
            Some(0)
        } else if value.match_indices(&typed).any(|(at, _)| begins_a_word(at)) {
            Some(1)
        } else {
            (typed.len() >= SHORTEST_INSIDE && value.contains(&typed)).then_some(2)
        }
    };
    let counted = |count: u32| counted(count as usize, "quotation");
    // Rank, how rare, value, about.
    let mut found: Vec<(u8, u32, String, String)> = Vec::new();
    match field {
        Field::Sort => {
            let reversed = typed.starts_with('-');
            let orders = Order::WORDS.iter().map(|word| if reversed { format!("-{word}") } else { (*word).to_owned() });
            found.extend(orders.filter_map(|word| Some((rank(&word)?, 0, word, String::new()))));
        }
        Field::Text(TextField::Speaker | TextField::About) => {
            let counts = speaker_counts(catalog);
            for speaker in catalog.speakers() {
                let count = counts[speaker.ix().index()];
                let best = std::iter::once(speaker.name()).chain(speaker.aliases()).filter_map(rank).min();
                if let Some(rank) = best.filter(|_| count > 0) {
                    // The unnamed come after those who have a name.
                    let rank = rank + if speaker.kind() == SpeakerKind::Unnamed { 3 } else { 0 };
                    let about = match speaker.role() {
                        Some(role) => format!("{role}, {}", counted(count)),
                        None => counted(count),
                    };
                    found.push((rank, u32::MAX - count, speaker.name().to_owned(), about));
                }
            }
        }
        Field::Text(TextField::Tag) => {
            let mut tags: BTreeMap<&str, u32> = BTreeMap::new();
            for (number, segment) in catalog.segments().iter().enumerate() {
                let first = catalog.first_of(number).index();
                let tagged = segment.flags().iter().enumerate().filter(|(_, flags)| flags.contains(Flags::TAGS));
                for (local, _) in tagged {
                    for tag in catalog.quotation(crate::store::QuotationIx::new(first + local)).tags() {
                        *tags.entry(tag).or_default() += 1;
                    }
                }
            }
            let tags = tags.into_iter();
            found.extend(tags.filter_map(|(tag, n)| Some((rank(tag)?, u32::MAX - n, tag.to_owned(), counted(n)))));
        }
        Field::Kind | Field::Is | Field::Has | Field::Review => {
            let values = field.row().values.iter();
            found.extend(values.filter_map(|value| Some((rank(value)?, 0, (*value).to_owned(), String::new()))));
        }
        Field::Text(_) | Field::Date | Field::Before | Field::After | Field::Confidence | Field::Versions => {
            let values = distinct(catalog, field).into_iter();
            found.extend(values.filter_map(|value| Some((rank(value)?, 0, value.to_owned(), String::new()))));
        }
    }
    // Values of the language keep the order of their table.
    found.sort_by_key(|(rank, rare, ..)| (*rank, *rare));
    found.truncate(MOST);
    found.into_iter().map(|(_, _, value, about)| (value, about)).collect()
}

fn speaker_counts(catalog: &Catalog) -> Vec<u32> {
    let mut counts = vec![0; catalog.speakers_len()];
    for segment in catalog.segments() {
        for &speaker in segment.speakers().iter().filter(|&&speaker| speaker != NO_SPEAKER) {
            counts[speaker as usize] += 1;
        }
    }
    counts
}

/// Each value of a field once.
fn distinct(catalog: &Catalog, field: Field) -> BTreeSet<&str> {
    let articles = || catalog.articles().take(MOST_LOOKED_AT);
    let quotations = || catalog.quotations().take(MOST_LOOKED_AT);
    match field {
        Field::Text(TextField::Metadata(ArticleField::Id)) => articles().map(|article| article.id()).collect(),
        Field::Text(TextField::Metadata(field)) => articles().filter_map(|article| article.get(field)).collect(),
        Field::Text(TextField::Cue) => quotations().filter_map(|quotation| quotation.cue()).collect(),
        Field::Text(TextField::Rule) => quotations().filter_map(|quotation| quotation.rule()).collect(),
        Field::Text(TextField::Role) => {
            let speakers = (0..catalog.speakers_len()).map(|number| catalog.speaker(SpeakerIx::new(number)));
            speakers.flat_map(|speaker| speaker.roles()).collect()
        }
        Field::Date | Field::Before | Field::After => {
            let published = articles().filter_map(|article| article.published());
            published.filter_map(|date| date.get(..7.min(date.len()))).collect()
        }
        // Nobody types a whole quotation, paragraph, note or id; the others have their own lists.
        Field::Text(
            TextField::Words
            | TextField::Context
            | TextField::Full
            | TextField::Revisions
            | TextField::Note
            | TextField::Id
            | TextField::Speaker
            | TextField::About
            | TextField::Tag,
        )
        | Field::Kind
        | Field::Is
        | Field::Has
        | Field::Review
        | Field::Confidence
        | Field::Versions
        | Field::Sort => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::quotation::Quotation;
    use crate::speaker::Speaker;
    use crate::store::Document;

    fn catalog() -> Catalog {
        let quotation = |speaker: &str, tags: &[&str]| Quotation {
            speaker: Some(speaker.to_owned()),
            text: "x".to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Quotation::default()
        };
        let speaker = |name: &str, kind, alias: &str| Speaker {
            name: name.to_owned(),
            kind,
            role: None,
            aliases: vec![alias.to_owned()],
        };
        Catalog::from_documents(vec![Document {
            meta: Metadata {
                id: Some("trump-invites".into()),
                published: Some("2026-01-08".into()),
                ..Metadata::default()
            },
            speakers: vec![
                speaker("Gustavo Petro", SpeakerKind::Person, "el presidente"),
                speaker("Donald Trump", SpeakerKind::Person, "Trump"),
                speaker("petrol sellers", SpeakerKind::Unnamed, "sellers"),
            ],
            quotations: vec![
                quotation("Gustavo Petro", &["war"]),
                quotation("Donald Trump", &["war", "to check"]),
                quotation("Donald Trump", &[]),
                quotation("petrol sellers", &[]),
            ],
            ..Document::default()
        }])
    }

    #[track_caller]
    fn check(input: &str, expected: &[&str]) {
        let completions = complete(&catalog(), input, input.len());
        let results: Vec<String> = completions
            .candidates
            .iter()
            .map(|c| format!("{}{}", &input[..completions.replace.start], c.text))
            .collect();
        assert_eq!(results, expected, "of {input}");
    }

    #[test]
    fn names_of_fields() {
        check("sp", &["speaker:"]);
        check("x -(ti", &["x -(title:"]);
        check("zzz", &[]);
        assert!(complete(&catalog(), "", 0).candidates.len() > 20);
    }

    #[test]
    fn speakers_by_any_name_the_named_first() {
        check("speaker:tr", &["speaker:\"Donald Trump\""]);
        check("by:\"gustavo p", &["speaker:\"Gustavo Petro\""]);
        check("a -speaker:petr", &["a -speaker:\"Gustavo Petro\"", "a -speaker:\"petrol sellers\""]);
        check("speaker:presid", &["speaker:\"Gustavo Petro\""]);
        check("speaker:", &["speaker:\"Donald Trump\"", "speaker:\"Gustavo Petro\"", "speaker:\"petrol sellers\""]);
    }

    #[test]
    fn tags_and_values_of_the_language() {
        check("tag:", &["tag:war", "tag:\"to check\""]);
        check("kind:m", &["kind:mixed"]);
        check("sort:-d", &["sort:-date"]);
        check("is:un", &["is:unreviewed", "is:unattributed", "is:unnamed"]);
        check("date:", &["date:2026-01"]);
        check("article:inv", &["article:trump-invites"]);
    }

    #[test]
    fn nothing_inside_phrases_and_patterns() {
        check("\"sp", &[]);
        check("/sp", &[]);
        check("\"a b\" sp", &["\"a b\" speaker:"]);
        check("zebra:x", &[]);
    }

    #[test]
    fn the_caret_may_stand_anywhere() {
        let input = "sp é x";
        for caret in 0..10 {
            let completions = complete(&catalog(), input, caret);
            assert!(input.get(completions.replace.start..completions.replace.end).is_some());
        }
        assert_eq!(complete(&catalog(), "sp x", 2).candidates[0].text, "speaker:");
    }

    #[test]
    fn what_is_put_there_is_read_as_it_was_meant() {
        for input in ["speaker:", "tag:", "is:", "sort:", "kind:", "date:", "article:", "has:"] {
            for candidate in complete(&catalog(), input, input.len()).candidates {
                assert!(super::super::parse(&candidate.text).is_ok(), "{}", candidate.text);
            }
        }
    }
}
