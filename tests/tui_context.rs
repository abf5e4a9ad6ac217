//! The article beside the list: words selected in it, the way from quotation to quotation, matches aligned.

mod stage;

use stage::Stage;
use verbatim::query::concordance::Alignment;
use verbatim::store::Change;
use verbatim::tui::layout::Pane;
use verbatim::tui::message::{Effect, Message};
use verbatim::tui::state::overlay::Overlay;
use verbatim::tui::theme::Role;

/// What is selected in the context.
fn selected_words(stage: &Stage) -> String {
    let (selection, (_, reading)) =
        stage.model.selecting.zip(stage.model.context.shown.as_ref()).expect("words are selected");
    selection.span(&reading.text).of(&reading.text).to_owned()
}

#[test]
fn words_are_selected_by_movement_and_added_as_a_quotation() {
    let mut stage = Stage::new(160, 40);
    stage.press("3 v");
    assert_eq!(selected_words(&stage), "We cannot wait until somebody is hurt,", "the quotation to begin with");
    let screen = stage.screen();
    screen.assert_has("v begins here, o goes to the other end");
    let at = screen.all("wait until").into_iter().next_back().expect("in the context");
    assert!(screen.is(at, Role::MatchHere), "{:?}", screen.cell(at));
    // Begin at another word, and go on from there.
    stage.press("g v");
    assert_eq!(selected_words(&stage), "Harbour");
    stage.screen().assert_has("v begin here");
    stage.press("j");
    assert!(selected_words(&stage).starts_with("Harbour bridge to close for a year\n\nThe"), "over the empty line");
    stage.press("v l l Right");
    assert_eq!(selected_words(&stage), "The bridge over the");
    stage.press("h o l");
    assert_eq!(selected_words(&stage), "bridge over");
    stage.press("A");
    stage.screen().assert_has("said by:");
    stage.write("Ann Lee").press("Enter");
    assert_eq!((stage.selected().as_str(), stage.model.catalog.len()), ("bridge over", 8));
    assert!(stage.model.selecting.is_none());
    // Words of a quotation cannot be added once more.
    stage.press("3 v A");
    assert_eq!(stage.notice(), "Those words are in a quotation already.");
    stage.press("Esc");
    assert!(stage.model.selecting.is_none() && stage.model.overlay.is_none());
}

#[test]
fn words_are_selected_only_in_the_article_of_the_cursor() {
    let mut stage = Stage::new(160, 40);
    stage.hold_reads = true;
    stage.press("2 G 3 v");
    assert_eq!(stage.notice(), "The article is still being read.");
    assert!(stage.model.selecting.is_none());
    stage.hold_reads = false;
    stage.let_answers_land();
    stage.press("v");
    let words = selected_words(&stage);
    stage.draw();
    // Another article takes the selection away, however it comes.
    stage.model.list.at = 0;
    stage.tell(Message::Resize(160, 40));
    assert!(stage.model.selecting.is_none(), "{words}");
}

#[test]
fn words_are_selected_from_the_match_of_a_search() {
    let mut stage = Stage::new(160, 40);
    stage.press("3 /").write("cannot").press("Enter v");
    assert_eq!(selected_words(&stage), "cannot");
}

#[test]
fn the_selected_words_become_the_edges_of_the_quotation() {
    let mut stage = Stage::new(160, 40);
    stage.press("2 j 3 v o l");
    assert_eq!(selected_words(&stage), "steel is tired and so are we.", "the full stop within the marks belongs to it");
    stage.press("e");
    assert_eq!(stage.selected(), "steel is tired and so are we.");
    let change = stage.saved.last().and_then(|edits| edits.first()?.change().cloned());
    assert!(matches!(change, Some(Change::Place { at: Some(_), .. })), "{change:?}");
    assert!(stage.notice().starts_with("Changed the edges of"), "{}", stage.notice());
    stage.press("u");
    assert_eq!(stage.selected(), "The steel is tired and so are we.");
    // Copied, they leave the quotation as it is.
    stage.press("v h h y");
    let copied = stage
        .asked
        .iter()
        .any(|effect| matches!(effect, Effect::Copy { text, .. } if text == "The steel is tired and so"));
    assert!(copied, "{:?}", stage.asked);
}

#[test]
fn the_selection_scrolls_with_its_cursor_and_is_left_with_the_pane() {
    let mut stage = Stage::new(60, 10);
    stage.press("3 v G");
    stage.screen().assert_has("lives");
    stage.press("Tab");
    assert!(stage.model.selecting.is_none());
}

#[test]
fn keys_go_from_quotation_to_quotation_within_the_article() {
    let mut stage = Stage::new(160, 40);
    // Whatever the order of the list.
    stage.press("2 s s s g");
    assert!(stage.selected().contains("nine hundred"), "the longest comes first");
    stage.press(",");
    assert_eq!(stage.selected(), "a museum piece");
    let mut stage = Stage::new(160, 40);
    stage.press("2 f museum Enter .");
    assert!(stage.selected().contains("nine hundred"));
    stage.press(".");
    assert_eq!(stage.notice(), "This is the last quotation of the article in the list; F shows the others.");
    stage.press("F . .");
    assert_eq!(stage.notice(), "This is the last quotation of the article.");
    stage.press(", , , , ,");
    assert_eq!(stage.notice(), "This is the first quotation of the article.");
}

#[test]
fn a_click_goes_to_the_quotation_under_it() {
    let mut stage = Stage::new(160, 40);
    let (x, y) = stage.screen().all("museum piece”").into_iter().next_back().expect("in the context");
    stage.click(x + 2, y);
    assert_eq!(stage.selected(), "a museum piece");
    assert_eq!(stage.model.focus(), Pane::Context);
    // One that the filter hides is named.
    stage.press("2 f steel Enter");
    let (x, y) = stage.screen().all("museum piece”").into_iter().next_back().expect("in the context");
    stage.click(x + 2, y);
    assert_eq!(stage.notice(), "That quotation is not in the list; F shows the others.");
    // While words are selected a click takes the cursor there.
    stage.press("F 2 g 3 v");
    let (x, y) = stage.screen().all("tired").into_iter().next_back().expect("in the context");
    stage.click(x, y);
    assert!(selected_words(&stage).ends_with("The steel is tired"), "{}", selected_words(&stage));
}

#[test]
fn matches_are_aligned_and_sorted_by_what_stands_beside_them() {
    let mut stage = Stage::new(120, 30);
    stage.press(": kwic Enter");
    assert_eq!(stage.notice(), "Nothing to align: search with / among the quotations, or filter with f.");
    stage.press("2 / museum Enter : kwic Enter");
    let screen = stage.screen();
    screen.assert_has("museum · 2 lines · in the order of the list");
    let found = screen.all("museum piece");
    assert_eq!((found[0].0, found[0].1 + 1), found[1], "one under the other");
    screen.assert_has("Tom Reed");
    stage.press("s");
    stage.screen().assert_has("by the words on the left");
    stage.press("s j Enter");
    assert!(stage.model.overlay.is_none());
    assert!(stage.selected().contains("nine hundred"), "{}", stage.selected());
    // Of a filter too; what is closed leaves the cursor where it is.
    stage.press("Esc f the Enter : kwic Enter s q");
    assert!(stage.model.overlay.is_none() && !stage.model.quitting);
    stage.press(": kwic Enter s");
    let by = |stage: &Stage| match &stage.model.overlay {
        Some(Overlay::Concordance(shown)) => shown.by,
        _ => panic!("no concordance"),
    };
    assert_eq!(by(&stage), Alignment::Left);
    for (width, height) in [(40, 10), (20, 5), (6, 3)] {
        stage.resize(width, height);
        stage.screen();
    }
}

#[test]
fn a_hit_far_in_a_row_is_brought_into_sight() {
    for lines in ["", "L L"] {
        let mut stage = Stage::new(80, 24);
        stage.press("2 j j j").press(lines);
        let row = |stage: &mut Stage| {
            let line = stage.screen().lines().into_iter().find(|line| line.contains('▌') && line.contains('“'));
            line.unwrap_or_default()
        };
        stage.press("z");
        assert!(!row(&mut stage).contains("people"), "{}", row(&mut stage));
        stage.press("/ people Enter");
        let screen = stage.screen();
        screen.assert_has("hundred people");
        assert!(
            screen.lines().iter().any(|line| line.contains('…') && line.contains("hundred people")),
            "{}",
            screen.text()
        );
        // So is what a filter found.
        stage.press("Esc f people Enter");
        stage.screen().assert_has("hundred people");
    }
}
