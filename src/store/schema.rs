//! A document's YAML to its record. Hand-written documents may leave out nearly everything; what they hold has to be
//! of the right sort, or the place is named. Keys that this program does not know are passed over.

use super::document::{Document, Extracted};
use super::registry::Entry;
use crate::article::Metadata;
use crate::quotation::{Evidence, Excerpt, Kind, Quotation, Review};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::CharRange;
use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use std::fmt;

/// One document of the stream.
#[derive(Debug)]
pub(crate) enum Parsed {
    Document(Box<Document>),
    Registry(Vec<Entry>),
}

/// Reads one document.
pub(crate) fn parse(yaml: &str) -> Result<Parsed, serde_yaml::Error> {
    let raw: RawDocument = serde_yaml::from_str(yaml)?;
    Ok(match raw {
        RawDocument { article: None, text: None, quotes: None, speakers: Some(speakers) } => {
            Parsed::Registry(speakers.into_iter().map(entry).collect())
        }
        raw => Parsed::Document(Box::new(document(raw))),
    })
}

#[derive(Deserialize)]
#[serde(expecting = "a document with `article`, `text`, `speakers` and `quotes`")]
struct RawDocument {
    article: Option<RawArticle>,
    text: Option<String>,
    speakers: Option<Vec<RawSpeaker>>,
    quotes: Option<Vec<RawQuotation>>,
}

#[derive(Default, Deserialize)]
#[serde(expecting = "fields of an article, such as `id` and `title`")]
struct RawArticle {
    id: Option<String>,
    title: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    published: Option<String>,
    language: Option<String>,
    file: Option<String>,
    extracted: Option<RawExtracted>,
}

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
    #[serde(default, deserialize_with = "word")]
    kind: Option<SpeakerKind>,
    role: Option<String>,
    #[serde(default, deserialize_with = "strings")]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "fields of a quotation, such as `speaker` and `text`")]
struct RawQuotation {
    id: Option<String>,
    speaker: Option<String>,
    text: Option<String>,
    #[serde(default, deserialize_with = "word")]
    kind: Option<Kind>,
    at: Option<Places>,
    continues: Option<String>,
    evidence: Option<RawEvidence>,
    #[serde(default, deserialize_with = "word")]
    review: Option<Review>,
    star: Option<bool>,
    #[serde(default, deserialize_with = "strings")]
    tags: Vec<String>,
    note: Option<String>,
    gone: Option<bool>,
}

#[derive(Deserialize)]
#[serde(expecting = "fields of evidence, such as `speaker` and `rule`")]
struct RawEvidence {
    speaker: Option<String>,
    #[serde(default, deserialize_with = "word")]
    kind: Option<Kind>,
    at: Option<Places>,
    mention: Option<RawLocated>,
    antecedent: Option<RawLocated>,
    cue: Option<RawLocated>,
    rule: Option<String>,
    confidence: Option<f32>,
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
                f.write_str("a place: [first, behind the last]")
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

/// A value that is one of a few words.
trait Word: Sized {
    const WORDS: &'static str;
    fn of(word: &str) -> Option<Self>;
}

macro_rules! word {
    ($type:ty, $words:literal) => {
        impl Word for $type {
            const WORDS: &'static str = $words;
            fn of(word: &str) -> Option<Self> {
                Self::from_word(word)
            }
        }
    };
}

word!(Kind, "direct, mixed or indirect");
word!(Review, "confirmed or rejected");
word!(SpeakerKind, "person, organisation or unnamed");

fn word<'de, D: Deserializer<'de>, W: Word>(deserializer: D) -> Result<Option<W>, D::Error> {
    struct Known<W>(std::marker::PhantomData<W>);
    impl<W: Word> Visitor<'_> for Known<W> {
        type Value = W;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(W::WORDS)
        }

        fn visit_str<E: Error>(self, word: &str) -> Result<W, E> {
            W::of(word).ok_or_else(|| E::custom(format_args!("`{word}` is not {}", W::WORDS)))
        }
    }
    struct Wrapped<W>(W);
    impl<'de, W: Word> Deserialize<'de> for Wrapped<W> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_str(Known(std::marker::PhantomData)).map(Self)
        }
    }
    Ok(Option::<Wrapped<W>>::deserialize(deserializer)?.map(|wrapped| wrapped.0))
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

fn document(raw: RawDocument) -> Document {
    let article = raw.article.unwrap_or_default();
    Document {
        meta: Metadata {
            id: article.id.filter(|id| !id.is_empty()),
            title: article.title,
            url: article.url,
            outlet: article.outlet,
            author: article.author,
            published: article.published,
            language: article.language,
            file: article.file,
            ..Metadata::default()
        },
        extracted: article.extracted.map(|extracted| Extracted {
            version: extracted.version.unwrap_or_default(),
            indirect: extracted.indirect,
        }),
        text: raw.text,
        speakers: raw.speakers.unwrap_or_default().into_iter().map(speaker).collect(),
        quotations: raw.quotes.unwrap_or_default().into_iter().map(quotation).collect(),
    }
}

fn speaker(raw: RawSpeaker) -> Speaker {
    Speaker { name: raw.name, kind: raw.kind.unwrap_or_default(), role: raw.role, aliases: raw.aliases }
}

fn entry(raw: RawSpeaker) -> Entry {
    Entry { name: raw.name, kind: raw.kind, role: raw.role, aliases: raw.aliases }
}

fn quotation(raw: RawQuotation) -> Quotation {
    Quotation {
        id: raw.id.unwrap_or_default(),
        speaker: raw.speaker,
        text: raw.text.unwrap_or_default(),
        kind: raw.kind,
        at: first(raw.at),
        continues: raw.continues,
        evidence: raw.evidence.map(|evidence| Evidence {
            speaker: evidence.speaker,
            kind: evidence.kind.unwrap_or_default(),
            at: first(evidence.at).unwrap_or_default(),
            mention: evidence.mention.map(located),
            antecedent: evidence.antecedent.map(located),
            cue: evidence.cue.map(located),
            rule: evidence.rule.unwrap_or_default(),
            confidence: evidence.confidence.unwrap_or_default(),
            ..Evidence::default()
        }),
        review: raw.review,
        star: raw.star.unwrap_or_default(),
        tags: raw.tags,
        note: raw.note,
        gone: raw.gone.unwrap_or_default(),
        ..Quotation::default()
    }
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
        check_error(
            "quotes:\n- text: x\n  kind: quoted\n",
            "quotes[0].kind: `quoted` is not direct, mixed or indirect at line 3 column 9",
        );
        check_error("quotes:\n- text: x\n  text: y\n", "quotes[0]: duplicate field `text` at line 2 column 3");
        check_error(
            "quotes: [{text: x, at: [5, 2]}]",
            "quotes[0].at: a place that ends before it begins at line 1 column 24",
        );
    }
}
