//! The words of a group's articles, each once: what stands between the spaces of their folded texts, with its capitals.
//! Texts are kept as numbers of words, so that a value is looked for in few words and then among numbers.

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::codec::{Decoder, Encoder};
use crate::text::ByteRange;
use crate::text::fold::Arena;

/// The words of some articles, by number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// Each followed by a line break.
    arena: Arena,
    /// Where each word begins, and the end of all.
    starts: Vec<u32>,
}

/// Collects words.
#[derive(Debug, Default)]
pub(super) struct WordsBuilder {
    arena: Arena,
    numbers: FxHashMap<String, u32>,
}

impl WordsBuilder {
    /// The number of a folded word with its capitals.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        self.arena.push(word);
        self.arena.push_break();
        number
    }

    /// All of them; `None` where they are too many.
    pub(super) fn finish(self) -> Option<Words> {
        let Self { mut arena, numbers } = self;
        arena.shrink();
        Words::new(arena).filter(|words| words.len() == numbers.len())
    }
}

impl Words {
    fn new(arena: Arena) -> Option<Self> {
        let text = arena.text();
        u32::try_from(text.len()).ok()?;
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let whole = starts.last().map(|&end| end as usize) == Some(text.len());
        whole.then_some(Self { arena, starts })
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Where the words stand that [`Self::place`] gives.
    pub(crate) fn arena(&self) -> &Arena {
        &self.arena
    }

    /// Where a word stands, without its line break.
    pub(crate) fn place(&self, word: usize) -> ByteRange {
        ByteRange::new(self.starts[word] as usize, self.starts[word + 1] as usize - 1)
    }

    /// Gives `each` the words in which `finder` finds something that is accepted, by its place and that of the word.
    pub(crate) fn with(
        &self,
        finder: &Finder<'_>,
        accepts: impl Fn(&Arena, usize, ByteRange) -> bool,
        mut each: impl FnMut(usize),
    ) {
        let bytes = self.arena.text().as_bytes();
        let (mut from, mut word) = (0, 0);
        while let Some(at) = finder.find(&bytes[from..]) {
            let at = from + at;
            word += self.starts[word + 1..].partition_point(|&end| end as usize <= at);
            if word == self.len() {
                return;
            }
            let end = self.starts[word + 1] as usize;
            if accepts(&self.arena, at, ByteRange::new(self.starts[word] as usize, end - 1)) {
                each(word);
                from = end;
            } else {
                from = at + 1;
            }
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let (text, capitals) = self.arena.parts();
        let mut encoder = Encoder::default();
        encoder.text(text);
        encoder.column64(capitals.iter().copied());
        encoder.bytes
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        let arena = Arena::from_parts(decoder.owned()?, decoder.column64()?)?;
        decoder.is_at_end().then(|| Self::new(arena)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Words {
        let mut builder = WordsBuilder::default();
        all.iter().for_each(|word| _ = builder.number(word));
        builder.finish().unwrap()
    }

    fn with(words: &Words, part: &str) -> Vec<usize> {
        let mut found = Vec::new();
        words.with(&Finder::new(part), |_, _, _| true, |word| found.push(word));
        found
    }

    #[test]
    fn words_are_found_by_what_they_hold() {
        let words = words(&["The", "pier", "", "the", "\"Senor\"", "piers", "The"]);
        assert_eq!(words.len(), 6);
        assert_eq!(with(&words, "the"), [0, 3]);
        assert_eq!(with(&words, "pier"), [1, 5]);
        assert_eq!(with(&words, "quay"), Vec::<usize>::new());
        assert_eq!(words.place(4).of(words.arena().text()), "\"senor\"");
        assert_eq!(Words::decode(&words.encode()), Some(words));
    }

    #[test]
    fn no_damage_makes_them_panic() {
        let bytes = words(&["one", "two", "Three"]).encode();
        for at in 0..bytes.len() {
            for value in [0, 1, b'\n', 0x7f, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                if let Some(words) = Words::decode(&bytes) {
                    with(&words, "t");
                    (0..words.len()).for_each(|word| _ = words.place(word));
                }
            }
        }
    }
}
