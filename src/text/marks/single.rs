//! Single marks: quotations told from apostrophes.

use super::scan::{Direction, FAR, Family, Mark};

/// Words that begin with an apostrophe.
const ELISIONS: &[&str] =
    &["em", "til", "till", "tis", "twas", "twere", "cause", "cos", "coz", "n", "bout", "round", "neath", "ere", "nuff"];

/// Whether a single mark can begin a quotation.
pub(super) fn opens_single(text: &str, mark: Mark) -> bool {
    if mark.glyph == Direction::Close || !mark.can_open {
        return false;
    }
    let rest = &text[mark.span.end..];
    let word = rest.split(|character: char| !character.is_alphanumeric()).next().unwrap_or("");
    let decade = word.len() == 3 && word.ends_with('s') && word.starts_with(|first: char| first.is_ascii_digit());
    let year = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    !decade && !year && !ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision))
}

/// The mark that closes the single mark at `opening`, by what follows it: punctuation before the mark or after it
/// settles the matter, an apostrophe after an s only if nothing better comes.
pub(super) fn close_single(text: &str, marks: &[Mark], opening: usize) -> Option<usize> {
    let mut doubles = 0usize;
    let mut fallback = None;
    for (index, &mark) in marks.iter().enumerate().skip(opening + 1).take(FAR) {
        if mark.family == Family::Double {
            doubles += 1;
            continue;
        }
        if mark.glyph == Direction::Open && mark.can_open {
            if opens_single(text, mark) && fallback.is_some() {
                break;
            }
            continue;
        }
        if !mark.can_close || doubles % 2 == 1 {
            if mark.can_open && opens_single(text, mark) && fallback.is_some() {
                break;
            }
            continue;
        }
        let sure = mark.before.is_some_and(|before| !before.is_alphanumeric())
            || mark.after.is_none_or(|after| !after.is_alphanumeric() && !after.is_whitespace())
            || !mark.before.is_some_and(|before| matches!(before, 's' | 'S' | 'n' | 'z' | 'x'));
        if sure {
            return Some(index);
        }
        fallback.get_or_insert(index);
    }
    fallback
}
