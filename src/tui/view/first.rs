//! The first pane: `All`, then a row for each speaker, article, tag, kind or month, with its count.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use super::quotations::lay;
use crate::query::Facet;
use crate::speaker::SpeakerKind;
use crate::text::{bar, number};
use crate::tui::layout::Pane;
use crate::tui::state::labels::{self, Label};
use crate::tui::state::model::Model;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// The cells of a month before its bar.
const MONTH: usize = 9;

/// Draws the rows in sight.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width);
    let focus = model.focus() == Pane::Groups;
    let by = model.found.groups.grouping.by;
    let most = model.found.groups.rows.iter().map(|group| group.count).max().unwrap_or(0);
    for (line, row) in (model.first.top..model.first_len()).take(usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(line).unwrap_or(0);
        let here = row == model.first.at;
        let label = model.label(row);
        let picked = label.is_some_and(|label| model.picks.contains(by, label));
        let of_group = match row.checked_sub(1) {
            None => model.found.rows.len(),
            Some(group) => model.found.groups.rows[group].count,
        };
        let count = number(of_group);
        let mut name = label.map_or(Cow::Borrowed("All"), |label| labels::shown(label, by, &model.catalog));
        let room = width.saturating_sub(count.len() + 3);
        // Months are a timeline.
        if by == Facet::Month && label.is_some() {
            let cells = room.saturating_sub(MONTH + 1);
            let bar = bar(u32::try_from(of_group).unwrap_or(u32::MAX), u32::try_from(most).unwrap_or(u32::MAX), cells);
            name = Cow::Owned(format!("{} {bar}", wrap::pad(&name, MONTH)));
        }
        let (bar, pick) = (if here { "▌" } else { " " }, if picked { "●" } else { " " });
        let text = format!("{bar}{pick}{} {count}", wrap::pad(&name, room));
        let base = match (here, picked) {
            (true, _) if focus => Role::Cursor,
            (true, _) => Role::CursorBlurred,
            (false, true) => Role::Marked,
            (false, false) => Role::Text,
        };
        buffer.put(area.x, y, &text, width, model.theme.style(base));
        let unnamed = matches!(label, Some(Label::None))
            || matches!(label, Some(Label::Speaker(ix)) if model.catalog.speaker(*ix).kind() == SpeakerKind::Unnamed);
        if unnamed && !here && !picked {
            let area = Rect::new(area.x, y, area.width, 1);
            buffer.set_style(area, model.theme.style(Role::Dim));
        }
        if !here {
            let digits = u16::try_from(count.len()).unwrap_or(0);
            let at = Rect::new(area.x + area.width.saturating_sub(digits), y, digits.min(area.width), 1);
            buffer.set_style(at, model.theme.style(Role::Count));
        }
        if let Some(find) = &model.find[Pane::Groups.index()] {
            let shown = wrap::cut(&name, room).into_owned();
            let spans = find.pattern.spans(&shown);
            let role = if here { Role::MatchHere } else { Role::Match };
            lay(buffer, (area.x + 2, y), &shown, &spans, model.theme.style(role));
        }
    }
}
