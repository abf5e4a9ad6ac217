//! What can go wrong while reading, always with its place.

use std::io;

/// Something that could not be read as an article.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {trouble}")]
pub struct ReadError {
    /// The file, with the line in an archive or in front matter: `news.ndjson:17`.
    pub place: String,
    /// What is wrong there.
    pub trouble: ReadErrorKind,
}

impl ReadError {
    /// `trouble` at `place`.
    pub(crate) fn new(place: impl Into<String>, trouble: ReadErrorKind) -> Self {
        Self { place: place.into(), trouble }
    }

    /// What the person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match &self.trouble {
            ReadErrorKind::NoText { .. } | ReadErrorKind::Other { .. } => Some(
                "articles are plain text, Markdown or NDJSON; `pdftotext`, `pandoc --to plain` or a browser's “save as \
                 text” make text of other files",
            ),
            ReadErrorKind::Markup => {
                Some("save the page as text first, for example with `pandoc --to plain PAGE.html`")
            }
            ReadErrorKind::NotLines | ReadErrorKind::Json { unfinished: true, .. } => {
                Some("one object a line is expected; `jq -c . FILE` writes it so (`jq -c '.[]' FILE` from a list)")
            }
            ReadErrorKind::Store => {
                Some("a store is opened with `verbatim STORE` and printed with `verbatim list --store STORE`")
            }
            ReadErrorKind::NoArticles => {
                Some("a folder's .txt, .md and .ndjson files are read; name other text files one by one")
            }
            ReadErrorKind::Front { .. } => {
                Some("values that hold `: ` or ` #` or begin with a mark need quotes around them")
            }
            ReadErrorKind::TooLarge { .. } => Some("split it: one file, or one line of an archive, is one article"),
            _ => None,
        }
    }
}

/// What is wrong.
#[derive(Debug, thiserror::Error)]
pub enum ReadErrorKind {
    /// The system refused.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The bytes are no text.
    #[error("is no text ({why})")]
    NoText {
        /// How that was seen.
        why: &'static str,
    },
    /// A file of another kind.
    #[error("is {what}, not plain text")]
    Other {
        /// Of which.
        what: &'static str,
    },
    /// An id that no article can have.
    #[error("{0}")]
    Id(&'static str),
    /// A value of the metadata that is no title, name or address any more.
    #[error("its `{key}` is longer than {limit} bytes")]
    LongValue {
        /// The field.
        key: &'static str,
        /// The most bytes.
        limit: usize,
    },
    /// A web page.
    #[error("is HTML, which is not read yet")]
    Markup,
    /// A store instead of an article.
    #[error("is a store, not an article")]
    Store,
    /// More than an article can be.
    #[error("is larger than {} MiB, too large for one article", .limit / (1024 * 1024))]
    TooLarge {
        /// The largest size, in bytes.
        limit: u64,
    },
    /// A line of an archive that is no JSON.
    #[error("is no JSON: {message} at column {column}")]
    Json {
        /// What the parser says.
        message: String,
        /// Where in the line, in bytes from 1.
        column: usize,
        /// The line ends before the value does.
        unfinished: bool,
    },
    /// JSON that is one value over many lines.
    #[error("is JSON, but not one object a line")]
    NotLines,
    /// A line of an archive that is JSON but no article.
    #[error("is no article: {0}")]
    Fields(String),
    /// Front matter that is no YAML.
    #[error("the front matter is no YAML: {message}")]
    Front {
        /// What the parser says.
        message: String,
    },
    /// A folder without a single file to read.
    #[error("holds no articles")]
    NoArticles,
}
