//! `:verify`: a draft's passages take the place of the list, problems first, with the source of the one under the cursor
//! in the context. The draft is checked again whenever it or the store is saved.

use super::{completions, versions};
use crate::text::counted;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::state::context::{Marks, Reading};
use crate::tui::state::cursor::Step;
use crate::tui::state::model::Model;
use crate::tui::state::verification::{LINES, Verification};
use crate::verify::against::Checked;

/// Whether a draft can be checked here at all.
///
/// # Errors
/// When it cannot; says why.
pub fn is_possible(model: &Model) -> Result<(), String> {
    match model.place.location {
        Some(_) => Ok(()),
        None => Err("These quotations came through a pipe: a draft can be checked against a saved store only.".into()),
    }
}

/// Begins to check the draft at `path`.
///
/// # Errors
/// When there is no such file; says so.
pub fn begin(model: &mut Model, path: &str) -> Result<(), String> {
    is_possible(model)?;
    let path = completions::expand(path);
    if !path.is_file() {
        return Err(format!("There is no file {}.", path.display()));
    }
    model.last_draft = Some(path.clone());
    let sent = model.verification.take().map_or(0, |before| before.sent);
    model.verification = Some(Verification { sent, answered: sent, ..Verification::of(path) });
    model.review = None;
    model.arrangement.show(Pane::Quotations);
    model.stale.draft = true;
    Ok(())
}

/// The draft was saved, or what it is compared with.
pub fn changed(model: &mut Model) {
    model.stale.draft |= model.verification.is_some();
}

/// Takes in what was found.
pub fn checked(model: &mut Model, request: u64, result: Result<Box<Checked>, String>) {
    let Some(verification) = &mut model.verification else { return };
    if request != verification.sent {
        return;
    }
    verification.answered = request;
    match result {
        Ok(checked) => {
            let first = verification.checked.is_none();
            let problems = match checked.problems() {
                0 => "no problems".to_owned(),
                some => counted(some, "problem"),
            };
            let unpaired: Vec<String> = checked.draft.unpaired.iter().map(ToString::to_string).collect();
            verification.take(checked);
            let name = verification.name();
            if !unpaired.is_empty() {
                model.fail(format!("Unclosed quotation mark in line {}.", unpaired.join(", ")));
            } else if first {
                model.say(format!("{name}: {problems}."));
            }
        }
        Err(why) => {
            // What is being saved may be half a file; the next save is looked at again.
            if verification.checked.is_none() {
                model.verification = None;
            }
            model.fail(why);
        }
    }
}

/// Does `action` while a draft is on show. Says whether it was for the draft. What changes the list closes it.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    if model.verification.is_none() {
        return false;
    }
    let in_list = model.focus() == Pane::Quotations;
    match action {
        Action::Back if !model.arrangement.zoom => {
            model.verification = None;
            model.say("Closed the draft.");
            true
        }
        Action::OpenEditor => {
            open_draft(model, effects);
            true
        }
        Action::Open if in_list => {
            open_source(model);
            true
        }
        Action::Filter
        | Action::ClearFilter
        | Action::Search
        | Action::Next
        | Action::Previous
        | Action::Sort
        | Action::ReverseSort
        | Action::Review
        | Action::Mark
        | Action::MarkRange
        | Action::MarkAll
        | Action::RestoreMarks
        | Action::NextGrouping
        | Action::PreviousGrouping
        | Action::Unpick
        | Action::JumpBack
        | Action::JumpForward
        | Action::Views => {
            model.verification = None;
            false
        }
        _ => false,
    }
}

/// Takes `step` in the list of passages; says whether there is one.
pub fn walk(model: &mut Model, step: Step) -> bool {
    let Some(verification) = &mut model.verification else { return false };
    verification.cursor.step(step, verification.order.len());
    true
}

/// Puts the cursor on the passage at `line` of the list; says whether there is a list.
pub fn click(model: &mut Model, line: usize) -> bool {
    let Some(verification) = &mut model.verification else { return false };
    let row = verification.cursor.top + line / LINES;
    if row < verification.order.len() {
        verification.cursor.at = row;
    }
    true
}

/// Where the source of the passage under the cursor stands in its article.
pub fn marks(model: &Model, reading: &Reading) -> Option<Marks> {
    let verification = model.verification.as_ref()?;
    if !reading.own_words {
        return None;
    }
    let place = verification.place()?;
    let id = verification.found()?.quotation.clone().unwrap_or_default();
    Some(reading.marks(&id, 0, Some(place)))
}

/// Enter: leaves the draft for the stored quotation that the passage comes from.
fn open_source(model: &mut Model) {
    let Some(verification) = &model.verification else { return };
    let quotation = verification.quotation(&model.catalog);
    let article = verification.article(&model.catalog);
    let missing = verification.found().is_none();
    match (quotation, article) {
        (Some(ix), _) => {
            model.verification = None;
            versions::go_to(model, ix);
        }
        (None, Some(_)) => model.arrangement.show(Pane::Context),
        _ if missing => model.say("No article has these words."),
        _ => model.say("The article is no longer shown."),
    }
}

/// `E`: opens the draft at the passage under the cursor.
fn open_draft(model: &Model, effects: &mut Vec<Effect>) {
    let Some(verification) = &model.verification else { return };
    let path = verification.path.clone();
    let text = verification.checked.as_ref().is_none_or(|checked| checked.draft.is_text);
    if text {
        let line = verification.row(verification.cursor.at).map_or(1, |(_, passage, _)| passage.place.0);
        effects.push(Effect::EditFile(path, line));
    } else {
        effects.push(Effect::OpenFile(path));
    }
}
