//! The words of a group's documents as `verify` and `compare` fold them: which of the words of a draft stand in which
//! document, so that only documents that may have its passages need to be read.
//!
//! A word is a number of 24 bits, so a few words are taken for others. That costs a look and nothing else.

use rustc_hash::FxHashMap;

use super::codec::{Decoder, Encoder, put, take};
use crate::matching::words::words;
use crate::store::Document;

/// What a document is to those who look for words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// No article: a registry, or nothing that can be read.
    Other,
    /// An article whose words are all known here.
    Known,
    /// An article that has to be read: it has no text, or more than one.
    Unknown,
}

impl DocumentKind {
    const ALL: [Self; 3] = [Self::Other, Self::Known, Self::Unknown];
}

/// The words of some documents.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WordKeys {
    kinds: Vec<DocumentKind>,
    /// The words, ascending.
    keys: Vec<u32>,
    /// Where the documents of each word begin in `postings`, and the end of all.
    places: Vec<u32>,
    /// Numbers of documents from 1, ascending, as differences of seven bits a byte.
    postings: Vec<u8>,
}

/// Collects the words of documents.
#[derive(Debug, Default)]
pub(super) struct WordKeysBuilder {
    kinds: Vec<DocumentKind>,
    /// For each word the document that it stood in last, and all of them.
    lists: FxHashMap<u32, (u32, Vec<u8>)>,
}

impl WordKeysBuilder {
    /// Takes an article in.
    pub(super) fn document(&mut self, document: &Document) {
        self.article(document.text.as_deref(), !document.revisions.is_empty());
    }

    /// The same, of which it is known whether it may have earlier texts.
    pub(super) fn article(&mut self, text: Option<&str>, has_revisions: bool) {
        match text {
            Some(text) if !has_revisions => self.push(DocumentKind::Known, text),
            _ => self.push(DocumentKind::Unknown, ""),
        }
    }

    /// Takes in what is no article.
    pub(super) fn other(&mut self) {
        self.push(DocumentKind::Other, "");
    }

    fn push(&mut self, kind: DocumentKind, text: &str) {
        self.kinds.push(kind);
        let document = self.kinds.len() as u32;
        for word in words(text) {
            let (last, list) = self.lists.entry(short(word.key)).or_default();
            if *last != document {
                put(list, document - *last);
                *last = document;
            }
        }
    }

    pub(super) fn finish(self) -> Option<WordKeys> {
        let mut lists: Vec<(u32, Vec<u8>)> = self.lists.into_iter().map(|(key, (_, list))| (key, list)).collect();
        lists.sort_unstable_by_key(|&(key, _)| key);
        let (mut keys, mut places, mut postings) = (Vec::with_capacity(lists.len()), vec![0], Vec::new());
        for (key, list) in lists {
            keys.push(key);
            postings.extend_from_slice(&list);
            places.push(u32::try_from(postings.len()).ok()?);
        }
        Some(WordKeys { kinds: self.kinds, keys, places, postings })
    }
}

impl WordKeys {
    /// What each document is.
    pub(crate) fn kinds(&self) -> &[DocumentKind] {
        &self.kinds
    }

    /// The documents that a word stands in, a bit for each.
    pub(crate) fn documents_with(&self, key: u64) -> Vec<u64> {
        let mut documents = vec![0; self.kinds.len().div_ceil(64)];
        let Ok(word) = self.keys.binary_search(&short(key)) else { return documents };
        let mut bytes = &self.postings[self.places[word] as usize..self.places[word + 1] as usize];
        let mut document = 0usize;
        while let Some(difference) = take(&mut bytes) {
            document = document.saturating_add(difference as usize);
            if (1..=self.kinds.len()).contains(&document) {
                documents[(document - 1) / 64] |= 1 << ((document - 1) % 64);
            }
        }
        documents
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        encoder.column8(self.kinds.iter().map(|kind| *kind as u8));
        encoder.number(self.keys.len() as u64);
        let (mut keys, mut lens) = (Vec::new(), Vec::new());
        let mut last = 0;
        for (&key, place) in self.keys.iter().zip(self.places.windows(2)) {
            put(&mut keys, key - last);
            put(&mut lens, place[1] - place[0]);
            last = key;
        }
        [&keys, &lens, &self.postings].into_iter().for_each(|bytes| encoder.raw(bytes));
        encoder.bytes
    }

    pub(super) fn decode(bytes: &[u8], documents: usize) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        let kind = |byte: u8| DocumentKind::ALL.get(usize::from(byte)).copied();
        let kinds = decoder.column8()?.into_iter().map(kind).collect::<Option<Vec<_>>>()?;
        let count = usize::try_from(decoder.number()?).ok()?;
        let (mut differences, mut lens, postings) = (decoder.raw()?, decoder.raw()?, decoder.raw()?);
        if !decoder.is_at_end() || kinds.len() != documents || count > differences.len() {
            return None;
        }
        let (mut keys, mut places) = (Vec::with_capacity(count), Vec::with_capacity(count + 1));
        let (mut key, mut place) = (0u32, 0u32);
        places.push(0);
        for _ in 0..count {
            key = key.checked_add(take(&mut differences)?)?;
            place = place.checked_add(take(&mut lens)?)?;
            keys.push(key);
            places.push(place);
        }
        let fits = place as usize == postings.len() && differences.is_empty() && lens.is_empty();
        fits.then(|| Self { kinds, keys, places, postings: postings.to_vec() })
    }
}

/// A word as it is kept.
const fn short(key: u64) -> u32 {
    (key ^ key >> 24) as u32 & 0xff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::words::key;

    fn keys() -> WordKeys {
        let mut builder = WordKeysBuilder::default();
        builder.article(Some("The pier is closed, the “Señor” said."), false);
        builder.other();
        builder.article(None, false);
        builder.article(Some("A pier"), true);
        for _ in 0..100 {
            builder.article(Some("pier re-\nmarkable"), false);
        }
        builder.finish().unwrap()
    }

    fn documents(keys: &WordKeys, word: &str) -> Vec<usize> {
        let bits = keys.documents_with(key(word));
        (0..keys.kinds().len()).filter(|document| bits[document / 64] >> (document % 64) & 1 != 0).collect()
    }

    #[test]
    fn words_are_found_in_their_documents() {
        let keys = keys();
        assert_eq!(documents(&keys, "PIER").len(), 101);
        assert_eq!(documents(&keys, "senor"), [0]);
        assert_eq!(documents(&keys, "remarkable").len(), 100);
        assert_eq!(documents(&keys, "quay"), Vec::<usize>::new());
        let kinds = [DocumentKind::Known, DocumentKind::Other, DocumentKind::Unknown, DocumentKind::Unknown];
        assert_eq!(keys.kinds()[..4], kinds);
        assert_eq!(WordKeys::decode(&keys.encode(), 104), Some(keys));
    }

    #[test]
    fn no_damage_makes_them_panic() {
        let bytes = keys().encode();
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                if let Some(keys) = WordKeys::decode(&bytes, 104) {
                    documents(&keys, "pier");
                    documents(&keys, "closed");
                }
            }
            assert_eq!(WordKeys::decode(&bytes[..at], 104), None);
        }
    }
}
