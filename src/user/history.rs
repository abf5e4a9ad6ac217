//! What was entered in the explorer's prompts, kept between runs, apart for each kind of prompt.
//!
//! One file per kind, one entry a line, the newest last. Several explorers may run at once: each adds to what stands
//! in the file by then.

use std::io;
use std::path::PathBuf;

use super::{Folders, file};

/// The kinds of prompts that have a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `/`.
    Search,
    /// `f`.
    Filter,
    /// `:`.
    Palette,
    /// Paths of files to read and write.
    Path,
    /// Tags given.
    Tags,
}

/// How many entries are kept of each kind.
const MOST: usize = 1000;

impl Kind {
    const fn file(self) -> &'static str {
        match self {
            Self::Search => "search.txt",
            Self::Filter => "filter.txt",
            Self::Palette => "palette.txt",
            Self::Path => "path.txt",
            Self::Tags => "tags.txt",
        }
    }
}

/// The entries of a kind, oldest first. A history that cannot be read is empty.
#[must_use]
pub fn load(folders: &Folders, kind: Kind) -> Vec<String> {
    file::read(&path(folders, kind)).ok().flatten().map(|text| entries(&text)).unwrap_or_default()
}

/// Adds an entry as the newest of its kind. An equal one before it goes, so that Up does not show it twice.
///
/// # Errors
/// When the file cannot be written.
pub fn add(folders: &Folders, kind: Kind, entry: &str) -> io::Result<()> {
    let entry = entry.trim();
    if entry.is_empty() || entry.contains(['\n', '\r']) {
        return Ok(());
    }
    let path = path(folders, kind);
    let mut all = file::read(&path)?.map(|text| entries(&text)).unwrap_or_default();
    if all.last().is_some_and(|last| last == entry) {
        return Ok(());
    }
    all.retain(|other| other != entry);
    all.push(entry.to_owned());
    let kept = &all[all.len().saturating_sub(MOST)..];
    file::write(&path, &(kept.join("\n") + "\n"))
}

fn path(folders: &Folders, kind: Kind) -> PathBuf {
    folders.state().join("history").join(kind.file())
}

fn entries(text: &str) -> Vec<String> {
    text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> (tempfile::TempDir, Folders) {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::at(folder.path().join("config"), folder.path().join("state"));
        (folder, folders)
    }

    #[test]
    fn histories_are_kept_apart_and_in_order() {
        let (_folder, folders) = folders();
        assert!(load(&folders, Kind::Filter).is_empty());
        for entry in ["speaker:trump", "kind:mixed", "speaker:trump", "  ", "two\nlines"] {
            add(&folders, Kind::Filter, entry).unwrap();
        }
        add(&folders, Kind::Search, "drugs").unwrap();
        assert_eq!(load(&folders, Kind::Filter), ["kind:mixed", "speaker:trump"]);
        assert_eq!(load(&folders, Kind::Search), ["drugs"]);
        assert!(load(&folders, Kind::Palette).is_empty());
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let (_folder, folders) = folders();
        let many: String = (0..MOST).map(|n| format!("entry {n}\n")).collect();
        file::write(&path(&folders, Kind::Search), &many).unwrap();
        add(&folders, Kind::Search, "the last").unwrap();
        let all = load(&folders, Kind::Search);
        assert_eq!((all.len(), all[0].as_str(), all[MOST - 1].as_str()), (MOST, "entry 1", "the last"));
    }
}
