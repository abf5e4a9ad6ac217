//! The search of `/` in the pane in focus: live while it is typed, then `n` and `N`.

use crate::tui::find::{Find, Hits};
use crate::tui::layout::Pane;
use crate::tui::message::{Effect, FindJob, Job};
use crate::tui::model::Model;
use crate::tui::view;

/// Asks anew where the pattern in force in `pane` is found.
pub fn again(model: &mut Model, pane: Pane, effects: &mut Vec<Effect>) {
    let Some(find) = &model.find[pane.index()] else { return };
    let pattern = find.pattern.clone();
    if pane == Pane::Context {
        let spans = model.context.shown.as_ref().map(|(_, reading)| pattern.spans(&reading.text)).unwrap_or_default();
        if let Some(find) = &mut model.find[pane.index()] {
            find.hits = Hits::Spans(spans.into());
            find.here = None;
        }
        return;
    }
    model.find_sent += 1;
    effects.push(Effect::work(Job::Find(FindJob {
        request: model.find_sent,
        pane,
        pattern,
        catalog: model.catalog.clone(),
        index: model.index.clone(),
        rows: model.rows.clone(),
        names: view::quotations::shows_speakers(model),
        groups: model.found.groups.clone(),
    })));
}

/// Takes in where a pattern was found. While its prompt is open the cursor goes to the first hit from where it was.
pub fn hits(model: &mut Model, request: u64, pane: Pane, hits: Hits) {
    model.found_at = model.found_at.max(request);
    if request != model.find_sent {
        return;
    }
    let Some(find) = &mut model.find[pane.index()] else { return };
    find.hits = hits;
    find.here = None;
    if let Some(from) = super::prompts::searching_from(model, pane) {
        land(model, pane, from);
    }
}

/// Goes to the first hit from `place` on.
pub fn land(model: &mut Model, pane: Pane, place: usize) {
    let Some(find) = &mut model.find[pane.index()] else { return };
    find.here = find.hits.from(place);
    go(model, pane);
}

/// Goes to the next hit, or the one before.
pub fn step(model: &mut Model, forward: bool) {
    // A search from the quotations pane goes on from the context, where its matches are shown too.
    let focus = model.focus();
    let pane = if focus == Pane::Context && model.find[focus.index()].is_none() { Pane::Quotations } else { focus };
    let place = match pane {
        Pane::Groups => model.first.at,
        Pane::Quotations => model.list.at,
        Pane::Context => {
            let here = model.find[pane.index()].as_ref().and_then(|find| Some(find.hits.at(find.here?)));
            here.unwrap_or_else(|| model.context.lines.get(model.context.top).map_or(0, |line| line.start))
        }
    };
    let Some(find) = &mut model.find[pane.index()] else {
        model.say("Nothing was searched for here: / searches.");
        return;
    };
    let Some(hit) = find.hits.beyond(place, forward) else {
        let written = find.pattern.written.clone();
        model.say(format!("No match for {written}"));
        return;
    };
    let words = format!("match {} of {}", hit + 1, find.hits.len());
    let wrapped = (hit == 0 && forward || hit + 1 == find.hits.len() && !forward) && find.hits.len() > 1;
    find.here = Some(hit);
    model.say(if wrapped { format!("{words} (around the end)") } else { words });
    go(model, pane);
}

/// Moves the cursor to the hit that the search stands on.
fn go(model: &mut Model, pane: Pane) {
    let Some(Find { hits, here: Some(here), .. }) = &model.find[pane.index()] else { return };
    let at = hits.at(*here);
    match pane {
        Pane::Groups => {
            model.first.at = at;
            // The quotations follow without a new search: `choose` has no work for the background here.
            let mut none = Vec::new();
            super::search::follow(model, &mut none);
        }
        Pane::Quotations => model.list.at = at,
        Pane::Context => {
            let room = usize::from(view::context::text_area(model.layout().inside(pane), model).height);
            let line = model.context.line_of(at);
            if line < model.context.top || line >= model.context.top + room {
                model.context.top = line.saturating_sub(room / 3);
                model.context.clamp(room);
            }
        }
    }
}
