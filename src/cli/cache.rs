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
Each line holds megabytes, days since the last use, and the store, separated by tabs; on a terminal they are aligned. \
What is not used for 30 days is removed. Clearing the cache loses nothing: it is made again from the stores.

Examples:
  verbatim cache
  verbatim cache --clear")]
pub struct Args {
    /// Remove everything from the cache.
    #[arg(long)]
    clear: bool,
}

/// Runs the verb.
///
/// # Errors
/// When something cannot be removed, and when stdout cannot be written to.
pub fn run(args: &Args, context: &Context) -> Result<Outcome, Error> {
    let Some(cache) = context.cache.clone().or_else(cache) else {
        return Err(
            Error::usage("the cache is turned off").hint("unset VERBATIM_CACHE, which is `off` in the environment")
        );
    };
    if args.clear {
        let (stores, bytes) =
            cache.clear().map_err(|error| Error::usage(format!("cannot clear the cache: {error}")))?;
        context.say(format!("removed {} MB kept for {}", megabytes(bytes), counted(stores, "store")));
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
        print_rows(&mut out, ["Megabytes", "Days since last use", "Store"], &rows, context)?;
        context.say(format!("the cache is in {}", cache.folder().display()));
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
