//! Every row of the key table does what it says: each is pressed here, and a test sees to it that none is left out.

mod stage;

use stage::Stage;
use verbatim::query::Facet;
use verbatim::quotation::{Kind, Review};
use verbatim::store::Change;
use verbatim::tui::keymap::{Action, COMMANDS, Keymap, Place};
use verbatim::tui::layout::Pane;
use verbatim::tui::message::Effect;
use verbatim::tui::state::overlay::Overlay;
use verbatim::tui::theme::Role;

/// What is pressed for each action, and what must be so then. Movements have tests of their own among the panes.
type Row = (Action, &'static str, fn(&Stage) -> bool);

const ROWS: &[Row] = &[
    (Action::Down, "2 j", |s| s.model.list.at == 1),
    (Action::Up, "2 j j k", |s| s.model.list.at == 1),
    (Action::Top, "2 G g", |s| s.model.list.at == 0),
    (Action::Bottom, "2 G", |s| s.model.list.at == 6),
    (Action::HalfDown, "2 Ctrl-d", |s| s.model.list.at > 1),
    (Action::HalfUp, "2 G Ctrl-u", |s| s.model.list.at < 6),
    (Action::PageDown, "2 Ctrl-f", |s| s.model.list.at > 1),
    (Action::PageUp, "2 G Ctrl-b", |s| s.model.list.at < 5),
    (Action::JumpBack, "2 / museum Enter (", |s| s.model.list.at == 0),
    (Action::JumpForward, "2 / museum Enter ( )", |s| s.selected() == "a museum piece"),
    (Action::Left, "2 h", |s| s.model.focus() == Pane::Groups),
    (Action::Right, "l", |s| s.model.focus() == Pane::Quotations),
    (Action::NextPane, "Tab", |s| s.model.focus() == Pane::Quotations),
    (Action::PreviousPane, "Shift-Tab", |s| s.model.focus() == Pane::Context),
    (Action::Speakers, "2 1", |s| s.model.focus() == Pane::Groups),
    (Action::Quotations, "2", |s| s.model.focus() == Pane::Quotations),
    (Action::Context, "3", |s| s.model.focus() == Pane::Context),
    (Action::Open, "j Enter Enter", |s| s.model.focus() == Pane::Context && s.listed().len() == 3),
    (Action::ContextDown, "1 J J", |s| s.scrolled() == 2),
    (Action::ContextUp, "1 J J K", |s| s.scrolled() == 1),
    (Action::Zoom, "z", |s| s.model.arrangement.zoom),
    (Action::Wider, ">", |s| s.model.arrangement.shares[0] > 210),
    (Action::Narrower, "<", |s| s.model.arrangement.shares[0] < 210),
    (Action::Hide, "H", |s| s.model.arrangement.hidden[0]),
    (Action::Lines, "L", |s| s.model.lines == verbatim::tui::state::session::Lines::All),
    (Action::NextGrouping, "b", |s| s.model.grouping.by == Facet::Article && s.model.first_len() == 3),
    (Action::PreviousGrouping, "b b B", |s| s.model.grouping.by == Facet::Article),
    (Action::Unpick, "j Space b Backspace", |s| s.model.picks.is_empty() && s.listed().len() == 7),
    (Action::Mark, "j Space j Space", |s| s.model.picks.len() == 2 && s.listed().len() == 4),
    (Action::MarkRange, "2 v j j v", |s| s.model.marks.len() == 3),
    (Action::MarkAll, "2 V", |s| s.model.marks.len() == 7),
    (Action::RestoreMarks, "2 Space j Space x g m", |s| s.model.marks.len() == 2),
    (Action::Search, "2 / steel", |s| s.selected().contains("steel")),
    (Action::Next, "2 / museum Enter n", |s| s.selected().contains("nine hundred")),
    (Action::Previous, "2 / museum Enter n N", |s| s.selected() == "a museum piece"),
    (Action::NextInArticle, "2 . .", |s| s.selected() == "a museum piece"),
    (Action::PreviousInArticle, "2 . . ,", |s| s.selected().contains("steel")),
    (Action::Kwic, "f museum Enter : kwic Enter", |s| matches!(s.model.overlay, Some(Overlay::Concordance(_)))),
    (Action::Filter, "f museum Enter", |s| s.listed().len() == 2),
    (Action::ClearFilter, "f museum Enter F", |s| s.listed().len() == 7),
    (Action::ReverseSort, "2 S", |s| s.listed()[0] == "Silence, please"),
    (Action::Sort, "2 s s", |s| {
        s.model.sort == verbatim::tui::state::session::Sort::Speaker && s.listed()[0].starts_with("Ten")
    }),
    (Action::Views, ": save-view Enter mine Enter Ctrl-v", |s| matches!(s.model.overlay, Some(Overlay::Views { .. }))),
    (Action::SaveView, "f museum Enter : save-view Enter mine Enter", |s| {
        s.model.views == [("mine".to_owned(), "museum".to_owned())]
    }),
    (Action::DeleteView, ": save-view Enter mine Enter : delete-view Enter Enter y", |s| s.model.views.is_empty()),
    (Action::Versions, "2 =", |s| s.notice() == "No other quotation has these words."),
    (Action::Verify, ": verify Enter", |s| s.model.prompt.is_some()),
    (Action::Star, "2 *", |s| s.model.selection().is_some_and(|q| q.star())),
    (Action::Tags, "2 t steel,hurt Enter", |s| s.model.selection().is_some_and(|q| q.tags().eq(["steel", "hurt"]))),
    (Action::Note, "2 m seen Enter", |s| s.model.selection().is_some_and(|q| q.note() == Some("seen"))),
    (Action::Edit, "2 e Ctrl-u Ann Enter", |s| s.speaker().as_deref() == Some("Ann")),
    (Action::Merge, "j Space j Space : merge Enter y", |s| s.model.catalog.speakers_len() == 3),
    (Action::Confirm, "2 c", |s| s.review() == Some(Review::Confirmed)),
    (Action::Reject, "2 x", |s| s.review() == Some(Review::Rejected)),
    (Action::Review, "r", |s| s.model.review.is_some() && s.listed()[0] == "Silence, please"),
    (Action::Why, "2 i", |s| matches!(s.model.overlay, Some(Overlay::Why))),
    (Action::ArticleDetails, "2 : article-details Enter Down Ctrl-u Lamp Enter", |s| {
        s.model.selection().is_some_and(|q| s.model.catalog.article(q.article()).outlet() == Some("Lamp"))
    }),
    (Action::RemoveArticle, "2 D y", |s| {
        s.model.work.as_ref().is_some_and(|work| work.what.starts_with("removing “Harbour"))
    }),
    (Action::AddArticle, "a Cargo.toml Enter", |s| {
        s.model.work.as_ref().is_some_and(|work| work.what.contains("Cargo.toml"))
    }),
    (Action::AddQuotation, "2 A council Enter Ann Enter", |s| s.selected() == "council" && s.model.catalog.len() == 8),
    (Action::Undo, "2 * u", |s| s.model.selection().is_some_and(|q| !q.star())),
    (Action::Redo, "2 * u Ctrl-r", |s| s.model.selection().is_some_and(|q| q.star())),
    (Action::Copy, "2 y", |s| matches!(s.model.overlay, Some(Overlay::Copy))),
    (Action::CopyQuotation, "2 y y", |s| s.copied().contains("hurt")),
    (Action::CopyCitation, "2 y c", |s| s.copied().contains("Maria Olsen")),
    (Action::CopyMarkdown, "2 y m", |s| s.copied().starts_with('>')),
    (Action::CopyJson, "2 y j", |s| s.copied().starts_with("{\"article\":\"harbour-bridge\"")),
    (Action::CopyUrl, "2 y u", |s| s.copied().starts_with("https://news.example/harbour?id=1#:~:text=We%20cannot")),
    (Action::Write, "w", |s| s.model.prompt.is_some()),
    (Action::Pipe, "| wc Enter", |s| s.notice().starts_with("Gave 7 quotations to wc")),
    (Action::OpenUrl, "o", |s| s.asked.iter().any(|e| matches!(e, Effect::OpenUrl(url) if url.starts_with("https:")))),
    (Action::OpenEditor, "E", |s| s.asked.iter().any(|e| matches!(e, Effect::EditStore(_)))),
    (Action::Help, "?", |s| matches!(s.model.overlay, Some(Overlay::Help { .. }))),
    (Action::Palette, ":", |s| s.model.prompt.is_some()),
    (Action::Stats, ": stats Enter", |s| matches!(s.model.overlay, Some(Overlay::Report(_)))),
    (Action::Problems, "!", |s| s.model.overlay.is_none() && s.model.notice.is_some()),
    (Action::Mouse, "M", |s| !s.model.mouse && s.asked.iter().any(|e| matches!(e, Effect::Mouse(false)))),
    (Action::Theme, ": theme Enter", |s| s.asked.iter().any(|e| matches!(e, Effect::NextTheme))),
    (Action::Redraw, "Ctrl-l", |s| s.asked.iter().any(|e| matches!(e, Effect::Redraw))),
    (Action::Back, "z Esc", |s| !s.model.arrangement.zoom),
    (Action::Quit, "q", |s| s.model.quitting),
    (Action::Interrupt, "Ctrl-c", |s| s.model.quitting),
    (Action::Suspend, "Ctrl-z", |s| s.asked.iter().any(|e| matches!(e, Effect::Suspend))),
];

impl Stage {
    fn speaker(&self) -> Option<String> {
        let speaker = self.model.selection()?.speaker()?;
        Some(self.model.catalog.speaker(speaker).name().to_owned())
    }

    /// How far the context stands below where it stood at first.
    fn scrolled(&self) -> usize {
        self.model.context.top - Stage::new(120, 12).model.context.top
    }

    fn review(&self) -> Option<Review> {
        self.model.selection()?.review()
    }

    fn copied(&self) -> &str {
        let copied = self.asked.iter().rev().find_map(|effect| match effect {
            Effect::Copy { text, .. } => Some(text.as_str()),
            _ => None,
        });
        copied.unwrap_or_default()
    }
}

#[test]
fn every_row_of_the_table_is_pressed_and_does_what_it_says() {
    for command in COMMANDS {
        let Some((_, keys, holds)) = ROWS.iter().find(|(action, ..)| *action == command.action) else {
            panic!("{} is not tried", command.name);
        };
        let mut stage = Stage::new(120, 12);
        stage.press(keys);
        stage.screen();
        assert!(holds(&stage), "{}: {keys}\n{}", command.name, stage.screen().text());
    }
}

#[test]
fn every_key_of_a_command_does_the_same() {
    for command in COMMANDS.iter().filter(|command| command.keys.len() > 1) {
        let (_, keys, holds) = ROWS.iter().find(|(action, ..)| *action == command.action).expect("tried above");
        for other in &command.keys[1..] {
            let keys: Vec<&str> = keys.split(' ').map(|key| if key == command.keys[0] { other } else { key }).collect();
            let mut stage = Stage::new(120, 12);
            stage.press(&keys.join(" "));
            assert!(holds(&stage), "{}: {}", command.name, keys.join(" "));
        }
    }
}

#[test]
fn help_lists_every_command_and_can_be_filtered() {
    let mut stage = Stage::new(120, 160);
    stage.press("?");
    let screen = stage.screen();
    for command in COMMANDS {
        screen.assert_has(&command.doc.chars().take(60).collect::<String>());
    }
    stage.press("/ scroll");
    let screen = stage.screen();
    screen.assert_has("scroll the context down");
    screen.assert_lacks("redo what was undone");
    stage.press("Esc q");
    assert!(stage.model.overlay.is_none() && !stage.model.quitting);
    let mut small = Stage::new(40, 10);
    small.press("? G");
    small.screen().assert_has("sort:");
}

#[test]
fn the_palette_runs_any_command_by_name() {
    let mut stage = Stage::new(120, 30);
    stage.press(": zoo");
    let screen = stage.screen();
    screen.assert_has("zoom");
    screen.assert_role("▌zoom", Role::PopupChosen);
    stage.press("Enter");
    assert!(stage.model.arrangement.zoom);
    for command in COMMANDS.iter().filter(|command| !matches!(command.action, Action::Palette | Action::Back)) {
        let mut stage = Stage::new(120, 30);
        stage.press(":");
        stage.write(command.name);
        stage.press("Enter");
        assert!(
            stage.model.notice
                != Some(verbatim::tui::state::session::Notice::Info(format!(
                    "There is no command “{}”.",
                    command.name
                )))
        );
    }
}

#[test]
fn changed_keys_change_help_and_hints() {
    let (keymap, wrong) = Keymap::new([("quit", vec!["Q"]), ("help", vec!["Ctrl-h"])]);
    assert!(wrong.is_empty());
    let mut stage = Stage::new(120, 160);
    stage.model.keymap = keymap;
    stage.screen().assert_has("Ctrl-h help  Q quit");
    stage.press("q");
    assert!(!stage.model.quitting);
    stage.press("Ctrl-h");
    stage.screen().assert_has("Q                 close the overlay, else quit");
    stage.press("Q Q");
    assert!(stage.model.quitting);
}

#[test]
fn the_hints_name_real_keys() {
    for (width, height) in [(40, 10), (80, 24), (120, 40)] {
        for pane in ["1", "2", "3"] {
            let mut stage = Stage::new(width, height);
            let line = stage.press(pane).screen().lines().pop().expect("a line");
            assert!(line.contains("? help") && line.contains("q quit"), "{line}");
        }
    }
}

#[test]
fn keys_after_a_key_are_not_those_before_it() {
    let mut stage = Stage::new(120, 30);
    stage.press("2 y");
    let screen = stage.screen();
    for command in COMMANDS.iter().filter(|command| command.place == Place::After(Action::Copy)) {
        screen.assert_has(command.doc);
    }
    // Any other key leaves it, and does nothing else.
    stage.press("x");
    assert!(stage.model.overlay.is_none() && stage.saved.is_empty());
}

#[test]
fn the_form_edits_speaker_kind_and_edges_in_one_step() {
    let mut stage = Stage::new(120, 40);
    stage.press("2 e");
    let screen = stage.screen();
    screen.assert_has("Attribution");
    screen.assert_has("speaker");
    stage.press("Ctrl-u re Tab Down Space Down Left Right Right Down Left Enter");
    let quotation = stage.model.selection().expect("one");
    assert_eq!(quotation.kind(), Some(Kind::Mixed));
    assert_eq!(quotation.text(), "cannot wait until somebody is hurt");
    assert_eq!(stage.speaker().as_deref(), Some("Tom Reed"));
    assert_eq!(stage.saved.len(), 1);
    let changes: Vec<_> = stage.saved[0].iter().filter_map(|edit| edit.change()).collect();
    assert!(matches!(changes[..], [Change::Speaker(Some(_)), Change::Kind(Some(Kind::Mixed)), Change::Place { .. }]));
    stage.press("u");
    assert_eq!(stage.selected(), "We cannot wait until somebody is hurt,");
    assert_eq!(stage.speaker().as_deref(), Some("Maria Olsen"));
}
