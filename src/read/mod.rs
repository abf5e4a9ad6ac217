//! Files to articles: plain text, Markdown and NDJSON archives, from files, folders and streams.
//!
//! Reading is in two steps so that it can be spread over threads: [`pieces`] walks the inputs and yields one
//! [`PendingArticle`] per article in a stable order without decoding anything, and [`PendingArticle::read`] makes the article of it.
//! An archive streams: no more of it is held than the pieces that were taken. What cannot be read is an error of its
//! own that names the place, and the next piece follows it.
//!
//! Knows nothing of quotations, and guesses no metadata: what front matter, an archive or the caller says is all.

mod decode;
mod error;
mod front_matter;
mod ndjson;
mod pending;
mod sniff;
mod walk;

use std::ffi::OsString;
use std::path::PathBuf;

use crate::article::{Article, Metadata};

pub use decode::{Decoded, MAX_ARTICLE, decode};
pub use error::{ReadError, ReadErrorKind};
pub use front_matter::split as split_front_matter;
pub use pending::{Loaded, PendingArticle, wrong_id};
pub use walk::LeftOut;

/// The endings of the files that are read out of a folder.
pub const ENDINGS: [&str; 3] = ["txt", "md", "ndjson"];

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input: one text, or an NDJSON archive.
    Stdin,
    /// A file, or a folder with files.
    Path(PathBuf),
}

impl From<OsString> for Input {
    fn from(word: OsString) -> Self {
        if word == "-" { Self::Stdin } else { Self::Path(word.into()) }
    }
}

/// The pieces of `inputs` in order, each with what `given` says laid over what its input says of it.
#[must_use]
pub fn pieces(inputs: Vec<Input>, given: Metadata) -> Pieces {
    Pieces { inputs: inputs.into_iter(), given: given.into(), open: Open::Nothing, left_out: LeftOut::default() }
}

/// The articles of `inputs`, one after the other. Articles without a word in them are passed over.
pub fn articles(inputs: Vec<Input>, given: Metadata) -> impl Iterator<Item = Result<Article, ReadError>> {
    pieces(inputs, given).map(|piece| piece?.read()).filter_map(|loaded| match loaded {
        Ok(loaded) if loaded.article.text.trim().is_empty() => None,
        Ok(loaded) => Some(Ok(loaded.article)),
        Err(error) => Some(Err(error)),
    })
}

/// See [`pieces`].
pub struct Pieces {
    inputs: std::vec::IntoIter<Input>,
    given: std::sync::Arc<Metadata>,
    open: Open,
    left_out: LeftOut,
}

/// What is being read just now.
enum Open {
    Nothing,
    Folder(walk::Walk),
    Archive { archive: ndjson::Archive, folder: Option<walk::Walk> },
}

impl Pieces {
    /// What was passed over in folders so far.
    #[must_use]
    pub const fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Opens the next input; its first piece when it has just one.
    fn open(&mut self, input: Input) -> Option<Result<PendingArticle, ReadError>> {
        match input {
            Input::Stdin => match ndjson::Stream::of(Box::new(std::io::stdin())) {
                Ok(ndjson::Stream::Archive(archive)) => {
                    self.open = Open::Archive { archive, folder: None };
                    None
                }
                Ok(ndjson::Stream::Text(bytes)) => Some(Ok(PendingArticle::stdin(bytes, self.given.clone()))),
                Err(error) => Some(Err(error)),
            },
            Input::Path(path) if path.is_dir() => {
                self.open = Open::Folder(walk::Walk::new(path));
                None
            }
            Input::Path(path) => self.file(path, None),
        }
    }

    /// The piece that a file is, or the start of the archive that it holds.
    fn file(&mut self, path: PathBuf, folder: Option<walk::Walk>) -> Option<Result<PendingArticle, ReadError>> {
        if ndjson::is_archive(&path) {
            match ndjson::Archive::open(&path) {
                Ok(archive) => {
                    self.open = Open::Archive { archive, folder };
                    return None;
                }
                Err(error) => {
                    self.open = folder.map_or(Open::Nothing, Open::Folder);
                    return Some(Err(error));
                }
            }
        }
        self.open = folder.map_or(Open::Nothing, Open::Folder);
        Some(Ok(PendingArticle::file(path, self.given.clone())))
    }
}

impl Iterator for Pieces {
    type Item = Result<PendingArticle, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match std::mem::replace(&mut self.open, Open::Nothing) {
                Open::Nothing => {
                    let input = self.inputs.next()?;
                    if let Some(piece) = self.open(input) {
                        return Some(piece);
                    }
                }
                Open::Folder(mut walk) => match walk.next() {
                    Some(Ok(path)) => {
                        if let Some(piece) = self.file(path, Some(walk)) {
                            return Some(piece);
                        }
                    }
                    Some(Err(error)) => {
                        self.open = Open::Folder(walk);
                        return Some(Err(error));
                    }
                    None => {
                        self.left_out += walk.left_out();
                        if let Some(error) = walk.found_nothing() {
                            return Some(Err(error));
                        }
                    }
                },
                Open::Archive { mut archive, folder } => match archive.next() {
                    Some(line) => {
                        self.open = Open::Archive { archive, folder };
                        return Some(line.map(|line| PendingArticle::line(line, self.given.clone())));
                    }
                    None => self.open = folder.map_or(Open::Nothing, Open::Folder),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(inputs: Vec<Input>) -> Vec<String> {
        articles(inputs, Metadata::default())
            .map(|article| article.map_or_else(|error| format!("! {}", error.trouble), |article| article.text))
            .collect()
    }

    #[test]
    fn inputs_follow_one_another_and_a_bad_one_stops_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("b.txt"), "two").unwrap();
        std::fs::write(at("a.ndjson"), "{\"text\":\"one\"}\nbroken\n{\"text\":\"one and a half\"}\n").unwrap();
        std::fs::write(at("c.md"), b"\x00\x01\x02").unwrap();
        std::fs::write(at("d.txt"), " \n").unwrap();
        std::fs::write(at("e.txt"), "three").unwrap();
        let found =
            texts(vec![Input::Path(folder.path().into()), Input::Path(at("missing.txt")), Input::Path(at("b.txt"))]);
        let found: Vec<&str> = found.iter().map(|text| text.split(['(', ':']).next().unwrap().trim()).collect();
        assert_eq!(
            found,
            ["one", "! is no JSON", "one and a half", "two", "! is no text", "three", "! cannot be read", "two"]
        );
    }

    #[test]
    fn what_is_given_lies_over_what_the_input_says() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "---\ntitle: Theirs\noutlet: Paper\n---\nWords").unwrap();
        let given = Metadata { title: Some("Mine".into()), ..Metadata::default() };
        let article = articles(vec![Input::Path(path)], given).next().unwrap().unwrap();
        assert_eq!(article.meta.title.as_deref(), Some("Mine"));
        assert_eq!(article.meta.outlet.as_deref(), Some("Paper"));
        assert_eq!(article.meta.file.as_deref(), Some("a.md"));
        assert_eq!(article.text, "Words");
    }
}
