//! Quotations that report the same words: equal ones, cut ones, and ones in which a few words differ.
//!
//! Two belong together when the shorter, of four words and more, stands wholly in the longer, when they share a long run
//! of words, or when nearly all words of the shorter stand in the longer in order. What they share must weigh more than a
//! common formula does: rare words weigh much, common ones little, and a short phrase that many quotations have is a
//! slogan. Who speaks is no veto, but where two different people are named it takes more words. The thresholds were
//! fitted to pairs of quotations that readers had labelled.
//!
//! Candidates are found by runs of four words that two quotations share ([`super::runs`]); only they are compared.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::folded::{FoldedTexts, folded};
use super::runs::{RUN, Runs};
use super::words::key;

/// A quotation is compared with at most this many others that come after it, those first that share most with it.
const MOST_COMPARED: usize = 24;
/// Equal quotations of so many speakers are told apart.
const MOST_SPEAKERS: usize = 8;
/// So many quotations are compared before the groups are joined.
const BATCH: usize = 16 * 1024;

/// Whether two quotations name the same speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speakers {
    /// They do.
    Same,
    /// One of them names nobody, or no person.
    Unknown,
    /// They name different people.
    Different,
}

/// How much words weigh: rare ones much, common ones little.
#[derive(Debug, Default)]
struct Weights {
    weights: FxHashMap<u32, f32>,
}

impl Weights {
    /// Counts in how many of `quotations` each word stands.
    fn new(quotations: &FoldedTexts) -> Self {
        let mut found_in: FxHashMap<u32, u32> = FxHashMap::default();
        let mut seen = Vec::new();
        for number in 0..quotations.len() {
            seen.clear();
            seen.extend_from_slice(quotations.get(number));
            seen.sort_unstable();
            seen.dedup();
            seen.iter().for_each(|&key| *found_in.entry(key).or_default() += 1);
        }
        let common: FxHashSet<u32> = COMMON.split_whitespace().map(|word| key(word) as u32).collect();
        let weigh = |key: u32, found: u32| {
            let weight = ((quotations.len() as f32 + PRIOR) / found as f32).ln();
            if common.contains(&key) { weight.min(1.0) } else { weight }
        };
        Self { weights: found_in.into_iter().map(|(key, found)| (key, weigh(key, found))).collect() }
    }

    /// What a run of words weighs: the sum over its words, each counted once.
    fn of(&self, keys: &[u32]) -> f32 {
        let new = |(at, key): (usize, &u32)| !keys[..at].contains(key);
        // More words than this weigh enough whatever they are.
        let keys = keys.iter().take(64).enumerate();
        keys.filter(|&(at, key)| new((at, key))).map(|(_, &key)| self.one(key)).sum()
    }

    fn one(&self, key: u32) -> f32 {
        self.weights.get(&key).copied().unwrap_or_default()
    }
}

/// As if so many quotations more had been counted: what keeps the words of a small store apart from common ones.
const PRIOR: f32 = 1000.0;

/// Words that weigh little in any store, however few quotations it has.
const COMMON: &str = "a about after all also am an and any are as at be because been but by can could did do does for \
    from get go going got had has have he her here him his how i if in into is it its just know like make me more my \
    no not now of on one or our out people say see she should so some that the their them then there these they thing \
    things think this those time to up us very want was way we well were what when where which who will with would you \
    your";

/// Whether two quotations report the same words. `found_in` says how many quotations have a run of words.
fn same(one: &[u32], other: &[u32], weights: &Weights, speakers: Speakers, found_in: impl Fn(&[u32]) -> usize) -> bool {
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if shorter.len() < RUN {
        return false;
    }
    let (start, length) = longest_run(shorter, longer);
    if length < RUN {
        return false;
    }
    let shared = &shorter[start..start + length];
    let weight = weights.of(shared);
    let by = |same: f32, unknown: f32, different: f32| match speakers {
        Speakers::Same => same,
        Speakers::Unknown => unknown,
        Speakers::Different => different,
    };
    let common = || found_in(shared);
    if length == shorter.len() {
        let slogan = match speakers {
            Speakers::Same => 8,
            Speakers::Unknown => 5,
            Speakers::Different => 4,
        };
        return weight >= by(7.5, 10.0, 20.0) && (length >= LONG_RUN || common() <= slogan);
    }
    if weight < LEAST {
        return false;
    }
    let (share, all) = common_share(shorter, longer, weights);
    // Nearly all words stand in order, however short the runs between the changed ones are.
    if share >= by(0.85, 0.9, 0.95) && share * all >= by(16.0, 20.0, 24.0) {
        return true;
    }
    (length >= LONG_RUN && weight >= by(14.0, 16.0, 14.0) && share >= 0.5)
        || (share >= by(0.65, 0.65, 0.95) && weight >= by(13.0, 14.0, 20.0) && common() <= 5)
}

/// A shared run of so many words is no slogan.
const LONG_RUN: usize = 8;
/// A table of more cells than this is not computed.
const MOST_CELLS: usize = 1 << 16;
/// Up to so many cells a table is quicker than hashes.
const FEW_CELLS: usize = 1 << 12;
/// A shared run that weighs less is a chance, whatever else two quotations share.
const LEAST: f32 = 6.0;

/// What share of the weight of `shorter` stands in `longer` in the same order, and that weight.
fn common_share(shorter: &[u32], longer: &[u32], weights: &Weights) -> (f32, f32) {
    let weighed: Vec<f32> = shorter.iter().map(|&key| weights.one(key)).collect();
    let all: f32 = weighed.iter().sum();
    if shorter.len() * longer.len() > MOST_CELLS {
        let (start, length) = longest_run(shorter, longer);
        return (weighed[start..start + length].iter().sum::<f32>() / all.max(0.01), all);
    }
    let mut row = vec![0.0f32; longer.len() + 1];
    for (&key, &weight) in shorter.iter().zip(&weighed) {
        // What stood one row up and one column to the left.
        let mut before = 0.0;
        for (column, &other) in longer.iter().enumerate() {
            let above = row[column + 1];
            row[column + 1] = if key == other { before + weight } else { above.max(row[column]) };
            before = above;
        }
    }
    (row[longer.len()] / all.max(0.01), all)
}

/// The longest run of words that both have: its start in `one`, and its length.
fn longest_run(one: &[u32], other: &[u32]) -> (usize, usize) {
    if one == other {
        return (0, one.len());
    }
    if one.len() * other.len() > FEW_CELLS {
        return longest_run_by_hash(one, other);
    }
    let (mut best, mut length) = (0, 0);
    // How long the run is that ends at each word of `other`.
    let mut row = vec![0u32; other.len() + 1];
    for (at, &key) in one.iter().enumerate() {
        let mut before = 0;
        for (column, &there) in other.iter().enumerate() {
            let above = row[column + 1];
            row[column + 1] = if key == there { before + 1 } else { 0 };
            if row[column + 1] as usize > length {
                length = row[column + 1] as usize;
                best = at + 1 - length;
            }
            before = above;
        }
    }
    (best, length)
}

/// The same for long ones: only where a run of [`RUN`] words is shared is it compared how far it goes.
fn longest_run_by_hash(one: &[u32], other: &[u32]) -> (usize, usize) {
    let mut places: FxHashMap<&[u32], Vec<u32>> = FxHashMap::default();
    for (at, window) in other.windows(RUN).enumerate() {
        let known = places.entry(window).or_default();
        // A word repeated without end has as many places; the first ones do.
        if known.len() < 8 {
            known.push(at as u32);
        }
    }
    let (mut best, mut length) = (0, 0);
    let mut at = 0;
    while at + RUN <= one.len() {
        let mut longest_here = 0;
        for &there in places.get(&one[at..at + RUN]).into_iter().flatten() {
            let same = one[at..].iter().zip(&other[there as usize..]).take_while(|(a, b)| a == b).count();
            longest_here = longest_here.max(same);
        }
        if longest_here > length {
            (best, length) = (at, longest_here);
        }
        // A longer run that begins inside this one would end where this one ends.
        at += if longest_here >= RUN { longest_here - RUN + 1 } else { 1 };
    }
    (best, length)
}

/// Groups quotations that report the same words: their numbers, groups of two and more, in order of the first. `text`
/// gives the words of each of `count` quotations, `speakers` compares the speakers of two of them. `None` when `stop`
/// was set meanwhile.
pub fn groups<T: AsRef<str>>(
    count: usize,
    text: impl Fn(usize) -> T + Sync,
    speakers: impl Fn(usize, usize) -> Speakers + Sync,
    stop: &AtomicBool,
) -> Option<Vec<Vec<u32>>> {
    let stopped = || stop.load(Ordering::Relaxed);
    let quotations = FoldedTexts::collect(count, |number, words| folded(text(number).as_ref(), words));
    if stopped() {
        return None;
    }
    let (firsts, copies) = distinct(&quotations);
    let weights = Weights::new(&quotations);
    if stopped() {
        return None;
    }
    let runs = Runs::new(&quotations, &firsts, &copies);
    if stopped() {
        return None;
    }
    let mut sets = Sets::new(count);
    let others = join_equal(&quotations, &firsts, &copies, &mut sets, |one, other, count| {
        let keys = quotations.get(one);
        same(keys, keys, &weights, speakers(one, other), |shared| runs.found_in(shared).max(count))
    });
    for batch in firsts.chunks(BATCH) {
        if stopped() {
            return None;
        }
        let pairs: Vec<(u32, u32)> = batch
            .par_iter()
            .flat_map_iter(|&first| {
                let keys = quotations.get(first as usize);
                let mut found = Vec::new();
                for other in runs.candidates(keys, first, MOST_COMPARED) {
                    let there = quotations.get(other as usize);
                    for &one in others.get(&first).map_or(std::slice::from_ref(&first), Vec::as_slice) {
                        for &two in others.get(&other).map_or(std::slice::from_ref(&other), Vec::as_slice) {
                            let speakers = speakers(one as usize, two as usize);
                            if same(keys, there, &weights, speakers, |shared| runs.found_in(shared)) {
                                found.push((one, two));
                            }
                        }
                    }
                }
                found
            })
            .collect();
        pairs.into_iter().for_each(|(one, other)| sets.join(one as usize, other as usize));
    }
    Some(sets.groups())
}

/// Which of the first `few` quotations report the same words as others, as pairs; the arguments are those of [`groups`].
/// Where very many have the words, some of them are named.
pub fn counterparts<T: AsRef<str>>(
    few: usize,
    count: usize,
    text: impl Fn(usize) -> T + Sync,
    speakers: impl Fn(usize, usize) -> Speakers + Sync,
) -> Vec<(u32, u32)> {
    let quotations = FoldedTexts::collect(count, |number, words| folded(text(number).as_ref(), words));
    let weights = Weights::new(&quotations);
    let runs = Runs::of_first(&quotations, few);
    let pairs = (0..few).into_par_iter().flat_map_iter(|number| {
        let keys = quotations.get(number);
        let is_same = |&other: &u32| {
            let there = quotations.get(other as usize);
            same(keys, there, &weights, speakers(number, other as usize), |shared| runs.found_in(shared))
        };
        let candidates = runs.candidates(keys, number as u32, few + MOST_COMPARED);
        let others = candidates.into_iter().filter(|&other| other as usize >= few).take(MOST_COMPARED);
        others.filter(is_same).map(|other| (number as u32, other)).collect::<Vec<_>>()
    });
    pairs.collect()
}

/// The first of all quotations with the same words, and how many there are of each. Those too short to be compared are
/// left out.
fn distinct(quotations: &FoldedTexts) -> (Vec<u32>, Vec<u32>) {
    let mut place_of: FxHashMap<&[u32], u32> = FxHashMap::default();
    let (mut firsts, mut copies) = (Vec::new(), Vec::new());
    for number in (0..quotations.len()).filter(|&number| quotations.get(number).len() >= RUN) {
        let place = *place_of.entry(quotations.get(number)).or_insert(firsts.len() as u32) as usize;
        if place == firsts.len() {
            firsts.push(number as u32);
            copies.push(0);
        }
        copies[place] += 1;
    }
    (firsts, copies)
}

/// Joins quotations whose words are equal, so that ten thousand of them cost no more than two. Where they are of several
/// speakers and stay apart, gives one for each, by the first of them all.
fn join_equal(
    quotations: &FoldedTexts,
    firsts: &[u32],
    copies: &[u32],
    sets: &mut Sets,
    is_same: impl Fn(usize, usize, usize) -> bool,
) -> FxHashMap<u32, Vec<u32>> {
    let several = firsts.iter().zip(copies).filter(|&(_, &copies)| copies > 1);
    let mut speakers_of: FxHashMap<&[u32], (Vec<u32>, usize)> =
        several.map(|(&first, &copies)| (quotations.get(first as usize), (Vec::new(), copies as usize))).collect();
    for number in 0..quotations.len() {
        let Some((known, copies)) = speakers_of.get_mut(quotations.get(number)) else { continue };
        match known.iter().find(|&&other| is_same(other as usize, number, *copies)) {
            Some(&other) => sets.join(other as usize, number),
            None if known.len() < MOST_SPEAKERS => known.push(number as u32),
            None => {}
        }
    }
    let apart = speakers_of.into_values().map(|(known, _)| known).filter(|known| known.len() > 1);
    apart.map(|known| (known[0], known)).collect()
}

/// Numbers joined into sets.
struct Sets {
    parents: Vec<u32>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { parents: (0..count as u32).collect() }
    }

    fn root(&mut self, number: usize) -> u32 {
        let mut at = number as u32;
        while self.parents[at as usize] != at {
            let parent = self.parents[at as usize];
            self.parents[at as usize] = self.parents[parent as usize];
            at = parent;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other) as usize] = one.min(other);
    }

    /// Every set of two and more.
    fn groups(mut self) -> Vec<Vec<u32>> {
        let mut members: Vec<(u32, u32)> = Vec::new();
        for number in 0..self.parents.len() {
            let root = self.root(number);
            if root as usize != number {
                members.push((root, number as u32));
            }
        }
        members.sort_unstable();
        let groups = members.chunk_by(|a, b| a.0 == b.0);
        groups
            .map(|group| std::iter::once(group[0].0).chain(group.iter().map(|&(_, number)| number)).collect())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(texts: &[String], speakers: impl Fn(usize, usize) -> Speakers + Sync) -> Vec<Vec<u32>> {
        groups(texts.len(), |number| &texts[number], speakers, &AtomicBool::new(false)).unwrap()
    }

    /// Whether two are grouped in a store in which common words are common and a slogan is one.
    #[track_caller]
    fn check(one: &str, other: &str, speakers: Speakers, expected: bool) {
        let mut all = vec![one.to_owned(), other.to_owned()];
        for number in 0..400 {
            all.push(format!("and we will do it for the people of this country because it is the {number} one"));
        }
        for number in 0..30 {
            all.push(format!("number {number} says tide over tar"));
        }
        let found = grouped(&all, |_, _| speakers);
        assert_eq!(found.iter().any(|group| group.contains(&0) && group.contains(&1)), expected);
    }

    const WHOLE: &str = "Ferrymen built this harbour with borrowed money and nobody thanked them for it";

    #[test]
    fn the_same_words_belong_together() {
        check(WHOLE, WHOLE, Speakers::Different, true);
        check(WHOLE, "built this harbour with borrowed money", Speakers::Different, true);
        check(WHOLE, "Ferrymen built this harbour with money and nobody thanked them for it", Speakers::Same, true);
        check("We don’t sell tar, Otter’s boats rot", "we do not sell tar otter boats rot", Speakers::Same, true);
        check("lanterns burn on Sundays", "lanterns burn on Sundays", Speakers::Same, true);
    }

    #[test]
    fn changed_words_apart_leave_the_same_words() {
        let one = "Ferrymen built this harbour with borrowed money and nobody thanked them for it";
        let other = "Ferrymen made this harbour with borrowed cash and nobody thanked them for it";
        check(one, other, Speakers::Same, true);
    }

    #[test]
    fn formulas_slogans_and_other_words_do_not() {
        let formula = "it is the one for the people of this country";
        check(formula, "we will do it for the people of this country", Speakers::Same, false);
        check("tide over tar", "tide over tar", Speakers::Unknown, false);
        check("says tide over tar", "says tide over tar", Speakers::Same, false);
        check(
            "Ferrymen built this harbour with money",
            "Painters left that village without any",
            Speakers::Same,
            false,
        );
    }

    #[test]
    fn short_phrases_of_different_people_stay_apart() {
        check("we go there on Sundays", "we go there on Sundays", Speakers::Same, true);
        check("we go there on Sundays", "we go there on Sundays", Speakers::Different, false);
    }

    #[test]
    fn equal_ones_and_chains_are_one_group() {
        let texts = [
            "Ferrymen built this harbour with borrowed money",
            "Ferrymen built this harbour with borrowed money",
            "nobody painted lanterns quite like Edda Marrow painted hers",
            "this harbour with borrowed money, Ferrymen built this harbour with borrowed money",
        ];
        assert_eq!(grouped(&texts.map(str::to_owned), |_, _| Speakers::Unknown), [vec![0, 1, 3]]);
    }

    #[test]
    fn equal_words_are_told_apart_by_speaker_and_joined_within() {
        let texts = vec!["we go there on Sundays".to_owned(); 5];
        // The first is by somebody, the others by somebody else.
        let speakers = |one: usize, other: usize| match (one == 0) == (other == 0) {
            true => Speakers::Same,
            false => Speakers::Different,
        };
        assert_eq!(grouped(&texts, speakers), [vec![1, 2, 3, 4]]);
    }

    #[test]
    fn a_variant_behind_many_copies_is_found() {
        let mut texts = vec![WHOLE.to_owned(); 40];
        texts.push(format!("{WHOLE} until Sunday"));
        assert_eq!(grouped(&texts, |_, _| Speakers::Same)[0].len(), 41);
    }

    #[test]
    fn a_few_are_looked_up_among_many() {
        let mut texts = vec!["nobody painted lanterns quite like Edda Marrow".to_owned(), WHOLE.to_owned()];
        texts.extend((0..40).map(|number| format!("and the {number} one is for the people of this country")));
        texts.push(format!("{WHOLE} until Sunday"));
        texts.push("built this harbour with borrowed money".to_owned());
        let found = counterparts(2, texts.len(), |number| &texts[number], |_, _| Speakers::Same);
        assert_eq!(found, [(1, 42), (1, 43)]);
    }

    #[test]
    fn one_word_repeated_without_end_is_bounded() {
        let texts = ["tar ".repeat(50_000), "tar ".repeat(40_000), "oil oil oil".to_owned()];
        assert!(grouped(&texts, |_, _| Speakers::Unknown).len() <= 1);
    }

    #[test]
    fn a_stop_is_heard() {
        let stopped = AtomicBool::new(true);
        assert_eq!(groups(2, |_| WHOLE, |_, _| Speakers::Same, &stopped), None);
    }
}
