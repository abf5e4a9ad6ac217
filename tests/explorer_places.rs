//! Where one is again at the next start, and what a new user sees first, in the real program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod driver;

use driver::{Driver, Setup, stores};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

fn setup() -> Setup {
    Setup::new(PROGRAM).file("quotes.yaml", &stores::two())
}

#[track_caller]
fn leave_and_start_again(mut explorer: Driver) -> Driver {
    explorer.send("q");
    assert!(explorer.wait_end().success());
    explorer.into_setup(PROGRAM).start()
}

#[test]
fn pane_and_cursor_are_there_again_but_not_the_filter() {
    let mut explorer = setup().start();
    explorer.press("b 2 j j j");
    explorer.press("f");
    explorer.type_text("museum");
    explorer.press("Enter");
    assert!(explorer.look().has("2 of 7 quotations"), "{}", explorer.look().text());
    let explorer = leave_and_start_again(explorer);
    let look = explorer.look();
    assert!(look.has("Articles") && look.has("7 quotations") && !look.has("of 7 quotations"), "{}", look.text());
    assert!(look.has("4/7") && look.has("▌ “Nobody has asked"), "{}", look.text());
    // The quotations have the focus: a key acts on them.
    let mut explorer = explorer;
    explorer.press("k");
    assert!(explorer.look().has("3/7"), "{}", explorer.look().text());
}

#[test]
fn a_quotation_that_is_gone_is_no_place() {
    let mut explorer = setup().start();
    explorer.press("2 G");
    explorer.send("q");
    explorer.wait_end();
    let store = stores::two();
    let (first, _) = store.split_once("---\n").unwrap();
    std::fs::write(explorer.path("quotes.yaml"), first).unwrap();
    let explorer = explorer.into_setup(PROGRAM).start();
    assert!(explorer.look().has("1/5"), "{}", explorer.look().text());
}

#[test]
fn a_query_at_the_start_begins_at_its_first() {
    let mut explorer = setup().start();
    explorer.press("2 j j");
    explorer.send("q");
    explorer.wait_end();
    let explorer = explorer.into_setup(PROGRAM).argument("--query").argument("speaker:olsen").start();
    assert!(explorer.look().has("3 of 7 quotations"), "{}", explorer.look().text());
}

#[test]
fn a_new_user_is_named_the_first_keys() {
    let explorer = setup().size(80, 24).start();
    let words = "a adds an article, r reviews, e edits, f filters, ? shows every key.";
    assert!(explorer.look().has(words), "{}", explorer.look().text());
    let mut explorer = leave_and_start_again(explorer);
    assert!(!explorer.look().has(words), "{}", explorer.look().text());
    explorer.press("j");
    let explorer = Setup::new(PROGRAM).size(80, 24).start();
    let text = explorer.look().text();
    for key in ["a adds an article", "r reviews", "e corrects", "f filters", "? shows"] {
        assert!(text.contains(key), "{key}:\n{text}");
    }
}

#[test]
fn at_eighty_columns_the_list_has_the_most_lines() {
    let mut explorer = setup().size(80, 24).start();
    explorer.press("2");
    let look = explorer.look();
    let row = |words: &str| look.find(words).unwrap_or_else(|| panic!("{words}:\n{}", look.text())).1;
    let (groups, list, context) = (row("Speakers"), row("Quotations"), row("Context"));
    let (of_groups, of_list, of_context) = (list - groups, context - list, 23 - context);
    assert!(of_list > of_context && of_list > of_groups, "{of_groups} {of_list} {of_context}");
}

#[test]
fn the_theme_is_taken_by_name() {
    let mut explorer = setup().start();
    explorer.press(":");
    explorer.type_text("theme light");
    explorer.press("Enter");
    assert!(explorer.look().has("Theme: light."), "{}", explorer.look().text());
}
