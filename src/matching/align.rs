//! A pattern laid over the words of a text: exactly, or with as few differences as possible.

use std::ops::Range;

use super::pattern::{BreakKind, Pattern};
use super::words::Word;

/// The most words of the source that a marked gap may stand for.
pub const LONGEST_GAP: usize = 120;
/// The most words that an insertion may stand for.
pub const LONGEST_REPLACED: usize = 8;
/// At most this many places of one stretch where the words stand exactly are kept.
const MOST_MATCHES: usize = 16;
/// A table of more cells than this is not computed: such a passage is compared by its runs of words alone.
const MOST_CELLS: usize = 16 << 20;

/// A place where all words of a pattern stand in order, but for its marked breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The words of the text from the first to the last of the pattern.
    pub words: Range<usize>,
    /// For each break between words: its number among the pattern's breaks, and what it stands for.
    pub gaps: Vec<(usize, Range<usize>)>,
}

/// Where `pattern` stands exactly within `window` of the text, in order.
#[must_use]
pub fn exact(pattern: &Pattern, text: &[Word], window: Range<usize>) -> Vec<Match> {
    // Every word of the pattern takes one of the text.
    if pattern.words.len() > window.len() {
        return Vec::new();
    }
    let segments = pattern.segments();
    let Some(first) = segments.first().filter(|first| !first.is_empty()) else { return Vec::new() };
    let inner: Vec<usize> = (0..pattern.breaks.len())
        .filter(|&number| pattern.breaks[number].before > 0 && pattern.breaks[number].before < pattern.words.len())
        .collect();
    let end = window.end.min(text.len());
    let stands = |segment: &Range<usize>, at: usize| {
        at + segment.len() <= end
            && pattern.words[segment.clone()].iter().zip(&text[at..]).all(|(word, there)| word.key == there.key)
    };
    let mut found = Vec::new();
    'starts: for start in window.start..end {
        if !stands(first, start) {
            continue;
        }
        let mut at = start + first.len();
        let mut gaps = Vec::new();
        for (segment, &number) in segments[1..].iter().zip(&inner) {
            let longest = match pattern.breaks[number].kind {
                BreakKind::Gap => LONGEST_GAP,
                BreakKind::Inserted => LONGEST_REPLACED,
            };
            let Some(next) = (at..=(at + longest).min(end)).find(|&next| stands(segment, next)) else {
                continue 'starts;
            };
            gaps.push((number, at..next));
            at = next + segment.len();
        }
        found.push(Match { words: start..at, gaps });
        if found.len() == MOST_MATCHES {
            break;
        }
    }
    found
}

/// How one word of the pattern or the text fares in an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Same,
    Changed,
    /// A word of the text that the pattern lacks.
    Dropped,
    /// A word of the pattern that the text lacks.
    Added,
    /// A word of the text that a marked break stands for, or that lies outside.
    Skipped,
}

/// A difference between a pattern and the words of a text: ranges of word numbers, one of which may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Words of the pattern.
    pub pattern: Range<usize>,
    /// Words of the text.
    pub text: Range<usize>,
}

/// The best alignment of a pattern with a stretch of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// The words of the text from the first to the last that is compared.
    pub words: Range<usize>,
    /// Where the two differ, in order.
    pub differences: Vec<Difference>,
    /// What the breaks stand for, as in [`Match`].
    pub gaps: Vec<(usize, Range<usize>)>,
    /// 1 for equal words, 0 for nothing in common.
    pub similarity: f32,
}

/// Aligns `pattern` with the best part of `window`; `None` where nothing is alike, or the work would be too much.
#[must_use]
pub fn align(pattern: &Pattern, text: &[Word], window: Range<usize>) -> Option<Alignment> {
    let words = &pattern.words;
    let there = &text[window.start.min(text.len())..window.end.min(text.len())];
    let (rows, columns) = (words.len() + 1, there.len() + 1);
    if words.is_empty() || there.is_empty() || rows.saturating_mul(columns) > MOST_CELLS {
        return None;
    }
    // Costs in hundredths: a changed word costs 100; a word within a marked break 1, so that near places win.
    let free = |row: usize| row > 0 && row < words.len() && pattern.break_before(row).is_some();
    let mut steps = vec![Step::Skipped; rows * columns];
    let mut above: Vec<u32> = vec![0; columns];
    let mut costs: Vec<u32> = vec![0; columns];
    let mut last = Vec::new();
    for row in 1..rows {
        let skip = if free(row) { 1 } else { 100 };
        costs[0] = above[0] + 100;
        steps[row * columns] = Step::Added;
        for column in 1..columns {
            let same = words[row - 1].key == there[column - 1].key;
            let (mut cost, mut step) = match same {
                true => (above[column - 1], Step::Same),
                // A little less than dropping one word and adding another.
                false => (above[column - 1] + 150, Step::Changed),
            };
            if above[column] + 100 < cost {
                (cost, step) = (above[column] + 100, Step::Added);
            }
            if row < words.len() && costs[column - 1] + skip < cost {
                (cost, step) = (costs[column - 1] + skip, if skip == 1 { Step::Skipped } else { Step::Dropped });
            }
            costs[column] = cost;
            steps[row * columns + column] = step;
        }
        if row == words.len() {
            last.clone_from(&costs);
        }
        std::mem::swap(&mut above, &mut costs);
    }
    let (end, &cost) = last.iter().enumerate().min_by_key(|&(column, &cost)| (cost, column))?;
    let mut taken = Vec::new();
    let (mut row, mut column) = (words.len(), end);
    while row > 0 {
        let step = steps[row * columns + column];
        taken.push((step, row, column));
        match step {
            Step::Same | Step::Changed => (row, column) = (row - 1, column - 1),
            Step::Added => row -= 1,
            Step::Dropped | Step::Skipped => column -= 1,
        }
    }
    taken.reverse();
    let start = window.start + column;
    let similarity = 1.0 - (cost as f32 / 100.0) / words.len() as f32;
    let (differences, gaps) = collect(pattern, &taken, window.start);
    Some(Alignment { words: start..window.start + end, differences, gaps, similarity: similarity.clamp(0.0, 1.0) })
}

/// The differences and the breaks of a path through the table.
fn collect(
    pattern: &Pattern,
    taken: &[(Step, usize, usize)],
    base: usize,
) -> (Vec<Difference>, Vec<(usize, Range<usize>)>) {
    let mut differences: Vec<Difference> = Vec::new();
    let mut gaps: Vec<(usize, Range<usize>)> = Vec::new();
    let mut open = false;
    for &(step, row, column) in taken {
        // The word of the pattern and of the text that this step is about.
        let (of_pattern, of_text) = match step {
            Step::Same => {
                open = false;
                continue;
            }
            Step::Skipped => {
                open = false;
                let number = pattern.breaks.iter().position(|mark| mark.before == row).unwrap_or(0);
                let here = base + column - 1;
                match gaps.last_mut() {
                    Some((last, range)) if *last == number && range.end == here => range.end += 1,
                    _ => gaps.push((number, here..here + 1)),
                }
                continue;
            }
            Step::Changed => (row - 1..row, base + column - 1..base + column),
            Step::Added => (row - 1..row, base + column..base + column),
            Step::Dropped => (row..row, base + column - 1..base + column),
        };
        match differences.last_mut() {
            Some(last) if open => {
                last.pattern.end = last.pattern.end.max(of_pattern.end);
                last.text.end = last.text.end.max(of_text.end);
            }
            _ => differences.push(Difference { pattern: of_pattern, text: of_text }),
        }
        open = true;
    }
    (differences, gaps)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn spread(text: &str, all: &[Word], range: Range<usize>) -> String {
        if range.is_empty() {
            String::new()
        } else {
            text[all[range.start].span.start..all[range.end - 1].span.end].to_owned()
        }
    }

    #[track_caller]
    fn check_exact(passage: &str, text: &str, expected: &[&str]) {
        let pattern = Pattern::new(passage);
        let all = words(text);
        let found: Vec<String> =
            exact(&pattern, &all, 0..all.len()).into_iter().map(|found| spread(text, &all, found.words)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_in_order_match_but_for_breaks() {
        check_exact("the harbour stays", "Yes: the harbour stays open.", &["the harbour stays"]);
        check_exact("the … stays", "Yes: the old harbour stays open.", &["the old harbour stays"]);
        check_exact("[Bell] said the [old] stays", "She said the harbour stays open.", &["said the harbour stays"]);
        check_exact("the harbour opens", "Yes: the harbour stays open.", &[]);
        check_exact("we go", "we go and we go", &["we go", "we go"]);
    }

    /// Differences as `draft>source`.
    #[track_caller]
    fn check_aligned(passage: &str, text: &str, expected: &[&str]) {
        let pattern = Pattern::new(passage);
        let all = words(text);
        let found = align(&pattern, &all, 0..all.len()).unwrap();
        let shown: Vec<String> = found
            .differences
            .into_iter()
            .map(|one| format!("{}>{}", spread(passage, &pattern.words, one.pattern), spread(text, &all, one.text)))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn differences_are_found_where_they_are() {
        check_aligned("the harbour will stay open", "No, the harbour could stay open, he said.", &["will>could"]);
        check_aligned("the harbour stay open", "No, the harbour could stay open, he said.", &[">could"]);
        check_aligned("the harbour will not stay", "the harbour will stay", &["not>"]);
        check_aligned("the harbour … never stay", "the harbour and its boats will stay", &["never>"]);
    }
}
