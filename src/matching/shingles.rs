//! Where in a text a pattern may stand: by the runs of two or three words (shingles) that both have.
//!
//! The patterns are few and the texts are many, so the index is made of the patterns, and every text passes it once.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::pattern::Pattern;
use super::words::Word;

/// Patterns of at most this many words are looked for by pairs of words, longer ones by threes.
const SHORT: usize = 12;
/// At most this many patterns are looked for by one run of words.
const MOST_PATTERNS: usize = 32;
/// At most this many hits of one pattern are kept in one text.
const MOST_HITS: usize = 4096;
/// At most this many places of one text are tried for one pattern.
const MOST_PLACES: usize = 16;
/// Hits that lie further apart belong to different places.
const APART: usize = 130;

/// A run of words that a text shares with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The number of its first word in the text.
    pub text: u32,
    /// The number of its first word in the pattern.
    pub pattern: u32,
}

/// Patterns to look for.
#[derive(Debug, Default)]
pub struct Targets {
    /// By the length of the run, less one: the patterns that have it, with the place there.
    runs: [FxHashMap<u64, Vec<(u32, u32)>>; 3],
    /// The length of the runs of each pattern, and where those begin by which it is looked for.
    starts: Vec<(usize, Vec<u32>)>,
    lengths: Vec<usize>,
}

impl Targets {
    /// Makes the index.
    #[must_use]
    pub fn new(patterns: &[Pattern]) -> Self {
        let mut targets = Self::default();
        for (number, pattern) in patterns.iter().enumerate() {
            let keys = pattern.keys();
            let segments = pattern.segments();
            let longest = segments.iter().map(Range::len).max().unwrap_or(0);
            let want = if keys.len() > SHORT { 3 } else { 2 };
            let length = want.min(longest);
            let mut starts = Vec::new();
            if length > 0 {
                for segment in segments {
                    for start in segment.start..(segment.end + 1).saturating_sub(length).max(segment.start) {
                        let found = targets.runs[length - 1].entry(run(&keys[start..start + length])).or_default();
                        let known = found.last().is_some_and(|&(last, _)| last as usize == number);
                        if !known && found.len() < MOST_PATTERNS {
                            found.push((number as u32, start as u32));
                            starts.push(start as u32);
                        }
                    }
                }
            }
            targets.starts.push((length, starts));
            targets.lengths.push(keys.len());
        }
        targets
    }

    /// The hits in a text, by pattern.
    #[must_use]
    pub fn hits(&self, text: &[Word]) -> FxHashMap<u32, Vec<Hit>> {
        let mut hits: FxHashMap<u32, Vec<Hit>> = FxHashMap::default();
        for (shorter, runs) in self.runs.iter().enumerate().filter(|(_, runs)| !runs.is_empty()) {
            for (at, window) in text.windows(shorter + 1).enumerate() {
                let hash = window.iter().fold(0, |hash, word| mixed(hash, word.key));
                for &(number, offset) in runs.get(&hash).into_iter().flatten() {
                    let found = hits.entry(number).or_default();
                    if found.len() < MOST_HITS {
                        found.push(Hit { text: at as u32, pattern: offset });
                    }
                }
            }
        }
        hits
    }

    /// How many different runs of a pattern must stand near each other in a text.
    fn need(&self, number: usize) -> usize {
        let count = self.starts[number].1.len();
        if count >= 3 { (count / 4).max(2) } else { 1 }
    }

    /// The runs by which pattern `number` is looked for, as ranges of its words, and how many of them a text must have
    /// that has a place for it.
    pub fn wanted(&self, number: usize) -> (usize, impl Iterator<Item = Range<usize>> + '_) {
        let &(length, ref starts) = &self.starts[number];
        (self.need(number), starts.iter().map(move |&start| start as usize..start as usize + length))
    }

    /// The stretches of a text of `length` words that are worth comparing with pattern `number`, the most promising
    /// first.
    #[must_use]
    pub fn places(&self, number: u32, hits: &[Hit], length: usize) -> Vec<Range<usize>> {
        let (need, words) = (self.need(number as usize), self.lengths[number as usize]);
        let mut clusters: Vec<(usize, Range<usize>)> = Vec::new();
        let mut start = 0;
        while start < hits.len() {
            let mut end = start + 1;
            while end < hits.len() && (hits[end].text - hits[end - 1].text) as usize <= APART {
                end += 1;
            }
            let mut distinct: Vec<u32> = hits[start..end].iter().map(|hit| hit.pattern).collect();
            distinct.sort_unstable();
            distinct.dedup();
            if distinct.len() >= need {
                let margin = words + 8;
                let from = (hits[start].text as usize).saturating_sub(margin);
                let to = (hits[end - 1].text as usize + margin).min(length);
                clusters.push((distinct.len(), from..to));
            }
            start = end;
        }
        clusters.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
        clusters.truncate(MOST_PLACES);
        clusters.into_iter().map(|(_, place)| place).collect()
    }
}

/// The hash of a run of words.
#[must_use]
pub fn run(keys: &[u64]) -> u64 {
    keys.iter().fold(0, |hash, &key| mixed(hash, key))
}

const fn mixed(hash: u64, key: u64) -> u64 {
    (hash.rotate_left(5) ^ key).wrapping_mul(0x517c_c1b7_2722_0a95)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: usize) {
        let targets = Targets::new(&[Pattern::new(pattern)]);
        let words = words(text);
        let hits = targets.hits(&words);
        let places = hits.get(&0).map_or(0, |hits| targets.places(0, hits, words.len()).len());
        assert_eq!(places, expected);
    }

    #[test]
    fn a_text_with_the_words_has_a_place() {
        check("the harbour stays open", "She said the harbour stays open.", 1);
        check("the harbour … open", "She said the harbour stays open.", 1);
        check("open", "It stays open.", 1);
    }

    #[test]
    fn one_word_changed_leaves_a_place() {
        check("the harbour stays open all year", "The harbour is open all year.", 1);
        check("nobody here will move us", "The nobody who will move is me.", 0);
    }

    #[test]
    fn no_words_no_place() {
        check("", "It stays open.", 0);
        check("…", "It stays open.", 0);
    }
}
