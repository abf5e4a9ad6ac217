//! Draws the help.

use ratatui::buffer::Buffer;

use super::clip::Clipped as _;
use super::popup;
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
    popup::position(model, area, top, lines.len(), buffer);
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
