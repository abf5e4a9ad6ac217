//! `/` in the help: shows only the commands with these words.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::tui::message::Effect;
use crate::tui::state::active_prompt::{ActivePrompt, FilterHelpPrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;

/// Opens it.
pub fn open(model: &mut Model) {
    open_prompt(model, FilterHelpPrompt, "");
}

impl Behavior for FilterHelpPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::FilterHelp(self)
    }

    fn label(&self) -> String {
        "show: ".into()
    }

    fn edited(&self, model: &mut Model, text: &str) {
        if let Some(Overlay::Help { top, filter }) = &mut model.overlay {
            *top = 0;
            text.clone_into(filter);
        }
    }

    fn accept(&self, _: &mut Model, _: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        Accepted::Close
    }

    fn cancel(&self, model: &mut Model, _: &str) {
        self.edited(model, "");
    }
}
