//! Learns the weights of reported speech from articles whose attributions were marked by hand.
//!
//! ```text
//! cargo run --release --example learn_reports -- ARTICLES.json            # prints how well it does on articles held out
//! cargo run --release --example learn_reports -- ARTICLES.json --errors   # and what it misses or gets wrong
//! cargo run --release --example learn_reports -- ARTICLES.json --write    # and writes the tables
//! ```
//!
//! `ARTICLES.json` is a list of `{"text", "attributions": [{"source", "cue", "content"}]}`, each a list of places in code
//! points: the form of the PolNeAR corpus after a small conversion.
//!
//! The borders are a choice among those of a cue, the decision a yes or no; both logistic, trained by stochastic gradient
//! descent with Adagrad's step sizes and an L2 penalty, the weights a mean over the later epochs. The decision learns from
//! contents whose borders were chosen by weights that never saw their article.

#![allow(clippy::print_stdout, reason = "it prints its report")]

mod held_out;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

use serde::Deserialize;
use verbatim::extract::Reading;
use verbatim::extract::indirect::context::{self, Density, Scored};
use verbatim::extract::indirect::cue::Cue;
use verbatim::extract::indirect::decision::{Described, Talkers};
use verbatim::extract::indirect::tags::Tagged;
use verbatim::extract::indirect::weights::{Names, Table, Weights};
use verbatim::extract::indirect::{borders, candidates, scored};
use verbatim::extract::tokens::Token;
use verbatim::text::{ByteRange, CharRange, Positions};

/// So many times the articles are parted: each part is judged by what the others teach.
const FOLDS: usize = 5;

#[derive(Deserialize)]
struct Gold {
    text: String,
    attributions: Vec<Attribution>,
}

#[derive(Deserialize)]
struct Attribution {
    source: Vec<[u32; 2]>,
    cue: Vec<[u32; 2]>,
    content: Vec<[u32; 2]>,
}

/// An attribution in bytes.
struct Marked {
    source: Vec<ByteRange>,
    cue: Vec<ByteRange>,
    content: ByteRange,
    /// Whether it holds quotation marks.
    quoted: bool,
}

struct Article<'a> {
    reading: Reading<'a>,
    cues: Vec<Cue>,
    marked: Vec<Marked>,
    fold: usize,
}

/// Options with their features, and which are right: one option is a yes or no.
struct Example {
    options: Vec<Vec<u32>>,
    right: Vec<bool>,
    /// What the sum of a yes or no begins with.
    offset: f32,
    fold: usize,
}

/// Features by number.
#[derive(Default)]
struct Index {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    counts: Vec<u32>,
}

impl Index {
    fn take(&mut self, names: Names) -> Vec<u32> {
        names
            .0
            .into_iter()
            .map(|name| {
                let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
                let number = *self.numbers.entry(name.clone()).or_insert(next);
                if number == next {
                    self.names.push(name);
                    self.counts.push(0);
                }
                self.counts[number as usize] += 1;
                number
            })
            .collect()
    }

    /// Features that are too rare to learn from are left out.
    fn prune(&self, examples: &mut [Example], least: u32) {
        for example in examples {
            for option in &mut example.options {
                option.retain(|&number| self.counts[number as usize] >= least);
            }
        }
    }

    /// The table as text: each template in brackets, then its values with their weight.
    fn table(&self, weights: &[f32], smallest: f32) -> String {
        let mut templates: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (name, weight) in self.names.iter().zip(weights).filter(|(_, weight)| weight.abs() >= smallest) {
            let (template, values) = name.split_once('\t').unwrap_or((name, ""));
            templates.entry(template).or_default().push(format!("{values}\t{weight:.2}\n"));
        }
        let mut table = HEAD.to_owned();
        for (template, mut lines) in templates {
            lines.sort();
            table += &format!("[{template}]\n{}", lines.concat());
        }
        table
    }
}

const HEAD: &str =
    "# Learned by examples/learn_reports; a template in brackets, then its values and the weight per line.\n";
const FOLDER: &str = "src/extract/indirect";

fn main() -> Result<(), Box<dyn Error>> {
    let (options, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let mut golds: Vec<Gold> = Vec::new();
    for path in &paths {
        golds.extend(serde_json::from_str::<Vec<Gold>>(&std::fs::read_to_string(path)?)?);
    }
    if golds.is_empty() {
        return Err("usage: learn_reports ARTICLES.json… [--write]".into());
    }
    let articles: Vec<Article<'_>> =
        golds.iter().enumerate().map(|(number, gold)| read(gold, number % FOLDS)).collect();

    let mut index = Index::default();
    let mut choices = choices(&articles, &mut index);
    index.prune(&mut choices, 4);
    let (tables, all) = std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS)
            .map(|fold| {
                let (choices, index) = (&choices, &index);
                scope.spawn(move || {
                    let weights = train(choices, Some(fold), index.names.len(), &CHOICE);
                    let held: Vec<&Example> = choices.iter().filter(|choice| choice.fold == fold).collect();
                    let right = held.iter().filter(|choice| choice.right[best(choice, &weights)]).count();
                    (Table::read(&index.table(&weights, CHOICE.smallest)), right, held.len())
                })
            })
            .collect();
        let folds: Vec<_> =
            folds.into_iter().map(|fold| fold.join().expect("a fold is learned without panic")).collect();
        let right: usize = folds.iter().map(|(_, right, _)| right).sum();
        let count: usize = folds.iter().map(|(_, _, count)| count).sum();
        println!("borders, articles held out: {:.2} % of {count}", 100.0 * right as f32 / count.max(1) as f32);
        let tables: Vec<Table> = folds.into_iter().map(|(table, _, _)| table).collect();
        (tables, index.table(&train(&choices, None, index.names.len(), &CHOICE), SMALLEST))
    });

    let mut index = Index::default();
    let mut answers = answers(&articles, &tables, &mut index);
    index.prune(&mut answers, 8);
    let reach = answers.iter().filter(|answer| answer.right[0]).count();
    println!("{} candidates, {reach} of them right", answers.len());
    let (decisions, judged) = judge(&answers, &index, &ANSWER);
    print_judged(&judged);
    let weights = |(borders, reports)| Weights {
        borders,
        reports,
        context: Table::read(""),
        steps: Vec::new(),
        thresholds: Weights::learned().thresholds,
    };
    let mut folds: Vec<Weights> = tables.into_iter().zip(decisions).map(weights).collect();

    let mut neighbors = Index::default();
    let mut beside = beside(&articles, &folds, &mut neighbors);
    neighbors.prune(&mut beside, 8);
    let (contexts, judged) = judge(&beside, &neighbors, &CONTEXT);
    println!("with their neighbors:");
    print_judged(&judged);
    folds.iter_mut().zip(contexts).for_each(|(weights, context)| weights.context = context);
    let option = |name: &str| options.iter().any(|option| option == name);
    let mut judged = held_out::measure(&articles, &mut folds, option("--errors"));
    if option("--write") {
        std::fs::write(format!("{FOLDER}/borders.tsv"), all)?;
        let weights = train(&answers, None, index.names.len(), &ANSWER);
        std::fs::write(format!("{FOLDER}/reports.tsv"), index.table(&weights, SMALLEST))?;
        let weights = train(&beside, None, neighbors.names.len(), &CONTEXT);
        std::fs::write(format!("{FOLDER}/context.tsv"), neighbors.table(&weights, 0.0))?;
        std::fs::write(format!("{FOLDER}/confidence.tsv"), steps(&mut judged))?;
    }
    Ok(())
}

/// For each fold the weights that all others teach, and what these say of it: how likely each example is, and whether it
/// is right.
fn judge(examples: &[Example], index: &Index, way: &Way) -> (Vec<Table>, Vec<(f32, bool)>) {
    let judged: Vec<(Table, Vec<(f32, bool)>)> = std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS)
            .map(|fold| {
                scope.spawn(move || {
                    let weights = train(examples, Some(fold), index.names.len(), way);
                    let held = examples.iter().filter(|example| example.fold == fold);
                    let judge = |example: &Example| {
                        (logistic(example.offset + score(&weights, &example.options[0])), example.right[0])
                    };
                    (Table::read(&index.table(&weights, way.smallest)), held.map(judge).collect())
                })
            })
            .collect();
        folds.into_iter().map(|fold| fold.join().expect("a fold is judged without panic")).collect()
    });
    let (tables, judged): (Vec<Table>, Vec<Vec<(f32, bool)>>) = judged.into_iter().unzip();
    (tables, judged.concat())
}

fn print_judged(judged: &[(f32, bool)]) {
    let loss: f32 =
        judged.iter().map(|&(likely, right)| -(if right { likely } else { 1.0 - likely }).max(1e-6).ln()).sum();
    println!("loss {:.4}", loss / judged.len().max(1) as f32);
    for threshold in [0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
        let kept = judged.iter().filter(|(likely, _)| *likely > threshold).count();
        let right = judged.iter().filter(|(likely, right)| *likely > threshold && *right).count();
        println!("over {threshold}: {kept} kept, {:.1} % right", 100.0 * right as f32 / kept.max(1) as f32);
    }
}

/// Each candidate with what its neighbors say of it, judged by weights that never saw its article.
fn beside(articles: &[Article<'_>], folds: &[Weights], index: &mut Index) -> Vec<Example> {
    let mut found = Vec::new();
    for article in articles {
        let tagged = Tagged::new(&article.reading, &article.cues);
        let all = scored(&tagged, &article.cues, &folds[article.fold]);
        let density = Density::new(&all);
        for (at, one) in all.iter().enumerate() {
            let Some(right) = is_right(article, one) else { continue };
            let mut names = Names::default();
            context::features(&all, at, density, &mut names);
            found.push(Example {
                options: vec![index.take(names)],
                right: vec![right],
                offset: one.sum,
                fold: article.fold,
            });
        }
    }
    found
}

/// Whether a candidate was marked with this content and this sayer; nothing is said where the content is quoted.
fn is_right(article: &Article<'_>, one: &Scored) -> Option<bool> {
    let text = article.reading.narrative.text;
    let tokens = &article.reading.narrative.tokens;
    let sayer = (one.report.sayer.0 as usize, one.report.sayer.1 as usize);
    let head =
        one.report.mention.map_or(sayer.1 - 1, |mention| article.reading.mentions[mention as usize].head as usize);
    marked_so(article, trim(text, one.report.content), one.report.cue.0 as usize, head, tokens_at(tokens, sayer))
}

/// Whether this content was marked with this sayer; where nobody was marked as the source, the cue decides.
fn marked_so(article: &Article<'_>, place: ByteRange, cue: usize, head: usize, sayer: ByteRange) -> Option<bool> {
    let tokens = &article.reading.narrative.tokens;
    let fits = |marked: &&Marked| share(marked.content, place) >= 0.5;
    if article.marked.iter().filter(fits).any(|marked| marked.quoted) {
        return None;
    }
    Some(article.marked.iter().filter(fits).any(|marked| {
        marked.source.iter().any(|source| source.covers(tokens[head].span()) || sayer.covers(*source))
            || marked.source.is_empty() && marked.cue.iter().any(|at| at.covers(tokens[cue].span()))
    }))
}

/// The bytes of some tokens.
fn tokens_at(tokens: &[Token], (start, end): (usize, usize)) -> ByteRange {
    ByteRange::new(tokens[start].start as usize, tokens[end - 1].end as usize)
}

fn read(gold: &Gold, fold: usize) -> Article<'_> {
    let reading = Reading::new(&gold.text);
    let positions = Positions::new(&gold.text);
    let spans = |places: &[[u32; 2]]| -> Vec<ByteRange> {
        places.iter().filter_map(|&[start, end]| positions.span(CharRange::new(start, end))).collect()
    };
    let marked = gold
        .attributions
        .iter()
        .filter_map(|attribution| {
            let content = spans(&attribution.content);
            let start = content.iter().map(|part| part.start).min()?;
            let end = content.iter().map(|part| part.end).max()?;
            let before = gold.text[..start].chars().next_back();
            let quoted = gold.text[start..end].contains(['"', '“', '”', '«', '»'])
                || gold.text[start..end].contains("''")
                || before.is_some_and(|before| matches!(before, '"' | '“' | '‘' | '\''));
            Some(Marked {
                source: spans(&attribution.source),
                cue: spans(&attribution.cue),
                content: trim(&gold.text, ByteRange::new(start, end)),
                quoted,
            })
        })
        .collect();
    let cues = candidates(&reading);
    Article { reading, cues, marked, fold }
}

/// Without marks, spaces and stops at its edges, and without a leading "that".
fn trim(text: &str, range: ByteRange) -> ByteRange {
    let edge = |character: char| character.is_whitespace() || "\"'“”‘’«»,.;:".contains(character);
    let words = range.of(text);
    let mut start = range.start + words.len() - words.trim_start_matches(edge).len();
    let end = start + text[start..range.end].trim_end_matches(edge).len();
    if text[start..end].to_lowercase().starts_with("that ") {
        start += "that ".len();
    }
    ByteRange::new(start, end.max(start))
}

fn place(article: &Article<'_>, cue: &Cue, border: usize) -> Option<ByteRange> {
    let (from, to) = borders::content(&article.reading, cue, border);
    let tokens = &article.reading.narrative.tokens;
    (from < to).then(|| {
        trim(article.reading.narrative.text, ByteRange::new(tokens[from].start as usize, tokens[to - 1].end as usize))
    })
}

fn choices(articles: &[Article<'_>], index: &mut Index) -> Vec<Example> {
    let mut found = Vec::new();
    let mut places = Vec::new();
    for article in articles {
        let tagged = Tagged::new(&article.reading, &article.cues);
        for cue in &article.cues {
            borders::borders(&tagged, cue, &mut places);
            let token = article.reading.narrative.tokens[cue.token as usize].span();
            let of_cue = |marked: &&Marked| marked.cue.iter().any(|cue| cue.covers(token));
            let right: Vec<bool> = places
                .iter()
                .map(|&border| {
                    let place = place(article, cue, border);
                    article.marked.iter().filter(of_cue).any(|marked| Some(marked.content) == place)
                })
                .collect();
            let right = if right.contains(&true) { right } else { nearest(article, cue, &places) };
            if places.len() < 2 || !right.contains(&true) {
                continue;
            }
            let options = places
                .iter()
                .enumerate()
                .map(|(order, &border)| {
                    let mut names = Names::default();
                    borders::features(&tagged, cue, border, (order, places.len()), &mut names);
                    index.take(names)
                })
                .collect();
            found.push(Example { options, right, offset: 0.0, fold: article.fold });
        }
    }
    found
}

/// Where no border is right, the ones whose content shares most with what was marked, if that is nearly all.
fn nearest(article: &Article<'_>, cue: &Cue, places: &[usize]) -> Vec<bool> {
    const NEAR: f32 = 0.7;
    let token = article.reading.narrative.tokens[cue.token as usize].span();
    let shares: Vec<f32> = places
        .iter()
        .map(|&border| {
            let Some(place) = place(article, cue, border) else { return 0.0 };
            let marked = article.marked.iter().filter(|marked| marked.cue.iter().any(|cue| cue.covers(token)));
            marked.map(|marked| share(marked.content, place)).fold(0.0, f32::max)
        })
        .collect();
    let most = shares.iter().copied().fold(NEAR, f32::max);
    shares.into_iter().map(|share| share >= most).collect()
}

/// How much of the longer one of two ranges both share.
fn share(one: ByteRange, other: ByteRange) -> f32 {
    let shared = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    shared as f32 / one.len().max(other.len()).max(1) as f32
}

fn answers(articles: &[Article<'_>], tables: &[Table], index: &mut Index) -> Vec<Example> {
    let mut found = Vec::new();
    let mut places = Vec::new();
    for article in articles {
        let tokens = &article.reading.narrative.tokens;
        let tagged = Tagged::new(&article.reading, &article.cues);
        let talkers = Talkers::new(&article.reading);
        for cue in &article.cues {
            let Some(chosen) = borders::choose(&tagged, cue, &tables[article.fold], &mut places) else {
                continue;
            };
            let Some(place) = place(article, cue, chosen.border) else { continue };
            let sayer = tokens_at(tokens, (cue.sayer.0 as usize, cue.sayer.1 as usize));
            let head = cue.head(&article.reading);
            let Some(right) = marked_so(article, place, cue.token as usize, head, sayer) else { continue };
            let mut names = Names::default();
            let stem = cue.stem(&article.reading);
            let described = Described::new(&tagged, &talkers, cue, &stem);
            described.of_cue(&mut names);
            described.of_content(chosen, &mut names);
            found.push(Example {
                options: vec![index.take(names)],
                right: vec![right],
                offset: 0.0,
                fold: article.fold,
            });
        }
    }
    found
}

struct Way {
    epochs: usize,
    rate: f32,
    penalty: f32,
    /// Weights below this are left out of the table.
    smallest: f32,
}

const CHOICE: Way = Way { epochs: 8, rate: 0.02, penalty: 4e-4, smallest: SMALLEST };
const ANSWER: Way = Way { epochs: 8, rate: 0.02, penalty: 1e-3, smallest: SMALLEST };
const CONTEXT: Way = Way { epochs: 16, rate: 0.01, penalty: 1e-3, smallest: 0.0 };
/// Weights below this change no decision.
const SMALLEST: f32 = 0.05;

fn score(weights: &[f32], features: &[u32]) -> f32 {
    features.iter().map(|&feature| weights[feature as usize]).sum()
}

fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

fn best(example: &Example, weights: &[f32]) -> usize {
    let scores = example.options.iter().map(|option| score(weights, option));
    scores.enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(best, _)| best)
}

/// Trains on all but one part. An example with one option is a yes or no.
fn train(examples: &[Example], left_out: Option<usize>, size: usize, way: &Way) -> Vec<f32> {
    let mut weights = vec![0.0f32; size];
    let mut squares = vec![1e-6f32; size];
    let mut sum = vec![0.0f32; size];
    let mut count = 0.0;
    for epoch in 0..way.epochs {
        for example in shuffled(examples, epoch).filter(|example| Some(example.fold) != left_out) {
            let scores: Vec<f32> =
                example.options.iter().map(|option| example.offset + score(&weights, option)).collect();
            let shares: Vec<f32> = if let [score] = scores[..] {
                vec![logistic(score)]
            } else {
                let most = scores.iter().copied().fold(f32::MIN, f32::max);
                let all: f32 = scores.iter().map(|score| (score - most).exp()).sum();
                scores.iter().map(|score| (score - most).exp() / all).collect()
            };
            let good = example.right.iter().filter(|right| **right).count().max(1) as f32;
            for ((option, share), right) in example.options.iter().zip(shares).zip(&example.right) {
                let gradient = share - if *right { 1.0 / good } else { 0.0 };
                if gradient.abs() < 1e-5 {
                    continue;
                }
                for &feature in option {
                    let feature = feature as usize;
                    let slope = gradient + way.penalty * weights[feature];
                    squares[feature] += slope * slope;
                    weights[feature] -= way.rate * slope / squares[feature].sqrt();
                }
            }
        }
        if epoch >= way.epochs / 2 {
            sum.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight);
            count += 1.0;
        }
    }
    sum.into_iter().map(|sum| sum / count).collect()
}

/// The items in an order that differs from epoch to epoch and is the same in every run.
fn shuffled<T>(items: &[T], epoch: usize) -> impl Iterator<Item = &T> {
    const STRIDES: [usize; 3] = [7919, 104_729, 15_485_863];
    let length = items.len().max(1);
    let stride =
        STRIDES.into_iter().cycle().skip(epoch).take(3).find(|stride| !length.is_multiple_of(*stride)).unwrap_or(1);
    (0..items.len()).map(move |at| &items[(at * stride + epoch * 31) % length])
}

/// The table from how likely a decision is to the share of right ones: isotonic regression, the upper steps drawn
/// to the share of right ones among all, so that they promise no more than other articles keep.
fn steps(judged: &mut [(f32, bool)]) -> String {
    const LEAST: usize = 400;
    /// So many reports that are right as often as all are added to each step.
    const PRIOR: f32 = 300.0;
    let all = judged.iter().filter(|(_, right)| *right).count() as f32 / judged.len().max(1) as f32;
    judged.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut blocks: Vec<(f32, f32, f32)> = Vec::new();
    let kept = judged.partition_point(|(likely, _)| *likely < 0.3);
    for block in judged[kept..].chunks(LEAST) {
        let likely = block.iter().map(|(likely, _)| likely).sum();
        let right = block.iter().filter(|(_, right)| *right).count() as f32;
        blocks.push((likely, right, block.len() as f32));
        while let [.., before, last] = blocks[..]
            && before.1 * last.2 >= last.1 * before.2
        {
            blocks.truncate(blocks.len() - 2);
            blocks.push((before.0 + last.0, before.1 + last.1, before.2 + last.2));
        }
    }
    let mut table =
        "# Learned by examples/learn_reports; how likely a report is, and how often it is right.\n".to_owned();
    let mut promised: f32 = 0.0;
    for (likely, right, count) in blocks {
        promised = promised.max((right / count).min(PRIOR.mul_add(all, right) / (count + PRIOR)));
        table += &format!("{:.3}\t{promised:.3}\n", likely / count);
    }
    table
}
