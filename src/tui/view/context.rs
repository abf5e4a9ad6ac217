//! The context pane: the article around the quotation, with quotation, cue and mention marked each in its own way.
//! A bar beside the lines shows where the quotation stands, so that it is found without colors.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use super::quotations;
use crate::text::ByteRange;
use crate::tui::layout::{GUTTER, Pane};
use crate::tui::state::context::Reading;
use crate::tui::state::model::Model;
use crate::tui::state::overlay::Overlay;
use crate::tui::state::words;
use crate::tui::theme::Role;
use crate::tui::{sanitise, wrap};

/// Draws the words in sight.
pub fn draw(model: &Model, inside: Rect, buffer: &mut Buffer) {
    let selection = model.selection();
    let Some(shown) = model.shown_article() else {
        if model.verification.as_ref().is_some_and(|draft| draft.checked.is_some()) {
            let width = usize::from(inside.width);
            buffer.put(inside.x, inside.y, "No article has these words.", width, model.theme.style(Role::Dim));
        }
        return;
    };
    let area = model.context_area(inside);
    let width = usize::from(area.width);
    if let Some(head) = model.context_head(inside) {
        let x = inside.x + GUTTER.min(inside.width);
        let room = usize::from(inside.width.saturating_sub(GUTTER));
        let head = wrap::cut(&head, room).into_owned();
        buffer.put(x, inside.y, sanitise::shown(&head), room, model.theme.style(Role::Program));
    }
    match &model.context.shown {
        Some((article, reading)) if *article == shown => {
            let lines = model.context.lines.iter().skip(model.context.top).take(usize::from(area.height));
            let mut before = model.context.top.checked_sub(1).map(|line| model.context.lines[line]);
            for (line, y) in lines.zip(area.y..) {
                let cell = Rect::new(inside.x, y, area.x.saturating_sub(inside.x + GUTTER), 1);
                draw_number(model, reading, before.replace(*line), *line, cell, buffer);
                draw_line(model, &reading.text, *line, (area.x, y), area.width, buffer);
            }
        }
        _ => {
            let role = model.theme.style(Role::Quotation);
            let lines = selection.into_iter().flat_map(|selection| words::wrapped(selection, width.max(1)));
            for (text, y) in lines.zip(area.y..area.y + area.height) {
                buffer.put(area.x, y, text, width, role);
            }
            if let Some((_, why)) = &model.context.failed
                && area.height > 1
            {
                let text = format!("The article cannot be read: {why}");
                let lines: Vec<ByteRange> = wrap::lines(&text, width.max(1)).collect();
                let from = area.y + area.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(1));
                for (line, y) in lines.iter().zip(from..area.y + area.height) {
                    let words = sanitise::shown(line.of(&text));
                    buffer.put(area.x, y, wrap::pad(&words, width), width, model.theme.style(Role::Error));
                }
            }
        }
    }
    if area.y + area.height < inside.y + inside.height
        && let Some(added) = selection.and_then(words::added)
    {
        draw_added(model, &added, inside, area, buffer);
    }
}

fn draw_added(model: &Model, added: &str, inside: Rect, area: Rect, buffer: &mut Buffer) {
    let y = area.y + area.height;
    let rule = "─".repeat(usize::from(inside.width));
    buffer.put(inside.x, y, rule, usize::from(inside.width), model.theme.style(Role::Border));
    let width = usize::from(area.width.max(1));
    let style = model.theme.style(Role::Note);
    let note = model.selection().and_then(|quotation| quotation.note()).map(|note| added.len() - note.len());
    for (line, y) in wrap::lines(added, width).zip(y + 1..inside.y + inside.height) {
        if note == Some(line.start) {
            buffer.put(inside.x, y, "✎", 1, style);
        }
        buffer.put(area.x, y, sanitise::shown(line.of(added)), width, style);
    }
}

/// Draws one line of the article with the styles of what stands on it.
fn draw_line(model: &Model, text: &str, line: ByteRange, (x, y): (u16, u16), width: u16, buffer: &mut Buffer) {
    let marks = &model.context.marks;
    let shown = line.of(text);
    let room = usize::from(width);
    buffer.put(x, y, sanitise::shown(shown), room, model.theme.style(Role::Text));
    let clip = |span: &ByteRange| {
        let (start, end) = (span.start.max(line.start), span.end.min(line.end));
        (start < end).then(|| ByteRange::new(start - line.start, end - line.start))
    };
    let why = matches!(model.overlay, Some(Overlay::Why));
    let quotation: &[ByteRange] = marks.quotation.as_slice();
    let none: &[ByteRange] = &[];
    let layers = [
        (marks.others.as_slice(), Role::OtherQuotation),
        (quotation, Role::Quotation),
        (if why { marks.antecedent.as_slice() } else { none }, Role::Antecedent),
        (marks.mention.as_slice(), Role::Mention),
        (marks.cue.as_slice(), Role::Cue),
    ];
    for (spans, role) in layers {
        let here: Vec<ByteRange> = spans.iter().filter_map(clip).collect();
        quotations::lay(buffer, (x, y), shown, &here, model.theme.style(role));
    }
    if let Some(selection) = model.selecting.filter(|_| model.context.shown.is_some()) {
        let here: Vec<ByteRange> = clip(&selection.span(text)).into_iter().collect();
        quotations::lay(buffer, (x, y), shown, &here, model.theme.style(Role::MatchHere));
    }
    for pane in [Pane::Quotations, Pane::Context] {
        let Some(find) = &model.find[pane.index()] else { continue };
        let here = find.here_in_text();
        for span in find.pattern.spans(shown) {
            let stands = here.is_some_and(|here| here.start == span.start + line.start);
            let role = if stands { Role::MatchHere } else { Role::Match };
            quotations::lay(buffer, (x, y), shown, &[span], model.theme.style(role));
        }
    }
    if marks.quotation.is_some_and(|span| span.start < line.end.max(line.start + 1) && line.start < span.end) {
        buffer.put(x.saturating_sub(GUTTER), y, "▌", 1, model.theme.style(Role::Quotation));
    }
}

/// Draws the number of the paragraph that begins on `line`, where there is room left of the words.
fn draw_number(
    model: &Model,
    reading: &Reading,
    before: Option<ByteRange>,
    line: ByteRange,
    cell: Rect,
    buffer: &mut Buffer,
) {
    if cell.width == 0 || !reading.own_words || line.start == line.end {
        return;
    }
    let number = reading.paragraphs.number(line.start);
    let is_first =
        before.is_none_or(|before| before.start == before.end || reading.paragraphs.number(before.start) != number);
    if is_first {
        let width = usize::from(cell.width);
        buffer.put(cell.x, cell.y, format!("{number:>width$}"), width, model.theme.style(Role::Dim));
    }
}
