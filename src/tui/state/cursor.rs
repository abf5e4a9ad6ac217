//! A cursor in a list of rows, and which row stands at the top of the pane. Rows may be of different heights; nothing
//! here ever looks at more rows than fit on the screen.

/// Where one is in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The row under the cursor.
    pub at: usize,
    /// The row at the top of the pane.
    pub top: usize,
    /// The wheel scrolled the pane: the cursor may be out of sight until the next key.
    pub scrolled: bool,
}

/// A step through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many rows down, or up when negative.
    By(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Cursor {
    /// Takes `step` in a list of `len` rows, stopping at its ends.
    pub fn step(&mut self, step: Step, len: usize) {
        let last = len.saturating_sub(1);
        self.at = match step {
            Step::First => 0,
            Step::Last => last,
            Step::By(rows) => self.at.saturating_add_signed(rows).min(last),
        };
    }

    /// Scrolls by so many rows in a list of `len` and leaves the cursor where it is.
    pub fn scroll(&mut self, rows: isize, len: usize) {
        self.top = self.top.saturating_add_signed(rows).min(len.saturating_sub(1));
        self.scrolled = true;
    }

    /// Moves the top of the pane so that the cursor is in sight: `room` lines, row heights by `height`. One row of
    /// what comes next stays in sight where there is room for it.
    ///
    /// A cursor that leaves the pane takes it along by half a page. Panes stand side by side, so a terminal cannot
    /// scroll one of them, and every line of it is sent again: by single rows that would be at every key.
    pub fn settle(&mut self, len: usize, room: usize, height: impl Fn(usize) -> usize) {
        self.at = self.at.min(len.saturating_sub(1));
        if len == 0 || room == 0 {
            self.top = 0;
            return;
        }
        let spare = usize::from(room >= 6);
        let first = self.at.saturating_sub(spare);
        let last = (self.at + spare).min(len - 1);
        let in_sight = self.top <= first
            && last - self.top < room
            && (self.top == self.at || (self.top..=last).map(&height).sum::<usize>() <= room);
        if !in_sight && !self.scrolled {
            let mut lines = height(self.at);
            let half = usize::midpoint(room, lines);
            self.top = self.at;
            while self.top > 0 && lines + height(self.top - 1) <= half {
                self.top -= 1;
                lines += height(self.top);
            }
        }
        // At the end of the list no room is left over below while rows are out of sight above.
        let mut below = 0;
        for row in self.top..len {
            below += height(row);
            if below >= room {
                return;
            }
        }
        while self.top > 0 && below + height(self.top - 1) <= room {
            self.top -= 1;
            below += height(self.top);
        }
    }

    /// How many whole rows there are from the top of the pane down, at least one.
    pub fn page(&self, len: usize, room: usize, height: impl Fn(usize) -> usize) -> usize {
        let mut lines = 0;
        let rows = (self.top..len)
            .take_while(|&row| {
                lines += height(row);
                lines <= room
            })
            .count();
        rows.max(1)
    }

    /// The row that stands on line `line` of the pane.
    pub fn row_at(&self, line: usize, len: usize, height: impl Fn(usize) -> usize) -> Option<usize> {
        let mut lines = 0;
        (self.top..len).take(line + 1).find(|&row| {
            lines += height(row);
            lines > line
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cursor: (usize, usize), len: usize, room: usize, heights: &[usize], expected_top: usize) {
        let mut cursor = Cursor { at: cursor.0, top: cursor.1, ..Cursor::default() };
        cursor.settle(len, room, |row| heights[row % heights.len()]);
        assert_eq!(cursor.top, expected_top);
    }

    #[test]
    fn a_cursor_out_of_sight_is_brought_to_the_middle() {
        check((0, 0), 100, 10, &[1], 0);
        check((8, 0), 100, 10, &[1], 0);
        check((9, 0), 100, 10, &[1], 5);
        check((50, 0), 100, 10, &[1], 46);
        check((50, 70), 100, 10, &[1], 46);
        check((99, 99), 100, 10, &[1], 90);
        check((3, 3), 4, 10, &[1], 0);
        check((5, 0), 100, 10, &[2], 3);
        check((5, 5), 100, 3, &[2], 5);
        check((5, 0), 100, 1, &[2], 5);
        check((5, 0), 100, 5, &[9], 5);
        check((7, 3), 0, 10, &[1], 0);
    }

    #[test]
    fn a_million_rows_cost_no_more_than_a_screen() {
        let looked_at = std::cell::Cell::new(0);
        let mut cursor = Cursor { at: 999_999, ..Cursor::default() };
        cursor.settle(1_000_000, 40, |_| {
            looked_at.set(looked_at.get() + 1);
            2
        });
        assert_eq!(cursor.top, 999_980);
        assert!(looked_at.get() < 200, "{}", looked_at.get());
    }

    #[test]
    fn the_wheel_leaves_the_cursor_where_it_is() {
        let mut cursor = Cursor { at: 2, ..Cursor::default() };
        for (rows, top) in [(3, 3), (50, 53), (500, 90), (-80, 10), (-80, 0)] {
            cursor.scroll(rows, 100);
            cursor.settle(100, 10, |_| 1);
            assert_eq!((cursor.at, cursor.top), (2, top));
        }
        cursor.scroll(50, 100);
        cursor.scrolled = false;
        cursor.settle(100, 10, |_| 1);
        assert_eq!((cursor.at, cursor.top), (2, 0), "the next key brings the cursor back into sight");
    }

    #[test]
    fn a_line_belongs_to_a_row() {
        let cursor = Cursor { at: 4, top: 4, ..Cursor::default() };
        assert_eq!(cursor.row_at(0, 10, |_| 2), Some(4));
        assert_eq!(cursor.row_at(3, 10, |_| 2), Some(5));
        assert_eq!(cursor.row_at(20, 10, |_| 2), None);
        assert_eq!(cursor.page(10, 5, |_| 2), 2);
    }

    #[test]
    fn steps_stop_at_the_ends() {
        let mut cursor = Cursor::default();
        cursor.step(Step::By(-3), 10);
        assert_eq!(cursor.at, 0);
        cursor.step(Step::By(30), 10);
        assert_eq!(cursor.at, 9);
        cursor.step(Step::First, 10);
        assert_eq!(cursor.at, 0);
        cursor.step(Step::Last, 0);
        assert_eq!(cursor.at, 0);
    }
}
