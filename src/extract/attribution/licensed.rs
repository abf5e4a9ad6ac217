//! Short passages that the words beside them license as somebody's, whatever else they look like.

use super::Scene;
use super::candidates::{Candidate, Frame, Lead, Relation};
use super::features::Passage;
use super::spoken::{FIRST_CAPITAL, capitals, is_adjective};
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::NOBODY;
use crate::extract::narrative::Narrative;
use crate::extract::tokens::{Shape, Token};

/// How likely it is that what somebody is described as is the describer's words.
const CALLED: f32 = 0.7;
/// The same of words that a headline, or an adjective before a noun, gives to somebody.
pub const FRAGMENT: f32 = 0.55;
/// The same of words before a verb that no table has, and its subject: “Never,” shrugged Mara Quist.
const TAGGED: f32 = 0.8;

/// How likely it is at least that the best candidate said the passage. `sure` is how far the candidate is ahead of nobody,
/// and how likely it is the right one.
pub fn least(
    scene: &Scene<'_, '_>,
    quote: usize,
    passage: &Passage,
    best: Option<&Candidate>,
    (margin, probability): (f32, f32),
) -> f32 {
    let Some(best) = best.filter(|best| best.entity != NOBODY) else { return 0.0 };
    let called = best.frame == Frame::Call && best.relation == Relation::Before1 && !best.passive;
    if called && passage.around.lead == Lead::As && margin > 1.0 {
        return CALLED;
    }
    if is_word_given(scene, passage) || is_shrugged(scene, quote, passage, best) || is_shouted(scene, passage, best) {
        return TAGGED;
    }
    let told = best.frame == Frame::Say && best.relation == Relation::Before1 && !best.passive && probability > 0.9;
    if passage.around.headline && told && passage.words > 1 {
        return FRAGMENT;
    }
    if heads(scene, quote, passage, best) || judges(scene, quote, passage, best) { FRAGMENT } else { 0.0 }
}

/// "called it “a waste” and “a shame”": whether nothing but a conjunction parts the passage from the one before.
pub fn is_joined(narrative: &Narrative<'_>, passage: &Passage) -> bool {
    const JOINS: Words = words!("and or but");
    let token = passage.token as usize;
    let first = narrative.sentence(token).start;
    let before = |back: usize| token.checked_sub(back).filter(|&at| at >= first).map(|at| &narrative.tokens[at]);
    let conjunction = before(1).is_some_and(|word| word.is_word() && JOINS.has(word.id));
    let comma = before(1).is_some_and(|sign| sign.is_sign(','));
    before(1).is_some_and(Token::is_quote) || (conjunction || comma) && before(2).is_some_and(Token::is_quote)
}

/// “Never,” shrugged Mara Quist: a past form right after the comma that ends the passage, and right before the name.
fn is_shrugged(scene: &Scene<'_, '_>, quote: usize, passage: &Passage, best: &Candidate) -> bool {
    let narrative = scene.narrative;
    let token = passage.token as usize;
    let inner = narrative.quoted[quote].inner.of(narrative.text).trim_end();
    let Some(mention) = best.mention.map(|mention| &scene.mentions[mention as usize]) else { return false };
    let Some(verb) = narrative.tokens.get(token + 1).filter(|_| narrative.sentence(token).contains(&(token + 1)))
    else {
        return false;
    };
    passage.around.opens
        && inner.ends_with([',', '!', '?'])
        && best.relation == Relation::AfterOther
        && mention.start as usize <= token + 3
        && mention.start as usize >= token + 2
        && !narrative.tokens[token + 2].is(Classes::PREPOSITION)
        && !mention.possessive
        && verb.is_word()
        && verb.shape == Shape::Lower
        && (verb.of(narrative.text).ends_with("ed") || verb.is(Classes::VERB) && verb.is(Classes::PAST))
        && !verb.is(Classes::FUNCTION)
}

/// "Her reply was a single word: “How”": one word behind the colon after a noun for what is said.
fn is_word_given(scene: &Scene<'_, '_>, passage: &Passage) -> bool {
    const WORD: Words = words!("word words reply answer response verdict message");
    let token = passage.token as usize;
    passage.words <= 2
        && passage.around.lead == Lead::Colon
        && !passage.around.headline
        && token >= 2
        && WORD.has(scene.narrative.tokens[token - 2].id)
}

/// "Dockers chanted “No pay, no cargo”": right before the passage stands a verb after which nothing else is cried.
fn is_shouted(scene: &Scene<'_, '_>, passage: &Passage, best: &Candidate) -> bool {
    const SHOUTS: Words = words!(
        "chant chants chanted chanting shout shouts shouted shouting yell yells yelled yelling scream screams screamed screaming"
    );
    let shouts = |cue: u32| cue + 1 == passage.token && SHOUTS.has(scene.narrative.tokens[cue as usize].id);
    best.relation == Relation::Before1 && !best.passive && best.cue.is_some_and(shouts)
}

/// Nurses ‘shut out’ of talks: the first name of a headline right before the fragment, of somebody who speaks in the text.
fn heads(scene: &Scene<'_, '_>, quote: usize, passage: &Passage, best: &Candidate) -> bool {
    let narrative = scene.narrative;
    let token = passage.token as usize;
    let words = narrative.words_of(quote);
    let first = words.iter().find(|word| word.is_word());
    let fragment = first.is_some_and(|first| {
        first.shape == Shape::Lower
            && first.of(narrative.text) != "to"
            && !(first.is(Classes::VERB) && first.is(Classes::PRESENT) && first.of(narrative.text).ends_with('s'))
    });
    if passage.paragraph != 0 || !fragment || !(2..=4).contains(&passage.words) || best.cue.is_some() {
        return false;
    }
    let Some(index) = best.mention else { return false };
    let mention = &scene.mentions[index as usize];
    let speaks = |other: usize| {
        scene.mentions[other].entity == best.entity
            && scene.acts.roles.get(other).is_some_and(|role| role.says.is_some())
    };
    mention.end as usize == token
        && narrative.sentence(token).start == mention.start as usize
        && (index as usize + 1..scene.mentions.len()).take(100).any(speaks)
}

/// adverts against “misleading” reports, a prize for its “fearless” staging: an adjective before the noun that somebody
/// judges by it.
fn judges(scene: &Scene<'_, '_>, quote: usize, passage: &Passage, best: &Candidate) -> bool {
    const JUDGED: Words = words!(
        "reports report claims claim coverage rumours rumors allegations accusations remarks comments articles statements criticism attacks"
    );
    const OVER: Words = words!("against over about at of by");
    let narrative = scene.narrative;
    let token = passage.token as usize;
    let sentence = narrative.sentence(token);
    if passage.words != 1 || capitals(narrative, quote) >= FIRST_CAPITAL || !is_adjective(narrative, quote) {
        return false;
    }
    let own =
        matches!(best.relation, Relation::Before1 | Relation::Before2 | Relation::BeforeWeak | Relation::BeforeLead);
    let (Some(before), Some(noun)) = (token.checked_sub(1), narrative.tokens.get(token + 1)) else { return false };
    own && sentence.contains(&before)
        && sentence.contains(&(token + 1))
        && noun.is_word()
        && JUDGED.has(noun.id)
        && OVER.has(narrative.tokens[before].id)
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::check_quotations as check;

    #[test]
    fn what_is_joined_to_words_of_somebody_is_his() {
        check(
            "Mara Quist tweeted that the wheel was “rotten” and “a con” and left it at that.",
            &[("rotten", "Mara Quist"), ("a con", "Mara Quist")],
        );
    }

    #[test]
    fn any_verb_may_stand_in_a_tag() {
        check("“Never,” shrugged Mara Quist.", &[("Never,", "Mara Quist")]);
        check("“River Song,” painted Mara Quist’s way, hangs in Rome.", &[]);
    }

    #[test]
    fn a_single_word_may_be_the_reply() {
        check("Mara Quist’s reply to the council was a single word: “How”.", &[("How", "Mara Quist")]);
    }

    #[test]
    fn what_is_chanted_is_said() {
        check("Dockers chanted “No pay, no cargo” as the minister arrived.", &[("No pay, no cargo", "Dockers")]);
        check("Fans sang “Old Mill Stream” as the minister arrived.", &[]);
    }

    #[test]
    fn a_headline_quotes_those_who_speak_below_it() {
        check(
            "Millers ‘left behind’ by dam plan\n\nMillers say that nobody asked them.",
            &[("left behind", "Millers")],
        );
        check("Millers ‘to sue’ over dam plan\n\nMillers say that nobody asked them.", &[]);
    }

    #[test]
    fn a_headline_in_capitals_quotes_whom_it_names() {
        check("Chairwoman Mara Quist Told Staff The Mill Was “Beyond Repair”", &[("Beyond Repair", "Mara Quist")]);
    }

    #[test]
    fn an_adjective_judges_a_report() {
        check(
            "Quist Mills is planning adverts against “misleading” reports about its flour.",
            &[("misleading", "Quist Mills")],
        );
        check("The firm Quist Mills dates from the age of “tidal” wheels.", &[]);
    }
}
