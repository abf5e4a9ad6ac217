//! What a search found: sets of quotations, one for each segment, in the order that the query asks for.

use std::sync::{Arc, Weak};

use super::bits::Bits;
use crate::store::{Catalog, Flags, QuotationIx, Segment, Speakers};

/// How many quotations were left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rejected by a person.
    pub rejected: usize,
    /// Denied by their articles, and not rejected.
    pub denied: usize,
}

impl std::iter::Sum for LeftOut {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, next| Self {
            rejected: sum.rejected + next.rejected,
            denied: sum.denied + next.denied,
        })
    }
}

/// The quotations that match a query.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// One for each segment of the catalog.
    pub(super) segments: Vec<Bits>,
    /// The segments that were searched. They are not kept alive, and an edit may change them in place: then they are
    /// not these any more.
    searched: Vec<Weak<Segment>>,
    /// The speakers as they were, likewise.
    speakers: Weak<Speakers>,
    /// Number of the first quotation of each segment, and that of all.
    firsts: Vec<usize>,
    /// How many match before each segment, and in all.
    before: Vec<usize>,
    /// Every match in the order of the query, where that is not the order of the store.
    pub(super) order: Option<Vec<u32>>,
    /// What was left out without the query saying so.
    pub(super) left_out: Flags,
    /// How many match besides, and were left out.
    pub(super) counts: LeftOut,
}

impl Matches {
    pub(super) fn new(catalog: &Catalog, segments: Vec<Bits>, left_out: Flags) -> Self {
        let running = |counts: &mut dyn Iterator<Item = usize>| {
            let mut sum = 0;
            let mut sums = vec![0];
            sums.extend(counts.map(|count| {
                sum += count;
                sum
            }));
            sums
        };
        Self {
            searched: catalog.segments().iter().map(Arc::downgrade).collect(),
            speakers: Arc::downgrade(&catalog.speakers),
            firsts: running(&mut segments.iter().map(Bits::len)),
            before: running(&mut segments.iter().map(Bits::count)),
            segments,
            order: None,
            left_out,
            counts: LeftOut::default(),
        }
    }

    /// How many match besides, and were left out because they are rejected or denied.
    #[must_use]
    pub fn left_out(&self) -> LeftOut {
        self.counts
    }

    /// How many match.
    #[must_use]
    pub fn len(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    /// Whether nothing matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The match at `position`, from 0, in the order of the query.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<QuotationIx> {
        if position >= self.len() {
            return None;
        }
        if let Some(order) = &self.order {
            return order.get(position).map(|&index| QuotationIx::new(index as usize));
        }
        let segment = self.before.partition_point(|&before| before <= position) - 1;
        let local = self.segments[segment].select(position - self.before[segment])?;
        Some(QuotationIx::new(self.firsts[segment] + local))
    }

    /// Where `ix` stands among the matches, in the order of the query.
    #[must_use]
    pub fn position(&self, ix: QuotationIx) -> Option<usize> {
        let (segment, local) = self.local(ix)?;
        if !self.segments[segment].contains(local) {
            return None;
        }
        match &self.order {
            Some(order) => order.iter().position(|&index| index as usize == ix.index()),
            None => Some(self.before[segment] + self.segments[segment].count_in(0..local)),
        }
    }

    /// Whether `ix` matches.
    #[must_use]
    pub fn contains(&self, ix: QuotationIx) -> bool {
        self.local(ix).is_some_and(|(segment, local)| self.segments[segment].contains(local))
    }

    /// Every match in the order of the query.
    pub fn iter(&self) -> impl Iterator<Item = QuotationIx> + '_ {
        let ordered = self.order.iter().flatten().map(|&index| index as usize);
        let stored = if self.order.is_some() { &[][..] } else { &self.segments[..] };
        let in_store_order =
            stored.iter().zip(&self.firsts).flat_map(|(bits, first)| bits.iter().map(move |i| first + i));
        ordered.chain(in_store_order).map(QuotationIx::new)
    }

    /// The first match at or after `ix` in store order, or before the first quotation that is not there.
    #[must_use]
    pub fn next_in_store(&self, ix: QuotationIx) -> Option<QuotationIx> {
        let (segment, local) = self.local(ix)?;
        let rank = self.before[segment] + self.segments[segment].count_in(0..local);
        let segment = self.before.partition_point(|&before| before <= rank) - 1;
        let bits = self.segments.get(segment)?;
        bits.select(rank - self.before[segment]).map(|local| QuotationIx::new(self.firsts[segment] + local))
    }

    /// The matches of segment `number` of `catalog`, if it is still the segment that was searched.
    pub(super) fn still(&self, catalog: &Catalog, number: usize) -> Option<&Bits> {
        let searched = self.searched.get(number)?;
        let same =
            std::ptr::eq(searched.as_ptr(), Arc::as_ptr(&catalog.segments()[number])) && searched.strong_count() > 0;
        same.then(|| &self.segments[number])
    }

    /// Whether the speakers of `catalog` are still those that were searched.
    pub(super) fn knows_speakers(&self, catalog: &Catalog) -> bool {
        std::ptr::eq(self.speakers.as_ptr(), Arc::as_ptr(&catalog.speakers)) && self.speakers.strong_count() > 0
    }

    fn local(&self, ix: QuotationIx) -> Option<(usize, usize)> {
        let segment = self.firsts.partition_point(|&first| first <= ix.index()) - 1;
        (segment < self.segments.len()).then(|| (segment, ix.index() - self.firsts[segment]))
    }
}
