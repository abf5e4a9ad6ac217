//! Keeping house through the program itself: the verbs that change a store or check it, on one file and on a folder.

#![allow(clippy::unwrap_used)]

mod shell;

use shell::{ARTICLE, Place, Ran, SUMMIT};

/// A store that is one file, and one that is a folder, each with two articles.
fn both(test: impl Fn(&Place, &dyn Fn(&str) -> Ran)) {
    for store in ["quotes.yaml", "store/"] {
        let place = Place::new();
        place.write("bridge.txt", ARTICLE);
        place.write("summit.txt", SUMMIT);
        let run = |line: &str| place.sh(&format!("verbatim --store {store} {line}"));
        run("add bridge.txt summit.txt").ends_with(0);
        test(&place, &run);
    }
}

/// Every file of the stores, by name.
fn bytes(place: &Place) -> Vec<(String, String)> {
    let listed = place.sh("find . -name '*.yaml' -o -name '.*.yaml*' | sort");
    listed.out.lines().map(|name| (name.to_owned(), place.read(name))).collect()
}

/// Replaces `old` where it stands first in the store's files.
#[track_caller]
fn replace(place: &Place, old: &str, new: &str) {
    let (name, yaml) = bytes(place).into_iter().find(|(_, yaml)| yaml.contains(old)).unwrap();
    place.write(&name, yaml.replacen(old, new, 1));
}

#[test]
fn check_tells_what_is_wrong_and_mends_what_it_can() {
    both(|place, run| {
        run("check").ends_with(0).says(&["7 of 7 quotations in 2 articles verified"]);
        let sound = bytes(place);
        replace(place, "  at: [27, 62]", "  at: [3, 38]");
        replace(place, "text: There is a way", "text: There was a way");
        let broken = bytes(place);
        let ran = run("check");
        assert_eq!(ran.ends_with(1).out.lines().count(), 2, "{}", ran.out);
        ran.says(&["2 problems"]);
        assert_eq!(bytes(place), broken, "without `--fix` it changes nothing");
        let ran = run("check --fix");
        ran.ends_with(1).says(&["1 fixed", "1 problem"]);
        assert!(ran.out.contains(": fixed\n") && ran.out.contains("summit/"), "{}", ran.out);
        assert_ne!(bytes(place), broken);
        replace(place, "text: There was a way", "text: There is a way");
        assert_eq!(bytes(place), sound);
        run("check --fix").ends_with(0);
        assert_eq!(bytes(place), sound);
    });
}

#[test]
fn articles_are_listed_one_a_line() {
    both(|_, run| {
        let ran = run("articles");
        let rows: Vec<Vec<&str>> = ran.ends_with(0).out.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(
            rows.iter().map(|row| (row[0], row[1], row.len())).collect::<Vec<_>>(),
            [("bridge", "2", 5), ("summit", "5", 5)]
        );
    });
}

#[test]
fn remove_takes_all_that_are_named_or_none() {
    both(|place, run| {
        let before = bytes(place);
        run("remove bridge nowhere").ends_with(2).says(&["there is no article nowhere", "nothing was removed"]);
        assert_eq!(bytes(place), before);
        run("remove").ends_with(2).says(&["ARTICLE"]);
        run("remove bridge").ends_with(0).says(&["1 article removed"]);
        let (_, left) = bytes(place).pop().unwrap();
        assert!(before.iter().any(|(_, yaml)| yaml.ends_with(&left)), "the other is what it was");
        run("remove summit").ends_with(0);
        run("articles").ends_with(1);
        // What was taken out can be added again.
        run("add summit.txt bridge.txt").ends_with(0);
        run("check").ends_with(0).says(&["7 of 7"]);
    });
}

#[test]
fn articles_without_ids_are_taken_out_one_by_one() {
    let place = Place::new();
    place.write("quotes.yaml", "quotes: [{text: by hand}]\n---\nquotes: [{text: by hand}, {text: other}]\n");
    place.sh("verbatim remove by-hand-2").ends_with(0).says(&["1 article removed"]);
    assert_eq!(place.read("quotes.yaml"), "quotes: [{text: by hand}]\n");
}

#[test]
fn refresh_tells_what_it_would_do_and_does_it() {
    both(|place, run| {
        let sound = bytes(place);
        let ran = run("refresh");
        assert_eq!(ran.ends_with(0).out, "");
        ran.says(&["2 articles extracted, 0 changed"]);
        assert_eq!(bytes(place), sound);
        // An older program had answered otherwise.
        replace(place, "  speaker: Tom Baker\n", "  speaker: Somebody\n");
        replace(place, "    speaker: Tom Baker\n", "    speaker: Somebody\n");
        let older = bytes(place);
        let dry = run("refresh --dry-run");
        dry.ends_with(0).says(&["1 would change"]);
        assert!(dry.out.starts_with("~ bridge/") && dry.out.ends_with("Somebody → Tom Baker\n"), "{}", dry.out);
        assert_eq!(bytes(place), older);
        assert_eq!(run("refresh article:summit").ends_with(0).out, "");
        assert_eq!(bytes(place), older);
        run("refresh nothinglikeit").ends_with(1);
        run("refresh spaeker:x").ends_with(2).says(&["speaker"]);
        assert_eq!(run("refresh").ends_with(0).out, dry.out);
        assert_eq!(bytes(place), sound);
    });
}

#[test]
fn speakers_are_listed_merged_renamed_and_parted() {
    both(|place, run| {
        let listed = |name: &str| run("speakers").out.lines().find(|line| line.contains(name)).map(str::to_owned);
        let line = listed("Donald Trump").unwrap();
        assert!(line.starts_with("2\tperson\tDonald Trump\t"), "{line}");
        let before = bytes(place);
        run("speakers merge 'Donald Trump' 'Donald Tramp'").ends_with(2).says(&["did you mean Donald Trump?"]);
        run("speakers rename Nobody 'N. N.'").ends_with(2).says(&["nobody in the store is called Nobody"]);
        run("speakers split 'Tom Baker'").ends_with(2).says(&["was not merged"]);
        run("speakers merge 'Donald Trump'").ends_with(2).says(&["OTHER"]);
        assert_eq!(bytes(place), before);
        run("speakers rename 'Tom Baker' 'Thomas Baker'").ends_with(0);
        assert!(listed("Thomas Baker").unwrap().ends_with("Tom Baker"));
        run("speakers merge 'Thomas Baker' 'Anna Lindqvist'").ends_with(0);
        assert!(listed("Thomas Baker").unwrap().starts_with("2\t"));
        run("speakers split 'Anna Lindqvist'").ends_with(0);
        run("speakers split 'Tom Baker'").ends_with(0);
        assert_eq!(listed("Thomas Baker"), None);
        run("check").ends_with(0);
        // All of it was told in the registry; the articles are what they were.
        for (name, yaml) in before {
            let now = place.read(&name);
            assert!(now.ends_with(&yaml), "{name}");
        }
    });
}

#[test]
fn every_verb_explains_itself_and_names_a_store_that_is_not_there() {
    let place = Place::new();
    for verb in ["check", "articles", "remove", "refresh", "speakers", "speakers merge", "speakers split"] {
        let ran = place.sh(&format!("verbatim {verb} --help"));
        assert!(ran.ends_with(0).out.contains("Usage: verbatim"), "{verb}: {}", ran.out);
    }
    for line in ["check", "check --fix", "articles", "remove a", "refresh", "speakers", "speakers rename a b"] {
        let ran = place.sh(&format!("verbatim --store nowhere.yaml {line}"));
        ran.ends_with(2).says(&["there is no store at nowhere.yaml", "verbatim add"]);
        assert!(!place.path("nowhere.yaml").exists(), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_to_is_told_and_left_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    place.write("summit.txt", SUMMIT);
    place.sh("verbatim --store quotes.yaml add bridge.txt").ends_with(0);
    let path = place.path("quotes.yaml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let before = place.read("quotes.yaml");
    for line in ["add summit.txt", "remove bridge", "speakers rename 'Tom Baker' T"] {
        place.sh(&format!("verbatim {line}")).ends_with(2).says(&["cannot save ", "quotes.yaml: it is read-only"]);
    }
    // Where nothing has to be changed nothing has to be written.
    for line in ["list", "check", "check --fix", "refresh", "speakers"] {
        place.sh(&format!("verbatim {line}")).ends_with(0);
    }
    assert_eq!(place.read("quotes.yaml"), before);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_by_the_verbs_and_nothing_is_half() {
    both(|place, _| {
        let before = bytes(place);
        let store = if place.path("store").exists() { "store" } else { "quotes.yaml" };
        place.write("long.txt", format!("{ARTICLE}\n{}", "word ".repeat(2000)));
        // A limit on the size of files does what a full disk does.
        let line = format!("trap '' XFSZ; ulimit -f 1; verbatim --store {store} add long.txt");
        let ran = place.sh(&line);
        ran.ends_with(2).says(&["cannot save"]);
        assert_eq!(ran.out, "");
        assert_eq!(bytes(place), before, "and no litter");
    });
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_replaced_by_a_store() {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    place.sh("mkfifo pipe.yaml").ends_with(0);
    for line in ["add bridge.txt", "remove a", "check --fix", "refresh"] {
        let ran = place.sh(&format!("verbatim --store pipe.yaml {line}"));
        ran.ends_with(2).says(&["neither a file nor a folder"]);
    }
    place.sh("test -p pipe.yaml").ends_with(0);
}
