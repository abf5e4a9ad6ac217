//! Tags that are not the passage's own: what stands beside a passage and still says nothing about it.

use super::candidates::{Candidate, Frame, Lead, Relation};
use super::features::Passage;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::{Classes, Words, words};
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

/// Whether the candidate is whom the words are aimed at: "X was accused of “…”".
pub fn is_target(narrative: &Narrative<'_>, candidate: &Candidate) -> bool {
    const AIMED: Words = words!(
        "accused charged blamed criticised criticized condemned denounced described called dubbed branded labeled labelled hailed praised warned told asked slammed ridiculed mocked attacked convicted sued"
    );
    use Relation as R;
    candidate.passive
        && matches!(candidate.relation, R::Before1 | R::Before2 | R::Before3 | R::BeforeWeak)
        && candidate.cue.is_some_and(|cue| AIMED.has(narrative.tokens[cue as usize].id))
}

/// Whether somebody is charged with the passage: somebody's words, though not his.
pub fn is_charge(narrative: &Narrative<'_>, candidate: &Candidate) -> bool {
    const CHARGED: Words = words!(
        "accused charged blamed criticised criticized condemned denounced slammed ridiculed mocked convicted sued told warned"
    );
    is_target(narrative, candidate) && candidate.cue.is_some_and(|cue| CHARGED.has(narrative.tokens[cue as usize].id))
}

/// Whether a verb of saying with a subject of its own stands right before the colon that introduces the passage.
pub fn is_complete(narrative: &Narrative<'_>, passage: &Passage, candidates: &[Candidate]) -> bool {
    passage.around.lead == Lead::Colon
        && candidates.iter().any(|candidate| {
            candidate.relation == Relation::Before1
                && candidate.frame == Frame::Say
                && !candidate.passive
                && matches!(candidate.how, Some(SubjectLink::Direct | SubjectLink::Apposition))
                && candidate.cue.is_some_and(|cue| cue + 2 == passage.token)
                && narrative.sentence(passage.token as usize).contains(&(passage.token as usize - 2))
        })
}

/// Whether another passage parts the candidate's verb from this one.
pub fn is_before_passage(narrative: &Narrative<'_>, passage: &Passage, candidate: &Candidate) -> bool {
    matches!(candidate.relation, Relation::Before2 | Relation::Before3)
        && candidate.cue.is_some_and(|cue| {
            let start = narrative.sentence(passage.token as usize).start;
            (cue < passage.token) && narrative.tokens[start..cue as usize].iter().any(Token::is_quote)
        })
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
        check("Peter Dahl was quoted as saying “we are too old for the mill”.", &["Peter Dahl"]);
        check("Peter Dahl accused the miller of “wanton cruelty” on Monday.", &["Peter Dahl"]);
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
