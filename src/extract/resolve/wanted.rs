//! What a mention can stand for, and how well an entity fits that.

use crate::extract::lexicon::{self, Classes};
use crate::extract::mentions::{Form, Mention};
use crate::extract::speakers::{Entity, EntityKind};

/// What a mention can stand for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) human: bool,
    pub(super) male: bool,
    pub(super) female: bool,
    pub(super) plural: bool,
    pub(super) places: bool,
    /// How many paragraphs back it reaches.
    pub(super) reach: u32,
    /// Whether it is a paper or a broadcaster.
    pub(super) press: bool,
    /// Whether it is something written: "it read".
    pub(super) written: bool,
}

impl Wanted {
    pub(super) fn of_pronoun(mention: &Mention, written: bool) -> Self {
        let classes = mention.classes;
        let human = classes.any(Classes::HE.union(Classes::SHE));
        Self {
            human,
            male: classes.any(Classes::HE),
            female: classes.any(Classes::SHE),
            plural: classes.any(Classes::THEY),
            places: classes.any(Classes::IT),
            reach: if human { 8 } else { 3 },
            press: false,
            written: written && classes.any(Classes::IT),
        }
    }

    /// How well an entity fits, if it does.
    pub(super) fn fit(self, entity: &Entity, mention: &Mention) -> Option<f32> {
        if self.human {
            let fit = match entity.kind {
                EntityKind::Person => 1.0,
                EntityKind::Open if entity.words.len() == 1 => {
                    // A word that is no name elsewhere hardly is one here.
                    let known = lexicon::classes(entity.first);
                    if known.any(Classes::COMMON) && !known.any(Classes::FIRST_NAME) { -2.7 } else { -0.8 }
                }
                EntityKind::Open => -0.4,
                EntityKind::Unnamed
                    if entity.role_classes.any(Classes::HUMAN) && !entity.role_classes.any(Classes::PEOPLE) =>
                {
                    -0.1
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
                EntityKind::Unnamed if entity.role_classes.any(Classes::PEOPLE.union(Classes::GROUP)) => Some(1.5),
                EntityKind::Organisation => Some(0.3),
                EntityKind::Unnamed if entity.role_classes.any(Classes::ORGANISATION) => Some(0.0),
                EntityKind::Open => Some(-1.0),
                // "The senator … they said".
                EntityKind::Unnamed if entity.role_classes.any(Classes::HUMAN) => Some(-0.6),
                _ => None,
            };
        }
        if self.written {
            let document = entity.kind == EntityKind::Unnamed && entity.role_classes.any(Classes::DOCUMENT);
            return document.then_some(1.0);
        }
        if self.press && !entity.words.iter().any(|&word| lexicon::classes(word).any(Classes::PRESS)) {
            return None;
        }
        match entity.kind {
            // "The operator" is no paper that has seen its letters.
            EntityKind::Organisation
                if mention.form == Form::Nominal
                    && !self.press
                    && entity.words.iter().any(|&word| lexicon::classes(word).any(Classes::PRESS)) =>
            {
                Some(-1.5)
            }
            EntityKind::Organisation => Some(1.0),
            EntityKind::Place if self.places => Some(0.0),
            // Who has a first name is a human being or an animal.
            EntityKind::Open if entity.male + entity.female > 0 => None,
            EntityKind::Open if mention.form == Form::Nominal && entity.words.len() > 1 => Some(-1.5),
            EntityKind::Open => Some(-0.5),
            // "The company" is no deal and no crowd; "it" can be either.
            EntityKind::Unnamed if mention.form == Form::Nominal => {
                entity.role_classes.any(Classes::ORGANISATION).then_some(-1.0)
            }
            EntityKind::Unnamed
                if entity.role_classes.any(Classes::ORGANISATION.union(Classes::DOCUMENT).union(Classes::GROUP)) =>
            {
                Some(0.2)
            }
            _ => None,
        }
    }
}
