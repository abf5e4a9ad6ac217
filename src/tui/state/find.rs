//! The search of `/`: one literal text, or `/regex/`, with smart case and folded as in the query language; where it
//! matches in one text, and in which rows of a list.

use std::sync::Arc;

use crate::query::{self, Query};
use crate::text::ByteRange;

/// What is searched for.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As written.
    pub written: String,
    /// As a query for quotations.
    pub query: Query,
}

impl Pattern {
    /// Reads what was typed.
    ///
    /// # Errors
    /// When there is nothing to search for, or the regex is none; says what is wrong.
    pub fn new(written: &str) -> Result<Self, String> {
        if written.trim_matches(|c: char| c.is_whitespace() || c == '/').is_empty() {
            return Err("nothing to search for".into());
        }
        let query = query::literal(written).map_err(|error| error.message)?;
        Ok(Self { written: written.to_owned(), query })
    }

    /// Where it matches in `text`.
    #[must_use]
    pub fn spans(&self, text: &str) -> Vec<ByteRange> {
        query::highlights(&self.query, text)
    }

    /// Whether it matches anywhere in `text`.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }
}

/// Where a pattern was found.
#[derive(Debug, Clone)]
pub enum Hits {
    /// In these rows of a list, ascending.
    Rows(Arc<[u32]>),
    /// In these places of the article on show.
    Spans(Arc<[ByteRange]>),
}

impl Default for Hits {
    fn default() -> Self {
        Self::Rows(Arc::new([]))
    }
}

impl Hits {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.len(),
            Self::Spans(spans) => spans.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn place(&self, hit: usize) -> usize {
        match self {
            Self::Rows(rows) => rows[hit] as usize,
            Self::Spans(spans) => spans[hit].start,
        }
    }

    /// The first hit at or after `place` (a row, or a byte), else the first of all.
    #[must_use]
    pub fn from(&self, place: usize) -> Option<usize> {
        (0..self.len()).find(|&hit| self.place(hit) >= place).or((!self.is_empty()).then_some(0))
    }

    /// The hit after `place`, or before it, around the ends.
    #[must_use]
    pub fn beyond(&self, place: usize, forward: bool) -> Option<usize> {
        let len = self.len();
        let split = |past: &dyn Fn(usize) -> bool| {
            let (mut low, mut high) = (0, len);
            while low < high {
                let middle = usize::midpoint(low, high);
                if past(self.place(middle)) { high = middle } else { low = middle + 1 }
            }
            low
        };
        let hit = if forward { split(&|at| at > place) } else { (split(&|at| at >= place) + len).checked_sub(1)? };
        (len > 0).then(|| hit % len)
    }

    /// The row, or the first byte, of hit number `hit`.
    #[must_use]
    pub fn at(&self, hit: usize) -> usize {
        self.place(hit)
    }
}

/// What is to be done as soon as the hits are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Landing {
    /// Go to the first hit from this row or byte on.
    pub from: Option<usize>,
    /// Say how many hits there are.
    pub announce: bool,
    /// Then go so many hits on, or back when negative.
    pub steps: isize,
}

/// A search in force in a pane.
#[derive(Debug, Clone)]
pub struct Find {
    /// What is searched for.
    pub pattern: Pattern,
    /// Where it was found, as far as is known.
    pub hits: Hits,
    /// The hit that the search stands on.
    pub here: Option<usize>,
    /// The hits are those of what the pane shows now.
    pub fresh: bool,
    /// What is to be done as soon as the hits are known.
    pub landing: Option<Landing>,
}

impl Find {
    /// A search whose hits are not known yet.
    #[must_use]
    pub fn new(pattern: Pattern) -> Self {
        Self { pattern, hits: Hits::default(), here: None, fresh: false, landing: None }
    }

    /// Where in the article the hit is that the search stands on.
    #[must_use]
    pub fn here_in_text(&self) -> Option<ByteRange> {
        match (&self.hits, self.here) {
            (Hits::Spans(spans), Some(here)) => spans.get(here).copied(),
            _ => None,
        }
    }

    /// Takes in where the pattern was found.
    pub fn take(&mut self, hits: Hits) {
        self.hits = hits;
        self.here = None;
        self.fresh = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, text: &str, expected: &[&str]) {
        let pattern = Pattern::new(written).expect("a pattern");
        let found: Vec<&str> = pattern.spans(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
        assert_eq!(pattern.matches(text), !expected.is_empty());
    }

    #[test]
    fn literals_fold_case_accents_and_typography() {
        check("honour", "An Honour, honour", &["Honour", "honour"]);
        check("Honour", "An Honour, honour", &["Honour"]);
        check("don't", "I don’t, you don't", &["don’t", "don't"]);
        check("cafe", "the café", &["café"]);
        check("a.c", "abc a.c", &["a.c"]);
    }

    #[test]
    fn between_slashes_is_a_regex() {
        check("/dr[ua]gs?/", "drug, drags", &["drug", "drags"]);
        check("/dr.gs", "drugs", &["drugs"]);
        check("/x*/", "aaa", &[]);
        assert!(Pattern::new("/(/").is_err());
        assert!(Pattern::new("").is_err());
        assert!(Pattern::new("/").is_err());
    }

    #[test]
    fn hits_go_round() {
        let hits = Hits::Rows(Arc::new([2, 5, 9]));
        assert_eq!(hits.from(3), Some(1));
        assert_eq!(hits.from(10), Some(0));
        assert_eq!(hits.beyond(5, true), Some(2));
        assert_eq!(hits.beyond(9, true), Some(0));
        assert_eq!(hits.beyond(5, false), Some(0));
        assert_eq!(hits.beyond(2, false), Some(2));
        assert_eq!(hits.beyond(3, false), Some(0));
        assert_eq!(Hits::default().beyond(3, false), None);
        assert_eq!(Hits::default().beyond(3, true), None);
    }
}
