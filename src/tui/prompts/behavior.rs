//! What every prompt has in common: a label, a history, what typing does, what Enter and Esc do, and completions.

use crossterm::event::KeyEvent;

use crate::text::ByteRange;
use crate::tui::message::Effect;
use crate::tui::prompt::{Candidate, Lines, Prompt};
use crate::tui::state::active_prompt::{ActivePrompt, HistoryKind, PromptKind};
use crate::tui::state::model::Model;

/// Whether Enter closes a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// The text was taken.
    Close,
    /// The text cannot be taken as it is.
    Stay,
    /// The text is a beginning: what may follow is offered.
    Continue,
}

/// What a prompt does. Each prompt implements this in a file of its own.
pub trait Behavior {
    /// The prompt as a variant of its enum.
    fn into_kind(self) -> PromptKind
    where
        Self: Sized;

    /// What stands before the text.
    fn label(&self) -> String;

    /// The history that it shares.
    fn history(&self) -> Option<HistoryKind> {
        None
    }

    /// Whether the text may have several lines.
    fn lines(&self) -> Lines {
        Lines::One
    }

    /// Whether completions are offered before anything was typed.
    fn completes_at_once(&self) -> bool {
        false
    }

    /// Takes a key before the text does; says whether it was one of its own.
    fn key(&self, _model: &mut Model, _key: KeyEvent) -> bool {
        false
    }

    /// The text changed.
    fn edited(&self, _model: &mut Model, _text: &str) {}

    /// Enter. The prompt is not in the model any more, so another one can be opened.
    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted;

    /// Esc, with the text that is left behind.
    fn cancel(&self, _model: &mut Model, _text: &str) {}

    /// What the text at the caret may become, and the part of it that would be replaced.
    fn complete(&self, _model: &Model, _text: &str, _caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        None
    }

    /// What stands at the right of the text.
    fn hint(&self, _model: &Model, _prompt: &ActivePrompt) -> String {
        String::new()
    }
}

/// Opens a prompt with `text` in it.
pub fn open(model: &mut Model, behavior: impl Behavior, text: &str) {
    let history = behavior.history().map(|kind| model.histories.of(kind).clone()).unwrap_or_default();
    let mut input = Prompt::new(behavior.lines(), history).with_text(text);
    if behavior.completes_at_once()
        && let Some((span, candidates)) = behavior.complete(model, text, text.len())
    {
        input.offer(span, candidates);
    }
    let label = behavior.label();
    let kind = behavior.into_kind();
    model.prompt = Some(ActivePrompt { kind, label, input, diagnostic: None, hint: String::new() });
}
