//! Speakers: picking one in the form, making two one, commands with arguments, and the way back.

mod stage;

use stage::Stage;
use verbatim::query::Facet;
use verbatim::store::{Edit, RegistryChange};
use verbatim::tui::state::overlay::Overlay;

/// Who said the quotation under the cursor.
fn speaker(stage: &Stage) -> Option<String> {
    let speaker = stage.model.selection()?.speaker()?;
    Some(stage.model.catalog.speaker(speaker).name().to_owned())
}

#[test]
fn the_form_offers_the_people_of_the_article_by_number() {
    let mut stage = Stage::new(140, 30);
    stage.press("2 e");
    let screen = stage.screen();
    screen.assert_has("1 Maria Olsen");
    screen.assert_has("2 Tom Reed");
    stage.press("2 Enter");
    assert_eq!(speaker(&stage).as_deref(), Some("Tom Reed"));
    // A letter takes the place of the name; a digit after it is a digit.
    stage.press("e").write("R2").press("Enter");
    assert_eq!(speaker(&stage).as_deref(), Some("R2"));
}

#[test]
fn names_are_matched_by_the_beginnings_of_their_words() {
    let mut stage = Stage::new(140, 30);
    let offered = |stage: &Stage| match &stage.model.overlay {
        Some(Overlay::Form(form)) => {
            let popup = form.speaker.popup();
            popup.map(|popup| popup.candidates().iter().map(|c| c.insert.clone()).collect()).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    stage.press("2 e").write("ol ma");
    assert_eq!(offered(&stage), ["Maria Olsen"]);
    stage.press("Ctrl-u").write("eed");
    assert_eq!(offered(&stage), Vec::<String>::new(), "letters within a word do not match");
    stage.screen().assert_has("▌new: eed");
    stage.screen().assert_has("Enter makes a new speaker");
    // However a known name is typed, it is that speaker.
    stage.press("Ctrl-u").write("ana diaz");
    stage.screen().assert_lacks("Enter makes a new speaker");
    stage.press("Enter");
    assert_eq!(speaker(&stage).as_deref(), Some("Ana Díaz"));
}

#[test]
fn picked_speakers_become_one_after_a_question() {
    let mut stage = Stage::new(160, 30);
    stage.press("j Space : merge Enter");
    assert!(stage.notice().starts_with("Pick another speaker"));
    stage.press("j Space : merge Enter");
    let screen = stage.screen();
    screen.assert_has("Merge Tom Reed (1 quotation) and Maria Olsen (3 quotations)");
    stage.press("n");
    assert_eq!(stage.model.catalog.speakers_len(), 4);
    stage.press(": merge Enter y");
    assert_eq!(stage.model.catalog.speakers_len(), 3);
    stage.press("u");
    assert_eq!(stage.model.catalog.speakers_len(), 4);
}

#[test]
fn renaming_many_quotations_asks_and_names_the_number() {
    let mut stage = Stage::of(&stage::stores::many(120), 160, 30);
    stage.press("j e Ctrl-u").write("Somebody Else").press("Enter");
    stage.screen().assert_has("Rename Speaker 0 to Somebody Else in 24 quotations?");
    assert!(stage.saved.is_empty());
    stage.press("y e Ctrl-u").write("Speaker 1").press("Enter");
    stage.screen().assert_has("Merge Somebody Else (24 quotations) and Speaker 1 (24");
}

const COUNCIL: &str = "article:\n  id: council\nspeakers:\n- name: Nora Lindqvist\n  kind: person\n- name: Lindqvist\n  \
kind: person\n- name: Nora K. Lindqvist\n  kind: person\n- name: Otto Berg\n  kind: person\nquotes:\n- text: We vote today.\n  \
speaker: Nora Lindqvist\n- text: The vote is final.\n  speaker: Lindqvist\n- text: I have nothing to add.\n  speaker: \
Nora K. Lindqvist\n- text: Nor have I.\n  speaker: Otto Berg\n";

#[test]
fn likely_pairs_are_suggested_one_by_one() {
    let mut stage = Stage::of(COUNCIL, 160, 30);
    stage.press(": merge Enter");
    stage.screen().assert_has("under the name Nora K. Lindqvist");
    // Refused once, never asked again; with two full names the family name alone says too little.
    stage.press("n");
    assert!(stage.model.overlay.is_none(), "{}", stage.screen().text());
    assert_eq!(stage.notice(), "Kept Nora Lindqvist and Nora K. Lindqvist apart (u undoes)");
    let change = RegistryChange::Distinguish { name: "Nora K. Lindqvist".into(), other: "Nora Lindqvist".into() };
    assert_eq!(stage.saved, [[Edit::Registry(change)]], "the store remembers it");
    stage.press(": merge Enter");
    assert_eq!(stage.notice(), "No two speakers are likely the same: pick some to merge them.");
    stage.press("u : merge Enter");
    stage.screen().assert_has("under the name Nora K. Lindqvist");
    let mut stage = Stage::of(COUNCIL, 160, 30);
    stage.press(": merge Enter y : merge Enter");
    let screen = stage.screen();
    screen.assert_has("Merge Lindqvist (1 quotation) and Nora K. Lindqvist (2");
    stage.press("y");
    assert_eq!(stage.model.catalog.speakers_len(), 2);
}

#[test]
fn commands_take_arguments() {
    let mut stage = Stage::new(140, 30);
    stage.press(":").write("sort -date").press("Enter");
    assert_eq!(stage.notice(), "Sorted by date, newest first.");
    assert!(stage.listed()[0].starts_with("Ten years"));
    stage.press(":").write("sort date").press("Enter");
    assert_eq!(stage.notice(), "Sorted by date, oldest first.");
    stage.press(":").write("browse mon");
    stage.screen().assert_has("list months in the first pane");
    stage.press("Enter");
    assert_eq!(stage.model.grouping.by, Facet::Month);
    stage.press(":").write("filter kind:nothing").press("Enter");
    assert!(stage.model.prompt.is_some(), "what is wrong can be corrected");
    stage.press("Esc :").write("filter museum").press("Enter");
    assert_eq!(stage.listed().len(), 2);
}

#[test]
fn the_help_begins_with_the_pane_in_focus_and_knows_the_query_language() {
    let mut stage = Stage::new(120, 40);
    stage.press("?");
    let first = |stage: &mut Stage| stage.screen().lines().iter().position(|line| line.contains("In this pane"));
    assert!(first(&mut stage).is_some_and(|line| line < 5));
    stage.screen().assert_has("take back the last pick");
    stage.press("? 2 ? / confidence Enter");
    stage.screen().assert_has("how sure the program is");
}
