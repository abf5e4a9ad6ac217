//! Tags that are not the passage's own: what stands beside a passage and still says nothing about it.

use std::ops::Range;

use super::Scene;
use super::candidates::{Candidate, Frame, Lead, Relation};
use super::features::Passage;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::NOBODY;
use crate::extract::narrative::Narrative;
use crate::extract::tokens::Token;

/// Whether the verb behind the passage belongs to something else: to the next passage, which it introduces ("Ada wrote:
/// “…” and Mara added: “…”"), or to a sentence of its own (“….” Talks are continuing).
pub fn is_foreign(narrative: &Narrative<'_>, passage: &Passage, quote: usize, candidate: &Candidate) -> bool {
    use Relation as R;
    let after = matches!(candidate.relation, R::AfterInverted | R::AfterSubject | R::AfterFar | R::AfterOther);
    let Some(cue) = candidate.cue.filter(|&cue| after && cue > passage.token).map(|cue| cue as usize) else {
        return false;
    };
    let end = narrative.sentence(cue).end.max(cue + 1);
    let rest = &narrative.tokens[cue + 1..end];
    let leads_on = rest.first().is_some_and(|sign| sign.is_sign(':')) && rest.get(1).is_some_and(Token::is_quote);
    let stopped = narrative.quoted[quote].inner.of(narrative.text).trim_end().ends_with('.');
    let progressive = narrative.tokens[cue].is(Classes::ING)
        && narrative.tokens[passage.token as usize + 1..cue].iter().any(|word| word.is(Classes::BE));
    passage.around.introduced && leads_on || stopped && progressive
}

/// Whether the candidate is whom the words are aimed at: "X was accused of “…”", "X pleaded not guilty to “…”".
pub fn is_target(narrative: &Narrative<'_>, candidate: &Candidate) -> bool {
    const AIMED: Words = words!("described called dubbed branded labeled labelled hailed praised asked attacked");
    use Relation as R;
    let passive = candidate.passive
        && matches!(candidate.relation, R::Before1 | R::Before2 | R::Before3 | R::BeforeWeak)
        && candidate.cue.is_some_and(|cue| AIMED.has(narrative.tokens[cue as usize].id));
    passive || is_charge(narrative, candidate)
}

/// Whether somebody is charged with the passage: somebody's words, though not his.
pub fn is_charge(narrative: &Narrative<'_>, candidate: &Candidate) -> bool {
    const CHARGED: Words = words!(
        "accused charged blamed criticised criticized condemned denounced slammed ridiculed mocked convicted sued told warned"
    );
    const PLEADS: Words = words!("plead pleads pleaded pled pleading");
    const GUILTY: Words = words!("guilty");
    use Relation as R;
    if !matches!(candidate.relation, R::Before1 | R::Before2 | R::Before3 | R::BeforeWeak) {
        return false;
    }
    let Some(cue) = candidate.cue.map(|cue| cue as usize) else { return false };
    let word = |at: usize| narrative.tokens[at].id;
    let end = narrative.sentence(cue).end.min(cue + 3);
    candidate.passive && CHARGED.has(word(cue))
        || PLEADS.has(word(cue)) && (cue + 1..end).any(|at| GUILTY.has(word(at)))
}

/// Whether the candidate's verb is somebody else's: its participle has an agent of its own ("Y, described by X as “…”"),
/// another passage parts it from this one, or the clause that introduces the passage hangs on it ("Y said X told us:
/// “…”").
pub fn is_outdone(
    narrative: &Narrative<'_>,
    passage: &Passage,
    candidate: &Candidate,
    agent: Option<u32>,
    own: Option<Range<u32>>,
) -> bool {
    let Some(cue) = candidate.cue.filter(|&cue| cue < passage.token) else { return false };
    match candidate.relation {
        Relation::Before1 if agent == Some(cue) => narrative.tokens[cue as usize].is(Classes::PARTICIPLE),
        Relation::Before2 | Relation::Before3 => own.is_some_and(|own| {
            let start = narrative.sentence(passage.token as usize).start;
            let parted = narrative.tokens[start..own.start as usize].iter().any(Token::is_quote);
            cue < own.start && (parted || own.end + 2 == passage.token || passage.around.lead == Lead::Colon)
        }),
        _ => false,
    }
}

/// The participle that an agent follows right away: "described by X".
pub fn agent(scene: &Scene<'_, '_>, candidates: &[Candidate]) -> Option<u32> {
    candidates.iter().filter(|candidate| candidate.relation == Relation::Agent).find_map(|candidate| {
        let start = scene.mentions[candidate.mention? as usize].start;
        candidate.cue.filter(|&cue| cue < start && start - cue <= 3)
    })
}

/// From its subject to its verb, the clause of saying that ends with the colon before the passage.
pub fn own_clause(scene: &Scene<'_, '_>, passage: &Passage, candidates: &[Candidate]) -> Option<Range<u32>> {
    /// "told the voters of Brim:".
    const OBJECT: u32 = 6;
    let narrative = scene.narrative;
    let first = narrative.sentence(passage.token as usize).start;
    if passage.around.lead != Lead::Colon {
        return None;
    }
    candidates.iter().find_map(|candidate| {
        let known = &scene.mentions[candidate.mention? as usize];
        let cue = candidate.cue?;
        let says = candidate.relation == Relation::Before1
            && candidate.frame == Frame::Say
            && candidate.entity != NOBODY
            && !candidate.passive
            && !narrative.tokens[cue as usize].is(Classes::ING)
            && matches!(candidate.how, Some(SubjectLink::Direct | SubjectLink::Apposition));
        let near = cue < passage.token && passage.token - cue <= OBJECT;
        let plain = || {
            narrative.tokens[cue as usize + 1..passage.token as usize - 1]
                .iter()
                .all(|word| word.is_word() && !word.is(Classes::FINITE.union(Classes::SUBORDINATOR)))
        };
        (says && near && known.start < cue && known.start as usize > first && plain()).then_some(known.start..cue)
    })
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::check_speakers as check;

    #[test]
    fn a_verb_before_the_next_passage_introduces_that_one() {
        check(
            "Singer Mara Quist wrote: ‘Well done, all of you’ and miller Peter Dahl gushed: ‘What a day this was’.",
            &["Mara Quist", "Peter Dahl"],
        );
        check("That means “it is over,” Mara Quist said, “and we know it.”", &["Mara Quist", "Mara Quist"]);
    }

    #[test]
    fn a_sentence_after_the_passage_is_no_tag() {
        check(
            "Mr Dahl said: “I am glad.\n\n“We shall see about the rest.” Talks are continuing on pay.",
            &["Dahl", "Dahl"],
        );
        check("“We are asking for time,” Peter Dahl was saying.", &["Peter Dahl"]);
    }

    #[test]
    fn the_accused_does_not_get_the_charge() {
        check("Peter Dahl was accused of “wanton cruelty” in a lawsuit on Monday.", &[""]);
        check("Peter Dahl was told that he was “too old” for the mill.", &[""]);
        check("Peter Dahl pleaded not guilty to “grave misconduct” on Monday.", &[""]);
        check("Peter Dahl pleaded with them: “Do not close the mill.”", &["Peter Dahl"]);
        check("Peter Dahl was quoted as saying “we are too old for the mill”.", &["Peter Dahl"]);
        check("Peter Dahl accused the miller of “wanton cruelty” on Monday.", &["Peter Dahl"]);
    }

    #[test]
    fn an_agent_takes_the_words_from_whom_they_describe() {
        check("The miller, described by Mara Quist as “armed and dangerous”, was seen in Brim.", &["Mara Quist"]);
        check("The miller, Peter Dahl, described Mara Quist as “armed and dangerous”.", &["Peter Dahl"]);
    }

    #[test]
    fn the_clause_before_the_colon_has_the_words() {
        check(
            "The prosecutor, Mara Quist, said Dahl had told a friend: “I did it, and I will not be sorry.”",
            &["Dahl"],
        );
        check(
            "The prosecutor, Mara Quist, told Dahl on Monday: “You did it, and you should be sorry.”",
            &["Mara Quist"],
        );
    }

    #[test]
    fn the_verb_before_the_colon_has_its_own_subject() {
        check(
            "“The well was dry,” Mara Quist said, while her neighbor Peter Dahl recalled: “We drank from the ditch.”",
            &["Mara Quist", "Peter Dahl"],
        );
        check(
            "“The well was dry,” Mara Quist said before she added: “We drank from the ditch.”",
            &["Mara Quist", "Mara Quist"],
        );
    }
}
