//! A place in the narrative that names somebody, and how it does.

use crate::extract::lexicon::Classes;

/// How a mention names its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By name.
    Name,
    /// By a noun: "the senator", "analysts".
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// What stands before a nominal mention's noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Article {
    /// Nothing: "analysts".
    None,
    /// the, this, that: somebody known already.
    The,
    /// a, an, one, some: somebody new.
    A,
    /// his, Trump's.
    Possessive,
}

/// No entity.
pub const NOBODY: u32 = u32::MAX;

/// A place in the narrative that names somebody.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// How it names.
    pub form: Form,
    /// Its first token, titles and modifiers included.
    pub start: u32,
    /// One past its last token.
    pub end: u32,
    /// The token of its noun or pronoun, or the last one of its name.
    pub head: u32,
    /// Its name among the article's names.
    pub name: Option<u32>,
    /// What stands before it.
    pub article: Article,
    /// Whether it only modifies the next noun: "Trump" in "Trump supporters".
    pub modifier: bool,
    /// Whether 's follows.
    pub possessive: bool,
    /// Whether a preposition stands before it.
    pub governed: bool,
    /// Whether it stands for several.
    pub plural: bool,
    /// Whether it can be a man.
    pub male: bool,
    /// Whether it can be a woman.
    pub female: bool,
    /// What the lexicon says of its head.
    pub classes: Classes,
    /// The speaker that it stands for, once resolved.
    pub entity: u32,
    /// The mention that a pronoun or a noun takes its speaker from.
    pub antecedent: Option<u32>,
    /// How sure it is that it stands for that speaker, from 0 to 1.
    pub sure: f32,
}

impl Mention {
    /// Whether it is a pronoun of the first person.
    #[must_use]
    pub fn is_first_person(&self) -> bool {
        self.form == Form::Pronoun && self.classes.any(Classes::FIRST)
    }

    /// Whether it could name a single human being.
    #[must_use]
    pub fn is_human(&self) -> bool {
        self.classes.any(Classes::HUMAN.union(Classes::HE).union(Classes::SHE))
    }
}
