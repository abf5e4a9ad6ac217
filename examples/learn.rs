//! Learns the weights of the attribution from articles whose quotations were marked by hand.
//!
//! ```text
//! cargo run --release --example learn -- ARTICLES.json            # prints how well it does on articles held out
//! cargo run --release --example learn -- ARTICLES.json --write    # and writes the tables
//! ```
//!
//! `ARTICLES.json` is a list of `{"id", "text", "quotes": [{"start", "end", "label", "source_span"}]}`: places in code
//! points without the marks, `label` `Q` for what was said and `N` for what was not, `source_span` the place of the
//! words that name the speaker there. That is the form of the PolNeAR corpus after a small conversion.
//!
//! Both decisions are multinomial logistic regressions, trained by stochastic gradient descent with Adagrad's step
//! sizes and an L2 penalty. Of the speaker only the mention is marked, so other candidates that
//! stand for the same speaker count as neither right nor wrong.

#![allow(clippy::print_stdout, reason = "it reports to whoever runs it")]

use std::collections::HashMap;
use std::error::Error;

use serde::Deserialize;
use verbatim::extract::Reading;
use verbatim::extract::attribution::candidates::Candidate;
use verbatim::extract::attribution::model::{Model, sum};
use verbatim::extract::attribution::{attribute, features, spoken};
use verbatim::extract::mentions::NOBODY;
use verbatim::text::{At, Positions, Span};

#[derive(Deserialize)]
struct Gold {
    id: String,
    text: String,
    quotes: Vec<GoldQuote>,
}

#[derive(Deserialize)]
struct GoldQuote {
    start: u32,
    end: u32,
    label: String,
    source_span: Option<[u32; 2]>,
}

/// One choice among candidates: the cells of each, and which are right.
struct Choice {
    cells: Vec<Vec<u32>>,
    right: Vec<bool>,
    /// Which name the right speaker, in whatever way.
    also: Vec<bool>,
    held_out: bool,
}

/// One yes or no.
struct Answer {
    cells: Vec<u32>,
    yes: bool,
    held_out: bool,
}

/// Every so many articles one is held out.
const HELD_OUT: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: learn ARTICLES.json [--write]")?;
    let model = learn(&path)?;
    if arguments.any(|argument| argument == "--write") {
        let (speaker, spoken) = model.write();
        let head = "# Learned by examples/learn.rs; a cell and its weight a line.\n";
        std::fs::write("src/extract/attribution/speaker.tsv", format!("{head}{speaker}"))?;
        std::fs::write("src/extract/attribution/spoken.tsv", format!("{head}{spoken}"))?;
    }
    Ok(())
}

/// Learns from the articles in the file at `path`; prints how well what is learned without every fifth of them does on
/// those.
pub fn learn(path: &str) -> Result<Model, Box<dyn Error>> {
    let articles: Vec<Gold> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let mut model = Model::empty();
    let (choices, _) = examples(&articles, &model);
    report_reach(&choices);
    model.speaker = train_choices(&choices, false);
    println!("speaker, articles held out: {:.1} % right", accuracy(&choices, &model.speaker));
    let (_, answers) = examples(&articles, &model);
    model.spoken = train_answers(&answers, false);
    report_answers(&answers, &model.spoken);
    model.speaker = train_choices(&choices, true);
    let (_, answers) = examples(&articles, &model);
    model.spoken = train_answers(&answers, true);
    Ok(model)
}

/// What the articles teach: a choice for each quotation with a marked speaker, an answer for each passage.
fn examples(articles: &[Gold], model: &Model) -> (Vec<Choice>, Vec<Answer>) {
    let (mut choices, mut answers) = (Vec::new(), Vec::new());
    for (number, article) in articles.iter().enumerate() {
        let held_out = number % HELD_OUT == 0;
        let reading = Reading::new(&article.text);
        let positions = Positions::new(&article.text);
        let gold = align(article, &reading, &positions);
        let source = |quote: usize| -> Option<Span> {
            let [start, end] = gold.get(&quote)?.source_span?;
            positions.span(At::new(start, end))
        };
        let names = |mention: u32, source: Span| {
            let known = &reading.mentions[mention as usize];
            source.covers(reading.narrative.tokens[known.head as usize].span())
        };
        let speaker = |quote: usize, _: &[Candidate]| -> Option<u32> {
            let source = source(quote)?;
            let at = (0..reading.mentions.len()).find(|&at| names(u32::try_from(at).unwrap_or(u32::MAX), source))?;
            Some(reading.mentions[at].entity).filter(|&entity| entity != NOBODY)
        };
        attribute(
            &reading.scene(),
            model,
            &speaker,
            Some(&mut |quote, weighed, cells, _| {
                let Some(gold) = gold.get(&quote) else { return };
                let yes = gold.label == "Q";
                answers.push(Answer { cells: cells.to_vec(), yes, held_out });
                if !yes {
                    return;
                }
                let source = source(quote);
                let direct: Vec<bool> = weighed
                    .candidates
                    .iter()
                    .map(|candidate| match (source, candidate.mention) {
                        (Some(source), Some(mention)) => names(mention, source),
                        (None, None) => candidate.entity == NOBODY,
                        _ => false,
                    })
                    .collect();
                let entities: Vec<u32> = weighed
                    .candidates
                    .iter()
                    .zip(&direct)
                    .filter(|(candidate, right)| **right && candidate.entity != NOBODY)
                    .map(|(candidate, _)| candidate.entity)
                    .chain(speaker(quote, &weighed.candidates))
                    .collect();
                // The marked mention is right; others of the same speaker are neither right nor wrong, unless it is out of
                // reach.
                let marked = direct.contains(&true);
                let same = |candidate: &Candidate| candidate.entity != NOBODY && entities.contains(&candidate.entity);
                let right: Vec<bool> = weighed
                    .candidates
                    .iter()
                    .zip(&direct)
                    .map(|(candidate, &right)| right || !marked && same(candidate))
                    .collect();
                let also: Vec<bool> =
                    weighed.candidates.iter().zip(&right).map(|(candidate, &right)| right || same(candidate)).collect();
                choices.push(Choice { cells: weighed.cells.clone(), right, also, held_out });
            }),
        );
        let _ = &article.id;
    }
    (choices, answers)
}

/// The marked quotation of each passage.
fn align<'a>(article: &'a Gold, reading: &Reading<'_>, positions: &Positions<'_>) -> HashMap<usize, &'a GoldQuote> {
    let mut found = HashMap::new();
    for quote in &article.quotes {
        let Some(span) = positions.span(At::new(quote.start, quote.end)) else { continue };
        let best = reading.narrative.quoted.iter().enumerate().max_by_key(|(_, quoted)| {
            quoted.inner.end.min(span.end).saturating_sub(quoted.inner.start.max(span.start))
        });
        if let Some((index, quoted)) = best {
            let shared = quoted.inner.end.min(span.end).saturating_sub(quoted.inner.start.max(span.start));
            if shared * 2 >= quoted.inner.len().max(span.len()) {
                found.insert(index, quote);
            }
        }
    }
    found
}

fn report_reach(choices: &[Choice]) {
    let reached = choices.iter().filter(|choice| choice.also.contains(&true)).count();
    println!("{} quotations; the right speaker is among the candidates of {reached}", choices.len());
}

fn train_choices(choices: &[Choice], all: bool) -> Vec<f32> {
    const EPOCHS: usize = 20;
    const RATE: f32 = 0.2;
    const PENALTY: f32 = 2e-5;
    let mut weights = vec![0.0f32; features::SIZE];
    let mut squares = vec![1e-6f32; features::SIZE];
    for epoch in 0..EPOCHS {
        for choice in shuffled(choices, epoch).filter(|choice| all || !choice.held_out) {
            if !choice.right.contains(&true) {
                continue;
            }
            let scores: Vec<f32> = choice.cells.iter().map(|cells| sum(&weights, cells)).collect();
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            let raised: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
            let neutral = |at: usize| choice.also[at] && !choice.right[at];
            let total: f32 = raised.iter().enumerate().filter(|(at, _)| !neutral(*at)).map(|(_, raised)| raised).sum();
            let good: f32 =
                raised.iter().zip(&choice.right).filter(|(_, right)| **right).map(|(raised, _)| raised).sum();
            for (at, ((cells, raised), right)) in choice.cells.iter().zip(&raised).zip(&choice.right).enumerate() {
                if neutral(at) {
                    continue;
                }
                let wanted = if *right { raised / good.max(1e-9) } else { 0.0 };
                let gradient = raised / total - wanted;
                if gradient.abs() > 1e-5 {
                    update(&mut weights, &mut squares, cells, gradient, RATE, PENALTY);
                }
            }
        }
    }
    weights
}

fn train_answers(answers: &[Answer], all: bool) -> Vec<f32> {
    const EPOCHS: usize = 25;
    const RATE: f32 = 0.1;
    const PENALTY: f32 = 1e-3;
    let mut weights = vec![0.0f32; spoken::SIZE];
    let mut squares = vec![1e-6f32; spoken::SIZE];
    for epoch in 0..EPOCHS {
        for answer in shuffled(answers, epoch).filter(|answer| all || !answer.held_out) {
            let likely = 1.0 / (1.0 + (-sum(&weights, &answer.cells)).exp());
            let gradient = likely - if answer.yes { 1.0 } else { 0.0 };
            update(&mut weights, &mut squares, &answer.cells, gradient, RATE, PENALTY);
        }
    }
    weights
}

fn update(weights: &mut [f32], squares: &mut [f32], cells: &[u32], gradient: f32, rate: f32, penalty: f32) {
    for &cell in cells {
        let cell = cell as usize;
        let slope = gradient + penalty * weights[cell];
        squares[cell] += slope * slope;
        weights[cell] -= rate * slope / squares[cell].sqrt();
    }
}

/// The items in an order that differs from epoch to epoch and is the same in every run.
fn shuffled<T>(items: &[T], epoch: usize) -> impl Iterator<Item = &T> {
    let length = items.len().max(1);
    let mut stride = 7919 + 2 * epoch;
    while gcd(stride, length) != 1 {
        stride += 1;
    }
    (0..items.len()).map(move |at| &items[(at * stride + epoch * 31) % length])
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn accuracy(choices: &[Choice], weights: &[f32]) -> f32 {
    let held: Vec<&Choice> = choices.iter().filter(|choice| choice.held_out).collect();
    let right = held
        .iter()
        .filter(|choice| {
            let best =
                choice.cells.iter().map(|cells| sum(weights, cells)).enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
            best.is_some_and(|(best, _)| choice.also[best])
        })
        .count();
    100.0 * right as f32 / held.len().max(1) as f32
}

fn report_answers(answers: &[Answer], weights: &[f32]) {
    let (mut kept, mut lost, mut wrong, mut dropped) = (0, 0, 0, 0);
    for answer in answers.iter().filter(|answer| answer.held_out) {
        match (answer.yes, sum(weights, &answer.cells) > 0.0) {
            (true, true) => kept += 1,
            (true, false) => lost += 1,
            (false, true) => wrong += 1,
            (false, false) => dropped += 1,
        }
    }
    println!("spoken, articles held out: {kept} kept, {lost} lost, {wrong} wrongly kept, {dropped} dropped");
}
