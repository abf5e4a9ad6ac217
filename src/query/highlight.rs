//! Highlights: where a text matches the words of a query, in the original's own characters.

use unicode_segmentation::GraphemeCursor;

use super::fields::TextField;
use super::predicate::{Predicate, Query};
use crate::text::ByteRange;
use crate::text::fold::Folded;

/// The places in `text` that the query's words match, in order, none overlapping another, each of whole characters as
/// a reader sees them. Only what was asked for, not what was asked to be absent.
#[must_use]
pub fn highlights(query: &Query, text: &str) -> Vec<ByteRange> {
    let mut places = Vec::new();
    if query.is_everything() {
        return places;
    }
    let folded = Folded::new(text);
    collect(&query.meaning, &folded, &mut places);
    let mut spans: Vec<ByteRange> = places.into_iter().map(|place| whole(text, folded.original(place))).collect();
    spans.sort_unstable();
    let mut joined: Vec<ByteRange> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

fn collect(meaning: &Predicate, text: &Folded, places: &mut Vec<ByteRange>) {
    match meaning {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().for_each(|part| collect(part, text, places)),
        Predicate::Text(TextField::Words | TextField::Context | TextField::Full | TextField::About, matcher) => {
            matcher.places(text, places)
        }
        // What is not wanted is not there to be marked, and the rest stands in no text.
        Predicate::Not(_)
        | Predicate::Text(..)
        | Predicate::Everything
        | Predicate::Kind(_)
        | Predicate::Is(_)
        | Predicate::Has(_)
        | Predicate::Published(_)
        | Predicate::Versions(..)
        | Predicate::Confidence(..) => {}
    }
}

/// The span widened to the borders of what is drawn as one character.
fn whole(text: &str, span: ByteRange) -> ByteRange {
    if span.of(text).is_ascii() && text[span.end..].bytes().next().is_none_or(|byte| byte.is_ascii()) {
        return span;
    }
    let is_border = |offset: usize| GraphemeCursor::new(offset, text.len(), true).is_boundary(text, 0).unwrap_or(true);
    let (mut start, mut end) = (span.start, span.end);
    while !is_border(start) {
        start = text[..start].char_indices().next_back().map_or(0, |(at, _)| at);
    }
    while !is_border(end) {
        end += text[end..].chars().next().map_or(1, char::len_utf8);
    }
    ByteRange::new(start, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse;
    use super::*;

    #[track_caller]
    fn check(query: &str, text: &str, expected: &[&str]) {
        let query = parse(query).unwrap();
        let found: Vec<&str> = highlights(&query, text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_was_asked_for_is_marked() {
        check("war -peace speaker:war", "War and peace", &["War"]);
        check("wa ar OR pea", "war and peace", &["war", "pea"]);
        check("\"and\" /p\\w+/", "sand and peace", &["and", "peace"]);
        check("context:war", "war", &["war"]);
        check("-war", "war", &[]);
        check("", "war", &[]);
    }

    #[test]
    fn characters_are_marked_whole() {
        check("senor", "el sen\u{303}or\u{301}!", &["sen\u{303}or\u{301}"]);
        check("👩", "a 👩\u{200d}👩\u{200d}👧 b", &["👩\u{200d}👩\u{200d}👧"]);
        check("ffi", "oﬃce", &["ﬃ"]);
        check("don't", "I don’t", &["don’t"]);
        check("a", "a\u{301}b", &["a\u{301}"]);
    }

    proptest! {
        #[test]
        fn marks_are_in_order_and_within(query in "[a-c’é\"/ -]{0,8}", text in "(?s)[a-cé’“ \u{301}👩\u{200d}ﬃ\n]{0,30}") {
            let Ok(query) = parse(&query) else { return Ok(()) };
            let mut end = 0;
            for span in highlights(&query, &text) {
                prop_assert!(span.start >= end && span.end > span.start);
                prop_assert!(text.get(span.start..span.end).is_some());
                end = span.end;
            }
        }
    }
}
