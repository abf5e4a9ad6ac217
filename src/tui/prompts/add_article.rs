//! `a`: adds an article by its path, its link or its pasted text, whose details are asked for. A key, or `--indirect` before
//! the path as on the command line, chooses whether reported speech is looked for, too.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::extract::Options;
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
    open_prompt(model, AddArticlePrompt::default(), "");
}

/// Opens it with a text that was pasted before, and what was chosen for it.
pub fn open_with(model: &mut Model, text: &str, indirect: bool) {
    open_prompt(model, AddArticlePrompt { indirect }, text);
}

/// Before a path or a link: look for reported speech, too.
const OPTION: &str = "--indirect ";

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
            details::of_pasted(model, prompt.input.text().to_owned(), self.indirect);
        } else {
            let (typed, indirect) = match typed.strip_prefix(OPTION) {
                Some(path) => (path.trim_start(), true),
                None => (typed, self.indirect),
            };
            let path = completions::expand(typed);
            if !path.exists() && !is_web_address(typed) {
                model.fail(format!("There is no {}.", path.display()));
                return Accepted::Stay;
            }
            adding::begin(model, format!("adding {typed}"), Added::Path(path), Options { indirect }, effects);
        }
        Accepted::Close
    }

    /// Ctrl-r switches reported speech on and off.
    fn key(&self, model: &mut Model, key: KeyEvent) -> bool {
        let switches = key.code == KeyCode::Char('r') && key.modifiers == KeyModifiers::CONTROL;
        if let Some(prompt) = model.prompt.as_mut().filter(|_| switches) {
            prompt.kind = PromptKind::AddArticle(Self { indirect: !self.indirect });
        }
        switches
    }

    fn hint(&self, _: &Model, _: &ActivePrompt) -> String {
        let choice = if self.indirect { "yes" } else { "no" };
        format!("reported speech: {choice} (Ctrl-r)")
    }

    fn complete(&self, _: &Model, text: &str, caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        Some(completions::paths(text, caret))
    }
}
