//! Keyword in context: every place where a quotation's words match a query, with what stands left and right of it, in
//! the order of the text or sorted by what stands beside the matches, as concordancers do.
//!
//! The words are the quotation's alone: what the article says around them is nobody's quotation.

use std::sync::atomic::{AtomicBool, Ordering};

use super::highlights;
use super::predicate::Query;
use crate::store::{Catalog, QuotationIx};
use crate::text::fold::fold;
use crate::text::{ByteRange, unwrap};

/// In which order occurrences stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Alignment {
    /// As the quotations come, and in the order of their words.
    #[default]
    Text,
    /// By the words on the left, the nearest first.
    Left,
    /// By the words on the right.
    Right,
}

impl Alignment {
    /// All of them with their words.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Text, "text"), (Self::Left, "left"), (Self::Right, "right")];

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Text => Self::Left,
            Self::Left => Self::Right,
            Self::Right => Self::Text,
        }
    }
}

/// A place where a quotation matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The quotation.
    pub quotation: QuotationIx,
    /// Its place among all, as they came.
    number: u32,
    /// Where the match stands in the quotation's words as they are shown.
    pub at: ByteRange,
}

/// What stands in a line of a concordance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyword {
    /// The words before the match.
    pub left: String,
    /// The match.
    pub keyword: String,
    /// The words behind it.
    pub right: String,
}

impl Occurrence {
    /// The words of the line.
    #[must_use]
    pub fn keyword(&self, catalog: &Catalog) -> Keyword {
        let words = unwrap(catalog.quotation(self.quotation).text(), "");
        let part = |range: std::ops::Range<usize>| words.get(range).unwrap_or_default().to_owned();
        let (start, end) = (self.at.start, self.at.end);
        Keyword { left: part(0..start), keyword: part(start..end), right: part(end..words.len()) }
    }
}

/// Where quotations match `query`, no more than `most` places; nothing when it was stopped.
pub fn occurrences(
    catalog: &Catalog,
    quotations: impl Iterator<Item = QuotationIx>,
    query: &Query,
    most: usize,
    stop: &AtomicBool,
) -> Option<Vec<Occurrence>> {
    let mut found = Vec::new();
    for quotation in quotations {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let words = unwrap(catalog.quotation(quotation).text(), "");
        for at in highlights(query, &words) {
            if found.len() == most {
                return Some(found);
            }
            let number = u32::try_from(found.len()).unwrap_or(u32::MAX);
            found.push(Occurrence { quotation, number, at });
        }
    }
    Some(found)
}

/// Puts occurrences into an order. Equal ones stay as they came.
pub fn align(catalog: &Catalog, occurrences: &mut [Occurrence], by: Alignment) {
    occurrences.sort_unstable_by_key(|occurrence| occurrence.number);
    let words = |text: &str| {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    match by {
        Alignment::Text => {}
        Alignment::Left => occurrences.sort_by_cached_key(|occurrence| {
            let mut words = words(&occurrence.keyword(catalog).left);
            words.reverse();
            words
        }),
        Alignment::Right => occurrences.sort_by_cached_key(|occurrence| words(&occurrence.keyword(catalog).right)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use crate::quotation::Quotation;
    use crate::store::Document;

    fn catalog() -> Catalog {
        let quotation = |text: &str| Quotation { text: text.to_owned(), ..Quotation::default() };
        let quotations = vec![
            quotation("The old bridge is safe, and\nthe bridge stays."),
            quotation("No bridge at all"),
            quotation("A Bridge of steel"),
        ];
        Catalog::from_documents(vec![Document { quotations, ..Document::default() }])
    }

    fn lines(by: Alignment) -> Vec<String> {
        let (catalog, query) = (catalog(), parse("bridge").unwrap());
        let all = (0..catalog.len()).map(QuotationIx::new);
        let mut found = occurrences(&catalog, all, &query, 99, &AtomicBool::new(false)).unwrap();
        align(&catalog, &mut found, by);
        found
            .iter()
            .map(|occurrence| {
                let Keyword { left, keyword, right } = occurrence.keyword(&catalog);
                format!("{left}[{keyword}]{right}")
            })
            .collect()
    }

    #[test]
    fn every_match_is_a_line_with_what_stands_beside_it() {
        let text = [
            "The old [bridge] is safe, and the bridge stays.",
            "The old bridge is safe, and the [bridge] stays.",
            "No [bridge] at all",
            "A [Bridge] of steel",
        ];
        assert_eq!(lines(Alignment::Text), text);
        let order = |numbers: [usize; 4]| numbers.map(|number| text[number]);
        assert_eq!(lines(Alignment::Left), order([3, 2, 0, 1]));
        assert_eq!(lines(Alignment::Right), order([2, 0, 3, 1]));
    }

    #[test]
    fn there_are_no_more_than_so_many_and_none_after_a_stop() {
        let (catalog, query) = (catalog(), parse("bridge").unwrap());
        let all = || (0..catalog.len()).map(QuotationIx::new);
        let found = occurrences(&catalog, all(), &query, 2, &AtomicBool::new(false));
        assert_eq!(found.map(|found| found.len()), Some(2));
        assert_eq!(occurrences(&catalog, all(), &query, 2, &AtomicBool::new(true)), None);
    }
}
