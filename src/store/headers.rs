//! The articles of a store by what they are known by, without their quotations: what adding and removing need. Nothing
//! of a document is parsed but what stands before its text, so that filing one more article in a large store does not
//! mean reading all of it.
//!
//! It does not verify documents: one that is broken behind its text is still the article that its head says, and telling
//! so is up to whatever reads it whole.

use super::content::document_hash;
pub(crate) use super::content::text_hash as hash;
use super::document::Document;
use super::error::{Problem, StoreError};
use super::ids;
use super::literal;
use super::location::Location;
use super::parse::{self, LONGEST, Start};
use super::schema::{self, Parsed};
use super::segment::Segment;
use super::source::Place;
use super::visit::{DocumentView, Mode, Rewrite, visit_documents};
use crate::article::{ArticleField, Metadata};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// One article of a store.
#[derive(Debug, Clone)]
pub(crate) struct ArticleHeader {
    pub(crate) id: String,
    pub(crate) url: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) file: Option<String>,
    /// The hash of its text, where it has one.
    pub(crate) text: Option<u64>,
    pub(crate) path: PathBuf,
    pub(crate) place: Place,
    /// The hash of the document's bytes: what stands at its place later is this document only if it is the same.
    pub(crate) bytes: u128,
}

/// The articles of a store in its order.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    pub(crate) articles: Vec<ArticleHeader>,
    /// Documents that could not be read even so far.
    pub(crate) problems: Vec<Problem>,
    /// What they seem to say of their articles, by the line, with the number of the problem.
    claims: FxHashMap<String, usize>,
    by_id: FxHashMap<String, usize>,
}

impl Headers {
    /// Looks through the store, whose lock may be held.
    pub(crate) fn read(location: &Location) -> Result<Self, StoreError> {
        let read = |view: DocumentView<'_>| (Rewrite::Keep, Header::read(view));
        Ok(Self::of(visit_documents(location, Mode::DryRun, read)?))
    }

    /// That of documents in the order of the store.
    pub(crate) fn of(seen: impl IntoIterator<Item = Header>) -> Self {
        let mut headers = Self::default();
        for Header(seen) in seen {
            match seen {
                Seen::Unread(unread) => {
                    let Unread { problem, claims } = *unread;
                    for claim in claims {
                        headers.claims.entry(claim).or_insert(headers.problems.len());
                    }
                    headers.problems.push(problem);
                }
                Seen::Nothing => {}
                Seen::Article { mut listed, given } => {
                    if !given {
                        listed.id = ids::free(&listed.id, |id| headers.by_id.contains_key(id));
                    }
                    headers.by_id.entry(listed.id.clone()).or_insert(headers.articles.len());
                    headers.articles.push(*listed);
                }
            }
        }
        headers
    }

    /// What is wrong with the unread document that seems to be of this article, which would be called `id`.
    pub(crate) fn unread(&self, id: &str, meta: &Metadata) -> Option<&Problem> {
        let claims = [("id", Some(id)), ("url", meta.url.as_deref()), ("file", meta.file.as_deref())];
        let mut claims = claims.into_iter().filter_map(|(key, value)| Some(format!("{key}: {}", value?)));
        claims.find_map(|claim| self.claims.get(&claim)).map(|&number| &self.problems[number])
    }

    /// The number of the first article of that id.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

/// A document that cannot be read.
#[derive(Debug)]
struct Unread {
    problem: Problem,
    claims: Vec<String>,
}

impl Unread {
    fn new(problem: Problem, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]);
        // In flow style they stand between braces and commas. Ids of quotations stand behind a dash.
        let parts = text.lines().flat_map(|line| match line.starts_with("article:") {
            true => line["article:".len()..].split(['{', ',', '}']).collect::<Vec<_>>(),
            false => vec![line],
        });
        let claims = parts.filter_map(|part| {
            let (key, value) = part.trim().split_once(": ").filter(|(key, _)| ["id", "url", "file"].contains(key))?;
            let value = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
            Some(format!("{key}: {value}"))
        });
        Self { problem, claims: claims.collect() }
    }
}

/// What one document says of its article.
#[derive(Debug)]
pub(crate) struct Header(Seen);

#[derive(Debug)]
enum Seen {
    Article {
        listed: Box<ArticleHeader>,
        /// Whether the document names its id; otherwise it is one made of its words.
        given: bool,
    },
    /// A registry.
    Nothing,
    Unread(Box<Unread>),
}

impl Header {
    /// What a document says; nothing behind its text is looked at where that can be told apart.
    pub(crate) fn read(view: DocumentView<'_>) -> Self {
        let (document, text) = match head(view.bytes) {
            Some((head, text)) => (head, Some(text)),
            None => match view.parsed() {
                Err(problem) => return Self(Seen::Unread(Box::new(Unread::new(*problem, view.bytes)))),
                Ok(Parsed::Registry(_)) => return Self(Seen::Nothing),
                Ok(Parsed::Document(document)) => {
                    let text = document.text.as_deref().map(hash);
                    (*document, text)
                }
            },
        };
        let words = document.quotations.first().map_or("", |quotation| quotation.text.as_str());
        let given = document.meta.id.is_some();
        let id = document.meta.id.clone().unwrap_or_else(|| ids::of_article(&document.meta, words));
        let Place { len, offset, .. } = view.place;
        let listed = ArticleHeader {
            id,
            url: document.meta.url,
            outlet: document.meta.outlet,
            published: document.meta.published,
            file: document.meta.file,
            text,
            path: view.path.to_owned(),
            place: Place { file: 0, len, offset },
            bytes: document_hash(view.bytes),
        };
        Self(Seen::Article { listed: Box::new(listed), given })
    }

    /// What the document at `place` of the file at `path` says, with those bytes, of which a segment has `article`.
    pub(crate) fn of_segment(
        segment: &Segment,
        article: usize,
        text: u64,
        (path, place, bytes): (&Path, Place, u128),
    ) -> Self {
        let (row, pool) = (&segment.articles[article], &segment.pool);
        let string = |field| pool.optional(row.get(field)).map(str::to_owned);
        let Place { len, offset, .. } = place;
        let listed = ArticleHeader {
            id: ids::in_segment(segment, article),
            url: string(ArticleField::Url),
            outlet: string(ArticleField::Outlet),
            published: string(ArticleField::Published),
            file: string(ArticleField::File),
            text: row.has_text.then_some(text),
            path: path.to_owned(),
            place: Place { file: 0, len, offset },
            bytes,
        };
        Self(Seen::Article { listed: Box::new(listed), given: row.id_given })
    }
}

/// The part of a document before its text, and the hash of that, where an article is named there and the text is one
/// that is cut out for certain.
fn head(bytes: &[u8]) -> Option<(Document, u64)> {
    if bytes.len() > LONGEST {
        return None;
    }
    let yaml = std::str::from_utf8(bytes).ok()?;
    let cut = literal::cut(yaml)?;
    match schema::parse(&yaml[..cut.lines.start]).ok()? {
        Parsed::Document(head) if head.meta.id.is_some() => Some((*head, hash(&cut.text(yaml)))),
        _ => None,
    }
}

/// The article text of a document, also of one that is broken behind it.
pub(crate) fn text(yaml: &str, path: &Path) -> Option<String> {
    match literal::cut(yaml) {
        Some(cut) => Some(cut.text(yaml)),
        None => record(yaml, path).ok()?.text,
    }
}

/// The record of a document that is to be looked at or changed.
pub(crate) fn record(yaml: &str, path: &Path) -> Result<Document, StoreError> {
    match parse::document(yaml.as_bytes(), Start { line: 1 }) {
        Ok(Parsed::Document(document)) => Ok(*document),
        Ok(Parsed::Registry(_)) => Err(super::rewrite::refused("a registry is where an article was")),
        Err(problem) => Err(StoreError::Broken(Box::new(Problem { file: Some(path.to_owned()), ..*problem }))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_whole_documents_say_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        let yaml = "speakers: [{name: Ann}]
---
article:
  id: \"1\" # mine
  title: 'text: |'
  url: https://a.example/x?a=b#c
text: |
  One.

  Two.
quotes: []
---
quotes: [{text: by hand}]
---
quotes: [{text: by hand}]
---
text: |
  One.

  Two.
article: {id: late, file: late.txt}
---
article: {id: [}
";
        std::fs::write(&path, yaml).unwrap();
        let headers = Headers::read(&Location::at(&path)).unwrap();
        assert_eq!(headers.problems.len(), 1);
        let (catalog, _) = super::super::load(&Location::at(&path)).unwrap();
        let owned = |field: Option<&str>| field.map(str::to_owned);
        let whole: Vec<_> = catalog
            .articles()
            .map(|article| {
                let text = catalog.document(article.ix()).unwrap().text.as_deref().map(hash);
                (article.id().to_owned(), owned(article.url()), owned(article.file()), text)
            })
            .collect();
        let seen: Vec<_> =
            headers.articles.into_iter().map(|listed| (listed.id, listed.url, listed.file, listed.text)).collect();
        assert_eq!(seen, whole);
        assert_eq!(seen.iter().map(|seen| seen.0.as_str()).collect::<Vec<_>>(), ["1", "by-hand", "by-hand-2", "late"]);
        assert_eq!(seen[0].3, seen[3].3, "one text, whatever stands around it");
    }
}
