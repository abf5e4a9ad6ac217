//! `w`: writes the marked, else the visible, quotations to a file.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::text::ByteRange;
use crate::tui::message::Effect;
use crate::tui::prompt::Candidate;
use crate::tui::state::active_prompt::{ActivePrompt, PromptKind, WritePrompt};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::update::{completions, export};
use crate::user::protected;

/// Opens it with `typed` in it.
pub fn open(model: &mut Model, typed: &str) {
    if model.rows.is_empty() {
        model.say("There is nothing in sight to write.");
        return;
    }
    open_prompt(model, WritePrompt, typed);
}

impl Behavior for WritePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Write(self)
    }

    fn label(&self) -> String {
        "write to: ".into()
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        let typed = prompt.input.text().trim();
        if typed.is_empty() {
            model.say("Nothing was written.");
            return Accepted::Close;
        }
        let path = completions::expand(typed);
        if export::format_of(&path).is_none() {
            model.fail("The ending of the name chooses the format: .yaml, .ndjson, .json, .csv, .md or .txt.");
            return Accepted::Stay;
        }
        if let Some(why) = protected::reason(&path, model.place.location.as_ref(), model.place.folders.as_ref()) {
            model.fail(why);
            return Accepted::Stay;
        }
        if path.exists() {
            let question = format!("{} is there already. Write over it?", path.display());
            model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Write(path) }));
        } else {
            export::write(model, path, effects);
        }
        Accepted::Close
    }

    fn complete(&self, _: &Model, text: &str, caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        Some(completions::paths(text, caret))
    }
}
