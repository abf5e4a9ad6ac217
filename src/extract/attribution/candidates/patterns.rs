//! Patterns of words around a passage that decide who can have said it: "X quoted Y as saying", "and Y added:", "Of X:",
//! "by X", "Statement from X:".

use super::{Act, Candidate, Finder, Relation};
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::Form;
use crate::extract::tokens::Token;

impl Finder<'_, '_> {
    /// "X quoted Y as saying", "X recalled Y saying": the mention that speaks, and the verb that says so.
    pub(super) fn reported(&self, verb: usize) -> Option<(u32, usize)> {
        const REPORTING: Words = words!(
            "quote quotes quoted quoting cite cites cited citing recall recalls recalled recalling remember remembers remembered remembering hear heard depicted showed shows showing paraphrased described reported"
        );
        let tokens = &self.narrative.tokens;
        let text = self.narrative.text;
        if !REPORTING.has(tokens[verb].id) {
            return None;
        }
        let end = self.narrative.sentence(verb).end;
        let first = (verb + 1..end.min(verb + 4)).find(|&at| self.clauses.mention_at(at).is_some())?;
        let plain =
            |at: usize| tokens[at].is_word() && !tokens[at].is(Classes::PREPOSITION.union(Classes::CONJUNCTION));
        if !(verb + 1..first).all(plain) {
            return None;
        }
        let mention = self.clauses.mention_at(first)?;
        let known = &self.mentions[mention as usize];
        let mut at = known.end as usize;
        // An apposition between commas.
        if at < end && tokens[at].is_sign(',') {
            let close = (at + 1..end.min(at + 10)).find(|&at| tokens[at].is_sign(','))?;
            at = close + 1;
        }
        if at < end && tokens[at].of(text) == "as" {
            at += 1;
        }
        let says = at < end && tokens[at].is(Classes::SAY) && tokens[at].is(Classes::ING);
        (says && !known.possessive && !known.modifier).then_some((mention, at))
    }

    /// Where the clause of a verb begins that a conjunction parts from a passage earlier in the sentence.
    pub(super) fn clause_after_quote(&self, act: Act, first: usize) -> Option<usize> {
        let tokens = &self.narrative.tokens;
        let mention = self.mentions[act.mention as usize].start as usize;
        let start = if mention > first && tokens[mention - 1].is(Classes::DETERMINER) { mention - 1 } else { mention };
        let own = mention < act.verb
            && act.how != SubjectLink::Shared
            && start > first
            && tokens[start - 1].is(Classes::CONJUNCTION)
            && tokens[first..start].iter().any(Token::is_quote);
        own.then_some(start)
    }

    /// "Of X: “…”": whom the words are about.
    pub(super) fn is_topic(&self, start: usize, end: usize, first: usize) -> bool {
        let tokens = &self.narrative.tokens;
        let word = |at: usize| tokens[at].of(self.narrative.text);
        let Some(before) = start.checked_sub(1).filter(|&before| before >= first) else { return false };
        let opens = before == first || before == first + 1 && tokens[first].is(Classes::CONJUNCTION);
        opens
            && ["of", "on", "about", "to", "regarding", "concerning"]
                .iter()
                .any(|topic| topic.eq_ignore_ascii_case(word(before)))
            && tokens.get(end).is_some_and(|next| next.is_sign(':'))
    }

    /// The mention after "by" behind the passage: “…” was how it was called; or it was called “…” by X.
    pub(super) fn agent_after(&self, token: usize) -> Option<u32> {
        const NEAR: usize = 4;
        let tokens = &self.narrative.tokens;
        let end = self.narrative.sentence(token).end;
        let by = (token + 1..end.min(token + NEAR))
            .take_while(|&at| tokens[at].is_word() && !self.clauses.is_cue(at))
            .find(|&at| tokens[at].of(self.narrative.text) == "by")?;
        let mention = (by + 1..end.min(by + 5)).find_map(|at| self.clauses.mention_at(at))?;
        (!self.mentions[mention as usize].possessive).then_some(mention)
    }

    /// A short paragraph above that ends with a colon and names one speaker: "And from X:", "Statement from X:".
    pub(super) fn introduction(&self, token: usize, found: &mut Vec<Candidate>) {
        const LONGEST: usize = 25;
        let tokens = &self.narrative.tokens;
        let Some(above) = tokens[token].paragraph.checked_sub(1) else { return };
        let (start, end) = self.narrative.layout[above as usize].tokens;
        let range = start as usize..end as usize;
        let says = |at: usize| self.clauses.is_cue(at) && tokens[at].is(Classes::SAY);
        if range.is_empty() || range.len() > LONGEST || range.clone().any(|at| tokens[at].is_quote() || says(at)) {
            return;
        }
        let from = |mention: usize| {
            let start = self.mentions[mention].start as usize;
            (start.saturating_sub(2)..start)
                .any(|at| matches!(tokens[at].of(self.narrative.text), "from" | "From" | "by" | "By"))
        };
        let mut mentions = self.mentions_in(tokens[range.start].sentence as usize);
        let mut names = mentions.clone().filter(|&mention| self.mentions[mention].form == Form::Name);
        let only = match (names.next(), names.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        if let Some(mention) = mentions.find(|&mention| from(mention)).or(only) {
            self.push(found, Relation::Label, crate::extract::attribution::index(mention), None);
        }
    }

    /// Whether the nearer verb has a subject of its own, right after a conjunction, and another passage parts the two.
    pub(super) fn has_own_clause(&self, near: Act, far: Act, first: usize) -> bool {
        let tokens = &self.narrative.tokens;
        let entity = |act: Act| self.mentions[act.mention as usize].entity;
        let start = self.mentions[near.mention as usize].start as usize;
        // A name's article stands before it.
        let start = if start > first && tokens[start - 1].is(Classes::DETERMINER) { start - 1 } else { start };
        entity(near) != entity(far)
            && matches!(near.how, SubjectLink::Direct | SubjectLink::Apposition | SubjectLink::Relative)
            && start > first
            && tokens[start - 1].is(Classes::CONJUNCTION)
            && tokens[far.verb..near.verb].iter().any(Token::is_quote)
    }
}
