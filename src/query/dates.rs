//! Dates as queries write them: single ones, ranges, and those that are still being typed.

use crate::text::date::{Days, parse};

/// Whether `text` is a date, or a range of dates, of which the end is still to be typed.
pub(super) fn is_begun(text: &str) -> bool {
    const ENDINGS: [&str; 5] = ["2000-01-01", "2001-11-11", "2000-10-10", "2000-02-20", "2000-03-30"];
    let last = text.rsplit_once("..").map_or(text, |(_, last)| last).trim();
    // The first of the two dots of a range.
    if last.len() < text.len() || !last.ends_with('.') {
        return ENDINGS
            .iter()
            .any(|whole| whole.get(last.len()..).is_some_and(|ending| parse(&format!("{last}{ending}")).is_some()));
    }
    parse(last.trim_end_matches('.')).is_some()
}

/// The days of `A..B`, `A..`, `..B` or `A`, both ends in it.
pub(super) fn range(text: &str) -> Option<Days> {
    let Some((from, to)) = text.split_once("..") else { return Some(parse(text)?.0) };
    let first = if from.is_empty() { i32::MIN } else { parse(from)?.0.first };
    let last = if to.is_empty() { i32::MAX } else { parse(to)?.0.last };
    (first <= last && !(from.is_empty() && to.is_empty())).then_some(Days { first, last })
}

/// What somebody meant who wrote `2026-1-8`, `2026/01/08` or a range with its ends exchanged.
pub(super) fn meant(text: &str) -> Option<String> {
    let put_right = |date: &str| {
        let parts: Vec<&str> = date.trim().split(['-', '/', '.']).collect();
        let padded: Vec<String> = parts.iter().map(|part| format!("{part:0>2}")).collect();
        Some(padded.join("-")).filter(|date| parse(date).is_some())
    };
    let Some((from, to)) = text.split_once("..") else { return put_right(text) };
    let end = |date: &str| if date.is_empty() { Some(String::new()) } else { put_right(date) };
    let (from, to) = (end(from)?, end(to)?);
    [format!("{from}..{to}"), format!("{to}..{from}")].into_iter().find(|meant| range(meant).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_put_right() {
        for (text, expected) in [
            ("2027..2026", Some("2026..2027")),
            ("2026-1-8", Some("2026-01-08")),
            ("2026/1", Some("2026-01")),
            ("..2026-1", Some("..2026-01")),
            ("2026-3..2026-1", Some("2026-01..2026-03")),
            ("8.1.2026", None),
            ("soon", None),
            ("", None),
            ("..", None),
        ] {
            assert_eq!(meant(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn both_ends_of_a_range_belong() {
        let covers = |text, day: &str| range(text).unwrap().covers(parse(day).unwrap().0);
        assert!(covers("2026-01..2026-03", "2026-03-31"));
        assert!(covers("2026-01..2026-03", "2026-01-01"));
        assert!(!covers("2026-01..2026-03", "2026-04-01"));
        assert!(covers("2026-01..", "2030") && covers("..2026-01", "1999-12-31"));
        assert_eq!(range("2026-03..2026-01"), None);
        assert_eq!(range(".."), None);
    }
}
