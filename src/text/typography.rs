//! Typography that changes no word: shapes of quotes, apostrophes, hyphens and dashes, ligatures, composed and decomposed
//! accents, soft hyphens, spaces and line ends. Names and quotations that differ in nothing else are the same.
//!
//! Unlike [`super::fold`], which serves searches, it keeps case and accents: those tell names apart.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::ByteRange;

/// `text` in the plainest typography: what compares equal is the same but for typography.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let spaced = text.contains("  ") || text.starts_with(' ') || text.ends_with(' ');
    if text.is_ascii() && !spaced && !text.contains(|letter: char| letter.is_ascii_control() || letter == '`') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(Plain::new(text).text)
}

/// Whether two texts differ in nothing but typography.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one == other || plain(one) == plain(other)
}

/// A text in plain typography, with the way back to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plain {
    text: String,
    /// For each byte of `text` the place of the character that it came from.
    from: Vec<ByteRange>,
}

impl Plain {
    /// `text` in plain typography.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
        let mut start = 0;
        while start < text.len() {
            let end = cluster(text, start);
            plain.push(&text[start..end], ByteRange::new(start, end));
            start = end;
        }
        if plain.text.ends_with(' ') {
            plain.text.pop();
            plain.from.pop();
        }
        plain
    }

    fn push(&mut self, written: &str, at: ByteRange) {
        let before = self.text.len();
        if let [byte] = written.as_bytes() {
            self.push_sign(char::from(*byte));
        } else {
            for letter in written.nfkc() {
                self.push_sign(letter);
            }
        }
        self.from.resize(self.from.len() + self.text.len() - before, at);
    }

    fn push_sign(&mut self, letter: char) {
        match letter {
            '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' | '‹' | '›' => self.text.push('\''),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' => self.text.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => self.text.push('-'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            space if space.is_whitespace() => {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            }
            other => self.text.push(other),
        }
    }

    /// The plain text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where `range` of the plain text stands in the original.
    #[must_use]
    pub fn original(&self, range: ByteRange) -> Option<ByteRange> {
        let (first, last) = (self.from.get(range.start)?, self.from.get(range.end.checked_sub(1)?)?);
        Some(ByteRange::new(first.start, last.end))
    }
}

/// The end of the character at `start` with the marks that are set on it.
fn cluster(text: &str, start: usize) -> usize {
    let mut letters = text[start..].char_indices();
    let Some((_, first)) = letters.next() else { return start };
    if first.is_ascii() && text.as_bytes().get(start + 1).is_none_or(u8::is_ascii) {
        return start + 1;
    }
    letters.find(|&(_, letter)| !is_combining_mark(letter)).map_or(text.len(), |(at, _)| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_makes_no_difference() {
        for (one, other) in [
            ("Siobhán O’Brien", "Siobha\u{301}n O'Brien"),
            ("Jean‑Luc", "Jean-Luc"),
            ("Lind\u{ad}qvist", "Lindqvist"),
            ("Geoﬀ Fiﬁeld", "Geoff Fifield"),
            ("Ada\u{a0}Low", "Ada Low"),
            ("“We won’t — ever…”", "\"We won't - ever...\""),
            ("We will\nnot", "We will not"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("José", "Jose"), ("Ada", "ada"), ("Low", "Lows"), ("co-op", "coop")] {
            assert!(!same(one, other), "{one} {other}");
        }
        assert!(matches!(plain("Ada Low"), Cow::Borrowed(_)));
    }

    #[test]
    fn places_lead_back_to_the_original() {
        let text = "He said “it\u{ad}’s  ﬁne, Jose\u{301}…” twice.";
        let plain = Plain::new(text);
        assert_eq!(plain.text(), "He said \"it's fine, José...\" twice.");
        let start = plain.text().find("it's").unwrap();
        let end = plain.text().find("José").unwrap() + "José".len();
        assert_eq!(plain.original(ByteRange::new(start, end)).unwrap().of(text), "it\u{ad}’s  ﬁne, Jose\u{301}");
        assert_eq!(plain.original(ByteRange::new(0, 0)), None);
        assert_eq!(Plain::new(" a ").text(), "a");
    }
}
