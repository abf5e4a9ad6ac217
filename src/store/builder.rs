//! Documents into a [`Segment`].

use super::document::Document;
use super::segment::{
    ArticleRow, Flags, ListedSpeaker, NO_CONFIDENCE, NO_PLACE, NO_SPEAKER, Segment, Sparse, new_stamp,
};
use super::strings::{Pool, Strings};
use crate::article::ArticleField;
use crate::quotation::{Evidence, Quotation};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::{CharRange, Paragraphs, Positions, unwrap};
use rustc_hash::{FxHashMap, FxHashSet};

/// Collects articles and quotations into a segment.
#[derive(Debug)]
pub(crate) struct SegmentBuilder {
    segment: Segment,
    pool: Pool,
    listed: FxHashMap<ListedSpeaker, u32>,
    aliases: FxHashSet<(u32, u32)>,
    /// The speakers of the article being collected, by the numbers of their names and then of their aliases.
    here: FxHashMap<u32, u32>,
    aliases_here: FxHashMap<u32, u32>,
    /// The aliases that the article lists, and the speakers that it quotes.
    listed_aliases: Vec<(u32, u32)>,
    quoted: FxHashSet<u32>,
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
            sparse: Default::default(),
            further: Vec::new(),
        };
        Self {
            segment,
            pool: Pool::default(),
            listed: FxHashMap::default(),
            aliases: FxHashSet::default(),
            here: FxHashMap::default(),
            aliases_here: FxHashMap::default(),
            listed_aliases: Vec::new(),
            quoted: FxHashSet::default(),
        }
    }
}

impl SegmentBuilder {
    /// How many quotations were collected.
    pub(crate) fn len(&self) -> usize {
        self.segment.len()
    }

    pub(crate) fn document(&mut self, document: &Document) {
        self.here.clear();
        self.aliases_here.clear();
        self.listed_aliases.clear();
        self.quoted.clear();
        let fields = ArticleField::ALL.map(|field| self.pool.optional(document.meta.get(field)));
        self.segment.articles.push(ArticleRow {
            fields,
            id_given: document.meta.id.is_some(),
            has_text: document.text.is_some(),
            first: self.segment.len() as u32,
        });
        for speaker in &document.speakers {
            self.speaker(speaker);
        }
        let text = document.text.as_deref();
        let places = text.map(Places::new);
        for quotation in &document.quotations {
            self.quotation(quotation, places.as_ref());
            let words = text.and_then(|text| closed_words(&quotation.text, text));
            let number = self.segment.len() as u32 - 1;
            self.segment.sparse[Sparse::Words as usize].extend(words.map(|words| (number, self.pool.number(&words))));
        }
        // Who is listed and not quoted is no speaker, whatever other articles stand in the same segment.
        for (listed, alias) in self.listed_aliases.drain(..) {
            if self.quoted.contains(&listed) && self.aliases.insert((listed, alias)) {
                self.segment.aliases.push((listed, alias));
            }
        }
    }

    /// Adds a speaker that the article lists.
    pub(crate) fn speaker(&mut self, speaker: &Speaker) {
        let Speaker { name, kind, role, aliases } = speaker;
        let listed = self.listed(name, Some(*kind), role.as_deref());
        let name = self.pool.number(name);
        self.here.entry(name).or_insert(listed);
        for alias in aliases {
            let alias = self.pool.number(alias);
            self.aliases_here.entry(alias).or_insert(listed);
            self.listed_aliases.push((listed, alias));
        }
    }

    /// Adds a quotation of the article; `places` are those of the article's text.
    fn quotation(&mut self, quotation: &Quotation, places: Option<&Places<'_>>) {
        let number = self.segment.len() as u32;
        let mut speakers = quotation.attributed_to().into_iter().map(|name| self.attributed(name));
        let attributed = speakers.next().unwrap_or(NO_SPEAKER);
        let further: Vec<(u32, u32)> = speakers.map(|listed| (number, listed)).collect();
        self.quoted.insert(attributed);
        self.quoted.extend(further.iter().map(|&(_, listed)| listed));
        let s = &mut self.segment;
        s.texts.push(&quotation.text);
        s.ids.push(&quotation.id);
        s.attributed.push(attributed);
        s.kind.push(quotation.kind);
        s.at.push(quotation.at.unwrap_or(NO_PLACE));
        s.paragraph.push(quotation.at.zip(places).map_or(0, |(at, places)| places.paragraph(at)));
        s.flags.push(flags(quotation, !further.is_empty()));
        s.sparse[Sparse::Further as usize].extend(further);
        for (column, string) in sparse_strings(quotation) {
            s.sparse[column as usize].push((number, self.pool.number(string)));
        }
        s.sparse[Sparse::Revision as usize].extend(quotation.revision.map(|revision| (number, revision)));
        s.sparse[Sparse::Page as usize].extend(quotation.page.map(|page| (number, page)));
        let evidence = quotation.evidence.as_ref();
        s.confidence.push(evidence.map_or(NO_CONFIDENCE, |evidence| hundredths(evidence.confidence)));
        let [cue, mention, rule, speaker] = evidence_strings(evidence).map(|string| self.pool.optional(string));
        s.cue.push(cue);
        s.mention.push(mention);
        s.rule.push(rule);
        s.evidence_speaker.push(speaker);
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
        shrink!(evidence_speaker);
        segment.sparse.iter_mut().for_each(Vec::shrink_to_fit);
        segment
    }

    /// The listed speaker that `name` stands for in this article: a name, else an alias, else somebody not listed.
    fn attributed(&mut self, name: &str) -> u32 {
        let number = self.pool.number(name);
        if let Some(&listed) = self.here.get(&number).or_else(|| self.aliases_here.get(&number)) {
            return listed;
        }
        let listed = self.listed(name, None, None);
        self.here.insert(number, listed);
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

/// What is known of a quotation by yes or no.
pub(crate) fn flags(quotation: &Quotation, several: bool) -> Flags {
    let mut flags = Flags::default();
    flags.set(Flags::STAR, quotation.star);
    flags.set(Flags::GONE, quotation.gone);
    flags.set(Flags::EVIDENCE, quotation.evidence.is_some());
    flags.set(Flags::TAGS, !quotation.tags.is_empty());
    flags.set(Flags::NOTE, quotation.note.is_some());
    flags.set(Flags::DENIED, quotation.is_denied());
    flags.set(Flags::OVERRIDES, quotation.overrides_evidence());
    flags.set(Flags::SEVERAL, several);
    flags.set_review(quotation.review);
    flags
}

/// The words of a quotation as people read them, where they are others than they would be without the article.
pub(crate) fn closed_words(words: &str, article: &str) -> Option<String> {
    let divided = words.contains(['\n', '\r', '\u{2028}', '\u{2029}']) && words.contains(['-', '‐']);
    let closed = divided.then(|| unwrap(words, article))?;
    (closed != unwrap(words, "")).then(|| closed.into_owned())
}

/// The strings that only few quotations have.
pub(crate) fn sparse_strings(quotation: &Quotation) -> impl Iterator<Item = (Sparse, &str)> {
    let reviewed = quotation.reviewed.as_ref();
    let single = [
        (Sparse::Continues, quotation.continues.as_deref()),
        (Sparse::Note, quotation.note.as_deref()),
        (Sparse::Time, quotation.time.as_deref()),
        (Sparse::ReviewedBy, reviewed.map(|reviewed| reviewed.by.as_str()).filter(|by| !by.is_empty())),
        (Sparse::ReviewedOn, reviewed.map(|reviewed| reviewed.on.as_str()).filter(|on| !on.is_empty())),
    ];
    let single = single.into_iter().filter_map(|(column, string)| Some((column, string?)));
    single.chain(quotation.tags.iter().map(|tag| (Sparse::Tag, tag.as_str())))
}

/// Cue, mention, rule and speaker of the program's answer.
pub(crate) fn evidence_strings(evidence: Option<&Evidence>) -> [Option<&str>; 4] {
    let Some(evidence) = evidence else { return [None; 4] };
    [
        evidence.cue.as_ref().map(|cue| cue.text.as_str()),
        evidence.mention.as_ref().map(|mention| mention.text.as_str()),
        Some(evidence.rule.as_str()).filter(|rule| !rule.is_empty()),
        evidence.speaker.as_deref(),
    ]
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
