//! Checks the quotations of a draft against articles: do the words stand there, in whose mouth, and what was left out.
//!
//! [`draft`] finds every passage of a draft; [`against`] holds it against a store or other documents; [`source`] compares the passages with one article; [`notes`] says how exact
//! words can still mislead; [`attribution`] compares the speakers; here the answers of all articles become one
//! [`Finding`] per passage.
//!
//! Knows nothing of the terminal and of report formats.

pub mod against;
pub mod attribution;
pub mod draft;
pub mod notes;
pub mod source;

use crate::store::Registry;

pub use draft::{Draft, Passage};
pub use source::{Change, Found, Searcher};

/// What a passage of a draft is, held against the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No article has the words.
    Missing,
    /// Words differ without a mark.
    Altered,
    /// The words stand in an article but for marked gaps and insertions.
    Abridged,
    /// The words stand so in an article.
    Verbatim,
}

impl Verdict {
    /// Every verdict, problems first.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Altered, Self::Abridged, Self::Verbatim];

    /// The word for it in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::Abridged => "abridged",
            Self::Verbatim => "verbatim",
        }
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Missing => "not found",
            Self::Altered => "altered",
            Self::Abridged => "abridged",
            Self::Verbatim => "verbatim",
        }
    }
}

/// How the draft's speaker compares with the article's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attribution {
    /// Both name the same speaker.
    Agrees,
    /// They name different ones.
    Differs,
    /// The draft names nobody.
    Unstated,
    /// The article names nobody, or has no such words.
    Unknown,
}

impl Attribution {
    /// The word for it in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::Unstated => "unstated",
            Self::Unknown => "unknown",
        }
    }
}

/// Something that a reader should know of words that stand in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoteKind {
    /// It begins or ends inside a sentence.
    Cut,
    /// What was left out or replaced negates, denies or limits the words.
    Negation,
    /// What a bracket stands for.
    Replaced,
    /// A gap crosses a sentence, a quotation or a turn.
    Joined,
    /// The words stand in the article, but in nobody's mouth.
    Unquoted,
    /// A person rejected the quotation.
    Rejected,
    /// The article denies that the speaker said it.
    Denied,
    /// The words stand only in an earlier text of the article.
    Revised,
    /// Other articles have it in other words.
    Versions,
}

impl NoteKind {
    /// The word for it in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::Negation => "negation",
            Self::Replaced => "replaced",
            Self::Joined => "joined",
            Self::Unquoted => "unquoted",
            Self::Rejected => "rejected",
            Self::Denied => "denied",
            Self::Revised => "revised",
            Self::Versions => "versions",
        }
    }
}

/// A note with what it is about: words of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is to be known.
    pub kind: NoteKind,
    /// The words that were left out, replaced or stand elsewhere.
    pub text: String,
}

/// What was found for one passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The number of the passage in the draft, from 0.
    pub passage: usize,
    /// The verdict on its words.
    pub verdict: Verdict,
    /// How the speakers compare.
    pub attribution: Attribution,
    /// The closest source; for missing words the nearest that there is, if anything is near.
    pub found: Option<Found>,
    /// Other places that have the words, the closest first.
    pub others: Vec<Found>,
    /// What is to be known besides.
    pub notes: Vec<Note>,
}

impl Finding {
    /// Whether nothing is wrong with the passage. With `strict`, a person must have confirmed the speaker.
    #[must_use]
    pub fn holds(&self, strict: bool) -> bool {
        use NoteKind::{Denied, Joined, Negation, Rejected, Revised};
        let words = matches!(self.verdict, Verdict::Verbatim | Verdict::Abridged);
        let grave = self.notes.iter().any(|note| matches!(note.kind, Negation | Joined | Denied | Rejected | Revised));
        let speaker = match self.attribution {
            Attribution::Agrees => !strict || self.found.as_ref().is_some_and(|found| found.confirmed),
            Attribution::Unstated => true,
            Attribution::Differs | Attribution::Unknown => false,
        };
        words && !grave && speaker
    }
}

/// At most this many other places are listed.
const MOST_OTHERS: usize = 20;
/// What is less alike than this is not shown as the nearest.
const NEAREST: f32 = 0.3;

/// One finding per passage of `draft`, from what the articles had: `found` pairs passages with places.
#[must_use]
pub fn findings(draft: &Draft, found: Vec<(usize, Found)>, registry: &Registry) -> Vec<Finding> {
    let mut by_passage: Vec<Vec<Found>> = vec![Vec::new(); draft.passages.len()];
    for (passage, place) in found {
        by_passage[passage].push(place);
    }
    let all = draft.passages.iter().zip(by_passage).enumerate();
    all.map(|(number, (passage, places))| finding(number, passage, places, registry)).collect()
}

fn finding(number: usize, passage: &Passage, mut places: Vec<Found>, registry: &Registry) -> Finding {
    let agreement = |found: &Found| attribution::compare(passage.speaker.as_deref(), found, registry);
    let rank = |found: &Found| {
        let agrees = match agreement(found) {
            Attribution::Agrees => 2,
            Attribution::Unstated | Attribution::Unknown => 1,
            Attribution::Differs => 0,
        };
        let quoted = u8::from(found.quotation.is_some());
        let usable = u8::from(!found.rejected && !found.denied && !found.revised);
        (found.verdict, usable, agrees, quoted)
    };
    places.sort_by(|a, b| {
        rank(b).cmp(&rank(a)).then(b.similarity.total_cmp(&a.similarity)).then(a.article.cmp(&b.article))
    });
    places.retain(|place| place.verdict > Verdict::Missing || place.similarity >= NEAREST);
    let mut places = places.into_iter();
    let Some(best) = places.next() else {
        let attribution = if passage.speaker.is_some() { Attribution::Unknown } else { Attribution::Unstated };
        let missing = Verdict::Missing;
        return Finding {
            passage: number,
            verdict: missing,
            attribution,
            found: None,
            others: Vec::new(),
            notes: Vec::new(),
        };
    };
    let mut others: Vec<Found> = places.filter(|other| other.verdict > Verdict::Missing).collect();
    let mut notes = best.notes.clone();
    if best.verdict >= Verdict::Abridged {
        others
            .iter()
            .filter(|other| other.verdict == Verdict::Altered && other.article != best.article)
            .take(3)
            .for_each(|other| {
                notes.push(Note { kind: NoteKind::Versions, text: format!("{}: {}", other.article, other.text) })
            });
    }
    others.truncate(MOST_OTHERS);
    let attribution = match best.verdict {
        Verdict::Missing if passage.speaker.is_some() => Attribution::Unknown,
        Verdict::Missing => Attribution::Unstated,
        _ => agreement(&best),
    };
    notes.sort_by_key(|note| note.kind);
    Finding { passage: number, verdict: best.verdict, attribution, found: Some(best), others, notes }
}
