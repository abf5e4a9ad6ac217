//! AddBatch articles: new ones are put behind the others, known ones are renewed, and adding the same again changes
//! nothing. One lock for all of them.
//!
//! What is atomic is the file. In a store of one file all articles come in one save: after a crash or a full disk all of
//! them are there or none. In a folder store each article is a file of its own, saved by itself; what was saved before
//! something went wrong stays, the others are named, and adding all of them again adds those that are missing. An article
//! that cannot be filed keeps none of the others out.

use super::content::document_hash;
use super::disk::{self, Splice};
use super::document::{Document, Extracted};
use super::error::{Problem, StoreError};
use super::headers::{ArticleHeader, Headers, record};
use super::identity::{Batch, Known};
use super::ids;
use super::location::Location;
use super::lock::Lock;
use super::merge::{Counts, merge};
use super::parse::{self, Start};
use super::rewrite::{refused, rewrite};
use super::schema::{self, Parsed};
use super::source::{bytes_at, read_document};
use super::write::write_document;
use crate::article::{Article, ArticleField, Metadata};
use crate::extract::{Extraction, Options};
use crate::read::page_address;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// What became of articles that were to be added, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Each article that is in the store now.
    pub articles: Vec<AddedArticle>,
    /// What was wrong in the store already, as far as it was met. Documents that cannot be read were left as they are.
    pub problems: Vec<Problem>,
}

/// Why articles could not be added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// None was added.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Some were added, others were not.
    #[error("{0}")]
    Partial(Box<PartialAdd>),
}

/// Some articles were filed, others could not be: the error of [`add`] where it did a part.
#[derive(Debug)]
pub struct PartialAdd {
    /// What was done, and is safe on disk.
    pub added: Added,
    /// What was not.
    pub failed: Vec<NotAdded>,
}

/// An article that was not filed.
#[derive(Debug)]
pub struct NotAdded {
    /// The id that it has in the store, or was to get.
    pub id: String,
    /// Why not.
    pub error: StoreError,
}

impl fmt::Display for PartialAdd {
    /// `a, b are in the store; not added: c (cannot save …), d (…)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.added.articles.iter().map(|article| article.id.as_str()).collect();
        write!(f, "in the store now: {}; not added: ", ids.join(", "))?;
        for (number, NotAdded { id, error }) in self.failed.iter().enumerate() {
            write!(f, "{}{id} ({error})", if number > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

/// What became of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedArticle {
    /// Its id in the store.
    pub id: String,
    /// The file that it is in.
    pub file: PathBuf,
    /// What was done.
    pub outcome: AddOutcome,
    /// How many quotations it has now.
    pub quotations: usize,
    /// Another article of the store with the same text; looked for when this one is new.
    pub same_text: Option<String>,
    /// What the store says of it and the input says otherwise.
    pub differences: Vec<Difference>,
}

/// A detail of which the store and an input say different things; the store keeps its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which detail.
    pub field: ArticleField,
    /// What the store says.
    pub stored: String,
    /// What the input says.
    pub given: String,
}

/// What was done with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddOutcome {
    /// It is new in the store.
    New,
    /// It was there already, with all that was found.
    Unchanged,
    /// It was there, and was renewed.
    Updated {
        /// Quotations that were not there before.
        new: usize,
        /// Quotations whose evidence, or whose unedited fields, changed.
        changed: usize,
        /// Quotations that no longer stand in the text.
        gone: usize,
        /// Confirmed quotations from which the new evidence differs.
        disputed: usize,
    },
}

/// Files articles with what was found in them, under `options`. The store is made when there is none.
///
/// # Errors
/// [`AddError::Partial`] where some articles were filed and others could not be; any other error when none was, and
/// then nothing was changed.
pub fn add(location: &Location, articles: Vec<(Article, Extraction)>, options: Options) -> Result<Added, AddError> {
    add_knowing(location, articles, options, |_| None)
}

/// Adds articles likewise. `known` gives the headers of the articles in the store where it has them without reading it.
pub(crate) fn add_knowing(
    location: &Location,
    articles: Vec<(Article, Extraction)>,
    options: Options,
    known: impl Fn(&Location) -> Option<Headers>,
) -> Result<Added, AddError> {
    make_folder(location)?;
    let real = disk::real(location.path()).map_err(StoreError::io("save", location.path()))?;
    let _lock = Lock::take(&real)?;
    let filed = |articles: &[(Article, Extraction)]| -> Result<AddBatch<'_>, StoreError> {
        let mut filing = AddBatch::open(location, options, known(location))?;
        for (article, found) in articles {
            filing.file(article, found)?;
        }
        Ok(filing)
    };
    let filing = match location {
        Location::File(path) => {
            disk::change(&real, |file| {
                let filing = filed(&articles)?;
                Ok((filing.splices(path, file)?, filing))
            })?
            .1
        }
        Location::Folder(_) => {
            let mut filing = filed(&articles)?;
            for path in filing.changed_files() {
                let real = disk::real(&path).map_err(StoreError::io("save", &path));
                let changed = real.and_then(|real| disk::change(&real, |file| Ok((filing.splices(&path, file)?, ()))));
                if let Err(error) = changed {
                    filing.fail(&path, &error);
                }
            }
            filing
        }
    };
    filing.outcome()
}

/// Makes the folder that a store is to be in, or the store that is a folder.
fn make_folder(location: &Location) -> Result<(), StoreError> {
    let folder = match location {
        Location::File(path) => path.parent().filter(|parent| !parent.as_os_str().is_empty()),
        Location::Folder(path) => Some(path.as_path()),
    };
    folder.map_or(Ok(()), |folder| std::fs::create_dir_all(folder).map_err(StoreError::io("make", folder)))
}

/// Articles on their way into a store.
struct AddBatch<'a> {
    location: &'a Location,
    extracted: Extracted,
    headers: Headers,
    known: Known,
    /// The new articles of this run.
    batch: Batch,
    /// Ids and files that articles of this run got, and that the store does not know.
    taken: FxHashSet<String>,
    taken_files: FxHashSet<PathBuf>,
    /// Documents that change: the file, the place, what they become.
    changed: BTreeMap<PathBuf, BTreeMap<u64, Changed>>,
    /// New documents, in order.
    new: Vec<NewDocument>,
    /// Their numbers by file; in a single file they go to its end.
    new_in: FxHashMap<PathBuf, Vec<usize>>,
    added: Added,
    failed: Vec<NotAdded>,
}

struct Changed {
    listed: ArticleHeader,
    yaml: String,
}

/// A document that is not in the store yet; more of the same article may still change it.
struct NewDocument {
    document: Document,
    yaml: String,
    /// Its number among what was added.
    number: usize,
}

impl<'a> AddBatch<'a> {
    fn open(location: &'a Location, options: Options, known: Option<Headers>) -> Result<Self, StoreError> {
        let headers = match known.map_or_else(|| Headers::read(location), Ok) {
            Err(StoreError::Missing(_)) => Headers::default(),
            read => read?,
        };
        Ok(Self {
            location,
            extracted: extracted(options),
            known: Known::new(&headers),
            batch: Batch::default(),
            added: Added { articles: Vec::new(), problems: headers.problems.clone() },
            headers,
            taken: FxHashSet::default(),
            taken_files: FxHashSet::default(),
            changed: BTreeMap::new(),
            new: Vec::new(),
            new_in: FxHashMap::default(),
            failed: Vec::new(),
        })
    }

    fn file(&mut self, article: &Article, found: &Extraction) -> Result<(), StoreError> {
        if let Some(number) = self.known.find(&self.headers, article)? {
            let listed = self.headers.articles[number].clone();
            let id = listed.id.clone();
            if let Err(error) = self.renew(listed, article, found) {
                self.failed.push(NotAdded { id, error });
            }
            return Ok(());
        }
        // The same article twice in one run is one.
        if let Some(at) = self.batch.find(article) {
            let (draft, _) = merge(&self.new[at].document, article, found, self.extracted.clone());
            let path = self.added.articles[self.new[at].number].file.clone();
            let id = draft.document.meta.id.clone().unwrap_or_default();
            match written(&draft.document) {
                Err(error) => self.failed.push(NotAdded { id, error }),
                Ok(yaml) => {
                    let quotations = draft.document.quotations.len();
                    let differences = differences(&draft.document.meta, &article.meta);
                    let new = &mut self.new[at];
                    (new.document, new.yaml) = (draft.document, yaml);
                    self.added.articles[new.number].quotations = quotations;
                    self.added.articles.push(AddedArticle {
                        id,
                        file: path,
                        outcome: AddOutcome::Unchanged,
                        quotations,
                        same_text: None,
                        differences,
                    });
                }
            }
            return Ok(());
        }
        // A document that cannot be read may be this article: filed again it would be there twice once that is fixed.
        let wanted = article.meta.id.clone().unwrap_or_else(|| ids::of_article(&article.meta, &article.text));
        if let Some(problem) = self.headers.unread(&wanted, &article.meta) {
            let error = StoreError::Broken(Box::new(problem.clone()));
            self.failed.push(NotAdded { id: wanted, error });
            return Ok(());
        }
        let document = self.new_document(wanted, article, found);
        let same_text = self.same_text(&article.text);
        let id = document.meta.id.clone().unwrap_or_default();
        let yaml = match written(&document) {
            Ok(yaml) => yaml,
            Err(error) => {
                self.failed.push(NotAdded { id, error });
                return Ok(());
            }
        };
        let path = match self.location {
            Location::File(path) => path.clone(),
            Location::Folder(folder) => self.free_file(folder, &id),
        };
        let quotations = document.quotations.len();
        let number = self.added.articles.len();
        self.taken.insert(id.clone());
        self.taken_files.insert(path.clone());
        self.new_in.entry(path.clone()).or_default().push(self.new.len());
        self.batch.insert(article, self.new.len());
        self.new.push(NewDocument { document, yaml, number });
        self.added.articles.push(AddedArticle {
            id,
            file: path,
            outcome: AddOutcome::New,
            quotations,
            same_text,
            differences: Vec::new(),
        });
        Ok(())
    }

    /// The id of an article that is known already and has the same text.
    fn same_text(&self, text: &str) -> Option<String> {
        let stored = self.known.same_text(text).map(|number| self.headers.articles[number].id.clone());
        stored.or_else(|| self.new[self.batch.same_text(text)?].document.meta.id.clone())
    }

    fn new_document(&self, wanted: String, article: &Article, found: &Extraction) -> Document {
        let id = ids::free(&wanted, |id| self.headers.find(id).is_some() || self.taken.contains(id));
        Document {
            meta: Metadata { id: Some(id), ..article.meta.clone() },
            extracted: Some(self.extracted.clone()),
            text: Some(article.text.clone()),
            speakers: found.speakers.clone(),
            quotations: found.quotations.clone(),
            ..Document::default()
        }
    }

    /// A file of a folder store that is not there and not taken in this run.
    fn free_file(&self, folder: &Path, id: &str) -> PathBuf {
        let stem: String = id.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
        let stem = stem.trim_start_matches('.');
        let stem = if stem.is_empty() || stem == "speakers" { format!("article-{stem}") } else { stem.to_owned() };
        let path = |stem: &str| folder.join(format!("{stem}.yaml"));
        let stem = ids::free(&stem, |stem| {
            let path = path(stem);
            self.taken_files.contains(&path) || path.symlink_metadata().is_ok()
        });
        path(&stem)
    }

    fn renew(&mut self, listed: ArticleHeader, article: &Article, found: &Extraction) -> Result<(), StoreError> {
        let ArticleHeader { id, path: file, place, .. } = listed.clone();
        let yaml = match self.changed.get(&file).and_then(|changed| changed.get(&place.offset)) {
            Some(changed) => changed.yaml.clone(),
            None => read_document(&file, place)?,
        };
        let old = record(&yaml, &file)?;
        let (draft, counts) = merge(&old, article, found, self.extracted.clone());
        let quotations = draft.document.quotations.len();
        let outcome = if same_besides_version(&draft.document, &old) {
            AddOutcome::Unchanged
        } else {
            let yaml = rewrite(&yaml, &old, &draft)?;
            self.changed.entry(file.clone()).or_default().insert(place.offset, Changed { listed, yaml });
            let Counts { new, changed, gone, disputed } = counts;
            AddOutcome::Updated { new, changed, gone, disputed }
        };
        let differences = differences(&old.meta, &article.meta);
        self.added.articles.push(AddedArticle { id, file, outcome, quotations, same_text: None, differences });
        Ok(())
    }

    fn changed_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.changed.keys().cloned().collect();
        // In the order in which they came, each once.
        let new = self.new.iter().map(|new| &self.added.articles[new.number].file);
        files.extend(new.filter(|file| !self.changed.contains_key(*file)).cloned());
        files
    }

    /// What changes in the file at `path`.
    fn splices(&self, path: &Path, file: &mut File) -> Result<Vec<Splice>, StoreError> {
        let reading = |error| StoreError::Io { doing: "read", path: path.to_owned(), error };
        let mut splices = Vec::new();
        for (offset, Changed { listed, yaml }) in self.changed.get(path).into_iter().flatten() {
            if document_hash(&bytes_at(file, listed.place).map_err(reading)?) != listed.bytes {
                return Err(refused_for_now("another program changed the document in the meantime"));
            }
            let end = offset + u64::from(listed.place.len);
            splices.push(Splice { range: *offset..end, bytes: yaml.as_bytes().to_vec() });
        }
        let mut new: String =
            self.new_in.get(path).into_iter().flatten().map(|&number| self.new[number].yaml.as_str()).collect();
        if !new.is_empty() {
            let len = file.metadata().map_err(reading)?.len();
            if len > 0 {
                let mut last = [0];
                file.seek(SeekFrom::Start(len - 1)).and_then(|_| file.read_exact(&mut last)).map_err(reading)?;
                // The last document may lack its line end, or be one that changes and gets another end.
                let ends = splices
                    .last()
                    .filter(|splice| splice.range.end == len)
                    .map_or(last == *b"\n", |splice| splice.bytes.ends_with(b"\n"));
                if !ends {
                    new.insert(0, '\n');
                }
            }
            splices.push(Splice { range: len..len, bytes: new.into_bytes() });
        }
        Ok(splices)
    }

    /// The file at `path` could not be saved: what was to be done in it was not.
    fn fail(&mut self, path: &Path, error: &StoreError) {
        let (failed, done) = std::mem::take(&mut self.added.articles)
            .into_iter()
            .partition(|article| article.file == path && article.outcome != AddOutcome::Unchanged);
        self.added.articles = done;
        let failed: Vec<AddedArticle> = failed;
        self.failed.extend(failed.into_iter().map(|article| NotAdded { id: article.id, error: error.again() }));
    }

    fn outcome(mut self) -> Result<Added, AddError> {
        if self.failed.is_empty() {
            return Ok(self.added);
        }
        if self.added.articles.is_empty() && self.failed.len() == 1 {
            return Err(self.failed.remove(0).error.into());
        }
        Err(AddError::Partial(Box::new(PartialAdd { added: self.added, failed: self.failed })))
    }
}

/// What `stored` and `given` both say and say differently, of the details that people give.
fn differences(stored: &Metadata, given: &Metadata) -> Vec<Difference> {
    let differs = |field: ArticleField, stored: &str, given: &str| match field {
        ArticleField::Url => page_address(stored) != page_address(given),
        // One may only be more exact than the other.
        ArticleField::Published => !stored.starts_with(given) && !given.starts_with(stored),
        _ => stored.trim() != given.trim(),
    };
    ArticleField::GIVEN
        .into_iter()
        .filter(|&field| field != ArticleField::Id)
        .filter_map(|field| Some((field, stored.get(field)?, given.get(field)?)))
        .filter(|&(field, stored, given)| differs(field, stored, given))
        .map(|(field, stored, given)| Difference { field, stored: stored.to_owned(), given: given.to_owned() })
        .collect()
}

/// A new document's bytes, verified by reading them: as this program does, and as any reader of YAML does.
fn written(document: &Document) -> Result<String, StoreError> {
    let mut yaml = String::new();
    write_document(&mut yaml, document);
    let is_meant = |parsed: Parsed| matches!(parsed, Parsed::Document(read) if *read == *document);
    let own = parse::document(yaml.as_bytes(), Start { line: 1 }).map_err(|problem| refused_new(problem.message))?;
    let any = schema::parse(&yaml).map_err(|error| refused_new(error.to_string()))?;
    if is_meant(own) && is_meant(any) {
        Ok(yaml)
    } else {
        Err(refused("the new document would not read back as intended"))
    }
}

fn refused_new(what: String) -> StoreError {
    let what = format!("the new document would not be read again: {what}");
    StoreError::Refused { what, hint: "split it into several articles, or remove what is not text" }
}

fn refused_for_now(what: &str) -> StoreError {
    StoreError::Refused { what: what.to_owned(), hint: "add it again" }
}

/// What a document says of the extraction that made it.
pub(crate) fn extracted(options: Options) -> Extracted {
    Extracted { version: env!("CARGO_PKG_VERSION").to_owned(), indirect: options.indirect }
}

/// Whether only the program's version would change, which is no reason to touch a file.
pub(crate) fn same_besides_version(new: &Document, old: &Document) -> bool {
    let same_search = |extracted: &Option<Extracted>| extracted.as_ref().map(|extracted| extracted.indirect);
    same_search(&new.extracted) == same_search(&old.extracted)
        && *old == Document { extracted: old.extracted.clone(), ..new.clone() }
}
