//! A candidate for a report: a cue with its sayer, how content hangs on it, and the stretch that the content can fill.

use std::borrow::Cow;

use crate::extract::Reading;
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::{Words, word_id, words};
use crate::extract::mentions::Mention;

use super::stem::stem;
use super::weights::Value;

/// How content hangs on its cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// "said that …"
    That,
    /// "said …"
    Clause,
    /// "promised to …"
    To,
    /// "urged them to …"
    ObjectTo,
    /// "called for …"
    Preposition,
    /// "denied having …"
    Ing,
    /// "explained how …"
    How,
    /// "supports …"
    Noun,
    /// "…, she said"
    Tag,
    /// "…, said Ann Lee"
    Inverted,
    /// The rest of the sentence after a tag inside it.
    Resumed,
    /// "The pier, she said, would stay": the clause with the tag inside it.
    Around,
    /// "which she believes will fail"
    Gapped,
    /// "According to her, …"
    According,
    /// "…, according to her"
    AccordingAfter,
    /// "her claim that …"
    NounThat,
    /// "her promise to …"
    NounTo,
    /// "her support for …"
    NounOf,
}

impl Frame {
    /// Its name in the tables.
    #[must_use]
    pub const fn value(self) -> Value<'static> {
        match self {
            Self::That => const { Value::of("that") },
            Self::Clause => const { Value::of("clause") },
            Self::To => const { Value::of("to") },
            Self::ObjectTo => const { Value::of("object-to") },
            Self::Preposition => const { Value::of("preposition") },
            Self::Ing => const { Value::of("ing") },
            Self::How => const { Value::of("how") },
            Self::Noun => const { Value::of("noun") },
            Self::Tag => const { Value::of("tag") },
            Self::Inverted => const { Value::of("inverted") },
            Self::Resumed => const { Value::of("resumed") },
            Self::Around => const { Value::of("around") },
            Self::Gapped => const { Value::of("gapped") },
            Self::According => const { Value::of("according") },
            Self::AccordingAfter => const { Value::of("according-after") },
            Self::NounThat => const { Value::of("noun-that") },
            Self::NounTo => const { Value::of("noun-to") },
            Self::NounOf => const { Value::of("noun-of") },
        }
    }

    /// Whether the content begins before the cue.
    #[must_use]
    pub const fn is_before(self) -> bool {
        matches!(self, Self::Tag | Self::Inverted | Self::AccordingAfter | Self::Around)
    }
}

/// Who says something: the mention, the tokens that name it, and how it was found.
pub type Sayer = (Option<u32>, (u32, u32), Option<SubjectLink>);

/// A candidate.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// Its first token.
    pub token: u32,
    /// One past its last token.
    pub end: u32,
    /// The mention of the sayer; none where only a phrase names it ("polls").
    pub mention: Option<u32>,
    /// The tokens that name the sayer.
    pub sayer: (u32, u32),
    /// How content hangs on it.
    pub frame: Frame,
    /// The first token that content can have.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// Whether somebody is named whom it is said to.
    pub addressee: bool,
    /// How the sayer was found.
    pub link: Option<SubjectLink>,
}

impl Cue {
    /// The mention of the sayer.
    #[must_use]
    pub fn mention<'r>(&self, reading: &'r Reading<'_>) -> Option<&'r Mention> {
        self.mention.map(|mention| &reading.mentions[mention as usize])
    }

    /// Where what stands before the cue ends, of content that begins there.
    #[must_use]
    pub fn before(&self) -> usize {
        if self.frame != Frame::Around {
            return self.to;
        }
        let tag = self.token.min(self.sayer.0) as usize;
        tag.saturating_sub(1).max(self.from)
    }

    /// The stem of its verb or noun.
    #[must_use]
    pub fn stem<'t>(&self, reading: &Reading<'t>) -> Cow<'t, str> {
        let word = reading.narrative.tokens[self.token as usize].of(reading.narrative.text);
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return stem(word).into();
        }
        stem(&word.to_ascii_lowercase()).to_owned().into()
    }

    /// Whether it reports speech or thought, not an intention or a deed.
    #[must_use]
    pub fn is_speaking(&self, reading: &Reading<'_>) -> bool {
        is_speaking(&self.stem(reading))
    }

    /// The token that says most about the sayer: the noun of a phrase, the last word of a name.
    #[must_use]
    pub fn head(&self, reading: &Reading<'_>) -> usize {
        self.mention(reading).map_or(self.sayer.1 as usize - 1, |mention| mention.head as usize)
    }
}

/// Stems of what reports speech or thought whatever hangs on it; of other cues ("wants", "supports", "vowed revenge")
/// readers doubt more often that something was said.
const SPEAKING: Words = words!(
    "say tell add argu claim not warn insist suggest acknowledg explain announc report stat declar predict believ think hop expect estimat writ admit den confirm promis vow pledg complain alleg assert contend maintain conclud recall testif conced agre find show indicat emphasiz stress accord remark repl observ caution reveal disclos reiterat assur remind inform speculat fear worr"
);
/// Verbs that take back what their content says.
const DENIALS: Words =
    words!("deny denies denied denying denial dispute disputes disputed disputing refute refutes refuted refuting");

/// Whether the stem is that of a cue which reports speech or thought.
#[must_use]
pub fn is_speaking(stem: &str) -> bool {
    SPEAKING.has(word_id(stem))
}

/// Whether the cue at this token takes back what it reports.
#[must_use]
pub fn is_denial(reading: &Reading<'_>, cue: u32) -> bool {
    DENIALS.has(reading.narrative.tokens[cue as usize].id)
}
