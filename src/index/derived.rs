//! What searches use beside a catalog: for each segment its folded texts, and where the words and
//! texts of its articles are kept.
//!
//! It is shared: a clone costs a pointer for each segment. What belongs to an unchanged segment is kept when the
//! catalog grows or is edited.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::article_texts::ArticleTexts;
use super::folded::Folded;
use super::kept_articles::KeptArticles;
use super::words::Words;
use crate::store::{Catalog, Segment};
use crate::text::date;

/// Catalogues of fewer quotations are worked on by one thread: waking others takes longer.
pub(crate) const FEW: usize = 16 * 1024;

/// What searches use beside a catalog. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// By the stamps of the segments.
    segments: FxHashMap<u64, Arc<Folded>>,
    /// Where the words and texts of the articles of segments are kept, likewise.
    articles: FxHashMap<u64, Arc<KeptArticles>>,
}

impl Texts {
    /// The texts of `catalog`.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let mut texts = Self::default();
        texts.update(catalog);
        texts
    }

    /// Brings them up to date with `catalog`, redoing what changed or came in since.
    pub fn update(&mut self, catalog: &Catalog) {
        let known = std::mem::take(&mut self.segments);
        let make = |segment: &Arc<Segment>| {
            let folded = known.get(&segment.stamp()).cloned();
            (segment.stamp(), folded.unwrap_or_else(|| Arc::new(Folded::new(segment))))
        };
        self.segments = if catalog.len() < FEW {
            catalog.segments().iter().map(make).collect()
        } else {
            catalog.segments().par_iter().map(make).collect()
        };
    }

    /// Takes in what the cache had of a segment.
    pub fn insert(&mut self, folded: Folded) {
        self.segments.insert(folded.stamp, Arc::new(folded));
    }

    /// Takes in where the words and texts of the articles of a segment are kept.
    pub(super) fn insert_articles(&mut self, stamp: u64, kept: KeptArticles) {
        self.articles.insert(stamp, Arc::new(kept));
    }

    /// The words of the articles of segment `number` of `catalog`, where there is a cache to keep them.
    pub(crate) fn words(&self, catalog: &Catalog, number: usize) -> Option<Words> {
        self.kept(catalog, number)?.words()
    }

    /// The texts of those articles, likewise.
    pub(crate) fn article_texts(&self, catalog: &Catalog, number: usize) -> Option<ArticleTexts> {
        self.kept(catalog, number)?.texts()
    }

    fn kept(&self, catalog: &Catalog, number: usize) -> Option<&KeptArticles> {
        let segment = &catalog.segments()[number];
        self.articles.get(&segment.stamp()).map(|kept| &**kept)
    }

    /// Keeps the words and texts of all articles in the cache where they are not yet, unless `stop` says so in between.
    pub fn keep_articles(&self, catalog: &Catalog, stop: impl Fn() -> bool) {
        for segment in catalog.segments() {
            if let Some(kept) = self.articles.get(&segment.stamp()) {
                if stop() {
                    return;
                }
                kept.keep();
            }
        }
    }

    /// Takes in what others have of the segments of `catalog`, and drops what neither holds.
    pub fn absorb(&mut self, other: Self, catalog: &Catalog) {
        self.segments.extend(other.segments);
        self.articles.extend(other.articles);
        let held: FxHashSet<u64> = catalog.segments().iter().map(|segment| segment.stamp()).collect();
        self.segments.retain(|stamp, _| held.contains(stamp));
        self.articles.retain(|stamp, _| held.contains(stamp));
    }

    /// The folded texts of segment `number` of `catalog`, made on the spot where this one is not up to date.
    pub(crate) fn of(&self, catalog: &Catalog, number: usize) -> Arc<Folded> {
        let segment = &catalog.segments()[number];
        self.segments.get(&segment.stamp()).cloned().unwrap_or_else(|| Arc::new(Folded::new(segment)))
    }

    /// The first day of the article of a quotation, as a number that grows with time.
    pub(crate) fn day(&self, catalog: &Catalog, number: usize, local: usize) -> Option<i32> {
        let segment = &catalog.segments()[number];
        let Some(folded) = self.segments.get(&segment.stamp()) else {
            let published = catalog.article(segment.articles()[local]).published();
            return published.and_then(date::parse).map(|(days, _)| days.first);
        };
        let article = folded.articles.partition_point(|&(start, _)| start as usize <= local) - 1;
        folded.articles[article].1.map(|(days, _)| days.first)
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.segments.values().map(|folded| folded.memory()).sum()
    }
}
