//! The orders that a query can ask for.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::fields::Order;
use super::index::Index;
use super::matches::Matches;
use super::predicate::Sort;
use crate::index::FEW;
use crate::store::{Catalog, NO_CONFIDENCE, NO_SPEAKER};
use crate::text::fold::fold;

/// Puts the matches into the order of `sorts`. What is equal stays in store order; what has no date, speaker or
/// confidence comes last, whichever way round.
pub(super) fn sort(catalog: &Catalog, index: &Index, sorts: &[Sort], seed: u64, matches: &mut Matches) {
    let by_store = |sort: &Sort| sort.by == Order::Article && !sort.reversed;
    if sorts.first().is_none_or(by_store) {
        return;
    }
    // Store order is total: what comes after it settles nothing.
    let end = sorts.iter().position(|sort| sort.by == Order::Article).map_or(sorts.len(), |at| at + 1);
    let keys: Vec<Keys> =
        sorts[..end].iter().map(|sort| Keys::new(catalog, sort.by, sort.seed.unwrap_or(seed))).collect();
    let key = |segment: usize, local: usize, index_in_all: usize| {
        let mut all = [0u64; 3];
        for ((slot, keys), sort) in all.iter_mut().zip(&keys).zip(sorts) {
            *slot = keys.key(catalog, index, segment, local, index_in_all, sort.reversed);
        }
        all
    };
    let of_segment = |number: usize| {
        let first = catalog.first_of(number).index();
        let entry = |local: usize| (key(number, local, first + local), (first + local) as u32);
        matches.segments[number].iter().map(entry).collect::<Vec<_>>()
    };
    let mut entries: Vec<([u64; 3], u32)> = (0..matches.segments.len()).flat_map(of_segment).collect();
    if entries.len() < FEW {
        entries.sort_unstable()
    } else {
        entries.par_sort_unstable()
    }
    matches.order = Some(entries.into_iter().map(|(_, index)| index).collect());
}

/// What an order goes by; places of speakers among their names are settled once.
enum Keys {
    Speakers(Vec<u32>),
    Random(u64),
    Other(Order),
}

impl Keys {
    fn new(catalog: &Catalog, by: Order, seed: u64) -> Self {
        match by {
            Order::Speaker => {
                let mut names: Vec<(String, u32)> =
                    catalog.speakers().map(|speaker| (fold(speaker.name()), speaker.ix().index() as u32)).collect();
                names.sort_unstable();
                let mut places = vec![0; names.len()];
                for (place, (_, speaker)) in names.iter().enumerate() {
                    places[*speaker as usize] = place as u32;
                }
                Self::Speakers(places)
            }
            Order::Random => Self::Random(seed),
            other => Self::Other(other),
        }
    }

    fn key(&self, catalog: &Catalog, index: &Index, number: usize, local: usize, all: usize, reversed: bool) -> u64 {
        let segment = &catalog.segments()[number];
        let key = match self {
            Self::Speakers(places) => {
                let speaker = segment.speakers()[local];
                if speaker == NO_SPEAKER {
                    return u64::MAX;
                }
                u64::from(places[speaker as usize])
            }
            Self::Random(seed) => xxh3_64_with_seed(&(all as u64).to_le_bytes(), *seed) >> 1,
            Self::Other(Order::Date) => match index.day(catalog, number, local) {
                None => return u64::MAX,
                Some(day) => day as u64,
            },
            Self::Other(Order::Length) => {
                let (_, offsets) = segment.texts();
                u64::from(offsets[local + 1] - offsets[local])
            }
            Self::Other(Order::Confidence) => {
                let confidence = segment.confidences()[local];
                if confidence == NO_CONFIDENCE {
                    return u64::MAX;
                }
                u64::from(confidence)
            }
            Self::Other(_) => all as u64,
        };
        if reversed { u64::MAX / 2 - key.min(u64::MAX / 2) } else { key }
    }
}
