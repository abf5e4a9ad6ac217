//! Subjects of participles that a comma sets off ("X granted Y a delay, saying") and of verbs behind a conjunction, over
//! parentheses and over what somebody says.

use super::{Clauses, Subject, SubjectLink};
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::Form;
use crate::extract::tokens::Kind;

/// Participles behind a document that say where it went.
const SENT: Words = words!(
    "sent filed lodged seen obtained written signed published released posted issued addressed submitted dated leaked shared circulated titled entitled headlined delivered handed prepared drafted"
);

impl Clauses<'_, '_> {
    /// "A memo sent to staff after the accident thanked them", "The suit, filed with the court, accuses": the document,
    /// where nothing but the participle's words stand between it and the verb.
    pub(super) fn sent_document(&self, verb: usize) -> Option<u32> {
        const LONGEST: usize = 24;
        let tokens = self.tokens();
        if !tokens[verb].is(Classes::FINITE) || tokens[verb].is(Classes::RELATIVE) {
            return None;
        }
        let first = self.narrative.sentence(verb).start;
        let mut commas = 0;
        for at in (first.max(verb.saturating_sub(LONGEST))..verb).rev() {
            let token = &tokens[at];
            if token.is_sign(',') {
                commas += 1;
            } else if token.is_quote() || matches!(token.kind, Kind::Sign(';' | ':' | '(' | ')')) {
                return None;
            } else if SENT.has(token.id) && at > first {
                let comma = tokens[at - 1].is_sign(',');
                let closed = tokens[verb - 1].is_sign(',');
                let mention = self.mention_before(at - usize::from(comma))?;
                let known = &self.mentions[mention as usize];
                let document = known.form == Form::Nominal
                    && known.classes.any(Classes::DOCUMENT)
                    && !known.classes.any(Classes::HUMAN.union(Classes::PEOPLE))
                    && !known.governed
                    && !known.modifier
                    && !known.possessive;
                return (document && comma == closed && commas == 2 * usize::from(comma)).then_some(mention);
            } else if self.is_predicate(at, verb) || token.is(Classes::RELATIVE) {
                return None;
            }
        }
        None
    }

    /// Where the parenthesis opens that the dash or bracket at `close` ends, before `verb`.
    pub(super) fn opening(&self, close: usize, first: usize, verb: usize) -> Option<usize> {
        const LONGEST: usize = 40;
        /// A sentence with more dashes than this is no prose.
        const MOST: usize = 8;
        let tokens = self.tokens();
        let dash = |at: usize| matches!(tokens[at].kind, Kind::Sign('—' | '–' | '-'));
        let from = first.max(close.saturating_sub(LONGEST));
        match tokens[close].kind {
            Kind::Sign(')' | ']') => {
                (from..close).rev().find(|&open| matches!(tokens[open].kind, Kind::Sign('(' | '[')))
            }
            Kind::Sign('—' | '–' | '-') => {
                // Two dashes beside each other are one.
                let begins = |at: usize| dash(at) && !(at > first && dash(at - 1));
                let dashes: Vec<usize> = (first..verb).filter(|&at| begins(at)).take(MOST + 1).collect();
                let close = if begins(close) { close } else { close.checked_sub(1)? };
                let number = dashes.iter().position(|&at| at == close)?;
                // The first one of a pair opens a parenthesis, as does one without a fellow.
                (dashes.len() <= MOST && number % 2 == 1).then(|| dashes[number - 1])
            }
            _ => None,
        }
    }

    /// The subject of the main clause that an -ing form behind a comma belongs to: over clauses of time and over what
    /// somebody says.
    pub(super) fn main_subject(&self, verb: usize, depth: usize) -> Option<Subject> {
        const TIME: Words = words!("after before since when as until once");
        if depth == 0 {
            return None;
        }
        let tokens = self.tokens();
        let first = self.narrative.sentence(verb).start;
        let mut at = verb;
        let mut skipped = false;
        while at > first {
            at -= 1;
            if let Some(open) = self.opening(at, first, verb) {
                at = open;
                continue;
            }
            if tokens[at].is_quote() {
                return None;
            }
            if !self.is_predicate(at, verb) {
                continue;
            }
            let subject = self.subject_within(at, depth - 1)?;
            let start = self.mentions[subject.mention as usize].start as usize;
            let own = start < at && subject.how == SubjectLink::Direct && start > first;
            let before = own.then(|| &tokens[start - 1]);
            // "as X echoed the criticism, saying": who reports goes on with it.
            let timed =
                !tokens[at].is(Classes::CUE) && before.is_some_and(|before| before.is_word() && TIME.has(before.id));
            let reported = before.is_some_and(|before| {
                before.is(Classes::SAY) && self.is_cue(start - 1)
                    || before.of(self.narrative.text) == "that" && start - 1 > first && tokens[start - 2].is_word()
            });
            if timed && start - 1 > first || reported {
                skipped = true;
                at = start - 1;
                // The verb that reports is the next one.
                if reported {
                    at += 1;
                }
                continue;
            }
            return skipped.then_some(Subject { mention: subject.mention, how: SubjectLink::Shared, passive: false });
        }
        None
    }

    /// Where the clause of the verb at `at` hangs on what somebody says, and the verb at `verb` goes on with that one: the
    /// clause is about a thing, or what follows the conjunction reports again ("X said that Y is late and said").
    pub(super) fn reported_by(&self, subject: &Subject, at: usize, verb: usize) -> Option<usize> {
        const ASKS: Words = words!("who whom which what how why where whether if");
        let tokens = self.tokens();
        let mention = &self.mentions[subject.mention as usize];
        let start = mention.start as usize;
        let first = self.narrative.sentence(at).start;
        let thing = mention.form == Form::Nominal
            && mention.classes.any(Classes::DOCUMENT)
            && !mention.classes.any(Classes::HUMAN.union(Classes::PEOPLE).union(Classes::ORGANISATION));
        let conjunction = verb >= first + 2 && tokens[verb - 1].is(Classes::CONJUNCTION);
        let joined = conjunction && (tokens[verb].is(Classes::SAY) || tokens[verb - 2].is_sign(','));
        let mut before = start.checked_sub(1).filter(|&before| before >= first)?;
        let asked = before > first && tokens[before].is_word() && ASKS.has(tokens[before].id);
        let that = before > first && tokens[before].of(self.narrative.text) == "that";
        if that {
            before -= 1;
        }
        let says = tokens[before].is(Classes::SAY) && self.is_cue(before);
        let hangs = says || conjunction && asked;
        // Without "that" and a comma it may be either.
        let apart = thing || joined && (that || asked || tokens[verb - 2].is_sign(','));
        (apart && hangs && start < at && subject.how == SubjectLink::Direct).then_some(before)
    }
}
