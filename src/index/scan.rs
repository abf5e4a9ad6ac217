//! Passing the articles of a store by that may have certain words: with a cache the others are not read, and of those
//! whose text has not what is sought after all, nothing but the text.

use std::fs::File;
use std::sync::atomic::AtomicBool;

use super::cache::{Cache, Kept, StoreCache};
use super::manifest::Group;
use super::plan::{Plan, Step};
use super::word_keys::{DocumentKind, WordKeys, WordKeysBuilder};
use crate::store::{
    self, Document, DocumentView, Location, Scanned, Seen, StoreError, article_text, bytes_at, document_hash, in_order,
};

/// What is sought among articles.
pub(crate) trait Sought: Sync {
    /// For each of some documents whether it may have it, as far as its words say.
    fn may_be_in(&self, keys: &WordKeys) -> Vec<bool>;

    /// Whether an article with this text may have it.
    fn may_be_in_text(&self, text: &str) -> bool;
}

/// Passes the articles of a store through `each` that may have what is sought, and all of which the cache knows nothing.
///
/// # Errors
/// When the store is not there or cannot be read.
pub(crate) fn scan_documents<T: Send>(
    location: &Location,
    cache: Option<&Cache>,
    sought: &impl Sought,
    each: impl Fn(Document) -> Option<T> + Sync,
) -> Result<Scanned<T>, StoreError> {
    let cached = cache.and_then(|cache| cache.of(location));
    let scanned = cached.and_then(|cached| with_cache(location, &cached, sought, &each));
    scanned.map_or_else(|| store::scan_documents(location, each), Ok)
}

/// The same from a cache; `None` where the store has to be gone through without one.
fn with_cache<T: Send>(
    location: &Location,
    cached: &StoreCache,
    sought: &impl Sought,
    each: &(impl Fn(Document) -> Option<T> + Sync),
) -> Option<Scanned<T>> {
    let stop = AtomicBool::new(false);
    let plan = Plan::new(location, cached.manifest()?, cached.margin(), &stop)?;
    let mut steps = plan.steps.iter();
    let (mut all, mut failed) = (Vec::new(), false);
    let pass = Pass { plan: &plan, cached, each };
    let read = in_order(
        &stop,
        || Ok(steps.next()),
        |step| pass.step(step, sought),
        |seen| match seen {
            Some(mut seen) => all.append(&mut seen),
            None => failed = true,
        },
    );
    (read.is_ok() && !failed).then(|| Scanned::of(all))
}

struct Pass<'a, E> {
    plan: &'a Plan,
    cached: &'a StoreCache,
    each: &'a E,
}

impl<T, E: Fn(Document) -> Option<T>> Pass<'_, E> {
    fn step(&self, step: &Step, sought: &impl Sought) -> Option<Vec<Seen<T>>> {
        match step {
            // Going through the store says what is wrong.
            Step::Unreadable(..) => None,
            Step::Parse(range) => {
                let mut open = None;
                range.clone().map(|number| self.read(number, &mut open, None)).collect()
            }
            Step::Cached(range, group) => {
                let kept = self.cached.kept(group.key, Kept::Keys);
                let mut open = None;
                let Some(keys) = kept.and_then(|bytes| WordKeys::decode(&bytes, range.len())) else {
                    return self.keep(range.clone(), group);
                };
                let may = sought.may_be_in(&keys);
                let one = |(document, kind): (usize, &DocumentKind)| {
                    let number = range.start + document;
                    if *kind != DocumentKind::Known {
                        return self.read(number, &mut open, None);
                    }
                    if may.get(document) == Some(&false) {
                        return Some(Seen::Article(None));
                    }
                    let bytes = self.bytes(number, &mut open)?;
                    match article_text(&bytes).is_some_and(|text| !sought.may_be_in_text(&text)) {
                        true => Some(Seen::Article(None)),
                        false => Some(Seen::of(self.view(number, &bytes)?, self.each)),
                    }
                };
                keys.kinds().iter().enumerate().map(one).collect()
            }
        }
    }

    /// Reads all documents of a group and keeps their words.
    fn keep(&self, range: std::ops::Range<usize>, group: &Group) -> Option<Vec<Seen<T>>> {
        let (mut keys, mut open) = (WordKeysBuilder::default(), None);
        let seen: Option<Vec<_>> = range.map(|number| self.read(number, &mut open, Some(&mut keys))).collect();
        if let Some(keys) = keys.finish().filter(|_| seen.is_some()) {
            // Without room or rights they are made again the next time.
            let _ = self.cached.put_kept(group.key, Kept::Keys, &keys.encode());
        }
        seen
    }

    /// The bytes of a document as it stands in the store; `None` where it is not what it was any more.
    fn bytes(&self, number: usize, open: &mut Option<(u32, File)>) -> Option<Vec<u8>> {
        let at = self.plan.documents[number];
        if open.as_ref().is_none_or(|(open, _)| *open != at.place.file) {
            let path = self.plan.files.get(at.place.file as usize)?;
            *open = Some((at.place.file, crate::files::open(path).ok()?));
        }
        let bytes = bytes_at(&mut open.as_mut()?.1, at.place).ok()?;
        (document_hash(&bytes) == self.plan.hashes[number]).then_some(bytes)
    }

    fn view<'b>(&'b self, number: usize, bytes: &'b [u8]) -> Option<DocumentView<'b>> {
        let at = self.plan.documents[number];
        let path = self.plan.files.get(at.place.file as usize)?;
        Some(DocumentView { path, bytes, line: at.line as usize, place: at.place })
    }

    /// Passes a document by, and takes its words in where they are to be kept.
    fn read(
        &self,
        number: usize,
        open: &mut Option<(u32, File)>,
        keys: Option<&mut WordKeysBuilder>,
    ) -> Option<Seen<T>> {
        let bytes = self.bytes(number, open)?;
        let view = self.view(number, &bytes)?;
        let Some(keys) = keys else { return Some(Seen::of(view, self.each)) };
        let mut is_article = false;
        let seen = Seen::of(view, |document: Document| {
            is_article = true;
            keys.document(&document);
            (self.each)(document)
        });
        if !is_article {
            keys.other();
        }
        Some(seen)
    }
}
