//! Files that no export and no store may be written over: those of the open store, and the person's own.

use std::path::{Path, PathBuf};

use super::Folders;
use crate::store::{Location, StoreFile, real_path};

impl Folders {
    /// What the file at `path` is to this person's program: its config, its views, or what it remembers.
    #[must_use]
    pub fn owns(&self, path: &Path) -> Option<&'static str> {
        let path = resolved(path);
        let named = [("config.yaml", "the configuration"), ("views.yaml", "the saved views")];
        let named = named.into_iter().find(|(name, _)| resolved(&self.config().join(name)) == path);
        let remembered =
            ["history", "undo"].iter().any(|folder| path.starts_with(resolved(&self.state().join(folder))));
        named.map(|(_, what)| what).or_else(|| remembered.then_some("what the explorer remembers"))
    }
}

/// Why nothing but the program itself may write to `path`; `None` when anything may.
#[must_use]
pub fn reason(path: &Path, store: Option<&Location>, folders: Option<&Folders>) -> Option<String> {
    let shown = path.display();
    let part = store.and_then(|store| store.owns(path)).map(|part| match part {
        StoreFile::Store => "the open store",
        StoreFile::InFolder => "in the folder of the open store",
        StoreFile::Working => "a working file of the open store",
    });
    let what = part.or_else(|| folders.and_then(|folders| folders.owns(path)))?;
    Some(format!("{shown} is {what}, and is never overwritten. Choose another file."))
}

/// The path that links lead to.
fn resolved(path: &Path) -> PathBuf {
    real_path(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn own_files_are_known_under_every_path() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::at(folder.path().join("config"), folder.path().join("state"));
        for name in ["config", "state/history", "state/undo"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        fs::write(folders.config().join("config.yaml"), "").unwrap();
        for name in ["config/config.yaml", "config/../config/views.yaml", "state/undo/x.json", "state/history/filter"] {
            assert!(reason(&folder.path().join(name), None, Some(&folders)).is_some(), "{name}");
        }
        for name in ["config/other.yaml", "state/quotes.yaml", "views.yaml"] {
            assert_eq!(reason(&folder.path().join(name), None, Some(&folders)), None, "{name}");
        }
        #[cfg(unix)]
        {
            let link = folder.path().join("link.yaml");
            std::os::unix::fs::symlink(folders.config().join("config.yaml"), &link).unwrap();
            let why = reason(&link, None, Some(&folders)).expect("a reason");
            assert!(why.contains("is the configuration"), "{why}");
        }
    }
}
