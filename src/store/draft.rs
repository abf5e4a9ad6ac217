//! A document as it shall be, and which of its quotations stood where in the document as it is. Edits and new
//! extractions are made on drafts; what then differs is written.

use super::apply::{insertion, set_speakers};
use super::document::Document;
use super::edit::Change;
use super::error::StoreError;
use super::ids;
use crate::quotation::Quotation;
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::CharRange;

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

    /// Inserts quotations as [`Self::insert`] does one after the other in the order of the text, in one walk.
    pub(crate) fn insert_all(&mut self, mut new: Vec<Quotation>) {
        new.sort_by_key(|quotation| (quotation.at.is_none(), quotation.at));
        let old = std::mem::take(&mut self.document.quotations);
        let old_from = std::mem::take(&mut self.from);
        // The first place from each quotation on, in whatever order they stand.
        let mut first_from: Vec<Option<CharRange>> = old.iter().map(|quotation| quotation.at).collect();
        for number in (1..first_from.len()).rev() {
            let after = first_from[number];
            let own = &mut first_from[number - 1];
            *own = match (*own, after) {
                (Some(own), Some(after)) => Some(own.min(after)),
                (own, after) => own.or(after),
            };
        }
        let gap = |at: Option<CharRange>| match at {
            None => old.len(),
            Some(at) => first_from.partition_point(|first| first.is_some_and(|first| first <= at)),
        };
        let gaps: Vec<usize> = new.iter().map(|quotation| gap(quotation.at)).collect();
        let mut new = new.into_iter().zip(gaps).peekable();
        let len = old.len();
        for (number, (quotation, from)) in old.into_iter().zip(old_from).enumerate() {
            while let Some((quotation, _)) = new.next_if(|&(_, gap)| gap <= number) {
                self.document.quotations.push(quotation);
                self.from.push(None);
            }
            self.document.quotations.push(quotation);
            self.from.push(from);
        }
        debug_assert!(new.peek().is_none_or(|&(_, gap)| gap <= len), "every gap is in the document");
        for (quotation, _) in new {
            self.document.quotations.push(quotation);
            self.from.push(None);
        }
    }

    /// Changes one quotation, adds it or removes it.
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
            Change::Reviewed(reviewed) => quotation.reviewed.clone_from(reviewed),
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
            Change::Place { text, at } => {
                quotation.text.clone_from(text);
                quotation.at = *at;
            }
            Change::Tags(tags) => quotation.tags.clone_from(tags),
            Change::Note(note) => quotation.note.clone_from(note),
            Change::Remove => {
                self.document.quotations.remove(number);
                self.from.remove(number);
            }
            Change::Add(_) => {}
        }
        Ok(())
    }

    /// Adds a name to the article's speakers, where it lists any and not this one.
    fn list(&mut self, name: Option<&str>, info: Option<&Speaker>) {
        let Some(name) = name else { return };
        let speakers = &mut self.document.speakers;
        let known = |speaker: &Speaker| speaker.name == name || speaker.aliases.iter().any(|alias| alias == name);
        if speakers.iter().any(known)
            || (speakers.is_empty() && info.is_none_or(|info| info.kind == SpeakerKind::Person))
        {
            return;
        }
        let bare = || Speaker { name: name.to_owned(), ..Speaker::default() };
        speakers.push(info.cloned().unwrap_or_else(bare));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_inserted_where_each_would_be() {
        let at = |start: u32| Quotation { at: Some(CharRange::new(start, start + 1)), ..Quotation::default() };
        let none = || Quotation { text: "by hand".to_owned(), ..Quotation::default() };
        let old = vec![at(10), none(), at(40), at(20), none(), at(50)];
        let new = vec![at(5), at(15), at(25), at(45), at(20), at(60), none()];
        let mut one_by_one = Draft::new(Document { quotations: old, ..Document::default() });
        let mut at_once = one_by_one.clone();
        let mut sorted = new.clone();
        sorted.sort_by_key(|quotation| (quotation.at.is_none(), quotation.at));
        sorted.into_iter().for_each(|quotation| one_by_one.insert(quotation));
        at_once.insert_all(new);
        assert_eq!(at_once.document, one_by_one.document);
        assert_eq!(at_once.from, one_by_one.from);
    }
}
