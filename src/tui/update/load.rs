//! The store as it comes in, stretch by stretch, and as it changes under the explorer's eyes.

use super::names::{self, Names, name};
use super::verification;
use crate::index::Loaded;
use crate::store::{Problem, QuotationIx};
use crate::tui::keymap::Action;
use crate::tui::message::Reloaded;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::state::rows::Rows;
use crate::tui::state::session::{Loading, Name};

/// Takes a stretch of the store in. Without a filter its quotations are in sight at once; the counts follow.
pub fn loaded(model: &mut Model, loaded: Loaded) {
    let first = model.catalog.is_empty();
    loaded.append_to(&mut model.catalog, model.index.texts_mut());
    let whole =
        model.filter.text.trim().is_empty() && model.is_in_store_order() && !model.picks.has_besides(model.grouping.by);
    if whole {
        model.found.rows = Rows::All(model.catalog.len());
        if model.first.at == 0 && model.picks.is_empty() && model.review.is_none() {
            model.rows = model.found.rows.clone();
        }
    }
    resume(model);
    // Each search goes through everything that is there, so the next one waits until there is half as much again:
    // then all of them together cost no more than a few times the last.
    let grown = model.catalog.len() > model.found.of + model.found.of / 2;
    if first || grown && model.searching.shown == model.searching.sent {
        model.stale.search = true;
    }
}

/// Goes to where the person was at the end of the last run, as soon as that is read.
fn resume(model: &mut Model) {
    let Some((article, id)) = &model.resume else { return };
    if let Some(row) = model.catalog.find(article, id).and_then(|ix| model.rows.position(ix)) {
        model.list.at = row;
        model.resume = None;
    }
}

/// Takes in how far the reading is.
pub fn progress(model: &mut Model, done: u64, of: u64) {
    if matches!(model.loading, Loading::Running(..) | Loading::Missing) {
        model.loading = Loading::Running(done, of);
    }
}

/// Takes in what is wrong with the store.
pub fn problem(model: &mut Model, problem: Problem) {
    model.problems.push(problem);
}

/// All of the store is in memory.
pub fn done(model: &mut Model) {
    model.loading = Loading::Done;
    model.stale.versions = true;
    if std::mem::take(&mut model.changed_again) {
        model.stale.store = true;
    }
    if model.searching.shown == model.searching.sent && model.found.of != model.catalog.len() {
        model.stale.search = true;
    }
    if !model.problems.is_empty() {
        model.has_unseen_problems = true;
        let key = model.keymap.hint(Action::Problems);
        model.fail(match model.problems.as_slice() {
            [one] => format!("A problem in the store: {} ({key} shows it)", one.one_line()),
            many => format!("{} problems in the store; the rest is here ({key} shows them)", many.len()),
        });
    }
}

/// The store cannot be read.
pub fn failed(model: &mut Model, why: String) {
    model.fail(why.clone());
    model.loading = Loading::Failed(why);
}

/// Somebody else changed the store: it is read again in the background, and the old one is shown until then.
pub fn changed(model: &mut Model) {
    // What changes while the store is being read is read when that is done.
    if model.reloading || matches!(model.loading, Loading::Running(..)) {
        model.changed_again = true;
        return;
    }
    model.stale.store = true;
}

/// Takes the changed store over without losing the place, the marks, the filter or an edit that is not saved yet.
pub fn reloaded(model: &mut Model, result: Result<Reloaded, String>) {
    model.reloading = false;
    if std::mem::take(&mut model.changed_again) {
        model.stale.store = true;
    }
    let Reloaded { mut catalog, problems, index, found } = match result {
        Ok(loaded) => loaded,
        Err(why) => {
            model.fail(format!("The store changed and cannot be read: {why}. It is shown as it was before."));
            return;
        }
    };
    let new = problems.iter().find(|problem| !model.problems.contains(problem)).map(Problem::one_line);
    model.has_unseen_problems = !problems.is_empty() && (model.has_unseen_problems || new.is_some());
    if problems.is_empty() && !model.problems.is_empty() {
        model.say("The store can be read again.");
    }
    model.problems = problems;
    let key = model.keymap.hint(Action::Problems);
    if catalog.is_empty() && !model.catalog.is_empty() && !model.problems.is_empty() {
        // Nobody who breaks a line wants to look at an empty screen, and to find the place again afterwards.
        if let Some(why) = new {
            model.fail(format!("The store cannot be read: {why}. It is shown as it was before ({key} shows all)."));
        }
        return;
    }
    for edit in model.saving.unsaved() {
        // What an edit was about may be gone; saving it says so.
        let _ = catalog.apply(edit);
    }
    model.loading = Loading::Done;
    if let Some(why) = new {
        let hidden = model.catalog.articles().filter(|article| catalog.find_article(article.id()).is_none()).count();
        model.fail(match hidden {
            0 => format!("The store changed: {why} ({key} shows all)"),
            1 => format!("One article is hidden until it is fixed: {why} ({key} shows all)"),
            many => format!("{many} articles are hidden until they are fixed: {why} ({key} shows all)"),
        });
    }
    let names = Names::of(model);
    let before = names.selected.clone();
    close_stale(model);
    model.catalog = catalog;
    model.index = index;
    // A filter that was typed meanwhile is searched for again.
    model.searching.sent += 1;
    model.searching.shown = model.searching.sent;
    let found = (found.groups.grouping == model.grouping).then_some(found);
    names.restore(model, found);
    model.stale.search = true;
    find_lost(model, before);
    if let Some(article) = model.go_to.take().and_then(|id| model.catalog.find_article(&id)) {
        let first = model.catalog.article(article).quotations().next().map(QuotationIx::new);
        if let Some(row) = first.and_then(|ix| model.rows.position(ix)) {
            model.list.at = row;
        }
    }
    model.saving.retry_rejected();
    model.stale.saves = true;
    model.stale.versions = true;
    verification::changed(model);
}

/// Remembers where the cursor was when its quotation went out of sight with a broken document, and goes back there when
/// that was fixed, unless the person went elsewhere meanwhile.
fn find_lost(model: &mut Model, before: Option<Name>) {
    let place = |model: &Model, (article, id): &Name| model.catalog.find(article, id);
    if let Some((lost, instead)) = model.lost.take() {
        match place(model, &lost) {
            Some(ix) if before == instead => {
                if let Some(row) = model.rows.position(ix) {
                    model.list.at = row;
                }
                return;
            }
            None if before == instead => {
                model.lost = Some((lost, model.listed().map(|ix| name(model, ix))));
                return;
            }
            _ => {}
        }
    }
    if let Some(before) = before.filter(|before| place(model, before).is_none() && !model.problems.is_empty()) {
        model.lost = Some((before, model.listed().map(|ix| name(model, ix))));
    }
}

/// Closes what is open about quotations by their numbers, when the numbers change under it. What is typed on must not
/// become commands, so a question takes its place; other questions name what they are about, and stay.
fn close_stale(model: &mut Model) {
    if matches!(model.overlay, Some(Overlay::Concordance(_))) {
        model.overlay = None;
        model.say("The store changed: the aligned matches are closed.");
    }
    model.selecting = None;
    if matches!(model.overlay, Some(Overlay::Form(_))) {
        model.overlay = Some(Overlay::Confirm(names::edit_again(Action::Edit)));
    }
}
