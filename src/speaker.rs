//! A speaker: somebody or something that quotations are attributed to. Plain data, and [names
//! compared with names](compare).

pub mod compare;

/// What sort of speaker a name stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum SpeakerKind {
    /// A person with a name.
    #[default]
    Person,
    /// An organisation, company, party, outlet or document with a name.
    Organisation,
    /// People or a thing without a name of their own: "analysts", "a senior official".
    Unnamed,
}

impl SpeakerKind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organisation, Self::Unnamed];

    /// The word for it in stores and output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Unnamed => "unnamed",
        }
    }

    /// The kind that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One speaker of an article, under the fullest name that the article gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Speaker {
    /// The fullest name. For unnamed speakers their description; it does not hold the word "(unnamed)".
    pub name: String,
    /// Person, organisation or unnamed.
    pub kind: SpeakerKind,
    /// Office, title or description: "Colombian President".
    pub role: Option<String>,
    /// Other names that the article uses for the same speaker.
    pub aliases: Vec<String>,
}
