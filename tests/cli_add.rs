//! `verbatim add` from end to end: what is filed, where, and that nothing is lost by doing it again.

#![allow(clippy::unwrap_used)]

mod shell;

use shell::{ARTICLE, Place, SUMMIT};

fn stage() -> Place {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    place.write("summit.txt", SUMMIT);
    place
}

#[test]
fn what_was_added_is_told_with_its_place() {
    let place = stage();
    let ran = place.sh("verbatim add --store quotes.yaml bridge.txt");
    ran.ends_with(0);
    assert_eq!(ran.out, "added bridge: 2 quotations, in quotes.yaml\n");
    assert_eq!(ran.err, "");
    assert_eq!(place.sh("verbatim list --count").out, "2\n");
}

#[test]
fn adding_again_changes_not_a_byte() {
    let place = stage();
    place.sh("verbatim add --store quotes.yaml bridge.txt summit.txt").ends_with(0);
    let before = place.read("quotes.yaml");
    let ran = place.sh("verbatim add bridge.txt summit.txt bridge.txt");
    ran.ends_with(0);
    assert_eq!(ran.out.lines().filter(|line| line.starts_with("unchanged ")).count(), 3, "{}", ran.out);
    assert_eq!(place.read("quotes.yaml"), before);
}

#[test]
fn a_store_is_what_extract_prints() {
    let place = stage();
    place.sh("verbatim add --store quotes.yaml bridge.txt --title 'The bridge'").ends_with(0);
    let printed = place.sh("verbatim extract bridge.txt --title 'The bridge'").out;
    assert_eq!(place.read("quotes.yaml").trim_start_matches("---\n"), printed.trim_start_matches("---\n"));
}

#[test]
fn two_articles_under_one_file_name_become_two_documents() {
    let place = stage();
    place.write("a/news.txt", ARTICLE);
    place.write("b/news.txt", SUMMIT);
    let ran = place.sh("verbatim add --store quotes.yaml a/news.txt b/news.txt");
    ran.ends_with(0);
    let ids: Vec<&str> = ran.out.lines().map(|line| line.split([' ', ':']).nth(1).unwrap()).collect();
    assert_eq!(ids, ["news", "news-2"]);
    assert_eq!(place.sh("verbatim list --count article:news-2").out.trim(), "5");
}

#[test]
fn changes_by_hand_outlive_another_add() {
    let place = stage();
    place.sh("verbatim add --store quotes.yaml bridge.txt").ends_with(0);
    let store = place.read("quotes.yaml");
    let (before, rest) = store.split_once("quotes:\n").unwrap();
    let changed = rest.replacen("  speaker: Anna Lindqvist", "  speaker: Her Deputy # asked her", 1);
    assert_ne!(rest, changed);
    let changed = format!("{before}quotes:\n{changed}  star: true\n  checked_by: me\n");
    place.write("quotes.yaml", &changed);
    place.sh("verbatim add bridge.txt").ends_with(0);
    let again = place.read("quotes.yaml");
    assert!(again.ends_with(changed.split_once("quotes:\n").unwrap().1), "{again}");
    place.sh("verbatim add bridge.txt").ends_with(0);
    assert_eq!(place.read("quotes.yaml"), again);
    // A revised article keeps them too.
    place.write("bridge.txt", format!("{ARTICLE}\n“I am not so sure,” Peter Hall said.\n"));
    let ran = place.sh("verbatim add bridge.txt");
    ran.ends_with(0);
    assert!(ran.out.starts_with("renewed bridge: 3 quotations (1 new"), "{}", ran.out);
    let after = place.read("quotes.yaml");
    for kept in ["  speaker: Her Deputy # asked her\n", "  star: true\n", "  checked_by: me\n"] {
        assert!(after.contains(kept), "{kept} is lost:\n{after}");
    }
    assert_eq!(place.sh("verbatim list --format lines speaker:deputy").out.lines().count(), 1);
}

#[test]
fn a_folder_takes_one_file_per_article() {
    let place = stage();
    let ran = place.sh("mkdir store && verbatim add --store store bridge.txt summit.txt");
    ran.ends_with(0);
    assert!(ran.out.contains("in store/bridge.yaml") && ran.out.contains("in store/summit.yaml"), "{}", ran.out);
    assert!(place.path("store/bridge.yaml").exists());
    assert_eq!(place.sh("verbatim list --store store --count").out, "7\n");
}

#[test]
fn a_store_is_made_where_custom_has_it() {
    let place = stage();
    place.sh("verbatim add bridge.txt").ends_with(0);
    assert!(place.path("data/verbatim/quotes.yaml").exists());
    place.sh("VERBATIM_STORE=deep/in/here.yaml verbatim add bridge.txt").ends_with(0);
    assert!(place.path("deep/in/here.yaml").exists());
}

#[test]
fn metadata_are_kept_and_an_archive_brings_its_own() {
    let place = stage();
    place.write(
        "news.ndjson",
        serde_json::json!({ "text": ARTICLE, "id": "bridge", "url": "https://example.org/bridge", "published": "2026-01-08" })
            .to_string(),
    );
    let ran = place.sh("verbatim add --store quotes.yaml --outlet 'The Paper' --language en news.ndjson");
    ran.ends_with(0);
    let listed = place.sh("verbatim list --format ndjson");
    assert_eq!(listed.field("article"), ["bridge", "bridge"]);
    for (field, value) in [
        ("outlet", "The Paper"),
        ("url", "https://example.org/bridge"),
        ("published", "2026-01-08"),
        ("language", "en"),
    ] {
        assert_eq!(listed.field(field), [value, value]);
    }
}

#[test]
fn a_bad_input_stops_no_other_and_is_named_at_the_end() {
    let place = stage();
    place.write("photo.txt", b"\x00\x01");
    let ran = place.sh("verbatim add --store quotes.yaml missing.txt photo.txt bridge.txt");
    ran.ends_with(2).says(&["missing.txt: cannot be read", "photo.txt: is not text"]);
    assert_eq!(ran.out, "added bridge: 2 quotations, in quotes.yaml\n");
}

#[test]
fn nothing_is_written_when_use_is_wrong() {
    let place = stage();
    for (line, words) in [
        ("verbatim add --store quotes.yaml", "<INPUT>"),
        ("verbatim add --store bridge.txt summit.txt", "bridge.txt is an article, not a store"),
        ("verbatim add --store quotes.yaml --id x bridge.txt summit.txt", "--id is for a single article"),
        ("verbatim add --store - bridge.txt", "standard input cannot be added to"),
    ] {
        place.sh(line).ends_with(2).says(&[words]);
        assert!(!place.path("quotes.yaml").exists(), "{line}");
    }
    assert_eq!(place.read("bridge.txt"), ARTICLE);
}

#[test]
fn several_can_add_at_once() {
    let place = Place::new();
    for number in 0..8 {
        place.write(&format!("a{number}.txt"), ARTICLE.replace("bridge", &format!("bridge number {number}")));
    }
    let ran = place.sh("for i in 0 1 2 3 4 5 6 7; do verbatim add --store quotes.yaml a$i.txt & done; wait");
    ran.ends_with(0);
    assert_eq!(place.sh("verbatim list --count").out, "16\n");
}

#[test]
fn an_article_that_stands_in_what_cannot_be_read_is_not_filed_again() {
    for store in ["quotes.yaml", "store"] {
        let place = stage();
        place.sh(&format!("[ {store} = store ] && mkdir store; verbatim add --store {store} bridge.txt")).ends_with(0);
        let file = if store == "store" { "store/bridge.yaml" } else { store };
        let sound = place.read(file);
        // In the words, and in the head.
        for (from, to) in [
            ("quotes:\n", "quotes:\n<<<<<<< HEAD\n=======\n"),
            ("  id: bridge\n", "<<<<<<< HEAD\n  id: bridge\n=======\n"),
        ] {
            let broken = sound.replacen(from, to, 1);
            place.write(file, &broken);
            place.write("bridge.txt", ARTICLE.replace("flood", "storm"));
            let ran = place.sh(&format!("verbatim add --store {store} bridge.txt summit.txt"));
            ran.ends_with(2).says(&[&format!("bridge was not added: {file}:"), "a Git conflict marker"]);
            assert!(
                ran.out.starts_with("added summit: 5 ") || ran.out.starts_with("unchanged summit: 5 "),
                "{}",
                ran.out
            );
            assert_eq!(ran.out.lines().count(), 1);
            assert!(place.read(file).starts_with(&broken));
        }
        // Another article can be filed, but what is broken is named.
        place.write("other.txt", "“We shall see,” Ann Lee said.\n");
        place.sh(&format!("verbatim add --store {store} other.txt")).ends_with(0).says(&[&format!("{file}:")]);
    }
}

#[test]
fn an_id_is_a_name() {
    let place = stage();
    let long = "x".repeat(400);
    for (id, words) in [
        ("''", "an id cannot be empty"),
        ("\"$(printf 'a\\nb')\"", "an id cannot contain line breaks or control characters"),
        (long.as_str(), "an id cannot be longer than 200 bytes"),
    ] {
        place.sh(&format!("verbatim add --store quotes.yaml --id {id} bridge.txt")).ends_with(2).says(&[words]);
        assert!(!place.path("quotes.yaml").exists());
    }
    place.write("a.ndjson", serde_json::json!({ "text": ARTICLE, "id": long }).to_string());
    place.sh("verbatim add --store quotes.yaml a.ndjson").ends_with(2).says(&["a.ndjson:1: an id cannot be longer"]);
    let longest = "y".repeat(200);
    place.sh(&format!("mkdir store; verbatim add --store store --id {longest} bridge.txt")).ends_with(0);
}

#[test]
fn doubtful_metadata_are_named_and_kept() {
    let place = stage();
    let line =
        |id: &str| serde_json::json!({ "text": ARTICLE, "id": id, "published": "garbage", "url": "javascript:x" });
    place.write("a.ndjson", format!("{}\n{}\n", line("a"), line("b")));
    let ran = place.sh("verbatim add --store quotes.yaml a.ndjson --language 'foo bar'");
    ran.ends_with(0).says(&[
        "a.ndjson:1 and 1 more: `published` is not a date such as 2026-01-08",
        "“garbage”",
        "a.ndjson:1 and 1 more: `url` is not a web address",
        "`language` is not a language tag",
    ]);
    assert_eq!(place.sh("verbatim list --format ndjson").field("published"), ["garbage"; 4]);
    let ran = place.sh("verbatim add --store q.yaml bridge.txt --published 2026-01-08 --url https://example.org/a");
    assert_eq!(ran.ends_with(0).err, "");
}

#[test]
fn typography_that_alone_changed_keeps_every_decision() {
    let place = Place::new();
    let text = "A bridge\n\n\"We won't wait - not for a flood,\" Mayor Siobhan O'Neil said on Monday.\n\n\
        Tom Fifield, an engineer, said: \"It's safe until spring.\"\n";
    place.write("bridge.txt", text);
    place.sh("verbatim add --store quotes.yaml --id bridge bridge.txt").ends_with(0);
    let ids: Vec<String> = place
        .sh("verbatim list --format ndjson")
        .objects()
        .iter()
        .map(|row| row["id"].as_str().unwrap().into())
        .collect();
    place.write(
        "coded.csv",
        format!(
            "article,id,review,tags,speaker\nbridge,{},confirmed,flood,\nbridge,{},,spring,Ada Low\n",
            ids[0], ids[1]
        ),
    );
    place.sh("verbatim set --from coded.csv").ends_with(0);
    let set = "A bridge\n\n“We won’t wait – not for a\u{a0}flood,” Mayor Siobhan O’Neil said on Mon\u{ad}day.\n\n\
        Tom Fi\u{fb01}eld, an engineer, said: “It’s safe until spring.”\n";
    place.write("bridge.txt", set);
    place.sh("verbatim add --id bridge bridge.txt").ends_with(0);
    let rows = place.sh("verbatim list --format ndjson").objects();
    assert_eq!(rows.len(), 2);
    let told = |number: usize, key: &str| rows[number][key].as_str().unwrap_or_default().to_owned();
    assert_eq!((told(0, "id"), told(1, "id")), (ids[0].clone(), ids[1].clone()));
    assert_eq!(told(0, "text"), "We won’t wait – not for a\u{a0}flood,");
    assert_eq!((told(0, "review"), &rows[0]["tags"]), ("confirmed".into(), &["flood"].into()));
    assert_eq!((told(1, "text"), told(1, "speaker")), ("It’s safe until spring.".into(), "Ada Low".into()));
    assert!(rows.iter().all(|row| row.get("gone").is_none()), "{rows:?}");
    place.sh("verbatim check").ends_with(0);
    // Names are one in whatever typography.
    place.write("other.txt", "Mayor Siobhan O'Neil said on Friday: “The bridge will be closed for a year.”\n");
    place.sh("verbatim add other.txt").ends_with(0);
    assert_eq!(place.sh("verbatim list --count 'speaker:\"Siobhan O’Neil\"'").out, "2\n");
    assert_eq!(place.sh("verbatim speakers | grep -c Neil").out, "1\n");
}

#[test]
fn words_divided_at_line_ends_are_found_and_shown_whole() {
    let place = Place::new();
    let text = "Mayor Anna Lindqvist said on Monday: “The council has an-\nnounced nothing, and the Over-\nstrand \
        family will be heard before any-\nthing is built.”\n\nThe Overstrand family declined to comment.\n";
    place.write("bridge.txt", text);
    place.sh("verbatim add --store quotes.yaml bridge.txt").ends_with(0);
    let whole = "The council has announced nothing, and the Overstrand family will be heard before anything is built.";
    for query in ["announced", "overstrand", "'announced nothing'", "context:overstrand", "full:announced"] {
        let ran = place.sh(&format!("verbatim list {query}"));
        assert!(ran.ends_with(0).out.contains(whole), "{query}: {}", ran.out);
    }
    assert!(place.read("quotes.yaml").contains("an-\\n"), "the store keeps the slice: {}", place.read("quotes.yaml"));
    place.sh("verbatim check").ends_with(0);
}
