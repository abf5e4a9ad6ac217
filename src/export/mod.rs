//! Output: one file per format, each writes to an `impl Write`.
//!
//! A [`Row`] is one quotation with all that is known of it and its article, borrowed from wherever it lies; a
//! [`Writer`] takes rows one by one, so that an archive streams through it. Nothing here opens files, knows whether
//! it writes to a terminal, or reads a store: the caller says how wide a table may be and whether it has colours.

mod csv;
mod documents;
mod json;
mod lines;
mod markdown;
pub mod ndjson;
mod row;
mod table;

use std::io::{self, Write};

pub use csv::{escape_controls as harmless_cell, mark as spreadsheet_mark};
pub use documents::{documents, registry};
pub use json::escape_controls as harmless_json;
pub use markdown::{citation, quoted};
pub use row::Row;
pub use table::{cut, flat};

/// The formats, by the names that `--format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Store documents.
    Yaml,
    /// One JSON object a line.
    Ndjson,
    /// One JSON array of the same objects.
    Json,
    /// Comma-separated values with a header, safe to open in a spreadsheet.
    Csv,
    /// Block quotes, each with a citation line.
    Markdown,
    /// Columns for people.
    Table,
    /// One tab-separated quotation a line, never cut: what `list` prints into a pipe.
    Lines,
}

impl Format {
    /// Every format with its name and the file endings that stand for it.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 7] = [
        (Self::Yaml, "yaml", &["yaml", "yml"]),
        (Self::Ndjson, "ndjson", &["ndjson", "jsonl"]),
        (Self::Json, "json", &["json"]),
        (Self::Csv, "csv", &["csv"]),
        (Self::Markdown, "markdown", &["md", "markdown"]),
        (Self::Table, "table", &["txt"]),
        (Self::Lines, "lines", &["tsv"]),
    ];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(format, ..)| *format == self).map_or("", |(_, name, _)| name)
    }

    /// The format of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, _)| *name == word).map(|(format, ..)| *format)
    }

    /// The format that a file's ending (without the dot, in any case) stands for.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        Self::ALL.iter().find(|(.., endings)| endings.contains(&ending.as_str())).map(|(format, ..)| *format)
    }
}

/// Whether escape sequences for colours may be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Colour {
    /// Plain characters only.
    #[default]
    Off,
    /// The output is a terminal that wants colours.
    On,
}

/// Where the output goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Target {
    /// To a program or a terminal.
    #[default]
    Stream,
    /// Into a file of its own, which some program may open one day.
    File,
}

/// How output is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal, for tables; `None` cuts nothing.
    pub width: Option<usize>,
    /// Colours or none, for tables.
    pub colour: Colour,
    /// Where it goes: a spreadsheet opens files of CSV.
    pub target: Target,
}

/// Rows as bytes, made anywhere (on any thread) and written in their order by a [`Writer`] of the same format and layout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    bytes: Vec<u8>,
    rows: usize,
}

impl Fragment {
    /// The bytes of `rows`.
    ///
    /// # Errors
    /// When a row cannot be written down at all.
    pub fn new<'a>(format: Format, layout: Layout, rows: impl Iterator<Item = Row<'a>>) -> io::Result<Self> {
        let mut fragment = Self::default();
        for row in rows {
            if fragment.rows > 0 {
                fragment.bytes.extend_from_slice(between(format));
            }
            body(format, layout, &row, &mut fragment.bytes)?;
            fragment.rows += 1;
        }
        Ok(fragment)
    }

    /// How many rows it holds.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }
}

/// Writes rows one by one in one format. [`Writer::finish`] must be called at the end: some formats need a last word.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    format: Format,
    layout: Layout,
    written: usize,
}

impl<W: Write> Writer<W> {
    /// A writer of `format` to `out`, which should be buffered. [`Format::Yaml`] is made of whole documents, not of
    /// rows: [`documents`] writes it. Here it is treated as [`Format::Ndjson`], which every YAML reader takes.
    #[must_use]
    pub fn new(format: Format, layout: Layout, out: W) -> Self {
        Self { out, format, layout, written: 0 }
    }

    /// Writes one row.
    ///
    /// # Errors
    /// What the output answers.
    pub fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        self.before()?;
        self.written += 1;
        body(self.format, self.layout, row, &mut self.out)
    }

    /// Writes the rows of a fragment.
    ///
    /// # Errors
    /// What the output answers.
    pub fn fragment(&mut self, fragment: &Fragment) -> io::Result<()> {
        if fragment.rows == 0 {
            return Ok(());
        }
        self.before()?;
        self.written += fragment.rows;
        self.out.write_all(&fragment.bytes)
    }

    /// How many rows were written.
    #[must_use]
    pub fn written(&self) -> usize {
        self.written
    }

    /// Sends on what is buffered: for streams that somebody is watching.
    ///
    /// # Errors
    /// What the output answers.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes what the format needs at its end, also when there was no row, and flushes.
    ///
    /// # Errors
    /// What the output answers.
    pub fn finish(mut self) -> io::Result<W> {
        match self.format {
            Format::Json => json::end(self.written == 0, &mut self.out)?,
            Format::Csv if self.written == 0 => csv::header(self.layout.target, &mut self.out)?,
            _ => {}
        }
        self.out.flush()?;
        Ok(self.out)
    }

    /// What stands before the next row.
    fn before(&mut self) -> io::Result<()> {
        if self.written > 0 {
            return self.out.write_all(between(self.format));
        }
        match self.format {
            Format::Json => json::begin(&mut self.out),
            Format::Csv => csv::header(self.layout.target, &mut self.out),
            Format::Table => table::header(self.layout, &mut self.out),
            Format::Yaml | Format::Ndjson | Format::Markdown | Format::Lines => Ok(()),
        }
    }
}

/// What stands between two rows.
fn between(format: Format) -> &'static [u8] {
    match format {
        Format::Json => b",\n",
        Format::Markdown => b"\n",
        Format::Yaml | Format::Ndjson | Format::Csv | Format::Table | Format::Lines => b"",
    }
}

fn body(format: Format, layout: Layout, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Ndjson | Format::Yaml => ndjson::row(row, out),
        Format::Json => json::row(row, out),
        Format::Csv => csv::row(row, out),
        Format::Markdown => markdown::row(row, out),
        Format::Table => table::row(row, layout, out),
        Format::Lines => lines::row(row, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_lead_back() {
        for (format, name, endings) in Format::ALL {
            assert_eq!(Format::from_word(name), Some(format));
            assert_eq!(format.word(), name);
            for ending in endings {
                assert_eq!(Format::from_ending(&ending.to_uppercase()), Some(format));
            }
        }
        assert_eq!(Format::from_word("xml"), None);
        assert_eq!(Format::from_ending("doc"), None);
    }

    #[test]
    fn no_rows_still_make_a_valid_file() {
        let write = |format| {
            let out = Writer::new(format, Layout::default(), Vec::new()).finish().unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(write(Format::Json), "[]\n");
        assert_eq!(write(Format::Ndjson), "");
        assert!(write(Format::Csv).starts_with("article,id,speaker,"));
        assert_eq!(write(Format::Markdown), "");
    }

    #[test]
    fn fragments_join_as_if_written_row_by_row() {
        let rows = || ["a", "b", "c", "d"].map(|id| Row { id: id.into(), text: "x".into(), ..Row::default() });
        for (format, ..) in Format::ALL {
            let layout = Layout { width: Some(80), target: Target::File, ..Layout::default() };
            let mut one = Writer::new(format, layout, Vec::new());
            rows().iter().for_each(|row| one.row(row).unwrap());
            let mut other = Writer::new(format, layout, Vec::new());
            for part in [&rows()[..0], &rows()[..1], &rows()[1..3], &rows()[3..]] {
                other.fragment(&Fragment::new(format, layout, part.iter().cloned()).unwrap()).unwrap();
            }
            assert_eq!((one.written(), other.written()), (4, 4));
            assert_eq!(one.finish().unwrap(), other.finish().unwrap(), "{format:?}");
        }
    }
}
