//! Adding from inside: an article by its path or its pasted words, and a quotation that the extraction missed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::edit;
use crate::quotation::{Kind, Quotation};
use crate::store::{ArticleIx, Change, Edit, QuotationIx, ids};
use crate::text::{Positions, Span};
use crate::tui::asking::Purpose;
use crate::tui::find::Pattern;
use crate::tui::keymap::Action;
use crate::tui::message::{Added, Effect, Filed, Job};
use crate::tui::model::{Model, Work};
use crate::tui::prompt::Candidate;

/// `a`.
pub fn ask(model: &mut Model) {
    if model.place.location.is_none() {
        model.fail("These quotations came through a pipe: there is no store to add to.");
        return;
    }
    if let Some(work) = &model.work {
        let words = format!("Still {}; Ctrl-c stops that.", work.what);
        model.say(words);
        return;
    }
    super::ask::open(model, Purpose::AddArticle, "");
}

/// Adds what was typed: a path when it is one. Where it is long enough for the words of an article it asks for the
/// title first, which words alone do not tell.
pub fn article(model: &mut Model, typed: &str, effects: &mut Vec<Effect>) {
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        model.say("Nothing was added.");
        return;
    }
    if trimmed.contains('\n') || trimmed.split_whitespace().nth(20).is_some() {
        super::ask::open(model, Purpose::AddTitle(typed.to_owned()), "");
        return;
    }
    let path = expand(trimmed);
    if !path.exists() {
        model.fail(format!("There is no {}.", path.display()));
        super::ask::open(model, Purpose::AddArticle, typed);
        return;
    }
    begin(model, format!("adding {trimmed}"), Added::Path(path), effects);
}

/// Adds the words of an article under a title, which may be empty.
pub fn titled(model: &mut Model, text: String, title: &str, effects: &mut Vec<Effect>) {
    let title = (!title.is_empty()).then(|| title.to_owned());
    begin(model, "adding the pasted article".to_owned(), Added::Text { text, title }, effects);
}

fn begin(model: &mut Model, what: String, input: Added, effects: &mut Vec<Effect>) {
    let stop = Arc::new(AtomicBool::new(false));
    model.work = Some(Work { what, progress: String::new(), stop: stop.clone() });
    effects.push(Effect::work(Job::Add { input, stop }));
}

/// What was added is in the file; the store is read anew to show it.
pub fn added(model: &mut Model, result: Result<Filed, String>, effects: &mut Vec<Effect>) {
    model.work = None;
    match result {
        Ok(filed) => {
            model.say(filed.words);
            model.go_to = filed.new.first().cloned();
            model.arrived = Some(filed.new).filter(|new| !new.is_empty());
            effects.push(super::load::reload(model));
        }
        Err(why) => model.fail(format!("Not added: {why}")),
    }
}

/// Takes articles out again that were just added.
pub fn take_out(model: &mut Model, articles: Vec<String>, effects: &mut Vec<Effect>) {
    let what = "taking out what was added".to_owned();
    model.work = Some(Work { what, progress: String::new(), stop: Arc::default() });
    effects.push(Effect::work(Job::TakeOut(articles)));
}

/// `A`.
pub fn ask_quotation(model: &mut Model) {
    let Some(article) = model.selection().map(|quotation| quotation.article()) else {
        let key = model.keymap.hint(Action::AddArticle);
        model.say(format!("A quotation is added to the article of the one under the cursor; {key} adds an article."));
        return;
    };
    match &model.context.shown {
        Some((shown, reading)) if *shown == article && reading.own_words => {
            super::ask::open(model, Purpose::AddWords(article), "");
        }
        _ => model.say("The store has no text of this article to find the words in."),
    }
}

/// Finds the words of a missed quotation in the article, then asks who said them.
pub fn words(model: &mut Model, article: ArticleIx, typed: &str) {
    let Some((_, reading)) = model.context.shown.clone().filter(|(shown, _)| *shown == article) else {
        model.say("The article is not on the screen any more; please begin again.");
        return;
    };
    let typed = typed.trim().trim_matches(|c| "“”\"„«»".contains(c)).trim();
    let spans = Pattern::new(&typed.to_lowercase()).map(|pattern| pattern.spans(&reading.text)).unwrap_or_default();
    let taken = |span: &Span| {
        let others = &model.context.marks.others;
        others.iter().chain(&model.context.marks.quotation).any(|other| other.overlaps(*span))
    };
    let Some(&span) = spans.iter().find(|span| !taken(span)) else {
        let words = if spans.is_empty() { "are not in the article" } else { "stand in a quotation already" };
        model.fail(format!("Those words {words}."));
        super::ask::open(model, Purpose::AddWords(article), typed);
        return;
    };
    super::ask::open(model, Purpose::AddSpeaker(article, span), "");
    let several = if spans.len() > 1 { format!(", the first of {} places", spans.len()) } else { String::new() };
    let paragraph = reading.paragraphs.number(span.start);
    model.say(format!("Found in ¶{paragraph}{several}. Who said it? Leave it empty when nobody is named."));
}

/// Adds the quotation.
pub fn quotation(model: &mut Model, article: ArticleIx, span: Span, name: &str, effects: &mut Vec<Effect>) {
    let Some((_, reading)) = model.context.shown.clone().filter(|(shown, _)| *shown == article) else {
        model.say("The article is not on the screen any more; please begin again.");
        return;
    };
    let words = span.of(&reading.text).to_owned();
    let others = || model.catalog.article(article).quotations().map(|ix| model.catalog.quotation(QuotationIx::new(ix)));
    let equal = others().filter(|other| other.text() == words).count();
    let id = ids::free(&ids::of_words(&words, equal), |id| others().any(|other| other.id() == id));
    let kind = if is_sentence(&words) { Kind::Direct } else { Kind::Mixed };
    let new = Quotation {
        id: id.clone(),
        speaker: (!name.is_empty()).then(|| name.to_owned()),
        text: words,
        kind: Some(kind),
        at: Some(Positions::new(&reading.text).at(span)),
        ..Quotation::default()
    };
    let did = format!("added “{}”", crate::tui::wrap::cut(&new.text, 32));
    let name = model.catalog.article(article).id().to_owned();
    edit::commit(model, vec![Edit::new(name.clone(), id.clone(), Change::Add(Box::new(new)))], did, effects);
    if let Some(row) = model.catalog.find(&name, &id).and_then(|ix| model.rows.position(ix)) {
        model.list.at = row;
    }
}

/// A guess that a person can change: a capital at the beginning and a full stop make a sentence of its own.
fn is_sentence(words: &str) -> bool {
    words.chars().next().is_some_and(char::is_uppercase) && words.trim_end().ends_with(['.', '!', '?', ',', '…'])
}

/// The file names that a path being typed may become.
pub fn paths(text: &str, caret: usize) -> (Span, Vec<Candidate>) {
    const OFFERED: usize = 30;
    let typed = &text[..caret];
    if typed.contains('\n') || caret != text.len() {
        return (Span::new(caret, caret), Vec::new());
    }
    let (folder, start) = typed
        .rsplit_once('/')
        .map_or(("", typed), |(folder, start)| (if folder.is_empty() { "/" } else { folder }, start));
    let read = if folder.is_empty() { PathBuf::from(".") } else { expand(folder) };
    let Ok(entries) = std::fs::read_dir(read) else { return (Span::new(caret, caret), Vec::new()) };
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
    (Span::new(caret - start.len(), caret), candidates.collect())
}

/// A path as a shell would take it: `~` is the home folder.
pub fn expand(typed: &str) -> PathBuf {
    let typed = typed.trim();
    match (typed.strip_prefix('~'), std::env::home_dir()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => Path::new(typed).to_owned(),
    }
}
