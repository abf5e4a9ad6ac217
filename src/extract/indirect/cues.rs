//! Candidates for reports: a cue with its sayer, and the part of the sentence that its content can fill.
//!
//! What no report can hang on is dropped here: negations, what would or might be said, questions, conditions.

use crate::extract::Reading;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Form, NOBODY};
use crate::extract::tokens::{Kind, Shape, offset};

use super::tags::is_predicate;

/// How content hangs on its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// "said that …"
    That,
    /// "said …"
    Clause,
    /// "promised to …"
    To,
    /// "urged them to …"
    ObjectTo,
    /// "called for …"
    Preposition,
    /// "denied having …"
    Ing,
    /// "explained how …"
    How,
    /// "supports …"
    Noun,
    /// "…, she said"
    Tag,
    /// "…, said Ann Lee"
    Inverted,
    /// The rest of the sentence after a tag inside it.
    Resumed,
    /// "According to her, …"
    According,
    /// "…, according to her"
    AccordingAfter,
    /// "her claim that …"
    NounThat,
}

impl Frame {
    /// Its name in the tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::That => "that",
            Self::Clause => "clause",
            Self::To => "to",
            Self::ObjectTo => "object-to",
            Self::Preposition => "preposition",
            Self::Ing => "ing",
            Self::How => "how",
            Self::Noun => "noun",
            Self::Tag => "tag",
            Self::Inverted => "inverted",
            Self::Resumed => "resumed",
            Self::According => "according",
            Self::AccordingAfter => "according-after",
            Self::NounThat => "noun-that",
        }
    }

    /// Whether the content stands before the cue.
    #[must_use]
    pub const fn is_before(self) -> bool {
        matches!(self, Self::Tag | Self::Inverted | Self::AccordingAfter)
    }
}

/// A candidate.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// Its first token.
    pub token: u32,
    /// One past its last token.
    pub end: u32,
    /// The mention of the sayer.
    pub mention: u32,
    /// How content hangs on it.
    pub frame: Frame,
    /// The first token that content can have.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// Whether somebody is named whom it is said to.
    pub addressee: bool,
    /// How the sayer was found.
    pub link: Option<SubjectLink>,
}

/// Nouns that a reported clause hangs on.
const NOUNS: &str = "\
    claim claims warning warnings belief assertion allegation allegations suggestion statement announcement \
    argument view prediction complaint contention insistence admission acknowledgment opinion fear fears hope hopes \
    accusation accusations promise pledge vow denial concern concerns conclusion";
/// Before a subject they make the sentence a condition or a question.
const CONDITIONS: &str = "if unless whether";
/// Verbs that take back what their content says.
const DENIALS: &str = "deny denies denied denying dispute disputes disputed disputing refute refutes refuted refuting";

fn holds(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known.eq_ignore_ascii_case(word))
}

/// Finds the candidates of sentences.
pub struct Cues<'r, 't> {
    reading: &'r Reading<'t>,
    start: usize,
    end: usize,
}

impl<'r, 't> Cues<'r, 't> {
    /// Looks at the sentence between two tokens.
    #[must_use]
    pub const fn new(reading: &'r Reading<'t>, (start, end): (usize, usize)) -> Self {
        Self { reading, start, end }
    }

    fn word(&self, at: usize) -> &'t str {
        if at < self.end { self.reading.narrative.tokens[at].of(self.reading.narrative.text) } else { "" }
    }

    fn is(&self, at: usize, classes: Classes) -> bool {
        at < self.end && self.reading.narrative.tokens[at].is_word() && self.reading.narrative.tokens[at].is(classes)
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        at < self.end && self.reading.narrative.tokens[at].is_sign(sign)
    }

    /// Adds the candidates of the sentence.
    pub fn find(&self, found: &mut Vec<Cue>) {
        if self.is_sign(self.end.saturating_sub(1), '?') {
            return;
        }
        for at in self.start..self.end {
            let token = &self.reading.narrative.tokens[at];
            if !token.is_word() || token.shape != Shape::Lower && !self.reading.narrative.is_initial(at) {
                continue;
            }
            if token.is(Classes::VERB) {
                self.verb(at, found);
            }
            if self.word(at + 1) == "to" && self.word(at).eq_ignore_ascii_case("according") {
                self.according(at, found);
            }
            if self.word(at + 1) == "that" && holds(NOUNS, self.word(at)) {
                self.noun(at, found);
            }
        }
    }

    fn can_say(&self, mention: u32) -> bool {
        let mention = &self.reading.mentions[mention as usize];
        mention.entity != NOBODY && !(mention.form == Form::Pronoun && mention.classes.any(Classes::YOU))
    }

    fn according(&self, at: usize, found: &mut Vec<Cue>) {
        let Some(mention) = self.mention_from(at + 2, at + 9).filter(|&mention| self.can_say(mention)) else { return };
        let cue = |frame, from, to| Cue {
            token: offset(at),
            end: offset(at + 2),
            mention,
            frame,
            from,
            to,
            addressee: false,
            link: None,
        };
        if at <= self.start + 1 {
            let after = self.reading.mentions[mention as usize].end as usize;
            if let Some(comma) = (after..self.end).find(|&at| self.is_sign(at, ',')) {
                found.push(cue(Frame::According, comma + 1, self.end));
            }
        } else {
            let to = if self.is_sign(at - 1, ',') { at - 1 } else { at };
            found.push(cue(Frame::AccordingAfter, self.start, to));
        }
    }

    fn noun(&self, at: usize, found: &mut Vec<Cue>) {
        let from = at.saturating_sub(3).max(self.start);
        let mentions = &self.reading.mentions;
        let next = mentions.partition_point(|mention| (mention.start as usize) < at);
        let owner = mentions[..next].iter().rposition(|mention| {
            mention.end as usize > from && mention.end as usize <= at && mention.start as usize >= self.start
        });
        let Some(owner) = owner else { return };
        let known = &mentions[owner];
        let owns = known.possessive || known.form == Form::Pronoun && known.classes.any(Classes::POSSESSIVE);
        if !owns || !self.can_say(offset(owner)) || self.is_doubted(at) {
            return;
        }
        found.push(Cue {
            token: offset(at),
            end: offset(at + 1),
            mention: offset(owner),
            frame: Frame::NounThat,
            from: at + 2,
            to: self.end,
            addressee: false,
            link: None,
        });
    }

    /// Whether the words before a verb or a noun make it a negation, a condition or something that only might be said.
    fn is_doubted(&self, cue: usize) -> bool {
        const FAR: usize = 5;
        for at in (self.start.max(cue.saturating_sub(FAR))..cue).rev() {
            let word = self.word(at);
            let adverb = self.is(at, Classes::ADVERB) || word.ends_with("ly");
            if self.is(at, Classes::NEGATION.and(Classes::MODAL))
                || holds("never no hardly nor without cannot to", word)
            {
                return true;
            }
            if word.ends_with("n't") || word.ends_with("n’t") || word.ends_with("'d") || word.ends_with("’d") {
                return true;
            }
            if word.ends_with("'ll") || word.ends_with("’ll") {
                return true;
            }
            if !self.is(at, Classes::AUXILIARY) && !adverb {
                break;
            }
        }
        false
    }

    /// Whether a condition or a question opens the clause of this mention.
    fn is_condition(&self, mention: u32) -> bool {
        let first = self.reading.mentions[mention as usize].start as usize;
        let before = first.saturating_sub(1);
        first > self.start
            && (holds(CONDITIONS, self.word(before))
                || self.is(before, Classes::DETERMINER)
                    && before > self.start
                    && holds(CONDITIONS, self.word(before - 1))
                || self.is(before, Classes::MODAL.and(Classes::DO)))
    }

    fn verb(&self, verb: usize, found: &mut Vec<Cue>) {
        let reading = self.reading;
        let subject = reading.acts.subject(verb);
        if self.is(verb, Classes::SAY)
            && self.is(verb, Classes::FINITE)
            && verb > self.start
            && self.is_sign(verb - 1, ',')
        {
            self.inverted(verb, found);
        }
        let Some(subject) = subject.filter(|subject| !subject.passive && self.can_say(subject.mention)) else { return };
        if self.is_doubted(verb) || self.is_condition(subject.mention) {
            return;
        }
        let mention = &reading.mentions[subject.mention as usize];
        let cue = |frame, from, to, addressee| Cue {
            token: offset(verb),
            end: offset(verb + 1),
            mention: subject.mention,
            frame,
            from,
            to,
            addressee,
            link: Some(subject.how),
        };
        if let Some((frame, from, addressee)) = self.after(verb) {
            found.push(cue(frame, from, self.end, addressee));
        }
        // "The plan is dead, Mr. Brown said."
        let mut first = mention.start as usize;
        if first > self.start && self.is(first - 1, Classes::DETERMINER) {
            first -= 1;
        }
        let near = subject.how == SubjectLink::Direct || subject.how == SubjectLink::Apposition;
        if near && self.is(verb, Classes::SAY) && first > self.start + 1 && first < verb && self.is_sign(first - 1, ',')
        {
            found.push(cue(Frame::Tag, self.start, first - 1, false));
            if self.is_sign(verb + 1, ',') {
                found.push(cue(Frame::Resumed, verb + 2, self.end, false));
            }
        }
    }

    fn inverted(&self, verb: usize, found: &mut Vec<Cue>) {
        let Some(mention) = self.mention_from(verb + 1, verb + 7).filter(|&mention| self.can_say(mention)) else {
            return;
        };
        let cue = |frame, from, to| Cue {
            token: offset(verb),
            end: offset(verb + 1),
            mention,
            frame,
            from,
            to,
            addressee: false,
            link: Some(SubjectLink::Inverted),
        };
        found.push(cue(Frame::Inverted, self.start, verb - 1));
        let after = self.reading.mentions[mention as usize].end as usize;
        if self.is_sign(after, ',') {
            found.push(cue(Frame::Resumed, after + 1, self.end));
        }
    }

    /// What stands after a verb: the frame, where content begins, whether somebody is addressed.
    fn after(&self, verb: usize) -> Option<(Frame, usize, bool)> {
        const REACH: usize = 9;
        let tokens = &self.reading.narrative.tokens;
        let addressed = self.mention_at(verb + 1);
        // "told reporters on Monday that …"
        let reach = (verb + REACH).min(self.end);
        if let Some(that) = (verb + 1..reach).find(|&at| self.word(at) == "that") {
            let plain = (verb + 1..that).all(|at| {
                tokens[at].is_word() && !is_predicate(&tokens[at])
                    || matches!(tokens[at].kind, Kind::Number | Kind::Possessive)
            });
            if plain {
                return Some((Frame::That, that + 1, addressed.is_some()));
            }
        }
        let mut at = verb + 1;
        while at < self.end {
            let day = self.word(at) == "on" && self.is(at + 1, Classes::WEEKDAY);
            let adverb = self.is(at, Classes::WEEKDAY.and(Classes::ADVERB)) && !self.is(at, Classes::PREPOSITION)
                || self.word(at).ends_with("ly") && tokens[at].shape == Shape::Lower && !self.is(at, Classes::HEAD);
            if !day && !adverb {
                break;
            }
            at += if day { 2 } else { 1 };
        }
        if at >= self.end || !tokens[at].is_word() && tokens[at].kind != Kind::Number {
            return None;
        }
        let word = self.word(at);
        if word == "to" && self.is_bare_verb(at + 1) {
            return Some((Frame::To, at, false));
        }
        if let Some(end) = addressed.filter(|_| at == verb + 1)
            && self.word(end) == "to"
            && self.is_bare_verb(end + 1)
        {
            return Some((Frame::ObjectTo, at, true));
        }
        // "told them he would …"
        if let Some(end) = addressed.filter(|_| at == verb + 1)
            && self.begins_clause(end)
        {
            return Some((Frame::Clause, end, true));
        }
        if holds("how why what where who when", word) {
            return Some((Frame::How, at, false));
        }
        if holds("whether if", word) {
            return None;
        }
        if holds("for on about against of", word) {
            return Some((Frame::Preposition, at + 1, false));
        }
        if self.is(at, Classes::ING) || self.word(at).ends_with("ing") && tokens[at].shape == Shape::Lower {
            return Some((Frame::Ing, at, false));
        }
        if self.begins_clause(at) {
            return Some((Frame::Clause, at, false));
        }
        if self.is(at, Classes::PREPOSITION.and(Classes::CONJUNCTION).and(Classes::SUBORDINATOR)) {
            return None;
        }
        Some((Frame::Noun, at, false))
    }

    fn is_bare_verb(&self, at: usize) -> bool {
        at < self.end
            && self.reading.narrative.tokens[at].is_word()
            && self.reading.narrative.tokens[at].shape == Shape::Lower
            && !self.is(at, Classes::DETERMINER.and(Classes::POSSESSIVE).and(Classes::OBJECTIVE))
    }

    /// A subject and, before any stop, a predicate.
    fn begins_clause(&self, at: usize) -> bool {
        const FAR: usize = 16;
        let tokens = &self.reading.narrative.tokens;
        at < self.end
            && (tokens[at].is_word() || tokens[at].kind == Kind::Number)
            && !self.is(at, Classes::PREPOSITION.and(Classes::OBJECTIVE))
            && !is_predicate(&tokens[at])
            && (at + 1..self.end.min(at + FAR))
                .take_while(|&at| !matches!(tokens[at].kind, Kind::Sign(';' | ':')))
                .take_while(|&at| !self.is(at, Classes::RELATIVE.and(Classes::SUBORDINATOR)))
                .any(|at| is_predicate(&tokens[at]))
    }

    /// The end of the mention, or the pronoun, that begins at `at`.
    fn mention_at(&self, at: usize) -> Option<usize> {
        if at >= self.end {
            return None;
        }
        let mentions = &self.reading.mentions;
        let next = mentions.partition_point(|mention| (mention.start as usize) < at);
        let begins = |start: usize| {
            mentions.get(next).filter(|mention| mention.start as usize == start).map(|mention| mention.end as usize)
        };
        begins(at)
            .or_else(|| begins(at + 1).filter(|_| self.is(at, Classes::DETERMINER.and(Classes::POSSESSIVE))))
            .or_else(|| self.is(at, Classes::OBJECTIVE).then_some(at + 1))
            .filter(|&end| end < self.end)
    }

    /// The first mention that begins between two tokens, with nothing but words before it.
    fn mention_from(&self, from: usize, to: usize) -> Option<u32> {
        let mentions = &self.reading.mentions;
        let next = mentions.partition_point(|mention| (mention.start as usize) < from);
        let found = mentions[next..].iter().take(4).position(|mention| {
            (mention.start as usize) < to.min(self.end) && !mention.modifier && !mention.possessive
        })?;
        let words = (from..mentions[next + found].start as usize)
            .all(|at| matches!(self.reading.narrative.tokens[at].kind, Kind::Word | Kind::Possessive | Kind::Number));
        words.then(|| offset(next + found))
    }
}

/// Whether the cue takes back what it reports.
#[must_use]
pub fn is_denial(reading: &Reading<'_>, cue: &Cue) -> bool {
    holds(DENIALS, reading.narrative.tokens[cue.token as usize].of(reading.narrative.text))
}
