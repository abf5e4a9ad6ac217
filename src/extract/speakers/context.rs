//! What the words around a name tell: titles before it, appositions and ages after it, the nouns that it stands beside.

use super::entity::EntityKind;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Article, Mention, goes_before_name};
use crate::extract::narrative::Narrative;
use crate::extract::tokens::{Kind, Shape, Token};

/// What the words around a name tell of it.
#[derive(Debug, Default)]
pub(super) struct Described {
    /// What it is.
    pub(super) kind: Option<EntityKind>,
    /// Where the words of its role stand.
    pub(super) role: Option<(usize, usize)>,
    /// Its age in years.
    pub(super) age: Option<u32>,
    /// Where the words stand that say what kind of organisation it is.
    pub(super) institution: Option<(usize, usize)>,
}

/// Reads the words around a name; `articled` tells whether the name mostly goes with an article.
pub(super) fn context(narrative: &Narrative<'_>, mention: &Mention, articled: bool) -> Described {
    let tokens = &narrative.tokens;
    let sentence = narrative.sentence(mention.start as usize);
    let (start, end) = (mention.start as usize, mention.end as usize);
    let mut kind = None;
    let mut role = None;
    let role_end = role_before(tokens, start, end);
    if role_end > start {
        kind = Some(EntityKind::Person);
        role = Some((start, role_end));
    }
    let next = |at: usize| (at < sentence.end).then(|| &tokens[at]);
    let after = next(end);
    let mut age = (start.saturating_sub(1).max(sentence.start)..start + 1)
        .find_map(|at| years_old(tokens[at].of(narrative.text)));
    let mut institution = None;
    if after.is_some_and(|token| token.is_sign(',')) {
        match next(end + 1) {
            // "A volunteer from Brim, who": she is no place.
            Some(token) if token.of(narrative.text) == "who" && is_whereabouts(narrative, start) => {}
            Some(token) if token.of(narrative.text) == "who" => kind = kind.or(Some(EntityKind::Person)),
            Some(token) if token.of(narrative.text) == "which" => kind = kind.or(Some(EntityKind::Organisation)),
            Some(token) if token.kind == Kind::Number && is_age(token, narrative.text) => {
                kind = Some(EntityKind::Person);
                age = token.of(narrative.text).parse().ok();
                if next(end + 2).is_some_and(|token| token.is_sign(',')) && role.is_none() {
                    role = apposition(narrative, end + 3, sentence.end);
                }
            }
            Some(_) if role.is_none() && !mention.governed => {
                role = apposition(narrative, end + 1, sentence.end);
                if role.is_some() {
                    kind = kind.or(Some(EntityKind::Person));
                } else if kind.is_none() && !mention.possessive {
                    institution = institution_after(narrative, end + 1, sentence.end);
                }
            }
            _ => {}
        }
    } else if after.is_some_and(|token| token.is_sign('(')) {
        // "Ann Reed (34)".
        age = next(end + 1)
            .filter(|_| next(end + 2).is_some_and(|token| token.is_sign(')')))
            .and_then(|token| token.of(narrative.text).parse().ok())
            .filter(|age| (5..=110).contains(age))
            .or(age);
    } else if after.is_some_and(|token| token.of(narrative.text) == "who") {
        kind = kind.or(Some(EntityKind::Person));
    }
    // "campaign group Liberty Watch".
    let noun = start.checked_sub(1).filter(|&noun| noun >= sentence.start && goes_before_name(&tokens[noun]));
    if kind.is_none() && noun.is_some() {
        kind = Some(EntityKind::Organisation);
    }
    if kind.is_none() && articled && mention.article == Article::The && !mention.modifier {
        kind = Some(EntityKind::Organisation);
    }
    Described { kind, role, age, institution }
}

/// "A nurse from Brim", "in Brim": whether the name says where somebody or something is.
pub(super) fn is_whereabouts(narrative: &Narrative<'_>, start: usize) -> bool {
    const WHERE: Words = words!("in near outside across throughout");
    const FROM: Words = words!("from at");
    let first = narrative.sentence(start).start;
    let tokens = &narrative.tokens[first..start];
    match tokens {
        [.., link] if link.is_word() && WHERE.has(link.id) => true,
        [.., noun, link] if link.is_word() && FROM.has(link.id) => {
            noun.is_word() && noun.shape == Shape::Lower && noun.is(Classes::HUMAN.union(Classes::PEOPLE))
        }
        _ => false,
    }
}

/// The age of "56-year-old".
fn years_old(word: &str) -> Option<u32> {
    word.strip_suffix("-year-old")?.parse().ok()
}

/// Whether the noun for an organization can be one human being too: "a sewing operator".
pub(in crate::extract) fn may_be_somebody(noun: &Token) -> bool {
    SOMEBODY.has(noun.id)
}

/// Nouns for an organization that can be one human being too.
const SOMEBODY: Words = words!("operator developer publisher broadcaster builder maker supplier lender");

/// The words of "a Boston law firm" in "Dale & Finch, a Boston law firm, lobbied": an apposition after a comma whose
/// noun is an organisation.
fn institution_after(narrative: &Narrative<'_>, start: usize, limit: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 8;
    let tokens = &narrative.tokens;
    let opens = start < limit && tokens[start].is_word() && tokens[start].is(Classes::DETERMINER);
    let end = opens.then(|| {
        (start + 1..limit.min(start + LONGEST)).find(|&at| {
            let token = &tokens[at];
            !token.is_word() || token.is(Classes::FUNCTION) || token.is(Classes::FINITE) && !token.is(Classes::HEAD)
        })
    })??;
    let noun = &tokens[end - 1];
    let closed = matches!(tokens[end].kind, Kind::Sign(',' | '.' | ';' | ')'))
        || tokens[end].is_word() && tokens[end].is(Classes::PREPOSITION.union(Classes::RELATIVE));
    // "a sewing operator" may be somebody.
    let one = may_be_somebody(noun) && !tokens[start].of(narrative.text).eq_ignore_ascii_case("the");
    let body = noun.is(Classes::ORGANISATION) && !one;
    (end > start + 1 && closed && noun.shape == Shape::Lower && body).then_some((start + 1, end))
}

/// The end of the title that the mention begins with.
fn role_before(tokens: &[Token], start: usize, end: usize) -> usize {
    let mut last = start;
    for at in start..end.saturating_sub(1) {
        let token = &tokens[at];
        let title = Classes::TITLE.union(Classes::HUMAN);
        if token.is(title) && !(at > start && tokens[at - 1].is(Classes::FIRST_NAME)) {
            last = at + 1;
        }
    }
    last
}

fn is_age(token: &Token, text: &str) -> bool {
    token.of(text).parse::<u32>().is_ok_and(|age| (5..=110).contains(&age))
}

/// The apposition that begins at `start`, after a comma, if its noun is a human being: where its words stand, without
/// the article.
fn apposition(narrative: &Narrative<'_>, start: usize, limit: usize) -> Option<(usize, usize)> {
    let tokens = &narrative.tokens;
    let mut at = start;
    if at < limit && tokens[at].is(Classes::DETERMINER) && tokens[at].is_word() {
        at += 1;
    }
    let first = at;
    let mut head = None;
    let mut closed = true;
    while at < limit && at - first < 18 {
        let token = &tokens[at];
        match token.kind {
            Kind::Sign(',' | '.' | ';' | ':' | '(' | '—' | '–') | Kind::Quote(_) => break,
            Kind::Word => {
                if token.is(Classes::AUXILIARY) || token.is(Classes::SUBJECTIVE) {
                    closed = false;
                    break;
                }
                if token.is(Classes::RELATIVE) {
                    break;
                }
                let verb = token.is(Classes::SAY) && token.is(Classes::PAST);
                if verb || head.is_none() && token.is(Classes::PREPOSITION.union(Classes::CONJUNCTION)) {
                    closed = false;
                    break;
                }
                let noun = token.is(Classes::HUMAN) && (token.shape == Shape::Lower || token.is(Classes::TITLE));
                // "a Republican strategist": the last of adjoining nouns is the head.
                if noun && head.is_none_or(|head| head + 1 == at) {
                    head = Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    // "In Chelsea, the mayor said" is none: what follows the noun must close it.
    head.filter(|_| at > first && closed).map(|_| (first, at))
}
