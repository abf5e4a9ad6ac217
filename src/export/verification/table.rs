//! One block per passage for people at a terminal, problems first.

use std::io::{self, Write};

use super::{Report, advice, attribution_words, note_words, one_line, other_places, source_words};
use crate::verify::{Change, Verdict};

/// The width of the labels.
const LABEL: usize = 9;

pub(super) fn write(report: &Report<'_>, color: bool, out: &mut impl Write) -> io::Result<()> {
    let style = |code: &str, text: &str| if color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() };
    for (label, value) in report.head() {
        writeln!(out, "{:LABEL$} {}", format!("{label}:"), one_line(&value))?;
    }
    for finding in report.by_weight() {
        let passage = report.passage(finding);
        let problem = report.is_problem(finding);
        let verdict = if report.is_term(finding) { "term" } else { finding.verdict.label() };
        let code = if problem { "1;31" } else { "1;32" };
        let speaker = passage.speaker.as_deref().map(|name| format!(" · {}", one_line(name))).unwrap_or_default();
        let (line, column) = passage.place;
        writeln!(out, "\n{} {}:{line}:{column}{speaker}", style(code, verdict), report.name)?;
        writeln!(out, "  {:LABEL$} “{}”", "draft", report.words(finding))?;
        if let Some(found) = &finding.found {
            let label = if finding.verdict == Verdict::Missing { "nearest" } else { "source" };
            writeln!(out, "  {label:LABEL$} “{}”", one_line(&found.text))?;
            writeln!(out, "  {:LABEL$} {}", "", source_words(found))?;
            if finding.verdict > Verdict::Missing {
                for change in found.changes.iter().map(Change::words) {
                    writeln!(out, "  {:LABEL$} {}", "changed", style("1", &one_line(&change)))?;
                }
                writeln!(out, "  {:LABEL$} {}", "speaker", attribution_words(finding))?;
            }
        }
        for note in &finding.notes {
            writeln!(out, "  {:LABEL$} {}", note.kind.word(), note_words(note.kind, &note.text))?;
        }
        let others: Vec<String> = other_places(finding).into_iter().take(5).map(|(place, _)| place).collect();
        if !others.is_empty() {
            writeln!(out, "  {:LABEL$} {}", "also in", others.join("; "))?;
        }
        if let Some(advice) = advice(finding).filter(|_| problem) {
            writeln!(out, "  {:LABEL$} {advice}", "to do")?;
        }
    }
    writeln!(out, "\n{}", report.summary())?;
    writeln!(out, "{}", report.verdicts())
}
