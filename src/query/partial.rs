//! A query while it is typed, and when it is entered: what is only not finished is told from what is wrong.
//!
//! [`parse`] takes text as it stands, as a command line hands it over: `speaker:` is a word with a colon there. In a
//! prompt it is the beginning of a field, and a search for that word would take every result from the screen with each
//! term. So a prompt asks here.

use super::QueryError;
use super::confidence;
use super::error::nearest;
use super::fields::{FIELDS, Field};
use super::predicate::{Query, parse};
use super::syntax::{self, Node, Term, Unclosed, Unpaired, Value};
use crate::text::ByteRange;

/// What has been typed so far.
#[derive(Debug, Clone, PartialEq)]
pub enum Partial {
    /// A query.
    Complete(Query),
    /// The beginning of one: `awaits` of the error says what is still to come.
    Incomplete(QueryError, Option<SoFar>),
    /// No query, whatever may follow.
    Invalid(QueryError),
}

/// A query that is being typed, without the term that is not finished.
#[derive(Debug, Clone, PartialEq)]
pub struct SoFar {
    /// As it was written.
    pub text: String,
    /// As it was understood.
    pub query: Query,
}

/// Reads `text` while it is typed, with the caret at byte `caret`.
#[must_use]
pub fn typed(text: &str, caret: usize) -> Partial {
    let node = syntax::parse(text).ok().flatten();
    let error = match entered(text) {
        Err(error) => error,
        Ok(query) => {
            let Some(term) = node.as_ref().and_then(|node| number_begun(node, text, caret)) else {
                return Partial::Complete(query);
            };
            let error = QueryError::new(term, "the number is not finished").awaits(Some(confidence::FORMS.to_owned()));
            return unfinished(error, node, text);
        }
    };
    if error.awaits.is_some() && is_typed_at(error.at, text, caret) {
        unfinished(error, node, text)
    } else {
        Partial::Invalid(error)
    }
}

/// What is not finished, with the query that stands around it.
fn unfinished(error: QueryError, node: Option<Node>, text: &str) -> Partial {
    // The whole term with its field is to be left out, not its value alone.
    let holds = |term: &Term| {
        let at = term.at();
        (at.start <= error.at.start && error.at.start < at.end).then_some(at)
    };
    let at = node.as_ref().and_then(|node| find(node, &holds)).unwrap_or(error.at);
    let around = format!("{} {}", text[..at.start].trim_end(), text[at.end..].trim_start());
    // What leads to the term has no meaning without it: `a OR`, `NOT`, `-`.
    let so_far = match typed(around.trim(), around.len()) {
        Partial::Complete(query) => Some(SoFar { text: around.trim().to_owned(), query }),
        Partial::Incomplete(_, so_far) => so_far,
        Partial::Invalid(_) => None,
    };
    Partial::Incomplete(error, so_far)
}

/// Reads `text` as a query that is finished: a field without a value, or a mark that was not closed, is an error.
///
/// # Errors
/// When it cannot be understood, or something is still missing.
pub fn entered(text: &str) -> Result<Query, QueryError> {
    let (node, noted) = syntax::parse_noting(text);
    let lacking = node?.and_then(|node| find(&node, &|term| lacking(term, text)));
    let read = lacking.map_or_else(|| parse(text), Err);
    first_wrong(read, noted.unclosed.map(missing_end))
}

/// Reads `text` as the query of a command line: a bracket or a quotation mark without its counterpart is an error, for
/// nobody is still typing it.
///
/// # Errors
/// When it cannot be understood, or a bracket or a mark has no counterpart.
pub fn balanced(text: &str) -> Result<Query, QueryError> {
    let (_, noted) = syntax::parse_noting(text);
    let unclosed = noted.unclosed.filter(|unclosed| unclosed.mark != '/').map(missing_end);
    let unpaired = noted.unpaired.map(missing_counterpart);
    // A phrase that runs to the end has perhaps swallowed the brackets that would close.
    first_wrong(parse(text), unclosed.or(unpaired))
}

/// What was read, unless something that was let pass is wrong before that.
fn first_wrong(read: Result<Query, QueryError>, passed: Option<QueryError>) -> Result<Query, QueryError> {
    match (read, passed) {
        // What stands before the open mark is not fixed by closing it.
        (Err(error), Some(passed)) if error.at.start < passed.at.start => Err(error),
        (_, Some(passed)) => Err(passed),
        (read, None) => read,
    }
}

fn missing_end(Unclosed { mark, at }: Unclosed) -> QueryError {
    let itself = if mark == '/' { "\"/\"".to_owned() } else { format!("\"\\{mark}\"") };
    QueryError::new(at, format!("the closing {mark} is missing"))
        .hint(format!("to find {mark} itself, write {itself}"))
        .awaits(Some(format!("the closing {mark}")))
}

fn missing_counterpart(Unpaired { mark, at }: Unpaired) -> QueryError {
    let (message, itself) = match mark {
        '(' => ("this parenthesis is not closed", "\"(\"".to_owned()),
        ')' => ("this parenthesis was not opened", "\")\"".to_owned()),
        _ => ("this quotation mark was not opened", format!("\"\\{mark}\"")),
    };
    QueryError::new(at, message).hint(format!("to find {mark} itself, write {itself}"))
}

/// Whether the caret, or the end of the text, is where `at` ends.
fn is_typed_at(at: ByteRange, text: &str, caret: usize) -> bool {
    at.end == caret || ends(at, text)
}

fn ends(at: ByteRange, text: &str) -> bool {
    text.get(at.end..).is_some_and(|rest| rest.trim().is_empty())
}

/// The first thing that `look` finds in the terms of `node`.
fn find<T>(node: &Node, look: &dyn Fn(&Term) -> Option<T>) -> Option<T> {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().find_map(|part| find(part, look)),
        Node::Not(inner) => find(inner, look),
        Node::Term(term) => look(term),
    }
}

/// What a term lacks that the grammar takes for a word.
fn lacking(term: &Term, text: &str) -> Option<QueryError> {
    let Value::Word(word) = &term.value else { return None };
    let at = term.at();
    let needs = |message: &str, awaits: &str| {
        Some(
            QueryError::new(at, message)
                .hint(format!("to find the sign itself: \"{word}\""))
                .awaits(Some(awaits.into())),
        )
    };
    match (&term.field, word.as_str()) {
        (None, "-") if ends(at, text) => needs("- needs something after it", "what is to be left out"),
        (_, "/") if ends(at, text) => needs("a regex needs something between its slashes", "a regex: /dr[ua]gs?/"),
        (Some((name, _)), "=") if ends(at, text) => no_value(name, at),
        (None, _) => {
            let name =
                word.strip_suffix(':').filter(|name| !name.is_empty() && name.chars().all(char::is_alphabetic))?;
            // In the midst of pasted text a word with a colon is one; but a field before a blank was meant to be one.
            let meant = FIELDS.iter().any(|row| row.names.contains(&name));
            if ends(at, text) || meant { no_value(name, at) } else { None }
        }
        _ => None,
    }
}

fn no_value(name: &str, at: ByteRange) -> Option<QueryError> {
    let Some(field) = Field::from_name(name) else {
        let names = FIELDS.iter().flat_map(|row| row.names.iter().copied());
        let (hint, awaits) = match nearest(name, names) {
            Some(near) => (format!("did you mean `{near}`?"), format!("a field; did you mean {near}: ?")),
            None => {
                let quoted = format!("to find the words themselves, put them in quotes: \"{name}:\"");
                (quoted.clone(), format!("a field, but `{name}` is not one; {quoted}"))
            }
        };
        return Some(QueryError::new(at, format!("unknown field `{name}`")).hint(hint).awaits(Some(awaits)));
    };
    let row = field.row();
    let values = match row.values {
        [] => row.about.to_owned(),
        values => values.join(", "),
    };
    let error = QueryError::new(at, format!("`{}:` needs a value right after the colon", field.name()));
    Some(error.hint(values.clone()).awaits(Some(values)))
}

/// The place of a number that is being typed and is none that anybody means: `confidence:0` on its way to `0.9`.
fn number_begun(node: &Node, text: &str, caret: usize) -> Option<ByteRange> {
    find(node, &|term| {
        let (name, _) = term.field.as_ref()?;
        let Value::Word(word) = &term.value else { return None };
        let begun = Field::from_name(name) == Some(Field::Confidence) && confidence::is_begun(word);
        (begun && is_typed_at(term.at(), text, caret)).then_some(term.value_at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_pairs_its_brackets_and_marks() {
        for (text, message, place) in [
            ("(virus", "this parenthesis is not closed", "("),
            ("a (b OR (c)", "this parenthesis is not closed", "("),
            ("virus)", "this parenthesis was not opened", ")"),
            ("title:a(b", "this parenthesis is not closed", "("),
            ("\"virus and", "the closing \" is missing", "\"virus and"),
            ("(a “b c", "the closing ” is missing", "“b c"),
            ("a virus\"", "this quotation mark was not opened", "\""),
            ("a virus”", "this quotation mark was not opened", "”"),
            ("speeker:x (virus", "unknown field `speeker`", "speeker"),
        ] {
            let error = balanced(text).unwrap_err();
            assert_eq!((error.message.as_str(), error.at.of(text)), (message, place), "{text}");
            assert!(error.hint.is_some(), "{text}");
            if !text.contains("speeker") {
                assert!(parse(text).is_ok(), "{text}");
            }
        }
        for text in [
            "(a OR b)",
            "word(s) x",
            "\"(\" \")\" \"\\\"\"",
            "rock\"n\"roll",
            "“a b” „c“",
            "/a(b)/",
            "/usr",
            "don't",
            "",
        ] {
            assert_eq!(balanced(text), parse(text), "{text}");
            assert!(balanced(text).is_ok(), "{text}");
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let seen = match typed(text, text.len()) {
            Partial::Complete(_) => "whole",
            Partial::Incomplete(error, _) => {
                assert!(error.awaits.is_some(), "{text}");
                "unfinished"
            }
            Partial::Invalid(_) => "wrong",
        };
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn a_term_that_is_being_typed_is_not_wrong() {
        for text in [
            "speaker:",
            "a -speaker:",
            "speaker: ",
            "(speaker:",
            "speaker:=",
            "foo:",
            "http:/",
            "kind:",
            "kind:d",
            "is:",
            "is:un",
            "has:t",
            "sort:",
            "sort:-",
            "sort:-le",
            "before:",
            "before:2",
            "before:2026-",
            "after:2026-1",
            "date:2026-01.",
            "date:2026-01..20",
            "tag:",
            "confidence:",
            "confidence:0",
            "confidence:0.",
            "confidence:.",
            "confidence:..",
            "confidence:0.9.",
            "confidence:0.5..0.",
            "confidence:2",
            "sure:>8",
            "sure:>80",
            "-",
            "a -",
            "NOT ",
            "a OR",
            "OR",
            "a AND ",
            "speaker:\"gus",
            "\"in the",
            "kind:\"dir",
            "/pet",
            "/pet(",
            "speaker:/",
            "/",
            "(",
            "a (",
            "a OR (",
        ] {
            check(text, "unfinished");
        }
    }

    #[test]
    fn queries_are_whole_and_nonsense_is_wrong() {
        for text in [
            "",
            "a",
            "speaker:gus",
            "speaker:\"gus\"",
            "kind:direct",
            "/pet/",
            "(a OR b",
            "(a OR b)",
            "a - b",
            "he said: no",
            "Note: this",
            "https://news.example/",
            "date:2026-01..",
            "before:2026",
            "confidence:0.9..",
            "confidence:0.9",
            "confidence:1",
            "sure:>80%",
            "sure:50..70%",
        ] {
            check(text, "whole");
        }
        for text in [
            "kind:xyz",
            "kind:d x",
            "speeker:x",
            "speeker:\"x",
            "speaker: petro",
            "speaker:(",
            "before:soon",
            "date:2026-13",
            "date:2026-02-3",
            "date:2026..x",
            "confidence:200",
            "confidence:high",
            "/pet(/",
            "a )",
            "OR a",
            "NOT OR a",
            "is:nice",
        ] {
            check(text, "wrong");
        }
    }

    #[test]
    fn what_is_to_come_is_said() {
        let awaits = |text: &str| match typed(text, text.len()) {
            Partial::Incomplete(error, _) => error.awaits.unwrap(),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(awaits("kind:"), "direct, mixed, indirect, turn");
        assert_eq!(awaits("kind:d"), "direct");
        assert_eq!(awaits("speaker:"), "who said it, by name or any alias");
        assert_eq!(awaits("x NOT"), "something after NOT");
        assert_eq!(awaits("speaker:\"gus"), "the closing \"");
    }

    #[test]
    fn the_query_so_far_stands_without_the_term_that_is_being_typed() {
        let so_far = |text: &str, caret: usize| match typed(text, caret) {
            Partial::Incomplete(_, so_far) => so_far.map(|so_far| so_far.text).unwrap_or("none".to_owned()),
            other => panic!("{text}: {other:?}"),
        };
        for (text, expected) in [
            ("speaker:", ""),
            ("a speaker:", "a"),
            ("a -speaker:\"Gus", "a"),
            ("a OR kind:d", "a"),
            ("a OR NOT (kind:", "a"),
            ("a confidence:0.", "a"),
            ("(a OR b) /pe", "(a OR b)"),
            ("a is:star -", "a is:star"),
            ("zebra:x is:", "none"),
        ] {
            assert_eq!(so_far(text, text.len()), expected, "{text}");
        }
        assert_eq!(so_far("a kind:d petro", 8), "a petro");
    }

    #[test]
    fn the_caret_tells_what_is_being_typed() {
        assert!(matches!(typed("kind:d petro", 6), Partial::Incomplete(..)));
        assert!(matches!(typed("kind:d petro", 12), Partial::Invalid(_)));
        assert!(matches!(typed("speaker: petro", 8), Partial::Incomplete(..)));
    }

    #[test]
    fn what_is_entered_lacks_nothing() {
        assert_eq!(entered("(a OR b").unwrap(), parse("(a OR b)").unwrap());
        assert!(entered("confidence:0").is_ok());
        // What the hints say is so.
        assert!(entered("\"/\"").is_ok() && entered("\"\\\"\"").is_ok());
        for text in ["speaker:", "a -", "NOT", "kind:d", "foo:", "(", "speaker:\"gus", "/pet", "/pet("] {
            assert!(entered(text).is_err(), "{text}");
        }
    }
}
