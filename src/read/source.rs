//! An input opened for its first bytes.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::columns::ColumnNames;
use super::decode::MAX_ARTICLE;
use super::error::{ReadError, ReadErrorKind};
use super::pending::{Origin, PendingArticle};
use super::reach::Reach;
use crate::files;

/// Fetches the article that a link leads to, one at a time.
pub(super) type Follow = Arc<dyn Fn(&str, Reach) -> Result<PendingArticle, ReadError> + Send + Sync>;

/// An input that was opened for its first bytes.
pub(super) struct Source {
    /// Where it comes from.
    pub(super) origin: Origin,
    /// What the user says of columns.
    pub(super) columns: Arc<ColumnNames>,
    /// What fetches the links that the input holds, where the user asks for that.
    pub(super) follow: Option<Follow>,
    head: Vec<u8>,
    content: Content,
}

enum Content {
    /// A file, which is opened again: many may be pending at a time.
    File(PathBuf),
    /// What follows the first bytes.
    Rest(Box<dyn Read + Send>),
}

/// So many bytes are read to tell the format.
const HEAD: usize = 16 * 1024;

impl Source {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn of_file(path: PathBuf) -> Result<Self, ReadError> {
        let origin = Origin::of_file(&path);
        let opened = files::open(&path).and_then(|file| {
            let mut head = Vec::new();
            file.take(HEAD as u64).read_to_end(&mut head)?;
            Ok(head)
        });
        match opened {
            Ok(head) => Ok(Self { origin, columns: Arc::default(), follow: None, head, content: Content::File(path) }),
            Err(error) => Err(origin.error(error.into())),
        }
    }

    /// Takes what `from` holds, without reading more than its beginning.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn of_reader(mut from: Box<dyn Read + Send>, origin: Origin) -> Result<Self, ReadError> {
        let mut head = Vec::new();
        match read_head(&mut from, &mut head) {
            Err(error) if head.is_empty() => Err(origin.error(error.into())),
            read => {
                // What broke behind the first bytes is met again while reading on.
                let rest: Box<dyn Read + Send> = match read {
                    Ok(()) => from,
                    Err(error) => Box::new(FailsOnce(Some(error)).chain(from)),
                };
                Ok(Self { origin, columns: Arc::default(), follow: None, head, content: Content::Rest(rest) })
            }
        }
    }

    /// The first bytes.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// How many bytes the input has, where that is known without reading it.
    pub(super) fn size(&self) -> u64 {
        match &self.content {
            Content::File(path) => path.metadata().map_or(0, |data| data.len()),
            Content::Rest(_) => self.head.len() as u64,
        }
    }

    /// Whether it can only be read now, after what came before it: a pipe.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self.content, Content::Rest(_))
    }

    /// The whole input from its beginning, as a stream.
    ///
    /// # Errors
    /// When the file cannot be opened again.
    pub(super) fn stream(self) -> io::Result<Box<dyn BufRead + Send>> {
        const BUFFER: usize = 256 * 1024;
        Ok(match self.content {
            Content::File(path) => Box::new(BufReader::with_capacity(BUFFER, files::open(&path)?)),
            Content::Rest(rest) => Box::new(Cursor::new(self.head).chain(BufReader::with_capacity(BUFFER, rest))),
        })
    }

    /// All bytes of the input, up to the largest article.
    ///
    /// # Errors
    /// When they cannot be read, are too many, or are plainly no document: nearly all of them NUL.
    pub(super) fn bytes(self) -> Result<Vec<u8>, ReadErrorKind> {
        // A device or a disk image is not read to its end.
        if memchr::memchr_iter(0, &self.head).count() * 10 > self.head.len() * 9 {
            return Err(ReadErrorKind::NoText { why: "most of it is NUL bytes" });
        }
        let mut bytes = Vec::new();
        self.stream()?.take(MAX_ARTICLE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_ARTICLE {
            return Err(ReadErrorKind::TooLarge { limit: MAX_ARTICLE });
        }
        Ok(bytes)
    }
}

/// Reads the first bytes. A pipe that begins with a line of JSON is not waited for any longer: its writer may want an
/// answer first.
fn read_head(from: &mut dyn Read, head: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = vec![0; HEAD];
    while head.len() < HEAD {
        let want = HEAD - head.len();
        let count = match from.read(&mut buffer[..want]) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        head.extend_from_slice(&buffer[..count]);
        let line = head.trim_ascii_start();
        if line.starts_with(b"{") && memchr::memchr(b'\n', line).is_some() {
            break;
        }
    }
    Ok(())
}

/// A reader that gives an error, and then nothing.
struct FailsOnce(Option<io::Error>);

impl Read for FailsOnce {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endless_device_is_refused() {
        let source = Source::of_reader(Box::new(io::repeat(0)), Origin::of_stdin()).unwrap();
        assert!(matches!(source.bytes(), Err(ReadErrorKind::NoText { .. })));
    }
}
