//! Plain text and Markdown with YAML front matter: what everything is that no other format claims.

use super::decode::{Decoded, decode};
use super::error::{ReadError, ReadErrorKind};
use super::format::{ArticleStream, Format, Probe, one_article};
use super::pending::{Draft, Origin};
use super::repair::repair;
use super::source::Source;
use super::{front_matter, sniff};

/// See the module.
pub(super) struct Plain;

impl Format for Plain {
    fn name(&self) -> Option<&'static str> {
        None
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "md"]
    }

    fn claims(&self, _: &Probe<'_>) -> bool {
        true
    }

    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError> {
        if let Some(kind) = refused(&source) {
            return Err(source.origin.error(kind));
        }
        one_article(source, parse)
    }
}

/// Why an input is not read as text, where its name or its first bytes say so.
fn refused(source: &Source) -> Option<ReadErrorKind> {
    let file = source.origin.file.as_deref().unwrap_or_default().to_lowercase();
    let ends_with = |endings: &[&str]| endings.iter().any(|ending| file.ends_with(ending));
    if ends_with(&[".html", ".htm", ".xhtml"]) {
        // Read by a format of its own, in builds that have it.
        Some(ReadErrorKind::Markup)
    } else if ends_with(&[".yaml", ".yml"]) {
        Some(ReadErrorKind::Store)
    } else {
        sniff::of_bytes(source.head())
    }
}

fn parse(bytes: Vec<u8>, origin: &Origin) -> Result<Draft, ReadError> {
    let Decoded { mut text, encoding, damaged } = decode(bytes).map_err(|kind| origin.error(kind))?;
    if sniff::is_html(&text) {
        return Err(origin.error(ReadErrorKind::Markup));
    }
    let meta = match front_matter::split(&text) {
        Ok(Some((meta, length))) => {
            text.drain(..length);
            meta
        }
        Ok(None) => Default::default(),
        Err((line, kind)) => return Err(origin.line(line).error(kind)),
    };
    let (text, repairs) = repair(text);
    Ok(Draft { meta, text, encoding, damaged, repairs, ..Draft::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::read::pending::Loaded;

    fn read(name: &str, bytes: &[u8]) -> Result<Loaded, ReadError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Plain.articles(Source::of_file(path)?)?.next().unwrap()?.read()
    }

    #[test]
    fn a_file_gives_its_words_and_its_name() {
        let loaded = read("a day.in.txt", b"\xef\xbb\xbfOne\r\n\r\n  Two \r\n").unwrap();
        assert_eq!(loaded.article.text, "One\n\n  Two \n");
        let meta = &loaded.article.meta;
        assert!(meta.path.as_ref().is_some_and(|path| path.ends_with("/a day.in.txt")), "{meta:?}");
        assert_eq!(meta.sha256.as_deref(), Some("3f87576eca7c0844398ca9f8cd932980b032480c9518935758c82eafad83a0dc"));
        let (file, path, sha256) = (Some("a day.in.txt".into()), meta.path.clone(), meta.sha256.clone());
        assert_eq!(*meta, Metadata { file, path, sha256, ..Metadata::default() });
        assert_eq!(loaded.name, "a day.in");
    }

    #[test]
    fn a_file_without_an_ending_is_read_too() {
        assert_eq!(read("notes", b"Words").unwrap().name, "notes");
    }

    #[test]
    fn a_store_is_refused() {
        let error = read("quotes.yaml", b"Words").unwrap_err();
        assert!(error.to_string().contains("is a store") && error.hint().is_some(), "{error}");
    }

    #[test]
    fn other_files_are_refused_by_their_first_bytes() {
        for (bytes, expected) in [(&b"%PDF-1.4 words"[..], "is a PDF"), (b"PK\x03\x04words", "is an office document")] {
            let error = read("a.txt", bytes).unwrap_err();
            assert!(error.to_string().contains(expected) && error.hint().is_some(), "{error}");
        }
    }

    #[test]
    fn broken_front_matter_names_the_line_of_the_file() {
        let error = read("a.md", b"---\ntitle: a: b\n---\n").unwrap_err();
        assert!(error.place.ends_with("a.md:2"), "{}", error.place);
    }
}
