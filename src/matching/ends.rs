//! The ends of an alignment: what was replaced there.
//!
//! An alignment ends where the words agree for the last time, because the text goes on behind it. So a word that was
//! replaced at an end looks like one that was added. Where the text goes on in the same breath, the words beside it are
//! what was replaced.

use super::align::Alignment;
use super::pattern::Pattern;
use super::words::Word;
use crate::text::ByteRange;

/// More words than this at an end are an addition, whatever stands beside them.
const MOST_REPLACED: usize = 3;

/// Pairs words that were added at an end of `alignment` with the words that stand there in the text. `passage` is what
/// `pattern` was made of, `words` are those of `text`.
pub fn replaced_at_ends(alignment: &mut Alignment, pattern: &Pattern, passage: &str, words: &[Word], text: &str) {
    let unbroken = |text: &str, one: &Word, next: &Word| {
        let between = ByteRange::new(one.span.end, next.span.start).of(text);
        between.trim_matches(|c: char| c.is_whitespace() || c == '-').is_empty()
    };
    let marked = |range: std::ops::Range<usize>| {
        pattern.breaks.iter().any(|mark| range.contains(&mark.before) && mark.before < pattern.words.len())
    };
    let last = pattern.words.len();
    if let Some(end) = alignment.differences.last_mut()
        && end.text.is_empty()
        && end.pattern.end == last
        && end.pattern.start > 0
        && (1..=MOST_REPLACED).contains(&end.pattern.len())
        && !marked(end.pattern.start..last)
        && pattern.words[end.pattern.start - 1..].windows(2).all(|pair| unbroken(passage, &pair[0], &pair[1]))
        && let Some(rest) = words.get(alignment.words.end.saturating_sub(1)..)
    {
        let beside = rest.windows(2).take(end.pattern.len()).take_while(|pair| unbroken(text, &pair[0], &pair[1]));
        end.text = alignment.words.end..alignment.words.end + beside.count();
        alignment.words.end = end.text.end;
    }
    if let Some(start) = alignment.differences.first_mut()
        && start.text.is_empty()
        && start.pattern.start == 0
        && start.pattern.end < last
        && (1..=MOST_REPLACED).contains(&start.pattern.len())
        && !marked(1..start.pattern.end + 1)
        && pattern.words[..=start.pattern.end].windows(2).all(|pair| unbroken(passage, &pair[0], &pair[1]))
        && let Some(rest) = words.get(..=alignment.words.start)
    {
        let beside =
            rest.windows(2).rev().take(start.pattern.len()).take_while(|pair| unbroken(text, &pair[0], &pair[1]));
        start.text = alignment.words.start - beside.count()..alignment.words.start;
        alignment.words.start = start.text.start;
    }
}
