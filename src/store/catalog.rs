//! The catalog: what is held in memory of a store, to list, search and edit.
//!
//! It is a row of segments behind shared pointers, so that a clone costs next to nothing and a search on another thread
//! goes on with its own while edits change this one. It grows by whole segments at its end while a store loads. Article
//! texts and full evidence are not in it: [`Catalog::document`] reads them from the store when they are looked at.

use super::builder::SegmentBuilder;
use super::document::Document;
use super::error::StoreError;
use super::index::{ArticleIx, QuotationIx, SpeakerIx};
use super::refs::{ArticleRef, QuotationRef, SpeakerRef};
use super::registry::Registry;
use super::segment::{ListedSpeaker, NO_SPEAKER, Segment, Sparse};
use super::source::{Place, Source};
use super::speakers::{SpeakerInfo, Speakers};
use super::strings::NONE;
use crate::article::ArticleField;
use crate::speaker::SpeakerKind;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What is held in memory of a store. Cheap to clone; clones do not see each other's later changes.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    pub(crate) segments: Vec<Arc<Segment>>,
    /// Where in the store the articles of each segment stand.
    pub(crate) places: Vec<Arc<Vec<Place>>>,
    /// Number of the first quotation of each segment, and that of all.
    pub(crate) quotations_before: Vec<usize>,
    /// Number of the first article of each segment, and that of all.
    pub(crate) articles_before: Vec<usize>,
    pub(crate) speakers: Arc<Speakers>,
    pub(crate) registry: Arc<Registry>,
    /// The first article of each id, by the hash of the id.
    pub(crate) by_id: Arc<FxHashMap<u64, u32>>,
    pub(crate) source: Source,
}

/// A stretch of a store as a loading thread leaves it, for [`Catalog::append`].
#[derive(Debug)]
pub struct Loaded {
    pub(crate) segment: Segment,
    pub(crate) places: Vec<Place>,
    pub(crate) source: Source,
    /// A registry that was met in this stretch.
    pub(crate) registry: Option<Registry>,
}

impl Loaded {
    /// How many quotations it brings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.segment.len()
    }

    /// Whether it brings no quotation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// About so many quotations stand in one segment of a catalog that was made in memory.
const SEGMENT: usize = 8192;

impl Catalog {
    /// A catalog of documents that stand in no file.
    #[must_use]
    pub fn from_documents(documents: Vec<Document>) -> Self {
        let documents = Arc::new(documents);
        let source = Source::Documents(Arc::clone(&documents));
        let mut catalog = Self::default();
        let mut number = 0;
        while number < documents.len() {
            let (mut builder, mut places) = (SegmentBuilder::default(), Vec::new());
            while number < documents.len() && builder.len() < SEGMENT {
                builder.document(&documents[number]);
                places.push(Place::of_document(number));
                number += 1;
            }
            catalog.append(Loaded { segment: builder.finish(), places, source: source.clone(), registry: None });
        }
        catalog
    }

    /// Adds the next stretch of the store.
    pub fn append(&mut self, loaded: Loaded) {
        let Loaded { mut segment, places, source, registry } = loaded;
        if let Some(registry) = registry {
            // Where a store has several, all of them hold, however it was cut into stretches.
            let known = self.registry.entries().iter().cloned();
            self.set_registry(Registry::new(known.chain(registry.entries().iter().cloned()).collect()));
        }
        self.source = source;
        let (first_quotation, first_article) = (self.len(), self.articles_len());
        if self.segments.is_empty() {
            self.quotations_before = vec![0];
            self.articles_before = vec![0];
        }
        let by_id = Arc::make_mut(&mut self.by_id);
        super::ids::complete_quotations(&mut segment);
        for article in 0..segment.articles.len() {
            super::ids::complete_article(&mut segment, article, |id| by_id.contains_key(&super::ids::hash(id)));
            let id = segment.pool.get(segment.articles[article].get(ArticleField::Id) as usize);
            by_id.entry(super::ids::hash(id)).or_insert((first_article + article) as u32);
            let quotations = segment.quotations_of(article);
            segment.article.extend(quotations.map(|_| ArticleIx::new(first_article + article)));
        }
        resolve_speakers(&mut segment, Arc::make_mut(&mut self.speakers), &self.registry);
        segment.article.shrink_to_fit();
        self.quotations_before.push(first_quotation + segment.len());
        self.articles_before.push(first_article + segment.articles.len());
        self.segments.push(Arc::new(segment));
        self.places.push(Arc::new(places));
    }

    /// How many quotations it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.quotations_before.last().copied().unwrap_or(0)
    }

    /// Whether it holds no quotation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many articles it holds.
    #[must_use]
    pub fn articles_len(&self) -> usize {
        self.articles_before.last().copied().unwrap_or(0)
    }

    /// How many speakers it holds.
    #[must_use]
    pub fn speakers_len(&self) -> usize {
        self.speakers.len()
    }

    /// The quotation of that number.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn quotation(&self, ix: QuotationIx) -> QuotationRef<'_> {
        let segment = self.segment_of(ix);
        QuotationRef::new(&self.segments[segment], ix, ix.index() - self.quotations_before[segment])
    }

    /// Every quotation in store order.
    pub fn quotations(&self) -> impl Iterator<Item = QuotationRef<'_>> {
        (0..self.len()).map(|index| self.quotation(QuotationIx::new(index)))
    }

    /// The article of that number.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn article(&self, ix: ArticleIx) -> ArticleRef<'_> {
        let (segment, article) = self.article_in_segment(ix);
        ArticleRef::new(&self.segments[segment], ix, article, self.quotations_before[segment])
    }

    /// Every article in store order.
    pub fn articles(&self) -> impl Iterator<Item = ArticleRef<'_>> {
        (0..self.articles_len()).map(|index| self.article(ArticleIx::new(index)))
    }

    /// The speaker of that number.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn speaker(&self, ix: SpeakerIx) -> SpeakerRef<'_> {
        SpeakerRef::new(&self.speakers, ix)
    }

    /// Every speaker, in the order of first listing.
    pub fn speakers(&self) -> impl Iterator<Item = SpeakerRef<'_>> {
        (0..self.speakers_len()).map(|index| self.speaker(SpeakerIx::new(index)))
    }

    /// The quotation of that full name.
    #[must_use]
    pub fn find(&self, article: &str, quotation: &str) -> Option<QuotationIx> {
        let first = self.find_article(article)?;
        let found = self.find_in(first, quotation);
        // Two documents may claim one id until `check` has been heard; then the quotation may stand in the second.
        found.or_else(|| {
            let others = (first.index() + 1..self.articles_len()).map(ArticleIx::new);
            others.filter(|&ix| self.article(ix).id() == article).find_map(|ix| self.find_in(ix, quotation))
        })
    }

    /// The article of that id.
    #[must_use]
    pub fn find_article(&self, id: &str) -> Option<ArticleIx> {
        let &number = self.by_id.get(&super::ids::hash(id))?;
        let ix = ArticleIx::new(number as usize);
        (self.article(ix).id() == id).then_some(ix)
    }

    /// The speaker of that name: somebody named before somebody unnamed; names that the registry gives to another are
    /// that other.
    #[must_use]
    pub fn find_speaker(&self, name: &str) -> Option<SpeakerIx> {
        let name = self.registry.entry_of(name).map_or(name, |entry| entry.name.as_str());
        self.speakers.find(name)
    }

    /// The office, title or description of a quotation's speaker: that of the registry, else the one that its own
    /// article gives. Other articles may give others.
    #[must_use]
    pub fn role(&self, ix: QuotationIx) -> Option<&str> {
        let number = self.segment_of(ix);
        let segment = &self.segments[number];
        let listed = segment.listed_of(ix.index() - self.quotations_before[number]).next()?;
        self.role_of(segment, &segment.listed[listed])
    }

    /// The roles of the speakers that the articles of segment number `segment` list.
    pub fn listed_roles(&self, segment: usize) -> impl Iterator<Item = Option<&str>> {
        let segment = &self.segments[segment];
        segment.listed.iter().map(|listed| self.role_of(segment, listed))
    }

    fn role_of<'a>(&'a self, segment: &'a Segment, listed: &ListedSpeaker) -> Option<&'a str> {
        let is_named = listed.kind != Some(SpeakerKind::Unnamed);
        let entry = self.registry.entry_of(segment.pool.get(listed.name as usize)).filter(|_| is_named);
        entry.and_then(|entry| entry.role.as_deref()).or_else(|| segment.pool.optional(listed.role))
    }

    /// The segments in store order, for those who go through whole columns.
    #[must_use]
    pub fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// The number of the first quotation of segment number `segment`.
    #[must_use]
    pub fn first_of(&self, segment: usize) -> QuotationIx {
        QuotationIx::new(self.quotations_before[segment])
    }

    /// The articles of segment number `segment`.
    pub fn articles_of(&self, segment: usize) -> impl Iterator<Item = ArticleIx> + use<> {
        (self.articles_before[segment]..self.articles_before[segment + 1]).map(ArticleIx::new)
    }

    /// The registry of speakers across articles.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The whole document of an article, as it stands in the store: its text, every place of its evidence.
    ///
    /// # Errors
    /// When the store cannot be read, or no longer holds the article as it was loaded.
    pub fn document(&self, ix: ArticleIx) -> Result<Document, StoreError> {
        let (segment, article) = self.article_in_segment(ix);
        let id = self.article(ix).id();
        match self.source.document(self.places[segment][article], id)? {
            Some(document) => Ok(document),
            None => self.source.look_for(id)?.ok_or_else(|| StoreError::NoArticle(id.to_owned())),
        }
    }

    /// The text of an article as it stands in the store; `None` also where it cannot be read.
    #[must_use]
    pub fn article_text(&self, ix: ArticleIx) -> Option<String> {
        let (segment, article) = self.article_in_segment(ix);
        if !self.article(ix).has_text() {
            return None;
        }
        let seen = self.source.text(self.places[segment][article], self.article(ix).id());
        seen.or_else(|| self.document(ix).ok()?.text)
    }

    /// The file and the line (from 1) at which a quotation stands in the store: where an editor is to open.
    ///
    /// # Errors
    /// When the store cannot be read, or stands in no file.
    pub fn file_and_line(&self, ix: QuotationIx) -> Result<(std::path::PathBuf, usize), StoreError> {
        let quotation = self.quotation(ix);
        let (segment, local) = self.article_in_segment(quotation.article());
        let place = self.places[segment].get(local).copied().ok_or(StoreError::NoFile)?;
        self.source.line_of(place, quotation.id())
    }

    pub(crate) fn segment_of(&self, ix: QuotationIx) -> usize {
        assert!(ix.index() < self.len(), "a quotation of this catalog");
        self.quotations_before.partition_point(|&before| before <= ix.index()) - 1
    }

    pub(crate) fn article_in_segment(&self, ix: ArticleIx) -> (usize, usize) {
        assert!(ix.index() < self.articles_len(), "an article of this catalog");
        let segment = self.articles_before.partition_point(|&before| before <= ix.index()) - 1;
        (segment, ix.index() - self.articles_before[segment])
    }

    /// Takes over another registry: all speakers are renumbered.
    pub(crate) fn set_registry(&mut self, registry: Registry) {
        if *self.registry == registry {
            return;
        }
        let mut speakers = Speakers::default();
        for segment in &mut self.segments {
            resolve_speakers(Arc::make_mut(segment), &mut speakers, &registry);
        }
        self.speakers = Arc::new(speakers);
        self.registry = Arc::new(registry);
    }

    fn find_in(&self, article: ArticleIx, quotation: &str) -> Option<QuotationIx> {
        let range = self.article(article).quotations();
        range.map(QuotationIx::new).find(|&ix| self.quotation(ix).id() == quotation)
    }
}

/// Fills the columns of speakers. Who is listed but never quoted is no speaker of the catalog.
pub(crate) fn resolve_speakers(segment: &mut Segment, speakers: &mut Speakers, registry: &Registry) {
    let mut numbers = vec![NONE; segment.listed.len()];
    let (listed, pool) = (&segment.listed, &segment.pool);
    let mut number_of = |number: u32| {
        let known = &mut numbers[number as usize];
        if *known == NONE {
            let row = &listed[number as usize];
            let info = SpeakerInfo { name: pool.get(row.name as usize), kind: row.kind, role: pool.optional(row.role) };
            *known = speakers.intern(info, registry).index() as u32;
            if speakers.name(*known as usize) != info.name {
                speakers.alias(*known, info.name);
            }
        }
        *known
    };
    segment.speaker.clear();
    segment.speaker.reserve_exact(segment.attributed.len());
    let mut further = segment.sparse[Sparse::Further as usize].iter().peekable();
    segment.further.clear();
    for (quotation, &listed) in segment.attributed.iter().enumerate() {
        let speaker = if listed == NO_SPEAKER { NO_SPEAKER } else { number_of(listed) };
        segment.speaker.push(speaker);
        let start = segment.further.len();
        while let Some(&(of, listed)) = further.next_if(|(of, _)| *of as usize == quotation) {
            // Several names of one person are one.
            let number = number_of(listed);
            if number != speaker && !segment.further[start..].iter().any(|&(_, known)| known == number) {
                segment.further.push((of, number));
            }
        }
    }
    for &(listed, alias) in &segment.aliases {
        if numbers[listed as usize] != NONE {
            speakers.alias(numbers[listed as usize], segment.pool.get(alias as usize));
        }
    }
}
