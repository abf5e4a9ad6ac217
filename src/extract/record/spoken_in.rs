//! Turns as records, and what a passage in quotation marks is when it stands inside a turn.

use super::super::attribution::Decision;
use super::super::attribution::candidates::{Candidate, Lead, Relation};
use super::super::attribution::spoken;
use super::super::lexicon::Classes;
use super::super::mentions::{Form, Mention};
use super::super::speakers::EntityKind;
use super::super::turns::{Turn, Turns};
use super::super::{Extraction, Reading};
use super::ids::Ids;
use super::reported::{self, Clause, Source};
use crate::quotation::{Evidence, Excerpt, Kind, Quotation};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::{ByteRange, Positions, capitalized};

/// From which likelihood on a passage counts as said.
pub const SPOKEN: f32 = 0.5;

/// Whose words a passage in quotation marks is.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// The attribution holds: the passage stands in the writer's own text, or the turn names its speaker.
    Narrative,
    /// The turn tells.
    Turn(Said),
}

/// Whose words a passage inside a turn is, and what says so there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The turn's own speaker, another one, somebody without a name, or nobody.
    pub speaker: Option<Speaker>,
    /// The words that name him.
    pub mention: Option<ByteRange>,
    /// The verb.
    pub cue: Option<ByteRange>,
    /// The rule that found him.
    pub rule: &'static str,
    /// How sure that is; `None` leaves it to the passage alone.
    pub confidence: Option<f32>,
}

/// How likely a passage inside a turn must be said when no word there says that it is: titles and words mentioned as
/// words are frequent in speech.
const SAID_IN_TURN: f32 = 0.8;

/// Whose words the passage is; `None` when it is no quotation. `kept` says whether it is one outside of turns.
/// `before` is the passage before it with what was found there.
pub fn place(
    reading: &Reading<'_>,
    decision: &Decision,
    turns: &Turns,
    kept: bool,
    before: Option<&(usize, Said)>,
) -> Option<Place> {
    if turns.list.is_empty() {
        return kept.then_some(Place::Narrative);
    }
    let outer = reading.narrative.quoted[decision.quote].outer;
    let said = decision.spoken >= SPOKEN;
    let Some(at) = turns.around(outer) else {
        // A passage that begins in one turn and ends in another is a mark that was never closed.
        let crosses = turns.list.iter().any(|turn| turn.words.overlaps(outer) && !outer.covers(turn.words));
        return (!crosses && kept).then_some(Place::Narrative);
    };
    let turn = &turns.list[at];
    if outer.covers(turn.words) {
        return said.then_some(Place::Narrative);
    }
    if let Some(clause) = reported::clause(reading, decision, turn.words.start)
        && is_said(decision, &clause)
    {
        return Some(Place::Turn(by_clause(reading, decision, turns, at, clause)));
    }
    if let Some((quote, said)) = before
        && goes_on(reading, decision, *quote, turn)
    {
        return Some(Place::Turn(Said { mention: None, cue: None, rule: "same-speaker", ..said.clone() }));
    }
    let words = reading.narrative.quoted[decision.quote].inner.of(reading.narrative.text).trim();
    let clause = spoken::has_finite_verb(&reading.narrative, decision.quote);
    let exclaims = words.ends_with(['?', '!']);
    let holds = |candidate: &Candidate| {
        let cue = candidate.cue.filter(|&cue| reading.narrative.tokens[cue as usize].is(Classes::SAY));
        let close = cue.is_some_and(|cue| cue.abs_diff(decision.passage.token) <= 4);
        near(candidate.relation)
            && candidate.mention.is_some()
            && (clause || decision.passage.around.lead != Lead::Determiner)
            && (cue.is_some() && (close || clause || decision.passage.capital)
                || decision.passage.capital && (clause || exclaims))
    };
    if decision.spoken >= SPOKEN && decision.chosen.as_ref().is_some_and(holds) {
        return Some(Place::Narrative);
    }
    if let Some(speaker) = repeated(reading, decision, at, turns) {
        let (speaker, rule) = (Some(speaker.clone()), "turn-repeats");
        return Some(Place::Turn(Said { speaker, rule, confidence: Some(REPEATED), ..Said::default() }));
    }
    let sentence = clause && decision.passage.words > 4 && words.ends_with(['.', ',', '?', '!', '…', '—', '-']);
    (decision.spoken >= SAID_IN_TURN && sentence).then(|| Place::Turn(Said::default()))
}

/// Whether a passage goes on with the one before it: "“…,” I thought. “…”".
fn goes_on(reading: &Reading<'_>, decision: &Decision, before: usize, turn: &Turn) -> bool {
    let narrative = &reading.narrative;
    let earlier = narrative.token_of[before] as usize;
    before + 1 == decision.quote
        && narrative.quoted[before].outer.start >= turn.words.start
        && decision.spoken > 0.0
        && (decision.passage.around.alone && narrative.tokens[earlier].sentence + 1 == decision.passage.sentence
            || narrative.quoted[decision.quote].continues)
}

/// How sure the sources inside a turn are.
const ONESELF: f32 = 0.93;
const ADDRESSEE: f32 = 0.85;
const OTHER: f32 = 0.8;
const UNNAMED: f32 = 0.75;
const REPEATED: f32 = 0.8;

/// Whether a clause is enough for the passage to be said: right after a verb of saying nearly everything is, further
/// off only what reads like speech.
fn is_said(decision: &Decision, clause: &Clause) -> bool {
    /// Words that hang loosely on their verb, when there are some.
    const LOOSE: f32 = 0.25;
    let loose = decision.spoken >= SPOKEN || decision.passage.words > 2 && decision.spoken >= LOOSE;
    let third = matches!(&clause.source, Source::Mention(_))
        || matches!(&clause.source, Source::Unnamed(name) if !matches!(name.as_str(), "We" | "They" | "People"));
    if clause.judges {
        let oneself = clause.source == Source::Oneself && clause.pointed;
        return (third || oneself) && decision.spoken > 0.0 && (loose || decision.spoken > 0.1);
    }
    // "You have said that it is “…”": the one who asks quotes with care.
    let asked = clause.source == Source::Addressee;
    decision.spoken > 0.0 && (clause.close || asked || loose && decision.passage.words > 2)
}

/// What a clause says of a passage in the turn numbered `at`.
fn by_clause(reading: &Reading<'_>, decision: &Decision, turns: &Turns, at: usize, clause: Clause) -> Said {
    let own = turns.speaker(&turns.list[at]);
    let unnamed = |name: String| Some(nameless(name));
    let (speaker, rule, confidence) = match clause.source {
        Source::Oneself => (own.cloned(), "turn-self", ONESELF),
        // "you say “…”" means the other side in a question only.
        Source::You if !turns.list[at].words.of(reading.narrative.text).contains('?') => {
            (unnamed("You".to_owned()), "turn-subject", UNNAMED)
        }
        Source::Addressee | Source::You => (addressee(turns, at).cloned(), "turn-addressee", ADDRESSEE),
        Source::Unnamed(name) => (unnamed(name), "turn-subject", UNNAMED),
        Source::Nobody => (None, "", UNNAMED),
        Source::Mention(mention) => (person(reading, turns, at, mention), "turn-subject", OTHER),
    };
    let sure = if clause.close { 1.0 } else { 0.9 };
    let confidence = speaker.as_ref().map(|_| confidence * sure * decision.spoken.max(SAID_IN_TURN));
    let rule = if speaker.is_some() { rule } else { "" };
    Said { speaker, mention: clause.mention, cue: Some(clause.cue), rule, confidence }
}

/// Whom "you" stands for in a turn: the other one who speaks next, or spoke before.
fn addressee(turns: &Turns, at: usize) -> Option<&Speaker> {
    const NEAR: usize = 8;
    let own = turns.list[at].speaker;
    let other = |turn: &&Turn| turn.speaker.is_some() && turn.speaker != own;
    let next = turns.list[at + 1..].iter().take(NEAR).find(other);
    next.or_else(|| turns.list[..at].iter().rev().take(NEAR).find(other)).and_then(|turn| turns.speaker(turn))
}

/// Whom a mention inside a turn stands for. Who speaks calls himself neither "he" nor "the mayor", and nouns and
/// pronouns are about those who were named in this turn or in the one before.
fn person(reading: &Reading<'_>, turns: &Turns, at: usize, mention: usize) -> Option<Speaker> {
    const FAR: usize = 60;
    let text = reading.narrative.text;
    let near = &turns.list[at.saturating_sub(1)..=at];
    let from = near[0].label.map_or(near[0].words.start, |label| label.start);
    let own = turns.speaker(&turns.list[at]).map(|speaker| speaker.name.as_str());
    let span = |mention: &Mention| {
        let tokens = &reading.narrative.tokens;
        ByteRange::new(tokens[mention.start as usize].start as usize, tokens[mention.end as usize - 1].end as usize)
    };
    // Labels, and names by which the turn hails somebody: "Minister, …".
    let in_label = |mention: &Mention| {
        let place = span(mention);
        let hails = text[place.end..].starts_with(',');
        near.iter().any(|turn| {
            turn.label.is_some_and(|label| label.overlaps(place)) || hails && turn.words.start == place.start
        })
    };
    let is_near = |mention: &&Mention| span(mention).start >= from;
    let before = |index: usize| {
        reading.mentions[..index].iter().enumerate().rev().take(FAR).take_while(|(_, mention)| is_near(mention))
    };
    let entity = |mention: &Mention| {
        let entity = reading.entities.get(mention.entity as usize)?;
        Some(turns.called(text, &entity.name).cloned().unwrap_or_else(|| super::speaker(entity)))
    };
    // Somebody by name or noun.
    let stands_for = |index: usize| {
        let known = &reading.mentions[index];
        let speaker = entity(known);
        if known.form == Form::Name {
            return speaker;
        }
        let named = before(index)
            .any(|(_, other)| other.form == Form::Name && other.entity == known.entity && !in_label(other));
        let of_label = known.antecedent.is_some_and(|other| in_label(&reading.mentions[other as usize]));
        let unnamed = !of_label
            && reading.entities.get(known.entity as usize).is_some_and(|entity| entity.kind == EntityKind::Unnamed);
        let speaker = speaker.filter(|speaker| Some(speaker.name.as_str()) != own && (named || unnamed));
        // A label elsewhere in the transcript is nobody whom the turn speaks of, and the board is no studio.
        let words = span(known).of(text).to_lowercase();
        let other = |name: &str| {
            let head = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
            !known.male && !known.female && !words.contains(&head)
        };
        let speaker = speaker.filter(|speaker| {
            speaker.kind != SpeakerKind::Unnamed || !turns.has_label(text, &speaker.name) && !other(&speaker.name)
        });
        // "my neighbour" is so to the one who speaks only.
        Some(match speaker {
            Some(speaker) if speaker.kind == SpeakerKind::Unnamed => nameless(reported::described(&speaker.name)),
            Some(speaker) => speaker,
            None => nameless(reported::described(span(known).of(text))),
        })
    };
    let known = &reading.mentions[mention];
    if known.form != Form::Pronoun {
        return stands_for(mention);
    }
    let fits = |other: &Mention| {
        other.form != Form::Pronoun
            && !in_label(other)
            && !other.modifier
            && other.plural == known.plural
            && (known.male && other.male || known.female && other.female || known.plural)
    };
    let antecedent = before(mention)
        .filter(|(_, other)| fits(other))
        .filter_map(|(index, _)| stands_for(index))
        .find(|speaker| Some(speaker.name.as_str()) != own);
    Some(antecedent.unwrap_or_else(|| nameless(capitalized(&span(known).of(text).to_lowercase()))))
}

fn nameless(name: String) -> Speaker {
    Speaker { name, kind: SpeakerKind::Unnamed, ..Speaker::default() }
}

/// The speaker of one of the turns just before whose words the passage repeats.
fn repeated<'t>(reading: &Reading<'_>, decision: &Decision, at: usize, turns: &'t Turns) -> Option<&'t Speaker> {
    let text = reading.narrative.text;
    let fold = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let words = fold(reading.narrative.quoted[decision.quote].inner.of(text).trim_end_matches([',', '.', '?', '!']));
    let turn = &turns.list[at];
    let alone = fold(turn.words.of(text)).trim_matches(|letter: char| !letter.is_alphanumeric()) == words;
    if !words.contains(' ') {
        return None;
    }
    let before = turns.list[..at].iter().rev().take(6).filter(|other| other.speaker != turn.speaker);
    let sure = decision.spoken >= SPOKEN || alone;
    let repeats = |other: &&Turn| {
        let theirs = fold(other.words.of(text));
        sure && theirs.contains(&words) || decision.spoken > 0.0 && theirs.trim_end_matches(['?', '!', '.']) == words
    };
    before.take(3).find(repeats).and_then(|other| turns.speaker(other))
}

/// Whether the relation stays within the passage's own sentence or the one beside it.
const fn near(relation: Relation) -> bool {
    !matches!(
        relation,
        Relation::AboveSays
            | Relation::AboveSubject
            | Relation::AboveOther
            | Relation::Above2Says
            | Relation::Above2Other
            | Relation::Higher
            | Relation::Speaker
            | Relation::Nobody
            | Relation::Label
            | Relation::HeadLabel
    )
}

/// How sure a turn's speaker is whom a label names.
const LABELLED: f32 = 0.97;
/// The same where questions and answers alternate without labels.
const ALTERNATING: f32 = 0.9;

/// How sure it is that words of subtitles are spoken by nobody that they name.
const UNKNOWN: f32 = 0.9;

/// Adds the turns, and puts everything in the order of the text.
pub fn add_turns(
    reading: &Reading<'_>,
    turns: &Turns,
    positions: &Positions<'_>,
    extraction: &mut Extraction,
    ids: &mut Ids,
) {
    if turns.list.is_empty() {
        return;
    }
    let text = reading.narrative.text;
    let quoted = &reading.narrative.quoted;
    let in_marks = |turn: &Turn| {
        let next = quoted.partition_point(|quoted| quoted.outer.end < turn.words.end);
        quoted.get(next).is_some_and(|quoted| quoted.outer.covers(turn.words))
    };
    let mut before: Option<String> = None;
    for turn in &turns.list {
        if in_marks(turn) {
            before = None;
            continue;
        }
        let speaker = turns.speaker(turn);
        if let Some(speaker) =
            speaker.filter(|speaker| extraction.speakers.iter().all(|known| known.name != speaker.name))
        {
            extraction.speakers.push(speaker.clone());
        }
        let name = speaker.map(|speaker| speaker.name.clone());
        let words = turn.words.of(text);
        let id = ids.next(words);
        let at = positions.at(turn.words);
        extraction.quotations.push(Quotation {
            id: id.clone(),
            speaker: name.clone(),
            text: words.to_owned(),
            kind: Some(Kind::Turn),
            at: Some(at),
            time: turn.time.clone(),
            continues: before.take().filter(|_| turn.continues),
            evidence: Some(Evidence {
                speaker: name,
                kind: Kind::Turn,
                at,
                mention: turn
                    .label
                    .map(|label| Excerpt { text: label.of(text).to_owned(), at: vec![positions.at(label)] }),
                rule: if turns.labelled { "turn-label" } else { "turn-alternation" }.to_owned(),
                confidence: match (speaker, turns.labelled) {
                    (None, _) => UNKNOWN,
                    (Some(_), true) => LABELLED,
                    (Some(_), false) => ALTERNATING,
                },
                ..Evidence::default()
            }),
            ..Quotation::default()
        });
        before = Some(id);
    }
    extraction.quotations.sort_by_key(|quotation| quotation.at.map(|at| (at.start, std::cmp::Reverse(at.end))));
}
