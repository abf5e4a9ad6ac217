//! JSON that is no line of an archive: a list of articles, objects over many lines, or an object around such a list.
//!
//! It is cut into its values while it streams, so that a list of any length costs no more than its longest article.

use std::collections::VecDeque;
use std::io::BufRead;
use std::sync::Arc;

use super::columns::ColumnNames;
use super::decode::MAX_ARTICLE;
use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe};
use super::ndjson::{article, syntax_error};
use super::pending::{Origin, PendingArticle};
use super::source::Source;

/// See the module.
pub(super) struct Json;

impl Format for Json {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn endings(&self) -> &'static [&'static str] {
        &[]
    }

    /// By its name; where it has none, as a list of objects.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        probe.ends_with(&["json"]) || probe.name.is_empty() && begins_with_list(probe.head)
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        let (origin, columns) = (source.origin.clone(), Arc::clone(&source.columns));
        let from = source.stream().map_err(|error| origin.error(error.into()))?;
        Ok(Box::new(Objects { values: Values::new(from), origin, columns, inner: VecDeque::new() }))
    }
}

/// The articles of a JSON text.
struct Objects {
    values: Values<Box<dyn BufRead + Send>>,
    origin: Origin,
    columns: Arc<ColumnNames>,
    /// What an object around a list held, with the line that the object begins in.
    inner: VecDeque<(usize, serde_json::Value)>,
}

impl Iterator for Objects {
    type Item = Result<PendingArticle, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((number, value)) = self.inner.pop_front() {
            return Some(Ok(self.pending(number, value)));
        }
        let Value { bytes, line } = match self.values.next()? {
            Ok(value) => value,
            Err(Broken::Io(error)) => return Some(Err(self.origin.error(error.into()))),
            Err(Broken::TooLarge(line)) => {
                return Some(Err(self.origin.line(line).error(ReadErrorKind::TooLarge { limit: MAX_ARTICLE })));
            }
            Err(Broken::Unexpected(line)) => {
                let kind = ReadErrorKind::Fields("expected an object".into());
                return Some(Err(self.origin.line(line).error(kind)));
            }
        };
        let value: serde_json::Value = match serde_json::from_slice(&bytes) {
            Ok(value) => value,
            Err(error) => return Some(Err(self.origin.line(line).error(syntax_error(&error)))),
        };
        if !self.columns.has_text(&value)
            && let Some(items) = wrapped(&value)
        {
            self.inner = items.into_iter().cloned().enumerate().map(|(number, item)| (number + 1, item)).collect();
            return self.next();
        }
        Some(Ok(self.pending(line, value)))
    }
}

impl Objects {
    fn pending(&self, number: usize, value: serde_json::Value) -> PendingArticle {
        let columns = Arc::clone(&self.columns);
        let size = value.to_string().len() as u64;
        PendingArticle::new(self.origin.line(number), size, move |origin| {
            article(&value, &columns).map_err(|kind| origin.error(kind))
        })
    }
}

/// A value of the outermost list, and the line that it begins in.
#[derive(Debug, PartialEq, Eq)]
struct Value {
    bytes: Vec<u8>,
    line: usize,
}

/// What ends the values before the input does.
#[derive(Debug)]
enum Broken {
    /// The system refused.
    Io(std::io::Error),
    /// A value larger than an article can be, in this line.
    TooLarge(usize),
    /// Something that begins no object, in this line.
    Unexpected(usize),
}

/// The objects of a JSON text: those of the outermost list, or those that follow one another.
struct Values<R> {
    from: R,
    line: usize,
    ended: bool,
}

impl<R: BufRead> Values<R> {
    const fn new(from: R) -> Self {
        Self { from, line: 1, ended: false }
    }

    fn peek(&mut self) -> std::io::Result<Option<u8>> {
        Ok(self.from.fill_buf()?.first().copied())
    }

    /// Passes over what stands between objects: the brackets of the list, commas, white space, the byte order mark.
    fn skip(&mut self) -> Result<bool, Broken> {
        loop {
            match self.peek().map_err(Broken::Io)? {
                None => return Ok(false),
                Some(b'{') => return Ok(true),
                Some(b'\n') => self.line += 1,
                Some(b' ' | b'\t' | b'\r' | b',' | b'[' | b']' | 0xef | 0xbb | 0xbf | 0x1e) => {}
                Some(_) => return Err(Broken::Unexpected(self.line)),
            }
            self.from.consume(1);
        }
    }

    /// The object that begins here.
    fn object(&mut self) -> Result<Value, Broken> {
        let begins = self.line;
        let mut bytes = Vec::new();
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        loop {
            let buffer = self.from.fill_buf().map_err(Broken::Io)?;
            if buffer.is_empty() {
                // Unfinished: the parser says so.
                return Ok(Value { bytes, line: begins });
            }
            let mut used = buffer.len();
            let mut done = false;
            for (at, &byte) in buffer.iter().enumerate() {
                match byte {
                    b'\n' => self.line += 1,
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    b'{' | b'[' if !in_string => depth += 1,
                    b'}' | b']' if !in_string => {
                        depth = depth.saturating_sub(1);
                        if depth == 0 {
                            (used, done) = (at + 1, true);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            bytes.extend_from_slice(&buffer[..used]);
            self.from.consume(used);
            if done {
                return Ok(Value { bytes, line: begins });
            }
            if bytes.len() as u64 > MAX_ARTICLE {
                return Err(Broken::TooLarge(begins));
            }
        }
    }
}

impl<R: BufRead> Iterator for Values<R> {
    type Item = Result<Value, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let value = match self.skip() {
            Ok(true) => Some(self.object()),
            Ok(false) => None,
            Err(broken) => Some(Err(broken)),
        };
        self.ended = !matches!(value, Some(Ok(_)));
        value
    }
}

/// The articles that an object around a list holds: those of its one list of objects.
fn wrapped(object: &serde_json::Value) -> Option<Vec<&serde_json::Value>> {
    let fields = object.as_object()?;
    let mut lists =
        fields.values().chain(fields.values().filter_map(|value| value.as_object()).flat_map(|inner| inner.values()));
    let is_list = |value: &&serde_json::Value| {
        value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(serde_json::Value::is_object))
    };
    let list = lists.find(is_list)?;
    list.as_array().map(|items| items.iter().collect())
}

/// Whether `head` begins as a list of objects.
fn begins_with_list(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_objects_and_lists_within_objects_are_articles() {
        for (json, expected) in [
            ("[{\"text\": \"a\"},\n {\"body\": \"b\"}]", &["news-1 a", "news-2 b"][..]),
            ("{\"text\": \"a\"}\n{\n\"text\": \"b\"}", &["news-1 a", "news-2 b"]),
            ("{\"status\": \"ok\", \"articles\": [{\"content\": \"a\"}]}", &["news-1 a"]),
            ("[{\"text\": \"a\"}, 5]", &["news-1 a", "! news.json:1: is not an article: expected an object"]),
        ] {
            let origin = Origin { place: "news.json".into(), name: "news".into(), ..Origin::default() };
            let source = Source::of_reader(Box::new(json.as_bytes()), origin).unwrap();
            let found: Vec<String> = Json
                .articles(source)
                .unwrap()
                .map(|pending| match pending.and_then(PendingArticle::read) {
                    Ok(loaded) => format!("{} {}", loaded.name, loaded.article.text),
                    Err(error) => format!("! {error}"),
                })
                .collect();
            assert_eq!(found, expected);
        }
    }

    fn values(json: &str) -> Vec<String> {
        // A small buffer, so that values lie across its ends.
        let from = std::io::BufReader::with_capacity(3, json.as_bytes());
        let shown = |value: Result<Value, Broken>| match value {
            Ok(value) => format!("{}: {}", value.line, String::from_utf8(value.bytes).unwrap()),
            Err(broken) => format!("{broken:?}"),
        };
        Values::new(from).map(shown).collect()
    }

    #[test]
    fn objects_of_a_list_and_objects_in_a_row() {
        assert_eq!(values("[\n {\"a\": \"]}\\\"\"},\n {\"b\": [{}]}]"), ["2: {\"a\": \"]}\\\"\"}", "3: {\"b\": [{}]}"]);
        assert_eq!(values("{\n}\n{\"x\": 1}"), ["1: {\n}", "3: {\"x\": 1}"]);
        assert_eq!(values(" [] "), [""; 0]);
        assert_eq!(values("[{\"a\": "), ["1: {\"a\": "]);
        assert_eq!(values("[\n1, 2]"), ["Unexpected(2)"]);
    }

    #[test]
    fn a_list_within_an_object_is_found() {
        let object = serde_json::json!({"status": "ok", "response": {"results": [{"body": "x"}]}});
        assert_eq!(wrapped(&object).unwrap(), [&serde_json::json!({"body": "x"})]);
        assert!(wrapped(&serde_json::json!({"a": [1]})).is_none());
    }
}
