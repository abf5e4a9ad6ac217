//! The query language: syntax, meaning, search, facets. Knows nothing of the terminal.

mod dates;
mod error;
mod fields;
mod matcher;
mod regexes;
pub mod syntax;

pub use dates::Month;
pub use error::QueryError;
pub use fields::{FIELDS, Field};
