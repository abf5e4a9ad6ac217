//! Documents into a [`Segment`].

use super::document::Document;
use super::segment::{ArticleRow, Flags, ListedSpeaker, NO_CONFIDENCE, NO_PLACE, NO_SPEAKER, Segment, new_stamp};
use super::strings::{NONE, Pool, Strings};
use crate::article::Metadata;
use crate::quotation::{Kind, Quotation, Review};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::{CharRange, Paragraphs, Positions};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a segment takes of one quotation. Borrowed, so that a loader need not make a record of owned strings first.
#[derive(Debug, Clone, Default)]
pub(crate) struct QuotationRow<'a> {
    /// Empty in hand-written records that have none: one is made up.
    pub(crate) id: &'a str,
    pub(crate) speaker: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) kind: Option<Kind>,
    pub(crate) at: Option<CharRange>,
    pub(crate) continues: Option<&'a str>,
    pub(crate) review: Option<Review>,
    pub(crate) star: bool,
    pub(crate) gone: bool,
    pub(crate) note: Option<&'a str>,
    pub(crate) evidence: Option<EvidenceRow<'a>>,
}

/// What a segment takes of the program's answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct EvidenceRow<'a> {
    pub(crate) speaker: Option<&'a str>,
    pub(crate) cue: Option<&'a str>,
    pub(crate) mention: Option<&'a str>,
    pub(crate) rule: &'a str,
    pub(crate) confidence: f32,
}

/// Collects articles and quotations into a segment.
#[derive(Debug)]
pub(crate) struct SegmentBuilder {
    segment: Segment,
    pool: Pool,
    listed: FxHashMap<ListedSpeaker, u32>,
    aliases: FxHashSet<(u32, u32)>,
    /// The speakers of the article being collected, by the numbers of their names and then of their aliases.
    here: Vec<(u32, u32)>,
    aliases_here: Vec<(u32, u32)>,
}

impl Default for SegmentBuilder {
    fn default() -> Self {
        let segment = Segment {
            stamp: new_stamp(),
            texts: Strings::default(),
            ids: Strings::default(),
            pool: Strings::default(),
            articles: Vec::new(),
            listed: Vec::new(),
            aliases: Vec::new(),
            attributed: Vec::new(),
            speaker: Vec::new(),
            article: Vec::new(),
            kind: Vec::new(),
            flags: Vec::new(),
            at: Vec::new(),
            paragraph: Vec::new(),
            confidence: Vec::new(),
            cue: Vec::new(),
            mention: Vec::new(),
            rule: Vec::new(),
            evidence_speaker: Vec::new(),
            continues: Vec::new(),
            notes: Vec::new(),
            tags: Vec::new(),
        };
        Self {
            segment,
            pool: Pool::default(),
            listed: FxHashMap::default(),
            aliases: FxHashSet::default(),
            here: Vec::new(),
            aliases_here: Vec::new(),
        }
    }
}

impl SegmentBuilder {
    /// How many quotations were collected.
    pub(crate) fn len(&self) -> usize {
        self.segment.len()
    }

    pub(crate) fn document(&mut self, document: &Document) {
        let Metadata { id, title, url, outlet, author, published, language, file, .. } = &document.meta;
        self.article([id, title, url, outlet, author, published, language, file].map(Option::as_deref));
        for speaker in &document.speakers {
            self.speaker(speaker);
        }
        let places = document.text.as_deref().map(Places::new);
        for quotation in &document.quotations {
            self.quotation(&row(quotation), places.as_ref());
            for tag in &quotation.tags {
                self.tag(tag);
            }
        }
        if document.text.is_some() {
            self.text();
        }
    }

    /// Begins an article: id, title, url, outlet, author, published, language, file.
    pub(crate) fn article(&mut self, fields: [Option<&str>; 8]) {
        self.here.clear();
        self.aliases_here.clear();
        let [id, title, url, outlet, author, published, language, file] = fields.map(|field| self.pool.optional(field));
        self.segment.articles.push(ArticleRow {
            id,
            title,
            url,
            outlet,
            author,
            published,
            language,
            file,
            id_given: id != NONE,
            has_text: false,
            first: self.segment.len() as u32,
        });
    }

    /// The article has a text.
    pub(crate) fn text(&mut self) {
        self.segment.articles.last_mut().expect("an article was begun").has_text = true;
    }

    /// Adds a speaker that the article lists.
    pub(crate) fn speaker(&mut self, speaker: &Speaker) {
        let Speaker { name, kind, role, aliases } = speaker;
        let listed = self.listed(name, Some(*kind), role.as_deref());
        let name = self.pool.number(name);
        self.here.push((name, listed));
        for alias in aliases {
            let alias = self.pool.number(alias);
            self.aliases_here.push((alias, listed));
            if self.aliases.insert((listed, alias)) {
                self.segment.aliases.push((listed, alias));
            }
        }
    }

    /// Adds a quotation of the article; `places` are those of the article's text.
    pub(crate) fn quotation(&mut self, row: &QuotationRow<'_>, places: Option<&Places<'_>>) {
        let number = self.segment.len() as u32;
        let attributed = row.speaker.map_or(NO_SPEAKER, |name| self.attributed(name));
        let s = &mut self.segment;
        s.texts.push(row.text);
        s.ids.push(row.id);
        s.attributed.push(attributed);
        s.kind.push(row.kind);
        s.at.push(row.at.unwrap_or(NO_PLACE));
        s.paragraph.push(row.at.zip(places).map_or(0, |(at, places)| places.paragraph(at)));
        let mut flags = Flags::default();
        flags.set(Flags::STAR, row.star);
        flags.set(Flags::GONE, row.gone);
        flags.set(Flags::EVIDENCE, row.evidence.is_some());
        flags.set(Flags::NOTE, row.note.is_some());
        flags.set_review(row.review);
        s.flags.push(flags);
        if let Some(continues) = row.continues {
            s.continues.push((number, self.pool.number(continues)));
        }
        if let Some(note) = row.note {
            s.notes.push((number, self.pool.number(note)));
        }
        let evidence = row.evidence.as_ref();
        s.confidence.push(evidence.map_or(NO_CONFIDENCE, |evidence| hundredths(evidence.confidence)));
        s.cue.push(self.pool.optional(evidence.and_then(|evidence| evidence.cue)));
        s.mention.push(self.pool.optional(evidence.and_then(|evidence| evidence.mention)));
        s.rule.push(self.pool.optional(evidence.map(|evidence| evidence.rule).filter(|rule| !rule.is_empty())));
        s.evidence_speaker.push(self.pool.optional(evidence.and_then(|evidence| evidence.speaker)));
    }

    /// Adds a tag to the quotation added last.
    pub(crate) fn tag(&mut self, tag: &str) {
        let number = self.segment.len() as u32 - 1;
        self.segment.tags.push((number, self.pool.number(tag)));
        self.segment.flags[number as usize].set(Flags::TAGS, true);
    }

    pub(crate) fn finish(self) -> Segment {
        let mut segment = self.segment;
        segment.pool = self.pool.into_strings();
        segment.texts.shrink_to_fit();
        segment.ids.shrink_to_fit();
        macro_rules! shrink {
            ($($column:ident)*) => { $(segment.$column.shrink_to_fit();)* };
        }
        shrink!(articles listed aliases attributed kind flags at paragraph confidence cue mention rule);
        shrink!(evidence_speaker continues notes tags);
        segment
    }

    /// The listed speaker that `name` stands for in this article: a name, else an alias, else somebody not listed.
    fn attributed(&mut self, name: &str) -> u32 {
        let number = self.pool.number(name);
        let of = |known: &[(u32, u32)]| known.iter().find(|known| known.0 == number).map(|known| known.1);
        if let Some(listed) = of(&self.here).or_else(|| of(&self.aliases_here)) {
            return listed;
        }
        let listed = self.listed(name, None, None);
        self.here.push((number, listed));
        listed
    }

    fn listed(&mut self, name: &str, kind: Option<SpeakerKind>, role: Option<&str>) -> u32 {
        let row = ListedSpeaker { name: self.pool.number(name), kind, role: self.pool.optional(role) };
        let next = self.segment.listed.len() as u32;
        *self.listed.entry(row).or_insert_with_key(|row| {
            self.segment.listed.push(row.clone());
            next
        })
    }
}

/// A confidence as its column holds it.
pub(crate) fn hundredths(confidence: f32) -> u8 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() as u8
}

fn row(quotation: &Quotation) -> QuotationRow<'_> {
    QuotationRow {
        id: &quotation.id,
        speaker: quotation.speaker.as_deref(),
        text: &quotation.text,
        kind: quotation.kind,
        at: quotation.at,
        continues: quotation.continues.as_deref(),
        review: quotation.review,
        star: quotation.star,
        gone: quotation.gone,
        note: quotation.note.as_deref(),
        evidence: quotation.evidence.as_ref().map(|evidence| EvidenceRow {
            speaker: evidence.speaker.as_deref(),
            cue: evidence.cue.as_ref().map(|cue| cue.text.as_str()),
            mention: evidence.mention.as_ref().map(|mention| mention.text.as_str()),
            rule: &evidence.rule,
            confidence: evidence.confidence,
        }),
    }
}

/// Turns places in an article's text into paragraph numbers.
#[derive(Debug)]
pub(crate) struct Places<'t> {
    positions: Positions<'t>,
    paragraphs: Paragraphs,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { positions: Positions::new(text), paragraphs: Paragraphs::new(text) }
    }

    /// 0 outside of the text.
    pub(crate) fn paragraph(&self, at: CharRange) -> u32 {
        self.positions.byte(at.start).map_or(0, |offset| self.paragraphs.number(offset) as u32)
    }
}
