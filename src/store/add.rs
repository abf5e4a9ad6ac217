//! Filing articles: new ones are put behind the others, known ones are renewed, and adding the same again changes
//! nothing. One lock and one save for all of them.

use super::catalog::Catalog;
use super::disk::{self, Lock, Splice};
use super::document::{Document, Extracted};
use super::error::{Problem, StoreError};
use super::identity::Known;
use super::ids;
use super::index::ArticleIx;
use super::load::load;
use super::location::Location;
use super::merge::{Counts, merge};
use super::parse::{self, Start};
use super::rewrite::{refused, rewrite};
use super::schema::{self, Parsed};
use super::source::{Place, Source};
use super::write::write_document;
use crate::article::Article;
use crate::extract::{Extraction, Options};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// What became of articles that were to be added, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// Each article.
    pub articles: Vec<AddedArticle>,
    /// What was wrong in the store already. Documents that cannot be read were left as they are.
    pub problems: Vec<Problem>,
}

/// What became of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedArticle {
    /// Its id in the store.
    pub id: String,
    /// The file that it is in.
    pub file: PathBuf,
    /// What was done.
    pub outcome: Filed,
    /// How many quotations it has now.
    pub quotations: usize,
}

/// What was done with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filed {
    /// It is new in the store.
    New,
    /// It was there already, with all that was found.
    Unchanged,
    /// It was there, and was renewed.
    Renewed {
        /// Quotations that were not there before.
        new: usize,
        /// Quotations whose evidence, or what nobody had changed, is another now.
        changed: usize,
        /// Quotations that no longer stand in the text.
        gone: usize,
    },
}

/// Files articles with what was found in them, under `options`. The store is made when there is none.
///
/// # Errors
/// When the store cannot be read or saved; then nothing was changed, in a folder store no file half.
pub fn add(location: &Location, articles: Vec<(Article, Extraction)>, options: Options) -> Result<Added, StoreError> {
    make_folder(location)?;
    let real = disk::real(location.path()).map_err(StoreError::io("save", location.path()))?;
    let _lock = Lock::take(&real)?;
    match location {
        Location::File(path) => {
            let (_, added) = disk::change(&real, |file| {
                let mut filing = Filing::open(location, options)?;
                for (article, found) in &articles {
                    filing.file(article, found)?;
                }
                let splices = filing.splices(path, file)?;
                Ok((splices, filing.added))
            })?;
            Ok(added)
        }
        Location::Folder(_) => {
            let mut filing = Filing::open(location, options)?;
            for (article, found) in &articles {
                filing.file(article, found)?;
            }
            for path in filing.changed_files() {
                let real = disk::real(&path).map_err(StoreError::io("save", &path))?;
                disk::change(&real, |file| Ok((filing.splices(&path, file)?, ())))?;
            }
            Ok(filing.added)
        }
    }
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
struct Filing<'a> {
    location: &'a Location,
    extracted: Extracted,
    catalog: Catalog,
    known: Known,
    /// Ids that articles of this run got, and that `catalog` does not know.
    new_ids: FxHashSet<String>,
    /// Documents that change: the file, the place, what they become.
    changed: BTreeMap<(PathBuf, u64), (Place, String)>,
    /// New documents by file, in order. In a single file they go to its end.
    new: Vec<(PathBuf, NewDocument)>,
    added: Added,
}

/// A document that is not in the store yet; more of the same article may still change it.
struct NewDocument {
    document: Document,
    article: Article,
    number: usize,
}

impl<'a> Filing<'a> {
    fn open(location: &'a Location, options: Options) -> Result<Self, StoreError> {
        let (catalog, problems) = match load(location) {
            Err(StoreError::Missing(_)) => (Catalog::default(), Vec::new()),
            loaded => loaded?,
        };
        Ok(Self {
            location,
            extracted: extracted(options),
            known: Known::new(&catalog),
            catalog,
            new_ids: FxHashSet::default(),
            changed: BTreeMap::new(),
            new: Vec::new(),
            added: Added { articles: Vec::new(), problems },
        })
    }

    fn file(&mut self, article: &Article, found: &Extraction) -> Result<(), StoreError> {
        if let Some(ix) = self.known.find(&self.catalog, article)? {
            return self.renew(ix, article, found);
        }
        // The same article twice in one run is one.
        if let Some(at) = self.new.iter().position(|(_, new)| is_same(&new.article, article)) {
            let (path, new) = &mut self.new[at];
            let (draft, _) = merge(&new.document, article, found, self.extracted.clone());
            new.document = draft.document;
            self.added.articles[new.number].quotations = new.document.quotations.len();
            let id = new.document.meta.id.clone().unwrap_or_default();
            let quotations = new.document.quotations.len();
            self.added.articles.push(AddedArticle { id, file: path.clone(), outcome: Filed::Unchanged, quotations });
            return Ok(());
        }
        let document = self.new_document(article, found);
        let id = document.meta.id.clone().unwrap_or_default();
        let path = match self.location {
            Location::File(path) => path.clone(),
            Location::Folder(folder) => self.free_file(folder, &id),
        };
        let quotations = document.quotations.len();
        let number = self.added.articles.len();
        self.new.push((path.clone(), NewDocument { document, article: article.clone(), number }));
        self.added.articles.push(AddedArticle { id, file: path, outcome: Filed::New, quotations });
        Ok(())
    }

    fn new_document(&mut self, article: &Article, found: &Extraction) -> Document {
        let wanted = match &article.meta.id {
            Some(id) => id.clone(),
            None => ids::of_article(&article.meta, &article.text),
        };
        let id = ids::free(&wanted, |id| self.catalog.find_article(id).is_some() || self.new_ids.contains(id));
        self.new_ids.insert(id.clone());
        Document {
            meta: crate::article::Metadata { id: Some(id), ..article.meta.clone() },
            extracted: Some(self.extracted.clone()),
            text: Some(article.text.clone()),
            speakers: found.speakers.clone(),
            quotations: found.quotations.clone(),
        }
    }

    /// A file of a folder store that is not there and not taken in this run.
    fn free_file(&self, folder: &Path, id: &str) -> PathBuf {
        let stem: String = id.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
        let stem = stem.trim_start_matches('.');
        let stem = if stem.is_empty() || stem == "speakers" { format!("article-{stem}") } else { stem.to_owned() };
        let path = |stem: &str| folder.join(format!("{stem}.yaml"));
        let stem = ids::free(&stem, |stem| {
            path(stem).symlink_metadata().is_ok() || self.new.iter().any(|(taken, _)| *taken == path(stem))
        });
        path(&stem)
    }

    fn renew(&mut self, ix: ArticleIx, article: &Article, found: &Extraction) -> Result<(), StoreError> {
        let (segment, number) = self.catalog.article_in_segment(ix);
        let place = self.catalog.places[segment][number];
        let id = self.catalog.article(ix).id().to_owned();
        let Source::Files(files) = &self.catalog.source else { return Err(StoreError::NoFile) };
        let file = files[place.file as usize].clone();
        let key = (file.clone(), place.offset);
        let yaml = match self.changed.get(&key) {
            Some((_, yaml)) => yaml.clone(),
            None => read(&file, place)?,
        };
        let old = record(&yaml, &file)?;
        let (draft, counts) = merge(&old, article, found, self.extracted.clone());
        let quotations = draft.document.quotations.len();
        let outcome = if same_besides_version(&draft.document, &old) {
            Filed::Unchanged
        } else {
            let new = rewrite(&yaml, &old, &draft)?;
            self.changed.insert(key, (place, new));
            let Counts { new, changed, gone } = counts;
            Filed::Renewed { new, changed, gone }
        };
        self.added.articles.push(AddedArticle { id, file, outcome, quotations });
        Ok(())
    }

    fn changed_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.changed.keys().map(|(path, _)| path.clone()).collect();
        files.dedup();
        files.extend(self.new.iter().map(|(path, _)| path.clone()));
        files
    }

    /// What changes in the file at `path`.
    fn splices(&self, path: &Path, file: &mut File) -> Result<Vec<Splice>, StoreError> {
        let reading = |error| StoreError::Io { doing: "read", path: path.to_owned(), error };
        let mut splices = Vec::new();
        for ((changed, offset), (place, yaml)) in &self.changed {
            if changed == path {
                splices.push(Splice { range: *offset..offset + u64::from(place.len), bytes: yaml.as_bytes().to_vec() });
            }
        }
        let mut new = String::new();
        for (_, document) in self.new.iter().filter(|(file, _)| file == path) {
            let start = new.len();
            write_document(&mut new, &document.document);
            match schema::parse(&new[start..]) {
                Ok(Parsed::Document(read)) if *read == document.document => {}
                _ => return Err(refused("the new document would not read back as it was meant")),
            }
        }
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
}

/// What a document says of the extraction that made it.
pub(crate) fn extracted(options: Options) -> Extracted {
    Extracted { version: env!("CARGO_PKG_VERSION").to_owned(), indirect: options.indirect }
}

/// Whether nothing but the program's version would be told anew: that is no reason to touch a file.
pub(crate) fn same_besides_version(new: &Document, old: &Document) -> bool {
    let same_search = |extracted: &Option<Extracted>| extracted.as_ref().map(|extracted| extracted.indirect);
    same_search(&new.extracted) == same_search(&old.extracted)
        && *old == Document { extracted: old.extracted.clone(), ..new.clone() }
}

fn is_same(a: &Article, b: &Article) -> bool {
    match (&a.meta.id, &b.meta.id) {
        (Some(a), Some(b)) => return a == b,
        (None, None) => {}
        _ => return false,
    }
    match (&a.meta.url, &b.meta.url) {
        (Some(a), Some(b)) => a == b,
        _ => a.text == b.text,
    }
}

pub(crate) fn read(path: &Path, place: Place) -> Result<String, StoreError> {
    let mut bytes = Vec::with_capacity(place.len as usize);
    let mut file = File::open(path).map_err(StoreError::io("read", path))?;
    file.seek(SeekFrom::Start(place.offset))
        .and_then(|_| file.take(u64::from(place.len)).read_to_end(&mut bytes))
        .map_err(StoreError::io("read", path))?;
    String::from_utf8(bytes).map_err(|error| StoreError::Io {
        doing: "read",
        path: path.to_owned(),
        error: std::io::Error::other(error),
    })
}

/// The record of a document that is to be changed.
pub(crate) fn record(yaml: &str, path: &Path) -> Result<Document, StoreError> {
    match parse::document(yaml.as_bytes(), Start { line: 1 }) {
        Ok(Parsed::Document(document)) => Ok(*document),
        Ok(Parsed::Registry(_)) => Err(refused("a registry stands where an article was")),
        Err(problem) => Err(StoreError::Broken(Box::new(Problem { file: Some(path.to_owned()), ..*problem }))),
    }
}
