//! The search of `/` in the pane in focus: live while it is typed, then `n` and `N`.

use super::selection;
use crate::tui::layout::Pane;
use crate::tui::state::find::{Find, Hits, Landing};
use crate::tui::state::model::Model;

/// What the pattern in force in `pane` is found in has changed.
pub fn refresh(model: &mut Model, pane: Pane) {
    let Some(find) = &mut model.find[pane.index()] else { return };
    if pane == Pane::Context {
        let reading = model.context.shown.as_ref();
        let spans = reading.map(|(_, reading)| find.pattern.spans(&reading.text)).unwrap_or_default();
        find.take(Hits::Spans(spans.into()));
        arrive(model, pane);
    } else {
        find.fresh = false;
        model.stale.find = true;
    }
}

/// Takes in where the patterns were found. An answer to an older request is passed over: a newer one is on its way.
pub fn found(model: &mut Model, request: u64, found: Vec<(Pane, Hits)>) {
    model.found_at = model.found_at.max(request);
    if request != model.find_sent {
        return;
    }
    for (pane, hits) in found {
        if let Some(find) = &mut model.find[pane.index()] {
            find.take(hits);
            arrive(model, pane);
        }
    }
}

/// Does what was asked for before the hits were known.
fn arrive(model: &mut Model, pane: Pane) {
    let Some(find) = &mut model.find[pane.index()] else { return };
    let Some(Landing { from, announce, steps }) = find.landing.take() else { return };
    if let Some(from) = from {
        find.here = find.hits.from(from);
        if announce {
            announce_hits(model, pane);
        }
        go(model, pane);
    }
    for _ in 0..steps.unsigned_abs() {
        step_in(model, pane, steps > 0);
    }
}

/// Goes to the first hit from `place` on, as soon as the hits are known, and says how many there are.
pub fn land(model: &mut Model, pane: Pane, place: usize) {
    let Some(find) = &mut model.find[pane.index()] else { return };
    find.landing = Some(Landing { from: Some(place), announce: true, steps: 0 });
    if find.fresh {
        arrive(model, pane);
    }
}

fn announce_hits(model: &mut Model, pane: Pane) {
    let Some(find) = &model.find[pane.index()] else { return };
    let words = match (find.here, find.hits.len()) {
        (Some(here), len) => format!("match {} of {len}", here + 1),
        (None, _) => format!("No match for {}", find.pattern.written),
    };
    model.say(words);
}

/// Goes to the next hit, or the one before.
pub fn step(model: &mut Model, forward: bool) {
    // A search from the quotations pane goes on from the context, where its matches are shown too.
    let focus = model.focus();
    let pane = if focus == Pane::Context && model.find[focus.index()].is_none() { Pane::Quotations } else { focus };
    match &mut model.find[pane.index()] {
        None => model.say("Nothing has been searched for here; / searches."),
        Some(find) if !find.fresh => {
            let step = if forward { 1 } else { -1 };
            find.landing.get_or_insert_default().steps += step;
        }
        Some(_) => step_in(model, pane, forward),
    }
}

fn step_in(model: &mut Model, pane: Pane, forward: bool) {
    let place = match pane {
        Pane::Groups => model.first.at,
        Pane::Quotations => model.list.at,
        Pane::Context => {
            let here = model.find[pane.index()].as_ref().and_then(|find| Some(find.hits.at(find.here?)));
            here.unwrap_or_else(|| model.context.lines.get(model.context.top).map_or(0, |line| line.start))
        }
    };
    let Some(find) = &mut model.find[pane.index()] else { return };
    let Some(hit) = find.hits.beyond(place, forward) else {
        let written = find.pattern.written.clone();
        model.say(format!("No match for {written}"));
        return;
    };
    let words = format!("match {} of {}", hit + 1, find.hits.len());
    let at = find.hits.at(hit);
    let wrapped = find.hits.len() > 1 && if forward { at <= place } else { at >= place };
    find.here = Some(hit);
    model.say(if wrapped { format!("{words} (wrapped around)") } else { words });
    go(model, pane);
}

/// Moves the cursor to the hit that the search stands on.
fn go(model: &mut Model, pane: Pane) {
    let Some(Find { hits, here: Some(here), .. }) = &model.find[pane.index()] else { return };
    let at = hits.at(*here);
    match pane {
        Pane::Groups => {
            if model.first.at != at {
                model.first.at = at;
                selection::follow(model);
            }
        }
        Pane::Quotations => model.list.at = at,
        Pane::Context => {
            let height = usize::from(model.context_area(model.layout().inside(pane)).height);
            let line = model.context.line_of(at);
            if line < model.context.top || line >= model.context.top + height {
                model.context.top = line.saturating_sub(height / 3);
                model.context.clamp(height);
            }
        }
    }
}
