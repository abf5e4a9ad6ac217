//! The list of the palette, above its prompt.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use super::popup;
use crate::tui::state::active_prompt::{ActivePrompt, PalettePrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::state::palette::{Entry, entries};
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it, when the prompt is the palette's.
pub fn draw(model: &Model, prompt: &ActivePrompt, buffer: &mut Buffer) {
    let PromptKind::Palette(PalettePrompt { selected: at }) = prompt.kind else { return };
    let entries = entries(&model.views, prompt.input.text());
    let screen = buffer.area;
    let height = u16::try_from(entries.len().max(1)).unwrap_or(u16::MAX).min(14).min(screen.height.saturating_sub(4));
    let width = screen.width.min(90);
    let area = Rect::new(0, screen.height.saturating_sub(height + 3), width, height + 2);
    let area = popup::framed(model, "Commands", area, buffer);
    if entries.is_empty() {
        popup::paragraph("No command like that.", area, Role::Dim, model, buffer);
        return;
    }
    let top = (at + 1).saturating_sub(usize::from(area.height));
    let width = usize::from(area.width);
    for ((row, entry), y) in entries.iter().enumerate().skip(top).zip(area.y..area.y + area.height) {
        let here = row == at;
        let (name, doc, keys) = match entry {
            Entry::Command(command) => (command.name.to_owned(), command.doc.to_owned(), model.keymap.written(command)),
            Entry::Argument(argument) => (argument.written(), argument.about(), String::new()),
            Entry::View(name) => (format!("view {name}"), "saved view".to_owned(), String::new()),
        };
        let bar = if here { "▌" } else { " " };
        let name_width = 18.min(width / 2);
        let keys_width = if width > 60 { 16 } else { 0 };
        let doc_width = width.saturating_sub(name_width + keys_width + 2);
        let text = format!(
            "{bar}{} {}{}",
            wrap::pad(&name, name_width),
            wrap::pad(&doc, doc_width),
            wrap::pad_left(&keys, keys_width)
        );
        let role = if here { Role::PopupChosen } else { Role::Text };
        buffer.put(area.x, y, text, width, model.theme.style(role));
    }
}
