//! Standard output as the verbs write to it.
//!
//! On a terminal nothing of an article may be taken for a command: whatever a format lets through, control characters
//! and characters that turn the direction of a line are shown as escapes there. Files and pipes get every byte as it is.

use std::io::{self, BufWriter, StdoutLock, Write};

/// Standard output, buffered. The caller flushes it, so that an error of the last write is seen.
pub type Out = BufWriter<Guarded<StdoutLock<'static>>>;

/// Who looks at what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// A terminal that would obey control characters.
    Guarded,
    /// A file or a pipe; or the writer sees to it itself, as what has colors must.
    AsItIs,
}

/// A writer that lets no control character through, other than line ends and tabs.
#[derive(Debug)]
pub struct Guarded<W: Write> {
    to: W,
    shown: Shown,
    /// The beginning of a character whose other bytes are still to come.
    begun: Vec<u8>,
}

impl<W: Write> Guarded<W> {
    pub(super) const fn new(to: W, shown: Shown) -> Self {
        Self { to, shown, begun: Vec::new() }
    }
}

impl<W: Write> Write for Guarded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.shown == Shown::AsItIs {
            return self.to.write(bytes);
        }
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let mut shown = String::with_capacity(all.len());
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            show(chunk.valid(), &mut shown);
            let broken = chunk.invalid();
            let unfinished =
                chunks.peek().is_none() && std::str::from_utf8(broken).is_err_and(|error| error.error_len().is_none());
            if unfinished {
                self.begun = broken.to_vec();
            } else if !broken.is_empty() {
                shown.push(char::REPLACEMENT_CHARACTER);
            }
        }
        self.to.write_all(shown.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn show(text: &str, shown: &mut String) {
    for character in text.chars() {
        if commands(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
}

/// Whether a terminal would do something else than show it.
pub(super) fn commands(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(shown: Shown, parts: &[&[u8]]) -> Vec<u8> {
        let mut guarded = Guarded::new(Vec::new(), shown);
        parts.iter().for_each(|part| guarded.write_all(part).unwrap());
        guarded.to
    }

    #[test]
    fn a_terminal_gets_no_commands() {
        let given = "a\u{1b}]0;x\u{7}b\rc\u{9b}2J\u{202e}d\u{2069}\té\n".as_bytes();
        let expected = r"a\u{1b}]0;x\u{7}b\u{d}c\u{9b}2J\u{202e}d\u{2069}".to_owned() + "\té\n";
        // However it is cut into pieces.
        for at in 0..given.len() {
            let (one, other) = given.split_at(at);
            assert_eq!(String::from_utf8(written(Shown::Guarded, &[one, other])).unwrap(), expected, "cut at {at}");
        }
        assert_eq!(written(Shown::AsItIs, &[given]), given);
    }

    #[test]
    fn broken_bytes_are_shown_as_such() {
        assert_eq!(written(Shown::Guarded, &[b"a\xffb\xe2\x80", b"c"]), "a\u{fffd}b\u{fffd}c".as_bytes());
    }
}
