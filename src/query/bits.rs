//! Sets of the quotations of one segment, a bit each.

use std::ops::Range;

use fixedbitset::FixedBitSet;

/// A set of numbers below a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits(FixedBitSet);

/// The numbers that one block of the set holds.
const BLOCK: usize = usize::BITS as usize;

impl Bits {
    pub(super) fn none(len: usize) -> Self {
        Self(FixedBitSet::with_capacity(len))
    }

    pub(super) fn all(len: usize) -> Self {
        let mut bits = Self::none(len);
        bits.0.insert_range(..);
        bits
    }

    /// Those for which `is` holds.
    pub(super) fn of(len: usize, is: impl Fn(usize) -> bool) -> Self {
        let mut bits = Self::none(len);
        for (block, start) in bits.0.as_mut_slice().iter_mut().zip((0..len).step_by(BLOCK)) {
            for bit in 0..BLOCK.min(len - start) {
                *block |= usize::from(is(start + bit)) << bit;
            }
        }
        bits
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn insert(&mut self, index: usize) {
        self.0.insert(index);
    }

    pub(super) fn remove(&mut self, index: usize) {
        self.0.remove(index);
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        self.0.contains(index)
    }

    pub(super) fn count(&self) -> usize {
        self.0.count_ones(..)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_clear()
    }

    pub(super) fn and(&mut self, other: &Self) {
        self.0.intersect_with(&other.0);
    }

    pub(super) fn and_not(&mut self, other: &Self) {
        self.0.difference_with(&other.0);
    }

    /// Keeps those for which `is` holds, asking only for those that are in it.
    pub(super) fn retain(&mut self, mut is: impl FnMut(usize) -> bool) {
        for (number, block) in self.0.as_mut_slice().iter_mut().enumerate() {
            let mut left = *block;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                if !is(number * BLOCK + bit) {
                    *block &= !(1 << bit);
                }
            }
        }
    }

    /// The numbers in it, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.ones()
    }

    /// How many of `range` are in it.
    pub(super) fn count_in(&self, range: Range<usize>) -> usize {
        self.0.count_ones(range)
    }

    /// The number in it before which there are `rank` others.
    pub(super) fn select(&self, mut rank: usize) -> Option<usize> {
        for (number, &block) in self.0.as_slice().iter().enumerate() {
            let here = block.count_ones() as usize;
            if rank < here {
                let mut left = block;
                for _ in 0..rank {
                    left &= left - 1;
                }
                return Some(number * BLOCK + left.trailing_zeros() as usize);
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
