//! A store's bytes in stretches of whole documents, one after the other, for the threads that read them.
//!
//! The first stretch is small, so that something can be shown at once; later ones are larger, so that the work is not
//! in handing it around. No more than one stretch is held here, however large the store.

use super::error::StoreError;
use super::location::Location;
use super::parse::LONGEST;
use super::stream;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A stretch of a store.
#[derive(Debug)]
pub(crate) enum Stretch {
    /// Whole documents of one file.
    Bytes {
        file: u32,
        bytes: Vec<u8>,
        /// Where it begins in the file.
        offset: u64,
        /// Number of its first line, from 1.
        line: usize,
    },
    /// Whole files, to be read by whom takes it.
    Files(Range<usize>),
}

/// Gives the stretches of a store.
pub(crate) struct Feed {
    pub(crate) files: Arc<Vec<PathBuf>>,
    kind: Kind,
    /// Size of all, where known.
    pub(crate) total: Option<u64>,
}

enum Kind {
    Stream { reader: Box<dyn Read + Send>, rest: Vec<u8>, offset: u64, line: usize, want: usize, ended: bool },
    Files { next: usize, count: usize },
}

const FIRST: usize = 12 << 10;
const LARGEST: usize = 2 << 20;
/// Files of a folder store that are taken at once.
const FILES: usize = 128;

impl Feed {
    pub(crate) fn open(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::File(path) => {
                let file = File::open(path).map_err(StoreError::io("read", path))?;
                let total = file.metadata().ok().map(|metadata| metadata.len());
                Ok(Self { total, files: Arc::new(vec![path.clone()]), kind: Kind::stream(Box::new(file)) })
            }
            Location::Folder(path) => {
                let files = files(path)?;
                Ok(Self { total: None, files: Arc::new(files), kind: Kind::Files { next: 0, count: 4 } })
            }
        }
    }

    pub(crate) fn of_reader(reader: Box<dyn Read + Send>) -> Self {
        Self { total: None, files: Arc::default(), kind: Kind::stream(reader) }
    }

    /// The next stretch; `None` at the end.
    pub(crate) fn next(&mut self) -> std::io::Result<Option<Stretch>> {
        match &mut self.kind {
            Kind::Files { next, count } => {
                let range = *next..(*next + *count).min(self.files.len());
                *next = range.end;
                *count = (*count * 4).min(FILES);
                Ok((!range.is_empty()).then_some(Stretch::Files(range)))
            }
            Kind::Stream { reader, rest, offset, line, want, ended } => loop {
                if !*ended && rest.len() < *want {
                    let missing = *want - rest.len();
                    let got = reader.by_ref().take(missing as u64).read_to_end(rest)?;
                    *ended = got < missing;
                }
                let cut = if *ended { Some(rest.len()) } else { stream::last_marker(rest) };
                let Some(cut) = cut else {
                    // One document fills all: more of it is needed. Past all measure it is given out as it is, so
                    // that its error is told, and its rest is passed over.
                    if rest.len() > LONGEST {
                        skip_document(reader.as_mut(), rest)?;
                    }
                    *want = rest.len().max(FIRST) * 2;
                    continue;
                };
                let behind = rest.split_off(cut);
                let bytes = std::mem::replace(rest, behind);
                if bytes.is_empty() {
                    return Ok(None);
                }
                let stretch = Stretch::Bytes { file: 0, offset: *offset, line: *line, bytes };
                if let Stretch::Bytes { bytes, .. } = &stretch {
                    *offset += bytes.len() as u64;
                    *line += stream::line_ends(bytes);
                }
                *want = (bytes_len(&stretch) * 2).clamp(FIRST, LARGEST).max(rest.len() + 1);
                return Ok(Some(stretch));
            },
        }
    }
}

impl Kind {
    fn stream(reader: Box<dyn Read + Send>) -> Self {
        Self::Stream { reader, rest: Vec::new(), offset: 0, line: 1, want: FIRST, ended: false }
    }
}

fn bytes_len(stretch: &Stretch) -> usize {
    match stretch {
        Stretch::Bytes { bytes, .. } => bytes.len(),
        Stretch::Files(_) => 0,
    }
}

/// Reads on to the next marker without keeping more than the end of what is passed over. What `rest` keeps is longer
/// than any document may be, so that reading it gives that error.
fn skip_document(reader: &mut dyn Read, rest: &mut Vec<u8>) -> std::io::Result<()> {
    // A gigabyte scalar is rare enough to be held up to the limit and refused there; the file is not read further,
    // for places behind it could no longer be told without counting all of it.
    let mut sink = [0; 1 << 16];
    let keep = rest.len();
    loop {
        let got = reader.read(&mut sink)?;
        if got == 0 {
            return Ok(());
        }
        rest.extend_from_slice(&sink[..got]);
        if stream::last_marker(&rest[keep.saturating_sub(8)..]).is_some() || rest.len() > keep * 4 {
            return Ok(());
        }
    }
}

/// The YAML files of a folder and below, in the order of their paths, the registry first. Hidden ones are none of it.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(StoreError::io("read", &folder))? {
            let entry = entry.map_err(StoreError::io("read", &folder))?;
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type().map_err(StoreError::io("read", &folder))?;
            let path = entry.path();
            // A link to a file counts as that file; links to folders are not followed, for they may lead in a circle.
            if kind.is_dir() {
                folders.push(path);
            } else if name.as_encoded_bytes().ends_with(b".yaml") && (kind.is_file() || path.is_file()) {
                files.push(path);
            }
        }
    }
    let registry = folder.join(REGISTRY);
    files.sort_by(|a, b| (*a != registry).cmp(&(*b != registry)).then_with(|| a.cmp(b)));
    Ok(files)
}

/// The file of a folder store that holds the registry of speakers.
pub(crate) const REGISTRY: &str = "speakers.yaml";
