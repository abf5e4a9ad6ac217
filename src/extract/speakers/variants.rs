//! One name written in several ways: a part of a longer name, a surname alone or doubled, a surname with a letter wrong.

use super::{Entities, Entity, EntityKind, Named};
use crate::extract::lexicon::{self, Classes, WordId};
use crate::extract::names::Guess;

/// How many people with the same first name are compared.
const NAMESAKES: usize = 64;
/// Articles that name more have no misspelled names: every name would be compared with every other one.
const MANY: usize = 400;
/// How many words a person's name has.
const LONGEST: usize = 4;
/// A surname has at least so many letters where one of them may be wrong.
const LONG: usize = 6;

impl Entities {
    /// "Dil Kumari" for "Dil Kumari Gurung", "Edda Lindqvist" for "Edda Lindqvist-Moore": the only one of that first name
    /// who can be meant.
    pub(super) fn find_variant(&self, named: &Named<'_>, words: &[WordId]) -> Option<u32> {
        let personal = matches!(named.name.guess, Guess::Person | Guess::Open) && !named.name.the;
        if !personal {
            return None;
        }
        let surname = named.bare().last()?.of(named.text);
        let same = |entity: &Entity| {
            // All the words must be names: "Ann Lee Joins" is a headline's.
            let part = entity.words.len() != words.len()
                && entity.words.len().max(words.len()) <= LONGEST
                && (entity.words.starts_with(words) || words.starts_with(&entity.words))
                && are_names(words)
                && are_names(&entity.words);
            part || is_doubled(entity.surname(), surname) || is_doubled(surname, entity.surname())
        };
        let namesakes = self.by_first.get(&words[0])?.iter().copied().take(NAMESAKES);
        only(namesakes.filter(|&index| {
            let entity = &self.list[index as usize];
            matches!(entity.kind, EntityKind::Person | EntityKind::Open) && entity.words.len() > 1 && same(entity)
        }))
    }

    /// "Hartwel" for "Tyra Hartwell", "Lindqvist" for "Edda Lindqvist-Moore": the only person with such a surname.
    pub(super) fn find_like(&self, named: &Named<'_>) -> Option<u32> {
        let token = &named.bare()[0];
        let surname = token.of(named.text);
        let known = token.classes != Classes::NONE || named.name.the || self.list.len() > MANY;
        if known || !surname.starts_with(char::is_uppercase) {
            return None;
        }
        only((0..).zip(&self.list).filter_map(|(index, entity)| {
            let person =
                entity.kind == EntityKind::Person || entity.kind == EntityKind::Open && are_names(&entity.words);
            let full = person && entity.words.len() > 1;
            let like = || is_doubled(entity.surname(), surname) || is_misspelled(entity.surname(), surname);
            (full && like()).then_some(index)
        }))
    }
}

/// Whether the words are names and nothing else.
fn are_names(words: &[WordId]) -> bool {
    let plain = Classes::COMMON
        .union(Classes::VERB)
        .union(Classes::HEAD)
        .union(Classes::SOMEWHERE)
        .union(Classes::ORG_WORD)
        .union(Classes::INSTITUTION);
    !words.iter().any(|&word| {
        let classes = lexicon::classes(word);
        classes.any(plain) && !classes.any(Classes::FIRST_NAME)
    })
}

/// The only one, if it is.
fn only(mut found: impl Iterator<Item = u32>) -> Option<u32> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether `long` is a surname of two parts, one of which is `short`: "Lindqvist-Moore".
fn is_doubled(long: &str, short: &str) -> bool {
    long.len() > short.len() && long.split(['-', '‑']).any(|part| part.eq_ignore_ascii_case(short))
}

/// Whether two surnames differ in one letter, and not only in that of a plural.
fn is_misspelled(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (one, other) = (letters(one), letters(other));
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    if short.len() < LONG || long.len() > short.len() + 1 || long == short {
        return false;
    }
    let same = long.iter().zip(&short).take_while(|(a, b)| a == b).count();
    let plural = long.len() > short.len() && same == short.len() && long.ends_with(&['s']);
    let rest = if long.len() > short.len() { &short[same..] } else { &short[(same + 1).min(short.len())..] };
    !plural && &long[(same + 1).min(long.len())..] == rest
}

#[cfg(test)]
mod tests {
    use super::{is_doubled, is_misspelled};

    #[test]
    fn one_letter_may_be_wrong() {
        for (one, other) in [("Hartwell", "Hartwel"), ("Petersen", "Peterson"), ("Grissom", "Grisson")] {
            assert!(is_misspelled(one, other), "{one} {other}");
            assert!(is_misspelled(other, one), "{one} {other}");
        }
        for (one, other) in
            [("Clinton", "Clintons"), ("Reed", "Read"), ("Petersen", "Pettersson"), ("Kumari", "Kumari")]
        {
            assert!(!is_misspelled(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_surname_may_be_doubled() {
        assert!(is_doubled("Lindqvist-Moore", "Lindqvist"));
        assert!(!is_doubled("Lindqvist", "Lindqvist-Moore"));
        assert!(!is_doubled("Lindqvist", "Lindqvist"));
    }
}
