//! The words of a group's articles: which folded word stands in which of them, so that the articles need not be read to
//! know where a word cannot stand.
//!
//! A word is what stands between two spaces of a folded text. They are made when somebody first asks for them, by
//! reading the articles once, and kept beside the group.

use super::codec::{Decoder, Encoder};
use crate::text::ByteRange;
use crate::text::fold::Arena;
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

/// The words of some articles.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// Every word once, each followed by a line break.
    arena: Arena,
    /// Where each word begins, and the end of all.
    starts: Vec<u32>,
    /// Where the articles of each word begin in `postings`, and the end of all.
    places: Vec<u32>,
    /// Numbers of articles, ascending, as differences of seven bits a byte.
    postings: Vec<u8>,
    /// How many articles there are.
    articles: usize,
}

impl Words {
    /// The words of articles with these texts; an article without one has none.
    pub(super) fn of<'t>(texts: impl Iterator<Item = Option<&'t str>>) -> Option<Self> {
        let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
        // For each word the article that it stood in last, and all of them.
        let mut lists: Vec<(u32, Vec<u8>)> = Vec::new();
        let (mut scratch, mut articles) = (Arena::default(), 0);
        for text in texts {
            articles += 1;
            scratch.clear();
            scratch.push(text.unwrap_or_default());
            for word in scratch.text().split(' ').filter(|word| !word.is_empty()) {
                let number = match numbers.get(word) {
                    Some(&number) => number,
                    None => {
                        numbers.insert(word.to_owned(), lists.len());
                        lists.push((0, Vec::new()));
                        lists.len() - 1
                    }
                };
                let (last, list) = &mut lists[number];
                if *last != articles {
                    put(list, articles - *last);
                    *last = articles;
                }
            }
        }
        let mut words: Vec<(String, usize)> = numbers.into_iter().collect();
        words.sort_unstable();
        let (mut text, mut places, mut postings) = (String::new(), vec![0], Vec::new());
        for (word, number) in words {
            text.push_str(&word);
            text.push('\n');
            postings.extend_from_slice(&lists[number].1);
            places.push(u32::try_from(postings.len()).ok()?);
        }
        Self::from_parts(text, places, postings, articles as usize)
    }

    fn from_parts(text: String, places: Vec<u32>, postings: Vec<u8>, articles: usize) -> Option<Self> {
        u32::try_from(text.len()).ok()?;
        let mut starts = Vec::with_capacity(places.len());
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let fits = starts.len() == places.len()
            && starts.last().map(|&end| end as usize) == Some(text.len())
            && places.first() == Some(&0)
            && places.last().map(|&end| end as usize) == Some(postings.len())
            && places.windows(2).all(|pair| pair[0] <= pair[1]);
        let arena = Arena::from_parts(text, Vec::new())?;
        fits.then_some(Self { arena, starts, places, postings, articles })
    }

    /// How many articles there are.
    pub(super) fn articles(&self) -> usize {
        self.articles
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        encoder.number(self.articles as u64);
        encoder.text(self.arena.text());
        encoder.column32(self.places.iter().copied());
        encoder.raw(&self.postings);
        encoder.bytes
    }

    pub(super) fn decode(bytes: &[u8], articles: usize) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        let same = decoder.number()? == articles as u64;
        let (text, places, postings) = (decoder.owned()?, decoder.column32()?, decoder.raw()?.to_vec());
        (same && decoder.is_at_end()).then(|| Self::from_parts(text, places, postings, articles)).flatten()
    }

    /// For each article whether a word stands in it in which `finder` finds something that is accepted, by its place
    /// and that of the word.
    pub(crate) fn articles_with(
        &self,
        finder: &Finder<'_>,
        accepts: impl Fn(&Arena, usize, ByteRange) -> bool,
    ) -> Vec<bool> {
        let mut found = vec![false; self.articles];
        let bytes = self.arena.text().as_bytes();
        let (mut from, mut word) = (0, 0);
        while let Some(at) = finder.find(&bytes[from..]) {
            let at = from + at;
            word += self.starts[word + 1..].partition_point(|&end| end as usize <= at);
            let end = self.starts[word + 1] as usize;
            if accepts(&self.arena, at, ByteRange::new(self.starts[word] as usize, end - 1)) {
                self.mark(word, &mut found);
                from = end;
            } else {
                from = at + 1;
            }
        }
        found
    }

    fn mark(&self, word: usize, found: &mut [bool]) {
        let mut bytes = &self.postings[self.places[word] as usize..self.places[word + 1] as usize];
        let mut article = 0;
        while let Some(difference) = take(&mut bytes) {
            article += difference as usize;
            // They count from 1.
            if let Some(found) = article.checked_sub(1).and_then(|article| found.get_mut(article)) {
                *found = true;
            }
        }
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(words: &Words, part: &str) -> Vec<usize> {
        let found = words.articles_with(&Finder::new(part), |_, _, _| true);
        found.iter().enumerate().filter(|(_, found)| **found).map(|(number, _)| number).collect()
    }

    #[test]
    fn words_are_found_in_their_articles() {
        let texts = [Some("The Pier\nis closed, the pier"), None, Some("“Señor” pie"), Some("")];
        let words = Words::of(texts.into_iter()).unwrap();
        assert_eq!(articles(&words, "pie"), [0, 2]);
        assert_eq!(articles(&words, "pier"), [0]);
        assert_eq!(articles(&words, "senor\""), [2]);
        assert_eq!(articles(&words, "r\ns"), Vec::<usize>::new());
        assert_eq!(Words::decode(&words.encode(), 4), Some(words));
    }

    #[test]
    fn many_articles_come_back() {
        let texts: Vec<String> = (0..1000).map(|number| format!("all w{number} {}", number % 7)).collect();
        let words = Words::of(texts.iter().map(|text| Some(text.as_str()))).unwrap();
        assert_eq!(articles(&words, "all").len(), 1000);
        assert_eq!(articles(&words, "w99").len(), 11);
    }

    #[test]
    fn no_damage_makes_it_panic() {
        let words = Words::of([Some("one two"), Some("two three")].into_iter()).unwrap();
        let bytes = words.encode();
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                if let Some(words) = Words::decode(&bytes, 2) {
                    articles(&words, "t");
                }
            }
        }
    }
}
