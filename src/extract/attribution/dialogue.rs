//! Turn-taking: untagged replies in a dialogue.
//!
//! A paragraph that is nothing but a quotation and names no speaker goes on with the one before, unless it answers: a
//! question is followed by the one it was put to, an answer by the one who asked.

use super::candidates::{Candidate, Frame, Relation};
use super::{Decision, Passage, Scene, virtual_candidate};
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Form, NOBODY};
use crate::extract::speakers::EntityKind;
use crate::extract::tokens::Token;

/// How likely it is that a turn in a dialogue is rightly given.
pub const TURN: f32 = 0.85;

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
) -> Option<Candidate> {
    if !passage.around.whole || !passage.around.first || passage.continues || passage.around.announced {
        return None;
    }
    if best.is_some_and(|best| is_own(best.relation)) {
        return None;
    }
    let (last, speaker) = speaker_of(decisions.last()?)?;
    if let Some(mention) = introduced(scene, passage, last, speaker) {
        let entity = scene.mentions[mention as usize].entity;
        return Some(Candidate { mention: Some(mention), ..virtual_candidate(entity, Relation::AboveSubject) });
    }
    answer(scene, decisions, quote, passage, best).map(|entity| virtual_candidate(entity, Relation::Speaker))
}

/// The same among those who speak already.
fn answer(
    scene: &Scene<'_, '_>,
    decisions: &[Decision],
    quote: usize,
    passage: &Passage,
    best: Option<&Candidate>,
) -> Option<u32> {
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
    // Somebody had asked before the last speaker answered, or two have been taking turns without a word between.
    if question
        && !asked
        && let Some(asker) = asker(scene, last.passage.paragraph.checked_sub(1)?, speaker)
    {
        return Some(asker);
    }
    // "“Where is it?” she asked Peter Dahl.": he answers.
    if asked
        && !question
        && let Some(asked) = addressee(scene, last.passage.paragraph, speaker)
    {
        return Some(asked);
    }
    if let Some((turn, other)) = other
        && turn.passage.paragraph + 2 == passage.paragraph
        && is_turn(last)
        && (is_turn(turn) || ends_with_question(scene, turn.quote))
    {
        return Some(other);
    }
    let first = scene.narrative.words_of(quote).iter().find(|word| word.is_word())?;
    let word = first.of(scene.narrative.text);
    if ANSWERS.iter().any(|answer| answer.eq_ignore_ascii_case(word)) {
        return addressee(scene, last.passage.paragraph, speaker);
    }
    // The one who is quoted in the last sentence above goes on, not the outlet that quoted him there.
    let quoted = best.is_some_and(|best| {
        matches!(best.relation, Relation::AboveSays | Relation::AboveSubject | Relation::AboveOther)
            && best.entity != speaker
    });
    (quoted && is_own_tag(last) && ends_paragraph(scene, last)).then_some(speaker)
}

/// "But X would not hear of it.": somebody else who leads a short sentence between the last tag and the passage.
fn introduced(scene: &Scene<'_, '_>, passage: &Passage, last: &Decision, speaker: u32) -> Option<u32> {
    const LONGEST: u32 = 16;
    const FIRST_WORDS: u32 = 3;
    let narrative = scene.narrative;
    let above = passage.paragraph.checked_sub(1)?;
    let (_, end) = narrative.layout[above as usize].tokens;
    let &sentence = &narrative.tokens.get(end.checked_sub(1)? as usize)?.sentence;
    let (start, end) = narrative.sentences[sentence as usize];
    let between = last.passage.paragraph + 2 == passage.paragraph
        || last.passage.paragraph + 1 == passage.paragraph && sentence > last.passage.sentence;
    let tokens = &narrative.tokens[start as usize..end as usize];
    if !between || end - start > LONGEST || tokens.iter().any(Token::is_quote) {
        return None;
    }
    let mentions = &scene.mentions;
    let first = mentions.partition_point(|mention| mention.start < start);
    // "When I told her so, she put down her fork.": who does something in the main clause.
    let clause = tokens[0].is(Classes::SUBORDINATOR).then(|| tokens.iter().position(|token| token.is_sign(',')));
    let (first, from) = match clause.flatten() {
        Some(comma) => {
            let from = start + super::index(comma) + 1;
            (mentions.partition_point(|mention| mention.start < from), from)
        }
        None => (first, start),
    };
    let known = mentions.get(first).filter(|known| known.end < end)?;
    let role = scene.acts.roles.get(first)?;
    let leads =
        known.start <= from + FIRST_WORDS && (role.leads || role.subject || clause.is_some() && known.start == from);
    let kind = scene.entities.get(known.entity as usize)?.kind;
    let somebody = match known.form {
        Form::Name => kind == EntityKind::Person,
        Form::Pronoun => kind == EntityKind::Person && known.classes.any(Classes::HE.union(Classes::SHE)),
        Form::Nominal => {
            matches!(kind, EntityKind::Person | EntityKind::Unnamed)
                && known.classes.any(Classes::HUMAN)
                && !known.plural
        }
    };
    (leads && somebody && known.entity != speaker).then_some(super::index(first))
}

/// Gives an untagged question between two answers of one speaker to the one who asked before.
pub fn give_questions(scene: &Scene<'_, '_>, decisions: &mut [Decision]) {
    /// How many passages further up somebody asked.
    const FAR: usize = 12;
    for at in 1..decisions.len().saturating_sub(1) {
        let (above, here, below) = (&decisions[at - 1], &decisions[at], &decisions[at + 1]);
        let around = &here.passage.around;
        let plain = around.whole && around.first && !here.passage.continues && ends_with_question(scene, here.quote);
        let beside = above.passage.paragraph + 1 == here.passage.paragraph
            && here.passage.paragraph + 1 == below.passage.paragraph
            && scene.narrative.quoted[above.quote].closed;
        if !plain || !beside || here.chosen.is_some_and(|chosen| is_own(chosen.relation)) {
            continue;
        }
        let (Some((_, one)), Some((_, two))) = (speaker_of(above), speaker_of(below)) else { continue };
        let same = here.chosen.is_none_or(|chosen| chosen.entity == one || chosen.entity == NOBODY);
        if one != two || !same || !is_own_tag(below) || ends_with_question(scene, above.quote) {
            continue;
        }
        let asker = decisions[at.saturating_sub(FAR)..at]
            .iter()
            .rev()
            .filter(|turn| ends_with_question(scene, turn.quote))
            .filter_map(speaker_of)
            .find(|(_, entity)| *entity != one);
        if let Some((_, asker)) = asker {
            let turn = &mut decisions[at];
            turn.chosen = Some(virtual_candidate(asker, Relation::Speaker));
            turn.speaker_probability = TURN;
            turn.spoken = turn.spoken.max(TURN);
        }
    }
}

/// Whether a turn was given by the rules of this module.
fn is_turn(decision: &Decision) -> bool {
    decision.speaker_probability == TURN && decision.chosen.is_some_and(|chosen| chosen.relation == Relation::Speaker)
}

/// Whether the passage's own sentence says who speaks.
fn is_own_tag(decision: &Decision) -> bool {
    decision.chosen.is_some_and(|chosen| is_own(chosen.relation) && chosen.frame == Frame::Say)
}

/// Whether the passage stands in the last sentence of its paragraph.
fn ends_paragraph(scene: &Scene<'_, '_>, decision: &Decision) -> bool {
    let narrative = scene.narrative;
    let (_, end) = narrative.layout[decision.passage.paragraph as usize].tokens;
    end > 0 && narrative.tokens[end as usize - 1].sentence == decision.passage.sentence
}

/// Who asks in a paragraph that quotes nothing: "X stepped in to ask what that meant."
fn asker(scene: &Scene<'_, '_>, paragraph: u32, speaker: u32) -> Option<u32> {
    const ASK: Words = words!("ask asks asked asking questioned wondered interrupted intervened interjected");
    let narrative = scene.narrative;
    let (start, end) = narrative.layout[paragraph as usize].tokens;
    let tokens = &narrative.tokens[start as usize..end as usize];
    if tokens.iter().any(Token::is_quote) {
        return None;
    }
    let verb = start as usize + tokens.iter().position(|word| ASK.has(word.id))?;
    let subject = scene.acts.subject(verb).filter(|subject| !subject.passive).map(|subject| subject.mention as usize);
    let leads = || {
        let first = scene.mentions.partition_point(|mention| mention.start < start);
        let known = scene.mentions.get(first)?;
        (known.start <= start + 3 && known.end as usize <= verb && !known.possessive && !known.governed)
            .then_some(first)
    };
    let asker = scene.mentions[subject.or_else(leads)?].entity;
    (asker != NOBODY && asker != speaker).then_some(asker)
}

/// Whether the passage's own sentence names its speaker.
pub fn is_own(relation: Relation) -> bool {
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
            && !mention.classes.any(Classes::FIRST.union(Classes::YOU))
    })?;
    let own = scene.mentions[subject.mention as usize].entity == speaker;
    (own && object.entity != NOBODY && object.entity != speaker).then_some(object.entity)
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::check_speakers as check;

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
    fn a_question_after_an_answer_is_the_askers() {
        check(
            "Judge Mara Quist stepped in to ask what was wrong with the wheel.\n\n“It is too old, judge,” Peter Dahl said.\n\n“And would a new one be cheaper?”",
            &["Peter Dahl", "Mara Quist"],
        );
        check(
            "Judge Mara Quist looked at the wheel.\n\n“It is too old, judge,” Peter Dahl said.\n\n“And who would pay for a new one?”",
            &["Peter Dahl", "Peter Dahl"],
        );
    }

    #[test]
    fn somebody_else_may_be_led_up_to() {
        check(
            "“We must close it,” said Peter Dahl.\n\nBut Mara Quist would not hear of it.\n\n“It can be saved.”",
            &["Peter Dahl", "Mara Quist"],
        );
        check(
            "“We must close it,” said Peter Dahl. Mara Quist disagreed.\n\n“It can be saved.”",
            &["Peter Dahl", "Mara Quist"],
        );
        check(
            "“We must close it,” said Peter Dahl.\n\nWhen I repeated this to Mara Quist, she put down her cup.\n\n“He said that?”",
            &["Peter Dahl", "Mara Quist"],
        );
        check(
            "“We must close it,” said Peter Dahl, who met Mara Quist on Monday.\n\n“It cannot be saved.”",
            &["Peter Dahl", "Peter Dahl"],
        );
    }

    #[test]
    fn the_person_asked_answers() {
        check(
            "“Where is the wheel?” Mara Quist asked Peter Dahl.\n\n“Your honor, by the plans of the mill it is here.”\n\n“I am not asking about plans.”\n\n“We will look for it,” Dahl replied.",
            &["Mara Quist", "Peter Dahl", "Mara Quist", "Peter Dahl"],
        );
    }

    #[test]
    fn a_question_between_answers_is_the_asker_s() {
        check(
            "“Where did you go?” asked Mara Quist.\n\n“Down to the mill,” said Peter Dahl. “I had my coat on.\n\n“It was raining by then.”\n\n“And the light?”\n\n“I saw two of them,” Dahl said.",
            &["Mara Quist", "Peter Dahl", "Peter Dahl", "Peter Dahl", "Mara Quist", "Peter Dahl"],
        );
        check(
            "“We went down to the mill,” said Peter Dahl.\n\n“And who was there?”\n\n“Nobody, of course,” Dahl said.",
            &["Peter Dahl", "Peter Dahl", "Peter Dahl"],
        );
    }

    #[test]
    fn two_go_on_taking_turns() {
        check(
            "“Is it dry?” asked Mara Quist.\n\n“It is dry,” said Peter Dahl.\n\n“Dry as in empty?”\n\n“I will not argue about words.”\n\n“I only ask for one.”",
            &["Mara Quist", "Peter Dahl", "Mara Quist", "Peter Dahl", "Mara Quist"],
        );
    }

    #[test]
    fn the_one_who_is_quoted_goes_on_and_not_the_outlet() {
        check(
            "“We sealed the well,” the Daily Mill quoted Mara Quist as saying.\n\n“We have now sealed the others too.”",
            &["Mara Quist", "Mara Quist"],
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
