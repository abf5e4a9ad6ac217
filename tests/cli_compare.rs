//! `compare` from end to end: the same words in different articles.

#![allow(clippy::unwrap_used)]

mod shell;

use shell::Place;

fn stage() -> Place {
    let place = Place::new();
    let article = |outlet: &str, date: &str, text: &str| {
        place.write(
            &format!("{outlet}.md"),
            format!("---\ntitle: {outlet} on the harbour\noutlet: {outlet}\npublished: {date}\n---\n{text}\n"),
        );
        place.sh(&format!("verbatim add {outlet}.md --store quotes.yaml")).ends_with(0);
    };
    article(
        "Gull",
        "2026-01-09",
        "“Ferrymen built this harbour with borrowed money and nobody thanked them,” said Ann Bell.",
    );
    article("Tern", "2026-01-08", "“Ferrymen built this harbour with borrowed money,” said Ann Bell.");
    article(
        "Auk",
        "2026-01-10",
        "“Ferrymen made this harbour with borrowed money and nobody thanked them,” said Ann Bell.",
    );
    article("Rook", "2026-01-10", "“Painters keep nine lanterns in the old mill,” said Mark Tully.");
    place
}

#[test]
fn versions_are_one_group() {
    let place = stage();
    let ran = place.sh("verbatim compare --format ndjson");
    ran.ends_with(0);
    let groups = ran.objects();
    assert_eq!(groups.len(), 1, "{}", ran.out);
    let outlets: Vec<&str> =
        groups[0]["members"].as_array().unwrap().iter().map(|member| member["outlet"].as_str().unwrap()).collect();
    // The fullest form first, then by date.
    assert_eq!(outlets, ["Gull", "Tern", "Auk"]);
    assert_eq!(groups[0]["differs"], serde_json::json!(["words"]));
    assert_eq!(groups[0]["members"][2]["differences"][0], "“made” for “built”");
    assert_eq!(groups[0]["members"][1]["differences"], serde_json::json!([]));
}

#[test]
fn groups_can_be_chosen() {
    let place = stage();
    place.sh("verbatim compare --min-articles 4").ends_with(1);
    place.sh("verbatim compare --differing --format ndjson").ends_with(0);
    place.sh("verbatim compare --differing outlet:Gull OR outlet:Tern --format ndjson").ends_with(1);
    place.sh("verbatim compare speaker:tully").ends_with(1);
}

#[test]
fn what_compares_nothing_says_why() {
    let place = stage();
    place.write("v1.txt", "“It rains,” said Ann Bell.");
    place.sh("verbatim compare v1.txt v2.txt").ends_with(1).says(&[
        "nothing matches\n",
        "takes a query",
        "verbatim add v1.txt\n",
    ]);
    place.sh("verbatim compare speaker:tully").ends_with(1).says(&["no words stand in 2 articles"]);
    place.sh("verbatim compare --min-articles 4").ends_with(1).says(&["no words stand in 4 articles"]);
    place
        .sh("verbatim compare --differing outlet:Gull OR outlet:Tern")
        .ends_with(1)
        .says(&["nothing that 2 articles have differs"]);
    assert_eq!(place.sh("verbatim compare").err, "");
}

#[test]
fn queries_ask_for_versions() {
    let place = stage();
    let found = |query: &str| {
        let ran = place.sh(&format!("verbatim list --format ndjson '{query}'"));
        let mut outlets: Vec<String> =
            ran.objects().iter().map(|one| one["outlet"].as_str().unwrap().to_owned()).collect();
        outlets.sort_unstable();
        outlets.join(" ")
    };
    assert_eq!(found("versions:2.."), "Auk Gull Tern");
    assert_eq!(found("versions:3"), "Auk Gull Tern");
    assert_eq!(found("versions:..2"), "Rook");
    assert_eq!(found("versions:4.."), "");
    assert_eq!(found("is:differing outlet:Tern"), "Tern");
    assert_eq!(found("-is:differing"), "Rook");
    assert_eq!(found("versions:2.. sort:-date borrowed -outlet:Tern"), "Auk Gull");
    place.sh("verbatim list versions:many").ends_with(2).says(&["versions:2.."]);
    place.sh("verbatim stats versions:2.. --format json").ends_with(0);
}

#[test]
fn another_name_of_the_same_person_is_no_difference() {
    let place = Place::new();
    let article = |id: &str, speaker: &str| {
        place.write(
            &format!("{id}.md"),
            format!("It rained.\n\n“Ferrymen built this harbour with borrowed money,” said {speaker}.\n"),
        );
        place.sh(&format!("verbatim add {id}.md --store quotes.yaml")).ends_with(0);
    };
    article("one", "Ann Bell");
    article("two", "Bell");
    let groups = place.sh("verbatim compare --format ndjson").objects();
    assert_eq!(groups[0]["differs"], serde_json::json!([]));
    place.sh("verbatim list is:differing").ends_with(1);
    article("three", "Mark Tully");
    let groups = place.sh("verbatim compare --format ndjson").objects();
    assert_eq!(groups[0]["differs"], serde_json::json!(["speaker"]));
    place.sh("verbatim list is:differing").ends_with(0);
}

#[test]
fn every_format_has_the_versions() {
    let place = stage();
    for format in ["table", "ndjson", "json", "csv", "markdown", "html"] {
        let ran = place.sh(&format!("verbatim compare --format {format}"));
        ran.ends_with(0);
        assert!(ran.out.contains("“made” for “built”"), "{format}:\n{}", ran.out);
    }
}

#[test]
fn line_ends_make_no_version() {
    let place = Place::new();
    let add = |id: &str, text: &str| {
        place.write(&format!("{id}.txt"), text);
        place.sh(&format!("verbatim add {id}.txt --store quotes.yaml")).ends_with(0);
    };
    add("plain", "“Our well-known ferrymen built this harbour with remarkable patience,” said Ann Bell.\n");
    add(
        "wrapped",
        "“Our well-known ferrymen built this har-\nbour with re\u{ad}\nmarkable patience,” said Ann Bell, who has\nled the company for twenty years. It was\nraining over the old harbour, and the people\nof the town had come to see the new ship.\n",
    );
    let groups = place.sh("verbatim compare --format ndjson").objects();
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0]["differs"], serde_json::json!([]));
    place.sh("verbatim compare --differing").ends_with(1);
    // A word replaced at an end of the words is named as that.
    add("other", "“Our well-known ferrymen built this harbour with remarkable speed,” said Ann Bell.\n");
    let groups = place.sh("verbatim compare --format ndjson").objects();
    assert_eq!(groups[0]["members"][2]["differences"][0], "“speed” for “patience”");
    place.write("draft.md", "“Our well-known ferrymen built this harbour with remarkable patience,” said Ann Bell.\n");
    let found = place.sh("verbatim verify draft.md --against wrapped.txt --format ndjson").objects();
    assert_eq!(found[0]["verdict"], "verbatim");
}

#[test]
fn add_says_what_other_articles_have_already() {
    let place = stage();
    let add = |name: &str, text: &str| {
        place.write(&format!("{name}.md"), text);
        place.sh(&format!("verbatim add {name}.md --store quotes.yaml"))
    };
    let ran = add(
        "wren",
        "It rained.\n\n“Ferrymen built this harbour with borrowed money,” said Ann Bell.\n\n“Painters keep eleven lanterns in \
         the old mill,” said Mark Tully.\n\n“Seven whales slept under the bridge,” said Edda Marrow.\n",
    );
    ran.ends_with(0).says(&["2 quotations are known from 4 other articles, 1 in other words"]);
    let ran = add("swift", "“Nobody counts the gulls on market days,” said Edda Marrow.\n");
    ran.ends_with(0);
    assert!(!ran.err.contains("known"), "{}", ran.err);
    // The same article again brings nothing new.
    let ran = place.sh("verbatim add wren.md --store quotes.yaml");
    assert!(!ran.err.contains("known"), "{}", ran.err);
    // The first article of a store has nothing to be compared with.
    let ran = place.sh("verbatim add wren.md --store other.yaml");
    assert!(!ran.err.contains("known"), "{}", ran.err);
}
