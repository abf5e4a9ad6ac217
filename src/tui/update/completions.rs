//! What prompts and the form offer to complete: names of speakers, and paths.

use std::path::{Path, PathBuf};

use crate::store::{ArticleIx, QuotationIx};
use crate::text::ByteRange;
use crate::text::fold::fold;
use crate::tui::prompt::Candidate;
use crate::tui::state::model::Model;

/// So many completions are offered.
pub const OFFERED: usize = 50;

fn candidate(name: &str, detail: String) -> Candidate {
    Candidate { insert: name.to_owned(), label: name.to_owned(), detail }
}

/// Whether every word of `typed` begins a word of `name`: a wrong name is worse than a longer search.
fn begins(name: &str, typed: &str) -> bool {
    let name = fold(name);
    let words = || name.split(|c: char| !c.is_alphanumeric());
    typed.split_whitespace().all(|begun| words().any(|word| word.starts_with(begun)) || name.starts_with(begun))
}

/// Names whose words begin as what was typed.
pub fn matching<'a>(names: impl Iterator<Item = &'a str>, typed: &str) -> Vec<Candidate> {
    let typed = typed.trim();
    let wanted = fold(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let found = names.filter(|name| *name != typed && begins(name, &wanted));
    found.take(OFFERED).map(|name| candidate(name, String::new())).collect()
}

/// Names whose words begin as what was typed: the article's speakers first, then those it only mentions, then the
/// store's.
pub fn speakers(model: &Model, article: ArticleIx, typed: &str) -> Vec<Candidate> {
    let typed = typed.trim();
    let wanted = fold(typed);
    let fits = |name: &str| name != typed && begins(name, &wanted);
    let mut offered: Vec<Candidate> = Vec::new();
    let own =
        model.catalog.article(article).quotations().filter_map(|ix| {
            Some(model.catalog.speaker(model.catalog.quotation(QuotationIx::new(ix)).speaker()?).name())
        });
    for name in own {
        if fits(name) && offered.iter().all(|other| other.label != name) {
            offered.push(candidate(name, "in this article".into()));
        }
    }
    if let Some((_, reading)) = model.context.shown.as_ref().filter(|(shown, _)| *shown == article) {
        for speaker in &reading.document.speakers {
            if fits(&speaker.name) && offered.iter().all(|other| other.label != speaker.name) {
                offered.push(candidate(&speaker.name, "mentioned in this article".into()));
            }
        }
    }
    // Without a letter typed the whole store would be on offer.
    if !wanted.is_empty() {
        for speaker in model.catalog.speakers() {
            if offered.len() >= OFFERED {
                break;
            }
            if fits(speaker.name()) && offered.iter().all(|other| other.label != speaker.name()) {
                offered.push(candidate(speaker.name(), speaker.role().unwrap_or_default().to_owned()));
            }
        }
    }
    offered.truncate(OFFERED);
    offered
}

/// The file names that a path being typed may become.
pub fn paths(text: &str, caret: usize) -> (ByteRange, Vec<Candidate>) {
    const OFFERED: usize = 30;
    let typed = &text[..caret];
    if typed.contains('\n') || caret != text.len() {
        return (ByteRange::new(caret, caret), Vec::new());
    }
    let (folder, start) = typed
        .rsplit_once('/')
        .map_or(("", typed), |(folder, start)| (if folder.is_empty() { "/" } else { folder }, start));
    let read = if folder.is_empty() { PathBuf::from(".") } else { expand(folder) };
    let Ok(entries) = std::fs::read_dir(read) else { return (ByteRange::new(caret, caret), Vec::new()) };
    let mut names: Vec<(String, bool)> = entries
        .filter_map(Result::ok)
        .take(10_000)
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path().is_dir())))
        .filter(|(name, _)| name.starts_with(start) && (start.starts_with('.') || !name.starts_with('.')))
        .filter(|(name, folder)| name != start || *folder)
        .collect();
    names.sort();
    names.truncate(OFFERED);
    let candidates = names.into_iter().map(|(name, folder)| {
        let insert = if folder { format!("{name}/") } else { name };
        Candidate { label: insert.clone(), insert, detail: String::new() }
    });
    (ByteRange::new(caret - start.len(), caret), candidates.collect())
}

/// A path as a shell would take it: `~` is the home folder.
pub fn expand(typed: &str) -> PathBuf {
    let typed = typed.trim();
    match (typed.strip_prefix('~'), std::env::home_dir()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => Path::new(typed).to_owned(),
    }
}
