//! The weights: readable tables, a cell a line, learned by `examples/learn.rs`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{features, spoken};

/// The weights of both decisions.
#[derive(Debug, Clone)]
pub struct Model {
    /// Who said it: one weight a cell of [`features::TEMPLATES`].
    pub speaker: Vec<f32>,
    /// Whether anybody said it: one weight a cell of [`spoken::TEMPLATES`].
    pub spoken: Vec<f32>,
}

impl Model {
    /// Nothing learned.
    #[must_use]
    pub fn empty() -> Self {
        Self { speaker: vec![0.0; features::SIZE], spoken: vec![0.0; spoken::SIZE] }
    }

    /// The weights that the program comes with.
    #[must_use]
    pub fn learned() -> &'static Self {
        static LEARNED: LazyLock<Model> =
            LazyLock::new(|| Model::read(include_str!("speaker.tsv"), include_str!("spoken.tsv")));
        &LEARNED
    }

    /// The weights in the texts of two tables.
    #[must_use]
    pub fn read(speaker: &str, spoken: &str) -> Self {
        Self {
            speaker: read(speaker, features::SIZE, features::cell_name),
            spoken: read(spoken, spoken::SIZE, spoken::cell_name),
        }
    }

    /// Both tables as text, for `speaker.tsv` and `spoken.tsv`.
    #[must_use]
    pub fn write(&self) -> (String, String) {
        (write(&self.speaker, features::cell_name), write(&self.spoken, spoken::cell_name))
    }
}

/// The weight of a sum of cells.
#[must_use]
pub fn score(weights: &[f32], cells: &[u32]) -> f32 {
    cells.iter().map(|&cell| weights[cell as usize]).sum()
}

fn read(table: &str, size: usize, name: fn(usize) -> String) -> Vec<f32> {
    let mut weights = vec![0.0; size];
    let cells: FxHashMap<String, usize> = (0..size).map(|cell| (name(cell), cell)).collect();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((cell, weight)) = line.split_once('\t') else { continue };
        if let (Some(&cell), Ok(weight)) = (cells.get(cell), weight.trim().parse()) {
            weights[cell] = weight;
        }
    }
    weights
}

fn write(weights: &[f32], name: fn(usize) -> String) -> String {
    /// Weights below this change no decision.
    const SMALLEST: f32 = 0.02;
    let mut table = String::new();
    for (cell, &weight) in weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= SMALLEST) {
        writeln!(table, "{}\t{weight:.2}", name(cell)).expect("a string can be written to");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_they_are_written() {
        let mut model = Model::empty();
        model.speaker[3] = 1.25;
        model.speaker[features::SIZE - 1] = -0.5;
        let (speaker, _) = model.write();
        assert_eq!(read(&speaker, features::SIZE, features::cell_name), model.speaker);
    }

    #[test]
    fn every_line_of_the_tables_names_a_cell() {
        let names: std::collections::HashSet<String> =
            (0..features::SIZE).map(features::cell_name).chain((0..spoken::SIZE).map(spoken::cell_name)).collect();
        for line in include_str!("speaker.tsv").lines().chain(include_str!("spoken.tsv").lines()) {
            let cell = line.split('\t').next().expect("a line has a first part");
            assert!(line.starts_with('#') || names.contains(cell), "{line}");
        }
    }
}
