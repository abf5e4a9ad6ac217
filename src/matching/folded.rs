//! The words of many texts, folded further than [`super::words`] does: contractions and possessives do not count, and
//! insertions in brackets are left out. A word is a number of 32 bits.

use rayon::prelude::*;

use super::pattern::Pattern;
use super::words::key;

/// Of longer texts only the first words are kept.
const LONGEST: usize = 4000;
/// So many texts are folded by one thread at a time.
const BLOCK: usize = 4096;

/// The words of many texts.
#[derive(Debug, Default)]
pub struct FoldedTexts {
    blocks: Vec<Block>,
    len: usize,
}

#[derive(Debug, Default)]
struct Block {
    words: Vec<u32>,
    /// Where each text ends.
    ends: Vec<u32>,
}

impl FoldedTexts {
    /// Folds `count` texts; `fold` appends the words of one of them.
    pub fn collect(count: usize, fold: impl Fn(usize, &mut Vec<u32>) + Sync) -> Self {
        let block = |number: usize| {
            let mut block = Block::default();
            for text in number * BLOCK..((number + 1) * BLOCK).min(count) {
                let start = block.words.len();
                fold(text, &mut block.words);
                block.words.truncate(start + LONGEST);
                block.ends.push(block.words.len() as u32);
            }
            block.words.shrink_to_fit();
            block
        };
        Self { blocks: (0..count.div_ceil(BLOCK)).into_par_iter().map(block).collect(), len: count }
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The words of a text.
    #[must_use]
    pub fn get(&self, number: usize) -> &[u32] {
        let block = &self.blocks[number / BLOCK];
        let local = number % BLOCK;
        let start = local.checked_sub(1).map_or(0, |before| block.ends[before]);
        &block.words[start as usize..block.ends[local] as usize]
    }
}

/// Appends the words of `text`.
pub fn folded(text: &str, keys: &mut Vec<u32>) {
    for word in Pattern::new(text).words {
        let written = word.span.of(text);
        let apostrophe = written.char_indices().find(|&(_, c)| matches!(c, '\'' | '’' | 'ʼ'));
        let parts = apostrophe.and_then(|(at, mark)| parts(&written[..at], &written[at + mark.len_utf8()..]));
        match parts {
            Some((stem, ending)) => keys.extend(std::iter::once(stem).chain(ending).map(|key| key as u32)),
            None => keys.push(word.key as u32),
        }
    }
}

/// The words that a contraction stands for; a possessive is the word alone.
fn parts(stem: &str, ending: &str) -> Option<(u64, Option<u64>)> {
    let ending = match ending.to_ascii_lowercase().as_str() {
        "s" | "" | "d" => None,
        "re" => Some("are"),
        "ve" => Some("have"),
        "ll" => Some("will"),
        "m" => Some("am"),
        "t" => Some("not"),
        _ => return None,
    };
    let stem = match (ending, stem.to_lowercase().as_str()) {
        (Some("not"), "can") => key("can"),
        (Some("not"), "won") => key("will"),
        (Some("not"), stem) => key(stem.strip_suffix('n').unwrap_or(stem)),
        (_, stem) => key(stem),
    };
    Some((stem, ending.map(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        let keys = |text: &str| {
            let mut keys = Vec::new();
            folded(text, &mut keys);
            keys
        };
        assert_eq!(keys(one), keys(other), "{one:?} and {other:?}");
    }

    #[test]
    fn contractions_and_possessives_are_folded() {
        same("We won’t, they’re here, I’m late", "we will not they are here I am late");
        same("Otter’s boats can't sink", "otter boats can not sink");
        same("the dogs’ home o’clock", "The dogs home o'clock");
        same("We [the guild] sail", "we sail");
    }

    #[test]
    fn every_text_keeps_its_words() {
        let texts: Vec<String> = (0..BLOCK * 2 + 7).map(|number| "tar ".repeat(number % 5)).collect();
        let all = FoldedTexts::collect(texts.len(), |number, words| folded(&texts[number], words));
        assert!((0..all.len()).all(|number| all.get(number).len() == number % 5));
        let long = FoldedTexts::collect(1, |_, words| folded(&"tar ".repeat(LONGEST + 9), words));
        assert_eq!(long.get(0).len(), LONGEST);
    }
}
