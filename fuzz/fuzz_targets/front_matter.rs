//! Any text has front matter, none, or an error: `cargo +nightly fuzz run front_matter`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim::read::split_front_matter;

fuzz_target!(|text: &str| {
    match split_front_matter(text) {
        Ok(Some((_, length))) => assert!(text.get(length..).is_some()),
        Ok(None) => {}
        Err((line, _)) => assert!(line <= text.lines().count() + 1),
    }
});
