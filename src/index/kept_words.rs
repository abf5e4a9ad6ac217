//! Where the words of the articles of a group are kept, and making them when somebody first asks.

use std::path::PathBuf;
use std::sync::Arc;

use super::cache::StoreCache;
use super::manifest;
use super::words::Words;
use crate::store::{DocumentAt, article_text, bytes_at, document_hash};
use crate::text::unwrap;

/// Where the words of the articles of a group are kept, or what they can be made of.
#[derive(Debug)]
pub(super) struct KeptWords {
    pub(super) cache: StoreCache,
    /// The name of the group.
    pub(super) key: u128,
    pub(super) files: Arc<Vec<PathBuf>>,
    /// Every document of the group.
    pub(super) documents: Vec<DocumentAt>,
    /// The numbers of those that are articles.
    pub(super) articles: Vec<u32>,
}

impl KeptWords {
    /// The words, made now if need be. `None` where the store is not what it was any more.
    pub(super) fn read(&self, articles: usize) -> Option<Words> {
        let kept = self.cache.words(self.key).and_then(|bytes| Words::decode(&bytes, articles));
        kept.or_else(|| self.make().filter(|words| words.articles() == articles))
    }

    /// Makes the words if they are not kept.
    pub(super) fn keep(&self, articles: usize) {
        if !self.cache.has_words(self.key) {
            self.make().filter(|words| words.articles() == articles);
        }
    }

    fn make(&self) -> Option<Words> {
        let mut open: Option<(u32, std::fs::File)> = None;
        let mut hashes = Vec::with_capacity(self.documents.len());
        let mut texts: Vec<Option<String>> = Vec::with_capacity(self.articles.len());
        for (number, document) in self.documents.iter().enumerate() {
            let file = document.place.file;
            if open.as_ref().is_none_or(|(open, _)| *open != file) {
                open = Some((file, crate::files::open(self.files.get(file as usize)?).ok()?));
            }
            let bytes = bytes_at(&mut open.as_mut()?.1, document.place).ok()?;
            hashes.push(document_hash(&bytes));
            if self.articles.binary_search(&(number as u32)).is_ok() {
                texts.push(article_text(&bytes).map(|text| unwrap(&text, "").into_owned()));
            }
        }
        // What was read is what the group was made of, or it tells nothing of it.
        if manifest::key(&hashes) != self.key {
            return None;
        }
        let words = Words::of(texts.iter().map(Option::as_deref))?;
        let _ = self.cache.put_words(self.key, &words.encode());
        Some(words)
    }
}
