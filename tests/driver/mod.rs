//! Drives the real program in a pseudo-terminal: presses keys, waits until the explorer says that it is idle, and reads
//! the screen with its styles through a terminal parser.
//!
//! Nothing here sleeps for luck. With `VERBATIM_IDLE` set the explorer writes a control string whenever a frame is drawn
//! and nothing is left to do; it tells how many keys, pastes and mouse events have been handled, and for which size the
//! frame is. What the driver sends is counted, so it knows when all of it has been answered. Where something else is
//! waited for (a program that ends, a file that is written), the wait is for that very thing. All waits have a deadline,
//! which is there to end a broken test and is never met by a sound one.

#![allow(dead_code, reason = "each test uses what it needs")]
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "this is a part of tests")]

mod hang_up;
mod keys;
mod look;
pub mod stores;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub use look::Look;

/// No sound wait takes as long, even on a machine that builds something else meanwhile.
const DEADLINE: Duration = Duration::from_secs(30);

/// How a program is to be started.
pub struct Setup {
    program: PathBuf,
    arguments: Vec<OsString>,
    columns: u16,
    rows: u16,
    home: tempfile::TempDir,
    environment: Vec<(String, OsString)>,
    background: Option<String>,
}

impl Setup {
    /// `program` in a terminal of 120 by 40, in an empty folder that is its home too.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = |name: &str| home.path().join(name).into_os_string();
        let environment: Vec<(String, OsString)> = [
            ("HOME", home.path().as_os_str().to_owned()),
            ("XDG_CONFIG_HOME", folder("config")),
            ("XDG_STATE_HOME", folder("state")),
            ("XDG_DATA_HOME", folder("data")),
            ("XDG_CACHE_HOME", folder("cache")),
            ("PATH", std::env::join_paths([folder("bin"), "/usr/bin".into(), "/bin".into()]).unwrap()),
            ("LANG", "C.UTF-8".into()),
            ("TERM", "xterm-256color".into()),
            ("COLORTERM", "truecolor".into()),
            ("VERBATIM_IDLE", "1".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        fs::create_dir(home.path().join("bin")).unwrap();
        Self {
            program: program.into(),
            arguments: Vec::new(),
            columns: 120,
            rows: 40,
            home,
            environment,
            background: None,
        }
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    pub fn argument(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    pub fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.environment.retain(|row| row.0 != name);
        self.environment.push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    /// A terminal that answers when it is asked for its background: `ffff/ffff/ffff`.
    pub fn background(mut self, color: &str) -> Self {
        self.background = Some(color.to_owned());
        self
    }

    /// Puts a file into the home folder; its folders are made. `PATH` begins with `bin`.
    pub fn file(self, name: &str, text: &str) -> Self {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Puts a shell script into `bin`, which comes first in `PATH`.
    pub fn script(self, name: &str, body: &str) -> Self {
        let setup = self.file(&format!("bin/{name}"), &format!("#!/bin/sh\n{body}\n"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = setup.home.path().join("bin").join(name);
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        setup
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Starts it, and waits until the explorer is idle for the first time.
    #[track_caller]
    pub fn start(self) -> Driver {
        let driver = self.spawn();
        driver.settle();
        driver
    }

    /// Starts it and waits for nothing.
    #[track_caller]
    pub fn spawn(self) -> Driver {
        let size = PtySize { rows: self.rows, cols: self.columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(&self.program);
        command.env_clear();
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command.args(&self.arguments);
        command.cwd(self.home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let writer = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let seen = Seen { background: self.background, ..Seen::default() };
        let parser = vt100::Parser::new_with_callbacks(cells(self.rows), cells(self.columns), 0, seen);
        let shared = Arc::new((Mutex::new(Shared { parser, output: Vec::new(), ended: false }), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (for_reader, answers) = (Arc::clone(&shared), Arc::clone(&writer));
        let (hang_up, hung_up) = hang_up::pair();
        let terminal = hang_up::terminal(&*pair.master);
        std::thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            loop {
                // The reader holds the terminal open, so it lets go when the window is closed.
                if hang_up::wait(terminal, &hung_up) {
                    drop(reader);
                    let _ = hang_up::confirm(hung_up);
                    return;
                }
                let count = reader.read(&mut bytes).unwrap_or(0);
                let (shared, changed) = &*for_reader;
                let mut shared = shared.lock().unwrap();
                shared.parser.process(&bytes[..count]);
                shared.output.extend_from_slice(&bytes[..count]);
                shared.ended = count == 0;
                let answer = std::mem::take(&mut shared.parser.callbacks_mut().answer);
                drop(shared);
                changed.notify_all();
                if !answer.is_empty() {
                    let _ = answers.lock().unwrap().write_all(&answer);
                }
                if count == 0 {
                    return;
                }
            }
        });
        Driver {
            shared,
            writer,
            master: Some(pair.master),
            child,
            sent: 0,
            size: (self.columns, self.rows),
            home: self.home,
            hang_up: Some(hang_up),
        }
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// A program that runs in a pseudo-terminal.
pub struct Driver {
    shared: Arc<(Mutex<Shared>, Condvar)>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    master: Option<Box<dyn MasterPty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    sent: u64,
    size: (u16, u16),
    home: tempfile::TempDir,
    hang_up: Option<hang_up::Handle>,
}

struct Shared {
    parser: vt100::Parser<Seen>,
    output: Vec<u8>,
    ended: bool,
}

/// What came over besides the screen.
#[derive(Default)]
struct Seen {
    idle: Option<Idle>,
    idles: u64,
    copied: Vec<Vec<u8>>,
    background: Option<String>,
    asked: u32,
    answer: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Idle {
    events: u64,
    columns: u16,
    rows: u16,
}

impl vt100::Callbacks for Seen {
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.copied.push(data.to_vec());
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        let number = |at: usize| std::str::from_utf8(parameters[at]).unwrap().parse::<u64>().unwrap();
        match parameters {
            [b"7742", _, _, _] => {
                let size = |at| u16::try_from(number(at)).unwrap();
                self.idle = Some(Idle { events: number(1), columns: size(2), rows: size(3) });
                self.idles += 1;
            }
            [b"11", b"?"] => {
                self.asked += 1;
                if let Some(color) = &self.background {
                    self.answer.extend_from_slice(format!("\x1b]11;rgb:{color}\x1b\\").as_bytes());
                }
            }
            _ => {}
        }
    }
}

impl Driver {
    /// Presses keys and waits until they are answered: `j`, `Ctrl-d`, `Shift-Tab`, `PageDown`, `Space`, separated by spaces.
    #[track_caller]
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self.send(key);
            // Right after an escape another key would be taken for one with Alt, by any program.
            if key == "Esc" {
                self.settle();
            }
        }
        self.settle();
        self
    }

    /// Presses keys one after the other, each when the one before is answered.
    #[track_caller]
    pub fn press_each(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            self.press(key);
        }
        self
    }

    /// Presses keys and waits for nothing.
    #[track_caller]
    pub fn send(&mut self, keys: &str) -> &mut Self {
        for name in keys.split(' ').filter(|name| !name.is_empty()) {
            self.write(&keys::bytes(name));
            self.sent += 1;
        }
        self
    }

    /// Types text, a key for each character, and waits until all is answered.
    #[track_caller]
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        self.write(text.as_bytes());
        self.sent += text.chars().count() as u64;
        self.settle();
        self
    }

    /// Pastes text as a terminal does it, and waits until it is answered.
    #[track_caller]
    pub fn paste(&mut self, text: &str) -> &mut Self {
        assert!(self.look().bracketed_paste(), "the program did not ask for pastes in brackets");
        self.write(format!("\x1b[200~{text}\x1b[201~").as_bytes());
        self.sent += 1;
        self.settle();
        self
    }

    /// Clicks with the left button at a cell, counted from 0, and waits until it is answered.
    #[track_caller]
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.write(format!("\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m", column + 1, row + 1).as_bytes());
        self.sent += 2;
        self.settle();
        self
    }

    /// Turns the wheel over a cell, and waits until it is answered.
    #[track_caller]
    pub fn wheel(&mut self, column: u16, row: u16, down: bool) -> &mut Self {
        let button = if down { 65 } else { 64 };
        self.write(format!("\x1b[<{button};{};{}M", column + 1, row + 1).as_bytes());
        self.sent += 1;
        self.settle();
        self
    }

    /// Sends bytes that are no events of the explorer, and waits for nothing.
    pub fn write(&self, bytes: &[u8]) {
        self.writer.lock().unwrap().write_all(bytes).unwrap();
    }

    /// Changes the size of the terminal, and waits for the frame of that size.
    #[track_caller]
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.send_resize(columns, rows);
        self.settle();
        self
    }

    /// Changes the size of the terminal, and waits for nothing.
    pub fn send_resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.shared().parser.set_size(cells(rows), cells(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Waits until everything sent so far is answered and nothing is under way.
    #[track_caller]
    pub fn settle(&self) {
        let (sent, size) = (self.sent, self.size);
        self.wait_for("the explorer to be idle", |shared| {
            let idle = shared.parser.callbacks().idle;
            idle.is_some_and(|idle| idle.events >= sent && (idle.columns, idle.rows) == size)
        });
    }

    /// Waits until the screen is as wanted, however that comes about.
    #[track_caller]
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&Look) -> bool) {
        self.wait_for(what, |shared| wanted(&Look::at(shared.parser.screen())));
    }

    /// Waits until `text` stands on the screen.
    #[track_caller]
    pub fn wait_text(&self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |look| look.has(text));
    }

    #[track_caller]
    fn wait_for(&self, what: &str, mut wanted: impl FnMut(&Shared) -> bool) {
        let (shared, changed) = &*self.shared;
        let start = Instant::now();
        let mut shared = shared.lock().unwrap();
        while !wanted(&shared) {
            let left = DEADLINE.saturating_sub(start.elapsed());
            if left.is_zero() || shared.ended {
                let end = if shared.ended { "it ended" } else { "it took too long" };
                let idle = shared.parser.callbacks().idle;
                let sent = self.sent;
                let text = Look::at(shared.parser.screen()).text();
                drop(shared);
                panic!("waited for {what}, but {end} (sent {sent}, {idle:?}); the screen:\n{text}");
            }
            shared = changed.wait_timeout(shared, left).unwrap().0;
        }
    }

    /// Waits until the program ends; gives its exit code, or the signal that ended it as a negative number.
    #[track_caller]
    pub fn wait_end(&mut self) -> portable_pty::ExitStatus {
        self.wait_for("the program to end", |shared| shared.ended);
        self.child.wait().unwrap()
    }

    /// The screen now.
    pub fn look(&self) -> Look {
        Look::at(self.shared().parser.screen())
    }

    /// Whether screen and keyboard are as a program should leave them.
    #[track_caller]
    pub fn assert_given_back(&self) {
        self.look().assert_given_back();
        let modes = self.master.as_ref().unwrap().get_termios().unwrap();
        let modes = format!("{:?}", modes.local_flags);
        assert!(modes.contains("ICANON") && modes.contains("ECHO"), "the keyboard is still raw: {modes}");
    }

    /// What was sent to the clipboard through the terminal, in base64, oldest first.
    pub fn copied(&self) -> Vec<Vec<u8>> {
        self.shared().parser.callbacks().copied.clone()
    }

    /// How often the terminal was asked for its background.
    pub fn asked_for_background(&self) -> u32 {
        self.shared().parser.callbacks().asked
    }

    /// Everything that the program wrote since this was asked the last time.
    pub fn output(&self) -> Vec<u8> {
        std::mem::take(&mut self.shared().output)
    }

    /// Takes what the program writes, piece by piece, until `heard` has enough of it.
    #[track_caller]
    pub fn wait_output(&self, what: &str, mut heard: impl FnMut(&[u8]) -> bool) {
        let (shared, changed) = &*self.shared;
        let start = Instant::now();
        let mut shared = shared.lock().unwrap();
        let mut all = Vec::new();
        loop {
            let bytes = std::mem::take(&mut shared.output);
            // A character may come in two pieces.
            all.extend_from_slice(&bytes);
            let whole = std::str::from_utf8(&all).map_or_else(|error| error.valid_up_to(), str::len);
            let rest = all.split_off(whole);
            let enough = heard(&std::mem::replace(&mut all, rest));
            if enough {
                return;
            }
            let left = DEADLINE.saturating_sub(start.elapsed());
            if left.is_zero() || shared.ended {
                let text = Look::at(shared.parser.screen()).text();
                drop(shared);
                panic!("waited for {what:?}; the screen:\n{text}");
            }
            shared = changed.wait_timeout(shared, left).unwrap().0;
        }
    }

    /// How many times the explorer said that it is idle.
    pub fn idles(&self) -> u64 {
        self.shared().parser.callbacks().idles
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.0.lock().unwrap()
    }

    pub fn process_id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    #[cfg(unix)]
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(i32::try_from(self.process_id()).unwrap()).unwrap();
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Closes the terminal, as if its window was closed, and waits for the program to end.
    pub fn hang_up(&mut self) -> portable_pty::ExitStatus {
        *self.writer.lock().unwrap() = Box::new(std::io::sink());
        if let Some(handle) = self.hang_up.take() {
            hang_up::hang_up(handle);
        }
        self.master = None;
        self.child.wait().unwrap()
    }

    /// A file in the home folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The text of a file in the home folder.
    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Ends the program if it still runs, and starts another one in the same home.
    pub fn into_setup(mut self, program: impl Into<PathBuf>) -> Setup {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let home = std::mem::replace(&mut self.home, tempfile::tempdir().unwrap());
        let mut setup = Setup::new(program);
        let (old, new) = (setup.home.path().to_owned(), home.path().to_owned());
        for (_, value) in &mut setup.environment {
            let text = value.to_string_lossy().replace(&*old.to_string_lossy(), &new.to_string_lossy());
            *value = text.into();
        }
        setup.home = home;
        setup
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until `path` holds a text that is as wanted, and gives it: for what other programs write.
#[track_caller]
pub fn wait_file(path: &Path, wanted: impl Fn(&str) -> bool) -> String {
    let start = Instant::now();
    loop {
        let text = fs::read_to_string(path).unwrap_or_default();
        if wanted(&text) {
            return text;
        }
        assert!(start.elapsed() < DEADLINE, "waited for {}, which holds:\n{text}", path.display());
        std::thread::sleep(Duration::from_millis(5));
    }
}
