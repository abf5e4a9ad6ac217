//! Opening an article's address in the browser, and a draft with the program that the system has for it. Of addresses only
//! `http` and `https` ones are opened, and no shell sees them.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::tui::process::{self, End, Environment};

/// Why an address was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is not a web address.
    #[error("only http and https addresses are opened, not `{0}`")]
    NotOfTheWeb(String),
    /// It has what no address has.
    #[error("an address with a space or a control character in it is not opened: `{0}`")]
    NotClean(String),
    /// The file cannot be reached.
    #[error("{path} cannot be opened: {error}")]
    NoFile {
        /// The file.
        path: String,
        /// Why.
        error: String,
    },
    /// No program is there that could.
    #[error("no program to open it was found (looked for $BROWSER, {})", names())]
    NoProgram,
    /// The program did not do it.
    #[error("{program} could not open it: {message}")]
    Failed {
        /// The program.
        program: String,
        /// Why.
        message: String,
    },
}

/// Who opens addresses, and with which arguments before them.
const OPENERS: &[(&str, &[&str])] = if cfg!(target_os = "macos") {
    &[("open", &[])]
} else if cfg!(windows) {
    &[("rundll32", &["url.dll,FileProtocolHandler"])]
} else {
    &[("xdg-open", &[]), ("wslview", &[]), ("gio", &["open"])]
};

/// How long a program may take to say that it cannot.
const LIMIT: Duration = Duration::from_secs(2);

/// Opens `url`; gives the name of the program that did. It may take a while: work for the background.
///
/// # Errors
/// When it is not a web address, or nothing could open it.
pub fn open(url: &str, environment: &Environment) -> Result<String, OpenError> {
    let url = checked(url)?;
    let (name, command) = opener(environment).ok_or(OpenError::NoProgram)?;
    start(name, command, url.as_ref())
}

/// Opens a file with the program that the system has for it; gives the name of what was asked to.
///
/// # Errors
/// When it is not there, or nothing could open it.
pub fn open_file(path: &Path, environment: &Environment) -> Result<String, OpenError> {
    let missing =
        |error: std::io::Error| OpenError::NoFile { path: path.display().to_string(), error: error.to_string() };
    // From the root on: no name of a file is taken for an option.
    let path = path.canonicalize().map_err(missing)?;
    let (name, command) = system(environment).next().ok_or(OpenError::NoProgram)?;
    start(name, command, path.as_os_str())
}

/// Runs a program with what it is to open.
fn start(name: String, mut command: Command, what: &OsStr) -> Result<String, OpenError> {
    let failed = |message: String| OpenError::Failed { program: name.clone(), message };
    match process::run(command.arg(what), Vec::new(), LIMIT) {
        Ok(End::Exited(status)) if status.success() => Ok(name),
        Ok(End::Exited(status)) => Err(failed(status.to_string())),
        // A program that was started by this stays open; somebody has to take its end into account.
        Ok(End::StillRunning(mut child)) => {
            std::thread::spawn(move || child.wait());
            Ok(name)
        }
        Err(error) => Err(failed(error.to_string())),
    }
}

fn checked(url: &str) -> Result<&str, OpenError> {
    let url = url.trim();
    let of_the_web = ["http://", "https://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let clean = !url.contains(|c: char| c.is_control() || c.is_whitespace());
    match (of_the_web, clean) {
        (false, _) => Err(OpenError::NotOfTheWeb(url.to_owned())),
        (true, false) => Err(OpenError::NotClean(url.to_owned())),
        (true, true) => Ok(url),
    }
}

/// `$BROWSER` may name several, parted by colons: the first that is there.
fn opener(environment: &Environment) -> Option<(String, Command)> {
    let wanted = environment.get("BROWSER").unwrap_or_default();
    let browsers = wanted.split(':').filter_map(|words| {
        let mut words = words.split_whitespace().filter(|word| *word != "%s");
        let name = words.next()?;
        let mut command = Command::new(environment.program(name)?);
        command.args(words);
        Some((name.to_owned(), command))
    });
    browsers.chain(system(environment)).next()
}

/// The system's openers that are there.
fn system(environment: &Environment) -> impl Iterator<Item = (String, Command)> {
    OPENERS.iter().filter_map(|(name, arguments)| {
        let mut command = Command::new(environment.program(name)?);
        command.args(*arguments);
        Some(((*name).to_owned(), command))
    })
}

fn names() -> String {
    OPENERS.iter().map(|row| row.0).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;

    use super::*;
    use crate::tui::process::tests::script;

    #[test]
    fn only_addresses_of_the_web_are_opened() {
        for url in ["http://a.example/x?y=1&z=$(id)#:~:text=a,b", "HTTPS://a.example", " https://a.example/\n"] {
            assert!(checked(url).is_ok(), "{url}");
        }
        for url in ["file:///etc/passwd", "javascript:alert(1)", "httpx://a", "-a", ""] {
            assert_eq!(open(url, &Environment::own()), Err(OpenError::NotOfTheWeb(url.into())), "{url}");
        }
        for url in ["https://a b", "https://a\u{1b}[0m"] {
            assert_eq!(open(url, &Environment::own()), Err(OpenError::NotClean(url.into())), "{url}");
        }
    }

    #[test]
    fn no_shell_sees_the_address() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        script(folder.path(), "browser", &format!("printf '%s\\n' \"$@\" > {}", seen.display()));
        let environment =
            Environment::of([("PATH", folder.path().as_os_str()), ("BROWSER", "none:browser --new %s".as_ref())]);
        let url = "https://a.example/?a=1&b=$(touch${IFS}x);`id`'\"#:~:text=war";
        assert_eq!(open(url, &environment), Ok("browser".into()));
        assert_eq!(fs::read_to_string(&seen).unwrap(), format!("--new\n{url}\n"));
    }

    #[test]
    fn a_file_is_opened_by_the_system() {
        let folder = tempfile::tempdir().unwrap();
        let (seen, draft) = (folder.path().join("seen"), folder.path().join("-draft.docx"));
        script(folder.path(), OPENERS[0].0, &format!("printf '%s\\n' \"$@\" > {}", seen.display()));
        fs::write(&draft, "x").unwrap();
        let environment = Environment::of([("PATH", folder.path().as_os_str()), ("BROWSER", "none".as_ref())]);
        assert_eq!(open_file(&draft, &environment), Ok(OPENERS[0].0.to_owned()));
        let shown = fs::read_to_string(&seen).unwrap();
        assert!(shown.starts_with('/') && shown.ends_with("-draft.docx\n"), "{shown}");
        let gone = open_file(&folder.path().join("gone.docx"), &environment);
        assert!(matches!(gone, Err(OpenError::NoFile { .. })), "{gone:?}");
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment::of([("PATH", folder.path())]);
        assert_eq!(open("https://a.example", &environment), Err(OpenError::NoProgram));
        script(folder.path(), OPENERS[0].0, "exit 3");
        let error = open("https://a.example", &environment).unwrap_err().to_string();
        assert_eq!(error, format!("{} could not open it: exit status: 3", OPENERS[0].0));
    }
}
