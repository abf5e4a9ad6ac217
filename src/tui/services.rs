//! What the explorer sets going outside of its model, whatever it is shown on: the threads, the reading and watching of
//! the store, and the effects that need no terminal.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::thread;

use crate::index::{self, Cache, LoadEvent, Want};
use crate::store;
use crate::tui::events::{LoopEvent, MessageSender};
use crate::tui::message::{Effect, Message};
use crate::tui::process::Environment;
use crate::tui::state::active_prompt::HistoryKind;
use crate::tui::state::model::Model;
use crate::tui::state::session::Loading;
use crate::tui::threads::Threads;
use crate::tui::{clipboard, opener, start};
use crate::user::{Folders, history, places, undo, views};

/// The services behind the explorer.
pub struct Services {
    /// The threads that do its jobs.
    pub threads: Threads,
    /// What programs are started with.
    pub environment: Environment,
    sender: SyncSender<LoopEvent>,
    folders: Option<Folders>,
    cache: Option<Cache>,
    loading: Option<store::Loading>,
    watch: Option<store::Watch>,
    /// The draft that is followed.
    draft: Option<(PathBuf, store::Watch)>,
    /// What could be undone at the end of the last run is still being read.
    recalling: bool,
}

impl Services {
    /// Starts the threads. All of them answer through `sender`.
    #[must_use]
    pub fn start(model: &Model, folders: Option<Folders>, cache: Option<Cache>, sender: SyncSender<LoopEvent>) -> Self {
        let threads = Threads::start(
            MessageSender::new(sender.clone()),
            model.place.location.clone(),
            folders.clone(),
            cache.clone(),
        );
        Self {
            threads,
            environment: Environment::own(),
            sender,
            folders,
            cache,
            loading: None,
            watch: None,
            draft: None,
            recalling: false,
        }
    }

    /// Whether something is still on its way that belongs to the start.
    #[must_use]
    pub const fn is_recalling(&self) -> bool {
        self.recalling
    }

    /// Begins to read the store.
    pub fn load(&mut self, model: &Model) {
        let Some(location) = model.place.location.clone() else {
            let _ = self.sender.try_send(LoopEvent::Worker(Message::LoadDone));
            return;
        };
        if model.loading == Loading::Missing {
            self.watch(model);
            return;
        }
        let sender = self.sender.clone();
        let cache = self.cache.clone();
        self.loading = Some(index::load_in_background(&location, cache, Want::Texts, move |event| {
            let message = match event {
                LoadEvent::Segment(loaded) => Message::Loaded(loaded),
                LoadEvent::Progress { done, of } => Message::Progress { done, of: of.unwrap_or(0) },
                LoadEvent::Problem(problem) => Message::Problem(problem),
                LoadEvent::Failed(error) => Message::LoadFailed(error.to_string()),
                LoadEvent::Done => Message::LoadDone,
            };
            let _ = sender.send(LoopEvent::Worker(message));
        }));
        if let Some(folders) = self.folders.clone() {
            self.recalling = true;
            let sender = self.sender.clone();
            thread::spawn(move || {
                let log = undo::load(&folders, &location);
                let _ = sender.send(LoopEvent::Worker(Message::History(Box::new(log))));
            });
        }
    }

    /// Notes what an answer of the background means here, before the model takes it in.
    pub fn note(&mut self, message: &Message, model: &Model) {
        self.recalling &= !matches!(message, Message::History(_));
        if matches!(message, Message::LoadDone | Message::Added(Ok(_)) | Message::Saved { result: Ok(_) }) {
            self.watch(model);
        }
    }

    /// Stops the reading of the store when the person wants that.
    pub fn stop_loading(&self, model: &Model) {
        if let Some(loading) = &self.loading
            && model.stop_loading.load(Ordering::Relaxed)
        {
            loading.stop();
        }
    }

    /// Does what `effect` asks for; gives it back when it needs the terminal.
    pub fn run(&mut self, model: &Model, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Work(job) => self.threads.give(*job),
            Effect::Copy { text, what } => {
                let (sender, environment) = (self.sender.clone(), self.environment.clone());
                thread::spawn(move || {
                    let copied = clipboard::copy(&text, &environment);
                    let words = format!("Copied {what} {copied}.");
                    let event = match copied {
                        clipboard::Copied::By(_) => LoopEvent::Worker(Message::Done(Ok(words))),
                        clipboard::Copied::ThroughTerminal(bytes) => LoopEvent::Send(bytes, words),
                    };
                    let _ = sender.send(event);
                });
            }
            Effect::OpenUrl(url) => {
                let (sender, environment) = (self.sender.clone(), self.environment.clone());
                thread::spawn(move || {
                    let result = match opener::open(&url, &environment) {
                        Ok(program) => Ok(format!("Opened the article with {program}.")),
                        Err(error) => Err(error.to_string()),
                    };
                    let _ = sender.send(LoopEvent::Worker(Message::Done(result)));
                });
            }
            Effect::OpenFile(path) => {
                let (sender, environment) = (self.sender.clone(), self.environment.clone());
                thread::spawn(move || {
                    let result = match opener::open_file(&path, &environment) {
                        Ok(program) => Ok(format!("Opened the draft with {program}.")),
                        Err(error) => Err(error.to_string()),
                    };
                    let _ = sender.send(LoopEvent::Worker(Message::Done(result)));
                });
            }
            Effect::WatchDraft(path) => self.watch_draft(path),
            Effect::Remember { kind, entry } => {
                let kind = match kind {
                    HistoryKind::Search => history::Kind::Search,
                    HistoryKind::Filter => history::Kind::Filter,
                    HistoryKind::Palette => history::Kind::Palette,
                };
                self.spawn_io(move |folders| history::add(folders, kind, &entry).map_err(|error| error.to_string()));
            }
            Effect::KeepView { name, query } => {
                let view = views::View { name, query };
                self.spawn_io(move |folders| views::save(folders, &view).map_err(|error| error.to_string()));
            }
            Effect::DeleteView(name) => {
                self.spawn_io(move |folders| views::remove(folders, &name).map_err(|error| error.to_string()));
            }
            Effect::KeepHistory => self.threads.keep(model.history.without(model.saving.unsaved())),
            effect => return Some(effect),
        }
        None
    }

    /// Keeps where the person is in the store, for the next start. Nobody is told when that fails: they are leaving.
    pub fn keep_place(&self, model: &Model) {
        if let (Some(folders), Some(location), Some(place)) =
            (&self.folders, &model.place.location, start::place(model))
        {
            let _ = places::save(folders, location.path(), place);
        }
    }

    /// Writes one of the person's small files; that it could not be written is said, and no more.
    fn spawn_io(&self, write: impl FnOnce(&Folders) -> Result<(), String> + Send + 'static) {
        let Some(folders) = self.folders.clone() else { return };
        let sender = self.sender.clone();
        thread::spawn(move || {
            if let Err(why) = write(&folders) {
                let _ = sender.send(LoopEvent::Worker(Message::Done(Err(why))));
            }
        });
    }

    /// Follows a draft as it is saved. Where the system cannot watch, it is checked once.
    fn watch_draft(&mut self, path: PathBuf) {
        if self.draft.as_ref().is_some_and(|(followed, _)| *followed == path) {
            return;
        }
        let sender = self.sender.clone();
        let changed = move |_| {
            let _ = sender.send(LoopEvent::Worker(Message::DraftChanged));
        };
        let watch = store::watch(&store::Location::File(path.clone()), changed);
        self.draft = watch.ok().map(|watch| (path, watch));
    }

    /// Begins to watch the store for what others do to it.
    fn watch(&mut self, model: &Model) {
        let Some(location) = model.place.location.clone() else { return };
        if self.watch.is_some() {
            return;
        }
        let sender = self.sender.clone();
        // Where the system cannot watch, as on some network folders, the store is what it was when it was read.
        self.watch = store::watch(&location, move |_| {
            let _ = sender.send(LoopEvent::Worker(Message::ChangedOutside));
        })
        .ok();
    }
}
