//! Loading a store with the help of a cache: what did not change comes from there, the rest is parsed, and the cache is
//! brought up to date on the way. What comes out is what it would be without one.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::cache::{Cache, CacheWriter, StoreCache};
use super::derived::Texts;
use super::folded::Folded;
use super::kept_articles::KeptArticles;
use super::manifest::{FileState, Group, Manifest};
use super::plan::{self, Plan, Step};
use crate::store::{
    self, Catalog, Chunk, ChunkReader, Content, ContentBuilder, DocumentAt, Loading, Location, Problem, Source,
    StoreError, bytes_at, document_hash, documents_in, documents_of, in_order, unreadable,
};

/// What a loading store tells.
#[derive(Debug)]
pub enum LoadEvent {
    /// The next stretch.
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

/// A stretch of a store, and its folded texts where they came with it.
#[derive(Debug)]
pub struct Loaded {
    /// For [`Catalog::append`].
    pub stretch: store::Loaded,
    /// For [`Texts::insert`].
    pub folded: Option<Folded>,
    articles: Option<KeptArticles>,
}

impl Loaded {
    /// Takes it over into what is held of the store.
    pub fn append_to(self, catalog: &mut Catalog, index: &mut Texts) {
        catalog.append(self.stretch);
        if let (Some(articles), Some(segment)) = (self.articles, catalog.segments().last()) {
            index.insert_articles(segment.stamp(), articles);
        }
        if let Some(folded) = self.folded {
            index.insert(folded);
        }
    }
}

/// What is wanted besides the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// The folded texts, to search in them.
    Texts,
    /// No more.
    Columns,
}

/// Reads a whole store.
///
/// # Errors
/// When it is not there or cannot be read. Documents that cannot be read are problems, and the others load.
pub fn load(
    location: &Location,
    cache: Option<&Cache>,
    want: Want,
) -> Result<(Catalog, Texts, Vec<Problem>), StoreError> {
    let state = Mutex::new((Catalog::default(), Texts::default(), Vec::new(), None));
    pump(location, cache, Some(want), &Loading::default(), &|event| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let (catalog, index, problems, failed) = &mut *state;
        match event {
            LoadEvent::Segment(loaded) => loaded.append_to(catalog, index),
            LoadEvent::Problem(problem) => problems.push(problem),
            LoadEvent::Failed(error) => *failed = Some(error),
            LoadEvent::Progress { .. } | LoadEvent::Done => {}
        }
    });
    let (catalog, index, problems, failed) = state.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.map_or(Ok((catalog, index, problems)), Err)
}

/// Reads a store on threads of its own and tells `send` what comes, in store order.
pub fn load_in_background(
    location: &Location,
    cache: Option<Cache>,
    want: Want,
    send: impl Fn(LoadEvent) + Send + 'static,
) -> Loading {
    let loading = Loading::default();
    let (location, handle) = (location.clone(), loading.clone());
    std::thread::spawn(move || pump(&location, cache.as_ref(), Some(want), &handle, &send));
    loading
}

/// Brings the cache of a store up to date and holds nothing of it.
pub fn refresh(location: &Location, cache: &Cache) {
    pump(location, Some(cache), None, &Loading::default(), &|_| {});
}

/// Reads a store and tells `send` what comes. Where nothing is wanted, only the cache is brought up to date.
fn pump(location: &Location, cache: Option<&Cache>, want: Option<Want>, loading: &Loading, send: &dyn Fn(LoadEvent)) {
    let stop: &AtomicBool = &loading.stop;
    let Some(cached) = cache.and_then(|cache| cache.of(location)) else { return uncached(location, loading, send) };
    let known = cached.manifest();
    let was_known = known.is_some();
    if !was_known && !is_worth(location, &cached) {
        return uncached(location, loading, send);
    }
    let plan = known.and_then(|manifest| Plan::new(location, manifest, cached.margin(), stop));
    let pass = |files: Arc<Vec<PathBuf>>| Pass {
        source: Source::Files(Arc::clone(&files)),
        files,
        folded: want.is_none_or(|want| want == Want::Texts),
        wanted: want.is_some(),
        cached: &cached,
        writer: OnceLock::new(),
        torn: AtomicBool::new(false),
        written: AtomicU64::new(0),
    };
    match plan {
        Some(plan) => pass(Arc::clone(&plan.files)).follow(plan, stop, send),
        // The store is not what the manifest speaks of at all, or cannot be read.
        None => match ChunkReader::open(location) {
            Err(error) => send(LoadEvent::Failed(error)),
            Ok(feed) => pass(Arc::clone(&feed.files)).fill(location, feed, stop, send, was_known),
        },
    }
}

/// Whether a store is large enough for a cache.
fn is_worth(location: &Location, cached: &StoreCache) -> bool {
    const FILES: usize = 32;
    match location {
        Location::File(path) => std::fs::metadata(path).is_ok_and(|metadata| cached.is_worth(metadata.len())),
        Location::Folder(_) => {
            let Some((files, _)) = plan::files(location) else { return false };
            let bytes = || files.iter().filter_map(|file| Some(std::fs::metadata(file).ok()?.len())).sum();
            files.len() > FILES || cached.is_worth(bytes())
        }
    }
}

fn uncached(location: &Location, loading: &Loading, send: &dyn Fn(LoadEvent)) {
    store::load_with(location, loading, &|event| {
        send(match event {
            store::LoadEvent::Segment(stretch) => {
                LoadEvent::Segment(Box::new(Loaded { stretch: *stretch, folded: None, articles: None }))
            }
            store::LoadEvent::Progress { done, of } => LoadEvent::Progress { done, of },
            store::LoadEvent::Problem(problem) => LoadEvent::Problem(problem),
            store::LoadEvent::Failed(error) => LoadEvent::Failed(error),
            store::LoadEvent::Done => LoadEvent::Done,
        });
    });
}

/// One reading of a store.
struct Pass<'a> {
    files: Arc<Vec<PathBuf>>,
    source: Source,
    /// Whether folded texts are wanted.
    folded: bool,
    /// Whether anything is.
    wanted: bool,
    cached: &'a StoreCache,
    /// Made when there is something to write.
    writer: OnceLock<Option<CacheWriter>>,
    /// Something changed while it was read, or could not be written: the cache stays as it was.
    torn: AtomicBool,
    /// How many groups were written.
    written: AtomicU64,
}

/// What a thread made of one stretch.
#[derive(Default)]
struct Made {
    loaded: Option<Box<Loaded>>,
    /// With the numbers of their files.
    problems: Vec<(u32, Problem)>,
    documents: Vec<DocumentAt>,
    hashes: Vec<u128>,
    states: Vec<FileState>,
    group: Option<Group>,
    done: u64,
}

impl Pass<'_> {
    fn writer(&self) -> Option<&CacheWriter> {
        self.writer.get_or_init(|| self.cached.writer()).as_ref()
    }

    /// Goes by a plan.
    fn follow(self, plan: Plan, stop: &AtomicBool, send: &dyn Fn(LoadEvent)) {
        let Plan { states, documents, hashes, steps, is_fresh, .. } = plan;
        let total = documents.iter().map(|document| u64::from(document.place.len)).sum();
        let (mut done, mut groups) = (0, Vec::with_capacity(steps.len()));
        let mut steps = steps.into_iter();
        let read = in_order(
            stop,
            || Ok(steps.next()),
            |step| self.step(step, &documents, &hashes),
            |made| {
                groups.extend(made.group);
                done += made.done;
                give(made.loaded, made.problems, send);
                send(LoadEvent::Progress { done, of: Some(total) });
            },
        );
        let stopped = stop.load(Ordering::Relaxed) || read.is_err();
        if is_fresh && self.written.load(Ordering::Relaxed) == 0 {
            self.cached.touch();
        } else if !stopped {
            self.commit(Manifest { files: states, documents, hashes, groups });
        }
        send(LoadEvent::Done);
    }

    fn step(&self, step: Step, documents: &[DocumentAt], hashes: &[u128]) -> Made {
        thread_local! {
            static BUFFER: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) };
        }
        match step {
            Step::Unreadable(file, error) => {
                let problem = unreadable(&self.files[file as usize], &error);
                Made { problems: vec![(file, problem)], ..Made::default() }
            }
            Step::Parse(range) => self.parse(&documents[range.clone()], &hashes[range]),
            Step::Cached(range, group) if !self.wanted => match self.cached.has(&group) {
                true => Made { group: Some(group), ..Made::default() },
                false => self.parse(&documents[range.clone()], &hashes[range]),
            },
            Step::Cached(range, group) => {
                let documents = &documents[range.clone()];
                let read = BUFFER.with_borrow_mut(|buffer| self.cached.read(&group, self.folded, buffer));
                match read {
                    Some((content, folded)) => self.made(content, folded, documents, Some(group)),
                    // Broken or gone: what the store says is what holds.
                    None => self.parse(documents, &hashes[range]),
                }
            }
        }
    }

    /// Parses documents where they stand in the store.
    fn parse(&self, documents: &[DocumentAt], hashes: &[u128]) -> Made {
        let mut content = ContentBuilder::default();
        let mut open: Option<(u32, std::fs::File)> = None;
        for (at, &hash) in documents.iter().zip(hashes) {
            let number = at.place.file;
            if open.as_ref().is_none_or(|(open, _)| *open != number) {
                open = crate::files::open(&self.files[number as usize]).ok().map(|file| (number, file));
            }
            let bytes = open.as_mut().and_then(|(_, file)| bytes_at(file, at.place).ok()).unwrap_or_default();
            if document_hash(&bytes) != hash {
                self.torn.store(true, Ordering::Relaxed);
            }
            content.document(&bytes);
        }
        self.keep(content.finish(), documents, hashes)
    }

    /// Puts what was parsed into the cache.
    fn keep(&self, content: Content, documents: &[DocumentAt], hashes: &[u128]) -> Made {
        let torn = || self.torn.load(Ordering::Relaxed);
        let Some(writer) = self.writer().filter(|_| !torn() && !hashes.is_empty()) else {
            return self.made(content, None, documents, None);
        };
        let folded = Folded::new(&content.segment);
        let group = writer.put(hashes, &content, &folded).inspect_err(|_| self.torn.store(true, Ordering::Relaxed));
        self.written.fetch_add(1, Ordering::Relaxed);
        self.made(content, Some(folded), documents, group.ok())
    }

    fn made(&self, content: Content, folded: Option<Folded>, documents: &[DocumentAt], group: Option<Group>) -> Made {
        let done = documents.iter().map(|document| u64::from(document.place.len)).sum();
        if !self.wanted {
            return Made { group, done, ..Made::default() };
        }
        let articles = group.filter(|_| self.folded).map(|group| KeptArticles {
            cache: self.cached.clone(),
            key: group.key,
            files: Arc::clone(&self.files),
            documents: documents.to_vec(),
            articles: content.articles.clone(),
        });
        let (stretch, problems) = content.at(documents, &self.files, self.source.clone());
        Made { loaded: Some(Box::new(Loaded { stretch, folded, articles })), problems, group, done, ..Made::default() }
    }

    /// Reads everything from the store, chunk by chunk as without a cache, and fills the cache on the way.
    fn fill(self, location: &Location, feed: ChunkReader, stop: &AtomicBool, send: &dyn Fn(LoadEvent), known: bool) {
        let mut feed = feed;
        let total = feed.progress_total();
        let first = self.files.first().cloned().unwrap_or_default();
        let before =
            matches!(location, Location::File(_)).then(|| plan::state(&first, PathBuf::new(), self.cached.margin()));
        let names = plan::files(location).map(|(_, names)| names).unwrap_or_default();
        let mut manifest = Manifest::default();
        let mut done = 0;
        let read = in_order(
            stop,
            || feed.next(),
            |chunk| self.chunk(&chunk, &names),
            |made| {
                manifest.documents.extend(made.documents);
                manifest.hashes.extend(made.hashes);
                manifest.files.extend(made.states);
                manifest.groups.extend(made.group);
                done += made.done;
                give(made.loaded, made.problems, send);
                send(LoadEvent::Progress { done, of: total });
            },
        );
        if let Err(error) = read {
            return send(LoadEvent::Failed(StoreError::Io { doing: "read", path: first, error }));
        }
        if let Some(mut state) = before {
            state.documents = u32::try_from(manifest.documents.len()).unwrap_or(u32::MAX);
            let after = plan::state(&first, PathBuf::new(), self.cached.margin());
            if after.fingerprint != state.fingerprint || state.fingerprint.is_none() {
                self.torn.store(true, Ordering::Relaxed);
            }
            manifest.files = vec![state];
        }
        let changed = known || self.written.load(Ordering::Relaxed) > 0;
        if changed && !stop.load(Ordering::Relaxed) {
            self.commit(manifest);
        }
        send(LoadEvent::Done);
    }

    fn chunk(&self, chunk: &Chunk, names: &[PathBuf]) -> Made {
        let mut content = ContentBuilder::default();
        let (mut documents, mut hashes, mut states) = (Vec::new(), Vec::new(), Vec::new());
        let mut each = |at: DocumentAt, bytes: &[u8]| {
            content.document(bytes);
            documents.push(at);
            hashes.push(document_hash(bytes));
        };
        let mut unread = Vec::new();
        let margin = self.cached.margin();
        let done = match chunk {
            Chunk::Bytes { file, bytes, offset, line } => {
                documents_in(bytes, *file, *offset, *line).for_each(|(at, range)| each(at, &bytes[range]));
                bytes.len() as u64
            }
            Chunk::Files(range) => {
                for number in range.clone() {
                    let path = &self.files[number];
                    let mut state = plan::state(path, names.get(number).cloned().unwrap_or_default(), margin);
                    let mut count = 0;
                    let read = documents_of(path, number as u32, |at, bytes| {
                        count += 1;
                        each(at, bytes);
                    });
                    if let Err(error) = &read {
                        unread.push((number as u32, unreadable(path, error)));
                    }
                    let after = plan::state(path, PathBuf::new(), margin);
                    if read.is_err() || after.fingerprint != state.fingerprint {
                        state.fingerprint = None;
                    }
                    state.documents = count;
                    states.push(state);
                }
                range.len() as u64
            }
        };
        let mut made = self.keep(content.finish(), &documents, &hashes);
        made.problems.append(&mut unread);
        made.problems.sort_by_key(|&(file, _)| file);
        Made { documents, hashes, states, done, ..made }
    }

    fn commit(&self, manifest: Manifest) {
        let grouped: usize = manifest.groups.iter().map(|group| group.documents as usize).sum();
        if self.torn.load(Ordering::Relaxed) || grouped != manifest.documents.len() {
            return;
        }
        if let Some(writer) = self.writer() {
            // No room, no rights: then there is no cache.
            let _ = writer.commit(&manifest);
        }
    }
}

fn give(loaded: Option<Box<Loaded>>, problems: Vec<(u32, Problem)>, send: &dyn Fn(LoadEvent)) {
    problems.into_iter().for_each(|(_, problem)| send(LoadEvent::Problem(problem)));
    if let Some(loaded) = loaded {
        send(LoadEvent::Segment(loaded));
    }
}
