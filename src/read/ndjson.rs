//! NDJSON archives: one JSON object with `text` a line, streamed line by line.
//!
//! The name of an archive is not taken for the file of its articles: it says nothing of any single one of them.
//! A line that is no article is an error that names the line, and the next one follows. A line longer than the largest
//! article is passed over without being held.

use std::io::{BufRead, Read};
use std::sync::Arc;

use serde::Deserialize;

use super::decode::{MAX_ARTICLE, line_ends};
use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe};
use super::pending::{Draft, Origin, PendingArticle};
use super::sniff;
use super::source::Source;
use crate::article::Metadata;

/// See the module.
pub(super) struct Ndjson;

const ENDINGS: [&str; 3] = ["ndjson", "jsonl", "json"];

impl Format for Ndjson {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn endings(&self) -> &'static [&'static str] {
        &["ndjson"]
    }

    /// By its name; where it has none, by a first line that is an object or the beginning of one.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        probe.ends_with(&ENDINGS) || probe.name.is_empty() && begins_with_object(probe.head)
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        let json = source.origin.file.as_deref().is_some_and(|file| file.to_lowercase().ends_with(".json"));
        let origin = Arc::new(source.origin.clone());
        let from = source.stream().map_err(|error| origin.error(error.into()))?;
        let kind = if json { Kind::Json } else { Kind::Lines };
        Ok(Box::new(Archive { from, origin, number: 0, ended: false, kind }))
    }
}

fn begins_with_object(head: &[u8]) -> bool {
    let head = head.strip_prefix(MARK).unwrap_or(head).trim_ascii_start();
    let Some(inside) = head.strip_prefix(b"{") else { return false };
    match memchr::memchr(b'\n', head) {
        Some(end) => is_json(&head[..end]),
        None => is_json(head) || inside.trim_ascii_start().starts_with(b"\""),
    }
}

/// An archive that is being read.
struct Archive {
    from: Box<dyn BufRead + Send>,
    origin: Arc<Origin>,
    /// Number of the line read last, from 1.
    number: usize,
    ended: bool,
    kind: Kind,
}

/// What the name of an archive promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One object per line.
    Lines,
    /// JSON, which may well be one value over many lines: reported once, not line by line.
    Json,
}

impl Iterator for Archive {
    type Item = Result<PendingArticle, ReadError>;

    /// The next line that is not blank.
    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.number += 1;
            let mut bytes = Vec::new();
            match read_line(&mut self.from, &mut bytes) {
                Ok(End::Input) => self.ended = true,
                Ok(End::Line) => {}
                Ok(End::TooLong) => return Some(Err(self.error(ReadErrorKind::TooLarge { limit: MAX_ARTICLE }))),
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.error(error.into())));
                }
            }
            if self.number == 1 && bytes.starts_with(MARK) {
                bytes.drain(..MARK.len());
            }
            if self.number == 1 && self.kind == Kind::Json && !is_json(&bytes) {
                self.ended = true;
                return Some(Err(self.origin.error(ReadErrorKind::NotLines)));
            }
            if !bytes.trim_ascii().is_empty() {
                let size = bytes.len() as u64;
                let read = move |origin: &Origin| parse(&bytes).map_err(|kind| origin.error(kind));
                return Some(Ok(PendingArticle::new(self.origin.line(self.number), size, read)));
            }
        }
        None
    }
}

impl Archive {
    fn error(&self, kind: ReadErrorKind) -> ReadError {
        self.origin.line(self.number).error(kind)
    }
}

/// The UTF-8 byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

enum End {
    Line,
    Input,
    TooLong,
}

/// Reads one line without its end; of one that is too long nothing is kept.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<End> {
    let limit = MAX_ARTICLE + 1;
    from.by_ref().take(limit).read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(End::Line);
    }
    if (line.len() as u64) < limit {
        return Ok(End::Input);
    }
    *line = Vec::new();
    from.skip_until(b'\n')?;
    Ok(End::TooLong)
}

fn is_json(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// Makes the article out of a line.
fn parse(line: &[u8]) -> Result<Draft, ReadErrorKind> {
    let (meta, text) = fields(line)?;
    Ok(Draft { meta, text, ..Draft::default() })
}

fn fields(line: &[u8]) -> Result<(Metadata, String), ReadErrorKind> {
    let fields: Fields = serde_json::from_slice(line).map_err(|error| {
        let text = error.to_string();
        let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned();
        match error.classify() {
            // A list stands where an object is expected: the commonest of all mistakes.
            _ if line.trim_ascii_start().starts_with(b"[") => ReadErrorKind::NotLines,
            serde_json::error::Category::Data => ReadErrorKind::Fields(message),
            _ => ReadErrorKind::Json { message, column: error.column(), unfinished: error.is_eof() },
        }
    })?;
    let Some(text) = fields.text else { return Err(ReadErrorKind::Fields("it has no `text`".into())) };
    if text.contains('\0') {
        return Err(ReadErrorKind::NoText { why: "its `text` holds NUL characters" });
    }
    if sniff::is_html(&text) {
        return Err(ReadErrorKind::Markup);
    }
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let meta = Metadata {
        id: fields.id.0,
        title: fields.title.0,
        url: fields.url.0,
        outlet: fields.outlet.0,
        author: fields.author.0,
        published: fields.published.0,
        language: fields.language.0,
        ..Metadata::default()
    };
    Ok((meta, line_ends(text)))
}

/// The fields that are known; others are passed over.
#[derive(Deserialize)]
struct Fields {
    text: Option<String>,
    #[serde(default)]
    id: Words,
    #[serde(default)]
    title: Words,
    #[serde(default)]
    url: Words,
    #[serde(default)]
    outlet: Words,
    #[serde(default)]
    author: Words,
    #[serde(default)]
    published: Words,
    #[serde(default)]
    language: Words,
}

/// A text or a number, or a list of them joined by commas; anything else says nothing that could be shown.
#[derive(Default)]
struct Words(Option<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(Self(words(&value).filter(|words| !words.trim().is_empty())))
    }
}

fn words(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Array(items) => Some(items.iter().filter_map(words).collect::<Vec<_>>().join(", ")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(text: &'static [u8], name: &str) -> ArticleStream {
        let origin = Origin { place: name.into(), name: "news".into(), file: Some(name.into()), ..Origin::default() };
        Ndjson.articles(Source::of_reader(Box::new(text), origin).unwrap()).unwrap()
    }

    fn outcomes(text: &'static [u8]) -> Vec<String> {
        let read = |article: Result<PendingArticle, ReadError>| article.and_then(PendingArticle::read);
        archive(text, "news.ndjson")
            .map(|article| match read(article) {
                Ok(loaded) => format!("{} {}", loaded.name, loaded.article.text),
                Err(error) => format!("! {error}"),
            })
            .collect()
    }

    #[test]
    fn lines_are_articles_and_broken_ones_are_named() {
        let found = outcomes(
            b"\xef\xbb\xbf{\"text\":\"one\"}\r\n\n{\"text\": \"two\n{\"title\":\"no text\"}\n{\"text\":3}\n[]\n{\"text\":\"six\"}",
        );
        assert_eq!(found[0], "news-1 one");
        assert!(
            found[1].starts_with("! news.ndjson:3: is no JSON: EOF while parsing a string at column"),
            "{}",
            found[1]
        );
        assert_eq!(found[2], "! news.ndjson:4: is no article: it has no `text`");
        assert!(found[3].starts_with("! news.ndjson:5: is no article: invalid type"), "{}", found[3]);
        assert!(found[4].starts_with("! news.ndjson:6: "), "{}", found[4]);
        assert_eq!(found[5], "news-7 six");
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn metadata_come_along() {
        let (meta, text) = fields(
            br#"{"text":"a\r\nb","id":17,"title":"T","url":null,"author":["A","B"],"language":"en","extra":{"x":[1]}}"#,
        )
        .unwrap();
        assert_eq!(text, "a\nb");
        assert_eq!(
            meta,
            Metadata {
                id: Some("17".into()),
                title: Some("T".into()),
                author: Some("A, B".into()),
                language: Some("en".into()),
                ..Metadata::default()
            }
        );
    }

    #[test]
    fn an_input_without_a_name_is_claimed_by_its_first_line() {
        let claims = |head: &[u8]| Ndjson.claims(&Probe { name: "", head, media_type: None });
        assert!(claims(b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n"));
        assert!(claims(b"\xef\xbb\xbf\n\n{\"text\":\"a\"}"));
        assert!(claims(b"{ \"text\": \"a line longer than the bytes looked at"));
        assert!(!claims(b"\n{curly} words\nmore"));
        assert!(!claims(b""));
    }

    #[test]
    fn json_over_many_lines_is_reported_once() {
        for (json, expected) in
            [(&b"[\n  {\"text\": \"a\"}\n]\n"[..], 0), (b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n", 2)]
        {
            let lines: Vec<_> = archive(json, "news.json").collect();
            assert_eq!(lines.iter().filter(|line| line.is_ok()).count(), expected);
            assert_eq!(lines.iter().filter(|line| line.is_err()).count(), usize::from(expected == 0));
        }
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let line = format!("{{\"text\":\"a\",\"id\":{}", "[".repeat(100_000));
        assert!(matches!(fields(line.as_bytes()), Err(ReadErrorKind::Json { .. })));
    }
}
