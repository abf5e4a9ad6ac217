//! Noun phrases: a name that stands beside them, the owner of a document, the entity whose role has the noun, the same
//! noun or phrase before, the most recent entity of its kind; else a speaker without a name.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::Walk;
use super::pronouns::Best;
use super::wanted::Wanted;
use crate::extract::lexicon::{self, Classes, WordId, Words, word_id, words};
use crate::extract::mentions::{Article, Form, Mention, NOBODY};
use crate::extract::speakers::{Entity, EntityKind, may_be_somebody};
use crate::extract::synonyms::{Table, groups};
use crate::extract::tokens::{Kind, Shape, offset};

/// How many mentions a title or a repeated phrase looks back over.
const LONG_AGO: usize = 200;
/// How many mentions with the same noun are looked at.
const OFTEN: usize = 12;

/// Words before "minister", "secretary" and the like that tell whose office is meant.
static PORTFOLIOS: LazyLock<FxHashSet<WordId>> = LazyLock::new(|| {
    let words = "prime foreign finance defence defense interior home health education trade energy justice culture \
        transport environment agriculture fisheries sports labour labor housing treasury shadow vice deputy district \
        attorney press security economy industry police fire first chief-of-staff";
    words.split_whitespace().map(word_id).collect()
});

/// A noun does not stand for whom nothing else speaks for: "the bus to Llanfair … the driver".
const LEAST: f32 = -1.0;

/// Words of an office that somebody has no longer.
const WAS: Words = words!("former ex late");

/// What unions are called.
const UNION: Words = words!("union");
const UNIONS: Words = words!("association federation guild brotherhood congress");

/// How sure an answer is, by the way it was found: shares of right answers in articles resolved by hand.
const SURE_APPOSED: f32 = 0.97;
const SURE_AGE: f32 = 0.95;
const SURE_OWNER: f32 = 0.85;
const SURE_ROLE: f32 = 0.9;
const SURE_NOUN: f32 = 0.85;
const SURE_KIND: f32 = 0.75;
const SURE_UNNAMED: f32 = 0.85;

impl Walk<'_, '_> {
    pub(super) fn nominal(&mut self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        let head = &self.narrative.tokens[mention.head as usize];
        // "One of the miners, Ivo Marsh, said".
        let one_of = !mention.plural && mention.end > mention.head + 1 && mention.classes.any(Classes::PEOPLE);
        let stands_beside =
            one_of || mention.classes.any(Classes::HUMAN.union(Classes::ORGANISATION)) && !mention.plural;
        if stands_beside && let Some(found) = self.apposed(mentions, index) {
            self.sure = SURE_APPOSED;
            // "The mayor of the village, Saburo Kito, said": the noun tells what the name is.
            let entity = &mut self.entities.list[found.0 as usize];
            if entity.kind == EntityKind::Open && (mention.article != Article::A || !may_be_somebody(head)) {
                let human = mention.classes.any(Classes::HUMAN);
                entity.kind = if human { EntityKind::Person } else { EntityKind::Organisation };
            }
            if !entity.role_words.contains(&head.id) {
                entity.role_words.push(head.id);
            }
            return Some(found);
        }
        let one_of_two = self.one_of_two(mentions, index);
        if let Some(found) =
            one_of_two.or_else(|| self.by_kinship(mentions, index)).or_else(|| self.by_part(mentions, index))
        {
            self.sure = SURE_ROLE;
            return Some(found);
        }
        if let Some(found) = self.predicated(mentions, index).or_else(|| self.equated(mentions, index)) {
            self.sure = SURE_ROLE;
            let role = &mut self.entities.list[found.0 as usize].role_words;
            if !role.contains(&head.id) {
                role.push(head.id);
            }
            return Some(found);
        }
        if let Some(found) = self.introduced_since(mentions, index) {
            self.sure = SURE_NOUN;
            return Some(found);
        }
        if let Some(found) = self.by_age(mention) {
            self.sure = SURE_AGE;
            return Some(found);
        }
        // "a statement from the campaign", "Trump's statement", "the I.M.F. report": its owner speaks.
        if mention.classes.any(Classes::DOCUMENT)
            && !mention.classes.any(Classes::HUMAN.union(Classes::ORGANISATION))
            && let Some(owner) = self.owner(mentions, index)
        {
            self.sure = SURE_OWNER;
            return Some(owner);
        }
        if mention.article == Article::The
            || mention.article == Article::Possessive && mention.classes.any(Classes::ORGANISATION)
        {
            if let Some(found) = self.same_office(mentions, index) {
                self.sure = SURE_ROLE;
                return Some(found);
            }
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
        } else if let Some(found) = self.described(mentions, index) {
            self.sure = SURE_KIND;
            return Some(found);
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
            let like = if mention.classes.any(Classes::HUMAN.union(Classes::PEOPLE)) {
                matches!(kind, EntityKind::Person | EntityKind::Open)
            } else {
                // "The union, Metall, called": the noun says what it is.
                kind == EntityKind::Organisation
                    || kind == EntityKind::Open && self.entities.list[other.entity as usize].is_genderless()
            };
            // "One of the miners, a graduate of Brim, said".
            let one = other.form == Form::Nominal
                && kind == EntityKind::Unnamed
                && other.end > other.head + 1
                && other.classes.any(Classes::PEOPLE)
                && mention.article == Article::A;
            ((other.form == Form::Name && like || one) && !other.possessive && !other.modifier)
                .then(|| (other.entity, Some(offset(at))))
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
                (token.is_word() || token.kind == Kind::Number)
                    && (!token.is(Classes::AUXILIARY) || token.shape == Shape::Upper)
                    && !(token.is(Classes::VERB) && token.is(Classes::PAST))
            })
        };
        if let Some(ends) = ends
            && plain(mention.end, ends)
            && let Some(next) = mentions[index + 1..].iter().take(4).position(|next| next.start > ends)
            && let next = index + 1 + next
            && mentions[next].start <= ends + 3
            && plain(ends + 1, mentions[next].start)
            && (ends + 1..mentions[next].start).all(|at| {
                let token = &tokens[at as usize];
                // "his sister, the painter Ann Lee, said", "the officer, DO II Ann Lee, said".
                !token.is(Classes::FUNCTION) || token.shape == Shape::Upper || token.of(self.narrative.text) == "the"
            })
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
        // "In Chelsea, the mayor, said": "with Ann Lee, a baker, who" is somebody.
        let somebody = || {
            let entity = self.entities.list.get(mentions[before].entity as usize);
            mention.article == Article::A && entity.is_some_and(|entity| entity.kind == EntityKind::Person)
        };
        let open = comma(mentions[before].end) && (!mentions[before].governed || somebody());
        let closed = closes(offset(after)) || self.closes_with_its_verb(&mentions[before], mention);
        (open && closed).then(|| named(before)).flatten()
    }

    /// "… while Ann Lee, a former minister wrote that …": an apposition whose closing comma is missing. "Ann Lee, a witness
    /// said, left" is none.
    fn closes_with_its_verb(&self, name: &Mention, mention: &Mention) -> bool {
        let tokens = &self.narrative.tokens;
        let (start, end) = (name.start as usize, mention.end as usize);
        let sentence = self.narrative.sentence(start);
        let opens = start == sentence.start
            || matches!(tokens[start - 1].of(self.narrative.text), "while" | "but" | "although" | "whereas" | ";");
        let verb = end + 1 < sentence.end
            && tokens[end].is(Classes::SAY)
            && tokens[end].is(Classes::FINITE)
            && !matches!(tokens[end + 1].kind, Kind::Sign(_) | Kind::Quote(_));
        opens && verb && mention.classes.any(Classes::HUMAN)
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
                return Some((mentions[owner].entity, Some(offset(owner))));
            }
        }
        if let Some(author) = self.author(mentions, index) {
            return Some(author);
        }
        if let Some(issuer) = self.issuer(mentions, index) {
            return Some(issuer);
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
        (close && (earlier.possessive || earlier.modifier)).then(|| (earlier.entity, Some(offset(inner))))
    }

    /// "The court said in its ruling", "she wrote in a letter": the subject of the verb of saying before it.
    fn author(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        let tokens = &self.narrative.tokens;
        let (start, first) = (mention.start as usize, self.narrative.sentence(mention.start as usize).start);
        let own = tokens[start].is_word() && tokens[start].is(Classes::POSSESSIVE);
        if start < first + 2 || !own && mention.article != Article::A {
            return None;
        }
        let within = matches!(tokens[start - 1].of(self.narrative.text), "in" | "on");
        let verb = offset(start - 2);
        let says = within && tokens[start - 2].is(Classes::SAY);
        let author = mentions[..index].iter().enumerate().rev().take(4).find(|(at, other)| {
            let role = &self.subjects[*at];
            other.start as usize >= first && role.says.is_some_and(|(says, _)| says == verb)
        });
        author
            .filter(|(_, author)| says && author.entity != NOBODY)
            .map(|(at, author)| (author.entity, Some(offset(at))))
    }

    /// "The River Authority (RA) in a press release said": the subject that the document stands behind.
    fn issuer(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let tokens = &self.narrative.tokens;
        let mention = &mentions[index];
        let start = mention.start as usize;
        let within =
            start.checked_sub(1).filter(|&at| matches!(tokens[at].of(self.narrative.text), "in" | "through"))?;
        let says =
            tokens.get(mention.end as usize).is_some_and(|verb| verb.is(Classes::SAY) && verb.is(Classes::FINITE));
        let at = index.checked_sub(1).filter(|_| says && mention.article == Article::A)?;
        let issuer = &mentions[at];
        let same = tokens[issuer.start as usize].sentence == tokens[start].sentence;
        let close = (issuer.end as usize..within).all(|at| tokens[at].is_sign(')') || tokens[at].is_sign(','));
        let named = issuer.entity != NOBODY && issuer.form != Form::Pronoun;
        (same && close && named && !issuer.possessive).then(|| (issuer.entity, Some(offset(at))))
    }

    /// "Ann Lee met Bo Reed. While the former wept, the latter …": two people named in this sentence or the one before.
    fn one_of_two(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        const FAR: usize = 12;
        let mention = &mentions[index];
        let which = self.narrative.tokens[mention.head as usize].of(self.narrative.text);
        if !matches!(which, "former" | "latter") || mention.end != mention.start + 2 {
            return None;
        }
        let period = self.period(mention);
        let mut named: Vec<usize> = Vec::new();
        for at in (index.saturating_sub(FAR)..index).rev() {
            let other = &mentions[at];
            let person = self.entities.list.get(other.entity as usize).is_some_and(|entity| {
                matches!(entity.kind, EntityKind::Person | EntityKind::Open | EntityKind::Organisation)
            });
            let new = !named.iter().any(|&known| mentions[known].entity == other.entity);
            if period.saturating_sub(self.period(other)) > 1 {
                break;
            }
            if other.form == Form::Name && person && new && !other.possessive && !other.modifier {
                named.push(at);
            }
        }
        // The latest first; of more than two nobody can tell.
        let people = |at: &&usize| self.entities.list[mentions[**at].entity as usize].kind == EntityKind::Person;
        let of_people: Vec<usize> = named.iter().filter(people).copied().collect();
        let pair = if of_people.len() == 2 { of_people } else { named };
        let &[second, first] = pair.as_slice() else { return None };
        let found = if which == "former" { first } else { second };
        Some((mentions[found].entity, Some(offset(found))))
    }

    /// "The 56-year-old", "the 56-year-old striker": the one who was said to be so old, the last one of several.
    fn by_age(&self, mention: &Mention) -> Option<(u32, Option<u32>)> {
        let age = self.age_in(mention)?;
        let (entity, _) = self.recent(LONG_AGO).find(|&(entity, _)| {
            let entity = &self.entities.list[entity];
            entity.age == Some(age) && gender_fits(entity, mention)
        })?;
        Some(self.found(entity))
    }

    /// Whether somebody is known to be of another age: "the 56-year-old".
    fn ages_clash(&self, candidate: &Entity, mention: &Mention) -> bool {
        candidate.age.is_some() && self.age_in(mention).is_some_and(|age| candidate.age != Some(age))
    }

    fn age_in(&self, mention: &Mention) -> Option<u32> {
        (mention.start..mention.end).find_map(|at| {
            self.narrative.tokens[at as usize].of(self.narrative.text).strip_suffix("-year-old")?.parse().ok()
        })
    }

    /// "The prime minister" again: an office that one person holds stays with whom it stood for.
    fn same_office(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        if mention.article != Article::The || mention.plural || !mention.classes.any(Classes::OFFICE) {
            return None;
        }
        let words = |mention: &Mention| {
            let phrase = &self.narrative.tokens[mention.start as usize..mention.end as usize];
            phrase.iter().skip(1).map(|token| token.id).collect::<Vec<_>>()
        };
        let mine = words(mention);
        let like = self.nouns.get(self.narrative.tokens.get(mention.head as usize).map(|head| &head.id)?)?;
        let earlier = *like.iter().rev().take(OFTEN).find(|&&at| {
            let other = &mentions[at as usize];
            let entity = self.entities.list.get(other.entity as usize);
            other.article == Article::The
                && entity.is_some_and(|entity| entity.kind == EntityKind::Person)
                && words(other) == mine
        })?;
        Some(self.found(mentions[earlier as usize].entity as usize))
    }

    /// How much the words before the noun speak for a role: "the prime minister" is no finance minister, "the Boston
    /// firm" hardly one of Leeds. Nothing where they contradict it.
    fn modifiers_fit(&self, candidate: &Entity, mention: &Mention) -> Option<f32> {
        let portfolio = |word: WordId| PORTFOLIOS.contains(&word);
        let realm = self.realm_fits(candidate, mention)?;
        let own = || candidate.role_words.iter().copied().filter(|&word| portfolio(word));
        let mut fit = realm;
        for at in mention.start..mention.head {
            let word = self.narrative.tokens[at as usize].id;
            if portfolio(word) {
                let prime = self.narrative.tokens[at as usize].of(self.narrative.text).eq_ignore_ascii_case("prime");
                if own().any(|own| own == word) {
                    fit += 1.0;
                } else if own().next().is_some() || prime {
                    return None;
                } else {
                    fit -= 0.5;
                }
            }
        }
        Some(fit)
    }

    /// "The Rovers coach" is not the coach of United: names before a noun must stand in a role that has such names.
    fn realm_fits(&self, candidate: &Entity, mention: &Mention) -> Option<f32> {
        const PLAIN: Classes = Classes::COMMON.union(Classes::TITLE).union(Classes::FORMER).union(Classes::FUNCTION);
        let tokens = &self.narrative.tokens[mention.start as usize..mention.head as usize];
        let names = || tokens.iter().filter(|token| token.is_capital() && !token.is(PLAIN));
        if names().next().is_none() {
            return Some(0.0);
        }
        if names().any(|name| candidate.role_words.contains(&name.id) || candidate.words.contains(&name.id)) {
            return Some(1.0);
        }
        // A nationality says nothing against the name of a club.
        let nation = |classes: Classes| classes.any(Classes::NATIONALITY.union(Classes::SOMEWHERE));
        let role = candidate.role.iter().flat_map(|role| role.split_whitespace());
        let mut own =
            role.filter(|word| word.starts_with(char::is_uppercase)).map(|word| lexicon::classes(word_id(word)));
        let clash = own.any(|own| !own.any(PLAIN) && names().any(|name| nation(own) == nation(name.classes)));
        // The former governor of one state is not the governor of another.
        let somewhere = |classes: Classes| classes.any(Classes::SOMEWHERE) && !classes.any(PLAIN);
        let elsewhere = names().any(|name| somewhere(name.classes))
            && candidate.role_words.iter().any(|&word| somewhere(lexicon::classes(word)));
        (!clash && !elsewhere).then_some(-0.5)
    }

    /// The entity whose role or name has the noun.
    fn by_role(&self, mentions: &[Mention], index: usize, noun: WordId) -> Option<(u32, Option<u32>)> {
        if noun == 0 {
            return None;
        }
        let mention = &mentions[index];
        let office = groups(Table::Offices, noun);
        let mut best: Option<(f32, usize)> = None;
        for (entity, last) in self.recent(LONG_AGO) {
            let candidate = &self.entities.list[entity];
            let named = match candidate.kind {
                // "An adviser with the campaign" is not the campaign.
                EntityKind::Person if !mention.classes.any(Classes::HUMAN) => false,
                EntityKind::Person | EntityKind::Open => {
                    self.offices.get(entity).is_some_and(|&offices| offices & office != 0)
                        || candidate.role_words.contains(&noun)
                        || self.compounds_role(candidate, mention)
                }
                EntityKind::Organisation => {
                    candidate.words.contains(&noun)
                        || candidate.role_words.contains(&noun)
                        || UNION.has(noun) && candidate.words.iter().any(|&word| UNIONS.has(word))
                }
                EntityKind::Place | EntityKind::Unnamed => false,
            };
            if !named || !gender_fits(candidate, mention) || self.parties_clash(candidate, mention) {
                continue;
            }
            let Some(modifiers) = self.modifiers_fit(candidate, mention) else { continue };
            let sentences = self.period(mention).saturating_sub(last.sentence).min(30) as f32;
            // "The governor" is rather not the former one.
            let former = candidate.role_words.iter().any(|&word| WAS.has(word))
                && !(mention.start..mention.head).any(|at| WAS.has(self.narrative.tokens[at as usize].id));
            let modifiers = if former && office != 0 { modifiers - 1.0 } else { modifiers };
            let score = last.weight + modifiers - 0.35 * sentences + (candidate.count.min(20) as f32).ln_1p() * 0.5;
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, entity));
            }
        }
        best.map(|(_, entity)| self.found(entity))
    }

    /// "The teacher Ann Lee … the schoolteacher": a compound of the role's noun.
    fn compounds_role(&self, candidate: &Entity, mention: &Mention) -> bool {
        const SHORT: usize = 5;
        let noun = self.narrative.tokens[mention.head as usize].of(self.narrative.text);
        let role = candidate.role.iter().flat_map(|role| role.split_whitespace());
        mention.classes.any(Classes::HUMAN)
            && role.filter(|word| word.len() >= SHORT && word.len() < noun.len()).any(|word| noun.ends_with(word))
    }

    /// "The Republican nominee" is not the Libertarian candidate.
    fn parties_clash(&self, candidate: &Entity, mention: &Mention) -> bool {
        let wanted = (mention.start..mention.head)
            .map(|at| groups(Table::Parties, self.narrative.tokens[at as usize].id))
            .find(|&party| party != 0);
        let own = candidate.role_words.iter().map(|&word| groups(Table::Parties, word)).find(|&party| party != 0);
        matches!((wanted, own), (Some(wanted), Some(own)) if wanted & own == 0)
    }

    pub(super) fn found(&self, entity: usize) -> (u32, Option<u32>) {
        let last = self.last[entity].map(|last| offset(last.mention));
        (offset(entity), last)
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
        let earlier = *like.iter().rev().take(OFTEN).find(|&&at| {
            let other = &mentions[at as usize];
            // What a headline names by its kind the article names.
            let headline = other.article == Article::None
                && !other.plural
                && other.classes.any(Classes::ORGANISATION)
                && tokens[other.start as usize].paragraph == 0;
            other.article != Article::The && !headline && self.owners_fit(other, &mentions[index])
        })? as usize;
        let entity = mentions[earlier].entity;
        let far = tokens[mentions[index].start as usize].paragraph - tokens[mentions[earlier].start as usize].paragraph;
        (far <= 12).then(|| (entity, Some(offset(earlier))))
    }

    /// "The Danish ministry" is not "Norway's ministry": names before a noun must not differ.
    fn owners_fit(&self, earlier: &Mention, later: &Mention) -> bool {
        let tokens = &self.narrative.tokens;
        let names = |mention: &Mention| {
            let phrase = &tokens[mention.start as usize..mention.head as usize];
            let capital = phrase.iter().filter(|token| token.is_capital() && !token.is(Classes::FUNCTION));
            capital.map(|token| token.id).collect::<Vec<_>>()
        };
        let (mine, other) = (names(later), names(earlier));
        mine.is_empty() || mine.iter().any(|word| other.contains(word))
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
        (!own).then(|| (mentions[earlier].entity, Some(offset(earlier))))
    }

    /// The most recent entity that the noun could stand for.
    fn by_kind(&mut self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        let classes = mention.classes;
        let wanted = if classes.any(Classes::HUMAN) && !mention.plural {
            Wanted {
                human: true,
                male: mention.male,
                female: mention.female,
                plural: false,
                places: false,
                reach: 3,
                press: false,
                written: false,
            }
        } else if classes.any(Classes::ORGANISATION) && !mention.plural || self.is_press(mention) {
            let places = matches!(
                self.narrative.tokens[mention.head as usize].of(self.narrative.text),
                "country" | "city" | "state" | "nation" | "region" | "town" | "government"
            );
            let press = self.is_press(mention);
            Wanted {
                human: false,
                male: false,
                female: false,
                plural: false,
                places,
                reach: if press { 40 } else { 3 },
                press,
                written: false,
            }
        } else {
            return None;
        };
        // "The Resident District Commissioner": an office of its own.
        let offices = Classes::OFFICE
            .union(Classes::RANK)
            .union(Classes::FORMER)
            .union(Classes::NATIONALITY)
            .union(Classes::SOMEWHERE);
        let own = |at: u32| {
            let token = &self.narrative.tokens[at as usize];
            !token.is(offices.union(Classes::FUNCTION))
        };
        if mention.name.is_some() && (mention.start..mention.head).any(own) {
            return None;
        }
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
            // "the Japanese carmaker" too, but "the Japanese ministry" is one of several.
            let where_from = token.is(Classes::NATIONALITY.union(Classes::COUNTRY)) && !self.is_state(mention);
            let article = at == mention.start && token.is(Classes::FUNCTION);
            token.is_capital() && !(compound || where_from || article)
        });
        if modified && named && (!classes.any(Classes::HUMAN) || classes.any(Classes::ANONYMOUS)) {
            return None;
        }
        let noun = self.narrative.tokens[mention.head as usize].id;
        let clashes = |candidate: &Entity| self.nouns_clash(candidate, mention, noun);
        let Best { entity, last, score, .. } = if wanted.human {
            // A minister is not the prime minister.
            let phrase = &self.narrative.tokens[mention.start as usize..mention.head as usize];
            let prime = phrase.iter().find(|word| word.of(self.narrative.text).eq_ignore_ascii_case("prime"));
            let other_office = |candidate: &Entity| {
                let role = &candidate.role_words;
                prime.is_some_and(|prime| role.contains(&noun) && !role.contains(&prime.id))
            };
            let old = |candidate: &Entity| self.ages_clash(candidate, mention) || other_office(candidate);
            let first = self.best(mentions, index, wanted, Some(&old))?;
            // Somebody else is meant only where he was mentioned after that.
            let other = clashes(&self.entities.list[first.entity as usize])
                .then(|| self.best(mentions, index, wanted, Some(&clashes)))
                .flatten();
            let person = |other: u32| self.entities.list[other as usize].kind == EntityKind::Person;
            other.filter(|other| other.last > first.last && person(other.entity)).unwrap_or(first)
        } else {
            self.best(mentions, index, wanted, Some(&clashes))?
        };
        if wanted.human && score < LEAST {
            return None;
        }
        let unnamed = self.entities.list[entity as usize].kind == EntityKind::Unnamed;
        // "Spokeswoman Ann Lee said … The agent said": she is no agent.
        let occupied = || {
            let role = &self.entities.list[entity as usize].role_words;
            role.iter().any(|&word| lexicon::classes(word).any(Classes::HUMAN.union(Classes::OFFICE)))
        };
        if wanted.human && (self.is_post(mention) && occupied() || self.is_extra(mention) && !unnamed) {
            return None;
        }
        // "The owner, who lives in Brim, is angry": somebody else than a neighbor without a name.
        let paragraph = |mention: &Mention| self.narrative.tokens[mention.start as usize].paragraph;
        let new_paragraph = paragraph(&mentions[last]) != paragraph(mention);
        let foreign = self.narrative.tokens[mention.start as usize..mention.head as usize]
            .iter()
            .any(|word| word.is(Classes::NATIONALITY));
        let new = new_paragraph && (foreign && classes.any(Classes::OFFICE) || self.is_around(mention));
        if wanted.human && self.is_introduced(mention) && !self.is_anybody(mention) && (unnamed || new) {
            return None;
        }
        let age = self.age_in(mention);
        // What nobody knows yet the noun tells: "the lender" makes Norbank a company.
        let found = &mut self.entities.list[entity as usize];
        if !wanted.human && found.kind == EntityKind::Open && found.words.len() == 1 && found.male + found.female == 0 {
            found.kind = EntityKind::Organisation;
        }
        if wanted.human && !found.role_words.contains(&noun) {
            found.role_words.push(noun);
            found.age = found.age.or(age);
        }
        Some((entity, Some(offset(last))))
    }

    /// Whether what is known of the candidate speaks against the noun: "the company" is no ministry, "the ministry" has
    /// the word in its name, "the Rovers coach" is not the coach of United.
    fn nouns_clash(&self, candidate: &Entity, mention: &Mention, noun: WordId) -> bool {
        if mention.classes.any(Classes::HUMAN) {
            return self.ages_clash(candidate, mention)
                || candidate.kind != EntityKind::Unnamed && self.realm_fits(candidate, mention).is_none();
        }
        let kind = groups(Table::Institutions, noun);
        let own = candidate.words.iter().chain(&candidate.role_words);
        let own = own.fold(0, |all, &word| all | groups(Table::Institutions, word));
        let named = self.is_named_for_what_it_is(mention) && candidate.kind != EntityKind::Place;
        kind != 0 && own & kind == 0 && (named || own != 0)
    }
}

fn gender_fits(entity: &Entity, mention: &Mention) -> bool {
    let clash = entity.male > entity.female && !mention.male || entity.female > entity.male && !mention.female;
    !(mention.classes.any(Classes::MAN.union(Classes::WOMAN)) && clash)
}
