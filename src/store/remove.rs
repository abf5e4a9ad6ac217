//! Taking articles out.

use super::content::document_hash;
use super::disk::{self, Splice};
use super::edit::RemovedArticle;
use super::error::StoreError;
use super::headers::{ArticleHeader, Headers};
use super::location::Location;
use super::lock::Lock;
use super::rewrite::refused;
use super::source::bytes_at;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Takes the documents of articles out of the store, and returns how many documents that were: more than ids where one
/// was doubled. A file of a folder store that would hold nothing any more goes.
///
/// # Errors
/// When the store cannot be read or saved, or when one of the ids is not there: then nothing is taken out.
pub fn remove(location: &Location, articles: &[String]) -> Result<usize, StoreError> {
    take_out(location, articles).map(|removed| removed.len())
}

/// As [`remove`], and gives the documents that were taken out, in the order of the store, with their ids.
///
/// # Errors
/// As [`remove`].
pub fn take_out(location: &Location, articles: &[String]) -> Result<Vec<(String, RemovedArticle)>, StoreError> {
    if !location.exists() {
        return Err(StoreError::Missing(location.path().to_owned()));
    }
    let real = disk::real(location.path()).map_err(StoreError::io("save", location.path()))?;
    let _lock = Lock::take(&real)?;
    let wanted = Wanted::find(location, articles)?;
    if let Location::File(path) = location {
        // Somebody who takes no lock may have written since: then the documents are looked for again.
        let (_, removed) = disk::change(&real, |file| {
            let wanted = Wanted::find(location, articles)?;
            wanted.files.get(path).map_or(Ok((Vec::new(), Vec::new())), |listed| out_of(path, file, listed))
        })?;
        return Ok(removed);
    }
    let mut all = Vec::new();
    for (path, listed) in &wanted.files {
        let real = disk::real(path).map_err(StoreError::io("save", path))?;
        let mut emptied = false;
        let (_, removed) = disk::change(&real, |file| {
            let (splices, removed) = out_of(path, file, listed)?;
            let len = file.metadata().map_err(StoreError::io("read", path))?.len();
            emptied = splices.iter().map(|splice| splice.range.end - splice.range.start).sum::<u64>() == len;
            Ok((if emptied { Vec::new() } else { splices }, removed))
        })?;
        if emptied {
            disk::remove(&real)?;
        }
        let file = path.strip_prefix(location.path()).ok().map(Path::to_owned);
        all.extend(removed.into_iter().map(|(id, one)| (id, RemovedArticle { file: file.clone(), ..one })));
    }
    Ok(all)
}

/// The documents that are to go, by file, each with the id of the article behind it.
struct Wanted {
    files: BTreeMap<PathBuf, Vec<(ArticleHeader, Option<String>)>>,
}

impl Wanted {
    fn find(location: &Location, articles: &[String]) -> Result<Self, StoreError> {
        let headers = Headers::read(location)?;
        if let Some(missing) = articles.iter().find(|id| headers.find(id).is_none()) {
            return Err(StoreError::NoArticle(missing.clone()));
        }
        let wanted: FxHashSet<&str> = articles.iter().map(String::as_str).collect();
        let mut files: BTreeMap<PathBuf, Vec<(ArticleHeader, Option<String>)>> = BTreeMap::new();
        let mut all = headers.articles.into_iter().peekable();
        while let Some(listed) = all.next() {
            if wanted.contains(listed.id.as_str()) {
                let next = all.peek().filter(|next| next.path == listed.path).map(|next| next.id.clone());
                files.entry(listed.path.clone()).or_default().push((listed, next));
            }
        }
        Ok(Self { files })
    }
}

type Removal = (Vec<Splice>, Vec<(String, RemovedArticle)>);

fn out_of(path: &Path, file: &mut File, listed: &[(ArticleHeader, Option<String>)]) -> Result<Removal, StoreError> {
    let (mut splices, mut removed) = (Vec::new(), Vec::new());
    for (ArticleHeader { id, place, bytes, .. }, before) in listed {
        let found = bytes_at(file, *place).map_err(StoreError::io("read", path))?;
        if document_hash(&found) != *bytes {
            return Err(refused("another program changed the document in the meantime"));
        }
        let end = place.offset + u64::from(place.len);
        splices.push(Splice { range: place.offset..end, bytes: Vec::new() });
        let yaml = String::from_utf8_lossy(&found).into_owned();
        removed.push((id.clone(), RemovedArticle { yaml, file: None, before: before.clone() }));
    }
    Ok((splices, removed))
}
