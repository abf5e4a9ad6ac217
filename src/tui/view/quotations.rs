//! The list of quotations: each on one line, on two, or whole; what a person decided shows by signs before the words.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::clip::Clipped as _;
use super::empty;
use crate::quotation::Review;
use crate::store::QuotationRef;
use crate::text::ByteRange;
use crate::tui::layout::{GUTTER, Pane, text_width};
use crate::tui::state::model::Model;
use crate::tui::state::session::Lines;
use crate::tui::state::words;
use crate::tui::theme::Role;
use crate::tui::wrap;

/// Less of a cue tells nothing.
const SHORTEST_CUE: usize = 8;

/// Draws the quotations in sight.
pub fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    if model.rows.is_empty() {
        empty::draw(model, area, buffer);
        return;
    }
    let mut y = area.y;
    let bottom = area.y + area.height;
    let from = model.range.and_then(|from| model.rows.position(from));
    let range = from.map(|from| from.min(model.list.at)..from.max(model.list.at) + 1).unwrap_or_default();
    for row in model.list.top..model.rows.len() {
        if y >= bottom {
            break;
        }
        y = draw_row(model, row, &range, Rect { y, height: bottom - y, ..area }, buffer);
    }
}

/// Draws one row at the top of `area`; gives the line after it.
fn draw_row(model: &Model, row: usize, range: &Range<usize>, area: Rect, buffer: &mut Buffer) -> u16 {
    let Some(ix) = model.rows.get(row) else { return area.y + area.height };
    let quotation = model.catalog.quotation(ix);
    let here = row == model.list.at;
    let focus = model.focus() == Pane::Quotations;
    let marked = model.marks.contains(ix) || range.contains(&row);
    let rejected = quotation.review() == Some(Review::Rejected) || quotation.gone();
    let base = match (here, marked) {
        (true, _) if focus => Role::Cursor,
        (true, _) => Role::CursorBlurred,
        (false, true) => Role::Marked,
        (false, false) if rejected => Role::Rejected,
        (false, false) => Role::Text,
    };
    let width = text_width(area.width);
    let texts: Vec<String> = match model.lines {
        Lines::All => words::wrapped(quotation, width).collect(),
        Lines::One | Lines::Two => {
            let signs = signs(quotation);
            vec![wrap::cut(&format!("{signs}{}", words::marked(quotation)), width).into_owned()]
        }
    };
    let mut y = area.y;
    let bottom = area.y + area.height;
    let x = area.x + GUTTER.min(area.width);
    let style = model.theme.style(base);
    for text in &texts {
        if y >= bottom {
            return y;
        }
        gutter(here, marked, Rect { y, ..area }, style, buffer);
        buffer.put(x, y, wrap::pad(text, width), width, style);
        if rejected && base != Role::Rejected {
            buffer.set_style(
                Rect::new(
                    x,
                    y,
                    u16::try_from(wrap::width(text)).unwrap_or(0).min(area.width.saturating_sub(GUTTER)),
                    1,
                ),
                model.theme.style(Role::Rejected),
            );
        }
        sign_styles(model, text, (x, y), here, buffer);
        if let Some(find) = &model.find[Pane::Quotations.index()] {
            let role = if here { Role::MatchHere } else { Role::Match };
            lay(buffer, (x, y), text, &find.pattern.spans(text), model.theme.style(role));
        }
        if !model.filter.text.is_empty() {
            let spans = crate::query::highlights(&model.filter.query, text);
            lay(buffer, (x, y), text, &spans, model.theme.style(Role::Match));
        }
        y += 1;
    }
    if model.lines != Lines::One && y < bottom {
        let details = details(model, quotation, width.saturating_sub(1));
        gutter(here, marked, Rect { y, ..area }, style, buffer);
        let role = if here { base } else { Role::Dim };
        let text = wrap::pad(&format!(" {details}"), width);
        buffer.put(x, y, &text, width, model.theme.style(role));
        if let (Some(find), Some(speaker)) = (&model.find[Pane::Quotations.index()], quotation.speaker())
            && model.shows_speakers()
        {
            let name = model.catalog.speaker(speaker).display();
            let from = text.find(&*name).unwrap_or(text.len());
            let spans: Vec<ByteRange> = find.pattern.spans(&name);
            let role = if here { Role::MatchHere } else { Role::Match };
            let spans: Vec<ByteRange> =
                spans.iter().map(|span| ByteRange::new(span.start + from, span.end + from)).collect();
            if from < text.len() {
                lay(buffer, (x, y), &text, &spans, model.theme.style(role));
            }
        }
        y += 1;
    }
    y
}

fn gutter(here: bool, marked: bool, area: Rect, style: Style, buffer: &mut Buffer) {
    let text = match (here, marked) {
        (true, true) => "▌●",
        (true, false) => "▌ ",
        (false, true) => " ●",
        (false, false) => "  ",
    };
    buffer.put(area.x, area.y, text, usize::from(area.width), style);
}

/// What a person decided, as signs.
fn signs(quotation: QuotationRef<'_>) -> String {
    let mut signs = String::new();
    if quotation.star() {
        signs.push('★');
    }
    match quotation.review() {
        Some(Review::Confirmed) => signs.push('✓'),
        Some(Review::Rejected) => signs.push('✗'),
        None => {}
    }
    if quotation.gone() {
        signs.push('†');
    }
    if !signs.is_empty() {
        signs.push(' ');
    }
    signs
}

fn sign_styles(model: &Model, text: &str, (x, y): (u16, u16), here: bool, buffer: &mut Buffer) {
    if here {
        return;
    }
    for (i, sign) in text.chars().take_while(|c| "★✓✗†".contains(*c)).enumerate() {
        let role = match sign {
            '★' => Role::Star,
            '✓' => Role::Confirmed,
            _ => Role::Warning,
        };
        let at = Rect::new(x + u16::try_from(i).unwrap_or(0), y, 1, 1);
        if at.intersection(buffer.area) == at {
            buffer.set_style(at, model.theme.style(role));
        }
    }
}

/// The line below the words in `width` cells: who, how, where, how sure, and what a person added. Where it does not fit
/// the cue is cut first, whose words stand marked in the context, and then the kind; in review how sure the program is
/// comes first of all, for the list is in that order.
fn details(model: &Model, quotation: QuotationRef<'_>, width: usize) -> String {
    let speaker = model.shows_speakers().then(|| match quotation.speaker() {
        Some(speaker) => model.catalog.speaker(speaker).display().into_owned(),
        None => "nobody named".into(),
    });
    let signs = Some(signs(quotation).trim().to_owned()).filter(|signs| model.lines == Lines::All && !signs.is_empty());
    let kind = quotation.kind().map(|kind| kind.word().to_owned());
    let cue = quotation.cue().map(str::to_owned);
    let paragraph = quotation.paragraph().map(|number| format!("¶{number}"));
    let sure = match quotation.confidence().filter(|_| quotation.evidence_speaker().is_some()) {
        Some(confidence) => Some(format!("{:.0}% sure", confidence * 100.0)),
        None => (!quotation.has_evidence()).then(|| "by hand".to_owned()),
    };
    let mut added: Vec<String> = Vec::new();
    if quotation.gone() {
        added.push("gone from the text".into());
    }
    if quotation.continues().is_some() {
        added.push("continues".into());
    }
    added.extend(quotation.tags().map(|tag| format!("#{tag}")));
    if let Some(note) = quotation.note() {
        added.push(format!("✎ {}", note.lines().next().unwrap_or_default()));
    }
    let (first, last) = if model.review.is_some() { (sure, None) } else { (None, sure) };
    let line = |kind: &Option<String>, cue: &Option<String>| {
        let parts = [&first, &signs, &speaker, kind, cue, &paragraph, &last];
        let parts: Vec<&str> = parts.into_iter().flatten().chain(&added).map(String::as_str).collect();
        parts.join(" · ")
    };
    let over = wrap::width(&line(&kind, &cue)).saturating_sub(width);
    let cue = cue.and_then(|cue| {
        let left = wrap::width(&cue).saturating_sub(over);
        (over == 0 || left >= SHORTEST_CUE).then(|| wrap::cut(&cue, left).into_owned())
    });
    let whole = line(&kind, &cue);
    if wrap::width(&whole) <= width { whole } else { line(&None, &None) }
}

/// Lays `style` over the places `spans` of `text`, which is drawn on one line from `x`, `y`.
pub fn lay(buffer: &mut Buffer, (x, y): (u16, u16), text: &str, spans: &[ByteRange], style: Style) {
    for span in spans {
        let from = wrap::width(&text[..span.start]);
        let cells = wrap::width(span.of(text));
        let at = Rect::new(
            x.saturating_add(u16::try_from(from).unwrap_or(u16::MAX)),
            y,
            u16::try_from(cells).unwrap_or(u16::MAX),
            1,
        );
        buffer.set_style(at.intersection(buffer.area), style);
    }
}
