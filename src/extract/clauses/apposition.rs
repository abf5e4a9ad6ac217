//! Subjects that an apposition, a bracket or a relative clause parts from their verb.

use super::{Clauses, Subject, SubjectLink};
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Article, Form};
use crate::extract::tokens::{Kind, Shape, Token};

impl Clauses<'_, '_> {
    /// "…, but his barrister Hugh Penn KC, told the jury": a name that only a comma parts from its verb, the clause's
    /// own subject since no other comma opens an apposition there.
    pub(super) fn parted_by_comma(&self, comma: usize, first: usize) -> Option<u32> {
        let tokens = self.tokens();
        let mut end = comma;
        while end > first && tokens[end - 1].is(Classes::SUFFIX) && tokens[end - 1].shape == Shape::Upper {
            if self.mention_at(end - 1).is_some() {
                break;
            }
            end -= 1;
        }
        let index = self.mention_before(end)?;
        let mention = &self.mentions[index as usize];
        if !tokens[comma].is_sign(',') || mention.form != Form::Name || mention.governed || mention.possessive {
            return None;
        }
        let clause = (first..mention.start as usize).rev().find(|&at| {
            let token = &tokens[at];
            !token.is_word() || matches!(token.of(self.narrative.text), "but" | "while" | "although")
        })?;
        let before = &tokens[clause..mention.start as usize];
        let joined = before[0].is_word();
        let own = before[1..].iter().enumerate().all(|(offset, token)| {
            token.is_word() && !token.is(Classes::AUXILIARY) && !self.is_cue(clause + 1 + offset)
        });
        (joined && own).then_some(index)
    }

    /// The mention before the apposition that ends with the comma or dash at `close`.
    pub(super) fn before_apposition(&self, close: usize, first: usize, passive: bool) -> Option<Subject> {
        let tokens = self.tokens();
        // "Ora's site -- told me": the mark may be two dashes.
        let mut close = close;
        while close > first && tokens[close].is_sign('-') && tokens[close - 1].is_sign('-') {
            close -= 1;
        }
        let opens = |token: &Token| match tokens[close].kind {
            Kind::Sign(',') => matches!(token.kind, Kind::Sign(',' | '(')),
            _ => matches!(token.kind, Kind::Sign('—' | '–' | '-')),
        };
        // “…,” the minister said, but her deputy, Ann Lee, asked: the clause begins behind the conjunction.
        let first = self.clause_start(close, first);
        let mut at = first;
        let mut best = None;
        while at < close {
            if let Some(index) = self.mention_at(at) {
                let mention = &self.mentions[index as usize];
                let end = mention.end as usize;
                let bracket = tokens[end].is_sign('(');
                let direct = end < close && (opens(&tokens[end]) || bracket);
                let usable = !mention.possessive && !mention.modifier;
                if direct
                    && usable
                    && (!mention.governed
                        || best.is_none()
                            && mention.form == Form::Name
                            && self.outer(index as usize).is_none()
                            && at == first)
                {
                    let mention = self.name_of_role(index, close).unwrap_or(index);
                    return Some(Subject { mention, how: SubjectLink::Apposition, passive });
                }
                if usable && !mention.governed && best.is_none() && end < close {
                    best = Some(index);
                }
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
        best.map(|mention| Subject { mention, how: SubjectLink::Gap, passive })
    }

    /// "Governor Ann Lee, a liberal, who has called it": whom the noun before a relative pronoun describes.
    pub(super) fn described(&self, mention: u32, first: usize) -> Option<u32> {
        let noun = &self.mentions[mention as usize];
        let start = noun.start as usize;
        let described = noun.form == Form::Nominal
            && noun.classes.any(Classes::HUMAN.union(Classes::NATIONALITY))
            && matches!(noun.article, Article::A | Article::The);
        if !described || start < first + 2 || !self.tokens()[start - 1].is_sign(',') {
            return None;
        }
        let name = self.mention_before(start - 1)?;
        let known = &self.mentions[name as usize];
        (known.form == Form::Name && !known.possessive && !known.modifier).then_some(name)
    }

    /// "Her deputy, Ann Lee, called": the name that a role stands before, where the comma at `close` ends it.
    fn name_of_role(&self, role: u32, close: usize) -> Option<u32> {
        let known = &self.mentions[role as usize];
        let open = known.end as usize;
        let human = known.form == Form::Nominal && known.classes.any(Classes::HUMAN) && !known.plural;
        if !human || !self.tokens().get(open)?.is_sign(',') {
            return None;
        }
        let name = self.mention_before(close)?;
        let named = &self.mentions[name as usize];
        (named.form == Form::Name && named.start as usize == open + 1 && !named.possessive).then_some(name)
    }

    /// "The clerk, Ivo Marsh, called", "the clerk, who met her, called": the one before what the comma at `close`
    /// ends, in a clause that has had no verb so far.
    pub(super) fn awaits_verb(&self, close: usize, first: usize) -> Option<u32> {
        let tokens = self.tokens();
        if !tokens[close].is_sign(',') {
            return None;
        }
        for at in self.clause_start(close, first)..close {
            if tokens[at].is_quote() || matches!(tokens[at].kind, Kind::Sign(';' | ':')) || self.is_predicate(at, close)
            {
                return None;
            }
            if !tokens[at].is_sign(',') {
                continue;
            }
            let Some(index) = self.mention_before(at) else { continue };
            let mention = &self.mentions[index as usize];
            if mention.governed || mention.possessive || mention.modifier {
                continue;
            }
            // Apart from a relative clause only words without a verb of their own stand between.
            let relative = tokens[at + 1].is(Classes::RELATIVE);
            let verbless = (at + 1..close).all(|at| !self.is_predicate(at, close) && !tokens[at].is_quote());
            return (relative || verbless).then(|| self.name_of_role(index, close).unwrap_or(index));
        }
        None
    }

    /// "A roofer who robbed Ann Lee told": the noun before a relative clause without commas that holds the mention and
    /// has a verb of its own.
    pub(super) fn restrictive_head(&self, mention: u32, verb: usize) -> Option<u32> {
        const FAR: usize = 25;
        let tokens = self.tokens();
        let start = self.mentions[mention as usize].start as usize;
        if start > verb {
            return None;
        }
        let first = self.narrative.sentence(verb).start;
        let mut predicates = 0;
        for at in (first.max(start.saturating_sub(FAR))..start).rev() {
            let token = &tokens[at];
            if !token.is_word() && token.kind != Kind::Number && token.kind != Kind::Possessive {
                return None;
            }
            if self.mention_at(at).is_none() && token.shape == Shape::Lower && token.is(Classes::RELATIVE) {
                let head = self.mention_before(at)?;
                let known = &self.mentions[head as usize];
                let plain = !known.governed && !known.possessive && !known.modifier && known.form != Form::Pronoun;
                let opens = (first..known.start as usize).all(|at| !self.is_predicate(at, verb));
                // "who robbed", "who has robbed": its own verb, whatever the tables know of it.
                let own = &tokens[at + 1];
                let verbal = own.is_word() && own.shape == Shape::Lower && self.mention_at(at + 1).is_none();
                let known_verb = usize::from(self.is_predicate(at + 1, start));
                let others = predicates - known_verb.min(predicates);
                let acts = verbal && (!own.is(Classes::FUNCTION) || own.is(Classes::AUXILIARY.union(Classes::ADVERB)));
                return (plain && opens && acts && others <= 1 - known_verb).then_some(head);
            }
            // "who said Ann Lee told": what he said has a subject of its own.
            let says =
                token.is(Classes::SAY) && (self.mention_at(at + 1).is_some() || tokens[at + 1].is(Classes::DETERMINER));
            if says || token.is(Classes::CONJUNCTION) && !token.is(Classes::PREPOSITION) {
                return None;
            }
            let infinitive = at > first && tokens[at - 1].of(self.narrative.text) == "to";
            predicates += usize::from(!infinitive && self.is_predicate(at, start));
        }
        None
    }

    /// Where the clause begins whose subject is set off by the comma or dash at `close`: behind a conjunction or a
    /// relative pronoun that the subject follows.
    fn clause_start(&self, close: usize, first: usize) -> usize {
        /// Further back nothing belongs to the same clause.
        const FAR: usize = 60;
        let tokens = self.tokens();
        let text = self.narrative.text;
        let opens = |at: usize| {
            let token = &tokens[at];
            let joins = token.is_word()
                && token.shape == Shape::Lower
                && self.mention_at(at).is_none()
                && (token.is(Classes::CONJUNCTION.union(Classes::RELATIVE)) && !token.is(Classes::DETERMINER)
                    || token.of(text) == "that");
            if !joins {
                return false;
            }
            let Some(subject) = self.mention_at(at + 1).map(|index| &self.mentions[index as usize]) else {
                return false;
            };
            let before = &tokens[at - 1];
            let set_off = before.is_quote()
                || matches!(before.kind, Kind::Sign(',' | '—' | '–' | '-'))
                || before.is(Classes::SAY) && token.of(text) == "that";
            // "Ann Lee, the mayor, and Mark Tully, a miller, said": one clause, as long as it has no verb.
            let joined = matches!(token.of(text), "and" | "or");
            let complete = || (first.max(at.saturating_sub(FAR))..at).any(|at| self.is_predicate(at, close));
            subject.start as usize == at + 1 && set_off && (!joined || complete())
        };
        ((first + 1).max(close.saturating_sub(FAR))..close).rev().find(|&at| opens(at)).map_or(first, |at| at + 1)
    }
}
