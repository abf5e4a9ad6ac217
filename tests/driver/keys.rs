//! The bytes that a terminal sends for a key.

/// For a key named as the help names it: `j`, `Ctrl-d`, `Alt-b`, `Shift-Tab`, `PageDown`, `Space`.
#[track_caller]
pub(super) fn bytes(name: &str) -> Vec<u8> {
    if let Some(row) = NAMED.iter().find(|row| row.0 == name) {
        return row.1.as_bytes().to_vec();
    }
    if let Some(rest) = name.strip_prefix("Alt-") {
        return [b"\x1b".to_vec(), bytes(rest)].concat();
    }
    if let Some(rest) = name.strip_prefix("Ctrl-") {
        let [letter @ b'a'..=b'z'] = rest.as_bytes() else { panic!("{name} is no key of a terminal") };
        return vec![letter - b'a' + 1];
    }
    assert_eq!(name.chars().count(), 1, "{name} is no key");
    name.as_bytes().to_vec()
}

const NAMED: [(&str, &str); 17] = [
    ("Enter", "\r"),
    ("Esc", "\x1b"),
    ("Tab", "\t"),
    ("Shift-Tab", "\x1b[Z"),
    ("Space", " "),
    ("Backspace", "\x7f"),
    ("Delete", "\x1b[3~"),
    ("Home", "\x1b[H"),
    ("End", "\x1b[F"),
    ("PageUp", "\x1b[5~"),
    ("PageDown", "\x1b[6~"),
    ("Up", "\x1b[A"),
    ("Down", "\x1b[B"),
    ("Left", "\x1b[D"),
    ("Right", "\x1b[C"),
    ("F1", "\x1bOP"),
    ("F2", "\x1bOQ"),
];
