//! Stores that somebody else holds: commands say whom they wait for, and give up.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod shell;

use shell::{ARTICLE, Place};
use std::fs::File;
use std::io::Write;

/// Holds the lock of a store as another program would.
fn hold(place: &Place, lock: &str) -> File {
    let mut file = File::create(place.path(lock)).unwrap();
    file.lock().unwrap();
    writeln!(file, "4242 desk").unwrap();
    file
}

#[test]
fn every_command_that_writes_gives_up_and_names_the_holder() {
    for (store, lock) in [("quotes.yaml", ".quotes.yaml.lock"), ("store/", "store/.verbatim.lock")] {
        let place = Place::new();
        place.write("bridge.txt", ARTICLE);
        let run = |line: &str| place.sh(&format!("verbatim --store {store} {line}"));
        run("add --id bridge bridge.txt").ends_with(0);
        let before = place.sh(&format!("cat {store}* {store}")).out;
        let held = hold(&place, lock);
        for line in ["add --id other bridge.txt", "remove bridge", "refresh", "speakers merge Ann 'Tom Baker'"] {
            let ran = run(&format!("{line} --lock-wait 0"));
            ran.ends_with(2).says(&["process 4242 on desk holds its lock", "--lock-wait SECONDS"]);
        }
        run("add bridge.txt --lock-wait 1").ends_with(2).says(&["waiting for process 4242 on desk", "waited 1 s"]);
        assert_eq!(place.sh(&format!("cat {store}* {store}")).out, before);
        run("list").ends_with(0);
        drop(held);
        run("remove bridge").ends_with(0);
    }
}

#[test]
fn a_link_in_the_place_of_the_lock_is_not_followed() {
    let place = Place::new();
    place.write("bridge.txt", ARTICLE);
    place.sh("ln -s nowhere .quotes.yaml.lock");
    place
        .sh("verbatim --store quotes.yaml add bridge.txt")
        .ends_with(2)
        .says(&[".quotes.yaml.lock is in the way", "symbolic link"]);
    place.sh("rm .quotes.yaml.lock; mkfifo .quotes.yaml.lock");
    place
        .sh("verbatim --store quotes.yaml add bridge.txt")
        .ends_with(2)
        .says(&[".quotes.yaml.lock is in the way", "named pipe"]);
    assert!(!place.path("nowhere").exists());
}
