//! The explorer.

pub mod clipboard;
pub mod editor;
pub mod opener;
pub mod outside;
pub mod prompt;
pub mod sanitise;
pub mod terminal;
pub mod theme;
pub mod wrap;
