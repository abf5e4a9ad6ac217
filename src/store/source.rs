//! Where a catalog's documents can be read whole: article texts and full evidence stay there until they are looked at.

use super::document::Document;
use super::error::StoreError;
use super::literal;
use super::parse::{self, Start};
use super::schema::Parsed;
use super::stream;
use crate::files;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the documents of a catalog stand.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// In memory, as records.
    Documents(Arc<Vec<Document>>),
    /// In memory, as it came through a pipe.
    Bytes(Arc<Vec<u8>>),
    /// In files.
    Files(Arc<Vec<PathBuf>>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Documents(Arc::default())
    }
}

/// The place of one document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Number of the file; of the record where documents stand in memory.
    pub(crate) file: u32,
    pub(crate) len: u32,
    pub(crate) offset: u64,
}

impl Place {
    pub(crate) fn of_document(number: usize) -> Self {
        Self { file: number as u32, ..Self::default() }
    }
}

impl Source {
    /// The document at `place`, if it is that of `article`. Only what is in files can have changed since.
    pub(crate) fn document(&self, place: Place, article: &str) -> Result<Option<Document>, StoreError> {
        match self {
            Self::Documents(documents) => Ok(documents.get(place.file as usize).cloned()),
            Self::Bytes(bytes) => {
                let start = place.offset as usize;
                Ok(bytes.get(start..start + place.len as usize).and_then(record))
            }
            Self::Files(files) => {
                let Some(path) = files.get(place.file as usize) else { return Ok(None) };
                let found = whole_at(path, place)?.and_then(|bytes| record(&bytes));
                Ok(found.filter(|document| document.meta.id.as_deref().is_none_or(|id| id == article)))
            }
        }
    }

    /// The text of the document at `place`, where that is seen at a glance to be the one of `article`. `None` where it is
    /// not: then the whole document has to be read.
    pub(crate) fn text(&self, place: Place, article: &str) -> Option<String> {
        let Self::Files(files) = self else { return None };
        let bytes = whole_at(files.get(place.file as usize)?, place).ok()??;
        let yaml = parse::text(&bytes, Start { line: 1 }).ok()?;
        let same = super::scan::peek_id(&bytes) == Some(article);
        same.then(|| literal::cut(yaml).map(|cut| cut.text(yaml))).flatten()
    }

    /// Looks through all files for an article that is no longer at its place.
    pub(crate) fn look_for(&self, article: &str) -> Result<Option<Document>, StoreError> {
        let Self::Files(files) = self else { return Ok(None) };
        let wanted = std::iter::once(article).collect();
        for path in files.iter() {
            let Ok(mut file) = files::open(path) else { continue };
            let mut scan = super::scan::scan(&mut file, path, &wanted, false)?;
            if let Some(found) = scan.articles.remove(article).unwrap_or_default().into_iter().next() {
                return Ok(record(&found.bytes));
            }
        }
        Ok(None)
    }
}

impl Source {
    /// The file of the document at `place`, and the line there of the quotation with that id; of the document where the
    /// quotation is not found in it.
    pub(crate) fn line_of(&self, place: Place, id: &str) -> Result<(PathBuf, usize), StoreError> {
        let Self::Files(files) = self else { return Err(StoreError::NoFile) };
        let path = files.get(place.file as usize).ok_or(StoreError::NoFile)?;
        let bytes = files::read(path).map_err(StoreError::io("read", path))?;
        let start = (place.offset as usize).min(bytes.len());
        let end = start.saturating_add(place.len as usize).min(bytes.len());
        let wanted = memchr::memmem::find(&bytes[start..end], format!("id: {id}\n").as_bytes());
        let at = start + wanted.unwrap_or(0);
        Ok((path.clone(), memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1))
    }
}

/// The article text of a document that is one; nothing but the text is parsed where it is cut out for certain.
pub(crate) fn article_text(bytes: &[u8]) -> Option<String> {
    let yaml = parse::text(bytes, Start { line: 1 }).ok()?;
    match literal::cut(yaml) {
        Some(cut) => Some(cut.text(yaml)),
        None => record(bytes)?.text,
    }
}

fn record(bytes: &[u8]) -> Option<Document> {
    match parse::document(bytes, Start { line: 1 }) {
        Ok(Parsed::Document(document)) => Some(*document),
        Ok(Parsed::Registry(_)) | Err(_) => None,
    }
}

/// The bytes at `place`, if a whole document stands there and no other begins or ends within.
fn whole_at(path: &Path, place: Place) -> Result<Option<Vec<u8>>, StoreError> {
    let mut bytes = Vec::with_capacity(place.len as usize + 4);
    let mut file = files::open(path).map_err(StoreError::io("read", path))?;
    file.seek(SeekFrom::Start(place.offset))
        .and_then(|_| file.take(u64::from(place.len) + 4).read_to_end(&mut bytes))
        .map_err(StoreError::io("read", path))?;
    let is_marker = |at: usize| stream::documents(bytes.get(at..).unwrap_or_default()).next().is_none();
    let behind = bytes.len() <= place.len as usize
        || (bytes[place.len as usize..].starts_with(b"---") && is_marker(place.len as usize));
    // The first has no marker before it, perhaps a byte order mark.
    let before = place.offset <= stream::MARK.len() as u64 || bytes.starts_with(b"---");
    bytes.truncate(place.len as usize);
    let one = stream::documents(&bytes).count() == 1;
    Ok((before && behind && one).then_some(bytes))
}

/// The document at `place` in the file at `path`.
pub(crate) fn read_document(path: &Path, place: Place) -> Result<String, StoreError> {
    let mut file = files::open(path).map_err(StoreError::io("read", path))?;
    let bytes = bytes_at(&mut file, place).map_err(StoreError::io("read", path))?;
    String::from_utf8(bytes).map_err(|error| StoreError::Io {
        doing: "read",
        path: path.to_owned(),
        error: std::io::Error::other(error),
    })
}

/// The bytes at `place` in `file`.
pub(crate) fn bytes_at(file: &mut File, place: Place) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(place.len as usize);
    file.seek(SeekFrom::Start(place.offset))?;
    file.take(u64::from(place.len)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
