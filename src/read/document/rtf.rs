//! RTF: a small reader of its text.
//!
//! Groups and control words are followed only as far as text depends on them: code pages, Unicode with its fallbacks,
//! destinations that hold no text, tracked deletions. Nothing recurses.

use encoding_rs::{Encoding, WINDOWS_1252};
use rustc_hash::FxHashMap;

use super::super::pending::Repair;
use super::{Document, Unreadable};

/// Groups within groups.
const DEEPEST: usize = 1000;
/// The longest text, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;

/// Destinations of which nothing is read.
const SKIPPED: [&str; 32] = [
    "colortbl",
    "stylesheet",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "annotation",
    "atnid",
    "atnauthor",
    "atndate",
    "atnref",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "themedata",
    "datastore",
    "xmlnstbl",
    "filetbl",
    "nonshppict",
    "bkmkstart",
    "bkmkend",
    "listtext",
    "pntext",
];

/// What holds within a group.
#[derive(Clone)]
struct Group {
    place: Place,
    /// How many characters stand in for one of Unicode.
    fallback: usize,
    encoding: &'static Encoding,
    deleted: bool,
    /// The font that the table of fonts is describing.
    font: i32,
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Body,
    Nowhere,
    Fonts,
    Info,
    Title,
    Author,
    Footnote,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    groups: Vec<Group>,
    now: Group,
    default_encoding: &'static Encoding,
    fonts: FxHashMap<i32, &'static Encoding>,
    /// Characters still to pass over, as a fallback.
    passing: usize,
    /// Bytes of the code page that wait to be decoded together.
    waiting: Vec<u8>,
    /// The first half of a pair of UTF-16.
    high: Option<u16>,
    body: String,
    notes: Vec<String>,
    title: String,
    author: String,
    deletions: usize,
}

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let group = Group { place: Place::Body, fallback: 1, encoding: WINDOWS_1252, deleted: false, font: 0 };
    let mut reader = Reader {
        bytes,
        at: 0,
        groups: Vec::new(),
        now: group,
        default_encoding: WINDOWS_1252,
        fonts: FxHashMap::default(),
        passing: 0,
        waiting: Vec::new(),
        high: None,
        body: String::new(),
        notes: Vec::new(),
        title: String::new(),
        author: String::new(),
        deletions: 0,
    };
    reader.run()?;
    let mut document = Document { text: paragraphs(&reader.body, &reader.notes), ..Document::default() };
    let value = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    document.meta.title = value(&reader.title).filter(|title| super::is_title(title));
    document.meta.author = value(&reader.author);
    if reader.deletions > 0 {
        document.repairs.push(Repair { what: "tracked deletions left out", count: reader.deletions });
    }
    Ok(document)
}

/// The lines of `body` as paragraphs, footnotes behind them.
fn paragraphs(body: &str, notes: &[String]) -> String {
    let mut text = String::with_capacity(body.len());
    let all = body.split('\n').chain(notes.iter().flat_map(|note| note.split('\n')));
    for paragraph in all.map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        super::append(&mut text, paragraph);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    // A line break within a paragraph was kept apart from its end.
    text.replace('\u{b}', "\n")
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Unreadable> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.decode_waiting()?;
                    if self.groups.len() >= DEEPEST {
                        return Err(Unreadable::TooDeep);
                    }
                    self.passing = 0;
                    self.groups.push(self.now.clone());
                }
                b'}' => {
                    self.decode_waiting()?;
                    self.passing = 0;
                    match self.groups.pop() {
                        Some(outer) => self.now = outer,
                        // What follows the last bracket is no part of the document.
                        None => break,
                    }
                    if self.groups.is_empty() {
                        break;
                    }
                }
                b'\\' => self.control()?,
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.decode_waiting()
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8) {
        if self.passing > 0 {
            self.passing -= 1;
        } else {
            self.waiting.push(byte);
        }
    }

    fn control(&mut self) -> Result<(), Unreadable> {
        let Some(&first) = self.bytes.get(self.at) else { return Ok(()) };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&rest[..letters]).into_owned();
        let mut end = letters;
        let minus = rest.get(end) == Some(&b'-');
        let digits = rest[end + usize::from(minus)..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let from = end + usize::from(minus);
            end = from + digits;
            let value = String::from_utf8_lossy(&rest[from..end]).parse::<i64>().unwrap_or(0);
            number = Some(if minus { -value } else { value });
        }
        self.at += end;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&word, number)
    }

    fn symbol(&mut self, symbol: u8) -> Result<(), Unreadable> {
        match symbol {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).and_then(|two| std::str::from_utf8(two).ok());
                if let Some(byte) = digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
                Ok(())
            }
            b'\\' | b'{' | b'}' => {
                self.byte(symbol);
                Ok(())
            }
            b'~' => self.text("\u{a0}"),
            b'-' => self.text("\u{ad}"),
            b'_' => self.text("\u{2011}"),
            b'\r' | b'\n' => self.text("\n"),
            b'*' => {
                // A destination that a reader need not know.
                self.now.place = Place::Nowhere;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn word(&mut self, word: &str, number: Option<i64>) -> Result<(), Unreadable> {
        if word != "u" {
            self.decode_waiting()?;
        }
        let on = number != Some(0);
        match word {
            "par" | "sect" | "page" | "cell" | "row" | "nestcell" | "nestrow" => self.text("\n")?,
            "line" => self.text("\u{b}")?,
            "tab" => self.text("\t")?,
            "emdash" => self.text("—")?,
            "endash" => self.text("–")?,
            "lquote" => self.text("‘")?,
            "rquote" => self.text("’")?,
            "ldblquote" => self.text("“")?,
            "rdblquote" => self.text("”")?,
            "bullet" => self.text("•")?,
            "emspace" | "enspace" | "qmspace" => self.text(" ")?,
            "u" => self.unicode(number.unwrap_or(0))?,
            "uc" => self.now.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "bin" => {
                let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            "ansicpg" => {
                self.default_encoding = code_page(number.unwrap_or(1252));
                self.now.encoding = self.default_encoding;
            }
            "plain" => {
                self.now.encoding = self.default_encoding;
                self.now.deleted = false;
            }
            "deleted" => {
                self.deletions += usize::from(on && !self.now.deleted);
                self.now.deleted = on;
            }
            "f" => {
                self.now.font = i32::try_from(number.unwrap_or(0)).unwrap_or(0);
                if self.now.place != Place::Fonts {
                    self.now.encoding = self.fonts.get(&self.now.font).copied().unwrap_or(self.default_encoding);
                }
            }
            "fcharset" if self.now.place == Place::Fonts => {
                if let Some(encoding) = character_set(number.unwrap_or(0)) {
                    self.fonts.insert(self.now.font, encoding);
                }
            }
            "fonttbl" => self.now.place = Place::Fonts,
            "info" => self.now.place = Place::Info,
            "title" if self.now.place == Place::Info => self.now.place = Place::Title,
            "author" if self.now.place == Place::Info => self.now.place = Place::Author,
            "footnote" if self.now.place == Place::Body => {
                self.now.place = Place::Footnote;
                self.notes.push(String::new());
            }
            // Shapes hold their text behind a destination that need not be known.
            "shptxt" | "fldrslt" => {}
            "shpinst" => self.now.place = Place::Body,
            word if SKIPPED.contains(&word) => self.now.place = Place::Nowhere,
            _ => {}
        }
        Ok(())
    }

    fn unicode(&mut self, number: i64) -> Result<(), Unreadable> {
        self.decode_waiting()?;
        // Written as a signed number of 16 bits.
        let unit = (number.rem_euclid(0x1_0000)) as u16;
        self.passing = 0;
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            self.passing = self.now.fallback;
            return Ok(());
        }
        let decoded: String = char::decode_utf16(units).flatten().collect();
        self.text(&decoded)?;
        self.passing = self.now.fallback;
        Ok(())
    }

    fn decode_waiting(&mut self) -> Result<(), Unreadable> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.waiting);
        let text = self.now.encoding.decode_without_bom_handling(&bytes).0.into_owned();
        self.put(&text)
    }

    /// Text that a control word stands for, which may itself be a fallback.
    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        self.decode_waiting()?;
        if self.passing > 0 && text != "\n" {
            self.passing -= 1;
            return Ok(());
        }
        self.put(text)
    }

    fn put(&mut self, text: &str) -> Result<(), Unreadable> {
        if self.now.deleted {
            return Ok(());
        }
        match self.now.place {
            Place::Body => self.body.push_str(text),
            Place::Title => self.title.push_str(text),
            Place::Author => self.author.push_str(text),
            Place::Footnote => {
                if let Some(note) = self.notes.last_mut() {
                    note.push_str(text);
                }
            }
            Place::Nowhere | Place::Fonts | Place::Info => {}
        }
        if self.body.len() > LONGEST { Err(Unreadable::TooMuch) } else { Ok(()) }
    }
}

/// The encoding of a Windows code page.
fn code_page(number: i64) -> &'static Encoding {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The encoding that a font's character set stands for.
fn character_set(number: i64) -> Option<&'static Encoding> {
    let page = match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    Some(code_page(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rtf: &str, expected: &str) {
        assert_eq!(read(rtf.as_bytes()).unwrap().text, expected);
    }

    #[test]
    fn text_quotes_and_paragraphs() {
        check(
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\colortbl;\red0;}\f0 {\b \ldblquote It can\rquote t wait,\rdblquote} she said.\par Two\line lines\'85\par}",
            "“It can’t wait,” she said.\n\nTwo\nlines…\n",
        );
    }

    #[test]
    fn unicode_passes_over_its_fallback() {
        check(r"{\rtf1\uc1 caf\u233?, \u8220\'93yes\u8221\'94 and \u-10179?\u-8704?!}", "café, “yes” and 😀!\n");
        check(r"{\rtf1{\uc2 a\u8364 EUb}{\uc0 c\u8364d}}", "a€bc€d\n");
    }

    #[test]
    fn code_pages_of_fonts() {
        check(r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}\f1\'b3\f0\'e9}", "łé\n");
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        check(
            r"{\rtf1{\*\generator X;}{\info{\title A long day}{\author Ann Lee}}{\header Head}{\pict\bin4 {{{{abc}On{\field{\*\fldinst HYPERLINK x}{\fldrslt e}} {\deleted two }three{\*\annotation no}{\footnote Note}}",
            "One three\n\nNote\n",
        );
        let document = read(br"{\rtf1{\info{\title A long day}{\author Ann Lee}}{\deleted x}y}").unwrap();
        assert_eq!(document.meta.title.as_deref(), Some("A long day"));
        assert_eq!(document.meta.author.as_deref(), Some("Ann Lee"));
        assert_eq!(document.repairs, [Repair { what: "tracked deletions left out", count: 1 }]);
    }

    #[test]
    fn hostile_files_end() {
        assert_eq!(read("{".repeat(100_000).as_bytes()), Err(Unreadable::TooDeep));
        for rtf in [r"{\rtf1\bin99999999999 x}", r"{\rtf1\u99999999999999 x\'}", r"{\rtf1\'z", "}}}}", r"\"] {
            let _ = read(rtf.as_bytes());
        }
    }
}
