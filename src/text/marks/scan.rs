//! The marks of a paragraph, each with what stands beside it: what it could do, before any is paired.

use super::super::ByteRange;
use super::super::markup::{definition_tail, link_tail, markup_tag, template};

/// How many marks further on a mark's fellow is looked for.
pub(super) const FAR: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Double,
    Single,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Open,
    Close,
    Either,
}

/// One mark with what stands beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) span: ByteRange,
    pub(super) family: Family,
    /// What the glyph says.
    pub(super) glyph: Direction,
    /// Whether a quotation could begin after it, to judge by its neighbours.
    pub(super) can_open: bool,
    /// Whether a quotation could end before it.
    pub(super) can_close: bool,
    pub(super) before: Option<char>,
    pub(super) after: Option<char>,
}

impl Mark {
    /// What the mark does when nothing is open.
    pub(super) fn opens(self) -> bool {
        match self.glyph {
            Direction::Open => self.can_open || !self.can_close,
            Direction::Close => self.can_open && !self.can_close,
            Direction::Either => self.can_open || !self.can_close,
        }
    }

    /// Whether it can only begin a quotation, even where one is open.
    pub(super) fn only_opens(self) -> bool {
        match self.glyph {
            Direction::Open => self.can_open || !self.can_close,
            Direction::Close => false,
            Direction::Either => self.can_open && !self.can_close,
        }
    }
}

/// The bytes that a mark or markup can begin with.
const BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let bytes = [b'"', b'`', b'\'', b'<', b']', b'{', b'\\', 0xC2, 0xE2, 0xE3];
    let mut at = 0;
    while at < bytes.len() {
        begins[bytes[at] as usize] = true;
        at += 1;
    }
    begins
};

/// Collects the marks of one paragraph.
pub(super) fn scan(text: &str, span: ByteRange, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut at = span.start;
    while at < span.end {
        let byte = bytes[at];
        if !BEGINS[byte as usize] {
            at += 1;
            continue;
        }
        let mark = match byte {
            b'"' => Some((1, Family::Double, Direction::Either)),
            b'`' if bytes.get(at + 1) == Some(&b'`') => Some((2, Family::Double, Direction::Open)),
            b'`' => Some((1, Family::Single, Direction::Open)),
            b'\'' => Some(apostrophes(bytes, at, span.end)),
            b'<' => {
                if let Some(length) = markup_tag(&text[at..span.end]) {
                    at += length;
                    continue;
                }
                None
            }
            // Escaped, as in JSON and in the sources of some pages.
            b'\\' if bytes.get(at + 1) == Some(&b'"') && at + 1 < span.end => {
                Some((2, Family::Double, Direction::Either))
            }
            b'{' => {
                if let Some(length) = template(&text[at..span.end]) {
                    at += length;
                    continue;
                }
                None
            }
            // The address of a Markdown link, with the title that it may have.
            b']' => {
                let rest = &text[at..span.end];
                if let Some(length) = link_tail(rest).or_else(|| definition_tail(rest)) {
                    at += length;
                    continue;
                }
                None
            }
            0xC2 => match bytes.get(at + 1) {
                Some(0xAB) => Some((2, Family::Double, Direction::Open)),
                Some(0xBB) => Some((2, Family::Double, Direction::Close)),
                _ => None,
            },
            0xE2 if doubled_single(&bytes[at..span.end], b"\x98") && closes_doubled(&bytes[at..span.end]) => {
                Some((6, Family::Double, Direction::Open))
            }
            0xE2 if doubled_single(&bytes[at..span.end], b"\x99")
                && is_open(marks)
                && !closes_later(&text[at + 6..span.end]) =>
            {
                Some((6, Family::Double, Direction::Close))
            }
            0xE2 if bytes.get(at + 1) == Some(&0x80) => match bytes.get(at + 2) {
                Some(0x9C) => Some((3, Family::Double, Direction::Open)),
                Some(0x9D) => Some((3, Family::Double, Direction::Close)),
                Some(0x9E | 0x9F) => Some((3, Family::Double, Direction::Open)),
                Some(0x98 | 0x9A | 0x9B | 0xB9) => Some((3, Family::Single, Direction::Open)),
                Some(0x99 | 0xBA) => Some((3, Family::Single, Direction::Close)),
                Some(0xB3) => Some((3, Family::Double, Direction::Close)),
                _ => None,
            },
            0xE3 if bytes.get(at + 1) == Some(&0x80) => match bytes.get(at + 2) {
                Some(0x8C | 0x8E) => Some((3, Family::Double, Direction::Open)),
                Some(0x8D | 0x8F) => Some((3, Family::Double, Direction::Close)),
                _ => None,
            },
            _ => None,
        };
        let Some((length, family, glyph)) = mark else {
            at += 1;
            continue;
        };
        if length == 0 {
            at += 1;
            continue;
        }
        let end = at + length;
        if let Some(mark) = place(text, span, ByteRange::new(at, end), family, glyph) {
            marks.push(mark);
        }
        at = end;
    }
    merge_doubled(text, span, marks);
}

/// Whether the bytes begin with two curly single marks in a row, and no third: ‘‘ or ’’ set for one double mark.
fn doubled_single(bytes: &[u8], last: &[u8; 1]) -> bool {
    let is = |at: usize| bytes.get(at..at + 3).is_some_and(|mark| mark[..2] == *b"\xE2\x80" && mark[2..] == *last);
    is(0) && is(3) && !is(6)
}

/// Whether two closing curly single marks in a row follow within the length of a long quotation.
fn closes_doubled(bytes: &[u8]) -> bool {
    const LONGEST: usize = 2_000;
    memchr::memmem::find(&bytes[..bytes.len().min(LONGEST)], "’’".as_bytes()).is_some()
}

/// Whether the last double mark opens a quotation that nothing has closed.
fn is_open(marks: &[Mark]) -> bool {
    let last = marks.iter().rev().take(FAR).find(|mark| mark.family == Family::Double);
    last.is_some_and(|mark| mark.glyph == Direction::Open && mark.can_open)
}

/// Whether a closing double mark follows before another one opens.
fn closes_later(rest: &str) -> bool {
    const LONGEST: usize = 2_000;
    rest.char_indices()
        .take_while(|&(at, _)| at < LONGEST)
        .find(|&(_, character)| matches!(character, '“' | '”'))
        .is_some_and(|(_, character)| character == '”')
}

/// Takes marks that were typed twice, `""so""` or `"“so”"`, for one mark each. Where only one end is doubled, the inner
/// mark is another quotation's.
fn merge_doubled(text: &str, span: ByteRange, marks: &mut Vec<Mark>) {
    let doubles =
        |pair: &[Mark]| pair.iter().all(|mark| mark.family == Family::Double) && pair[0].span.end == pair[1].span.start;
    if !marks.windows(2).any(doubles) {
        return;
    }
    let merged = |pair: &[Mark]| {
        let [first, second] = pair else { return None };
        if !doubles(pair) {
            return None;
        }
        let glyph = match (first.glyph, second.glyph) {
            (Direction::Either, other) | (other, Direction::Either) => other,
            (one, other) if one == other => one,
            _ => return None,
        };
        let mark = place(text, span, ByteRange::new(first.span.start, second.span.end), Family::Double, glyph)?;
        (mark.can_open != mark.can_close).then_some(mark)
    };
    let mut opening: Option<usize> = None;
    let mut at = 0;
    while at + 1 < marks.len() {
        if let Some(mark) = merged(&marks[at..at + 2]) {
            match opening {
                None if mark.can_open => opening = Some(at),
                Some(first) if mark.can_close => {
                    if let Some(open) = merged(&marks[first..first + 2]) {
                        marks.splice(at..at + 2, [mark]);
                        marks.splice(first..first + 2, [open]);
                        // Two marks fewer stand before the next one.
                        at -= 2;
                    }
                    opening = None;
                }
                _ => {}
            }
            at += 1;
        }
        at += 1;
    }
}

/// One to four ASCII apostrophes in a row: '' is a double mark, ''' a double and a single one.
fn apostrophes(bytes: &[u8], at: usize, end: usize) -> (usize, Family, Direction) {
    // No more than four are counted: a page of them must not be counted again for each.
    let run = bytes[at..end].iter().take(4).take_while(|&&byte| byte == b'\'').count();
    let before = at.checked_sub(1).map(|before| bytes[before]);
    match (run, before) {
        (2, _) => (2, Family::Double, Direction::Either),
        (3, Some(b'\'')) => (1, Family::Single, Direction::Either),
        (3, before) if before.is_none_or(|before| before.is_ascii_whitespace()) => (2, Family::Double, Direction::Open),
        (3, _) => (1, Family::Single, Direction::Close),
        (4.., _) => (2, Family::Double, Direction::Either),
        _ => (1, Family::Single, Direction::Either),
    }
}

/// The mark with its neighbours; `None` for an apostrophe inside a word.
fn place(text: &str, paragraph: ByteRange, span: ByteRange, family: Family, glyph: Direction) -> Option<Mark> {
    let before = text[paragraph.start..span.start].chars().next_back();
    let after = text[span.end..paragraph.end].chars().next();
    let in_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    if family == Family::Single && in_word(before) && in_word(after) {
        return None;
    }
    let guillemet = text[span.start..].starts_with(['«', '»']);
    let space_before = before.is_none_or(char::is_whitespace);
    let space_after = after.is_none_or(char::is_whitespace);
    // French sets a blank inside its marks: « so », said X.
    let spaced = guillemet
        && match glyph {
            Direction::Open => space_after && opens_after(before),
            _ => space_before && closes_before(after),
        };
    let (can_open, can_close) = if spaced {
        (glyph == Direction::Open, glyph == Direction::Close)
    } else {
        (opens_after(before) && !space_after, closes_before(after) && !space_before)
    };
    // „…“ closes with what elsewhere opens.
    let glyph = if text[span.start..].starts_with('“') && !can_open && can_close { Direction::Either } else { glyph };
    let glyph = if guillemet && (can_open != can_close) { Direction::Either } else { glyph };
    Some(Mark { span, family, glyph, can_open, can_close, before, after })
}

/// Whether a quotation can begin after this character.
fn opens_after(before: Option<char>) -> bool {
    before.is_none_or(|character| {
        character.is_whitespace()
            || matches!(
                character,
                '(' | '['
                    | '{'
                    | '—'
                    | '–'
                    | '―'
                    | '-'
                    | '/'
                    | ':'
                    | '>'
                    | '*'
                    | '_'
                    | '|'
                    | '•'
                    | '“'
                    | '‘'
                    | '"'
                    | '\''
            )
    })
}

/// Whether a quotation can end before this character.
fn closes_before(after: Option<char>) -> bool {
    after.is_none_or(|character| {
        character.is_whitespace()
            || matches!(
                character,
                '.' | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | ')'
                    | ']'
                    | '}'
                    | '—'
                    | '–'
                    | '―'
                    | '-'
                    | '/'
                    | '…'
                    | '<'
                    | '['
                    | '*'
                    | '_'
                    | '|'
                    | '”'
                    | '’'
                    | '"'
                    | '\''
                    | '“'
            )
    })
}
