//! What a message does to the model. One file for each sort of thing that a person does; here is only who gets which
//! message, and what holds after every one of them: cursors are in range and in sight, the context pane shows the
//! quotation under the cursor or has asked for it, and everything stale has been asked for.

pub mod adding;
pub mod completions;
mod concordance;
pub mod details;
mod dispatch;
pub mod edit;
pub mod export;
pub mod find;
pub mod form;
mod input;
mod jobs;
mod jumps;
mod load;
mod marks;
pub mod merge;
pub mod missed;
mod mouse;
mod names;
mod navigation;
mod overlay;
mod review;
mod saves;
mod select;
pub mod selection;
pub mod verification;
pub mod versions;
pub mod views;
mod within_article;

pub use input::message;

use crate::store::QuotationRef;
use crate::tui::keymap::Action;
use crate::tui::layout::{self, Pane};
use crate::tui::message::{Effect, Message};
use crate::tui::prompts;
use crate::tui::state::active_prompt::PromptKind;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Overlay, Report};

/// Takes in `message`; gives what is to be done outside.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    let marks = marks::filtered_by(model);
    handle(model, message, &mut effects);
    while let Some(action) = model.next_action.take() {
        dispatch::act(model, action, &mut effects);
    }
    marks::follow(model, marks);
    normalize(model);
    jobs::issue(model, &mut effects);
    effects
}

fn handle(model: &mut Model, message: Message, effects: &mut Vec<Effect>) {
    if matches!(message, Message::Do(_) | Message::Type(_)) {
        (model.first.scrolled, model.list.scrolled) = (false, false);
        if let Some(draft) = &mut model.verification {
            draft.cursor.scrolled = false;
        }
    }
    if matches!(message, Message::Do(_) | Message::Type(_) | Message::Click { .. } | Message::Scroll { .. }) {
        model.resume = None;
    }
    match message {
        Message::Do(action) => {
            model.notice = None;
            model.saved_cursor = None;
            if action != Action::RestoreMarks {
                model.before_top = (action == Action::Top).then_some((model.first, model.list));
            }
            dispatch::act(model, action, effects);
        }
        Message::Type(key) => {
            model.notice = None;
            dispatch::key(model, key, effects);
        }
        Message::Paste(text) => dispatch::paste(model, &text),
        Message::Click { column, row } => mouse::click(model, column, row),
        Message::Scroll { column, row, down } => mouse::scroll(model, column, row, down, effects),
        Message::Resize(width, height) => model.size = (width, height),
        Message::Loaded(loaded) => load::loaded(model, *loaded),
        Message::Progress { done, of } => load::progress(model, done, of),
        Message::Problem(problem) => load::problem(model, problem),
        Message::LoadDone => load::done(model),
        Message::LoadFailed(why) => load::failed(model, why),
        Message::ChangedOutside => load::changed(model),
        Message::Reloaded(result) => load::reloaded(model, *result),
        Message::Added(result) => adding::added(model, result),
        Message::Aligned { of, by, lines } => concordance::found(model, of, by, lines),
        Message::Removed(result) => details::removed(model, result, effects),
        Message::Found { request, found, index } => selection::found(model, request, found, index),
        Message::Indexed(index) => model.index.absorb(index, &model.catalog),
        Message::Compared { request, versions } => versions::found(model, request, versions),
        Message::Verified { request, result } => verification::checked(model, request, result),
        Message::DraftChanged => verification::changed(model),
        Message::History(log) => {
            // What was done since the start is worth more than what was kept.
            if model.history.is_empty() {
                model.history = *log;
            }
        }
        Message::Hits { request, found } => find::found(model, request, found),
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
        Message::Saved { result } => saves::saved(model, result, effects),
        Message::SaveAgain => model.stale.saves = true,
        Message::SavedSoFar(done) => model.saving.done = model.saving.done.max(done),
        Message::Working(progress) => {
            if let Some(work) = &mut model.work {
                work.progress = progress;
            }
        }
        Message::Worked(result) => {
            let left_out = model.work.take().and_then(|work| work.left_out);
            // What takes more than a line is for reading.
            let result = result.map(|words| match words.split_once('\n') {
                Some((first, rest)) => {
                    let lines = rest.lines().map(str::to_owned).collect();
                    model.overlay = Some(Overlay::Report(Report { title: first.to_owned(), lines, top: 0 }));
                    first.to_owned()
                }
                None => words,
            });
            tell(
                model,
                result.map(|words| match left_out {
                    Some(left_out) => format!("{words} Left out {left_out}."),
                    None => words,
                }),
            );
        }
        Message::Done(result) => tell(model, result),
        Message::Edited(result) => prompts::edited_outside(model, result),
        Message::Hangup => saves::leave(model),
    }
}

fn tell(model: &mut Model, result: Result<String, String>) {
    match result {
        Ok(words) => model.say(words),
        Err(words) => model.fail(words),
    }
}

/// Makes everything hold that holds between messages.
fn normalize(model: &mut Model) {
    let filtering = matches!(&model.prompt, Some(prompt) if matches!(prompt.kind, PromptKind::Filter(_)));
    if !filtering && !model.stale.search && model.searching.shown == model.searching.sent {
        model.saved_cursor = None;
    }
    let layout = model.layout();
    let groups = layout.inside(Pane::Groups);
    let len = model.first_len();
    model.first.settle(len, usize::from(groups.height), |_| 1);
    let list = layout.inside(Pane::Quotations);
    let width = layout::text_width(list.width);
    let mut cursor = model.list;
    cursor.settle(model.rows.len(), usize::from(list.height), |row| model.row_height(row, width));
    model.list = cursor;
    if let Some(verification) = &mut model.verification {
        let lines = |_| crate::tui::state::verification::LINES;
        verification.cursor.settle(verification.order.len(), usize::from(list.height), lines);
    }
    versions::settle(model);
    follow_quotation(model);
    prompts::update_hint(model);
}

/// Lets the context pane follow the quotation under the cursor.
fn follow_quotation(model: &mut Model) {
    show_article(model);
    // Words stay selected only in the article that is shown.
    if model.selecting.is_some_and(|selection| model.context.article_text(selection.article).is_none()) {
        model.selecting = None;
    }
}

fn show_article(model: &mut Model) {
    let inside = model.context_area(model.layout().inside(Pane::Context));
    let Some(article) = model.shown_article() else {
        model.context.quotation = None;
        model.context.shown = None;
        model.context.lines.clear();
        return;
    };
    if let Some(reading) = model.context.kept(article) {
        let selection = model.selection();
        let ix = selection.map(|selection| selection.ix());
        let of_selection = |selection: QuotationRef<'_>| {
            let number = selection.ix().index() - model.catalog.article(article).quotations().start;
            reading.marks(selection.id(), number, selection.at())
        };
        let marks = form::marks(model).or_else(|| verification::marks(model, &reading));
        let marks = marks.or_else(|| selection.map(of_selection)).unwrap_or_default();
        let (width, height) = (usize::from(inside.width), usize::from(inside.height));
        let moved = model.context.quotation != ix || model.context.marks != marks;
        let current = model.context.article_text(article).is_some();
        if moved || !current || !model.context.is_wrapped_at(width) {
            model.context.quotation = ix;
            model.context.show(article, reading, marks, width, height);
            if !current && model.find[Pane::Context.index()].is_some() {
                find::refresh(model, Pane::Context);
            }
        }
        model.context.clamp(height);
        return;
    }
    // What could not be read is asked for again when one comes back to it.
    let failed = model.context.failed.as_ref().is_some_and(|(failed, _)| *failed == article);
    if model.context.awaited != Some(article) && !failed {
        model.context.failed = None;
        model.context.quotation = None;
        model.stale.article = Some(article);
    }
}
