//! Reading and extracting for the verbs that take articles: the inputs and their options, the work on several threads,
//! and what is reported of it afterwards.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::input_options::InputOptions;
use super::metadata::MetadataArgs;
use super::pipeline::{Limits, in_order};
use super::progress::Progress;
use super::{Context, Error, Outcome};
use crate::article::Metadata;
use crate::export::{cut, flat};
use crate::extract::{Extraction, Options, extract, silence};
use crate::read::{
    Doubt, Input, LeftOut, Links, Loaded, PendingArticle, PendingArticles, ReadError, Repair, doubts, language_of,
    pending_articles,
};
use crate::text::counted_as;

/// Which articles are read, and how.
#[derive(Debug, clap::Args)]
pub struct ReadingArgs {
    /// Articles: text, pages, links, documents, tables, feeds and archives, folders of them, or - for standard input.
    #[arg(value_name = "INPUT", required_unless_present = "from", value_hint = clap::ValueHint::AnyPath)]
    pub inputs: Vec<OsString>,

    /// Read further inputs from FILE, one per line (- for standard input); lines that begin with # are comments.
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub from: Option<PathBuf>,

    /// Also find speech reported without quotation marks.
    #[arg(long)]
    pub indirect: bool,

    /// How many articles to process at once [default: the number of processors].
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,

    /// Also follow symbolic links that lead out of a folder.
    #[arg(long)]
    pub follow: bool,

    #[command(flatten)]
    options: InputOptions,

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
    empty: Places,
    failed: Vec<ReadError>,
    /// Further failures, which are only counted.
    more_failed: usize,
    /// Records of archives of the web that hold no article that can be read; they are to be expected.
    passed_over: Places,
    encodings: BTreeMap<&'static str, Places>,
    damaged: Places,
    /// Articles in other languages than English, and whether they were left out.
    foreign: BTreeMap<(String, bool), Places>,
    /// What readers repaired: by what it was, where, and how often altogether.
    repairs: BTreeMap<&'static str, (Places, usize)>,
    /// How inputs were understood, with their places.
    notes: Vec<String>,
    /// What is doubtful of the metadata: by what is said of it, the first place and value, and how many there are.
    doubtful: BTreeMap<&'static str, (String, String, usize)>,
    /// Why articles gave nothing, and which.
    silent: BTreeMap<&'static str, Places>,
    left_out: LeftOut,
}

/// Reads the articles, extracts their quotations, lets `make` make something of each on the same thread, and gives it
/// to `give` on this thread, in the order of the input; `None` whenever nothing is ready, the moment to send on what is
/// buffered. Errors of single inputs end up in the report.
pub(super) fn each_article<R: Send>(
    args: ReadingArgs,
    context: &Context,
    make: impl Fn(Loaded, Extraction) -> R + Sync,
    give: impl FnMut(Option<R>) -> Result<(), Error>,
) -> Result<Report, Error> {
    let mut args = args;
    if let Some(list) = args.from.take() {
        args.inputs.extend(inputs_of(&list)?);
    }
    let of_one = args.metadata.of_one_article();
    if let Some(option) = of_one.filter(|_| args.inputs.len() > 1) {
        return Err(several(option));
    }
    let ReadingArgs { inputs, indirect, threads, follow, options, metadata, from: _ } = args;
    let extraction = Options { indirect };
    let pending = pending(inputs, metadata.metadata()?, follow, &options)?;
    let make = |loaded: Loaded| {
        let extraction = extract(&loaded.article, extraction);
        let quotations = extraction.quotations.len();
        let silent = if quotations == 0 { silence(&loaded.article.text) } else { None };
        (quotations, silent, make(loaded, extraction))
    };
    work_through(pending, &options, Limits::new(threads), of_one, context, make, give)
}

/// Reads the articles and gives each to `give`, in the order of the input. Errors of single inputs end up in the report.
pub(super) fn read_each(
    inputs: Vec<OsString>,
    options: &InputOptions,
    context: &Context,
    mut give: impl FnMut(Loaded) -> Result<(), Error>,
) -> Result<Report, Error> {
    let pending = pending(inputs, Metadata::default(), false, options)?;
    let make = |loaded| (0, None, loaded);
    work_through(pending, options, Limits::new(None), None, context, make, |loaded| loaded.map_or(Ok(()), &mut give))
}

fn pending(
    inputs: Vec<OsString>,
    given: Metadata,
    follow: bool,
    options: &InputOptions,
) -> Result<PendingArticles, Error> {
    let inputs = inputs.into_iter().map(Input::from).collect();
    let links = if follow { Links::Follow } else { Links::StayInside };
    let pending = pending_articles(inputs, given).with_links(links).with_columns(options.columns()?);
    Ok(if options.fetch { pending.with_fetched_items() } else { pending })
}

/// What came of one article.
enum Worked<R> {
    Empty(Note),
    /// In a language that is not wanted.
    Foreign(Note),
    Made(Note, usize, R),
}

/// Reads articles on several threads and lets `make` make something of each there, with the number of its quotations.
fn work_through<R: Send>(
    pending: PendingArticles,
    options: &InputOptions,
    limits: Limits,
    of_one: Option<&'static str>,
    context: &Context,
    make: impl Fn(Loaded) -> (usize, Option<&'static str>, R) + Sync,
    mut give: impl FnMut(Option<R>) -> Result<(), Error>,
) -> Result<Report, Error> {
    let work = |piece: Result<PendingArticle, ReadError>| {
        let loaded = piece?.read()?;
        let mut note = Note::of(&loaded);
        if loaded.article.text.trim().is_empty() {
            return Ok(Worked::Empty(note));
        }
        if !options.wants(note.language.as_deref()) {
            return Ok(Worked::Foreign(note));
        }
        let (quotations, silent, made) = make(loaded);
        note.silent = silent;
        Ok(Worked::Made(note, quotations, made))
    };
    let mut report = Report::default();
    let mut errors = options.error_log()?;
    let mut progress = Progress::new(context);
    let size = |piece: &Result<PendingArticle, ReadError>| piece.as_ref().map_or(0, PendingArticle::size);
    let (rest, flow) = in_order(pending, limits, size, work, |result| {
        let given = match result {
            None => give(None),
            Some(Err(error)) => {
                let kept = errors.keep(&error);
                report.fail(error);
                kept
            }
            Some(Ok(Worked::Empty(note))) => {
                report.empty.push(note.place);
                Ok(())
            }
            Some(Ok(Worked::Foreign(note))) => {
                report.foreign(&note, true);
                Ok(())
            }
            Some(Ok(Worked::Made(note, quotations, made))) => {
                report.articles += 1;
                report.quotations += quotations;
                report.note(note);
                match of_one.filter(|_| report.articles == 2) {
                    Some(option) => Err(several(option)),
                    None => give(Some(made)),
                }
            }
        };
        if let Err(error) = given {
            return ControlFlow::Break(error);
        }
        progress.tick(|| format!("{} articles, {} quotations …", report.articles, report.quotations));
        ControlFlow::Continue(())
    });
    drop(progress);
    if let ControlFlow::Break(error) = flow {
        return Err(error);
    }
    errors.finish()?;
    report.left_out = rest.map_or_else(LeftOut::default, |pieces| pieces.left_out());
    Ok(report)
}

/// The inputs that a file lists.
fn inputs_of(list: &Path) -> Result<Vec<OsString>, Error> {
    let text =
        if list == Path::new("-") { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(list) };
    let text = text.map_err(|error| Error::usage(format!("{}: cannot be read: {error}", list.display())))?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    Ok(lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(OsString::from).collect())
}

/// What names one article must not be given to several.
fn several(option: &str) -> Error {
    Error::usage(format!("{option} is for a single article, and there are several"))
        .hint("front matter and NDJSON fields give each article its own")
}

/// What is worth telling of one article's reading.
struct Note {
    place: String,
    encoding: Option<&'static str>,
    damaged: usize,
    /// The tag of its language and what it is called, where one is known.
    language: Option<String>,
    language_name: Option<String>,
    repairs: Vec<Repair>,
    notes: Vec<String>,
    doubts: Vec<Doubt>,
    /// Why nothing was found in it.
    silent: Option<&'static str>,
}

impl Note {
    fn of(loaded: &Loaded) -> Self {
        let stated = loaded.article.meta.language.clone();
        let found = if stated.is_none() { language_of(&loaded.article.text) } else { None };
        Self {
            language_name: stated.clone().or_else(|| found.map(|language| language.name.to_owned())),
            language: stated.or_else(|| found.map(|language| language.tag.to_owned())),
            place: loaded.place.clone(),
            encoding: loaded.encoding,
            damaged: loaded.damaged,
            repairs: loaded.repairs.clone(),
            notes: loaded.notes.clone(),
            doubts: doubts(&loaded.article.meta),
            silent: None,
        }
    }
}

impl Report {
    fn note(&mut self, note: Note) {
        self.foreign(&note, false);
        for Doubt { message, value } in note.doubts {
            self.doubtful.entry(message).or_insert_with(|| (note.place.clone(), value, 0)).2 += 1;
        }
        if let Some(why) = note.silent {
            self.silent.entry(why).or_default().push(note.place.clone());
        }
        if note.damaged > 0 {
            self.damaged.push(note.place.clone());
        }
        for Repair { what, count } in note.repairs {
            let (places, all) = self.repairs.entry(what).or_default();
            places.push(note.place.clone());
            *all += count;
        }
        let notes = note.notes.iter().map(|words| format!("{}: {words}", note.place));
        self.notes.extend(notes.take(MOST_NAMED.saturating_sub(self.notes.len())));
        if let Some(encoding) = note.encoding {
            self.encodings.entry(encoding).or_default().push(note.place);
        }
    }

    /// Counts an article in another language than English.
    fn foreign(&mut self, note: &Note, left_out: bool) {
        let english =
            note.language.as_deref().is_none_or(|tag| tag.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("en")));
        if left_out || !english {
            let name = note.language_name.clone().unwrap_or_default();
            self.foreign.entry((name, left_out)).or_default().push(note.place.clone());
        }
    }

    fn fail(&mut self, error: ReadError) {
        if error.is_passed_over() {
            self.passed_over.push(error.to_string());
        } else if self.failed.len() < MOST_NAMED {
            self.failed.push(error);
        } else {
            self.more_failed += 1;
        }
    }

    /// Reports on stderr what was passed over, and at the end what could not be read.
    pub(super) fn tell(&self, context: &Context) -> Outcome {
        for (encoding, places) in &self.encodings {
            context.say(format!("{}: read as {encoding}", places.summary()));
        }
        for note in &self.notes {
            context.say(note);
        }
        for ((name, left_out), places) in &self.foreign {
            let left_out = if *left_out { ", left out" } else { "" };
            context.say(format!("{}: not in English ({name}){left_out}", places.summary()));
        }
        for (what, (places, count)) in &self.repairs {
            context.say(format!("{}: {count} {what}", places.summary()));
        }
        if !self.damaged.is_empty() {
            context.say(format!("{}: some bytes are not text; they were replaced with U+FFFD", self.damaged.summary()));
        }
        for (message, (place, value, count)) in &self.doubtful {
            let others = if *count > 1 { format!(" and {} more", count - 1) } else { String::new() };
            context.say(format!("{place}{others}: {message}: “{}”", cut(&flat(value), 60)));
        }
        for (why, places) in &self.silent {
            context.say(format!("{}: no quotation: {why}", places.summary()));
        }
        if !self.empty.is_empty() {
            context.say(format!("{}: empty, left out", self.empty.summary()));
        }
        if let Some(line) = left_out(self.left_out) {
            context.say(line);
        }
        if !self.passed_over.is_empty() {
            context.say(self.passed_over.summary());
        }
        let mut hints = Vec::new();
        for error in &self.failed {
            context.say(error.to_string());
            hints.extend(error.hint().filter(|hint| !hints.contains(hint)));
        }
        if self.more_failed > 0 {
            context.say(format!("and {} more that could not be read", self.more_failed));
        }
        for hint in hints {
            context.hint(hint);
        }
        if self.failed.is_empty() { Outcome::Done } else { Outcome::BadInput }
    }
}

/// Where something was met: the first place, and how many there are, so that an archive of any length can be counted.
#[derive(Debug, Default)]
struct Places {
    first: String,
    count: usize,
}

impl Places {
    fn push(&mut self, place: String) {
        if self.count == 0 {
            self.first = place;
        }
        self.count += 1;
    }

    const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// `a.txt and 3 more`.
    fn summary(&self) -> String {
        if self.count > 1 { format!("{} and {} more", self.first, self.count - 1) } else { self.first.clone() }
    }
}

/// One line on what was left out of folders.
fn left_out(LeftOut { hidden, other, outside }: LeftOut) -> Option<String> {
    let count = |number: usize, one: &str, many: &str| (number > 0).then(|| counted_as(number, one, many));
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
