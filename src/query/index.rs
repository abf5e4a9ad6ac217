//! The search index: the folded texts of a catalog, and which of its quotations are versions of each other.
//!
//! It is derived and shared: a clone costs a pointer for each segment.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use super::versions::Versions;
use crate::index::{ArticleTexts, Folded, Texts, Words};
use crate::store::Catalog;

/// The index of a catalog. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Index {
    texts: Texts,
    versions: Known,
}

/// What is known of the versions.
#[derive(Debug, Clone)]
enum Known {
    /// They are found when somebody asks.
    OnDemand(Arc<OnceLock<Versions>>),
    /// Somebody else finds them, and has not yet where there are none.
    Given(Option<Versions>),
}

impl Default for Known {
    fn default() -> Self {
        Self::OnDemand(Arc::default())
    }
}

impl From<Texts> for Index {
    fn from(texts: Texts) -> Self {
        Self { texts, versions: Known::default() }
    }
}

impl Index {
    /// The index of `catalog`.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        Texts::new(catalog).into()
    }

    /// Brings the index up to date with `catalog`, redoing what changed or came in since.
    pub fn update(&mut self, catalog: &Catalog) {
        self.texts.update(catalog);
    }

    /// The folded texts, for what comes with a stretch of the store.
    pub fn texts_mut(&mut self) -> &mut Texts {
        &mut self.texts
    }

    /// Takes the place of this index for `catalog`, but keeps what only this one has of its texts.
    pub fn absorb(&mut self, newer: Self, catalog: &Catalog) {
        self.texts.absorb(newer.texts, catalog);
        self.versions = newer.versions;
    }

    /// Keeps the words and texts of all articles in the cache where they are not yet, unless `stop` says so in between.
    pub fn keep_articles(&self, catalog: &Catalog, stop: impl Fn() -> bool) {
        self.texts.keep_articles(catalog, stop);
    }

    pub(super) fn of(&self, catalog: &Catalog, number: usize) -> Arc<Folded> {
        self.texts.of(catalog, number)
    }

    pub(super) fn words(&self, catalog: &Catalog, number: usize) -> Option<Words> {
        self.texts.words(catalog, number)
    }

    pub(super) fn article_texts(&self, catalog: &Catalog, number: usize) -> Option<ArticleTexts> {
        self.texts.article_texts(catalog, number)
    }

    pub(super) fn day(&self, catalog: &Catalog, number: usize, local: usize) -> Option<i32> {
        self.texts.day(catalog, number, local)
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.texts.memory()
    }

    /// The same index for somebody who cannot wait until all quotations are compared: `versions` is what is known of
    /// that now, and while it is nothing, no quotation matches a query that asks for it.
    #[must_use]
    pub fn with_versions(mut self, versions: Option<Versions>) -> Self {
        self.versions = Known::Given(versions);
        self
    }

    /// Which quotations of `catalog` report the same words; `None` when that is not known yet, or `stop` was set.
    pub fn versions(&self, catalog: &Catalog, stop: Option<&AtomicBool>) -> Option<Versions> {
        let never = AtomicBool::new(false);
        match &self.versions {
            Known::Given(versions) => versions.clone(),
            Known::OnDemand(found) => match found.get() {
                Some(versions) if versions.is_of(catalog) => Some(versions.clone()),
                _ => {
                    let versions = Versions::new(catalog, stop.unwrap_or(&never))?;
                    // Where the catalog is another one now, the first answer stays and this one is not kept.
                    let _ = found.set(versions.clone());
                    Some(versions)
                }
            },
        }
    }
}
