//! `verify` from end to end: every verdict, note, format and exit code.

#![allow(clippy::unwrap_used)]

mod shell;

use serde_json::Value;
use shell::{Place, Ran};

const HARBOUR: &str = "---\ntitle: Harbour stays open\noutlet: Harbour News\npublished: 2026-01-08\n---\n\
    Harbour stays open\n\n\
    “The harbour will stay open for every boat this winter,” said Ann Bell.\n\n\
    Mark Tully, a pilot, said: “I would never claim that the harbour is safe for little ferries in a storm. Every skipper \
    knows the old wall. Nobody repaired it.”\n";

fn stage() -> Place {
    let place = Place::new();
    place.write("harbour.md", HARBOUR);
    place.sh("verbatim add harbour.md --store quotes.yaml").ends_with(0);
    place
}

/// Verifies a draft of these words and gives its findings.
#[track_caller]
fn verify(place: &Place, draft: &str, code: i32) -> Vec<Value> {
    place.write("draft.md", draft);
    let ran = place.sh("verbatim verify draft.md --format ndjson");
    ran.ends_with(code);
    ran.objects()
}

/// The verdict, the attribution and the notes of a draft's first passage.
#[track_caller]
fn check(draft: &str, code: i32, expected: (&str, &str, &[&str])) {
    let found = verify(&stage(), draft, code);
    let notes: Vec<&str> =
        found[0]["notes"].as_array().unwrap().iter().map(|note| note["note"].as_str().unwrap()).collect();
    let shown = (found[0]["verdict"].as_str().unwrap(), found[0]["attribution"].as_str().unwrap(), notes.as_slice());
    assert_eq!(shown, expected, "{draft}");
}

const BELL: &str = "said Ann Bell.\n";

#[test]
fn words_that_stand_so_are_verbatim() {
    let words = "“The harbour will stay open for every boat this winter,”";
    check(&format!("{words} {BELL}"), 0, ("verbatim", "agrees", &[]));
    check(&format!("{words} said Mark Tully.\n"), 1, ("verbatim", "differs", &[]));
    check(
        "“the harbour will  stay open for every boat this winter” It hung there.\n",
        0,
        ("verbatim", "unstated", &[]),
    );
    check(
        &format!("It rained.\n\n“The harbour will stay\nopen for every boat this winter,” {BELL}"),
        0,
        ("verbatim", "agrees", &[]),
    );
}

#[test]
fn the_summary_counts_quotations_given_to_another_speaker() {
    let place = stage();
    let words = "“The harbour will stay open for every boat this winter,”";
    place.write("draft.md", format!("{words} said Mark Tully.\n\n{words} {BELL}"));
    place.sh("verbatim verify draft.md").ends_with(1).says(&["; 2 verbatim (1 with another speaker)"]);
    place.write("draft.md", format!("{words} {BELL}"));
    let ran = place.sh("verbatim verify draft.md --format table");
    assert!(ran.out.ends_with("\n1 verbatim\n"), "{}", ran.out);
}

#[test]
fn a_place_is_named_once_however_many_quotations_it_has() {
    let place = Place::new();
    place.write(
        "quay.md",
        "---\ntitle: The quay\n---\n“The quay is crumbling,” said Ann Bell. “The quay is crumbling,” she said again.\n\n\
         “The quay is crumbling,” she said a third time.\n",
    );
    place.sh("verbatim add quay.md --store quotes.yaml").ends_with(0);
    place.write("draft.md", format!("“The quay is crumbling,” {BELL}"));
    for format in ["table", "html"] {
        let ran = place.sh(&format!("verbatim verify draft.md --format {format}"));
        let also: Vec<&str> = ran.out.lines().filter(|line| line.contains("also in")).collect();
        assert_eq!(also.len(), 1, "{}", ran.out);
        assert_eq!((also[0].matches("¶2").count(), also[0].matches("¶1").count()), (1, 0), "{also:?}");
    }
}

#[test]
fn marked_gaps_and_insertions_abridge() {
    check(&format!("“The harbour will … for every boat this winter,” {BELL}"), 0, ("abridged", "agrees", &[]));
    check(
        &format!("“The [port] will stay open for every boat this winter,” {BELL}"),
        0,
        ("abridged", "agrees", &["replaced"]),
    );
}

#[test]
fn words_that_differ_are_altered_and_told() {
    let found = verify(&stage(), &format!("“The harbour could stay open for every boat this winter,” {BELL}"), 1);
    assert_eq!(found[0]["verdict"], "altered");
    assert_eq!(found[0]["differences"][0]["words"], "changed “will” to “could”");
    assert_eq!(found[0]["found"], "The harbour will stay open for every boat this winter");
}

#[test]
fn words_that_nobody_has_are_missing() {
    let found = verify(&stage(), "“Seven lanterns burned all night above the mill,” said Ann Bell.\n", 1);
    assert_eq!((&found[0]["verdict"], &found[0]["attribution"]), (&"missing".into(), &"unknown".into()));
    assert_eq!(found[0]["article"], Value::Null);
}

#[test]
fn exact_words_can_still_mislead() {
    let tully = "said Mark Tully.\n";
    check(
        &format!("“The harbour is safe for little ferries in a storm,” {tully}"),
        1,
        ("verbatim", "agrees", &["cut", "negation"]),
    );
    let joined = format!(
        "“I would never claim that the harbour is safe for little ferries in a storm … Nobody repaired it,” {tully}"
    );
    check(&joined, 1, ("abridged", "agrees", &["joined"]));
}

#[test]
fn rejected_and_confirmed_quotations_count() {
    let place = stage();
    let draft = format!("“The harbour will stay open for every boat this winter,” {BELL}");
    place.write("draft.md", &draft);
    place.sh("verbatim verify draft.md --strict --format ndjson").ends_with(1);
    let store = place.read("quotes.yaml");
    let with = |review: &str| store.replacen("  evidence:\n", &format!("  review: {review}\n  evidence:\n"), 1);
    place.write("quotes.yaml", with("confirmed"));
    place.sh("verbatim verify draft.md --strict --format ndjson").ends_with(0);
    place.write("quotes.yaml", with("rejected"));
    let ran = place.sh("verbatim verify draft.md --format ndjson");
    ran.ends_with(1);
    assert_eq!(ran.objects()[0]["notes"][0]["note"], "rejected");
}

#[test]
fn a_source_can_be_named() {
    let place = stage();
    place.write("interview.txt", "“We paint the lanterns on Sundays, all nine of them,” said Edda Marrow.\n");
    place.write("draft.md", "“We paint the lanterns on Sundays, all nine of them,” said Edda Marrow.\n");
    place.sh("verbatim verify draft.md").ends_with(1);
    place.sh("verbatim verify draft.md --against interview.txt --store none.yaml").ends_with(0);
    place.sh("verbatim verify draft.md --against harbour-stays-open").ends_with(1);
    place.sh("verbatim verify draft.md --against nothing-of-this").ends_with(2).says(&["nothing-of-this"]);
    place.sh("verbatim verify - --against interview.txt <draft.md").ends_with(0);
}

#[test]
fn quotations_can_be_left_out() {
    let place = stage();
    place.write("draft.md", format!("“The harbour will stay open for every boat this winter,” {BELL}"));
    place.sh("verbatim verify draft.md --except 'outlet:\"Harbour News\"'").ends_with(1);
}

#[test]
fn bad_input_and_an_empty_store_are_errors() {
    let place = stage();
    place.sh("verbatim verify missing.md").ends_with(2).says(&["missing.md"]);
    place.write("empty.yaml", "");
    place.write("draft.md", "“Words of some length that nobody has said,” said Ann Bell.\n");
    place.sh("verbatim verify draft.md --store empty.yaml").ends_with(2);
    place.sh("verbatim verify draft.md --store none.yaml").ends_with(2);
}

#[test]
fn a_mark_without_an_end_is_a_problem() {
    let place = stage();
    place.write(
        "draft.md",
        "---\ntitle: Draft\n---\nIt rained.\n\nBell said: “The harbour will stay open.\n\nIt snowed.\n",
    );
    let ran = place.sh("verbatim verify draft.md");
    ran.ends_with(1);
    assert!(ran.out.contains("draft.md:6: mark:"), "{}", ran.out);
    ran.says(&["1 unclosed mark (line 6)"]);
}

fn report(format: &str) -> Ran {
    let place = stage();
    place.write(
        "draft.md",
        "“The harbour could stay open for every boat this winter,” said Ann Bell.\n\nThe path is known as the “<tar> walk”.\n",
    );
    let ran = place.sh(&format!("verbatim verify draft.md --format {format}"));
    ran.ends_with(1);
    ran
}

#[test]
fn every_format_says_what_is_wrong() {
    let changed = "changed “will” to “could”";
    for format in ["table", "lines", "ndjson", "json", "csv", "markdown", "html", "sarif"] {
        let out = report(format).out;
        assert!(out.contains(changed), "{format}:\n{out}");
    }
    let lines = report("lines").out;
    assert!(lines.starts_with("draft.md:1:2: altered: “The harbour could"), "{lines}");
    let table = report("table").out;
    for words in ["SHA-256:", "Harbour News, 2026-01-08", "Reported speech without", "2 passages: 1 checked, 1 term"] {
        assert!(table.contains(words), "{words}:\n{table}");
    }
}

#[test]
fn json_and_csv_have_every_finding() {
    let json: Value = serde_json::from_str(&report("json").out).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 2);
    let csv = report("csv").out;
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).count(), 2);
}

#[test]
fn html_lets_nothing_through() {
    let html = report("html").out;
    assert!(html.contains("&lt;tar&gt; walk") && !html.contains("<tar>"), "{html}");
    assert!(!html.contains("<script") && !html.contains("src="), "{html}");
}

#[test]
fn sarif_is_well_formed() {
    let sarif: Value = serde_json::from_str(&report("sarif").out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "verbatim");
    let result = &run["results"][0];
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!((&place["artifactLocation"]["uri"], &place["region"]["startLine"]), (&"draft.md".into(), &1.into()));
}

/// What of `value` is not as `schema` says. It knows the words that the fixture uses; what is not named is not allowed.
fn violations(root: &Value, schema: &Value, value: &Value, place: &str, wrong: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        return violations(root, &root["definitions"][name], value, place, wrong);
    }
    let is_type = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_u64(),
        Some(other) => panic!("{other} is no type that is known here"),
        None => true,
    };
    let known = schema["enum"].as_array().is_none_or(|known| known.contains(value));
    let long =
        schema["minItems"].as_u64().is_none_or(|least| value.as_array().is_some_and(|all| all.len() as u64 >= least));
    let large = schema["minimum"].as_u64().is_none_or(|least| value.as_u64().is_some_and(|number| number >= least));
    let pattern = schema["pattern"].as_str().map(|pattern| regex::Regex::new(pattern).unwrap());
    let fits = pattern.is_none_or(|pattern| value.as_str().is_some_and(|text| pattern.is_match(text)));
    if !(is_type && known && long && large && fits) {
        wrong.push(format!("{place}: {value}"));
    }
    for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(required).is_none() {
            wrong.push(format!("{place} lacks {required}"));
        }
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => violations(root, schema, value, &format!("{place}/{name}"), wrong),
            None => wrong.push(format!("{place}/{name} is not known")),
        }
    }
    if let Some(items) = schema.get("items") {
        for (number, value) in value.as_array().into_iter().flatten().enumerate() {
            violations(root, items, value, &format!("{place}/{number}"), wrong);
        }
    }
}

#[test]
fn sarif_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("fixtures/sarif.json")).unwrap();
    let check = |sarif: &Value| {
        let mut wrong = Vec::new();
        violations(&schema, &schema, sarif, "", &mut wrong);
        wrong
    };
    // A name with spaces, every rule, and a mark without an end.
    let place = stage();
    place.write(
        "a draft, ünsigned.md",
        "“The harbour could stay open for every boat this winter,” said Ann Bell.\n\n“Seven whales slept under the \
         bridge,” said Ann Bell.\n\n“The harbour will stay open for every boat this winter,” said Mark Tully.\n\n“The \
         harbour is safe for little ferries in a storm,” said Mark Tully.\n\nBell said: “Nobody knows.\n\nIt rained.\n",
    );
    let ran = place.sh("verbatim verify 'a draft, ünsigned.md' --format sarif");
    ran.ends_with(1);
    let mut sarif: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(check(&sarif), [""; 0]);
    let rules: Vec<&str> =
        sarif["runs"][0]["results"].as_array().unwrap().iter().map(|one| one["ruleId"].as_str().unwrap()).collect();
    for rule in ["altered", "missing", "attribution", "misleading", "unpaired"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
    // Nothing wrong is an empty list, not an absent one.
    place.write("draft.md", "It rained all day.\n");
    let empty: Value = serde_json::from_str(&place.sh("verbatim verify draft.md --format sarif").out).unwrap();
    assert_eq!(check(&empty), [""; 0]);
    assert_eq!(empty["runs"][0]["results"], serde_json::json!([]));
    // The check finds what is wrong.
    sarif["runs"][0]["results"][0]["level"] = "grave".into();
    sarif["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0.into();
    sarif["runs"][0]["other"] = true.into();
    assert_eq!(check(&sarif).len(), 3, "{:?}", check(&sarif));
}

#[test]
fn every_note_goes_through_the_program() {
    let place = stage();
    place.write("gull.md", "---\noutlet: Gull\n---\nIt rained.\n\n“The harbour would stay open for every boat this winter,” said Ann Bell.\n");
    place.sh("verbatim add gull.md --store quotes.yaml").ends_with(0);
    let notes = |draft: &str, code: i32| {
        let found = verify(&place, draft, code);
        let notes = found[0]["notes"].as_array().unwrap().iter();
        notes.map(|note| note["note"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Other articles have it in other words.
    assert_eq!(notes(&format!("“The harbour will stay open for every boat this winter,” {BELL}"), 0), ["versions"]);
    // Words that stand in an article, but in nobody's mouth.
    place.write("wren.md", "The old crane was painted green before the war by two brothers from the hill.\n\n“It is rust now,” said Ann Bell.\n");
    place.sh("verbatim add wren.md --store quotes.yaml").ends_with(0);
    let found = notes("“painted green before the war by two brothers”, as the plate says.\n", 0);
    assert!(found.contains(&"unquoted".to_owned()), "{found:?}");
    // Words of an earlier text.
    place.write("harbour.md", HARBOUR.replace("Every skipper knows the old wall. ", ""));
    place.sh("verbatim add harbour.md --store quotes.yaml").ends_with(0);
    let found = notes("“Every skipper knows the old wall,” said Mark Tully.\n", 1);
    assert!(found.contains(&"revised".to_owned()), "{found:?}");
    // Words that the article says were not said.
    let store = place.read("quotes.yaml");
    let denied = store.replacen("  kind: direct\n", "  kind: direct\n  denied: true\n", 1);
    assert_ne!(store, denied);
    place.write("quotes.yaml", denied);
    let found = notes(&format!("“The harbour will stay open for every boat this winter,” {BELL}"), 1);
    assert!(found.contains(&"denied".to_owned()), "{found:?}");
}
