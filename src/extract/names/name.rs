//! A name as it was found, and what an article's capitals tell about names.

use rustc_hash::FxHashSet;

use crate::extract::lexicon::WordId;

/// What a name seems to name, from its own words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// A person: a title or a first name says so.
    Person,
    /// An organisation, outlet, team.
    Organisation,
    /// A country, city, or the like.
    Place,
    /// Several words that could be either.
    Open,
    /// One word alone.
    Single,
}

/// A run of capitalised words that names somebody or something.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// The whole run, titles included, as a range of tokens.
    pub run: (usize, usize),
    /// The name without its title.
    pub name: (usize, usize),
    /// What it seems to name.
    pub guess: Guess,
    /// Whether a title of a man, or a man's first name, is part of it.
    pub male: bool,
    /// The same for a woman.
    pub female: bool,
    /// Whether a title stands before the name.
    pub titled: bool,
    /// Whether `the` stands before the run.
    pub the: bool,
    /// Whether a capital at the head of a sentence is all that speaks for it.
    pub doubtful: bool,
    /// A nickname in quotation marks inside it, as the index of the passage.
    pub nickname: Option<u32>,
    /// An office with its realm instead of a name: "President of Colombia".
    pub office: bool,
}

/// What an article's own use of capitals tells.
#[derive(Debug, Default)]
pub struct Capitals {
    /// Words that also stand without a capital.
    pub lower: FxHashSet<WordId>,
    /// Words that have a capital where grammar asks for none.
    pub upper: FxHashSet<WordId>,
}
