//! One key press, apart from the event that brought it, and the way it is written in the key table, in the help and
//! in `config.yaml`: `j`, `G`, `Ctrl-d`, `Alt-b`, `Shift-Tab`, `PageDown`, `Space`.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key with what was held down with it. Shift is part of the character where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
}

impl Key {
    /// A key alone.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// The press that `event` reports. Releases are none: Windows and some terminals report them too, and every key
    /// would count twice.
    #[must_use]
    pub fn pressed(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Tab if shift => KeyCode::BackTab,
            KeyCode::Char(c) if shift && c.is_lowercase() => {
                let mut upper = c.to_uppercase();
                KeyCode::Char(if upper.len() == 1 { upper.next().unwrap_or(c) } else { c })
            }
            code => code,
        };
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        // With Ctrl, capitals and lower case are one key: terminals do not tell them apart.
        let code = match code {
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Some(Self { code, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
    }

    /// The key that `written` names.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = written;
        while let Some((prefix, tail)) =
            rest.split_once('-').filter(|(prefix, tail)| !prefix.is_empty() && !tail.is_empty())
        {
            match prefix.to_ascii_lowercase().as_str() {
                "ctrl" | "c" => ctrl = true,
                "alt" | "a" | "m" => alt = true,
                "shift" | "s" => shift = true,
                _ => return None,
            }
            rest = tail;
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(c), None) if shift => KeyCode::Char(c.to_ascii_uppercase()),
            (Some(c), None) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            (Some(c), None) => KeyCode::Char(c),
            _ => {
                let (_, code) = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest))?;
                if shift && *code == KeyCode::Tab { KeyCode::BackTab } else { *code }
            }
        };
        Some(Self { code, ctrl, alt })
    }
}

/// Keys that have no character of their own to be written by. The first name of a key is how it is shown.
const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Return", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Escape", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("BackTab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Del", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PgUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("PgDn", KeyCode::PageDown),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("F1", KeyCode::F(1)),
    ("F2", KeyCode::F(2)),
    ("F3", KeyCode::F(3)),
    ("F4", KeyCode::F(4)),
    ("F5", KeyCode::F(5)),
    ("F6", KeyCode::F(6)),
    ("F7", KeyCode::F(7)),
    ("F8", KeyCode::F(8)),
    ("F9", KeyCode::F(9)),
    ("F10", KeyCode::F(10)),
    ("F11", KeyCode::F(11)),
    ("F12", KeyCode::F(12)),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, code) => write!(f, "{code}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, shown: &str) {
        let key = Key::parse(written).expect("a key");
        assert_eq!(key.to_string(), shown);
        assert_eq!(Key::parse(shown), Some(key));
    }

    #[test]
    fn keys_are_read_as_they_are_shown() {
        check("j", "j");
        check("G", "G");
        check("Ctrl-D", "Ctrl-d");
        check("ctrl-alt-x", "Ctrl-Alt-x");
        check("shift-tab", "Shift-Tab");
        check("pgdn", "PageDown");
        check("Space", "Space");
        check("-", "-");
        check("Ctrl--", "Ctrl--");
        check("*", "*");
    }

    #[test]
    fn what_is_no_key_is_none() {
        for written in ["", "Hyper-x", "jj", "Ctrl-", "F99"] {
            assert_eq!(Key::parse(written), None, "{written}");
        }
    }

    #[test]
    fn a_release_is_no_press() {
        let mut event = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        assert_eq!(Key::pressed(&event), Key::parse("j"));
        event.kind = KeyEventKind::Release;
        assert_eq!(Key::pressed(&event), None);
    }

    #[test]
    fn shift_is_part_of_the_character() {
        assert_eq!(Key::pressed(&KeyEvent::new(KeyCode::Char('J'), KeyModifiers::SHIFT)), Key::parse("J"));
        assert_eq!(Key::pressed(&KeyEvent::new(KeyCode::Char('j'), KeyModifiers::SHIFT)), Key::parse("J"));
        assert_eq!(Key::pressed(&KeyEvent::new(KeyCode::Tab, KeyModifiers::SHIFT)), Key::parse("Shift-Tab"));
    }
}
