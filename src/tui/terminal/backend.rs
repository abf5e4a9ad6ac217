//! Writes frames to the terminal in few bytes: what is sent for every key crosses slow lines too, such as SSH from a
//! train.
//!
//! The backend of crossterm says where every stretch begins by its row and column, and each color and attribute by a
//! sequence of its own. Here a short gap is written again instead of passed over, spaces at the end of a stretch are
//! erased at once, what cannot be seen (the color of a space) is not sent, and a change of style is one sequence, the
//! shorter one of what differs and the whole style. Everything but the cells is left to crossterm's backend.
//!
//! Deliberately not here: scrolling. Panes stand side by side, and most terminals scroll nothing but whole lines.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The longest gap that is written again: as many bytes as a jump to another column of the row takes, and what sets
/// a style apart.
const GAP: usize = 4;

/// A cell and its column and row.
type Placed<'a> = (usize, usize, &'a Cell);

/// Attributes that show on a blank.
const ON_BLANKS: Modifier = Modifier::REVERSED.union(Modifier::UNDERLINED).union(Modifier::CROSSED_OUT);

/// A backend that remembers what is on the screen.
pub struct CompactBackend<W: Write> {
    rest: CrosstermBackend<W>,
    painter: Painter,
}

/// What is on the screen, and how that is changed.
#[derive(Default)]
struct Painter {
    /// The cells on the screen, row by row; none where it is not known.
    shown: Vec<Option<Cell>>,
    width: usize,
    height: usize,
}

/// Where the terminal writes next, as far as that is known, and how.
#[derive(Default)]
struct Pen {
    at: Option<(usize, usize)>,
    /// Whether every terminal stands there, so that it can be told to go on from there.
    sure: bool,
    look: Look,
}

/// Colors and attributes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl<W: Write> CompactBackend<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self { rest: CrosstermBackend::new(writer), painter: Painter::default() }
    }
}

impl Painter {
    /// Forgets what is on the screen.
    fn forget(&mut self) {
        self.shown.fill(None);
    }

    /// The screen has so many columns and rows. It is empty when it is taken; when it had other sizes before, nothing
    /// is known of what it shows.
    fn fit(&mut self, width: usize, height: usize) {
        if (width, height) != (self.width, self.height) {
            let first = if self.shown.is_empty() { Some(Cell::EMPTY) } else { None };
            (self.width, self.height) = (width, height);
            self.shown = vec![first; width * height];
        }
    }

    /// The whole screen has been erased.
    fn erased(&mut self) {
        self.shown.fill(Some(Cell::EMPTY));
    }

    /// What changes the screen so that it shows `cells`, which stand in order.
    fn paint(&mut self, cells: &[Placed<'_>]) -> String {
        let again = self.spilled(cells);
        if again.is_empty() {
            return self.paint_all(cells);
        }
        let again = again.iter().map(|(x, y, cell)| (*x, *y, cell));
        let mut cells: Vec<Placed<'_>> = cells.iter().copied().chain(again).collect();
        cells.sort_by_key(|&(x, y, _)| (y, x));
        self.paint_all(&cells)
    }

    /// What stands behind signs that some terminals draw over more columns than they have, a flag as two letters and a
    /// family one by one: it is written again, or half of the sign would stay there for good.
    fn spilled(&mut self, cells: &[Placed<'_>]) -> Vec<(usize, usize, Cell)> {
        let spills = |cell: &Cell| most_columns(cell.symbol()) > cell.symbol().width();
        // Where something may stay: from where, to where, and how far it is blank where nothing is known.
        let mut places: Vec<(usize, usize, usize, usize)> = Vec::new();
        for &(x, y, cell) in cells {
            let end = x + cell.symbol().width();
            // Signs that it takes the place of.
            let before = (x..end).filter_map(|x| Some((x, self.shown(x, y).filter(|before| spills(before))?)));
            let blank = before.map(|(x, before)| x + before.symbol().width()).max().unwrap_or(0);
            if blank > 0 || spills(cell) {
                places.push((y, end, blank.max(x + most_columns(cell.symbol())), blank));
            }
        }
        if places.is_empty() {
            return Vec::new();
        }
        let columns = |x: usize, y: usize, cell: &Cell| (x..x + cell.symbol().width().max(1)).map(move |x| (x, y));
        let mut taken: HashSet<(usize, usize)> = cells.iter().flat_map(|&(x, y, cell)| columns(x, y, cell)).collect();
        let mut again: Vec<(usize, usize, Cell)> = Vec::new();
        while let Some((y, from, to, blank)) = places.pop() {
            for x in from..to.min(self.width) {
                let known = self.shown(x, y).cloned().or_else(|| (x < blank).then_some(Cell::EMPTY));
                self.keep(x, y, None);
                if let Some(cell) = known.filter(|_| !taken.contains(&(x, y))) {
                    taken.extend(columns(x, y, &cell));
                    if spills(&cell) {
                        places.push((y, x + cell.symbol().width(), x + most_columns(cell.symbol()), 0));
                    }
                    again.push((x, y, cell));
                }
            }
        }
        again
    }

    fn paint_all(&mut self, cells: &[Placed<'_>]) -> String {
        let mut out = String::new();
        let mut pen = Pen::default();
        let mut next = 0;
        while let Some(&(x, y, cell)) = cells.get(next) {
            if is_bare(cell) && self.shown(x, y).is_some_and(is_bare) {
                next += 1;
                continue;
            }
            self.bridge(&mut pen, x, y, &mut out);
            go(&mut pen, x, y, &mut out);
            let look = look_of(cell, pen.look);
            change(pen.look, look, &mut out);
            pen.look = look;
            let (blanks, columns) = self.blanks(&cells[next..]);
            let goes_on = cells.get(next + blanks).is_some_and(|&(to, row, _)| row == y && to == x + columns);
            if columns > if goes_on { 10 } else { 5 } {
                if !pen.sure {
                    pen.at = None;
                    go(&mut pen, x, y, &mut out);
                }
                if x + columns == self.width {
                    out.push_str("\x1b[K");
                } else {
                    let _ = write!(out, "\x1b[{columns}X");
                }
                for &(x, y, cell) in &cells[next..next + blanks] {
                    self.keep(x, y, Some(cell.clone()));
                }
                next += blanks;
                continue;
            }
            next += 1;
            let symbol = cell.symbol();
            // Where the terminal gives it one column of its two, what stood in the other would stay.
            if symbol.width() == 2 && agreed_width(symbol).is_none() && !self.shown(x + 1, y).is_some_and(is_bare) {
                out.push_str("  ");
                pen.at = None;
                go(&mut pen, x, y, &mut out);
            }
            out.push_str(symbol);
            self.keep(x, y, Some(cell.clone()));
            let agreed = agreed_width(symbol);
            let end = x + symbol.width();
            for x in x + 1..end {
                self.keep(x, y, None);
            }
            pen.sure &= agreed.is_some();
            // Nor do terminals agree where the cursor stands after the last column.
            let goes_on = end < self.width && (agreed.is_some() || symbol.chars().count() == 1 && end == x + 1);
            pen.at = goes_on.then_some((end, y));
        }
        change(pen.look, Look::default(), &mut out);
        out
    }

    fn shown(&self, x: usize, y: usize) -> Option<&Cell> {
        self.shown.get(y * self.width + x)?.as_ref()
    }

    fn keep(&mut self, x: usize, y: usize, cell: Option<Cell>) {
        if x < self.width
            && let Some(place) = self.shown.get_mut(y * self.width + x)
        {
            *place = cell;
        }
    }

    /// How many cells from the first on are bare, with nothing but bare ones between them, and how many columns that
    /// makes.
    fn blanks(&self, cells: &[Placed<'_>]) -> (usize, usize) {
        let Some(&(start, row, _)) = cells.first() else { return (0, 0) };
        let mut end = start;
        let bare = cells.iter().take_while(|&&(x, y, cell)| {
            let goes_on = y == row && is_bare(cell) && (end..x).all(|x| self.shown(x, y).is_some_and(is_bare));
            if goes_on {
                end = x + 1;
            }
            goes_on
        });
        (bare.count(), end - start)
    }

    /// Writes the cells between the pen and column `x` again, when that is no longer than to pass over them.
    fn bridge(&self, pen: &mut Pen, x: usize, y: usize, out: &mut String) {
        let Some((from, row)) = pen.at else { return };
        if !pen.sure || row != y || from >= x || x - from > GAP {
            return;
        }
        let gap: Option<Vec<&Cell>> = (from..x).map(|x| self.shown(x, y)).collect();
        let Some(gap) = gap else { return };
        let plain =
            gap.iter().all(|cell| agreed_width(cell.symbol()) == Some(1) && look_of(cell, pen.look) == pen.look);
        let bytes: usize = gap.iter().map(|cell| cell.symbol().len()).sum();
        if plain && bytes <= GAP {
            out.extend(gap.iter().map(|cell| cell.symbol()));
            pen.at = Some((x, y));
        }
    }
}

impl<W: Write> Backend for CompactBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let size = self.rest.size()?;
        self.painter.fit(size.width.into(), size.height.into());
        let cells: Vec<Placed<'_>> = content.map(|(x, y, cell)| (usize::from(x), usize::from(y), cell)).collect();
        let bytes = self.painter.paint(&cells);
        self.rest.write_all(bytes.as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.rest.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.rest.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.rest.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.rest.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        let size = self.rest.size()?;
        self.painter.fit(size.width.into(), size.height.into());
        match region {
            ClearType::All => self.painter.erased(),
            _ => self.painter.forget(),
        }
        self.rest.clear_region(region)
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.painter.forget();
        self.rest.append_lines(lines)
    }

    fn size(&self) -> io::Result<Size> {
        self.rest.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.rest.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.rest)
    }
}

impl<W: Write> Write for CompactBackend<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.rest)
    }
}

/// The columns that every terminal gives `symbol`; none where terminals disagree. They agree about the letters of Europe,
/// frames and punctuation, and ideographs; about emoji, signs, and letters that join they do not.
fn agreed_width(symbol: &str) -> Option<usize> {
    let mut chars = symbol.chars();
    let (Some(one), None) = (chars.next(), chars.next()) else { return None };
    match one {
        ' '..='\u{58f}' | '\u{2000}'..='\u{25ff}' if symbol.width() == 1 => Some(1),
        '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' if symbol.width() == 2 => Some(2),
        _ => None,
    }
}

/// The most columns that a terminal may give `symbol`: each picture in it two.
fn most_columns(symbol: &str) -> usize {
    if agreed_width(symbol).is_some() {
        return symbol.width();
    }
    let pictures = symbol.chars().map(|c| if c >= '\u{1f000}' { 2 } else { c.width().unwrap_or(0) });
    symbol.width().max(pictures.sum())
}

/// Whether the cell is an erased one: a blank without background on which nothing shows.
fn is_bare(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.intersects(ON_BLANKS)
}

/// The look in which `cell` is to be written; of a blank what shows on it, the rest as it is in `pen`.
fn look_of(cell: &Cell, pen: Look) -> Look {
    if cell.symbol() == " " && !cell.modifier.intersects(ON_BLANKS) {
        return Look { bg: cell.bg, modifier: pen.modifier.difference(ON_BLANKS), ..pen };
    }
    Look { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
}

/// Moves the pen to `x`, `y` by the shorter way.
fn go(pen: &mut Pen, x: usize, y: usize, out: &mut String) {
    match pen.at {
        Some((column, row)) if (column, row) == (x, y) => return,
        Some((column, row)) if pen.sure && row == y && column + 1 == x => out.push_str("\x1b[C"),
        Some((column, row)) if pen.sure && row == y && column < x => {
            let _ = write!(out, "\x1b[{}C", x - column);
        }
        _ => {
            pen.sure = true;
            let _ = if x == 0 { write!(out, "\x1b[{}H", y + 1) } else { write!(out, "\x1b[{};{}H", y + 1, x + 1) };
        }
    }
    pen.at = Some((x, y));
}

/// What is to be switched on for an attribute, and off. Bold and dim are switched off together.
const ATTRIBUTES: [(Modifier, &str, &str); 9] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

/// Changes the look in one sequence.
fn change(from: Look, to: Look, out: &mut String) {
    if from == to {
        return;
    }
    let anew = parameters(Look::default(), to);
    // An empty first parameter is a zero: everything off.
    let anew = if anew.is_empty() { String::new() } else { format!(";{anew}") };
    let differing = parameters(from, to);
    let shorter = if differing.len() <= anew.len() { differing } else { anew };
    let _ = write!(out, "\x1b[{shorter}m");
}

fn parameters(from: Look, to: Look) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut lit = from.modifier;
    for (attribute, _, off) in ATTRIBUTES {
        if lit.contains(attribute) && !to.modifier.contains(attribute) {
            words.push(off.to_owned());
            let together = ATTRIBUTES.iter().filter(|(_, _, other)| *other == off);
            lit = lit.difference(together.fold(Modifier::empty(), |sum, (one, _, _)| sum | *one));
        }
    }
    let switched = ATTRIBUTES.iter().filter(|(attribute, ..)| to.modifier.difference(lit).contains(*attribute));
    words.extend(switched.map(|(_, on, _)| (*on).to_owned()));
    if from.fg != to.fg {
        words.push(color(to.fg, 30));
    }
    if from.bg != to.bg {
        words.push(color(to.bg, 40));
    }
    words.join(";")
}

/// A color as a parameter: `base` is 30 for the foreground, 40 for the background.
fn color(color: Color, base: u8) -> String {
    let named = |number: u8| (base + number).to_string();
    let bright = |number: u8| (base + 60 + number).to_string();
    match color {
        Color::Reset => named(9),
        Color::Black => named(0),
        Color::Red => named(1),
        Color::Green => named(2),
        Color::Yellow => named(3),
        Color::Blue => named(4),
        Color::Magenta => named(5),
        Color::Cyan => named(6),
        Color::Gray => named(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(number) => format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => match of_palette(red, green, blue) {
            Some(number) => format!("{};5;{number}", base + 8),
            None => format!("{};2;{red};{green};{blue}", base + 8),
        },
    }
}

/// The number of a color in the upper part of the palette of 256, a cube and a row of greys, where it is exactly one of
/// these: half as many bytes for the same color.
fn of_palette(red: u8, green: u8, blue: u8) -> Option<u8> {
    const LEVELS: [u8; 6] = [0, 0x5f, 0x87, 0xaf, 0xd7, 0xff];
    let level = |part: u8| LEVELS.iter().position(|level| *level == part).and_then(|at| u8::try_from(at).ok());
    if let (Some(red), Some(green), Some(blue)) = (level(red), level(green), level(blue)) {
        return Some(16 + 36 * red + 6 * green + blue);
    }
    let gray = red == green && green == blue && (8..=238).contains(&red) && (red - 8).is_multiple_of(10);
    gray.then(|| 232 + (red - 8) / 10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    const WIDTH: u16 = 24;
    const HEIGHT: u16 = 4;

    /// Something drawn on a screen: where, what, and how.
    type Stroke = (u16, u16, &'static str, Style);

    fn strokes() -> impl Strategy<Value = Vec<Stroke>> {
        let word = prop::sample::select(vec![
            "a",
            "word ",
            "     ",
            "            ",
            "é",
            "文字",
            "e\u{301}x",
            "🙂",
            "│",
            "over the end of the line",
        ]);
        let color = prop::sample::select(vec![Color::Reset, Color::Red, Color::Indexed(200), Color::Rgb(1, 20, 200)]);
        let attributes = prop::sample::select(vec![
            Modifier::empty(),
            Modifier::BOLD,
            Modifier::DIM | Modifier::ITALIC,
            Modifier::REVERSED,
            Modifier::UNDERLINED | Modifier::BOLD,
        ]);
        let style = (color.clone(), color, attributes)
            .prop_map(|(fg, bg, attributes)| Style::reset().fg(fg).bg(bg).add_modifier(attributes));
        prop::collection::vec((0..WIDTH, 0..HEIGHT, word, style), 0..12)
    }

    fn fresh() -> Painter {
        let mut painter = Painter::default();
        painter.fit(WIDTH.into(), HEIGHT.into());
        painter
    }

    fn terminal() -> vt100::Parser {
        vt100::Parser::new(HEIGHT.try_into().unwrap(), WIDTH.try_into().unwrap(), 0)
    }

    fn drawn(strokes: &[Stroke]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        for &(x, y, words, style) in strokes {
            buffer.set_stringn(x, y, words, usize::from(WIDTH - x), style);
        }
        buffer
    }

    /// What a screen shows, cell by cell; of a blank what can be seen of it.
    fn screen(parser: &vt100::Parser) -> Vec<String> {
        let cells = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
        cells
            .map(|(x, y)| {
                let cell = parser.screen().cell(y, x).unwrap();
                let blank = cell.contents().trim().is_empty() && !cell.inverse() && !cell.underline();
                match blank {
                    true => format!("{:?}", cell.bgcolor()),
                    false => format!(
                        "{}{:?}{:?}{}{}{}{}{}",
                        if cell.contents().is_empty() { " " } else { cell.contents() },
                        cell.fgcolor(),
                        cell.bgcolor(),
                        cell.bold(),
                        cell.dim(),
                        cell.italic(),
                        cell.underline(),
                        cell.inverse()
                    ),
                }
            })
            .collect()
    }

    fn show(painter: &mut Painter, before: &Buffer, after: &Buffer, parser: &mut vt100::Parser) -> usize {
        let updates = before.diff(after);
        let cells: Vec<Placed<'_>> = updates.into_iter().map(|(x, y, cell)| (x.into(), y.into(), cell)).collect();
        let bytes = painter.paint(&cells);
        parser.process(bytes.as_bytes());
        bytes.len()
    }

    proptest! {
        #[test]
        fn the_screen_shows_what_crossterm_would_show(frames in prop::collection::vec(strokes(), 1..5)) {
            let (mut painter, mut parser, mut other) = (fresh(), terminal(), terminal());
            let mut before = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
            for strokes in &frames {
                let after = drawn(strokes);
                show(&mut painter, &before, &after, &mut parser);
                let mut bytes = Vec::new();
                CrosstermBackend::new(&mut bytes).draw(before.diff(&after).into_iter()).unwrap();
                other.process(&bytes);
                prop_assert_eq!(screen(&parser), screen(&other));
                before = after;
            }
        }
    }

    /// A flag, and a family that the parser here draws over four columns.
    const SPILLING: [&str; 2] = ["🇪🇸", "👩\u{200d}👧"];

    /// Strokes of plain words: what a terminal leaves of a wide character that is cut in two is not looked at here.
    fn words() -> impl Strategy<Value = Vec<Stroke>> {
        strokes().prop_map(|strokes| {
            let narrow = |words: &str| words.chars().all(|c| agreed_width(c.encode_utf8(&mut [0; 4])) == Some(1));
            let strokes = strokes.into_iter().filter(|(_, _, words, _)| narrow(words));
            strokes.map(|(x, y, words, _)| (x, y, words, Style::new())).collect()
        })
    }

    proptest! {
        #[test]
        fn nothing_stays_of_signs_that_take_more_columns(
            frames in prop::collection::vec((words(), 0..WIDTH - 4, 0..HEIGHT, prop::sample::select(&SPILLING[..])), 1..5),
            last in words(),
        ) {
            let (mut painter, mut parser) = (fresh(), terminal());
            let mut before = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
            for (strokes, x, y, sign) in &frames {
                let mut after = drawn(strokes);
                after.set_stringn(*x, *y, sign, 2, Style::new());
                show(&mut painter, &before, &after, &mut parser);
                before = after;
            }
            let after = drawn(&last);
            show(&mut painter, &before, &after, &mut parser);
            let mut clean = terminal();
            show(&mut fresh(), &Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT)), &after, &mut clean);
            prop_assert_eq!(screen(&parser), screen(&clean));
        }
    }

    #[test]
    fn a_style_takes_the_shorter_sequence() {
        let bold = Look { modifier: Modifier::BOLD, ..Look::default() };
        let dim = Look { modifier: Modifier::DIM | Modifier::ITALIC, ..Look::default() };
        let red = Look { fg: Color::Rgb(200, 10, 10), bg: Color::Indexed(7), modifier: Modifier::BOLD };
        for (from, to, expected) in [
            (Look::default(), bold, "\x1b[1m"),
            (bold, Look::default(), "\x1b[m"),
            (bold, dim, "\x1b[;2;3m"),
            (bold, red, "\x1b[38;2;200;10;10;48;5;7m"),
            (red, Look { modifier: Modifier::empty(), ..red }, "\x1b[22m"),
            (bold, bold, ""),
        ] {
            let mut out = String::new();
            change(from, to, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn a_color_of_the_palette_is_sent_by_its_number() {
        for (rgb, expected) in [
            ((0x5f, 0xaf, 0xff), Some(75)),
            ((0xff, 0xff, 0xff), Some(231)),
            ((0, 0, 0), Some(16)),
            ((8, 8, 8), Some(232)),
            ((238, 238, 238), Some(255)),
            ((0xa8, 0xa8, 0xa8), Some(248)),
            ((0x61, 0xaf, 0xef), None),
            ((9, 9, 9), None),
        ] {
            assert_eq!(of_palette(rgb.0, rgb.1, rgb.2), expected, "{rgb:?}");
        }
    }

    #[test]
    fn a_line_that_is_emptied_takes_few_bytes() {
        let (mut painter, mut parser) = (fresh(), terminal());
        let empty = drawn(&[]);
        let full = drawn(&[(2, 1, "over the end of the line", Style::new())]);
        let first = show(&mut painter, &empty, &full, &mut parser);
        assert!(first <= 30, "{first}");
        assert_eq!(show(&mut painter, &full, &empty, &mut parser), "\x1b[2;3H\x1b[K".len());
        assert_eq!(parser.screen().contents().trim(), "");
    }
}
