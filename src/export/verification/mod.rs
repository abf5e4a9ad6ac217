//! Reports on checked drafts: one file per format.
//!
//! A [`Report`] is a draft with its findings and what it was compared with. Problems come first for people (table,
//! Markdown, HTML); programs get the order of the draft.

mod csv;
mod html;
mod json;
mod labels;
mod lines;
mod markdown;
mod sarif;
mod table;

use std::io::{self, Write};

use crate::verify::{Attribution, Draft, Finding, Found, NoteKind, Passage, Verdict, against};

use super::{Color, Layout, Tables};
use crate::text::counted;

/// The formats of a report, by the names that `--format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// A block for each passage, problems first.
    Table,
    /// One line for each passage, as compilers print them.
    Lines,
    /// One JSON object per line.
    Ndjson,
    /// One JSON object with head and findings.
    Json,
    /// For spreadsheets.
    Csv,
    /// For notes and issues.
    Markdown,
    /// A sheet to print and sign.
    Html,
    /// For code review and editors (SARIF 2.1.0).
    Sarif,
}

impl ReportFormat {
    /// Every format with its name.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Table, "table"),
        (Self::Lines, "lines"),
        (Self::Ndjson, "ndjson"),
        (Self::Json, "json"),
        (Self::Csv, "csv"),
        (Self::Markdown, "markdown"),
        (Self::Html, "html"),
        (Self::Sarif, "sarif"),
    ];
}

/// A checked draft.
#[derive(Debug)]
pub struct Report<'a> {
    /// The name of the draft as it was given.
    pub name: &'a str,
    /// The SHA-256 of its text.
    pub sha256: String,
    /// The draft.
    pub draft: &'a Draft,
    /// One finding per passage, in the order of the draft.
    pub findings: &'a [Finding],
    /// What it was compared with: a store, or the sources that were named.
    pub against: String,
    /// How many articles that are.
    pub articles: usize,
    /// How many of them have no text, so that only their quotations were compared.
    pub without_text: usize,
    /// Articles that are the draft itself, or largely its text.
    pub left_out: &'a [String],
    /// The day of the report.
    pub date: String,
    /// Only speakers that a person confirmed count as right.
    pub strict: bool,
}

impl Report<'_> {
    /// The passage of a finding.
    fn passage(&self, finding: &Finding) -> &Passage {
        &self.draft.passages[finding.passage]
    }

    /// The words of a finding's passage on one line.
    fn words(&self, finding: &Finding) -> String {
        one_line(self.passage(finding).text(self.draft))
    }

    /// The findings as people want them: what does not hold first, terms last.
    fn by_weight(&self) -> Vec<&Finding> {
        let mut sorted: Vec<&Finding> = self.findings.iter().collect();
        sorted.sort_by_key(|finding| against::weight(self.draft, finding, self.strict));
        sorted
    }

    /// Whether a passage is taken for a term: it looks like one, and no article has it as somebody's words.
    #[must_use]
    pub fn is_term(&self, finding: &Finding) -> bool {
        against::is_term(self.draft, finding)
    }

    /// Whether a finding is something to look at.
    #[must_use]
    pub fn is_problem(&self, finding: &Finding) -> bool {
        against::is_problem(self.draft, finding, self.strict)
    }

    /// `31 passages: 27 checked, 3 terms, 1 unclosed mark (line 40)`.
    #[must_use]
    pub fn summary(&self) -> String {
        let terms = self.findings.iter().filter(|finding| self.is_term(finding)).count();
        let checked = self.findings.len() - terms;
        let open = &self.draft.unpaired;
        let mut parts = vec![format!("{checked} checked")];
        if terms > 0 {
            parts.push(counted(terms, "term"));
        }
        if !open.is_empty() {
            let lines: Vec<String> = open.iter().map(ToString::to_string).collect();
            let word = if open.len() == 1 { "line" } else { "lines" };
            let marks = counted(open.len(), "unclosed mark");
            parts.push(format!("{marks} ({word} {})", lines.join(", ")));
        }
        format!("{}: {}", counted(self.findings.len(), "passage"), parts.join(", "))
    }

    /// How many checked passages have each verdict, and how many of them the article gives to another speaker:
    /// `20 verbatim (1 with another speaker), 4 abridged, 2 altered, 1 not found`.
    #[must_use]
    pub fn verdicts(&self) -> String {
        let of = |verdict: Verdict| {
            let with = self.findings.iter().filter(|one| one.verdict == verdict && !self.is_term(one));
            let differs = |one: &&Finding| against::speaker_counts(one) && one.attribution == Attribution::Differs;
            let (count, differing) = (with.clone().count(), with.filter(differs).count());
            let speaker = if differing > 0 { format!(" ({differing} with another speaker)") } else { String::new() };
            (count > 0).then(|| format!("{count} {}{speaker}", verdict.label()))
        };
        let parts: Vec<String> = Verdict::ALL.into_iter().rev().filter_map(of).collect();
        if parts.is_empty() { "nothing to check".to_owned() } else { parts.join(", ") }
    }

    /// What every report says of itself, a label and a value each.
    fn head(&self) -> Vec<(&'static str, String)> {
        let texts = match self.without_text {
            0 => String::new(),
            some => format!(", {some} without text"),
        };
        let mut head = vec![
            ("Draft", self.name.to_owned()),
            ("SHA-256", self.sha256.clone()),
            ("Checked", format!("{} with verbatim {}", self.date, env!("CARGO_PKG_VERSION"))),
            ("Against", format!("{} ({}{texts})", self.against, counted(self.articles, "article"))),
        ];
        if !self.left_out.is_empty() {
            head.push(("Left out", format!("{} (the draft itself)", self.left_out.join(", "))));
        }
        head.push(("Note", "Reported speech without quotation marks is not checked.".to_owned()));
        head
    }
}

/// Writes a report.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(report: &Report<'_>, format: ReportFormat, layout: Layout, out: &mut impl Write) -> io::Result<()> {
    match format {
        ReportFormat::Table => match layout.tables {
            Tables::Columns => table::write(report, layout.color == Color::On, out),
            Tables::Labels => labels::write(report, out),
        },
        ReportFormat::Lines => lines::write(report, out),
        ReportFormat::Ndjson => json::write_lines(report, out),
        ReportFormat::Json => json::write(report, out),
        ReportFormat::Csv => csv::write(report, layout.target, out),
        ReportFormat::Markdown => markdown::write(report, out),
        ReportFormat::Html => html::write(report, out),
        ReportFormat::Sarif => sarif::write(report, out),
    }
}

/// Words on one line, without control characters.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != ">").collect();
    words.join(" ").chars().filter(|c| !c.is_control()).collect()
}

/// Who the article says it is: `agrees (confirmed)`, `differs (program, 85%): Ann Bell`.
#[must_use]
pub fn attribution_words(finding: &Finding) -> String {
    let word = finding.attribution.word();
    let Some(found) = finding.found.as_ref().filter(|_| finding.verdict > Verdict::Missing) else {
        return word.to_owned();
    };
    match finding.attribution {
        Attribution::Unstated | Attribution::Unknown => word.to_owned(),
        Attribution::Agrees => format!("{word} ({})", decided_by(found)),
        Attribution::Differs => format!("{word} ({}): {}", decided_by(found), found.speakers.join(" and ")),
    }
}

/// Who decided who the speaker is.
fn decided_by(found: &Found) -> String {
    if found.confirmed {
        "confirmed".to_owned()
    } else if found.by_person {
        "by a person".to_owned()
    } else {
        let percent = (found.confidence.unwrap_or_default() * 100.0).round();
        format!("program, {percent}%")
    }
}

/// `Harbour News, 2026-01-08, “Harbour stays open”, ¶3`.
fn source_words(found: &Found) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(found.outlet.clone());
    parts.extend(found.published.clone());
    parts.push(found.title.as_ref().map_or_else(|| found.article.clone(), |title| format!("“{}”", one_line(title))));
    parts.push(format!("¶{}", found.paragraph));
    parts.extend(found.page.map(|page| format!("page {page}")));
    parts.extend(found.time.clone());
    parts.join(", ")
}

/// The other places of a finding as people read them, each once, with the best verdict there. Several quotations of one
/// paragraph are one place.
fn other_places(finding: &Finding) -> Vec<(String, Verdict)> {
    let mut known: Vec<String> = finding.found.iter().map(source_words).collect();
    let mut places = Vec::new();
    for other in &finding.others {
        let place = source_words(other);
        if !known.contains(&place) {
            known.push(place.clone());
            places.push((place, other.verdict));
        }
    }
    places
}

/// What a note says to people.
#[must_use]
pub fn note_words(kind: NoteKind, text: &str) -> String {
    let text = one_line(text);
    match kind {
        NoteKind::Cut => format!("begins or ends inside a sentence; the rest of it: “{text}”"),
        NoteKind::Negation => format!("what was left out negates or limits it: “{text}”"),
        NoteKind::Replaced if text.is_empty() => "the bracket adds words".to_owned(),
        NoteKind::Replaced => format!("the bracket stands for “{text}”"),
        NoteKind::Joined => format!("joins passages; between them is “{text}”"),
        NoteKind::Unquoted => "the article has these words, but nobody says them".to_owned(),
        NoteKind::Rejected => "a reviewer rejected this quotation".to_owned(),
        NoteKind::Denied => "the article says that the speaker did not say this".to_owned(),
        NoteKind::Revised => "the words are only in an earlier version of the article".to_owned(),
        NoteKind::Versions => format!("elsewhere in other words: {text}"),
    }
}

/// What to do about a finding, where something is to be done.
fn advice(finding: &Finding) -> Option<&'static str> {
    use NoteKind::{Denied, Joined, Negation, Rejected, Revised};
    let has = |kind: NoteKind| finding.notes.iter().any(|note| note.kind == kind);
    Some(match finding.verdict {
        Verdict::Missing => "find the source, or add its article to the store",
        Verdict::Altered => "use the source's words, or mark what was changed",
        _ if has(Negation) => "read the whole sentence: the words alone may say the opposite",
        _ if has(Denied) => "do not attribute it to the speaker",
        _ if has(Joined) => "quote the passages separately",
        _ if has(Rejected) => "do not use it, or review the quotation again",
        _ if has(Revised) => "say that the article was changed",
        _ => match finding.attribution {
            Attribution::Differs => "check who said it",
            Attribution::Unknown => "the source names nobody: check who said it",
            Attribution::Agrees | Attribution::Unstated => return None,
        },
    })
}
