//! Indirect speech: what somebody is reported to have said, without quotation marks.
//!
//! [`cues`] finds the candidates, each a [`cue`]: a verb, a noun or "according to" with its sayer ([`sayers`]), and the
//! part of the sentence that can be its content. [`borders`] chooses where the content ends or begins, [`decision`] says
//! how likely it is a report at all, [`context`] corrects that by the candidates beside it: three linear models over
//! readable features, learned as those of quotations are. What quotations hold already is left to them.

pub mod borders;
pub mod context;
pub mod cue;
pub mod cues;
pub mod decision;
pub mod report;
pub mod sayers;
pub mod stem;
pub mod tags;
pub mod weights;

pub use report::Report;

use super::Reading;
use super::clauses::Clauses;
use super::lexicon::Classes;
use super::mentions::NOBODY;
use super::tokens::Kind;
use crate::text::ByteRange;
use context::{Density, Scored};
use cue::{Cue, Frame};
use cues::Cues;
use decision::{Described, Talkers};
use tags::{Flags, Tagged};
use weights::{Sum, Weights};

/// Content has at least so many tokens.
const SHORTEST: usize = 3;

/// A cue that so much speaks against has no content that would make a report of it.
const HOPELESS: f32 = -4.0;

/// A candidate with a smaller sum than this becomes no report by what its neighbors say.
const HOPELESS_BESIDE: f32 = -2.0;

/// How much less likely a clause around its tag may be than what follows the tag.
const AROUND: f32 = 0.12;

/// What must be exceeded to be a report. More is asked of cues that name no speech: careful readers mark reports of speech
/// regularly, of intentions and deeds as they see fit.
fn threshold(report: &Report, speaks: bool, weights: &Weights) -> f32 {
    let [speech, to, other] = weights.thresholds;
    match report.frame {
        Frame::To | Frame::NounTo => to,
        // "urged them to …" says something, too.
        Frame::ObjectTo => speech,
        _ if speaks => speech,
        _ => other,
    }
}

/// Finds the candidates for reports of an article, in order. Headlines are not looked at.
#[must_use]
pub fn candidates(reading: &Reading<'_>) -> Vec<Cue> {
    let mut found = Vec::new();
    let clauses = Clauses::new(&reading.narrative, &reading.mentions);
    for &(start, end) in &reading.narrative.sentences {
        let (start, end) = (start as usize, end as usize);
        let paragraph = reading.narrative.tokens[start].paragraph as usize;
        if end - start > SHORTEST && !reading.narrative.layout[paragraph].headline {
            Cues::new(reading, &clauses, (start, end)).find(&mut found);
        }
    }
    found
}

/// The candidates that have a content and some likelihood, each judged by itself.
#[must_use]
pub fn scored(tagged: &Tagged<'_, '_>, cues: &[Cue], weights: &Weights) -> Vec<Scored> {
    let reading = tagged.reading;
    let talkers = Talkers::new(reading);
    let mut places = Vec::new();
    let judge = |cue: &Cue| {
        let (report, _, content, sum) = candidate(tagged, &talkers, cue, weights, &mut places)?;
        let entity = cue.mention(reading).map(|mention| mention.entity).filter(|&entity| entity != NOBODY);
        let sentence = reading.narrative.tokens[cue.token as usize].sentence;
        Some(Scored { report, sum, content, sentence, entity, speaks: cue.is_speaking(reading) })
    };
    cues.iter().filter_map(judge).collect()
}

/// Finds the reports of an article, in order. `is_recorded` says of each passage in quotation marks whether it is kept as
/// a quotation: a report that holds one is left out.
#[must_use]
pub fn reports(reading: &Reading<'_>, weights: &Weights, is_recorded: &dyn Fn(u32) -> bool) -> Vec<Report> {
    let cues = candidates(reading);
    let scored = scored(&Tagged::new(reading, &cues), &cues, weights);
    select(reading, &scored, weights, is_recorded)
}

/// The reports among the candidates: what is likely enough beside the others, each content once.
#[must_use]
pub fn select(
    reading: &Reading<'_>,
    scored: &[Scored],
    weights: &Weights,
    is_recorded: &dyn Fn(u32) -> bool,
) -> Vec<Report> {
    let mut found: Vec<Report> = Vec::new();
    let density = Density::new(scored);
    let mut best: Option<Report> = None;
    for (at, candidate) in scored.iter().enumerate() {
        if candidate.sum < HOPELESS_BESIDE {
            continue;
        }
        let mut report = candidate.report;
        // The candidates of one cue stand together: the likeliest of them counts.
        if best.is_some_and(|best| best.cue.0 != report.cue.0) {
            best.take().into_iter().for_each(|report| split(reading, report, &mut found));
        }
        let mut sum = Sum::new(&weights.context);
        sum.total = candidate.sum;
        context::features(scored, at, density, &mut sum);
        report.likely = logistic(sum.total);
        if report.likely > threshold(&report, candidate.speaks, weights)
            && !holds_quotation(reading, report.content, is_recorded)
            && best.is_none_or(|best| is_better(&report, &best))
        {
            best = Some(report);
        }
    }
    best.into_iter().for_each(|report| split(reading, report, &mut found));
    without_doubles(found)
}

/// Whether one report of a cue is better than another. A clause with its tag inside it is better than its second part:
/// "For years, she said, the pier was safe".
fn is_better(one: &Report, other: &Report) -> bool {
    let ahead = match (one.frame, other.frame) {
        (Frame::Around, Frame::Resumed) => AROUND,
        (Frame::Resumed, Frame::Around) => -AROUND,
        _ => 0.0,
    };
    one.likely + ahead > other.likely
}

fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// "said that A and that B" reports two things.
fn split(reading: &Reading<'_>, report: Report, found: &mut Vec<Report>) {
    let tokens = &reading.narrative.tokens;
    let first = tokens.partition_point(|token| (token.start as usize) < report.content.start);
    let end = tokens.partition_point(|token| (token.start as usize) < report.content.end);
    let mut rest = report;
    let mut from = first;
    if report.frame == Frame::That {
        for at in first + SHORTEST..end.saturating_sub(SHORTEST + 1) {
            let coordinated = tokens[at].is_word()
                && tokens[at].is(Classes::CONJUNCTION)
                && tokens[at + 1].of(reading.narrative.text) == "that"
                && !tags::is_predicate(&tokens[at + 2]);
            if !coordinated || at < from + SHORTEST {
                continue;
            }
            let last = if tokens[at - 1].is_sign(',') { at - 2 } else { at - 1 };
            let content = ByteRange::new(rest.content.start, tokens[last].end as usize);
            found.push(Report { content, ..rest });
            rest.content.start = tokens[at + 2].start as usize;
            from = at + 2;
        }
    }
    found.push(rest);
}

/// The candidate as a report with its likeliest content, the border and the tokens of that, and the sum of its features.
#[must_use]
pub fn candidate(
    tagged: &Tagged<'_, '_>,
    talkers: &Talkers,
    cue: &Cue,
    weights: &Weights,
    places: &mut Vec<usize>,
) -> Option<(Report, usize, (usize, usize), f32)> {
    let reading = tagged.reading;
    let stem = cue.stem(reading);
    let described = Described::new(tagged, talkers, cue, &stem);
    let mut sum = Sum::new(&weights.reports);
    described.of_cue(&mut sum);
    if sum.total < HOPELESS {
        return None;
    }
    let chosen = borders::choose(tagged, cue, &weights.borders, places)?;
    let (from, to) = borders::content(reading, cue, chosen.border);
    let tokens = &reading.narrative.tokens;
    // No clause begins with its predicate, and none but a topic goes without one.
    let clause = matches!(cue.frame, Frame::That | Frame::Clause | Frame::Tag | Frame::Inverted | Frame::NounThat);
    if to < from + SHORTEST || clause && tagged.is(from, Flags::PREDICATE) {
        return None;
    }
    described.of_content(chosen, &mut sum);
    let report = Report {
        content: ByteRange::new(tokens[from].start as usize, tokens[to - 1].end as usize),
        mention: cue.mention,
        sayer: cue.sayer,
        cue: (cue.token, cue.end),
        frame: cue.frame,
        likely: logistic(sum.total),
        denied: cue::is_denial(reading, cue.token),
    };
    Some((report, chosen.border, (from, to), sum.total))
}

fn holds_quotation(reading: &Reading<'_>, content: ByteRange, is_recorded: &dyn Fn(u32) -> bool) -> bool {
    let tokens = &reading.narrative.tokens;
    let first = tokens.partition_point(|token| (token.start as usize) < content.start);
    tokens[first..]
        .iter()
        .take_while(|token| (token.start as usize) < content.end)
        .any(|token| matches!(token.kind, Kind::Quote(quote) if is_recorded(quote)))
}

/// The same words are reported once: the likelier report stays, and of a report inside another the outer one, if that is
/// not much less likely.
fn without_doubles(mut found: Vec<Report>) -> Vec<Report> {
    /// How much less likely the outer report may be.
    const NESTED: f32 = 0.2;
    found.sort_by_key(|report| (report.content.start, std::cmp::Reverse(report.content.end)));
    let mut kept: Vec<Report> = Vec::with_capacity(found.len());
    for report in found {
        let double = kept.iter().rposition(|other| other.content.end > report.content.start);
        match double {
            Some(at) => {
                let other = kept[at];
                let shared = other.content.end.min(report.content.end) - report.content.start;
                let longer = other.content.len().max(report.content.len());
                let ahead = if shared * 2 > longer { 0.0 } else { NESTED };
                if other.likely + ahead < report.likely {
                    kept[at] = report;
                }
            }
            None => kept.push(report),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::extract::{Options, extract};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options { indirect: true }).quotations;
        let found: Vec<(&str, &str)> =
            found.iter().map(|found| (found.text.as_str(), found.speaker.as_deref().unwrap_or("nobody"))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn reports_have_their_clause() {
        check("Gordon Brown said that he would resign on Monday.", &[("he would resign on Monday", "Gordon Brown")]);
        check("Gordon Brown told reporters that the plan was dead.", &[("the plan was dead", "Gordon Brown")]);
        check("The plan was dead and buried, Gordon Brown said.", &[("The plan was dead and buried", "Gordon Brown")]);
        let found = [("the plan was dead after two years of talks", "Gordon Brown")];
        check("According to Gordon Brown, the plan was dead after two years of talks.", &found);
    }

    #[test]
    fn what_is_not_reported_speech_is_left_alone() {
        check("Gordon Brown wrote the book in two years.", &[]);
        check("Gordon Brown left the room.", &[]);
    }

    #[test]
    fn what_was_not_said_is_no_report() {
        check("Gordon Brown did not say whether the plan was dead.", &[]);
        check("Gordon Brown never said that the plan was dead.", &[]);
        check("Gordon Brown would say that the plan was dead.", &[]);
        check("If Gordon Brown says that the plan is dead, nobody will care.", &[]);
        check("Did Gordon Brown say that the plan was dead?", &[]);
    }

    #[test]
    fn denials_are_marked() {
        let text = "Gordon Brown denied that he had taken the money.".to_owned();
        let found = extract(&Article { text, ..Article::default() }, Options { indirect: true }).quotations;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "he had taken the money");
        assert_eq!(found[0].denied, Some(true));
    }

    #[test]
    fn content_ends_with_its_clause() {
        let found = [("to publish the report on Monday", "Jane Roe"), ("drivers to stay away", "Jane Roe")];
        check("Jane Roe promised to publish the report on Monday and urged drivers to stay away.", &found);
        let found = [("The plan was dead and buried", "Gordon Brown")];
        check("The plan was dead and buried, said Gordon Brown, the mayor of Leeds.", &found);
    }

    #[test]
    fn a_subject_is_no_addressee() {
        let found = [("her deputy planned to take part in the talks", "Ruth Calder")];
        check("Ruth Calder said her deputy planned to take part in the talks.", &found);
        let found = [("there are good reasons to keep the pier", "Calder")];
        check("Calder said there are good reasons to keep the pier.", &found);
        let found = [("the law, which nobody had read, was a mistake", "Ruth Calder")];
        check("Ruth Calder said the law, which nobody had read, was a mistake.", &found);
    }

    #[test]
    fn that_opens_a_clause_or_points_at_a_noun() {
        check("The council made that argument in letters to the mayor.", &[]);
        check("A crowd that the police estimated at 500 people met Ruth Calder at the pier.", &[]);
        let found = [("the pier would open in June", "Calder")];
        check("Calder told reporters in Leeds on Monday that the pier would open in June.", &found);
        let found = [("the old harbor would stay open until June", "Ruth Calder")];
        check("Ruth Calder, who built the pier, said that the old harbor would stay open until June.", &found);
        let found = [("the idea that the pier had been sold", "Ruth Calder")];
        check("Ruth Calder dismissed the idea that the pier had been sold.", &found);
    }

    #[test]
    fn no_clause_ends_before_its_predicate() {
        let found = [("by the end of May, the council will have paid for the pier", "Calder")];
        check("Calder said that by the end of May, the council will have paid for the pier.", &found);
        let found = [("the tax was unfair", "Calder"), ("the council had voted for it", "Calder")];
        check("Calder acknowledged that the tax was unfair but noted that the council had voted for it.", &found);
    }

    #[test]
    fn a_tag_inside_its_clause_parts_nothing() {
        let found = [("The pier, Ruth Calder said, would stay open until June", "Ruth Calder")];
        check("The pier, Ruth Calder said, would stay open until June.", &found);
    }

    #[test]
    fn conditions_and_asides_belong_to_what_is_said() {
        let found = [("if the council voted for it, the pier would close in June", "Ruth Calder")];
        check("Ruth Calder said if the council voted for it, the pier would close in June.", &found);
        let found = [("after two years of talks, the pier would stay open", "Ruth Calder")];
        check("Ruth Calder said that, after two years of talks, the pier would stay open.", &found);
        let found = [("they’re going to close the pier in June", "Ruth Calder")];
        check("Ruth Calder said they’re going to close the pier in June.", &found);
    }

    #[test]
    fn wishes_and_deeds_are_kept_only_where_they_are_sure() {
        check("Ruth Calder wants a new pier.", &[]);
        check("Ruth Calder claimed a victory in the council on Monday.", &[]);
    }

    #[test]
    fn polls_and_papers_say_something() {
        let found = [("the harbor tax is losing support", "nobody")];
        check("Polls in New Hampshire show the harbor tax is losing support.", &found);
        let found = [("the harbor tax is losing support in the north", "Recent polls")];
        check("Recent polls show that the harbor tax is losing support in the north.", &found);
        check("The pier is older than the town, records show.", &[("The pier is older than the town", "nobody")]);
    }

    #[test]
    fn a_pronoun_can_stand_for_the_sayer() {
        let found = [("the pier was safe", "Ruth Calder")];
        check("Ruth Calder, who said that the pier was safe, left the meeting at noon.", &found);
        let article =
            Article { text: "The council met those who say that the pier is safe.".to_owned(), ..Article::default() };
        let found = extract(&article, Options { indirect: true }).quotations;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "the pier is safe");
        let mention = found[0].evidence.as_ref().and_then(|evidence| evidence.mention.as_ref());
        assert_eq!(mention.map(|mention| mention.text.as_str()), Some("those who"));
    }

    #[test]
    fn a_subordinate_clause_ends_before_the_main_one() {
        let found = [("the pier was safe", "Ruth Calder")];
        check("While Ruth Calder said that the pier was safe, the council closed it on Monday.", &found);
    }

    #[test]
    fn what_is_said_can_be_parted_from_its_subject() {
        let found = [("which she believes will keep the pier open", "Ruth Calder")];
        check("Ruth Calder voted for the tax, which she believes will keep the pier open.", &found);
    }

    #[test]
    fn when_and_where_stand_before_a_clause() {
        let found = [("the pier would open in June", "Ruth Calder")];
        check("Ruth Calder announced last month that the pier would open in June.", &found);
        let found = [("she would keep the pier open", "Ruth Calder")];
        check("Ruth Calder told the council on Monday she would keep the pier open.", &found);
    }

    #[test]
    fn a_report_inside_another_is_part_of_it() {
        let found = [("her deputy had said that the pier was safe", "Ruth Calder")];
        check("Ruth Calder said her deputy had said that the pier was safe.", &found);
    }

    #[test]
    fn coordinated_clauses_are_two_reports() {
        let found = [("taxes would fall", "Gordon Brown"), ("wages would rise", "Gordon Brown")];
        check("Gordon Brown said that taxes would fall and that wages would rise.", &found);
    }

    #[test]
    fn without_the_option_there_is_none() {
        let article = Article { text: "Gordon Brown said that he would resign.".to_owned(), ..Article::default() };
        assert!(extract(&article, Options::default()).quotations.is_empty());
    }
}
