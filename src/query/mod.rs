//! The query language: syntax, meaning, search, facets. Knows nothing of the terminal.

mod error;
pub mod syntax;

pub use error::QueryError;
