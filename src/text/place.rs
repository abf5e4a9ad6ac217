//! Places in a text: [`ByteRange`] in bytes, [`CharRange`] in code points, and the way between them.

/// A half-open range of bytes. Both ends stand on character borders of the text that it belongs to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ByteRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl ByteRange {
    /// The range from `start` up to `end`.
    #[inline]
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `offset` lies in it.
    #[must_use]
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether all of `other` lies in it.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The words there.
    ///
    /// # Panics
    /// When the range lies outside of `text` or off its character borders.
    #[inline]
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A half-open range of Unicode code points, as files and output have it (`at: [1871, 2119]`).
///
/// The unit is that of the W3C Web Annotation model's TextPositionSelector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct CharRange {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl CharRange {
    /// The range from `start` up to `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }
}

/// Every so many bytes a count of code points is kept.
const STEP: usize = 256;

/// Turns byte offsets of one text into code points and back, in time that does not grow with the text.
#[derive(Debug)]
pub struct Positions<'t> {
    text: &'t str,
    /// Code points that start before byte `STEP * i`.
    before: Vec<u32>,
}

impl<'t> Positions<'t> {
    /// Counts `text` once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0u32;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(count);
            count += code_points(chunk);
        }
        before.push(count);
        Self { text, before }
    }

    /// The number of code points before byte `offset`; an offset past the end counts as the end.
    #[must_use]
    pub fn code_point(&self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let step = offset / STEP;
        self.before[step] + code_points(&self.text.as_bytes()[step * STEP..offset])
    }

    /// The place of `span` in code points.
    #[must_use]
    pub fn at(&self, span: ByteRange) -> CharRange {
        CharRange::new(self.code_point(span.start), self.code_point(span.end))
    }

    /// The byte offset of code point `index`; `None` past the end of the text. The end itself is an offset.
    #[must_use]
    pub fn byte(&self, index: u32) -> Option<usize> {
        let step = self.before.partition_point(|&before| before <= index) - 1;
        let start = (step * STEP).min(self.text.len());
        // A character may straddle the step: its first byte was counted before it.
        let bytes = self.text.as_bytes();
        let mut left = index - self.before[step];
        let mut offset = start;
        while offset < bytes.len() && is_continuation(bytes[offset]) {
            offset += 1;
        }
        while left > 0 {
            if offset >= bytes.len() {
                return None;
            }
            offset += 1;
            while offset < bytes.len() && is_continuation(bytes[offset]) {
                offset += 1;
            }
            left -= 1;
        }
        Some(offset)
    }

    /// The byte range of `at`; `None` when it lies outside of the text or ends before it starts.
    #[must_use]
    pub fn span(&self, at: CharRange) -> Option<ByteRange> {
        let (start, end) = (self.byte(at.start)?, self.byte(at.end)?);
        (start <= end).then_some(ByteRange::new(start, end))
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

fn code_points(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|&&byte| !is_continuation(byte)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_agree_at_every_character() {
        let text = "a“é”😀 \u{301}x\n".repeat(100);
        let positions = Positions::new(&text);
        let mut count = 0;
        for (offset, _) in text.char_indices() {
            assert_eq!(positions.code_point(offset), count);
            assert_eq!(positions.byte(count), Some(offset));
            count += 1;
        }
        assert_eq!(positions.code_point(text.len()), count);
        assert_eq!(positions.byte(count), Some(text.len()));
        assert_eq!(positions.byte(count + 1), None);
    }

    #[test]
    fn an_empty_text_has_one_place() {
        let positions = Positions::new("");
        assert_eq!(positions.byte(0), Some(0));
        assert_eq!(positions.byte(1), None);
        assert_eq!(positions.span(CharRange::new(0, 0)), Some(ByteRange::new(0, 0)));
    }

    #[test]
    fn a_place_that_ends_before_it_starts_is_none() {
        assert_eq!(Positions::new("abc").span(CharRange::new(2, 1)), None);
    }
}
