//! Short lists of words that one rule asks for, hashed when the program is compiled.

use super::{HASH_SEED, WordId, hash_byte};

/// A list of words.
#[derive(Debug, Clone, Copy)]
pub struct Words(&'static [WordId]);

impl Words {
    /// The list of these words; the macro `words!` makes it from their letters.
    #[must_use]
    pub const fn new(ids: &'static [WordId]) -> Self {
        Self(ids)
    }

    /// Whether the word with this identity is in the list.
    #[must_use]
    pub fn has(self, id: WordId) -> bool {
        self.0.contains(&id)
    }
}

/// The list of the words in a literal: lower case, ASCII, one space between two.
macro_rules! words {
    ($text:literal) => {{
        const IDS: [$crate::extract::lexicon::WordId; $crate::extract::lexicon::count_words($text)] =
            $crate::extract::lexicon::hash_words($text);
        $crate::extract::lexicon::Words::new(&IDS)
    }};
}
pub(crate) use words;

/// How many words stand in `text`.
pub(crate) const fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (1, 0);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            count += 1;
        }
        at += 1;
    }
    count
}

/// The identities of the words in `text`.
pub(crate) const fn hash_words<const COUNT: usize>(text: &str) -> [WordId; COUNT] {
    let bytes = text.as_bytes();
    let mut ids = [HASH_SEED; COUNT];
    let (mut word, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b' ' {
            word += 1;
        } else {
            assert!(bytes[at].is_ascii() && !bytes[at].is_ascii_uppercase(), "words of a list are lower-case ASCII");
            ids[word] = hash_byte(ids[word], bytes[at]);
        }
        at += 1;
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::extract::lexicon::word_id;

    #[test]
    fn a_list_has_its_words_in_any_case() {
        const LIST: Words = words!("never can't made-up");
        for word in ["never", "Never", "can’t", "made-up"] {
            assert!(LIST.has(word_id(word)), "{word}");
        }
        assert!(!LIST.has(word_id("ever")));
        assert!(!LIST.has(word_id("")));
        assert!(!LIST.has(0));
    }
}
