//! A document's YAML to its record. Hand-written documents may leave out nearly everything; what they hold has to be
//! of the right sort, or the place is named. Keys that this program does not know are passed over.

use super::document::{Document, Extracted};
use super::registry::Entry;
use crate::article::{ArticleField, Metadata, Revision};
use crate::quotation::{Evidence, Excerpt, Kind, Quotation, Review, Reviewed, joined};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::CharRange;
use crate::yaml;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// One document of the stream.
#[derive(Debug)]
pub(crate) enum Parsed {
    Document(Box<Document>),
    Registry(Vec<Entry>),
}

/// A word that stands where this program knows others. Only its own record suffers: the word stays as it is written,
/// and the record is taken as if it said nothing there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UnknownWord {
    /// The list that the record stands in: `quotes` or `speakers`.
    pub(crate) list: &'static str,
    /// The number of the record in it.
    pub(crate) number: usize,
    /// What is wrong.
    pub(crate) message: String,
}

/// Reads one document.
pub(crate) fn parse(yaml: &str) -> Result<Parsed, yaml::Error> {
    parse_noting(yaml).map(|(parsed, _)| parsed)
}

/// Reads one document, with the words in it that are not known.
pub(crate) fn parse_noting(yaml: &str) -> Result<(Parsed, Vec<UnknownWord>), yaml::Error> {
    let raw: RawDocument = yaml::from_str(yaml)?;
    let mut unknown = Vec::new();
    let parsed = match raw {
        RawDocument { article: None, text: None, quotes: None, revisions: None, speakers: Some(speakers) } => {
            let entries = speakers.into_iter().enumerate();
            Parsed::Registry(
                entries.map(|(number, raw)| entry(raw, &mut noter("speakers", number, &mut unknown))).collect(),
            )
        }
        raw => Parsed::Document(Box::new(document(raw, &mut unknown))),
    };
    Ok((parsed, unknown))
}

#[derive(Deserialize)]
#[serde(expecting = "a document with `article`, `text`, `speakers` and `quotes`")]
struct RawDocument {
    article: Option<RawArticle>,
    text: Option<String>,
    speakers: Option<Vec<RawSpeaker>>,
    quotes: Option<Vec<RawQuotation>>,
    revisions: Option<Vec<RawRevision>>,
}

#[derive(Default)]
struct RawArticle {
    meta: Metadata,
    extracted: Option<RawExtracted>,
}

impl<'de> Deserialize<'de> for RawArticle {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = RawArticle;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields of an article, such as `id` and `title`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawArticle, A::Error> {
                let mut article = RawArticle::default();
                let mut seen: Vec<&'static str> = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    let field = ArticleField::from_key(&key);
                    let known = field.map(ArticleField::key).or_else(|| (key == EXTRACTED).then_some(EXTRACTED));
                    let Some(known) = known else {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    if seen.contains(&known) {
                        return Err(A::Error::duplicate_field(known));
                    }
                    seen.push(known);
                    match field {
                        Some(field) => article.meta.set(field, map.next_value()?),
                        None => article.extracted = map.next_value()?,
                    }
                }
                Ok(article)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

const EXTRACTED: &str = "extracted";

#[derive(Deserialize)]
#[serde(expecting = "`version` and `indirect`")]
struct RawExtracted {
    version: Option<String>,
    #[serde(default)]
    indirect: bool,
}

#[derive(Deserialize)]
#[serde(expecting = "fields of a speaker, such as `name` and `kind`")]
struct RawSpeaker {
    name: String,
    kind: Option<Word<SpeakerKind>>,
    role: Option<String>,
    #[serde(default, deserialize_with = "strings")]
    aliases: Vec<String>,
    /// In the registry alone.
    #[serde(default, deserialize_with = "strings")]
    distinct: Vec<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "fields of a quotation, such as `speaker` and `text`")]
struct RawQuotation {
    id: Option<String>,
    #[serde(default, deserialize_with = "strings")]
    speaker: Vec<String>,
    #[serde(default, deserialize_with = "strings")]
    speakers: Vec<String>,
    text: Option<String>,
    kind: Option<Word<Kind>>,
    at: Option<Places>,
    page: Option<u32>,
    time: Option<String>,
    denied: Option<bool>,
    continues: Option<String>,
    evidence: Option<RawEvidence>,
    review: Option<Word<Review>>,
    reviewed: Option<RawReviewed>,
    star: Option<bool>,
    #[serde(default, deserialize_with = "strings")]
    tags: Vec<String>,
    note: Option<String>,
    gone: Option<bool>,
    revision: Option<u32>,
}

#[derive(Deserialize)]
#[serde(expecting = "fields of evidence, such as `speaker` and `rule`")]
struct RawEvidence {
    #[serde(default, deserialize_with = "strings")]
    speaker: Vec<String>,
    #[serde(default, deserialize_with = "strings")]
    speakers: Vec<String>,
    kind: Option<Word<Kind>>,
    at: Option<Places>,
    denied: Option<bool>,
    mention: Option<RawLocated>,
    antecedent: Option<RawLocated>,
    cue: Option<RawLocated>,
    rule: Option<String>,
    confidence: Option<f32>,
}

#[derive(Deserialize)]
#[serde(expecting = "`by` and `on`")]
struct RawReviewed {
    by: Option<String>,
    on: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "`text`, `fetched` and `sha256` of an earlier text")]
struct RawRevision {
    fetched: Option<String>,
    sha256: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "`text` and `at`")]
struct RawLocated {
    text: String,
    at: Option<Places>,
}

/// One place, `[1, 2]`, or several, `[[1, 2], [5, 7]]`.
struct Places(Vec<CharRange>);

impl<'de> Deserialize<'de> for Places {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Outer;
        impl<'de> Visitor<'de> for Outer {
            type Value = Places;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place: [first, one past the last]")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Places, A::Error> {
                let (mut places, mut number) = (Vec::new(), None);
                while let Some(part) = seq.next_element::<Part>()? {
                    match (part, number) {
                        (Part::Place(at), None) => places.push(at),
                        (Part::Number(start), None) if places.is_empty() => number = Some(start),
                        (Part::Number(end), Some(start)) => {
                            places.push(place(start, end)?);
                            return match seq.next_element::<Part>()? {
                                None => Ok(Places(places)),
                                Some(_) => Err(A::Error::custom("a place has two numbers")),
                            };
                        }
                        _ => return Err(A::Error::custom("a place has two numbers")),
                    }
                }
                if number.is_some() || places.is_empty() {
                    return Err(A::Error::custom("a place has two numbers"));
                }
                Ok(Places(places))
            }
        }
        deserializer.deserialize_seq(Outer)
    }
}

enum Part {
    Number(u32),
    Place(CharRange),
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Inner;
        impl<'de> Visitor<'de> for Inner {
            type Value = Part;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number of characters")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Part, E> {
                match u32::try_from(number) {
                    Ok(number) if number < u32::MAX => Ok(Part::Number(number)),
                    _ => Err(E::custom("a place beyond every article")),
                }
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Part, E> {
                Err(E::custom("a place before the article"))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Part, A::Error> {
                let (start, end, more) =
                    (seq.next_element::<u32>()?, seq.next_element::<u32>()?, seq.next_element::<u32>()?);
                match (start, end, more) {
                    (Some(start), Some(end), None) => place(start, end).map(Part::Place),
                    _ => Err(A::Error::custom("a place has two numbers")),
                }
            }
        }
        deserializer.deserialize_any(Inner)
    }
}

fn place<E: Error>(start: u32, end: u32) -> Result<CharRange, E> {
    if start <= end && end < u32::MAX {
        Ok(CharRange::new(start, end))
    } else {
        Err(E::custom("a place that ends before it begins"))
    }
}

/// A type whose values are a few words.
trait Words: Sized {
    const WORDS: &'static str;
    fn of(word: &str) -> Option<Self>;
}

macro_rules! words {
    ($type:ty, $words:literal) => {
        impl Words for $type {
            const WORDS: &'static str = $words;
            fn of(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        }
    };
}

words!(Kind, "direct, mixed, indirect or turn");
words!(Review, "confirmed or rejected");
words!(SpeakerKind, "person, organisation or unnamed");

/// A value that should be one of a few words.
enum Word<T> {
    Known(T),
    Unknown(String),
}

impl<'de, T: Words> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any<T>(std::marker::PhantomData<T>);
        impl<T: Words> Visitor<'_> for Any<T> {
            type Value = Word<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(T::WORDS)
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Word<T>, E> {
                Ok(T::of(word).map_or_else(|| Word::Unknown(word.to_owned()), Word::Known))
            }
        }
        deserializer.deserialize_str(Any(std::marker::PhantomData))
    }
}

/// Takes down what is wrong with one record.
type Note<'a> = dyn FnMut(String) + 'a;

fn noter<'a>(list: &'static str, number: usize, unknown: &'a mut Vec<UnknownWord>) -> impl FnMut(String) + 'a {
    move |message| unknown.push(UnknownWord { list, number, message })
}

/// The value, if its word is known.
fn known<T: Words>(key: &str, word: Option<Word<T>>, note: &mut Note<'_>) -> Option<T> {
    match word? {
        Word::Known(value) => Some(value),
        Word::Unknown(word) => {
            note(format!("{key}: `{word}` is not {}", T::WORDS));
            None
        }
    }
}

/// A list of strings, or one string, or nothing.
fn strings<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Strings;
    impl<'de> Visitor<'de> for Strings {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of words")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
            Ok(vec![word.to_owned()])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut strings = Vec::new();
            while let Some(string) = seq.next_element()? {
                strings.push(string);
            }
            Ok(strings)
        }
    }
    deserializer.deserialize_any(Strings)
}

fn document(raw: RawDocument, unknown: &mut Vec<UnknownWord>) -> Document {
    let article = raw.article.unwrap_or_default();
    let mut meta = article.meta;
    meta.id = meta.id.filter(|id| !id.is_empty());
    let speakers = raw.speakers.unwrap_or_default().into_iter().enumerate();
    let speakers = speakers.map(|(number, raw)| speaker(raw, &mut noter("speakers", number, unknown))).collect();
    let quotations = raw.quotes.unwrap_or_default().into_iter().enumerate();
    let quotations = quotations.map(|(number, raw)| quotation(raw, &mut noter("quotes", number, unknown))).collect();
    let revision =
        |raw: RawRevision| Revision { fetched: raw.fetched, sha256: raw.sha256, text: raw.text.unwrap_or_default() };
    Document {
        meta,
        extracted: article.extracted.map(|extracted| Extracted {
            version: extracted.version.unwrap_or_default(),
            indirect: extracted.indirect,
        }),
        text: raw.text,
        speakers,
        quotations,
        revisions: raw.revisions.unwrap_or_default().into_iter().map(revision).collect(),
    }
}

fn speaker(raw: RawSpeaker, note: &mut Note<'_>) -> Speaker {
    let Entry { name, kind, role, aliases, .. } = entry(raw, note);
    Speaker { name, kind: kind.unwrap_or_default(), role, aliases }
}

fn entry(raw: RawSpeaker, note: &mut Note<'_>) -> Entry {
    let kind = known("kind", raw.kind, note);
    Entry { name: raw.name, kind, role: raw.role, aliases: raw.aliases, distinct: raw.distinct }
}

fn quotation(raw: RawQuotation, note: &mut Note<'_>) -> Quotation {
    let (speaker, speakers) = several(raw.speaker, raw.speakers);
    let evidence = raw.evidence.map(|evidence| {
        let (speaker, speakers) = several(evidence.speaker, evidence.speakers);
        Evidence {
            speaker,
            speakers,
            kind: known("evidence.kind", evidence.kind, note).unwrap_or_default(),
            at: first(evidence.at).unwrap_or_default(),
            denied: evidence.denied.unwrap_or_default(),
            mention: evidence.mention.map(located),
            antecedent: evidence.antecedent.map(located),
            cue: evidence.cue.map(located),
            rule: evidence.rule.unwrap_or_default(),
            confidence: evidence.confidence.unwrap_or_default(),
        }
    });
    Quotation {
        id: raw.id.unwrap_or_default(),
        speaker,
        speakers,
        text: raw.text.unwrap_or_default(),
        kind: known("kind", raw.kind, note),
        at: first(raw.at),
        page: raw.page,
        time: raw.time,
        denied: raw.denied,
        continues: raw.continues,
        evidence,
        review: known("review", raw.review, note),
        reviewed: raw
            .reviewed
            .map(|reviewed| Reviewed { by: reviewed.by.unwrap_or_default(), on: reviewed.on.unwrap_or_default() }),
        star: raw.star.unwrap_or_default(),
        tags: raw.tags,
        note: raw.note,
        gone: raw.gone.unwrap_or_default(),
        revision: raw.revision,
    }
}

/// The speaker and the list beside it; where a person wrote the list in place of the speaker, the speaker is their
/// names joined.
fn several(speaker: Vec<String>, speakers: Vec<String>) -> (Option<String>, Vec<String>) {
    let listed = if speakers.is_empty() && speaker.len() > 1 { speaker.clone() } else { speakers };
    let names = if speaker.is_empty() { &listed } else { &speaker };
    ((!names.is_empty()).then(|| joined(names)), listed)
}

fn located(raw: RawLocated) -> Excerpt {
    Excerpt { text: raw.text, at: raw.at.map(|places| places.0).unwrap_or_default() }
}

fn first(places: Option<Places>) -> Option<CharRange> {
    places.and_then(|places| places.0.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> Document {
        match parse(yaml).unwrap() {
            Parsed::Document(document) => *document,
            Parsed::Registry(entries) => panic!("{entries:?}"),
        }
    }

    #[track_caller]
    fn check_error(yaml: &str, expected: &str) {
        assert_eq!(parse(yaml).unwrap_err().to_string(), expected);
    }

    #[test]
    fn a_hand_written_document_may_hold_next_to_nothing() {
        let document = read("quotes:\n- speaker: Ann\n  text: Words\n- text: 1984\n  tags: one\n");
        assert_eq!(document.quotations[0].speaker.as_deref(), Some("Ann"));
        assert_eq!(document.quotations[1].text, "1984");
        assert_eq!(document.quotations[1].tags, ["one"]);
        assert_eq!(document.text, None);
    }

    #[test]
    fn values_that_look_like_numbers_stay_as_they_are_written() {
        let document = read("article: {id: 0123, title: 1_000, published: 2026, extracted: {version: 0.10}}");
        assert_eq!(document.meta.id.as_deref(), Some("0123"));
        assert_eq!(document.meta.title.as_deref(), Some("1_000"));
        assert_eq!(document.extracted.unwrap().version, "0.10");
    }

    #[test]
    fn a_cue_may_stand_in_two_places() {
        let document = read(
            "quotes: [{text: x, evidence: {cue: {text: a … b, at: [[1, 2], [3, 4]]}, mention: {text: m, at: [5, 6]}}}]",
        );
        let evidence = document.quotations[0].evidence.clone().unwrap();
        assert_eq!(evidence.cue.unwrap().at, [CharRange::new(1, 2), CharRange::new(3, 4)]);
        assert_eq!(evidence.mention.unwrap().at, [CharRange::new(5, 6)]);
    }

    #[test]
    fn nothing_but_speakers_is_the_registry() {
        assert!(matches!(parse("speakers:\n- name: A\n  aliases: [B]\n").unwrap(), Parsed::Registry(_)));
    }

    #[test]
    fn errors_name_the_place() {
        check_error("quotes:\n- text: x\n  text: y\n", "quotes[0]: duplicate field `text` at line 2 column 3");
        check_error(
            "quotes: [{text: x, at: [5, 2]}]",
            "quotes[0].at: a place that ends before it begins at line 1 column 24",
        );
    }
}
