//! Marks that are none: those of feet and inches.

use super::scan::{Direction, Family, Mark};

/// Feet and inches: 6'3".
pub(super) fn is_inches(text: &str, mark: Mark) -> bool {
    if mark.family != Family::Double || mark.glyph == Direction::Open || mark.span.len() != 1 && mark.span.len() != 3 {
        return false;
    }
    let before = text[..mark.span.start].trim_end_matches(|character: char| character.is_ascii_digit());
    before.len() < mark.span.start
        && mark.span.start - before.len() <= 2
        && before.strip_suffix(['\'', '’', '′']).is_some_and(|rest| rest.ends_with(|last: char| last.is_ascii_digit()))
}

/// Inches within a quotation in straight marks: a number before the mark, and of the marks that follow the first one
/// with no number before it closes. Otherwise the mark closes itself: "We left in 92".
pub(super) fn is_measure(text: &str, mark: Mark, rest: &[Mark]) -> bool {
    let number = |mark: &Mark| {
        let before = &text[..mark.span.start];
        let digits = before.len() - before.trim_end_matches(|last: char| last.is_ascii_digit()).len();
        mark.glyph == Direction::Either && mark.span.len() == 1 && (1..=3).contains(&digits)
    };
    let follows = text[mark.span.end..].trim_start().chars().next();
    number(&mark)
        && follows.is_some_and(|next| next.is_lowercase() || matches!(next, ',' | '.' | ')' | ';'))
        && rest
            .iter()
            .find(|next| next.family == Family::Double && !number(next))
            .is_some_and(|next| next.can_close && !next.can_open)
}
