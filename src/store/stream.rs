//! A store's bytes to its documents. YAML says that a line `---` begins a document wherever it stands, in quotes and
//! block scalars too, so that documents can be found without being read.

use memchr::memmem;
use std::ops::Range;

/// A byte order mark, as editors of Windows put it before a file. It belongs to no document.
pub(crate) const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Where the documents of `bytes` stand: each from its marker, the first from the beginning, to the next marker.
/// Stretches that hold nothing but comments, directives and blank lines are no documents.
pub(crate) fn documents(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    std::iter::from_fn(move || {
        while start < bytes.len() {
            let end = next_marker(bytes, start + 1).unwrap_or(bytes.len());
            let range = start..end;
            start = end;
            if !is_empty(&bytes[range.clone()]) {
                return Some(range);
            }
        }
        None
    })
}

/// Where the first marker at or after `from` stands, as a whole line after another.
fn next_marker(bytes: &[u8], from: usize) -> Option<usize> {
    let before = from.saturating_sub(1);
    let found = memmem::find_iter(&bytes[before..], b"\n---").map(|at| before + at + 1);
    found.into_iter().find(|&at| is_marker(&bytes[at..]))
}

/// Where the first marker in `bytes` stands, other than at the very beginning, if its line is not cut off.
pub(crate) fn first_marker(bytes: &[u8]) -> Option<usize> {
    let found = memmem::find_iter(bytes, b"\n---").map(|at| at + 1);
    found.into_iter().find(|&at| at + 3 < bytes.len() && is_marker(&bytes[at..]))
}

/// Where the last marker in `bytes` stands, other than at the very beginning. A marker whose line is cut off by the
/// end of `bytes` is not counted: it may turn out to be none.
pub(crate) fn last_marker(bytes: &[u8]) -> Option<usize> {
    let mut end = bytes.len();
    while let Some(at) = memmem::rfind(&bytes[..end], b"\n---") {
        if at + 4 < bytes.len() && is_marker(&bytes[at + 1..]) {
            return Some(at + 1);
        }
        end = at + 3;
    }
    None
}

fn is_marker(line: &[u8]) -> bool {
    line.starts_with(b"---") && matches!(line.get(3), None | Some(b' ' | b'\t' | b'\r' | b'\n'))
}

/// Whether there is nothing but markers, comments, directives and spaces.
fn is_empty(document: &[u8]) -> bool {
    let mut lines = document.split(|&byte| byte == b'\n');
    lines.all(|line| {
        let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        let rest = match line {
            [b'-', b'-', b'-', rest @ ..] if is_marker(line) => rest,
            [b'.', b'.', b'.', rest @ ..] => rest,
            [b'%', ..] => return true,
            line => line,
        };
        let rest = rest.trim_ascii();
        rest.is_empty() || rest.starts_with(b"#")
    })
}

/// The number of line ends in `bytes`.
pub(crate) fn line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stream: &str, expected: &[&str]) {
        let found: Vec<&str> = documents(stream.as_bytes()).map(|range| &stream[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn documents_begin_at_their_markers() {
        check("a: 1\n---\nb: 2\n", &["a: 1\n", "---\nb: 2\n"]);
        check("---\na: 1\n--- # c\nb: 2", &["---\na: 1\n", "--- # c\nb: 2"]);
        check("a: |\n  ---\n  x\n----\n---x\n", &["a: |\n  ---\n  x\n----\n---x\n"]);
        check("a: 1\r\n---\r\nb: 2\r\n", &["a: 1\r\n", "---\r\nb: 2\r\n"]);
    }

    #[test]
    fn a_byte_order_mark_belongs_to_no_document() {
        check("\u{FEFF}a: 1\n---\nb: 2\n", &["a: 1\n", "---\nb: 2\n"]);
        check("\u{FEFF}---\na: 1\n", &["---\na: 1\n"]);
    }

    #[test]
    fn what_holds_nothing_is_no_document() {
        check("", &[]);
        check("\u{FEFF}# only words\n\n---\n...\n---\n%YAML 1.2\n---\na: 1\n---", &["---\na: 1\n"]);
    }

    #[test]
    fn the_last_marker_is_found_when_its_line_is_whole() {
        assert_eq!(last_marker(b"a\n---\nb"), Some(2));
        assert_eq!(last_marker(b"---\nb"), None);
        assert_eq!(last_marker(b"a\n---\nb\n---"), Some(2));
        assert_eq!(last_marker(b"a\n---\nb\n---x\n"), Some(2));
    }
}
