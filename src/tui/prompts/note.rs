//! `m`: edits a note. What was typed and left by Esc is kept as a draft.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::store::{Change, Edit};
use crate::tui::keymap::Action;
use crate::tui::message::Effect;
use crate::tui::prompt::Lines;
use crate::tui::state::active_prompt::{ActivePrompt, NotePrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::update::edit::{self, EditWording, Verb};

/// Opens it with the draft, else the note, of the targets.
pub fn open(model: &mut Model) {
    let Some(targets) = edit::targets(model, Action::Note) else { return };
    let names = model.names(&targets);
    let draft = model.drafts.iter().find(|(of, _)| *of == names).map(|(_, text)| text.clone());
    let text = draft.or_else(|| model.catalog.quotation(targets[0]).note().map(str::to_owned)).unwrap_or_default();
    open_prompt(model, NotePrompt { targets }, &text);
}

impl Behavior for NotePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Note(self)
    }

    fn label(&self) -> String {
        edit::label("note", &self.targets)
    }

    fn lines(&self) -> Lines {
        Lines::Many
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        let names = model.names(&self.targets);
        model.drafts.retain(|(of, _)| *of != names);
        let note = Some(prompt.input.text().trim().to_owned()).filter(|note| !note.is_empty());
        let changed = self.targets.iter().filter(|&&ix| model.catalog.quotation(ix).note() != note.as_deref());
        let edits: Vec<Edit> = changed.map(|&ix| edit::edit(model, ix, Change::Note(note.clone()))).collect();
        if edits.is_empty() {
            model.say("The note is unchanged.");
            return Accepted::Close;
        }
        let verb = match note {
            Some(_) => Verb::new("wrote a note to", "write a note to"),
            None => Verb::new("removed the note from", "remove the note from"),
        };
        let wording = EditWording::new(model, &[verb], &self.targets, "");
        edit::propose(model, edits, wording, &self.targets);
        Accepted::Close
    }

    fn cancel(&self, model: &mut Model, text: &str) {
        let was = self.targets.first().and_then(|&ix| model.catalog.quotation(ix).note()).unwrap_or_default();
        if text.trim().is_empty() || text.trim() == was {
            return;
        }
        let names = model.names(&self.targets);
        model.drafts.retain(|(of, _)| *of != names);
        model.drafts.push((names, text.to_owned()));
        let key = model.keymap.hint(Action::Note);
        model.say(format!("The note was not saved; {key} goes on with it."));
    }

    fn hint(&self, _: &Model, _: &ActivePrompt) -> String {
        "Ctrl-o $EDITOR".into()
    }
}
