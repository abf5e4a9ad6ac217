//! Going through every document of a store, side by side, and changing those that need it in one save per file: what
//! checking, refreshing and removing have in common.

use super::chunks::{self, Chunk, ChunkReader};
use super::disk::{self, Splice};
use super::document::Document;
use super::error::{Problem, StoreError};
use super::location::Location;
use super::lock::Lock;
use super::parse::{self, Start};
use super::registry::Registry;
use super::schema::Parsed;
use super::source::Place;
use super::stream;
use crate::files;
use rayon::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A document on the way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocumentView<'a> {
    pub(crate) path: &'a Path,
    pub(crate) bytes: &'a [u8],
    /// Line of its first byte, from 1.
    pub(crate) line: usize,
    /// Where it stands in the file.
    pub(crate) place: Place,
}

impl DocumentView<'_> {
    /// Its record, or what is wrong with it.
    pub(crate) fn parsed(&self) -> Result<Parsed, Box<Problem>> {
        self.parsed_noting().map(|(parsed, _)| parsed)
    }

    /// Its record with the problems of single quotations, or what is wrong with all of it.
    pub(crate) fn parsed_noting(&self) -> Result<(Parsed, Vec<Problem>), Box<Problem>> {
        let here = |problem: Problem| Problem { file: Some(self.path.to_owned()), ..problem };
        match parse::document_noting(self.bytes, Start { line: self.line }) {
            Ok((parsed, problems)) => Ok((parsed, problems.into_iter().map(here).collect())),
            Err(problem) => Err(Box::new(here(*problem))),
        }
    }
}

/// What a document is to become.
#[derive(Debug)]
pub(crate) enum Rewrite {
    Keep,
    /// Other bytes; none at all take it out.
    Replace(Vec<u8>),
}

/// Whether files may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Changes are saved.
    Save,
    /// Nothing is touched: what would be done is reported.
    DryRun,
}

/// Passes every document through `each`, several at a time, and gives the answers in the order of the store. With
/// [`Mode::Save`] the store is locked and what `each` made of its documents is saved.
pub(crate) fn visit_documents<T: Send>(
    location: &Location,
    mode: Mode,
    each: impl Fn(DocumentView<'_>) -> (Rewrite, T) + Sync,
) -> Result<Vec<T>, StoreError> {
    if !location.exists() {
        return Err(StoreError::Missing(location.path().to_owned()));
    }
    let real = disk::real(location.path()).map_err(StoreError::io("read", location.path()))?;
    let _lock = (mode == Mode::Save).then(|| Lock::take(&real)).transpose()?;
    let files = match location {
        Location::File(path) => vec![path.clone()],
        Location::Folder(folder) => chunks::files(folder)?,
    };
    let mut answers = Vec::new();
    for path in files {
        if mode == Mode::DryRun {
            let mut file = files::open(&path).map_err(StoreError::io("read", &path))?;
            answers.extend(through(&path, &mut file, &each)?.1);
            continue;
        }
        let real = disk::real(&path).map_err(StoreError::io("save", &path))?;
        let emptied = |splices: &[Splice], len: u64| {
            matches!(location, Location::Folder(_))
                && len > 0
                && splices.iter().all(|splice| splice.bytes.is_empty())
                && splices.iter().map(|splice| splice.range.end - splice.range.start).sum::<u64>() == len
        };
        let mut remove = false;
        let (_, found) = disk::change_or_open(&real, |file| {
            let (splices, found) = through(&path, file, &each)?;
            let len = file.metadata().map_err(StoreError::io("read", &path))?.len();
            // A file of a folder store that would hold nothing any more goes.
            remove = emptied(&splices, len);
            Ok((if remove { Vec::new() } else { splices }, found))
        })?;
        if remove {
            disk::remove(&real)?;
        }
        answers.extend(found);
    }
    Ok(answers)
}

/// What [`scan_documents`] saw of a store.
#[derive(Debug, Default)]
pub struct Scanned<T> {
    /// What was kept of its articles, in the order of the store.
    pub kept: Vec<T>,
    /// Its registry of speakers.
    pub registry: Registry,
    /// How many articles it has.
    pub articles: usize,
    /// Documents that cannot be read.
    pub problems: Vec<Problem>,
}

/// What one document turned out to be.
#[derive(Debug)]
pub(crate) enum Seen<T> {
    /// An article, and what was kept of it.
    Article(Option<T>),
    Registry(Registry),
    Problem(Box<Problem>),
}

impl<T> Seen<T> {
    /// Passes a document through `each` where it is an article.
    pub(crate) fn of(view: DocumentView<'_>, each: impl FnOnce(Document) -> Option<T>) -> Self {
        match view.parsed() {
            Ok(Parsed::Document(document)) => Self::Article(each(*document)),
            Ok(Parsed::Registry(entries)) => Self::Registry(Registry::new(entries)),
            Err(problem) => Self::Problem(problem),
        }
    }
}

impl<T> Scanned<T> {
    /// What was seen of documents in the order of the store.
    pub(crate) fn of(seen: impl IntoIterator<Item = Seen<T>>) -> Self {
        let mut scanned = Self { kept: Vec::new(), registry: Registry::default(), articles: 0, problems: Vec::new() };
        for one in seen {
            match one {
                Seen::Article(kept) => {
                    scanned.articles += 1;
                    scanned.kept.extend(kept);
                }
                Seen::Registry(registry) => scanned.registry = registry,
                Seen::Problem(problem) => scanned.problems.push(*problem),
            }
        }
        scanned
    }
}

/// Passes every article of a store through `each`, several at a time, and changes nothing. No more is held than what
/// `each` keeps.
///
/// # Errors
/// When the store is not there or cannot be read.
pub fn scan_documents<T: Send>(
    location: &Location,
    each: impl Fn(Document) -> Option<T> + Sync,
) -> Result<Scanned<T>, StoreError> {
    let seen = visit_documents(location, Mode::DryRun, |view| (Rewrite::Keep, Seen::of(view, &each)))?;
    Ok(Scanned::of(seen))
}

/// One file through `each`.
fn through<T: Send>(
    path: &Path,
    file: &mut File,
    each: &(impl Fn(DocumentView<'_>) -> (Rewrite, T) + Sync),
) -> Result<(Vec<Splice>, Vec<T>), StoreError> {
    use std::io::{Seek, SeekFrom};
    let reading = |error| StoreError::Io { doing: "read", path: PathBuf::from(path), error };
    file.seek(SeekFrom::Start(0)).map_err(reading)?;
    let mut feed = ChunkReader::of_reader(Box::new(file.try_clone().map_err(reading)?));
    let (mut splices, mut answers) = (Vec::new(), Vec::new());
    while let Some(stretch) = feed.next().map_err(reading)? {
        let Chunk::Bytes { bytes, offset, line, .. } = stretch else { continue };
        let (mut counted, mut line) = (0, line);
        let mut documents = Vec::new();
        for range in stream::documents(&bytes) {
            line += stream::line_ends(&bytes[counted..range.start]);
            counted = range.start;
            documents.push((line, range));
        }
        let passed: Vec<(Rewrite, T)> = documents
            .par_iter()
            .map(|(line, range)| {
                let place = Place { file: 0, len: range.len() as u32, offset: offset + range.start as u64 };
                each(DocumentView { path, bytes: &bytes[range.clone()], line: *line, place })
            })
            .collect();
        for ((become_, answer), (_, range)) in passed.into_iter().zip(documents) {
            if let Rewrite::Replace(bytes) = become_ {
                splices.push(Splice { range: offset + range.start as u64..offset + range.end as u64, bytes });
            }
            answers.push(answer);
        }
    }
    Ok((splices, answers))
}
