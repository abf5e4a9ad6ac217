//! Facets: how quotations are spread over speakers, articles, outlets, months and the like. The one engine behind the
//! explorer's first pane, `stats` and completion.
//!
//! Counts come straight from the columns of the catalog and are made side by side where there are many quotations.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::quotation::{Kind, Review};
use crate::speaker::SpeakerKind;
use crate::store::{ArticleIx, ArticleRef, Catalog, Flags, QuotationIx, SpeakerIx};
use crate::text::date::{self, Month};

/// What quotations are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Who said it; a quotation of several people belongs to each.
    Speaker,
    /// The article.
    Article,
    /// Who published the article.
    Outlet,
    /// Who wrote the article.
    Author,
    /// A person's tags; a quotation belongs to each of its tags.
    Tag,
    /// How it is quoted.
    Kind,
    /// When the article was published.
    Month,
    /// The year it was published in.
    Year,
    /// What a person decided.
    Review,
    /// The words that signal the attribution.
    Cue,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Self; 10] = [
        Self::Speaker,
        Self::Article,
        Self::Outlet,
        Self::Author,
        Self::Tag,
        Self::Kind,
        Self::Month,
        Self::Year,
        Self::Review,
        Self::Cue,
    ];

    /// Its name on the command line and in output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Article => "article",
            Self::Outlet => "outlet",
            Self::Author => "author",
            Self::Tag => "tag",
            Self::Kind => "kind",
            Self::Month => "month",
            Self::Year => "year",
            Self::Review => "review",
            Self::Cue => "cue",
        }
    }

    /// The facet of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.word() == word)
    }
}

/// What the quotations of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    /// The same speaker.
    Speaker(SpeakerIx),
    /// The same article.
    Article(ArticleIx),
    /// The same outlet, author, tag or cue.
    Text(Arc<str>),
    /// The same kind.
    Kind(Kind),
    /// The same month, or the same year where no month is known.
    Month(Month),
    /// The same year.
    Year(u16),
    /// The same decision.
    Review(Review),
    /// None of these: nobody named, no tag, no date.
    None,
}

/// How groups are ordered. The group of those that have no value always comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ranking {
    /// The largest first; unnamed speakers after the named.
    Count,
    /// By name.
    Name,
    /// Articles as in the store, months and years by time, kinds and decisions as in their tables; the others by name.
    Natural,
}

/// The groups of a catalog under one facet.
#[derive(Debug)]
pub struct Facets<'a> {
    catalog: &'a Catalog,
    groups: Vec<Group>,
    column: Column<'a>,
}

/// Where a quotation's groups, as numbers, come from. Group 0 is [`Group::None`].
#[derive(Debug)]
enum Column<'a> {
    Speakers,
    Kinds,
    Reviews,
    /// The group of each article.
    OfArticle(Vec<u32>),
    Cues(FxHashMap<&'a str, u32>),
    Tags(FxHashMap<&'a str, u32>),
}

/// So many quotations are worth a thread.
const MANY: usize = 1 << 15;

impl<'a> Facets<'a> {
    /// The groups of `catalog` under `facet`.
    #[must_use]
    pub fn new(catalog: &'a Catalog, facet: Facet) -> Self {
        let mut groups = vec![Group::None];
        let text = |text: &&str| Group::Text((*text).into());
        let column = match facet {
            Facet::Speaker => {
                groups.extend((0..catalog.speakers_len()).map(|number| Group::Speaker(SpeakerIx::new(number))));
                Column::Speakers
            }
            Facet::Kind => {
                groups.extend(Kind::ALL.map(Group::Kind));
                Column::Kinds
            }
            Facet::Review => {
                groups.extend(Review::ALL.map(Group::Review));
                Column::Reviews
            }
            Facet::Article => {
                groups.extend((0..catalog.articles_len()).map(|number| Group::Article(ArticleIx::new(number))));
                Column::OfArticle((1..=catalog.articles_len() as u32).collect())
            }
            Facet::Outlet => of_articles(catalog, &mut groups, |article| article.outlet(), text),
            Facet::Author => of_articles(catalog, &mut groups, |article| article.author(), text),
            Facet::Month => {
                let month = |article: ArticleRef<'_>| Some(date::parse(article.published()?)?.1);
                of_articles(catalog, &mut groups, month, |month| Group::Month(*month))
            }
            Facet::Year => {
                let year = |article: ArticleRef<'_>| Some(date::parse(article.published()?)?.1.year);
                of_articles(catalog, &mut groups, year, |year| Group::Year(*year))
            }
            Facet::Cue => {
                let mut numbers = Numbers::default();
                let cues = catalog.quotations().filter_map(|quotation| quotation.cue());
                for cue in cues {
                    numbers.of(cue, &mut groups, text);
                }
                Column::Cues(numbers.0)
            }
            Facet::Tag => {
                let mut numbers = Numbers::default();
                for (number, segment) in catalog.segments().iter().enumerate() {
                    let first = catalog.first_of(number).index();
                    let tagged = segment.flags().iter().enumerate().filter(|(_, flags)| flags.contains(Flags::TAGS));
                    for tag in tagged.flat_map(|(at, _)| catalog.quotation(QuotationIx::new(first + at)).tags()) {
                        numbers.of(tag, &mut groups, text);
                    }
                }
                Column::Tags(numbers.0)
            }
        };
        Self { catalog, groups, column }
    }

    /// Every group, also those without a quotation; the first is [`Group::None`].
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Gives every quotation with the number of every group that it belongs to.
    pub fn each(&self, mut quotations: impl Iterator<Item = QuotationIx>, mut with: impl FnMut(QuotationIx, u32)) {
        let mut next = quotations.next();
        while let Some(first) = next {
            let number = self.catalog.segment_of(first);
            let segment = &self.catalog.segments()[number];
            let start = self.catalog.first_of(number).index();
            let rest = &mut quotations;
            let range = start..start + segment.len();
            next = match &self.column {
                Column::Speakers => {
                    let (speakers, shared) = (segment.speakers(), segment.has_further_speakers());
                    stretch(first, rest, range, |quotation, at| {
                        // `NO_SPEAKER` is the number before 0: nobody is group 0.
                        with(quotation, speakers[at].wrapping_add(1));
                        if shared {
                            let further = segment.further_speakers(at);
                            further.for_each(|speaker| with(quotation, speaker.index() as u32 + 1));
                        }
                    })
                }
                Column::OfArticle(numbers) => {
                    let articles = segment.articles();
                    stretch(first, rest, range, |quotation, at| with(quotation, numbers[articles[at].index()]))
                }
                Column::Kinds => {
                    let kinds = segment.kinds();
                    stretch(first, rest, range, |quotation, at| {
                        with(quotation, kinds[at].map_or(0, |kind| kind as u32 + 1));
                    })
                }
                Column::Reviews => {
                    let flags = segment.flags();
                    stretch(first, rest, range, |quotation, at| {
                        with(quotation, flags[at].review().map_or(0, |review| review as u32 + 1));
                    })
                }
                Column::Cues(numbers) => stretch(first, rest, range, |quotation, _| {
                    let cue = self.catalog.quotation(quotation).cue();
                    with(quotation, cue.and_then(|cue| numbers.get(cue)).copied().unwrap_or(0));
                }),
                Column::Tags(numbers) => {
                    let flags = segment.flags();
                    stretch(first, rest, range, |quotation, at| {
                        let mut any = false;
                        if flags[at].contains(Flags::TAGS) {
                            for number in self.catalog.quotation(quotation).tags().filter_map(|tag| numbers.get(tag)) {
                                any = true;
                                with(quotation, *number);
                            }
                        }
                        if !any {
                            with(quotation, 0);
                        }
                    })
                }
            };
        }
    }

    /// How many of `len` quotations belong to each group; `get` gives the quotation at a position.
    #[must_use]
    pub fn counts(&self, len: usize, get: impl Fn(usize) -> Option<QuotationIx> + Sync) -> Vec<u32> {
        let threads = rayon::current_num_threads().min(len / MANY).max(1);
        let of_part = |thread: usize| {
            let mut counts = vec![0; self.groups.len()];
            let part = len * thread / threads..len * (thread + 1) / threads;
            self.each(part.filter_map(&get), |_, group| counts[group as usize] += 1);
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

    /// The groups that have quotations, in order.
    #[must_use]
    pub fn ranked(&self, counts: &[u32], ranking: Ranking) -> Vec<u32> {
        let mut order: Vec<u32> = (1..counts.len() as u32).filter(|&group| counts[group as usize] > 0).collect();
        let count = |group: &u32| Reverse(if ranking == Ranking::Count { counts[*group as usize] } else { 0 });
        match (&self.column, self.groups.get(1)) {
            (Column::Speakers, _) => order.par_sort_by_cached_key(|group| match &self.groups[*group as usize] {
                Group::Speaker(ix) => {
                    let speaker = self.catalog.speaker(*ix);
                    let unnamed = ranking == Ranking::Count && speaker.kind() == SpeakerKind::Unnamed;
                    (unnamed, count(group), speaker.name())
                }
                _ => (true, Reverse(0), ""),
            }),
            (_, Some(Group::Text(_))) => order.par_sort_by_cached_key(|group| match &self.groups[*group as usize] {
                Group::Text(text) => (count(group), text.as_ref()),
                _ => (Reverse(0), ""),
            }),
            (_, Some(Group::Month(_))) => order.sort_by_key(|group| match &self.groups[*group as usize] {
                Group::Month(month) => (count(group), Some(*month)),
                _ => (Reverse(0), None),
            }),
            (_, Some(Group::Year(_))) => order.sort_by_key(|group| match &self.groups[*group as usize] {
                Group::Year(year) => (count(group), Some(*year)),
                _ => (Reverse(0), None),
            }),
            (Column::OfArticle(_), _) if ranking == Ranking::Name => {
                order.par_sort_by_cached_key(|group| match &self.groups[*group as usize] {
                    Group::Article(ix) => self.catalog.article(*ix).id(),
                    _ => "",
                });
            }
            // Their numbers are in the order of the store and of their tables already.
            _ => order.sort_by_key(count),
        }
        order.extend(counts.first().filter(|&&count| count > 0).map(|_| 0));
        order
    }

    /// How many of `quotations` belong to each pair of a group of this facet and one of `other`.
    #[must_use]
    pub fn crossed(&self, other: &Self, quotations: impl Iterator<Item = QuotationIx>) -> BTreeMap<(u32, u32), u32> {
        let mut counts = BTreeMap::new();
        self.each(quotations, |quotation, group| {
            other.each(std::iter::once(quotation), |_, second| *counts.entry((group, second)).or_default() += 1);
        });
        counts
    }
}

/// Goes through quotations as long as they lie in `range`; gives the first that does not.
fn stretch(
    first: QuotationIx,
    rest: &mut impl Iterator<Item = QuotationIx>,
    range: Range<usize>,
    mut each: impl FnMut(QuotationIx, usize),
) -> Option<QuotationIx> {
    let mut quotation = first;
    while range.contains(&quotation.index()) {
        each(quotation, quotation.index() - range.start);
        quotation = rest.next()?;
    }
    Some(quotation)
}

/// Numbers for values as they are met.
struct Numbers<K>(FxHashMap<K, u32>);

impl<K> Default for Numbers<K> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<K: Hash + Eq> Numbers<K> {
    fn of(&mut self, value: K, groups: &mut Vec<Group>, group: impl Fn(&K) -> Group) -> u32 {
        *self.0.entry(value).or_insert_with_key(|value| {
            groups.push(group(value));
            groups.len() as u32 - 1
        })
    }
}

fn of_articles<'a, K: Hash + Eq>(
    catalog: &'a Catalog,
    groups: &mut Vec<Group>,
    value: impl Fn(ArticleRef<'a>) -> Option<K>,
    group: impl Fn(&K) -> Group,
) -> Column<'a> {
    let mut numbers = Numbers::default();
    let number = |article| value(article).map_or(0, |value| numbers.of(value, groups, &group));
    Column::OfArticle(catalog.articles().map(number).collect())
}
