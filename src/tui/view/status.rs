//! The line at the bottom: a notice, else the keys that are worth knowing here; on the right what runs and where one
//! is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::header::number;
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::model::{Loading, Model, Notice};
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width);
    let running = running(model);
    let place = place(model);
    let right = match (&running, &place) {
        (Some((words, _)), Some(place)) => format!("{words} · {place}"),
        (Some((words, _)), None) => words.clone(),
        (None, Some(place)) => place.clone(),
        (None, None) => String::new(),
    };
    // A notice may take the whole line, but never what tells that something is not saved.
    let notice_width = match &model.notice {
        Some(Notice::Info(words) | Notice::Error(words)) => wrap::width(words) + 2,
        None => 0,
    };
    let right = match (&running, notice_width + wrap::width(&right) + 2 > width) {
        (Some((words, _)), true) => words.clone(),
        (None, true) if notice_width > 0 => String::new(),
        _ => right,
    };
    let right = wrap::cut(&right, width.saturating_sub(1)).into_owned();
    let taken = wrap::width(&right);
    if taken > 0 {
        let x = area.x + u16::try_from(width.saturating_sub(taken + 1)).unwrap_or(0);
        let role = running.as_ref().map_or(Role::Dim, |(_, role)| *role);
        buffer.set_stringn(x, area.y, &right, width, model.theme.style(role));
    }
    let room = width.saturating_sub(taken + 2);
    match &model.notice {
        Some(notice) => {
            let (words, role) = match notice {
                Notice::Info(words) => (words, Role::Info),
                Notice::Error(words) => (words, Role::Error),
            };
            let room = room.saturating_sub(1);
            buffer.set_stringn(area.x + 1, area.y, wrap::cut(words, room), room, model.theme.style(role));
        }
        None => hints(model, Rect::new(area.x, area.y, u16::try_from(room).unwrap_or(area.width), 1), buffer),
    }
}

/// What runs in the background, and how it is to look.
fn running(model: &Model) -> Option<(String, Role)> {
    if let Some(why) = model.saving.why() {
        let unsaved = model.saving.unsaved().count();
        let what = if unsaved == 1 { "edit" } else { "edits" };
        // A notice says more than there is room for beside it.
        let why = if model.notice.is_some() { String::new() } else { format!(" ({})", wrap::cut(why, 40)) };
        return Some((format!("NOT SAVED: {unsaved} {what}{why}"), Role::Warning));
    }
    if !model.saving.is_done() {
        return Some(("saving…".into(), Role::Progress));
    }
    if let Some((what, _)) = &model.work {
        return Some((format!("{what}… (Ctrl-c stops)"), Role::Progress));
    }
    match model.loading {
        Loading::Running(done, of) if of > 0 => {
            let percent = done.min(of) * 100 / of;
            Some((format!("reading {percent}%"), Role::Progress))
        }
        Loading::Running(..) => Some(("reading…".into(), Role::Progress)),
        _ => None,
    }
}

/// The article and row under the cursor.
fn place(model: &Model) -> Option<String> {
    let quotation = model.selection()?;
    let article = model.catalog.article(quotation.article());
    let id = wrap::cut(article.id(), 40).into_owned();
    let mut place = format!("{id} · {}/{}", number(model.list.at + 1), number(model.rows.len()));
    if let Some(find) = &model.find[model.focus().index()] {
        let written = find.pattern.written.trim_start_matches('/');
        place = format!("/{} {} · {place}", wrap::cut(written, 20), number(find.hits.len()));
    }
    Some(place)
}

/// The keys that are worth knowing in the pane in focus, the most useful first, as many as fit.
fn hints(model: &Model, area: Rect, buffer: &mut Buffer) {
    let own: &[(Action, &str)] = match (model.review.is_some(), model.focus()) {
        (true, _) => &[
            (Action::Confirm, "confirm"),
            (Action::Reject, "reject"),
            (Action::Edit, "edit"),
            (Action::Why, "why"),
            (Action::Back, "leave"),
        ],
        (false, Pane::First) => &[(Action::Open, "quotations"), (Action::Mark, "pick"), (Action::Browse, "browse")],
        (false, Pane::Quotations) => &[
            (Action::Star, "star"),
            (Action::Confirm, "confirm"),
            (Action::Reject, "reject"),
            (Action::Why, "why"),
            (Action::Copy, "copy"),
        ],
        (false, Pane::Context) => &[(Action::Why, "why"), (Action::Edit, "edit"), (Action::AddQuotation, "add missed")],
    };
    let everywhere: &[(Action, &str)] = &[
        (Action::NextPane, "pane"),
        (Action::Search, "search"),
        (Action::Filter, "filter"),
        (Action::Help, "help"),
        (Action::Quit, "quit"),
    ];
    let room = usize::from(area.width);
    let width = |(action, word): &(Action, &str)| wrap::width(&model.keymap.hint(*action)) + 1 + word.len() + 2;
    let fixed: usize = everywhere.iter().map(width).sum();
    let mut left = (room.saturating_sub(1)).saturating_sub(fixed);
    let mut shown: Vec<(Action, &str)> = Vec::new();
    for hint in own {
        if width(hint) > left {
            break;
        }
        left -= width(hint);
        shown.push(*hint);
    }
    // On the narrowest screens help and quit are what must be seen.
    let mut rest: Vec<(Action, &str)> = everywhere.to_vec();
    while rest.len() > 1 && rest.iter().map(width).sum::<usize>() > room.saturating_sub(1) {
        rest.remove(0);
    }
    shown.extend(rest);
    let mut x = area.x + 1;
    let end = area.x + area.width;
    for (action, word) in shown {
        let key = model.keymap.hint(action);
        if key.is_empty() || x >= end {
            continue;
        }
        let (after, _) = buffer.set_stringn(x, area.y, &key, usize::from(end - x), model.theme.style(Role::Key));
        let left = usize::from(end.saturating_sub(after));
        let (after, _) = buffer.set_stringn(after, area.y, format!(" {word}  "), left, model.theme.style(Role::Dim));
        x = after;
    }
}
