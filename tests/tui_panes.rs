//! The three panes: what they show, how it is marked, and how one moves through them.

mod stage;

use stage::Stage;
use verbatim::tui::theme::{Background, Base, Depth, Made, Role, Theme};

#[test]
fn three_panes_show_speakers_quotations_and_context() {
    let mut stage = Stage::new(120, 30);
    let screen = stage.screen();
    for words in ["verbatim", "quotes.yaml", "7 quotations", "Speakers", "Quotations", "Context · Harbour bridge"] {
        screen.assert_has(words);
    }
    let (_, all) = screen.find("All");
    let (_, maria) = screen.find("Maria Olsen");
    let (_, residents) = screen.find("Residents (unnamed)");
    assert!(all < maria && maria < residents, "named speakers come first, unnamed after them");
    screen.assert_has("2026-01-08 · ¶3 · 97% sure");
    screen.assert_has("harbour-bridge · 1/7");
}

#[test]
fn quotation_cue_and_mention_are_marked_each_in_its_own_way() {
    let mut themes = vec![Theme::plain()];
    for base in [Base::Dark, Base::Light, Base::HighContrast] {
        for depth in [Depth::None, Depth::Sixteen, Depth::TwoHundred, Depth::True] {
            themes.push(Theme::new(Made { base, background: Background::Dark, depth }));
        }
    }
    for theme in themes {
        let mut stage = Stage::new(140, 40);
        stage.model.theme = theme;
        stage.press("3");
        let screen = stage.screen();
        let left = stage.model.layout().panes[2].expect("shown").x;
        let context = |words: &str| *screen.all(words).iter().find(|(x, _)| *x > left).expect("in the context");
        let quotation = context("We cannot wait");
        let cue = context("said");
        let mention = context("Olsen,");
        assert!(screen.is(quotation, Role::Quotation));
        assert!(screen.is(cue, Role::Cue));
        assert!(screen.is(mention, Role::Mention));
        let modifiers: Vec<_> = [quotation, cue, mention].iter().map(|at| screen.cell(*at).modifier).collect();
        assert!(modifiers[0] != modifiers[1] && modifiers[1] != modifiers[2] && modifiers[0] != modifiers[2]);
    }
}

#[test]
fn the_quotations_follow_the_speaker_under_the_cursor() {
    let mut stage = Stage::new(120, 30);
    stage.press("j");
    assert_eq!(stage.listed().len(), 3);
    stage.screen().assert_has("3 of 7 quotations · speaker:=\"Maria Olsen\"");
    stage.press("j");
    let next = stage.listed();
    assert_eq!(next.len(), 1);
    stage.press("g");
    assert_eq!(stage.listed().len(), 7);
}

#[test]
fn all_keys_of_moving_move() {
    let mut stage = Stage::new(120, 12);
    stage.press("2");
    let at = |stage: &Stage| stage.model.list.at;
    for (keys, expected) in [
        ("j", 1),
        ("Down", 2),
        ("k", 1),
        ("Up", 0),
        ("G", 6),
        ("g", 0),
        ("End", 6),
        ("Home", 0),
        ("Ctrl-d", 2),
        ("Ctrl-u", 0),
        ("Ctrl-f", 4),
        ("Ctrl-b", 0),
        ("PageDown", 4),
        ("PageUp", 0),
    ] {
        stage.press(keys);
        assert_eq!(at(&stage), expected, "{keys}");
    }
}

#[test]
fn panes_change_by_keys_and_the_cursor_of_the_terminal_stands_on_the_row() {
    use verbatim::tui::layout::Pane;
    let mut stage = Stage::new(120, 30);
    for (key, pane) in [
        ("l", Pane::Quotations),
        ("Right", Pane::Context),
        ("h", Pane::Quotations),
        ("Left", Pane::Groups),
        ("Tab", Pane::Quotations),
        ("Shift-Tab", Pane::Groups),
        ("3", Pane::Context),
        ("1", Pane::Groups),
        ("2", Pane::Quotations),
        ("Enter", Pane::Context),
        ("1", Pane::Groups),
        ("Enter", Pane::Quotations),
    ] {
        stage.press(key);
        assert_eq!(stage.model.focus(), pane, "{key}");
    }
    stage.press("j j");
    let screen = stage.screen();
    assert_eq!(screen.cell(screen.cursor).symbol(), "▌");
    assert!(screen.is(screen.cursor, Role::Cursor));
    stage.press("1 j");
    let screen = stage.screen();
    let (x, y) = screen.all("Maria Olsen")[1];
    assert_eq!(screen.cursor, (x - 2, y));
}

#[test]
fn the_context_scrolls_from_any_pane() {
    let mut stage = Stage::new(120, 10);
    let before = stage.model.context.top;
    stage.press("J J");
    assert_eq!(stage.model.context.top, before + 2);
    stage.press("K");
    assert_eq!(stage.model.context.top, before + 1);
}

#[test]
fn a_pane_is_zoomed_resized_and_hidden() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 z");
    let screen = stage.screen();
    screen.assert_lacks("Speakers");
    screen.assert_has("Quotations");
    stage.press("Esc");
    stage.screen().assert_has("Speakers");
    let width = |stage: &mut Stage| stage.model.layout().panes[1].expect("shown").width;
    let before = width(&mut stage);
    stage.press("> >");
    assert!(width(&mut stage) > before);
    stage.press("< < <");
    assert!(width(&mut stage) < before);
    stage.press("H");
    stage.screen().assert_lacks("Quotations");
    stage.press("2");
    stage.screen().assert_has("Quotations");
}

#[test]
fn one_line_two_lines_or_all_lines() {
    let mut stage = Stage::new(120, 30);
    let line_of = |stage: &mut Stage, words: &str| stage.screen().find(words).1;
    stage.press("2");
    assert_eq!(line_of(&mut stage, "“Nobody has asked"), 8);
    let in_list = |stage: &mut Stage| stage.screen().all("a day.”").iter().any(|(x, _)| *x < 75);
    assert!(!in_list(&mut stage));
    stage.press("L");
    assert!(in_list(&mut stage), "{}", stage.screen().text());
    stage.press("L");
    assert_eq!(line_of(&mut stage, "“Nobody has asked"), 5);
    stage.screen().assert_lacks("97% sure");
}

#[test]
fn every_size_from_the_smallest_to_the_largest_holds_the_place() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 j j j");
    let here = stage.selected();
    for (width, height) in [(40, 10), (80, 24), (99, 17), (100, 18), (300, 100), (20, 4), (3, 2), (1, 1), (60, 40)] {
        stage.resize(width, height);
        let screen = stage.screen();
        assert_eq!(stage.selected(), here);
        if height >= 10 {
            screen.assert_has("▌");
        }
    }
    stage.resize(80, 24);
    let screen = stage.screen();
    for title in ["Speakers", "Quotations", "Context"] {
        assert_eq!(screen.all(title).first().map(|(x, _)| *x), Some(2), "the panes stack");
    }
    stage.resize(40, 10);
    let screen = stage.screen();
    screen.assert_has("Quotations");
    screen.assert_lacks("Speakers");
    screen.assert_has("help");
    screen.assert_has("quit");
}

#[test]
fn hostile_and_wide_text_keeps_the_columns() {
    let yaml = "text: \"日本語の「長い」文章です 😀 עברית e\\u0301 \\e[31mred\\e[0m\\a said Ann\"\nquotes:\n- speaker: \"A\\e[2Jnn \
                日本語の長い名前が続く続く続く続く\"\n  text: \"日本語の「長い」文章です 😀 עברית e\\u0301 \\e[31mred\\e[0m\\a\"\n  note: \"x\\e]0;title\\a\"\n";
    for (width, height) in [(120, 30), (80, 24), (40, 10)] {
        let mut stage = Stage::of(yaml, width, height);
        for keys in ["", "2", "3", "i", "Esc"] {
            stage.press(keys);
            let screen = stage.screen();
            let text = screen.text();
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
            for y in 1..height - 1 {
                let border = screen.cell((width - 1, y)).symbol();
                assert!("┐│┘┓┃┛╮╯".contains(border), "line {y} ends in {border:?}:\n{text}");
            }
        }
    }
}

#[test]
fn the_status_line_cuts_the_name_of_the_article_first_and_help_last() {
    for (width, shown) in [
        (140, &["Enter quotations", "/ search", "f filter", "? help", "q quit", "harbour-bridge · 1/7"] as &[&str]),
        (110, &["Enter quotations", "/ search", "f filter", "? help", "q quit", " · 1/7"]),
        (60, &["/ search", "f filter", "? help", "q quit", " 1/7"]),
        (40, &["? help", "q quit", " 1/7"]),
        (20, &["? help", " 1/7"]),
        (14, &["? help", " 1/7"]),
    ] {
        let mut stage = Stage::new(width, 12);
        let status = stage.screen().lines().last().cloned().unwrap_or_default();
        for words in shown {
            assert!(status.contains(words), "{words} at {width}: {status}");
        }
        assert!(status.ends_with("1/7"), "{status}");
    }
    let mut stage = Stage::new(40, 10);
    stage.hold_saves = true;
    stage.press("2 *");
    stage.screen().assert_has("saving…");
}

#[test]
fn the_line_below_the_words_loses_the_cue_before_how_sure_the_program_is() {
    let mut stage = Stage::new(110, 24);
    let screen = stage.screen();
    screen.assert_has("¶4 · 71% sure");
    screen.assert_has("¶3 · 97% sure");
    stage.press("r");
    let screen = stage.screen();
    screen.assert_has("62% sure · Residents (unnamed) ·");
    screen.assert_has("71% sure · Maria Olsen · ");
    // With room there is the cue too.
    let mut stage = Stage::new(180, 24);
    stage.press("b j");
    stage.screen().assert_has("Maria Olsen · mixed · described the old ferry as · ¶4 · 71% sure");
}

#[test]
fn tags_stand_below_the_article_beside_the_note() {
    let mut stage = Stage::new(110, 24);
    stage.press("2 t").write("ferry, to check").press("Enter");
    let (x, y) = stage.screen().find("#ferry #to check");
    assert!(x > 60 && y > 15, "{x},{y}");
    stage.press("m").write("Ask the mayor.").press("Enter");
    let screen = stage.screen();
    let (_, tags) = screen.find("#ferry #to check");
    assert_eq!(screen.find("✎ Ask the mayor.").1, tags + 1);
}

#[test]
fn escape_in_a_narrowed_help_widens_it_first() {
    let mut stage = Stage::new(110, 30);
    stage.press("? / undo Enter");
    stage.screen().assert_has("Help · undo");
    stage.press("Esc");
    stage.screen().assert_has("query language, Esc closes");
    stage.press("Esc");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn what_does_nothing_says_why() {
    let mut stage = Stage::new(110, 30);
    stage.press("Space");
    stage.screen().assert_has("“All” is everything");
    stage.press("e");
    stage.screen().assert_has("“All” cannot be renamed");
    // Months are not edited; articles, outlets and authors are.
    while !stage.screen().text().contains(" Months ") {
        stage.press("b");
    }
    stage.press("j e");
    stage.screen().assert_has("peakers and articles are edited where b lists them");
}

#[test]
fn the_caret_stands_at_the_edge_that_is_moved() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 e Down Down");
    let screen = stage.screen();
    let (x, y) = screen.cursor;
    assert_eq!(screen.cell((x, y)).symbol(), "│");
    let line = screen.lines()[usize::from(y)].clone();
    assert!(line.contains("begins") && line.contains("│We cannot"), "{line}");
    // Several of different kinds keep them.
    stage.press("Esc V e");
    stage.screen().assert_has("‹ as they are ›");
}

#[test]
fn high_contrast_has_a_ground_of_its_own() {
    use verbatim::tui::theme::{Base, Depth, Made, Theme};
    let mut stage = Stage::new(110, 30);
    stage.model.theme = Theme::new(Made { base: Base::HighContrast, depth: Depth::True, ..Made::default() });
    stage.press("?");
    let ground = stage.model.theme.style(Role::Text);
    let screen = stage.screen();
    for y in 0..30 {
        for x in 0..110 {
            let cell = screen.cell((x, y));
            assert!(Some(cell.bg) == ground.bg || cell.bg != ratatui::style::Color::Reset, "{x},{y}");
            assert!(cell.fg != ratatui::style::Color::Reset, "{x},{y}");
        }
    }
    stage.press("Esc 2");
    stage.screen().assert_role("“We cannot", Role::Cursor);
}

#[test]
fn a_change_of_width_leaves_a_context_alone_that_was_scrolled() {
    let mut stage = Stage::new(60, 10);
    stage.press("3 z G");
    let screen = stage.screen();
    screen.assert_has("the detour is");
    screen.assert_lacks("We cannot wait");
    for width in [50, 64, 40, 60] {
        stage.resize(width, 10);
        let screen = stage.screen();
        screen.assert_lacks("We cannot wait");
    }
    // The quotation stays in sight where it was.
    stage.press("g");
    stage.resize(44, 10);
    stage.screen().assert_has("We cannot");
}

#[test]
fn the_status_line_offers_only_keys_that_do_something() {
    let last = |stage: &mut Stage| stage.screen().lines().last().cloned().unwrap_or_default();
    let mut stage = Stage::new(110, 24);
    stage.press("2");
    assert!(last(&mut stage).contains("* star"), "{}", last(&mut stage));
    stage.resize(110, 10);
    stage.press("V c");
    assert!(last(&mut stage).starts_with(" y yes  n no"), "{}", last(&mut stage));
    stage.press("n e");
    assert!(last(&mut stage).starts_with(" Enter save  Esc leave"), "{}", last(&mut stage));
    stage.press("Esc f").write("nowhere").press("Enter Esc");
    let line = last(&mut stage);
    assert!(line.contains("F clear filter") && line.contains("f filter") && !line.contains("star"), "{line}");
    stage.press("F");
    stage.model.place.location = None;
    stage.model.notice = None;
    let line = last(&mut stage);
    assert!(line.contains("i why") && !line.contains("star") && !line.contains("confirm"), "{line}");
    let mut empty = Stage::of("quotes: []\n", 110, 24);
    let line = last(&mut empty);
    assert!(line.contains("a add an article") && line.contains("? help"), "{line}");
    assert!(!line.contains("search") && !line.contains("filter"), "{line}");
}

#[test]
fn counts_of_what_is_in_sight_are_shown_as_bars() {
    let mut stage = Stage::new(100, 40);
    stage.press(":").write("stats").press("Enter");
    let screen = stage.screen();
    screen.assert_has("7 quotations");
    screen.assert_has("By month");
    screen.assert_has("By speaker");
    screen.assert_has("█");
    stage.press("Esc f").write("kind:mixed").press("Enter :").write("stats").press("Enter");
    stage.screen().assert_has("of kind:mixed");
    // It scrolls, and Esc closes it.
    stage.resize(60, 12);
    stage.press("G j k Ctrl-d");
    stage.screen().assert_has(" of ");
    stage.press("Esc");
    stage.screen().assert_lacks("By speaker");
}
