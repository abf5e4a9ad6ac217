//! The event loop, which alone touches the terminal: it waits on one channel for keys and for answers of the
//! background, takes in everything that is there, and draws once. While nothing happens nothing wakes up.

use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::Event;

use crate::index::Cache;
use crate::query::QueryError;
use crate::text::counted_as;
use crate::tui::events::LoopEvent;
use crate::tui::message::{Effect, Job, Message};
use crate::tui::services::Services;
use crate::tui::start::{self, Options, ThemeChoice};
use crate::tui::state::model::Model;
use crate::tui::state::session::Loading;
use crate::tui::terminal::{Incoming, Input, Mouse, Screen};
use crate::tui::{editor, update, view};
use crate::user::Folders;

/// Why the explorer could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The terminal does not do what is needed.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
    /// The query to begin with is none.
    #[error("{0}")]
    Query(#[from] QueryError),
    /// Edits could not be saved, and the terminal is gone.
    #[error("{} not saved: {why}", counted_as(*edits, "edit is", "edits are"))]
    NotSaved {
        /// How many.
        edits: usize,
        /// Why not.
        why: String,
    },
}

/// How the explorer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The person left it.
    Left,
    /// The system ended it by the signal of this number; everything is saved.
    BySignal(i32),
}

/// The number of the signal that tells that the terminal is gone.
const HANGUP: i32 = 1;

/// So many events may wait; a sender of more waits too.
const WAITING: usize = 256;

/// Answers that come so soon are drawn together with the key that asked for them.
const SOON: Duration = Duration::from_millis(6);

/// Who leaves waits no longer than this for work in the background that was stopped: what it writes is there whole or
/// not at all.
const LONGEST_WORK: Duration = Duration::from_secs(2);

/// When the system ends the program, saves that do not come to an end are waited for no longer than this.
const LONGEST_SAVE: Duration = Duration::from_secs(5);

/// After a panic saves are waited for as long as a large store may take.
const AFTER_PANIC: Duration = Duration::from_secs(60);

/// While only the background talks, frames are this far apart.
const FRAME: Duration = Duration::from_millis(30);

/// Runs the explorer until the person leaves it.
///
/// # Errors
/// When there is no terminal, the query to begin with is none, or edits could not be saved.
pub fn run(options: Options) -> Result<Ended, Error> {
    let folders = Folders::find();
    let cache = options.cache.clone();
    let (mut model, looks) = start::model(options, folders.as_ref())?;
    start::welcome(&mut model, folders.as_ref());
    let (sender, receiver) = sync_channel(WAITING);
    let mouse = if model.mouse { Mouse::On } else { Mouse::Off };
    let came = sender.clone();
    let mut explorer = Explorer::new(model, looks, (folders, cache), sender, receiver);
    // What is loaded while the terminal is taken is there for the first frame.
    explorer.services.load(&explorer.model);
    let mut screen = Screen::enter(mouse)?;
    let input = Input::start(move |incoming| {
        let _ = came.send(LoopEvent::Input(incoming));
    })?;
    if explorer.looks.wants_background() {
        screen.ask_background(&input)?;
    }
    // A panic must not take edits with it that are on their way to the file.
    let ended = panic::catch_unwind(AssertUnwindSafe(|| explorer.run(&mut screen, &input)));
    drop(screen);
    explorer.conclude(ended)
}

/// The loop with all that it holds.
struct Explorer {
    model: Model,
    looks: ThemeChoice,
    services: Services,
    receiver: Receiver<LoopEvent>,
    /// Keys, pastes and mouse events taken in so far.
    events: u64,
    /// The system wants the program to end: nobody is asked any more.
    leaving: Option<i32>,
    /// When the explorer began to leave.
    left_at: Option<Instant>,
}

impl Explorer {
    fn new(
        model: Model,
        looks: ThemeChoice,
        (folders, cache): (Option<Folders>, Option<Cache>),
        sender: SyncSender<LoopEvent>,
        receiver: Receiver<LoopEvent>,
    ) -> Self {
        let services = Services::start(&model, folders, cache, sender);
        Self { model, looks, services, receiver, events: 0, leaving: None, left_at: None }
    }

    /// Waits for what is being saved, and says how the explorer ended. After a panic, too, everything that was edited
    /// is handed to the savers first; then the panic goes on.
    fn conclude(mut self, ended: thread::Result<io::Result<()>>) -> Result<Ended, Error> {
        let saving = &mut self.model.saving;
        if ended.is_err() {
            let waiting = saving.take_waiting();
            if !waiting.is_empty() {
                self.services.threads.give(Job::Save(waiting));
            }
        } else if saving.why().is_some() {
            self.services.threads.keep(self.model.history.without(saving.unsaved()));
        }
        // Nobody takes answers in any more; threads that have one to give must not wait for that.
        let limit = if ended.is_err() { AFTER_PANIC } else { self.time_to_leave().unwrap_or(LONGEST_SAVE).max(FRAME) };
        drop(self.receiver);
        if ended.is_ok() {
            self.services.keep_place(&self.model);
        }
        let finished = self.services.threads.finish(limit);
        match ended {
            Ok(ended) => ended?,
            Err(panic) => panic::resume_unwind(panic),
        }
        let saving = &self.model.saving;
        let why = saving.why().or((!finished).then_some("the store could not be written in time"));
        match (why, saving.unsaved().count()) {
            (Some(why), edits) if edits > 0 && self.leaving.is_some() => {
                Err(Error::NotSaved { edits, why: why.to_owned() })
            }
            _ => Ok(self.leaving.map_or(Ended::Left, Ended::BySignal)),
        }
    }

    fn run(&mut self, screen: &mut Screen, input: &Input) -> io::Result<()> {
        let (width, height) = screen.size()?;
        self.handle(screen, input, Message::Resize(width, height))?;
        // The first frame waits a moment for the first quotations, so that it is not an empty one.
        let begun = Instant::now();
        while self.model.catalog.is_empty() && matches!(self.model.loading, Loading::Running(..)) {
            let left = (FRAME * 2).saturating_sub(begun.elapsed());
            let Ok(event) = self.receiver.recv_timeout(left) else { break };
            self.on_event(screen, input, event)?;
        }
        self.drain_soon(screen, input)?;
        let mut drawn = Instant::now();
        self.draw(screen)?;
        while !self.ended() {
            let first = match self.time_to_leave() {
                None => self.receiver.recv().ok(),
                Some(left) => self.receiver.recv_timeout(left).ok(),
            };
            let Some(first) = first else { break };
            let mut urgent = matches!(first, LoopEvent::Input(_));
            self.on_event(screen, input, first)?;
            while let Ok(more) = self.receiver.try_recv() {
                urgent |= matches!(more, LoopEvent::Input(_));
                self.on_event(screen, input, more)?;
            }
            if urgent {
                self.drain_soon(screen, input)?;
            } else {
                // A store that is being read tells more than anybody can see.
                while self.is_loading()
                    && let Some(left) = FRAME.checked_sub(drawn.elapsed())
                {
                    match self.receiver.recv_timeout(left) {
                        Ok(more) => {
                            let key = matches!(more, LoopEvent::Input(_));
                            self.on_event(screen, input, more)?;
                            if key {
                                self.drain_soon(screen, input)?;
                                break;
                            }
                        }
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => return Ok(()),
                    }
                }
            }
            if self.ended() {
                break;
            }
            drawn = Instant::now();
            self.draw(screen)?;
        }
        Ok(())
    }

    /// Takes in answers that come so soon that they belong into the same frame.
    fn drain_soon(&mut self, screen: &mut Screen, input: &Input) -> io::Result<()> {
        let until = Instant::now() + SOON;
        while self.model.awaits() && !self.ended() {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(event) = self.receiver.recv_timeout(left) else { break };
            self.on_event(screen, input, event)?;
        }
        Ok(())
    }

    fn draw(&mut self, screen: &mut Screen) -> io::Result<()> {
        let model = &self.model;
        let drawn = screen.draw(|frame| view::view(model, frame));
        if self.leaving.is_some() {
            return Ok(());
        }
        drawn?;
        let quiet = !self.model.awaits() && self.model.saving.is_done() && self.model.work.is_none();
        if quiet && !self.services.is_recalling() && !self.is_loading() {
            screen.idle(self.events, self.model.size)?;
        }
        Ok(())
    }

    const fn is_loading(&self) -> bool {
        matches!(self.model.loading, Loading::Running(..))
    }

    /// Whether the loop is over: the person or the system wants that, every edit is saved, or cannot be, and nothing
    /// else is being written; or the time that there is for that is over.
    fn ended(&self) -> bool {
        let leaving = self.model.quitting || self.leaving.is_some();
        let saved = self.model.saving.is_done() || self.model.saving.failed.is_some();
        leaving && saved && self.model.work.is_none() || self.time_to_leave().is_some_and(|left| left.is_zero())
    }

    /// How long the explorer still waits, when it is leaving, for what is under way: for edits of a person who left
    /// as long as it takes, for they were not asked whether to lose them.
    fn time_to_leave(&self) -> Option<Duration> {
        let limit = match (self.leaving, self.model.saving.is_done()) {
            (None, true) => LONGEST_WORK,
            (None, false) => return None,
            (Some(_), true) => LONGEST_WORK,
            (Some(_), false) => LONGEST_SAVE,
        };
        self.left_at.map(|left| limit.saturating_sub(left.elapsed()))
    }

    fn on_event(&mut self, screen: &mut Screen, input: &Input, event: LoopEvent) -> io::Result<()> {
        match event {
            LoopEvent::Input(Incoming::Event(event)) => {
                // Several changes of size may come as one, so nobody can count them.
                if matches!(event, Event::Resize(..)) {
                    screen.resized();
                } else {
                    self.events += 1;
                }
                match update::message(&self.model, event) {
                    Some(message) => self.handle(screen, input, message),
                    None => Ok(()),
                }
            }
            LoopEvent::Input(Incoming::Background(background)) => {
                self.looks.on(background);
                self.model.theme = self.looks.theme();
                Ok(())
            }
            LoopEvent::Input(incoming @ (Incoming::Terminate(_) | Incoming::Hangup)) => {
                let signal = if let Incoming::Terminate(signal) = incoming { signal } else { HANGUP };
                self.leaving.get_or_insert(signal);
                self.left_at = Some(Instant::now());
                self.model.prompt = None;
                self.model.overlay = None;
                self.handle(screen, input, Message::Hangup)
            }
            LoopEvent::Input(Incoming::Resumed) => {
                screen.refresh()?;
                let (width, height) = screen.size()?;
                self.handle(screen, input, Message::Resize(width, height))
            }
            LoopEvent::Worker(message) => {
                self.services.note(&message, &self.model);
                self.handle(screen, input, message)
            }
            LoopEvent::Send(bytes, words) => {
                screen.send(&bytes)?;
                self.model.say(words);
                Ok(())
            }
        }
    }

    fn handle(&mut self, screen: &mut Screen, input: &Input, message: Message) -> io::Result<()> {
        self.services.stop_loading(&self.model);
        for effect in update::update(&mut self.model, message) {
            self.run_effect(screen, input, effect)?;
        }
        if self.model.quitting {
            self.left_at.get_or_insert_with(Instant::now);
        } else if self.leaving.is_none() {
            self.left_at = None;
        }
        Ok(())
    }

    fn run_effect(&mut self, screen: &mut Screen, input: &Input, effect: Effect) -> io::Result<()> {
        match self.services.run(&self.model, effect) {
            None => {}
            Some(Effect::EditStore(ix)) => match self.model.catalog.file_and_line(ix) {
                Ok((path, line)) => self.run_effect(screen, input, Effect::EditFile(path, line))?,
                Err(error) => self.model.fail(error.to_string()),
            },
            Some(Effect::EditFile(path, line)) => {
                let environment = &self.services.environment;
                let edited = screen.released(input, || editor::open(&path, line, environment))?;
                match edited {
                    Ok(()) => self.handle(screen, input, Message::ChangedOutside)?,
                    Err(error) => self.model.fail(error.to_string()),
                }
            }
            Some(Effect::EditText(text)) => {
                let environment = &self.services.environment;
                let edited = screen.released(input, || editor::edit(&text, environment))?;
                self.handle(screen, input, Message::Edited(edited.map_err(|error| error.to_string())))?;
            }
            Some(Effect::Mouse(on)) => screen.set_mouse(if on { Mouse::On } else { Mouse::Off })?,
            Some(effect @ (Effect::NextTheme | Effect::Theme(_))) => {
                let name = if let Effect::Theme(base) = effect { self.looks.take(base) } else { self.looks.step() };
                self.model.theme = self.looks.theme();
                self.model.say(format!("Theme: {name}."));
            }
            Some(Effect::Suspend) => {
                screen.suspend(input)?;
                let (width, height) = screen.size()?;
                self.handle(screen, input, Message::Resize(width, height))?;
            }
            Some(Effect::Redraw) => screen.refresh()?,
            Some(
                Effect::Work(_)
                | Effect::OpenFile(_)
                | Effect::WatchDraft(_)
                | Effect::Copy { .. }
                | Effect::OpenUrl(_)
                | Effect::Remember { .. }
                | Effect::KeepView { .. }
                | Effect::DeleteView(_)
                | Effect::KeepHistory,
            ) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Change, Edit, Location};

    #[test]
    fn a_panic_waits_for_every_edit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        std::fs::write(&path, "article: {id: a}\nquotes:\n- {id: one, text: One.}\n- {id: two, text: Two.}\n").unwrap();
        let options = Options { location: Some(Location::at(&path)), ..Options::default() };
        let (model, looks) = start::model(options, None).unwrap();
        let (sender, receiver) = sync_channel(WAITING);
        let mut explorer = Explorer::new(model, looks, (None, None), sender, receiver);
        let star = |id: &str| [Edit::new("a", id, Change::Star(true))];
        explorer.model.saving.push(star("one"));
        let first = explorer.model.saving.due().unwrap();
        explorer.services.threads.give(Job::Save(first));
        // The first is on its way, so the second waits.
        explorer.model.saving.push(star("two"));
        assert_eq!(explorer.model.saving.due(), None);
        let ended = panic::catch_unwind(|| -> io::Result<()> { panic!("on purpose") });
        let concluded = panic::catch_unwind(AssertUnwindSafe(|| explorer.conclude(ended)));
        assert!(concluded.is_err(), "the panic goes on");
        let saved = std::fs::read_to_string(path).unwrap();
        assert_eq!(saved.matches("star: true").count(), 2, "{saved}");
    }
}
