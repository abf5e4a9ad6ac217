//! Loading: a store's documents are read by several threads and come out in the store's order.

use super::builder::SegmentBuilder;
use super::catalog::{Catalog, Loaded};
use super::chunks::{Chunk, ChunkReader};
use super::error::{Problem, StoreError};
use super::location::Location;
use super::parse::{self, Start};
use super::registry::{Entry, Registry};
use super::schema::Parsed;
use super::source::{Place, Source};
use super::stream;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// What a loading store tells.
#[derive(Debug)]
pub enum LoadEvent {
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
    stop: Arc<AtomicBool>,
}

impl Loading {
    /// Ends it soon. [`LoadEvent::Done`] still comes.
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
        let what = format!("more than {} MiB; save it to a file, which is not held whole", LARGEST_PIPED >> 20);
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

/// Reads a store on threads of its own and tells `send` what comes, in store order.
pub fn load_in_background(location: &Location, send: impl Fn(LoadEvent) + Send + 'static) -> Loading {
    let loading = Loading::default();
    let (location, handle) = (location.clone(), loading.clone());
    std::thread::spawn(move || match ChunkReader::open(&location) {
        Err(error) => send(LoadEvent::Failed(error)),
        Ok(feed) => {
            let source = Source::Files(Arc::clone(&feed.files));
            pump(feed, &source, &handle, &send);
        }
    });
    loading
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
fn pump(feed: ChunkReader, source: &Source, loading: &Loading, send: &dyn Fn(LoadEvent)) {
    let total = match feed.total {
        None if !feed.files.is_empty() => Some(feed.files.len() as u64),
        total => total,
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let files = Arc::clone(&feed.files);
    let path = files.first().cloned().unwrap_or_else(|| PathBuf::from("-"));
    // A thread that takes a chunk takes its number with it.
    let feed = Mutex::new((0usize, feed));
    let (sender, receiver) = sync_channel(2 * threads);
    let mut failed = None;
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, feed, files) = (sender.clone(), &feed, files.as_slice());
            scope.spawn(move || work(feed, files, source, loading, &sender));
        }
        drop(sender);
        let (mut next, mut waiting, mut done) = (0, BTreeMap::new(), 0);
        for (number, read) in receiver {
            waiting.insert(number, read);
            while let Some(read) = waiting.remove(&next) {
                next += 1;
                match read {
                    Err(error) => failed = Some(error),
                    Ok(Part { loaded, problems, done: more }) => {
                        done += more;
                        problems.into_iter().for_each(|problem| send(LoadEvent::Problem(problem)));
                        send(LoadEvent::Segment(Box::new(loaded)));
                        send(LoadEvent::Progress { done, of: total });
                    }
                }
            }
        }
    });
    match failed {
        Some(error) => send(LoadEvent::Failed(StoreError::Io { doing: "read", path, error })),
        None => send(LoadEvent::Done),
    }
}

fn work(
    feed: &Mutex<(usize, ChunkReader)>,
    files: &[PathBuf],
    source: &Source,
    loading: &Loading,
    sender: &SyncSender<(usize, Result<Part, std::io::Error>)>,
) {
    while !loading.stop.load(Ordering::Relaxed) {
        let (number, stretch) = {
            let mut feed = feed.lock().unwrap_or_else(PoisonError::into_inner);
            let number = feed.0;
            feed.0 += 1;
            (number, feed.1.next())
        };
        let read = match stretch {
            Ok(None) => return,
            Ok(Some(stretch)) => Ok(read(&stretch, files, source)),
            Err(error) => Err(error),
        };
        let failed = read.is_err();
        if sender.send((number, read)).is_err() || failed {
            return;
        }
    }
}

fn read(stretch: &Chunk, files: &[PathBuf], source: &Source) -> Part {
    let mut reading = Reading::default();
    let done = match stretch {
        Chunk::Bytes { file, bytes, offset, line } => {
            reading.bytes(bytes, *file, *offset, *line, files.get(*file as usize));
            bytes.len() as u64
        }
        Chunk::Files(range) => {
            for number in range.clone() {
                let path = &files[number];
                if let Err(error) = reading.file(path, number as u32) {
                    reading.problems.push(Problem {
                        file: Some(path.clone()),
                        message: format!("cannot be read: {error}"),
                        ..Problem::default()
                    });
                }
            }
            range.len() as u64
        }
    };
    let Reading { builder, places, registry, problems } = reading;
    let registry = registry.map(Registry::new);
    let loaded = Loaded { segment: builder.finish(), places, source: source.clone(), registry };
    Part { loaded, problems, done }
}

#[derive(Default)]
struct Reading {
    builder: SegmentBuilder,
    places: Vec<Place>,
    registry: Option<Vec<Entry>>,
    problems: Vec<Problem>,
}

impl Reading {
    /// A whole file, however large: no more of it is held than a stretch.
    fn file(&mut self, path: &PathBuf, number: u32) -> std::io::Result<()> {
        let mut feed = ChunkReader::of_reader(Box::new(crate::files::open(path)?));
        while let Some(stretch) = feed.next()? {
            if let Chunk::Bytes { bytes, offset, line, .. } = stretch {
                self.bytes(&bytes, number, offset, line, Some(path));
            }
        }
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8], file: u32, offset: u64, line: usize, path: Option<&PathBuf>) {
        let (mut counted, mut line) = (0, line);
        for range in stream::documents(bytes) {
            line += stream::line_ends(&bytes[counted..range.start]);
            counted = range.start;
            let place = Place { file, len: range.len() as u32, offset: offset + range.start as u64 };
            let here = |problem: Problem| Problem { file: path.cloned(), ..problem };
            match parse::document_noting(&bytes[range], Start { line }) {
                Ok((parsed, problems)) => {
                    self.problems.extend(problems.into_iter().map(here));
                    match parsed {
                        Parsed::Document(document) => {
                            self.builder.document(&document);
                            self.places.push(place);
                        }
                        Parsed::Registry(entries) => self.registry.get_or_insert_default().extend(entries),
                    }
                }
                Err(problem) => self.problems.push(here(*problem)),
            }
        }
    }
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

    #[test]
    fn what_arrives_in_the_background_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        std::fs::write(&path, stream_of(500)).unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        load_in_background(&Location::at(&path), move |event| {
            let _ = sender.send(event);
        });
        let mut catalog = Catalog::default();
        for event in receiver {
            match event {
                LoadEvent::Segment(loaded) => catalog.append(*loaded),
                LoadEvent::Progress { done, of } => assert!(done <= of.unwrap()),
                other => assert!(matches!(other, LoadEvent::Done), "{other:?}"),
            }
        }
        assert_eq!(catalog.len(), 500);
    }
}
