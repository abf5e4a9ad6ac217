//! Draws lines to read: counts, or what a command said.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use super::popup;
use super::scrollbar::{self, Extent};
use crate::tui::layout::box_height;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Report;
use crate::tui::state::stats::WIDEST;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws the report from its first line in sight on.
pub fn draw(model: &Model, report: &Report, buffer: &mut Buffer) {
    let height = report.lines.len().clamp(1, box_height(buffer.area.height).max(1));
    let area = popup::open(model, &report.title, WIDEST, height, buffer);
    let extent = Extent { top: report.top, seen: usize::from(area.height), of: report.lines.len() };
    if !extent.is_whole() {
        let outer = Rect::new(area.x.saturating_sub(2), area.y.saturating_sub(1), area.width + 4, area.height + 2);
        let last = (extent.top + extent.seen).min(extent.of);
        let position = format!("{}–{last} of {}", extent.top + 1, extent.of);
        let style = model.theme.style(Role::BorderFocus);
        scrollbar::draw(outer, extent, &position, (style, style), buffer);
    }
    let width = usize::from(area.width);
    for (line, y) in report.lines.iter().skip(report.top).zip(area.y..area.y + area.height) {
        buffer.put(area.x, y, wrap::cut(line, width), width, model.theme.style(Role::Text));
    }
}
