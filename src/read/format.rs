//! What an input format is: a trait that each format implements in a file of its own.
//!
//! An input is opened once for its first bytes ([`Source`]), the list in `formats.rs` is asked who claims it, and that
//! format yields [`PendingArticle`]s. A format with one article per input does its work when the article is read, on
//! whichever thread does that ([`one_article`]); an archive streams, and yields an item as soon as it has its bytes.

use sha2::{Digest, Sha256};

use super::decode::MAX_ARTICLE;
use super::error::ReadError;
use super::pending::{Draft, Origin, PendingArticle};
use super::source::Source;

/// One input format. To add one, write a file with an implementation and enter it in the list in `formats.rs`.
pub(super) trait Format: Sync {
    /// The word that articles of this format keep as `format`; `None` for plain text and what holds it.
    fn name(&self) -> Option<&'static str>;

    /// Endings of file names, lower case and without the dot, that mark files of this format in a folder.
    fn endings(&self) -> &'static [&'static str];

    /// Whether the input is of this format. The formats are asked in the order of the list; the first claim counts.
    fn claims(&self, probe: &Probe<'_>) -> bool;

    /// The articles of the input, in order. A part that cannot be read is an error of its own, and the next follows.
    ///
    /// # Errors
    /// When nothing of the input can be read.
    fn articles(&'static self, source: Source) -> Result<ArticleStream, ReadError>;
}

/// The articles of one input.
pub(super) type ArticleStream = Box<dyn Iterator<Item = Result<PendingArticle, ReadError>> + Send>;

/// What a format sees of an input before it claims it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Probe<'a> {
    /// The file's name in lower case, an ending for compression taken off; empty for standard input.
    pub(super) name: &'a str,
    /// The first bytes, decompressed: all of them if the input is short.
    pub(super) head: &'a [u8],
    /// The media type that a server gave, lower case, without parameters.
    pub(super) media_type: Option<&'a str>,
}

impl Probe<'_> {
    /// Whether the name has one of `endings`.
    pub(super) fn ends_with(&self, endings: &[&str]) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
    }
}

/// The stream of an input that is one article, made by `parse` from all its bytes when the article is read.
pub(super) fn one_article(
    source: Source,
    parse: impl FnOnce(Vec<u8>, &Origin) -> Result<Draft, ReadError> + Send + 'static,
) -> Result<ArticleStream, ReadError> {
    let (origin, size) = (source.origin.clone(), source.size().min(MAX_ARTICLE));
    let read = move |bytes: Vec<u8>, origin: &Origin| {
        let sha256 = sha256(&bytes);
        let mut draft = parse(bytes, origin)?;
        draft.meta.sha256.get_or_insert(sha256);
        Ok(draft)
    };
    let pending = if source.is_stream() {
        // A pipe is read at once: others may be read from it after this one.
        let bytes = source.bytes().map_err(|kind| origin.error(kind))?;
        PendingArticle::new(origin, bytes.len() as u64, move |origin| read(bytes, origin))
    } else {
        PendingArticle::new(origin, size, move |origin| {
            let bytes = source.bytes().map_err(|kind| origin.error(kind))?;
            read(bytes, origin)
        })
    };
    Ok(Box::new(std::iter::once(Ok(pending))))
}

/// The SHA-256 of `bytes`, in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
