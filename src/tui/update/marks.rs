//! Marks on quotations: set by keys, cleared by what decides about them, brought back by a key.

use super::selection;
use crate::store::QuotationIx;
use crate::text::number;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::state::model::Model;
use crate::tui::state::rows::Set;
use crate::tui::state::session::Loading;

/// Space.
pub fn mark(model: &mut Model) {
    if model.focus() == Pane::Groups {
        selection::pick(model);
        return;
    }
    let Some(ix) = model.selected() else { return };
    if !model.marks.remove(ix) {
        model.marks.insert(ix);
    }
    model.list.at = (model.list.at + 1).min(model.rows.len().saturating_sub(1));
}

/// `v`: begins a range; the second time marks it.
pub fn mark_range(model: &mut Model) {
    let Some(ix) = model.selected() else { return };
    if model.focus() == Pane::Groups {
        let enter = model.keymap.hint(Action::Open);
        model.say(format!("Ranges are marked among quotations: {enter} goes to them."));
        return;
    }
    let Some(from) = model.range.take().and_then(|from| model.rows.position(from)) else {
        model.range = Some(ix);
        let key = model.keymap.hint(Action::MarkRange);
        model.say(format!("Range started: move, then {key} marks it; Esc cancels."));
        return;
    };
    let (low, high) = (from.min(model.list.at), from.max(model.list.at));
    for row in low..=high {
        if let Some(ix) = model.rows.get(row) {
            model.marks.insert(ix);
        }
    }
    model.say(format!("{} marked.", model.marks.len()));
}

/// Marks everything in sight, or nothing when everything is marked.
pub fn mark_all(model: &mut Model) {
    let all = model.rows.iter().all(|ix| model.marks.contains(ix));
    if all {
        clear(model);
    } else {
        model.marks = model.rows.iter().chain(model.marks.iter()).collect();
    }
    let marked = number(model.marks.len());
    model.say(match model.loading {
        Loading::Running(..) if !all => {
            format!("{marked} marked, of those read so far: the store is still being read.")
        }
        _ => format!("{marked} marked."),
    });
}

/// The marks, where the filter asks for what is marked.
pub fn filtered_by(model: &Model) -> Option<Set> {
    model.filter.query.says_marked().then(|| model.marks.clone())
}

/// Filters once more where the filter asks for what is marked, and other quotations are than `before`.
pub fn follow(model: &mut Model, before: Option<Set>) {
    if before.is_some_and(|before| before != model.marks) {
        model.stale.search = true;
    }
}

/// Clears all marks; they can be brought back.
pub fn clear(model: &mut Model) {
    if !model.marks.is_empty() {
        model.last_marks = std::mem::take(&mut model.marks);
    }
}

/// Clears the marks on what was decided about. Marks that the filter hides stay: they are still to be acted on.
pub fn settle(model: &mut Model, targets: &[QuotationIx]) {
    let targets: Set = targets.iter().copied().collect();
    let (settled, left) = model.marks.iter().partition::<Vec<_>, _>(|ix| targets.contains(*ix));
    if !settled.is_empty() {
        model.last_marks = settled.into_iter().collect();
        model.marks = left.into_iter().collect();
    }
}

/// Brings the last marks back, and the cursor to where it was before the first of the two keys.
pub fn restore(model: &mut Model) {
    if let Some((first, list)) = model.before_top.take() {
        if model.first.at != first.at {
            model.first = first;
            selection::follow(model);
        }
        model.list = list;
    }
    if model.last_marks.is_empty() {
        model.say("No marks were cleared, so there are none to restore.");
        return;
    }
    let last = model.last_marks.clone();
    model.marks = model.marks.iter().chain(last.iter()).collect();
    model.say(format!("{} marked again.", number(model.marks.len())));
}
