//! A folder of its own with the program on the path of a shell: what the end-to-end tests run in.

// Every test file takes what it needs of this.
#![allow(dead_code, clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// An article with two quotations that leave no doubt.
pub const ARTICLE: &str = "Council shuts the bridge\n\n\
    “We will not wait for another flood,” Mayor Anna Lindqvist said on Monday.\n\n\
    Tom Baker, an engineer, said: “The bridge is safe until the spring.”\n";

/// An article with what the examples of the help and the README ask for.
pub const SUMMIT: &str = "A call between two presidents

United States President Donald Trump spoke with Colombian President Gustavo Petro for an hour on Wednesday.

In a post, Donald Trump stated:

“It was a great honour to speak with him about the situation of drugs.”

“There is a way to stop the drugs,” Trump said.

“If we don’t speak, there is war,” Petro said. He described the threats as “abhorrent” and added: “This is a volatile \
time.”
";

/// A folder for one test; it goes when the test ends.
pub struct Place {
    folder: tempfile::TempDir,
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, making the folders above it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs `line` as a person would type it.
    #[track_caller]
    pub fn sh(&self, line: &str) -> Ran {
        self.sh_with(line, b"")
    }

    /// Runs `line` with `input` on its standard input.
    #[track_caller]
    pub fn sh_with(&self, line: &str, input: &[u8]) -> Ran {
        let mut child = self.command(line).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || {
            // A program that does not read to the end is no fault of the test's.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// A shell on `line` whose home is this folder and whose streams are pipes.
    pub fn command(&self, line: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_verbatim")).parent().unwrap();
        let mut path = program.as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(self.folder.path()).env("PATH", path).env("HOME", self.folder.path());
        for (name, value) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
        ] {
            command.env(name, self.path(value));
        }
        for name in ["VERBATIM_STORE", "NO_COLOR", "EDITOR", "VISUAL"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

impl Ran {
    /// The one line of an error message and the hints under it hold these words.
    #[track_caller]
    pub fn says(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(self.err.contains(word), "stderr has no {word:?}:\n{}", self.err);
        }
        self
    }

    #[track_caller]
    pub fn ends_with(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// The objects of NDJSON output.
    #[track_caller]
    pub fn objects(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// One field of every object of NDJSON output, as text.
    #[track_caller]
    pub fn field(&self, name: &str) -> Vec<String> {
        let plain = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.objects().iter().map(|object| plain(&object[name])).collect()
    }
}
