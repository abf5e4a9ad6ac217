//! Where content ends, or begins where it stands before its cue: all borders that a clause can have, and what tells
//! the right one from the others.

use std::ops::Range;

use crate::extract::Reading;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Form, NOBODY};
use crate::extract::tokens::{Kind, Shape, Token};

use super::cue::{Cue, Frame};
use super::tags::{self, Flags, Tagged, length};
use super::weights::{Sink, Sum, Table, Value, weigh};

/// No more borders are weighed for one cue.
const MOST: usize = 24;

/// What joins a clause before its tag to an earlier one.
const JOINING: Words = words!("and but or so yet nor because");
/// What opens another clause or an aside.
const ASIDES: Words = words!("according as saying");
/// What says when.
const WHEN: Words = words!("last this earlier");
/// What somebody speaks at.
const OCCASIONS: Words = words!(
    "interview interviews speech speeches address remarks statement statements rally rallies debate debates conference tweet tweets letter email call hearing briefing event events appearance appearances testimony forum stop meeting town hall"
);
/// What says how long, or when.
const TIMES: Words = words!(
    "day days week weeks month months year years night morning afternoon evening today yesterday weekend summer fall winter spring hour hours minutes time"
);
const THAT: Words = words!("that");
const AS: Words = words!("as");
/// So many words may stand before the predicate of a clause.
const OPENING: usize = 6;

/// The borders of the content of `cue`, as token positions: its end, or its start where it stands before the cue.
pub fn borders(tagged: &Tagged<'_, '_>, cue: &Cue, found: &mut Vec<usize>) {
    found.clear();
    let tokens = &tagged.reading.narrative.tokens;
    if cue.from >= cue.to {
        return;
    }
    if cue.frame.is_before() {
        found.push(cue.from);
        for at in cue.from..cue.before().saturating_sub(2) {
            let opens = matches!(tokens[at].kind, Kind::Sign(',' | ';' | ':' | '—' | '–' | '-' | '(' | ')'))
                || tokens[at].is_word()
                    && JOINING.has(tokens[at].id)
                    && (at == cue.from || tokens[at - 1].is_sign(','))
                || is_lower(&tokens[at], THAT);
            if opens && found.len() < MOST {
                found.push(at + 1);
            }
        }
        return;
    }
    let short = matches!(
        cue.frame,
        Frame::Noun | Frame::Preposition | Frame::Ing | Frame::ObjectTo | Frame::To | Frame::NounTo | Frame::NounOf
    );
    let clause = matches!(cue.frame, Frame::That | Frame::Clause | Frame::Gapped);
    // "praised the plan on Monday": what is no clause after all can end at its time and place.
    let short = short || cue.frame == Frame::Clause && !takes_clauses(tagged, cue);
    let from = if cue.frame == Frame::Gapped { cue.end as usize } else { cue.from };
    // "Those who say that the pier is safe have never seen it": the outer clause goes on with its predicate.
    let inside = cue.link == Some(SubjectLink::Relative);
    let mut predicate = false;
    for at in from + 1..cue.to {
        if found.len() >= MOST {
            break;
        }
        predicate |= tagged.is(at - 1, Flags::PREDICATE);
        // "said that by the end of May, the gate …": no clause is over before its predicate.
        if clause && !predicate && at - from <= OPENING {
            continue;
        }
        let token = &tokens[at];
        let border = match token.kind {
            // The last sign ends the same content as the end of the sentence.
            Kind::Sign(_) if at + 1 == cue.to => false,
            Kind::Sign(sign) => {
                matches!(sign, ',' | ';' | ':' | '—' | '–' | '(' | ')') || sign == '-' && stands_free(tokens, at)
            }
            Kind::Word if matches!(tokens[at - 1].kind, Kind::Sign(_)) => false,
            Kind::Word => {
                token.shape == Shape::Lower
                    && (token.is(Classes::CONJUNCTION.union(Classes::SUBORDINATOR).union(Classes::RELATIVE))
                        || ASIDES.has(token.id)
                        || token.is(Classes::PREPOSITION)
                            && tokens.get(at + 1).is_some_and(|next| next.is(Classes::WEEKDAY))
                        || short && (token.is(Classes::PREPOSITION) || tagged.is(at, Flags::PREDICATE)))
                    || inside && predicate && tagged.is(at, Flags::PREDICATE)
                    || token.is(Classes::WEEKDAY)
                    || short && is_lower(token, WHEN)
            }
            _ => false,
        };
        if border {
            found.push(at);
        }
    }
    found.push(cue.to);
}

/// Whether the verb of the cue takes a clause more often than a noun.
fn takes_clauses(tagged: &Tagged<'_, '_>, cue: &Cue) -> bool {
    const TAKING: Words = words!(
        "say says said saying think thinks thought thinking believe believes believed believing argue argues argued arguing insist insists insisted insisting hope hopes hoped hoping add adds added adding"
    );
    TAKING.has(tagged.reading.narrative.tokens[cue.token as usize].id)
}

fn is_lower(token: &Token, words: Words) -> bool {
    token.is_word() && token.shape == Shape::Lower && words.has(token.id)
}

/// A dash that joins no words.
fn stands_free(tokens: &[Token], at: usize) -> bool {
    tokens[at - 1].end < tokens[at].start
}

/// The tokens of the content with this border, signs at its edges left out.
#[must_use]
pub fn content(reading: &Reading<'_>, cue: &Cue, border: usize) -> (usize, usize) {
    let tokens = &reading.narrative.tokens;
    let (mut from, mut to) = if cue.frame.is_before() { (border, cue.to) } else { (cue.from, border) };
    let edge =
        |token: &Token| matches!(token.kind, Kind::Sign('.' | ',' | ';' | '!' | '?' | ':' | '—' | '–' | '-' | '…'));
    while from < to && edge(&tokens[from]) {
        from += 1;
    }
    while to > from && edge(&tokens[to - 1]) {
        to -= 1;
    }
    (from, to)
}

const NONE: Value<'static> = Value::of("none");
const CLAUSE: Value<'static> = Value::of("clause");
const NOT: Value<'static> = Value::of("-");
const END: Value<'static> = Value::of("end");
const SAME: Value<'static> = Value::of("same");
const EVEN: Value<'static> = Value::of("even");
const ODD: Value<'static> = Value::of("odd");

/// What is the same for all borders of a cue.
struct Known<'a> {
    frame: Value<'static>,
    verb: Value<'a>,
    tense: Value<'static>,
    /// What opens the clause that the cue stands in.
    outer: Value<'a>,
    /// The one who says it.
    sayer: u32,
}

impl<'a> Known<'a> {
    fn new(tagged: &Tagged<'_, 'a>, cue: &Cue, stem: &'a str) -> Self {
        let verb = &tagged.reading.narrative.tokens[cue.token as usize];
        let tense = Value::of(match () {
            () if verb.is(Classes::PAST) => "past",
            () if verb.is(Classes::ING) => "ing",
            () if verb.is(Classes::PRESENT) => "present",
            () => "other",
        });
        let sayer = cue.mention(tagged.reading).map_or(NOBODY, |mention| mention.entity);
        Self { frame: cue.frame.value(), verb: Value::word(stem), tense, outer: outer(tagged, cue), sayer }
    }
}

/// Whether the sayer, by the number of the entity, or somebody else is named at `at`.
#[must_use]
pub fn subject(tagged: &Tagged<'_, '_>, sayer: u32, at: usize) -> Value<'static> {
    let mentions = &tagged.reading.mentions;
    let next = mentions.partition_point(|mention| (mention.start as usize) < at);
    match mentions.get(next).filter(|mention| mention.start as usize <= at + 1) {
        None => NONE,
        Some(mention) if mention.entity != NOBODY && mention.entity == sayer => SAME,
        Some(mention) if mention.form == Form::Pronoun => const { Value::of("pronoun") },
        Some(_) => const { Value::of("other") },
    }
}

/// What opens the clause of a cue: a subordinator ("While she said …"), a pronoun ("those who say"), or nothing.
#[must_use]
pub fn outer<'t>(tagged: &Tagged<'_, 't>, cue: &Cue) -> Value<'t> {
    let tokens = &tagged.reading.narrative.tokens;
    if cue.link == Some(SubjectLink::Relative) {
        return const { Value::of("relative") };
    }
    let first = tagged.reading.narrative.sentence(cue.token as usize).start;
    let sayer = cue.sayer.0.min(cue.token) as usize;
    let breaks =
        |token: &Token| matches!(token.kind, Kind::Sign(',' | ';' | ':' | '—' | '–' | '(')) || token.is_quote();
    let start = (first..sayer).rev().find(|&at| breaks(&tokens[at])).map_or(first, |at| at + 1);
    // "Years after she said …": the nearest one counts.
    let opener = (start..sayer).rev().find(|&at| {
        tokens[at].is_word() && (tokens[at].is(Classes::SUBORDINATOR.union(Classes::RELATIVE)) || AS.has(tokens[at].id))
    });
    match opener {
        Some(at) => tagged.word(at),
        None if start > first => const { Value::of("later") },
        None => const { Value::of("main") },
    }
}

/// What speaks for and against a border.
pub fn features(tagged: &Tagged<'_, '_>, cue: &Cue, border: usize, order: (usize, usize), sink: &mut impl Sink) {
    let stem = cue.stem(tagged.reading);
    weigh_border(tagged, cue, &Known::new(tagged, cue, &stem), border, order, sink);
}

fn weigh_border(
    tagged: &Tagged<'_, '_>,
    cue: &Cue,
    known: &Known<'_>,
    border: usize,
    order: (usize, usize),
    sink: &mut impl Sink,
) {
    let reading = tagged.reading;
    let tokens = &reading.narrative.tokens;
    let frame = known.frame;
    let (from, to) = content(reading, cue, border);
    let to = to.max(from);
    let size = length(to - from);
    let at = |at: usize| if at < cue.to && at >= cue.from { tagged.tag(at) } else { END };
    let word = |at: usize| {
        let plain = at < cue.to && tokens[at].is_word() && tokens[at].shape == Shape::Lower;
        if plain { tagged.word(at) } else { NOT }
    };
    let last = match order {
        (number, of) if number + 1 == of => const { Value::of("last") },
        (0, _) => const { Value::of("first") },
        _ => const { Value::of("inner") },
    };
    let depth = |from: usize, to: usize| {
        let (opened, closed) = (tagged.count(from..to, Flags::OPENS), tagged.count(from..to, Flags::CLOSES));
        if opened == closed { EVEN } else { ODD }
    };
    let clause = |from: usize, to: usize| if tagged.any(from..to, Flags::PREDICATE) { CLAUSE } else { NONE };
    if cue.frame.is_before() {
        let before = if border == cue.from { const { Value::of("start") } } else { tagged.tag(border - 1) };
        let (first, second) = (at(border), at(border + 1));
        let earlier = clause(cue.from, border);
        weigh!(sink, "start", before, last);
        weigh!(sink, "start frame", before, frame);
        weigh!(sink, "start first", before, first);
        weigh!(sink, "start first second", before, first, second);
        weigh!(sink, "start word", before, word(border));
        weigh!(sink, "start earlier", before, earlier, clause(from, to));
        weigh!(sink, "start length", size, last);
        weigh!(sink, "start left out", length(border - cue.from), before, earlier);
        weigh!(sink, "start opener", before, tagged.tag(cue.from));
        weigh!(sink, "start brackets", depth(from, to));
        weigh!(sink, "start verb", known.verb, before, word(border));
        weigh!(sink, "start words", before, word(border), word(border + 1));
        weigh!(sink, "start subject", before, subject(tagged, known.sayer, border), frame);
        return;
    }
    let sign = border < cue.to && !tokens[border].is_word();
    let kind = if border == cue.to { END } else { tagged.tag(border) };
    let next = if sign { border + 1 } else { border };
    let (first, second, third) = (at(next), at(next + 1), at(next + 2));
    let previous = if border > cue.from { at(border - 1) } else { NOT };
    let inside = cue.from..border.max(cue.from);
    let own = match () {
        () if tagged.any(inside.clone(), Flags::PREDICATE) => CLAUSE,
        () if tagged.any(inside.clone(), Flags::UNKNOWN_PAST) => const { Value::of("maybe") },
        () => NONE,
    };
    let tense = known.tense;
    weigh!(sink, "end", kind, last);
    weigh!(sink, "end frame", kind, last, frame);
    weigh!(sink, "end first", kind, first);
    weigh!(sink, "end first second", kind, first, second);
    weigh!(sink, "end frame first", frame, kind, first);
    weigh!(sink, "end word", kind, word(next));
    weigh!(sink, "end frame word", frame, word(next));
    weigh!(sink, "end previous", kind, previous);
    weigh!(sink, "end previous first", previous, first);
    weigh!(sink, "end length", frame, size, last);
    weigh!(sink, "end length kind", size, kind, own);
    weigh!(sink, "end clause", frame, kind, own);
    weigh!(sink, "end clause first", own, kind, first, second);
    weigh!(sink, "end brackets", depth(inside.start, inside.end), kind);
    weigh!(sink, "end opener", at(cue.from), kind, own);
    if first.id == tags::CONJUNCTION.id {
        weigh!(sink, "end coordination", word(next), second, third, tense);
        weigh!(sink, "end coordination frame", frame, second, tense);
        weigh!(sink, "end coordination then", word(next), second, word(next + 2));
    }
    // "the mayor, a Republican, said": how far the next comma is, and what follows it.
    if kind.id == tags::COMMA.id {
        let far = tagged.find(next..cue.to.min(next + 9), Flags::COMMA);
        let gap = far.map_or(NONE, |far| length(far - next));
        let behind = far.map_or(NONE, |far| at(far + 1));
        weigh!(sink, "end next comma", gap, first);
        weigh!(sink, "end next comma then", gap, behind);
        weigh!(sink, "end commas", length(tagged.count(inside.clone(), Flags::COMMA)), frame, first);
    }
    // What comes up to the next sign: a clause of its own, and in which tense.
    let rest = next.min(cue.to)..cue.to;
    let segment = rest.start..tagged.find(rest.clone(), Flags::SIGN).unwrap_or(cue.to);
    let then = tagged.find(segment.clone(), Flags::PREDICATE).map_or(NONE, |at| tagged.tag(at));
    let says = if tagged.any(segment.clone(), Flags::SAID) { const { Value::of("says") } } else { NOT };
    let held = inside.rev().find(|&at| tagged.is(at, Flags::PREDICATE)).map_or(NONE, |at| tagged.tag(at));
    weigh!(sink, "end then", kind, first, then);
    weigh!(sink, "end then word", kind, word(next), then);
    weigh!(sink, "end then tense", kind, tense, held, then);
    weigh!(sink, "end then says", kind, says, first);
    weigh!(sink, "end says frame", frame, kind, says);
    weigh!(sink, "end segment", kind, length(segment.len()), first);
    weigh!(sink, "end verb first", known.verb, kind, first);
    weigh!(sink, "end verb", known.verb, kind, last);
    let rest_of = clause(rest.start, rest.end);
    weigh!(sink, "end rest", kind, rest_of, own, frame);
    // "While she said that …, he …": the clause of the cue ends before another one.
    let outer = known.outer;
    weigh!(sink, "end outer", outer, kind, then);
    weigh!(sink, "end outer first", outer, kind, first);
    weigh!(sink, "end outer last", outer, kind, last);
    // What follows, of whom it speaks, and whether a report hangs on it.
    let joined = first.id == tags::CONJUNCTION.id;
    let subject = subject(tagged, known.sayer, if joined { next + 1 } else { next });
    let conjunction = if joined { word(next) } else { NOT };
    let predicate = tagged.find(segment.clone(), Flags::PREDICATE);
    let reports = match () {
        () if predicate.is_some_and(|at| tagged.is(at, Flags::CUE)) => const { Value::of("cue") },
        () if tagged.any(segment.clone(), Flags::CUE) => const { Value::of("later") },
        () => NOT,
    };
    weigh!(sink, "end subject", kind, conjunction, subject, then);
    weigh!(sink, "end cue", kind, conjunction, reports, then);
    weigh!(sink, "end cue subject", kind, conjunction, reports, subject);
    // "in an interview", "on Monday night": the noun of a phrase says whether it belongs to what is said.
    let (noun, about) = noun_of(tagged, segment.clone());
    weigh!(sink, "end noun", word(next), noun);
    weigh!(sink, "end noun frame", word(next), about, frame);
    weigh!(sink, "end noun class", kind, first, about, own);
    weigh!(sink, "end noun length", about, frame, length(segment.len()));
}

/// A border that was chosen.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The border.
    pub border: usize,
    /// How likely it is exactly this one.
    pub share: f32,
    /// How likely the content shares at least half of the longer one with the right one.
    pub mass: f32,
}

/// The first noun of a segment, by its word and by what the lexicon says of it.
fn noun_of<'t>(tagged: &Tagged<'_, 't>, segment: Range<usize>) -> (Value<'t>, Value<'static>) {
    const REACH: usize = 7;
    let tokens = &tagged.reading.narrative.tokens;
    let first = segment.start + 1;
    let end = segment.end.min(first + REACH).max(first);
    let plain = |token: &Token| {
        token.is_word() && (!token.is(Classes::FUNCTION) || token.is(Classes::DATE)) || token.kind == Kind::Number
    };
    let start = (first..end).find(|&at| at < segment.end && plain(&tokens[at]));
    let Some(start) = start else { return (NOT, NOT) };
    let noun = (start..end).take_while(|&at| plain(&tokens[at])).last().unwrap_or(start);
    let token = &tokens[noun];
    let about = Value::of(match () {
        () if token.is(Classes::DATE) => "date",
        () if token.kind == Kind::Number => "number",
        () if TIMES.has(token.id) => "time",
        () if token.is_capital() => "name",
        () if token.is(Classes::SPEECH) || OCCASIONS.has(token.id) => "occasion",
        () if token.is(Classes::DOCUMENT.union(Classes::WORK)) => "document",
        () if token.is(Classes::HUMAN.union(Classes::PEOPLE)) => "people",
        () if token.is(Classes::GROUP.union(Classes::ORGANISATION)) => "group",
        () => "other",
    });
    let word = if token.shape == Shape::Lower { tagged.word(noun) } else { NOT };
    (word, about)
}

/// The best border. One that is nearly right whichever border is right can be better than the likeliest.
pub fn choose(tagged: &Tagged<'_, '_>, cue: &Cue, weights: &Table, found: &mut Vec<usize>) -> Option<Choice> {
    /// What it counts that a content is exactly right, beside that it is nearly right.
    const EXACT: f32 = 1.0;
    borders(tagged, cue, found);
    let count = found.len();
    let mut scores = [0.0f32; MOST + 1];
    let mut lengths = [0.0f32; MOST + 1];
    let stem = cue.stem(tagged.reading);
    let known = Known::new(tagged, cue, &stem);
    let tokens = &tagged.reading.narrative.tokens;
    for (order, &border) in found.iter().enumerate() {
        let mut sum = Sum::new(weights);
        weigh_border(tagged, cue, &known, border, (order, count), &mut sum);
        scores[order] = sum.total;
        let (from, to) = content(tagged.reading, cue, border);
        let bytes = if from < to { tokens[to - 1].end - tokens[from].start } else { 0 };
        lengths[order] = bytes as f32;
    }
    let (scores, lengths) = (&mut scores[..count], &lengths[..count]);
    let most = scores.iter().copied().reduce(f32::max)?;
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let all: f32 = scores.iter().sum();
    let choices = found.iter().enumerate().map(|(order, &border)| {
        let near = |other: &usize| lengths[order].min(lengths[*other]) * 2.0 >= lengths[order].max(lengths[*other]);
        let mass = (0..count).filter(near).map(|other| scores[other]).sum::<f32>() / all;
        Choice { border, share: scores[order] / all, mass }
    });
    let worth = |choice: &Choice| EXACT.mul_add(choice.share, choice.mass);
    choices.reduce(|best, choice| if worth(&choice) > worth(&best) { choice } else { best })
}
