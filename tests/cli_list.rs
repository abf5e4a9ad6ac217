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
