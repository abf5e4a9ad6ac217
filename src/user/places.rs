//! Where a person was in each store when they left the explorer: the pane, what its first pane listed, and the quotation
//! under the cursor. Not the filter: at the next start it would look like lost data.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Folders, file};
use crate::yaml;

/// So many stores are remembered.
const MOST: usize = 200;

/// A place in a store.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The store, by its whole path.
    pub store: String,
    /// The pane in focus, from 1.
    pub pane: u8,
    /// What the first pane listed.
    pub browse: String,
    /// The article of the quotation under the cursor.
    pub article: String,
    /// Its id in the article.
    pub quotation: String,
}

/// The place in `store`, where one is known. What cannot be read is not known.
#[must_use]
pub fn load(folders: &Folders, store: &Path) -> Option<Place> {
    let store = name(store);
    all(folders).into_iter().find(|place| place.store == store)
}

/// Keeps the place in `store`.
///
/// # Errors
/// When the file cannot be written.
pub fn save(folders: &Folders, store: &Path, place: Place) -> io::Result<()> {
    let store = name(store);
    let mut places = all(folders);
    places.retain(|other| other.store != store);
    places.push(Place { store, ..place });
    let kept = &places[places.len().saturating_sub(MOST)..];
    let text = serde_yaml::to_string(kept).map_err(io::Error::other)?;
    file::write(&path(folders), &text)
}

fn all(folders: &Folders) -> Vec<Place> {
    let text = file::read(&path(folders)).ok().flatten().unwrap_or_default();
    yaml::from_str::<Option<Vec<Place>>>(&text).ok().flatten().unwrap_or_default()
}

fn path(folders: &Folders) -> PathBuf {
    folders.state().join("places.yaml")
}

fn name(store: &Path) -> String {
    let whole = std::fs::canonicalize(store).or_else(|_| std::path::absolute(store));
    whole.unwrap_or_else(|_| store.to_owned()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(quotation: &str) -> Place {
        let text = |text: &str| text.to_owned();
        let (article, quotation) = (text("a: b"), text(quotation));
        Place { pane: 2, browse: text("outlet"), article, quotation, ..Place::default() }
    }

    #[test]
    fn each_store_has_its_own_place() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::at(home.path(), home.path().join("state"));
        let (one, other) = (home.path().join("one.yaml"), home.path().join("other.yaml"));
        assert_eq!(load(&folders, &one), None);
        save(&folders, &one, place("q1")).unwrap();
        save(&folders, &other, place("q2")).unwrap();
        save(&folders, &one, place("007")).unwrap();
        assert_eq!(load(&folders, &one).unwrap().quotation, "007");
        assert_eq!(load(&folders, &other).unwrap().quotation, "q2");
        assert_eq!(all(&folders).len(), 2);
    }

    #[test]
    fn a_broken_file_is_no_place() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::at(home.path(), home.path());
        for text in ["", "nonsense", "- 1\n- 2\n", "[[[", "- {pane: 900}\n"] {
            std::fs::write(path(&folders), text).unwrap();
            assert_eq!(load(&folders, home.path()), None, "{text}");
        }
        save(&folders, home.path(), place("q1")).unwrap();
        assert_eq!(load(&folders, home.path()).unwrap().quotation, "q1");
    }

    #[test]
    fn old_stores_are_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::at(home.path(), home.path());
        for number in 0..MOST + 5 {
            save(&folders, &home.path().join(number.to_string()), place("q1")).unwrap();
        }
        assert_eq!(all(&folders).len(), MOST);
    }
}
