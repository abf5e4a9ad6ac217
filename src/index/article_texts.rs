//! The texts of a group's articles and their paragraphs, as numbers of their folded words: what `full:`, `context:` and
//! `about:` look at, so that the articles need not be read from the store.

use std::ops::Range;

use super::codec::{Decoder, Encoder};
use super::words::{Words, WordsBuilder};
use crate::text::fold::Arena;
use crate::text::{ByteRange, CharRange, Paragraphs, Positions, unwrap};

/// The texts of some articles. Places in them are ranges of words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ArticleTexts {
    /// The numbers of the words, of [`Self::width`] bytes each: of each article its text, and behind it those of its
    /// paragraphs that are not a part of it as they are read by themselves.
    numbers: Vec<u8>,
    width: usize,
    articles: Vec<Row>,
    paragraphs: Vec<Paragraph>,
}

/// One article; the next row begins where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    /// Where its text stands.
    start: u32,
    end: u32,
    /// How many code points the text has as it is stored; [`NO_TEXT`] where there is none.
    code_points: u32,
    /// Number of its first paragraph.
    first: u32,
}

const NO_TEXT: u32 = u32::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Paragraph {
    /// The first code point in the text as it is stored.
    from: u32,
    /// Where it stands.
    start: u32,
    end: u32,
}

/// Where the paragraphs around a quotation stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Context {
    /// There, as one text.
    At(Range<usize>),
    /// Nowhere: the quotation has no place in the text, and its own words are what there is.
    Nowhere,
    /// In no one piece; they have to be read from the store.
    InPieces,
}

/// Collects texts.
#[derive(Debug, Default)]
pub(super) struct ArticleTextsBuilder {
    words: WordsBuilder,
    numbers: Vec<u32>,
    articles: Vec<Row>,
    paragraphs: Vec<Paragraph>,
    arena: Arena,
    cased: String,
}

impl ArticleTextsBuilder {
    /// Takes in the text of the next article, as it is stored. `None` where all are too long.
    pub(super) fn push(&mut self, text: Option<&str>) -> Option<()> {
        let (first, start) = (narrow(self.paragraphs.len())?, self.numbers.len());
        let Some(text) = text else {
            let start = narrow(start)?;
            self.articles.push(Row { start, end: start, code_points: NO_TEXT, first });
            return Some(());
        };
        self.append(&unwrap(text, ""));
        let end = self.numbers.len();
        let positions = Positions::new(text);
        let code_points = positions.code_point(text.len());
        self.articles.push(Row { start: narrow(start)?, end: narrow(end)?, code_points, first });
        let mut from = start;
        for span in Paragraphs::new(text).spans() {
            let before = self.numbers.len();
            self.append(&unwrap(span.of(text), text));
            let (known, own) = self.numbers.split_at(before);
            let len = own.len();
            // Nearly always it is the next part of the text.
            let same = known[from..end].starts_with(own);
            let at = if same { Some(0) } else { known[from..end].windows(len).position(|words| words == own) };
            let place = match at {
                Some(at) => {
                    self.numbers.truncate(before);
                    from += at + len;
                    from - len..from
                }
                None => before..before + len,
            };
            let (start, end) = (narrow(place.start)?, narrow(place.end)?);
            self.paragraphs.push(Paragraph { from: positions.code_point(span.start), start, end });
        }
        Some(())
    }

    /// Appends the words of a text.
    fn append(&mut self, text: &str) {
        self.arena.clear();
        self.arena.push(text);
        self.arena.cased(ByteRange::new(0, self.arena.text().len()), &mut self.cased);
        for word in self.cased.split(' ') {
            self.numbers.push(self.words.number(word));
        }
    }

    /// All of them, and their words.
    pub(super) fn finish(self) -> Option<(Words, ArticleTexts)> {
        let Self { words, numbers, articles, paragraphs, .. } = self;
        let words = words.finish()?;
        narrow(numbers.len())?;
        let width = if words.len() <= usize::from(u16::MAX) { SHORT } else { LONG };
        let bytes = |number: &u32| number.to_le_bytes().into_iter().take(width);
        let numbers = numbers.iter().flat_map(bytes).collect();
        Some((words, ArticleTexts { numbers, width, articles, paragraphs }))
    }
}

/// How many bytes the number of a word takes, mostly and where there are many.
const SHORT: usize = 2;
const LONG: usize = 4;

impl ArticleTexts {
    /// Where the text of an article stands; `None` where it has none.
    pub(crate) fn full(&self, article: usize) -> Option<Range<usize>> {
        let row = self.articles.get(article).filter(|row| row.code_points != NO_TEXT)?;
        Some(row.start as usize..row.end as usize)
    }

    /// Where the paragraphs stand in which the quotation at `at` of an article begins and ends.
    pub(crate) fn context(&self, article: usize, at: Option<CharRange>) -> Context {
        let (Some(row), Some(at)) = (self.articles.get(article), at) else { return Context::Nowhere };
        if row.code_points == NO_TEXT || at.start > at.end || at.end > row.code_points {
            return Context::Nowhere;
        }
        if at.start == at.end {
            return Context::InPieces;
        }
        let end = self.articles.get(article + 1).map_or(self.paragraphs.len(), |next| next.first as usize);
        let paragraphs = &self.paragraphs[row.first as usize..end];
        let number = |code_point: u32| paragraphs.partition_point(|paragraph| paragraph.from <= code_point);
        let (first, last) = (number(at.start), number(at.end - 1));
        if first == 0 {
            return Context::Nowhere;
        }
        let around = paragraphs.get(first - 1..last).unwrap_or_default();
        match around {
            [first, .., last] if around.windows(2).all(|pair| pair[0].end == pair[1].start) => {
                Context::At(first.start as usize..last.end as usize)
            }
            [one] => Context::At(one.start as usize..one.end as usize),
            _ => Context::InPieces,
        }
    }

    /// Whether words stand somewhere in `range` one after the other of which `flags` has, by number, the first bit for
    /// the first, the second bit for the second, and so on up to `last`.
    pub(crate) fn has_run(&self, range: Range<usize>, flags: &[u32], last: u32) -> bool {
        match self.width {
            SHORT => has_run::<SHORT>(self.bytes(range), flags, last),
            _ => has_run::<LONG>(self.bytes(range), flags, last),
        }
    }

    /// Writes the words in `range`, which stand in `written` as they do in the arena of `words`, with spaces between.
    pub(crate) fn write(&self, range: Range<usize>, words: &Words, written: &str, into: &mut String) {
        into.clear();
        for (count, bytes) in self.bytes(range).chunks_exact(self.width).enumerate() {
            if count > 0 {
                into.push(' ');
            }
            let number = bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte));
            if number < words.len() {
                into.push_str(words.place(number).of(written));
            }
        }
    }

    fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.numbers[range.start * self.width..range.end * self.width]
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::default();
        encoder.column32(self.articles.iter().map(|row| row.start));
        encoder.column32(self.articles.iter().map(|row| row.end));
        encoder.column32(self.articles.iter().map(|row| row.code_points));
        encoder.column32(self.articles.iter().map(|row| row.first));
        encoder.column32(self.paragraphs.iter().map(|one| one.from));
        encoder.column32(self.paragraphs.iter().map(|one| one.start));
        encoder.column32(self.paragraphs.iter().map(|one| one.end));
        encoder.number(self.width as u64);
        encoder.raw(&self.numbers);
        encoder.bytes
    }

    /// What [`Self::encode`] wrote of so many articles.
    pub(super) fn decode(bytes: &[u8], articles: usize) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        let d = &mut decoder;
        let [starts, ends, code_points, firsts] = [d.column32()?, d.column32()?, d.column32()?, d.column32()?];
        let [froms, begins, stops] = [d.column32()?, d.column32()?, d.column32()?];
        let width = usize::try_from(d.number()?).ok().filter(|width| [SHORT, LONG].contains(width))?;
        let numbers = d.raw()?.to_vec();
        let same = [&starts, &ends, &code_points, &firsts].into_iter().all(|column| column.len() == articles)
            && begins.len() == froms.len()
            && stops.len() == froms.len();
        if !same || !d.is_at_end() {
            return None;
        }
        let rows = starts.into_iter().zip(ends).zip(code_points).zip(firsts);
        let rows = rows.map(|(((start, end), code_points), first)| Row { start, end, code_points, first });
        let paragraphs = froms.into_iter().zip(begins).zip(stops);
        let paragraphs = paragraphs.map(|((from, start), end)| Paragraph { from, start, end });
        let all = Self { numbers, width, articles: rows.collect(), paragraphs: paragraphs.collect() };
        all.fits().then_some(all)
    }

    /// Whether nothing can be looked up out of bounds.
    fn fits(&self) -> bool {
        let words = (self.numbers.len() / self.width) as u64;
        let is_place = |start: u32, end: u32| start <= end && u64::from(end) <= words;
        let count = self.paragraphs.len() as u64;
        self.articles.iter().all(|row| is_place(row.start, row.end) && u64::from(row.first) <= count)
            && self.articles.windows(2).all(|pair| pair[0].first <= pair[1].first)
            && self.paragraphs.iter().all(|one| is_place(one.start, one.end))
    }
}

fn has_run<const WIDTH: usize>(bytes: &[u8], flags: &[u32], last: u32) -> bool {
    let (numbers, _) = bytes.as_chunks::<WIDTH>();
    let flags_of = |bytes: &[u8; WIDTH]| {
        let number = bytes.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte));
        flags.get(number).copied().unwrap_or_default()
    };
    if last == 0 {
        return numbers.iter().any(|number| flags_of(number) & 1 != 0);
    }
    // Which of the beginnings of the run end at this word.
    let mut open = 0;
    numbers.iter().any(|number| {
        open = (open << 1 | 1) & flags_of(number);
        open >> last & 1 != 0
    })
}

fn narrow(number: usize) -> Option<u32> {
    u32::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold_cased;

    const HARBOUR: &str = "The Pier\n\n“We sail to the island,” said Ann Lind-\nqvist of the har-\nbour office, to the \
                           crew.\n\n“And the day after,” said Marta Lindqvist.";

    fn texts(all: &[Option<&str>]) -> (Words, ArticleTexts) {
        let mut builder = ArticleTextsBuilder::default();
        all.iter().for_each(|text| builder.push(*text).unwrap());
        builder.finish().unwrap()
    }

    fn some() -> (Words, ArticleTexts) {
        texts(&[Some(HARBOUR), None, Some(""), Some("One line.")])
    }

    fn place(text: &str, words: &str) -> Option<CharRange> {
        let start = text.find(words).unwrap();
        Some(Positions::new(text).at(ByteRange::new(start, start + words.len())))
    }

    fn written((words, texts): &(Words, ArticleTexts), range: Range<usize>) -> String {
        let (mut cased, mut into) = (String::new(), String::new());
        words.arena().cased(ByteRange::new(0, words.arena().text().len()), &mut cased);
        texts.write(range, words, &cased, &mut into);
        into
    }

    #[track_caller]
    fn around(all: &(Words, ArticleTexts), article: usize, at: Option<CharRange>) -> String {
        match all.1.context(article, at) {
            Context::At(range) => written(all, range),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn texts_and_their_paragraphs_are_those_that_are_read_from_the_store() {
        let all = some();
        assert_eq!(written(&all, all.1.full(0).unwrap()), fold_cased(&unwrap(HARBOUR, "")));
        assert_eq!(all.1.full(1), None);
        assert_eq!(written(&all, all.1.full(2).unwrap()), "");
        let paragraphs = Paragraphs::new(HARBOUR);
        // The name closes up only where the whole article is known.
        assert!(paragraphs.spans().iter().any(|span| span.of(HARBOUR).contains("Lind-\nqvist")));
        for span in paragraphs.spans() {
            let at = Positions::new(HARBOUR).at(ByteRange::new(span.end - 4, span.end));
            assert_eq!(around(&all, 0, Some(at)), fold_cased(&unwrap(span.of(HARBOUR), HARBOUR)));
        }
        assert_eq!(around(&all, 3, place("One line.", "line")), "One line.");
    }

    #[test]
    fn places_that_are_none_are_not_found() {
        let all = some();
        for at in [None, Some(CharRange::new(5, 4)), Some(CharRange::new(3, 90_000))] {
            assert_eq!(all.1.context(0, at), Context::Nowhere, "{at:?}");
        }
        assert_eq!(all.1.context(1, Some(CharRange::new(0, 1))), Context::Nowhere);
        assert_eq!(all.1.context(0, place(HARBOUR, "crew.\n\n“And")), Context::InPieces);
        let two = texts(&[Some("One two.\nThree four.")]);
        assert_eq!(around(&two, 0, place("One two.\nThree four.", "two.\nThree")), "One two. Three four.");
    }

    #[test]
    fn runs_of_words_are_found() {
        let many: String = (0..70_000).map(|number| format!("w{number} ")).collect();
        for (words, texts) in [texts(&[Some("a b a b c")]), texts(&[Some("a b a b c"), Some(&many)])] {
            let flags = |word: &str| {
                let mut flags = vec![0; words.len()];
                for (bit, letter) in word.chars().enumerate() {
                    let is = |number: &usize| words.place(*number).of(words.arena().text()) == letter.to_string();
                    flags[(0..words.len()).find(is).unwrap()] |= 1u32 << bit;
                }
                (flags, word.len() as u32 - 1)
            };
            for (run, range, expected) in
                [("abc", 0..5, true), ("abc", 0..4, false), ("aba", 0..5, true), ("ac", 0..5, false), ("c", 0..5, true)]
            {
                let (flags, last) = flags(run);
                assert_eq!(texts.has_run(range, &flags, last), expected, "{run}");
            }
        }
    }

    #[test]
    fn they_come_back_and_no_damage_makes_them_panic() {
        let (words, texts) = some();
        let bytes = texts.encode();
        assert_eq!(ArticleTexts::decode(&bytes, 3), None);
        let flags = vec![1; words.len()];
        for at in 0..bytes.len() {
            for value in [0, 1, 4, 0x7f, 0xff, bytes[at].wrapping_add(1)] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                let Some(texts) = ArticleTexts::decode(&bytes, 4) else { continue };
                let mut into = String::new();
                for article in 0..4 {
                    if let Some(range) = texts.full(article) {
                        texts.has_run(range.clone(), &flags, 0);
                        texts.write(range, &words, words.arena().text(), &mut into);
                    }
                    for at in 0..130 {
                        if let Context::At(range) = texts.context(article, Some(CharRange::new(at, at + 9))) {
                            texts.has_run(range, &flags, 0);
                        }
                    }
                }
            }
        }
        assert_eq!(ArticleTexts::decode(&bytes, 4), Some(texts));
    }
}
