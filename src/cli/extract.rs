//! `verbatim extract`: prints the quotations of articles, touching no store.

use super::reading::{ReadingArgs, each_article};
use super::{Context, Error, Outcome, format};
use crate::export::{Format, Fragment, Row, Writer};
use crate::read::Loaded;
use crate::store::ids;

/// The arguments of `extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How the quotations are printed.
    #[arg(long, value_name = "FORMAT", default_value = "ndjson", value_parser = format::parser())]
    format: Format,

    #[command(flatten)]
    reading: ReadingArgs,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let (format, layout) = (args.format, context.layout());
    let mut writer = Writer::new(format, layout, context.out());
    let report = each_article(
        args.reading,
        context,
        |mut loaded, extraction| {
            loaded.article.meta.id = Some(name(&loaded));
            Fragment::new(format, layout, Row::of_extraction(&loaded.article, &extraction))
        },
        |fragment| match fragment {
            Some(fragment) => Ok(writer.fragment(&fragment?)?),
            None => Ok(writer.flush()?),
        },
    )?;
    writer.finish()?;
    Ok(report.tell(context))
}

/// What an article is called where no store gives it a name: its id, else what a store would make of its title, else
/// the stem of its file as it stands.
fn name(loaded: &Loaded) -> String {
    let meta = &loaded.article.meta;
    let of_title = || meta.title.as_deref().map(ids::slug).filter(|slug| !slug.is_empty());
    meta.id.clone().or_else(of_title).unwrap_or_else(|| loaded.name.clone())
}
