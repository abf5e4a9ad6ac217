//! Where a name begins and where it ends among the words around it.

use super::name::Capitals;
use super::words::is_name_word;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::tokens::{Kind, Shape, Token};

/// Whether a headline's word is part of a name: the text has it with a capital, or it is a first name before one.
pub(super) fn stands_out(tokens: &[Token], at: usize, capitals: &Capitals) -> bool {
    let known = |token: &Token| capitals.upper.contains(&token.id);
    let surname = |token: &Token| {
        let word = Classes::COMMON.union(Classes::VERB).union(Classes::FUNCTION).union(Classes::HEAD);
        known(token) || token.shape == Shape::Capital && token.is_word() && !token.is(word)
    };
    known(&tokens[at])
        || tokens[at].is(Classes::FIRST_NAME) && tokens.get(at + 1).is_some_and(surname)
        || at > 0 && tokens[at - 1].is(Classes::FIRST_NAME) && tokens[at - 1].is_capital() && surname(&tokens[at])
}

pub(super) enum Initial {
    Name,
    Doubtful,
    Word,
}

/// What the capital at the head of a sentence says.
pub(super) fn initial_capital(tokens: &[Token], at: usize, text: &str, capitals: &Capitals) -> Initial {
    let token = &tokens[at];
    let next_name = tokens.get(at + 1).is_some_and(|next| {
        next.is_capital() && is_name_word(tokens, at + 1, text) && next.paragraph == token.paragraph
    });
    let known = capitals.upper.contains(&token.id);
    // "Twenty-nine people".
    if !known && token.of(text).split('-').nth(1).is_some_and(|part| part.starts_with(char::is_lowercase)) && !next_name
    {
        return Initial::Word;
    }
    if token.is(Classes::VERB) && token.is(Classes::FINITE.union(Classes::ING).union(Classes::PARTICIPLE)) && !known {
        // "Said Ellis", "Asked whether", "Calling Trump".
        // "Open Files posted": a base form that a name and its verb follow is part of the name.
        let base = token.is(Classes::PRESENT) && !token.is(Classes::PAST.union(Classes::ING)) && next_name;
        let called = base && {
            let rest = tokens[at + 1..].iter().skip_while(|next| next.is_capital()).take(1);
            let mut rest = rest.filter(|verb| verb.is_word() && verb.shape == Shape::Lower);
            rest.next()
                .is_some_and(|verb| verb.is(Classes::PAST) || verb.is(Classes::PRESENT) && verb.of(text).ends_with('s'))
        };
        if called {
            return Initial::Name;
        }
        if !(token.is(Classes::FIRST_NAME.union(Classes::OFFICE)) && next_name)
            && token.is(Classes::COMMON.union(Classes::SAY))
        {
            return Initial::Word;
        }
    }
    // "Shivering in silk, the actress said": a participle that the tables do not know.
    let follows = tokens.get(at + 1).is_some_and(|next| {
        next.is_word()
            && next.shape == Shape::Lower
            && next.is(Classes::PREPOSITION.union(Classes::DETERMINER).union(Classes::POSSESSIVE))
    });
    let named = Classes::FIRST_NAME.union(Classes::SOMEWHERE).union(Classes::BRAND).union(Classes::ORG_WORD);
    if follows && !known && !token.is(named) && token.shape == Shape::Capital && token.of(text).ends_with("ing") {
        return Initial::Word;
    }
    // "Preys on our fears": a verb that the tables do not know.
    if follows && !known && !token.is(named) && token.shape == Shape::Capital && is_third_person(token.of(text)) {
        return Initial::Word;
    }
    // "Conversely, the party said": an adverb.
    let says = tokens.get(at + 1).is_some_and(|next| next.is(Classes::SAY) && next.is(Classes::FINITE));
    if !says && !known && !next_name && token.of(text).ends_with("ly") && !token.is(Classes::FIRST_NAME) {
        return Initial::Word;
    }
    if next_name {
        let premodifier = Classes::TITLE
            .union(Classes::FORMER)
            .union(Classes::FIRST_NAME)
            .union(Classes::ORG_WORD)
            .union(Classes::SOMEWHERE)
            .union(Classes::NATIONALITY);
        if token.is(premodifier) || known || !token.is(Classes::COMMON) {
            return Initial::Name;
        }
        // "Billionaire Donald Trump", but also "Meanwhile Trump", "Billions Trump".
        let human = Classes::HUMAN.union(Classes::PEOPLE).union(Classes::GROUP);
        return if token.is(human) || capitals.lower.contains(&token.id) { Initial::Word } else { Initial::Name };
    }
    if known {
        return if token.is(Classes::COMMON) && capitals.lower.contains(&token.id) {
            Initial::Doubtful
        } else {
            Initial::Name
        };
    }
    if capitals.lower.contains(&token.id) || token.is(Classes::COMMON.union(Classes::HEAD)) {
        return Initial::Word;
    }
    Initial::Doubtful
}

/// Whether an unknown word looks like a verb's third person.
fn is_third_person(word: &str) -> bool {
    word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}

/// Numbers inside the names of channels.
const NUMBERS: &[&str] = &["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/// The end of the run of name words that begins at `start`, and a nickname in it.
pub(super) fn run_end(
    tokens: &[Token],
    start: usize,
    text: &str,
    initial: &impl Fn(usize) -> bool,
) -> (usize, Option<u32>) {
    let mut nickname = None;
    let mut organised = tokens[start].is(Classes::ORG_WORD);
    let mut end = start + 1;
    let paragraph = tokens[start].paragraph;
    let name_at = |at: usize| {
        at < tokens.len() && tokens[at].paragraph == paragraph && !initial(at) && is_name_word(tokens, at, text)
    };
    loop {
        let previous = &tokens[end - 1];
        let Some(token) = tokens.get(end) else { break };
        if token.paragraph != paragraph
            || token.start > previous.end + 2 && token.kind == Kind::Word && gap(text, previous, token)
        {
            break;
        }
        // "BBC Five Live", "Channel Four".
        let number = token.shape == Shape::Capital
            && NUMBERS.contains(&token.of(text))
            && previous.is(Classes::ORG_WORD.union(Classes::OUTLET));
        // "Twitter RELATED: …": the label of another thing.
        if is_label(tokens, end) && previous.shape != Shape::Upper {
            break;
        }
        if name_at(end) || number {
            organised |= token.is(Classes::ORG_WORD);
            end += 1;
            continue;
        }
        if token.is_word() && token.shape == Shape::Lower {
            let particles = tokens[end..]
                .iter()
                .take(3)
                .take_while(|token| {
                    token.shape == Shape::Lower && token.is(Classes::PARTICLE) && !token.is(Classes::PREPOSITION)
                })
                .count();
            if particles > 0 && name_at(end + particles) {
                end += particles + 1;
                continue;
            }
            let word = token.of(text);
            let linked = previous.is(Classes::ORG_WORD.union(Classes::OFFICE)) && matches!(word, "of" | "for" | "on");
            if linked {
                let next =
                    if tokens.get(end + 1).is_some_and(|next| next.of(text) == "the") { end + 2 } else { end + 1 };
                if name_at(next) && !tokens[next].is(Classes::DATE) {
                    organised |= tokens[next].is(Classes::ORG_WORD);
                    end = next + 1;
                    continue;
                }
            }
            // "Lord Ahmad of Wimbledon".
            let noble = word == "of"
                && end - start == 2
                && tokens[start].is(Classes::COURTESY_M.union(Classes::COURTESY_F))
                && name_at(end + 1);
            if noble {
                end += 2;
                continue;
            }
            let parted = word == "and"
                && organised
                && tokens[start..end].iter().any(|token| matches!(token.of(text), "of" | "for"));
            // "the Securities and Exchange Commission".
            let institution = word == "and"
                && end - start == 1
                && start > 0
                && tokens[start - 1].is(Classes::DETERMINER)
                && name_at(end + 1)
                && (end + 1..end + 4).take_while(|&at| name_at(at)).any(|at| tokens[at].is(Classes::ORG_WORD))
                && !tokens[start].is(Classes::FIRST_NAME.union(Classes::SOMEWHERE).union(Classes::ORG_WORD));
            if institution {
                organised = true;
                end += 2;
                continue;
            }
            if parted && name_at(end + 1) && !tokens[end + 1].is(Classes::FIRST_NAME.union(Classes::TITLE)) {
                end += 2;
                continue;
            }
            break;
        }
        match token.kind {
            // "the National Postal Workers' Union", "St Mary's Hospital".
            Kind::Possessive
                if tokens.get(end + 1).is_some_and(|next| next.is(Classes::ORG_WORD))
                    && name_at(end + 1)
                    && is_for(previous, text) =>
            {
                organised = true;
                end += 2;
            }
            Kind::Sign('&') if name_at(end + 1) => {
                organised = true;
                end += 2;
            }
            Kind::Sign(',')
                if tokens.get(end + 1).is_some_and(|next| next.is(Classes::SUFFIX) && next.is_capital()) =>
            {
                end += 2
            }
            Kind::Quote(quote) if name_at(end + 1) && is_nickname(tokens, start, end, text) => {
                nickname = Some(quote);
                end += 2;
            }
            _ => break,
        }
    }
    (end, nickname)
}

/// "Parents for Fair Marks", "Friends of Brim Park": the end of what people for a cause call themselves.
pub(super) fn cause_end(tokens: &[Token], at: usize, text: &str, initial: &impl Fn(usize) -> bool) -> Option<usize> {
    let (people, link, cause) = (&tokens[at], tokens.get(at + 1)?, tokens.get(at + 2)?);
    let linked = match link.of(text) {
        "for" | "against" | "without" | "Against" => true,
        "of" => people.of(text) == "Friends",
        _ => false,
    };
    let named = linked
        && people.is_word()
        && people.shape == Shape::Capital
        && people.is(Classes::PEOPLE)
        && cause.paragraph == people.paragraph
        && cause.shape == Shape::Capital
        && is_name_word(tokens, at + 2, text)
        && !cause.is(Classes::DATE.union(Classes::FIRST_NAME).union(Classes::TITLE).union(Classes::COUNTRY));
    if !named || is_for_one(tokens, at + 2, text) {
        return None;
    }
    Some(run_end(tokens, at + 2, text, initial).0)
}

/// "Campaigners for Trump": one word of a name that is no common word is hardly a cause.
fn is_for_one(tokens: &[Token], at: usize, text: &str) -> bool {
    let alone = tokens.get(at + 1).is_none_or(|next| !is_name_word(tokens, at + 1, text) || !next.is_capital());
    alone && !tokens[at].is(Classes::COMMON)
}

/// "RELATED:", "VIDEO:", "READ MORE:": a common word in capitals before a colon names nobody.
pub(super) fn is_label(tokens: &[Token], at: usize) -> bool {
    const LONG: u32 = 4;
    let word = &tokens[at];
    word.shape == Shape::Upper
        && word.end - word.start >= LONG
        && word.is(Classes::COMMON.union(Classes::VERB).union(Classes::WORK))
        && !word.is(Classes::FIRST_NAME)
        && tokens.get(at + 1).is_some_and(|next| next.is_sign(':'))
}

/// "6:00 AM EST": which half of the day it is, and by which clock.
pub(super) fn is_clock(tokens: &[Token], at: usize, text: &str) -> bool {
    const HALVES: Words = words!("am pm a.m p.m");
    const ZONES: Words = words!(
        "et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest eet msk ist pkt sgt myt hkt wib jst kst aest aedt \
         awst nzst nzdt sast cat eat wat"
    );
    let Some(before) = at.checked_sub(1).filter(|_| tokens[at].shape == Shape::Upper) else { return false };
    let half = |at: usize| HALVES.has(tokens[at].id);
    let hour = |at: usize| tokens[at].kind == Kind::Number;
    half(at) && hour(before)
        || ZONES.has(tokens[at].id)
            && (half(before) && before > 0 && hour(before - 1)
                || hour(before) && tokens[before].of(text).contains([':', '.']))
}

/// Whether a possessive of this word names whom an organisation is for: "Workers'", "Women's".
fn is_for(word: &Token, text: &str) -> bool {
    word.is(Classes::PEOPLE) || text[word.end as usize..].chars().nth(1) != Some('s') && word.is(Classes::COMMON)
}

/// Whether the passage at `end` is a nickname inside a name: short, capitalised, after a first name or an initial.
fn is_nickname(tokens: &[Token], start: usize, end: usize, text: &str) -> bool {
    let quote = &tokens[end];
    let inner = quote.of(text);
    let short = inner.chars().count() < 22 && inner.split_whitespace().count() <= 3;
    let capital = inner.chars().find(|character| character.is_alphabetic()).is_some_and(char::is_uppercase);
    let plain = !inner.contains([',', '.', '!', '?']);
    let previous = &tokens[end - 1];
    let first =
        previous.is(Classes::FIRST_NAME) || previous.end - previous.start <= 2 || previous.of(text).ends_with('.');
    short && capital && plain && first && end - start <= 4
}

/// Whether more than spaces and full stops stand between two tokens.
fn gap(text: &str, before: &Token, after: &Token) -> bool {
    !text[before.end as usize..after.start as usize]
        .chars()
        .all(|character| character.is_whitespace() || character == '.')
}

/// "TALLAHASSEE, Fla. — The governor …": where an agency's report begins.
pub(super) fn is_dateline(tokens: &[Token], (start, end): (usize, usize), text: &str) -> bool {
    const NEAR: usize = 6;
    let paragraph = tokens[start].paragraph;
    let opens = start == 0 || tokens[start - 1].paragraph != paragraph;
    let shouted = || tokens[start..end].iter().all(|token| token.shape == Shape::Upper && token.end - token.start > 2);
    let dash = |token: &Token| matches!(token.kind, Kind::Sign('—' | '–' | '-'));
    // "Johannesburg — The governor …": only a sentence of its own follows the dash of a place in small letters.
    let written = || {
        const ARTICLES: Words = words!("the a an");
        let line = tokens[end..].iter().take(NEAR).take_while(|token| token.paragraph == paragraph);
        let dash = line.clone().position(|token| matches!(token.kind, Kind::Sign('—' | '–')));
        let first = dash.and_then(|dash| tokens.get(end + dash + 1)).filter(|first| first.paragraph == paragraph);
        let person = Classes::FIRST_NAME.without(Classes::SOMEWHERE).union(Classes::HEAD).union(Classes::TITLE);
        end - start <= 2
            && !tokens[start..end].iter().any(|token| token.is(person))
            && first.is_some_and(|first| first.shape == Shape::Capital && ARTICLES.has(first.id))
    };
    // "Nov 16 (Newswire) - …": the agency.
    let first = tokens[..start].iter().rev().take(NEAR).take_while(|token| token.paragraph == paragraph).count();
    let agency = first < NEAR
        && start > 0
        && tokens[start - 1].is_sign('(')
        && tokens.get(end).is_some_and(|token| token.is_sign(')'))
        && tokens.get(end + 1).is_some_and(dash);
    agency
        || opens && (shouted() || written()) && {
            let rest = tokens[end..].iter().take(NEAR).take_while(|token| token.paragraph == paragraph);
            let mut rest = rest.skip_while(|token| {
                matches!(token.kind, Kind::Sign(',' | '(' | ')' | '.'))
                    || token.is_capital()
                    || token.of(text).ends_with('.')
            });
            rest.next().is_some_and(dash)
        }
}

/// "Berea, OH," and "(D-N.Y.)": where a place or a party stands after a name, and nobody is named.
pub(super) fn is_tail(tokens: &[Token], at: usize, text: &str) -> bool {
    let word = tokens[at].of(text);
    let short = word.ends_with('.') || tokens[at].shape == Shape::Upper && word.len() == 2;
    let comma = at >= 2 && tokens[at - 1].is_sign(',') && tokens[at - 2].is_capital();
    let closed = tokens.get(at + 1).is_none_or(|next| matches!(next.kind, Kind::Sign(',' | '.' | ')' | ';')));
    short && comma && closed
}
