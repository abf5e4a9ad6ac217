//! The versions of a quotation: who printed them, when, of whom, and how they differ from the fullest form.

use ratatui::buffer::Buffer;

use super::clip::Clipped as _;
use super::popup;
use crate::matching::difference::{Difference, differences};
use crate::speaker::compare::same_name;
use crate::store::QuotationIx;
use crate::text::counted;
use crate::tui::layout::box_height;
use crate::tui::state::model::Model;
use crate::tui::state::versions::VersionsList;
use crate::tui::theme::Role;
use crate::tui::{sanitise, wrap};

/// Columns of the list.
const WIDTH: usize = 96;
/// So many lines of the fullest form are shown.
const MOST_LINES: usize = 6;

/// Draws the list; gives the cell of the version under the cursor.
pub fn draw(model: &Model, list: &VersionsList, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let most = box_height(buffer.area.height);
    let Some(&fullest) = list.members.first() else {
        let area = popup::open(model, "Versions", 44, 1, buffer);
        popup::paragraph("The quotations are being compared…", area, Role::Dim, model, buffer);
        return None;
    };
    let width = WIDTH.min(usize::from(buffer.area.width.saturating_sub(4))).max(1);
    let whole = model.catalog.quotation(fullest).text();
    let words = quoted(whole, width);
    let head = words.len() + 1;
    // From the cursor upwards as many as fit, then downwards: only these are compared word by word.
    let entry = |number: usize| entry(model, list.members[number], (number > 0).then_some(whole), fullest, width);
    let room = most.saturating_sub(head).max(2);
    let mut shown = vec![(list.at, entry(list.at))];
    let height = |shown: &[(usize, Vec<(Role, String)>)]| shown.iter().map(|(_, lines)| lines.len()).sum::<usize>();
    for number in (0..list.at).rev() {
        let lines = entry(number);
        if height(&shown) + lines.len() > room {
            break;
        }
        shown.insert(0, (number, lines));
    }
    for number in list.at + 1..list.members.len() {
        let lines = entry(number);
        if height(&shown) + lines.len() > room {
            break;
        }
        shown.push((number, lines));
    }
    let articles = model.comparison.articles(fullest).unwrap_or(1);
    let title = format!("{} in {}", counted(list.members.len(), "version"), counted(articles, "article"));
    let area = popup::open(model, &title, width, (head + height(&shown)).min(most.max(head + 2)), buffer);
    let mut y = area.y;
    let mut put = |y: u16, text: &str, role: Role| {
        if y < area.y + area.height {
            buffer.put(area.x, y, text, usize::from(area.width), model.theme.style(role));
        }
    };
    for line in &words {
        put(y, &sanitise::shown(line), Role::Quotation);
        y += 1;
    }
    y += 1;
    let mut cell = None;
    for (number, lines) in &shown {
        if *number == list.at {
            cell = Some((area.x, y));
        }
        for (at, (role, text)) in lines.iter().enumerate() {
            let here = *number == list.at && at == 0;
            let text = if here { wrap::pad(text, usize::from(area.width)) } else { text.clone() };
            let role = if here { Role::Cursor } else { *role };
            put(y, &text, role);
            y += 1;
        }
    }
    cell
}

/// The fullest form in some lines.
fn quoted(text: &str, width: usize) -> Vec<String> {
    let one_line = format!("“{}”", text.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut lines: Vec<String> =
        wrap::lines(&one_line, width).take(MOST_LINES + 1).map(|line| line.of(&one_line).to_owned()).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            *last = format!("{} …", wrap::cut(last, width.saturating_sub(2)));
        }
    }
    lines
}

/// One version: who, where, when, and how it differs from `whole`.
fn entry(
    model: &Model,
    ix: QuotationIx,
    whole: Option<&str>,
    fullest: QuotationIx,
    width: usize,
) -> Vec<(Role, String)> {
    let quotation = model.catalog.quotation(ix);
    let article = model.catalog.article(quotation.article());
    let name = |ix: QuotationIx| model.catalog.quotation(ix).speaker().map(|speaker| model.catalog.speaker(speaker));
    let speaker = name(ix).map_or_else(|| "nobody named".into(), |speaker| speaker.display().into_owned());
    let parts = [Some(speaker.as_str()), article.outlet(), article.published(), Some(article.id())];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    let sign = if ix == fullest { '◆' } else { ' ' };
    let head = wrap::cut(&sanitise::shown(&format!("{sign} {}", parts.join(" · "))), width).into_owned();
    let mut lines = vec![(Role::Text, head)];
    let mut below = |role: Role, words: String| {
        let words = sanitise::shown(&words).into_owned();
        let wrapped = wrap::lines(&words, width.saturating_sub(4).max(1)).take(3);
        lines.extend(wrapped.map(|line| (role, format!("    {}", line.of(&words)))));
    };
    if let Some(whole) = whole {
        let found = differences(quotation.text(), whole);
        if found.is_empty() {
            let same = words_of(quotation.text()) == words_of(whole);
            below(Role::Dim, if same { "the same words".into() } else { "a part of it".into() });
        } else {
            below(Role::Warning, found.iter().map(Difference::words).collect::<Vec<_>>().join("; "));
        }
    }
    if let (Some(one), Some(other)) = (name(ix), name(fullest))
        && !same_name(one.name(), other.name())
    {
        below(Role::Warning, "another speaker".into());
    }
    lines
}

fn words_of(text: &str) -> Vec<u64> {
    crate::matching::words::words(text).into_iter().map(|word| word.key).collect()
}
