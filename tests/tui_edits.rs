//! Edits: what they change, that they are saved, undone and redone, that many are asked for first, and that nothing
//! typed is lost.

mod stage;

use stage::Stage;
use verbatim::quotation::{Kind, Review};
use verbatim::store::{self, Change, Edit, RegistryChange};
use verbatim::tui::message::{Effect, Message, Reloaded};
use verbatim::tui::state::overlay::Overlay;
use verbatim::tui::state::session::Notice;
use verbatim::tui::theme::Role;

fn notice(stage: &Stage) -> String {
    match &stage.model.notice {
        Some(Notice::Info(words) | Notice::Error(words)) => words.clone(),
        None => String::new(),
    }
}

#[test]
fn every_edit_says_what_it_did_and_can_be_taken_back() {
    for (keys, says) in [
        ("*", "Starred “We cannot wait"),
        ("c", "Confirmed “We cannot wait"),
        ("x", "Rejected “We cannot wait"),
        ("t war Enter", "Tagged “We cannot wait"),
        ("m why Enter", "Wrote a note to “We cannot wait"),
        ("e Ctrl-u Ann Enter", "Gave Ann “We cannot wait"),
    ] {
        let mut stage = Stage::new(120, 30);
        let before = stage.screen().lines()[3..20].to_vec();
        stage.press("2").press(keys);
        assert!(notice(&stage).starts_with(says), "{keys}: {}", notice(&stage));
        assert_eq!(stage.saved.len(), 1, "{keys}");
        stage.press("u");
        assert!(notice(&stage).starts_with("Undone: "), "{keys}: {}", notice(&stage));
        assert_eq!(stage.saved.len(), 2, "{keys}: taking back is saved too");
        let done = stage.saved[0].clone();
        stage.press("Ctrl-r");
        assert_eq!(stage.saved[2], done, "{keys}");
        stage.press("u 1");
        assert_eq!(stage.screen().lines()[3..20].to_vec(), before, "{keys}");
    }
}

#[test]
fn decisions_show_by_signs_and_rejected_ones_stay() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 * j c j x j");
    let screen = stage.screen();
    screen.assert_has("★ “We cannot");
    screen.assert_has("✓ “The steel");
    screen.assert_has("✗ “a museum piece”");
    screen.assert_role("“a museum piece”", Role::Rejected);
    assert_eq!(stage.listed().len(), 7);
    stage.press("k x");
    assert_eq!(stage.model.selection().and_then(|q| q.review()), None, "the same key takes it back");
}

#[test]
fn many_are_asked_for_and_only_those_in_sight_are_changed() {
    let mut stage = Stage::new(240, 7);
    stage.press("2 V f museum Enter x");
    assert!(matches!(stage.model.overlay, Some(Overlay::Confirm(_))));
    let screen = stage.screen();
    screen.assert_has("Reject 2 marked quotations?");
    screen.assert_has("7 marked, 2 of them here");
    assert!(stage.saved.is_empty());
    stage.press("n");
    assert!(stage.saved.is_empty() && stage.model.overlay.is_none());
    stage.press("x y");
    assert_eq!(stage.saved[0].len(), 2);
    assert_eq!(stage.model.marks.len(), 5, "marks out of sight stay");
    stage.press("F");
    stage.screen().assert_has("5 marked");
    let rejected = stage.model.catalog.quotations().filter(|q| q.review() == Some(Review::Rejected)).count();
    assert_eq!(rejected, 2);
    stage.press("u");
    assert!(stage.model.catalog.quotations().all(|q| q.review().is_none()));
}

#[test]
fn saving_stands_in_the_status_line_until_it_is_done() {
    let mut stage = Stage::new(120, 30);
    stage.hold_saves = true;
    stage.press("2 * j *");
    stage.press("j");
    stage.screen().assert_has("saving…");
    assert_eq!(stage.saved.len(), 1, "what was edited meanwhile waits");
    stage.press("q");
    assert!(!stage.model.saving.is_done());
    stage.let_answers_land();
    assert_eq!(stage.saved.len(), 2);
    stage.let_answers_land();
    stage.screen().assert_lacks("saving…");
    assert!(stage.model.saving.is_done() && stage.model.quitting);
}

#[test]
fn a_failed_save_is_shown_tried_again_and_never_dropped() {
    let mut stage = Stage::new(120, 30);
    stage.saves.push_back(Err("disk full".into()));
    stage.press("2 *");
    assert!(notice(&stage).contains("disk full"));
    stage.screen().assert_has("Not saved, will be tried again: disk full");
    stage.screen().assert_has("NOT SAVED: 1 edit");
    stage.press("!");
    stage.screen().assert_has("1 edit is not saved, and will be tried again: disk full");
    stage.press("Esc j");
    let screen = stage.screen();
    screen.assert_has("NOT SAVED: 1 edit (disk full)");
    stage.press("q");
    assert!(!stage.model.quitting);
    stage.screen().assert_has("1 edit is not saved");
    stage.press("n");
    stage.tell(Message::SaveAgain);
    assert_eq!(stage.saved.len(), 2);
    assert_eq!(stage.saved[0], stage.saved[1]);
    stage.screen().assert_lacks("NOT SAVED");
    assert!(stage.model.saving.is_done());
    stage.press("q");
    assert!(stage.model.quitting);
}

#[test]
fn what_cannot_be_saved_is_told_and_keeps_nothing_else_back() {
    let mut stage = Stage::new(120, 30);
    stage.refused = |edit| edit.change() == Some(&Change::Star(true));
    stage.press("2 *");
    assert!(notice(&stage).contains("cannot be saved; ! says why, u undoes the last edit"), "{}", notice(&stage));
    stage.press("j c");
    assert!(notice(&stage).starts_with("Confirmed"), "{}", notice(&stage));
    assert_eq!(stage.saved[1].len(), 1, "the other edit goes out without it");
    stage.screen().assert_has("NOT SAVED: 1 edit");
    stage.press("!");
    stage.screen().assert_has("An edit of harbour-bridge/q00000001 cannot be saved");
    stage.screen().assert_has("too curious");
    stage.press("Esc q");
    stage.screen().assert_has("1 edit is not saved");
    stage.press("n");
    // What a later run can undo is what the file holds.
    let kept = stage.model.history.without(stage.model.saving.unsaved());
    assert_eq!((stage.model.history.len(), kept.len()), (2, 1));
    stage.press("u u");
    stage.screen().assert_lacks("NOT SAVED");
    stage.press("q");
    assert!(stage.model.quitting);
}

#[test]
fn what_can_be_undone_is_kept_when_it_is_saved_and_not_before() {
    let mut stage = Stage::new(120, 30);
    let kept = |stage: &Stage| stage.asked.iter().filter(|effect| matches!(effect, Effect::KeepHistory)).count();
    stage.hold_saves = true;
    stage.press("2 *");
    assert_eq!(kept(&stage), 0);
    stage.let_answers_land();
    assert_eq!(kept(&stage), 1);
    stage.hold_saves = false;
    stage.saves.push_back(Err("disk full".into()));
    stage.press("c");
    assert_eq!(kept(&stage), 1);
    stage.tell(Message::SaveAgain);
    assert_eq!(kept(&stage), 2);
}

#[test]
fn what_cannot_be_undone_any_more_bars_nothing_before_it() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 * j *");
    let (catalog, problems) =
        store::load_reader(stage::stores::two().replace("q00000002", "q0000000f").as_bytes()).expect("it");
    let query = stage.model.filter.query.clone();
    let (index, grouping, stop) = (Default::default(), stage.model.grouping, Default::default());
    let job = verbatim::tui::message::Search {
        request: 0,
        catalog: catalog.clone(),
        index,
        query,
        grouping,
        marked: Vec::new(),
        stop,
    };
    let (found, index) = verbatim::tui::work::search(job).expect("found");
    stage.tell(Message::Reloaded(Box::new(Ok(Reloaded { catalog, problems, index, found }))));
    stage.press("u");
    assert!(notice(&stage).contains("no quotation harbour-bridge/q00000002"), "{}", notice(&stage));
    stage.press("u");
    assert!(notice(&stage).starts_with("Undone: starred “We cannot"), "{}", notice(&stage));
}

#[test]
fn a_half_typed_note_is_not_lost_to_one_key() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 m").write("a long thought").press("Esc");
    assert!(stage.saved.is_empty());
    stage.press("m");
    assert_eq!(stage.model.prompt.as_ref().map(|prompt| prompt.input.text()), Some("a long thought"));
    stage.press("Ctrl-o");
    assert!(stage.asked.iter().any(|effect| matches!(effect, Effect::EditText(text) if text == "a long thought")));
    stage.tell(Message::Edited(Ok("a longer thought\n".into())));
    stage.press("Enter");
    assert_eq!(stage.model.selection().and_then(|q| q.note()), Some("a longer thought"));
    stage.screen().assert_has("✎");
}

#[test]
fn every_quotation_keeps_the_note_that_was_begun_for_it() {
    let mut stage = Stage::new(120, 30);
    let typed = |stage: &Stage| stage.model.prompt.as_ref().map(|prompt| prompt.input.text().to_owned());
    stage.press("2 m").write("one thought").press("Esc j m").write("another").press("Esc k m");
    assert_eq!(typed(&stage).as_deref(), Some("one thought"));
    stage.press("Esc j m");
    assert_eq!(typed(&stage).as_deref(), Some("another"));
    stage.press("Enter j m");
    assert_eq!(typed(&stage).as_deref(), Some(""));
    stage.press("Esc q");
    stage.screen().assert_has("A note was typed and not saved (“one");
    stage.press("n");
    assert!(!stage.model.quitting);
    stage.press("g m Ctrl-u Enter q");
    assert!(stage.model.quitting, "what was emptied is not missed");
}

#[test]
fn undoing_a_name_keeps_the_cursor_on_the_speaker() {
    let mut stage = Stage::new(120, 30);
    let here = |stage: &mut Stage| {
        let lines = stage.screen().lines();
        lines.into_iter().find(|line| line.starts_with("┃▌")).unwrap_or_default()
    };
    stage.press("j e Ctrl-u").write("The mayor").press("Enter");
    assert!(here(&mut stage).contains("The mayor"), "{}", here(&mut stage));
    stage.press("u");
    assert!(here(&mut stage).contains("Maria Olsen"), "{}", here(&mut stage));
    assert_eq!(stage.listed().len(), 3);
    stage.press("Ctrl-r");
    assert!(here(&mut stage).contains("The mayor"), "{}", here(&mut stage));
}

#[test]
fn a_copy_of_many_says_in_what_form() {
    for (keys, says) in [
        ("y y", "2 quotations"),
        ("y c", "2 quotations with their articles"),
        ("y m", "2 quotations as Markdown"),
        ("y j", "2 quotations as JSON"),
        ("y u", "the URLs of 2 quotations"),
    ] {
        let mut stage = Stage::new(120, 30);
        stage.press("2 Space Space").press(keys);
        let copied = stage.asked.iter().find_map(|effect| match effect {
            Effect::Copy { what, .. } => Some(what.as_str()),
            _ => None,
        });
        assert_eq!(copied, Some(says));
    }
}

#[test]
fn a_paste_goes_into_a_prompt_and_nowhere_else() {
    let mut stage = Stage::new(120, 30);
    stage.press("2");
    stage.event(crossterm::event::Event::Paste("xcq*".into()));
    assert!(stage.saved.is_empty() && !stage.model.quitting);
    stage.press("m");
    stage.event(crossterm::event::Event::Paste("q*\u{1b}[2J".into()));
    stage.press("Enter");
    assert_eq!(stage.model.selection().and_then(|q| q.note()), Some("q*[2J"));
}

#[test]
fn review_goes_on_by_itself_least_certain_first() {
    let mut stage = Stage::new(120, 30);
    stage.press("r");
    assert_eq!(stage.selected(), "Silence, please");
    stage.screen().assert_has("Review · 0 of 7 decided");
    stage.press("c");
    assert_eq!(stage.selected(), "an hour of our lives");
    stage.press("x");
    assert_eq!(stage.selected(), "a museum piece");
    stage.press("e Ctrl-u").write("Ann Lee").press("Enter");
    assert_eq!(stage.selected(), "The steel is tired and so are we.");
    stage.screen().assert_has("Review · 3 of 7 decided");
    let changes = &stage.saved[2];
    assert!(matches!(changes[0].change(), Some(Change::Speaker(Some(name))) if name == "Ann Lee"));
    assert!(matches!(changes[1].change(), Some(Change::Review(Some(Review::Confirmed)))));
    stage.press("u");
    assert_eq!(stage.selected(), "a museum piece");
    stage.press("Esc");
    assert!(stage.model.review.is_none());
    assert_eq!(stage.selected(), "a museum piece");
    assert_eq!(stage.listed().len(), 7);
}

#[test]
fn why_shows_rule_cue_and_the_chain() {
    let mut stage = Stage::new(140, 40);
    stage.press("2 j j i");
    let screen = stage.screen();
    screen.assert_has("Rule: by-hand · 71% sure");
    screen.assert_has("Cue: “described the old ferry as” (¶4)");
    screen.assert_has("Mention: “She” (¶4)");
    screen.assert_has("→ Maria Olsen");
    screen.assert_role("Mention: “She”", Role::Mention);
    let left = stage.model.layout().panes[2].expect("shown").x;
    let she = screen.all("She described").into_iter().find(|(x, _)| *x > left).expect("in the context");
    assert!(screen.is(she, Role::Mention));
    stage.press("j");
    stage.screen().assert_has("Mention: “Tom Reed”");
    stage.press("e Ctrl-u").write("Ann").press("Enter");
    stage.press("i");
    stage.screen().assert_has("A person decided otherwise: Ann");
}

#[test]
fn actions_in_the_speakers_pane_say_where_they_work() {
    for key in ["*", "t", "m", "c", "x"] {
        let mut stage = Stage::new(120, 30);
        stage.press(key);
        assert!(stage.saved.is_empty());
        assert!(notice(&stage).contains("Enter goes to them"), "{key}: {}", notice(&stage));
    }
}

#[test]
fn a_speaker_is_renamed_or_joined_with_another() {
    let mut stage = Stage::new(120, 30);
    stage.press("j e Ctrl-u").write("Maria B. Olsen").press("Enter");
    stage.screen().assert_has("▌ Maria B. Olsen");
    assert!(matches!(&stage.saved[0][0], Edit::Registry(RegistryChange::Rename { to, .. }) if to == "Maria B. Olsen"));
    stage.press("e Ctrl-u").write("Tom Reed").press("Enter");
    assert!(matches!(stage.model.overlay, Some(Overlay::Confirm(_))));
    stage.press("y");
    let screen = stage.screen();
    assert!(screen.lines().iter().any(|line| line.contains("Tom Reed") && line.contains("4┃")), "{}", screen.text());
    stage.press("u");
    stage.screen().assert_has("Maria B. Olsen");
    stage.press("u");
    stage.screen().assert_has("Maria Olsen ");
}

#[test]
fn a_missed_quotation_is_added_by_its_words() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 A").write("the council decided").press("Enter");
    stage.screen().assert_has("Found in ¶2");
    stage.press("to Tab Enter");
    assert_eq!(stage.selected(), "the council decided");
    let quotation = stage.model.selection().expect("one");
    assert_eq!(quotation.speaker().map(|ix| stage.model.catalog.speaker(ix).name()), Some("Tom Reed"));
    assert!(!quotation.has_evidence());
    assert_eq!(quotation.kind(), Some(Kind::Indirect), "those words stand outside quotation marks");
    stage.screen().assert_lacks("“the council decided”");
    let left = stage.model.layout().panes[2].expect("shown").x;
    let screen = stage.screen();
    let at = screen.all("the council").into_iter().find(|(x, _)| *x > left).expect("in the context");
    assert!(screen.is(at, Role::Quotation));
    stage.press("A").write("no such words").press("Enter");
    assert!(notice(&stage).contains("not in the article"));
    stage.press("Esc u");
    assert_eq!(stage.model.catalog.len(), 7);
}

#[test]
fn the_place_of_a_missed_quotation_is_shown_and_can_be_chosen() {
    let mut stage = Stage::new(120, 40);
    stage.press("2 A").write("the bridge");
    let left = stage.model.layout().panes[2].expect("shown").x;
    let marked = |stage: &mut Stage, words: &str| {
        let screen = stage.screen();
        let places = screen.all(words).into_iter().filter(|(x, _)| *x > left);
        places.filter(|at| screen.is(*at, Role::Quotation)).count()
    };
    stage.screen().assert_has("found");
    assert_eq!(marked(&mut stage, "The bridge"), 1);
    stage.press("Ctrl-u").write("ferry");
    stage.screen().assert_has("place 1 of 2, ↓ the next");
    assert_eq!(marked(&mut stage, "ferry as"), 1);
    stage.press("Down");
    stage.screen().assert_has("place 2 of 2");
    assert_eq!((marked(&mut stage, "ferry as"), marked(&mut stage, "ferry, told")), (0, 1));
    stage.press("Enter");
    assert_eq!(marked(&mut stage, "ferry, told"), 1, "while its speaker is asked for too");
    stage.press("Esc A").write("piece carries");
    stage.screen().assert_has("in a quotation already");
    stage.press("Ctrl-u").write("zeppelin");
    stage.screen().assert_has("not in the article");
    // Without a quotation's own marks a passage in marks is what it was before.
    stage.press("Esc G A").write("Silence").press("Enter");
    assert!(notice(&stage).contains("are in a quotation already"));
}

#[test]
fn a_changed_store_is_taken_over_without_losing_the_place() {
    let mut stage = Stage::new(120, 30);
    stage.press("f museum Enter");
    stage.press("F f").write("museum OR fence").press("Enter 2 Space");
    let here = stage.selected();
    stage.hold_saves = true;
    stage.press("* k Space");
    // Somebody else put another article before, with a quotation that matches.
    let more = "article:\n  id: new-one\nquotes:\n- text: another museum\n  speaker: Eve\n---\n".to_owned();
    let (catalog, problems) = store::load_reader((more + &stage::stores::two()).as_bytes()).expect("a store");
    let query = stage.model.filter.query.clone();
    let job = verbatim::tui::message::Search {
        request: 0,
        catalog: catalog.clone(),
        index: verbatim::query::Index::default(),
        query,
        grouping: stage.model.grouping,
        marked: Vec::new(),
        stop: std::sync::Arc::default(),
    };
    let (found, index) = verbatim::tui::work::search(job).expect("found");
    stage.press("e");
    stage.tell(Message::Reloaded(Box::new(Ok(Reloaded { catalog, problems, index, found }))));
    // Somebody who types into the form that was open types on: no letter of that is a command.
    stage.write("Nobody Fixed yet*");
    stage.screen().assert_has("Start this edit again?");
    assert_eq!(stage.model.catalog.quotations().filter(|q| q.star() || q.review().is_some()).count(), 1);
    stage.press("Esc");
    assert_eq!(stage.selected(), here);
    assert_eq!(stage.listed().len(), 4);
    assert_eq!(stage.model.marks.len(), 1);
    assert_eq!(stage.model.filter.text, "museum OR fence");
    let starred = stage.model.catalog.quotations().filter(|q| q.star()).count();
    assert_eq!(starred, 1, "an edit that is not saved yet is kept");
    stage.let_answers_land();
    assert!(stage.model.saving.is_done());
}

#[test]
fn what_came_through_a_pipe_cannot_be_edited_but_written() {
    let mut stage = Stage::new(120, 30);
    stage.model.place.location = None;
    stage.press("2 *");
    assert!(notice(&stage).contains("pipe"));
    assert!(stage.saved.is_empty());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("out.csv");
    stage.press("w").write(path.to_str().expect("a path")).press("Enter");
    assert!(notice(&stage).starts_with("Wrote 7 quotations"), "{}", notice(&stage));
    let written = std::fs::read_to_string(&path).expect("written");
    assert_eq!(written.lines().count(), 8);
    stage.press("w").write(path.to_str().expect("a path")).press("Enter");
    assert!(matches!(stage.model.overlay, Some(Overlay::Confirm(_))), "it asks before writing over a file");
    stage.press("n");
    let typed = |stage: &Stage| stage.model.prompt.as_ref().map(|prompt| prompt.input.text().to_owned());
    assert_eq!(typed(&stage).as_deref(), path.to_str(), "another name can be made of it");
    stage.press("Ctrl-u").write("/nowhere/at/all.csv").press("Enter");
    assert_eq!(notice(&stage), "There is no folder /nowhere/at.");
    assert_eq!(typed(&stage).as_deref(), Some("/nowhere/at/all.csv"), "it can be corrected");
    stage.press("Esc w");
    assert_eq!(typed(&stage).as_deref(), Some(""), "a path that failed does not stand in front of the next one");
}

#[test]
fn work_tells_how_far_it_is_and_is_not_quit_by_one_key() {
    let mut stage = Stage::new(110, 24);
    stage.press("a").write("Cargo.toml").press("Enter");
    stage.tell(Message::Working("132 of 4,000: harbour.txt".into()));
    stage.screen().assert_has("adding Cargo.toml 132 of 4,000: harbour.txt (Ctrl-c stops)");
    let stop = stage.model.work.as_ref().map(|work| work.stop.clone()).expect("work");
    stage.press("q");
    stage.screen().assert_has("Still adding Cargo.toml (132 of 4,000: harbour.txt). Stop");
    stage.press("n");
    assert!(!stage.model.quitting);
    stage.press("q y");
    assert!(stage.model.quitting && stop.load(std::sync::atomic::Ordering::Relaxed));
    assert!(stage.model.work.is_some(), "its end is waited for");
    stage.screen().assert_has("stopping, then quitting");
    stage.tell(Message::Added(Err("stopped".into())));
    assert!(stage.model.work.is_none());
}

#[test]
fn a_long_save_tells_how_far_it_is_and_what_quitting_waits_for() {
    let mut stage = Stage::new(110, 24);
    stage.hold_saves = true;
    stage.press("2 V c y");
    stage.tell(Message::SavedSoFar(3));
    stage.press("j");
    stage.screen().assert_has("saving 3 of 7");
    stage.press("q");
    stage.screen().assert_has("saving 3 of 7, then quitting");
    stage.let_answers_land();
    assert!(stage.model.quitting && stage.model.saving.is_done());
}

#[test]
fn a_pasted_article_is_asked_for_its_details() {
    let mut stage = Stage::new(110, 24);
    stage.press("a");
    stage.event(crossterm::event::Event::Paste("One line.\n\n“Another,” said Ann Lee.\n".into()));
    stage.press("Enter");
    stage.screen().assert_has("Details of the article");
    stage.press("Esc");
    assert!(stage.model.prompt.as_ref().is_some_and(|prompt| prompt.input.text().starts_with("One line.")));
    stage.press("Enter Ctrl-c");
    assert!(stage.model.prompt.as_ref().is_some_and(|prompt| prompt.input.text().starts_with("One line.")));
    stage.press("Enter").write("A title").press("Down").write("The Lamp").press("Down").write("January").press("Enter");
    stage.screen().assert_has("“January” is not a date");
    stage.press("Ctrl-u").write("2026-01-08").press("Enter");
    assert!(stage.model.work.as_ref().is_some_and(|work| work.what == "adding the pasted article"));
}

#[test]
fn an_empty_store_says_what_to_do() {
    let mut stage = Stage::of("", 120, 30);
    stage.screen().assert_has("a adds an article");
    stage.screen().assert_has("verbatim add article.txt");
    stage.press("2 j k * c i y n r w / x Enter");
    stage.model.loading = verbatim::tui::state::session::Loading::Missing;
    stage.press("Esc Esc");
    stage.screen().assert_has("There is no store at quotes.yaml yet");
    stage.press("a").write("xxx");
    stage.press("Enter");
    assert!(notice(&stage).contains("There is no xxx"), "{}", notice(&stage));
    assert_eq!(stage.model.prompt.as_ref().map(|prompt| prompt.input.text()), Some("xxx"), "what was typed stays");
    stage.press("Ctrl-u").write("Cargo.toml").press("Enter");
    assert!(stage.model.work.is_some());
    stage.press("Ctrl-c");
    assert!(stage.model.work.is_none() && !stage.model.quitting);
    stage.press("Ctrl-c");
    assert!(stage.model.quitting);
}

/// Hands the store that `yaml` is in, as if somebody else had written it.
fn change_outside(stage: &mut Stage, yaml: &str) {
    let (catalog, problems) = store::load_reader(yaml.as_bytes()).expect("a store");
    let job = verbatim::tui::message::Search {
        request: 0,
        catalog: catalog.clone(),
        index: verbatim::query::Index::default(),
        query: stage.model.filter.query.clone(),
        grouping: stage.model.grouping,
        marked: Vec::new(),
        stop: std::sync::Arc::default(),
    };
    let (found, index) = verbatim::tui::work::search(job).expect("found");
    stage.tell(Message::Reloaded(Box::new(Ok(Reloaded { catalog, problems, index, found }))));
}

#[test]
fn a_prompt_keeps_what_it_is_about_when_the_store_changes() {
    let more = "article:\n  id: new-one\nquotes:\n- text: another museum\n  speaker: Eve\n---\n";
    let changed = more.to_owned() + &stage::stores::two();
    let mut stage = Stage::new(120, 30);
    stage.press("2 j t").write("bridge");
    let here = stage.selected();
    change_outside(&mut stage, &changed);
    stage.press("Enter");
    assert!(notice(&stage).starts_with("Tagged"), "{}", notice(&stage));
    let tagged: Vec<String> =
        stage.model.catalog.quotations().filter(|q| q.tags().next().is_some()).map(|q| q.text().to_owned()).collect();
    assert_eq!(tagged, [here]);
    // What is gone cannot be edited, and what is typed on is no command.
    let mut stage = Stage::new(120, 30);
    stage.press("2 G m").write("half a note");
    change_outside(&mut stage, more);
    stage.write("c*x");
    stage.screen().assert_has("Start this edit again?");
    stage.press("Esc");
    assert!(stage.saved.is_empty());
    assert_eq!(stage.model.drafts.len(), 1);
    // Names and places in the text are found again, or asked for again.
    let mut stage = Stage::new(120, 30);
    stage.press("1 j e").write(" Bear");
    change_outside(&mut stage, &changed);
    stage.press("Enter");
    assert!(notice(&stage).starts_with("Renamed Maria Olsen to Maria Olsen Bear"), "{}", notice(&stage));
    let mut stage = Stage::new(120, 30);
    stage.press("2 A").write("the council decided").press("Enter").write("Ann");
    change_outside(&mut stage, more);
    stage.press("x");
    stage.screen().assert_has("Start this edit again?");
}
