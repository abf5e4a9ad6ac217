//! The prompts at the bottom of the screen, each in a file of its own: keys and pastes go to the one that is open.

pub mod add_article;
pub mod add_quotation;
mod behavior;
pub mod filter;
pub mod filter_help;
pub mod note;
pub mod palette;
pub mod pipe;
pub mod rename;
pub mod save_view;
pub mod search;
pub mod tags;
pub mod verify;
pub mod write;

use crossterm::event::{KeyCode, KeyEvent};

use self::behavior::{Accepted, Behavior};
use crate::text::ByteRange;
use crate::tui::message::Effect;
use crate::tui::prompt::Answer;
use crate::tui::state::active_prompt::PromptKind;
use crate::tui::state::model::Model;

fn behavior(kind: &PromptKind) -> &dyn Behavior {
    match kind {
        PromptKind::Filter(prompt) => prompt,
        PromptKind::Search(prompt) => prompt,
        PromptKind::Palette(prompt) => prompt,
        PromptKind::Tags(prompt) => prompt,
        PromptKind::Note(prompt) => prompt,
        PromptKind::Rename(prompt) => prompt,
        PromptKind::AddArticle(prompt) => prompt,
        PromptKind::AddWords(prompt) => prompt,
        PromptKind::AddSpeaker(prompt) => prompt,
        PromptKind::Write(prompt) => prompt,
        PromptKind::Pipe(prompt) => prompt,
        PromptKind::SaveView(prompt) => prompt,
        PromptKind::Verify(prompt) => prompt,
        PromptKind::FilterHelp(prompt) => prompt,
    }
}

/// Takes a key for the prompt that is open.
pub fn key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    let Some(kind) = model.prompt.as_ref().map(|prompt| prompt.kind.clone()) else { return };
    if behavior(&kind).key(model, key) {
        return;
    }
    let Some(prompt) = &mut model.prompt else { return };
    if key.code == KeyCode::Tab && prompt.input.popup().is_none() {
        offer(model, Offer::Asked);
        return;
    }
    match prompt.input.key(key) {
        Answer::Edited => edited(model),
        Answer::Accepted => accept(model, effects),
        Answer::Cancelled => cancel(model),
        Answer::Editor => effects.push(Effect::EditText(prompt.input.text().to_owned())),
        Answer::Moved => offer(model, Offer::Typed),
        Answer::Ignored => {}
    }
}

/// Takes a paste.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(prompt) = &mut model.prompt
        && prompt.input.paste(text) == Answer::Edited
    {
        edited(model);
    }
}

/// Takes back what was edited in `$EDITOR`.
pub fn edited_outside(model: &mut Model, result: Result<String, String>) {
    match (result, &mut model.prompt) {
        (Ok(text), Some(prompt)) => {
            prompt.input.set(text.trim_end_matches('\n'));
            edited(model);
        }
        (Ok(_), None) => {}
        (Err(why), _) => model.fail(why),
    }
}

fn edited(model: &mut Model) {
    let Some(prompt) = &mut model.prompt else { return };
    prompt.diagnostic = None;
    let (kind, text) = (prompt.kind.clone(), prompt.input.text().to_owned());
    behavior(&kind).edited(model, &text);
    offer(model, Offer::Typed);
}

/// Esc: everything is as it was before the prompt.
pub fn cancel(model: &mut Model) {
    let Some(prompt) = model.prompt.take() else { return };
    behavior(&prompt.kind).cancel(model, prompt.input.text());
}

fn accept(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(mut prompt) = model.prompt.take() else { return };
    let kind = prompt.kind.clone();
    match behavior(&kind).accept(model, &mut prompt, effects) {
        Accepted::Close => {}
        Accepted::Stay => {
            model.prompt = Some(prompt);
            return;
        }
        Accepted::Continue => {
            model.prompt = Some(prompt);
            return offer(model, Offer::Asked);
        }
    }
    let entry = prompt.input.text().trim();
    if let Some(kind) = behavior(&kind).history().filter(|_| !entry.is_empty()) {
        let entries = model.histories.of(kind);
        entries.retain(|other| other != entry);
        entries.push(entry.to_owned());
        effects.push(Effect::Remember { kind, entry: entry.to_owned() });
    }
}

/// Brings what stands at the right of the prompt up to date.
pub fn update_hint(model: &mut Model) {
    let Some(mut prompt) = model.prompt.take() else { return };
    prompt.hint = behavior(&prompt.kind).hint(model, &prompt);
    model.prompt = Some(prompt);
}

/// When completions are offered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// As soon as something of a word was typed.
    Typed,
    /// Whatever stands there: they were asked for.
    Asked,
}

/// Offers what the text at the caret may become.
fn offer(model: &mut Model, when: Offer) {
    let Some(prompt) = &model.prompt else { return };
    let behavior = behavior(&prompt.kind);
    let (text, caret) = (prompt.input.text(), prompt.input.caret());
    let begun = text[..caret].chars().next_back().is_some_and(|c| !c.is_whitespace() && !"(-".contains(c));
    let offered = if when == Offer::Typed && !begun && !behavior.completes_at_once() {
        Some((ByteRange::new(caret, caret), Vec::new()))
    } else {
        behavior.complete(model, text, caret)
    };
    if let (Some((span, candidates)), Some(prompt)) = (offered, &mut model.prompt) {
        prompt.input.offer(span, candidates);
    }
}
