//! Right-to-left words put into the order in which they are read, in a frame that is drawn and not yet written.
//!
//! Most terminals show cells from left to right, whatever stands in them; those that turn right-to-left words round by
//! themselves do it over the whole row, and mix up panes that stand side by side. So the explorer does it itself, stretch
//! by stretch, and tells the terminal to leave it at that ([`EXPLICIT`]). A stretch ends at a frame and at two spaces, so
//! that nothing leaves its column. Letters keep their styles. Nothing here joins letters: that is the font's.

use ratatui::buffer::{Buffer, Cell};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Tells the terminal that the order of the cells is the order to be seen (ECMA-48, mode 8).
pub const EXPLICIT: &str = "\x1b[8l";

/// Gives the order of the cells back to the terminal.
pub const IMPLICIT: &str = "\x1b[8h";

/// Puts right-to-left words of the frame into the order in which they are read. The last row is left alone: it has the
/// prompts, whose caret stands where the text says.
pub fn reorder(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width);
    if width == 0 {
        return;
    }
    let rows = usize::from(buffer.area.height).saturating_sub(1);
    for row in buffer.content.chunks_mut(width).take(rows) {
        if row.iter().any(|cell| goes_left(cell.symbol())) {
            reorder_row(row);
        }
    }
}

fn reorder_row(row: &mut [Cell]) {
    let mut start = 0;
    while start < row.len() {
        let len = stretch(&row[start..]);
        if row[start..start + len].iter().any(|cell| goes_left(cell.symbol())) {
            reorder_stretch(&mut row[start..start + len]);
        }
        start += len.max(1);
    }
}

/// How many cells belong together from the first one on.
fn stretch(cells: &[Cell]) -> usize {
    let blank = |at: usize| cells.get(at).is_none_or(|cell| cell.symbol() == " ");
    let mut at = 0;
    while at < cells.len() {
        if is_frame(cells[at].symbol()) || (blank(at) && blank(at + 1)) {
            return at;
        }
        at += cells_of(cells[at].symbol());
    }
    cells.len()
}

fn reorder_stretch(cells: &mut [Cell]) {
    // A wide character and the cell that it covers stay together.
    let mut units: Vec<(usize, usize)> = Vec::new();
    let mut text = String::new();
    let mut places = Vec::new();
    let mut at = 0;
    while at < cells.len() {
        let count = cells_of(cells[at].symbol()).min(cells.len() - at);
        units.push((at, count));
        places.push(text.len());
        text.push_str(cells[at].symbol());
        at += count;
    }
    let info = BidiInfo::new(&text, Some(Level::ltr()));
    let levels: Vec<Level> = places.iter().map(|&place| info.levels[place]).collect();
    let order = BidiInfo::reorder_visual(&levels);
    let mut seen = Vec::with_capacity(cells.len());
    for unit in order {
        let (at, count) = units[unit];
        let first = seen.len();
        seen.extend_from_slice(&cells[at..at + count]);
        if levels[unit].is_rtl()
            && let Some(other) = mirrored(seen[first].symbol())
        {
            seen[first].set_symbol(other);
        }
    }
    cells.clone_from_slice(&seen);
}

fn cells_of(symbol: &str) -> usize {
    crate::tui::wrap::width(symbol).max(1)
}

fn goes_left(symbol: &str) -> bool {
    // All that goes left comes after the first Hebrew letter.
    symbol.as_bytes().first().is_some_and(|&byte| byte >= 0xd6)
        && symbol.chars().any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::AN))
}

fn is_frame(symbol: &str) -> bool {
    symbol.chars().next().is_some_and(|c| matches!(c, '\u{2500}'..='\u{259f}' | '●'))
}

/// Brackets face the other way among words that go left.
fn mirrored(symbol: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 6] = [("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"), ("‹", "›")];
    PAIRS.iter().find_map(|&(open, close)| match symbol {
        symbol if symbol == open => Some(close),
        symbol if symbol == close => Some(open),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Modifier, Style};

    use super::*;

    #[track_caller]
    fn check(row: &str, expected: &str) {
        let width = u16::try_from(super::super::wrap::width(row)).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 2));
        buffer.set_string(0, 0, row, Style::new());
        reorder(&mut buffer);
        let mut expected_buffer = Buffer::empty(Rect::new(0, 0, width, 2));
        expected_buffer.set_string(0, 0, expected, Style::new());
        assert_eq!(buffer, expected_buffer, "{row}");
    }

    #[test]
    fn words_that_go_left_are_turned_round() {
        check("abc שלום def", "abc םולש def");
        check("אב גד", "דג בא");
        check("plain words (and more)", "plain words (and more)");
        check("“אב”", "“בא”");
        check("אב (גד) הו", "וה (דג) בא");
        check("אב 123 גד", "דג 123 בא");
    }

    #[test]
    fn nothing_leaves_its_pane_or_column() {
        check("│אב │גד │", "│בא │דג │");
        check("▌אב גד     17", "▌דג בא     17");
        check("אב  גד", "בא  דג");
    }

    #[test]
    fn wide_characters_stay_whole() {
        check("日本 אב 日", "日本 בא 日");
        check("אב日גד", "בא日דג");
    }

    #[test]
    fn letters_keep_their_styles() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 2));
        buffer.set_string(0, 0, "אבג", Style::new());
        buffer.set_style(Rect::new(0, 0, 1, 1), Style::new().add_modifier(Modifier::BOLD));
        reorder(&mut buffer);
        assert!(buffer[(2, 0)].modifier.contains(Modifier::BOLD));
        assert!(!buffer[(0, 0)].modifier.contains(Modifier::BOLD));
    }

    #[test]
    fn the_last_row_is_left_to_the_prompt() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "אבגד", Style::new());
        let before = buffer.clone();
        reorder(&mut buffer);
        assert_eq!(buffer, before);
    }
}
