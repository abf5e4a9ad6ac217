//! `a`: adds an article by its path, its link or its pasted text, whose title it asks for.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::read::is_web_address;
use crate::text::ByteRange;
use crate::tui::message::{Added, Effect};
use crate::tui::prompt::{Candidate, Lines};
use crate::tui::state::active_prompt::{ActivePrompt, AddArticlePrompt, AddTitlePrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::update::{adding, completions};

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

    /// A path or a link when it is one. Text that is long enough for an article needs a title, which it does not hold.
    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        let typed = prompt.input.text().trim();
        if typed.is_empty() {
            model.say("Nothing was added.");
        } else if typed.contains('\n') || typed.split_whitespace().nth(20).is_some() {
            open_prompt(model, AddTitlePrompt { text: prompt.input.text().to_owned() }, "");
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

impl Behavior for AddTitlePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::AddTitle(self)
    }

    fn label(&self) -> String {
        "title (may stay empty): ".into()
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        let title = Some(prompt.input.text().trim().to_owned()).filter(|title| !title.is_empty());
        let input = Added::Text { text: self.text.clone(), title };
        adding::begin(model, "adding the pasted article".to_owned(), input, effects);
        Accepted::Close
    }

    /// The text comes back, so that a second Esc is what throws it away.
    fn cancel(&self, model: &mut Model, _: &str) {
        open_prompt(model, AddArticlePrompt, &self.text);
    }
}
