//! Where content ends, or begins where it stands before its cue: all borders that a clause can have, and what tells
//! the right one from the others.

use crate::extract::Reading;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::tokens::{Kind, Shape, Token};

use super::cues::{Cue, Frame};
use super::stem::stem;
use super::tags::{is_predicate, length, tag};
use super::weights::{Sink, Sum, Table};

/// No more borders are weighed for one cue.
const MOST: usize = 24;

/// What joins a clause before its tag to an earlier one.
const JOINING: Words = words!("and but or so yet nor because");
/// So many words may stand before the predicate of a clause.
const OPENING: usize = 6;

/// The borders of the content of `cue`, as token positions: its end, or its start where it stands before the cue.
pub fn borders(reading: &Reading<'_>, cue: &Cue, found: &mut Vec<usize>) {
    found.clear();
    let tokens = &reading.narrative.tokens;
    if cue.from >= cue.to {
        return;
    }
    if cue.frame.is_before() {
        found.push(cue.from);
        for at in cue.from..cue.to.saturating_sub(2) {
            let opens = matches!(tokens[at].kind, Kind::Sign(',' | ';' | ':' | '—' | '–' | '-' | '(' | ')'))
                || tokens[at].is_word()
                    && JOINING.has(tokens[at].id)
                    && (at == cue.from || tokens[at - 1].is_sign(','))
                || tokens[at].is_word() && tokens[at].of(reading.narrative.text) == "that";
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
        predicate |= is_predicate(&tokens[at - 1]);
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
                    && (token.is(Classes::CONJUNCTION.and(Classes::SUBORDINATOR).and(Classes::RELATIVE))
                        || matches!(token.of(reading.narrative.text), "according" | "as" | "saying")
                        || short && (token.is(Classes::PREPOSITION) || is_predicate(token)))
                    || short && token.is(Classes::WEEKDAY)
                    || short && matches!(token.of(reading.narrative.text), "last" | "this" | "earlier")
            }
            _ => false,
        };
        if border {
            found.push(at);
        }
    }
    found.push(cue.to);
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

/// What speaks for and against a border.
pub fn features(reading: &Reading<'_>, cue: &Cue, border: usize, order: (usize, usize), sink: &mut impl Sink) {
    let tokens = &reading.narrative.tokens;
    let text = reading.narrative.text;
    let frame = cue.frame.name();
    let (from, to) = content(reading, cue, border);
    let size = length(to.saturating_sub(from));
    let at =
        |at: usize| tokens.get(at).filter(|_| at < cue.to && at >= cue.from).map_or("end", |token| tag(token, text));
    let word = |at: usize| {
        tokens
            .get(at)
            .filter(|token| at < cue.to && token.is_word() && token.shape == Shape::Lower)
            .map_or("-", |token| token.of(text))
    };
    let last = if order.0 + 1 == order.1 {
        "last"
    } else if order.0 == 0 {
        "first"
    } else {
        "inner"
    };
    let depth = |range: &[Token]| {
        let opened = range.iter().filter(|token| matches!(token.kind, Kind::Sign('(' | '['))).count();
        let closed = range.iter().filter(|token| matches!(token.kind, Kind::Sign(')' | ']'))).count();
        if opened == closed { "even" } else { "odd" }
    };
    if cue.frame.is_before() {
        let before = if border == cue.from { "start" } else { tag(&tokens[border - 1], text) };
        let (first, second) = (at(border), at(border + 1));
        let earlier = &tokens[cue.from..border];
        let clause = if earlier.iter().any(is_predicate) { "clause" } else { "none" };
        let own = if tokens[from..to.max(from)].iter().any(is_predicate) { "clause" } else { "none" };
        sink.add("start", &[before, last]);
        sink.add("start frame", &[before, frame]);
        sink.add("start first", &[before, first]);
        sink.add("start first second", &[before, first, second]);
        sink.add("start word", &[before, word(border)]);
        sink.add("start earlier", &[before, clause, own]);
        sink.add("start length", &[size, last]);
        sink.add("start left out", &[length(border - cue.from), before, clause]);
        sink.add("start opener", &[before, tag(&tokens[cue.from], text)]);
        sink.add("start brackets", &[depth(&tokens[from..to.max(from)])]);
        return;
    }
    let sign = border < cue.to && !tokens[border].is_word();
    let kind = if border == cue.to { "end" } else { tag(&tokens[border], text) };
    let next = if sign { border + 1 } else { border };
    let (first, second, third) = (at(next), at(next + 1), at(next + 2));
    let previous = if border > cue.from { at(border - 1) } else { "-" };
    let inside = &tokens[cue.from..border.max(cue.from)];
    // Also past forms that the lexicon does not have: "introduced".
    let unknown = |token: &Token| token.is_word() && token.classes == Classes::NONE && token.of(text).ends_with("ed");
    let own = match () {
        () if inside.iter().any(is_predicate) => "clause",
        () if inside.iter().any(unknown) => "maybe",
        () => "none",
    };
    let verb = &tokens[cue.token as usize];
    let tense = if verb.is(Classes::PAST) { "past" } else { "other" };
    let coordinated = matches!(first, "conjunction");
    sink.add("end", &[kind, last]);
    sink.add("end frame", &[kind, last, frame]);
    sink.add("end first", &[kind, first]);
    sink.add("end first second", &[kind, first, second]);
    sink.add("end frame first", &[frame, kind, first]);
    sink.add("end word", &[kind, word(next)]);
    sink.add("end frame word", &[frame, word(next)]);
    sink.add("end words", &[word(next), word(next + 1)]);
    sink.add("end previous", &[kind, previous]);
    sink.add("end previous first", &[previous, first]);
    sink.add("end length", &[frame, size, last]);
    sink.add("end length kind", &[size, kind, own]);
    sink.add("end clause", &[frame, kind, own]);
    sink.add("end clause first", &[own, kind, first, second]);
    sink.add("end brackets", &[depth(inside), kind]);
    sink.add("end opener", &[at(cue.from), kind, own]);
    if coordinated {
        sink.add("end coordination", &[word(next), second, third, tense]);
        sink.add("end coordination frame", &[frame, second, tense]);
        sink.add("end coordination words", &[word(next), word(next + 1), word(next + 2)]);
        sink.add("end coordination then", &[word(next), second, word(next + 2)]);
    }
    // "the mayor, a Republican, said": how far the next comma is, and what follows it.
    if kind == "comma" {
        let far = tokens[next..cue.to].iter().take(9).position(|token| token.is_sign(','));
        let gap = far.map_or("none", length);
        let behind = far.map_or("none", |far| at(next + far + 1));
        sink.add("end next comma", &[gap, first]);
        sink.add("end next comma then", &[gap, behind]);
        let commas = inside.iter().filter(|token| token.is_sign(',')).count();
        sink.add("end commas", &[length(commas), frame, first]);
    }
    // What comes up to the next sign: a clause of its own, and in which tense.
    let segment = tokens[next.min(cue.to)..cue.to].iter().take_while(|token| !matches!(token.kind, Kind::Sign(_)));
    let then = segment.clone().find(|token| is_predicate(token)).map_or("none", |token| tag(token, text));
    let says = segment.clone().any(|token| token.is_word() && token.is(Classes::SAY) && token.is(Classes::PAST));
    let says = if says { "says" } else { "-" };
    let held = inside.iter().rev().find(|token| is_predicate(token)).map_or("none", |token| tag(token, text));
    sink.add("end then", &[kind, first, then]);
    sink.add("end then word", &[kind, word(next), then]);
    sink.add("end then tense", &[kind, tense, held, then]);
    sink.add("end then says", &[kind, says, first]);
    sink.add("end says frame", &[frame, kind, says]);
    sink.add("end segment", &[kind, length(segment.count()), first]);
    let lower = verb.of(text).to_ascii_lowercase();
    sink.add("end verb first", &[stem(&lower), kind, first]);
    sink.add("end verb", &[stem(&lower), kind, last]);
    let rest = tokens[next.min(cue.to)..cue.to].iter().any(is_predicate);
    sink.add("end rest", &[kind, if rest { "clause" } else { "none" }, own, frame]);
}

/// The best border, and how far it is ahead: its share among all.
pub fn choose(reading: &Reading<'_>, cue: &Cue, weights: &Table, found: &mut Vec<usize>) -> Option<(usize, f32)> {
    borders(reading, cue, found);
    let count = found.len();
    let mut best: Option<(usize, f32)> = None;
    let mut scores = [0.0f32; MOST + 1];
    for (order, &border) in found.iter().enumerate() {
        let mut sum = Sum::new(weights);
        features(reading, cue, border, (order, count), &mut sum);
        scores[order] = sum.total;
        if best.is_none_or(|(_, score)| sum.total > score) {
            best = Some((border, sum.total));
        }
    }
    let (border, most) = best?;
    let all: f32 = scores[..count].iter().map(|score| (score - most).exp()).sum();
    Some((border, 1.0 / all))
}
