//! Where content ends, or begins where it stands before its cue: all borders that a clause can have, and what tells
//! the right one from the others.

use crate::extract::Reading;
use crate::extract::lexicon::{Classes, Words, words};
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
const THAT: Words = words!("that");
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
    let clause = matches!(cue.frame, Frame::That | Frame::Clause);
    let mut predicate = false;
    for at in cue.from + 1..cue.to {
        if found.len() >= MOST {
            break;
        }
        predicate |= tagged.is(at - 1, Flags::PREDICATE);
        // "said that by the end of May, the gate …": no clause is over before its predicate.
        if clause && !predicate && at - cue.from <= OPENING {
            continue;
        }
        let token = &tokens[at];
        let border = match token.kind {
            Kind::Sign(sign) => {
                matches!(sign, ',' | ';' | ':' | '—' | '–' | '(' | ')') || sign == '-' && stands_free(tokens, at)
            }
            Kind::Word if matches!(tokens[at - 1].kind, Kind::Sign(_)) => false,
            Kind::Word => {
                token.shape == Shape::Lower
                    && (token.is(Classes::CONJUNCTION.union(Classes::SUBORDINATOR).union(Classes::RELATIVE))
                        || ASIDES.has(token.id)
                        || short && (token.is(Classes::PREPOSITION) || tagged.is(at, Flags::PREDICATE)))
                    || short && (token.is(Classes::WEEKDAY) || is_lower(token, WHEN))
            }
            _ => false,
        };
        if border {
            found.push(at);
        }
    }
    found.push(cue.to);
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
const EVEN: Value<'static> = Value::of("even");
const ODD: Value<'static> = Value::of("odd");

/// What is the same for all borders of a cue.
struct Known<'a> {
    frame: Value<'static>,
    verb: Value<'a>,
    tense: Value<'static>,
}

impl<'a> Known<'a> {
    fn new(tagged: &Tagged<'_, '_>, cue: &Cue, stem: &'a str) -> Self {
        let past = tagged.reading.narrative.tokens[cue.token as usize].is(Classes::PAST);
        let tense = if past { const { Value::of("past") } } else { const { Value::of("other") } };
        Self { frame: cue.frame.value(), verb: Value::word(stem), tense }
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
    weigh!(sink, "end words", word(next), word(next + 1));
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
        weigh!(sink, "end coordination words", word(next), word(next + 1), word(next + 2));
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
    weigh!(sink, "end rest", kind, clause(rest.start, rest.end), own, frame);
}

/// The best border, and how far it is ahead: its share among all.
pub fn choose(tagged: &Tagged<'_, '_>, cue: &Cue, weights: &Table, found: &mut Vec<usize>) -> Option<(usize, f32)> {
    borders(tagged, cue, found);
    let count = found.len();
    let mut best: Option<(usize, f32)> = None;
    let mut scores = [0.0f32; MOST + 1];
    let stem = cue.stem(tagged.reading);
    let known = Known::new(tagged, cue, &stem);
    for (order, &border) in found.iter().enumerate() {
        let mut sum = Sum::new(weights);
        weigh_border(tagged, cue, &known, border, (order, count), &mut sum);
        scores[order] = sum.total;
        if best.is_none_or(|(_, score)| sum.total > score) {
            best = Some((border, sum.total));
        }
    }
    let (border, most) = best?;
    let all: f32 = scores[..count].iter().map(|score| (score - most).exp()).sum();
    Some((border, 1.0 / all))
}
