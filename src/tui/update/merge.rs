//! `:merge`: makes the picked speakers one, or goes through those who are likely one. It always asks, with names and
//! numbers.

use super::edit;
use crate::query::Facet;
use crate::store::{Edit, RegistryChange, SpeakerIx};
use crate::text::counted;
use crate::tui::state::labels::Label;
use crate::tui::state::likely;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};

/// Asks about the picked speakers; without picks about the first pair that is likely one.
pub fn open(model: &mut Model) {
    let picked = model.picks.of(Facet::Speaker).filter_map(|label| match label {
        Label::Speaker(speaker) => Some(*speaker),
        _ => None,
    });
    let picked: Vec<SpeakerIx> = picked.collect();
    match picked.len() {
        0 => suggest(model),
        1 => model.say("Pick another speaker too; the picked ones are merged."),
        _ => {
            let into = picked.iter().copied().max_by_key(|speaker| said(model, *speaker)).unwrap_or(picked[0]);
            let from: Vec<SpeakerIx> = picked.into_iter().filter(|speaker| *speaker != into).collect();
            ask(model, into, &from, None);
        }
    }
}

/// Asks about the next pair that nobody refused.
pub fn suggest(model: &mut Model) {
    let name = |speaker: SpeakerIx| model.catalog.speaker(speaker).name().to_owned();
    let registry = model.catalog.registry();
    let is_open = |likely: &likely::Likely| {
        let (into, from) = (name(likely.into), name(likely.from));
        !registry.are_distinct(&into, &from) && !model.refused.contains(&(into, from))
    };
    let next = likely::pairs(&model.catalog).into_iter().find(is_open);
    match next {
        Some(likely) => ask(model, likely.into, &[likely.from], Some(&likely.evidence)),
        None => model.say("No two speakers are likely the same: pick some to merge them."),
    }
}

/// Remembers in the registry that a pair is not one speaker, and asks about the next.
pub fn refuse(model: &mut Model, (into, from): (String, String)) {
    if model.place.location.is_some() {
        let did = format!("kept {from} and {into} apart");
        let change = RegistryChange::Distinguish { name: into, other: from };
        edit::commit(model, vec![Edit::Registry(change)], did);
    } else {
        model.refused.push((into, from));
    }
    let notice = model.notice.take();
    suggest(model);
    // That there is no other pair is said only where nothing was done.
    model.notice = notice.or_else(|| model.notice.take());
}

/// How many quotations a speaker has.
pub fn said(model: &Model, speaker: SpeakerIx) -> usize {
    let speaker = Some(speaker);
    model.catalog.quotations().filter(|quotation| quotation.speaker() == speaker).count()
}

/// Asks whether to make speakers one, under the name of `into`; with the evidence where that was suggested.
pub fn ask(model: &mut Model, into: SpeakerIx, from: &[SpeakerIx], evidence: Option<&str>) {
    let shown = |speaker: SpeakerIx| {
        let count = counted(said(model, speaker), "quotation");
        format!("{} ({count})", model.catalog.speaker(speaker).name())
    };
    let name = |speaker: SpeakerIx| model.catalog.speaker(speaker).name().to_owned();
    let others: Vec<String> = from.iter().map(|speaker| shown(*speaker)).collect();
    let why = evidence.map(|evidence| format!(" They are likely the same: {evidence}.")).unwrap_or_default();
    let into_name = name(into);
    let question = format!("Merge {} and {} under the name {into_name}?{why}", others.join(", "), shown(into));
    let names: Vec<String> = from.iter().map(|speaker| name(*speaker)).collect();
    let did = format!("merged {} and {into_name}", names.join(", "));
    let edits = vec![Edit::Registry(RegistryChange::Merge { into: into_name.clone(), from: names.clone() })];
    let then = match (evidence, names.as_slice()) {
        (Some(_), [one]) => OnConfirm::Suggested { edits, did, pair: (into_name, one.clone()) },
        _ => OnConfirm::Commit(edits, did),
    };
    model.overlay = Some(Overlay::Confirm(Confirm { question, then }));
}
