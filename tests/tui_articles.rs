//! Work across articles: facets that hold together, dates and outlets in sight, whose certainty it is, marks.

mod stage;

use stage::Stage;
use verbatim::quotation::Review;
use verbatim::store::{ArticleChange, ArticleEdit, Change, Edit, RemovedArticle};
use verbatim::tui::message::Message;
use verbatim::tui::state::overlay::Overlay;
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
    assert!(screen.lines().iter().any(|line| line.contains("2026-01") && line.contains('█')), "{}", screen.text());
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
    assert_eq!(stage.notice(), "Gave 2 quotations to cat.");
    let Some(Overlay::Report(report)) = &stage.model.overlay else { panic!("what it printed is shown") };
    assert_eq!(report.lines.len(), 2);
    assert!(report.lines[0].starts_with("{\"article\":\"harbour-bridge\""), "{:?}", report.lines);
    stage.press("Esc");
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

#[test]
fn the_filter_asks_for_what_is_marked() {
    let mut stage = Stage::new(160, 30);
    stage.press("2 Space j Space f is:marked Enter");
    assert_eq!(stage.listed(), ["We cannot wait until somebody is hurt,", "a museum piece"]);
    // It follows the marks, and holds with other words.
    stage.press("g Space");
    assert_eq!(stage.listed(), ["a museum piece"]);
    stage.press("f Ctrl-u").write("-is:marked kind:mixed").press("Enter");
    assert_eq!(stage.listed(), ["an hour of our lives", "Silence, please"]);
    stage.press("f Ctrl-u").write("is:marked").press("Enter c");
    assert_eq!(stage.listed(), Vec::<String>::new());
    stage.press("g m");
    assert_eq!(stage.listed(), ["a museum piece"]);
}

/// The outlets of the two articles.
fn outlets(stage: &Stage) -> Vec<String> {
    stage.model.catalog.articles().map(|article| article.outlet().unwrap_or("none").to_owned()).collect()
}

#[test]
fn details_of_an_article_are_edited_inside() {
    let mut stage = Stage::new(120, 30);
    stage.press("b j e");
    let screen = stage.screen();
    for words in
        ["Details of harbour-bridge", "title", "outlet", "date", "author", "URL", "https://news.example/harbour?id=1"]
    {
        screen.assert_has(words);
    }
    stage.press("Down Ctrl-u").write("The Lamp").press("Down Ctrl-u").write("soon").press("Enter");
    stage.screen().assert_has("“soon” is not a date");
    stage.press("Ctrl-u").write("2026-01-09").press("Down Ctrl-u").write("Ann Lee").press("Enter");
    assert_eq!(stage.notice(), "Changed outlet, date and author of “Harbour bridge to close for a year” (u undoes)");
    assert_eq!(outlets(&stage), ["The Lamp", "The Gazette"]);
    stage.press("f Ctrl-u").write("date:2026-01-09 outlet:lamp").press("Enter");
    assert_eq!(stage.listed().len(), 5, "the filter knows them");
    stage.press("F u");
    assert_eq!(outlets(&stage), ["The Gazette", "The Gazette"]);
    stage.press("Ctrl-r");
    assert_eq!(outlets(&stage), ["The Lamp", "The Gazette"]);
    let saved: Vec<_> = stage.saved.iter().flatten().filter(|edit| matches!(edit, Edit::Article(_))).collect();
    assert_eq!(saved.len(), 3);
    stage.press("g e");
    assert_eq!(stage.notice(), "There is no article under the cursor.");
    stage.press("j e Enter");
    assert_eq!(stage.notice(), "Nothing was changed.");
}

#[test]
fn details_of_several_articles_are_edited_at_once() {
    let mut stage = Stage::new(120, 30);
    // Picked articles; what differs stays unless something is typed.
    stage.press("b j Space Space e");
    let screen = stage.screen();
    screen.assert_has("Details of 2 articles");
    screen.assert_has("as they are (several)");
    screen.assert_lacks("title");
    stage.press("Ctrl-u").write("The Lamp").press("Enter");
    assert_eq!(outlets(&stage), ["The Lamp", "The Lamp"]);
    let dates: Vec<_> = stage.model.catalog.articles().map(|article| article.published().map(str::to_owned)).collect();
    assert_eq!(dates, [Some("2026-01-08".into()), Some("2026-02-20".into())]);
    // On an outlet: all of its articles.
    stage.press("F b j e Ctrl-u - Enter");
    assert_eq!(outlets(&stage), ["none", "none"]);
}

#[test]
fn articles_are_removed_after_a_question_and_what_it_takes_to_put_them_back_is_kept() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 c 1 b j D");
    stage.screen().assert_has("Remove “Harbour bridge to close for a year” with 5");
    stage.screen().assert_has("(1 of them reviewed)");
    stage.press("n");
    assert_eq!(stage.notice(), "Nothing was done.");
    stage.press("D y");
    assert!(stage.model.work.as_ref().is_some_and(|work| work.what.starts_with("removing")));
    let removed = RemovedArticle { yaml: "article: {id: harbour-bridge}\n".into(), file: None, before: None };
    stage.tell(Message::Removed(Ok(vec![("harbour-bridge".into(), removed)])));
    assert_eq!(stage.notice(), "Removed “Harbour bridge to close for a year” (u undoes)");
    stage.press("u");
    let last = stage.saved.last().and_then(|edits| edits.first().cloned());
    assert!(matches!(last, Some(Edit::Article(ArticleEdit { change: ArticleChange::Restore(_), .. }))), "{last:?}");
    // A removal that is made again is one of its own.
    stage.press("Ctrl-r");
    assert!(stage.model.work.is_some());
    stage.tell(Message::Removed(Err("the disk is full".into())));
    assert_eq!(stage.notice(), "Not removed: the disk is full");
}

#[test]
fn the_prompt_of_writing_names_number_formats_and_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let mut stage = Stage::new(160, 30);
    stage.press("2 x m private Enter w");
    let screen = stage.screen();
    screen.assert_has("write 6 quotations to:");
    screen.assert_has("Formats: .yaml .ndjson .json .csv .md .html .jsonld .txt .tsv");
    stage.write(&at("none/out.md"));
    stage.screen().assert_has("There is no folder");
    stage.press("Enter");
    assert!(stage.notice().starts_with("There is no folder"), "{}", stage.notice());
    stage.press("Ctrl-u").write(&at("out"));
    stage.screen().assert_has("out.csv");
    stage.press("Enter");
    assert!(stage.notice().starts_with("The ending of the name chooses the format: .yaml"), "{}", stage.notice());
    stage.press("Ctrl-u").write(&at("out.doc")).press("Enter");
    assert!(stage.notice().starts_with("“.doc” is not a format that can be written"), "{}", stage.notice());
    stage.press("Ctrl-u").write(&folder.path().to_string_lossy()).press("Enter");
    assert!(stage.notice().ends_with("is a folder: name a file in it."), "{}", stage.notice());
    stage.press("Ctrl-u").write(&at("out.md --color")).press("Enter");
    assert!(stage.notice().starts_with("--color is not an option"), "{}", stage.notice());
    stage.press("Ctrl-u").write(&at("out.md")).press("Enter");
    assert!(stage.notice().starts_with("Wrote 6 quotations to "), "{}", stage.notice());
}

#[test]
fn notes_and_contexts_are_written_where_they_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = Stage::new(160, 30);
    stage.press("2 m private Enter");
    let mut written = |typed: &str| {
        let path = folder.path().join(typed.split(' ').next().expect("a name"));
        stage.press("w").write(&folder.path().join(typed).to_string_lossy()).press("Enter");
        std::fs::read_to_string(path).expect("written")
    };
    assert!(!written("a.md").contains("private") && written("b.md --notes").contains("private"));
    assert!(written("a.csv").contains("private") && !written("b.csv --no-notes").contains("private"));
    assert!(!written("a.yaml --no-notes").contains("private"));
    let html = written("a.html");
    assert!(html.contains("the mayor, said after the vote") && !html.contains("private"), "the paragraph is folded in");
    assert!(written("b.html --context 1").contains("the council decided on Thursday"));
    assert!(
        !written("c.md").contains("said after the vote") && written("d.md --context 0").contains("said after the vote")
    );
    assert!(written("e.md").contains("hurt,”") && written("f.md --tidy").contains("hurt”"));
    let annotations: serde_json::Value = serde_json::from_str(&written("a.jsonld")).expect("JSON");
    let selector = &annotations[0]["target"]["selector"][0];
    assert_eq!(
        (&selector["suffix"], selector["prefix"].as_str().map(|prefix| prefix.ends_with('“'))),
        (&"” Maria Olsen, the mayor, said a".into(), Some(true))
    );
}

#[test]
fn decisions_are_signed_with_the_reviewers_name() {
    let mut stage = Stage::new(200, 30);
    stage.model.reviewer = Some("Ann Lee".into());
    stage.press("2 c");
    stage.screen().assert_has("¶3 · by Ann Lee");
    let changes: Vec<_> = stage.saved[0].iter().filter_map(|edit| edit.change()).collect();
    assert!(matches!(changes[..], [Change::Review(Some(Review::Confirmed)), Change::Reviewed(Some(_))]), "{changes:?}");
    stage.press("i");
    stage.screen().assert_has("Confirmed by Ann Lee on 20");
    stage.press("i c");
    let changes: Vec<_> = stage.saved[1].iter().filter_map(|edit| edit.change()).collect();
    assert!(matches!(changes[..], [Change::Review(None), Change::Reviewed(None)]), "{changes:?}");
    // A decision without a name is not that of the reviewer before.
    stage.press("u");
    stage.model.reviewer = None;
    stage.press("x");
    assert_eq!(stage.model.selection().and_then(|quotation| quotation.reviewed()), None);
}

#[test]
fn rows_that_are_still_counted_are_not_edited() {
    let mut stage = Stage::new(120, 30);
    // The pane lists speakers until the articles are counted.
    stage.model.grouping = verbatim::tui::state::labels::Grouping::of(verbatim::query::Facet::Article);
    stage.press("j e");
    assert!(
        stage.model.prompt.is_none() && stage.notice().starts_with("The rows are still being counted"),
        "{}",
        stage.notice()
    );
    stage.press("D");
    assert!(stage.model.overlay.is_none() && stage.notice().starts_with("The rows are still being counted"));
}
