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
fn every_format_has_the_versions() {
    let place = stage();
    for format in ["table", "ndjson", "json", "csv", "markdown", "html"] {
        let ran = place.sh(&format!("verbatim compare --format {format}"));
        ran.ends_with(0);
        assert!(ran.out.contains("“made” for “built”"), "{format}:\n{}", ran.out);
    }
}
