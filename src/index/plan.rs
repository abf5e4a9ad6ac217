//! What of a cache still holds for its store: files are compared by what the system says of them, those that changed by
//! the hashes of their documents, and what is left is to be parsed.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::manifest::{FileState, Group, Manifest};
use crate::store::{
    Chunk, ChunkReader, DocumentAt, FileFingerprint, Location, document_hash, documents_in, documents_of, files_of,
    in_order,
};

/// How a store is to be read.
pub(super) struct Plan {
    pub(super) files: Arc<Vec<PathBuf>>,
    pub(super) states: Vec<FileState>,
    pub(super) documents: Vec<DocumentAt>,
    pub(super) hashes: Vec<u128>,
    pub(super) steps: Vec<Step>,
    /// Whether the manifest says all that the plan does.
    pub(super) is_fresh: bool,
}

/// One step of it; ranges are numbers of documents.
#[derive(Debug)]
pub(super) enum Step {
    /// In the cache.
    Cached(Range<usize>, Group),
    /// To be parsed.
    Parse(Range<usize>),
    /// A file of a folder store that cannot be read.
    Unreadable(u32, io::Error),
}

/// The files of a store; an empty name stands for that of a store that is one file.
pub(super) fn files(location: &Location) -> Option<(Vec<PathBuf>, Vec<PathBuf>)> {
    match location {
        Location::File(path) => Some((vec![path.clone()], vec![PathBuf::new()])),
        Location::Folder(folder) => {
            let files = files_of(folder).ok()?;
            let names = files.iter().map(|file| file.strip_prefix(folder).map(Path::to_owned));
            let names = names.collect::<Result<Vec<_>, _>>().ok()?;
            Some((files, names))
        }
    }
}

/// The state of a file as the system tells it now, as far as that is certain.
pub(super) fn state(path: &Path, name: PathBuf, margin: Duration) -> FileState {
    let now = SystemTime::now();
    let fingerprint = FileFingerprint::of(path);
    let settled = fingerprint.is_some_and(|fingerprint| fingerprint.is_settled(now, margin));
    FileState { path: name, fingerprint: fingerprint.map(|it| it.numbers()), settled, documents: 0 }
}

/// A file of which the documents are known.
struct Known {
    state: FileState,
    documents: Vec<(DocumentAt, u128)>,
    error: Option<io::Error>,
}

impl Plan {
    /// Holds `manifest` against the store. `None` where the store itself is not what it should be: then reading it
    /// without a cache says so.
    pub(super) fn new(location: &Location, manifest: Manifest, margin: Duration, stop: &AtomicBool) -> Option<Self> {
        let (files, names) = files(location)?;
        let states: Vec<FileState> =
            files.par_iter().zip(names).with_min_len(256).map(|(path, name)| state(path, name, margin)).collect();
        let is_same = |(now, then): (&FileState, &FileState)| {
            now.path == then.path && now.fingerprint.is_some() && now.fingerprint == then.fingerprint && then.settled
        };
        if states.len() == manifest.files.len() && states.iter().zip(&manifest.files).all(is_same) {
            return Some(Self::fresh(files, manifest));
        }
        if matches!(location, Location::File(_)) && states.iter().any(|state| state.fingerprint.is_none()) {
            return None;
        }
        let mut before = 0;
        let then: FxHashMap<&Path, (&FileState, usize)> = manifest
            .files
            .iter()
            .map(|file| {
                let first = before;
                before += file.documents as usize;
                (file.path.as_path(), (file, first))
            })
            .collect();
        let one = |(number, mut state): (usize, FileState)| {
            if let Some(&(then, first)) = then.get(state.path.as_path())
                && is_same((&state, then))
            {
                let range = first..first + then.documents as usize;
                let moved = |at: &DocumentAt| {
                    let mut at = *at;
                    at.place.file = number as u32;
                    at
                };
                let documents = manifest.documents[range.clone()].iter().map(moved);
                let documents = documents.zip(manifest.hashes[range].iter().copied()).collect();
                return Known { state: then.clone(), documents, error: None };
            }
            let (documents, error) = match hashed(&files[number], number as u32, stop) {
                Ok(documents) => (documents, None),
                Err(error) => (Vec::new(), Some(error)),
            };
            let after = FileFingerprint::of(&files[number]).map(|it| it.numbers());
            if after != state.fingerprint || error.is_some() {
                state.fingerprint = None;
            }
            state.documents = documents.len() as u32;
            Known { state, documents, error }
        };
        let known: Vec<Known> = match states.len() {
            1 => states.into_iter().enumerate().map(one).collect(),
            _ => states.into_par_iter().enumerate().map(one).collect(),
        };
        Some(Self::of(files, known, &manifest))
    }

    fn fresh(files: Vec<PathBuf>, manifest: Manifest) -> Self {
        let Manifest { files: states, documents, hashes, groups } = manifest;
        let mut first = 0;
        let step = |group: Group| {
            let range = first..first + group.documents as usize;
            first = range.end;
            Step::Cached(range, group)
        };
        let steps = groups.into_iter().map(step).collect();
        Self { files: Arc::new(files), states, documents, hashes, steps, is_fresh: true }
    }

    fn of(files: Vec<PathBuf>, known: Vec<Known>, manifest: &Manifest) -> Self {
        let mut plan = Self {
            files: Arc::new(files),
            states: Vec::with_capacity(known.len()),
            documents: Vec::new(),
            hashes: Vec::new(),
            steps: Vec::new(),
            is_fresh: false,
        };
        let mut unread = Vec::new();
        for (number, Known { state, documents, error }) in known.into_iter().enumerate() {
            unread.extend(error.map(|error| (plan.documents.len(), number as u32, error)));
            plan.states.push(state);
            for (at, hash) in documents {
                plan.documents.push(at);
                plan.hashes.push(hash);
            }
        }
        let groups = Groups::of(manifest);
        // Problems are to come in the order of the files, so what cannot be read parts what stands around it.
        let mut from = 0;
        for (at, file, error) in unread {
            plan.cover(from..at, &groups);
            plan.steps.push(Step::Unreadable(file, error));
            from = at;
        }
        plan.cover(from..plan.documents.len(), &groups);
        plan
    }

    /// Adds the steps for these documents.
    fn cover(&mut self, documents: Range<usize>, groups: &Groups<'_>) {
        let first_step = self.steps.len();
        let (mut at, mut loose) = (documents.start, documents.start);
        while at < documents.end {
            match groups.at(&self.hashes[at..documents.end]) {
                Some(group) => {
                    self.parse(loose..at, first_step);
                    let range = at..at + group.documents as usize;
                    at = range.end;
                    loose = at;
                    self.steps.push(Step::Cached(range, group));
                }
                None => at += 1,
            }
        }
        self.parse(loose..documents.end, first_step);
    }

    /// Adds documents that are to be parsed, together with a small group before them: otherwise every article that is
    /// added would leave one.
    fn parse(&mut self, mut documents: Range<usize>, first_step: usize) {
        if documents.is_empty() {
            return;
        }
        if self.steps.len() > first_step
            && let Some(Step::Cached(range, _)) = self.steps.last()
            && self.bytes(range) < SMALL
        {
            documents.start = range.start;
            self.steps.pop();
        }
        while !documents.is_empty() {
            let mut end = documents.start + 1;
            let mut bytes = self.bytes(&(documents.start..end));
            while end < documents.end && bytes < STRETCH {
                bytes += self.bytes(&(end..end + 1));
                end += 1;
            }
            self.steps.push(Step::Parse(documents.start..end));
            documents.start = end;
        }
    }

    fn bytes(&self, documents: &Range<usize>) -> u64 {
        self.documents[documents.clone()].iter().map(|document| u64::from(document.place.len)).sum()
    }
}

/// Groups of fewer bytes of documents are not kept beside a stretch that is parsed.
const SMALL: u64 = 256 << 10;

/// About so many bytes of documents become one group.
const STRETCH: u64 = 2 << 20;

/// The groups of a manifest by the hashes of their documents.
struct Groups<'a> {
    by_first: FxHashMap<u128, Vec<(Group, &'a [u128])>>,
}

impl<'a> Groups<'a> {
    fn of(manifest: &'a Manifest) -> Self {
        let mut by_first: FxHashMap<u128, Vec<(Group, &[u128])>> = FxHashMap::default();
        let mut first = 0;
        for &group in &manifest.groups {
            let hashes = &manifest.hashes[first..first + group.documents as usize];
            first += group.documents as usize;
            if let Some(&first) = hashes.first() {
                let known = by_first.entry(first).or_default();
                // Where many groups begin alike, the first few are enough to look at.
                if known.len() < 16 {
                    known.push((group, hashes));
                }
            }
        }
        Self { by_first }
    }

    /// The longest group that `hashes` begin with.
    fn at(&self, hashes: &[u128]) -> Option<Group> {
        let known = self.by_first.get(hashes.first()?)?;
        let fitting = known.iter().filter(|(_, own)| hashes.starts_with(own));
        fitting.max_by_key(|(group, _)| group.documents).map(|&(group, _)| group)
    }
}

/// Files of fewer bytes are gone through by one thread.
const MANY_BYTES: u64 = 4 << 20;

/// The documents of a file with their hashes.
fn hashed(path: &Path, number: u32, stop: &AtomicBool) -> io::Result<Vec<(DocumentAt, u128)>> {
    let mut all = Vec::new();
    if FileFingerprint::of(path).is_none_or(|fingerprint| fingerprint.len() < MANY_BYTES) {
        documents_of(path, number, |at, bytes| all.push((at, document_hash(bytes))))?;
        return Ok(all);
    }
    let mut feed = ChunkReader::of_reader(Box::new(crate::files::open(path)?));
    let of_chunk = |chunk: Chunk| match chunk {
        Chunk::Bytes { bytes, offset, line, .. } => documents_in(&bytes, number, offset, line)
            .map(|(at, range)| (at, document_hash(&bytes[range])))
            .collect::<Vec<_>>(),
        Chunk::Files(_) => Vec::new(),
    };
    in_order(stop, || feed.next(), of_chunk, |mut documents| all.append(&mut documents))?;
    Ok(all)
}
