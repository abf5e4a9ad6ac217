//! The plain types that the explorer's state is made of: the filter and what it found, the order and size of rows,
//! what runs in the background, and what is said to the person.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::query::{self, Order, Query};
use crate::store::{ArticleIx, QuotationIx};
use crate::tui::state::groups::Groups;
use crate::tui::state::labels::Identity;
use crate::tui::state::rows::Rows;

/// How much of each quotation the list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lines {
    /// One line in columns: the speaker, its beginning, outlet, date, and how sure the program is.
    One,
    /// Its beginning and a line about it.
    #[default]
    Two,
    /// All of it, wrapped, and a line about it.
    All,
}

/// By what the quotations are sorted, unless the filter says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// As they stand in the store.
    #[default]
    Article,
    /// Newest first.
    Date,
    /// By name.
    Speaker,
    /// Longest first.
    Length,
    /// Least certain first.
    Confidence,
}

impl Sort {
    /// All of them in the order in which the key goes through them.
    pub const ALL: [Self; 5] = [Self::Article, Self::Date, Self::Speaker, Self::Length, Self::Confidence];

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|sort| *sort == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// For a person.
    #[must_use]
    pub const fn title(self, reversed: bool) -> &'static str {
        match (self, reversed) {
            (Self::Article, false) => "article order",
            (Self::Article, true) => "article order, last first",
            (Self::Date, false) => "date, newest first",
            (Self::Date, true) => "date, oldest first",
            (Self::Speaker, false) => "speaker",
            (Self::Speaker, true) => "speaker, from Z to A",
            (Self::Length, false) => "length, longest first",
            (Self::Length, true) => "length, shortest first",
            (Self::Confidence, false) => "confidence, least certain first",
            (Self::Confidence, true) => "confidence, most certain first",
        }
    }

    /// Its name in the query language and the palette.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.order(true).map_or("article", |order| order.by.word())
    }

    /// Whether the order, reversed or not, has a minus in the query language.
    #[must_use]
    pub fn is_minus(self, turned: bool) -> bool {
        self.order(turned).is_some_and(|order| order.reversed)
    }

    /// As a query has it; `turned` is the reversed order.
    #[must_use]
    pub const fn order(self, turned: bool) -> Option<query::Sort> {
        let (by, reversed) = match self {
            Self::Article if !turned => return None,
            Self::Article => (Order::Article, false),
            Self::Date => (Order::Date, true),
            Self::Speaker => (Order::Speaker, false),
            Self::Length => (Order::Length, true),
            Self::Confidence => (Order::Confidence, false),
        };
        Some(query::Sort { by, reversed: reversed != turned, seed: None })
    }

    /// In the query language.
    #[must_use]
    pub fn query(self, turned: bool) -> String {
        self.order(turned).map(|order| Query::default().sorted(vec![order]).to_string()).unwrap_or_default()
    }
}

/// Work in the background.
#[derive(Debug, Clone)]
pub struct Work {
    /// What is done: "adding articles".
    pub what: String,
    /// How far it is, for a person.
    pub progress: String,
    /// What it leaves out: "1 rejected".
    pub left_out: Option<String>,
    /// Set to stop it.
    pub stop: Arc<AtomicBool>,
}

/// What a quotation is called in every catalog: by its article, and in it.
pub type Name = (String, String);

/// Quotations that the cursor was on before it went far: before a search, an undo, another filter.
#[derive(Debug, Clone, Default)]
pub struct Jumps {
    /// The places, oldest first.
    pub places: Vec<Name>,
    /// The one that is gone back to next is before this one.
    pub at: usize,
}

/// Where the cursors stand.
#[derive(Debug, Clone)]
pub struct SavedCursor {
    /// The quotation.
    pub quotation: Option<QuotationIx>,
    /// The row of the first pane, none for `All`.
    pub group: Option<Identity>,
}

/// A filter as it was written and as it was understood.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// As written.
    pub text: String,
    /// As understood; the last that was valid while a wrong one is being typed.
    pub query: Query,
}

/// What a search found, sorted into groups.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// All quotations that match.
    pub rows: Rows,
    /// The same by speaker, article, …
    pub groups: Arc<Groups>,
    /// How many quotations the catalog had then.
    pub of: usize,
}

/// What is known of a search that runs in the background.
#[derive(Debug, Clone, Default)]
pub struct Searching {
    /// Number of the last request.
    pub sent: u64,
    /// Number of the request whose answer is shown.
    pub shown: u64,
    /// Set to stop the one that runs.
    pub stop: Arc<AtomicBool>,
}

/// What the background is to be asked for, for the state as it is after a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stale {
    /// Which quotations match.
    pub search: bool,
    /// Where the patterns of `/` are found.
    pub find: bool,
    /// The whole store, which somebody else changed.
    pub store: bool,
    /// Edits wait to be saved.
    pub saves: bool,
    /// The text of an article.
    pub article: Option<ArticleIx>,
    /// Which quotations report the same words.
    pub versions: bool,
    /// What is found of the draft that is being checked.
    pub draft: bool,
}

/// How far the store is loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Loading {
    /// There is no store at that place yet.
    Missing,
    /// Being read: so many bytes of so many.
    Running(u64, u64),
    /// All of it is in memory.
    #[default]
    Done,
    /// It could not be read.
    Failed(String),
}

/// One line for the person, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Something was done, or is to be known.
    Info(String),
    /// Something failed.
    Error(String),
}

/// Going through what nobody looked at, least certain first.
#[derive(Debug, Clone)]
pub struct Review {
    /// How many there were at the beginning.
    pub total: usize,
    /// How many of them are decided.
    pub decided: usize,
    /// Where one was before.
    pub before: Option<QuotationIx>,
}

/// Where the store is, for a person and for the background.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// What the header shows.
    pub name: String,
    /// The file or folder; absent for what came from a pipe.
    pub location: Option<crate::store::Location>,
    /// The file may not be written to.
    pub read_only: bool,
    /// Where the person's own files are, where there is a home.
    pub folders: Option<crate::user::Folders>,
}
