//! Layouts: what stands where at the sizes that matter, and what a change of size keeps.
#![cfg(unix)]

mod driver;

use driver::Setup;
use driver::stores::{many, two};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

fn setup(columns: u16, rows: u16) -> Setup {
    Setup::new(PROGRAM).size(columns, rows).file("quotes.yaml", &two())
}

#[test]
fn wide_three_panes_stand_side_by_side() {
    for (columns, rows) in [(120, 40), (100, 24), (300, 100)] {
        let explorer = setup(columns, rows).start();
        let look = explorer.look();
        let at = |text: &str| look.find(text).unwrap_or_else(|| panic!("{text} at {columns}x{rows}:\n{}", look.text()));
        let (first, second, third) = (at(" Speakers"), at(" Quotations"), at(" Context"));
        assert!(first.0 < second.0 && second.0 < third.0);
        assert!(first.1 == second.1 && second.1 == third.1);
        assert!(look.row(0).contains("verbatim") && look.row(0).contains("7 quotations"));
    }
}

#[test]
fn below_a_hundred_columns_the_panes_stack() {
    let explorer = setup(80, 24).start();
    let look = explorer.look();
    let at = |text: &str| look.find(text).unwrap_or_else(|| panic!("{text}:\n{}", look.text()));
    let (second, third) = (at(" Quotations"), at(" Context"));
    assert!(second.1 < third.1, "{}", look.text());
}

#[test]
fn at_forty_by_ten_there_is_one_pane_and_all_can_be_done() {
    let mut explorer = setup(40, 10).start();
    assert!(explorer.look().has("Maria Olsen"), "{}", explorer.look().text());
    explorer.press("j Enter");
    assert!(explorer.look().has("“We cannot wait"), "{}", explorer.look().text());
    explorer.press("j *");
    assert!(explorer.look().has("★"));
    explorer.press("Enter");
    assert!(explorer.look().has("steel is tired"), "{}", explorer.look().text());
    explorer.press("1 f");
    explorer.type_text("kind:mixed");
    assert!(explorer.look().has("kind:mixed"));
    explorer.press("Enter ?");
    explorer.press("q");
    assert!(explorer.read("quotes.yaml").contains("star: true"));
    explorer.send("q");
    assert!(explorer.wait_end().success());
}

#[test]
fn a_change_of_size_keeps_the_place() {
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &many(60)).start();
    explorer.press("2 G k k k");
    let here = |explorer: &driver::Driver| {
        let look = explorer.look();
        let row = look.cursor().map(|at| at.1).unwrap();
        look.row(row).split('“').nth(1).unwrap_or_default().chars().take(12).collect::<String>()
    };
    let before = here(&explorer);
    assert!(!before.is_empty(), "{}", explorer.look().text());
    for (columns, rows) in [(80, 24), (40, 10), (100, 12), (300, 100), (60, 40), (120, 40)] {
        explorer.resize(columns, rows);
        assert_eq!(here(&explorer), before, "at {columns}x{rows}\n{}", explorer.look().text());
    }
}

#[test]
fn the_quotation_its_cue_and_its_speaker_are_marked_each_in_its_way() {
    for variable in ["X", "NO_COLOR"] {
        let mut explorer = setup(120, 40).variable(variable, "1").start();
        explorer.press("2");
        let look = explorer.look();
        let context = look.find(" Context").unwrap().0;
        let in_context = |text: &str| {
            let found = look.find_all(text).into_iter().find(|at| at.0 >= context);
            let (column, row) = found.unwrap_or_else(|| panic!("{text}:\n{}", look.text()));
            let cell = look.cell(column, row);
            (cell.bold(), cell.italic(), cell.underline())
        };
        let plain = in_context("over the harbour");
        let quotation = in_context("We cannot wait");
        let mention = in_context("Maria");
        let cue = in_context("said");
        let all = [plain, quotation, mention, cue];
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{all:?} with {variable}");
        }
    }
}

#[test]
fn a_long_quotation_wraps_and_is_scrolled_into_sight() {
    let filler: String = (0..60).map(|n| format!("  Paragraph {n} of the story goes on.\n\n")).collect();
    let store = two().replace(
        "  Harbour bridge to close for a year\n\n",
        &format!("  Harbour bridge to close for a year\n\n{filler}"),
    );
    // The places no longer fit, so the words are found by themselves or not at all; what counts is that nothing breaks.
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &store).start();
    explorer.press("2 j j j j j j k k 3 G g");
    assert!(explorer.look().alternate());
    let mut explorer = Setup::new(PROGRAM).size(100, 14).file("quotes.yaml", &two()).start();
    explorer.press("2 j j j");
    let look = explorer.look();
    let context = look.find(" Context").unwrap().0;
    let shown = look.find_all("piece carries nine").into_iter().any(|at| at.0 >= context);
    assert!(shown, "the quotation is in sight:\n{}", look.text());
}

#[test]
fn some_thousand_changes_of_size_while_keys_are_pressed() {
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &many(60)).start();
    let sizes = [(120, 40), (80, 24), (100, 30), (40, 10), (119, 39), (9, 3), (60, 18), (1, 1), (200, 50), (20, 5)];
    let keys = ["j", "2", "G", "3", "J", "z", "i", "k", "L", "Tab", "z", "i", "1", "g"];
    for turn in 0..3_000 {
        let (columns, rows) = sizes[turn * 7 % sizes.len()];
        explorer.send_resize(columns, rows);
        if turn % 3 == 0 {
            explorer.send(keys[turn / 3 % keys.len()]);
        }
        if turn % 50 == 0 {
            explorer.settle();
        }
    }
    explorer.resize(120, 40);
    assert!(explorer.look().has("verbatim"), "{}", explorer.look().text());
    explorer.press("Esc");
    explorer.send("q");
    assert!(explorer.wait_end().success());
}
