//! What can go wrong while reading, always with its place.

use std::io;

use super::unreadable::Unreadable;

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

    /// Whether it is one record among many of an archive of the web, where broken ones are to be expected.
    #[must_use]
    pub const fn is_passed_over(&self) -> bool {
        matches!(self.trouble, ReadErrorKind::Record(_) | ReadErrorKind::Passed(_))
    }

    /// What the person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match &self.trouble {
            ReadErrorKind::NoText { .. } | ReadErrorKind::Other { .. } => Some(
                "articles are text, documents such as PDF, DOCX and ODT, tables, feeds and JSON; `pandoc --to plain` turns \
                 other files into text",
            ),
            ReadErrorKind::Markup => {
                Some("save the page as text first, for example with `pandoc --to plain PAGE.html`")
            }
            ReadErrorKind::Paywalled | ReadErrorKind::Fetch(_) => {
                Some("open the page in a browser, save it, and add the file")
            }
            ReadErrorKind::NoArticle => Some("copy the article's text into a .txt file, and add that"),
            ReadErrorKind::NotLines | ReadErrorKind::Json { unfinished: true, .. } => {
                Some("one object per line is expected; `jq -c . FILE` writes that (from a list, `jq -c '.[]' FILE`)")
            }
            ReadErrorKind::Store => {
                Some("a store is opened with `verbatim STORE` and printed with `verbatim list --store STORE`")
            }
            ReadErrorKind::NoArticles => {
                Some("only files with the usual endings are read from a folder; name other text files one by one")
            }
            ReadErrorKind::Front { .. } => {
                Some("values that contain `: ` or ` #`, or begin with punctuation, need quotes around them")
            }
            ReadErrorKind::Document(unreadable) => unreadable.hint(),
            ReadErrorKind::NoTextColumn { .. } => Some("name the column of texts, for example with --column text=NAME"),
            ReadErrorKind::SummariesOnly { .. } => Some("`--fetch` fetches its items from their links"),
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
    #[error("is not text ({why})")]
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
    /// A web page, in a build that reads none.
    #[error("is HTML, and this build was made without the feature `pages`, which reads it")]
    Markup,
    /// A web page without an article.
    #[error("is a web page without the text of an article")]
    NoArticle,
    /// A fetched page that shows only the beginning of its article.
    #[error("holds only the beginning of the article; the rest is behind a paywall")]
    Paywalled,
    /// A link that leads to no document.
    #[error("cannot be fetched: {0}")]
    Fetch(String),
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
    #[error("is not JSON: {message} at column {column}")]
    Json {
        /// What the parser says.
        message: String,
        /// Where in the line, in bytes from 1.
        column: usize,
        /// The line ends before the value does.
        unfinished: bool,
    },
    /// JSON that is one value over many lines.
    #[error("is JSON, but not one object per line")]
    NotLines,
    /// A line of an archive that is JSON but no article.
    #[error("is not an article: {0}")]
    Fields(String),
    /// Front matter that is no YAML.
    #[error("the front matter is not YAML: {message}")]
    Front {
        /// What the parser says.
        message: String,
    },
    /// A document that gives no text.
    #[error("{0}")]
    Document(#[from] Unreadable),
    /// A table without a column of texts.
    #[error("has no column of texts among: {columns}")]
    NoTextColumn {
        /// The columns that it has.
        columns: String,
    },
    /// A feed without a single full text.
    #[error("holds only summaries ({})", crate::text::counted(*items, "item"))]
    SummariesOnly {
        /// How many items it has.
        items: usize,
    },
    /// A record of an archive of the web that cannot be read.
    #[error("is a broken record: {0}")]
    Record(&'static str),
    /// A record of an archive of the web that holds no article that can be read.
    #[error("was skipped: {0}")]
    Passed(Box<Self>),
    /// A folder without a single file to read.
    #[error("holds no articles")]
    NoArticles,
}
