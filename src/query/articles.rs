//! What the words of articles say of a value that is looked for in them: so much can be left unread.

use memchr::memmem::Finder;

use super::matcher::Matcher;
use crate::index::Words;

/// For each article of a segment what its words say.
#[derive(Debug)]
pub(super) enum Known {
    /// Whether it matches.
    Exactly(Vec<bool>),
    /// Whether it can match.
    AtMost(Vec<bool>),
}

impl Known {
    /// What `words` say of `matcher`; `None` where they say nothing.
    pub(super) fn of(words: &Words, matcher: &Matcher) -> Option<Self> {
        let Matcher::Literal(literal) = matcher else { return None };
        if literal.is_within_words() {
            let accepts = |arena: &_, at, word| literal.is_bare() || literal.accepts(arena, at, word);
            return Some(Self::Exactly(words.articles_with(literal.finder(), accepts)));
        }
        // Every part of a phrase stands in some word of an article that has the phrase.
        let parts = literal.parts().map(|part| words.articles_with(&Finder::new(part), |_, _, _| true));
        let all = parts.reduce(|mut all, part| {
            all.iter_mut().zip(part).for_each(|(all, part)| *all &= part);
            all
        });
        all.map(Self::AtMost)
    }

    /// Whether article number `article` matches, where that is known.
    pub(super) fn says(&self, article: usize) -> Option<bool> {
        match self {
            Self::Exactly(found) => found.get(article).copied(),
            Self::AtMost(found) => found.get(article).copied().filter(|found| !found),
        }
    }
}
