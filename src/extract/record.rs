//! From decisions to records: quotations with their evidence, speakers under their fullest name.

use rustc_hash::FxHashMap;

use super::attribution::candidates::{Candidate, Frame, Lead, Relation};
use super::attribution::confidence::Judge;
use super::attribution::{Decision, spoken};
use super::indirect::cue::Frame as Reported;
use super::indirect::weights::Weights;
use super::lexicon::Classes;
use super::mentions::{Form, NOBODY};
use super::speakers::{Entity, EntityKind};
use super::tokens::Token;
use super::turns::Turns;
use super::{Extraction, Options, Reading, indirect};
use crate::article::Milestone;
use crate::quotation::{Evidence, Excerpt, Kind, Quotation, joined};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::{ByteRange, CharRange, Positions};
use ids::Ids;
use spoken_in::{Place, SPOKEN};

mod ids;
mod milestones;
mod reported;
mod spoken_in;

/// What may be speech is never surer than this.
const DOUBTFUL: f32 = 0.45;

/// Whether a passage that hardly anybody said is kept all the same, without a speaker: so many words, with a verb of their
/// own, are seldom anything but speech.
fn may_be_speech(reading: &Reading<'_>, decision: &Decision) -> bool {
    const LEAST: usize = 7;
    decision.spoken > 0.0
        && decision.passage.words >= LEAST
        && spoken::has_finite_verb(&reading.narrative, decision.quote)
}

/// The records of an article.
pub fn records(
    reading: &Reading<'_>,
    decisions: &[Decision],
    turns: &Turns,
    milestones: &[Milestone],
    options: Options,
) -> Extraction {
    let text = reading.narrative.text;
    let positions = Positions::new(text);
    let mut extraction = Extraction::default();
    let mut listed: FxHashMap<u32, ()> = FxHashMap::default();
    let mut ids = Ids::default();
    let mut before: Option<(usize, String, u32)> = None;
    let mut said_before = None;
    let scene = reading.scene();
    let judge = Judge::new(&scene);
    let mut recorded = vec![false; reading.narrative.quoted.len()];
    for (number, decision) in decisions.iter().enumerate() {
        let quoted = &reading.narrative.quoted[decision.quote];
        let inner = trimmed(text, quoted.inner);
        if inner.is_empty() {
            continue;
        }
        let doubtful = decision.spoken < SPOKEN;
        let kept = !doubtful || may_be_speech(reading, decision);
        let Some(place) = spoken_in::place(reading, decision, turns, kept, said_before.as_ref()) else { continue };
        said_before = match &place {
            Place::Turn(said) if said.speaker.is_some() => Some((decision.quote, said.clone())),
            _ => None,
        };
        let chosen = decision.chosen.filter(|chosen| chosen.entity != NOBODY && !doubtful && place == Place::Narrative);
        let entity = chosen.map(|chosen| &reading.entities[chosen.entity as usize]);
        let by_turn = match &place {
            Place::Narrative => entity.and_then(|entity| turns.called(text, &entity.name)),
            Place::Turn(said) => said.speaker.as_ref(),
        };
        let entity = entity.filter(|_| by_turn.is_none());
        if let Some(speaker) = by_turn
            && !extraction.speakers.iter().any(|known| known.name == speaker.name)
        {
            extraction.speakers.push(speaker.clone());
        }
        if let (Some(chosen), Some(entity)) = (chosen, entity)
            && listed.insert(chosen.entity, ()).is_none()
            && !extraction.speakers.iter().any(|known| known.name == entity.name)
        {
            extraction.speakers.push(speaker(entity));
        }
        for &other in decision.joint.iter().filter(|_| entity.is_some()) {
            if listed.insert(other, ()).is_none() {
                extraction.speakers.push(speaker(&reading.entities[other as usize]));
            }
        }
        let joint = decision.joint.iter().filter(|_| entity.is_some());
        let speakers: Vec<String> = joint.map(|&other| reading.entities[other as usize].name.clone()).collect();
        let name = match by_turn {
            Some(speaker) => Some(speaker.name.clone()),
            None if speakers.len() > 1 => Some(joined(&speakers)),
            None => entity.map(|entity| entity.name.clone()),
        };
        let words = inner.of(text);
        let id = ids.next(words);
        let kind = kind(reading, decision);
        let mention = chosen.and_then(|chosen| chosen.mention);
        let at = positions.at(inner);
        let said = match &place {
            Place::Turn(said) => Some(said),
            Place::Narrative => None,
        };
        let confidence = match said.and_then(|said| said.confidence) {
            Some(confidence) => confidence,
            None if doubtful => decision.spoken.min(DOUBTFUL),
            None => judge.confidence(&scene, decisions, number),
        };
        let evidence = Evidence {
            speaker: name,
            speakers,
            denied: decision.denied,
            kind,
            at,
            mention: mention
                .map(|mention| mention_of(reading, mention, &positions))
                .or_else(|| label_of(reading, decision.quote, chosen.as_ref()?, &positions))
                .or_else(|| Some(excerpt(text, said?.mention?, &positions))),
            antecedent: mention.and_then(|mention| antecedent(reading, mention, &positions)),
            cue: chosen
                .and_then(|chosen| cue(reading, decision, &chosen, &positions))
                .or_else(|| Some(excerpt(text, said?.cue?, &positions))),
            rule: chosen.map_or(said.map_or("", |said| said.rule), |chosen| rule(&chosen)).to_owned(),
            confidence: (confidence * 100.0).round() / 100.0,
        };
        recorded[decision.quote] = true;
        let speaker = chosen.map_or(NOBODY, |chosen| chosen.entity);
        let continues = before
            .as_ref()
            .filter(|(quote, _, spoke)| *spoke == speaker && speaker != NOBODY && goes_on(reading, *quote, decision))
            .map(|(_, id, _)| id.clone());
        before = Some((decision.quote, id.clone(), speaker));
        extraction.quotations.push(Quotation {
            id,
            speaker: evidence.speaker.clone(),
            speakers: evidence.speakers.clone(),
            denied: evidence.denied.then_some(true),
            text: words.to_owned(),
            kind: Some(kind),
            at: Some(at),
            continues,
            evidence: Some(evidence),
            ..Quotation::default()
        });
    }
    spoken_in::add_turns(reading, turns, &positions, &mut extraction, &mut ids);
    if options.indirect {
        let is_recorded = |quote: u32| recorded.get(quote as usize).copied().unwrap_or(false);
        add_reports(reading, &positions, &is_recorded, &mut extraction, &mut listed, &mut ids);
    }
    milestones::mark(&mut extraction.quotations, milestones, &positions);
    extraction
}

/// Adds what was said without quotation marks, and puts everything in the order of the text.
fn add_reports(
    reading: &Reading<'_>,
    positions: &Positions<'_>,
    is_recorded: &dyn Fn(u32) -> bool,
    extraction: &mut Extraction,
    listed: &mut FxHashMap<u32, ()>,
    ids: &mut Ids,
) {
    let text = reading.narrative.text;
    let weights = Weights::learned();
    let mut spoken: Vec<CharRange> = extraction.quotations.iter().filter_map(|quotation| quotation.at).collect();
    spoken.sort_unstable();
    for report in indirect::reports(reading, weights, is_recorded) {
        let at = positions.at(report.content);
        // What a turn or a quotation holds is theirs.
        let next = spoken.partition_point(|place| place.end <= at.start);
        if spoken.get(next).is_some_and(|place| place.start < at.end) {
            continue;
        }
        let known = report.mention.map(|mention| &reading.mentions[mention as usize]);
        let entity = known.and_then(|known| reading.entities.get(known.entity as usize));
        if let (Some(known), Some(entity)) = (known, entity)
            && listed.insert(known.entity, ()).is_none()
        {
            extraction.speakers.push(speaker(entity));
        }
        let name = entity.map(|entity| entity.name.clone());
        let words = report.content.of(text);
        let (first, last) = (report.cue.0 as usize, report.cue.1 as usize - 1);
        let tokens = &reading.narrative.tokens;
        let cue = ByteRange::new(tokens[first].start as usize, tokens[last].end as usize);
        let according = matches!(report.frame, Reported::According | Reported::AccordingAfter);
        extraction.quotations.push(Quotation {
            id: ids.next(words),
            speaker: name.clone(),
            denied: report.denied.then_some(true),
            text: words.to_owned(),
            kind: Some(Kind::Indirect),
            at: Some(at),
            evidence: Some(Evidence {
                speaker: name,
                kind: Kind::Indirect,
                at,
                mention: Some(match (report.mention, known) {
                    // "Ann Low, who said": the pronoun belongs to it.
                    (Some(mention), Some(known)) if report.sayer.1 <= known.end => {
                        mention_of(reading, mention, positions)
                    }
                    _ => words_of(reading, report.sayer, positions),
                }),
                antecedent: report.mention.and_then(|mention| antecedent(reading, mention, positions)),
                cue: Some(Excerpt { text: cue.of(text).to_owned(), at: vec![positions.at(cue)] }),
                denied: report.denied,
                rule: if according { "indirect-according-to" } else { "indirect" }.to_owned(),
                confidence: (weights.confidence(report.likely) * known.map_or(1.0, |known| known.sure) * 100.0).round()
                    / 100.0,
                ..Evidence::default()
            }),
            ..Quotation::default()
        });
    }
    extraction.quotations.sort_by_key(|quotation| quotation.at);
}

fn excerpt(text: &str, range: ByteRange, positions: &Positions<'_>) -> Excerpt {
    Excerpt { text: range.of(text).to_owned(), at: vec![positions.at(range)] }
}

/// Blanks at the edges belong to nobody.
fn trimmed(text: &str, span: ByteRange) -> ByteRange {
    let words = span.of(text);
    let start = span.start + words.len() - words.trim_start().len();
    ByteRange::new(start, start + words.trim().len())
}

/// Whether a passage goes on with the one at `before`: a further paragraph of it, or its second part after the tag.
fn goes_on(reading: &Reading<'_>, before: usize, decision: &Decision) -> bool {
    if decision.quote != before + 1 {
        return false;
    }
    let quoted = &reading.narrative.quoted;
    let earlier = reading.narrative.token_of[before] as usize;
    let same_paragraph = reading.narrative.tokens[earlier].paragraph == decision.passage.paragraph;
    let words = quoted[before].inner.of(reading.narrative.text).trim_end();
    let broken_off = words.ends_with([',', '-', '—', '–', ';']);
    let tag = decision.passage.token as usize - earlier <= 12;
    quoted[decision.quote].continues || same_paragraph && tag && broken_off && !decision.passage.capital
}

fn speaker(entity: &Entity) -> Speaker {
    Speaker {
        name: entity.name.clone(),
        kind: match entity.kind {
            EntityKind::Person | EntityKind::Open => SpeakerKind::Person,
            EntityKind::Organisation | EntityKind::Place => SpeakerKind::Organisation,
            EntityKind::Unnamed => SpeakerKind::Unnamed,
        },
        role: entity.role.clone(),
        aliases: entity.aliases.clone(),
    }
}

/// Direct: a finite main clause wholly in marks, outside of the writer's own sentence. Mixed: a fragment inside it.
fn kind(reading: &Reading<'_>, decision: &Decision) -> Kind {
    let passage = &decision.passage;
    let around = &passage.around;
    if passage.continues || around.alone || around.tagged_after && around.opens && passage.words > 3 {
        return Kind::Direct;
    }
    let clause = spoken::has_finite_verb(&reading.narrative, decision.quote);
    let inside = spoken::is_fragment(around.lead) && !(around.lead == Lead::Word && passage.capital);
    let closes = reading.narrative.quoted[decision.quote].inner.of(reading.narrative.text).ends_with(['.', '!', '?']);
    if closes && passage.capital && (around.lead == Lead::Colon || around.lead == Lead::Comma && passage.words > 3) {
        // “Prices rose.” after a colon is a sentence whether its verb is known or not.
        return Kind::Direct;
    }
    if clause && !inside && (passage.capital || around.opens || passage.words > 6) { Kind::Direct } else { Kind::Mixed }
}

fn mention_of(reading: &Reading<'_>, mention: u32, positions: &Positions<'_>) -> Excerpt {
    let text = reading.narrative.text;
    let known = &reading.mentions[mention as usize];
    let tokens = &reading.narrative.tokens;
    // A name without its role: "Trump", not "Republican nominee Donald Trump".
    let start = if known.form == Form::Name {
        let end = known.end as usize;
        let capital = (known.start as usize..end).find(|&at| tokens[at].is_capital()).unwrap_or(known.start as usize);
        let title = |token: &Token| token.is(Classes::TITLE.union(Classes::FORMER)) && !token.is(Classes::FIRST_NAME);
        tokens[capital..end.saturating_sub(1).max(capital)]
            .iter()
            .rposition(title)
            .map_or(capital, |last| capital + last + 1)
    } else {
        known.start as usize
    };
    let span = ByteRange::new(tokens[start].start as usize, tokens[known.end as usize - 1].end as usize);
    Excerpt { text: span.of(text).to_owned(), at: vec![positions.at(span)] }
}

/// The words between two tokens.
fn words_of(reading: &Reading<'_>, (start, end): (u32, u32), positions: &Positions<'_>) -> Excerpt {
    let tokens = &reading.narrative.tokens;
    let span = ByteRange::new(tokens[start as usize].start as usize, tokens[end as usize - 1].end as usize);
    Excerpt { text: span.of(reading.narrative.text).to_owned(), at: vec![positions.at(span)] }
}

/// The words of a passage that name its own speaker.
fn label_of(reading: &Reading<'_>, quote: usize, chosen: &Candidate, positions: &Positions<'_>) -> Option<Excerpt> {
    let (_, end) = reading.labels[quote].filter(|_| chosen.relation == Relation::Inside)?;
    let words = &reading.narrative.inside;
    let first = reading.narrative.inside_of[quote].0 as usize;
    let span = ByteRange::new(words[first].start as usize, words[end as usize - 1].end as usize);
    Some(Excerpt { text: span.of(reading.narrative.text).to_owned(), at: vec![positions.at(span)] })
}

fn antecedent(reading: &Reading<'_>, mention: u32, positions: &Positions<'_>) -> Option<Excerpt> {
    let mut at = reading.mentions[mention as usize].antecedent?;
    // The chain is followed to a name where it has one.
    for _ in 0..32 {
        let known = &reading.mentions[at as usize];
        match known.antecedent {
            Some(next) if known.form == Form::Pronoun && next < at => at = next,
            _ => break,
        }
    }
    (at != mention).then(|| mention_of(reading, at, positions))
}

fn cue(reading: &Reading<'_>, decision: &Decision, chosen: &Candidate, positions: &Positions<'_>) -> Option<Excerpt> {
    let text = reading.narrative.text;
    let tokens = &reading.narrative.tokens;
    let at = chosen.cue? as usize;
    let verb = tokens[at].span();
    if matches!(chosen.relation, Relation::AfterAccording | Relation::BeforeAccording) {
        let span = ByteRange::new(verb.start, tokens[at + 1].end as usize);
        return Some(Excerpt { text: span.of(text).to_owned(), at: vec![positions.at(span)] });
    }
    // "described the operation as “…”": a cue in two parts.
    let passage = &decision.passage;
    if passage.around.lead == Lead::As && at + 1 < passage.token as usize && chosen.frame == Frame::Call {
        let second = (at + 1..passage.token as usize).rev().find(|&at| tokens[at].of(text).eq_ignore_ascii_case("as"));
        if let Some(second) = second {
            let second = tokens[second].span();
            let words = format!("{} … {}", verb.of(text), second.of(text));
            return Some(Excerpt { text: words, at: vec![positions.at(verb), positions.at(second)] });
        }
    }
    Some(Excerpt { text: verb.of(text).to_owned(), at: vec![positions.at(verb)] })
}

/// The name of the rule that a relation stands for.
fn rule(chosen: &Candidate) -> &'static str {
    use Relation as R;
    match chosen.relation {
        R::AfterInverted => "tag-inverted",
        R::AfterSubject => "tag",
        R::AfterFar | R::AfterOther => "later-in-sentence",
        R::AfterDash => "dash",
        R::AfterAccording | R::BeforeAccording => "according-to",
        R::Before1 | R::Before2 | R::Before3 | R::BeforeWeak => "subject-of-cue",
        R::Agent => "agent",
        R::Owner => "owner-of-words",
        R::Label | R::HeadLabel | R::Inside => "label",
        R::Below => "signature",
        R::Object | R::BeforeOther | R::BeforeLead => "earlier-in-sentence",
        R::Previous1Says
        | R::Previous1Subject
        | R::Previous1Other
        | R::Previous2Says
        | R::Previous2Subject
        | R::Previous2Other => "sentence-before",
        R::NextSays | R::NextOther => "sentence-after",
        R::AboveSays | R::AboveSubject | R::AboveOther | R::Above2Says | R::Above2Other | R::Higher => {
            "paragraph-before"
        }
        R::Echo => "echo",
        R::Speaker => "same-speaker",
        R::Nobody => "",
    }
}
