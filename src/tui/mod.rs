//! The explorer.

pub mod prompt;
pub mod sanitise;
pub mod terminal;
pub mod theme;
pub mod wrap;
