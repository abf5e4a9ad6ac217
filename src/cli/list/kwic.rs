//! `list --kwic`: matches aligned in the middle, with what stands left and right of them.

use std::io::Write;
use std::sync::atomic::AtomicBool;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::Args;
use crate::cli::load_store::{load, tell};
use crate::cli::{Context, Error, Outcome, query_args};
use crate::export::{Format, concordance};
use crate::query::concordance::{Alignment, Keyword, Occurrence, align, occurrences};
use crate::query::{Index, Options, Rejected, search_with};
use crate::store::{Catalog, QuotationIx};

impl ValueEnum for Alignment {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Text, Self::Left, Self::Right]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let word = Self::ALL.iter().find(|(by, _)| by == self).map(|(_, word)| *word)?;
        let help = match self {
            Self::Text => "In the order of the quotations",
            Self::Left => "By the words on the left",
            Self::Right => "By the words on the right",
        };
        Some(PossibleValue::new(word).help(help))
    }
}

/// Prints the concordance.
///
/// # Errors
/// On wrong use, when the store cannot be read, and when stdout cannot be written to.
pub fn run(args: &Args, by: Alignment, context: &Context) -> Result<Outcome, Error> {
    let default = if context.stdout_is_terminal { Format::Table } else { Format::Lines };
    let format = args.format.unwrap_or(default);
    if !concordance::FORMATS.contains(&format) {
        let words = concordance::FORMATS.map(Format::word).join(", ");
        return Err(Error::usage(format!("--kwic cannot print {}: its formats are {words}", format.word())));
    }
    let query = query_args::query(&args.query, context)?;
    let (catalog, problems) = load(context)?;
    let rejected = if args.all { Rejected::Kept } else { Rejected::LeftOut };
    let options = Options { rejected, ..Options::default() };
    let matches = search_with(&catalog, &Index::default(), &query, options).unwrap_or_default();
    let stop = AtomicBool::new(false);
    let mut found = occurrences(&catalog, matches.iter(), &query, usize::MAX, &stop).unwrap_or_default();
    if found.is_empty() && matches.iter().next().is_some() {
        return Err(Error::usage("--kwic aligns words of quotations, and the query has none")
            .hint("for example: verbatim list --kwic drugs"));
    }
    align(&catalog, &mut found, by);
    found.truncate(args.limit.unwrap_or(usize::MAX));
    let layout = context.layout();
    let mut out = if format == Format::Table { context.colored_out() } else { context.out() };
    if args.count {
        writeln!(out, "{}", found.len())?;
    } else {
        let lines: Vec<concordance::Line> = found.iter().map(|occurrence| line(&catalog, occurrence)).collect();
        concordance::write(&lines, format, layout, &mut out)?;
    }
    out.flush()?;
    tell(&problems, context);
    query_args::say_left_out(matches.left_out(), context);
    Ok(match (problems.is_empty(), found.is_empty()) {
        (false, _) => Outcome::BadInput,
        (true, true) => Outcome::NothingMatched,
        (true, false) => Outcome::Done,
    })
}

fn line(catalog: &Catalog, occurrence: &Occurrence) -> concordance::Line {
    let quotation = catalog.quotation(occurrence.quotation);
    let article = catalog.article(quotation.article());
    let Keyword { left, keyword, right } = occurrence.keyword(catalog);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    concordance::Line {
        article: article.id().to_owned(),
        id: quotation.id().to_owned(),
        speaker: speaker(catalog, occurrence.quotation),
        left,
        keyword,
        right,
        outlet: owned(article.outlet()),
        published: owned(article.published()),
    }
}

fn speaker(catalog: &Catalog, ix: QuotationIx) -> Option<String> {
    let names: Vec<&str> = catalog.quotation(ix).speakers().map(|speaker| catalog.speaker(speaker).name()).collect();
    (!names.is_empty()).then(|| crate::quotation::joined(&names))
}
