//! `verbatim verify`: holds the quotations of a draft against the articles of a store, or against sources that are named.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::Write;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use sha2::{Digest, Sha256};

use super::load_store::{load, load_for_search, tell};
use super::{Context, Error, Outcome, query_args};
use crate::article::Metadata;
use crate::export::verification::{Report, ReportFormat, write};
use crate::query::search;
use crate::read::{Input, pending_articles};
use crate::store::Document;
use crate::verify::against::{Compared, Selection, document};
use crate::verify::{Draft, Searcher, findings};

/// The arguments of `verify`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim verify draft.md
  verbatim verify draft.md --against interview.txt
  verbatim verify draft.md --format html >checked.html
  verbatim verify --strict - <draft.md

Verdicts: verbatim (an article has exactly these words), abridged (exactly these but for marked gaps and [insertions]), \
altered (words differ without a mark), missing (no article has them).

The exit code is 0 when every passage holds: verbatim or abridged, nothing left out that changes its meaning, and \
its speaker agrees or is not named; 1 otherwise; 2 for unreadable input and an empty store.")]
pub struct Args {
    /// Drafts, in any format that `add` reads, or - for standard input.
    #[arg(value_name = "DRAFT", required = true, value_hint = clap::ValueHint::AnyPath)]
    drafts: Vec<OsString>,

    /// Compare with this source alone: a stored article's id, or anything that `add` reads [repeatable].
    #[arg(long, value_name = "SOURCE")]
    against: Vec<OsString>,

    /// Do not compare with stored quotations that match this query.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    except: Option<String>,

    /// Accept only speakers that a person confirmed.
    #[arg(long)]
    strict: bool,

    /// How to print the report [default: a block per passage on a terminal, a line per passage in a pipe].
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<ReportFormat>,
}

fn format_parser() -> impl TypedValueParser<Value = ReportFormat> {
    PossibleValuesParser::new(ReportFormat::ALL.map(|(_, name)| name)).map(|name| {
        ReportFormat::ALL
            .into_iter()
            .find(|(_, known)| *known == name)
            .map_or(ReportFormat::Lines, |(format, _)| format)
    })
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, when nothing can be compared with, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let default = if context.stdout_is_terminal { ReportFormat::Table } else { ReportFormat::Lines };
    let format = args.format.unwrap_or(default);
    let sources = sources(&args.against, context)?;
    let excepted = match &args.except {
        Some(query) => excepted(query, context)?,
        None => HashSet::new(),
    };
    let mut out = if format == ReportFormat::Table { context.colored_out() } else { context.out() };
    let mut outcome = Outcome::Done;
    let inputs: Vec<Input> = args.drafts.into_iter().map(Input::from).collect();
    for pending in pending_articles(inputs, Metadata::default()) {
        let loaded = match pending.and_then(|pending| pending.read()) {
            Ok(loaded) => loaded,
            Err(error) => {
                let error = Error::from(error);
                if let Error::Message { message, hint } = &error {
                    context.say(message);
                    hint.iter().for_each(|hint| context.hint(hint));
                }
                outcome = Outcome::BadInput;
                continue;
            }
        };
        let name = loaded.place.clone();
        let draft = Draft::of_file(loaded);
        let (compared, against) = compare(&draft, &sources, &excepted, context)?;
        if compared.articles == 0 {
            return Err(Error::usage("there is no article to compare with")
                .hint("`verbatim add INPUT…` adds articles to the store; `--against SOURCE` names one"));
        }
        let findings = findings(&draft, compared.found, &compared.registry);
        let report = Report {
            name: &name,
            sha256: hex(&Sha256::digest(draft.article.text.as_bytes())),
            draft: &draft,
            findings: &findings,
            against,
            articles: compared.articles,
            without_text: compared.without_text,
            left_out: &compared.left_out,
            date: jiff::Timestamp::now().to_string().chars().take(10).collect(),
            strict: args.strict,
        };
        write(&report, format, context.layout(), &mut out)?;
        if format == ReportFormat::Lines {
            out.flush()?;
            context.say(format!("{}; {}", report.summary(), report.verdicts()));
            if !compared.left_out.is_empty() {
                context.say(format!("left out as the draft itself: {}", compared.left_out.join(", ")));
            }
        }
        let problem = findings.iter().any(|finding| report.is_problem(finding)) || !draft.unpaired.is_empty();
        if problem && outcome == Outcome::Done {
            outcome = Outcome::Problems;
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What `--against` names.
#[derive(Default)]
struct Sources {
    named: bool,
    /// Ids of stored articles.
    ids: HashSet<String>,
    documents: Vec<Document>,
}

/// Reads what `--against` names. What is no file, folder or link is the id of a stored article.
fn sources(against: &[OsString], context: &Context) -> Result<Sources, Error> {
    let mut sources = Sources { named: !against.is_empty(), ..Sources::default() };
    for source in against {
        let word = source.to_string_lossy();
        let is_input = word == "-" || word.contains("://") || std::path::Path::new(source).exists();
        if !is_input {
            sources.ids.insert(word.into_owned());
            continue;
        }
        for pending in pending_articles(vec![Input::from(source.clone())], Metadata::default()) {
            let loaded = pending.and_then(|pending| pending.read()).map_err(Error::from)?;
            sources.documents.push(document(loaded.article, loaded.name));
        }
    }
    if !sources.ids.is_empty() {
        let (catalog, _) = load(context)?;
        if let Some(unknown) = sources.ids.iter().find(|id| catalog.find_article(id).is_none()) {
            return Err(Error::usage(format!("there is no file and no stored article called {unknown}"))
                .hint("`verbatim articles` lists the stored ones"));
        }
    }
    Ok(sources)
}

/// The quotations that `--except` leaves out: article and id.
fn excepted(query: &str, context: &Context) -> Result<HashSet<(String, String)>, Error> {
    let query = query_args::query(&[query.to_owned()], context)?;
    let (catalog, index, problems) = load_for_search(context)?;
    tell(&problems, context);
    let matches = search(&catalog, &index, &query);
    let left_out = matches.iter().map(|ix| {
        let quotation = catalog.quotation(ix);
        (catalog.article(quotation.article()).id().to_owned(), quotation.id().to_owned())
    });
    Ok(left_out.collect())
}

fn compare(
    draft: &Draft,
    sources: &Sources,
    excepted: &HashSet<(String, String)>,
    context: &Context,
) -> Result<(Compared, String), Error> {
    let searcher = Searcher::new(draft);
    let mut compared = Compared::default();
    let selection = Selection { only: sources.named.then_some(&sources.ids), except: Some(excepted) };
    let mut against = "the named sources".to_owned();
    compared.add_documents(&searcher, &sources.documents, selection);
    if !sources.named || !sources.ids.is_empty() {
        let location = context.saved("a draft can be checked against it once it is saved")?;
        compared.add_store(&searcher, &location, context.cache.as_ref(), selection)?;
        tell(&compared.problems, context);
        if !sources.named {
            against = location.path().display().to_string();
        }
    }
    Ok((compared, against))
}
