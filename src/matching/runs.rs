//! Which texts share a run of words: what candidates are found by.
//!
//! Most runs stand in one text alone and are worth nothing. Two rows of bits, filled in one pass, tell which may stand in
//! two; only those are written down and sorted, so that the memory stays far below that of all runs.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::folded::FoldedTexts;

/// The words of a run.
pub const RUN: usize = 4;
/// With one run of words at most this many texts are looked at that have it.
const MOST_LISTED: usize = 32;
/// So many texts that share a run with another are gathered, those with the rarest runs first.
const MOST_GATHERED: usize = 256;

/// Every run of words that two and more texts have, with their numbers.
#[derive(Debug)]
pub struct Runs {
    /// The hash of a run in the upper half, the number of a text in the lower one; in order, each once.
    sorted: Vec<u64>,
    /// How many more texts have a run than stand there: those that are equal to one of them.
    copies: FxHashMap<u32, u32>,
    /// Which runs are not worth looking for.
    bits: Bits,
}

impl Runs {
    /// The runs of the texts in `distinct`, which stand for so many equal ones as `copies` says.
    #[must_use]
    pub fn new(texts: &FoldedTexts, distinct: &[u32], copies: &[u32]) -> Self {
        let windows: usize = distinct.iter().map(|&number| texts.get(number as usize).len()).sum();
        let bits = Bits::new(windows);
        distinct.par_iter().for_each(|&number| {
            let mut hashes = hashes(texts.get(number as usize));
            hashes.sort_unstable();
            hashes.dedup();
            hashes.into_iter().for_each(|hash| bits.see(hash));
        });
        Self::marked(texts, distinct, copies, bits)
    }

    /// The runs of the first `few` texts, in all texts.
    #[must_use]
    pub fn of_first(texts: &FoldedTexts, few: usize) -> Self {
        let bits = Bits::new((0..few).map(|number| texts.get(number).len()).sum());
        for hash in (0..few).flat_map(|number| hashes(texts.get(number))) {
            bits.see(hash);
            bits.see(hash);
        }
        let all: Vec<u32> = (0..texts.len() as u32).collect();
        Self::marked(texts, &all, &[], bits)
    }

    /// The runs that are marked as worth it.
    fn marked(texts: &FoldedTexts, distinct: &[u32], copies: &[u32], bits: Bits) -> Self {
        let mut sorted: Vec<u64> = distinct
            .par_iter()
            .flat_map_iter(|&number| {
                let shared = hashes(texts.get(number as usize)).into_iter().filter(|&hash| bits.twice(hash));
                shared.map(move |hash| u64::from(hash) << 32 | u64::from(number))
            })
            .collect();
        sorted.par_sort_unstable();
        sorted.dedup();
        sorted.shrink_to_fit();
        let mut more: FxHashMap<u32, u32> = FxHashMap::default();
        for (&number, &copies) in distinct.iter().zip(copies).filter(|&(_, &copies)| copies > 1) {
            let mut hashes = hashes(texts.get(number as usize));
            hashes.sort_unstable();
            hashes.dedup();
            for hash in hashes.into_iter().filter(|&hash| bits.twice(hash)) {
                *more.entry(hash).or_default() += copies - 1;
            }
        }
        Self { sorted, copies: more, bits }
    }

    /// The texts that have a run of [`RUN`] words, in order.
    fn of(&self, hash: u32) -> &[u64] {
        if !self.bits.twice(hash) {
            return &[];
        }
        let start = self.sorted.partition_point(|&entry| (entry >> 32) < u64::from(hash));
        let rest = &self.sorted[start..];
        // Most runs have few: the end is near.
        let mut step = 8;
        while step < rest.len() && (rest[step] >> 32) as u32 == hash {
            step *= 2;
        }
        let near = &rest[..step.min(rest.len())];
        &rest[..near.partition_point(|&entry| (entry >> 32) as u32 == hash)]
    }

    /// About how many texts have a run of at least [`RUN`] words: as many as its rarest part.
    #[must_use]
    pub fn found_in(&self, shared: &[u32]) -> usize {
        let count = |hash: u32| {
            let more = self.copies.get(&hash).map_or(0, |&copies| copies as usize);
            (self.of(hash).len() + more).max(1)
        };
        hashes(shared).into_iter().map(count).min().unwrap_or(1)
    }

    /// At most `most` texts after `number` that share runs with it, whose words are `keys`: those that share most first.
    #[must_use]
    pub fn candidates(&self, keys: &[u32], number: u32, most: usize) -> Vec<u32> {
        let mut hashes = hashes(keys);
        hashes.sort_unstable();
        hashes.dedup();
        let mut found: Vec<&[u64]> = hashes.into_iter().map(|hash| self.of(hash)).filter(|of| of.len() > 1).collect();
        found.sort_by_key(|of| of.len());
        let mut gathered: Vec<u32> = Vec::new();
        for of in found {
            let after = of.partition_point(|&entry| entry as u32 <= number);
            gathered.extend(of[after..].iter().take(MOST_LISTED).map(|&entry| entry as u32));
            if gathered.len() >= MOST_GATHERED {
                break;
            }
        }
        gathered.sort_unstable();
        let mut counted: Vec<(usize, u32)> = gathered.chunk_by(|a, b| a == b).map(|of| (of.len(), of[0])).collect();
        counted.sort_unstable_by_key(|&(count, other)| (std::cmp::Reverse(count), other));
        counted.truncate(most);
        counted.into_iter().map(|(_, other)| other).collect()
    }
}

/// The hashes of the runs in order.
fn hashes(keys: &[u32]) -> Vec<u32> {
    let run = |window: &[u32]| window.iter().fold(0u64, |hash, &key| mixed(hash, key));
    keys.windows(RUN).map(|window| (run(window) >> 32) as u32).collect()
}

const fn mixed(hash: u64, key: u32) -> u64 {
    (hash.rotate_left(5) ^ key as u64).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Two bits for each of many hashes: seen, and seen twice. Hashes that fall together are taken for one.
#[derive(Debug)]
struct Bits {
    seen: Vec<AtomicU64>,
    twice: Vec<AtomicU64>,
    shift: u32,
}

impl Bits {
    /// Room for about `count` hashes.
    fn new(count: usize) -> Self {
        let bits = (count.max(1) * 8).next_power_of_two().clamp(1 << 12, 1 << 28);
        let empty = || std::iter::repeat_with(|| AtomicU64::new(0)).take(bits / 64).collect();
        Self { seen: empty(), twice: empty(), shift: 32 - bits.trailing_zeros() }
    }

    fn place(&self, hash: u32) -> (usize, u64) {
        let bit = hash >> self.shift;
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    fn see(&self, hash: u32) {
        let (word, bit) = self.place(hash);
        if self.seen[word].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            self.twice[word].fetch_or(bit, Ordering::Relaxed);
        }
    }

    fn twice(&self, hash: u32) -> bool {
        let (word, bit) = self.place(hash);
        self.twice[word].load(Ordering::Relaxed) & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(texts: &[&[u32]], copies: &[u32]) -> Runs {
        let folded = FoldedTexts::collect(texts.len(), |number, words| words.extend_from_slice(texts[number]));
        let numbers: Vec<u32> = (0..texts.len() as u32).collect();
        Runs::new(&folded, &numbers, copies)
    }

    #[test]
    fn texts_that_share_most_come_first() {
        let texts: [&[u32]; 4] = [&[1, 2, 3, 4, 5, 6], &[9, 1, 2, 3, 4], &[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 5, 8]];
        let runs = runs(&texts, &[1; 4]);
        assert_eq!(runs.candidates(texts[0], 0, 9), [2, 1]);
        assert_eq!(runs.candidates(texts[0], 0, 1), [2]);
        assert_eq!(runs.candidates(texts[1], 1, 9), [2]);
        assert_eq!(runs.candidates(texts[2], 2, 9), [0; 0]);
    }

    #[test]
    fn copies_count() {
        let runs = runs(&[&[1, 2, 3, 4], &[1, 2, 3, 4, 5], &[6, 7, 8, 9]], &[5, 1, 2]);
        assert_eq!(runs.found_in(&[1, 2, 3, 4]), 6);
        assert_eq!(runs.found_in(&[6, 7, 8, 9]), 1, "nobody else has it");
        assert_eq!(runs.found_in(&[1, 2, 3]), 1);
    }
}
