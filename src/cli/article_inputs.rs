//! Reading and extracting for the verbs that take articles: the inputs and their options, the work on several threads,
//! and what is told of it afterwards.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::num::NonZero;
use std::ops::ControlFlow;

use super::metadata::{Doubt, MetadataArgs, doubts};
use super::pipeline::{Limits, in_order};
use super::progress::Progress;
use super::{Context, Error, Outcome};
use crate::export::{cut, flat};
use crate::extract::{Extraction, Options, extract};
use crate::read::{Input, LeftOut, Links, Loaded, PendingArticle, ReadError, Repair, pending_articles};

/// Which articles are read, and how.
#[derive(Debug, clap::Args)]
pub struct ReadingArgs {
    /// Articles: files, folders with .txt, .md and .ndjson files, or - for standard input.
    #[arg(value_name = "INPUT", required = true, value_hint = clap::ValueHint::AnyPath)]
    pub inputs: Vec<OsString>,

    /// Also speech reported without quotation marks.
    #[arg(long)]
    pub indirect: bool,

    /// How many articles are worked on at once [default: as many as there are processors].
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,

    /// Follow links in folders also where they lead out of the folder.
    #[arg(long)]
    pub follow: bool,

    #[command(flatten)]
    metadata: MetadataArgs,
}

/// So many inputs that cannot be read are named; an archive that is broken throughout fills neither memory nor screen.
const MOST_NAMED: usize = 1000;

/// What became of the inputs.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Articles read, empty ones not counted.
    pub(super) articles: usize,
    /// Quotations found in them.
    pub(super) quotations: usize,
    empty: Vec<String>,
    failed: Vec<ReadError>,
    /// Further failures, which are only counted.
    more_failed: usize,
    encodings: BTreeMap<&'static str, Vec<String>>,
    damaged: Vec<String>,
    /// What readers repaired: by what it was, where, and how often altogether.
    repairs: BTreeMap<&'static str, (Vec<String>, usize)>,
    /// What is doubtful of the metadata: by what is said of it, the first place and value, and how many there are.
    doubtful: BTreeMap<&'static str, (String, String, usize)>,
    left_out: LeftOut,
}

/// Reads the articles, extracts their quotations, lets `make` make something of each on the same thread, and gives it
/// to `give` on this thread, in the order of the input; `None` whenever nothing is ready, the moment to send on what is
/// buffered. Errors of single inputs end up in the report.
pub(super) fn each_article<R: Send>(
    args: ReadingArgs,
    context: &Context,
    make: impl Fn(Loaded, Extraction) -> R + Sync,
    mut give: impl FnMut(Option<R>) -> Result<(), Error>,
) -> Result<Report, Error> {
    let of_one = args.metadata.of_one_article();
    if let Some(option) = of_one.filter(|_| args.inputs.len() > 1) {
        return Err(several(option));
    }
    let ReadingArgs { inputs, indirect, threads, follow, metadata } = args;
    let inputs = inputs.into_iter().map(Input::from).collect();
    let options = Options { indirect };
    let work = |piece: Result<PendingArticle, ReadError>| {
        let loaded = piece?.read()?;
        let note = Note::of(&loaded);
        if loaded.article.text.trim().is_empty() {
            return Ok(Err(note));
        }
        let extraction = extract(&loaded.article, options);
        let quotations = extraction.quotations.len();
        Ok(Ok((note, quotations, make(loaded, extraction))))
    };
    let mut report = Report::default();
    let mut progress = Progress::new(context);
    let size = |piece: &Result<PendingArticle, ReadError>| piece.as_ref().map_or(0, PendingArticle::size);
    let links = if follow { Links::Follow } else { Links::StayInside };
    let pending = pending_articles(inputs, metadata.into()).with_links(links);
    let (rest, flow) = in_order(pending, Limits::new(threads), size, work, |result| {
        match result {
            None => {
                if let Err(error) = give(None) {
                    return ControlFlow::Break(error);
                }
            }
            Some(Err(error)) => report.fail(error),
            Some(Ok(Err(note))) => report.empty.push(note.place),
            Some(Ok(Ok((note, quotations, made)))) => {
                report.articles += 1;
                if let (Some(option), 2) = (of_one, report.articles) {
                    return ControlFlow::Break(several(option));
                }
                report.quotations += quotations;
                report.note(note);
                if let Err(error) = give(Some(made)) {
                    return ControlFlow::Break(error);
                }
            }
        }
        progress.tick(|| format!("{} articles, {} quotations …", report.articles, report.quotations));
        ControlFlow::Continue(())
    });
    drop(progress);
    if let ControlFlow::Break(error) = flow {
        return Err(error);
    }
    report.left_out = rest.map_or_else(LeftOut::default, |pieces| pieces.left_out());
    Ok(report)
}

/// What names one article must not be given to several.
fn several(option: &str) -> Error {
    Error::usage(format!("{option} belongs to one article, and there are several"))
        .hint("front matter and NDJSON fields give each article its own")
}

/// What is worth telling of one article's reading.
struct Note {
    place: String,
    encoding: Option<&'static str>,
    damaged: usize,
    repairs: Vec<Repair>,
    doubts: Vec<Doubt>,
}

impl Note {
    fn of(loaded: &Loaded) -> Self {
        Self {
            place: loaded.place.clone(),
            encoding: loaded.encoding,
            damaged: loaded.damaged,
            repairs: loaded.repairs.clone(),
            doubts: doubts(&loaded.article.meta),
        }
    }
}

impl Report {
    fn note(&mut self, note: Note) {
        for Doubt { told, value } in note.doubts {
            self.doubtful.entry(told).or_insert_with(|| (note.place.clone(), value, 0)).2 += 1;
        }
        if note.damaged > 0 {
            self.damaged.push(note.place.clone());
        }
        for Repair { what, count } in note.repairs {
            let (places, all) = self.repairs.entry(what).or_default();
            places.push(note.place.clone());
            *all += count;
        }
        if let Some(encoding) = note.encoding {
            self.encodings.entry(encoding).or_default().push(note.place);
        }
    }

    fn fail(&mut self, error: ReadError) {
        if self.failed.len() < MOST_NAMED {
            self.failed.push(error);
        } else {
            self.more_failed += 1;
        }
    }

    /// Tells on stderr what was passed over, and at the end what could not be read.
    pub(super) fn tell(&self, context: &Context) -> Outcome {
        for (encoding, places) in &self.encodings {
            context.say(format!("{}: read as {encoding}", first_and_count(places)));
        }
        for (what, (places, count)) in &self.repairs {
            context.say(format!("{}: {count} {what}", first_and_count(places)));
        }
        if !self.damaged.is_empty() {
            context.say(format!(
                "{}: some bytes are no text; they were replaced by U+FFFD",
                first_and_count(&self.damaged)
            ));
        }
        for (told, (place, value, count)) in &self.doubtful {
            let others = if *count > 1 { format!(" and {} more", count - 1) } else { String::new() };
            context.say(format!("{place}{others}: {told}: “{}”", cut(&flat(value), 60)));
        }
        if !self.empty.is_empty() {
            context.say(format!("{}: empty, left out", first_and_count(&self.empty)));
        }
        if let Some(line) = left_out(self.left_out) {
            context.say(line);
        }
        let mut hints = Vec::new();
        for error in &self.failed {
            context.say(error.to_string());
            hints.extend(error.hint().filter(|hint| !hints.contains(hint)));
        }
        if self.more_failed > 0 {
            context.say(format!("and {} more", self.more_failed));
        }
        for hint in hints {
            context.hint(hint);
        }
        if self.failed.is_empty() { Outcome::Done } else { Outcome::BadInput }
    }
}

fn first_and_count(places: &[String]) -> String {
    match places {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

/// One line on what was left out of folders.
fn left_out(LeftOut { hidden, other, outside }: LeftOut) -> Option<String> {
    let count = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let parts: Vec<String> = [
        count(other, "file of another kind", "files of other kinds"),
        count(hidden, "hidden or ignored entry", "hidden or ignored entries"),
        count(outside, "link that leads out (--follow reads it)", "links that lead out (--follow reads them)"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| format!("left out of the folders: {}", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_one_line() {
        assert_eq!(left_out(LeftOut::default()), None);
        assert_eq!(
            left_out(LeftOut { hidden: 1, other: 12, outside: 2 }).unwrap(),
            "left out of the folders: 12 files of other kinds, 1 hidden or ignored entry, 2 links that lead out \
             (--follow reads them)"
        );
    }
}
