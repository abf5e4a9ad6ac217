//! What is derived from a store and kept in a cache, so that the next reading need not parse it: columns and folded
//! texts. The store is the only truth: everything here can be deleted at any time, and results are the same without it.
//!
//! [`load`] and [`load_in_background`] read a store, with a [`Cache`] or without; [`Texts`] has the folded texts of
//! a [`Catalog`](crate::store::Catalog). This layer knows nothing of queries.

mod cache;
mod codec;
mod content;
mod derived;
mod folded;
mod kept_words;
mod load;
mod manifest;
mod plan;
#[cfg(test)]
mod tests;
mod version;
mod words;

pub use cache::{Cache, CachedStore};
pub(crate) use derived::FEW;
pub use derived::Texts;
pub use folded::Folded;
pub use load::{LoadEvent, Loaded, Want, load, load_in_background, refresh};
pub(crate) use words::Words;
