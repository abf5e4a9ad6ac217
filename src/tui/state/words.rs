//! A quotation's words as the panes show them.

use crate::query::LeftOut;
use crate::quotation::{Kind, Review};
use crate::store::{Catalog, QuotationRef};
use crate::text::number;
use crate::tui::layout::WIDEST_PROSE;
use crate::tui::{sanitise, wrap};

/// A quotation shown whole has at most so many lines in the list; the context has the rest.
const MOST_LINES: usize = 60;

/// The quotation's words with the marks that they stand in; reported speech has none.
#[must_use]
pub fn marked(quotation: QuotationRef<'_>) -> String {
    let text = quotation.words();
    match quotation.kind() {
        Some(Kind::Indirect | Kind::Turn) => text.into_owned(),
        _ => format!("“{text}”"),
    }
}

/// The lines of a quotation shown whole.
pub fn wrapped(quotation: QuotationRef<'_>, width: usize) -> impl Iterator<Item = String> {
    let text = marked(quotation);
    let lines = wrap::lines(&text, width.min(WIDEST_PROSE.into())).take(MOST_LINES);
    lines.map(|line| sanitise::shown(line.of(&text)).into_owned()).collect::<Vec<_>>().into_iter()
}

/// What a person wrote at a quotation: its tags on a line, then its note.
#[must_use]
pub fn added(quotation: QuotationRef<'_>) -> Option<String> {
    let tags: Vec<String> = quotation.tags().map(|tag| format!("#{tag}")).collect();
    let tags = (!tags.is_empty()).then(|| tags.join(" "));
    let parts: Vec<&str> = tags.as_deref().into_iter().chain(quotation.note()).collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// What of the quotations in sight is not written: `1 rejected, 2 denied`.
#[must_use]
pub fn left_out(LeftOut { rejected, denied }: LeftOut) -> Option<String> {
    let counts = [(rejected, "rejected"), (denied, "denied")];
    let parts = counts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, word)| format!("{} {word}", number(count))).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How a quotation is quoted, for a person: what stood in no marks is called so.
#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Indirect => "paraphrase",
        Kind::Turn => "as speech",
        kind => kind.word(),
    }
}

/// How sure the attribution is, and whose certainty it is: where a person decided, the program's answer is only told
/// when it was another.
#[must_use]
pub fn certainty(catalog: &Catalog, quotation: QuotationRef<'_>) -> Option<String> {
    if !quotation.has_evidence() {
        return Some("by hand".into());
    }
    let by = quotation.reviewed().map(|reviewed| reviewed.by).filter(|by| !by.is_empty());
    let by = format!("by {}", by.as_deref().unwrap_or("you"));
    let percent = quotation.confidence().map(|confidence| format!("{:.0}%", confidence * 100.0));
    let program = quotation.evidence_speaker();
    // The registry may hold another name for the same speaker, which is nobody's decision about this quotation.
    let answered = program.and_then(|name| catalog.find_speaker(name));
    let is_other = program.is_some() && answered.is_none() || answered != quotation.speaker();
    match (is_other, program, percent) {
        (true, Some(name), Some(percent)) => Some(format!("{by}; the program had {name}, {percent}")),
        (true, Some(name), None) => Some(format!("{by}; the program had {name}")),
        (true, None, _) => Some(format!("{by}; the program named nobody")),
        (false, ..) if quotation.review() == Some(Review::Confirmed) => Some(by),
        (false, Some(_), Some(percent)) => Some(format!("{percent} sure")),
        (false, ..) => None,
    }
}
