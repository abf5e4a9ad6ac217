//! Draws lines to read: counts, or what a command said.

use ratatui::buffer::Buffer;

use super::clip::Clipped as _;
use super::popup;
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
    if report.lines.len() > usize::from(area.height) {
        popup::position(model, area, report.top, report.lines.len(), buffer);
    }
    let width = usize::from(area.width);
    for (line, y) in report.lines.iter().skip(report.top).zip(area.y..area.y + area.height) {
        buffer.put(area.x, y, wrap::cut(line, width), width, model.theme.style(Role::Text));
    }
}
