//! Nouns of unknown kind that a verb of saying makes speakers.

use super::mention::{Article, Form, Mention, NOBODY};
use super::phrase::{article_of, is_governed, phrase_start};
use crate::extract::lexicon::Classes;
use crate::extract::narrative::Narrative;
use crate::extract::tokens::{Kind, Shape, Token, offset};

/// How many words stand before an unknown noun.
pub(super) const LONGEST: usize = 5;

/// Whether the token is a past form of saying.
pub(super) fn says(token: &Token) -> bool {
    token.is_word() && token.shape == Shape::Lower && token.is(Classes::SAY) && token.is(Classes::PAST)
}

/// "The former monopoly said", "…,” said the daily": a noun of unknown kind that a verb of saying makes a speaker.
pub(super) fn unknown_speaker(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    let tokens = &narrative.tokens;
    let text = narrative.text;
    let token = &tokens[at];
    let sentence = narrative.sentence(at);
    if token.is(Classes::FUNCTION.and(Classes::VERB)) || token.is(Classes::DATE) {
        return None;
    }
    let start = phrase_start(narrative, at);
    let determined = start < at && at - start <= LONGEST && tokens[start].is(Classes::DETERMINER);
    let named = |token: &Token| token.is_capital() && token.is(Classes::FIRST_NAME.and(Classes::TITLE));
    if tokens[start + 1..at.max(start + 1)].iter().any(named) || is_manner(token.of(text)) {
        return None;
    }
    if !determined || is_governed(narrative, start) || article_of(&tokens[start], text) != Article::The {
        return None;
    }
    let next = tokens.get(at + 1).filter(|_| at + 1 < sentence.end);
    let before = start.checked_sub(1).filter(|&before| before >= sentence.start).map(|before| &tokens[before]);
    let subject = next.is_some_and(says)
        && before.is_none_or(|before| {
            before.is_quote() || matches!(before.kind, Kind::Sign(',')) || before.is(Classes::CONJUNCTION)
        });
    let inverted = start >= sentence.start + 2
        && before.is_some_and(says)
        && tokens[start - 2].is_quote()
        && next.is_none_or(|next| !next.is_word() || next.is(Classes::PREPOSITION));
    if !subject && !inverted {
        return None;
    }
    let word = token.of(text);
    let agent = ["er", "or", "ist", "ian", "eer", "man", "woman"].iter().any(|ending| word.ends_with(ending));
    let person = agent && word.len() > 4;
    Some(Mention {
        form: Form::Nominal,
        start: offset(start),
        end: offset(at + 1),
        head: offset(at),
        name: None,
        article: Article::The,
        modifier: false,
        possessive: false,
        governed: false,
        plural: false,
        male: person,
        female: person,
        classes: token.classes.and(if person { Classes::PERSON } else { Classes::ORGANISATION }),
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    })
}

/// "boldly", but not "daily": an adverb.
fn is_manner(word: &str) -> bool {
    const NOUNS: &[&str] = &["daily", "weekly", "monthly", "quarterly", "monopoly", "family", "ally", "assembly"];
    word.ends_with("ly") && !NOUNS.contains(&word)
}
