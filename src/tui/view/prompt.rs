//! The prompt on the last line, what is wrong with its text above it, and the completions over the words they would
//! replace.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::clip::Clipped as _;
use crate::text::number;
use crate::tui::prompt::Prompt;
use crate::tui::state::active_prompt::{ActivePrompt, Severity};
use crate::tui::state::model::Model;
use crate::tui::state::session::Notice;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it; gives the cell of the caret.
pub fn draw(model: &Model, active: &ActivePrompt, area: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    if area.is_empty() {
        return None;
    }
    Clear.render(area, buffer);
    let width = usize::from(area.width);
    let right = &active.hint;
    let label = wrap::cut(&active.label, width / 2).into_owned();
    let (x, _) = buffer.put(area.x, area.y, &label, width, model.theme.style(Role::Prompt));
    let taken = wrap::width(&label);
    let right_width = if width > taken + wrap::width(right) + 12 { wrap::width(right) + 2 } else { 0 };
    let room = width.saturating_sub(taken + right_width);
    let view = active.input.view(room);
    buffer.put(x, area.y, &view.shown, room, model.theme.style(Role::Text));
    if right_width > 0 {
        let at = area.x + area.width - u16::try_from(right_width - 1).unwrap_or(0);
        buffer.put(at, area.y, right, right_width, model.theme.style(Role::Count));
    }
    if let Some(diagnostic) = &active.diagnostic {
        let text = active.input.text();
        let start = diagnostic.at.start.clamp(view.from, text.len());
        let end = diagnostic.at.end.clamp(start, text.len());
        if let (Some(before), Some(marked)) = (text.get(view.from..start), text.get(start..end)) {
            let from = x + u16::try_from(wrap::width(before)).unwrap_or(0);
            let cells = u16::try_from(wrap::width(marked).max(1)).unwrap_or(1);
            let at = Rect::new(from, area.y, cells, 1).intersection(area);
            match diagnostic.severity {
                Severity::Error => {
                    buffer.set_style(at, model.theme.style(Role::Error));
                    above(model, &format!("▼ {}", diagnostic.message), from, Role::Error, area, buffer);
                }
                Severity::Hint => above(model, &diagnostic.message, from, Role::Info, area, buffer),
            }
        }
        completions(model, &active.input, x, area.y.saturating_sub(1), view.from, buffer);
    } else {
        if let Some(Notice::Info(words) | Notice::Error(words)) = &model.notice
            && let Some(y) = area.y.checked_sub(1)
        {
            let line = Rect::new(area.x, y, area.width, 1);
            Clear.render(line, buffer);
            let words = wrap::cut(words, width.saturating_sub(1));
            buffer.put(area.x + 1, y, words, width.saturating_sub(1), model.theme.style(Role::Info));
        }
        let y = area.y.saturating_sub(u16::from(model.notice.is_some()));
        completions(model, &active.input, x, y, view.from, buffer);
    }
    Some((x + u16::try_from(view.caret).unwrap_or(0).min(area.width.saturating_sub(1)), area.y))
}

/// One line above the prompt, over the place that it is about.
fn above(model: &Model, words: &str, x: u16, role: Role, area: Rect, buffer: &mut Buffer) {
    let Some(y) = area.y.checked_sub(1) else { return };
    let line = Rect::new(area.x, y, area.width, 1);
    Clear.render(line, buffer);
    let width = usize::from(area.width);
    let cells = wrap::width(words);
    let from = usize::from(x - area.x).min(width.saturating_sub(cells));
    let at = area.x + u16::try_from(from).unwrap_or(0);
    let room = width - from;
    buffer.put(at, y, wrap::cut(words, room), room, model.theme.style(role));
}

/// Draws the completions of `prompt` above line `y`; its text begins at `x` with byte `from`. They never take more than
/// a third of the rows that a pane has: what is being typed is for the results under them.
pub fn completions(model: &Model, prompt: &Prompt, x: u16, y: u16, from: usize, buffer: &mut Buffer) {
    const MOST: usize = 8;
    let Some(popup) = prompt.popup() else { return };
    let screen = buffer.area;
    let candidates = popup.candidates();
    let third = usize::from(screen.height.saturating_sub(4) / 3).max(1);
    let height = candidates.len().min(MOST).min(third).min(usize::from(y.saturating_sub(1)));
    if height == 0 {
        return;
    }
    let top = popup.chosen().map_or(0, |chosen| (chosen + 1).saturating_sub(height));
    let seen = &candidates[top..(top + height).min(candidates.len())];
    // Where not all are seen, the last row tells how many there are.
    let more = match popup.chosen() {
        _ if candidates.len() <= height => String::new(),
        Some(chosen) => format!("  {} of {}", chosen + 1, number(candidates.len())),
        None => format!("  {} of {}", seen.len(), number(candidates.len())),
    };
    let cells = |text: &str| wrap::width(text);
    let room = usize::from(screen.width).saturating_sub(2 + cells(&more));
    let labels = seen.iter().map(|candidate| cells(&candidate.label)).max().unwrap_or(0).min(40).min(room);
    let details = seen.iter().map(|candidate| cells(&candidate.detail)).max().unwrap_or(0);
    let details = details.min(60).min(room.saturating_sub(labels + 2));
    let width = 1 + labels + if details > 0 { details + 2 } else { 0 } + cells(&more) + 1;
    let before = prompt.text().get(from..popup.from()).map_or(0, cells);
    let left = usize::from(x) + before.saturating_sub(1);
    let left = u16::try_from(left.min(usize::from(screen.width).saturating_sub(width))).unwrap_or(0);
    for (row, candidate) in seen.iter().enumerate() {
        let line = y - u16::try_from(height - row).unwrap_or(0);
        let here = popup.chosen() == Some(top + row);
        let role = if here { Role::PopupChosen } else { Role::Popup };
        let mut text = format!("{}{}", if here { "▌" } else { " " }, wrap::pad(&candidate.label, labels));
        if details > 0 {
            text.push_str("  ");
            text.push_str(&wrap::pad(&candidate.detail, details));
        }
        let last = row + 1 == seen.len();
        text.push_str(&wrap::pad(if last { &more } else { "" }, cells(&more)));
        text.push(' ');
        let area = Rect::new(left, line, u16::try_from(width).unwrap_or(u16::MAX), 1).intersection(screen);
        Clear.render(area, buffer);
        buffer.put(left, line, text, usize::from(area.width), model.theme.style(role));
    }
}
