//! The search index: for each segment of a catalogue its texts folded, which letters occur in which quotation, and the
//! articles' dates.
//!
//! It is derived, never stored, and shared: a clone costs a pointer for each segment. What belongs to an unchanged
//! segment is kept when the catalogue grows or is edited.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::versions::Versions;
use crate::store::{Catalog, Segment};
use crate::text::ByteRange;
use crate::text::date::{self, Days, Month};
use crate::text::fold::Arena;

/// Catalogues of fewer quotations are worked on by one thread: waking others takes longer.
pub(super) const FEW: usize = 16 * 1024;

/// The index of a catalogue. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Index {
    segments: Vec<Arc<Indexed>>,
    versions: Known,
}

/// What is known of the versions.
#[derive(Debug, Clone)]
enum Known {
    /// They are found when somebody asks.
    OnDemand(Arc<OnceLock<Versions>>),
    /// Somebody else finds them, and has not yet where there are none.
    Given(Option<Versions>),
}

impl Default for Known {
    fn default() -> Self {
        Self::OnDemand(Arc::default())
    }
}

/// The index of one segment.
#[derive(Debug)]
pub(super) struct Indexed {
    stamp: u64,
    /// The folded texts, each followed by a line break.
    pub(super) arena: Arena,
    /// Where each text begins, and the end of all.
    pub(super) starts: Vec<u32>,
    /// For each text a bit for each letter from a to z that occurs in it.
    pub(super) letters: Vec<u32>,
    /// For each article of the segment where its quotations begin and when it was published.
    pub(super) articles: Vec<(u32, Option<(Days, Month)>)>,
}

impl Index {
    /// The index of `catalog`.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let mut index = Self::default();
        index.update(catalog);
        index
    }

    /// Brings the index up to date with `catalog`, redoing what changed or came in since.
    pub fn update(&mut self, catalog: &Catalog) {
        let known = std::mem::take(&mut self.segments);
        let segments = catalog.segments();
        let reused = |number: usize| {
            let stamp = segments[number].stamp();
            let here = known.get(number).filter(|indexed| indexed.stamp == stamp);
            here.or_else(|| known.iter().find(|indexed| indexed.stamp == stamp)).cloned()
        };
        let make = |number: usize| reused(number).unwrap_or_else(|| Arc::new(Indexed::new(catalog, number)));
        self.segments = if catalog.len() < FEW {
            (0..segments.len()).map(make).collect()
        } else {
            (0..segments.len()).into_par_iter().map(make).collect()
        };
    }

    /// The index of segment `number` of `catalog`, made on the spot where this one is not up to date.
    pub(super) fn of(&self, catalog: &Catalog, number: usize) -> Arc<Indexed> {
        let known = self.segments.get(number).filter(|indexed| indexed.stamp == catalog.segments()[number].stamp());
        known.cloned().unwrap_or_else(|| Arc::new(Indexed::new(catalog, number)))
    }

    /// The same index for somebody who cannot wait until all quotations are compared: `versions` is what is known of
    /// that now, and while it is nothing, no quotation matches a query that asks for it.
    #[must_use]
    pub fn with_versions(mut self, versions: Option<Versions>) -> Self {
        self.versions = Known::Given(versions);
        self
    }

    /// Which quotations of `catalog` report the same words; `None` when that is not known yet, or `stop` was set.
    pub fn versions(&self, catalog: &Catalog, stop: Option<&AtomicBool>) -> Option<Versions> {
        let never = AtomicBool::new(false);
        match &self.versions {
            Known::Given(versions) => versions.clone(),
            Known::OnDemand(found) => match found.get() {
                Some(versions) if versions.is_of(catalog) => Some(versions.clone()),
                _ => {
                    let versions = Versions::new(catalog, stop.unwrap_or(&never))?;
                    // Where the catalogue is another one now, the first answer stays and this one is not kept.
                    let _ = found.set(versions.clone());
                    Some(versions)
                }
            },
        }
    }

    /// The first day of the article of a quotation, as a number that grows with time.
    pub(super) fn day(&self, catalog: &Catalog, number: usize, local: usize) -> Option<i32> {
        let Some(indexed) = self.segments.get(number).filter(|i| i.stamp == catalog.segments()[number].stamp()) else {
            let published = catalog.article(catalog.segments()[number].articles()[local]).published();
            return published.and_then(date::parse).map(|(days, _)| days.first);
        };
        let article = indexed.articles.partition_point(|&(start, _)| start as usize <= local) - 1;
        indexed.articles[article].1.map(|(days, _)| days.first)
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.segments.iter().map(|indexed| indexed.memory()).sum()
    }
}

impl Indexed {
    fn new(catalog: &Catalog, number: usize) -> Self {
        let segment: &Segment = &catalog.segments()[number];
        let (texts, _) = segment.texts();
        let mut arena = Arena::with_capacity(texts.len() + segment.len());
        let mut starts = Vec::with_capacity(segment.len() + 1);
        let mut letters = Vec::with_capacity(segment.len());
        for quotation in 0..segment.len() {
            let start = arena.text().len();
            starts.push(narrow(start));
            arena.push(&segment.words(quotation));
            letters.push(letters_of(&arena.text().as_bytes()[start..]));
            arena.push_break();
        }
        starts.push(narrow(arena.text().len()));
        arena.shrink();
        let first = catalog.first_of(number).index();
        let articles = catalog.articles_of(number).map(|ix| {
            let article = catalog.article(ix);
            (narrow(article.quotations().start - first), article.published().and_then(date::parse))
        });
        Self { stamp: segment.stamp(), starts, letters, articles: articles.collect(), arena }
    }

    /// How many quotations it has.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Where the folded text of a quotation stands, without its line break.
    pub(super) fn place(&self, quotation: usize) -> ByteRange {
        ByteRange::new(self.starts[quotation] as usize, self.starts[quotation + 1] as usize - 1)
    }

    /// The articles with the numbers of their quotations in the segment.
    pub(super) fn articles(&self) -> impl Iterator<Item = (std::ops::Range<usize>, Option<(Days, Month)>)> + '_ {
        self.articles.iter().enumerate().map(|(number, &(start, date))| {
            let end = self.articles.get(number + 1).map_or(self.len(), |next| next.0 as usize);
            (start as usize..end, date)
        })
    }

    fn memory(&self) -> usize {
        self.arena.memory() + self.starts.capacity() * 4 + self.letters.capacity() * 4 + self.articles.capacity() * 16
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("folded, the texts of a segment stay below 4 GB")
}

fn letters_of(text: &[u8]) -> u32 {
    text.iter().fold(0, |letters, byte| {
        let number = byte.wrapping_sub(b'a');
        letters | u32::from(number < 26) << (number & 31)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_alphabet() {
        assert_eq!(letters_of(b"az z1'\xc3\xa9"), 1 | 1 << 25);
        assert_eq!(letters_of(b""), 0);
    }
}
