//! NDJSON archives: one JSON object with `text` a line, streamed line by line.
//!
//! The name of an archive is not taken for the file of its articles: it says nothing of any single one of them.
//! A line that is no article is an error that names the line, and the next one follows. A line longer than the largest
//! article is passed over without being held.

use std::io::{BufRead, Read};
use std::sync::Arc;

use serde_json::Value;

use super::columns::{Column, ColumnNames};
use super::dates::{self, Order};
use super::decode::{MAX_ARTICLE, line_ends};
use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe};
use super::pending::{Draft, Origin, PendingArticle};
use super::source::Source;
use super::{fragment, sniff};

/// See the module.
pub(super) struct Ndjson;

const ENDINGS: [&str; 2] = ["ndjson", "jsonl"];

impl Format for Ndjson {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn endings(&self) -> &'static [&'static str] {
        &ENDINGS
    }

    /// By its name; where it has none, by a first line that is an object or the beginning of one.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        probe.ends_with(&ENDINGS) || probe.name.is_empty() && begins_with_object(probe.head)
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        let (origin, columns) = (Arc::new(source.origin.clone()), Arc::clone(&source.columns));
        let from = source.stream().map_err(|error| origin.error(error.into()))?;
        Ok(Box::new(Archive { from, origin, columns, number: 0, ended: false }))
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
    columns: Arc<ColumnNames>,
    /// Number of the line read last, from 1.
    number: usize,
    ended: bool,
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
            if !bytes.trim_ascii().is_empty() {
                let size = bytes.len() as u64;
                let columns = Arc::clone(&self.columns);
                let read = move |origin: &Origin| parse(&bytes, &columns).map_err(|kind| origin.error(kind));
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

/// The article that a line is.
fn parse(line: &[u8], names: &ColumnNames) -> Result<Draft, ReadErrorKind> {
    let object: Value = serde_json::from_slice(line).map_err(|error| syntax_error(&error))?;
    article(&object, names)
}

/// What is wrong with a text that is no JSON.
pub(super) fn syntax_error(error: &serde_json::Error) -> ReadErrorKind {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned();
    ReadErrorKind::Json { message, column: error.column(), unfinished: error.is_eof() }
}

/// The article that an object is, by what its keys mean.
pub(super) fn article(object: &Value, names: &ColumnNames) -> Result<Draft, ReadErrorKind> {
    let Some(object) = object.as_object() else {
        // A list where an object is expected: the commonest of all mistakes.
        return Err(if object.is_array() {
            ReadErrorKind::NotLines
        } else {
            ReadErrorKind::Fields("it is not an object".into())
        });
    };
    let mut draft = Draft::default();
    let mut text = None;
    for (column, value) in names.assign(object.keys().map(String::as_str)).into_iter().zip(object.values()) {
        match column {
            Some(Column::Text) => text = Some(value.as_str().ok_or_else(|| no_text(value))?),
            Some(Column::Field(field)) => draft.meta.set(field, words(value).filter(|words| !words.trim().is_empty())),
            None => {}
        }
    }
    let Some(text) = text else { return Err(ReadErrorKind::Fields("it has no `text`".into())) };
    if text.contains('\0') {
        return Err(ReadErrorKind::NoText { why: "its `text` holds NUL characters" });
    }
    if sniff::is_html(text) {
        let (text, mut meta) = of_page(text)?;
        meta.override_with(&draft.meta);
        (draft.text, draft.meta) = (text, meta);
        return Ok(draft);
    }
    draft.text = if fragment::is_markup(text) {
        fragment::text(text)
    } else {
        line_ends(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
    };
    if let Some(iso) = draft.meta.published.as_deref().and_then(|date| dates::iso(date, Order::Unknown)) {
        draft.meta.published = Some(iso);
    }
    Ok(draft)
}

/// The article on a page that an archive holds as it was served.
#[cfg(feature = "pages")]
fn of_page(html: &str) -> Result<(String, crate::article::Metadata), ReadErrorKind> {
    let draft = super::page::read_html(html);
    if draft.text.is_empty() { Err(ReadErrorKind::NoArticle) } else { Ok((draft.text, draft.meta)) }
}

#[cfg(not(feature = "pages"))]
fn of_page(_: &str) -> Result<(String, crate::article::Metadata), ReadErrorKind> {
    Err(ReadErrorKind::Markup)
}

fn no_text(value: &Value) -> ReadErrorKind {
    let what = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
        Value::String(_) => "a string",
    };
    ReadErrorKind::Fields(format!("its `text` is {what}, not a string"))
}

/// A text or a number, a list of them joined by commas, or what an object calls its name; anything else says nothing
/// that could be shown.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => Some(items.iter().filter_map(words).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => fields.get("name").and_then(Value::as_str).map(str::to_owned),
        Value::Null | Value::Bool(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;

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
            found[1].starts_with("! news.ndjson:3: is not JSON: EOF while parsing a string at column"),
            "{}",
            found[1]
        );
        assert_eq!(found[2], "! news.ndjson:4: is not an article: it has no `text`");
        assert!(found[3].starts_with("! news.ndjson:5: is not an article: its `text` is a number"), "{}", found[3]);
        assert!(found[4].starts_with("! news.ndjson:6: "), "{}", found[4]);
        assert_eq!(found[5], "news-7 six");
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn metadata_come_along() {
        let draft = parse(
            br#"{"text":"a\r\nb","id":17,"title":"T","url":null,"author":["A","B"],"language":"en","extra":{"x":[1]}}"#,
            &ColumnNames::default(),
        )
        .unwrap();
        assert_eq!(draft.text, "a\nb");
        assert_eq!(
            draft.meta,
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
    fn keys_of_other_archives_are_known() {
        let draft = parse(
            br#"{"headline":"H","body":"<p>One</p><p>Two</p>","source":{"id":null,"name":"The Lamp"},"pubDate":"12 January 2026"}"#,
            &ColumnNames::default(),
        )
        .unwrap();
        assert_eq!(draft.text, "One\n\nTwo\n");
        assert_eq!(draft.meta.outlet.as_deref(), Some("The Lamp"));
        assert_eq!(draft.meta.published.as_deref(), Some("2026-01-12"));
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let line = format!("{{\"text\":\"a\",\"id\":{}", "[".repeat(100_000));
        assert!(matches!(parse(line.as_bytes(), &ColumnNames::default()), Err(ReadErrorKind::Json { .. })));
    }
}
