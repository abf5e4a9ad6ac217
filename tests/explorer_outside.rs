//! What others do to the store while it is explored.
#![cfg(unix)]

mod driver;

use driver::Setup;
use driver::stores::{many, two};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

#[test]
fn what_others_write_is_taken_over_without_losing_the_place() {
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &two()).start();
    explorer.press("2 j j j");
    assert!(explorer.look().has("4/7"));
    let more = two().replacen(
        "- id: q00000001\n",
        "- id: q0000000a\n  speaker: Tom Reed\n  text: put before\n- id: q00000001\n",
        1,
    );
    // By rename, as editors and git do it.
    std::fs::write(explorer.path("new"), more).unwrap();
    std::fs::rename(explorer.path("new"), explorer.path("quotes.yaml")).unwrap();
    explorer.wait_until("the new quotation and the old place", |look| look.has("5/8"));
    explorer.press("*");
    assert!(explorer.read("quotes.yaml").contains("put before"));
}

#[test]
fn the_place_is_kept_when_somebody_else_writes_before_it() {
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &many(60)).start();
    explorer.press("2 Ctrl-d Ctrl-d j");
    let number = |explorer: &driver::Driver| {
        let status = explorer.look().row(39);
        status.rsplit("· ").next().unwrap_or_default().split('/').next().unwrap_or_default().parse::<usize>().unwrap()
    };
    let before = number(&explorer);
    let more = format!("quotes:\n- id: qffff\n  text: a new first one\n---\n{}", explorer.read("quotes.yaml"));
    std::fs::write(explorer.path("new"), more).unwrap();
    std::fs::rename(explorer.path("new"), explorer.path("quotes.yaml")).unwrap();
    explorer.wait_text("121 quotations");
    assert_eq!(number(&explorer), before + 1, "{}", explorer.look().text());
}
