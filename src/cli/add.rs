//! `verbatim add`: reads articles and files their quotations in the store.
//!
//! It is safe to repeat: what is in the store already is left as it is. What was decided there by hand is the store's to
//! keep; here articles are only read, extracted and handed over, a batch at a time, so that an archive of any length
//! needs no more memory than a batch.

use std::io::Write;
use std::path::Path;

use super::article_inputs::{ReadingArgs, each_article};
use super::context::escape_controls;
use super::load_store::tell;
use super::{Context, Error, Outcome};
use crate::article::Article;
use crate::export::{cut, flat};
use crate::extract::{Extraction, Options};
use crate::index::{self, Cache, Want};
use crate::query::{KnownWords, LARGEST_COMPARED};
use crate::store::{AddError, AddOutcome, AddedArticle, Difference, Location, NotAdded, Problem};
use crate::text::counted;

/// The arguments of `add`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The store's file is saved once for all articles, so that either all of them are in it or none are. In a folder store \
each article is a file of its own: what was saved before a failure stays, and the others are named. Adding again adds \
what is missing and changes nothing else.

Examples:
  verbatim add article.txt
  verbatim add articles news.ndjson
  verbatim add report.md --outlet 'The Paper' --published 2026-01-08
  verbatim add --store bridges.yaml --id bridge - <article.txt")]
pub struct Args {
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Runs the verb.
///
/// # Errors
/// On wrong use, when the store cannot be read or saved, and when stdout cannot be written to.
pub fn run(args: Args, context: &Context) -> Result<Outcome, Error> {
    if context.store.as_deref() == Some(Path::new("-")) {
        return Err(Error::usage("a store from standard input cannot be added to")
            .hint("`verbatim extract INPUT…` prints store documents that can be appended to it"));
    }
    let location = context.location()?;
    let mut filing = AddBatch {
        options: Options { indirect: args.reading.indirect },
        out: context.out(),
        batch: Vec::new(),
        failed: Vec::new(),
        problems: Vec::new(),
        reported: false,
        bytes: 0,
        differences: Vec::new(),
        differing: 0,
        compares: (1..LARGEST_COMPARED).contains(&location.size(LARGEST_COMPARED)),
        new: Vec::new(),
        cache: context.cache.clone(),
        location,
    };
    let report = each_article(
        args.reading,
        context,
        |loaded, extraction| (loaded.article, extraction),
        |found| found.map_or(Ok(()), |(article, extraction)| filing.take(article, extraction)),
    )?;
    filing.save()?;
    filing.out.flush()?;
    tell(&filing.problems, context);
    for NotAdded { id, error } in &filing.failed {
        context.say(escape_controls(&format!("{id} was not added: {error}")));
    }
    filing.tell_differences(context);
    filing.tell_known(context);
    let outcome = report.tell(context);
    Ok(if filing.failed.is_empty() { outcome } else { Outcome::BadInput })
}

/// How much text is held before it goes into the store. Each time the store is read and saved once, so it is much.
const BATCH: usize = 64 * 1024 * 1024;

/// Articles on their way into the store.
struct AddBatch<W: Write> {
    location: Location,
    cache: Option<Cache>,
    options: Options,
    out: W,
    batch: Vec<(Article, Extraction)>,
    /// Articles that the store would not take.
    failed: Vec<NotAdded>,
    /// What is wrong in the store already.
    problems: Vec<Problem>,
    /// Whether something was named as added.
    reported: bool,
    /// Bytes of text in the batch.
    bytes: usize,
    /// The first details that the inputs and the store disagree on, each with its article.
    differences: Vec<(String, Difference)>,
    /// How many there are.
    differing: usize,
    /// Whether new quotations are looked up among those that the store had before.
    compares: bool,
    /// The ids of new articles.
    new: Vec<String>,
}

/// So many differences are named.
const MOST_DIFFERENCES: usize = 20;

impl<W: Write> AddBatch<W> {
    fn take(&mut self, article: Article, extraction: Extraction) -> Result<(), Error> {
        self.bytes += article.text.len();
        self.batch.push((article, extraction));
        if self.bytes >= BATCH { self.save() } else { Ok(()) }
    }

    fn save(&mut self) -> Result<(), Error> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        let added = match index::add(&self.location, batch, self.options, self.cache.as_ref()) {
            Err(AddError::Partial(partly)) => {
                self.failed.extend(partly.failed);
                partly.added
            }
            Err(AddError::Store(error)) => {
                // What came before it stands on stdout already.
                self.out.flush()?;
                let error = Error::from(error);
                return Err(if self.reported {
                    error.hint("the articles named above are in the store, the rest are not")
                } else {
                    error
                });
            }
            Ok(added) => added,
        };
        self.problems = added.problems;
        for article in added.articles {
            writeln!(self.out, "{}", summary(&article))?;
            self.reported = true;
            if article.outcome == AddOutcome::New {
                self.new.push(article.id.clone());
            }
            self.differing += article.differences.len();
            let left = MOST_DIFFERENCES - self.differences.len();
            let differences = article.differences.into_iter().take(left);
            self.differences.extend(differences.map(|difference| (article.id.clone(), difference)));
        }
        Ok(())
    }

    /// Says where the inputs and the store disagree, and how to change what the store says.
    fn tell_differences(&self, context: &Context) {
        for (id, Difference { field, stored, given }) in &self.differences {
            let short = |words: &str| cut(&flat(words), 60);
            let (stored, given) = (short(stored), short(given));
            context.say(format!("{id}: its {} stays “{stored}”; the input says “{given}”", field.key()));
        }
        if self.differing > self.differences.len() {
            context.say(format!("and {}", counted(self.differing - self.differences.len(), "more difference")));
        }
        if let Some((id, Difference { field, given, .. })) = self.differences.first() {
            let (id, given) = (shell_words::quote(id), shell_words::quote(given));
            context.hint(format!("`verbatim set {id} --{} {given}` changes it", field.key()));
        }
    }
}

impl<W: Write> AddBatch<W> {
    /// Says which of the new quotations other articles have already.
    fn tell_known(&self, context: &Context) {
        if !self.compares || self.new.is_empty() {
            return;
        }
        let loaded = index::load(&self.location, self.cache.as_ref(), Want::Columns);
        let Ok((catalog, _, _)) = loaded else { return };
        let new: Vec<&str> = self.new.iter().map(String::as_str).collect();
        if let Some(known) = KnownWords::of(&catalog, &new) {
            context.say(known.words());
            context.hint("`verbatim compare` shows how they differ");
        }
    }
}

/// What became of one article, in one line.
fn summary(article: &AddedArticle) -> String {
    let quotations = counted(article.quotations, "quotation");
    let (done, found) = match article.outcome {
        AddOutcome::New => ("added", quotations),
        AddOutcome::Unchanged => ("unchanged", quotations),
        AddOutcome::Updated { new, changed, gone, disputed } => {
            let parts = [(new, "new"), (changed, "changed"), (gone, "gone"), (disputed, "disputed: see is:disputed")];
            let parts = parts.into_iter().filter(|&(number, _)| number > 0);
            let parts: Vec<String> = parts.map(|(number, what)| format!("{number} {what}")).collect();
            let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
            ("renewed", format!("{quotations}{parts}"))
        }
    };
    let same = article.same_text.as_ref().map(|id| format!(", same text as {id}")).unwrap_or_default();
    let line = format!("{done} {}: {found}, in {}{same}", article.id, article.file.display());
    escape_controls(&line).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(outcome: AddOutcome, expected: &str) {
        let article = AddedArticle {
            id: "a".into(),
            file: "quotes\u{1b}.yaml".into(),
            outcome,
            quotations: 3,
            same_text: None,
            differences: Vec::new(),
        };
        assert_eq!(summary(&article), expected);
    }

    #[test]
    fn each_outcome_is_told_in_one_line() {
        check(AddOutcome::New, "added a: 3 quotations, in quotes\\u{1b}.yaml");
        check(AddOutcome::Unchanged, "unchanged a: 3 quotations, in quotes\\u{1b}.yaml");
        check(
            AddOutcome::Updated { new: 2, changed: 0, gone: 1, disputed: 0 },
            "renewed a: 3 quotations (2 new, 1 gone), in quotes\\u{1b}.yaml",
        );
        check(
            AddOutcome::Updated { new: 0, changed: 0, gone: 0, disputed: 0 },
            "renewed a: 3 quotations, in quotes\\u{1b}.yaml",
        );
    }
}
