//! `:`: every command by name, and every saved view.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::query;
use crate::tui::message::Effect;
use crate::tui::state::active_prompt::{ActivePrompt, HistoryKind, PalettePrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::state::palette::{Argument, Entry, entries, near};
use crate::tui::state::session::Filter;
use crate::tui::update::{selection, verification, views};

/// Opens it.
pub fn open(model: &mut Model) {
    open_prompt(model, PalettePrompt::default(), "");
}

fn select(model: &mut Model, selected: usize) {
    if let Some(prompt) = &mut model.prompt {
        prompt.kind = PromptKind::Palette(PalettePrompt { selected });
    }
}

/// Runs a command with its argument; one that is wrong stays to be corrected.
fn run(model: &mut Model, argument: Argument, effects: &mut Vec<Effect>) -> Accepted {
    match argument {
        Argument::Sort(sort, reversed) => {
            (model.sort, model.reversed) = (sort, reversed);
            model.say(format!("Sorted by {}.", sort.title(reversed)));
            model.stale.search = true;
        }
        Argument::GroupBy(facet) => selection::group_by(model, facet),
        Argument::Verify(path) => {
            if let Err(why) = verification::begin(model, &path) {
                model.fail(why);
                return Accepted::Stay;
            }
        }
        Argument::Theme(_, base) => effects.push(Effect::Theme(base)),
        Argument::Filter(text) => match query::parse(&text) {
            Ok(query) => {
                selection::set_filter(model, Filter { text, query });
                selection::choose(model);
            }
            Err(wrong) => {
                model.fail(wrong.one_line());
                return Accepted::Stay;
            }
        },
    }
    Accepted::Close
}

impl Behavior for PalettePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Palette(self)
    }

    fn label(&self) -> String {
        ":".into()
    }

    fn history(&self) -> Option<HistoryKind> {
        Some(HistoryKind::Palette)
    }

    /// Moves in the list: the arrows are the list's while something is typed, and the history's on an empty line.
    fn key(&self, model: &mut Model, key: KeyEvent) -> bool {
        let Some(prompt) = &model.prompt else { return false };
        let (at, text) = (self.selected, prompt.input.text());
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let down = match key.code {
            KeyCode::Down | KeyCode::Tab => true,
            KeyCode::BackTab => false,
            KeyCode::Up if at > 0 || !text.is_empty() => false,
            KeyCode::Char('n') if control => true,
            KeyCode::Char('p') if control => false,
            _ => return false,
        };
        let last = entries(&model.views, text).len().saturating_sub(1);
        select(model, if down { (at + 1).min(last) } else { at.saturating_sub(1) });
        true
    }

    fn edited(&self, model: &mut Model, _: &str) {
        select(model, 0);
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        let typed = prompt.input.text().trim();
        match entries(&model.views, typed).into_iter().nth(self.selected) {
            Some(Entry::Command(command)) => model.next_action = Some(command.action),
            Some(Entry::View(name)) => views::open(model, &name),
            Some(Entry::Argument(argument)) => return run(model, argument, effects),
            None => model.say(match near(typed).as_slice() {
                [] => format!("There is no command “{typed}”."),
                near => format!("There is no command “{typed}”. Did you mean {}?", near.join(", ")),
            }),
        }
        Accepted::Close
    }
}
