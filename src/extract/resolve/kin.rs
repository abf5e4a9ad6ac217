//! Relatives: who shares a surname with whom, "his wife", "the younger Reed".

use super::Walk;
use crate::extract::lexicon::{self, Classes, Words, words};
use crate::extract::mentions::{Article, Form, Mention};
use crate::extract::speakers::{Entity, EntityKind};
use crate::extract::tokens::{Kind, Shape, Token, offset};

const HIS: Words = words!("his");
const HER: Words = words!("her");
const WHOSE: Words = words!("whose");
/// Relatives who share a surname, nearly always where they are named without one.
const KIN: Words = words!(
    "brother sister son daughter twin wife husband widow widower mother father mum mom mam dad grandson granddaughter"
);
/// Relatives who belong to the elder of two with one name, and to the younger.
const ELDERS: Words = words!("father mother dad mum mom mam grandfather grandmother parent");
const YOUNGER: Words = words!("younger junior");
const ELDER: Words = words!("elder older senior");

/// How many mentions are looked back over for a relative.
const RECENT: usize = 60;
/// How many mentions are looked back over for a role.
const FAR: usize = 200;
/// How many words stand between "his" and "brother".
const BETWEEN: usize = 2;

impl Walk<'_, '_> {
    /// "Lee … her brother Bo", "Lee's mother, Ann,": who is known by a first name alone, as the close relative of
    /// somebody, has the surname.
    pub(super) fn take_surname(&mut self, mentions: &[Mention], index: usize, entity: u32) {
        let known = &self.entities.list[entity as usize];
        let mention = &mentions[index];
        let name = &self.narrative.tokens[mention.head as usize];
        let plain = name.is(Classes::COMMON.union(Classes::SOMEWHERE)) && !name.is(Classes::FIRST_NAME);
        if !known.goes_by_first_name() || known.kind == EntityKind::Organisation || plain {
            return;
        }
        let Some(owner) = self.relative_of(mentions, index) else { return };
        let owner = &self.entities.list[owner as usize];
        // Of a doubled surname a parent has one half.
        if owner.surname().contains('-') && ELDERS.has(self.noun_before(mentions, index)) {
            return;
        }
        let (surname, last) = (owner.surname().to_owned(), owner.last);
        self.entities.list[entity as usize].take_surname(&surname, last);
    }

    /// The noun that the name follows, over a comma.
    fn noun_before(&self, mentions: &[Mention], index: usize) -> lexicon::WordId {
        let tokens = &self.narrative.tokens[..mentions[index].head as usize];
        tokens.iter().rev().find(|token| !token.is_sign(',')).map_or(0, |noun| noun.id)
    }

    /// Whose close relative the name is introduced as.
    fn relative_of(&self, mentions: &[Mention], index: usize) -> Option<u32> {
        let tokens = &self.narrative.tokens;
        let name = mentions[index].head as usize;
        let first = self.narrative.sentence(name).start;
        let noun = name.checked_sub(1).filter(|&before| before >= first)?;
        let noun = if tokens[noun].is_sign(',') { noun.checked_sub(1).filter(|&noun| noun >= first)? } else { noun };
        if !KIN.has(tokens[noun].id) || tokens[noun].shape != Shape::Lower {
            return None;
        }
        self.owner_before(mentions, index, (first, noun))
    }

    /// Whose relative the noun is: "her", "whose", "Lee's" before it.
    fn owner_before(&self, mentions: &[Mention], index: usize, (first, noun): (usize, usize)) -> Option<u32> {
        let tokens = &self.narrative.tokens;
        let adjective = |token: &Token| token.is_word() && token.shape == Shape::Lower && !token.is(Classes::FUNCTION);
        let between = tokens[first..noun].iter().rev().take(BETWEEN).take_while(|token| adjective(token)).count();
        let owner = (noun - between).checked_sub(1).filter(|&owner| owner >= first)?;
        let whole = |entity: u32| {
            let entity = self.entities.list.get(entity as usize)?;
            (matches!(entity.kind, EntityKind::Person | EntityKind::Open) && entity.name.contains(' ')).then_some(())
        };
        let id = tokens[owner].id;
        let (his, her) = (HIS.has(id), HER.has(id));
        if his || her {
            let fits = |found: &Entity| {
                his && found.male > found.female || her && found.female > found.male || found.is_genderless()
            };
            let mut near = self.recent(RECENT).map(|(found, _)| found);
            return near.find(|&found| whole(offset(found)).is_some() && fits(&self.entities.list[found])).map(offset);
        }
        let before = mentions[..index].iter().rev().take(RECENT);
        let named = if WHOSE.has(id) {
            before.filter(|other| other.start as usize >= first).find(|other| {
                other.form == Form::Name && other.end as usize <= owner && !other.possessive && !other.modifier
            })
        } else if tokens[owner].kind == Kind::Possessive {
            before.take_while(|other| other.end as usize + RECENT > owner).find(|other| other.end as usize == owner)
        } else {
            None
        };
        named.map(|named| named.entity).filter(|&entity| whole(entity).is_some())
    }

    /// "His wife", "Lee's mother": the one who was introduced so, or the only other one with the surname.
    pub(super) fn by_kinship(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        let noun = &self.narrative.tokens[mention.head as usize];
        if mention.article != Article::Possessive || !KIN.has(noun.id) || mention.plural {
            return None;
        }
        let first = mention.start as usize;
        let owner = self.owner_before(mentions, index, (first, mention.head as usize))?;
        let (last, named) = (self.entities.list[owner as usize].last, &self.entities.list[owner as usize].name);
        let sex = |entity: &Entity| {
            let man = noun.is(Classes::MAN) && entity.female > entity.male;
            let woman = noun.is(Classes::WOMAN) && entity.male > entity.female;
            !man && !woman
        };
        let mut relatives: Vec<usize> = Vec::new();
        for (entity, _) in self.recent(RECENT) {
            let known = &self.entities.list[entity];
            let other = offset(entity) != owner && known.kind == EntityKind::Person && known.name != *named;
            let introduced = known.role_words.contains(&noun.id);
            // His daughter is not his wife.
            let free = !known.role_words.iter().any(|&word| KIN.has(word));
            if other && sex(known) && (introduced || known.last == last && free) {
                relatives.push(entity);
            }
        }
        let introduced = relatives.iter().find(|&&entity| self.entities.list[entity].role_words.contains(&noun.id));
        let found = introduced.or(if relatives.len() == 1 { relatives.first() } else { None })?;
        Some(self.found(*found))
    }

    /// "“…,” said Reed, the union organizer.": which of those with one surname has that role.
    pub(super) fn by_role_beside(&self, mentions: &[Mention], index: usize, entity: u32) -> Option<u32> {
        let mention = &mentions[index];
        let (start, end) = (mention.start as usize, mention.end as usize);
        let tokens = &self.narrative.tokens;
        let single = end == start + 1 && tokens.get(end).is_some_and(|comma| comma.is_sign(','));
        let beside = mentions[index + 1..].iter().take_while(|beside| beside.start as usize <= end + 1);
        let beside = beside.filter(|beside| beside.form == Form::Nominal && beside.start as usize == end + 1);
        let beside =
            beside.filter(|beside| beside.article == Article::The && beside.classes.any(Classes::HUMAN)).last()?;
        let (surname, noun) = (tokens[start].id, tokens[beside.head as usize].id);
        let does = |entity: &Entity| entity.role_words.contains(&noun);
        // What the surname's main bearer was called before is his, too.
        let known = mentions[..index].iter().rev().take(FAR).any(|other| {
            other.form == Form::Nominal && other.entity == entity && tokens[other.head as usize].id == noun
        });
        if !single || known {
            return None;
        }
        let mut bearers = self.recent(RECENT).map(|(bearer, _)| bearer).filter(|&bearer| {
            let known = &self.entities.list[bearer];
            offset(bearer) != entity && known.kind == EntityKind::Person && known.last == surname && does(known)
        });
        let only = bearers.next()?;
        bearers.next().is_none().then(|| offset(only))
    }

    /// "The younger Reed", "Reed senior": which of those with one surname.
    pub(super) fn namesake(&self, mention: &Mention) -> Option<u32> {
        let tokens = &self.narrative.tokens;
        let (start, end) = (mention.start as usize, mention.end as usize);
        let before = start.checked_sub(1).filter(|&at| at >= self.narrative.sentence(start).start);
        let beside = [before, Some(end)].into_iter().flatten().filter_map(|at| tokens.get(at));
        let mut beside = beside.filter(|token| token.is_word() && token.shape == Shape::Lower);
        let young = beside.find_map(|token| match (YOUNGER.has(token.id), ELDER.has(token.id)) {
            (false, false) => None,
            (young, _) => Some(young),
        })?;
        if end != start + 1 {
            return None;
        }
        let surname = tokens[start].id;
        let mut bearers: Vec<usize> = Vec::new();
        for (entity, _) in self.recent(RECENT) {
            let known = &self.entities.list[entity];
            if known.kind == EntityKind::Person && known.last == surname && known.name.contains(' ') {
                bearers.push(entity);
            }
        }
        let &[latest, other] = bearers.as_slice() else { return None };
        let entity = |index: usize| &self.entities.list[index];
        let elder = |index: usize| entity(index).role_words.iter().any(|&word| ELDERS.has(word));
        let is_latest = match (entity(latest).age, entity(other).age, elder(latest), elder(other)) {
            (Some(one), Some(two), ..) if one != two => (one < two) == young,
            (_, _, true, false) => !young,
            (_, _, false, true) => young,
            // The one who says that means the other one.
            _ => false,
        };
        Some(offset(if is_latest { latest } else { other }))
    }
}

/// Whether the word names a close relative.
pub(super) fn is_kin(word: lexicon::WordId) -> bool {
    KIN.has(word)
}
