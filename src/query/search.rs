//! The search: a query against a catalog, segment by segment and side by side.
//!
//! A set of candidates is narrowed by each part of the query in turn, the cheap parts first. Words are looked for in
//! the folded texts of a whole segment at once while there are many candidates, and one by one when few are left. What
//! needs the article's text is read from the store last, and only for what is left then.

use std::cell::OnceCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::bits::Bits;
use super::fields::{Property, TextField, Thing};
use super::index::Index;
use super::matcher::{Literal, Matcher};
use super::matches::{LeftOut, Matches};
use super::order;
use super::paragraphs::Surroundings;
use super::predicate::{Predicate, Query};
use super::regexes::FoldedRegex;
use super::versions::Versions;
use crate::article::ArticleField;
use crate::index::{FEW, Folded};
use crate::speaker::SpeakerKind;
use crate::store::{Catalog, Flags, NO_CONFIDENCE, NO_SPEAKER, QuotationIx, Segment};
use crate::text::ByteRange;
use crate::text::date::Days;
use crate::text::fold::Arena;

/// How to search.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// What becomes of rejected and denied quotations when the query does not speak of them.
    pub rejected: Rejected,
    /// An earlier query and what it found: where the new query can only find less of the same, only there is looked.
    pub within: Option<(&'a Query, &'a Matches)>,
    /// Set from another thread, it ends the search.
    pub stop: Option<&'a AtomicBool>,
    /// The first segment that is looked at: those before it were searched when they came.
    pub from: usize,
    /// Which of the many orders `sort:random` is.
    pub seed: u64,
    /// What is marked, in the order of the catalog: marks are nowhere but in the explorer.
    pub marked: &'a [QuotationIx],
}

/// What becomes of rejected and denied quotations when the query does not speak of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rejected {
    /// They are left out: in lists, counts and exports.
    #[default]
    LeftOut,
    /// They stay: in the explorer, which marks them.
    Kept,
}

/// What of `catalog` matches `query`, as lists have it: without the rejected unless the query speaks of them.
#[must_use]
pub fn search(catalog: &Catalog, index: &Index, query: &Query) -> Matches {
    search_with(catalog, index, query, Options::default()).unwrap_or_default()
}

/// What of `catalog` matches `query`; `None` when it was stopped.
#[must_use]
pub fn search_with(catalog: &Catalog, index: &Index, query: &Query, options: Options<'_>) -> Option<Matches> {
    let versions = if query.needs_versions() { index.versions(catalog, options.stop) } else { None };
    let plan = Plan::new(&query.meaning, catalog);
    let left_out = if options.rejected == Rejected::LeftOut { query.left_out() } else { Flags::default() };
    let within = options
        .within
        .filter(|(old, found)| query.is_refinement_of(old) && left_out.contains(found.left_out))
        // Names of speakers may have come in with later segments, or have changed.
        .filter(|(_, found)| found.segments.len() == catalog.segments().len() && found.knows_speakers(catalog));
    // What was found before is known to match all that the queries have in common.
    let rest = within.map(|(old, _)| Plan::all(query.beyond(old).into_iter(), catalog));
    let one = |number: usize| {
        if options.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return None;
        }
        let segment = &catalog.segments()[number];
        if number < options.from {
            return Some((Bits::none(segment.len()), LeftOut::default()));
        }
        let before = within.and_then(|(_, found)| found.still(catalog, number));
        let (mut found, plan) = match (before, &rest) {
            (Some(bits), Some(rest)) => (bits.clone(), rest),
            _ => (Bits::all(segment.len()), &plan),
        };
        let is_out = |quotation: usize| segment.flags()[quotation].intersects(left_out);
        let any_out = (0..segment.len()).any(is_out);
        let search = Search {
            catalog,
            segment,
            number,
            first: catalog.first_of(number).index(),
            index,
            versions: versions.as_ref(),
            indexed: OnceCell::new(),
            stop: options.stop,
            marked: options.marked,
        };
        let mut counts = LeftOut::default();
        if any_out {
            // What is left out is searched too, to say how much of it there is.
            let mut out = found.clone();
            out.retain(is_out);
            found.and_not(&out);
            search.narrow(plan, &mut out)?;
            for quotation in out.iter() {
                let is_rejected =
                    segment.flags()[quotation].contains(Flags::REJECTED) && left_out.contains(Flags::REJECTED);
                *(if is_rejected { &mut counts.rejected } else { &mut counts.denied }) += 1;
            }
        }
        search.narrow(plan, &mut found)?;
        Some((found, counts))
    };
    let numbers = 0..catalog.segments().len();
    let segments: Option<Vec<(Bits, LeftOut)>> = if catalog.len() < FEW && !plan.reads_articles() {
        numbers.map(one).collect()
    } else {
        numbers.into_par_iter().map(one).collect()
    };
    let (segments, counts): (Vec<Bits>, Vec<LeftOut>) = segments?.into_iter().unzip();
    let mut matches = Matches::new(catalog, segments, left_out);
    matches.counts = counts.into_iter().sum();
    order::sort(catalog, index, query.sorts(), options.seed, &mut matches);
    Some(matches)
}

/// A query made ready for one catalog: what depends on speakers alone is settled for each of them.
enum Plan<'q> {
    Everything,
    All(Vec<Plan<'q>>),
    Any(Vec<Plan<'q>>),
    Not(Box<Plan<'q>>),
    /// The speakers that are meant, by number.
    Speakers(Vec<bool>),
    Words(&'q Matcher),
    /// What the article calls the speaker.
    Role(&'q Matcher),
    About(Vec<Matcher>),
    Context(&'q Matcher),
    Full(&'q Matcher),
    Revisions(&'q Matcher),
    Metadata(ArticleField, &'q Matcher),
    Tag(&'q Matcher),
    Note(&'q Matcher),
    Cue(&'q Matcher),
    Rule(&'q Matcher),
    Id(&'q Matcher),
    Flags {
        flags: Flags,
        set: bool,
    },
    Unreviewed,
    Unattributed,
    Doubtful,
    Disputed,
    Marked,
    Kind(crate::quotation::Kind),
    Has(ArticleField),
    Published(Days),
    Confidence(u8, u8),
    /// Words that stand in so many articles.
    Versions(usize, usize),
    Differing,
}

impl<'q> Plan<'q> {
    /// All of `parts`, the cheap ones first.
    fn all(parts: impl Iterator<Item = &'q Predicate>, catalog: &Catalog) -> Self {
        let mut parts: Vec<Self> = parts.map(|part| Self::new(part, catalog)).collect();
        parts.sort_by_key(Self::cost);
        Self::All(parts)
    }

    fn new(meaning: &'q Predicate, catalog: &Catalog) -> Self {
        let flag = |flags| Self::Flags { flags, set: true };
        let of_kind = |is: fn(SpeakerKind) -> bool| {
            Self::Speakers(catalog.speakers().map(|speaker| is(speaker.kind())).collect())
        };
        match meaning {
            Predicate::Everything => Self::Everything,
            Predicate::All(parts) => Self::all(parts.iter(), catalog),
            Predicate::Any(parts) => {
                let mut parts: Vec<Self> = parts.iter().map(|part| Self::new(part, catalog)).collect();
                parts.sort_by_key(Self::cost);
                Self::Any(parts)
            }
            Predicate::Not(inner) => Self::Not(Box::new(Self::new(inner, catalog))),
            Predicate::Kind(kind) => Self::Kind(*kind),
            Predicate::Published(days) => Self::Published(*days),
            Predicate::Confidence(from, to) => Self::Confidence(*from, *to),
            Predicate::Versions(from, to) => Self::Versions(*from, *to),
            Predicate::Has(thing) => match thing {
                Thing::Tag => flag(Flags::TAGS),
                Thing::Note => flag(Flags::NOTE),
                Thing::Url => Self::Has(ArticleField::Url),
                Thing::Date => Self::Has(ArticleField::Published),
                Thing::Outlet => Self::Has(ArticleField::Outlet),
                Thing::Author => Self::Has(ArticleField::Author),
            },
            Predicate::Is(property) => match property {
                Property::Star => flag(Flags::STAR),
                Property::Confirmed => flag(Flags::CONFIRMED),
                Property::Rejected => flag(Flags::REJECTED),
                Property::Gone => flag(Flags::GONE),
                Property::Denied => flag(Flags::DENIED),
                Property::Reviewed => Self::Not(Box::new(Self::Unreviewed)),
                Property::Unreviewed => Self::Unreviewed,
                Property::Unattributed => Self::Unattributed,
                Property::Doubtful => Self::Doubtful,
                Property::Disputed => Self::Disputed,
                Property::Differing => Self::Differing,
                Property::Marked => Self::Marked,
                Property::Named => of_kind(|kind| kind != SpeakerKind::Unnamed),
                Property::Unnamed => of_kind(|kind| kind == SpeakerKind::Unnamed),
                Property::Organisation => of_kind(|kind| kind == SpeakerKind::Organisation),
                Property::Person => of_kind(|kind| kind == SpeakerKind::Person),
            },
            Predicate::Text(field, matcher) => match field {
                TextField::Words => Self::Words(matcher),
                TextField::Speaker => Self::Speakers(speakers(catalog, matcher)),
                TextField::Role => Self::Role(matcher),
                TextField::About => Self::About(names(catalog, matcher)),
                TextField::Context => Self::Context(matcher),
                TextField::Full => Self::Full(matcher),
                TextField::Revisions => Self::Revisions(matcher),
                TextField::Metadata(field) => Self::Metadata(*field, matcher),
                TextField::Tag => Self::Tag(matcher),
                TextField::Note => Self::Note(matcher),
                TextField::Cue => Self::Cue(matcher),
                TextField::Rule => Self::Rule(matcher),
                TextField::Id => Self::Id(matcher),
            },
        }
    }

    /// Rough evaluation cost; cheap predicates run first.
    fn cost(&self) -> u8 {
        match self {
            Self::Everything | Self::Flags { .. } | Self::Unreviewed => 0,
            Self::Unattributed | Self::Doubtful | Self::Disputed | Self::Marked => 0,
            Self::Kind(_) | Self::Confidence(..) | Self::Speakers(_) | Self::Role(_) | Self::Published(_) => 1,
            Self::Versions(..) => 1,
            Self::Has(_) | Self::Metadata(..) | Self::Differing => 2,
            Self::Tag(_) | Self::Note(_) => 3,
            Self::Words(Matcher::Everything | Matcher::Literal(_)) => 4,
            Self::Words(Matcher::Regex(_)) => 6,
            Self::Cue(_) | Self::Rule(_) | Self::Id(_) => 5,
            Self::About(_) | Self::Context(_) | Self::Full(_) | Self::Revisions(_) => 9,
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::cost).max().unwrap_or(0),
            Self::Not(inner) => inner.cost(),
        }
    }

    fn reads_articles(&self) -> bool {
        self.cost() >= 9
    }
}

/// The speakers whose name or any other name matches.
fn speakers(catalog: &Catalog, matcher: &Matcher) -> Vec<bool> {
    for_speakers(catalog, |ix, scratch| {
        let speaker = catalog.speaker(ix);
        matcher.matches(speaker.name(), scratch) || speaker.aliases().any(|alias| matcher.matches(alias, scratch))
    })
}

fn for_speakers(catalog: &Catalog, is: impl Fn(crate::store::SpeakerIx, &mut Arena) -> bool + Sync) -> Vec<bool> {
    let numbers = 0..catalog.speakers_len();
    let one = |scratch: &mut Arena, number| is(crate::store::SpeakerIx::new(number), scratch);
    if numbers.len() < FEW {
        let mut scratch = Arena::default();
        return numbers.map(|number| one(&mut scratch, number)).collect();
    }
    numbers.into_par_iter().map_init(Arena::default, one).collect()
}

/// So many people can be meant at once before only the word itself counts.
const MOST_MEANT: usize = 32;

/// What to look for when somebody is asked about: the value itself, and every name of those whom it names.
fn names(catalog: &Catalog, matcher: &Matcher) -> Vec<Matcher> {
    let meant = speakers(catalog, matcher);
    let mut matchers = vec![matcher.clone()];
    if meant.iter().filter(|&&meant| meant).count() > MOST_MEANT {
        return matchers;
    }
    for speaker in catalog.speakers().filter(|speaker| meant[speaker.ix().index()]) {
        if speaker.kind() == SpeakerKind::Unnamed {
            continue;
        }
        for name in std::iter::once(speaker.name()).chain(speaker.aliases()) {
            let phrase = super::syntax::Value::Phrase(name.to_owned());
            let phrase = Matcher::new(&phrase, ByteRange::new(0, 0)).ok();
            // Nearly every name holds the value, and says nothing that the value does not.
            matchers.extend(phrase.filter(|phrase| !phrase.is_refinement_of(matcher)));
        }
    }
    matchers
}

/// So many texts are given their capitals back at once.
const TEXTS_AT_ONCE: usize = 512;

/// One segment being searched.
pub(super) struct Search<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) segment: &'a Segment,
    pub(super) number: usize,
    /// Number of its first quotation.
    pub(super) first: usize,
    pub(super) index: &'a Index,
    /// Which quotations report the same words, where the query asks for that and it is known.
    versions: Option<&'a Versions>,
    /// Made only when somebody asks.
    indexed: OnceCell<Arc<Folded>>,
    pub(super) stop: Option<&'a AtomicBool>,
    marked: &'a [QuotationIx],
}

impl Search<'_> {
    /// Takes from `found` what does not match; `None` when it was stopped.
    fn narrow(&self, plan: &Plan<'_>, found: &mut Bits) -> Option<()> {
        if found.is_empty() {
            return Some(());
        }
        match plan {
            Plan::Everything => {}
            Plan::All(parts) => {
                for part in parts {
                    self.narrow(part, found)?;
                }
            }
            Plan::Any(parts) => {
                let mut open = found.clone();
                for part in parts {
                    let mut here = open.clone();
                    self.narrow(part, &mut here)?;
                    open.and_not(&here);
                }
                found.and_not(&open);
            }
            Plan::Not(inner) => {
                let mut inside = found.clone();
                self.narrow(inner, &mut inside)?;
                found.and_not(&inside);
            }
            Plan::Speakers(meant) => {
                let (speakers, several) = (self.segment.speakers(), self.segment.flags());
                let is = |quotation: usize| {
                    let speaker = speakers[quotation];
                    speaker != NO_SPEAKER
                        && (meant[speaker as usize]
                            || (several[quotation].contains(Flags::SEVERAL)
                                && self.segment.further_speakers(quotation).any(|further| meant[further.index()])))
                };
                self.by_column(found, is);
            }
            Plan::Role(matcher) => {
                let mut scratch = Arena::default();
                let roles = self.catalog.listed_roles(self.number);
                let meant: Vec<bool> =
                    roles.map(|role| role.is_some_and(|role| matcher.matches(role, &mut scratch))).collect();
                self.by_column(found, |quotation| {
                    self.segment.listed_of(quotation).any(|listed| meant.get(listed).copied().unwrap_or_default())
                });
            }
            Plan::Flags { flags, set } => {
                let column = self.segment.flags();
                self.by_column(found, |quotation| column[quotation].contains(*flags) == *set);
            }
            Plan::Marked => {
                let is =
                    |quotation: usize| self.marked.binary_search(&QuotationIx::new(self.first + quotation)).is_ok();
                self.by_column(found, is);
            }
            Plan::Unreviewed => {
                let column = self.segment.flags();
                let is = |quotation: usize| {
                    !column[quotation].contains(Flags::CONFIRMED) && !column[quotation].contains(Flags::REJECTED)
                };
                self.by_column(found, is);
            }
            Plan::Unattributed => {
                let speakers = self.segment.speakers();
                self.by_column(found, |quotation| speakers[quotation] == NO_SPEAKER);
            }
            Plan::Doubtful => self.by_column(found, |quotation| self.segment.is_doubtful(quotation)),
            Plan::Disputed => self.by_column(found, |quotation| self.segment.is_disputed(quotation)),
            Plan::Kind(kind) => {
                let kinds = self.segment.kinds();
                self.by_column(found, |quotation| kinds[quotation] == Some(*kind));
            }
            Plan::Confidence(from, to) => {
                let column = self.segment.confidences();
                let is =
                    |quotation: usize| column[quotation] != NO_CONFIDENCE && (*from..=*to).contains(&column[quotation]);
                self.by_column(found, is);
            }
            // While it is not known which words stand where, nothing can be said to match.
            Plan::Versions(from, to) => {
                let is = |quotation: usize, versions: &Versions| {
                    (*from..=*to).contains(&versions.articles(QuotationIx::new(self.first + quotation)))
                };
                self.by_column(found, |quotation| self.versions.is_some_and(|versions| is(quotation, versions)));
            }
            Plan::Differing => found.retain(|quotation| {
                let group = self.versions.and_then(|versions| versions.group(QuotationIx::new(self.first + quotation)));
                group.is_some_and(|group| group.differs(self.catalog))
            }),
            Plan::Published(days) => self.by_article(found, |_, date| date.is_some_and(|date| days.covers(date))),
            // A day that cannot be read is none: queries by date do not find it either.
            Plan::Has(ArticleField::Published) => self.by_article(found, |_, date| date.is_some()),
            Plan::Has(field) => self.by_article(found, |article, _| article.get(*field).is_some()),
            Plan::Metadata(field, matcher) => {
                let mut scratch = Arena::default();
                self.by_article(found, |article, _| {
                    let value = if *field == ArticleField::Id { Some(article.id()) } else { article.get(*field) };
                    value.is_some_and(|value| matcher.matches(value, &mut scratch))
                });
            }
            Plan::Tag(matcher) => {
                let flags = self.segment.flags();
                self.by_column(found, |quotation| flags[quotation].contains(Flags::TAGS));
                let mut remembered = Remembered::new(matcher);
                found.retain(|quotation| self.quotation(quotation).tags().any(|tag| remembered.matches(tag)));
            }
            Plan::Note(matcher) => {
                let flags = self.segment.flags();
                self.by_column(found, |quotation| flags[quotation].contains(Flags::NOTE));
                let mut scratch = Arena::default();
                found.retain(|quotation| {
                    self.quotation(quotation).note().is_some_and(|note| matcher.matches(note, &mut scratch))
                });
            }
            Plan::Cue(matcher) => {
                let mut remembered = Remembered::new(matcher);
                found.retain(|quotation| self.quotation(quotation).cue().is_some_and(|cue| remembered.matches(cue)));
            }
            Plan::Rule(matcher) => {
                let mut remembered = Remembered::new(matcher);
                found.retain(|quotation| self.quotation(quotation).rule().is_some_and(|rule| remembered.matches(rule)));
            }
            Plan::Id(matcher) => {
                let mut scratch = Arena::default();
                let mut full = String::new();
                found.retain(|quotation| {
                    let look = self.quotation(quotation);
                    full.clear();
                    full.extend([self.catalog.article(look.article()).id(), "/", look.id()]);
                    matcher.matches(look.id(), &mut scratch) || matcher.matches(&full, &mut scratch)
                });
            }
            Plan::Words(matcher) => self.words(matcher, found),
            Plan::About(matchers) => self.about(matchers, found)?,
            Plan::Context(matcher) => self.context(matcher, found)?,
            Plan::Full(matcher) => self.full(matcher, found)?,
            Plan::Revisions(matcher) => {
                let mut surroundings = Surroundings::default();
                let mut scratch = Arena::default();
                self.reading(found, |quotation| {
                    let ix = QuotationIx::new(self.first + quotation);
                    surroundings.revision_matches(self.catalog, ix, matcher, &mut scratch)
                })?;
            }
        }
        Some(())
    }

    /// By what a column says: for all at once where many are left.
    fn by_column(&self, found: &mut Bits, is: impl Fn(usize) -> bool) {
        if found.count() * 8 < found.len() {
            found.retain(is);
        } else {
            found.and(&Bits::of(found.len(), is));
        }
    }

    fn by_article(&self, found: &mut Bits, mut is: impl FnMut(crate::store::ArticleRef<'_>, Option<Days>) -> bool) {
        let articles = self.catalog.articles_of(self.number);
        for (ix, (quotations, date)) in articles.zip(self.indexed().articles()) {
            if found.count_in(quotations.clone()) > 0 && !is(self.catalog.article(ix), date.map(|(days, _)| days)) {
                quotations.for_each(|quotation| found.remove(quotation));
            }
        }
    }

    pub(super) fn reading(&self, found: &mut Bits, mut is: impl FnMut(usize) -> bool) -> Option<()> {
        let mut stopped = false;
        found.retain(|quotation| {
            stopped = stopped || self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
            !stopped && is(quotation)
        });
        (!stopped).then_some(())
    }

    pub(super) fn indexed(&self) -> &Folded {
        self.indexed.get_or_init(|| self.index.of(self.catalog, self.number))
    }

    fn quotation(&self, local: usize) -> crate::store::QuotationRef<'_> {
        self.catalog.quotation(QuotationIx::new(self.first + local))
    }

    pub(super) fn words(&self, matcher: &Matcher, found: &mut Bits) {
        if let Some(letter) = matcher.letter() {
            let letters = &self.indexed().letters;
            self.by_column(found, |quotation| letters[quotation] >> letter & 1 != 0);
            return;
        }
        let few = found.count() * 8 < found.len();
        let arena = &self.indexed().arena;
        match matcher {
            Matcher::Everything => {}
            Matcher::Literal(literal) if few => {
                found.retain(|quotation| literal.find(arena, self.indexed().place(quotation)).is_some());
            }
            Matcher::Literal(literal) => found.and(&self.literal(literal)),
            Matcher::Regex(pattern) => self.pattern(pattern, few, found),
        }
    }

    fn pattern(&self, pattern: &FoldedRegex, mut few: bool, found: &mut Bits) {
        let arena = &self.indexed().arena;
        let regex = &pattern.regex;
        if let Some(letters) = pattern.required.as_ref().filter(|_| !few) {
            found.and(&self.holding(letters, |_, _| true));
            few = found.count() * 2 < found.len();
        }
        few |= pattern.word_edges && !arena.text().is_ascii();
        match (pattern.cased, few) {
            (false, true) => found.retain(|quotation| regex.is_match(self.indexed().place(quotation).of(arena.text()))),
            (false, false) => {
                let mut matching = Bits::none(found.len());
                self.regex(regex, arena.text(), 0..found.len(), &mut matching);
                found.and(&matching);
            }
            (true, true) => {
                let mut cased = String::new();
                found.retain(|quotation| {
                    arena.cased(self.indexed().place(quotation), &mut cased);
                    regex.is_match(&cased)
                });
            }
            (true, false) => {
                let mut matching = Bits::none(found.len());
                let mut cased = String::new();
                let mut from = 0;
                // Some at a time: what was just written is then still near when it is searched.
                while from < found.len() {
                    let to = (from + TEXTS_AT_ONCE).min(found.len());
                    arena.cased(
                        ByteRange::new(self.indexed().place(from).start, self.indexed().place(to - 1).end),
                        &mut cased,
                    );
                    self.regex(regex, &cased, from..to, &mut matching);
                    from = to;
                }
                found.and(&matching);
            }
        }
    }

    /// All quotations of the segment that hold the words.
    fn literal(&self, literal: &Literal) -> Bits {
        let indexed = self.indexed();
        if literal.finder().needle().is_empty() {
            // Only whole empty texts match nothing.
            return Bits::of(indexed.len(), |quotation| indexed.place(quotation).is_empty());
        }
        self.holding(literal.finder(), |at, quotation| {
            literal.is_bare() || literal.accepts(&indexed.arena, at, indexed.place(quotation))
        })
    }

    /// All quotations of the segment in which `finder` finds something that is accepted by its place.
    fn holding(&self, finder: &Finder<'_>, accepts: impl Fn(usize, usize) -> bool) -> Bits {
        let indexed = self.indexed();
        let mut found = Bits::none(indexed.len());
        let (bytes, starts) = (indexed.arena.text().as_bytes(), &indexed.starts);
        let (mut from, mut quotation) = (0, 0);
        while let Some(at) = finder.find(&bytes[from..]) {
            let at = from + at;
            while starts[quotation + 1] as usize <= at {
                quotation += 1;
            }
            if accepts(at, quotation) {
                found.insert(quotation);
                // One match is enough: on to the next quotation.
                from = starts[quotation + 1] as usize;
                quotation += 1;
                if quotation == found.len() {
                    break;
                }
            } else {
                from = at + 1;
            }
        }
        found
    }

    /// Puts those of `quotations` that match the pattern into `found`; `text` is their folded texts, a line each.
    fn regex(&self, regex: &regex::Regex, text: &str, quotations: std::ops::Range<usize>, found: &mut Bits) {
        let starts = &self.indexed().starts;
        let base = starts[quotations.start] as usize;
        let (mut from, mut quotation) = (0, quotations.start);
        // No match crosses a line break, so the end of the shortest tells in which line it lies.
        while from <= text.len()
            && let Some(end) = regex.shortest_match_at(text, from)
        {
            while quotation < quotations.end && starts[quotation + 1] as usize <= base + end {
                quotation += 1;
            }
            if quotation == quotations.end {
                break;
            }
            found.insert(quotation);
            from = starts[quotation + 1] as usize - base;
            quotation += 1;
            if quotation == quotations.end {
                break;
            }
        }
    }
}

/// Answers for strings that many quotations share: each is looked at once.
struct Remembered<'m> {
    matcher: &'m Matcher,
    scratch: Arena,
    known: rustc_hash::FxHashMap<(usize, usize), bool>,
}

impl<'m> Remembered<'m> {
    fn new(matcher: &'m Matcher) -> Self {
        Self { matcher, scratch: Arena::default(), known: rustc_hash::FxHashMap::default() }
    }

    fn matches(&mut self, text: &str) -> bool {
        // The place in memory stands for the string: the catalog is not changed while it is searched.
        let place = (text.as_ptr() as usize, text.len());
        *self.known.entry(place).or_insert_with(|| self.matcher.matches(text, &mut self.scratch))
    }
}
