//! Checks that the tests of several rules share: an article's text against what comes out of it.

use crate::article::Article;
use crate::extract::{Options, extract};

/// The quotations of `text`, each with its speaker; empty where nobody is named.
#[track_caller]
pub(in crate::extract) fn check_quotations(text: &str, expected: &[(&str, &str)]) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let found = extract(&article, Options::default()).quotations;
    let found: Vec<(&str, &str)> =
        found.iter().map(|quotation| (quotation.text.as_str(), quotation.speaker.as_deref().unwrap_or(""))).collect();
    assert_eq!(found, expected, "{text}");
}

/// The speakers of the quotations of `text`; empty where nobody is named.
#[track_caller]
pub(in crate::extract) fn check_speakers(text: &str, expected: &[&str]) {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let found = extract(&article, Options::default()).quotations;
    let found: Vec<&str> = found.iter().map(|quotation| quotation.speaker.as_deref().unwrap_or("")).collect();
    assert_eq!(found, expected, "{text}");
}
