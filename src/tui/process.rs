//! Programs outside of this one: found in the search path, run without a shell and within a time.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The environment as far as it decides which program is run. Tests make their own.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    variables: Option<Vec<(String, OsString)>>,
}

impl Environment {
    /// The environment of the process.
    #[must_use]
    pub const fn own() -> Self {
        Self { variables: None }
    }

    /// An environment of these variables alone.
    #[must_use]
    pub fn of<Value: Into<OsString>>(variables: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        Self { variables: Some(variables.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()) }
    }

    /// A variable's value; none when it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.get_os(name).map(|value| value.to_string_lossy().into_owned())
    }

    fn get_os(&self, name: &str) -> Option<OsString> {
        match &self.variables {
            None => env::var_os(name),
            Some(variables) => variables.iter().find(|row| row.0 == name).map(|row| row.1.clone()),
        }
        .filter(|value| !value.is_empty())
    }

    /// Where a program of this name is.
    #[must_use]
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        let endings: &[&str] = if cfg!(windows) { &["", ".exe", ".cmd", ".bat"] } else { &[""] };
        let is_program = |path: &PathBuf| path.metadata().is_ok_and(|meta| meta.is_file() && may_run(&meta));
        if name.contains(std::path::is_separator) {
            return Some(PathBuf::from(name)).filter(is_program);
        }
        env::split_paths(&self.get_os("PATH")?)
            // An empty or relative entry would run what lies in the folder of a store.
            .filter(|folder| folder.is_absolute())
            .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
            .find(is_program)
    }
}

#[cfg(unix)]
fn may_run(meta: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o111 != 0
}

#[cfg(not(unix))]
const fn may_run(_: &std::fs::Metadata) -> bool {
    true
}

/// How a program that was given some time ended.
#[derive(Debug)]
pub enum End {
    /// It ended by itself.
    Exited(ExitStatus),
    /// It still ran when the time was over.
    StillRunning(Child),
}

/// Runs a program away from the terminal, gives it `input`, and waits for it no longer than `limit`.
///
/// # Errors
/// When it cannot be started.
pub fn run(command: &mut Command, input: Vec<u8>, limit: Duration) -> std::io::Result<End> {
    // In a process group of its own it hears no Ctrl-z and no Ctrl-c of the terminal.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read must hold nobody up.
        std::thread::spawn(move || {
            let _ = stdin.write_all(&input);
        });
    }
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(End::Exited(status));
        }
        if start.elapsed() >= limit {
            return Ok(End::StillRunning(child));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(test)]
#[cfg(unix)]
pub(super) mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::*;

    /// Puts a script named `name` into `folder`.
    pub(in crate::tui) fn script(folder: &Path, name: &str, body: &str) {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn programs_are_found_in_the_path_alone() {
        let folder = tempfile::tempdir().unwrap();
        script(folder.path(), "tool", "exit 0");
        fs::write(folder.path().join("text"), "no program").unwrap();
        let environment = Environment::of([("PATH", folder.path())]);
        assert_eq!(environment.program("tool"), Some(folder.path().join("tool")));
        assert_eq!(environment.program("text"), None);
        assert_eq!(environment.program("sh"), None);
        assert_eq!(environment.program("/bin/sh"), Some("/bin/sh".into()));
        assert_eq!(Environment::of([("PATH", ".")]).program("Cargo.toml"), None);
    }

    #[test]
    fn a_program_gets_its_input_and_no_more_than_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        script(folder.path(), "tool", &format!("cat > {}", out.display()));
        let end =
            run(&mut Command::new(folder.path().join("tool")), b"words".to_vec(), Duration::from_secs(60)).unwrap();
        assert!(matches!(end, End::Exited(status) if status.success()));
        assert_eq!(fs::read_to_string(out).unwrap(), "words");
        script(folder.path(), "slow", "exec sleep 600");
        let end = run(&mut Command::new(folder.path().join("slow")), Vec::new(), Duration::from_millis(20)).unwrap();
        let End::StillRunning(mut child) = end else { panic!("it ended") };
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
