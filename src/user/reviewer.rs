//! Who reviews: what `reviewer:` in the config adds to a decision.

use crate::quotation::{Review, Reviewed};
use crate::store::{Change, QuotationRef};

/// The changes that set the decision about `quotation`. Who decided and when is kept where `reviewer` is known; what
/// an earlier decision said of that goes with it.
#[must_use]
pub fn decision(quotation: QuotationRef<'_>, review: Option<Review>, reviewer: Option<&str>) -> Vec<Change> {
    let reviewed = review.and(reviewer).map(|by| Reviewed { by: by.to_owned(), on: today() });
    let mut changes = vec![Change::Review(review)];
    if reviewed != quotation.reviewed() {
        changes.push(Change::Reviewed(reviewed));
    }
    changes
}

/// The day, as `2026-01-31`.
fn today() -> String {
    jiff::ZonedDateTime::now().date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Catalog, Document, QuotationIx};

    fn quotation(reviewed: Option<Reviewed>) -> Catalog {
        let quotation = crate::quotation::Quotation { id: "q1".into(), reviewed, ..Default::default() };
        Catalog::from_documents(vec![Document { quotations: vec![quotation], ..Document::default() }])
    }

    #[test]
    fn a_decision_says_who_made_it_and_when() {
        let before = Reviewed { by: "Ben".into(), on: "2025-12-24".into() };
        let catalog = quotation(Some(before));
        let of = |review, reviewer| decision(catalog.quotation(QuotationIx::new(0)), review, reviewer);
        let [Change::Review(Some(Review::Confirmed)), Change::Reviewed(Some(now))] =
            &of(Some(Review::Confirmed), Some("Ann"))[..]
        else {
            panic!("two changes");
        };
        assert_eq!((now.by.as_str(), now.on.len()), ("Ann", 10));
        // A decision that is taken back, or made by nobody in particular, is not Ben's any more.
        assert_eq!(of(None, Some("Ann")), [Change::Review(None), Change::Reviewed(None)]);
        let rejected = Some(Review::Rejected);
        assert_eq!(of(rejected, None), [Change::Review(rejected), Change::Reviewed(None)]);
        let catalog = quotation(None);
        assert_eq!(decision(catalog.quotation(QuotationIx::new(0)), rejected, None), [Change::Review(rejected)]);
    }
}
