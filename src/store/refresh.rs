//! Extracting the stored texts again: evidence and unedited fields are renewed, people's work stays.

use super::add::{extracted, same_besides_version};
use super::document::Document;
use super::draft::Draft;
use super::error::{Problem, StoreError};
use super::fields;
use super::ids;
use super::location::Location;
use super::merge::merge;
use super::rewrite::rewrite;
use super::schema::Parsed;
use super::tree;
use super::visit::{DocumentView, Mode, Rewrite, visit_documents};
use crate::article::Article;
use crate::extract::{Extraction, Options, extract};
use crate::quotation::{Kind, Quotation};

/// What became of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Refreshed {
    /// Its id.
    pub article: String,
    /// What changed.
    pub changes: Vec<Renewal>,
    /// Why it could not be renewed.
    pub problem: Option<Problem>,
}

/// One quotation that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// Its id.
    pub quotation: String,
    /// Its words.
    pub text: String,
    /// The speaker before; absent also when it is new.
    pub before: Option<String>,
    /// The speaker now.
    pub after: Option<String>,
    /// The speaker of the new evidence.
    pub evidence: Option<String>,
    /// The words before, where they are others now.
    pub replaced: Option<String>,
    /// What happened.
    pub what: ChangeKind,
}

/// What happened to a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there before.
    New,
    /// It no longer stands in the text.
    Gone,
    /// It is reported speech, which is no longer looked for, and nobody had decided anything about it.
    Removed,
    /// It has another speaker.
    Speaker,
    /// Its words are those of the article again: somebody had written others, or its edges moved.
    Words,
    /// A person confirmed it, and the new evidence differs from that; only the evidence was renewed.
    Disputed,
    /// Only evidence or places are others.
    Evidence,
}

/// Extracts again the texts of the articles that `wanted` names (all, when it answers so for all), as they were
/// extracted, with or without indirect speech, unless `indirect` says which. `Some(false)` also removes the stored
/// reports that nobody decided anything about. Hand-written documents that no extraction made are left alone.
///
/// # Errors
/// When the store cannot be read or saved.
pub fn refresh(
    location: &Location,
    mode: Mode,
    indirect: Option<bool>,
    wanted: impl Fn(&str) -> bool + Sync,
) -> Result<Vec<Refreshed>, StoreError> {
    refresh_with(location, mode, indirect, wanted, extract)
}

/// As [`refresh`], with another extraction.
pub(crate) fn refresh_with(
    location: &Location,
    mode: Mode,
    indirect: Option<bool>,
    wanted: impl Fn(&str) -> bool + Sync,
    extract: impl Fn(&Article, Options) -> Extraction + Sync,
) -> Result<Vec<Refreshed>, StoreError> {
    let answers = visit_documents(location, mode, |passing| {
        let document = match passing.parsed() {
            Ok(Parsed::Document(document)) => *document,
            Ok(Parsed::Registry(_)) => return (Rewrite::Keep, None),
            Err(problem) => {
                let refreshed = Refreshed { article: String::new(), changes: Vec::new(), problem: Some(*problem) };
                return (Rewrite::Keep, Some(refreshed));
            }
        };
        let words = document.quotations.first().map_or("", |quotation| quotation.text.as_str());
        let id = document.meta.id.clone().unwrap_or_else(|| ids::of_article(&document.meta, words));
        if document.extracted.is_none() || !wanted(&id) {
            return (Rewrite::Keep, None);
        }
        one(passing, &id, &document, indirect, &extract)
    })?;
    Ok(answers.into_iter().flatten().collect())
}

fn one(
    passing: DocumentView<'_>,
    id: &str,
    old: &Document,
    indirect: Option<bool>,
    extract: &(impl Fn(&Article, Options) -> Extraction + Sync),
) -> (Rewrite, Option<Refreshed>) {
    let (Some(text), Some(by)) = (&old.text, &old.extracted) else { return (Rewrite::Keep, None) };
    let article = Article { meta: old.meta.clone(), text: text.clone(), ..Article::default() };
    let options = Options { indirect: indirect.unwrap_or(by.indirect) };
    let (mut draft, _) = merge(old, &article, &extract(&article, options), extracted(options));
    let mut refreshed = Refreshed { article: id.to_owned(), changes: Vec::new(), problem: None };
    let yaml = std::str::from_utf8(passing.bytes).expect("a document that was parsed is text");
    let removed = if indirect == Some(false) { remove_reports(&mut draft, yaml) } else { Vec::new() };
    if same_besides_version(&draft.document, old) {
        return (Rewrite::Keep, Some(refreshed));
    }
    match rewrite(yaml, old, &draft) {
        Ok(new) => {
            refreshed.changes = changes(old, &draft.document, &draft.from);
            refreshed.changes.extend(removed);
            (Rewrite::Replace(new.into_bytes()), Some(refreshed))
        }
        Err(error) => {
            refreshed.problem = Some(Problem {
                file: Some(passing.path.to_owned()),
                line: passing.line,
                article: Some(id.to_owned()),
                message: error.to_string(),
                ..Problem::default()
            });
            (Rewrite::Keep, Some(refreshed))
        }
    }
}

/// Takes the reports out of the draft on which nobody decided anything, and that hold nothing but what the program
/// wrote. What a person confirmed, edited, marked or annotated stays.
fn remove_reports(draft: &mut Draft, yaml: &str) -> Vec<Renewal> {
    let is_report = |quotation: &Quotation| {
        quotation.evidence.as_ref().is_some_and(|evidence| evidence.kind == Kind::Indirect) && quotation.is_untouched()
    };
    if !draft.document.quotations.iter().any(is_report) {
        return Vec::new();
    }
    let tree = tree::parse(yaml).ok();
    let items = tree.as_ref().and_then(|tree| tree.entry("quotes")).map(|(_, list)| list.items()).unwrap_or_default();
    let known = fields::keys::<Quotation>();
    let plain = |number: usize| items.get(number).is_some_and(|item| item.keys().all(|key| known.contains(&key)));
    let mut removed = Vec::new();
    let mut kept = Vec::new();
    for (quotation, from) in draft.document.quotations.drain(..).zip(draft.from.drain(..)) {
        if !is_report(&quotation) || !from.is_some_and(plain) {
            kept.push((quotation, from));
            continue;
        }
        removed.push(Renewal {
            quotation: quotation.id,
            text: quotation.text,
            before: quotation.speaker,
            after: None,
            evidence: None,
            replaced: None,
            what: ChangeKind::Removed,
        });
    }
    (draft.document.quotations, draft.from) = kept.into_iter().unzip();
    removed
}

fn changes(old: &Document, new: &Document, from: &[Option<usize>]) -> Vec<Renewal> {
    let mut changes = Vec::new();
    for (after, from) in new.quotations.iter().zip(from) {
        let before = from.map(|number| &old.quotations[number]);
        let what = match before {
            None => ChangeKind::New,
            Some(before) if before == after => continue,
            Some(before) if after.gone && !before.gone => ChangeKind::Gone,
            Some(before) if after.is_disputed() && before.evidence != after.evidence => ChangeKind::Disputed,
            Some(before) if before.speaker != after.speaker => ChangeKind::Speaker,
            Some(before) if before.text != after.text => ChangeKind::Words,
            Some(_) => ChangeKind::Evidence,
        };
        changes.push(Renewal {
            quotation: after.id.clone(),
            text: after.text.clone(),
            before: before.and_then(|before| before.speaker.clone()),
            after: after.speaker.clone(),
            evidence: after.evidence.as_ref().and_then(|evidence| evidence.speaker.clone()),
            replaced: before.filter(|before| before.text != after.text).map(|before| before.text.clone()),
            what,
        });
    }
    changes
}
