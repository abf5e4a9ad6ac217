//! What stands on the screen, with its styles.

use vt100::Screen;

/// A cell.
pub type Cell = vt100::Cell;

/// The screen at one moment.
#[derive(Clone)]
pub struct Look(Screen);

impl Look {
    pub(super) fn at(screen: &Screen) -> Self {
        Self(screen.clone())
    }

    /// The rows, without trailing spaces, joined by line ends.
    pub fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// The rows, without trailing spaces.
    pub fn rows(&self) -> Vec<String> {
        let (_, columns) = self.0.size();
        self.0.rows(0, columns.get()).map(|row| row.trim_end().to_owned()).collect()
    }

    /// One row, counted from 0.
    pub fn row(&self, row: u16) -> String {
        self.rows()[usize::from(row)].clone()
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        let (rows, columns) = self.0.size();
        (columns.get(), rows.get())
    }

    /// Whether `text` stands on one row.
    pub fn has(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Column and row of the first cell of `text`, from the top.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        self.find_all(text).into_iter().next()
    }

    /// Where `text` stands.
    pub fn find_all(&self, text: &str) -> Vec<(u16, u16)> {
        let (columns, rows) = self.size();
        let mut found = Vec::new();
        for row in 0..rows {
            let cells: Vec<(u16, &str)> = (0..columns)
                .filter_map(|column| Some((column, self.0.cell(row, column)?)))
                .filter(|(_, cell)| !cell.is_wide_continuation())
                .map(|(column, cell)| (column, if cell.has_contents() { cell.contents() } else { " " }))
                .collect();
            for start in 0..cells.len() {
                let mut rest = text;
                for (_, contents) in &cells[start..] {
                    match rest.strip_prefix(contents) {
                        Some(after) => rest = after,
                        None => break,
                    }
                    if rest.is_empty() {
                        found.push((cells[start].0, row));
                        break;
                    }
                }
            }
        }
        found
    }

    /// The first cell of `text`.
    #[track_caller]
    pub fn cell_of(&self, text: &str) -> &Cell {
        let Some((column, row)) = self.find(text) else { panic!("{text:?} is not on the screen:\n{}", self.text()) };
        self.cell(column, row)
    }

    #[track_caller]
    pub fn cell(&self, column: u16, row: u16) -> &Cell {
        self.0.cell(row, column).expect("the cell is on the screen")
    }

    /// Column and row of the terminal's cursor, when it is shown.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        let (row, column) = self.0.cursor_position();
        (!self.0.hide_cursor()).then_some((column, row))
    }

    /// Whether the program has the alternate screen.
    pub fn alternate(&self) -> bool {
        self.0.alternate_screen()
    }

    pub fn bracketed_paste(&self) -> bool {
        self.0.bracketed_paste()
    }

    /// Whether the program gets the mouse.
    pub fn mouse(&self) -> bool {
        self.0.mouse_protocol_mode() != vt100::MouseProtocolMode::None
    }

    /// Whether the terminal is as a shell wants it.
    #[track_caller]
    pub fn assert_given_back(&self) {
        assert!(!self.alternate(), "the alternate screen is still there");
        assert!(!self.bracketed_paste(), "pastes still come in brackets");
        assert!(!self.mouse(), "the mouse is still taken");
        assert!(self.cursor().is_some(), "the cursor is hidden");
    }
}
