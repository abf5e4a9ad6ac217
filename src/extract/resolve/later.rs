//! Whom an article names only after it has described them: "Walter Pym's daughter said … Lisa Pym, 30, …", "The
//! fisheries minister has warned … Anna Greig said …".

use crate::extract::clauses::Role;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Article, Form, Mention};
use crate::extract::narrative::Narrative;
use crate::extract::speakers::{Entities, Entity, EntityKind};

/// How many paragraphs later the name may follow.
const NEAR: u32 = 2;
/// How many mentions are looked at for it.
const MANY: usize = 30;
/// In how many paragraphs an article introduces whom it is about.
const OPENING: u32 = 3;
/// In how many paragraphs it does, with the headline, the byline and the date.
const FRONT: u32 = 5;
/// How sure it is that the name belongs to the description.
const SURE: f32 = 0.75;

/// Gives descriptions that a name follows the entity of that name.
pub(super) fn identify(narrative: &Narrative<'_>, mentions: &mut [Mention], entities: &mut Entities, roles: &[Role]) {
    for index in 0..mentions.len() {
        let described = mentions[index].entity;
        let first = entities.list.get(described as usize).is_some_and(|entity| {
            entity.kind == EntityKind::Unnamed
                && entity.seen == mentions[index].start
                && is_describable(&mentions[index], in_headline(narrative, &mentions[index]))
        });
        if !first {
            continue;
        }
        let later = Search { narrative, mentions, entities, roles };
        let named = later
            .relative(index)
            .or_else(|| later.pointed_at(index))
            .or_else(|| later.self_named(index))
            .or_else(|| later.office(index))
            .or_else(|| later.aged(index))
            .or_else(|| later.presented(index));
        let Some(named) = named else { continue };
        let entity = mentions[named].entity;
        for mention in mentions.iter_mut().filter(|mention| mention.entity == described) {
            mention.entity = entity;
            mention.sure = mention.sure.min(SURE);
        }
        mentions[index].antecedent = Some(crate::extract::tokens::offset(named));
    }
}

/// Whether a mention describes one human being as somebody known.
fn is_describable(mention: &Mention, headline: bool) -> bool {
    mention.form == Form::Nominal
        && mention.classes.any(Classes::HUMAN)
        && !mention.plural
        && !mention.modifier
        && !mention.possessive
        && (headline || mention.article != Article::None)
}

fn in_headline(narrative: &Narrative<'_>, mention: &Mention) -> bool {
    narrative.layout[narrative.tokens[mention.start as usize].paragraph as usize].headline
}

struct Search<'a, 't> {
    narrative: &'a Narrative<'t>,
    mentions: &'a [Mention],
    entities: &'a Entities,
    roles: &'a [Role],
}

impl Search<'_, '_> {
    /// The full names after the mention at `index`, each where the article gives it first, that begin their sentence.
    fn introduced(&self, index: usize) -> impl Iterator<Item = (usize, &Entity)> {
        let paragraph = |mention: &Mention| self.narrative.tokens[mention.start as usize].paragraph;
        // A headline's byline, date and standfirst may stand before it.
        let reach = if in_headline(self.narrative, &self.mentions[index]) { FRONT } else { NEAR };
        let last = paragraph(&self.mentions[index]) + reach;
        let end = self.mentions.len().min(index + MANY);
        (index + 1..end).take_while(move |&at| paragraph(&self.mentions[at]) <= last).filter_map(|at| {
            let mention = &self.mentions[at];
            let entity = self.entities.list.get(mention.entity as usize)?;
            let begins = mention.form == Form::Name
                && mention.article == Article::None
                && self.roles[at].leads
                && mention.name.is_some()
                && entity.words.len() > 1
                && entity.kind == EntityKind::Person
                && entity.seen == mention.start;
            begins.then_some((at, entity))
        })
    }

    /// "Walter Pym's daughter": the first new name with his surname.
    fn relative(&self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        if mention.article != Article::Possessive {
            return None;
        }
        const NEAR: usize = 6;
        let before = &self.mentions[index.saturating_sub(NEAR)..index];
        let named = before.iter().rev().find(|owner| {
            owner.form == Form::Name && owner.possessive && owner.start >= mention.start && owner.end < mention.end
        });
        // "His wife": anybody just named with that surname is he.
        let owners = || {
            let one = named.map(std::slice::from_ref);
            let owners = one.unwrap_or(before).iter().rev();
            owners.filter_map(|owner| self.entities.list.get(owner.entity as usize))
        };
        let shares = |entity: &Entity| {
            fits(entity, mention) && owners().any(|owner| entity.last == owner.last && entity.name != owner.name)
        };
        self.introduced(index).find(|(_, entity)| shares(entity)).map(|(at, _)| at)
    }

    /// "A man who gave his name only as Issah": the name that follows in the sentence.
    fn self_named(&self, index: usize) -> Option<usize> {
        const LONGEST: u32 = 12;
        const GIVES: Words = words!("gave gives name identified identifying known introduced himself herself");
        let mention = &self.mentions[index];
        let tokens = &self.narrative.tokens;
        let sentence = self.narrative.sentence(mention.start as usize);
        let end = self.mentions.len().min(index + MANY);
        let named = (index + 1..end).find(|&at| self.mentions[at].form == Form::Name)?;
        let name = &self.mentions[named];
        let (start, from) = (name.start as usize, mention.end as usize);
        let near = start < sentence.end && name.start <= mention.end + LONGEST && start > from + 1;
        if mention.article != Article::A || !near || tokens[start - 1].of(self.narrative.text) != "as" {
            return None;
        }
        let entity = self.entities.list.get(name.entity as usize)?;
        let between = &tokens[from..start];
        let gives = between.iter().any(|token| GIVES.has(token.id));
        let who = tokens[from].is_sign(',') || tokens[from].is(Classes::RELATIVE) || GIVES.has(tokens[from].id);
        let person = matches!(entity.kind, EntityKind::Person | EntityKind::Open);
        (who && gives && person && entity.seen == name.start && fits(entity, mention)).then_some(named)
    }

    /// "One councillor … That councillor, Ann Lee, said": the name that stands beside the same noun.
    fn pointed_at(&self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        let tokens = &self.narrative.tokens;
        if mention.article != Article::A {
            return None;
        }
        let noun = tokens[mention.head as usize].id;
        let last = tokens[mention.start as usize].paragraph + NEAR;
        let end = self.mentions.len().min(index + MANY);
        (index + 1..end.saturating_sub(1)).find_map(|at| {
            let (again, name) = (&self.mentions[at], &self.mentions[at + 1]);
            let entity = self.entities.list.get(name.entity as usize)?;
            let points = again.form == Form::Nominal
                && tokens[again.head as usize].id == noun
                && tokens[again.start as usize].paragraph <= last
                && again.head == again.start + 1
                && (matches!(again.article, Article::The)
                    || tokens[again.start as usize].of(self.narrative.text).eq_ignore_ascii_case("that"));
            let beside = name.form == Form::Name
                && name.start == again.end + 1
                && tokens[again.end as usize].is_sign(',')
                && tokens.get(name.end as usize).is_some_and(|comma| comma.is_sign(','))
                && entity.kind == EntityKind::Person
                && entity.seen == name.start
                && fits(entity, mention);
            (points && beside).then_some(at + 1)
        })
    }

    /// "A man accused of theft told a court …. Janis Kalnins, 44, denied it.": the first name, where it comes with an age
    /// and nobody else was named.
    fn aged(&self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        let tokens = &self.narrative.tokens;
        let opens = tokens[mention.start as usize].paragraph < FRONT
            && (in_headline(self.narrative, mention)
                || matches!(mention.article, Article::The | Article::A)
                    && (self.roles[index].leads || self.roles[index].subject));
        if !opens || mention.plural {
            return None;
        }
        let (at, entity) = self.introduced(index).next()?;
        let named_before = self.mentions[..at].iter().any(|other| {
            let known = self.entities.list.get(other.entity as usize);
            known.is_some_and(|known| known.kind == EntityKind::Person) && !self.is_byline(other)
        });
        (!named_before && fits(entity, mention) && entity.age.is_some()).then_some(at)
    }

    /// "By Ann Lee": whether the mention stands in the line that tells who wrote the article.
    fn is_byline(&self, mention: &Mention) -> bool {
        let first = self.narrative.sentence(mention.start as usize).start;
        let tokens = &self.narrative.tokens;
        tokens[first].of(self.narrative.text).eq_ignore_ascii_case("by")
            && (first == 0 || tokens[first - 1].paragraph != tokens[first].paragraph)
    }

    /// “…,” says the driver. “…” He is Ivo Marsh, 59.": the name that the next sentences give him.
    fn presented(&self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        let tokens = &self.narrative.tokens;
        let last = tokens[mention.start as usize].paragraph + NEAR;
        let end = self.mentions.len().min(index + MANY);
        let named = (index + 2..end).find(|&at| {
            let (pronoun, name) = (&self.mentions[at - 1], &self.mentions[at]);
            name.form == Form::Name
                && name.name.is_some()
                && tokens[name.start as usize].paragraph <= last
                && pronoun.form == Form::Pronoun
                && pronoun.classes.any(Classes::HE.union(Classes::SHE))
                && self.narrative.sentence(pronoun.start as usize).start == pronoun.start as usize
                && name.start == pronoun.end + 1
                && matches!(tokens[pronoun.end as usize].of(self.narrative.text), "is" | "was")
        })?;
        let entity = self.entities.list.get(self.mentions[named].entity as usize)?;
        let new = entity.seen == self.mentions[named].start && entity.words.len() > 1;
        let said = self.roles[index].says.is_some() && mention.article == Article::The;
        (new && said && fits(entity, mention)).then_some(named)
    }

    /// "The fisheries minister has warned": the next name, where it speaks at once and nobody else was named.
    fn office(&self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        let tokens = &self.narrative.tokens;
        let opens = tokens[mention.start as usize].paragraph < OPENING
            && mention.article == Article::The
            && mention.classes.any(Classes::OFFICE)
            && self.roles[index].leads
            && self.roles[index].says.is_some();
        if !opens {
            return None;
        }
        let (at, entity) = self.introduced(index).next()?;
        let named_before = self.mentions[..at].iter().any(|other| {
            let other = self.entities.list.get(other.entity as usize);
            other.is_some_and(|other| other.kind == EntityKind::Person)
        });
        let fits = fits(entity, mention) && entity.role.is_none() && self.roles[at].says.is_some();
        (!named_before && fits).then_some(at)
    }
}

/// Whether the entity can be whom the mention describes.
fn fits(entity: &Entity, mention: &Mention) -> bool {
    (mention.male || entity.male <= entity.female) && (mention.female || entity.female <= entity.male)
}
