//! Which quotations are in sight: the filter asks the background, the first pane's cursor and picks choose among
//! what came back. The place is kept by the quotation under the cursor, not by its number.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::query::{self, Index};
use crate::store::QuotationIx;
use crate::tui::layout::Pane;
use crate::tui::message::Search;
use crate::tui::state::cursor::Cursor;
use crate::tui::state::find::Hits;
use crate::tui::state::groups::Identity;
use crate::tui::state::model::Model;
use crate::tui::state::rows::{Rows, Set};
use crate::tui::state::session::{Filter, Found, Loading, Sort};

/// The filter with the order of the list, unless it says an order itself.
pub fn effective(filter: &Filter, sort: Sort) -> query::Query {
    let query = filter.query.clone();
    match sort.order() {
        Some(order) if query.sorts().is_empty() => query.sorted(vec![order]),
        _ => query,
    }
}

/// The search for the filter in force, under a new number; the one that runs is stopped.
pub fn search(model: &mut Model) -> Search {
    model.searching.stop.store(true, Ordering::Relaxed);
    model.searching.stop = Arc::new(AtomicBool::new(false));
    model.searching.sent += 1;
    Search {
        request: model.searching.sent,
        catalog: model.catalog.clone(),
        index: model.index.clone(),
        query: effective(&model.filter, model.sort),
        browse: model.browse,
        stop: model.searching.stop.clone(),
    }
}

/// Takes an answer in.
pub fn found(model: &mut Model, request: u64, found: Found, index: Index) {
    if request <= model.searching.shown {
        return;
    }
    model.searching.shown = request;
    model.index = index;
    if found.groups.browse != model.browse {
        return;
    }
    let behind = found.of != model.catalog.len();
    let mut found = found;
    if let Rows::All(len) = &mut found.rows {
        // Everything is everything, with what has come in meanwhile.
        *len = model.catalog.len();
    }
    take(model, found);
    // The store grew to its end while this search ran.
    if behind && request == model.searching.sent && !matches!(model.loading, Loading::Running(..)) {
        model.stale.search = true;
    }
}

/// Puts `found` in place, keeping cursor and picks where they are.
fn take(model: &mut Model, found: Found) {
    let here = match &model.saved_cursor {
        Some(saved) => saved.group.clone(),
        None => model.label(model.first.at).map(|label| label.identity(&model.catalog)),
    };
    take_at(model, found, here);
}

/// The same with the row of the first pane named.
pub fn take_at(model: &mut Model, found: Found, here: Option<Identity>) {
    model.found = found;
    let row = here.and_then(|identity| model.found.groups.find(&identity, &model.catalog));
    model.first.at = row.map_or(0, |row| row + 1);
    choose(model);
    if let Some(find) = &mut model.find[Pane::Groups.index()] {
        find.fresh = false;
        model.stale.find = true;
    }
}

/// The first pane's cursor moved to another row: the quotations follow it, from their beginning.
pub fn follow(model: &mut Model) {
    if model.picks.is_empty() && model.review.is_none() {
        let before = model.selected();
        model.list = Cursor::default();
        let rows = chosen(model);
        set_rows(model, rows, before);
    }
}

/// Chooses the rows by picks or cursor. The quotation under the cursor stays under it when it is still there.
pub fn choose(model: &mut Model) {
    if model.review.is_some() {
        return;
    }
    let before = model.saved_cursor.as_ref().and_then(|saved| saved.quotation).or_else(|| model.selected());
    let rows = chosen(model);
    set_rows(model, rows, before);
}

/// Shows `rows`, with the cursor on `keep` when it is among them; else where it was.
pub fn set_rows(model: &mut Model, rows: Rows, keep: Option<QuotationIx>) {
    model.rows = rows;
    match keep.and_then(|ix| model.rows.position(ix)) {
        Some(row) => {
            // What stood above the cursor stays above it as far as it goes.
            let above = model.list.at.saturating_sub(model.list.top);
            model.list.at = row;
            model.list.top = row.saturating_sub(above);
        }
        None => model.list.at = model.list.at.min(model.rows.len().saturating_sub(1)),
    }
    if let Some(find) = &mut model.find[Pane::Quotations.index()] {
        find.hits = Hits::default();
        find.here = None;
        find.fresh = false;
        model.stale.find = true;
    }
}

fn chosen(model: &Model) -> Rows {
    let groups = &model.found.groups;
    if !model.picks.is_empty() {
        let picked = groups.rows.iter().enumerate().filter(|(_, group)| model.picks.contains(&group.label));
        let lists: Vec<Rows> = picked.map(|(row, _)| groups.members(row, &model.catalog)).collect();
        if let [one] = lists.as_slice() {
            return one.clone();
        }
        let keep: Set = lists.iter().flat_map(Rows::iter).collect();
        return model.found.rows.retain(&keep);
    }
    match model.first.at.checked_sub(1) {
        Some(row) if row < groups.rows.len() => groups.members(row, &model.catalog),
        _ => model.found.rows.clone(),
    }
}

/// Picks the row of the first pane under the cursor, or takes the pick back, and moves on.
pub fn pick(model: &mut Model) {
    match model.label(model.first.at).cloned() {
        None => {
            // On `All` there is nothing to pick; it takes all picks back.
            let words =
                if model.picks.is_empty() { "“All” is everything: pick rows below it." } else { "No picks." };
            model.picks.clear();
            model.say(words);
        }
        Some(label) => {
            if !model.picks.remove(&label) {
                model.picks.insert(label);
            }
            model.first.at = (model.first.at + 1).min(model.first_len() - 1);
        }
    }
    model.review = None;
    choose(model);
}

/// Takes filter and picks away, and goes to `All`: everything is in sight then.
pub fn clear(model: &mut Model) {
    if model.filter.text.is_empty() && model.picks.is_empty() && model.first.at == 0 {
        model.say("There is no filter.");
        return;
    }
    model.picks.clear();
    model.first.at = 0;
    set_filter(model, Filter::default());
    choose(model);
}

/// Puts another filter in force.
pub fn set_filter(model: &mut Model, filter: Filter) {
    let whole = filter.text.trim().is_empty() && model.sort == Sort::Article;
    model.filter = filter;
    model.review = None;
    model.stale.search = true;
    // Everything needs no search; only the groups have to be counted.
    if whole && model.loading != Loading::Missing && model.first.at == 0 && model.picks.is_empty() {
        let keep = model.saved_cursor.as_ref().and_then(|saved| saved.quotation).or_else(|| model.selected());
        set_rows(model, Rows::All(model.catalog.len()), keep);
    }
}

/// Searches at once, without the background: after an edit that gave the quotations other numbers, when nothing of
/// what was found before holds any more.
pub fn now(model: &mut Model, here: Option<Identity>) {
    model.saved_cursor = None;
    model.stale.search = false;
    let job = search(model);
    model.searching.shown = job.request;
    if let Some((found, index)) = crate::tui::work::search(job) {
        model.index = index;
        take_at(model, found, here);
    }
}
