//! The terminal as the explorer holds it: the one place that puts it into another state, and gives it back.
//!
//! [`Screen`] is raw mode, the alternate screen, bracketed paste and the mouse, from [`Screen::enter`] until it is
//! dropped. A panic gives the terminal back before its message is printed. Signals end nothing by themselves: they come
//! through [`Input`] like keys, so that the loop can finish a save and leave in order. Nothing here waits for an answer
//! of the terminal, and nothing wakes up while nothing happens.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use crossterm::style::Print;
use crossterm::{Command, cursor, event, execute, queue, terminal};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};

use self::backend::CompactBackend;
use crate::tui::bidi;

mod backend;
mod background;
mod input;

pub use background::from_env as background_from_env;
pub use input::{Incoming, Input};

/// Whether the mouse clicks and scrolls, or selects text as the terminal does it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mouse {
    /// Clicks and the wheel come as events.
    #[default]
    On,
    /// The terminal keeps the mouse.
    Off,
}

/// The terminal while the explorer has it.
pub struct Screen {
    terminal: Terminal<CompactBackend<FrameWriter>>,
    held: Rc<Cell<bool>>,
    mouse: Mouse,
    idle: IdleSignal,
    /// Nothing is known of what the terminal shows.
    stale: bool,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When there is no terminal to take.
    pub fn enter(mouse: Mouse) -> io::Result<Self> {
        give_back_on_panic();
        let held = Rc::new(Cell::new(false));
        let writer = FrameWriter { bytes: Vec::with_capacity(1 << 16), held: Rc::clone(&held) };
        take(mouse)?;
        let terminal = Terminal::new(CompactBackend::new(writer)).inspect_err(|_| give_back())?;
        Ok(Self { terminal, held, mouse, idle: IdleSignal::from_env(), stale: false })
    }

    /// Draws a frame. What differs from the one before is written at once, in one synchronized update.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), terminal::BeginSynchronizedUpdate)?;
        self.held.set(true);
        if std::mem::take(&mut self.stale) {
            self.clear()?;
        }
        let drawn = self.terminal.draw(|frame| {
            view(frame);
            bidi::reorder(frame.buffer_mut());
        });
        let drawn = drawn.map(|_| ());
        self.held.set(false);
        drawn?;
        execute!(self.terminal.backend_mut(), terminal::EndSynchronizedUpdate)
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Whether the mouse is the explorer's.
    #[must_use]
    pub const fn mouse(&self) -> Mouse {
        self.mouse
    }

    /// Gives the mouse to the explorer or to the terminal.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn set_mouse(&mut self, mouse: Mouse) -> io::Result<()> {
        self.mouse = mouse;
        execute!(io::stdout(), MouseReports(mouse))
    }

    /// Sends `bytes` to the terminal as they are, between two frames: what a copy through the terminal needs.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let writer = self.terminal.backend_mut();
        writer.write_all(bytes)?;
        Write::flush(writer)
    }

    /// Asks the terminal for its background. The answer, if there is one, comes as [`Incoming::Background`].
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn ask_background(&mut self, input: &Input) -> io::Result<()> {
        input.expect_background();
        self.send(background::QUESTION)
    }

    /// Gives the terminal away while `run` has it: for `$EDITOR`. Nothing reads keys meanwhile.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn released<T>(&mut self, input: &Input, run: impl FnOnce() -> T) -> io::Result<T> {
        input.pause();
        give_back();
        let done = run();
        let taken = self.refresh();
        input.resume();
        taken.map(|()| done)
    }

    /// Stops the program until the shell puts it into the foreground again. Where no shell could do that, it goes on
    /// at once.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self, input: &Input) -> io::Result<()> {
        self.released(input, input::stop)
    }

    /// Takes the terminal again and draws everything with the next frame: after a suspension, or when something else
    /// wrote on the screen.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn refresh(&mut self) -> io::Result<()> {
        // The mode that raw mode found may not be the one that is there now, so it is left and entered again.
        if TAKEN.load(Ordering::SeqCst) {
            terminal::disable_raw_mode()?;
        }
        take(self.mouse)?;
        self.clear()
    }

    /// The terminal has had another size, be it only for a moment: what it shows now depends on the terminal, so the next
    /// frame is drawn whole.
    pub fn resized(&mut self) {
        self.stale = true;
    }

    /// Clearing by `clear` would ask the terminal where its cursor stands, and wait for the answer.
    fn clear(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Says that everything is done that was asked for: a frame has been drawn, no work is under way, and no event
    /// waits. `events` counts the keys, pastes and mouse events handled so far. Only test drivers hear it; see
    /// [`IdleSignal`].
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn idle(&mut self, events: u64, (columns, rows): (u16, u16)) -> io::Result<()> {
        if self.idle.wanted {
            let signal = format!("\x1b]{};{events};{columns};{rows}\x1b\\", IdleSignal::CODE);
            self.send(signal.as_bytes())?;
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
        let messages = BACKGROUND_PANICS.lock().map(|mut messages| std::mem::take(&mut *messages)).unwrap_or_default();
        for message in messages {
            // The terminal may be gone, and there is nobody else to tell.
            let _ = writeln!(io::stderr(), "{message}");
        }
    }
}

/// Gathers what is written until a frame is whole: the parts of a frame are flushed one by one, and a terminal that
/// gets them apart draws them apart.
struct FrameWriter {
    bytes: Vec<u8>,
    held: Rc<Cell<bool>>,
}

impl Write for FrameWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.get() {
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(&self.bytes).and_then(|()| stdout.flush());
        self.bytes.clear();
        written
    }
}

/// The signal by which a test driver knows that the explorer is idle, so that no test sleeps for luck.
///
/// With the environment variable `VERBATIM_IDLE` set, the explorer writes `ESC ] 7742 ; EVENTS ; COLUMNS ; ROWS ESC \`
/// after a frame when no work is under way and no event waits. Terminals pass over it. EVENTS tells the driver that
/// what it sent has been handled, COLUMNS and ROWS that a resize has.
#[derive(Debug, Clone, Copy)]
pub struct IdleSignal {
    wanted: bool,
}

impl IdleSignal {
    /// The number of the control string; no terminal known uses it.
    pub const CODE: &'static str = "7742";

    fn from_env() -> Self {
        Self { wanted: std::env::var_os("VERBATIM_IDLE").is_some_and(|value| !value.is_empty()) }
    }
}

/// Whether the terminal is in the explorer's state.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The thread that holds the terminal.
static HOLDER: Mutex<Option<ThreadId>> = Mutex::new(None);

/// What panicked in the background, to be printed when the terminal is free again.
static BACKGROUND_PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn take(mouse: Mouse) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    if let Ok(mut holder) = HOLDER.lock() {
        *holder = Some(std::thread::current().id());
    }
    TAKEN.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        terminal::EnterAlternateScreen,
        event::EnableBracketedPaste,
        MouseReports(mouse),
        Print(bidi::EXPLICIT),
    )
    .inspect_err(|_| give_back())
}

/// Puts the terminal back into the state in which it was found. Called on the way out, in whatever way that is, so it
/// can be called twice and has nobody to report to.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        io::stdout(),
        terminal::EndSynchronizedUpdate,
        Print(bidi::IMPLICIT),
        MouseReports(Mouse::Off),
        event::DisableBracketedPaste,
        terminal::LeaveAlternateScreen,
        cursor::Show,
    );
    let _ = terminal::disable_raw_mode();
}

/// A panic in the thread that holds the terminal gives it back first, so that the message can be read. One in another
/// thread is kept until the terminal is free: the explorer goes on, and its screen stays whole.
fn give_back_on_panic() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let here = Some(std::thread::current().id());
            let foreign = TAKEN.load(Ordering::SeqCst) && HOLDER.lock().is_ok_and(|holder| *holder != here);
            if foreign {
                if let Ok(mut messages) = BACKGROUND_PANICS.lock() {
                    messages.push(panic.to_string());
                }
                return;
            }
            give_back();
            before(panic);
        }));
    });
}

/// Clicks and the wheel are reported, motion is not: a report for every cell that the mouse passes would wake the
/// program up for nothing.
struct MouseReports(Mouse);

impl Command for MouseReports {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str(match self.0 {
            Mouse::On => "\x1b[?1000h\x1b[?1006h",
            Mouse::Off => "\x1b[?1006l\x1b[?1000l",
        })
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        match self.0 {
            Mouse::On => event::EnableMouseCapture.execute_winapi(),
            Mouse::Off => event::DisableMouseCapture.execute_winapi(),
        }
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}
