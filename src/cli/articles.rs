//! `verbatim articles`: lists the articles of the store, or those with quotations that match a query.

use std::io::Write;

use super::load_store::{load_chunks, load_for_search, tell};
use super::{Context, Error, Outcome, completions, query_args};
use crate::cli::load_store::Next;
use crate::export::{Tables, flat, labels};
use crate::index::Want;
use crate::query::search;
use crate::store::{ArticleIx, ArticleRef};

/// The arguments of `articles`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
Each line holds id, number of quotations, date, outlet and title, separated by tabs; on a terminal they are aligned.

With a query only articles with a quotation that matches are listed, and those quotations are counted; rejected and \
denied ones as in `verbatim list`.

Examples:
  verbatim articles
  verbatim articles outlet:gull sort:date
  verbatim articles | cut -f1")]
pub struct Args {
    /// Which quotations the articles have: all the words are one query.
    #[arg(value_name = "QUERY", add = completions::of_query())]
    pub query: Vec<String>,
}

/// The labels of the columns.
const LABELS: [&str; 5] = ["Article", "Quotations", "Published", "Outlet", "Title"];

fn row(article: ArticleRef<'_>, quotations: usize) -> [String; 5] {
    let text = |field: Option<&str>| field.map(flat).unwrap_or_default();
    [
        flat(article.id()),
        quotations.to_string(),
        text(article.published()),
        text(article.outlet()),
        text(article.title()),
    ]
}

/// Runs the verb.
///
/// # Errors
/// When the store cannot be read, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    if !args.query.is_empty() {
        return matching(&args.query, context);
    }
    let mut out = context.out();
    let mut rows: Vec<[String; 5]> = Vec::new();
    let mut next = 0;
    let (catalog, _, problems) = load_chunks(context, Want::Columns, |catalog, _| {
        while next < catalog.articles_len() {
            let article = catalog.article(ArticleIx::new(next));
            next += 1;
            let row = row(article, article.quotations().len());
            // Columns can only be aligned when all is known; a pipe gets each line at once.
            if context.stdout_is_terminal {
                rows.push(row);
            } else {
                writeln!(out, "{}", row.join("\t"))?;
            }
        }
        Ok(Next::More)
    })?;
    print_rows(&mut out, LABELS, &rows, context)?;
    out.flush()?;
    tell(&problems, context);
    Ok(if catalog.articles_len() == 0 { Outcome::NothingMatched } else { Outcome::Done })
}

/// Lists the articles with a quotation that matches, in the order in which the query has their first ones.
fn matching(words: &[String], context: &Context) -> Result<Outcome, Error> {
    let query = query_args::query(words, context)?;
    let (catalog, index, problems) = load_for_search(context)?;
    let matches = search(&catalog, &index, &query);
    let mut counts = vec![0; catalog.articles_len()];
    let mut order = Vec::new();
    for article in matches.iter().map(|quotation| catalog.quotation(quotation).article()) {
        if counts[article.index()] == 0 {
            order.push(article);
        }
        counts[article.index()] += 1;
    }
    let rows: Vec<_> = order.iter().map(|ix| row(catalog.article(*ix), counts[ix.index()])).collect();
    let mut out = context.out();
    if context.stdout_is_terminal {
        print_rows(&mut out, LABELS, &rows, context)?;
    } else {
        rows.iter().try_for_each(|row| writeln!(out, "{}", row.join("\t")))?;
    }
    out.flush()?;
    tell(&problems, context);
    query_args::say_left_out(matches.left_out(), context);
    Ok(match (problems.is_empty(), rows.is_empty()) {
        (false, _) => Outcome::BadInput,
        (true, true) => {
            query_args::hint_for_nothing(words, context);
            Outcome::NothingMatched
        }
        (true, false) => Outcome::Done,
    })
}

/// Prints rows in columns; for a screen reader after their labels.
pub(super) fn print_rows<const N: usize>(
    out: &mut impl Write,
    labels: [&str; N],
    rows: &[[String; N]],
    context: &Context,
) -> Result<(), Error> {
    if context.layout().tables == Tables::Columns {
        return print_aligned(out, rows);
    }
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let lines: Vec<(&str, &String)> = labels.into_iter().zip(row).collect();
        labels::record(&lines, out)?;
    }
    Ok(())
}

/// Prints rows in columns.
fn print_aligned<const N: usize>(out: &mut impl Write, rows: &[[String; N]]) -> Result<(), Error> {
    use unicode_width::UnicodeWidthStr;
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row).filter(|(width, _)| **width > 0) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_need() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned);
        let mut out = Vec::new();
        print_aligned(&mut out, &[row(["東京", "", "x"]), row(["a", "", "longer"])]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "東京  x\na     longer\n");
    }
}
