//! The prompt at the bottom of the screen as plain data: what it is for, its text, and what is said about the text.
//! What a prompt does stands in a file of its own under `prompts/`.

use crate::store::{ArticleIx, QuotationIx, SpeakerIx};
use crate::text::ByteRange;
use crate::tui::layout::Pane;
use crate::tui::prompt::Prompt;
use crate::tui::state::find::Find;
use crate::tui::state::session::Filter;

/// Filters the quotations.
#[derive(Debug, Clone)]
pub struct FilterPrompt {
    /// The filter in force before.
    pub before: Filter,
}

/// Searches in a pane.
#[derive(Debug, Clone)]
pub struct SearchPrompt {
    /// The pane.
    pub pane: Pane,
    /// The search in force before.
    pub before: Option<Find>,
    /// Where the cursor was: a row, or a byte of the article.
    pub from: usize,
}

/// Runs a command by name.
#[derive(Debug, Clone, Copy, Default)]
pub struct PalettePrompt {
    /// The row under the cursor.
    pub selected: usize,
}

/// Edits tags.
#[derive(Debug, Clone)]
pub struct TagsPrompt {
    /// The quotations.
    pub targets: Vec<QuotationIx>,
}

/// Edits a note.
#[derive(Debug, Clone)]
pub struct NotePrompt {
    /// The quotations.
    pub targets: Vec<QuotationIx>,
}

/// Gives a speaker another name.
#[derive(Debug, Clone, Copy)]
pub struct RenamePrompt {
    /// The speaker.
    pub speaker: SpeakerIx,
}

/// Adds an article by its path or its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct AddArticlePrompt {
    /// Whether speech that is reported without quotation marks is looked for, too.
    pub indirect: bool,
}

/// Takes the words of a quotation that was missed.
#[derive(Debug, Clone, Copy)]
pub struct AddWordsPrompt {
    /// The article that they are in.
    pub article: ArticleIx,
    /// Which of the places where they stand is meant.
    pub place: usize,
}

/// Asks who said the words of a quotation that was missed.
#[derive(Debug, Clone, Copy)]
pub struct AddSpeakerPrompt {
    /// The article that they are in.
    pub article: ArticleIx,
    /// Where in it.
    pub at: ByteRange,
}

/// Writes quotations to a file.
#[derive(Debug, Clone, Copy)]
pub struct WritePrompt {
    /// How many.
    pub count: usize,
}

/// Gives quotations to a command.
#[derive(Debug, Clone, Copy)]
pub struct PipePrompt {
    /// How many.
    pub count: usize,
}

/// Checks a draft.
#[derive(Debug, Clone, Copy)]
pub struct VerifyPrompt;

/// Saves filter and sort under a name.
#[derive(Debug, Clone, Copy)]
pub struct SaveViewPrompt;

/// Narrows the help to some words.
#[derive(Debug, Clone, Copy)]
pub struct FilterHelpPrompt;

/// What a prompt is for.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each variant holds the prompt of its name")]
pub enum PromptKind {
    Filter(FilterPrompt),
    Search(SearchPrompt),
    Palette(PalettePrompt),
    Tags(TagsPrompt),
    Note(NotePrompt),
    Rename(RenamePrompt),
    AddArticle(AddArticlePrompt),
    AddWords(AddWordsPrompt),
    AddSpeaker(AddSpeakerPrompt),
    Write(WritePrompt),
    Pipe(PipePrompt),
    SaveView(SaveViewPrompt),
    Verify(VerifyPrompt),
    FilterHelp(FilterHelpPrompt),
}

/// Prompts that share a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryKind {
    /// Of `/`.
    Search,
    /// Of `f`.
    Filter,
    /// Of `:`.
    Palette,
}

/// Entries of earlier prompts, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Histories {
    /// Of `/`.
    pub search: Vec<String>,
    /// Of `f`.
    pub filter: Vec<String>,
    /// Of `:`.
    pub palette: Vec<String>,
}

impl Histories {
    /// Those of one kind.
    pub const fn of(&mut self, kind: HistoryKind) -> &mut Vec<String> {
        match kind {
            HistoryKind::Search => &mut self.search,
            HistoryKind::Filter => &mut self.filter,
            HistoryKind::Palette => &mut self.palette,
        }
    }
}

/// What is wrong with the text of a prompt, or still missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is, and what would be right.
    pub message: String,
    /// Where in the text.
    pub at: ByteRange,
    /// How much it matters.
    pub severity: Severity,
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The text is incomplete: the message says what may come next.
    Hint,
    /// The text is wrong, whatever may follow.
    Error,
}

/// A prompt that is open.
#[derive(Debug, Clone)]
pub struct ActivePrompt {
    /// What it is for.
    pub kind: PromptKind,
    /// What stands before the text.
    pub label: String,
    /// Its text, caret, history and completions.
    pub input: Prompt,
    /// What is wrong with the text, or missing.
    pub diagnostic: Option<Diagnostic>,
    /// What stands at the right: how many match, or what keys do.
    pub hint: String,
}

impl ActivePrompt {
    /// Whether the text is wrong or incomplete, and which of them.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.diagnostic.as_ref().map(|diagnostic| diagnostic.severity)
    }
}
