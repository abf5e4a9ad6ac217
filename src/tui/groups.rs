//! What the first pane lists: the quotations in sight by speaker, article, tag, kind or month, each row with its
//! count and its quotations.
//!
//! The members of all rows lie in one piece of memory, row after row, so that following the cursor from one speaker
//! to the next costs nothing, whether there are four speakers or fifty thousand.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::rows::Rows;
use crate::query::{Field, exactly};
use crate::quotation::Kind;
use crate::speaker::SpeakerKind;
use crate::store::{ArticleIx, Catalog, QuotationIx, SpeakerIx};

/// By what the first pane lists the quotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Browse {
    /// Who said it.
    #[default]
    Speakers,
    /// Where it stands.
    Articles,
    /// A person's tags.
    Tags,
    /// Direct, mixed, indirect.
    Kinds,
    /// When the article was published.
    Months,
}

impl Browse {
    /// All of them in the order in which the key goes through them.
    pub const ALL: [Self; 5] = [Self::Speakers, Self::Articles, Self::Tags, Self::Kinds, Self::Months];

    /// The pane's title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Speakers => "Speakers",
            Self::Articles => "Articles",
            Self::Tags => "Tags",
            Self::Kinds => "Kinds",
            Self::Months => "Months",
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|browse| *browse == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

/// What the quotations of one row have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Label {
    /// The same speaker.
    Speaker(SpeakerIx),
    /// The same article.
    Article(ArticleIx),
    /// A tag.
    Tag(Arc<str>),
    /// The same kind.
    Kind(Kind),
    /// The same month, `2026-01`.
    Month(Arc<str>),
    /// None of these: nobody named, no tag, no kind, no date.
    None,
}

impl Label {
    /// How the row reads.
    #[must_use]
    pub fn shown<'a>(&'a self, browse: Browse, catalog: &'a Catalog) -> Cow<'a, str> {
        match self {
            Self::Speaker(speaker) => catalog.speaker(*speaker).display(),
            Self::Article(article) => {
                let article = catalog.article(*article);
                Cow::Borrowed(article.title().unwrap_or_else(|| article.id()))
            }
            Self::Tag(word) | Self::Month(word) => Cow::Borrowed(word),
            Self::Kind(kind) => Cow::Borrowed(kind.word()),
            Self::None => Cow::Borrowed(match browse {
                Browse::Speakers => "(nobody named)",
                Browse::Articles => "(no article)",
                Browse::Tags => "(no tag)",
                Browse::Kinds => "(no kind)",
                Browse::Months => "(no date)",
            }),
        }
    }

    /// The query that finds the row's quotations.
    #[must_use]
    pub fn query(&self, browse: Browse, catalog: &Catalog) -> String {
        match self {
            Self::Speaker(speaker) => exactly(Field::Speaker, catalog.speaker(*speaker).name()),
            Self::Article(article) => exactly(Field::Article, catalog.article(*article).id()),
            Self::Tag(tag) => exactly(Field::Tag, tag),
            Self::Kind(kind) => format!("kind:{}", kind.word()),
            Self::Month(month) => format!("date:{month}"),
            Self::None => match browse {
                Browse::Speakers => "is:unattributed".into(),
                Browse::Tags => "-has:tag".into(),
                Browse::Articles | Browse::Kinds | Browse::Months => String::new(),
            },
        }
    }

    /// The name by which the row is found again in another state of the store.
    #[must_use]
    pub fn identity(&self, catalog: &Catalog) -> Identity {
        match self {
            Self::Speaker(speaker) => {
                let speaker = catalog.speaker(*speaker);
                Identity(0, format!("{}\n{}", speaker.kind().word(), speaker.name()))
            }
            Self::Article(article) => Identity(1, catalog.article(*article).id().to_owned()),
            Self::Tag(tag) => Identity(2, tag.to_string()),
            Self::Kind(kind) => Identity(3, kind.word().to_owned()),
            Self::Month(month) => Identity(4, month.to_string()),
            Self::None => Identity(5, String::new()),
        }
    }
}

/// A row's name apart from any state of the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity(u8, String);

/// One row and how many quotations it has.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they have in common.
    pub label: Label,
    /// Where its members begin.
    start: usize,
    /// How many they are.
    pub count: usize,
}

/// The rows of the first pane.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// By what they were made.
    pub browse: Browse,
    /// The rows below `All`.
    pub rows: Vec<Group>,
    members: Arc<[QuotationIx]>,
    in_order: bool,
}

impl Groups {
    /// Sorts the quotations of `rows` into groups, keeping their order within each.
    #[must_use]
    pub fn new(catalog: &Catalog, rows: &Rows, browse: Browse) -> Self {
        let keys = Keys::of(catalog, browse);
        let mut counts = vec![0u32; keys.labels.len()];
        let mut total = 0usize;
        for quotation in rows.iter() {
            keys.each(quotation, |key| {
                counts[key as usize] += 1;
                total += 1;
            });
        }
        let mut order: Vec<u32> = (0..counts.len() as u32).filter(|&key| counts[key as usize] > 0).collect();
        sort(&mut order, &counts, &keys.labels, catalog, browse);
        let mut starts = vec![0u32; counts.len()];
        let mut groups = Vec::with_capacity(order.len());
        let mut start = 0;
        for &key in &order {
            let count = counts[key as usize];
            starts[key as usize] = start;
            let label = keys.labels[key as usize].clone();
            groups.push(Group { label, start: start as usize, count: count as usize });
            start += count;
        }
        let mut members = vec![QuotationIx::new(0); total];
        for quotation in rows.iter() {
            keys.each(quotation, |key| {
                let next = &mut starts[key as usize];
                members[*next as usize] = quotation;
                *next += 1;
            });
        }
        let in_order = match rows {
            Rows::All(_) => true,
            Rows::Chosen { in_order, .. } => *in_order,
        };
        Self { browse, rows: groups, members: members.into(), in_order }
    }

    /// The quotations of row number `group`.
    #[must_use]
    pub fn members(&self, group: usize) -> Rows {
        let group = &self.rows[group];
        let range = group.start..group.start + group.count;
        Rows::Chosen { members: self.members.clone(), range, in_order: self.in_order }
    }

    /// The row with that name; of a speaker who has another name by now, the row of that.
    #[must_use]
    pub fn find(&self, identity: &Identity, catalog: &Catalog) -> Option<usize> {
        let same = self.rows.iter().position(|group| group.label.identity(catalog) == *identity);
        same.or_else(|| {
            let (_, name) = identity.1.split_once('\n').filter(|_| identity.0 == 0)?;
            let speaker = Label::Speaker(catalog.find_speaker(name)?);
            self.rows.iter().position(|group| group.label == speaker)
        })
    }
}

/// Puts the rows in the order in which people look for them: the most quoted first, unnamed after named, none last;
/// articles and months in their own order.
fn sort(order: &mut [u32], counts: &[u32], labels: &[Label], catalog: &Catalog, browse: Browse) {
    let count = |key: &u32| std::cmp::Reverse(counts[*key as usize]);
    match browse {
        Browse::Speakers => order.sort_by_cached_key(|key| match &labels[*key as usize] {
            Label::Speaker(ix) => {
                let speaker = catalog.speaker(*ix);
                (u8::from(speaker.kind() == SpeakerKind::Unnamed), count(key), speaker.name())
            }
            _ => (2, count(key), ""),
        }),
        Browse::Tags => order.sort_by_cached_key(|key| match &labels[*key as usize] {
            Label::Tag(tag) => (0, count(key), tag.to_string()),
            _ => (1, count(key), String::new()),
        }),
        Browse::Months => order.sort_by_cached_key(|key| match &labels[*key as usize] {
            Label::Month(month) => (0, std::cmp::Reverse(month.to_string())),
            _ => (1, std::cmp::Reverse(String::new())),
        }),
        // Their numbers are in the order of the store, and of the kinds, already.
        Browse::Articles | Browse::Kinds => {}
    }
}

/// Which rows a quotation belongs to, as numbers.
struct Keys<'a> {
    labels: Vec<Label>,
    column: Column<'a>,
}

/// Where the numbers come from.
enum Column<'a> {
    Speakers(&'a Catalog, u32),
    Articles(&'a Catalog),
    Kinds(&'a Catalog),
    /// By article.
    Months(&'a Catalog, Vec<u32>),
    Tags(&'a Catalog, HashMap<&'a str, u32, FxBuildHasher>, u32),
}

impl<'a> Keys<'a> {
    fn of(catalog: &'a Catalog, browse: Browse) -> Self {
        match browse {
            Browse::Speakers => {
                let len = catalog.speakers_len();
                let named = (0..len).map(|i| Label::Speaker(SpeakerIx::new(i)));
                let labels = named.chain([Label::None]).collect();
                Self { labels, column: Column::Speakers(catalog, len as u32) }
            }
            Browse::Articles => {
                let labels = (0..catalog.articles_len()).map(|i| Label::Article(ArticleIx::new(i))).collect();
                Self { labels, column: Column::Articles(catalog) }
            }
            Browse::Kinds => {
                let labels = Kind::ALL.into_iter().map(Label::Kind).chain([Label::None]).collect();
                Self { labels, column: Column::Kinds(catalog) }
            }
            Browse::Months => {
                let mut numbers: HashMap<&str, u32, FxBuildHasher> = HashMap::default();
                let mut labels = vec![Label::None];
                let months = catalog.articles().map(|article| {
                    let Some(month) = article.published().and_then(month) else { return 0 };
                    *numbers.entry(month).or_insert_with(|| {
                        labels.push(Label::Month(month.into()));
                        labels.len() as u32 - 1
                    })
                });
                let months = months.collect();
                Self { labels, column: Column::Months(catalog, months) }
            }
            Browse::Tags => {
                let mut numbers: HashMap<&str, u32, FxBuildHasher> = HashMap::default();
                let mut labels = Vec::new();
                for tag in catalog.quotations().flat_map(|quotation| quotation.tags()) {
                    numbers.entry(tag).or_insert_with(|| {
                        labels.push(Label::Tag(tag.into()));
                        labels.len() as u32 - 1
                    });
                }
                let none = labels.len() as u32;
                labels.push(Label::None);
                Self { labels, column: Column::Tags(catalog, numbers, none) }
            }
        }
    }

    fn each(&self, quotation: QuotationIx, mut with: impl FnMut(u32)) {
        match &self.column {
            Column::Speakers(catalog, none) => {
                with(catalog.quotation(quotation).speaker().map_or(*none, |speaker| speaker.index() as u32));
            }
            Column::Articles(catalog) => with(catalog.quotation(quotation).article().index() as u32),
            Column::Kinds(catalog) => {
                let kind = catalog.quotation(quotation).kind();
                let number = kind.and_then(|kind| Kind::ALL.iter().position(|other| *other == kind));
                with(number.unwrap_or(Kind::ALL.len()) as u32);
            }
            Column::Months(catalog, months) => with(months[catalog.quotation(quotation).article().index()]),
            Column::Tags(catalog, numbers, none) => {
                let mut any = false;
                for number in catalog.quotation(quotation).tags().filter_map(|tag| numbers.get(tag)) {
                    any = true;
                    with(*number);
                }
                if !any {
                    with(*none);
                }
            }
        }
    }
}

/// The month of a date as articles give it: `2026-01` of `2026-01-08`; a bare year is no month.
fn month(published: &str) -> Option<&str> {
    let month = published.get(..7)?;
    let bytes = month.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
    (digits(0..4) && bytes[4] == b'-' && digits(5..7)).then_some(month)
}
