//! A quotation as a draft prints it: its words in order, and between them marked gaps (`…`, `[...]`) and insertions
//! (`[the minister]`).

use crate::text::ByteRange;

use super::words::{Word, key, words};

/// The words of a passage with its breaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern {
    /// What must stand in the source.
    pub words: Vec<Word>,
    /// What stands between them, in order.
    pub breaks: Vec<Break>,
}

/// A place where the draft says that it differs from the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// How many of the words stand before it.
    pub before: usize,
    /// What it is.
    pub kind: BreakKind,
    /// Where it stands in the passage.
    pub span: ByteRange,
}

/// How a draft marks that it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    /// Words were left out.
    Gap,
    /// Words in brackets stand for others, or explain.
    Inserted,
}

impl Pattern {
    /// Reads a passage, its quotation marks not included.
    #[must_use]
    pub fn new(text: &str) -> Self {
        // Marks and letters come in the order of the text.
        let (marks, changed_letters) = breaks(text);
        let inside = |span: ByteRange, of: ByteRange| of.start <= span.start && span.end <= of.end;
        let mut replaced: Vec<ByteRange> = marks.iter().map(|&(span, _)| span).collect();
        replaced.extend(&changed_letters);
        replaced.sort_by_key(|span| span.start);
        let is_replaced = |word: &Word| {
            let after = replaced.partition_point(|span| span.start <= word.span.start);
            after.checked_sub(1).is_some_and(|last| inside(word.span, replaced[last]))
        };
        let mut kept: Vec<Word> = words(text).into_iter().filter(|word| !is_replaced(word)).collect();
        for span in changed_letters {
            kept.push(Word { key: key(&span.of(text).replace(['[', ']'], "")), span });
        }
        kept.sort_by_key(|word| word.span.start);
        let mut breaks: Vec<Break> = Vec::new();
        for (span, kind) in marks {
            let before = kept.partition_point(|word| word.span.start < span.start);
            match breaks.last_mut() {
                // `… [the minister]`: one break.
                Some(last) if last.before == before => last.span.end = span.end,
                _ => breaks.push(Break { before, kind, span }),
            }
        }
        Self { words: kept, breaks }
    }

    /// The break before word number `index`, if there is one.
    #[must_use]
    pub fn break_before(&self, index: usize) -> Option<&Break> {
        let at = self.breaks.partition_point(|mark| mark.before < index);
        self.breaks.get(at).filter(|mark| mark.before == index)
    }

    /// The runs of words between the breaks, as ranges of their numbers.
    #[must_use]
    pub fn segments(&self) -> Vec<std::ops::Range<usize>> {
        let mut segments = Vec::new();
        let mut start = 0;
        for mark in self.breaks.iter().filter(|mark| mark.before > 0 && mark.before < self.words.len()) {
            segments.push(start..mark.before);
            start = mark.before;
        }
        segments.push(start..self.words.len());
        segments
    }

    /// The keys of its words.
    #[must_use]
    pub fn keys(&self) -> Vec<u64> {
        self.words.iter().map(|word| word.key).collect()
    }
}

/// The longest insertion in brackets, in bytes; longer brackets are words of the passage.
const LONGEST_INSERTION: usize = 200;

/// Gaps and insertions, and words whose first letter's case was changed: `[T]he`.
fn breaks(text: &str) -> (Vec<(ByteRange, BreakKind)>, Vec<ByteRange>) {
    let (mut marks, mut letters) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(first) = rest.chars().next() else { break };
        let taken = match first {
            '[' | '(' => bracketed(rest),
            '…' => Some(('…'.len_utf8(), Some(BreakKind::Gap))),
            '.' => dots(rest).map(|length| (length, Some(BreakKind::Gap))),
            _ => None,
        };
        match taken {
            Some((length, Some(kind))) => {
                marks.push((ByteRange::new(at, at + length), kind));
                at += length;
            }
            Some((length, None)) => {
                letters.push(ByteRange::new(at, at + length));
                at += length;
            }
            None => at += first.len_utf8(),
        }
    }
    (marks, letters)
}

/// The length of `...` or `. . .` at the start.
fn dots(rest: &str) -> Option<usize> {
    let mut length = 0;
    let mut count = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '.' => {
                count += 1;
                length = at + 1;
            }
            ' ' | '\u{a0}' if count > 0 => {}
            _ => break,
        }
    }
    (count >= 3).then_some(length)
}

/// A bracket at the start: its length and what it is; `None` for a word with a changed letter.
fn bracketed(rest: &str) -> Option<(usize, Option<BreakKind>)> {
    let close = if rest.starts_with('[') { ']' } else { ')' };
    let end = rest.bytes().take(LONGEST_INSERTION).position(|byte| byte == close as u8)?;
    let inside = &rest[1..end];
    let length = end + 1;
    if matches!(inside.trim(), "…" | "...") || dots(inside.trim()).is_some_and(|dots| dots == inside.trim().len()) {
        return Some((length, Some(BreakKind::Gap)));
    }
    if close == ')' || inside.contains('[') {
        return None;
    }
    let letters = rest[length..].chars().take_while(|c| c.is_alphabetic() || matches!(c, '\'' | '’'));
    let more: usize = letters.map(char::len_utf8).sum();
    let one_letter = inside.chars().count() == 1 && inside.chars().all(char::is_alphabetic);
    if one_letter && more > 0 {
        return Some((length + more, None));
    }
    Some((length, Some(BreakKind::Inserted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let pattern = Pattern::new(text);
        let mut shown = String::new();
        for (number, word) in pattern.words.iter().enumerate() {
            if let Some(mark) = pattern.break_before(number) {
                shown.push_str(if mark.kind == BreakKind::Gap { "~ " } else { "+ " });
            }
            shown.push_str(word.span.of(text));
            shown.push(' ');
        }
        if pattern.break_before(pattern.words.len()).is_some() {
            shown.push('~');
        }
        assert_eq!(shown.trim(), expected);
    }

    #[test]
    fn gaps_and_insertions_are_breaks() {
        check("We … will [not] go", "We ~ will + go");
        check("We ... will. . . go […] now [...] soon", "We ~ will ~ go ~ now ~ soon");
        check("We will go. Now. Soon.", "We will go Now Soon");
        check("He (… ) left", "He ~ left");
    }

    #[test]
    fn a_letter_in_brackets_is_a_letter() {
        check("[T]he bridge (a good one) stays", "[T]he bridge a good one stays");
        assert_eq!(Pattern::new("[T]he").words[0].key, key("the"));
    }

    #[test]
    fn a_bracket_without_an_end_is_none() {
        check("We [will go", "We will go");
        check("[", "");
        check("...", "~");
    }
}
