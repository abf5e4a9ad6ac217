//! `verbatim list`: prints the quotations of the store that match a query.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use super::load_store::{Next, load_stretches, tell};
use super::output::Out;
use super::{Context, Error, Outcome, argv, completions, format, query_args};
use crate::export::{self, Format, Row, Writer};
use crate::query::{Index, Options, Query, Surroundings, search_with};
use crate::store::Catalog;

/// The arguments of `list`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim list
  verbatim list drugs honour
  verbatim list '\"in the near future\"'
  verbatim list 'speaker:\"Donald Trump\" -honour'
  verbatim list '/dr[ua]gs?/ OR tag:war' sort:-date
  verbatim list --format csv is:confirmed >quotations.csv
  verbatim list --count date:2026-01..2026-03

Fields: speaker: (by:) about: context: full: text: article: title: outlet: author: language: role: kind: cue: rule:
tag: note: id: is: has: before: after: date: confidence: sort:")]
pub struct Args {
    /// How the quotations are printed; else a table on a terminal, and one quotation a line into a pipe.
    #[arg(long, value_name = "FORMAT", value_parser = format::parser())]
    pub format: Option<Format>,

    /// Print the number of matches alone.
    #[arg(long)]
    pub count: bool,

    /// Print no more than so many.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, value_parser = argv::at_least_one)]
    pub limit: Option<usize>,

    /// Print also the paragraph of each quotation, and so many before and after it.
    #[arg(long, value_name = "PARAGRAPHS", allow_hyphen_values = true, value_parser = argv::number)]
    pub context: Option<usize>,

    /// What to look for: all the words are one query.
    #[arg(value_name = "QUERY", add = completions::of_query())]
    pub query: Vec<String>,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, when the store cannot be read, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let query = query_args::query(&args.query, context)?;
    let default = if context.stdout_is_terminal { Format::Table } else { Format::Lines };
    let format = args.format.unwrap_or(default);
    let mut list = List {
        seed: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64),
        limit: args.limit.unwrap_or(usize::MAX),
        around: args.context,
        searched: 0,
        found: 0,
        output: match format {
            _ if args.count => Output::Count(context.out()),
            Format::Yaml => Output::Documents(context.out()),
            Format::Table => Output::Rows(Writer::new(format, context.layout(), context.coloured_out())),
            format => Output::Rows(Writer::new(format, context.layout(), context.out())),
        },
        query,
    };
    let whole = list.query.needs_whole_store();
    let (catalog, problems) = load_stretches(context, |catalog| {
        if whole || list.is_full() {
            return Ok(if list.is_full() { Next::Enough } else { Next::More });
        }
        list.take(catalog)?;
        Ok(if list.is_full() { Next::Enough } else { Next::More })
    })?;
    if !list.is_full() {
        list.take(&catalog)?;
    }
    let found = list.finish()?;
    tell(&problems, context);
    Ok(match (problems.is_empty(), found) {
        (false, _) => Outcome::BadInput,
        (true, 0) => {
            if context.stderr_is_terminal && !args.count {
                context.say("nothing matches");
                query_args::hint_for_nothing(&args.query, context);
            }
            Outcome::NothingMatched
        }
        (true, _) => Outcome::Done,
    })
}

/// A list in the making.
struct List {
    query: Query,
    seed: u64,
    limit: usize,
    around: Option<usize>,
    /// How many segments were searched.
    searched: usize,
    /// How many quotations were found, and so printed.
    found: usize,
    output: Output,
}

enum Output {
    Count(Out),
    Documents(Out),
    Rows(Writer<Out>),
}

impl List {
    fn is_full(&self) -> bool {
        self.found >= self.limit
    }

    /// Searches what came in since the last time and prints what matches.
    fn take(&mut self, catalog: &Catalog) -> Result<(), Error> {
        if self.searched == catalog.segments().len() {
            return Ok(());
        }
        let options = Options { from: self.searched, seed: self.seed, ..Options::default() };
        // What is looked at once needs no index kept.
        let matches = search_with(catalog, &Index::default(), &self.query, options).unwrap_or_default();
        self.searched = catalog.segments().len();
        let wanted = matches.len().min(self.limit - self.found);
        self.found += wanted;
        match &mut self.output {
            Output::Count(_) => Ok(()),
            Output::Documents(out) => {
                if wanted > 0 && self.found == wanted {
                    export::registry(catalog, out)?;
                }
                export::documents(catalog, matches.iter().take(wanted), out)?;
                Ok(out.flush()?)
            }
            Output::Rows(writer) => {
                let mut surroundings = Surroundings::default();
                for ix in matches.iter().take(wanted) {
                    let mut row = Row::of_catalog(catalog, ix);
                    if let Some(more) = self.around {
                        row.context = Some(surroundings.around(catalog, ix, more));
                    }
                    writer.row(&row)?;
                }
                Ok(writer.flush()?)
            }
        }
    }

    fn finish(self) -> Result<usize, Error> {
        match self.output {
            Output::Count(mut out) => {
                writeln!(out, "{}", self.found)?;
                out.flush()?;
            }
            Output::Documents(mut out) => out.flush()?,
            Output::Rows(writer) => drop(writer.finish()?),
        }
        Ok(self.found)
    }
}
