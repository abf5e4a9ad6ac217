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
    if token.is(Classes::FUNCTION.union(Classes::VERB)) || token.is(Classes::DATE) {
        return None;
    }
    let start = phrase_start(narrative, at);
    let determined = start < at && at - start <= LONGEST && tokens[start].is(Classes::DETERMINER);
    let named = |token: &Token| token.is_capital() && token.is(Classes::FIRST_NAME.union(Classes::TITLE));
    if tokens[start + 1..at.max(start + 1)].iter().any(named) || is_manner(token.of(text)) {
        return None;
    }
    if !determined || is_governed(narrative, start) {
        return None;
    }
    let article = article_of(&tokens[start], text);
    let person = is_agent(token.of(text)) || tokens[start + 1..at].iter().any(|word| describes_people(word.of(text)));
    if article != Article::The && !(article == Article::A && person) {
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
    Some(noun(narrative, (start, at), article, if person { Classes::PERSON } else { Classes::ORGANISATION }))
}

/// "A stallholder who sells fish", "the machinist, whose shift ended": who follows makes any noun a person's.
pub(super) fn known_by_who(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    let tokens = &narrative.tokens;
    let text = narrative.text;
    let token = &tokens[at];
    let end = narrative.sentence(at).end;
    let word = token.of(text);
    let next = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|next| next.is_sign(',')));
    let who = next < end && matches!(tokens[next].of(text), "who" | "whose");
    if !who || token.is(Classes::FUNCTION.union(Classes::FINITE).union(Classes::DATE).union(Classes::SOMEWHERE)) {
        return None;
    }
    let start = phrase_start(narrative, at);
    let article = article_of(&tokens[start], text);
    let determined = start < at && at - start <= LONGEST && matches!(article, Article::The | Article::A);
    // "A weaver on the second floor, who": the floor is where she is.
    let where_ =
        start > narrative.sentence(at).start && matches!(tokens[start - 1].of(text), "on" | "in" | "at" | "near");
    if !determined || where_ || word.ends_with('s') && !word.ends_with("ss") || word.ends_with("ly") {
        return None;
    }
    Some(noun(narrative, (start, at), article, Classes::PERSON))
}

/// "The lottery had argued", of the Ohio Lottery: what an organization's name ends with, as the subject of a verb.
pub(super) fn tail(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    let tokens = &narrative.tokens;
    let end = narrative.sentence(at).end;
    let the = at.checked_sub(1).is_some_and(|the| {
        tokens[the].of(narrative.text).eq_ignore_ascii_case("the") && tokens[the].sentence == tokens[at].sentence
    });
    let plain = tokens[at].shape == Shape::Lower && !tokens[at].is(Classes::FUNCTION.union(Classes::DATE));
    let acts = at + 1 < end && {
        let next = &tokens[at + 1];
        next.is_word()
            && (next.is(Classes::AUXILIARY)
                || next.is(Classes::CUE)
                    && next.is(Classes::FINITE)
                    && next.shape == Shape::Lower
                    && !next.is(Classes::HEAD))
    };
    let told = at >= 3 && says(&tokens[at - 2]) && tokens[at - 3].is_quote();
    (the && plain && (acts || told) && !is_governed(narrative, at - 1))
        .then(|| noun(narrative, (at - 1, at), Article::The, Classes::ORGANISATION))
}

/// The mention of a noun that the tables do not know.
fn noun(narrative: &Narrative<'_>, (start, head): (usize, usize), article: Article, kind: Classes) -> Mention {
    let human = kind == Classes::PERSON;
    let word = narrative.tokens[head].of(narrative.text);
    let woman = ["woman", "mistress", "wife", "ess"].iter().any(|ending| word.ends_with(ending));
    let man = !woman && ["man", "master"].iter().any(|ending| word.ends_with(ending));
    Mention {
        form: Form::Nominal,
        start: offset(start),
        end: offset(head + 1),
        head: offset(head),
        name: None,
        article,
        modifier: false,
        possessive: false,
        governed: is_governed(narrative, start),
        plural: false,
        male: human && !woman,
        female: human && !man,
        classes: narrative.tokens[head].classes.union(kind),
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    }
}

/// Whether the noun's ending says that it is somebody who does something.
fn is_agent(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "er", "or", "ist", "ian", "eer", "man", "woman", "mistress", "wife", "herd", "smith", "wright", "folk", "mate",
    ];
    word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// "The retired postmistress": an adjective of people.
fn describes_people(word: &str) -> bool {
    const ADJECTIVES: &[&str] = &[
        "retired",
        "elderly",
        "young",
        "former",
        "veteran",
        "bereaved",
        "pregnant",
        "disgraced",
        "jailed",
        "married",
        "divorced",
        "widowed",
        "teenage",
        "self-employed",
        "unemployed",
        "injured",
        "visiting",
        "bearded",
    ];
    ADJECTIVES.contains(&word) || word.ends_with("-year-old")
}

/// "boldly", but not "daily": an adverb.
fn is_manner(word: &str) -> bool {
    const NOUNS: &[&str] = &["daily", "weekly", "monthly", "quarterly", "monopoly", "family", "ally", "assembly"];
    word.ends_with("ly") && !NOUNS.contains(&word)
}
