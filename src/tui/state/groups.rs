//! What the first pane lists: the quotations in sight by speaker, article, tag, kind or month, each row with its
//! count and its quotations.
//!
//! The counts are what every key of a filter waits for, so they are made first, straight from the columns of the
//! catalogue. The members of all rows are sorted out afterwards, in the background where there is time: they lie in one
//! piece of memory, row after row, so that following the cursor from one speaker to the next costs nothing, whether
//! there are four speakers or fifty thousand.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

use crate::query::{Field, exactly};
use crate::quotation::Kind;
use crate::speaker::SpeakerKind;
use crate::store::{ArticleIx, Catalog, Flags, NO_SPEAKER, QuotationIx, SpeakerIx};
use crate::tui::state::rows::Rows;

/// By what the first pane lists the quotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupBy {
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

impl GroupBy {
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
    pub fn shown<'a>(&'a self, browse: GroupBy, catalog: &'a Catalog) -> Cow<'a, str> {
        match self {
            Self::Speaker(speaker) => catalog.speaker(*speaker).display(),
            Self::Article(article) => {
                let article = catalog.article(*article);
                Cow::Borrowed(article.title().unwrap_or_else(|| article.id()))
            }
            Self::Tag(word) | Self::Month(word) => Cow::Borrowed(word),
            Self::Kind(kind) => Cow::Borrowed(kind.word()),
            Self::None => Cow::Borrowed(match browse {
                GroupBy::Speakers => "(nobody named)",
                GroupBy::Articles => "(no article)",
                GroupBy::Tags => "(no tag)",
                GroupBy::Kinds => "(no kind)",
                GroupBy::Months => "(no date)",
            }),
        }
    }

    /// The query that finds the row's quotations.
    #[must_use]
    pub fn query(&self, browse: GroupBy, catalog: &Catalog) -> String {
        match self {
            Self::Speaker(speaker) => exactly(Field::Speaker, catalog.speaker(*speaker).name()),
            Self::Article(article) => exactly(Field::Article, catalog.article(*article).id()),
            Self::Tag(tag) => exactly(Field::Tag, tag),
            Self::Kind(kind) => format!("kind:{}", kind.word()),
            Self::Month(month) => format!("date:{month}"),
            Self::None => match browse {
                GroupBy::Speakers => "is:unattributed".into(),
                GroupBy::Tags => "-has:tag".into(),
                GroupBy::Articles | GroupBy::Kinds | GroupBy::Months => String::new(),
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

    /// Whether that is the row's name.
    fn is(&self, Identity(sort, name): &Identity, catalog: &Catalog) -> bool {
        match self {
            Self::Speaker(speaker) => {
                let speaker = catalog.speaker(*speaker);
                let named = name.split_once('\n');
                *sort == 0 && named.is_some_and(|(kind, name)| speaker.name() == name && speaker.kind().word() == kind)
            }
            Self::Article(article) => *sort == 1 && catalog.article(*article).id() == name,
            Self::Tag(tag) => *sort == 2 && **tag == **name,
            Self::Kind(kind) => *sort == 3 && kind.word() == name,
            Self::Month(month) => *sort == 4 && **month == **name,
            Self::None => *sort == 5,
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
    /// How many they are.
    pub count: usize,
}

/// The rows of the first pane.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// By what they were made.
    pub browse: GroupBy,
    /// The rows below `All`.
    pub rows: Vec<Group>,
    /// What was grouped.
    of: Rows,
    members: OnceLock<Members>,
}

/// The quotations of all rows, row after row.
#[derive(Debug, Clone, Default)]
struct Members {
    list: Arc<[QuotationIx]>,
    ranges: Vec<Range<usize>>,
}

/// So many quotations are worth a thread.
const MANY: usize = 1 << 15;

impl Groups {
    /// Counts the quotations of `rows` by what they have in common.
    #[must_use]
    pub fn new(catalog: &Catalog, rows: &Rows, browse: GroupBy) -> Self {
        let keys = Keys::of(catalog, browse);
        let counts = keys.counts(rows);
        let mut order: Vec<u32> = (0..counts.len() as u32).filter(|&key| counts[key as usize] > 0).collect();
        sort(&mut order, &counts, &keys.labels, catalog, browse);
        let group = |&key: &u32| {
            let label = keys.labels[key as usize].clone();
            Group { label, count: counts[key as usize] as usize }
        };
        Self { browse, rows: order.iter().map(group).collect(), of: rows.clone(), members: OnceLock::new() }
    }

    /// Sorts the quotations out to their rows, if that has not been done. It is left for later when `stop` says so.
    pub fn sort_out(&self, catalog: &Catalog, stop: &dyn Fn() -> bool) {
        if self.members.get().is_none()
            && let Some(members) = self.sorted_out(catalog, stop)
        {
            // Somebody who could not wait may have done it meanwhile.
            let _ = self.members.set(members);
        }
    }

    /// The catalogue may have been edited since the rows were counted, so what counts here is what it says now: a
    /// quotation whose row is not there is in none.
    fn sorted_out(&self, catalog: &Catalog, stop: &dyn Fn() -> bool) -> Option<Members> {
        let keys = Keys::of(catalog, self.browse);
        let rows: HashMap<&Label, usize, FxBuildHasher> =
            self.rows.iter().enumerate().map(|(row, group)| (&group.label, row)).collect();
        let counts = keys.counts(&self.of);
        let mut nexts = vec![usize::MAX; counts.len()];
        let mut of_row = vec![None; self.rows.len()];
        for (key, label) in keys.labels.iter().enumerate().filter(|(key, _)| counts[*key] > 0) {
            if let Some(&row) = rows.get(label) {
                of_row[row] = Some(key);
            }
        }
        let mut total = 0;
        let ranges: Vec<Range<usize>> = of_row
            .iter()
            .map(|key| {
                let start = total;
                if let Some(key) = key {
                    nexts[*key] = start;
                    total += counts[*key] as usize;
                }
                start..total
            })
            .collect();
        let mut list = vec![QuotationIx::new(0); total];
        for start in (0..self.of.len()).step_by(MANY) {
            if stop() {
                return None;
            }
            let part = start..(start + MANY).min(self.of.len());
            keys.each(part.filter_map(|row| self.of.get(row)), |quotation, key| {
                let next = &mut nexts[key as usize];
                if let Some(place) = list.get_mut(*next) {
                    *place = quotation;
                    *next += 1;
                }
            });
        }
        Some(Members { list: list.into(), ranges })
    }

    /// The quotations of row number `group`, in the order in which they were grouped.
    #[must_use]
    pub fn members(&self, group: usize, catalog: &Catalog) -> Rows {
        let members = self.members.get_or_init(|| self.sorted_out(catalog, &|| false).unwrap_or_default());
        let in_order = match &self.of {
            Rows::All(_) => true,
            Rows::Chosen { in_order, .. } => *in_order,
        };
        Rows::Chosen { members: members.list.clone(), range: members.ranges[group].clone(), in_order }
    }

    /// The row with that name; of a speaker who has another name by now, the row of that.
    #[must_use]
    pub fn find(&self, identity: &Identity, catalog: &Catalog) -> Option<usize> {
        let same = self.rows.iter().position(|group| group.label.is(identity, catalog));
        same.or_else(|| {
            let (_, name) = identity.1.split_once('\n').filter(|_| identity.0 == 0)?;
            let speaker = Label::Speaker(catalog.find_speaker(name)?);
            self.rows.iter().position(|group| group.label == speaker)
        })
    }
}

/// Puts the rows in the order in which people look for them: the most quoted first, unnamed after named, none last;
/// articles and months in their own order.
fn sort(order: &mut [u32], counts: &[u32], labels: &[Label], catalog: &Catalog, browse: GroupBy) {
    let count = |key: &u32| std::cmp::Reverse(counts[*key as usize]);
    match browse {
        GroupBy::Speakers => order.par_sort_by_cached_key(|key| match &labels[*key as usize] {
            Label::Speaker(ix) => {
                let speaker = catalog.speaker(*ix);
                (u8::from(speaker.kind() == SpeakerKind::Unnamed), count(key), speaker.name())
            }
            _ => (2, count(key), ""),
        }),
        GroupBy::Tags => order.par_sort_by_cached_key(|key| match &labels[*key as usize] {
            Label::Tag(tag) => (0, count(key), tag.to_string()),
            _ => (1, count(key), String::new()),
        }),
        GroupBy::Months => order.par_sort_by_cached_key(|key| match &labels[*key as usize] {
            Label::Month(month) => (0, std::cmp::Reverse(month.to_string())),
            _ => (1, std::cmp::Reverse(String::new())),
        }),
        // Their numbers are in the order of the store, and of the kinds, already.
        GroupBy::Articles | GroupBy::Kinds => {}
    }
}

/// Which labels a quotation has, as numbers.
struct Keys<'a> {
    catalog: &'a Catalog,
    labels: Vec<Label>,
    column: Column<'a>,
}

/// Where the numbers come from.
enum Column<'a> {
    /// One more than the speaker's number.
    Speakers,
    /// The article's number.
    Articles,
    Kinds,
    /// By article.
    Months(Vec<u32>),
    Tags(HashMap<&'a str, u32, FxBuildHasher>),
}

impl<'a> Keys<'a> {
    fn of(catalog: &'a Catalog, browse: GroupBy) -> Self {
        let mut labels = vec![Label::None];
        let column = match browse {
            GroupBy::Speakers => {
                labels.extend((0..catalog.speakers_len()).map(|i| Label::Speaker(SpeakerIx::new(i))));
                Column::Speakers
            }
            GroupBy::Articles => {
                labels = (0..catalog.articles_len()).map(|i| Label::Article(ArticleIx::new(i))).collect();
                Column::Articles
            }
            GroupBy::Kinds => {
                labels.splice(0..0, Kind::ALL.into_iter().map(Label::Kind));
                Column::Kinds
            }
            GroupBy::Months => {
                let mut numbers: HashMap<&str, u32, FxBuildHasher> = HashMap::default();
                let months = catalog.articles().map(|article| {
                    let Some(month) = article.published().and_then(month) else { return 0 };
                    *numbers.entry(month).or_insert_with(|| {
                        labels.push(Label::Month(month.into()));
                        labels.len() as u32 - 1
                    })
                });
                Column::Months(months.collect())
            }
            GroupBy::Tags => {
                let mut numbers: HashMap<&str, u32, FxBuildHasher> = HashMap::default();
                for (number, segment) in catalog.segments().iter().enumerate() {
                    let first = catalog.first_of(number).index();
                    let tagged = segment.flags().iter().enumerate().filter(|(_, flags)| flags.has(Flags::TAGS));
                    for tag in tagged.flat_map(|(at, _)| catalog.quotation(QuotationIx::new(first + at)).tags()) {
                        numbers.entry(tag).or_insert_with(|| {
                            labels.push(Label::Tag(tag.into()));
                            labels.len() as u32 - 1
                        });
                    }
                }
                Column::Tags(numbers)
            }
        };
        Self { catalog, labels, column }
    }

    /// How many of `rows` have each label.
    fn counts(&self, rows: &Rows) -> Vec<u32> {
        let len = rows.len();
        let threads = rayon::current_num_threads().min(len / MANY).max(1);
        let of_part = |thread: usize| {
            let mut counts = vec![0; self.labels.len()];
            let part = len * thread / threads..len * (thread + 1) / threads;
            self.each(part.filter_map(|row| rows.get(row)), |_, key| counts[key as usize] += 1);
            counts
        };
        if threads == 1 {
            return of_part(0);
        }
        let parts: Vec<Vec<u32>> = (0..threads).into_par_iter().map(of_part).collect();
        let joined = parts.into_iter().reduce(|mut sum, part| {
            sum.iter_mut().zip(part).for_each(|(sum, count)| *sum += count);
            sum
        });
        joined.unwrap_or_default()
    }

    /// Gives every quotation with every label that it has.
    fn each(&self, quotations: impl Iterator<Item = QuotationIx>, mut with: impl FnMut(QuotationIx, u32)) {
        let Some(mut segment) = self.catalog.segments().first() else { return };
        let mut range = 0..segment.len();
        for quotation in quotations {
            if !range.contains(&quotation.index()) {
                let number = self.catalog.segment_of(quotation);
                segment = &self.catalog.segments()[number];
                let first = self.catalog.first_of(number).index();
                range = first..first + segment.len();
            }
            let at = quotation.index() - range.start;
            match &self.column {
                Column::Speakers => match segment.speakers()[at] {
                    NO_SPEAKER => with(quotation, 0),
                    speaker => with(quotation, speaker + 1),
                },
                Column::Articles => with(quotation, segment.articles()[at].index() as u32),
                Column::Kinds => {
                    let kind = segment.kinds()[at];
                    let number = kind.and_then(|kind| Kind::ALL.iter().position(|other| *other == kind));
                    with(quotation, number.unwrap_or(Kind::ALL.len()) as u32);
                }
                Column::Months(months) => with(quotation, months[segment.articles()[at].index()]),
                Column::Tags(numbers) => {
                    let mut any = false;
                    if segment.flags()[at].has(Flags::TAGS) {
                        let tags = self.catalog.quotation(quotation).tags();
                        for number in tags.filter_map(|tag| numbers.get(tag)) {
                            any = true;
                            with(quotation, *number);
                        }
                    }
                    if !any {
                        with(quotation, 0);
                    }
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
