//! Whether work grows with the size of what is given and not with its square: each case at two sizes, one twice the
//! other. `cargo bench --bench scaling`; it ends with 1 when a case takes more than 2.5 times as long.
//!
//! The cases are those that somebody hostile, or an honest archive, can make large: marks, equal names, equal words.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "it prints its report")]

use std::process::ExitCode;
use std::time::{Duration, Instant};
use verbatim::article::{Article, Metadata};
use verbatim::extract::{Extraction, Options, extract};
use verbatim::quotation::Quotation;
use verbatim::store::{self, Location};

/// The best of so many runs counts.
const RUNS: usize = 3;

/// Longest time of the double size, in multiples of that of the single one.
const MOST: f64 = 2.5;

type Case = (&'static str, usize, fn(usize) -> Duration);

const CASES: [Case; 9] = [
    ("extract: apostrophes", 250_000, |size| extracting(&"'".repeat(size))),
    ("extract: opening single marks", 60_000, |size| extracting(&"‘".repeat(size))),
    ("extract: opening double marks", 60_000, |size| extracting(&"“".repeat(size))),
    ("extract: quotations in one paragraph", 4_000, |size| extracting(&sentences(size, " "))),
    ("extract: paragraphs", 4_000, |size| extracting(&sentences(size, "\n\n"))),
    ("load: articles of one title", 8_000, |size| {
        loading(&"---\narticle: {title: One title}\nquotes: [{text: words}]\n".repeat(size))
    }),
    ("load: equal quotations in one document", 60_000, |size| {
        loading(&format!("quotes:\n{}", "- {speaker: Ann, text: words}\n".repeat(size)))
    }),
    ("add: articles of one file name", 600, adding_of_one_file_name),
    ("add again: quotations in one article", 2_000, adding_again),
];

fn main() -> ExitCode {
    let mut slow = 0;
    for (name, size, run) in CASES {
        let best = |size| (0..RUNS).map(|_| run(size)).min().unwrap_or_default();
        let (one, two) = (best(size), best(2 * size));
        let ratio = two.as_secs_f64() / one.as_secs_f64();
        let verdict = if ratio > MOST { "TOO SLOW" } else { "" };
        println!("{name:42} {size:8}: {one:8.1?}, twice as many: {two:8.1?}, {ratio:4.1} times {verdict}");
        slow += usize::from(ratio > MOST);
    }
    if slow == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn sentences(count: usize, between: &str) -> String {
    (0..count).map(|number| format!("“We counted {number} bridges,” said Ann Lee.{between}")).collect()
}

fn article(text: &str, file: &str) -> Article {
    Article {
        meta: Metadata { file: Some(file.to_owned()), ..Metadata::default() },
        text: text.to_owned(),
        ..Article::default()
    }
}

fn extracting(text: &str) -> Duration {
    let article = article(text, "a.txt");
    timed(|| drop(extract(&article, Options::default())))
}

fn loading(yaml: &str) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    std::fs::write(&path, yaml).unwrap();
    timed(|| drop(store::load(&Location::at(path)).unwrap()))
}

fn adding_of_one_file_name(size: usize) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("quotes.yaml"));
    let articles = |numbers: std::ops::Range<usize>| {
        numbers.map(|number| (article(&words(number), "index.md"), Extraction::default())).collect::<Vec<_>>()
    };
    store::add(&location, articles(0..size), Options::default()).unwrap();
    let more = articles(size..2 * size);
    timed(|| drop(store::add(&location, more, Options::default()).unwrap()))
}

/// Two hundred words that no other number has, and a sentence that all have.
fn words(number: usize) -> String {
    let own: Vec<String> = (0..200).map(|word| format!("w{number}x{word}")).collect();
    format!("{} All rights are reserved by the owners of this site.\n", own.join(" "))
}

fn adding_again(size: usize) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("quotes.yaml"));
    let article = article(&sentences(size, "\n\n"), "a.txt");
    let found = extract(&article, Options::default());
    store::add(&location, vec![(article.clone(), found.clone())], Options::default()).unwrap();
    // All of them changed a little, so that each is matched, and the document rewritten.
    let changed = |quotation: Quotation| {
        let evidence = quotation.evidence.clone().map(|mut evidence| {
            evidence.confidence = 0.5;
            evidence
        });
        Quotation { evidence, ..quotation }
    };
    let found = Extraction { quotations: found.quotations.into_iter().map(changed).collect(), ..found };
    timed(|| drop(store::add(&location, vec![(article, found)], Options::default()).unwrap()))
}
