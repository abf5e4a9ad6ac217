//! The help: the table of commands, under its headings, made from the keys in force.

use ratatui::buffer::Buffer;

use super::clip::Clipped as _;
use super::popup;
use crate::tui::keymap::{Action, COMMANDS, Command, Group, Keymap};
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::wrap;

enum Line {
    Heading(&'static str),
    Command(&'static Command, String),
    Blank,
}

fn lines(keymap: &Keymap, filter: &str) -> Vec<Line> {
    let filter = filter.trim().to_lowercase();
    let mut lines = Vec::new();
    for group in Group::ALL {
        let rows: Vec<Line> = COMMANDS
            .iter()
            .filter(|command| command.group == group)
            .map(|command| (command, keymap.written(command)))
            .filter(|(command, keys)| {
                filter.split_whitespace().all(|word| {
                    command.doc.to_lowercase().contains(word)
                        || command.name.contains(word)
                        || keys.to_lowercase().split(' ').any(|key| key == word)
                })
            })
            .map(|(command, keys)| Line::Command(command, keys))
            .collect();
        if rows.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Line::Blank);
        }
        lines.push(Line::Heading(group.title()));
        lines.extend(rows);
    }
    lines
}

/// How many lines the help has.
#[must_use]
pub fn count(keymap: &Keymap, filter: &str) -> usize {
    lines(keymap, filter).len()
}

/// Draws it from line `top` on.
pub fn draw(model: &Model, top: usize, filter: &str, buffer: &mut Buffer) {
    let title = match filter.trim() {
        "" => {
            format!("Help · {} filters, {} closes", model.keymap.hint(Action::Search), model.keymap.hint(Action::Back))
        }
        filter => format!("Help · {filter}"),
    };
    let area = popup::open(model, &title, 84, popup::room(buffer.area.height), buffer);
    let lines = lines(&model.keymap, filter);
    if lines.is_empty() {
        popup::paragraph("No command like that.", area, Role::Dim, model, buffer);
        return;
    }
    let keys_width = if area.width >= 50 { 18 } else { 10 };
    for (line, y) in lines.iter().skip(top).zip(area.y..area.y + area.height) {
        match line {
            Line::Blank => {}
            Line::Heading(title) => {
                buffer.put(area.x, y, title, usize::from(area.width), model.theme.style(Role::Program));
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
