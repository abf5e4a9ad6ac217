//! Adding from inside: an article by its path or its pasted words, and a quotation that the extraction missed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crossterm::event::{KeyCode, KeyEvent};

use super::edit;
use crate::quotation::{Kind, Quotation};
use crate::store::{ArticleIx, Change, Edit, QuotationIx, ids};
use crate::text::{self, ByteRange, Positions};
use crate::tui::asking::PromptKind;
use crate::tui::find::Pattern;
use crate::tui::keymap::Action;
use crate::tui::message::{AddReport, Added, Effect, Job};
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
    super::prompts::open(model, PromptKind::AddArticle, "");
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
        super::prompts::open(model, PromptKind::AddTitle(typed.to_owned()), "");
        return;
    }
    let path = expand(trimmed);
    if !path.exists() {
        model.fail(format!("There is no {}.", path.display()));
        super::prompts::open(model, PromptKind::AddArticle, typed);
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
pub fn added(model: &mut Model, result: Result<AddReport, String>, effects: &mut Vec<Effect>) {
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
            super::prompts::open(model, PromptKind::AddWords(article, 0), "");
        }
        _ => model.say("The store has no text of this article to find the words in."),
    }
}

/// Where the words that are being typed stand in the article, outside of its other quotations; and whether they stand
/// in those too.
pub fn places(model: &Model, article: ArticleIx, typed: &str) -> (Vec<ByteRange>, bool) {
    let Some((_, reading)) = model.context.shown.as_ref().filter(|(shown, _)| *shown == article) else {
        return (Vec::new(), false);
    };
    let spans = Pattern::new(&bare(typed).to_lowercase()).map(|pattern| pattern.spans(&reading.text));
    let mut spans = spans.unwrap_or_default();
    let all = spans.len();
    let others =
        model.catalog.article(article).quotations().map(|ix| model.catalog.quotation(QuotationIx::new(ix)).at());
    let positions = Positions::new(&reading.text);
    let others: Vec<ByteRange> = others.flatten().filter_map(|at| positions.span(at)).collect();
    spans.retain(|span| !others.iter().any(|other| other.overlaps(*span)));
    let taken = spans.len() < all;
    (spans, taken)
}

/// What was typed without blanks and marks around it.
fn bare(typed: &str) -> &str {
    typed.trim().trim_matches(|c| "“”\"„«»".contains(c)).trim()
}

/// The place that the quotation being added has: what the context pane marks meanwhile.
pub fn place(model: &Model) -> Option<ByteRange> {
    let asking = model.asking.as_ref()?;
    match asking.purpose {
        PromptKind::AddSpeaker(_, span) => Some(span),
        PromptKind::AddWords(article, number) if bare(asking.prompt.text()).chars().nth(1).is_some() => {
            let (places, _) = places(model, article, asking.prompt.text());
            places.get(number % places.len().max(1)).copied()
        }
        _ => None,
    }
}

/// The keys that go from place to place while the words are typed. Says whether this was one.
pub fn moves(model: &mut Model, key: KeyEvent) -> bool {
    let Some(asking) = &model.asking else { return false };
    let PromptKind::AddWords(article, number) = asking.purpose else { return false };
    let many = places(model, article, asking.prompt.text()).0.len().max(1);
    let number = match key.code {
        KeyCode::Down => (number + 1) % many,
        KeyCode::Up => (number % many + many - 1) % many,
        _ => return false,
    };
    if let Some(asking) = &mut model.asking {
        asking.purpose = PromptKind::AddWords(article, number);
    }
    true
}

/// Takes the words of a missed quotation at the place that was chosen, then asks who said them.
pub fn words(model: &mut Model, article: ArticleIx, number: usize, typed: &str) {
    let Some((_, reading)) = model.context.shown.clone().filter(|(shown, _)| *shown == article) else {
        model.say("The article is not on the screen any more; please begin again.");
        return;
    };
    let (places, taken) = places(model, article, typed);
    let Some(&span) = places.get(number % places.len().max(1)) else {
        let words = if taken { "stand in a quotation already" } else { "are not in the article" };
        model.fail(format!("Those words {words}."));
        super::prompts::open(model, PromptKind::AddWords(article, 0), bare(typed));
        return;
    };
    super::prompts::open(model, PromptKind::AddSpeaker(article, span), "");
    let paragraph = reading.paragraphs.number(span.start);
    model.say(format!("Found in ¶{paragraph}. Who said it? Leave it empty when nobody is named."));
}

/// Adds the quotation.
pub fn quotation(model: &mut Model, article: ArticleIx, span: ByteRange, name: &str, effects: &mut Vec<Effect>) {
    let Some((_, reading)) = model.context.shown.clone().filter(|(shown, _)| *shown == article) else {
        model.say("The article is not on the screen any more; please begin again.");
        return;
    };
    let words = span.of(&reading.text).to_owned();
    let others = || model.catalog.article(article).quotations().map(|ix| model.catalog.quotation(QuotationIx::new(ix)));
    let equal = others().filter(|other| other.text() == words).count();
    let id = ids::free(&ids::of_words(&words, equal), |id| others().any(|other| other.id() == id));
    let quoted = text::quoted(&reading.text, &reading.paragraphs);
    let kind = match quoted.iter().any(|quoted| quoted.outer.overlaps(span)) {
        // Nobody's marks are made up: words that have none are reported.
        false => Kind::Indirect,
        true if is_sentence(&words) => Kind::Direct,
        true => Kind::Mixed,
    };
    let new = Quotation {
        id: id.clone(),
        speaker: (!name.is_empty()).then(|| name.to_owned()),
        text: words,
        kind: Some(kind),
        at: Some(Positions::new(&reading.text).at(span)),
        ..Quotation::default()
    };
    let did = format!("added {}", edit::named(&new.text, new.kind));
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
