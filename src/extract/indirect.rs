//! Indirect speech: what somebody is reported to have said, without quotation marks.
//!
//! The same cues, mentions and subjects as for quotations: a verb of saying with its subject, and the clause that
//! hangs on it, before or after; or "according to" and the rest of its sentence. Sentences with quotation marks in
//! the clause belong to the quotations and are left out.

use super::Reading;
use super::lexicon::Classes;
use super::mentions::{Form, NOBODY};
use super::tokens::{Kind, Shape};
use crate::text::ByteRange;

/// One report.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// What was said.
    pub content: ByteRange,
    /// The mention that names who said it.
    pub mention: u32,
    /// The first token of the cue.
    pub cue: u32,
    /// Whether the cue is "according to".
    pub according: bool,
}

/// A clause has at least so many tokens.
const SHORTEST: usize = 4;

/// Finds the reports of an article, in order.
#[must_use]
pub fn reports(reading: &Reading<'_>) -> Vec<Report> {
    let mut found = Vec::new();
    for &(start, end) in &reading.narrative.sentences {
        let (start, end) = (start as usize, end as usize);
        let paragraph = reading.narrative.tokens[start].paragraph as usize;
        if reading.narrative.layout[paragraph].headline {
            continue;
        }
        if let Some(report) = according(reading, start, end).or_else(|| said(reading, start, end)) {
            found.push(report);
        }
    }
    found
}

/// "According to X, …" and "…, according to X."
fn according(reading: &Reading<'_>, start: usize, end: usize) -> Option<Report> {
    let tokens = &reading.narrative.tokens;
    let text = reading.narrative.text;
    let cue = (start..end.saturating_sub(2))
        .find(|&at| tokens[at].of(text).eq_ignore_ascii_case("according") && tokens[at + 1].of(text) == "to")?;
    let mention = mention_from(reading, cue + 2, (cue + 8).min(end))?;
    let content = if cue == start {
        let after = reading.mentions[mention as usize].end as usize;
        let comma = (after..end).find(|&at| tokens[at].is_sign(','))?;
        (comma + 1, end)
    } else {
        (start, cue)
    };
    report(reading, content, mention, cue, true)
}

/// A verb of saying with its clause.
fn said(reading: &Reading<'_>, start: usize, end: usize) -> Option<Report> {
    let tokens = &reading.narrative.tokens;
    for verb in start..end {
        let token = &tokens[verb];
        if !token.is(Classes::SAY) || !token.is(Classes::FINITE) {
            continue;
        }
        let Some(subject) = reading.acts.subject(verb) else {
            // "…, said Batchelder."
            if let Some(report) = inverted(reading, start, end, verb) {
                return Some(report);
            }
            continue;
        };
        let mention = &reading.mentions[subject.mention as usize];
        if subject.passive || mention.entity == NOBODY {
            continue;
        }
        if let Some(clause) = clause_after(reading, verb, end)
            && let Some(report) = report(reading, (clause, end), subject.mention, verb, false)
        {
            return Some(report);
        }
        // "The plan is dead, Mr. Brown said."
        let first = mention.start as usize;
        let ends = (verb + 1..end).take(6).all(|at| !tokens[at].is(Classes::FINITE.and(Classes::AUXILIARY)));
        if first > start + SHORTEST
            && tokens[first - 1].is_sign(',')
            && ends
            && end - verb < 8
            && let Some(report) = report(reading, (start, first - 1), subject.mention, verb, false)
        {
            return Some(report);
        }
        if let Some(report) = inverted(reading, start, end, verb) {
            return Some(report);
        }
    }
    None
}

fn inverted(reading: &Reading<'_>, start: usize, end: usize, verb: usize) -> Option<Report> {
    let tokens = &reading.narrative.tokens;
    if verb < start + SHORTEST || !tokens[verb - 1].is_sign(',') {
        return None;
    }
    let mention = mention_from(reading, verb + 1, (verb + 6).min(end))?;
    report(reading, (start, verb - 1), mention, verb, false)
}

/// The first mention that begins between two tokens, with nothing but words before it.
fn mention_from(reading: &Reading<'_>, from: usize, to: usize) -> Option<u32> {
    let at = reading.mentions.partition_point(|mention| (mention.start as usize) < from);
    let mention = reading.mentions[at..]
        .iter()
        .take(4)
        .position(|mention| (mention.start as usize) < to && !mention.modifier && !mention.possessive)?;
    let words = (from..reading.mentions[at + mention].start as usize).all(|at| reading.narrative.tokens[at].is_word());
    words.then(|| super::tokens::offset(at + mention))
}

/// Where the clause begins that hangs on the verb: after "that", or where a subject of its own begins.
fn clause_after(reading: &Reading<'_>, verb: usize, end: usize) -> Option<usize> {
    let tokens = &reading.narrative.tokens;
    let text = reading.narrative.text;
    let mut at = verb + 1;
    // "told reporters on Monday that …"
    let reach = (verb + 9).min(end);
    if let Some(that) = (at..reach).find(|&at| tokens[at].of(text) == "that") {
        let plain =
            (at..that).all(|at| tokens[at].is_word() || matches!(tokens[at].kind, Kind::Number | Kind::Possessive));
        if plain {
            return Some(that + 1);
        }
    }
    while at < end
        && tokens[at].is_word()
        && tokens[at].is(Classes::WEEKDAY.and(Classes::ADVERB))
        && !tokens[at].is(Classes::PREPOSITION)
    {
        at += 1;
    }
    let first = tokens.get(at).filter(|_| at < end)?;
    let subject = first.is_word()
        && (first.is(Classes::SUBJECTIVE.and(Classes::DETERMINER).and(Classes::POSSESSIVE))
            || first.is_capital()
            || first.of(text) == "there");
    if !subject {
        return None;
    }
    // A predicate must follow: "said the company would close", but not "wrote the book".
    let predicate = (at + 1..end.min(at + 14)).any(|at| {
        tokens[at].is_word()
            && tokens[at].shape == Shape::Lower
            && tokens[at].is(Classes::AUXILIARY.and(Classes::PAST).and(Classes::PRESENT))
    });
    predicate.then_some(at)
}

fn report(
    reading: &Reading<'_>,
    (from, to): (usize, usize),
    mention: u32,
    cue: usize,
    according: bool,
) -> Option<Report> {
    let tokens = &reading.narrative.tokens;
    let mut to = to;
    while to > from && matches!(tokens[to - 1].kind, Kind::Sign('.' | ',' | ';' | '!' | '?' | ':')) {
        to -= 1;
    }
    let words = tokens.get(from..to)?;
    if words.len() < SHORTEST || words.iter().any(|token| token.is_quote()) {
        return None;
    }
    let known = &reading.mentions[mention as usize];
    if known.entity == NOBODY || known.form == Form::Pronoun && known.classes.any(Classes::YOU) {
        return None;
    }
    let content = ByteRange::new(words[0].start as usize, words[words.len() - 1].end as usize);
    Some(Report { content, mention, cue: super::tokens::offset(cue), according })
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
        check("According to Gordon Brown, the plan was dead.", &[("the plan was dead", "Gordon Brown")]);
    }

    #[test]
    fn what_is_not_reported_speech_is_left_alone() {
        check("Gordon Brown wrote the book in two years.", &[]);
        check("Gordon Brown left the room.", &[]);
    }

    #[test]
    fn without_the_option_there_is_none() {
        let article = Article { text: "Gordon Brown said that he would resign.".to_owned(), ..Article::default() };
        assert!(extract(&article, Options::default()).quotations.is_empty());
    }
}
