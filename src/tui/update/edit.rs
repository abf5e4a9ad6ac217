//! Edits: every one changes memory at once, goes to the file in the background, says what it did, and can be taken
//! back.

use super::names::Names;
use super::{marks, review};
use crate::quotation::{Kind, Review};
use crate::store::{ArticleChange, Change, Edit, QuotationIx};
use crate::text::{capitalized, counted};
use crate::tui::keymap::{Action, command};
use crate::tui::layout::Pane;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::wrap;
use crate::user::reviewer;
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
pub fn toggle(model: &mut Model, action: Action) {
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
    let verb = match (review, all) {
        (None, false) => Verb::new("starred", "star"),
        (None, true) => Verb::new("removed the star from", "remove the star from"),
        (Some(Review::Confirmed), false) => Verb::new("confirmed", "confirm"),
        (Some(Review::Confirmed), true) => Verb::new("took back the confirmation of", "take back the confirmation of"),
        (Some(Review::Rejected), false) => Verb::new("rejected", "reject"),
        (Some(Review::Rejected), true) => Verb::new("took back the rejection of", "take back the rejection of"),
    };
    let edits = match review {
        None => targets.iter().map(|&ix| edit(model, ix, Change::Star(!all))).collect(),
        Some(_) => decide(model, &targets, review.filter(|_| !all)),
    };
    let wording = EditWording::new(model, &[verb], &targets, "");
    propose(model, edits, wording, &targets);
    if review.is_some() && !all {
        review::advance(model);
    }
}

/// The edits that set the decision about `targets`.
pub fn decide(model: &Model, targets: &[QuotationIx], review: Option<Review>) -> Vec<Edit> {
    let of = |&ix: &QuotationIx| {
        let changes = reviewer::decision(model.catalog.quotation(ix), review, model.reviewer.as_deref());
        changes.into_iter().map(move |change| edit(model, ix, change))
    };
    targets.iter().flat_map(of).collect()
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
            named(&quotation.words(), quotation.kind())
        }
        many => counted(many.len(), "quotation"),
    }
}

/// What a notice calls a quotation of these words: in marks only where they stood in some.
pub fn named(words: &str, kind: Option<Kind>) -> String {
    let words = wrap::cut(words, 32);
    if matches!(kind, Some(Kind::Indirect | Kind::Turn)) {
        format!("the words: {words}")
    } else {
        format!("“{words}”")
    }
}

/// So many quotations are changed without a question, as long as all of them are on the screen.
pub const MOST_UNASKED: usize = 20;

/// Makes the edits of `targets`; asks before those of many, and of some that cannot be seen.
pub fn propose(model: &mut Model, edits: Vec<Edit>, wording: EditWording, targets: &[QuotationIx]) {
    let seen = model.rows_on_screen();
    let is_seen = |ix: &QuotationIx| model.rows.position(*ix).is_some_and(|row| seen.contains(&row));
    if targets.len() > MOST_UNASKED || targets.len() > 1 && !targets.iter().all(is_seen) {
        let EditWording { did, question } = wording;
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Commit(edits, did) }));
    } else {
        marks::settle(model, targets);
        commit(model, edits, wording.did);
    }
}

/// A verb with what belongs to it, as a notice afterwards and as a question beforehand: `starred`, `star`.
pub struct Verb {
    past: String,
    base: String,
}

impl Verb {
    /// `past` is said afterwards, `base` asked beforehand.
    pub fn new(past: impl Into<String>, base: impl Into<String>) -> Self {
        Self { past: past.into(), base: base.into() }
    }
}

/// What an edit of several quotations does, in both forms.
pub struct EditWording {
    did: String,
    question: String,
}

impl EditWording {
    /// What the verbs do to `targets`: “confirmed 9 quotations”, “Confirm 9 marked quotations?”. `tail` ends both.
    pub fn new(model: &Model, verbs: &[Verb], targets: &[QuotationIx], tail: &str) -> Self {
        let join = |form: fn(&Verb) -> &str| verbs.iter().map(form).collect::<Vec<_>>().join(", ");
        let marked = match targets {
            [_] => what(model, targets),
            many => counted(many.len(), "marked quotation"),
        };
        Self {
            did: format!("{} {}{tail}", join(|verb| &verb.past), what(model, targets)),
            question: capitalized(&format!("{} {marked}{tail}?", join(|verb| &verb.base))),
        }
    }
}

/// Makes edits, keeps what takes them back, and sends them to the file.
pub fn commit(model: &mut Model, edits: Vec<Edit>, did: String) {
    let inverse = match apply(model, &edits) {
        Ok(inverse) => inverse,
        Err(why) => return model.fail(why),
    };
    model.arrived = None;
    let undo = model.keymap.hint(Action::Undo);
    model.say(format!("{} ({undo} undoes)", capitalized(&did)));
    model.history.push(Step { what: did, apply: edits.clone(), revert: inverse });
    save(model, edits);
}

/// Takes the last step back. One that cannot be taken back any more is forgotten, so that those before it can be.
pub fn undo(model: &mut Model) {
    if let Some(arrived) = model.arrived.take() {
        let what = match arrived.as_slice() {
            [one] => format!("the article {one}"),
            many => format!("the {} articles that were added", many.len()),
        };
        let question = format!("Remove {what} from the store again? This cannot be redone.");
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::TakeOut(arrived) }));
        return;
    }
    let mut log = model.history.clone();
    let Some(Step { what, apply: made, revert }) = log.undo().cloned() else {
        model.say("Nothing to undo.");
        return;
    };
    if revert.iter().any(Edit::moves_article) && !model.saving.is_done() {
        model.say("Still saving; try again in a moment.");
        return;
    }
    if let Err(why) = apply(model, &revert) {
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
    show_edited(model, &revert);
    model.saving.forget_rejected(&made);
    save(model, revert);
}

/// The articles whose removal would be made again now. That is a removal of its own: somebody may have edited them.
pub fn removal_to_redo(model: &mut Model) -> Option<Vec<String>> {
    let mut log = model.history.clone();
    let removed = |edit: &Edit| match edit {
        Edit::Article(edit) if edit.change == ArticleChange::Remove => Some(edit.article.clone()),
        _ => None,
    };
    let articles: Vec<String> = log.redo()?.apply.iter().filter_map(removed).collect();
    if articles.is_empty() || !model.saving.is_done() || model.work.is_some() {
        return None;
    }
    log.drop_done();
    model.history = log;
    Some(articles)
}

/// Makes the last step that was taken back again.
pub fn redo(model: &mut Model) {
    let mut log = model.history.clone();
    let Some(Step { what, apply: edits, revert }) = log.redo().cloned() else {
        model.say("Nothing to redo.");
        return;
    };
    if edits.iter().any(Edit::moves_article) {
        model.say("Still working; try again in a moment.");
        return;
    }
    if let Err(why) = apply(model, &edits) {
        log.drop_done();
        model.history = log;
        model.fail(format!("{why} ({what} is not redone)"));
        return;
    }
    model.history = log;
    model.say(format!("Redone: {what}"));
    show_edited(model, &edits);
    model.saving.forget_rejected(&revert);
    save(model, edits);
}

/// Puts the cursor on the quotation that one edit was about, where it is in sight.
fn show_edited(model: &mut Model, edits: &[Edit]) {
    let Some(Edit::Quotation(edit)) = edits.first() else { return };
    let same = |other: &Edit| other.of_quotation().is_some_and(|other| other.quotation == edit.quotation);
    if edits.iter().all(same)
        && let Some(row) = model.catalog.find(&edit.article, &edit.quotation).and_then(|ix| model.rows.position(ix))
    {
        model.list.at = row;
    }
}

/// Changes memory. All edits, or none of them. Gives what takes them back, or why none could be made.
fn apply(model: &mut Model, edits: &[Edit]) -> Result<Vec<Edit>, String> {
    if model.place.location.is_none() {
        let key = model.keymap.hint(Action::Write);
        return Err(format!(
            "These quotations came through a pipe and have no file to keep edits in; {key} writes one."
        ));
    }
    // Where quotations come or go, or speakers become others, the numbers of everything change.
    let numbers_change = edits.iter().any(|edit| match edit {
        Edit::Registry(_) => true,
        Edit::Article(_) => false,
        Edit::Quotation(edit) => matches!(
            edit.change,
            Change::Add(_) | Change::Remove | Change::Speaker(_) | Change::Speakers(_) | Change::SpeakerAs(_)
        ),
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
                    names.restore(model, None);
                }
                return Err(format!("Not done: {error}"));
            }
        }
    }
    inverse.reverse();
    match names {
        Some(mut names) => {
            if edits.iter().any(|edit| edit.of_registry().is_some()) {
                names.follow_speaker(model);
            }
            names.restore(model, None);
        }
        None => model.stale.search = true,
    }
    review::count(model);
    Ok(inverse)
}

/// Hands edits to the savers.
fn save(model: &mut Model, edits: Vec<Edit>) {
    model.saving.push(edits);
    model.stale.saves = true;
}

/// What stands before the text of a prompt that is about these quotations.
pub fn label(what: &str, targets: &[QuotationIx]) -> String {
    match targets.len() {
        1 => format!("{what}: "),
        many => format!("{what} of {many} quotations: "),
    }
}
