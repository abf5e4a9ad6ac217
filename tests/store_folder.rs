//! A folder as a store: teams keep it under git, and what two of them do at once goes together.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod shell;

use shell::{ARTICLE, Place, SUMMIT};

/// A repository with one article, and branches on which `ours` and `theirs` were run; merged. `None` where there is no
/// git.
#[track_caller]
fn merged(ours: &str, theirs: &str) -> Option<Place> {
    let place = Place::new();
    if place.sh("git --version").code != 0 {
        println!("git is not installed: nothing was tried");
        return None;
    }
    place.write("in/bridge.txt", ARTICLE);
    place.write("in/summit.txt", SUMMIT);
    place.write("in/first.txt", "“We begin,” said Ann Lee, the chair.\n");
    place.write("store/.gitkeep", "");
    let git = "git -c user.name=A -c user.email=a@a.example -c commit.gpgsign=false -c init.defaultBranch=main";
    let run = |line: &str| {
        let commit = format!("{git} add -A && {git} commit -qm x");
        place.sh(&format!("cd store && {}", line.replace("COMMIT", &commit).replace("GIT", git))).ends_with(0);
    };
    run("GIT init -q && verbatim --store . add ../in/first.txt && COMMIT && GIT branch theirs");
    run(&format!("{ours} && COMMIT"));
    run(&format!("GIT checkout -q theirs && {theirs} && COMMIT"));
    run("GIT checkout -q main && GIT merge -q --no-edit theirs");
    assert_eq!(place.sh(&format!("cd store && {git} status --porcelain")).out, "", "no litter beside the articles");
    Some(place)
}

fn articles(place: &Place) -> Vec<String> {
    let listed = place.sh("verbatim --store store articles | cut -f1");
    listed.out.lines().map(str::to_owned).collect()
}

#[test]
fn branches_that_each_add_an_article_merge_cleanly() {
    let place = merged("verbatim --store . add ../in/bridge.txt", "verbatim --store . add ../in/summit.txt");
    let Some(place) = place else { return };
    assert_eq!(articles(&place), ["bridge", "first", "summit"]);
    place.sh("verbatim --store store check").ends_with(0);
}

#[test]
fn branches_that_add_articles_with_the_same_speaker_merge_cleanly() {
    // Adding leaves the registry alone: who is who across articles is decided by people.
    let place = merged(
        "printf '“One,” said Rosa Diaz.\\n' >../in/a.txt && verbatim --store . add ../in/a.txt",
        "printf '“Two,” said Rosa Diaz.\\n' >../in/b.txt && verbatim --store . add ../in/b.txt",
    );
    let Some(place) = place else { return };
    assert!(!place.path("store/speakers.yaml").exists());
    assert_eq!(place.sh("verbatim --store store list --count 'speaker:\"rosa diaz\"'").out, "2\n");
}

#[test]
fn an_article_that_comes_on_one_branch_and_a_decision_on_the_other_merge_cleanly() {
    let place =
        merged("verbatim --store . add ../in/bridge.txt", "verbatim --store . speakers rename 'Ann Lee' 'Ann B. Lee'");
    let Some(place) = place else { return };
    assert_eq!(articles(&place), ["bridge", "first"]);
    assert_eq!(place.sh("verbatim --store store list --count 'speaker:\"ann b. lee\"'").out, "1\n");
    place.sh("verbatim --store store check").ends_with(0);
}

#[test]
fn the_same_article_on_both_branches_is_one() {
    let both = "verbatim --store . add ../in/bridge.txt";
    let Some(place) = merged(both, both) else { return };
    assert_eq!(articles(&place), ["bridge", "first"]);
    place.sh("verbatim --store store check").ends_with(0);
}
