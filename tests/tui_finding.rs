//! Finding: search, filter, picks, sort, what the first pane lists, saved views.

mod stage;

use stage::Stage;
use verbatim::tui::groups::Browse;
use verbatim::tui::theme::Role;

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
    assert!(stage.model.asking.is_some(), "a wrong filter cannot hold");
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
    screen.assert_has(" OR ");
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
        (Browse::Articles, "Opera house opens"),
        (Browse::Tags, "(no tag)"),
        (Browse::Kinds, "mixed"),
        (Browse::Months, "2026-02"),
        (Browse::Speakers, "Maria Olsen"),
    ] {
        stage.press("b");
        assert_eq!(stage.model.browse, browse);
        let screen = stage.screen();
        screen.assert_has(browse.title());
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
    stage.press("b b b b j");
    assert_eq!(stage.model.query_text(), "date:2026-02");
    assert_eq!(stage.listed().len(), 2);
    stage.press("j");
    assert_eq!(stage.listed().len(), 5);
}

#[test]
fn a_saved_view_brings_filter_and_sort_back() {
    let mut stage = Stage::new(120, 30);
    stage.press("f").write("museum OR fence").press("Enter s s s");
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
    assert_eq!(stage.model.asking.as_ref().map(|asking| asking.prompt.text()), Some("museum"));
    stage.press("Esc / Up");
    assert_eq!(stage.model.asking.as_ref().map(|asking| asking.prompt.text()), Some("fence"));
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
    stage.scroll(x, y, false);
    assert_eq!(stage.listed().len(), 7);
    stage.resize(120, 10);
    stage.press("2 g");
    let before = stage.model.context.top;
    stage.scroll(100, 5, true);
    assert_eq!(stage.model.context.top, before + 3);
    stage.scroll(100, 5, false);
    assert_eq!(stage.model.context.top, before);
}
