//! Words of an article as people read them: line ends become spaces, words hyphenated at a line end close up.
//!
//! A quotation's stored text is exactly the slice of its article, whatever lines that was wrapped in. Lists, searches,
//! copies and exports show what [`unwrap`] makes of it.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// `words`, a slice of `article`, without line ends, soft hyphens and hyphens that only a line end put there.
///
/// A hyphen at a line end before a lower-case letter goes when the closed word is an English word or occurs elsewhere
/// in the article; otherwise it stays, as in a compound, and the word closes up all the same.
#[must_use]
pub fn unwrap<'t>(words: &'t str, article: &str) -> Cow<'t, str> {
    if memchr::memchr2(b'\n', b'\r', words.as_bytes()).is_none() && !words.contains('\u{ad}') {
        return Cow::Borrowed(words);
    }
    let mut result = String::with_capacity(words.len());
    for (index, line) in words.split(['\n', '\r', '\u{2028}', '\u{2029}']).enumerate() {
        let line = if index == 0 { line } else { past_markers(line) };
        if line.trim().is_empty() && index > 0 {
            continue;
        }
        if index > 0 {
            join(&mut result, line, article);
        }
        result.push_str(line);
    }
    if result.contains('\u{ad}') {
        result.retain(|letter| letter != '\u{ad}');
    }
    Cow::Owned(result)
}

/// The line without its indent and the marks of a quoted paragraph.
fn past_markers(line: &str) -> &str {
    let rest = line.trim_start();
    match rest.strip_prefix('>') {
        Some(quoted) if quoted.starts_with([' ', '>']) || quoted.is_empty() => {
            quoted.trim_start_matches([' ', '>', '\t'])
        }
        _ => rest,
    }
}

/// Makes `result` ready for the next line.
fn join(result: &mut String, next: &str, article: &str) {
    result.truncate(result.trim_end().len());
    if result.is_empty() {
        return;
    }
    if result.ends_with('\u{ad}') {
        result.pop();
        return;
    }
    let first = next.chars().next();
    let Some(before) = result.strip_suffix(['-', '‐']) else {
        result.push(' ');
        return;
    };
    if !before.ends_with(char::is_alphanumeric) || !first.is_some_and(char::is_alphanumeric) {
        if !before.ends_with('-') {
            result.push(' ');
        }
        return;
    }
    if first.is_some_and(char::is_lowercase) {
        let head = &before[before.rfind(|letter: char| !is_letter(letter)).map_or(0, |at| next_boundary(before, at))..];
        let tail = &next[..next.find(|letter: char| !is_letter(letter)).unwrap_or(next.len())];
        if closes(head, tail, article) {
            let end = before.len();
            result.truncate(end);
        }
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '\'' | '’' | '\u{ad}')
}

fn next_boundary(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Whether `head` and `tail` are one word.
fn closes(head: &str, tail: &str, article: &str) -> bool {
    let mut closed = String::with_capacity(head.len() + tail.len());
    closed.extend(head.chars().chain(tail.chars()).filter(|letter| *letter != '\u{ad}'));
    let bare = closed.trim_end_matches("'s").trim_end_matches("’s").trim_matches(['\'', '’']);
    let compound = format!("{head}-{tail}");
    if occurs(article, &compound) {
        return false;
    }
    is_word(bare) || occurs(article, bare)
}

/// Whether `word` stands in `article` as a whole word, in any case.
fn occurs(article: &str, word: &str) -> bool {
    let (bytes, length) = (article.as_bytes(), word.len());
    let Some(&first) = word.as_bytes().first() else { return false };
    let upper = first.to_ascii_uppercase();
    memchr::memchr2_iter(first, upper, bytes).any(|at| {
        let end = at + length;
        end <= bytes.len()
            && bytes[at..end].eq_ignore_ascii_case(word.as_bytes())
            && article.is_char_boundary(at)
            && article.is_char_boundary(end)
            && !article[..at].ends_with(|before: char| before.is_alphanumeric() || before == '-')
            && !article[end..].starts_with(|after: char| after.is_alphanumeric() || after == '-')
    })
}

/// English words without their regular endings.
static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("words.txt").lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Whether `word` is an English word, in any case and with any regular ending.
#[must_use]
pub fn is_word(word: &str) -> bool {
    let word = word.to_lowercase();
    let known = |stem: &str| WORDS.contains(stem);
    if known(&word) {
        return true;
    }
    const ENDINGS: &[&str] = &["s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "ment", "ments", "ally"];
    let regular = ENDINGS.iter().any(|ending| {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2) else { return false };
        known(stem)
            || matches!(*ending, "ed" | "ing" | "er" | "ers")
                && (known(&format!("{stem}e")) || is_doubled(stem) && known(&stem[..stem.len() - 1]))
    });
    regular
        || [("ies", "y"), ("ied", "y"), ("ily", "y"), ("iness", "y"), ("ier", "y")].iter().any(|(ending, end)| {
            word.strip_suffix(ending).filter(|stem| stem.len() > 1).is_some_and(|stem| known(&format!("{stem}{end}")))
        })
        || ["un", "re", "non", "mis", "dis", "over", "out"]
            .iter()
            .any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest.len() > 3 && is_word(rest)))
}

/// Whether a stem ends with the same consonant twice: "stopp".
fn is_doubled(stem: &str) -> bool {
    let bytes = stem.as_bytes();
    bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && bytes[bytes.len() - 1].is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, article: &str, expected: &str) {
        assert_eq!(unwrap(words, article), expected);
    }

    #[test]
    fn text_without_line_ends_is_left_alone() {
        assert!(matches!(unwrap("We will, he said - twice.", ""), Cow::Borrowed(_)));
    }

    #[test]
    fn line_ends_become_spaces() {
        check("We will\nnot  pay", "", "We will not  pay");
        check("We will  \n    not pay", "", "We will not pay");
        check("We will\n\nnot pay", "", "We will not pay");
        check("We will\n> not pay", "", "We will not pay");
    }

    #[test]
    fn hyphens_at_line_ends_close_up_where_the_word_is_known() {
        check("We an-\nnounced it", "", "We announced it");
        check("the govern-\n   ment's plan", "", "the government's plan");
        check("a well-\nknown man", "", "a well-known man");
        check("the Lind-\nqvist family", "Marta Lindqvist spoke.", "the Lindqvist family");
        check("the Lind-\nqvist family", "", "the Lind-qvist family");
        check("Smith-\nJones left", "", "Smith-Jones left");
        check("in the mid-\n1990s", "", "in the mid-1990s");
        check("he paused -\nthen left", "", "he paused - then left");
        check("to co-\noperate", "They co-operate.", "to co-operate");
    }

    #[test]
    fn soft_hyphens_go() {
        check("We an\u{ad}nounced it", "", "We announced it");
        check("We an\u{ad}\nnounced it", "", "We announced it");
    }
}
