//! `verbatim extract` from end to end: what goes in, what comes out, what is said, how it ends.

#![allow(clippy::unwrap_used)]

mod shell;

use shell::{ARTICLE, Place};

#[test]
fn a_quotation_comes_with_everything_that_is_known_of_it() {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    let ran = place.sh("verbatim extract --format ndjson --outlet 'The Paper' --published 2026-01-08 bridge.txt");
    ran.ends_with(0);
    assert_eq!(ran.err, "");
    let found = ran.objects();
    assert_eq!(found.len(), 2);
    let first = &found[0];
    assert_eq!(first["article"], "bridge");
    assert_eq!(first["speaker"], "Anna Lindqvist");
    assert_eq!(first["speaker_kind"], "person");
    assert_eq!(first["kind"], "direct");
    assert_eq!(first["cue"], "said");
    assert_eq!(first["outlet"], "The Paper");
    assert_eq!(first["published"], "2026-01-08");
    assert_eq!(first["star"], false);
    let characters: Vec<char> = ARTICLE.chars().collect();
    for one in &found {
        let at = |key: &str| usize::try_from(one[key].as_u64().unwrap()).unwrap();
        let words: String = characters[at("start")..at("end")].iter().collect();
        assert_eq!(one["text"], words.as_str());
    }
    assert_eq!(ran.field("speaker"), ["Anna Lindqvist", "Tom Baker"]);
}

#[test]
fn every_format_has_every_quotation() {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    for format in ["yaml", "ndjson", "json", "csv", "markdown", "table", "lines"] {
        let ran = place.sh(&format!("verbatim extract --format {format} bridge.txt"));
        ran.ends_with(0);
        for words in ["We will not wait for another flood", "The bridge is safe until the spring"] {
            assert!(ran.out.contains(words), "{format}:\n{}", ran.out);
        }
        assert!(!ran.out.contains('\u{1b}'), "{format} has colors in a pipe");
    }
}

#[test]
fn text_comes_from_standard_input_too() {
    let place = Place::new();
    let ran = place.sh_with("verbatim extract --format ndjson -", ARTICLE.as_bytes());
    ran.ends_with(0);
    assert_eq!(ran.field("article"), ["stdin", "stdin"]);
}

#[test]
fn an_archive_streams_from_standard_input_in_order() {
    let place = Place::new();
    let mut archive = String::new();
    for number in 0..300 {
        let line = serde_json::json!({ "text": ARTICLE, "id": format!("a{number}"), "url": "https://example.org/a" });
        archive.push_str(&format!("{line}\n"));
    }
    for threads in ["", "--threads 1", "--threads 5"] {
        let ran = place.sh_with(&format!("verbatim extract {threads} --format ndjson -"), archive.as_bytes());
        ran.ends_with(0);
        let expected: Vec<String> = (0..300).flat_map(|number| [format!("a{number}"), format!("a{number}")]).collect();
        assert_eq!(ran.field("article"), expected);
    }
}

#[test]
fn what_was_read_is_printed_before_the_input_ends() {
    use std::io::{BufRead, BufReader, Write};
    let place = Place::new();
    let mut child = place.command("exec verbatim extract --format ndjson -").spawn().unwrap();
    let (mut to, mut from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    // If nothing came, the reading below would wait for ever; the end of the program ends it.
    let (done, waiting) = std::sync::mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        let in_time = waiting.recv_timeout(std::time::Duration::from_secs(120)).is_ok();
        if !in_time {
            child.kill().unwrap();
        }
        child.wait().unwrap().success()
    });
    for number in 0..3 {
        writeln!(to, "{}", serde_json::json!({ "text": ARTICLE, "id": format!("a{number}") })).unwrap();
        to.flush().unwrap();
        for _ in 0..2 {
            let mut line = String::new();
            from.read_line(&mut line).unwrap();
            assert!(line.contains(&format!("\"a{number}\"")), "{line}");
        }
    }
    drop(to);
    done.send(()).unwrap();
    assert!(watch.join().unwrap());
}

#[test]
fn a_bad_input_is_named_and_stops_no_other() {
    let place = Place::new();
    place.write("in/a.txt", ARTICLE);
    place.write(
        "in/b.ndjson",
        "{\"text\": \"“We won,” Ann Lee said.\"}\n{\"text\": 7}\n{\"text\": \"“We lost,” Bo Day said.\"}\n",
    );
    place.write("in/c.md", b"\x00\x01\x02");
    place.write("in/photo.jpg", b"\xff\xd8");
    let ran = place.sh("verbatim extract --format ndjson in missing.txt in/a.txt");
    ran.ends_with(2);
    assert_eq!(ran.field("article"), ["a", "a", "b-1", "b-3", "a", "a"]);
    ran.says(&[
        "in/b.ndjson:2: is not an article",
        "in/c.md: is not text",
        "missing.txt: cannot be read",
        "left out of the folders: 1 file of another kind",
    ]);
}

#[test]
fn older_encodings_are_read_and_said_so() {
    let place = Place::new();
    place.write("old.txt", b"\x93It\x92s over,\x94 Ren\xe9 Dupont said.");
    let ran = place.sh("verbatim extract --format ndjson old.txt");
    ran.ends_with(0).says(&["old.txt: read as windows-1252"]);
    assert_eq!(ran.field("text"), ["It’s over,"]);
    assert_eq!(ran.field("speaker"), ["René Dupont"]);
}

#[test]
fn front_matter_is_metadata_and_no_text() {
    let place = Place::new();
    place.write("a.md", format!("---\ntitle: Shut\nauthor: “Nobody,” Ann Lee said.\n---\n{ARTICLE}"));
    let ran = place.sh("verbatim extract --format ndjson a.md");
    ran.ends_with(0);
    assert_eq!(ran.field("title"), ["Shut", "Shut"]);
    assert_eq!(ran.field("article"), ["shut", "shut"]);
    assert_eq!(ran.objects()[0]["start"], 27);
}

#[test]
fn a_closed_pipe_is_a_clean_end() {
    let place = Place::new();
    let line = serde_json::json!({ "text": ARTICLE }).to_string() + "\n";
    let ran = place.sh_with(
        "{ verbatim extract --format ndjson -; echo ended $? >&2; } | head -n 1",
        line.repeat(5000).as_bytes(),
    );
    ran.ends_with(0);
    assert_eq!(ran.err, "ended 0\n");
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn empty_articles_are_left_out_with_a_word() {
    let place = Place::new();
    place.write("empty.txt", " \n");
    let ran = place.sh("verbatim extract --format ndjson empty.txt");
    ran.ends_with(0).says(&["empty.txt: empty, left out"]);
    assert_eq!(ran.out, "");
}

#[test]
fn wrong_use_says_what_would_be_right() {
    let place = Place::new();
    place.write("a.txt", ARTICLE);
    place.write("quotes.yaml", "quotes: []\n");
    for (line, words) in [
        ("verbatim extract", &["<INPUT>"][..]),
        ("verbatim extract a.txt --titel x", &["--titel", "--title"]),
        ("verbatim extract a.txt --published yesterday", &["a date is"]),
        ("verbatim extract a.txt --format xml", &["xml", "ndjson"]),
        ("verbatim extract a.txt a.txt --title x", &["--title is for a single article"]),
        ("verbatim extract quotes.yaml", &["is a store, not an article", "verbatim list --store"]),
        (
            "echo '<!DOCTYPE html><nav>x</nav>' | verbatim extract -",
            &["standard input: is a web page without the text of an article", ".txt"],
        ),
        ("echo '%PDF-1.4' | verbatim extract -", &["standard input: is damaged", "no pages"]),
        (
            "printf '{\"text\":\n\"x\"}' >split.ndjson; verbatim extract split.ndjson",
            &["split.ndjson:1: is not JSON", "one object per line", "jq -c '.[]'"],
        ),
        ("verbatim extarct a.txt 'b c.txt'", &["did you mean `verbatim extract a.txt 'b c.txt'`?"]),
        ("verbatim extarct", &["did you mean `verbatim extract`?"]),
        ("verbatim a.txt", &["a.txt is an article, not a store", "`verbatim add a.txt`"]),
        (
            "verbatim quotes.yaml extract a.txt",
            &["the store goes after the command", "`verbatim extract --store quotes.yaml a.txt`"],
        ),
        ("verbatim extract --store a.txt a.txt", &["a.txt is an article, not a store"]),
    ] {
        let ran = place.sh(line);
        ran.ends_with(2).says(words);
        assert_eq!(ran.out, "", "{line}");
    }
}

#[test]
fn names_of_files_cannot_send_escape_sequences() {
    let place = Place::new();
    place.write("a\u{1b}[2J.txt", b"\x00");
    let ran = place.sh("verbatim extract .");
    ran.ends_with(2).says(&["a\\u{1b}[2J.txt: is not text"]);
    assert!(!ran.err.contains('\u{1b}'));
}
