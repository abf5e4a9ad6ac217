//! Review: what nobody looked at, least certain first; every decision goes on to the next.

use crate::store::QuotationIx;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::state::model::Model;
use crate::tui::state::rows::Rows;
use crate::tui::state::session::Review;

use super::selection;

/// Begins a review of the quotations in sight, or ends it.
pub fn toggle(model: &mut Model) {
    if model.review.is_some() {
        leave(model);
        return;
    }
    let certainty = |ix: QuotationIx| model.catalog.quotation(ix).confidence().unwrap_or(0.0);
    let open = |ix: &QuotationIx| {
        let quotation = model.catalog.quotation(*ix);
        quotation.review().is_none() && !quotation.gone()
    };
    let mut order: Vec<QuotationIx> = model.rows.iter().filter(open).collect();
    order.sort_by(|a, b| certainty(*a).total_cmp(&certainty(*b)));
    if order.is_empty() {
        model.say("Everything here is reviewed.");
        return;
    }
    let (confirm, reject, edit, why) = (
        model.keymap.hint(Action::Confirm),
        model.keymap.hint(Action::Reject),
        model.keymap.hint(Action::Edit),
        model.keymap.hint(Action::Why),
    );
    model.say(format!("Review: {confirm} confirms, {reject} rejects, {edit} edits, {why} explains; Esc leaves."));
    let before = model.selected();
    let first = order[0];
    let total = order.len();
    selection::set_rows(model, Rows::chosen(order), Some(first));
    model.review = Some(Review { total, decided: 0, before });
    model.arrangement.show(Pane::Quotations);
}

/// Ends the review; the cursor stays on the quotation under it.
pub fn leave(model: &mut Model) {
    let Some(review) = model.review.take() else { return };
    let here = model.selected().or(review.before);
    selection::choose(model);
    if let Some(row) = here.and_then(|ix| model.rows.position(ix)) {
        model.list.at = row;
    }
}

/// Goes on to the next one that nobody looked at, in a review.
pub fn advance(model: &mut Model) {
    if model.review.is_none() || model.overlay.is_some() {
        return;
    }
    let open = |row: &usize| {
        let ix = model.rows.get(*row);
        ix.is_some_and(|ix| model.catalog.quotation(ix).review().is_none())
    };
    let next = (model.list.at + 1..model.rows.len()).find(open).or_else(|| (0..model.list.at).find(open));
    match next {
        Some(row) => model.list.at = row,
        None => model.say("Everything here is reviewed; Esc leaves the review."),
    }
}

/// Counts how many of the review are decided.
pub fn count(model: &mut Model) {
    let decided = || model.rows.iter().filter(|ix| model.catalog.quotation(*ix).review().is_some()).count();
    if model.review.is_some() {
        let decided = decided();
        if let Some(review) = &mut model.review {
            review.decided = decided;
        }
    }
}
