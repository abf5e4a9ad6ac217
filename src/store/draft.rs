//! A document as it shall be, and which of its quotations stood where in the document as it is. Edits and new
//! extractions are made on drafts; what then differs is written.

use super::apply::{insertion, set_speakers};
use super::document::Document;
use super::edit::Change;
use super::error::StoreError;
use super::ids;
use crate::quotation::Quotation;
use crate::speaker::{Speaker, SpeakerKind};

/// A document that is being changed.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) document: Document,
    /// For each quotation its number in the document as it is; `None` when it is new. In order.
    pub(crate) from: Vec<Option<usize>>,
}

impl Draft {
    pub(crate) fn new(document: Document) -> Self {
        let from = (0..document.quotations.len()).map(Some).collect();
        Self { document, from }
    }

    /// The number of the quotation that is called `id`, or, where ids were left out, that would be.
    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        let quotations = &self.document.quotations;
        quotations.iter().position(|quotation| quotation.id == id).or_else(|| {
            quotations.iter().enumerate().position(|(number, quotation)| {
                let before = || quotations[..number].iter().filter(|other| other.text == quotation.text).count();
                quotation.id.is_empty() && ids::of_words(&quotation.text, before()) == id
            })
        })
    }

    pub(crate) fn insert(&mut self, quotation: Quotation) {
        let at = insertion(&quotation, self.document.quotations.iter().map(|quotation| quotation.at));
        self.document.quotations.insert(at, quotation);
        self.from.insert(at, None);
    }

    /// Makes a change that is no change of the registry.
    pub(crate) fn apply(&mut self, article: &str, id: &str, change: &Change) -> Result<(), StoreError> {
        if let Change::Add(new) = change {
            // Undoing what was not done yet must not double it.
            if self.find(id).is_none() {
                self.insert(Quotation { id: id.to_owned(), ..(**new).clone() });
                new.attributed_to().into_iter().for_each(|name| self.list(Some(name), None));
            }
            return Ok(());
        }
        let number = self
            .find(id)
            .ok_or_else(|| StoreError::NoQuotation { article: article.to_owned(), quotation: id.to_owned() })?;
        let quotation = &mut self.document.quotations[number];
        match change {
            Change::Star(star) => quotation.star = *star,
            Change::Review(review) => quotation.review = *review,
            Change::Kind(kind) => quotation.kind = *kind,
            Change::Denied(denied) => quotation.denied = *denied,
            Change::Speaker(speaker) => {
                set_speakers(quotation, speaker.as_slice());
                self.list(speaker.as_deref(), None);
            }
            Change::Speakers(names) => {
                set_speakers(quotation, names);
                names.iter().for_each(|name| self.list(Some(name), None));
            }
            Change::SpeakerAs(speaker) => {
                set_speakers(quotation, std::slice::from_ref(&speaker.name));
                self.list(Some(&speaker.name), Some(speaker));
            }
            Change::CharRange { text, at } => {
                quotation.text.clone_from(text);
                quotation.at = *at;
            }
            Change::Tags(tags) => quotation.tags.clone_from(tags),
            Change::Note(note) => quotation.note.clone_from(note),
            Change::Remove => {
                self.document.quotations.remove(number);
                self.from.remove(number);
            }
            Change::Add(_)
            | Change::RenameSpeaker { .. }
            | Change::MergeSpeakers { .. }
            | Change::SplitSpeaker { .. }
            | Change::Registry(_) => {}
        }
        Ok(())
    }

    /// Adds a name to the article's speakers, where it lists any and not this one.
    fn list(&mut self, name: Option<&str>, as_told: Option<&Speaker>) {
        let Some(name) = name else { return };
        let speakers = &mut self.document.speakers;
        let known = |speaker: &Speaker| speaker.name == name || speaker.aliases.iter().any(|alias| alias == name);
        if speakers.iter().any(known)
            || (speakers.is_empty() && as_told.is_none_or(|told| told.kind == SpeakerKind::Person))
        {
            return;
        }
        let bare = || Speaker { name: name.to_owned(), ..Speaker::default() };
        speakers.push(as_told.cloned().unwrap_or_else(bare));
    }
}
