//! The prompt at the bottom of the screen: what it is for, and what was entered in such prompts before.

use super::find::Find;
use super::layout::Pane;
use super::model::Filter;
use super::prompt::Prompt;
use crate::store::{ArticleIx, QuotationIx, SpeakerIx};
use crate::text::ByteRange;

/// What the text of a prompt is for.
#[derive(Debug, Clone)]
pub enum PromptKind {
    /// Filtering the quotations; with the filter in force before.
    Filter(Filter),
    /// Searching in a pane; with the find in force before, and where the cursor was.
    Search(Pane, Option<Find>, usize),
    /// Running a command by name; with the row under the cursor.
    Palette(usize),
    /// The tags of quotations.
    Tags(Vec<QuotationIx>),
    /// The note of quotations.
    Note(Vec<QuotationIx>),
    /// Another name for a speaker.
    Rename(SpeakerIx),
    /// An article's path or text.
    AddArticle,
    /// The title of an article whose text was pasted.
    AddTitle(String),
    /// The words of a quotation that was missed, and at which of their places.
    AddWords(ArticleIx, usize),
    /// Who said them.
    AddSpeaker(ArticleIx, ByteRange),
    /// A file to write to.
    Write,
    /// A name for the filter and sort.
    SaveView,
    /// Words that the help is to show.
    FilterHelp,
}

/// Prompts that share a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of `/`.
    Search,
    /// Of `f`.
    Filter,
    /// Of `:`.
    Palette,
}

impl PromptKind {
    /// The label before the prompt.
    #[must_use]
    pub fn label(&self) -> String {
        let several = |what: &str, targets: &[QuotationIx]| match targets.len() {
            1 => format!("{what}: "),
            many => format!("{what} of {many} quotations: "),
        };
        match self {
            Self::Filter(_) => "filter: ".into(),
            Self::Search(..) => "/".into(),
            Self::Palette(_) => ":".into(),
            Self::Tags(targets) => several("tags", targets),
            Self::Note(targets) => several("note", targets),
            Self::Rename(_) => "name: ".into(),
            Self::AddArticle => "add (path, or paste the text): ".into(),
            Self::AddTitle(_) => "title (may stay empty): ".into(),
            Self::AddWords(..) => "words of the quotation: ".into(),
            Self::AddSpeaker(..) => "said by: ".into(),
            Self::Write => "write to: ".into(),
            Self::SaveView => "name of the view: ".into(),
            Self::FilterHelp => "show: ".into(),
        }
    }

    /// The history that it shares.
    #[must_use]
    pub const fn history(&self) -> Option<Kind> {
        match self {
            Self::Filter(_) => Some(Kind::Filter),
            Self::Search(..) => Some(Kind::Search),
            Self::Palette(_) => Some(Kind::Palette),
            _ => None,
        }
    }
}

/// Entries of earlier prompts, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Prompts {
    /// Of `/`.
    pub search: Vec<String>,
    /// Of `f`.
    pub filter: Vec<String>,
    /// Of `:`.
    pub palette: Vec<String>,
}

impl Prompts {
    /// Those of one kind.
    pub fn of(&mut self, kind: Kind) -> &mut Vec<String> {
        match kind {
            Kind::Search => &mut self.search,
            Kind::Filter => &mut self.filter,
            Kind::Palette => &mut self.palette,
        }
    }
}

/// What is wrong with the text of a prompt, or only missing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What, and what would be right.
    pub message: String,
    /// Where in the text.
    pub at: ByteRange,
    /// How much it matters.
    pub weight: Weight,
}

/// How much it matters that the text of a prompt cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It is still being typed: what is to come is said.
    Hint,
    /// It is wrong, whatever may follow.
    Error,
}

/// A prompt that is open.
#[derive(Debug, Clone)]
pub struct ActivePrompt {
    /// What for.
    pub purpose: PromptKind,
    /// Its text, caret, history and completions.
    pub prompt: Prompt,
    /// What is wrong with the text as it stands, or missing.
    pub wrong: Option<Wrong>,
}
