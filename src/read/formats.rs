//! The list of input formats, in the order in which they are asked.

use super::compression;
use super::document::{self, Documents};
use super::error::ReadError;
use super::feed::Feed;
use super::format::{ArticleStream, Format, Probe};
use super::json::Json;
use super::ndjson::Ndjson;
use super::plain::Plain;
use super::source::Source;
use super::subtitles::{SRT, VTT};
use super::table::Table;

/// Every format. A new one is entered here; what looks at the first bytes stands before what goes by the name alone,
/// and plain text, which takes everything, comes last.
const FORMATS: &[&dyn Format] = &[
    #[cfg(all(feature = "documents", feature = "pages"))]
    &super::page::Mhtml,
    #[cfg(feature = "pages")]
    &super::page::WebArchive,
    &Documents(document::Kind::Pdf),
    &Documents(document::Kind::Office),
    &Documents(document::Kind::Rtf),
    &Documents(document::Kind::Email),
    #[cfg(feature = "pages")]
    &super::warc::Warc,
    &Feed,
    &Json,
    &Ndjson,
    &VTT,
    &SRT,
    &Table,
    #[cfg(feature = "pages")]
    &super::page::Page,
    &Plain,
];

/// The articles of an input, by the format that claims it; and the word for that format.
pub(super) fn articles(source: Source) -> Result<(Option<&'static str>, ArticleStream), ReadError> {
    let source = compression::decompressed(source)?;
    let name = source.origin.file.clone().unwrap_or_default().to_lowercase();
    let media_type = source.origin.media_type.clone();
    let probe = Probe { name: compression::inner_name(&name), head: source.head(), media_type: media_type.as_deref() };
    let format = FORMATS.iter().find(|format| format.claims(&probe)).copied().unwrap_or(&Plain);
    Ok((format.name(), format.articles(source)?))
}

/// Whether a file with this name is read out of a folder.
#[must_use]
pub fn is_article_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let inner = compression::inner_name(&name);
    inner.rsplit_once('.').is_some_and(|(_, ending)| endings().any(|known| known == ending))
}

/// The endings of the files that are read out of folders.
pub fn endings() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|format| format.endings()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_folders_are_told_by_their_endings() {
        for name in ["a.txt", "A.MD", "news.ndjson", "news.ndjson.gz", "b.c.txt.GZ"] {
            assert!(is_article_name(name), "{name}");
        }
        for name in ["txt", "a.png", "a.gz", "quotes.yaml", "a.txt.bak", ""] {
            assert!(!is_article_name(name), "{name}");
        }
    }
}
