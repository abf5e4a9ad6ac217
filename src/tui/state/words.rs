//! A quotation's words as the panes show them.

use crate::quotation::Kind;
use crate::store::QuotationRef;
use crate::text::unwrap;
use crate::tui::{sanitise, wrap};

/// A quotation shown whole has at most so many lines in the list; the context has the rest.
const MOST_LINES: usize = 60;

/// The quotation's words with the marks that they stand in; reported speech has none.
#[must_use]
pub fn marked(quotation: QuotationRef<'_>) -> String {
    let text = unwrap(quotation.text(), "");
    match quotation.kind() {
        Some(Kind::Indirect | Kind::Turn) => text.into_owned(),
        _ => format!("“{text}”"),
    }
}

/// The lines of a quotation shown whole.
pub fn wrapped(quotation: QuotationRef<'_>, width: usize) -> impl Iterator<Item = String> {
    let text = marked(quotation);
    let lines = wrap::lines(&text, width).take(MOST_LINES);
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
