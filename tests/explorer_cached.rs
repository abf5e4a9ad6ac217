//! The explorer on a store that is large enough for a cache: filled by one run, used by the next.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod driver;

use std::fs;
use std::path::{Path, PathBuf};

use driver::{Driver, Setup};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

/// A store of some hundred kilobytes. Every tenth article speaks of a ferry, and nobody's words do.
fn store() -> String {
    let article = |number: usize| {
        let boat = if number % 10 == 3 { "The old ferry" } else { "A tug" };
        let filling = "The council met again and decided nothing at all. ".repeat(6);
        format!(
            "---\narticle:\n  id: a{number}\n  title: Harbour news {number}\ntext: |\n  {boat} came in.\n\n  “The pier \
             number {number} is closed,” said Ida Voss.\n\n  {}\nspeakers:\n- name: Ida Voss\nquotes:\n- id: q1\n  \
             speaker: Ida Voss\n  text: The pier number {number} is closed,\n  at: [{}, {}]\n  kind: direct\n",
            filling.trim_end(),
            boat.len() + 12,
            boat.len() + 12 + 27 + number.to_string().len(),
        )
    };
    (0..400).map(article).collect()
}

/// The files of the cache with this ending.
fn kept(home: &Path, ending: &str) -> Vec<PathBuf> {
    let stores = fs::read_dir(home.join("cache/verbatim/stores")).into_iter().flatten().flatten();
    let files = stores.flat_map(|store| fs::read_dir(store.path()).unwrap().flatten().map(|entry| entry.path()));
    files.filter(|path| path.extension().is_some_and(|own| own == ending)).collect()
}

/// Runs the explorer until what it keeps of articles is there, and leaves it.
fn fill(home: &Path) {
    let mut first = start(home);
    first.wait_text("400 quotations");
    first.press("f").type_text("full:ferry").press("Enter");
    first.wait_text(" 40 of 400");
    first.send("q").wait_end();
    assert!(!kept(home, "group").is_empty() && !kept(home, "texts").is_empty(), "nothing is kept");
}

/// The explorer on the store in `home`, with the cache there.
fn start(home: &Path) -> Driver {
    let folder = |name: &str| home.join(name);
    Setup::new(PROGRAM)
        .argument(home.join("quotes.yaml"))
        .variable("XDG_CACHE_HOME", folder("cache"))
        .variable("XDG_STATE_HOME", folder("state"))
        .start()
}

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("quotes.yaml"), store()).unwrap();
    let file = fs::File::options().append(true).open(home.path().join("quotes.yaml")).unwrap();
    file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(100)).unwrap();
    home
}

#[test]
fn a_cached_store_is_shown_searched_and_edited_as_any_other() {
    let home = home();
    fill(home.path());
    let mut explorer = start(home.path());
    explorer.wait_text("400 quotations");
    for (query, shown) in [
        ("full:ferry", " 40 of 400"),
        ("context:ferry", " 0 of 400"),
        ("context:\"number 123\"", " 1 of 400"),
        ("full:\"decided nothing\" number 17", " 14 of 400"),
        ("about:voss", "400 quotations"),
    ] {
        explorer.press("f").type_text(query).press("Enter");
        explorer.wait_text(shown);
        explorer.press("F");
    }
    explorer.press("f").type_text("full:ferry number 123").press("Enter");
    explorer.wait_text(" 1 of 400");
    explorer.press("2 *");
    explorer.wait_until("the star in the file", |_| {
        fs::read_to_string(home.path().join("quotes.yaml")).unwrap().contains("star: true")
    });
    explorer.send("q").wait_end();
    let mut third = start(home.path());
    third.press("f").type_text("is:star").press("Enter");
    third.wait_text(" 1 of 400");
}

#[test]
fn what_others_write_to_a_cached_store_is_seen() {
    let home = home();
    fill(home.path());
    let mut explorer = start(home.path());
    explorer.wait_text("400 quotations");
    let changed = store().replacen("A tug came in", "The ferry came in", 1)
        + "---\narticle: {id: last}\nquotes:\n- id: q1\n  text: The ferry is mine.\n";
    fs::write(home.path().join("new"), changed).unwrap();
    fs::rename(home.path().join("new"), home.path().join("quotes.yaml")).unwrap();
    explorer.wait_text("401 quotations");
    explorer.press("f").type_text("full:ferry").press("Enter");
    explorer.wait_text(" 42 of 401");
}

#[test]
fn a_broken_cache_is_not_shown() {
    let home = home();
    fill(home.path());
    for ending in ["group", "texts", "words"] {
        for path in kept(home.path(), ending) {
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 4;
            fs::write(path, bytes).unwrap();
        }
    }
    let mut explorer = start(home.path());
    explorer.wait_text("400 quotations");
    explorer.press("f").type_text("full:\"old ferry\"").press("Enter");
    explorer.wait_text(" 40 of 400");
}
