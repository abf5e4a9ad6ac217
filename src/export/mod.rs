//! Output: one file per format, each writes to an `impl Write`.
//!
//! A [`Row`] is one quotation with all that is known of it and its article, borrowed from wherever it lies; a
//! [`Writer`] takes rows one by one, so that an archive streams through it. Nothing here opens files, knows whether
//! it writes to a terminal, or reads a store: the caller says how wide a table may be and whether it has colors.
//!
//! A format is an `Exporter` in a file of its own and an entry in `FORMATS`.

mod annotations;
mod cite;
pub mod comparison;
pub mod concordance;
mod csv;
mod documents;
mod escape;
mod html;
mod json;
pub mod labels;
mod line;
mod lines;
mod markdown;
pub mod ndjson;
mod row;
mod table;
pub mod verification;

use std::fmt;
use std::io::{self, Write};

pub use cite::{citation, pointing, presented, quoted, tidy};
pub use csv::{escape_formula, mark as spreadsheet_mark};
pub use documents::{Notes, documents, registry};
use escape::html as escape_html;
pub use json::escape_controls as escape_json;
pub use line::{cut, flat};
use markdown::escape as escape_markdown;
pub use row::{Edges, Row};

/// How one format turns rows into bytes.
trait Exporter: Send {
    /// Takes what a report says of itself; most formats say nothing.
    fn describe(&mut self, _report: About) {}

    /// What stands before the first row.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// What stands between two rows.
    fn between(&self) -> &'static [u8] {
        b""
    }

    /// One row.
    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// What stands after the last of `rows` rows; without any row nothing was begun either.
    fn end(&mut self, _rows: usize, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The formats, by the names that `--format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Store documents.
    Yaml,
    /// One JSON object per line.
    Ndjson,
    /// One JSON array of the same objects.
    Json,
    /// Comma-separated values with a header, safe to open in a spreadsheet.
    Csv,
    /// Block quotes, each with a citation line.
    Markdown,
    /// A report for the browser and the printer.
    Html,
    /// W3C Web Annotations.
    Annotations,
    /// Columns for people.
    Table,
    /// One tab-separated quotation per line, never cut: what `list` prints into a pipe.
    Lines,
}

/// What is known of a format.
struct Entry {
    format: Format,
    word: &'static str,
    /// The file endings that stand for it.
    endings: &'static [&'static str],
    /// What it is good for.
    help: &'static str,
    /// Whether it is made for people who are not to see private notes unless somebody asks.
    public: bool,
    exporter: fn(Layout) -> Box<dyn Exporter>,
}

/// Every format, in the order of [`Format`].
const FORMATS: [Entry; 9] = [
    Entry {
        format: Format::Yaml,
        word: "yaml",
        endings: &["yaml", "yml"],
        help: "Store documents, one per article",
        public: false,
        // Whole documents are written by [`documents`]; every YAML reader takes JSON for a single row.
        exporter: |_| Box::new(ndjson::Ndjson),
    },
    Entry {
        format: Format::Ndjson,
        word: "ndjson",
        endings: &["ndjson", "jsonl"],
        help: "One JSON object per line",
        public: false,
        exporter: |_| Box::new(ndjson::Ndjson),
    },
    Entry {
        format: Format::Json,
        word: "json",
        endings: &["json"],
        help: "One JSON list of the same objects",
        public: false,
        exporter: |_| Box::new(json::Json),
    },
    Entry {
        format: Format::Csv,
        word: "csv",
        endings: &["csv"],
        help: "For spreadsheets",
        public: false,
        exporter: |layout| Box::new(csv::Csv(layout.target)),
    },
    Entry {
        format: Format::Markdown,
        word: "markdown",
        endings: &["md", "markdown"],
        help: "Block quotes, each with a citation",
        public: true,
        exporter: |_| Box::new(markdown::Markdown),
    },
    Entry {
        format: Format::Html,
        word: "html",
        endings: &["html", "htm"],
        help: "A report for the browser: one file, with a filter box",
        public: true,
        exporter: |_| Box::new(html::Html::default()),
    },
    Entry {
        format: Format::Annotations,
        word: "annotations",
        endings: &["jsonld"],
        help: "W3C Web Annotations (JSON-LD)",
        public: true,
        exporter: |_| Box::new(annotations::Annotations),
    },
    Entry {
        format: Format::Table,
        word: "table",
        endings: &["txt"],
        help: "Columns for people",
        public: true,
        exporter: |layout| match layout.tables {
            Tables::Columns => Box::new(table::Table(layout)),
            Tables::Labels => Box::new(labels::Labels),
        },
    },
    Entry {
        format: Format::Lines,
        word: "lines",
        endings: &["tsv"],
        help: "One tab-separated quotation per line, never cut",
        public: true,
        exporter: |_| Box::new(lines::Lines),
    },
];

impl Format {
    /// Every format.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|entry| entry.format)
    }

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.entry().word
    }

    /// What it is good for, in a few words.
    #[must_use]
    pub fn help(self) -> &'static str {
        self.entry().help
    }

    /// Whether private notes are left out of it unless somebody asks for them.
    #[must_use]
    pub fn is_public(self) -> bool {
        self.entry().public
    }

    /// Whether its rows need the store: the quotations of a single extraction cannot be written in it.
    #[must_use]
    pub fn needs_store(self) -> bool {
        matches!(self, Self::Html | Self::Annotations)
    }

    /// The format of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        FORMATS.iter().find(|entry| entry.word == word).map(|entry| entry.format)
    }

    /// The format that a file's ending (without the dot, in any case) stands for.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        FORMATS.iter().find(|entry| entry.endings.contains(&ending.as_str())).map(|entry| entry.format)
    }

    /// The ending of files in it, without the dot.
    #[must_use]
    pub fn ending(self) -> Option<&'static str> {
        self.entry().endings.first().copied()
    }

    fn entry(self) -> &'static Entry {
        &FORMATS[self as usize]
    }

    fn exporter(self, layout: Layout) -> Box<dyn Exporter> {
        (self.entry().exporter)(layout)
    }
}

/// Whether escape sequences for colors may be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Color {
    /// Plain characters only.
    #[default]
    Off,
    /// The output is a terminal that wants colors.
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

/// How tables look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tables {
    /// Columns, for the eye.
    #[default]
    Columns,
    /// A line for each value, after its label: for screen readers.
    Labels,
}

/// How output is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// Columns of the terminal, for tables; `None` cuts nothing.
    pub width: Option<usize>,
    /// Colors or none, for tables.
    pub color: Color,
    /// Where it goes: a spreadsheet opens files of CSV.
    pub target: Target,
    /// Columns or labels, for tables.
    pub tables: Tables,
}

/// What a report says of itself, for people who were not there when it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The query that its quotations match; empty where that is every quotation.
    pub query: String,
    /// The store.
    pub store: String,
    /// The day it was made.
    pub day: String,
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
        let mut exporter = format.exporter(layout);
        let mut fragment = Self::default();
        for row in rows {
            if fragment.rows > 0 {
                fragment.bytes.extend_from_slice(exporter.between());
            }
            exporter.record(&row, &mut fragment.bytes)?;
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
pub struct Writer<W: Write> {
    out: W,
    exporter: Box<dyn Exporter>,
    written: usize,
}

impl<W: Write> fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("written", &self.written).finish_non_exhaustive()
    }
}

impl<W: Write> Writer<W> {
    /// A writer of `format` to `out`, which should be buffered. [`Format::Yaml`] is made of whole documents, not of
    /// rows: [`documents`] writes it. Here it is treated as [`Format::Ndjson`], which every YAML reader takes.
    #[must_use]
    pub fn new(format: Format, layout: Layout, out: W) -> Self {
        Self { out, exporter: format.exporter(layout), written: 0 }
    }

    /// The same writer, whose output says where it comes from if its format has a place for that.
    #[must_use]
    pub fn describing(mut self, report: About) -> Self {
        self.exporter.describe(report);
        self
    }

    /// Writes one row.
    ///
    /// # Errors
    /// What the output answers.
    pub fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        self.before()?;
        self.written += 1;
        self.exporter.record(row, &mut self.out)
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
        self.exporter.end(self.written, &mut self.out)?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// What stands before the next row.
    fn before(&mut self) -> io::Result<()> {
        if self.written > 0 { self.out.write_all(self.exporter.between()) } else { self.exporter.begin(&mut self.out) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_lead_back() {
        for (number, entry) in FORMATS.iter().enumerate() {
            assert_eq!(entry.format as usize, number, "the entries stand in the order of the formats");
            assert_eq!(Format::from_word(entry.format.word()), Some(entry.format));
            for ending in entry.endings {
                assert_eq!(Format::from_ending(&ending.to_uppercase()), Some(entry.format));
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
        for format in Format::all().filter(|format| !format.needs_store()) {
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
