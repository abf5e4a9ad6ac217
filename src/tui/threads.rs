//! The threads behind the explorer. Searches, finds and reads have one thread each, on which a newer request takes
//! the place of one that has not begun; saves have one, on which nothing is ever passed over; the rest gets a thread
//! of its own. All of them answer by messages, and none waits for the screen.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::index::{self, Cache};
use crate::query::Index;
use crate::store::{ArticleIx, Catalog, Edit, Location};
use crate::tui::events::MessageSender;
use crate::tui::message::{FindJob, Job, Message, Search};
use crate::tui::{pipe, work, write};
use crate::user::undo::Log;
use crate::user::{Folders, undo};

/// The threads.
pub struct Threads {
    tell: MessageSender,
    searches: Mailbox<Search>,
    finds: Mailbox<FindJob>,
    reads: Mailbox<(u64, Catalog, ArticleIx)>,
    /// Where saves go, and what is closed when the thread that does them has ended.
    saves: Option<(Sender<SaveJob>, Receiver<()>)>,
    location: Option<Location>,
    cache: Option<Cache>,
}

enum SaveJob {
    Edits(Vec<Edit>),
    Log(Box<Log>),
}

impl Threads {
    /// Starts them.
    #[must_use]
    pub fn start(
        tell: MessageSender,
        location: Option<Location>,
        folders: Option<Folders>,
        cache: Option<Cache>,
    ) -> Self {
        // What the cache is to hold is made on the side, so that no key waits for it.
        let keeps = Mailbox::serve("keep", |(index, catalog): (Index, Catalog), pending| {
            give_way();
            index.keep_articles(&catalog, pending);
        });
        let answer = tell.clone();
        let mut before = None;
        let searches = Mailbox::serve("search", move |job: Search, pending| {
            let (request, catalog) = (job.request, job.catalog.clone());
            let Some((found, mut index)) = work::search_after(job, &mut before) else { return };
            let (folded, groups) = (index.clone(), Arc::clone(&found.groups));
            answer.tell(Message::Found { request, found, index: folded });
            // What can wait is done ahead of the next key: quotations go to their rows, and texts are folded before
            // the first filter.
            if !pending() {
                groups.sort_out(&catalog, &pending);
            }
            if !pending() {
                index.update(&catalog);
                answer.tell(Message::Indexed(index.clone()));
                keeps.put((index, catalog));
            }
        });
        let answer = tell.clone();
        let finds = Mailbox::serve("find", move |job: FindJob, _| {
            answer.tell(Message::Hits { request: job.request, found: work::find(&job) });
        });
        let answer = tell.clone();
        let reads = Mailbox::serve("read", move |(request, catalog, article): (u64, Catalog, ArticleIx), _| {
            answer.tell(Message::Read { request, article, reading: work::read(&catalog, article) });
        });
        let refreshes = location.clone().zip(cache.clone()).map(|(location, cache)| refreshes(location, cache));
        let saves = location.clone().map(|location| savers(tell.clone(), location, folders, refreshes));
        Self { tell, searches, finds, reads, saves, location, cache }
    }

    /// Gives a job to the thread that does it.
    pub fn give(&self, job: Job) {
        match job {
            Job::Search(search) => self.searches.put(search),
            Job::Find(find) => self.finds.put(find),
            Job::Read { request, catalog, article } => self.reads.put((request, catalog, article)),
            Job::Compare { request, catalog, known, stop } => self.spawn_io(move |tell, _| {
                if let Some(versions) = apart(|| work::compare(&catalog, known, &stop)) {
                    tell.tell(Message::Compared { request, versions });
                }
            }),
            Job::Verify { request, path } => self.spawn_io_with_cache(move |tell, location, cache| {
                if let Some(location) = location {
                    tell.tell(Message::Verified { request, result: work::verify(&location, cache.as_ref(), &path) });
                }
            }),
            Job::Save(edits) => {
                if let Some((saves, _)) = &self.saves {
                    let _ = saves.send(SaveJob::Edits(edits));
                }
            }
            Job::SaveLater(tries) => self.spawn_io(move |tell, _| {
                thread::sleep(work::pause_before_try(tries));
                tell.tell(Message::SaveAgain);
            }),
            Job::Reload { query, grouping } => self.spawn_io_with_cache(move |tell, location, cache| {
                if let Some(location) = location {
                    let reloaded = work::reload(&location, cache.as_ref(), query, grouping);
                    tell.tell(Message::Reloaded(Box::new(reloaded)));
                }
            }),
            Job::Add { input, options, stop } => self.spawn_io_with_cache(move |tell, location, cache| {
                if let Some(location) = location {
                    let often = often();
                    let tell_done = |words: String| {
                        if often() {
                            tell.tell(Message::Working(words));
                        }
                    };
                    let result = work::add(&location, cache.as_ref(), &input, options, &stop, &tell_done);
                    tell.tell(Message::Added(result));
                }
            }),
            Job::Remove(articles) => self.spawn_io(move |tell, location| {
                if let Some(location) = location {
                    tell.tell(Message::Removed(work::remove(&location, &articles)));
                }
            }),
            Job::TakeOut(articles) => self.spawn_io(move |tell, location| {
                if let Some(location) = location {
                    let taken = work::take_out(&location, &articles);
                    // This program's own change is no news to the watch.
                    let changed = taken.is_ok();
                    tell.tell(Message::Worked(taken));
                    if changed {
                        tell.tell(Message::ChangedOutside);
                    }
                }
            }),
            Job::Align { catalog, rows, query, of, by, known, stop } => self.spawn_io(move |tell, _| {
                let lines = work::align(&catalog, &rows, &query, (by, known), &stop);
                tell.tell(Message::Aligned { of, by, lines });
            }),
            Job::Pipe { catalog, rows, command, stop } => self.spawn_io(move |tell, _| {
                tell.tell(Message::Worked(pipe::run(&catalog, &rows, &command, &stop)));
            }),
            Job::Write { catalog, rows, path, format, options, stop } => self.spawn_io(move |tell, _| {
                tell.tell(Message::Worked(write::run(&catalog, &rows, (&path, format, options), &stop)));
            }),
        }
    }

    /// Keeps what can be undone of what is in the file, when no save waits.
    pub fn keep(&self, log: Log) {
        if let Some((saves, _)) = &self.saves {
            let _ = saves.send(SaveJob::Log(Box::new(log)));
        }
    }

    fn spawn_io(&self, work: impl FnOnce(MessageSender, Option<Location>) + Send + 'static) {
        let (tell, location) = (self.tell.clone(), self.location.clone());
        thread::spawn(move || work(tell, location));
    }

    fn spawn_io_with_cache(&self, work: impl FnOnce(MessageSender, Option<Location>, Option<Cache>) + Send + 'static) {
        let cache = self.cache.clone();
        self.spawn_io(move |tell, location| work(tell, location, cache));
    }

    /// Waits until everything that was given to be saved is dealt with, but no longer than `limit`. Says whether it is.
    pub fn finish(self, limit: Duration) -> bool {
        let Some((sender, ended)) = self.saves else { return true };
        drop(sender);
        ended.recv_timeout(limit) != Err(RecvTimeoutError::Timeout)
    }
}

/// Brings the cache up to date some time after a save, when no other came: only then does the system's time of the
/// last change tell the saved file from a later one.
fn refreshes(location: Location, cache: Cache) -> Sender<()> {
    const QUIET: Duration = Duration::from_secs(3);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        while receiver.recv().is_ok() {
            loop {
                match receiver.recv_timeout(QUIET) {
                    Ok(()) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            index::refresh(&location, &cache);
        }
    });
    sender
}

/// Does long work on half of the processors, so that searches have the others, and only when nothing else wants them.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let processors = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads((processors / 2).max(1)).start_handler(|_| give_way());
    match pool.build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Lets all other threads go first, where a thread can be given a rank of its own.
fn give_way() {
    // Elsewhere the rank is that of the whole process.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(19);
}

fn savers(
    tell: MessageSender,
    location: Location,
    folders: Option<Folders>,
    refreshes: Option<Sender<()>>,
) -> (Sender<SaveJob>, Receiver<()>) {
    let (sender, receiver) = mpsc::channel::<SaveJob>();
    let (closed_at_end, ended) = mpsc::channel::<()>();
    thread::spawn(move || {
        let _closed_at_end = closed_at_end;
        let mut log: Option<Box<Log>> = None;
        let mut next = receiver.recv().ok();
        while let Some(job) = next.take() {
            match job {
                SaveJob::Edits(edits) => {
                    let often = often();
                    let tell_done = |done: usize| {
                        if often() {
                            tell.tell(Message::SavedSoFar(done));
                        }
                    };
                    // Without an answer the explorer would wait for ever, so a panic is an answer too.
                    let saved = panic::catch_unwind(AssertUnwindSafe(|| work::save(&location, &edits, &tell_done)));
                    let result = saved.unwrap_or_else(|_| Err("the program failed while it saved".into()));
                    // A log from before holds no more when the file is another one; the explorer sends the next.
                    log = log.filter(|_| result.is_err());
                    if let (true, Some(refreshes)) = (result.is_ok(), &refreshes) {
                        let _ = refreshes.send(());
                    }
                    tell.tell(Message::Saved { result });
                }
                SaveJob::Log(newer) => log = Some(newer),
            }
            next = receiver.try_recv().ok();
            if next.is_none() {
                // The log holds for the file as it is now, so it is kept when no save waits.
                if let (Some(log), Some(folders)) = (log.take(), &folders) {
                    let _ = undo::save(folders, &location, &log);
                }
                next = receiver.recv().ok();
            }
        }
    });
    (sender, ended)
}

/// Says no more than a few times a second that now is the time to tell how far something is.
fn often() -> impl Fn() -> bool + Sync {
    const APART: Duration = Duration::from_millis(100);
    let told = Mutex::new(Instant::now());
    move || {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = told.elapsed() >= APART;
        if now {
            *told = Instant::now();
        }
        now
    }
}

/// A place for one request, in which a newer one takes the place of the one before.
struct Mailbox<T> {
    shared: Arc<(Mutex<Option<T>>, Condvar)>,
}

impl<T: Send + 'static> Mailbox<T> {
    /// Starts the thread that serves it. It ends with the program.
    fn serve(name: &str, mut work: impl FnMut(T, &dyn Fn() -> bool) + Send + 'static) -> Self {
        let shared = Arc::new((Mutex::new(None::<T>), Condvar::new()));
        let inside = Arc::clone(&shared);
        let run = move || {
            let (slot, filled) = &*inside;
            let pending = || slot.lock().unwrap_or_else(PoisonError::into_inner).is_some();
            loop {
                let mut guard = slot.lock().unwrap_or_else(PoisonError::into_inner);
                let job = loop {
                    match guard.take() {
                        Some(job) => break job,
                        None => guard = filled.wait(guard).unwrap_or_else(PoisonError::into_inner),
                    }
                };
                drop(guard);
                work(job, &pending);
            }
        };
        // Without a thread there are no answers; the explorer still shows what it has.
        let _ = thread::Builder::new().name(name.into()).spawn(run);
        Self { shared }
    }

    fn put(&self, job: T) {
        let (slot, filled) = &*self.shared;
        *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(job);
        filled.notify_one();
    }
}
