//! Speakers that the layout, or a set phrase, decides for alone.

use super::Scene;
use super::candidates::{Candidate, Lead, Relation};
use super::features::Passage;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::Form;

/// The candidate that the layout alone decides for: the name at the head of a transcript's paragraph, the name after
/// a dash that ends a paragraph.
pub fn speaker(scene: &Scene<'_, '_>, passage: &Passage, candidates: &[Candidate]) -> Option<usize> {
    const SIGNATURE: usize = 20;
    // A sign that reads “Taxi: 40 dollars” is no transcript.
    let inside = candidates.iter().position(|candidate| {
        candidate.relation == Relation::Inside && !matches!(passage.around.lead, Lead::Verb | Lead::That | Lead::As)
    });
    if inside.is_some() {
        return inside;
    }
    // "The view was shared by X; “…”".
    const SENTENCE: usize = 4;
    let shared = |candidate: &Candidate| candidate.relation == Relation::Agent && candidate.cue.is_none();
    if passage.words >= SENTENCE
        && passage.capital
        && let Some(agent) = candidates.iter().position(shared)
    {
        return Some(agent);
    }
    if let Some(author) = candidates.iter().position(|candidate| is_author(scene, passage, candidate)) {
        return Some(author);
    }
    if let Some(sayer) = so_said(scene, passage, candidates) {
        return Some(sayer);
    }
    if let Some(named) = super::phrases::speaker(scene, passage, candidates) {
        return Some(named);
    }
    let (_, end) = scene.narrative.layout[passage.paragraph as usize].tokens;
    let last = end as usize - passage.token as usize <= SIGNATURE;
    let name = |candidate: &Candidate| {
        candidate.mention.is_some_and(|mention| scene.mentions[mention as usize].form == Form::Name)
    };
    candidates
        .iter()
        .position(|candidate| candidate.relation == Relation::AfterDash && name(candidate))
        .filter(|_| last && passage.around.opens)
}

/// "She read out a letter from X: “…”": the one who wrote it.
fn is_author(scene: &Scene<'_, '_>, passage: &Passage, candidate: &Candidate) -> bool {
    const LETTER: Words =
        words!("letter letters message messages statement email e-mail text post tweet note memo telegram postcard");
    const FROM: Words = words!("from by");
    let tokens = &scene.narrative.tokens;
    let token = passage.token as usize;
    let Some(mention) = candidate.mention.map(|mention| &scene.mentions[mention as usize]) else { return false };
    let (start, end) = (mention.start as usize, mention.end as usize);
    let first = scene.narrative.sentence(token).start;
    mention.form == Form::Name
        && end + 1 == token
        && tokens[end].is_sign(':')
        && start >= first + 2
        && FROM.has(tokens[start - 1].id)
        && LETTER.has(tokens[start - 2].id)
}

/// “….” So said X: the last one who is named before a preposition or another verb.
fn so_said(scene: &Scene<'_, '_>, passage: &Passage, candidates: &[Candidate]) -> Option<usize> {
    const SO: Words = words!("so thus");
    const SAID: Words = words!("said says spoke speaks");
    const FAR: usize = 12;
    let tokens = &scene.narrative.tokens;
    let token = passage.token as usize;
    let (_, end) = scene.narrative.layout[passage.paragraph as usize].tokens;
    let end = (end as usize).min(token + FAR);
    if token + 3 >= end || !SO.has(tokens[token + 1].id) || !SAID.has(tokens[token + 2].id) {
        return None;
    }
    let until = (token + 3..end)
        .find(|&at| tokens[at].is_word() && tokens[at].is(Classes::PREPOSITION.union(Classes::FINITE)))
        .unwrap_or(end);
    let start =
        |candidate: &Candidate| candidate.mention.map(|mention| scene.mentions[mention as usize].start as usize);
    let range = token + 3..until;
    let named = candidates.iter().enumerate().filter_map(|(at, candidate)| Some((start(candidate)?, at)));
    named.filter(|(start, _)| range.contains(start)).max().map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::check_speakers as check;

    #[test]
    fn a_letter_is_its_writers() {
        check("Mara Quist read out a letter from Peter Dahl: “Close the mill before it falls.”", &["Peter Dahl"]);
        check("Mara Quist read out a letter about Peter Dahl: “Close the mill before it falls.”", &["Mara Quist"]);
    }

    #[test]
    fn so_said_names_the_speaker_behind_the_sentence() {
        check(
            "“Nobody won and nobody deserved to.” So said the Rovers coach, Mara Quist, after a draw in the rain.",
            &["Mara Quist"],
        );
        check("“Nobody won and nobody deserved to,” said Peter Dahl. So said Mara Quist, too.", &["Peter Dahl"]);
    }
}
