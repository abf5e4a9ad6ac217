//! `verbatim list` and `stats` from end to end, on a store that `extract` printed.

#![allow(clippy::unwrap_used)]

mod shell;

use shell::{Place, SUMMIT};

/// A folder with a store in it.
fn stage() -> Place {
    let place = Place::new();
    place.write("summit.txt", SUMMIT);
    place.sh("verbatim extract --id summit --published 2026-01-08 summit.txt >quotes.yaml").ends_with(0);
    place
}

/// The texts that `line` prints, the beginning of each.
#[track_caller]
fn check(line: &str, expected: &[&str]) {
    let ran = stage().sh(line);
    ran.ends_with(i32::from(expected.is_empty()));
    let texts: Vec<&str> = ran.out.lines().map(|line| line.split('\t').nth(3).unwrap()).collect();
    let begin = texts.iter().zip(expected).all(|(text, begin)| text.starts_with(begin));
    assert!(begin && texts.len() == expected.len(), "{line}\n{}", ran.out);
}

#[test]
fn words_of_a_query_come_as_they_are_typed() {
    check("verbatim list drugs honour", &["It was a great honour"]);
    check("verbatim list drugs -honour", &["There is a way"]);
    check("verbatim list -honour drugs", &["There is a way"]);
    check("verbatim list -- drugs -honour", &["There is a way"]);
    check("verbatim list '\"great honour\"'", &["It was a great honour"]);
    check("verbatim list '/w[ae]r/'", &["If we don’t speak"]);
    check("verbatim list \"don't speak\"", &["If we don’t speak"]);
    check("verbatim list 'speaker:\"donald trump\"' way", &["There is a way"]);
    check("verbatim list speaker:petro kind:mixed", &["abhorrent"]);
    check("verbatim list abhorrent OR honour", &["It was a great honour", "abhorrent"]);
    check("verbatim list '(abhorrent OR honour)' -great", &["abhorrent"]);
    check("verbatim list nothing-of-the-kind", &[]);
    check("verbatim list is:star", &[]);
    check("verbatim list date:2026-01..2026-03 war", &["If we don’t speak"]);
    check("verbatim list before:2025", &[]);
}

#[test]
fn a_command_line_pairs_its_brackets_and_marks() {
    let place = stage();
    for (line, message, carets) in [
        ("verbatim list '(drugs'", "this parenthesis is not closed", "  (drugs\n  ^\n"),
        ("verbatim stats 'drugs)'", "this parenthesis was not opened", "  drugs)\n       ^\n"),
        ("verbatim compare '\"drugs'", "the closing \" is missing", "  \"drugs\n  ^^^^^^\n"),
        ("verbatim list 'drugs”'", "this quotation mark was not opened", "  drugs”\n       ^\n"),
    ] {
        let ran = place.sh(line);
        ran.ends_with(2).says(&[message, carets]);
        assert_eq!(ran.out, "", "{line}");
    }
}

#[test]
fn reviews_and_details_that_lack_are_found() {
    let place = stage();
    place.write("plain.txt", "“The ferry waits,” said Ann Bell.\n");
    place.sh("verbatim add plain.txt").ends_with(0);
    place.write("odd.md", "---\noutlet: The Gull\nauthor: B. Reed\n---\n“The mill is closed,” said Mark Tully.\n");
    place.sh("verbatim add odd.md").ends_with(0);
    let id = |query: &str| {
        let ran = place.sh(&format!("verbatim list --format ndjson {query}"));
        ran.objects()[0]["id"].as_str().unwrap().to_owned()
    };
    let (ferry, abhorrent) = (id("ferry"), id("abhorrent"));
    place.write("coded.csv", format!("article,id,review\nplain,{ferry},rejected\nsummit,{abhorrent},confirmed\n"));
    place.sh("verbatim set --from coded.csv").ends_with(0);
    let count = |query: &str| place.sh(&format!("verbatim list --count {query}")).out.trim().to_owned();
    let all: usize = place.sh("verbatim list --count --all").out.trim().parse().unwrap();
    assert_eq!((count("review:confirmed"), count("review:rejected")), ("1".into(), "1".into()));
    assert_eq!((count("is:reviewed"), count("review:none")), ("2".into(), (all - 2).to_string()));
    place.sh("verbatim list review:open").ends_with(2).says(&["one of confirmed, rejected, none"]);
    assert_eq!((count("-has:date"), count("-has:date --all")), ("1".into(), "2".into()));
    assert_eq!(
        (count("has:outlet"), count("has:author"), count("has:author -has:date")),
        ("1".into(), "1".into(), "1".into())
    );
}

#[test]
fn years_are_counted_and_articles_asked_for() {
    let place = stage();
    let article = |outlet: &str, date: &str| {
        let text =
            format!("---\ntitle: {outlet}\noutlet: {outlet}\npublished: {date}\n---\n“It rains,” said Ann Bell.\n");
        place.write("next.md", text);
        place.sh("verbatim add next.md").ends_with(0);
    };
    article("Gull", "2024-03-01");
    article("Tern", "2024");
    let years = place.sh("verbatim stats --by year rains OR honour").out;
    assert_eq!(years, "year\t2024\t2\t\nyear\t2025\t0\t\nyear\t2026\t1\t\n");
    let ran = place.sh("verbatim articles rains sort:date");
    ran.ends_with(0);
    assert_eq!(ran.out, "tern\t1\t2024\tTern\tTern\ngull\t1\t2024-03-01\tGull\tGull\n");
    assert_eq!(place.sh("verbatim articles speaker:trump | cut -f1,2").out, "summit\t2\n");
    place.sh("verbatim articles outlet:Auk").ends_with(1);
    place.sh("verbatim articles 'outlt:Auk'").ends_with(2).says(&["unknown field `outlt`"]);
    place
        .sh("verbatim set gull --published 2020-13-45")
        .ends_with(2)
        .says(&["“2020-13-45” is not a date: there is no month 13; nothing was changed"]);
    assert_eq!(place.sh("verbatim articles outlet:Gull | cut -f3").out, "2024-03-01\n");
}

#[test]
fn options_stand_anywhere_before_the_two_dashes() {
    let place = stage();
    for line in [
        "verbatim list --count drugs",
        "verbatim list drugs --count",
        "verbatim list --count --store quotes.yaml drugs",
        "verbatim --store quotes.yaml list drugs --count",
        "VERBATIM_STORE=quotes.yaml verbatim list --count -- drugs",
        "verbatim list --count --store - drugs <quotes.yaml",
    ] {
        let ran = place.sh(line);
        ran.ends_with(0);
        assert_eq!(ran.out, "2\n", "{line}");
    }
    let ran = place.sh("verbatim list -- drugs --count");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn a_query_that_is_wrong_is_shown_with_its_place() {
    let ran = stage().sh("verbatim list drugs speeker:trump");
    ran.ends_with(2).says(&["unknown field `speeker`", "drugs speeker:trump", "^^^^^^^", "did you mean `speaker`?"]);
    assert_eq!(ran.out, "");
}

#[test]
fn without_a_terminal_the_explorer_is_a_list() {
    let place = stage();
    let list = place.sh("verbatim list").out;
    assert!(list.lines().count() > 3);
    assert_eq!(place.sh("verbatim | cat").out, list);
    assert_eq!(place.sh("verbatim quotes.yaml").out, list);
    assert_eq!(place.sh("cat quotes.yaml | verbatim -").out, list);
    assert_eq!(place.sh("verbatim --query -drugs").out, place.sh("verbatim list -drugs").out);
}

#[test]
fn a_store_that_is_not_there_is_told_with_what_to_do() {
    let place = Place::new();
    place.sh("verbatim list").ends_with(2).says(&["there is no store at", "verbatim add INPUT…"]);
    place.sh("verbatim list --store gone.yaml").ends_with(2).says(&["there is no store at gone.yaml"]);
}

#[test]
fn quotations_that_were_extracted_can_be_listed_from_a_pipe() {
    let place = Place::new();
    place.write("summit.txt", SUMMIT);
    let ran = place.sh("verbatim extract summit.txt | verbatim list --store - --format ndjson speaker:trump");
    ran.ends_with(0);
    assert_eq!(ran.field("speaker"), ["Donald Trump", "Donald Trump"]);
    assert_eq!(ran.field("article"), ["summit", "summit"]);
}

#[test]
fn list_and_extract_print_the_same_objects() {
    let place = stage();
    let extracted = place.sh("verbatim extract --format ndjson --id summit --published 2026-01-08 summit.txt");
    let listed = place.sh("verbatim list --format ndjson");
    assert_eq!(listed.objects(), extracted.objects());
}

#[test]
fn a_closed_pipe_is_a_clean_end() {
    let ran = stage().sh("{ verbatim list; echo ended $? >&2; } | true");
    assert_eq!(ran.err, "ended 0\n");
}

#[test]
fn stats_count_by_what_is_asked() {
    let ran = stage().sh("verbatim stats --by speaker");
    ran.ends_with(0);
    assert!(ran.out.contains("Donald Trump\t2") && ran.out.contains("Gustavo Petro\t3"), "{}", ran.out);
}

#[test]
fn what_is_gone_says_so_and_has_no_place() {
    let place = Place::new();
    place.write(
        "quotes.yaml",
        "article: {id: a}\ntext: |\n  Other words.\nquotes:\n- {id: q1, text: Lost words, at: [0, 10], gone: true}\n\
         - {id: q2, text: Other, at: [0, 5]}\n",
    );
    let found = place.sh("verbatim list --format ndjson").objects();
    assert_eq!(found[0]["gone"], true);
    for field in ["start", "end", "paragraph"] {
        assert!(found[0][field].is_null() && found[1][field].is_number(), "{field}");
    }
    assert!(found[1].get("gone").is_none());
    let csv = place.sh("verbatim list is:gone --format csv").out;
    assert!(csv.contains("a,q1,,,,,Lost words,,,,,"), "{csv}");
    assert!(place.sh("verbatim list is:gone --format markdown").out.contains("“a”, no longer in the text"));
    assert!(place.sh("verbatim list is:gone --format table").out.contains("[gone] “Lost words”"));
}

#[test]
fn a_file_of_csv_opens_in_a_spreadsheet_and_a_pipe_can_be_read() {
    let place = stage();
    for line in
        ["verbatim list --format csv", "verbatim stats --format csv", "verbatim extract --format csv summit.txt"]
    {
        place.sh(&format!("{line} >out.csv")).ends_with(0);
        let file = place.read("out.csv");
        assert_eq!(file.strip_prefix('\u{feff}'), Some(place.sh(line).out.as_str()), "{line}");
        place.sh(&format!("{line} >>out.csv")).ends_with(0);
        assert_eq!(place.read("out.csv").matches('\u{feff}').count(), 1);
    }
}

#[test]
fn words_of_other_programs_are_understood() {
    let place = stage();
    for (line, words) in [
        ("verbatim search drugs", "did you mean `verbatim list drugs`?"),
        ("verbatim search", "did you mean `verbatim list`?"),
        ("verbatim rm 'a b'", "did you mean `verbatim remove 'a b'`?"),
        ("verbatim frobnicate it", "there is no command `frobnicate`"),
        ("verbatim --query drugs --format csv", "`verbatim list --format …`"),
        ("verbatim quotes.yaml --count", "`verbatim list --count …`"),
        ("verbatim stats --query drugs", "`verbatim stats QUERY…`"),
        ("verbatim list --limit 0", "expected a whole number, 1 or more"),
        ("verbatim list --limit -1", "expected a whole number, 1 or more"),
        ("verbatim list --context x", "expected a whole number"),
    ] {
        let ran = place.sh(line);
        ran.ends_with(2).says(&[words]);
        assert!(!ran.err.contains("tip:"), "{line}\n{}", ran.err);
    }
    assert_eq!(place.sh("verbatim help").out, place.sh("verbatim --help").out);
    assert_eq!(place.sh("verbatim help list").out, place.sh("verbatim list --help").out);
    place.sh("verbatim help list").ends_with(0);
}

#[test]
fn matches_are_aligned_with_what_stands_beside_them() {
    let place = stage();
    let ran = place.sh("verbatim list --kwic drugs");
    ran.ends_with(0);
    let cells: Vec<Vec<&str>> = ran.out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(cells.len(), 2, "{}", ran.out);
    assert_eq!(cells[1][1..], ["Donald Trump", "There is a way to stop the", "drugs", ","]);
    // What stands left: of, the.
    let left = place.sh("verbatim list --kwic=left drugs").out;
    assert!(left.lines().next().is_some_and(|line| line.contains("situation of")), "{left}");
    let right = place.sh("verbatim list --kwic=right 'is OR way' --limit 1").out;
    assert!(right.contains("\tis\ta volatile time"), "{right}");
    let table = place.sh("verbatim list --kwic --format table drugs").out;
    let columns: Vec<usize> = table.lines().map(|line| line.split("drugs").next().unwrap().chars().count()).collect();
    assert_eq!(columns[0], columns[1], "{table}");
    let objects = place.sh("verbatim list --kwic --format ndjson drugs").objects();
    assert_eq!(objects[0]["keyword"], "drugs");
    assert_eq!(place.sh("verbatim list --kwic --count drugs").out, "2\n");
    place.sh("verbatim list --kwic nothing-at-all").ends_with(1);
    place.sh("verbatim list --kwic kind:direct").ends_with(2).says(&["and the query has none"]);
    place.sh("verbatim list --kwic --format html drugs").ends_with(2).says(&["table, lines, csv, ndjson, json"]);
    place.sh("verbatim list is:marked").ends_with(2).says(&["works only in the explorer"]);
}
