//! What a person can change in a store: one thing at a time, by the names of what is changed, so that an edit can be
//! kept, undone, and sent to a file that somebody else has changed meanwhile.

use super::registry::{Entry, Registry};
use crate::quotation::{Kind, Quotation, Review};
use crate::speaker::Speaker;
use crate::text::CharRange;

/// One change of one quotation, or of the registry of speakers.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Edit {
    /// Id of the article; empty for changes of the registry.
    pub article: String,
    /// Id of the quotation; empty for changes of the registry.
    pub quotation: String,
    /// What changes.
    pub change: Change,
}

impl Edit {
    /// A change of a quotation.
    #[must_use]
    pub fn new(article: impl Into<String>, quotation: impl Into<String>, change: Change) -> Self {
        Self { article: article.into(), quotation: quotation.into(), change }
    }

    /// A change of the registry of speakers.
    #[must_use]
    pub fn of_registry(change: Change) -> Self {
        Self { article: String::new(), quotation: String::new(), change }
    }
}

/// What changes.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Change {
    /// Marked or not.
    Star(bool),
    /// What a person decided, or that it was not looked at.
    Review(Option<Review>),
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
    CharRange {
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
    /// Calls a speaker by another name, everywhere. The old name stays an alias.
    RenameSpeaker {
        /// The name so far.
        from: String,
        /// The name that shall hold.
        to: String,
    },
    /// Makes several speakers one, under the name `into`.
    MergeSpeakers {
        /// The name that shall hold.
        into: String,
        /// The others.
        from: Vec<String>,
    },
    /// Makes an alias a speaker of its own again.
    SplitSpeaker {
        /// The alias.
        alias: String,
    },
    /// The whole registry as it shall be: what undoes the changes above.
    Registry(Vec<Entry>),
}

impl Change {
    /// The registry after this change; `None` when it changes none, or nothing.
    #[must_use]
    pub fn registry(&self, before: &Registry) -> Option<Registry> {
        match self {
            Self::RenameSpeaker { from, to } => {
                let own = before.entry_of(from).map_or(from.as_str(), |entry| entry.name.as_str());
                Some(before.merged(to, &[own.to_owned()]))
            }
            Self::MergeSpeakers { into, from } => Some(before.merged(into, from)),
            Self::SplitSpeaker { alias } => before.split(alias),
            Self::Registry(entries) => Some(Registry::new(entries.clone())),
            _ => None,
        }
        .filter(|after| after != before)
    }

    /// Whether it is about the registry of speakers, not about a quotation.
    #[must_use]
    pub fn is_of_registry(&self) -> bool {
        matches!(
            self,
            Self::RenameSpeaker { .. } | Self::MergeSpeakers { .. } | Self::SplitSpeaker { .. } | Self::Registry(_)
        )
    }
}
