//! Denials: passages that the article says were not said, or not by this speaker.
//!
//! "X never said “…”", "denied saying “…”", "no record of X saying “…”", "falsely claims that X said “…”", "a fabricated
//! quote: “…”". Each denial turns the claim round, so "did not deny saying “…”" claims it again. What is false in the
//! words themselves ("falsely claimed “…”") was said all the same.

use std::ops::Range;

use super::{Decision, Scene};
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::NOBODY;
use crate::extract::tokens::Kind;

const NEGATIONS: Words = words!("not never neither nor cannot");
/// After "not" they make it an addition: "not only said “…”".
const ADDING: Words = words!("only just merely simply solely");
const BETWEEN: Words = words!("once ever actually even publicly explicitly have having had been");
/// What was not said then is a question, not the words.
const QUESTIONS: Words = words!("whether if when how why what who where which");
const DENY: Words = words!(
    "\
    deny denies denied denying dispute disputes disputed disputing refute refutes refuted refuting rebut \
    rebuts rebutted reject rejects rejected rejecting debunk debunks debunked debunking disproved \
    dismissed dismisses dismissing denial denials"
);
const REFUSE: Words = words!(
    "\
    refuse refuses refused refusing decline declines declined declining refusal avoid avoids avoided \
    avoiding"
);
const KNOWN: Words = words!("known recorded reported shown documented quoted heard seen");
const CLAIM_NOUNS: Words = words!(
    "\
    claim claims report reports suggestion suggestions allegation allegations accusation accusations \
    rumor rumors rumour rumours assertion assertions story stories insinuation notion idea charge \
    charges"
);
const EVIDENCE: Words = words!(
    "\
    record records evidence proof trace sign footage transcript transcripts recording recordings \
    indication report reports video videos instance instances example documentation source sources"
);
const FALSELY: Words =
    words!("falsely wrongly wrongfully erroneously incorrectly mistakenly inaccurately misleadingly baselessly");
const FALSE: Words = words!(
    "\
    false fake faked fabricated bogus fictitious doctored untrue invented phony phoney forged made-up \
    baseless unfounded debunked discredited misattributed apocryphal nonexistent concocted manufactured"
);
const LIES: Words = words!("lie hoax fabrication myth forgery fake fiction invention");
const COPIES: Words = words!(
    "\
    quote quotes quotation quotations tweet tweets post posts screenshot screenshots image images \
    graphic headline headlines video videos clip audio letter letters statement statements meme memes \
    remark remarks email caption line comment comments words message messages interview story article \
    speech"
);
/// What joins a false document to the words that it holds.
const HOLDS: Words = words!(
    "\
    in that of from by with quoting claiming showing saying reading attributed purporting where which \
    has had says said showed shows reads read quotes quoted claims claimed"
);
/// What is not said in a sentence that looks back at the passage: "He never said that."
const BACK: Words = words!("that this it so those these any anything such either");

/// Whether the article denies that the passage was said by the chosen speaker.
pub fn is_denied(scene: &Scene<'_, '_>, decision: &Decision) -> bool {
    let denials = Denials { scene };
    let passage = decision.passage.token as usize;
    let sentence = scene.narrative.sentence(passage);
    if denials.is_avoided(passage, &sentence) {
        return true;
    }
    let Some(cue) = denials.cue(decision, &sentence) else {
        return denials.is_forged(passage, &sentence) || denials.taken_back(decision, &sentence);
    };
    denials.of_cue(cue, passage, &sentence)
        || denials.is_forged(passage, &sentence)
        || denials.taken_back(decision, &sentence)
}

struct Denials<'s, 'a, 't> {
    scene: &'s Scene<'a, 't>,
}

impl Denials<'_, '_, '_> {
    fn word(&self, at: usize) -> &str {
        let narrative = self.scene.narrative;
        narrative.tokens[at].of(narrative.text)
    }

    /// Whether the token is one of these words.
    fn is(&self, at: usize, words: Words) -> bool {
        words.has(self.scene.narrative.tokens[at].id) && !self.word(at).ends_with('.')
    }

    fn is_cue(&self, at: usize) -> bool {
        let token = &self.scene.narrative.tokens[at];
        let uses = || self.is(at, words!("use uses used using spoke spoken speak"));
        token.is_word() && (token.is(Classes::SAY.union(Classes::CALL)) || uses()) && !self.is(at, DENY)
    }

    /// The verb that the passage hangs on: the chosen one, else the nearest in its sentence.
    fn cue(&self, decision: &Decision, sentence: &Range<usize>) -> Option<usize> {
        const FAR: usize = 12;
        let passage = decision.passage.token as usize;
        let chosen = decision.chosen.and_then(|chosen| chosen.cue).map(|cue| cue as usize);
        if let Some(cue) = chosen.filter(|cue| sentence.contains(cue) && self.is_cue(*cue)) {
            return Some(cue);
        }
        let tokens = &self.scene.narrative.tokens;
        let before = (sentence.start.max(passage.saturating_sub(FAR))..passage)
            .rev()
            .take_while(|&at| !tokens[at].is_quote() && !matches!(tokens[at].kind, Kind::Sign(';')))
            .find(|&at| self.is_cue(at));
        before.or_else(|| {
            (passage + 1..sentence.end.min(passage + FAR))
                .take_while(|&at| !tokens[at].is_quote() && !matches!(tokens[at].kind, Kind::Sign(';' | ':')))
                .find(|&at| self.is_cue(at))
        })
    }

    fn of_cue(&self, cue: usize, passage: usize, sentence: &Range<usize>) -> bool {
        let between = (cue + 1).min(passage)..passage;
        if between.clone().any(|at| self.is(at, QUESTIONS) || self.is(at, words!("but instead"))) {
            return false;
        }
        let later = passage + 1..sentence.end.min(passage + 4);
        if later.clone().any(|at| self.is(at, words!("until till"))) {
            return false;
        }
        let head = self.head(cue, sentence.start);
        let own = self.is_negated(cue, sentence.start) || self.is_withheld(head, sentence.start);
        let (claim, outer) = self.outer(cue, head, passage, sentence);
        if !claim && own && self.is_supposed(head, sentence.start) {
            return false;
        }
        own != outer
    }

    /// "would not use the word “…”": the one who avoids a word does not say it.
    fn is_avoided(&self, passage: usize, sentence: &Range<usize>) -> bool {
        let word = |back: usize| passage.checked_sub(back).filter(|&at| at >= sentence.start);
        let (Some(noun), Some(article), Some(verb)) = (word(1), word(2), word(3)) else { return false };
        self.is(noun, words!("word words term terms phrase label expression"))
            && self.is(article, words!("the that any a"))
            && self.is(verb, words!("use uses using used utter uttering uttered say saying employ invoke adopt"))
            && (self.is_negated(verb, sentence.start)
                || self.is_withheld(self.head(verb, sentence.start), sentence.start))
    }

    /// Left over auxiliaries, adverbs and negations: the first token of the verb group.
    fn head(&self, cue: usize, first: usize) -> usize {
        let tokens = &self.scene.narrative.tokens;
        let mut at = cue;
        while at > first {
            let token = &tokens[at - 1];
            let adverb = token.is(Classes::ADVERB) && !token.is(Classes::PREPOSITION.union(Classes::CONJUNCTION));
            let passes = token.is_word()
                && (token.is(Classes::AUXILIARY.union(Classes::NEGATION))
                    || adverb
                    || self.is(at - 1, BETWEEN)
                    || self.is(at - 1, NEGATIONS)
                    || is_contraction(self.word(at - 1))
                    || self.word(at - 1).ends_with("ly"));
            // "falsely" belongs to a claim about it.
            if !passes || self.is(at - 1, FALSELY) {
                break;
            }
            at -= 1;
        }
        at
    }

    /// "never said", "didn't say", "nobody said", "nor did X say", "without saying".
    fn is_negated(&self, verb: usize, first: usize) -> bool {
        let head = self.head(verb, first);
        let negation = |at: usize| self.is(at, NEGATIONS) || is_contraction(self.word(at));
        if let Some(found) = (head..verb).find(|&at| negation(at)) {
            return !self.is(found + 1, ADDING);
        }
        if head == first {
            return false;
        }
        let before = head - 1;
        if self.is(before, words!("nobody none without"))
            || self.is(before, words!("one")) && before > first && self.is(before - 1, words!("no"))
        {
            return true;
        }
        if self.is(before, words!("of than")) && before > first && self.is(before - 1, words!("instead rather short")) {
            return true;
        }
        // "did not call it “…” or describe it as “…”": one negation for both.
        if self.is(before, words!("or nor")) {
            let earlier = (first..before).rev().find(|&at| self.is_cue(at));
            return earlier.is_some_and(|earlier| self.is_negated(earlier, first));
        }
        // "Nor did X say", "at no time did X say".
        let subject = self.subject_start(head, first);
        subject > first + 1
            && self.scene.narrative.tokens[subject - 1].is(Classes::AUXILIARY)
            && (self.is(subject - 2, words!("nor never neither"))
                || subject > first + 2
                    && self.is(subject - 2, words!("time point stage moment"))
                    && self.is(subject - 3, words!("no")))
    }

    /// "refused to say", "is not known to have said", "stopped short of saying".
    fn is_withheld(&self, head: usize, first: usize) -> bool {
        let Some(mut before) = head.checked_sub(1).filter(|&before| before >= first) else { return false };
        if self.is(before, words!("to as")) {
            let Some(verb) = before.checked_sub(1).filter(|&verb| verb >= first) else { return false };
            before = verb;
            if self.is(before, KNOWN) {
                return self.is_negated(before, first);
            }
        } else if !self.is(before, words!("avoid avoids avoided avoiding")) {
            return false;
        }
        self.is(before, REFUSE) && !self.is_negated(before, first)
    }

    /// "If X had not said": it was.
    fn is_supposed(&self, head: usize, first: usize) -> bool {
        let subject = self.subject_start(head, first);
        subject > first && self.is(subject - 1, words!("if unless"))
    }

    /// The first token of what stands right before the verb group as its subject, appositions apart.
    fn subject_start(&self, head: usize, first: usize) -> usize {
        let mentions = self.scene.mentions;
        let next = mentions.partition_point(|mention| (mention.start as usize) < head);
        let mut start = head;
        if let Some(mention) = next.checked_sub(1).map(|at| &mentions[at])
            && mention.end as usize + 1 >= head
            && mention.start as usize >= first
        {
            start = mention.start as usize;
            // An article, a title before the mention.
            while start > first
                && self.scene.narrative.tokens[start - 1].is_word()
                && self.scene.narrative.tokens[start - 1].is(Classes::DETERMINER.union(Classes::POSSESSIVE))
                && !self.is(start - 1, words!("that"))
            {
                start -= 1;
            }
            // "of Kim Hale, the mayor, saying": the name before its apposition.
            if start > first + 1
                && self.scene.narrative.tokens[start - 1].is_sign(',')
                && self.scene.narrative.tokens[head - 1].is_sign(',')
                && let Some(outer) = mentions[..next - 1].last().filter(|outer| outer.end as usize == start - 1)
                && outer.start as usize >= first
            {
                start = outer.start as usize;
            }
        }
        start
    }

    /// Whether something outside of the verb's clause claims that it was said, and whether it denies it.
    fn outer(&self, cue: usize, head: usize, passage: usize, sentence: &Range<usize>) -> (bool, bool) {
        let first = sentence.start;
        let tokens = &self.scene.narrative.tokens;
        let ing = tokens[cue].is(Classes::ING) && !tokens[cue].is(Classes::FINITE)
            || (head..cue).any(|at| self.is(at, words!("having")));
        // "denied ever saying", "falsely accused of saying", "wrongly quoted as saying".
        if ing && head > first {
            let mut before = head - 1;
            if self.is(before, DENY) {
                return (true, !self.is_negated(before, first));
            }
            if self.is(before, words!("of as")) && before > first {
                before -= 1;
                if self.is(before, words!("misquoted")) {
                    return (true, true);
                }
                let from = before.saturating_sub(2).max(first);
                if (from..=before).any(|at| self.is(at, FALSELY)) {
                    return (true, true);
                }
            }
        }
        let mut at = self.subject_start(head, first);
        let own_subject = at < head;
        if !own_subject && !ing {
            return (false, false);
        }
        // "that", "in which", "of": what joins the clause to what it belongs to.
        let mut linked = false;
        while at > first && self.is(at - 1, words!("that of which where in showing for how")) {
            at -= 1;
            linked = true;
        }
        if at == first {
            return (false, false);
        }
        let before = at - 1;
        if self.is(before, DENY) {
            return (true, !self.is_negated(before, first));
        }
        if self.is(before, FALSE) || self.is(before, LIES) {
            return (true, linked && !self.is_negated(before, first));
        }
        if self.is(before, words!("true")) {
            return (true, linked && self.is_negated(before, first));
        }
        let nothing = before > first + 1 && self.is(before - 1, words!("to")) && self.is(before - 2, words!("nothing"));
        if nothing && self.is(before, words!("suggest show indicate prove say")) {
            return (true, true);
        }
        if self.is(before, EVIDENCE) && (linked || own_subject) {
            let from = before.saturating_sub(4).max(first);
            let none = (from..before).any(|at| {
                self.is(at, words!("no zero without"))
                    || self.is(at, words!("any"))
                        && (first..at).any(|at| self.is(at, NEGATIONS) || is_contraction(self.word(at)))
            });
            if none {
                return (true, true);
            }
        }
        let from = before.saturating_sub(2).max(first);
        if self.is(before, FALSELY) || tokens[before].is(Classes::VERB) && (from..before).any(|at| self.is(at, FALSELY))
        {
            return (true, true);
        }
        if self.is(before, CLAIM_NOUNS) || self.is(before, COPIES) {
            let flatly = || self.next_sentence(sentence).is_some_and(|next| self.is_flat_denial(&next));
            return (true, self.is_false_claim(before, passage, sentence) || flatly());
        }
        // "A post says that X said “…”. The claim is false."
        let claimed = tokens[before].is(Classes::SAY) && tokens[before].is(Classes::VERB);
        (claimed, claimed && self.proves_false(sentence))
    }

    /// "the false claim that", "rejected reports that", "the claim that X said “…” is untrue".
    fn is_false_claim(&self, noun: usize, passage: usize, sentence: &Range<usize>) -> bool {
        let from = noun.saturating_sub(5).max(sentence.start);
        let tokens = &self.scene.narrative.tokens;
        for at in (from..noun).rev() {
            if !tokens[at].is_word() && tokens[at].kind != Kind::Possessive {
                break;
            }
            if self.is(at, FALSE) {
                return true;
            }
            if self.is(at, DENY) {
                return !self.is_negated(at, sentence.start);
            }
        }
        self.is_predicate_false(passage + 1..sentence.end.min(passage + 8))
    }

    /// "is false", "was entirely made up", "is a hoax", "is not true" at the head of these tokens.
    fn is_predicate_false(&self, range: Range<usize>) -> bool {
        let tokens = &self.scene.narrative.tokens;
        let mut be = None;
        for at in range {
            if be.is_none() {
                if tokens[at].is(Classes::BE) {
                    be = Some(is_contraction(self.word(at)));
                } else if tokens[at].is_quote() {
                    return false;
                }
                continue;
            }
            if self.is(at, NEGATIONS) {
                be = Some(true);
            } else if self.is(at, FALSE) || self.is(at, LIES) || self.is(at, words!("wrong")) {
                return be == Some(false);
            } else if self.is(at, words!("true real genuine authentic accurate")) {
                return be == Some(true);
            } else if self.is(at, words!("made")) && at + 1 < tokens.len() && self.is(at + 1, words!("up")) {
                return be == Some(false);
            } else if !(tokens[at].is(Classes::ADVERB.union(Classes::DETERMINER)) || self.word(at).ends_with("ly")) {
                return false;
            }
        }
        false
    }

    /// "a fabricated quote: “…”", "a fake post in which X said “…”", "“…,” a line falsely attributed to X".
    fn is_forged(&self, passage: usize, sentence: &Range<usize>) -> bool {
        const FAR: usize = 24;
        let tokens = &self.scene.narrative.tokens;
        let attributed = |at: usize| {
            self.is(at, words!("misattributed"))
                || self.is(at, words!("attributed credited ascribed")) && at > 0 && self.is(at - 1, FALSELY)
        };
        let after = passage + 1..sentence.end.min(passage + 12);
        if after.clone().take_while(|&at| !tokens[at].is_quote()).any(attributed) {
            return true;
        }
        let from = sentence.start.max(passage.saturating_sub(FAR));
        for at in (from..passage).rev() {
            if tokens[at].is_quote() || matches!(tokens[at].kind, Kind::Sign(',' | ';')) {
                return false;
            }
            if self.is(at, words!("and but while after as"))
                && !(self.is(at, words!("as")) && self.is(at + 1, words!("saying")))
            {
                return false;
            }
            if attributed(at) {
                return true;
            }
            let copy = self.is(at, COPIES) && at > from && self.is(at - 1, FALSE);
            if copy {
                return at + 1 == passage
                    || tokens[at + 1].is_sign(':')
                    || self.is(at + 1, HOLDS) && !self.is(at + 1, words!("of"))
                    || self.is(at + 1, words!("of")) && (at + 2..passage).any(|at| self.is_cue(at));
            }
        }
        false
    }

    /// "A post says that X said “…”. The claim is false."
    fn proves_false(&self, sentence: &Range<usize>) -> bool {
        let Some(next) = self.next_sentence(sentence) else { return false };
        if self.is_flat_denial(&next) {
            return true;
        }
        let noun = (next.start..next.end.min(next.start + 4))
            .find(|&at| self.is(at, CLAIM_NOUNS) || self.is(at, COPIES) || self.is(at, words!("this that it")));
        noun.is_some_and(|noun| self.is_predicate_false(noun + 1..next.end.min(noun + 6)))
    }

    /// "She did not.", "He never did."
    fn is_flat_denial(&self, next: &Range<usize>) -> bool {
        const LONGEST: usize = 5;
        let tokens = &self.scene.narrative.tokens;
        let words: Vec<usize> = next.clone().filter(|&at| tokens[at].is_word()).take(LONGEST + 1).collect();
        if words.len() > LONGEST {
            return false;
        }
        match words[..] {
            [_, .., last] if is_contraction(self.word(last)) => {
                self.word(last).starts_with("did") || self.word(last).starts_with("ha")
            }
            [_, .., first, last] => {
                self.is(first, words!("did has had")) && self.is(last, words!("not"))
                    || self.is(first, words!("never")) && self.is(last, words!("did has"))
            }
            _ => false,
        }
    }

    /// "He never said that.", "The quote is fabricated.": the sentence after the passage takes it back.
    fn taken_back(&self, decision: &Decision, sentence: &Range<usize>) -> bool {
        let Some(next) = self.next_sentence(sentence) else { return false };
        let tokens = &self.scene.narrative.tokens;
        let quote = (next.start..next.end.min(next.start + 3)).find(|&at| {
            self.is(at, words!("quote quotation quotes tweet screenshot words"))
                && at > next.start
                && self.is(at - 1, words!("the this that those these"))
        });
        if quote.is_some_and(|quote| self.is_predicate_false(quote + 1..next.end.min(quote + 6))) {
            return true;
        }
        let Some(speaker) = decision.chosen.map(|chosen| chosen.entity).filter(|&entity| entity != NOBODY) else {
            return false;
        };
        for verb in next.clone() {
            let object = verb + 1 < next.end && self.is(verb + 1, BACK);
            if !object || !tokens[verb].is(Classes::SAY) || !self.is_cue(verb) {
                continue;
            }
            let head = self.head(verb, next.start);
            let mut subject = head;
            let denied = if head > next.start && self.is(head - 1, DENY) {
                subject = self.head(head - 1, next.start);
                !self.is_negated(head - 1, next.start)
            } else {
                self.is_negated(verb, next.start)
            };
            let own = self.scene.mentions.iter().any(|mention| {
                mention.end as usize == subject && mention.start as usize >= next.start && mention.entity == speaker
            });
            // "He never said that he …" says something else.
            let ends = verb + 2 >= next.end || !tokens[verb + 2].is_word() || !self.is(verb + 1, words!("that it"));
            if denied && own && ends {
                return true;
            }
        }
        false
    }

    /// The tokens of the sentence after this one, where it is short and quotes nothing.
    fn next_sentence(&self, sentence: &Range<usize>) -> Option<Range<usize>> {
        const LONG: usize = 30;
        let tokens = &self.scene.narrative.tokens;
        let here = tokens.get(sentence.start)?;
        let next = tokens.get(sentence.end)?;
        if next.paragraph > here.paragraph + 1 {
            return None;
        }
        let range = self.scene.narrative.sentence(sentence.end);
        let range = range.start..range.end.min(range.start + LONG);
        (!tokens[range.clone()].iter().any(crate::extract::tokens::Token::is_quote)).then_some(range)
    }
}

fn is_contraction(word: &str) -> bool {
    word.len() > 3 && (word.ends_with("n't") || word.ends_with("n’t"))
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::extract::{Options, extract};

    #[track_caller]
    fn check(text: &str, denied: bool) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default()).quotations;
        assert!(!found.is_empty(), "no quotation in {text}");
        for quotation in found {
            assert_eq!(quotation.is_denied(), denied, "{} in {text}", quotation.text);
            assert_eq!(quotation.evidence.expect("extracted").denied, denied, "{text}");
        }
    }

    #[test]
    fn words_that_somebody_avoids_are_not_said() {
        check("Peter Dahl told the inquiry he would not use the word “neglect” for it.", true);
        check("Mara Quist refused to use the phrase “dead river” on Monday.", true);
        check("Mara Quist used the words “a long and costly neglect” for it.", false);
        check("Mara Quist said she would not stop using the word “neglect” for it.", false);
    }

    #[test]
    fn a_flat_denial_takes_a_claim_back() {
        check("A viral post claims that Mara Quist told voters: “You are all fools.” She did not.", true);
        check("A viral post claims that Mara Quist told voters: “You are all fools.” She never did.", true);
        check("Mara Quist told voters: “You are all welcome to come.” They did not.", false);
    }

    #[test]
    fn what_nobody_said_is_denied() {
        check("Mara Quist never said “the mill will close before spring comes”.", true);
        check("Mara Quist did not say “the mill will close before spring comes”.", true);
        check("Mara Quist hasn’t ever called the mill “a ruin that nobody needs”.", true);
        check("“The mill will close before spring comes,” Mara Quist never said.", true);
        check("At no time did Mara Quist say “the mill will close before spring comes”.", true);
        check("Mara Quist refused to say “I am sorry for all of this”.", true);
        check("Mara Quist left without saying “I am sorry for all of this”.", true);
        check("Mara Quist is not known to have said “the mill will close before spring comes”.", true);
    }

    #[test]
    fn who_denies_saying_it_did_not_say_it() {
        check("Mara Quist denied saying “the mill will close before spring comes”.", true);
        check("Mara Quist has denied ever having said “the mill will close before spring comes”.", true);
        check("Mara Quist denies that she said “the mill will close before spring comes”.", true);
        check("Mara Quist rejected reports that she had said “the mill will close before spring comes”.", true);
        check("Mara Quist did not deny saying “the mill will close before spring comes”.", false);
        check("Mara Quist denied the charge, saying “the mill will close before spring comes”.", false);
    }

    #[test]
    fn what_nothing_shows_was_not_said() {
        check("There is no record of Mara Quist saying “the mill will close before spring comes”.", true);
        check(
            "The archive found no evidence that Mara Quist ever said “the mill will close before spring comes”.",
            true,
        );
        check("There is a record of Mara Quist saying “the mill will close before spring comes”.", false);
        check("There is no record of the vote, Mara Quist said: “The mill will close before spring comes.”", false);
    }

    #[test]
    fn false_claims_about_words_deny_them() {
        check("A viral post falsely claims that Mara Quist said: “The mill will close before spring comes.”", true);
        check("Mara Quist was wrongly quoted as saying “the mill will close before spring comes”.", true);
        check("The claim that Mara Quist said “the mill will close before spring comes” is false.", true);
        check("It is not true that Mara Quist said “the mill will close before spring comes”.", true);
        check("A fabricated quote attributed to Mara Quist reads “the mill will close before spring comes”.", true);
        check("Mara Quist falsely claimed that “the mill will close before spring comes”.", false);
        check("Mara Quist wrongly said: “The mill will close before spring comes.”", false);
        check("A post falsely claims that Mara Quist never said “the mill will close before spring comes”.", false);
    }

    #[test]
    fn other_negations_deny_nothing() {
        check("Mara Quist not only said “the mill will close before spring comes”, she meant it.", false);
        check("Mara Quist never stops saying “the mill will close before spring comes”.", false);
        check("Mara Quist said it was not “the end of the mill that we know”.", false);
        check("Mara Quist did not apologise but said: “The mill will close before spring comes.”", false);
        check("Mara Quist did not say “I am sorry for all of this” until May.", false);
        check("“I never said the mill would close,” Mara Quist said.", false);
    }

    #[test]
    fn the_next_sentence_can_take_it_back() {
        check("A post has Mara Quist saying “the mill will close before spring comes”. She never said that.", true);
        check("“The mill will close before spring comes,” Mara Quist said. She never said it would be easy.", false);
    }
}
