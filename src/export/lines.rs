//! One tab-separated quotation a line, never cut: for `grep`, `cut` and `awk`.
//!
//! The columns are full name (ARTICLE/ID), speaker, kind, text. Line breaks, tabs and control characters inside a
//! column become spaces, so that a line is always a quotation and nothing in it can command a terminal.

use std::io::{self, Write};

use super::{Exporter, Row};

pub(super) struct Lines;

impl Exporter for Lines {
    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        line(row, out)
    }
}

fn line(row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    let speaker = row.speaker.as_deref().unwrap_or_default();
    write_flat(&row.article, out)?;
    out.write_all(b"/")?;
    write_flat(&row.id, out)?;
    for column in [speaker, row.kind.unwrap_or_default(), &row.text] {
        out.write_all(b"\t")?;
        write_flat(column, out)?;
    }
    if let Some(context) = &row.context {
        out.write_all(b"\t")?;
        write_flat(context, out)?;
    }
    out.write_all(b"\n")
}

/// Writes `text` with every run of line breaks, tabs and control characters as one blank.
fn write_flat(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if !text.chars().any(breaks) {
        return out.write_all(text.as_bytes());
    }
    let mut parts = text.split(breaks).filter(|part| !part.is_empty());
    if let Some(first) = parts.next() {
        out.write_all(first.as_bytes())?;
    }
    for part in parts {
        out.write_all(b" ")?;
        out.write_all(part.as_bytes())?;
    }
    Ok(())
}

fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_one_line() {
        let mut out = Vec::new();
        let given = Row {
            article: "a".into(),
            id: "q1".into(),
            speaker: Some("B\tC".into()),
            kind: Some("direct"),
            text: "one\n\ntwo\u{1b}[31m".into(),
            ..Row::default()
        };
        line(&given, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a/q1\tB C\tdirect\tone two [31m\n");
    }
}
