//! Which store: a file or a folder, by argument, environment or custom.

use super::error::StoreError;
use etcetera::BaseStrategy;
use std::path::{Path, PathBuf};

/// The place of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One YAML stream with all articles.
    File(PathBuf),
    /// A folder of YAML files, read in the order of their paths.
    Folder(PathBuf),
}

/// The name of a store where none is given.
const NAME: &str = "quotes.yaml";

impl Location {
    /// The store at `path`: a folder when there is one, or when the path ends like one.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let folder =
            path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(std::path::MAIN_SEPARATOR_STR.as_bytes());
        if folder { Self::Folder(path) } else { Self::File(path) }
    }

    /// The store that is meant: the argument, else `$VERBATIM_STORE`, else `./quotes.yaml` where it is there, else
    /// `quotes.yaml` in the XDG data folder.
    ///
    /// # Errors
    /// When nothing is given and there is no home folder.
    pub fn resolve(argument: Option<&Path>) -> Result<Self, StoreError> {
        let environment = std::env::var_os("VERBATIM_STORE").filter(|value| !value.is_empty());
        let given = argument.map(Path::to_owned).or_else(|| environment.map(PathBuf::from));
        let path = match given {
            Some(path) => path,
            None if Path::new(NAME).exists() => PathBuf::from(NAME),
            None => etcetera::choose_base_strategy()
                .map_err(|error| StoreError::Io {
                    doing: "find",
                    path: PathBuf::from(NAME),
                    error: std::io::Error::other(error),
                })?
                .data_dir()
                .join("verbatim")
                .join(NAME),
        };
        Ok(Self::at(path))
    }

    /// How many bytes it has on disk, none where it is not there; of more than `most` it may say less.
    #[must_use]
    pub fn size(&self, most: u64) -> u64 {
        let Self::Folder(path) = self else {
            return std::fs::metadata(self.path()).map_or(0, |data| data.len());
        };
        let (mut size, mut folders) = (0, vec![path.clone()]);
        while let Some(entries) = folders.pop().and_then(|folder| std::fs::read_dir(folder).ok()) {
            for entry in entries.flatten() {
                let Ok(data) = entry.metadata() else { continue };
                if data.is_dir() {
                    folders.push(entry.path());
                } else if entry.path().extension().is_some_and(|ending| ending == "yaml") {
                    size += data.len();
                }
                if size > most {
                    return size;
                }
            }
        }
        size
    }

    /// The path of the file or folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Folder(path) => path,
        }
    }

    /// Whether something is there.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.path().exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_told_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Location::at(folder.path()), Location::Folder(_)));
        assert!(matches!(Location::at(folder.path().join("quotes.yaml")), Location::File(_)));
        assert!(matches!(Location::at(folder.path().join("new/")), Location::Folder(_)));
    }

    #[test]
    fn the_argument_comes_first() {
        let location = Location::resolve(Some(Path::new("/nowhere/s.yaml"))).unwrap();
        assert_eq!(location, Location::File("/nowhere/s.yaml".into()));
        assert!(!location.exists());
    }
}
