//! Where the words and texts of the articles of a group are kept, and making them when somebody first asks.

use std::path::PathBuf;
use std::sync::Arc;

use memchr::memmem;

use super::article_texts::{ArticleTexts, ArticleTextsBuilder};
use super::cache::{Kept, StoreCache};
use super::manifest;
use super::word_keys::WordKeysBuilder;
use super::words::Words;
use crate::store::{DocumentAt, article_text, bytes_at, document_hash};

/// Where the words and texts of the articles of a group are kept, or what they can be made of.
#[derive(Debug)]
pub(super) struct KeptArticles {
    pub(super) cache: StoreCache,
    /// The name of the group.
    pub(super) key: u128,
    pub(super) files: Arc<Vec<PathBuf>>,
    /// Every document of the group.
    pub(super) documents: Vec<DocumentAt>,
    /// The numbers of those that are articles.
    pub(super) articles: Vec<u32>,
}

impl KeptArticles {
    /// The words, made now if need be. `None` where the store is not what it was any more.
    pub(super) fn words(&self) -> Option<Words> {
        let kept = self.cache.kept(self.key, Kept::Words);
        let words = kept.and_then(|bytes| Words::decode(&bytes));
        words.or_else(|| self.make().map(|(words, _)| words))
    }

    /// The texts, likewise.
    pub(super) fn texts(&self) -> Option<ArticleTexts> {
        let kept = self.cache.kept(self.key, Kept::Texts);
        let texts = kept.and_then(|bytes| ArticleTexts::decode(&bytes, self.articles.len()));
        texts.or_else(|| self.make().map(|(_, texts)| texts))
    }

    /// Makes what is not kept.
    pub(super) fn keep(&self) {
        if !Kept::ALL.into_iter().all(|kind| self.cache.has_kept(self.key, kind)) {
            self.make();
        }
    }

    fn make(&self) -> Option<(Words, ArticleTexts)> {
        let mut open: Option<(u32, std::fs::File)> = None;
        let mut hashes = Vec::with_capacity(self.documents.len());
        let mut texts = ArticleTextsBuilder::default();
        let mut keys = WordKeysBuilder::default();
        for (number, document) in self.documents.iter().enumerate() {
            let file = document.place.file;
            if open.as_ref().is_none_or(|(open, _)| *open != file) {
                open = Some((file, crate::files::open(self.files.get(file as usize)?).ok()?));
            }
            let bytes = bytes_at(&mut open.as_mut()?.1, document.place).ok()?;
            hashes.push(document_hash(&bytes));
            if self.articles.binary_search(&(number as u32)).is_ok() {
                let text = article_text(&bytes);
                keys.article(text.as_deref(), memmem::find(&bytes, b"revisions").is_some());
                texts.push(text.as_deref())?;
            } else {
                keys.other();
            }
        }
        // What was read is what the group was made of, or it tells nothing of it.
        if manifest::key(&hashes) != self.key {
            return None;
        }
        let (words, texts) = texts.finish()?;
        let kept = [(Kept::Words, Some(words.encode())), (Kept::Texts, Some(texts.encode()))];
        let keys = keys.finish().map(|keys| keys.encode());
        for (kind, bytes) in kept.into_iter().chain([(Kept::Keys, keys)]) {
            // Without room or rights it is made again the next time.
            let _ = bytes.map(|bytes| self.cache.put_kept(self.key, kind, &bytes));
        }
        Some((words, texts))
    }
}
