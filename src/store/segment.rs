//! A segment: some thousand consecutive quotations of a store in columns, with the articles that they belong to.
//!
//! Column by column they take a third of what records of owned strings would, and a search walks straight through the
//! one piece of memory that holds all texts. A segment is built by one thread from one stretch of the store and then
//! only read; an edit works on a copy when somebody else still reads it. It does not hold article texts, nor the
//! places of cues and mentions: these are read from the store when they are looked at.

use bitflags::bitflags;

use super::index::{ArticleIx, SpeakerIx};
use super::strings::{NONE, Strings};
use crate::article::ArticleField;
use crate::quotation::{Kind, Review, joined};
use crate::speaker::SpeakerKind;
use crate::text::{CharRange, unwrap};
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

bitflags! {
    /// What is known of a quotation by yes or no, for whole columns at once.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Flags: u16 {
        /// Marked by a person.
        const STAR = 1;
        /// It no longer stands in its article.
        const GONE = 1 << 1;
        /// Confirmed by a person.
        const CONFIRMED = 1 << 2;
        /// Rejected by a person.
        const REJECTED = 1 << 3;
        /// The program's answer is kept with it; without it is hand-made.
        const EVIDENCE = 1 << 4;
        /// It has tags.
        const TAGS = 1 << 5;
        /// It has a note.
        const NOTE = 1 << 6;
        /// The article says that these words were not said.
        const DENIED = 1 << 7;
        /// Several people speak together.
        const SEVERAL = 1 << 8;
        /// Its kind, place or denial is set to another than the evidence gives.
        const OVERRIDES = 1 << 9;
    }
}

impl Flags {
    pub(crate) fn set_review(&mut self, review: Option<Review>) {
        self.set(Self::CONFIRMED, review == Some(Review::Confirmed));
        self.set(Self::REJECTED, review == Some(Review::Rejected));
    }

    /// What a person decided.
    #[must_use]
    pub const fn review(self) -> Option<Review> {
        if self.contains(Self::CONFIRMED) {
            Some(Review::Confirmed)
        } else if self.contains(Self::REJECTED) {
            Some(Review::Rejected)
        } else {
            None
        }
    }
}

/// Stands in [`Segment::speakers`] where nobody is named.
pub const NO_SPEAKER: u32 = NONE;

/// Stands in [`Segment::confidences`] where there is no confidence.
pub const NO_CONFIDENCE: u8 = u8::MAX;

/// Stands where a quotation has no place.
pub(crate) const NO_PLACE: CharRange = CharRange::new(u32::MAX, u32::MAX);

/// What a segment keeps of an article; the strings are numbers in its pool.
#[derive(Debug, Clone)]
pub(crate) struct ArticleRow {
    /// One for each field, in the order of [`ArticleField::ALL`].
    pub(crate) fields: [u32; ArticleField::COUNT],
    /// Whether the store gives the id, or it was made up on loading.
    #[allow(dead_code, reason = "saving will ask")]
    pub(crate) id_given: bool,
    pub(crate) has_text: bool,
    /// Number of its first quotation in the segment.
    pub(crate) first: u32,
}

impl ArticleRow {
    pub(crate) fn get(&self, field: ArticleField) -> u32 {
        self.fields[field as usize]
    }
}

/// What only few quotations have: pairs of a quotation and a number, in the order of the quotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sparse {
    Continues,
    Note,
    Tag,
    Time,
    ReviewedBy,
    ReviewedOn,
    /// What people read, where only the article tells how a word closes up that a line end divides.
    Words,
    /// A page, not a string.
    Page,
    /// The number of an earlier text, not a string.
    Revision,
    /// A listed speaker, not a string: one who speaks together with the speaker.
    Further,
}

impl Sparse {
    pub(crate) const COUNT: usize = 10;
}

/// A speaker as the articles of a segment list it; equal listings are one row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ListedSpeaker {
    pub(crate) name: u32,
    /// Absent when the article does not list the name.
    pub(crate) kind: Option<SpeakerKind>,
    pub(crate) role: u32,
}

/// Consecutive quotations of a store, in columns. Everything counts from 0 at the segment's first quotation.
#[derive(Debug, Clone)]
pub struct Segment {
    pub(crate) stamp: u64,
    pub(crate) texts: Strings,
    pub(crate) ids: Strings,
    /// All the strings that repeat, or that few quotations have.
    pub(crate) pool: Strings,
    pub(crate) articles: Vec<ArticleRow>,
    pub(crate) listed: Vec<ListedSpeaker>,
    /// Listed speaker and the number of an alias.
    pub(crate) aliases: Vec<(u32, u32)>,
    /// For each quotation the listed speaker.
    pub(crate) attributed: Vec<u32>,
    /// For each quotation the catalog's speaker; filled when the segment joins a catalog.
    pub(crate) speaker: Vec<u32>,
    /// For each quotation the catalog's article; filled when the segment joins a catalog.
    pub(crate) article: Vec<ArticleIx>,
    pub(crate) kind: Vec<Option<Kind>>,
    pub(crate) flags: Vec<Flags>,
    pub(crate) at: Vec<CharRange>,
    /// 0 when there is no place or no article text.
    pub(crate) paragraph: Vec<u32>,
    /// In hundredths.
    pub(crate) confidence: Vec<u8>,
    pub(crate) cue: Vec<u32>,
    pub(crate) mention: Vec<u32>,
    pub(crate) rule: Vec<u32>,
    pub(crate) evidence_speaker: Vec<u32>,
    /// A column for each [`Sparse`].
    pub(crate) sparse: [Vec<(u32, u32)>; Sparse::COUNT],
    /// For those of [`Sparse::Further`] the catalog's speaker; filled when the segment joins a catalog.
    pub(crate) further: Vec<(u32, u32)>,
}

impl Segment {
    /// How many quotations it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether it holds no quotation. It may still hold articles.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that no other segment has, and that changes when the texts do or a quotation comes or goes: what was
    /// derived from [`Self::texts`] holds as long as it is the same.
    #[must_use]
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The quotations' texts one after the other, and where each begins and the last ends (one number more than there
    /// are quotations).
    #[must_use]
    pub fn texts(&self) -> (&str, &[u32]) {
        self.texts.parts()
    }

    /// The words of a quotation as people read them: without the line ends of its article.
    #[must_use]
    pub fn words(&self, quotation: usize) -> Cow<'_, str> {
        let kept = sparse_values(self.column(Sparse::Words), quotation).first();
        kept.map_or_else(|| unwrap(self.texts.get(quotation), ""), |&(_, words)| self.pool.get(words as usize).into())
    }

    /// The speaker of each quotation, as [`SpeakerIx`] numbers; [`NO_SPEAKER`] where nobody is named.
    #[must_use]
    pub fn speakers(&self) -> &[u32] {
        &self.speaker
    }

    /// Whether any of its quotations has several speakers.
    pub(crate) fn has_further_speakers(&self) -> bool {
        !self.further.is_empty()
    }

    /// Those who speak together with the speaker of quotation number `quotation`.
    pub fn further_speakers(&self, quotation: usize) -> impl Iterator<Item = SpeakerIx> + '_ {
        sparse_values(&self.further, quotation).iter().map(|&(_, speaker)| SpeakerIx::new(speaker as usize))
    }

    /// Everybody to whom quotation number `quotation` is attributed, as the numbers of [`Catalog::listed_roles`].
    ///
    /// [`Catalog::listed_roles`]: super::Catalog::listed_roles
    pub fn listed_of(&self, quotation: usize) -> impl Iterator<Item = usize> + '_ {
        let further = sparse_values(self.column(Sparse::Further), quotation).iter().map(|&(_, listed)| listed);
        let all = std::iter::once(self.attributed[quotation]).chain(further);
        all.filter(|&listed| listed != NO_SPEAKER).map(|listed| listed as usize)
    }

    /// The article of each quotation.
    #[must_use]
    pub fn articles(&self) -> &[ArticleIx] {
        &self.article
    }

    /// How many articles it holds.
    #[must_use]
    pub fn articles_len(&self) -> usize {
        self.articles.len()
    }

    /// The kind of each quotation.
    #[must_use]
    pub fn kinds(&self) -> &[Option<Kind>] {
        &self.kind
    }

    /// What is known of each quotation by yes or no.
    #[must_use]
    pub fn flags(&self) -> &[Flags] {
        &self.flags
    }

    /// The confidence of each quotation in hundredths; [`NO_CONFIDENCE`] where there is none.
    #[must_use]
    pub fn confidences(&self) -> &[u8] {
        &self.confidence
    }

    /// Whether it only may be speech: nobody is named, the program is less than half sure, and nobody reviewed it.
    #[must_use]
    pub fn is_doubtful(&self, quotation: usize) -> bool {
        const HALF: u8 = 50;
        self.speaker[quotation] == NO_SPEAKER
            && self.confidence[quotation] != NO_CONFIDENCE
            && self.confidence[quotation] < HALF
            && self.flags[quotation].review().is_none()
    }

    pub(crate) fn speaker_of(&self, quotation: usize) -> Option<SpeakerIx> {
        let speaker = self.speaker[quotation];
        (speaker != NO_SPEAKER).then(|| SpeakerIx::new(speaker as usize))
    }

    /// Whether a person confirmed a quotation, and the evidence has another speaker, kind, place or denial.
    #[must_use]
    pub fn is_disputed(&self, quotation: usize) -> bool {
        let flags = self.flags[quotation];
        if !flags.contains(Flags::CONFIRMED) || !flags.contains(Flags::EVIDENCE) {
            return false;
        }
        let further = sparse_values(self.column(Sparse::Further), quotation).iter().map(|&(_, listed)| listed);
        let listed = std::iter::once(self.attributed[quotation]).chain(further);
        let names = listed.filter_map(|listed| self.listed.get(listed as usize));
        let names: Vec<&str> = names.map(|listed| self.pool.get(listed.name as usize)).collect();
        let evidence = self.pool.optional(self.evidence_speaker[quotation]);
        flags.contains(Flags::OVERRIDES)
            || names.is_empty() != evidence.is_none()
            || joined(&names) != evidence.unwrap_or_default()
    }

    pub(crate) fn column(&self, sparse: Sparse) -> &[(u32, u32)] {
        &self.sparse[sparse as usize]
    }

    /// The quotations of its article number `article`.
    pub(crate) fn quotations_of(&self, article: usize) -> std::ops::Range<usize> {
        let end = self.articles.get(article + 1).map_or(self.len(), |next| next.first as usize);
        self.articles[article].first as usize..end
    }

    pub(crate) fn changed_texts(&mut self) {
        self.stamp = new_stamp();
    }
}

pub(crate) fn new_stamp() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The strings of `quotation` in a column that only few have.
pub(crate) fn sparse_values(column: &[(u32, u32)], quotation: usize) -> &[(u32, u32)] {
    let quotation = quotation as u32;
    let start = column.partition_point(|&(of, _)| of < quotation);
    let len = column[start..].iter().take_while(|&&(of, _)| of == quotation).count();
    &column[start..start + len]
}
