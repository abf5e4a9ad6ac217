//! `verbatim check`: proves the store.

use std::io::Write;

use super::{Context, Error, Outcome};
use crate::store::{self, Mode};
use crate::text::counted;

/// The arguments of `check`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
Proves that every quotation stands verbatim in its article at its place, that ids are unique, and that speakers are \
listed where an article lists any. Problems go to stdout, one a line, with file, line and column; the exit code is 1 \
when there are any.

Examples:
  verbatim check
  verbatim check --fix")]
pub struct Args {
    /// Find places that are wrong anew, by the words, their marks and their neighbours; a doubt is left and told.
    #[arg(long)]
    pub fix: bool,
}

/// Runs the verb.
///
/// # Errors
/// When the store cannot be read, or what was mended cannot be saved.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let mode = if args.fix { Mode::Save } else { Mode::DryRun };
    let checked = store::check(&context.saved("it cannot be checked")?, mode)?;
    let mut out = context.out();
    for problem in &checked.problems {
        writeln!(out, "{problem}")?;
    }
    for problem in &checked.mended {
        writeln!(out, "{problem}: mended")?;
    }
    out.flush()?;
    let mut said = format!(
        "{} of {} in {} proved",
        checked.proved,
        counted(checked.quotations, "quotation"),
        counted(checked.articles, "article")
    );
    for (count, what) in [
        (checked.unproved, "unproved, for their article has no text"),
        (checked.gone, "known to be gone"),
        (checked.mended.len(), "mended"),
        (checked.problems.len(), if checked.problems.len() == 1 { "problem" } else { "problems" }),
    ] {
        if count > 0 {
            said.push_str(&format!("; {count} {what}"));
        }
    }
    context.say(said);
    Ok(if checked.problems.is_empty() { Outcome::Done } else { Outcome::Problems })
}
