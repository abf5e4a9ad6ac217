//! A new extraction into a document that people may have worked on. What the program answered is renewed, and so is
//! whatever nobody changed; what differs from the evidence is a person's decision and stays, as do review, star, tags,
//! note, hand-made quotations and keys that this program does not know.

use super::anchor::{self, Anchor};
use super::document::{Document, Extracted};
use super::draft::Draft;
use super::ids;
use crate::article::{Article, Revision};
use crate::extract::Extraction;
use crate::quotation::{Evidence, Excerpt, Quotation, Review};
use crate::text::typography::{Plain, plain, same};
use crate::text::{CharRange, Positions};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;
use std::collections::VecDeque;
use std::hash::Hash;

/// What became of a document's quotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) new: usize,
    pub(crate) changed: usize,
    pub(crate) gone: usize,
    /// Confirmed ones from which the new evidence differs.
    pub(crate) disputed: usize,
}

/// The draft of `old` with what was found in `article`, which is the same article, perhaps revised.
pub(crate) fn merge(old: &Document, article: &Article, found: &Extraction, extracted: Extracted) -> (Draft, Counts) {
    let mut draft = Draft::new(old.clone());
    let document = &mut draft.document;
    let revised = old.text.as_deref() != Some(article.text.as_str());
    if let Some(before) = old.text.as_ref().filter(|_| revised) {
        let (fetched, sha256) = (old.meta.fetched.clone(), old.meta.sha256.clone());
        document.revisions.push(Revision { text: before.clone(), fetched, sha256 });
        // These say of a text how it was read; those of the earlier one went with it.
        document.meta.fetched.clone_from(&article.meta.fetched);
        document.meta.sha256.clone_from(&article.meta.sha256);
        document.meta.path.clone_from(&article.meta.path);
    }
    document.meta.complete(&article.meta);
    document.extracted = Some(extracted);
    document.text = Some(article.text.clone());
    let text = Text { words: &article.text, positions: Positions::new(&article.text), plain: OnceCell::new(), revised };

    let matches = matches(&old.quotations, &found.quotations, revised);
    // What the extraction calls a quotation, and what the store does.
    let mut stored: FxHashMap<&str, String> = FxHashMap::default();
    let mut taken: FxHashSet<String> = old.quotations.iter().map(|quotation| quotation.id.clone()).collect();
    let mut used = vec![false; found.quotations.len()];
    for (number, &matched) in matches.iter().enumerate() {
        if let Some(matched) = matched {
            used[matched] = true;
            stored.insert(&found.quotations[matched].id, old.quotations[number].id.clone());
        }
    }
    let mut new = Vec::new();
    for (quotation, _) in found.quotations.iter().zip(&used).filter(|(_, used)| !**used) {
        let id = ids::free(&quotation.id, |id| taken.contains(id));
        taken.insert(id.clone());
        stored.insert(&quotation.id, id.clone());
        new.push(Quotation { id, ..quotation.clone() });
    }
    let continues = |quotation: &Quotation| {
        let own = quotation.continues.as_deref()?;
        Some(stored.get(own).cloned().unwrap_or_else(|| own.to_owned()))
    };
    let by_id: FxHashMap<String, &Quotation> =
        found.quotations.iter().filter_map(|q| Some((stored.get(q.id.as_str())?.clone(), q))).collect();

    for (number, matched) in matches.iter().enumerate() {
        let quotation = &mut document.quotations[number];
        if quotation.evidence.is_none() {
            // Hand-made: its words are the person's, its place moves with the text.
            if quotation.at.is_some() {
                missing(quotation, &text);
            }
            continue;
        }
        match matched {
            Some(matched) => {
                let found = &found.quotations[*matched];
                renew(quotation, found, &text);
                quotation.continues = continues(found);
            }
            None => missing(quotation, &text),
        }
    }
    for quotation in &mut new {
        quotation.continues = by_id.get(&quotation.id).and_then(|found| continues(found));
    }
    name_revisions(document);
    let mut counts = Counts { new: new.len(), ..Counts::default() };
    for (before, after) in old.quotations.iter().zip(&document.quotations) {
        let went = after.gone && !before.gone;
        counts.gone += usize::from(went);
        counts.disputed += usize::from(after.is_disputed() && before.evidence != after.evidence);
        counts.changed += usize::from(before != after && !went);
    }
    draft.insert_all(new);
    list_speakers(&mut draft.document, found);
    (draft, counts)
}

struct Text<'a> {
    words: &'a str,
    positions: Positions<'a>,
    plain: OnceCell<Plain>,
    revised: bool,
}

impl Text<'_> {
    fn find(&self, quotation: &Quotation) -> Anchor {
        anchor::find_in_any_typography(self.words, &self.positions, quotation, 0..u32::MAX, &self.plain)
    }
}

/// For each stored quotation the one that was found again: that of the same id, else in the same place, else of the
/// same words.
fn matches(old: &[Quotation], found: &[Quotation], revised: bool) -> Vec<Option<usize>> {
    let mut matcher = Matcher { matches: vec![None; old.len()], used: vec![false; found.len()], steps: 0 };
    let id = |quotation: &Quotation| Some(quotation.id.clone());
    matcher.pass(old, found, |old| old.evidence.as_ref().and(id(old)), id);
    if !revised {
        let place = |old: &Quotation| old.evidence.as_ref().map(|evidence| evidence.at).or(old.at);
        matcher.pass(old, found, place, |found| found.at);
    }
    let words = |quotation: &Quotation| Some(quotation.text.clone());
    let wanted_words = |old: &Quotation| {
        let own_edges = old.evidence.as_ref().is_some_and(|evidence| old.at != Some(evidence.at));
        let elsewhere = !revised && old.at.is_some();
        if own_edges || elsewhere { None } else { words(old) }
    };
    matcher.pass(old, found, wanted_words, words);
    if revised {
        // Words whose typography alone changed.
        let plain_words = |words: Option<String>| words.map(|words| plain(&words).into_owned());
        matcher.pass(old, found, |old| plain_words(wanted_words(old)), |found| plain_words(words(found)));
    }
    matcher.matches
}

/// Finds for each stored quotation the one that was found again.
struct Matcher {
    matches: Vec<Option<usize>>,
    used: Vec<bool>,
    /// How many quotations were looked at, over all passes.
    steps: usize,
}

impl Matcher {
    /// Gives each stored quotation that has none yet the first free one with the same key.
    fn pass<K: Hash + Eq>(
        &mut self,
        old: &[Quotation],
        found: &[Quotation],
        wanted: impl Fn(&Quotation) -> Option<K>,
        offered: impl Fn(&Quotation) -> Option<K>,
    ) {
        let mut free: FxHashMap<K, VecDeque<usize>> = FxHashMap::default();
        for (number, found) in found.iter().enumerate().filter(|(number, _)| !self.used[*number]) {
            self.steps += 1;
            if let Some(key) = offered(found) {
                free.entry(key).or_default().push_back(number);
            }
        }
        for (number, old) in old.iter().enumerate() {
            self.steps += 1;
            if self.matches[number].is_none()
                && let Some(again) = wanted(old).and_then(|key| free.get_mut(&key)?.pop_front())
            {
                self.used[again] = true;
                self.matches[number] = Some(again);
            }
        }
    }
}

/// Renews the evidence, and what nobody changed. What a person confirmed is not changed: only its place moves with a
/// text that was revised.
fn renew(quotation: &mut Quotation, found: &Quotation, text: &Text<'_>) {
    let Some(before) = quotation.evidence.take() else { return };
    if quotation.review == Some(Review::Confirmed) {
        quotation.evidence.clone_from(&found.evidence);
        if text.revised {
            if quotation.at == Some(before.at) && same(&quotation.text, &found.text) {
                (quotation.at, quotation.gone) = (found.at, false);
                quotation.text.clone_from(&found.text);
            } else {
                follow(quotation, text);
            }
        }
        return;
    }
    if quotation.speaker == before.speaker && quotation.speakers == before.speakers {
        quotation.speaker.clone_from(&found.speaker);
        quotation.speakers.clone_from(&found.speakers);
    }
    if quotation.kind == Some(before.kind) {
        quotation.kind = found.kind;
    }
    if quotation.denied == before.denied.then_some(true) {
        quotation.denied = found.denied;
    }
    quotation.page = found.page.or(quotation.page);
    if found.time.is_some() {
        quotation.time.clone_from(&found.time);
    }
    quotation.evidence.clone_from(&found.evidence);
    if quotation.at == Some(before.at) {
        quotation.at = found.at;
        quotation.text.clone_from(&found.text);
        quotation.gone = false;
    } else if text.revised {
        // Somebody set the edges.
        follow(quotation, text);
    }
}

/// Looks for a quotation's words in a text that was revised.
fn follow(quotation: &mut Quotation, text: &Text<'_>) {
    match text.find(quotation) {
        Anchor::Found(at) => {
            (quotation.at, quotation.gone) = (Some(at), false);
            renew_words(quotation, at, text);
        }
        Anchor::Doubt(_) => {}
        Anchor::Nowhere => quotation.gone = true,
    }
}

/// The program does not find the quotation any more. Its words may still stand in the text.
fn missing(quotation: &mut Quotation, text: &Text<'_>) {
    if !text.revised {
        return;
    }
    match text.find(quotation) {
        Anchor::Found(at) => {
            quotation.gone = false;
            if let Some(evidence) = &mut quotation.evidence
                && quotation.at == Some(evidence.at)
            {
                shift(evidence, at, text);
            }
            quotation.at = Some(at);
            renew_words(quotation, at, text);
        }
        Anchor::Doubt(_) => {}
        Anchor::Nowhere => quotation.gone = true,
    }
}

/// Takes the words as they stand in the text now: their typography may be another.
fn renew_words(quotation: &mut Quotation, at: CharRange, text: &Text<'_>) {
    if let Some(words) =
        text.positions.span(at).map(|span| span.of(text.words)).filter(|words| *words != quotation.text)
    {
        words.clone_into(&mut quotation.text);
    }
}

/// Says of quotations that are gone in which earlier text they stand: the newest that has their words at their place.
fn name_revisions(document: &mut Document) {
    let mut positions: Vec<Option<Positions<'_>>> = document.revisions.iter().map(|_| None).collect();
    for quotation in &mut document.quotations {
        if !quotation.gone {
            quotation.revision = None;
            continue;
        }
        if quotation.revision.is_some() {
            continue;
        }
        let newest = (0..document.revisions.len()).rev().find(|&number| {
            let text = document.revisions[number].text.as_str();
            let positions = positions[number].get_or_insert_with(|| Positions::new(text));
            quotation.at.and_then(|at| positions.span(at)).is_some_and(|span| span.of(text) == quotation.text)
        });
        quotation.revision = newest.and_then(|number| u32::try_from(number + 1).ok());
    }
}

/// Moves evidence along with its quotation; places whose words do not stand there any more are left out.
fn shift(evidence: &mut Evidence, at: CharRange, text: &Text<'_>) {
    let by = i64::from(at.start) - i64::from(evidence.at.start);
    evidence.at = at;
    for located in [&mut evidence.mention, &mut evidence.antecedent, &mut evidence.cue].into_iter().flatten() {
        let Excerpt { text: words, at } = located;
        let parts: Vec<&str> = words.split(" … ").collect();
        let moved: Option<Vec<CharRange>> = at
            .iter()
            .zip(parts)
            .map(|(place, part)| {
                let point = |point: u32| u32::try_from(i64::from(point) + by).ok();
                let place = CharRange::new(point(place.start)?, point(place.end)?);
                (text.positions.span(place)?.of(text.words) == part).then_some(place)
            })
            .collect();
        *at = moved.unwrap_or_default();
    }
}

/// Adds the speakers of the extraction that the quotations name and the article does not list yet.
fn list_speakers(document: &mut Document, found: &Extraction) {
    let mut known: FxHashSet<String> = FxHashSet::default();
    for speaker in &document.speakers {
        known.insert(plain(&speaker.name).into_owned());
        known.extend(speaker.aliases.iter().map(|alias| plain(alias).into_owned()));
    }
    let named: FxHashSet<String> =
        document.quotations.iter().flat_map(Quotation::attributed_to).map(|name| plain(name).into_owned()).collect();
    for speaker in &found.speakers {
        let name = plain(&speaker.name);
        if named.contains(name.as_ref()) && known.insert(name.into_owned()) {
            document.speakers.push(speaker.clone());
        }
    }
    if document.speakers.is_empty() {
        return;
    }
    for quotation in &document.quotations {
        for name in quotation.attributed_to() {
            if known.insert(plain(name).into_owned()) {
                document.speakers.push(crate::speaker::Speaker { name: name.to_owned(), ..Default::default() });
            }
        }
    }
}
