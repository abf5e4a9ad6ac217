//! What is derived from a store and kept in a cache, so that the next reading need not parse it: columns and folded
//! texts. The store is the only truth: everything here can be deleted at any time, and results are the same without it.
//!
//! [`load`] and [`load_in_background`] read a store, with a [`Cache`] or without; [`Texts`] has the folded texts of
//! a [`Catalog`](crate::store::Catalog). This layer knows nothing of queries.

mod article_texts;
mod cache;
mod codec;
mod content;
mod derived;
mod folded;
mod headers;
mod kept_articles;
mod load;
mod manifest;
mod plan;
mod scan;
#[cfg(test)]
mod tests;
mod version;
mod word_keys;
mod words;

pub(crate) use article_texts::{ArticleTexts, Context};
pub use cache::{Cache, CachedStore};
pub(crate) use derived::FEW;
pub use derived::Texts;
pub use folded::Folded;
pub use headers::add;
pub use load::{LoadEvent, Loaded, Want, load, load_in_background, refresh};
pub(crate) use scan::{Sought, scan_documents};
pub(crate) use word_keys::WordKeys;
pub(crate) use words::Words;
