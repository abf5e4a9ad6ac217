//! NDJSON archives: one JSON object with `text` a line, streamed line by line.
//!
//! The name of an archive is not taken for the file of its articles: it says nothing of any single one of them.
//! A line that is no article is an error that names the line, and the next one follows. A line longer than the largest
//! article is passed over without being held.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use super::decode::{MAX_ARTICLE, line_ends};
use super::pending::{Loaded, read_bounded};
use super::{ReadError, ReadErrorKind, sniff};
use crate::article::{Article, Metadata};

/// Whether the name of a file says that it holds one JSON object a line.
pub(super) fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|found| ["ndjson", "jsonl", "json"].iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

/// An archive that is being read.
pub(super) struct Archive {
    from: Box<dyn BufRead + Send>,
    place: String,
    stem: String,
    /// Number of the line read last, from 1.
    number: usize,
    ended: bool,
    kind: Kind,
}

/// What the name of an archive promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One object a line.
    Lines,
    /// JSON, which may well be one value over many lines: told once, not line by line.
    Json,
}

/// One line of an archive, still unread.
#[derive(Debug)]
pub(super) struct Line {
    /// The line without its end.
    pub(super) bytes: Vec<u8>,
    place: String,
    name: String,
}

impl Archive {
    pub(super) fn open(path: &Path) -> Result<Self, ReadError> {
        let place = path.display().to_string();
        let file = File::open(path).map_err(|error| ReadError::new(place.clone(), error.into()))?;
        let stem = path.file_stem().map_or_else(|| place.clone(), |stem| stem.to_string_lossy().into_owned());
        let from = Box::new(BufReader::with_capacity(BUFFER, file));
        let json = path.extension().is_some_and(|found| found.eq_ignore_ascii_case("json"));
        let kind = if json { Kind::Json } else { Kind::Lines };
        Ok(Self { from, place, stem, number: 0, ended: false, kind })
    }

    /// The next line that is not blank.
    pub(super) fn next(&mut self) -> Option<Result<Line, ReadError>> {
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
                return Some(Err(ReadError::new(self.place.clone(), ReadErrorKind::NotLines)));
            }
            if !bytes.trim_ascii().is_empty() {
                let (place, name) = (self.here(), format!("{}-{}", self.stem, self.number));
                return Some(Ok(Line { bytes, place, name }));
            }
        }
        None
    }

    fn here(&self) -> String {
        format!("{}:{}", self.place, self.number)
    }

    fn error(&self, trouble: ReadErrorKind) -> ReadError {
        ReadError::new(self.here(), trouble)
    }
}

const BUFFER: usize = 256 * 1024;

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

/// What standard input turned out to be.
pub(super) enum Stream {
    Archive(Archive),
    Text(Vec<u8>),
}

impl Stream {
    /// An archive when the first line is a JSON object, else one text.
    pub(super) fn of(from: Box<dyn Read + Send>) -> Result<Self, ReadError> {
        let place = || "standard input".to_owned();
        let mut from = BufReader::with_capacity(BUFFER, from);
        let mut head = Vec::new();
        while head.trim_ascii().is_empty() || head.trim_ascii() == MARK {
            let before = head.len();
            from.by_ref()
                .take(MAX_ARTICLE + 1)
                .read_until(b'\n', &mut head)
                .map_err(|error| ReadError::new(place(), error.into()))?;
            if head.len() == before || before > BUFFER {
                break;
            }
        }
        let first = head.strip_prefix(MARK).unwrap_or(&head).trim_ascii();
        let all = std::io::Cursor::new(head.clone()).chain(from);
        if first.starts_with(b"{") && is_json(first) {
            let archive = Archive {
                from: Box::new(all),
                place: place(),
                stem: "stdin".into(),
                number: 0,
                ended: false,
                kind: Kind::Lines,
            };
            return Ok(Self::Archive(archive));
        }
        read_bounded(all).map(Self::Text).map_err(|trouble| ReadError::new(place(), trouble))
    }
}

impl Line {
    /// Makes the article of it.
    pub(super) fn read(self) -> Result<Loaded, ReadError> {
        let Self { bytes, place, name } = self;
        match fields(&bytes) {
            Ok((meta, text)) => Ok(Loaded {
                article: Article { meta, text, ..Article::default() },
                place,
                name,
                encoding: None,
                damaged: 0,
            }),
            Err(trouble) => Err(ReadError::new(place, trouble)),
        }
    }
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

    fn archive(text: &'static [u8]) -> Archive {
        Archive {
            from: Box::new(text),
            place: "news.ndjson".into(),
            stem: "news".into(),
            number: 0,
            ended: false,
            kind: Kind::Lines,
        }
    }

    fn outcomes(text: &'static [u8]) -> Vec<String> {
        let mut archive = archive(text);
        std::iter::from_fn(|| archive.next())
            .map(|line| match line.and_then(Line::read) {
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
    fn standard_input_is_told_by_its_first_line() {
        let kind = |bytes: &'static [u8]| match Stream::of(Box::new(bytes)).unwrap() {
            Stream::Archive(mut archive) => {
                let number = std::iter::from_fn(|| archive.next()).count();
                format!("{number} lines")
            }
            Stream::Text(bytes) => String::from_utf8(bytes).unwrap(),
        };
        assert_eq!(kind(b"{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), "2 lines");
        assert_eq!(kind(b"\xef\xbb\xbf\n\n{\"text\":\"a\"}"), "1 lines");
        assert_eq!(kind(b"\n{curly} words\nmore"), "\n{curly} words\nmore");
        assert_eq!(kind(b""), "");
    }

    #[test]
    fn json_over_many_lines_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("news.json");
        for (json, expected) in [("[\n  {\"text\": \"a\"}\n]\n", 0), ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", 2)] {
            std::fs::write(&path, json).unwrap();
            let mut archive = Archive::open(&path).unwrap();
            let lines: Vec<_> = std::iter::from_fn(|| archive.next()).collect();
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
