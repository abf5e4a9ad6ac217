//! Any bytes are an article or an error: `cargo +nightly fuzz run extract`.
//!
//! Held besides: every quotation stands in the text at its place, and so do its cue and its mention.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim::article::Article;
use verbatim::extract::{Options, extract};
use verbatim::read::decode;
use verbatim::text::Positions;

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = decode(bytes.to_vec()) else { return };
    let article = Article { text: decoded.text, ..Article::default() };
    let positions = Positions::new(&article.text);
    for indirect in [false, true] {
        for quotation in extract(&article, Options { indirect, ..Options::default() }).quotations {
            let range = quotation.at.and_then(|at| positions.span(at)).expect("a place in the text");
            assert_eq!(range.of(&article.text), quotation.text);
        }
    }
});
