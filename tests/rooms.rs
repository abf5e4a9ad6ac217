//! Holds the rooms of the program against what their files import.
//!
//! The table in `src/lib.rs` lists the rooms from the bottom up: a room may import from rows above its own, and from its
//! own row. What a room must know nothing of besides stands in [`KNOWS_NOTHING_OF`].

// The lint lets tests alone, but not the helpers between them.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates and rooms that a room must not import although the order would allow it.
const KNOWS_NOTHING_OF: &[(&str, &[&str])] = &[
    ("text", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("quotation", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("article", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("speaker", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("read", &["crate::quotation", "crate::speaker", "ratatui", "crossterm"]),
    ("extract", &["crate::read", "serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("store", &["ratatui", "crossterm"]),
    ("query", &["serde_yaml", "ratatui", "crossterm", "std::fs"]),
    ("export", &["ratatui", "crossterm", "std::fs"]),
    ("user", &["ratatui"]),
    ("tui", &["serde_yaml", "clap"]),
];

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The room that a file belongs to; none for `lib.rs` and `main.rs`, which see all of them.
fn room(file: &Path) -> Option<String> {
    let below = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
    let room = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(room, "lib" | "main")).then(|| room.to_owned())
}

/// The row of every room in the table of `src/lib.rs`, from 0.
fn rows() -> HashMap<String, usize> {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mut rows = HashMap::new();
    for (row, line) in library.lines().filter(|line| line.starts_with("//! | [`")).enumerate() {
        let names = line.split('|').nth(1).unwrap();
        rows.extend(names.split(',').map(|name| (name.trim().trim_matches(['[', ']', '`']).to_owned(), row)));
    }
    rows
}

/// Every path in `code` that begins at the crate or at another crate, the braces of `use` lines unfolded: comments and
/// strings are no code.
fn imports(code: &str) -> Vec<String> {
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut paths = Vec::new();
    for (place, _) in code.match_indices("use ") {
        let starts = code[..place].chars().next_back().is_none_or(|before| before.is_whitespace() || before == ')');
        let end = code[place..].find(';').map_or(code.len(), |end| place + end);
        if starts {
            unfold(String::new(), code[place + 4..end].trim(), &mut paths);
        }
    }
    let word = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    for (place, _) in code.match_indices("crate::") {
        let end = code[place..].find(|character| !word(character)).map_or(code.len(), |end| place + end);
        paths.push(code[place..end].to_owned());
    }
    paths
}

fn unfold(before: String, path: &str, into: &mut Vec<String>) {
    let Some(open) = path.find('{') else {
        into.push(before + path.split(" as ").next().unwrap().trim());
        return;
    };
    let before = before + path[..open].trim();
    let inner = path[open + 1..].trim_end().strip_suffix('}').unwrap_or(&path[open + 1..]);
    let (mut depth, mut start) = (0, 0);
    for (place, character) in inner.char_indices().chain([(inner.len(), ',')]) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner[start..place].trim();
                if !part.is_empty() {
                    unfold(before.clone(), part, into);
                }
                start = place + 1;
            }
            _ => {}
        }
    }
}

fn is_under(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn a_room_imports_only_from_rooms_above_it() {
    let rows = rows();
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = room(&file) else { continue };
        for path in imports(&fs::read_to_string(&file).unwrap()) {
            let Some(other) = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next()) else { continue };
            if let Some(&row) = rows.get(other)
                && row > rows[&room]
            {
                wrong.push(format!("{}: {path}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports from rooms below:\n{}", wrong.join("\n"));
}

#[test]
fn a_room_knows_nothing_of_what_is_not_its_own() {
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(room) = room(&file) else { continue };
        let Some((_, unknown)) = KNOWS_NOTHING_OF.iter().find(|(name, _)| *name == room) else { continue };
        for path in imports(&fs::read_to_string(&file).unwrap()) {
            if unknown.iter().any(|other| is_under(&path, other)) {
                wrong.push(format!("{}: {path}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports of what a room must not know:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_in_the_table_and_the_table_in_the_source() {
    let mut listed: Vec<String> = rows().into_keys().collect();
    let mut found: Vec<String> = sources().iter().filter_map(|file| room(file)).collect();
    listed.sort();
    found.sort();
    found.dedup();
    assert_eq!(listed, found);
}

#[test]
fn every_file_opens_with_what_it_is() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not say what it is", file.display());
    }
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "
        use crate::text::ByteRange;
        pub(crate) use crate::{article::{Article, Metadata}, store};
        // use crate::tui;
        fn f(x: crate::speaker::Speaker) { use std::fs as files; let because = 1; }
    ";
    let mut found = imports(code);
    found.retain(|path| !path.ends_with("::"));
    found.sort();
    found.dedup();
    assert_eq!(
        found,
        [
            "crate::article::Article",
            "crate::article::Metadata",
            "crate::speaker::Speaker",
            "crate::store",
            "crate::text::Span",
            "std::fs"
        ]
    );
}
