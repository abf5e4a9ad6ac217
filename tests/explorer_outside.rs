//! What others do to the store while it is explored.
#![cfg(unix)]

mod driver;

use driver::Setup;
use driver::stores::{HARBOUR, many, store, two};

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

#[test]
fn a_store_that_breaks_under_ones_eyes_stays_in_sight() {
    let whole = store(&[HARBOUR]);
    let broken = whole.replacen("  kind: direct\n", "  kind: [\n", 1);
    let mut explorer = Setup::new(PROGRAM).size(110, 24).file("quotes.yaml", &whole).start();
    explorer.press("2 j j j");
    assert!(explorer.look().has("4/5"));
    std::fs::write(explorer.path("quotes.yaml"), &broken).unwrap();
    explorer.wait_text("The store cannot be read: quotes.yaml line");
    assert!(explorer.look().has("Nobody has asked us anything"), "{}", explorer.look().text());
    // It is told until it was looked at.
    explorer.press("k j");
    assert!(explorer.look().has("1 PROBLEM (!)"), "{}", explorer.look().text());
    explorer.press("!");
    assert!(explorer.look().has("quotes.yaml:"), "{}", explorer.look().text());
    explorer.press("Esc");
    assert!(!explorer.look().has("1 PROBLEM"), "{}", explorer.look().text());
    std::fs::write(explorer.path("quotes.yaml"), whole.replace("an hour", "two hours")).unwrap();
    explorer.wait_text("two hours of our lives");
    assert!(explorer.look().has("4/5"), "{}", explorer.look().text());
}

#[test]
fn one_comes_back_to_what_a_broken_document_hid() {
    let broken = two().replacen("  kind: direct\n", "  kind: [\n", 1);
    let mut explorer = Setup::new(PROGRAM).size(110, 24).file("quotes.yaml", &two()).start();
    explorer.press("2 j j j");
    assert!(explorer.look().has("4/7"));
    std::fs::write(explorer.path("quotes.yaml"), broken).unwrap();
    explorer.wait_text("One article is hidden until it is fixed");
    explorer.wait_text(" 2 quotations");
    std::fs::write(explorer.path("quotes.yaml"), two()).unwrap();
    explorer.wait_text("The store can be read again.");
    assert!(explorer.look().has("4/7"), "{}", explorer.look().text());
}

#[test]
fn a_store_that_is_broken_from_the_beginning_says_so_in_its_place() {
    let broken = store(&[HARBOUR]).replacen("  kind: direct\n", "  kind: [\n", 1);
    let mut explorer = Setup::new(PROGRAM)
        .size(110, 24)
        .file("quotes.yaml", &broken)
        .script("mend", "for last; do :; done; sed -i 's/kind: \\[/kind: direct/' \"$last\"")
        .variable("EDITOR", "mend")
        .start();
    let text = explorer.look().text();
    assert!(text.contains("quotes.yaml line") && text.contains("! shows all problems"), "{text}");
    assert!(!text.contains("No quotations in"), "{text}");
    explorer.press("E");
    explorer.wait_text("We cannot wait");
}

#[test]
fn places_in_the_file_follow_the_explorers_own_saves() {
    let mut explorer = Setup::new(PROGRAM)
        .file("quotes.yaml", &two())
        .variable("EDITOR", "vi")
        .script("vi", "echo \"$@\" > \"$HOME/opened\"")
        .start();
    // The first document grows by more than the last quotation is long.
    explorer.press("2 m");
    explorer.type_text(&"a long note ".repeat(50));
    explorer.press("Enter t o n e Enter");
    assert!(explorer.read("quotes.yaml").contains("a long note a long note"));
    // The article behind it is read from the file when it is looked at, and its quotation is opened where it stands.
    explorer.press("G");
    explorer.wait_text("A sign at the door");
    explorer.press("*");
    let yaml = explorer.read("quotes.yaml");
    let (first, second) = yaml.split_at(yaml.rfind("---\n").unwrap());
    assert_eq!((first.matches("star: true").count(), second.matches("star: true").count()), (0, 1), "{yaml}");
    explorer.press("E");
    let opened = driver::wait_file(&explorer.path("opened"), |text| text.ends_with('\n'));
    let line: usize = opened.split(['+', ' ', ':', '\n']).find_map(|word| word.parse().ok()).unwrap();
    let id = yaml[..yaml.rfind("- id: ").unwrap()].lines().count() + 1;
    assert_eq!(line, id, "{opened}");
}
