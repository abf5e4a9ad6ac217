//! Speakers who are likely one and the same: a family name beside one full name that ends in it, and spellings that
//! differ in initials, accents, stops or titles alone.

use rustc_hash::FxHashMap;

use crate::speaker::SpeakerKind;
use crate::store::{Catalog, SpeakerIx};
use crate::text::fold::fold;

/// Two speakers who are likely one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    /// The fuller name, which is to hold.
    pub into: SpeakerIx,
    /// The other.
    pub from: SpeakerIx,
    /// Why that is likely.
    pub evidence: String,
}

/// Words before a name that are not part of it.
const TITLES: &[&str] =
    &["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "sen", "senator", "rep", "gov", "president"];

/// The words of a name without titles, folded.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let titles = words.iter().take_while(|word| TITLES.contains(word)).count();
    words[titles.min(words.len().saturating_sub(1))..].iter().map(|word| (*word).to_owned()).collect()
}

/// The pairs of a store, in the order of the names.
#[must_use]
pub fn pairs(catalog: &Catalog) -> Vec<Likely> {
    let people = catalog.speakers().filter(|speaker| speaker.kind() == SpeakerKind::Person);
    let mut people: Vec<(SpeakerIx, Vec<String>)> =
        people.map(|speaker| (speaker.ix(), words(speaker.name()))).collect();
    people.sort_by_key(|(ix, _)| catalog.speaker(*ix).name());
    let mut by_family: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut by_spelling: FxHashMap<Vec<&str>, usize> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (number, (ix, words)) in people.iter().enumerate() {
        let Some(last) = words.last().filter(|_| words.len() > 1) else { continue };
        by_family.entry(last).or_default().push(number);
        // A name of initials alone says too little.
        let spelled: Vec<&str> = words.iter().map(String::as_str).filter(|word| word.chars().count() > 1).collect();
        if spelled.len() < 2 {
            continue;
        }
        match by_spelling.get(&spelled) {
            Some(other) => {
                let other = people[*other].0;
                let longer = |ix: SpeakerIx| catalog.speaker(ix).name().len();
                let (into, from) = if longer(*ix) > longer(other) { (*ix, other) } else { (other, *ix) };
                pairs.push(Likely { into, from, evidence: "only initials, accents or titles differ".into() });
            }
            None => {
                by_spelling.insert(spelled, number);
            }
        }
    }
    for (ix, words) in &people {
        if let [family] = words.as_slice()
            && let Some([only]) = by_family.get(family.as_str()).map(Vec::as_slice)
        {
            let into = people[*only].0;
            pairs.push(Likely { into, from: *ix, evidence: "nobody else in the store has this family name".into() });
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_no_part_of_a_name() {
        assert_eq!(words("Mr. Ólafur Grímsson"), ["olafur", "grimsson"]);
        assert_eq!(words("Dr."), ["dr"]);
        assert_eq!(words("Maria B. Olsen"), ["maria", "b", "olsen"]);
    }
}
