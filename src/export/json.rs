//! JSON: one array of the objects that NDJSON has, an object a line, so that it streams and diffs well.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{Exporter, Row};

pub(super) struct Json;

impl Exporter for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[\n")
    }

    fn between(&self) -> &'static [u8] {
        b",\n"
    }

    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        object(row, out)
    }

    fn end(&mut self, rows: usize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if rows == 0 { b"[]\n" } else { b"\n]\n" })
    }
}

/// One row as an object on one line.
pub(super) fn object(row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    Ok(row.serialize(&mut Serializer::with_formatter(out, Escaping))?)
}

/// On one line, with [`escape_controls`] strings.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        out.write_all(escape_controls(fragment).as_bytes())
    }
}

/// `json` with escapes for the control characters and the characters that turn the direction of a line which JSON lets
/// stand as they are: it means the same and commands no terminal.
#[must_use]
pub fn escape_controls(json: &str) -> Cow<'_, str> {
    let commands = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // What each of them begins with in UTF-8.
    let suspect = |byte: u8| matches!(byte, 0x7F | 0xC2 | 0xE2);
    if !json.bytes().any(suspect) || !json.contains(commands) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if commands(c) {
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Layout, Writer};
    use super::*;

    #[test]
    fn two_rows_are_one_array() {
        let mut writer = Writer::new(Format::Json, Layout::default(), Vec::new());
        for id in ["a", "b"] {
            writer.row(&Row { id: id.into(), ..Row::default() }).unwrap();
        }
        let value: serde_json::Value = serde_json::from_slice(&writer.finish().unwrap()).unwrap();
        assert_eq!(value[0]["id"], "a");
        assert_eq!(value[1]["id"], "b");
        assert_eq!(value.as_array().unwrap().len(), 2);
    }

    #[test]
    fn nothing_in_it_commands_a_terminal() {
        let text = "a\u{1b}[2J\u{9b}2J\u{7f}\u{85}\u{202e}b\u{2066}é";
        let mut out = Vec::new();
        object(&Row { text: text.into(), ..Row::default() }, &mut out).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert!(json.contains(r"a\u001b[2J\u009b2J\u007f\u0085\u202eb\u2066é"), "{json}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["text"], text);
    }
}
