//! Every example of the help and the README is run, as a person would type it.

#![allow(clippy::unwrap_used)]

mod shell;

use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};
use shell::{ARTICLE, Place, Ran, SUMMIT};

/// A folder in which the examples find what they speak of. Its store is not the one that comes with the project: people
/// may change that one as they like.
fn stage() -> Place {
    let place = Place::new();
    place.write("summit.txt", SUMMIT);
    place
        .sh("verbatim add summit.txt --store quotes.yaml --title 'Trump invites Petro to the White House'")
        .ends_with(0);
    place.write("j.txt", "“We shall see,” Donald J. Trump said.\n");
    place.write("t.txt", "“We shall see about that,” Trump said.\n");
    place.sh("verbatim add j.txt t.txt --store quotes.yaml").ends_with(0);
    place.write("article.txt", ARTICLE);
    place.write("report.md", format!("---\ntitle: The bridge\n---\n{ARTICLE}"));
    place.write("draft.md", "“There is a way to stop the drugs,” Trump said.\n");
    place.write("interview.txt", "“There is a way to stop the drugs,” Trump said.\n");
    place.write("articles/one.txt", ARTICLE);
    place.write("articles/two.txt", ARTICLE.replace("bridge", "tunnel"));
    place.write("news.ndjson", serde_json::json!({ "text": ARTICLE, "id": "bridge" }).to_string() + "\n");
    // Where shells keep their completions.
    for folder in
        [".local/share/bash-completion/completions", ".local/share/man/man1", ".zfunc", ".config/fish/completions"]
    {
        fs::create_dir_all(place.path(folder)).unwrap();
    }
    place
}

/// The lines under “Examples:” in a command's long help.
fn examples(command: &Command) -> Vec<String> {
    let help = command.clone().render_long_help().to_string();
    let after = help.split_once("Examples:\n").map_or("", |(_, after)| after);
    after.lines().take_while(|line| line.starts_with("  ")).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn every_example_of_the_help_works() {
    let program = verbatim::cli::Cli::command();
    let mut number = 0;
    for command in program.get_subcommands().chain([&program]) {
        let place = stage();
        for example in examples(command) {
            check(&place.sh(&example), &example);
            number += 1;
        }
    }
    assert!(number > 5, "{number} examples");
}

#[test]
fn every_verb_that_prints_has_an_example() {
    for command in verbatim::cli::Cli::command().get_subcommands().filter(|command| !command.is_hide_set()) {
        assert!(!examples(command).is_empty(), "{} has no example", command.get_name());
    }
}

#[test]
fn every_command_of_the_readme_works() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let mut number = 0;
    for block in readme.split("\n```sh\n").skip(1) {
        let place = stage();
        for line in block.split_once("\n```").unwrap().0.lines() {
            check(&place.sh(line), line);
            number += 1;
        }
    }
    assert!(number > 10, "{number} commands");
}

/// An example may ask for what is not there yet, but it must be understood.
#[track_caller]
fn check(ran: &Ran, line: &str) {
    // That an article brings what others have is said with a hint, and is no mistake.
    let mistaken = ran.err.lines().any(|line| line.contains("hint:") && !line.contains("verbatim compare"));
    assert!(ran.code < 2 && !mistaken, "{line}\n{}{}", ran.out, ran.err);
}
