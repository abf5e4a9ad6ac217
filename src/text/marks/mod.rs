//! Quotation marks and their pairing: from a text to the passages that stand in marks.
//!
//! Every typography that news is set in comes through here: curly, straight, `''…''`, „…“, «…», single marks in
//! headlines and in British use, paragraphs of a long quotation that open and do not close, marks typed the wrong way
//! round. What a mark does is read from three things, in this order: the glyph, the characters beside it, and whether
//! a quotation is open. An unbalanced mark costs at most its own paragraph. Marks inside marks belong to the outer
//! passage and are not reported.
//!
//! Whether somebody *said* what stands in the marks is not decided here.

mod measures;
mod scan;
mod single;
#[cfg(test)]
mod tests;

use measures::{is_inches, is_measure};
use scan::{Direction, FAR, Family, Mark, scan};
use single::{close_single, opens_single};

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
    let mut beyond: Option<Interrupted> = None;
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
        let signature = signature(span.of(text)).map(|at| span.start + at);
        if (introduced || signature.is_some())
            && let Some(quoted) = block_quote(text, span, signature, index, found.last())
        {
            found.push(quoted);
            carried = Carry::Nothing;
            continue;
        }
        if let Some(open) = beyond.take_if(|open| open.taken_up == index) {
            carried = Carry::Reopened { single: open.single };
            // What stands in marks between the two is the page's.
            found.truncate(open.found);
        }
        if marks.is_empty() {
            carried = Carry::Nothing;
            continue;
        }
        let after = Following { span: spans.get(index + 1).copied(), marks: &next };
        let paragraph = Paragraph { text, span, index, marks: &marks };
        let before = found.len();
        carried = pair(&paragraph, &after, carried, &mut found);
        let open = found[before..].last().filter(|last| !last.closed && carried == Carry::Nothing);
        if let Some(single) = open.map(|open| open.single) {
            let taken_up = past_furniture(text, spans, index, single);
            beyond = taken_up.map(|taken_up| Interrupted { taken_up, single, found: found.len() });
        }
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

/// Where the last line of a paragraph set off with `>` begins that names the author: `> Ada Low, a pilot`.
fn signature(words: &str) -> Option<usize> {
    const LONGEST: usize = 16;
    let at = words.rfind('\n').filter(|_| words.starts_with('>'))?;
    let line = words[at + 1..].trim_start_matches(['>', '—', '–', '-', '―', ' ']);
    let name = line.split([',', '(']).next().unwrap_or(line).trim();
    let is_name = (2..=4).contains(&name.split(' ').count())
        && name
            .split(' ')
            .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "de" | "van" | "von" | "al" | "bin"));
    let ends = words[..at].trim_end_matches(['>', ' ', '\n']).ends_with(['.', '!', '?', '…', '”', '"']);
    let alone = line.split_whitespace().count() <= LONGEST && !line.ends_with(['.', '!', '?', ':', ';', ',']);
    (is_name && ends && alone && words[at + 1..].starts_with('>')).then_some(at)
}

/// The paragraph as a quotation set off with `>`, as in Markdown and mails, below the words that introduce it or above
/// the `signature`.
fn block_quote(
    text: &str,
    span: ByteRange,
    signature: Option<usize>,
    index: usize,
    last: Option<&Quoted>,
) -> Option<Quoted> {
    let quoted = text[span.start..signature.unwrap_or(span.end)].trim_end_matches(['>', ' ', '\n']);
    let span = ByteRange::new(span.start, span.start + quoted.len());
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

/// A quotation that short lines of a page interrupt.
#[derive(Debug, Clone, Copy)]
struct Interrupted {
    /// The paragraph that takes it up again.
    taken_up: usize,
    single: bool,
    /// How many passages there are up to its first part.
    found: usize,
}

/// The paragraph that takes up an open quotation again after teasers, captions and other short lines of a page that
/// stand behind the paragraph at `index`.
fn past_furniture(text: &str, spans: &[ByteRange], index: usize, single: bool) -> Option<usize> {
    const MOST: usize = 5;
    const SHORT: usize = 90;
    let is_furniture = |span: &ByteRange| {
        let words = span.of(text);
        words.len() <= SHORT
            && !words.ends_with(['.', '!', '?', ',', ':', '"', '”', '’'])
            && !words.starts_with(['"', '“'])
    };
    let skipped = spans[index + 1..].iter().take(MOST).take_while(|span| is_furniture(span)).count();
    let taken_up = index + 1 + skipped;
    let &span = spans.get(taken_up).filter(|_| skipped > 0)?;
    let mut marks = Vec::new();
    scan(text, span, &mut marks);
    Following { span: Some(span), marks: &marks }.opens_with(single).then_some(taken_up)
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
                        || after.opens_with(true) && is_introduced(text, span, mark, found)
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
fn is_introduced(text: &str, paragraph: ByteRange, mark: Mark, found: &[Quoted]) -> bool {
    let before = text[paragraph.start..mark.span.start].trim_end();
    // ‘A siege,’ he told the court. ‘He came back: the speaker goes on.
    let quoted = found.last().is_some_and(|last| last.single && last.outer.start >= paragraph.start);
    before.ends_with([':', ',']) || quoted && ends_sentence(before)
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
