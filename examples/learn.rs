//! Learns the weights of the attribution from articles whose quotations were marked by hand.
//!
//! ```text
//! cargo run --release --example learn -- ARTICLES.json…           # prints how well it does on articles held out
//! cargo run --release --example learn -- ARTICLES.json… --write   # and writes the tables
//! cargo run --release --example learn -- ARTICLES.json… --write --blend   # writes their mean with the current tables
//! cargo run --release --example learn -- ARTICLES.json… --folds=DIR   # and those of each part, for `calibration`
//! ```
//!
//! `ARTICLES.json` is a list of `{"text", "quotes": [{"start", "end", "label", "source_span"}]}`: places in code
//! points without the marks, `label` `Q` for what was said and `N` for what was not, `source_span` the place of the
//! words that name the speaker there. That is the form of the PolNeAR corpus after a small conversion. Articles may also
//! have `speaker` and `alternates` instead, as for `calibration`. `ARTICLES.json*3` counts each article three times: few
//! articles of today's news weigh as much as many older ones.
//!
//! Both decisions are multinomial logistic regressions, trained by stochastic gradient descent with Adagrad's step
//! sizes and an L2 penalty; the weights are the mean over the later epochs. Of the speaker only the mention is marked, so
//! other candidates that stand for the same speaker count as neither right nor wrong.
//!
//! `--blend` writes the mean of what was learned and of the tables that the program has: where rules or articles have
//! changed a little, weights then move less, and what earlier articles taught is not forgotten.
//!
//! How sure both decisions together are is then held against how often they are right, on articles held out: that is the
//! third table, `confidence.tsv`.

#![allow(clippy::print_stdout, reason = "it prints its report")]

mod gold;

use std::collections::HashMap;
use std::error::Error;

use gold::{Gold, GoldQuote, is_speaker};
use verbatim::extract::Reading;
use verbatim::extract::attribution::candidates::Candidate;
use verbatim::extract::attribution::model::{Model, score};
use verbatim::extract::attribution::{attribute, features, spoken};
use verbatim::extract::lexicon::Classes;
use verbatim::extract::mentions::NOBODY;
use verbatim::text::{ByteRange, CharRange, Positions};

/// One choice among candidates: the cells of each, and which are right.
struct Choice {
    cells: Vec<Vec<u32>>,
    right: Vec<bool>,
    /// Which name the right speaker, in whatever way.
    also: Vec<bool>,
    article: usize,
    fold: usize,
    weight: f32,
}

/// One yes or no.
struct Answer {
    cells: Vec<u32>,
    yes: bool,
    fold: usize,
    weight: f32,
}

/// So many times the articles are parted: each part is judged by what the others teach.
const FOLDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (options, paths): (Vec<String>, Vec<String>) =
        arguments.by_ref().partition(|argument| argument.starts_with('-'));
    if paths.is_empty() {
        return Err("usage: learn ARTICLES.json… [--write [--blend]] [--folds=DIR]".into());
    }
    let (model, folds, steps) = learn(&paths)?;
    if let Some(folder) = options.iter().find_map(|option| option.strip_prefix("--folds=")) {
        for (fold, model) in folds.iter().enumerate() {
            let folder = std::path::Path::new(folder).join(fold.to_string());
            std::fs::create_dir_all(&folder)?;
            let (speaker, spoken) = model.write();
            std::fs::write(folder.join("speaker.tsv"), speaker)?;
            std::fs::write(folder.join("spoken.tsv"), spoken)?;
        }
    }
    if options.iter().any(|option| option == "--write") {
        let blend = options.iter().any(|option| option == "--blend");
        let (speaker, spoken) = if blend { mean(&model, Model::learned()) } else { model }.write();
        let head = "# Learned by examples/learn.rs; a cell and its weight a line.\n";
        std::fs::write("src/extract/attribution/speaker.tsv", format!("{head}{speaker}"))?;
        std::fs::write("src/extract/attribution/spoken.tsv", format!("{head}{spoken}"))?;
        std::fs::write("src/extract/attribution/confidence.tsv", steps)?;
    }
    Ok(())
}

/// The mean of two models.
fn mean(one: &Model, other: &Model) -> Model {
    let half = |one: &[f32], other: &[f32]| one.iter().zip(other).map(|(one, other)| (one + other) / 2.0).collect();
    Model { speaker: half(&one.speaker, &other.speaker), spoken: half(&one.spoken, &other.spoken) }
}

/// An article, read, with its marked quotations by passage.
struct Marked<'a> {
    reading: Reading<'a>,
    positions: Positions<'a>,
    gold: HashMap<usize, &'a GoldQuote>,
    /// The speakers are marked by their names alone, not by the words that name them there.
    by_name: bool,
    /// Its number, the part that it is in, the file that it comes from, and how much it counts.
    number: usize,
    fold: usize,
    file: usize,
    weight: f32,
}

impl Marked<'_> {
    /// The marked place of the words that name the speaker of a passage.
    fn source(&self, quote: usize) -> Option<ByteRange> {
        let [start, end] = self.gold.get(&quote)?.source_span?;
        self.positions.span(CharRange::new(start, end))
    }

    /// Whether the mention stands at that place, or right before the relative pronoun that does.
    fn names(&self, mention: u32, source: ByteRange) -> bool {
        let known = &self.reading.mentions[mention as usize];
        let tokens = &self.reading.narrative.tokens;
        if source.covers(tokens[known.head as usize].span()) {
            return true;
        }
        let end = known.end as usize;
        let next = end + usize::from(tokens.get(end).is_some_and(|sign| sign.is_sign(',') || sign.is_sign('-')));
        tokens.get(next).is_some_and(|who| who.is(Classes::RELATIVE) && who.span() == source)
    }

    /// The speaker of a passage, as far as mentions are resolved rightly.
    fn speaker(&self, quote: usize) -> Option<u32> {
        if self.by_name {
            let gold = self.gold.get(&quote)?;
            let right = |name: &str| gold.label == "Q" && is_speaker(gold, Some(name));
            let found = self.reading.entities.iter().position(|entity| right(&entity.name))?;
            return u32::try_from(found).ok();
        }
        let source = self.source(quote)?;
        let mentions = &self.reading.mentions;
        let at = (0..mentions.len()).find(|&at| self.names(u32::try_from(at).unwrap_or(u32::MAX), source))?;
        Some(mentions[at].entity).filter(|&entity| entity != NOBODY)
    }
}

/// Learns from the articles in the files at `paths`: the weights, those without each part, and the table of confidences.
/// Prints how well each part
/// of the articles is answered by what the other parts teach.
pub fn learn(paths: &[String]) -> Result<(Model, Vec<Model>, String), Box<dyn Error>> {
    let mut articles = Vec::new();
    for (file, path) in paths.iter().enumerate() {
        let (path, weight) = match path.rsplit_once('*') {
            Some((path, weight)) => (path, weight.parse()?),
            None => (path.as_str(), 1.0),
        };
        articles
            .extend(gold::read(path)?.into_iter().enumerate().map(|(at, article)| (at % FOLDS, file, weight, article)));
    }
    let articles: Vec<Marked<'_>> = articles
        .iter()
        .enumerate()
        .map(|(number, &(fold, file, weight, ref article))| {
            let reading = Reading::new(&article.text);
            let positions = Positions::new(&article.text);
            let gold = align(article, &reading, &positions);
            let by_name = article.quotes.iter().all(|quote| quote.source_span.is_none());
            Marked { reading, positions, gold, by_name, number, fold, file, weight }
        })
        .collect();
    let (choices, _) = examples(&articles, &Model::empty());
    report_reach(&choices);
    let teach = |left_out: Option<usize>| {
        let mut model = Model::empty();
        model.speaker = train_choices(&choices, left_out);
        let (_, answers) = examples(&articles, &model);
        model.spoken = train_answers(&answers, left_out);
        (model, answers)
    };
    let mut judged = Judged::default();
    let mut parts = Vec::new();
    std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS)
            .map(|fold| {
                let (teach, choices, articles) = (&teach, &choices, &articles);
                scope.spawn(move || {
                    let (model, answers) = teach(Some(fold));
                    let judged = judge(&model, fold, choices, &answers, articles);
                    (model, judged)
                })
            })
            .collect();
        for fold in folds {
            let (model, part) = fold.join().expect("a fold is judged without panic");
            judged.take(part);
            parts.push(model);
        }
    });
    judged.report(paths);
    let (model, _) = teach(None);
    Ok((model, parts, judged.steps()))
}

/// What the articles teach: a choice for each quotation with a marked speaker, an answer for each passage.
fn examples(articles: &[Marked<'_>], model: &Model) -> (Vec<Choice>, Vec<Answer>) {
    let (mut choices, mut answers) = (Vec::new(), Vec::new());
    for article in articles {
        let (number, fold, weight) = (article.number, article.fold, article.weight);
        let names = |mention: u32, source: ByteRange| article.names(mention, source);
        attribute(
            &article.reading.scene(),
            model,
            &|quote, _| article.speaker(quote),
            Some(&mut |quote, weighed, cells, _| {
                let Some(gold) = article.gold.get(&quote) else { return };
                let yes = gold.label == "Q";
                answers.push(Answer { cells: cells.to_vec(), yes, fold, weight });
                if !yes {
                    return;
                }
                let source = article.source(quote);
                if article.by_name {
                    let named = |candidate: &Candidate| {
                        let entity = article.reading.entities.get(candidate.entity as usize);
                        is_speaker(gold, entity.map(|entity| entity.name.as_str()))
                    };
                    let right: Vec<bool> = weighed.candidates.iter().map(named).collect();
                    let also = right.clone();
                    choices.push(Choice {
                        cells: weighed.features.clone(),
                        right,
                        also,
                        article: number,
                        fold,
                        weight,
                    });
                    return;
                }
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
                    .chain(article.speaker(quote))
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
                choices.push(Choice { cells: weighed.features.clone(), right, also, article: number, fold, weight });
            }),
        );
    }
    drop_rare(&mut choices);
    (choices, answers)
}

/// Cells that only a few articles have teach their peculiarities.
fn drop_rare(choices: &mut [Choice]) {
    const FEW: usize = 6;
    let mut seen = vec![(0, usize::MAX); features::SIZE];
    for choice in &*choices {
        for &cell in choice.cells.iter().flatten() {
            let (count, last) = &mut seen[cell as usize];
            if *last != choice.article {
                (*count, *last) = (*count + 1, choice.article);
            }
        }
    }
    for cells in choices.iter_mut().flat_map(|choice| &mut choice.cells) {
        cells.retain(|&cell| seen[cell as usize].0 >= FEW);
    }
}

/// How articles were answered that taught nothing.
#[derive(Default)]
struct Judged {
    choices: (usize, usize),
    kept: usize,
    lost: usize,
    wrongly_kept: usize,
    dropped: usize,
    /// For each quotation found how sure the program was, whether it and its speaker were right, and its file.
    answered: Vec<(f32, bool, usize)>,
}

impl Judged {
    fn take(&mut self, other: Self) {
        self.choices.0 += other.choices.0;
        self.choices.1 += other.choices.1;
        self.kept += other.kept;
        self.lost += other.lost;
        self.wrongly_kept += other.wrongly_kept;
        self.dropped += other.dropped;
        self.answered.extend(other.answered);
    }

    fn report(&self, paths: &[String]) {
        let percent = |part: usize, whole: usize| 100.0 * part as f32 / whole.max(1) as f32;
        println!("speaker, articles held out: {:.2} % right", percent(self.choices.0, self.choices.1));
        let found = 2 * self.kept;
        println!(
            "spoken, articles held out: {} kept, {} lost, {} wrongly kept, {} dropped: F1 {:.2} %",
            self.kept,
            self.lost,
            self.wrongly_kept,
            self.dropped,
            percent(found, found + self.lost + self.wrongly_kept),
        );
        for (file, path) in paths.iter().enumerate() {
            let own = || self.answered.iter().filter(|(.., from)| *from == file);
            let (right, all) = (own().filter(|(_, right, _)| *right).count(), own().count());
            println!("both, articles held out: {:.2} % of {all} in {path}", percent(right, all));
        }
    }

    /// The table from how sure the decisions say they are to the share of right ones: isotonic regression, a step for
    /// so many quotations at least.
    fn steps(&self) -> String {
        const LEAST: usize = 150;
        let mut answered = self.answered.clone();
        answered.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Sums of certainty, of right ones, and how many, in blocks; neighbours join until they rise.
        let mut blocks: Vec<(f32, f32, f32)> = Vec::new();
        let size = answered.len().div_ceil((answered.len() / LEAST).max(1)).max(1);
        for block in answered.chunks(size) {
            let sure = block.iter().map(|(sure, ..)| sure).sum();
            let right = block.iter().filter(|(_, right, _)| *right).count() as f32;
            blocks.push((sure, right, block.len() as f32));
            while let [.., before, last] = blocks[..]
                && before.1 * last.2 >= last.1 * before.2
            {
                blocks.pop();
                blocks.pop();
                blocks.push((before.0 + last.0, before.1 + last.1, before.2 + last.2));
            }
        }
        let mut table =
            "# Learned by examples/learn.rs; how sure the two decisions are together, and how often they are right.\n"
                .to_owned();
        for (sure, right, count) in blocks {
            table += &format!("{:.3}\t{:.3}\n", sure / count, right / count);
        }
        table
    }
}

/// Answers the articles of one part with what the others taught.
fn judge(model: &Model, fold: usize, choices: &[Choice], answers: &[Answer], articles: &[Marked<'_>]) -> Judged {
    let mut judged = Judged::default();
    for choice in choices.iter().filter(|choice| choice.fold == fold) {
        let scores = choice.cells.iter().map(|cells| score(&model.speaker, cells));
        let best = scores.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
        judged.choices.0 += usize::from(best.is_some_and(|(best, _)| choice.also[best]));
        judged.choices.1 += 1;
    }
    for answer in answers.iter().filter(|answer| answer.fold == fold) {
        *match (answer.yes, score(&model.spoken, &answer.cells) > 0.0) {
            (true, true) => &mut judged.kept,
            (true, false) => &mut judged.lost,
            (false, true) => &mut judged.wrongly_kept,
            (false, false) => &mut judged.dropped,
        } += 1;
    }
    for article in articles.iter().filter(|article| article.fold == fold) {
        for decision in article.reading.decide(model).iter().filter(|decision| decision.spoken >= 0.5) {
            let Some(gold) = article.gold.get(&decision.quote) else { continue };
            if article.by_name {
                let chosen = decision.chosen.filter(|chosen| chosen.entity != NOBODY);
                let name = chosen.map(|chosen| article.reading.entities[chosen.entity as usize].name.as_str());
                let right = gold.label == "Q" && is_speaker(gold, name);
                judged.answered.push((decision.spoken * decision.speaker_probability, right, article.file));
                continue;
            }
            let right = match (article.source(decision.quote), &decision.chosen) {
                (Some(source), Some(chosen)) => {
                    chosen.mention.is_some_and(|mention| article.names(mention, source))
                        || chosen.entity != NOBODY && article.speaker(decision.quote) == Some(chosen.entity)
                }
                (None, None) => true,
                _ => false,
            };
            let sure = decision.spoken * decision.speaker_probability;
            judged.answered.push((sure, right && gold.label == "Q", article.file));
        }
    }
    judged
}

/// The marked quotation of each passage.
fn align<'a>(article: &'a Gold, reading: &Reading<'_>, positions: &Positions<'_>) -> HashMap<usize, &'a GoldQuote> {
    let mut found = HashMap::new();
    for quote in &article.quotes {
        let Some(span) = positions.span(CharRange::new(quote.start, quote.end)) else { continue };
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

fn train_choices(choices: &[Choice], left_out: Option<usize>) -> Vec<f32> {
    const EPOCHS: usize = 20;
    const RATE: f32 = 0.05;
    const PENALTY: f32 = 1e-3;
    let mut weights = vec![0.0f32; features::SIZE];
    let mut squares = vec![1e-6f32; features::SIZE];
    let mut mean = Mean::new(features::SIZE);
    for epoch in 0..EPOCHS {
        for choice in shuffled(choices, epoch).filter(|choice| Some(choice.fold) != left_out) {
            if !choice.right.contains(&true) {
                continue;
            }
            let scores: Vec<f32> = choice.cells.iter().map(|cells| score(&weights, cells)).collect();
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
                let gradient = (raised / total - wanted) * choice.weight;
                if gradient.abs() > 1e-5 {
                    update(&mut weights, &mut squares, cells, gradient, RATE, PENALTY);
                }
            }
        }
        if epoch >= EPOCHS / 2 {
            mean.add(&weights);
        }
    }
    mean.weights()
}

fn train_answers(answers: &[Answer], left_out: Option<usize>) -> Vec<f32> {
    const EPOCHS: usize = 25;
    const RATE: f32 = 0.05;
    const PENALTY: f32 = 1e-2;
    let mut weights = vec![0.0f32; spoken::SIZE];
    let mut squares = vec![1e-6f32; spoken::SIZE];
    let mut mean = Mean::new(spoken::SIZE);
    for epoch in 0..EPOCHS {
        for answer in shuffled(answers, epoch).filter(|answer| Some(answer.fold) != left_out) {
            let speaker_probability = 1.0 / (1.0 + (-score(&weights, &answer.cells)).exp());
            let gradient = (speaker_probability - if answer.yes { 1.0 } else { 0.0 }) * answer.weight;
            update(&mut weights, &mut squares, &answer.cells, gradient, RATE, PENALTY);
        }
        if epoch >= EPOCHS / 2 {
            mean.add(&weights);
        }
    }
    mean.weights()
}

/// The mean of the weights after several epochs: what the last few articles happened to be matters less.
struct Mean {
    sum: Vec<f32>,
    count: f32,
}

impl Mean {
    fn new(size: usize) -> Self {
        Self { sum: vec![0.0; size], count: 0.0 }
    }

    fn add(&mut self, weights: &[f32]) {
        self.sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
        self.count += 1.0;
    }

    fn weights(self) -> Vec<f32> {
        self.sum.iter().map(|sum| sum / self.count.max(1.0)).collect()
    }
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
