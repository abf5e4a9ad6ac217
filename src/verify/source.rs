//! Compares the passages of a draft with one article at a time, so that a store of any size passes by.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::{Sought, WordKeys};
use crate::matching::align::{LONGEST_REPLACED, Match, align, exact};
use crate::matching::ends::replaced_at_ends;
use crate::matching::pattern::{BreakKind, Pattern};
use crate::matching::shingles::{Hit, Targets, run};
use crate::matching::words::{Word, words};
use crate::quotation::{Quotation, Review};
use crate::store::Document;
use crate::text::{ByteRange, CharRange, Paragraphs, Positions, quoted, sentences_around};

use super::notes::{Place, notes};
use super::{Draft, Note, NoteKind, Verdict};

/// A place in an article that has, or nearly has, the words of a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How the words compare.
    pub verdict: Verdict,
    /// 1 for equal words, 0 for nothing in common.
    pub similarity: f32,
    /// The article's id.
    pub article: String,
    /// Its title, outlet, date and address, as far as known.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The id of the quotation that the words belong to; absent where only the text has them.
    pub quotation: Option<String>,
    /// Who says them in the article.
    pub speakers: Vec<String>,
    /// Other names that the article has for them.
    pub names: Vec<String>,
    /// A person confirmed the quotation.
    pub confirmed: bool,
    /// A person decided who the speaker is.
    pub by_person: bool,
    /// How sure the program is of the speaker.
    pub confidence: Option<f32>,
    /// A person rejected the quotation.
    pub rejected: bool,
    /// The article denies that the speaker said it.
    pub denied: bool,
    /// The words stand only in an earlier text of the article.
    pub revised: bool,
    /// Where they stand in the article's text.
    pub at: CharRange,
    /// The number of their paragraph.
    pub paragraph: usize,
    /// The page that they stand on.
    pub page: Option<u32>,
    /// The moment of the recording at which they are spoken.
    pub time: Option<String>,
    /// The words as the article has them.
    pub text: String,
    /// The paragraph around them: what stands before and after.
    pub context: (String, String),
    /// Where draft and article differ.
    pub changes: Vec<Change>,
    /// What is to be known of the place.
    pub notes: Vec<Note>,
}

/// A difference between a draft and an article; one side is empty where words were added or dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The draft's words.
    pub draft: String,
    /// The article's words.
    pub source: String,
    /// The draft's words stand elsewhere in the passage.
    pub moved: bool,
}

impl Change {
    /// What was changed, in words: `changed “will” to “could”`.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.draft.as_str(), self.source.as_str()) {
            (moved, _) | (_, moved) if self.moved && !moved.is_empty() => format!("moved “{moved}”"),
            ("", dropped) => format!("dropped “{dropped}”"),
            (added, "") => format!("added “{added}”"),
            (to, from) => format!("changed “{from}” to “{to}”"),
        }
    }
}

/// What is less alike than this is not taken for the same words.
const ALTERED: f32 = 0.55;

/// The passages of a draft, ready to be looked for.
#[derive(Debug)]
pub struct Searcher {
    /// Equal passages are one.
    patterns: Vec<Pattern>,
    texts: Vec<String>,
    passages: Vec<Vec<usize>>,
    targets: Targets,
    /// Runs of words of the draft outside its passages: what tells the draft itself.
    own: FxHashSet<u64>,
    /// Their words, run by run.
    own_words: Vec<[u64; OWN_WORDS]>,
}

/// A draft with fewer runs of words outside its quotations than this is not looked for among the articles.
const OWN_RUNS: usize = 30;
/// The words of such a run.
const OWN_WORDS: usize = 4;

impl Searcher {
    /// Prepares the passages of `draft`.
    #[must_use]
    pub fn new(draft: &Draft) -> Self {
        let (mut patterns, mut texts) = (Vec::new(), Vec::new());
        let mut passages: Vec<Vec<usize>> = Vec::new();
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        for (number, passage) in draft.passages.iter().enumerate() {
            let text = passage.text(draft);
            match known.get(text) {
                Some(&same) => passages[same].push(number),
                None => {
                    known.insert(text, patterns.len());
                    patterns.push(Pattern::new(text));
                    texts.push(text.to_owned());
                    passages.push(vec![number]);
                }
            }
        }
        let mut passed = draft.passages.iter().peekable();
        let outside: Vec<Word> = words(&draft.article.text)
            .into_iter()
            .filter(|word| {
                // Both come in order.
                while passed.peek().is_some_and(|passage| passage.span.end <= word.span.start) {
                    passed.next();
                }
                passed.peek().is_none_or(|passage| !passage.span.overlaps(word.span))
            })
            .collect();
        let mut own = FxHashSet::default();
        let windows = outside.windows(OWN_WORDS).map(keys);
        let new = windows.filter(|window| own.insert(run(window)));
        let own_words = new.filter_map(|window| window.try_into().ok()).collect();
        Self { targets: Targets::new(&patterns), patterns, texts, passages, own, own_words }
    }

    /// The places of an article that the passages may come from, by the number of the passage; `None` where the article
    /// is the draft itself, or largely its text.
    #[must_use]
    pub fn search(&self, document: &Document) -> Option<Vec<(usize, Found)>> {
        let Some(text) = document.text.as_deref() else { return Some(self.search_quotations(document)) };
        let all = words(text);
        if self.is_draft(&all) {
            return None;
        }
        let hits = self.targets.hits(&all);
        let mut found =
            if hits.is_empty() { Vec::new() } else { self.compare(&hits, &Source::new(document, text, all)) };
        let stands = |passage: usize, found: &[(usize, Found)]| {
            found.iter().any(|(other, place)| *other == passage && place.verdict >= Verdict::Abridged)
        };
        for revision in &document.revisions {
            let all = words(&revision.text);
            let hits = self.targets.hits(&all);
            if hits.is_empty() {
                continue;
            }
            // What was quoted in an earlier text is not known any more.
            let earlier = Document { meta: document.meta.clone(), ..Document::default() };
            for (passage, mut place) in self.compare(&hits, &Source::new(&earlier, &revision.text, all)) {
                if place.verdict >= Verdict::Abridged && !stands(passage, &found) {
                    place.revised = true;
                    place.notes.retain(|note| note.kind != NoteKind::Unquoted);
                    let fetched = revision.fetched.clone().unwrap_or_default();
                    place.notes.push(Note { kind: NoteKind::Revised, text: fetched });
                    found.push((passage, place));
                }
            }
        }
        Some(found)
    }

    /// An article without a text: its quotations are all there is.
    fn search_quotations(&self, document: &Document) -> Vec<(usize, Found)> {
        let mut found = Vec::new();
        for quotation in &document.quotations {
            let all = words(&quotation.text);
            let hits = self.targets.hits(&all);
            if !hits.is_empty() {
                let alone = Document {
                    meta: document.meta.clone(),
                    speakers: document.speakers.clone(),
                    quotations: vec![Quotation {
                        at: Some(Positions::new(&quotation.text).at(ByteRange::new(0, quotation.text.len()))),
                        ..quotation.clone()
                    }],
                    ..Document::default()
                };
                found.extend(self.compare(&hits, &Source::new(&alone, &quotation.text, all)));
            }
        }
        found
    }

    fn compare(&self, hits: &FxHashMap<u32, Vec<Hit>>, source: &Source<'_>) -> Vec<(usize, Found)> {
        let mut found = Vec::new();
        let mut numbers: Vec<&u32> = hits.keys().collect();
        numbers.sort_unstable();
        for &number in numbers {
            let pattern = &self.patterns[number as usize];
            let places = self.targets.places(number, &hits[&number], source.words.len());
            let text = &self.texts[number as usize];
            let mut matches: Vec<Found> = places
                .iter()
                .flat_map(|place| exact(pattern, &source.words, place.clone()))
                .map(|matched| source.matched(pattern, &matched))
                .collect();
            matches.dedup_by_key(|found| found.at);
            if matches.is_empty() {
                let aligned = places.into_iter().filter_map(|place| source.aligned(pattern, text, place));
                matches.extend(aligned.max_by(|a, b| a.similarity.total_cmp(&b.similarity)));
            }
            for &passage in &self.passages[number as usize] {
                found.extend(matches.iter().map(|place| (passage, place.clone())));
            }
        }
        found
    }

    /// Whether the words are largely those of the draft outside its quotations.
    fn is_draft(&self, all: &[Word]) -> bool {
        if self.own.len() < OWN_RUNS {
            return false;
        }
        let shared: FxHashSet<u64> =
            all.windows(OWN_WORDS).map(|window| run(&keys(window))).filter(|hash| self.own.contains(hash)).collect();
        self.is_most(shared.len())
    }

    fn is_most(&self, shared: usize) -> bool {
        shared * 10 >= self.own.len() * 7
    }
}

/// What a draft seeks in an article: a place for a passage, or the draft itself.
impl Sought for Searcher {
    fn may_be_in_text(&self, text: &str) -> bool {
        let all = words(text);
        let has_place = |(&number, hits): (&u32, &Vec<Hit>)| !self.targets.places(number, hits, all.len()).is_empty();
        self.targets.hits(&all).iter().any(has_place) || self.is_draft(&all)
    }

    fn may_be_in(&self, keys: &WordKeys) -> Vec<bool> {
        let patterns: Vec<Vec<u64>> = self.patterns.iter().map(Pattern::keys).collect();
        let mut with: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
        for &key in patterns.iter().flatten().chain(self.own_words.iter().flatten()) {
            with.entry(key).or_insert_with(|| keys.documents_with(key));
        }
        let documents = keys.kinds().len();
        let mut may = vec![false; documents];
        // How many of some runs each document has all words of.
        let mut counts = vec![0usize; documents];
        let count = |run: &[u64], counts: &mut [usize]| {
            for number in 0..documents.div_ceil(64) {
                let mut all = run.iter().fold(u64::MAX, |all, key| all & with[key][number]);
                while all != 0 {
                    counts[number * 64 + all.trailing_zeros() as usize] += 1;
                    all &= all - 1;
                }
            }
        };
        for (number, words) in patterns.iter().enumerate() {
            let (need, runs) = self.targets.wanted(number);
            counts.fill(0);
            runs.for_each(|run| count(&words[run], &mut counts));
            may.iter_mut().zip(&counts).for_each(|(may, &count)| *may |= count >= need);
        }
        if self.own.len() >= OWN_RUNS {
            counts.fill(0);
            self.own_words.iter().for_each(|run| count(run, &mut counts));
            may.iter_mut().zip(&counts).for_each(|(may, &count)| *may |= self.is_most(count));
        }
        may
    }
}

fn keys(window: &[Word]) -> Vec<u64> {
    window.iter().map(|word| word.key).collect()
}

/// An article that is compared with.
struct Source<'a> {
    document: &'a Document,
    text: &'a str,
    words: Vec<Word>,
    positions: Positions<'a>,
    paragraphs: Paragraphs,
    /// The quotations with their places, in the order of the text.
    quotations: Vec<(ByteRange, &'a Quotation)>,
    /// What stands in quotation marks, whether it is kept as a quotation or not.
    marked: OnceCell<Vec<ByteRange>>,
}

impl<'a> Source<'a> {
    fn new(document: &'a Document, text: &'a str, words: Vec<Word>) -> Self {
        let positions = Positions::new(text);
        let placed = document.quotations.iter().filter(|quotation| !quotation.gone);
        let mut quotations: Vec<(ByteRange, &Quotation)> =
            placed.filter_map(|quotation| Some((positions.span(quotation.at?)?, quotation))).collect();
        quotations.sort_by_key(|(span, _)| span.start);
        let paragraphs = Paragraphs::new(text);
        Self { paragraphs, document, text, words, positions, quotations, marked: OnceCell::new() }
    }

    fn marked(&self) -> &[ByteRange] {
        self.marked
            .get_or_init(|| quoted(self.text, &self.paragraphs).into_iter().map(|passage| passage.inner).collect())
    }

    fn span(&self, words: &std::ops::Range<usize>) -> ByteRange {
        match self.words.get(words.clone()) {
            Some([first, .., last]) => ByteRange::new(first.span.start, last.span.end),
            Some([one]) => one.span,
            _ => {
                let at = self.words.get(words.start).map_or(self.text.len(), |word| word.span.start);
                ByteRange::new(at, at)
            }
        }
    }

    /// A place where the words stand exactly, but for marked breaks.
    fn matched(&self, pattern: &Pattern, matched: &Match) -> Found {
        let mut found = self.found(self.span(&matched.words));
        let (mut gaps, mut replaced) = (Vec::new(), Vec::new());
        let mut abridged = false;
        for (number, range) in &matched.gaps {
            let span = self.span(range);
            match pattern.breaks[*number].kind {
                BreakKind::Gap if range.is_empty() => {}
                BreakKind::Gap => gaps.push(span),
                BreakKind::Inserted => replaced.push(span),
            }
            abridged |= !range.is_empty() || pattern.breaks[*number].kind == BreakKind::Inserted;
        }
        let edge = |mark: &crate::matching::pattern::Break| mark.before == 0 || mark.before == pattern.words.len();
        abridged |= pattern.breaks.iter().any(|mark| mark.kind == BreakKind::Inserted && edge(mark));
        found.verdict = if abridged { Verdict::Abridged } else { Verdict::Verbatim };
        found.similarity = 1.0;
        let span = self.span(&matched.words);
        let speakers = self.speakers_of(span);
        if speakers > 1 {
            found.verdict = Verdict::Altered;
        }
        let inserted =
            |at: usize| pattern.breaks.iter().any(|mark| mark.kind == BreakKind::Inserted && mark.before == at);
        let edges = (inserted(0), inserted(pattern.words.len()));
        self.note(&mut found, span, &gaps, replaced, edges);
        if speakers > 1 && !found.notes.iter().any(|note| note.kind == NoteKind::Joined) {
            found.notes.push(Note { kind: NoteKind::Joined, text: span.of(self.text).to_owned() });
        }
        found
    }

    /// The place where the words differ least.
    fn aligned(&self, pattern: &Pattern, passage: &str, window: std::ops::Range<usize>) -> Option<Found> {
        let mut aligned = align(pattern, &self.words, window)?;
        replaced_at_ends(&mut aligned, pattern, passage, &self.words, self.text);
        let span = self.span(&aligned.words);
        let mut found = self.found(span);
        found.similarity = aligned.similarity;
        found.verdict = if aligned.similarity >= ALTERED { Verdict::Altered } else { Verdict::Missing };
        let draft = |range: &std::ops::Range<usize>| match &pattern.words[range.clone()] {
            [] => String::new(),
            [first, .., last] => passage[first.span.start..last.span.end].to_owned(),
            [one] => one.span.of(passage).to_owned(),
        };
        let source = |range: &std::ops::Range<usize>| {
            if range.is_empty() { String::new() } else { self.span(range).of(self.text).to_owned() }
        };
        found.changes = aligned
            .differences
            .iter()
            .map(|one| Change { draft: draft(&one.pattern), source: source(&one.text), moved: false })
            .collect();
        join_moves(&mut found.changes);
        let gaps: Vec<ByteRange> = aligned
            .gaps
            .iter()
            .filter(|(number, _)| pattern.breaks[*number].kind == BreakKind::Gap)
            .map(|(_, range)| self.span(range))
            .collect();
        self.note(&mut found, span, &gaps, Vec::new(), (false, false));
        Some(found)
    }

    /// How many speakers the quotations have that `span` touches.
    fn speakers_of(&self, span: ByteRange) -> usize {
        let touched = self.quotations.iter().filter(|(there, _)| there.overlaps(span));
        let mut names: Vec<&str> = touched.filter_map(|(_, quotation)| quotation.speaker.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }

    /// Notes what is to be known of `span`. `edges` says whether the passage begins or ends with an insertion, which then
    /// stands for what its sentence begins or ends with.
    fn note(
        &self,
        found: &mut Found,
        mut span: ByteRange,
        gaps: &[ByteRange],
        mut replaced: Vec<ByteRange>,
        edges: (bool, bool),
    ) {
        let quotation = self.quotation_at(span);
        let paragraph = self.paragraph(span);
        let within = match quotation {
            Some((there, _)) if there.covers(span) => there,
            // The words reach over the end of the quotation: what is left of them in it.
            Some((there, _)) => there,
            None => self.marked().iter().find(|there| there.covers(span)).copied().unwrap_or(paragraph),
        };
        if within.covers(span) {
            let sentence = sentences_around(self.text, within, span);
            let stands_for = |rest: ByteRange| (1..=LONGEST_REPLACED).contains(&words(rest.of(self.text)).len());
            let before = ByteRange::new(sentence.start.min(span.start), span.start);
            let after = ByteRange::new(span.end, sentence.end.max(span.end));
            if edges.0 && stands_for(before) {
                replaced.insert(0, before);
                span.start = before.start;
            }
            if edges.1 && stands_for(after) {
                replaced.push(after);
                span.end = after.end;
            }
        }
        found.notes = notes(&Place { text: self.text, span, within, gaps, replaced: &replaced });
        if quotation.is_none() && !self.marked().iter().any(|there| there.overlaps(span)) {
            found.notes.push(Note { kind: NoteKind::Unquoted, text: String::new() });
        }
        if found.rejected {
            found.notes.push(Note { kind: NoteKind::Rejected, text: String::new() });
        }
        if found.denied {
            found.notes.push(Note { kind: NoteKind::Denied, text: String::new() });
        }
    }

    /// The quotation that has most of `span`: one that covers it before one that it reaches out of.
    fn quotation_at(&self, span: ByteRange) -> Option<(ByteRange, &'a Quotation)> {
        let shared = |there: ByteRange| there.end.min(span.end).saturating_sub(there.start.max(span.start));
        let touched = self.quotations.iter().filter(|(there, _)| there.overlaps(span));
        touched.copied().max_by_key(|(there, _)| (shared(*there), std::cmp::Reverse(there.len())))
    }

    fn paragraph(&self, span: ByteRange) -> ByteRange {
        let number = self.paragraphs.number(span.start);
        let spans = self.paragraphs.spans();
        spans.get(number.saturating_sub(1)).copied().unwrap_or(ByteRange::new(0, self.text.len()))
    }

    /// What is known of a place, before its words are compared.
    fn found(&self, span: ByteRange) -> Found {
        let meta = &self.document.meta;
        let quotation = self.quotation_at(span).map(|(_, quotation)| quotation);
        let evidence = quotation.and_then(|quotation| quotation.evidence.as_ref());
        let speakers: Vec<String> = match quotation {
            Some(one) if !one.speakers.is_empty() => one.speakers.clone(),
            Some(one) => one.speaker.iter().cloned().collect(),
            None => Vec::new(),
        };
        let listed = self.document.speakers.iter().filter(|speaker| speakers.contains(&speaker.name));
        let paragraph = self.paragraph(span);
        let before = ByteRange::new(paragraph.start.min(span.start), span.start);
        let after = ByteRange::new(span.end, paragraph.end.max(span.end));
        Found {
            verdict: Verdict::Missing,
            similarity: 0.0,
            article: meta.id.clone().unwrap_or_default(),
            title: meta.title.clone(),
            outlet: meta.outlet.clone(),
            published: meta.published.clone(),
            url: meta.url.clone(),
            quotation: quotation.map(|quotation| quotation.id.clone()),
            names: listed.flat_map(|speaker| speaker.aliases.iter().cloned()).collect(),
            speakers,
            confirmed: quotation.is_some_and(|one| one.review == Some(Review::Confirmed)),
            by_person: quotation.is_some_and(|one| evidence.is_none_or(|evidence| evidence.speaker != one.speaker)),
            confidence: evidence.map(|evidence| evidence.confidence),
            rejected: quotation.is_some_and(|one| one.review == Some(Review::Rejected)),
            denied: quotation.is_some_and(|one| one.denied.unwrap_or(evidence.is_some_and(|evidence| evidence.denied))),
            revised: false,
            at: self.positions.at(span),
            paragraph: self.paragraphs.number(span.start),
            page: quotation.and_then(|one| one.page),
            time: quotation.and_then(|one| one.time.clone()),
            text: span.of(self.text).to_owned(),
            context: (before.of(self.text).to_owned(), after.of(self.text).to_owned()),
            changes: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// Words that were dropped in one place and added in another were moved.
fn join_moves(changes: &mut [Change]) {
    let folded = |text: &str| words(text).into_iter().map(|word| word.key).collect::<Vec<_>>();
    for one in 0..changes.len() {
        for other in 0..changes.len() {
            let (added, dropped) = (&changes[one], &changes[other]);
            if added.source.is_empty()
                && dropped.draft.is_empty()
                && !added.moved
                && !dropped.moved
                && folded(&added.draft) == folded(&dropped.source)
            {
                changes[one].moved = true;
                changes[other].moved = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Attribution, Finding, findings};
    use super::*;
    use crate::article::{Article, Metadata};
    use crate::store::Registry;

    fn document(id: &str, text: &str) -> Document {
        let meta = Metadata { id: Some(id.to_owned()), ..Metadata::default() };
        let article = Article { meta: meta.clone(), text: text.to_owned(), ..Article::default() };
        let found = crate::extract::extract(&article, crate::extract::Options::default());
        Document {
            meta,
            text: Some(article.text),
            speakers: found.speakers,
            quotations: found.quotations,
            ..Document::default()
        }
    }

    fn verify(draft: &str, documents: &[Document]) -> Vec<Finding> {
        let draft = Draft::new(Article { text: draft.to_owned(), ..Article::default() });
        let searcher = Searcher::new(&draft);
        let found = documents.iter().filter_map(|document| searcher.search(document)).flatten().collect();
        findings(&draft, found, &Registry::default())
    }

    const HARBOUR: &str = "“The harbour will stay open for every boat this winter,” said Ann Bell. “Nobody is turned \
        away.”\n\nMark Tully said: “I would never claim that the harbour is safe for the little ferries of this town.”\n";

    /// The verdict, the attribution and the notes of the only passage.
    #[track_caller]
    fn check(draft: &str, verdict: Verdict, attribution: Attribution, notes: &[NoteKind]) {
        let found = verify(draft, &[document("harbour", HARBOUR)]);
        let kinds: Vec<NoteKind> = found[0].notes.iter().map(|note| note.kind).collect();
        assert_eq!((found[0].verdict, found[0].attribution, kinds.as_slice()), (verdict, attribution, notes));
    }

    #[test]
    fn equal_words_are_verbatim() {
        use Attribution::{Agrees, Differs, Unstated};
        let whole = "“The harbour will stay open for every boat this winter,”";
        check(&format!("{whole} said Ann Bell."), Verdict::Verbatim, Agrees, &[]);
        check(&format!("{whole} said Mark Tully."), Verdict::Verbatim, Differs, &[]);
        check(
            "“the harbour will stay open for every boat this winter.” It stood there.",
            Verdict::Verbatim,
            Unstated,
            &[],
        );
    }

    #[test]
    fn marked_gaps_abridge() {
        let passage = "“The harbour will … for every boat this winter,” said Ann Bell.";
        check(passage, Verdict::Abridged, Attribution::Agrees, &[]);
        let passage = "“The [port] will stay open for every boat this winter,” said Ann Bell.";
        check(passage, Verdict::Abridged, Attribution::Agrees, &[NoteKind::Replaced]);
    }

    #[test]
    fn unmarked_changes_alter() {
        for passage in [
            "“The harbour could stay open for every boat this winter,” said Ann Bell.",
            "“The harbour will open for every boat this winter,” said Ann Bell.",
            "“The harbour will stay open for boat every this winter,” said Ann Bell.",
            "“The harbour will not stay open for every boat this winter,” said Ann Bell.",
        ] {
            check(passage, Verdict::Altered, Attribution::Agrees, &[]);
        }
    }

    #[test]
    fn changes_at_the_ends_are_changes() {
        let changes = |draft: &str| {
            let found = verify(draft, &[document("harbour", HARBOUR)]);
            let found = found[0].found.as_ref().unwrap();
            (found.text.clone(), found.changes.iter().map(Change::words).collect::<Vec<_>>().join("; "))
        };
        let end = changes("“The harbour will stay open for every boat this spring,” said Ann Bell.");
        let whole = "The harbour will stay open for every boat this winter".to_owned();
        assert_eq!(end, (whole.clone(), "changed “winter” to “spring”".to_owned()));
        let start = changes("“Our harbour will stay open for every boat this winter,” said Ann Bell.");
        assert_eq!(start, (whole.clone(), "changed “The” to “Our”".to_owned()));
        let added = changes("“The harbour will stay open for every boat this winter, I hope,” said Ann Bell.");
        assert_eq!(added, (whole, "added “I hope”".to_owned()));
    }

    #[test]
    fn a_negation_that_was_cut_off_is_told() {
        let passage = "“The harbour is safe for the little ferries of this town,” said Mark Tully.";
        check(passage, Verdict::Verbatim, Attribution::Agrees, &[NoteKind::Cut, NoteKind::Negation]);
    }

    #[test]
    fn other_words_are_missing() {
        let passage = "“Seven lanterns burned all night above the old mill,” said Ann Bell.";
        let found = verify(passage, &[document("harbour", HARBOUR)]);
        assert_eq!(found[0].verdict, Verdict::Missing);
        assert!(found[0].found.is_none());
    }

    #[test]
    fn words_of_an_earlier_text_are_told() {
        let mut document = document("harbour", "“The harbour closes on Sunday,” said Ann Bell.\n");
        document.revisions.push(crate::article::Revision { text: HARBOUR.to_owned(), ..Default::default() });
        let found = verify("“The harbour will stay open for every boat this winter,” said Ann Bell.", &[document]);
        let kinds: Vec<NoteKind> = found[0].notes.iter().map(|note| note.kind).collect();
        assert_eq!((found[0].verdict, kinds.as_slice()), (Verdict::Verbatim, [NoteKind::Revised].as_slice()));
        assert!(!found[0].holds(false));
    }

    #[test]
    fn the_draft_itself_verifies_nothing() {
        let long = "It was a cold morning on the quay when the mayor arrived with two officers, a dog and a long list \
            of boats that nobody had ever seen in this town, and the fishermen waited beside their nets until the list \
            had been read aloud by the youngest of them. “We will all sail away together on Sunday,” said Ann Bell.";
        let found = verify(long, &[document("draft", long)]);
        assert_eq!(found[0].verdict, Verdict::Missing);
    }
}
