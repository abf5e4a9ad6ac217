//! Tables for screen readers: a line for each value, after its label, and an empty line between two records.

use std::io::{self, Write};

use super::{Exporter, Row, flat};

/// The rows of a table as labels and values.
pub(super) struct Labels;

impl Exporter for Labels {
    fn between(&self) -> &'static [u8] {
        b"\n"
    }

    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        let speaker = row.speaker.as_deref().unwrap_or("nobody named");
        let unnamed = if row.speaker_kind == Some("unnamed") { " (unnamed)" } else { "" };
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let words = match row.kind {
            Some("indirect") => "Paraphrase",
            Some("turn") => "Speech",
            _ => "Quotation",
        };
        let flags = [(row.star, "starred"), (row.denied, "denied by the article"), (row.gone, "no longer in the text")];
        let flags: Vec<&str> = flags.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
        let confidence = row.confidence.map(|confidence| format!("{:.0} percent", confidence * 100.0));
        let lines = [
            ("Speaker", format!("{speaker}{unnamed}")),
            ("Kind", row.kind.unwrap_or_default().to_owned()),
            ("Confidence", confidence.unwrap_or_default()),
            ("Review", row.review.unwrap_or("not reviewed").to_owned()),
            ("Marks", flags.join(", ")),
            (words, row.text.clone().into_owned()),
            ("Id", row.id.clone().into_owned()),
            ("Article", row.title.as_deref().unwrap_or(&row.article).to_owned()),
            ("Outlet", row.outlet.as_deref().unwrap_or_default().to_owned()),
            ("Published", row.published.as_deref().unwrap_or_default().to_owned()),
            ("Paragraph", number(row.paragraph)),
            ("Tags", row.tags.join(", ")),
            ("Note", row.note.as_deref().unwrap_or_default().to_owned()),
            ("Context", row.context.as_deref().unwrap_or_default().to_owned()),
        ];
        record(&lines, out)
    }
}

/// One record: its values after their labels. Empty values are left out.
///
/// # Errors
/// What the output answers.
pub fn record<Label: AsRef<str>, Value: AsRef<str>>(
    lines: &[(Label, Value)],
    out: &mut (impl Write + ?Sized),
) -> io::Result<()> {
    for (label, value) in lines {
        let value = flat(value.as_ref());
        if !value.is_empty() {
            writeln!(out, "{}: {value}", label.as_ref())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_labels_and_values() {
        let row = Row {
            id: "q1".into(),
            article: "harbour".into(),
            speaker: Some("Ann\u{1b}[31m Bell".into()),
            text: "We stay\nopen.".into(),
            kind: Some("direct"),
            confidence: Some(0.967),
            paragraph: Some(3),
            ..Row::default()
        };
        let mut out = Vec::new();
        Labels.record(&row, &mut out).unwrap();
        let expected = "Speaker: Ann [31m Bell\nKind: direct\nConfidence: 97 percent\nReview: not reviewed\n\
                        Quotation: We stay open.\nId: q1\nArticle: harbour\nParagraph: 3\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn what_was_paraphrased_is_no_quotation() {
        let row = Row { kind: Some("indirect"), text: "that it stays open".into(), ..Row::default() };
        let mut out = Vec::new();
        Labels.record(&row, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("Paraphrase: that it") && !out.contains("Quotation"), "{out}");
    }
}
