//! The page that a quotation begins on and the moment at which it is spoken, where its article has such marks.

use crate::article::{Mark, Milestone};
use crate::quotation::Quotation;
use crate::text::{ByteRange, Positions};

/// Gives every quotation the last page and the last moment that begin at its first letter or before.
pub fn mark(quotations: &mut [Quotation], milestones: &[Milestone], positions: &Positions<'_>) {
    if milestones.is_empty() {
        return;
    }
    let (mut pages, mut times) = (Vec::new(), Vec::new());
    for milestone in milestones {
        let at = positions.at(ByteRange::new(milestone.at, milestone.at)).start;
        match &milestone.mark {
            Mark::Page(page) => pages.push((at, *page)),
            Mark::Time(time) => times.push((at, time)),
        }
    }
    for quotation in quotations {
        let Some(at) = quotation.at else { continue };
        let page = pages.partition_point(|(start, _)| *start <= at.start);
        let time = times.partition_point(|(start, _)| *start <= at.start);
        quotation.page = page.checked_sub(1).map(|last| pages[last].1);
        if quotation.time.is_none() {
            quotation.time = time.checked_sub(1).map(|last| times[last].1.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharRange;

    #[test]
    fn the_last_mark_before_a_quotation_is_its_own() {
        let text = "é one two three";
        let milestones = [
            Milestone { at: 0, mark: Mark::Page(1) },
            Milestone { at: 7, mark: Mark::Page(2) },
            Milestone { at: 7, mark: Mark::Time("00:01:00".to_owned()) },
        ];
        let quotation = |start, end| Quotation { at: Some(CharRange { start, end }), ..Quotation::default() };
        let mut quotations = [quotation(2, 5), quotation(6, 9)];
        mark(&mut quotations, &milestones, &Positions::new(text));
        assert_eq!((quotations[0].page, quotations[0].time.as_deref()), (Some(1), None));
        assert_eq!((quotations[1].page, quotations[1].time.as_deref()), (Some(2), Some("00:01:00")));
    }
}
