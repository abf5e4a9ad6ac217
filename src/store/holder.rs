//! Who holds the lock of a store, as the lock file says it.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// The program that holds a lock, as its lock file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockHolder {
    /// Its process id.
    pub process: u32,
    /// The machine that it runs on.
    pub host: String,
}

impl LockHolder {
    pub(super) fn this_process() -> Self {
        Self { process: std::process::id(), host: host() }
    }

    /// Reads a lock file. One that does not hold a holder was left by something else.
    pub(super) fn read(mut file: &File) -> Option<Self> {
        const LONGEST: u64 = 400;
        let mut text = String::new();
        file.seek(SeekFrom::Start(0)).ok()?;
        file.take(LONGEST).read_to_string(&mut text).ok()?;
        let (process, host) = text.trim_end().split_once(' ')?;
        let host = host.trim();
        let is_plain = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        Some(Self { process: process.parse().ok()?, host: host.to_owned() }).filter(|_| is_plain)
    }

    pub(super) fn write(&self, mut file: &File) -> io::Result<()> {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        writeln!(file, "{} {}", self.process, self.host)
    }
}

impl fmt::Display for LockHolder {
    /// `process 4242 on desk`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} on {}", self.process, self.host)
    }
}

#[cfg(unix)]
fn host() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    if name.is_empty() { "localhost".to_owned() } else { name }
}

#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "localhost".to_owned())
}
