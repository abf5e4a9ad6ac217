//! `:verify`: asks for the draft whose quotations are to be checked.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::text::ByteRange;
use crate::tui::message::Effect;
use crate::tui::prompt::Candidate;
use crate::tui::state::active_prompt::{ActivePrompt, PromptKind, VerifyPrompt};
use crate::tui::state::model::Model;
use crate::tui::update::{completions, verification};

/// Opens it, with the draft that was checked last.
pub fn open(model: &mut Model) {
    if let Err(why) = verification::is_possible(model) {
        model.fail(why);
        return;
    }
    let last = model.last_draft.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    open_prompt(model, VerifyPrompt, &last);
}

impl Behavior for VerifyPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Verify(self)
    }

    fn label(&self) -> String {
        "verify (path of a draft): ".into()
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        let typed = prompt.input.text().trim();
        if typed.is_empty() {
            model.say("Nothing was checked.");
            return Accepted::Close;
        }
        match verification::begin(model, typed) {
            Ok(()) => Accepted::Close,
            Err(why) => {
                model.fail(why);
                Accepted::Stay
            }
        }
    }

    fn complete(&self, _: &Model, text: &str, caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        Some(completions::paths(text, caret))
    }
}
