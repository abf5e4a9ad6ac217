//! The person's own editor: for the store at a quotation, and for a text of a prompt that wants more room.
//!
//! Nothing here takes or gives away the terminal: call it within [`Screen::released`](crate::tui::terminal::Screen::released),
//! so that nothing reads keys meanwhile.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tui::process::Environment;

/// Why a text could not be edited.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// No editor was found.
    #[error("no editor was found: set $VISUAL or $EDITOR")]
    None,
    /// The variable names no program.
    #[error("${variable} is `{value}`, which is not a program")]
    Wrong {
        /// `VISUAL` or `EDITOR`.
        variable: &'static str,
        /// What it says.
        value: String,
    },
    /// The editor could not be started, or its file not be read or written.
    #[error("{doing}: {error}")]
    Io {
        /// What was being done.
        doing: String,
        /// Why it failed.
        error: io::Error,
    },
    /// The editor said that it failed; what was edited does not hold.
    #[error("{program} ended with {status}: nothing was changed")]
    Failed {
        /// The editor.
        program: String,
        /// How it ended.
        status: String,
    },
}

/// Opens `file` in the editor, at `line` (counted from one) where the editor knows how, and waits for it.
///
/// # Errors
/// When there is no editor, or it fails.
pub fn open(file: &Path, line: usize, environment: &Environment) -> Result<(), EditorError> {
    let (program, mut command) = command(file, line, environment)?;
    // Where a store comes through stdin, the keys come from the terminal itself.
    #[cfg(unix)]
    if !io::stdin().is_terminal()
        && let Ok(terminal) = File::open("/dev/tty")
    {
        command.stdin(terminal);
    }
    let status = command.status().map_err(|error| EditorError::Io { doing: format!("starting {program}"), error })?;
    if status.success() { Ok(()) } else { Err(EditorError::Failed { program, status: status.to_string() }) }
}

/// Lets the person edit `text` in the editor; gives the text as it is then, without a line end at its end.
///
/// # Errors
/// When there is no editor, or it fails. The text is then as it was.
pub fn edit(text: &str, environment: &Environment) -> Result<String, EditorError> {
    let wrong = |error| EditorError::Io { doing: "keeping the text for the editor".to_owned(), error };
    let mut file = tempfile::Builder::new().prefix("verbatim-").suffix(".txt").tempfile().map_err(wrong)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(wrong)?;
    open(file.path(), 1, environment)?;
    // Many editors write a new file under the name of the old one, so the name is what counts.
    let mut edited = Vec::new();
    match File::open(file.path()) {
        Ok(mut file) => file.read_to_end(&mut edited).map_err(wrong)?,
        Err(_) => {
            file.rewind().map_err(wrong)?;
            file.read_to_end(&mut edited).map_err(wrong)?
        }
    };
    let edited = String::from_utf8_lossy(&edited).replace("\r\n", "\n");
    Ok(edited.trim_end_matches('\n').to_owned())
}

/// The editor's name, and the command that opens `file` at `line`.
fn command(file: &Path, line: usize, environment: &Environment) -> Result<(String, Command), EditorError> {
    let (path, mut words) = editor(environment)?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let way = WAYS.iter().find(|way| way.editors.contains(&name.as_str()));
    let mut command = Command::new(&path);
    if let Some(wait) = way.and_then(|way| way.wait)
        && !words.iter().any(|word| word == wait || (word == "-w" && wait == "--wait"))
    {
        words.push(wait.to_owned());
    }
    command.args(words);
    // A name that begins with a dash must not be taken for an option.
    let file = if file.is_relative() { Path::new(".").join(file) } else { file.to_owned() };
    match way.map(|way| way.place) {
        Some(Place::Plus) => command.arg(format!("+{line}")).arg(&file),
        Some(Place::Colon) => command.arg(with_line(&file, line)),
        Some(Place::Goto) => command.arg("--goto").arg(with_line(&file, line)),
        Some(Place::Line) => command.arg("--line").arg(line.to_string()).arg(&file),
        None => command.arg(&file),
    };
    Ok((name, command))
}

fn with_line(file: &Path, line: usize) -> std::ffi::OsString {
    let mut argument = file.as_os_str().to_owned();
    argument.push(format!(":{line}"));
    argument
}

/// The editor's program and the words after it.
fn editor(environment: &Environment) -> Result<(PathBuf, Vec<String>), EditorError> {
    for variable in ["VISUAL", "EDITOR"] {
        let Some(value) = environment.get(variable) else { continue };
        let wrong = || EditorError::Wrong { variable, value: value.clone() };
        let mut words = shell_words::split(&value).map_err(|_| wrong())?.into_iter();
        let program = words.next().and_then(|name| environment.program(&name)).ok_or_else(wrong)?;
        return Ok((program, words.collect()));
    }
    let usual: &[&str] = if cfg!(windows) { &["notepad"] } else { &["editor", "nano", "vim", "vi"] };
    let program = usual.iter().find_map(|name| environment.program(name)).ok_or(EditorError::None)?;
    // `editor` is a link to another one, which knows the usual way.
    let program = std::fs::canonicalize(&program).unwrap_or(program);
    Ok((program, Vec::new()))
}

/// How editors take the line.
#[derive(Clone, Copy)]
enum Place {
    /// `+12 file`
    Plus,
    /// `file:12`
    Colon,
    /// `--goto file:12`
    Goto,
    /// `--line 12 file`
    Line,
}

struct Way {
    editors: &'static [&'static str],
    place: Place,
    /// Editors with a window of their own come back at once unless an option makes them wait.
    wait: Option<&'static str>,
}

/// Any other editor gets the file alone.
const WAYS: [Way; 6] = [
    Way {
        editors: &[
            "vi",
            "vim",
            "nvim",
            "view",
            "vimx",
            "nano",
            "rnano",
            "pico",
            "emacs",
            "emacsclient",
            "mg",
            "jmacs",
            "joe",
            "jed",
            "ne",
            "micro",
            "kak",
            "nvi",
            "elvis",
            "vile",
            "tilde",
            "dte",
            "vis",
            "busybox",
            "vim.basic",
            "vim.tiny",
        ],
        place: Place::Plus,
        wait: None,
    },
    Way { editors: &["gvim", "mvim"], place: Place::Plus, wait: Some("--nofork") },
    Way { editors: &["hx", "helix"], place: Place::Colon, wait: None },
    Way { editors: &["zed", "zeditor", "subl"], place: Place::Colon, wait: Some("--wait") },
    Way {
        editors: &["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"],
        place: Place::Goto,
        wait: Some("--wait"),
    },
    Way { editors: &["kate", "kwrite"], place: Place::Line, wait: Some("--block") },
];

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::tui::process::tests::script;

    #[track_caller]
    fn check(value: &str, expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        let name = shell_words::split(value).unwrap()[0].clone();
        script(folder.path(), &name, "exit 0");
        let environment = Environment::of([("PATH", folder.path().as_os_str()), ("EDITOR", value.as_ref())]);
        let (_, command) = command(Path::new("/s/quotes.yaml"), 12, &environment).unwrap();
        let arguments: Vec<&str> = command.get_args().map(|word| word.to_str().unwrap()).collect();
        assert_eq!(arguments, expected, "{value}");
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_way() {
        check("vim", &["+12", "/s/quotes.yaml"]);
        check("nvim -u NONE", &["-u", "NONE", "+12", "/s/quotes.yaml"]);
        check("emacsclient -t -a ''", &["-t", "-a", "", "+12", "/s/quotes.yaml"]);
        check("hx", &["/s/quotes.yaml:12"]);
        check("code", &["--wait", "--goto", "/s/quotes.yaml:12"]);
        check("code -w", &["-w", "--goto", "/s/quotes.yaml:12"]);
        check("kate", &["--block", "--line", "12", "/s/quotes.yaml"]);
        check("ed -s", &["-s", "/s/quotes.yaml"]);
    }

    #[test]
    fn visual_comes_before_editor_and_a_wrong_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        script(folder.path(), "one", "exit 0");
        let with = |visual: &str| {
            Environment::of([
                ("PATH", folder.path().as_os_str().to_owned()),
                ("VISUAL", visual.into()),
                ("EDITOR", "one".into()),
            ])
        };
        assert_eq!(editor(&with("")).unwrap().0, folder.path().join("one"));
        let error = editor(&with("nosuch --x")).unwrap_err().to_string();
        assert_eq!(error, "$VISUAL is `nosuch --x`, which is not a program");
        assert!(matches!(editor(&Environment::of([("PATH", folder.path())])), Err(EditorError::None)));
    }

    #[test]
    fn a_text_comes_back_as_it_was_edited() {
        let folder = tempfile::tempdir().unwrap();
        // Writes a new file in place of the old one, as many editors do.
        script(folder.path(), "ed1", "{ /bin/cat \"$1\"; echo; echo more; } > \"$1.new\"; /bin/mv \"$1.new\" \"$1\"");
        let with =
            |name: &str| Environment::of([("PATH", folder.path().as_os_str().to_owned()), ("EDITOR", name.into())]);
        assert_eq!(edit("a note", &with("ed1")).unwrap(), "a note\nmore");
        script(folder.path(), "ed2", "echo lost > \"$1\"; exit 1");
        assert!(matches!(edit("a note", &with("ed2")), Err(EditorError::Failed { .. })));
    }
}
