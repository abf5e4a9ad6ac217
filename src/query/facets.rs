//! Facets: how the matches of a query are spread over speakers, articles, kinds, tags and months.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::dates::Month;
use super::index::{FEW, Index};
use super::matches::Matches;
use crate::quotation::Kind;
use crate::speaker::SpeakerKind;
use crate::store::{ArticleIx, Catalog, Flags, NO_SPEAKER, QuotationIx, SpeakerIx};

/// The counts of one set of matches. Speakers and articles are counted in plain lists by their numbers, so that fifty
/// thousand speakers cost no more than four.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// All matches.
    pub total: usize,
    /// Matches of each speaker, by number.
    pub speakers: Vec<u32>,
    /// Matches of nobody.
    pub unattributed: u32,
    /// Matches in each article, by number.
    pub articles: Vec<u32>,
    /// Matches of each kind, in the order of [`Kind::ALL`].
    pub kinds: [u32; 4],
    /// Matches that say no kind.
    pub without_kind: u32,
    /// Matches with each tag, in alphabetical order.
    pub tags: BTreeMap<String, u32>,
    /// Matches in each month, in the order of time.
    pub months: BTreeMap<Month, u32>,
    /// Matches in articles without a date.
    pub undated: u32,
}

/// Counts the matches.
#[must_use]
pub fn facets(catalog: &Catalog, index: &Index, matches: &Matches) -> Facets {
    let count = matches.segments.len();
    let threads = if matches.len() < FEW { 1 } else { rayon::current_num_threads().min(count).max(1) };
    let of_range = |range: std::ops::Range<usize>| {
        let mut part = Facets { speakers: vec![0; catalog.speakers_len()], ..Facets::default() };
        range.for_each(|number| part.count(catalog, index, matches, number));
        part
    };
    let mut facets = if threads == 1 {
        of_range(0..count)
    } else {
        let range = |thread: usize| thread * count / threads..(thread + 1) * count / threads;
        let parts: Vec<Facets> = (0..threads).into_par_iter().map(|thread| of_range(range(thread))).collect();
        parts.into_iter().reduce(Facets::joined).unwrap_or_default()
    };
    facets.total = matches.len();
    facets
}

impl Facets {
    fn count(&mut self, catalog: &Catalog, index: &Index, matches: &Matches, number: usize) {
        let (segment, bits) = (&catalog.segments()[number], &matches.segments[number]);
        let (speakers, kinds, flags) = (segment.speakers(), segment.kinds(), segment.flags());
        let first = catalog.first_of(number).index();
        let mut by_kind = [0u32; 5];
        for quotation in bits.iter() {
            match speakers[quotation] {
                NO_SPEAKER => self.unattributed += 1,
                speaker => self.speakers[speaker as usize] += 1,
            }
            by_kind[kinds[quotation].map_or(4, |kind| kind as usize)] += 1;
            if flags[quotation].has(Flags::TAGS) {
                for tag in catalog.quotation(QuotationIx::new(first + quotation)).tags() {
                    match self.tags.get_mut(tag) {
                        Some(count) => *count += 1,
                        None => drop(self.tags.insert(tag.to_owned(), 1)),
                    }
                }
            }
        }
        let [direct, mixed, indirect, turn, none] = by_kind;
        for (sum, count) in self.kinds.iter_mut().zip([direct, mixed, indirect, turn]) {
            *sum += count;
        }
        self.without_kind += none;
        for (quotations, date) in index.of(catalog, number).articles() {
            let count = bits.count_in(quotations) as u32;
            self.articles.push(count);
            match date {
                Some((_, month)) if count > 0 => *self.months.entry(month).or_default() += count,
                Some(_) => {}
                None => self.undated += count,
            }
        }
    }

    /// The counts of two stretches, `other` the later one.
    fn joined(mut self, other: Self) -> Self {
        self.speakers.iter_mut().zip(other.speakers).for_each(|(sum, count)| *sum += count);
        self.kinds.iter_mut().zip(other.kinds).for_each(|(sum, count)| *sum += count);
        self.articles.extend(other.articles);
        self.unattributed += other.unattributed;
        self.without_kind += other.without_kind;
        self.undated += other.undated;
        for (tag, count) in other.tags {
            *self.tags.entry(tag).or_default() += count;
        }
        for (month, count) in other.months {
            *self.months.entry(month).or_default() += count;
        }
        self
    }

    /// The speakers that have matches, the most quoted first, the unnamed after the named.
    #[must_use]
    pub fn ranked_speakers(&self, catalog: &Catalog) -> Vec<(SpeakerIx, u32)> {
        let counted = self.speakers.iter().enumerate().filter(|&(_, &count)| count > 0);
        let mut ranked: Vec<(bool, std::cmp::Reverse<u32>, u32)> = counted
            .map(|(number, &count)| {
                let unnamed = catalog.speaker(SpeakerIx::new(number)).kind() == SpeakerKind::Unnamed;
                (unnamed, std::cmp::Reverse(count), number as u32)
            })
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, count, number)| (SpeakerIx::new(number as usize), count.0)).collect()
    }

    /// The articles that have matches, in store order.
    pub fn counted_articles(&self) -> impl Iterator<Item = (ArticleIx, u32)> + '_ {
        let counted = self.articles.iter().enumerate().filter(|&(_, &count)| count > 0);
        counted.map(|(number, &count)| (ArticleIx::new(number), count))
    }

    /// The kinds that have matches.
    pub fn counted_kinds(&self) -> impl Iterator<Item = (Kind, u32)> + '_ {
        Kind::ALL.into_iter().zip(self.kinds).filter(|&(_, count)| count > 0)
    }

    /// The tags that have matches, the commonest first.
    #[must_use]
    pub fn ranked_tags(&self) -> Vec<(&str, u32)> {
        let mut ranked: Vec<(&str, u32)> = self.tags.iter().map(|(tag, &count)| (tag.as_str(), count)).collect();
        ranked.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        ranked
    }
}
