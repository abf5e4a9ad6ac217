//! Noticing that somebody else changed a store: an editor, another `verbatim`, a checkout. The system reports it; nothing is
//! asked again and again, so that nothing wakes up while nothing happens. What this program saves is not reported.

use super::disk::{self, FileFingerprint};
use super::error::StoreError;
use super::location::Location;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A change that somebody else made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The file that changed or is gone.
    pub path: PathBuf,
}

/// Watches a store until it is dropped.
pub struct Watch {
    _watcher: notify::RecommendedWatcher,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watch")
    }
}

/// Calls `tell` from a thread of its own for every change of the store that is not this program's.
///
/// # Errors
/// When the system cannot watch, as on some network folders.
pub fn watch(location: &Location, tell: impl Fn(Changed) + Send + 'static) -> Result<Watch, StoreError> {
    let path = location.path();
    let watching = |error: notify::Error| StoreError::Io {
        doing: "watch",
        path: path.to_owned(),
        error: std::io::Error::other(error),
    };
    let real = disk::real(path).map_err(StoreError::io("watch", path))?;
    let folder = matches!(location, Location::Folder(_));
    let mut seen = Seen::default();
    if !folder {
        seen.stamps.insert(real.clone(), FileFingerprint::of(&real));
    }
    let store = real.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        // Who only reads changes nothing.
        if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
            return;
        }
        for path in event.paths {
            let of_store = if folder { is_yaml(&path) } else { path == store };
            if of_store && seen.is_news(&path) {
                tell(Changed { path });
            }
        }
    })
    .map_err(watching)?;
    // A file that is replaced by rename is another file: its folder is what stays.
    let (watched, mode) = match folder {
        true => (real.as_path(), RecursiveMode::Recursive),
        false => (real.parent().unwrap_or(Path::new("/")), RecursiveMode::NonRecursive),
    };
    watcher.watch(watched, mode).map_err(watching)?;
    Ok(Watch { _watcher: watcher })
}

fn is_yaml(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.ends_with(b".yaml") && !name.starts_with(b".")
}

/// The files as they were last reported.
#[derive(Default)]
struct Seen {
    stamps: HashMap<PathBuf, Option<FileFingerprint>>,
}

impl Seen {
    /// Whether the file is another than it was, by somebody else's doing. One change makes several events.
    fn is_news(&mut self, path: &Path) -> bool {
        let stamp = FileFingerprint::of(path);
        let before = self.stamps.insert(path.to_owned(), stamp);
        let same = before.is_some_and(|before| before == stamp);
        !same && !disk::written_by_us(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Change, Edit, save};
    use std::sync::mpsc::channel;

    const YAML: &str = "article: {id: a}\nquotes:\n- {id: q, text: x}\n";

    #[test]
    fn changes_by_others_are_told_and_own_saves_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("quotes.yaml");
        std::fs::write(&path, YAML).unwrap();
        let location = Location::at(&path);
        let (sender, reported) = channel();
        let _watch = watch(&location, move |changed| sender.send(changed).unwrap()).unwrap();
        save(&location, &[Edit::new("a", "q", Change::Star(true))]).unwrap();
        std::fs::read(&path).unwrap();
        std::fs::write(folder.path().join("beside.yaml"), "x").unwrap();
        // Events come in order: were the save reported, it would come before this.
        std::fs::write(folder.path().join("new"), format!("{YAML}- {{id: r, text: y}}\n")).unwrap();
        std::fs::rename(folder.path().join("new"), &path).unwrap();
        assert_eq!(reported.recv().unwrap(), Changed { path: path.clone() });
        std::fs::remove_file(&path).unwrap();
        assert_eq!(reported.recv().unwrap(), Changed { path });
        assert!(reported.try_recv().is_err());
    }

    #[test]
    fn a_folder_is_watched_with_all_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("a.yaml"), YAML).unwrap();
        let location = Location::at(&root);
        let (sender, reported) = channel();
        let _watch = watch(&location, move |changed| sender.send(changed).unwrap()).unwrap();
        save(&location, &[Edit::new("a", "q", Change::Star(true))]).unwrap();
        std::fs::write(root.join("b.yaml"), YAML).unwrap();
        assert_eq!(reported.recv().unwrap(), Changed { path: root.join("b.yaml") });
    }
}
