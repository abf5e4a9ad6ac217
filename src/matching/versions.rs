//! Quotations that report the same words: equal ones, cut ones, and ones in which a few words differ.
//!
//! Two belong together when the shorter, of four words and more, stands wholly in the longer, when they share a long run
//! of words, or when nearly all words of the shorter stand in the longer in order. What they share must weigh more than a
//! common formula does: rare words weigh much, common ones little, and a short phrase that many quotations have is a
//! slogan. Who speaks is no veto, but where two different people are named it takes more words. The thresholds were
//! fitted to pairs of quotations that readers had labelled.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::pattern::Pattern;
use super::shingles::run;
use super::words::key;

/// The words of the runs that candidates are found by.
const RUN: usize = 4;
/// With one run of words, a quotation is compared with at most this many of those that have it after it.
const MOST_COMPARED: usize = 8;

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

/// What is compared of a quotation: the keys of its words, contractions and possessives folded, insertions left out.
#[must_use]
pub fn folded(text: &str) -> Vec<u64> {
    let mut keys = Vec::new();
    for word in Pattern::new(text).words {
        let written = word.span.of(text);
        let apostrophe = written.char_indices().find(|&(_, c)| matches!(c, '\'' | '’' | 'ʼ'));
        let Some((at, mark)) = apostrophe else {
            keys.push(word.key);
            continue;
        };
        let (stem, ending) = (&written[..at], written[at + mark.len_utf8()..].to_lowercase());
        match ending.as_str() {
            "s" | "" | "d" => keys.push(key(stem)),
            "re" => keys.extend([key(stem), key("are")]),
            "ve" => keys.extend([key(stem), key("have")]),
            "ll" => keys.extend([key(stem), key("will")]),
            "m" => keys.extend([key(stem), key("am")]),
            "t" => match stem.to_lowercase().as_str() {
                "can" => keys.extend([key("can"), key("not")]),
                "won" => keys.extend([key("will"), key("not")]),
                stem => keys.extend([key(stem.strip_suffix('n').unwrap_or(stem)), key("not")]),
            },
            _ => keys.push(word.key),
        }
    }
    keys
}

/// How much words weigh: rare ones much, common ones little.
#[derive(Debug, Default)]
pub struct Weights {
    quotations: f32,
    found_in: FxHashMap<u64, u32>,
    common: FxHashSet<u64>,
}

impl Weights {
    /// Counts in how many of `quotations` each word stands.
    #[must_use]
    pub fn new<'q>(quotations: impl Iterator<Item = &'q [u64]>) -> Self {
        let mut weights = Self { common: COMMON.split_whitespace().map(key).collect(), ..Self::default() };
        let mut seen = FxHashSet::default();
        for keys in quotations {
            weights.quotations += 1.0;
            seen.clear();
            for &key in keys {
                if seen.insert(key) {
                    *weights.found_in.entry(key).or_default() += 1;
                }
            }
        }
        weights
    }

    /// What a run of words weighs: the sum over its words, each counted once.
    #[must_use]
    pub fn of(&self, keys: &[u64]) -> f32 {
        let mut seen = FxHashSet::default();
        keys.iter().filter(|&&key| seen.insert(key)).map(|key| self.one(*key)).sum()
    }

    fn one(&self, key: u64) -> f32 {
        let found = self.found_in.get(&key).copied().unwrap_or(1).max(1) as f32;
        let weight = ((self.quotations + PRIOR) / found).ln();
        if self.common.contains(&key) { weight.min(1.0) } else { weight }
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
#[must_use]
fn same(one: &[u64], other: &[u64], weights: &Weights, speakers: Speakers, found_in: impl Fn(&[u64]) -> usize) -> bool {
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
    if weight < by(13.0, 14.0, 14.0) {
        return false;
    }
    let share = common_share(shorter, longer, weights);
    (length >= LONG_RUN && weight >= by(14.0, 16.0, 14.0) && share >= 0.5)
        || (share >= by(0.65, 0.65, 0.95) && weight >= by(13.0, 14.0, 20.0) && common() <= 5)
}

/// A shared run of so many words is no slogan.
const LONG_RUN: usize = 8;
/// Quotations of more words than this are compared by their first words alone.
const LONGEST: usize = 4000;
/// A table of more cells than this is not computed.
const MOST_CELLS: usize = 1 << 18;

/// What share of the weight of `shorter` stands in `longer` in the same order.
fn common_share(shorter: &[u64], longer: &[u64], weights: &Weights) -> f32 {
    let all: f32 = shorter.iter().map(|&key| weights.one(key)).sum();
    if shorter.len() * longer.len() > MOST_CELLS {
        let (start, length) = longest_run(shorter, longer);
        return shorter[start..start + length].iter().map(|&key| weights.one(key)).sum::<f32>() / all.max(0.01);
    }
    let mut above = vec![0.0f32; longer.len() + 1];
    let mut here = above.clone();
    for &key in shorter {
        let weight = weights.one(key);
        for (column, &other) in longer.iter().enumerate() {
            here[column + 1] = if key == other { above[column] + weight } else { above[column + 1].max(here[column]) };
        }
        std::mem::swap(&mut above, &mut here);
    }
    above[longer.len()] / all.max(0.01)
}

/// The longest run of words that both have: its start in `one`, and its length.
fn longest_run(one: &[u64], other: &[u64]) -> (usize, usize) {
    let (one, other) = (&one[..one.len().min(LONGEST)], &other[..other.len().min(LONGEST)]);
    let mut places: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (at, window) in other.windows(RUN).enumerate() {
        let known = places.entry(run(window)).or_default();
        // A word repeated without end has as many places; the first ones do.
        if known.len() < 8 {
            known.push(at as u32);
        }
    }
    let (mut best, mut length) = (0, 0);
    let mut at = 0;
    while at + RUN <= one.len() {
        let mut longest_here = 0;
        for &there in places.get(&run(&one[at..at + RUN])).into_iter().flatten() {
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

/// Groups quotations that report the same words: their numbers, groups of two and more, in order of the first.
/// `speakers` compares the speakers of two of them.
#[must_use]
pub fn groups(quotations: &[Vec<u64>], speakers: impl Fn(usize, usize) -> Speakers) -> Vec<Vec<usize>> {
    let weights = Weights::new(quotations.iter().map(Vec::as_slice));
    let runs = Runs::new(quotations);
    let mut sets = Sets::new(quotations.len());
    let mut compared = FxHashSet::default();
    // Of equal ones only the first is compared with others, so that ten thousand of them cost no more than two.
    let mut first_of: FxHashMap<&[u64], usize> = FxHashMap::default();
    for (number, keys) in quotations.iter().enumerate() {
        let first = *first_of.entry(keys.as_slice()).or_insert(number);
        if first != number {
            let found_in = |shared: &[u64]| runs.found_in(shared);
            if same(keys, keys, &weights, speakers(first, number), found_in) {
                sets.join(first, number);
            }
            continue;
        }
        compared.clear();
        for window in keys[..keys.len().min(LONGEST)].windows(RUN) {
            let others = runs.of(window);
            let after = others.partition_point(|&(_, other)| other as usize <= number);
            for &(_, other) in others[after..].iter().take(MOST_COMPARED) {
                let other = other as usize;
                if compared.insert(other)
                    && !sets.together(other, number)
                    && same(keys, &quotations[other], &weights, speakers(number, other), |shared| runs.found_in(shared))
                {
                    sets.join(other, number);
                }
            }
        }
    }
    sets.groups()
}

/// Every run of words that two and more quotations have, with their numbers.
struct Runs {
    /// Hash of the run and number of the quotation, in order, each once.
    sorted: Vec<(u64, u32)>,
    places: FxHashMap<u64, (u32, u32)>,
}

impl Runs {
    fn new(quotations: &[Vec<u64>]) -> Self {
        let mut sorted: Vec<(u64, u32)> = quotations
            .par_iter()
            .enumerate()
            .flat_map_iter(|(number, keys)| {
                keys[..keys.len().min(LONGEST)].windows(RUN).map(move |window| (run(window), number as u32))
            })
            .collect();
        sorted.par_sort_unstable();
        sorted.dedup();
        let mut places = FxHashMap::default();
        let mut kept = Vec::new();
        for group in sorted.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            places.insert(group[0].0, (kept.len() as u32, group.len() as u32));
            kept.extend_from_slice(group);
        }
        Self { sorted: kept, places }
    }

    /// The quotations that have a run of [`RUN`] words, in order.
    fn of(&self, window: &[u64]) -> &[(u64, u32)] {
        let Some(&(start, count)) = self.places.get(&run(window)) else { return &[] };
        &self.sorted[start as usize..(start + count) as usize]
    }

    /// About how many quotations have a run of at least [`RUN`] words: as many as its rarest part.
    fn found_in(&self, shared: &[u64]) -> usize {
        shared.windows(RUN).map(|window| self.of(window).len().max(1)).min().unwrap_or(1)
    }
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

    fn together(&mut self, one: usize, other: usize) -> bool {
        self.root(one) == self.root(other)
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other) as usize] = one.min(other);
    }

    fn groups(mut self) -> Vec<Vec<usize>> {
        let mut members: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
        for number in 0..self.parents.len() {
            let root = self.root(number);
            members.entry(root).or_default().push(number);
        }
        members.into_values().filter(|group| group.len() > 1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether two are grouped in a store in which common words are common and a slogan is one.
    #[track_caller]
    fn check(one: &str, other: &str, speakers: Speakers, expected: bool) {
        let mut all = vec![folded(one), folded(other)];
        for number in 0..400 {
            all.push(folded(&format!(
                "and we will do it for the people of this country because it is the {number} one"
            )));
        }
        for number in 0..30 {
            all.push(folded(&format!("number {number} says tide over tar")));
        }
        let found = groups(&all, |_, _| speakers);
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
        let keys: Vec<Vec<u64>> = texts.iter().map(|text| folded(text)).collect();
        assert_eq!(groups(&keys, |_, _| Speakers::Unknown), [vec![0, 1, 3]]);
    }

    #[test]
    fn one_word_repeated_without_end_is_bounded() {
        let keys = vec![vec![7; 50_000], vec![7; 40_000], vec![9; 3]];
        assert!(groups(&keys, |_, _| Speakers::Unknown).len() <= 1);
    }
}
