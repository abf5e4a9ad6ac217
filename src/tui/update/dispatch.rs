//! What each command does: the one place where the key table meets what it does, and where keys that are typed go.

use std::sync::atomic::Ordering;

use crossterm::event::KeyEvent;

use super::{edit, export, find, form, navigation, overlay, review, saves, selection, views};
use crate::text::number;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::prompts;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::state::session::{Lines, Loading};

/// Takes a key for whatever is being typed into.
pub fn key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    match model.overlay {
        _ if model.prompt.is_some() => prompts::key(model, key, effects),
        Some(Overlay::Form(_)) => form::key(model, key),
        Some(Overlay::Confirm(_)) => overlay::answer(model, key, effects),
        _ => {}
    }
}

/// Takes a paste: into the prompt or the form, or nowhere.
pub fn paste(model: &mut Model, text: &str) {
    if model.prompt.is_some() {
        prompts::paste(model, text);
    } else if matches!(model.overlay, Some(Overlay::Form(_))) {
        form::paste(model, text);
    } else {
        let (add, filter) = (model.keymap.hint(Action::AddArticle), model.keymap.hint(Action::Filter));
        model.say(format!("Pasted text goes into prompts only: {filter} filters, {add} adds an article."));
    }
}

/// Does `action`.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Suspend => return effects.push(Effect::Suspend),
        Action::Redraw => return effects.push(Effect::Redraw),
        Action::Interrupt => return interrupt(model),
        _ => {}
    }
    if model.prompt.is_some() {
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
        | Action::PageUp => navigation::step(model, action),
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
            find::refresh(model, Pane::Quotations);
        }
        Action::Mark => mark(model),
        Action::MarkRange => mark_range(model),
        Action::MarkAll => mark_all(model),
        Action::Browse => browse(model),
        Action::Search => prompts::search::open(model),
        Action::Next => find::step(model, true),
        Action::Previous => find::step(model, false),
        Action::Filter => prompts::filter::open(model),
        Action::ClearFilter => selection::clear(model),
        Action::Sort => sort(model),
        Action::Star | Action::Confirm | Action::Reject => edit::toggle(model, action),
        Action::Tags => prompts::tags::open(model),
        Action::Note => prompts::note::open(model),
        Action::Edit => prompts::rename::open_or_edit(model),
        Action::AddArticle => prompts::add_article::open(model),
        Action::AddQuotation => prompts::add_quotation::open(model),
        Action::Review => review::toggle(model),
        Action::Why => {
            if model.selected().is_some() {
                model.overlay = Some(Overlay::Why);
            }
        }
        Action::Undo => edit::undo(model),
        Action::Redo => edit::redo(model),
        Action::Copy => {
            if model.selected().is_some() {
                model.overlay = Some(Overlay::Copy);
            }
        }
        Action::CopyQuotation | Action::CopyCitation | Action::CopyMarkdown | Action::CopyJson | Action::CopyUrl => {
            export::copy(model, action, effects);
        }
        Action::Write => prompts::write::open(model, ""),
        Action::OpenUrl => export::open_url(model, effects),
        Action::OpenEditor => export::open_editor(model, effects),
        Action::Views => views::list(model, false),
        Action::DeleteView => views::list(model, true),
        Action::SaveView => prompts::save_view::open(model),
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
        Action::Palette => prompts::palette::open(model),
        Action::Back => back(model),
        Action::Quit => saves::quit(model),
        Action::Suspend | Action::Redraw | Action::Interrupt => {}
    }
}

/// Back one level: highlight, then zoom or review, then marks. Never out, never the filter.
fn back(model: &mut Model) {
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
        review::leave(model);
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
fn interrupt(model: &mut Model) {
    if model.prompt.is_some() {
        prompts::cancel(model);
    } else if model.overlay.is_some() {
        model.overlay = None;
    } else if let Some(work) = model.work.take() {
        work.stop.store(true, Ordering::Relaxed);
        model.say(format!("Stopped {}.", work.what));
    } else if matches!(model.loading, Loading::Running(..)) && !model.stop_loading.swap(true, Ordering::Relaxed) {
        model.say("Stopped reading the store: what is here is not all of it.");
    } else {
        saves::quit(model);
    }
}

/// Space.
fn mark(model: &mut Model) {
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
fn browse(model: &mut Model) {
    model.browse = model.browse.next();
    model.picks.clear();
    model.first.at = 0;
    model.find[Pane::Groups.index()] = None;
    model.arrangement.hidden[Pane::Groups.index()] = false;
    model.say(format!("The first pane lists {}.", model.browse.title().to_lowercase()));
    selection::choose(model);
    model.stale.search = true;
}

/// `s`: by what the quotations are sorted.
fn sort(model: &mut Model) {
    if !model.filter.query.sorts().is_empty() {
        model.say("The filter says the order: take its sort: out to choose another.");
        return;
    }
    model.sort = model.sort.next();
    model.say(format!("Sorted by {}.", model.sort.title()));
    model.stale.search = true;
}
