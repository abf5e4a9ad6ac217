//! Finds the candidates for reports in a sentence.
//!
//! What no report can hang on is dropped here: negations, what would or might be said, questions, conditions.

use crate::extract::Reading;
use crate::extract::clauses::{Clauses, SubjectLink};
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Form, phrase_start};
use crate::extract::tokens::{Kind, Shape, Token, offset};

use super::cue::{Cue, Frame, Sayer};
use super::tags::{is_finite, is_predicate};

/// Nouns that a reported clause hangs on.
const NOUNS: Words = words!(
    "claim claims warning warnings belief assertion allegation allegations suggestion statement announcement argument view prediction complaint contention insistence admission acknowledgment opinion fear fears hope hopes accusation accusations promise promises pledge pledges vow denial concern concerns conclusion"
);
/// Nouns for what somebody says or wants, that "to", "for", "of" or "about" joins to it.
const TOPICS: Words = words!(
    "claim claims warning warnings belief allegation allegations suggestion statement statements announcement argument arguments view views prediction complaint complaints opinion fear fears hope hopes accusation accusations promise promises pledge pledges vow denial concern concerns call calls criticism criticisms support opposition endorsement demand demands request requests threat threats plan plans proposal proposals decision refusal offer intention intentions commitment desire wish position stance attack attacks comments remarks questions praise defense rejection"
);
/// Before a subject they make the sentence a condition or a question.
const CONDITIONS: Words = words!("if unless whether");
/// Verbs that say to somebody what they say.
const ADDRESSING: Words = words!(
    "tell tells told telling remind reminds reminded reminding assure assures assured assuring inform informs informed informing warn warns warned warning advise advises advised advising notify notifies notified convince convinces convinced persuade persuades persuaded promise promises promised promising show shows showed ask asks asked asking urge urges urged urging text texted texting caution cautions cautioned"
);
/// Verbs whose object is a clause, with or without "that".
const SAYING: Words = words!("say says said saying think thinks thought believe believes believed");
/// Verbs of saying after which "if" opens a condition of what is said, not a question.
const ASSERTING: Words = words!(
    "say says said saying think thinks thought believe believes believed warn warns warned warning argue argues argued predict predicts predicted promise promises promised claim claims claimed add adds added note notes noted insist insists insisted announce announces announced vow vows vowed suggest suggests suggested report reports reported"
);
/// Verbs by which polls and papers trail what they say.
const SHOWING: Words = words!("show shows showed indicate indicates indicated suggest suggests find finds found");
/// Verbs that can say to somebody what they say, though they mostly have another object.
const TO_SOMEBODY: Words = words!("write writes wrote writing texted emailed");
/// Nouns that say when.
const TIMES: Words =
    words!("week weeks month months year years night morning afternoon evening weekend summer fall winter spring day");
/// What stands before a cue that nothing was said by.
const DOUBTS: Words = words!("never no hardly nor without cannot to");

/// Finds the candidates of sentences.
pub struct Cues<'r, 't> {
    pub(super) reading: &'r Reading<'t>,
    pub(super) clauses: &'r Clauses<'r, 't>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'r, 't> Cues<'r, 't> {
    /// Looks at the sentence between two tokens.
    #[must_use]
    pub const fn new(reading: &'r Reading<'t>, clauses: &'r Clauses<'r, 't>, (start, end): (usize, usize)) -> Self {
        Self { reading, clauses, start, end }
    }

    pub(super) fn word(&self, at: usize) -> &'t str {
        if at < self.end { self.reading.narrative.tokens[at].of(self.reading.narrative.text) } else { "" }
    }

    pub(super) fn is(&self, at: usize, classes: Classes) -> bool {
        at < self.end && self.reading.narrative.tokens[at].is_word() && self.reading.narrative.tokens[at].is(classes)
    }

    /// Whether the word at `at` is in the list.
    pub(super) fn listed(&self, at: usize, words: Words) -> bool {
        at < self.end && words.has(self.reading.narrative.tokens[at].id)
    }

    pub(super) fn is_sign(&self, at: usize, sign: char) -> bool {
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
            if self.listed(at, NOUNS) || self.listed(at, TOPICS) {
                self.noun(at, found);
            }
        }
    }

    pub(super) fn can_say(&self, mention: u32) -> bool {
        let mention = &self.reading.mentions[mention as usize];
        !(mention.form == Form::Pronoun && mention.classes.any(Classes::YOU))
    }

    fn according(&self, at: usize, found: &mut Vec<Cue>) {
        let mention = self.mention_from(at + 2, at + 9).filter(|&mention| self.can_say(mention));
        let Some(sayer) = mention.map(|mention| self.tokens_of(mention)).or_else(|| self.phrase_from(at + 2)) else {
            return;
        };
        let cue = |frame, from, to| Cue {
            token: offset(at),
            end: offset(at + 2),
            mention,
            sayer,
            frame,
            from,
            to,
            addressee: false,
            link: None,
        };
        if at <= self.start + 1 {
            if let Some(comma) = (sayer.1 as usize..self.end).find(|&at| self.is_sign(at, ',')) {
                found.push(cue(Frame::According, comma + 1, self.end));
            }
        } else {
            let to = if self.is_sign(at - 1, ',') { at - 1 } else { at };
            found.push(cue(Frame::AccordingAfter, self.start, to));
            // "On Monday, according to the log, the gate stood open."
            if to < at && self.is_sign(sayer.1 as usize, ',') {
                found.push(cue(Frame::Resumed, sayer.1 as usize + 1, self.end));
                found.push(cue(Frame::Around, self.start, self.end));
            }
        }
    }

    /// The tokens of a mention.
    pub(super) fn tokens_of(&self, mention: u32) -> (u32, u32) {
        let mention = &self.reading.mentions[mention as usize];
        (mention.start, mention.end)
    }

    /// The words from `from` up to the next sign or predicate, where they can name a source: "recent polling".
    fn phrase_from(&self, from: usize) -> Option<(u32, u32)> {
        const LONGEST: usize = 10;
        let tokens = &self.reading.narrative.tokens;
        let words = (from..self.end.min(from + LONGEST))
            .take_while(|&at| matches!(tokens[at].kind, Kind::Word | Kind::Number | Kind::Possessive))
            .take_while(|&at| !is_predicate(&tokens[at]))
            .count();
        (words > 0 && words < LONGEST).then(|| (offset(from), offset(from + words)))
    }

    /// "her claim that …", "his promise to …", "Obama's support for …".
    fn noun(&self, at: usize, found: &mut Vec<Cue>) {
        let (frame, from) = match self.word(at + 1) {
            "that" if self.listed(at, NOUNS) && self.begins_clause(at + 2) => (Frame::NounThat, at + 2),
            "to" if self.is_bare_verb(at + 2) => (Frame::NounTo, at + 1),
            "for" | "of" | "about" | "on" | "to" | "against" => (Frame::NounOf, at + 2),
            _ => return,
        };
        let first = at.saturating_sub(3).max(self.start);
        let mentions = &self.reading.mentions;
        let next = mentions.partition_point(|mention| (mention.start as usize) < at);
        let owner = mentions[..next].iter().rposition(|mention| {
            mention.end as usize > first && mention.end as usize <= at && mention.start as usize >= self.start
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
            mention: Some(offset(owner)),
            sayer: (known.start, known.end),
            frame,
            from,
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
            // "went on to say".
            if word == "to" && at > self.start && self.word(at - 1) == "on" {
                return false;
            }
            if self.is(at, Classes::NEGATION.union(Classes::MODAL)) || self.listed(at, DOUBTS) {
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

    /// Whether a condition or a question opens the clause whose subject begins at `first`.
    fn is_condition(&self, first: usize) -> bool {
        let before = first.saturating_sub(1);
        first > self.start
            && (self.listed(before, CONDITIONS)
                || self.is(before, Classes::DETERMINER) && before > self.start && self.listed(before - 1, CONDITIONS)
                || self.is(before, Classes::MODAL.union(Classes::DO)))
    }

    fn verb(&self, verb: usize, found: &mut Vec<Cue>) {
        if self.is(verb, Classes::SAY)
            && self.is(verb, Classes::FINITE)
            && verb > self.start
            && self.is_sign(verb - 1, ',')
        {
            self.inverted(verb, found);
        }
        let Some((mention, sayer, link)) = self.sayer(verb) else { return };
        if self.is_doubted(verb) || self.is_condition(sayer.0 as usize) {
            return;
        }
        let cue = |frame, from, to, addressee| Cue {
            token: offset(verb),
            end: offset(verb + 1),
            mention,
            sayer,
            frame,
            from,
            to,
            addressee,
            link,
        };
        if let Some((frame, from, addressee)) = self.after(verb) {
            found.push(cue(frame, from, self.end, addressee));
        }
        if let Some(from) = self.gapped(verb, (mention, sayer, link)) {
            found.push(cue(Frame::Gapped, from, self.end, false));
        }
        // "The plan is dead, Mr. Brown said."
        let mut first = sayer.0 as usize;
        if first > self.start && self.is(first - 1, Classes::DETERMINER) {
            first -= 1;
        }
        let near = matches!(link, None | Some(SubjectLink::Direct | SubjectLink::Apposition));
        let says = self.is(verb, Classes::SAY) || self.listed(verb, SHOWING);
        if near && says && first > self.start + 1 && first < verb && self.is_sign(first - 1, ',') {
            found.push(cue(Frame::Tag, self.start, first - 1, false));
            // "If it rains, she said the pier would close."
            if self.is(self.start, Classes::SUBORDINATOR) && self.begins_clause(verb + 1) {
                found.push(cue(Frame::Around, self.start, self.end, false));
            }
            if self.is_sign(verb + 1, ',') {
                found.push(cue(Frame::Resumed, verb + 2, self.end, false));
                found.push(cue(Frame::Around, self.start, self.end, false));
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
            mention: Some(mention),
            sayer: self.tokens_of(mention),
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
            found.push(cue(Frame::Around, self.start, self.end));
        }
    }

    /// What stands after a verb: the frame, where content begins, whether somebody is addressed.
    fn after(&self, verb: usize) -> Option<(Frame, usize, bool)> {
        let tokens = &self.reading.narrative.tokens;
        let addressed = self.mention_at(verb + 1).filter(|_| self.listed(verb, ADDRESSING));
        if let Some(that) = self.that(verb, addressed) {
            return Some((Frame::That, that + 1, addressed.is_some()));
        }
        let mut at = verb + 1;
        while at < self.end {
            let day = self.word(at) == "on" && self.is(at + 1, Classes::WEEKDAY);
            if let Some(end) = self.time(at) {
                at = end;
                continue;
            }
            // "said there are", "said now is the time".
            let subject = self.is(at + 1, Classes::AUXILIARY);
            let adverb =
                !subject && self.is(at, Classes::WEEKDAY.union(Classes::ADVERB)) && !self.is(at, Classes::PREPOSITION)
                    || self.word(at).ends_with("ly") && tokens[at].shape == Shape::Lower && !self.is(at, Classes::HEAD);
            if !day && !adverb {
                break;
            }
            at += if day { 2 } else { 1 };
        }
        // "says, win or lose, she will stay".
        if at == verb + 1 && self.is_sign(at, ',') && self.listed(verb, SAYING) {
            let aside = self.is(at + 1, Classes::PREPOSITION.union(Classes::SUBORDINATOR))
                && (at + 2..self.end).any(|next| self.is_sign(next, ',') && self.begins_clause(next + 1));
            if aside || self.begins_clause(at + 1) {
                return Some((Frame::Clause, at + 1, false));
            }
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
        if let Some(start) = self.pronoun_clause(verb, addressed) {
            return Some((Frame::Clause, start, addressed.is_some()));
        }
        if matches!(word, "how" | "why" | "what" | "where" | "who" | "when") {
            return Some((Frame::How, at, false));
        }
        // "said if elected he would …"; "asked if" and "knows whether" report a question.
        if word == "if" && self.listed(verb, ASSERTING) {
            return Some((Frame::Clause, at, false));
        }
        if matches!(word, "whether" | "if") {
            return None;
        }
        if matches!(word, "for" | "on" | "about" | "against" | "of") {
            return Some((Frame::Preposition, at + 1, false));
        }
        if self.is(at, Classes::ING) || self.word(at).ends_with("ing") && tokens[at].shape == Shape::Lower {
            return Some((Frame::Ing, at, false));
        }
        let object = self.is(at, Classes::PREPOSITION.union(Classes::CONJUNCTION).union(Classes::OBJECTIVE));
        if self.begins_clause(at) || self.listed(verb, SAYING) && !object {
            return Some((Frame::Clause, at, false));
        }
        // "said even after it closed, the pier …".
        let opens_aside = self.is(at, Classes::SUBORDINATOR.without(Classes::PREPOSITION))
            || matches!(word, "even" | "while" | "because" | "once" | "until" | "unless" | "although" | "though");
        if opens_aside && self.is(verb, Classes::SAY) {
            let comma = (at + 1..self.end).find(|&next| self.is_sign(next, ','));
            if comma.is_some_and(|comma| self.begins_clause(comma + 1)) {
                let from = if at > verb + 1 && self.word(at - 1) == "even" { at - 1 } else { at };
                return Some((Frame::Clause, from, false));
            }
        }
        if self.is(at, Classes::PREPOSITION.union(Classes::CONJUNCTION).union(Classes::SUBORDINATOR)) {
            return None;
        }
        Some((Frame::Noun, at, false))
    }

    /// "which he believes will fail", "a plan that critics say costs too much": where what is said begins, before its
    /// sayer.
    fn gapped(&self, verb: usize, sayer: Sayer) -> Option<usize> {
        let (_, (first, end), link) = sayer;
        let tokens = &self.reading.narrative.tokens;
        let near = matches!(link, None | Some(SubjectLink::Direct)) && (end as usize) <= verb;
        if !near || !self.is(verb, Classes::SAY) || verb + 2 >= self.end {
            return None;
        }
        let mut before = (first as usize).checked_sub(1).filter(|&before| before > self.start)?;
        if self.is(before, Classes::DETERMINER.union(Classes::POSSESSIVE)) && !self.is(before, Classes::RELATIVE) {
            before -= 1;
        }
        let mut next = verb + 1;
        while self.is(next, Classes::ADVERB.union(Classes::WEEKDAY)) && !self.is(next, Classes::AUXILIARY) {
            next += 1;
        }
        if next + 1 >= self.end {
            return None;
        }
        let lacks_subject = is_predicate(&tokens[next]) || self.is_contracted(next);
        if matches!(self.word(before), "which" | "who" | "whom" | "what" | "that") && before > self.start {
            let open = lacks_subject || self.word(before) != "that" && self.begins_clause(next);
            return open.then_some(before);
        }
        let noun = tokens[before].is_word()
            && !tokens[before].is(Classes::FUNCTION)
            && (tokens[before].is_capital() || !is_predicate(&tokens[before]));
        (noun && lacks_subject).then(|| phrase_start(&self.reading.narrative, before).max(self.start))
    }

    /// "told the paper on Monday she would stay", "said in a letter he had left": the clause behind whom it is said to, or
    /// behind when and where, if a pronoun opens it.
    fn pronoun_clause(&self, verb: usize, addressed: Option<usize>) -> Option<usize> {
        const REACH: usize = 10;
        let tokens = &self.reading.narrative.tokens;
        let from = addressed.unwrap_or(verb + 1);
        let aside = self.is(from, Classes::PREPOSITION.union(Classes::WEEKDAY));
        if !aside || addressed.is_none() && !self.is(verb, Classes::SAY) {
            return None;
        }
        let subject = (from + 1..self.end.min(from + REACH)).find(|&at| self.is(at, Classes::SUBJECTIVE))?;
        let plain = |token: &Token| {
            (token.is_word() && !is_predicate(token) && !token.is(Classes::RELATIVE.union(Classes::SUBORDINATOR)))
                || matches!(token.kind, Kind::Number | Kind::Possessive)
        };
        let joined = self.is(subject - 1, Classes::PREPOSITION.union(Classes::CONJUNCTION));
        (tokens[from..subject].iter().all(plain) && !joined && self.begins_clause(subject)).then_some(subject)
    }

    /// The "that" which opens the content of a verb: right behind it, behind whom it is said to, or behind when and where.
    fn that(&self, verb: usize, addressed: Option<usize>) -> Option<usize> {
        const REACH: usize = 9;
        const FAR: usize = 24;
        let tokens = &self.reading.narrative.tokens;
        let from = addressed.unwrap_or(verb + 1);
        let listed = self.listed(verb, ADDRESSING);
        let reach = if self.is(from, Classes::PREPOSITION) { FAR } else { REACH };
        let that = (from..self.end.min(from + reach)).find(|&at| self.word(at) == "that")?;
        let aside = self.is(from, Classes::PREPOSITION.union(Classes::WEEKDAY).union(Classes::ADVERB))
            || self.word(from).ends_with("ly")
            || self.time(from).is_some()
            // "made it clear that", "wrote the local paper that".
            || matches!(self.word(that - 1), "clear" | "known")
            || self.is(verb, Classes::SAY) && self.is(from, Classes::DETERMINER.union(Classes::POSSESSIVE)) && self.listed(verb, TO_SOMEBODY);
        let between = &tokens[from..that];
        let plain = between.iter().all(|token| {
            token.is_word() && !is_predicate(token)
                || matches!(token.kind, Kind::Number | Kind::Possessive | Kind::Sign(','))
        });
        let joined = that == from || aside || listed && !self.is(from, Classes::CONJUNCTION);
        // "said that, even so, the pier would stay".
        let aside = that == verb + 1 && self.is_sign(that + 1, ',') && self.is(verb, Classes::SAY);
        (plain && joined && (aside || self.opens_clause(that + 1))).then_some(that)
    }

    /// The end of "last month", "this week", "two years ago", if that begins at `at`.
    fn time(&self, at: usize) -> Option<usize> {
        let opens = matches!(self.word(at), "last" | "this" | "earlier" | "late" | "early" | "next");
        if !opens {
            return None;
        }
        let end = if self.word(at + 1) == "this" || self.word(at + 1) == "last" { at + 2 } else { at + 1 };
        (self.listed(end, TIMES) || self.is(end, Classes::DATE)).then_some(end + 1)
    }

    fn is_bare_verb(&self, at: usize) -> bool {
        at < self.end
            && self.reading.narrative.tokens[at].is_word()
            && self.reading.narrative.tokens[at].shape == Shape::Lower
            && !self.is(at, Classes::DETERMINER.union(Classes::POSSESSIVE).union(Classes::OBJECTIVE))
    }

    /// A subject and, before any stop, a predicate.
    pub(super) fn begins_clause(&self, at: usize) -> bool {
        const FAR: usize = 20;
        let tokens = &self.reading.narrative.tokens;
        let opens = at < self.end
            && (tokens[at].is_word() || tokens[at].kind == Kind::Number)
            && !self.is(at, Classes::PREPOSITION.union(Classes::OBJECTIVE))
            && !is_predicate(&tokens[at]);
        if !opens {
            return false;
        }
        let end = self.end.min(at + FAR);
        if self.is_contracted(at) {
            return true;
        }
        let mut next = at + 1;
        while next < end {
            if matches!(tokens[next].kind, Kind::Sign(';' | ':')) {
                return false;
            }
            // "the law, which nobody read, was …": over the relative clause.
            let aside = self.is_sign(next, ',') && self.is(next + 1, Classes::RELATIVE);
            if aside && let Some(close) = (next + 1..end).find(|&close| self.is_sign(close, ',')) {
                next = close + 1;
                continue;
            }
            if self.is(next, Classes::RELATIVE.union(Classes::SUBORDINATOR)) {
                return false;
            }
            // Also past forms that the lexicon does not have: "introduced".
            let past = || {
                let word = self.word(next);
                word.len() > 4
                    && word.ends_with("ed")
                    && tokens[next].classes == Classes::NONE
                    && !self.is(next - 1, Classes::DETERMINER.union(Classes::POSSESSIVE).union(Classes::BE))
            };
            let finite = || is_finite(Some(&tokens[next - 1]), &tokens[next], self.reading.narrative.text);
            if is_predicate(&tokens[next]) && finite() || past() || self.is_contracted(next) {
                return true;
            }
            next += 1;
        }
        false
    }

    /// "it's", "they're", "won't": a predicate that is no word of its own.
    pub(super) fn is_contracted(&self, at: usize) -> bool {
        if self.reading.narrative.tokens[at].kind == Kind::Possessive {
            return at > self.start && self.is(at - 1, Classes::SUBJECTIVE.union(Classes::RELATIVE).union(Classes::IT));
        }
        let word = self.word(at);
        self.reading.narrative.tokens[at].is_word()
            && (["'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m", "n't", "n’t"])
                .iter()
                .any(|end| word.ends_with(end))
    }

    /// Whether "that" before `at` cannot point at a noun there: "that the", "that she", "that Ann".
    pub(super) fn opens_clause(&self, at: usize) -> bool {
        let known = Classes::DETERMINER
            .union(Classes::POSSESSIVE)
            .union(Classes::SUBJECTIVE)
            .union(Classes::SUBORDINATOR)
            .union(Classes::QUANTITY)
            .union(Classes::PREPOSITION);
        at < self.end
            && (self.is(at, known)
                || self.reading.narrative.tokens[at].is_capital()
                || self.reading.narrative.tokens[at].kind == Kind::Number
                || self.word(at).ends_with('s')
                || self.begins_clause(at))
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
            .or_else(|| begins(at + 1).filter(|_| self.is(at, Classes::DETERMINER.union(Classes::POSSESSIVE))))
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
