//! What users of terminal programs complain about most, one test each: so that none of it can be said of this one.
#![cfg(unix)]

mod driver;

use std::fs;

use driver::Setup;
use driver::stores::{hostile, many, two};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

fn setup() -> Setup {
    Setup::new(PROGRAM).file("quotes.yaml", &two())
}

/// 1. The mouse blocks selecting text.
#[test]
fn the_mouse_can_be_let_go_while_it_runs() {
    let mut explorer = setup().start();
    assert!(explorer.look().mouse());
    explorer.press("M");
    assert!(!explorer.look().mouse(), "the terminal selects text");
    let off = setup().file("config/verbatim/config.yaml", "layout: {mouse: off}\n").start();
    assert!(!off.look().mouse());
}

/// 2. Copying over SSH.
#[test]
fn copying_works_without_any_tool() {
    let mut explorer = setup().variable("SSH_TTY", "/dev/pts/1").start();
    explorer.press("2 y y");
    explorer.wait_text("OSC 52");
    let copied = explorer.copied();
    assert_eq!(copied.len(), 1);
    assert!(copied[0].len() > 20, "the words, in base64");
}

/// 3. A paste runs as commands.
#[test]
fn a_paste_outside_of_prompts_does_nothing() {
    let mut explorer = setup().start();
    let before = explorer.look().text();
    explorer.paste("2*xccq\u{3}dd\nq\n");
    let after = explorer.look().text();
    assert!(explorer.look().alternate());
    assert_eq!(rows(&before), rows(&after));
    assert_eq!(explorer.read("quotes.yaml"), two());
    explorer.press("f");
    explorer.paste("kind:mixed\n");
    assert!(explorer.look().has("3 matches"), "a paste into a prompt is text there: {}", explorer.look().text());
}

/// All rows but the status line, where a notice may stand.
fn rows(text: &str) -> Vec<&str> {
    let mut rows: Vec<&str> = text.lines().collect();
    rows.pop();
    rows
}

/// 4. Emoji and CJK misalign columns.
#[test]
fn wide_and_combining_characters_keep_the_columns_straight() {
    for size in [(120, 40), (100, 30), (101, 31)] {
        let mut explorer = Setup::new(PROGRAM).size(size.0, size.1).file("quotes.yaml", &hostile()).start();
        for keys in ["2", "L", "L", "1", "G"] {
            explorer.press(keys);
            let look = explorer.look();
            // The right border of the first pane stands in one column from the top to the bottom.
            let borders = |sign: &str| look.find_all(sign).into_iter().map(|at| at.0).collect::<Vec<_>>();
            let corner = look.find_all("┐").into_iter().chain(look.find_all("┓")).collect::<Vec<_>>();
            // A scrollbar stands on it.
            let all: Vec<u16> = [borders("│"), borders("┃"), borders("█")].concat();
            for (column, _) in &corner {
                let count = all.iter().filter(|border| *border == column).count();
                let height = usize::from(size.1) - 4;
                assert!(
                    count >= height,
                    "column {column} at {size:?} after {keys}: {count} of {height}\n{}",
                    look.text()
                );
            }
        }
    }
}

/// 5. Unreadable on light backgrounds, the selected row invisible.
#[test]
fn the_selected_row_differs_on_every_background() {
    for (background, variable) in [
        (Some("ffff/ffff/ffff"), ("X", "1")),
        (Some("fdfd/f6f6/e3e3"), ("X", "1")),
        (None, ("X", "1")),
        (None, ("NO_COLOR", "1")),
    ] {
        let mut setup = setup().variable(variable.0, variable.1);
        if let Some(background) = background {
            setup = setup.background(background);
        }
        let explorer = setup.start();
        let look = explorer.look();
        let (selected, other) = (look.cell_of("All"), look.cell_of("Tom Reed"));
        let differs = selected.inverse() != other.inverse() || selected.bgcolor() != other.bgcolor();
        assert!(differs, "{background:?} {variable:?}");
        assert!(selected.bold() || selected.inverse() || look.has("▌"), "and not by its color alone");
        let (column, row) = look.find("All").unwrap();
        assert!(look.row(row).contains('▌') && column > 0);
    }
}

/// 6. Esc quits by accident.
#[test]
fn esc_never_quits_and_never_clears_the_filter() {
    let mut explorer = setup().start();
    explorer.press("f");
    explorer.type_text("kind:mixed");
    explorer.press("Enter");
    for _ in 0..10 {
        explorer.press("Esc");
    }
    assert!(explorer.look().alternate());
    assert!(explorer.look().has("3 of 7 quotations"));
}

/// 7. Filtering is too fuzzy; plain words are refused; an action on many ignores the filter; one mistake empties all.
#[test]
fn a_filter_means_what_it_says() {
    let mut explorer = setup().start();
    explorer.press("f");
    explorer.type_text("msm");
    assert!(explorer.look().has("0 matches"), "letters are not picked out of words: {}", explorer.look().text());
    explorer.press("Ctrl-u");
    explorer.type_text("museum");
    assert!(explorer.look().has("2 matches"), "plain words are found inside");
    explorer.press("Enter");
    // All that is marked, then only what is in sight is acted upon.
    explorer.press("F 2 V f");
    explorer.type_text("museum");
    explorer.press("Enter *");
    explorer.press("y");
    let stars = explorer.read("quotes.yaml").matches("star: true").count();
    assert_eq!(stars, 2, "{}", explorer.look().text());
    explorer.press("f");
    explorer.paste(" nosuch:field");
    assert!(explorer.look().has("“a museum piece”"), "the last good result stays: {}", explorer.look().text());
}

/// 8. Slow at scale; each pasted character starts a search.
#[test]
fn a_pasted_filter_is_one_search() {
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &many(500)).start();
    explorer.press("f");
    let before = explorer.idles();
    explorer.paste("statement number 499 of the year");
    assert!(explorer.look().has("1 match"));
    assert!(explorer.idles() - before <= 2, "it was drawn once, not for each character");
}

/// 9. The start is blocked by something slow.
#[test]
fn the_terminals_answer_is_not_waited_for() {
    // This terminal answers nothing at all; the first frame is there all the same, and the keys work.
    let mut explorer = setup().start();
    assert_eq!(explorer.asked_for_background(), 1);
    explorer.press("j");
    assert!(explorer.look().has("3 of 7 quotations"));
}

/// 10. It burns the processor while nothing happens.
#[test]
fn nothing_wakes_up_while_nothing_happens() {
    let mut explorer = setup().start();
    explorer.press("2 * u");
    explorer.output();
    let wakeups = |explorer: &driver::Driver| -> u64 {
        let threads = fs::read_dir(format!("/proc/{}/task", explorer.process_id())).unwrap();
        threads
            .map(|thread| fs::read_to_string(thread.unwrap().path().join("status")).unwrap())
            .flat_map(|status| {
                status
                    .lines()
                    .filter(|line| line.contains("ctxt_switches"))
                    .map(|line| line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap())
                    .collect::<Vec<_>>()
            })
            .sum()
    };
    // What is still settling after the last frame settles; then a second is a second.
    let mut before = wakeups(&explorer);
    loop {
        std::thread::sleep(std::time::Duration::from_secs(1));
        let now = wakeups(&explorer);
        if now == before {
            break;
        }
        assert!(now - before < 200, "{} wake-ups in a second", now - before);
        before = now;
    }
    assert!(explorer.output().is_empty(), "nothing is drawn while nothing happens");
}

/// 11. The reading pane must be driven from anywhere.
#[test]
fn the_context_is_scrolled_from_the_first_pane() {
    let long = two().replace(
        "  The bridge over the harbour",
        "  A line before.\n\n  And one more.\n\n  The bridge over the harbour",
    );
    let mut explorer = Setup::new(PROGRAM).size(100, 12).file("quotes.yaml", &long).start();
    let before = explorer.look().text();
    explorer.press("J J");
    let after = explorer.look();
    assert_ne!(after.text(), before);
    assert_eq!(after.cursor().map(|at| at.1), after.find("All").map(|at| at.1), "the focus stays where it was");
}

/// 12. Small terminals.
#[test]
fn it_works_where_there_is_hardly_room() {
    for (columns, rows) in [(40, 10), (20, 5), (10, 3), (1, 1)] {
        let mut explorer = setup().size(columns, rows).start();
        explorer.press_each("j Tab j Tab j ? Esc f a Esc / b Esc z e Esc i Esc m Esc : Esc");
        explorer.resize(120, 40);
        assert!(explorer.look().has("Maria Olsen"), "{}", explorer.look().text());
    }
}

/// 13. Keys that some keyboards do not have.
#[test]
fn no_command_needs_alt_or_brackets() {
    for row in verbatim::tui::keymap::COMMANDS {
        if row.keys.is_empty() {
            continue;
        }
        let easy = row.keys.iter().any(|key| {
            let awkward = key.starts_with("Alt-") || matches!(*key, "[" | "]" | "{" | "}" | "\\" | "~" | "`");
            // Ctrl with these is what tmux users move between panes with.
            !awkward && !matches!(*key, "Ctrl-h" | "Ctrl-j" | "Ctrl-k" | "Ctrl-l")
        });
        let redraw = row.name == "redraw";
        assert!(easy || redraw, "{} needs {:?}", row.name, row.keys);
    }
}

/// 14. The place is lost after a reload or an edit.
#[test]
fn the_place_is_kept() {
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &many(60)).start();
    explorer.press("2 Ctrl-d Ctrl-d j");
    // The quotation under the cursor, and which of how many it is.
    let place = |explorer: &driver::Driver| {
        let look = explorer.look();
        let (_, row) = look.cursor().unwrap();
        let quotation = look.row(row).split('“').nth(1).unwrap_or_default().chars().take(12).collect::<String>();
        (quotation, look.row(39).rsplit("· ").next().unwrap_or_default().to_owned())
    };
    let before = place(&explorer);
    explorer.press("* *");
    assert_eq!(place(&explorer), before, "after edits");
    explorer.resize(90, 40);
    explorer.resize(120, 40);
    assert_eq!(place(&explorer), before, "after a resize");
    explorer.press("f");
    explorer.type_text("the");
    explorer.press("Esc");
    assert_eq!(place(&explorer), before, "after a filter that was left");
}

/// 15. Screen readers follow the hardware cursor.
#[test]
fn the_cursor_stands_on_the_selected_row() {
    let mut explorer = setup().start();
    for (keys, text) in [("g", "All"), ("j", "Maria Olsen"), ("2", "“We cannot"), ("j", "“The steel")] {
        explorer.press(keys);
        let look = explorer.look();
        let (_, row) = look.cursor().expect("the cursor is shown");
        assert!(look.row(row).contains(text), "{keys}: row {row} is {}", look.row(row));
    }
    explorer.press("f");
    explorer.type_text("ab");
    let look = explorer.look();
    let (column, row) = look.cursor().unwrap();
    let (label, line) = look.find("filter: ab").unwrap();
    assert_eq!((column, row), (label + 10, line), "in a prompt it is the caret");
}

/// And: escape sequences inside the text that is shown.
#[test]
fn shown_text_sends_nothing_to_the_terminal() {
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &hostile()).start();
    explorer.press("2 L L y y");
    explorer.press("g");
    explorer.press("1 G g j");
    explorer.press(": Esc f");
    explorer.paste("\u{1b}]0;pwned\u{7}\u{1b}[2Jdrugs");
    let output = explorer.output();
    let text = String::from_utf8_lossy(&output);
    for sequence in ["\u{1b}]0;", "\u{1b}[2J\u{1b}[31m", "\u{9b}5m", "\u{202e}"] {
        assert!(!text.contains(sequence), "{sequence:?} reached the terminal");
    }
    assert!(!output.windows(2).any(|pair| pair == [0xc2, 0x9b]), "an eight-bit control reached the terminal");
}
