//! What a single word says: whether it can be part of a name, and what it is when it stands alone.

use crate::extract::lexicon::{self, Classes};
use crate::extract::tokens::{Shape, Token};

/// Words of two letters and more that look like small words but are names when written in capitals.
fn is_country_letters(token: &Token, text: &str) -> bool {
    token.shape == Shape::Upper
        && matches!(token.of(text), "US" | "UK" | "UN" | "EU" | "AM" | "IT")
        && token.of(text) != "IT"
}

/// A single letter with its full stop.
pub(super) fn is_initial(token: &Token, text: &str) -> bool {
    token.end - token.start == 2 && token.of(text).ends_with('.')
}

/// Whether the token can be part of a name.
pub(super) fn is_name_word(tokens: &[Token], at: usize, text: &str) -> bool {
    let token = &tokens[at];
    if !token.is_capital() {
        return false;
    }
    if is_country_letters(token, text) {
        return true;
    }
    let next_capital = tokens.get(at + 1).is_some_and(|next| next.is_capital() && !next.is(Classes::FUNCTION));
    if token.is(Classes::FUNCTION.without(Classes::PARTICLE)) && !is_initial(token, text) {
        return token.is(Classes::FIRST_NAME) && next_capital && !token.is(Classes::DETERMINER);
    }
    if token.is(Classes::DATE) {
        return token.is(Classes::FIRST_NAME) && next_capital && !token.is(Classes::WEEKDAY);
    }
    !is_contraction(token.of(text)) && (next_capital || !is_compound_noun(token, text))
}

/// "Oscar-winner": a noun, though its first part has a capital.
#[must_use]
pub fn is_compound_noun(token: &Token, text: &str) -> bool {
    token.is(Classes::HUMAN.union(Classes::PEOPLE))
        && token
            .of(text)
            .rsplit(['-', '‑'])
            .next()
            .is_some_and(|last| last.len() < token.of(text).len() && last.starts_with(char::is_lowercase))
}

/// "The Russian", "the Frenchman": somebody by where he comes from. "The French" are many.
pub(super) fn is_demonym(token: &Token, text: &str) -> bool {
    let word = token.of(text);
    let many = word.ends_with("ese") || word.ends_with("sh") || word.ends_with("ch");
    token.shape == Shape::Capital
        && (token.is(Classes::NATIONALITY) && !token.is(Classes::SOMEWHERE) && !many
            || token.is(Classes::HUMAN) && !token.is(Classes::FIRST_NAME.union(Classes::TITLE)))
}

/// "I", "I'm", "We've": a pronoun, whatever is joined to it.
fn is_contraction(word: &str) -> bool {
    // Asked of every word with a capital: bytes are looked at before characters.
    if !word.bytes().any(|byte| byte == b'\'' || byte == 0xE2) {
        return word == "I";
    }
    let stem = word.split(['\'', '’']).next().unwrap_or(word);
    let whole = stem.len() == word.len();
    stem == "I" || !whole && lexicon::classes(lexicon::word_id(stem)).any(Classes::FUNCTION.without(Classes::PARTICLE))
}

/// "Democratic claims", "Presidential candidates": a word that only goes before another one.
pub(super) fn is_adjective(token: &Token, text: &str) -> bool {
    // "Spanish-language", "Medicare-for-all".
    let tail = token.of(text).rsplit_once(['-', '‑']).map(|(_, tail)| tail);
    let compound = tail.is_some_and(|tail| {
        tail.starts_with(char::is_lowercase) && lexicon::classes(lexicon::word_id(tail)) != Classes::NONE
    });
    if compound && !token.is(Classes::FIRST_NAME) {
        return true;
    }
    let noun = Classes::PERSON
        .union(Classes::BRAND)
        .union(Classes::ORG_WORD)
        .union(Classes::ACRONYM)
        .union(Classes::FIRST_NAME);
    token.is(Classes::FORMER) && !token.is(noun)
}
