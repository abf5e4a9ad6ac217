//! Saved views: listing, opening and saving them.

use super::selection;
use crate::query;
use crate::tui::message::Effect;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::state::session::Filter;

/// Lists the saved views.
pub fn list(model: &mut Model, delete: bool) {
    if model.views.is_empty() {
        model.say("There are no saved views: “save-view” in the palette saves filter and sort under a name.");
        return;
    }
    model.overlay = Some(Overlay::Views { at: 0, delete });
}

/// Opens the view under the cursor, or asks whether to delete it.
pub fn choose(model: &mut Model, at: usize, delete: bool) {
    let Some((name, _)) = model.views.get(at).cloned() else { return };
    if delete {
        let question = format!("Delete the view {name}?");
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::DeleteView(name) }));
    } else {
        open(model, &name);
    }
}

/// Applies the filter and sort of a saved view.
pub fn open(model: &mut Model, name: &str) {
    let Some((_, text)) = model.views.iter().find(|(other, _)| other == name).cloned() else {
        model.say(format!("There is no view named {name}."));
        return;
    };
    match query::parse(&text) {
        Ok(query) => {
            model.picks.clear();
            model.first.at = 0;
            selection::set_filter(model, Filter { text, query });
            selection::choose(model);
            model.say(format!("View {name}."));
        }
        Err(error) => model.fail(format!("The view {name} cannot be opened: {}", error.one_line())),
    }
}

/// Saves filter, picks and sort under `name`.
pub fn save(model: &mut Model, name: &str, effects: &mut Vec<Effect>) {
    if name.is_empty() {
        model.say("A view needs a name; nothing was saved.");
        return;
    }
    let mut text = model.query_text();
    let sort = model.sort.query(model.reversed);
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
