//! `a`: adds an article by its path, its link or its pasted text, whose details are asked for.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::read::is_web_address;
use crate::text::ByteRange;
use crate::tui::message::{Added, Effect};
use crate::tui::prompt::{Candidate, Lines};
use crate::tui::state::active_prompt::{ActivePrompt, AddArticlePrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::update::{adding, completions, details};

/// Opens it.
pub fn open(model: &mut Model) {
    if model.place.location.is_none() {
        model.fail("These quotations came through a pipe: there is no store to add to.");
        return;
    }
    if let Some(work) = &model.work {
        let words = format!("Still {}; Ctrl-c stops that.", work.what);
        model.say(words);
        return;
    }
    open_prompt(model, AddArticlePrompt, "");
}

/// Opens it with a text that was pasted before.
pub fn open_with(model: &mut Model, text: &str) {
    open_prompt(model, AddArticlePrompt, text);
}

impl Behavior for AddArticlePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::AddArticle(self)
    }

    fn label(&self) -> String {
        "add (path, link, or paste the text): ".into()
    }

    fn lines(&self) -> Lines {
        Lines::Many
    }

    /// A path or a link when it is one. Of a text that is long enough for an article the details are asked for.
    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        let typed = prompt.input.text().trim();
        if typed.is_empty() {
            model.say("Nothing was added.");
        } else if typed.contains('\n') || typed.split_whitespace().nth(20).is_some() {
            details::of_pasted(model, prompt.input.text().to_owned());
        } else {
            let path = completions::expand(typed);
            if !path.exists() && !is_web_address(typed) {
                model.fail(format!("There is no {}.", path.display()));
                return Accepted::Stay;
            }
            adding::begin(model, format!("adding {typed}"), Added::Path(path), effects);
        }
        Accepted::Close
    }

    fn complete(&self, _: &Model, text: &str, caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        Some(completions::paths(text, caret))
    }
}
