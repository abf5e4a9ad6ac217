//! The store as it comes in, stretch by stretch, and as it changes under the explorer's eyes.

use std::collections::HashSet;

use super::{edit, search};
use crate::store::{Loaded, Problem, QuotationIx};
use crate::tui::groups::{Identity, Label};
use crate::tui::keymap::Action;
use crate::tui::message::{Effect, Job, Reloaded};
use crate::tui::model::{Found, Loading, Model, Name, Sort};
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
        model.has_unseen_problems = true;
        let key = model.keymap.hint(Action::Problems);
        model.fail(match model.problems.as_slice() {
            [one] => format!("A problem in the store: {} ({key} shows it)", short(one)),
            many => format!("{} problems in the store; the rest is here ({key} shows them)", many.len()),
        });
    }
}

/// Where a problem is and what it is, on one line.
#[must_use]
pub fn short(problem: &Problem) -> String {
    let file = problem.file.as_ref().and_then(|file| file.file_name());
    let file = file.map_or("the store".into(), |file| file.to_string_lossy());
    match problem.line {
        0 => format!("{file}: {}", problem.message),
        line => format!("{file} line {line}: {}", problem.message),
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
    let new = problems.iter().find(|problem| !model.problems.contains(problem)).map(short);
    model.has_unseen_problems = !problems.is_empty() && (model.has_unseen_problems || new.is_some());
    if problems.is_empty() && !model.problems.is_empty() {
        model.say("The store is whole again.");
    }
    model.problems = problems;
    let key = model.keymap.hint(Action::Problems);
    if catalog.is_empty() && !model.catalog.is_empty() && !model.problems.is_empty() {
        // Nobody who breaks a line wants to look at an empty screen, and to find the place again afterwards.
        if let Some(why) = new {
            model.fail(format!("The store cannot be read: {why}. What is shown is as it was ({key} shows all)."));
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
            1 => format!("One article is out of sight until it is mended: {why} ({key} shows all)"),
            many => format!("{many} articles are out of sight until they are mended: {why} ({key} shows all)"),
        });
    }
    let names = Names::of(model);
    let before = names.selected.clone();
    edit::close_stale(model);
    model.catalog = catalog;
    model.index = index;
    // A filter that was typed meanwhile is searched for anew.
    model.searching.sent += 1;
    model.searching.shown = model.searching.sent;
    let found = (found.groups.browse == model.browse).then_some(found);
    names.restore(model, found, effects);
    search::request(model, effects);
    find_lost(model, before);
    if let Some(article) = model.go_to.take().and_then(|id| model.catalog.find_article(&id)) {
        let first = model.catalog.article(article).quotations().next().map(QuotationIx::new);
        if let Some(row) = first.and_then(|ix| model.rows.position(ix)) {
            model.list.at = row;
        }
    }
    model.saving.try_aside();
    edit::save_again(model, effects);
}

/// Remembers where the cursor was when its quotation went out of sight with a broken document, and goes back there when
/// that was mended, unless the person went elsewhere meanwhile.
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
                model.lost = Some((lost, model.selected().map(|ix| name(model, ix))));
                return;
            }
            _ => {}
        }
    }
    if let Some(before) = before.filter(|before| place(model, before).is_none() && !model.problems.is_empty()) {
        model.lost = Some((before, model.selected().map(|ix| name(model, ix))));
    }
}

/// The names of a quotation: its article's, and its own.
fn name(model: &Model, ix: QuotationIx) -> Name {
    let quotation = model.catalog.quotation(ix);
    (model.catalog.article(quotation.article()).id().to_owned(), quotation.id().to_owned())
}

/// Names of everything that the model knows by number, to find it again in another catalogue.
pub struct Names {
    here: Option<Identity>,
    /// A quotation of the speaker under the first pane's cursor, who may come to have another name.
    witness: Option<Name>,
    picks: HashSet<Identity>,
    selected: Option<Name>,
    marks: Vec<Name>,
    range: Option<Name>,
    review: Option<Vec<Name>>,
}

impl Names {
    /// The names as they are now.
    pub fn of(model: &Model) -> Self {
        let name = |ix: QuotationIx| name(model, ix);
        let speaker = match model.label(model.first.at) {
            Some(Label::Speaker(speaker)) => Some(*speaker),
            _ => None,
        };
        let said = |ix: &QuotationIx| speaker.is_some() && model.catalog.quotation(*ix).speaker() == speaker;
        Self {
            witness: model.rows.iter().find(said).map(name),
            here: model.label(model.first.at).map(|label| label.identity(&model.catalog)),
            picks: model.picks.iter().map(|label| label.identity(&model.catalog)).collect(),
            selected: model.selected().map(name),
            marks: model.marks.iter().map(name).collect(),
            range: model.range.map(name),
            review: model.review.is_some().then(|| model.rows.iter().map(name).collect()),
        }
    }

    /// Follows the speaker under the first pane's cursor to the name that it has in the model's catalogue now.
    pub fn follow_speaker(&mut self, model: &Model) {
        let witness = self.witness.take().and_then(|(article, id)| model.catalog.find(&article, &id));
        if let Some(speaker) = witness.and_then(|ix| model.catalog.quotation(ix).speaker()) {
            self.here = Some(Label::Speaker(speaker).identity(&model.catalog));
        }
    }

    /// Finds everything again in the model's catalogue, which is another one now. `found` is what matches in it, where
    /// that is known.
    pub fn restore(self, model: &mut Model, found: Option<Found>, effects: &mut Vec<Effect>) {
        let find = |model: &Model, (article, id): &Name| model.catalog.find(article, id);
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
