//! What was done to a store in the explorer, to be undone and done again, kept between runs.
//!
//! A log holds only for the state of the store that it was written for: when anybody else has changed the store since,
//! its steps may not mean what they meant, and it is forgotten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::{Folders, file};
use crate::files;
use crate::store::{Edit, Location};

/// How many steps are kept.
const MOST: usize = 500;

/// One thing that a person did: perhaps many edits at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What it was, as the message said it.
    pub what: String,
    /// The edits that do it.
    #[serde(rename = "forth")]
    pub apply: Vec<Edit>,
    /// The edits that undo it, in the order in which they are to be made.
    #[serde(rename = "back")]
    pub revert: Vec<Edit>,
}

/// The steps done, and those undone that can be done again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Log {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl Log {
    /// Takes up a step that was just done. What was undone before it is gone.
    pub fn push(&mut self, step: Step) {
        self.undone.clear();
        self.done.push(step);
        if self.done.len() > MOST {
            self.done.remove(0);
        }
    }

    /// The step to undo now: its `revert` is to be applied.
    pub fn undo(&mut self) -> Option<&Step> {
        self.undone.push(self.done.pop()?);
        self.undone.last()
    }

    /// The step to do again: its `apply` is to be applied.
    pub fn redo(&mut self) -> Option<&Step> {
        self.done.push(self.undone.pop()?);
        self.done.last()
    }

    /// Takes the step out that was undone or done again last: it could not be.
    pub fn drop_undone(&mut self) {
        self.undone.pop();
    }

    /// Takes the step out that was done or done again last.
    pub fn drop_done(&mut self) {
        self.done.pop();
    }

    /// The log without the steps that have to do with an edit that the file does not hold: for a later run they never
    /// happened.
    #[must_use]
    pub fn without<'a>(&self, unsaved: impl Iterator<Item = &'a Edit>) -> Self {
        let unsaved: Vec<&Edit> = unsaved.collect();
        if unsaved.is_empty() {
            return self.clone();
        }
        let is_saved = |step: &&Step| !step.apply.iter().chain(&step.revert).any(|edit| unsaved.contains(&edit));
        let kept = |steps: &[Step]| steps.iter().filter(is_saved).cloned().collect();
        Self { done: kept(&self.done), undone: kept(&self.undone) }
    }

    /// How many steps can be undone.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.done.len()
    }

    /// Whether nothing can be undone.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.done.is_empty()
    }
}

/// What a store looks like from outside: changed whenever anybody wrote to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState(u64);

impl FileState {
    /// The state now; `None` where there is no store. It may take as long as reading a few megabytes, or asking for
    /// the age of every file of a folder: work for the background.
    #[must_use]
    pub fn of(location: &Location) -> Option<Self> {
        let mut hash = Xxh3::new();
        match location {
            Location::File(path) => hash_file(&mut hash, path)?,
            Location::Folder(path) => {
                for entry in ignore::WalkBuilder::new(path)
                    .standard_filters(false)
                    .hidden(true)
                    .sort_by_file_path(Path::cmp)
                    .build()
                    .filter_map(Result::ok)
                    .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "yaml"))
                {
                    hash.update(entry.path().as_os_str().as_encoded_bytes());
                    hash_age(&mut hash, &entry.metadata().ok()?)?;
                }
            }
        }
        Some(Self(hash.digest()))
    }
}

/// Files up to this size count by what they hold, so that a store put back as it was is the same store; larger ones by
/// their length and age.
const READ_WHOLE: u64 = 8 << 20;

fn hash_file(hash: &mut Xxh3, path: &Path) -> Option<()> {
    let meta = fs::metadata(path).ok()?;
    if meta.len() > READ_WHOLE {
        return hash_age(hash, &meta);
    }
    hash.update(&files::read(path).ok()?);
    Some(())
}

fn hash_age(hash: &mut Xxh3, meta: &fs::Metadata) -> Option<()> {
    let age = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    hash.update(&meta.len().to_le_bytes());
    hash.update(&age.as_nanos().to_le_bytes());
    Some(())
}

/// A log as it stands in its file.
#[derive(Serialize, Deserialize)]
struct Kept {
    store: PathBuf,
    state: FileState,
    log: Log,
}

/// The log of a store, empty unless the store is in the state in which the log was kept.
#[must_use]
pub fn load(folders: &Folders, location: &Location) -> Log {
    let kept = || -> Option<Log> {
        let text = file::read(&path(folders, location)?).ok()??;
        let kept: Kept = serde_json::from_str(&text).ok()?;
        let here = fs::canonicalize(location.path()).ok()?;
        (kept.store == here && FileState::of(location)? == kept.state).then_some(kept.log)
    };
    kept().unwrap_or_default()
}

/// Keeps the log of a store for its state now, right after a save.
///
/// # Errors
/// When the file cannot be written.
pub fn save(folders: &Folders, location: &Location, log: &Log) -> io::Result<()> {
    let (Some(path), Some(state)) = (path(folders, location), FileState::of(location)) else { return Ok(()) };
    let kept = Kept { store: fs::canonicalize(location.path())?, state, log: log.clone() };
    file::write(&path, &serde_json::to_string(&kept).map_err(io::Error::other)?)
}

fn path(folders: &Folders, location: &Location) -> Option<PathBuf> {
    let store = fs::canonicalize(location.path()).ok()?;
    let name = format!("{:016x}.json", xxh3_64(store.as_os_str().as_encoded_bytes()));
    Some(folders.state().join("undo").join(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::{Evidence, Excerpt, Kind, Quotation, Review};
    use crate::store::Change;
    use crate::text::CharRange;

    fn step(what: &str) -> Step {
        let edit = |change| Edit::new("a-1", "q1", change);
        let quotation = Quotation {
            id: "q1".into(),
            text: "war “now”\n".into(),
            kind: Some(Kind::Mixed),
            evidence: Some(Evidence {
                cue: Some(Excerpt { text: "said".into(), at: vec![CharRange::default()] }),
                confidence: 0.97,
                ..Evidence::default()
            }),
            ..Quotation::default()
        };
        Step {
            what: what.into(),
            apply: vec![edit(Change::Review(Some(Review::Confirmed))), edit(Change::Remove)],
            revert: vec![edit(Change::Add(Box::new(quotation))), edit(Change::Review(None))],
        }
    }

    fn setting() -> (tempfile::TempDir, Folders, Location) {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::at(folder.path().join("config"), folder.path().join("state"));
        let store = folder.path().join("quotes.yaml");
        fs::write(&store, "quotes: []\n").unwrap();
        (folder, folders, Location::at(store))
    }

    #[test]
    fn steps_go_back_and_forth() {
        let mut log = Log::default();
        assert!(log.undo().is_none() && log.redo().is_none());
        for what in ["one", "two", "three"] {
            log.push(step(what));
        }
        assert_eq!(log.undo().unwrap().what, "three");
        assert_eq!(log.undo().unwrap().what, "two");
        assert_eq!(log.redo().unwrap().what, "two");
        log.push(step("four"));
        assert!(log.redo().is_none());
        assert_eq!(log.undo().unwrap().what, "four");
        assert_eq!(log.len(), 2);
    }

    #[test]
    fn steps_that_the_file_does_not_hold_are_none_for_a_later_run() {
        let mut log = Log::default();
        let lost = Step {
            what: "lost".into(),
            apply: vec![Edit::new("a", "q", Change::Star(true))],
            revert: vec![Edit::new("a", "q", Change::Star(false))],
        };
        log.push(step("one"));
        log.push(lost.clone());
        log.push(step("three"));
        let mut kept = log.without(lost.apply.iter());
        assert_eq!(kept.undo().map(|step| step.what.clone()), Some("three".into()));
        assert_eq!(kept.undo().map(|step| step.what.clone()), Some("one".into()));
        assert_eq!(log.without(std::iter::empty()), log);
    }

    #[test]
    fn a_log_outlives_the_run_while_nobody_changes_the_store() {
        let (_folder, folders, location) = setting();
        let mut log = Log::default();
        log.push(step("confirmed q1"));
        log.push(step("starred q1"));
        log.undo();
        save(&folders, &location, &log).unwrap();
        assert_eq!(load(&folders, &location), log);
        // Touched, but the same.
        fs::write(location.path(), "quotes: []\n").unwrap();
        assert_eq!(load(&folders, &location), log);
        fs::write(location.path(), "quotes: [ ]\n").unwrap();
        assert_eq!(load(&folders, &location), Log::default());
    }

    #[test]
    fn stores_have_logs_of_their_own_and_broken_logs_are_none() {
        let (folder, folders, location) = setting();
        let mut log = Log::default();
        log.push(step("one"));
        save(&folders, &location, &log).unwrap();
        let other = folder.path().join("other.yaml");
        fs::write(&other, "quotes: []\n").unwrap();
        assert!(load(&folders, &Location::at(other)).is_empty());
        fs::write(path(&folders, &location).unwrap(), "{").unwrap();
        assert!(load(&folders, &location).is_empty());
        assert!(load(&folders, &Location::at(folder.path().join("none.yaml"))).is_empty());
    }

    #[test]
    fn a_folder_changes_with_any_of_its_files() {
        let (folder, folders, _) = setting();
        let store = folder.path().join("store");
        fs::create_dir(&store).unwrap();
        fs::write(store.join("a.yaml"), "quotes: []\n").unwrap();
        let location = Location::at(&store);
        let mut log = Log::default();
        log.push(step("one"));
        save(&folders, &location, &log).unwrap();
        fs::write(store.join("notes.txt"), "no part of the store").unwrap();
        assert_eq!(load(&folders, &location).len(), 1);
        fs::write(store.join("b.yaml"), "quotes: []\n").unwrap();
        assert!(load(&folders, &location).is_empty());
    }

    #[test]
    fn logs_do_not_grow_for_ever() {
        let mut log = Log::default();
        for n in 0..MOST + 3 {
            log.push(step(&n.to_string()));
        }
        assert_eq!((log.len(), log.done[0].what.as_str()), (MOST, "3"));
    }
}
