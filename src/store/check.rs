//! Verifying a store: every quotation stands verbatim in its article at its place, every id is one, every speaker that
//! an article's list should have is in it.

use super::anchor::{self, Anchor};
use super::document::Document;
use super::draft::Draft;
use super::error::{Problem, StoreError};
use super::ids;
use super::location::Location;
use super::parse;
use super::registry::{Entry, Registry};
use super::rewrite::rewrite;
use super::schema::Parsed;
use super::stream;
use super::tree;
use super::visit::{DocumentView, Mode, Rewrite, visit_documents};
use crate::quotation::Quotation;
use crate::text::{CharRange, Positions};
use crate::yaml;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Documents of articles that could be read.
    pub articles: usize,
    /// Their quotations.
    pub quotations: usize,
    /// Those that stand verbatim at their places.
    pub verified: usize,
    /// Those whose article has no text to verify them against.
    pub unverified: usize,
    /// Those known to be gone from their article.
    pub gone: usize,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What was wrong, and is fixed.
    pub fixed: Vec<Problem>,
}

/// Checks a store. With [`Mode::Save`] wrong places are corrected by the words where that leaves no doubt.
///
/// # Errors
/// When the store cannot be read, or what was fixed cannot be saved.
pub fn check(location: &Location, mode: Mode) -> Result<Checked, StoreError> {
    let parts = visit_documents(location, mode, |passing| one(passing, mode))?;
    let mut registry = Vec::new();
    for part in &parts {
        registry.extend(part.registry.iter().cloned());
    }
    let registry = Registry::new(registry);
    let mut checked = Checked::default();
    let mut seen: FxHashMap<String, (usize, Problem)> = FxHashMap::default();
    for part in parts {
        let Part { registry: _, article, checked: own, unlisted } = part;
        checked.articles += own.articles;
        checked.quotations += own.quotations;
        checked.verified += own.verified;
        checked.unverified += own.unverified;
        checked.gone += own.gone;
        if let Some((id, place)) = article {
            match seen.get(&id) {
                Some((line, first)) => {
                    let file = first.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
                    checked.problems.push(Problem {
                        message: format!("the id is taken by the document at {file}:{line}"),
                        hint: Some("give one of the two another id".to_owned()),
                        ..place
                    });
                }
                None => {
                    seen.insert(id, (place.line, place));
                }
            }
        }
        checked.problems.extend(own.problems);
        checked.fixed.extend(own.fixed);
        let known = |name: &str| registry.entry_of(name).is_some();
        checked.problems.extend(unlisted.into_iter().filter(|(name, _)| !known(name)).map(|(_, problem)| problem));
    }
    Ok(checked)
}

/// What one document gave.
#[derive(Default)]
struct Part {
    registry: Vec<Entry>,
    /// Its id, where the document gives one, and the place.
    article: Option<(String, Problem)>,
    checked: Checked,
    /// Speakers that its list lacks; the registry may know them.
    unlisted: Vec<(String, Problem)>,
}

fn one(passing: DocumentView<'_>, mode: Mode) -> (Rewrite, Part) {
    let mut part = Part::default();
    let document = match passing.parsed_noting() {
        Ok((parsed, problems)) => {
            part.checked.problems.extend(problems);
            match parsed {
                Parsed::Document(document) => *document,
                Parsed::Registry(entries) => {
                    part.registry = entries;
                    return (Rewrite::Keep, part);
                }
            }
        }
        Err(problem) => {
            part.checked.problems.push(*problem);
            return (Rewrite::Keep, part);
        }
    };
    let yaml = std::str::from_utf8(passing.bytes).expect("a document that was parsed is text");
    part.checked.articles = 1;
    part.checked.quotations = document.quotations.len();
    let words = document.quotations.first().map_or("", |quotation| quotation.text.as_str());
    let id = document.meta.id.clone().unwrap_or_else(|| ids::of_article(&document.meta, words));
    let lines = Lines { yaml, first: passing.line };
    let problem = |number: Option<usize>, message: String, hint: &str| Problem {
        file: Some(passing.path.to_owned()),
        line: passing.line,
        column: 0,
        article: Some(id.clone()),
        quotation: number.map(|number| ids::name(&document.quotations[number])),
        message,
        hint: Some(hint.to_owned()).filter(|hint| !hint.is_empty()),
    };
    if document.meta.id.is_some() {
        part.article = Some((id.clone(), problem(None, String::new(), "")));
    }
    // The parser passes over doubled keys that the program does not know; their author should hear of it.
    if let Err(error) = yaml::from_str::<serde_yaml::Value>(yaml) {
        part.checked.problems.push(problem(None, error.to_string(), &parse::hint(&error.to_string())));
    }
    let mut found: Vec<(usize, Problem)> = Vec::new();
    twins(&document, |number, message, hint| found.push((number, problem(Some(number), message, hint))));
    for (number, name) in unlisted(&document) {
        let message = format!("the speaker {name} is not among the article's speakers");
        let mut problem = problem(Some(number), message, "list the name, or an alias, under `speakers`");
        (problem.line, problem.column) = lines.of(number);
        part.unlisted.push((name, problem));
    }
    let mut draft = Draft::new(document.clone());
    match &document.text {
        None => part.checked.unverified = document.quotations.iter().filter(|quotation| !quotation.gone).count(),
        Some(text) => {
            let wrong = places(text, &document, &mut draft, &mut part.checked);
            for (number, message, hint) in wrong {
                found.push((number, problem(Some(number), message, hint)));
            }
        }
    }
    part.checked.gone = document.quotations.iter().filter(|quotation| quotation.gone).count();
    let mut fixed: FxHashSet<usize> = FxHashSet::default();
    let mut become_ = Rewrite::Keep;
    if mode == Mode::Save && draft.document != document {
        match rewrite(yaml, &document, &draft) {
            Ok(new) => {
                let changed = draft.document.quotations.iter().zip(&document.quotations).enumerate();
                fixed.extend(changed.filter(|(_, (new, old))| new != old).map(|(number, _)| number));
                become_ = Rewrite::Replace(new.into_bytes());
            }
            Err(error) => part.checked.problems.push(problem(None, error.to_string(), "")),
        }
    }
    for (number, mut problem) in found {
        (problem.line, problem.column) = lines.of(number);
        let of_place = problem.hint.as_deref() == Some(FIX);
        if of_place && fixed.contains(&number) {
            problem.hint = None;
            part.checked.verified += 1;
            part.checked.fixed.push(problem);
        } else {
            part.checked.problems.push(problem);
        }
    }
    (become_, part)
}

const FIX: &str = "`check --fix` finds the place by the words";

/// Ids that several quotations have, and earlier parts that are not there.
fn twins(document: &Document, mut tell: impl FnMut(usize, String, &str)) {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let all: FxHashSet<&str> = document.quotations.iter().map(|quotation| quotation.id.as_str()).collect();
    for (number, quotation) in document.quotations.iter().enumerate() {
        if !quotation.id.is_empty() && !seen.insert(&quotation.id) {
            tell(number, "another quotation of the article has this id".to_owned(), "give one of the two another id");
        }
        if let Some(earlier) = quotation.continues.as_deref().filter(|earlier| !all.contains(earlier)) {
            let message = format!("it continues {earlier}, which the article does not have");
            tell(number, message, "name the earlier part, or remove the line");
        }
    }
}

/// Quotations whose speaker the article's list lacks.
fn unlisted(document: &Document) -> Vec<(usize, String)> {
    if document.speakers.is_empty() {
        return Vec::new();
    }
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for speaker in &document.speakers {
        known.insert(&speaker.name);
        known.extend(speaker.aliases.iter().map(String::as_str));
    }
    let named = document.quotations.iter().enumerate();
    let unknown =
        named.flat_map(|(number, quotation)| quotation.attributed_to().into_iter().map(move |name| (number, name)));
    unknown.filter(|(_, name)| !known.contains(name)).map(|(number, name)| (number, name.to_owned())).collect()
}

/// Quotations that do not stand where they should. Those whose words tell the place get it in `draft`.
fn places(
    text: &str,
    document: &Document,
    draft: &mut Draft,
    checked: &mut Checked,
) -> Vec<(usize, String, &'static str)> {
    let positions = Positions::new(text);
    let stands =
        |quotation: &Quotation, at: CharRange| positions.span(at).is_some_and(|span| span.of(text) == quotation.text);
    let sure: Vec<Option<CharRange>> = document
        .quotations
        .iter()
        .map(|quotation| quotation.at.filter(|&at| !quotation.gone && stands(quotation, at)))
        .collect();
    let between = gaps(&sure);
    let mut wrong = Vec::new();
    for (number, quotation) in document.quotations.iter().enumerate() {
        if quotation.gone {
            continue;
        }
        if sure[number].is_some() || (quotation.at.is_none() && text.contains(&quotation.text)) {
            checked.verified += 1;
            continue;
        }
        let what = match quotation.at {
            None => "its words are not in the article".to_owned(),
            Some(at) => match positions.span(at) {
                None => format!("its place [{}, {}] is outside the text", at.start, at.end),
                Some(span) => format!("other words are at its place: {}", shortened(span.of(text))),
            },
        };
        wrong.push(match anchor::find(text, &positions, quotation, between[number].clone()) {
            Anchor::Found(at) => {
                move_to(&mut draft.document.quotations[number], at);
                (number, what, FIX)
            }
            Anchor::Doubt(_) => {
                (number, format!("{what}; its words occur in several places"), "set `at` to the right one")
            }
            Anchor::Nowhere => (number, what, "fix the words, or set `gone: true`"),
        });
    }
    wrong
}

/// For each quotation where the nearest sure ones before and after it leave room, in code points.
fn gaps(sure: &[Option<CharRange>]) -> Vec<Range<u32>> {
    let mut gaps = Vec::with_capacity(sure.len());
    let mut start = 0;
    for at in sure {
        gaps.push(start..u32::MAX);
        start = at.map_or(start, |at| at.end);
    }
    let mut end = u32::MAX;
    for (gap, at) in gaps.iter_mut().zip(sure).rev() {
        gap.end = end;
        end = at.map_or(end, |at| at.start);
    }
    gaps
}

/// Sets the place; that of the evidence goes along where it was the same.
fn move_to(quotation: &mut Quotation, at: CharRange) {
    if let Some(evidence) = &mut quotation.evidence
        && quotation.at == Some(evidence.at)
    {
        let by = i64::from(at.start) - i64::from(evidence.at.start);
        let point = |point: u32| u32::try_from(i64::from(point) + by).unwrap_or_default();
        evidence.at = at;
        for located in [&mut evidence.mention, &mut evidence.antecedent, &mut evidence.cue].into_iter().flatten() {
            for place in &mut located.at {
                *place = CharRange::new(point(place.start), point(place.end));
            }
        }
    }
    quotation.at = Some(at);
}

fn shortened(words: &str) -> String {
    let line: String = words.chars().map(|c| if c == '\n' { ' ' } else { c }).take(40).collect();
    if line.len() < words.len() { format!("“{line}…”") } else { format!("“{line}”") }
}

/// Where quotations stand in a file; looked up only for those with a problem.
struct Lines<'a> {
    yaml: &'a str,
    first: usize,
}

impl Lines<'_> {
    /// Line and column of a quotation.
    fn of(&self, number: usize) -> (usize, usize) {
        let start = tree::parse(self.yaml).ok().and_then(|tree| {
            let (_, list) = tree.entry("quotes")?;
            Some(list.items().get(number)?.span.start)
        });
        let Some(start) = start else { return (self.first, 0) };
        let before = &self.yaml[..start];
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (self.first + stream::line_ends(before.as_bytes()), column)
    }
}
