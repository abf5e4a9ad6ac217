//! Anything to articles: each input format in a file of its own, behind one trait (`format.rs`) and one list
//! (`formats.rs`).
//!
//! Reading is in two steps so that it can be spread over threads: [`pending_articles`] walks the inputs and yields one
//! [`PendingArticle`] per article in a stable order without decoding anything, and [`PendingArticle::read`] makes the
//! article of it. An archive streams: no more of it is held than the articles that were taken. What cannot be read is an
//! error of its own that names the place, and the next article follows it.
//!
//! Knows nothing of quotations, and guesses no metadata: it takes what the input states and what the caller says.

mod address;
mod columns;
mod compression;
mod dates;
mod decode;
mod document;
mod doubts;
mod entities;
mod error;
mod feed;
#[cfg(feature = "net")]
mod fetch;
mod format;
mod formats;
mod fragment;
mod front_matter;
mod json;
mod language;
mod ndjson;
#[cfg(feature = "pages")]
mod page;
mod pending;
mod plain;
mod reach;
mod repair;
mod sniff;
mod source;
mod subtitles;
mod table;
mod unreadable;
mod walk;
#[cfg(feature = "pages")]
mod warc;
mod xml;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use crate::article::{Article, Metadata};
use format::ArticleStream;
use pending::Origin;
use source::Source;

pub use address::{is_web_address, page_address};
pub use columns::ColumnNames;
pub use decode::{Decoded, MAX_ARTICLE, decode};
pub use doubts::{Doubt, doubts, is_date};
pub use error::{ReadError, ReadErrorKind};
pub use formats::{endings, is_article_name};
pub use front_matter::split as split_front_matter;
pub use language::{Language, language_of};
pub use pending::{Loaded, PendingArticle, Repair, wrong_id};
pub use unreadable::Unreadable;
pub use walk::{LeftOut, Links};

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input, in any format.
    Stdin,
    /// A file, or a folder with files.
    Path(PathBuf),
    /// An http or https address.
    Link(String),
}

impl From<OsString> for Input {
    fn from(word: OsString) -> Self {
        match word.to_str() {
            // Opening the second name of a pipe would find nothing to read there.
            Some("-" | "/dev/stdin") => Self::Stdin,
            Some(link) if is_web_address(link) => Self::Link(link.to_owned()),
            _ => Self::Path(word.into()),
        }
    }
}

/// The articles of `inputs` in order, still unread, each with what `given` says laid over what its input says of it.
#[must_use]
pub fn pending_articles(inputs: Vec<Input>, given: Metadata) -> PendingArticles {
    PendingArticles {
        inputs: inputs.into_iter(),
        given: given.into(),
        columns: Arc::default(),
        follow: None,
        folder: None,
        open: None,
        #[cfg(feature = "net")]
        fetcher: None,
        left_out: LeftOut::default(),
        links: Links::default(),
    }
}

/// The articles of `inputs`, one after the other. Articles without a word in them are passed over.
pub fn articles(inputs: Vec<Input>, given: Metadata) -> impl Iterator<Item = Result<Article, ReadError>> {
    pending_articles(inputs, given).map(|pending| pending?.read()).filter_map(|loaded| match loaded {
        Ok(loaded) if loaded.article.text.trim().is_empty() => None,
        Ok(loaded) => Some(Ok(loaded.article)),
        Err(error) => Some(Err(error)),
    })
}

/// See [`pending_articles`].
pub struct PendingArticles {
    inputs: std::vec::IntoIter<Input>,
    given: Arc<Metadata>,
    columns: Arc<ColumnNames>,
    /// What fetches the links of feeds, where the user asks for that.
    follow: Option<source::Follow>,
    /// The folder that is being walked.
    folder: Option<walk::Walk>,
    /// The input or the file of the folder that is being read, and its format.
    open: Option<(Option<&'static str>, ArticleStream)>,
    #[cfg(feature = "net")]
    fetcher: Option<fetch::Fetcher>,
    left_out: LeftOut,
    links: Links,
}

impl PendingArticles {
    /// The same articles, with these links of folders.
    #[must_use]
    pub fn with_links(self, links: Links) -> Self {
        Self { links, ..self }
    }

    /// Reads tables and JSON objects as `columns` says of their columns.
    #[must_use]
    pub fn with_columns(mut self, columns: ColumnNames) -> Self {
        self.columns = columns.into();
        self
    }

    /// Of feeds also the items that hold no text of their own: fetched from their links, one at a time.
    #[must_use]
    pub fn with_fetched_items(mut self) -> Self {
        #[cfg(feature = "net")]
        let fetch = {
            let fetcher = std::sync::Mutex::new(fetch::Fetcher::new());
            move |link: &str, reach: reach::Reach| {
                fetcher.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fetch(link, reach)
            }
        };
        #[cfg(not(feature = "net"))]
        let fetch = |link: &str, _: reach::Reach| without_net(link);
        self.follow = Some(Arc::new(move |link: &str, reach: reach::Reach| {
            let (format, mut articles) = formats::articles(fetch(link, reach)?)?;
            let nothing = || Err(ReadError::new(link, ReadErrorKind::NoArticles));
            Ok(articles.next().unwrap_or_else(nothing)?.with(format, &Arc::default()))
        }));
        self
    }

    /// What was passed over in folders so far.
    #[must_use]
    pub const fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Opens the next file of the folder, else the next input; `None` at the end of all.
    fn open_next(&mut self) -> Option<Result<(), ReadError>> {
        if let Some(walk) = &mut self.folder {
            match walk.next() {
                Some(path) => return Some(path.and_then(|path| self.open(Source::of_file(path)))),
                None => {
                    self.left_out += walk.left_out();
                    let nothing = walk.found_nothing();
                    self.folder = None;
                    return Some(nothing.map_or(Ok(()), Err));
                }
            }
        }
        Some(match self.inputs.next()? {
            Input::Stdin => self.open(Source::of_reader(Box::new(std::io::stdin()), Origin::of_stdin())),
            Input::Path(path) if path.is_dir() => {
                self.folder = Some(walk::Walk::new(path, self.links));
                Ok(())
            }
            Input::Path(path) => self.open(Source::of_file(path)),
            Input::Link(link) => {
                let source = self.fetch(&link);
                self.open(source)
            }
        })
    }

    /// One link is fetched at a time, and so one per host.
    #[cfg(feature = "net")]
    fn fetch(&mut self, link: &str) -> Result<Source, ReadError> {
        self.fetcher.get_or_insert_with(fetch::Fetcher::new).fetch(link, reach::Reach::Anywhere)
    }

    #[cfg(not(feature = "net"))]
    #[expect(clippy::unused_self, reason = "the other build keeps its connections")]
    fn fetch(&mut self, link: &str) -> Result<Source, ReadError> {
        without_net(link)
    }

    fn open(&mut self, source: Result<Source, ReadError>) -> Result<(), ReadError> {
        let mut source = source?;
        source.columns = Arc::clone(&self.columns);
        source.follow.clone_from(&self.follow);
        self.open = Some(formats::articles(source)?);
        Ok(())
    }
}

#[cfg(not(feature = "net"))]
fn without_net(link: &str) -> Result<Source, ReadError> {
    let why = "this build was made without the feature `net`".to_owned();
    Err(ReadError::new(link, ReadErrorKind::Fetch(why)))
}

impl Iterator for PendingArticles {
    type Item = Result<PendingArticle, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((format, articles)) = &mut self.open {
                match articles.next() {
                    Some(article) => return Some(article.map(|article| article.with(*format, &self.given))),
                    None => self.open = None,
                }
            }
            if let Err(error) = self.open_next()? {
                return Some(Err(error));
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
            ["one", "! is not JSON", "one and a half", "two", "! is not text", "three", "! cannot be read", "two"]
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
