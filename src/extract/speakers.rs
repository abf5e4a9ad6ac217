//! Speakers: which names stand for the same person or organisation, under which name, with which role.
//!
//! Surnames, first names, acronyms and shortened names resolve to the fullest name anywhere in the article. Nominal
//! and pronominal mentions are resolved in `resolve`.

mod context;
mod entity;
mod families;
mod variants;

use rustc_hash::FxHashMap;

pub(in crate::extract) use self::context::may_be_somebody;
use self::context::{Described, context, is_whereabouts};
pub use self::entity::{Entity, EntityKind};
use super::lexicon::{self, Classes, WordId};
use super::mentions::{Form, Mention, NOBODY, goes_before_name};
use super::names::{Guess, Name};
use super::narrative::Narrative;
use super::tokens::{Kind, Shape, Token};
use crate::text::unwrap;

/// The entities of an article, and for each name the entity that it stands for.
#[derive(Debug, Default)]
pub struct Entities {
    /// Everybody and everything named.
    pub list: Vec<Entity>,
    by_last: FxHashMap<WordId, Vec<u32>>,
    by_first: FxHashMap<WordId, Vec<u32>>,
    by_acronym: FxHashMap<String, u32>,
    /// The entities named within quotation marks, by the first token of the name there, with the token after it.
    pub inside: FxHashMap<u32, (u32, u32)>,
}

/// A name with the tokens that it is a range of.
struct Named<'a> {
    tokens: &'a [Token],
    name: &'a Name,
    text: &'a str,
    outside: bool,
    /// No other name stands before it in its sentence, and no preposition governs it.
    leads: bool,
}

/// Titles that belong to the name where no first name is known.
const NOBLE: &[&str] = &[
    "Lord",
    "Lady",
    "Baroness",
    "Baron",
    "Sir",
    "Dame",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Pope",
    "Emperor",
    "Sheikh",
    "Ayatollah",
    "Cardinal",
];

impl<'a> Named<'a> {
    fn bare(&self) -> &'a [Token] {
        &self.tokens[self.name.name.0..self.name.name.1]
    }

    fn written(&self) -> String {
        let (start, end) = self.name.name;
        // "Lord Holme", "King Abdullah": one word alone is no name for them.
        let start = match start.checked_sub(1).filter(|&title| title >= self.name.run.0 && end - start == 1) {
            Some(title) if NOBLE.iter().any(|noble| self.tokens[title].of(self.text).eq_ignore_ascii_case(noble)) => {
                title
            }
            _ => start,
        };
        let (first, last) = (&self.tokens[start], &self.tokens[end - 1]);
        if self.name.nickname.is_none() {
            return tidy(&unwrap(&self.text[first.start as usize..last.end as usize], self.text));
        }
        let words: Vec<&str> =
            self.bare().iter().filter(|token| !token.is_quote()).map(|token| token.of(self.text)).collect();
        words.join(" ")
    }

    /// Whether it is written just like this; a quick look that may say no too often.
    fn is_written(&self, written: &str) -> bool {
        let (start, end) = self.name.name;
        let span = self.tokens[start].start as usize..self.tokens[end - 1].end as usize;
        let untitled = end - start > 1 || start == self.name.run.0;
        untitled && self.name.nickname.is_none() && self.text[span] == *written
    }

    /// The words that count: no suffixes, initials, quoted nicknames, small words.
    fn significant(&self) -> Vec<WordId> {
        let bare = self.bare();
        let words: Vec<WordId> = bare
            .iter()
            .enumerate()
            .filter(|(at, token)| {
                let aside = token.is(Classes::SUFFIX) || is_initial(token, self.text);
                token.is_capital() && (*at == 0 || !aside)
            })
            .map(|(_, token)| token.id)
            .collect();
        if words.is_empty() { bare.iter().take(1).map(|token| token.id).collect() } else { words }
    }
}

fn is_initial(token: &Token, text: &str) -> bool {
    token.end - token.start <= 2 && token.of(text).ends_with('.')
}

/// Blanks of any kind and line ends become single spaces.
fn tidy(name: &str) -> String {
    let plain = name.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if plain && !name.contains("  ") && name.trim().len() == name.len() {
        return name.to_owned();
    }
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds the entities of an article. `outside` are the names of the narrative, `inside` those within quotation marks;
/// the entity of each of the former is written into `mentions`.
pub fn entities(narrative: &Narrative<'_>, outside: &[Name], inside: &[Name], mentions: &mut [Mention]) -> Entities {
    let mut entities = Entities::default();
    let text = narrative.text;
    let all: Vec<Named<'_>> = outside
        .iter()
        .zip(leading(narrative, outside, mentions))
        .map(|(name, leads)| Named { tokens: &narrative.tokens, name, text, outside: true, leads })
        .chain(inside.iter().map(|name| Named { tokens: &narrative.inside, name, text, outside: false, leads: false }))
        .collect();
    let mut resolved = vec![NOBODY; all.len()];
    let headline = |named: &Named<'_>| narrative.layout[named.tokens[named.name.run.0].paragraph as usize].headline;
    // Full names first: they license surnames anywhere in the article. Headlines only use what the text establishes.
    for pass in [Pass::Full, Pass::Courtesy, Pass::Single, Pass::Headline] {
        for (index, named) in all.iter().enumerate() {
            if resolved[index] != NOBODY || named.name.office {
                continue;
            }
            let in_headline = headline(named);
            let single = named.significant().len() < 2;
            let now = match pass {
                Pass::Full => !single && (!in_headline || named.name.guess == Guess::Person),
                Pass::Courtesy => !in_headline && single && named.name.titled && (named.name.male || named.name.female),
                Pass::Single => !in_headline && single,
                Pass::Headline => in_headline,
            };
            if now {
                resolved[index] = entities.resolve(named, pass);
            }
        }
    }
    for mention in mentions.iter_mut() {
        if let Some(name) = mention.name {
            mention.entity = resolved[name as usize];
            if mention.entity != NOBODY {
                let entity = &mut entities.list[mention.entity as usize];
                entity.count += 1;
                entity.seen = entity.seen.min(mention.start);
            }
        }
    }
    for (name, &entity) in inside.iter().zip(&resolved[outside.len()..]) {
        if entity != NOBODY {
            let (start, end) = name.run;
            entities.inside.insert(super::tokens::offset(start), (entity, super::tokens::offset(end)));
        }
    }
    entities.learn(narrative, mentions);
    families::share_surnames(narrative, mentions, &mut entities.list);
    entities
}

/// For each name whether it is the first person of its sentence and nothing but "by" or "from" governs it.
fn leading(narrative: &Narrative<'_>, names: &[Name], mentions: &[Mention]) -> Vec<bool> {
    const FEW: usize = 16;
    const PERSON: [Guess; 3] = [Guess::Person, Guess::Single, Guess::Open];
    let mut governed = vec![false; names.len()];
    let mut modifies = vec![false; names.len()];
    for mention in mentions {
        if let Some(name) = mention.name {
            // "Criticism came from the Forum's chairman Ann Lee".
            let start = mention.start as usize;
            let first = narrative.sentence(start).start;
            let before = narrative.tokens[first..start].iter().rev().take(FEW);
            let mut before = before.filter(|token| token.is_word() && token.is(Classes::PREPOSITION)).take(1);
            let agent = before.next().is_some_and(|word| matches!(word.of(narrative.text), "by" | "from"));
            let agent = agent && names[name as usize].name.1 > names[name as usize].name.0 + 1;
            modifies[name as usize] = mention.modifier;
            governed[name as usize] = mention.governed && !agent || mention.possessive || mention.modifier;
        }
    }
    let sentence = |name: &Name| narrative.tokens[name.run.0].sentence;
    let person = |name: &Name| PERSON.contains(&name.guess) && !name.office;
    (0..names.len())
        .map(|at| {
            let earlier = (0..at).rev().take(FEW).take_while(|&other| sentence(&names[other]) == sentence(&names[at]));
            let mut earlier = earlier.filter(|&other| person(&names[other]) && !modifies[other]);
            !governed[at] && !is_relative(narrative, names[at].run.0) && earlier.next().is_none()
        })
        .collect()
}

/// "His wife, Ann Reed, said": named only for whose relative she is.
fn is_relative(narrative: &Narrative<'_>, start: usize) -> bool {
    let first = narrative.sentence(start).start;
    let tokens = &narrative.tokens[first..start];
    let noun = match tokens {
        [rest @ .., comma] if comma.is_sign(',') => rest,
        rest => rest,
    };
    let [.., owner, noun] = noun else { return false };
    noun.is(Classes::HUMAN)
        && noun.shape == Shape::Lower
        && (owner.kind == Kind::Possessive || owner.is_word() && owner.is(Classes::POSSESSIVE))
}

/// "Han Seo-jun": a given name of two syllables with a hyphen, the second one small, stands behind the family's.
fn begins_with_family(named: &Named<'_>) -> bool {
    let [family, given] = named.bare() else { return false };
    let syllables = given.of(named.text).split_once('-');
    let small = |word: &str| word.len() > 1 && word.chars().all(char::is_lowercase);
    family.shape == Shape::Capital && syllables.is_some_and(|(one, other)| one.len() > 1 && small(other))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Full,
    /// Mr and Mrs tell namesakes apart.
    Courtesy,
    Single,
    Headline,
}

impl Entities {
    /// The entity that a name stands for, a new one where none fits.
    fn resolve(&mut self, named: &Named<'_>, pass: Pass) -> u32 {
        let words = named.significant();
        let found = if words.len() >= 2 {
            let variant = || (pass != Pass::Headline).then(|| self.find_variant(named, &words)).flatten();
            self.find_full(named, &words).or_else(|| self.by_particle(named, &words)).or_else(variant)
        } else {
            self.find_single(named, words[0]).or_else(|| self.find_like(named))
        };
        let index = match found {
            Some(index) => index,
            None if pass == Pass::Headline && named.name.guess != Guess::Person => return NOBODY,
            None => self.add(named, words.clone()),
        };
        self.note(index, named, &words);
        index
    }

    fn find_full(&self, named: &Named<'_>, words: &[WordId]) -> Option<u32> {
        let (first, last) = (words[0], words[words.len() - 1]);
        let candidates = self.by_last.get(&last)?;
        let personal = !matches!(named.name.guess, Guess::Organisation | Guess::Place);
        candidates.iter().copied().find(|&index| {
            let entity = &self.list[index as usize];
            if entity.words == words {
                return true;
            }
            let person = entity.kind != EntityKind::Organisation && entity.kind != EntityKind::Place;
            if personal && person {
                let shorter =
                    entity.words.len() >= 2 && (entity.words.ends_with(words) || words.ends_with(&entity.words));
                return shorter || entity.first == first && entity.words.len() >= 2 && words.len() <= 4;
            }
            // "New York Times" in "The New York Times Company" stays apart; "U.S. Court" joins "Court" by its words.
            !personal
                && !person
                && entity.words.len() >= 2
                && (entity.words.ends_with(words) || words.ends_with(&entity.words))
        })
    }

    /// "Van Ryn said" of Ida van Ryn: a surname with the particle that begins it.
    fn by_particle(&self, named: &Named<'_>, words: &[WordId]) -> Option<u32> {
        const FEW: usize = 32;
        let &[_, last] = words else { return None };
        if !named.bare()[0].is(Classes::PARTICLE) || named.bare().len() != 2 {
            return None;
        }
        let surname = format!(" {}", named.written().to_lowercase());
        let mut bearers = self.by_last.get(&last)?.iter().copied().take(FEW).filter(|&index| {
            let entity = &self.list[index as usize];
            entity.kind == EntityKind::Person && entity.name.to_lowercase().ends_with(&surname)
        });
        let only = bearers.next()?;
        bearers.next().is_none().then_some(only)
    }

    fn find_single(&self, named: &Named<'_>, word: WordId) -> Option<u32> {
        let name = named.name;
        let position = name.run.0;
        let titled = name.titled;
        if let Some(candidates) = self.by_last.get(&word) {
            let fits = |&&index: &&u32| {
                let entity = &self.list[index as usize];
                let gender = !(name.male && entity.female > entity.male || name.female && entity.male > entity.female);
                let kind = !titled || entity.kind == EntityKind::Person || entity.kind == EntityKind::Open;
                // "the Reed comment" only says whose it is.
                let modifies = named.tokens.get(name.run.1).is_some_and(|next| {
                    next.is_word() && next.shape == Shape::Lower && next.is(Classes::SPEECH) && !next.is(Classes::HEAD)
                });
                let own = entity.words.len() == 1 || !(name.the && entity.kind == EntityKind::Person) || modifies;
                gender && kind && own
            };
            // A bare surname is the main bearer's; another one's only soon after a sentence that begins with him.
            const SOON: u32 = 1200;
            let here = named.bare()[0].start;
            let best = candidates.iter().filter(fits).max_by_key(|&&index| {
                let entity = &self.list[index as usize];
                let recent = entity.places[..entity.places.partition_point(|&place| place < here)].last().copied();
                // "Ms Reed" is the woman of two who share the surname.
                let known = name.female && entity.female > entity.male || name.male && entity.male > entity.female;
                // Who is introduced only later is hardly meant, and then the next one is.
                let later = entity.introduced.saturating_sub(here);
                (
                    if entity.words.len() > 1 { u32::MAX - later } else { u32::MAX },
                    titled && known,
                    entity.kind == EntityKind::Person && !name.the,
                    if titled { entity.titled } else { 0 },
                    recent.filter(|&place| here - place < SOON).map_or(0, |place| place + 1),
                    entity.full,
                    u32::MAX - index,
                )
            });
            if let Some(&index) = best {
                return Some(index);
            }
        }
        if titled {
            return self.bearer(name, word);
        }
        let token = &named.bare()[0];
        if let Some(candidates) = self.by_first.get(&word)
            && let [index] = candidates[..]
        {
            let entity = &self.list[index as usize];
            let plain = Classes::COMMON.union(Classes::SOMEWHERE).union(Classes::NATIONALITY).union(Classes::ORG_WORD);
            let close = entity.kind == EntityKind::Person && token.is(Classes::FIRST_NAME)
                || matches!(entity.kind, EntityKind::Person | EntityKind::Open) && !token.is(plain) && !name.the
                || entity.kind == EntityKind::Organisation
                    && !token.is(Classes::SOMEWHERE.union(Classes::NATIONALITY).union(Classes::FIRST_NAME));
            if close && position > 0 {
                return Some(index);
            }
        }
        if token.shape == Shape::Upper
            && let Some(&index) =
                self.by_acronym.get(token.of(named.text).trim_end_matches('.').replace('.', "").as_str())
        {
            return Some(index);
        }
        None
    }

    /// "Mr Lim" for "Lim Wei Shan": the only person whose name begins with the word.
    fn bearer(&self, name: &Name, word: WordId) -> Option<u32> {
        let mut fitting = self.by_first.get(&word)?.iter().copied().filter(|&index| {
            let entity = &self.list[index as usize];
            let gender = !(name.male && entity.female > entity.male || name.female && entity.male > entity.female);
            gender && matches!(entity.kind, EntityKind::Person | EntityKind::Open)
        });
        let only = fitting.next()?;
        fitting.next().is_none().then_some(only)
    }

    fn add(&mut self, named: &Named<'_>, words: Vec<WordId>) -> u32 {
        let index = u32::try_from(self.list.len()).unwrap_or(NOBODY);
        let kind = match named.name.guess {
            Guess::Person => EntityKind::Person,
            Guess::Organisation => EntityKind::Organisation,
            Guess::Place => EntityKind::Place,
            // "Parliament", "the Assembly".
            Guess::Single if named.bare()[0].is(Classes::ORG_WORD) && !named.bare()[0].is(Classes::FIRST_NAME) => {
                EntityKind::Organisation
            }
            Guess::Open | Guess::Single => EntityKind::Open,
        };
        let (first, last) = (words[0], words[words.len() - 1]);
        // "Melanie" alone is a woman's name; with a title it would be a surname.
        let alone = words.len() == 1 && !named.name.titled && named.tokens[named.name.run.0].shape == Shape::Capital;
        let known = if alone { lexicon::classes(first) } else { Classes::NONE };
        let known = if known.any(Classes::EITHER) { Classes::NONE } else { known };
        self.by_last.entry(last).or_default().push(index);
        if words.len() > 1 {
            self.by_first.entry(first).or_default().push(index);
        }
        if words.len() == 2 && begins_with_family(named) {
            self.by_last.entry(first).or_default().push(index);
        }
        if kind != EntityKind::Person && words.len() > 1 {
            let letters: String = named
                .bare()
                .iter()
                .filter(|token| token.is_capital())
                .filter_map(|token| token.of(named.text).chars().next())
                .collect();
            self.by_acronym.entry(letters).or_insert(index);
        }
        let words_count = words.len();
        self.list.push(Entity {
            name: named.written(),
            kind,
            words,
            first,
            last,
            male: u32::from(known.any(Classes::MALE) && !known.any(Classes::FEMALE)),
            female: u32::from(known.any(Classes::FEMALE) && !known.any(Classes::MALE)),
            count: 0,
            full: 0,
            introduced: if words_count > 1 { named.bare()[0].start } else { NOBODY },
            places: Vec::new(),
            titled: 0,
            seen: NOBODY,
            aliases: Vec::new(),
            role: None,
            role_classes: Classes::NONE,
            role_words: Vec::new(),
            age: None,
        });
        index
    }

    /// Notes what one more name tells of its entity.
    fn note(&mut self, index: u32, named: &Named<'_>, words: &[WordId]) {
        let entity = &mut self.list[index as usize];
        let name = named.name;
        entity.male += u32::from(name.male) * (1 + 3 * u32::from(name.titled));
        entity.female += u32::from(name.female) * (1 + 3 * u32::from(name.titled));
        entity.full += u32::from(words.len() > 1 || name.titled) * if named.outside { 2 } else { 1 };
        match (entity.kind, name.guess) {
            (EntityKind::Open | EntityKind::Place, Guess::Person) => entity.kind = EntityKind::Person,
            (EntityKind::Open, Guess::Organisation) => entity.kind = EntityKind::Organisation,
            _ => {}
        }
        // Somebody who is named with another surname, too, goes by either.
        if words.len() > 1 && words.last() != entity.words.last() {
            let last = words[words.len() - 1];
            let known = self.by_last.entry(last).or_default();
            if !known.contains(&index) {
                known.push(index);
            }
        }
        if words.len() > 1 && named.outside {
            entity.introduced = entity.introduced.min(named.bare()[0].start);
        }
        if words.len() > 1 && named.leads {
            let place = named.bare()[0].start;
            if entity.places.last().is_none_or(|&last| last < place) {
                entity.places.push(place);
            }
        }
        entity.titled += u32::from(name.titled && words.len() == 1);
        if named.is_written(&entity.name) {
            return;
        }
        let written = named.written();
        let surname = words.last() == entity.words.last() || words.starts_with(&entity.words);
        let fuller = if !surname {
            false
        } else if entity.kind == EntityKind::Person {
            let known = lexicon::classes(entity.first).any(Classes::FIRST_NAME);
            let better =
                !known || lexicon::classes(words[0]).any(Classes::FIRST_NAME) || words.ends_with(&entity.words);
            better && named.bare().len() > entity.name.split(' ').count() && words.len() >= entity.words.len()
        } else {
            words.len() > entity.words.len()
        };
        let headline = named.tokens[name.run.0].shape == Shape::Upper && written.len() > 5;
        if written != entity.name {
            let other = if fuller && !headline { std::mem::replace(&mut entity.name, written) } else { written };
            if fuller && !headline {
                entity.words = words.to_vec();
                entity.last = words[words.len() - 1];
            }
            let known = entity.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(&other));
            if !known && !other.eq_ignore_ascii_case(&entity.name) && !other.contains('\n') {
                entity.aliases.push(other);
            }
        }
    }

    /// Reads from the words around the mentions what the names alone do not tell: roles, and whether it is a person.
    fn learn(&mut self, narrative: &Narrative<'_>, mentions: &[Mention]) {
        // Who mostly goes without an article is nobody's "the Trump rally".
        let mut articles = vec![(0u32, 0u32); self.list.len()];
        // What is only named after "in" is a place.
        let mut elsewhere = vec![false; self.list.len()];
        for mention in mentions.iter().filter(|mention| mention.form == Form::Name && mention.entity != NOBODY) {
            let (with, all) = &mut articles[mention.entity as usize];
            *with += u32::from(mention.article == super::mentions::Article::The);
            *all += 1;
            elsewhere[mention.entity as usize] |= !is_whereabouts(narrative, mention.start as usize);
        }
        for mention in mentions {
            if mention.form != Form::Name || mention.entity == NOBODY {
                continue;
            }
            let (with, all) = articles[mention.entity as usize];
            let Described { kind, role, age, institution } = context(narrative, mention, with * 2 >= all);
            let entity = &mut self.list[mention.entity as usize];
            entity.age = entity.age.or(age);
            match (entity.kind, kind) {
                (EntityKind::Open, Some(EntityKind::Person)) => entity.kind = EntityKind::Person,
                (EntityKind::Open, Some(EntityKind::Organisation)) => entity.kind = EntityKind::Organisation,
                _ => {}
            }
            if let Some((start, end)) = institution
                && matches!(entity.kind, EntityKind::Open | EntityKind::Organisation)
                && entity.male + entity.female == 0
            {
                entity.kind = EntityKind::Organisation;
                entity.role_words.extend(narrative.tokens[start..end].iter().map(|token| token.id));
            }
            let before = (mention.start as usize).checked_sub(1).map(|at| &narrative.tokens[at]);
            if entity.kind == EntityKind::Organisation
                && let Some(noun) = before.filter(|noun| goes_before_name(noun))
            {
                entity.role_words.push(noun.id);
            }
            if let Some((start, end)) = role
                && entity.kind == EntityKind::Person
            {
                let tokens = &narrative.tokens[start..end];
                // "spokesman for the mayor": what he speaks for is not what he is.
                let head = tokens.iter().position(|token| token.is(Classes::HUMAN)).unwrap_or(0);
                let link = tokens[head..].iter().position(|token| token.is_word() && token.is(Classes::PREPOSITION));
                let own = link.map_or(tokens, |link| &tokens[..head + link]);
                for token in own {
                    entity.role_classes = entity.role_classes.union(token.classes);
                    if !entity.role_words.contains(&token.id) {
                        entity.role_words.push(token.id);
                    }
                }
                let words = Classes::MAN.union(Classes::COURTESY_M);
                let women = Classes::WOMAN.union(Classes::COURTESY_F);
                let head = tokens.iter().rev().find(|token| token.is(Classes::HUMAN));
                entity.male += u32::from(head.is_some_and(|head| head.is(words)));
                entity.female += u32::from(head.is_some_and(|head| head.is(women)));
                let written = &narrative.text[tokens[0].start as usize..tokens[tokens.len() - 1].end as usize];
                let courtesy = tokens.iter().all(|token| token.is(Classes::HONORIFIC));
                if !courtesy && entity.role.is_none() && written.len() < 120 {
                    entity.role = Some(tidy(written));
                }
            }
        }
        for (entity, elsewhere) in self.list.iter_mut().zip(elsewhere) {
            let place = entity.count > 0 && !elsewhere && entity.titled == 0 && entity.male + entity.female == 0;
            if entity.kind == EntityKind::Open && place {
                entity.kind = EntityKind::Place;
            } else if entity.kind == EntityKind::Open && entity.words.len() > 1 {
                entity.kind = if entity.male + entity.female > 0 { EntityKind::Person } else { EntityKind::Open };
            }
        }
    }
}
