//! Edits: every one changes memory at once, goes to the file in the background, says what it did, and can be taken
//! back.

use std::sync::atomic::Ordering;

use super::{load::Names, review, search};
use crate::quotation::{Kind, Review};
use crate::store::{Change, Edit, QuotationIx, Saved, StoreError};
use crate::tui::keymap::{Action, command};
use crate::tui::layout::Pane;
use crate::tui::message::{Effect, Job};
use crate::tui::model::Model;
use crate::tui::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::view::header::number;
use crate::tui::{work, wrap};
use crate::user::undo::Step;

/// The quotations that `action` is about; nothing, with a word about it, where it has none.
pub fn targets(model: &mut Model, action: Action) -> Option<Vec<QuotationIx>> {
    if model.focus() == Pane::Groups && model.marks.is_empty() {
        let (enter, name) = (model.keymap.hint(Action::Open), command(action).name);
        model.say(format!("“{name}” works on quotations: {enter} goes to them."));
        return None;
    }
    let targets = model.targets();
    if targets.is_empty() {
        model.say("There is no quotation under the cursor.");
        return None;
    }
    Some(targets)
}

/// Star, confirm, reject: sets it, or takes it back where all of them have it already.
pub fn toggle(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let Some(targets) = targets(model, action) else { return };
    let review = match action {
        Action::Confirm => Some(Review::Confirmed),
        Action::Reject => Some(Review::Rejected),
        _ => None,
    };
    let all = targets.iter().all(|&ix| {
        let quotation = model.catalog.quotation(ix);
        if review.is_some() { quotation.review() == review } else { quotation.star() }
    });
    let (change, verb) = match (review, all) {
        (None, false) => (Change::Star(true), "starred"),
        (None, true) => (Change::Star(false), "took the star off"),
        (Some(Review::Confirmed), false) => (Change::Review(review), "confirmed"),
        (Some(Review::Confirmed), true) => (Change::Review(None), "took back the confirmation of"),
        (Some(Review::Rejected), false) => (Change::Review(review), "rejected"),
        (Some(Review::Rejected), true) => (Change::Review(None), "took back the rejection of"),
    };
    let edits = targets.iter().map(|&ix| edit(model, ix, change.clone())).collect();
    let did = format!("{verb} {}", what(model, &targets));
    propose(model, edits, did, targets.len(), effects);
    if review.is_some() && !all {
        review::advance(model);
    }
}

/// An edit of a quotation by its names.
pub fn edit(model: &Model, ix: QuotationIx, change: Change) -> Edit {
    let quotation = model.catalog.quotation(ix);
    Edit::new(model.catalog.article(quotation.article()).id(), quotation.id(), change)
}

/// What a notice calls the targets.
pub fn what(model: &Model, targets: &[QuotationIx]) -> String {
    match targets {
        [one] => {
            let quotation = model.catalog.quotation(*one);
            named(quotation.text(), quotation.kind())
        }
        many => format!("{} quotations", number(many.len())),
    }
}

/// What a notice calls a quotation of these words: in marks only where they stood in some.
pub fn named(words: &str, kind: Option<Kind>) -> String {
    let words = wrap::cut(words, 32);
    if kind == Some(Kind::Indirect) { format!("the words: {words}") } else { format!("“{words}”") }
}

/// Makes the edits of one quotation; asks before those of many.
pub fn propose(model: &mut Model, edits: Vec<Edit>, did: String, targets: usize, effects: &mut Vec<Effect>) {
    if targets > 1 {
        let question = question(&did, targets);
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Commit(edits, did) }));
    } else {
        commit(model, edits, did, effects);
    }
}

/// What was done as a question beforehand: “confirmed 9 quotations” as “Confirm 9 marked quotations?”.
fn question(did: &str, targets: usize) -> String {
    const VERBS: [(&str, &str); 9] = [
        ("starred", "star"),
        ("took", "take"),
        ("confirmed", "confirm"),
        ("rejected", "reject"),
        ("tagged", "tag"),
        ("wrote", "write"),
        ("gave", "give"),
        ("made", "make"),
        ("changed", "change"),
    ];
    let asked: Vec<String> = did
        .split(", ")
        .map(|part| match VERBS.iter().find_map(|(was, is)| Some((is, part.strip_prefix(was)?))) {
            Some((verb, rest)) => format!("{verb}{rest}"),
            None => part.to_owned(),
        })
        .collect();
    let count = format!("{} quotations", number(targets));
    let marked = format!("{} marked quotations", number(targets));
    capital(&format!("{}?", asked.join(", ").replacen(&count, &marked, 1)))
}

/// Makes edits, keeps what takes them back, and sends them to the file.
pub fn commit(model: &mut Model, edits: Vec<Edit>, did: String, effects: &mut Vec<Effect>) {
    let inverse = match apply(model, &edits, effects) {
        Ok(inverse) => inverse,
        Err(why) => return model.fail(why),
    };
    model.arrived = None;
    let undo = model.keymap.hint(Action::Undo);
    model.say(format!("{} ({undo} undoes)", capital(&did)));
    model.history.push(Step { what: did, forth: edits.clone(), back: inverse });
    save(model, edits, effects);
}

/// Takes the last step back. One that cannot be taken back any more is forgotten, so that those before it can be.
pub fn undo(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(arrived) = model.arrived.take() {
        let what = match arrived.as_slice() {
            [one] => format!("the article {one}"),
            many => format!("the {} articles that were added", many.len()),
        };
        let question = format!("Take {what} out of the store again? This cannot be redone.");
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::TakeOut(arrived) }));
        return;
    }
    let mut log = model.history.clone();
    let Some(Step { what, back, forth }) = log.undo().cloned() else {
        model.say("Nothing to undo.");
        return;
    };
    if let Err(why) = apply(model, &back, effects) {
        if model.place.location.is_some() {
            log.drop_undone();
            model.history = log;
        }
        model.fail(format!("{why} ({what} is not undone)"));
        return;
    }
    let redo = model.keymap.hint(Action::Redo);
    model.history = log;
    model.say(format!("Undone: {what} ({redo} redoes)"));
    show_edited(model, &back);
    model.saving.forget_aside(&forth);
    save(model, back, effects);
}

/// Makes the last step that was taken back again.
pub fn redo(model: &mut Model, effects: &mut Vec<Effect>) {
    let mut log = model.history.clone();
    let Some(Step { what, forth, back }) = log.redo().cloned() else {
        model.say("Nothing to redo.");
        return;
    };
    if let Err(why) = apply(model, &forth, effects) {
        log.drop_done();
        model.history = log;
        model.fail(format!("{why} ({what} is not redone)"));
        return;
    }
    model.history = log;
    model.say(format!("Redone: {what}"));
    show_edited(model, &forth);
    model.saving.forget_aside(&back);
    save(model, forth, effects);
}

/// Puts the cursor on the quotation that one edit was about, where it is in sight.
fn show_edited(model: &mut Model, edits: &[Edit]) {
    let Some(edit) = edits.first().filter(|first| edits.iter().all(|edit| edit.quotation == first.quotation)) else {
        return;
    };
    if let Some(row) = model.catalog.find(&edit.article, &edit.quotation).and_then(|ix| model.rows.position(ix)) {
        model.list.at = row;
    }
}

/// Changes memory. All edits, or none of them. Gives what takes them back, or why none could be made.
fn apply(model: &mut Model, edits: &[Edit], effects: &mut Vec<Effect>) -> Result<Vec<Edit>, String> {
    if model.place.location.is_none() {
        let key = model.keymap.hint(Action::Write);
        return Err(format!("These quotations came through a pipe and have no file to keep edits; {key} writes one."));
    }
    // Where quotations come or go, or speakers become others, the numbers of everything change.
    let numbers_change = edits.iter().any(|edit| {
        matches!(edit.change, Change::Add(_) | Change::Remove | Change::Speaker(_) | Change::SpeakerAs(_))
            || edit.change.is_of_registry()
    });
    let names = numbers_change.then(|| Names::of(model));
    let mut inverse = Vec::with_capacity(edits.len());
    for edit in edits {
        match model.catalog.apply(edit) {
            Ok(back) => inverse.push(back),
            Err(error) => {
                for back in inverse.iter().rev() {
                    // What was just done can be taken back.
                    let _ = model.catalog.apply(back);
                }
                if let Some(names) = names {
                    names.restore(model, None, effects);
                }
                return Err(format!("Not done: {error}"));
            }
        }
    }
    inverse.reverse();
    match names {
        Some(mut names) => {
            if edits.iter().any(|edit| edit.change.is_of_registry()) {
                names.follow_speaker(model);
            }
            names.restore(model, None, effects);
        }
        None => search::request(model, effects),
    }
    review::count(model);
    Ok(inverse)
}

fn save(model: &mut Model, edits: Vec<Edit>, effects: &mut Vec<Effect>) {
    if let Some(edits) = model.saving.push(edits) {
        effects.push(Effect::work(Job::Save(edits)));
    }
}

/// Takes in how a save went. Edits that were made meanwhile go out next; what the file could not take is tried again;
/// what cannot be made in the file as it is stands aside until it is taken back or the file changes.
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
    let recovered = model.saving.failed.is_some();
    model.saving.acknowledged();
    if recovered {
        model.say("Saved now.");
    }
    let (mut again, mut gone, mut aside) = (Vec::new(), Vec::new(), 0);
    let mut reason = String::new();
    for (edit, error) in saved.failed {
        let why = model.place.location.as_ref().map_or_else(String::new, |place| work::reason(place, &error));
        match error {
            StoreError::NoArticle(_) | StoreError::NoQuotation { .. } => gone.push(why),
            StoreError::Io { .. } | StoreError::Missing(_) => {
                reason = why;
                again.push(edit);
            }
            _ => {
                aside += 1;
                model.saving.aside.push((edit, why));
            }
        }
    }
    if let Some(why) = gone.first() {
        let edits = if gone.len() == 1 { "An edit" } else { "Some edits" };
        model.fail(format!("{edits} found nothing to change in the store any more: {why}"));
        effects.push(super::load::reload(model));
    }
    if aside > 0 {
        let (undo, problems) = (model.keymap.hint(Action::Undo), model.keymap.hint(Action::Problems));
        let edits = if aside == 1 { "An edit".to_owned() } else { format!("{aside} edits") };
        model.fail(format!("{edits} cannot be saved; {problems} tells why, {undo} takes the last edit back."));
    }
    if !again.is_empty() {
        model.saving.wait_again(again, reason.clone());
        not_saved(model, reason, effects);
    } else if let Some(edits) = model.saving.due() {
        effects.push(Effect::work(Job::Save(edits)));
    } else {
        // What a later run can undo is only what the file holds.
        effects.push(Effect::KeepHistory);
    }
    if aside > 0 && model.quitting {
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

/// Tries again what could not be saved.
pub fn save_again(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(edits) = model.saving.due() {
        effects.push(Effect::work(Job::Save(edits)));
    }
}

/// Ends the explorer. Where edits cannot be saved it asks first.
pub fn quit(model: &mut Model) {
    match (model.saving.why(), model.saving.unsaved().count()) {
        (Some(why), unsaved) if unsaved > 0 => {
            let (edits, them) =
                if unsaved == 1 { ("1 edit is", "it") } else { (&*format!("{unsaved} edits are"), "them") };
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
                let question = format!("{notes}. Quit all the same?");
                model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Leave }));
            }
            // Edits on their way are waited for: the loop ends when they have landed.
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

/// Closes what is open about quotations by their numbers, when the numbers change under it. What is typed on must not
/// become commands, so a question takes its place; other questions name what they are about, and stay.
pub fn close_stale(model: &mut Model) {
    if matches!(model.overlay, Some(Overlay::Form(_))) {
        let question = "The store changed meanwhile. Begin this edit again?".into();
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::EditAgain }));
    }
}

/// `words` with a capital at the beginning.
pub fn capital(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
