//! A quotation: the record of one quoted passage, and the evidence for its attribution. Plain data, as it stands in
//! a store; nothing here knows YAML.

use crate::text::CharRange;

/// How the words are quoted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    /// At least one finite main clause, wholly in quotation marks.
    #[default]
    Direct,
    /// A quoted fragment inside a paraphrase.
    Mixed,
    /// Reported without marks.
    Indirect,
    /// Spoken in a labelled or alternating turn of a transcript, interview or subtitle file: words as spoken, without
    /// marks in the source.
    Turn,
}

impl Kind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Self; 4] = [Self::Direct, Self::Mixed, Self::Indirect, Self::Turn];

    /// The word for it in stores and output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
            Self::Turn => "turn",
        }
    }

    /// The kind that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a person decided about a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Review {
    /// These words, this speaker, as the article has it (not: the claim is true).
    Confirmed,
    /// Not to be used.
    Rejected,
}

impl Review {
    /// Both answers.
    pub const ALL: [Self; 2] = [Self::Confirmed, Self::Rejected];

    /// The word for it in stores and output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
        }
    }

    /// The answer that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|review| review.word() == word)
    }
}

/// Who reviewed a quotation, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reviewed {
    /// The reviewer's name.
    pub by: String,
    /// The day, `2026-01-31`.
    pub on: String,
}

/// Words of the article with their place.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Excerpt {
    /// The words. Where there are two parts, with ` … ` between them.
    pub text: String,
    /// Where they stand: one place, or two for a cue in two parts ("described … as").
    pub at: Vec<CharRange>,
}

/// The program's own answer about a quotation, whole. People do not edit it: what they decide stands in the
/// quotation's own fields.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    /// Whom the program takes for the speaker; absent when nobody could be named. "A and B" where several speak
    /// together.
    pub speaker: Option<String>,
    /// The several who speak together, each by name; empty where one speaks or nobody is named.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// How the words are quoted.
    pub kind: Kind,
    /// Where they stand, marks not included.
    pub at: CharRange,
    /// The article says that these words were not said by the speaker it names.
    #[serde(default)]
    pub denied: bool,
    /// The words that name the speaker there.
    pub mention: Option<Excerpt>,
    /// Where the mention alone does not name the speaker ("he"): the words that it stands for.
    pub antecedent: Option<Excerpt>,
    /// The words that signal the attribution.
    pub cue: Option<Excerpt>,
    /// The rule that made the attribution, empty when there is none.
    pub rule: String,
    /// How sure the program is, from 0 to 1, in hundredths.
    pub confidence: f32,
}

/// The record of one quoted passage.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Quotation {
    /// Unique in its article; never changes once stored. Empty until a store or the extraction gives it.
    pub id: String,
    /// Whom it is attributed to; absent when nobody could be named. "A and B" where several speak together.
    pub speaker: Option<String>,
    /// The several who speak together, each by name; empty where one speaks or nobody is named.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// Exactly what stands between the marks.
    pub text: String,
    /// How it is quoted; absent in hand-written records that do not say.
    pub kind: Option<Kind>,
    /// Where it stands in the article's text; absent in hand-written records that do not say.
    pub at: Option<CharRange>,
    /// The page that it stands on, in documents that have pages.
    #[serde(default)]
    pub page: Option<u32>,
    /// When it is spoken, in subtitles and recordings, as the file gives it.
    #[serde(default)]
    pub time: Option<String>,
    /// Whether the article says that these words were not said by the speaker it names. `Some(false)` is a person's
    /// word against the program's.
    #[serde(default)]
    pub denied: Option<bool>,
    /// The id of a split or many-paragraph quotation's earlier part.
    pub continues: Option<String>,
    /// The program's own answer; absent when the quotation is hand-made.
    pub evidence: Option<Evidence>,
    /// What a person decided; absent while nobody looked.
    pub review: Option<Review>,
    /// Who decided that, and when.
    #[serde(default)]
    pub reviewed: Option<Reviewed>,
    /// Marked by a person.
    pub star: bool,
    /// A person's tags.
    pub tags: Vec<String>,
    /// A person's note.
    pub note: Option<String>,
    /// It no longer stands in the article's text.
    pub gone: bool,
    /// Of one that is gone: the earlier text of the article in which it stands, as a number from 1, the oldest.
    #[serde(default)]
    pub revision: Option<u32>,
}

/// Between the names of several who speak together.
const BETWEEN: &str = " and ";

/// The names of several who speak together, as one.
#[must_use]
pub fn joined(speakers: &[impl std::borrow::Borrow<str>]) -> String {
    speakers.join(BETWEEN)
}

/// Those who speak: `speakers` where they belong to `speaker`, else `speaker` alone. A person who changes `speaker` in an
/// editor need not clear the list beside it.
#[must_use]
pub fn each_speaker<'a>(speaker: Option<&'a str>, speakers: &'a [String]) -> Vec<&'a str> {
    let belong = |speaker: &str| speakers.iter().all(|name| speaker.contains(name.as_str()));
    if speakers.len() > 1 && speaker.is_none_or(belong) {
        return speakers.iter().map(String::as_str).collect();
    }
    speaker.into_iter().collect()
}

impl Quotation {
    /// Those to whom it is attributed: nobody, one, or several who speak together.
    #[must_use]
    pub fn attributed_to(&self) -> Vec<&str> {
        each_speaker(self.speaker.as_deref(), &self.speakers)
    }

    /// Whether the words count as denied.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.denied == Some(true)
    }
}

impl Quotation {
    /// Whether its kind, its place or its denial is set to another than the evidence gives.
    #[must_use]
    pub fn overrides_evidence(&self) -> bool {
        self.evidence.as_ref().is_some_and(|evidence| {
            self.kind.is_some_and(|kind| kind != evidence.kind)
                || self.at.is_some_and(|at| at != evidence.at)
                || self.denied.unwrap_or(false) != evidence.denied
        })
    }

    /// Whether it is the program's answer alone: nobody reviewed, edited, starred, tagged or annotated it.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        let as_found = |evidence: &Evidence| evidence.speaker == self.speaker && evidence.speakers == self.speakers;
        let annotated = self.star || !self.tags.is_empty() || self.note.is_some();
        self.review.is_none()
            && self.reviewed.is_none()
            && !annotated
            && !self.overrides_evidence()
            && self.evidence.as_ref().is_some_and(as_found)
    }

    /// Whether a person confirmed it, and the evidence has another speaker, kind, place or denial.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        let other_speaker = |evidence: &Evidence| evidence.speaker != self.speaker;
        self.review == Some(Review::Confirmed)
            && (self.overrides_evidence() || self.evidence.as_ref().is_some_and(other_speaker))
    }
}
