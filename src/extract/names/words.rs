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

/// "Sh12,000", "Rs500", "N14m": a sum of money, by the letters before its digits.
fn is_sum(word: &str) -> bool {
    const CURRENCIES: [&str; 18] = [
        "sh", "ksh", "kshs", "tsh", "ush", "shs", "rs", "re", "ghs", "gh", "rm", "php", "usd", "inr", "ngn", "zar",
        "tk", "rp",
    ];
    const CURRENCY_LETTERS: [&str; 5] = ["N", "R", "K", "P", "D"];
    let Some(digits) = word.find(|letter: char| letter.is_ascii_digit()).filter(|&at| at > 0) else { return false };
    let (currency, sum) = word.split_at(digits);
    let known = CURRENCIES.iter().any(|letters| letters.eq_ignore_ascii_case(currency));
    // "R2" is a street or a robot, "R2m" is money.
    let large = || {
        let size = sum.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.'));
        matches!(size, "m" | "bn" | "b" | "tn" | "k" | "million" | "billion") || size.is_empty() && sum.contains(',')
    };
    known || CURRENCY_LETTERS.contains(&currency) && large()
}

/// The last letter of "BRM.N", a share's ticker: one letter that is joined to what stands before it.
pub(super) fn is_glued_letter(token: &Token, text: &str) -> bool {
    token.end - token.start == 1
        && text[..token.start as usize].ends_with(|before: char| before == '.' || before.is_alphanumeric())
}

/// "(BRM.N)": a share's ticker in brackets.
pub(super) fn is_ticker(token: &Token, text: &str) -> bool {
    token.shape == Shape::Upper
        && text[..token.start as usize].ends_with('(')
        && text[token.end as usize..].strip_prefix('.').is_some_and(|market| {
            let letters = market.bytes().take_while(u8::is_ascii_uppercase).count();
            (1..=2).contains(&letters) && market[letters..].starts_with(')')
        })
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
    if is_sum(token.of(text)) {
        return false;
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
