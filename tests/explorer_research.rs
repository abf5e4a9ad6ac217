//! Work across articles in the real program, down to what stands in the store afterwards.
#![cfg(unix)]

mod driver;

use driver::stores::two;
use driver::{Driver, Setup};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

fn start() -> Driver {
    Setup::new(PROGRAM).file("quotes.yaml", &two()).start()
}

#[test]
fn removed_articles_come_back_byte_for_byte_also_in_the_next_run() {
    let mut explorer = start();
    explorer.press_each("b j D");
    assert!(explorer.look().has("Remove “Harbour bridge to close for a year” with 5"), "{}", explorer.look().text());
    explorer.press("y");
    assert!(explorer.look().has("2 quotations"), "{}", explorer.look().text());
    assert!(!explorer.read("quotes.yaml").contains("harbour-bridge"));
    explorer.press("u");
    assert_eq!(explorer.read("quotes.yaml"), two());
    assert!(explorer.look().has("7 quotations"), "{}", explorer.look().text());
    explorer.press("Ctrl-r");
    assert!(explorer.look().has("2 quotations"), "{}", explorer.look().text());
    explorer.send("q");
    explorer.wait_end();
    let mut explorer = explorer.into_setup(PROGRAM).start();
    explorer.press("u");
    assert_eq!(explorer.read("quotes.yaml"), two());
    assert!(explorer.look().has("7 quotations"), "{}", explorer.look().text());
}

#[test]
fn in_a_folder_several_articles_are_removed_and_come_back() {
    let store = two();
    let (harbour, opera) = store.split_once("---\n").expect("two documents");
    let setup = Setup::new(PROGRAM).file("store/harbour.yaml", harbour).file("store/more/opera.yaml", opera);
    let mut explorer = setup.argument("store").start();
    explorer.press_each("b j Space Space D y");
    assert!(explorer.look().has("Removed 2 articles"), "{}", explorer.look().text());
    assert!(!explorer.path("store/harbour.yaml").exists() && !explorer.path("store/more/opera.yaml").exists());
    explorer.press("u");
    assert_eq!(
        (explorer.read("store/harbour.yaml"), explorer.read("store/more/opera.yaml")),
        (harbour.into(), opera.into())
    );
}

#[test]
fn details_reach_the_store_and_nothing_else_changes() {
    let mut explorer = start();
    explorer.press_each("b j e Down Ctrl-u").type_text("The Lamp").press("Enter");
    assert!(explorer.look().has("Changed outlet of"), "{}", explorer.look().text());
    assert_eq!(explorer.read("quotes.yaml"), two().replacen("outlet: The Gazette", "outlet: The Lamp", 1));
    // Edits of quotations go on where they were.
    explorer.press("2 *");
    assert!(explorer.read("quotes.yaml").contains("star: true"));
    explorer.press("u u");
    assert_eq!(explorer.read("quotes.yaml"), two());
}

#[test]
fn a_pasted_article_is_filed_with_its_details() {
    let mut explorer = start();
    explorer.press("a").paste("The ferry sails again\n\n“We are back,” Ida Berg said on Monday.\n").press("Enter");
    assert!(explorer.look().has("Details of the article"), "{}", explorer.look().text());
    explorer
        .type_text("Ferry")
        .press("Down")
        .type_text("The Lamp")
        .press("Down")
        .type_text("2026-03-01")
        .press("Enter");
    explorer.wait_text("8 quotations");
    let store = explorer.read("quotes.yaml");
    for line in ["  title: Ferry\n", "  outlet: The Lamp\n", "  published: 2026-03-01\n"] {
        assert!(store.contains(line), "{store}");
    }
}

#[test]
fn reported_speech_is_added_where_the_prompt_is_switched_to_it() {
    const REPORT: &str = "“We are back,” Ida Berg said. Berg said that the ferry would sail twice a day.\n";
    let setup = Setup::new(PROGRAM).file("quotes.yaml", &two()).file("ferry.txt", REPORT);
    let mut explorer = setup.file("pier.txt", &REPORT.replace("ferry", "pier boat")).start();
    explorer.press("a");
    assert!(explorer.look().has("reported speech: no (Ctrl-r)"), "{}", explorer.look().text());
    explorer.type_text("ferry.txt").press("Enter");
    explorer.wait_text("8 quotations");
    assert!(!explorer.read("quotes.yaml").contains("kind: indirect"));
    // Every article is asked about again, and Esc from the details keeps the choice.
    explorer.press("a Ctrl-r");
    assert!(explorer.look().has("reported speech: yes (Ctrl-r)"), "{}", explorer.look().text());
    explorer.type_text("pier.txt").press("Enter");
    explorer.wait_text("10 quotations");
    let store = explorer.read("quotes.yaml");
    assert!(store.contains("text: the pier boat would sail twice a day"), "{store}");
    explorer
        .press("a Ctrl-r")
        .paste("A third one\n\nIda Berg said that the bridge would open in May.\n")
        .press("Enter");
    assert!(explorer.look().has("Details of the article"), "{}", explorer.look().text());
    explorer.press("Esc");
    assert!(explorer.look().has("reported speech: yes (Ctrl-r)"), "{}", explorer.look().text());
    explorer.press("Enter Enter");
    explorer.wait_text("11 quotations");
}

#[test]
fn decisions_are_signed_where_the_config_names_a_reviewer() {
    let config = "reviewer: Ann Lee\n";
    let setup = Setup::new(PROGRAM).file("config/verbatim/config.yaml", config).file("quotes.yaml", &two());
    let mut explorer = setup.start();
    explorer.press("2 c");
    let store = explorer.read("quotes.yaml");
    let signed = store.lines().find(|line| line.contains("reviewed:")).expect("who decided");
    assert!(signed.starts_with("  reviewed: {by: Ann Lee, on: 20") && signed.ends_with('}'), "{signed}");
    explorer.press("w").type_text("report.html").press("Enter").press("w").type_text("report.md").press("Enter");
    for report in ["report.html", "report.md"] {
        assert!(explorer.read(report).contains("confirmed by Ann Lee, 20"), "{report}");
    }
    explorer.press("u");
    assert_eq!(explorer.read("quotes.yaml"), two());
}

#[test]
fn speakers_that_were_kept_apart_are_not_suggested_again() {
    let council = "article: {id: council}\nspeakers:\n- name: Nora Berg\n  kind: person\n- name: Berg\n  kind: person\nquotes:\n- \
                   {text: We vote today., speaker: Nora Berg}\n- {text: The vote is final., speaker: Berg}\n";
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", council).start();
    explorer.press(":").type_text("merge").press("Enter");
    assert!(explorer.look().has("Merge Berg (1 quotation) and Nora Berg"), "{}", explorer.look().text());
    explorer.press("n");
    assert!(explorer.read("quotes.yaml").contains("- name: Nora Berg\n  distinct: [Berg]\n"));
    explorer.send("q");
    explorer.wait_end();
    let mut explorer = explorer.into_setup(PROGRAM).start();
    explorer.press(":").type_text("merge").press("Enter");
    assert!(explorer.look().has("No two speakers are likely the same"), "{}", explorer.look().text());
}

#[test]
fn selected_words_become_a_quotation_of_the_store() {
    let mut explorer = start();
    explorer.press("3 v g v l l A").type_text("Ida Berg").press("Enter");
    let store = explorer.read("quotes.yaml");
    assert!(store.contains("text: Harbour bridge to\n") && store.contains("speaker: Ida Berg\n"), "{store}");
    explorer.press("3 v h h e");
    assert!(explorer.read("quotes.yaml").contains("text: Harbour\n"), "{}", explorer.look().text());
}

#[test]
fn matches_are_aligned_on_the_screen() {
    let mut explorer = start();
    explorer.press("f").type_text("museum").press("Enter").press(":").type_text("kwic").press("Enter");
    let look = explorer.look();
    let found = look.find_all("museum piece");
    assert!(found.len() >= 2 && found[0].0 == found[1].0, "{}", look.text());
    explorer.press("j Enter");
    assert!(explorer.look().has("2/2"), "{}", explorer.look().text());
}
