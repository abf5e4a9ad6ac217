//! How fast articles become quotations: megabytes a second on one core, how that holds from 1 KB to 10 MB in one
//! article, and how it grows with the number of threads over many.
//!
//! ```text
//! cargo bench --bench extract
//! ```
//!
//! The text is made here, from sentences of the kinds that news has, with a fixed seed; it belongs to no paper.

#![allow(clippy::print_stdout, reason = "it prints its report")]

use std::time::{Duration, Instant};

use rayon::prelude::*;
use verbatim::article::Article;
use verbatim::extract::{Options, extract};

/// The best of so many runs counts.
const RUNS: usize = 5;

fn main() {
    let articles: Vec<Article> = (0..1000).map(|seed| article(4_000, seed)).collect();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let quotations: usize = articles.iter().map(|article| extract(article, Options::default()).quotations.len()).sum();
    println!("{} articles of about 4 KB, {quotations} quotations", articles.len());

    let one = best(|| articles.iter().map(|article| extract(article, Options::default()).quotations.len()).sum());
    println!("one core: {:.1} MB/s", rate(bytes, one));
    for threads in
        [1, 2, 4].into_iter().filter(|&threads| threads <= std::thread::available_parallelism().map_or(1, usize::from))
    {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        let time = best(|| {
            pool.install(|| {
                articles.par_iter().map(|article| extract(article, Options::default()).quotations.len()).sum()
            })
        });
        println!(
            "{threads} threads: {:.1} MB/s, {:.2} of one core",
            rate(bytes, time),
            one.as_secs_f64() / time.as_secs_f64()
        );
    }
    let mut small = None;
    for size in [1_000, 10_000, 100_000, 1_000_000, 10_000_000] {
        let article = article(size, 7);
        let repeats = (2_000_000 / size).max(1);
        let time = best(|| (0..repeats).map(|_| extract(&article, Options::default()).quotations.len()).sum());
        let speed = rate(article.text.len() * repeats, time);
        let ratio = speed / *small.get_or_insert(speed);
        println!("one article of {size} bytes: {speed:.1} MB/s, {ratio:.2} of the smallest");
    }
}

fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

fn best(mut run: impl FnMut() -> usize) -> Duration {
    (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

const FIRST: &[&str] =
    &["Mary", "John", "Angela", "Peter", "Susan", "David", "Nadia", "Carlos", "Fiona", "Ahmed", "Li", "Olga"];
const LAST: &[&str] = &[
    "Brown",
    "Okafor",
    "McCarthy-Jones",
    "van der Berg",
    "Silva",
    "Novak",
    "Haddad",
    "Green",
    "Ito",
    "O'Neill",
    "Petrov",
    "Young",
];
const ROLES: &[&str] = &[
    "the finance minister",
    "a senior analyst at Meridian Bank",
    "the club's manager",
    "a spokeswoman for the union",
    "the company's founder",
];
const SAID: &[&str] = &[
    "We have looked at every option, and this is the one that we can stand behind.",
    "Nobody expected the figures to fall so fast, and nobody knows when they will rise again.",
    "I am proud of the team; they gave everything tonight.",
    "It is too early to say what caused the fire.",
    "Prices will have to go up if nothing is done by the spring.",
];
const FRAGMENTS: &[&str] = &["a leap in the dark", "deeply worrying", "the worst week of my career", "simply not true"];
const PLAIN: &[&str] = &[
    "The plan was set out on Monday after weeks of talks between the two sides in Geneva.",
    "Shares in the company rose by 3.5 per cent in early trading before falling back.",
    "Police closed three streets in the centre of the city for most of the afternoon.",
    "The committee is due to report in October, and a vote is expected before the end of the year.",
    "Last year's figures were revised twice, most recently in March, when the office changed its method.",
];

/// An article of about `size` bytes.
fn article(size: usize, seed: u64) -> Article {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut pick = move |from: &[&'static str]| -> &'static str {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        from[usize::try_from(state >> 33).unwrap_or(0) % from.len()]
    };
    let mut text = String::with_capacity(size + 1_000);
    let mut someone = (pick(FIRST), pick(LAST));
    while text.len() < size {
        let (first, last) = someone;
        let paragraph = match pick(&["plain", "plain", "tag", "pronoun", "colon", "fragment", "new"]) {
            "plain" => format!("{} {}", pick(PLAIN), pick(PLAIN)),
            "tag" => {
                format!("“{}” said {first} {last}, {}. “{}”", pick(SAID).trim_end_matches('.'), pick(ROLES), pick(SAID))
            }
            "pronoun" => format!(
                "{last} has been in office since 2019. “{}” {} said.",
                pick(SAID).trim_end_matches('.'),
                pick(&["he", "she"])
            ),
            "colon" => format!("{first} {last} told reporters: “{}”", pick(SAID)),
            "fragment" => {
                format!("{last} called the decision “{}” and asked for another vote. {}", pick(FRAGMENTS), pick(PLAIN))
            }
            _ => {
                someone = (pick(FIRST), pick(LAST));
                pick(PLAIN).to_owned()
            }
        };
        text.push_str(&paragraph);
        text.push_str("\n\n");
    }
    Article { text, ..Article::default() }
}
