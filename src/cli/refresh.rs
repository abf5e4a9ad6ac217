//! `verbatim refresh`: extracts the stored texts again.

use std::collections::HashSet;
use std::io::Write;

use super::{Context, Error, Outcome, completions, query_args, refetch};
use crate::export::flat;
use crate::query::{Index, search};
use crate::store::{self, Catalog, ChangeKind, Mode, Refreshed, Renewal};
use crate::text::{counted, number};

/// The arguments of `refresh`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
Evidence is renewed, and so is everything that nobody edited. What people decided stays, and a confirmed quotation is \
not changed at all: where the new evidence differs, the line begins with ! and `is:disputed` finds the quotation. A \
quotation has the words that its article has at its place; other words are replaced, and printed. With a query, only \
articles that have a matching quotation are extracted.

With --fetch, articles that have an address are fetched again, one after another. Changes to their quotations are \
printed with the dates of both texts; the store takes the new text and keeps the earlier one under `revisions`. The \
exit code is 1 when words changed.

Examples:
  verbatim refresh --dry-run
  verbatim refresh 'confidence:..0.7'
  verbatim refresh 'article:petro'
  verbatim refresh --indirect 'article:petro'
  verbatim refresh --fetch --format markdown 'outlet:lamp'")]
pub struct Args {
    /// Print what would change and change nothing.
    #[arg(long)]
    pub dry_run: bool,

    /// Fetch the articles again from their addresses, and print the quotations that changed, are new or are gone.
    #[arg(long)]
    pub fetch: bool,

    /// How to print the changes of fetched articles.
    #[arg(long, value_name = "FORMAT", default_value = "table", requires = "fetch")]
    pub format: refetch::Format,

    /// Also look for speech that is reported without quotation marks.
    #[arg(long, conflicts_with = "fetch")]
    pub indirect: bool,

    /// No longer look for speech that is reported without quotation marks, and remove what was found of it, except what
    /// somebody reviewed, edited, starred, tagged or annotated.
    #[arg(long, conflicts_with_all = ["indirect", "fetch"])]
    pub no_indirect: bool,

    /// Which articles: all the words are one query.
    #[arg(value_name = "QUERY", add = completions::of_query())]
    pub query: Vec<String>,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, and when the store cannot be read or saved.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let mode = if args.dry_run { Mode::DryRun } else { Mode::Save };
    let indirect = (args.indirect || args.no_indirect).then_some(args.indirect);
    let location = context.saved("it cannot be refreshed")?;
    if args.fetch {
        let (catalog, _) = store::load(&location)?;
        let wanted = if args.query.is_empty() { None } else { Some(matching(&args.query, &catalog, context)?) };
        if wanted.as_ref().is_some_and(HashSet::is_empty) {
            return Ok(Outcome::NothingMatched);
        }
        let wanted = |id: &str| wanted.as_ref().is_none_or(|wanted| wanted.contains(id));
        return refetch::run(&catalog, &location, wanted, (mode, args.format), context);
    }
    let refreshed = if args.query.is_empty() {
        store::refresh(&location, mode, indirect, |_| true)?
    } else {
        let (catalog, _) = store::load(&location)?;
        let wanted = matching(&args.query, &catalog, context)?;
        if wanted.is_empty() {
            return Ok(Outcome::NothingMatched);
        }
        store::refresh(&location, mode, indirect, |id| wanted.contains(id))?
    };
    let mut out = context.out();
    for article in &refreshed {
        for change in &article.changes {
            writeln!(out, "{}", line(&article.article, change))?;
        }
    }
    out.flush()?;
    let problems: Vec<_> = refreshed.iter().filter_map(|article| article.problem.as_ref()).collect();
    for problem in &problems {
        context.say(problem.to_string());
    }
    context.say(summary(&refreshed, mode));
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::BadInput })
}

/// The articles with a quotation that matches the words of a query.
fn matching(words: &[String], catalog: &Catalog, context: &Context) -> Result<HashSet<String>, Error> {
    let query = query_args::query(words, context)?;
    let mut index = Index::default();
    index.update(catalog);
    let matches = search(catalog, &index, &query);
    Ok(matches.iter().map(|ix| catalog.article(catalog.quotation(ix).article()).id().to_owned()).collect())
}

/// `~ article/id  “words”  before → after`; where the words are others, those before too.
fn line(article: &str, change: &Renewal) -> String {
    let Renewal { quotation, text, before, after, evidence, replaced, what } = change;
    let nobody = "nobody".to_owned();
    let (before, after) = (before.as_ref().unwrap_or(&nobody), after.as_ref().unwrap_or(&nobody));
    let (sign, said) = match what {
        ChangeKind::New => ('+', after.clone()),
        ChangeKind::Gone => ('-', format!("{before}, gone")),
        ChangeKind::Removed => ('-', format!("{before}, removed")),
        ChangeKind::Speaker => ('~', format!("{before} → {after}")),
        ChangeKind::Disputed if evidence == &change.after => {
            ('!', format!("{after} confirmed, a different kind or place found"))
        }
        ChangeKind::Disputed => ('!', format!("{after} confirmed, {} found", evidence.as_ref().unwrap_or(&nobody))),
        ChangeKind::Words => ('~', format!("{after}, words")),
        ChangeKind::Evidence => ('=', format!("{after}, evidence")),
    };
    let text = match replaced {
        Some(replaced) => format!("“{replaced}” → “{text}”"),
        None => format!("“{text}”"),
    };
    flat(&format!("{sign} {article}/{quotation}  {text}  {said}"))
}

fn summary(refreshed: &[Refreshed], mode: Mode) -> String {
    let count = |what: ChangeKind| {
        refreshed.iter().flat_map(|article| &article.changes).filter(|change| change.what == what).count()
    };
    let changed = refreshed.iter().filter(|article| !article.changes.is_empty()).count();
    let said = format!(
        "{} extracted, {} {}",
        counted(refreshed.len(), "article"),
        number(changed),
        if mode == Mode::Save { "changed" } else { "would change" },
    );
    let parts: Vec<String> = [
        (ChangeKind::New, "new"),
        (ChangeKind::Speaker, "with another speaker"),
        (ChangeKind::Words, "with other words"),
        (ChangeKind::Gone, "gone"),
        (ChangeKind::Removed, "removed"),
        (ChangeKind::Disputed, "confirmed but disputed (is:disputed)"),
        (ChangeKind::Evidence, "with other evidence"),
    ]
    .into_iter()
    .filter_map(|(what, words)| Some(count(what)).filter(|&count| count > 0).map(|count| (count, words)))
    .map(|(count, words)| format!("{} {words}", number(count)))
    .collect();
    if parts.is_empty() { said } else { format!("{said}: {}", parts.join(", ")) }
}
