//! Transcripts: texts in which labels name who speaks.
//!
//! A label alone means nothing: recipes, timetables and notes have words before a colon too. A text is a transcript
//! when labels that look like speakers come back, and what follows them reads like speech.

use rustc_hash::FxHashMap;

use super::blocks::{Block, Look, blocks};
use super::labels::{self, Label, Likeness, Sort};
use super::words::{is_speech, personal, spoken};
use crate::text::{ByteRange, Paragraphs};

/// One paragraph of a turn, before anybody knows whom its label stands for.
#[derive(Debug, Clone, Copy)]
pub struct Spoken {
    /// The words.
    pub words: ByteRange,
    /// The label of its turn, by its number; none before the first one of subtitles.
    pub label: Option<usize>,
    /// Whether the label stands before this paragraph: it is the first of its turn.
    pub first: bool,
}

/// A text read as a transcript.
#[derive(Debug, Default)]
pub struct Transcript {
    /// The labels that name speakers, in the order of the text.
    pub labels: Vec<Label>,
    /// What is spoken.
    pub spoken: Vec<Spoken>,
}

/// A label and the line it stands on.
struct Found {
    label: Label,
    line: usize,
}

impl Found {
    /// Whether it stands before a message of a chat.
    fn is_message(&self, text: &str) -> bool {
        self.label.likeness == Likeness::Certain && labels::message_stamp(&text[self.line..self.label.words]).is_some()
    }
}

/// Reads `text` as a transcript, if it is one. `names` says of a folded surname or full name whether the article has
/// it. With `sure`, as in subtitles, every label that can be a name counts.
#[must_use]
pub fn transcript(text: &str, paragraphs: &Paragraphs, names: &dyn Fn(&str) -> bool, sure: bool) -> Option<Transcript> {
    let found = find_labels(text);
    if found.is_empty() && !sure {
        return None;
    }
    let accepted = accept(text, paragraphs, found, names, sure)?;
    let mut cuts: Vec<usize> = accepted.iter().map(|found| found.line).collect();
    cuts.extend(notices(text));
    cuts.sort_unstable();
    cuts.dedup();
    let blocks = blocks(text, paragraphs, &cuts);
    let spoken = extents(text, &blocks, &accepted, sure);
    (!spoken.is_empty()).then(|| Transcript { labels: accepted.into_iter().map(|found| found.label).collect(), spoken })
}

/// Every line that begins with what may be a label.
fn find_labels(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = ByteRange::new(start, end);
        if let Some(label) = labels::label(text, line) {
            found.push(Found { label, line: start });
        }
        start = end + 1;
    }
    found
}

/// The starts of lines that begin like messages of a chat.
fn notices(text: &str) -> Vec<usize> {
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
    starts
        .filter(|&start| {
            let line = text[start..].lines().next().unwrap_or("");
            labels::message_stamp(line).is_some()
        })
        .collect()
}

/// The words of the labelled paragraph, up to the next label, as far as they are needed to judge it.
fn sample<'t>(text: &'t str, paragraphs: &Paragraphs, at: usize, next: usize) -> &'t str {
    let spans = paragraphs.spans();
    let mut index = spans.partition_point(|span| span.end <= at);
    let mut end = spans.get(index).map_or(at, |span| span.end);
    // The words may stand on the line below the label.
    if text[at..end.max(at)].trim().is_empty() {
        index += 1;
        end = spans.get(index).map_or(at, |span| span.end);
    }
    let mut end = end.min(next).min(at + 600).max(at);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[at..end].trim()
}

/// The words from `at` up to the next label, as far as they are needed to judge them.
fn whole(text: &str, at: usize, next: usize) -> &str {
    let mut end = next.min(at + 4_000).max(at);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[at..end]
}

/// The labels that are speakers', when there are enough of them for a transcript.
fn accept(
    text: &str,
    paragraphs: &Paragraphs,
    found: Vec<Found>,
    names: &dyn Fn(&str) -> bool,
    sure: bool,
) -> Option<Vec<Found>> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for one in &found {
        *counts.entry(one.label.surname()).or_default() += 1;
    }
    // A full name in one label makes a name of the surname in the others.
    let surnames: Vec<&str> = found
        .iter()
        .filter(|one| one.label.sort == Sort::Name && one.label.likeness > Likeness::Ordinary)
        .filter_map(|one| one.label.key.rsplit_once(' ').map(|(_, last)| last))
        .collect();
    let names = |key: &str| names(key) || surnames.contains(&key);
    let certain = |label: &Label| label.likeness == Likeness::Certain || label.sort == Sort::Name && names(&label.key);
    let person = |label: &Label| {
        certain(label)
            || sure
            || label.likeness == Likeness::Possible && (counts[label.surname()] > 1 || label.key.contains(' '))
    };
    let mut keep: Vec<bool> = found.iter().map(|one| person(&one.label)).collect();
    keep_alternating(text, &found, &mut keep);
    if is_headline(text, paragraphs, &found, &keep) {
        keep[0] = false;
    }
    let mut speaking = 0usize;
    let mut total = 0usize;
    let mut quoted = 0usize;
    let mut answers = Answers::default();
    for (index, one) in found.iter().enumerate().filter(|(index, _)| keep[*index]) {
        if one.label.sort == Sort::Examiner {
            continue;
        }
        let next = found.get(index + 1).map_or(text.len(), |next| next.line);
        let words = sample(text, paragraphs, one.label.words, next.max(one.label.words));
        total += 1;
        speaking += usize::from(is_speech(words) || one.is_message(text));
        quoted += usize::from(
            words.starts_with(['“', '"', '‘', '\'']) && words.trim_end_matches('.').ends_with(['”', '"', '’', '\'']),
        );
        answers.count(one.label.sort, whole(text, one.label.words, next));
    }
    let mut distinct: Vec<&Label> = Vec::new();
    for (one, _) in found.iter().zip(&keep).filter(|(_, keep)| **keep) {
        if !distinct.iter().any(|label| label.surname() == one.label.surname()) {
            distinct.push(&one.label);
        }
    }
    let enough = sure
        || total > quoted
            && speaking * 5 >= total * 3
            && is_dense(paragraphs, &found, &keep, total)
            && enough(&distinct, &counts, total, &certain)
            && answers.are_an_interview(&distinct);
    if !enough {
        return None;
    }
    Some(found.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(one, _)| one).collect())
}

/// Keeps capitals that are ordinary words ("BROOK", "HARROW") where they alternate with the labels of others.
fn keep_alternating(text: &str, found: &[Found], keep: &mut [bool]) {
    let sure: Vec<bool> =
        found.iter().zip(&*keep).map(|(one, &keep)| keep && one.label.likeness == Likeness::Certain).collect();
    let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for (at, one) in found.iter().enumerate().filter(|(at, _)| !keep[*at]) {
        if one.label.sort == Sort::Name && labels::upper(one.label.letters.of(text)) && !one.label.key.contains(' ') {
            let beside = at > 0 && sure[at - 1] || sure.get(at + 1).is_some_and(|&sure| sure);
            let (all, alternating) = counts.entry(one.label.key.as_str()).or_default();
            *all += 1;
            *alternating += usize::from(beside);
        }
    }
    for (at, one) in found.iter().enumerate() {
        let name = counts.get(one.label.key.as_str()).is_some_and(|&(all, beside)| all > 1 && beside * 4 >= all * 3);
        keep[at] |= name && one.label.sort == Sort::Name && labels::upper(one.label.letters.of(text));
    }
}

/// Whether the first label is a headline's, "Ada Low: we will not pay", above a transcript whose labels are capitals.
fn is_headline(text: &str, paragraphs: &Paragraphs, found: &[Found], keep: &[bool]) -> bool {
    let capitals = |one: &Found| labels::upper(one.label.letters.of(text));
    let kept = found.iter().zip(keep).filter(|(_, keep)| **keep).map(|(one, _)| one);
    let (all, upper) = kept.fold((0usize, 0usize), |(all, upper), one| (all + 1, upper + usize::from(capitals(one))));
    let top = paragraphs.spans().first().is_some_and(|span| found[0].label.letters.start < span.end);
    top && !capitals(&found[0]) && upper * 10 >= all * 7
}

/// Whether labels come back, or the few that there are are beyond doubt.
fn enough(
    distinct: &[&Label],
    counts: &FxHashMap<&str, usize>,
    total: usize,
    certain: &dyn Fn(&Label) -> bool,
) -> bool {
    let repeated = distinct.iter().filter(|label| counts[label.surname()] > 1).count();
    let sure = distinct.iter().filter(|label| certain(label)).count();
    match distinct.len() {
        0 => false,
        1 => {
            let label = distinct[0];
            let formal = labels::upper(labels::name_part(label.key.as_str())) || label.sort == Sort::Office;
            certain(label) && label.sort != Sort::Question && (total > 2 || total > 1 && formal)
        }
        2 if total == 2 => sure == 2,
        _ => {
            repeated > 0 && total >= 3 && (sure > 0 || repeated > 1) && total * 2 >= distinct.len() * 3
                || sure == distinct.len() && total >= 4 && repeated > 0
        }
    }
}

/// Whether labelled paragraphs are a good part of those between the first and the last.
fn is_dense(paragraphs: &Paragraphs, found: &[Found], keep: &[bool], total: usize) -> bool {
    let mut lines = found.iter().zip(keep).filter(|(_, keep)| **keep).map(|(one, _)| one.line);
    let Some(first) = lines.next() else { return false };
    let last = lines.next_back().unwrap_or(first);
    let spans = paragraphs.spans();
    let between = spans.partition_point(|span| span.end <= last) - spans.partition_point(|span| span.end <= first) + 1;
    total * 9 >= between
}

/// What questions and answers without names speak of: an interviewee of himself, the answers of a help page of the
/// reader.
#[derive(Debug, Default)]
struct Answers {
    answers: usize,
    own: usize,
    asked: usize,
    asking: usize,
    addressed: usize,
}

impl Answers {
    fn count(&mut self, sort: Sort, words: &str) {
        let personal = personal(words);
        match sort {
            Sort::Answer => {
                self.answers += 1;
                self.own += usize::from(personal.singular);
            }
            Sort::Question => {
                self.asked += 1;
                self.asking += usize::from(personal.singular);
                self.addressed += usize::from(personal.you);
            }
            _ => {}
        }
    }

    fn are_an_interview(&self, distinct: &[&Label]) -> bool {
        let nameless = distinct.iter().all(|label| matches!(label.sort, Sort::Question | Sort::Answer));
        !nameless
            || self.answers > 0
                && self.own * 5 >= self.answers
                && self.own > self.asking
                && (self.own * 2 >= self.answers || self.addressed * 4 >= self.asked)
    }
}

/// What is spoken: from every label to the next one, or to what ends a turn.
fn extents(text: &str, blocks: &[Block], labels: &[Found], sure: bool) -> Vec<Spoken> {
    let mut result: Vec<Spoken> = Vec::new();
    // The speaker's label; in subtitles everything is spoken, by somebody unknown before the first label.
    let mut current: Option<Option<usize>> = sure.then_some(None);
    let mut first = true;
    let mut next = 0;
    for block in blocks {
        let mut words = block.span;
        if next < labels.len() && labels[next].line <= block.span.start {
            // Labels on lines of their own that lie before this block have no words.
            while next + 1 < labels.len() && labels[next + 1].line <= block.span.start {
                next += 1;
            }
            let label = &labels[next].label;
            current = Some(Some(next));
            first = true;
            next += 1;
            words = ByteRange::new(label.words.clamp(block.span.start, block.span.end), block.span.end);
            if words.is_empty() {
                continue;
            }
        } else {
            match block.look {
                _ if sure => {}
                Look::Heading | Look::End => {
                    current = None;
                    continue;
                }
                Look::Furniture | Look::Note | Look::Italic => continue,
                Look::Bold | Look::Text => {}
            }
            if !sure && is_notice(text, block.span) {
                current = None;
            }
            // What a chat itself says: "Ana added you".
            if labels::message_stamp(block.span.of(text)).is_some() {
                continue;
            }
            // ">>" in captions: another one speaks, and nobody says who.
            if sure && block.span.of(text).starts_with(">>") {
                current = Some(None);
                first = true;
            }
        }
        let Some(label) = current else { continue };
        let Some(words) = spoken(text, words) else { continue };
        result.push(Spoken { words, label, first });
        first = false;
    }
    result
}

/// A paragraph that begins with capitals and a colon and is no speaker's: `SUBJECTS: …`.
fn is_notice(text: &str, span: ByteRange) -> bool {
    let line = span.of(text).lines().next().unwrap_or("");
    line.find(':').is_some_and(|end| {
        end < 40
            && line[..end].chars().filter(|letter| letter.is_alphabetic()).count() > 3
            && labels::upper(&line[..end])
    })
}
