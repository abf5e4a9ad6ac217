//! The query language: syntax, meaning, search, facets. Knows nothing of the terminal.
//!
//! [`parse`] turns text into a [`Query`] or says what is wrong and where; an [`Index`] has the folded texts of a
//! [`Catalog`](crate::store::Catalog); [`search`] gives the [`Matches`], [`Facets`] their counts, [`highlights`] the
//! places to mark; [`Versions`] says which quotations report the same words. The grammar ([`syntax`]) knows nothing of what fields mean.

mod articles;
mod bits;
mod complete;
pub mod concordance;
mod confidence;
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
mod runs;
mod search;
pub mod syntax;
mod versions;

pub use complete::{Candidate, Completions, complete};
pub use error::QueryError;
pub use facets::{Facet, Facets, Group, Ranking};
pub use fields::{FIELDS, Field, Order, Row as FieldRow, TextField};
pub use highlight::highlights;
pub use index::Index;
pub use matches::{LeftOut, Matches};
pub use paragraphs::Surroundings;
pub use partial::{Partial, SoFar, balanced, entered, typed};
pub use predicate::{Query, Sort, exactly, literal, parse};
pub use search::{Options, Rejected, search, search_with};
pub use versions::{KnownWords, LARGEST_COMPARED, VersionGroup, Versions};
