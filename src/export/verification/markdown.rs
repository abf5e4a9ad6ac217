//! Markdown: a heading, what was compared, and an item per passage, problems first.

use std::io::{self, Write};

use super::{Report, advice, attribution_words, note_words, one_line, source_words};
use crate::export::escape_markdown as escape;
use crate::verify::{Change, Verdict};

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# Quotations of {}\n", escape(report.name))?;
    for (label, value) in report.head() {
        writeln!(out, "- {label}: {}", escape(&one_line(&value)))?;
    }
    writeln!(out, "\n{}. {}.\n", escape(&report.summary()), report.verdicts())?;
    for finding in report.by_weight() {
        let passage = report.passage(finding);
        let verdict = if report.is_term(finding) { "term" } else { finding.verdict.label() };
        let sign = if report.is_problem(finding) { "✗" } else { "✓" };
        let speaker = passage.speaker.as_deref().map(|name| format!(" ({})", escape(name))).unwrap_or_default();
        writeln!(
            out,
            "- {sign} **{verdict}**, line {}: “{}”{speaker}",
            passage.place.0,
            escape(&report.words(finding))
        )?;
        if let Some(found) = &finding.found {
            let label = if finding.verdict == Verdict::Missing { "nearest" } else { "source" };
            writeln!(out, "  - {label}: “{}” — {}", escape(&one_line(&found.text)), escape(&source_words(found)))?;
            if finding.verdict > Verdict::Missing {
                for change in found.changes.iter().map(Change::words) {
                    writeln!(out, "  - {}", escape(&one_line(&change)))?;
                }
                writeln!(out, "  - speaker {}", escape(&attribution_words(finding)))?;
            }
        }
        for note in &finding.notes {
            writeln!(out, "  - {}: {}", note.kind.word(), escape(&note_words(note.kind, &note.text)))?;
        }
        if let Some(advice) = advice(finding).filter(|_| report.is_problem(finding)) {
            writeln!(out, "  - to do: {advice}")?;
        }
    }
    Ok(())
}
