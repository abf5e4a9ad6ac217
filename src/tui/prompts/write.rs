//! `w`: writes the marked, else the visible, quotations to a file. The ending of its name chooses the format; options
//! may stand behind it, as in the shell.

use super::behavior::{Accepted, Behavior, open as open_prompt};
use crate::export::Format;
use crate::text::{ByteRange, counted};
use crate::tui::message::Effect;
use crate::tui::prompt::Candidate;
use crate::tui::state::active_prompt::{ActivePrompt, Diagnostic, PromptKind, Severity, WritePrompt};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::update::{completions, export};
use crate::tui::write;
use crate::user::protected;

/// Opens it with `typed` in it.
pub fn open(model: &mut Model, typed: &str) {
    let (rows, _) = export::selected(model);
    if rows.is_empty() {
        model.say(match model.rows.is_empty() {
            true => "There are no quotations here to write.",
            false => "All of them are rejected or denied: there is nothing to write.",
        });
        return;
    }
    open_prompt(model, WritePrompt { count: rows.len() }, typed);
    let endings: Vec<String> = endings().map(|(ending, _)| format!(".{ending}")).collect();
    model.say(format!("Formats: {}", endings.join(" ")));
}

/// The ending of each format.
fn endings() -> impl Iterator<Item = (&'static str, Format)> {
    Format::all().filter_map(|format| Some((format.ending()?, format)))
}

/// The name of a file without a format yet becomes one with it.
fn with_endings(text: &str) -> Vec<Candidate> {
    let name = text.rsplit('/').next().unwrap_or(text);
    let (stem, typed) = name.rsplit_once('.').unwrap_or((name, ""));
    if stem.is_empty() {
        return Vec::new();
    }
    let candidate = |(ending, format): (&str, Format)| {
        let insert = format!("{stem}.{ending}");
        Candidate { label: insert.clone(), insert, detail: format.help().to_owned() }
    };
    endings().filter(|(ending, _)| ending.starts_with(typed) && *ending != typed).map(candidate).collect()
}

impl Behavior for WritePrompt {
    fn into_kind(self) -> PromptKind {
        PromptKind::Write(self)
    }

    fn label(&self) -> String {
        format!("write {} to: ", counted(self.count, "quotation"))
    }

    /// A folder that is not there, or an option that is none, is said at once.
    fn edited(&self, model: &mut Model, text: &str) {
        let path = text.find(" --").map_or(text, |at| &text[..at]);
        let (wrong, at) = match write::split(text) {
            Err(why) if !text.ends_with("--context") => (Err(why), ByteRange::new(path.len(), text.len())),
            _ if path.contains('/') && !path.ends_with('/') => {
                (write::folder(&completions::expand(path)), ByteRange::new(0, path.len()))
            }
            _ => return,
        };
        if let (Err(message), Some(prompt)) = (wrong, &mut model.prompt) {
            // While it is being typed it is a beginning of something else.
            prompt.diagnostic = Some(Diagnostic { message, at, severity: Severity::Hint });
        }
    }

    fn accept(&self, model: &mut Model, prompt: &mut ActivePrompt, effects: &mut Vec<Effect>) -> Accepted {
        let typed = prompt.input.text().trim();
        if typed.is_empty() {
            model.say("Nothing was written.");
            return Accepted::Close;
        }
        let (path, options) = match write::split(typed) {
            Ok((path, options)) => (completions::expand(path), options),
            Err(why) => {
                model.fail(why);
                return Accepted::Stay;
            }
        };
        let protected = protected::reason(&path, model.place.location.as_ref(), model.place.folders.as_ref());
        if let Some(why) = protected.or_else(|| write::checked(&path).err()) {
            model.fail(why);
            return Accepted::Stay;
        }
        if path.exists() {
            let question = format!("{} already exists. Overwrite it?", path.display());
            model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Write(path, options) }));
        } else {
            export::write(model, path, options, effects);
        }
        Accepted::Close
    }

    fn complete(&self, _: &Model, text: &str, caret: usize) -> Option<(ByteRange, Vec<Candidate>)> {
        let start = text[..caret].rfind(char::is_whitespace).map_or(0, |at| at + 1);
        if caret == text.len() && text[..start].ends_with(' ') && text[start..].starts_with('-') {
            let options = write::OPTIONS.iter().filter(|(option, _)| option.starts_with(&text[start..]));
            let candidates = options.map(|(option, about)| Candidate {
                insert: (*option).to_owned(),
                label: option.trim().to_owned(),
                detail: (*about).to_owned(),
            });
            return Some((ByteRange::new(start, caret), candidates.collect()));
        }
        let (span, mut candidates) = completions::paths(text, caret);
        if caret == text.len() && !text.contains(" --") {
            let known: Vec<String> = candidates.iter().map(|candidate| candidate.insert.clone()).collect();
            candidates.extend(with_endings(text).into_iter().filter(|new| !known.contains(&new.insert)));
        }
        Some((span, candidates))
    }

    fn hint(&self, _: &Model, prompt: &ActivePrompt) -> String {
        let text = prompt.input.text();
        let path = text.find(" --").map_or(text, |at| &text[..at]).trim();
        let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        match ending.and_then(Format::from_ending) {
            Some(format) if format.is_public() && text == path => format!("{} · --notes --context", format.word()),
            Some(format) => format.word().to_owned(),
            None => "Tab completes".into(),
        }
    }
}
