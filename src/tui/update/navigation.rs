//! Moving through panes and between them.

use super::selection;
use crate::tui::keymap::Action;
use crate::tui::layout::{Pane, text_width};
use crate::tui::state::cursor::Step;
use crate::tui::state::model::Model;

/// Moves in the pane in focus.
pub fn step(model: &mut Model, action: Action) {
    let pane = model.focus();
    let room = usize::from(model.layout().inside(pane).height);
    if pane == Pane::Context {
        let room = usize::from(model.context_area(model.layout().inside(pane)).height);
        let page = isize::try_from(room.max(1)).unwrap_or(1);
        let lines = match action {
            Action::Down => 1,
            Action::Up => -1,
            Action::Top => isize::MIN,
            Action::Bottom => isize::MAX,
            Action::HalfDown => page / 2,
            Action::HalfUp => -(page / 2),
            Action::PageDown => page,
            Action::PageUp => -page,
            _ => 0,
        };
        model.context.scroll(lines, room);
        return;
    }
    let page = page(model, pane, room);
    let step = match action {
        Action::Down => Step::By(1),
        Action::Up => Step::By(-1),
        Action::Top => Step::First,
        Action::Bottom => Step::Last,
        Action::HalfDown => Step::By((page / 2).max(1)),
        Action::HalfUp => Step::By(-(page / 2).max(1)),
        Action::PageDown => Step::By(page),
        Action::PageUp => Step::By(-page),
        _ => return,
    };
    walk(model, pane, step);
}

fn page(model: &Model, pane: Pane, room: usize) -> isize {
    let rows = if pane == Pane::Quotations && model.verification.is_some() {
        room / crate::tui::state::verification::LINES
    } else if pane == Pane::Quotations {
        let width = text_width(model.layout().inside(pane).width);
        model.list.page(model.rows.len(), room, |row| model.row_height(row, width))
    } else {
        room
    };
    isize::try_from(rows.max(1)).unwrap_or(isize::MAX)
}

/// Takes `step` in a list.
pub fn walk(model: &mut Model, pane: Pane, step: Step) {
    match pane {
        Pane::Groups => {
            let before = model.first.at;
            model.first.step(step, model.first_len());
            if model.first.at != before {
                selection::follow(model);
            }
        }
        Pane::Quotations if super::verification::walk(model, step) => {}
        Pane::Quotations => model.list.step(step, model.rows.len()),
        Pane::Context => {}
    }
}

/// Changes the pane in focus.
pub fn pane(model: &mut Model, action: Action) {
    let arrangement = &mut model.arrangement;
    match action {
        Action::Left => arrangement.sideways(false),
        Action::Right => arrangement.sideways(true),
        Action::NextPane => arrangement.step(true),
        Action::PreviousPane => arrangement.step(false),
        Action::Speakers => arrangement.show(Pane::Groups),
        Action::Quotations => arrangement.show(Pane::Quotations),
        Action::Context => arrangement.show(Pane::Context),
        Action::Zoom => arrangement.zoom = !arrangement.zoom,
        Action::Wider => arrangement.resize(true),
        Action::Narrower => arrangement.resize(false),
        Action::Hide if !arrangement.hide() => model.say("This is the last pane."),
        Action::Open => match arrangement.focus {
            Pane::Groups => arrangement.show(Pane::Quotations),
            Pane::Quotations => arrangement.show(Pane::Context),
            Pane::Context => {}
        },
        _ => {}
    }
}

/// Scrolls the context from any pane.
pub fn scroll_context(model: &mut Model, down: bool) {
    let room = usize::from(model.context_area(model.layout().inside(Pane::Context)).height);
    model.context.scroll(if down { 1 } else { -1 }, room);
}
