//! Whom pronouns and noun phrases stand for: "he", "the senator", "the company".
//!
//! A walk through the narrative keeps for every entity where it was last mentioned and how. A pronoun goes to the
//! entity that fits in gender and number and scores best by distance, syntax and weight in the article; a definite
//! noun phrase goes to the entity whose role or name has its noun, else to the most recent one of its kind; an
//! indefinite one makes a speaker without a name.

use rustc_hash::FxHashMap;

use super::clauses::{Acts, Role};
use super::lexicon::{Classes, WordId};
use super::mentions::{Article, Form, Mention, NOBODY};
use super::narrative::Narrative;
use super::speakers::{Entities, Entity, EntityKind};
use super::synonyms::{Table, groups};
use super::tokens::{Kind, Shape};

/// Resolves all mentions that are not names; new unnamed entities are added to `entities`.
pub fn resolve(narrative: &Narrative<'_>, mentions: &mut [Mention], entities: &mut Entities, acts: &Acts) {
    let inside = named_inside(narrative, entities);
    let offices = |entity: &Entity| entity.role_words.iter().fold(0, |all, &word| all | groups(Table::Offices, word));
    let offices = entities.list.iter().map(offices).collect();
    let mut walk = Walk {
        narrative,
        offices,
        entities,
        inside,
        last: Vec::new(),
        log: Vec::new(),
        nouns: FxHashMap::default(),
        documents: FxHashMap::default(),
        subjects: &acts.roles,
        sure: SURE_NAME,
    };
    walk.last.resize(walk.entities.list.len(), None);
    for index in 0..mentions.len() {
        walk.step(mentions, index);
    }
    walk.look_ahead(mentions);
}

/// For each passage the entities that it names.
pub fn named_inside(narrative: &Narrative<'_>, entities: &Entities) -> Vec<Vec<u32>> {
    let mut inside = Vec::with_capacity(narrative.inside_of.len());
    for &(start, end) in &narrative.inside_of {
        inside.push((start..end).filter_map(|at| entities.inside.get(&at)).map(|&(entity, _)| entity).collect());
    }
    inside
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
    /// How sure the answer under way is.
    sure: f32,
}

/// How many mentions a pronoun looks back over, and how many a title or a repeated phrase.
const RECENT: usize = 150;
const LONG_AGO: usize = 200;
/// How many mentions with the same noun are looked at.
const OFTEN: usize = 12;

/// How sure an answer is, by the way it was found: shares of right answers in articles resolved by hand.
const SURE_NAME: f32 = 0.985;
const SURE_APPOSED: f32 = 0.97;
const SURE_OWNER: f32 = 0.85;
const SURE_ROLE: f32 = 0.9;
const SURE_NOUN: f32 = 0.85;
const SURE_KIND: f32 = 0.75;
const SURE_UNNAMED: f32 = 0.85;
const SURE_AHEAD: f32 = 0.65;

impl Walk<'_, '_> {
    fn step(&mut self, mentions: &mut [Mention], index: usize) {
        let mention = mentions[index];
        self.sure = SURE_NAME;
        let resolved = match mention.form {
            Form::Name => Some(mention.entity).filter(|&entity| entity != NOBODY).map(|entity| (entity, None)),
            Form::Pronoun => self.pronoun(mentions, index),
            Form::Nominal => self.nominal(mentions, index),
        };
        let Some((entity, antecedent)) = resolved else { return };
        mentions[index].entity = entity;
        mentions[index].sure = self.sure;
        if mention.form == Form::Nominal {
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

    /// “…,” she said at the head of an article, before it names anybody: whoever is named first after that.
    fn look_ahead(&self, mentions: &mut [Mention]) {
        const NEAR: u32 = 2;
        const MANY: usize = 200;
        for index in 0..mentions.len() {
            let mention = mentions[index];
            let human = mention.form == Form::Pronoun && mention.classes.any(Classes::HE.and(Classes::SHE));
            if !human || mention.entity != NOBODY {
                continue;
            }
            let paragraph = |mention: &Mention| self.narrative.tokens[mention.start as usize].paragraph;
            let wanted = Wanted::of_pronoun(&mention);
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

    /// Notes that `entity` was mentioned.
    fn see(&mut self, mention: &Mention, index: usize, entity: u32) {
        let token = &self.narrative.tokens[mention.start as usize];
        let role = self.subjects[index];
        let mut weight = 0.0;
        if role.leads {
            weight += 1.5;
        } else if role.subject {
            weight += 0.8;
        }
        if role.says.is_some() {
            weight += 0.5;
        }
        if mention.governed {
            weight -= 0.6;
        }
        if mention.possessive {
            weight -= 0.2;
        }
        if mention.modifier {
            weight -= 1.5;
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
            && before.sentence == token.sentence
            && before.weight > weight
        {
            return;
        }
        self.log.push((entity, super::tokens::offset(index)));
        *slot = Some(Last {
            mention: index,
            sentence: token.sentence,
            paragraph: token.paragraph,
            weight,
            subject: if role.subject || role.leads {
                token.sentence
            } else {
                before.map_or(u32::MAX, |before| before.subject)
            },
        });
    }

    fn pronoun(&mut self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        if mention.classes.any(Classes::FIRST) {
            return None;
        }
        let wanted = Wanted::of_pronoun(mention);
        let (entity, last, margin) = self.best(mentions, index, wanted)?;
        // From a coin's toss between two to near certainty where nobody else fits.
        self.sure = 0.72 + 0.26 * (1.0 - (-0.9 * margin).exp());
        if !wanted.human {
            self.sure -= 0.15;
        }
        let found = &mut self.entities.list[entity as usize];
        // What nobody knows yet the pronoun tells.
        if wanted.human && found.male + found.female == 0 && found.kind != EntityKind::Organisation {
            found.male += u32::from(mention.classes.any(Classes::HE));
            found.female += u32::from(mention.classes.any(Classes::SHE));
            if found.kind == EntityKind::Open {
                found.kind = EntityKind::Person;
            }
        }
        Some((entity, super::tokens::offset(last).into()))
    }

    /// The entity that fits best, with its last mention and how far it is ahead of the next.
    fn best(&self, mentions: &[Mention], index: usize, wanted: Wanted) -> Option<(u32, usize, f32)> {
        let mention = &mentions[index];
        let token = &self.narrative.tokens[mention.start as usize];
        let own = self.subjects[index];
        let beside = self.quote_beside(mention);
        let mut best: Option<(f32, u32, usize)> = None;
        let mut second = f32::MIN;
        for (entity, last) in self.recent(RECENT) {
            if token.paragraph.saturating_sub(last.paragraph) > wanted.reach {
                break;
            }
            let candidate = &self.entities.list[entity];
            let Some(fit) = wanted.fit(candidate, mention) else { continue };
            let sentences = token.sentence.saturating_sub(last.sentence);
            let paragraphs = token.paragraph.saturating_sub(last.paragraph);
            let mut score = fit + last.weight;
            score -= 0.9 * (sentences.min(8) as f32);
            score -= 0.35 * (paragraphs as f32);
            if last.subject != u32::MAX && token.sentence.saturating_sub(last.subject) <= 2 {
                score += 0.6;
            }
            score += (candidate.count.min(20) as f32).ln_1p() * 0.45;
            // Who names somebody is somebody else.
            if beside.is_some_and(|quote| self.inside[quote].contains(&super::tokens::offset(entity))) {
                score -= 2.5;
            }
            // The object of a verb is not its subject.
            let object = !own.subject && mention.classes.any(Classes::OBJECTIVE);
            if object && sentences == 0 {
                let verb = self.subjects[last.mention].verb;
                if verb.is_some_and(|verb| verb < mention.start && mention.start - verb < 5) {
                    score -= 4.0;
                }
            }
            if best.is_none_or(|(most, ..)| score > most) {
                let index = u32::try_from(entity).unwrap_or(NOBODY);
                second = best.map_or(second, |(most, ..)| most);
                best = Some((score, index, last.mention));
            } else {
                second = second.max(score);
            }
        }
        best.map(|(score, entity, last)| (entity, last, score - second))
    }

    /// The passage that the mention is the tag of: next to it in its sentence.
    fn quote_beside(&self, mention: &Mention) -> Option<usize> {
        const NEAR: usize = 3;
        let tokens = &self.narrative.tokens;
        let sentence = self.narrative.sentence(mention.start as usize);
        let before = sentence.start.max((mention.start as usize).saturating_sub(NEAR))..mention.start as usize;
        let after = mention.end as usize..sentence.end.min(mention.end as usize + NEAR);
        before.rev().chain(after).find_map(|at| match tokens[at].kind {
            Kind::Quote(quote) => Some(quote as usize),
            _ => None,
        })
    }

    fn nominal(&mut self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        let head = &self.narrative.tokens[mention.head as usize];
        if mention.classes.any(Classes::HUMAN)
            && !mention.plural
            && let Some(found) = self.apposed(mentions, index)
        {
            self.sure = SURE_APPOSED;
            return Some(found);
        }
        // "a statement from the campaign", "Trump's statement", "the I.M.F. report": its owner speaks.
        if mention.classes.any(Classes::DOCUMENT)
            && !mention.classes.any(Classes::HUMAN.and(Classes::ORGANISATION))
            && let Some(owner) = self.owner(mentions, index)
        {
            self.sure = SURE_OWNER;
            return Some(owner);
        }
        if mention.article == Article::The
            || mention.article == Article::Possessive && mention.classes.any(Classes::ORGANISATION)
        {
            if let Some(found) = self.by_role(mentions, index, head.id) {
                self.sure = SURE_ROLE;
                return Some(found);
            }
            if let Some(found) = self.same_noun(mentions, index) {
                self.sure = SURE_NOUN;
                return Some(found);
            }
            if mention.article == Article::The
                && let Some(found) = self.by_kind(mentions, index)
            {
                self.sure = SURE_KIND;
                return Some(found);
            }
        } else if let Some(found) = self.same_phrase(mentions, index) {
            self.sure = SURE_UNNAMED;
            return Some(found);
        }
        self.sure = SURE_UNNAMED;
        Some((self.unnamed(mentions, index), None))
    }

    /// The name that the noun stands beside: "another critic, Laurence Tribe, said", "Tribe, another critic, said".
    fn apposed(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let tokens = &self.narrative.tokens;
        let mention = &mentions[index];
        let named = |at: usize| {
            let other = mentions.get(at)?;
            let kind = self.entities.list.get(other.entity as usize)?.kind;
            let person = matches!(kind, EntityKind::Person | EntityKind::Open);
            (other.form == Form::Name && person && !other.possessive && !other.modifier)
                .then(|| (other.entity, Some(super::tokens::offset(at))))
        };
        let comma = |at: u32| tokens.get(at as usize).is_some_and(|token| token.is_sign(','));
        let closes = |at: u32| {
            tokens.get(at as usize).is_none_or(|after| {
                matches!(after.kind, Kind::Sign(',' | '(' | ')' | '.' | ';')) || after.of(self.narrative.text) == "who"
            })
        };
        // "his partner at Lenox, Lawrence Cummings, said": the phrase may go on before the comma.
        let ends = (mention.end..mention.end + 6).find(|&at| comma(at));
        let plain = |from: u32, to: u32| {
            (from..to).all(|at| {
                let token = &tokens[at as usize];
                token.is_word()
                    && !token.is(Classes::AUXILIARY)
                    && !(token.is(Classes::VERB) && token.is(Classes::PAST))
            })
        };
        if let Some(ends) = ends
            && plain(mention.end, ends)
            && let Some(next) = mentions[index + 1..].iter().take(4).position(|next| next.start > ends)
            && let next = index + 1 + next
            && mentions[next].start <= ends + 3
            && plain(ends + 1, mentions[next].start)
            && (ends + 1..mentions[next].start).all(|at| !tokens[at as usize].is(Classes::FUNCTION))
            && closes(mentions[next].end)
            && let Some(found) = named(next)
        {
            return Some(found);
        }
        let before = mentions[..index].iter().rev().take(4).position(|other| other.end + 1 == mention.start)?;
        let before = index - 1 - before;
        let after = (mention.end as usize..tokens.len())
            .take(12)
            .find(|&at| matches!(tokens[at].kind, Kind::Sign(_) | Kind::Quote(_)) || tokens[at].is(Classes::FINITE))?;
        let open = comma(mentions[before].end) && !mentions[before].governed;
        (open && closes(super::tokens::offset(after))).then(|| named(before)).flatten()
    }

    /// The name that a document's phrase holds or that follows it after "from", "by", "of".
    fn owner(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        let tokens = &self.narrative.tokens;
        let from = |at: usize| {
            let token = tokens.get(at)?;
            let by = matches!(token.of(self.narrative.text), "from" | "by");
            (by && token.sentence == tokens[mention.head as usize].sentence).then_some(at + 1)
        };
        if let Some(at) = from(mention.end as usize) {
            let end = (at + 3).min(tokens.len());
            let owner = mentions[index + 1..].iter().position(|later| (at..end).contains(&(later.start as usize)));
            if let Some(owner) = owner.map(|offset| index + 1 + offset)
                && mentions[owner].entity != NOBODY
                && !mentions[owner].modifier
            {
                return Some((mentions[owner].entity, Some(super::tokens::offset(owner))));
            }
        }
        // A name inside the phrase.
        let from = index.saturating_sub(12);
        let inner = from
            + mentions[from..index].iter().rposition(|earlier| {
                earlier.end <= mention.head + 1 && earlier.start + 8 > mention.head && earlier.entity != NOBODY
            })?;
        let earlier = &mentions[inner];
        let touching = (earlier.end..mention.head).all(|at| {
            let token = &tokens[at as usize];
            token.kind == Kind::Possessive
                || token.is_word() && !token.is(Classes::FUNCTION) && !token.is(Classes::FINITE)
        });
        let close = earlier.form == Form::Name && touching && earlier.end <= mention.head;
        (close && (earlier.possessive || earlier.modifier))
            .then(|| (earlier.entity, Some(super::tokens::offset(inner))))
    }

    /// The entity whose role or name has the noun.
    fn by_role(&self, mentions: &[Mention], index: usize, noun: WordId) -> Option<(u32, Option<u32>)> {
        if noun == 0 {
            return None;
        }
        let mention = &mentions[index];
        let token = &self.narrative.tokens[mention.start as usize];
        let office = groups(Table::Offices, noun);
        let mut best: Option<(f32, usize)> = None;
        for (entity, last) in self.recent(LONG_AGO) {
            let candidate = &self.entities.list[entity];
            let named = match candidate.kind {
                EntityKind::Person | EntityKind::Open => {
                    self.offices.get(entity).is_some_and(|&offices| offices & office != 0)
                        || candidate.role_words.contains(&noun)
                }
                EntityKind::Organisation => candidate.words.contains(&noun) || candidate.role_words.contains(&noun),
                EntityKind::Place | EntityKind::Unnamed => false,
            };
            if !named || !gender_fits(candidate, mention) || self.parties_clash(candidate, mention) {
                continue;
            }
            let sentences = token.sentence.saturating_sub(last.sentence).min(30) as f32;
            let score = last.weight - 0.35 * sentences + (candidate.count.min(20) as f32).ln_1p() * 0.5;
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, entity));
            }
        }
        best.map(|(_, entity)| self.found(entity))
    }

    /// "The Republican nominee" is not the Libertarian candidate.
    fn parties_clash(&self, candidate: &Entity, mention: &Mention) -> bool {
        let wanted = (mention.start..mention.head)
            .map(|at| groups(Table::Parties, self.narrative.tokens[at as usize].id))
            .find(|&party| party != 0);
        let own = candidate.role_words.iter().map(|&word| groups(Table::Parties, word)).find(|&party| party != 0);
        matches!((wanted, own), (Some(wanted), Some(own)) if wanted & own == 0)
    }

    fn found(&self, entity: usize) -> (u32, Option<u32>) {
        let last = self.last[entity].map(|last| super::tokens::offset(last.mention));
        (super::tokens::offset(entity), last)
    }

    /// An unnamed speaker introduced before with the same noun: "an official" … "the official".
    fn same_noun(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let tokens = &self.narrative.tokens;
        let noun = tokens[mentions[index].head as usize].id;
        if noun == 0 {
            return None;
        }
        let documents = groups(Table::Documents, noun);
        let like = if documents == 0 { self.nouns.get(&noun) } else { self.documents.get(&documents) }?;
        let earlier =
            *like.iter().rev().take(OFTEN).find(|&&at| mentions[at as usize].article != Article::The)? as usize;
        let entity = mentions[earlier].entity;
        let far = tokens[mentions[index].start as usize].paragraph - tokens[mentions[earlier].start as usize].paragraph;
        (far <= 12).then(|| (entity, Some(super::tokens::offset(earlier))))
    }

    /// The same indefinite phrase again: "analysts" … "analysts".
    fn same_phrase(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let tokens = &self.narrative.tokens;
        let words = |mention: &Mention| {
            tokens[mention.start as usize..mention.end as usize]
                .iter()
                .filter(|token| !token.is(Classes::DETERMINER))
                .map(|token| token.id)
                .collect::<Vec<_>>()
        };
        let noun = tokens[mentions[index].head as usize].id;
        let mine = words(&mentions[index]);
        let plural = mentions[index].plural;
        let like = self.nouns.get(&noun)?;
        let same = |at: u32| mentions[at as usize].plural == plural && words(&mentions[at as usize]) == mine;
        let earlier = *like.iter().rev().take(OFTEN).find(|&&at| same(at))? as usize;
        let own = mentions[index].article == Article::A && !plural;
        (!own).then(|| (mentions[earlier].entity, Some(super::tokens::offset(earlier))))
    }

    /// The most recent entity that the noun could stand for.
    fn by_kind(&mut self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        let classes = mention.classes;
        let wanted = if classes.any(Classes::HUMAN) && !mention.plural {
            Wanted { human: true, male: mention.male, female: mention.female, plural: false, places: false, reach: 3 }
        } else if classes.any(Classes::ORGANISATION) && !mention.plural || self.is_press(mention) {
            let places = matches!(
                self.narrative.tokens[mention.head as usize].of(self.narrative.text),
                "country" | "city" | "state" | "nation" | "region" | "town" | "government"
            );
            Wanted { human: false, male: false, female: false, plural: false, places, reach: 3 }
        } else {
            return None;
        };
        // A modified noun tells more than recency does: "the Treasury spokesman" is nobody seen before.
        let modified = mention.head > mention.start + 1;
        let named = (mention.start..mention.head).any(|at| {
            let token = &self.narrative.tokens[at as usize];
            // "the Aberdeen-based company" only tells where.
            let written = token.of(self.narrative.text);
            let compound = written
                .rsplit(['-', '‑'])
                .next()
                .is_some_and(|last| last.len() < written.len() && last.starts_with(char::is_lowercase));
            token.is_capital() && !compound && !(at == mention.start && token.is(Classes::FUNCTION))
        });
        if modified && named && (!classes.any(Classes::HUMAN) || classes.any(Classes::ANONYMOUS)) {
            return None;
        }
        let (entity, last, _) = self.best(mentions, index, wanted)?;
        // What nobody knows yet the noun tells: "the lender" makes Norbank a company.
        let found = &mut self.entities.list[entity as usize];
        if !wanted.human && found.kind == EntityKind::Open && found.words.len() == 1 && found.male + found.female == 0 {
            found.kind = EntityKind::Organisation;
        }
        Some((entity, Some(super::tokens::offset(last))))
    }

    /// "The article", "the story": the paper that was named last speaks.
    fn is_press(&self, mention: &Mention) -> bool {
        matches!(
            self.narrative.tokens[mention.head as usize].of(self.narrative.text),
            "article" | "story" | "editorial" | "piece"
        )
    }

    /// A speaker without a name, under its description.
    fn unnamed(&mut self, mentions: &[Mention], index: usize) -> u32 {
        let mention = &mentions[index];
        let name = self.description(mention);
        let list = &mut self.entities.list;
        let head = self.narrative.tokens[mention.head as usize].id;
        let entity = super::tokens::offset(list.len());
        list.push(Entity {
            name,
            kind: EntityKind::Unnamed,
            words: vec![head],
            first: head,
            last: head,
            male: u32::from(mention.male && !mention.female),
            female: u32::from(mention.female && !mention.male),
            count: 1,
            full: 0,
            places: Vec::new(),
            titled: 0,
            seen: mention.start,
            aliases: Vec::new(),
            role: None,
            role_classes: mention.classes.and(if mention.plural { Classes::PEOPLE } else { Classes::NONE }),
            role_words: Vec::new(),
        });
        entity
    }

    /// The phrase without its article, with what follows it after a preposition.
    fn description(&self, mention: &Mention) -> String {
        const LONGEST: usize = 9;
        let tokens = &self.narrative.tokens;
        let text = self.narrative.text;
        let mut start = mention.start as usize;
        let articles = ["the", "a", "an", "this", "that", "these", "those", "one", "some", "such"];
        while start < mention.head as usize && articles.contains(&tokens[start].of(text).to_ascii_lowercase().as_str())
        {
            start += 1;
        }
        let mut end = mention.end as usize;
        let limit = self.narrative.sentence(mention.head as usize).end.min(end + LONGEST);
        let follows = end < limit && matches!(tokens[end].of(text), "of" | "for" | "in" | "at" | "with" | "from");
        if follows {
            let mut at = end + 1;
            let mut last = end;
            while at < limit {
                let token = &tokens[at];
                if self.predicates(at, end) {
                    break;
                }
                let noun = token.is_word()
                    && !token.is(Classes::FUNCTION)
                    && !(token.is(Classes::VERB) && token.is(Classes::FINITE) && token.shape == Shape::Lower);
                let small = token.is_word()
                    && token.is(Classes::DETERMINER.and(Classes::PREPOSITION).and(Classes::POSSESSIVE))
                    && !token.is(Classes::SUBORDINATOR);
                if noun || matches!(token.kind, Kind::Possessive | Kind::Number) && at + 1 < limit {
                    last = at + 1;
                } else if !small {
                    break;
                }
                at += 1;
            }
            if last > end + 1 {
                end = last;
            }
        }
        let phrase = &text[tokens[start].start as usize..tokens[end - 1].end as usize];
        let mut words = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(first) = words.chars().next().filter(|first| first.is_lowercase()) {
            let upper: String = first.to_uppercase().collect();
            words.replace_range(..first.len_utf8(), &upper);
        }
        words
    }

    /// Whether the word at `at`, behind the preposition at `from`, is a verb unknown to the lexicon: "a man in Leeds
    /// wept", "the chief in Benghazi breaks silence".
    fn predicates(&self, at: usize, from: usize) -> bool {
        let tokens = &self.narrative.tokens;
        let (token, before) = (&tokens[at], &tokens[at - 1]);
        let word = token.of(self.narrative.text);
        let behind_noun = at > from + 1 && before.is_word() && !before.is(Classes::FUNCTION);
        let small = token.is_word() && token.shape == Shape::Lower && !token.is(Classes::HEAD);
        behind_noun && small && (word.ends_with("ed") || word.ends_with('s') && before.is_capital())
    }
}

/// What a mention can stand for.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    human: bool,
    male: bool,
    female: bool,
    plural: bool,
    places: bool,
    /// How many paragraphs back it reaches.
    reach: u32,
}

impl Wanted {
    fn of_pronoun(mention: &Mention) -> Self {
        let classes = mention.classes;
        let human = classes.any(Classes::HE.and(Classes::SHE));
        Self {
            human,
            male: classes.any(Classes::HE),
            female: classes.any(Classes::SHE),
            plural: classes.any(Classes::THEY),
            places: classes.any(Classes::IT),
            reach: if human { 8 } else { 3 },
        }
    }

    /// How well an entity fits, if it does.
    fn fit(self, entity: &Entity, mention: &Mention) -> Option<f32> {
        if self.human {
            let fit = match entity.kind {
                EntityKind::Person => 1.0,
                EntityKind::Open if entity.words.len() == 1 => {
                    // A word that is no name elsewhere hardly is one here.
                    let known = super::lexicon::classes(entity.first);
                    if known.any(Classes::COMMON) && !known.any(Classes::FIRST_NAME) { -2.7 } else { -1.2 }
                }
                EntityKind::Open => -0.4,
                EntityKind::Unnamed
                    if entity.role_classes.any(Classes::HUMAN) && !entity.role_classes.any(Classes::PEOPLE) =>
                {
                    -0.4
                }
                _ => return None,
            };
            let known = entity.male + entity.female > 0;
            let clash = entity.male > entity.female && !self.male || entity.female > entity.male && !self.female;
            if clash {
                return None;
            }
            let sure = known && !(self.male && self.female);
            let role = if mention.form == Form::Nominal && entity.kind == EntityKind::Unnamed { -1.0 } else { 0.0 };
            return Some(fit + role + if sure { 0.8 } else { 0.0 });
        }
        if self.plural {
            return match entity.kind {
                EntityKind::Unnamed if entity.role_classes.any(Classes::PEOPLE.and(Classes::GROUP)) => Some(1.5),
                EntityKind::Organisation => Some(0.3),
                EntityKind::Unnamed if entity.role_classes.any(Classes::ORGANISATION) => Some(0.0),
                EntityKind::Open => Some(-1.0),
                _ => None,
            };
        }
        match entity.kind {
            EntityKind::Organisation => Some(1.0),
            EntityKind::Place if self.places => Some(0.0),
            EntityKind::Open if mention.form == Form::Nominal && entity.words.len() > 1 => Some(-1.5),
            EntityKind::Open => Some(-0.5),
            // "The company" is no deal and no crowd; "it" can be either.
            EntityKind::Unnamed if mention.form == Form::Nominal => {
                entity.role_classes.any(Classes::ORGANISATION).then_some(-1.0)
            }
            EntityKind::Unnamed
                if entity.role_classes.any(Classes::ORGANISATION.and(Classes::DOCUMENT).and(Classes::GROUP)) =>
            {
                Some(0.2)
            }
            _ => None,
        }
    }
}

fn gender_fits(entity: &Entity, mention: &Mention) -> bool {
    let clash = entity.male > entity.female && !mention.male || entity.female > entity.male && !mention.female;
    !(mention.classes.any(Classes::MAN.and(Classes::WOMAN)) && clash)
}
