//! A draft in the real program: it is followed as it is saved, and opened by the right program.
#![cfg(unix)]

mod driver;

use driver::stores::two;
use driver::{Setup, wait_file};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

const RIGHT: &str = "“We cannot wait until somebody is hurt,” Maria Olsen said.\n";
const WRONG: &str = "It rained.\n\n“We can wait until nobody is hurt,” Maria Olsen said.\n";

fn setup() -> Setup {
    Setup::new(PROGRAM).file("quotes.yaml", &two()).file("draft.md", WRONG)
}

#[test]
fn a_draft_is_checked_again_whenever_it_is_saved() {
    let mut explorer = setup().start();
    explorer.press(":").type_text("verify draft.md").press("Enter");
    explorer.wait_text("1 problem of 1 passage");
    assert!(explorer.look().has("✗ altered"), "{}", explorer.look().text());
    assert!(explorer.look().has("We cannot wait"), "the source is beside it: {}", explorer.look().text());
    std::fs::write(explorer.path("draft.md"), RIGHT).unwrap();
    explorer.wait_text("1 passage, no problems");
    // By rename, as editors do it.
    std::fs::write(explorer.path("new"), format!("{RIGHT}\n{WRONG}")).unwrap();
    std::fs::rename(explorer.path("new"), explorer.path("draft.md")).unwrap();
    explorer.wait_text("1 problem of 2 passages");
    explorer.press("G Enter");
    assert!(explorer.look().has("1/7"), "the stored quotation: {}", explorer.look().text());
}

#[test]
fn the_editor_opens_at_the_passage() {
    let setup = setup().variable("EDITOR", "vi");
    let setup = setup.script("vi", "printf '%s\\n' \"$@\" >\"$HOME/args\"");
    let mut explorer = setup.start();
    explorer.press(":").type_text("verify draft.md").press("Enter");
    explorer.wait_text("1 problem of 1 passage");
    explorer.press("E");
    let args = wait_file(&explorer.path("args"), |text| text.contains("draft.md"));
    assert!(args.contains("+3"), "{args}");
}

#[cfg(all(feature = "documents", target_os = "linux"))]
#[test]
fn a_document_is_opened_by_the_system() {
    let mut explorer = setup().script("xdg-open", "printf '%s\\n' \"$@\" >\"$HOME/args\"").start();
    std::fs::write(explorer.path("draft.docx"), include_bytes!("fixtures/documents/bridge.docx")).unwrap();
    explorer.press(":").type_text("verify draft.docx").press("Enter");
    explorer.wait_text("draft.docx · ");
    explorer.press("E");
    let args = wait_file(&explorer.path("args"), |text| text.contains("draft.docx"));
    assert!(args.starts_with('/'), "{args}");
}
