//! Paragraphs: what ¶ numbers count.

use super::ByteRange;

/// The paragraphs of a text: its non-blank lines, or, where the lines were wrapped by hand, its runs of non-blank
/// lines. Headings count as paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraphs {
    spans: Vec<ByteRange>,
}

impl Paragraphs {
    /// Finds the paragraphs of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let lines = lines(text);
        let spans = if is_wrapped(text, &lines) { join_runs(text, &lines) } else { lines };
        Self { spans }
    }

    /// Where they stand, without blanks at their ends, in order.
    #[must_use]
    pub fn spans(&self) -> &[ByteRange] {
        &self.spans
    }

    /// The number (from 1) of the paragraph that byte `offset` lies in; between two, that of the one before. 0 before
    /// the first.
    #[must_use]
    pub fn number(&self, offset: usize) -> usize {
        self.spans.partition_point(|span| span.start <= offset)
    }
}

/// The non-blank lines, trimmed.
fn lines(text: &str) -> Vec<ByteRange> {
    let mut spans = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        let trimmed = line.trim_start();
        let from = start + line.len() - trimmed.len();
        let to = from + trimmed.trim_end().len();
        if from < to {
            spans.push(ByteRange::new(from, to));
        }
        start = end + 1;
    }
    spans
}

/// The narrowest and the widest line, in characters, that a person's or a mailer's wrapping leaves.
const WRAPPED: std::ops::RangeInclusive<usize> = 40..=100;

/// Whether most line ends of the text lie inside paragraphs: it has blank lines, and nearly all lines that are followed
/// by another line directly are of a wrapped line's length.
fn is_wrapped(text: &str, lines: &[ByteRange]) -> bool {
    let (mut followed, mut wrapped, mut apart) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2) {
        if is_blank_between(text, pair[0], pair[1]) {
            apart += 1;
        } else {
            followed += 1;
            let line = pair[0].of(text);
            let ends = line.ends_with(['.', '!', '?', '”', '"', ':']);
            if WRAPPED.contains(&line.chars().count()) && (!ends || pair[1].of(text).starts_with(char::is_lowercase)) {
                wrapped += 1;
            }
        }
    }
    apart > 0 && followed > 2 && wrapped * 10 >= followed * 7
}

fn is_blank_between(text: &str, a: ByteRange, b: ByteRange) -> bool {
    memchr::memchr_iter(b'\n', &text.as_bytes()[a.end..b.start]).count() > 1
}

fn join_runs(text: &str, lines: &[ByteRange]) -> Vec<ByteRange> {
    let mut spans: Vec<ByteRange> = Vec::new();
    for &line in lines {
        match spans.last_mut() {
            Some(last) if !is_blank_between(text, *last, line) => last.end = line.end,
            _ => spans.push(line),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let paragraphs = Paragraphs::new(text);
        let found: Vec<&str> = paragraphs.spans().iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_line_is_a_paragraph() {
        check("\n One. \n\nTwo.\nThree.\n", &["One.", "Two.", "Three."]);
        check(" \n\t\n", &[]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let a = "It was the best of times, it was the worst of times, it was the\nage of wisdom, it was the age of foolishness, it was the epoch\nof belief, it was the epoch of incredulity.";
        let b = "There were a king with a large jaw and a queen with a plain face\non the throne of England.";
        check(&format!("{a}\n\n{b}\n"), &[a, b]);
    }

    #[test]
    fn numbers_count_from_one() {
        let text = "\nOne.\n\nTwo.";
        let paragraphs = Paragraphs::new(text);
        assert_eq!(paragraphs.number(0), 0);
        assert_eq!(paragraphs.number(1), 1);
        assert_eq!(paragraphs.number(6), 1);
        assert_eq!(paragraphs.number(7), 2);
    }
}
