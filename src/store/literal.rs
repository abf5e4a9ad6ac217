//! Literal blocks: the form in which a store keeps an article's text.
//!
//! A document's `text` is by far its longest value and nothing in it needs interpretation, so the loader finds it by
//! its indentation, cuts it out, and gives only the rest to the YAML parser. It does so only for what it understands
//! for certain; everything else goes to the parser whole.

use memchr::{memchr, memchr2_iter, memmem};
use std::ops::Range;

/// A document whose text was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The line `text: |` with its block, to the beginning of the line behind it.
    pub(crate) lines: Range<usize>,
    /// The block without its header line.
    block: Range<usize>,
    indent: usize,
    chomp: Chomp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Clip,
    Strip,
    Keep,
}

/// Finds the text of `document`, a literal block under the key `text` at its outermost level.
pub(crate) fn cut(document: &str) -> Option<Cut> {
    let bytes = document.as_bytes();
    let start = if document.starts_with("text: |") { 0 } else { memmem::find(bytes, b"\ntext: |")? + 1 };
    let header_end = start + memchr(b'\n', &bytes[start..])? + 1;
    let (indent, chomp) = header(&bytes[start + "text: |".len()..header_end - 1])?;
    let indent = match indent {
        Some(indent) => indent,
        None => found_indent(&bytes[header_end..])?,
    };
    let end = header_end + block_len(&bytes[header_end..], indent);
    let cut = Cut { lines: start..end, block: header_end..end, indent, chomp };
    let whole = !has_special(&bytes[header_end..end]) && is_whole(&document[..start]);
    whole.then_some(cut)
}

impl Cut {
    /// The text.
    pub(crate) fn text(&self, document: &str) -> String {
        let block = &document[self.block.clone()];
        let mut text = String::with_capacity(block.len());
        for line in block.split_inclusive('\n') {
            let is_blank = line.len() <= self.indent || line.as_bytes()[..self.indent].contains(&b'\n');
            if is_blank {
                // A blank line may be shorter than the indentation.
                if line.ends_with('\n') {
                    text.push('\n');
                }
            } else {
                text.push_str(&line[self.indent..]);
            }
        }
        if self.chomp != Chomp::Keep {
            let words = text.trim_end_matches('\n').len();
            let keep = usize::from(self.chomp == Chomp::Clip && words > 0 && words < text.len());
            text.truncate(words + keep);
        }
        text
    }
}

/// The indentation and chomping of a block's header.
fn header(header: &[u8]) -> Option<(Option<usize>, Chomp)> {
    let (mut indent, mut chomp) = (None, None);
    for &byte in header.trim_ascii_end() {
        match byte {
            b'1'..=b'9' if indent.is_none() => indent = Some(usize::from(byte - b'0')),
            b'+' if chomp.is_none() => chomp = Some(Chomp::Keep),
            b'-' if chomp.is_none() => chomp = Some(Chomp::Strip),
            _ => return None,
        }
    }
    Some((indent, chomp.unwrap_or(Chomp::Clip)))
}

/// The indentation that the first line with words has.
fn found_indent(block: &[u8]) -> Option<usize> {
    let mut longest_blank = 0;
    for line in block.split(|&byte| byte == b'\n') {
        let blanks = line.iter().take_while(|&&byte| byte == b' ').count();
        if blanks < line.len() {
            // Blank lines before it that are longer are an error that the parser may tell about.
            return (blanks > 0 && longest_blank <= blanks && line[blanks] != b'\t').then_some(blanks);
        }
        longest_blank = longest_blank.max(blanks);
    }
    None
}

/// How long the block is: it ends before the first line with words that is indented less.
fn block_len(bytes: &[u8], indent: usize) -> usize {
    let mut start = 0;
    while start < bytes.len() {
        let line = &bytes[start..];
        let blanks = line.iter().take(indent).take_while(|&&byte| byte == b' ').count();
        if blanks < indent && !matches!(line.get(blanks), None | Some(b'\n')) {
            return start;
        }
        match memchr(b'\n', &line[blanks..]) {
            Some(end) => start += blanks + end + 1,
            None => return bytes.len(),
        }
    }
    start
}

/// Whether there is a character that a YAML reader takes for a line end other than LF, or does not take at all.
fn has_special(bytes: &[u8]) -> bool {
    let control = bytes.iter().any(|&byte| (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7F);
    control
        || memchr2_iter(0xC2, 0xEF, bytes).any(|at| match &bytes[at..] {
            // C1 controls, NEL among them; byte order marks and noncharacters.
            [0xC2, 0x80..=0x9F, ..] | [0xEF, 0xBB, 0xBF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => true,
            _ => false,
        })
        || memmem::find(bytes, "\u{2028}".as_bytes()).is_some()
        || memmem::find(bytes, "\u{2029}".as_bytes()).is_some()
}

/// Whether `head`, what stands before the line `text: |`, leaves nothing open that would make the line part of
/// something else: a quoted scalar, a flow collection, a block scalar without indentation.
fn is_whole(head: &str) -> bool {
    let count = |wanted: u8| memchr::memchr_iter(wanted, head.as_bytes()).count();
    let simple = !head.contains(['"', '\'', '|', '>']) && count(b'{') == count(b'}') && count(b'[') == count(b']');
    simple || is_mapping(head)
}

fn is_mapping(head: &str) -> bool {
    use serde::de::IgnoredAny;
    crate::yaml::from_str::<Option<std::collections::BTreeMap<String, IgnoredAny>>>(head).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text that is cut out is what a YAML library reads, or nothing is cut.
    #[track_caller]
    fn check(document: &str, is_cut: bool) {
        #[derive(serde::Deserialize)]
        struct Text {
            text: String,
        }
        let read: Result<Text, _> = serde_yaml::from_str(document);
        let cut = cut(document);
        assert_eq!(cut.is_some(), is_cut, "{document:?}");
        if let Some(cut) = cut {
            assert_eq!(cut.text(document), read.unwrap().text, "{document:?}");
        }
    }

    #[test]
    fn texts_are_read_as_yaml_reads_them() {
        for tail in ["", "quotes: []\n", "# comment\nquotes: []\n", "...\n"] {
            for block in [
                "|\n  One.\n\n  Two.\n",
                "|-\n  One.\n",
                "|+\n  One.\n\n\n",
                "|\n  One.\n \n\n",
                "|\n\n  One.\n",
                "|2\n    One.\n  Two\n",
                "|2-\n\n   \n  Two",
                "|-2\n  One\n",
                "|+\n\n\n",
                "|2+\n\n   \n",
                "|4\n      x\n    y  \n    \tz\n",
            ] {
                if block.ends_with('\n') || tail.is_empty() {
                    let is_cut = block != "|+\n\n\n";
                    check(&format!("---\narticle: {{id: 'a'}}\ntext: {block}{tail}"), is_cut);
                }
            }
        }
    }

    #[test]
    fn what_is_not_certain_is_left_to_the_parser() {
        check("text: |\n  a\r\n  b\n", false);
        check("text: |\n  a\u{85}  b\n", false);
        check("text: |\n  a\u{2028}  b\n", false);
        check("text: &t |\n  a\n", false);
        check("text: | # c\n  a\n", false);
        check("text: |\n    \n  a\n", false);
        check("note: \"\ntext: |\n  a\n\"\n", false);
        check("note: {a: [b,\ntext: |\n  a\n", false);
    }
}
