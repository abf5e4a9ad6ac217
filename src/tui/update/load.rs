//! The store as it comes in, stretch by stretch, and as it changes under the explorer's eyes.

use std::collections::HashSet;

use super::{edit, search};
use crate::store::{Loaded, Problem, QuotationIx};
use crate::tui::groups::{Identity, Label};
use crate::tui::message::{Effect, Job, Reloaded};
use crate::tui::model::{Found, Loading, Model, Sort};
use crate::tui::rows::Rows;

/// Takes a stretch of the store in. Without a filter its quotations are in sight at once; the counts follow.
pub fn loaded(model: &mut Model, loaded: Loaded, effects: &mut Vec<Effect>) {
    let first = model.catalog.is_empty();
    model.catalog.append(loaded);
    let whole = model.filter.text.trim().is_empty() && model.sort == Sort::Article;
    if whole {
        model.found.rows = Rows::All(model.catalog.len());
        if model.first.at == 0 && model.picks.is_empty() && model.review.is_none() {
            model.rows = model.found.rows.clone();
        }
    }
    // Each search goes through everything that is there, so the next one waits until there is half as much again:
    // then all of them together cost no more than a few times the last.
    let grown = model.catalog.len() > model.found.of + model.found.of / 2;
    if first || grown && model.searching.shown == model.searching.sent {
        search::request(model, effects);
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
pub fn done(model: &mut Model, effects: &mut Vec<Effect>) {
    model.loading = Loading::Done;
    if std::mem::take(&mut model.changed_again) {
        effects.push(reload(model));
    }
    if model.searching.shown == model.searching.sent && model.found.of != model.catalog.len() {
        search::request(model, effects);
    }
    if !model.problems.is_empty() {
        let (count, first) = (model.problems.len(), model.problems[0].message.clone());
        let key = model.keymap.hint(crate::tui::keymap::Action::Problems);
        model.fail(match count {
            1 => format!("A problem in the store: {first} ({key} shows it)"),
            _ => format!("{count} problems in the store; the rest is here ({key} shows them)"),
        });
    }
}

/// The store cannot be read.
pub fn failed(model: &mut Model, why: String) {
    model.fail(why.clone());
    model.loading = Loading::Failed(why);
}

/// Somebody else changed the store: it is read anew in the background, and the old one is shown until then.
pub fn changed(model: &mut Model, effects: &mut Vec<Effect>) {
    // What changes while the store is being read is read when that is done.
    if model.reloading || matches!(model.loading, Loading::Running(..)) {
        model.changed_again = true;
        return;
    }
    effects.push(reload(model));
}

/// Reads the store anew.
pub fn reload(model: &mut Model) -> Effect {
    model.reloading = true;
    Effect::work(Job::Reload {
        index: model.index.clone(),
        query: search::effective(&model.filter, model.sort),
        browse: model.browse,
    })
}

/// Takes the changed store over without losing the place, the marks, the filter or an edit that is not saved yet.
pub fn reloaded(model: &mut Model, result: Result<Reloaded, String>, effects: &mut Vec<Effect>) {
    model.reloading = false;
    if std::mem::take(&mut model.changed_again) {
        effects.push(reload(model));
    }
    let Reloaded { mut catalog, problems, index, found } = match result {
        Ok(loaded) => loaded,
        Err(why) => {
            model.fail(format!("The store changed and cannot be read: {why}. What is shown is as it was."));
            return;
        }
    };
    for edit in model.saving.unsaved() {
        // What an edit was about may be gone; saving it says so.
        let _ = catalog.apply(edit);
    }
    let more = problems.len() > model.problems.len();
    model.problems = problems;
    model.loading = Loading::Done;
    if more {
        model.fail(format!("The store changed; {} problems in it now.", model.problems.len()));
    }
    let names = Names::of(model);
    edit::close_stale(model);
    model.catalog = catalog;
    model.index = index;
    // A filter that was typed meanwhile is searched for anew.
    model.searching.sent += 1;
    model.searching.shown = model.searching.sent;
    let found = (found.groups.browse == model.browse).then_some(found);
    names.restore(model, found, effects);
    search::request(model, effects);
}

/// Names of everything that the model knows by number, to find it again in another catalogue.
pub struct Names {
    here: Option<Identity>,
    picks: HashSet<Identity>,
    selected: Option<(String, String)>,
    marks: Vec<(String, String)>,
    range: Option<(String, String)>,
    review: Option<Vec<(String, String)>>,
}

impl Names {
    /// The names as they are now.
    pub fn of(model: &Model) -> Self {
        let name = |ix: QuotationIx| {
            let quotation = model.catalog.quotation(ix);
            (model.catalog.article(quotation.article()).id().to_owned(), quotation.id().to_owned())
        };
        Self {
            here: model.label(model.first.at).map(|label| label.identity(&model.catalog)),
            picks: model.picks.iter().map(|label| label.identity(&model.catalog)).collect(),
            selected: model.selected().map(name),
            marks: model.marks.iter().map(name).collect(),
            range: model.range.map(name),
            review: model.review.is_some().then(|| model.rows.iter().map(name).collect()),
        }
    }

    /// Finds everything again in the model's catalogue, which is another one now. `found` is what matches in it, where
    /// that is known.
    pub fn restore(self, model: &mut Model, found: Option<Found>, effects: &mut Vec<Effect>) {
        let find = |model: &Model, (article, id): &(String, String)| model.catalog.find(article, id);
        model.context.forget(None);
        model.context.shown = None;
        model.context.quotation = None;
        model.marks = self.marks.iter().filter_map(|name| find(model, name)).collect();
        model.range = self.range.and_then(|name| find(model, &name));
        let review = model.review.take();
        model.picks.clear();
        match found {
            Some(found) => search::take_at(model, found, self.here, effects),
            None => search::now(model, self.here, effects),
        }
        if !self.picks.is_empty() {
            let labels = model.found.groups.rows.iter().map(|group| &group.label);
            let picked: HashSet<Label> =
                labels.filter(|label| self.picks.contains(&label.identity(&model.catalog))).cloned().collect();
            model.picks = picked;
            search::choose(model, effects);
        }
        let selected = self.selected.and_then(|name| find(model, &name));
        match (review, self.review) {
            (Some(review), Some(names)) => {
                let rows = names.iter().filter_map(|name| find(model, name)).collect();
                model.review = Some(review);
                search::set_rows(model, Rows::chosen(rows), selected, effects);
            }
            _ => {
                let rows = model.rows.clone();
                search::set_rows(model, rows, selected, effects);
            }
        }
    }
}
