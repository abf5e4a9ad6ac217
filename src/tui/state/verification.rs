//! A draft that is being checked: its passages with their verdicts take the place of the list.

use std::path::PathBuf;

use crate::store::{ArticleIx, Catalog, QuotationIx};
use crate::text::CharRange;
use crate::tui::state::cursor::Cursor;
use crate::verify::against::Checked;
use crate::verify::{Finding, Found, Passage};

/// Lines of a passage in the list.
pub const LINES: usize = 2;

/// A draft on show.
#[derive(Debug, Default)]
pub struct Verification {
    /// The draft's file.
    pub path: PathBuf,
    /// What was found; absent until the first check is done.
    pub checked: Option<Box<Checked>>,
    /// The numbers of the findings as they are listed: problems first.
    pub order: Vec<usize>,
    /// Cursor among them.
    pub cursor: Cursor,
    /// Number of the last check that was asked for.
    pub sent: u64,
    /// Number of the last that was answered.
    pub answered: u64,
}

impl Verification {
    /// A draft that is not checked yet.
    #[must_use]
    pub fn of(path: PathBuf) -> Self {
        Self { path, ..Self::default() }
    }

    /// Whether a check is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.answered < self.sent
    }

    /// The draft's name.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// The finding of row `row`, with its passage and the passage's words.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<(&Finding, &Passage, &str)> {
        let checked = self.checked.as_ref()?;
        let finding = checked.findings.get(*self.order.get(row)?)?;
        let passage = checked.draft.passages.get(finding.passage)?;
        Some((finding, passage, passage.text(&checked.draft)))
    }

    /// The place in an article that the passage under the cursor was found at, or nearly.
    #[must_use]
    pub fn found(&self) -> Option<&Found> {
        self.row(self.cursor.at)?.0.found.as_ref()
    }

    /// The article of that place, in `catalog`.
    #[must_use]
    pub fn article(&self, catalog: &Catalog) -> Option<ArticleIx> {
        catalog.find_article(&self.found()?.article)
    }

    /// The stored quotation at that place, in `catalog`.
    #[must_use]
    pub fn quotation(&self, catalog: &Catalog) -> Option<QuotationIx> {
        let found = self.found()?;
        catalog.find(&found.article, found.quotation.as_deref()?)
    }

    /// The place in the article's text; absent where the words are of an earlier text.
    #[must_use]
    pub fn place(&self) -> Option<CharRange> {
        self.found().filter(|found| !found.revised).map(|found| found.at)
    }

    /// Takes a check in; the cursor stays on its passage where that is still there.
    pub fn take(&mut self, checked: Box<Checked>) {
        let here = self.row(self.cursor.at).map(|(_, _, words)| words.to_owned());
        self.order = checked.by_weight();
        self.checked = Some(checked);
        let again = here.and_then(|here| {
            (0..self.order.len()).find(|&row| self.row(row).is_some_and(|(_, _, words)| words == here))
        });
        self.cursor.at = again.unwrap_or(self.cursor.at.min(self.order.len().saturating_sub(1)));
    }
}
