//! Taking articles out.

use super::disk::{self, Splice};
use super::error::StoreError;
use super::headers::{ArticleHeader, Outline};
use super::location::Location;
use super::lock::Lock;
use super::rewrite::refused;
use super::source::bytes_at;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// Takes the documents of articles out of the store, and returns how many documents that were: more than ids where one
/// was doubled. A file of a folder store that would hold nothing any more goes.
///
/// # Errors
/// When the store cannot be read or saved, or when one of the ids is not there: then nothing is taken out.
pub fn remove(location: &Location, articles: &[String]) -> Result<usize, StoreError> {
    if !location.exists() {
        return Err(StoreError::Missing(location.path().to_owned()));
    }
    let real = disk::real(location.path()).map_err(StoreError::io("save", location.path()))?;
    let _lock = Lock::take(&real)?;
    let wanted = Wanted::find(location, articles)?;
    if let Location::File(path) = location {
        // Somebody who takes no lock may have written since: then the documents are looked for again.
        let (_, count) = disk::change(&real, |file| {
            let wanted = Wanted::find(location, articles)?;
            let splices = wanted.files.get(path).map_or(Ok(Vec::new()), |listed| out_of(path, file, listed))?;
            let count = splices.len();
            Ok((splices, count))
        })?;
        return Ok(count);
    }
    for (path, listed) in &wanted.files {
        let real = disk::real(path).map_err(StoreError::io("save", path))?;
        let mut emptied = false;
        disk::change(&real, |file| {
            let splices = out_of(path, file, listed)?;
            let len = file.metadata().map_err(StoreError::io("read", path))?.len();
            emptied = splices.iter().map(|splice| splice.range.end - splice.range.start).sum::<u64>() == len;
            Ok((if emptied { Vec::new() } else { splices }, ()))
        })?;
        if emptied {
            disk::remove(&real)?;
        }
    }
    Ok(wanted.files.values().map(Vec::len).sum())
}

/// The documents that are to go, by file.
struct Wanted {
    files: BTreeMap<PathBuf, Vec<ArticleHeader>>,
}

impl Wanted {
    fn find(location: &Location, articles: &[String]) -> Result<Self, StoreError> {
        let outline = Outline::read(location)?;
        if let Some(missing) = articles.iter().find(|id| outline.find(id).is_none()) {
            return Err(StoreError::NoArticle(missing.clone()));
        }
        let wanted: FxHashSet<&str> = articles.iter().map(String::as_str).collect();
        let mut files: BTreeMap<PathBuf, Vec<ArticleHeader>> = BTreeMap::new();
        for listed in outline.articles.into_iter().filter(|listed| wanted.contains(listed.id.as_str())) {
            files.entry(listed.path.clone()).or_default().push(listed);
        }
        Ok(Self { files })
    }
}

fn out_of(path: &Path, file: &mut File, listed: &[ArticleHeader]) -> Result<Vec<Splice>, StoreError> {
    listed
        .iter()
        .map(|ArticleHeader { place, bytes, .. }| {
            let found = bytes_at(file, *place).map_err(StoreError::io("read", path))?;
            if xxh3_64(&found) != *bytes {
                return Err(refused("somebody else changed the document meanwhile"));
            }
            let end = place.offset + u64::from(place.len);
            Ok(Splice { range: place.offset..end, bytes: Vec::new() })
        })
        .collect()
}
