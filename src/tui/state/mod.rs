//! The state of the explorer as plain data, below both `update`, which changes it, and `view`, which draws it.

pub mod active_prompt;
pub mod concordance;
pub mod context;
pub mod cursor;
pub mod details;
pub mod find;
pub mod groups;
pub mod help;
pub mod labels;
pub mod likely;
pub mod model;
pub mod overlay;
pub mod palette;
pub mod picks;
pub mod rows;
pub mod saving;
pub mod session;
pub mod stats;
pub mod verification;
pub mod versions;
pub mod word_selection;
pub mod words;
