//! How saves went, and leaving the explorer, which waits for them.

use std::sync::atomic::Ordering;

use crate::store::{Saved, StoreError};
use crate::text::{counted, counted_as};
use crate::tui::keymap::Action;
use crate::tui::message::{Effect, Job};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::{work, wrap};

/// Takes in how a save went. Edits that were made meanwhile go out next; what the file could not take is tried again;
/// what the file rejects as it is waits until it is undone or the file changes.
pub fn saved(model: &mut Model, result: Result<Box<Saved>, String>, effects: &mut Vec<Effect>) {
    let saved = match result {
        Ok(saved) => *saved,
        Err(why) => {
            model.saving.failed(why.clone());
            not_saved(model, why, effects);
            return;
        }
    };
    model.catalog.relocate(&saved);
    model.stale.store |= saved.reread;
    let recovered = model.saving.failed.is_some();
    model.saving.acknowledged();
    if recovered {
        model.say("Saved now.");
    }
    let (mut again, mut gone, mut rejected) = (Vec::new(), Vec::new(), 0);
    let mut reason = String::new();
    for (edit, error) in saved.failed {
        let why = model.place.location.as_ref().map_or_else(String::new, |place| work::reason(place, &error));
        match error {
            StoreError::NoArticle(_) | StoreError::NoQuotation { .. } => gone.push(why),
            StoreError::Io { .. } | StoreError::Missing(_) | StoreError::Locked { .. } => {
                reason = why;
                again.push(edit);
            }
            _ => {
                rejected += 1;
                model.saving.rejected.push((edit, why));
            }
        }
    }
    if let Some(why) = gone.first() {
        let edits = if gone.len() == 1 { "An edit" } else { "Some edits" };
        model.fail(format!("{edits} found nothing left to change in the store: {why}"));
        model.stale.store = true;
    }
    if rejected > 0 {
        let (undo, problems) = (model.keymap.hint(Action::Undo), model.keymap.hint(Action::Problems));
        let edits = if rejected == 1 { "An edit".to_owned() } else { counted(rejected, "edit") };
        model.fail(format!("{edits} cannot be saved; {problems} says why, {undo} undoes the last edit."));
    }
    if !again.is_empty() {
        model.saving.wait_again(again, reason.clone());
        not_saved(model, reason, effects);
    } else if model.saving.is_waiting() {
        model.stale.saves = true;
    } else {
        // What a later run can undo is only what the file holds.
        effects.push(Effect::KeepHistory);
    }
    if rejected > 0 && model.quitting {
        model.quitting = false;
        quit(model);
    }
}

fn not_saved(model: &mut Model, why: String, effects: &mut Vec<Effect>) {
    effects.push(Effect::work(Job::SaveLater(model.saving.tries)));
    if model.quitting {
        model.quitting = false;
        quit(model);
    } else {
        model.fail(format!("Not saved, will be tried again: {why}"));
    }
}

/// Ends the explorer. Where edits cannot be saved it asks first.
pub fn quit(model: &mut Model) {
    match (model.saving.why(), model.saving.unsaved().count()) {
        (Some(why), unsaved) if unsaved > 0 => {
            let edits = counted_as(unsaved, "edit is", "edits are");
            let them = if unsaved == 1 { "it" } else { "them" };
            let question = format!("{edits} not saved ({why}). Quit and lose {them}?");
            model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Quit }));
        }
        _ => match &model.work {
            Some(work) if !model.quitting => {
                let far = if work.progress.is_empty() { String::new() } else { format!(" ({})", work.progress) };
                let question = format!("Still {}{far}. Stop that and quit?", work.what);
                model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Leave }));
            }
            _ if !model.drafts.is_empty() && !model.quitting => {
                let notes = match model.drafts.as_slice() {
                    [(_, text)] => format!("A note was typed and not saved (“{}”)", wrap::cut(text, 32)),
                    many => format!("{} notes were typed and not saved", many.len()),
                };
                let question = format!("{notes}. Quit anyway?");
                model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Leave }));
            }
            // Edits on their way are waited for: the loop ends when they have acknowledged.
            _ => leave(model),
        },
    }
}

/// Ends the explorer: what is saved is waited for, and work in the background stops where it can.
pub fn leave(model: &mut Model) {
    model.quitting = true;
    model.notice = None;
    if let Some(work) = &model.work {
        work.stop.store(true, Ordering::Relaxed);
    }
}
