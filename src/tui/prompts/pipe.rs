//! `|`: gives the marked, else the visible, quotations to a command.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::text::counted;
use crate::tui::message::Effect;
use crate::tui::state::active_prompt::{ActivePrompt, PipePrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::update::export;

/// Opens it.
pub fn open(model: &mut Model) {
    let (rows, _) = export::selected(model);
    if rows.is_empty() {
        model.say("There are no quotations here to pipe to a command.");
        return;
    }
    open_prompt(model, PipePrompt { count: rows.len() }, "");
}

impl Behavior for PipePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Pipe(self)
    }

    fn label(&self) -> String {
        format!("{} to the command: ", counted(self.count, "quotation"))
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        match prompt.input.text().trim() {
            "" => model.say("Nothing was run."),
            command => export::pipe(model, command.to_owned(), effects),
        }
        Accepted::Close
    }
}
