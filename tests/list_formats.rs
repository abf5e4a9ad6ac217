//! What `list`, `stats`, `completions` and `man` print, on a store that a person wrote.

#![allow(clippy::unwrap_used)]

mod shell;

use serde_json::Value;
use shell::Place;

const STORE: &str = "\
speakers:
- name: Anna Lindqvist
  aliases: [Mayor Lindqvist]
---
article:
  id: bridge
  title: Council shuts the *bridge*
  url: https://example.org/bridge
  published: 2026-01-08
text: |
  Council shuts the bridge

  It rained all week.

  “We will not wait,” Mayor Lindqvist said.

  The river rose.
speakers:
- name: Mayor Lindqvist
  kind: person
quotes:
- id: q1
  speaker: Mayor Lindqvist
  text: We will not wait,
  kind: direct
  at: [48, 65]
  tags: [flood, to check]
  star: true
- id: q2
  text: '=SUM(A1:A9)'
  note: '@home'
---
article:
  id: spring
  published: 2026-03
speakers:
- name: Tom Baker
  role: engineer
- name: engineers
  kind: unnamed
quotes:
- id: q1
  speaker: Tom Baker
  text: The bridge is safe
  kind: mixed
- speaker: engineers
  text: It may fall
- id: q3
  speaker: Tom Baker
  text: Forget what I said
  review: rejected
";

fn stage() -> Place {
    let place = Place::new();
    place.write("quotes.yaml", STORE);
    place
}

#[test]
fn lines_are_whole_quotations() {
    let ran = stage().sh("verbatim list");
    ran.ends_with(0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "bridge/q1\tAnna Lindqvist\tdirect\tWe will not wait,");
    assert_eq!(lines.len(), 4, "the rejected one is left out: {}", ran.out);
    assert_eq!(stage().sh("verbatim list is:rejected").out, "spring/q3\tTom Baker\t\tForget what I said\n");
    assert_eq!(stage().sh("verbatim list --format lines").out, ran.out);
}

#[test]
fn yaml_is_a_store_again() {
    let place = stage();
    place.sh("verbatim list --format yaml 'wait OR fall' >part.yaml").ends_with(0);
    let part = place.read("part.yaml");
    assert!(part.contains("Council shuts the bridge\n") && !part.contains("SUM("), "{part}");
    let ran = place.sh("verbatim list --store part.yaml");
    let whole = place.sh("verbatim list 'wait OR fall'");
    assert_eq!(ran.out, whole.out);
    assert_eq!(place.sh("verbatim list --store part.yaml 'speaker:\"Mayor Lindqvist\"'").out.lines().count(), 1);
}

#[test]
fn json_is_one_list_of_the_ndjson_objects() {
    let place = stage();
    let list: Vec<Value> = serde_json::from_str(&place.sh("verbatim list --format json").out).unwrap();
    assert_eq!(list, place.sh("verbatim list --format ndjson").objects());
    assert_eq!(list[0]["paragraph"], 3);
    assert_eq!(list[0]["tags"][1], "to check");
    assert_eq!(list[1]["speaker"], Value::Null);
    assert_eq!(place.sh("verbatim list --format json nothing-at-all").out, "[]\n");
}

#[test]
fn csv_cannot_run() {
    let out = stage().sh("verbatim list --format csv").out;
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let column = |name: &str| reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    let mut reader_columns = column;
    let (text, note) = (reader_columns("text"), reader_columns("note"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!((&rows[1][text], &rows[1][note]), ("'=SUM(A1:A9)", "'@home"));
}

#[test]
fn markdown_cites() {
    let ran = stage().sh("verbatim list --format markdown wait");
    assert_eq!(
        ran.out,
        "> “We will not wait,”\n>\n> — Anna Lindqvist, “[Council shuts the \\*bridge\\*](<https://example.org/bridge>)”, \
         2026-01-08, ¶3\n"
    );
}

#[test]
fn what_was_left_out_is_counted() {
    let place = stage();
    let ran = place.sh("verbatim list");
    assert!(ran.err.contains("left out: 1 rejected"), "{}", ran.err);
    let all = place.sh("verbatim list --all");
    assert_eq!((all.out.lines().count(), all.err.as_str()), (5, ""));
}

#[test]
fn several_speakers_turns_and_denials_are_found_and_counted() {
    let place = Place::new();
    place.write(
        "quotes.yaml",
        "article: {id: talk}\nquotes:\n- {id: q1, speaker: [Ann Lee, Bo Ek], text: We agree, kind: turn, time: '00:01:02'}\n\
         - {id: q2, speaker: Ann Lee, text: I never did, denied: true}\n- {id: q3, speaker: Bo Ek, text: Yes, kind: odd}\n",
    );
    let ran = place.sh("verbatim list --format ndjson kind:turn");
    assert!(ran.err.contains("`odd` is not direct, mixed, indirect or turn"), "{}", ran.err);
    let row = &ran.objects()[0];
    assert_eq!((&row["speaker"], &row["speakers"][1]), (&"Ann Lee and Bo Ek".into(), &"Bo Ek".into()));
    assert_eq!((&row["time"], row.get("denied")), (&"00:01:02".into(), None));
    assert_eq!(place.sh("verbatim list --count 'speaker:\"Bo Ek\"'").out, "2\n");
    assert_eq!(place.sh("verbatim list --count").out, "2\n");
    assert_eq!(place.sh("verbatim list --format ndjson is:denied").objects()[0]["denied"], true);
    let stats = place.sh("verbatim stats --format lines").out;
    assert!(stats.contains("speaker\tBo Ek\t2") && stats.contains("speaker\tAnn Lee\t1"), "{stats}");
    let crossed = place.sh("verbatim stats --format lines --by kind,speaker --cross").out;
    assert!(crossed.contains("kind: turn\tAnn Lee\t1"), "{crossed}");
}

#[test]
fn a_sample_can_be_drawn_again() {
    let place = stage();
    let sample = |seed: u32| place.sh(&format!("verbatim list --sample 2 --seed {seed}")).out;
    assert_eq!(sample(7), sample(7));
    assert_eq!(sample(7).lines().count(), 2);
    assert!((0..20).any(|seed| sample(seed) != sample(7)));
}

#[test]
fn the_report_is_one_page_that_loads_nothing() {
    let place = stage();
    place.sh("verbatim list --format html >report.html").ends_with(0);
    let page = place.read("report.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    assert!(
        page.contains("<summary>Context</summary>") && page.contains("It rained all week") == page.contains("rained")
    );
    assert!(page.contains("https://example.org/bridge#:~:text=We%20will%20not%20wait"), "{page}");
    assert!(!page.contains("@home"), "private notes stay out");
    assert!(place.sh("verbatim list --format html --notes").out.contains("@home"));
    for loads in ["src=", "@import", "url(", "<link"] {
        assert!(!page.contains(loads), "{loads}");
    }
}

#[test]
fn the_report_says_what_it_is_of_and_who_vouches() {
    let place = Place::new();
    place.write(
        "old.txt",
        "“The wall is old,” said Ann Bell. Nobody heard “the wall is” or “safe” that day.\n\n\
         Mark Tully, a pilot, said: “The wall is safe.”\n",
    );
    place.sh("verbatim add old.txt --store quotes.yaml").ends_with(0);
    let id = |query: &str| place.sh(&format!("verbatim list --format ndjson {query}")).field("id").remove(0);
    place.write("coded.csv", format!("article,id,review\nold,{},confirmed\n", id("speaker:bell")));
    place.sh("verbatim set --from coded.csv").ends_with(0);
    let page = place.sh("verbatim list --format html '<wall> OR wall' speaker:bell").out;
    assert!(page.contains("<p class=\"about\">Query: &lt;wall&gt; OR wall speaker:bell</p>"), "{page}");
    assert!(page.contains("<p class=\"about\">Store: quotes.yaml</p>") && page.contains(">Made on: 20"), "{page}");
    assert!(page.contains("confirmed by a person"), "{page}");
    assert!(page.contains("<p>“<mark>The wall is old,</mark>” said Ann Bell. Nobody"), "{page}");
    let page = place.sh("verbatim list --format html '\"wall is safe\"' speaker:tully").out;
    assert!(page.contains("not reviewed; speaker guessed by the program, ") && page.contains("% sure"), "{page}");
    assert_eq!(page.matches("<mark>").count(), 1, "{page}");
    let all = place.sh("verbatim list --format html").out;
    assert!(!all.contains("Query:") && all.contains("Store: quotes.yaml"), "{all}");
}

#[test]
fn annotations_have_what_the_model_asks_for() {
    let list: Vec<Value> = serde_json::from_str(&stage().sh("verbatim list --format annotations").out).unwrap();
    assert_eq!(list.len(), 4);
    for annotation in &list {
        assert_eq!(annotation["@context"], "http://www.w3.org/ns/anno.jsonld");
        assert_eq!(annotation["type"], "Annotation");
        assert!(annotation["id"].as_str().unwrap().starts_with("urn:verbatim:"));
        assert!(annotation["target"]["source"].is_string());
    }
    let selectors = &list[0]["target"]["selector"];
    assert_eq!(
        (&selectors[0]["exact"], &selectors[0]["suffix"]),
        (&"We will not wait,".into(), &"” Mayor Lindqvist said.\n\nThe riv".into())
    );
    assert_eq!((&selectors[1]["start"], &selectors[1]["end"]), (&48.into(), &65.into()));
}

/// What is wrong with `value` by a JSON Schema: only the keywords that the fixture uses are known, and any other is a
/// mistake in the fixture.
fn violations(schema: &Value, root: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (keyword, wanted) in schema.as_object().unwrap() {
        let mut fails = |what: String| found.push(format!("{at}: {what}: {value}"));
        let inner = |schema: &Value| {
            let mut found = Vec::new();
            violations(schema, root, value, at, &mut found);
            found
        };
        match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" => {}
            "$ref" => {
                let path = wanted.as_str().unwrap().strip_prefix('#').unwrap();
                found.extend(inner(root.pointer(path).unwrap()));
            }
            "type" => {
                let is = match wanted.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64() || value.is_i64(),
                    other => panic!("the type {other}"),
                };
                if !is {
                    fails(format!("is no {wanted}"));
                }
            }
            "const" if wanted != value => fails(format!("is not {wanted}")),
            "enum" if !wanted.as_array().unwrap().contains(value) => fails(format!("is not in {wanted}")),
            "const" | "enum" => {}
            "minimum" if value.as_f64() < wanted.as_f64() => fails(format!("is less than {wanted}")),
            "minLength" if value.as_str().map(str::len) < Some(1) => fails("is empty".to_owned()),
            "minItems" if value.as_array().map(|list| list.len() as u64) < wanted.as_u64() => {
                fails("has too few".into())
            }
            "minimum" | "minLength" | "minItems" => {}
            "format" => {
                // An IRI has a scheme and no spaces.
                let text = value.as_str().unwrap_or_default();
                let scheme = text.split(':').next().unwrap_or_default();
                if !text.contains(':') || scheme.is_empty() || text.contains(char::is_whitespace) {
                    fails("is no IRI".to_owned());
                }
            }
            "required" => {
                for key in wanted.as_array().unwrap().iter().filter(|key| value.get(key.as_str().unwrap()).is_none()) {
                    fails(format!("lacks {key}"));
                }
            }
            "properties" => {
                for (key, schema) in wanted.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        violations(schema, root, value, &format!("{at}/{key}"), found);
                    }
                }
            }
            "additionalProperties" => {
                let known = schema["properties"].as_object().unwrap();
                for key in value.as_object().unwrap().keys().filter(|key| !known.contains_key(*key)) {
                    fails(format!("has the unknown {key}"));
                }
            }
            "items" => {
                for (number, value) in value.as_array().into_iter().flatten().enumerate() {
                    violations(wanted, root, value, &format!("{at}/{number}"), found);
                }
            }
            "oneOf" => {
                let answers: Vec<Vec<String>> = wanted.as_array().unwrap().iter().map(inner).collect();
                if answers.iter().filter(|found| found.is_empty()).count() != 1 {
                    fails(format!("is not one of several: {answers:?}"));
                }
            }
            "contains" => {
                let list = value.as_array().unwrap();
                let fits = |value: &&Value| {
                    let mut found = Vec::new();
                    violations(wanted, root, value, at, &mut found);
                    found.is_empty()
                };
                if list.iter().find(fits).is_none() {
                    fails(format!("holds nothing like {wanted}"));
                }
            }
            other => panic!("the keyword {other} is not known here"),
        }
    }
}

#[test]
fn annotations_follow_the_schema_of_the_model() {
    let schema: Value = serde_json::from_str(include_str!("fixtures/annotations.schema.json")).unwrap();
    let check = |list: &Value| {
        let mut found = Vec::new();
        violations(&schema, &schema, list, "", &mut found);
        found
    };
    let place = stage();
    place.write(
        "reviewed.yaml",
        STORE.replace("  star: true\n", "  review: confirmed\n  reviewed: {by: Ann, on: 2026-01-09}\n"),
    );
    for store in ["quotes.yaml", "reviewed.yaml"] {
        for options in ["", "--notes", "--all", "--tidy", "nothing-at-all"] {
            let line = format!("verbatim --store {store} list --format annotations {options}");
            let out = place.sh(&line).out;
            let found = check(&serde_json::from_str(&out).unwrap());
            assert!(found.is_empty(), "{line}: {found:#?}");
        }
    }
    // The schema would say so.
    let list: Value = serde_json::from_str(&place.sh("verbatim list --format annotations").out).unwrap();
    let broken: [fn(&mut Value); 6] = [
        |one| one["type"] = "Note".into(),
        |one| one["id"] = "no iri".into(),
        |one| one["target"]["selector"][0]["exact"] = 7.into(),
        |one| one["target"]["selector"][1]["start"] = (-1).into(),
        |one| one["body"][0]["purpose"] = "guessing".into(),
        |one| drop(one.as_object_mut().unwrap().remove("target")),
    ];
    for break_it in broken {
        let mut list = list.clone();
        break_it(&mut list[0]);
        assert!(!check(&list).is_empty(), "{}", list[0]);
    }
}

#[test]
fn accuracy_counts_what_was_reviewed_by_kind_and_confidence() {
    let place = Place::new();
    let quotation = |id: &str, kind: &str, confidence: f64, more: &str| {
        format!(
            "- id: {id}\n  speaker: Ann\n  text: Words of {id}\n  kind: {kind}\n  at: [0, 5]\n  evidence: {{speaker: Ann, kind: {kind}, \
             at: [0, 5], rule: r, confidence: {confidence}}}\n{more}"
        )
    };
    let confirmed = "  review: confirmed\n";
    let quotations = [
        quotation("q1", "direct", 0.97, confirmed),
        quotation("q2", "direct", 0.96, confirmed),
        quotation("q3", "direct", 0.6, "  review: rejected\n"),
        // Confirmed with another speaker than the program's.
        quotation("q4", "mixed", 0.75, confirmed).replacen("  speaker: Ann\n", "  speaker: Ben\n", 1),
        quotation("q5", "mixed", 0.75, ""),
        "- id: q6\n  speaker: Ann\n  text: By hand\n  review: confirmed\n".to_owned(),
    ];
    place.write("quotes.yaml", format!("article: {{id: a}}\nquotes:\n{}", quotations.concat()));
    let out = place.sh("verbatim stats --accuracy --format lines").ends_with(0).out.clone();
    let expected = "all\tall\t2\t4\t50%\nkind\tdirect\t2\t3\t67%\nkind\tmixed\t0\t1\t0%\nconfidence\t50-69%\t0\t1\t0%\n\
                    confidence\t70-89%\t0\t1\t0%\nconfidence\t95-100%\t2\t2\t100%\n";
    assert_eq!(out, expected);
    assert!(place.sh("verbatim stats --accuracy --format table").out.starts_with("Of 4 quotations reviewed"));
    let json: Value =
        serde_json::from_str(&place.sh("verbatim stats --accuracy --format json kind:mixed").out).unwrap();
    assert_eq!((&json[0]["reviewed"], &json[0]["right"]), (&1.into(), &0.into()));
    assert!(place.sh("verbatim stats --accuracy --format csv").out.contains("\nkind,direct,2,3,67%\n"));
    place.sh("verbatim stats --accuracy --by kind").ends_with(2);
}

#[test]
fn a_role_is_that_of_the_article_at_hand() {
    let place = Place::new();
    let article = |id: &str, role: &str| {
        format!(
            "article: {{id: {id}}}\nspeakers:\n- {{name: Ida Berg, role: {role}}}\nquotes:\n- {{id: q1, speaker: Ida Berg, text: So says {id}}}\n"
        )
    };
    place.write("quotes.yaml", [article("one", "mayor"), article("two", "senator")].join("---\n"));
    assert_eq!(place.sh("verbatim list --format ndjson").field("role"), ["mayor", "senator"]);
    assert_eq!(place.sh("verbatim list --format ndjson role:senator").field("article"), ["two"]);
    assert!(place.sh("verbatim speakers").out.contains("Ida Berg\tmayor; senator\t"));
    let markdown = place.sh("verbatim list --format markdown so two").out;
    assert!(markdown.contains("Ida Berg, senator") && !markdown.contains("mayor"), "{markdown}");
    // One that the registry gives holds everywhere.
    let registry = "speakers:\n- {name: Ida Berg, role: politician}\n---\n";
    place.write("quotes.yaml", format!("{registry}{}", place.read("quotes.yaml")));
    assert_eq!(place.sh("verbatim list --format ndjson").field("role"), ["politician", "politician"]);
    assert_eq!(place.sh("verbatim list --count role:politician").out, "2\n");
}

#[test]
fn a_table_can_be_asked_for() {
    let out = stage().sh("verbatim list --format table fall").out;
    assert!(out.starts_with("Speaker ") && out.contains("engineers (unnamed)"), "{out}");
    assert!(!out.contains('\u{1b}'));
}

#[test]
fn counts_limits_and_contexts() {
    let place = stage();
    assert_eq!(place.sh("verbatim list --count").out, "4\n");
    assert_eq!(place.sh("verbatim list --count bridge -x").out, "1\n");
    place.sh("verbatim list --count nothing-at-all").ends_with(1);
    assert_eq!(place.sh("verbatim list --limit 2").out.lines().count(), 2);
    assert_eq!(place.sh("verbatim list --limit 1 sort:-length").out.lines().count(), 1);
    let context = |line: &str| place.sh(line).field("context");
    let own = context("verbatim list --context 0 --format ndjson wait");
    assert_eq!(own, ["“We will not wait,” Mayor Lindqvist said."]);
    let around = context("verbatim list --context 1 --format ndjson wait");
    assert_eq!(around, ["It rained all week.\n\n“We will not wait,” Mayor Lindqvist said.\n\nThe river rose."]);
}

#[test]
fn the_paragraph_and_the_article_can_be_searched() {
    let place = stage();
    let count = |query: &str| place.sh(&format!("verbatim list --count '{query}'")).out;
    assert_eq!(count("context:mayor"), "1\n");
    assert_eq!(count("full:river"), "2\n");
    assert_eq!(count("about:lindqvist"), "1\n");
    assert_eq!(count("date:2026-01"), "2\n");
    assert_eq!(count("after:2026-01"), "2\n");
    assert_eq!(count("id:bridge/q2"), "1\n");
    assert_eq!(count("has:url tag:=\"to check\""), "1\n");
}

#[test]
fn orders() {
    let place = stage();
    let names = |query: &str| {
        let out = place.sh(&format!("verbatim list {query}")).out;
        out.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("sort:-date")[0], "spring/q1");
    assert_eq!(names("sort:length")[0], "bridge/q2");
    assert_eq!(names("sort:speaker").last().unwrap(), "bridge/q2", "what has no speaker comes last");
    assert_eq!(names("sort:-speaker").last().unwrap(), "bridge/q2");
    let mut random = names("sort:random");
    random.sort();
    let mut all = names("");
    all.sort();
    assert_eq!(random, all);
}

#[test]
fn a_broken_document_is_named_and_the_others_are_listed() {
    let place = Place::new();
    place.write("quotes.yaml", format!("{STORE}---\nquotes: [\n"));
    let ran = place.sh("verbatim list");
    ran.ends_with(2).says(&["quotes.yaml:"]);
    assert_eq!(ran.out.lines().count(), 4);
}

#[test]
fn stats_count() {
    let place = stage();
    assert_eq!(
        place.sh("verbatim stats").out,
        "speaker\tAnna Lindqvist\t1\tperson\nspeaker\tTom Baker\t1\tperson\nspeaker\tengineers\t1\tunnamed\nspeaker\t\t1\t\n"
    );
    assert_eq!(
        place.sh("verbatim stats --by month").out,
        "month\t2026-01\t2\t\nmonth\t2026-02\t0\t\nmonth\t2026-03\t2\t\n"
    );
    let json: Value = serde_json::from_str(&place.sh("verbatim stats --by kind,article --format json").out).unwrap();
    assert_eq!(json["total"], 4);
    assert_eq!(json["article"][0]["value"], "bridge");
    assert_eq!(json["kind"][2], serde_json::json!({"value": null, "count": 2}));
    let csv = place.sh("verbatim stats --by tag --format csv --limit 1").out;
    assert_eq!(csv, "by,value,count,more\ntag,flood,1,\n");
    let table = place.sh("verbatim stats --format table --by speaker").out;
    assert!(table.contains("by speaker") && table.contains("engineers (unnamed) 1 █"), "{table}");
    place.sh("verbatim stats nothing-at-all").ends_with(1);
}

#[test]
fn stats_count_what_may_be_speech_apart() {
    let place = Place::new();
    let evidence = |sure: &str| format!("evidence: {{kind: direct, at: [0, 5], rule: '', confidence: {sure}}}");
    place.write(
        "quotes.yaml",
        format!(
            "article: {{id: talk}}\nquotes:\n- {{id: q1, speaker: Ann Lee, text: We agree}}\n\
             - {{id: q2, text: It may rain, {}}}\n- {{id: q3, text: It will rain, {}}}\n\
             - {{id: q4, text: It rained, review: confirmed, {}}}\n",
            evidence("0.3"),
            evidence("0.8"),
            evidence("0.4"),
        ),
    );
    let ran = place.sh("verbatim stats --format lines");
    assert_eq!(ran.out, "speaker\tAnn Lee\t1\tperson\nspeaker\t\t2\t\n");
    assert!(ran.err.contains("counted apart: 1 passage that may be speech"), "{}", ran.err);
    let json: Value = serde_json::from_str(&place.sh("verbatim stats --format json").out).unwrap();
    assert_eq!((&json["total"], &json["doubtful"]), (&3.into(), &1.into()));
    for all in ["verbatim stats --all --format json", "verbatim stats --format json 'is:doubtful OR text:r'"] {
        let json: Value = serde_json::from_str(&place.sh(all).out).unwrap();
        assert_eq!(json["doubtful"], 0, "{all}");
    }
    assert_eq!(place.sh("verbatim list --count is:doubtful").out, "1\n");
}

#[test]
fn completions_ask_the_store() {
    let place = stage();
    if place.sh("command -v bash").code != 0 {
        return;
    }
    place.sh("verbatim completions bash >completions").ends_with(0);
    let complete = |line: &str| {
        let script = format!(
            ". ./completions; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDBREAKS=' :='; _verbatim; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        place.write("script", script);
        place.sh("bash script").out
    };
    assert_eq!(complete("verbatim list speaker:anna"), "\\\"Anna\\ Lindqvist\\\"\n");
    assert_eq!(complete("verbatim list -tag:fl"), "flood\n");
    assert_eq!(complete("verbatim list --store quotes.yaml kind:mi"), "mixed\n");
    assert_eq!(complete("verbatim list spe"), "speaker:\n");
    assert_eq!(complete("verbatim sta"), "stats\n");
    assert_eq!(complete("verbatim speakers rename An"), "Anna\\ Lindqvist\n");
    assert_eq!(complete("verbatim speakers merge x Tom\\ B"), "Tom\\ Baker\n");
    assert_eq!(complete("verbatim speakers split May"), "Mayor\\ Lindqvist\n");
    assert_eq!(complete("verbatim speakers rename eng"), "\n", "the unnamed are left out");
    assert_eq!(complete("verbatim remove --store quotes.yaml sp"), "spring\n");
    assert_eq!(complete("verbatim refresh kind:mi"), "mixed\n");
    // Within a mark that is still open Bash writes what comes as it is.
    assert_eq!(complete("verbatim speakers rename \"Anna L"), "Anna Lindqvist\n");
    assert_eq!(complete("verbatim list \"speaker:anna"), "speaker:\\\"Anna Lindqvist\\\"\n");
    assert_eq!(complete("verbatim list speaker:\"an"), "\\\"Anna Lindqvist\\\"\n");
    for shell in ["zsh", "fish"] {
        let script = place.sh(&format!("verbatim completions {shell}"));
        assert!(script.out.contains("VERBATIM_COMPLETE"), "{}", script.out);
    }
}

#[test]
fn the_manual_names_every_command() {
    let place = stage();
    let page = place.sh("verbatim man").out;
    assert!(page.contains(".TH verbatim 1"));
    for line in place.sh("verbatim --help").out.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1) {
        let Some(verb) =
            line.strip_prefix("  ").and_then(|line| line.split(' ').next()).filter(|verb| !verb.is_empty())
        else {
            break;
        };
        assert!(page.contains(&format!(".SS \"verbatim {verb}\"")), "{verb}");
    }
    assert!(
        place.sh("verbatim man list").out.contains("verbatim\\-list")
            || place.sh("verbatim man list").out.contains("verbatim-list")
    );
    place.sh("verbatim man nothing").ends_with(2).says(&["there is no command"]);
}
