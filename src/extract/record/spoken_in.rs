//! Turns as records, and what a passage in quotation marks is when it stands inside a turn.

use super::super::attribution::Decision;
use super::super::attribution::candidates::{Candidate, Relation};
use super::super::attribution::spoken;
use super::super::lexicon::Classes;
use super::super::tokens::{Kind as TokenKind, Shape, Token};
use super::super::turns::{Turn, Turns};
use super::super::{Extraction, Reading};
use super::ids::Ids;
use crate::quotation::{Evidence, Excerpt, Kind, Quotation};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::Positions;

/// From which likelihood on a passage counts as said.
pub const SPOKEN: f32 = 0.5;

/// Whose words a passage in quotation marks is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The attribution holds: the passage stands in the writer's own text, or the turn names its speaker.
    Narrative,
    /// The turn tells: its own speaker, somebody without a name, or nobody.
    Turn(Option<Speaker>),
}

/// How likely a passage inside a turn must be said when no word there says that it is: titles and words mentioned as
/// words are frequent in speech.
const SAID_IN_TURN: f32 = 0.8;

/// Whose words the passage is; `None` when it is no quotation. `kept` says whether it is one outside of turns.
pub fn place(reading: &Reading<'_>, decision: &Decision, turns: &Turns, kept: bool) -> Option<Place> {
    if turns.list.is_empty() {
        return kept.then_some(Place::Narrative);
    }
    let outer = reading.narrative.quoted[decision.quote].outer;
    let said = decision.spoken >= SPOKEN;
    let Some(turn) = turns.around(outer) else {
        // A passage that begins in one turn and ends in another is a mark that was never closed.
        let crosses = turns.list.iter().any(|turn| turn.words.overlaps(outer) && !outer.covers(turn.words));
        return (!crosses && kept).then_some(Place::Narrative);
    };
    if outer.covers(turn.words) {
        return said.then_some(Place::Narrative);
    }
    match subject(reading, decision).filter(|_| said) {
        Some(Subject::Oneself) => return Some(Place::Turn(turns.speaker(turn).cloned())),
        Some(Subject::Unnamed(name)) => {
            return Some(Place::Turn(Some(Speaker { name, kind: SpeakerKind::Unnamed, ..Speaker::default() })));
        }
        None => {}
    }
    let words = reading.narrative.quoted[decision.quote].inner.of(reading.narrative.text).trim();
    let clause = spoken::has_finite_verb(&reading.narrative, decision.quote);
    let exclaims = words.ends_with(['?', '!']);
    let holds = |candidate: &Candidate| {
        let cue = candidate.cue.filter(|&cue| reading.narrative.tokens[cue as usize].is(Classes::SAY));
        let close = cue.is_some_and(|cue| cue.abs_diff(decision.passage.token) <= 4);
        near(candidate.relation)
            && candidate.mention.is_some()
            && (cue.is_some() && (close || clause || decision.passage.capital)
                || decision.passage.capital && (clause || exclaims))
    };
    if decision.spoken >= SPOKEN && decision.chosen.as_ref().is_some_and(holds) {
        return Some(Place::Narrative);
    }
    if let Some(speaker) = repeated(reading, decision, turn, turns) {
        return Some(Place::Turn(Some(speaker.clone())));
    }
    let sentence = clause && decision.passage.words > 4 && words.ends_with(['.', ',', '?', '!', '…', '—', '-']);
    (decision.spoken >= SAID_IN_TURN && sentence).then_some(Place::Turn(None))
}

/// Who says or thinks a passage, by the words before it.
enum Subject {
    /// "I thought: ‘…’"
    Oneself,
    /// "as someone once put it", "customers ask us: ‘…’"
    Unnamed(String),
}

/// Words for somebody whom nobody can name.
const ANYBODY: &[&str] =
    &["someone", "somebody", "people", "everyone", "everybody", "anyone", "folks", "others", "some", "we", "you"];

/// The subject of the verb of saying or thinking right before the passage, where it is no name.
fn subject(reading: &Reading<'_>, decision: &Decision) -> Option<Subject> {
    let text = reading.narrative.text;
    let tokens = &reading.narrative.tokens;
    let at = decision.passage.token as usize;
    let start = reading.narrative.sentence(at).start;
    let thinks = |token: &Token| {
        token.is(Classes::SAY)
            || ["think", "thinks", "thought", "thinking", "like"]
                .iter()
                .any(|verb| token.of(text).eq_ignore_ascii_case(verb))
    };
    // "as I offer them a ‘free trial’": an object of the verb is nothing said.
    let before = at.checked_sub(1).map(|before| &tokens[before])?;
    let introduced = matches!(before.kind, TokenKind::Sign(_))
        || before.is(Classes::VERB.and(Classes::OBJECTIVE).and(Classes::RELATIVE))
        || thinks(before)
        || matches!(before.of(text), "it" | "me" | "us" | "you" | "myself" | "to" | "that");
    if !introduced {
        return None;
    }
    let verb = (start..at).rev().take(6).take_while(|&at| !tokens[at].is_quote()).find(|&at| thinks(&tokens[at]))?;
    for token in tokens[start..verb].iter().rev().take(5) {
        let word = token.of(text);
        if word == "I" || word == "myself" {
            return Some(Subject::Oneself);
        }
        if ANYBODY.iter().any(|anybody| word.eq_ignore_ascii_case(anybody)) {
            return Some(Subject::Unnamed(capitalised(word)));
        }
        let skipped = token.is(Classes::AUXILIARY.and(Classes::ADVERB).and(Classes::NEGATION))
            || word.ends_with("n't")
            || word.ends_with("n’t")
            || matches!(word, "to" | "once" | "m" | "just" | "I’m" | "I'm" | "I’ve" | "I've" | "I’d" | "I'd");
        if word.starts_with("I’") || word.starts_with("I'") {
            return Some(Subject::Oneself);
        }
        if !skipped {
            let plural = token.is_word() && token.shape == Shape::Lower && word.len() > 4 && word.ends_with('s');
            return (plural && !token.is(Classes::FUNCTION.and(Classes::VERB)))
                .then(|| Subject::Unnamed(capitalised(word)));
        }
    }
    None
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The speaker of one of the turns just before whose words the passage repeats.
fn repeated<'t>(reading: &Reading<'_>, decision: &Decision, turn: &Turn, turns: &'t Turns) -> Option<&'t Speaker> {
    let text = reading.narrative.text;
    let fold = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let words = fold(reading.narrative.quoted[decision.quote].inner.of(text).trim_end_matches([',', '.', '?', '!']));
    let alone = fold(turn.words.of(text)).trim_matches(|letter: char| !letter.is_alphanumeric()) == words;
    if !words.contains(' ') || decision.spoken < SPOKEN && !alone {
        return None;
    }
    let at = turns.list.iter().position(|other| other == turn)?;
    let before = turns.list[..at].iter().rev().take(6).filter(|other| other.speaker != turn.speaker);
    before.take(3).find(|other| fold(other.words.of(text)).contains(&words)).and_then(|other| turns.speaker(other))
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
    let in_marks = |turn: &Turn| reading.narrative.quoted.iter().any(|quoted| quoted.outer.covers(turn.words));
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
