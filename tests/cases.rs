//! Small inputs with their right answers: `tests/cases/attribution.txt`, one block per case.
//!
//! A block is `=== kind`, an article, `---`, and one line per quotation: `Speaker | first words`. `(nobody)` means that
//! nobody may be named with a confidence of 0.5 or more, `(none)` that the words are no quotation.

#![allow(clippy::unwrap_used)]

use verbatim::article::Article;
use verbatim::extract::{Options, extract};
use verbatim::text::fold::fold;

#[test]
fn every_case_is_answered_right() {
    let cases = include_str!("cases/attribution.txt");
    let mut wrong = Vec::new();
    let mut number = 0;
    for case in cases.split("\n=== ").skip(1) {
        let (kind, rest) = case.split_once('\n').unwrap();
        let (text, answers) = rest.split_once("\n---\n").unwrap();
        let article = Article { text: text.to_owned(), ..Article::default() };
        let found = extract(&article, Options::default());
        for answer in answers.lines().filter(|line| !line.trim().is_empty()) {
            number += 1;
            let (speaker, words) = answer.split_once(" | ").unwrap();
            let words = fold(words);
            let quotation = found.quotations.iter().find(|quotation| fold(&quotation.text).starts_with(&words));
            let named = quotation.and_then(|quotation| quotation.speaker.clone());
            let sure = quotation.and_then(|quotation| quotation.evidence.as_ref()).map_or(0.0, |one| one.confidence);
            let right = match speaker {
                "(none)" => quotation.is_none(),
                "(nobody)" => named.is_none() || sure < 0.5,
                speaker => named.as_deref().is_some_and(|named| fold(named).contains(&fold(speaker))),
            };
            if !right {
                wrong.push(format!("{kind}: {answer}: {named:?}"));
            }
        }
    }
    assert!(number > 0);
    assert!(wrong.is_empty(), "{} of {number}:\n{}", wrong.len(), wrong.join("\n"));
}
