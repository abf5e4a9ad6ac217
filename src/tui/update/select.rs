//! Selecting words in the context: `v` and movement; then they are added as a quotation, become the edges of the one
//! under the cursor, or are copied.

use super::edit::{self, EditWording, Verb};
use super::{form, missed};
use crate::store::ArticleIx;
use crate::text::ByteRange;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::prompts;
use crate::tui::state::context::Reading;
use crate::tui::state::find::Find;
use crate::tui::state::model::Model;
use crate::tui::state::word_selection::WordSelection;
use std::sync::Arc;

/// `v` in the context: selects the match of the search where it is in sight, else the quotation's words, else the first
/// word in sight.
pub fn start(model: &mut Model) {
    let here = model.shown_article();
    if model.context.shown.as_ref().is_some_and(|(shown, _)| Some(*shown) != here) {
        model.say("The article is still being read.");
        return;
    }
    let Some((article, reading)) = model.context.shown.clone().filter(|(_, reading)| reading.own_words) else {
        model.say("The store has no text of this article to select words in.");
        return;
    };
    let lines = &model.context.lines;
    let seen = lines.get(model.context.top..).unwrap_or_default();
    let seen = &seen[..seen.len().min(height(model))];
    let (first, last) = (seen.first(), seen.last());
    let in_sight = |span: &ByteRange| {
        first.is_some_and(|line| line.start < span.end) && last.is_some_and(|line| span.start < line.end)
    };
    let found = model.find[Pane::Context.index()].as_ref().and_then(Find::here_in_text);
    let begins = found.filter(in_sight).or_else(|| model.context.marks.quotation.filter(in_sight));
    let selection = begins.and_then(|span| WordSelection::of(article, &reading.text, span));
    let at = first.map_or(0, |line| line.start);
    model.selecting = selection.or_else(|| WordSelection::at(article, &reading.text, at));
    if model.selecting.is_some() {
        let key = |action| model.keymap.hint(action);
        let (again, end) = (key(Action::MarkRange), key(Action::OpenUrl));
        let (add, edges) = (key(Action::AddQuotation), key(Action::Edit));
        let words = format!(
            "Move to select words: {again} begins here, {end} goes to the other end; {add} adds them, {edges} sets the edges."
        );
        model.say(words);
    }
}

/// How many lines of the article are in sight.
fn height(model: &Model) -> usize {
    usize::from(model.context_area(model.layout().inside(Pane::Context)).height)
}

/// The selection with the text that it is in, while that is on the screen.
fn current(model: &Model) -> Option<(WordSelection, Arc<Reading>)> {
    let selection = model.selecting?;
    model.context.article_text(selection.article).map(|reading| (selection, reading.clone()))
}

/// Does what `action` means while words are selected. Says whether it means something then.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    if model.selecting.is_none() || model.focus() != Pane::Context {
        return false;
    }
    let Some((mut selection, reading)) = current(model) else {
        model.selecting = None;
        return false;
    };
    let text = reading.text.as_str();
    let page = isize::try_from(height(model).max(1)).unwrap_or(1);
    match action {
        Action::Right => selection.step(text, true),
        Action::Left => selection.step(text, false),
        Action::Down => selection.step_lines(text, &model.context.lines, 1),
        Action::Up => selection.step_lines(text, &model.context.lines, -1),
        Action::HalfDown => selection.step_lines(text, &model.context.lines, (page / 2).max(1)),
        Action::HalfUp => selection.step_lines(text, &model.context.lines, -(page / 2).max(1)),
        Action::PageDown => selection.step_lines(text, &model.context.lines, page),
        Action::PageUp => selection.step_lines(text, &model.context.lines, -page),
        Action::Top => selection.step_to_end(text, &model.context.lines, false),
        Action::Bottom => selection.step_to_end(text, &model.context.lines, true),
        Action::MarkRange | Action::Mark => selection.restart(),
        Action::OpenUrl => selection.swap(),
        Action::AddQuotation => return add(model, selection.article, selection.span(text)),
        Action::Edit => return set_edges(model, &reading, selection.span(text)),
        Action::Copy => {
            let text = selection.span(text).of(text).to_owned();
            effects.push(Effect::Copy { text, what: "the selected words".into() });
            model.selecting = None;
            return true;
        }
        Action::Back => {
            model.selecting = None;
            return true;
        }
        // What leaves the pane leaves the selection.
        Action::NextPane | Action::PreviousPane | Action::Speakers | Action::Quotations => {
            model.selecting = None;
            return false;
        }
        _ => return false,
    }
    model.selecting = Some(selection);
    reveal(model, selection.head().start);
    true
}

/// Takes the cursor of the selection to a byte of the article.
pub fn go(model: &mut Model, at: usize) {
    if let Some((mut selection, reading)) = current(model) {
        selection.go(&reading.text, at);
        model.selecting = Some(selection);
    }
}

/// Brings a byte of the article into sight.
fn reveal(model: &mut Model, at: usize) {
    let height = height(model);
    let line = model.context.line_of(at);
    if line < model.context.top {
        model.context.top = line;
    } else if line >= model.context.top + height {
        model.context.top = (line + 1).saturating_sub(height.max(1));
    }
    model.context.clamp(height);
}

/// Asks who said the selected words, which are added then.
fn add(model: &mut Model, article: ArticleIx, span: ByteRange) -> bool {
    if missed::is_taken(model, article, span) {
        model.fail("Those words are in a quotation already.");
        return true;
    }
    model.selecting = None;
    prompts::add_quotation::ask_speaker(model, article, span);
    true
}

/// Makes the selected words those of the quotation under the cursor.
fn set_edges(model: &mut Model, reading: &Reading, span: ByteRange) -> bool {
    let Some(ix) = model.selected() else { return true };
    if model.context.marks.quotation == Some(span) {
        model.say("The quotation has exactly these words already.");
        return true;
    }
    model.selecting = None;
    let edits = vec![edit::edit(model, ix, form::at(reading, span))];
    let verb = Verb::new("changed the edges of", "change the edges of");
    let wording = EditWording::new(model, &[verb], &[ix], "");
    edit::propose(model, edits, wording, &[ix]);
    true
}
