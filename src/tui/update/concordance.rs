//! `:kwic`: the matches of the search or filter aligned, sorted by what stands beside them; Enter goes to one.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::jumps;
use crate::query::Query;
use crate::query::concordance::{Alignment, Occurrence};
use crate::tui::keymap::Action;
use crate::tui::layout::{Pane, box_height};
use crate::tui::message::{Effect, Job};
use crate::tui::state::concordance::{Concordance, MOST};
use crate::tui::state::cursor::{Cursor, Step};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::state::session::Work;

/// Looks for the matches of `/` in the quotations in sight, else of the filter, in the background.
pub fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let find = model.find[Pane::Quotations.index()].as_ref();
    let (query, of) = match find {
        Some(find) => (find.pattern.query.clone(), find.pattern.written.clone()),
        None => (model.filter.query.clone(), model.filter.text.trim().to_owned()),
    };
    if query.is_everything() {
        let (search, filter) = (model.keymap.hint(Action::Search), model.keymap.hint(Action::Filter));
        model.say(format!("Nothing to align: search with {search} among the quotations, or filter with {filter}."));
        return;
    }
    send(model, (query, of), Alignment::default(), None, effects);
}

/// Has the matches looked for, or those that are known put into another order.
fn send(
    model: &mut Model,
    (query, of): (Query, String),
    by: Alignment,
    known: Option<Vec<Occurrence>>,
    effects: &mut Vec<Effect>,
) {
    let stop = Arc::new(AtomicBool::new(false));
    let (catalog, rows) = (model.catalog.clone(), model.rows.clone());
    let what = "aligning the matches".into();
    model.work = Some(Work { what, progress: String::new(), left_out: None, stop: stop.clone() });
    effects.push(Effect::work(Job::Align { catalog, rows, query, of, by, known, stop }));
}

/// They were found, and are in that order.
pub fn found(model: &mut Model, of: String, by: Alignment, lines: Option<Vec<Occurrence>>) {
    model.work = None;
    let Some(lines) = lines else { return };
    if lines.is_empty() {
        model.say(format!("No words of the quotations shown match {of}."));
        return;
    }
    let is_open = matches!(model.overlay, Some(Overlay::Concordance(_)));
    if is_open || model.overlay.is_none() && model.prompt.is_none() {
        if lines.len() == MOST && !is_open {
            model.say("These are the first 50,000; a filter leaves fewer.");
        }
        model.overlay = Some(Overlay::Concordance(Box::new(Concordance { of, lines, by, cursor: Cursor::default() })));
    }
}

/// Does `action` in it.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let page = isize::try_from(box_height(model.size.1).max(1)).unwrap_or(1);
    let Some(Overlay::Concordance(shown)) = &mut model.overlay else { return };
    let step = match action {
        Action::Down => Step::By(1),
        Action::Up => Step::By(-1),
        Action::HalfDown => Step::By((page / 2).max(1)),
        Action::HalfUp => Step::By(-(page / 2).max(1)),
        Action::PageDown => Step::By(page),
        Action::PageUp => Step::By(-page),
        Action::Top => Step::First,
        Action::Bottom => Step::Last,
        Action::Sort if model.work.is_none() => {
            let (of, by, known) = (shown.of.clone(), shown.by.next(), shown.lines.clone());
            return send(model, (Query::default(), of), by, Some(known), effects);
        }
        Action::Open | Action::Right => return go(model),
        _ => return,
    };
    shown.cursor.step(step, shown.lines.len());
    shown.cursor.settle(shown.lines.len(), box_height(model.size.1), |_| 1);
}

/// Goes to the quotation of the line under the cursor.
fn go(model: &mut Model) {
    let Some(Overlay::Concordance(shown)) = model.overlay.take() else { return };
    let Some(occurrence) = shown.lines.get(shown.cursor.at) else { return };
    jumps::remember(model);
    if let Some(row) = model.rows.position(occurrence.quotation) {
        model.list.at = row;
        model.arrangement.show(Pane::Quotations);
    }
}
