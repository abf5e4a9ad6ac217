//! Compares the program's confidence with articles whose speakers were resolved by hand, and fits it to them.
//!
//! ```text
//! cargo run --release --example calibration -- ARTICLES.json…           # the table of each file
//! cargo run --release --example calibration -- --fit ARTICLES.json…     # fits src/extract/attribution/clues.tsv
//! cargo run --release --example calibration -- --fit --folds=DIR …      # with weights that each fifth did not teach
//! ```
//!
//! `ARTICLES.json` is a list of `{"text", "quotes": [{"start", "end", "label", "speaker", "alternates"}]}`: places
//! in code points without the marks, `label` `Q` for what was said and `N` for what was not, `speaker` the fullest name
//! (empty for nobody), `alternates` others that count as right. `ARTICLES.json:0` and `:1` stand for every second of its
//! articles. For each band of confidence the table gives how many quotations fell into it, what the confidence promises
//! there and how many of them were right: said at all, and by this speaker.
//!
//! `--folds` takes the folder that `learn --folds` wrote from the same files: decisions are surer of articles that taught
//! them than of others. `--fit` prints, before it writes the weights, how well each fifth of the articles is predicted by the others.

#![allow(clippy::print_stdout, reason = "it prints its report")]

mod gold;

use std::error::Error;
use std::fmt::Write as _;

use gold::{Gold, is_right, read};
use verbatim::article::Article;
use verbatim::extract::attribution::confidence::{Clues, Judge, SCALES, SIZE, probability, weight_name};
use verbatim::extract::attribution::model::Model;
use verbatim::extract::mentions::NOBODY;
use verbatim::extract::{Options, Reading, extract};
use verbatim::text::Positions;

/// The lower ends of the bands.
const BANDS: [f32; 6] = [0.95, 0.90, 0.80, 0.70, 0.50, 0.0];
/// So many times the articles are parted: each part is predicted by what the others teach.
const FOLDS: usize = 5;

/// Articles that were read while the rules were made are right more often than others: so much less, in log-odds, is
/// promised for those that were not.
const UNSEEN: f32 = 0.2;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let fit = paths.iter().any(|path| path == "--fit");
    let folds = paths.iter().find_map(|path| path.strip_prefix("--folds=").map(str::to_owned));
    paths.retain(|path| !path.starts_with("--"));
    if paths.is_empty() {
        return Err("usage: calibration [--fit] ARTICLES.json…".into());
    }
    if fit {
        return fit_clues(&paths, folds.as_deref());
    }
    for path in &paths {
        let mut table = Table::default();
        for gold in &read(path)? {
            let article = Article { text: gold.text.clone(), ..Article::default() };
            for quotation in extract(&article, Options::default()).quotations {
                let Some(evidence) = quotation.evidence else { continue };
                let right = is_right(gold, (evidence.at.start, evidence.at.end), evidence.speaker.as_deref());
                table.add(evidence.confidence, right);
            }
        }
        println!("{path}");
        table.print();
    }
    Ok(())
}

/// For each band how many there were, how many right, and what they promised.
#[derive(Default)]
struct Table([(usize, usize, f32); BANDS.len()]);

impl Table {
    fn add(&mut self, sure: f32, right: bool) {
        let band = BANDS.iter().position(|&low| sure > low - 0.001).unwrap_or(BANDS.len() - 1);
        let (count, rights, sum) = &mut self.0[band];
        *count += 1;
        *rights += usize::from(right);
        *sum += sure;
    }

    fn print(&self) {
        println!("| confidence | quotations | promised | right |\n|---|---|---|---|");
        let mut high = 1.0;
        for (low, (count, right, sum)) in BANDS.iter().zip(self.0) {
            let share = |part: f32| 100.0 * part / count.max(1) as f32;
            println!("| {low:.2} to {high:.2} | {count} | {:.0} % | {:.0} % |", share(sum), share(right as f32));
            high = *low;
        }
    }
}

/// One attribution, and whether it is right.
struct Example {
    clues: Clues,
    right: bool,
    weight: f32,
    set: usize,
    fold: usize,
}

fn fit_clues(paths: &[String], folds: Option<&str>) -> Result<(), Box<dyn Error>> {
    let models = (0..FOLDS).map(|fold| fold_model(folds, fold)).collect::<Result<Vec<_>, _>>()?;
    let mut examples = Vec::new();
    for (set, path) in paths.iter().enumerate() {
        let first = examples.len();
        for (number, gold) in read(path)?.iter().enumerate() {
            add_examples(gold, &models[number % FOLDS], set, number % FOLDS, &mut examples);
        }
        // Each file counts half as if all had the same size.
        let size = examples.len() - first;
        for example in &mut examples[first..] {
            example.weight = (1000.0 / size as f32).sqrt();
        }
    }
    let mut tables: Vec<Table> = paths.iter().map(|_| Table::default()).collect();
    let mut loss = 0.0;
    for fold in 0..FOLDS {
        let weights = train(&examples, Some(fold));
        for example in examples.iter().filter(|example| example.fold == fold) {
            let sure = probability(&weights, &example.clues);
            loss -= if example.right { sure } else { 1.0 - sure }.max(1e-4).ln();
            tables[example.set].add(sure, example.right);
        }
    }
    println!("held out: {:.4} nats per quotation", loss / examples.len() as f32);
    for (path, table) in paths.iter().zip(&tables) {
        println!("{path}");
        table.print();
    }
    let mut weights = train(&examples, None);
    weights[SCALES] -= UNSEEN;
    let mut text = "# Fitted by examples/calibration.rs; a clue and its weight per line.\n".to_owned();
    for (at, weight) in weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= 0.005) {
        writeln!(text, "{}\t{weight:.2}", weight_name(at))?;
    }
    std::fs::write("src/extract/attribution/clues.tsv", text)?;
    Ok(())
}

/// The weights that the articles of one fold did not teach.
fn fold_model(folder: Option<&str>, fold: usize) -> Result<Model, Box<dyn Error>> {
    let Some(folder) = folder else { return Ok(Model::learned().clone()) };
    let folder = std::path::Path::new(folder).join(fold.to_string());
    let table = |name: &str| std::fs::read_to_string(folder.join(name));
    Ok(Model::read(&table("speaker.tsv")?, &table("spoken.tsv")?))
}

fn add_examples(gold: &Gold, model: &Model, set: usize, fold: usize, examples: &mut Vec<Example>) {
    let reading = Reading::new(&gold.text);
    let positions = Positions::new(&gold.text);
    let scene = reading.scene();
    let decisions = reading.decide(model);
    let judge = Judge::new(&scene);
    for (at, decision) in decisions.iter().enumerate().filter(|(_, decision)| decision.spoken >= 0.5) {
        let place = positions.at(reading.narrative.quoted[decision.quote].inner);
        let chosen = decision.chosen.filter(|chosen| chosen.entity != NOBODY);
        let names: Vec<&str> = match (&decision.joint[..], chosen) {
            ([], None) => Vec::new(),
            ([], Some(chosen)) => vec![&reading.entities[chosen.entity as usize].name],
            (joint, _) => joint.iter().map(|&entity| reading.entities[entity as usize].name.as_str()).collect(),
        };
        let name = (!names.is_empty()).then(|| names.join(" and "));
        examples.push(Example {
            clues: judge.clues(&scene, &decisions, at),
            right: is_right(gold, (place.start, place.end), name.as_deref()),
            weight: 1.0,
            set,
            fold,
        });
    }
}

/// Logistic regression by gradient descent, the weights held near what they would be without clues.
fn train(examples: &[Example], left_out: Option<usize>) -> Vec<f32> {
    const ROUNDS: usize = 1500;
    const PENALTY: f32 = 10.0;
    let start = |at: usize| if at < SCALES { 0.8 } else { 0.0 };
    let mut weights: Vec<f32> = (0..SIZE).map(start).collect();
    let mut squares = vec![1e-6f32; SIZE];
    for _ in 0..ROUNDS {
        let mut slopes: Vec<f32> =
            weights.iter().enumerate().map(|(at, weight)| PENALTY * (weight - start(at))).collect();
        // The bias is free.
        slopes[SCALES] = 0.0;
        for example in examples.iter().filter(|example| Some(example.fold) != left_out) {
            let slope = (probability(&weights, &example.clues) - f32::from(u8::from(example.right))) * example.weight;
            for (at, value) in example.clues.scales.iter().enumerate() {
                slopes[at] += slope * value;
            }
            for &cell in &example.clues.cells {
                slopes[cell as usize] += slope;
            }
        }
        for ((weight, slope), square) in weights.iter_mut().zip(&slopes).zip(&mut squares) {
            *square = 0.99 * *square + slope * slope;
            *weight -= 0.2 * slope / square.sqrt();
        }
    }
    weights
}
