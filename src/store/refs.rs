//! Looks at one quotation, article or speaker of a catalog. They borrow; nothing is copied.

use super::index::{ArticleIx, QuotationIx, SpeakerIx};
use super::segment::{ArticleRow, Flags, NO_CONFIDENCE, NO_PLACE, Segment, Sparse, sparse_values};
use super::speakers::{Speakers, display};
use crate::article::{ArticleField, Metadata};
use crate::quotation::{Kind, Review, Reviewed};
use crate::speaker::SpeakerKind;
use crate::text::CharRange;
use std::borrow::Cow;
use std::ops::Range;

/// A quotation of a catalog.
#[derive(Debug, Clone, Copy)]
pub struct QuotationRef<'a> {
    segment: &'a Segment,
    ix: QuotationIx,
    /// Its number in the segment.
    local: usize,
}

impl<'a> QuotationRef<'a> {
    pub(crate) fn new(segment: &'a Segment, ix: QuotationIx, local: usize) -> Self {
        Self { segment, ix, local }
    }

    /// Its number in the catalog.
    #[must_use]
    pub fn ix(self) -> QuotationIx {
        self.ix
    }

    /// Its id, unique in its article.
    #[must_use]
    pub fn id(self) -> &'a str {
        self.segment.ids.get(self.local)
    }

    /// The article that it stands in.
    #[must_use]
    pub fn article(self) -> ArticleIx {
        self.segment.article[self.local]
    }

    /// Whom it is attributed to; the first where several speak together.
    #[must_use]
    pub fn speaker(self) -> Option<SpeakerIx> {
        self.segment.speaker_of(self.local)
    }

    /// Everybody to whom it is attributed.
    pub fn speakers(self) -> impl Iterator<Item = SpeakerIx> + 'a {
        self.speaker().into_iter().chain(self.segment.further_speakers(self.local))
    }

    /// Exactly what stands between the marks.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.segment.texts.get(self.local)
    }

    /// Its words as people read them: without the line ends of its article.
    #[must_use]
    pub fn words(self) -> Cow<'a, str> {
        self.segment.words(self.local)
    }

    /// How it is quoted, where known.
    #[must_use]
    pub fn kind(self) -> Option<Kind> {
        self.segment.kind[self.local]
    }

    /// Where it stands in the article's text, where known.
    #[must_use]
    pub fn at(self) -> Option<CharRange> {
        Some(self.segment.at[self.local]).filter(|&at| at != NO_PLACE)
    }

    /// The number of its paragraph; absent without a place or an article text.
    #[must_use]
    pub fn paragraph(self) -> Option<u32> {
        Some(self.segment.paragraph[self.local]).filter(|&paragraph| paragraph != 0)
    }

    /// The id of a split quotation's earlier part.
    #[must_use]
    pub fn continues(self) -> Option<&'a str> {
        self.sparse(Sparse::Continues)
    }

    /// What a person decided.
    #[must_use]
    pub fn review(self) -> Option<Review> {
        self.flags().review()
    }

    /// Who decided that, and when, where it is known.
    #[must_use]
    pub fn reviewed(self) -> Option<Reviewed> {
        let (by, on) = (self.sparse(Sparse::ReviewedBy), self.sparse(Sparse::ReviewedOn));
        let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
        (by.is_some() || on.is_some()).then(|| Reviewed { by: owned(by), on: owned(on) })
    }

    /// Whether the article says that these words were not said.
    #[must_use]
    pub fn denied(self) -> bool {
        self.flags().contains(Flags::DENIED)
    }

    /// The page that it stands on.
    #[must_use]
    pub fn page(self) -> Option<u32> {
        sparse_values(self.segment.column(Sparse::Page), self.local).first().map(|&(_, page)| page)
    }

    /// Of one that is gone: the earlier text of the article in which it stands, from 1, the oldest.
    #[must_use]
    pub fn revision(self) -> Option<u32> {
        sparse_values(self.segment.column(Sparse::Revision), self.local).first().map(|&(_, revision)| revision)
    }

    /// When it is spoken.
    #[must_use]
    pub fn time(self) -> Option<&'a str> {
        self.sparse(Sparse::Time)
    }

    /// Whether a person marked it.
    #[must_use]
    pub fn star(self) -> bool {
        self.flags().contains(Flags::STAR)
    }

    /// Whether it no longer stands in its article.
    #[must_use]
    pub fn gone(self) -> bool {
        self.flags().contains(Flags::GONE)
    }

    /// Its tags.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        sparse_values(self.segment.column(Sparse::Tag), self.local)
            .iter()
            .map(move |&(_, tag)| self.segment.pool.get(tag as usize))
    }

    /// Its note.
    #[must_use]
    pub fn note(self) -> Option<&'a str> {
        self.sparse(Sparse::Note)
    }

    /// The words that signal the attribution.
    #[must_use]
    pub fn cue(self) -> Option<&'a str> {
        self.segment.pool.optional(self.segment.cue[self.local])
    }

    /// The words that name the speaker there.
    #[must_use]
    pub fn mention(self) -> Option<&'a str> {
        self.segment.pool.optional(self.segment.mention[self.local])
    }

    /// The rule that made the attribution.
    #[must_use]
    pub fn rule(self) -> Option<&'a str> {
        self.segment.pool.optional(self.segment.rule[self.local])
    }

    /// How sure the program was of the attribution.
    #[must_use]
    pub fn confidence(self) -> Option<f32> {
        let hundredths = self.segment.confidence[self.local];
        (hundredths != NO_CONFIDENCE).then(|| f32::from(hundredths) / 100.0)
    }

    /// Whether it only may be speech: see [`Segment::is_doubtful`].
    #[must_use]
    pub fn is_doubtful(self) -> bool {
        self.segment.is_doubtful(self.local)
    }

    /// Whom the program took for the speaker.
    #[must_use]
    pub fn evidence_speaker(self) -> Option<&'a str> {
        self.segment.pool.optional(self.segment.evidence_speaker[self.local])
    }

    /// Whether the program's answer is kept with it; without it is hand-made.
    #[must_use]
    pub fn has_evidence(self) -> bool {
        self.flags().contains(Flags::EVIDENCE)
    }

    fn flags(self) -> Flags {
        self.segment.flags[self.local]
    }

    fn sparse(self, column: Sparse) -> Option<&'a str> {
        let values = sparse_values(self.segment.column(column), self.local);
        values.first().map(|&(_, string)| self.segment.pool.get(string as usize))
    }
}

/// An article of a catalog.
#[derive(Debug, Clone, Copy)]
pub struct ArticleRef<'a> {
    segment: &'a Segment,
    ix: ArticleIx,
    local: usize,
    /// Number of the segment's first quotation.
    before: usize,
}

impl<'a> ArticleRef<'a> {
    pub(crate) fn new(segment: &'a Segment, ix: ArticleIx, local: usize, before: usize) -> Self {
        Self { segment, ix, local, before }
    }

    /// Its number in the catalog.
    #[must_use]
    pub fn ix(self) -> ArticleIx {
        self.ix
    }

    /// Its place in the order of the store, from 0.
    #[must_use]
    pub fn order(self) -> usize {
        self.ix.index()
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'a str {
        self.get(ArticleField::Id).unwrap_or_default()
    }

    /// The headline.
    #[must_use]
    pub fn title(self) -> Option<&'a str> {
        self.get(ArticleField::Title)
    }

    /// Where it was published.
    #[must_use]
    pub fn url(self) -> Option<&'a str> {
        self.get(ArticleField::Url)
    }

    /// Who published it.
    #[must_use]
    pub fn outlet(self) -> Option<&'a str> {
        self.get(ArticleField::Outlet)
    }

    /// Who wrote it.
    #[must_use]
    pub fn author(self) -> Option<&'a str> {
        self.get(ArticleField::Author)
    }

    /// When it was published.
    #[must_use]
    pub fn published(self) -> Option<&'a str> {
        self.get(ArticleField::Published)
    }

    /// Its language.
    #[must_use]
    pub fn language(self) -> Option<&'a str> {
        self.get(ArticleField::Language)
    }

    /// The name of the file that it was read from.
    #[must_use]
    pub fn file(self) -> Option<&'a str> {
        self.get(ArticleField::File)
    }

    /// The value of `field`.
    #[must_use]
    pub fn get(self, field: ArticleField) -> Option<&'a str> {
        self.segment.pool.optional(self.row().get(field))
    }

    /// All of the fields as a record.
    #[must_use]
    pub fn metadata(self) -> Metadata {
        let mut meta = Metadata::default();
        for field in ArticleField::ALL {
            meta.set(field, self.get(field).map(str::to_owned));
        }
        meta
    }

    /// The numbers of its quotations.
    #[must_use]
    pub fn quotations(self) -> Range<usize> {
        let local = self.segment.quotations_of(self.local);
        self.before + local.start..self.before + local.end
    }

    /// Whether the store has its text.
    #[must_use]
    pub fn has_text(self) -> bool {
        self.row().has_text
    }

    fn row(self) -> &'a ArticleRow {
        &self.segment.articles[self.local]
    }
}

/// A speaker of a catalog.
#[derive(Debug, Clone, Copy)]
pub struct SpeakerRef<'a> {
    speakers: &'a Speakers,
    ix: SpeakerIx,
}

impl<'a> SpeakerRef<'a> {
    pub(crate) fn new(speakers: &'a Speakers, ix: SpeakerIx) -> Self {
        assert!(ix.index() < speakers.len(), "a speaker of this catalog");
        Self { speakers, ix }
    }

    /// The number in the catalog.
    #[must_use]
    pub fn ix(self) -> SpeakerIx {
        self.ix
    }

    /// The name that holds. For unnamed speakers their description.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.speakers.name(self.ix.index())
    }

    /// Person, organisation or unnamed.
    #[must_use]
    pub fn kind(self) -> SpeakerKind {
        self.speakers.kind(self.ix.index())
    }

    /// Office, title or description, where there is one and no other: articles may give several.
    #[must_use]
    pub fn role(self) -> Option<&'a str> {
        let mut roles = self.roles();
        roles.next().filter(|_| roles.next().is_none())
    }

    /// Every office, title or description: that of the registry alone, else all that articles give.
    pub fn roles(self) -> impl Iterator<Item = &'a str> {
        self.speakers.roles(self.ix.index())
    }

    /// The other names, of the registry and of all articles.
    pub fn aliases(self) -> impl Iterator<Item = &'a str> {
        self.speakers.aliases(self.ix.index())
    }

    /// The name as it is shown: "Analysts (unnamed)".
    #[must_use]
    pub fn display(self) -> Cow<'a, str> {
        display(self.name(), self.kind())
    }
}
