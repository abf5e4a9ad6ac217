//! Text measured, cut, padded and wrapped in the cells that it takes up on the screen.
//!
//! Everything counts graphemes as they are shown after [`crate::tui::sanitise`]: a CJK character or an emoji
//! takes two cells, a letter with its combining marks one, a control character the one of its picture. Wrapped lines
//! come as spans of the original text, so that marks laid over the text can be laid over its lines.

use std::borrow::Cow;
use std::iter::Peekable;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::ByteRange;
use crate::tui::sanitise;

/// What stands for the part that was cut off.
pub const ELLIPSIS: &str = "…";

/// How many cells `text` takes up on one line.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { graphemes(text).map(|grapheme| grapheme.width).sum() }
}

/// A character as readers see it, with its place in the text and the cells that it takes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grapheme<'a> {
    /// Where it begins, in bytes.
    pub at: usize,
    /// The grapheme as written.
    pub text: &'a str,
    /// Its cells: 0, 1 or 2 as a rule.
    pub width: usize,
}

/// The graphemes of `text`.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = Grapheme<'_>> {
    Graphemes { text, from: 0, to: text.len() }
}

/// Of printable ASCII beside ASCII every character is a grapheme, which saves looking up most of what is drawn.
struct Graphemes<'a> {
    text: &'a str,
    from: usize,
    to: usize,
}

impl<'a> Graphemes<'a> {
    fn of(&self, at: usize, text: &'a str) -> Grapheme<'a> {
        let plain = matches!(text.as_bytes(), [b' '..=b'~']);
        Grapheme { at, text, width: if plain { 1 } else { width_of(text) } }
    }
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = Grapheme<'a>;

    fn next(&mut self) -> Option<Grapheme<'a>> {
        let rest = &self.text[self.from..self.to];
        let text = match rest.as_bytes() {
            [b' '..=b'~'] => rest,
            [b' '..=b'~', next, ..] if next.is_ascii() => &rest[..1],
            _ => rest.graphemes(true).next()?,
        };
        let at = self.from;
        self.from += text.len();
        Some(self.of(at, text))
    }
}

impl DoubleEndedIterator for Graphemes<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.from..self.to];
        let text = match rest.as_bytes() {
            [b' '..=b'~'] => rest,
            [.., before, b' '..=b'~'] if before.is_ascii() => &rest[rest.len() - 1..],
            _ => rest.graphemes(true).next_back()?,
        };
        self.to -= text.len();
        Some(self.of(self.to, text))
    }
}

/// `text` on one line of at most `width` cells, as it may be drawn; what was cut off shows as `…`.
#[must_use]
pub fn cut(text: &str, width: usize) -> Cow<'_, str> {
    let end = fitting(text, width);
    if end == text.len() {
        return sanitise::shown(text);
    }
    if width == 0 {
        return Cow::Borrowed("");
    }
    let end = fitting(text, width - 1);
    Cow::Owned(format!("{}{ELLIPSIS}", sanitise::shown(text[..end].trim_end())))
}

/// `text` on one line of at most `width` cells, so that `span` is in sight: where it stands too far to the right, the
/// beginning is cut off too.
#[must_use]
pub fn showing(text: &str, span: Option<ByteRange>, width: usize) -> Cow<'_, str> {
    let Some(span) = span.filter(|span| fitting(text, width.saturating_sub(1)) < span.end && width > 2) else {
        return cut(text, width);
    };
    if fitting(text, width) == text.len() {
        return cut(text, width);
    }
    // A third of the room is for what stands before it, which begins with a word.
    let (mut start, mut taken) = (span.start, 0);
    for grapheme in graphemes(&text[..span.start]).rev() {
        taken += grapheme.width;
        if taken > width / 3 {
            break;
        }
        start = grapheme.at;
    }
    let word = text[start..span.start].find(parts_words).map_or(start, |at| start + at + 1);
    let start = if start == 0 || text[..start].ends_with(parts_words) { start } else { word };
    Cow::Owned(format!("{ELLIPSIS}{}", cut(&text[start..], width - 1)))
}

/// The end of `text` on one line of at most `width` cells, as it may be drawn; what was cut off before it shows as `…`.
#[must_use]
pub fn cut_left(text: &str, width: usize) -> Cow<'_, str> {
    if self::width(text) <= width {
        return sanitise::shown(text);
    }
    let (mut start, mut taken) = (text.len(), 1);
    for grapheme in graphemes(text).rev() {
        taken += grapheme.width;
        if taken > width {
            break;
        }
        start = grapheme.at;
    }
    if width == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("{ELLIPSIS}{}", sanitise::shown(&text[start..]))) }
}

/// `text` in exactly `width` cells, cut or filled up with spaces on the right.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    let mut out = cut(text, width).into_owned();
    let taken = self::width(&out);
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(taken)));
    out
}

/// `text` in exactly `width` cells, cut or filled up with spaces on the left.
#[must_use]
pub fn pad_left(text: &str, width: usize) -> String {
    let out = cut(text, width);
    let taken = self::width(&out);
    let mut padded = " ".repeat(width.saturating_sub(taken));
    padded.push_str(&out);
    padded
}

/// Where the longest beginning of `text` ends that takes up at most `width` cells, at the end of a grapheme.
#[must_use]
pub fn fitting(text: &str, width: usize) -> usize {
    // A text this short fits whatever it holds but for pictures of control characters, which are as wide as long.
    if is_plain(text) {
        return text.len().min(width);
    }
    let mut taken = 0;
    for grapheme in graphemes(text) {
        taken += grapheme.width;
        if taken > width {
            return grapheme.at;
        }
    }
    text.len()
}

/// Where the grapheme begins whose cells hold `column`, counted from the left edge of `text`; its end when `column`
/// lies beyond. This is how a click finds its place.
#[must_use]
pub fn at_column(text: &str, column: usize) -> usize {
    let mut taken = 0;
    for grapheme in graphemes(text) {
        taken += grapheme.width;
        if taken > column {
            return grapheme.at;
        }
    }
    text.len()
}

/// The lines of `text` at `width` cells, lazily: take as many as there is room for.
///
/// Line ends in the text end a line; other lines end where the Unicode line breaking rules allow it, and inside a word
/// only when it is wider than a whole line. Spaces at the end of a line belong to no line. Every text has one line at
/// least, which may be empty.
pub fn lines(text: &str, width: usize) -> impl Iterator<Item = ByteRange> + '_ {
    Lines { text, width: width.max(1), at: 0, breaks: linebreaks(text).peekable(), done: false }
}

struct Lines<'a, Breaks: Iterator<Item = (usize, BreakOpportunity)>> {
    text: &'a str,
    width: usize,
    at: usize,
    breaks: Peekable<Breaks>,
    done: bool,
}

impl<Breaks: Iterator<Item = (usize, BreakOpportunity)>> Iterator for Lines<'_, Breaks> {
    type Item = ByteRange;

    fn next(&mut self) -> Option<ByteRange> {
        if self.done {
            return None;
        }
        let start = self.at;
        // The end of the last piece that fits, without and with its spaces.
        let mut end = start;
        let mut after = start;
        let mut taken = 0;
        while let Some(&(stop, opportunity)) = self.breaks.peek() {
            if stop <= after {
                self.breaks.next();
                continue;
            }
            let piece = &self.text[after..stop];
            let words = piece.trim_end_matches(parts_words);
            let needed = width(words);
            if !words.is_empty() && taken + needed > self.width {
                if end == start {
                    return Some(self.broken_word(after, words));
                }
                break;
            }
            self.breaks.next();
            taken += width(piece);
            if !words.is_empty() {
                end = after + words.len();
            }
            after = stop;
            if opportunity == BreakOpportunity::Mandatory {
                // A line end at the very end of the text begins no line after it.
                self.done = after == self.text.len();
                self.at = after;
                return Some(ByteRange::new(start, end));
            }
        }
        self.at = after;
        self.done = after >= self.text.len();
        Some(ByteRange::new(start, end))
    }
}

impl<Breaks: Iterator<Item = (usize, BreakOpportunity)>> Lines<'_, Breaks> {
    /// A word wider than a line fills the line as far as it goes; the rest goes on with the next line.
    fn broken_word(&mut self, start: usize, word: &str) -> ByteRange {
        let mut fits = fitting(word, self.width);
        if fits == 0 {
            // A wide character in a line of one cell: it has to go somewhere.
            fits = graphemes(word).next().map_or(word.len(), |first| first.text.len());
        }
        self.at = start + fits;
        self.done = self.at >= self.text.len();
        ByteRange::new(start, self.at)
    }
}

fn parts_words(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Printable ASCII takes a cell a byte, and most text is that.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn width_of(grapheme: &str) -> usize {
    if is_plain(grapheme) { grapheme.len() } else { sanitise::shown(grapheme).width() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_lines(text: &str, width: usize, expected: &[&str]) {
        let got: Vec<&str> = lines(text, width).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(got, expected, "{text:?} at {width}");
    }

    #[test]
    fn widths_are_those_of_the_screen() {
        for (text, expected) in [
            ("", 0),
            ("abc", 3),
            ("“né”", 4),
            ("日本語", 6),
            ("e\u{301}", 1),
            ("👩\u{200d}👩\u{200d}👧", 2),
            ("🇺🇦", 2),
            ("☂\u{fe0f}", 2),
            ("a\tb", 3),
            ("\u{1b}[0m", 4),
            ("שלום", 4),
            ("a\u{ad}b", 2),
        ] {
            assert_eq!(width(text), expected, "{text:?}");
        }
    }

    #[test]
    fn cutting_keeps_graphemes_whole() {
        for (text, at, expected) in [
            ("abcdef", 6, "abcdef"),
            ("abcdef", 5, "abcd…"),
            ("abc def", 5, "abc…"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("日本語", 6, "日本語"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("ab\u{1b}cd", 4, "ab␛…"),
            ("abc", 0, ""),
            ("", 0, ""),
            ("日", 1, "…"),
        ] {
            assert_eq!(cut(text, at), expected, "{text:?} at {at}");
        }
    }

    #[test]
    fn what_was_found_is_brought_into_sight() {
        let text = "one two three four five six seven";
        let shown = |word: &str, width| {
            let at = text.find(word).expect("a word");
            showing(text, Some(ByteRange::new(at, at + word.len())), width).into_owned()
        };
        assert_eq!(shown("two", 16), "one two three f…");
        assert_eq!(shown("six", 16), "…five six seven");
        assert_eq!(shown("four", 12), "…four five…");
        assert_eq!(shown("six", 99), text);
        assert_eq!(showing(text, None, 8), "one two…");
        for (at, word) in text.split(' ').map(|word| (text.find(word).expect("a word"), word)) {
            for to in 8..20 {
                let shown = showing(text, Some(ByteRange::new(at, at + word.len())), to);
                assert!(shown.contains(word) && width(&shown) <= to, "{word} at {to}: {shown}");
            }
        }
    }

    #[test]
    fn padding_fills_to_the_cell() {
        for text in ["", "ab", "日本語の本", "e\u{301}", "👩\u{200d}👩\u{200d}👧 family", "a\tb\nc", "\u{202e}x"]
        {
            for to in 0..12 {
                assert_eq!(width(&pad(text, to)), to, "{text:?} to {to}");
                assert_eq!(width(&pad_left(text, to)), to, "{text:?} to {to}");
                assert!(width(&cut_left(text, to)) <= to, "{text:?} to {to}");
            }
        }
        assert_eq!(pad_left("4", 3), "  4");
        assert_eq!(pad("4", 3), "4  ");
    }

    #[test]
    fn words_wrap_where_they_may() {
        check_lines("one two three", 7, &["one two", "three"]);
        check_lines("one two three", 100, &["one two three"]);
        check_lines("one two  ", 3, &["one", "two"]);
        check_lines("well-known man", 6, &["well-", "known", "man"]);
        check_lines("no\u{a0}break here", 8, &["no\u{a0}break", "here"]);
    }

    #[test]
    fn line_ends_are_kept() {
        check_lines("one\n\ntwo\r\nthree\n", 20, &["one", "", "two", "three"]);
        check_lines("", 5, &[""]);
        check_lines("\n", 5, &[""]);
        check_lines("a\n", 1, &["a"]);
    }

    #[test]
    fn graphemes_are_those_of_the_rules_of_unicode_from_both_ends() {
        let texts = [
            "plain words, “marked” — and e\u{301}tude a\u{308}\u{301}b",
            "\r\n\t\u{7f}a\u{600}b c\u{200d}d",
            "👩\u{200d}👩\u{200d}👧x🇫🇷🇩🇪y1\u{fe0f}\u{20e3} 日本",
            "",
        ];
        for text in texts {
            let expected: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
            let forward: Vec<_> = graphemes(text).map(|grapheme| (grapheme.at, grapheme.text)).collect();
            let mut backward: Vec<_> = graphemes(text).rev().map(|grapheme| (grapheme.at, grapheme.text)).collect();
            backward.reverse();
            assert_eq!(forward, expected, "{text:?}");
            assert_eq!(backward, expected, "{text:?}");
            assert!(graphemes(text).all(|grapheme| grapheme.width == width_of(grapheme.text)), "{text:?}");
        }
    }

    #[test]
    fn long_words_are_broken_at_graphemes() {
        check_lines("abcdefgh ij", 3, &["abc", "def", "gh", "ij"]);
        check_lines("e\u{301}e\u{301}e\u{301}", 2, &["e\u{301}e\u{301}", "e\u{301}"]);
        check_lines("日本", 1, &["日", "本"]);
    }

    #[test]
    fn cjk_wraps_without_blanks_and_begins_no_line_with_a_stop() {
        check_lines("日本語の本。", 6, &["日本語", "の本。"]);
        check_lines("日本語。本", 6, &["日本", "語。本"]);
    }

    #[test]
    fn clicks_find_their_grapheme() {
        let text = "日a本";
        assert_eq!([0, 1, 2, 3, 4, 5, 99].map(|column| at_column(text, column)), [0, 0, 3, 4, 4, 7, 7]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(text in "[a-z日é \n\u{301}👩\u{200d}\u{1b}\t-]{0,80}", at in 2usize..20) {
            let spans: Vec<ByteRange> = lines(&text, at).collect();
            let mut end = 0;
            for span in &spans {
                proptest::prop_assert!(span.start >= end);
                proptest::prop_assert!(text[end..span.start].chars().all(parts_words), "lost {:?}", &text[end..span.start]);
                // A single grapheme stays whole even where it is wider than the line.
                let line = &text[span.start..span.end];
                let whole = unicode_segmentation::UnicodeSegmentation::graphemes(line, true).count() <= 1;
                proptest::prop_assert!(whole || width(line) <= at);
                end = span.end;
            }
            proptest::prop_assert!(text[end..].chars().all(parts_words));
            proptest::prop_assert!(!spans.is_empty());
        }
    }
}
