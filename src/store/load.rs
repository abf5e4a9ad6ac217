//! Loading: a store's documents are read by several threads and come out in the store's order.

use super::catalog::{Catalog, Loaded};
use super::chunks::{Chunk, ChunkReader};
use super::content::{ContentBuilder, DocumentAt, documents_in};
use super::error::{Problem, StoreError};
use super::in_order::in_order;
use super::location::Location;
use super::source::Source;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a loading store tells.
#[derive(Debug)]
pub(crate) enum LoadEvent {
    /// The next stretch, for [`Catalog::append`].
    Segment(Box<Loaded>),
    /// How far it has come.
    Progress {
        /// Bytes read, or files in a folder store.
        done: u64,
        /// Of how many, where known.
        of: Option<u64>,
    },
    /// Something that could not be read; the rest goes on.
    Problem(Problem),
    /// The store could not be read to its end. The last event.
    Failed(StoreError),
    /// Everything has come. The last event.
    Done,
}

/// Ends a load that goes on in the background.
#[derive(Debug, Clone, Default)]
pub struct Loading {
    pub(crate) stop: Arc<AtomicBool>,
}

impl Loading {
    /// Ends it soon. The last event still comes.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Reads a whole store.
///
/// # Errors
/// When it is not there or cannot be read. Documents that cannot be read are problems, and the others load.
pub fn load(location: &Location) -> Result<(Catalog, Vec<Problem>), StoreError> {
    collect(ChunkReader::open(location)?)
}

/// The largest store that is taken from a pipe, in bytes: all of it is held.
const LARGEST_PIPED: u64 = 1 << 30;

/// Reads a whole store from a pipe. Its bytes are kept: article texts are read from them later.
///
/// # Errors
/// When reading fails.
pub fn load_reader(mut reader: impl Read) -> Result<(Catalog, Vec<Problem>), StoreError> {
    let mut bytes = Vec::new();
    let reading = |error| StoreError::Io { doing: "read", path: PathBuf::from("-"), error };
    reader.by_ref().take(LARGEST_PIPED + 1).read_to_end(&mut bytes).map_err(reading)?;
    if bytes.len() as u64 > LARGEST_PIPED {
        let what = format!("more than {} MiB; save it to a file, which need not fit in memory", LARGEST_PIPED >> 20);
        return Err(reading(std::io::Error::new(std::io::ErrorKind::FileTooLarge, what)));
    }
    let bytes = Arc::new(bytes);
    let mut feed = ChunkReader::of_reader(Box::new(std::io::Cursor::new(Shared(Arc::clone(&bytes)))));
    feed.total = Some(bytes.len() as u64);
    run(feed, Source::Bytes(bytes), &Loading::default())
}

struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Reads a store on several threads and tells `send` what comes, in store order.
pub(crate) fn load_with(location: &Location, loading: &Loading, send: &dyn Fn(LoadEvent)) {
    match ChunkReader::open(location) {
        Err(error) => send(LoadEvent::Failed(error)),
        Ok(feed) => {
            let source = Source::Files(Arc::clone(&feed.files));
            pump(feed, &source, loading, send);
        }
    }
}

fn collect(feed: ChunkReader) -> Result<(Catalog, Vec<Problem>), StoreError> {
    let source = Source::Files(Arc::clone(&feed.files));
    run(feed, source, &Loading::default())
}

fn run(feed: ChunkReader, source: Source, loading: &Loading) -> Result<(Catalog, Vec<Problem>), StoreError> {
    let state = Mutex::new((Catalog::default(), Vec::new(), None));
    pump(feed, &source, loading, &|event| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            LoadEvent::Segment(loaded) => state.0.append(*loaded),
            LoadEvent::Problem(problem) => state.1.push(problem),
            LoadEvent::Failed(error) => state.2 = Some(error),
            LoadEvent::Progress { .. } | LoadEvent::Done => {}
        }
    });
    let (mut catalog, problems, error) = state.into_inner().unwrap_or_else(PoisonError::into_inner);
    catalog.source = source;
    error.map_or(Ok((catalog, problems)), Err)
}

/// What a thread makes of one stretch.
struct Part {
    loaded: Loaded,
    problems: Vec<Problem>,
    done: u64,
}

/// Reads with as many threads as there are cores, and sends on this one.
fn pump(mut feed: ChunkReader, source: &Source, loading: &Loading, send: &dyn Fn(LoadEvent)) {
    let total = feed.progress_total();
    let files = Arc::clone(&feed.files);
    let path = files.first().cloned().unwrap_or_else(|| PathBuf::from("-"));
    let mut done = 0;
    let read = in_order(
        &loading.stop,
        || feed.next(),
        |chunk| read(&chunk, &files, source),
        |Part { loaded, problems, done: more }| {
            done += more;
            problems.into_iter().for_each(|problem| send(LoadEvent::Problem(problem)));
            send(LoadEvent::Segment(Box::new(loaded)));
            send(LoadEvent::Progress { done, of: total });
        },
    );
    match read {
        Err(error) => send(LoadEvent::Failed(StoreError::Io { doing: "read", path, error })),
        Ok(()) => send(LoadEvent::Done),
    }
}

fn read(chunk: &Chunk, files: &[PathBuf], source: &Source) -> Part {
    let (mut content, mut documents) = (ContentBuilder::default(), Vec::new());
    let mut unread = Vec::new();
    let done = match chunk {
        Chunk::Bytes { file, bytes, offset, line } => {
            for (at, range) in documents_in(bytes, *file, *offset, *line) {
                content.document(&bytes[range]);
                documents.push(at);
            }
            bytes.len() as u64
        }
        Chunk::Files(range) => {
            for number in range.clone() {
                let each = |at: DocumentAt, bytes: &[u8]| {
                    content.document(bytes);
                    documents.push(at);
                };
                if let Err(error) = documents_of(&files[number], number as u32, each) {
                    unread.push((number as u32, unreadable(&files[number], &error)));
                }
            }
            range.len() as u64
        }
    };
    let (loaded, mut problems) = content.finish().at(&documents, files, source.clone());
    problems.append(&mut unread);
    problems.sort_by_key(|&(file, _)| file);
    Part { loaded, problems: problems.into_iter().map(|(_, problem)| problem).collect(), done }
}

/// Gives every document of a whole file, however large: no more of it is held than a chunk.
pub(crate) fn documents_of(path: &Path, number: u32, mut each: impl FnMut(DocumentAt, &[u8])) -> std::io::Result<()> {
    let mut feed = ChunkReader::of_reader(Box::new(crate::files::open(path)?));
    while let Some(chunk) = feed.next()? {
        if let Chunk::Bytes { bytes, offset, line, .. } = chunk {
            documents_in(&bytes, number, offset, line).for_each(|(at, range)| each(at, &bytes[range]));
        }
    }
    Ok(())
}

/// The problem of a file of a folder store that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem { file: Some(path.to_owned()), message: format!("cannot be read: {error}"), ..Problem::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ArticleIx;

    fn stream_of(articles: usize) -> String {
        (0..articles)
            .map(|number| {
                let text = format!("“Words number {number}”, said Ann.\n\n").repeat(40).replace('\n', "\n  ");
                format!(
                    "---\narticle:\n  id: a{number}\ntext: |\n  {}\nquotes:\n- speaker: Ann\n  text: Words number {number}\n  at: [1, 15]\n",
                    text.trim_end()
                )
            })
            .collect()
    }

    #[test]
    fn a_store_comes_in_its_order_from_several_threads() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        std::fs::write(&path, stream_of(2000)).unwrap();
        let (catalog, problems) = load(&Location::at(&path)).unwrap();
        assert_eq!(problems, []);
        assert!(catalog.segments().len() > 3, "several stretches");
        for number in 0..2000 {
            let article = catalog.article(ArticleIx::new(number));
            assert_eq!(article.id(), format!("a{number}"));
            let document = catalog.document(article.ix()).unwrap();
            assert_eq!(document.quotations[0].text, format!("Words number {number}"));
            assert!(document.text.unwrap().starts_with(&format!("“Words number {number}”")));
        }
        assert_eq!(catalog.speakers_len(), 1);
        assert_eq!(catalog.quotation(crate::store::QuotationIx::new(7)).paragraph(), Some(1));
    }

    #[test]
    fn a_pipe_gives_the_same() {
        let (catalog, problems) = load_reader(stream_of(50).as_bytes()).unwrap();
        assert_eq!((catalog.len(), problems.len()), (50, 0));
        assert!(catalog.document(ArticleIx::new(49)).unwrap().text.is_some());
    }

    #[test]
    fn one_broken_document_does_not_stop_the_others() {
        let stream = format!("{}---\nquotes: [\n---\n{}", stream_of(1), stream_of(1).replace("a0", "b0"));
        let (catalog, problems) = load_reader(stream.as_bytes()).unwrap();
        assert_eq!(catalog.articles().map(|article| article.id().to_owned()).collect::<Vec<_>>(), ["a0", "b0"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].line >= 87, "{}", problems[0]);
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_its_paths_and_the_registry_first() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        for (name, yaml) in [
            ("b.yaml", "quotes:\n- speaker: Trump\n  text: b\n"),
            ("speakers.yaml", "speakers:\n- name: Donald Trump\n  aliases: [Trump]\n"),
            ("sub/a.yaml", "quotes:\n- speaker: Donald Trump\n  text: sub\n"),
            ("a.yaml", "quotes:\n- text: a\n"),
            (".hidden.yaml", "quotes:\n- text: hidden\n"),
            ("notes.txt", "no store"),
        ] {
            std::fs::write(folder.path().join(name), yaml).unwrap();
        }
        let (catalog, problems) = load(&Location::at(folder.path())).unwrap();
        assert_eq!(problems, []);
        assert_eq!(catalog.quotations().map(|q| q.text().to_owned()).collect::<Vec<_>>(), ["a", "b", "sub"]);
        assert_eq!(catalog.speakers().map(|s| s.name().to_owned()).collect::<Vec<_>>(), ["Donald Trump"]);
    }

    #[test]
    fn a_missing_store_is_told() {
        assert!(matches!(load(&Location::at("/nowhere/quotes.yaml")), Err(StoreError::Missing(_))));
    }
}
