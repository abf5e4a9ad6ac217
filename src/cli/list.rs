//! `verbatim list`: prints the quotations of the store that match a query.

mod kwic;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::load_store::{Next, load_chunks, tell};
use super::output::Out;
use super::{Context, Error, Outcome, argv, completions, format, query_args};
use crate::export::{self, About, Edges, Format, Notes, Row, Writer};
use crate::index::Want;
use crate::query::concordance::Alignment;
use crate::query::{FIELDS, Index, LeftOut, Options, Order, Query, Rejected, Sort, Surroundings, search_with};
use crate::store::{Catalog, QuotationIx};

/// Examples of queries, and every field of the language.
fn after_help() -> String {
    let fields: Vec<String> = FIELDS.iter().map(|row| format!("{}:", row.names.join(": "))).collect();
    format!("{EXAMPLES}\n\nFields: {}", fields.join(" "))
}

const EXAMPLES: &str = "\
Examples:
  verbatim list
  verbatim list drugs honour
  verbatim list '\"in the near future\"'
  verbatim list 'speaker:\"Donald Trump\" -honour'
  verbatim list '/dr[ua]gs?/ OR tag:war' sort:-date
  verbatim list --format csv is:confirmed >quotations.csv
  verbatim list --count date:2026-01..2026-03
  verbatim list --format html 'date:2026 -is:unattributed' >report.html
  verbatim list --sample 50 --seed 7 kind:direct
  verbatim list --kwic=right drugs

Rejected and denied quotations are left out unless the query says is:rejected, is:reviewed or is:denied, or \
with --all.";

/// The arguments of `list`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = after_help())]
pub struct Args {
    /// How to print the quotations [default: a table on a terminal, one quotation per line in a pipe].
    #[arg(long, value_name = "FORMAT", value_parser = format::parser())]
    pub format: Option<Format>,

    /// Print only the number of matches.
    #[arg(long)]
    pub count: bool,

    /// Print at most this many.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, value_parser = argv::at_least_one)]
    pub limit: Option<usize>,

    /// Print the paragraph of each quotation too, and this many before and after it.
    #[arg(long, value_name = "PARAGRAPHS", allow_hyphen_values = true, value_parser = argv::number)]
    pub context: Option<usize>,

    /// Print each match of the query's words on a line of its own, aligned: in the order of the quotations, or sorted by
    #[arg(
        long,
        value_name = "ORDER",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text",
        conflicts_with_all = ["context", "sample"]
    )]
    pub kwic: Option<Alignment>,

    /// Print rejected and denied quotations too.
    #[arg(long)]
    pub all: bool,

    /// Print private notes also in formats made for others: markdown, html, annotations.
    #[arg(long, overrides_with = "no_notes")]
    pub notes: bool,

    /// Leave private notes out of every format.
    #[arg(long)]
    pub no_notes: bool,

    /// Leave out the comma that belongs to the article's sentence, in markdown, html, tables and lines.
    #[arg(long)]
    pub tidy: bool,

    /// Print this many of the matches, chosen at random.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true, value_parser = argv::at_least_one, conflicts_with = "limit")]
    pub sample: Option<usize>,

    /// The number that chooses the sample: the same one gives the same sample of the same store.
    #[arg(long, value_name = "NUMBER", requires = "sample")]
    pub seed: Option<u64>,

    /// What to look for: all the words are one query.
    #[arg(value_name = "QUERY", add = completions::of_query())]
    pub query: Vec<String>,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, when the store cannot be read, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    if let Some(by) = args.kwic {
        return kwic::run(&args, by, context);
    }
    let mut query = query_args::query(&args.query, context)?;
    let limit = args.sample.or(args.limit).unwrap_or(usize::MAX);
    let seed =
        args.seed.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |s| s.as_nanos() as u64));
    let shown_in = query.sorts().to_vec();
    let asked = query.to_string();
    if args.sample.is_some() {
        // The first of a random order are a sample; they are printed in the order that was asked for.
        query = query.sorted(vec![Sort { by: Order::Random, reversed: false, seed: Some(seed) }]);
        if args.seed.is_none() {
            context.say(format!("a sample of its own each time; `--seed {}` gives this one again", seed));
        }
    }
    let default = if context.stdout_is_terminal { Format::Table } else { Format::Lines };
    let format = args.format.unwrap_or(default);
    let mut list = List {
        seed,
        limit,
        sample: args.sample.map(|_| shown_in),
        all: args.all,
        notes: if args.notes || !(args.no_notes || format.is_public()) { Notes::Kept } else { Notes::LeftOut },
        tidy: args.tidy && matches!(format, Format::Markdown | Format::Html | Format::Table | Format::Lines),
        around: args.context.or((format == Format::Html).then_some(0)),
        edges: matches!(format, Format::Annotations | Format::Html),
        left_out: LeftOut::default(),
        searched: 0,
        found: 0,
        output: match format {
            _ if args.count => Output::Count(context.out()),
            Format::Yaml => Output::Documents(context.out()),
            Format::Table => Output::Rows(Writer::new(format, context.layout(), context.colored_out())),
            format => {
                Output::Rows(Writer::new(format, context.layout(), context.out()).describing(about(asked, context)?))
            }
        },
        query,
    };
    let whole = list.query.needs_whole_store();
    let want = if list.query.is_everything() { Want::Columns } else { Want::Texts };
    let (catalog, index, problems) = load_chunks(context, want, |catalog, index| {
        if whole || list.is_full() {
            return Ok(if list.is_full() { Next::Enough } else { Next::More });
        }
        list.take(catalog, index)?;
        Ok(if list.is_full() { Next::Enough } else { Next::More })
    })?;
    if !list.is_full() {
        list.take(&catalog, &index)?;
    }
    let left_out = list.left_out;
    let found = list.finish()?;
    tell(&problems, context);
    query_args::say_left_out(left_out, context);
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

/// What a report says of itself.
fn about(query: String, context: &Context) -> Result<About, Error> {
    let store = match context.store.as_deref() {
        Some(path) if path == Path::new("-") => "standard input".to_owned(),
        _ => context.location()?.path().display().to_string(),
    };
    Ok(About { query, store, day: jiff::Timestamp::now().to_string().chars().take(10).collect() })
}

/// A list in the making.
struct List {
    query: Query,
    seed: u64,
    limit: usize,
    /// The order in which a sample is printed.
    sample: Option<Vec<Sort>>,
    all: bool,
    notes: Notes,
    tidy: bool,
    around: Option<usize>,
    /// Whether rows say what stands right around the words.
    edges: bool,
    left_out: LeftOut,
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
    fn take(&mut self, catalog: &Catalog, index: &Index) -> Result<(), Error> {
        if self.searched == catalog.segments().len() {
            return Ok(());
        }
        let rejected = if self.all { Rejected::Kept } else { Rejected::LeftOut };
        let options = Options { rejected, from: self.searched, seed: self.seed, ..Options::default() };
        // What the cache did not have is folded on the spot: it is looked at once.
        let matches = search_with(catalog, index, &self.query, options).unwrap_or_default();
        self.searched = catalog.segments().len();
        self.left_out = [self.left_out, matches.left_out()].into_iter().sum();
        let wanted = matches.len().min(self.limit - self.found);
        self.found += wanted;
        let matches: Vec<QuotationIx> = match &self.sample {
            None => matches.iter().take(wanted).collect(),
            Some(sorts) => {
                let chosen: BTreeSet<usize> = matches.iter().take(wanted).map(QuotationIx::index).collect();
                let query = self.query.clone().sorted(sorts.clone());
                let all = search_with(catalog, index, &query, options).unwrap_or_default();
                all.iter().filter(|ix| chosen.contains(&ix.index())).collect()
            }
        };
        match &mut self.output {
            Output::Count(_) => Ok(()),
            Output::Documents(out) => {
                if wanted > 0 && self.found == wanted {
                    export::registry(catalog, out)?;
                }
                export::documents(catalog, matches.into_iter(), self.notes, out)?;
                Ok(out.flush()?)
            }
            Output::Rows(writer) => {
                let mut surroundings = Surroundings::default();
                for ix in matches {
                    let mut row = Row::of_catalog(catalog, ix);
                    if let Some(more) = self.around {
                        row.context = Some(Cow::Owned(surroundings.around(catalog, ix, more).into_owned()));
                    }
                    if self.edges {
                        row.edges = surroundings.edges(catalog, ix).map(|(before, after)| Edges { before, after });
                    }
                    if self.notes == Notes::LeftOut {
                        row.note = None;
                    }
                    if self.tidy {
                        row.text = export::tidy(&row.text);
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
