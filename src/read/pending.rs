//! One article still unread, what a format makes of it, and what its user gets.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::decode::Decoded;
use super::error::{ReadError, ReadErrorKind};
use super::reach::{Reach, is_inside};
use crate::article::{Article, ArticleField, Metadata, Milestone};

/// Where an article came from, for messages and metadata.
#[derive(Debug, Clone, Default)]
pub(super) struct Origin {
    /// For messages: the file, with the line in an archive.
    pub(super) place: String,
    /// A name for the article where it has no id and no title: the file's stem, with the line in an archive.
    pub(super) name: String,
    /// The file's name without its folder. Archives leave it empty: it says nothing of one of their articles.
    pub(super) file: Option<String>,
    /// Its path as it was given. Archives leave it empty too.
    pub(super) path: Option<String>,
    /// The address that the bytes were fetched from.
    pub(super) url: Option<String>,
    /// When they were fetched.
    pub(super) fetched: Option<String>,
    /// Where the links in it may lead.
    pub(super) reach: Reach,
    /// The media type that a server gave, lower case, without parameters.
    pub(super) media_type: Option<String>,
    /// The character encoding that a server gave.
    #[cfg_attr(not(feature = "pages"), expect(dead_code, reason = "only the reader of web pages needs it"))]
    pub(super) charset: Option<String>,
}

impl Origin {
    /// The origin of what is read from the file at `path`.
    pub(super) fn of_file(path: &Path) -> Self {
        let place = path.display().to_string();
        let lossy = |name: &std::ffi::OsStr| name.to_string_lossy().into_owned();
        Self {
            name: path.file_stem().map_or_else(|| place.clone(), lossy),
            file: path.file_name().map(lossy),
            path: Some(place.clone()),
            place,
            ..Self::default()
        }
    }

    /// The origin of what is read from standard input.
    pub(super) fn of_stdin() -> Self {
        Self { place: "standard input".into(), name: "stdin".into(), ..Self::default() }
    }

    /// The origin of the article that begins in line `line` of an archive.
    pub(super) fn line(&self, line: usize) -> Self {
        Self {
            place: format!("{}:{line}", self.place),
            name: format!("{}-{line}", self.name),
            file: None,
            path: None,
            ..self.clone()
        }
    }

    /// An error here.
    pub(super) fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError::new(self.place.clone(), kind)
    }
}

type ReadArticle = dyn FnOnce(&Origin) -> Result<Draft, ReadError> + Send;

/// One article still unread. It can be sent to another thread and read there.
pub struct PendingArticle {
    origin: Origin,
    size: u64,
    read: Box<ReadArticle>,
    format: Option<&'static str>,
    given: Arc<Metadata>,
}

impl PendingArticle {
    /// An article that `read` makes out of about `size` bytes.
    pub(super) fn new(
        origin: Origin,
        size: u64,
        read: impl FnOnce(&Origin) -> Result<Draft, ReadError> + Send + 'static,
    ) -> Self {
        Self { origin, size, read: Box::new(read), format: None, given: Arc::default() }
    }

    /// Lays `given` over what the article will say of itself, and notes its format.
    pub(super) fn with(mut self, format: Option<&'static str>, given: &Arc<Metadata>) -> Self {
        self.format = format;
        self.given = Arc::clone(given);
        self
    }

    /// About how many bytes reading it takes up.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it cannot be read or is no article.
    pub fn read(self) -> Result<Loaded, ReadError> {
        let Self { origin, read, format, given, .. } = self;
        let Draft { mut meta, text, milestones, encoding, damaged, repairs, notes } = read(&origin)?;
        let Origin { place, name, file, path, url, fetched, reach, .. } = origin;
        meta.url = meta.url.filter(|url| reach == Reach::Anywhere || !is_inside(url));
        meta.file = meta.file.or(file);
        meta.path = meta.path.or(path);
        meta.url = meta.url.or(url);
        meta.fetched = meta.fetched.or(fetched);
        meta.format = meta.format.or(format.map(str::to_owned));
        meta.override_with(&given);
        if let Some(field) = overlong(&meta) {
            return Err(ReadError::new(place, ReadErrorKind::LongValue { key: field.key(), limit: LONGEST_VALUE }));
        }
        match meta.id.as_deref().and_then(wrong_id) {
            Some(why) => Err(ReadError::new(place, ReadErrorKind::Id(why))),
            None => Ok(Loaded {
                article: Article { meta, text, milestones },
                place,
                name,
                encoding,
                damaged,
                repairs,
                notes,
            }),
        }
    }
}

impl fmt::Debug for PendingArticle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingArticle").field("place", &self.origin.place).field("size", &self.size).finish()
    }
}

/// What a format made of the bytes of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// What the article says of itself.
    pub(super) meta: Metadata,
    /// Its text.
    pub(super) text: String,
    /// Where its pages or moments begin.
    pub(super) milestones: Vec<Milestone>,
    /// The encoding where it was not UTF-8.
    pub(super) encoding: Option<&'static str>,
    /// How many places could not be decoded and hold U+FFFD now.
    pub(super) damaged: usize,
    /// What the reader repaired or left out.
    pub(super) repairs: Vec<Repair>,
    /// What else is worth saying of the input: how it was understood.
    pub(super) notes: Vec<String>,
}

impl From<Decoded> for Draft {
    fn from(decoded: Decoded) -> Self {
        let Decoded { text, encoding, damaged } = decoded;
        Self { text, encoding, damaged, ..Self::default() }
    }
}

/// Something that a reader repaired in an article or left out of it, and that its user should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// What was done, in the plural: `entities decoded`.
    pub what: &'static str,
    /// How many times.
    pub count: usize,
}

/// An article, and what its user should know of how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The article.
    pub article: Article,
    /// Where it was read, for messages: the file, with the line in an archive.
    pub place: String,
    /// A name for it where it has no id and no title: the file's stem, with the line in an archive.
    pub name: String,
    /// The encoding where it was not UTF-8.
    pub encoding: Option<&'static str>,
    /// How many places could not be decoded and hold U+FFFD now.
    pub damaged: usize,
    /// What the reader repaired or left out.
    pub repairs: Vec<Repair>,
    /// What else is worth saying of the input: how it was understood.
    pub notes: Vec<String>,
}

/// The longest id, in bytes: it becomes the name of a file in a folder store.
const LONGEST_ID: usize = 200;

/// The longest value of an article's metadata, in bytes.
const LONGEST_VALUE: usize = 10_000;

/// The first field of the metadata that is longer than any title or list of authors. The id has a limit of its own.
fn overlong(meta: &Metadata) -> Option<ArticleField> {
    let overlong = |&field: &ArticleField| meta.get(field).is_some_and(|value| value.len() > LONGEST_VALUE);
    ArticleField::ALL.into_iter().filter(|&field| field != ArticleField::Id).find(overlong)
}

/// Why an article cannot be called `id`, if it cannot.
#[must_use]
pub fn wrong_id(id: &str) -> Option<&'static str> {
    if id.trim().is_empty() {
        Some("an id cannot be empty")
    } else if id.len() > LONGEST_ID {
        Some("an id cannot be longer than 200 bytes")
    } else if id.contains(char::is_control) {
        Some("an id cannot contain line breaks or control characters")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_be_a_name() {
        for id in ["", " ", "a\nb", "\u{1b}[2J", &"x".repeat(201)] {
            assert!(wrong_id(id).is_some(), "{id:?}");
        }
        assert_eq!(wrong_id("Zürich 2026/01"), None);
        let meta = Metadata { id: Some("a\nb".into()), ..Metadata::default() };
        let origin = Origin { place: "a.md".into(), ..Origin::default() };
        let pending = PendingArticle::new(origin, 0, |_| Ok(Draft { meta, ..Draft::default() }));
        let error = pending.read().unwrap_err();
        assert_eq!(error.to_string(), "a.md: an id cannot contain line breaks or control characters");
    }

    #[cfg(feature = "net")]
    #[test]
    fn a_public_page_does_not_call_itself_by_a_private_address() {
        let fetched = "https://lamp.example/a";
        for (stated, reach, expected) in [
            ("http://192.168.0.1/admin", Reach::Public, fetched),
            ("http://localhost:8080/", Reach::Public, fetched),
            ("https://lamp.example/b", Reach::Public, "https://lamp.example/b"),
            ("http://192.168.0.1/news", Reach::Anywhere, "http://192.168.0.1/news"),
        ] {
            let meta = Metadata { url: Some(stated.into()), ..Metadata::default() };
            let origin = Origin { url: Some(fetched.into()), reach, ..Origin::default() };
            let pending = PendingArticle::new(origin, 0, |_| Ok(Draft { meta, ..Draft::default() }));
            assert_eq!(pending.read().unwrap().article.meta.url.as_deref(), Some(expected), "{stated}");
        }
    }

    #[test]
    fn metadata_has_a_length() {
        let meta = Metadata { author: Some("x".repeat(LONGEST_VALUE + 1)), ..Metadata::default() };
        let origin = Origin { place: "a.md".into(), ..Origin::default() };
        let pending = PendingArticle::new(origin, 0, |_| Ok(Draft { meta, ..Draft::default() }));
        let error = pending.read().unwrap_err();
        assert_eq!(error.to_string(), "a.md: its `author` is longer than 10000 bytes");
    }
}
