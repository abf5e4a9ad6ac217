//! Work for the background: what each job does, apart from the threads that do it. The explorer's threads and the
//! tests call the same functions.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::article::{Article, Metadata};
use crate::export::Row;
use crate::extract;
use crate::index::{self, Cache, Want};
use crate::query::concordance::{Alignment, Occurrence, align as align_by, occurrences};
use crate::query::{self, Index, KnownWords, LARGEST_COMPARED, Matches, Options, Query, Rejected, Versions};
use crate::read::{self, Input};
use crate::store::{
    self, AddError, AddOutcome, Added, ArticleIx, Catalog, Edit, Location, QuotationIx, RemovedArticle, Saved,
    StoreError,
};
use crate::text::{capitalized, counted, number as count};
use crate::tui::layout::Pane;
use crate::tui::message::{self, FindJob, Reloaded, Search};
use crate::tui::state::concordance::MOST;
use crate::tui::state::context::Reading;
use crate::tui::state::find::{Hits, Pattern};
use crate::tui::state::groups::Groups;
use crate::tui::state::labels::{self, Grouping};
use crate::tui::state::rows::Rows;
use crate::tui::state::session::Found;
use crate::tui::wrap;
use crate::verify::Draft;
use crate::verify::against::Checked;

/// How long to wait before a save is tried again.
#[must_use]
pub const fn pause_before_try(tries: u32) -> Duration {
    let tries = if tries > 5 { 5 } else { tries };
    Duration::from_secs(1 << tries)
}

/// So long after a store was found empty it is looked at once more.
const HALF_WRITTEN: Duration = Duration::from_millis(200);

/// Reads an article.
///
/// # Errors
/// When the store cannot be read; says why.
pub fn read(catalog: &Catalog, article: ArticleIx) -> Result<Arc<Reading>, String> {
    catalog.document(article).map(|document| Arc::new(Reading::new(document))).map_err(|error| error.to_string())
}

/// Finds which quotations report the same words; nothing when it was stopped.
#[must_use]
pub fn compare(catalog: &Catalog, known: Option<Versions>, stop: &AtomicBool) -> Option<Versions> {
    known.filter(|known| known.is_of(catalog)).or_else(|| Versions::new(catalog, stop))
}

/// Checks a draft against the store.
///
/// # Errors
/// When either cannot be read; says why.
pub fn verify(location: &Location, cache: Option<&Cache>, path: &Path) -> Result<Box<Checked>, String> {
    let input = Input::from(path.as_os_str().to_owned());
    let mut drafts = read::pending_articles(vec![input], Metadata::default());
    let none = || format!("there is no text in {}", path.display());
    let loaded =
        drafts.next().ok_or_else(none)?.and_then(|pending| pending.read()).map_err(|error| error.to_string())?;
    let checked =
        Checked::against_store(Draft::of_file(loaded), location, cache).map_err(|error| reason(location, &error))?;
    Ok(Box::new(checked))
}

/// Saves edits. Those that could not be made are named in what comes back. `tell` hears how many are dealt with.
///
/// # Errors
/// When nothing could be tried, and trying again may help; says why.
pub fn save(location: &Location, edits: &[Edit], tell: &(dyn Fn(usize) + Sync)) -> Result<Box<Saved>, String> {
    store::save_each(location, edits, tell).map(Box::new).map_err(|error| reason(location, &error))
}

/// Why something went wrong with the store, without the store's own name: there is one line for it, and everybody
/// knows which store it is.
#[must_use]
pub fn reason(location: &Location, error: &StoreError) -> String {
    match error {
        StoreError::Io { path, error, .. } if same(path, location.path()) => error.to_string(),
        error => error.to_string(),
    }
}

fn same(one: &Path, other: &Path) -> bool {
    one == other || one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// Reads a whole store again, folds its texts and searches it.
///
/// # Errors
/// When it cannot be read; says why.
pub fn reload(
    location: &Location,
    cache: Option<&Cache>,
    query: Query,
    grouping: Grouping,
) -> Result<Reloaded, String> {
    let load = || index::load(location, cache, Want::Texts).map_err(|error| error.to_string());
    let (mut catalog, mut texts, mut problems) = load()?;
    if catalog.is_empty() && problems.is_empty() {
        // An editor that writes in place empties the file first.
        std::thread::sleep(HALF_WRITTEN);
        (catalog, texts, problems) = load()?;
    }
    let stop = Arc::default();
    let (marked, index) = (Vec::new(), texts.into());
    let job = Search { request: 0, catalog: catalog.clone(), index, query, grouping, marked, stop };
    let (found, mut index) = search(job).ok_or("stopped")?;
    index.update(&catalog);
    Ok(Reloaded { catalog, problems, index, found })
}

/// Adds articles to the store. `tell` hears how far that is.
///
/// # Errors
/// When nothing could be added; says why.
pub fn add(
    location: &Location,
    cache: Option<&Cache>,
    input: &message::Added,
    options: extract::Options,
    stop: &AtomicBool,
    tell: &dyn Fn(String),
) -> Result<message::AddReport, String> {
    let (articles, unread) = match input {
        message::Added::Text { text, meta } => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            (vec![Article { text, meta: Metadata::clone(meta), ..Article::default() }], 0)
        }
        message::Added::Path(path) => articles(path, stop, tell)?,
    };
    let of = articles.len();
    let mut found = Vec::with_capacity(of);
    for (number, article) in articles.into_iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return Err("stopped".into());
        }
        if of > 1 {
            let name = article.meta.title.as_deref().or(article.meta.file.as_deref()).unwrap_or("an article");
            tell(format!("{} of {}: {}", count(number + 1), count(of), wrap::cut(name, 24)));
        }
        let extraction = extract::extract(&article, options);
        found.push((article, extraction));
    }
    tell("into the store".into());
    let compares = (1..LARGEST_COMPARED).contains(&location.size(LARGEST_COMPARED));
    let added = index::add(location, found, options, cache).map_err(|error| match error {
        AddError::Store(error) => reason(location, &error),
        error @ AddError::Partial(_) => error.to_string(),
    })?;
    let new = added.articles.iter().filter(|article| article.outcome == AddOutcome::New);
    let new: Vec<String> = new.map(|article| article.id.clone()).collect();
    let mut words = summary(&added);
    if compares
        && !new.is_empty()
        && let Ok((catalog, _, _)) = index::load(location, cache, Want::Columns)
        && let Some(known) = KnownWords::of(&catalog, &new.iter().map(String::as_str).collect::<Vec<_>>())
    {
        words.push_str(&format!(" {}.", capitalized(&known.words())));
    }
    if unread > 0 {
        words.push_str(&format!(" {} could not be read.", counted(unread, "file")));
    }
    Ok(message::AddReport { words, new })
}

/// Removes articles from the store; gives what it takes to put them back.
///
/// # Errors
/// When they are not there, or the store cannot be saved; says why.
pub fn remove(location: &Location, articles: &[String]) -> Result<Vec<(String, RemovedArticle)>, String> {
    store::take_out(location, articles).map_err(|error| reason(location, &error))
}

/// Takes articles out of the store again.
///
/// # Errors
/// When they are not there, or the store cannot be saved; says why.
pub fn take_out(location: &Location, articles: &[String]) -> Result<String, String> {
    store::remove(location, articles).map_err(|error| reason(location, &error))?;
    Ok(match articles {
        [one] => format!("Removed {one} from the store again."),
        many => format!("Removed {} from the store again.", counted(many.len(), "article")),
    })
}

/// What was added, on one line.
fn summary(added: &Added) -> String {
    let quotations = |count: usize| counted(count, "quotation");
    match added.articles.as_slice() {
        [one] => match one.outcome {
            AddOutcome::New => format!("Added {} with {}.", one.id, quotations(one.quotations)),
            AddOutcome::Unchanged => format!("{} is already in the store, with all that was found.", one.id),
            AddOutcome::Updated { new, changed, gone, disputed } => {
                let disputed = if disputed > 0 {
                    format!(" {disputed} confirmed but disputed: filter with is:disputed.")
                } else {
                    String::new()
                };
                format!(
                    "Renewed {}: {}, {changed} changed, {gone} gone from the text.{disputed}",
                    one.id,
                    counted(new, "new quotation")
                )
            }
        },
        many => {
            let new = many.iter().filter(|article| article.outcome == AddOutcome::New).count();
            let all = many.iter().map(|article| article.quotations).sum();
            format!("{} with {}; new articles: {new}.", counted(many.len(), "article"), quotations(all))
        }
    }
}

/// The articles of a file, folder or link, and how many could not be read. That is an error only when it is all of them.
fn articles(path: &Path, stop: &AtomicBool, tell: &dyn Fn(String)) -> Result<(Vec<Article>, usize), String> {
    let mut articles = Vec::new();
    let (mut wrong, mut unread) = (None, 0);
    for article in read::articles(vec![Input::from(path.as_os_str().to_owned())], Metadata::default()) {
        if stop.load(Ordering::Relaxed) {
            return Err("stopped".into());
        }
        match article {
            Ok(article) => articles.push(article),
            Err(error) => {
                wrong = Some(error.to_string());
                unread += 1;
            }
        }
        if articles.len() > 1 {
            tell(format!("reading {}", count(articles.len())));
        }
    }
    match (articles.is_empty(), wrong) {
        (true, Some(wrong)) => Err(wrong),
        (true, None) => Err(format!("there is no article in {}", path.display())),
        (false, _) => Ok((articles, unread)),
    }
}

/// Searches; nothing when it was stopped.
#[must_use]
pub fn search(job: Search) -> Option<(Found, Index)> {
    search_after(job, &mut None)
}

/// What the search before found: where a query can only find less of the same, only there is looked.
pub type Before = Option<(Query, Matches)>;

/// The same after another search, whose place it takes.
#[must_use]
pub fn search_after(job: Search, before: &mut Before) -> Option<(Found, Index)> {
    let Search { catalog, mut index, query, grouping, marked, stop, .. } = job;
    let rows = if query.is_everything() && query.sorts().is_empty() {
        Rows::All(catalog.len())
    } else {
        index.update(&catalog);
        let within = before.as_ref().map(|(query, matches)| (query, matches));
        let stop = Some(&*stop);
        let options = Options { rejected: Rejected::Kept, stop, within, marked: &marked, ..Options::default() };
        let matches = query::search_with(&catalog, &index, &query, options)?;
        let rows = Rows::chosen(matches.iter().collect());
        // Marks come and go, and quotations are compared meanwhile: the next search cannot build on how that was.
        *before = (!query.says_marked() && !query.needs_versions()).then_some((query, matches));
        rows
    };
    let groups = Groups::new(&catalog, &rows, grouping);
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    Some((Found { rows, groups: Arc::new(groups), of: catalog.len() }, index))
}

/// Looks for the matches of a query in quotations, unless they are known, and puts them into an order; nothing when it
/// was stopped.
#[must_use]
pub fn align(
    catalog: &Catalog,
    rows: &Rows,
    query: &Query,
    (by, known): (Alignment, Option<Vec<Occurrence>>),
    stop: &AtomicBool,
) -> Option<Vec<Occurrence>> {
    let mut found = match known {
        Some(known) => known,
        None => occurrences(catalog, rows.iter(), query, MOST, stop)?,
    };
    align_by(catalog, &mut found, by);
    Some(found)
}

/// Finds text in the lists of panes.
#[must_use]
pub fn find(job: &FindJob) -> Vec<(Pane, Hits)> {
    let number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let hits = |pane: Pane, pattern: &Pattern| match pane {
        Pane::Groups => {
            let groups = &job.groups;
            let shown = |row: &usize| {
                pattern.matches(&labels::shown(&groups.rows[*row].label, groups.grouping.by, &job.catalog))
            };
            Hits::Rows((0..groups.rows.len()).filter(shown).map(|row| number(row + 1)).collect())
        }
        Pane::Quotations => Hits::Rows(matching(job, pattern).into_iter().map(number).collect()),
        Pane::Context => Hits::default(),
    };
    job.patterns.iter().map(|(pane, pattern)| (*pane, hits(*pane, pattern))).collect()
}

/// The rows of the quotations that match.
fn matching(job: &FindJob, pattern: &Pattern) -> Vec<usize> {
    let FindJob { catalog, index, rows, .. } = job;
    let mut index = index.clone();
    index.update(catalog);
    let options = Options { rejected: Rejected::Kept, ..Options::default() };
    let Some(matches) = query::search_with(catalog, &index, &pattern.query, options) else { return Vec::new() };
    // A name that stands on the line is found as well as the words above it.
    let named: Vec<bool> = match job.names {
        true => catalog.speakers().map(|speaker| pattern.matches(&speaker.display())).collect(),
        false => Vec::new(),
    };
    if named.contains(&true) {
        let by_name = |ix| catalog.quotation(ix).speaker().is_some_and(|speaker| named[speaker.index()]);
        let found = rows.iter().enumerate().filter(|(_, ix)| matches.contains(*ix) || by_name(*ix));
        return found.map(|(row, _)| row).collect();
    }
    if let Rows::All(_) = rows {
        return matches.iter().map(QuotationIx::index).filter(|row| *row < rows.len()).collect();
    }
    rows.iter().enumerate().filter(|(_, ix)| matches.contains(*ix)).map(|(row, _)| row).collect()
}

/// The row of a quotation for export, from what is in memory.
#[must_use]
pub fn row(catalog: &Catalog, ix: QuotationIx) -> Row<'_> {
    Row::of_catalog(catalog, ix)
}
