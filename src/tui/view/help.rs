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
            format!("Help · {} filters, {} closes", model.keymap.hint(Action::Search), model.keymap.hint(Action::Back))
        }
        filter => format!("Help · {filter}"),
    };
    let area = popup::open(model, &title, 84, box_height(buffer.area.height), buffer);
    let lines = help::lines(&model.keymap, model.focus(), filter);
    if lines.is_empty() {
        popup::paragraph("No command like that.", area, Role::Dim, model, buffer);
        return;
    }
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
