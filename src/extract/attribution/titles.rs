//! Titles of works, names of shows, nicknames: passages in quotation marks that nobody says.
//!
//! Only what the words beside the passage make certain is decided here; the rest is weighed in `spoken`.

use super::spoken::{FIRST_CAPITAL, NO_WORDS, TITLE_CASE, capitals};
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::narrative::Narrative;
use crate::extract::tokens::Kind;

/// Longer passages are hardly titles.
const LONGEST: usize = 12;

/// Words after which a name is mentioned, never said.
const NAMED: &[&str] =
    &["titled", "entitled", "subtitled", "nicknamed", "nickname", "pseudonym", "moniker", "codenamed"];

/// Whether the passage is a title or a name by the words beside it.
#[must_use]
pub fn is_title(narrative: &Narrative<'_>, quote: usize) -> bool {
    let token = narrative.token_of[quote] as usize;
    let sentence = narrative.sentence(token);
    let words = narrative.words_of(quote).iter().filter(|word| word.is_word()).count();
    // "a paper titled “…”" says so at any length.
    let named = token
        .checked_sub(1)
        .filter(|&at| at >= sentence.start)
        .is_some_and(|at| matches!(narrative.tokens[at].of(narrative.text), "titled" | "entitled" | "subtitled"));
    if words > LONGEST && !(named && words <= 2 * LONGEST) {
        return false;
    }
    let before: Vec<&str> = narrative.tokens[sentence.start.max(token.saturating_sub(3))..token]
        .iter()
        .map(|word| word.of(narrative.text))
        .collect();
    if before.last() == Some(&"so-called") {
        return true;
    }
    let case = capitals(narrative, quote);
    if is_known_as(narrative, token, words, case) {
        return true;
    }
    // "her film “1907”" has no letter at its head.
    if named {
        return true;
    }
    if case == FIRST_CAPITAL && words == 1 && is_shown(narrative, token) {
        return true;
    }
    // "read from “Flood: What Rivers Do to Mills,” her book": a title with another one in it.
    let inside = narrative.words_of(quote);
    let colon = inside.iter().position(|sign| sign.is_sign(':')).unwrap_or(inside.len());
    let subtitled = colon > 0 && inside[colon..].iter().filter(|word| word.is_capital()).count() >= 3;
    let headline = narrative.layout[narrative.tokens[token].paragraph as usize].headline;
    if case == TITLE_CASE && words >= 4 && subtitled && !headline && !followed_by_tag(narrative, token) {
        return true;
    }
    if case != TITLE_CASE && !(case == FIRST_CAPITAL && words <= 2) && !(case == NO_WORDS && words == 0) {
        return false;
    }
    if case == TITLE_CASE && is_listed(narrative, quote) {
        return true;
    }
    // "told “The Star”": an outlet.
    if case == TITLE_CASE
        && !headline
        && words <= 4
        && before.last().is_some_and(|last| matches!(*last, "told" | "tells"))
    {
        return true;
    }
    if case == TITLE_CASE && !narrative.layout[narrative.tokens[token].paragraph as usize].headline {
        // "his “…” radio show".
        let work = |at: usize| {
            let word = &narrative.tokens[at];
            word.is_word() && word.is(Classes::WORK) && !word.is(Classes::VERB) && !word.is_capital()
        };
        let after = token + 1..sentence.end.min(token + 3);
        if after.take_while(|&at| narrative.tokens[at].is_word()).any(work) {
            return true;
        }
        if is_shown(narrative, token) || is_set_off(narrative, token) {
            return true;
        }
        // "a judge on “The …”", "seen in “The …”".
        let article = narrative.words_of(quote).first().is_some_and(|first| first.is(Classes::DETERMINER));
        let inside = token
            .checked_sub(1)
            .filter(|&at| at >= sentence.start)
            .is_some_and(|at| matches!(narrative.tokens[at].of(narrative.text), "on" | "in" | "from" | "of"));
        if article && inside && words > 1 && !followed_by_tag(narrative, token) {
            return true;
        }
    }
    let mut at = token;
    let comma = at > sentence.start && narrative.tokens[at - 1].is_sign(',');
    if comma {
        at -= 1;
    }
    let Some(last) = at.checked_sub(1).filter(|&at| at >= sentence.start).map(|at| &narrative.tokens[at]) else {
        return false;
    };
    let word = last.of(narrative.text);
    if NAMED.iter().any(|named| word.eq_ignore_ascii_case(named)) {
        return true;
    }
    // "his book, “…”", "the film “…”", "an episode of “…”", "on CNN's “…”".
    let called = before.iter().any(|word| matches!(*word, "called" | "calls" | "calling"));
    // "on Mara Quist's show, “Milling About”": no verb.
    let owned = || {
        at.checked_sub(2).filter(|&at| at >= sentence.start).map(|at| &narrative.tokens[at]).is_some_and(|before| {
            before.kind == Kind::Possessive || before.is(Classes::DETERMINER.union(Classes::POSSESSIVE))
        })
    };
    let work = last.is_word() && last.is(Classes::WORK) && (!last.is(Classes::VERB) || owned());
    if work && !called && !(comma && followed_by_tag(narrative, token)) {
        return true;
    }
    let of = word == "of" && at >= 2 && {
        let head = &narrative.tokens[at - 2];
        head.is(Classes::WORK)
            || matches!(head.of(narrative.text), "author" | "host" | "star" | "anchor" | "cast" | "co-author")
    };
    let outlet = last.kind == Kind::Possessive && at >= 2 && narrative.tokens[at - 2].is(Classes::OUTLET)
        || last.is(Classes::OUTLET) && !comma && at >= 2 && narrative.tokens[at - 2].is(Classes::PREPOSITION);
    of || outlet
}

/// "three musicals: “…,” “…” and “…”": one of several titles.
fn is_listed(narrative: &Narrative<'_>, quote: usize) -> bool {
    const WORKS: Words = words!("musicals films movies songs albums books novels plays shows series");
    const MOST: usize = 12;
    const JOINS: Words = words!("and or");
    let start = narrative.sentence(narrative.token_of[quote] as usize).start;
    let mut quote = quote;
    for _ in 0..MOST {
        let mut at = narrative.token_of[quote] as usize;
        if at > start + 1 && narrative.tokens[at - 1].is_sign(':') {
            return WORKS.has(narrative.tokens[at - 2].id);
        }
        while at > start && (JOINS.has(narrative.tokens[at - 1].id) || narrative.tokens[at - 1].is_sign(',')) {
            at -= 1;
        }
        let Some(before) = at.checked_sub(1).filter(|&at| at >= start).map(|at| narrative.tokens[at].kind) else {
            return false;
        };
        let Kind::Quote(before) = before else { return false };
        quote = before as usize;
        // "licenses “Milling” and “Mara Quist Tonight”".
        if is_shown(narrative, narrative.token_of[quote] as usize) {
            return true;
        }
        if capitals(narrative, quote) != TITLE_CASE {
            return false;
        }
    }
    false
}

/// "the bill, known as the “…”": a name in capitals, or a word of a place or a trade.
fn is_known_as(narrative: &Narrative<'_>, token: usize, words: usize, case: usize) -> bool {
    const OPENLY: Words =
        words!("also popularly commonly locally widely otherwise generally colloquially formally officially better");
    let sentence = narrative.sentence(token);
    let at = before_article(narrative, token);
    let word = |back: usize| {
        at.checked_sub(back).filter(|&at| at >= sentence.start).map(|at| narrative.tokens[at].of(narrative.text))
    };
    if word(1) != Some("as") || word(2) != Some("known") {
        return false;
    }
    let openly = at >= sentence.start + 3 && OPENLY.has(narrative.tokens[at - 3].id);
    case == TITLE_CASE || words <= 3 && openly || words == 1
}

/// "“The Ferry” was written by …", "she sings Mara Quist's “Old Mill”": verbs of which a work is the subject or the object.
fn is_shown(narrative: &Narrative<'_>, token: usize) -> bool {
    const MADE: Words = words!(
        "written directed published released recorded premiered screened performed aired nominated composed adapted"
    );
    const BE: Words = words!("was is were are been being");
    const AIRS: Words = words!("airs aired premieres premiered stars starred tells");
    const PLAYS: Words = words!(
        "sing sings sang singing performs performed performing directs directed directing licenses records recorded"
    );
    let sentence = narrative.sentence(token);
    let id = |at: usize| sentence.contains(&at).then(|| narrative.tokens[at].id);
    let is = |at: usize, known: Words| id(at).is_some_and(|id| known.has(id));
    if is(token + 1, AIRS) || is(token + 1, BE) && is(token + 2, MADE) {
        return true;
    }
    // "Mara Quist's “Dry Wheels” won the award".
    let owned = token > sentence.start && narrative.tokens[token - 1].kind == Kind::Possessive;
    if owned && is(token + 1, words!("won wins opened opens beat")) {
        return true;
    }
    // Over the name of the one who made it.
    let mut at = token;
    if at > sentence.start && narrative.tokens[at - 1].kind == Kind::Possessive {
        at -= 1;
        while at > sentence.start && token - at < 5 && narrative.tokens[at - 1].is_capital() {
            at -= 1;
        }
    }
    at.checked_sub(1).is_some_and(|at| is(at, PLAYS))
}

/// "A study by the mill's friends, “Who Owns the River?”, says": a title set off by commas behind the noun for its work.
fn is_set_off(narrative: &Narrative<'_>, token: usize) -> bool {
    const FAR: usize = 14;
    let sentence = narrative.sentence(token);
    if token < sentence.start + 3 || !narrative.tokens[token - 1].is_sign(',') {
        return false;
    }
    let from = sentence.start.max(token.saturating_sub(FAR));
    let works = |at: &usize| {
        let word = &narrative.tokens[*at];
        word.is_word()
            && !word.is_capital()
            && word.is(Classes::WORK.union(Classes::DOCUMENT))
            && !word.is(Classes::SPEECH)
    };
    let Some(work) = (from + 1..token - 1).rev().find(works) else { return false };
    let plain = (work + 1..token - 1).all(|at| {
        let word = &narrative.tokens[at];
        let parts = word.is_quote() || word.is_sign(',') || word.is_sign(';');
        !parts && (!word.is(Classes::VERB) || word.is_capital())
    });
    let article =
        (from..work).rev().take(3).any(|at| narrative.tokens[at].is(Classes::DETERMINER.union(Classes::POSSESSIVE)));
    let verb =
        (token + 1..sentence.end.min(token + 3)).any(|at| narrative.tokens[at].is(Classes::VERB.union(Classes::BE)));
    plain && article && verb && !followed_by_tag(narrative, token)
}

/// Where the article or the pronoun before the passage begins, or the passage itself.
fn before_article(narrative: &Narrative<'_>, token: usize) -> usize {
    let sentence = narrative.sentence(token);
    let mut at = token;
    while at > sentence.start && narrative.tokens[at - 1].is_word() && narrative.tokens[at - 1].is(Classes::DETERMINER)
    {
        at -= 1;
    }
    at
}

/// Who is not quoted where an expression of theirs is: "what critics call a “…”" is a judgement, "what planners call a
/// “…”" a term.
const JUDGES: &[&str] = &[
    "critics",
    "opponents",
    "supporters",
    "detractors",
    "rivals",
    "backers",
    "conservatives",
    "liberals",
    "republicans",
    "democrats",
    "activists",
    "campaigners",
    "protesters",
    "allies",
    "some",
    "many",
    "they",
    "he",
    "she",
    "we",
    "i",
];

/// Whether the words before a short passage use it as an expression of a trade or a place: "what planners call a “…”",
/// "instead of “…”".
#[must_use]
pub fn is_expression(narrative: &Narrative<'_>, quote: usize) -> bool {
    const LONGEST: usize = 3;
    let token = narrative.token_of[quote] as usize;
    let words = narrative.words_of(quote).iter().filter(|word| word.is_word()).count();
    if words > LONGEST {
        return false;
    }
    let sentence = narrative.sentence(token);
    let is = |at: usize, known: &[&str]| {
        let word = narrative.tokens[at].of(narrative.text);
        known.iter().any(|known| known.eq_ignore_ascii_case(word))
    };
    let at = before_article(narrative, token);
    if at < sentence.start + 2 {
        return false;
    }
    let (before, last) = (at - 2, at - 1);
    if words < LONGEST
        && (is(before, &["instead"]) && is(last, &["of"]) || is(before, &["rather"]) && is(last, &["than"]))
    {
        return true;
    }
    let calls = is(last, &["call", "calls", "term", "terms", "dub"]);
    let called = is(before, &["have", "has"])
        && is(last, &["called", "dubbed", "branded", "termed", "christened"])
        && capitals(narrative, quote) == TITLE_CASE;
    if !calls && !called {
        return false;
    }
    let Some(what) = (sentence.start.max(last.saturating_sub(5))..last).rev().find(|&at| is(at, &["what"])) else {
        return false;
    };
    // "what a report calls": one that is not known yet judges.
    if is(what + 1, &["a", "an", "one"]) {
        return false;
    }
    (what + 1..last).all(|at| {
        let word = &narrative.tokens[at];
        word.is_word() && !word.is_capital() && !is(at, JUDGES)
    }) && what + 1 < last
}

/// Whether a verb of saying follows: "In the film, “Watch Me,” he says."
fn followed_by_tag(narrative: &Narrative<'_>, token: usize) -> bool {
    let sentence = narrative.sentence(token);
    narrative.tokens[token + 1..sentence.end.min(token + 4)]
        .iter()
        .any(|word| word.is(Classes::SAY) && matches!(word.of(narrative.text), "said" | "says" | "asked" | "asks"))
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::extract::{Options, extract};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default()).quotations;
        let found: Vec<&str> = found.iter().map(|quotation| quotation.text.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn titles_and_nicknames_are_not_said() {
        check("In his 2002 book, “Make Your Kid a Millionaire,” Mr. Brown suggested saving early.", &[]);
        check("On CNN's “State of the Union,” the senator spoke of taxes.", &[]);
        check("The 30-second spot, titled “Arrogant,” runs in Ohio.", &[]);
        check("The so-called “carried interest” loophole will be closed.", &[]);
        check("Robert C. “Bobby” Scott met voters in Richmond.", &[]);
        check("As a judge on “The Baking Hour,” Mara Quist was feared.", &[]);
        check("Callers to her “Up Before Dawn” radio show were angry.", &[]);
        check("The bill, known as the “Clean Rivers Act”, was passed.", &[]);
        check("They live by washing gold, popularly known as ‘creeking’, she said.", &[]);
        check("Mara Quist sang Peter Dahl’s “Old Mill Stream” to the voters.", &[]);
        check("“Old Mill Stream” was written by Peter Dahl.", &[]);
        check("He cuts a scene from his film “1907.” It opens next week.", &[]);
        check("She was a guest on Mara Quist’s show, “Milling.”", &[]);
        check("The season began with three new musicals: “The Mill,” “A Brim Tale” and “Dear Old Wheel.”", &[]);
        check("The station licenses “Milling” and “Mara Quist Tonight” for a year.", &[]);
        check("She read from “Flood: What Rivers Do to Old Mills,” a book by Peter Dahl.", &[]);
        check(
            "In a paper titled “A moderate appetite: on the taste of millers for the flour of others and for wet wheat”, she says so.",
            &[],
        );
        check("Mara Quist’s “Dry Wheels” won the award for the best film.", &[]);
        check("A study by the friends of the river, “Who Owns The Water?”, estimates that a third is lost.", &[]);
    }

    #[test]
    fn expressions_are_not_said() {
        check("The board wants what millers call a “dry year”.", &[]);
        check("It lies in what officials have branded the “Flour Valley”.", &[]);
        check("It is what former millers have called a “wheel of fortune”.", &["wheel of fortune"]);
        check("It lies in what a report by auditors calls “dead ground”.", &["dead ground"]);
        check("Mara Quist wrote “dusk” instead of “nightfall”.", &["dusk"]);
        check("Mara Quist spoke of what she calls a “dry year for all of us”.", &["dry year for all of us"]);
    }

    #[test]
    fn words_that_look_like_titles_are_said_where_somebody_says_them() {
        check("“Yes We Can,” Mr. Brown said on Monday.", &["Yes We Can,"]);
        check("Mr. Brown called the book “a disgrace.”", &["a disgrace."]);
    }
}
