//! The passages of a draft that is being checked, in the place of the list: the verdict and the words, and below them
//! where they stand in the draft, what is wrong, and the source.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::clip::Clipped as _;
use crate::export::verification::{attribution_words, note_words};
use crate::text::{counted, number};
use crate::tui::layout::{GUTTER, Pane, text_width};
use crate::tui::state::model::Model;
use crate::tui::state::verification::Verification;
use crate::tui::theme::Role;
use crate::tui::{sanitise, wrap};
use crate::verify::against::{is_problem, is_term, speaker_counts};
use crate::verify::{Finding, NoteKind, Passage, Verdict};

/// Draws the passages in sight.
pub fn draw(model: &Model, verification: &Verification, area: Rect, buffer: &mut Buffer) {
    let Some(checked) = &verification.checked else {
        put(model, "Checking the draft…", Role::Dim, area, buffer);
        return;
    };
    if verification.order.is_empty() {
        put(model, "Nothing in the draft is in quotation marks.", Role::Dim, area, buffer);
        return;
    }
    let width = text_width(area.width);
    let focus = model.focus() == Pane::Quotations;
    let mut y = area.y;
    for row in verification.cursor.top..verification.order.len() {
        let Some((finding, passage, words)) = verification.row(row) else { break };
        let here = row == verification.cursor.at;
        let base = match here {
            true if focus => Role::Cursor,
            true => Role::CursorBlurred,
            false => Role::Text,
        };
        let problem = is_problem(&checked.draft, finding, false);
        let term = is_term(&checked.draft, finding);
        let verdict = if term { "term" } else { finding.verdict.label() };
        let words = words.split_whitespace().filter(|word| *word != ">").collect::<Vec<_>>().join(" ");
        let line = sanitise::shown(&format!("{}{verdict}  “{words}”", if problem { "✗ " } else { "✓ " })).into_owned();
        let below = details(finding, passage, term);
        for (text, role) in [(line, base), (format!("  {below}"), if here { base } else { Role::Dim })] {
            if y >= area.y + area.height {
                return;
            }
            let style = model.theme.style(base);
            let mark = if here { "▌ " } else { "  " };
            buffer.put(area.x, y, mark, usize::from(area.width), style);
            let x = area.x + GUTTER.min(area.width);
            buffer.put(x, y, wrap::pad(&text, width), width, model.theme.style(role));
            let verdict_here = role == base && !here;
            if verdict_here {
                let cells = u16::try_from(wrap::width(verdict) + 2).unwrap_or(0).min(area.width.saturating_sub(GUTTER));
                let role = if problem { Role::Error } else { Role::Confirmed };
                buffer.set_style(Rect::new(x, y, cells, 1).intersection(buffer.area), model.theme.style(role));
            }
            y += 1;
        }
    }
}

fn put(model: &Model, words: &str, role: Role, area: Rect, buffer: &mut Buffer) {
    if area.height > 0 {
        buffer.put(area.x + GUTTER.min(area.width), area.y, words, text_width(area.width), model.theme.style(role));
    }
}

/// The title of the list.
pub fn title(verification: &Verification) -> String {
    let name = verification.name();
    let running = if verification.is_running() { " · checking" } else { "" };
    match &verification.checked {
        None => format!("{name}{running}"),
        Some(checked) => {
            let passages = counted(checked.findings.len(), "passage");
            match checked.problems() {
                0 => format!("{name} · {passages}, no problems{running}"),
                some => format!("{name} · {} of {passages}{running}", counted(some, "problem")),
            }
        }
    }
}

/// Which of the passages the cursor is on: `3/12`.
pub fn place(verification: &Verification) -> String {
    format!("{}/{}", number(verification.cursor.at + 1), number(verification.order.len()))
}

/// Where a passage stands in the draft, what is wrong with it, and its source.
#[must_use]
pub fn details(finding: &Finding, passage: &Passage, term: bool) -> String {
    let mut parts = vec![format!("line {}", passage.place.0)];
    if term {
        return parts.remove(0);
    }
    let found = finding.found.as_ref();
    if let Some(found) = found.filter(|_| finding.verdict == Verdict::Altered) {
        parts.extend(found.changes.iter().take(3).map(crate::verify::Change::words));
    }
    if speaker_counts(finding) {
        parts.push(attribution_words(finding));
    }
    let grave = |kind: NoteKind| !matches!(kind, NoteKind::Replaced | NoteKind::Versions);
    parts.extend(finding.notes.iter().filter(|note| grave(note.kind)).map(|note| note_words(note.kind, &note.text)));
    if let Some(found) = found {
        let near = if finding.verdict == Verdict::Missing { "nearest: " } else { "" };
        let source = found.outlet.as_deref().or(found.title.as_deref()).unwrap_or(&found.article);
        parts.push(format!("{near}{source} ¶{}", found.paragraph));
    }
    sanitise::shown(&parts.join(" · ")).into_owned()
}
