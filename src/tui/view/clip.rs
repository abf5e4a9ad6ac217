//! Writing text into a buffer without ever leaving it: a pane or box that does not fit is cut off, whatever the sums
//! before it came to.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::tui::wrap;

/// Text that is cut off at the edges of the buffer.
pub trait Clipped {
    /// Writes at most `width` cells of `text` from column `x` of row `y`; gives the place after it. Outside of the
    /// buffer nothing is written.
    fn put(&mut self, x: u16, y: u16, text: impl AsRef<str>, width: usize, style: impl Into<Style>) -> (u16, u16);
}

impl Clipped for Buffer {
    fn put(&mut self, x: u16, y: u16, text: impl AsRef<str>, width: usize, style: impl Into<Style>) -> (u16, u16) {
        if !self.area.contains((x, y).into()) {
            return (x, y);
        }
        let style = style.into();
        let right = self.area.right().min(x.saturating_add(u16::try_from(width).unwrap_or(u16::MAX)));
        let mut at = x;
        for grapheme in wrap::graphemes(text.as_ref()) {
            // Most of what is drawn is plain letters: they need no measuring.
            let plain = matches!(grapheme.text.as_bytes(), [b' '..=b'~']);
            if plain && at < right {
                self[(at, y)].set_symbol(grapheme.text).set_style(style);
                at += 1;
            } else if at >= right {
                break;
            } else {
                let before = at;
                at = self.set_stringn(at, y, grapheme.text, usize::from(right - at), style).0;
                if at == before && wrap::width(grapheme.text) > usize::from(right - at) {
                    break;
                }
            }
        }
        (at, y)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    #[test]
    fn what_is_written_is_what_the_library_writes() {
        let texts =
            ["plain", "“Ça va?” she asked", "日本語 and 👩\u{200d}👧 at\u{301} the end", "a\u{7}b\u{200b}c", ""];
        for text in texts {
            for (x, width) in (0..22).flat_map(|x| [(x, 0), (x, 1), (x, 2), (x, 3), (x, 7), (x, 99)]) {
                let mut ours = Buffer::empty(Rect::new(0, 0, 20, 2));
                let mut theirs = ours.clone();
                let end = ours.put(x, 1, text, width, Style::new().bold());
                if theirs.area.contains((x, 1).into()) {
                    let expected = theirs.set_stringn(x, 1, text, width, Style::new().bold());
                    assert_eq!(end, expected, "{text:?} from {x} in {width}");
                }
                assert_eq!(ours, theirs, "{text:?} from {x} in {width}");
            }
        }
    }
}
