//! A rough part of speech for every token: what borders and decisions look at beside a few words themselves.

use crate::extract::Reading;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::tokens::{Kind, Shape, Token};

use super::cue::Cue;
use super::weights::Value;

/// A part of speech.
pub type Tag = Value<'static>;

macro_rules! tags {
    ($($name:ident $word:literal;)*) => {
        /// Every tag.
        #[derive(Clone, Copy)]
        enum Part { $($name),* }
        const TAGS: &[Tag] = &[$(Value::of($word)),*];
    };
}

tags! {
    Quote "quote";
    Number "number";
    Possessed "'s";
    Comma "comma";
    Stop "stop";
    Question "question";
    Colon "colon";
    Open "open";
    Close "close";
    Dash "dash";
    Sign "sign";
    Date "date";
    Name "name";
    Not "not";
    Modal "modal";
    Be "be";
    Have "have";
    Do "do";
    Subject "subject";
    Object "object";
    Possessive "possessive";
    Pronoun "pronoun";
    Relative "relative";
    Determiner "determiner";
    Conjunction "conjunction";
    Preposition "preposition";
    Subordinator "subordinator";
    Adverb "adverb";
    Said "said";
    Past "past";
    Saying "saying";
    Ing "ing";
    Participle "participle";
    Say "say";
    Present "present";
    Person "person";
    EndsLy "ly";
    EndsIng "-ing";
    EndsEd "-ed";
    EndsS "-s";
    Other "other";
}

/// The tag of a comma.
pub const COMMA: Tag = TAGS[Part::Comma as usize];
/// The tag of "and", "but", "or".
pub const CONJUNCTION: Tag = TAGS[Part::Conjunction as usize];

/// What features ask of tokens again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// It can be a clause's predicate.
    pub const PREDICATE: Self = Self(1);
    /// It looks like a past form that the lexicon does not have: "introduced".
    pub const UNKNOWN_PAST: Self = Self(1 << 1);
    /// An opening bracket.
    pub const OPENS: Self = Self(1 << 2);
    /// A closing bracket.
    pub const CLOSES: Self = Self(1 << 3);
    /// Any sign.
    pub const SIGN: Self = Self(1 << 4);
    /// The past form of a verb of saying.
    pub const SAID: Self = Self(1 << 5);
    /// A comma.
    pub const COMMA: Self = Self(1 << 6);
    /// A modal verb.
    pub const MODAL: Self = Self(1 << 7);
    /// A report can hang on it.
    pub const CUE: Self = Self(1 << 8);

    fn of(before: Option<&Token>, token: &Token, text: &str) -> Self {
        let flag = |holds: bool, flag: Self| if holds { flag.0 } else { 0 };
        if let Kind::Sign(sign) = token.kind {
            return Self(
                Self::SIGN.0
                    | flag(sign == ',', Self::COMMA)
                    | flag(matches!(sign, '(' | '['), Self::OPENS)
                    | flag(matches!(sign, ')' | ']'), Self::CLOSES),
            );
        }
        if !token.is_word() {
            return Self(0);
        }
        let unknown = token.classes == Classes::NONE && token.of(text).ends_with("ed");
        Self(
            flag(is_predicate(token) && is_finite(before, token, text), Self::PREDICATE)
                | flag(unknown, Self::UNKNOWN_PAST)
                | flag(token.is(Classes::SAY) && token.is(Classes::PAST), Self::SAID)
                | flag(token.is(Classes::MODAL), Self::MODAL),
        )
    }
}

/// An article with the part of speech of every token.
#[derive(Debug)]
pub struct Tagged<'r, 't> {
    /// The article.
    pub reading: &'r Reading<'t>,
    parts: Vec<(u8, Flags)>,
}

impl<'r, 't> Tagged<'r, 't> {
    /// Looks at every token once.
    #[must_use]
    pub fn new(reading: &'r Reading<'t>, cues: &[Cue]) -> Self {
        let text = reading.narrative.text;
        let tokens = &reading.narrative.tokens;
        let of = |(at, token): (usize, &Token)| {
            let before = at.checked_sub(1).map(|before| &tokens[before]);
            (part(before, token, text) as u8, Flags::of(before, token, text))
        };
        let mut parts: Vec<(u8, Flags)> = tokens.iter().enumerate().map(of).collect();
        for cue in cues {
            parts[cue.token as usize].1.0 |= Flags::CUE.0;
        }
        Self { reading, parts }
    }

    /// The tag of the token at `at`.
    #[inline]
    #[must_use]
    pub fn tag(&self, at: usize) -> Tag {
        TAGS[usize::from(self.parts[at].0)]
    }

    /// Whether the token at `at` has this flag.
    #[inline]
    #[must_use]
    pub fn is(&self, at: usize, flag: Flags) -> bool {
        self.parts[at].1.0 & flag.0 != 0
    }

    /// Whether any token of a range has this flag.
    #[must_use]
    pub fn any(&self, range: std::ops::Range<usize>, flag: Flags) -> bool {
        self.parts[range].iter().any(|(_, flags)| flags.0 & flag.0 != 0)
    }

    /// The first token of a range with this flag.
    #[must_use]
    pub fn find(&self, mut range: std::ops::Range<usize>, flag: Flags) -> Option<usize> {
        range.find(|&at| self.is(at, flag))
    }

    /// How many tokens of a range have this flag.
    #[must_use]
    pub fn count(&self, range: std::ops::Range<usize>, flag: Flags) -> usize {
        self.parts[range].iter().filter(|(_, flags)| flags.0 & flag.0 != 0).count()
    }

    /// The word at `at`, in lower case.
    #[must_use]
    pub fn word(&self, at: usize) -> Value<'t> {
        let token = &self.reading.narrative.tokens[at];
        Value { text: token.of(self.reading.narrative.text), id: token.id }
    }
}

/// After these a word is a noun, or belongs to one.
const BEFORE_NOUNS: Words = words!("the a an no every each another its his her their my our your");

/// Whether a word that can be a verb's present form can be one here: "they show", not "the show" or "a radio show".
#[must_use]
pub fn is_finite(before: Option<&Token>, token: &Token, text: &str) -> bool {
    if token.is(Classes::AUXILIARY) || !token.is(Classes::PRESENT) {
        return true;
    }
    let Some(before) = before else { return true };
    if before.kind == Kind::Possessive || BEFORE_NOUNS.has(before.id) || before.is(Classes::WEEKDAY) {
        return false;
    }
    let base = !token.is(Classes::PAST) && !token.of(text).ends_with('s');
    let many = Classes::SUBJECTIVE
        .union(Classes::YOU)
        .union(Classes::RELATIVE)
        .union(Classes::ADVERB)
        .union(Classes::NEGATION)
        .union(Classes::QUANTITY)
        .union(Classes::DETERMINER)
        .union(Classes::PEOPLE)
        .union(Classes::CONJUNCTION);
    !base
        || !before.is_word()
        || before.is(many)
        || before.shape != Shape::Lower
        || before.of(text).ends_with('s')
        || ["ly", "men", "children"].iter().any(|end| before.of(text).ends_with(end))
        || matches!(before.of(text), "people" | "police" | "data" | "percent")
}

fn part(before: Option<&Token>, token: &Token, text: &str) -> Part {
    match token.kind {
        Kind::Quote(_) => return Part::Quote,
        Kind::Number => return Part::Number,
        Kind::Possessive => return Part::Possessed,
        Kind::Sign(sign) => {
            return match sign {
                ',' => Part::Comma,
                '.' | '!' | '…' => Part::Stop,
                '?' => Part::Question,
                ';' | ':' => Part::Colon,
                '(' | '[' => Part::Open,
                ')' | ']' => Part::Close,
                '—' | '–' | '-' | '―' => Part::Dash,
                _ => Part::Sign,
            };
        }
        Kind::Word => {}
    }
    let is = |classes: Classes| token.is(classes);
    if token.shape != Shape::Lower && !is(Classes::FUNCTION) {
        return if is(Classes::DATE) { Part::Date } else { Part::Name };
    }
    const TABLE: &[(Classes, Part)] = &[
        (Classes::NEGATION, Part::Not),
        (Classes::MODAL, Part::Modal),
        (Classes::BE, Part::Be),
        (Classes::HAVE, Part::Have),
        (Classes::DO, Part::Do),
        (Classes::SUBJECTIVE, Part::Subject),
        (Classes::OBJECTIVE, Part::Object),
        (Classes::POSSESSIVE, Part::Possessive),
        (Classes::PRONOUN, Part::Pronoun),
        (Classes::RELATIVE, Part::Relative),
        (Classes::DETERMINER, Part::Determiner),
        (Classes::CONJUNCTION, Part::Conjunction),
        (Classes::PREPOSITION, Part::Preposition),
        (Classes::SUBORDINATOR, Part::Subordinator),
        (Classes::ADVERB, Part::Adverb),
        (Classes::DATE, Part::Date),
    ];
    if let Some((_, part)) = TABLE.iter().find(|(classes, _)| is(*classes)) {
        return *part;
    }
    let say = is(Classes::SAY);
    let nominal = is(Classes::PRESENT)
        && before.is_some_and(|before| before.kind == Kind::Possessive || BEFORE_NOUNS.has(before.id));
    if is(Classes::VERB) && !nominal {
        return match () {
            () if is(Classes::PAST) && say => Part::Said,
            () if is(Classes::PAST) => Part::Past,
            () if is(Classes::ING) && say => Part::Saying,
            () if is(Classes::ING) => Part::Ing,
            () if is(Classes::PARTICIPLE) => Part::Participle,
            () if say => Part::Say,
            () => Part::Present,
        };
    }
    if is(Classes::HEAD) {
        return Part::Person;
    }
    let word = token.of(text);
    match () {
        () if word.ends_with("ly") => Part::EndsLy,
        () if word.ends_with("ing") => Part::EndsIng,
        () if word.ends_with("ed") => Part::EndsEd,
        () if word.ends_with('s') => Part::EndsS,
        () => Part::Other,
    }
}

/// Whether a token can be a clause's predicate.
#[must_use]
pub fn is_predicate(token: &Token) -> bool {
    token.is_word()
        && token.shape == Shape::Lower
        && token.is(Classes::AUXILIARY.union(Classes::PAST).union(Classes::PRESENT))
        && !token.is(Classes::PREPOSITION.union(Classes::DETERMINER))
}

/// A length in rough steps.
#[must_use]
pub const fn length(words: usize) -> Tag {
    const STEPS: [Tag; 9] = [
        Value::of("1"),
        Value::of("2"),
        Value::of("3"),
        Value::of("5"),
        Value::of("8"),
        Value::of("13"),
        Value::of("20"),
        Value::of("30"),
        Value::of("more"),
    ];
    match words {
        0..=1 => STEPS[0],
        2 => STEPS[1],
        3 => STEPS[2],
        4..=5 => STEPS[3],
        6..=8 => STEPS[4],
        9..=13 => STEPS[5],
        14..=20 => STEPS[6],
        21..=30 => STEPS[7],
        _ => STEPS[8],
    }
}
