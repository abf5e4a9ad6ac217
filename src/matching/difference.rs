//! How two versions of the same words differ.

use super::align::align;
use super::ends::replaced_at_ends;
use super::pattern::Pattern;
use super::words::{Word, words};

/// A difference between a version and the fullest form of the same words; one side is empty where words were added or
/// left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The words of the version.
    pub version: String,
    /// The words of the fullest form.
    pub whole: String,
}

/// Texts longer than this are not compared word by word.
const LONGEST: usize = 10_000;

impl Difference {
    /// What differs, in words: `“made” for “built”`.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.version.as_str(), self.whole.as_str()) {
            ("", whole) => format!("lacks “{whole}”"),
            (version, "") => format!("adds “{version}”"),
            (version, whole) => format!("“{version}” for “{whole}”"),
        }
    }
}

/// How `version` differs from `whole`: nothing where it is a part of it.
#[must_use]
pub fn differences(version: &str, whole: &str) -> Vec<Difference> {
    if version == whole || version.len().max(whole.len()) > LONGEST {
        return Vec::new();
    }
    let pattern = Pattern::new(version);
    let all = words(whole);
    let Some(mut aligned) = align(&pattern, &all, 0..all.len()) else { return Vec::new() };
    replaced_at_ends(&mut aligned, &pattern, version, &all, whole);
    let spread = |text: &str, words: &[Word]| match words {
        [] => String::new(),
        [first, .., last] => one_line(&text[first.span.start..last.span.end]),
        [one] => one_line(one.span.of(text)),
    };
    let found = aligned.differences.into_iter().map(|one| Difference {
        version: spread(version, &pattern.words[one.pattern]),
        whole: spread(whole, &all[one.text]),
    });
    found.collect()
}

/// How many words a text has: what tells the fullest of several versions.
#[must_use]
pub fn length(text: &str) -> usize {
    words(text).len()
}

/// Words on one line, without control characters.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(version: &str, whole: &str, expected: &[&str]) {
        let shown: Vec<String> = differences(version, whole).iter().map(Difference::words).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn differences_are_named() {
        let whole = "the harbour will stay open all winter";
        check("the harbour could stay open", whole, &["“could” for “will”"]);
        check("the harbour stay open", whole, &["lacks “will”"]);
        check("the harbour will not stay open", whole, &["adds “not”"]);
        check("The harbour will stay", whole, &[]);
        check(&"tar ".repeat(9000), whole, &[]);
    }

    #[test]
    fn words_replaced_at_an_end_are_replaced() {
        let whole = "The ferry, which nobody asked for, will sail until March and not a day longer, she said";
        check("The ferry, which nobody asked for, will sail until May", whole, &["“May” for “March”"]);
        check("each ferry, which nobody asked for, will sail", whole, &["“each” for “The”"]);
        check("nobody asked for, may sail until March", whole, &["“may” for “will”"]);
        check("sail until March and not one day", whole, &["“one” for “a”"]);
        check("will sail until early May", whole, &["“early May” for “March and”"]);
        // The sentence ends there, so the words were added.
        check("until March and not a day longer than that", whole, &["adds “than that”"]);
        check("until March and not a day longer, we think", whole, &["adds “we think”"]);
        check("sail until they tell us all to stop", whole, &["adds “they tell us all to stop”"]);
    }
}
