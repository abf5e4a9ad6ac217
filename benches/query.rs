//! How fast queries are answered, against ripgrep on the same texts as lines: `cargo bench --bench query`.
//!
//! Words are typed key by key into a filter over a million quotations that are made here. For every key the time to
//! the result and to its facets stands beside that of `rg -c -i` with what is in the prompt, the whole process. `RG`
//! names another ripgrep, `QUOTATIONS` another number. Times are the best and the 99th percentile of many; the figures
//! that matter are the ratios, which hold across machines.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program that prints figures")]

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use verbatim::article::Metadata;
use verbatim::query::{Facet, Facets, Index, Matches, Options, Query, literal, parse, search_with};
use verbatim::quotation::{Kind, Quotation};
use verbatim::speaker::Speaker;
use verbatim::store::{Catalog, Document};

/// What is typed: common, middling and rare words, and one that is nowhere.
const TYPED: [&str; 12] = [
    "the",
    "government",
    "president",
    "people",
    "drugs",
    "honour",
    "inflation",
    "zebra",
    "quixotic",
    "xylophone",
    "don't",
    "war and",
];
const REGEXES: [&str; 7] =
    ["dr[ua]gs?", "gov[a-z]+ment", "(war|peace) and", "[a-z]+tion of", "\\bth\\w+ hon", "x[yz]l", "President [A-Z]"];
const ROUNDS: usize = 15;
const ROUNDS_OF_RG: usize = 5;

fn main() {
    let count = std::env::var("QUOTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let rg = std::env::var("RG").unwrap_or_else(|_| "rg".to_owned());
    let catalog = made(count);
    let mut lines = tempfile::NamedTempFile::new().unwrap();
    let bytes: usize = catalog.segments().iter().map(|segment| segment.texts().0.len()).sum();
    {
        let mut out = std::io::BufWriter::new(&mut lines);
        for quotation in catalog.quotations() {
            out.write_all(quotation.text().as_bytes()).unwrap();
            out.write_all(b"\n").unwrap();
        }
        out.flush().unwrap();
    }
    let start = Instant::now();
    let index = Index::new(&catalog);
    println!(
        "{count} quotations, {} MB of text, {} speakers; index made in {}, {} MB",
        bytes >> 20,
        catalog.speakers_len(),
        shown(start.elapsed()),
        index.memory() >> 20
    );
    let bench = Bench { catalog, index, rg: Rg { program: rg, path: lines.path().to_str().unwrap().to_owned() } };
    bench.typing();
    bench.regexes();
}

struct Bench {
    catalog: Catalog,
    index: Index,
    rg: Rg,
}

/// Of many rounds, the fastest and one of the slowest.
struct Times {
    best: Duration,
    p99: Duration,
}

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { best: times[0], p99: times[(times.len() - 1) * 99 / 100] }
    }
}

impl Bench {
    fn typing(&self) {
        println!("\nkey by key      matches      best  result p99  rg -c -i  ratio   facets p99  ratio");
        let mut ratios = Vec::new();
        let mut facet_ratios = Vec::new();
        let mut keys = Vec::new();
        for word in TYPED {
            let prefixes: Vec<&str> = word.char_indices().skip(1).map(|(end, _)| &word[..end]).chain([word]).collect();
            let mut results: Vec<Vec<Duration>> = vec![Vec::new(); prefixes.len()];
            let mut counted: Vec<Vec<Duration>> = vec![Vec::new(); prefixes.len()];
            let mut found = vec![0; prefixes.len()];
            for _ in 0..ROUNDS {
                let mut last: Option<(Query, Matches)> = None;
                for (number, prefix) in prefixes.iter().enumerate() {
                    let (query, matches, time) = self.search(prefix, last.as_ref());
                    results[number].push(time);
                    found[number] = matches.len();
                    counted[number].push(self.facets(&matches).1);
                    last = Some((query, matches));
                }
            }
            for (number, prefix) in prefixes.iter().enumerate() {
                let (result, facets) = (Times::of(results[number].clone()), Times::of(counted[number].clone()));
                let (rg, lines) = self.rg.time(prefix, true);
                assert_eq!(lines, found[number], "rg counts other lines for {prefix}");
                let (ratio, facet_ratio) = (ratio(result.p99, rg), ratio(facets.p99, rg));
                println!(
                    "{prefix:<14} {:>8} {:>9} {:>11} {:>9} {ratio:>6.2} {:>12} {facet_ratio:>6.2}",
                    found[number],
                    shown(result.best),
                    shown(result.p99),
                    shown(rg),
                    shown(facets.p99),
                );
                ratios.push((ratio, *prefix));
                facet_ratios.push((facet_ratio, *prefix));
                keys.extend(results[number].iter().zip(&counted[number]).map(|(a, b)| *a + *b));
            }
        }
        worst("result against rg (at most 1)", ratios);
        worst("facets against rg (at most 2)", facet_ratios);
        let keys = Times::of(keys);
        println!("result and facets together: best {}, p99 of all keys {}", shown(keys.best), shown(keys.p99));
    }

    fn regexes(&self) {
        println!("\nregex                    matches      best  result p99     rg -c  ratio");
        let mut ratios = Vec::new();
        for pattern in REGEXES {
            let text = format!("/{pattern}/");
            let (mut times, mut found) = (Vec::new(), 0);
            for _ in 0..ROUNDS {
                let query = literal(&text).unwrap();
                let start = Instant::now();
                found = search_with(&self.catalog, &self.index, &query, Options::default()).unwrap().len();
                times.push(start.elapsed());
            }
            let ours = Times::of(times);
            // Smart case on both sides.
            let (rg, lines) = self.rg.time(pattern, false);
            assert_eq!(lines, found, "rg counts other lines for {pattern}");
            let ratio = ratio(ours.p99, rg);
            println!(
                "{pattern:<22} {found:>9} {:>9} {:>11} {:>9} {ratio:>6.2}",
                shown(ours.best),
                shown(ours.p99),
                shown(rg)
            );
            ratios.push((ratio, pattern));
        }
        worst("regex against rg (at most 2)", ratios);
    }

    /// From the key to the set and its number: the query is parsed, too.
    fn search(&self, text: &str, last: Option<&(Query, Matches)>) -> (Query, Matches, Duration) {
        let start = Instant::now();
        let query = if text.contains(' ') { literal(text).unwrap() } else { parse(text).unwrap() };
        let within = last.map(|(query, matches)| (query, matches));
        let matches =
            search_with(&self.catalog, &self.index, &query, Options { within, ..Options::default() }).unwrap();
        assert!(matches.len() <= self.catalog.len());
        (query, matches, start.elapsed())
    }

    fn facets(&self, matches: &Matches) -> (Vec<u32>, Duration) {
        let start = Instant::now();
        let facets = Facets::new(&self.catalog, Facet::Speaker);
        let found: Vec<_> = matches.iter().collect();
        let counts = facets.counts(found.len(), |at| found.get(at).copied());
        (counts, start.elapsed())
    }
}

struct Rg {
    program: String,
    path: String,
}

impl Rg {
    /// The best of some runs, and the lines counted.
    fn time(&self, pattern: &str, word: bool) -> (Duration, usize) {
        // The text has typographic apostrophes, which ripgrep does not fold.
        let pattern = &pattern.replace('\'', "’");
        let mut best = Duration::MAX;
        let mut lines = 0;
        for _ in 0..ROUNDS_OF_RG {
            let start = Instant::now();
            let mut command = Command::new(&self.program);
            command.args(["--no-config", "-c", if word { "-i" } else { "-S" }, "-e", pattern, &self.path]);
            let output =
                command.stderr(Stdio::inherit()).output().expect("ripgrep is installed: cargo install ripgrep");
            best = best.min(start.elapsed());
            lines = String::from_utf8(output.stdout).unwrap().trim().parse().unwrap_or(0);
        }
        (best, lines)
    }
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

fn worst(what: &str, ratios: Vec<(f64, &str)>) {
    let (ratio, key) = ratios.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    println!("worst {what}: {ratio:.2} at `{key}`");
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// Words in the order of how common they are; those further down stand for their kind.
const WORDS: &str = "the of and to in a that is was it for on with as he be this by not are but have from they we had \
    which you or his an at all she there been were when who will more would if no their what can out so up into than \
    them about time only some could two then other like its over also people now any may after our do first new these \
    most us government under year said because against country should between many before president such through \
    where long even own state must every war world right make life good still last money public work might come day \
    part house never same down great power small however national political without again minister number during \
    system party place while law three economic find women children school police always high important policy \
    problem case end company question group nothing possible far better services security market social health \
    hand today different control interest family word side later local court business united began south half enough \
    north west night several support almost believe since city peace decision court general history future trade \
    within taken report increase inflation foreign change development industry situation nation honour agreement \
    union election army opposition region budget drugs border crisis meeting leader parliament committee official \
    justice evidence statement immigration tax industry education energy climate science hospital museum cricket \
    striker goal manager season album singer festival weapon sanctions ceasefire embassy volcano glacier orchestra \
    zebra quixotic";

/// A reproducible sequence of numbers; their quality does not matter here.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }

    /// Small numbers are far more frequent, as with words.
    fn skewed(&mut self, below: usize) -> usize {
        let unit = (self.next(1 << 30) as f64 + 1.0) / (1u64 << 30) as f64;
        ((below as f64 + 1.0).powf(unit) - 1.0) as usize % below
    }
}

fn made(count: usize) -> Catalog {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut words: Vec<String> = WORDS.split_whitespace().map(str::to_owned).collect();
    // A long tail of rarer words.
    let syllables =
        ["ba", "con", "der", "el", "fra", "gen", "hu", "is", "jo", "ka", "li", "mon", "ne", "or", "pe", "ra"];
    for _ in 0..8000 {
        words.push((0..2 + numbers.next(3)).map(|_| syllables[numbers.next(syllables.len())]).collect());
    }
    let name = |number: usize| {
        let part = |number: usize| {
            let word: String = [number % 16, number / 16 % 16, number / 256 % 16].map(|i| syllables[i]).concat();
            word[..1].to_uppercase() + &word[1..]
        };
        format!("{} {}", part(number * 7919), part(number * 104_729 + 11))
    };
    let mut documents = Vec::with_capacity(count / 10 + 1);
    let mut left = count;
    while left > 0 {
        let number = documents.len();
        let quotations: Vec<Quotation> = (0..left.min(10))
            .map(|quotation| Quotation {
                id: format!("q{number:x}{quotation}"),
                speaker: (numbers.next(10) > 0).then(|| name(numbers.skewed(50_000))),
                text: sentence(&words, &mut numbers),
                kind: Some(Kind::ALL[numbers.next(3)]),
                tags: if numbers.next(50) == 0 { vec!["check".to_owned()] } else { Vec::new() },
                star: numbers.next(40) == 0,
                ..Quotation::default()
            })
            .collect();
        left -= quotations.len();
        let speakers = quotations.iter().filter_map(|quotation| quotation.speaker.clone());
        let speakers = speakers.map(|name| Speaker { name, ..Speaker::default() }).collect();
        let (year, month, day) = (2000 + numbers.next(26), 1 + numbers.next(12), 1 + numbers.next(28));
        let meta = Metadata {
            id: Some(format!("article-{number}")),
            published: Some(format!("{year}-{month:02}-{day:02}")),
            ..Metadata::default()
        };
        documents.push(Document { meta, speakers, quotations, ..Document::default() });
    }
    Catalog::from_documents(documents)
}

/// About 140 bytes, with the typography of newspapers.
fn sentence(words: &[String], numbers: &mut Numbers) -> String {
    let mut text = String::new();
    let count = 10 + numbers.next(28);
    for place in 0..count {
        let word = &words[numbers.skewed(words.len())];
        match numbers.next(40) {
            0 => text.push_str("don’t"),
            1 => text.push_str("President "),
            _ => {}
        }
        if text.ends_with('t') {
            text.push(' ');
        }
        if place == 0 || numbers.next(25) == 0 {
            text.push_str(&word[..1].to_uppercase());
            text.push_str(&word[1..]);
        } else {
            text.push_str(word);
        }
        text.push_str(if place + 1 == count {
            "."
        } else if numbers.next(12) == 0 {
            ", "
        } else {
            " "
        });
    }
    text
}
