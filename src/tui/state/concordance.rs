//! The concordance of `:kwic`: the matches of the search or filter, and which one is under the cursor.

use crate::query::concordance::{Alignment, Occurrence};
use crate::tui::state::cursor::Cursor;

/// So many lines are shown.
pub const MOST: usize = 50_000;

/// Lines of matches.
#[derive(Debug, Clone, Default)]
pub struct Concordance {
    /// What was looked for, as it was written.
    pub of: String,
    /// The matches in their order.
    pub lines: Vec<Occurrence>,
    /// That order.
    pub by: Alignment,
    /// The line under the cursor.
    pub cursor: Cursor,
}
