//! Somebody or something that an article names.

use crate::extract::lexicon::{Classes, WordId};

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// It cannot be told.
    Open,
    /// Somebody without a name.
    Unnamed,
}

/// Somebody or something that an article names.
#[derive(Debug, Clone)]
pub struct Entity {
    /// The fullest name.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// The words of the fullest name.
    pub words: Vec<WordId>,
    /// The first word of the name.
    pub first: WordId,
    /// The word that stands for it alone: the surname.
    pub last: WordId,
    /// How often a man's title, first name, pronoun speaks for it.
    pub male: u32,
    /// The same for a woman.
    pub female: u32,
    /// How often it is named outside of quotation marks.
    pub count: u32,
    /// How often it is named in full.
    pub full: u32,
    /// Where it is named in full for the first time, in bytes.
    pub introduced: u32,
    /// Where it is named in full at the head of a sentence, in bytes.
    pub places: Vec<u32>,
    /// How often a title without a first name stands before it.
    pub titled: u32,
    /// The first token that names it in the narrative.
    pub seen: u32,
    /// Other names used for it.
    pub aliases: Vec<String>,
    /// Its role, as the article gives it.
    pub role: Option<String>,
    /// What the lexicon says of the words of its role.
    pub role_classes: Classes,
    /// The words of its role.
    pub role_words: Vec<WordId>,
    /// Its age in years, where the article gives it.
    pub age: Option<u32>,
}

impl Entity {
    /// The last word of the name.
    #[must_use]
    pub fn surname(&self) -> &str {
        self.name.rsplit(' ').next().unwrap_or_default()
    }

    /// Whether it is only known by one word, and no title makes that a surname.
    #[must_use]
    pub fn goes_by_first_name(&self) -> bool {
        self.words.len() == 1 && self.count > 0 && self.titled == 0 && !self.name.contains(' ')
    }

    /// Gives somebody known by a first name alone a surname.
    pub fn take_surname(&mut self, surname: &str, last: WordId) {
        let alias = std::mem::take(&mut self.name);
        self.name = format!("{alias} {surname}");
        self.last = last;
        self.kind = EntityKind::Person;
        if !self.aliases.contains(&alias) {
            self.aliases.push(alias);
        }
    }

    /// Whether nothing shows it to be a man or a woman.
    #[must_use]
    pub fn is_genderless(&self) -> bool {
        self.male + self.female == 0
    }
}
