//! Words selected in the context pane: from the word where the selection begins to the one under the cursor, whichever
//! comes first in the text.

use unicode_segmentation::UnicodeSegmentation;

use crate::store::ArticleIx;
use crate::text::ByteRange;
use crate::tui::wrap;

/// Words selected in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordSelection {
    /// The article.
    pub article: ArticleIx,
    /// The word where it begins.
    anchor: ByteRange,
    /// The word under the cursor.
    head: ByteRange,
}

/// So far back a word is looked for.
const BACK: usize = 400;

impl WordSelection {
    /// The words of `span`, the cursor on the last of them; nothing where there is no word.
    #[must_use]
    pub fn of(article: ArticleIx, text: &str, span: ByteRange) -> Option<Self> {
        let words = || span.of(text).unicode_word_indices().map(|(at, word)| word_at(span.start + at, word));
        Some(Self { article, anchor: words().next()?, head: words().next_back()? })
    }

    /// The word at byte `at`, or the next one.
    #[must_use]
    pub fn at(article: ArticleIx, text: &str, at: usize) -> Option<Self> {
        let word = word_from(text, at)?;
        Some(Self { article, anchor: word, head: word })
    }

    /// The word under the cursor.
    #[must_use]
    pub const fn head(&self) -> ByteRange {
        self.head
    }

    /// What is selected. Stops at the end of quoted words belong to these: “It is over.”
    #[must_use]
    pub fn span(&self, text: &str) -> ByteRange {
        let (start, end) = (self.anchor.start.min(self.head.start), self.anchor.end.max(self.head.end));
        let behind = text[end..].trim_start_matches(['.', ',', '!', '?', '…', ';', ':']);
        let closes = behind.starts_with(['”', '"', '»', '’', '“']);
        ByteRange::new(start, if closes { text.len() - behind.len() } else { end })
    }

    /// Goes to the next word, or the one before.
    pub fn step(&mut self, text: &str, forward: bool) {
        let next = if forward {
            let from = self.head.end;
            text[from..].unicode_word_indices().next().map(|(at, word)| word_at(from + at, word))
        } else {
            let from = self.head.start.saturating_sub(BACK);
            let from = (from..=self.head.start).find(|&from| text.is_char_boundary(from)).unwrap_or(0);
            let last = text[from..self.head.start].unicode_word_indices().next_back();
            last.map(|(at, word)| word_at(from + at, word))
        };
        self.head = next.unwrap_or(self.head);
    }

    /// Goes so many of the wrapped `lines` down, or up when negative, as far as they have words.
    pub fn step_lines(&mut self, text: &str, lines: &[ByteRange], by: isize) {
        let here = line_of(lines, self.head.start);
        let column = lines.get(here).map_or(0, |line| wrap::width(&text[line.start..self.head.start.max(line.start)]));
        let wanted = here.saturating_add_signed(by).min(lines.len().saturating_sub(1));
        let has_words = |&line: &usize| lines[line].of(text).unicode_words().next().is_some();
        let down = wanted > here;
        let line = if down {
            (wanted..lines.len()).find(has_words).or_else(|| (here + 1..wanted).rev().find(has_words))
        } else {
            (0..=wanted).rev().find(has_words).or_else(|| (wanted..here).find(has_words))
        };
        if let Some(line) = line {
            let at = lines[line].start + wrap::at_column(lines[line].of(text), column);
            let word = word_from(text, at).filter(|word| word.start < lines[line].end);
            let last = || lines[line].of(text).unicode_word_indices().next_back();
            let last = || last().map(|(at, word)| word_at(lines[line].start + at, word));
            self.head = word.or_else(last).unwrap_or(self.head);
        }
    }

    /// Goes to the first word of the wrapped `lines`, or to the last.
    pub fn step_to_end(&mut self, text: &str, lines: &[ByteRange], last: bool) {
        let ends = |line: &ByteRange| {
            let mut words = line.of(text).unicode_word_indices();
            let word = if last { words.next_back() } else { words.next() };
            word.map(|(at, word)| word_at(line.start + at, word))
        };
        let word = if last { lines.iter().rev().find_map(ends) } else { lines.iter().find_map(ends) };
        self.head = word.unwrap_or(self.head);
    }

    /// Goes to the word at byte `at`, or the next one.
    pub fn go(&mut self, text: &str, at: usize) {
        self.head = word_from(text, at).unwrap_or(self.head);
    }

    /// Goes to the other end.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.anchor, &mut self.head);
    }

    /// Begins at the word under the cursor.
    pub fn restart(&mut self) {
        self.anchor = self.head;
    }
}

fn word_at(at: usize, word: &str) -> ByteRange {
    ByteRange::new(at, at + word.len())
}

/// The word that byte `at` is in, or the next one.
fn word_from(text: &str, at: usize) -> Option<ByteRange> {
    let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at))?;
    let from = text[..at].char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8());
    let words = text[from..].unicode_word_indices().map(|(at, word)| word_at(from + at, word));
    words.into_iter().find(|word| word.end > at)
}

fn line_of(lines: &[ByteRange], at: usize) -> usize {
    lines.partition_point(|line| line.start <= at).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "One day, he said:\n\n“It is over.” She left.\nNobody asked.";

    fn lines() -> Vec<ByteRange> {
        wrap::lines(TEXT, 30).collect()
    }

    fn at(words: &str) -> WordSelection {
        let at = TEXT.find(words).expect("words");
        WordSelection::of(ArticleIx::new(0), TEXT, ByteRange::new(at, at + words.len())).expect("a selection")
    }

    #[track_caller]
    fn check(selection: WordSelection, expected: &str) {
        assert_eq!(selection.span(TEXT).of(TEXT), expected);
    }

    #[test]
    fn words_are_added_at_the_end_where_the_cursor_is() {
        let mut selection = at("It is");
        check(selection, "It is");
        selection.step(TEXT, true);
        check(selection, "It is over.");
        selection.step(TEXT, true);
        check(selection, "It is over.” She");
        selection.swap();
        selection.step(TEXT, false);
        check(selection, "said:\n\n“It is over.” She");
        selection.restart();
        check(selection, "said");
        for _ in 0..9 {
            selection.step(TEXT, false);
        }
        check(selection, "One day, he said");
    }

    #[test]
    fn lines_are_stepped_over_and_those_without_words_left_out() {
        let mut selection = at("day");
        selection.step_lines(TEXT, &lines(), 1);
        assert_eq!(selection.head().of(TEXT), "is");
        selection.step_lines(TEXT, &lines(), 9);
        assert_eq!(selection.head().of(TEXT), "Nobody");
        selection.step_lines(TEXT, &lines(), -2);
        assert_eq!(selection.head().of(TEXT), "One");
        selection.step_lines(TEXT, &lines(), -9);
        selection.go(TEXT, TEXT.len() - 2);
        assert_eq!(selection.head().of(TEXT), "asked");
        selection.step_to_end(TEXT, &lines(), false);
        assert_eq!(selection.head().of(TEXT), "One");
        selection.step_to_end(TEXT, &lines(), true);
        assert_eq!(selection.head().of(TEXT), "asked");
        assert!(WordSelection::at(ArticleIx::new(0), "… —", 0).is_none());
    }
}
