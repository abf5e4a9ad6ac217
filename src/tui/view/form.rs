//! The form that edits an attribution. It stands beside the article, so that the edges can be seen there.

use ratatui::buffer::Buffer;

use super::clip::Clipped as _;
use super::{popup, prompt};
use crate::text::fold::fold;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Field, Form};
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it; gives the cell of the caret.
pub fn draw(model: &Model, form: &Form, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let fields: &[Field] = if form.span.is_some() { &Field::ALL } else { &Field::ALL[..2] };
    let width = popup::width_beside_context(model, buffer.area, 76);
    let height = u16::try_from(fields.len() + 3).unwrap_or(7);
    let area = popup::beside_context(model, buffer.area, width, height);
    let title = match form.targets.len() {
        1 => "Attribution".to_owned(),
        many => format!("Attribution of {many} quotations"),
    };
    let area = popup::framed(model, &title, area, buffer);
    let mut caret = None;
    for (field, y) in fields.iter().zip(area.y..area.y + area.height) {
        let here = *field == form.field;
        let label = match field {
            Field::Speaker => "speaker",
            Field::Kind => "kind",
            Field::Begins => "begins",
            Field::Ends => "ends",
        };
        let role = if here { Role::Prompt } else { Role::Dim };
        let label = format!("{}{label:<8}", if here { "▌" } else { " " });
        let (x, _) = buffer.put(area.x, y, label, usize::from(area.width), model.theme.style(role));
        let room = usize::from((area.x + area.width).saturating_sub(x));
        let text = match field {
            Field::Speaker => {
                let view = form.speaker.view(room);
                if here {
                    caret = Some((x + u16::try_from(view.caret).unwrap_or(0), y));
                }
                view.shown
            }
            Field::Kind => {
                // Several of different kinds keep their own until one is chosen for all.
                let none = if form.targets.len() > 1 { "as they are" } else { "none" };
                format!("‹ {} ›", form.kind.map_or(none, crate::quotation::Kind::word))
            }
            Field::Begins | Field::Ends => {
                let (before, after) = edge(model, form, *field == Field::Begins, room);
                if here {
                    caret = Some((x + u16::try_from(wrap::width(&before)).unwrap_or(0), y));
                }
                format!("{before}│{after}")
            }
        };
        buffer.put(x, y, text, room, model.theme.style(Role::Text));
        if here && caret.is_none() {
            caret = Some((x, y));
        }
    }
    let help = match form.field {
        Field::Speaker if form.untouched => "type a name, or the number of one · Tab next name · ↓ next · Esc leaves",
        Field::Speaker if is_new(model, form) => "Enter makes a new speaker · Tab completes · Esc leaves",
        Field::Speaker => "Tab completes · ↓ next · Enter saves · Esc leaves",
        Field::Kind => "← → choose · Enter saves · Esc leaves",
        Field::Begins | Field::Ends => "← → by words, Shift by characters · Enter saves",
    };
    if let Some(y) = (area.y + area.height).checked_sub(1).filter(|y| *y >= area.y) {
        let room = usize::from(area.width);
        buffer.put(area.x, y, wrap::cut(help, room), room, model.theme.style(Role::Dim));
    }
    if form.field == Field::Speaker {
        // Above the frame, whose title stays to be read.
        let mut y = area.y.saturating_sub(1);
        // What Enter takes where no entry of the list is chosen.
        if is_new(model, form) && form.speaker.popup().is_none_or(|popup| popup.chosen().is_none()) && y > 1 {
            y -= 1;
            let name = format!("▌new: {} ", form.speaker.text().trim());
            let room = usize::from(area.width.saturating_sub(9));
            buffer.put(area.x + 8, y, wrap::cut(&name, room), room, model.theme.style(Role::PopupChosen));
        }
        prompt::completions(model, &form.speaker, area.x + 9, y, 0, buffer);
    }
    caret
}

/// Whether the name is nobody's in the store yet.
fn is_new(model: &Model, form: &Form) -> bool {
    let name = form.speaker.text().trim();
    !name.is_empty()
        && model.catalog.find_speaker(name).is_none()
        && !model.catalog.speakers().any(|known| fold(known.name()) == fold(name))
}

/// The words before an edge, and those after it; a bar stands between them.
fn edge(model: &Model, form: &Form, begins: bool, room: usize) -> (String, String) {
    let (Some(span), Some((_, reading))) = (form.span, &model.context.shown) else { return Default::default() };
    let text = &reading.text;
    let at = if begins { span.start } else { span.end };
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return Default::default() };
    let half = room.saturating_sub(1) / 2;
    let before: Vec<_> = {
        let mut taken = 0;
        let near = before.char_indices().rev().nth(200).map_or(0, |(at, _)| at);
        let mut graphemes: Vec<&str> = wrap::graphemes(&before[near..])
            .rev()
            .take_while(|grapheme| {
                taken += grapheme.width;
                taken <= half
            })
            .map(|grapheme| grapheme.text)
            .collect();
        graphemes.reverse();
        graphemes
    };
    let end = after.char_indices().nth(200).map_or(after.len(), |(at, _)| at);
    (crate::tui::sanitise::shown(&before.concat()).into_owned(), wrap::cut(&after[..end], half).into_owned())
}
