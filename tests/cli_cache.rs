//! The cache through the program itself: results are the same with it and without it, whatever happens to it.

#![allow(clippy::unwrap_used)]

mod shell;

use std::fs;
use std::path::PathBuf;

use shell::Place;

/// A store large enough to be worth a cache.
fn store(articles: usize) -> String {
    let article = |number: usize| {
        let month = number % 12 + 1;
        format!(
            "---\narticle:\n  id: a{number}\n  title: Harbour news {number}\n  outlet: The Lamp\n  published: \
             2025-{month:02}-03\ntext: |\n  “The pier number {number} is closed,” said Ida Voss. “Boats wait.”\n\n  {}\n\
             speakers:\n- name: Ida Voss\n  role: harbour master\n  aliases: [Voss]\nquotes:\n- id: q1\n  speaker: Ida \
             Voss\n  text: The pier number {number} is closed,\n  at: [1, {}]\n- id: q2\n  text: Boats wait.\n",
            "Nobody else spoke of it on that day. ".repeat(8).trim_end(),
            29 + number.to_string().len(),
        )
    };
    (0..articles).map(article).collect()
}

const COMMANDS: [&str; 16] = [
    "list",
    "list --count pier",
    "list --format ndjson 'number 17' sort:-date",
    "list --count 'full:\"on that day\"'",
    "list --count full:day",
    "list --count 'full:\"boats wait\"'",
    "list --count full:Nobody",
    "list --count 'context:closed number 7'",
    "list --count about:voss",
    "list --format lines 'full:/pier number 1[0-9] /'",
    "list --format yaml id:a7",
    "list 'P[i]er OR Boats' --limit 3",
    "stats",
    "stats --by month,speaker harbour OR pier",
    "speakers",
    "articles",
];

/// The output of every command that reads the store.
fn all(place: &Place, options: &str) -> Vec<(String, String)> {
    let run = |line: &&str| place.sh(&format!("verbatim --store quotes.yaml {options} {line}"));
    COMMANDS.iter().map(run).map(|ran| (ran.out, ran.err)).collect()
}

/// The files of the cache that hold what was derived.
fn kept(place: &Place) -> Vec<PathBuf> {
    let listed = place.sh("find cache -name '*.group' -o -name manifest | sort");
    listed.out.lines().map(|name| place.path(name)).collect()
}

#[test]
fn results_are_the_same_whatever_happens_to_the_cache() {
    let place = Place::new();
    place.write("quotes.yaml", store(300));
    let expected = all(&place, "--no-cache");
    assert!(expected.iter().all(|(out, _)| !out.is_empty()));
    assert!(!place.path("cache").exists(), "--no-cache keeps nothing");
    assert_eq!(all(&place, ""), expected);
    let files = kept(&place);
    assert!(files.len() >= 2, "{files:?}");
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 4;
        for damaged in [&flipped[..], &bytes[..bytes.len() / 3], b""] {
            fs::write(file, damaged).unwrap();
            assert_eq!(all(&place, ""), expected, "{}", file.display());
        }
        assert_eq!(fs::read(file).unwrap().len(), bytes.len(), "it is written again");
    }
}

#[test]
fn what_the_cache_lacks_is_written_again() {
    let place = Place::new();
    place.write("quotes.yaml", store(300));
    place.sh("verbatim list --count pier").ends_with(0);
    let group = kept(&place).into_iter().find(|path| path.extension().is_some()).unwrap();
    fs::remove_file(&group).unwrap();
    assert_eq!(place.sh("VERBATIM_CACHE=off verbatim list --count pier").out, "300\n");
    assert!(!group.exists());
    assert_eq!(place.sh("verbatim list --count pier").out, "300\n");
    assert!(group.exists(), "the cache was looked into");
}

#[test]
fn changes_are_seen_at_once() {
    let place = Place::new();
    place.write("quotes.yaml", store(300));
    assert_eq!(place.sh("verbatim list --count pier").out, "300\n");
    place.sh("sed -i 's/pier number 41 /quay number 41 /' quotes.yaml");
    assert_eq!(place.sh("verbatim list --count pier").out, "299\n");
    assert_eq!(place.sh("verbatim list --count quay").out, "1\n");
    place.sh("verbatim speakers rename 'Ida Voss' 'Ida Vossberg'").ends_with(0);
    assert_eq!(place.sh("verbatim list --count by:vossberg").out, "300\n");
    place.write("bridge.txt", shell::ARTICLE);
    place.sh("verbatim add bridge.txt").ends_with(0);
    assert_eq!(place.sh("verbatim list --count flood").out, "1\n");
    assert_eq!(all(&place, ""), all(&place, "--no-cache"));
}

#[test]
fn the_cache_is_shown_and_cleared() {
    let place = Place::new();
    place.write("quotes.yaml", store(300));
    assert_eq!(place.sh("verbatim cache").ends_with(0).out, "");
    place.sh("verbatim stats").ends_with(0);
    let shown = place.sh("verbatim cache").ends_with(0).out.clone();
    assert!(shown.contains("\t0\t") && shown.trim_end().ends_with("/quotes.yaml"), "{shown}");
    place.sh("verbatim cache --clear").ends_with(0).says(&["1 store"]);
    assert_eq!(kept(&place), Vec::<PathBuf>::new());
    assert_eq!(place.sh("verbatim list --count pier").out, "300\n");
    place.sh("VERBATIM_CACHE=off verbatim cache").ends_with(2).says(&["turned off"]);
}

#[test]
fn a_folder_that_cannot_be_had_means_no_cache() {
    let place = Place::new();
    place.write("quotes.yaml", store(300));
    place.write("cache", "a file");
    let ran = place.sh("verbatim list --count pier");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "300\n", ""));
    assert_eq!(place.read("cache"), "a file");
}

#[test]
fn two_programs_at_once_write_one_whole_cache() {
    let place = Place::new();
    place.write("quotes.yaml", store(600));
    let children: Vec<_> = (0..6).map(|_| place.command("verbatim list --count pier").spawn().unwrap()).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "600\n");
    }
    assert_eq!(all(&place, ""), all(&place, "--no-cache"));
}

#[test]
fn drafts_are_verified_the_same_with_it_and_without() {
    let place = Place::new();
    place.write("quotes.yaml", store(300));
    place.write(
        "draft.md",
        "“The pier number 41 is closed,” said Ida Voss.\n\n“The pier number 42 was never closed,” said Ida Voss.\n\n\
         “A whale took the ferry to the opera,” said Bo Lund.\n",
    );
    let verify = |options: &str| {
        let ran = place.sh(&format!("verbatim {options} verify draft.md --store quotes.yaml --format ndjson"));
        (ran.code, ran.out)
    };
    let expected = verify("--no-cache");
    for verdict in ["\"verbatim\"", "\"altered\"", "\"missing\""] {
        assert!(expected.1.contains(verdict), "{}", expected.1);
    }
    place.sh("verbatim list --count pier").ends_with(0);
    assert_eq!((verify(""), verify("")), (expected.clone(), expected.clone()));
    let listed = place.sh("find cache -name '*.keys'").out;
    assert!(!listed.is_empty());
    for name in listed.lines() {
        let mut bytes = fs::read(place.path(name)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        fs::write(place.path(name), bytes).unwrap();
    }
    assert_eq!(verify(""), expected);
    place.sh("sed -i 's/pier number 41 is closed/quay number 41 is shut/' quotes.yaml");
    let changed = verify("--no-cache");
    assert_ne!(changed, expected);
    assert_eq!(verify(""), changed);
}

#[test]
fn articles_are_added_the_same_with_it_and_without() {
    let place = Place::new();
    place.write("quotes.yaml", store(300));
    place.write("bridge.txt", shell::ARTICLE);
    place.write("again.txt", format!("{}\n\nOne more line.\n", shell::ARTICLE.trim_end()));
    place.sh("verbatim list --count pier").ends_with(0);
    let commands = [
        "add bridge.txt --url https://news.example/bridge --outlet Bell",
        "add bridge.txt --url 'https://news.example/bridge?utm_source=x'",
        "add again.txt --url https://news.example/bridge",
        "add bridge.txt --url https://other.example/bridge",
        "add bridge.txt --id a7",
    ];
    for command in commands {
        fs::copy(place.path("quotes.yaml"), place.path("before.yaml")).unwrap();
        let cached = place.sh(&format!("verbatim {command}"));
        let after = place.read("quotes.yaml");
        fs::copy(place.path("before.yaml"), place.path("quotes.yaml")).unwrap();
        let plain = place.sh(&format!("verbatim --no-cache {command}"));
        assert_eq!((cached.code, cached.out, cached.err), (plain.code, plain.out, plain.err), "{command}");
        assert_eq!(place.read("quotes.yaml"), after, "{command}");
        place.sh("verbatim list --count pier").ends_with(0);
    }
    // What somebody else made of it meanwhile is what holds.
    place.sh("sed -i 's#https://other.example/bridge#https://third.example/bridge#' quotes.yaml");
    let ran = place.sh("verbatim add bridge.txt --url https://third.example/bridge");
    assert!(ran.out.starts_with("unchanged"), "{}", ran.out);
}
