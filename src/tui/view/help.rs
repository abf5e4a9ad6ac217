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
    let area = popup::open(model, &title, help::WIDEST, box_height(buffer.area.height), buffer);
    let lines = help::lines(&model.keymap, model.focus(), filter, buffer.area.width);
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
    let (keys, room) = help::columns(buffer.area.width);
    let keys_width = u16::try_from(keys).unwrap_or(0);
    let about = |text: &str, y: u16, buffer: &mut Buffer| {
        let first = wrap::lines(text, room).next().map_or("", |span| span.of(text));
        buffer.put(area.x + keys_width, y, wrap::cut(first, room), room, model.theme.style(Role::Text));
    };
    for (line, y) in lines.iter().skip(top).zip(area.y..area.y + area.height) {
        match line {
            Line::Empty => {}
            Line::Heading(title) => {
                buffer.put(area.x, y, title, usize::from(area.width), model.theme.style(Role::Program));
            }
            Line::Field(name, words) => {
                buffer.put(area.x, y, name, usize::from(keys_width), model.theme.style(Role::Key));
                about(words, y, buffer);
            }
            Line::Command(command, keys) => {
                let keys = if keys.is_empty() { format!(":{}", command.name) } else { keys.clone() };
                let keys = wrap::cut(&keys, usize::from(keys_width.saturating_sub(1))).into_owned();
                buffer.put(area.x, y, keys, usize::from(keys_width), model.theme.style(Role::Key));
                about(command.doc, y, buffer);
            }
            Line::More(words) => about(words, y, buffer),
        }
    }
}
