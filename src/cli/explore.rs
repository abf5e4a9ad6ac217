//! `verbatim [STORE]`: opens the explorer. Where stdout is no terminal there is nothing to explore in, and it prints
//! what `list` prints.

use std::io::Read as _;
use std::path::Path;

use super::{Context, Error, Outcome, list, suggest};
use crate::store;
use crate::tui;

/// Opens the explorer, filtered by `query`. Asked for on the command line, the one for screen readers does without a
/// terminal.
///
/// # Errors
/// When the store cannot be found or read, the query cannot be understood, or there is no terminal.
pub fn run(query: Option<String>, spoken: bool, context: &Context) -> Result<Outcome, Error> {
    if !context.stdout_is_terminal && !spoken {
        return list::run(list::Args { query: query.into_iter().collect(), ..list::Args::default() }, context);
    }
    let options = if context.store.as_deref() == Some(Path::new("-")) {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| Error::usage(format!("cannot read stdin: {error}")))?;
        let piped = store::load_reader(bytes.as_slice())?;
        if piped.0.is_empty() {
            suggest::check_piped(&bytes)?;
        }
        tui::Options { piped: Some(piped), query, ..tui::Options::default() }
    } else {
        tui::Options {
            location: Some(context.location()?),
            query,
            cache: context.cache.clone(),
            ..tui::Options::default()
        }
    };
    let asked = options.query.clone().unwrap_or_default();
    let run = if context.screen_reader { tui::line_mode::run } else { tui::run };
    let ended = run(options).map(|ended| match ended {
        tui::Ended::Left => Outcome::Done,
        tui::Ended::BySignal(number) => Outcome::Signal(number),
    });
    ended.map_err(|error| match error {
        tui::Error::Query(error) => {
            let wrong = Error::usage(format!("{error}\n{}", error.drawn(&asked)));
            match error.hint {
                Some(hint) => wrong.hint(hint),
                None => wrong,
            }
        }
        error => Error::usage(error.to_string()),
    })
}
