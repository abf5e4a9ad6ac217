//! Ids of quotations: what they are made of, so that they stay when an article is read again.

use rustc_hash::FxHashMap;

/// Ids: a letter and eight hex digits of a hash of the words and of their ordinal among equal ones.
#[derive(Debug, Default)]
pub struct Ids {
    seen: FxHashMap<u64, u32>,
    given: FxHashMap<u32, ()>,
}

impl Ids {
    /// The id of the next quotation with these words.
    pub fn next(&mut self, words: &str) -> String {
        let hash = xxhash_rust::xxh3::xxh3_64(words.as_bytes());
        let ordinal = self.seen.entry(hash).or_insert(0);
        *ordinal += 1;
        let mut seed = u64::from(*ordinal);
        loop {
            let full = xxhash_rust::xxh3::xxh3_64_with_seed(words.as_bytes(), seed);
            let short = u32::try_from(full >> 32).unwrap_or(0);
            if self.given.insert(short, ()).is_none() {
                return format!("q{short:08x}");
            }
            seed += 1 << 32;
        }
    }
}
