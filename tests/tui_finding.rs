//! Finding: search, filter, picks, sort, what the first pane lists, saved views.

mod stage;

use stage::Stage;
use verbatim::query::Facet;
use verbatim::tui::message::Effect;
use verbatim::tui::state::labels;
use verbatim::tui::theme::{Base, Role};

#[test]
fn search_moves_and_highlights_in_list_and_context() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 / museum");
    assert_eq!(stage.selected(), "a museum piece");
    let screen = stage.screen();
    screen.assert_has("2 rows");
    assert!(screen.all("museum").iter().filter(|at| screen.is(**at, Role::Match)).count() >= 3);
    stage.press("Enter n");
    assert!(stage.selected().starts_with("Nobody"));
    stage.press("n");
    assert_eq!(stage.selected(), "a museum piece");
    stage.press("N");
    assert!(stage.selected().starts_with("Nobody"));
    stage.press("Esc");
    let screen = stage.screen();
    assert!(screen.all("museum").iter().all(|at| !screen.is(*at, Role::Match)));
    assert!(stage.selected().starts_with("Nobody"), "Esc takes the highlight away, not the place");
}

#[test]
fn leaving_a_search_goes_back_to_where_it_began() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 j / opera");
    stage.press("Esc");
    assert_eq!(stage.model.list.at, 1);
    stage.press("/ fence");
    assert!(stage.selected().contains("fence"));
    stage.press("Esc");
    assert_eq!(stage.model.list.at, 1);
    assert!(stage.model.find.iter().all(Option::is_none));
}

#[test]
fn search_works_in_the_speakers_and_in_the_context() {
    let mut stage = Stage::new(120, 30);
    stage.press("/ diaz Enter");
    assert_eq!(stage.listed().len(), 1);
    let screen = stage.screen();
    assert!(screen.all("Díaz").iter().any(|at| screen.is(*at, Role::MatchHere)));
    stage.press("g 2 g 3 / /ferr?y/ Enter");
    let screen = stage.screen();
    assert!(screen.all("ferry").iter().any(|at| screen.is(*at, Role::MatchHere)));
    assert!(screen.all("ferry").iter().any(|at| screen.is(*at, Role::Match)));
}

#[test]
fn a_filter_is_live_and_the_last_valid_result_stays() {
    let mut stage = Stage::new(120, 30);
    stage.press("f speaker:maria");
    assert_eq!(stage.listed().len(), 3);
    stage.screen().assert_has("3 matches");
    stage.press("Ctrl-u");
    stage.event(crossterm::event::Event::Paste("speeker:maria".into()));
    let screen = stage.screen();
    screen.assert_has("did you mean");
    screen.assert_role("speeker", Role::Error);
    assert_eq!(stage.listed().len(), 7);
    stage.press("Enter");
    assert!(stage.model.prompt.is_some(), "a wrong filter cannot hold");
    stage.press("Esc");
    assert_eq!(stage.listed().len(), 7);
    assert!(stage.model.filter.text.is_empty());
}

#[test]
fn escape_goes_back_one_level_and_never_takes_the_filter_or_quits() {
    let mut stage = Stage::new(120, 30);
    stage.press("f museum Enter 2 Space z / piece Enter ?");
    assert!(stage.model.overlay.is_some());
    stage.press("Esc");
    assert!(stage.model.overlay.is_none() && stage.model.find[1].is_some());
    stage.press("Esc");
    assert!(stage.model.find[1].is_none() && stage.model.arrangement.zoom);
    stage.press("Esc");
    assert!(!stage.model.arrangement.zoom && !stage.model.marks.is_empty());
    stage.press("Esc");
    assert!(stage.model.marks.is_empty());
    for _ in 0..5 {
        stage.press("Esc");
    }
    assert!(!stage.model.quitting);
    assert_eq!(stage.model.filter.text, "museum");
    stage.press("F");
    assert_eq!(stage.listed().len(), 7);
}

#[test]
fn picks_add_up_and_show_as_a_query() {
    let mut stage = Stage::new(160, 30);
    stage.press("j Space j Space");
    assert_eq!(stage.listed().len(), 4);
    let screen = stage.screen();
    screen.assert_has("4 of 7 quotations");
    screen.assert_has("Maria Olsen + ");
    screen.assert_has("2 picked");
    screen.assert_has(" ●Maria Olsen");
    // The query that is shown finds the same.
    let query = stage.model.query_text();
    let listed = stage.listed();
    let mut other = Stage::new(160, 30);
    other.press("f").write(&query);
    assert_eq!(other.listed(), listed);
    stage.press("F");
    assert!(stage.model.picks.is_empty());
}

#[test]
fn the_first_pane_lists_other_things_with_counts_that_follow_the_filter() {
    let mut stage = Stage::new(120, 30);
    for (browse, words) in [
        (Facet::Article, "Opera house opens"),
        (Facet::Outlet, "The Gazette"),
        (Facet::Author, "(no author)"),
        (Facet::Tag, "(no tag)"),
        (Facet::Kind, "mixed"),
        (Facet::Month, "2026-02"),
        (Facet::Review, "(not reviewed)"),
        (Facet::Cue, "According to"),
        (Facet::Speaker, "Maria Olsen"),
    ] {
        stage.press("b");
        assert_eq!(stage.model.grouping.by, browse);
        let screen = stage.screen();
        screen.assert_has(labels::title(browse));
        screen.assert_has(words);
    }
    stage.press("f museum Enter b");
    let screen = stage.screen();
    assert!(screen.lines().iter().any(|line| line.contains("Harbour bridge") && line.contains("2┃")));
    assert!(!screen.lines().iter().any(|line| line.contains("Opera house")));
    stage.press("j");
    assert_eq!(stage.listed().len(), 2);
}

#[test]
fn months_and_kinds_filter_as_their_rows_say() {
    let mut stage = Stage::new(120, 30);
    stage.press("b b b b b b j");
    assert_eq!(stage.model.query_text(), "date:2026-02");
    assert_eq!(stage.listed().len(), 2);
    stage.press("j");
    assert_eq!(stage.listed().len(), 5);
}

#[test]
fn a_saved_view_brings_filter_and_sort_back() {
    let mut stage = Stage::new(120, 30);
    stage.press("f").write("museum OR fence").press("Enter 2 s s s");
    let listed = stage.listed();
    assert_eq!(listed.len(), 3);
    assert!(listed[0].len() > listed[2].len());
    stage.press(": save-view Enter mine Enter F s s g");
    assert_ne!(stage.listed(), listed);
    stage.press(": view Enter");
    stage.press("Esc Ctrl-v");
    stage.screen().assert_has("mine");
    stage.press("Enter");
    assert_eq!(stage.listed(), listed);
}

#[test]
fn the_place_is_kept_by_the_quotation_not_by_its_row() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 j j");
    let here = stage.selected();
    stage.press("s s");
    assert_eq!(stage.selected(), here);
    stage.press("f museum Enter");
    assert_eq!(stage.selected(), here);
    stage.press("F");
    assert_eq!(stage.selected(), here);
}

#[test]
fn prompts_keep_history_apart() {
    let mut stage = Stage::new(120, 30);
    stage.press("f museum Enter 2 / fence Enter f Ctrl-u Up");
    assert_eq!(stage.model.prompt.as_ref().map(|prompt| prompt.input.text()), Some("museum"));
    stage.press("Esc / Up");
    assert_eq!(stage.model.prompt.as_ref().map(|prompt| prompt.input.text()), Some("fence"));
}

#[test]
fn the_mouse_clicks_and_scrolls() {
    let mut stage = Stage::new(120, 30);
    let (x, y) = stage.screen().find("“Nobody has asked");
    stage.click(x, y);
    assert!(stage.selected().starts_with("Nobody"));
    assert_eq!(stage.screen().cursor.1, y);
    let (x, y) = stage.screen().find("Tom Reed ");
    stage.click(x, y);
    assert_eq!(stage.listed().len(), 1);
    // The wheel scrolls, and leaves the cursor where it is.
    stage.scroll(x, y, false);
    assert_eq!(stage.listed().len(), 1);
    stage.press("g");
    assert_eq!(stage.listed().len(), 7);
    stage.resize(120, 10);
    stage.press("2 g");
    let first = stage.selected();
    let (x, y) = stage.screen().find("“We cannot wait");
    stage.scroll(x, y, true);
    assert_eq!(stage.selected(), first);
    // The context shows it still, the list does not.
    assert!(stage.screen().all("“We cannot wait").iter().all(|at| at.0 > x + 20), "{}", stage.screen().text());
    stage.screen().assert_has("“Nobody has asked");
    stage.press("j");
    assert!(stage.selected().starts_with("The steel"));
    stage.screen().assert_has("▌ “The steel");
    stage.press("k");
    let before = stage.model.context.top;
    stage.scroll(100, 5, true);
    assert_eq!(stage.model.context.top, before + 3);
    stage.scroll(100, 5, false);
    assert_eq!(stage.model.context.top, before);
}

#[test]
fn a_filter_takes_percent() {
    let mut stage = Stage::new(120, 30);
    stage.press("f").write("sure:>95%");
    assert_eq!(stage.listed().len(), 2);
    stage.press("Ctrl-u").write("sure:60..75%");
    assert_eq!(stage.listed(), ["a museum piece", "an hour of our lives"]);
}

#[test]
fn the_history_of_a_prompt_is_searched() {
    let mut stage = Stage::new(120, 30);
    stage.model.histories.filter = ["speaker:olsen", "kind:mixed", "speaker:reed"].map(str::to_owned).to_vec();
    stage.press("f").write("speak").press("Ctrl-r");
    stage.screen().assert_has("filter: speaker:reed");
    stage.screen().assert_has("speaker:olsen");
    stage.press("Ctrl-r");
    stage.screen().assert_has("filter: speaker:olsen");
    assert_eq!(stage.listed().len(), 3, "what is recalled filters at once");
    stage.press("Enter");
    assert_eq!(stage.model.filter.text, "speaker:olsen");
}

#[test]
fn the_palette_takes_arguments_and_says_what_could_be_meant() {
    let mut stage = Stage::new(120, 30);
    stage.press(":").write("theme l");
    stage.screen().assert_has("theme light");
    stage.press("Enter");
    assert!(stage.asked.iter().any(|asked| matches!(asked, Effect::Theme(Base::Light))), "{:?}", stage.asked);
    stage.press(":").write("sort");
    stage.screen().assert_has("sort date");
    stage.write(" -");
    stage.screen().assert_has("sort -date");
    stage.press("Esc :").write("sort -conf").press("Enter");
    stage.screen().assert_has("most certain first");
    stage.press(":").write("zom").press("Enter");
    assert_eq!(stage.notice(), "There is no command “zom”. Did you mean zoom?");
}

#[test]
fn the_help_begins_with_the_pane_and_has_the_query_language() {
    let mut stage = Stage::new(100, 30);
    stage.press("2 ?");
    let screen = stage.screen();
    assert!(screen.find("In this pane").1 < screen.find("confirm").1);
    screen.assert_has("1–");
    stage.press("f");
    let screen = stage.screen();
    screen.assert_has("The query language");
    screen.assert_has("a OR b");
    screen.assert_has("speaker: by:");
    screen.assert_lacks("In this pane");
    stage.press("Esc ? / confidence Enter");
    stage.screen().assert_has("confidence: sure:");
}

#[test]
fn panes_show_where_one_is() {
    let mut stage = Stage::new(120, 12);
    stage.press("2");
    let screen = stage.screen();
    screen.assert_has(" 1/7 ┛");
    screen.assert_has("/6 ┘");
    let bar = screen.all("█");
    assert!(!bar.is_empty(), "{}", screen.text());
    stage.press("G");
    let screen = stage.screen();
    screen.assert_has(" 7/7 ┛");
    assert_ne!(screen.all("█"), bar);
    // Where all is in sight there is no bar.
    let mut stage = Stage::new(120, 60);
    stage.screen().assert_lacks("█");
}

#[test]
fn prose_is_no_wider_than_it_can_be_read() {
    let mut stage = Stage::new(300, 40);
    stage.press("2 z L");
    for line in stage.screen().lines().into_iter().filter(|line| line.contains('“')) {
        assert!(line.trim_matches(['┃', '│', ' ']).chars().count() <= 84, "{line}");
    }
    stage.press("z 3 z");
    let inside = stage.model.layout().inside(stage.model.focus());
    assert!(inside.width > 200 && stage.model.context_area(inside).width == 80);
}

#[test]
fn a_filter_that_is_half_typed_leaves_the_last_result() {
    let half = [
        "speaker:",
        "kind:",
        "kind:d",
        "is:",
        "sort:",
        "before:",
        "before:20",
        "tag:",
        "confidence:0.",
        "-",
        "NOT ",
        "speaker:\"gus",
        "/pet",
        "(",
        "foo:",
    ];
    for half in half {
        let mut stage = Stage::new(120, 30);
        stage.press("f museum Space");
        assert_eq!(stage.listed().len(), 2);
        let filter = stage.model.filter.text.clone();
        stage.write(half);
        assert_eq!(stage.listed().len(), 2, "{half}");
        assert_eq!(stage.model.filter.text.trim(), filter.trim(), "{half}");
        let screen = stage.screen();
        screen.assert_has("expected: ");
        assert!(!screen.has("▼"), "{half} is no error yet:\n{}", screen.text());
    }
    let mut stage = Stage::new(120, 30);
    stage.press("f museum Space kind:xyz");
    assert_eq!(stage.listed().len(), 2);
    stage.screen().assert_has("▼ unknown value `xyz` of kind: ");
    stage.screen().assert_role("xyz", Role::Error);
}

#[test]
fn enter_on_a_half_typed_filter_says_what_is_missing() {
    let mut stage = Stage::new(120, 30);
    stage.press("f speaker: Enter");
    assert!(stage.model.prompt.is_some());
    stage.screen().assert_has("▼ `speaker:` needs a value right after the colon: who said it, by name or any alias");
    assert_eq!(stage.listed().len(), 7);
    stage.press("Ctrl-u").write("\"museum piece").press("Enter");
    stage.screen().assert_has("▼ the closing \" is missing");
    stage.press("\" Enter");
    assert!(stage.model.prompt.is_none());
    assert_eq!(stage.listed().len(), 2);
    // A bracket that is open closes at the end, also beside a pick.
    stage.press("f Ctrl-u").write("(museum OR steel) OR (hour").press("Enter j");
    assert_eq!(stage.model.query_text(), "(museum OR steel OR hour) speaker:=\"Maria Olsen\"");
}

#[test]
fn completing_a_field_offers_its_values_at_once() {
    let mut stage = Stage::new(120, 30);
    stage.press("f");
    stage.screen().assert_lacks("title:");
    stage.press("sp Tab");
    let screen = stage.screen();
    screen.assert_has("filter: speaker:");
    screen.assert_has("speaker:\"Maria Olsen\"");
    screen.assert_has("3 quotations");
    assert_eq!(stage.listed().len(), 7);
    stage.press("Tab Enter");
    assert_eq!(stage.model.filter.text, "speaker:\"Maria Olsen\"");
    assert_eq!(stage.listed().len(), 3);
    // A word that may yet become a value, and one that is none, keep their completions.
    stage.press("f Ctrl-u kind:m");
    stage.screen().assert_has(" kind:mixed");
    stage.press("Tab");
    assert_eq!(stage.listed().len(), 3);
    // Enter on one of several fields takes it.
    stage.press("Ctrl-u s Tab Enter");
    stage.screen().assert_has("speaker:\"Tom Reed\"");
}

#[test]
fn completions_leave_the_results_to_be_seen() {
    for (width, height, most) in [(110, 14, 3), (40, 10, 2), (120, 40, 8)] {
        let mut stage = Stage::new(width, height);
        stage.press("2 f");
        assert!(stage.model.prompt.as_ref().is_some_and(|prompt| prompt.input.popup().is_none()));
        stage.press("Tab");
        let screen = stage.screen();
        let rows = screen.lines().iter().filter(|line| line.contains(":  ") && !line.starts_with("filter")).count();
        assert!(rows <= most, "{rows} rows at {width}x{height}:\n{}", screen.text());
        let names: usize = verbatim::query::FIELDS.iter().map(|row| row.names.len()).sum();
        screen.assert_has(&format!("{most} of {names}"));
    }
    let mut stage = Stage::new(60, 20);
    stage.press("f Tab");
    let screen = stage.screen();
    // Explanations stand in a column of their own, and what is cut says so.
    let (column, _) = screen.find("who said it");
    assert_eq!(screen.find("somebody mentioned").0, column);
    screen.assert_has("…");
    stage.press("Esc f museum Space");
    assert!(stage.model.prompt.as_ref().is_some_and(|prompt| prompt.input.popup().is_none()));
}

#[test]
fn the_prompt_counts_what_the_list_will_show() {
    let mut stage = Stage::new(120, 30);
    stage.press("j Space f museum");
    stage.screen().assert_has("2 matches, 1 shown");
    stage.press("Esc F f museum");
    stage.screen().assert_has("2 matches ");
    stage.press("Esc / piece");
    stage.screen().assert_has("0 rows");
    stage.press("Esc 2 / hour");
    stage.screen().assert_has("1 row");
    stage.screen().assert_lacks("1 rows");
}

#[test]
fn clearing_filter_and_picks_ends_in_everything() {
    let mut stage = Stage::new(120, 30);
    stage.press("j Space F");
    assert_eq!(stage.listed().len(), 7);
    assert_eq!(stage.model.first.at, 0);
    stage.press("j f museum Enter F");
    assert_eq!(stage.listed().len(), 7);
    stage.press("j j F");
    assert_eq!(stage.listed().len(), 7);
    stage.press("F");
    stage.screen().assert_has("There is no filter.");
}

#[test]
fn search_finds_the_names_that_stand_in_the_list() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 / reed");
    let screen = stage.screen();
    screen.assert_has("1 row");
    assert!(stage.selected().starts_with("Nobody"));
    let (x, y) = *screen.all("Tom Reed").iter().find(|(x, _)| *x > 25).expect("in the list");
    assert!(screen.is((x + 4, y), Role::MatchHere) && !screen.is((x, y), Role::MatchHere));
    // Where the list does not say who it was, only words are found.
    stage.press("Esc 1 j 2 / olsen");
    stage.screen().assert_has("0 rows");
}

#[test]
fn a_search_follows_the_rows_that_a_step_in_the_first_pane_changes() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 / m u s e u m Enter 1 / t o m Enter");
    assert_eq!(stage.listed().len(), 1, "the cursor is on the speaker that was found");
    stage.press("g");
    stage.press("n 2 n");
    assert_eq!(stage.notice(), "match 1 of 1");
    assert!(stage.selected().contains("museum"));
}

#[test]
fn enter_before_the_hits_are_known_goes_to_the_first_of_them() {
    let mut stage = Stage::new(120, 30);
    stage.hold_finds = true;
    stage.press("2 / s t e e l Enter");
    assert!(!stage.selected().contains("steel"));
    stage.let_answers_land();
    assert!(stage.selected().contains("steel"), "{}", stage.selected());
    assert_eq!(stage.notice(), "match 1 of 1");
    // So does `n` that comes before them.
    stage.press("g");
    stage.hold_finds = true;
    stage.press("/ m u s e u m Enter n");
    stage.let_answers_land();
    assert_eq!(stage.notice(), "match 2 of 2");
    assert!(stage.selected().contains("museum"));
}
