//! The keys that are worth knowing now, with what they do in a word. Keys that would do nothing are not among them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Keys with what they do.
pub struct Hints(Vec<(String, &'static str)>);

/// Spaces between two hints.
const GAP: usize = 2;

/// A command and what it does.
type Offer = (Action, &'static str);

const HELP: &[Offer] = &[(Action::Help, "help")];

/// What is offered at the end, on narrow screens less of it.
const ALWAYS: [&[Offer]; 4] = [
    &[
        (Action::NextPane, "pane"),
        (Action::Search, "search"),
        (Action::Filter, "filter"),
        (Action::Help, "help"),
        (Action::Quit, "quit"),
    ],
    &[(Action::Filter, "filter"), (Action::Help, "help"), (Action::Quit, "quit")],
    &[(Action::Help, "help"), (Action::Quit, "quit")],
    HELP,
];

impl Hints {
    /// As many as fit `room` cells, the most useful first.
    pub fn of(model: &Model, room: usize) -> Self {
        if let Some(hints) = Self::of_overlay(model) {
            return hints;
        }
        let fitting = ALWAYS.iter().map(|offers| Self::usable(model, offers)).find(|hints| hints.width() <= room);
        let rest = fitting.unwrap_or_else(|| Self::few(model));
        let mut shown = Self(Vec::new());
        for hint in Self::usable(model, of_pane(model)).0 {
            shown.0.push(hint);
            if shown.width() + GAP + rest.width() > room {
                shown.0.pop();
                break;
            }
        }
        shown.0.extend(rest.0);
        shown
    }

    /// What is shown last of all.
    pub fn few(model: &Model) -> Self {
        Self::of_overlay(model).unwrap_or_else(|| Self::usable(model, HELP))
    }

    /// What answers a box that takes the keys.
    fn of_overlay(model: &Model) -> Option<Self> {
        let key = |action| model.keymap.hint(action);
        let close = (key(Action::Back), "close");
        Some(Self(match model.overlay.as_ref()? {
            Overlay::Confirm(confirm) => {
                let (yes, no) = confirm.keys();
                vec![(yes.to_owned(), "yes"), (no.to_owned(), "no")]
            }
            Overlay::Form(_) | Overlay::Details(_) => vec![("Enter".to_owned(), "save"), ("Esc".to_owned(), "leave")],
            Overlay::Help { .. } => vec![(key(Action::Search), "filter"), close],
            Overlay::Views { delete, .. } => {
                vec![(key(Action::Open), if *delete { "delete" } else { "open" }), close]
            }
            Overlay::Versions(_) => vec![(key(Action::Open), "go there"), close],
            Overlay::Concordance(_) => vec![(key(Action::Open), "go there"), (key(Action::Sort), "sort"), close],
            Overlay::Why | Overlay::Copy | Overlay::Problems { .. } | Overlay::Report(_) => vec![close],
        }))
    }

    /// Commands that would do something now and have a key, with it.
    fn usable(model: &Model, offers: &[Offer]) -> Self {
        let offers = offers.iter().filter(|(action, _)| is_usable(model, *action));
        let hints = offers.map(|(action, word)| (model.keymap.hint(*action), *word));
        Self(hints.filter(|(key, _)| !key.is_empty()).collect())
    }

    /// How many cells they take.
    pub fn width(&self) -> usize {
        let words: usize = self.0.iter().map(|(key, word)| wrap::width(key) + 1 + word.len()).sum();
        words + GAP * self.0.len().saturating_sub(1)
    }

    /// Draws them.
    pub fn draw(&self, model: &Model, area: Rect, buffer: &mut Buffer) {
        let mut x = area.x + 1;
        let end = area.x + area.width;
        for (key, word) in &self.0 {
            if x >= end {
                break;
            }
            let (after, _) = buffer.put(x, area.y, key, usize::from(end - x), model.theme.style(Role::Key));
            let left = usize::from(end.saturating_sub(after));
            let (after, _) = buffer.put(after, area.y, format!(" {word}  "), left, model.theme.style(Role::Dim));
            x = after;
        }
    }
}

/// What is offered in the pane in focus.
fn of_pane(model: &Model) -> &'static [Offer] {
    match (model.review.is_some(), model.focus()) {
        _ if model.catalog.is_empty() => &[(Action::AddArticle, "add an article")],
        _ if model.rows.is_empty() => &[(Action::ClearFilter, "clear filter")],
        _ if model.selecting.is_some() => &[
            (Action::MarkRange, "begin here"),
            (Action::OpenUrl, "other end"),
            (Action::AddQuotation, "add"),
            (Action::Edit, "set edges"),
            (Action::Copy, "copy"),
            (Action::Back, "leave"),
        ],
        (true, _) => &[
            (Action::Confirm, "confirm"),
            (Action::Reject, "reject"),
            (Action::Edit, "edit"),
            (Action::Why, "why"),
            (Action::Back, "leave"),
        ],
        (false, Pane::Groups) => {
            &[(Action::Open, "quotations"), (Action::Mark, "pick"), (Action::NextGrouping, "browse")]
        }
        (false, Pane::Quotations) => &[
            (Action::Confirm, "confirm"),
            (Action::Reject, "reject"),
            (Action::Edit, "edit"),
            (Action::Star, "star"),
            (Action::Why, "why"),
            (Action::Copy, "copy"),
        ],
        (false, Pane::Context) => &[(Action::Why, "why"), (Action::Edit, "edit"), (Action::AddQuotation, "add missed")],
    }
}

fn is_usable(model: &Model, action: Action) -> bool {
    let writable = model.place.location.is_some() && !model.place.read_only;
    match action {
        Action::AddArticle => writable,
        Action::Star | Action::Confirm | Action::Reject | Action::Edit | Action::AddQuotation => {
            writable && !model.rows.is_empty()
        }
        Action::NextPane | Action::Search | Action::Filter => !model.catalog.is_empty(),
        Action::ClearFilter => !model.filter.text.is_empty() || !model.picks.is_empty() || model.first.at > 0,
        _ => true,
    }
}
