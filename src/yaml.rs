//! The one place where YAML of any origin is read: stores, front matter, config, views. What would keep the parser busy
//! without end, or grow past all memory, is refused before it is parsed.
//!
//! Nesting is limited because the parser's time grows with the square of it. Aliases are limited because a few bytes of
//! them stand for many: what a document takes up is counted with every alias replaced by what it stands for.

use std::fmt;

use saphyr_parser::{Event, Parser};
use serde::de::DeserializeOwned;

/// Deepest nesting that is parsed, far beyond what anybody writes.
const DEEPEST: usize = 1000;

/// How many bytes the aliases of a document may add to it, besides as many as it has itself.
const ADDED_PER_DOCUMENT: usize = 4 << 20;

/// How many bytes a list of words may have once its aliases are replaced.
const LONGEST_LIST: usize = 256 << 10;

/// Why YAML could not be read.
#[derive(Debug)]
pub enum Error {
    /// It asks for more time or memory than any document needs.
    Excess {
        /// The line, from 1.
        line: usize,
        /// What is too much.
        what: &'static str,
    },
    /// The parser refused it, or it does not hold what was expected.
    Parser {
        /// The line, from 1, where one is known.
        line: Option<usize>,
        /// What the parser says.
        error: serde_yaml::Error,
    },
}

impl Error {
    /// The line, from 1, where one is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Excess { line, .. } => Some(*line),
            Self::Parser { line, .. } => *line,
        }
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Excess { what, .. } => (*what).to_owned(),
            Self::Parser { error, .. } => {
                let message = error.to_string();
                message.split(" at line ").next().unwrap_or_default().to_owned()
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Excess { line, what } => write!(f, "{what} at line {line}"),
            Self::Parser { error, .. } => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// Reads one document.
///
/// # Errors
/// When it is no YAML, not what `T` expects, or asks for more than [`Error::Excess`] allows.
pub fn from_str<T: DeserializeOwned>(yaml: &str) -> Result<T, Error> {
    check_depth(yaml)?;
    check_aliases(yaml)?;
    serde_yaml::from_str(yaml).map_err(|error| {
        // The parser counts a carriage return as the end of a line.
        Error::Parser { line: error.location().map(|place| line_at(yaml, place.index().min(yaml.len()))), error }
    })
}

fn line_at(yaml: &str, at: usize) -> usize {
    memchr::memchr_iter(b'\n', &yaml.as_bytes()[..at]).count() + 1
}

/// Refuses nesting without end: brackets, and the dashes and question marks that nest on one line. Brackets in words
/// count too where they stay open, which no text has a thousand times.
fn check_depth(yaml: &str) -> Result<(), Error> {
    let too_deep =
        |at| Err(Error::Excess { line: line_at(yaml, at), what: "collections nested too deeply to be read" });
    let mut open = 0usize;
    for (at, byte) in yaml.bytes().enumerate() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => continue,
        }
        if open > DEEPEST {
            return too_deep(at);
        }
    }
    let mut start = 0;
    for line in yaml.split_inclusive('\n') {
        let indicators = line.split_ascii_whitespace().take_while(|word| matches!(*word, "-" | "?" | ":"));
        if line.len() > DEEPEST && indicators.take(DEEPEST + 1).count() > DEEPEST {
            return too_deep(start);
        }
        start += line.len();
    }
    Ok(())
}

/// Whether `sign` stands anywhere as the beginning of an anchor or an alias.
fn has(yaml: &str, sign: u8) -> bool {
    let bytes = yaml.as_bytes();
    memchr::memchr_iter(sign, bytes).any(|at| {
        let begins = at == 0 || bytes[at - 1].is_ascii_whitespace() || b"[{,:-".contains(&bytes[at - 1]);
        begins && bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace())
    })
}

/// Refuses aliases that stand for more than a document may hold.
fn check_aliases(yaml: &str) -> Result<(), Error> {
    if !has(yaml, b'*') || !has(yaml, b'&') {
        return Ok(());
    }
    let mut count = Count::default();
    for event in Parser::new_from_str(yaml) {
        // What is wrong with it is the other parser's to say.
        let Ok((event, span)) = event else { return Ok(()) };
        let excess = |what| Error::Excess { line: span.start.line(), what };
        count.event(event);
        if count.added > ADDED_PER_DOCUMENT + yaml.len() {
            return Err(excess("aliases that stand for more than a document may hold"));
        }
        if count.longest_list > LONGEST_LIST {
            return Err(excess("a list of aliases that stand for more than a value may hold"));
        }
    }
    Ok(())
}

/// What a document takes up once its aliases are replaced.
#[derive(Default)]
struct Count {
    /// The sizes of what anchors name, by their numbers.
    anchors: std::collections::HashMap<usize, usize>,
    open: Vec<Collection>,
    /// Bytes that aliases add.
    added: usize,
    longest_list: usize,
}

#[derive(Default)]
struct Collection {
    anchor: usize,
    size: usize,
    /// Whether it is a list that holds nothing but words, some of them by an alias.
    words: bool,
    aliases: bool,
}

impl Count {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Scalar(value, _, anchor, _) => self.value(value.len(), anchor, false),
            Event::Alias(anchor) => {
                let size = self.anchors.get(&anchor).copied().unwrap_or_default();
                self.added = self.added.saturating_add(size);
                self.value(size, 0, true);
            }
            Event::SequenceStart(anchor, _) => {
                self.open.push(Collection { anchor, words: true, ..Collection::default() });
            }
            Event::MappingStart(anchor, _) => self.open.push(Collection { anchor, ..Collection::default() }),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(collection) = self.open.pop() else { return };
                if let Some(outer) = self.open.last_mut() {
                    outer.words = false;
                }
                self.value(collection.size, collection.anchor, false);
            }
            _ => {}
        }
    }

    fn value(&mut self, size: usize, anchor: usize, alias: bool) {
        // Every value takes some memory, an empty one too.
        let size = size.saturating_add(16);
        if anchor != 0 {
            self.anchors.insert(anchor, size);
        }
        if let Some(outer) = self.open.last_mut() {
            outer.size = outer.size.saturating_add(size);
            outer.aliases |= alias;
            if outer.words && outer.aliases {
                self.longest_list = self.longest_list.max(outer.size);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_yaml::Value;

    #[track_caller]
    fn check_excess(yaml: &str, line: usize, expected: &str) {
        match from_str::<Value>(yaml) {
            Err(Error::Excess { line: found, what }) => {
                assert!(what.contains(expected), "{what}");
                assert_eq!(found, line);
            }
            other => panic!("{:?}", other.map(|_| "was read")),
        }
    }

    #[test]
    fn nesting_without_end_is_refused() {
        for sign in ["[", "{", "- ", "? ", "{a: ", "[{"] {
            check_excess(&format!("a: b\nkeys: \n{}", sign.repeat(100_000)), 3, "too deep");
        }
    }

    #[test]
    fn aliases_are_counted_by_what_they_stand_for() {
        let long = "x".repeat(20_000);
        let texts: String = (0..4_000).map(|_| "- {text: *a}\n").collect();
        check_excess(&format!("a: &a {long}\nquotes:\n{texts}"), 216, "a document may hold");
        check_excess(&format!("a: &a {long}\nauthor: [{}]\n", vec!["*a"; 9_000].join(", ")), 2, "a value may hold");
        let bomb = "a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a]\n".to_owned()
            + &(b'b'..b'y')
                .map(|c| {
                    let (last, next) = (c as char, (c + 1) as char);
                    format!("{next}: &{next} [*{last}, *{last}, *{last}, *{last}]\n")
                })
                .collect::<String>();
        assert!(matches!(from_str::<Value>(&bomb), Err(Error::Excess { .. })));
    }

    #[test]
    fn lines_are_those_of_editors() {
        let error = from_str::<Value>("a: “““““““““\r\rb: two\nc: [}\nd:\ne:\nf:\ng:\nh:\n").unwrap_err();
        assert_eq!(error.line(), Some(2), "{error}");
    }

    #[test]
    fn aliases_that_people_write_are_read() {
        let value: Value = from_str("a: &name Ann Lee\nquotes: [{speaker: *name}, {speaker: *name}]\n").unwrap();
        assert_eq!(value["quotes"][1]["speaker"], Value::from("Ann Lee"));
        let value: Value = from_str("a: Rock & *roll*\nb: AT&T\n").unwrap();
        assert_eq!(value["a"], Value::from("Rock & *roll*"));
    }
}
