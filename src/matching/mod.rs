//! Words compared with words: what checking a draft, comparing outlets and following revised texts rest on.
//!
//! [`words`] cuts a text into folded words with their places; [`pattern`] reads a quotation as a draft prints it, with
//! its marked gaps and insertions; [`shingles`] finds the places of a text where such a pattern may stand; [`align`] lays
//! the pattern over the words there, word by word, and [`ends`] says what was replaced at its ends; [`difference`] names what differs; [`versions`] groups quotations that
//! report the same words, by the [`runs`] of [`folded`] words that they share.
//!
//! Knows nothing of files, people, stores and terminals. Everything here is bounded: a text made to be slow costs time
//! in proportion to its length.

pub mod align;
pub mod difference;
pub mod ends;
pub mod folded;
pub mod pattern;
pub mod runs;
pub mod shingles;
pub mod versions;
pub mod words;
