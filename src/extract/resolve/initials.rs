//! Offices by their initials: "the Resident District Commissioner, Ann Reed … the RDC said".

use rustc_hash::FxHashMap;

use super::Walk;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Article, Mention};
use crate::extract::speakers::{Entity, EntityKind};
use crate::extract::tokens::{Shape, offset};

/// How many initials an office has.
const FEW: std::ops::RangeInclusive<usize> = 2..=5;

/// The initials of the roles that people are introduced with, and whose they are.
pub(super) fn of_roles(entities: &[Entity]) -> FxHashMap<String, u32> {
    let mut found = FxHashMap::default();
    for (index, entity) in entities.iter().enumerate().filter(|(_, entity)| entity.kind == EntityKind::Person) {
        if let Some(letters) = entity.role.as_deref().and_then(|role| initials(role.split_whitespace())) {
            found.entry(letters).or_insert(offset(index));
        }
    }
    found
}

/// The first letters of the words with a capital.
fn initials<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    let letters: String = words.filter_map(|word| word.chars().next()).filter(|letter| letter.is_uppercase()).collect();
    FEW.contains(&letters.chars().count()).then_some(letters)
}

impl Walk<'_, '_> {
    /// Notes the initials of an office whose holder is known.
    pub(super) fn note_initials(&mut self, mention: &Mention, entity: u32) {
        let tokens = &self.narrative.tokens[mention.start as usize..mention.end as usize];
        let office = mention.name.is_some() && mention.classes.any(Classes::OFFICE);
        if !office || self.entities.list[entity as usize].kind != EntityKind::Person {
            return;
        }
        let words = tokens.iter().filter(|token| token.is_word() && !token.is(Classes::FUNCTION));
        if let Some(letters) = initials(words.map(|token| token.of(self.narrative.text))) {
            self.initials.entry(letters).or_insert(entity);
        }
    }

    /// Whose office a name consists of the initials of.
    pub(super) fn by_initials(&self, mention: &Mention) -> Option<u32> {
        let token = &self.narrative.tokens[mention.start as usize];
        let letters = token.of(self.narrative.text);
        let short = mention.article == Article::The
            && mention.end == mention.start + 1
            && token.shape == Shape::Upper
            && !token.is(Classes::ACRONYM.union(Classes::SOMEWHERE))
            && FEW.contains(&letters.len());
        if !short || self.initials.is_empty() {
            return None;
        }
        let entity = *self.initials.get(letters)?;
        self.last[entity as usize].is_some().then_some(entity)
    }
}
