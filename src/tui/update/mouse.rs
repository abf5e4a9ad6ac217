//! The mouse: a click goes to what is under it, the wheel scrolls what is under it.

use super::{navigation, select, within_article};
use crate::tui::layout::{Pane, text_width};
use crate::tui::message::Effect;
use crate::tui::state::cursor::Step;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::wrap;

/// So many rows one notch of the wheel moves.
const NOTCH: isize = 3;

/// A click.
pub fn click(model: &mut Model, column: u16, row: u16) {
    if model.prompt.is_some()
        || matches!(model.overlay, Some(Overlay::Form(_) | Overlay::Details(_) | Overlay::Confirm(_)))
    {
        return;
    }
    if model.overlay.take().is_some() {
        return;
    }
    let layout = model.layout();
    let Some(pane) = layout.pane_at(column, row) else { return };
    model.arrangement.show(pane);
    let inside = layout.inside(pane);
    let Some(line) = row.checked_sub(inside.y).filter(|line| *line < inside.height).map(usize::from) else { return };
    match pane {
        Pane::Groups => {
            let at = model.first.top + line;
            if at < model.first_len() {
                navigation::walk(model, pane, Step::First);
                navigation::walk(model, pane, Step::By(isize::try_from(at).unwrap_or(0)));
            }
        }
        Pane::Quotations if super::verification::click(model, line) => {}
        Pane::Quotations => {
            let width = text_width(inside.width);
            let at = model.list.row_at(line, model.rows.len(), |row| model.row_height(row, width));
            if let Some(at) = at {
                model.list.at = at;
            }
        }
        Pane::Context => {
            let area = model.context_area(inside);
            let Some(line) = row.checked_sub(area.y).map(|line| model.context.top + usize::from(line)) else { return };
            let (Some(line), Some((_, reading))) = (model.context.lines.get(line), &model.context.shown) else {
                return;
            };
            let column = usize::from(column.saturating_sub(area.x));
            let at = line.start + wrap::at_column(line.of(&reading.text), column);
            if model.selecting.is_some() {
                select::go(model, at);
            } else {
                within_article::click(model, at);
            }
        }
    }
}

/// A notch of the wheel.
pub fn scroll(model: &mut Model, column: u16, row: u16, down: bool, effects: &mut Vec<Effect>) {
    let rows = if down { NOTCH } else { -NOTCH };
    if model.overlay.is_some() {
        let action = if down { crate::tui::keymap::Action::Down } else { crate::tui::keymap::Action::Up };
        for _ in 0..NOTCH {
            super::overlay::act(model, action, effects);
        }
        return;
    }
    match model.layout().pane_at(column, row) {
        Some(Pane::Context) => {
            let area = model.context_area(model.layout().inside(Pane::Context));
            model.context.scroll(rows, usize::from(area.height));
        }
        Some(Pane::Groups) => model.first.scroll(rows, model.first_len()),
        Some(Pane::Quotations) => match &mut model.verification {
            Some(draft) => draft.cursor.scroll(rows, draft.order.len()),
            None => model.list.scroll(rows, model.rows.len()),
        },
        None => {}
    }
}
