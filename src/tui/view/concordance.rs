//! Draws the concordance: each match in the middle of its line.

use ratatui::buffer::Buffer;

use super::clip::Clipped as _;
use super::popup;
use crate::query::concordance::{Alignment, Keyword};
use crate::text::counted;
use crate::tui::keymap::Action;
use crate::tui::layout::box_height;
use crate::tui::state::concordance::Concordance;
use crate::tui::state::model::Model;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// From so many cells on the speaker stands at the end of a line.
const WIDE: usize = 90;
const SPEAKER: usize = 18;

/// Draws the lines in sight; gives the cell of the one under the cursor.
pub fn draw(model: &Model, shown: &Concordance, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let by = match shown.by {
        Alignment::Text => "in the order of the list",
        Alignment::Left => "by the words on the left",
        Alignment::Right => "by the words on the right",
    };
    let (sort, open) = (model.keymap.hint(Action::Sort), model.keymap.hint(Action::Open));
    let count = counted(shown.lines.len(), "line");
    let title = format!("{} · {count} · {by} · {sort} sorts, {open} goes there", shown.of);
    let height = box_height(buffer.area.height);
    let area = popup::open(model, &title, usize::from(buffer.area.width), height, buffer);
    let width = usize::from(area.width);
    let speaker_room = if width >= WIDE { SPEAKER + 2 } else { 0 };
    let words_room = width - speaker_room;
    let left_room = words_room * 2 / 5;
    let mut cell = None;
    for ((number, line), y) in shown.lines.iter().enumerate().skip(shown.cursor.top).zip(area.y..area.y + area.height) {
        let here = number == shown.cursor.at;
        let base = if here { Role::Cursor } else { Role::Text };
        let Keyword { left, keyword, right } = line.keyword(&model.catalog);
        let keyword = wrap::cut(&keyword, words_room - left_room).into_owned();
        let right_room = (words_room - left_room).saturating_sub(wrap::width(&keyword));
        let left = wrap::pad_left(&wrap::cut_left(&left, left_room.saturating_sub(1)), left_room.saturating_sub(1));
        let text = format!("{}{left}{keyword}{}", if here { "▌" } else { " " }, wrap::pad(&right, right_room));
        buffer.put(area.x, y, &text, width, model.theme.style(base));
        let x = area.x + u16::try_from(left_room).unwrap_or(0);
        let role = if here { Role::MatchHere } else { Role::Match };
        buffer.put(x, y, &keyword, words_room, model.theme.style(role));
        if speaker_room > 0 {
            let speaker = model.catalog.quotation(line.quotation).speaker();
            let name = speaker.map_or("nobody named".into(), |speaker| model.catalog.speaker(speaker).display());
            let x = area.x + u16::try_from(words_room + 2).unwrap_or(0);
            let role = if here { base } else { Role::Dim };
            buffer.put(x, y, wrap::pad(&name, SPEAKER), SPEAKER, model.theme.style(role));
        }
        if here {
            cell = Some((area.x, y));
        }
    }
    cell
}
