//! What is wrong with a query, where, and what would be right.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::ByteRange;

/// A query that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong, in a few words: "unknown field `speeker`".
    pub message: String,
    /// Where, in bytes of the query.
    pub at: ByteRange,
    /// What would be right: "did you mean `speaker`?".
    pub hint: Option<String>,
    /// Where the query is only not finished: what is still to come at that place. "something after NOT".
    pub awaits: Option<String>,
}

impl QueryError {
    pub(super) fn new(at: ByteRange, message: impl Into<String>) -> Self {
        Self { message: message.into(), at, hint: None, awaits: None }
    }

    /// What is wrong and what would be right, on one line.
    #[must_use]
    pub fn one_line(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}: {hint}", self.message),
            None => self.message.clone(),
        }
    }

    pub(super) fn awaits(mut self, awaits: Option<String>) -> Self {
        self.awaits = awaits;
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Two lines: the query, and carets under the place. Line breaks and control characters are shown as spaces; of a
    /// long query only what is around the place is shown.
    #[must_use]
    pub fn drawn(&self, query: &str) -> String {
        const AROUND: usize = 60;
        let start = self.at.start.min(query.len());
        let end = self.at.end.clamp(start, query.len());
        let (Some(before), Some(marked), Some(after)) = (query.get(..start), query.get(start..end), query.get(end..))
        else {
            return query.to_owned();
        };
        let before = tail(&shown(before), AROUND);
        let marked = head(&shown(marked), AROUND);
        let after = head(&shown(after), AROUND);
        let carets = "^".repeat(marked.width().max(1));
        format!("{before}{marked}{after}\n{}{carets}", " ".repeat(before.width()))
    }
}

fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn head(text: &str, most: usize) -> String {
    match text.grapheme_indices(true).nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn tail(text: &str, most: usize) -> String {
    match text.grapheme_indices(true).rev().nth(most) {
        Some((start, cluster)) => format!("…{}", &text[start + cluster.len()..]),
        None => text.to_owned(),
    }
}

/// The candidate that `word` was probably meant to be.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let starts = |candidate: &str| word.len() >= 2 && candidate.starts_with(&word);
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&word, candidate);
            (if starts(candidate) { 0 } else { distance }, candidate)
        })
        .filter(|&(distance, candidate)| distance <= (candidate.len().max(word.len()) / 3).max(1))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_the_place() {
        let error = QueryError::new(ByteRange::new(10, 17), "unknown");
        assert_eq!(error.drawn("日本 é speeker:x"), "日本 é speeker:x\n       ^^^^^^^");
        let at_end = QueryError::new(ByteRange::new(5, 5), "x");
        assert_eq!(at_end.drawn("a OR "), "a OR \n     ^");
    }

    #[test]
    fn a_long_query_is_shown_around_the_place() {
        let query = format!("{}!{}", "a".repeat(500), "b".repeat(500));
        let drawn = QueryError::new(ByteRange::new(500, 501), "x").drawn(&query);
        let (line, carets) = drawn.split_once('\n').unwrap();
        assert!(line.chars().count() < 130);
        assert_eq!(line.chars().nth(carets.chars().count() - 1), Some('!'));
    }

    #[test]
    fn the_nearest_is_near() {
        let fields = ["speaker", "article", "tag", "title"];
        assert_eq!(nearest("speeker", fields), Some("speaker"));
        assert_eq!(nearest("spea", fields), Some("speaker"));
        assert_eq!(nearest("tags", fields), Some("tag"));
        assert_eq!(nearest("zebra", fields), None);
    }
}
