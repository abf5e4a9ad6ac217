//! `t`: edits tags.

use std::collections::BTreeMap;

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::store::{Change, Flags, QuotationIx};
use crate::text::ByteRange;
use crate::text::fold::fold;
use crate::tui::keymap::Action;
use crate::tui::message::Effect;
use crate::tui::prompt::Candidate;
use crate::tui::state::active_prompt::{ActivePrompt, PromptKind, TagsPrompt};
use crate::tui::state::model::Model;
use crate::tui::update::completions::OFFERED;
use crate::tui::update::edit::{self, EditWording, Verb};

/// Opens it with the tags that all targets have.
pub fn open(model: &mut Model) {
    let Some(targets) = edit::targets(model, Action::Tags) else { return };
    let text = common(model, &targets).iter().map(|tag| format!("{tag}, ")).collect::<String>();
    open_prompt(model, TagsPrompt { targets }, &text);
}

fn tags(model: &Model, ix: QuotationIx) -> Vec<String> {
    model.catalog.quotation(ix).tags().map(str::to_owned).collect()
}

/// The tags that all of them have.
fn common(model: &Model, targets: &[QuotationIx]) -> Vec<String> {
    let mut common = tags(model, targets[0]);
    for &ix in &targets[1..] {
        let others = tags(model, ix);
        common.retain(|tag| others.contains(tag));
    }
    common
}

impl Behavior for TagsPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Tags(self)
    }

    fn label(&self) -> String {
        edit::label("tags", &self.targets)
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        let mut wanted: Vec<String> = Vec::new();
        let text = prompt.input.text();
        for tag in text.split(',').map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
            if !wanted.iter().any(|other| other == tag) {
                wanted.push(tag.to_owned());
            }
        }
        // A tag that all of them had and that is gone from the line is removed from all; a new one is added to all.
        let common = common(model, &self.targets);
        let mut edits = Vec::new();
        for &ix in &self.targets {
            let before = tags(model, ix);
            let mut after: Vec<String> =
                before.iter().filter(|tag| wanted.contains(tag) || !common.contains(tag)).cloned().collect();
            after.extend(wanted.iter().filter(|tag| !before.contains(tag)).cloned());
            if after != before {
                edits.push(edit::edit(model, ix, Change::Tags(after)));
            }
        }
        if edits.is_empty() {
            model.say("The tags are unchanged.");
            return Accepted::Close;
        }
        let (verb, tail) = match wanted.as_slice() {
            [] => (Verb::new("removed the tags from", "remove the tags from"), String::new()),
            tags => (Verb::new("tagged", "tag"), format!(" #{}", tags.join(" #"))),
        };
        let wording = EditWording::new(model, &[verb], &self.targets, &tail);
        edit::propose(model, edits, wording, &self.targets);
        Accepted::Close
    }

    fn complete(&self, model: &Model, text: &str, caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        let start = text[..caret].rfind(',').map_or(0, |at| at + 1);
        let start = start + (text[start..caret].len() - text[start..caret].trim_start().len());
        let typed = text[start..caret].trim_start_matches('#').to_lowercase();
        Some((ByteRange::new(start, caret), names(model, &typed)))
    }

    fn hint(&self, _: &Model, _: &ActivePrompt) -> String {
        "separated by commas, Tab completes".into()
    }
}

/// The tags of the store that hold what was typed, the most frequent first.
fn names(model: &Model, typed: &str) -> Vec<Candidate> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, segment) in model.catalog.segments().iter().enumerate() {
        let first = model.catalog.first_of(number).index();
        // The flags tell which few have tags.
        for (row, _) in segment.flags().iter().enumerate().filter(|(_, flags)| flags.contains(Flags::TAGS)) {
            for tag in model.catalog.quotation(QuotationIx::new(first + row)).tags() {
                *counts.entry(tag).or_default() += 1;
            }
        }
    }
    let typed = fold(typed);
    let mut tags: Vec<(&str, usize)> = counts.into_iter().filter(|(tag, _)| fold(tag).contains(&typed)).collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let candidate =
        |(tag, count)| Candidate { insert: format!("{tag}, "), label: String::from(tag), detail: format!("{count}") };
    tags.into_iter().take(OFFERED).map(candidate).collect()
}
