//! One value of a query as something that can be looked for: in one string, in a range of an arena, or for the places
//! to be marked.

use memchr::memmem::Finder;

use super::QueryError;
use super::regexes::{FoldedRegex, compile};
use super::syntax::Value;
use crate::text::ByteRange;
use crate::text::fold::{Arena, Folded, has_capital};

/// What is looked for.
#[derive(Debug, Clone)]
pub(super) enum Matcher {
    /// A value without a visible character: nothing is asked for.
    Everything,
    /// Words.
    Literal(Box<Literal>),
    /// A pattern.
    Regex(Box<FoldedRegex>),
}

/// Words, folded.
#[derive(Debug, Clone)]
pub(super) struct Literal {
    term: Arena,
    finder: Finder<'static>,
    /// Capitals must stand where the term has them, and nowhere else.
    cased: bool,
    at: Edges,
}

/// Where words must begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edges {
    Anywhere,
    Words,
    Whole,
}

impl Matcher {
    /// The matcher of `value`, which stands at `at` in the query.
    pub(super) fn new(value: &Value, at: ByteRange) -> Result<Self, QueryError> {
        Ok(match value {
            Value::Word(words) => Self::literal(words, Edges::Anywhere),
            Value::Phrase(words) => Self::literal(words.trim(), Edges::Words),
            Value::Exact(words) => Self::literal(words, Edges::Whole),
            Value::Regex(pattern) => Self::Regex(Box::new(compile(pattern, at)?)),
        })
    }

    fn literal(words: &str, at: Edges) -> Self {
        let mut term = Arena::default();
        term.push(words);
        if term.text().is_empty() && at != Edges::Whole {
            return Self::Everything;
        }
        let finder = Finder::new(term.text()).into_owned();
        Self::Literal(Box::new(Literal { term, finder, cased: has_capital(words), at }))
    }

    /// The letter, from 0 for a, when nothing but the presence of one letter is asked for.
    pub(super) fn letter(&self) -> Option<u32> {
        let Self::Literal(literal) = self else { return None };
        match literal.term.text().as_bytes() {
            [letter @ b'a'..=b'z'] if !literal.cased && literal.at == Edges::Anywhere => Some(u32::from(letter - b'a')),
            _ => None,
        }
    }

    /// Whether `text` matches. `scratch` is memory to fold into.
    pub(super) fn matches(&self, text: &str, scratch: &mut Arena) -> bool {
        if matches!(self, Self::Everything) {
            return true;
        }
        scratch.clear();
        scratch.push(text);
        let all = ByteRange::new(0, scratch.text().len());
        match self {
            Self::Everything => true,
            Self::Literal(literal) => literal.find(scratch, all).is_some(),
            Self::Regex(pattern) if pattern.cased => {
                let mut cased = String::new();
                scratch.cased(all, &mut cased);
                pattern.regex.is_match(&cased)
            }
            Self::Regex(pattern) => pattern.regex.is_match(scratch.text()),
        }
    }

    /// Whether a folded text matches, written with its capitals where [`Self::is_cased`] says so. `scratch` is memory to
    /// fold into.
    pub(super) fn matches_folded(&self, text: &str, scratch: &mut Arena) -> bool {
        match self {
            Self::Regex(pattern) => pattern.regex.is_match(text),
            Self::Everything | Self::Literal(_) => self.matches(text, scratch),
        }
    }

    /// Whether it asks for capitals.
    pub(super) fn is_cased(&self) -> bool {
        match self {
            Self::Everything => false,
            Self::Literal(literal) => literal.cased,
            Self::Regex(pattern) => pattern.cased,
        }
    }

    /// Whether everything that this finds, `other` finds too: known only of words that hold other words.
    pub(super) fn is_refinement_of(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::Everything) => true,
            (Self::Literal(new), Self::Literal(old)) => {
                let same_case = new.cased == old.cased || !old.cased;
                let same_edges = old.at == Edges::Anywhere;
                let capitals_kept = !old.cased
                    || old.finder.find_iter(new.term.text().as_bytes()).any(|at| new.term.has_case_of(at, &old.term));
                same_case && same_edges && capitals_kept && old.finder.find(new.term.text().as_bytes()).is_some()
            }
            _ => false,
        }
    }

    /// The places in `text` that match, in order, none of them empty.
    pub(super) fn places(&self, text: &Folded, into: &mut Vec<ByteRange>) {
        match self {
            Self::Everything => {}
            Self::Literal(literal) => {
                // An arena knows capitals by bits; here they are compared as letters.
                let mut arena = Arena::default();
                arena.push(&text.cased);
                let mut from = 0;
                while let Some(at) = literal.find(&arena, ByteRange::new(from, arena.text().len())) {
                    let end = at + literal.term.text().len();
                    into.push(ByteRange::new(at, end));
                    from = end.max(at + 1);
                }
            }
            Self::Regex(pattern) => {
                let line = if pattern.cased { &text.cased } else { &text.text };
                let found = pattern.regex.find_iter(line).filter(|found| !found.is_empty());
                into.extend(found.map(|found| ByteRange::new(found.start(), found.end())));
            }
        }
    }
}

impl Literal {
    /// Its words, where it is found by words that follow each other, of which only the first may begin before it and only
    /// the last go on behind it; `None` where that cannot be told by words.
    pub(super) fn words(&self) -> Option<Vec<Self>> {
        let text = self.term.text();
        if self.at == Edges::Whole || text.is_empty() {
            return None;
        }
        let mut cased = String::new();
        self.term.cased(ByteRange::new(0, text.len()), &mut cased);
        let word = |word: &str| {
            let mut term = Arena::default();
            term.push(word);
            let finder = Finder::new(term.text()).into_owned();
            (!word.is_empty()).then_some(Self { term, finder, cased: self.cased, at: self.at })
        };
        cased.split(' ').map(word).collect()
    }

    /// Whether what the finder found at `at` in the word at `word` matches as number `number` of `count` words.
    pub(super) fn accepts_word(
        &self,
        arena: &Arena,
        at: usize,
        word: ByteRange,
        (number, count): (usize, usize),
    ) -> bool {
        let begins = number == 0 || at == word.start;
        let ends = number + 1 == count || at + self.term.text().len() == word.end;
        begins && ends && (self.is_bare() || self.accepts(arena, at, word))
    }

    /// Bytes to be searched for in lower-case folded text; what is found must be [accepted](Self::accepts).
    pub(super) fn finder(&self) -> &Finder<'static> {
        &self.finder
    }

    /// Whether bytes are all there is to it.
    pub(super) fn is_bare(&self) -> bool {
        !self.cased && self.at == Edges::Anywhere
    }

    /// Whether what the finder found at `at` in a text at `text` matches in case and edges.
    pub(super) fn accepts(&self, arena: &Arena, at: usize, text: ByteRange) -> bool {
        let end = at + self.term.text().len();
        if self.cased && !arena.has_case_of(at, &self.term) {
            return false;
        }
        match self.at {
            Edges::Anywhere => true,
            Edges::Whole => at == text.start && end == text.end,
            Edges::Words => {
                let words = arena.text();
                let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let own = self.term.text();
                let runs_on_before = is_word(own.chars().next()) && is_word(words[text.start..at].chars().next_back());
                let runs_on_after = is_word(own.chars().next_back()) && is_word(words[end..text.end].chars().next());
                !runs_on_before && !runs_on_after
            }
        }
    }

    /// Where the first match in the text at `text` begins.
    pub(super) fn find(&self, arena: &Arena, text: ByteRange) -> Option<usize> {
        let bytes = text.of(arena.text()).as_bytes();
        if self.term.text().is_empty() {
            return text.is_empty().then_some(text.start);
        }
        let mut from = 0;
        loop {
            let at = from + self.finder.find(&bytes[from..])?;
            if self.is_bare() || self.accepts(arena, text.start + at, text) {
                return Some(text.start + at);
            }
            from = at + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: Value, text: &str, expected: &[&str]) {
        let matcher = Matcher::new(&value, ByteRange::new(0, 0)).unwrap();
        let folded = Folded::new(text);
        let mut places = Vec::new();
        matcher.places(&folded, &mut places);
        let found: Vec<&str> = places.iter().map(|&place| folded.original(place).of(text)).collect();
        assert_eq!(found, expected, "{value:?}");
        assert_eq!(matcher.matches(text, &mut Arena::default()), !expected.is_empty());
    }

    fn word(text: &str) -> Value {
        Value::Word(text.into())
    }

    fn phrase(text: &str) -> Value {
        Value::Phrase(text.into())
    }

    #[test]
    fn words_are_found_anywhere() {
        check(word("ar"), "War and warring", &["ar", "ar"]);
        check(word("War"), "War and warring", &["War"]);
        check(word("senor"), "Sen\u{303}or, SEÑORA", &["Sen\u{303}or", "SEÑOR"]);
        check(word("don't"), "I don’t", &["don’t"]);
    }

    #[test]
    fn phrases_stand_at_the_edges_of_words() {
        check(phrase("war"), "War and warring, post-war", &["War", "war"]);
        check(phrase("near  future "), "in the near\nfuture", &["near\nfuture"]);
        check(phrase("…"), "so… well", &["…"]);
        check(phrase("ar"), "war", &[]);
    }

    #[test]
    fn exact_values_are_the_whole() {
        check(Value::Exact("donald trump".into()), "Donald Trump", &["Donald Trump"]);
        check(Value::Exact("Donald Trump".into()), "Donald Trump Jr", &[]);
        check(Value::Exact("".into()), "x", &[]);
    }

    #[test]
    fn regexes_mark_what_they_found() {
        check(Value::Regex("w\\w+".into()), "War, we", &["War", "we"]);
        check(Value::Regex("[A-Z]\\w*".into()), "War we", &["War"]);
    }

    #[test]
    fn longer_words_narrow() {
        let of = |value| Matcher::new(&value, ByteRange::new(0, 0)).unwrap();
        assert!(of(word("drugs")).is_refinement_of(&of(word("dr"))));
        assert!(of(phrase("the drugs")).is_refinement_of(&of(word("drug"))));
        assert!(of(word("Drugs")).is_refinement_of(&of(word("drug"))));
        assert!(of(word("Drugs")).is_refinement_of(&of(word("Dr"))));
        assert!(!of(word("drugs")).is_refinement_of(&of(word("Dr"))));
        assert!(!of(word("dr")).is_refinement_of(&of(word("drugs"))));
        assert!(!of(word("drugs")).is_refinement_of(&of(phrase("drugs"))));
    }
}
