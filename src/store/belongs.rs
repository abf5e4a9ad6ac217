//! Whether a file belongs to a store, under whatever path or link: nothing else may be written there.

use std::path::Path;

use super::location::Location;
use super::{disk, lock};

/// What a file is to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFile {
    /// The store itself.
    Store,
    /// A file in the folder of the store.
    InFolder,
    /// The lock of the store, or a file that a save is writing.
    Working,
}

impl Location {
    /// What the file at `path`, which need not exist yet, is to this store; `None` when it is no part of it.
    #[must_use]
    pub fn owns(&self, path: &Path) -> Option<StoreFile> {
        let (path, store) = (disk::real(path).ok()?, disk::real(self.path()).ok()?);
        if path == store || disk::same_file(&path, &store) {
            return Some(StoreFile::Store);
        }
        if path == lock::lock_path(&store) || disk::is_temporary(&path, &store) {
            return Some(StoreFile::Working);
        }
        (matches!(self, Self::Folder(_)) && path.starts_with(&store)).then_some(StoreFile::InFolder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_store_is_known_under_every_path() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("quotes.yaml"), "quotes: []\n").unwrap();
        fs::write(at("other.yaml"), "quotes: []\n").unwrap();
        let store = Location::at(at("quotes.yaml"));
        assert_eq!(store.owns(&at("quotes.yaml")), Some(StoreFile::Store));
        assert_eq!(store.owns(&at("sub/../quotes.yaml")), Some(StoreFile::Store));
        assert_eq!(store.owns(&at(".quotes.yaml.lock")), Some(StoreFile::Working));
        assert_eq!(store.owns(&at(".quotes.yaml.x1.tmp")), Some(StoreFile::Working));
        assert_eq!(store.owns(&at("other.yaml")), None);
        assert_eq!(store.owns(&at("new.csv")), None);
        assert_eq!(store.owns(&at("no-folder/new.csv")), None);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("quotes.yaml"), at("link.yaml")).unwrap();
            std::os::unix::fs::symlink(at(".quotes.yaml.lock"), at("lock.csv")).unwrap();
            fs::hard_link(at("quotes.yaml"), at("hard.yaml")).unwrap();
            assert_eq!(store.owns(&at("link.yaml")), Some(StoreFile::Store));
            assert_eq!(store.owns(&at("hard.yaml")), Some(StoreFile::Store));
            assert_eq!(store.owns(&at("lock.csv")), Some(StoreFile::Working));
        }
    }

    #[test]
    fn everything_in_a_folder_store_belongs_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Location::at(folder.path());
        assert_eq!(store.owns(&folder.path().join("new.csv")), Some(StoreFile::InFolder));
        assert_eq!(store.owns(&folder.path().join(".verbatim.lock")), Some(StoreFile::Working));
        assert_eq!(store.owns(&folder.path().with_file_name("beside.csv")), None);
    }
}
