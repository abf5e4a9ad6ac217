//! Every key of the explorer, pressed in the real program in a pseudo-terminal. The last test here holds the table of
//! keys against the presses in these files, so that no key can be added without a test that presses it.
#![cfg(unix)]

mod driver;

use driver::stores::{many, two};
use driver::{Driver, Setup};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");

/// Seven quotations by four speakers, and one that nobody is named for.
#[track_caller]
fn explorer() -> Driver {
    Setup::new(PROGRAM).file("quotes.yaml", &two()).start()
}

/// Two hundred quotations by ten speakers.
#[track_caller]
fn long_list() -> Driver {
    Setup::new(PROGRAM).file("quotes.yaml", &many(100)).start()
}

/// The row under the cursor of the pane in focus: where the terminal's own cursor stands.
#[track_caller]
fn here(explorer: &Driver) -> String {
    let look = explorer.look();
    let (column, row) = look.cursor().expect("the cursor stands on the selected row");
    let (columns, _) = look.size();
    let mut text = String::new();
    for column in column..columns {
        let cell = look.cell(column, row);
        if matches!(cell.contents(), "│" | "┃") {
            break;
        }
        text.push_str(if cell.has_contents() { cell.contents() } else { " " });
    }
    text.trim_start_matches(['▌', '●', ' ']).trim_end().to_owned()
}

#[track_caller]
fn check(explorer: &mut Driver, keys: &str, expected: &str) {
    explorer.press(keys);
    let found = here(explorer);
    assert!(found.starts_with(expected), "after {keys}: {found:?}\n{}", explorer.look().text());
}

#[track_caller]
fn check_text(explorer: &mut Driver, keys: &str, expected: &str) {
    explorer.press(keys);
    assert!(explorer.look().has(expected), "after {keys}, no {expected:?} in\n{}", explorer.look().text());
}

#[track_caller]
fn check_no_text(explorer: &mut Driver, keys: &str, unexpected: &str) {
    explorer.press(keys);
    assert!(!explorer.look().has(unexpected), "after {keys}, {unexpected:?} in\n{}", explorer.look().text());
}

#[test]
fn the_first_frame_shows_speakers_quotations_and_context() {
    let explorer = explorer();
    let look = explorer.look();
    for text in ["verbatim", "quotes.yaml", "7 quotations", "Speakers", "Quotations", "Context", "All", "Maria Olsen"] {
        assert!(look.has(text), "{text}:\n{}", look.text());
    }
    assert!(look.has("“We cannot wait until somebody is hurt,”") || look.has("“We cannot wait until somebody"));
    assert!(look.has("Residents (unnamed)"));
    assert!(look.alternate() && look.bracketed_paste() && look.mouse());
    assert!(here(&explorer).starts_with("All"));
}

#[test]
fn rows_are_moved_through() {
    let mut explorer = explorer();
    check(&mut explorer, "j", "Maria Olsen");
    assert!(explorer.look().has("3 of 7 quotations"), "the quotations follow the speaker");
    check(&mut explorer, "Down", "");
    check(&mut explorer, "k", "Maria Olsen");
    check(&mut explorer, "Up", "All");
    check(&mut explorer, "G", "");
    assert!(!here(&explorer).starts_with("All"));
    check(&mut explorer, "g", "All");
    check(&mut explorer, "End", "");
    check(&mut explorer, "Home", "All");
}

#[test]
fn pages_are_moved_through() {
    let mut explorer = long_list();
    explorer.press("2");
    check(&mut explorer, "G", "“nothing more to say”");
    assert!(explorer.look().has("200/200"));
    check_text(&mut explorer, "g", "1/200");
    let position = |explorer: &Driver| {
        let status = explorer.look().row(39);
        let digits: String =
            status.rsplit_once("/200").unwrap().0.chars().rev().take_while(char::is_ascii_digit).collect();
        digits.chars().rev().collect::<String>().parse::<usize>().unwrap()
    };
    for (down, up) in [("Ctrl-d", "Ctrl-u"), ("Ctrl-f", "Ctrl-b"), ("PageDown", "PageUp")] {
        explorer.press(down);
        let after = position(&explorer);
        assert!(after > 5, "{down} goes to {after}");
        explorer.press(up);
        assert_eq!(position(&explorer), 1, "{up}");
    }
}

#[test]
fn panes_are_changed() {
    let mut explorer = explorer();
    let quotation = "“We cannot wait until";
    check(&mut explorer, "l", quotation);
    check(&mut explorer, "h", "All");
    check(&mut explorer, "Right", quotation);
    check(&mut explorer, "Left", "All");
    check(&mut explorer, "Tab", quotation);
    explorer.press("Tab");
    check(&mut explorer, "Tab", "All");
    explorer.press("Shift-Tab");
    check(&mut explorer, "Shift-Tab", quotation);
    check(&mut explorer, "1", "All");
    check(&mut explorer, "2", quotation);
    explorer.press("3");
    check(&mut explorer, "1", "All");
}

#[test]
fn enter_goes_to_the_quotations_and_on_to_the_context() {
    let mut explorer = explorer();
    explorer.press("j");
    check(&mut explorer, "Enter", "“We cannot wait until");
    explorer.press("Enter");
    // In the context pane, down scrolls instead of moving the cursor: the quotation stays.
    check_text(&mut explorer, "j", "1/3");
}

#[test]
fn the_context_scrolls_from_any_pane() {
    let mut explorer = Setup::new(PROGRAM).size(110, 12).file("quotes.yaml", &two()).start();
    let before = explorer.look().text();
    explorer.press("J J J");
    assert_ne!(explorer.look().text(), before);
    assert!(here(&explorer).starts_with("All"));
    explorer.press("K K K K");
    explorer.press("J");
    explorer.press("K");
}

#[test]
fn panes_are_zoomed_resized_and_hidden() {
    let mut explorer = explorer();
    check_no_text(&mut explorer, "z", "Context");
    check_text(&mut explorer, "z", "Context");
    let edge = |explorer: &Driver| explorer.look().find(" Quotations").unwrap().0;
    let before = edge(&explorer);
    explorer.press(">");
    assert!(edge(&explorer) > before);
    explorer.press("< <");
    assert!(edge(&explorer) < before);
    check_no_text(&mut explorer, "H", "Speakers");
    check_text(&mut explorer, "1", "Speakers");
}

#[test]
fn quotations_show_on_one_line_two_or_whole() {
    let mut explorer = explorer();
    explorer.press("2 j j j");
    let rows = |explorer: &Driver| explorer.look().find_all("“").iter().filter(|at| at.0 < 70).count();
    let two_lines = rows(&explorer);
    assert!(explorer.look().has("% sure"));
    explorer.press("L");
    let whole = explorer.look().text();
    explorer.press("L");
    let one = explorer.look().text();
    assert_ne!(whole, one);
    explorer.press("L");
    assert_eq!(rows(&explorer), two_lines);
}

#[test]
fn speakers_add_up_and_quotations_are_marked() {
    let mut explorer = explorer();
    check_text(&mut explorer, "j Space", "Maria Olsen");
    check_text(&mut explorer, "G k k Space", "picked");
    assert!(explorer.look().row(0).contains(" + "), "the picks are shown: {}", explorer.look().row(0));
    explorer.press("F");
    assert!(explorer.look().has("7 quotations"));
    explorer.press("1 g");
    check_text(&mut explorer, "2 Space Space", "2 marked");
    check_no_text(&mut explorer, "Esc", "marked");
    check_text(&mut explorer, "g v j j v", "3 marked");
    check_text(&mut explorer, "V", "7 marked");
    check_no_text(&mut explorer, "V Esc", "7 marked");
}

#[test]
fn the_first_pane_lists_other_things_too() {
    let mut explorer = explorer();
    for title in ["Articles", "Outlets", "Authors", "Tags", "Kinds", "Months", "Decisions", "Cues", "Speakers"] {
        check_text(&mut explorer, "b", title);
    }
    explorer.press("b");
    check(&mut explorer, "j", "Harbour bridge");
    assert!(explorer.look().has("5 of 7 quotations"));
}

#[test]
fn picks_orders_marks_and_commands() {
    let mut explorer = explorer();
    check_text(&mut explorer, "j Space B", "Cues");
    check_text(&mut explorer, "Backspace", "is no longer picked");
    check_text(&mut explorer, "2 S", "last first");
    // Each key waits for the rows that the one before it asked for.
    explorer.press("S");
    explorer.press("g");
    explorer.press("Space");
    explorer.press("c");
    check_text(&mut explorer, "g m", "1 marked");
    explorer.press("/");
    explorer.type_text("museum");
    explorer.press("Enter");
    check(&mut explorer, "(", "“The steel is tired");
    check(&mut explorer, ")", "“a museum piece”");
    explorer.press("|");
    explorer.type_text("wc -l");
    check_text(&mut explorer, "Enter", "Gave 1 quotation to wc -l: 1");
}

#[test]
fn a_search_moves_to_its_matches() {
    let mut explorer = explorer();
    explorer.press("2 /");
    explorer.type_text("museum");
    assert!(here(&explorer).contains("museum") || explorer.look().has("museum"));
    explorer.press("Enter");
    check(&mut explorer, "g n", "“");
    let first = here(&explorer);
    explorer.press("n");
    let second = here(&explorer);
    assert_ne!(first, second);
    check(&mut explorer, "N", &first);
    explorer.press("Esc /");
    explorer.type_text("/mus.um piece c/");
    // The row shows the place of the hit.
    check(&mut explorer, "Enter", "…and the museum piece c");
}

#[test]
fn the_filter_is_live_and_a_mistake_keeps_the_last_result() {
    let mut explorer = explorer();
    explorer.press("f");
    explorer.type_text("speaker:olsen");
    assert!(explorer.look().has("3 matches"), "{}", explorer.look().text());
    explorer.type_text(" museum");
    assert!(explorer.look().has("1 match"));
    explorer.press("Ctrl-u");
    explorer.type_text("kind:mixed");
    assert!(explorer.look().has("3 matches"));
    explorer.paste(" speeker:x");
    let look = explorer.look();
    assert!(look.has("did you mean `speaker`?") && look.has("▼"), "the mistake is pointed at:\n{}", look.text());
    assert!(look.has("“a museum piece”"), "the last valid result stays:\n{}", look.text());
    explorer.press("Ctrl-u");
    explorer.type_text("kind:mixed");
    explorer.press("Enter");
    assert!(explorer.look().row(0).contains("3 of 7 quotations · kind:mixed"), "{}", explorer.look().row(0));
    check_text(&mut explorer, "F", "7 quotations");
}

#[test]
fn the_order_changes() {
    let mut explorer = explorer();
    explorer.press("2");
    let first = here(&explorer);
    for _ in 0..4 {
        explorer.press_each("s g");
        assert!(explorer.look().has("· by "), "{}", explorer.look().text());
    }
    explorer.press_each("s g");
    assert_eq!(here(&explorer), first);
}

#[test]
fn what_is_decided_is_saved_at_once_and_can_be_undone() {
    let mut explorer = explorer();
    explorer.press("2");
    for (key, line, sign) in [("*", "star: true", "★"), ("c", "review: confirmed", "✓"), ("x", "review: rejected", "✗")]
    {
        explorer.press("g");
        explorer.press(key);
        assert!(explorer.look().has(sign), "{key}:\n{}", explorer.look().text());
        assert!(explorer.read("quotes.yaml").contains(line), "{key}");
        explorer.press("u");
        assert!(!explorer.look().has(sign), "{key} undone:\n{}", explorer.look().text());
        assert!(!explorer.read("quotes.yaml").contains(line), "{key} undone");
        explorer.press("Ctrl-r");
        assert!(explorer.read("quotes.yaml").contains(line), "{key} done again");
        explorer.press("u");
    }
    assert_eq!(explorer.read("quotes.yaml"), two(), "what was undone leaves nothing behind");
}

#[test]
fn tags_and_notes_are_written() {
    let mut explorer = explorer();
    explorer.press("2 t");
    explorer.type_text("bridges, safety");
    check_text(&mut explorer, "Enter", "#bridges");
    explorer.press("m");
    explorer.type_text("ask her office: née Díaz");
    explorer.press("Enter");
    let store = explorer.read("quotes.yaml");
    assert!(
        store.contains("bridges") && store.contains("safety") && store.contains("ask her office: née Díaz"),
        "{store}"
    );
    check_text(&mut explorer, "b b", "bridges");
}

#[test]
fn an_attribution_is_edited_and_a_speaker_renamed() {
    let mut explorer = explorer();
    explorer.press("2 e");
    explorer.press("Ctrl-u");
    explorer.type_text("Tom");
    explorer.press("Tab Enter");
    assert!(
        explorer.read("quotes.yaml").contains("- id: q00000001\n  speaker: Tom Reed\n"),
        "{}",
        explorer.read("quotes.yaml")
    );
    explorer.press("u");
    explorer.press("1 g j e");
    explorer.press("Ctrl-u");
    explorer.type_text("Maria J. Olsen");
    explorer.press("Enter");
    explorer.wait_text("Maria J. Olsen");
    assert!(explorer.read("quotes.yaml").contains("Maria J. Olsen"));
}

#[test]
fn an_article_is_added_by_path_and_by_paste() {
    let mut explorer = explorer();
    let article = "A third story\n\n“This is quite new,” Hugo Winter said on Monday.\n";
    std::fs::write(explorer.path("third.txt"), article).unwrap();
    explorer.press("a");
    explorer.type_text("third.txt");
    explorer.press("Enter");
    explorer.wait_text("8 quotations");
    assert!(explorer.read("quotes.yaml").contains("This is quite new,"));
    explorer.press("a");
    explorer.paste("A fourth story\n\n“That is even newer,” Hugo Winter said on Tuesday.\n");
    explorer.press("Enter Enter");
    explorer.wait_text("9 quotations");
}

#[test]
fn a_missed_quotation_is_added() {
    let mut explorer = explorer();
    explorer.press("2 A");
    explorer.type_text("the council decided");
    explorer.press("Enter");
    explorer.type_text("The council");
    explorer.press("Enter");
    explorer.wait_text("8 quotations");
    let store = explorer.read("quotes.yaml");
    assert!(store.contains("text: the council decided") && store.contains("speaker: The council"), "{store}");
}

#[test]
fn review_goes_from_the_least_certain_on() {
    let mut explorer = explorer();
    check_text(&mut explorer, "r", "Review");
    let first = here(&explorer);
    explorer.press("c");
    let second = here(&explorer);
    assert_ne!(first, second, "deciding goes on to the next");
    explorer.press("x");
    assert!(explorer.look().has("2 of"), "{}", explorer.look().text());
    check_no_text(&mut explorer, "Esc", "Review ·");
    let store = explorer.read("quotes.yaml");
    assert!(store.contains("review: confirmed") && store.contains("review: rejected"));
}

#[test]
fn why_shows_rule_cue_and_speaker() {
    let mut explorer = explorer();
    explorer.press("2");
    check_text(&mut explorer, "i", "by-hand");
    assert!(explorer.look().has("Maria Olsen") && explorer.look().has("said"));
    check_no_text(&mut explorer, "Esc", "by-hand");
}

#[test]
fn everything_can_be_copied() {
    let mut explorer = Setup::new(PROGRAM)
        .file("quotes.yaml", &two())
        .variable("DISPLAY", ":99")
        .script("xclip", "cat > \"$HOME/copied\"")
        .start();
    explorer.press("2 j");
    for (keys, expected) in [
        ("y y", "The steel is tired and so are we."),
        ("y c", "Maria Olsen"),
        ("y m", "> "),
        ("y j", "\"speaker\""),
        ("y u", "https://news.example/harbour?id=1#:~:text="),
    ] {
        explorer.press_each(keys);
        explorer.wait_text("xclip");
        let copied = explorer.read("copied");
        assert!(copied.contains(expected), "{keys}: {copied}");
        std::fs::write(explorer.path("copied"), "").unwrap();
    }
}

#[test]
fn quotations_are_written_to_a_file() {
    let mut explorer = explorer();
    explorer.press("2 Space w");
    explorer.type_text("out.csv");
    explorer.press("Enter");
    explorer.wait_text("out.csv");
    let text = driver::wait_file(&explorer.path("out.csv"), |text| !text.is_empty());
    assert!(text.contains("We cannot wait") && !text.contains("tired"), "{text}");
}

#[test]
fn the_articles_address_is_opened_without_a_shell() {
    let mut explorer = Setup::new(PROGRAM)
        .file("quotes.yaml", &two())
        .script("xdg-open", "printf '%s\\n' \"$@\" > \"$HOME/opened.new\"; mv \"$HOME/opened.new\" \"$HOME/opened\"")
        .start();
    explorer.press("o");
    let opened = driver::wait_file(&explorer.path("opened"), |text| !text.is_empty());
    assert_eq!(opened, "https://news.example/harbour?id=1\n");
}

#[test]
fn the_store_is_edited_at_the_quotation() {
    // The editor notes its arguments and changes the store; what was changed is taken over.
    let mut explorer = Setup::new(PROGRAM)
        .file("quotes.yaml", &two())
        .variable("EDITOR", "vi")
        .script("vi", "echo \"$@\" > \"$HOME/arguments\"; sed -i 's/steel is tired/steel is rusty/' \"$2\"")
        .start();
    explorer.press("2 j E");
    explorer.wait_text("rusty");
    let arguments = explorer.read("arguments");
    let line: usize = arguments.strip_prefix('+').unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(two().lines().nth(line - 1).unwrap().contains("q00000002"), "line {line} of the store");
    assert!(explorer.look().alternate());
}

#[test]
fn help_can_be_filtered_and_every_command_be_run_by_name() {
    let mut explorer = explorer();
    check_text(&mut explorer, "?", "next row");
    explorer.press("/");
    explorer.type_text("suspend");
    assert!(explorer.look().has("fg resumes") && !explorer.look().has("next row"), "{}", explorer.look().text());
    explorer.press("Enter");
    explorer.press("q");
    check_text(&mut explorer, "F1", "next row");
    check_no_text(&mut explorer, "Esc", "next row");
    explorer.press(":");
    explorer.type_text("zoom");
    check_no_text(&mut explorer, "Enter", "Context");
}

#[test]
fn views_are_saved_and_called_up() {
    let mut explorer = explorer();
    explorer.press("f");
    explorer.type_text("kind:mixed sort:length");
    explorer.press("Enter");
    explorer.press(":");
    explorer.type_text("save-view");
    explorer.press("Enter");
    explorer.type_text("fragments");
    explorer.press("Enter");
    explorer.press("F");
    assert!(explorer.look().has("7 quotations"));
    driver::wait_file(&explorer.path("config/verbatim/views.yaml"), |text| text.contains("kind:mixed sort:length"));
    explorer.press("Ctrl-v");
    check_text(&mut explorer, "Enter", "3 of 7 quotations");
}

#[test]
fn the_mouse_clicks_scrolls_and_lets_go() {
    let mut explorer = long_list();
    let (column, row) = explorer.look().find("Speaker 3").unwrap();
    explorer.click(column, row);
    assert!(here(&explorer).starts_with("Speaker 3"), "{}", here(&explorer));
    let (column, row) = explorer.look().find("“This is").unwrap();
    let before = explorer.look().text();
    explorer.wheel(column, row + 3, true);
    assert_ne!(explorer.look().text(), before);
    explorer.wheel(column, row + 3, false);
    explorer.press("M");
    assert!(!explorer.look().mouse());
    explorer.press("M");
    assert!(explorer.look().mouse());
}

#[test]
fn problems_are_listed() {
    let mut explorer = explorer();
    check_text(&mut explorer, "!", "Nothing is wrong");
    let broken = format!("{}---\nquotes: [\n", two());
    let mut explorer = Setup::new(PROGRAM).file("quotes.yaml", &broken).start();
    assert!(explorer.look().has("7 quotations"));
    check_text(&mut explorer, "!", "quotes.yaml");
}

#[test]
fn the_screen_is_drawn_anew() {
    let mut explorer = explorer();
    explorer.output();
    explorer.press("k");
    let small = explorer.output().len();
    explorer.press("Ctrl-l");
    assert!(explorer.output().len() > small + 1000, "a redraw writes the whole screen");
}

#[test]
fn q_closes_an_overlay_and_then_quits() {
    let mut explorer = explorer();
    explorer.press("? q");
    assert!(explorer.look().alternate());
    explorer.send("q");
    assert!(explorer.wait_end().success());
    explorer.assert_given_back();
}

#[test]
fn ctrl_c_leaves_a_prompt_and_then_quits() {
    let mut explorer = explorer();
    explorer.press("f");
    explorer.type_text("museum");
    check_text(&mut explorer, "Ctrl-c", "7 quotations");
    explorer.send("Ctrl-c");
    assert!(explorer.wait_end().success());
    explorer.assert_given_back();
}

/// Ctrl-z is pressed where a shell can bring the program back: see the tests of manners. Here nobody could, and the
/// explorer goes on.
#[test]
fn ctrl_z_without_a_shell_goes_on() {
    let mut explorer = explorer();
    explorer.press("Ctrl-z");
    check(&mut explorer, "j", "Maria Olsen");
    assert!(explorer.look().alternate());
}

/// The presses in the tests' own source, held against the table.
#[test]
fn an_article_is_walked_through_quotation_by_quotation() {
    let mut explorer = explorer();
    explorer.press("2 g");
    let first = here(&explorer);
    explorer.press(".");
    assert_ne!(here(&explorer), first);
    check(&mut explorer, ",", &first);
}

#[test]
fn every_key_of_the_table_is_pressed_by_a_test() {
    use verbatim::tui::keymap::{COMMANDS, Place, command};
    let sources = [
        include_str!("explorer_keys.rs"),
        include_str!("explorer_research.rs"),
        include_str!("explorer_terminal_state.rs"),
    ]
    .concat();
    let pressed: Vec<&str> = sources.split('"').skip(1).step_by(2).flat_map(|text| text.split(' ')).collect();
    let sequences: Vec<&str> = sources.split('"').skip(1).step_by(2).collect();
    let mut missing: Vec<String> = Vec::new();
    for row in COMMANDS {
        for key in row.keys {
            let found = match row.place {
                Place::Anywhere => pressed.contains(key),
                Place::After(first) => {
                    let both = format!("{} {key}", command(first).keys[0]);
                    sequences.iter().any(|sequence| sequence.ends_with(&both))
                }
            };
            if !found {
                missing.push(format!("{key} ({})", row.name));
            }
        }
    }
    assert!(missing.is_empty(), "no test presses {}", missing.join(", "));
}
