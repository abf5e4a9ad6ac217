//! A mention that could name the speaker, and how it is related to the passage.

use crate::extract::clauses::SubjectLink;

/// Where a mention stands to a passage, and what it does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Relation {
    /// “…,” said X.
    AfterInverted,
    /// “…,” X said.
    AfterSubject,
    /// “…” and more words, X said.
    AfterFar,
    /// “…,” according to X.
    AfterAccording,
    /// Later in the sentence.
    AfterOther,
    /// “…” — X, at the end of a paragraph.
    AfterDash,
    /// X said “…”: the subject of the verb nearest to the passage.
    Before1,
    /// The subject of the verb before that.
    Before2,
    /// Of a verb further off.
    Before3,
    /// The subject of an everyday verb nearer than those.
    BeforeWeak,
    /// The sentence's first mention that no preposition governs, of no known verb.
    BeforeLead,
    /// described by X as “…”.
    Agent,
    /// According to X, “…”.
    BeforeAccording,
    /// X's claim that “…”.
    Owner,
    /// X: “…”.
    Label,
    /// X: more words, then “…”: as in a headline.
    HeadLabel,
    /// “X: …”: the passage's own first words.
    Inside,
    /// In a short paragraph below, as under a letter.
    Below,
    /// told X “…”: between the nearest verb and the passage.
    Object,
    /// Earlier in the sentence.
    BeforeOther,
    /// The subject of a verb of saying in the sentence before.
    Previous1Says,
    /// Another subject there.
    Previous1Subject,
    /// Anybody else there.
    Previous1Other,
    /// The same, further up in the paragraph.
    Previous2Says,
    /// Another subject there.
    Previous2Subject,
    /// Anybody else there.
    Previous2Other,
    /// The subject of a verb of saying in the sentence after.
    NextSays,
    /// Anybody else there.
    NextOther,
    /// The subject of a verb of saying in the last sentence of the paragraph before.
    AboveSays,
    /// Another subject there.
    AboveSubject,
    /// Anybody else there.
    AboveOther,
    /// Subjects of verbs of saying further up in that paragraph.
    Above2Says,
    /// Anybody else there.
    Above2Other,
    /// In the paragraph before that one.
    Higher,
    /// The one who says the same words in full further down.
    Echo,
    /// The one who said the passage before, named nowhere near.
    Speaker,
    /// Nobody.
    Nobody,
}

impl Relation {
    /// How many relations there are.
    pub const COUNT: usize = Self::Nobody as usize + 1;
}

/// The verb's frame that links a mention to a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Frame {
    /// No cue.
    None,
    /// Only a verb of saying.
    Say,
    /// A verb that names or judges.
    Call,
    /// Another verb that can signal speech.
    Act,
    /// An everyday verb.
    Weak,
}

/// A mention that could name the speaker.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The mention; `None` for the speaker of the passage before and for nobody.
    pub mention: Option<u32>,
    /// The speaker that it stands for.
    pub entity: u32,
    /// Its relation to the passage.
    pub relation: Relation,
    /// The token of its cue.
    pub cue: Option<u32>,
    /// The cue's frame.
    pub frame: Frame,
    /// How its verb was found to be its own.
    pub how: Option<SubjectLink>,
    /// Whether the verb is passive.
    pub passive: bool,
    /// How many tokens lie between.
    pub distance: u32,
    /// How many other mentions lie between.
    pub rank: u32,
}
