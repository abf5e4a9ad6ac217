//! Names and terms in quotation marks: what a thing, a rule or a place is called, a word explained in another language.
//!
//! Like `titles`, it decides only what the words beside the passage make certain.

use super::spoken::{FIRST_CAPITAL, NO_WORDS, TITLE_CASE, capitals};
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::narrative::Narrative;
use crate::extract::tokens::Kind;

/// Whether the passage is such a name or term.
#[must_use]
pub fn is_term(narrative: &Narrative<'_>, quote: usize) -> bool {
    const LONGEST: usize = 8;
    let words = narrative.words_of(quote).iter().filter(|word| word.is_word()).count();
    let token = narrative.token_of[quote] as usize;
    let term = Term { narrative, quote, token, words, case: capitals(narrative, quote) };
    words <= LONGEST
        && (term.is_labelled()
            || term.is_identified()
            || term.is_called()
            || term.is_gloss()
            || term.is_instrument()
            || term.is_before_noun()
            || term.is_slogan()
            || term.is_number())
}

struct Term<'a, 't> {
    narrative: &'a Narrative<'t>,
    quote: usize,
    token: usize,
    words: usize,
    case: usize,
}

impl Term<'_, '_> {
    /// The token `back` before the passage, if its sentence has it.
    fn before(&self, back: usize) -> Option<usize> {
        self.token.checked_sub(back).filter(|&at| at >= self.narrative.sentence(self.token).start)
    }

    fn has(&self, at: Option<usize>, known: Words) -> bool {
        at.is_some_and(|at| self.narrative.tokens[at].is_word() && known.has(self.narrative.tokens[at].id))
    }

    fn after(&self, on: usize) -> Option<usize> {
        let at = self.token + on;
        self.narrative.sentence(self.token).contains(&at).then_some(at)
    }

    fn is_sign(&self, at: Option<usize>, sign: char) -> bool {
        at.is_some_and(|at| self.narrative.tokens[at].is_sign(sign))
    }

    fn is_determiner(&self, at: Option<usize>) -> bool {
        at.is_some_and(|at| {
            let token = &self.narrative.tokens[at];
            token.kind == Kind::Possessive
                || token.is_word() && token.is(Classes::DETERMINER.union(Classes::POSSESSIVE))
        })
    }

    /// Whether a word of the passage has a capital.
    fn is_name(&self) -> bool {
        self.narrative.words_of(self.quote).iter().any(|word| word.is_capital())
    }

    /// "the titles “Lady of the House” and …", "the stamp “Received”".
    fn is_labelled(&self) -> bool {
        const LABELS: Words = words!("title titles award prize medal stamp password username hashtag codename");
        const LONGEST: usize = 5;
        self.words <= LONGEST && self.is_name() && self.has(self.before(1), LABELS)
    }

    /// "identified only as “Jun”", "known to many as “the Steps”".
    fn is_identified(&self) -> bool {
        const NAMES: Words = words!("identified known knew knows registered listed billed");
        const FAR: usize = 6;
        let mut back = 1;
        if self.is_determiner(self.before(back)) {
            back += 1;
        }
        if !self.has(self.before(back), words!("as")) {
            return false;
        }
        let verb = (back + 1..back + FAR).find(|&back| self.has(self.before(back), NAMES));
        let Some(verb) = verb else { return false };
        let between = verb - back - 1;
        let plain = (back + 1..verb).filter_map(|back| self.before(back)).all(|at| {
            let token = &self.narrative.tokens[at];
            token.is_word() && !token.is(Classes::FINITE)
        });
        let known = self.has(self.before(verb), words!("known"));
        let the = back == 2 && self.has(self.before(1), words!("the"));
        // "known as “the bridge to nowhere”".
        let first = self.narrative.words_of(self.quote).first();
        let nickname = known && first.is_some_and(|first| first.of(self.narrative.text) == "the");
        let short = self.words <= if self.is_name() || nickname { 5 } else { 2 };
        let name = self.is_name() || nickname || known && (the || between > 0);
        plain && short && name
    }

    /// "a forum dubbed “Our Rivers”", "a tree that was named “Old Grumpy”".
    fn is_called(&self) -> bool {
        const NAMED: Words = words!("named christened");
        const CALLED: Words = words!("dubbed called billed");
        if self.case != TITLE_CASE || !self.has(self.before(1), NAMED) && !self.has(self.before(1), CALLED) {
            return false;
        }
        let Some(subject) = self.before(2) else { return false };
        let token = &self.narrative.tokens[subject];
        let governed = self.before(3).is_some_and(|at| self.narrative.tokens[at].is(Classes::PREPOSITION));
        // "a plan that critics called “Total Chaos”": they say it.
        let says = self.has(self.before(1), words!("called")) && token.is(Classes::HUMAN.union(Classes::PEOPLE));
        let noun = token.is_word() && !token.is(Classes::FUNCTION) && (!token.is_capital() || governed) && !says;
        let passive = token.is_word() && token.is(Classes::BE) && !self.has(self.after(1), words!("by as"));
        let what = (3..8).any(|back| self.has(self.before(back), words!("what which whom")));
        let article = self.after(1).is_some_and(|at| self.narrative.tokens[at].is(Classes::DETERMINER));
        !what && !article && (noun || passive || self.has(self.before(1), NAMED) && token.is(Classes::BE))
    }

    /// "Te Pataka, or “the storehouse”".
    fn is_gloss(&self) -> bool {
        const LONGEST: usize = 4;
        let foreign = self.before(3).is_some_and(|at| {
            let token = &self.narrative.tokens[at];
            token.is_word() && (token.is_capital() || !token.of(self.narrative.text).is_ascii())
        });
        let ends = self.after(1).is_none_or(|at| matches!(self.narrative.tokens[at].kind, Kind::Sign(_)))
            || self.narrative.quoted[self.quote].inner.of(self.narrative.text).trim_end().ends_with([',', '.']);
        self.words <= LONGEST
            && self.has(self.before(1), words!("or"))
            && self.is_sign(self.before(2), ',')
            && foreign
            && ends
            && !self.after(1).is_some_and(|at| self.narrative.tokens[at].is(Classes::SAY))
    }

    /// "the “Clean Rivers Bill”", "under “Operation Dry Land”", "a “River-Keeper-in-Chief” forum".
    fn is_instrument(&self) -> bool {
        const LAST: Words = words!(
            "bill act law rule amendment award prize medal forum summit tour program programme initiative fund conference festival treaty doctrine accord"
        );
        const EVENT: Words = words!(
            "forum summit tour conference festival award prize bill act law program programme initiative scheme"
        );
        const FIRST: Words = words!("operation project");
        const JUDGES: Words = words!("call calls called calling describe described describes brand branded as");
        if self.case != TITLE_CASE && self.case != FIRST_CAPITAL {
            return false;
        }
        let headline = self.narrative.layout[self.narrative.tokens[self.token].paragraph as usize].headline;
        if headline || (1..=3).any(|back| self.has(self.before(back), JUDGES)) {
            return false;
        }
        let inside = self.narrative.words_of(self.quote);
        let is =
            |word: Option<&crate::extract::tokens::Token>, known: Words| word.is_some_and(|word| known.has(word.id));
        let determined = self.is_determiner(self.before(1));
        let last = self.case == TITLE_CASE
            && self.words >= 2
            && determined
            && is(inside.iter().rfind(|word| word.is_word()), LAST);
        let first = self.case == TITLE_CASE && self.words >= 2 && is(inside.first(), FIRST);
        let event = determined && self.words <= 4 && self.has(self.after(1), EVENT);
        // "his 1994 “Pact with the River”".
        let dated = self.case == TITLE_CASE
            && self.words >= 2
            && self.before(1).is_some_and(|at| self.narrative.tokens[at].kind == Kind::Number)
            && self.is_determiner(self.before(2));
        last || first || event || dated
    }

    /// "the notorious “dry wheel” loophole", "the “grub” tag".
    fn is_before_noun(&self) -> bool {
        const RULES: Words = words!("loophole clause provision tag label hashtag button stamp");
        const TALES: Words = words!("doctrine effect syndrome theory story tax visa");
        const LONGEST: usize = 3;
        let noun = self.has(self.after(1), RULES) || self.words > 1 && self.has(self.after(1), TALES);
        noun && self.words <= LONGEST && self.case != FIRST_CAPITAL
    }

    /// "Its slogan, “Bring it home”, is to be retired".
    fn is_slogan(&self) -> bool {
        const SLOGANS: Words = words!("slogan motto tagline catchphrase");
        let next = if self.is_sign(self.after(1), ',') { 2 } else { 1 };
        self.is_sign(self.before(1), ',')
            && self.has(self.before(2), SLOGANS)
            && self.after(next).is_some_and(|at| self.narrative.tokens[at].is(Classes::BE))
    }

    /// "tells of the mill in “1907”".
    fn is_number(&self) -> bool {
        let number = self.narrative.words_of(self.quote).iter().any(|token| token.kind == Kind::Number);
        self.case == NO_WORDS && number && self.has(self.before(1), words!("in on of from"))
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::check_quotations as check;

    #[test]
    fn names_are_not_said() {
        check("She carried the titles “Lady of the Mill” and “Keeper of the Wheel”, a stone says.", &[]);
        check("A miller who asked to be identified only as “Jun” waited outside.", &[]);
        check("The market, known to many as “the Old Steps”, was closed.", &[]);
        check("The miller spoke at a forum dubbed “Our River Our Wheel” on Monday.", &[]);
        check("The seed came from a tree that was named “Old Grumpy” by children.", &[]);
        check("The seeds are stored in a hall known as Te Pataka, or “the storehouse”.", &[]);
        check("The mayor will sign the “Clean Rivers Bill” on Monday.", &[]);
        check("Two boats were seized under “Operation Dry Land” on Monday.", &[]);
        check("She would close the notorious “dry wheel” loophole next year.", &[]);
        check("Its slogan, “Bring it home”, is to be retired.", &[]);
        check("The pier, known as “the bridge to nowhere”, has burned down.", &[]);
        check("Mara Quist stood on a stage in Brim, at an event billed as “The Last Wheel,” and sang.", &[]);
        check("Peter Dahl tells Mara Quist of the mill in “1907.”", &[]);
    }

    #[test]
    fn what_looks_like_a_name_is_said_where_somebody_says_it() {
        check("Mara Quist called the plan a “Total Disaster” on Monday.", &[("Total Disaster", "Mara Quist")]);
        check("It was a move the mayor called “Total Chaos” on Monday.", &[("Total Chaos", "Mayor")]);
        check("Mara Quist said that it was a theft, or “worse than that”.", &[("worse than that", "Mara Quist")]);
        check("Mara Quist described him as “a miller known as a liar”.", &[("a miller known as a liar", "Mara Quist")]);
        check(
            "Mara Quist said they had asked for titles “at least seven times”.",
            &[("at least seven times", "Mara Quist")],
        );
    }
}
