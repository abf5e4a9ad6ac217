//! Names: runs of capitalised words, taken apart into title and name.
//!
//! Works alike on the writer's words and on the words inside quotation marks. Whether two names stand for the same
//! speaker is decided elsewhere.

use rustc_hash::FxHashSet;

use super::lexicon::{self, Classes, WordId};
use super::tokens::{Kind, Shape, Token};

/// What a name seems to name, from its own words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// A person: a title or a first name says so.
    Person,
    /// An organisation, outlet, team.
    Organisation,
    /// A country, city, or the like.
    Place,
    /// Several words that could be either.
    Open,
    /// One word alone.
    Single,
}

/// A run of capitalised words that names somebody or something.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// The whole run, titles included, as a range of tokens.
    pub run: (usize, usize),
    /// The name without its title.
    pub name: (usize, usize),
    /// What it seems to name.
    pub guess: Guess,
    /// Whether a title of a man, or a man's first name, is part of it.
    pub male: bool,
    /// The same for a woman.
    pub female: bool,
    /// Whether a title stands before the name.
    pub titled: bool,
    /// Whether `the` stands before the run.
    pub the: bool,
    /// Whether a capital at the head of a sentence is all that speaks for it.
    pub doubtful: bool,
    /// A nickname in quotation marks inside it, as the index of the passage.
    pub nickname: Option<u32>,
    /// An office with its realm instead of a name: "President of Colombia".
    pub office: bool,
}

/// What an article's own use of capitals tells.
#[derive(Debug, Default)]
pub struct Capitals {
    /// Words that also stand without a capital.
    pub lower: FxHashSet<WordId>,
    /// Words that have a capital where grammar asks for none.
    pub upper: FxHashSet<WordId>,
}

/// Words of two letters and more that look like small words but are names when written in capitals.
fn is_country_letters(token: &Token, text: &str) -> bool {
    token.shape == Shape::Upper
        && matches!(token.of(text), "US" | "UK" | "UN" | "EU" | "AM" | "IT")
        && token.of(text) != "IT"
}

/// A single letter with its full stop.
fn is_initial(token: &Token, text: &str) -> bool {
    token.end - token.start == 2 && token.of(text).ends_with('.')
}

/// Whether the token can be part of a name.
fn is_name_word(tokens: &[Token], at: usize, text: &str) -> bool {
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
    token.is(Classes::HUMAN.and(Classes::PEOPLE))
        && token
            .of(text)
            .rsplit(['-', '‑'])
            .next()
            .is_some_and(|last| last.len() < token.of(text).len() && last.starts_with(char::is_lowercase))
}

/// "The Russian", "the Frenchman": somebody by where he comes from. "The French" are many.
fn is_demonym(token: &Token, text: &str) -> bool {
    let word = token.of(text);
    let many = word.ends_with("ese") || word.ends_with("sh") || word.ends_with("ch");
    token.shape == Shape::Capital
        && (token.is(Classes::NATIONALITY) && !token.is(Classes::SOMEWHERE) && !many
            || token.is(Classes::HUMAN) && !token.is(Classes::FIRST_NAME.and(Classes::TITLE)))
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

/// "TALLAHASSEE, Fla. — The governor …": where an agency's report begins.
fn is_dateline(tokens: &[Token], (start, end): (usize, usize), text: &str) -> bool {
    const NEAR: usize = 6;
    let paragraph = tokens[start].paragraph;
    let opens = start == 0 || tokens[start - 1].paragraph != paragraph;
    let shouted = || tokens[start..end].iter().all(|token| token.shape == Shape::Upper && token.end - token.start > 2);
    let dash = |token: &Token| matches!(token.kind, Kind::Sign('—' | '–' | '-'));
    opens && shouted() && {
        let rest = tokens[end..].iter().take(NEAR).take_while(|token| token.paragraph == paragraph);
        let mut rest = rest.skip_while(|token| {
            matches!(token.kind, Kind::Sign(',' | '(' | ')' | '.'))
                || token.is_capital()
                || token.of(text).ends_with('.')
        });
        rest.next().is_some_and(dash)
    }
}

/// "Democratic claims", "Presidential candidates": a word that only goes before another one.
fn is_adjective(token: &Token, text: &str) -> bool {
    // "Spanish-language", "Medicare-for-all".
    let tail = token.of(text).rsplit_once(['-', '‑']).map(|(_, tail)| tail);
    let compound = tail.is_some_and(|tail| {
        tail.starts_with(char::is_lowercase) && lexicon::classes(lexicon::word_id(tail)) != Classes::NONE
    });
    if compound && !token.is(Classes::FIRST_NAME) {
        return true;
    }
    let noun =
        Classes::PERSON.and(Classes::BRAND).and(Classes::ORG_WORD).and(Classes::ACRONYM).and(Classes::FIRST_NAME);
    token.is(Classes::FORMER) && !token.is(noun)
}

/// "Berea, OH," and "(D-N.Y.)": where a place or a party stands after a name, and nobody is named.
fn is_tail(tokens: &[Token], at: usize, text: &str) -> bool {
    let word = tokens[at].of(text);
    let short = word.ends_with('.') || tokens[at].shape == Shape::Upper && word.len() == 2;
    let comma = at >= 2 && tokens[at - 1].is_sign(',') && tokens[at - 2].is_capital();
    let closed = tokens.get(at + 1).is_none_or(|next| matches!(next.kind, Kind::Sign(',' | '.' | ')' | ';')));
    short && comma && closed
}

/// Finds the names among `tokens`; `initial` tells whether a capital at that place may be the sentence's own,
/// `headline` whether every word there has one: then only words count that the text itself writes with a capital.
pub fn names(
    tokens: &[Token],
    text: &str,
    capitals: &Capitals,
    initial: impl Fn(usize) -> bool,
    headline: impl Fn(usize) -> bool,
) -> Vec<Name> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_capital() || !is_name_word(tokens, at, text) {
            at += 1;
            continue;
        }
        let mut doubtful = false;
        let shouted = headline(at);
        if shouted && !stands_out(tokens, at, capitals) {
            at += 1;
            continue;
        }
        if !shouted && initial(at) {
            match initial_capital(tokens, at, text, capitals) {
                Initial::Name => {}
                Initial::Doubtful => doubtful = true,
                Initial::Word => {
                    at += 1;
                    continue;
                }
            }
        }
        let breaks = |at: usize| {
            if headline(at) { !stands_out(tokens, at, capitals) } else { initial(at) }
        };
        let (end, nickname) = run_end(tokens, at, text, &breaks);
        if end == at + 1
            && (is_initial(&tokens[at], text) || is_tail(tokens, at, text) || is_adjective(&tokens[at], text))
        {
            at = end;
            continue;
        }
        let the = at > 0 && tokens[at - 1].of(text).eq_ignore_ascii_case("the");
        let mut name = take_apart(tokens, (at, end), text, capitals);
        let noun = end == at + 1
            && the
            && !initial(at)
            && is_demonym(&tokens[at], text)
            && tokens.get(end).is_none_or(|next| {
                !(next.is_word()
                    && next.is(Classes::COMMON.and(Classes::HEAD))
                    && !next.is(Classes::VERB.and(Classes::FUNCTION)))
            });
        // "Americans": many people, and no name.
        let many = Classes::ORG_WORD.and(Classes::FIRST_NAME).and(Classes::OUTLET);
        let people = end == at + 1
            && tokens[at].shape == Shape::Capital
            && tokens[at].is(Classes::PEOPLE)
            && !tokens[at].is(many);
        if noun || people {
            name.office = true;
            name.guess = Guess::Open;
            doubtful = false;
        }
        if is_dateline(tokens, (at, end), text) {
            name.guess = Guess::Place;
        }
        name.the = the;
        name.doubtful = doubtful && end - at == 1;
        name.nickname = nickname;
        found.push(name);
        at = end;
    }
    found
}

/// Whether a headline's word is part of a name: the text has it with a capital, or it is a first name before one.
fn stands_out(tokens: &[Token], at: usize, capitals: &Capitals) -> bool {
    let known = |token: &Token| capitals.upper.contains(&token.id);
    known(&tokens[at]) || tokens[at].is(Classes::FIRST_NAME) && tokens.get(at + 1).is_some_and(known)
}

enum Initial {
    Name,
    Doubtful,
    Word,
}

/// What the capital at the head of a sentence says.
fn initial_capital(tokens: &[Token], at: usize, text: &str, capitals: &Capitals) -> Initial {
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
    if token.is(Classes::VERB) && token.is(Classes::FINITE.and(Classes::ING).and(Classes::PARTICIPLE)) && !known {
        // "Said Ellis", "Asked whether", "Calling Trump".
        if !(token.is(Classes::FIRST_NAME.and(Classes::OFFICE)) && next_name)
            && token.is(Classes::COMMON.and(Classes::SAY))
        {
            return Initial::Word;
        }
    }
    // "Conversely, the party said": an adverb.
    let says = tokens.get(at + 1).is_some_and(|next| next.is(Classes::SAY) && next.is(Classes::FINITE));
    if !says && !known && !next_name && token.of(text).ends_with("ly") && !token.is(Classes::FIRST_NAME) {
        return Initial::Word;
    }
    if next_name {
        let premodifier = Classes::TITLE
            .and(Classes::FORMER)
            .and(Classes::FIRST_NAME)
            .and(Classes::ORG_WORD)
            .and(Classes::SOMEWHERE)
            .and(Classes::NATIONALITY);
        if token.is(premodifier) || known || !token.is(Classes::COMMON) {
            return Initial::Name;
        }
        // "Billionaire Donald Trump", but also "Meanwhile Trump", "Billions Trump".
        let human = Classes::HUMAN.and(Classes::PEOPLE).and(Classes::GROUP);
        return if token.is(human) || capitals.lower.contains(&token.id) { Initial::Word } else { Initial::Name };
    }
    if known {
        return if token.is(Classes::COMMON) && capitals.lower.contains(&token.id) {
            Initial::Doubtful
        } else {
            Initial::Name
        };
    }
    if capitals.lower.contains(&token.id) || token.is(Classes::COMMON.and(Classes::HEAD)) {
        return Initial::Word;
    }
    Initial::Doubtful
}

/// Numbers inside the names of channels.
const NUMBERS: &[&str] = &["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/// The end of the run of name words that begins at `start`, and a nickname in it.
fn run_end(tokens: &[Token], start: usize, text: &str, initial: &impl Fn(usize) -> bool) -> (usize, Option<u32>) {
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
            && previous.is(Classes::ORG_WORD.and(Classes::OUTLET));
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
            let linked = previous.is(Classes::ORG_WORD.and(Classes::OFFICE)) && matches!(word, "of" | "for" | "on");
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
                && tokens[start].is(Classes::COURTESY_M.and(Classes::COURTESY_F))
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
                && !tokens[start].is(Classes::FIRST_NAME.and(Classes::SOMEWHERE).and(Classes::ORG_WORD));
            if institution {
                organised = true;
                end += 2;
                continue;
            }
            if parted && name_at(end + 1) && !tokens[end + 1].is(Classes::FIRST_NAME.and(Classes::TITLE)) {
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

/// Whether more than blanks stand between two tokens.
fn gap(text: &str, before: &Token, after: &Token) -> bool {
    !text[before.end as usize..after.start as usize]
        .chars()
        .all(|character| character.is_whitespace() || character == '.')
}

/// Tells title and name of a run apart and guesses what it names.
fn take_apart(tokens: &[Token], run: (usize, usize), text: &str, capitals: &Capitals) -> Name {
    let (start, end) = run;
    let words = &tokens[start..end];
    let mut name = Name {
        run,
        name: run,
        guess: Guess::Single,
        male: false,
        female: false,
        titled: false,
        the: false,
        doubtful: false,
        nickname: None,
        office: false,
    };
    // "The New Hampshire Republican": a description.
    let (head, realm) = (&words[words.len() - 1], &words[..words.len() - 1]);
    let party =
        head.is(Classes::PERSON) && head.is(Classes::FORMER) && tokens.get(end).is_none_or(|next| !next.is_capital());
    if party && realm.iter().all(|word| word.is(Classes::SOMEWHERE.and(Classes::NATIONALITY).and(Classes::FORMER))) {
        name.office = true;
        name.guess = Guess::Open;
        return name;
    }
    // An office with its realm: "Secretary of State John Kerry", "President of Colombia".
    let realm =
        words.iter().position(|word| word.shape == Shape::Lower && matches!(word.of(text), "of" | "for" | "on"));
    if let Some(realm) = realm
        && realm > 0
        && words[realm - 1].is(Classes::OFFICE)
        && !words[realm - 1].is(Classes::ORG_WORD)
    {
        let first =
            words.iter().skip(realm + 1).position(|word| word.is(Classes::FIRST_NAME) && !word.is(Classes::SOMEWHERE));
        match first {
            Some(first) if realm + 1 + first + 1 < words.len() => {
                name.name = (start + realm + 1 + first, end);
                name.titled = true;
            }
            _ => {
                name.office = true;
                name.guess = Guess::Open;
                return name;
            }
        }
    } else {
        name.name.0 = start + title_length(words, text);
        name.titled = name.name.0 > start && tokens[start..name.name.0].iter().any(|word| word.is(Classes::TITLE));
    }
    name.name.0 += described_by(&tokens[name.name.0..end], text, capitals);
    for word in &tokens[start..name.name.0] {
        name.male |= word.is(Classes::COURTESY_M);
        name.female |= word.is(Classes::COURTESY_F);
    }
    // "Lord Ahmad of Wimbledon" goes by his name.
    if words[0].is(Classes::COURTESY_M.and(Classes::COURTESY_F))
        && let Some(seat) = words.iter().position(|word| word.shape == Shape::Lower && word.of(text) == "of")
        && start + seat > name.name.0
    {
        name.name.1 = start + seat;
    }
    // "Margaret Steele MSP": letters after a name are none of its words.
    let letters = |word: &Token| {
        word.is(Classes::SUFFIX) && word.shape == Shape::Upper && !matches!(word.of(text), "II" | "III" | "IV")
    };
    while name.name.1 > name.name.0 + 2 && letters(&tokens[name.name.1 - 1]) {
        name.name.1 -= 1;
    }
    let bare = &tokens[name.name.0..name.name.1];
    let first = &bare[0];
    if !name.male && !name.female && bare.len() > 1 && !first.is(Classes::EITHER) {
        name.male = first.is(Classes::MALE);
        name.female = first.is(Classes::FEMALE);
    }
    name.guess = guess(bare, name.titled, text);
    name
}

/// How many words before a first name only describe the person: "Crooked Hillary Clinton", "Miss Universe Alicia
/// Machado", "New York City Public Advocate Trish James", "Texas-based Matt Mackowiak".
fn described_by(bare: &[Token], text: &str, capitals: &Capitals) -> usize {
    const LONGEST: usize = 8;
    let organised = Classes::ORG_WORD;
    if bare.len() < 3 || bare.len() > LONGEST {
        return 0;
    }
    let plain = |word: &Token| word.kind == Kind::Word && word.shape != Shape::Lower;
    let first = (1..bare.len() - 1).rev().find(|&at| {
        let first = bare[at].is(Classes::FIRST_NAME) && !bare[at].is(Classes::SOMEWHERE.and(organised));
        let rest = bare[at..].iter().all(|word| !word.is(organised) && (plain(word) || word.is(Classes::PARTICLE)));
        first && rest && describes(bare, at - 1, text, capitals)
    });
    first.unwrap_or(0)
}

/// Whether the word at `at` of a run describes the person named after it.
fn describes(bare: &[Token], at: usize, text: &str, capitals: &Capitals) -> bool {
    let word = &bare[at];
    let written = word.of(text);
    if !word.is_word() || word.is(Classes::FIRST_NAME.and(Classes::SUFFIX)) || written.ends_with('.') && at > 0 {
        return false;
    }
    // "Editor-in-Chief", "Texas-based".
    let compound = written.split(['-', '‑']).next_back().is_some_and(|last| {
        last.len() < written.len()
            && (last.starts_with(char::is_lowercase)
                || lexicon::classes(lexicon::word_id(last)).any(Classes::OFFICE.and(Classes::HUMAN)))
    });
    let noun = word.is(Classes::OFFICE.and(Classes::HUMAN).and(Classes::PEOPLE).and(Classes::RANK));
    let adjective = at == 0
        && !word.is(Classes::ORG_WORD)
        && !written.ends_with('.')
        && (word.is(Classes::COMMON.and(Classes::NATIONALITY)) || capitals.lower.contains(&word.id));
    compound || noun || adjective
}

/// How many words at the head of the run are titles and what goes with them.
fn title_length(words: &[Token], text: &str) -> usize {
    let last = words.len() - 1;
    let mut length = 0;
    for at in 0..last {
        let word = &words[at];
        let after_first = at > 0 && words[at - 1].is(Classes::FIRST_NAME) && !words[at - 1].is(Classes::SOMEWHERE);
        if !word.is(Classes::TITLE) || after_first {
            continue;
        }
        let tail = &words[at + 1..];
        let particle = tail[0].is(Classes::PARTICLE) && !tail[0].is(Classes::PREPOSITION);
        if tail.iter().all(|word| word.is(Classes::SUFFIX)) || tail[0].shape == Shape::Lower && !particle {
            continue;
        }
        let organised = tail.iter().any(|word| word.is(Classes::ORG_WORD.and(Classes::ACRONYM).and(Classes::OUTLET)));
        let courteous = word.is(Classes::HONORIFIC) || word.of(text).ends_with('.');
        if organised && !(courteous && tail.len() <= 2) && !tail[0].is(Classes::FIRST_NAME) {
            continue;
        }
        // Dean Smith, Duke Ellington: a first name of its own.
        if at == 0 && word.is(Classes::FIRST_NAME) && (tail.len() == 1 || word.is(Classes::HONORIFIC)) {
            continue;
        }
        length = at + 1;
    }
    if length == 0 {
        // "Republican Ted Cruz", "Former Texan Ted Cruz".
        let leading = words.iter().take(last).take_while(|word| {
            word.is(Classes::FORMER) || word.is(Classes::NATIONALITY) && !word.is(Classes::FIRST_NAME)
        });
        let leading = leading.count();
        if leading > 0 && words[leading].is(Classes::FIRST_NAME) && words.len() - leading >= 2 {
            return leading;
        }
        if leading > 0 && words[..leading].iter().all(|word| word.is(Classes::FORMER)) {
            let organised = words[leading..].iter().any(|word| {
                word.is(Classes::ORG_WORD.and(Classes::PLACE))
                    || word.is(Classes::COMMON) && !word.is(Classes::FIRST_NAME)
            });
            if !organised {
                return leading;
            }
        }
    }
    length
}

fn guess(bare: &[Token], titled: bool, text: &str) -> Guess {
    let first = &bare[0];
    let organised = Classes::ORG_WORD.and(Classes::ACRONYM).and(Classes::OUTLET);
    let any_organised =
        bare.iter().any(|word| word.is(organised)) || bare.iter().any(|word| word.kind == Kind::Sign('&'));
    let linked =
        bare.iter().any(|word| word.shape == Shape::Lower && matches!(word.of(text), "of" | "for" | "on" | "and"));
    if titled && !linked {
        return Guess::Person;
    }
    let first_name = first.is(Classes::FIRST_NAME) && !first.is(Classes::SOMEWHERE.and(Classes::ORG_WORD));
    if any_organised || linked && bare.len() > 2 {
        let person = first_name && bare.len() == 2 && !bare[1].is(Classes::ACRONYM);
        return if person { Guess::Person } else { Guess::Organisation };
    }
    if bare.iter().all(|word| word.is(Classes::SOMEWHERE.and(Classes::NATIONALITY)) || word.shape == Shape::Lower) {
        let surname = bare.len() == 2 && first.is(Classes::FIRST_NAME);
        return if surname { Guess::Person } else { Guess::Place };
    }
    if bare.len() == 1 {
        return if is_trade_name(first, text) { Guess::Organisation } else { Guess::Single };
    }
    let initial = bare[..bare.len() - 1].iter().any(|word| word.end - word.start <= 4 && word.of(text).ends_with('.'));
    let suffix = bare.last().is_some_and(|word| word.is(Classes::SUFFIX));
    let particle = bare.iter().any(|word| word.shape == Shape::Lower && word.is(Classes::PARTICLE));
    if bare[0].is(Classes::FIRST_NAME) || initial || suffix || particle { Guess::Person } else { Guess::Open }
}

/// A word that is an organisation's whole name: known as one, a capital inside as in "ProPublica", or a handle.
fn is_trade_name(word: &Token, text: &str) -> bool {
    let written = word.of(text);
    let inner = || {
        let mut letters = written.chars().skip(1);
        let capital = letters.position(char::is_uppercase);
        // McCain, MacDonald, DeVos, O'Neill, al-Assad, Jean-Luc.
        capital.is_some_and(|at| at >= 3) && written.chars().all(char::is_alphanumeric) && !written.starts_with("Mac")
    };
    word.is(Classes::BRAND) || word.shape == Shape::Capital && !word.is(Classes::FIRST_NAME) && inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::narrative::Narrative;

    /// The names of one text, each as `title|name` with a letter for what it seems to name.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let narrative = Narrative::new(text);
        let tokens = &narrative.tokens;
        let found: Vec<String> = names(tokens, text, &Capitals::default(), |at| narrative.is_initial(at), |_| false)
            .iter()
            .map(|name| {
                let words = |(start, end): (usize, usize)| {
                    if start == end { "" } else { &text[tokens[start].start as usize..tokens[end - 1].end as usize] }
                };
                let guess = match name.guess {
                    Guess::Person => "P",
                    Guess::Organisation => "O",
                    Guess::Place => "L",
                    Guess::Open => "?",
                    Guess::Single => "1",
                };
                format!("{}|{} {guess}", words((name.run.0, name.name.0)), words(name.name))
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn titles_are_told_from_names() {
        check("We met Retired Lt. Gen. Michael Flynn there.", &["Retired Lt. Gen.|Michael Flynn P"]);
        check("We met House Speaker Paul D. Ryan.", &["House Speaker|Paul D. Ryan P"]);
        check("We met Mr Brown and Lord Holme.", &["Mr|Brown P", "Lord|Holme P"]);
        check("We met Secretary of State John Kerry.", &["Secretary of State|John Kerry P"]);
        check("We met Colombian President Gustavo Petro.", &["Colombian President|Gustavo Petro P"]);
        check("We met author Stephen King there.", &["|Stephen King P"]);
    }

    #[test]
    fn organisations_keep_their_small_words() {
        check("He left the University of New South Wales in May.", &["|University of New South Wales O"]);
        check("He left the Department of Health and Human Services.", &["|Department of Health and Human Services O"]);
        check("He read the New York Times and the Daily Mail.", &["|New York Times O", "|Daily Mail O"]);
    }

    #[test]
    fn particles_initials_and_suffixes_belong_to_names() {
        check("We met Ursula von der Leyen.", &["|Ursula von der Leyen P"]);
        check(
            "We met G.K. Butterfield and Martin Luther King Jr. there.",
            &["|G.K. Butterfield P", "|Martin Luther King Jr. P"],
        );
        check("We met Robert C. \"Bobby\" Scott.", &["|Robert C. \"Bobby\" Scott P"]);
    }

    #[test]
    fn what_only_describes_a_person_is_no_part_of_the_name() {
        check("We met Texas-based Matt Mackowiak.", &["Texas-based|Matt Mackowiak P"]);
        check("We met New York City Public Advocate Trish James.", &["New York City Public Advocate|Trish James P"]);
        check("We met Post Editor-in-Chief Martin Baron.", &["Post Editor-in-Chief|Martin Baron P"]);
        check("We met Cllr Fiona O’Dowd and PC Imran Sheikh.", &["Cllr|Fiona O’Dowd P", "PC|Imran Sheikh P"]);
        check("We met Margaret Steele MSP there.", &["|Margaret Steele P"]);
        check("We met Mr van der Meulen there.", &["Mr|van der Meulen P"]);
        check("We met Mary Kay Henry and Billie Jean King.", &["|Mary Kay Henry P", "|Billie Jean King P"]);
        check("He runs the Martin Luther King Foundation.", &["|Martin Luther King Foundation O"]);
    }

    #[test]
    fn pronouns_parties_and_states_are_no_names() {
        check("He knew I’m right and We’ve won.", &[]);
        check("He met Rep. Hakeem Jeffries (D-N.Y.) there.", &["Rep.|Hakeem Jeffries P", "|D-N.Y. 1"]);
        check("He spoke in Berea, OH, on Monday.", &["|Berea 1"]);
        check("Conversely, the party lost.", &[]);
        check("Then Emily, aged 3, laughed.", &["|Emily 1"]);
    }

    #[test]
    fn datelines_are_places() {
        check("TALLAHASSEE, Fla. — The mayor met Ann Lee.", &["|TALLAHASSEE L", "|Fla. 1", "|Ann Lee P"]);
        check("LONDON (Reuters) - The mayor left.", &["|LONDON L", "|Reuters O"]);
        check("TRUMP: We met the mayor.", &["|TRUMP 1"]);
    }

    #[test]
    fn a_party_convention_is_no_former_one() {
        check("We saw the Republican National Convention.", &["|Republican National Convention O"]);
        check("We met Former President Barack Obama.", &["Former President|Barack Obama P"]);
    }

    #[test]
    fn one_word_can_be_an_organisation_by_itself() {
        check("The paper and ProPublica sued McDonald and McCain.", &["|ProPublica O", "|McDonald 1", "|McCain 1"]);
        check("He joined the National Postal Workers' Union.", &["|National Postal Workers' Union O"]);
        check("He joined Trump's Democratic Party.", &["|Trump 1", "|Democratic Party O"]);
    }
}
