//! The entries of the palette: every command by name, and every saved view.

use crate::tui::keymap::{Action, COMMANDS, Command};

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
pub fn entries(views: &[(String, String)], typed: &str) -> Vec<Entry> {
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
    let views = views
        .iter()
        .filter_map(|(name, query)| Some((rank(&format!("view {name}"), query)?, Entry::View(name.clone()))));
    let mut ranked: Vec<(u8, Entry)> = commands.chain(views).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}
