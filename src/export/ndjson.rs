//! NDJSON: one JSON object a line, for other programs.

use std::io::{self, Write};

use super::json::object;
use super::{Exporter, Row};
use crate::article::Article;
use crate::extract::Extraction;

/// Writes the quotations that were found in `article`, which is called `name`.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_extraction(out: &mut impl Write, name: &str, article: &Article, found: &Extraction) -> io::Result<()> {
    for found in Row::of_extraction(article, found) {
        Ndjson.record(&Row { article: name.into(), ..found }, out)?;
    }
    Ok(())
}

pub(super) struct Ndjson;

impl Exporter for Ndjson {
    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        object(row, out)?;
        out.write_all(b"\n")
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::sample;
    use super::*;

    #[test]
    fn the_fields_stand_in_their_order() {
        let (article, extraction) = sample();
        let mut out = Vec::new();
        Ndjson.record(&Row::of_extraction(&article, &extraction).next().unwrap(), &mut out).unwrap();
        let expected = concat!(
            r#"{"article":"talks","id":"q1","speaker":"Petro","speakers":["Petro"],"speaker_kind":"person","role":"Colombian President","#,
            r#""text":"If we don’t speak, there is war.","kind":"direct","start":40,"end":72,"paragraph":2,"#,
            r#""cue":"said","mention":"Petro","rule":"colon","confidence":0.97,"continues":null,"#,
            r#""review":"confirmed","star":true,"tags":["war","talks"],"note":"check","title":"Talks","#,
            r#""url":"https://example.org/talks","published":"2026-01-08"}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn what_is_not_known_is_null() {
        let mut out = Vec::new();
        Ndjson.record(&Row { article: "a".into(), text: "line\nbreak".into(), ..Row::default() }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(r#""speaker":null"#) && text.contains(r#""text":"line\nbreak""#), "{text}");
        assert_eq!(text.lines().count(), 1);
    }
}
