//! The parts of a name that has been found: title, description and the name itself, and what it seems to name.

use super::name::{Capitals, Guess, Name};
use crate::extract::lexicon::{self, Classes};
use crate::extract::tokens::{Kind, Shape, Token};

/// Tells title and name of a run apart and guesses what it names.
pub(super) fn take_apart(tokens: &[Token], run: (usize, usize), text: &str, capitals: &Capitals) -> Name {
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
    if party && realm.iter().all(|word| word.is(Classes::SOMEWHERE.union(Classes::NATIONALITY).union(Classes::FORMER)))
    {
        name.office = true;
        name.guess = Guess::Open;
        return name;
    }
    // "Miss World", "Miss Norway": nobody's name.
    if let [title, realm] = words
        && title.of(text) == "Miss"
        && (realm.is(Classes::COUNTRY) || matches!(realm.of(text), "World" | "Universe" | "Earth" | "International"))
    {
        name.guess = Guess::Organisation;
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
            _ => match behind_realm(&words[realm + 1..]) {
                Some(behind) => {
                    name.name = (start + realm + 1 + behind, end);
                    name.titled = true;
                }
                None => {
                    name.office = true;
                    name.guess = Guess::Open;
                    return name;
                }
            },
        }
    } else {
        name.name.0 = start + title_length(words, text);
        name.titled = name.name.0 > start && tokens[start..name.name.0].iter().any(|word| word.is(Classes::TITLE));
    }
    // "Officer II Ann Lee": a grade.
    while name.name.0 + 2 < end && matches!(tokens[name.name.0].of(text), "II" | "III" | "IV") {
        name.name.0 += 1;
    }
    name.name.0 += described_by(&tokens[name.name.0..end], text, capitals);
    for word in &tokens[start..name.name.0] {
        name.male |= word.is(Classes::COURTESY_M);
        name.female |= word.is(Classes::COURTESY_F);
    }
    // "Lord Ahmad of Wimbledon" goes by his name.
    if words[0].is(Classes::COURTESY_M.union(Classes::COURTESY_F))
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
    if name.guess == Guess::Organisation {
        (name.male, name.female) = (false, false);
    }
    name
}

/// Where a name of unknown words begins behind the known words of an office's realm: "Minister for Home Affairs Tembo
/// Wali".
fn behind_realm(realm: &[Token]) -> Option<usize> {
    let known = Classes::COMMON
        .union(Classes::ORG_WORD)
        .union(Classes::SOMEWHERE)
        .union(Classes::NATIONALITY)
        .union(Classes::TITLE)
        .union(Classes::FORMER);
    let unknown = realm.iter().rev().take_while(|word| word.is_capital() && !word.is(known)).count();
    let begin = realm.len() - unknown;
    (unknown >= 2 && begin > 0 && realm[begin - 1].is_capital()).then_some(begin)
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
        let first = bare[at].is(Classes::FIRST_NAME) && !bare[at].is(Classes::SOMEWHERE.union(organised));
        let rest = bare[at..].iter().all(|word| !word.is(organised) && (plain(word) || word.is(Classes::PARTICLE)));
        first && rest && describes(bare, at - 1, text, capitals)
    });
    first.unwrap_or(0)
}

/// Whether the word at `at` of a run describes the person named after it.
fn describes(bare: &[Token], at: usize, text: &str, capitals: &Capitals) -> bool {
    let word = &bare[at];
    let written = word.of(text);
    if !word.is_word() || word.is(Classes::FIRST_NAME.union(Classes::SUFFIX)) || written.ends_with('.') && at > 0 {
        return false;
    }
    // "Editor-in-Chief", "Texas-based".
    let compound = written.split(['-', '‑']).next_back().is_some_and(|last| {
        last.len() < written.len()
            && (last.starts_with(char::is_lowercase)
                || lexicon::classes(lexicon::word_id(last)).any(Classes::OFFICE.union(Classes::HUMAN)))
    });
    let noun = word.is(Classes::OFFICE.union(Classes::HUMAN).union(Classes::PEOPLE).union(Classes::RANK));
    // "Miss Norway Ida Berg".
    let place = at == 0 && word.is(Classes::SOMEWHERE) && !word.is(Classes::ORG_WORD);
    let adjective = at == 0
        && !word.is(Classes::ORG_WORD)
        && !written.ends_with('.')
        && (word.is(Classes::COMMON.union(Classes::NATIONALITY)) || capitals.lower.contains(&word.id));
    compound || noun || place || adjective
}

/// How many words at the head of the run are titles and what goes with them.
fn title_length(words: &[Token], text: &str) -> usize {
    let last = words.len() - 1;
    let mut length = 0;
    // "Office of the Inspector General": what stands behind the link is the organisation's.
    let body = words.iter().position(|word| word.shape == Shape::Lower && word.of(text) == "of");
    let body = body.filter(|&link| link > 0 && words[link - 1].is(Classes::ORG_WORD));
    for at in 0..body.unwrap_or(last) {
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
        let organised =
            tail.iter().any(|word| word.is(Classes::ORG_WORD.union(Classes::ACRONYM).union(Classes::OUTLET)));
        let courteous = word.is(Classes::HONORIFIC) || word.of(text).ends_with('.');
        if organised && !(courteous && tail.len() <= 2) && !tail[0].is(Classes::FIRST_NAME) {
            continue;
        }
        // "Sri Lanka", but "Tan Sri Osman".
        if tail[0].is(Classes::COUNTRY) && tail.len() == 1 && word.is(Classes::COURTESY_M) {
            continue;
        }
        // "Zohrita Begum Khan": a courtesy within a name is part of it, but "Tan Sri Osman" has it in the title.
        let goes_before = Classes::TITLE.union(Classes::FORMER).union(Classes::SOMEWHERE).union(Classes::NATIONALITY);
        if at > 0
            && word.is(Classes::COURTESY_M.union(Classes::COURTESY_F))
            && !words[at - 1].is(goes_before.union(Classes::COMMON).union(Classes::PERSON))
            && !matches!(words[at - 1].of(text), "Tan" | "Toh")
        {
            continue;
        }
        // "Northern Star Apparels": no star.
        if at > 0 && tail.len() == 1 && word.is(Classes::PRESS) && word.shape == Shape::Capital {
            continue;
        }
        // "Speaker Series": a title of no person.
        let thing = Classes::WORK.union(Classes::DOCUMENT).union(Classes::ORGANISATION);
        if tail.len() == 1 && tail[0].is(thing) && tail[0].is(Classes::COMMON) && !courteous {
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
                word.is(Classes::ORG_WORD.union(Classes::PLACE))
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
    let organised = Classes::ORG_WORD.union(Classes::ACRONYM).union(Classes::OUTLET);
    let any_organised = bare.iter().any(|word| word.is(organised))
        || bare.len() > 1 && is_institution(&bare[bare.len() - 1])
        || bare.iter().any(|word| word.kind == Kind::Sign('&'));
    let linked =
        bare.iter().any(|word| word.shape == Shape::Lower && matches!(word.of(text), "of" | "for" | "on" | "and"));
    if titled && !linked {
        return Guess::Person;
    }
    let first_name = first.is(Classes::FIRST_NAME) && !first.is(Classes::SOMEWHERE.union(Classes::ORG_WORD));
    if any_organised || linked && bare.len() > 2 {
        let person = first_name && bare.len() == 2 && !bare[1].is(Classes::ACRONYM) && !is_institution(&bare[1]);
        return if person { Guess::Person } else { Guess::Organisation };
    }
    let somewhere =
        |word: &Token| word.is(Classes::SOMEWHERE.union(Classes::NATIONALITY)) || word.shape == Shape::Lower;
    // "New Zealand", "North Dakota".
    let pointed = matches!(
        first.of(text),
        "New"
            | "NW"
            | "NE"
            | "SW"
            | "SE"
            | "North"
            | "South"
            | "East"
            | "West"
            | "Northern"
            | "Southern"
            | "Eastern"
            | "Western"
            | "Central"
    );
    if somewhere(first) && bare.iter().all(somewhere)
        || pointed && bare.len() > 1 && bare[1..].iter().all(|word| somewhere(word) && word.is_capital())
    {
        let surname = bare.len() == 2 && first.is(Classes::FIRST_NAME) && bare[1].of(text) != "Lanka";
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

/// "Denver Zoo", "Austin Symphony Orchestra": a noun that no surname is.
fn is_institution(word: &Token) -> bool {
    word.is(Classes::INSTITUTION)
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
