//! Copying: through the system's own tool where there is one, else through tmux, else through the terminal (OSC 52),
//! which also works over SSH.
//!
//! Every way that is tried may hang or be refused; then the next one is tried, and what was done at last is said.

use std::ffi::OsStr;
use std::fmt::{self, Write as _};
use std::process::Command as Process;
use std::time::Duration;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use crate::tui::process::{self, End, Environment};

/// How long a tool may take.
const LIMIT: Duration = Duration::from_secs(2);

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// A tool took the text.
    By(&'static str),
    /// These bytes are to be sent to the terminal, which does not say whether it took them.
    ThroughTerminal(Vec<u8>),
}

impl fmt::Display for Copied {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(tool) => write!(out, "with {tool}"),
            Self::ThroughTerminal(_) => out.write_str("through the terminal (OSC 52)"),
        }
    }
}

/// Copies `text`. It may take a while: work for the background.
#[must_use]
pub fn copy(text: &str, environment: &Environment) -> Copied {
    let remote = environment.get("SSH_TTY").or_else(|| environment.get("SSH_CONNECTION")).is_some();
    for tool in &TOOLS {
        let there = tool.variable.is_none_or(|variable| environment.get(variable).is_some());
        // Over SSH the clipboard of the machine far away is nobody's; only X11 comes along.
        let near = !remote || tool.variable == Some("DISPLAY") || tool.variable == Some("TMUX");
        if !there || !near {
            continue;
        }
        let Some(program) = environment.program(tool.program) else { continue };
        if takes(Process::new(program).args(tool.arguments), (tool.encode)(text)) {
            return Copied::By(tool.program);
        }
    }
    Copied::ThroughTerminal(through_terminal(text, environment))
}

struct Tool {
    program: &'static str,
    arguments: &'static [&'static str],
    /// Without this variable the tool has nobody to talk to.
    variable: Option<&'static str>,
    encode: fn(&str) -> Vec<u8>,
}

const TOOLS: [Tool; 6] = [
    tool("wl-copy", &["--type", "text/plain;charset=utf-8"], Some("WAYLAND_DISPLAY")),
    tool("xclip", &["-in", "-selection", "clipboard"], Some("DISPLAY")),
    tool("xsel", &["--input", "--clipboard"], Some("DISPLAY")),
    tool("pbcopy", &[], None),
    Tool { encode: utf_16, ..tool("clip.exe", &[], None) },
    tool("tmux", &["load-buffer", "-w", "-"], Some("TMUX")),
];

const fn tool(program: &'static str, arguments: &'static [&'static str], variable: Option<&'static str>) -> Tool {
    Tool { program, arguments, variable, encode: utf_8 }
}

fn utf_8(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Windows takes anything else for its old code page.
fn utf_16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn takes(process: &mut Process, text: Vec<u8>) -> bool {
    match process::run(process.env("LC_ALL", utf_8_locale()), text, LIMIT) {
        Ok(End::Exited(status)) => status.success(),
        Ok(End::StillRunning(mut child)) => {
            let _ = child.kill();
            let _ = child.wait();
            false
        }
        Err(_) => false,
    }
}

/// `pbcopy` takes text for what the locale says.
fn utf_8_locale() -> &'static OsStr {
    OsStr::new(if cfg!(target_os = "macos") { "en_US.UTF-8" } else { "C.UTF-8" })
}

fn through_terminal(text: &str, environment: &Environment) -> Vec<u8> {
    let mut sequence = String::new();
    // Writing into a string does not fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    let in_screen = environment.get("STY").is_some() && environment.get("TMUX").is_none();
    if in_screen { through_screen(&sequence) } else { sequence.into_bytes() }
}

/// GNU screen passes on what is wrapped for it, in pieces of limited length.
fn through_screen(sequence: &str) -> Vec<u8> {
    const PIECE: usize = 240;
    let mut out = String::with_capacity(sequence.len() * 2);
    let mut rest = sequence;
    while !rest.is_empty() {
        // The sequence is ASCII, so any place parts it. Its own terminator must not end the piece around it.
        let (piece, after) = rest.split_at(PIECE.min(rest.len()));
        for part in piece.split_inclusive('\x1b') {
            let _ = write!(out, "\x1bP{part}\x1b\\");
        }
        rest = after;
    }
    out.into_bytes()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::tui::process::tests::script;

    /// A folder of tools that write what they get into `copied` there, and `cat` for them to do it with.
    fn tools(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let to = folder.path().join("copied");
            script(folder.path(), name, &format!("echo {name} \"$@\" > {0}\n/bin/cat >> {0}", to.display()));
        }
        folder
    }

    fn environment(folder: &Path, variables: &[(&'static str, &str)]) -> Environment {
        let path = [("PATH", folder.to_str().unwrap())];
        Environment::of(path.into_iter().chain(variables.iter().copied()).map(|(name, value)| (name, value.to_owned())))
    }

    #[track_caller]
    fn check(names: &[&str], variables: &[(&'static str, &str)], expected: &str) {
        let folder = tools(names);
        match copy("“né”\n", &environment(folder.path(), variables)) {
            Copied::By(tool) => {
                assert_eq!(tool, expected.split(' ').next().unwrap());
                let copied = fs::read_to_string(folder.path().join("copied")).unwrap();
                assert_eq!(copied, format!("{expected}\n“né”\n"));
            }
            Copied::ThroughTerminal(bytes) => assert_eq!(String::from_utf8(bytes).unwrap(), expected),
        }
    }

    const TERMINAL: &str = "\x1b]52;c;4oCcbsOp4oCdCg==\x1b\\";

    #[test]
    fn the_systems_tool_comes_first() {
        let wayland = ("WAYLAND_DISPLAY", "wayland-0");
        let x11 = ("DISPLAY", ":0");
        check(&["wl-copy", "xclip"], &[wayland, x11], "wl-copy --type text/plain;charset=utf-8");
        check(&["wl-copy", "xclip"], &[x11], "xclip -in -selection clipboard");
        check(&["xsel"], &[x11, ("TMUX", "x")], "xsel --input --clipboard");
        check(&["pbcopy"], &[], "pbcopy");
    }

    #[test]
    fn then_tmux_then_the_terminal() {
        check(&["tmux", "xclip"], &[("TMUX", "x")], "tmux load-buffer -w -");
        check(&["tmux"], &[], TERMINAL);
        check(&[], &[], TERMINAL);
    }

    #[test]
    fn far_away_only_what_reaches_this_screen_is_used() {
        let ssh = ("SSH_TTY", "/dev/pts/3");
        check(&["pbcopy", "wl-copy"], &[ssh, ("WAYLAND_DISPLAY", "w")], TERMINAL);
        check(&["pbcopy", "tmux"], &[ssh, ("TMUX", "x")], "tmux load-buffer -w -");
        check(&["xclip"], &[ssh, ("DISPLAY", "localhost:10")], "xclip -in -selection clipboard");
    }

    #[test]
    fn a_tool_that_fails_gives_way_to_the_next() {
        let folder = tools(&["tmux"]);
        script(folder.path(), "xclip", "exit 1");
        let environment = environment(folder.path(), &[("DISPLAY", ":0"), ("TMUX", "x")]);
        assert_eq!(copy("x", &environment), Copied::By("tmux"));
    }

    #[test]
    fn screen_gets_it_in_pieces() {
        let environment = Environment::of([("STY", "1.pts"), ("TERM", "screen")]);
        let Copied::ThroughTerminal(bytes) = copy(&"words ".repeat(200), &environment) else {
            panic!("no tool is there")
        };
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("\x1bP\x1b\x1b\\\x1bP]52;c;"), "{text:?}");
        let together: String = text.split("\x1b\\").map(|piece| piece.strip_prefix("\x1bP").unwrap_or(piece)).collect();
        assert!(together.len() > 1600 && together.starts_with("\x1b]52;c;"));
    }

    #[test]
    fn windows_gets_utf_16() {
        assert_eq!(utf_16("é"), [0xff, 0xfe, 0xe9, 0]);
    }
}
