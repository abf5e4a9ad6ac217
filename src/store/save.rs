//! Edits into files: each changes the bytes of its own quotation alone, is proved by reading the document again, and is
//! on disk when this returns.

use super::catalog::Catalog;
use super::disk::{self, Lock, Splice};
use super::draft::Draft;
use super::edit::Edit;
use super::error::StoreError;
use super::feed::{self, REGISTRY};
use super::location::Location;
use super::parse::{self, Start};
use super::patch;
use super::registry::{Entry, Registry};
use super::rewrite::{refused, rewrite};
use super::scan::{Found, Scan, scan};
use super::schema::{self, Parsed};
use super::write::write_registry;
use rustc_hash::FxHashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a save did.
#[derive(Debug, Default)]
pub struct Saved {
    /// Edits that could not be made, with the reason: their article or quotation is no longer there, or their document
    /// is broken. All others are on disk.
    pub failed: Vec<(Edit, StoreError)>,
    /// Which bytes of which files were replaced by how many.
    pub(crate) moved: Vec<(PathBuf, Vec<Moved>)>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Moved {
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) len: u64,
}

/// Makes `edits` in the store's files and returns when they are safe on disk.
///
/// # Errors
/// When nothing could be saved. Where only some edits could not be made, [`Saved::failed`] names them.
pub fn save(location: &Location, edits: &[Edit]) -> Result<Saved, StoreError> {
    if !location.exists() {
        return Err(StoreError::Missing(location.path().to_owned()));
    }
    let real = disk::real(location.path()).map_err(StoreError::io("save", location.path()))?;
    let _lock = Lock::take(&real)?;
    let mut saved = Saved::default();
    match location {
        Location::File(path) => save_file(path, &edits.iter().collect::<Vec<_>>(), &mut saved)?,
        Location::Folder(folder) => save_folder(folder, edits, &mut saved)?,
    }
    if saved.failed.len() == edits.len()
        && let Some((_, error)) = saved.failed.pop()
    {
        return Err(error);
    }
    Ok(saved)
}

/// Makes edits in one file, whose store is locked.
fn save_file(path: &Path, edits: &[&Edit], saved: &mut Saved) -> Result<(), StoreError> {
    let real = disk::real(path).map_err(StoreError::io("save", path))?;
    let wanted: FxHashSet<&str> = edits.iter().map(|edit| edit.article.as_str()).filter(|id| !id.is_empty()).collect();
    let registry = edits.iter().any(|edit| edit.change.is_of_registry());
    let (splices, failed) = disk::change(&real, |file| {
        let scan = scan(file, path, &wanted, registry)?;
        let mut failed = Vec::new();
        let mut splices = Vec::new();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for article in edits.iter().map(|edit| edit.article.as_str()).filter(|id| !id.is_empty()) {
            if seen.insert(article) {
                let edits: Vec<&Edit> = edits.iter().copied().filter(|edit| edit.article == article).collect();
                splices.extend(of_article(&scan, path, article, &edits, &mut failed));
            }
        }
        if registry {
            let edits: Vec<&Edit> = edits.iter().copied().filter(|edit| edit.change.is_of_registry()).collect();
            splices.extend(of_registry(&scan, file, path, &edits)?);
        }
        splices.sort_by_key(|splice: &Splice| splice.range.start);
        Ok((splices, failed))
    })?;
    saved.failed.extend(failed);
    let moved = splices.iter().map(|splice| Moved {
        start: splice.range.start,
        end: splice.range.end,
        len: splice.bytes.len() as u64,
    });
    saved.moved.push((path.to_owned(), moved.collect()));
    Ok(())
}

/// Makes the edits of one article. Where several documents claim its id, each edit goes to the first that has the
/// quotation.
fn of_article(
    scan: &Scan,
    path: &Path,
    article: &str,
    edits: &[&Edit],
    failed: &mut Vec<(Edit, StoreError)>,
) -> Vec<Splice> {
    let fail = |edits: &[&Edit], error: &dyn Fn() -> StoreError| -> Vec<(Edit, StoreError)> {
        edits.iter().map(|&edit| (edit.clone(), error())).collect()
    };
    let Some(documents) = scan.articles.get(article) else {
        failed.extend(fail(edits, &|| StoreError::NoArticle(article.to_owned())));
        return Vec::new();
    };
    let mut drafts: Vec<(&Found, &str, super::Document, Draft)> = Vec::new();
    for found in documents {
        let Ok(yaml) = std::str::from_utf8(&found.bytes) else { continue };
        match super::add::record(yaml, path) {
            Ok(record) => drafts.push((found, yaml, record.clone(), Draft::new(record))),
            Err(error) => failed.extend(fail(edits, &|| refused(error.to_string()))),
        }
    }
    for edit in edits {
        let has = |draft: &Draft| draft.find(&edit.quotation).is_some();
        let at = drafts.iter().position(|(.., draft)| has(draft)).unwrap_or_default();
        if let Some((.., draft)) = drafts.get_mut(at)
            && let Err(error) = draft.apply(article, &edit.quotation, &edit.change)
        {
            failed.push(((*edit).clone(), error));
        }
    }
    let mut splices = Vec::new();
    for (found, yaml, old, draft) in drafts {
        if draft.document == old {
            continue;
        }
        match rewrite(yaml, &old, &draft) {
            Ok(new) => splices
                .push(Splice { range: found.offset..found.offset + found.bytes.len() as u64, bytes: new.into_bytes() }),
            Err(error) => failed.extend(fail(edits, &|| refused(error.to_string()))),
        }
    }
    splices
}

/// Makes edits of the registry, which is made at the beginning of the file when there is none.
fn of_registry(scan: &Scan, file: &mut File, path: &Path, edits: &[&Edit]) -> Result<Option<Splice>, StoreError> {
    let old = match &scan.registry {
        None => Vec::new(),
        Some(found) => entries(&found.bytes, path)?,
    };
    let mut registry = Registry::new(old.clone());
    for edit in edits {
        registry = edit.change.registry(&registry).unwrap_or(registry);
    }
    let new = registry.entries();
    if new == old {
        return Ok(None);
    }
    let Some(found) = &scan.registry else {
        let mut yaml = String::new();
        write_registry(&mut yaml, new);
        if !begins_with_marker(file, path)? {
            yaml.push_str("---\n");
        }
        return Ok(Some(Splice { range: 0..0, bytes: yaml.into_bytes() }));
    };
    let yaml = std::str::from_utf8(&found.bytes).map_err(|error| refused(error.to_string()))?;
    let changed = patch::registry(yaml, &old, new).map_err(refused)?;
    match schema::parse(&changed) {
        Ok(Parsed::Registry(read)) if same_entries(&read, new) => {}
        _ => return Err(refused("the registry would not read back as it was meant")),
    }
    Ok(Some(Splice { range: found.offset..found.offset + found.bytes.len() as u64, bytes: changed.into_bytes() }))
}

/// Whether two registries say the same; new entries may stand elsewhere than where they would be listed.
fn same_entries(a: &[Entry], b: &[Entry]) -> bool {
    a.len() == b.len() && a.iter().all(|entry| b.contains(entry))
}

fn entries(bytes: &[u8], path: &Path) -> Result<Vec<Entry>, StoreError> {
    match parse::document(bytes, Start { line: 1 }) {
        Ok(Parsed::Registry(entries)) => Ok(entries),
        Ok(Parsed::Document(_)) => Err(refused("an article stands where the registry was")),
        Err(problem) => {
            let problem = super::Problem { file: Some(path.to_owned()), ..*problem };
            Err(StoreError::Broken(Box::new(problem)))
        }
    }
}

/// Whether the file begins with a line `---` or with nothing at all, so that a document can be put before it.
fn begins_with_marker(file: &mut File, path: &Path) -> Result<bool, StoreError> {
    use std::io::{Read, Seek, SeekFrom};
    let mut first = Vec::new();
    file.seek(SeekFrom::Start(0))
        .and_then(|_| file.take(4).read_to_end(&mut first))
        .map_err(StoreError::io("read", path))?;
    Ok(first.is_empty() || (first.starts_with(b"---") && first.get(3).is_none_or(u8::is_ascii_whitespace)))
}

/// Makes edits in a folder: one small file for each article that changes.
fn save_folder(folder: &Path, edits: &[Edit], saved: &mut Saved) -> Result<(), StoreError> {
    let (registry, quotations): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(|edit| edit.change.is_of_registry());
    if !registry.is_empty() {
        save_file(&folder.join(REGISTRY), &registry, saved)?;
    }
    let mut left: Vec<&Edit> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for edit in &quotations {
        if !seen.insert(&edit.article) {
            continue;
        }
        let edits: Vec<&Edit> = quotations.iter().copied().filter(|other| other.article == edit.article).collect();
        // Nearly always the file is called by the article.
        let path = folder.join(format!("{}.yaml", edit.article));
        let likely = !edit.article.contains(['/', '\\']) && path.is_file();
        let mut tried = Saved::default();
        if likely && save_file(&path, &edits, &mut tried).is_ok() && tried.failed.is_empty() {
            saved.moved.extend(tried.moved);
        } else {
            // What of it was made is on disk; making it again changes nothing.
            saved.moved.extend(tried.moved);
            left.extend(edits);
        }
    }
    if left.is_empty() {
        return Ok(());
    }
    let files = feed::files(folder)?;
    let mut failed: Vec<(Edit, StoreError)> = Vec::new();
    for edit in left {
        let mut error = StoreError::NoArticle(edit.article.clone());
        let made = files.iter().any(|path| {
            let mut tried = Saved::default();
            let result = save_file(path, &[edit], &mut tried);
            saved.moved.append(&mut tried.moved);
            match result.err().or_else(|| tried.failed.pop().map(|(_, error)| error)) {
                None => true,
                Some(StoreError::NoArticle(_)) => false,
                Some(other) => {
                    error = other;
                    false
                }
            }
        });
        if !made {
            failed.push((edit.clone(), error));
        }
    }
    saved.failed.extend(failed);
    Ok(())
}

impl Catalog {
    /// Takes over where documents stand after a save of this program's. Without it they are still found, by looking
    /// through the store.
    pub fn relocate(&mut self, saved: &Saved) {
        let super::source::Source::Files(files) = &self.source else { return };
        for (path, moved) in &saved.moved {
            let Some(number) = files.iter().position(|file| file == path) else { continue };
            if moved.is_empty() {
                continue;
            }
            for places in &mut self.places {
                if !places.iter().any(|place| place.file as usize == number) {
                    continue;
                }
                for place in Arc::make_mut(places).iter_mut().filter(|place| place.file as usize == number) {
                    let mut by = 0i64;
                    for splice in moved {
                        let grown = splice.len as i64 - (splice.end - splice.start) as i64;
                        if splice.end <= place.offset {
                            by += grown;
                        } else if splice.start == place.offset {
                            place.len = (i64::from(place.len) + grown).max(0) as u32;
                        }
                    }
                    place.offset = (place.offset as i64 + by).max(0) as u64;
                }
            }
        }
    }
}
