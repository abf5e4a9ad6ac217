//! Names of everything that the model knows by number, so that it is found again when the numbers change.

use std::collections::HashSet;

use super::selection;
use crate::store::QuotationIx;
use crate::tui::state::groups::{Identity, Label};
use crate::tui::state::model::Model;
use crate::tui::state::rows::Rows;
use crate::tui::state::session::{Found, Name};

/// The names of a quotation: its article's, and its own.
pub fn name(model: &Model, ix: QuotationIx) -> Name {
    let quotation = model.catalog.quotation(ix);
    (model.catalog.article(quotation.article()).id().to_owned(), quotation.id().to_owned())
}

/// Names of everything that the model knows by number, to find it again in another catalogue.
pub struct Names {
    here: Option<Identity>,
    /// A quotation of the speaker under the first pane's cursor, who may come to have another name.
    witness: Option<Name>,
    picks: HashSet<Identity>,
    /// The quotation under the cursor.
    pub selected: Option<Name>,
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
    pub fn restore(self, model: &mut Model, found: Option<Found>) {
        let find = |model: &Model, (article, id): &Name| model.catalog.find(article, id);
        model.context.forget(None);
        model.context.shown = None;
        model.context.quotation = None;
        model.marks = self.marks.iter().filter_map(|name| find(model, name)).collect();
        model.range = self.range.and_then(|name| find(model, &name));
        let review = model.review.take();
        model.picks.clear();
        match found {
            Some(found) => selection::take_at(model, found, self.here),
            None => selection::now(model, self.here),
        }
        if !self.picks.is_empty() {
            let labels = model.found.groups.rows.iter().map(|group| &group.label);
            let picked: HashSet<Label> =
                labels.filter(|label| self.picks.contains(&label.identity(&model.catalog))).cloned().collect();
            model.picks = picked;
            selection::choose(model);
        }
        let selected = self.selected.and_then(|name| find(model, &name));
        match (review, self.review) {
            (Some(review), Some(names)) => {
                let rows = names.iter().filter_map(|name| find(model, name)).collect();
                model.review = Some(review);
                selection::set_rows(model, Rows::chosen(rows), selected);
            }
            _ => {
                let rows = model.rows.clone();
                selection::set_rows(model, rows, selected);
            }
        }
    }
}
