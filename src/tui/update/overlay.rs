//! Overlays: opening, scrolling, answering, closing them; and saved views.

use crossterm::event::{KeyCode, KeyEvent};

use super::{adding, edit, export, form, search};
use crate::query;
use crate::tui::asking::PromptKind;
use crate::tui::keymap::Action;
use crate::tui::message::Effect;
use crate::tui::model::{Filter, Model};
use crate::tui::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::view;

/// Answers a question: yes, or anything else.
pub fn answer(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    let letters = !matches!(&model.overlay, Some(Overlay::Confirm(Confirm { then: OnConfirm::EditAgain, .. })));
    let yes = key.code == KeyCode::Enter || letters && matches!(key.code, KeyCode::Char('y' | 'Y'));
    let no = key.code == KeyCode::Esc || letters && matches!(key.code, KeyCode::Char('n' | 'N' | 'q'));
    if !yes && !no {
        return;
    }
    let Some(Overlay::Confirm(confirm)) = model.overlay.take() else { return };
    if no {
        model.say("Nothing was done.");
        match confirm.then {
            OnConfirm::Write(path) => super::prompts::open(model, PromptKind::Write, &path.to_string_lossy()),
            // It can still be asked for.
            OnConfirm::TakeOut(articles) => model.arrived = Some(articles),
            _ => {}
        }
        return;
    }
    match confirm.then {
        OnConfirm::Commit(edits, did) => {
            // What was asked about is done with; marks that the filter hides are still to be acted on.
            if edits.iter().any(|edit| !edit.change.is_of_registry()) {
                for ix in model.targets() {
                    model.marks.remove(ix);
                }
            }
            edit::commit(model, edits, did, effects);
        }
        OnConfirm::Write(path) => export::write_over(model, path, effects),
        OnConfirm::DeleteView(name) => {
            model.views.retain(|(other, _)| *other != name);
            model.say(format!("Deleted the view {name}."));
            effects.push(Effect::DeleteView(name));
        }
        OnConfirm::Quit | OnConfirm::Leave => edit::leave(model),
        OnConfirm::TakeOut(articles) => adding::take_out(model, articles, effects),
        OnConfirm::EditAgain => form::edit_or_rename(model),
    }
}

/// Does `action` in the overlay that is open. Says whether it was for the overlay.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    let room = view::popup::room(model.size.1);
    let page = isize::try_from(room.max(1)).unwrap_or(1);
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
        Some(Overlay::Help { top, filter }) => {
            let total = view::help::count(&model.keymap, filter);
            *top = top.saturating_add_signed(lines).min(total.saturating_sub(room));
            if action == Action::Help {
                model.overlay = None;
            } else if action == Action::Search {
                super::prompts::search(model);
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
                choose_view(model, chosen, delete, effects);
            }
        }
        Some(Overlay::Copy) => {
            model.overlay = None;
            export::copy(model, action, effects);
        }
        Some(Overlay::Form(_) | Overlay::Confirm(_)) => {}
    }
    true
}

/// Lists the saved views.
pub fn views(model: &mut Model, delete: bool) {
    if model.views.is_empty() {
        model.say("There are no saved views: “save-view” in the palette saves filter and sort under a name.");
        return;
    }
    model.overlay = Some(Overlay::Views { at: 0, delete });
}

fn choose_view(model: &mut Model, at: usize, delete: bool, effects: &mut Vec<Effect>) {
    let Some((name, _)) = model.views.get(at).cloned() else { return };
    if delete {
        let question = format!("Delete the view {name}?");
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::DeleteView(name) }));
    } else {
        open_view(model, &name, effects);
    }
}

/// Puts the filter and sort of a saved view in force.
pub fn open_view(model: &mut Model, name: &str, effects: &mut Vec<Effect>) {
    let Some((_, text)) = model.views.iter().find(|(other, _)| other == name).cloned() else {
        model.say(format!("There is no view named {name}."));
        return;
    };
    match query::parse(&text) {
        Ok(query) => {
            model.picks.clear();
            model.first.at = 0;
            search::set_filter(model, Filter { text, query }, effects);
            search::choose(model, effects);
            model.say(format!("View {name}."));
        }
        Err(error) => model.fail(format!("The view {name} cannot be opened: {}", super::prompts::sentence(&error))),
    }
}

/// Asks for the name under which filter, picks and sort are saved.
pub fn ask_view(model: &mut Model) {
    super::prompts::open(model, PromptKind::SaveView, "");
}

/// Saves filter, picks and sort under `name`.
pub fn save_view(model: &mut Model, name: &str, effects: &mut Vec<Effect>) {
    if name.is_empty() {
        model.say("A view needs a name; nothing was saved.");
        return;
    }
    let mut text = model.query_text();
    let sort = model.sort.query();
    if !sort.is_empty() && !text.contains("sort:") {
        if text.contains(" OR ") && !text.starts_with('(') {
            text = format!("({text})");
        }
        text = format!("{text} {sort}").trim().to_owned();
    }
    let replaced = model.views.iter().any(|(other, _)| other == name);
    model.views.retain(|(other, _)| other != name);
    model.say(format!("{} the view {name}: {text}", if replaced { "Replaced" } else { "Saved" }));
    model.views.push((name.to_owned(), text.clone()));
    model.views.sort();
    effects.push(Effect::KeepView { name: name.to_owned(), query: text });
}
