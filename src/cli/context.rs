//! What every verb is given: where the store is, and where to print.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::output::{Guarded, Out, Shown, commands};
use super::{Error, Outcome, suggest};
use crate::export::{Color, Layout, Tables, Target};
use crate::index::Cache;
use crate::store::Location;
use crate::user::Folders;
use crate::user::config::Config;

/// What every verb is given.
#[derive(Debug)]
pub struct Context {
    /// The store named on the command line.
    pub store: Option<PathBuf>,
    /// What was derived from stores before, unless it is not to be used.
    pub cache: Option<Cache>,
    /// Whether stdout is a terminal: tables and color then, plain lines else.
    pub stdout_is_terminal: bool,
    /// Whether stderr is a terminal: progress is shown only then.
    pub stderr_is_terminal: bool,
    /// Whether a screen reader is spoken to: no colors, no columns, no line that is rewritten.
    pub screen_reader: bool,
}

impl Context {
    /// Looks at the streams once.
    #[must_use]
    pub fn new(store: Option<PathBuf>) -> Self {
        // The same by another name, which cannot be sought in.
        let piped = store.as_deref() == Some(Path::new("/dev/stdin"));
        Self {
            store: if piped { Some("-".into()) } else { store },
            cache: None,
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            screen_reader: false,
        }
    }

    /// The same that uses the cache, unless the environment says `VERBATIM_CACHE=off`.
    #[must_use]
    pub fn with_cache(self) -> Self {
        Self { cache: cache(), ..self }
    }

    /// The same for a screen reader, where `asked`, the environment or the config says so.
    #[must_use]
    pub fn for_screen_reader(mut self, asked: bool) -> Self {
        let variable = std::env::var("VERBATIM_SCREEN_READER").ok().filter(|value| !value.is_empty());
        let variable = variable.map(|value| !matches!(value.as_str(), "0" | "no" | "off" | "false"));
        let configured = || Folders::find().and_then(|folders| Config::load(&folders).screen_reader);
        self.screen_reader = asked || variable.or_else(configured).unwrap_or(false);
        self
    }

    /// Where the store is: as the command line says, else as the environment and custom say.
    ///
    /// # Errors
    /// When what was named is an article, or nothing was named and there is no home folder.
    pub fn location(&self) -> Result<Location, Error> {
        let location = Location::resolve(self.store.as_deref())?;
        suggest::check_store(location.path())?;
        let path = location.path();
        let own = Folders::find().and_then(|folders| folders.owns(path)).or_else(|| {
            let name = path.file_name()?.to_str()?;
            (name.starts_with('.') && name.ends_with(".lock")).then_some("the lock of a store")
        });
        if let Some(what) = own {
            return Err(Error::usage(format!("{} is {what}, not a store", path.display())));
        }
        Ok(location)
    }

    /// As [`Self::location`], for what works on a store's files; `what` cannot be done to one from a pipe.
    ///
    /// # Errors
    /// Also when the store is standard input.
    pub fn saved(&self, what: &str) -> Result<Location, Error> {
        if self.store.as_deref() == Some(Path::new("-")) {
            return Err(Error::usage(format!("a store from standard input has no file: {what}"))
                .hint("save it to a file, and name that file with `--store FILE`"));
        }
        self.location()
    }

    /// Standard output, which lets no control character through to a terminal.
    #[must_use]
    pub fn out(&self) -> Out {
        self.out_shown(if self.stdout_is_terminal { Shown::Guarded } else { Shown::AsItIs })
    }

    /// Standard output for colored text; the caller makes sure that nothing else sends the terminal commands.
    #[must_use]
    pub fn colored_out(&self) -> Out {
        self.out_shown(Shown::AsItIs)
    }

    fn out_shown(&self, shown: Shown) -> Out {
        BufWriter::with_capacity(64 * 1024, Guarded::new(std::io::stdout().lock(), shown))
    }

    /// Whether output to stdout may be colored: it is a terminal that knows colors, and `NO_COLOR` is not set.
    #[must_use]
    pub fn color(&self) -> bool {
        let plain = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb")
            || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        self.stdout_is_terminal && !plain && !self.screen_reader
    }

    /// How results are laid out on stdout: in color and as wide as the terminal, if it is one.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let width = self.stdout_is_terminal.then(|| crossterm::terminal::size().ok()).flatten();
        let width = width.map(|(columns, _)| usize::from(columns)).filter(|&columns| columns > 0);
        // What is heard is not cut.
        let width = width.filter(|_| !self.screen_reader);
        let tables = if self.screen_reader { Tables::Labels } else { Tables::Columns };
        let color = if self.color() { Color::On } else { Color::Off };
        Layout { width, color, target: target(), tables }
    }

    /// One message on stderr. A stderr that cannot be written to stops nothing.
    pub fn say(&self, message: impl AsRef<str>) {
        self.write_error(&format!("verbatim: {}\n", message.as_ref()));
    }

    /// What the person can do about the message before, on stderr.
    pub fn hint(&self, hint: impl AsRef<str>) {
        self.write_error(&format!("  hint: {}\n", hint.as_ref()));
    }

    /// Reports what went wrong on stderr and gives the exit code.
    pub(super) fn report(&self, result: Result<Outcome, Error>) -> ExitCode {
        match result {
            Ok(outcome) => outcome.into(),
            Err(Error::ClosedPipe) => ExitCode::SUCCESS,
            Err(Error::Message { message, hint }) => {
                self.say(message);
                if let Some(hint) = hint {
                    self.hint(hint);
                }
                2.into()
            }
        }
    }

    /// Writes to stderr: the one way there, so that nothing from outside reaches a terminal as a command.
    pub(super) fn write_error(&self, text: &str) {
        let _ = std::io::stderr().write_all(escape_controls(text).as_bytes());
    }
}

/// The cache of this person, unless the environment turns it off.
pub(super) fn cache() -> Option<Cache> {
    let off = std::env::var_os("VERBATIM_CACHE").is_some_and(|value| value.eq_ignore_ascii_case("off"));
    Folders::find().filter(|_| !off).map(|folders| Cache::at(folders.cache()))
}

/// Whether stdout is a file that begins here. What is appended to a file goes on as a stream does.
#[cfg(unix)]
fn target() -> Target {
    use std::os::fd::AsFd;
    let file = std::io::stdout().as_fd().try_clone_to_owned().map(std::fs::File::from);
    let begins = file.and_then(|file| file.metadata()).is_ok_and(|data| data.is_file() && data.len() == 0);
    if begins { Target::File } else { Target::Stream }
}

/// What stdout is, is not known on this system.
#[cfg(not(unix))]
fn target() -> Target {
    Target::Stream
}

/// `text` with its control characters, and those that turn the direction of a line, as escapes, so that the name of a
/// file cannot send a terminal commands. Line ends stay: messages with a caret under a query need them.
#[must_use]
pub fn escape_controls(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\t' || commands(character) {
            shown.extend(character.escape_unicode());
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
        assert_eq!(escape_controls("a\u{1b}[2Jb\u{9b}c\nd é\t"), "a\\u{1b}[2Jb\\u{9b}c\nd é\\u{9}");
        assert_eq!(escape_controls("\u{202e}x"), "\\u{202e}x");
    }
}
