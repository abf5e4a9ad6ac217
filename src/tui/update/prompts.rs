//! Prompts: opening them, keys in them, what happens while they are typed in, and what Enter does.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent};

use super::{adding, edit, export, find, form, overlay, palette, search};
use crate::query::{self, Partial};
use crate::store::{ArticleIx, Change, Edit, Flags, QuotationIx};
use crate::text::ByteRange;
use crate::text::fold::fold;
use crate::tui::asking::{ActivePrompt, PromptKind, Weight, Wrong};
use crate::tui::find::{Find, Pattern};
use crate::tui::keymap::Action;
use crate::tui::layout::Pane;
use crate::tui::message::Effect;
use crate::tui::model::{Filter, Model, SavedCursor};
use crate::tui::overlay::{Confirm, OnConfirm, Overlay};
use crate::tui::prompt::{Answer, Candidate, Lines, Prompt};

/// So many completions are offered.
const OFFERED: usize = 50;

/// What is wrong with a query and what would be right, on one line.
#[must_use]
pub fn sentence(error: &query::QueryError) -> String {
    match &error.hint {
        Some(hint) => format!("{}: {hint}", error.message),
        None => error.message.clone(),
    }
}

/// Opens a prompt with `text` in it.
pub fn open(model: &mut Model, purpose: PromptKind, text: &str) {
    let lines = match purpose {
        PromptKind::Note(_) | PromptKind::AddArticle | PromptKind::AddWords(..) => Lines::Many,
        _ => Lines::One,
    };
    let history = purpose.history().map(|kind| model.prompts.of(kind).clone()).unwrap_or_default();
    let prompt = Prompt::new(lines, history).with_text(text);
    // The speakers of the article are few, and one of them is the likely answer. Else nothing was asked for yet.
    let few = matches!(purpose, PromptKind::AddSpeaker(..));
    model.asking = Some(ActivePrompt { purpose, prompt, wrong: None });
    if few {
        offer(model, Offer::Asked);
    }
}

/// `f`.
pub fn filter(model: &mut Model) {
    let before = model.filter.clone();
    let text = before.text.clone();
    model.stand = Some(SavedCursor {
        quotation: model.selected(),
        first: model.label(model.first.at).map(|label| label.identity(&model.catalog)),
    });
    open(model, PromptKind::Filter(before), &text);
}

/// `/`.
pub fn search(model: &mut Model) {
    if matches!(model.overlay, Some(Overlay::Help { .. })) {
        open(model, PromptKind::FilterHelp, "");
        return;
    }
    let pane = model.focus();
    let from = match pane {
        Pane::Groups => model.first.at,
        Pane::Quotations => model.list.at,
        Pane::Context => model.context.lines.get(model.context.top).map_or(0, |line| line.start),
    };
    let before = model.find[pane.index()].take();
    open(model, PromptKind::Search(pane, before, from), "");
}

/// `t`.
pub fn tags(model: &mut Model) {
    let Some(targets) = edit::targets(model, Action::Tags) else { return };
    let tags = |ix: QuotationIx| model.catalog.quotation(ix).tags().map(str::to_owned).collect::<Vec<_>>();
    // Of several, those that all of them have.
    let mut common = tags(targets[0]);
    for &ix in &targets[1..] {
        let others = tags(ix);
        common.retain(|tag| others.contains(tag));
    }
    let text = common.iter().map(|tag| format!("{tag}, ")).collect::<String>();
    open(model, PromptKind::Tags(targets), &text);
}

/// `m`.
pub fn note(model: &mut Model) {
    let Some(targets) = edit::targets(model, Action::Note) else { return };
    let names = model.names(&targets);
    let draft = model.drafts.iter().find(|(of, _)| *of == names).map(|(_, text)| text.clone());
    let text = draft.or_else(|| model.catalog.quotation(targets[0]).note().map(str::to_owned)).unwrap_or_default();
    open(model, PromptKind::Note(targets), &text);
}

/// `e` in the speakers pane.
pub fn rename(model: &mut Model) {
    use crate::tui::groups::{GroupBy, Label};
    match model.label(model.first.at) {
        Some(Label::Speaker(speaker)) => {
            let speaker = *speaker;
            let name = model.catalog.speaker(speaker).name().to_owned();
            open(model, PromptKind::Rename(speaker), &name);
        }
        label => {
            let (enter, browse) = (model.keymap.hint(Action::Open), model.keymap.hint(Action::Browse));
            let here = match label {
                _ if model.browse != GroupBy::Speakers => format!("speakers are renamed where {browse} lists them"),
                None => "“All” is nobody to rename".to_owned(),
                Some(_) => "nobody is named here".to_owned(),
            };
            model.say(format!("{}; {enter} goes to the quotations, which are edited there.", edit::capital(&here)));
        }
    }
}

/// Where a live search in `pane` began, while its prompt is open.
pub fn searching_from(model: &Model, pane: Pane) -> Option<usize> {
    match &model.asking {
        Some(ActivePrompt { purpose: PromptKind::Search(of, _, from), .. }) if *of == pane => Some(*from),
        _ => None,
    }
}

/// Takes a key for whatever is being typed into.
pub fn key(model: &mut Model, key: KeyEvent, effects: &mut Vec<Effect>) {
    if model.asking.is_none() {
        match model.overlay {
            Some(Overlay::Form(_)) => form::key(model, key, effects),
            Some(Overlay::Confirm(_)) => overlay::answer(model, key, effects),
            _ => {}
        }
        return;
    }
    if palette::moves(model, key) || adding::moves(model, key) {
        return;
    }
    let Some(asking) = &mut model.asking else { return };
    if key.code == KeyCode::Tab && asking.prompt.popup().is_none() {
        offer(model, Offer::Asked);
        return;
    }
    match asking.prompt.key(key) {
        Answer::Edited => edited_live(model, effects),
        Answer::Accepted => accept(model, effects),
        Answer::Cancelled => cancel(model, effects),
        Answer::Editor => effects.push(Effect::EditText(asking.prompt.text().to_owned())),
        Answer::Moved => offer(model, Offer::Typed),
        Answer::Ignored => {}
    }
}

/// Takes a paste: into the prompt, or nowhere.
pub fn paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    if let Some(asking) = &mut model.asking {
        if asking.prompt.paste(text) == Answer::Edited {
            edited_live(model, effects);
        }
    } else if matches!(model.overlay, Some(Overlay::Form(_))) {
        form::paste(model, text);
    } else {
        let (add, filter) = (model.keymap.hint(Action::AddArticle), model.keymap.hint(Action::Filter));
        model.say(format!("Pasted text goes into prompts alone: {filter} filters, {add} adds an article."));
    }
}

/// Takes back what was edited in `$EDITOR`.
pub fn edited(model: &mut Model, result: Result<String, String>, effects: &mut Vec<Effect>) {
    match (result, &mut model.asking) {
        (Ok(text), Some(asking)) => {
            asking.prompt.set(text.trim_end_matches('\n'));
            edited_live(model, effects);
        }
        (Ok(_), None) => {}
        (Err(why), _) => model.fail(why),
    }
}

/// The text changed: what follows typing follows it.
fn edited_live(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(asking) = &mut model.asking else { return };
    asking.wrong = None;
    let text = asking.prompt.text().to_owned();
    match &asking.purpose {
        PromptKind::Filter(_) => match query::typed(&text, asking.prompt.caret()) {
            Partial::Complete(query) => {
                search::set_filter(model, Filter { text, query }, effects);
                search::choose(model, effects);
            }
            Partial::Incomplete(error, so_far) => {
                let message = format!("expected: {}", error.awaits.as_ref().unwrap_or(&error.message));
                asking.wrong = Some(Wrong { message, at: error.at, weight: Weight::Hint });
                // What is on the screen stays, or is what the rest of the query finds: never what the letters of a
                // field's name found as a word.
                if let Some(query::SoFar { text, query }) = so_far.filter(|so_far| so_far.query != model.filter.query) {
                    search::set_filter(model, Filter { text, query }, effects);
                    search::choose(model, effects);
                }
            }
            Partial::Invalid(error) => {
                asking.wrong = Some(Wrong { message: sentence(&error), at: error.at, weight: Weight::Error });
            }
        },
        PromptKind::Search(pane, _, from) => {
            let (pane, from) = (*pane, *from);
            search_live(model, pane, from, &text, effects);
        }
        PromptKind::Palette(_) => asking.purpose = PromptKind::Palette(0),
        PromptKind::AddWords(article, _) => asking.purpose = PromptKind::AddWords(*article, 0),
        PromptKind::FilterHelp => {
            if let Some(Overlay::Help { top, filter }) = &mut model.overlay {
                *top = 0;
                *filter = text;
            }
        }
        _ => {}
    }
    offer(model, Offer::Typed);
}

fn search_live(model: &mut Model, pane: Pane, from: usize, text: &str, effects: &mut Vec<Effect>) {
    match Pattern::new(text) {
        Ok(pattern) => {
            let hits = model.find[pane.index()].take().map(|find| find.hits).unwrap_or_default();
            model.find[pane.index()] = Some(Find { pattern, hits, here: None });
            find::again(model, pane, effects);
            if pane == Pane::Context {
                find::land(model, pane, from);
            }
        }
        Err(message) => {
            if text.is_empty() {
                model.find[pane.index()] = None;
                restore_cursor(model, pane, from, effects);
            } else if let Some(asking) = &mut model.asking {
                asking.wrong = Some(Wrong { message, at: ByteRange::new(0, text.len()), weight: Weight::Error });
            }
        }
    }
}

fn restore_cursor(model: &mut Model, pane: Pane, from: usize, effects: &mut Vec<Effect>) {
    match pane {
        Pane::Groups if model.first.at != from => {
            model.first.at = from;
            search::follow(model, effects);
        }
        Pane::Quotations => model.list.at = from,
        _ => {}
    }
}

/// Esc: everything is as it was before the prompt.
pub fn cancel(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(asking) = model.asking.take() else { return };
    match asking.purpose {
        PromptKind::Filter(before) if before.text != model.filter.text => {
            search::set_filter(model, before, effects);
            search::choose(model, effects);
        }
        PromptKind::Search(pane, before, from) => {
            model.find[pane.index()] = before;
            restore_cursor(model, pane, from, effects);
            find::again(model, pane, effects);
        }
        PromptKind::FilterHelp => {
            if let Some(Overlay::Help { filter, .. }) = &mut model.overlay {
                filter.clear();
            }
        }
        // The text comes back, so that a second Esc is what throws it away.
        PromptKind::AddTitle(text) => open(model, PromptKind::AddArticle, &text),
        // What was typed into a note is worth more than one key: the next `m` begins with it.
        PromptKind::Note(targets) => {
            let text = asking.prompt.text().trim().to_owned();
            let was = targets.first().and_then(|&ix| model.catalog.quotation(ix).note()).unwrap_or_default();
            if !text.is_empty() && text != was {
                let key = model.keymap.hint(Action::Note);
                let names = model.names(&targets);
                model.drafts.retain(|(of, _)| *of != names);
                model.drafts.push((names, asking.prompt.text().to_owned()));
                model.say(format!("The note was not saved; {key} goes on with it."));
            }
        }
        _ => {}
    }
}

/// Enter: the text holds.
fn accept(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(mut asking) = model.asking.take() else { return };
    let text = asking.prompt.text().to_owned();
    let trimmed = text.trim();
    if asking.wrong.is_some() && matches!(asking.purpose, PromptKind::Filter(_)) {
        match query::entered(trimmed) {
            // What was only left open holds as it stands; it is written down as it was understood.
            Ok(query) => {
                let text = query.to_string();
                search::set_filter(model, Filter { text, query }, effects);
                search::choose(model, effects);
                asking.wrong = None;
            }
            // Enter on a field among the completions takes it: its values are what is wanted next.
            Err(_) if asking.prompt.settle() => {
                model.asking = Some(asking);
                offer(model, Offer::Asked);
                return;
            }
            Err(error) => {
                asking.wrong = Some(Wrong { message: sentence(&error), at: error.at, weight: Weight::Error });
            }
        }
    }
    if asking.wrong.is_some() {
        // A query that is none cannot hold; the prompt stays, with the caret at the error.
        model.asking = Some(asking);
        return;
    }
    if let Some(kind) = asking.purpose.history()
        && !trimmed.is_empty()
    {
        let entries = model.prompts.of(kind);
        entries.retain(|entry| entry != trimmed);
        entries.push(trimmed.to_owned());
        effects.push(Effect::Remember { kind, entry: trimmed.to_owned() });
    }
    match asking.purpose {
        PromptKind::Filter(_) => {}
        PromptKind::Search(pane, before, from) => {
            if trimmed.is_empty() {
                // Enter on nothing repeats the search before.
                model.find[pane.index()] = before;
                find::again(model, pane, effects);
                find::step(model, true);
                return;
            }
            if pane == Pane::Context {
                find::land(model, pane, from);
            }
            if let Some(find) = &model.find[pane.index()] {
                let words = match (find.here, find.hits.len()) {
                    (_, 0) => None,
                    (Some(here), len) => Some(format!("match {} of {len}", here + 1)),
                    (None, len) => Some(format!("{len} matches")),
                };
                match words {
                    Some(words) => model.say(words),
                    None => model.say(format!("No match for {trimmed}")),
                }
            }
        }
        PromptKind::Palette(at) => palette::run(model, trimmed, at, effects),
        PromptKind::Tags(targets) => set_tags(model, &targets, &text, effects),
        PromptKind::Note(targets) => {
            let names = model.names(&targets);
            model.drafts.retain(|(of, _)| *of != names);
            let note = (!trimmed.is_empty()).then(|| trimmed.to_owned());
            let changed = targets.iter().filter(|&&ix| model.catalog.quotation(ix).note() != note.as_deref());
            let edits: Vec<Edit> = changed.map(|&ix| edit::edit(model, ix, Change::Note(note.clone()))).collect();
            if edits.is_empty() {
                model.say("The note is as it was.");
                return;
            }
            let verb = if note.is_some() { "wrote a note to" } else { "took the note from" };
            let did = format!("{verb} {}", edit::what(model, &targets));
            edit::propose(model, edits, did, targets.len(), effects);
        }
        PromptKind::Rename(speaker) => {
            rename_to(model, model.catalog.speaker(speaker).name().to_owned(), trimmed, effects)
        }
        PromptKind::AddArticle => adding::article(model, &text, effects),
        PromptKind::AddTitle(words) => adding::titled(model, words, trimmed, effects),
        PromptKind::AddWords(article, number) => adding::words(model, article, number, trimmed),
        PromptKind::AddSpeaker(article, span) => adding::quotation(model, article, span, trimmed, effects),
        PromptKind::Write => export::write_to(model, trimmed, effects),
        PromptKind::SaveView => overlay::save_view(model, trimmed, effects),
        PromptKind::FilterHelp => {}
    }
}

fn set_tags(model: &mut Model, targets: &[QuotationIx], text: &str, effects: &mut Vec<Effect>) {
    let mut wanted: Vec<String> = Vec::new();
    for tag in text.split(',').map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        if !wanted.iter().any(|other| other == tag) {
            wanted.push(tag.to_owned());
        }
    }
    // What all of several had and what is gone from the line is taken from all; what is new is given to all.
    let tags = |ix: QuotationIx| model.catalog.quotation(ix).tags().map(str::to_owned).collect::<Vec<_>>();
    let mut common = tags(targets[0]);
    for &ix in &targets[1..] {
        let others = tags(ix);
        common.retain(|tag| others.contains(tag));
    }
    let mut edits = Vec::new();
    for &ix in targets {
        let before = tags(ix);
        let mut after: Vec<String> =
            before.iter().filter(|tag| wanted.contains(tag) || !common.contains(tag)).cloned().collect();
        after.extend(wanted.iter().filter(|tag| !before.contains(tag)).cloned());
        if after != before {
            edits.push(edit::edit(model, ix, Change::Tags(after)));
        }
    }
    if edits.is_empty() {
        model.say("The tags are as they were.");
        return;
    }
    let did = match wanted.as_slice() {
        [] => format!("took the tags from {}", edit::what(model, targets)),
        tags => format!("tagged {} #{}", edit::what(model, targets), tags.join(" #")),
    };
    edit::propose(model, edits, did, targets.len(), effects);
}

fn rename_to(model: &mut Model, from: String, to: &str, effects: &mut Vec<Effect>) {
    if to.is_empty() || to == from {
        model.say("The name is as it was.");
        return;
    }
    if let Some(other) = model.catalog.find_speaker(to)
        && model.catalog.speaker(other).name() != from
    {
        let into = model.catalog.speaker(other).name().to_owned();
        let question = format!("Make {from} and {into} one speaker, under the name {into}?");
        let did = format!("made {from} and {into} one speaker");
        let edits = vec![Edit::of_registry(Change::MergeSpeakers { into, from: vec![from] })];
        model.overlay = Some(Overlay::Confirm(Confirm { question, then: OnConfirm::Commit(edits, did) }));
        return;
    }
    let did = format!("renamed {from} to {to}");
    let edits = vec![Edit::of_registry(Change::RenameSpeaker { from, to: to.to_owned() })];
    edit::commit(model, edits, did, effects);
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
    let Some(asking) = &mut model.asking else { return };
    let (text, caret) = (asking.prompt.text().to_owned(), asking.prompt.caret());
    let begun = text[..caret].chars().next_back().is_some_and(|c| !c.is_whitespace() && !"(-".contains(c));
    let few = matches!(asking.purpose, PromptKind::AddSpeaker(..));
    if when == Offer::Typed && !begun && !few {
        asking.prompt.offer(ByteRange::new(caret, caret), Vec::new());
        return;
    }
    let Some(asking) = &model.asking else { return };
    let (span, candidates) = match &asking.purpose {
        PromptKind::Filter(_) => {
            let query::Completions { replace, candidates } = query::complete(&model.catalog, &text, caret);
            let candidates = candidates.into_iter().map(|candidate| Candidate {
                label: candidate.text.clone(),
                insert: candidate.text,
                detail: candidate.about,
            });
            (replace, candidates.collect())
        }
        PromptKind::Tags(_) => {
            let start = text[..caret].rfind(',').map_or(0, |at| at + 1);
            let start = start + (text[start..caret].len() - text[start..caret].trim_start().len());
            let typed = text[start..caret].trim_start_matches('#').to_lowercase();
            (ByteRange::new(start, caret), tag_names(model, &typed))
        }
        PromptKind::Rename(_) => {
            let names = model.catalog.speakers().map(|speaker| speaker.name());
            (ByteRange::new(0, text.len()), matching(names, &text, OFFERED))
        }
        PromptKind::AddSpeaker(article, _) => {
            (ByteRange::new(0, text.len()), speakers(model, *article, &text, OFFERED))
        }
        PromptKind::AddArticle | PromptKind::Write => adding::paths(&text, caret),
        _ => return,
    };
    if let Some(asking) = &mut model.asking {
        asking.prompt.offer(span, candidates);
    }
}

fn tag_names(model: &Model, typed: &str) -> Vec<Candidate> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, segment) in model.catalog.segments().iter().enumerate() {
        let first = model.catalog.first_of(number).index();
        // One look at a column tells which few have tags.
        for (row, _) in segment.flags().iter().enumerate().filter(|(_, flags)| flags.has(Flags::TAGS)) {
            for tag in model.catalog.quotation(QuotationIx::new(first + row)).tags() {
                *counts.entry(tag).or_default() += 1;
            }
        }
    }
    let typed = fold(typed);
    let mut tags: Vec<(&str, usize)> = counts.into_iter().filter(|(tag, _)| fold(tag).contains(&typed)).collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let offered = tags.into_iter().take(OFFERED);
    let candidate =
        |(tag, count)| Candidate { insert: format!("{tag}, "), label: String::from(tag), detail: format!("{count}") };
    offered.map(candidate).collect()
}

fn matching<'a>(names: impl Iterator<Item = &'a str>, typed: &str, most: usize) -> Vec<Candidate> {
    let typed = typed.trim();
    let wanted = fold(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let found = names.filter(|name| *name != typed && fold(name).contains(&wanted));
    found.take(most).map(|name| form::candidate(name, String::new())).collect()
}

/// Names that hold what was typed: the article's speakers first, then the store's.
pub fn speakers(model: &Model, article: ArticleIx, typed: &str, most: usize) -> Vec<Candidate> {
    let typed = typed.trim();
    let wanted = fold(typed);
    let fits = |name: &str| name != typed && fold(name).contains(&wanted);
    let mut offered: Vec<Candidate> = Vec::new();
    let own =
        model.catalog.article(article).quotations().filter_map(|ix| {
            Some(model.catalog.speaker(model.catalog.quotation(QuotationIx::new(ix)).speaker()?).name())
        });
    for name in own {
        if fits(name) && offered.iter().all(|other| other.label != name) {
            offered.push(form::candidate(name, "in this article".into()));
        }
    }
    // Without a letter typed the whole store would be on offer.
    if !wanted.is_empty() {
        for speaker in model.catalog.speakers() {
            if offered.len() >= most {
                break;
            }
            if fits(speaker.name()) && offered.iter().all(|other| other.label != speaker.name()) {
                offered.push(form::candidate(speaker.name(), speaker.role().unwrap_or_default().to_owned()));
            }
        }
    }
    offered.truncate(most);
    offered
}
