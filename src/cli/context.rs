//! What every verb is given: where the store is, and where to print.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use super::{Error, meant};
use crate::export::{Colour, Layout};
use crate::store::Location;

/// What every verb is given.
#[derive(Debug)]
pub struct Context {
    /// The store named on the command line.
    pub store: Option<PathBuf>,
    /// Whether stdout is a terminal: tables and colour then, plain lines else.
    pub stdout_is_terminal: bool,
    /// Whether stderr is a terminal: progress is shown only then.
    pub stderr_is_terminal: bool,
}

impl Context {
    /// Looks at the streams once.
    #[must_use]
    pub fn new(store: Option<PathBuf>) -> Self {
        Self {
            store,
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
        }
    }

    /// Where the store is: as the command line says, else as the environment and custom say.
    ///
    /// # Errors
    /// When what was named is an article, or nothing was named and there is no home folder.
    pub fn location(&self) -> Result<Location, Error> {
        let location = Location::resolve(self.store.as_deref())?;
        meant::check_store(location.path())?;
        Ok(location)
    }

    /// Standard output, buffered. Whoever takes it flushes it, so that an error of the last write is seen.
    #[must_use]
    pub fn out(&self) -> BufWriter<std::io::StdoutLock<'static>> {
        BufWriter::with_capacity(64 * 1024, std::io::stdout().lock())
    }

    /// Whether output to stdout may be coloured: it is a terminal and `NO_COLOR` is not set.
    #[must_use]
    pub fn colour(&self) -> bool {
        self.stdout_is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }

    /// How results are laid out on stdout: in colour and as wide as the terminal, if it is one.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let width = self.stdout_is_terminal.then(|| crossterm::terminal::size().ok()).flatten();
        let width = width.map(|(columns, _)| usize::from(columns)).filter(|&columns| columns > 0);
        Layout { width, colour: if self.colour() { Colour::On } else { Colour::Off } }
    }

    /// One message on stderr. A stderr that cannot be written to stops nothing.
    pub fn say(&self, message: impl AsRef<str>) {
        let line = format!("verbatim: {}\n", harmless(message.as_ref()));
        let _ = std::io::stderr().write_all(line.as_bytes());
    }

    /// What the person can do about the message before, on stderr.
    pub fn hint(&self, hint: impl AsRef<str>) {
        let line = format!("  hint: {}\n", harmless(hint.as_ref()));
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

/// `text` with its control characters escaped, so that the name of a file cannot send a terminal commands. Line ends
/// stay: messages with a caret under a query need them.
#[must_use]
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() && character != '\n' {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_harmlessly() {
        assert_eq!(harmless("a\u{1b}[2Jb\u{9b}c\nd é"), "a\\u{1b}[2Jb\\u{9b}c\nd é");
    }
}
