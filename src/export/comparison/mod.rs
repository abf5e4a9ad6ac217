//! Reports on the same words in different articles: one file per format.

mod csv;
mod html;
mod json;
mod labels;
mod markdown;
mod table;

use std::io::{self, Write};

use crate::matching::align::align;
use crate::matching::pattern::Pattern;
use crate::matching::words::words;
use crate::store::{ArticleRef, Catalog, QuotationIx, QuotationRef};

use super::{Colour, Layout, Tables};

/// The formats of a comparison, by the names that `--format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparisonFormat {
    /// A block for each group.
    Table,
    /// One JSON object per line, a group each.
    Ndjson,
    /// One JSON array of the same objects.
    Json,
    /// A row for each version, for spreadsheets.
    Csv,
    /// For notes.
    Markdown,
    /// A page to read and print.
    Html,
}

impl ComparisonFormat {
    /// Every format with its name.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Table, "table"),
        (Self::Ndjson, "ndjson"),
        (Self::Json, "json"),
        (Self::Csv, "csv"),
        (Self::Markdown, "markdown"),
        (Self::Html, "html"),
    ];
}

/// Quotations that report the same words: the fullest first, the others by date.
#[derive(Debug)]
pub struct Group<'c> {
    members: Vec<Member<'c>>,
}

/// One of them.
#[derive(Debug)]
struct Member<'c> {
    quotation: QuotationRef<'c>,
    article: ArticleRef<'c>,
    speaker: Option<&'c str>,
    /// How its words differ from the fullest form, in words.
    differences: Vec<String>,
}

/// Quotations longer than this are not compared word by word.
const LONGEST: usize = 20_000;

impl<'c> Group<'c> {
    /// Makes a group of these quotations, at least one.
    #[must_use]
    pub fn new(catalog: &'c Catalog, quotations: &[QuotationIx]) -> Self {
        let mut members: Vec<Member<'c>> = quotations
            .iter()
            .map(|&ix| {
                let quotation = catalog.quotation(ix);
                Member {
                    article: catalog.article(quotation.article()),
                    speaker: quotation.speaker().map(|speaker| catalog.speaker(speaker).name()),
                    quotation,
                    differences: Vec::new(),
                }
            })
            .collect();
        members.sort_by_key(|member| (member.article.published().map_or("9999", |date| date), member.quotation.ix()));
        let fullest = (0..members.len())
            .max_by_key(|&number| (words(members[number].quotation.text()).len(), std::cmp::Reverse(number)));
        if let Some(fullest) = fullest {
            let first = members.remove(fullest);
            members.insert(0, first);
        }
        if let Some((first, others)) = members.split_first_mut() {
            for other in others {
                other.differences = differences(other.quotation.text(), first.quotation.text());
            }
        }
        Self { members }
    }

    /// How many articles it stands in.
    #[must_use]
    pub fn articles(&self) -> usize {
        let mut articles: Vec<_> = self.members.iter().map(|member| member.article.ix()).collect();
        articles.sort_unstable();
        articles.dedup();
        articles.len()
    }

    /// Whether the words differ, other than that one is a part of another.
    #[must_use]
    pub fn words_differ(&self) -> bool {
        self.members.iter().any(|member| !member.differences.is_empty())
    }

    /// Whether the named speakers differ.
    #[must_use]
    pub fn speakers_differ(&self) -> bool {
        let mut names = self.members.iter().filter_map(|member| member.speaker);
        names.next().is_some_and(|first| names.any(|name| name != first))
    }

    /// Whether words or speakers differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.words_differ() || self.speakers_differ()
    }

    /// What differs, in a word each.
    fn what_differs(&self) -> Vec<&'static str> {
        let words = self.words_differ().then_some("words");
        words.into_iter().chain(self.speakers_differ().then_some("speaker")).collect()
    }
}

/// How `version` differs from `whole`: nothing where it is a part of it.
fn differences(version: &str, whole: &str) -> Vec<String> {
    if version.len().max(whole.len()) > LONGEST {
        return Vec::new();
    }
    let pattern = Pattern::new(version);
    let all = words(whole);
    let Some(aligned) = align(&pattern, &all, 0..all.len()) else { return Vec::new() };
    let spread = |text: &str, words: &[crate::matching::words::Word]| match words {
        [] => String::new(),
        [first, .., last] => text[first.span.start..last.span.end].to_owned(),
        [one] => one.span.of(text).to_owned(),
    };
    let shown = aligned.differences.iter().map(|one| {
        let here = one_line(&spread(version, &pattern.words[one.pattern.clone()]));
        let there = one_line(&spread(whole, &all[one.text.clone()]));
        match (here.as_str(), there.as_str()) {
            ("", there) => format!("lacks “{there}”"),
            (here, "") => format!("has “{here}” besides"),
            (here, there) => format!("“{here}” for “{there}”"),
        }
    });
    shown.collect()
}

/// Words on one line, without control characters.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect()
}

/// `Harbour News, 2026-01-08, harbour-stays-open`.
fn source_words(member: &Member<'_>) -> String {
    let known = [member.article.outlet(), member.article.published(), Some(member.article.id())];
    known.into_iter().flatten().map(one_line).collect::<Vec<_>>().join(", ")
}

/// Writes groups.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(groups: &[Group<'_>], format: ComparisonFormat, layout: Layout, out: &mut impl Write) -> io::Result<()> {
    match format {
        ComparisonFormat::Table => match layout.tables {
            Tables::Columns => table::write(groups, layout.colour == Colour::On, out),
            Tables::Labels => labels::write(groups, out),
        },
        ComparisonFormat::Ndjson => json::write_lines(groups, out),
        ComparisonFormat::Json => json::write(groups, out),
        ComparisonFormat::Csv => csv::write(groups, layout.target, out),
        ComparisonFormat::Markdown => markdown::write(groups, out),
        ComparisonFormat::Html => html::write(groups, out),
    }
}
