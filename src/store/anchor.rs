//! Where words stand in an article whose places are not to be trusted any more: by the words with their marks, then by
//! the words around them, then by the order of the quotations. Where that leaves a doubt, it says so.

use crate::quotation::{Kind, Quotation};
use crate::text::typography::{self, Plain};
use crate::text::{ByteRange, CharRange, Positions};
use memchr::memmem;
use std::cell::OnceCell;
use std::ops::Range;

/// What looking for a quotation's words gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Found(CharRange),
    /// They stand in several places, and nothing tells which is meant.
    Doubt(usize),
    /// They do not stand in the text.
    Nowhere,
}

/// Looks for the words of `quotation` as they are written. `between` is where the quotations before and after it leave room, in code points.
pub(crate) fn find(text: &str, positions: &Positions<'_>, quotation: &Quotation, between: Range<u32>) -> Anchor {
    choose(text, positions, quotation, between, places(text, &quotation.text))
}

/// The same, and where they do not stand so, in other typography. `plain` keeps the text in plain typography for the
/// next quotation.
pub(crate) fn find_in_any_typography(
    text: &str,
    positions: &Positions<'_>,
    quotation: &Quotation,
    between: Range<u32>,
    plain: &OnceCell<Plain>,
) -> Anchor {
    let mut found = places(text, &quotation.text);
    if found.is_empty() {
        let plain = plain.get_or_init(|| Plain::new(text));
        let words = typography::plain(&quotation.text);
        found = places(plain.text(), &words).into_iter().filter_map(|place| plain.original(place)).collect();
    }
    choose(text, positions, quotation, between, found)
}

/// Where the words stand in the text.
fn places(text: &str, words: &str) -> Vec<ByteRange> {
    if words.is_empty() {
        return Vec::new();
    }
    memmem::find_iter(text.as_bytes(), words).map(|start| ByteRange::new(start, start + words.len())).collect()
}

/// The place that is meant.
fn choose(
    text: &str,
    positions: &Positions<'_>,
    quotation: &Quotation,
    between: Range<u32>,
    mut places: Vec<ByteRange>,
) -> Anchor {
    if places.is_empty() {
        return Anchor::Nowhere;
    }
    let all = places.len();
    if quotation.kind != Some(Kind::Indirect) {
        narrow(&mut places, |span| in_marks(text, *span));
    }
    if places.len() > 1 {
        let scores: Vec<usize> = places.iter().map(|&span| neighbors(text, positions, quotation, span)).collect();
        let best = scores.iter().copied().max().unwrap_or_default();
        let mut score = scores.iter();
        places.retain(|_| score.next() == Some(&best));
    }
    if places.len() > 1 {
        narrow(&mut places, |span| {
            let at = positions.at(*span);
            between.start <= at.start && at.end <= between.end
        });
    }
    match places.as_slice() {
        [one] => Anchor::Found(positions.at(*one)),
        _ => Anchor::Doubt(all),
    }
}

/// Keeps those that fit, if any do.
fn narrow(places: &mut Vec<ByteRange>, fits: impl Fn(&ByteRange) -> bool) {
    if places.iter().any(&fits) {
        places.retain(fits);
    }
}

const OPENING: &str = "“„«‹‘\"'‚”»`";
const CLOSING: &str = "”“»›’\"'‘«`";

/// Whether marks stand directly around the words.
fn in_marks(text: &str, span: ByteRange) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    before.is_some_and(|c| OPENING.contains(c)) && after.is_some_and(|c| CLOSING.contains(c))
}

/// How many of the words that the evidence names stand around `span` as they stood around the old place; two points
/// for the same distance, one for being near.
fn neighbors(text: &str, positions: &Positions<'_>, quotation: &Quotation, span: ByteRange) -> usize {
    const NEAR: usize = 300;
    let Some(evidence) = &quotation.evidence else { return 0 };
    let at = positions.at(span);
    let floor = |offset: usize| (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let around = &text[floor(span.start.saturating_sub(NEAR))..floor(span.end + NEAR)];
    let mut score = 0;
    for located in [&evidence.mention, &evidence.cue].into_iter().flatten() {
        let parts: Vec<&str> = located.text.split(" … ").collect();
        for (part, place) in parts.iter().zip(&located.at) {
            let shift = i64::from(at.start) - i64::from(evidence.at.start);
            let moved = |point: u32| u32::try_from(i64::from(point) + shift).ok();
            let there = moved(place.start)
                .zip(moved(place.end))
                .and_then(|(start, end)| positions.span(CharRange::new(start, end)));
            if there.is_some_and(|span| span.of(text) == *part) {
                score += 2;
            } else if around.contains(part) {
                score += 1;
            }
        }
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::{Evidence, Excerpt};

    #[track_caller]
    fn check(text: &str, quotation: &Quotation, between: Range<u32>, expected: Anchor) {
        assert_eq!(find(text, &Positions::new(text), quotation, between), expected);
    }

    fn quotation(words: &str) -> Quotation {
        Quotation { text: words.to_owned(), ..Quotation::default() }
    }

    const ALL: Range<u32> = 0..u32::MAX;

    #[test]
    fn words_that_stand_once_are_there() {
        check("é “One” two", &quotation("One"), ALL, Anchor::Found(CharRange::new(3, 6)));
        check("x", &quotation("One"), ALL, Anchor::Nowhere);
        let (text, plain) = ("é “It’s one” two", OnceCell::new());
        let found = find_in_any_typography(text, &Positions::new(text), &quotation("It's\none"), ALL, &plain);
        assert_eq!(found, Anchor::Found(CharRange::new(3, 11)));
    }

    #[test]
    fn marks_tell_places_apart() {
        check("One, he said: “One”", &quotation("One"), ALL, Anchor::Found(CharRange::new(15, 18)));
    }

    #[test]
    fn neighbors_tell_places_apart() {
        let mut q = quotation("no");
        q.evidence = Some(Evidence {
            at: CharRange::new(101, 103),
            mention: Some(Excerpt { text: "Ann".to_owned(), at: vec![CharRange::new(110, 113)] }),
            ..Evidence::default()
        });
        check("“no” said Bob. “no” said Ann.", &q, ALL, Anchor::Found(CharRange::new(16, 18)));
    }

    #[test]
    fn the_order_tells_places_apart_and_a_doubt_stays_a_doubt() {
        check("“no” “yes” “no”", &quotation("no"), 5..100, Anchor::Found(CharRange::new(12, 14)));
        check("“no” “yes” “no”", &quotation("no"), ALL, Anchor::Doubt(2));
    }
}
