//! The weights of reported speech: readable tables of features, learned by `examples/learn_reports`.
//!
//! A line in brackets names a template; each line below it holds the values that fill it and the weight, parted by a tab.
//! Some hundred features are asked for per candidate: templates and values carry their hashes, so that no letters are
//! looked at then.

use std::sync::LazyLock;

use crate::extract::lexicon::{WordId, hash_words, word_id};

/// The name of a feature's template, with its hash.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// The name.
    pub name: &'static str,
    id: u64,
}

impl Template {
    /// The template of this name.
    #[must_use]
    pub const fn of(name: &'static str) -> Self {
        Self { name, id: template_id(name) }
    }
}

/// A value of a feature: a word or a tag, with its identity.
#[derive(Debug, Clone, Copy)]
pub struct Value<'t> {
    /// Its letters.
    pub text: &'t str,
    /// What identifies it.
    pub id: WordId,
}

impl Value<'static> {
    /// A tag: lower-case letters without spaces.
    #[inline]
    #[must_use]
    pub const fn of(tag: &'static str) -> Self {
        Self { text: tag, id: hash_words::<1>(tag)[0] }
    }
}

impl<'t> Value<'t> {
    /// A word.
    #[must_use]
    pub fn word(text: &'t str) -> Self {
        Self { text, id: word_id(text) }
    }
}

/// What takes features, one by one: a sum of weights, or a list of names for learning.
pub trait Sink {
    /// Takes the feature of this template with these values.
    fn add(&mut self, template: Template, values: &[Value<'_>]);
}

/// Adds the feature of a template, by its name, with some values.
macro_rules! weigh {
    ($sink:ident, $name:literal $(, $value:expr)*) => {{
        const TEMPLATE: $crate::extract::indirect::weights::Template =
            $crate::extract::indirect::weights::Template::of($name);
        $sink.add(TEMPLATE, &[$($value),*]);
    }};
}
pub(crate) use weigh;

/// A sum of weights.
#[derive(Debug)]
pub struct Sum<'w> {
    weights: &'w Table,
    /// The sum so far.
    pub total: f32,
}

impl<'w> Sum<'w> {
    /// Nothing added yet.
    #[must_use]
    pub const fn new(weights: &'w Table) -> Self {
        Self { weights, total: 0.0 }
    }
}

impl Sink for Sum<'_> {
    #[inline]
    fn add(&mut self, template: Template, values: &[Value<'_>]) {
        self.total += self.weights.get(key(template.id, values.iter().map(|value| value.id)));
    }
}

/// The names of features as the tables have them.
#[derive(Debug, Default)]
pub struct Names(pub Vec<String>);

impl Sink for Names {
    fn add(&mut self, template: Template, values: &[Value<'_>]) {
        let values: Vec<String> = values.iter().map(|value| value.text.to_lowercase().replace('’', "'")).collect();
        self.0.push(format!("{}\t{}", template.name, values.join(" ")));
    }
}

/// A table of weights: slots by a part of the feature's key, each with another part of it and the weight.
#[derive(Debug, Clone)]
pub struct Table {
    slots: Vec<(u32, f32)>,
}

impl Table {
    /// Reads the text of a table; lines that begin with `#` are comments.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let count = text.lines().count();
        let mut table = Self { slots: vec![(0, 0.0); (count * 2).next_power_of_two()] };
        let mut template = 0;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                template = template_id(name);
            } else if let Some((values, weight)) = line.split_once('\t')
                && let Ok(weight) = weight.trim().parse()
            {
                // A word's identity has no full stop at its end.
                let values = values.split(' ').map(|value| word_id(value.trim_end_matches('.')));
                table.insert(key(template, values), weight);
            }
        }
        table
    }

    fn slot(&self, key: u64) -> usize {
        usize::try_from(key >> 36).unwrap_or(0) & (self.slots.len() - 1)
    }

    /// What tells the keys of a slot apart; 0 is an empty slot.
    const fn tag(key: u64) -> u32 {
        let [a, b, c, d, ..] = key.to_le_bytes();
        u32::from_le_bytes([a, b, c, d]) | 1
    }

    fn insert(&mut self, key: u64, weight: f32) {
        let mut slot = self.slot(key);
        while self.slots[slot].0 != 0 {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.slots[slot] = (Self::tag(key), weight);
    }

    #[inline]
    fn get(&self, key: u64) -> f32 {
        let mut slot = self.slot(key);
        loop {
            let (tag, weight) = self.slots[slot];
            if tag == Self::tag(key) || tag == 0 {
                return weight;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

/// What identifies a feature.
#[inline]
fn key(template: u64, values: impl Iterator<Item = WordId>) -> u64 {
    values.fold(template, |key, value| (key.rotate_left(7) ^ value).wrapping_mul(PRIME))
}

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

const fn template_id(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut id = PRIME;
    let mut at = 0;
    while at < bytes.len() {
        id = (id.rotate_left(5) ^ bytes[at] as u64).wrapping_mul(PRIME);
        at += 1;
    }
    id
}

/// See [`Weights::thresholds`].
const THRESHOLDS: [f32; 3] = [0.51, 0.7, 0.7];

/// All that was learned.
#[derive(Debug, Clone)]
pub struct Weights {
    /// Where content ends, or begins before its cue.
    pub borders: Table,
    /// Whether a candidate is a report, judged by itself.
    pub reports: Table,
    /// What the other candidates say of it.
    pub context: Table,
    /// From how likely the decision is to how often it is right, rising.
    pub steps: Vec<(f32, f32)>,
    /// What is likelier than this is kept: of reports of speech, of intentions ("plans to …"), of everything else; so sure
    /// that some 85 of 100 have most of their clause right.
    pub thresholds: [f32; 3],
}

impl Weights {
    /// The weights that the program comes with.
    #[must_use]
    pub fn learned() -> &'static Self {
        static LEARNED: LazyLock<Weights> = LazyLock::new(|| Weights {
            borders: Table::read(include_str!("borders.tsv")),
            reports: Table::read(include_str!("reports.tsv")),
            context: Table::read(include_str!("context.tsv")),
            steps: steps(include_str!("confidence.tsv")),
            thresholds: THRESHOLDS,
        });
        &LEARNED
    }

    /// The share of right ones among reports that are so likely.
    #[must_use]
    pub fn confidence(&self, likely: f32) -> f32 {
        let next = self.steps.partition_point(|&(step, _)| step < likely);
        let before = next.checked_sub(1).map_or((0.0, 0.0), |before| self.steps[before]);
        let Some(&after) = self.steps.get(next) else { return before.1 };
        before.1 + (likely - before.0) / (after.0 - before.0).max(1e-6) * (after.1 - before.1)
    }
}

fn steps(text: &str) -> Vec<(f32, f32)> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(likely, right)| Some((likely.trim().parse().ok()?, right.trim().parse().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_by_template_and_values() {
        let table = Table::read("# head\n[verb frame]\nsay that\t1.5\na.m. that\t0.25\n[bias]\n\t-0.5\n");
        let mut sum = Sum::new(&table);
        weigh!(sum, "verb frame", Value::of("say"), Value::word("that"));
        weigh!(sum, "verb frame", Value::word("a.m"), Value::of("that"));
        weigh!(sum, "bias", Value::of(""));
        weigh!(sum, "verb frame", Value::of("that"), Value::of("say"));
        assert!((sum.total - 1.25).abs() < 1e-6, "{}", sum.total);
        let empty = Table::read("");
        let mut sum = Sum::new(&empty);
        weigh!(sum, "bias", Value::of(""));
        assert!(sum.total == 0.0);
    }

    #[test]
    fn confidence_rises_with_likelihood() {
        let weights = Weights::learned();
        assert!(weights.steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        assert!(weights.confidence(0.95) >= weights.confidence(0.6));
    }
}
