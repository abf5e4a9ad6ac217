//! `verbatim verify`: holds the quotations of a draft against the articles of a store, or against sources that are named.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::Write;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use sha2::{Digest, Sha256};

use super::load_store::{load, tell};
use super::{Context, Error, Outcome, query_args};
use crate::article::{Article, Metadata};
use crate::export::verification::{Report, ReportFormat, write};
use crate::extract;
use crate::query::{Index, search};
use crate::read::{Input, Loaded, pending_articles};
use crate::store::{Document, Registry, scan_documents};
use crate::verify::{Draft, Found, Searcher, findings};

/// The arguments of `verify`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  verbatim verify draft.md
  verbatim verify draft.md --against interview.txt
  verbatim verify draft.md --format html >checked.html
  verbatim verify --strict - <draft.md

Verdicts: verbatim (the words stand so in an article), abridged (but for marked gaps and [insertions]), altered (words
differ without a mark), missing (no article has them).

The exit code is 0 when every passage holds: verbatim or abridged, nothing left out that turns its meaning, and its
speaker agrees or is not named; 1 otherwise; 2 for unreadable input and an empty store.")]
pub struct Args {
    /// Drafts, in any format that `add` reads, or - for standard input.
    #[arg(value_name = "DRAFT", required = true, value_hint = clap::ValueHint::AnyPath)]
    drafts: Vec<OsString>,

    /// Compare with this source alone: a stored article's id, or anything that `add` reads. May be given several times.
    #[arg(long, value_name = "SOURCE")]
    against: Vec<OsString>,

    /// Do not compare with the quotations that match.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    except: Option<String>,

    /// Accept only speakers that a person confirmed.
    #[arg(long)]
    strict: bool,

    /// How the report is printed; else a block per passage on a terminal, and a line per passage into a pipe.
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
    let mut out = if format == ReportFormat::Table { context.coloured_out() } else { context.out() };
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
        let draft = draft(loaded);
        let compared = compare(&draft, &sources, &excepted, context)?;
        if compared.articles == 0 {
            return Err(Error::usage("there is no article to compare with")
                .hint("`verbatim add INPUT…` files articles in the store; `--against SOURCE` names one"));
        }
        let findings = findings(&draft, compared.found, &compared.registry);
        let report = Report {
            name: &name,
            sha256: hex(&Sha256::digest(draft.article.text.as_bytes())),
            draft: &draft,
            findings: &findings,
            against: compared.against,
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

/// The draft of an input, its lines counted as in the file: front matter is no part of an article's text.
fn draft(loaded: Loaded) -> Draft {
    let mut draft = Draft::new(loaded.article);
    let raw = std::fs::metadata(&loaded.place).is_ok_and(|data| data.is_file() && data.len() < 64 << 20);
    let raw = raw.then(|| std::fs::read_to_string(&loaded.place).ok()).flatten();
    if let Some(raw) = raw.map(|raw| raw.replace("\r\n", "\n"))
        && let Some(before) = raw.strip_suffix(draft.article.text.as_str())
    {
        let lines = before.matches('\n').count();
        draft.passages.iter_mut().for_each(|passage| passage.place.0 += lines);
        draft.unpaired.iter_mut().for_each(|line| *line += lines);
    }
    draft
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

/// An article that stands in no store, as if it did.
fn document(article: Article, name: String) -> Document {
    let found = extract::extract(&article, extract::Options::default());
    let mut meta = article.meta;
    meta.id.get_or_insert(name);
    Document {
        meta,
        text: Some(article.text),
        speakers: found.speakers,
        quotations: found.quotations,
        ..Document::default()
    }
}

/// The quotations that `--except` leaves out: article and id.
fn excepted(query: &str, context: &Context) -> Result<HashSet<(String, String)>, Error> {
    let query = query_args::query(&[query.to_owned()], context)?;
    let (catalog, problems) = load(context)?;
    tell(&problems, context);
    let index = Index::new(&catalog);
    let matches = search(&catalog, &index, &query);
    let left_out = matches.iter().map(|ix| {
        let quotation = catalog.quotation(ix);
        (catalog.article(quotation.article()).id().to_owned(), quotation.id().to_owned())
    });
    Ok(left_out.collect())
}

/// What came of comparing one draft.
#[derive(Default)]
struct Compared {
    found: Vec<(usize, Found)>,
    registry: Registry,
    articles: usize,
    without_text: usize,
    left_out: Vec<String>,
    against: String,
}

/// What is kept of one article.
enum Kept {
    Own(String),
    Places { found: Vec<(usize, Found)>, without_text: bool },
}

fn compare(
    draft: &Draft,
    sources: &Sources,
    excepted: &HashSet<(String, String)>,
    context: &Context,
) -> Result<Compared, Error> {
    let searcher = Searcher::new(draft);
    let keep = |document: Document| keep(&searcher, document, excepted);
    let mut compared = Compared::default();
    let mut kept = Vec::new();
    if sources.named {
        compared.articles = sources.documents.len();
        compared.against = "the named sources".to_owned();
        kept.extend(sources.documents.iter().cloned().filter_map(keep));
    }
    if !sources.named || !sources.ids.is_empty() {
        let location = context.saved("it can be checked against once it is saved")?;
        let only = |document: Document| {
            let id = document.meta.id.as_deref().unwrap_or_default();
            if sources.named && !sources.ids.contains(id) { None } else { keep(document) }
        };
        let scanned = scan_documents(&location, only)?;
        tell(&scanned.problems, context);
        compared.articles += if sources.named { sources.ids.len() } else { scanned.articles };
        if !sources.named {
            compared.against = location.path().display().to_string();
        }
        compared.registry = scanned.registry;
        kept.extend(scanned.kept);
    }
    for one in kept {
        match one {
            Kept::Own(id) => compared.left_out.push(id),
            Kept::Places { found, without_text } => {
                compared.found.extend(found);
                compared.without_text += usize::from(without_text);
            }
        }
    }
    Ok(compared)
}

/// What one article has of a draft; `None` where that is nothing.
fn keep(searcher: &Searcher, mut document: Document, excepted: &HashSet<(String, String)>) -> Option<Kept> {
    let id = document.meta.id.clone().unwrap_or_default();
    if !excepted.is_empty() {
        let all = document.quotations.len();
        document.quotations.retain(|quotation| !excepted.contains(&(id.clone(), quotation.id.clone())));
        if all > 0 && document.quotations.is_empty() {
            return None;
        }
    }
    let without_text = document.text.is_none();
    match searcher.search(&document) {
        None => Some(Kept::Own(id)),
        Some(found) if found.is_empty() && !without_text => None,
        Some(found) => Some(Kept::Places { found, without_text }),
    }
}
