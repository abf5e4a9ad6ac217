//! CSV that opens right in a spreadsheet.
//!
//! A cell that begins with `=`, `+`, `-` or `@` (also behind blanks, tabs or quotes) would run as a formula: it gets
//! an apostrophe in front, which spreadsheets take for "this is text". An id of digits alone would become a number:
//! it gets one too. A file begins with a byte order mark: without it Excel takes UTF-8 for the encoding of its country,
//! and every curly quotation mark is garbled. A stream has none: programs that read pipes would take it for a part of
//! the first column's name.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Row, Target};

const COLUMNS: [&str; 27] = [
    "article",
    "id",
    "speaker",
    "speaker_kind",
    "role",
    "text",
    "kind",
    "start",
    "end",
    "paragraph",
    "cue",
    "mention",
    "rule",
    "confidence",
    "continues",
    "review",
    "star",
    "tags",
    "note",
    "gone",
    "title",
    "url",
    "outlet",
    "author",
    "published",
    "language",
    "context",
];

/// What a file of comma-separated values begins with, so that spreadsheets take it for UTF-8.
#[must_use]
pub const fn mark(target: Target) -> &'static [u8] {
    match target {
        Target::File => b"\xef\xbb\xbf",
        Target::Stream => b"",
    }
}

pub(super) fn header(target: Target, out: &mut impl Write) -> io::Result<()> {
    out.write_all(mark(target))?;
    record(COLUMNS.iter().map(|column| Cow::Borrowed(*column)), out)
}

pub(super) fn row(row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    let text = |value: &Option<Cow<'_, str>>| value.as_deref().map(|value| escape_controls(value).into_owned());
    let number = |value: Option<u32>| value.map(|value| value.to_string());
    let word = |value: Option<&'static str>| value.map(str::to_owned);
    let cells: [Option<String>; COLUMNS.len()] = [
        Some(name(&row.article)),
        Some(name(&row.id)),
        text(&row.speaker),
        word(row.speaker_kind),
        text(&row.role),
        Some(escape_controls(&row.text).into_owned()),
        word(row.kind),
        number(row.start),
        number(row.end),
        number(row.paragraph),
        text(&row.cue),
        text(&row.mention),
        text(&row.rule),
        row.confidence.map(|confidence| confidence.to_string()),
        row.continues.as_deref().map(name),
        word(row.review),
        Some(row.star.to_string()),
        Some(escape_controls(&row.tags.join("; ")).into_owned()),
        text(&row.note),
        Some(row.gone.to_string()),
        text(&row.title),
        text(&row.url),
        text(&row.outlet),
        text(&row.author),
        text(&row.published),
        text(&row.language),
        text(&row.context),
    ];
    record(cells.into_iter().map(|cell| Cow::Owned(cell.unwrap_or_default())), out)
}

fn record<'a>(cells: impl Iterator<Item = Cow<'a, str>>, out: &mut impl Write) -> io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().buffer_capacity(1024).from_writer(out);
    writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()))?;
    writer.flush()
}

/// The cell, with an apostrophe in front where a spreadsheet would take it for a formula.
#[must_use]
pub fn escape_controls(cell: &str) -> Cow<'_, str> {
    // Control characters and blanks of every kind are skipped by one spreadsheet or another.
    let first =
        cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').chars().next();
    // The full-width forms run in spreadsheets of East Asian locales.
    let runs = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
    if runs || cell.starts_with(['\t', '\r']) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// An id, kept from being read as a number (`12`, `1e5`, `0x1f`) or as a date (`2026-01-08`).
fn name(id: &str) -> String {
    let safe = escape_controls(id);
    if safe.starts_with(|c: char| c.is_ascii_digit() || c == '.') { format!("'{safe}") } else { safe.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::sample;
    use super::*;

    fn cells(given: &Row<'_>) -> Vec<String> {
        let mut out = Vec::new();
        header(Target::Stream, &mut out).unwrap();
        row(given, &mut out).unwrap();
        let mut reader = ::csv::Reader::from_reader(out.as_slice());
        assert_eq!(reader.headers().unwrap().len(), COLUMNS.len());
        let record = reader.records().next().unwrap().unwrap();
        record.iter().map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_the_fields() {
        let (article, extraction) = sample();
        let row = Row::of_extraction(&article, &extraction).next().unwrap();
        let with_context = Row { context: Some("x".into()), outlet: Some("x".into()), ..row };
        let full = Row { author: Some("x".into()), language: Some("en".into()), gone: true, ..with_context };
        let json: serde_json::Value = serde_json::to_value(&full).unwrap();
        let mut names: Vec<&String> = json.as_object().unwrap().keys().collect();
        let mut columns: Vec<&str> = COLUMNS.to_vec();
        names.sort();
        columns.sort_unstable();
        assert_eq!(names, columns);
        assert_eq!(cells(&full)[5], "If we don’t speak, there is war.");
        assert_eq!(cells(&full)[17], "war; talks");
    }

    #[test]
    fn no_cell_can_run() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\u{a0}=1", "＝1", "\u{feff}=1"] {
            let cells = cells(&Row { text: evil.into(), note: Some(evil.into()), ..Row::default() });
            assert_eq!(cells[5], format!("'{evil}"));
            assert_eq!(cells[18], format!("'{evil}"));
        }
        assert_eq!(escape_controls("It’s = fine"), "It’s = fine");
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
            header(target, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(begin(Target::File).starts_with("\u{feff}article,id,"));
        assert!(begin(Target::Stream).starts_with("article,id,"));
    }

    #[test]
    fn quotes_commas_and_line_breaks_come_back() {
        let text = "a \"b\", c\nd";
        assert_eq!(cells(&Row { text: text.into(), ..Row::default() })[5], text);
    }
}
