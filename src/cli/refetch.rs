//! `verbatim refresh --fetch`: stored articles fetched again, and what their sites changed since.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::io::Write;

use super::output::Out;
use super::progress::Progress;
use super::{Context, Error, Outcome};
use crate::article::{Article, Metadata};
use crate::export::{escape_formula, flat, spreadsheet_mark};
use crate::extract::{Extraction, Options, extract};
use crate::quotation::Quotation;
use crate::read::{Input, is_web_address, pending_articles};
use crate::store::{self, AddError, Catalog, Document, Location, Mode};
use crate::text::counted;

/// How changes are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One line for each change.
    #[default]
    Table,
    /// A Markdown table.
    Markdown,
    /// One JSON object per line.
    Ndjson,
    /// Comma-separated values.
    Csv,
}

/// What happened to a quotation between two texts of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    New,
    Gone,
    Changed,
}

/// A change of one quotation, in the order of the columns.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    what: What,
    article: String,
    url: String,
    speaker: Option<String>,
    before: Option<String>,
    after: Option<String>,
    date_before: Option<String>,
    date_after: Option<String>,
}

/// Fetches the articles that `wanted` names again, prints what changed, and keeps the new texts unless `mode` says
/// otherwise. The earlier texts stay as revisions.
///
/// # Errors
/// When stdout cannot be written to or the store cannot be saved.
pub(super) fn run(
    catalog: &Catalog,
    location: &Location,
    wanted: impl Fn(&str) -> bool,
    (mode, format): (Mode, Format),
    context: &Context,
) -> Result<Outcome, Error> {
    let mut report = Report::new(format, context)?;
    let mut changed = HashMap::new();
    let (mut fetched, mut failed, mut without) = (0usize, 0usize, 0usize);
    let mut progress = Progress::new(context);
    for stored in catalog.articles().filter(|article| wanted(article.id())) {
        let Some(url) = stored.url().filter(|url| is_web_address(url)) else {
            without += 1;
            continue;
        };
        progress.tick(|| format!("fetching {url}"));
        let old = catalog.document(stored.ix())?;
        match fetch(stored.id(), url) {
            Err(why) => {
                failed += 1;
                context.say(why);
            }
            Ok(article) => {
                fetched += 1;
                if old.text.as_deref() == Some(article.text.as_str()) {
                    continue;
                }
                let options = Options { indirect: old.extracted.as_ref().is_some_and(|by| by.indirect) };
                let found = extract(&article, options);
                for row in compare(stored.id(), url, &old, &article, &found) {
                    report.print(&row)?;
                }
                changed.entry(options.indirect).or_insert_with(Vec::new).push((article, found));
            }
        }
    }
    drop(progress);
    let texts: usize = changed.values().map(Vec::len).sum();
    if mode == Mode::Save {
        for (indirect, articles) in changed {
            save(location, articles, Options { indirect })?;
        }
    }
    let rows = report.finish()?;
    context.say(format!(
        "{} fetched, {} with a different text: {} to quotations{}{}",
        counted(fetched, "article"),
        texts,
        counted(rows, "change"),
        if failed > 0 { format!("; {failed} not fetched") } else { String::new() },
        if without > 0 { format!("; {without} without an address") } else { String::new() },
    ));
    Ok(match (rows, failed) {
        (0, 0) => Outcome::Done,
        (0, _) => Outcome::BadInput,
        _ => Outcome::Problems,
    })
}

/// The article at `url` as it is now, under the id that it has in the store.
fn fetch(id: &str, url: &str) -> Result<Article, String> {
    let given = Metadata { id: Some(id.to_owned()), ..Metadata::default() };
    let first = pending_articles(vec![Input::Link(url.to_owned())], given).next();
    let article = first.ok_or_else(|| format!("{url}: holds no article"))?;
    article.and_then(|article| article.read()).map(|loaded| loaded.article).map_err(|error| error.to_string())
}

fn save(location: &Location, articles: Vec<(Article, Extraction)>, options: Options) -> Result<(), Error> {
    match store::add(location, articles, options) {
        Ok(_) => Ok(()),
        Err(AddError::Store(error)) => Err(error.into()),
        Err(error @ AddError::Partial(_)) => Err(Error::usage(error.to_string())),
    }
}

/// What became of the quotations of an article.
fn compare(id: &str, url: &str, old: &Document, article: &Article, found: &Extraction) -> Vec<Row> {
    let date = |meta: &Metadata| meta.fetched.clone().or_else(|| meta.published.clone());
    let (date_before, date_after) = (date(&old.meta), date(&article.meta));
    let row = |what, before: Option<&Quotation>, after: Option<&Quotation>| Row {
        what,
        article: id.to_owned(),
        url: url.to_owned(),
        speaker: after.or(before).and_then(|quotation| quotation.speaker.clone()),
        before: before.map(|quotation| flat(&quotation.text)),
        after: after.map(|quotation| flat(&quotation.text)),
        date_before: date_before.clone(),
        date_after: date_after.clone(),
    };
    // What people added by hand was never found in a text.
    let before: Vec<&Quotation> = old.quotations.iter().filter(|one| one.evidence.is_some() && !one.gone).collect();
    let mut same: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (number, quotation) in found.quotations.iter().enumerate() {
        same.entry(words(quotation)).or_default().push_back(number);
    }
    let mut again = vec![false; found.quotations.len()];
    let mut left = Vec::new();
    for quotation in before {
        match same.get_mut(&words(quotation)).and_then(VecDeque::pop_front) {
            Some(number) => again[number] = true,
            None => left.push(quotation),
        }
    }
    let mut rows = Vec::new();
    for quotation in left {
        let alike = found.quotations.iter().enumerate().filter(|&(number, _)| !again[number]);
        let likeness = alike.map(|(number, other)| (shared(quotation, other), number));
        match likeness.max_by(|(one, _), (other, _)| one.total_cmp(other)).filter(|&(share, _)| share >= ALIKE) {
            Some((_, number)) => {
                again[number] = true;
                rows.push(row(What::Changed, Some(quotation), Some(&found.quotations[number])));
            }
            None => rows.push(row(What::Gone, Some(quotation), None)),
        }
    }
    let new = found.quotations.iter().zip(again).filter(|(_, again)| !again);
    rows.extend(new.map(|(quotation, _)| row(What::New, None, Some(quotation))));
    rows
}

/// From this share of common words on, a quotation is another form of one that is gone.
const ALIKE: f64 = 0.5;

/// The words of a quotation as they are compared: not its typography.
fn words(quotation: &Quotation) -> String {
    let word =
        |word: &str| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    quotation.text.split_whitespace().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The share of words that two quotations have in common, of those of the longer one.
fn shared(one: &Quotation, other: &Quotation) -> f64 {
    let (one, other) = (words(one), words(other));
    let mut left: HashMap<&str, usize> = HashMap::new();
    other.split(' ').for_each(|word| *left.entry(word).or_default() += 1);
    let common = one.split(' ').filter(|word| {
        left.get_mut(word).filter(|count| **count > 0).is_some_and(|count| {
            *count -= 1;
            true
        })
    });
    let longer = one.split(' ').count().max(other.split(' ').count());
    common.count() as f64 / longer as f64
}

impl What {
    const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Changed => "changed",
        }
    }

    const fn sign(self) -> char {
        match self {
            Self::New => '+',
            Self::Gone => '-',
            Self::Changed => '~',
        }
    }
}

const COLUMNS: [&str; 8] = ["change", "article", "url", "speaker", "before", "after", "date_before", "date_after"];

impl Row {
    fn cells(&self) -> [Option<&str>; 8] {
        [
            Some(self.what.word()),
            Some(&self.article),
            Some(&self.url),
            self.speaker.as_deref(),
            self.before.as_deref(),
            self.after.as_deref(),
            self.date_before.as_deref(),
            self.date_after.as_deref(),
        ]
    }

    /// `~ article Speaker: “before” → “after” (2026-01-08 → 2026-01-09, https://…)`
    fn line(&self) -> String {
        let mut line = format!("{} {} ", self.what.sign(), self.article);
        let _ = write!(line, "{}: ", self.speaker.as_deref().unwrap_or("nobody"));
        let quoted = |words: &Option<String>| words.as_ref().map(|words| format!("“{words}”"));
        let words: Vec<String> = [quoted(&self.before), quoted(&self.after)].into_iter().flatten().collect();
        let date = |date: &Option<String>| date.clone().unwrap_or_else(|| "no date".to_owned());
        let (before, after) = (date(&self.date_before), date(&self.date_after));
        let _ = write!(line, "{} ({before} → {after}, {})", words.join(" → "), self.url);
        flat(&line)
    }
}

/// Changes on their way to stdout.
struct Report {
    format: Format,
    out: Out,
    rows: usize,
}

impl Report {
    fn new(format: Format, context: &Context) -> Result<Self, Error> {
        let mut report = Self { format, out: context.out(), rows: 0 };
        match format {
            Format::Markdown => {
                writeln!(report.out, "| {} |\n|{}", COLUMNS.join(" | "), "---|".repeat(COLUMNS.len()))?;
            }
            Format::Csv => {
                report.out.write_all(spreadsheet_mark(context.layout().target))?;
                writeln!(report.out, "{}", COLUMNS.join(","))?;
            }
            Format::Table | Format::Ndjson => {}
        }
        Ok(report)
    }

    fn print(&mut self, row: &Row) -> Result<(), Error> {
        self.rows += 1;
        match self.format {
            Format::Table => writeln!(self.out, "{}", row.line())?,
            Format::Markdown => {
                let cell = |cell: &Option<&str>| {
                    flat(cell.unwrap_or_default()).replace('\\', "\\\\").replace('|', "\\|").replace('<', "\\<")
                };
                let cells: Vec<String> = row.cells().iter().map(cell).collect();
                writeln!(self.out, "| {} |", cells.join(" | "))?;
            }
            Format::Ndjson => {
                let fields = COLUMNS.iter().zip(row.cells()).map(|(key, cell)| ((*key).to_owned(), cell.into()));
                let object: serde_json::Map<String, serde_json::Value> = fields.collect();
                let line = serde_json::Value::Object(object).to_string();
                writeln!(self.out, "{}", crate::export::escape_json(&line))?;
            }
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(&mut self.out);
                let cells = row.cells().map(|cell| escape_formula(cell.unwrap_or_default()).into_owned());
                writer.write_record(cells).map_err(std::io::Error::other)?;
                writer.flush()?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<usize, Error> {
        self.out.flush()?;
        Ok(self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotation::Evidence;

    fn quotations(texts: &[&str]) -> Vec<Quotation> {
        let quotation = |text: &&str| Quotation {
            text: (*text).to_owned(),
            evidence: Some(Evidence::default()),
            ..Quotation::default()
        };
        texts.iter().map(quotation).collect()
    }

    #[test]
    fn changed_words_are_told_from_new_and_gone_ones() {
        let old = Document {
            quotations: quotations(&["We stay, come what may.", "It’s over", "Nothing else"]),
            ..Document::default()
        };
        let found = Extraction {
            quotations: quotations(&["It's over", "We may stay, come what may.", "Ask them yourself"]),
            ..Extraction::default()
        };
        let rows = compare("a", "https://a.example", &old, &Article::default(), &found);
        let told: Vec<(What, Option<&str>, Option<&str>)> =
            rows.iter().map(|row| (row.what, row.before.as_deref(), row.after.as_deref())).collect();
        assert_eq!(
            told,
            [
                (What::Changed, Some("We stay, come what may."), Some("We may stay, come what may.")),
                (What::Gone, Some("Nothing else"), None),
                (What::New, None, Some("Ask them yourself")),
            ]
        );
    }
}
