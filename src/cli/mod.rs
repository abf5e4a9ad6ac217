//! The command line: one file per verb; errors to hints and exit codes.
//!
//! A verb's file holds its `Args` (their comments are the help) and
//! `pub fn run(args, context) -> Result<Outcome, Error>`; to add one, add a variant to [`Command`] and an arm to
//! `run`. Results go to stdout through [`Context::out`], everything else to stderr through [`Context::say`].
//! Only this layer prints, and only this layer knows exit codes.

mod add;
mod argv;
mod article_inputs;
mod articles;
mod cache;
mod check;
mod compare;
mod completions;
mod context;
mod error;
mod explore;
mod extract;
mod format;
mod input_options;
mod list;
mod load_store;
mod man;
mod metadata;
mod output;
mod pipeline;
mod progress;
mod query_args;
mod refetch;
mod refresh;
mod remove;
mod set;
mod speakers;
mod stats;
mod suggest;
mod text;
mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::store::{LockHolder, LockPolicy, set_lock_policy};

pub use context::Context;
pub use error::{Error, Outcome};

/// Explore who said what, where, and exactly how.
#[derive(Debug, Parser)]
#[command(name = "verbatim", version, about, disable_help_subcommand = true)]
#[command(override_usage = "verbatim [STORE] [--query QUERY]\n       verbatim COMMAND …")]
#[command(after_long_help = "\
Examples:
  verbatim
  verbatim quotes.yaml --query 'speaker:trump drugs'
  verbatim extract article.txt | verbatim -")]
pub struct Cli {
    /// The store to explore: a YAML file, a folder of them, or - for standard input.
    ///
    /// Without it, $VERBATIM_STORE, else ./quotes.yaml, else quotes.yaml in the XDG data folder.
    #[arg(value_name = "STORE", value_hint = clap::ValueHint::AnyPath)]
    pub explored: Option<PathBuf>,

    /// Show only what matches, as `verbatim list QUERY` does.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub query: Option<String>,

    /// The store: a YAML file, or a folder of them.
    #[arg(long, value_name = "PATH", global = true, value_hint = clap::ValueHint::AnyPath)]
    pub store: Option<PathBuf>,

    /// How long to wait for a store that another program is writing to, in seconds [default: 30; explorer: 3].
    #[arg(long, value_name = "SECONDS", global = true, value_parser = clap::value_parser!(u32).range(..=86_400))]
    pub lock_wait: Option<u32>,

    /// Bypass the cache and read everything from the store, as VERBATIM_CACHE=off does.
    #[arg(long, global = true)]
    pub no_cache: bool,

    /// Write for a screen reader: lines of plain text, nothing drawn or rewritten.
    ///
    /// VERBATIM_SCREEN_READER=1 and `screen_reader: true` in config.yaml do the same.
    #[arg(long, global = true)]
    pub screen_reader: bool,

    /// What to do; without a command the explorer opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The verbs, in the order of the help.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and add their quotations to the store.
    Add(add::Args),
    /// Print the quotations of articles, without a store.
    Extract(extract::Args),
    /// Print articles as they were read, with their metadata.
    Text(text::Args),
    /// Print the store's quotations that match a query.
    List(list::Args),
    /// List the articles of the store.
    Articles(articles::Args),
    /// Change details of stored articles, or import a coded table.
    Set(set::Args),
    /// Remove articles from the store.
    Remove(remove::Args),
    /// Extract the stored articles again, and print what changed.
    Refresh(refresh::Args),
    /// Check that every quotation in the store stands verbatim in its article, at its place.
    Check(check::Args),
    /// Check the quotations of a draft against the stored articles.
    Verify(verify::Args),
    /// Find the same words in different articles.
    Compare(compare::Args),
    /// Show who is quoted, and how often.
    Stats(stats::Args),
    /// List, merge and rename speakers across articles.
    Speakers(speakers::Args),
    /// Show or clear the cache that opens stores quickly.
    Cache(cache::Args),
    /// Print shell completions.
    Completions(completions::Args),
    /// Print the manual page.
    Man(man::Args),
}

/// Parses the command line, calls the verb and reports; the exit code is what the program ends with.
#[must_use]
pub fn main() -> ExitCode {
    completions::answer();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match parse(arguments.clone()) {
        Ok(cli) => cli,
        Err(error) => {
            let context = Context::new(None);
            match suggest::instead_of(&Cli::command(), &arguments, &error) {
                Some(meant) => return context.report(Err(meant)),
                None => return report_usage(&error, &context),
            }
        }
    };
    let context = Context::new(cli.store.clone().or_else(|| cli.explored.clone()));
    let context = if cli.no_cache { context } else { context.with_cache() };
    let context = context.for_screen_reader(cli.screen_reader);
    set_lock_policy(lock_policy(&cli));
    let result = suggest::check(&Cli::command(), &cli, &arguments).and_then(|()| run(cli, &context));
    context.report(result)
}

/// Prints what clap has to say: help and version on stdout, with exit code 0, anything else on stderr.
fn report_usage(error: &clap::Error, context: &Context) -> ExitCode {
    if !error.use_stderr() {
        // Made of this program's own words alone; nobody is helped by an error of printing it.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    context.write_error(&error.render().to_string());
    Outcome::BadInput.into()
}

/// How long to wait for a locked store. The explorer shows itself whom it waits for, and tries again.
fn lock_policy(cli: &Cli) -> LockPolicy {
    let explores = cli.command.is_none();
    let wait = cli.lock_wait.unwrap_or(if explores { 3 } else { 30 });
    let say: fn(&Path, Option<&LockHolder>) = |store, holder| {
        let holder = holder.map_or_else(|| "another program".to_owned(), ToString::to_string);
        Context::new(None).say(format!("waiting for {holder}, which holds the lock of {}", store.display()));
    };
    LockPolicy { wait: Duration::from_secs(wait.into()), on_wait: if explores { |_, _| {} } else { say } }
}

/// Parses `arguments`, the name of the program first.
///
/// # Errors
/// What clap says of them, help and version included.
pub fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let command = Cli::command();
    let mut arguments = argv::help_last(arguments);
    if let Some(program) = arguments.first_mut() {
        // Whatever name it was started by, help and usage say this one.
        *program = "verbatim".into();
    }
    let matches = command.clone().try_get_matches_from(argv::options_first(&command, arguments))?;
    Cli::from_arg_matches(&matches)
}

fn run(cli: Cli, context: &Context) -> Result<Outcome, Error> {
    match cli.command {
        Some(Command::Add(args)) => add::run(args, context),
        Some(Command::Extract(args)) => extract::run(args, context),
        Some(Command::Text(args)) => text::run(args, context),
        Some(Command::List(args)) => list::run(args, context),
        Some(Command::Articles(args)) => articles::run(args, context),
        Some(Command::Set(args)) => set::run(args, context),
        Some(Command::Remove(args)) => remove::run(args, context),
        Some(Command::Refresh(args)) => refresh::run(args, context),
        Some(Command::Check(args)) => check::run(args, context),
        Some(Command::Verify(args)) => verify::run(args, context),
        Some(Command::Compare(args)) => compare::run(args, context),
        Some(Command::Stats(args)) => stats::run(args, context),
        Some(Command::Speakers(args)) => speakers::run(args, context),
        Some(Command::Cache(args)) => cache::run(&args, context),
        Some(Command::Completions(args)) => completions::run(&args, context),
        Some(Command::Man(args)) => man::run(&args, context),
        None => explore::run(cli.query, cli.screen_reader, context),
    }
}
