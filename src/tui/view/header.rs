//! The line at the top: the program, the store, how many quotations are in sight, and the query that they match.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Draws it.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let width = usize::from(area.width);
    let (_, total) = (0, model.catalog.len());
    let seen = model.rows.len();
    let noun = if total == 1 { "quotation" } else { "quotations" };
    let mut right = if seen == total {
        format!("{} {noun}", number(total))
    } else {
        format!("{} of {} {noun}", number(seen), number(total))
    };
    let query = model.query_text();
    if !query.is_empty() {
        right = format!("{right} · {query}");
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

/// A number with its thousands apart, as people read it.
#[must_use]
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_stand_apart() {
        assert_eq!(super::number(7), "7");
        assert_eq!(super::number(999), "999");
        assert_eq!(super::number(1_000), "1,000");
        assert_eq!(super::number(1_234_567), "1,234,567");
    }
}
