//! Boxes over the panes: their frame, and the small ones whole.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::clip::Clipped as _;
use super::scrollbar::{self, Extent};
use crate::tui::keymap::{Action, COMMANDS, Place};
use crate::tui::layout::{Pane, WIDEST_PROSE, box_height};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Confirm;
use crate::tui::theme::Role;
use crate::tui::{sanitise, wrap};

/// A box beside the article is at least so wide.
const NARROWEST: u16 = 44;

/// Clears a box of `width` times `height` cells inside its frame, in the middle of the screen; gives its inside.
pub fn open(model: &Model, title: &str, width: usize, height: usize, buffer: &mut Buffer) -> Rect {
    let screen = buffer.area;
    let outer_width = u16::try_from(width + 4).unwrap_or(u16::MAX).min(screen.width);
    let outer_height = u16::try_from(height + 2).unwrap_or(u16::MAX).min(screen.height.saturating_sub(2));
    let area = Rect::new(
        (screen.width - outer_width) / 2,
        1 + screen.height.saturating_sub(2).saturating_sub(outer_height) / 2,
        outer_width,
        outer_height,
    );
    framed(model, title, area, buffer)
}

/// Clears `area` and draws a frame around it; gives its inside.
pub fn framed(model: &Model, title: &str, area: Rect, buffer: &mut Buffer) -> Rect {
    let area = area.intersection(buffer.area);
    Clear.render(area, buffer);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let style = model.theme.style(Role::BorderFocus);
    Block::bordered().border_type(BorderType::Rounded).border_style(style).render(area, buffer);
    let room = usize::from(area.width.saturating_sub(4));
    let title = format!(" {} ", wrap::cut(title, room.saturating_sub(2)));
    buffer.put(area.x + 2, area.y, title, room, style);
    Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
}

/// Draws on the frame of the box with the inside `area` where in its `lines` it stands, from line `top` on.
pub fn position(model: &Model, area: Rect, top: usize, lines: usize, buffer: &mut Buffer) {
    // The frame is two cells around on either side, and one above and below.
    let outer = Rect::new(area.x.saturating_sub(2), area.y.saturating_sub(1), area.width + 4, area.height + 2);
    let extent = Extent { top, seen: usize::from(area.height), of: lines };
    let last = (top + extent.seen).min(lines);
    let position = format!("{}–{last} of {lines}", top + 1);
    let style = model.theme.style(Role::BorderFocus);
    scrollbar::draw(outer, extent, &position, (style, style), buffer);
}

/// How wide a box of at most `most` columns can be that leaves the article to be seen, where there is room for that.
#[must_use]
pub fn width_beside_context(model: &Model, screen: Rect, most: u16) -> u16 {
    match model.layout_in(screen).panes[Pane::Context.index()] {
        Some(context) if context.x >= NARROWEST => context.x.min(most),
        _ => screen.width.min(most),
    }
}

/// The place of a box beside the article, or above it where the panes stack; at the bottom where neither goes.
#[must_use]
pub fn beside_context(model: &Model, screen: Rect, width: u16, height: u16) -> Rect {
    let (columns, rows) = (screen.width, screen.height);
    let height = height.min(rows.saturating_sub(2));
    let bottom = rows.saturating_sub(1);
    match model.layout_in(screen).panes[Pane::Context.index()] {
        Some(context) if context.x >= NARROWEST => {
            Rect::new(context.x.saturating_sub(width), bottom.saturating_sub(height), width, height)
        }
        Some(context) if context.y > height => {
            Rect::new(columns.saturating_sub(width) / 2, context.y - height, width, height)
        }
        _ => Rect::new(columns.saturating_sub(width) / 2, bottom.saturating_sub(height), width, height),
    }
}

/// Writes `text` wrapped from the top of `area`; gives the line after it.
pub fn paragraph(text: &str, area: Rect, role: Role, model: &Model, buffer: &mut Buffer) -> u16 {
    let mut y = area.y;
    for line in wrap::lines(text, usize::from(area.width.max(1))) {
        if y >= area.y + area.height {
            break;
        }
        let words = sanitise::shown(line.of(text));
        buffer.put(area.x, y, words, usize::from(area.width), model.theme.style(role));
        y += 1;
    }
    y
}

/// What to copy.
pub fn copy(model: &Model, buffer: &mut Buffer) {
    let rows: Vec<_> = COMMANDS.iter().filter(|command| command.place == Place::After(Action::Copy)).collect();
    let width = rows.iter().map(|command| command.doc.len() + 4).max().unwrap_or(0);
    let area = open(model, "Copy", width, rows.len(), buffer);
    for (command, y) in rows.iter().zip(area.y..area.y + area.height) {
        let keys: Vec<String> = model.keymap.keys(command.action).iter().map(ToString::to_string).collect();
        buffer.put(area.x, y, keys.join(" "), 4, model.theme.style(Role::Key));
        let room = usize::from(area.width.saturating_sub(4));
        buffer.put(area.x + 4, y, wrap::cut(command.doc, room), room, model.theme.style(Role::Text));
    }
}

/// A question.
pub fn confirm(model: &Model, confirm: &Confirm, buffer: &mut Buffer) {
    let question = confirm.question.as_str();
    let width = wrap::width(question).clamp(24, 60).min(usize::from(buffer.area.width.saturating_sub(4)).max(1));
    let lines = wrap::lines(question, width).count();
    let area = open(model, "Sure?", width, lines + 2, buffer);
    let y = paragraph(question, area, Role::Text, model, buffer);
    let y = (y + 1).min(area.y + area.height.saturating_sub(1));
    let (yes, no) = confirm.keys();
    let mut x = area.x;
    for (words, role) in [(yes, Role::Key), (" yes   ", Role::Text), (no, Role::Key), (" no", Role::Text)] {
        (x, _) = buffer.put(x, y, words, words.len(), model.theme.style(role));
    }
}

/// What is wrong.
pub fn problems(model: &Model, top: usize, buffer: &mut Buffer) {
    let height = box_height(buffer.area.height);
    let area = open(model, "Problems", WIDEST_PROSE.into(), height, buffer);
    let mut y = area.y;
    for problem in model.diagnostics().skip(top) {
        if y >= area.y + area.height {
            break;
        }
        let left = Rect { y, height: area.y + area.height - y, ..area };
        y = paragraph(&problem, left, Role::Text, model, buffer);
    }
}

/// Saved views; gives the cell of the one under the cursor.
pub fn views(model: &Model, at: usize, delete: bool, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let title = if delete { "Delete a view" } else { "Views" };
    let height = model.views.len().min(box_height(buffer.area.height));
    let area = open(model, title, 70, height, buffer);
    let top = (at + 1).saturating_sub(usize::from(area.height));
    let mut cell = None;
    for ((row, (name, query)), y) in model.views.iter().enumerate().skip(top).zip(area.y..area.y + area.height) {
        let here = row == at;
        let text = format!("{}{name}  {query}", if here { "▌" } else { " " });
        let role = if here { Role::Cursor } else { Role::Text };
        let width = usize::from(area.width);
        buffer.put(area.x, y, wrap::pad(&text, width), width, model.theme.style(role));
        if here {
            cell = Some((area.x, y));
        }
    }
    cell
}
