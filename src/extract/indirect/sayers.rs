//! Who says what a verb reports: its subject, with the relative pronoun that stands for it, or a phrase that is
//! nobody's mention.

use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::phrase_start;
use crate::extract::tokens::{Kind, Token, offset};

use super::cue::Sayer;
use super::cues::Cues;
use super::tags::is_predicate;

/// Whether the token can be the noun of a subject, or a number that stands for one.
fn is_noun(token: &Token) -> bool {
    token.kind == Kind::Number
        || token.is_word()
            && (!token.is(Classes::FUNCTION) || token.is(Classes::QUANTITY.union(Classes::DETERMINER)))
            && (token.is(Classes::HEAD) || !token.is(Classes::PAST))
}

impl Cues<'_, '_> {
    /// The mention that is all of these tokens but their article.
    fn mention_to(&self, (start, end): (u32, u32)) -> Option<u32> {
        let mentions = &self.reading.mentions;
        let next = mentions.partition_point(|mention| mention.start < start);
        let known = mentions.get(next)?;
        (known.start <= start + 1 && known.end == end && self.can_say(offset(next))).then(|| offset(next))
    }

    /// Who says what the verb says: the mention, the tokens, and how it was found.
    pub(super) fn sayer(&self, verb: usize) -> Option<Sayer> {
        let that = self.word(verb + 1) == "that" && self.opens_clause(verb + 2);
        let mut subject = self.reading.acts.subject(verb);
        if subject.is_some_and(|subject| subject.how == SubjectLink::Inverted) {
            // "Ann Low, who built it, said that …": the sayer stands before the verb.
            subject = Some(self.clauses.subject(verb).filter(|_| that)?);
        }
        if subject.is_none() && self.is(verb, Classes::SAY) && verb > self.start && self.phrase_before(verb).is_none() {
            let before = verb - 1;
            if that && !self.is(before, Classes::DETERMINER.union(Classes::POSSESSIVE)) {
                subject = self.clauses.subject(verb);
            } else if self.is(verb, Classes::ING) && self.is_sign(before, ',') {
                let first = (self.start..verb).find_map(|at| self.clauses.mention_at(at))?;
                let known = &self.reading.mentions[first as usize];
                let leads = !known.governed && !known.possessive && !known.modifier && self.can_say(first);
                return leads.then(|| (Some(first), self.tokens_of(first), Some(SubjectLink::Shared)));
            }
        }
        // "The council met those who say": the noun right before the pronoun is meant, nobody further away.
        if let (Some(subject), Some(at)) = (subject, self.relative(verb))
            && matches!(subject.how, SubjectLink::Gap | SubjectLink::Shared)
            && is_noun(&self.reading.narrative.tokens[at - 1])
            && self.clauses.mention_at(at - 1).is_none()
        {
            return Some((None, self.with_relative(self.phrase_ahead(at), at), Some(SubjectLink::Relative)));
        }
        match subject {
            Some(subject) => (!subject.passive && self.can_say(subject.mention)).then(|| {
                let known = self.tokens_of(subject.mention);
                let tokens = self.relative(verb).map_or(known, |at| self.with_relative(known, at));
                (Some(subject.mention), tokens, Some(subject.how))
            }),
            None => match self.phrase_before(verb).or_else(|| self.phrase_with_clause(verb)) {
                Some(sayer) => Some((self.mention_to(sayer), sayer, None)),
                None => {
                    let at = self.relative(verb).filter(|&at| self.word(at) == "who")?;
                    Some((None, self.with_relative(self.phrase_ahead(at), at), Some(SubjectLink::Relative)))
                }
            },
        }
    }

    /// Where the words between a verb and its subject begin: auxiliaries and adverbs.
    fn verb_start(&self, verb: usize) -> usize {
        let mut start = verb;
        while start > self.start
            && (self.is(start - 1, Classes::AUXILIARY.union(Classes::ADVERB))
                && !self.is(start - 1, Classes::PREPOSITION)
                || self.word(start - 1).ends_with("ly"))
        {
            start -= 1;
        }
        start
    }

    /// The relative pronoun that stands for the subject of a verb: "Ann Low, who said".
    fn relative(&self, verb: usize) -> Option<usize> {
        let at = self.verb_start(verb).checked_sub(1).filter(|&at| at > self.start)?;
        let known = matches!(self.word(at), "who" | "which" | "that");
        // "now that the pier", "that warns nobody": a noun stands before it.
        (known && self.is(at, Classes::RELATIVE)).then_some(at)
    }

    /// What names the sayer together with the pronoun at `at`, where both stand side by side; else the pronoun.
    fn with_relative(&self, (start, end): (u32, u32), at: usize) -> (u32, u32) {
        let gap = at.saturating_sub(end as usize);
        let near = gap == 0 || gap == 1 && self.is_sign(end as usize, ',');
        let start = if near && (end as usize) <= at { start } else { offset(at) };
        (start, offset(at + 1))
    }

    /// The noun phrase before the pronoun at `at`, as its tokens: "those", "many voters".
    fn phrase_ahead(&self, at: usize) -> (u32, u32) {
        let end = if self.is_sign(at - 1, ',') { at - 1 } else { at };
        let head = end.saturating_sub(1).max(self.start);
        let token = &self.reading.narrative.tokens[head];
        if end == head || !is_noun(token) {
            return (offset(at), offset(at));
        }
        (offset(phrase_start(&self.reading.narrative, head).max(self.start)), offset(end))
    }

    /// "people who have fought the plan say": a noun with a relative clause that no sign parts from it.
    fn phrase_with_clause(&self, verb: usize) -> Option<(u32, u32)> {
        const LONGEST: usize = 16;
        let tokens = &self.reading.narrative.tokens;
        let end = self.verb_start(verb);
        let first = end.saturating_sub(LONGEST).max(self.start);
        let who = (first + 1..end.saturating_sub(1))
            .rev()
            .take_while(|&at| tokens[at].is_word() || matches!(tokens[at].kind, Kind::Number | Kind::Possessive))
            .find(|&at| matches!(self.word(at), "who" | "that" | "which") && is_noun(&tokens[at - 1]))?;
        let held = (who + 1..end).filter(|&at| is_predicate(&tokens[at])).count();
        let start = phrase_start(&self.reading.narrative, who - 1);
        let named = self.is(verb, Classes::SAY) && held > 0 && self.opens_phrase(start);
        // A base form is a verb only after what can be many.
        let many = !self.is_base(verb) || self.is_many(who - 1);
        (named && many && start >= self.start).then(|| (offset(start), offset(end)))
    }

    /// Whether a clause can begin with the phrase that begins at `start`.
    fn opens_phrase(&self, start: usize) -> bool {
        start == self.start
            || matches!(self.reading.narrative.tokens[start - 1].kind, Kind::Sign(_))
            || self.is(start - 1, Classes::CONJUNCTION.union(Classes::SUBORDINATOR))
            || self.word(start - 1) == "that"
    }

    /// The words before a verb that are its subject though they are nobody's mention: "polls", "the new bill".
    fn phrase_before(&self, verb: usize) -> Option<(u32, u32)> {
        const LINKS: usize = 3;
        const LONGEST: usize = 12;
        let tokens = &self.reading.narrative.tokens;
        let end = self.verb_start(verb);
        let head = end.checked_sub(1).filter(|&head| head >= self.start && is_noun(&tokens[head]))?;
        let mut start = phrase_start(&self.reading.narrative, head);
        let mut first = head;
        for _ in 0..LINKS {
            let link = start.checked_sub(2).filter(|&outer| outer >= self.start && is_noun(&tokens[outer]));
            let Some(outer) = link.filter(|_| self.is(start - 1, Classes::PREPOSITION)) else { break };
            start = phrase_start(&self.reading.narrative, outer);
            first = outer;
        }
        // "a public call for": a base form is a verb only after what can be many.
        if self.is_base(verb) && end == verb && !self.is_many(first) && !self.is_many(head) {
            return None;
        }
        let opens = self.opens_phrase(start);
        (opens && end - start <= LONGEST).then(|| (offset(start), offset(end)))
    }

    /// Whether a verb is in its base form: "say".
    pub(super) fn is_base(&self, verb: usize) -> bool {
        self.is(verb, Classes::PRESENT) && !self.is(verb, Classes::PAST) && !self.word(verb).ends_with('s')
    }

    /// Whether a noun or a number can stand for several: "polls", "police", "six in 10".
    pub(super) fn is_many(&self, noun: usize) -> bool {
        let token = &self.reading.narrative.tokens[noun];
        token.kind == Kind::Number
            || self.word(noun).ends_with('s')
            || self.is(noun, Classes::QUANTITY.union(Classes::PEOPLE).union(Classes::THEY))
            || matches!(self.word(noun), "percent" | "data" | "half" | "third" | "quarter" | "many" | "some" | "most")
    }
}
