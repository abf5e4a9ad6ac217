//! `verbatim` reads articles, finds what was said, works out who said it, and keeps that in a YAML store that people
//! can read, diff and edit.
//!
//! The layers: each imports only from layers above it, and no files import each other in a circle; the test
//! `tests/layering.rs` checks the `use` lines against this list:
//!
//! | layer | holds |
//! |---|---|
//! | [`files`], [`yaml`] | files opened without waiting, YAML read within limits |
//! | [`text`] | spans, places, folding, paragraphs and sentences, quotation marks |
//! | [`quotation`], [`article`], [`speaker`] | the records, plain data |
//! | [`matching`] | words compared with words: for checking drafts, comparing outlets and following revised texts |
//! | [`read`] | files to articles |
//! | [`extract`] | an article to its quotations |
//! | [`store`] | the YAML stream: load, edit, save, verify |
//! | [`index`] | what is derived from a store and kept in the cache: columns, folded texts, words |
//! | [`query`] | the query language: syntax, meaning, search, facets |
//! | [`verify`] | a draft's quotations held against articles |
//! | [`export`] | one file per output format |
//! | [`user`] | the person's own files: config, history, views, undo |
//! | [`tui`] | the explorer |
//! | [`cli`] | one file per verb; errors, hints and exit codes |
//!
//! Data flows one way: bytes → article → quotations → store → query → view or export.

pub mod article;
pub mod cli;
pub mod export;
pub mod extract;
pub mod files;
pub mod index;
pub mod matching;
pub mod query;
pub mod quotation;
pub mod read;
pub mod speaker;
pub mod store;
pub mod text;
pub mod tui;
pub mod user;
pub mod verify;
pub mod yaml;
