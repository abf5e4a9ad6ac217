//! Draws the help.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use super::popup;
use super::scrollbar::{self, Extent};
use crate::tui::keymap::Action;
use crate::tui::layout::box_height;
use crate::tui::state::help::{self, Line};
use crate::tui::state::model::Model;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it from line `top` on.
pub fn draw(model: &Model, top: usize, filter: &str, buffer: &mut Buffer) {
    let title = match filter.trim() {
        "" => {
            let key = |action| model.keymap.hint(action);
            let (search, query, back) = (key(Action::Search), key(Action::Filter), key(Action::Back));
            format!("Help · {search} filters, {query} query language, {back} closes")
        }
        filter => format!("Help · {filter}"),
    };
    let area = popup::open(model, &title, 84, box_height(buffer.area.height), buffer);
    let lines = help::lines(&model.keymap, model.focus(), filter);
    if lines.is_empty() {
        popup::paragraph("No command like that.", area, Role::Dim, model, buffer);
        return;
    }
    // The frame is two cells around on either side, and one above and below.
    let outer = Rect::new(area.x.saturating_sub(2), area.y.saturating_sub(1), area.width + 4, area.height + 2);
    let extent = Extent { top, seen: usize::from(area.height), of: lines.len() };
    let last = (top + extent.seen).min(extent.of);
    let position = format!("{}–{last} of {}", top + 1, extent.of);
    let style = model.theme.style(Role::BorderFocus);
    scrollbar::draw(outer, extent, &position, (style, style), buffer);
    let keys_width = if area.width >= 50 { 18 } else { 10 };
    for (line, y) in lines.iter().skip(top).zip(area.y..area.y + area.height) {
        match line {
            Line::Empty => {}
            Line::Heading(title) => {
                buffer.put(area.x, y, title, usize::from(area.width), model.theme.style(Role::Program));
            }
            Line::Field(name, about) => {
                buffer.put(area.x, y, name, usize::from(keys_width), model.theme.style(Role::Key));
                let room = usize::from(area.width.saturating_sub(keys_width));
                buffer.put(area.x + keys_width, y, wrap::cut(about, room), room, model.theme.style(Role::Text));
            }
            Line::Command(command, keys) => {
                let keys = if keys.is_empty() { format!(":{}", command.name) } else { keys.clone() };
                let keys = wrap::cut(&keys, usize::from(keys_width - 1)).into_owned();
                buffer.put(area.x, y, keys, usize::from(keys_width), model.theme.style(Role::Key));
                let room = usize::from(area.width.saturating_sub(keys_width));
                let doc = wrap::cut(command.doc, room);
                buffer.put(area.x + keys_width, y, doc, room, model.theme.style(Role::Text));
            }
        }
    }
}
