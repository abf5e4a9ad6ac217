//! The rows of the first pane: the quotations in sight by speaker, article, outlet and the like, each row with its
//! count and its quotations.
//!
//! The counts are what every key of a filter waits for, so they are made first, straight from the columns of the
//! catalog. The members of all rows are sorted out afterwards, in the background where there is time: they lie in one
//! piece of memory, row after row, so that following the cursor from one speaker to the next costs nothing, whether
//! there are four speakers or fifty thousand.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::query::{Facet, Facets, LeftOut, Ranking};
use crate::quotation::Review;
use crate::store::{Catalog, Flags, QuotationIx};
use crate::tui::state::labels::{Grouping, Identity, Label};
use crate::tui::state::rows::{Rows, Set};

/// One row and how many quotations it has.
#[derive(Debug, Clone)]
pub struct Group {
    /// What they have in common.
    pub label: Label,
    /// How many they are.
    pub count: usize,
    /// How many of them are rejected or denied: these are not written.
    pub left_out: LeftOut,
}

/// The rows of the first pane.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// By what they were made.
    pub grouping: Grouping,
    /// The rows below `All`.
    pub rows: Vec<Group>,
    /// How many of all are rejected or denied.
    pub left_out: LeftOut,
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

/// After so many quotations it is asked whether to stop.
const MANY: usize = 1 << 15;

impl Groups {
    /// Counts the quotations of `rows` by what they have in common.
    #[must_use]
    pub fn new(catalog: &Catalog, rows: &Rows, grouping: Grouping) -> Self {
        let facets = Facets::new(catalog, grouping.by);
        let counts = facets.counts(rows.len(), |row| rows.get(row));
        let mut order = facets.ranked(&counts, grouping.ranking);
        if matches!(grouping.by, Facet::Month | Facet::Year) && grouping.ranking == Ranking::Natural {
            let dated = order.iter().position(|group| *group == 0).unwrap_or(order.len());
            order[..dated].reverse();
        }
        let (rejected, denied) = left_out(catalog, rows);
        let counts_of = |quotations: &[QuotationIx]| match quotations.is_empty() {
            true => Vec::new(),
            false => facets.counts(quotations.len(), |at| quotations.get(at).copied()),
        };
        let (rejected_of, denied_of) = (counts_of(&rejected), counts_of(&denied));
        let at = |counts: &[u32], group: u32| counts.get(group as usize).map_or(0, |count| *count as usize);
        let group = |&group: &u32| Group {
            label: facets.groups()[group as usize].clone(),
            count: at(&counts, group),
            left_out: LeftOut { rejected: at(&rejected_of, group), denied: at(&denied_of, group) },
        };
        Self {
            grouping,
            rows: order.iter().map(group).collect(),
            left_out: LeftOut { rejected: rejected.len(), denied: denied.len() },
            of: rows.clone(),
            members: OnceLock::new(),
        }
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

    /// The catalog may have been edited since the rows were counted, so what counts here is what it says now: a
    /// quotation whose row is not there is in none.
    fn sorted_out(&self, catalog: &Catalog, stop: &dyn Fn() -> bool) -> Option<Members> {
        let facets = Facets::new(catalog, self.grouping.by);
        let rows: FxHashMap<&Label, usize> =
            self.rows.iter().enumerate().map(|(row, group)| (&group.label, row)).collect();
        let counts = facets.counts(self.of.len(), |row| self.of.get(row));
        let mut nexts = vec![usize::MAX; counts.len()];
        let mut of_row = vec![None; self.rows.len()];
        for (number, label) in facets.groups().iter().enumerate().filter(|(number, _)| counts[*number] > 0) {
            if let Some(&row) = rows.get(label) {
                of_row[row] = Some(number);
            }
        }
        let mut total = 0;
        let ranges: Vec<Range<usize>> = of_row
            .iter()
            .map(|number| {
                let start = total;
                if let Some(number) = number {
                    nexts[*number] = start;
                    total += counts[*number] as usize;
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
            facets.each(part.filter_map(|row| self.of.get(row)), |quotation, number| {
                let next = &mut nexts[number as usize];
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
        let in_order = self.of.is_in_order();
        Rows::Chosen { members: members.list.clone(), range: members.ranges[group].clone(), in_order }
    }

    /// The row with that name; of a speaker who has another name by now, the row of that.
    #[must_use]
    pub fn find(&self, identity: &Identity, catalog: &Catalog) -> Option<usize> {
        let label = identity.resolve(catalog)?;
        self.rows.iter().position(|group| group.label == label)
    }
}

/// Those of `rows` that are rejected, and those that are denied and not rejected.
#[must_use]
pub fn left_out(catalog: &Catalog, rows: &Rows) -> (Vec<QuotationIx>, Vec<QuotationIx>) {
    let is_left_out = |flags: Flags| flags.intersects(Flags::REJECTED.union(Flags::DENIED));
    let mut flagged = Vec::new();
    for (number, segment) in catalog.segments().iter().enumerate() {
        let first = catalog.first_of(number).index();
        let flags = segment.flags().iter().enumerate().filter(|(_, flags)| is_left_out(**flags));
        flagged.extend(flags.map(|(at, _)| QuotationIx::new(first + at)));
    }
    let found: Vec<QuotationIx> = if flagged.is_empty() {
        Vec::new()
    } else if rows.is_in_order() {
        let mut from = 0;
        flagged.retain(|ix| {
            from = rows.next_from(from, *ix);
            rows.get(from) == Some(*ix)
        });
        flagged
    } else {
        let flagged: Set = flagged.into_iter().collect();
        rows.iter().filter(|ix| flagged.contains(*ix)).collect()
    };
    found.into_iter().partition(|ix| catalog.quotation(*ix).review() == Some(Review::Rejected))
}
