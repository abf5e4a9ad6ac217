//! A list of quotations as the panes show it: their numbers in order, shared and not copied, so that a million of
//! them follow the cursor from speaker to speaker without delay.

use std::ops::Range;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::store::QuotationIx;

/// Quotations in the order in which they are shown.
#[derive(Debug, Clone)]
pub enum Rows {
    /// The first so many of the catalog, in its order.
    All(usize),
    /// A stretch of a list of chosen ones.
    Chosen {
        /// The whole list.
        members: Arc<[QuotationIx]>,
        /// The stretch.
        range: Range<usize>,
        /// They stand in the order of the catalog, so that one is found by halving.
        in_order: bool,
    },
}

impl Default for Rows {
    fn default() -> Self {
        Self::All(0)
    }
}

impl Rows {
    /// A list of chosen ones.
    #[must_use]
    pub fn chosen(members: Vec<QuotationIx>) -> Self {
        let in_order = members.is_sorted();
        let range = 0..members.len();
        Self::Chosen { members: members.into(), range, in_order }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::All(len) => *len,
            Self::Chosen { range, .. } => range.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The quotation in row `row`.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<QuotationIx> {
        match self {
            Self::All(len) => (row < *len).then(|| QuotationIx::new(row)),
            Self::Chosen { members, range, .. } => members[range.clone()].get(row).copied(),
        }
    }

    /// Whether they stand in the order of the catalogue, so that one is found at once.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        match self {
            Self::All(_) => true,
            Self::Chosen { in_order, .. } => *in_order,
        }
    }

    /// The row of `quotation`.
    #[must_use]
    pub fn position(&self, quotation: QuotationIx) -> Option<usize> {
        match self {
            Self::All(len) => (quotation.index() < *len).then_some(quotation.index()),
            Self::Chosen { members, range, in_order } => {
                let members = &members[range.clone()];
                if *in_order {
                    members.binary_search(&quotation).ok()
                } else {
                    members.iter().position(|member| *member == quotation)
                }
            }
        }
    }

    /// The first row from row `from` on that holds `quotation` or one after it, of rows in the order of the catalogue.
    /// Near ones are found soonest.
    #[must_use]
    pub fn next_from(&self, from: usize, quotation: QuotationIx) -> usize {
        match self {
            Self::All(len) => quotation.index().clamp(from, (*len).max(from)),
            Self::Chosen { members, range, .. } => {
                let rest = &members[range.clone()][from..];
                let mut reach = 1;
                while reach < rest.len() && rest[reach] < quotation {
                    reach *= 2;
                }
                from + rest[..rest.len().min(reach + 1)].partition_point(|member| *member < quotation)
            }
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = QuotationIx> + '_ {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    /// Those of them that `keep` holds, in the same order.
    #[must_use]
    pub fn retain(&self, keep: &Set) -> Self {
        Self::chosen(self.iter().filter(|quotation| keep.contains(*quotation)).collect())
    }
}

/// A set of quotations, a bit each.
#[derive(Debug, Clone, Default)]
pub struct Set {
    bits: FixedBitSet,
    len: usize,
}

impl Set {
    /// Whether `quotation` is in it.
    #[must_use]
    pub fn contains(&self, quotation: QuotationIx) -> bool {
        self.bits.contains(quotation.index())
    }

    /// Puts `quotation` in; says whether it is new.
    pub fn insert(&mut self, quotation: QuotationIx) -> bool {
        self.bits.grow(quotation.index() + 1);
        let new = !self.bits.put(quotation.index());
        self.len += usize::from(new);
        new
    }

    /// Takes `quotation` out; says whether it was in.
    pub fn remove(&mut self, quotation: QuotationIx) -> bool {
        let was = self.contains(quotation);
        if was {
            self.bits.remove(quotation.index());
            self.len -= 1;
        }
        was
    }

    /// How many are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether none is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Takes all out.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// All of them in the order of the catalog.
    pub fn iter(&self) -> impl Iterator<Item = QuotationIx> + '_ {
        self.bits.ones().map(QuotationIx::new)
    }
}

/// Sets are equal that hold the same, whatever room they have.
impl PartialEq for Set {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl Eq for Set {}

impl FromIterator<QuotationIx> for Set {
    fn from_iter<I: IntoIterator<Item = QuotationIx>>(quotations: I) -> Self {
        let mut set = Self::default();
        for quotation in quotations {
            set.insert(quotation);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &[usize]) -> Vec<QuotationIx> {
        list.iter().map(|&i| QuotationIx::new(i)).collect()
    }

    #[test]
    fn a_row_is_found_again_in_any_order() {
        for rows in [Rows::All(9), Rows::chosen(numbers(&[1, 4, 8])), Rows::chosen(numbers(&[8, 1, 4]))] {
            for (row, quotation) in rows.iter().enumerate() {
                assert_eq!(rows.position(quotation), Some(row));
                assert_eq!(rows.get(row), Some(quotation));
            }
            assert_eq!(rows.get(rows.len()), None);
            assert_eq!(rows.position(QuotationIx::new(99)), None);
        }
    }

    #[test]
    fn the_next_row_is_found_from_anywhere() {
        let chosen: Vec<usize> = (0..99).map(|number| number * 3).collect();
        for (rows, step) in [(Rows::All(300), 1), (Rows::chosen(numbers(&chosen)), 3)] {
            for from in [0, 1, 7, 60] {
                for wanted in (from * step..400).step_by(5) {
                    let expected = (from..rows.len()).find(|row| rows.get(*row) >= Some(QuotationIx::new(wanted)));
                    let found = rows.next_from(from, QuotationIx::new(wanted));
                    assert_eq!(rows.get(found), expected.and_then(|row| rows.get(row)), "{wanted} from {from}");
                }
            }
        }
    }

    #[test]
    fn a_set_gives_back_what_was_put_in() {
        let mut set: Set = numbers(&[200, 3, 64, 63, 3]).into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), numbers(&[3, 63, 64, 200]));
        assert_eq!(set.len(), 4);
        assert!(set.remove(QuotationIx::new(64)) && !set.remove(QuotationIx::new(64)));
        assert_eq!(Rows::chosen(numbers(&[200, 64, 3])).retain(&set).iter().collect::<Vec<_>>(), numbers(&[200, 3]));
        set.clear();
        assert!(set.is_empty() && set.iter().next().is_none());
    }
}
