//! Edits into files: each changes the bytes of its own quotation alone, is verified by reading the document again, and is
//! on disk when this returns.

use super::articles::save_articles;
use super::catalog::Catalog;
use super::chunks::{self, REGISTRY};
use super::disk::{self, Splice};
use super::draft::Draft;
use super::edit::{ArticleEdit, Edit, QuotationEdit, RegistryChange};
use super::error::StoreError;
use super::location::Location;
use super::lock::Lock;
use super::parse::{self, Start};
use super::patch;
use super::registry::{Entry, Registry};
use super::rewrite::{refused, rewrite};
use super::scan::{Found, Scan, scan};
use super::schema::{self, Parsed};
use super::stream;
use super::write::write_registry;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a save did.
#[derive(Debug, Default)]
pub struct Saved {
    /// Edits that could not be made, with the reason: their article or quotation is no longer there, or their document
    /// is broken. All others are on disk.
    pub failed: Vec<(Edit, StoreError)>,
    /// Articles came, went or got other details: where they stand is known when the store is read again.
    pub reread: bool,
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
    let mut saved = save_each(location, edits, &|_| {})?;
    if saved.failed.len() == edits.len()
        && let Some((_, error)) = saved.failed.pop()
    {
        return Err(error);
    }
    Ok(saved)
}

/// As [`save`], but every edit that cannot be made is in [`Saved::failed`], even where none could. `tell` hears, from
/// several threads, how many edits are dealt with so far.
///
/// # Errors
/// When nothing could be tried.
pub fn save_each(location: &Location, edits: &[Edit], tell: &(dyn Fn(usize) + Sync)) -> Result<Saved, StoreError> {
    if !location.exists() {
        return Err(StoreError::Missing(location.path().to_owned()));
    }
    let mut saved = Saved::default();
    let wanted = Wanted::of(edits);
    let articles = wanted.articles.clone();
    if wanted.quotations.len() + wanted.registry.len() > 0 {
        let real = disk::real(location.path()).map_err(StoreError::io("save", location.path()))?;
        let _lock = Lock::take(&real)?;
        match location {
            Location::File(path) => save_file(path, &wanted, &mut saved, tell)?,
            Location::Folder(folder) => save_folder(folder, wanted, &mut saved, tell)?,
        }
    }
    if !articles.is_empty() {
        saved.failed.extend(save_articles(location, &articles)?);
        saved.reread = true;
        tell(edits.len());
    }
    Ok(saved)
}

/// The edits to make, by what they are about.
#[derive(Default)]
struct Wanted<'a> {
    quotations: Vec<&'a QuotationEdit>,
    registry: Vec<&'a RegistryChange>,
    articles: Vec<&'a ArticleEdit>,
}

impl<'a> Wanted<'a> {
    fn of(edits: &'a [Edit]) -> Self {
        let mut wanted = Self::default();
        for edit in edits {
            match edit {
                Edit::Quotation(edit) => wanted.quotations.push(edit),
                Edit::Registry(change) => wanted.registry.push(change),
                Edit::Article(edit) => wanted.articles.push(edit),
            }
        }
        wanted
    }

    fn quotations(quotations: Vec<&'a QuotationEdit>) -> Self {
        Self { quotations, ..Self::default() }
    }
}

/// An edit that could not be made.
fn failed_edit(edit: &QuotationEdit, error: StoreError) -> (Edit, StoreError) {
    (Edit::Quotation(edit.clone()), error)
}

/// A change of the registry that could not be made.
fn failed_change(change: &RegistryChange, error: StoreError) -> (Edit, StoreError) {
    (Edit::Registry(change.clone()), error)
}

/// The edits of each article, in the order of the first of each.
fn by_article<'a>(edits: &[&'a QuotationEdit]) -> Vec<(&'a str, Vec<&'a QuotationEdit>)> {
    let mut articles: Vec<(&str, Vec<&QuotationEdit>)> = Vec::new();
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for &edit in edits {
        let number = *numbers.entry(&edit.article).or_insert(articles.len());
        if number == articles.len() {
            articles.push((&edit.article, Vec::new()));
        }
        articles[number].1.push(edit);
    }
    articles
}

/// Makes edits in one file, whose store is locked.
fn save_file(
    path: &Path,
    wanted: &Wanted<'_>,
    saved: &mut Saved,
    tell: &(dyn Fn(usize) + Sync),
) -> Result<(), StoreError> {
    let real = disk::real(path).map_err(StoreError::io("save", path))?;
    let ids: FxHashSet<&str> = wanted.quotations.iter().map(|edit| edit.article.as_str()).collect();
    let articles = by_article(&wanted.quotations);
    let (splices, failed) = disk::change(&real, |file| {
        let scan = scan(file, path, &ids, !wanted.registry.is_empty())?;
        let mut failed = Vec::new();
        let mut splices = Vec::new();
        // Most of the work is to read documents and to verify their new bytes, and each is independent.
        let dealt = AtomicUsize::new(0);
        let made = |(article, edits): &(&str, Vec<&QuotationEdit>)| {
            let mut failed = Vec::new();
            let splices = of_article(&scan, path, article, edits, &mut failed);
            tell(dealt.fetch_add(edits.len(), Ordering::Relaxed) + edits.len());
            (splices, failed)
        };
        let made: Vec<_> = articles.par_iter().map(made).collect();
        for (new, wrong) in made {
            splices.extend(new);
            failed.extend(wrong);
        }
        if !wanted.registry.is_empty() {
            splices.extend(of_registry(&scan, file, path, &wanted.registry, &mut failed)?);
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
    edits: &[&QuotationEdit],
    failed: &mut Vec<(Edit, StoreError)>,
) -> Vec<Splice> {
    let Some(documents) = scan.articles.get(article) else {
        let missing = |edit: &&QuotationEdit| failed_edit(edit, StoreError::NoArticle(article.to_owned()));
        failed.extend(edits.iter().map(missing));
        return Vec::new();
    };
    let mut drafts: Vec<(&Found, &str, super::Document, Draft, Vec<&QuotationEdit>)> = Vec::new();
    let mut broken = None;
    for found in documents {
        let Ok(yaml) = std::str::from_utf8(&found.bytes) else { continue };
        match super::headers::record(yaml, path) {
            Ok(record) => drafts.push((found, yaml, record.clone(), Draft::new(record), Vec::new())),
            Err(error) => broken = Some(error),
        }
    }
    for &edit in edits {
        let has = |draft: &Draft| draft.find(&edit.quotation).is_some();
        let at = drafts.iter().position(|(_, _, _, draft, _)| has(draft)).unwrap_or_default();
        match (drafts.get_mut(at), &broken) {
            (Some((.., draft, own)), _) => match draft.apply(article, &edit.quotation, &edit.change) {
                Ok(()) => own.push(edit),
                Err(error) => failed.push(failed_edit(edit, error)),
            },
            (None, Some(broken)) => failed.push(failed_edit(edit, broken.again())),
            (None, None) => failed.push(failed_edit(edit, StoreError::NoArticle(article.to_owned()))),
        }
    }
    let mut splices = Vec::new();
    for (found, yaml, old, draft, edits) in drafts {
        if draft.document == old {
            continue;
        }
        let range = found.offset..found.offset + found.bytes.len() as u64;
        let new = match rewrite(yaml, &old, &draft) {
            Ok(new) => Some(new.into_bytes()),
            Err(error) if edits.len() == 1 => {
                failed.push(failed_edit(edits[0], error));
                None
            }
            Err(_) => one_by_one(yaml, &old, &edits, failed),
        };
        splices.extend(new.map(|bytes| Splice { range, bytes }));
    }
    splices
}

/// Makes those edits of a document that can be made, where they cannot be made together; gives its new bytes.
fn one_by_one(
    yaml: &str,
    old: &super::Document,
    edits: &[&QuotationEdit],
    failed: &mut Vec<(Edit, StoreError)>,
) -> Option<Vec<u8>> {
    let mut made = None;
    let mut draft = Draft::new(old.clone());
    for edit in edits {
        let mut next = draft.clone();
        let rewritten =
            next.apply(&edit.article, &edit.quotation, &edit.change).and_then(|()| rewrite(yaml, old, &next));
        match rewritten {
            Ok(new) => {
                draft = next;
                made = Some(new.into_bytes());
            }
            Err(error) => failed.push(failed_edit(edit, error)),
        }
    }
    made
}

/// Makes edits of the registry. Where they cannot be made together, each is tried for itself, so that one that cannot
/// be made keeps no other from being saved.
fn of_registry(
    scan: &Scan,
    file: &mut File,
    path: &Path,
    changes: &[&RegistryChange],
    failed: &mut Vec<(Edit, StoreError)>,
) -> Result<Option<Splice>, StoreError> {
    let mut kept: Vec<&RegistryChange> = changes.to_vec();
    loop {
        match registry_after(scan, file, path, &kept) {
            Ok(splice) => return Ok(splice),
            Err(error @ StoreError::Io { .. }) => return Err(error),
            Err(error) => {
                // The first with which it cannot be made: those before it can.
                let upto = (1..=kept.len()).find(|&upto| registry_after(scan, file, path, &kept[..upto]).is_err());
                let Some(at) = upto.map(|upto| upto - 1) else { return Err(error) };
                failed.push(failed_change(kept.remove(at), error));
                if kept.is_empty() {
                    return Ok(None);
                }
            }
        }
    }
}

/// What these changes make of the registry; it is created at the beginning of the file when there is none.
fn registry_after(
    scan: &Scan,
    file: &mut File,
    path: &Path,
    changes: &[&RegistryChange],
) -> Result<Option<Splice>, StoreError> {
    let old = match &scan.registry {
        None => Vec::new(),
        Some(found) => entries(&found.bytes, path)?,
    };
    let mut registry = Registry::new(old.clone());
    for change in changes {
        registry = change.apply_to(&registry).unwrap_or(registry);
    }
    let new = registry.entries();
    if new == old {
        return Ok(None);
    }
    let Some(found) = &scan.registry else {
        let mut yaml = String::new();
        write_registry(&mut yaml, new);
        let first = first_bytes(file, path)?;
        let mark = if first.starts_with(stream::MARK) { stream::MARK.len() } else { 0 };
        let first = &first[mark..];
        // A line `---`, or nothing at all: then the registry can be put before it as it is.
        let marked = first.starts_with(b"---") && first.get(3).is_none_or(u8::is_ascii_whitespace);
        if !first.is_empty() && !marked {
            yaml.push_str("---\n");
        }
        let at = mark as u64;
        return Ok(Some(Splice { range: at..at, bytes: yaml.into_bytes() }));
    };
    let range = found.offset..found.offset + found.bytes.len() as u64;
    let yaml = std::str::from_utf8(&found.bytes).map_err(|error| refused(error.to_string()))?;
    if new.is_empty() && is_plain(yaml, &old) && range.end < length(file, path)? {
        // What this program put before the articles goes as it came.
        return Ok(Some(Splice { range, bytes: Vec::new() }));
    }
    let changed = patch::registry(yaml, &old, new).map_err(refused)?;
    match schema::parse(&changed) {
        Ok(Parsed::Registry(read)) if same_entries(&read, new) => {}
        _ => return Err(refused("the registry would not read back as intended")),
    }
    Ok(Some(Splice { range, bytes: changed.into_bytes() }))
}

/// Whether a registry stands there as this program writes it, without a person's comment or key.
fn is_plain(yaml: &str, entries: &[Entry]) -> bool {
    let mut written = String::new();
    write_registry(&mut written, entries);
    written.trim_start_matches("---\n") == yaml.trim_start_matches("---\n")
}

fn length(file: &File, path: &Path) -> Result<u64, StoreError> {
    file.metadata().map(|metadata| metadata.len()).map_err(StoreError::io("read", path))
}

/// Whether two registries say the same; new entries may stand elsewhere than where they would be listed.
fn same_entries(a: &[Entry], b: &[Entry]) -> bool {
    a.len() == b.len() && a.iter().all(|entry| b.contains(entry))
}

fn entries(bytes: &[u8], path: &Path) -> Result<Vec<Entry>, StoreError> {
    match parse::document(bytes, Start { line: 1 }) {
        Ok(Parsed::Registry(entries)) => Ok(entries),
        Ok(Parsed::Document(_)) => Err(refused("an article is where the registry was")),
        Err(problem) => {
            let problem = super::Problem { file: Some(path.to_owned()), ..*problem };
            Err(StoreError::Broken(Box::new(problem)))
        }
    }
}

/// As much of the file's beginning as a byte order mark and a marker take.
fn first_bytes(file: &mut File, path: &Path) -> Result<Vec<u8>, StoreError> {
    use std::io::{Read, Seek, SeekFrom};
    let mut first = Vec::new();
    file.seek(SeekFrom::Start(0))
        .and_then(|_| file.take(stream::MARK.len() as u64 + 4).read_to_end(&mut first))
        .map_err(StoreError::io("read", path))?;
    Ok(first)
}

/// Makes edits in a folder: one small file for each article that changes.
fn save_folder(
    folder: &Path,
    wanted: Wanted<'_>,
    saved: &mut Saved,
    tell: &(dyn Fn(usize) + Sync),
) -> Result<(), StoreError> {
    let Wanted { quotations, registry, .. } = wanted;
    let registry = Wanted { registry, ..Wanted::default() };
    if !registry.registry.is_empty()
        && let Err(error) = save_file(&folder.join(REGISTRY), &registry, saved, &|_| {})
    {
        // The articles have files of their own, which may be well.
        saved.failed.extend(registry.registry.iter().map(|change| failed_change(change, error.again())));
    }
    let mut left: Vec<&QuotationEdit> = Vec::new();
    let mut dealt = 0;
    for (article, edits) in by_article(&quotations) {
        dealt += edits.len();
        tell(dealt);
        // Nearly always the file is called by the article.
        let path = folder.join(format!("{article}.yaml"));
        let likely = !article.contains(['/', '\\']) && path.is_file();
        let mut tried = Saved::default();
        let wanted = Wanted::quotations(edits);
        if likely && save_file(&path, &wanted, &mut tried, &|_| {}).is_ok() && tried.failed.is_empty() {
            saved.moved.extend(tried.moved);
        } else {
            // What of it was made is on disk; making it again changes nothing.
            saved.moved.extend(tried.moved);
            left.extend(wanted.quotations);
        }
    }
    if left.is_empty() {
        return Ok(());
    }
    let files = chunks::files(folder)?;
    let mut failed: Vec<(Edit, StoreError)> = Vec::new();
    for edit in left {
        let mut error = StoreError::NoArticle(edit.article.clone());
        let wanted = Wanted::quotations(vec![edit]);
        let made = files.iter().any(|path| {
            let mut tried = Saved::default();
            let result = save_file(path, &wanted, &mut tried, &|_| {});
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
            failed.push(failed_edit(edit, error));
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
