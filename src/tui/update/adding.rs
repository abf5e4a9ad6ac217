//! Adding articles from inside, and taking them out again.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::extract::Options;
use crate::tui::message::{AddReport, Added, Effect, Job};
use crate::tui::state::model::Model;
use crate::tui::state::session::Work;

/// Begins to add `input` in the background.
pub fn begin(model: &mut Model, what: String, input: Added, options: Options, effects: &mut Vec<Effect>) {
    let stop = Arc::new(AtomicBool::new(false));
    model.work = Some(Work { what, progress: String::new(), left_out: None, stop: stop.clone() });
    effects.push(Effect::work(Job::Add { input, options, stop }));
}

/// What was added is in the file; the store is read again to show it.
pub fn added(model: &mut Model, result: Result<AddReport, String>) {
    model.work = None;
    match result {
        Ok(filed) => {
            model.say(filed.words);
            model.go_to = filed.new.first().cloned();
            model.arrived = Some(filed.new).filter(|new| !new.is_empty());
            model.stale.store = true;
        }
        Err(why) => model.fail(format!("Not added: {why}")),
    }
}

/// Takes articles out again that were just added.
pub fn take_out(model: &mut Model, articles: Vec<String>, effects: &mut Vec<Effect>) {
    let what = "removing what was added".to_owned();
    model.work = Some(Work { what, progress: String::new(), left_out: None, stop: Arc::default() });
    effects.push(Effect::work(Job::TakeOut(articles)));
}
