//! What the context pane shows: an article's words, wrapped, and where in them the quotation, its cue, its mention
//! and the words that the mention stands for are.
//!
//! The words are read in the background; some articles are kept, so that going back and forth between them waits for
//! nothing. Of an article longer than any newspaper's only the surroundings of the quotation are wrapped.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use crate::quotation::{Excerpt, Quotation};
use crate::store::{ArticleIx, Document, QuotationIx};
use crate::text::{ByteRange, CharRange, Paragraphs, Positions};
use crate::tui::wrap;

/// So many articles are kept.
const KEPT: usize = 24;

/// So many bytes on either side of a quotation are wrapped.
const AROUND: usize = 100_000;

/// An article ready to be shown.
#[derive(Debug)]
pub struct Reading {
    /// As it stands in the store.
    pub document: Document,
    /// Its words; where the store has none, its quotations one after the other.
    pub text: String,
    /// Whether the words are the article's own.
    pub own_words: bool,
    /// Its paragraphs.
    pub paragraphs: Paragraphs,
    /// Where the quotations stand when the words are not the article's own.
    composed: Vec<ByteRange>,
}

impl Reading {
    /// Makes `document` ready.
    #[must_use]
    pub fn new(mut document: Document) -> Self {
        if let Some(text) = document.text.take() {
            let paragraphs = Paragraphs::new(&text);
            return Self { document, text, own_words: true, paragraphs, composed: Vec::new() };
        }
        let mut text = String::new();
        let mut composed = Vec::new();
        for quotation in &document.quotations {
            let start = text.len();
            text.push_str(&quotation.text);
            composed.push(ByteRange::new(start, text.len()));
            if let Some(speaker) = &quotation.speaker {
                text.push_str("\n— ");
                text.push_str(speaker);
            }
            text.push_str("\n\n");
        }
        let paragraphs = Paragraphs::new(&text);
        Self { document, text, own_words: false, paragraphs, composed }
    }

    /// The record with that id.
    #[must_use]
    pub fn quotation(&self, id: &str) -> Option<&Quotation> {
        self.document.quotations.iter().find(|quotation| quotation.id == id)
    }

    /// Where things stand around quotation number `number` of the article, whose id is `id` and whose place is `at`.
    #[must_use]
    pub fn marks(&self, id: &str, number: usize, at: Option<CharRange>) -> Marks {
        if !self.own_words {
            return Marks { quotation: self.composed.get(number).copied(), ..Marks::default() };
        }
        let positions = Positions::new(&self.text);
        let place = |located: &Option<Excerpt>| -> Vec<ByteRange> {
            located.iter().flat_map(|located| &located.at).filter_map(|at| positions.span(*at)).collect()
        };
        let evidence = self.quotation(id).and_then(|quotation| quotation.evidence.as_ref());
        let others = self.document.quotations.iter().filter(|other| other.id != id);
        Marks {
            quotation: at.and_then(|at| positions.span(at)),
            cue: evidence.map(|evidence| place(&evidence.cue)).unwrap_or_default(),
            mention: evidence.map(|evidence| place(&evidence.mention)).unwrap_or_default(),
            antecedent: evidence.map(|evidence| place(&evidence.antecedent)).unwrap_or_default(),
            others: others.filter_map(|other| positions.span(other.at?)).collect(),
        }
    }

    /// The stretch of the text that is wrapped: around `near`, whole lines.
    fn window(&self, near: usize) -> Range<usize> {
        if self.text.len() <= 2 * AROUND {
            return 0..self.text.len();
        }
        let bytes = self.text.as_bytes();
        let from = near.saturating_sub(AROUND);
        let to = (near + AROUND).min(bytes.len());
        let start = memchr::memrchr(b'\n', &bytes[..from]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &bytes[to..]).map_or(bytes.len(), |at| to + at);
        // A single line of many megabytes is cut where it must be.
        let start = if from - start > AROUND { floor(&self.text, from) } else { start };
        let end = if end - to > AROUND { floor(&self.text, to) } else { end };
        start..end
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Places in an article's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// The quotation.
    pub quotation: Option<ByteRange>,
    /// Its cue, perhaps in two parts.
    pub cue: Vec<ByteRange>,
    /// The words that name the speaker.
    pub mention: Vec<ByteRange>,
    /// The words that the mention stands for.
    pub antecedent: Vec<ByteRange>,
    /// The article's other quotations.
    pub others: Vec<ByteRange>,
}

/// The state of the context pane.
#[derive(Debug, Default)]
pub struct ContextPane {
    /// Number of the last request for a document.
    pub sent: u64,
    /// The article that was asked for and is not there yet.
    pub awaited: Option<ArticleIx>,
    /// The article on show.
    pub shown: Option<(ArticleIx, Arc<Reading>)>,
    /// The quotation that the marks are for.
    pub quotation: Option<QuotationIx>,
    /// What is marked.
    pub marks: Marks,
    /// The wrapped lines, in bytes of the text.
    pub lines: Vec<ByteRange>,
    /// The line at the top of the pane.
    pub top: usize,
    /// The article that cannot be shown, and why.
    pub failed: Option<(ArticleIx, String)>,
    width: usize,
    kept: VecDeque<(ArticleIx, Arc<Reading>)>,
}

impl ContextPane {
    /// An article that was read before.
    #[must_use]
    pub fn kept(&self, article: ArticleIx) -> Option<Arc<Reading>> {
        self.kept.iter().find(|(kept, _)| *kept == article).map(|(_, reading)| reading.clone())
    }

    /// The text of an article while it is the one on show.
    #[must_use]
    pub fn article_text(&self, article: ArticleIx) -> Option<&Arc<Reading>> {
        self.shown.as_ref().filter(|(shown, _)| *shown == article).map(|(_, reading)| reading)
    }

    /// Keeps an article.
    pub fn keep(&mut self, article: ArticleIx, reading: Arc<Reading>) {
        self.kept.retain(|(kept, _)| *kept != article);
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((article, reading));
    }

    /// Forgets one article, or all: they changed.
    pub fn forget(&mut self, article: Option<ArticleIx>) {
        self.failed = None;
        self.kept.retain(|(kept, _)| article.is_some_and(|article| article != *kept));
    }

    /// Whether the lines are wrapped at `width`.
    #[must_use]
    pub const fn is_wrapped_at(&self, width: usize) -> bool {
        self.width == width
    }

    /// Shows `reading` with `marks`, wrapped at `width`. The view stays where it is as long as the quotation is in
    /// sight in `room` lines; after a change of the width alone also when the person had scrolled it out of sight.
    pub fn show(&mut self, article: ArticleIx, reading: Arc<Reading>, marks: Marks, width: usize, room: usize) {
        let same = self.shown.as_ref().is_some_and(|(shown, old)| *shown == article && Arc::ptr_eq(old, &reading));
        let near = marks.quotation.map_or(0, |span| span.start);
        let window = reading.window(near);
        let wrapped = same
            && self.width == width
            && self.lines.first().is_some_and(|line| line.start <= window.start.max(near.saturating_sub(AROUND / 2)))
            && self.lines.last().is_some_and(|line| line.end + 2 >= window.end.min(near + AROUND / 2));
        if !wrapped {
            let words = &reading.text[window.clone()];
            let shift = |line: ByteRange| ByteRange::new(line.start + window.start, line.end + window.start);
            let top = self.lines.get(self.top).map_or(0, |line| line.start);
            let scrolled = same && self.marks == marks && !self.in_sight(room);
            self.lines = wrap::lines(words, width).map(shift).collect();
            self.width = width;
            while self.lines.len() > 1 && self.lines.last().is_some_and(|line| line.is_empty()) {
                self.lines.pop();
            }
            if scrolled {
                self.marks = marks;
                self.top = self.line_of(top);
                self.clamp(room);
                return;
            }
        }
        self.shown = Some((article, reading));
        self.marks = marks;
        self.settle(room, same && wrapped);
    }

    /// Whether a part of the quotation is in sight in `room` lines.
    fn in_sight(&self, room: usize) -> bool {
        self.marks.quotation.is_some_and(|span| {
            let (first, last) = (self.line_of(span.start), self.line_of(span.end.saturating_sub(1).max(span.start)));
            first < self.top + room && last >= self.top
        })
    }

    /// Brings the quotation into sight, with its mention and cue where they are near; `stay` leaves the view alone
    /// when it is in sight already.
    pub fn settle(&mut self, room: usize, stay: bool) {
        let Some(span) = self.marks.quotation.or_else(|| self.marks.mention.first().copied()) else {
            if !stay {
                self.top = 0;
            }
            return;
        };
        let (first, last) = (self.line_of(span.start), self.line_of(span.end.saturating_sub(1).max(span.start)));
        if stay && first >= self.top && last < self.top + room {
            return;
        }
        let marked = self.marks.mention.iter().chain(&self.marks.cue).map(|span| self.line_of(span.start));
        let from = marked.filter(|&line| line < first && first - line < room / 2).min().unwrap_or(first);
        let height = last + 1 - from;
        // A fifth of the room above it, less when it is long: what comes next in the article is in sight then, and the
        // pane can stay as it is for some rows of the list.
        let above = (room / 5).min(room.saturating_sub(height));
        self.top = from.saturating_sub(above);
        self.clamp(room);
    }

    /// Scrolls by so many lines.
    pub fn scroll(&mut self, lines: isize, room: usize) {
        self.top = self.top.saturating_add_signed(lines);
        self.clamp(room);
    }

    /// Keeps the pane full where there are lines for it.
    pub fn clamp(&mut self, room: usize) {
        self.top = self.top.min(self.lines.len().saturating_sub(room.max(1)));
    }

    /// The number of the line that byte `at` stands on.
    #[must_use]
    pub fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Arc<Reading> {
        Arc::new(Reading::new(Document { text: Some(text.into()), ..Document::default() }))
    }

    fn marks(start: usize, end: usize) -> Marks {
        Marks { quotation: Some(ByteRange::new(start, end)), ..Marks::default() }
    }

    #[test]
    fn the_quotation_comes_into_sight_and_the_view_stays_while_it_is() {
        let text: String = (0..100).map(|i| format!("line {i:02}\n")).collect();
        let reading = reading(&text);
        let mut pane = ContextPane::default();
        let article = ArticleIx::new(0);
        pane.show(article, reading.clone(), marks(8 * 50, 8 * 50 + 5), 20, 9);
        assert_eq!(pane.top, 49);
        pane.show(article, reading.clone(), marks(8 * 54, 8 * 54 + 5), 20, 9);
        assert_eq!(pane.top, 49);
        pane.show(article, reading.clone(), marks(8 * 99, 8 * 99 + 5), 20, 9);
        assert_eq!(pane.top, 91);
        pane.scroll(-1000, 9);
        assert_eq!(pane.top, 0);
        pane.scroll(1000, 9);
        assert_eq!(pane.top, 91);
    }

    #[test]
    fn of_a_huge_article_the_surroundings_are_wrapped() {
        let text = "word ".repeat(1_000_000);
        let near = 5 * 600_000;
        let mut pane = ContextPane::default();
        pane.show(ArticleIx::new(0), reading(&text), marks(near, near + 4), 80, 20);
        assert!(pane.lines.len() < 10_000);
        let line = pane.lines[pane.line_of(near)];
        assert!(line.start <= near && near < line.end);
    }

    #[test]
    fn without_words_of_its_own_the_quotations_are_shown() {
        let quotation =
            |text: &str| Quotation { text: text.into(), speaker: Some("Ann".into()), ..Quotation::default() };
        let document = Document { quotations: vec![quotation("one"), quotation("two")], ..Document::default() };
        let reading = Reading::new(document);
        let span = reading.marks("", 1, None).quotation.expect("a place");
        assert_eq!(span.of(&reading.text), "two");
    }
}
