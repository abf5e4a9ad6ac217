//! Versions and drafts in the explorer: the same words in other articles, and the passages of a draft with their sources.

#![allow(clippy::unwrap_used)]

mod stage;

use stage::Stage;
use verbatim::article::{Article, Metadata};
use verbatim::store::{Document, Location, write_document};
use verbatim::tui::message::{Effect, Message};
use verbatim::tui::state::overlay::Overlay;

/// A store of these articles: id, outlet, date, text.
fn store(articles: &[(&str, &str, &str, &str)]) -> String {
    let mut yaml = String::new();
    for (id, outlet, published, text) in articles {
        let article = Article { text: (*text).to_owned(), ..Article::default() };
        let found = verbatim::extract::extract(&article, verbatim::extract::Options::default());
        let owned = |text: &str| Some(text.to_owned());
        let meta =
            Metadata { id: owned(id), outlet: owned(outlet), published: owned(published), ..Metadata::default() };
        let document = Document {
            meta,
            text: Some(article.text),
            speakers: found.speakers,
            quotations: found.quotations,
            ..Document::default()
        };
        write_document(&mut yaml, &document);
    }
    yaml
}

const GULL: &str = "“Ferrymen built this harbour with borrowed money and nobody thanked them,” said Ann Bell.\n";
const TERN: &str = "“Ferrymen built this harbour with borrowed money,” said Bell.\n";
const AUK: &str = "“Ferrymen made this harbour with borrowed money and nobody thanked them,” said Mark Tully.\n";
const ROOK: &str = "“Painters keep nine lanterns in the old mill,” said Mark Tully.\n\n“I would never claim that the wall is \
    safe for little boats in a storm,” said Edda Marrow.\n";

fn harbour() -> String {
    store(&[
        ("gull", "Gull", "2026-01-09", GULL),
        ("tern", "Tern", "2026-01-08", TERN),
        ("auk", "Auk", "2026-01-10", AUK),
        ("rook", "Rook", "2026-01-10", ROOK),
    ])
}

#[test]
fn rows_say_in_how_many_articles_the_words_stand() {
    let mut stage = Stage::of(&harbour(), 120, 30);
    let screen = stage.screen();
    assert_eq!(screen.all("≡3").len(), 3, "{}", screen.text());
    stage.press("f versions:2.. Enter");
    assert_eq!(stage.listed().len(), 3);
    stage.press("f Ctrl-u is:differing Space outlet:tern Enter");
    assert_eq!(stage.listed().len(), 1);
}

#[test]
fn versions_are_listed_with_their_differences() {
    let mut stage = Stage::of(&harbour(), 120, 30);
    stage.press("2 j =");
    let screen = stage.screen();
    screen.assert_has("3 versions in 3 articles");
    screen.assert_has("“made” for “built”");
    screen.assert_has("another speaker");
    screen.assert_has("a part of it");
    // Equal names of one person are no difference.
    assert_eq!(screen.all("another speaker").len(), 1, "{}", screen.text());
    stage.press("=");
    assert!(stage.model.overlay.is_none());
    stage.press("G k =");
    assert_eq!(stage.notice(), "No other quotation has these words.");
}

#[test]
fn enter_goes_to_a_version_whatever_hides_it() {
    let mut stage = Stage::of(&harbour(), 120, 30);
    stage.press("f outlet:gull Enter 2 = G Enter");
    assert!(stage.model.overlay.is_none());
    assert!(stage.selected().starts_with("Ferrymen made"), "{}", stage.selected());
    assert_eq!(stage.listed().len(), 5, "the filter that hid it is cleared");
    stage.press("(");
    assert!(stage.selected().starts_with("Ferrymen built"), "{}", stage.selected());
    // In sight it is gone to without a change.
    stage.press("f versions:2.. Enter 2 g = G Enter");
    assert_eq!((stage.listed().len(), stage.model.list.at), (3, 2));
    // From a picked speaker too.
    stage.press("F f speaker:bell Enter 1 g j 2 = G Enter");
    assert!(stage.selected().starts_with("Ferrymen made"), "{}", stage.selected());
}

#[test]
fn until_the_quotations_are_compared_it_says_so() {
    let mut stage = Stage::of(&harbour(), 120, 30);
    let found = stage.model.comparison.found.take().unwrap();
    stage.press("f versions:2.. Enter");
    assert!(stage.listed().is_empty());
    stage.press("F 2 g =");
    stage.screen().assert_has("are being compared");
    let request = stage.model.comparison.sent;
    stage.tell(Message::Compared { request: request - 1, versions: found.clone() });
    assert!(stage.model.comparison.found.is_none(), "an old answer");
    stage.tell(Message::Compared { request, versions: found });
    stage.screen().assert_has("3 versions in 3 articles");
    assert!(matches!(&stage.model.overlay, Some(Overlay::Versions(list)) if list.members.len() == 3));
}

/// A stage whose store is a file beside a draft.
struct Desk {
    folder: tempfile::TempDir,
    stage: Stage,
}

impl Desk {
    fn new(draft: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let yaml = harbour();
        std::fs::write(folder.path().join("quotes.yaml"), &yaml).unwrap();
        let mut stage = Stage::of(&yaml, 140, 30);
        stage.model.place.location = Some(Location::at(folder.path().join("quotes.yaml")));
        let mut desk = Self { folder, stage };
        desk.save(draft);
        desk
    }

    fn path(&self) -> String {
        self.folder.path().join("draft.md").display().to_string()
    }

    fn save(&mut self, draft: &str) {
        std::fs::write(self.path(), draft).unwrap();
    }

    fn verify(&mut self) {
        let path = self.path();
        self.stage.press(":").write(&format!("verify {path}")).press("Enter");
    }
}

const DRAFT: &str = "---\ntitle: Draft\n---\n\n“Painters keep nine lanterns in the old mill,” said Mark Tully.\n\n\
    “The wall is safe for little boats in a storm,” said Edda Marrow.\n\n\
    “Ferrymen sold this harbour with borrowed money and nobody thanked them,” said Ann Bell.\n\n\
    “Seven whales slept under the bridge until the morning,” said Ann Bell.\n";

#[test]
fn a_draft_is_listed_with_its_verdicts_problems_first() {
    let mut desk = Desk::new(DRAFT);
    desk.verify();
    let stage = &mut desk.stage;
    assert_eq!(stage.notice(), "draft.md: 3 problems.");
    let screen = stage.screen();
    screen.assert_has("draft.md · 3 problems of 4 passages");
    let at = |words: &str| screen.all(words).first().copied().unwrap_or_else(|| panic!("{words}: {}", screen.text())).1;
    let order = [at("✗ not found"), at("✗ altered"), at("✗ verbatim"), at("✓ verbatim")];
    assert!(order.is_sorted(), "{}", screen.text());
    screen.assert_has("changed “");
    screen.assert_has("line 11");
    screen.assert_has("No article has these words.");
    screen.assert_has("1/4");
    // The source stands in the context.
    stage.press("j");
    stage.screen().assert_has("Ferrymen built this harbour");
    stage.press("j");
    stage.screen().assert_has("I would never claim");
}

#[test]
fn enter_goes_to_the_source_and_the_editor_to_the_passage() {
    let mut desk = Desk::new(DRAFT);
    desk.verify();
    let path = desk.path();
    let stage = &mut desk.stage;
    stage.press("Enter");
    assert_eq!(stage.notice(), "No article has these words.");
    stage.press("G E");
    let opened =
        stage.asked.iter().any(|effect| matches!(effect, Effect::EditFile(file, 5) if file.ends_with("draft.md")));
    assert!(opened, "{:?}", stage.asked);
    stage.press("Enter");
    assert!(stage.model.verification.is_none());
    assert!(stage.selected().starts_with("Painters keep nine"), "{}", stage.selected());
    // The prompt offers the last draft again.
    stage.press(":").write("verify").press("Enter");
    assert_eq!(stage.model.prompt.as_ref().unwrap().input.text(), path);
    stage.press("Enter");
    assert!(stage.model.verification.is_some());
    stage.press("Esc");
    assert!(stage.model.verification.is_none());
}

#[test]
fn a_draft_is_followed_as_it_is_saved() {
    let mut desk = Desk::new(DRAFT);
    desk.verify();
    let watched = desk.stage.asked.iter().any(|effect| matches!(effect, Effect::WatchDraft(_)));
    assert!(watched);
    desk.stage.press("j");
    desk.save(&DRAFT.replace("sold this", "built this"));
    desk.stage.tell(Message::DraftChanged);
    let screen = desk.stage.screen();
    screen.assert_has("2 problems of 4 passages");
    // Half a file is no reason to lose what was seen.
    std::fs::remove_file(desk.path()).unwrap();
    desk.stage.tell(Message::DraftChanged);
    assert!(desk.stage.model.verification.is_some());
    desk.stage.press("j").screen().assert_has("2 problems of 4 passages");
}

#[test]
fn what_is_decided_about_a_source_counts_and_other_lists_close_the_draft() {
    let mut desk = Desk::new(DRAFT);
    desk.verify();
    desk.stage.press("G c");
    assert_eq!(desk.stage.saved.len(), 1, "the source is confirmed");
    desk.stage.press("f ferrymen Enter");
    assert!(desk.stage.model.verification.is_none());
    assert_eq!(desk.stage.listed().len(), 3);
}

#[test]
fn a_draft_that_cannot_be_read_is_named() {
    let mut desk = Desk::new(DRAFT);
    desk.stage.press(":").write("verify /nowhere/draft.md").press("Enter");
    assert!(desk.stage.notice().contains("There is no file"), "{}", desk.stage.notice());
    desk.stage.press("Esc");
    desk.save("");
    desk.verify();
    desk.stage.screen().assert_has("Nothing in the draft is in quotation marks.");
}

#[test]
fn it_all_fits_a_small_screen() {
    let mut desk = Desk::new(DRAFT);
    desk.verify();
    for (width, height) in [(40, 10), (60, 12), (20, 5), (200, 50)] {
        desk.stage.resize(width, height);
        desk.stage.press("j k G g");
        desk.stage.draw();
    }
    desk.stage.press("Esc 2 g =");
    for (width, height) in [(40, 10), (20, 5), (5, 3), (200, 50)] {
        desk.stage.resize(width, height);
        desk.stage.press("j k G g");
        desk.stage.draw();
    }
}
