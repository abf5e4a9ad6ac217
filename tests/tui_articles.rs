//! Work across articles: facets that hold together, dates and outlets in sight, whose certainty it is, marks.

mod stage;

use stage::Stage;
use verbatim::quotation::Review;
use verbatim::tui::theme::Role;

#[test]
fn picks_of_several_facets_hold_together_and_narrow_the_counts() {
    let mut stage = Stage::new(160, 30);
    // Two speakers, then a month.
    stage.press("j Space j Space");
    assert_eq!(stage.listed().len(), 4);
    stage.press("B B B");
    let screen = stage.screen();
    screen.assert_has("Months");
    assert!(screen.lines().iter().any(|line| line.contains("2026-01") && line.contains('▇')), "{}", screen.text());
    stage.press("j Space");
    let screen = stage.screen();
    let month = stage.model.picks.crumbs(&stage.model.catalog);
    screen.assert_has(&month);
    assert!(month.contains(" + ") && month.contains(" › 2026-0"), "{month}");
    // The query that is saved and written finds the same.
    let (query, listed) = (stage.model.query_text(), stage.listed());
    let mut other = Stage::new(160, 30);
    other.press("f").write(&query);
    assert_eq!(other.listed(), listed, "{query}");
    // The last pick goes first; those of another facet hold on.
    stage.press("g Backspace");
    assert_eq!(stage.listed().len(), 4);
    stage.press("Backspace");
    assert_eq!(stage.listed().len(), 3);
    stage.press("Backspace");
    assert_eq!(stage.listed().len(), 7);
    stage.press("Backspace");
    assert_eq!(stage.notice(), "Nothing is picked.");
}

#[test]
fn what_has_no_value_can_be_picked_and_held() {
    for back in 1..9 {
        let mut stage = Stage::new(160, 30);
        for _ in 0..back {
            stage.press("b");
        }
        // The last row is that of nothing, where there is one.
        stage.press("G Space");
        let listed = stage.listed();
        stage.press("b");
        assert_eq!(stage.listed(), listed, "{} {}", stage.model.query_text(), stage.screen().text());
    }
}

#[test]
fn picks_survive_when_a_speaker_is_renamed() {
    let mut stage = Stage::new(160, 30);
    stage.press("j Space b k");
    assert_eq!(stage.listed().len(), 3);
    stage.press("B g j e Ctrl-u").write("Mayor Olsen").press("Enter");
    assert_eq!(stage.listed().len(), 3);
    stage.screen().assert_has("3 of 7 quotations · Mayor Olsen");
}

#[test]
fn groups_are_sorted_by_count_or_name() {
    let mut stage = Stage::new(160, 30);
    stage.press("s");
    let screen = stage.screen();
    screen.assert_has("Speakers · by name");
    let row = |name: &str| screen.all(name).into_iter().find(|(x, _)| *x < 20).expect("in the first pane").1;
    assert!(row("Ana Díaz") < row("Maria Olsen"));
    stage.press("s");
    stage.screen().assert_lacks("by name");
}

#[test]
fn the_order_of_the_quotations_is_reversed() {
    let mut stage = Stage::new(160, 30);
    let before = stage.listed();
    stage.press("2 S");
    let mut turned = stage.listed();
    stage.screen().assert_has("by article order, last first");
    turned.reverse();
    assert_eq!(turned, before);
    stage.press("s S");
    stage.screen().assert_has("by date, oldest first");
    assert_eq!(stage.listed(), before);
}

#[test]
fn rows_from_several_articles_say_which_and_when() {
    let mut stage = Stage::new(220, 30);
    stage.screen().assert_has("Tom Reed · direct · told · The Gazette · 2026-01-08 · harbour-bridge ¶5 · 95% sure");
    // Within one article it is a bare number.
    stage.press("b j");
    let screen = stage.screen();
    screen.assert_has("Tom Reed · direct · told · ¶5 · 95% sure");
    // The context says it above the words, and numbers the paragraphs.
    let head = "The Gazette · 2026-01-08";
    screen.assert_has(head);
    assert!(screen.is(screen.find(head), Role::Program));
    assert!(screen.lines().iter().any(|line| line.contains("3▌") || line.contains("3 ▌")), "{}", screen.text());
}

#[test]
fn quotations_stand_in_columns() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 z L L");
    let screen = stage.screen();
    let line = screen.lines().into_iter().find(|line| line.contains("Nobody has asked")).expect("a row");
    for words in ["Tom Reed ", "The Gazette", "2026-01-08", "95%"] {
        assert!(line.contains(words), "{line}");
    }
    stage.press("c");
    let screen = stage.screen();
    assert!(screen.lines().iter().any(|line| line.contains("We cannot") && line.contains("you")), "{}", screen.text());
}

#[test]
fn where_a_person_decided_the_row_says_so() {
    let mut stage = Stage::new(220, 30);
    stage.press("2 c");
    assert!(stage.screen().lines().iter().any(|line| line.contains("Maria Olsen") && line.contains("¶3 · by you")));
    stage.press("j j j e Ctrl-u").write("Harbour office").press("Enter");
    let screen = stage.screen();
    screen.assert_has("by you; the program had Tom Reed, 95%");
}

#[test]
fn what_is_rejected_is_counted_and_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = Stage::new(160, 30);
    stage.press("2 x");
    stage.screen().assert_has("7 quotations · 1 rejected");
    stage.press("1 j");
    stage.screen().assert_has("3 of 7 quotations · 1 rejected · speaker:");
    stage.press("j");
    stage.screen().assert_lacks("rejected");
    stage.press("g w").write(&folder.path().join("out.csv").to_string_lossy()).press("Enter");
    assert!(stage.notice().starts_with("Wrote 6 quotations to "), "{}", stage.notice());
    assert!(stage.notice().ends_with("Left out 1 rejected."), "{}", stage.notice());
}

#[test]
fn marks_are_cleared_by_what_decides_and_kept_by_what_takes_out() {
    let mut stage = Stage::new(160, 40);
    stage.press("2 Space Space y y");
    assert_eq!(stage.model.marks.len(), 2, "copying keeps them");
    stage.press("| cat Enter");
    assert_eq!(stage.notice().split(':').next(), Some("Gave 2 quotations to cat"));
    assert!(stage.notice().contains("{\"article\":\"harbour-bridge\""), "{}", stage.notice());
    assert_eq!(stage.model.marks.len(), 2, "so does a command");
    stage.press("c");
    assert!(stage.model.overlay.is_none(), "few that are in sight are not asked about");
    assert_eq!(stage.notice().split(" (").next(), Some("Confirmed 2 quotations"));
    assert!(stage.model.marks.is_empty());
    let at = stage.model.list.at;
    stage.press("g m");
    assert_eq!((stage.model.marks.len(), stage.model.list.at), (2, at), "and the cursor is where it was");
    stage.press("Esc t").write("bridge").press("Enter");
    assert!(stage.model.marks.is_empty());
    let confirmed = stage.model.catalog.quotations().filter(|q| q.review() == Some(Review::Confirmed)).count();
    assert_eq!(confirmed, 2);
}

#[test]
fn marks_out_of_sight_are_asked_about() {
    let mut stage = Stage::new(120, 10);
    stage.press("2 V x");
    stage.screen().assert_has("Reject 7 marked quotations?");
    stage.press("n");
    assert_eq!(stage.model.marks.len(), 7);
}

#[test]
fn a_command_that_fails_is_reported() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 |").write("echo no such thing >&2; exit 2").press("Enter");
    assert!(stage.notice().ends_with("no such thing"), "{}", stage.notice());
}
