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
/// So many cells of an article's name stand in a row.
const LONGEST_ARTICLE: usize = 24;

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
        Lines::One => vec![columns(model, quotation, width)],
        Lines::Two => vec![beginning(model, quotation, width)],
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
                // The colors of the row are kept: those of the role need not be readable on its ground.
                Style::new().add_modifier(model.theme.style(Role::Rejected).add_modifier),
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

/// The signs and as many of the words as fit on a line; what a search found among them is in sight.
fn beginning(model: &Model, quotation: QuotationRef<'_>, width: usize) -> String {
    let (signs, words) = (signs(model, quotation), words::marked(quotation));
    let found =
        model.find[Pane::Quotations.index()].as_ref().and_then(|find| find.pattern.spans(&words).first().copied());
    let filtered = || crate::query::highlights(&model.filter.query, &words).first().copied();
    let left = width.saturating_sub(wrap::width(&signs));
    format!("{signs}{}", wrap::showing(&words, found.or_else(filtered), left))
}

/// What a person decided, and in how many articles the words stand, as signs.
fn signs(model: &Model, quotation: QuotationRef<'_>) -> String {
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
    if let Some(articles) = model.comparison.articles(quotation.ix()) {
        let gap = if signs.is_empty() { "" } else { " " };
        signs.push_str(&format!("{gap}≡{articles}"));
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

/// The whole of a quotation on one line: the words, before them who, after them outlet, date and how sure the program
/// is, each under those of the row above as far as there is room.
fn columns(model: &Model, quotation: QuotationRef<'_>, width: usize) -> String {
    let article = model.catalog.article(quotation.article());
    let mut left = width;
    // What a column is worth: it is there when the words keep enough room beside it.
    let mut column = |cells: usize, words: usize, is_wanted: bool| {
        let fits = is_wanted && left >= cells + 1 + words;
        left -= if fits { cells + 1 } else { 0 };
        fits.then_some(cells)
    };
    let speaker = column(18, 24, model.shows_speakers());
    let sure = column(4, 24, true);
    let date = column(10, 24, true);
    let outlet = column(16, 28, true);
    let cell = |cells: Option<usize>, text: &str| match cells {
        Some(cells) => format!("{} ", wrap::pad(text, cells)),
        None => String::new(),
    };
    let name = speaker_of(model, quotation);
    let decided = quotation.review() == Some(Review::Confirmed) || !quotation.has_evidence();
    let percent = match quotation.confidence() {
        _ if decided => "you".into(),
        Some(confidence) => format!("{:>3.0}%", confidence * 100.0),
        None => String::new(),
    };
    let words = beginning(model, quotation, left.saturating_sub(1));
    let line = format!(
        "{}{}{}{}{}",
        cell(speaker, &name),
        cell(Some(left.saturating_sub(1)), &words),
        cell(outlet, article.outlet().unwrap_or_default()),
        cell(date, article.published().map_or("", day)),
        cell(sure, &percent),
    );
    line.trim_end().to_owned()
}

fn speaker_of(model: &Model, quotation: QuotationRef<'_>) -> String {
    match quotation.speaker() {
        Some(speaker) => model.catalog.speaker(speaker).display().into_owned(),
        None => "nobody named".into(),
    }
}

/// The day of a date with a time.
fn day(published: &str) -> &str {
    published.get(..10).unwrap_or(published)
}

/// Parts of the line below the words that may be left out.
#[derive(Clone, Copy)]
struct Parts {
    kind: bool,
    cue: bool,
    outlet: bool,
    date: bool,
    article: bool,
}

/// What is left out where not everything fits, step by step: the cue, whose words stand marked in the context, the
/// outlet, the kind, the article's name, and the date last.
const STEPS: [Parts; 6] = {
    let all = Parts { kind: true, cue: true, outlet: true, date: true, article: true };
    let no_cue = Parts { cue: false, ..all };
    let no_outlet = Parts { outlet: false, ..no_cue };
    let no_kind = Parts { kind: false, ..no_outlet };
    let no_article = Parts { article: false, ..no_kind };
    [all, no_cue, no_outlet, no_kind, no_article, Parts { date: false, ..no_article }]
};

/// The line below the words in `width` cells: who, how, where, when, how sure, and what a person added. In review how
/// sure the program is comes first of all, for the list is in that order.
fn details(model: &Model, quotation: QuotationRef<'_>, width: usize) -> String {
    let article = model.catalog.article(quotation.article());
    let speaker = model.shows_speakers().then(|| speaker_of(model, quotation));
    let signs =
        Some(signs(model, quotation).trim().to_owned()).filter(|signs| model.lines == Lines::All && !signs.is_empty());
    let kind = quotation.kind().map(|kind| words::kind(kind).to_owned());
    let denied = quotation.denied().then(|| "not said".to_owned());
    let paragraph = quotation.paragraph().map(|number| format!("¶{number}"));
    let sure = words::certainty(&model.catalog, quotation);
    let mut added: Vec<String> = Vec::new();
    if quotation.gone() {
        added.push(match quotation.revision() {
            Some(revision) => format!("gone from the text; found in revision {revision}"),
            None => "gone from the text".into(),
        });
    }
    if quotation.continues().is_some() {
        added.push("continues".into());
    }
    added.extend(quotation.tags().map(|tag| format!("#{tag}")));
    if let Some(note) = quotation.note() {
        added.push(format!("✎ {}", note.lines().next().unwrap_or_default()));
    }
    let (first, last) = if model.review.is_some() { (sure, None) } else { (None, sure) };
    let line = |parts: Parts, cue: Option<&str>| {
        let place = match (parts.article && model.shows_articles(), &paragraph) {
            (true, Some(paragraph)) => Some(format!("{} {paragraph}", wrap::cut(article.id(), LONGEST_ARTICLE))),
            (true, None) => Some(wrap::cut(article.id(), LONGEST_ARTICLE).into_owned()),
            (false, paragraph) => paragraph.clone(),
        };
        let parts = [
            first.as_deref(),
            signs.as_deref(),
            speaker.as_deref(),
            denied.as_deref(),
            kind.as_deref().filter(|_| parts.kind),
            cue.filter(|_| parts.cue),
            article.outlet().filter(|_| parts.outlet && model.shows_articles()),
            article.published().map(day).filter(|_| parts.date && model.shows_articles()),
            place.as_deref(),
            last.as_deref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().chain(added.iter().map(String::as_str)).collect();
        parts.join(" · ")
    };
    let cue = quotation.cue();
    // The cue is cut before anything is left out.
    let over = wrap::width(&line(STEPS[0], cue)).saturating_sub(width);
    let cut = cue.and_then(|cue| {
        let left = wrap::width(cue).saturating_sub(over);
        (over == 0 || left >= SHORTEST_CUE).then(|| wrap::cut(cue, left))
    });
    let mut lines = STEPS.iter().map(|parts| line(*parts, cut.as_deref()));
    let fitting = lines.find(|line| wrap::width(line) <= width);
    fitting.unwrap_or_else(|| line(STEPS[STEPS.len() - 1], None))
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
