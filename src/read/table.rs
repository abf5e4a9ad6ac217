//! CSV and TSV: one article per row.
//!
//! The separator is the one under which the first line names the most columns that are known; the encoding and the order
//! of day and month are what the first rows show. All three are reported.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::StringRecord;
use encoding_rs::{Encoding, UTF_8};

use super::columns::{Column, ColumnNames};
use super::dates::{self, Order};
use super::decode::{decode, line_ends};
use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe};
use super::fragment;
use super::pending::{Draft, Origin, PendingArticle};
use super::source::Source;
use crate::article::{ArticleField, Metadata};

/// See the module.
pub(super) struct Table;

const ENDINGS: [&str; 3] = ["csv", "tsv", "tab"];
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The longest row, in bytes: an open quotation mark would swallow the rest of the file.
const LONGEST_ROW: u64 = 64 * 1024 * 1024;
/// So many rows are read ahead to see which form the dates have.
const SAMPLE: usize = 500;
const SAMPLE_BYTES: usize = 16 * 1024 * 1024;

impl Format for Table {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    /// By its name; where it has none, by a first line that names a column of texts and two others.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        probe.ends_with(&ENDINGS) || probe.name.is_empty() && probe.media_type.is_none() && names_columns(probe.head)
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        let (origin, names) = (source.origin.clone(), Arc::clone(&source.columns));
        Rows::open(source, &names).map(|rows| Box::new(rows) as ArticleStream).map_err(|kind| origin.error(kind))
    }
}

fn names_columns(head: &[u8]) -> bool {
    let first = first_line(head);
    let names = |separator| ColumnNames::default().assign(fields(&first, separator).iter().map(String::as_str));
    SEPARATORS.iter().any(|&separator| {
        let columns = names(separator);
        columns.contains(&Some(Column::Text)) && columns.iter().flatten().count() >= 3
    })
}

fn first_line(head: &[u8]) -> String {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let end = memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len());
    String::from_utf8_lossy(&head[..end]).into_owned()
}

/// The fields of a line.
fn fields(line: &str, separator: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(line.as_bytes());
    let mut record = StringRecord::new();
    let read = reader.read_record(&mut record);
    if matches!(read, Ok(true)) { record.iter().map(str::to_owned).collect() } else { Vec::new() }
}

/// The separator under which the line names the most known columns, then the most columns.
fn separator(line: &str, names: &ColumnNames) -> u8 {
    let worth = |&separator: &u8| {
        let fields = fields(line, separator);
        let known = names.assign(fields.iter().map(String::as_str)).into_iter().flatten().count();
        (known, fields.len())
    };
    SEPARATORS.into_iter().rev().max_by_key(worth).unwrap_or(b',')
}

/// The encoding that the beginning of a table shows.
fn encoding(head: &[u8]) -> &'static Encoding {
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        // Cut within a character.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) => {
            let end = head.iter().rposition(|&byte| byte == b'\n').unwrap_or(head.len());
            let name = decode(head[..end].to_vec()).ok().and_then(|decoded| decoded.encoding);
            name.and_then(|name| Encoding::for_label(name.as_bytes())).unwrap_or(UTF_8)
        }
    }
}

/// The rows of a table that is being read.
struct Rows {
    reader: csv::Reader<Bounded<Box<dyn BufRead + Send>>>,
    left: Arc<AtomicU64>,
    origin: Origin,
    encoding: &'static Encoding,
    columns: Vec<Option<Column>>,
    order: Order,
    /// Lines that the reader counts too few: of a line end of two characters it counts the second with the next row.
    uncounted: usize,
    /// Rows that were read ahead.
    ahead: std::collections::VecDeque<Result<Row, (usize, ReadErrorKind)>>,
    ended: bool,
    /// What was detected, said with the first row.
    note: Option<String>,
}

struct Row {
    line: usize,
    fields: Vec<String>,
}

impl Rows {
    fn open(source: Source, names: &ColumnNames) -> Result<Self, ReadErrorKind> {
        let origin = source.origin.clone();
        let head = source.head().to_vec();
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            // UTF-16 cannot be cut into rows byte by byte.
            let text = decode(source.bytes()?)?.text;
            let head = text.as_bytes()[..text.len().min(16 * 1024)].to_vec();
            return Self::of(Box::new(io::Cursor::new(text.into_bytes())), &head, origin, names, UTF_8);
        }
        if memchr::memchr(0, &head).is_some() {
            return Err(ReadErrorKind::NoText { why: "it holds NUL bytes" });
        }
        let encoding = encoding(&head);
        Self::of(source.stream()?, &head, origin, names, encoding)
    }

    fn of(
        mut from: Box<dyn BufRead + Send>,
        head: &[u8],
        origin: Origin,
        names: &ColumnNames,
        encoding: &'static Encoding,
    ) -> Result<Self, ReadErrorKind> {
        if head.starts_with(b"\xef\xbb\xbf") {
            from.consume_exact(3)?;
        }
        let separator = separator(&first_line(head), names);
        let left = Arc::new(AtomicU64::new(LONGEST_ROW));
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(Bounded { from, left: Arc::clone(&left) });
        let mut rows = Self {
            reader,
            left,
            origin,
            encoding,
            columns: Vec::new(),
            order: Order::Unknown,
            uncounted: 0,
            ahead: std::collections::VecDeque::new(),
            ended: false,
            note: None,
        };
        let header = rows.read().transpose().map_err(|(_, kind)| kind)?.map_or_else(Vec::new, |row| row.fields);
        rows.columns = names.assign(header.iter().map(String::as_str));
        if !rows.columns.contains(&Some(Column::Text)) {
            return Err(ReadErrorKind::NoTextColumn { columns: header.join(", ") });
        }
        let first = memchr::memchr(b'\n', head);
        rows.uncounted = usize::from(first.is_some_and(|end| head[..end].ends_with(b"\r")));
        rows.look_ahead();
        rows.note = Some(rows.described(separator));
        Ok(rows)
    }

    /// What was detected, as a sentence.
    fn described(&self, separator: u8) -> String {
        let separator = match separator {
            b'\t' => "tabs",
            b';' => "semicolons",
            b'|' => "vertical bars",
            _ => "commas",
        };
        let order = match self.order {
            Order::DayFirst => ", dates read as day/month/year",
            Order::MonthFirst => ", dates read as month/day/year",
            Order::Unknown => "",
        };
        format!("columns separated by {separator}, {}{order}", self.encoding.name())
    }

    /// Reads the first rows, to see which form the dates have.
    fn look_ahead(&mut self) {
        let mut bytes = 0;
        while self.ahead.len() < SAMPLE && bytes < SAMPLE_BYTES {
            let Some(row) = self.read() else { break };
            bytes += row.as_ref().map_or(0, |row| row.fields.iter().map(String::len).sum());
            self.ahead.push_back(row);
        }
        let at = self.columns.iter().position(|column| *column == Some(Column::Field(ArticleField::Published)));
        let dates = self.ahead.iter().flatten().filter_map(|row| row.fields.get(at?)).map(String::as_str);
        self.order = Order::of(dates);
    }

    /// The next row, decoded.
    fn read(&mut self) -> Option<Result<Row, (usize, ReadErrorKind)>> {
        if self.ended {
            return None;
        }
        self.left.store(LONGEST_ROW, Ordering::Relaxed);
        let mut record = csv::ByteRecord::new();
        let line = |reader: &csv::Reader<_>| usize::try_from(reader.position().line()).unwrap_or(0);
        let began = line(&self.reader);
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => {
                let line = record.position().map_or(began, |at| usize::try_from(at.line()).unwrap_or(began));
                let decoded = |field: &[u8]| self.encoding.decode_without_bom_handling(field).0.into_owned();
                Some(Ok(Row { line: line + self.uncounted, fields: record.iter().map(decoded).collect() }))
            }
            Ok(false) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                let kind = match error.into_kind() {
                    csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                        ReadErrorKind::TooLarge { limit: LONGEST_ROW }
                    }
                    csv::ErrorKind::Io(error) => error.into(),
                    _ => ReadErrorKind::Fields("the row cannot be read".into()),
                };
                Some(Err((began, kind)))
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<PendingArticle, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.ahead.pop_front() {
            Some(row) => row,
            None => self.read()?,
        };
        Some(match row {
            Ok(row) => {
                let size = row.fields.iter().map(String::len).sum::<usize>() as u64;
                let (columns, order, note) = (self.columns.clone(), self.order, self.note.take());
                let read = move |origin: &Origin| {
                    let mut draft = article(&columns, row.fields, order).map_err(|kind| origin.error(kind))?;
                    draft.notes.extend(note);
                    Ok(draft)
                };
                Ok(PendingArticle::new(self.origin.line(row.line), size, read))
            }
            Err((line, kind)) => Err(self.origin.line(line).error(kind)),
        })
    }
}

/// The article that a row is.
fn article(columns: &[Option<Column>], fields: Vec<String>, order: Order) -> Result<Draft, ReadErrorKind> {
    let mut meta = Metadata::default();
    let mut text = String::new();
    for (column, field) in columns.iter().zip(fields) {
        let Some(column) = *column else { continue };
        match column {
            Column::Text => text = field,
            Column::Field(_) if field.trim().is_empty() => {}
            Column::Field(known) => meta.set(known, Some(field.trim().to_owned())),
        }
    }
    if let Some(published) = &mut meta.published
        && let Some(iso) = dates::iso(published, order)
    {
        *published = iso;
    }
    if text.contains('\0') {
        return Err(ReadErrorKind::NoText { why: "its text holds NUL characters" });
    }
    let text = if fragment::is_markup(&text) { fragment::text(&text) } else { line_ends(text) };
    Ok(Draft { meta, text, ..Draft::default() })
}

/// A reader that gives up where a row becomes too long.
struct Bounded<R> {
    from: R,
    left: Arc<AtomicU64>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 && read > 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.left.store(left.saturating_sub(read as u64), Ordering::Relaxed);
        Ok(read)
    }
}

/// Passing over bytes that are known to be there.
trait ConsumeExact {
    fn consume_exact(&mut self, count: usize) -> io::Result<()>;
}

impl ConsumeExact for Box<dyn BufRead + Send> {
    fn consume_exact(&mut self, count: usize) -> io::Result<()> {
        let mut passed = vec![0; count];
        self.read_exact(&mut passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(table: &[u8], said: &[&str]) -> Vec<String> {
        let mut names = ColumnNames::default();
        said.iter().for_each(|said| names.add(said).unwrap());
        let origin = Origin { place: "t.csv".into(), name: "t".into(), ..Origin::default() };
        let source = Source::of_reader(Box::new(io::Cursor::new(table.to_vec())), origin).unwrap();
        let rows = match Rows::open(source, &names) {
            Ok(rows) => rows,
            Err(kind) => return vec![kind.to_string()],
        };
        let shown = |pending: Result<PendingArticle, ReadError>| match pending.and_then(PendingArticle::read) {
            Ok(loaded) => {
                let meta = &loaded.article.meta;
                let fields = [&meta.title, &meta.outlet, &meta.published].map(|field| field.as_deref().unwrap_or("-"));
                format!("{} {}: {} {:?}", loaded.place, fields.join("/"), loaded.article.text, loaded.notes)
            }
            Err(error) => format!("! {error}"),
        };
        rows.map(shown).collect()
    }

    #[test]
    fn columns_separators_and_dates_are_detected() {
        assert_eq!(
            read(
                b"\xef\xbb\xbfHeadline;Date;Body\r\nOne;28/2/2026;\"Two\r\nlines; here\"\r\nTwo;3/4/2026;Words\r\n",
                &[]
            ),
            [
                "t.csv:2 One/-/2026-02-28: Two\nlines; here [\"columns separated by semicolons, UTF-8, dates read as day/month/year\"]",
                "t.csv:4 Two/-/2026-04-03: Words []",
            ]
        );
    }

    #[test]
    fn encodings_are_detected_and_rows_may_be_short() {
        assert_eq!(
            read(b"text\tpublisher\n\x93It\x92s caf\xe9 talk,\x94 he said.\tThe Caf\xe9\nMore\n", &[]),
            [
                "t.csv:2 -/The Café/-: “It’s café talk,” he said. [\"columns separated by tabs, windows-1252\"]",
                "t.csv:3 -/-/-: More []",
            ]
        );
    }

    #[test]
    fn columns_may_be_named_by_the_user() {
        assert_eq!(read(b"a,b\nx,y\n", &[]), ["has no column of texts among: a, b"]);
        assert!(read(b"a,b\nx,y\n", &["text=b", "title=a"])[0].starts_with("t.csv:2 x/-/-: y"));
    }

    #[test]
    fn a_table_without_a_name_is_known_by_its_first_line() {
        assert!(names_columns(b"title,date,text\na,b,c"));
        assert!(!names_columns(b"The title, the date and the text were missing."));
    }
}
