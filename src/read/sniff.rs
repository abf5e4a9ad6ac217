//! What a file is, by what it begins with, where it is no article: names of files lie, and standard input has none.

use super::error::ReadErrorKind;

/// The beginnings of files that are often at hand where articles are, and hold words only for other programs.
const BEGINNINGS: [(&[u8], &str); 6] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "an office document or another zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"\x1f\x8b", "compressed"),
];

/// What `bytes` are, if they are plainly no text to read.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<ReadErrorKind> {
    let (_, what) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning))?;
    Some(ReadErrorKind::Other { what })
}

/// Whether a text is a web page: it begins as one, behind comments and an XML declaration. Markdown may well begin with
/// a tag, but not with these.
pub(super) fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    while let Some(behind) = rest.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")).map(|(_, rest)| rest) {
        rest = behind.trim_start();
    }
    if let Some((_, behind)) = rest.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        rest = behind.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| {
        let begins = rest.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag));
        begins && rest[tag.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_are_told_by_their_beginnings() {
        for (bytes, what) in [
            (&b"%PDF-1.4\n\xe2\xe3"[..], Some("is a PDF, not plain text")),
            (b"PK\x03\x04\x14\x00", Some("is an office document or another zip archive, not plain text")),
            (b"{\\rtf1\\ansi", Some("is RTF, not plain text")),
            (b"100 %PDF- files", None),
            (b"", None),
        ] {
            assert_eq!(of_bytes(bytes).map(|trouble| trouble.to_string()).as_deref(), what);
        }
    }

    #[test]
    fn web_pages_are_told_by_their_beginnings() {
        for text in [
            "<!DOCTYPE html>\n<html>",
            "\n <HTML lang=en>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC>",
            "<!-- saved from -->\n<!-- x --><html>",
            "<body>",
        ] {
            assert!(is_html(text), "{text}");
        }
        for text in
            ["<p>One</p>", "<!-- a note -->\n# Title", "<htmlish>", "<header>", "He wrote <html> here", "", "<!--"]
        {
            assert!(!is_html(text), "{text}");
        }
    }
}
