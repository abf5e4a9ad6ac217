//! Writing text into a buffer without ever leaving it: a pane or box that does not fit is cut off, whatever the sums
//! before it came to.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

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
        self.set_stringn(x, y, text, width, style)
    }
}
