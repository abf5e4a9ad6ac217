//! Measures the store against the YAML library alone, as ratios of one run on one machine:
//! `cargo bench --bench store`, with `QUOTATIONS=1000000` for another size and `RUNS=9` for more than five runs each.
//!
//! - loading all fields, article text at hand, against `serde_yaml::from_str::<Vec<Document>>` of the same data
//! - one saved edit, in a file and in a folder, against `serde_yaml::to_string` of all records, written and synced
//! - memory (VmRSS) with the search index five seconds after loading, against the size on disk, in a process of its own
//! - until the first quotations can be shown, against a store of one article
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../examples/make_store/generate.rs"]
mod generate;

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use verbatim::index::{LoadEvent, Texts, Want, load_in_background};
use verbatim::query::Index;
use verbatim::store::{self, Catalog, Change, Edit, Location, QuotationIx};

#[derive(Serialize, Deserialize)]
struct Document {
    article: Article,
    text: String,
    speakers: Vec<Speaker>,
    quotes: Vec<Quotation>,
}

#[derive(Serialize, Deserialize)]
struct Article {
    id: String,
    title: String,
    url: String,
    outlet: String,
    author: String,
    published: String,
    language: String,
    file: String,
    extracted: Extracted,
}

#[derive(Serialize, Deserialize)]
struct Extracted {
    version: String,
    indirect: bool,
}

#[derive(Serialize, Deserialize)]
struct Speaker {
    name: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Quotation {
    id: String,
    speaker: Option<String>,
    text: String,
    kind: String,
    at: [u32; 2],
    evidence: Evidence,
    #[serde(default)]
    star: bool,
}

#[derive(Serialize, Deserialize)]
struct Evidence {
    speaker: Option<String>,
    kind: String,
    at: [u32; 2],
    mention: Excerpt,
    cue: Excerpt,
    rule: String,
    confidence: f32,
}

#[derive(Serialize, Deserialize)]
struct Excerpt {
    text: String,
    at: [u32; 2],
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, mode, path] = arguments.as_slice()
        && mode == "--memory"
    {
        return memory(Path::new(path));
    }
    let number = |name: &str, default| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default);
    let (quotations, runs) = (number("QUOTATIONS", 100_000usize), number("RUNS", 5));
    let folder = tempfile::tempdir_in(std::env::var("BENCH_DIR").unwrap_or_else(|_| ".".to_owned())).unwrap();
    let path = folder.path().join("quotes.yaml");
    let small = folder.path().join("small.yaml");
    let articles = quotations.div_ceil(generate::PER_ARTICLE);
    let mut file = std::io::BufWriter::new(File::create(&path).unwrap());
    (0..articles).for_each(|number| file.write_all(generate::yaml(number).as_bytes()).unwrap());
    file.flush().unwrap();
    std::fs::write(&small, generate::yaml(0)).unwrap();
    let size = std::fs::metadata(&path).unwrap().len();
    println!("{quotations} quotations, {:.1} MB, best of {runs} runs", size as f64 / 1e6);

    let location = Location::at(&path);
    let first = best(runs, || first_segment(&location));
    let first_small = best(runs, || first_segment(&Location::at(&small)));
    println!(
        "first quotations:      {} against {} of one article: {:.2}×",
        ms(first),
        ms(first_small),
        ratio(first, first_small)
    );

    let load = best(runs, || store::load(&location).unwrap());
    println!("load:                  {} ({:.0} MB/s)", ms(load), size as f64 / 1e6 / load.as_secs_f64());
    if number("PEER", 1) == 1 {
        peer(&path, &location, articles, load, runs, folder.path());
    }
    let status = std::process::Command::new(std::env::current_exe().unwrap()).arg("--memory").arg(&path).status();
    assert!(status.unwrap().success());
}

/// The library alone.
fn peer(path: &Path, location: &Location, articles: usize, load: Duration, runs: usize, folder: &Path) {
    let sequence = std::fs::read_to_string(path).unwrap();
    let sequence: String =
        sequence.lines().map(|line| if line == "---" { "-\n".to_owned() } else { format!("  {line}\n") }).collect();
    let mut records = Vec::new();
    let parsed = best(runs, || records = serde_yaml::from_str::<Vec<Document>>(&sequence).unwrap());
    assert_eq!(records.len(), articles);
    println!("load by the library:   {}; this program is {:.2}× faster", ms(parsed), ratio(parsed, load));

    let (catalog, _) = store::load(location).unwrap();
    let middle = QuotationIx::new(catalog.len() / 2);
    let look = catalog.quotation(middle);
    let (article, quotation) = (catalog.article(look.article()).id().to_owned(), look.id().to_owned());
    let mut star = false;
    let mut edit = |location: &Location| {
        star = !star;
        store::save(location, &[Edit::new(article.clone(), quotation.clone(), Change::Star(star))]).unwrap()
    };
    let saved = best(runs, || edit(location));
    let written = best(runs, || {
        records[articles / 2].quotes[0].star = true;
        let mut temporary = tempfile::NamedTempFile::new_in(folder).unwrap();
        temporary.write_all(serde_yaml::to_string(&records).unwrap().as_bytes()).unwrap();
        temporary.as_file().sync_all().unwrap();
        temporary.persist(folder.join("peer.yaml")).unwrap();
        File::open(folder).unwrap().sync_all().unwrap();
    });
    println!("one saved edit:        {} against {}: {:.3}×", ms(saved), ms(written), ratio(saved, written));
    let split = folder.join("split");
    std::fs::create_dir(&split).unwrap();
    for number in 0..articles {
        std::fs::write(split.join(format!("{}.yaml", generate::id(number))), generate::yaml(number)).unwrap();
    }
    let saved = best(runs, || edit(&Location::at(&split)));
    println!("one in a folder:       {} against {}: {:.4}×", ms(saved), ms(written), ratio(saved, written));
}

fn first_segment(location: &Location) {
    let (sender, receiver) = channel();
    let loading = load_in_background(location, None, Want::Columns, move |event| {
        let _ = sender.send(event);
    });
    let (mut catalog, mut texts) = (Catalog::default(), Texts::default());
    while catalog.is_empty() {
        match receiver.recv().unwrap() {
            LoadEvent::Segment(loaded) => loaded.append_to(&mut catalog, &mut texts),
            LoadEvent::Failed(error) => panic!("{error}"),
            _ => {}
        }
    }
    loading.stop();
}

/// Loads, makes the search index, waits, and tells what is held.
fn memory(path: &Path) {
    let (catalog, _) = store::load(&Location::at(path)).unwrap();
    let mut index = Index::default();
    index.update(&catalog);
    std::thread::sleep(Duration::from_secs(5));
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let kilobytes = |name: &str| -> f64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let (now, peak) = (kilobytes("VmRSS:") * 1024.0, kilobytes("VmHWM:") * 1024.0);
    let size = std::fs::metadata(path).unwrap().len() as f64;
    println!(
        "memory with index:     {:.0} MB, {:.2}× of the store; at most {:.0} MB, {:.2}×",
        now / 1e6,
        now / size,
        peak / 1e6,
        peak / size
    );
    black_box((catalog, index));
}

fn best<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    });
    times.min().unwrap()
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}
