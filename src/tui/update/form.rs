//! The form that edits an attribution: speaker with completion, kind, and where the quotation begins and ends. It is
//! one edit, and one step of undo, whatever it changes.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

use super::edit::{self, EditWording, Verb};
use super::review;
use crate::quotation::Kind;
use crate::store::{Change, Edit, QuotationIx};
use crate::text::fold::fold;
use crate::text::{ByteRange, Positions};
use crate::tui::keymap::Action;
use crate::tui::prompt::{Answer, Lines, Popup, Prompt};
use crate::tui::state::context::{Marks, Reading};
use crate::tui::state::model::Model;
use crate::tui::state::overlay::{Field, Form, Overlay};

/// Opens the form.
pub fn open(model: &mut Model) {
    let Some(targets) = edit::targets(model, Action::Edit) else { return };
    let same = |of: &dyn Fn(QuotationIx) -> Option<String>| {
        let first = of(targets[0]);
        targets.iter().all(|&ix| of(ix) == first).then_some(first).flatten()
    };
    let name = |ix| Some(model.catalog.speaker(model.catalog.quotation(ix).speaker()?).name().to_owned());
    let speaker_before = same(&name);
    let kind_before = same(&|ix| Some(model.catalog.quotation(ix).kind()?.word().to_owned()));
    let kind_before = kind_before.as_deref().and_then(Kind::from_word);
    let span = match targets.as_slice() {
        [one] if model.context.quotation == Some(*one) => {
            let own_words = model.context.shown.as_ref().is_some_and(|(_, reading)| reading.own_words);
            model.context.marks.quotation.filter(|_| own_words)
        }
        _ => None,
    };
    let speaker = Prompt::new(Lines::One, Vec::new()).with_text(speaker_before.as_deref().unwrap_or_default());
    model.overlay = Some(Overlay::Form(Box::new(Form {
        targets,
        field: Field::Speaker,
        speaker,
        untouched: true,
        speaker_before,
        kind: kind_before,
        kind_before,
        span,
        span_before: span,
    })));
    offer(model);
}

/// What the context pane marks while the form is open: the edges as the form has them; or while a quotation is added.
pub fn marks(model: &Model) -> Option<Marks> {
    let span = match &model.overlay {
        Some(Overlay::Form(form)) => form.span?,
        _ => {
            let place = super::missed::place(model)?;
            return Some(Marks { quotation: Some(place), ..Marks::default() });
        }
    };
    Some(Marks { quotation: Some(span), ..model.context.marks.clone() })
}

/// Takes a key for the form.
pub fn key(model: &mut Model, key: KeyEvent) {
    let reading = model.context.shown.as_ref().map(|(_, reading)| reading.clone());
    let Some(Overlay::Form(form)) = &mut model.overlay else { return };
    let fields: Vec<Field> = Field::ALL
        .into_iter()
        .filter(|field| form.span.is_some() || !matches!(field, Field::Begins | Field::Ends))
        .collect();
    let at = fields.iter().position(|field| *field == form.field).unwrap_or(0);
    let completing = form.field == Field::Speaker && form.speaker.popup().is_some();
    match key.code {
        KeyCode::Down => form.field = fields[(at + 1) % fields.len()],
        KeyCode::Up => form.field = fields[(at + fields.len() - 1) % fields.len()],
        KeyCode::Tab if !completing => form.field = fields[(at + 1) % fields.len()],
        KeyCode::BackTab if !completing => form.field = fields[(at + fields.len() - 1) % fields.len()],
        KeyCode::Enter => accept(model),
        KeyCode::Esc if form.field != Field::Speaker => model.overlay = None,
        _ => match form.field {
            Field::Speaker => match picked(form, key).unwrap_or_else(|| form.speaker.key(key)) {
                Answer::Cancelled => model.overlay = None,
                Answer::Accepted => accept(model),
                Answer::Edited => offer(model),
                Answer::Moved | Answer::Ignored | Answer::Editor => {}
            },
            Field::Kind => kind(form, key.code),
            Field::Begins | Field::Ends => {
                if let (Some(span), Some(reading)) = (form.span, reading) {
                    let begins = form.field == Field::Begins;
                    let fine =
                        key.modifiers.intersects(KeyModifiers::SHIFT | KeyModifiers::CONTROL | KeyModifiers::ALT);
                    let right = match key.code {
                        KeyCode::Right | KeyCode::Char('l' | 'L') => true,
                        KeyCode::Left | KeyCode::Char('h' | 'H') => false,
                        _ => return,
                    };
                    let fine = fine || matches!(key.code, KeyCode::Char('L' | 'H'));
                    form.span = Some(moved(&reading.text, span, begins, right, fine));
                }
            }
        },
    }
}

/// Takes a paste for the form.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Form(form)) = &mut model.overlay
        && form.field == Field::Speaker
    {
        if std::mem::take(&mut form.untouched) {
            form.speaker.set("");
        }
        form.speaker.paste(text);
        offer(model);
    }
}

/// The first key into the speaker's name: a digit picks from the list, a letter takes the place of the name. Gives
/// what that did, when the key is dealt with.
fn picked(form: &mut Form, key: KeyEvent) -> Option<Answer> {
    if !std::mem::take(&mut form.untouched) || key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
        return None;
    }
    let KeyCode::Char(c) = key.code else { return None };
    let candidates = form.speaker.popup().map(Popup::candidates).unwrap_or_default();
    let number = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
    let name = number.and_then(|number| Some(candidates.get(number)?.insert.clone()));
    form.speaker.set(name.as_deref().unwrap_or_default());
    name.map(|_| Answer::Moved)
}

fn kind(form: &mut Form, code: KeyCode) {
    let at = form.kind.and_then(|kind| Kind::ALL.iter().position(|other| *other == kind));
    let len = Kind::ALL.len();
    form.kind = match code {
        KeyCode::Right | KeyCode::Char(' ' | 'l') => Some(Kind::ALL[at.map_or(0, |at| (at + 1) % len)]),
        KeyCode::Left | KeyCode::Char('h') => Some(Kind::ALL[at.map_or(0, |at| (at + len - 1) % len)]),
        KeyCode::Char(c) => Kind::ALL.into_iter().find(|kind| kind.word().starts_with(c)).or(form.kind),
        _ => form.kind,
    };
}

/// `span` with one edge moved by a word, or by a character.
fn moved(text: &str, span: ByteRange, begins: bool, right: bool, fine: bool) -> ByteRange {
    let at = if begins { span.start } else { span.end };
    let to = match (right, fine) {
        (true, true) => text[at..].graphemes(true).next().map_or(at, |grapheme| at + grapheme.len()),
        (false, true) => text[..at].graphemes(true).next_back().map_or(at, |grapheme| at - grapheme.len()),
        (true, false) => word_edges(&text[at..])
            .find(|&(start, end)| if begins { start > 0 } else { end > 0 })
            .map_or(at, |(start, end)| at + if begins { start } else { end }),
        (false, false) => {
            let from = at.saturating_sub(200);
            let from = (from..=at).find(|&from| text.is_char_boundary(from)).unwrap_or(at);
            let before: Vec<(usize, usize)> = word_edges(&text[from..at]).collect();
            let edge = before.iter().rev().map(|&(start, end)| if begins { start } else { end });
            edge.map(|edge| from + edge).find(|&edge| edge < at).unwrap_or(at)
        }
    };
    if begins {
        ByteRange::new(to.min(span.end.saturating_sub(1)).min(span.end), span.end)
    } else {
        ByteRange::new(span.start, to.max(span.start))
    }
}

/// Where the words of `text` begin and end.
fn word_edges(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.unicode_word_indices().map(|(at, word)| (at, at + word.len()))
}

/// Offers names: the article's speakers first, then the store's.
fn offer(model: &mut Model) {
    let Some(Overlay::Form(form)) = &model.overlay else { return };
    let article = form.targets.first().map(|&ix| model.catalog.quotation(ix).article());
    let untouched = form.untouched;
    let typed = if untouched { String::new() } else { form.speaker.text().to_owned() };
    let mut names = article.map(|article| super::completions::speakers(model, article, &typed)).unwrap_or_default();
    if untouched {
        for (number, name) in names.iter_mut().enumerate().take(9) {
            name.label = format!("{} {}", number + 1, name.label);
        }
    }
    if let Some(Overlay::Form(form)) = &mut model.overlay {
        let all = ByteRange::new(0, form.speaker.text().len());
        form.speaker.offer(all, names);
    }
}

/// Makes what the form says hold.
fn accept(model: &mut Model) {
    let Some(Overlay::Form(form)) = model.overlay.take() else { return };
    let mut edits: Vec<Edit> = Vec::new();
    let mut verbs: Vec<Verb> = Vec::new();
    let name = form.speaker.text().trim();
    // The one who is in the store by that name is meant, however it was typed.
    let known = || model.catalog.speakers().map(|known| known.name()).find(|known| fold(known) == fold(name));
    let known = if model.catalog.find_speaker(name).is_none() { known() } else { None };
    let speaker = (!name.is_empty()).then(|| known.unwrap_or(name).to_owned());
    if speaker != form.speaker_before {
        edits.extend(form.targets.iter().map(|&ix| edit::edit(model, ix, Change::Speaker(speaker.clone()))));
        verbs.push(match &speaker {
            Some(name) => Verb::new(format!("gave {name}"), format!("give {name}")),
            None => Verb::new("removed the speaker from", "remove the speaker from"),
        });
    }
    if form.kind != form.kind_before {
        edits.extend(form.targets.iter().map(|&ix| edit::edit(model, ix, Change::Kind(form.kind))));
        let kind = form.kind.map_or("of no kind", Kind::word);
        verbs.push(Verb::new(format!("made {kind}"), format!("make {kind}")));
    }
    if let (Some(span), true, [one], Some((_, reading))) =
        (form.span, form.span != form.span_before, form.targets.as_slice(), &model.context.shown)
    {
        edits.push(edit::edit(model, *one, at(reading, span)));
        verbs.push(Verb::new("changed the edges of", "change the edges of"));
    }
    if edits.is_empty() {
        model.say("Nothing was changed.");
        return;
    }
    let wording = EditWording::new(model, &verbs, &form.targets, "");
    // A decision in a review is a decision: the reassigned quotation is confirmed with it.
    if model.review.is_some() {
        edits.extend(edit::decide(model, &form.targets, Some(crate::quotation::Review::Confirmed)));
    }
    edit::propose(model, edits, wording, &form.targets);
    review::advance(model);
}

/// The change that puts a quotation's edges at `span`.
pub fn at(reading: &Reading, span: ByteRange) -> Change {
    let at = Positions::new(&reading.text).at(span);
    Change::Place { text: span.of(&reading.text).to_owned(), at: Some(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, begins: bool, right: bool, fine: bool, expected: &str) {
        let start = text.find('[').expect("a start");
        let end = text.find(']').expect("an end") - 1;
        let plain = text.replace(['[', ']'], "");
        let span = moved(&plain, ByteRange::new(start, end), begins, right, fine);
        assert_eq!(span.of(&plain), expected);
    }

    #[test]
    fn edges_move_by_words_and_by_characters() {
        check("one [two three] four", true, false, false, "one two three");
        check("one [two three] four", true, true, false, "three");
        check("one [two three] four", false, true, false, "two three four");
        check("one [two three] four", false, false, false, "two");
        check("one [two three] four", false, false, true, "two thre");
        check("one [two three] four", true, false, true, " two three");
        check("“[two three]”", false, true, false, "two three");
        check("“é [two]”", true, false, false, "é two");
    }
}
