//! `=`: the versions of a quotation, and going to one of them; and the comparison in the background that finds them.

use super::{jumps, selection};
use crate::query::Versions;
use crate::store::QuotationIx;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::state::session::{Loading, SavedCursor};
use crate::tui::state::versions::VersionsList;

/// Takes in what was found.
pub fn found(model: &mut Model, request: u64, versions: Versions) {
    if request != model.comparison.sent {
        return;
    }
    model.comparison.found = Some(versions);
    if selection::effective(model).needs_versions() {
        model.stale.search = true;
    }
    if let Some(Overlay::Versions(list)) = &model.overlay {
        let of = list.of;
        model.overlay = None;
        open_for(model, of);
    }
}

/// Forgets what was found when the quotations have other numbers now, and has them compared again.
pub fn settle(model: &mut Model) {
    let known = &model.comparison.found;
    if known.as_ref().is_some_and(|versions| !versions.fits(&model.catalog)) {
        model.comparison.found = None;
        model.stale.versions = model.loading == Loading::Done;
    }
}

/// Opens the list for the quotation under the cursor.
pub fn open(model: &mut Model) {
    match model.selected() {
        Some(ix) => open_for(model, ix),
        None => model.say("There is no quotation under the cursor."),
    }
}

fn open_for(model: &mut Model, ix: QuotationIx) {
    let Some(versions) = &model.comparison.found else {
        if matches!(model.loading, Loading::Running(..)) {
            model.say("The store is still being read; versions are known after that.");
        } else {
            model.overlay = Some(Overlay::Versions(VersionsList { members: Vec::new(), of: ix, at: 0 }));
        }
        return;
    };
    let Some(group) = versions.group(ix) else {
        model.say("No other quotation has these words.");
        return;
    };
    let members = group.order(&model.catalog);
    let at = members.iter().position(|member| *member == ix).unwrap_or(0);
    model.overlay = Some(Overlay::Versions(VersionsList { members, of: ix, at }));
}

/// Moves in the list, or goes to the version under the cursor.
pub fn act(model: &mut Model, action: Action, lines: isize) {
    let Some(Overlay::Versions(list)) = &mut model.overlay else { return };
    match action {
        Action::Versions => model.overlay = None,
        Action::Open | Action::Right => {
            let chosen = list.members.get(list.at).copied();
            model.overlay = None;
            if let Some(ix) = chosen {
                go_to(model, ix);
            }
        }
        _ => list.at = list.at.saturating_add_signed(lines).min(list.members.len().saturating_sub(1)),
    }
}

/// Goes to a quotation. Where filter, picks or the first pane hide it, they are cleared.
pub fn go_to(model: &mut Model, ix: QuotationIx) {
    jumps::remember(model);
    model.arrangement.show(Pane::Quotations);
    if let Some(row) = model.rows.position(ix) {
        model.list.at = row;
        return;
    }
    model.review = None;
    selection::clear(model);
    model.say("Cleared the filter and picks that hid it.");
    if let Some(row) = model.rows.position(ix) {
        model.list.at = row;
    } else {
        model.saved_cursor = Some(SavedCursor { quotation: Some(ix), group: None });
        model.stale.search = true;
    }
}
