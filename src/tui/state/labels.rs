//! What the rows of the first pane stand for: how a facet and its groups read, which query finds them, and by which
//! name a row is found again in another state of the store.

use std::borrow::Cow;

use crate::article::ArticleField;
use crate::query::{Facet, Field, Ranking, TextField, exactly};
use crate::quotation::Kind;
use crate::store::Catalog;
use crate::text::date::Month;

pub use crate::query::Group as Label;

/// What the first pane lists, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grouping {
    /// By what the quotations are grouped.
    pub by: Facet,
    /// In which order the groups stand.
    pub ranking: Ranking,
}

impl Default for Grouping {
    fn default() -> Self {
        Self::of(Facet::Speaker)
    }
}

impl Grouping {
    /// By `facet`, in the order in which people look for its groups.
    #[must_use]
    pub const fn of(facet: Facet) -> Self {
        Self { by: facet, ranking: rankings(facet)[0] }
    }

    /// By the facet after this one, or before it.
    #[must_use]
    pub fn turned(self, forward: bool) -> Self {
        // Years are asked for by name: months show them too.
        let listed = Facet::ALL.into_iter().filter(|facet| *facet != Facet::Year || *facet == self.by);
        let listed: Vec<Facet> = listed.collect();
        let at = listed.iter().position(|facet| *facet == self.by).unwrap_or(0);
        let step = if forward { 1 } else { listed.len() - 1 };
        Self::of(listed[(at + step) % listed.len()])
    }

    /// The same groups in the next order.
    #[must_use]
    pub fn reordered(self) -> Self {
        let rankings = rankings(self.by);
        let at = rankings.iter().position(|ranking| *ranking == self.ranking).unwrap_or(0);
        Self { ranking: rankings[(at + 1) % rankings.len()], ..self }
    }

    /// Its order, for a person.
    #[must_use]
    pub const fn order(self) -> &'static str {
        match (self.by, self.ranking) {
            (_, Ranking::Count) => "count",
            (Facet::Month | Facet::Year, Ranking::Natural) => "date, newest first",
            (Facet::Month | Facet::Year, Ranking::Name) => "date, oldest first",
            (Facet::Article, Ranking::Natural) => "their order in the store",
            _ => "name",
        }
    }
}

/// The orders that make sense for a facet, the usual one first.
const fn rankings(facet: Facet) -> &'static [Ranking] {
    match facet {
        Facet::Speaker | Facet::Outlet | Facet::Author | Facet::Tag | Facet::Cue => &[Ranking::Count, Ranking::Name],
        Facet::Article | Facet::Month | Facet::Year => &[Ranking::Natural, Ranking::Name, Ranking::Count],
        Facet::Kind | Facet::Review => &[Ranking::Natural, Ranking::Count],
    }
}

/// The title of a pane that lists `facet`.
#[must_use]
pub const fn title(facet: Facet) -> &'static str {
    match facet {
        Facet::Speaker => "Speakers",
        Facet::Article => "Articles",
        Facet::Outlet => "Outlets",
        Facet::Author => "Authors",
        Facet::Tag => "Tags",
        Facet::Kind => "Kinds",
        Facet::Month => "Months",
        Facet::Year => "Years",
        Facet::Review => "Decisions",
        Facet::Cue => "Cues",
    }
}

/// How a group of `facet` reads.
#[must_use]
pub fn shown<'a>(label: &'a Label, facet: Facet, catalog: &'a Catalog) -> Cow<'a, str> {
    match label {
        Label::Speaker(speaker) => catalog.speaker(*speaker).display(),
        Label::Article(article) => {
            let article = catalog.article(*article);
            Cow::Borrowed(article.title().unwrap_or_else(|| article.id()))
        }
        Label::Text(words) => Cow::Borrowed(words),
        Label::Kind(kind) => Cow::Borrowed(kind.word()),
        Label::Month(month) => Cow::Owned(month.to_string()),
        Label::Year(year) => Cow::Owned(format!("{year:04}")),
        Label::Review(review) => Cow::Borrowed(review.word()),
        Label::None => Cow::Borrowed(match facet {
            Facet::Speaker => "(nobody named)",
            Facet::Article => "(no article)",
            Facet::Outlet => "(no outlet)",
            Facet::Author => "(no author)",
            Facet::Tag => "(no tag)",
            Facet::Kind => "(no kind)",
            Facet::Month | Facet::Year => "(no date)",
            Facet::Review => "(not reviewed)",
            Facet::Cue => "(no cue)",
        }),
    }
}

/// The query that finds the quotations of a group.
#[must_use]
pub fn query(label: &Label, facet: Facet, catalog: &Catalog) -> String {
    let field = match facet {
        Facet::Outlet => TextField::Metadata(ArticleField::Outlet),
        Facet::Author => TextField::Metadata(ArticleField::Author),
        Facet::Cue => TextField::Cue,
        Facet::Tag | Facet::Speaker | Facet::Article | Facet::Kind | Facet::Month | Facet::Year | Facet::Review => {
            TextField::Tag
        }
    };
    match label {
        Label::Speaker(speaker) => exactly(TextField::Speaker, catalog.speaker(*speaker).name()),
        Label::Article(article) => exactly(TextField::Metadata(ArticleField::Id), catalog.article(*article).id()),
        Label::Text(words) => exactly(field, words),
        Label::Kind(kind) => format!("kind:{}", kind.word()),
        // A bare year holds the articles that give no month.
        Label::Month(Month { year, month: 0 }) => {
            let months: Vec<String> = (1..=12).map(|month| format!("-date:{year:04}-{month:02}")).collect();
            format!("(date:{year:04} {})", months.join(" "))
        }
        Label::Month(month) => format!("date:{month}"),
        Label::Year(year) => format!("date:{year:04}"),
        Label::Review(review) => format!("is:{}", review.word()),
        Label::None => match facet {
            Facet::Speaker => "is:unattributed".into(),
            Facet::Tag => "-has:tag".into(),
            Facet::Review => "is:unreviewed".into(),
            Facet::Outlet | Facet::Author | Facet::Cue => format!("-{}:/./", Field::from(field).name()),
            Facet::Month | Facet::Year => "-has:date".into(),
            Facet::Kind => {
                let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("-kind:{}", kind.word())).collect();
                format!("({})", kinds.join(" "))
            }
            Facet::Article => String::new(),
        },
    }
}

/// A row's name apart from any state of the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// A speaker's name, and the word of the kind.
    Speaker(String, &'static str),
    /// An article's id.
    Article(String),
    /// Whatever does not change with the store.
    Label(Label),
}

impl Identity {
    /// The name of `label`.
    #[must_use]
    pub fn of(label: &Label, catalog: &Catalog) -> Self {
        match label {
            Label::Speaker(speaker) => {
                let speaker = catalog.speaker(*speaker);
                Self::Speaker(speaker.name().to_owned(), speaker.kind().word())
            }
            Label::Article(article) => Self::Article(catalog.article(*article).id().to_owned()),
            label => Self::Label(label.clone()),
        }
    }

    /// What it names in `catalog`; of a speaker who has another name by now, that speaker.
    #[must_use]
    pub fn resolve(&self, catalog: &Catalog) -> Option<Label> {
        match self {
            Self::Speaker(name, kind) => {
                let same =
                    |speaker: &crate::store::SpeakerRef<'_>| speaker.name() == name && speaker.kind().word() == *kind;
                let found = catalog.find_speaker(name);
                if let Some(found) = found.filter(|found| same(&catalog.speaker(*found))) {
                    return Some(Label::Speaker(found));
                }
                let exact = catalog.speakers().find(same).map(|speaker| speaker.ix());
                exact.or(found).map(Label::Speaker)
            }
            Self::Article(id) => catalog.find_article(id).map(Label::Article),
            Self::Label(label) => Some(label.clone()),
        }
    }
}
