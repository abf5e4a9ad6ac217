//! A rough part of speech for every token: what borders and decisions look at beside a few words themselves.

use crate::extract::lexicon::Classes;
use crate::extract::tokens::{Kind, Shape, Token};

/// The tag of a token.
#[must_use]
pub fn tag(token: &Token, text: &str) -> &'static str {
    match token.kind {
        Kind::Quote(_) => return "quote",
        Kind::Number => return "number",
        Kind::Possessive => return "'s",
        Kind::Sign(sign) => {
            return match sign {
                ',' => "comma",
                '.' | '!' | '…' => "stop",
                '?' => "question",
                ';' | ':' => "colon",
                '(' | '[' => "open",
                ')' | ']' => "close",
                '—' | '–' | '-' | '―' => "dash",
                _ => "sign",
            };
        }
        Kind::Word => {}
    }
    let is = |classes: Classes| token.is(classes);
    if token.shape != Shape::Lower && !is(Classes::FUNCTION) {
        return if is(Classes::DATE) { "date" } else { "name" };
    }
    let table: &[(Classes, &str)] = &[
        (Classes::NEGATION, "not"),
        (Classes::MODAL, "modal"),
        (Classes::BE, "be"),
        (Classes::HAVE, "have"),
        (Classes::DO, "do"),
        (Classes::SUBJECTIVE, "subject"),
        (Classes::OBJECTIVE, "object"),
        (Classes::POSSESSIVE, "possessive"),
        (Classes::PRONOUN, "pronoun"),
        (Classes::RELATIVE, "relative"),
        (Classes::DETERMINER, "determiner"),
        (Classes::CONJUNCTION, "conjunction"),
        (Classes::PREPOSITION, "preposition"),
        (Classes::SUBORDINATOR, "subordinator"),
        (Classes::ADVERB, "adverb"),
        (Classes::DATE, "date"),
    ];
    if let Some((_, tag)) = table.iter().find(|(classes, _)| is(*classes)) {
        return tag;
    }
    let say = is(Classes::SAY);
    if is(Classes::VERB) {
        return match () {
            () if is(Classes::PAST) => {
                if say {
                    "said"
                } else {
                    "past"
                }
            }
            () if is(Classes::ING) => {
                if say {
                    "saying"
                } else {
                    "ing"
                }
            }
            () if is(Classes::PARTICIPLE) => "participle",
            () => {
                if say {
                    "say"
                } else {
                    "present"
                }
            }
        };
    }
    if is(Classes::HEAD) {
        return "person";
    }
    let word = token.of(text);
    match () {
        () if word.ends_with("ly") => "ly",
        () if word.ends_with("ing") => "-ing",
        () if word.ends_with("ed") => "-ed",
        () if word.ends_with('s') => "-s",
        () => "other",
    }
}

/// Whether a token can be a clause's predicate.
#[must_use]
pub fn is_predicate(token: &Token) -> bool {
    token.is_word()
        && token.shape == Shape::Lower
        && token.is(Classes::AUXILIARY.and(Classes::PAST).and(Classes::PRESENT))
        && !token.is(Classes::PREPOSITION.and(Classes::DETERMINER))
}

/// A length in rough steps.
#[must_use]
pub const fn length(words: usize) -> &'static str {
    match words {
        0..=1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "5",
        6..=8 => "8",
        9..=13 => "13",
        14..=20 => "20",
        21..=30 => "30",
        _ => "more",
    }
}
