//! Whether the terminal's background is light or dark: asked by OSC 11, and nobody waits for the answer.
//!
//! An answer comes in over the same line as the keys, and the event reader takes it for keys: Alt-`]`, `1`, `1`, `;` and
//! so on. [`Answer`] looks at the events that pass by, takes an answer out of them, and lets everything else through in
//! its order. A terminal that never answers costs nothing.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::tui::theme::Background;

/// The question.
pub(super) const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

/// No answer is longer: `11;rgba:ffff/ffff/ffff/ffff`.
const LONGEST: usize = 32;

/// What the variable `COLORFGBG` says, for terminals that set it and do not answer: `15;0` is white on black.
#[must_use]
pub fn from_env(value: Option<&str>) -> Option<Background> {
    let ground: u8 = value?.rsplit(';').next()?.parse().ok()?;
    Some(if matches!(ground, 7 | 9..=15) { Background::Light } else { Background::Dark })
}

/// An answer in the making.
#[derive(Debug, Default)]
pub(super) struct Answer {
    expected: bool,
    held: Vec<Event>,
    text: String,
}

/// What became of an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// These events are none of an answer.
    Pass(Vec<Event>),
    /// It may be part of an answer.
    Held,
    /// It was the end of the answer; what it says, if that could be understood.
    Answer(Option<Background>),
}

impl Answer {
    pub(super) fn expect(&mut self) {
        self.expected = true;
    }

    pub(super) fn feed(&mut self, event: Event) -> Fed {
        if !self.expected {
            return Fed::Pass(vec![event]);
        }
        let Event::Key(KeyEvent { code, modifiers, .. }) = event else { return self.release(event) };
        if self.held.is_empty() {
            if (code, modifiers) == (KeyCode::Char(']'), KeyModifiers::ALT) {
                self.held.push(event);
                return Fed::Held;
            }
            return Fed::Pass(vec![event]);
        }
        match (code, modifiers) {
            // The end is either the string terminator, whose escape was taken for Alt, or the bell.
            (KeyCode::Char('\\'), KeyModifiers::ALT) | (KeyCode::Char('g'), KeyModifiers::CONTROL) => {
                self.expected = false;
                self.held.clear();
                Fed::Answer(understand(&std::mem::take(&mut self.text)))
            }
            (KeyCode::Char(c), modifiers)
                if !modifiers.intersects(KeyModifiers::ALT | KeyModifiers::CONTROL) && self.goes_on(c) =>
            {
                self.text.push(c);
                self.held.push(event);
                Fed::Held
            }
            _ => self.release(event),
        }
    }

    fn goes_on(&self, c: char) -> bool {
        const HEAD: &str = "11;rgb";
        match HEAD[self.text.len().min(HEAD.len())..].chars().next() {
            Some(expected) => c == expected,
            None => self.text.len() < LONGEST && (c.is_ascii_hexdigit() || matches!(c, ':' | '/')),
        }
    }

    fn release(&mut self, event: Event) -> Fed {
        let mut events = std::mem::take(&mut self.held);
        self.text.clear();
        events.push(event);
        Fed::Pass(events)
    }
}

/// `11;rgb:ffff/ffff/ffff`, with one to four hex digits a part.
fn understand(text: &str) -> Option<Background> {
    let (_, parts) = text.split_once(':')?;
    let mut parts = parts.split('/').map(|part| {
        let most = 16_f64.powi(i32::try_from(part.len()).ok()?) - 1.0;
        let value = u16::from_str_radix(part, 16).ok()?;
        Some(f64::from(value) / most)
    });
    let (r, g, b) = (parts.next()??, parts.next()??, parts.next()??);
    let light = 0.299 * r + 0.587 * g + 0.114 * b;
    Some(if light > 0.5 { Background::Light } else { Background::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(code), modifiers))
    }

    /// The events that crossterm makes of bytes like these.
    fn events(bytes: &str) -> Vec<Event> {
        let mut alt = KeyModifiers::NONE;
        let mut events = Vec::new();
        for c in bytes.chars() {
            match c {
                '\x1b' => alt = KeyModifiers::ALT,
                '\x07' => events.push(key('g', KeyModifiers::CONTROL)),
                c => events.push(key(c, std::mem::replace(&mut alt, KeyModifiers::NONE))),
            }
        }
        events
    }

    #[track_caller]
    fn check(bytes: &str, passed: &str, expected: Option<Option<Background>>) {
        let mut answer = Answer::default();
        answer.expect();
        let mut through = Vec::new();
        let mut got = None;
        for event in events(bytes) {
            match answer.feed(event) {
                Fed::Pass(events) => through.extend(events),
                Fed::Held => {}
                Fed::Answer(background) => got = Some(background),
            }
        }
        assert_eq!((through, got), (events(passed), expected), "{bytes:?}");
    }

    #[test]
    fn answers_are_taken_out() {
        check("\x1b]11;rgb:0000/0000/0000\x1b\\", "", Some(Some(Background::Dark)));
        check("\x1b]11;rgb:ffff/ffff/ffff\x07", "", Some(Some(Background::Light)));
        check("\x1b]11;rgb:fd/f6/e3\x1b\\", "", Some(Some(Background::Light)));
        check("\x1b]11;rgba:0000/2b2b/3636/ffff\x1b\\", "", Some(Some(Background::Dark)));
        check("\x1b]11;rgb:\x1b\\", "", Some(None));
    }

    #[test]
    fn keys_before_and_after_are_not_eaten() {
        check("jj\x1b]11;rgb:0/0/0\x1b\\kk", "jjkk", Some(Some(Background::Dark)));
        check("jk", "jk", None);
    }

    #[test]
    fn what_only_begins_like_an_answer_passes() {
        check("\x1b]x", "\x1b]x", None);
        check("\x1b]11;x", "\x1b]11;x", None);
        check("\x1b]11;rgb:xyz", "\x1b]11;rgb:xyz", None);
        let long = format!("\x1b]11;rgb:{}", "f".repeat(60));
        check(&long, &long, None);
        check("\x1b]1\x1b]11;rgb:0/0/0\x1b\\", "\x1b]1\x1b]11;rgb:0/0/0\x1b\\", None);
    }

    #[test]
    fn nobody_looks_unless_a_question_was_asked() {
        let mut answer = Answer::default();
        for event in events("\x1b]11;rgb:0/0/0\x1b\\") {
            assert_eq!(answer.feed(event.clone()), Fed::Pass(vec![event]));
        }
    }

    #[test]
    fn the_environment_may_know() {
        for (value, expected) in [
            (Some("15;0"), Some(Background::Dark)),
            (Some("0;15"), Some(Background::Light)),
            (Some("0;default;15"), Some(Background::Light)),
            (Some("12;8"), Some(Background::Dark)),
            (Some("x"), None),
            (None, None),
        ] {
            assert_eq!(from_env(value), expected, "{value:?}");
        }
    }
}
