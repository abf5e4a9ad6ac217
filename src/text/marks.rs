//! Quotation marks and their pairing: from a text to the passages that stand in marks.
//!
//! Every typography that news is set in comes through here: curly, straight, `''…''`, „…“, «…», single marks in
//! headlines and in British use, paragraphs of a long quotation that open and do not close, marks typed the wrong way
//! round. What a mark does is read from three things, in this order: the glyph, the characters beside it, and whether
//! a quotation is open. An unbalanced mark costs at most its own paragraph. Marks inside marks belong to the outer
//! passage and are not reported.
//!
//! Whether somebody *said* what stands in the marks is not decided here.

use super::{ByteRange, Paragraphs};

/// A passage in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted {
    /// The passage with its marks.
    pub outer: ByteRange,
    /// The passage without them.
    pub inner: ByteRange,
    /// The index (from 0) of its paragraph.
    pub paragraph: usize,
    /// Whether it goes on with the passage before it: a further paragraph of a long quotation.
    pub continues: bool,
    /// Whether a mark closes it.
    pub closed: bool,
    /// Whether its marks are single ones.
    pub single: bool,
}

/// The passages in quotation marks, in the order of the text.
#[must_use]
pub fn quoted(text: &str, paragraphs: &Paragraphs) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut carried = Carry::Nothing;
    let spans = paragraphs.spans();
    let mut marks = Vec::new();
    let mut next = Vec::new();
    if let Some(&first) = spans.first() {
        scan(text, first, &mut next);
    }
    for (index, &span) in spans.iter().enumerate() {
        std::mem::swap(&mut marks, &mut next);
        next.clear();
        if let Some(&following) = spans.get(index + 1) {
            scan(text, following, &mut next);
        }
        let introduced =
            index.checked_sub(1).is_some_and(|before| introduces(text, spans[before], found.last(), before));
        if introduced && let Some(quoted) = block_quote(text, span, index, found.last()) {
            found.push(quoted);
            carried = Carry::Nothing;
            continue;
        }
        if marks.is_empty() {
            carried = Carry::Nothing;
            continue;
        }
        let after = Following { span: spans.get(index + 1).copied(), marks: &next };
        let paragraph = Paragraph { text, span, index, marks: &marks };
        carried = pair(&paragraph, &after, carried, &mut found);
    }
    found
}

/// Whether the paragraph at `index` ends with a colon, or is itself the first part of a block quotation.
fn introduces(text: &str, span: ByteRange, last: Option<&Quoted>, index: usize) -> bool {
    let words = span.of(text);
    if words.starts_with('>') {
        last.is_some_and(|last| last.paragraph == index && last.outer == span)
    } else {
        words.ends_with(':')
    }
}

/// The paragraph as a quotation set off with `>`, as in Markdown and mails, below the words that introduce it.
fn block_quote(text: &str, span: ByteRange, index: usize, last: Option<&Quoted>) -> Option<Quoted> {
    let words = span.of(text);
    let rest =
        words.strip_prefix('>').filter(|rest| rest.starts_with([' ', '\n']))?.trim_start_matches(['>', ' ', '\n']);
    // Marks of its own say what is quoted there.
    if rest.is_empty() || rest.contains(['“', '"', '«']) {
        return None;
    }
    let inner = ByteRange::new(span.end - rest.len(), span.end);
    let continues = last.is_some_and(|last| last.paragraph + 1 == index && text[last.outer.start..].starts_with('>'));
    Some(Quoted { outer: span, inner, paragraph: index, continues, closed: true, single: false })
}

/// What the end of a paragraph leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carry {
    Nothing,
    /// A quotation that the next paragraph takes up with a mark of its own.
    Reopened {
        single: bool,
    },
    /// A quotation that the next paragraph closes without having opened it.
    Open,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Open,
    Close,
    Either,
}

/// One mark with what stands beside it.
#[derive(Debug, Clone, Copy)]
struct Mark {
    span: ByteRange,
    family: Family,
    /// What the glyph says.
    glyph: Direction,
    /// Whether a quotation could begin after it, to judge by its neighbours.
    can_open: bool,
    /// Whether a quotation could end before it.
    can_close: bool,
    before: Option<char>,
    after: Option<char>,
}

impl Mark {
    /// What the mark does when nothing is open.
    fn opens(self) -> bool {
        match self.glyph {
            Direction::Open => self.can_open || !self.can_close,
            Direction::Close => self.can_open && !self.can_close,
            Direction::Either => self.can_open || !self.can_close,
        }
    }

    /// Whether it can only begin a quotation, even where one is open.
    fn only_opens(self) -> bool {
        match self.glyph {
            Direction::Open => self.can_open || !self.can_close,
            Direction::Close => false,
            Direction::Either => self.can_open && !self.can_close,
        }
    }
}

struct Paragraph<'a> {
    text: &'a str,
    span: ByteRange,
    index: usize,
    marks: &'a [Mark],
}

struct Following<'a> {
    span: Option<ByteRange>,
    marks: &'a [Mark],
}

impl Following<'_> {
    /// Whether the next paragraph begins with an opening mark of this family.
    fn opens_with(&self, single: bool) -> bool {
        let family = if single { Family::Single } else { Family::Double };
        match (self.span, self.marks.first()) {
            (Some(span), Some(mark)) => mark.span.start == span.start && mark.family == family && mark.can_open,
            _ => false,
        }
    }

    /// Whether the next paragraph closes a quotation that it did not open.
    fn closes_first(&self) -> bool {
        self.marks
            .iter()
            .find(|mark| mark.family == Family::Double)
            .is_some_and(|mark| mark.can_close && !mark.can_open && mark.glyph != Direction::Open)
    }
}

/// Pairs the marks of one paragraph.
fn pair(paragraph: &Paragraph<'_>, after: &Following<'_>, carried: Carry, found: &mut Vec<Quoted>) -> Carry {
    let Paragraph { text, span, index, marks } = *paragraph;
    let mut open: Option<(ByteRange, bool, bool)> = None;
    let mut reopened = match carried {
        Carry::Reopened { single } => Some(single),
        _ => None,
    };
    if carried == Carry::Open {
        // The passage began in the paragraph before: its mark is not here.
        open = Some((ByteRange::new(span.start, span.start), true, false));
    }
    let mut position = 0;
    while position < marks.len() {
        let mark = marks[position];
        position += 1;
        let Some((opening, continues, single)) = open else {
            let continues = reopened.take().is_some_and(|single| {
                mark.span.start == span.start && single == (mark.family == Family::Single) && mark.can_open
            });
            match mark.family {
                Family::Double if mark.opens() && !is_inches(text, mark) => open = Some((mark.span, continues, false)),
                Family::Single if opens_single(text, mark) => {
                    if let Some(closing) = close_single(text, marks, position - 1) {
                        found.push(Quoted {
                            outer: ByteRange::new(mark.span.start, marks[closing].span.end),
                            inner: ByteRange::new(mark.span.end, marks[closing].span.start),
                            paragraph: index,
                            continues,
                            closed: true,
                            single: true,
                        });
                        position = closing + 1;
                    } else if let Some(closing) = closed_by_double(mark, &marks[position..]) {
                        found.push(Quoted {
                            outer: ByteRange::new(mark.span.start, closing.end),
                            inner: ByteRange::new(mark.span.end, closing.start),
                            paragraph: index,
                            continues,
                            closed: true,
                            single: false,
                        });
                        position +=
                            marks[position..].iter().take_while(|other| other.span.start <= closing.start).count();
                    } else if mark.span.start == span.start && (after.opens_with(true) || continues)
                        || after.opens_with(true) && is_introduced(text, span, mark)
                    {
                        open = Some((mark.span, continues, true));
                    }
                }
                _ => {}
            }
            continue;
        };
        if single
            || mark.family == Family::Single
            || is_inches(text, mark)
            || is_measure(text, mark, &marks[position..])
        {
            continue;
        }
        if mark.only_opens() && mark.span.start > opening.end {
            let goes_on = ends_sentence(&text[..mark.span.start]);
            let foreign = opening.is_empty() || (opening.len() == 1) != (mark.span.len() == 1);
            if nests(&marks[position..]) || foreign && !goes_on && marks.len() > position {
                position += inner_length(&marks[position..]);
                continue;
            }
            // A mark opens again without the last one having closed: paragraphs that were run together, or a closing
            // mark that is missing.
            let tag = tag_inside(&text[opening.end..mark.span.start]);
            let end = tag.map_or(mark.span.start, |at| opening.end + at);
            push_unclosed(text, index, opening, continues, end, found);
            open = Some((mark.span, goes_on && tag.is_none(), false));
            continue;
        }
        if mark.span.start >= opening.end {
            found.push(Quoted {
                outer: ByteRange::new(opening.start, mark.span.end),
                inner: ByteRange::new(opening.end, mark.span.start),
                paragraph: index,
                continues,
                closed: true,
                single: false,
            });
        }
        open = None;
    }
    let Some((opening, continues, single)) = open else { return Carry::Nothing };
    let carry = if after.opens_with(single) {
        Carry::Reopened { single }
    } else if !single && after.closes_first() {
        Carry::Open
    } else {
        Carry::Nothing
    };
    let tag = if carry == Carry::Nothing { tag_inside(&text[opening.end..span.end]) } else { None };
    let end = tag.map_or(span.end, |at| opening.end + at);
    push_unclosed(text, index, opening, continues, end, found);
    carry
}

/// Where the words of a quotation whose closing mark was forgotten end: after the comma before "said Mara Quist" or "Mara
/// Quist said". Only a tag that ends its sentence or goes on behind a comma counts, and only with a name.
fn tag_inside(words: &str) -> Option<usize> {
    /// Further on nobody would look for the mark.
    const LONGEST: usize = 2_000;
    const SAYS: &[&str] = &["said", "says", "added", "told"];
    /// So many words may a name have, its title included.
    const NAME: usize = 4;
    let mut end = words.len().min(LONGEST);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let words = &words[..end];
    let says = |word: &str| SAYS.contains(&word);
    let capital =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(char::is_lowercase);
    words.match_indices(", ").map(|(comma, _)| comma + 1).find(|&comma| {
        let mut rest = words[comma..].split_whitespace();
        let Some(first) = rest.next() else { return false };
        if says(first) {
            return first != "told" && rest.next().is_some_and(|name| capital(name) && !name.starts_with("I’"));
        }
        capital(first)
            && rest
                .take(NAME)
                .take_while(|word| capital(word) || says(word.trim_end_matches(['.', ','])))
                .any(|word| says(word.trim_end_matches(['.', ','])))
    })
}

/// The double mark that closes a quotation which a single one opened by mistake: the first double mark, which can do
/// nothing but close, right behind the end of a sentence or a comma.
fn closed_by_double(opening: Mark, rest: &[Mark]) -> Option<ByteRange> {
    let first = rest.iter().take(FAR).find(|mark| mark.family == Family::Double)?;
    let closes = first.can_close && !first.can_open && first.glyph != Direction::Open;
    let ends = first.before.is_some_and(|before| matches!(before, '.' | ',' | '!' | '?' | '…'));
    (closes && ends && first.span.start > opening.span.end).then_some(first.span)
}

/// Whether a colon or a comma introduces the words after the mark.
fn is_introduced(text: &str, paragraph: ByteRange, mark: Mark) -> bool {
    text[paragraph.start..mark.span.start].trim_end().ends_with([':', ','])
}

fn push_unclosed(
    text: &str,
    paragraph: usize,
    opening: ByteRange,
    continues: bool,
    end: usize,
    found: &mut Vec<Quoted>,
) {
    let end = opening.end + text[opening.end..end].trim_end().len();
    if end > opening.end {
        let outer = ByteRange::new(opening.start, end);
        let inner = ByteRange::new(opening.end, end);
        found.push(Quoted { outer, inner, paragraph, continues, closed: false, single: false });
    }
}

fn ends_sentence(before: &str) -> bool {
    before.trim_end().ends_with(['.', '!', '?', '…', ')', ']', '-', '—'])
}

/// Whether the marks after one that opens inside an open quotation close twice before anything opens again.
fn nests(rest: &[Mark]) -> bool {
    let mut closed = 0;
    for mark in rest.iter().filter(|mark| mark.family == Family::Double) {
        if mark.only_opens() {
            return false;
        }
        closed += 1;
        if closed == 2 {
            return true;
        }
    }
    false
}

/// How many marks belong to the inner quotation, its closing mark included.
fn inner_length(rest: &[Mark]) -> usize {
    rest.iter().position(|mark| mark.family == Family::Double).map_or(rest.len(), |at| at + 1)
}

/// Feet and inches: 6'3".
fn is_inches(text: &str, mark: Mark) -> bool {
    if mark.family != Family::Double || mark.glyph == Direction::Open || mark.span.len() != 1 && mark.span.len() != 3 {
        return false;
    }
    let before = text[..mark.span.start].trim_end_matches(|character: char| character.is_ascii_digit());
    before.len() < mark.span.start
        && mark.span.start - before.len() <= 2
        && before.strip_suffix(['\'', '’', '′']).is_some_and(|rest| rest.ends_with(|last: char| last.is_ascii_digit()))
}

/// Inches within a quotation in straight marks: a number before the mark, and of the marks that follow the first one
/// with no number before it closes. Otherwise the mark closes itself: "We left in 92".
fn is_measure(text: &str, mark: Mark, rest: &[Mark]) -> bool {
    let number = |mark: &Mark| {
        let before = &text[..mark.span.start];
        let digits = before.len() - before.trim_end_matches(|last: char| last.is_ascii_digit()).len();
        mark.glyph == Direction::Either && mark.span.len() == 1 && (1..=3).contains(&digits)
    };
    let follows = text[mark.span.end..].trim_start().chars().next();
    number(&mark)
        && follows.is_some_and(|next| next.is_lowercase() || matches!(next, ',' | '.' | ')' | ';'))
        && rest
            .iter()
            .find(|next| next.family == Family::Double && !number(next))
            .is_some_and(|next| next.can_close && !next.can_open)
}

/// Words that begin with an apostrophe.
const ELISIONS: &[&str] =
    &["em", "til", "till", "tis", "twas", "twere", "cause", "cos", "coz", "n", "bout", "round", "neath", "ere", "nuff"];

/// Whether a single mark can begin a quotation.
fn opens_single(text: &str, mark: Mark) -> bool {
    if mark.glyph == Direction::Close || !mark.can_open {
        return false;
    }
    let rest = &text[mark.span.end..];
    let word = rest.split(|character: char| !character.is_alphanumeric()).next().unwrap_or("");
    let decade = word.len() == 3 && word.ends_with('s') && word.starts_with(|first: char| first.is_ascii_digit());
    let year = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    !decade && !year && !ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision))
}

/// How many marks further on a single mark's fellow is looked for.
const FAR: usize = 100;

/// The mark that closes the single mark at `opening`, by what follows it: punctuation before the mark or after it
/// settles the matter, an apostrophe after an s only if nothing better comes.
fn close_single(text: &str, marks: &[Mark], opening: usize) -> Option<usize> {
    let mut doubles = 0usize;
    let mut fallback = None;
    for (index, &mark) in marks.iter().enumerate().skip(opening + 1).take(FAR) {
        if mark.family == Family::Double {
            doubles += 1;
            continue;
        }
        if mark.glyph == Direction::Open && mark.can_open {
            if opens_single(text, mark) && fallback.is_some() {
                break;
            }
            continue;
        }
        if !mark.can_close || doubles % 2 == 1 {
            if mark.can_open && opens_single(text, mark) && fallback.is_some() {
                break;
            }
            continue;
        }
        let sure = mark.before.is_some_and(|before| !before.is_alphanumeric())
            || mark.after.is_none_or(|after| !after.is_alphanumeric() && !after.is_whitespace())
            || !mark.before.is_some_and(|before| matches!(before, 's' | 'S' | 'n' | 'z' | 'x'));
        if sure {
            return Some(index);
        }
        fallback.get_or_insert(index);
    }
    fallback
}

/// The bytes that a mark or markup can begin with.
const BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let bytes = [b'"', b'`', b'\'', b'<', b']', 0xC2, 0xE2, 0xE3];
    let mut at = 0;
    while at < bytes.len() {
        begins[bytes[at] as usize] = true;
        at += 1;
    }
    begins
};

/// Collects the marks of one paragraph.
fn scan(text: &str, span: ByteRange, marks: &mut Vec<Mark>) {
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
            // The address of a Markdown link, with the title that it may have.
            b']' => {
                if let Some(length) = link_tail(&text[at..span.end]) {
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
                        at -= 1;
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

/// The length of `](address "title")` at the start of `text`, if that stands there.
#[must_use]
pub fn link_tail(text: &str) -> Option<usize> {
    /// Longer than any address that an article holds.
    const LONGEST: usize = 2_000;
    let within = &text.as_bytes()[..text.len().min(LONGEST)];
    if !within.starts_with(b"](") {
        return None;
    }
    let mut depth = 0usize;
    for (at, byte) in within.iter().enumerate().skip(1) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => {
                let inner = text.get(2..at)?;
                let address = inner.split(" \"").next().unwrap_or(inner).trim();
                return (!address.contains([' ', '\n']) || address.contains("{{")).then_some(at + 1);
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
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

/// The length of the markup tag at the start of `text`, if one stands there.
pub fn markup_tag(text: &str) -> Option<usize> {
    /// Longer than any tag that a page leaves in its text; keeps a stray `<` from eating a paragraph.
    const LONGEST: usize = 600;
    let second = *text.as_bytes().get(1)?;
    if !second.is_ascii_alphabetic() && second != b'/' && second != b'!' {
        return None;
    }
    let within = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = memchr::memchr(b'>', within)?;
    (memchr::memchr(b'<', &within[1..end]).is_none()).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The passages, each with `+` before it when it continues the one before and `…` after it when nothing closes it.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let paragraphs = Paragraphs::new(text);
        let found: Vec<String> = quoted(text, &paragraphs)
            .iter()
            .map(|quoted| {
                let start = if quoted.continues { "+" } else { "" };
                let end = if quoted.closed { "" } else { "…" };
                format!("{start}{}{end}", quoted.inner.of(text))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_typography_is_paired() {
        check("“One,” he said. “Two.”", &["One,", "Two."]);
        check("\"One,\" he said. \"Two.\"", &["One,", "Two."]);
        check("''One,'' he said. ''Two.''", &["One,", "Two."]);
        check("``One,'' he said. ``Two.''", &["One,", "Two."]);
        check("„Eins“, sagte er. „Zwei.“", &["Eins", "Zwei."]);
        check("«Un», a-t-il dit. « Deux. »", &["Un", " Deux. "]);
        check("»Eins«, sagte er.", &["Eins"]);
        check("« Trois », said Paul. « Quatre », he said.", &[" Trois ", " Quatre "]);
        check("Er sagte: »Eins«. Dann »Zwei« und »Drei«.", &["Eins", "Zwei", "Drei"]);
        check("He said (“One”) and—“Two”—three.", &["One", "Two"]);
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        check("‘It’s the Smiths’ house,’ he said. ‘Isn’t it?’", &["It’s the Smiths’ house,", "Isn’t it?"]);
        check("'It's the Smiths' house,' he said.", &["It's the Smiths' house,"]);
        check("Trump ‘Pledges’ to Win", &["Pledges"]);
        check("In the '90s the Joneses' dog ate 'em.", &[]);
        check("The dogs' tails and the cats' ears.", &[]);
        check("rock 'n' roll in '68", &[]);
        check("‘He said “no” to me,’ she said.", &["He said “no” to me,"]);
        check("Teams 'to pay' fines in players' row", &["to pay"]);
    }

    #[test]
    fn marks_inside_marks_belong_to_the_outer_passage() {
        check("“He said ‘no’ to me,” she said.", &["He said ‘no’ to me,"]);
        check("\"He said 'no,'\" she said.", &["He said 'no,'"]);
        check("''He said 'no,''' she said.", &["He said 'no,'"]);
        check("\"He calls it “big” and so on,\" she said.", &["He calls it “big” and so on,"]);
        check("“The “big” one,” she said.", &["The “big” one,"]);
    }

    #[test]
    fn paragraphs_of_a_long_quotation_open_and_do_not_close() {
        check("“One.\n\n“Two.\n\n“Three,” he said.", &["One.…", "+Two.…", "+Three,"]);
        check("\"One.\n\"Two,\" he said.", &["One.…", "+Two,"]);
        check("“One. “Two,” he said.", &["One.…", "+Two,"]);
        check("“One.\n\nTwo,” he said. “Three.”", &["One.…", "+Two,", "Three."]);
        check("‘One.\n\n‘Two,’ he said.", &["One.…", "+Two,"]);
    }

    #[test]
    fn an_unbalanced_mark_costs_its_own_paragraph_at_most() {
        check("He said \"one and left.\n\nShe said \"two\" and left.", &["one and left.…", "two"]);
        check("One” he said.\n\n“Two,” she said.", &["Two,"]);
    }

    #[test]
    fn marks_typed_the_wrong_way_round_are_read_by_their_neighbours() {
        check("”One,” he said.", &["One,"]);
        check("“The rate is 51 percent.“\n\n“Two,” he said.", &["The rate is 51 percent.", "Two,"]);
    }

    #[test]
    fn marks_typed_twice_are_one() {
        check("\"\"One,\"\" he said. \"Two.\"", &["One,", "Two."]);
        check("\"“One,”\" he said. “Two.”", &["One,", "Two."]);
        check("““One,”” he said.", &["One,"]);
        check("\"One.\"\"Two.\"", &["One.", "Two."]);
        check("\"He said “no.”\"", &["He said “no.”"]);
    }

    #[test]
    fn two_single_marks_stand_for_a_double_one() {
        check("‘‘One,’’ he said. ‘‘Two.’’", &["One,", "Two."]);
        check("“One,’’ he said. “Two.”", &["One,", "Two."]);
        check("“He said ‘I won’t ‘go’’ to me,” she said.", &["He said ‘I won’t ‘go’’ to me,"]);
    }

    #[test]
    fn a_forgotten_closing_mark_stands_before_the_tag() {
        check("“The mill is wet, said Mara Quist, its owner. “We dry it.”", &["The mill is wet,…", "We dry it."]);
        check("“The mill is wet, Mara Quist said. “We dry it.”", &["The mill is wet,…", "We dry it."]);
        check("“The mill is wet, said Mara Quist.\n\nIt rained.", &["The mill is wet,…"]);
        check("“The mill is wet, said the owner. “We dry it.”", &["The mill is wet, said the owner.…", "+We dry it."]);
        check("“When it rained, said Mara, we left,” he said.", &["When it rained, said Mara, we left,"]);
        check(
            "“It is wet, Ada, and Mara said so.\n\n“We dry it.”",
            &["It is wet, Ada, and Mara said so.…", "+We dry it."],
        );
    }

    #[test]
    fn a_single_mark_may_open_what_a_double_one_closes() {
        check("'The mill isn't wet, as we knew,\" he said.", &["The mill isn't wet, as we knew,"]);
        check("He said \"the dogs' tails.\" In the '90s he left.", &["the dogs' tails."]);
        check("Ada wrote: 'The mill is wet.\n\n'We dry it,' she wrote.", &["The mill is wet.…", "+We dry it,"]);
        check("Ada wrote of the 'old mill.\n\n'We dry it,' she wrote.", &["We dry it,"]);
    }

    #[test]
    fn paragraphs_set_off_below_a_colon_are_quoted() {
        check("Ada wrote:\n\n> We will\n> not pay.\n\n> Never.", &["We will", "+not pay.", "+Never."]);
        check("Ada wrote.\n\n> We will not pay.", &[]);
        check("Ada wrote:\n\n> She said “no” twice.", &["no"]);
    }

    #[test]
    fn inches_and_markup_are_no_marks() {
        check("Trump is 6'3\" tall and said \"yes\".", &["yes"]);
        check(
            "\"It is 4' 8\" high, and 30\" wide, they say,\" he said.",
            &["It is 4' 8\" high, and 30\" wide, they say,"],
        );
        check("\"We left in 92\", he said, \"and came back.\"", &["We left in 92", "and came back."]);
        check("See [the house](https://example.org \"A \"grand\" house\"), \"the best\".", &["the best"]);
        check("<a href=\"x\">He</a> said \"yes\".", &["yes"]);
        check("He said 5 < 6 and \"yes\".", &["yes"]);
    }
}
