//! A new extraction into a document that people may have worked on. What the program answered is renewed, and so is
//! whatever nobody changed; what differs from the evidence is a person's decision and stays, as do review, star, tags,
//! note, hand-made quotations and keys that this program does not know.

use super::anchor::{self, Anchor};
use super::document::{Document, Extracted};
use super::draft::Draft;
use super::ids;
use crate::article::Article;
use crate::extract::Extraction;
use crate::quotation::{Evidence, Excerpt, Quotation};
use crate::text::{CharRange, Positions};
use rustc_hash::{FxHashMap, FxHashSet};

/// What became of a document's quotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) new: usize,
    pub(crate) changed: usize,
    pub(crate) gone: usize,
}

/// The draft of `old` with what was found in `article`, which is the same article, perhaps revised.
pub(crate) fn merge(old: &Document, article: &Article, found: &Extraction, extracted: Extracted) -> (Draft, Counts) {
    let mut draft = Draft::new(old.clone());
    let document = &mut draft.document;
    document.meta.complete(&article.meta);
    document.extracted = Some(extracted);
    document.text = Some(article.text.clone());
    let revised = old.text.as_deref() != Some(article.text.as_str());
    let text = Text { words: &article.text, positions: Positions::new(&article.text), revised };

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
    let mut counts = Counts { new: new.len(), ..Counts::default() };
    for (before, after) in old.quotations.iter().zip(&document.quotations) {
        let went = after.gone && !before.gone;
        counts.gone += usize::from(went);
        counts.changed += usize::from(before != after && !went);
    }
    new.into_iter().for_each(|quotation| draft.insert(quotation));
    list_speakers(&mut draft.document, found);
    (draft, counts)
}

struct Text<'a> {
    words: &'a str,
    positions: Positions<'a>,
    revised: bool,
}

/// For each stored quotation the one that was found again: that of the same id, else in the same place, else of the
/// same words.
fn matches(old: &[Quotation], found: &[Quotation], revised: bool) -> Vec<Option<usize>> {
    let mut matches = vec![None; old.len()];
    let mut used = vec![false; found.len()];
    let same_id = |a: &Quotation, b: &Quotation| a.id == b.id && a.evidence.is_some();
    let same_place = |a: &Quotation, b: &Quotation| {
        let place = a.evidence.as_ref().map(|evidence| evidence.at).or(a.at);
        !revised && place.is_some() && place == b.at
    };
    let same_words = |a: &Quotation, b: &Quotation| {
        let own_edges = a.evidence.as_ref().is_some_and(|evidence| a.at != Some(evidence.at));
        let elsewhere = !revised && a.at.is_some();
        !own_edges && !elsewhere && a.text == b.text
    };
    type Pass<'a> = &'a dyn Fn(&Quotation, &Quotation) -> bool;
    let passes: [Pass<'_>; 3] = [&same_id, &same_place, &same_words];
    for pass in passes {
        for (number, old) in old.iter().enumerate().filter(|(number, _)| matches[*number].is_none()).collect::<Vec<_>>()
        {
            let again = found.iter().enumerate().position(|(at, found)| !used[at] && pass(old, found));
            if let Some(again) = again {
                used[again] = true;
                matches[number] = Some(again);
            }
        }
    }
    matches
}

/// Renews the evidence, and what nobody changed.
fn renew(quotation: &mut Quotation, found: &Quotation, text: &Text<'_>) {
    let Some(before) = quotation.evidence.take() else { return };
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
        // Somebody set the edges: their words are looked for in the new text.
        match anchor::find(text.words, &text.positions, quotation, 0..u32::MAX) {
            Anchor::CharRange(at) => (quotation.at, quotation.gone) = (Some(at), false),
            Anchor::Doubt(_) => {}
            Anchor::Nowhere => quotation.gone = true,
        }
    }
}

/// The program does not find the quotation any more. Its words may still stand in the text.
fn missing(quotation: &mut Quotation, text: &Text<'_>) {
    if !text.revised {
        return;
    }
    match anchor::find(text.words, &text.positions, quotation, 0..u32::MAX) {
        Anchor::CharRange(at) => {
            quotation.gone = false;
            if let Some(evidence) = &mut quotation.evidence
                && quotation.at == Some(evidence.at)
            {
                shift(evidence, at, text);
            }
            quotation.at = Some(at);
        }
        Anchor::Doubt(_) => {}
        Anchor::Nowhere => quotation.gone = true,
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
        known.insert(speaker.name.clone());
        known.extend(speaker.aliases.iter().cloned());
    }
    for speaker in &found.speakers {
        let named =
            document.quotations.iter().any(|quotation| quotation.attributed_to().contains(&speaker.name.as_str()));
        if named && known.insert(speaker.name.clone()) {
            document.speakers.push(speaker.clone());
        }
    }
    if document.speakers.is_empty() {
        return;
    }
    for quotation in &document.quotations {
        for name in quotation.attributed_to() {
            if known.insert(name.to_owned()) {
                document.speakers.push(crate::speaker::Speaker { name: name.to_owned(), ..Default::default() });
            }
        }
    }
}
