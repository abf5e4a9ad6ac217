//! Candidates that lose to a tag right beside the passage, or stand where nobody is quoted.

use super::Scene;
use super::candidates::{Candidate, Frame, Lead, Relation};
use super::features::{Before, Passage};
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::{Classes, Words, words};
use crate::extract::mentions::{Form, NOBODY};
use crate::extract::speakers::EntityKind;
use crate::extract::tokens::{Kind, Shape, Token};

/// Leaves out the candidates that cannot have said the passage while another one did.
pub fn drop_outranked(scene: &Scene<'_, '_>, passage: &Passage, candidates: &mut Vec<Candidate>) {
    candidates.retain(|candidate| {
        !is_topic(scene, passage, candidate)
            && !is_dateline(scene, passage, candidate)
            && !is_absolute(scene, passage, candidate)
    });
    drop_leading(scene, passage, candidates);
    drop_introductory(scene, passage, candidates);
    if !passage.around.tagged_after {
        drop_spent(scene, passage, candidates);
        // "as X went on about “…,” she left": what is done after a fragment is no tag.
        if !passage.around.opens
            && candidates.iter().any(|candidate| candidate.cue.is_some_and(|cue| cue < passage.token))
        {
            candidates.retain(|candidate| {
                let after = matches!(candidate.relation, Relation::AfterSubject | Relation::AfterFar);
                !(after && matches!(candidate.frame, Frame::Weak | Frame::None))
            });
        }
    }
    let winner = owner_of_claim(scene, passage, candidates)
        .or_else(|| introducer(scene, passage, candidates))
        .or_else(|| caller(scene, passage, candidates));
    if let Some(winner) = winner.map(|at| candidates[at]) {
        // A complete tag beats "according to".
        let complete = winner.cue.is_some_and(|cue| REPORTS.has(scene.narrative.tokens[cue as usize].id));
        candidates.retain(|candidate| {
            let outdone = complete && candidate.relation == Relation::AfterAccording;
            candidate.entity == winner.entity || keeps(candidate.relation) && !outdone
        });
    }
}

/// Whether the relation is to a tag of another kind, which the model weighs against one before the passage.
const fn keeps(relation: Relation) -> bool {
    use Relation as R;
    matches!(
        relation,
        R::AfterInverted
            | R::AfterSubject
            | R::AfterFar
            | R::AfterAccording
            | R::AfterOther
            | R::AfterDash
            | R::BeforeAccording
            | R::Agent
            | R::Inside
            | R::Nobody
    )
}

/// Verbs that report words, and nothing else.
const REPORTS: Words = words!(
    "say says said saying tell tells told telling write writes wrote written writing ask asks asked asking add adds added adding reply replies replied replying state states stated stating warn warns warned warning tweet tweets tweeted tweeting post posted posting declare declared declares declaring announce announced announces announcing claim claims claimed claiming insist insists insisted insisting argue argues argued arguing note notes noted noting explain explained explaining read reads reading chant chants chanted chanting shout shouts shouted shouting yell yelled yelling scream screamed screaming cry cried crying sing sang singing joke joked joking recall recalled recalling"
);

/// "…, and a spokesman declined to talk, saying only that “…”": the subject of the verb of saying that introduces the
/// passage, with no other clause between.
fn introducer(scene: &Scene<'_, '_>, passage: &Passage, candidates: &[Candidate]) -> Option<usize> {
    const FARTHEST: usize = 14;
    const CRIES: Words = words!("slogans chants shouts cries");
    let narrative = scene.narrative;
    let tokens = &narrative.tokens;
    let token = passage.token as usize;
    let first = narrative.sentence(token).start;
    if passage.around.tagged_after {
        return None;
    }
    // The one who says something in a clause around this one.
    let outer = |entity: u32| {
        candidates.iter().any(|other| {
            matches!(other.relation, Relation::Before2 | Relation::Before3)
                && other.frame == Frame::Say
                && !other.passive
                && other.entity != entity
        })
    };
    candidates.iter().position(|candidate| {
        let Some(cue) = candidate.cue.map(|cue| cue as usize).filter(|&cue| cue < token) else { return false };
        let Some(mention) = candidate.mention.map(|mention| &scene.mentions[mention as usize]) else { return false };
        let near = token - cue <= 2;
        let before = cue.checked_sub(1).map(|at| &tokens[at]);
        let ing = tokens[cue].is(Classes::ING);
        // "posted a message on a site saying": whose it is depends on the verb before.
        let set_off = !ing
            || candidate.how == Some(SubjectLink::Shared)
            || before
                .is_some_and(|before| before.is_sign(',') || before.is(Classes::CONJUNCTION.union(Classes::ADVERB)));
        let start = mention.start as usize;
        let joined = start > first
            && (tokens[start - 1].is(Classes::CONJUNCTION)
                || tokens[start - 1].is(Classes::DETERMINER)
                    && start > first + 1
                    && tokens[start - 2].is(Classes::CONJUNCTION));
        let linked = match candidate.how {
            Some(SubjectLink::Direct | SubjectLink::Apposition | SubjectLink::Relative) => true,
            Some(SubjectLink::Shared) => joined || !outer(candidate.entity),
            Some(SubjectLink::Gap) => near && !mention.governed,
            _ => false,
        };
        // "they will say “no”".
        let supposed = before.is_some_and(|before| {
            before.is_word() && (before.is(Classes::MODAL.union(Classes::DO)) || before.of(narrative.text) == "to")
        });
        // "let them know": the one who is made to say something.
        let objective = mention.form == Form::Pronoun
            && tokens[mention.head as usize].is(Classes::OBJECTIVE)
            && !tokens[mention.head as usize].is(Classes::SUBJECTIVE);
        // "She says it tells us that": no speaker.
        let mute = mention.classes.any(Classes::IT) && outer(candidate.entity);
        let plain = || {
            (cue + 1..token).all(|at| {
                let word = &tokens[at];
                let opens =
                    word.is(Classes::RELATIVE.union(Classes::SUBORDINATOR)) && word.of(narrative.text) != "that";
                let noun = tokens[at - 1].is(Classes::DETERMINER.union(Classes::POSSESSIVE))
                    || word.is(Classes::HEAD.union(Classes::SPEECH));
                let talks = !noun && word.is(Classes::CUE) && word.is(Classes::FINITE);
                // "after X asked about it, the Y were “…”": another clause.
                let parts = word.is_sign(',') && at + 1 < token && passage.around.lead != Lead::That;
                !word.is_quote() && !talks && !opens && !parts
            })
        };
        // "agreed to “…”" says less than "agreed: “…”".
        let cries = token >= 2 && CRIES.has(tokens[token - 2].id);
        let governed = passage.around.lead == Lead::Preposition && !cries && near;
        candidate.relation == Relation::Before1
            && candidate.frame == Frame::Say
            && candidate.entity != NOBODY
            && REPORTS.has(tokens[cue].id)
            && !candidate.passive
            && linked
            && set_off
            && !supposed
            && !objective
            && !mute
            && !governed
            && token - cue <= FARTHEST
            && plain()
    })
}

/// "X called her “A” after she had blamed it on “B”", "“A,” said X, but as Y went on about “B”": whose verb has its own
/// passage has no other, once somebody else does something in a clause behind it.
fn drop_spent(scene: &Scene<'_, '_>, passage: &Passage, candidates: &mut Vec<Candidate>) {
    const APART: Words = words!("and but while as after before when whereas although though because");
    const AND: Words = words!("and");
    let tokens = &scene.narrative.tokens;
    let token = passage.token as usize;
    let first = scene.narrative.sentence(token).start;
    if !tokens[first..token].iter().any(Token::is_quote) {
        return;
    }
    let acts = |candidate: &&Candidate| {
        matches!(candidate.relation, Relation::Before1 | Relation::Before2 | Relation::Before3 | Relation::BeforeWeak)
            && candidate.entity != NOBODY
    };
    // The last subject that a conjunction stands before.
    let near = candidates.iter().filter(acts).filter_map(|candidate| {
        let start = scene.mentions[candidate.mention? as usize].start as usize;
        let article = is_determined(tokens, start, first);
        let before = start.checked_sub(1 + usize::from(article)).filter(|&at| at >= first)?;
        let joined = tokens[before].is_word() && APART.has(tokens[before].id);
        // "said it was “A” and Y was “B”": one report.
        let and = AND.has(tokens[before].id);
        let acts = !and || !candidate.passive && matches!(candidate.frame, Frame::Say | Frame::Call);
        (joined && acts && candidate.cue? as usize > start).then_some((start, candidate.entity))
    });
    let Some((clause, entity)) = near.max() else { return };
    candidates.retain(|candidate| {
        let (Some(mention), Some(cue)) = (candidate.mention, candidate.cue.map(|cue| cue as usize)) else {
            return true;
        };
        if candidate.entity == entity || cue >= clause || !acts(&candidate) {
            return true;
        }
        let start = scene.mentions[mention as usize].start as usize;
        let tagged = start > first && (tokens[start - 1].is_quote() || cue > first && tokens[cue - 1].is_quote());
        !tagged && !tokens[cue..clause].iter().any(Token::is_quote)
    });
}

/// Whether somebody else has come between the one who spoke before and an untagged passage: the subject of the sentence
/// before it, in a paragraph that nobody is quoted in.
pub fn is_succeeded(scene: &Scene<'_, '_>, passage: &Passage, before: &Before, candidates: &[Candidate]) -> bool {
    let around = &passage.around;
    if around.tagged_after || around.cued_before || passage.continues || !around.opens {
        return false;
    }
    let tokens = &scene.narrative.tokens;
    let silent = |paragraph: u32, until: usize| {
        let (start, end) = scene.narrative.layout[paragraph as usize].tokens;
        let range = start as usize..(end as usize).min(until);
        !range.is_empty() && !tokens[range].iter().any(Token::is_quote)
    };
    let token = passage.token as usize;
    let human = |candidate: &&Candidate| {
        candidate.entity != NOBODY
            && candidate.entity != before.entity
            && candidate.mention.is_some_and(|mention| {
                let mention = &scene.mentions[mention as usize];
                mention.form != Form::Pronoun
                    && !mention.governed
                    && scene
                        .entities
                        .get(candidate.entity as usize)
                        .is_some_and(|entity| entity.kind == EntityKind::Person)
            })
    };
    let has =
        |relation: Relation| candidates.iter().any(|candidate| candidate.relation == relation && human(&candidate));
    if !around.first {
        return silent(passage.paragraph, token) && (has(Relation::Previous1Says) || has(Relation::Previous1Subject));
    }
    let above = passage.paragraph.checked_sub(1);
    around.whole && above.is_some_and(|above| silent(above, usize::MAX)) && has(Relation::AboveSays)
}

/// "After a report in which X boasted of it, Y called him “…”": who acts in a clause that only leads up to another one's
/// verb.
fn drop_introductory(scene: &Scene<'_, '_>, passage: &Passage, candidates: &mut Vec<Candidate>) {
    let tokens = &scene.narrative.tokens;
    let first = scene.narrative.sentence(passage.token as usize).start;
    if !tokens[first].is_word() || !tokens[first].is(Classes::PREPOSITION.union(Classes::SUBORDINATOR)) {
        return;
    }
    let main = candidates.iter().find(|candidate| {
        candidate.relation == Relation::Before1
            && matches!(candidate.frame, Frame::Say | Frame::Call)
            && candidate.entity != NOBODY
            && !candidate.passive
    });
    let Some(main) = main.copied() else { return };
    let Some(mention) = main.mention.map(|mention| &scene.mentions[mention as usize]) else { return };
    let start = mention.start as usize;
    let article = is_determined(tokens, start, first + 1);
    let before = start - usize::from(article);
    if before <= first + 1 || !tokens[before - 1].is_sign(',') || main.cue.is_none_or(|cue| (cue as usize) < start) {
        return;
    }
    candidates.retain(|candidate| {
        let acts = matches!(candidate.relation, Relation::Before2 | Relation::Before3 | Relation::BeforeWeak);
        let earlier = candidate.cue.is_some_and(|cue| (cue as usize) < before);
        candidate.entity == main.entity || !(acts && earlier)
    });
}

/// "“A,” the minister said, but her deputy asked: “B”": the second verb behind the passage introduces the next one.
fn drop_leading(scene: &Scene<'_, '_>, passage: &Passage, candidates: &mut Vec<Candidate>) {
    let tokens = &scene.narrative.tokens;
    let tag = |candidate: &Candidate| {
        let after = matches!(candidate.relation, Relation::AfterInverted | Relation::AfterSubject | Relation::AfterFar);
        candidate.cue.filter(|&cue| after && candidate.frame == Frame::Say && cue > passage.token)
    };
    let Some(first) = candidates.iter().filter_map(tag).min() else { return };
    candidates.retain(|candidate| {
        tag(candidate).is_none_or(|cue| {
            let next = cue as usize + 1;
            let sign = tokens.get(next).is_some_and(|sign| sign.is_sign(':') || sign.is_sign(','));
            cue == first || !(sign && tokens.get(next + 1).is_some_and(Token::is_quote))
        })
    });
}

/// "With the millers worried about X, Y …: “…”": what goes along with the sentence is not its subject.
fn is_absolute(scene: &Scene<'_, '_>, passage: &Passage, candidate: &Candidate) -> bool {
    const WITH: Words = words!("with");
    let narrative = scene.narrative;
    let (Some(mention), Some(cue)) = (candidate.mention, candidate.cue.map(|cue| cue as usize)) else { return false };
    let token = passage.token as usize;
    let first = narrative.sentence(token).start;
    let mention = &scene.mentions[mention as usize];
    let start = mention.start as usize;
    matches!(candidate.relation, Relation::Before1 | Relation::Before2 | Relation::Before3 | Relation::BeforeWeak)
        && start == first + 1
        && WITH.has(narrative.tokens[first].id)
        && cue < token
        && cue > start
        && narrative.tokens[cue..token].iter().any(|sign| sign.is_sign(','))
        && !narrative.tokens[cue..token].iter().any(Token::is_quote)
}

/// "scrutiny for what a filing calls “…”": the subject between "what" and the verb before the passage.
fn caller(scene: &Scene<'_, '_>, passage: &Passage, candidates: &[Candidate]) -> Option<usize> {
    const NEAR: usize = 2;
    let tokens = &scene.narrative.tokens;
    let token = passage.token as usize;
    candidates.iter().position(|candidate| {
        let (Some(mention), Some(cue)) = (candidate.mention, candidate.cue.map(|cue| cue as usize)) else {
            return false;
        };
        let start = scene.mentions[mention as usize].start as usize;
        let article = is_determined(tokens, start, 0);
        let before = start.checked_sub(1 + usize::from(article)).map(|at| tokens[at].of(scene.narrative.text));
        candidate.relation == Relation::Before1
            && matches!(candidate.frame, Frame::Say | Frame::Call)
            && candidate.how == Some(SubjectLink::Direct)
            && candidate.entity != NOBODY
            && !candidate.passive
            && before == Some("what")
            && cue < token
            && token - cue <= NEAR
            && tokens[cue + 1..token].iter().all(|word| word.is(Classes::DETERMINER.union(Classes::POSSESSIVE)))
    })
}

/// Whether a determiner, no earlier than at `first`, stands right before the token at `start`.
fn is_determined(tokens: &[Token], start: usize, first: usize) -> bool {
    start > first && tokens[start - 1].is_word() && tokens[start - 1].is(Classes::DETERMINER)
}

/// "Dahl responded to Quist's claim that the mill was “dead”": whose claim it is, as long as nobody says anything in it.
fn owner_of_claim(scene: &Scene<'_, '_>, passage: &Passage, candidates: &[Candidate]) -> Option<usize> {
    const CLAIMS: Words = words!(
        "claim claims assertion assertions remark remarks comment comments statement contention insistence argument allegation allegations accusation accusations suggestion boast jibe quip interjection warning admission complaint prediction promise pledge belief view observation conclusion declaration"
    );
    const FAR: usize = 3;
    let tokens = &scene.narrative.tokens;
    let token = passage.token as usize;
    candidates.iter().position(|candidate| {
        let Some(mention) = candidate.mention.map(|mention| &scene.mentions[mention as usize]) else { return false };
        let end = mention.end as usize;
        let first = scene.narrative.sentence(token).start;
        if !mention.possessive || candidate.entity == NOBODY || end >= token || end <= first {
            return false;
        }
        let noun = (end + 1..token.min(end + 2 + FAR)).find(|&at| CLAIMS.has(tokens[at].id));
        noun.is_some_and(|noun| {
            // "X's claim that Y is dead is “…”": the claim ends before the second verb.
            let verbs = (noun + 2..token).filter(|&at| {
                let finite = |word: &Token| {
                    word.is_word() && (word.is(Classes::AUXILIARY) || word.is(Classes::VERB) && word.is(Classes::PAST))
                };
                finite(&tokens[at]) && !finite(&tokens[at - 1])
            });
            noun + 1 < token
                && verbs.count() <= 1
                && tokens[noun + 1].of(scene.narrative.text) == "that"
                && tokens[noun + 2..token].iter().all(|word| {
                    !(word.is_quote() || word.is(Classes::SAY.union(Classes::CALL)) && word.is(Classes::FINITE))
                })
        })
    })
}

/// "Her view of the developer, Roy Pascall: “…”", "a letter to X: “…”": whom the words are about or for.
fn is_topic(scene: &Scene<'_, '_>, passage: &Passage, candidate: &Candidate) -> bool {
    const ABOUT: Words = words!("of on about to for with against regarding concerning");
    let narrative = scene.narrative;
    let tokens = &narrative.tokens;
    let Some(index) = candidate.mention.filter(|_| candidate.relation == Relation::Label) else { return false };
    let first = narrative.sentence(passage.token as usize).start;
    let mention = &scene.mentions[index as usize];
    let mut start = mention.start as usize;
    if start > first + 1 && tokens[start - 1].is_sign(',') && index > 0 {
        let role = &scene.mentions[index as usize - 1];
        if role.end as usize == start - 1 && role.form == Form::Nominal {
            start = role.start as usize;
        }
    }
    let Some(preposition) = start.checked_sub(1).filter(|&at| at > first).map(|at| &tokens[at]) else { return false };
    // "The words of X: “…”": only what somebody else holds of X is not his.
    let of = preposition.of(narrative.text) == "of";
    let owned = || {
        (first..start - 1)
            .rev()
            .take(4)
            .any(|at| tokens[at].is_word() && tokens[at].is(Classes::POSSESSIVE) || tokens[at].kind == Kind::Possessive)
    };
    ABOUT.has(preposition.id) && (!of || owned())
}

/// "LOP BURI: Shopkeepers have …, saying “…”": where the news comes from.
fn is_dateline(scene: &Scene<'_, '_>, passage: &Passage, candidate: &Candidate) -> bool {
    const SENTENCE: usize = 12;
    let narrative = scene.narrative;
    let Some(mention) = candidate.mention.filter(|_| candidate.relation == Relation::HeadLabel) else { return false };
    let mention = &scene.mentions[mention as usize];
    let (start, end) = narrative.layout[passage.paragraph as usize].tokens;
    let upper =
        || narrative.tokens[mention.start as usize..mention.end as usize].iter().all(|word| word.shape == Shape::Upper);
    mention.start == start
        && (end - start) as usize > SENTENCE
        && !passage.around.headline
        && passage.around.lead != Lead::Colon
        && upper()
}

#[cfg(test)]
mod tests {
    use crate::extract::attribution::testing::check_speakers as check;

    #[test]
    fn the_one_who_introduces_the_passage_says_it() {
        check("The council met as millers in the square chanted “Let it turn!”", &["Millers in the square"]);
        check(
            "Mara Quist did not come, and a spokesman for the mill declined to talk, saying only that “all is well”.",
            &["Spokesman for the mill"],
        );
        check(
            "Few millers burned their bills outside the club and chanted slogans of “Let it turn”.",
            &["Few millers"],
        );
        check(
            "Ivo Marsh pointed to an old auditors’ report, obtained through a friend, that warned the wheel had reached the end of its “useful life”.",
            &["Old auditors’ report"],
        );
        check("Two millers unfurled a banner that read “Let it turn”.", &["Banner"]);
        check(
            "Mara Quist is under fire for what a court filing calls “an understanding” with the mill.",
            &["Court filing"],
        );
        check("Mara Quist said on Monday that Peter Dahl had told her “let it turn”.", &["Peter Dahl"]);
    }

    #[test]
    fn a_verb_with_its_own_passage_is_spent() {
        check(
            "Ivo Marsh described Mara Quist as a “disgrace” after she had attacked millers and blamed the flood on “idle hands”.",
            &["Ivo Marsh", "Mara Quist"],
        );
        check(
            "“You are winning,” Mara Quist said, but the crowd was drifting off, and as Ivo Marsh went on about “the rotten wheel,” she left.",
            &["Mara Quist", "Ivo Marsh"],
        );
    }

    #[test]
    fn somebody_else_may_come_between() {
        check(
            "“We must close it,” said Ivo Marsh.\n\nOn the mill’s own show, Mara Quist, who lost the vote, named the young as one reason to be glad. “They are sick and tired of flour.”",
            &["Ivo Marsh", "Mara Quist"],
        );
        check(
            "“We must close it,” said Ivo Marsh.\n\nMara Quist, who had come from Brim on a wet Monday to look at the wheel, urged the council to wait until the river had fallen.\n\n“They are sick and tired of flour.”",
            &["Ivo Marsh", "Mara Quist"],
        );
    }

    #[test]
    fn a_clause_that_leads_up_to_another_has_no_words() {
        check(
            "After a talk in which Peter Dahl praised the flood, a rowing team from Brim Marsh described him as a miller “without a wheel.”",
            &["Rowing team from Brim Marsh"],
        );
        check("Mara Quist replied by announcing that Peter Dahl’s speech was “true.”", &["Mara Quist"]);
        check(
            "An inspector told the Brim Mail that the shaft was closed again “for the cameras”, something the ministry denied.",
            &["Inspector"],
        );
    }

    #[test]
    fn what_goes_along_is_no_subject() {
        check(
            "With millers ever more tired of the rain, Ivo Marsh is trying out another slogan: “Flour for all of us.”",
            &["Ivo Marsh"],
        );
    }

    #[test]
    fn a_claim_is_its_owner_s() {
        check(
            "Peter Dahl replied on Monday to Mara Quist’s odd remark that drying out made the mill “famous”.",
            &["Mara Quist"],
        );
        check("Peter Dahl rejected Mara Quist’s plan, saying that drying out was “murder”.", &["Peter Dahl"]);
    }

    #[test]
    fn whom_words_are_about_does_not_say_them() {
        check(
            "Mara Quist does not hide her view of the miller, Peter Dahl: “He has never once come to see us.”",
            &["Mara Quist"],
        );
        check("These were the words of Peter Dahl: “We have never once been asked.”", &["Peter Dahl"]);
    }

    #[test]
    fn a_place_at_the_head_of_the_news_says_nothing() {
        check(
            "BRIM HILL: Millers in the old town have given the council 15 days to repair the wheel, saying that otherwise they would “let it rot”.",
            &["Millers in the old town"],
        );
    }
}
