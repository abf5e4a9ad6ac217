//! CSV that opens right in a spreadsheet.
//!
//! A cell that begins with `=`, `+`, `-` or `@` (also behind spaces, tabs or quotes) would run as a formula: it gets
//! an apostrophe in front, which spreadsheets take for "this is text". An id of digits alone would become a number:
//! it gets one too. A file begins with a byte order mark: without it Excel takes UTF-8 for the encoding of its country,
//! and every curly quotation mark is garbled. A stream has none: programs that read pipes would take it for a part of
//! the first column's name.

use std::borrow::Cow;
use std::io::{self, Write};

use super::row::Cell;
use super::{Exporter, Row, Target};

/// What a file of comma-separated values begins with, so that spreadsheets take it for UTF-8.
#[must_use]
pub const fn mark(target: Target) -> &'static [u8] {
    match target {
        Target::File => b"\xef\xbb\xbf",
        Target::Stream => b"",
    }
}

pub(super) struct Csv(pub(super) Target);

impl Exporter for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(mark(self.0))?;
        let columns = Row::default().cells().map(|(key, ..)| Cow::Borrowed(key));
        record(columns.into_iter(), out)
    }

    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        record(row.cells().into_iter().map(|(.., cell)| text(cell)), out)
    }

    fn end(&mut self, rows: usize, out: &mut dyn Write) -> io::Result<()> {
        if rows == 0 { self.begin(out) } else { Ok(()) }
    }
}

fn text(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => escape_formula(text),
        Cell::Name(id) => Cow::Owned(name(id)),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Confidence(confidence) => Cow::Owned(confidence.to_string()),
        Cell::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
        Cell::List(list) => Cow::Owned(escape_formula(&list.join("; ")).into_owned()),
    }
}

fn record<'a>(cells: impl Iterator<Item = Cow<'a, str>>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().buffer_capacity(1024).from_writer(out);
    writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()))?;
    writer.flush()
}

/// The cell, with an apostrophe in front where a spreadsheet would take it for a formula.
#[must_use]
pub fn escape_formula(cell: &str) -> Cow<'_, str> {
    // Control characters and spaces of every kind are skipped by one spreadsheet or another.
    let first =
        cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').chars().next();
    // The full-width forms run in spreadsheets of East Asian locales.
    let runs = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
    if runs || cell.starts_with(['\t', '\r']) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// An id, kept from being read as a number (`12`, `1e5`, `0x1f`) or as a date (`2026-01-08`).
fn name(id: &str) -> String {
    let safe = escape_formula(id);
    if safe.starts_with(|c: char| c.is_ascii_digit() || c == '.') { format!("'{safe}") } else { safe.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::sample;
    use super::*;

    fn cells(given: &Row<'_>) -> Vec<String> {
        let mut out = Vec::new();
        let mut csv = Csv(Target::Stream);
        csv.begin(&mut out).unwrap();
        csv.record(given, &mut out).unwrap();
        let mut reader = ::csv::Reader::from_reader(out.as_slice());
        assert_eq!(reader.headers().unwrap().len(), given.cells().len());
        let record = reader.records().next().unwrap().unwrap();
        record.iter().map(str::to_owned).collect()
    }

    fn column(row: &Row<'_>, key: &str) -> String {
        let at = row.cells().iter().position(|(known, ..)| *known == key).unwrap();
        cells(row).swap_remove(at)
    }

    #[test]
    fn columns_are_the_fields() {
        let (article, extraction) = sample();
        let row = Row::of_extraction(&article, &extraction).next().unwrap();
        assert_eq!(column(&row, "text"), "If we don’t speak, there is war.");
        assert_eq!(column(&row, "tags"), "war; talks");
        assert_eq!((column(&row, "denied"), column(&row, "speakers")), ("false".to_owned(), "Petro".to_owned()));
    }

    #[test]
    fn no_cell_can_run() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\u{a0}=1", "＝1", "\u{feff}=1"] {
            let row = Row { text: evil.into(), note: Some(evil.into()), ..Row::default() };
            assert_eq!(column(&row, "text"), format!("'{evil}"));
            assert_eq!(column(&row, "note"), format!("'{evil}"));
        }
        assert_eq!(escape_formula("It’s = fine"), "It’s = fine");
    }

    #[test]
    fn ids_are_not_numbers_or_dates() {
        let cells = cells(&Row { article: "2026-01-08".into(), id: "12e4".into(), ..Row::default() });
        assert_eq!((cells[0].as_str(), cells[1].as_str()), ("'2026-01-08", "'12e4"));
        assert_eq!(name("q5c1f09ab"), "q5c1f09ab");
    }

    #[test]
    fn only_files_begin_with_a_mark() {
        let begin = |target| {
            let mut out = Vec::new();
            Csv(target).begin(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(begin(Target::File).starts_with("\u{feff}article,id,"));
        assert!(begin(Target::Stream).starts_with("article,id,"));
    }

    #[test]
    fn quotes_commas_and_line_breaks_come_back() {
        let text = "a \"b\", c\nd";
        assert_eq!(column(&Row { text: text.into(), ..Row::default() }, "text"), text);
    }
}
