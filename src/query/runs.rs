//! A value made ready for the words of one segment's articles: what it looks for among the numbers of words.

use super::matcher::Matcher;
use crate::index::Words;

/// What a value is among words.
#[derive(Debug)]
pub(super) enum Run {
    /// Nothing: it is in no text of these words.
    Nowhere,
    /// Words that follow each other: for each word a bit for each place in the run that it may have, and the last place.
    Of(Vec<u32>, u32),
    /// Something that only the text itself tells; where there are bits, one of these words is in it.
    Text(Option<Vec<u32>>),
}

/// So many words of a phrase are looked for by number.
const LONGEST: usize = u32::BITS as usize;

impl Run {
    /// What `matcher` is among `words`.
    pub(super) fn of(matcher: &Matcher, words: &Words) -> Self {
        match matcher {
            Matcher::Everything => Self::Text(None),
            Matcher::Literal(literal) => {
                let Some(parts) = literal.words().filter(|parts| parts.len() <= LONGEST) else {
                    return Self::Text(None);
                };
                let mut flags = vec![0; words.len()];
                for (number, part) in parts.iter().enumerate() {
                    let place = (number, parts.len());
                    let mut any = false;
                    words.with(
                        part.finder(),
                        |arena, at, word| part.accepts_word(arena, at, word, place),
                        |word| {
                            flags[word] |= 1 << number;
                            any = true;
                        },
                    );
                    if !any {
                        return Self::Nowhere;
                    }
                }
                Self::Of(flags, parts.len() as u32 - 1)
            }
            Matcher::Regex(pattern) => {
                let required = pattern.required.as_ref().filter(|letters| !letters.needle().contains(&b' '));
                let Some(letters) = required else { return Self::Text(None) };
                let (mut flags, mut any) = (vec![0; words.len()], false);
                words.with(
                    letters,
                    |_, _, _| true,
                    |word| {
                        flags[word] = 1;
                        any = true;
                    },
                );
                if any { Self::Text(Some(flags)) } else { Self::Nowhere }
            }
        }
    }
}
