//! What happens to the explorer, and what it asks for: the two alphabets between the pure part and the world.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crossterm::event::KeyEvent;

use crate::article::Metadata;
use crate::export::Format;
use crate::extract::Options;
use crate::index::Loaded;
use crate::query::concordance::{Alignment, Occurrence};
use crate::query::{Index, Query, Versions};
use crate::store::{ArticleIx, Catalog, Edit, Problem, QuotationIx, RemovedArticle, Saved};
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::state::active_prompt::HistoryKind;
use crate::tui::state::context::Reading;
use crate::tui::state::find::{Hits, Pattern};
use crate::tui::state::labels::Grouping;
use crate::tui::state::rows::Rows;
use crate::tui::state::session::Found;
use crate::tui::theme::Base;
use crate::tui::write;
use crate::user::undo::Log;
use crate::verify::against::Checked;

/// Something happened.
#[derive(Debug)]
pub enum Message {
    /// A command was asked for.
    Do(Action),
    /// A key for the prompt or overlay that is open.
    Type(KeyEvent),
    /// A paste.
    Paste(String),
    /// The left button was pressed there.
    Click {
        /// Column from 0.
        column: u16,
        /// Row from 0.
        row: u16,
    },
    /// The wheel was turned there.
    Scroll {
        /// Column from 0.
        column: u16,
        /// Row from 0.
        row: u16,
        /// Towards the end.
        down: bool,
    },
    /// The screen has another size.
    Resize(u16, u16),
    /// A stretch of the store was read.
    Loaded(Box<Loaded>),
    /// So much of the store is read.
    Progress {
        /// Bytes read.
        done: u64,
        /// Bytes there are.
        of: u64,
    },
    /// Something is wrong with the store.
    Problem(Problem),
    /// The store is read.
    LoadDone,
    /// The store cannot be read.
    LoadFailed(String),
    /// A search is done.
    Found {
        /// Number of the request.
        request: u64,
        /// What it found.
        found: Found,
        /// What the next search can build upon.
        index: Index,
    },
    /// Texts were folded ahead of the next search.
    Indexed(Index),
    /// It is known which quotations report the same words.
    Compared {
        /// Number of the request.
        request: u64,
        /// What was found.
        versions: Versions,
    },
    /// A draft was checked, or could not be.
    Verified {
        /// Number of the request.
        request: u64,
        /// What was found.
        result: Result<Box<Checked>, String>,
    },
    /// The draft on show was saved.
    DraftChanged,
    /// What can be undone from earlier runs.
    History(Box<Log>),
    /// A find is done.
    Hits {
        /// Number of the request.
        request: u64,
        /// What it found, by pane.
        found: Vec<(Pane, Hits)>,
    },
    /// A document was read.
    Read {
        /// Number of the request.
        request: u64,
        /// Which.
        article: ArticleIx,
        /// Its words.
        reading: Result<Arc<Reading>, String>,
    },
    /// Edits reached the file, or did not.
    Saved {
        /// What became of them, or why nothing could be saved.
        result: Result<Box<Saved>, String>,
    },
    /// So many of the edits that are being saved are dealt with.
    SavedSoFar(usize),
    /// It is time to try to save again.
    SaveAgain,
    /// The store was changed by somebody else.
    ChangedOutside,
    /// The changed store was read.
    Reloaded(Box<Result<Reloaded, String>>),
    /// Articles were added, or not.
    Added(Result<AddReport, String>),
    /// Matches were looked for; nothing when that was stopped.
    Aligned {
        /// What was looked for, as it was written.
        of: String,
        /// The order.
        by: Alignment,
        /// The matches in it.
        lines: Option<Vec<Occurrence>>,
    },
    /// Articles were removed, or not.
    Removed(Result<Vec<(String, RemovedArticle)>, String>),
    /// How far the work in the background is.
    Working(String),
    /// The work in the background is over: what it did, or why not.
    Worked(Result<String, String>),
    /// Something small is done: what it did, or why not.
    Done(Result<String, String>),
    /// What came back from `$EDITOR`.
    Edited(Result<String, String>),
    /// The terminal is about to close.
    Hangup,
}

/// Something to be done outside of the model.
#[derive(Debug)]
pub enum Effect {
    /// Work for the background.
    Work(Box<Job>),
    /// Put text on the clipboard.
    Copy {
        /// The text.
        text: String,
        /// What it is, for the notice.
        what: String,
    },
    /// Open a web address.
    OpenUrl(String),
    /// Open the store in `$EDITOR`, at this quotation.
    EditStore(QuotationIx),
    /// Open a file of the store in `$EDITOR`, at this line.
    EditFile(PathBuf, usize),
    /// Open a file with the program that the system has for it.
    OpenFile(PathBuf),
    /// Follow a draft as it is saved.
    WatchDraft(PathBuf),
    /// Edit the text of a prompt in `$EDITOR`.
    EditText(String),
    /// Keep an entry of a prompt for later runs.
    Remember {
        /// Which prompts.
        kind: HistoryKind,
        /// The entry.
        entry: String,
    },
    /// Keep a saved view.
    KeepView {
        /// Its name.
        name: String,
        /// Its query.
        query: String,
    },
    /// Delete a saved view.
    DeleteView(String),
    /// Keep what can be undone and redone.
    KeepHistory,
    /// Catch the mouse, or let it go.
    Mouse(bool),
    /// Take the next theme.
    NextTheme,
    /// Take this theme.
    Theme(Base),
    /// Suspend to the shell.
    Suspend,
    /// Redraw everything.
    Redraw,
}

impl Effect {
    /// Work for the background.
    #[must_use]
    pub fn work(job: Job) -> Self {
        Self::Work(Box::new(job))
    }
}

/// Work for the background. Each answers with messages.
#[derive(Debug)]
pub enum Job {
    /// Find what matches.
    Search(Search),
    /// Find text in a list.
    Find(FindJob),
    /// Read a document.
    Read {
        /// Number of the request.
        request: u64,
        /// Where it is.
        catalog: Catalog,
        /// Which.
        article: ArticleIx,
    },
    /// Find which quotations report the same words.
    Compare {
        /// Number of the request.
        request: u64,
        /// Where.
        catalog: Catalog,
        /// What was found before; it holds where the texts are the same.
        known: Option<Versions>,
        /// Stops it.
        stop: Arc<AtomicBool>,
    },
    /// Check a draft.
    Verify {
        /// Number of the request.
        request: u64,
        /// The draft.
        path: PathBuf,
    },
    /// Save edits.
    Save(Vec<Edit>),
    /// Save again after a while: so many tries failed.
    SaveLater(u32),
    /// Read the whole store again, and search it as it is shown.
    Reload {
        /// What is shown.
        query: Query,
        /// How it is grouped.
        grouping: Grouping,
    },
    /// Add articles.
    Add {
        /// A path, or the text itself.
        input: Added,
        /// What is looked for.
        options: Options,
        /// Stops it.
        stop: Arc<AtomicBool>,
    },
    /// Remove articles from the store.
    Remove(Vec<String>),
    /// Take articles out of the store again.
    TakeOut(Vec<String>),
    /// Look for the matches of a query in quotations, and put them into an order.
    Align {
        /// Where from.
        catalog: Catalog,
        /// In which.
        rows: Rows,
        /// For what.
        query: Query,
        /// The same, as it was written.
        of: String,
        /// The order.
        by: Alignment,
        /// The matches, where they are known.
        known: Option<Vec<Occurrence>>,
        /// Stops it.
        stop: Arc<AtomicBool>,
    },
    /// Give quotations to a command.
    Pipe {
        /// Where from.
        catalog: Catalog,
        /// Which.
        rows: Vec<QuotationIx>,
        /// For the shell.
        command: String,
        /// Stops it.
        stop: Arc<AtomicBool>,
    },
    /// Write quotations to a file.
    Write {
        /// Where from.
        catalog: Catalog,
        /// Which.
        rows: Vec<QuotationIx>,
        /// The file.
        path: PathBuf,
        /// The format by the file's ending.
        format: Format,
        /// What is written besides.
        options: write::Options,
        /// Stops it.
        stop: Arc<AtomicBool>,
    },
}

/// A store that was read again.
#[derive(Debug)]
pub struct Reloaded {
    /// What is in it.
    pub catalog: Catalog,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Its texts folded.
    pub index: Index,
    /// What is shown of it.
    pub found: Found,
}

/// What to add.
#[derive(Debug, Clone)]
pub enum Added {
    /// A file, a folder or a link.
    Path(PathBuf),
    /// An article's own words.
    Text {
        /// The words.
        text: String,
        /// What is known of it.
        meta: Box<Metadata>,
    },
}

/// What became of it.
#[derive(Debug, Clone, Default)]
pub struct AddReport {
    /// For the person.
    pub words: String,
    /// The names of the articles that are new.
    pub new: Vec<String>,
}

/// A search.
#[derive(Debug)]
pub struct Search {
    /// Its number.
    pub request: u64,
    /// Where.
    pub catalog: Catalog,
    /// What was folded before.
    pub index: Index,
    /// What for.
    pub query: Query,
    /// By what the result is grouped.
    pub grouping: Grouping,
    /// What is marked, where the query asks for that.
    pub marked: Vec<QuotationIx>,
    /// Stops it.
    pub stop: Arc<AtomicBool>,
}

/// A find in a list.
#[derive(Debug)]
pub struct FindJob {
    /// Its number.
    pub request: u64,
    /// What for, by pane.
    pub patterns: Vec<(Pane, Pattern)>,
    /// Where from.
    pub catalog: Catalog,
    /// What was folded before.
    pub index: Index,
    /// The quotations of the list.
    pub rows: Rows,
    /// The list shows who said each of them.
    pub names: bool,
    /// The rows of the first pane.
    pub groups: Arc<crate::tui::state::groups::Groups>,
}
