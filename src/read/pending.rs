//! One article still unread, and the reading of it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::decode::{Decoded, MAX_ARTICLE, decode};
use super::{ReadError, ReadErrorKind, front_matter, ndjson, sniff};
use crate::article::{Article, Metadata};

/// One article still unread. It can be sent to another thread and read there.
#[derive(Debug)]
pub struct PendingArticle {
    from: From,
    given: Arc<Metadata>,
}

#[derive(Debug)]
enum From {
    File(PathBuf),
    Stdin(Vec<u8>),
    Line(ndjson::Line),
}

/// An article, and what is worth telling of its reading.
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
}

impl PendingArticle {
    pub(super) const fn file(path: PathBuf, given: Arc<Metadata>) -> Self {
        Self { from: From::File(path), given }
    }

    pub(super) const fn stdin(bytes: Vec<u8>, given: Arc<Metadata>) -> Self {
        Self { from: From::Stdin(bytes), given }
    }

    pub(super) const fn line(line: ndjson::Line, given: Arc<Metadata>) -> Self {
        Self { from: From::Line(line), given }
    }

    /// About how many bytes reading it takes up.
    #[must_use]
    pub fn size(&self) -> u64 {
        match &self.from {
            From::File(path) => path.metadata().map_or(0, |data| data.len()).min(MAX_ARTICLE),
            From::Stdin(bytes) => bytes.len() as u64,
            From::Line(line) => line.bytes.len() as u64,
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it cannot be read or is no article.
    pub fn read(self) -> Result<Loaded, ReadError> {
        let mut loaded = match self.from {
            From::File(path) => read_file(&path),
            From::Stdin(bytes) => read_text(bytes, "standard input".into(), "stdin".into(), None),
            From::Line(line) => line.read(),
        }?;
        loaded.article.meta.override_with(&self.given);
        match loaded.article.meta.id.as_deref().and_then(wrong_id) {
            Some(why) => Err(ReadError::new(loaded.place, ReadErrorKind::Id(why))),
            None => Ok(loaded),
        }
    }
}

/// The longest id, in bytes: it becomes the name of a file in a folder store.
const LONGEST_ID: usize = 200;

/// Why an article cannot be called `id`, if it cannot.
#[must_use]
pub fn wrong_id(id: &str) -> Option<&'static str> {
    if id.trim().is_empty() {
        Some("an id cannot be empty")
    } else if id.len() > LONGEST_ID {
        Some("an id cannot be longer than 200 bytes")
    } else if id.contains(char::is_control) {
        Some("an id cannot hold line ends or control characters")
    } else {
        None
    }
}

fn read_file(path: &Path) -> Result<Loaded, ReadError> {
    let place = path.display().to_string();
    let error = |trouble| ReadError::new(place.clone(), trouble);
    if ends_with(path, &["html", "htm", "xhtml"]) {
        return Err(error(ReadErrorKind::Markup));
    }
    if ends_with(path, &["yaml", "yml"]) {
        return Err(error(ReadErrorKind::Store));
    }
    let file = File::open(path).map_err(|trouble| error(trouble.into()))?;
    let bytes = read_bounded(file).map_err(error)?;
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let stem = path.file_stem().map_or_else(|| place.clone(), |stem| stem.to_string_lossy().into_owned());
    read_text(bytes, place, stem, file)
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|found| endings.iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

/// All bytes, up to the largest article. What is plainly binary is refused by its beginning, so that a device or a disk
/// image is not read to its end first.
pub(super) fn read_bounded(from: impl Read) -> Result<Vec<u8>, ReadErrorKind> {
    let mut from = from.take(MAX_ARTICLE + 1);
    let mut bytes = Vec::new();
    from.by_ref().take(64 * 1024).read_to_end(&mut bytes)?;
    if memchr::memchr_iter(0, &bytes).count() * 10 > bytes.len() * 6 {
        return Err(ReadErrorKind::NoText { why: "most of it is NUL bytes" });
    }
    from.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_ARTICLE {
        return Err(ReadErrorKind::TooLarge { limit: MAX_ARTICLE });
    }
    Ok(bytes)
}

/// The article that a text file holds.
fn read_text(bytes: Vec<u8>, place: String, name: String, file: Option<String>) -> Result<Loaded, ReadError> {
    if let Some(trouble) = sniff::of_bytes(&bytes) {
        return Err(ReadError::new(place, trouble));
    }
    let Decoded { mut text, encoding, damaged } = match decode(bytes) {
        Ok(decoded) if sniff::is_html(&decoded.text) => return Err(ReadError::new(place, ReadErrorKind::Markup)),
        Ok(decoded) => decoded,
        Err(trouble) => return Err(ReadError::new(place, trouble)),
    };
    let mut meta = match front_matter::split(&text) {
        Ok(Some((meta, length))) => {
            text.drain(..length);
            meta
        }
        Ok(None) => Metadata::default(),
        Err((line, trouble)) => return Err(ReadError::new(format!("{place}:{line}"), trouble)),
    };
    meta.file = file;
    Ok(Loaded { article: Article { meta, text, ..Article::default() }, place, name, encoding, damaged })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<Loaded, ReadError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        PendingArticle::file(path, Arc::default()).read()
    }

    #[test]
    fn a_file_gives_its_words_and_its_name() {
        let loaded = read("a day.in.txt", b"\xef\xbb\xbfOne\r\n\r\n  Two \r\n").unwrap();
        assert_eq!(loaded.article.text, "One\n\n  Two \n");
        assert_eq!(loaded.article.meta, Metadata { file: Some("a day.in.txt".into()), ..Metadata::default() });
        assert_eq!(loaded.name, "a day.in");
    }

    #[test]
    fn a_file_without_an_ending_is_read_too() {
        assert_eq!(read("notes", b"Words").unwrap().name, "notes");
    }

    #[test]
    fn what_is_meant_otherwise_is_said() {
        for (name, expected) in [("page.html", "is HTML"), ("quotes.yaml", "is a store")] {
            let error = read(name, b"Words").unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
            assert!(error.hint().is_some());
        }
    }

    #[test]
    fn what_is_no_text_is_told_by_what_it_begins_with() {
        for (bytes, expected) in [
            (&b"\xef\xbb\xbf<!DOCTYPE html><p>Words</p>"[..], "is HTML"),
            (b"%PDF-1.4 words", "is a PDF"),
            (b"PK\x03\x04words", "is an office document"),
        ] {
            let error = read("a.txt", bytes).unwrap_err();
            assert!(error.to_string().contains(expected) && error.hint().is_some(), "{error}");
        }
    }

    #[test]
    fn an_id_can_be_a_name() {
        for id in ["", " ", "a\nb", "\u{1b}[2J", &"x".repeat(201)] {
            assert!(wrong_id(id).is_some(), "{id:?}");
        }
        assert_eq!(wrong_id("Zürich 2026/01"), None);
        let error = read("a.md", b"---\nid: \"a\\nb\"\n---\nWords").unwrap_err();
        assert!(error.to_string().ends_with("a.md: an id cannot hold line ends or control characters"), "{error}");
    }

    #[test]
    fn broken_front_matter_names_the_line_of_the_file() {
        let error = read("a.md", b"---\ntitle: a: b\n---\n").unwrap_err();
        assert!(error.place.ends_with("a.md:2"), "{}", error.place);
    }

    #[test]
    fn an_endless_device_is_refused() {
        let error = read_bounded(std::io::repeat(0)).unwrap_err();
        assert!(matches!(error, ReadErrorKind::NoText { .. }));
    }
}
