//! A draft's passages: everything that stands in quotation marks, and every block quote, whatever extraction takes it
//! for.

use crate::article::Article;
use crate::extract::{self, Extraction};
use crate::read::Loaded;
use crate::text::{ByteRange, Paragraphs, Positions, Quoted, quoted};

/// A draft with its passages.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The article that it was read as.
    pub article: Article,
    /// What is checked, in the order of the text.
    pub passages: Vec<Passage>,
    /// The lines, from 1, on which a mark opens that nothing closes.
    pub unpaired: Vec<usize>,
    /// It was read from a text file, in which an editor can go to a line.
    pub is_text: bool,
}

/// A file larger than this is not read again for its lines.
const LARGEST: u64 = 64 << 20;
/// So many bytes of a passage tell its line in a file that is laid out in its own way.
const TELLING: usize = 32;
/// Where so many passages are not found in the file, the others are not looked for.
const MOST_MISSED: usize = 100;

/// One passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands, marks not included.
    pub span: ByteRange,
    /// The line and the column of its first letter, from 1.
    pub place: (usize, usize),
    /// Whom the draft names as its speaker.
    pub speaker: Option<String>,
    /// It looks like a term, a title or a nickname rather than somebody's words.
    pub term: bool,
}

impl Passage {
    /// Its words as the draft prints them.
    #[must_use]
    pub fn text<'d>(&self, draft: &'d Draft) -> &'d str {
        self.span.of(&draft.article.text)
    }
}

impl Draft {
    /// Finds the passages of a draft.
    #[must_use]
    pub fn new(article: Article) -> Self {
        // Drafts are wrapped by editors: a line end alone ends no paragraph. Every place stays what it was.
        let joined = Article { text: joined_lines(&article.text), ..Article::default() };
        let extraction = extract::extract(&joined, extract::Options::default());
        let text = joined.text.as_str();
        let paragraphs = Paragraphs::new(text);
        let lines = Lines::new(text);
        let marked = quoted(text, &paragraphs);
        let goes_on = |index: usize| marked.get(index + 1).is_some_and(|next| next.continues);
        let open = marked
            .iter()
            .enumerate()
            .filter(|&(index, passage)| !passage.closed && has_mark(text, passage) && !goes_on(index));
        let unpaired = open.map(|(_, passage)| lines.number(passage.outer.start)).collect();
        // A block quote without marks is one passage, however many lines it has.
        let blocks = block_quotes(&article.text);
        let unmarked = |passage: &&Quoted| !has_mark(text, passage);
        let in_block = |passage: &&Quoted| overlapping(&blocks, passage.inner, |block| *block).is_some();
        let kept = marked.iter().filter(|passage| !(unmarked(passage) && in_block(passage)));
        let mut spans: Vec<ByteRange> = kept.map(|passage| trimmed(text, passage.inner)).collect();
        let mut sorted = spans.clone();
        sorted.sort_by_key(|span| span.start);
        let free = |block: &&ByteRange| overlapping(&sorted, **block, |span| *span).is_none();
        let whole: Vec<ByteRange> = blocks.iter().filter(free).copied().collect();
        spans.extend(whole);
        spans.retain(|span| span.of(text).contains(char::is_alphanumeric));
        spans.sort_by_key(|span| span.start);
        let speakers = Speakers::new(text, &extraction);
        let places = lines.places(text, spans.iter().map(|span| span.start));
        let passages = spans
            .iter()
            .zip(places)
            .map(|(&span, place)| {
                let (speaker, term) = speakers.of(span);
                Passage { span, place, speaker, term }
            })
            .collect();
        Self { passages, unpaired, article, is_text: false }
    }

    /// The draft of a file that was read, its lines counted as in the file: front matter is no part of an article's text.
    #[must_use]
    pub fn of_file(loaded: Loaded) -> Self {
        let mut draft = Self::new(loaded.article);
        let small = std::fs::metadata(&loaded.place).is_ok_and(|data| data.is_file() && data.len() < LARGEST);
        let raw = small.then(|| std::fs::read_to_string(&loaded.place).ok()).flatten();
        let Some(raw) = raw.map(|raw| raw.replace("\r\n", "\n")).filter(|raw| !raw.contains('\0')) else {
            return draft;
        };
        draft.is_text = true;
        if let Some(before) = raw.strip_suffix(draft.article.text.as_str()) {
            let lines = before.matches('\n').count();
            draft.passages.iter_mut().for_each(|passage| passage.place.0 += lines);
            draft.unpaired.iter_mut().for_each(|line| *line += lines);
            return draft;
        }
        // A page, say: a passage stands after the one before it.
        let lines = Lines::new(&raw);
        let (mut from, mut missed) = (0, 0);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (number, passage) in draft.passages.iter().enumerate() {
            if missed == MOST_MISSED {
                break;
            }
            let words = passage.span.of(&draft.article.text);
            let end = words.find('\n').unwrap_or(words.len()).min(TELLING);
            let end = (0..=end).rev().find(|&end| words.is_char_boundary(end)).unwrap_or(0);
            match raw[from..].find(&words[..end]) {
                Some(at) => {
                    from += at;
                    found.push((number, from));
                }
                None => missed += 1,
            }
        }
        let places = lines.places(&raw, found.iter().map(|&(_, at)| at));
        for ((number, _), place) in found.into_iter().zip(places) {
            draft.passages[number].place = place;
        }
        draft
    }
}

/// Who says what, as extraction sees the draft.
struct Speakers {
    quotations: Vec<(ByteRange, Option<String>)>,
}

impl Speakers {
    fn new(text: &str, extraction: &Extraction) -> Self {
        let positions = Positions::new(text);
        let found = extraction.quotations.iter();
        let placed = found.filter_map(|one| Some((positions.span(one.at?)?, one.speaker.clone())));
        let mut quotations: Vec<_> = placed.collect();
        quotations.sort_by_key(|(span, _)| span.start);
        Self { quotations }
    }

    /// The speaker of a passage, and whether it is taken for a term.
    fn of(&self, span: ByteRange) -> (Option<String>, bool) {
        let found = overlapping(&self.quotations, span, |(quotation, _)| *quotation);
        (found.and_then(|(_, speaker)| speaker.clone()), found.is_none())
    }
}

/// `text` with a space for every line end inside a paragraph, where blank lines part its paragraphs. Lines that begin
/// like headings, items and block quotes stay lines.
fn joined_lines(text: &str) -> String {
    if !text.trim().contains("\n\n") {
        return text.to_owned();
    }
    let mut joined = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let begins = |line: &str| line.trim_start().starts_with(['#', '>', '-', '*', '+', '|', '•', '—']);
        let goes_on = lines.peek().is_some_and(|next| !next.trim().is_empty() && !begins(next));
        match line.strip_suffix('\n') {
            Some(words) if goes_on && !words.trim().is_empty() && !words.trim_start().starts_with('#') => {
                joined.push_str(words);
                joined.push(' ');
            }
            _ => joined.push_str(line),
        }
    }
    joined
}

/// Block quotes of Markdown: runs of lines that begin with `>`, the marks at the line starts included.
fn block_quotes(text: &str) -> Vec<ByteRange> {
    let mut blocks: Vec<ByteRange> = Vec::new();
    let mut open = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if let Some(words) = trimmed.strip_prefix('>') {
            let words = words.trim();
            let named = words.starts_with('—') || words.starts_with("--") || words.starts_with("– ");
            if words.is_empty() || named {
                open = false;
            } else {
                let from = start + line.find(words).unwrap_or(0);
                let to = from + words.len();
                match blocks.last_mut() {
                    Some(last) if open => last.end = to,
                    _ => blocks.push(ByteRange::new(from, to)),
                }
                open = true;
            }
        } else {
            open = false;
        }
        start += line.len();
    }
    blocks
}

/// Whether a quotation mark opens a passage: block quotes have none.
fn has_mark(text: &str, passage: &Quoted) -> bool {
    text[passage.outer.start..passage.inner.start]
        .contains(['“', '”', '"', '„', '«', '»', '‹', '‘', '’', '\'', '‚', '`'])
}

fn trimmed(text: &str, span: ByteRange) -> ByteRange {
    let words = span.of(text);
    let from = span.start + (words.len() - words.trim_start().len());
    ByteRange::new(from, from + words.trim().len())
}

/// The first of `sorted`, whose spans are in order and hardly overlap, that shares letters with `span`.
fn overlapping<T>(sorted: &[T], span: ByteRange, of: impl Fn(&T) -> ByteRange) -> Option<&T> {
    // One that begins before may reach into it; spans that hold others are rare and short.
    const BEFORE: usize = 16;
    let from = sorted.partition_point(|one| of(one).start < span.start).saturating_sub(BEFORE);
    sorted[from..]
        .iter()
        .take_while(|one| of(one).start < span.end.max(span.start + 1))
        .find(|one| of(one).overlaps(span))
}

/// The lines of a text.
struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The number of the line that holds an offset, from 1.
    fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// Line and column of offsets in order. However long a line is, it is gone through once.
    fn places(&self, text: &str, offsets: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
        let (mut at, mut column) = (0, 1);
        let place = |offset: usize| {
            let line = self.number(offset);
            let start = self.starts[line - 1];
            if at < start || offset < at {
                (at, column) = (start, 1);
            }
            column += text[at..offset].chars().count();
            at = offset;
            (line, column)
        };
        offsets.map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        Draft::new(Article { text: text.to_owned(), ..Article::default() })
    }

    #[test]
    fn everything_in_marks_is_a_passage() {
        let draft = draft("# Tides\n\n“The harbour stays open,” said Ann Bell. They call it the “tar walk”.\n");
        let shown: Vec<_> = draft.passages.iter().map(|one| (one.text(&draft), one.place)).collect();
        assert_eq!(shown, [("The harbour stays open,", (3, 2)), ("tar walk", (3, 60))]);
        assert_eq!(draft.passages[0].speaker.as_deref(), Some("Ann Bell"));
        assert!(draft.unpaired.is_empty());
    }

    #[test]
    fn block_quotes_are_passages() {
        let draft = draft("Bell wrote:\n\n> The harbour stays open,\n> whatever they say.\n>\n> — Ann Bell\n");
        let shown: Vec<_> = draft.passages.iter().map(|one| one.text(&draft)).collect();
        assert_eq!(shown, ["The harbour stays open,\n> whatever they say."]);
    }

    #[test]
    fn a_line_end_alone_ends_no_quotation() {
        let draft = draft("# Tides\n\nIt rains. “The harbour\nstays open,” said Ann Bell.\n\nTwo.\n");
        let shown: Vec<_> = draft.passages.iter().map(|one| (one.text(&draft), one.speaker.as_deref())).collect();
        assert_eq!(shown, [("The harbour\nstays open,", Some("Ann Bell"))]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str, raw: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, raw).unwrap();
            let input = crate::read::Input::from(path.into_os_string());
            let pending = crate::read::pending_articles(vec![input], crate::article::Metadata::default());
            let loaded = pending.map(|one| one.and_then(|one| one.read()).unwrap()).next().unwrap();
            let draft = Draft::of_file(loaded);
            assert!(draft.is_text);
            draft.passages[0].place
        };
        assert_eq!(of("a.md", "---\ntitle: Tides\n---\n\n“The harbour stays open,” said Ann Bell.\n"), (5, 2));
        assert_eq!(of("b.txt", "It rains.\r\n\r\n“The harbour stays open,” said Ann Bell.\r\n"), (3, 2));
    }

    #[test]
    fn a_mark_without_an_end_is_named() {
        let draft = draft("One.\n\nBell said: “The harbour stays open.\n\nTwo.\n");
        assert_eq!(draft.unpaired, [3]);
        assert_eq!(draft.passages.len(), 1);
    }
}
