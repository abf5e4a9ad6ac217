//! One line per passage, as compilers print them: `draft.md:12:5: altered: changed “will” to “could”`.

use std::io::{self, Write};

use super::{Report, attribution_words, note_words, source_words};
use crate::verify::Change;

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    for finding in report.findings {
        let (line, column) = report.passage(finding).place;
        let mut parts = vec![format!("“{}”", report.words(finding))];
        if let Some(found) = &finding.found {
            parts.extend(found.changes.iter().filter(|_| finding.verdict > super::Verdict::Missing).map(Change::words));
            parts.push(source_words(found));
        }
        parts.push(format!("speaker {}", attribution_words(finding)));
        parts.extend(
            finding.notes.iter().map(|note| format!("{}: {}", note.kind.word(), note_words(note.kind, &note.text))),
        );
        let verdict = if report.is_term(finding) { "term" } else { finding.verdict.word() };
        writeln!(out, "{}:{line}:{column}: {verdict}: {}", report.name, parts.join("; "))?;
    }
    for line in &report.draft.unpaired {
        writeln!(out, "{}:{line}: mark: a quotation mark opens here and nothing closes it", report.name)?;
    }
    Ok(())
}
