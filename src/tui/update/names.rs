//! Names of everything that the model knows by number, so that it is found again when the numbers change.

use super::selection;
use crate::query::Facet;
use crate::store::{Catalog, QuotationIx};
use crate::tui::keymap::Action;
use crate::tui::state::active_prompt::{NotePrompt, PromptKind, TagsPrompt};
use crate::tui::state::labels::{Identity, Label};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::state::picks::Picks;
use crate::tui::state::rows::Rows;
use crate::tui::state::session::{Found, Name};

/// The names of a quotation: its article's, and its own.
pub fn name(model: &Model, ix: QuotationIx) -> Name {
    let quotation = model.catalog.quotation(ix);
    (model.catalog.article(quotation.article()).id().to_owned(), quotation.id().to_owned())
}

/// Names of everything that the model knows by number, to find it again in another catalog.
pub struct Names {
    here: Option<Identity>,
    /// A quotation of the speaker under the first pane's cursor, who may come to have another name.
    witness: Option<Name>,
    picks: Vec<(Facet, Identity)>,
    /// The quotation under the cursor.
    pub selected: Option<Name>,
    marks: Vec<Name>,
    last_marks: Vec<Name>,
    range: Option<Name>,
    review: Option<Vec<Name>>,
    prompt: Option<Target>,
}

/// What an open prompt is about.
enum Target {
    Quotations(Vec<Name>),
    Article(String),
    Speaker(String),
    /// A place in the text of an article, which may be another text now.
    Place,
}

/// The question that takes the place of an edit whose target is gone.
pub fn edit_again(action: Action) -> Confirm {
    let question = "The store changed in the meantime. Start this edit again?".into();
    Confirm { question, then: OnConfirm::EditAgain(action) }
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
            here: model.label(model.first.at).map(|label| Identity::of(label, &model.catalog)),
            picks: model.picks.identities(&model.catalog),
            selected: model.listed().map(name),
            marks: model.marks.iter().map(name).collect(),
            last_marks: model.last_marks.iter().map(name).collect(),
            range: model.range.map(name),
            review: model.review.is_some().then(|| model.rows.iter().map(name).collect()),
            prompt: model.prompt.as_ref().and_then(|prompt| match &prompt.kind {
                PromptKind::Tags(tags) => Some(Target::Quotations(model.names(&tags.targets))),
                PromptKind::Note(note) => Some(Target::Quotations(model.names(&note.targets))),
                PromptKind::Rename(rename) => {
                    Some(Target::Speaker(model.catalog.speaker(rename.speaker).name().to_owned()))
                }
                PromptKind::AddWords(words) => {
                    Some(Target::Article(model.catalog.article(words.article).id().to_owned()))
                }
                PromptKind::AddSpeaker(_) => Some(Target::Place),
                _ => None,
            }),
        }
    }

    /// Follows the speaker under the first pane's cursor to the name that it has in the model's catalog now.
    pub fn follow_speaker(&mut self, model: &Model) {
        let witness = self.witness.take().and_then(|(article, id)| model.catalog.find(&article, &id));
        if let Some(speaker) = witness.and_then(|ix| model.catalog.quotation(ix).speaker()) {
            self.here = Some(Identity::of(&Label::Speaker(speaker), &model.catalog));
        }
    }

    /// Finds everything again in the model's catalog, which is another one now. `found` is what matches in it, where
    /// that is known.
    pub fn restore(self, model: &mut Model, found: Option<Found>) {
        let find = |model: &Model, (article, id): &Name| model.catalog.find(article, id);
        model.context.forget(None);
        model.context.shown = None;
        model.context.quotation = None;
        model.marks = self.marks.iter().filter_map(|name| find(model, name)).collect();
        model.last_marks = self.last_marks.iter().filter_map(|name| find(model, name)).collect();
        model.range = self.range.and_then(|name| find(model, &name));
        let review = model.review.take();
        model.picks = Picks::resolved(&self.picks, &model.catalog);
        match found {
            Some(found) => selection::take_at(model, found, self.here),
            None => selection::now(model, self.here),
        }
        restore_prompt(model, self.prompt);
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

/// Finds again what the open prompt is about. Where that is gone a question takes the prompt's place, so that what is
/// typed on does not become commands; a note that was typed stays as a draft.
fn restore_prompt(model: &mut Model, target: Option<Target>) {
    let (Some(target), Some(prompt)) = (target, &mut model.prompt) else { return };
    let catalog = &model.catalog;
    let action = match (&target, &mut prompt.kind) {
        (Target::Quotations(names), PromptKind::Tags(TagsPrompt { targets })) => {
            again(find_all(catalog, names), targets, Action::Tags)
        }
        (Target::Quotations(names), PromptKind::Note(NotePrompt { targets })) => {
            again(find_all(catalog, names), targets, Action::Note)
        }
        (Target::Article(id), PromptKind::AddWords(words)) => {
            again(catalog.find_article(id), &mut words.article, Action::AddQuotation)
        }
        (Target::Speaker(name), PromptKind::Rename(rename)) => {
            again(catalog.find_speaker(name), &mut rename.speaker, Action::Edit)
        }
        _ => Some(Action::AddQuotation),
    };
    let Some(action) = action else { return };
    let text = prompt.input.text().to_owned();
    model.prompt = None;
    if let (Target::Quotations(names), Action::Note) = (target, action) {
        model.drafts.push((names, text));
    }
    model.overlay = Some(Overlay::Confirm(edit_again(action)));
}

/// All of the quotations; nothing when one of them is gone.
fn find_all(catalog: &Catalog, names: &[Name]) -> Option<Vec<QuotationIx>> {
    names.iter().map(|(article, id)| catalog.find(article, id)).collect()
}

/// Puts what was found in its place; else gives the command that begins again.
fn again<T>(found: Option<T>, place: &mut T, action: Action) -> Option<Action> {
    match found {
        Some(found) => {
            *place = found;
            None
        }
        None => Some(action),
    }
}
