//! `verbatim extract`: prints the quotations of articles, touching no store.

use std::io::Write;

use super::reading::{ReadingArgs, each_article};
use super::{Context, Error, Outcome};
use crate::export::ndjson;

/// The arguments of `extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How the quotations are printed.
    #[arg(long, value_name = "FORMAT", default_value = "ndjson")]
    format: Format,

    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// One JSON object a line.
    Ndjson,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let mut out = context.out();
    let Format::Ndjson = args.format;
    let report = each_article(
        args.reading,
        |loaded, extraction| {
            let name = loaded.article.meta.id.clone().unwrap_or(loaded.name);
            let mut lines = Vec::new();
            ndjson::write_extraction(&mut lines, &name, &loaded.article, &extraction).map(|()| lines)
        },
        |lines| Ok(out.write_all(&lines?)?),
    )?;
    out.flush()?;
    Ok(report.tell(context))
}
