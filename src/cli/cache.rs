//! `verbatim cache`: shows what is kept to open stores quickly, and clears it.

use std::io::Write;
use std::time::SystemTime;

use super::articles::print_rows;
use super::context::cache;
use super::{Context, Error, Outcome};
use crate::export::flat;
use crate::text::counted;

/// The arguments of `cache`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Each line: megabytes, days since it was used, store, with tabs between them; aligned on a terminal. What was not used
for 30 days goes by itself. Nothing is lost with the cache: it is made from the stores again.

Examples:
  verbatim cache
  verbatim cache --clear")]
pub struct Args {
    /// Remove everything that is kept.
    #[arg(long)]
    clear: bool,
}

/// Runs the verb.
///
/// # Errors
/// When something cannot be removed, and when stdout cannot be written to.
pub fn run(args: &Args, context: &Context) -> Result<Outcome, Error> {
    let Some(cache) = context.cache.clone().or_else(cache) else {
        return Err(Error::usage("the cache is turned off").hint("VERBATIM_CACHE=off is set in the environment"));
    };
    if args.clear {
        let (stores, bytes) =
            cache.clear().map_err(|error| Error::usage(format!("cannot clear the cache: {error}")))?;
        context.say(format!("removed {} MB of {}", megabytes(bytes), counted(stores, "store")));
        return Ok(Outcome::Done);
    }
    let now = SystemTime::now();
    let rows: Vec<[String; 3]> = cache
        .stores()
        .iter()
        .map(|cached| {
            let days = now.duration_since(cached.used).map_or(0, |unused| unused.as_secs() / (24 * 60 * 60));
            let store = cached.store.as_ref().map(|store| flat(&store.to_string_lossy()));
            [megabytes(cached.bytes), days.to_string(), store.unwrap_or_else(|| "(not readable)".to_owned())]
        })
        .collect();
    let mut out = context.out();
    if context.stdout_is_terminal {
        print_rows(&mut out, ["Megabytes", "Days since it was used", "Store"], &rows, context)?;
        context.say(format!("kept in {}", cache.folder().display()));
    } else {
        for row in &rows {
            writeln!(out, "{}", row.join("\t"))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
