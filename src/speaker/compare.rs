//! Names compared with names: whether two of them can be names of one person or body, as far as the names alone say.

use crate::text::fold::fold;

/// Whether two names are names of one person or body, as far as the names alone say.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    let (shorter, longer) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    let (Some(last), Some(first)) = (shorter.last(), shorter.first()) else { return false };
    if one == other {
        return true;
    }
    if longer.last() != Some(last) {
        return false;
    }
    // A surname alone, or first names of which one is short for the other.
    shorter.len() == 1 || longer.first().is_some_and(|whole| is_short_for(first, whole) || is_short_for(whole, first))
}

/// Whether two names have a word in common, titles aside.
#[must_use]
pub fn share_a_name(one: &str, other: &str) -> bool {
    let other = parts(other);
    parts(one).iter().any(|part| part.chars().count() > 1 && other.contains(part))
}

fn is_short_for(short: &str, whole: &str) -> bool {
    short == whole || (short.chars().count() == 1 && whole.starts_with(short))
}

/// The words of a name, folded, without titles and what follows a name.
fn parts(name: &str) -> Vec<String> {
    const ASIDE: [&str; 24] = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "sen",
        "senator",
        "rep",
        "gov",
        "governor",
        "president",
        "prof",
        "professor",
        "judge",
        "justice",
        "jr",
        "sr",
        "ii",
        "iii",
        "the",
    ];
    let folded = fold(name).replace("'s ", " ");
    let words = folded.split(|c: char| c.is_whitespace() || c == ',').map(|word| word.trim_matches(['.', '\'', '"']));
    let all: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let kept: Vec<String> = all.iter().filter(|word| !ASIDE.contains(&word.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, expected: bool) {
        assert_eq!(same_name(one, other), expected, "{one} and {other}");
        assert_eq!(same_name(other, one), expected, "{other} and {one}");
    }

    #[test]
    fn a_person_has_many_names() {
        check("Ann Bell", "Bell", true);
        check("Sen. Ann Bell", "A. Bell", true);
        check("Ann M. Bell", "Ann Bell", true);
        check("José Núñez", "Jose Nunez", true);
        check("Ann Bell", "Mark Bell", false);
        check("Ann Bell", "Ann Tully", false);
        check("the union", "Union", true);
        check("", "Bell", false);
    }
}
