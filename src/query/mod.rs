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
mod order;
mod paragraphs;
mod partial;
mod predicate;
mod regexes;
mod search;
pub mod syntax;

pub use complete::{Candidate, Completions, complete};
pub use dates::Month;
pub use error::QueryError;
pub use facets::{Facets, facets};
pub use fields::{FIELDS, Field};
pub use highlight::highlights;
pub use index::Index;
pub use matches::Matches;
pub use paragraphs::Surroundings;
pub use partial::{Partial, SoFar, entered, typed};
pub use predicate::{Order, Query, Sort, exactly, literal, parse};
pub use search::{Options, Rejected, search, search_with};
