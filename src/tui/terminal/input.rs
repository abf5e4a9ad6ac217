//! What comes in from outside: keys, pastes, the mouse, resizes, and the signals of the system.
//!
//! One thread waits for keys, another for signals: the reader of keys may be held up inside a sequence that the
//! terminal left unfinished, and a signal must come through all the same. The reader can be paused, and while it is
//! paused nothing reads from the terminal: what is typed then belongs to `$EDITOR` or the shell.

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
    /// The terminal reported its background.
    Background(Background),
    /// The system wants the program to end, by the signal of this number: finish what is under way and leave.
    Terminate(i32),
    /// The terminal is gone: finish what is under way and leave without a word.
    Hangup,
    /// The program was stopped from outside and goes on: take the terminal again.
    Resumed,
}

type Deliver = dyn Fn(Incoming) + Send + Sync;

/// How long a pause waits for the reader.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// The threads that listen.
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
    /// Begins to listen; everything is handed to `deliver`, from threads of its own.
    ///
    /// # Errors
    /// When there is no terminal to listen to.
    pub fn start(deliver: impl Fn(Incoming) + Send + Sync + 'static) -> io::Result<Self> {
        let deliver: Arc<Deliver> = Arc::new(deliver);
        let (waker, keys) = keys()?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State::Listening),
            changed: Condvar::new(),
            background_expected: AtomicBool::new(false),
            waker,
        });
        watch_signals(Arc::clone(&shared), Arc::clone(&deliver))?;
        let listener = Listener { shared: Arc::clone(&shared), keys, answer: Answer::default() };
        std::thread::Builder::new().name("keys".into()).spawn(move || listener.run(&*deliver))?;
        Ok(Self { shared })
    }

    /// Stops reading; when this returns, nothing reads from the terminal any more. (A reader that is held up inside an
    /// unfinished sequence is not waited for: only the terminal's next bytes could end that wait.)
    pub fn pause(&self) {
        let mut state = self.shared.state();
        if *state == State::Listening {
            *state = State::ToPause;
            self.shared.waker.wake();
        }
        let paused = self.shared.changed.wait_timeout_while(state, LONGEST_PAUSE, |state| *state == State::ToPause);
        drop(paused);
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
    keys: Keys,
    answer: Answer,
}

impl Listener {
    fn run(mut self, deliver: &Deliver) {
        loop {
            let listening = self.settle();
            match self.keys.wait(listening) {
                Ok(Ready::Keys) if self.read(deliver).is_ok() => {}
                Ok(Ready::Woken) => {}
                _ => break,
            }
        }
        *self.shared.state() = State::Ended;
        self.shared.changed.notify_all();
        deliver(Incoming::Hangup);
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
    fn read(&mut self, deliver: &Deliver) -> io::Result<()> {
        if self.shared.background_expected.swap(false, Ordering::SeqCst) {
            self.answer.expect();
        }
        // Long enough for the reader to look at all, too short to be felt.
        while event::poll(Duration::from_micros(200))? {
            match event::read()? {
                // New sizes come with their signal, once each.
                Event::Resize(..) if cfg!(unix) => {}
                // Some systems report when a key is released, which would do everything twice.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ready {
    Keys,
    Woken,
    Gone,
}

#[cfg(unix)]
pub(super) use unix::stop;
#[cfg(unix)]
use unix::{Keys, Waker, keys, watch_signals};

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
    use signal_hook::consts::{
        SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU,
    };

    use super::{Deliver, Incoming, Ready, Shared, State};

    /// Interrupts a wait.
    pub(super) struct Waker(UnixStream);

    impl Waker {
        pub(super) fn wake(&self) {
            // A full pipe wakes up as well.
            let _ = (&self.0).write(&[0]);
        }
    }

    /// Where keys come from, and the pipe into which the waker writes.
    pub(super) struct Keys {
        terminal: Terminal,
        pipe: UnixStream,
    }

    /// Stdin, or the terminal itself when stdin is a pipe with a store in it.
    enum Terminal {
        Stdin(io::Stdin),
        Opened(File),
    }

    impl AsRawFd for Terminal {
        fn as_raw_fd(&self) -> RawFd {
            match self {
                Self::Stdin(stdin) => stdin.as_raw_fd(),
                Self::Opened(file) => file.as_raw_fd(),
            }
        }
    }

    pub(super) fn keys() -> io::Result<(Waker, Keys)> {
        let stdin = io::stdin();
        let terminal =
            if stdin.is_terminal() { Terminal::Stdin(stdin) } else { Terminal::Opened(File::open("/dev/tty")?) };
        let (pipe, waker) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        Ok((Waker(waker), Keys { terminal, pipe }))
    }

    impl Keys {
        /// Waits, for as long as it takes, until something is there. Keys are waited for only while `listening`.
        pub(super) fn wait(&mut self, listening: bool) -> io::Result<Ready> {
            let entry = |fd: RawFd| pollfd { fd, events: POLLIN, revents: 0 };
            let mut entries = [entry(self.pipe.as_raw_fd()), entry(self.terminal.as_raw_fd())];
            let watched = if listening { &mut entries[..] } else { &mut entries[..1] };
            match poll(watched, None) {
                Ok(_) => {}
                Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                    if error.kind() == io::ErrorKind::Interrupted =>
                {
                    return Ok(Ready::Woken);
                }
                Err(error) => return Err(io::Error::other(error)),
            }
            let [pipe, terminal] = entries;
            if pipe.revents != 0 {
                let mut bytes = [0; 64];
                while matches!(self.pipe.read(&mut bytes), Ok(1..)) {}
                return Ok(Ready::Woken);
            }
            Ok(if terminal.revents & (POLLHUP | POLLERR) != 0 {
                // Reading from a terminal that is gone would never end.
                Ready::Gone
            } else if terminal.revents & POLLIN != 0 {
                Ready::Keys
            } else {
                Ready::Woken
            })
        }
    }

    /// Signals, and what they mean. An interrupt from outside is no Ctrl-c: that one comes as a key. Whatever would end
    /// a program that does not handle it ends the explorer in order, so that the terminal is given back.
    const SIGNALS: [(i32, Meaning); 12] = [
        (SIGTERM, Meaning::Tell(Incoming::Terminate(SIGTERM))),
        (SIGINT, Meaning::Tell(Incoming::Terminate(SIGINT))),
        (SIGQUIT, Meaning::Tell(Incoming::Terminate(SIGQUIT))),
        (SIGUSR1, Meaning::Tell(Incoming::Terminate(SIGUSR1))),
        (SIGUSR2, Meaning::Tell(Incoming::Terminate(SIGUSR2))),
        (SIGALRM, Meaning::Tell(Incoming::Terminate(SIGALRM))),
        (SIGVTALRM, Meaning::Tell(Incoming::Terminate(SIGVTALRM))),
        (SIGPROF, Meaning::Tell(Incoming::Terminate(SIGPROF))),
        (SIGXCPU, Meaning::Tell(Incoming::Terminate(SIGXCPU))),
        (SIGHUP, Meaning::Tell(Incoming::Hangup)),
        (SIGCONT, Meaning::Tell(Incoming::Resumed)),
        (SIGWINCH, Meaning::Size),
    ];

    enum Meaning {
        Tell(Incoming),
        Size,
    }

    pub(super) fn watch_signals(shared: Arc<Shared>, deliver: Arc<Deliver>) -> io::Result<()> {
        let (mut pipe, write) = UnixStream::pair()?;
        write.set_nonblocking(true)?;
        let mut signals = Vec::new();
        for (signal, meaning) in SIGNALS {
            // The flag stands before the pipe, so that it is set when the pipe wakes the thread.
            let flag = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(signal, Arc::clone(&flag))?;
            signal_hook::low_level::pipe::register(signal, write.try_clone()?)?;
            signals.push((flag, meaning));
        }
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            let mut bytes = [0; 64];
            loop {
                match pipe.read(&mut bytes) {
                    Ok(1..) => {}
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    _ => return,
                }
                for (flag, meaning) in &signals {
                    if flag.swap(false, Ordering::SeqCst) {
                        match meaning {
                            // What stops and goes on while the terminal is given away is no business of the explorer.
                            Meaning::Tell(Incoming::Resumed) if *shared.state() == State::Paused => {}
                            Meaning::Tell(incoming) => deliver(incoming.clone()),
                            Meaning::Size => {
                                if let Ok((columns, rows)) = crossterm::terminal::size() {
                                    deliver(Incoming::Event(Event::Resize(columns, rows)));
                                }
                            }
                        }
                    }
                }
            }
        })?;
        Ok(())
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
pub(super) use other::stop;
#[cfg(not(unix))]
use other::{Keys, Waker, keys, watch_signals};

/// Where there is nothing to wait for keys and a waker at once, the thread looks now and then; there are no signals.
#[cfg(not(unix))]
mod other {
    use std::io;
    use std::sync::Arc;
    use std::time::Duration;

    use super::{Deliver, Ready, Shared};

    pub(super) struct Waker;

    impl Waker {
        pub(super) fn wake(&self) {}
    }

    pub(super) struct Keys;

    pub(super) fn keys() -> io::Result<(Waker, Keys)> {
        Ok((Waker, Keys))
    }

    impl Keys {
        pub(super) fn wait(&mut self, listening: bool) -> io::Result<Ready> {
            const A_MOMENT: Duration = Duration::from_millis(50);
            if listening && crossterm::event::poll(A_MOMENT)? {
                return Ok(Ready::Keys);
            }
            if !listening {
                std::thread::sleep(A_MOMENT);
            }
            Ok(Ready::Woken)
        }
    }

    pub(super) fn watch_signals(_: Arc<Shared>, _: Arc<Deliver>) -> io::Result<()> {
        Ok(())
    }

    /// There is no stopping here.
    pub(in super::super) fn stop() {}
}
