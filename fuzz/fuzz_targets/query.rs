//! Any text is a query or a helpful error: `cargo +nightly fuzz run query` (after `cargo install cargo-fuzz`).
//!
//! Held besides: what is understood prints back to the same query, an error points into the text, every part of a
//! query that is being typed can be completed, and marks fall on whole characters.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim::query::{complete, highlights, literal, parse};
use verbatim::store::Catalog;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(query) => {
            let printed = query.to_string();
            assert_eq!(parse(&printed).as_ref(), Ok(&query), "{printed}");
            assert!(query.is_refinement_of(&query));
            for span in highlights(&query, text) {
                assert!(text.get(span.start..span.end).is_some_and(|marked| !marked.is_empty()));
            }
        }
        Err(error) => {
            assert!(text.get(error.at.start..error.at.end).is_some(), "{error:?}");
            assert!(error.drawn(text).contains('^'));
        }
    }
    let _ = literal(text);
    for caret in [text.len(), text.len() / 2] {
        let replace = complete(&Catalog::default(), text, caret).replace;
        assert!(text.get(replace.start..replace.end).is_some());
    }
});
