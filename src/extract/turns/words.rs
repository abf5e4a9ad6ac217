//! Which part of a paragraph is words: without markup and stage directions at its edges.

use crate::extract::lexicon::{self, Classes, word_id};
use crate::text::{ByteRange, markup_tag};

/// The words within `range`, or `None` when no word is left.
#[must_use]
pub fn spoken(text: &str, range: ByteRange) -> Option<ByteRange> {
    let (mut start, mut end) = (range.start, range.end);
    loop {
        let before = (start, end);
        let here = &text[start..end];
        start += leading(here);
        let here = &text[start..end];
        end -= trailing(here);
        if start >= end {
            return None;
        }
        if (start, end) == before {
            break;
        }
    }
    let found = ByteRange::new(start, end);
    found.of(text).contains(char::is_alphanumeric).then_some(found)
}

/// How many bytes at the head are no words.
fn leading(words: &str) -> usize {
    let rest = words.trim_start_matches(|first: char| first.is_whitespace() || matches!(first, '>' | '•' | '\u{feff}'));
    if rest.len() < words.len() {
        return words.len() - rest.len();
    }
    if words.starts_with('<') {
        return markup_tag(words).unwrap_or(0);
    }
    let stars = words.len() - words.trim_start_matches(['*', '_', '#']).len();
    if stars > 0 && (!words.starts_with('#') || words[stars..].starts_with(' ')) {
        return stars;
    }
    if let Some(rest) = words.strip_prefix(['-', '–', '—'])
        && rest.starts_with(' ')
    {
        return words.len() - rest.len();
    }
    match bracketed(words) {
        Some(length) if is_direction(&words[..length]) && !words[length..].starts_with(['(', '[', ':']) => {
            length + words[length..].len() - words[length..].trim_start_matches(['.', ':', ' ']).len()
        }
        _ => 0,
    }
}

/// How many bytes at the end are no words.
fn trailing(words: &str) -> usize {
    let rest = words.trim_end();
    if rest.len() < words.len() {
        return words.len() - rest.len();
    }
    if let Some(open) = words.strip_suffix('>').and_then(|rest| rest.rfind('<'))
        && markup_tag(&words[open..]) == Some(words.len() - open)
    {
        return words.len() - open;
    }
    let rest = words.trim_end_matches(['*', '_', '\\']);
    if rest.len() < words.len() {
        return words.len() - rest.len();
    }
    // "… what is talked (inaudible)."
    let closed = words.strip_suffix('.').filter(|rest| rest.ends_with([')', ']'])).unwrap_or(words);
    let open = if closed.ends_with(')') {
        '('
    } else if closed.ends_with(']') {
        '['
    } else {
        return 0;
    };
    match closed.rfind(open) {
        Some(at) if is_direction(&closed[at..]) && !closed[..at].ends_with([']', '!']) => words.len() - at,
        _ => 0,
    }
}

/// The length of the bracket that the words begin with.
fn bracketed(words: &str) -> Option<usize> {
    let close = if words.starts_with('(') {
        ')'
    } else if words.starts_with('[') {
        ']'
    } else {
        return None;
    };
    words.find(close).map(|end| end + 1)
}

/// Whether brackets hold no words of the speaker: "(Laughter.)", "[Ed: …]". What is said in passing and a link's words
/// stay.
fn is_direction(bracket: &str) -> bool {
    let inner = &bracket[1..bracket.len() - 1];
    let words = inner.split_whitespace().count();
    if bracket.starts_with('[') {
        return words > 0;
    }
    words > 0 && words <= 7 && !inner.contains("://") && !personal(inner).any()
}

/// Whether all of the paragraph stands in brackets or is set apart: an editor's note.
#[must_use]
pub fn is_note(words: &str) -> bool {
    let words = words.trim();
    let emphasis = |mark: char| {
        words.len() > 2
            && words.starts_with(mark)
            && words.ends_with(mark)
            && !words[1..].starts_with(mark)
            && !words[1..words.len() - 1].contains(mark)
    };
    let bracket = match bracketed(words) {
        Some(length) => words[length..].trim_matches(['.', ' ']).is_empty() && !words.starts_with("[^"),
        None => false,
    };
    emphasis('*') || emphasis('_') || bracket
}

/// Which persons a text speaks of itself: the first and the second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Personal {
    /// I, me, my.
    pub singular: bool,
    /// We, us, our.
    pub plural: bool,
    /// You, your.
    pub you: bool,
    /// Forms that only spoken language has: contractions, "yes", "well".
    pub colloquial: bool,
}

impl Personal {
    /// Any of them.
    #[must_use]
    pub const fn any(self) -> bool {
        self.singular || self.plural || self.you
    }
}

/// See [`Personal`]; the first hundred and twenty words tell.
#[must_use]
pub fn personal(words: &str) -> Personal {
    let mut found = Personal::default();
    for word in words.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’')).take(160) {
        let head = word.split(['\'', '’']).next().unwrap_or("");
        let contracted = head.len() < word.len();
        match head {
            "I" | "me" | "my" | "My" | "Me" | "myself" => found.singular = true,
            "we" | "We" | "us" | "our" | "Our" | "ourselves" => found.plural = true,
            "you" | "You" | "your" | "Your" | "yourself" => found.you = true,
            "Yes" | "yes" | "Yeah" | "yeah" | "Okay" | "OK" | "Thanks" | "Thank" | "Hi" | "Hello" | "No" => {
                found.colloquial = true
            }
            _ => found.colloquial |= contracted && !word.ends_with("'s") && !word.ends_with("’s"),
        }
    }
    found
}

/// Whether the words read like speech: somebody speaks of himself or to somebody, asks, or makes sentences.
#[must_use]
pub fn is_speech(words: &str) -> bool {
    let words = words.trim_matches(['*', '_', ' ']);
    let personal = personal(words);
    if personal.any() || personal.colloquial || words.ends_with(['?', '!']) {
        return true;
    }
    let (mut small, mut capital, mut verb) = (0usize, 0usize, false);
    for word in words.split_whitespace().take(40) {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if word.starts_with(char::is_lowercase) {
            small += 1;
            verb |= lexicon::classes(word_id(word)).any(Classes::AUXILIARY.union(Classes::FINITE));
        } else if word.starts_with(char::is_uppercase) {
            capital += 1;
        }
    }
    verb && small >= 2 && small >= capital
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraph: &str, expected: &str) {
        let found = spoken(paragraph, ByteRange::new(0, paragraph.len()));
        assert_eq!(found.map_or("", |range| range.of(paragraph)), expected);
    }

    #[test]
    fn stage_directions_and_markup_are_no_words() {
        check("We will. (Applause.)", "We will.");
        check("(Laughter.) We will.", "We will.");
        check("They came and (inaudible).", "They came and");
        check("We (coughs) will.", "We (coughs) will.");
        check("(I told you so.)", "(I told you so.)");
        check("**Will you?**", "Will you?");
        check(" Not yet. [Editor: it has by now.]", "Not yet.");
        check("<p>We will.</p>", "We will.");
        check("See [the page](https://example.org/x)", "See [the page](https://example.org/x)");
        check("[The page](https://example.org/x) tells [how](/y)", "[The page](https://example.org/x) tells [how](/y)");
        check("[applause]", "");
    }

    #[test]
    fn notes_are_told_from_words() {
        assert!(is_note("*This interview was shortened.*"));
        assert!(is_note("[Music]"));
        assert!(!is_note("**Will you?**"));
        assert!(!is_note("*So* it goes *on*"));
    }

    #[test]
    fn lists_do_not_read_like_speech() {
        assert!(is_speech("Will that do?") && is_speech("the naming was discussed but is still open"));
        assert!(!is_speech("two cups of sugar") && !is_speech("Blue River (Live)") && !is_speech("10 to 5"));
    }
}
