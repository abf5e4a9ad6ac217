//! Finds the documents of articles in a file without reading the others: what stands behind `article: id:` in the
//! layout of this program is seen at a glance, and only where that is not to be seen a document is parsed.

use super::chunks::{Chunk, ChunkReader};
use super::error::StoreError;
use super::ids;
use super::parse::{self, Start};
use super::schema::Parsed;
use super::stream;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

/// A document of a file.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) offset: u64,
    pub(crate) bytes: Vec<u8>,
}

/// What was looked for.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The documents of each article; several where an id is doubled.
    pub(crate) articles: FxHashMap<String, Vec<Found>>,
    /// The first registry.
    pub(crate) registry: Option<Found>,
}

/// Looks for articles, and the registry, in `file`.
pub(crate) fn scan(file: &mut File, path: &Path, wanted: &FxHashSet<&str>, registry: bool) -> Result<Scan, StoreError> {
    let reading = |error| StoreError::Io { doing: "read", path: path.to_owned(), error };
    file.seek(SeekFrom::Start(0)).map_err(reading)?;
    let mut feed = ChunkReader::of_reader(Box::new(file.try_clone().map_err(reading)?));
    let mut scan = Scan::default();
    // Ids that are made up depend on those before them.
    let mut taken: FxHashSet<u64> = FxHashSet::default();
    while let Some(stretch) = feed.next().map_err(reading)? {
        let Chunk::Bytes { bytes, offset, .. } = stretch else { continue };
        for range in stream::documents(&bytes) {
            let document = &bytes[range.clone()];
            let keep = match peek_id(document) {
                Some(id) => {
                    taken.insert(ids::hash(id));
                    wanted.contains(id).then(|| id.to_owned())
                }
                None if wanted.is_empty() && (!registry || scan.registry.is_some()) => None,
                None => look(document, &mut taken, wanted, registry && scan.registry.is_none()),
            };
            let Some(id) = keep else { continue };
            let found = Found { offset: offset + range.start as u64, bytes: document.to_vec() };
            if id.is_empty() {
                scan.registry = Some(found);
            } else {
                scan.articles.entry(id).or_default().push(found);
            }
        }
    }
    Ok(scan)
}

/// The id of a document in this program's own layout.
pub(super) fn peek_id(document: &[u8]) -> Option<&str> {
    let rest = document.strip_prefix(b"---\n").unwrap_or(document);
    let rest = rest.strip_prefix(b"article:\n  id: ")?;
    let line = &rest[..memchr::memchr(b'\n', rest)?];
    let plain = line.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0x80..));
    let plain = plain && line.first().is_some_and(|byte| byte.is_ascii_alphabetic());
    // Words that stand for nothing or for yes and no are read as strings all the same where a string is wanted,
    // except those for nothing.
    std::str::from_utf8(line).ok().filter(|line| plain && !line.eq_ignore_ascii_case("null"))
}

/// The id of any document, when it is wanted; an empty one for the registry.
fn look(document: &[u8], taken: &mut FxHashSet<u64>, wanted: &FxHashSet<&str>, registry: bool) -> Option<String> {
    match parse::document(document, Start { line: 1 }).ok()? {
        Parsed::Registry(_) => registry.then(String::new),
        Parsed::Document(document) => {
            let words = document.quotations.first().map_or("", |quotation| quotation.text.as_str());
            let id = document.meta.id.clone().unwrap_or_else(|| {
                ids::free(&ids::of_article(&document.meta, words), |id| taken.contains(&ids::hash(id)))
            });
            taken.insert(ids::hash(&id));
            wanted.contains(id.as_str()).then_some(id)
        }
    }
}
