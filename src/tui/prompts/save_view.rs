//! `save-view`: saves filter, picks and sort under a name.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::tui::message::Effect;
use crate::tui::state::active_prompt::{ActivePrompt, PromptKind, SaveViewPrompt};
use crate::tui::state::model::Model;
use crate::tui::update::views;

/// Opens it.
pub fn open(model: &mut Model) {
    open_prompt(model, SaveViewPrompt, "");
}

impl Behavior for SaveViewPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::SaveView(self)
    }

    fn label(&self) -> String {
        "name of the view: ".into()
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        views::save(model, prompt.input.text().trim(), effects);
        Accepted::Close
    }
}
