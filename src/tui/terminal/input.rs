//! What comes in from outside: keys, pastes, the mouse, resizes, and the signals of the system.
//!
//! One thread waits for all of them at once and delivers them one by one. It can be paused, and while it is paused
//! nothing reads from the terminal: what is typed then belongs to `$EDITOR` or the shell.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind};

use super::background::{Answer, Fed};
use crate::tui::theme::Background;

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A key pressed, a paste, the mouse, or a new size. Keys that are let go do not come.
    Event(Event),
    /// The terminal told its background.
    Background(Background),
    /// The system wants the program to end: finish what is under way and leave.
    Terminate,
    /// The terminal is gone: finish what is under way and leave without a word.
    Hangup,
    /// The program was stopped from outside and goes on: take the terminal again.
    Resumed,
}

/// The thread that listens.
pub struct Input {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    background_expected: AtomicBool,
    waker: Waker,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Listening,
    ToPause,
    Paused,
    Ended,
}

impl Input {
    /// Begins to listen; everything is handed to `deliver`, from a thread of its own.
    ///
    /// # Errors
    /// When there is no terminal to listen to.
    pub fn start(deliver: impl Fn(Incoming) + Send + 'static) -> io::Result<Self> {
        let (waker, sources) = sources()?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State::Listening),
            changed: Condvar::new(),
            background_expected: AtomicBool::new(false),
            waker,
        });
        let listener = Listener { shared: Arc::clone(&shared), sources, answer: Answer::default() };
        std::thread::Builder::new().name("input".into()).spawn(move || listener.run(&deliver))?;
        Ok(Self { shared })
    }

    /// Stops reading; when this returns, nothing reads from the terminal any more.
    pub fn pause(&self) {
        let mut state = self.shared.state();
        if *state == State::Listening {
            *state = State::ToPause;
            self.shared.waker.wake();
        }
        while *state == State::ToPause {
            state = self.shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Goes on reading.
    pub fn resume(&self) {
        let mut state = self.shared.state();
        if matches!(*state, State::Paused | State::ToPause) {
            *state = State::Listening;
            self.shared.changed.notify_all();
            self.shared.waker.wake();
        }
    }

    pub(super) fn expect_background(&self) {
        self.shared.background_expected.store(true, Ordering::SeqCst);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Listener {
    shared: Arc<Shared>,
    sources: Sources,
    answer: Answer,
}

impl Listener {
    fn run(mut self, deliver: &dyn Fn(Incoming)) {
        let gone = loop {
            let listening = self.settle();
            match self.sources.wait(listening) {
                Ok(ready) => {
                    for incoming in ready.incoming {
                        deliver(incoming);
                    }
                    if ready.gone || (ready.keys && self.read(deliver).is_err()) {
                        break true;
                    }
                }
                Err(_) => break true,
            }
        };
        *self.shared.state() = State::Ended;
        self.shared.changed.notify_all();
        if gone {
            deliver(Incoming::Hangup);
        }
    }

    /// Pauses when that is wanted. Gives whether keys are to be read.
    fn settle(&self) -> bool {
        let mut state = self.shared.state();
        if *state == State::ToPause {
            *state = State::Paused;
            self.shared.changed.notify_all();
        }
        *state == State::Listening
    }

    /// Delivers everything that is there.
    fn read(&mut self, deliver: &dyn Fn(Incoming)) -> io::Result<()> {
        if self.shared.background_expected.swap(false, Ordering::SeqCst) {
            self.answer.expect();
        }
        // Long enough for the reader to look at all, too short to be felt.
        while event::poll(Duration::from_micros(200))? {
            match event::read()? {
                // New sizes are told by their signal, once each.
                Event::Resize(..) if cfg!(unix) => {}
                // Some systems tell when a key is let go, which would do everything twice.
                Event::Key(key) if key.kind == KeyEventKind::Release => {}
                event => match self.answer.feed(event) {
                    Fed::Pass(events) => events.into_iter().map(Incoming::Event).for_each(deliver),
                    Fed::Answer(Some(background)) => deliver(Incoming::Background(background)),
                    Fed::Held | Fed::Answer(None) => {}
                },
            }
            if *self.shared.state() != State::Listening {
                break;
            }
        }
        Ok(())
    }
}

/// What a wait has brought.
#[derive(Default)]
struct Ready {
    keys: bool,
    gone: bool,
    incoming: Vec<Incoming>,
}

#[cfg(unix)]
pub(super) use unix::stop;
#[cfg(unix)]
use unix::{Sources, Waker, sources};

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, IsTerminal, Read, Write};
    use std::os::fd::{AsRawFd, RawFd};
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use crossterm::event::Event;
    use filedescriptor::{POLLERR, POLLHUP, POLLIN, poll, pollfd};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};

    use super::{Incoming, Ready};

    /// Signals, and what they mean. An interrupt from outside is no Ctrl-c: that one comes as a key.
    const SIGNALS: [(i32, Meaning); 5] = [
        (SIGTERM, Meaning::Tell(Incoming::Terminate)),
        (SIGINT, Meaning::Tell(Incoming::Terminate)),
        (SIGHUP, Meaning::Tell(Incoming::Hangup)),
        (SIGCONT, Meaning::Tell(Incoming::Resumed)),
        (SIGWINCH, Meaning::Size),
    ];

    #[derive(Clone)]
    enum Meaning {
        Tell(Incoming),
        Size,
    }

    /// Interrupts a wait.
    pub(super) struct Waker(UnixStream);

    impl Waker {
        pub(super) fn wake(&self) {
            // A full pipe wakes up as well.
            let _ = (&self.0).write(&[0]);
        }
    }

    /// The terminal, and the pipe into which signals and the waker write.
    pub(super) struct Sources {
        keys: Keys,
        pipe: UnixStream,
        signals: Vec<(Arc<AtomicBool>, Meaning)>,
    }

    /// Where keys come from: stdin, or the terminal itself when stdin is a pipe with a store in it.
    enum Keys {
        Stdin(io::Stdin),
        Terminal(File),
    }

    impl AsRawFd for Keys {
        fn as_raw_fd(&self) -> RawFd {
            match self {
                Self::Stdin(stdin) => stdin.as_raw_fd(),
                Self::Terminal(file) => file.as_raw_fd(),
            }
        }
    }

    pub(super) fn sources() -> io::Result<(Waker, Sources)> {
        let stdin = io::stdin();
        let keys = if stdin.is_terminal() { Keys::Stdin(stdin) } else { Keys::Terminal(File::open("/dev/tty")?) };
        let (pipe, waker) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let mut signals = Vec::new();
        for (signal, meaning) in SIGNALS {
            // The flag stands before the pipe, so that it is set when the pipe wakes the thread.
            let flag = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(signal, Arc::clone(&flag))?;
            signal_hook::low_level::pipe::register(signal, waker.try_clone()?)?;
            signals.push((flag, meaning));
        }
        Ok((Waker(waker), Sources { keys, pipe, signals }))
    }

    impl Sources {
        /// Waits, for as long as it takes, until something is there. Keys are waited for only while `listening`.
        pub(super) fn wait(&mut self, listening: bool) -> io::Result<Ready> {
            let entry = |fd: RawFd| pollfd { fd, events: POLLIN, revents: 0 };
            let mut entries = [entry(self.pipe.as_raw_fd()), entry(self.keys.as_raw_fd())];
            let watched = if listening { &mut entries[..] } else { &mut entries[..1] };
            match poll(watched, None) {
                Ok(_) => {}
                Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                    if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(io::Error::other(error)),
            }
            let [pipe, keys] = entries;
            let mut ready = Ready {
                keys: keys.revents & POLLIN != 0,
                gone: keys.revents & (POLLHUP | POLLERR) != 0,
                incoming: Vec::new(),
            };
            if pipe.revents & POLLIN != 0 {
                let mut bytes = [0; 64];
                while matches!(self.pipe.read(&mut bytes), Ok(1..)) {}
            }
            for (flag, meaning) in &self.signals {
                if flag.swap(false, Ordering::SeqCst) {
                    match meaning {
                        // What stops and goes on while the terminal is given away is no business of the explorer.
                        Meaning::Tell(Incoming::Resumed) if !listening => {}
                        Meaning::Tell(incoming) => ready.incoming.push(incoming.clone()),
                        Meaning::Size => {
                            let (columns, rows) = crossterm::terminal::size()?;
                            ready.incoming.push(Incoming::Event(Event::Resize(columns, rows)));
                        }
                    }
                }
            }
            Ok(ready)
        }
    }

    /// Stops the process group, as the terminal does it at Ctrl-z, and returns when it goes on. In a group that nobody
    /// could put into the foreground again the system passes the signal over.
    pub(in super::super) fn stop() {
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        // The signal may reach another thread first; the terminal must not be taken again before the stop. Once
        // stopped, this wait is over when the program goes on.
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(not(unix))]
use other::{Sources, Waker, sources};

/// Where there are no signals and nothing to wait for several things at once, the thread looks now and then.
#[cfg(not(unix))]
mod other {
    use std::io;
    use std::time::Duration;

    use super::Ready;

    pub(super) struct Waker;

    impl Waker {
        pub(super) fn wake(&self) {}
    }

    pub(super) struct Sources;

    pub(super) fn sources() -> io::Result<(Waker, Sources)> {
        Ok((Waker, Sources))
    }

    impl Sources {
        pub(super) fn wait(&mut self, listening: bool) -> io::Result<Ready> {
            const A_MOMENT: Duration = Duration::from_millis(50);
            let keys = if listening {
                crossterm::event::poll(A_MOMENT)?
            } else {
                std::thread::sleep(A_MOMENT);
                false
            };
            Ok(Ready { keys, ..Ready::default() })
        }
    }
}

/// Stops the program: there is no such thing here.
#[cfg(not(unix))]
pub(super) fn stop() {}
