//! The weights of reported speech: readable tables of features, learned by `examples/learn_reports.rs`.
//!
//! A line in brackets names a template; each line below it holds the values that fill it and the weight, parted by a tab.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What takes features, one by one: a sum of weights, or a list of names for learning.
pub trait Sink {
    /// Takes the feature of this template with these values.
    fn add(&mut self, template: &'static str, values: &[&str]);
}

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
    fn add(&mut self, template: &'static str, values: &[&str]) {
        self.total += self.weights.0.get(&key(template, values)).copied().unwrap_or(0.0);
    }
}

/// The names of features as the tables have them.
#[derive(Debug, Default)]
pub struct Names(pub Vec<String>);

impl Sink for Names {
    fn add(&mut self, template: &'static str, values: &[&str]) {
        self.0.push(format!("{template}\t{}", values.join(" ")));
    }
}

/// A table of weights.
#[derive(Debug, Clone, Default)]
pub struct Table(FxHashMap<u64, f32>);

impl Table {
    /// Reads the text of a table; lines that begin with `#` are comments.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut table = FxHashMap::default();
        let mut template = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                template = name;
            } else if let Some((values, weight)) = line.split_once('\t')
                && let Ok(weight) = weight.trim().parse()
            {
                let values: Vec<&str> = values.split(' ').collect();
                table.insert(key(template, &values), weight);
            }
        }
        Self(table)
    }
}

/// What identifies a feature.
fn key(template: &str, values: &[&str]) -> u64 {
    values.iter().fold(hash(template), |key, value| (key.rotate_left(7) ^ hash(value)).wrapping_mul(PRIME))
}

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of a few letters, eight at a time: some hundred features are asked for per candidate.
fn hash(letters: &str) -> u64 {
    letters.as_bytes().chunks(8).fold(letters.len() as u64, |hash, chunk| {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        (hash.rotate_left(5) ^ u64::from_le_bytes(eight)).wrapping_mul(PRIME)
    })
}

/// All that was learned.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// Where content ends, or begins before its cue.
    pub borders: Table,
    /// Whether a candidate is a report.
    pub reports: Table,
    /// From how likely the decision is to how often it is right, rising.
    pub steps: Vec<(f32, f32)>,
}

impl Weights {
    /// The weights that the program comes with.
    #[must_use]
    pub fn learned() -> &'static Self {
        static LEARNED: LazyLock<Weights> = LazyLock::new(|| Weights {
            borders: Table::read(include_str!("borders.tsv")),
            reports: Table::read(include_str!("reports.tsv")),
            steps: steps(include_str!("confidence.tsv")),
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
        let table = Table::read("# head\n[verb frame]\nsay that\t1.5\n[bias]\n\t-0.5\n");
        let mut sum = Sum::new(&table);
        sum.add("verb frame", &["say", "that"]);
        sum.add("bias", &[""]);
        sum.add("verb frame", &["that", "say"]);
        assert!((sum.total - 1.0).abs() < 1e-6);
    }

    #[test]
    fn confidence_rises_with_likelihood() {
        let weights = Weights::learned();
        assert!(weights.steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        assert!(weights.confidence(0.95) >= weights.confidence(0.6));
    }
}
