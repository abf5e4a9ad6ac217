//! What a message does to the model. One file for each sort of thing that a person does; here is only who gets which
//! message, and what holds after every one of them: cursors are in range and in sight, and the context pane shows the
//! quotation under the cursor, or has asked for it.

pub mod adding;
mod dispatch;
pub mod edit;
mod export;
mod find;
mod form;
mod input;
pub mod load;
mod mouse;
mod navigation;
mod overlay;
mod palette;
mod prompts;
mod review;
mod search;

pub use input::message;
pub use palette::{Entry, entries};

use super::asking::PromptKind;
use super::layout::Pane;
use super::message::{Effect, Job, Message};
use super::model::Model;
use super::view;

/// Takes in `message`; gives what is to be done outside.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    take(model, message, &mut effects);
    settle(model, &mut effects);
    effects
}

fn take(model: &mut Model, message: Message, effects: &mut Vec<Effect>) {
    match message {
        Message::Do(action) => {
            model.notice = None;
            model.stand = None;
            dispatch::act(model, action, effects);
        }
        Message::Type(key) => {
            model.notice = None;
            prompts::key(model, key, effects);
        }
        Message::Paste(text) => prompts::paste(model, &text, effects),
        Message::Click { column, row } => mouse::click(model, column, row, effects),
        Message::Scroll { column, row, down } => mouse::scroll(model, column, row, down, effects),
        Message::Resize(width, height) => model.size = (width, height),
        Message::Loaded(loaded) => load::loaded(model, *loaded, effects),
        Message::Progress { done, of } => load::progress(model, done, of),
        Message::Problem(problem) => load::problem(model, problem),
        Message::LoadDone => load::done(model, effects),
        Message::LoadFailed(why) => load::failed(model, why),
        Message::ChangedOutside => load::changed(model, effects),
        Message::Reloaded(result) => load::reloaded(model, *result, effects),
        Message::Added(result) => adding::added(model, result, effects),
        Message::Found { request, found, index } => search::found(model, request, found, index, effects),
        Message::Indexed(index) => model.index = index,
        Message::History(log) => {
            // What was done since the start is worth more than what was kept.
            if model.history.is_empty() {
                model.history = *log;
            }
        }
        Message::Hits { request, pane, hits } => find::hits(model, request, pane, hits),
        Message::Read { request, article, reading } => {
            if request == model.context.sent {
                model.context.awaited = None;
            }
            match reading {
                Ok(reading) => {
                    model.context.keep(article, reading);
                    model.context.failed = None;
                }
                Err(why) if request == model.context.sent => model.context.failed = Some((article, why)),
                Err(_) => {}
            }
        }
        Message::Saved { result } => edit::saved(model, result, effects),
        Message::SaveAgain => edit::save_again(model, effects),
        Message::SavedSoFar(done) => model.saving.done = model.saving.done.max(done),
        Message::Working(progress) => {
            if let Some(work) = &mut model.work {
                work.progress = progress;
            }
        }
        Message::Worked(result) => {
            model.work = None;
            tell(model, result);
        }
        Message::Done(result) => tell(model, result),
        Message::Edited(result) => prompts::edited(model, result, effects),
        Message::Hangup => edit::leave(model),
    }
}

fn tell(model: &mut Model, result: Result<String, String>) {
    match result {
        Ok(words) => model.say(words),
        Err(words) => model.fail(words),
    }
}

/// Makes everything hold that holds between messages.
fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    let filtering = matches!(&model.asking, Some(asking) if matches!(asking.purpose, PromptKind::Filter(_)));
    if !filtering && model.searching.shown == model.searching.sent {
        model.stand = None;
    }
    let layout = model.layout();
    let first = layout.inside(Pane::Groups);
    let len = model.first_len();
    model.first.settle(len, usize::from(first.height), |_| 1);
    let list = layout.inside(Pane::Quotations);
    let width = view::quotations::text_width(list.width);
    let mut cursor = model.list;
    cursor.settle(model.rows.len(), usize::from(list.height), |row| model.row_height(row, width));
    model.list = cursor;
    settle_context(model, effects);
}

/// Lets the context pane follow the quotation under the cursor.
fn settle_context(model: &mut Model, effects: &mut Vec<Effect>) {
    let inside = view::context::text_area(model.layout().inside(Pane::Context), model);
    let Some(selection) = model.selection() else {
        model.context.quotation = None;
        model.context.shown = None;
        model.context.lines.clear();
        return;
    };
    let (ix, article) = (selection.ix(), selection.article());
    if let Some(reading) = model.context.kept(article) {
        let number = ix.index() - model.catalog.article(article).quotations().start;
        let marks = form::marks(model).unwrap_or_else(|| reading.marks(selection.id(), number, selection.at()));
        let room = usize::from(inside.height);
        let width = usize::from(inside.width);
        let moved = model.context.quotation != Some(ix) || model.context.marks != marks;
        let current = model.context.shown.as_ref().is_some_and(|(shown, _)| *shown == article);
        if moved || !current || !model.context.is_wrapped_at(width) {
            model.context.quotation = Some(ix);
            model.context.show(article, reading, marks, width, room);
            if !current && model.find[Pane::Context.index()].is_some() {
                find::again(model, Pane::Context, effects);
            }
        }
        model.context.clamp(room);
        return;
    }
    // What could not be read is asked for again when one comes back to it.
    let failed = model.context.failed.as_ref().is_some_and(|(failed, _)| *failed == article);
    if model.context.awaited != Some(article) && !failed {
        model.context.sent += 1;
        model.context.awaited = Some(article);
        model.context.failed = None;
        model.context.quotation = None;
        let request = model.context.sent;
        effects.push(Effect::work(Job::Read { request, catalog: model.catalog.clone(), article }));
    }
}
