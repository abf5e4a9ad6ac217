//! Names: runs of capitalised words, taken apart into title and name.
//!
//! Works alike on the writer's words and on the words inside quotation marks. Whether two names stand for the same
//! speaker is decided elsewhere.

mod name;
mod parts;
mod run;
mod words;

pub use self::name::{Capitals, Guess, Name};
use self::parts::take_apart;
use self::run::{Initial, cause_end, initial_capital, is_clock, is_dateline, is_label, is_tail, run_end, stands_out};
pub use self::words::is_compound_noun;
use self::words::{is_adjective, is_demonym, is_glued_letter, is_initial, is_name_word, is_ticker};
use super::lexicon::{Classes, Words, words};
use super::tokens::{Shape, Token};

const HIMSELF: Words = words!("himself");
const HERSELF: Words = words!("herself");

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
        if !headline(at)
            && let Some(end) = cause_end(tokens, at, text, &initial)
        {
            let mut name = take_apart(tokens, (at, end), text, capitals);
            name.name = (at, end);
            (name.guess, name.titled, name.office, name.male, name.female) =
                (Guess::Organisation, false, false, false, false);
            found.push(name);
            at = end;
            continue;
        }
        if is_label(tokens, at) || is_clock(tokens, at, text) {
            at += 1;
            continue;
        }
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
            && (is_initial(&tokens[at], text)
                || is_tail(tokens, at, text)
                || is_adjective(&tokens[at], text)
                || is_glued_letter(&tokens[at], text)
                || is_ticker(&tokens[at], text))
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
                    && next.is(Classes::COMMON.union(Classes::HEAD))
                    && !next.is(Classes::VERB.union(Classes::FUNCTION)))
            });
        // "the Prime Minister", "the DJ": an office, and nobody's name.
        let of_office = |token: &Token| token.is(Classes::OFFICE.union(Classes::RANK)) && !token.is(Classes::ORG_WORD);
        let before_it = Classes::OFFICE.union(Classes::RANK).union(Classes::FORMER).union(Classes::NATIONALITY);
        // "The Resident District Commissioner": whatever the office is for.
        let described = the
            && end > at + 1
            && tokens[at..end].iter().all(|token| token.is_capital())
            && !tokens[at..end].iter().any(|token| token.is(Classes::FIRST_NAME))
            && tokens[end - 1].is(Classes::HUMAN)
            && !tokens[end - 1].is(Classes::PRESS.union(Classes::WORK))
            && tokens.get(end).is_some_and(|next| {
                next.is_sign(',')
                    || next.is_word() && next.shape == Shape::Lower && next.is(Classes::VERB.union(Classes::AUXILIARY))
            });
        let bare_office = !initial(at)
            && (described
                || tokens[at..end - 1].iter().all(|token| token.is(before_it) && !token.is(Classes::FIRST_NAME)))
            && of_office(&tokens[end - 1])
            && (the && (end > at + 1 || tokens[at].shape == Shape::Upper || tokens[at].is(Classes::HUMAN))
                || end > at + 1
                    && tokens[at..end].iter().all(|token| token.is(Classes::OFFICE.union(Classes::FORMER))))
            && tokens.get(end).is_none_or(|next| !next.is_capital());
        if bare_office {
            name.name = (at, end);
            name.titled = false;
        }
        // "The Vikas Front", though Vikas is a first name.
        let body = the
            && name.guess == Guess::Person
            && !name.titled
            && name.run == name.name
            && end > at + 1
            && tokens.get(end).is_none_or(|next| {
                !next.is_word() || next.is(Classes::FUNCTION) || next.is(Classes::VERB) && next.is(Classes::FINITE)
            });
        if body {
            name.guess = Guess::Open;
            (name.male, name.female) = (false, false);
        }
        let noun = noun || bare_office;
        // "Americans": many people, and no name.
        let many = Classes::ORG_WORD.union(Classes::FIRST_NAME).union(Classes::OUTLET);
        let people = end == at + 1
            && tokens[at].shape == Shape::Capital
            && tokens[at].is(Classes::PEOPLE)
            && !tokens[at].is(many);
        if noun || people {
            name.office = true;
            name.guess = Guess::Open;
            doubtful = false;
        }
        // "Lee herself said".
        if let Some(oneself) = tokens.get(end)
            && name.guess != Guess::Organisation
            && !(end == at + 1 && tokens[at].is(Classes::FIRST_NAME))
        {
            name.male |= HIMSELF.has(oneself.id);
            name.female |= HERSELF.has(oneself.id);
        }
        if name.guess != Guess::Organisation && is_dateline(tokens, (at, end), text) {
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
        check("We met the officer, DO II Emmanuel Narh, there.", &["II|Emmanuel Narh P"]);
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
        check("Johannesburg — The mayor met Ann Lee.", &["|Johannesburg L", "|Ann Lee P"]);
        check("Kitwe, Zambia — A mine has closed.", &["|Kitwe L", "|Zambia L"]);
        check("Nov 16 (Newswire) - A mine has closed.", &["|Newswire L"]);
        check("Trump — the mayor met him — was tired.", &["|Trump 1"]);
    }

    #[test]
    fn sums_of_money_and_tickers_are_no_names() {
        check("She earns Sh12,000 and pays N14m to Bata.", &["|Bata 1"]);
        check("We met the M25 and G20 crowd.", &["|M25 1", "|G20 1"]);
        check("Shares of Brimco (BRM.N) fell.", &["|Brimco 1"]);
    }

    #[test]
    fn titles_of_many_countries_stand_before_a_name() {
        check("We met Cr Mavros there.", &["Cr|Mavros P"]);
        check("We met Alhaj Masud Mia there.", &["Alhaj|Masud Mia P"]);
        check("We met Ven. Nanda Thera there.", &["Ven.|Nanda Thera P"]);
        check("We met Tan Sri Osman Talib there.", &["Tan Sri|Osman Talib P"]);
        check("We met Odeneho Nana Bekoe there.", &["Odeneho|Nana Bekoe P"]);
        check("We met Binitra Rani Thapa and Zohrita Begum Khan.", &["|Binitra Rani Thapa ?", "|Zohrita Begum Khan ?"]);
        check("He left Sri Lanka in May.", &["|Sri Lanka L"]);
    }

    #[test]
    fn an_office_for_an_institution_is_nobody_s_name() {
        check("We met the Divisional Police Officer, who left.", &["|Divisional Police Officer ?"]);
        check("We met the Controller of the Harbour Service there.", &["|Controller of the Harbour Service ?"]);
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
        check("Parents for Fair Marks met Ann Lee.", &["|Parents for Fair Marks O", "|Ann Lee P"]);
        check("Campaigners for Trump met Ann Lee.", &["|Trump 1", "|Ann Lee P"]);
        check("He joined Trump's Democratic Party.", &["|Trump 1", "|Democratic Party O"]);
    }
}
