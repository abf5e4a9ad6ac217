//! Reports on the same words in different articles: one file per format.

mod csv;
mod html;
mod json;
mod labels;
mod markdown;
mod table;

use std::io::{self, Write};

use crate::matching::difference::Difference;
use crate::query::VersionGroup;
use crate::store::{ArticleRef, Catalog, QuotationRef};

use super::{Color, Layout, Tables};

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
    articles: usize,
    words_differ: bool,
    speakers_differ: bool,
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

impl<'c> Group<'c> {
    /// Makes a group of the quotations of `versions`.
    #[must_use]
    pub fn new(catalog: &'c Catalog, versions: &VersionGroup) -> Self {
        let member = |&(ix, ref differences): &(_, Vec<Difference>)| {
            let quotation = catalog.quotation(ix);
            Member {
                article: catalog.article(quotation.article()),
                speaker: quotation.speaker().map(|speaker| catalog.speaker(speaker).name()),
                quotation,
                differences: differences.iter().map(Difference::words).collect(),
            }
        };
        Self {
            members: versions.compared(catalog).iter().map(member).collect(),
            articles: versions.articles(),
            words_differ: versions.words_differ(),
            speakers_differ: versions.speakers_differ(catalog),
        }
    }

    /// What differs, in a word each.
    fn what_differs(&self) -> Vec<&'static str> {
        let words = self.words_differ.then_some("words");
        words.into_iter().chain(self.speakers_differ.then_some("speaker")).collect()
    }
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
            Tables::Columns => table::write(groups, layout.color == Color::On, out),
            Tables::Labels => labels::write(groups, out),
        },
        ComparisonFormat::Ndjson => json::write_lines(groups, out),
        ComparisonFormat::Json => json::write(groups, out),
        ComparisonFormat::Csv => csv::write(groups, layout.target, out),
        ComparisonFormat::Markdown => markdown::write(groups, out),
        ComparisonFormat::Html => html::write(groups, out),
    }
}
