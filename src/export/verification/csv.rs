//! Comma-separated values, safe to open in a spreadsheet.

use std::io::{self, Write};

use super::{Report, attribution_words, note_words};
use crate::export::{Target, escape_formula, spreadsheet_mark};
use crate::verify::Change;

pub(super) fn write(report: &Report<'_>, target: Target, out: &mut impl Write) -> io::Result<()> {
    out.write_all(spreadsheet_mark(target))?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "line",
        "text",
        "speaker",
        "verdict",
        "attribution",
        "article",
        "id",
        "found",
        "found_speaker",
        "similarity",
        "differences",
        "notes",
        "outlet",
        "published",
        "url",
    ])?;
    for finding in report.findings {
        let passage = report.passage(finding);
        let found = finding.found.as_ref();
        let of = |get: fn(&super::Found) -> Option<String>| found.and_then(get).unwrap_or_default();
        let changes = found.map(|found| found.changes.iter().map(Change::words).collect::<Vec<_>>().join("; "));
        let notes: Vec<String> = finding
            .notes
            .iter()
            .map(|note| format!("{}: {}", note.kind.word(), note_words(note.kind, &note.text)))
            .collect();
        let cells = [
            passage.place.0.to_string(),
            report.words(finding),
            passage.speaker.clone().unwrap_or_default(),
            if report.is_term(finding) { "term".to_owned() } else { finding.verdict.word().to_owned() },
            attribution_words(finding),
            of(|found| Some(found.article.clone())),
            of(|found| found.quotation.clone()),
            of(|found| Some(super::one_line(&found.text))),
            of(|found| Some(found.speakers.join("; "))),
            found.map_or_else(String::new, |found| format!("{:.2}", found.similarity)),
            changes.unwrap_or_default(),
            notes.join("; "),
            of(|found| found.outlet.clone()),
            of(|found| found.published.clone()),
            of(|found| found.url.clone()),
        ];
        writer.write_record(cells.iter().map(|cell| escape_formula(cell).into_owned()))?;
    }
    writer.flush()
}
