//! `e` on an article: what is known of it, or of several at once; and taking articles out of the store.

use std::collections::{BTreeMap, BTreeSet};

use crossterm::event::{KeyCode, KeyEvent};

use super::{completions, edit};
use crate::article::{ArticleField, Metadata};
use crate::extract::Options;
use crate::query::Facet;
use crate::read::{Doubt, doubts};
use crate::store::{ArticleChange, ArticleEdit, ArticleIx, Edit, QuotationIx, RemovedArticle};
use crate::text::{ByteRange, counted};
use crate::tui::layout::Pane;
use crate::tui::message::{Added, Effect, Job};
use crate::tui::prompt::{Answer, Candidate};
use crate::tui::prompts;
use crate::tui::state::details::{About, DetailsForm};
use crate::tui::state::labels::Label;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::state::session::Work;
use crate::tui::wrap;
use crate::user::undo::Step;

/// The articles that a command is about: those picked, or under the cursor, in the first pane while it lists articles,
/// outlets or authors; else those of the marked quotations, else of the one under the cursor.
fn targets(model: &Model) -> Vec<ArticleIx> {
    let picked = model.picks.of(Facet::Article).filter_map(|label| match label {
        Label::Article(article) => Some(*article),
        _ => None,
    });
    let picked: BTreeSet<ArticleIx> = picked.collect();
    let row = model.first.at.checked_sub(1).filter(|_| model.focus() == Pane::Groups);
    match (row.and_then(|row| Some((row, &model.found.groups.rows.get(row)?.label))), model.grouping.by) {
        _ if !picked.is_empty() => picked,
        (Some((_, Label::Article(article))), Facet::Article) => [*article].into(),
        (Some((row, _)), Facet::Outlet | Facet::Author) => {
            let members = model.found.groups.members(row, &model.catalog);
            members.iter().map(|ix| model.catalog.quotation(ix).article()).collect()
        }
        (None, Facet::Article | Facet::Outlet | Facet::Author) if model.focus() == Pane::Groups => BTreeSet::new(),
        _ => model.targets().into_iter().map(|ix: QuotationIx| model.catalog.quotation(ix).article()).collect(),
    }
    .into_iter()
    .collect()
}

/// Opens the form for them.
pub fn open(model: &mut Model) {
    let articles = targets(model);
    if articles.is_empty() {
        model.say("There is no article under the cursor.");
        return;
    }
    let known: Vec<Metadata> = articles.iter().map(|&ix| model.catalog.article(ix).metadata()).collect();
    let ids = known.iter().map(|meta| meta.id.clone().unwrap_or_default()).collect();
    let mut form = DetailsForm::new(About::Articles(ids), &known);
    // On an outlet or author, that is what is to be changed.
    let wanted = match model.grouping.by {
        Facet::Author if model.focus() == Pane::Groups => ArticleField::Author,
        _ => ArticleField::Outlet,
    };
    if known.len() > 1 {
        form.at = form.lines.iter().position(|line| line.field == wanted).unwrap_or(0);
    }
    model.overlay = Some(Overlay::Details(Box::new(form)));
}

/// Asks for the details of a text that was pasted.
pub fn of_pasted(model: &mut Model, text: String, indirect: bool) {
    let form = DetailsForm::new(About::Pasted { text, indirect }, &[]);
    model.overlay = Some(Overlay::Details(Box::new(form)));
}

/// Takes a key for the form.
pub fn key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    let Some(Overlay::Details(form)) = &mut model.overlay else { return };
    let len = form.lines.len();
    let Some(line) = form.lines.get_mut(form.at) else { return };
    let completing = line.input.popup().is_some();
    match key.code {
        KeyCode::Down => form.at = (form.at + 1) % len,
        KeyCode::Up => form.at = (form.at + len - 1) % len,
        KeyCode::Tab if !completing => form.at = (form.at + 1) % len,
        KeyCode::BackTab if !completing => form.at = (form.at + len - 1) % len,
        _ => match line.input.key(key) {
            Answer::Cancelled => cancel(model),
            Answer::Accepted => accept(model, effects),
            Answer::Edited => edited(model),
            Answer::Moved | Answer::Ignored | Answer::Editor => {}
        },
    }
}

/// Takes a paste for the form.
pub fn paste(model: &mut Model, text: &str) {
    let Some(Overlay::Details(form)) = &mut model.overlay else { return };
    let at = form.at;
    if let Some(line) = form.lines.get_mut(at) {
        line.input.paste(text);
        edited(model);
    }
}

/// Offers what other articles have; what was wrong is being corrected.
fn edited(model: &mut Model) {
    let Some(Overlay::Details(form)) = &mut model.overlay else { return };
    form.wrong = None;
    let Some(line) = form.lines.get(form.at) else { return };
    let (field, text) = (line.field, line.input.text().to_owned());
    if !matches!(field, ArticleField::Outlet | ArticleField::Author) {
        return;
    }
    let known: BTreeSet<&str> = model.catalog.articles().filter_map(|article| article.get(field)).collect();
    let offered: Vec<Candidate> = completions::matching(known.into_iter(), &text);
    if let Some(Overlay::Details(form)) = &mut model.overlay {
        let at = form.at;
        form.lines[at].input.offer(ByteRange::new(0, text.len()), offered);
    }
}

/// Esc or Ctrl-c: a pasted text comes back, so that a second Esc is what throws it away.
pub fn cancel(model: &mut Model) {
    if let Some(Overlay::Details(form)) = model.overlay.take()
        && let About::Pasted { text, indirect } = &form.about
    {
        prompts::add_article::open_with(model, text, *indirect);
    }
}

fn accept(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(Overlay::Details(form)) = &mut model.overlay else { return };
    let values = form.values();
    let mut meta = Metadata::default();
    for (field, value) in &values {
        meta.set(*field, value.clone());
    }
    if let Some(Doubt { message, value }) = doubts(&meta).into_iter().next() {
        let field = if meta.published.as_ref() == Some(&value) { ArticleField::Published } else { ArticleField::Url };
        form.at = form.lines.iter().position(|line| line.field == field).unwrap_or(form.at);
        form.wrong = Some(match field {
            ArticleField::Published => format!("“{value}” is not a date: 2026, 2026-01 or 2026-01-08"),
            ArticleField::Url => format!("“{value}” is not a web address: https://…"),
            _ => message.to_owned(),
        });
        return;
    }
    let Some(Overlay::Details(form)) = model.overlay.take() else { return };
    let ids = match form.about {
        About::Pasted { text, indirect } => {
            let input = Added::Text { text, meta: Box::new(meta) };
            let what = "adding the pasted article".to_owned();
            return super::adding::begin(model, what, input, Options { indirect }, effects);
        }
        About::Articles(ids) => ids,
    };
    if values.is_empty() {
        model.say("Nothing was changed.");
        return;
    }
    let change = |id: &String| {
        Edit::Article(ArticleEdit { article: id.clone(), change: ArticleChange::Details(values.clone()) })
    };
    let did = format!("changed {} of {}", named(&values), what(model, &ids));
    edit::commit(model, ids.iter().map(change).collect(), did);
}

/// `outlet and date`.
fn named(values: &[(ArticleField, Option<String>)]) -> String {
    let names: Vec<&str> = values.iter().map(|(field, _)| crate::tui::state::details::label(*field)).collect();
    match names.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        names => names.concat(),
    }
}

/// What a notice calls articles.
fn what(model: &Model, ids: &[String]) -> String {
    match ids {
        [one] => {
            let article = model.catalog.find_article(one).map(|ix| model.catalog.article(ix));
            let name = article.and_then(|article| article.title()).unwrap_or(one);
            format!("“{}”", wrap::cut(name, 40))
        }
        many => counted(many.len(), "article"),
    }
}

/// Asks whether to remove the articles from the store.
pub fn ask_to_remove(model: &mut Model) {
    let articles = targets(model);
    if model.focus() == Pane::Groups && !model.lists_what_it_shows() {
        model.say("The rows are still being counted; try again in a moment.");
    } else if articles.is_empty() {
        model.say("There is no article under the cursor.");
    } else if model.place.location.is_none() {
        model.fail("These quotations came through a pipe: there is no store to remove articles from.");
    } else if let Some(work) = &model.work {
        let words = format!("Still {}; Ctrl-c stops that.", work.what);
        model.say(words);
    } else if !model.saving.is_done() {
        model.say("Still saving; try again in a moment.");
    } else {
        let ids: Vec<String> = articles.iter().map(|&ix| model.catalog.article(ix).id().to_owned()).collect();
        let of = |ix: &ArticleIx| model.catalog.article(*ix).quotations().map(QuotationIx::new).collect::<Vec<_>>();
        let quotations: Vec<QuotationIx> = articles.iter().flat_map(of).collect();
        let decided = quotations.iter().filter(|&&ix| model.catalog.quotation(ix).review().is_some()).count();
        let decided = if decided > 0 { format!(" ({decided} of them reviewed)") } else { String::new() };
        let count = counted(quotations.len(), "quotation");
        let question = format!("Remove {} with {count}{decided} from the store?", what(model, &ids));
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::RemoveArticles(ids) }));
    }
}

/// Removes them in the background.
pub fn remove(model: &mut Model, articles: Vec<String>, effects: &mut Vec<Effect>) {
    let what = format!("removing {}", what(model, &articles));
    model.work = Some(Work { what, progress: String::new(), left_out: None, stop: std::sync::Arc::default() });
    effects.push(Effect::work(Job::Remove(articles)));
}

/// They are out of the store, with what it takes to put them back.
pub fn removed(model: &mut Model, result: Result<Vec<(String, RemovedArticle)>, String>, effects: &mut Vec<Effect>) {
    model.work = None;
    let removed = match result {
        Ok(removed) => removed,
        Err(why) => return model.fail(format!("Not removed: {why}")),
    };
    let ids: BTreeMap<&String, ()> = removed.iter().map(|(id, _)| (id, ())).collect();
    let ids: Vec<String> = ids.into_keys().cloned().collect();
    let edit = |id: &str, change| Edit::Article(ArticleEdit { article: id.to_owned(), change });
    let did = format!("removed {}", what(model, &ids));
    let undo = model.keymap.hint(crate::tui::keymap::Action::Undo);
    model.say(format!("{} ({undo} undoes)", crate::text::capitalized(&did)));
    let apply = ids.iter().map(|id| edit(id, ArticleChange::Remove)).collect();
    // The last first: each finds the one behind it then.
    let revert = removed.into_iter().rev();
    let revert = revert.map(|(id, removed)| edit(&id, ArticleChange::Restore(Box::new(removed)))).collect();
    model.arrived = None;
    model.history.push(Step { what: did, apply, revert });
    model.stale.store = true;
    effects.push(Effect::KeepHistory);
}
