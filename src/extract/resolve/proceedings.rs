//! Whom an article calls by their part in it: "the petitioner" filed the petition, "the bench" is its judge, "counsel"
//! defends, "the pensioner" is 71, "the person" is one of two who did not want to be named.

use super::Walk;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Article, Form, Mention, NOBODY};
use crate::extract::speakers::{Entity, EntityKind};
use crate::extract::synonyms::{Table, groups};
use crate::extract::tokens::{Shape, offset};

const PETITIONER: Words = words!("petitioner complainant plaintiff applicant appellant claimant litigant");
const PAPERS: Words = words!("petition petitions suit lawsuit complaint appeal case application claim plea");
const FILED: Words = words!("filed lodged brought submitted moved");
const HEADED: Words = words!("headed led chaired over comprising");
const DEFENDING: Words = words!("defending prosecuting mitigating appearing representing");
const SILKS: Words = words!("sc kc qc bl");

/// How many mentions are looked back over.
const FAR: usize = 200;

impl Walk<'_, '_> {
    /// Whom a noun means by a part that the article has told of.
    pub(super) fn by_part(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let mention = &mentions[index];
        if mention.plural || mention.modifier {
            return None;
        }
        let noun = &self.narrative.tokens[mention.head as usize];
        let the = mention.article == Article::The;
        let word = noun.of(self.narrative.text);
        if word == "counsel" && mention.article == Article::None {
            return self.counsel(mentions, index);
        }
        if !the {
            return None;
        }
        if PETITIONER.has(noun.id) {
            return self.petitioner(mentions, index);
        }
        if word == "bench" {
            return self.bench(mentions, index);
        }
        if word == "person" && mention.head == mention.start + 1 {
            return self.one_without_a_name(mentions, index);
        }
        self.as_old(mention)
    }

    /// The mentions before one, the latest first, that stand for somebody.
    fn people_before<'m>(&self, mentions: &'m [Mention], index: usize) -> impl Iterator<Item = (usize, &'m Mention)> {
        let somebody = move |other: &Mention| {
            self.entities.list.get(other.entity as usize).is_some_and(|entity| match entity.kind {
                EntityKind::Person | EntityKind::Open => true,
                EntityKind::Unnamed => entity.role_classes.any(Classes::HUMAN) && !other.plural,
                EntityKind::Organisation | EntityKind::Place => false,
            })
        };
        let earlier = mentions[..index].iter().enumerate().rev().take(FAR);
        earlier.filter(move |(_, other)| !other.modifier && somebody(other))
    }

    /// "A petition filed by Ann Lee".
    fn petitioner(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        const NEAR: usize = 5;
        let tokens = &self.narrative.tokens;
        let filed = |other: &Mention| {
            let start = other.start as usize;
            let first = self.narrative.sentence(start).start;
            let mut by = (first.max(start.saturating_sub(2))..start).rev();
            let by = by.find(|&at| tokens[at].of(self.narrative.text) == "by");
            by.filter(|&by| by > first && FILED.has(tokens[by - 1].id)).is_some_and(|by| {
                tokens[first.max(by.saturating_sub(NEAR))..by].iter().any(|token| PAPERS.has(token.id))
            })
        };
        let found = self.people_before(mentions, index).find(|(_, other)| filed(other));
        found.map(|(at, other)| (other.entity, Some(offset(at))))
    }

    /// "A bench headed by Justice Lee", or the only judge.
    fn bench(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        const NEAR: usize = 5;
        let tokens = &self.narrative.tokens;
        let headed = |other: &Mention| {
            let start = other.start as usize;
            let before = &tokens[self.narrative.sentence(start).start.max(start.saturating_sub(NEAR))..start];
            before.iter().any(|token| token.of(self.narrative.text).eq_ignore_ascii_case("bench"))
                && before.iter().any(|token| HEADED.has(token.id))
        };
        let named = self.people_before(mentions, index).find(|(_, other)| headed(other));
        if let Some((at, other)) = named {
            return Some((other.entity, Some(offset(at))));
        }
        let judges = groups(Table::Offices, crate::extract::lexicon::word_id("judge"));
        let judge = |entity: &Entity| {
            entity.kind == EntityKind::Person
                && entity.role_words.iter().any(|&word| groups(Table::Offices, word) & judges != 0)
        };
        let mut known = self.recent(FAR).map(|(at, _)| at).filter(|&at| judge(&self.entities.list[at]));
        let only = known.next().filter(|_| known.next().is_none());
        only.map(|only| self.found(only))
    }

    /// "Ann Lee SC, defending," or the one whom the article calls so.
    fn counsel(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        let tokens = &self.narrative.tokens;
        let appears = |other: &Mention| {
            let end = other.end as usize;
            let silk =
                |at: usize| tokens.get(at).is_some_and(|token| token.shape == Shape::Upper && SILKS.has(token.id));
            let comma = tokens.get(end).is_some_and(|comma| comma.is_sign(','));
            let defends = comma && tokens.get(end + 1).is_some_and(|verb| DEFENDING.has(verb.id));
            other.form == Form::Name && (silk(end - 1) || silk(end) || comma && silk(end + 1) || defends)
        };
        let found = self.people_before(mentions, index).find(|(_, other)| appears(other));
        found.map(|(at, other)| (other.entity, Some(offset(at))))
    }

    /// "One of the people said …. “…,” the person said.": the one without a name who came up last.
    fn one_without_a_name(&self, mentions: &[Mention], index: usize) -> Option<(u32, Option<u32>)> {
        const NEAR: u32 = 2;
        const FEW: usize = 20;
        let paragraph = |mention: &Mention| self.narrative.tokens[mention.start as usize].paragraph;
        let mention = &mentions[index];
        let near = mentions[..index].iter().enumerate().rev().take(FEW);
        let mut near = near.take_while(|(_, other)| paragraph(other) + NEAR >= paragraph(mention));
        let found = near.find(|(_, other)| {
            let unnamed = self.entities.list.get(other.entity as usize);
            other.form == Form::Nominal
                && !other.plural
                && other.entity != NOBODY
                && other.article == Article::A
                && other.classes.any(Classes::HUMAN.union(Classes::PEOPLE))
                && unnamed.is_some_and(|entity| entity.kind == EntityKind::Unnamed)
        });
        found.map(|(at, other)| (other.entity, Some(offset(at))))
    }

    /// "Ivo Marsh, 71, … the pensioner".
    fn as_old(&self, mention: &Mention) -> Option<(u32, Option<u32>)> {
        let noun = self.narrative.tokens[mention.head as usize].of(self.narrative.text);
        let ages = match noun {
            "pensioner" | "retiree" => 55..120,
            "teenager" | "teen" => 13..20,
            "schoolboy" | "schoolgirl" => 5..19,
            "sexagenarian" => 60..70,
            "septuagenarian" => 70..80,
            "octogenarian" => 80..90,
            "nonagenarian" => 90..100,
            "centenarian" => 100..120,
            _ => return None,
        };
        let old = |entity: &Entity| {
            let sex =
                (mention.male || entity.male <= entity.female) && (mention.female || entity.female <= entity.male);
            sex && matches!(entity.kind, EntityKind::Person | EntityKind::Unnamed)
                && entity.age.is_some_and(|age| ages.contains(&age))
        };
        let (entity, _) = self.recent(FAR).find(|&(entity, _)| old(&self.entities.list[entity]))?;
        Some(self.found(entity))
    }
}
