//! The state of the explorer: what is loaded, what is shown, where the cursor is, what is being asked. Plain data
//! and questions about it; `update` changes it, `view` draws it, and neither the terminal nor a file is known here.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ratatui::layout::Rect;

use crate::query::{Facet, Index, LeftOut};
use crate::store::{ArticleIx, Catalog, Edit, Problem, QuotationIx, QuotationRef};
use crate::tui::keymap::{Action, Keymap};
use crate::tui::layout::{Arrangement, GUTTER, Layout, Pane, WIDEST_PROSE, text_width};
use crate::tui::state::active_prompt::{ActivePrompt, Histories};
use crate::tui::state::context::ContextPane;
use crate::tui::state::cursor::Cursor;
use crate::tui::state::find::Find;
use crate::tui::state::labels::{self, Grouping, Label};
use crate::tui::state::overlay::Overlay;
use crate::tui::state::picks::Picks;
use crate::tui::state::rows::{Rows, Set};
use crate::tui::state::saving::Saving;
use crate::tui::state::session::{
    Filter, Found, Jumps, Lines, Loading, Name, Notice, Place, Review, SavedCursor, Searching, Sort, Stale, Work,
};
use crate::tui::state::verification::Verification;
use crate::tui::state::versions::Comparison;
use crate::tui::state::word_selection::WordSelection;
use crate::tui::state::words;
use crate::tui::theme::Theme;
use crate::tui::wrap;
use crate::user::undo::Log;

/// From so many cells on the context pane numbers the paragraphs.
const NUMBERED: u16 = 40;

/// The state of the explorer.
#[derive(Debug, Default)]
pub struct Model {
    /// Columns and rows of the screen.
    pub size: (u16, u16),
    /// Colors and marks.
    pub theme: Theme,
    /// Keys in force.
    pub keymap: Keymap,
    /// The store.
    pub place: Place,
    /// What is held of it in memory.
    pub catalog: Catalog,
    /// What searches use.
    pub index: Index,
    /// How far it is loaded.
    pub loading: Loading,
    /// What is wrong with the store.
    pub problems: Vec<Problem>,
    /// What is wrong with the person's config.
    pub complaints: Vec<String>,
    /// What is wrong with the store came while it was explored, and was not looked at yet.
    pub has_unseen_problems: bool,
    /// The quotation that the cursor was on when a broken document took it out of sight, by its article's name and its
    /// own, and the one that it went to instead.
    pub lost: Option<(Name, Option<Name>)>,
    /// The filter in force.
    pub filter: Filter,
    /// Which quotations report the same words.
    pub comparison: Comparison,
    /// The draft whose passages take the place of the list.
    pub verification: Option<Verification>,
    /// The draft that was checked last.
    pub last_draft: Option<PathBuf>,
    /// The order of the quotations.
    pub sort: Sort,
    /// That order reversed.
    pub reversed: bool,
    /// What the first pane lists.
    pub grouping: Grouping,
    /// What the filter found.
    pub found: Found,
    /// The search in the background.
    pub searching: Searching,
    /// Cursor of the first pane; row 0 is `All`.
    pub first: Cursor,
    /// Rows of the first pane that were picked, whatever it lists now.
    pub picks: Picks,
    /// The quotations in sight.
    pub rows: Rows,
    /// How many of them are rejected or denied.
    pub left_out: LeftOut,
    /// Cursor among them.
    pub list: Cursor,
    /// How much of each the list shows.
    pub lines: Lines,
    /// Marked quotations.
    pub marks: Set,
    /// The marks that were cleared last.
    pub last_marks: Set,
    /// The quotation to go to as soon as it is read: the one under the cursor at the end of the last run.
    pub resume: Option<Name>,
    /// Where both cursors were before the key that goes to the first row, until the next key.
    pub before_top: Option<(Cursor, Cursor)>,
    /// Words that are selected in the context.
    pub selecting: Option<WordSelection>,
    /// Where a range of marks was begun.
    pub range: Option<QuotationIx>,
    /// Pairs of speakers that a person would not have as one.
    pub refused: Vec<(String, String)>,
    /// Places to go back to.
    pub jumps: Jumps,
    /// The context pane.
    pub context: ContextPane,
    /// Focus, zoom, sizes of the panes.
    pub arrangement: Arrangement,
    /// Searches with `/` by pane.
    pub find: [Option<Find>; 3],
    /// Number of the last request of a find.
    pub find_sent: u64,
    /// Number of the last find that was answered.
    pub found_at: u64,
    /// The store is being read again.
    pub reloading: bool,
    /// It changed again meanwhile.
    pub changed_again: bool,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// The prompt that is open.
    pub prompt: Option<ActivePrompt>,
    /// The command that was chosen in the palette, to be run after it has closed.
    pub next_action: Option<Action>,
    /// What became stale since the background was asked last.
    pub stale: Stale,
    /// Where the cursors stood when the filter prompt was opened: while letters are typed, and when the prompt is left,
    /// they go back there whenever it is in sight.
    pub saved_cursor: Option<SavedCursor>,
    /// Going through what nobody looked at.
    pub review: Option<Review>,
    /// Edits on their way to the file.
    pub saving: Saving,
    /// Edits to take back or make again.
    pub history: Log,
    /// Work in the background that Ctrl-c stops: what it is, and its switch.
    pub work: Option<Work>,
    /// Articles that were just added, so that this can be taken back while nothing was edited since.
    pub arrived: Option<Vec<String>>,
    /// The article to go to when the store is read again.
    pub go_to: Option<String>,
    /// Stops the reading of the store.
    pub stop_loading: Arc<AtomicBool>,
    /// Notes that were typed and left by Esc, with the names of their quotations.
    pub drafts: Vec<(Vec<Name>, String)>,
    /// A line for the person.
    pub notice: Option<Notice>,
    /// The mouse is caught.
    pub mouse: bool,
    /// Entries of earlier prompts, by kind.
    pub histories: Histories,
    /// The name that decisions are signed with.
    pub reviewer: Option<String>,
    /// Saved views.
    pub views: Vec<(String, String)>,
    /// The explorer is to end.
    pub quitting: bool,
}

impl Model {
    /// Where everything stands on a screen of the size that was reported last.
    #[must_use]
    pub fn layout(&self) -> Layout {
        Layout::new(self.size.0, self.size.1, &self.arrangement)
    }

    /// Where everything stands in the area that is drawn into.
    #[must_use]
    pub fn layout_in(&self, area: Rect) -> Layout {
        Layout::new(area.width, area.height, &self.arrangement)
    }

    /// The pane that keys go to.
    #[must_use]
    pub const fn focus(&self) -> Pane {
        self.arrangement.focus
    }

    /// The quotation under the cursor; of a draft's passage the one that it comes from.
    #[must_use]
    pub fn selected(&self) -> Option<QuotationIx> {
        match &self.verification {
            Some(verification) => verification.quotation(&self.catalog),
            None => self.listed(),
        }
    }

    /// The quotation that the list's cursor is on, whether a draft takes the place of the list or not.
    #[must_use]
    pub fn listed(&self) -> Option<QuotationIx> {
        self.rows.get(self.list.at)
    }

    /// The article that the context shows.
    #[must_use]
    pub fn shown_article(&self) -> Option<ArticleIx> {
        match &self.verification {
            Some(verification) => verification.article(&self.catalog),
            None => self.selection().map(|quotation| quotation.article()),
        }
    }

    /// The same, to be looked at.
    #[must_use]
    pub fn selection(&self) -> Option<QuotationRef<'_>> {
        self.selected().map(|ix| self.catalog.quotation(ix))
    }

    /// Whether the rows of the first pane are of what it is to list: after a key that changes that they are counted first.
    #[must_use]
    pub fn lists_what_it_shows(&self) -> bool {
        self.found.groups.grouping.by == self.grouping.by
    }

    /// How many rows the first pane has, `All` among them.
    #[must_use]
    pub fn first_len(&self) -> usize {
        self.found.groups.rows.len() + 1
    }

    /// What the row of the first pane stands for; `All` for nothing.
    #[must_use]
    pub fn label(&self, row: usize) -> Option<&Label> {
        self.found.groups.rows.get(row.checked_sub(1)?).map(|group| &group.label)
    }

    /// The filter with picks, cursor and sort as one query, for showing, saving and writing.
    #[must_use]
    pub fn query_text(&self) -> String {
        let mut parts = Vec::new();
        if !self.filter.text.trim().is_empty() {
            parts.push(self.filter.text.trim().to_owned());
        }
        parts.extend(self.picks.queries(&self.catalog, |_| true));
        if !self.picks.has(self.grouping.by)
            && let Some(label) = self.label(self.first.at)
        {
            let query = labels::query(label, self.grouping.by, &self.catalog);
            if !query.is_empty() {
                parts.push(query);
            }
        }
        if parts.len() > 1 && !self.filter.text.trim().is_empty() {
            // As it was understood: a bracket that was left open would take in what stands beside it.
            let filter = self.filter.query.to_string();
            parts[0] = if self.filter.query.is_alternative() { format!("({filter})") } else { filter };
        }
        parts.join(" ")
    }

    /// The quotations that an action is about: the marked ones in sight, else the one under the cursor.
    #[must_use]
    pub fn targets(&self) -> Vec<QuotationIx> {
        if self.marks.is_empty() {
            self.selected().into_iter().collect()
        } else {
            self.rows.iter().filter(|ix| self.marks.contains(*ix)).collect()
        }
    }

    /// The height of row `row` of the list at `width` cells.
    #[must_use]
    pub fn row_height(&self, row: usize, width: usize) -> usize {
        match self.lines {
            Lines::One => 1,
            Lines::Two => 2,
            Lines::All => {
                let Some(ix) = self.rows.get(row) else { return 1 };
                let quotation = self.catalog.quotation(ix);
                words::wrapped(quotation, width).count() + 1
            }
        }
    }

    /// Whether the list says who said each quotation: not where all are of one speaker, nor where there is no line for it.
    #[must_use]
    pub fn shows_speakers(&self) -> bool {
        let one_speaker = match self.picks.of(Facet::Speaker).count() {
            0 => self.grouping.by == Facet::Speaker && self.first.at > 0,
            picked => picked == 1,
        };
        !one_speaker || self.review.is_some()
    }

    /// Whether the list names the article of each quotation: not where all are from one.
    #[must_use]
    pub fn shows_articles(&self) -> bool {
        let one_article = match self.picks.of(Facet::Article).count() {
            0 => self.grouping.by == Facet::Article && self.first.at > 0,
            picked => picked == 1,
        };
        self.catalog.articles_len() > 1 && (!one_article || self.review.is_some())
    }

    /// Whether the list is in the order of the store, as far as filters do not say otherwise.
    #[must_use]
    pub fn is_in_store_order(&self) -> bool {
        self.sort == Sort::Article && !self.reversed
    }

    /// The quotations of the list that are on the screen.
    #[must_use]
    pub fn rows_on_screen(&self) -> Range<usize> {
        let inside = self.layout().inside(Pane::Quotations);
        let width = text_width(inside.width);
        let page = self.list.page(self.rows.len(), usize::from(inside.height), |row| self.row_height(row, width));
        self.list.top..self.list.top.saturating_add(page.max(1))
    }

    /// The cells left of the words in a context pane whose inside is `inside`: the bar of the quotation, and the
    /// numbers of paragraphs where there is room for them.
    #[must_use]
    pub fn context_gutter(&self, inside: Rect) -> u16 {
        if inside.width >= NUMBERED { GUTTER + 3 } else { GUTTER.min(inside.width) }
    }

    /// The line above the article in the context: where it appeared, when, and who wrote it. Absent where the pane is
    /// low or nothing is known.
    #[must_use]
    pub fn context_head(&self, inside: Rect) -> Option<String> {
        let article = self.catalog.article(self.shown_article()?);
        let parts = [article.outlet(), article.published(), article.author()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        (inside.height >= 8 && !parts.is_empty()).then(|| parts.join(" · "))
    }

    /// Where the words of the article stand in a context pane whose inside is `inside`: the head has the first line, the
    /// tags and the note of the quotation the last ones.
    #[must_use]
    pub fn context_area(&self, inside: Rect) -> Rect {
        let gutter = self.context_gutter(inside);
        let width = inside.width.saturating_sub(gutter).min(WIDEST_PROSE);
        let head = u16::from(self.context_head(inside).is_some());
        let added = self.selection().and_then(words::added).filter(|_| inside.height >= 8);
        let note = added.map_or(0, |added| {
            let lines = wrap::lines(&added, usize::from(width.max(1)));
            lines.take(usize::from(inside.height / 3)).count() + 1
        });
        let note = u16::try_from(note).unwrap_or(0);
        Rect::new(inside.x + gutter, inside.y + head, width, inside.height.saturating_sub(note + head))
    }

    /// All that is wrong, the most pressing first: edits that are not saved, the store, the config.
    pub fn diagnostics(&self) -> impl Iterator<Item = String> {
        let saving = &self.saving;
        let waiting = saving.unsaved().count() - saving.rejected.len();
        let failed = saving.failed.as_ref().map(|why| match waiting {
            1 => format!("1 edit is not saved, and will be tried again: {why}"),
            many => format!("{many} edits are not saved, and will be tried again: {why}"),
        });
        let rejected = saving.rejected.iter().map(|(edit, why)| match edit {
            Edit::Registry(_) => format!("The name of a speaker cannot be saved: {why}"),
            Edit::Article(edit) => format!("An edit of the article {} cannot be saved: {why}", edit.article),
            Edit::Quotation(edit) => format!("An edit of {}/{} cannot be saved: {why}", edit.article, edit.quotation),
        });
        let problems = self.problems.iter().map(ToString::to_string);
        failed.into_iter().chain(rejected).chain(problems).chain(self.complaints.iter().cloned())
    }

    /// What quotations are called in every catalog.
    #[must_use]
    pub fn names(&self, quotations: &[QuotationIx]) -> Vec<Name> {
        let name = |&ix: &QuotationIx| {
            let quotation = self.catalog.quotation(ix);
            (self.catalog.article(quotation.article()).id().to_owned(), quotation.id().to_owned())
        };
        quotations.iter().map(name).collect()
    }

    /// Whether an answer of the background is on its way that belongs on the screen.
    #[must_use]
    pub fn awaits(&self) -> bool {
        self.searching.shown < self.searching.sent
            || self.context.awaited.is_some()
            || self.found_at < self.find_sent
            || self.verification.as_ref().is_some_and(Verification::is_running)
            || self.reloading
    }

    /// Says something to the person.
    pub fn say(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Info(words.into()));
    }

    /// Says that something failed.
    pub fn fail(&mut self, words: impl Into<String>) {
        self.notice = Some(Notice::Error(words.into()));
    }
}
