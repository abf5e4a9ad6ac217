//! How far a long work has come: one line on a terminal's stderr, rewritten in place and gone at the end; for a screen
//! reader a line for each tenth, or where the end is not known one every few seconds, and nothing is rewritten.

use std::io::Write;
use std::time::{Duration, Instant};

use super::Context;
use super::context::escape_controls;
use crate::text::Tenths;

/// A work that takes less shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);
/// Between two drawings.
const PAUSE: Duration = Duration::from_millis(100);
/// Between two lines for a screen reader, where nobody knows how much is left.
const SPOKEN_PAUSE: Duration = Duration::from_secs(10);

/// A line on stderr that shows how far the work has come.
pub struct Progress<W: Write> {
    out: Option<W>,
    due: Instant,
    shown: bool,
    spoken: bool,
    tenths: Tenths,
}

impl Progress<std::io::Stderr> {
    /// A line on stderr where that is a terminal, else nothing.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        let out = context.stderr_is_terminal.then(std::io::stderr);
        let mut progress = Self::on(out, Instant::now());
        progress.spoken = context.screen_reader;
        progress
    }
}

impl<W: Write> Progress<W> {
    fn on(out: Option<W>, now: Instant) -> Self {
        Self { out, due: now + PATIENCE, shown: false, spoken: false, tenths: Tenths::default() }
    }

    /// Shows `line`, if it is time to.
    pub fn tick(&mut self, line: impl FnOnce() -> String) {
        if self.out.is_some() {
            self.tick_at(Instant::now(), line);
        }
    }

    /// Shows `line`, if it is time to; a screen reader hears it when another tenth of `of` is done.
    pub fn tick_of(&mut self, done: u64, of: u64, line: impl FnOnce() -> String) {
        if self.out.is_some() {
            self.tick_of_at(Instant::now(), (done, of), line);
        }
    }

    fn tick_of_at(&mut self, now: Instant, (done, of): (u64, u64), line: impl FnOnce() -> String) {
        if !self.spoken {
            return self.tick_at(now, line);
        }
        // Tenths that went by while nobody had to wait are not caught up with.
        if self.tenths.reached(done, of).is_some() && now >= self.due {
            self.tick_at(now, line);
            self.due = now;
        }
    }

    fn tick_at(&mut self, now: Instant, line: impl FnOnce() -> String) {
        let Some(out) = &mut self.out else { return };
        if now >= self.due && self.spoken {
            let _ = writeln!(out, "{}", escape_controls(&line()).replace('\n', " ")).and_then(|()| out.flush());
            self.due = now + SPOKEN_PAUSE;
        } else if now >= self.due {
            // A terminal that is gone ends the showing, not the work.
            let _ = write!(out, "\r{}\x1b[K", escape_controls(&line()).replace('\n', " ")).and_then(|()| out.flush());
            self.due = now + PAUSE;
            self.shown = true;
        }
    }
}

impl<W: Write> Drop for Progress<W> {
    fn drop(&mut self) {
        if let Some(out) = self.out.as_mut().filter(|_| self.shown) {
            let _ = out.write_all(b"\r\x1b[K").and_then(|()| out.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_appears_after_a_while_and_goes_at_the_end() {
        let (mut bytes, start) = (Vec::new(), Instant::now());
        let mut progress = Progress::on(Some(&mut bytes), start);
        progress.tick_at(start, || "too early".into());
        progress.tick_at(start + PATIENCE, || "7 articles".into());
        progress.tick_at(start + PATIENCE + PAUSE / 2, || "too soon".into());
        progress.tick_at(start + PATIENCE + PAUSE, || "9 \x1b[2Jarticles".into());
        drop(progress);
        assert_eq!(String::from_utf8(bytes).unwrap(), "\r7 articles\x1b[K\r9 \\u{1b}[2Jarticles\x1b[K\r\x1b[K");
    }

    #[test]
    fn a_screen_reader_hears_each_tenth_once() {
        let (mut bytes, start) = (Vec::new(), Instant::now());
        let mut progress = Progress::on(Some(&mut bytes), start);
        progress.spoken = true;
        for done in 0..=100 {
            let now = start + PATIENCE * done / 20;
            progress.tick_of_at(now, (done.into(), 100), || format!("{done} percent"));
        }
        drop(progress);
        let expected: String = (2..=10).map(|tenth| format!("{tenth}0 percent\n")).collect();
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn a_short_work_leaves_no_trace() {
        let mut bytes = Vec::new();
        drop(Progress::on(Some(&mut bytes), Instant::now()));
        assert!(bytes.is_empty());
    }
}
