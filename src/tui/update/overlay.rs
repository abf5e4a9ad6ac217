//! Overlays: scrolling, answering and closing them.

use crossterm::event::{KeyCode, KeyEvent};

use super::{adding, concordance, details, edit, export, marks, merge, saves, versions, views};
use crate::tui::keymap::Action;
use crate::tui::layout::box_height;
use crate::tui::message::Effect;
use crate::tui::prompts;
use crate::tui::state::help;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};

/// Answers a question: yes, or anything else.
pub fn answer(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    let letters = !matches!(&model.overlay, Some(Overlay::Confirm(Confirm { then: OnConfirm::EditAgain(_), .. })));
    let yes = key.code == KeyCode::Enter || letters && matches!(key.code, KeyCode::Char('y' | 'Y'));
    let no = key.code == KeyCode::Esc || letters && matches!(key.code, KeyCode::Char('n' | 'N' | 'q'));
    if !yes && !no {
        return;
    }
    let Some(Overlay::Confirm(confirm)) = model.overlay.take() else { return };
    if no {
        model.say("Nothing was done.");
        match confirm.then {
            OnConfirm::Suggested { pair, .. } if key.code != KeyCode::Esc => merge::refuse(model, pair),
            OnConfirm::Write(path, _) => prompts::write::open(model, &path.to_string_lossy()),
            // It can still be asked for.
            OnConfirm::TakeOut(articles) => model.arrived = Some(articles),
            _ => {}
        }
        return;
    }
    match confirm.then {
        OnConfirm::Commit(edits, did) => {
            if edits.iter().any(|edit| edit.of_quotation().is_some()) {
                let targets = model.targets();
                marks::settle(model, &targets);
            }
            edit::commit(model, edits, did);
        }
        OnConfirm::Suggested { edits, did, .. } => edit::commit(model, edits, did),
        OnConfirm::Write(path, options) => export::write(model, path, options, effects),
        OnConfirm::DeleteView(name) => {
            model.views.retain(|(other, _)| *other != name);
            model.say(format!("Deleted the view {name}."));
            effects.push(Effect::DeleteView(name));
        }
        OnConfirm::Quit | OnConfirm::Leave => saves::leave(model),
        OnConfirm::RemoveArticles(articles) => details::remove(model, articles, effects),
        OnConfirm::TakeOut(articles) => adding::take_out(model, articles, effects),
        OnConfirm::EditAgain(action) => model.next_action = Some(action),
    }
}

/// Does `action` in the overlay that is open. Says whether it was for the overlay.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    let height = box_height(model.size.1);
    let page = isize::try_from(height.max(1)).unwrap_or(1);
    let lines = match action {
        Action::Down => 1,
        Action::Up => -1,
        Action::Top => isize::MIN,
        Action::Bottom => isize::MAX,
        Action::HalfDown => page / 2,
        Action::HalfUp => -page / 2,
        Action::PageDown => page,
        Action::PageUp => -page,
        _ => 0,
    };
    // What the help was narrowed to is a level of its own.
    if let (Action::Back, Some(Overlay::Help { top, filter })) = (action, &mut model.overlay)
        && !filter.is_empty()
    {
        filter.clear();
        *top = 0;
        return true;
    }
    if matches!(action, Action::Quit | Action::Back | Action::Interrupt) {
        return model.overlay.take().is_some();
    }
    if let Some(Overlay::Problems { top }) = model.overlay {
        let last = model.diagnostics().count().saturating_sub(1);
        let top = top.saturating_add_signed(lines).min(last);
        model.overlay = (action != Action::Problems).then_some(Overlay::Problems { top });
        return true;
    }
    match &mut model.overlay {
        None | Some(Overlay::Problems { .. }) => return false,
        Some(Overlay::Report(report)) => {
            report.top = report.top.saturating_add_signed(lines).min(report.lines.len().saturating_sub(height));
            if action == Action::Stats {
                model.overlay = None;
            }
        }
        Some(Overlay::Concordance(_)) => concordance::act(model, action, effects),
        Some(Overlay::Help { top, filter }) => {
            let lines_of_help = help::lines(&model.keymap, model.arrangement.focus, filter, model.size.0);
            let total = lines_of_help.len();
            if action == Action::Filter {
                *top = help::query_language(&lines_of_help).unwrap_or(*top);
            }
            *top = top.saturating_add_signed(lines).min(total.saturating_sub(height));
            if action == Action::Help {
                model.overlay = None;
            } else if action == Action::Search {
                prompts::filter_help::open(model);
            }
        }
        // The explanation lies beside the article, which can be read on under it.
        Some(Overlay::Why) => match action {
            Action::Why => model.overlay = None,
            _ => return false,
        },
        Some(Overlay::Views { at, delete }) => {
            *at = at.saturating_add_signed(lines).min(model.views.len().saturating_sub(1));
            let (chosen, delete) = (*at, *delete);
            if matches!(action, Action::Open | Action::Right) {
                model.overlay = None;
                views::choose(model, chosen, delete);
            }
        }
        Some(Overlay::Versions(_)) => versions::act(model, action, lines),
        Some(Overlay::Copy) => {
            model.overlay = None;
            export::copy(model, action, effects);
        }
        Some(Overlay::Form(_) | Overlay::Details(_) | Overlay::Confirm(_)) => {}
    }
    true
}
