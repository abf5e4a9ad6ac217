//! `f`: filters the quotations while the query is typed.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::query::{self, Partial, QueryError, SoFar};
use crate::text::{ByteRange, counted_as, number};
use crate::tui::message::Effect;
use crate::tui::prompt::Candidate;
use crate::tui::state::active_prompt::{ActivePrompt, Diagnostic, FilterPrompt, HistoryKind, PromptKind, Severity};
use crate::tui::state::labels::Identity;
use crate::tui::state::model::Model;
use crate::tui::state::session::{Filter, SavedCursor};
use crate::tui::update::selection;

/// Opens it with the filter in force.
pub fn open(model: &mut Model) {
    let before = model.filter.clone();
    let text = before.text.clone();
    model.saved_cursor = Some(SavedCursor {
        quotation: model.selected(),
        group: model.label(model.first.at).map(|label| Identity::of(label, &model.catalog)),
    });
    open_prompt(model, FilterPrompt { before }, &text);
}

fn apply(model: &mut Model, filter: Filter) {
    selection::set_filter(model, filter);
    selection::choose(model);
}

fn error(error: &QueryError) -> Diagnostic {
    Diagnostic { message: error.one_line(), at: error.at, severity: Severity::Error }
}

impl Behavior for FilterPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Filter(self)
    }

    fn label(&self) -> String {
        "filter: ".into()
    }

    fn history(&self) -> Option<HistoryKind> {
        Some(HistoryKind::Filter)
    }

    fn edited(&self, model: &mut Model, text: &str) {
        let Some(prompt) = &mut model.prompt else { return };
        match query::typed(text, prompt.input.caret()) {
            Partial::Complete(query) => apply(model, Filter { text: text.to_owned(), query }),
            Partial::Incomplete(error, so_far) => {
                let message = format!("expected: {}", error.awaits.as_ref().unwrap_or(&error.message));
                prompt.diagnostic = Some(Diagnostic { message, at: error.at, severity: Severity::Hint });
                // What is on the screen stays, or is what the rest of the query finds: never what the letters of a
                // field's name found as a word.
                if let Some(SoFar { text, query }) = so_far.filter(|so_far| so_far.query != model.filter.query) {
                    apply(model, Filter { text, query });
                }
            }
            Partial::Invalid(wrong) => prompt.diagnostic = Some(error(&wrong)),
        }
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        if prompt.diagnostic.is_none() {
            return Accepted::Close;
        }
        match query::entered(prompt.input.text().trim()) {
            // What was only left open is taken as it stands, and written down as it was understood.
            Ok(query) => {
                apply(model, Filter { text: query.to_string(), query });
                Accepted::Close
            }
            // Enter on a field among the completions takes it: its values come next.
            Err(_) if prompt.input.settle() => Accepted::Continue,
            Err(wrong) => {
                prompt.diagnostic = Some(error(&wrong));
                Accepted::Stay
            }
        }
    }

    fn cancel(&self, model: &mut Model, _: &str) {
        if self.before.text != model.filter.text {
            apply(model, self.before.clone());
        }
    }

    fn complete(&self, model: &Model, text: &str, caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        let query::Completions { replace, candidates } = query::complete(&model.catalog, text, caret);
        let candidates = candidates.into_iter().map(|candidate| Candidate {
            label: candidate.text.clone(),
            insert: candidate.text,
            detail: candidate.about,
        });
        Some((replace, candidates.collect()))
    }

    fn hint(&self, model: &Model, prompt: &ActivePrompt) -> String {
        match prompt.severity() {
            Some(Severity::Hint) => "…".into(),
            Some(Severity::Error) => "no query yet".into(),
            None if model.searching.shown != model.searching.sent => "…".into(),
            None => {
                let (found, shown) = (model.found.rows.len(), model.rows.len());
                let matches = counted_as(found, "match", "matches");
                // Picks, or the row under the cursor, leave fewer in the list.
                if shown == found { matches } else { format!("{matches}, {} shown", number(shown)) }
            }
        }
    }
}
