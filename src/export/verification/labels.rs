//! Labels and values, for screen readers; problems first.

use std::io::{self, Write};

use super::super::labels::record;
use super::{Report, advice, attribution_words, note_words, one_line, other_places, source_words};
use crate::verify::{Change, Verdict};

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    record(&report.head(), out)?;
    for finding in report.by_weight() {
        let passage = report.passage(finding);
        let (line, column) = passage.place;
        let verdict = if report.is_term(finding) { "term" } else { finding.verdict.label() };
        let mut lines = vec![
            ("Verdict", verdict.to_owned()),
            ("Place", format!("line {line}, column {column}")),
            ("Draft names", passage.speaker.as_deref().map(one_line).unwrap_or_default()),
            ("Draft has", report.words(finding)),
        ];
        if let Some(found) = &finding.found {
            let label = if finding.verdict == Verdict::Missing { "Nearest" } else { "Source has" };
            lines.push((label, one_line(&found.text)));
            lines.push(("Source", source_words(found).replace('¶', "paragraph ")));
            if finding.verdict > Verdict::Missing {
                lines.extend(found.changes.iter().map(|change| ("Changed", Change::words(change))));
                lines.push(("Speaker", attribution_words(finding)));
            }
        }
        lines.extend(finding.notes.iter().map(|note| ("Note", note_words(note.kind, &note.text))));
        let others = other_places(finding).into_iter().take(5);
        lines.extend(others.map(|(place, _)| ("Also in", place.replace('¶', "paragraph "))));
        lines.extend(advice(finding).filter(|_| report.is_problem(finding)).map(|advice| ("To do", advice.to_owned())));
        writeln!(out)?;
        record(&lines, out)?;
    }
    writeln!(out)?;
    record(&[("Passages", report.summary()), ("Verdicts", report.verdicts())], out)
}
