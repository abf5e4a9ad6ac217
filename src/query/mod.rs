//! The query language: syntax, meaning, search, facets. Knows nothing of the terminal.
//!
//! [`parse`] turns text into a [`Query`] or says what is wrong and where; an [`Index`] holds the folded texts of a
//! [`Catalog`](crate::store::Catalog); [`search`] gives the [`Matches`], [`facets`] their counts, [`highlights`] the
//! places to mark. The grammar ([`syntax`]) knows nothing of what fields mean.

mod bits;
mod complete;
mod dates;
mod error;
mod facets;
mod fields;
mod highlight;
mod index;
mod matcher;
mod matches;
mod meaning;
mod order;
mod paragraphs;
mod regexes;
mod search;
pub mod syntax;
mod typed;

pub use complete::{Candidate, Completions, complete};
pub use dates::Month;
pub use error::QueryError;
pub use facets::{Facets, facets};
pub use fields::{FIELDS, Field};
pub use highlight::highlights;
pub use index::Index;
pub use matches::Matches;
pub use meaning::{Order, Query, Sort, exactly, literal, parse};
pub use paragraphs::Surroundings;
pub use search::{Options, Rejected, search, search_with};
pub use typed::{SoFar, Typed, entered, typed};
