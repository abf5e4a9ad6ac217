//! The help: the table of commands, under its headings, made from the keys in force.

use crate::tui::keymap::{COMMANDS, Command, Group, Keymap};

/// A line of the help.
#[derive(Debug)]
pub enum Line {
    /// The title of a group of commands.
    Heading(&'static str),
    /// A command with its keys.
    Command(&'static Command, String),
    /// An empty line.
    Empty,
}

/// The commands that hold all words of `filter`, under their headings.
#[must_use]
pub fn lines(keymap: &Keymap, filter: &str) -> Vec<Line> {
    let filter = filter.trim().to_lowercase();
    let mut lines = Vec::new();
    for group in Group::ALL {
        let rows: Vec<Line> = COMMANDS
            .iter()
            .filter(|command| command.group == group)
            .map(|command| (command, keymap.written(command)))
            .filter(|(command, keys)| {
                filter.split_whitespace().all(|word| {
                    command.doc.to_lowercase().contains(word)
                        || command.name.contains(word)
                        || keys.to_lowercase().split(' ').any(|key| key == word)
                })
            })
            .map(|(command, keys)| Line::Command(command, keys))
            .collect();
        if rows.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Line::Empty);
        }
        lines.push(Line::Heading(group.title()));
        lines.extend(rows);
    }
    lines
}
