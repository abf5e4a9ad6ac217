//! The counts of the quotations in sight as bars: by month, speaker and outlet.

use crate::query::{Facet, Facets, Ranking};
use crate::store::Catalog;
use crate::text::{bar, counted, number};
use crate::tui::state::labels;
use crate::tui::state::overlay::Report;
use crate::tui::state::rows::Rows;
use crate::tui::wrap;

/// A report is at most so wide.
pub const WIDEST: usize = 100;

/// So many rows of a facet are listed; the rest is counted.
const LISTED: usize = 20;

/// Names take at most so many cells.
const WIDEST_NAME: usize = 32;

/// The counts of `rows`, in lines of `width` cells; `of` says which they are.
#[must_use]
pub fn report(catalog: &Catalog, rows: &Rows, of: &str, width: usize) -> Report {
    let mut lines = vec![match of {
        "" => counted(rows.len(), "quotation"),
        query => format!("{} of {query}", counted(rows.len(), "quotation")),
    }];
    for (facet, ranking, listed) in [
        (Facet::Month, Ranking::Natural, usize::MAX),
        (Facet::Speaker, Ranking::Count, LISTED),
        (Facet::Outlet, Ranking::Count, LISTED),
    ] {
        lines.push(String::new());
        lines.push(format!("By {}", facet.word()));
        let facets = Facets::new(catalog, facet);
        let counts = facets.counts(rows.len(), |row| rows.get(row));
        let ranked = facets.ranked(&counts, ranking);
        let shown = &ranked[..ranked.len().min(listed)];
        let count = |group: &u32| counts[*group as usize];
        let name = |group: &u32| labels::shown(&facets.groups()[*group as usize], facet, catalog);
        let most = shown.iter().map(count).max().unwrap_or(0);
        let digits = number(most as usize).len();
        let widest = shown.iter().map(|group| wrap::width(&name(group))).max().unwrap_or(0).min(WIDEST_NAME);
        let left = width.saturating_sub(widest + digits + 4).max(1);
        lines.extend(shown.iter().map(|group| {
            let (name, count) = (wrap::pad(&name(group), widest), count(group));
            format!("  {name} {} {}", wrap::pad_left(&number(count as usize), digits), bar(count, most, left))
        }));
        if ranked.len() > shown.len() {
            lines.push(format!("  … and {} more", number(ranked.len() - shown.len())));
        }
    }
    Report { title: "Counts".to_owned(), lines, top: 0 }
}
