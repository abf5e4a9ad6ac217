//! Who a label stands for: the fullest name that the article gives.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{Label, Sort, fold, name_part, upper};
use crate::article::Article;
use crate::extract::lexicon::{self, Classes, word_id};
use crate::extract::speakers::{Entity, EntityKind};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::{ByteRange, is_word};

/// A name that somebody in the article bears.
#[derive(Debug, Clone)]
struct Candidate {
    name: String,
    /// Its words, folded.
    words: Vec<String>,
    /// How much speaks for it: labels before names of the text before those of author and title.
    weight: u32,
}

/// The names of an article.
#[derive(Debug)]
pub struct People<'a> {
    article: &'a Article,
    entities: &'a [Entity],
    candidates: Vec<Candidate>,
    author: Option<String>,
}

impl<'a> People<'a> {
    /// The names in `labels`, in the text and in its details.
    pub fn new<'l>(article: &'a Article, entities: &'a [Entity], labels: impl Iterator<Item = &'l Label>) -> Self {
        let mut people = Self { article, entities, candidates: Vec::new(), author: None };
        for label in labels.filter(|label| label.sort == Sort::Name) {
            let (name, _) = parts(label.letters.of(&article.text), &article.text);
            people.offer(&name, 1_000);
        }
        for entity in entities.iter().filter(|entity| matches!(entity.kind, EntityKind::Person | EntityKind::Open)) {
            let weight = if entity.kind == EntityKind::Person { 10 } else { 1 };
            people.offer(&entity.name, weight + entity.count.min(500));
        }
        if let Some(author) = article.meta.author.as_deref() {
            let name = author.trim().trim_start_matches("By ").trim_start_matches("by ");
            if is_full_name(name) {
                people.author = Some(name.to_owned());
                people.offer(name, 20);
            }
        }
        if let Some(title) = article.meta.title.as_deref() {
            for name in names_in(title) {
                people.offer(&name, 15);
            }
        }
        people
    }

    fn offer(&mut self, name: &str, weight: u32) {
        let name = tidy(name);
        let words: Vec<String> = name.split(' ').map(fold).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return;
        }
        match self.candidates.iter_mut().find(|candidate| candidate.words == words) {
            Some(candidate) => candidate.weight = candidate.weight.saturating_add(weight),
            None => self.candidates.push(Candidate { name, words, weight }),
        }
    }

    /// Whom a label names, with his role where the label gives one.
    #[must_use]
    pub fn speaker(&self, label: &Label, roles: &Roles) -> Speaker {
        let letters = label.letters.of(&self.article.text);
        match label.sort {
            Sort::Question => roles.asks.clone(),
            Sort::Answer => roles.answers.clone(),
            Sort::Unnamed => unnamed(letters),
            Sort::Office => self.holder(letters).unwrap_or_else(|| unnamed(letters)),
            Sort::Name | Sort::Examiner => {
                let letters = if label.sort == Sort::Examiner { letters.get(3..).unwrap_or(letters) } else { letters };
                let (name, role) = parts(letters, &self.article.text);
                let name = self.fullest(&name).or_else(|| self.by_initials(&name)).unwrap_or(name);
                self.person(name, role)
            }
        }
    }

    /// A person of the article, with what the text says of him.
    #[must_use]
    pub fn person(&self, name: String, role: Option<String>) -> Speaker {
        let entity = self.entities.iter().find(|entity| entity.name == name);
        let kind = match entity.map(|entity| entity.kind) {
            Some(EntityKind::Organisation | EntityKind::Place) => SpeakerKind::Organisation,
            _ => SpeakerKind::Person,
        };
        let role = role.or_else(|| entity.and_then(|entity| entity.role.clone()));
        Speaker { name, kind, role, aliases: entity.map(|entity| entity.aliases.clone()).unwrap_or_default() }
    }

    /// The fullest name that ends or begins with the words of `name`.
    #[must_use]
    pub fn fullest(&self, name: &str) -> Option<String> {
        let words: Vec<String> = name.split_whitespace().map(fold).collect();
        let (first, last) = (words.first()?, words.last()?);
        let fits = |candidate: &&Candidate| {
            let theirs = &candidate.words;
            theirs.len() > words.len()
                && theirs.len() <= 5
                && (theirs.ends_with(&words)
                    || words.len() > 1 && theirs.first() == Some(first) && theirs.last() == Some(last))
        };
        let best = |fits: &dyn Fn(&&Candidate) -> bool| {
            let mut found: Vec<&Candidate> = self.candidates.iter().filter(|candidate| fits(candidate)).collect();
            found.sort_by_key(|candidate| std::cmp::Reverse((candidate.weight, candidate.words.len())));
            match found[..] {
                [] => None,
                // Two bearers of one name who are named alike often: the label's own letters stay.
                [a, b, ..]
                    if a.words.last() == b.words.last() && a.words[0] != b.words[0] && a.weight < b.weight * 2 =>
                {
                    None
                }
                [a, ..] => Some(a.name.clone()),
            }
        };
        best(&fits).or_else(|| {
            (words.len() == 1).then(|| {
                best(&|candidate: &&Candidate| {
                    candidate.words.len() > 1 && candidate.words.len() <= 4 && candidate.words[0] == *first
                })
            })?
        })
    }

    /// The name whose words begin with these letters: `KO` for Kelly Olsen.
    fn by_initials(&self, letters: &str) -> Option<String> {
        let letters: Vec<char> = letters.chars().filter(|letter| letter.is_alphabetic()).collect();
        if letters.len() < 2 || letters.len() > 4 || !letters.iter().all(|letter| letter.is_uppercase()) {
            return None;
        }
        let fits = |candidate: &&Candidate| {
            let initials: Vec<char> =
                candidate.words.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect();
            candidate.words.len() > 1
                && (initials == letters
                    || initials.len() > letters.len()
                        && letters.len() == 2
                        && initials.first() == letters.first()
                        && initials.last() == letters.last())
        };
        self.candidates.iter().filter(fits).max_by_key(|candidate| candidate.weight).map(|found| found.name.clone())
    }

    /// The holder of an office by the office's name: "President Olsen", or the name on the line above "TREASURER".
    fn holder(&self, letters: &str) -> Option<Speaker> {
        let office = letters.trim().trim_start_matches("THE ").trim_start_matches("The ").trim();
        let wanted = fold(office);
        let title = self.article.meta.title.as_deref().unwrap_or("");
        let name = [title, &self.article.text]
            .iter()
            .find_map(|text| self.after_office(text, &wanted))
            .or_else(|| self.above_office(&wanted))?;
        let name = self.fullest(&name).unwrap_or(name);
        Some(self.person(name, Some(sentence_case(office))))
    }

    /// The name that follows the office in `text`.
    fn after_office(&self, text: &str, office: &str) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().take(40_000).collect();
        let length = office.split(' ').count();
        for start in 0..words.len().saturating_sub(length) {
            if !words[start].starts_with(char::is_uppercase) {
                continue;
            }
            let here: Vec<String> = words[start..start + length]
                .iter()
                .map(|word| fold(word.trim_start_matches(['(', '“', '"'])))
                .collect();
            if here.join(" ") != office {
                continue;
            }
            let rest = past_portfolio(&words[start + length..]);
            let name: Vec<&str> = rest.iter().take(3).take_while(|word| is_name_word(word)).copied().collect();
            let ends = |word: &&str| word.ends_with([',', '.', ':', ';', ')', '”', '"', '’']);
            let end = name.iter().position(ends).map_or(name.len(), |at| at + 1);
            let bare = |word: &&str| titled(word.trim_matches(|letter: char| !letter.is_alphanumeric()));
            let name: Vec<String> = name[..end].iter().map(bare).collect();
            if !name.is_empty() {
                let name = name.join(" ");
                return Some(name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(&name).to_owned());
            }
        }
        None
    }

    /// The name on the line above the one that gives the office, at the head of the text.
    fn above_office(&self, office: &str) -> Option<String> {
        let lines: Vec<&str> =
            self.article.text.lines().map(str::trim).filter(|line| !line.is_empty()).take(30).collect();
        let at = lines.iter().position(|line| {
            line.len() < 120
                && !line.contains(':')
                && fold(line)
                    .split(|letter: char| !letter.is_alphanumeric())
                    .collect::<Vec<_>>()
                    .join(" ")
                    .contains(office)
        })?;
        lines[..at].iter().rev().take(2).find_map(|line| {
            let words: Vec<String> = line.split_whitespace().filter(|word| is_name_word(word)).map(titled).collect();
            (2..=4).contains(&words.len()).then(|| words.join(" "))
        })
    }
}

/// The words after those that say what an office is for: "for Health, Ada Low".
fn past_portfolio<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    if !words.first().is_some_and(|word| matches!(*word, "for" | "of")) {
        return words;
    }
    for (at, word) in words.iter().enumerate().skip(1).take(8) {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if word.ends_with(',') {
            return &words[at + 1..];
        }
        if bare.starts_with(char::is_uppercase) && !is_word(bare) {
            return &words[at..];
        }
        if word.ends_with(['.', ':', ';']) {
            break;
        }
    }
    &[]
}

/// Who asks and who answers where labels do not name them.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// The one who asks.
    pub asks: Speaker,
    /// The one who answers.
    pub answers: Speaker,
}

/// Where an article says whom it interviews.
static INTERVIEWED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i:\b(?:spoke|speaks|talked|talks|chatted|chats|sat\s+down|caught\s+up|conversation|interview|interviewed|interviews|interviewing|Q\s?(?:&|and|&amp;)\s?A|questions\s+(?:to|for)|met|asked|welcome|meet)\b(?:\s+(?:with|to|for|of))?)[\s:\[*_]+").ok()
});

/// Where somebody says who he is.
static MYSELF: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\bI[’']m|\bI am|\b[Mm]y name is|\b[Mm]y name[’']s)\s+").ok());

impl People<'_> {
    /// Whether the introduction or the title says that somebody is interviewed.
    #[must_use]
    pub fn is_interview(article: &Article, start: usize) -> bool {
        let title = article.meta.title.as_deref().unwrap_or("");
        let asks = |words: &str| {
            INTERVIEWED.as_ref().is_some_and(|pattern| pattern.is_match(words))
                || ["interview", "our questions", "Q&A", "in conversation"].iter().any(|sign| words.contains(sign))
        };
        asks(title) || asks(&article.text[..start])
    }

    /// The name that one of the first turns gives itself: "My name is Ada Low".
    #[must_use]
    pub fn introduced(&self, turns: &[ByteRange]) -> Option<String> {
        turns.iter().take(4).find_map(|range| {
            let words = range.of(&self.article.text);
            let found = MYSELF.as_ref()?.find(words)?;
            names_at(&words[found.end()..]).filter(|name| is_full_name(name))
        })
    }

    /// A numbered speaker who gives his name.
    #[must_use]
    pub fn numbered(&self, label: &Label, turns: &[ByteRange]) -> Option<Speaker> {
        let numbered = label.sort == Sort::Unnamed && label.key.ends_with(|last: char| last.is_ascii_digit());
        numbered.then(|| self.introduced(turns)).flatten().map(|name| self.person(name, None))
    }

    /// Who asks and who answers. `questions` are the words of the one who asks, `answers` those of the one who answers; what
    /// stands before the first of them introduces both.
    #[must_use]
    pub fn roles(&self, questions: &[ByteRange], answers: &[ByteRange], taken: &[String], press: bool) -> Roles {
        let text = &self.article.text;
        let start = questions.first().into_iter().chain(answers.first()).map(|range| range.start).min().unwrap_or(0);
        let intro = &text[..start];
        let free = |name: &str| !taken.iter().any(|other| other == name) && self.author.as_deref() != Some(name);
        let mut asks = None;
        if let Some(author) = &self.author
            && !press
            && !taken.contains(author)
        {
            asks = Some(self.person(author.clone(), None));
        }
        let asks = asks.unwrap_or_else(|| unnamed(if press { "Reporter" } else { "Interviewer" }));
        let said = self.introduced(answers);
        let heading = intro.lines().rev().filter(|line| line.starts_with('#')).take(1).flat_map(names_in);
        let title = self.article.meta.title.as_deref().unwrap_or("");
        let introduced = INTERVIEWED
            .as_ref()
            .into_iter()
            .flat_map(|pattern| pattern.find_iter(intro).chain(pattern.find_iter(title)).take(200).collect::<Vec<_>>());
        let introduced: Vec<String> = introduced
            .filter_map(|found| {
                let source = if found.end() <= intro.len() && intro.get(found.range()) == Some(found.as_str()) {
                    intro
                } else {
                    title
                };
                names_at(source.get(found.end()..)?)
            })
            .collect();
        let known = |name: &String| {
            self.candidates.iter().any(|candidate| {
                candidate.weight >= 10 && candidate.words == name.split(' ').map(fold).collect::<Vec<_>>()
            })
        };
        let named = said
            .into_iter()
            .chain(heading.filter(|name| known(name)).collect::<Vec<_>>())
            .chain(introduced.into_iter().filter(|name| is_full_name(name) || known(name)))
            .chain(names_in(title).into_iter().filter(|name| known(name)))
            .map(|name| self.fullest(&name).unwrap_or(name))
            .find(|name| free(name));
        let named = named.or_else(|| {
            // The one who the introduction names most often.
            self.entities
                .iter()
                .filter(|entity| entity.kind == EntityKind::Person && entity.words.len() > 1 && free(&entity.name))
                .filter(|entity| intro.contains(entity.name.as_str()))
                .max_by_key(|entity| intro.matches(entity.name.split(' ').next_back().unwrap_or("")).count())
                .map(|entity| entity.name.clone())
        });
        let answers = named.map_or_else(|| unnamed("Interviewee"), |name| self.person(name, None));
        Roles { asks, answers }
    }
}

/// A label's name in ordinary capitals, without titles, and the affiliation that it gives.
fn parts(letters: &str, text: &str) -> (String, Option<String>) {
    let name = name_part(letters);
    let role = letters[letters.find(name).unwrap_or(0) + name.len()..]
        .trim_matches(|letter: char| !letter.is_alphanumeric() && letter != ')')
        .trim_end_matches(')')
        .trim();
    let role = (!role.is_empty() && role.contains(char::is_alphabetic))
        .then(|| if upper(role) { sentence_case(role) } else { role.to_owned() });
    let words: Vec<&str> = name.split_whitespace().collect();
    let title = |word: &str| {
        let classes = lexicon::classes(word_id(&fold(word)));
        classes.any(Classes::TITLE.union(Classes::FORMER)) && !classes.any(Classes::FIRST_NAME)
            || word.eq_ignore_ascii_case("the")
    };
    let start = words.iter().take(words.len().saturating_sub(1)).take_while(|word| title(word)).count();
    let suffix = |word: &str| {
        words.len() > start + 1 && matches!(word, "MP" | "MSD" | "CSC" | "QC" | "KC" | "AM" | "AO" | "PhD" | "OBE")
    };
    let bare: Vec<&str> = words[start..].iter().filter(|word| !suffix(word)).copied().collect();
    let short = bare.len() == 1
        && bare[0].chars().filter(|letter| letter.is_alphabetic()).count() < 4
        && bare[0].chars().all(|letter| !letter.is_lowercase());
    let name = if upper(&bare.join(" ")) && !short {
        bare.iter().map(|word| spelled(word, text)).collect::<Vec<_>>().join(" ")
    } else {
        bare.join(" ")
    };
    (name, role)
}

/// A word in capitals as the text writes it elsewhere, else with a capital at its head.
fn spelled(word: &str, text: &str) -> String {
    let folded = fold(word);
    let guess = titled(word);
    if text.contains(guess.as_str()) {
        return guess;
    }
    text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '.' | ':' | '(' | ')' | '[' | ']'))
        .take(40_000)
        .find(|other| {
            other.len() == word.len() && !upper(other) && other.starts_with(char::is_uppercase) && fold(other) == folded
        })
        .map_or(guess, str::to_owned)
}

/// A word with a capital at its head and after hyphens and apostrophes.
fn titled(word: &str) -> String {
    if !upper(word) {
        return word.to_owned();
    }
    let mut result = String::with_capacity(word.len());
    let mut head = true;
    for letter in word.chars() {
        if head {
            result.push(letter);
        } else {
            result.extend(letter.to_lowercase());
        }
        head = !letter.is_alphanumeric();
    }
    for prefix in ["Mc", "O'", "O’"] {
        if let Some(rest) = result.strip_prefix(prefix)
            && let Some(first) = rest.chars().next()
            && rest.len() > 2
        {
            result = format!("{prefix}{}{}", first.to_uppercase(), &rest[first.len_utf8()..]);
        }
    }
    result
}

fn sentence_case(words: &str) -> String {
    let lower = words.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Somebody without a name, under the words of the label.
fn unnamed(letters: &str) -> Speaker {
    let name = name_part(letters).trim_start_matches("THE ").trim_start_matches("The ");
    Speaker { name: sentence_case(name), kind: SpeakerKind::Unnamed, ..Speaker::default() }
}

/// Spaces and line ends of any kind become single spaces.
fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the word can be part of a person's name in running text.
fn is_name_word(word: &str) -> bool {
    let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let folded = fold(bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare));
    let classes = lexicon::classes(word_id(&folded));
    let ordinary = classes.any(
        Classes::FUNCTION
            .union(Classes::DATE)
            .union(Classes::COMMON)
            .union(Classes::TITLE)
            .union(Classes::FORMER)
            .union(Classes::SUFFIX)
            .union(Classes::SOMEWHERE)
            .union(Classes::VERB)
            .union(Classes::ORG_WORD),
    );
    bare.starts_with(char::is_uppercase) && (!ordinary || classes.any(Classes::FIRST_NAME)) && bare.len() > 1
}

/// Whether the words are a first name and a surname.
#[must_use]
pub fn is_full_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(*word, "de" | "van" | "von" | "der" | "bin" | "al" | "da" | "del")
        })
        && !words
            .iter()
            .any(|word| word.contains(|letter: char| letter.is_ascii_digit() || matches!(letter, '@' | '/' | ',')))
}

/// A name without the titles before it.
#[must_use]
pub fn untitled(name: &str) -> String {
    parts(name, "").0
}

/// The name at the head of `words`, past a title and markup.
fn names_at(words: &str) -> Option<String> {
    let mut name: Vec<&str> = Vec::new();
    for word in words.split_whitespace().take(12) {
        let open = word.trim_start_matches(['[', '(', '*', '_', '“', '"', '<']);
        let bare = open.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let bare = bare.split("](").next().unwrap_or(bare);
        let bare = bare
            .split(['\'', '’'])
            .next()
            .filter(|head| head.len() > 1 && (bare.ends_with("’s") || bare.ends_with("'s")))
            .unwrap_or(bare);
        if is_name_word(bare) || !name.is_empty() && bare.len() == 1 && bare.starts_with(char::is_uppercase) {
            name.push(bare);
        } else if !name.is_empty()
            || bare.starts_with(char::is_lowercase)
                && !lexicon::classes(word_id(bare)).any(
                    Classes::TITLE
                        .union(Classes::PERSON)
                        .union(Classes::DETERMINER)
                        .union(Classes::FORMER)
                        .union(Classes::POSSESSIVE),
                )
        {
            break;
        }
        let rest = &open[bare.len().min(open.len())..];
        if !name.is_empty()
            && rest.contains(|letter: char| {
                matches!(letter, ',' | ';' | ':' | ')' | ']' | '\'' | '’') || letter == '.' && bare.len() > 2
            })
        {
            break;
        }
    }
    (!name.is_empty()).then(|| name.join(" "))
}

/// The runs of name words in a title.
fn names_in(title: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut close = |run: &mut Vec<&str>| {
        if (2..=4).contains(&run.len()) {
            names.push(run.join(" "));
        }
        run.clear();
    };
    for word in title.split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let initial = bare.len() == 1 && bare.starts_with(char::is_uppercase) && !run.is_empty();
        if is_name_word(word) || initial {
            run.push(bare);
        } else {
            close(&mut run);
        }
        if word.ends_with([',', ':', ';', '?', '!', ')', '|']) {
            close(&mut run);
        }
    }
    close(&mut run);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_names() {
        assert_eq!(titled("MCALLEN-O'NEIL"), "McAllen-O'Neil");
        assert_eq!(parts("MS. HALE-BENNETT", "").0, "Hale-Bennett");
        assert_eq!(parts("MARIA BENNETT, HOST", ""), ("Maria Bennett".to_owned(), Some("Host".to_owned())));
        assert_eq!(parts("MACKAY", "with Joan MacKay of Oban").0, "MacKay");
        assert_eq!(parts("MB", "").0, "MB");
    }

    #[test]
    fn names_are_read_out_of_titles() {
        assert_eq!(names_in("Maria Bennett: a life by the sea"), ["Maria Bennett"]);
        assert_eq!(
            names_at("our colleague [Maria Bennett](https://example.org), who"),
            Some("Maria Bennett".to_owned())
        );
    }
}
