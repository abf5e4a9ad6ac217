//! The help: the table of commands, under its headings, made from the keys in force.

use crate::query::{FIELDS, FieldRow};
use crate::tui::keymap::{Action, COMMANDS, Command, Group, Keymap, command};
use crate::tui::layout::Pane;
use crate::tui::wrap;

/// A line of the help.
#[derive(Debug)]
pub enum Line {
    /// The title of a group of commands.
    Heading(&'static str),
    /// A command with its keys.
    Command(&'static Command, String),
    /// A field of the query language, and what it asks for.
    Field(String, String),
    /// What is left of the words of the line before.
    More(String),
    /// An empty line.
    Empty,
}

/// It is at most so wide inside.
pub const WIDEST: usize = 100;

/// The heading of the last page.
const QUERY_LANGUAGE: &str = "The query language";

/// How terms are written and joined.
const SYNTAX: [(&str, &str); 7] = [
    ("word other", "both, anywhere in the quotation; a capital makes it match as written"),
    ("\"some words\"", "these words together"),
    ("/regex/", "a regular expression"),
    ("a OR b", "one of them; in words side by side all must match"),
    ("-word", "without it; NOT does the same"),
    ("( )", "what belongs together: (a OR b) -c"),
    ("field:value", "one of the fields below; no space after the colon"),
];

/// The line on which the page of the query language begins.
#[must_use]
pub fn query_language(lines: &[Line]) -> Option<usize> {
    lines.iter().position(|line| matches!(line, Line::Heading(title) if *title == QUERY_LANGUAGE))
}

/// What is done most in each pane.
const fn of_pane(pane: Pane) -> &'static [Action] {
    match pane {
        Pane::Groups => &[
            Action::Open,
            Action::Mark,
            Action::Unpick,
            Action::NextGrouping,
            Action::PreviousGrouping,
            Action::Sort,
            Action::Edit,
            Action::Merge,
        ],
        Pane::Quotations => &[
            Action::Confirm,
            Action::Reject,
            Action::Edit,
            Action::Star,
            Action::Tags,
            Action::Note,
            Action::Mark,
            Action::Why,
            Action::Copy,
            Action::Review,
        ],
        Pane::Context => &[Action::Why, Action::Edit, Action::AddQuotation, Action::Search, Action::OpenUrl],
    }
}

/// The commands that hold all words of `filter`, under their headings: those of the pane in focus first, the query
/// language last.
#[must_use]
pub fn lines(keymap: &Keymap, pane: Pane, filter: &str, width: u16) -> Vec<Line> {
    let filter = filter.trim().to_lowercase();
    let mut lines = Vec::new();
    if filter.is_empty() {
        lines.push(Line::Heading("In this pane"));
        let rows = of_pane(pane).iter().map(|action| command(*action));
        lines.extend(rows.map(|command| Line::Command(command, keymap.written(command))));
    }
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
    let syntax = SYNTAX.iter().map(|(form, about)| ((*form).to_owned(), (*about).to_owned()));
    let holds = |words: &str| filter.split_whitespace().all(|word| words.to_lowercase().contains(word));
    let about = |row: &FieldRow| match row.values {
        [] => row.about.to_owned(),
        values => format!("{}: {}", row.about, values.join(", ")),
    };
    let fields = FIELDS.iter().map(|row| (format!("{}:", row.names.join(": ")), about(row)));
    let fields = syntax.chain(fields).filter(|(name, about)| holds(&format!("{name} {about}")));
    let fields: Vec<Line> = fields.map(|(name, about)| Line::Field(name, about)).collect();
    if !fields.is_empty() {
        lines.extend((!lines.is_empty()).then_some(Line::Empty));
        lines.push(Line::Heading(QUERY_LANGUAGE));
        lines.extend(fields);
    }
    lines.into_iter().flat_map(|line| wrapped(line, width)).collect()
}

/// The cells for keys and names, and those for what they do, on a screen of `width` columns.
#[must_use]
pub fn columns(width: u16) -> (usize, usize) {
    let inside = usize::from(width.saturating_sub(4)).min(WIDEST);
    let keys = if inside >= 50 { 18 } else { 10 };
    (keys, inside.saturating_sub(keys))
}

/// The line, and those that hold the words which it has no room for.
fn wrapped(line: Line, width: u16) -> Vec<Line> {
    let about = match &line {
        Line::Command(command, _) => command.doc,
        Line::Field(_, about) => about.as_str(),
        Line::Heading(_) | Line::More(_) | Line::Empty => return vec![line],
    };
    let rest = wrap::lines(about, columns(width).1).skip(1).map(|span| Line::More(span.of(about).to_owned()));
    let mut lines: Vec<Line> = rest.collect();
    lines.insert(0, line);
    lines
}
