//! The form that edits what is known of articles.

use ratatui::buffer::Buffer;

use super::clip::Clipped as _;
use super::{popup, prompt};
use crate::text::counted;
use crate::tui::state::details::{About, DetailsForm, label};
use crate::tui::state::model::Model;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// The cells before a value.
const LABEL: usize = 9;

/// Draws it; gives the cell of the caret.
pub fn draw(model: &Model, form: &DetailsForm, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let title = match &form.about {
        About::Articles(ids) if ids.len() > 1 => format!("Details of {}", counted(ids.len(), "article")),
        About::Articles(ids) => format!("Details of {}", ids.first().map_or("", String::as_str)),
        About::Pasted { .. } => "Details of the article (all optional)".to_owned(),
    };
    let area = popup::open(model, &title, 76, form.lines.len() + 1, buffer);
    let mut caret = None;
    for ((number, line), y) in form.lines.iter().enumerate().zip(area.y..area.y + area.height) {
        let here = number == form.at;
        let role = if here { Role::Prompt } else { Role::Dim };
        let name = format!("{}{:<2$}", if here { "▌" } else { " " }, label(line.field), LABEL - 1);
        let (x, _) = buffer.put(area.x, y, name, usize::from(area.width), model.theme.style(role));
        let room = usize::from((area.x + area.width).saturating_sub(x));
        let view = line.input.view(room);
        if here {
            caret = Some((x + u16::try_from(view.caret).unwrap_or(0), y));
        }
        let (text, role) = match view.shown.is_empty() && line.differs {
            true => ("as they are (several)".to_owned(), Role::Dim),
            false => (view.shown, Role::Text),
        };
        buffer.put(x, y, text, room, model.theme.style(role));
    }
    let (help, role) = match (&form.wrong, &form.about) {
        (Some(wrong), _) => (wrong.as_str(), Role::Error),
        (None, About::Pasted { .. }) => ("↓ next · Tab completes · Enter adds the article · Esc goes back", Role::Dim),
        (None, About::Articles(ids)) if ids.len() > 1 => {
            ("↓ next · Tab completes · - empties · Enter saves · Esc leaves", Role::Dim)
        }
        (None, About::Articles(_)) => ("↓ next · Tab completes · Enter saves · Esc leaves", Role::Dim),
    };
    let last =
        (area.y + area.height).checked_sub(1).filter(|y| *y >= area.y + u16::try_from(form.lines.len()).unwrap_or(0));
    // Where there is no line for the help, what is wrong is still said.
    if let Some(y) = last.or_else(|| form.wrong.is_some().then_some(area.y + area.height.saturating_sub(1))) {
        let room = usize::from(area.width);
        buffer.put(area.x, y, wrap::pad(help, room), room, model.theme.style(role));
    }
    if let Some(line) = form.lines.get(form.at) {
        let x = area.x + u16::try_from(LABEL).unwrap_or(0);
        let y = area.y + u16::try_from(form.at).unwrap_or(0);
        prompt::completions(model, &line.input, x, y, 0, buffer);
    }
    caret
}
