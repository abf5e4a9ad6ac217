//! How quick the explorer is, measured from outside: the real program in a pseudo-terminal, from the key to the end of
//! the frame that answers it, search in the background included.
//!
//! ```text
//! cargo bench --bench explorer -- STORE…      # each store that is given
//! cargo bench --bench explorer                # 100,000 and 1,000,000 quotations, made for it under target/bench
//! ```
//!
//! The start is compared with that on the store which comes with the program. With `fzf` in the search path (or named by
//! `$FZF`) the start is compared with it, on the same quotations as lines.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells what it found, and stops where it cannot"
)]

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{env, fs};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verbatim");
const SIZES: [usize; 2] = [100_000, 1_000_000];
const STARTS: usize = 15;

fn main() {
    let given: Vec<PathBuf> = env::args().skip(1).filter(|word| !word.starts_with('-')).map(PathBuf::from).collect();
    let stores = if given.is_empty() { SIZES.map(made).into() } else { given };
    // The program begins in the person's folder, as a shell would have it.
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("quotes.yaml");
    for store in stores {
        measure(&store.canonicalize().unwrap(), &shipped);
    }
}

fn measure(store: &Path, shipped: &Path) {
    let lines = lines_of(store);
    let text = fs::read_to_string(&lines).unwrap();
    let count = text.lines().count();
    println!("\n{} ({count} quotations, {} MB)", store.display(), fs::metadata(store).unwrap().len() / 1_000_000);
    let first = first_words(&text);
    let of_verbatim = best_start(|| verbatim(store), &first);
    println!("  start to the first quotation        {}", Times(&of_verbatim));
    let shipped_first = first_words(&fs::read_to_string(lines_of(shipped)).unwrap());
    let of_shipped = best_start(|| verbatim(shipped), &shipped_first);
    let ratio = of_verbatim[0].as_secs_f64() / of_shipped[0].as_secs_f64();
    println!("  the same with the shipped store     {}   ratio of the best {ratio:.2}", Times(&of_shipped));
    match fzf() {
        Some(fzf) => {
            let of_fzf = best_start(|| fzf_on(&fzf, &lines), &first);
            let ratio = of_verbatim[0].as_secs_f64() / of_fzf[0].as_secs_f64();
            println!("  fzf, start to its first line        {}   ratio of the best {ratio:.2}", Times(&of_fzf));
        }
        None => println!("  (no fzf to compare with)"),
    }
    let mut loaded = Vec::new();
    let mut run = (0..5)
        .map(|_| {
            let start = Instant::now();
            let mut run = Run::new(verbatim(store), None);
            loaded.push(run.settle().duration_since(start));
            run
        })
        .last()
        .unwrap();
    loaded.sort_unstable();
    let read = best_read();
    let ratio = loaded[0].as_secs_f64() / read.as_secs_f64();
    println!("  start to everything loaded          {}   {ratio:.2} of reading the cache", Times(&loaded));
    println!("  resident memory then                {:>8.1} MB", run.resident());

    run.press(b"2");
    let mut bytes = Vec::new();
    let rows: Vec<Duration> = (0..400).map(|_| run.timed(b"j", &mut bytes)).collect();
    println!("  j among the quotations              {}", Times(&rows));
    bytes.sort_unstable();
    let small = bytes.iter().filter(|bytes| **bytes <= 2048).count();
    println!("  of these moves within 2 KB          {:>8.0} %", small as f64 * 100.0 / bytes.len() as f64);
    println!(
        "  bytes for such a move               p50 {:>6}   p99 {:>6}   max {:>6}",
        at(&bytes, 50),
        at(&bytes, 99),
        at(&bytes, 100)
    );
    let pages: Vec<Duration> = (0..100).map(|_| run.timed(b"\x04", &mut Vec::new())).collect();
    println!("  half pages                          {}", Times(&pages));
    let ends: Vec<Duration> = (0..20).flat_map(|_| [b"G", b"g"]).map(|key| run.timed(key, &mut Vec::new())).collect();
    println!("  to the end and back                 {}", Times(&ends));
    run.press(b"1");
    let speakers: Vec<Duration> = (0..100).map(|_| run.timed(b"j", &mut Vec::new())).collect();
    println!("  j among the speakers                {}", Times(&speakers));
    run.press(b"g");
    let typed = typing(&mut run, &text);
    println!("  a key of a filter, to its result    {}", Times(&typed));
    for field in ["full:", "context:", "about:"] {
        let typed = typing_in(&mut run, &text, field);
        println!("  a key of {field:<9} to its result      {}", Times(&typed));
    }
    match best_rg(&sample(&text)[0], store) {
        Some(rg) => println!("  rg -c -i over the store             {:>8.1} ms", milliseconds(rg)),
        None => println!("  (no rg to compare with)"),
    }
    let searched = searching(&mut run, &text);
    println!("  a key of a search, to its result    {}", Times(&searched));
    println!("  resident memory                     {:>8.1} MB", run.resident());
    // Texts go on being folded for searches after the last frame; that is work, and not idleness.
    std::thread::sleep(Duration::from_secs(2));
    let before = run.wakeups();
    std::thread::sleep(Duration::from_secs(10));
    let after = run.wakeups();
    // A thread that has ended since is no longer there.
    let woken: u64 =
        after.iter().map(|(thread, count)| count.saturating_sub(before.get(thread).copied().unwrap_or(0))).sum();
    println!("  wake-ups in ten idle seconds        {woken:>8}");
}

/// Words of the store, typed into the filter prompt a letter at a time.
fn typing(run: &mut Run, text: &str) -> Vec<Duration> {
    typing_in(run, text, "")
}

/// The same behind the name of a field.
fn typing_in(run: &mut Run, text: &str, field: &str) -> Vec<Duration> {
    let mut times = Vec::new();
    for words in sample(text) {
        run.press(b"f");
        field.bytes().for_each(|letter| run.press(&[letter]));
        let words = if field.is_empty() { words } else { words.split(' ').next().unwrap_or_default().to_owned() };
        for letter in words.chars() {
            times.push(run.timed(letter.to_string().as_bytes(), &mut Vec::new()));
        }
        // Erasing asks again for what was there before.
        times.extend((0..4).map(|_| run.timed(b"\x7f", &mut Vec::new())));
        run.press(b"\r");
        run.press(b"F");
    }
    times
}

fn searching(run: &mut Run, text: &str) -> Vec<Duration> {
    let mut times = Vec::new();
    run.press(b"2");
    for words in sample(text).iter().take(4) {
        run.press(b"/");
        for letter in words.chars() {
            times.push(run.timed(letter.to_string().as_bytes(), &mut Vec::new()));
        }
        run.press(b"\r");
        times.extend((0..5).map(|_| run.timed(b"n", &mut Vec::new())));
        run.press(b"\x1b");
    }
    times
}

/// Two words each, from quotations spread over the store.
fn sample(text: &str) -> Vec<String> {
    let quotations: Vec<&str> = text.lines().filter_map(|line| line.rsplit('\t').next()).collect();
    let step = (quotations.len() / 8).max(1);
    let plain = |word: &&str| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase());
    quotations
        .iter()
        .step_by(step)
        .map(|quotation| quotation.split(' ').filter(plain).take(2).collect::<Vec<_>>().join(" "))
        .filter(|words| !words.is_empty())
        .take(8)
        .collect()
}

/// The least time that reading what the cache has of columns takes, each file whole into memory of its own.
fn best_read() -> Duration {
    let stores = fs::read_dir(folder().join("home/cache/verbatim/stores")).into_iter().flatten().flatten();
    let newest =
        stores.max_by_key(|store| fs::metadata(store.path().join("manifest")).and_then(|it| it.modified()).ok());
    let files = newest.into_iter().flat_map(|store| fs::read_dir(store.path()).unwrap().flatten());
    let files: Vec<PathBuf> =
        files.map(|file| file.path()).filter(|path| path.extension().is_none_or(|ending| ending == "group")).collect();
    let read = || {
        let start = Instant::now();
        let all: Vec<Vec<u8>> = files.iter().map(|path| fs::read(path).unwrap()).collect();
        let time = start.elapsed();
        assert!(all.len() == files.len());
        time
    };
    (0..5).map(|_| read()).min().unwrap()
}

fn best_rg(words: &str, store: &Path) -> Option<Duration> {
    let program = env::var_os("RG").unwrap_or_else(|| "rg".into());
    let run = || {
        let start = Instant::now();
        let ran = Command::new(&program).args(["-c", "-i", words]).arg(store).output().ok()?;
        ran.status.success().then(|| start.elapsed())
    };
    (0..5).map(|_| run()).min().flatten()
}

/// The beginning of the first quotation, as it stands on the screen whatever is around it.
fn first_words(text: &str) -> Vec<u8> {
    let quotation = text.lines().next().unwrap().rsplit('\t').next().unwrap();
    let words = quotation.trim_start_matches(['“', '"']);
    words.chars().take(12).collect::<String>().into_bytes()
}

fn best_start(command: impl Fn() -> CommandBuilder, words: &[u8]) -> Vec<Duration> {
    // The first run brings the program and the store into memory.
    let mut times: Vec<Duration> = (0..=STARTS)
        .map(|_| {
            let start = Instant::now();
            let run = Run::new(command(), Some(words.to_vec()));
            run.first.recv_timeout(Duration::from_secs(120)).unwrap().duration_since(start)
        })
        .skip(1)
        .collect();
    times.sort_unstable();
    times
}

/// A program in a pseudo-terminal of 120 by 40, watched by a thread that notes when what arrives.
struct Run {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    idles: Receiver<Idle>,
    first: Receiver<Instant>,
    sent: u64,
    bytes: usize,
}

/// The explorer has said that it is idle.
struct Idle {
    when: Instant,
    events: u64,
    bytes: usize,
}

impl Run {
    /// Starts it; `words` are those that [`Run::first`] waits for.
    fn new(command: CommandBuilder, words: Option<Vec<u8>>) -> Self {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell_idle, idles) = channel();
        let (tell_first, first) = channel();
        std::thread::spawn(move || watch(&mut reader, words, &tell_idle, &tell_first));
        let child = pair.slave.spawn_command(command).unwrap();
        let writer = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, writer, idles, first, sent: 0, bytes: 0 }
    }

    fn press(&mut self, key: &[u8]) {
        self.timed(key, &mut Vec::new());
    }

    /// Presses one key; gives the time until it was answered, and notes the bytes that the answer took.
    fn timed(&mut self, key: &[u8], bytes: &mut Vec<usize>) -> Duration {
        let before = self.bytes;
        let start = Instant::now();
        self.writer.write_all(key).unwrap();
        self.writer.flush().unwrap();
        self.sent += 1;
        let end = self.settle();
        bytes.push(self.bytes - before);
        end.saturating_duration_since(start)
    }

    fn settle(&mut self) -> Instant {
        loop {
            match self.idles.recv_timeout(Duration::from_secs(300)) {
                Ok(idle) if idle.events >= self.sent => {
                    self.bytes = idle.bytes;
                    return idle.when;
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("the explorer does not answer (sent {})", self.sent)
                }
            }
        }
    }

    fn process(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.child.process_id().unwrap()))
    }

    /// How often each thread has been given the processor after it had waited.
    fn wakeups(&self) -> HashMap<OsString, u64> {
        let threads = fs::read_dir(self.process().join("task")).unwrap();
        let count =
            |thread: fs::DirEntry| (thread.file_name(), numbers(&thread.path().join("status"), "ctxt_switches"));
        threads.map(|thread| count(thread.unwrap())).collect()
    }

    fn resident(&self) -> f64 {
        numbers(&self.process().join("status"), "VmRSS") as f64 / 1024.0
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = &self.master;
    }
}

/// The sum of the numbers in the lines of a file of `/proc` that hold `name`.
fn numbers(path: &Path, name: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter(|line| line.contains(name))
        .filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .sum()
}

fn watch(
    reader: &mut dyn Read,
    mut words: Option<Vec<u8>>,
    tell_idle: &std::sync::mpsc::Sender<Idle>,
    tell_first: &std::sync::mpsc::Sender<Instant>,
) {
    const IDLE: &[u8] = b"\x1b]7742;";
    const END: &[u8] = b"\x1b\\";
    let mut kept: Vec<u8> = Vec::new();
    let mut total = 0;
    let mut chunk = vec![0; 1 << 16];
    loop {
        let count = match reader.read(&mut chunk) {
            Ok(count @ 1..) => count,
            _ => return,
        };
        let when = Instant::now();
        total += count;
        kept.extend_from_slice(&chunk[..count]);
        if words.as_ref().is_some_and(|words| memchr::memmem::find(&kept, words).is_some()) {
            words = None;
            let _ = tell_first.send(when);
        }
        while let Some(start) = memchr::memmem::find(&kept, IDLE) {
            let Some(len) = memchr::memmem::find(&kept[start..], END) else { break };
            let signal = String::from_utf8_lossy(&kept[start + IDLE.len()..start + len]).into_owned();
            let events = signal.split(';').next().unwrap().parse().unwrap();
            kept.drain(..start + len + END.len());
            // The signal itself is for drivers alone, so it does not count.
            total -= len + END.len();
            let _ = tell_idle.send(Idle { when, events, bytes: total });
        }
        if words.is_none() && kept.len() > 1 << 20 {
            kept.drain(..kept.len() - 64);
        }
    }
}

fn verbatim(store: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(PROGRAM);
    command.arg(store);
    command.env("VERBATIM_IDLE", "1");
    in_terminal(command)
}

/// `fzf` on the lines, which it reads while it runs, as it does in a pipe.
fn fzf_on(fzf: &Path, lines: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "exec \"$0\" < \"$1\""]);
    command.args([fzf, lines]);
    command.env_remove("FZF_DEFAULT_OPTS");
    in_terminal(command)
}

fn in_terminal(mut command: CommandBuilder) -> CommandBuilder {
    let home = folder().join("home");
    fs::create_dir_all(&home).unwrap();
    for (name, folder) in [("HOME", ""), ("XDG_CONFIG_HOME", "c"), ("XDG_STATE_HOME", "s"), ("XDG_CACHE_HOME", "cache")]
    {
        command.env(name, home.join(folder));
    }
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command
}

fn fzf() -> Option<PathBuf> {
    let named = env::var_os("FZF").map(PathBuf::from);
    let path = env::var_os("PATH")?;
    let found = env::split_paths(&path).map(|folder| folder.join("fzf")).find(|path| path.is_file());
    named.or(found)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench")
}

/// A store of so many quotations, made when it is not there yet.
fn made(quotations: usize) -> PathBuf {
    let path = folder().join(format!("{quotations}.yaml"));
    if !path.exists() {
        fs::create_dir_all(folder()).unwrap();
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let partial = path.with_extension("part");
        let status = Command::new(cargo)
            .args(["run", "--quiet", "--release", "--example", "make_store", "--", &quotations.to_string()])
            .stdout(fs::File::create(&partial).unwrap())
            .status()
            .unwrap();
        assert!(status.success(), "the store of {quotations} quotations could not be made");
        fs::rename(partial, &path).unwrap();
    }
    path
}

/// The store's quotations as lines, as `list` prints them into a pipe.
fn lines_of(store: &Path) -> PathBuf {
    let name = store.file_name().unwrap().to_string_lossy().into_owned();
    let path = folder().join(format!("{name}.lines"));
    let age = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    if age(&path) < age(store) || age(&path).is_none() {
        fs::create_dir_all(folder()).unwrap();
        let status = Command::new(PROGRAM)
            .args(["list", "--store"])
            .arg(store)
            .stdin(Stdio::null())
            .stdout(fs::File::create(&path).unwrap())
            .status()
            .unwrap();
        assert!(status.success(), "{} could not be listed", store.display());
    }
    path
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value below which so many hundredths lie, of sorted values.
fn at<T: Copy>(sorted: &[T], hundredths: usize) -> T {
    sorted[((sorted.len() - 1) * hundredths).div_ceil(100)]
}

struct Times<'a>(&'a [Duration]);

impl std::fmt::Display for Times<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut sorted = self.0.to_vec();
        sorted.sort_unstable();
        let [best, p50, p99, max] = [0, 50, 99, 100].map(|hundredths| milliseconds(at(&sorted, hundredths)));
        let count = sorted.len();
        write!(out, "{count:>4} times: best {best:>7.2}   p50 {p50:>7.2}   p99 {p99:>7.2}   max {max:>7.2} ms")
    }
}
