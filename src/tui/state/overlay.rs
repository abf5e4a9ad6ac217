//! What lies over the panes: help, the question before a bulk action, the form that edits an attribution, and the
//! like. One at a time; Esc takes it away.

use std::path::PathBuf;

use crate::quotation::Kind;
use crate::store::{Edit, QuotationIx};
use crate::text::ByteRange;
use crate::tui::keymap::Action;
use crate::tui::prompt::Prompt;
use crate::tui::state::concordance::Concordance;
use crate::tui::state::details::DetailsForm;
use crate::tui::state::versions::VersionsList;
use crate::tui::write;

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// The table of commands.
    Help {
        /// The first line shown.
        top: usize,
        /// Only lines with these words.
        filter: String,
    },
    /// Why a quotation has its speaker.
    Why,
    /// What to copy.
    Copy,
    /// What is wrong with the store.
    Problems {
        /// The first line shown.
        top: usize,
    },
    /// Lines to read: counts, or what a command said.
    Report(Report),
    /// Saved views to choose from.
    Views {
        /// The one under the cursor.
        at: usize,
        /// To be deleted, not opened.
        delete: bool,
    },
    /// The versions of a quotation.
    Versions(VersionsList),
    /// The form that edits an attribution.
    Form(Box<Form>),
    /// The matches of the search or filter, aligned.
    Concordance(Box<Concordance>),
    /// The form that edits what is known of articles.
    Details(Box<DetailsForm>),
    /// A question that `y` or `n` answers.
    Confirm(Confirm),
}

/// Lines to read under a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What they are.
    pub title: String,
    /// The lines. They are cut where the screen ends.
    pub lines: Vec<String>,
    /// The first line shown.
    pub top: usize,
}

/// A question before something that is not to happen by accident.
#[derive(Debug)]
pub struct Confirm {
    /// The question.
    pub question: String,
    /// What happens on yes.
    pub then: OnConfirm,
}

impl Confirm {
    /// The keys for yes and for no, as they are shown.
    #[must_use]
    pub const fn keys(&self) -> (&'static str, &'static str) {
        match self.then {
            OnConfirm::EditAgain(_) => ("Enter", "Esc"),
            _ => ("y", "n"),
        }
    }
}

/// What happens on yes.
#[derive(Debug)]
pub enum OnConfirm {
    /// Edits, with what they do for the notice.
    Commit(Vec<Edit>, String),
    /// Making two speakers one who are likely that: the edits, what they do, and both names. No goes on to the next pair.
    Suggested {
        /// The edits.
        edits: Vec<Edit>,
        /// What they do.
        did: String,
        /// The name that shall hold, and the other.
        pair: (String, String),
    },
    /// Writing over a file: the file, and what is written besides.
    Write(PathBuf, write::Options),
    /// Deleting a view.
    DeleteView(String),
    /// Leaving although edits are not saved.
    Quit,
    /// Leaving although there is work in the background, which stops.
    Leave,
    /// Removing articles from the store, by their ids.
    RemoveArticles(Vec<String>),
    /// Taking articles out of the store that were just added.
    TakeOut(Vec<String>),
    /// Beginning the edit again that the store changed under. Somebody may be typing into it still, so letters do not
    /// answer this.
    EditAgain(Action),
}

/// A line of the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Field {
    /// Who said it.
    #[default]
    Speaker,
    /// How it is quoted.
    Kind,
    /// Where it begins.
    Begins,
    /// Where it ends.
    Ends,
}

impl Field {
    /// From top to bottom.
    pub const ALL: [Self; 4] = [Self::Speaker, Self::Kind, Self::Begins, Self::Ends];
}

/// The form that edits an attribution.
#[derive(Debug)]
pub struct Form {
    /// Whose.
    pub targets: Vec<QuotationIx>,
    /// The line in focus.
    pub field: Field,
    /// The speaker's name.
    pub speaker: Prompt,
    /// Nothing was typed yet: the first letter takes the place of the name, and digits pick from the list.
    pub untouched: bool,
    /// What it was; absent when the targets differ or nobody is named.
    pub speaker_before: Option<String>,
    /// The kind; absent when the targets differ.
    pub kind: Option<Kind>,
    /// What it was.
    pub kind_before: Option<Kind>,
    /// Where it stands, when there is one target with a place.
    pub span: Option<ByteRange>,
    /// Where it stood.
    pub span_before: Option<ByteRange>,
}
