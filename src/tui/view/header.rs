//! The line at the top: the program, the store, how many quotations are in sight, and the query that they match.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use crate::text::{counted, number};
use crate::tui::state::model::Model;
use crate::tui::state::words;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width);
    let total = model.catalog.len();
    let seen = model.rows.len();
    let mut right = counted(total, "quotation");
    if seen != total {
        right = format!("{} of {right}", number(seen));
    }
    if model.review.is_none() {
        right.extend(words::left_out(model.left_out).map(|left_out| format!(" · {left_out}")));
    }
    // Picks of several facets are read better by their names than as a query.
    let (crumbs, filter) = (model.picks.crumbs(&model.catalog), model.filter.text.trim());
    let what = match (crumbs.is_empty(), filter.is_empty()) {
        (true, _) => model.query_text(),
        (false, true) => crumbs,
        (false, false) => format!("{crumbs} › {filter}"),
    };
    if !what.is_empty() {
        right = format!("{right} · {what}");
    }
    let right = wrap::cut(&right, width.saturating_sub(2)).into_owned();
    let taken = wrap::width(&right);
    buffer.put(
        area.x + area.width.saturating_sub(u16::try_from(taken + 1).unwrap_or(area.width)),
        area.y,
        &right,
        width,
        model.theme.style(Role::Status),
    );
    let room = width.saturating_sub(taken + 2);
    let program = " verbatim";
    if room > program.len() {
        let (after, _) = buffer.put(area.x, area.y, program, room, model.theme.style(Role::Program));
        let left = room.saturating_sub(program.len() + 2);
        let name = wrap::cut(&model.place.name, left);
        buffer.put(after + 2, area.y, name, left, model.theme.style(Role::Dim));
    }
}
