//! `verbatim compare`: the same words in different articles, with their differences.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::load_store::{load_for_search, tell};
use super::suggest::shell_word;
use super::{Context, Error, Outcome, argv, completions, query_args};
use crate::export::comparison::{ComparisonFormat, Group, write};
use crate::query::{VersionGroup, Versions, search};

/// The arguments of `compare`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim compare
  verbatim compare --differing speaker:petro
  verbatim compare --min-articles 3 --format html >versions.html

Two quotations belong together when the longer contains the shorter, or when they share a long run of words or \
nearly all words in order. Common formulas and slogans do not count. Words said again on another day are a version too.")]
pub struct Args {
    /// Only groups whose words or speakers differ.
    #[arg(long)]
    differing: bool,

    /// Only groups that stand in at least this many articles.
    #[arg(long, value_name = "N", default_value = "2", value_parser = argv::at_least_one)]
    min_articles: usize,

    /// How to print the groups [default: a table on a terminal, one JSON object per line in a pipe].
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<ComparisonFormat>,

    /// Which quotations of the store to compare: all the words are one query. Files are added first, with `verbatim add`.
    #[arg(value_name = "QUERY", add = completions::of_query())]
    query: Vec<String>,
}

fn format_parser() -> impl TypedValueParser<Value = ComparisonFormat> {
    PossibleValuesParser::new(ComparisonFormat::ALL.map(|(_, name)| name)).map(|name| {
        let found = ComparisonFormat::ALL.into_iter().find(|(_, known)| *known == name);
        found.map_or(ComparisonFormat::Table, |(format, _)| format)
    })
}

/// Says why nothing was printed.
fn say_nothing(args: &Args, nothing_matches: bool, context: &Context) {
    let files: Vec<&str> = args.query.iter().map(String::as_str).filter(|word| Path::new(word).is_file()).collect();
    context.say(match (nothing_matches, args.differing) {
        (true, _) => "nothing matches".to_owned(),
        (false, true) => format!("nothing that {} articles have differs", args.min_articles.max(2)),
        (false, false) => format!("no words stand in {} articles", args.min_articles.max(2)),
    });
    if nothing_matches && !files.is_empty() {
        let names: Vec<String> = files.iter().map(|name| shell_word(name)).collect();
        context.hint(format!(
            "`compare` takes a query and looks into the store; add the files first: verbatim add {}",
            names.join(" ")
        ));
    } else if nothing_matches {
        query_args::hint_for_nothing(&args.query, context);
    }
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, when the store cannot be read, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let query = query_args::query(&args.query, context)?;
    let (catalog, index, problems) = load_for_search(context)?;
    let mut matches: Vec<_> = search(&catalog, &index, &query).iter().collect();
    matches.sort_unstable();
    let versions = Versions::of(&catalog, &matches, &AtomicBool::new(false)).unwrap_or_default();
    let wanted = |group: &&VersionGroup| {
        group.articles() >= args.min_articles.max(2) && (!args.differing || group.differs(&catalog))
    };
    let groups: Vec<Group<'_>> =
        versions.groups().iter().filter(wanted).map(|group| Group::new(&catalog, group)).collect();
    let default = if context.stdout_is_terminal { ComparisonFormat::Table } else { ComparisonFormat::Ndjson };
    let format = args.format.unwrap_or(default);
    let mut out = if format == ComparisonFormat::Table { context.colored_out() } else { context.out() };
    write(&groups, format, context.layout(), &mut out)?;
    out.flush()?;
    tell(&problems, context);
    if groups.is_empty() {
        say_nothing(&args, matches.is_empty(), context);
    }
    Ok(match (problems.is_empty(), groups.is_empty()) {
        (false, _) => Outcome::BadInput,
        (true, true) => Outcome::NothingMatched,
        (true, false) => Outcome::Done,
    })
}
