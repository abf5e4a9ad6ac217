//! What somebody else may put in the program's way: files that are none, documents that grow, names that command a
//! terminal. Every command ends, says what it met, and does the rest.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod shell;

use shell::{ARTICLE, Place, Ran};

/// Runs a line that would wait for ever if something were waited for.
#[track_caller]
fn sh(place: &Place, line: &str) -> Ran {
    let ran = place.sh(&format!("timeout 60 {line}"));
    assert_ne!(ran.code, 124, "it hung: {line}");
    ran
}

#[test]
fn pipes_and_devices_are_no_stores() {
    let place = Place::new();
    place.sh("mkfifo pipe.yaml; mkdir store; mkfifo store/pipe.yaml; ln -s ../pipe.yaml store/link.yaml");
    place.write("bridge.txt", ARTICLE);
    for (store, word) in [("pipe.yaml", "named pipe"), ("/dev/zero", "device")] {
        sh(&place, &format!("verbatim list --store {store}")).ends_with(2).says(&[word]);
        sh(&place, &format!("verbatim check --store {store}")).ends_with(2).says(&[word]);
        sh(&place, &format!("verbatim refresh --dry-run --store {store}")).ends_with(2).says(&[word]);
        sh(&place, &format!("verbatim add --store {store} bridge.txt"))
            .ends_with(2)
            .says(&["neither a file nor a folder"]);
    }
    sh(&place, "verbatim add --store store bridge.txt").ends_with(0);
    assert_eq!(sh(&place, "verbatim list --store store").ends_with(0).out.lines().count(), 2);
}

#[test]
fn pipes_and_devices_are_no_articles() {
    let place = Place::new();
    place.sh("mkdir news; mkfifo pipe.txt news/pipe.txt news/pipe.ndjson");
    place.write("news/bridge.txt", ARTICLE);
    let ran = sh(&place, "verbatim extract --format ndjson pipe.txt /dev/zero news");
    ran.ends_with(2)
        .says(&["pipe.txt: cannot be read: it is a named pipe", "/dev/zero: cannot be read: it is a device"]);
    ran.says(&["left out of the folders: 2 files of other kinds"]);
    assert_eq!(ran.out.lines().count(), 2);
}

#[test]
fn links_that_lead_out_of_a_folder_are_not_followed() {
    let place = Place::new();
    place.write("private.txt", ARTICLE);
    place.sh("mkdir news; ln -s ../private.txt news/a.txt");
    place.write("news/own.txt", "Nobody said anything.\n");
    let ran = sh(&place, "verbatim extract --format ndjson news");
    ran.ends_with(0).says(&["1 link that leads out (--follow reads it)"]);
    assert_eq!(ran.out, "");
    assert_eq!(sh(&place, "verbatim extract --format ndjson --follow news").ends_with(0).out.lines().count(), 2);
}

#[test]
fn aliases_that_multiply_are_a_problem_of_their_document() {
    let place = Place::new();
    let quotes = "- {text: *a}\n".repeat(4_000);
    let bomb = format!("---\narticle: {{id: bomb}}\nwords: &a {}\nquotes:\n{quotes}", "word ".repeat(10_000));
    place.write("quotes.yaml", format!("quotes:\n- {{text: before}}\n{bomb}---\nquotes:\n- {{text: after}}\n"));
    let ran = sh(&place, "sh -c 'ulimit -v 1000000; verbatim list --format ndjson --store quotes.yaml'");
    ran.says(&["quotes.yaml:", "aliases that stand for more than a document may hold"]);
    assert_eq!(ran.out.lines().count(), 2);
}

#[test]
fn brackets_without_end_are_refused_at_once_wherever_yaml_is_read() {
    let place = Place::new();
    let deep = "[".repeat(60_000);
    place.write("a.md", format!("---\ntitle: {deep}\n---\n{ARTICLE}"));
    sh(&place, "verbatim extract a.md").ends_with(2).says(&["a.md:2", "nested too deep"]);
    place.write("quotes.yaml", format!("quotes:\n- {{text: x}}\n---\narticle:\n  id: {deep}\ntext: |\n  Words.\n"));
    sh(&place, "verbatim list --store quotes.yaml").says(&["quotes.yaml:5", "nested too deep"]);
}

#[test]
fn nothing_on_the_command_line_commands_the_terminal() {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    let evil = "\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\u{8}";
    place.write(&format!("{evil}.txt"), [0u8; 40]);
    place.write(&format!("{evil}.yaml"), "quotes: [\n");
    for line in [
        "--evil".to_owned(),
        format!("'--{evil}'"),
        format!("'{evil}'"),
        format!("'{evil}' --query x"),
        format!("list --format '{evil}'"),
        format!("list --store '{evil}.yaml'"),
        format!("list --store '{evil}'"),
        format!("list 'speaker:{evil}' --store bridge.yaml"),
        format!("list '{evil}:x'"),
        format!("extract '{evil}.txt' 'nothing{evil}'"),
        format!("extract --threads '{evil}' bridge.txt"),
        format!("extract --published '{evil}' --id '{evil}' bridge.txt"),
        format!("remove '{evil}' --store '{evil}.yaml'"),
        format!("add bridge.txt --store '{evil}.yaml'"),
        format!("add bridge.txt --store 'no{evil}/x.yaml' --lock-wait '{evil}'"),
        format!("check --store '{evil}.yaml'"),
        format!("speakers merge '{evil}' x --store '{evil}.yaml'"),
        format!("completions '{evil}'"),
        format!("stats --by '{evil}'"),
    ] {
        let ran = sh(&place, &format!("verbatim {line}"));
        let commands = |c: char| c.is_control() && c != '\n' && c != '\t' || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!ran.err.contains(commands), "{line:?}: {:?}", ran.err);
    }
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_verbatim")).display().to_string();
    let help = sh(&place, &format!("sh -c 'ln -s {program} \"$0\"; \"./$0\" list --help' '\u{1b}[2J'"));
    assert!(help.out.contains("Usage: verbatim list") && !help.out.contains('\u{1b}'), "{}", help.out);
}
