//! The YAML stream: schema, load, edit, save, verify. Knows nothing of the terminal.
//!
//! A store is what people keep, read, edit by hand and put under version control; this room makes it safe and fast.
//! A [`Catalog`] is what is held of it in memory. The YAML is the only truth: nothing is kept anywhere else.

mod apply;
mod builder;
mod catalog;
mod document;
mod edit;
mod error;
pub mod ids;
mod index;
mod location;
mod refs;
mod registry;
mod segment;
mod source;
mod speakers;
mod strings;

pub use catalog::{Catalog, Loaded};
pub use document::{Document, Extracted};
pub use edit::{Change, Edit};
pub use error::{Problem, StoreError};
pub use index::{ArticleIx, QuotationIx, SpeakerIx};
pub use location::Location;
pub use refs::{ArticleRef, QuotationRef, SpeakerRef};
pub use registry::{Entry, Registry};
pub use segment::{Flags, NO_CONFIDENCE, NO_SPEAKER, Segment};
