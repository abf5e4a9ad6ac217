//! The prompt on the last line, what is wrong with its text above it, and the completions over the words they would
//! replace.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::clip::Clipped as _;
use super::header::number;
use crate::tui::asking::{ActivePrompt, PromptKind, Weight};
use crate::tui::layout::Pane;
use crate::tui::model::{Model, Notice};
use crate::tui::prompt::Prompt;
use crate::tui::theme::Role;
use crate::tui::update::adding;
use crate::tui::wrap;

/// Draws it; gives the cell of the caret.
pub fn draw(model: &Model, asking: &ActivePrompt, area: Rect, buffer: &mut Buffer) -> Option<(u16, u16)> {
    if area.is_empty() {
        return None;
    }
    Clear.render(area, buffer);
    let width = usize::from(area.width);
    let right = beside(model, asking);
    let label = asking.purpose.label();
    let label = wrap::cut(&label, width / 2).into_owned();
    let (x, _) = buffer.put(area.x, area.y, &label, width, model.theme.style(Role::Prompt));
    let taken = wrap::width(&label);
    let right_width = if width > taken + wrap::width(&right) + 12 { wrap::width(&right) + 2 } else { 0 };
    let room = width.saturating_sub(taken + right_width);
    let view = asking.prompt.view(room);
    buffer.put(x, area.y, &view.shown, room, model.theme.style(Role::Text));
    if right_width > 0 {
        let at = area.x + area.width - u16::try_from(right_width - 1).unwrap_or(0);
        buffer.put(at, area.y, &right, right_width, model.theme.style(Role::Count));
    }
    if let Some(wrong) = &asking.wrong {
        let text = asking.prompt.text();
        let start = wrong.at.start.clamp(view.from, text.len());
        let end = wrong.at.end.clamp(start, text.len());
        if let (Some(before), Some(marked)) = (text.get(view.from..start), text.get(start..end)) {
            let from = x + u16::try_from(wrap::width(before)).unwrap_or(0);
            let cells = u16::try_from(wrap::width(marked).max(1)).unwrap_or(1);
            let at = Rect::new(from, area.y, cells, 1).intersection(area);
            match wrong.weight {
                Weight::Error => {
                    buffer.set_style(at, model.theme.style(Role::Error));
                    above(model, &format!("▼ {}", wrong.message), from, Role::Error, area, buffer);
                }
                Weight::Hint => above(model, &wrong.message, from, Role::Info, area, buffer),
            }
        }
        completions(model, &asking.prompt, x, area.y.saturating_sub(1), view.from, buffer);
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
        completions(model, &asking.prompt, x, y, view.from, buffer);
    }
    Some((x + u16::try_from(view.caret).unwrap_or(0).min(area.width.saturating_sub(1)), area.y))
}

/// What stands at the right of the prompt: how many match, or what the keys do.
fn beside(model: &Model, asking: &ActivePrompt) -> String {
    match &asking.purpose {
        PromptKind::Filter(_) if asking.wrong.as_ref().is_some_and(|wrong| wrong.weight == Weight::Hint) => "…".into(),
        PromptKind::Filter(_) if asking.wrong.is_some() => "no query yet".into(),
        PromptKind::Filter(_) if model.searching.shown != model.searching.sent => "…".into(),
        PromptKind::Filter(_) => {
            let (found, shown) = (model.found.rows.len(), model.rows.len());
            let matches = if found == 1 { "1 match".to_owned() } else { format!("{} matches", number(found)) };
            // Picks, or the row under the cursor, leave fewer in the list.
            if shown == found { matches } else { format!("{matches}, {} shown", number(shown)) }
        }
        PromptKind::Search(pane, ..) => match &model.find[pane.index()] {
            Some(find) => {
                let noun = if *pane == Pane::Context { "place" } else { "row" };
                let plural = if find.hits.len() == 1 { "" } else { "s" };
                format!("{} {noun}{plural}", number(find.hits.len()))
            }
            None => "one text, or /regex/".into(),
        },
        PromptKind::Tags(_) => "parted by commas, Tab offers".into(),
        PromptKind::AddWords(article, number) => match adding::places(model, *article, asking.prompt.text()) {
            _ if asking.prompt.text().trim().is_empty() => String::new(),
            (places, true) if places.is_empty() => "in a quotation already".into(),
            (places, _) if places.is_empty() => "not in the article".into(),
            (places, _) if places.len() == 1 => "found".into(),
            (places, _) => format!("place {} of {}, ↓ the next", number % places.len() + 1, places.len()),
        },
        PromptKind::Note(_) => "Ctrl-o $EDITOR".into(),
        _ => String::new(),
    }
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
