//! The entries of the palette: every command by name, and every saved view.

use crate::query::Facet;
use crate::tui::keymap::{Action, COMMANDS, Command};
use crate::tui::state::labels;
use crate::tui::state::session::Sort;
use crate::tui::theme::Base;

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
    GroupBy(Facet),
    /// A filter.
    Filter(String),
    /// A draft to be checked.
    Verify(String),
    /// A theme, and its name.
    Theme(&'static str, Base),
}

impl Argument {
    /// As it is written.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Sort(sort, reversed) => {
                format!("sort {}{}", if sort.is_minus(*reversed) { "-" } else { "" }, sort.word())
            }
            Self::GroupBy(facet) => format!("browse {}", facet.word()),
            Self::Filter(query) => format!("filter {query}"),
            Self::Verify(path) => format!("verify {path}"),
            Self::Theme(name, _) => format!("theme {name}"),
        }
    }

    /// What it does.
    #[must_use]
    pub fn about(&self) -> String {
        match self {
            Self::Sort(sort, reversed) => format!("sort by {}", sort.title(*reversed)),
            Self::GroupBy(facet) => format!("list {} in the first pane", labels::title(*facet).to_lowercase()),
            Self::Filter(_) => "filter the quotations".into(),
            Self::Verify(_) => "check the quotations of a draft".into(),
            Self::Theme(..) => "take this theme".into(),
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
            facets.map(Argument::GroupBy).collect()
        }
        "verify" if !value.is_empty() => vec![Argument::Verify(value.to_owned())],
        "theme" => {
            let themes = Base::NAMES.into_iter().filter(|(name, _)| name.starts_with(value));
            themes.map(|(name, base)| Argument::Theme(name, base)).collect()
        }
        "filter" if !value.is_empty() => vec![Argument::Filter(value.to_owned())],
        _ => Vec::new(),
    }
}

/// What the palette shows for what was typed: names that begin with it, then names whose words begin with its words,
/// then descriptions whose words do. Behind a command that takes an argument its arguments follow.
#[must_use]
pub fn entries(views: &[(String, String)], typed: &str) -> Vec<Entry> {
    let with_arguments = arguments(typed);
    if !with_arguments.is_empty() {
        return with_arguments.into_iter().map(Entry::Argument).collect();
    }
    let typed = typed.trim().to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let begins = |text: &str, word: &str| {
        text.starts_with(word) || text.split(|c: char| !c.is_alphanumeric()).any(|other| other.starts_with(word))
    };
    let rank = |name: &str, doc: &str| {
        let (name, doc) = (name.to_lowercase(), doc.to_lowercase());
        if name == typed {
            Some(0)
        } else if name.starts_with(&typed) {
            Some(1)
        } else if words.iter().all(|word| begins(&name, word)) {
            Some(2)
        } else {
            words.iter().all(|word| begins(&name, word) || begins(&doc, word)).then_some(3)
        }
    };
    let commands = COMMANDS
        .iter()
        .filter(|command| !matches!(command.action, Action::Palette | Action::Back))
        .filter_map(|command| Some((rank(command.name, command.doc)?, Entry::Command(command))));
    let views = views
        .iter()
        .filter_map(|(name, query)| Some((rank(&format!("view {name}"), query)?, Entry::View(name.clone()))));
    let arguments = arguments(&format!("{typed} ")).into_iter().map(|argument| (0, Entry::Argument(argument)));
    let mut ranked: Vec<(u8, Entry)> = commands.chain(arguments).chain(views).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// The commands whose names are most like what was typed: what it could mean where nothing begins so.
#[must_use]
pub fn near(typed: &str) -> Vec<&'static str> {
    let first = typed.split_whitespace().next().unwrap_or_default().to_lowercase();
    let mut names: Vec<(usize, &str)> =
        COMMANDS.iter().map(|command| (strsim::damerau_levenshtein(command.name, &first), command.name)).collect();
    names.sort_by_key(|(distance, _)| *distance);
    names.into_iter().take_while(|(distance, name)| *distance <= name.len() / 2).take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(typed: &str) -> Vec<String> {
        let name = |entry: Entry| match entry {
            Entry::Command(command) => command.name.to_owned(),
            Entry::View(name) => format!("view {name}"),
            Entry::Argument(argument) => argument.written(),
        };
        entries(&[("Open questions".into(), "is:disputed".into())], typed).into_iter().map(name).collect()
    }

    #[test]
    fn words_match_at_their_beginnings() {
        assert_eq!(names("copy-u"), ["copy-url"]);
        assert_eq!(names("url copy")[0], "copy-url");
        assert!(!names("rl").contains(&"copy-url".to_owned()), "not in the middle of a word");
        assert_eq!(names("view open")[0], "view Open questions");
        assert_eq!(names("star")[0], "star", "the whole name first");
    }

    #[test]
    fn arguments_follow_their_command() {
        let all = ["theme", "theme auto", "theme dark", "theme light", "theme high-contrast", "theme plain"];
        assert_eq!(names("theme")[..6], all);
        assert_eq!(names("theme li"), ["theme light"]);
        assert_eq!(names("sort -da"), ["sort -date"]);
        assert_eq!(near("thme light")[0], "theme");
        assert_eq!(near("xyzzy"), Vec::<&str>::new());
    }
}
