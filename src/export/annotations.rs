//! W3C Web Annotations (JSON-LD), so that Hypothesis and other tools take the quotations: who is quoted as the body,
//! the words and their place as the target. One array, an annotation per line.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::json::escape_controls;
use super::{Exporter, Row, cite};

/// The array in the making.
pub(super) struct Annotations;

impl Exporter for Annotations {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[\n")
    }

    fn between(&self) -> &'static [u8] {
        b",\n"
    }

    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        let json = serde_json::to_string(&annotation(row))?;
        out.write_all(escape_controls(&json).as_bytes())
    }

    fn end(&mut self, rows: usize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if rows == 0 { b"[]\n" } else { b"\n]\n" })
    }
}

fn annotation(row: &Row<'_>) -> Value {
    let body = |purpose: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "value": value});
    let mut bodies = Vec::new();
    bodies.extend(row.speakers.iter().map(|speaker| body("identifying", speaker)));
    bodies.extend(row.kind.map(|kind| body("classifying", kind)));
    if row.denied {
        bodies.push(body("classifying", "denied"));
    }
    bodies.extend(row.review.map(|review| body("assessing", review)));
    bodies.extend(row.tags.iter().map(|tag| body("tagging", tag)));
    bodies.extend(row.note.as_deref().map(|note| body("commenting", note)));
    let mut quote = Map::new();
    quote.insert("type".into(), "TextQuoteSelector".into());
    quote.insert("exact".into(), row.text.as_ref().into());
    if let Some(edges) = &row.edges {
        quote.insert("prefix".into(), edges.before.as_str().into());
        quote.insert("suffix".into(), edges.after.as_str().into());
    }
    let mut selectors = vec![Value::Object(quote)];
    if let (Some(start), Some(end)) = (row.start, row.end) {
        selectors.push(json!({"type": "TextPositionSelector", "start": start, "end": end}));
    }
    let source = match row.url.as_deref().filter(|url| cite::is_web(url)) {
        Some(url) => url.to_owned(),
        None => urn(&[&row.article]),
    };
    let mut annotation = Map::new();
    annotation.insert("@context".into(), "http://www.w3.org/ns/anno.jsonld".into());
    annotation.insert("id".into(), urn(&[&row.article, &row.id]).into());
    annotation.insert("type".into(), "Annotation".into());
    annotation.insert("motivation".into(), "identifying".into());
    if let Some(by) = &row.reviewed_by {
        annotation.insert("creator".into(), json!({"type": "Person", "name": by}));
    }
    annotation.insert("body".into(), bodies.into());
    annotation.insert("target".into(), json!({"source": source, "selector": selectors}));
    Value::Object(annotation)
}

/// A name that is an IRI for what has no address.
fn urn(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| cite::percent_encoded(part)).collect();
    format!("urn:verbatim:{}", parts.join("/"))
}
