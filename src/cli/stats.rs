//! `verbatim stats`: who is quoted how often, as bars, a timeline, JSON or CSV.

use std::borrow::Cow;
use std::io::Write;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::load_store::{load, tell};
use super::{Context, Error, Outcome, argv, completions, query_args};
use crate::export::{Colour, Target, cut, flat, harmless_cell, harmless_json, spreadsheet_mark};
use crate::query::{Facets, Index, Month, facets, search};
use crate::store::Catalog;

/// The arguments of `stats`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim stats
  verbatim stats --by speaker,month 'drugs OR cocaine'
  verbatim stats --by month --format csv speaker:petro >months.csv")]
pub struct Args {
    /// What to count by, one table for each.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', default_value = "speaker")]
    by: Vec<By>,

    /// How the counts are printed; else bars on a terminal, and tab-separated lines into a pipe.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// Print no more than so many rows of each table.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, value_parser = argv::at_least_one)]
    limit: Option<usize>,

    /// What to count: all the words are one query.
    #[arg(value_name = "QUERY", add = completions::of_query())]
    query: Vec<String>,
}

/// What quotations are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// Who said it.
    Speaker,
    /// The article that it stands in.
    Article,
    /// Direct, mixed or indirect.
    Kind,
    /// A person's tags.
    Tag,
    /// When the article was published.
    Month,
}

impl By {
    const fn word(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Article => "article",
            Self::Kind => "kind",
            Self::Tag => "tag",
            Self::Month => "month",
        }
    }
}

/// How the counts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Bars for people.
    Table,
    /// One tab-separated count a line.
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

/// Runs the verb.
///
/// # Errors
/// On wrong use, when the store cannot be read, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let query = query_args::query(&args.query, context)?;
    let (catalog, problems) = load(context)?;
    let index = Index::new(&catalog);
    let matches = search(&catalog, &index, &query);
    let counts = facets(&catalog, &index, &matches);
    let tables: Vec<(By, Vec<Row<'_>>)> = args.by.iter().map(|&by| (by, rows(by, &catalog, &counts))).collect();
    let default = if context.stdout_is_terminal { Format::Table } else { Format::Lines };
    let limit = args.limit.unwrap_or(usize::MAX);
    let format = args.format.unwrap_or(default);
    let layout = context.layout();
    let mut out = if format == Format::Table { context.coloured_out() } else { context.out() };
    match format {
        Format::Table => {
            writeln!(out, "{} {}", counts.total, if counts.total == 1 { "quotation" } else { "quotations" })?;
            for (by, rows) in &tables {
                draw(*by, rows, limit, layout.width.unwrap_or(80), layout.colour, &mut out)?;
            }
        }
        Format::Lines => {
            for (by, rows) in &tables {
                for row in rows.iter().take(limit) {
                    let value = flat(row.value.as_deref().unwrap_or_default());
                    let more = flat(row.more.as_deref().unwrap_or_default());
                    writeln!(out, "{}\t{value}\t{}\t{more}", by.word(), row.count)?;
                }
            }
        }
        Format::Json => json(&tables, counts.total, limit, &mut out)?,
        Format::Csv => csv(&tables, limit, layout.target, &mut out)?,
    }
    out.flush()?;
    tell(&problems, context);
    Ok(match (problems.is_empty(), counts.total) {
        (false, _) => Outcome::BadInput,
        (true, 0) => Outcome::NothingMatched,
        (true, _) => Outcome::Done,
    })
}

/// The counts by one thing: the most quoted first, months in the order of time.
fn rows<'a>(by: By, catalog: &'a Catalog, counts: &'a Facets) -> Vec<Row<'a>> {
    let row = |value: Option<Cow<'a, str>>, more: Option<Cow<'a, str>>, count| Row { value, more, count };
    let rest = |count: u32| (count > 0).then(|| row(None, None, count));
    match by {
        By::Speaker => {
            let ranked = counts.ranked_speakers(catalog).into_iter().map(|(ix, count)| {
                let speaker = catalog.speaker(ix);
                row(Some(speaker.name().into()), Some(speaker.kind().word().into()), count)
            });
            ranked.chain(rest(counts.unattributed)).collect()
        }
        By::Article => {
            let mut rows: Vec<Row<'a>> = counts
                .counted_articles()
                .map(|(ix, count)| {
                    let article = catalog.article(ix);
                    row(Some(article.id().into()), article.title().map(Cow::from), count)
                })
                .collect();
            rows.sort_by_key(|row| std::cmp::Reverse(row.count));
            rows
        }
        By::Kind => {
            let kinds = counts.counted_kinds().map(|(kind, count)| row(Some(kind.word().into()), None, count));
            kinds.chain(rest(counts.without_kind)).collect()
        }
        By::Tag => counts.ranked_tags().into_iter().map(|(tag, count)| row(Some(tag.into()), None, count)).collect(),
        By::Month => {
            let months =
                timeline(counts).into_iter().map(|(month, count)| row(Some(month.to_string().into()), None, count));
            months.chain(rest(counts.undated)).collect()
        }
    }
}

/// Months without a quotation between two that have some are shown, so that gaps are seen; not more than so many.
const MOST_EMPTY: usize = 24;

fn timeline(counts: &Facets) -> Vec<(Month, u32)> {
    let mut months: Vec<(Month, u32)> = Vec::new();
    for (&month, &count) in &counts.months {
        if let Some(&(last, _)) = months.last() {
            let number = |month: Month| usize::from(month.year) * 12 + usize::from(month.month.max(1)) - 1;
            let gap = number(last) + 1..number(month);
            if last.month != 0 && month.month != 0 && gap.len() <= MOST_EMPTY {
                months.extend(gap.map(|n| (Month { year: (n / 12) as u16, month: (n % 12 + 1) as u8 }, 0)));
            }
        }
        months.push((month, count));
    }
    months
}

/// Draws one table as bars.
fn draw(
    by: By,
    rows: &[Row<'_>],
    limit: usize,
    width: usize,
    colour: Colour,
    out: &mut impl Write,
) -> Result<(), Error> {
    let (strong, plain) = if colour == Colour::On { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    writeln!(out, "\n{strong}by {}{plain}", by.word())?;
    let shown = &rows[..rows.len().min(limit)];
    let label = |row: &Row<'_>| {
        let value = row.value.as_deref().map(flat);
        let unnamed = row.more.as_deref() == Some("unnamed");
        value.map_or_else(|| "(none)".to_owned(), |value| if unnamed { format!("{value} (unnamed)") } else { value })
    };
    let most = shown.iter().map(|row| row.count).max().unwrap_or(0);
    let digits = most.to_string().len();
    let widest = shown.iter().map(|row| label(row).width()).max().unwrap_or(0).min((width / 2).max(10));
    let room = width.saturating_sub(widest + digits + 4).max(1);
    let (bar_colour, bar_end) = if colour == Colour::On { ("\x1b[36m", "\x1b[0m") } else { ("", "") };
    for row in shown {
        let label = cut(&label(row), widest);
        let gap = widest - label.width().min(widest);
        let bar = match bar(row.count, most, room) {
            bar if bar.is_empty() => bar,
            bar => format!(" {bar_colour}{bar}{bar_end}"),
        };
        writeln!(out, "  {label}{:gap$} {:>digits$}{bar}", "", row.count)?;
    }
    if rows.len() > shown.len() {
        writeln!(out, "  … and {} more", rows.len() - shown.len())?;
    }
    Ok(())
}

/// A bar of `count` where `most` fills `room` columns, in eighths of a column; what is not nothing is never empty.
fn bar(count: u32, most: u32, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 || most == 0 {
        return String::new();
    }
    let eighths = (u64::from(count) * room as u64 * 8 / u64::from(most)).max(1) as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

fn json(tables: &[(By, Vec<Row<'_>>)], total: usize, limit: usize, out: &mut impl Write) -> Result<(), Error> {
    let mut object = serde_json::Map::new();
    object.insert("total".to_owned(), total.into());
    for (by, rows) in tables {
        let rows = &rows[..rows.len().min(limit)];
        let rows = serde_json::to_value(rows).map_err(std::io::Error::from)?;
        object.insert(by.word().to_owned(), rows);
    }
    let text = serde_json::to_string_pretty(&object).map_err(std::io::Error::from)?;
    Ok(writeln!(out, "{}", harmless_json(&text))?)
}

fn csv(tables: &[(By, Vec<Row<'_>>)], limit: usize, target: Target, out: &mut impl Write) -> Result<(), Error> {
    out.write_all(spreadsheet_mark(target))?;
    let mut writer = ::csv::Writer::from_writer(out);
    let failed = |error: ::csv::Error| Error::from(std::io::Error::from(error));
    writer.write_record(["by", "value", "count", "more"]).map_err(failed)?;
    for (by, rows) in tables {
        for row in rows.iter().take(limit) {
            let value = harmless_cell(row.value.as_deref().unwrap_or_default());
            let more = harmless_cell(row.more.as_deref().unwrap_or_default());
            writer.write_record([by.word(), &value, &row.count.to_string(), &more]).map_err(failed)?;
        }
    }
    Ok(writer.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_counts() {
        assert_eq!(bar(8, 8, 3), "███");
        assert_eq!(bar(4, 8, 3), "█▌");
        assert_eq!(bar(1, 1_000_000, 3), "▏");
        assert_eq!(bar(0, 8, 3), "");
    }

    #[test]
    fn gaps_in_time_are_seen() {
        let mut counts = Facets::default();
        for (year, month) in [(2025, 11), (2026, 2), (2030, 1)] {
            counts.months.insert(Month { year, month }, 1);
        }
        let shown: Vec<String> = timeline(&counts).iter().map(|(month, count)| format!("{month} {count}")).collect();
        assert_eq!(shown, ["2025-11 1", "2025-12 0", "2026-01 0", "2026-02 1", "2030-01 1"]);
    }

    #[test]
    fn tables_fit_their_width() {
        let row = |value: &'static str, count| Row { value: Some(value.into()), more: None, count };
        let rows = [row("Donald Trump", 1234), row("日本の首相がとても長い名前を持つ場合", 5), row("x", 1)];
        for width in [40, 80, 120] {
            let mut out = Vec::new();
            draw(By::Speaker, &rows, 2, width, Colour::Off, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.lines().all(|line| line.width() <= width), "{text}");
            assert!(text.contains("… and 1 more"));
        }
    }
}
