//! Scrollbars and positions on the frames of panes and boxes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::clip::Clipped as _;
use crate::tui::wrap;

/// What of a list is in sight.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// The first row in sight.
    pub top: usize,
    /// How many rows are in sight.
    pub seen: usize,
    /// How many there are.
    pub of: usize,
}

impl Extent {
    /// Whether all of it is in sight.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.top == 0 && self.seen >= self.of
    }

    /// The first line of the bar and how many it takes, in `height` lines.
    fn bar(self, height: usize) -> (usize, usize) {
        let len = (self.seen * height).checked_div(self.of).unwrap_or(height).clamp(1, height.max(1));
        let hidden = self.of.saturating_sub(self.seen);
        let at = (self.top * height.saturating_sub(len)).div_ceil(hidden.max(1));
        (at.min(height.saturating_sub(len)), len)
    }
}

/// Draws the bar on the right edge of the frame `outer` in the first style, and `position` on its lower edge in the
/// second, where there is room.
pub fn draw(outer: Rect, extent: Extent, position: &str, (bar, words): (Style, Style), buffer: &mut Buffer) {
    let height = outer.height.saturating_sub(2);
    if height == 0 || outer.width < 4 {
        return;
    }
    if !extent.is_whole() {
        let (at, len) = extent.bar(usize::from(height));
        let x = outer.x + outer.width - 1;
        for line in at..at + len {
            let y = outer.y + 1 + u16::try_from(line).unwrap_or(0);
            buffer.put(x, y, "█", 1, bar);
        }
    }
    let cells = wrap::width(position) + 2;
    if !position.is_empty() && cells + 2 <= usize::from(outer.width) {
        let x = outer.x + outer.width - 1 - u16::try_from(cells).unwrap_or(0);
        on_frame(x, outer.y + outer.height - 1, &format!(" {position} "), words, buffer);
    }
}

/// Writes words over a frame. Nothing of the frame's own style stays: it may be too weak for words.
pub fn on_frame(x: u16, y: u16, words: &str, style: Style, buffer: &mut Buffer) {
    let cells = wrap::width(words);
    let area = Rect::new(x, y, u16::try_from(cells).unwrap_or(u16::MAX), 1).intersection(buffer.area);
    buffer.set_style(area, Style::reset());
    buffer.put(x, y, words, cells, style);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_at_the_ends_only_there() {
        let bar = |top, seen, of| Extent { top, seen, of }.bar(10);
        assert_eq!(bar(0, 10, 100), (0, 1));
        assert_eq!(bar(1, 10, 100), (1, 1), "what is above is seen to be there");
        assert_eq!(bar(90, 10, 100), (9, 1));
        assert_eq!(bar(0, 5, 10), (0, 5));
        assert_eq!(bar(5, 5, 10), (5, 5));
        assert_eq!(bar(0, 10, 1_000_000), (0, 1));
        assert_eq!(bar(0, 0, 0), (0, 10));
        assert!(Extent { top: 0, seen: 3, of: 3 }.is_whole() && !Extent { top: 1, seen: 3, of: 3 }.is_whole());
    }
}
