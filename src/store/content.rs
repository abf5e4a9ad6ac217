//! Consecutive documents of a store and what they hold. What they hold follows from their bytes alone, so that it can be
//! kept apart from where they stand: an edit before them moves them, and nothing else.

use super::builder::SegmentBuilder;
use super::catalog::Loaded;
use super::error::Problem;
use super::parse::{self, Start};
use super::registry::{Entry, Registry};
use super::schema::Parsed;
use super::segment::Segment;
use super::source::{Place, Source};
use super::stream;
use std::ops::Range;
use std::path::PathBuf;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Where a document stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DocumentAt {
    pub(crate) place: Place,
    /// Line of its first byte, from 1.
    pub(crate) line: u32,
}

/// Where the documents of `bytes` stand, each with its range in them. `bytes` begin in file number `file` at `offset`, on
/// line `line`.
pub(crate) fn documents_in(
    bytes: &[u8],
    file: u32,
    offset: u64,
    line: usize,
) -> impl Iterator<Item = (DocumentAt, Range<usize>)> {
    let (mut counted, mut line) = (0, line);
    stream::documents(bytes).map(move |range| {
        line += stream::line_ends(&bytes[counted..range.start]);
        counted = range.start;
        let place = Place { file, len: range.len() as u32, offset: offset + range.start as u64 };
        (DocumentAt { place, line: u32::try_from(line).unwrap_or(u32::MAX) }, range)
    })
}

/// What tells a document from any other.
pub(crate) fn document_hash(bytes: &[u8]) -> u128 {
    xxh3_128(bytes)
}

/// What an article's text is found by.
pub(crate) fn text_hash(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// What consecutive documents hold.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) segment: Segment,
    /// For each article of the segment the number of its document.
    pub(crate) articles: Vec<u32>,
    /// What the text of each is found by; 0 where it has none.
    pub(crate) texts: Vec<u64>,
    /// The entries of the registries among them.
    pub(crate) registry: Option<Vec<Entry>>,
    /// The number of a document, and what is wrong with it; lines count from the document's first.
    pub(crate) problems: Vec<(u32, Problem)>,
}

impl Content {
    /// What it is as a part of a store in which the documents stand at `documents`, and what is wrong with it, with the
    /// numbers of the files.
    pub(crate) fn at(
        self,
        documents: &[DocumentAt],
        files: &[PathBuf],
        source: Source,
    ) -> (Loaded, Vec<(u32, Problem)>) {
        let of = |number: u32| documents[number as usize];
        let places = self.articles.iter().map(|&number| of(number).place).collect();
        let problems = self.problems.into_iter().map(|(number, mut problem)| {
            let DocumentAt { place, line } = of(number);
            problem.file = files.get(place.file as usize).cloned();
            if problem.line > 0 {
                problem.line += (line as usize).saturating_sub(1);
            }
            (place.file, problem)
        });
        let problems = problems.collect();
        let registry = self.registry.map(Registry::new);
        (Loaded { segment: self.segment, places, source, registry }, problems)
    }
}

/// Collects what documents hold.
#[derive(Debug, Default)]
pub(crate) struct ContentBuilder {
    builder: SegmentBuilder,
    articles: Vec<u32>,
    texts: Vec<u64>,
    registry: Option<Vec<Entry>>,
    problems: Vec<(u32, Problem)>,
    /// How many documents were taken in.
    count: u32,
}

impl ContentBuilder {
    /// Takes the next document in.
    pub(crate) fn document(&mut self, bytes: &[u8]) {
        let number = self.count;
        self.count += 1;
        match parse::document_noting(bytes, Start { line: 1 }) {
            Ok((parsed, problems)) => {
                self.problems.extend(problems.into_iter().map(|problem| (number, problem)));
                match parsed {
                    Parsed::Document(document) => {
                        self.builder.document(&document);
                        self.articles.push(number);
                        self.texts.push(document.text.as_deref().map_or(0, text_hash));
                    }
                    Parsed::Registry(entries) => self.registry.get_or_insert_default().extend(entries),
                }
            }
            Err(problem) => self.problems.push((number, *problem)),
        }
    }

    /// All of them.
    pub(crate) fn finish(self) -> Content {
        let Self { builder, articles, texts, registry, problems, .. } = self;
        Content { segment: builder.finish(), articles, texts, registry, problems }
    }
}
