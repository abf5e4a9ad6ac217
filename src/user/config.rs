//! `config.yaml`: keys, theme and layout as the person wants them.
//!
//! ```yaml
//! theme: auto                    # auto, dark, light, high-contrast, plain; or, to change single styles:
//! # theme: {base: dark, quotation: "bold #ffcc00", cue: italic green}
//! keys:
//!   star: "*"                    # a command's name: its key, or a list of keys
//!   filter: [f, ctrl-g]
//! layout:
//!   mouse: on
//!   lines: 2                     # lines per quotation in the list
//!   panes: [22, 42, 36]          # widths in hundredths
//! reviewer: Ann Lee              # written beside each decision, with the day
//! screen_reader: true            # lines of plain text instead of a screen
//! ```
//!
//! A wrong entry is named with its line, and all others hold. What keys, commands and styles mean is the explorer's to
//! know: here they are words.

use std::fmt;
use std::path::PathBuf;

use serde_yaml::{Mapping, Value};

use super::{Folders, file};
use crate::yaml;

/// What the person wants.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The theme.
    pub theme: Theme,
    /// Commands and their keys, in the order of the file.
    pub keys: Vec<Keys>,
    /// The layout.
    pub layout: Layout,
    /// The name that decisions are signed with.
    pub reviewer: Option<String>,
    /// Whether a screen reader is to be spoken to, where that is said.
    pub screen_reader: Option<bool>,
    /// What is wrong with the file.
    pub wrong: Vec<Wrong>,
    file: PathBuf,
    source: String,
}

/// The theme wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// Its name, if one is given.
    pub base: Option<String>,
    /// Roles and their styles in words.
    pub styles: Vec<(String, String)>,
}

/// The keys wanted for a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The command.
    pub command: String,
    /// Its keys, in words; none takes the command's keys away.
    pub keys: Vec<String>,
}

/// The layout wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Whether the mouse clicks and scrolls at first.
    pub mouse: bool,
    /// Lines per quotation in the list.
    pub lines: u16,
    /// Widths of the three panes in hundredths, where they are given.
    pub panes: Option<[u16; 3]>,
}

impl Default for Layout {
    fn default() -> Self {
        Self { mouse: true, lines: 2, panes: None }
    }
}

/// A wrong entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The file.
    pub file: PathBuf,
    /// The line, counted from one, where it could be told.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {}", self.message)
    }
}

impl Config {
    /// This person's config, with the defaults for whatever it does not set.
    #[must_use]
    pub fn load(folders: &Folders) -> Self {
        let path = folders.config().join("config.yaml");
        match file::read(&path) {
            Ok(source) => Self::parse(path, source.unwrap_or_default()),
            Err(error) => {
                let mut config = Self { file: path, ..Self::default() };
                config.complain(&[], format!("cannot be read: {error}"));
                config
            }
        }
    }

    /// Names an entry of the file as wrong; `place` is the way to it: `["keys", "star"]`. For those who know what the
    /// words mean.
    pub fn complain(&mut self, place: &[&str], message: impl Into<String>) {
        let line = line_of(&self.source, place);
        self.wrong.push(Wrong { file: self.file.clone(), line, message: message.into() });
    }

    fn parse(file: PathBuf, source: String) -> Self {
        let mut config = Self { file, source, ..Self::default() };
        match yaml::from_str::<Option<Value>>(&config.source) {
            Ok(None | Some(Value::Null)) => {}
            Ok(Some(Value::Mapping(entries))) => config.take(&entries),
            Ok(Some(_)) => config.complain(
                &[],
                "is not a list of settings: expected `theme:`, `keys:`, `layout:`, `reviewer:` or `screen_reader:`",
            ),
            Err(error) => {
                let line = error.line();
                config.wrong.push(Wrong { file: config.file.clone(), line, message: error.to_string() });
            }
        }
        config
    }

    fn take(&mut self, entries: &Mapping) {
        for (name, value) in entries {
            let name = word(name).unwrap_or_default();
            match name.as_str() {
                "theme" => self.take_theme(value),
                "keys" => self.take_keys(value),
                "layout" => self.take_layout(value),
                "reviewer" => match word(value).map(|name| name.trim().to_owned()) {
                    Some(reviewer) if !value.is_null() => {
                        self.reviewer = Some(reviewer).filter(|name| !name.is_empty());
                    }
                    Some(_) => {}
                    None => self.complain(&["reviewer"], "`reviewer` is a name"),
                },
                "screen_reader" => match switch(value) {
                    Some(on) => self.screen_reader = Some(on),
                    None => self.complain(&["screen_reader"], "`screen_reader` is `true` or `false`"),
                },
                _ => self.unknown(&[&name], &["theme", "keys", "layout", "reviewer", "screen_reader"]),
            }
        }
    }

    fn take_theme(&mut self, value: &Value) {
        let Value::Mapping(entries) = value else {
            match word(value) {
                Some(base) => self.theme.base = Some(base),
                None => self.complain(&["theme"], "`theme` is a name, or a mapping of styles"),
            }
            return;
        };
        for (name, value) in entries {
            let name = word(name).unwrap_or_default();
            match word(value) {
                Some(base) if name == "base" => self.theme.base = Some(base),
                Some(style) => self.theme.styles.push((name, style)),
                None => {
                    self.complain(&["theme", &name], format!("the style of `{name}` is words: `bold red on black`"));
                }
            }
        }
    }

    fn take_keys(&mut self, value: &Value) {
        let Value::Mapping(entries) = value else {
            return self.complain(&["keys"], "`keys` is a mapping of commands to their keys");
        };
        for (command, value) in entries {
            let command = word(command).unwrap_or_default();
            let keys = match value {
                Value::Null => Some(Vec::new()),
                Value::Sequence(keys) => keys.iter().map(word).collect(),
                value => word(value).map(|key| vec![key]),
            };
            match keys {
                Some(keys) => self.keys.push(Keys { command, keys }),
                None => self.complain(&["keys", &command], format!("`{command}` needs a key, or a list of keys")),
            }
        }
    }

    fn take_layout(&mut self, value: &Value) {
        let Value::Mapping(entries) = value else {
            return self.complain(&["layout"], "`layout` is a mapping: `mouse`, `lines`, `panes`");
        };
        for (name, value) in entries {
            let name = word(name).unwrap_or_default();
            let place = ["layout", name.as_str()];
            match name.as_str() {
                "mouse" => match switch(value) {
                    Some(on) => self.layout.mouse = on,
                    None => self.complain(&place, "`mouse` is `on` or `off`"),
                },
                "lines" => match value.as_u64().and_then(|lines| u16::try_from(lines).ok()) {
                    Some(lines @ 1..=9) => self.layout.lines = lines,
                    _ => self.complain(&place, "`lines` is a number from 1 to 9"),
                },
                "panes" => match widths(value) {
                    Some(widths) => self.layout.panes = Some(widths),
                    None => self.complain(&place, "`panes` is three widths that make 100, none below 10: [22, 42, 36]"),
                },
                _ => self.unknown(&place, &["mouse", "lines", "panes"]),
            }
        }
    }

    fn unknown(&mut self, place: &[&str], known: &[&str]) {
        let name = place.last().copied().unwrap_or_default();
        let nearest = known
            .iter()
            .map(|known| (strsim::damerau_levenshtein(name, known), known))
            .filter(|(distance, _)| *distance <= 2)
            .min();
        let hint = match nearest {
            Some((_, nearest)) => format!("did you mean `{nearest}`?"),
            None => format!("expected one of {}", known.join(", ")),
        };
        self.complain(place, format!("`{name}` is not a setting: {hint}"));
    }
}

/// A scalar as the word that stands in the file, as far as YAML lets it be known: the keys `1` and `y` are words too.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null => Some("~".to_owned()),
        _ => None,
    }
}

fn switch(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(on) => Some(*on),
        Value::String(text) => match text.as_str() {
            "on" | "yes" => Some(true),
            "off" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn widths(value: &Value) -> Option<[u16; 3]> {
    let widths: Vec<u16> = value
        .as_sequence()?
        .iter()
        .map(|width| {
            width.as_u64().and_then(|width| u16::try_from(width).ok()).filter(|width| (10..=80).contains(width))
        })
        .collect::<Option<_>>()?;
    let widths: [u16; 3] = widths.try_into().ok()?;
    (widths.iter().sum::<u16>() == 100).then_some(widths)
}

/// The line on which an entry begins, found by the names on the way to it. In flow style it is the line of the nearest
/// name that begins a line.
fn line_of(source: &str, place: &[&str]) -> Option<usize> {
    let mut found = None;
    let mut lines = source.lines().enumerate();
    let mut outer: Option<usize> = None;
    for name in place {
        let begins = |line: &str| {
            let line = line.trim_start();
            let rest = ["", "\"", "'"].iter().find_map(|mark| {
                line.strip_prefix(mark)?.strip_prefix(name)?.strip_prefix(mark)?.trim_start().strip_prefix(':')
            });
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let indent = |line: &str| line.len() - line.trim_start().len();
        let Some((at, line)) =
            lines.by_ref().find(|(_, line)| outer.is_none_or(|outer| indent(line) > outer) && begins(line))
        else {
            return found;
        };
        outer = Some(indent(line));
        found = Some(at + 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(source: &str) -> Config {
        Config::parse("config.yaml".into(), source.to_owned())
    }

    #[track_caller]
    fn check_wrong(source: &str, expected: &[&str]) {
        let config = parsed(source);
        let wrong: Vec<String> = config.wrong.iter().map(ToString::to_string).collect();
        assert_eq!(wrong, expected, "{source}");
    }

    #[test]
    fn nothing_is_as_it_always_is() {
        for source in ["", "# nothing yet\n", "---\n", "keys: {}\n"] {
            let config = parsed(source);
            assert_eq!((config.theme, config.layout), (Theme::default(), Layout::default()), "{source:?}");
            assert!(config.keys.is_empty() && config.wrong.is_empty(), "{source:?}");
        }
    }

    #[test]
    fn settings_are_read() {
        let config = parsed(
            "theme: {base: light, quotation: bold red, cue: 4}\nkeys:\n  star: '*'\n  pane-1: 1\n  copy: [y, ctrl-y]\n  \
             mouse:\nlayout: {mouse: off, lines: 3, panes: [20, 40, 40]}\nreviewer: Ann Lee\n",
        );
        assert_eq!(config.wrong, []);
        assert_eq!(config.theme.base.as_deref(), Some("light"));
        assert_eq!(config.theme.styles, [("quotation".into(), "bold red".into()), ("cue".into(), "4".into())]);
        let keys: Vec<(&str, String)> =
            config.keys.iter().map(|row| (row.command.as_str(), row.keys.join(" "))).collect();
        let expected = [("star", "*"), ("pane-1", "1"), ("copy", "y ctrl-y"), ("mouse", "")];
        assert_eq!(keys, expected.map(|(command, keys)| (command, keys.to_owned())));
        assert_eq!(config.reviewer.as_deref(), Some("Ann Lee"));
        assert_eq!(config.layout, Layout { mouse: false, lines: 3, panes: Some([20, 40, 40]) });
    }

    #[test]
    fn a_wrong_entry_is_named_with_its_line_and_the_rest_holds() {
        let source = "theme: dark\nlayuot: {}\nkeys:\n  star: {a: b}\n  # a comment\n  filter: f\nlayout:\n  lines: 20\n  \
                      mouse: on\n  panes: [1, 2]\n";
        check_wrong(
            source,
            &[
                "config.yaml:2: `layuot` is not a setting: did you mean `layout`?",
                "config.yaml:4: `star` needs a key, or a list of keys",
                "config.yaml:8: `lines` is a number from 1 to 9",
                "config.yaml:10: `panes` is three widths that make 100, none below 10: [22, 42, 36]",
            ],
        );
        let config = parsed(source);
        assert_eq!(config.theme.base.as_deref(), Some("dark"));
        assert_eq!(config.keys, [Keys { command: "filter".into(), keys: vec!["f".into()] }]);
        assert!(config.layout.mouse);
    }

    #[test]
    fn a_screen_reader_can_be_asked_for() {
        assert_eq!(parsed("theme: dark\n").screen_reader, None);
        assert_eq!(parsed("screen_reader: true\n").screen_reader, Some(true));
        assert_eq!(parsed("screen_reader: off\n").screen_reader, Some(false));
        check_wrong("screen_reader: maybe\n", &["config.yaml:1: `screen_reader` is `true` or `false`"]);
    }

    #[test]
    fn others_can_name_entries_too() {
        let mut config = parsed("keys:\n  'star': nosuchkey\n  filter: f\n");
        config.complain(&["keys", "star"], "`nosuchkey` is not a key");
        config.complain(&["keys", "filter"], "x");
        config.complain(&["theme", "cue"], "y");
        let lines: Vec<Option<usize>> = config.wrong.iter().map(|wrong| wrong.line).collect();
        assert_eq!(lines, [Some(2), Some(3), None]);
    }

    #[test]
    fn what_is_no_config_is_said_so() {
        let settings = "expected `theme:`, `keys:`, `layout:`, `reviewer:` or `screen_reader:`";
        check_wrong("- a\n", &[&format!("config.yaml: is not a list of settings: {settings}")]);
        let broken = parsed("theme: dark\nkeys: [\n");
        assert_eq!(broken.wrong.len(), 1);
        assert!(broken.wrong[0].line.is_some(), "{:?}", broken.wrong);
        assert_eq!(broken.layout, Layout::default());
    }
}
