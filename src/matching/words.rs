//! A text cut into folded words: case, accents, typography and the apostrophes inside words do not count.

use std::borrow::Cow;

use crate::text::ByteRange;
use crate::text::fold::fold;
use crate::text::is_word;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The hash of its folded letters: two words with equal keys are the same word.
    pub key: u64,
    /// Where it stands.
    pub span: ByteRange,
}

/// The words of `text` in order. Numbers keep their decimal points and lose the commas between thousands; signs of
/// money and `%` are words. A word that is hyphenated at a line end is one word, a compound that stands there is two.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        let end = end_of(text, start);
        found.push(Word { key: key(&text[start..end]), span: ByteRange::new(start, end) });
        at = end;
    }
    found
}

/// The key of one word as written.
#[must_use]
pub fn key(word: &str) -> u64 {
    let folded: Cow<'_, str> = if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(fold(word)) };
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut step = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    match folded.as_ref() {
        "%" => b"percent".iter().copied().for_each(step),
        "&" => b"and".iter().copied().for_each(step),
        folded => {
            for byte in folded.bytes() {
                match byte {
                    b'\'' | b',' | b'-' | b'\n' | b'\r' | b' ' => {}
                    byte => step(byte.to_ascii_lowercase()),
                }
            }
        }
    }
    // The low bits of the hash above depend on few of the letters.
    hash ^ (hash >> 32)
}

/// The first byte of the next word from `at` on.
fn next_start(text: &str, at: usize) -> Option<usize> {
    text[at..].char_indices().find(|&(_, c)| begins(c)).map(|(offset, _)| at + offset)
}

fn begins(c: char) -> bool {
    c.is_alphanumeric() || is_alone(c)
}

/// A sign that is a word by itself.
const fn is_alone(c: char) -> bool {
    matches!(c, '%' | '&' | '$' | '€' | '£' | '¥' | '₹')
}

/// The end of the word that begins at `start`.
fn end_of(text: &str, start: usize) -> usize {
    let mut rest = text[start..].char_indices().peekable();
    let Some((_, first)) = rest.next() else { return start };
    let mut end = start + first.len_utf8();
    if is_alone(first) {
        return end;
    }
    let mut before = first;
    while let Some((offset, c)) = rest.next() {
        let here = start + offset;
        let after = || text[here + c.len_utf8()..].chars().next();
        let inside = match c {
            _ if c.is_alphanumeric() || is_mark(c) && c != '\u{ad}' => true,
            '\'' | '’' | 'ʼ' | '‘' => after().is_some_and(char::is_alphabetic) && before.is_alphanumeric(),
            '.' | ',' => before.is_ascii_digit() && after().is_some_and(|after| after.is_ascii_digit()),
            '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' => {
                let next = &text[here + c.len_utf8()..];
                let line = next.strip_prefix("\r\n").or_else(|| next.strip_prefix('\n'));
                match line.map(|line| line.trim_start_matches([' ', '\t', '>'])) {
                    Some(line)
                        if c == '\u{ad}'
                            || line.starts_with(char::is_lowercase) && !is_compound(&text[start..here], line) =>
                    {
                        // The word goes on in the next line.
                        let goes_on = text.len() - line.len();
                        while rest.next_if(|&(offset, _)| start + offset < goes_on).is_some() {}
                        before = 'a';
                        continue;
                    }
                    _ => c == '\u{ad}',
                }
            }
            _ => false,
        };
        if !inside {
            break;
        }
        end = here + c.len_utf8();
        before = c;
    }
    end
}

/// Longer parts are no words of a compound.
const LONGEST_PART: usize = 32;

/// Whether `head`, a hyphen and the word at the start of `line` are a compound: both are words, and closed up they are
/// none.
fn is_compound(head: &str, line: &str) -> bool {
    let tail = &line[..line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len())];
    head.len() < LONGEST_PART
        && tail.len() < LONGEST_PART
        && is_word(head)
        && is_word(tail)
        && !is_word(&format!("{head}{tail}"))
}

/// Accents that stand by themselves, soft hyphens and joiners: parts of the word that they stand in.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        words(text).into_iter().map(|word| word.span.of(text)).collect()
    }

    #[track_caller]
    fn same(one: &str, other: &str) {
        let keys = |text| words(text).into_iter().map(|word| word.key).collect::<Vec<_>>();
        assert_eq!(keys(one), keys(other), "{one:?} and {other:?}");
    }

    #[test]
    fn words_end_where_readers_end_them() {
        assert_eq!(shown("“We don’t—ever—pay $1,250.50, OK?”"), ["We", "don’t", "ever", "pay", "$", "1,250.50", "OK"]);
        assert_eq!(shown("the dogs' home, 'tis"), ["the", "dogs", "home", "tis"]);
        assert_eq!(shown("well-known"), ["well", "known"]);
        assert_eq!(shown(""), Vec::<&str>::new());
    }

    #[test]
    fn typography_does_not_count() {
        same("Don’t say “naïve” – 1,000 times", "don't say \"naive\" - 1000 times");
        same("cafe\u{301} co\u{ad}operate", "café cooperate");
        same("a remark-\nable bridge", "a remarkable bridge");
        same("5% of ﬁsh", "5 percent of fish");
        same("a re\u{ad}\nmarkable bridge", "a remarkable bridge");
        same("a well-\nknown bridge", "a well-known bridge");
        same("the Lind-\nqvist house", "the Lindqvist house");
    }

    #[test]
    fn words_that_differ_have_other_keys() {
        assert_ne!(key("will"), key("would"));
        assert_ne!(key("1.5"), key("15"));
        assert_ne!(key("$"), key("£"));
    }
}
