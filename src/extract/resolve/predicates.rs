//! Descriptions of somebody known: "Ann Reed is a doctor", "one minister said … the minister", "her former strategist".

use super::Walk;
use super::kin::is_kin;
use super::pronouns::Best;
use super::wanted::Wanted;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Article, Form, Mention};
use crate::extract::speakers::{Entity, EntityKind};
use crate::extract::tokens::offset;

/// Words that say what somebody was for another.
const FORMER: Words = words!("former longtime long-time one-time onetime erstwhile ex");

impl Walk<'_, '_> {
    /// "Ann Reed, who is now a doctor", "she was a nurse": whom the subject of "to be" stands for.
    pub(super) fn predicated(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        const ADVERBS: usize = 2;
        const FAR: usize = 6;
        let tokens = &self.narrative.tokens;
        let mention = &mentions[index];
        if mention.article != Article::A || !mention.classes.any(Classes::HUMAN) || mention.plural {
            return None;
        }
        let start = mention.start as usize;
        let first = self.narrative.sentence(start).start;
        let adverb = |at: &usize| tokens[*at].is(Classes::ADVERB) && !tokens[*at].is(Classes::NEGATION);
        let adverbs = (first..start).rev().take(ADVERBS).take_while(adverb).count();
        let verb = (start - adverbs).checked_sub(1).filter(|&verb| verb > first)?;
        let is =
            tokens[verb].is(Classes::BE) && matches!(tokens[verb].of(self.narrative.text), "is" | "was" | "'s" | "’s");
        if !is {
            return None;
        }
        let mut end = verb;
        if tokens[end - 1].of(self.narrative.text) == "who" {
            end -= 1;
            if end > first && tokens[end - 1].is_sign(',') {
                end -= 1;
            }
        }
        let before = mentions[..index].iter().rev().take(FAR).position(|other| other.end as usize == end)?;
        let subject = index - 1 - before;
        let entity = mentions[subject].entity;
        let human = self
            .entities
            .list
            .get(entity as usize)
            .is_some_and(|entity| matches!(entity.kind, EntityKind::Person | EntityKind::Open));
        (human && !mentions[subject].possessive).then(|| (entity, Some(offset(subject))))
    }

    /// "His deputy is Bo Lee, from Brim": the name that "is" gives.
    pub(super) fn equated(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        const PHRASE: usize = 6;
        let tokens = &self.narrative.tokens;
        let mention = &mentions[index];
        if mention.plural || mention.modifier || !mention.classes.any(Classes::HUMAN) || mention.article == Article::A {
            return None;
        }
        let end = self.narrative.sentence(mention.start as usize).end;
        let verb = (mention.end as usize..end.min(mention.end as usize + PHRASE)).find(|&at| {
            tokens[at].is(Classes::BE) || !tokens[at].is_word() || tokens[at].is(Classes::VERB.union(Classes::RELATIVE))
        })?;
        let is = matches!(tokens[verb].of(self.narrative.text), "is" | "was");
        let named = mentions[index + 1..].iter().take(PHRASE).position(|other| other.start as usize == verb + 1)?;
        let (at, named) = (index + 1 + named, &mentions[index + 1 + named]);
        let entity = self.entities.list.get(named.entity as usize)?;
        let person = matches!(entity.kind, EntityKind::Person | EntityKind::Open) && entity.name.contains(' ');
        let plain = named.form == Form::Name && !named.possessive && !named.modifier && named.article == Article::None;
        (is && person && plain).then(|| (named.entity, Some(offset(at))))
    }

    /// "One minister … the minister", "a mother of two … the woman": somebody without a name who came up since anybody with
    /// that office was named.
    pub(super) fn introduced_since(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        const NEAR: u32 = 1;
        const FEW: usize = 30;
        let tokens = &self.narrative.tokens;
        let mention = &mentions[index];
        let bare = mention.head == mention.start + 1;
        if mention.article != Article::The || mention.plural || !bare || !mention.classes.any(Classes::HUMAN) {
            return None;
        }
        let noun = tokens[mention.head as usize].id;
        let anybody = self.is_anybody(mention);
        let one_sex = |other: &Mention| mention.male && other.male || mention.female && other.female;
        let paragraph = |mention: &Mention| tokens[mention.start as usize].paragraph;
        let near = mentions[..index].iter().enumerate().rev().take(FEW);
        let near = near.take_while(|(_, other)| paragraph(other) + NEAR >= paragraph(mention));
        for (at, other) in near {
            let Some(entity) = self.entities.list.get(other.entity as usize) else { continue };
            let like = tokens[other.head as usize].id == noun
                || anybody && other.classes.any(Classes::HUMAN) && !other.modifier && one_sex(other);
            let same = like && other.form == Form::Nominal && !other.plural;
            if same && other.article == Article::A && entity.kind == EntityKind::Unnamed {
                return Some((other.entity, Some(offset(at))));
            }
            let named = other.form == Form::Name && entity.kind == EntityKind::Person && self.subjects[at].subject;
            if entity.kind != EntityKind::Unnamed && entity.role_words.contains(&noun) || anybody && named {
                return None;
            }
        }
        None
    }

    /// "Ann Reed called on Bo Lee to resign. “…,” the mayor's former strategist said.": whom the sentence before is about, if
    /// nothing else is said of what they do.
    pub(super) fn described(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let tokens = &self.narrative.tokens;
        let mention = &mentions[index];
        let phrase = &tokens[mention.start as usize..mention.head as usize];
        let noun = &tokens[mention.head as usize];
        let former = phrase.iter().any(|word| FORMER.has(word.id)) || noun.of(self.narrative.text).starts_with("ex-");
        let one = mention.classes.any(Classes::HUMAN) && !mention.plural && !is_kin(noun.id);
        if mention.article != Article::Possessive || !former || !one || self.subjects[index].says.is_none() {
            return None;
        }
        let wanted = Wanted {
            human: true,
            male: mention.male,
            female: mention.female,
            plural: false,
            places: false,
            reach: 2,
            press: false,
            written: false,
        };
        let inside = mentions[..index].iter().rev().take_while(|other| other.start >= mention.start);
        let owners: Vec<&Entity> = inside.filter_map(|other| self.entities.list.get(other.entity as usize)).collect();
        let owns = |candidate: &Entity| owners.iter().any(|owner| owner.name == candidate.name);
        let other = |candidate: &Entity| {
            candidate.kind != EntityKind::Person
                || owns(candidate)
                || !candidate.role_words.is_empty() && !candidate.role_words.contains(&noun.id)
        };
        let Best { entity, last, .. } = self.best(mentions, index, wanted, Some(&other))?;
        self.subjects[last].leads.then_some((entity, Some(offset(last))))
    }
}
