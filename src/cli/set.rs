//! `verbatim set`: changes details of stored articles, and takes coded tables back.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::load_store::{load, load_for_search, tell};
use super::metadata::{DetailArgs, no_date};
use super::{Context, Error, Outcome, completions, query_args};
use crate::article::{ArticleField, Metadata};
use crate::export::flat;
use crate::query::search;
use crate::quotation::Review;
use crate::read::{Doubt, doubts, is_date};
use crate::store::{self, Catalog, Change, DETAILS, DetailValues, DetailsSet, Edit, Mode, StoreError};
use crate::text::counted;
use crate::user::config::Config;
use crate::user::{Folders, reviewer};

/// The arguments of `set`.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
A table for --from is CSV or TSV whose first line names the columns, or NDJSON. Each row names an `article`. Its \
`title`, `url`, `outlet`, `author`, `published` and `language` become details of the article; where it also names a \
quotation by its `id`, its `speaker`, `review`, `tags` (separated by semicolons) and `note` become those of the \
quotation. Other columns are ignored. An empty cell changes nothing; `-` empties the field.

Examples:
  verbatim set trump-invites-petro-to-the-white-house --outlet 'The Lamp' --published 2026-01-12
  verbatim set --query 'outlet:lamp' --outlet 'The Daily Lamp'
  verbatim set trump-invites-petro-to-the-white-house --outlet ''
  verbatim list --format csv >coded.csv; verbatim set --from coded.csv --dry-run")]
pub struct Args {
    /// The ids of the articles.
    #[arg(value_name = "ARTICLE", add = completions::of_article())]
    pub articles: Vec<String>,

    /// Instead of ids: the articles with a matching quotation.
    #[arg(long, value_name = "QUERY", conflicts_with = "articles", allow_hyphen_values = true)]
    pub query: Option<String>,

    /// Take the values from a coded table: CSV, TSV or NDJSON.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["articles", "query"], value_hint = clap::ValueHint::FilePath)]
    pub from: Option<PathBuf>,

    /// Print what would change and change nothing.
    #[arg(long)]
    pub dry_run: bool,

    #[command(flatten)]
    pub details: DetailArgs,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, and when the store or a table cannot be read, or the store cannot be saved.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    let values = args.details.values();
    let mode = if args.dry_run { Mode::DryRun } else { Mode::Save };
    if let Some(table) = &args.from {
        if !values.is_empty() {
            return Err(Error::usage("--from takes all values from the table; leave out the options that set them"));
        }
        return take_table(table, mode, context);
    }
    if values.is_empty() {
        return Err(Error::usage("there is nothing to set").hint("name a detail, for example --outlet 'The Lamp'"));
    }
    if let Some((_, Some(text))) =
        values.iter().find(|(field, text)| *field == ArticleField::Published && !text.as_deref().is_none_or(is_date))
    {
        return Err(no_date(text, "; nothing was changed"));
    }
    if let Some(Doubt { message, value }) = doubtful(&values) {
        return Err(Error::usage(format!("nothing was changed: {message}: “{value}”")));
    }
    let location = context.saved("details cannot be set in it")?;
    let wanted: HashSet<String> = match &args.query {
        Some(query) => matching(query, context)?,
        None if args.articles.is_empty() => {
            return Err(Error::usage("which articles?").hint("name their ids, or give --query or --from"));
        }
        None => args.articles.into_iter().collect(),
    };
    if wanted.is_empty() {
        return Ok(Outcome::NothingMatched);
    }
    if args.query.is_none() {
        // Nothing is done where one of several ids is wrong.
        let found = store::set_details(&location, Mode::DryRun, |id| wanted.contains(id).then(Vec::new))?;
        let found: HashSet<&str> = found.iter().map(|set| set.article.as_str()).collect();
        if let Some(missing) = wanted.iter().find(|id| !found.contains(id.as_str())) {
            return Err(Error::from(StoreError::NoArticle(missing.clone())).hint("`verbatim articles` lists the ids"));
        }
    }
    let set = store::set_details(&location, mode, |id| wanted.contains(id).then(|| values.clone()))?;
    report(&set, 0, mode, context)
}

/// What is wrong with values that are to be set.
fn doubtful(values: &DetailValues) -> Option<Doubt> {
    let mut meta = Metadata::default();
    for (detail, value) in values {
        meta.set(*detail, value.clone());
    }
    doubts(&meta).into_iter().next()
}

/// The articles with a quotation that matches.
fn matching(query: &str, context: &Context) -> Result<HashSet<String>, Error> {
    let query = query_args::query(&[query.to_owned()], context)?;
    let (catalog, index, problems) = load_for_search(context)?;
    tell(&problems, context);
    let matches = search(&catalog, &index, &query);
    Ok(matches.iter().map(|ix| catalog.article(catalog.quotation(ix).article()).id().to_owned()).collect())
}

/// Prints what changed; `edits`: changes of quotations beside them.
fn report(set: &[DetailsSet], edits: usize, mode: Mode, context: &Context) -> Result<Outcome, Error> {
    let mut out = context.out();
    for DetailsSet { article, changes, .. } in set {
        for (detail, before, after) in changes {
            let shown =
                |value: &Option<String>| value.as_deref().map_or_else(|| "none".to_owned(), |v| format!("“{v}”"));
            writeln!(out, "{}", flat(&format!("{article}: {} {} → {}", detail.key(), shown(before), shown(after))))?;
        }
    }
    out.flush()?;
    let changed = set.iter().filter(|set| !set.changes.is_empty()).count();
    let done = if mode == Mode::Save { "changed" } else { "would change" };
    let quotations = if edits > 0 { format!(" and {}", counted(edits, "quotation")) } else { String::new() };
    context.say(format!("{}{quotations} {done}", counted(changed, "article")));
    let problems: Vec<_> = set.iter().filter_map(|set| set.problem.as_ref()).collect();
    for problem in &problems {
        context.say(problem.to_string());
    }
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::BadInput })
}

/// The largest table, in bytes.
const LARGEST_TABLE: u64 = 256 * 1024 * 1024;

/// What rows of a coded table say, by the names of their columns.
type Row = FxHashMap<String, String>;

fn take_table(path: &Path, mode: Mode, context: &Context) -> Result<Outcome, Error> {
    let rows = rows(path)?;
    let location = context.saved("a table cannot be imported into it")?;
    let (catalog, problems) = load(context)?;
    tell(&problems, context);
    let coded = Coded::of(&rows, path, &catalog);
    for problem in &coded.problems {
        context.say(problem);
    }
    let details = &coded.details;
    let set = store::set_details(&location, mode, |id| details.get(id).cloned())?;
    let mut out = context.out();
    for line in &coded.lines {
        writeln!(out, "{}", flat(line))?;
    }
    out.flush()?;
    let mut failed = 0;
    if mode == Mode::Save && !coded.edits.is_empty() {
        let saved = store::save_each(&location, &coded.edits, &|_| {})?;
        failed = saved.failed.len();
        for (edit, error) in &saved.failed {
            let names = edit.of_quotation().map(|edit| format!("{}/{}: ", edit.article, edit.quotation));
            context.say(format!("{}{error}", names.unwrap_or_default()));
        }
    }
    let outcome = report(&set, coded.quotations, mode, context)?;
    Ok(if coded.problems.is_empty() && failed == 0 { outcome } else { Outcome::BadInput })
}

/// What a coded table changes.
#[derive(Debug, Default)]
struct Coded {
    details: BTreeMap<String, DetailValues>,
    edits: Vec<Edit>,
    /// How many quotations the edits are about.
    quotations: usize,
    /// A line for each quotation that changes.
    lines: Vec<String>,
    problems: Vec<String>,
    /// The name that decisions are signed with.
    reviewer: Option<String>,
}

impl Coded {
    fn of(rows: &[(usize, Row)], path: &Path, catalog: &Catalog) -> Self {
        let reviewer = Folders::find().and_then(|folders| Config::load(&folders).reviewer);
        let mut coded = Self { reviewer, ..Self::default() };
        for (line, row) in rows {
            if let Err(problem) = coded.take(row, catalog) {
                coded.problems.push(format!("{}:{line}: {problem}", path.display()));
            }
        }
        coded
    }

    fn take(&mut self, row: &Row, catalog: &Catalog) -> Result<(), String> {
        let article =
            row.get("article").map(|id| id.trim()).filter(|id| !id.is_empty()).ok_or("it has no `article`")?;
        let ix = catalog.find_article(article).ok_or_else(|| format!("the store has no article {article}"))?;
        self.take_details(article, row)?;
        let Some(id) = row.get("id").map(|id| id.trim()).filter(|id| !id.is_empty()) else { return Ok(()) };
        let quotation = catalog.find(article, id).ok_or_else(|| format!("article {article} has no quotation {id}"))?;
        debug_assert_eq!(catalog.quotation(quotation).article(), ix);
        let look = catalog.quotation(quotation);
        let mut changes = Vec::new();
        if let Some(speaker) = value(row, "speaker") {
            let now = look.speaker().map(|speaker| catalog.speaker(speaker).name().to_owned());
            if speaker != now {
                changes.push(Change::Speaker(speaker));
            }
        }
        if let Some(review) = value(row, "review") {
            let review = match review.as_deref() {
                None | Some("unreviewed") => None,
                Some("confirmed") => Some(Review::Confirmed),
                Some("rejected") => Some(Review::Rejected),
                Some(other) => {
                    return Err(format!("“{other}” is not a review: expected confirmed, rejected or unreviewed"));
                }
            };
            if review != look.review() {
                changes.extend(reviewer::decision(look, review, self.reviewer.as_deref()));
            }
        }
        if let Some(tags) = value(row, "tags") {
            let tags: Vec<String> = tags
                .iter()
                .flat_map(|tags| tags.split(';'))
                .map(|tag| tag.trim().to_owned())
                .filter(|tag| !tag.is_empty())
                .collect();
            if !look.tags().eq(tags.iter().map(String::as_str)) {
                changes.push(Change::Tags(tags));
            }
        }
        if let Some(note) = value(row, "note")
            && note.as_deref() != look.note()
        {
            changes.push(Change::Note(note));
        }
        if !changes.is_empty() {
            self.quotations += 1;
            let described: Vec<String> = changes.iter().filter_map(self::described).collect();
            self.lines.push(format!("{article}/{id}: {}", described.join(", ")));
            self.edits.extend(changes.into_iter().map(|change| Edit::new(article, id, change)));
        }
        Ok(())
    }

    fn take_details(&mut self, article: &str, row: &Row) -> Result<(), String> {
        let mut values: DetailValues = Vec::new();
        for detail in DETAILS {
            if let Some(value) = value(row, detail.key()) {
                values.push((detail, value));
            }
        }
        let known = self.details.entry(article.to_owned()).or_default();
        for (detail, value) in values {
            match known.iter().find(|(other, _)| *other == detail) {
                Some((_, other)) if *other == value => {}
                Some(_) => return Err(format!("its `{}` contradicts another row of {article}", detail.key())),
                None => known.push((detail, value)),
            }
        }
        Ok(())
    }
}

/// The value of a column; `None` where it changes nothing, `Some(None)` where it empties.
fn value(row: &Row, key: &str) -> Option<Option<String>> {
    match row.get(key)?.trim() {
        "" => None,
        "-" => Some(None),
        text => Some(Some(text.to_owned())),
    }
}

/// What a change does; nothing where another says it already.
fn described(change: &Change) -> Option<String> {
    let value = |text: &Option<String>| text.as_deref().map_or_else(|| "none".to_owned(), |text| format!("“{text}”"));
    Some(match change {
        Change::Speaker(name) => format!("speaker {}", value(name)),
        Change::Review(review) => format!(
            "review {}",
            match review {
                Some(Review::Confirmed) => "confirmed",
                Some(Review::Rejected) => "rejected",
                None => "none",
            }
        ),
        Change::Tags(tags) => format!("tags “{}”", tags.join("; ")),
        Change::Note(note) => format!("note {}", value(note)),
        _ => return None,
    })
}

/// The rows of a table, each with its line.
fn rows(path: &Path) -> Result<Vec<(usize, Row)>, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::usage(format!("cannot read {}: {error}", path.display()));
    let size = std::fs::metadata(path).map_err(|error| failed(&error))?;
    if !size.is_file() {
        return Err(failed(&"it is not a file"));
    }
    if size.len() > LARGEST_TABLE {
        return Err(failed(&"it is larger than 256 MiB"));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(&error))?;
    let text = crate::read::decode(bytes).map_err(|error| failed(&error))?.text;
    if text.trim_start().starts_with('{') { objects(&text, path) } else { table(&text, path) }
}

fn objects(text: &str, path: &Path) -> Result<Vec<(usize, Row)>, Error> {
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line)
            .map_err(|error| Error::usage(format!("{}:{}: not a JSON object: {error}", path.display(), number + 1)))?;
        let words = |value: serde_json::Value| match value {
            serde_json::Value::String(text) if text.is_empty() => Some("-".to_owned()),
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Array(items) => {
                let items: Vec<&str> = items.iter().filter_map(|item| item.as_str()).collect();
                Some(items.join("; "))
            }
            serde_json::Value::Null | serde_json::Value::Object(_) => None,
            other => Some(other.to_string()),
        };
        rows.push((number + 1, object.into_iter().filter_map(|(key, value)| Some((key, words(value)?))).collect()));
    }
    Ok(rows)
}

fn table(text: &str, path: &Path) -> Result<Vec<(usize, Row)>, Error> {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|&byte| byte == separator).count();
    let separator = [b';', b'\t', b','].into_iter().max_by_key(|&separator| count(separator)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let failed = |error: csv::Error| Error::usage(format!("cannot read {}: {error}", path.display()));
    let header: Vec<String> = reader.headers().map_err(failed)?.iter().map(|name| name.trim().to_lowercase()).collect();
    if !header.iter().any(|name| name == "article") {
        return Err(Error::usage(format!("{}: has no column `article`", path.display()))
            .hint("`verbatim list --format csv` prints a table that you can edit and import with `set --from`"));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(failed)?;
        let line = record.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
        rows.push((line, header.iter().cloned().zip(record.iter().map(str::to_owned)).collect()));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_objects_give_rows() {
        let path = Path::new("coded");
        let rows = table("Article;id;tags\na;q1;x\n", path).unwrap();
        assert_eq!((rows[0].0, rows[0].1["article"].as_str(), rows[0].1["tags"].as_str()), (2, "a", "x"));
        assert!(table("id,tags\nq1,x\n", path).is_err());
        let rows =
            objects("{\"article\":\"a\",\"tags\":[\"x\",\"y\"],\"note\":\"\",\"speaker\":null}\n", path).unwrap();
        assert_eq!(value(&rows[0].1, "tags"), Some(Some("x; y".into())));
        assert_eq!(value(&rows[0].1, "note"), Some(None));
        assert_eq!(value(&rows[0].1, "speaker"), None);
        assert!(objects("{broken\n", path).is_err());
    }

    #[test]
    fn empty_fields_change_nothing_and_dashes_empty() {
        let row: Row =
            [("a", ""), ("b", "-"), ("c", " x ")].map(|(k, v)| (k.to_owned(), v.to_owned())).into_iter().collect();
        assert_eq!(value(&row, "a"), None);
        assert_eq!(value(&row, "b"), Some(None));
        assert_eq!(value(&row, "c"), Some(Some("x".into())));
        assert_eq!(value(&row, "d"), None);
    }
}
