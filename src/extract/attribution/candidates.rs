//! Who could have said a passage: the mentions around it, each with its relation to it.

mod candidate;
mod further;
mod patterns;
mod surroundings;

use std::ops::Range;

pub use self::candidate::{Candidate, Frame, Relation};
pub use self::surroundings::{Follows, Lead, Surroundings};
use crate::extract::clauses::{Clauses, SubjectIndex, SubjectLink};
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Form, Mention, NOBODY};
use crate::extract::narrative::{Layout, Narrative};
use crate::extract::tokens::{Kind, Shape};

/// How far candidates are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// In the passage's own sentence where a tag stands in it, else as far as [`Reach::All`].
    Needed,
    /// In the sentences and paragraphs around as well.
    All,
}

/// Looks at a narrative on behalf of its passages.
pub struct Finder<'a, 't> {
    narrative: &'a Narrative<'t>,
    mentions: &'a [Mention],
    clauses: Clauses<'a, 't>,
    acts: &'a SubjectIndex,
    /// For each sentence the range of its mentions.
    in_sentence: Vec<(u32, u32)>,
    /// For each paragraph whether there is nothing in it but quotations.
    quoted: Vec<bool>,
}

/// No more are weighed for one quotation. The near ones come first; a text that names more people around every quotation
/// is a list, and must not take longer than its length.
const MOST: usize = 64;

/// The subject of a verb, with the verb.
#[derive(Debug, Clone, Copy)]
struct Act {
    verb: usize,
    mention: u32,
    how: SubjectLink,
    passive: bool,
}

impl<'a, 't> Finder<'a, 't> {
    /// Prepares the look.
    #[must_use]
    pub fn new(narrative: &'a Narrative<'t>, mentions: &'a [Mention], acts: &'a SubjectIndex) -> Self {
        let clauses = Clauses::new(narrative, mentions);
        let mut in_sentence = vec![(0, 0); narrative.sentences.len()];
        let mut next = 0;
        for (sentence, range) in in_sentence.iter_mut().enumerate() {
            let (_, end) = narrative.sentences[sentence];
            let start = next;
            while next < mentions.len() && mentions[next].start < end {
                next += 1;
            }
            *range = (super::index(start), super::index(next));
        }
        let quoted = |layout: &Layout| {
            let tokens = &narrative.tokens[layout.tokens.0 as usize..layout.tokens.1 as usize];
            tokens.iter().all(|token| token.is_quote() || matches!(token.kind, Kind::Sign(_)))
        };
        let quoted = narrative.layout.iter().map(quoted).collect();
        Self { narrative, mentions, clauses, acts, in_sentence, quoted }
    }

    /// The clauses of the narrative.
    #[must_use]
    pub fn clauses(&self) -> &Clauses<'a, 't> {
        &self.clauses
    }

    /// The mentions of a sentence.
    fn mentions_in(&self, sentence: usize) -> Range<usize> {
        let (start, end) = self.in_sentence[sentence];
        start as usize..end as usize
    }

    /// The candidates for passage `quote`, and what stands around it.
    #[must_use]
    pub fn candidates(&self, quote: usize, reach: Reach) -> (Vec<Candidate>, Surroundings) {
        let token = self.narrative.token_of[quote] as usize;
        let mut around = self.surroundings(token);
        let mut found = Vec::with_capacity(16);
        self.after(token, &mut found, &mut around);
        self.before(token, &mut found, &mut around);
        if around.introduced {
            found.retain(|candidate| candidate.relation != Relation::AfterAccording);
        }
        // Nobody far off speaks where a tag says who does; learning looks at them all the same.
        if reach == Reach::All || !around.tagged_after {
            self.sentences_around(token, &mut found);
            if around.announced && around.first && around.opens {
                self.introduction(token, &mut found);
            }
            self.paragraphs_above(token, &mut found);
        }
        if around.whole {
            self.paragraph_below(token, &mut found);
        }
        for candidate in &mut found {
            self.measure(candidate, token);
        }
        (found, around)
    }

    fn measure(&self, candidate: &mut Candidate, token: usize) {
        let Some(index) = candidate.mention else { return };
        let mention = &self.mentions[index as usize];
        let (start, end) = (mention.start as usize, mention.end as usize);
        let (from, to) = if start > token { (token + 1, start) } else { (end, token) };
        candidate.distance = super::index(to.saturating_sub(from));
        let between = |other: &Mention| (other.start as usize) >= from && (other.end as usize) <= to;
        let near = if start > token {
            self.mentions[..index as usize].iter().rev().take(12).filter(|other| between(other)).count()
        } else {
            self.mentions[index as usize + 1..].iter().take(12).filter(|other| between(other)).count()
        };
        candidate.rank = super::index(near);
    }

    fn frame(&self, verb: usize) -> Frame {
        let token = &self.narrative.tokens[verb];
        if token.is(Classes::SAY) {
            Frame::Say
        } else if token.is(Classes::CALL) {
            Frame::Call
        } else if token.is(Classes::ACT) {
            Frame::Act
        } else if token.is(Classes::WEAK) {
            Frame::Weak
        } else {
            Frame::None
        }
    }

    fn push(
        &self,
        found: &mut Vec<Candidate>,
        relation: Relation,
        mention: u32,
        cue: Option<(usize, SubjectLink, bool)>,
    ) {
        if found.len() == MOST {
            return;
        }
        let known = &self.mentions[mention as usize];
        if let Some(earlier) = found.iter().position(|candidate| candidate.mention == Some(mention)) {
            if found[earlier].relation <= relation || found[earlier].cue.is_some() {
                return;
            }
            found.remove(earlier);
        }
        found.push(Candidate {
            mention: Some(mention),
            entity: known.entity,
            relation,
            cue: cue.map(|(verb, ..)| super::index(verb)),
            frame: cue.map_or(Frame::None, |(verb, ..)| self.frame(verb)),
            how: cue.map(|(_, how, _)| how),
            passive: cue.is_some_and(|(.., passive)| passive),
            distance: 0,
            rank: 0,
        });
    }

    /// The tag after a passage.
    fn after(&self, token: usize, found: &mut Vec<Candidate>, around: &mut Surroundings) {
        let tokens = &self.narrative.tokens;
        let sentence = self.narrative.sentence(token);
        let mut at = token + 1;
        while at < sentence.end
            && (matches!(tokens[at].kind, Kind::Sign(',' | '—' | '–' | '-' | '.'))
                || tokens[at].is(Classes::ADVERB)
                    && tokens[at].shape == Shape::Lower
                    && !tokens[at].is(Classes::PREPOSITION))
        {
            at += 1;
        }
        if at < sentence.end && self.clauses.is_cue(at) && tokens[at].is(Classes::FINITE) {
            let says = tokens[at].is(Classes::SAY);
            if says && let Some(subject) = self.clauses.inverted(at) {
                around.tagged_after = true;
                self.push(found, Relation::AfterInverted, subject.mention, Some((at, SubjectLink::Inverted, false)));
            }
        }
        let mut adjacent = true;
        let mut verbs = 0;
        let start = at;
        while at < sentence.end && verbs < 3 {
            if tokens[at].is_quote() {
                break;
            }
            if tokens[at].of(self.narrative.text).eq_ignore_ascii_case("according") {
                // "…," X wrote, according to Y: the tag is complete without Y.
                if !around.tagged_after
                    && let Some(mention) = (at + 2..sentence.end.min(at + 7)).find_map(|at| self.clauses.mention_at(at))
                {
                    self.push(found, Relation::AfterAccording, mention, Some((at, SubjectLink::Direct, false)));
                }
            } else if let Some((mention, saying)) = self.reported(at) {
                // "…," X quoted Y as saying.
                verbs += 1;
                around.tagged_after |= adjacent;
                let relation = if adjacent { Relation::AfterSubject } else { Relation::AfterFar };
                self.push(found, relation, mention, Some((saying, SubjectLink::Direct, false)));
                adjacent = false;
                at = saying;
            } else if self.clauses.is_cue(at)
                && let Some(subject) = self.clauses.subject(at)
                && self.mentions[subject.mention as usize].start as usize > token
            {
                verbs += 1;
                let mention = &self.mentions[subject.mention as usize];
                // "X wrote: “…” and Y said “…”": another passage's clause.
                let opens = tokens[start]
                    .is(Classes::SUBORDINATOR.union(Classes::RELATIVE).union(Classes::CONJUNCTION))
                    || tokens[start].of(self.narrative.text) == "something";
                let close = adjacent && !opens && self.role_start(mention.start as usize) <= start + 1;
                let relation = if close { Relation::AfterSubject } else { Relation::AfterFar };
                if close && tokens[at].is(Classes::SAY) {
                    around.tagged_after = true;
                }
                self.push(found, relation, subject.mention, Some((at, subject.how, subject.passive)));
                adjacent = adjacent && !tokens[at].is(Classes::SAY);
            } else if self.clauses.is_cue(at)
                && tokens[at].is(Classes::SAY)
                && at > start
                && tokens[at - 1].is_sign(',')
            {
                // "…" in sharp contrast, says Scala.
                if let Some(subject) = self.clauses.inverted(at) {
                    self.push(found, Relation::AfterFar, subject.mention, Some((at, SubjectLink::Inverted, false)));
                }
            }
            at += 1;
        }
        // “…” and “…,” according to X.
        let rest = at..sentence.end.saturating_sub(2).max(at);
        for at in rest {
            if !around.tagged_after
                && tokens[at].of(self.narrative.text).eq_ignore_ascii_case("according")
                && let Some(mention) = (at + 2..sentence.end.min(at + 7)).find_map(|at| self.clauses.mention_at(at))
            {
                self.push(found, Relation::AfterAccording, mention, Some((at, SubjectLink::Direct, false)));
            }
        }
        for mention in self.mentions_in(tokens[token].sentence as usize) {
            let known = &self.mentions[mention];
            if known.start as usize > token {
                let dash = known.start as usize > 0
                    && matches!(tokens[known.start as usize - 1].kind, Kind::Sign('—' | '–' | '-' | '―' | '>'))
                    && known.start as usize <= token + 4;
                let relation = if dash { Relation::AfterDash } else { Relation::AfterOther };
                self.push(found, relation, super::index(mention), None);
            }
        }
    }

    /// Where the role begins that stands before a name, set off by a comma: "the minister, Ann Lee, said".
    fn role_start(&self, start: usize) -> usize {
        let comma = start.checked_sub(1).filter(|&at| self.narrative.tokens[at].is_sign(','));
        let role = comma.and_then(|comma| self.clauses.mention_before(comma)).map(|role| &self.mentions[role as usize]);
        let role = role.filter(|role| role.form == Form::Nominal && role.classes.any(Classes::HUMAN) && !role.plural);
        role.map_or(start, |role| role.start as usize)
    }

    /// The words before a passage in its sentence.
    fn before(&self, token: usize, found: &mut Vec<Candidate>, around: &mut Surroundings) {
        let tokens = &self.narrative.tokens;
        let text = self.narrative.text;
        let sentence = self.narrative.sentence(token);
        let mut acts: Vec<Act> = Vec::new();
        let mut weak: Option<Act> = None;
        let mut first_verb = None;
        for at in (sentence.start..token).rev() {
            if acts.len() == 3 {
                break;
            }
            if self.clauses.is_cue(at) && !self.clauses.modifies(at, token) {
                if tokens[at].is(Classes::CUE) {
                    first_verb.get_or_insert(at);
                } else if weak.is_some() || !acts.is_empty() {
                    continue;
                }
                if let Some((mention, saying)) = self.reported(at)
                    && saying < token
                {
                    // X quoted Y as saying “…”: only Y speaks.
                    acts.retain(|act| act.verb > saying);
                    acts.push(Act { verb: saying, mention, how: SubjectLink::Direct, passive: false });
                    continue;
                }
                let Some(subject) = self.acts.subject(at) else { continue };
                let act = Act { verb: at, mention: subject.mention, how: subject.how, passive: subject.passive };
                if self.mentions[act.mention as usize].start as usize > token {
                    self.push(found, Relation::AfterFar, act.mention, Some((act.verb, act.how, act.passive)));
                    continue;
                }
                if tokens[at].is(Classes::CUE) {
                    acts.push(act);
                } else {
                    weak = Some(act);
                }
            }
        }
        if let Some(act) = acts.first() {
            around.cued_before = tokens[act.verb].is(Classes::SAY);
            let only_signs = (act.verb + 1..token).all(|at| matches!(tokens[at].kind, Kind::Sign(_)));
            around.introduced = tokens[act.verb].is(Classes::SAY)
                && (only_signs || matches!(around.lead, Lead::Colon | Lead::Comma | Lead::That));
        }
        // "X said it was “…”, while Y called it “…”": the first clause has its own passage.
        let mut from = sentence.start;
        if let [near, far, ..] = acts[..]
            && self.has_own_clause(near, far, sentence.start)
        {
            acts.truncate(1);
        }
        // “…,” X said, and Y added: “…”: nobody before the conjunction speaks again.
        if around.introduced
            && let Some(&near) = acts.first()
            && let Some(start) = self.clause_after_quote(near, sentence.start)
        {
            acts.truncate(1);
            weak = None;
            from = start;
        }
        // "was described as a “…” by X": what it was said of says nothing.
        let passive = |verb: usize| {
            let be = (sentence.start..verb).rev().take(3).any(|at| tokens[at].is(Classes::BE));
            tokens[verb].is(Classes::PARTICIPLE) && be
        };
        let mut described = None;
        if let Some(verb) = first_verb.filter(|&verb| passive(verb))
            && let Some(mention) = self.agent_after(token)
        {
            described = acts.iter().find(|act| act.verb == verb).map(|act| act.mention as usize);
            acts.retain(|act| act.verb != verb);
            found.retain(|candidate| candidate.mention != Some(mention));
            self.push(found, Relation::Agent, mention, Some((verb, SubjectLink::Direct, false)));
        }
        for (act, relation) in acts.iter().zip([Relation::Before1, Relation::Before2, Relation::Before3]) {
            self.push(found, relation, act.mention, Some((act.verb, act.how, act.passive)));
        }
        if let Some(act) = weak {
            self.push(found, Relation::BeforeWeak, act.mention, Some((act.verb, act.how, act.passive)));
        }
        let mut leads = true;
        for mention in self.mentions_in(tokens[token].sentence as usize) {
            let known = &self.mentions[mention];
            let (start, end) = (known.start as usize, known.end as usize);
            if start > token {
                break;
            }
            if start < from || described == Some(mention) || self.is_topic(start, end, sentence.start) {
                continue;
            }
            let before = start.checked_sub(1).filter(|&at| at >= sentence.start).map(|at| tokens[at].of(text));
            let two = start
                .checked_sub(2)
                .filter(|&at| at >= sentence.start)
                .map(|at| tokens[at].of(text).to_ascii_lowercase());
            let index = super::index(mention);
            let lead = leads && !known.governed && !known.possessive && !known.modifier;
            leads &= !lead;
            let according = before == Some("to") && two.as_deref() == Some("according");
            // "According to X, Y said “…”": the tag is complete without X.
            let tagged = |act: &Act| {
                let verb = tokens[act.verb].of(text);
                ["said", "says", "told", "tells", "wrote", "writes", "added", "stated"].contains(&verb)
                    && !act.passive
                    && act.how != SubjectLink::Shared
                    && self.mentions[act.mention as usize].start as usize > end
            };
            if according && around.introduced && acts.iter().any(tagged) {
                continue;
            }
            let (relation, cue) = if according {
                (Relation::BeforeAccording, Some(start - 2))
            } else if before == Some("by") && first_verb.is_some_and(|verb| verb < start) {
                (Relation::Agent, first_verb)
            } else if before == Some("by")
                && matches!(tokens[token - 1].kind, Kind::Sign(':' | ';'))
                && (end + 1 == token || tokens[end].is_sign(',') && (end..token).all(|at| !self.clauses.is_cue(at)))
            {
                // "The view was shared by X; “…”".
                (Relation::Agent, None)
            } else if self.is_label(end, token) && first_verb.is_none_or(|verb| verb >= start) {
                (Relation::Label, None)
            } else if start == sentence.start && tokens.get(end).is_some_and(|next| next.is_sign(':')) {
                (Relation::HeadLabel, None)
            } else if known.possessive && self.owns_speech(end, token) {
                (Relation::Owner, self.speech_noun(end, token))
            } else if lead && first_verb.is_none_or(|verb| verb >= start) {
                (Relation::BeforeLead, None)
            } else if first_verb.is_some_and(|verb| verb < start) {
                (Relation::Object, None)
            } else {
                (Relation::BeforeOther, None)
            };
            if let Some(cue) = cue
                && let Some(earlier) = found.iter().position(|candidate| candidate.mention == Some(index))
                && found[earlier].cue.is_none()
            {
                found.remove(earlier);
                self.push(found, relation, index, Some((cue, SubjectLink::Direct, false)));
                continue;
            }
            self.push(found, relation, index, cue.map(|cue| (cue, SubjectLink::Direct, false)));
        }
    }

    /// Whether nothing but a colon or a dash stands between a mention's end and the passage.
    fn is_label(&self, end: usize, token: usize) -> bool {
        let tokens = &self.narrative.tokens;
        end < token
            && token - end <= 2
            && (end..token).all(|at| matches!(tokens[at].kind, Kind::Sign(':' | '-' | '—' | '–' | '―')))
    }

    /// Whether a noun for something said stands between the possessive at `at` and the passage.
    fn owns_speech(&self, at: usize, token: usize) -> bool {
        self.speech_noun(at, token).is_some()
    }

    fn speech_noun(&self, at: usize, token: usize) -> Option<usize> {
        let tokens = &self.narrative.tokens;
        (at + 1..token.min(at + 6))
            .find(|&at| tokens[at].is_word() && tokens[at].is(Classes::SPEECH) && tokens[at].shape == Shape::Lower)
    }
}

/// Whether a candidate can name a speaker at all.
#[must_use]
pub fn can_speak(mention: &Mention) -> bool {
    !(mention.form == Form::Pronoun && mention.classes.any(Classes::YOU))
        && (mention.entity != NOBODY || mention.is_first_person() || mention.form == Form::Pronoun)
}
