//! Sentences: the stretch of a paragraph around a passage that a reader takes for one sentence.
//!
//! Plain rules over the marks that end sentences; who speaks and what is a name is not known here.

use super::ByteRange;

/// The sentences of `within` that `span` touches, from the first to the last, without spaces at the edges.
#[must_use]
pub fn sentences_around(text: &str, within: ByteRange, span: ByteRange) -> ByteRange {
    let (start, end) = (span.start.clamp(within.start, within.end), span.end.clamp(within.start, within.end));
    let (mut from, mut to) = (within.start, within.end);
    for border in borders(text, within) {
        if border <= start {
            from = border;
        } else if border >= end {
            to = border;
            break;
        }
    }
    let part = &text[from..to];
    let trimmed = part.trim();
    let from = from + (part.len() - part.trim_start().len());
    ByteRange::new(from, from + trimmed.len())
}

/// Whether a sentence ends within `span` and another begins there.
#[must_use]
pub fn crosses_sentence(text: &str, span: ByteRange) -> bool {
    borders(text, span).next().is_some()
}

/// Where sentences begin after others within `within`.
fn borders(text: &str, within: ByteRange) -> impl Iterator<Item = usize> + '_ {
    let part = &text[within.start..within.end];
    part.char_indices().filter(|&(_, c)| matches!(c, '.' | '!' | '?' | '…')).filter_map(move |(at, c)| {
        let after = &part[at + c.len_utf8()..];
        let closing = |c: char| matches!(c, '”' | '’' | '"' | '\'' | '»' | ')' | ']' | '.' | '!' | '?' | '…');
        let rest = after.trim_start_matches(closing);
        let next = rest.trim_start();
        let begins = next.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || "“‘\"'«„([".contains(c));
        let apart = next.len() < rest.len();
        let abbreviated = c == '.' && is_abbreviation(&part[..at], next);
        (begins && apart && !abbreviated).then(|| within.end - next.len())
    })
}

/// Whether the word before a full stop is one that full stops follow inside sentences; `next` is what stands behind it.
fn is_abbreviation(before: &str, next: &str) -> bool {
    const TITLES: &str = "mr mrs ms dr prof sen rep gov gen lt col capt sgt st jr sr vs inc corp co ltd rev hon \
        jan feb mar apr aug sept sep oct nov dec";
    let word = before.rsplit(|c: char| c.is_whitespace() || "“‘\"'(«".contains(c)).next().unwrap_or_default();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if word.eq_ignore_ascii_case("no") {
        return next.starts_with(|c: char| c.is_ascii_digit());
    }
    letters == 1 || word.contains('.') || TITLES.split_whitespace().any(|title| title.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str, expected: &str) {
        let start = text.find(words).unwrap();
        let all = ByteRange::new(0, text.len());
        assert_eq!(sentences_around(text, all, ByteRange::new(start, start + words.len())).of(text), expected);
    }

    #[test]
    fn a_passage_lies_in_its_sentences() {
        let text = "It rains. The boats of Mr. Orr stay in the harbour! Nobody sails.";
        check(text, "boats", "The boats of Mr. Orr stay in the harbour!");
        check(text, "rains. The", "It rains. The boats of Mr. Orr stay in the harbour!");
        check(text, "Nobody", "Nobody sails.");
        check("No end", "end", "No end");
    }

    #[test]
    fn initials_and_titles_end_no_sentence() {
        check("J. Orr of the U.S. Navy paid.", "paid", "J. Orr of the U.S. Navy paid.");
    }
}
