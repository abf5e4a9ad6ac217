//! What exact words can hide: sentences that were cut, negations that were left out, passages that were joined.

use crate::matching::words::words;
use crate::text::{ByteRange, crosses_sentence, sentences_around};

use super::{Note, NoteKind};

/// A place in an article that has the words of a passage.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Where the words stand, from the first to the last.
    pub span: ByteRange,
    /// The quotation or, where nobody speaks, the paragraph that they stand in.
    pub within: ByteRange,
    /// What marked gaps stand for.
    pub gaps: &'a [ByteRange],
    /// What insertions in brackets stand for.
    pub replaced: &'a [ByteRange],
}

/// What is to be known of the words at a place.
#[must_use]
pub fn notes(place: &Place<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut left_out: Vec<ByteRange> = place.gaps.iter().chain(place.replaced).copied().collect();
    for &replaced in place.replaced {
        let words = replaced.of(place.text).trim().trim_end_matches(['.', ',', ';', '!', '?']);
        notes.push(Note { kind: NoteKind::Replaced, text: words.to_owned() });
    }
    if place.within.covers(place.span) {
        let sentence = sentences_around(place.text, place.within, place.span);
        let before = ByteRange::new(sentence.start.min(place.span.start), place.span.start);
        let after = ByteRange::new(place.span.end, sentence.end.max(place.span.end));
        let rest: Vec<ByteRange> = [before, after].into_iter().filter(|rest| has_words(place.text, *rest)).collect();
        if !rest.is_empty() {
            let shown: Vec<&str> = rest.iter().map(|rest| rest.of(place.text).trim()).collect();
            notes.push(Note { kind: NoteKind::Cut, text: shown.join(" … ") });
        }
        left_out.extend(rest);
    }
    let negations = left_out.iter().filter(|rest| negates(rest.of(place.text)));
    notes.extend(negations.map(|rest| note(NoteKind::Negation, place.text, *rest)));
    let crossing = |gap: &&ByteRange| {
        // From the word before it to the first letter of the word after it.
        let around = ByteRange::new(word_before(place.text, gap.start), letter_after(place.text, gap.end));
        crosses_sentence(place.text, around) || !place.within.covers(**gap)
    };
    notes.extend(place.gaps.iter().filter(crossing).map(|gap| note(NoteKind::Joined, place.text, *gap)));
    notes
}

fn note(kind: NoteKind, text: &str, span: ByteRange) -> Note {
    Note { kind, text: span.of(text).trim().to_owned() }
}

/// Where the word before `at` begins.
fn word_before(text: &str, at: usize) -> usize {
    let before = text[..at].trim_end_matches(|c: char| !c.is_alphanumeric());
    before.len() - before.chars().rev().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>()
}

/// The end of the first letter after `at`.
fn letter_after(text: &str, at: usize) -> usize {
    let mut after = text[at..].char_indices();
    after.find(|(_, c)| c.is_alphanumeric()).map_or(text.len(), |(offset, c)| at + offset + c.len_utf8())
}

fn has_words(text: &str, span: ByteRange) -> bool {
    span.of(text).contains(char::is_alphanumeric)
}

/// Words that turn what stands beside them into its opposite, or make it hang on a condition.
const NEGATIONS: &str = "no not never none nobody nothing neither nor cannot without hardly barely scarcely rarely seldom \
    deny denies denied denying refuse refuses refused reject rejects rejected doubt doubts false falsely untrue unless if \
    would wouldnt isnt arent wasnt werent dont doesnt didnt wont cant couldnt shouldnt hasnt havent hadnt aint mustnt \
    neednt lie lies myth supposedly allegedly almost nearly least unlike";

/// Whether words negate, deny or limit what they stand beside.
#[must_use]
pub fn negates(left_out: &str) -> bool {
    words(left_out).iter().any(|word| {
        let plain: String =
            word.span.of(left_out).chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        NEGATIONS.split_whitespace().any(|negation| negation == plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of the notes on `taken`, with `~` where words were left out, out of `text`.
    #[track_caller]
    fn check(text: &str, first: &str, last: &str, gap: Option<&str>, expected: &[NoteKind]) {
        let start = text.find(first).unwrap();
        let end = text.rfind(last).unwrap() + last.len();
        let gaps: Vec<ByteRange> =
            gap.map(|gap| text.find(gap).map(|at| ByteRange::new(at, at + gap.len())).unwrap()).into_iter().collect();
        let within = ByteRange::new(0, text.len());
        let place = Place { text, span: ByteRange::new(start, end), within, gaps: &gaps, replaced: &[] };
        let kinds: Vec<NoteKind> = notes(&place).into_iter().map(|note| note.kind).collect();
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_sentence_that_was_cut_is_noted() {
        check("The harbour stays open. It rains.", "The", "open.", None, &[]);
        check("Today the harbour stays open. It rains.", "the", "open.", None, &[NoteKind::Cut]);
        check("It rains. The harbour stays open until May.", "The", "open", None, &[NoteKind::Cut]);
    }

    #[test]
    fn a_negation_that_was_left_out_is_noted() {
        let text = "I would never say that the contractor is corrupt.";
        check(text, "the contractor", "corrupt.", None, &[NoteKind::Cut, NoteKind::Negation]);
        check("We can not, at this hour, go.", "We", "go.", Some("not, at this hour,"), &[NoteKind::Negation]);
        check("We can, at this hour, go.", "We", "go.", Some(", at this hour,"), &[]);
    }

    #[test]
    fn a_gap_over_the_end_of_a_sentence_joins() {
        let text = "We sail. The tide waits. Nobody sleeps.";
        check(text, "We", "sleeps.", Some("The tide waits."), &[NoteKind::Joined]);
    }
}
