//! SARIF 2.1.0, for editors and code review: a result for every passage that does not hold.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Report, advice, attribution_words, note_words};
use crate::export::escape_json;
use crate::verify::{Change, Finding, Verdict};

const RULES: [(&str, &str); 5] = [
    ("missing", "No article has these words."),
    ("altered", "The words differ from the source without a mark."),
    ("misleading", "The words are exact, but what was left out changes them."),
    ("attribution", "The source does not have this speaker."),
    ("unpaired", "A quotation mark opens and nothing closes it."),
];

pub(super) fn write(report: &Report<'_>, out: &mut impl Write) -> io::Result<()> {
    let rules: Vec<Value> =
        RULES.iter().map(|(id, text)| json!({"id": id, "shortDescription": {"text": text}})).collect();
    let problems = report.findings.iter().filter(|finding| report.is_problem(finding));
    let mut results: Vec<Value> = problems.map(|finding| result(report, finding)).collect();
    for line in &report.draft.unpaired {
        let region = json!({"startLine": line});
        results.push(one(report, "unpaired", "error", "A quotation mark opens here and nothing closes it.", &region));
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "verbatim",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    writeln!(out, "{}", escape_json(&serde_json::to_string_pretty(&log)?))
}

fn result(report: &Report<'_>, finding: &Finding) -> Value {
    let passage = report.passage(finding);
    let rule = match finding.verdict {
        Verdict::Missing => "missing",
        Verdict::Altered => "altered",
        _ if finding.notes.iter().any(|note| note.kind != super::NoteKind::Cut)
            && finding.attribution.word() != "differs" =>
        {
            "misleading"
        }
        _ => "attribution",
    };
    let level = if matches!(rule, "missing" | "altered") { "error" } else { "warning" };
    let mut parts = vec![format!("“{}”: {}", report.words(finding), finding.verdict.label())];
    if let Some(found) = finding.found.as_ref().filter(|_| finding.verdict > Verdict::Missing) {
        parts.extend(found.changes.iter().map(Change::words));
        parts.push(format!("speaker {}", attribution_words(finding)));
    }
    parts.extend(finding.notes.iter().map(|note| note_words(note.kind, &note.text)));
    parts.extend(advice(finding).map(str::to_owned));
    let text = parts.join("; ");
    one(report, rule, level, &text, &json!({"startLine": passage.place.0, "startColumn": passage.place.1}))
}

fn one(report: &Report<'_>, rule: &str, level: &str, text: &str, region: &Value) -> Value {
    let number = RULES.iter().position(|(id, _)| *id == rule).unwrap_or(0);
    json!({
        "ruleId": rule,
        "ruleIndex": number,
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(report.name)},
            "region": region,
        }}],
    })
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
