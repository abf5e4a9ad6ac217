//! What a person can change in a store: one thing at a time, by the names of what is changed, so that an edit can be
//! kept, undone, and sent to a file that somebody else has changed meanwhile.

use super::registry::{Entry, Registry};
use crate::article::ArticleField;
use crate::quotation::{Kind, Quotation, Review, Reviewed};
use crate::speaker::Speaker;
use crate::text::CharRange;
use std::path::PathBuf;

/// One change of one quotation, of the registry of speakers, or of a whole article.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Edit {
    /// A change of a quotation.
    Quotation(QuotationEdit),
    /// A change of the registry of speakers.
    Registry(RegistryChange),
    /// A change of an article.
    Article(ArticleEdit),
}

/// One change of one quotation.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct QuotationEdit {
    /// Id of the article.
    pub article: String,
    /// Id of the quotation.
    pub quotation: String,
    /// What changes.
    pub change: Change,
}

impl Edit {
    /// A change of a quotation.
    #[must_use]
    pub fn new(article: impl Into<String>, quotation: impl Into<String>, change: Change) -> Self {
        Self::Quotation(QuotationEdit { article: article.into(), quotation: quotation.into(), change })
    }

    /// The edit, if it is about a quotation.
    #[must_use]
    pub const fn of_quotation(&self) -> Option<&QuotationEdit> {
        match self {
            Self::Quotation(edit) => Some(edit),
            Self::Registry(_) | Self::Article(_) => None,
        }
    }

    /// What it changes of a quotation, if it is about one.
    #[must_use]
    pub fn change(&self) -> Option<&Change> {
        self.of_quotation().map(|edit| &edit.change)
    }

    /// What it changes of the registry of speakers, if it is about that.
    #[must_use]
    pub const fn of_registry(&self) -> Option<&RegistryChange> {
        match self {
            Self::Registry(change) => Some(change),
            Self::Quotation(_) | Self::Article(_) => None,
        }
    }

    /// Whether an article comes or goes with it, which is seen when the store is read again.
    #[must_use]
    pub const fn moves_article(&self) -> bool {
        let Self::Article(edit) = self else { return false };
        matches!(edit.change, ArticleChange::Remove | ArticleChange::Restore(_))
    }
}

/// What changes of a quotation.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Change {
    /// Marked or not.
    Star(bool),
    /// What a person decided, or that it was not looked at.
    Review(Option<Review>),
    /// Who decided that, and when.
    Reviewed(Option<Reviewed>),
    /// Whom it is attributed to. A name that the article's list of speakers lacks is added to it.
    Speaker(Option<String>),
    /// To several who speak together.
    Speakers(Vec<String>),
    /// Whether the article denies that the words were said; `Some(false)` holds against the program's answer.
    Denied(Option<bool>),
    /// A speaker, with the kind and role to list the speaker with.
    SpeakerAs(Box<Speaker>),
    /// How it is quoted.
    Kind(Option<Kind>),
    /// Where it begins and ends, and so its words.
    Place {
        /// The words there.
        text: String,
        /// Their place in the article's text.
        at: Option<CharRange>,
    },
    /// All its tags.
    Tags(Vec<String>),
    /// Its note.
    Note(Option<String>),
    /// A new quotation, whose id is the edit's. It takes its place by the order of the text.
    Add(Box<Quotation>),
    /// Takes the quotation out.
    Remove,
}

/// One change of one article.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArticleEdit {
    /// Its id.
    pub article: String,
    /// What changes.
    pub change: ArticleChange,
}

/// What changes of an article.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum ArticleChange {
    /// New values of details.
    Details(Vec<(ArticleField, Option<String>)>),
    /// Takes it out of the store.
    Remove,
    /// Puts it back.
    Restore(Box<RemovedArticle>),
}

/// An article that was taken out of the store, with what it takes to put it back.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RemovedArticle {
    /// Its document, as it stood there.
    pub yaml: String,
    /// In a folder store, the file that it stood in, from there.
    pub file: Option<PathBuf>,
    /// The article that stood behind it in the same file.
    pub before: Option<String>,
}

/// What changes of the registry of speakers.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum RegistryChange {
    /// Calls a speaker by another name, everywhere. The old name stays an alias.
    Rename {
        /// The name so far.
        from: String,
        /// The new name.
        to: String,
    },
    /// Makes several speakers one, under the name `into`.
    Merge {
        /// The name of all of them.
        into: String,
        /// The others.
        from: Vec<String>,
    },
    /// Says that two speakers are not one.
    Distinguish {
        /// The name of the one.
        name: String,
        /// The name of the other.
        other: String,
    },
    /// Makes an alias a speaker of its own again.
    Split {
        /// The alias.
        alias: String,
    },
    /// Replaces the whole registry: what undoes the changes above.
    Replace(Vec<Entry>),
}

impl RegistryChange {
    /// The registry after this change; `None` when it changes nothing.
    #[must_use]
    pub fn apply_to(&self, before: &Registry) -> Option<Registry> {
        match self {
            Self::Rename { from, to } => {
                let own = before.entry_of(from).map_or(from.as_str(), |entry| entry.name.as_str());
                Some(before.merged(to, &[own.to_owned()]))
            }
            Self::Merge { into, from } => Some(before.merged(into, from)),
            Self::Distinguish { name, other } => Some(before.distinguished(name, other)),
            Self::Split { alias } => before.split(alias),
            Self::Replace(entries) => Some(Registry::new(entries.clone())),
        }
        .filter(|after| after != before)
    }
}
