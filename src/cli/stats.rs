//! `verbatim stats`: who is quoted how often, as bars, a timeline, JSON or CSV.

mod accuracy;
mod print;

use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::load_store::{Next, load_chunks, tell};
use super::{Context, Error, Outcome, argv, completions, query_args};
use crate::index::Want;
use crate::query::{Facet, Facets, Group, Options, Ranking, Rejected, search_with};
use crate::store::{Catalog, QuotationIx};
use crate::text::counted;
use crate::text::date::Month;

/// The arguments of `stats`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim stats
  verbatim stats --by speaker,month 'drugs OR cocaine'
  verbatim stats --by outlet,speaker --cross
  verbatim stats --by outlet,year --cross
  verbatim stats --accuracy
  verbatim stats --by month --format csv speaker:petro >months.csv")]
pub struct Args {
    /// What to count by, one table for each.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', default_value = "speaker", value_parser = facets())]
    by: Vec<Facet>,

    /// Count by both things named with `--by` at once: how often each outlet quotes each speaker.
    #[arg(long)]
    cross: bool,

    /// Show how often the program was right about reviewed quotations, by kind and by confidence.
    #[arg(long, conflicts_with_all = ["by", "cross", "limit"])]
    accuracy: bool,

    /// How to print the counts [default: bars on a terminal, tab-separated lines in a pipe].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// Print at most this many rows of each table.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, value_parser = argv::at_least_one)]
    limit: Option<usize>,

    /// Count rejected and denied quotations too, and passages that only may be speech.
    #[arg(long)]
    all: bool,

    /// What to count: all the words are one query.
    #[arg(value_name = "QUERY", add = completions::of_query())]
    query: Vec<String>,
}

fn facets() -> impl TypedValueParser<Value = Facet> {
    PossibleValuesParser::new(Facet::ALL.map(|facet| PossibleValue::new(facet.word())))
        .map(|word| Facet::from_word(&word).unwrap_or(Facet::Speaker))
}

/// How the counts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Bars for people.
    Table,
    /// One tab-separated count per line.
    Lines,
    /// One JSON object.
    Json,
    /// For spreadsheets.
    Csv,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Row<'a> {
    /// What was counted; absent for what has no speaker, kind or date.
    value: Option<Cow<'a, str>>,
    /// The kind of a speaker, the title of an article.
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<Cow<'a, str>>,
    count: u32,
}

/// A table of counts.
#[derive(Debug)]
struct Table<'a> {
    /// What is counted by: `speaker`, or `outlet: The Post` for the speakers of an outlet.
    name: String,
    rows: Vec<Row<'a>>,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, when the store cannot be read, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    if args.cross && args.by.len() != 2 {
        return Err(
            Error::usage("`--cross` needs two things to count by").hint("name both: --by outlet,speaker --cross")
        );
    }
    let query = query_args::query(&args.query, context)?;
    // Counting all of it looks into no text.
    let want = if query.is_everything() { Want::Columns } else { Want::Texts };
    let (catalog, index, problems) = load_chunks(context, want, |_, _| Ok(Next::More))?;
    // What was rejected is what the program was wrong about.
    let rejected = if args.all || args.accuracy { Rejected::Kept } else { Rejected::LeftOut };
    let matches = search_with(&catalog, &index, &query, Options { rejected, ..Options::default() }).unwrap_or_default();
    // What only may be speech is nobody's quotation yet.
    let counts_all = args.all || args.accuracy || query.says_doubtful();
    let is_doubtful = |ix: &QuotationIx| !counts_all && catalog.quotation(*ix).is_doubtful();
    let (doubtful, found): (Vec<QuotationIx>, Vec<QuotationIx>) = matches.iter().partition(is_doubtful);
    let default = if context.stdout_is_terminal { Format::Table } else { Format::Lines };
    let format = args.format.unwrap_or(default);
    let layout = context.layout();
    let mut out = if format == Format::Table { context.colored_out() } else { context.out() };
    if args.accuracy {
        accuracy::print(&accuracy::tables(&catalog, &found)?, format, layout, &mut out)?;
    } else {
        let facets: Vec<(Facet, Facets<'_>)> = args.by.iter().map(|&by| (by, Facets::new(&catalog, by))).collect();
        let tables = match facets.as_slice() {
            [first, second] if args.cross => crossed(&catalog, first, second, &found),
            several => several.iter().map(|by| table(&catalog, by, &found)).collect(),
        };
        let limit = args.limit.unwrap_or(usize::MAX);
        let (total, doubtful) = (found.len(), doubtful.len());
        let shown = print::Shown { total, doubtful, limit, layout, one_scale: args.cross };
        print::print(&tables, format, shown, &mut out)?;
    }
    out.flush()?;
    tell(&problems, context);
    query_args::say_left_out(matches.left_out(), context);
    if !doubtful.is_empty() {
        let passages = counted(doubtful.len(), "passage");
        context.say(format!("counted apart: {passages} that may be speech (`verbatim list is:doubtful` shows them)"));
    }
    Ok(match (problems.is_empty(), found.is_empty() && doubtful.is_empty()) {
        (false, _) => Outcome::BadInput,
        (true, true) => Outcome::NothingMatched,
        (true, false) => Outcome::Done,
    })
}

/// The counts by one thing: the most quoted first, months in the order of time.
fn table<'a>(catalog: &'a Catalog, (facet, facets): &(Facet, Facets<'_>), found: &[QuotationIx]) -> Table<'a> {
    let counts = facets.counts(found.len(), |at| found.get(at).copied());
    Table { name: facet.word().to_owned(), rows: rows(catalog, *facet, facets, &counts) }
}

/// For each group of `first` the counts by `second`.
fn crossed<'a>(
    catalog: &'a Catalog,
    (first, outer): &(Facet, Facets<'_>),
    (second, inner): &(Facet, Facets<'_>),
    found: &[QuotationIx],
) -> Vec<Table<'a>> {
    let counts = outer.counts(found.len(), |at| found.get(at).copied());
    let crossed = outer.crossed(inner, found.iter().copied());
    let of_group = |group: u32| {
        let mut counts = vec![0; inner.groups().len()];
        for (&(_, second), &count) in crossed.range((group, 0)..=(group, u32::MAX)) {
            counts[second as usize] = count;
        }
        let (name, _) = shown(catalog, &outer.groups()[group as usize]);
        let name = format!("{}: {}", first.word(), name.as_deref().unwrap_or(print::NONE));
        Table { name, rows: rows(catalog, *second, inner, &counts) }
    };
    outer.ranked(&counts, ranking(*first)).into_iter().map(of_group).collect()
}

const fn ranking(facet: Facet) -> Ranking {
    match facet {
        Facet::Month | Facet::Year | Facet::Kind | Facet::Review => Ranking::Natural,
        Facet::Speaker | Facet::Article | Facet::Outlet | Facet::Author | Facet::Tag | Facet::Cue => Ranking::Count,
    }
}

fn rows<'a>(catalog: &'a Catalog, facet: Facet, facets: &Facets<'_>, counts: &[u32]) -> Vec<Row<'a>> {
    let ranked = facets.ranked(counts, ranking(facet));
    let row = |group: &u32| {
        let (value, more) = shown(catalog, &facets.groups()[*group as usize]);
        Row { value, more, count: counts[*group as usize] }
    };
    if !matches!(facet, Facet::Month | Facet::Year) {
        return ranked.iter().map(row).collect();
    }
    let mut rows = Vec::new();
    let mut last = &Group::None;
    for group in &ranked {
        let next = &facets.groups()[*group as usize];
        let empty = |value: String| Row { value: Some(value.into()), more: None, count: 0 };
        rows.extend(gap(last, next).into_iter().map(empty));
        last = next;
        rows.push(row(group));
    }
    rows
}

/// Months and years without a quotation between two that have some are shown, so that gaps are seen; not more than so
/// many.
const MOST_EMPTY: usize = 24;

/// The months or years between two, where they are few.
fn gap(last: &Group, next: &Group) -> Vec<String> {
    match (last, next) {
        (Group::Month(last), Group::Month(next)) if last.month != 0 && next.month != 0 => {
            few(last.number() + 1..next.number()).map(|number| Month::of_number(number).to_string()).collect()
        }
        (Group::Year(last), Group::Year(next)) => {
            few(usize::from(*last) + 1..usize::from(*next)).map(|year| format!("{year:04}")).collect()
        }
        _ => Vec::new(),
    }
}

/// The range, unless it is too long to be shown.
fn few(range: Range<usize>) -> Range<usize> {
    if range.len() <= MOST_EMPTY { range } else { 0..0 }
}

/// How a group reads, and what else is worth saying of it.
fn shown<'a>(catalog: &'a Catalog, group: &Group) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
    match group {
        Group::Speaker(ix) => {
            let speaker = catalog.speaker(*ix);
            (Some(speaker.name().into()), Some(speaker.kind().word().into()))
        }
        Group::Article(ix) => {
            let article = catalog.article(*ix);
            (Some(article.id().into()), article.title().map(Cow::from))
        }
        Group::Text(text) => (Some(text.to_string().into()), None),
        Group::Kind(kind) => (Some(kind.word().into()), None),
        Group::Month(month) => (Some(month.to_string().into()), None),
        Group::Year(year) => (Some(format!("{year:04}").into()), None),
        Group::Review(review) => (Some(review.word().into()), None),
        Group::None => (None, None),
    }
}

/// `12 quotations`.
fn total(number: usize) -> String {
    counted(number, "quotation")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_in_time_are_seen() {
        let month = |year, month| Group::Month(Month { year, month });
        let shown = |last, next| gap(&last, &next);
        assert_eq!(shown(Group::Year(2019), Group::Year(2022)), ["2020", "2021"]);
        assert_eq!(shown(Group::Year(1900), Group::Year(2022)), Vec::<String>::new());
        assert_eq!(shown(Group::None, Group::Year(2022)), Vec::<String>::new());
        assert_eq!(shown(month(2025, 11), month(2026, 2)), ["2025-12", "2026-01"]);
        assert_eq!(shown(month(2026, 2), month(2030, 1)), Vec::<String>::new());
        assert_eq!(shown(month(2026, 0), month(2026, 3)), Vec::<String>::new());
    }
}
