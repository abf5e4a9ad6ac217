//! Sets of the quotations of one segment, a bit each.

/// A set of numbers below a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    pub(super) fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    pub(super) fn all(len: usize) -> Self {
        let mut words = vec![u64::MAX; len.div_ceil(64)];
        if let Some(last) = words.last_mut().filter(|_| !len.is_multiple_of(64)) {
            *last = (1 << (len % 64)) - 1;
        }
        Self { words, len }
    }

    /// Those for which `is` holds.
    pub(super) fn of(len: usize, is: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self::none(len);
        for (word, start) in bits.words.iter_mut().zip((0..len).step_by(64)) {
            for bit in 0..64.min(len - start) {
                *word |= u64::from(is(start + bit)) << bit;
            }
        }
        bits
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn insert(&mut self, index: usize) {
        self.words[index / 64] |= 1 << (index % 64);
    }

    pub(super) fn remove(&mut self, index: usize) {
        self.words[index / 64] &= !(1 << (index % 64));
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        self.words[index / 64] >> (index % 64) & 1 != 0
    }

    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    pub(super) fn and(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    pub(super) fn and_not(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Keeps those for which `is` holds, asking only for those that are in it.
    pub(super) fn retain(&mut self, mut is: impl FnMut(usize) -> bool) {
        for (number, word) in self.words.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                if !is(number * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// The numbers in it, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(number, &word)| {
            std::iter::successors((word != 0).then_some(word), |left| Some(left & (left - 1)).filter(|&left| left != 0))
                .map(move |left| number * 64 + left.trailing_zeros() as usize)
        })
    }

    /// How many of `range` are in it.
    pub(super) fn count_in(&self, range: std::ops::Range<usize>) -> usize {
        if range.is_empty() {
            return 0;
        }
        let (first, last) = (range.start / 64, (range.end - 1) / 64);
        let mut count = 0;
        for number in first..=last {
            let mut word = self.words[number];
            if number == first {
                word &= u64::MAX << (range.start % 64);
            }
            if number == last && !range.end.is_multiple_of(64) {
                word &= (1 << (range.end % 64)) - 1;
            }
            count += word.count_ones() as usize;
        }
        count
    }

    /// The number in it before which there are `rank` others.
    pub(super) fn select(&self, mut rank: usize) -> Option<usize> {
        for (number, &word) in self.words.iter().enumerate() {
            let here = word.count_ones() as usize;
            if rank < here {
                let mut left = word;
                for _ in 0..rank {
                    left &= left - 1;
                }
                return Some(number * 64 + left.trailing_zeros() as usize);
            }
            rank -= here;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_are_a_set(len in 1..300usize, a in proptest::collection::btree_set(0..300usize, 0..200), b in proptest::collection::btree_set(0..300usize, 0..200), from in 0..300usize, to in 0..300usize) {
            let of = |set: &BTreeSet<usize>| Bits::of(len, |index| set.contains(&index));
            let a: BTreeSet<usize> = a.into_iter().filter(|&index| index < len).collect();
            let b: BTreeSet<usize> = b.into_iter().filter(|&index| index < len).collect();
            let list = |bits: &Bits| bits.iter().collect::<Vec<_>>();
            let mut bits = of(&a);
            prop_assert_eq!(list(&bits), a.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!((bits.count(), bits.is_empty(), bits.len()), (a.len(), a.is_empty(), len));
            for (rank, &index) in a.iter().enumerate() {
                prop_assert_eq!(bits.select(rank), Some(index));
            }
            prop_assert_eq!(bits.select(a.len()), None);
            let range = from.min(len)..to.min(len).max(from.min(len));
            prop_assert_eq!(bits.count_in(range.clone()), a.range(range).count());
            bits.and(&of(&b));
            prop_assert_eq!(list(&bits), a.intersection(&b).copied().collect::<Vec<_>>());
            bits = of(&a);
            bits.and_not(&of(&b));
            prop_assert_eq!(list(&bits), a.difference(&b).copied().collect::<Vec<_>>());
            bits = Bits::all(len);
            prop_assert_eq!(bits.count(), len);
            bits.retain(|index| b.contains(&index));
            prop_assert_eq!(bits, of(&b));
        }
    }
}
