//! Documents: files of word processors, typesetters and mail programs to text. One file per format.
//!
//! Every reader takes the whole file and gives its running text, paragraphs parted by blank lines, or says what is
//! wrong with it; none trusts a size, a depth or a count that a file claims.

#[cfg(feature = "documents")]
mod docx;
#[cfg(feature = "documents")]
mod email;
#[cfg(feature = "documents")]
mod odt;
#[cfg(feature = "documents")]
mod office;
#[cfg(feature = "documents")]
mod pdf;
#[cfg(feature = "documents")]
mod rtf;
#[cfg(feature = "documents")]
mod word_processor;

use super::error::ReadError;
use super::format::{ArticleStream, Format, Probe, one_article};
use super::pending::{Draft, Repair};
use super::source::Source;
use super::unreadable::Unreadable;
use crate::article::{Mark, Metadata, Milestone};

/// A document as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// What the document says of itself.
    pub(super) meta: Metadata,
    /// Its words.
    pub(super) text: String,
    /// Where in the text each page begins, in bytes; empty where the format has no pages.
    pub(super) pages: Vec<usize>,
    /// What was repaired or left out.
    pub(super) repairs: Vec<Repair>,
}

/// A format of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML, or the like, and OpenDocument: told apart by what is in the archive.
    Office,
    /// Rich Text Format.
    Rtf,
    /// An e-mail.
    Email,
}

/// See the module.
pub(super) struct Documents(pub(super) Kind);

impl Format for Documents {
    fn name(&self) -> Option<&'static str> {
        Some(match self.0 {
            Kind::Pdf => "pdf",
            Kind::Office => "office",
            Kind::Rtf => "rtf",
            Kind::Email => "email",
        })
    }

    fn endings(&self) -> &'static [&'static str] {
        if cfg!(not(feature = "documents")) {
            return &[];
        }
        match self.0 {
            Kind::Pdf => &["pdf"],
            Kind::Office => &["docx", "docm", "odt", "fodt"],
            Kind::Rtf => &["rtf"],
            Kind::Email => &["eml"],
        }
    }

    /// By the first bytes; an e-mail also by its name.
    fn claims(&self, probe: &Probe<'_>) -> bool {
        match self.0 {
            Kind::Pdf => memchr::memmem::find(&probe.head[..probe.head.len().min(1024)], b"%PDF-")
                .is_some_and(|at| at == 0 || is_junk(&probe.head[..at])),
            Kind::Office => {
                let flat = || probe.head.trim_ascii_start().starts_with(b"<?xml");
                probe.head.starts_with(b"PK\x03\x04")
                    || flat() && memchr::memmem::find(probe.head, b"office:mimetype=").is_some()
            }
            Kind::Rtf => probe.head.trim_ascii_start().starts_with(b"{\\rtf"),
            Kind::Email => probe.ends_with(&["eml"]) || is_email(probe.head),
        }
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        let kind = self.0;
        one_article(source, move |bytes, origin| {
            let document = kind.read(bytes).map_err(|unreadable| origin.error(unreadable.into()))?;
            Ok(document.into())
        })
    }
}

impl Kind {
    /// Reads a document.
    #[cfg(feature = "documents")]
    fn read(self, bytes: Vec<u8>) -> Result<Document, Unreadable> {
        match self {
            Self::Pdf => pdf::read(bytes),
            Self::Office => word_processor::read(bytes),
            Self::Rtf => rtf::read(&bytes),
            Self::Email => email::read(&bytes),
        }
    }

    /// Says that this build reads none.
    #[cfg(not(feature = "documents"))]
    fn read(self, _: Vec<u8>) -> Result<Document, Unreadable> {
        Err(Unreadable::Other(match self {
            Self::Pdf => "a PDF, and this build reads no documents",
            Self::Office => "an office document, and this build reads none",
            Self::Rtf => "RTF, and this build reads no documents",
            Self::Email => "an e-mail, and this build reads none",
        }))
    }
}

impl From<Document> for Draft {
    fn from(document: Document) -> Self {
        let Document { meta, text, pages, repairs } = document;
        let milestone = |(number, at): (usize, usize)| Milestone {
            at,
            mark: Mark::Page(u32::try_from(number + 1).unwrap_or(u32::MAX)),
        };
        let milestones = pages.into_iter().enumerate().map(milestone).collect();
        Self { meta, text, milestones, repairs, ..Self::default() }
    }
}

/// Headers of which a file needs three, the first of its lines, to be an e-mail by its beginning; one of them a header
/// that no person writes.
const HEADERS: [(&str, bool); 14] = [
    ("from", false),
    ("to", false),
    ("cc", false),
    ("subject", false),
    ("date", false),
    ("reply-to", false),
    ("received", true),
    ("return-path", true),
    ("message-id", true),
    ("mime-version", true),
    ("delivered-to", true),
    ("content-type", true),
    ("x-original-to", true),
    ("dkim-signature", true),
];

/// Whether a file begins as an e-mail does.
fn is_email(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(8 * 1024)]);
    let (mut known, mut technical) = (Vec::new(), false);
    for line in head.lines().filter(|line| !line.starts_with([' ', '\t'])) {
        let Some((name, _)) = line.split_once(':') else { break };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            break;
        }
        if let Some(header) = HEADERS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known))
            && !known.contains(&header.0)
        {
            known.push(header.0);
            technical |= header.1;
        }
    }
    known.len() >= 3 && technical
}

/// Bytes before the beginning of a PDF that are no text of an article: some servers and mail programs leave a few.
fn is_junk(bytes: &[u8]) -> bool {
    bytes.len() < 16 || bytes.iter().any(|&byte| byte > 0x7f || (byte < 32 && !byte.is_ascii_whitespace()))
}

/// Paragraphs on their way into a text.
#[cfg(feature = "documents")]
#[derive(Debug, Default)]
struct Paragraphs {
    text: String,
    /// Paragraphs that are open: one, and those of text boxes and notes within it.
    open: Vec<String>,
    /// What comes after the rest: footnotes.
    after: Vec<String>,
}

#[cfg(feature = "documents")]
impl Paragraphs {
    /// The longest text of a document, in bytes.
    const LONGEST: usize = 64 * 1024 * 1024;
    /// Paragraphs within paragraphs.
    const DEEPEST: usize = 64;

    fn begin(&mut self) -> Result<(), Unreadable> {
        if self.open.len() >= Self::DEEPEST {
            return Err(Unreadable::TooDeep);
        }
        self.open.push(String::new());
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), Unreadable> {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.push_str(text);
            if self.text.len() + paragraph.len() > Self::LONGEST {
                return Err(Unreadable::TooMuch);
            }
        }
        Ok(())
    }

    /// Ends a paragraph; `note`: it comes after the rest.
    fn end(&mut self, note: bool) {
        let Some(paragraph) = self.open.pop() else { return };
        let paragraph = paragraph.trim_matches([' ', '\n', '\t']);
        if paragraph.is_empty() {
            return;
        }
        if note {
            self.after.push(paragraph.to_owned());
        } else {
            append(&mut self.text, paragraph);
        }
    }

    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end(false);
        }
        for note in &self.after {
            append(&mut self.text, note);
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

#[cfg(feature = "documents")]
fn append(text: &mut String, paragraph: &str) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(paragraph);
}

/// Whether a title is a headline rather than what a program calls its files.
#[cfg(feature = "documents")]
fn is_title(title: &str) -> bool {
    const FILES: [&str; 9] = [".doc", ".docx", ".odt", ".indd", ".pdf", ".tex", ".qxd", ".rtf", ".html"];
    let lower = title.to_lowercase();
    !lower.starts_with("microsoft word")
        && !lower.starts_with("untitled")
        && !FILES.iter().any(|ending| lower.ends_with(ending))
        && title.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mails_are_known_by_their_headers() {
        assert!(is_email(b"From: a@b.example\r\nTo: c\r\nMIME-Version: 1.0\r\n\r\nWords"));
        for text in
            ["Subject: a talk\nFrom: me\nTo: you\n\nWords", "SMITH: No.\nJONES: Yes.\n", "", "title: x\ndate: y\n"]
        {
            assert!(!is_email(text.as_bytes()), "{text}");
        }
    }

    #[cfg(feature = "documents")]
    #[test]
    fn names_of_files_are_no_titles() {
        for (title, expected) in [
            ("A bridge for Lindholm", true),
            ("Microsoft Word - draft 3", false),
            ("draft final.docx", false),
            ("untitled 1", false),
            ("layout", false),
        ] {
            assert_eq!(is_title(title), expected, "{title}");
        }
    }
}
