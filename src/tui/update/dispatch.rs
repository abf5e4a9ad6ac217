//! What each command does: the one place where the key table meets its deeds.

use std::sync::atomic::Ordering;

use super::{adding, edit, export, find, form, navigation, overlay, prompts, review, search};
use crate::tui::asking::PromptKind;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::model::{Lines, Loading, Model};
use crate::tui::overlay::Overlay;
use crate::tui::view::header::number;

/// Does `action`.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Suspend => return effects.push(Effect::Suspend),
        Action::Redraw => return effects.push(Effect::Redraw),
        Action::Interrupt => return interrupt(model, effects),
        _ => {}
    }
    if model.asking.is_some() {
        return;
    }
    if overlay::act(model, action, effects) {
        return;
    }
    match action {
        Action::Down
        | Action::Up
        | Action::Top
        | Action::Bottom
        | Action::HalfDown
        | Action::HalfUp
        | Action::PageDown
        | Action::PageUp => navigation::step(model, action, effects),
        Action::Left
        | Action::Right
        | Action::NextPane
        | Action::PreviousPane
        | Action::Speakers
        | Action::Quotations
        | Action::Context
        | Action::Zoom
        | Action::Wider
        | Action::Narrower
        | Action::Hide
        | Action::Open => navigation::pane(model, action),
        Action::ContextDown => navigation::scroll_context(model, true),
        Action::ContextUp => navigation::scroll_context(model, false),
        Action::Lines => {
            model.lines = match model.lines {
                Lines::One => Lines::Two,
                Lines::Two => Lines::All,
                Lines::All => Lines::One,
            };
            // Names come into sight, or go.
            find::again(model, Pane::Quotations, effects);
        }
        Action::Mark => mark(model, effects),
        Action::MarkRange => mark_range(model),
        Action::MarkAll => mark_all(model),
        Action::Browse => browse(model, effects),
        Action::Search => prompts::search(model),
        Action::Next => find::step(model, true),
        Action::Previous => find::step(model, false),
        Action::Filter => prompts::filter(model),
        Action::ClearFilter => search::clear(model, effects),
        Action::Sort => sort(model, effects),
        Action::Star | Action::Confirm | Action::Reject => edit::toggle(model, action, effects),
        Action::Tags => prompts::tags(model),
        Action::Note => prompts::note(model),
        Action::Edit => form::edit_or_rename(model),
        Action::AddArticle => adding::ask(model),
        Action::AddQuotation => adding::ask_quotation(model),
        Action::Review => review::toggle(model, effects),
        Action::Why => {
            if model.selected().is_some() {
                model.overlay = Some(Overlay::Why);
            }
        }
        Action::Undo => edit::undo(model, effects),
        Action::Redo => edit::redo(model, effects),
        Action::Copy => {
            if model.selected().is_some() {
                model.overlay = Some(Overlay::Copy);
            }
        }
        Action::CopyQuotation | Action::CopyCitation | Action::CopyMarkdown | Action::CopyJson | Action::CopyUrl => {
            export::copy(model, action, effects);
        }
        Action::Write => export::ask(model),
        Action::OpenUrl => export::open_url(model, effects),
        Action::OpenEditor => export::open_editor(model, effects),
        Action::Views => overlay::views(model, false),
        Action::DeleteView => overlay::views(model, true),
        Action::SaveView => overlay::ask_view(model),
        Action::Problems => {
            model.has_unseen_problems = false;
            if model.diagnostics().next().is_none() {
                model.say("Nothing is wrong with the store or the config, and every edit is saved.");
            } else {
                model.overlay = Some(Overlay::Problems { top: 0 });
            }
        }
        Action::Mouse => {
            model.mouse = !model.mouse;
            let key = model.keymap.hint(Action::Mouse);
            model.say(match model.mouse {
                true => "The mouse clicks and scrolls.".to_owned(),
                false => format!("The mouse selects text; {key} gives it back."),
            });
            effects.push(Effect::Mouse(model.mouse));
        }
        Action::Theme => effects.push(Effect::NextTheme),
        Action::Help => model.overlay = Some(Overlay::Help { top: 0, filter: String::new() }),
        Action::Palette => prompts::open(model, PromptKind::Palette(0), ""),
        Action::Back => back(model, effects),
        Action::Quit => edit::quit(model),
        Action::Suspend | Action::Redraw | Action::Interrupt => {}
    }
}

/// Back one level: highlight, then zoom or review, then marks. Never out, never the filter.
fn back(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.range.take().is_some() {
        return;
    }
    let focus = model.focus().index();
    if model.find[focus].take().is_some() {
        return;
    }
    if let Some(find) = model.find.iter_mut().find(|find| find.is_some()) {
        *find = None;
        return;
    }
    if model.arrangement.zoom {
        model.arrangement.zoom = false;
        return;
    }
    if model.review.is_some() {
        review::leave(model, effects);
        return;
    }
    if !model.marks.is_empty() {
        model.marks.clear();
        return;
    }
    let (quit, clear) = (model.keymap.hint(Action::Quit), model.keymap.hint(Action::ClearFilter));
    if model.filter.text.is_empty() && model.picks.is_empty() {
        model.say(format!("{quit} quits."));
    } else {
        model.say(format!("{clear} clears the filter, {quit} quits."));
    }
}

/// Ctrl-c: leaves a prompt, then stops running work, then quits.
fn interrupt(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.asking.is_some() {
        prompts::cancel(model, effects);
    } else if model.overlay.is_some() {
        model.overlay = None;
    } else if let Some(work) = model.work.take() {
        work.stop.store(true, Ordering::Relaxed);
        model.say(format!("Stopped {}.", work.what));
    } else if matches!(model.loading, Loading::Running(..)) && !model.stop_loading.swap(true, Ordering::Relaxed) {
        model.say("Stopped reading the store: what is here is not all of it.");
    } else {
        edit::quit(model);
    }
}

/// Space.
fn mark(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.focus() == Pane::Groups {
        search::pick(model, effects);
        return;
    }
    let Some(ix) = model.selected() else { return };
    if !model.marks.remove(ix) {
        model.marks.insert(ix);
    }
    model.list.at = (model.list.at + 1).min(model.rows.len().saturating_sub(1));
}

/// `v`: begins a range; the second time marks it.
fn mark_range(model: &mut Model) {
    let Some(ix) = model.selected() else { return };
    if model.focus() == Pane::Groups {
        let enter = model.keymap.hint(Action::Open);
        model.say(format!("Ranges are marked among quotations: {enter} goes to them."));
        return;
    }
    let Some(from) = model.range.take().and_then(|from| model.rows.position(from)) else {
        model.range = Some(ix);
        let key = model.keymap.hint(Action::MarkRange);
        model.say(format!("Range begun: move, then {key} marks it; Esc leaves it."));
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
fn mark_all(model: &mut Model) {
    let all = model.rows.iter().all(|ix| model.marks.contains(ix));
    if all {
        model.marks.clear();
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

/// `b`: what the first pane lists.
fn browse(model: &mut Model, effects: &mut Vec<Effect>) {
    model.browse = model.browse.next();
    model.picks.clear();
    model.first.at = 0;
    model.find[Pane::Groups.index()] = None;
    model.arrangement.hidden[Pane::Groups.index()] = false;
    model.say(format!("The first pane lists {}.", model.browse.title().to_lowercase()));
    search::choose(model, effects);
    search::request(model, effects);
}

/// `s`: by what the quotations are sorted.
fn sort(model: &mut Model, effects: &mut Vec<Effect>) {
    if !model.filter.query.sorts().is_empty() {
        model.say("The filter says the order: take its sort: out to choose another.");
        return;
    }
    model.sort = model.sort.next();
    model.say(format!("Sorted by {}.", model.sort.title()));
    search::request(model, effects);
}
