//! `A`: adds a quotation that the extraction missed: its words, then who said them.

use crossterm::event::{KeyCode, KeyEvent};

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::store::ArticleIx;
use crate::text::ByteRange;
use crate::tui::keymap::Action;
use crate::tui::message::Effect;
use crate::tui::prompt::Candidate;
use crate::tui::state::active_prompt::{ActivePrompt, AddSpeakerPrompt, AddWordsPrompt, PromptKind};
use crate::tui::state::model::Model;
use crate::tui::update::{completions, missed};

/// Opens it for the article under the cursor.
pub fn open(model: &mut Model) {
    let Some(article) = model.selection().map(|quotation| quotation.article()) else {
        let key = model.keymap.hint(Action::AddArticle);
        model.say(format!("A quotation is added to the article of the one under the cursor; {key} adds an article."));
        return;
    };
    match &model.context.shown {
        Some((shown, reading)) if *shown == article && reading.own_words => {
            open_prompt(model, AddWordsPrompt { article, place: 0 }, "");
        }
        _ => model.say("The store has no text of this article to find the words in."),
    }
}

/// Asks who said the words at `at` of an article.
pub fn ask_speaker(model: &mut Model, article: ArticleIx, at: ByteRange) {
    open_prompt(model, AddSpeakerPrompt { article, at }, "");
    model.say("Who said it? Leave it empty when nobody is named.");
}

impl Behavior for AddWordsPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::AddWords(self)
    }

    fn label(&self) -> String {
        "words of the quotation: ".into()
    }

    /// The arrows go from place to place while the words are typed.
    fn key(&self, model: &mut Model, key: KeyEvent) -> bool {
        let Some(text) = model.prompt.as_ref().map(|prompt| prompt.input.text()) else { return false };
        let many = missed::places(model, self.article, text).0.len().max(1);
        let place = match key.code {
            KeyCode::Down => (self.place + 1) % many,
            KeyCode::Up => (self.place % many + many - 1) % many,
            _ => return false,
        };
        if let Some(prompt) = &mut model.prompt {
            prompt.kind = PromptKind::AddWords(Self { place, ..*self });
        }
        true
    }

    fn edited(&self, model: &mut Model, _: &str) {
        if let Some(prompt) = &mut model.prompt {
            prompt.kind = PromptKind::AddWords(Self { place: 0, ..*self });
        }
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        let Some(reading) = model.context.article_text(self.article) else {
            model.say("The article is no longer on the screen; please begin again.");
            return Accepted::Close;
        };
        let typed = prompt.input.text().trim();
        let (places, taken) = missed::places(model, self.article, typed);
        let Some(&at) = places.get(self.place % places.len().max(1)) else {
            let words = if taken { "are in a quotation already" } else { "are not in the article" };
            model.fail(format!("Those words {words}."));
            let bare = missed::bare(typed).to_owned();
            prompt.input.set(&bare);
            return Accepted::Stay;
        };
        let paragraph = reading.paragraphs.number(at.start);
        ask_speaker(model, self.article, at);
        model.say(format!("Found in ¶{paragraph}. Who said it? Leave it empty when nobody is named."));
        Accepted::Close
    }

    fn hint(&self, model: &Model, prompt: &ActivePrompt) -> String {
        let text = prompt.input.text();
        if text.trim().is_empty() {
            return String::new();
        }
        match missed::places(model, self.article, text) {
            (places, true) if places.is_empty() => "in a quotation already".into(),
            (places, _) if places.is_empty() => "not in the article".into(),
            (places, _) if places.len() == 1 => "found".into(),
            (places, _) => format!("place {} of {}, ↓ the next", self.place % places.len() + 1, places.len()),
        }
    }
}

impl Behavior for AddSpeakerPrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::AddSpeaker(self)
    }

    fn label(&self) -> String {
        "said by: ".into()
    }

    /// The speakers of the article are few, and one of them is the likely answer.
    fn completes_at_once(&self) -> bool {
        true
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, _: &mut Vec<Effect>) -> Accepted {
        missed::add(model, self.article, self.at, prompt.input.text().trim());
        Accepted::Close
    }

    fn complete(&self, model: &Model, text: &str, _: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        Some((ByteRange::new(0, text.len()), completions::speakers(model, self.article, text)))
    }
}
