//! Draws the model: one file for each pane and overlay. Nothing here changes anything, and no file draws more than
//! what is on the screen.

pub mod clip;
pub mod concordance;
pub mod context;
pub mod details;
pub mod empty;
pub mod first;
pub mod form;
pub mod frame;
pub mod header;
pub mod help;
mod hints;
pub mod palette;
pub mod popup;
pub mod prompt;
pub mod quotations;
mod report;
mod scrollbar;
pub mod status;
pub mod verification;
pub mod versions;
pub mod why;

use ratatui::Frame;
use ratatui::style::Color;

use super::layout::{self, Layout, Pane};
use super::state::model::Model;
use super::state::overlay::Overlay;
use super::theme::Role;

/// Draws everything, laid out for the area of `frame`, which may have another size than the model knows of yet. The
/// hardware cursor ends on the caret of a prompt, else on the selected row, where screen readers look for it.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let layout = model.layout_in(frame.area());
    header::draw(model, layout.header, frame.buffer_mut());
    for pane in Pane::ALL {
        let Some(area) = layout.panes[pane.index()] else { continue };
        frame::draw(model, &layout, pane, area, frame.buffer_mut());
        let inside = layout.inside(pane);
        match pane {
            Pane::Groups => first::draw(model, inside, frame.buffer_mut()),
            Pane::Quotations => match &model.verification {
                Some(draft) => verification::draw(model, draft, inside, frame.buffer_mut()),
                None => quotations::draw(model, inside, frame.buffer_mut()),
            },
            Pane::Context => context::draw(model, inside, frame.buffer_mut()),
        }
    }
    let mut cursor = selected_cell(model, &layout);
    status::draw(model, layout.status, frame.buffer_mut());
    match &model.overlay {
        None => {}
        Some(Overlay::Help { top, filter }) => help::draw(model, *top, filter, frame.buffer_mut()),
        Some(Overlay::Why) => why::draw(model, frame.buffer_mut()),
        Some(Overlay::Copy) => popup::copy(model, frame.buffer_mut()),
        Some(Overlay::Problems { top }) => popup::problems(model, *top, frame.buffer_mut()),
        Some(Overlay::Report(report)) => report::draw(model, report, frame.buffer_mut()),
        Some(Overlay::Views { at, delete }) => {
            cursor = popup::views(model, *at, *delete, frame.buffer_mut()).or(cursor)
        }
        Some(Overlay::Versions(list)) => cursor = versions::draw(model, list, frame.buffer_mut()).or(cursor),
        Some(Overlay::Form(form)) => cursor = form::draw(model, form, frame.buffer_mut()).or(cursor),
        Some(Overlay::Concordance(shown)) => cursor = concordance::draw(model, shown, frame.buffer_mut()).or(cursor),
        Some(Overlay::Details(form)) => cursor = details::draw(model, form, frame.buffer_mut()).or(cursor),
        Some(Overlay::Confirm(confirm)) => popup::confirm(model, confirm, frame.buffer_mut()),
    }
    if let Some(prompt) = &model.prompt {
        palette::draw(model, prompt, frame.buffer_mut());
        cursor = prompt::draw(model, prompt, layout.status, frame.buffer_mut()).or(cursor);
    }
    lay_ground(model, frame);
    if let Some(cell) = cursor.filter(|&cell| frame.area().contains(cell.into())) {
        frame.set_cursor_position(cell);
    }
}

/// Puts a ground under everything where the theme has one of its own.
fn lay_ground(model: &Model, frame: &mut Frame<'_>) {
    let ground = model.theme.style(Role::Text);
    let (Some(fg), Some(bg)) = (ground.fg, ground.bg) else { return };
    for cell in &mut frame.buffer_mut().content {
        if cell.bg == Color::Reset {
            cell.bg = bg;
        }
        if cell.fg == Color::Reset {
            cell.fg = fg;
        }
    }
}

/// The first cell of the selected row in the pane in focus.
fn selected_cell(model: &Model, layout: &Layout) -> Option<(u16, u16)> {
    let inside = layout.inside(model.focus());
    if inside.is_empty() {
        return None;
    }
    let line = match model.focus() {
        Pane::Groups => model.first.at.checked_sub(model.first.top)?,
        Pane::Quotations if model.verification.is_some() => {
            let cursor = model.verification.as_ref()?.cursor;
            cursor.at.checked_sub(cursor.top)? * super::state::verification::LINES
        }
        Pane::Quotations => {
            let width = layout::text_width(inside.width);
            // The wheel may have scrolled it out of sight.
            model.list.at.checked_sub(model.list.top)?;
            (model.list.top..model.list.at).map(|row| model.row_height(row, width)).sum()
        }
        Pane::Context => {
            let area = model.context_area(inside);
            let selected = model.selecting.map(|selection| selection.head());
            let span = selected.or(model.context.marks.quotation);
            let line = span.map_or(0, |span| model.context.line_of(span.start));
            let line = line.saturating_sub(model.context.top).min(usize::from(area.height.saturating_sub(1)));
            line + usize::from(area.y - inside.y)
        }
    };
    let line = u16::try_from(line).ok().filter(|line| *line < inside.height)?;
    Some((inside.x, inside.y + line))
}
