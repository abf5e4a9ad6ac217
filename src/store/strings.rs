//! Many strings in one piece of memory. A million records with a `String` each would cost more in pointers and unused
//! room than in words; here each costs its bytes and four more.

use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use xxhash_rust::xxh3::xxh3_64;

/// Marks that there is no string in a column of string numbers.
pub(crate) const NONE: u32 = u32::MAX;

/// Strings one after the other, numbered from 0.
#[derive(Debug, Clone)]
pub(crate) struct Strings {
    arena: String,
    /// Where each begins, and the end of the last: one more than there are strings.
    offsets: Vec<u32>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { arena: String::new(), offsets: vec![0] }
    }
}

impl Strings {
    /// Strings from one piece, and where each begins and the last ends; `None` where that does not fit.
    pub(crate) fn from_parts(arena: String, offsets: Vec<u32>) -> Option<Self> {
        let ends = offsets.first() == Some(&0) && offsets.last().map(|&end| end as usize) == Some(arena.len());
        let ascend = || offsets.windows(2).all(|pair| pair[0] <= pair[1]);
        let whole = || arena.is_ascii() || offsets.iter().all(|&at| arena.is_char_boundary(at as usize));
        (ends && ascend() && whole()).then_some(Self { arena, offsets })
    }

    pub(crate) fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(crate) fn get(&self, number: usize) -> &str {
        &self.arena[self.offsets[number] as usize..self.offsets[number + 1] as usize]
    }

    /// The string of a column of numbers, where [`NONE`] stands for none.
    pub(crate) fn optional(&self, number: u32) -> Option<&str> {
        (number != NONE).then(|| self.get(number as usize))
    }

    pub(crate) fn push(&mut self, string: &str) -> u32 {
        let number = self.len() as u32;
        self.arena.push_str(string);
        self.offsets.push(self.end());
        number
    }

    /// All of them in one piece, and where each begins and the last ends.
    pub(crate) fn parts(&self) -> (&str, &[u32]) {
        (&self.arena, &self.offsets)
    }

    pub(crate) fn insert(&mut self, number: usize, string: &str) {
        let at = self.offsets[number];
        self.arena.insert_str(at as usize, string);
        self.offsets.insert(number, at);
        for offset in &mut self.offsets[number + 1..] {
            *offset += string.len() as u32;
        }
    }

    pub(crate) fn remove(&mut self, number: usize) {
        let (start, end) = (self.offsets[number], self.offsets[number + 1]);
        self.arena.replace_range(start as usize..end as usize, "");
        self.offsets.remove(number);
        for offset in &mut self.offsets[number..] {
            *offset -= end - start;
        }
    }

    pub(crate) fn replace(&mut self, number: usize, string: &str) {
        self.remove(number);
        self.insert(number, string);
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.arena.shrink_to_fit();
        self.offsets.shrink_to_fit();
    }

    fn end(&self) -> u32 {
        u32::try_from(self.arena.len()).expect("a segment holds less than 4 GB: the loader bounds it")
    }
}

/// Strings that are each kept once while they are collected.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    strings: Strings,
    numbers: FxHashMap<u64, u32>,
}

impl Pool {
    pub(crate) fn number(&mut self, string: &str) -> u32 {
        let mut key = xxh3_64(string.as_bytes());
        loop {
            match self.numbers.entry(key) {
                Entry::Vacant(vacant) => return *vacant.insert(self.strings.push(string)),
                Entry::Occupied(known) if self.strings.get(*known.get() as usize) == string => return *known.get(),
                // Another string has this hash: the next key is as good.
                Entry::Occupied(_) => key = key.wrapping_add(1),
            }
        }
    }

    pub(crate) fn optional(&mut self, string: Option<&str>) -> u32 {
        string.map_or(NONE, |string| self.number(string))
    }

    pub(crate) fn into_strings(mut self) -> Strings {
        self.strings.shrink_to_fit();
        self.strings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_after_inserting_and_removing() {
        let mut strings = Strings::default();
        for word in ["one", "", "drei"] {
            strings.push(word);
        }
        strings.insert(1, "“due”");
        strings.remove(0);
        strings.replace(1, "x");
        strings.insert(3, "end");
        let all: Vec<&str> = (0..strings.len()).map(|number| strings.get(number)).collect();
        assert_eq!(all, ["“due”", "x", "drei", "end"]);
    }

    #[test]
    fn a_pool_keeps_each_string_once() {
        let mut pool = Pool::default();
        assert_eq!([pool.number("a"), pool.number("b"), pool.number("a"), pool.optional(None)], [0, 1, 0, NONE]);
        assert_eq!(pool.into_strings().parts(), ("ab", &[0, 1, 2][..]));
    }
}
