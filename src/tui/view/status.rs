//! The line at the bottom: a notice, else the keys that are worth knowing here; on the right what runs and where one
//! is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use super::hints::Hints;
use crate::text::{counted, number};
use crate::tui::keymap::Action;
use crate::tui::state::model::Model;
use crate::tui::state::session::{Loading, Notice, Work};
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
    let core = match (&running, &place) {
        (Some((words, _)), Some(place)) => format!("{words} · {}", place.row),
        (Some((words, _)), None) => words.clone(),
        (None, Some(place)) => place.row.clone(),
        (None, None) => String::new(),
    };
    // A notice may take the whole line, but never what tells that something is not saved. The keys leave the room that
    // the row takes; the article's name has what is left then.
    let (wanted, least) = match &model.notice {
        Some(Notice::Info(words) | Notice::Error(words)) => (wrap::width(words), wrap::width(words)),
        None => (Hints::of(model, width).width(), Hints::few(model).width()),
    };
    let right = match &running {
        _ if least + wrap::width(&core) + MARGINS <= width => core,
        Some((words, _)) => words.clone(),
        None if model.notice.is_some() => String::new(),
        None => core,
    };
    let right = wrap::cut(&right, width.saturating_sub(1)).into_owned();
    let left = width.saturating_sub(wanted + wrap::width(&right) + MARGINS + wrap::width(BETWEEN));
    let right = match &place {
        Some(place) if left >= SHORTEST_NAME && !right.is_empty() => {
            let name = wrap::cut(&place.article, left.min(LONGEST_NAME));
            right
                .strip_suffix(&place.row)
                .map_or(right.clone(), |before| format!("{before}{name}{BETWEEN}{}", place.row))
        }
        _ => right,
    };
    let taken = wrap::width(&right);
    if taken > 0 {
        let x = area.x + u16::try_from(width.saturating_sub(taken + 1)).unwrap_or(0);
        let role = running.as_ref().map_or(Role::Dim, |(_, role)| *role);
        buffer.put(x, area.y, &right, width, model.theme.style(role));
    }
    let room = width.saturating_sub(taken + 2);
    match &model.notice {
        Some(notice) => {
            let (words, role) = match notice {
                Notice::Info(words) => (words, Role::Info),
                Notice::Error(words) => (words, Role::Error),
            };
            let room = room.saturating_sub(1);
            buffer.put(area.x + 1, area.y, wrap::cut(words, room), room, model.theme.style(role));
        }
        None => {
            let area = Rect::new(area.x, area.y, u16::try_from(room).unwrap_or(area.width), 1);
            Hints::of(model, room.saturating_sub(1)).draw(model, area, buffer);
        }
    }
}

/// Spaces at both ends of the line and between its halves.
const MARGINS: usize = 3;
/// What stands between the article's name and the row.
const BETWEEN: &str = " · ";
/// Fewer letters of an article's name tell nothing.
const SHORTEST_NAME: usize = 8;
const LONGEST_NAME: usize = 40;

/// What runs in the background, and how it is to look.
fn running(model: &Model) -> Option<(String, Role)> {
    if let Some(why) = model.saving.why() {
        let unsaved = model.saving.unsaved().count();
        // A notice says more than there is room for beside it.
        let why = if model.notice.is_some() { String::new() } else { format!(" ({})", wrap::cut(why, 40)) };
        return Some((format!("NOT SAVED: {}{why}", counted(unsaved, "edit")), Role::Warning));
    }
    if !model.saving.is_done() {
        let (done, of) = (model.saving.done, model.saving.of());
        let far = if done > 0 && of > 1 { format!(" {} of {}", number(done), number(of)) } else { "…".into() };
        let then = if model.quitting { ", then quitting" } else { "" };
        return Some((format!("saving{far}{then}"), Role::Progress));
    }
    if let Some(Work { what, progress, .. }) = &model.work {
        let far = if progress.is_empty() { "…".into() } else { format!(" {progress}") };
        let how = if model.quitting { "(stopping, then quitting)" } else { "(Ctrl-c stops)" };
        return Some((format!("{what}{far} {how}"), Role::Progress));
    }
    match model.loading {
        Loading::Running(done, of) if of > 0 => {
            let percent = done.min(of) * 100 / of;
            Some((format!("reading {percent}%"), Role::Progress))
        }
        Loading::Running(..) => Some(("reading…".into(), Role::Progress)),
        _ if model.has_unseen_problems => {
            let key = model.keymap.hint(Action::Problems);
            let what = if model.problems.len() == 1 {
                "1 PROBLEM".into()
            } else {
                format!("{} PROBLEMS", model.problems.len())
            };
            Some((format!("{what} ({key})"), Role::Warning))
        }
        _ => None,
    }
}

/// The article and the row under the cursor.
struct Place {
    article: String,
    row: String,
}

fn place(model: &Model) -> Option<Place> {
    if let Some(draft) = &model.verification {
        let article = draft.found().map_or_else(String::new, |found| found.article.clone());
        return draft.checked.is_some().then(|| Place { article, row: super::verification::place(draft) });
    }
    let quotation = model.selection()?;
    let article = model.catalog.article(quotation.article()).id().to_owned();
    let mut row = format!("{}/{}", number(model.list.at + 1), number(model.rows.len()));
    if let Some(find) = &model.find[model.focus().index()] {
        let written = find.pattern.written.trim_start_matches('/');
        row = format!("/{} {} · {row}", wrap::cut(written, 20), number(find.hits.len()));
    }
    Some(Place { article, row })
}
