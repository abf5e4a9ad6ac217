//! Words and punctuation with what the lexicon says of them.

use super::lexicon::{self, Classes, WordId};
use crate::text::ByteRange;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word, an abbreviation with its full stop, a hyphenated compound.
    Word,
    /// Digits, with what stands between and around them (`$14`, `1,000`, `34-year-old`).
    Number,
    /// The ending 's or ' of a possessive.
    Possessive,
    /// A mark of punctuation, or any other sign.
    Sign(char),
    /// A passage in quotation marks, by its index: its own words are kept apart.
    Quote(u32),
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// No capital at its head.
    Lower,
    /// A capital at its head.
    Capital,
    /// Capitals alone, more than one.
    Upper,
}

/// One token of an article.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub shape: Shape,
    /// Which word it is.
    pub id: WordId,
    /// What the lexicon says of the word.
    pub classes: Classes,
    /// Its sentence, counted through the article.
    pub sentence: u32,
    /// Its paragraph, counted from 0.
    pub paragraph: u32,
}

impl Token {
    /// Where it stands.
    #[inline]
    #[must_use]
    pub const fn span(&self) -> ByteRange {
        ByteRange::new(self.start as usize, self.end as usize)
    }

    /// Its letters.
    #[inline]
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        self.span().of(text)
    }

    /// Whether the lexicon has it in any of these classes.
    #[inline]
    #[must_use]
    pub const fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// Whether it is a word.
    #[inline]
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is this sign.
    #[inline]
    #[must_use]
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// Whether it is a word with a capital.
    #[inline]
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.is_word() && self.shape != Shape::Lower
    }

    /// Whether it is a passage in quotation marks.
    #[inline]
    #[must_use]
    pub fn is_quote(&self) -> bool {
        matches!(self.kind, Kind::Quote(_))
    }
}

/// Adds the tokens of `span` to `tokens`.
pub fn tokenise(text: &str, span: ByteRange, paragraph: u32, tokens: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = span.start;
    while at < span.end {
        let byte = bytes[at];
        if byte == b' ' || byte == b'\n' || byte == b'\t' {
            at += 1;
            continue;
        }
        let start = at;
        if byte == b'@' && is_handle(bytes, at, span) {
            at = handle_end(bytes, at + 1, span.end);
            push(tokens, start, at, Kind::Word, Shape::Capital, paragraph);
            if let Some(handle) = tokens.last_mut() {
                handle.id = lexicon::word_id(&text[start..at]);
            }
            continue;
        }
        if byte.is_ascii_alphabetic() {
            at = word_end(text, at, span.end);
            push_word(text, start, at, span.end, paragraph, tokens, &mut at);
            continue;
        }
        if byte.is_ascii_digit() {
            at = number_end(bytes, at, span.end);
            push(tokens, start, at, Kind::Number, Shape::Lower, paragraph);
            continue;
        }
        if byte == b'<'
            && let Some(length) = crate::text::markup_tag(&text[at..span.end])
        {
            at += length;
            continue;
        }
        if matches!(byte, b']' | b'[')
            && let Some(length) = aside(&text[at..span.end])
        {
            at += length;
            continue;
        }
        if byte.is_ascii() {
            at += 1;
            if byte == b'\'' && is_possessive(text, start, 1, span, tokens) {
                at = possessive_end(bytes, at, span.end);
                push_possessive(tokens, start, at, paragraph);
            } else {
                push(tokens, start, at, Kind::Sign(char::from(byte)), Shape::Lower, paragraph);
            }
            continue;
        }
        let Some(character) = text[at..].chars().next() else { break };
        if character.is_alphabetic() {
            at = word_end(text, at, span.end);
            push_word(text, start, at, span.end, paragraph, tokens, &mut at);
        } else {
            at += character.len_utf8();
            if character == '’' && is_possessive(text, start, character.len_utf8(), span, tokens) {
                at = possessive_end(bytes, at, span.end);
                push_possessive(tokens, start, at, paragraph);
            } else if !character.is_whitespace() && !is_invisible(character) {
                push(tokens, start, at, Kind::Sign(character), Shape::Lower, paragraph);
            }
        }
    }
}

/// The length of a link's address `](…)` or a footnote's number `[1]` at the head of `text`: neither is the writer's
/// words.
fn aside(text: &str) -> Option<usize> {
    if text.starts_with(']') {
        return crate::text::link_tail(text);
    }
    let number = text[1..].trim_start_matches('^');
    let rest = number.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let digits = number.len() - rest.len();
    ((1..=3).contains(&digits) && rest.starts_with(']')).then(|| text.len() - rest.len() + 1)
}

/// Whether the @ at `at` begins a name of its own, as on social networks, and stands in no address.
fn is_handle(bytes: &[u8], at: usize, span: ByteRange) -> bool {
    let free = at == span.start || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'.');
    free && bytes.get(at + 1).is_some_and(|next| at + 1 < span.end && (next.is_ascii_alphanumeric() || *next == b'_'))
}

fn handle_end(bytes: &[u8], at: usize, end: usize) -> usize {
    at + bytes[at..end].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Whether the apostrophe ends a possessive: the word before it touches it, and nothing but an s follows.
fn is_possessive(text: &str, at: usize, length: usize, span: ByteRange, tokens: &[Token]) -> bool {
    let touches = tokens.last().is_some_and(|last| {
        last.end as usize == at && (last.is_word() || last.kind == Kind::Number || last.is_sign(')'))
    });
    let mut rest = text[at + length..span.end].chars();
    match rest.next() {
        Some('s' | 'S') => touches && !rest.next().is_some_and(char::is_alphanumeric),
        Some(next) => touches && !next.is_alphanumeric(),
        None => touches,
    }
}

fn possessive_end(bytes: &[u8], at: usize, end: usize) -> usize {
    if at < end && (bytes[at] == b's' || bytes[at] == b'S') { at + 1 } else { at }
}

/// The end of the word that begins at `at`: letters, digits, and hyphens and apostrophes between them; the possessive
/// ending stays out.
fn word_end(text: &str, at: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut here = at;
    while here < end {
        let byte = bytes[here];
        if byte.is_ascii_alphanumeric() {
            here += 1;
            continue;
        }
        let (length, joins) = match byte {
            b'-' | b'\'' | b'_' => (1, true),
            b'.' | b'&' => (1, false),
            0xE2 if text[here..].starts_with(['’', '‑']) => (3, true),
            _ if byte.is_ascii() => break,
            _ => match text[here..].chars().next() {
                Some(character)
                    if character.is_alphanumeric() || is_combining(character) || is_invisible(character) =>
                {
                    here += character.len_utf8();
                    continue;
                }
                _ => break,
            },
        };
        let next = text[here + length..end].chars().next();
        if !next.is_some_and(char::is_alphanumeric) {
            // A word that a line end divides.
            match (byte == b'-' && next == Some('\n')).then(|| next_line(text, here + length, end)).flatten() {
                Some(line) => {
                    here = line;
                    continue;
                }
                None => break,
            }
        }
        if joins {
            if byte != b'-' && byte != b'_' && !text[here..].starts_with('‑') && ends_with_s(text, here + length, end)
            {
                break;
            }
        } else if byte == b'&' {
            // AT&T, but not Smith&Sons.
            let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
            if !(upper(here - 1) && upper(here + 1)) {
                break;
            }
        } else if !dotted(bytes, at, here, end) {
            break;
        }
        here += length;
    }
    here
}

/// Where the next line's words begin, when they begin with a letter.
fn next_line(text: &str, at: usize, end: usize) -> Option<usize> {
    let line = text[at..end].trim_start();
    line.starts_with(char::is_alphabetic).then(|| end - line.len())
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// Whether what follows the apostrophe is an s alone.
fn ends_with_s(text: &str, at: usize, end: usize) -> bool {
    let mut rest = text[at..end].chars();
    matches!(rest.next(), Some('s' | 'S')) && !rest.next().is_some_and(char::is_alphanumeric)
}

/// Whether the full stop at `dot` stands inside U.S., a.m., D.C., savings.com: between single letters, or before a
/// small letter.
fn dotted(bytes: &[u8], start: usize, dot: usize, end: usize) -> bool {
    let single_before = dot - start == 1 || matches!(bytes[dot - 2], b'.' | b'-');
    let after = bytes[dot + 1];
    let single_after = dot + 2 >= end || !bytes[dot + 2].is_ascii_alphanumeric();
    single_before && (single_after || after.is_ascii_uppercase()) || after.is_ascii_lowercase() && dot - start > 1
}

fn number_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let mut here = at;
    while here < end {
        let byte = bytes[here];
        let inner = matches!(byte, b'.' | b',' | b':' | b'-' | b'/')
            && here + 1 < end
            && bytes[here + 1].is_ascii_alphanumeric()
            && (byte == b'-' || bytes[here + 1].is_ascii_digit());
        if byte.is_ascii_alphanumeric() || inner || byte == b'%' {
            here += 1;
        } else {
            break;
        }
    }
    here
}

/// Pushes a word, taking in the full stop of an abbreviation or an initial.
fn push_word(
    text: &str,
    start: usize,
    end: usize,
    limit: usize,
    paragraph: u32,
    tokens: &mut Vec<Token>,
    at: &mut usize,
) {
    let word = &text[start..end];
    let divided = word.bytes().any(|byte| matches!(byte, b'\n' | 0xAD));
    let unwrapped = if divided { crate::text::unwrap(word, text) } else { word.into() };
    let word = unwrapped.as_ref();
    let id = lexicon::word_id(word);
    let mut classes = lexicon::classes(id);
    // "Oscar-winner", "ex-footballer": a compound is what its last part is.
    if classes == Classes::NONE
        && let Some(hyphen) = word.bytes().rposition(|byte| byte == b'-')
        && let last = &word[hyphen + 1..]
        && last.starts_with(char::is_lowercase)
    {
        classes = lexicon::classes(lexicon::word_id(last)).only(Classes::HUMAN.union(Classes::PEOPLE));
    }
    let shape = shape(word);
    let mut stop = end;
    if end < limit && text.as_bytes()[end] == b'.' {
        let after_small =
            tokens.last().is_some_and(|token| token.shape == Shape::Lower && token.paragraph == paragraph);
        let single = word.len() == 1
            && shape != Shape::Lower
            && word != "I"
            && !letter_ends_sentence(word, &text[end + 1..], after_small);
        let dotted = word.contains('.') && !word.contains("..") && word.len() <= 12 && !word.ends_with("com");
        let follows = text[end + 1..limit].trim_start().chars().next();
        let known = classes.any(Classes::ABBREVIATION) && follows.is_some() && {
            let capital = shape != Shape::Lower;
            let ambiguous = classes.any(Classes::COMMON.union(Classes::MONTH).union(Classes::PARTICLE));
            if word.eq_ignore_ascii_case("no") {
                follows.is_some_and(|next| next.is_ascii_digit())
            } else {
                capital && (!ambiguous || classes.any(Classes::MONTH.union(Classes::TITLE)) || word.len() <= 4)
                    || word.contains('-')
                    || !ambiguous
            }
        };
        let state = word.contains('-') && word.len() <= 9 && word.starts_with(['D', 'R', 'I']) && follows == Some(')');
        if single || dotted || known || state {
            stop = end + 1;
        }
    }
    if shape == Shape::Lower {
        // Lower case makes a month or a first name a common word: may, mark, will.
        classes = classes.without(Classes::FIRST_NAME);
        if word == "may" || word == "march" {
            classes = classes.without(Classes::MONTH);
        }
    }
    tokens.push(Token {
        start: offset(start),
        end: offset(stop),
        kind: Kind::Word,
        shape,
        id,
        classes,
        sentence: 0,
        paragraph,
    });
    *at = stop;
}

/// Whether the full stop after a single capital ends the sentence: “shared on X. “We will …”. That of a name is followed
/// by more of the name, be it a nickname in marks. `after_small` says that a word in lower case stands before it.
fn letter_ends_sentence(word: &str, rest: &str, after_small: bool) -> bool {
    let next = rest.trim_start_matches(' ');
    if next.is_empty() || next.starts_with("\n\n") {
        return true;
    }
    if rest.len() == next.len() {
        return false;
    }
    let mut chars = next.chars();
    let first = chars.next().unwrap_or_default();
    if matches!(first, '“' | '"' | '‘') {
        let nickname = chars.as_str().split(['”', '"', '’']).next().unwrap_or_default();
        return nickname.contains(char::is_whitespace) || !nickname.starts_with(char::is_uppercase);
    }
    // The one letter that much is shared on, and no name begins with.
    word == "X" && after_small && first.is_uppercase()
}

fn shape(word: &str) -> Shape {
    // Most words are plain letters, and of small ones the first letter says enough.
    let bytes = word.as_bytes();
    match bytes.first() {
        Some(b'a'..=b'z') if !bytes.iter().any(|byte| matches!(byte, b'-' | b'\'' | 0xE2)) => return Shape::Lower,
        Some(b'A'..=b'Z') if bytes.len() > 1 && bytes.iter().all(u8::is_ascii_alphabetic) => {
            let upper = bytes.iter().all(u8::is_ascii_uppercase);
            return if upper { Shape::Upper } else { Shape::Capital };
        }
        _ => {}
    }
    let mut letters = word.chars().filter(|character| character.is_alphabetic());
    let Some(first) = letters.next() else { return Shape::Lower };
    if !first.is_uppercase() {
        // al-Assad, iPhone, d'Estaing: a capital further in makes a name of it.
        return if word.contains('-') || word.contains('\'') || word.contains('’') || word.len() < 2 {
            let capital = word.split(['-', '\'', '’']).nth(1).is_some_and(|part| part.starts_with(char::is_uppercase));
            if capital && word.len() > 4 && lead_particle(word) { Shape::Capital } else { Shape::Lower }
        } else {
            Shape::Lower
        };
    }
    let mut upper = 1;
    for letter in letters {
        if letter.is_lowercase() {
            return Shape::Capital;
        }
        upper += 1;
    }
    if upper > 1 { Shape::Upper } else { Shape::Capital }
}

fn lead_particle(word: &str) -> bool {
    ["al-", "el-", "bin-", "d'", "d’", "l'", "l’", "o'", "o’", "ash-", "as-"].iter().any(|lead| word.starts_with(lead))
}

fn push(tokens: &mut Vec<Token>, start: usize, end: usize, kind: Kind, shape: Shape, paragraph: u32) {
    tokens.push(Token {
        start: offset(start),
        end: offset(end),
        kind,
        shape,
        id: 0,
        classes: Classes::NONE,
        sentence: 0,
        paragraph,
    });
}

/// The 's of a possessive; after a pronoun it is a verb: "who's called".
fn push_possessive(tokens: &mut Vec<Token>, start: usize, end: usize, paragraph: u32) {
    let verb = Classes::PRONOUN.union(Classes::RELATIVE);
    let contracted = end > start + 1 && tokens.last().is_some_and(|last| last.is(verb));
    push(tokens, start, end, if contracted { Kind::Word } else { Kind::Possessive }, Shape::Lower, paragraph);
    if contracted && let Some(last) = tokens.last_mut() {
        last.id = lexicon::word_id("'s");
        last.classes = Classes::BE;
    }
}

/// Offsets are kept in 32 bits; articles are cut far below that when they are read.
#[inline]
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut tokens = Vec::new();
        tokenise(text, ByteRange::new(0, text.len()), 0, &mut tokens);
        let found: Vec<&str> = tokens.iter().map(|token| token.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_and_signs_are_told_apart() {
        check("Trump's plan, he said.", &["Trump", "'s", "plan", ",", "he", "said", "."]);
        check("the voters’ will", &["the", "voters", "’", "will"]);
        check("didn’t O’Brien’s", &["didn’t", "O’Brien", "’s"]);
        check("McCarthy-Jones", &["McCarthy-Jones"]);
    }

    #[test]
    fn abbreviations_keep_their_full_stop() {
        check("Mr. Brown of the U.S. left.", &["Mr.", "Brown", "of", "the", "U.S.", "left", "."]);
        check("Paul D. Ryan (R-Wis.) won.", &["Paul", "D.", "Ryan", "(", "R-Wis.", ")", "won", "."]);
        check(
            "Mr Brown said no. So did I. He left.",
            &["Mr", "Brown", "said", "no", ".", "So", "did", "I", ".", "He", "left", "."],
        );
    }

    #[test]
    fn a_single_letter_ends_a_sentence_or_shortens_a_name() {
        check("on X. Ann left", &["on", "X", ".", "Ann", "left"]);
        check("by J. Edgar", &["by", "J.", "Edgar"]);
        check("Ann X. Lee", &["Ann", "X.", "Lee"]);
        check("on plan B. “We won,”", &["on", "plan", "B", ".", "“", "We", "won", ",", "”"]);
        check("John F. “Jack” Lee", &["John", "F.", "“", "Jack", "”", "Lee"]);
        check("It was Malcolm X.", &["It", "was", "Malcolm", "X", "."]);
    }

    #[test]
    fn a_word_that_a_line_end_divides_is_one() {
        let text = "They an-\nnounced it to McCarthy-\nJones -\nand left";
        check(text, &["They", "an-\nnounced", "it", "to", "McCarthy-\nJones", "-", "and", "left"]);
        let mut tokens = Vec::new();
        tokenise(text, ByteRange::new(0, text.len()), 0, &mut tokens);
        assert_eq!(tokens[1].id, lexicon::word_id("announced"));
    }

    #[test]
    fn links_and_footnotes_are_no_words() {
        check("[It](https://example.org/x \"Title\") said[1] so [sic]", &["[", "It", "said", "so", "[", "sic", "]"]);
    }

    #[test]
    fn numbers_keep_together() {
        check("$1,000.50 for a 34-year-old", &["$", "1,000.50", "for", "a", "34-year-old"]);
    }
}
