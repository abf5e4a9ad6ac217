//! Turn-taking: untagged replies in a dialogue.
//!
//! A paragraph that is nothing but a quotation and names no speaker goes on with the one before, unless it answers: a
//! question is followed by whoever it was put to, an answer by whoever asked.

use super::candidates::{Candidate, Relation};
use super::{Decision, Passage, Scene};
use crate::extract::lexicon::Classes;
use crate::extract::mentions::NOBODY;

/// Words that open an answer.
const ANSWERS: &[&str] =
    &["well", "yes", "no", "yeah", "yep", "nope", "oh", "sure", "because", "absolutely", "exactly", "right", "maybe"];
/// Verbs whose object is asked to answer.
const ASKS: &[&str] = &["ask", "asks", "asked", "asking", "interviewed", "questioned", "pressed"];

/// Whose turn it is, where the passage names nobody itself: another one than the speaker before.
pub fn next_turn(
    scene: &Scene<'_, '_>,
    decisions: &[Decision],
    quote: usize,
    passage: &Passage,
    best: Option<&Candidate>,
) -> Option<u32> {
    if !passage.around.whole || !passage.around.first || passage.continues || passage.around.announced {
        return None;
    }
    if best.is_some_and(|best| is_own(best.relation)) {
        return None;
    }
    let (last, speaker) = speaker_of(decisions.last()?)?;
    if last.passage.paragraph + 1 != passage.paragraph || !scene.narrative.quoted[last.quote].closed {
        return None;
    }
    let question = ends_with_question(scene, quote);
    let asked = ends_with_question(scene, last.quote);
    // The one who spoke before the last speaker, in the paragraph right above his.
    let other = decisions
        .iter()
        .rev()
        .filter_map(speaker_of)
        .take_while(|(turn, _)| turn.passage.paragraph + 2 >= passage.paragraph)
        .find(|(_, entity)| *entity != speaker);
    if let Some((turn, other)) = other
        && turn.passage.paragraph + 2 == passage.paragraph
        && (question && !asked && ends_with_question(scene, turn.quote) || asked && !question)
    {
        return Some(other);
    }
    let first = scene.narrative.words_of(quote).iter().find(|word| word.is_word())?;
    let word = first.of(scene.narrative.text);
    if ANSWERS.iter().any(|answer| answer.eq_ignore_ascii_case(word)) {
        return addressee(scene, last.passage.paragraph, speaker);
    }
    None
}

/// Whether the passage's own sentence names its speaker.
fn is_own(relation: Relation) -> bool {
    relation < Relation::Previous1Says
}

fn speaker_of(decision: &Decision) -> Option<(&Decision, u32)> {
    let chosen = decision.chosen.filter(|chosen| chosen.entity != NOBODY && decision.spoken > 0.5)?;
    Some((decision, chosen.entity))
}

fn ends_with_question(scene: &Scene<'_, '_>, quote: usize) -> bool {
    let narrative = scene.narrative;
    narrative.quoted[quote].inner.of(narrative.text).trim_end().ends_with('?')
}

/// Whom the speaker asked in a paragraph: "X asked Y."
fn addressee(scene: &Scene<'_, '_>, paragraph: u32, speaker: u32) -> Option<u32> {
    let narrative = scene.narrative;
    let (start, end) = narrative.layout[paragraph as usize].tokens;
    let verb = (start as usize..end as usize)
        .find(|&at| ASKS.iter().any(|asks| asks.eq_ignore_ascii_case(narrative.tokens[at].of(narrative.text))))?;
    let subject = scene.acts.subject(verb)?;
    let object = scene.mentions.iter().find(|mention| {
        mention.start as usize > verb
            && mention.start as usize <= verb + 3
            && mention.end <= end
            && !mention.classes.any(Classes::FIRST.and(Classes::YOU))
    })?;
    let own = scene.mentions[subject.mention as usize].entity == speaker;
    (own && object.entity != NOBODY && object.entity != speaker).then_some(object.entity)
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::extract::{Options, extract};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default()).quotations;
        let found: Vec<&str> = found.iter().map(|quotation| quotation.speaker.as_deref().unwrap_or("")).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn questions_and_answers_take_turns() {
        check(
            "“When does the mill open?” asked Mara Quist.\n\n“It never closed,” said Peter Dahl.\n\n“Really?”\n\n“Come and see the wheel,” Dahl said.",
            &["Mara Quist", "Peter Dahl", "Mara Quist", "Peter Dahl"],
        );
        check(
            "Mara Quist asked Peter Dahl. “The wheel does not turn,” she said.\n\n“Well, the water is low this year.”",
            &["Mara Quist", "Peter Dahl"],
        );
    }

    #[test]
    fn a_statement_goes_on_with_its_speaker() {
        check(
            "“The mill is old,” said Mara Quist.\n\n“It is sound,” said Peter Dahl.\n\n“We have looked at every beam of it, and nothing is rotten.”",
            &["Mara Quist", "Peter Dahl", "Peter Dahl"],
        );
    }
}
