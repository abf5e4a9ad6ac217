//! Noun phrases: where they begin, and what stands before them.

use super::mention::Article;
use crate::extract::lexicon::Classes;
use crate::extract::narrative::Narrative;
use crate::extract::tokens::{Kind, Shape, Token};

/// What an article or a possessive says of the noun behind it.
pub(super) fn article_of(token: &Token, text: &str) -> Article {
    if token.kind == Kind::Possessive || token.is(Classes::POSSESSIVE) {
        return Article::Possessive;
    }
    if !token.is_word() || !token.is(Classes::DETERMINER) {
        return Article::None;
    }
    match token.of(text).to_ascii_lowercase().as_str() {
        "the" | "this" | "that" | "these" | "those" | "both" | "each" => Article::The,
        _ => Article::A,
    }
}

/// The first token of the noun phrase that ends with the noun at `head`.
pub fn phrase_start(narrative: &Narrative<'_>, head: usize) -> usize {
    const LONGEST: usize = 9;
    let tokens = &narrative.tokens;
    let first = narrative.sentence(head).start;
    let mut at = head;
    while at > first && head - at < LONGEST {
        let token = &tokens[at - 1];
        match token.kind {
            Kind::Possessive | Kind::Number => at -= 1,
            Kind::Word => {
                if token.shape == Shape::Lower || at - 1 == first && token.is(Classes::FUNCTION) {
                    // "… said that police": no determiner.
                    if token.of(narrative.text) == "that" && stands_for_many(narrative, head) {
                        return at;
                    }
                    if token.is(Classes::DETERMINER.union(Classes::POSSESSIVE)) {
                        return at - 1;
                    }
                    // "the first advert", "its latest report".
                    let ranked = token.is(Classes::ADVERB)
                        && at - 1 > first
                        && matches!(token.of(narrative.text), "first" | "second" | "last" | "very" | "only" | "now")
                        && narrative.tokens[at - 2].is(Classes::DETERMINER.union(Classes::POSSESSIVE));
                    if ranked {
                        at -= 1;
                        continue;
                    }
                    if token.is(Classes::FUNCTION.without(Classes::PREPOSITION)) && !token.is(Classes::COMMON)
                        || token.is(Classes::FUNCTION)
                    {
                        return at;
                    }
                    if stops_phrase(narrative, at - 1) {
                        return at;
                    }
                } else if token.is(Classes::DATE) {
                    return at;
                }
                at -= 1;
            }
            _ => return at,
        }
    }
    at
}

fn stands_for_many(narrative: &Narrative<'_>, head: usize) -> bool {
    let head = &narrative.tokens[head];
    head.is(Classes::PEOPLE) || matches!(head.of(narrative.text), "police" | "Congress")
}

/// Whether the word at `at`, before a noun, is a verb rather than a modifier.
fn stops_phrase(narrative: &Narrative<'_>, at: usize) -> bool {
    let token = &narrative.tokens[at];
    if !token.is(Classes::VERB) {
        // "hackers targeted data": an unknown past form after a noun.
        let noun =
            at > 0 && narrative.tokens[at - 1].is(Classes::HEAD) && narrative.tokens[at - 1].shape == Shape::Lower;
        // "a thug who slashed father": so is one after a relative pronoun.
        let acts = at > 0
            && narrative.tokens[at - 1].is_word()
            && narrative.tokens[at - 1].is(Classes::RELATIVE.union(Classes::SUBJECTIVE));
        return (noun || acts) && token.of(narrative.text).ends_with("ed");
    }
    if token.is(Classes::SAY) && token.is(Classes::PAST) && !token.is(Classes::HEAD) {
        return true;
    }
    let determined = at > 0 && narrative.tokens[at - 1].is(Classes::DETERMINER.union(Classes::POSSESSIVE));
    if determined {
        return false;
    }
    token.is(Classes::PAST)
        || token.is(Classes::PRESENT) && token.of(narrative.text).ends_with('s') && !token.is(Classes::HEAD)
}

/// Whether the token at `at` looks like a noun that what stands before it modifies.
pub(super) fn is_noun_like(narrative: &Narrative<'_>, at: usize) -> bool {
    let Some(token) = narrative.tokens.get(at) else { return false };
    if at > 0 && token.sentence != narrative.tokens[at - 1].sentence {
        return false;
    }
    if !token.is_word() || token.shape != Shape::Lower || token.is(Classes::FUNCTION) {
        return false;
    }
    if token.is(Classes::HEAD.union(Classes::SPEECH)) && !token.is(Classes::VERB) {
        return true;
    }
    let word = token.of(narrative.text);
    if token.is(Classes::VERB) {
        // "Trump calls", "Trump report": a noun only where a verb follows at once.
        let next = narrative.tokens.get(at + 1);
        let base = token.is(Classes::PRESENT) && !word.ends_with('s');
        return !token.is(Classes::PAST)
            && next.is_some_and(|next| {
                // "The Tallis comment offers": one who is named takes no base form.
                let agrees = base && next.is(Classes::PRESENT) && next.of(narrative.text).ends_with('s');
                next.is_word()
                    && next.is(Classes::VERB.union(Classes::AUXILIARY))
                    && (next.is(Classes::PAST.union(Classes::AUXILIARY)) || agrees)
            });
    }
    !(word.ends_with("ed") || word.ends_with("ly") || word.ends_with("ing"))
        && token.is(Classes::COMMON)
        && (word.ends_with('s')
            || narrative.tokens.get(at + 1).is_some_and(|next| {
                next.is(Classes::AUXILIARY.union(Classes::VERB)) || matches!(next.kind, Kind::Sign(_))
            }))
        && !is_common_verb(word)
}

/// Everyday verbs that report nothing, in forms that could be read as nouns.
fn is_common_verb(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "went"
            | "came"
            | "goes"
            | "comes"
            | "got"
            | "became"
            | "becomes"
            | "left"
            | "won"
            | "lost"
            | "met"
            | "looks"
            | "seems"
            | "appears"
            | "works"
            | "lives"
            | "leads"
            | "led"
            | "grew"
            | "fell"
            | "rose"
            | "drew"
            | "kept"
            | "set"
            | "sat"
            | "broke"
            | "brought"
            | "built"
            | "bought"
            | "sold"
            | "spent"
            | "paid"
            | "faces"
            | "needs"
            | "wants"
            | "pays"
            | "owns"
            | "teaches"
            | "knows"
            | "thinks"
            | "loves"
            | "remains"
            | "begins"
            | "gets"
            | "makes"
            | "takes"
            | "gives"
            | "keeps"
            | "sits"
    )
}

/// "of the charity Free Rivers": where the noun that says what a name names begins, its article included.
fn before_kind(narrative: &Narrative<'_>, at: usize, start: usize) -> Option<usize> {
    const LONGEST: usize = 3;
    let tokens = &narrative.tokens;
    let first = narrative.sentence(start).start;
    let noun = at.checked_sub(1).filter(|&noun| at == start && noun > first)?;
    let named = tokens[start].is_word() && tokens[start].is_capital();
    let kind =
        |at: usize| tokens[at].is_word() && tokens[at].shape == Shape::Lower && !tokens[at].is(Classes::FUNCTION);
    if !named || !tokens[noun].is(Classes::ORGANISATION) || !kind(noun) {
        return None;
    }
    let article = (first.max(noun.saturating_sub(LONGEST))..noun)
        .rev()
        .take_while(|&at| tokens[at].is_word())
        .find(|&at| tokens[at].is(Classes::DETERMINER))?;
    (article + 1..noun).all(kind).then_some(article)
}

/// Whether a preposition stands before the phrase at `start`.
pub(super) fn is_governed(narrative: &Narrative<'_>, start: usize) -> bool {
    let first = narrative.sentence(start).start;
    let mut at = start;
    while at > first
        && narrative.tokens[at - 1].is_word()
        && narrative.tokens[at - 1].is(Classes::DETERMINER)
        && start - at < 2
    {
        at -= 1;
    }
    at = before_kind(narrative, at, start).unwrap_or(at);
    at > first && {
        let token = &narrative.tokens[at - 1];
        token.is_word()
            && token.is(Classes::PREPOSITION)
            && !token.is(Classes::SUBORDINATOR)
            && !(token.shape != Shape::Lower && at - 1 != first)
    }
}
