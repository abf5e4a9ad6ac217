//! Whom pronouns and noun phrases stand for: "he", "the senator", "the company".
//!
//! A walk through the narrative keeps for every entity where it was last mentioned and how. A pronoun goes to the
//! entity that fits in gender and number and scores best by distance, syntax and weight in the article; a definite
//! noun phrase goes to the entity whose role or name has its noun, else to the most recent one of its kind; an
//! indefinite one makes a speaker without a name.

mod initials;
mod kin;
mod later;
mod nominals;
mod nouns;
mod predicates;
mod proceedings;
mod pronouns;
mod unnamed;
mod wanted;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod titles_tests;

use rustc_hash::FxHashMap;

use self::wanted::Wanted;
use super::clauses::{Role, SubjectIndex};
use super::lexicon::{Classes, WordId, Words, words};
use super::mentions::{Form, Mention, NOBODY};
use super::narrative::Narrative;
use super::speakers::{Entities, Entity, EntityKind};
use super::synonyms::{Table, groups};
use super::tokens::Shape;

/// Resolves all mentions that are not names; new unnamed entities are added to `entities`.
pub fn resolve(narrative: &Narrative<'_>, mentions: &mut [Mention], entities: &mut Entities, acts: &SubjectIndex) {
    let inside = named_inside(narrative, entities);
    let offices = |entity: &Entity| entity.role_words.iter().fold(0, |all, &word| all | groups(Table::Offices, word));
    let offices = entities.list.iter().map(offices).collect();
    let mut walk = Walk {
        narrative,
        offices,
        initials: initials::of_roles(&entities.list),
        entities,
        inside,
        last: Vec::new(),
        log: Vec::new(),
        nouns: FxHashMap::default(),
        documents: FxHashMap::default(),
        subjects: &acts.roles,
        periods: narrative.periods(),
        sure: SURE_NAME,
    };
    walk.last.resize(walk.entities.list.len(), None);
    for index in 0..mentions.len() {
        walk.step(mentions, index);
    }
    walk.look_ahead(mentions);
    later::identify(narrative, mentions, walk.entities, &acts.roles);
}

/// For each passage the entities that it names.
pub fn named_inside(narrative: &Narrative<'_>, entities: &Entities) -> Vec<Vec<u32>> {
    let mut named: Vec<(u32, u32)> = entities.inside.iter().map(|(&at, &(entity, _))| (at, entity)).collect();
    named.sort_unstable();
    let within = |&(start, end): &(u32, u32)| {
        let first = named.partition_point(|&(at, _)| at < start);
        named[first..].iter().take_while(|&&(at, _)| at < end).map(|&(_, entity)| entity).collect()
    };
    narrative.inside_of.iter().map(within).collect()
}

/// Where an entity was last mentioned.
#[derive(Debug, Clone, Copy)]
struct Last {
    mention: usize,
    sentence: u32,
    paragraph: u32,
    /// How prominent that mention was.
    weight: f32,
    /// The sentence where it was last a subject.
    subject: u32,
}

struct Walk<'a, 't> {
    /// Every sight of an entity, with the mention, in order.
    log: Vec<(u32, u32)>,
    narrative: &'a Narrative<'t>,
    entities: &'a mut Entities,
    last: Vec<Option<Last>>,
    subjects: &'a [Role],
    /// For each passage the entities named in it.
    inside: Vec<Vec<u32>>,
    /// The nominal mentions by their noun, and by the list of like documents that it stands in, in order.
    nouns: FxHashMap<WordId, Vec<u32>>,
    documents: FxHashMap<u32, Vec<u32>>,
    /// For each entity with a name the lists of like offices that its role's words stand in.
    offices: Vec<u32>,
    /// Who holds the office that initials stand for.
    initials: FxHashMap<String, u32>,
    /// For each sentence its period.
    periods: Vec<u32>,
    /// How sure the answer under way is.
    sure: f32,
}

/// How sure an answer is, by the way it was found: shares of right answers in articles resolved by hand.
const SURE_NAME: f32 = 0.985;
const SURE_AHEAD: f32 = 0.65;

/// Participles behind which "by" names who got hold of a document.
const GOT: Words =
    words!("seen obtained reviewed viewed read received heard reported published verified inspected cited");

/// Verbs behind which "by" names whose work something is.
const AUTHORED: Words = words!("directed written authored penned composed drafted painted");

impl Walk<'_, '_> {
    fn step(&mut self, mentions: &mut [Mention], index: usize) {
        let mention = mentions[index];
        self.sure = SURE_NAME;
        let resolved = match mention.form {
            Form::Name => self.named(mentions, index).map(|entity| (entity, None)),
            Form::Pronoun => self.pronoun(mentions, index),
            Form::Nominal => self.nominal(mentions, index),
        };
        let Some((entity, antecedent)) = resolved else { return };
        if mention.form == Form::Name {
            self.take_surname(mentions, index, entity);
        }
        mentions[index].entity = entity;
        mentions[index].sure = self.sure;
        if mention.form == Form::Nominal {
            self.note_initials(&mention, entity);
            let noun = self.narrative.tokens[mention.head as usize].id;
            self.nouns.entry(noun).or_default().push(super::tokens::offset(index));
            let documents = groups(Table::Documents, noun);
            if documents != 0 {
                self.documents.entry(documents).or_default().push(super::tokens::offset(index));
            }
        }
        if mention.form != Form::Name {
            mentions[index].antecedent = antecedent;
        }
        self.see(&mention, index, entity);
    }

    /// The entity of a name, or whom its initials or "the younger" before it make of it.
    fn named(&self, mentions: &[Mention], index: usize) -> Option<u32> {
        let entity = Some(mentions[index].entity).filter(|&entity| entity != NOBODY)?;
        let other = self.by_initials(&mentions[index]).or_else(|| self.namesake(&mentions[index]));
        Some(other.or_else(|| self.by_role_beside(mentions, index, entity)).unwrap_or(entity))
    }

    /// “…,” she said at the head of an article, before it names anybody: the one who is named first after that.
    fn look_ahead(&self, mentions: &mut [Mention]) {
        const NEAR: u32 = 2;
        const MANY: usize = 200;
        for index in 0..mentions.len() {
            let mention = mentions[index];
            let human = mention.form == Form::Pronoun && mention.classes.any(Classes::HE.union(Classes::SHE));
            if !human || mention.entity != NOBODY {
                continue;
            }
            let paragraph = |mention: &Mention| self.narrative.tokens[mention.start as usize].paragraph;
            let wanted = Wanted::of_pronoun(&mention, false);
            let found = (index + 1..mentions.len().min(index + MANY))
                .take_while(|&at| paragraph(&mentions[at]) <= paragraph(&mention) + NEAR)
                .find(|&at| {
                    let later = &mentions[at];
                    let entity = self.entities.list.get(later.entity as usize);
                    later.form == Form::Name
                        && !later.possessive
                        && !later.modifier
                        && entity.is_some_and(|entity| {
                            entity.kind == EntityKind::Person && wanted.fit(entity, &mention).is_some()
                        })
                });
            if let Some(found) = found {
                mentions[index].entity = mentions[found].entity;
                mentions[index].antecedent = Some(super::tokens::offset(found));
                mentions[index].sure = SURE_AHEAD;
            }
        }
    }

    /// The entities in the order of their last mentions, the latest first, looking back over `sights` mentions.
    fn recent(&self, sights: usize) -> impl Iterator<Item = (usize, &Last)> {
        self.log.iter().rev().take(sights).filter_map(|&(entity, mention)| {
            let last = self.last[entity as usize].as_ref()?;
            (last.mention == mention as usize).then_some((entity as usize, last))
        })
    }

    /// The period that the mention stands in.
    fn period(&self, mention: &Mention) -> u32 {
        self.periods[self.narrative.tokens[mention.start as usize].sentence as usize]
    }

    /// "It shows that Ann knew", "he said Ann knew": whether the mention opens what another clause tells.
    fn is_embedded(&self, mention: &Mention) -> bool {
        let first = self.narrative.sentence(mention.start as usize).start;
        (mention.start as usize).checked_sub(1).filter(|&before| before >= first).is_some_and(|before| {
            let before = &self.narrative.tokens[before];
            before.is_word()
                && before.shape == Shape::Lower
                && (before.of(self.narrative.text) == "that" || before.is(Classes::VERB) && before.is(Classes::FINITE))
        })
    }

    /// "A letter sent by Ann": whether the mention is the author of a document named before it.
    fn is_author(&self, mention: &Mention) -> bool {
        const ROLE: usize = 3;
        let tokens = &self.narrative.tokens;
        let start = mention.start as usize;
        let first = self.narrative.sentence(start).start;
        // Over the words of a role: "by press secretary Ann Lee".
        let by = (first.max(start.saturating_sub(ROLE + 1))..start)
            .rev()
            .take_while(|&at| tokens[at].is_word())
            .find(|&at| tokens[at].of(self.narrative.text) == "by");
        by.filter(|&by| by >= first + 2).is_some_and(|by| {
            let (document, verb) = (&tokens[by - 2], &tokens[by - 1]);
            // "‘Salt Water’, directed by Ann Lee".
            if AUTHORED.has(verb.id) && verb.is_word() {
                return true;
            }
            let verb = verb.is_word()
                && !GOT.has(verb.id)
                && (verb.is(Classes::PARTICIPLE) || verb.of(self.narrative.text) == "sent");
            verb && document.is_word() && document.is(Classes::DOCUMENT)
        })
    }

    /// "His account was challenged by the court's expert, Ann Lee": whether the mention does what a passive says.
    fn is_agent(&self, mention: &Mention) -> bool {
        const FAR: usize = 8;
        let tokens = &self.narrative.tokens;
        let start = mention.start as usize;
        let first = self.narrative.sentence(start).start;
        let by = (first.max(start.saturating_sub(FAR))..start)
            .rev()
            .take_while(|&at| !(tokens[at].is_word() && tokens[at].is(Classes::AUXILIARY.union(Classes::RELATIVE))))
            .find(|&at| tokens[at].of(self.narrative.text) == "by");
        by.filter(|&by| by >= first + 2).is_some_and(|by| {
            let verb = &tokens[by - 1];
            let done = verb.is(Classes::PARTICIPLE) || verb.of(self.narrative.text).ends_with("ed");
            verb.is_word() && done && tokens[by - 2].is(Classes::BE.union(Classes::ADVERB))
        })
    }

    /// "Asked whether Ann Lee would resign, he said": whom somebody else was asked about.
    fn is_asked_about(&self, mention: &Mention) -> bool {
        const LONGEST: usize = 40;
        let tokens = &self.narrative.tokens;
        let start = mention.start as usize;
        let first = self.narrative.sentence(start).start;
        let text = self.narrative.text;
        start > first + 1
            && start < first + LONGEST
            && tokens[first].of(text) == "Asked"
            && matches!(tokens[first + 1].of(text), "if" | "whether" | "about" | "why" | "what" | "how" | "when")
            && !tokens[first..start].iter().any(|token| token.is_sign(','))
    }

    /// "For Ann Lee, it is beside the point.": whether the sentence begins with whom it is about.
    fn is_topic(&self, mention: &Mention) -> bool {
        let tokens = &self.narrative.tokens;
        let start = mention.start as usize;
        let first = self.narrative.sentence(start).start;
        start == first + 1
            && mention.form == Form::Name
            && tokens[first].of(self.narrative.text) == "For"
            && tokens.get(mention.end as usize).is_some_and(|comma| comma.is_sign(','))
    }

    /// Notes that `entity` was mentioned.
    fn see(&mut self, mention: &Mention, index: usize, entity: u32) {
        let token = &self.narrative.tokens[mention.start as usize];
        let period = self.period(mention);
        let role = self.subjects[index];
        let mut weight = 0.0;
        let person = self.entities.list[entity as usize].kind == EntityKind::Person;
        let embedded = person && role.subject && !role.leads && self.is_embedded(mention);
        let topic = person && self.is_topic(mention);
        if role.leads || topic {
            weight += 1.3;
        } else if role.subject {
            weight += if embedded { 0.3 } else { 0.8 };
        }
        if role.says.is_some() && !embedded {
            weight += 0.5;
        }
        if mention.form != Form::Pronoun && self.is_author(mention) {
            weight += 1.2;
        } else if mention.form == Form::Name && self.is_agent(mention) {
            weight += 0.3;
        } else if mention.governed && !topic {
            weight -= 0.6;
        }
        if mention.possessive {
            weight -= 0.2;
        }
        if mention.modifier || mention.form != Form::Pronoun && self.is_asked_about(mention) {
            weight -= 2.0;
        }
        if self.narrative.layout[token.paragraph as usize].headline {
            weight -= 0.5;
        }
        if self.last.len() <= entity as usize {
            self.last.resize(entity as usize + 1, None);
        }
        let slot = &mut self.last[entity as usize];
        let before = *slot;
        // Within one sentence the more prominent mention stays.
        if let Some(before) = before
            && before.sentence == period
            && before.weight > weight
        {
            return;
        }
        self.log.push((entity, super::tokens::offset(index)));
        *slot = Some(Last {
            mention: index,
            sentence: period,
            paragraph: token.paragraph,
            weight,
            subject: if role.subject || role.leads || topic {
                period
            } else {
                before.map_or(u32::MAX, |before| before.subject)
            },
        });
    }
}
