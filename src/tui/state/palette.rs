//! The entries of the palette: every command by name, and every saved view.

use crate::query::Facet;
use crate::tui::keymap::{Action, COMMANDS, Command};
use crate::tui::state::labels;
use crate::tui::state::session::Sort;

/// A line of the palette.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A command.
    Command(&'static Command),
    /// A saved view.
    View(String),
    /// A command with what was written after its name.
    Argument(Argument),
}

/// A command with an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// The order of the quotations, and whether it is reversed.
    Sort(Sort, bool),
    /// What the first pane lists.
    Browse(Facet),
    /// A filter.
    Filter(String),
    /// A draft to be checked.
    Verify(String),
}

impl Argument {
    /// As it is written.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Sort(sort, reversed) => {
                format!("sort {}{}", if sort.is_minus(*reversed) { "-" } else { "" }, sort.word())
            }
            Self::Browse(facet) => format!("browse {}", facet.word()),
            Self::Filter(query) => format!("filter {query}"),
            Self::Verify(path) => format!("verify {path}"),
        }
    }

    /// What it does.
    #[must_use]
    pub fn about(&self) -> String {
        match self {
            Self::Sort(sort, reversed) => format!("sort by {}", sort.title(*reversed)),
            Self::Browse(facet) => format!("list {} in the first pane", labels::title(*facet).to_lowercase()),
            Self::Filter(_) => "filter the quotations".into(),
            Self::Verify(_) => "check the quotations of a draft".into(),
        }
    }
}

/// The commands that `typed` can mean with an argument: those whose values begin as it does.
fn arguments(typed: &str) -> Vec<Argument> {
    let Some((name, value)) = typed.trim_start().split_once(' ') else { return Vec::new() };
    let value = value.trim();
    match name {
        "sort" => {
            let (minus, word) = value.strip_prefix('-').map_or((false, value), |word| (true, word));
            let sorts = Sort::ALL.into_iter().filter(|sort| sort.word().starts_with(word));
            sorts.map(|sort| Argument::Sort(sort, sort.is_minus(false) != minus)).collect()
        }
        "browse" => {
            let facets = Facet::ALL.into_iter().filter(|facet| {
                facet.word().starts_with(value) || labels::title(*facet).to_lowercase().starts_with(value)
            });
            facets.map(Argument::Browse).collect()
        }
        "verify" if !value.is_empty() => vec![Argument::Verify(value.to_owned())],
        "filter" if !value.is_empty() => vec![Argument::Filter(value.to_owned())],
        _ => Vec::new(),
    }
}

/// What the palette shows for what was typed: names that begin with it, then names that hold it, then descriptions.
#[must_use]
pub fn entries(views: &[(String, String)], typed: &str) -> Vec<Entry> {
    let arguments = arguments(typed);
    if !arguments.is_empty() {
        return arguments.into_iter().map(Entry::Argument).collect();
    }
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
