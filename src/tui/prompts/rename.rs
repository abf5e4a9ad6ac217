//! `e` in the first pane: gives a speaker another name, or merges two speakers.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::query::Facet;
use crate::store::{Edit, RegistryChange};
use crate::text::{ByteRange, capitalized, counted};
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::prompt::Candidate;
use crate::tui::state::active_prompt::{ActivePrompt, PromptKind, RenamePrompt};
use crate::tui::state::labels::Label;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::update::{completions, details, edit, form, merge};

/// `e`: renames the speaker under the cursor of the first pane, or edits the attribution of quotations.
pub fn open_or_edit(model: &mut Model) {
    if model.focus() == Pane::Groups && !model.lists_what_it_shows() {
        model.say("The rows are still being counted; try again in a moment.");
    } else if model.focus() == Pane::Groups && model.marks.is_empty() {
        open(model);
    } else {
        form::open(model);
    }
}

fn open(model: &mut Model) {
    match model.label(model.first.at) {
        Some(&Label::Speaker(speaker)) => {
            let name = model.catalog.speaker(speaker).name().to_owned();
            open_prompt(model, RenamePrompt { speaker }, &name);
        }
        _ if matches!(model.grouping.by, Facet::Article | Facet::Outlet | Facet::Author) => details::open(model),
        label => {
            let (enter, browse) = (model.keymap.hint(Action::Open), model.keymap.hint(Action::NextGrouping));
            let here = match label {
                _ if model.grouping.by != Facet::Speaker => {
                    format!("speakers and articles are edited where {browse} lists them")
                }
                None => "“All” cannot be renamed".to_owned(),
                Some(_) => "nobody is named here".to_owned(),
            };
            model.say(format!("{}; {enter} goes to the quotations, which are edited there.", capitalized(&here)));
        }
    }
}

impl Behavior for RenamePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Rename(self)
    }

    fn label(&self) -> String {
        "name: ".into()
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        let from = model.catalog.speaker(self.speaker).name().to_owned();
        let to = prompt.input.text().trim();
        if to.is_empty() || to == from {
            model.say("The name is unchanged.");
            return Accepted::Close;
        }
        if let Some(other) = model.catalog.find_speaker(to)
            && model.catalog.speaker(other).name() != from
        {
            merge::ask(model, other, &[self.speaker], None);
            return Accepted::Close;
        }
        let did = format!("renamed {from} to {to}");
        let question = format!("Rename {from} to {to} in {}?", counted(merge::said(model, self.speaker), "quotation"));
        let edits = vec![Edit::Registry(RegistryChange::Rename { from, to: to.to_owned() })];
        if merge::said(model, self.speaker) > edit::MOST_UNASKED {
            model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Commit(edits, did) }));
        } else {
            edit::commit(model, edits, did);
        }
        Accepted::Close
    }

    fn complete(&self, model: &Model, text: &str, _: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        let names = model.catalog.speakers().map(|speaker| speaker.name());
        Some((ByteRange::new(0, text.len()), completions::matching(names, text)))
    }
}
