//! `check`, `articles`, `remove`, `refresh` and `speakers` from end to end.

#![allow(clippy::unwrap_used)]

mod shell;

use shell::{ARTICLE, Place, SUMMIT};

fn stage() -> Place {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    place.write("summit.txt", SUMMIT);
    place.sh("verbatim add --store quotes.yaml bridge.txt summit.txt").ends_with(0);
    place
}

#[test]
fn a_sound_store_passes() {
    stage().sh("verbatim check").ends_with(0);
}

#[test]
fn a_quotation_that_is_not_verbatim_is_named_with_its_place() {
    let place = stage();
    let store = place.read("quotes.yaml");
    let line = store.lines().position(|line| line.starts_with("  text: We will not wait")).unwrap() + 1;
    place.write("quotes.yaml", store.replace("  text: We will not wait", "  text: We shall not wait"));
    let ran = place.sh("verbatim check");
    ran.ends_with(1);
    let place_of_it = ran.out.lines().next().unwrap().split(": ").next().unwrap().to_owned();
    assert!(place_of_it.starts_with("quotes.yaml:"), "{}", ran.out);
    let named: usize = place_of_it.split(':').nth(1).unwrap().parse().unwrap();
    assert!(named.abs_diff(line) <= 3, "line {line} is wrong, line {named} is named:\n{}", ran.out);
    assert!(ran.out.contains("bridge/"), "{}", ran.out);
}

#[test]
fn a_place_that_is_wrong_can_be_mended() {
    let place = stage();
    let store = place.read("quotes.yaml");
    let broken = store.replacen("  at: [27, 62]", "  at: [3, 38]", 1);
    assert_ne!(store, broken);
    place.write("quotes.yaml", &broken);
    place.sh("verbatim check").ends_with(1);
    place.sh("verbatim check --fix");
    place.sh("verbatim check").ends_with(0);
    assert_eq!(place.read("quotes.yaml"), store);
}

#[test]
fn a_broken_document_is_named_and_the_others_are_there() {
    let place = stage();
    let store = place.read("quotes.yaml");
    place.write("quotes.yaml", format!("{store}---\nquotes:\n- text: [broken\n"));
    let ran = place.sh("verbatim list --count");
    ran.says(&["quotes.yaml:"]);
    assert_eq!(ran.out, "7\n");
    place.sh("verbatim check").ends_with(1);
}

#[test]
fn articles_are_listed_and_taken_out() {
    let place = stage();
    let ids = |ran: shell::Ran| ran.out.lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(ids(place.sh("verbatim articles | cut -f1")), ["bridge", "summit"]);
    let before = place.read("quotes.yaml");
    place.sh("verbatim remove nowhere").ends_with(2).says(&["there is no article nowhere"]);
    assert_eq!(place.read("quotes.yaml"), before);
    place.sh("verbatim remove bridge").ends_with(0);
    assert_eq!(ids(place.sh("verbatim articles | cut -f1")), ["summit"]);
    assert!(before.ends_with(&place.read("quotes.yaml")), "the rest is byte for byte what it was");
}

#[test]
fn refresh_renews_the_answers_and_keeps_the_decisions() {
    let place = stage();
    let store = place.read("quotes.yaml");
    place.sh("verbatim refresh").ends_with(0);
    assert_eq!(place.read("quotes.yaml"), store);
    let older = store.replacen("    speaker: Anna Lindqvist", "    speaker: Somebody", 1);
    let older = older.replacen("  speaker: Anna Lindqvist\n", "  speaker: Her Deputy\n", 1);
    place.write("quotes.yaml", &older);
    place.sh("verbatim refresh --dry-run").ends_with(0);
    assert_eq!(place.read("quotes.yaml"), older);
    place.sh("verbatim refresh article:bridge").ends_with(0);
    let after = place.read("quotes.yaml");
    assert!(after.contains("    speaker: Anna Lindqvist") && after.contains("  speaker: Her Deputy\n"), "{after}");
}

#[test]
fn speakers_are_joined_and_parted_again() {
    let place = stage();
    place.write("j.txt", "“We shall see,” Donald J. Trump said.\n");
    place.sh("verbatim add j.txt").ends_with(0);
    assert_eq!(place.sh("verbatim list --count 'speaker:\"donald trump\"'").out, "2\n");
    place.sh("verbatim speakers merge 'Donald Trump' 'Donald J. Trump'").ends_with(0);
    assert_eq!(place.sh("verbatim list --count 'speaker:\"donald trump\"'").out, "3\n");
    place.sh("verbatim speakers split 'Donald J. Trump'").ends_with(0);
    assert_eq!(place.sh("verbatim list --count 'speaker:\"donald trump\"'").out, "2\n");
    place.sh("verbatim check").ends_with(0);
}

#[test]
fn a_name_that_is_taken_is_given_by_merging_alone() {
    let place = stage();
    let before = place.read("quotes.yaml");
    for (line, words) in [
        (
            "verbatim speakers rename 'Gustavo Petro' 'Donald Trump'",
            &["Donald Trump is another speaker", "`verbatim speakers merge 'Donald Trump' 'Gustavo Petro'`"][..],
        ),
        ("verbatim speakers rename 'Donald Trump' ''", &["a name cannot be empty"]),
        ("verbatim speakers rename 'Donald Trump' 'Donald\nTrump'", &["a name is one line"]),
        ("verbatim speakers rename 'Donald Trump' 'Donald Trump'", &["already has that name"]),
        ("verbatim speakers rename Nobody Somebody", &["nobody in the store is called Nobody"]),
        ("verbatim speakers merge ' ' 'Donald Trump'", &["a name cannot be empty"]),
        ("verbatim speakers merge 'Donald Trump' 'Donald Trump'", &["cannot be merged into"]),
    ] {
        place.sh(line).ends_with(2).says(words);
        assert_eq!(place.read("quotes.yaml"), before, "{line}");
    }
    place.sh("verbatim speakers rename 'Gustavo Petro' 'G. Petro'").ends_with(0);
    place.sh("verbatim speakers rename 'Gustavo Petro' Petro").ends_with(2).says(&[
        "Gustavo Petro is another name of G. Petro",
        "`verbatim speakers rename 'G. Petro' …`",
        "`verbatim speakers split 'Gustavo Petro'`",
    ]);
}

#[test]
fn the_unnamed_are_neither_renamed_nor_merged() {
    let place = Place::new();
    let article = |id: &str| {
        format!(
            "---\narticle: {{id: {id}}}\nspeakers:\n- {{name: Ann Lee}}\n- {{name: analysts, kind: unnamed}}\nquotes:\n\
             - {{id: q1, speaker: Ann Lee, text: one}}\n- {{id: q2, speaker: analysts, text: two}}\n"
        )
    };
    place.write("quotes.yaml", article("a") + &article("b"));
    let before = place.read("quotes.yaml");
    for line in [
        "verbatim speakers rename analysts experts",
        "verbatim speakers merge 'Ann Lee' analysts",
        "verbatim speakers merge analysts 'Ann Lee'",
        "verbatim speakers rename 'Ann Lee' analysts",
    ] {
        place.sh(line).ends_with(2).says(&["analysts are unnamed", "`e`"]);
        assert_eq!(place.read("quotes.yaml"), before, "{line}");
    }
}

#[test]
fn what_works_on_files_refuses_a_pipe() {
    let place = stage();
    for verb in ["check", "refresh", "remove bridge", "speakers rename 'Donald Trump' Trump"] {
        for store in ["-", "/dev/stdin"] {
            let ran = place.sh(&format!("cat quotes.yaml | verbatim {verb} --store {store}"));
            ran.ends_with(2).says(&["a store from standard input has no file", "`--store FILE`"]);
        }
    }
    place.sh("cat quotes.yaml | verbatim list --store /dev/stdin").ends_with(0);
}

#[test]
fn words_that_are_put_right_are_told() {
    let place = stage();
    let store = place.read("quotes.yaml");
    place.write("quotes.yaml", store.replace("  text: We will not wait", "  text: We shall not wait"));
    for line in ["verbatim refresh --dry-run", "verbatim refresh"] {
        let ran = place.sh(line);
        ran.ends_with(0).says(&["2 articles extracted, 1 ", "1 with other words"]);
        assert!(ran.out.contains("“We shall not wait") && ran.out.contains("→ “We will not wait"), "{}", ran.out);
    }
    assert_eq!(place.read("quotes.yaml"), store);
}

#[test]
fn one_article_is_one() {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    place.sh("verbatim add --store quotes.yaml bridge.txt").ends_with(0);
    place.sh("verbatim check").ends_with(0).says(&["2 of 2 quotations in 1 article verified"]);
    place.sh("verbatim refresh").ends_with(0).says(&["1 article extracted"]);
}

/// An article with a quotation and two reports without marks.
const REPORTS: &str = "The harbor stays open\n\n\
    “We will keep the harbor open,” Mayor Ruth Calder said on Monday.\n\n\
    Calder said that the council would vote on the new pier in June.\n\n\
    She denied that the old pier had been sold.\n";

#[test]
fn reported_speech_is_switched_for_stored_articles() {
    let place = Place::new();
    place.write("harbor.txt", REPORTS);
    place.sh("verbatim add --store quotes.yaml harbor.txt").ends_with(0);
    let plain = place.read("quotes.yaml");
    assert_eq!(place.sh("verbatim list --count kind:indirect").out, "0\n");
    // Off by default, and a refresh leaves that as it is.
    place.sh("verbatim refresh").ends_with(0);
    assert_eq!(place.read("quotes.yaml"), plain);

    place.sh("verbatim refresh --indirect --dry-run").ends_with(0).says(&["2 new"]);
    assert_eq!(place.read("quotes.yaml"), plain);
    let ran = place.sh("verbatim refresh --indirect");
    ran.ends_with(0).says(&["2 new"]);
    assert!(ran.out.contains("the council would vote on the new pier in June"), "{}", ran.out);
    let store = place.read("quotes.yaml");
    assert!(store.contains("indirect: true") && store.contains("kind: indirect"), "{store}");
    // What was denied is not among what was said.
    assert_eq!(place.sh("verbatim list --count 'kind:indirect speaker:calder'").out, "1\n");
    assert_eq!(place.sh("verbatim list --count kind:indirect is:denied").out, "1\n");
    place.sh("verbatim check").ends_with(0);

    // It stays on until it is switched off.
    place.sh("verbatim refresh").ends_with(0);
    assert_eq!(place.read("quotes.yaml"), store);
    place.sh("verbatim refresh --no-indirect --dry-run").ends_with(0).says(&["2 removed"]);
    assert_eq!(place.read("quotes.yaml"), store);
    let ran = place.sh("verbatim refresh --no-indirect");
    ran.ends_with(0).says(&["2 removed"]);
    assert!(ran.out.contains("“the council would vote on the new pier in June” Ruth Calder, removed"), "{}", ran.out);
    assert_eq!(place.read("quotes.yaml"), plain);
    place.sh("verbatim refresh --indirect --no-indirect").ends_with(2);
}

#[test]
fn reported_speech_that_somebody_decided_on_stays_when_it_is_switched_off() {
    let place = Place::new();
    place.write("harbor.txt", REPORTS);
    place.sh("verbatim add --indirect --store quotes.yaml harbor.txt").ends_with(0);
    let note = "  text: the old pier had been sold\n  note: ask her again";
    let noted = place.read("quotes.yaml").replacen("  text: the old pier had been sold", note, 1);
    assert!(noted.contains("note:"), "{noted}");
    place.write("quotes.yaml", &noted);
    let ran = place.sh("verbatim refresh --no-indirect");
    ran.ends_with(0).says(&["1 removed"]);
    assert_eq!(place.sh("verbatim list --count kind:indirect").out, "0\n");
    assert_eq!(place.sh("verbatim list --count kind:indirect is:denied").out, "1\n");
    assert_eq!(place.sh("verbatim list --count kind:direct").out, "1\n");
    let store = place.read("quotes.yaml");
    assert!(store.contains("the old pier had been sold") && store.contains("ask her again"), "{store}");
    // It stays when the text is extracted once more, either way, and so does what only a key of somebody's own marks.
    place.sh("verbatim refresh --no-indirect").ends_with(0);
    assert_eq!(place.read("quotes.yaml"), store);
    place.sh("verbatim refresh --indirect").ends_with(0).says(&["1 new"]);
    let own = place.read("quotes.yaml").replacen("  text: the council", "  my-own-key: yes\n  text: the council", 1);
    assert!(own.contains("my-own-key"), "{own}");
    place.write("quotes.yaml", &own);
    place.sh("verbatim refresh --no-indirect").ends_with(0);
    assert_eq!(place.sh("verbatim list --count kind:indirect").out, "1\n");
    assert_eq!(place.sh("verbatim list --count kind:indirect is:denied").out, "1\n");
}

#[test]
fn reported_speech_is_exported_as_a_paraphrase() {
    let place = Place::new();
    place.write("harbor.txt", REPORTS);
    place.sh("verbatim add --indirect --store quotes.yaml harbor.txt").ends_with(0);
    let html = place.sh("verbatim list --format html kind:indirect").out;
    assert!(html.contains("paraphrase") && !html.contains("<blockquote"), "{html}");
    let markdown = place.sh("verbatim list --format markdown kind:indirect").out;
    assert!(markdown.contains("the council would vote") && !markdown.contains("> the council"), "{markdown}");
    for printed in [&html, &markdown] {
        assert!(!printed.contains("“the council"), "{printed}");
    }
}
