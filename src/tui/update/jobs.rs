//! The one place that asks the background for what is on the screen. Changes of the state only mark what became stale;
//! after every message everything stale is asked for once, for the state as it is then.

use super::selection;
use crate::tui::layout::Pane;
use crate::tui::message::{Effect, FindJob, Job};
use crate::tui::state::model::Model;

/// Asks for everything that is stale.
pub fn issue(model: &mut Model, effects: &mut Vec<Effect>) {
    let stale = std::mem::take(&mut model.stale);
    if stale.search {
        effects.push(Effect::work(Job::Search(selection::search(model))));
    }
    if stale.store {
        model.reloading = true;
        effects.push(Effect::work(Job::Reload { query: selection::effective(model), grouping: model.grouping }));
    }
    if stale.find {
        let wanted = [Pane::Groups, Pane::Quotations].into_iter();
        let patterns = wanted.filter_map(|pane| {
            let find = model.find[pane.index()].as_ref().filter(|find| !find.fresh)?;
            Some((pane, find.pattern.clone()))
        });
        let patterns: Vec<_> = patterns.collect();
        if !patterns.is_empty() {
            model.find_sent += 1;
            effects.push(Effect::work(Job::Find(FindJob {
                request: model.find_sent,
                patterns,
                catalog: model.catalog.clone(),
                index: model.index.clone(),
                rows: model.rows.clone(),
                names: model.shows_speakers(),
                groups: model.found.groups.clone(),
            })));
        }
    }
    if stale.saves
        && let Some(edits) = model.saving.due()
    {
        effects.push(Effect::work(Job::Save(edits)));
    }
    if stale.versions {
        let (request, stop) = model.comparison.begin();
        let known = model.comparison.found.clone();
        effects.push(Effect::work(Job::Compare { request, catalog: model.catalog.clone(), known, stop }));
    }
    if stale.draft
        && let Some(verification) = &mut model.verification
    {
        verification.sent += 1;
        let (request, path) = (verification.sent, verification.path.clone());
        effects.push(Effect::WatchDraft(path.clone()));
        effects.push(Effect::work(Job::Verify { request, path }));
    }
    if let Some(article) = stale.article {
        model.context.sent += 1;
        model.context.awaited = Some(article);
        let request = model.context.sent;
        effects.push(Effect::work(Job::Read { request, catalog: model.catalog.clone(), article }));
    }
}
