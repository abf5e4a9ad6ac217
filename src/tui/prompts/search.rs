//! `/`: searches in the pane in focus while the text is typed.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::text::{ByteRange, counted};
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::state::active_prompt::{ActivePrompt, Diagnostic, HistoryKind, PromptKind, SearchPrompt, Severity};
use crate::tui::state::find::{Find, Landing, Pattern};
use crate::tui::state::model::Model;
use crate::tui::update::{find, selection};

/// Opens it for the pane in focus.
pub fn open(model: &mut Model) {
    let pane = model.focus();
    let from = match pane {
        Pane::Groups => model.first.at,
        Pane::Quotations => model.list.at,
        Pane::Context => model.context.lines.get(model.context.top).map_or(0, |line| line.start),
    };
    let before = model.find[pane.index()].take();
    open_prompt(model, SearchPrompt { pane, before, from }, "");
}

impl SearchPrompt {
    fn restore_cursor(&self, model: &mut Model) {
        match self.pane {
            Pane::Groups if model.first.at != self.from => {
                model.first.at = self.from;
                selection::follow(model);
            }
            Pane::Quotations => model.list.at = self.from,
            _ => {}
        }
    }
}

impl Behavior for SearchPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Search(self)
    }

    fn label(&self) -> String {
        "/".into()
    }

    fn history(&self) -> Option<HistoryKind> {
        Some(HistoryKind::Search)
    }

    fn edited(&self, model: &mut Model, text: &str) {
        match Pattern::new(text) {
            Ok(pattern) => {
                let hits = model.find[self.pane.index()].take().map(|find| find.hits).unwrap_or_default();
                let landing = Some(Landing { from: Some(self.from), ..Landing::default() });
                model.find[self.pane.index()] = Some(Find { hits, landing, ..Find::new(pattern) });
                find::refresh(model, self.pane);
            }
            Err(_) if text.is_empty() => {
                model.find[self.pane.index()] = None;
                self.restore_cursor(model);
            }
            Err(message) => {
                if let Some(prompt) = &mut model.prompt {
                    let at = ByteRange::new(0, text.len());
                    prompt.diagnostic = Some(Diagnostic { message, at, severity: Severity::Error });
                }
            }
        }
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        if prompt.diagnostic.is_some() {
            return Accepted::Stay;
        }
        if prompt.input.text().trim().is_empty() {
            // Enter on nothing repeats the search before.
            model.find[self.pane.index()] = self.before.clone();
            find::refresh(model, self.pane);
            find::step(model, true);
        } else {
            find::land(model, self.pane, self.from);
        }
        Accepted::Close
    }

    fn cancel(&self, model: &mut Model, _: &str) {
        model.find[self.pane.index()] = self.before.clone();
        self.restore_cursor(model);
        find::refresh(model, self.pane);
    }

    fn hint(&self, model: &Model, _: &ActivePrompt) -> String {
        match &model.find[self.pane.index()] {
            Some(find) => counted(find.hits.len(), if self.pane == Pane::Context { "place" } else { "row" }),
            None => "one text, or /regex/".into(),
        }
    }
}
