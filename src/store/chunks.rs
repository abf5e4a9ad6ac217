//! A store's bytes in chunks of whole documents, one after the other, for the threads that read them.
//!
//! The first chunk is small, so that something can be shown at once; later ones are larger, so that the work is not
//! in handing it around. No more than one chunk is held here, however large the store.

use super::error::StoreError;
use super::location::Location;
use super::parse::LONGEST;
use super::stream;
use crate::files;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A chunk of a store.
#[derive(Debug)]
pub(crate) enum Chunk {
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

/// Gives the chunks of a store.
pub(crate) struct ChunkReader {
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

impl ChunkReader {
    pub(crate) fn open(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::File(path) => {
                let file = files::open(path).map_err(StoreError::io("read", path))?;
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

    /// What the progress of reading is measured in: of bytes, or of files in a folder.
    pub(crate) fn progress_total(&self) -> Option<u64> {
        match self.total {
            None if !self.files.is_empty() => Some(self.files.len() as u64),
            total => total,
        }
    }

    /// The next chunk; `None` at the end.
    pub(crate) fn next(&mut self) -> std::io::Result<Option<Chunk>> {
        match &mut self.kind {
            Kind::Files { next, count } => {
                let range = *next..(*next + *count).min(self.files.len());
                *next = range.end;
                *count = (*count * 4).min(FILES);
                Ok((!range.is_empty()).then_some(Chunk::Files(range)))
            }
            Kind::Stream { reader, rest, offset, line, want, ended } => loop {
                if !*ended && rest.len() < *want {
                    let missing = *want - rest.len();
                    let got = reader.by_ref().take(missing as u64).read_to_end(rest)?;
                    *ended = got < missing;
                }
                let cut = if *ended { Some(rest.len()) } else { stream::last_marker(rest) };
                let Some(cut) = cut else {
                    // One document fills all: more of it is needed. Past all measure its beginning is given out, so
                    // that its error is reported, and its rest is passed over.
                    if rest.len() > LONGEST + MARKER {
                        let tail = rest.split_off(rest.len() - MARKER);
                        let passed = pass_over(reader.as_mut(), tail)?;
                        *ended = passed.behind.is_empty();
                        let bytes = std::mem::replace(rest, passed.behind);
                        let lines = stream::line_ends(&bytes) + passed.lines;
                        let len = bytes.len() as u64 + passed.len;
                        let chunk = Chunk::Bytes { file: 0, offset: *offset, line: *line, bytes };
                        *offset += len;
                        *line += lines;
                        *want = LARGEST;
                        return Ok(Some(chunk));
                    }
                    *want = (rest.len().max(FIRST) * 2).min(LONGEST + MARKER + 1);
                    continue;
                };
                let behind = rest.split_off(cut);
                let bytes = std::mem::replace(rest, behind);
                if bytes.is_empty() {
                    return Ok(None);
                }
                let chunk = Chunk::Bytes { file: 0, offset: *offset, line: *line, bytes };
                if let Chunk::Bytes { bytes, .. } = &chunk {
                    *offset += bytes.len() as u64;
                    *line += stream::line_ends(bytes);
                }
                *want = (bytes_len(&chunk) * 2).clamp(FIRST, LARGEST).max(rest.len() + 1);
                return Ok(Some(chunk));
            },
        }
    }
}

impl Kind {
    fn stream(reader: Box<dyn Read + Send>) -> Self {
        Self::Stream { reader, rest: Vec::new(), offset: 0, line: 1, want: FIRST, ended: false }
    }
}

fn bytes_len(chunk: &Chunk) -> usize {
    match chunk {
        Chunk::Bytes { bytes, .. } => bytes.len(),
        Chunk::Files(_) => 0,
    }
}

/// The line end before a marker, and the marker.
const MARKER: usize = 4;

/// What was passed over.
struct Passed {
    len: u64,
    lines: usize,
    /// What was read behind it: it begins with a marker, or is empty at the end of all.
    behind: Vec<u8>,
}

/// Reads on to the next marker, however far it is, and keeps nothing of what stands before it. `tail` was read already.
fn pass_over(reader: &mut dyn Read, tail: Vec<u8>) -> std::io::Result<Passed> {
    let mut passed = Passed { len: 0, lines: 0, behind: Vec::new() };
    let mut window = tail;
    loop {
        let before = window.len();
        Read::take(&mut *reader, LARGEST as u64).read_to_end(&mut window)?;
        let ended = window.len() == before;
        let marker = stream::first_marker(&window);
        let cut = match marker {
            Some(at) => at,
            None if ended => window.len(),
            // A marker may stand half in what comes next.
            None => window.len() - MARKER.min(window.len()),
        };
        passed.len += cut as u64;
        passed.lines += stream::line_ends(&window[..cut]);
        let behind = window.split_off(cut);
        if marker.is_some() || ended {
            passed.behind = behind;
            return Ok(passed);
        }
        window = behind;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_past_all_measure_is_passed_over_and_places_behind_it_are_right() {
        let line = format!("  {}\n", "word ".repeat(2000));
        let lines = LONGEST / line.len() + 700;
        let large = format!("---\ntext: |\n{}", line.repeat(lines));
        let all = ["quotes: [{text: a}]\n", &large, "---\nquotes: [{text: b}]\n---\nquotes: []\n"].concat();
        let mut feed = ChunkReader::of_reader(Box::new(std::io::Cursor::new(all.clone().into_bytes())));
        let (mut found, mut longest) = (Vec::new(), 0);
        while let Some(Chunk::Bytes { bytes, offset, line, .. }) = feed.next().unwrap() {
            assert!(all.as_bytes()[offset as usize..].starts_with(&bytes));
            assert_eq!(line, stream::line_ends(&all.as_bytes()[..offset as usize]) + 1);
            longest = longest.max(bytes.len());
            found.extend(stream::documents(&bytes).map(|range| offset as usize + range.start));
        }
        let behind = all.find("---\nquotes: [{text: b}]").unwrap();
        assert_eq!(found, [0, "quotes: [{text: a}]\n".len(), behind, all.rfind("---\n").unwrap()]);
        assert!(longest > LONGEST && longest < large.len(), "{longest}");
    }

    #[test]
    fn a_marker_that_is_read_in_halves_is_found() {
        // A reader that gives one byte at a time.
        struct Slow(&'static [u8]);
        impl Read for Slow {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                let len = into.len().min(self.0.len()).min(1);
                into[..len].copy_from_slice(&self.0[..len]);
                self.0 = &self.0[len..];
                Ok(len)
            }
        }
        let passed = pass_over(&mut Slow(b"x\n----\n---\nb: 1\n"), b"a\n--".to_vec()).unwrap();
        assert_eq!((passed.len, passed.lines, passed.behind.as_slice()), (11, 3, &b"---\nb: 1\n"[..]));
        let passed = pass_over(&mut Slow(b"x\ny\n"), b"a\n--".to_vec()).unwrap();
        assert_eq!((passed.len, passed.lines, passed.behind.as_slice()), (8, 3, &b""[..]));
    }
}
