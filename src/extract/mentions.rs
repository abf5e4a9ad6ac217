//! Mentions: the places in the narrative that name somebody who could speak, by name, by noun, or by pronoun.

mod unknown;

use self::unknown::{says, unknown_speaker};
use super::lexicon::Classes;
use super::names::{Name, is_compound_noun};
use super::narrative::Narrative;
use super::tokens::{Kind, Shape, Token};

/// How a mention names its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By name.
    Name,
    /// By a noun: "the senator", "analysts".
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// What stands before a nominal mention's noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Article {
    /// Nothing: "analysts".
    None,
    /// the, this, that: somebody known already.
    The,
    /// a, an, one, some: somebody new.
    A,
    /// his, Trump's.
    Possessive,
}

/// No entity.
pub const NOBODY: u32 = u32::MAX;

/// A place in the narrative that names somebody.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// How it names.
    pub form: Form,
    /// Its first token, titles and modifiers included.
    pub start: u32,
    /// One past its last token.
    pub end: u32,
    /// The token of its noun or pronoun, or the last one of its name.
    pub head: u32,
    /// Its name among the article's names.
    pub name: Option<u32>,
    /// What stands before it.
    pub article: Article,
    /// Whether it only modifies the next noun: "Trump" in "Trump supporters".
    pub modifier: bool,
    /// Whether 's follows.
    pub possessive: bool,
    /// Whether a preposition stands before it.
    pub governed: bool,
    /// Whether it stands for several.
    pub plural: bool,
    /// Whether it can be a man.
    pub male: bool,
    /// Whether it can be a woman.
    pub female: bool,
    /// What the lexicon says of its head.
    pub classes: Classes,
    /// The speaker that it stands for, once resolved.
    pub entity: u32,
    /// The mention that a pronoun or a noun takes its speaker from.
    pub antecedent: Option<u32>,
    /// How sure it is that it stands for that speaker, from 0 to 1.
    pub sure: f32,
}

impl Mention {
    /// Whether it is a pronoun of the first person.
    #[must_use]
    pub fn is_first_person(&self) -> bool {
        self.form == Form::Pronoun && self.classes.any(Classes::FIRST)
    }

    /// Whether it could name a single human being.
    #[must_use]
    pub fn is_human(&self) -> bool {
        self.classes.any(Classes::HUMAN.and(Classes::HE).and(Classes::SHE))
    }
}

/// Finds the mentions of a narrative, in order. `names` are those of its tokens.
#[must_use]
pub fn mentions(narrative: &Narrative<'_>, names: &[Name]) -> Vec<Mention> {
    let tokens = &narrative.tokens;
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
                found.extend(bare_determiner(narrative, at));
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
    let modified =
        tokens.get(end).is_some_and(|next| next.paragraph == tokens[end - 1].paragraph && is_noun_like(narrative, end));
    Mention {
        form,
        start: index_of(full_start),
        end: index_of(end),
        head: index_of(if name.office { office_head(tokens, name) } else { end - 1 }),
        name: Some(index_of(index)),
        article,
        modifier: modified,
        possessive: tokens.get(end).is_some_and(|next| next.kind == Kind::Possessive),
        governed: before.is_some_and(|_| is_governed(narrative, full_start)),
        plural: name.office && tokens[end - 1].is(Classes::PEOPLE),
        male: !name.female,
        female: !name.male,
        // "The Russian" is a human being.
        classes: if name.office && !tokens[end - 1].is(Classes::HEAD) && end == start + 1 {
            tokens[end - 1].classes.and(Classes::PERSON)
        } else {
            tokens[end - 1].classes
        },
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    }
}

/// The office of "President of Colombia".
fn office_head(tokens: &[Token], name: &Name) -> usize {
    (name.run.0..name.run.1).find(|&at| tokens[at].shape == Shape::Lower).map_or(name.run.1 - 1, |link| link - 1)
}

/// The start of the role in small letters before a name: "former Obama adviser" David Axelrod.
fn role_start(narrative: &Narrative<'_>, start: usize) -> usize {
    let tokens = &narrative.tokens;
    let first = narrative.sentence(start).start;
    if start == first {
        return start;
    }
    let before = &tokens[start - 1];
    let role = Classes::HUMAN.and(Classes::OFFICE).and(Classes::RANK);
    // "superintendent of police Ivo Marsh".
    if start >= first + 3
        && before.is_word()
        && before.shape == Shape::Lower
        && !before.is(Classes::FUNCTION.and(Classes::VERB))
        && tokens[start - 2].of(narrative.text) == "of"
        && tokens[start - 3].is(role)
        && tokens[start - 3].is_word()
        && !tokens[start - 3].is(Classes::PEOPLE)
    {
        return role_start(narrative, start - 2);
    }
    if before.is_word() && before.is(role) && (before.shape == Shape::Lower || start - 1 == first) {
        let left = phrase_start(narrative, start - 1);
        let skip = tokens[left].is(Classes::DETERMINER.and(Classes::POSSESSIVE)) && tokens[left].is_word();
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
        male: token.is(Classes::HE.and(Classes::THEY)),
        female: token.is(Classes::SHE.and(Classes::THEY)),
        classes: token.classes,
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    }
}

/// "The charity Shelter", "software giant Microsoft": a noun that says what is named next.
#[must_use]
pub fn goes_before_name(token: &Token) -> bool {
    token.is(Classes::ORGANISATION.and(Classes::GROUP)) && token.shape == Shape::Lower && !token.is(Classes::SOMEWHERE)
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
    (start < at).then(|| Mention {
        form: Form::Nominal,
        start: index_of(start),
        end: index_of(at + 1),
        head: index_of(at),
        name: None,
        article: article_of(&narrative.tokens[start], narrative.text),
        modifier: false,
        possessive: false,
        governed: is_governed(narrative, start),
        plural: false,
        male: true,
        female: true,
        classes: Classes::PERSON,
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    })
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
        let named = next.is_capital() && !next.is(Classes::FUNCTION.and(Classes::DATE));
        if named && (token.is(Classes::HUMAN) || goes_before_name(token) && at + 1 < sentence.end) {
            return None;
        }
    }
    // "Analysts note that …", "court records show": a verb.
    let verb = token.is(Classes::VERB) && token.is(Classes::PRESENT);
    let base = verb && !token.of(narrative.text).ends_with('s');
    let ends = next.is_none_or(|next| !next.is_word() || next.is(Classes::DETERMINER.and(Classes::PRONOUN)));
    let papers = base
        && ends
        && at > sentence.start
        && tokens[at - 1].is(Classes::DOCUMENT)
        && tokens[at - 1].of(narrative.text).ends_with('s');
    if papers {
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
    let people =
        at > sentence.start && tokens[at - 1].is_word() && tokens[at - 1].is(Classes::PEOPLE.and(Classes::SUBJECTIVE));
    if verb && (people || next.is_some_and(|next| next.of(narrative.text) == "that")) {
        return None;
    }
    let start = phrase_start(narrative, at);
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
    let bare =
        token.is(Classes::PEOPLE) || papers || matches!(token.of(narrative.text), "police" | "Police" | "Congress");
    if start == at && (!bare || token.is(Classes::VERB) && !plural) {
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
    let human = token.is(Classes::HUMAN.and(Classes::PEOPLE));
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

/// "Some", "others", "one" that a verb of saying follows directly.
fn bare_determiner(narrative: &Narrative<'_>, at: usize) -> Option<Mention> {
    let tokens = &narrative.tokens;
    let word = tokens[at].of(narrative.text).to_ascii_lowercase();
    if !matches!(word.as_str(), "some" | "many" | "several" | "one" | "another" | "both" | "few" | "most" | "all") {
        return None;
    }
    let next = tokens.get(at + 1)?;
    let says = next.is(Classes::SAY) && next.is(Classes::FINITE) && next.shape == Shape::Lower;
    if !says || next.sentence != tokens[at].sentence {
        return None;
    }
    Some(Mention {
        form: Form::Nominal,
        start: index_of(at),
        end: index_of(at + 1),
        head: index_of(at),
        name: None,
        article: Article::A,
        modifier: false,
        possessive: false,
        governed: is_governed(narrative, at),
        plural: !matches!(word.as_str(), "one" | "another"),
        male: true,
        female: true,
        classes: Classes::PEOPLE,
        entity: NOBODY,
        antecedent: None,
        sure: 1.0,
    })
}

fn article_of(token: &Token, text: &str) -> Article {
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
                    if token.is(Classes::DETERMINER.and(Classes::POSSESSIVE)) {
                        return at - 1;
                    }
                    // "the first advert", "its latest report".
                    let ranked = token.is(Classes::ADVERB)
                        && at - 1 > first
                        && matches!(token.of(narrative.text), "first" | "second" | "last" | "very" | "only" | "now")
                        && narrative.tokens[at - 2].is(Classes::DETERMINER.and(Classes::POSSESSIVE));
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
        return noun && token.of(narrative.text).ends_with("ed");
    }
    if token.is(Classes::SAY) && token.is(Classes::PAST) && !token.is(Classes::HEAD) {
        return true;
    }
    let determined = at > 0 && narrative.tokens[at - 1].is(Classes::DETERMINER.and(Classes::POSSESSIVE));
    if determined {
        return false;
    }
    token.is(Classes::PAST)
        || token.is(Classes::PRESENT) && token.of(narrative.text).ends_with('s') && !token.is(Classes::HEAD)
}

/// Whether the token at `at` looks like a noun that what stands before it modifies.
fn is_noun_like(narrative: &Narrative<'_>, at: usize) -> bool {
    let Some(token) = narrative.tokens.get(at) else { return false };
    if at > 0 && token.sentence != narrative.tokens[at - 1].sentence {
        return false;
    }
    if !token.is_word() || token.shape != Shape::Lower || token.is(Classes::FUNCTION) {
        return false;
    }
    if token.is(Classes::HEAD.and(Classes::SPEECH)) && !token.is(Classes::VERB) {
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
                    && next.is(Classes::VERB.and(Classes::AUXILIARY))
                    && (next.is(Classes::PAST.and(Classes::AUXILIARY)) || agrees)
            });
    }
    !(word.ends_with("ed") || word.ends_with("ly") || word.ends_with("ing"))
        && token.is(Classes::COMMON)
        && (word.ends_with('s')
            || narrative.tokens.get(at + 1).is_some_and(|next| {
                next.is(Classes::AUXILIARY.and(Classes::VERB)) || matches!(next.kind, Kind::Sign(_))
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
    )
}

/// Whether a preposition stands before the phrase at `start`.
fn is_governed(narrative: &Narrative<'_>, start: usize) -> bool {
    let first = narrative.sentence(start).start;
    let mut at = start;
    while at > first
        && narrative.tokens[at - 1].is_word()
        && narrative.tokens[at - 1].is(Classes::DETERMINER)
        && start - at < 2
    {
        at -= 1;
    }
    at > first && {
        let token = &narrative.tokens[at - 1];
        token.is_word()
            && token.is(Classes::PREPOSITION)
            && !token.is(Classes::SUBORDINATOR)
            && !(token.shape != Shape::Lower && at - 1 != first)
    }
}

/// Token indexes are kept in 32 bits, as offsets are.
fn index_of(at: usize) -> u32 {
    super::tokens::offset(at)
}
