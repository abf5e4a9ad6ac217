//! The palette: every command by name, and every saved view.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{dispatch, overlay};
use crate::tui::asking::{ActivePrompt, PromptKind};
use crate::tui::keymap::{Action, COMMANDS, Command};
use crate::tui::message::Effect;
use crate::tui::model::Model;

/// A line of the palette.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A command.
    Command(&'static Command),
    /// A saved view.
    View(String),
}

/// What the palette shows for what was typed: names that begin with it, then names that hold it, then descriptions.
#[must_use]
pub fn entries(model: &Model, typed: &str) -> Vec<Entry> {
    let typed = typed.trim().to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let rank = |name: &str, doc: &str| {
        let (name, doc) = (name.to_lowercase(), doc.to_lowercase());
        if name.starts_with(&typed) {
            Some(0)
        } else if words.iter().all(|word| name.contains(word)) {
            Some(1)
        } else {
            words.iter().all(|word| name.contains(word) || doc.contains(word)).then_some(2)
        }
    };
    let commands = COMMANDS
        .iter()
        .filter(|command| !matches!(command.action, Action::Palette | Action::Back))
        .filter_map(|command| Some((rank(command.name, command.doc)?, Entry::Command(command))));
    let views = model
        .views
        .iter()
        .filter_map(|(name, query)| Some((rank(&format!("view {name}"), query)?, Entry::View(name.clone()))));
    let mut ranked: Vec<(u8, Entry)> = commands.chain(views).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// Moves in the palette's list. Says whether the key was for that: the arrows are the list's while something is typed,
/// and the history's on an empty line.
pub fn moves(model: &mut Model, key: KeyEvent) -> bool {
    let Some(ActivePrompt { purpose: PromptKind::Palette(at), prompt, .. }) = &model.asking else { return false };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let down = match key.code {
        KeyCode::Down | KeyCode::Tab => true,
        KeyCode::BackTab => false,
        KeyCode::Up if *at > 0 || !prompt.text().is_empty() => false,
        KeyCode::Char('n') if control => true,
        KeyCode::Char('p') if control => false,
        _ => return false,
    };
    let last = entries(model, prompt.text()).len().saturating_sub(1);
    let to = if down { (at + 1).min(last) } else { at.saturating_sub(1) };
    if let Some(asking) = &mut model.asking {
        asking.purpose = PromptKind::Palette(to);
    }
    true
}

/// Runs the entry under the cursor.
pub fn run(model: &mut Model, typed: &str, at: usize, effects: &mut Vec<Effect>) {
    match entries(model, typed).into_iter().nth(at) {
        Some(Entry::Command(command)) => dispatch::act(model, command.action, effects),
        Some(Entry::View(name)) => overlay::open_view(model, &name, effects),
        None => model.say(format!("There is no command “{typed}”.")),
    }
}
