//! JSON and NDJSON: every field that is known of a finding.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Report, decided_by};
use crate::export::escape_json;
use crate::text::Positions;
use crate::verify::{Change, Finding, Found};

pub(super) fn write_lines(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let positions = Positions::new(&report.draft.article.text);
    for finding in report.findings {
        writeln!(out, "{}", escape_json(&record(report, finding, &positions).to_string()))?;
    }
    Ok(())
}

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let positions = Positions::new(&report.draft.article.text);
    let findings: Vec<Value> = report.findings.iter().map(|finding| record(report, finding, &positions)).collect();
    let all = json!({
        "draft": report.name,
        "sha256": report.sha256,
        "date": report.date,
        "version": env!("CARGO_PKG_VERSION"),
        "against": report.against,
        "articles": report.articles,
        "without_text": report.without_text,
        "left_out": report.left_out,
        "unpaired": report.draft.unpaired,
        "summary": report.summary(),
        "findings": findings,
    });
    writeln!(out, "{}", escape_json(&serde_json::to_string_pretty(&all)?))
}

/// One finding.
fn record(report: &Report<'_>, finding: &Finding, positions: &Positions<'_>) -> Value {
    let passage = report.passage(finding);
    let at = positions.at(passage.span);
    let found = finding.found.as_ref();
    let changes = |found: &Found| found.changes.iter().map(change).collect::<Vec<_>>();
    json!({
        "text": passage.text(report.draft),
        "start": at.start,
        "end": at.end,
        "line": passage.place.0,
        "column": passage.place.1,
        "speaker": passage.speaker,
        "term": report.is_term(finding),
        "holds": !report.is_problem(finding),
        "verdict": finding.verdict.word(),
        "attribution": finding.attribution.word(),
        "article": found.map(|found| &found.article),
        "id": found.and_then(|found| found.quotation.as_ref()),
        "found": found.map(|found| &found.text),
        "found_speaker": found.filter(|found| !found.speakers.is_empty()).map(|found| found.speakers.join(" and ")),
        "decided_by": found.map(decided_by),
        "similarity": found.map_or(0.0, |found| f64::from((found.similarity * 100.0).round()) / 100.0),
        "differences": found.map(changes).unwrap_or_default(),
        "notes": finding.notes.iter().map(|note| json!({"note": note.kind.word(), "text": note.text})).collect::<Vec<_>>(),
        "others": finding.others.iter().map(other).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    json!({"draft": change.draft, "source": change.source, "moved": change.moved, "words": change.words()})
}

fn other(found: &Found) -> Value {
    json!({
        "verdict": found.verdict.word(),
        "article": found.article,
        "id": found.quotation,
        "found": found.text,
        "found_speaker": (!found.speakers.is_empty()).then(|| found.speakers.join(" and ")),
        "outlet": found.outlet,
        "published": found.published,
        "differences": found.changes.iter().map(change).collect::<Vec<_>>(),
    })
}
