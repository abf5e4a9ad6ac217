//! Folded texts: of a segment its texts folded, which letters occur in which quotation, and the articles' dates. They
//! follow from the segment alone, so the cache keeps them.

use std::ops::Range;

use crate::article::ArticleField;
use crate::store::Segment;
use crate::text::ByteRange;
use crate::text::date::{self, Days, Month};
use crate::text::fold::Arena;

/// The folded texts of one segment.
#[derive(Debug)]
pub struct Folded {
    pub(super) stamp: u64,
    /// The folded texts, each followed by a line break.
    pub(crate) arena: Arena,
    /// Where each text begins, and the end of all.
    pub(crate) starts: Vec<u32>,
    /// For each text a bit for each letter from a to z that occurs in it.
    pub(crate) letters: Vec<u32>,
    /// For each article of the segment where its quotations begin and when it was published.
    pub(super) articles: Vec<(u32, Option<(Days, Month)>)>,
}

impl Folded {
    pub(super) fn new(segment: &Segment) -> Self {
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
        Self { stamp: segment.stamp(), articles: articles(segment), starts, letters, arena }
    }

    /// What the cache kept of them; `None` where that does not fit the segment.
    pub(super) fn from_parts(segment: &Segment, arena: Arena, starts: Vec<u32>, letters: Vec<u32>) -> Option<Self> {
        let text = arena.text().as_bytes();
        let begins = starts.first() == Some(&0) && starts.last().map(|&end| end as usize) == Some(text.len());
        // Behind each text stands a line break, which is where one character ends and another begins.
        let each = |pair: &[u32]| pair[0] < pair[1] && text.get(pair[1] as usize - 1) == Some(&b'\n');
        let fits = begins && starts.len() == segment.len() + 1 && letters.len() == segment.len();
        let fits = fits && starts.windows(2).all(each);
        fits.then(|| Self { stamp: segment.stamp(), articles: articles(segment), starts, letters, arena })
    }

    /// How many quotations it has.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Where the folded text of a quotation stands, without its line break.
    pub(crate) fn place(&self, quotation: usize) -> ByteRange {
        ByteRange::new(self.starts[quotation] as usize, self.starts[quotation + 1] as usize - 1)
    }

    /// The articles with the numbers of their quotations in the segment.
    pub(crate) fn articles(&self) -> impl Iterator<Item = (Range<usize>, Option<(Days, Month)>)> + '_ {
        self.articles.iter().enumerate().map(|(number, &(start, date))| {
            let end = self.articles.get(number + 1).map_or(self.len(), |next| next.0 as usize);
            (start as usize..end, date)
        })
    }

    pub(super) fn memory(&self) -> usize {
        self.arena.memory() + self.starts.capacity() * 4 + self.letters.capacity() * 4 + self.articles.capacity() * 16
    }
}

/// Where the quotations of each article begin, and when it was published.
fn articles(segment: &Segment) -> Vec<(u32, Option<(Days, Month)>)> {
    let published = |number: u32| segment.pool.optional(number).and_then(date::parse);
    segment.articles.iter().map(|row| (row.first, published(row.get(ArticleField::Published)))).collect()
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
