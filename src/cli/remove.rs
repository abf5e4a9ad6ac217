//! `verbatim remove`: takes articles out of the store, with everything that was filed of them.

use super::{Context, Error, Outcome, completions};
use crate::store::{self, StoreError};
use crate::text::counted;

/// The arguments of `remove`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
An article's quotations go with it, and so do their stars, tags and notes. `verbatim articles` lists the ids.

Examples:
  verbatim remove trump-invites-petro-to-the-white-house")]
pub struct Args {
    /// The ids of the articles.
    #[arg(value_name = "ARTICLE", required = true, add = completions::of_article())]
    pub articles: Vec<String>,
}

/// Runs the verb.
///
/// # Errors
/// When one of the articles is not there (nothing is taken out then), or the store cannot be saved.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let removed = match store::remove(&context.saved("nothing can be removed from it")?, &args.articles) {
        Err(error @ StoreError::NoArticle(_)) => {
            return Err(Error::from(error).hint("`verbatim articles` lists the ids; nothing was removed"));
        }
        removed => removed?,
    };
    context.say(format!("{} removed", counted(removed, "article")));
    Ok(Outcome::Done)
}
