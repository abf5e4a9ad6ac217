//! A draft held against articles: those of a store, which pass one after the other, or documents that are at hand.

use std::collections::HashSet;

use super::{Attribution, Draft, Finding, Found, Searcher, Verdict, findings};
use crate::article::Article;
use crate::extract;
use crate::index::{Cache, scan_documents};
use crate::store::{Document, Location, Problem, Registry, StoreError};

/// What a draft is held against of what there is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// Only the articles of these ids.
    pub only: Option<&'a HashSet<String>>,
    /// Quotations that count for nothing: article and id.
    pub except: Option<&'a HashSet<(String, String)>>,
}

/// What articles had of a draft.
#[derive(Debug, Default)]
pub struct Compared {
    /// Passages of the draft with places of articles.
    pub found: Vec<(usize, Found)>,
    /// Who is whom.
    pub registry: Registry,
    /// How many articles it was held against.
    pub articles: usize,
    /// How many of them have no text, so that only their quotations were compared.
    pub without_text: usize,
    /// Articles that are the draft itself, or largely its text.
    pub left_out: Vec<String>,
    /// What is wrong with the store.
    pub problems: Vec<Problem>,
}

/// What is kept of one article.
enum Kept {
    Own(String),
    Places { found: Vec<(usize, Found)>, without_text: bool },
}

impl Compared {
    /// Holds a draft against documents.
    pub fn add_documents(&mut self, searcher: &Searcher, documents: &[Document], selection: Selection<'_>) {
        self.articles += documents.len();
        documents
            .iter()
            .cloned()
            .filter_map(|document| keep(searcher, document, selection))
            .for_each(|kept| self.take(kept));
    }

    /// Holds a draft against the articles of a store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn add_store(
        &mut self,
        searcher: &Searcher,
        location: &Location,
        cache: Option<&Cache>,
        selection: Selection<'_>,
    ) -> Result<(), StoreError> {
        let wanted = |document: &Document| {
            let id = document.meta.id.as_deref().unwrap_or_default();
            selection.only.is_none_or(|only| only.contains(id))
        };
        let one = |document: Document| wanted(&document).then(|| keep(searcher, document, selection)).flatten();
        let scanned = scan_documents(location, cache, searcher, one)?;
        self.articles += selection.only.map_or(scanned.articles, HashSet::len);
        self.registry = scanned.registry;
        self.problems.extend(scanned.problems);
        scanned.kept.into_iter().for_each(|kept| self.take(kept));
        Ok(())
    }

    fn take(&mut self, kept: Kept) {
        match kept {
            Kept::Own(id) => self.left_out.push(id),
            Kept::Places { found, without_text } => {
                self.found.extend(found);
                self.without_text += usize::from(without_text);
            }
        }
    }
}

/// What one article has of a draft; `None` where that is nothing.
fn keep(searcher: &Searcher, mut document: Document, selection: Selection<'_>) -> Option<Kept> {
    let id = document.meta.id.clone().unwrap_or_default();
    if let Some(except) = selection.except.filter(|except| !except.is_empty()) {
        let all = document.quotations.len();
        document.quotations.retain(|quotation| !except.contains(&(id.clone(), quotation.id.clone())));
        if all > 0 && document.quotations.is_empty() {
            return None;
        }
    }
    let without_text = document.text.is_none();
    match searcher.search(&document) {
        None => Some(Kept::Own(id)),
        Some(found) if found.is_empty() && !without_text => None,
        Some(found) => Some(Kept::Places { found, without_text }),
    }
}

/// An article that stands in no store, as if it did.
#[must_use]
pub fn document(article: Article, name: String) -> Document {
    let found = extract::extract(&article, extract::Options::default());
    let mut meta = article.meta;
    meta.id.get_or_insert(name);
    Document {
        meta,
        text: Some(article.text),
        speakers: found.speakers,
        quotations: found.quotations,
        ..Document::default()
    }
}

/// A draft with what was found of it.
#[derive(Debug, Default)]
pub struct Checked {
    /// The draft.
    pub draft: Draft,
    /// One finding per passage, in the order of the draft.
    pub findings: Vec<Finding>,
    /// How many articles it was held against.
    pub articles: usize,
    /// Articles that are the draft itself, or largely its text.
    pub left_out: Vec<String>,
}

impl Checked {
    /// Holds a draft against all articles of a store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn against_store(draft: Draft, location: &Location, cache: Option<&Cache>) -> Result<Self, StoreError> {
        let searcher = Searcher::new(&draft);
        let mut compared = Compared::default();
        compared.add_store(&searcher, location, cache, Selection::default())?;
        let findings = findings(&draft, compared.found, &compared.registry);
        Ok(Self { draft, findings, articles: compared.articles, left_out: compared.left_out })
    }

    /// The numbers of the findings as people want them: what does not hold first, terms last.
    #[must_use]
    pub fn by_weight(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..self.findings.len()).collect();
        numbers.sort_by_key(|&number| weight(&self.draft, &self.findings[number], false));
        numbers
    }

    /// How many findings are something to look at.
    #[must_use]
    pub fn problems(&self) -> usize {
        self.findings.iter().filter(|finding| is_problem(&self.draft, finding, false)).count()
    }
}

/// What findings are sorted by: what does not hold comes first, terms last.
#[must_use]
pub fn weight(draft: &Draft, finding: &Finding, strict: bool) -> (bool, bool, Verdict) {
    (is_term(draft, finding), finding.holds(strict), finding.verdict)
}

/// Whether a passage is taken for a term: it looks like one, and no article has it as somebody's words.
#[must_use]
pub fn is_term(draft: &Draft, finding: &Finding) -> bool {
    let quoted = finding.found.as_ref().is_some_and(|found| found.quotation.is_some());
    draft.passages[finding.passage].term && !(quoted && finding.verdict >= Verdict::Abridged)
}

/// Whether a finding is something to look at.
#[must_use]
pub fn is_problem(draft: &Draft, finding: &Finding, strict: bool) -> bool {
    !is_term(draft, finding) && !finding.holds(strict)
}

/// Whether the speaker of a finding is worth a word.
#[must_use]
pub fn speaker_counts(finding: &Finding) -> bool {
    finding.verdict > Verdict::Missing && finding.attribution != Attribution::Unstated
}
