//! Mentions: the places in the narrative that name somebody who could speak, by name, by noun, or by pronoun.

use rustc_hash::FxHashSet;

mod mention;
mod phrase;
mod unknown;

pub use self::mention::{Article, Form, Mention, NOBODY};
pub use self::phrase::phrase_start;
use self::phrase::{article_of, is_governed, is_noun_like};
use self::unknown::{known_by_who, says, tail, unknown_speaker};
use super::lexicon::{Classes, WordId, Words, words};
use super::names::{Guess, Name, is_compound_noun};
use super::narrative::Narrative;
use super::tokens::{Kind, Shape, Token};

/// Finds the mentions of a narrative, in order. `names` are those of its tokens.
#[must_use]
pub fn mentions(narrative: &Narrative<'_>, names: &[Name]) -> Vec<Mention> {
    let tokens = &narrative.tokens;
    let tails = tails(narrative, names);
    let mut found = Vec::with_capacity(names.len() * 2);
    let mut next_name = 0;
    let mut said_until = 0;
    let mut at = 0;
    while at < tokens.len() {
        if let Some(name) = names.get(next_name)
            && name.run.0 == at
        {
            let mention = named(narrative, name, next_name);
            hold(&mut found, &mention);
            found.push(mention);
            at = name.run.1;
            next_name += 1;
            continue;
        }
        let token = &tokens[at];
        if token.kind == Kind::Number && is_age_noun(narrative, at) {
            found.extend(aged(narrative, at));
        }
        let small = || token.shape == Shape::Lower || narrative.is_initial(at);
        if token.is_word() && (small() || is_compound_noun(token, narrative.text)) {
            if token.is(Classes::PRONOUN) && !narrative.layout[token.paragraph as usize].headline {
                found.push(pronoun(narrative, at));
            } else if token.is(Classes::HEAD) {
                if let Some(mention) = nominal(narrative, at) {
                    hold(&mut found, &mention);
                    found.push(mention);
                }
            } else if token.is(Classes::DETERMINER) {
                if let Some(one) = one_of_many(narrative, at) {
                    at = one.end as usize;
                    found.push(one);
                    // "One of the Brim dockers": what is named inside only tells which.
                    while let Some(name) = names.get(next_name).filter(|name| name.run.0 < at) {
                        found.push(Mention { modifier: true, ..named(narrative, name, next_name) });
                        next_name += 1;
                    }
                    continue;
                }
                found.extend(bare_determiner(narrative, at));
            } else if let Some(mention) = one_of_two(narrative, at) {
                found.push(mention);
            } else if tails.contains(&token.id)
                && let Some(mention) = tail(narrative, at)
            {
                hold(&mut found, &mention);
                found.push(mention);
            } else if let Some(mention) = known_by_who(narrative, at) {
                hold(&mut found, &mention);
                found.push(mention);
            } else if (at <= said_until || tokens.get(at + 1).is_some_and(says))
                && let Some(mention) = unknown_speaker(narrative, at)
            {
                hold(&mut found, &mention);
                found.push(mention);
            }
            // Most words are far from any verb of saying.
            if says(token) {
                said_until = at + unknown::LONGEST + 1;
            }
        }
        at += 1;
    }
    found
}

/// The words that organizations' names end with: after the Ohio Lottery, "the lottery" is clear.
fn tails(narrative: &Narrative<'_>, names: &[Name]) -> FxHashSet<WordId> {
    let many = names.iter().filter(|name| {
        let body = name.guess == Guess::Organisation || name.guess == Guess::Open && name.the;
        body && !name.office && name.name.1 > name.name.0 + 1
    });
    many.map(|name| narrative.tokens[name.name.1 - 1].id).collect()
}

/// What lies inside a longer phrase only modifies its noun: "Clinton" in "Clinton communications director Palmieri".
fn hold(found: &mut [Mention], phrase: &Mention) {
    for inner in found.iter_mut().rev().take_while(|inner| inner.end > phrase.start) {
        inner.modifier |= !inner.possessive;
    }
}

fn named(narrative: &Narrative<'_>, name: &Name, index: usize) -> Mention {
    let tokens = &narrative.tokens;
    let (start, end) = name.run;
    let form = if name.office { Form::Nominal } else { Form::Name };
    let start = role_start(narrative, start);
    let before = (start > narrative.sentence(start).start).then(|| &tokens[start - 1]);
    // "He said that Trump …": no article before a name.
    let article = before
        .filter(|before| !before.of(narrative.text).eq_ignore_ascii_case("that"))
        .map_or(Article::None, |before| article_of(before, narrative.text));
    let full_start = if name.office && article != Article::None { start - 1 } else { start };
    let person = name.guess == Guess::Person && (name.titled || name.name.1 - name.name.0 > 1);
    let modified = tokens.get(end).is_some_and(|next| {
        next.paragraph == tokens[end - 1].paragraph
            && is_noun_like(narrative, end)
            && !(person && predicates(narrative, end))
    });
    // "His Brim visit": whose it is stands before.
    let modified = modified
        || before.is_some_and(|before| before.is_word() && before.is(Classes::POSSESSIVE))
            && tokens.get(end).is_some_and(|next| {
                let noun = next.is_word() && next.shape == Shape::Lower && !next.is(Classes::FUNCTION);
                noun && !(next.is(Classes::VERB) && next.is(Classes::PAST))
            });
    let head = if name.office { office_head(tokens, name) } else { end - 1 };
    Mention {
        form,
        start: index_of(full_start),
        end: index_of(end),
        head: index_of(head),
        name: Some(index_of(index)),
        article,
        modifier: modified,
        possessive: tokens.get(end).is_some_and(|next| next.kind == Kind::Possessive),
        governed: before.is_some_and(|_| is_governed(narrative, full_start)),
        plural: name.office && tokens[head].is(Classes::PEOPLE),
        male: !name.female,
        female: !name.male,
        // "The Russian", "the MP for Leeds" is a human being.
        classes: if name.office && !tokens[head].is(Classes::HEAD) && (end == start + 1 || head + 1 < end) {
            tokens[head].classes.union(Classes::PERSON)
        } else {
            tokens[head].classes
        },
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    }
}

/// "Theo Lambros pays without complaint": the one who is named in full does something, unless a verb follows.
fn predicates(narrative: &Narrative<'_>, at: usize) -> bool {
    let token = &narrative.tokens[at];
    let next = narrative.tokens.get(at + 1).filter(|next| next.sentence == token.sentence);
    token.of(narrative.text).ends_with('s')
        && !token.is(Classes::HEAD.union(Classes::SPEECH))
        && !next.is_some_and(|next| {
            next.is_word() && (next.is(Classes::AUXILIARY) || next.is(Classes::VERB) && next.is(Classes::FINITE))
        })
}

/// The office of "President of Colombia".
fn office_head(tokens: &[Token], name: &Name) -> usize {
    (name.run.0..name.run.1).find(|&at| tokens[at].shape == Shape::Lower).map_or(name.run.1 - 1, |link| link - 1)
}

/// The start of the role in lower case before a name: "former Obama adviser" David Axelrod.
fn role_start(narrative: &Narrative<'_>, start: usize) -> usize {
    let tokens = &narrative.tokens;
    let first = narrative.sentence(start).start;
    if start == first {
        return start;
    }
    let before = &tokens[start - 1];
    let role = Classes::HUMAN.union(Classes::OFFICE).union(Classes::RANK);
    // "superintendent of police Ivo Marsh".
    if start >= first + 3
        && before.is_word()
        && before.shape == Shape::Lower
        && !before.is(Classes::FUNCTION.union(Classes::VERB))
        && tokens[start - 2].of(narrative.text) == "of"
        && tokens[start - 3].is(role)
        && tokens[start - 3].is_word()
        && !tokens[start - 3].is(Classes::PEOPLE)
    {
        return role_start(narrative, start - 2);
    }
    if before.is_word() && before.is(role) && (before.shape == Shape::Lower || start - 1 == first) {
        let left = phrase_start(narrative, start - 1);
        let skip = tokens[left].is(Classes::DETERMINER.union(Classes::POSSESSIVE)) && tokens[left].is_word();
        return if skip && left + 1 < start { left + 1 } else { left };
    }
    start
}

fn pronoun(narrative: &Narrative<'_>, at: usize) -> Mention {
    let token = &narrative.tokens[at];
    Mention {
        form: Form::Pronoun,
        start: index_of(at),
        end: index_of(at + 1),
        head: index_of(at),
        name: None,
        article: Article::None,
        modifier: false,
        possessive: false,
        governed: is_governed(narrative, at),
        plural: token.is(Classes::THEY) || token.of(narrative.text).eq_ignore_ascii_case("we"),
        male: token.is(Classes::HE.union(Classes::THEY)),
        female: token.is(Classes::SHE.union(Classes::THEY)),
        classes: token.classes,
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    }
}

/// "The charity Shelter", "software giant Microsoft": a noun that says what is named next.
#[must_use]
pub fn goes_before_name(token: &Token) -> bool {
    token.is(Classes::ORGANISATION.union(Classes::GROUP))
        && token.shape == Shape::Lower
        && !token.is(Classes::SOMEWHERE)
}

/// "The 17-year-old": a noun, where no other one follows.
fn is_age_noun(narrative: &Narrative<'_>, at: usize) -> bool {
    let tokens = &narrative.tokens;
    let next = tokens.get(at + 1).filter(|next| next.sentence == tokens[at].sentence);
    tokens[at].of(narrative.text).ends_with("-year-old")
        && next.is_none_or(|next| {
            !next.is_word()
                || next.is(Classes::FUNCTION)
                || next.is(Classes::VERB) && next.is(Classes::FINITE) && !next.is(Classes::HEAD)
        })
}

fn aged(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    let start = phrase_start(narrative, at);
    let article = article_of(&narrative.tokens[start], narrative.text);
    (start < at).then(|| of_either_sex(narrative, (start, at), article, Classes::PERSON))
}

fn nominal(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    let tokens = &narrative.tokens;
    let token = &tokens[at];
    let sentence = narrative.sentence(at);
    let next = tokens.get(at + 1).filter(|_| at + 1 < sentence.end);
    if let Some(next) = next {
        if next.is_word() && next.shape == Shape::Lower && next.is(Classes::HEAD) && !next.is(Classes::VERB) {
            return None;
        }
        // "spokeswoman Hope Hicks", "rock band U4": the name has it.
        let named = next.is_capital() && !next.is(Classes::FUNCTION.union(Classes::DATE));
        if named && (token.is(Classes::HUMAN) || goes_before_name(token) && at + 1 < sentence.end) {
            return None;
        }
    }
    // "Analysts note that …", "court records show": a verb.
    let verb = token.is(Classes::VERB) && token.is(Classes::PRESENT);
    let base = verb && !token.of(narrative.text).ends_with('s');
    let ends = next.is_none_or(|next| !next.is_word() || next.is(Classes::DETERMINER.union(Classes::PRONOUN)));
    let papers = base
        && ends
        && at > sentence.start
        && tokens[at - 1].is(Classes::DOCUMENT)
        && tokens[at - 1].of(narrative.text).ends_with('s');
    if papers {
        return None;
    }
    // "Ann Lee reports: “…”".
    let by_name = verb && !base && at > sentence.start && tokens[at - 1].is_word() && tokens[at - 1].is_capital();
    if by_name && token.is(Classes::SAY) && next.is_some_and(|next| next.is_sign(':') || next.is_quote()) {
        return None;
    }
    // "a group of documents": nobody.
    let things = token.is(Classes::GROUP)
        && next.is_some_and(|next| next.of(narrative.text) == "of")
        && tokens
            .get(at + 2)
            .is_some_and(|inner| inner.is(Classes::DOCUMENT) && !inner.is(Classes::HEAD.without(Classes::DOCUMENT)));
    if things {
        return None;
    }
    let people = at > sentence.start
        && tokens[at - 1].is_word()
        && tokens[at - 1].is(Classes::PEOPLE.union(Classes::SUBJECTIVE));
    if verb && (people || next.is_some_and(|next| next.of(narrative.text) == "that")) {
        return None;
    }
    let start = phrase_start(narrative, at);
    // "He swam there as a child": what he was.
    let before = start.checked_sub(1).filter(|&before| before >= sentence.start).map(|before| &tokens[before]);
    let role = before.is_some_and(|before| before.of(narrative.text).eq_ignore_ascii_case("as"))
        && start < at
        && article_of(&tokens[start], narrative.text) == Article::A
        && token.is(Classes::HUMAN);
    if role && next.is_none_or(|next| !next.is(Classes::VERB.union(Classes::AUXILIARY))) {
        return None;
    }
    // "He shakes his head."
    let own = start < at && tokens[at - 1].is_word() && tokens[at - 1].is(Classes::POSSESSIVE);
    if own
        && matches!(token.of(narrative.text), "head" | "heads")
        && next.is_none_or(|next| next.of(narrative.text) != "of")
    {
        return None;
    }
    let plural = token.is(Classes::PEOPLE);
    let papers = token.is(Classes::DOCUMENT)
        && token.of(narrative.text).ends_with('s')
        && narrative.is_initial(at)
        && next.is_some_and(|next| matches!(next.of(narrative.text), "of" | "from") || next.is(Classes::VERB));
    // "What counsel called a gamble".
    let counsel = token.of(narrative.text) == "counsel"
        && next.is_some_and(|next| next.is(Classes::SAY.union(Classes::CALL)) && next.is(Classes::FINITE));
    let bare = token.is(Classes::PEOPLE)
        || papers
        || counsel
        || matches!(token.of(narrative.text), "police" | "Police" | "Congress");
    // "Analyst: “…”": as in a transcript.
    let opens = at == narrative.layout[token.paragraph as usize].tokens.0 as usize;
    let label = opens && token.is(Classes::HUMAN) && next.is_some_and(|next| next.is_sign(':'));
    if start == at && !label && (!bare || token.is(Classes::VERB) && !plural && !counsel) {
        return None;
    }
    let text = narrative.text;
    let article = tokens[start..at]
        .iter()
        .position(|word| word.kind == Kind::Possessive)
        .map_or_else(|| article_of(&tokens[start], text), |_| Article::Possessive);
    let article = if start == at { Article::None } else { article };
    // "the former secretary and current nominee": the article stands before the first of them.
    let shared = start > sentence.start && matches!(tokens[start - 1].of(text), "and" | ",");
    let article = if article == Article::None && shared && token.is(Classes::HUMAN) { Article::The } else { article };
    let human = token.is(Classes::HUMAN.union(Classes::PEOPLE));
    Some(Mention {
        form: Form::Nominal,
        start: index_of(start),
        end: index_of(at + 1),
        head: index_of(at),
        name: None,
        article,
        modifier: is_noun_like(narrative, at + 1),
        possessive: next.is_some_and(|next| next.kind == Kind::Possessive),
        governed: is_governed(narrative, start),
        plural,
        male: human && !token.is(Classes::WOMAN) || token.is(Classes::MAN),
        female: human && !token.is(Classes::MAN) || token.is(Classes::WOMAN),
        classes: token.classes,
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    })
}

/// "Some", "one" that a verb of saying follows directly, "another", "the other" that any cue follows, “…,” said one.
fn bare_determiner(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    let tokens = &narrative.tokens;
    let sentence = narrative.sentence(at);
    let word = tokens[at].of(narrative.text).to_ascii_lowercase();
    let the = at > sentence.start && tokens[at - 1].of(narrative.text).eq_ignore_ascii_case("the");
    let contrasts = word == "another" || word == "other" && the;
    let counts = matches!(word.as_str(), "some" | "many" | "several" | "one" | "both" | "few" | "most" | "all");
    if !contrasts && !counts {
        return None;
    }
    let next = tokens.get(at + 1).filter(|_| at + 1 < sentence.end);
    let cue = if contrasts { Classes::CUE } else { Classes::SAY };
    let says = next.is_some_and(|next| {
        next.is(cue) && next.is(Classes::FINITE) && next.shape == Shape::Lower && !next.is(Classes::HEAD)
    });
    let start = if word == "other" { at - 1 } else { at };
    let said = start >= sentence.start + 2
        && unknown::says(&tokens[start - 1])
        && tokens[start - 2].is_quote()
        && next.is_none_or(|next| !next.is_word());
    if !says && !said {
        return None;
    }
    let plural = !contrasts && word != "one";
    Some(Mention { plural, ..of_either_sex(narrative, (start, at), Article::A, Classes::PEOPLE) })
}

/// "One of them said", “…,” said one of the dockers.
fn one_of_many(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    const FEW: usize = 4;
    let tokens = &narrative.tokens;
    let text = narrative.text;
    let sentence = narrative.sentence(at);
    let one =
        matches!(tokens[at].of(text).to_ascii_lowercase().as_str(), "one" | "another" | "some" | "several" | "two");
    let rest = &tokens[at + 1..sentence.end];
    let [of, rest @ ..] = rest else { return None };
    if !one || of.of(text) != "of" {
        return None;
    }
    let words = match rest {
        [them, ..] if them.of(text) == "them" => 1,
        [first, ..] if first.is(Classes::DETERMINER.union(Classes::POSSESSIVE)) => {
            let noun = rest.iter().take(FEW).skip(1).position(|token| token.is(Classes::PEOPLE))?;
            noun + 2
        }
        _ => return None,
    };
    let end = at + 2 + words;
    let plural = !matches!(tokens[at].of(text).to_ascii_lowercase().as_str(), "one" | "another");
    // The people themselves may be asked for: only the one who speaks is one of them.
    let speaks = tokens.get(end).filter(|_| end < sentence.end).is_some_and(|next| {
        next.is(Classes::SAY) && next.is(Classes::FINITE) && next.shape == Shape::Lower
            || at == sentence.start && next.is_sign(',')
    });
    let said = at >= sentence.start + 2
        && unknown::says(&tokens[at - 1])
        && (tokens[at - 2].is_quote() || tokens[at - 2].is_sign(','));
    (speaks || said).then(|| Mention {
        end: index_of(end),
        plural,
        ..of_either_sex(narrative, (at, at), Article::A, Classes::PEOPLE)
    })
}

/// "The former", "the latter", which a verb follows: the first or second of two.
fn one_of_two(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    const NOUNS: Words = words!("former latter");
    let tokens = &narrative.tokens;
    let sentence = narrative.sentence(at);
    let the = at > sentence.start && tokens[at - 1].of(narrative.text).eq_ignore_ascii_case("the");
    let verb = at + 1 < sentence.end && {
        let next = &tokens[at + 1];
        next.is_word() && next.shape == Shape::Lower && next.is(Classes::AUXILIARY.union(Classes::FINITE))
            || is_past_form(next.of(narrative.text))
    };
    if !NOUNS.has(tokens[at].id) || !the || !verb {
        return None;
    }
    Some(of_either_sex(narrative, (at - 1, at), Article::The, Classes::PERSON))
}

/// A noun phrase from its first token to its head, for one who may be a man or a woman.
fn of_either_sex(
    narrative: &Narrative<'_>,
    (start, head): (usize, usize),
    article: Article,
    classes: Classes,
) -> Mention {
    Mention {
        form: Form::Nominal,
        start: index_of(start),
        end: index_of(head + 1),
        head: index_of(head),
        name: None,
        article,
        modifier: false,
        possessive: false,
        governed: is_governed(narrative, start),
        plural: false,
        male: true,
        female: true,
        classes,
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    }
}

/// Whether an unknown word looks like a verb's past form.
fn is_past_form(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
}

/// Token indexes are kept in 32 bits, as offsets are.
fn index_of(at: usize) -> u32 {
    super::tokens::offset(at)
}
