//! The YAML stream: schema, load, edit, save, verify. Knows nothing of the terminal.
//!
//! A store is what people keep, read, edit by hand and put under version control; this room makes it safe and fast.
//! A [`Catalog`] is what is held of it in memory. The YAML is the only truth: nothing is kept anywhere else.

mod add;
mod anchor;
mod apply;
mod builder;
mod catalog;
mod check;
mod disk;
mod document;
mod draft;
mod edit;
mod error;
mod feed;
mod holder;
mod identity;
pub mod ids;
mod index;
mod literal;
mod load;
mod location;
mod lock;
mod merge;
mod outline;
mod parse;
mod patch;
mod refresh;
mod refs;
mod registry;
mod remove;
mod rewrite;
mod save;
mod scalar;
mod scan;
mod schema;
mod segment;
mod source;
mod speakers;
mod stream;
mod strings;
mod sweep;
mod tree;
mod watch;
mod write;

pub use add::{Added, AddedArticle, Filed, NotAdded, Partly, add};
pub use catalog::{Catalog, Loaded};
pub use check::{Checked, check};
pub use document::{Document, Extracted};
pub use edit::{Change, Edit};
pub use error::{Problem, StoreError};
pub use holder::LockHolder;
pub use index::{ArticleIx, QuotationIx, SpeakerIx};
pub use load::{LoadEvent, Loading, load, load_in_background, load_reader};
pub use location::Location;
pub use lock::{LockPolicy, set_lock_policy};
pub use refresh::{Refreshed, Renewal, Renewed, refresh};
pub use refs::{ArticleRef, QuotationRef, SpeakerRef};
pub use registry::{Entry, Registry};
pub use remove::remove;
pub use save::{Saved, save, save_each};
pub use segment::{Flags, NO_CONFIDENCE, NO_SPEAKER, Segment};
pub(crate) use speakers::Speakers;
pub use sweep::Mode;
pub use watch::{Changed, Watch, watch};
pub use write::{write_document, write_registry};
