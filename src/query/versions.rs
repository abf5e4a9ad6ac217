//! Versions: which quotations of a catalog report the same words. It takes a while in a large store, so it is made
//! once, on the first question or in the background, and kept with the [`Index`](super::Index).

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;
use rustc_hash::FxHasher;

use crate::matching::difference::{Difference, differences, length};
use crate::matching::versions::{Speakers, counterparts, groups};
use crate::speaker::SpeakerKind;
use crate::speaker::compare::{same_name, share_a_name};
use crate::store::{Catalog, QuotationIx};
use crate::text::counted;

/// The groups of quotations that report the same words. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// The group of each quotation.
    group_of: Vec<u32>,
    groups: Vec<VersionGroup>,
    /// How many quotations the catalog has.
    quotations: usize,
    /// What tells whether the texts are still the same.
    fingerprint: u64,
}

/// A quotation without other versions.
const ALONE: u32 = u32::MAX;

/// Quotations that report the same words, in store order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionGroup {
    members: Box<[QuotationIx]>,
    articles: u32,
    words_differ: bool,
}

/// At most so many versions of one group are compared word by word to see whether they differ.
const MOST_COMPARED: usize = 64;

impl Versions {
    /// Compares all quotations of `catalog`; `None` when `stop` was set meanwhile.
    #[must_use]
    pub fn new(catalog: &Catalog, stop: &AtomicBool) -> Option<Self> {
        let all: Vec<QuotationIx> = (0..catalog.len()).map(QuotationIx::new).collect();
        Self::of(catalog, &all, stop)
    }

    /// Compares these quotations of `catalog`, which are in store order; `None` when `stop` was set meanwhile.
    #[must_use]
    pub fn of(catalog: &Catalog, quotations: &[QuotationIx], stop: &AtomicBool) -> Option<Self> {
        let text = |number: usize| catalog.quotation(quotations[number]).words();
        let speakers = |one: usize, other: usize| speakers(catalog, quotations[one], quotations[other]);
        let found = groups(quotations.len(), text, speakers, stop)?;
        let groups: Vec<VersionGroup> = found
            .into_par_iter()
            .map(|members| {
                let members = members.into_iter().map(|member| quotations[member as usize]).collect();
                VersionGroup::new(catalog, members)
            })
            .collect();
        let mut group_of = vec![ALONE; if groups.is_empty() { 0 } else { catalog.len() }];
        for (number, group) in groups.iter().enumerate() {
            group.members.iter().for_each(|member| group_of[member.index()] = number as u32);
        }
        let inner = Inner { group_of, groups, quotations: catalog.len(), fingerprint: fingerprint(catalog) };
        Some(Self { inner: Arc::new(inner) })
    }

    /// Whether the texts of `catalog` are those that were compared.
    #[must_use]
    pub fn is_of(&self, catalog: &Catalog) -> bool {
        self.inner.fingerprint == fingerprint(catalog)
    }

    /// Whether the numbers of the quotations are those of `catalog`, as far as that can be told at once.
    #[must_use]
    pub fn fits(&self, catalog: &Catalog) -> bool {
        self.inner.quotations == catalog.len()
    }

    /// The groups, in the order of their first quotations.
    #[must_use]
    pub fn groups(&self) -> &[VersionGroup] {
        &self.inner.groups
    }

    /// The group of a quotation, where it has other versions.
    #[must_use]
    pub fn group(&self, ix: QuotationIx) -> Option<&VersionGroup> {
        let number = self.inner.group_of.get(ix.index()).copied().filter(|&number| number != ALONE)?;
        self.inner.groups.get(number as usize)
    }

    /// In how many articles the words of a quotation stand.
    #[must_use]
    pub fn articles(&self, ix: QuotationIx) -> usize {
        self.group(ix).map_or(1, VersionGroup::articles)
    }
}

impl VersionGroup {
    fn new(catalog: &Catalog, members: Vec<QuotationIx>) -> Self {
        let mut articles: Vec<_> = members.iter().map(|&ix| catalog.quotation(ix).article()).collect();
        articles.sort_unstable();
        articles.dedup();
        let group = Self { members: members.into(), articles: articles.len() as u32, words_differ: false };
        let whole = group.fullest(catalog);
        let mut texts: Vec<_> = group.members.iter().map(|&ix| catalog.quotation(ix).words()).collect();
        texts.sort_unstable();
        texts.dedup();
        let whole = whole.map_or_else(Cow::default, |ix| catalog.quotation(ix).words());
        let words_differ = texts.iter().take(MOST_COMPARED).any(|text| !differences(text, &whole).is_empty());
        Self { words_differ, ..group }
    }

    /// Its quotations in store order.
    #[must_use]
    pub fn members(&self) -> &[QuotationIx] {
        &self.members
    }

    /// In how many articles it stands.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.articles as usize
    }

    /// Whether the words differ, other than that one is a part of another.
    #[must_use]
    pub fn words_differ(&self) -> bool {
        self.words_differ
    }

    /// Whether the named speakers differ: more than one name of one person does.
    #[must_use]
    pub fn speakers_differ(&self, catalog: &Catalog) -> bool {
        let mut speakers: Vec<_> = self.members.iter().filter_map(|&ix| catalog.quotation(ix).speaker()).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let mut names = speakers.into_iter().map(|speaker| catalog.speaker(speaker).name());
        names.next().is_some_and(|first| names.any(|name| !same_name(first, name)))
    }

    /// Whether words or speakers differ between articles.
    #[must_use]
    pub fn differs(&self, catalog: &Catalog) -> bool {
        self.articles > 1 && (self.words_differ || self.speakers_differ(catalog))
    }

    /// Its quotations, the fullest form first, the others by date.
    #[must_use]
    pub fn order(&self, catalog: &Catalog) -> Vec<QuotationIx> {
        let Some(fullest) = self.fullest(catalog) else { return Vec::new() };
        let mut others: Vec<QuotationIx> = self.members.iter().copied().filter(|&ix| ix != fullest).collect();
        others.sort_by_key(|&ix| (date(catalog, ix), ix));
        others.insert(0, fullest);
        others
    }

    /// The same with the differences of each from the fullest form.
    #[must_use]
    pub fn compared(&self, catalog: &Catalog) -> Vec<(QuotationIx, Vec<Difference>)> {
        let order = self.order(catalog);
        let whole = order.first().map_or_else(Cow::default, |&ix| catalog.quotation(ix).words());
        order.into_iter().map(|ix| (ix, differences(&catalog.quotation(ix).words(), &whole))).collect()
    }

    /// The member with the most words; of several the earliest.
    fn fullest(&self, catalog: &Catalog) -> Option<QuotationIx> {
        let fullness =
            |ix: QuotationIx| (length(&catalog.quotation(ix).words()), std::cmp::Reverse((date(catalog, ix), ix)));
        self.members.iter().copied().max_by_key(|&ix| fullness(ix))
    }
}

/// A store of more bytes is not read just to say what was known already.
pub const LARGEST_COMPARED: u64 = 256 << 20;

/// What articles bring that other articles have already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KnownWords {
    /// How many of their quotations.
    pub quotations: usize,
    /// How many other articles have them.
    pub articles: usize,
    /// How many of the quotations no other article has in the same words.
    pub in_other_words: usize,
}

impl KnownWords {
    /// Looks for the quotations of the articles `new` among all others of `catalog`; `None` where none is known.
    #[must_use]
    pub fn of(catalog: &Catalog, new: &[&str]) -> Option<Self> {
        let new: rustc_hash::FxHashSet<_> = new.iter().filter_map(|id| catalog.find_article(id)).collect();
        let is_new = |ix: &QuotationIx| new.contains(&catalog.quotation(*ix).article());
        let (mut all, others): (Vec<QuotationIx>, Vec<QuotationIx>) =
            (0..catalog.len()).map(QuotationIx::new).partition(is_new);
        let few = all.len();
        all.extend(others);
        let text = |number: usize| catalog.quotation(all[number]).words();
        let pairs = counterparts(few, all.len(), text, |one, other| speakers(catalog, all[one], all[other]));
        let mut articles: Vec<_> =
            pairs.iter().map(|&(_, other)| catalog.quotation(all[other as usize]).article()).collect();
        articles.sort_unstable();
        articles.dedup();
        let mut known = Self { articles: articles.len(), ..Self::default() };
        for of_one in pairs.chunk_by(|a, b| a.0 == b.0) {
            let differs =
                |&(one, other): &(u32, u32)| !differences(&text(one as usize), &text(other as usize)).is_empty();
            known.quotations += 1;
            known.in_other_words += usize::from(of_one.iter().all(differs));
        }
        (known.quotations > 0).then_some(known)
    }

    /// `3 quotations are known from 2 other articles, 1 in other words`.
    #[must_use]
    pub fn words(self) -> String {
        let are = if self.quotations == 1 { "is" } else { "are" };
        let other =
            if self.articles == 1 { "1 other article".to_owned() } else { format!("{} other articles", self.articles) };
        let words = match self.in_other_words {
            0 => String::new(),
            some if some == self.quotations => ", in other words".to_owned(),
            some => format!(", {some} in other words"),
        };
        format!("{} {are} known from {other}{words}", counted(self.quotations, "quotation"))
    }
}

/// When the article of a quotation was published; what has no date comes last.
fn date(catalog: &Catalog, ix: QuotationIx) -> &str {
    catalog.article(catalog.quotation(ix).article()).published().unwrap_or("9999")
}

/// Whether two quotations name the same speaker.
fn speakers(catalog: &Catalog, one: QuotationIx, other: QuotationIx) -> Speakers {
    let of = |ix: QuotationIx| catalog.quotation(ix).speaker();
    let (Some(one), Some(other)) = (of(one), of(other)) else { return Speakers::Unknown };
    if one == other {
        return Speakers::Same;
    }
    let (one, other) = (catalog.speaker(one), catalog.speaker(other));
    if share_a_name(one.name(), other.name()) {
        Speakers::Same
    } else if one.kind() == SpeakerKind::Person && other.kind() == SpeakerKind::Person {
        Speakers::Different
    } else {
        Speakers::Unknown
    }
}

/// A number that changes when texts change, come in, or go. Edits of anything else leave it.
fn fingerprint(catalog: &Catalog) -> u64 {
    let mut hasher = FxHasher::default();
    for segment in catalog.segments() {
        let (texts, offsets) = segment.texts();
        hasher.write_u64(xxhash_rust::xxh3::xxh3_64(texts.as_bytes()));
        offsets.iter().for_each(|&offset| hasher.write_u32(offset));
        segment.articles().iter().for_each(|article| hasher.write_usize(article.index()));
    }
    hasher.finish()
}
