//! Where a catalogue's documents can be read whole: article texts and full evidence stay there until they are looked at.

use super::document::Document;
use super::error::StoreError;
use std::sync::Arc;

/// Where the documents of a catalogue stand.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// In memory, as records.
    Documents(Arc<Vec<Document>>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Documents(Arc::default())
    }
}

/// The place of one document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Number of the file; of the record where documents stand in memory.
    pub(crate) file: u32,
}

impl Place {
    pub(crate) fn of_document(number: usize) -> Self {
        Self { file: number as u32 }
    }
}

impl Source {
    pub(crate) fn document(&self, place: Place, article: &str) -> Result<Document, StoreError> {
        match self {
            Self::Documents(documents) => {
                documents.get(place.file as usize).cloned().ok_or_else(|| StoreError::NoArticle(article.to_owned()))
            }
        }
    }
}
