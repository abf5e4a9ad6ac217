//! What each command does: the one place where the key table meets what it does, and where keys that are typed go.

use std::sync::atomic::Ordering;

use crossterm::event::KeyEvent;

use super::{
    concordance, details, edit, export, find, form, jumps, marks, merge, navigation, overlay, review, saves, select,
    selection, verification, versions, views, within_article,
};
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::prompts;
use crate::tui::state::labels;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::state::session::{Lines, Loading};
use crate::tui::state::stats;

/// Takes a key for whatever is being typed into.
pub fn key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    match model.overlay {
        _ if model.prompt.is_some() => prompts::key(model, key, effects),
        Some(Overlay::Form(_)) => form::key(model, key),
        Some(Overlay::Details(_)) => details::key(model, key, effects),
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
    } else if matches!(model.overlay, Some(Overlay::Details(_))) {
        details::paste(model, text);
    } else {
        let (add, filter) = (model.keymap.hint(Action::AddArticle), model.keymap.hint(Action::Filter));
        model.say(format!("Text can be pasted only into prompts: {filter} filters, {add} adds an article."));
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
    let is_taken = overlay::act(model, action, effects)
        || verification::act(model, action, effects)
        || select::act(model, action, effects);
    if is_taken {
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
        Action::Mark => marks::mark(model),
        Action::MarkRange if model.focus() == Pane::Context => select::start(model),
        Action::MarkRange => marks::mark_range(model),
        Action::MarkAll => marks::mark_all(model),
        Action::RestoreMarks => marks::restore(model),
        Action::NextGrouping => selection::turn_grouping(model, true),
        Action::PreviousGrouping => selection::turn_grouping(model, false),
        Action::Unpick => selection::unpick(model),
        Action::JumpBack => jumps::jump(model, true),
        Action::JumpForward => jumps::jump(model, false),
        Action::Merge => merge::open(model),
        Action::Search => {
            jumps::remember(model);
            prompts::search::open(model);
        }
        Action::Next => find::step(model, true),
        Action::Previous => find::step(model, false),
        Action::Filter => {
            jumps::remember(model);
            prompts::filter::open(model);
        }
        Action::ClearFilter => {
            jumps::remember(model);
            selection::clear(model);
        }
        Action::NextInArticle => within_article::step(model, true),
        Action::PreviousInArticle => within_article::step(model, false),
        Action::Kwic => concordance::open(model, effects),
        Action::Sort => sort(model),
        Action::ReverseSort => reverse(model),
        Action::Star | Action::Confirm | Action::Reject => edit::toggle(model, action),
        Action::Tags => prompts::tags::open(model),
        Action::Note => prompts::note::open(model),
        Action::Edit => prompts::rename::open_or_edit(model),
        Action::ArticleDetails => details::open(model),
        Action::RemoveArticle => details::ask_to_remove(model),
        Action::AddArticle => prompts::add_article::open(model),
        Action::AddQuotation => prompts::add_quotation::open(model),
        Action::Review => review::toggle(model),
        Action::Why => {
            if model.selected().is_some() {
                model.overlay = Some(Overlay::Why);
            }
        }
        Action::Versions => versions::open(model),
        Action::Verify => prompts::verify::open(model),
        Action::Undo => {
            jumps::remember(model);
            edit::undo(model);
        }
        Action::Redo => match edit::removal_to_redo(model) {
            Some(articles) => details::remove(model, articles, effects),
            None => edit::redo(model),
        },
        Action::Copy => {
            if model.selected().is_some() {
                model.overlay = Some(Overlay::Copy);
            }
        }
        Action::CopyQuotation | Action::CopyCitation | Action::CopyMarkdown | Action::CopyJson | Action::CopyUrl => {
            export::copy(model, action, effects);
        }
        Action::Write => prompts::write::open(model, ""),
        Action::Pipe => prompts::pipe::open(model),
        Action::OpenUrl => export::open_url(model, effects),
        Action::OpenEditor => export::open_editor(model, effects),
        Action::Views => views::list(model, false),
        Action::DeleteView => views::list(model, true),
        Action::SaveView => prompts::save_view::open(model),
        Action::Stats => {
            let width = usize::from(model.size.0).saturating_sub(8).min(stats::WIDEST);
            let of = model.query_text();
            model.overlay = Some(Overlay::Report(stats::report(&model.catalog, &model.rows, &of, width)));
        }
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
                false => format!("The mouse selects text; {key} gives the mouse back."),
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
        marks::clear(model);
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
    } else if matches!(model.overlay, Some(Overlay::Details(_))) {
        details::cancel(model);
    } else if model.overlay.is_some() {
        model.overlay = None;
    } else if let Some(work) = model.work.take() {
        work.stop.store(true, Ordering::Relaxed);
        model.say(format!("Stopped {}.", work.what));
    } else if matches!(model.loading, Loading::Running(..)) && !model.stop_loading.swap(true, Ordering::Relaxed) {
        model.say("Stopped reading the store: not all of it is here.");
    } else {
        saves::quit(model);
    }
}

/// `s`: by what the quotations are sorted; in the first pane, its groups.
fn sort(model: &mut Model) {
    if model.focus() == Pane::Groups && model.grouping != model.grouping.reordered() {
        model.grouping = model.grouping.reordered();
        model.say(format!("{} by {}.", labels::title(model.grouping.by), model.grouping.order()));
        model.stale.search = true;
        return;
    }
    if !model.filter.query.sorts().is_empty() {
        model.say("The filter sets the order: remove its sort: to choose another.");
        return;
    }
    model.sort = model.sort.next();
    model.reversed = false;
    sorted(model);
}

/// `S`: the same order reversed.
fn reverse(model: &mut Model) {
    if !model.filter.query.sorts().is_empty() {
        model.say("The filter sets the order: write its sort with a - to reverse it.");
        return;
    }
    model.reversed = !model.reversed;
    sorted(model);
}

fn sorted(model: &mut Model) {
    model.say(format!("Sorted by {}.", model.sort.title(model.reversed)));
    model.stale.search = true;
}
