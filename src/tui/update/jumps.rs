//! Jumps: back to where the cursor was before a search, an undo or another filter, and forth again.

use super::names::name;
use crate::tui::layout::Pane;
use crate::tui::state::model::Model;

/// So many places are remembered.
const MOST: usize = 100;

/// Remembers where the cursor is, before it goes far.
pub fn remember(model: &mut Model) {
    let Some(here) = model.selected().map(|ix| name(model, ix)) else { return };
    let jumps = &mut model.jumps;
    jumps.places.truncate(jumps.at);
    if jumps.places.last() != Some(&here) {
        jumps.places.push(here);
    }
    if jumps.places.len() > MOST {
        jumps.places.remove(0);
    }
    jumps.at = jumps.places.len();
}

/// Goes to the place before, or after; places that are not in sight are passed over.
pub fn jump(model: &mut Model, back: bool) {
    let here = model.selected().map(|ix| name(model, ix));
    if back && model.jumps.at == model.jumps.places.len() {
        // The place that one comes from is gone forth to later.
        remember(model);
        model.jumps.at = model.jumps.places.len().saturating_sub(1);
    }
    loop {
        let next = if back { model.jumps.at.checked_sub(1) } else { Some(model.jumps.at + 1) };
        let Some(next) = next.filter(|next| *next < model.jumps.places.len()) else {
            model.say(if back { "There is no earlier place." } else { "There is no later place." });
            return;
        };
        model.jumps.at = next;
        let (article, id) = &model.jumps.places[next];
        let row = model.catalog.find(article, id).and_then(|ix| model.rows.position(ix));
        if let Some(row) = row.filter(|_| here.as_ref() != Some(&model.jumps.places[next])) {
            model.list.at = row;
            model.arrangement.show(Pane::Quotations);
            return;
        }
    }
}
