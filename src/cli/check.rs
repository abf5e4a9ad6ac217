//! `verbatim check`: verifies the store.

use std::io::Write;

use super::{Context, Error, Outcome};
use crate::store::{self, Mode};
use crate::text::{counted, number};

/// The arguments of `check`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
Checks that every quotation stands verbatim in its article at its place, that ids are unique, and that speakers are \
listed where an article lists any. Problems go to stdout, one per line, with file, line and column; the exit code is 1 \
when there are any.

Examples:
  verbatim check
  verbatim check --fix")]
pub struct Args {
    /// Correct wrong places by the words, their marks and their neighbors; doubtful cases are reported and left alone.
    #[arg(long)]
    pub fix: bool,
}

/// Runs the verb.
///
/// # Errors
/// When the store cannot be read, or what was fixed cannot be saved.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let mode = if args.fix { Mode::Save } else { Mode::DryRun };
    let checked = store::check(&context.saved("it cannot be checked")?, mode)?;
    let mut out = context.out();
    for problem in &checked.problems {
        writeln!(out, "{problem}")?;
    }
    for problem in &checked.fixed {
        writeln!(out, "{problem}: fixed")?;
    }
    out.flush()?;
    let mut said = format!(
        "{} of {} in {} verified",
        number(checked.verified),
        counted(checked.quotations, "quotation"),
        counted(checked.articles, "article")
    );
    for (count, what) in [
        (checked.unverified, "cannot be verified because their article has no text"),
        (checked.gone, "known to be gone"),
        (checked.fixed.len(), "fixed"),
    ] {
        if count > 0 {
            said.push_str(&format!("; {} {what}", number(count)));
        }
    }
    if !checked.problems.is_empty() {
        said.push_str(&format!("; {}", counted(checked.problems.len(), "problem")));
    }
    context.say(said);
    Ok(if checked.problems.is_empty() { Outcome::Done } else { Outcome::Problems })
}
