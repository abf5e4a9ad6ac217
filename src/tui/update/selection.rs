//! Which quotations are in sight: the filter asks the background, the first pane's cursor and picks choose among
//! what came back. The place is kept by the quotation under the cursor, not by its number.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::query::{self, Facet, Index, LeftOut, Query};
use crate::store::QuotationIx;
use crate::tui::layout::Pane;
use crate::tui::message::Search;
use crate::tui::state::cursor::Cursor;
use crate::tui::state::find::Hits;
use crate::tui::state::groups;
use crate::tui::state::labels::{self, Grouping, Identity};
use crate::tui::state::model::Model;
use crate::tui::state::rows::{Rows, Set};
use crate::tui::state::session::{Filter, Found, Loading};

/// The filter, what is picked of facets that the first pane does not list now, and the order of the list, unless the
/// filter says an order itself.
pub fn effective(model: &Model) -> Query {
    let filter = &model.filter.query;
    let sorts = match model.sort.order(model.reversed) {
        Some(order) if filter.sorts().is_empty() => vec![order],
        _ => filter.sorts().to_vec(),
    };
    let mut parts = model.picks.queries(&model.catalog, |facet| facet != model.grouping.by);
    if parts.is_empty() {
        return filter.clone().sorted(sorts);
    }
    if !filter.is_everything() {
        let words = filter.clone().sorted(Vec::new()).to_string();
        parts.insert(0, if filter.is_alternative() { format!("({words})") } else { words });
    }
    // Queries that were printed can be read; the filter alone is the next best.
    query::parse(&parts.join(" ")).unwrap_or_else(|_| filter.clone()).sorted(sorts)
}

/// The search for the filter in force, under a new number; the one that runs is stopped.
pub fn search(model: &mut Model) -> Search {
    model.searching.stop.store(true, Ordering::Relaxed);
    model.searching.stop = Arc::new(AtomicBool::new(false));
    model.searching.sent += 1;
    let query = effective(model);
    let marked = if query.says_marked() { model.marks.iter().collect() } else { Vec::new() };
    Search {
        request: model.searching.sent,
        catalog: model.catalog.clone(),
        index: model.index.clone().with_versions(model.comparison.found.clone()),
        query,
        grouping: model.grouping,
        marked,
        stop: model.searching.stop.clone(),
    }
}

/// Takes an answer in.
pub fn found(model: &mut Model, request: u64, found: Found, index: Index) {
    if request <= model.searching.shown {
        return;
    }
    model.searching.shown = request;
    model.index.absorb(index, &model.catalog);
    if found.groups.grouping != model.grouping {
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
        None => model.label(model.first.at).map(|label| Identity::of(label, &model.catalog)),
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
    if !model.picks.has(model.grouping.by) && model.review.is_none() {
        let before = model.listed();
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
    let before = model.saved_cursor.as_ref().and_then(|saved| saved.quotation).or_else(|| model.listed());
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

/// The rows by picks or cursor; how many of them are rejected or denied is kept with them.
fn chosen(model: &mut Model) -> Rows {
    let groups = model.found.groups.clone();
    let by = model.grouping.by;
    if groups.grouping.by != by && model.picks.has(by) {
        // The groups that the picks are among are being counted.
        return model.rows.clone();
    }
    if model.picks.has(by) {
        let picked: Vec<usize> =
            (0..groups.rows.len()).filter(|row| model.picks.contains(by, &groups.rows[*row].label)).collect();
        let lists: Vec<Rows> = picked.iter().map(|row| groups.members(*row, &model.catalog)).collect();
        if let ([one], [row]) = (lists.as_slice(), picked.as_slice()) {
            model.left_out = groups.rows[*row].left_out;
            return one.clone();
        }
        let keep: Set = lists.iter().flat_map(Rows::iter).collect();
        let rows = model.found.rows.retain(&keep);
        model.left_out = left_out_of(model, &rows);
        return rows;
    }
    match model.first.at.checked_sub(1) {
        Some(row) if row < groups.rows.len() => {
            model.left_out = groups.rows[row].left_out;
            groups.members(row, &model.catalog)
        }
        _ => {
            model.left_out = groups.left_out;
            model.found.rows.clone()
        }
    }
}

/// How many of `rows` are rejected or denied.
fn left_out_of(model: &Model, rows: &Rows) -> LeftOut {
    if model.found.groups.left_out == LeftOut::default() {
        return LeftOut::default();
    }
    let (rejected, denied) = groups::left_out(&model.catalog, rows);
    LeftOut { rejected: rejected.len(), denied: denied.len() }
}

/// Picks the row of the first pane under the cursor, or takes the pick back, and moves on.
pub fn pick(model: &mut Model) {
    match model.label(model.first.at).cloned() {
        None => {
            // On `All` there is nothing to pick; it takes all picks back.
            let words = match model.picks.has(model.grouping.by) {
                true => "No picks here.",
                false => "“All” is everything: pick rows below it.",
            };
            model.picks.clear_of(model.grouping.by);
            model.say(words);
        }
        Some(label) => {
            model.picks.toggle(model.grouping.by, label);
            model.first.at = (model.first.at + 1).min(model.first_len() - 1);
        }
    }
    model.review = None;
    choose(model);
}

/// Takes the last pick back, of whatever the first pane listed then.
pub fn unpick(model: &mut Model) {
    let Some((facet, label)) = model.picks.pop() else {
        model.say("Nothing is picked.");
        return;
    };
    let name = labels::shown(&label, facet, &model.catalog).into_owned();
    model.say(format!("{name} is no longer picked."));
    model.review = None;
    if facet == model.grouping.by {
        choose(model);
    } else {
        model.stale.search = true;
    }
}

/// `b` and `B`: the first pane lists something else. What was picked before goes on to hold.
pub fn turn_grouping(model: &mut Model, forward: bool) {
    group_by(model, model.grouping.turned(forward).by);
}

/// The first pane lists `facet`.
pub fn group_by(model: &mut Model, facet: Facet) {
    model.grouping = Grouping::of(facet);
    model.first.at = 0;
    model.find[Pane::Groups.index()] = None;
    model.arrangement.hidden[Pane::Groups.index()] = false;
    let title = labels::title(model.grouping.by).to_lowercase();
    model.say(format!("The first pane lists {title}."));
    choose(model);
    model.stale.search = true;
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
    let whole = filter.text.trim().is_empty() && model.is_in_store_order();
    model.filter = filter;
    model.review = None;
    model.stale.search = true;
    // Everything needs no search; only the groups have to be counted.
    if whole && model.loading != Loading::Missing && model.first.at == 0 && model.picks.is_empty() {
        let keep = model.saved_cursor.as_ref().and_then(|saved| saved.quotation).or_else(|| model.listed());
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
        model.index.absorb(index, &model.catalog);
        take_at(model, found, here);
    }
}
