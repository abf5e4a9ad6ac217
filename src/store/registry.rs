//! The registry of speakers across articles: canonical names with their aliases, the first document of a store or the
//! file `speakers.yaml` of a folder. Nobody needs to be in it; those are who go by several names in several articles.

use crate::speaker::SpeakerKind;
use crate::text::typography::plain;
use rustc_hash::FxHashMap;

/// One speaker of the registry.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The name that holds.
    pub name: String,
    /// What sort of speaker; absent where the articles say.
    pub kind: Option<SpeakerKind>,
    /// A role that holds over those of the articles.
    pub role: Option<String>,
    /// The names in articles that mean this speaker too.
    pub aliases: Vec<String>,
    /// Names of others who may look like this speaker and are not, as a person decided.
    #[serde(default)]
    pub distinct: Vec<String>,
}

/// The registry of a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    entries: Vec<Entry>,
    /// By names in plain typography.
    by_name: FxHashMap<String, usize>,
}

impl Registry {
    /// A registry of these entries. Where two claim a name, it belongs to the entry that has it for its own name, else
    /// to the first.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut by_name = FxHashMap::default();
        for (number, entry) in entries.iter().enumerate() {
            by_name.entry(plain(&entry.name).into_owned()).or_insert(number);
        }
        for (number, entry) in entries.iter().enumerate() {
            for alias in &entry.aliases {
                by_name.entry(plain(alias).into_owned()).or_insert(number);
            }
        }
        Self { entries, by_name }
    }

    /// The entries in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry that `name` belongs to, as its name or an alias.
    #[must_use]
    pub fn entry_of(&self, name: &str) -> Option<&Entry> {
        self.by_name.get(plain(name).as_ref()).map(|&number| &self.entries[number])
    }

    /// The registry after those called `from` became one with `into`, which is the name that holds.
    #[must_use]
    pub fn merged(&self, into: &str, from: &[String]) -> Self {
        let mut entry = self.entry_of(into).cloned().unwrap_or_default();
        let mut names: Vec<String> = Vec::new();
        if !entry.name.is_empty() {
            names.push(std::mem::take(&mut entry.name));
        }
        names.append(&mut entry.aliases);
        let mut gone: Vec<&str> = self.entry_of(into).map(|entry| entry.name.as_str()).into_iter().collect();
        for name in from {
            match self.entry_of(name) {
                Some(other) => {
                    gone.push(&other.name);
                    names.push(other.name.clone());
                    names.extend(other.aliases.iter().cloned());
                    entry.kind = entry.kind.or(other.kind);
                    entry.role = entry.role.or_else(|| other.role.clone());
                    entry.distinct.extend(other.distinct.iter().cloned());
                }
                None => names.push(name.clone()),
            }
        }
        into.clone_into(&mut entry.name);
        for name in names {
            if name != into && !entry.aliases.contains(&name) {
                entry.aliases.push(name);
            }
        }
        // Nobody is somebody else than himself.
        let Entry { name, aliases, distinct, .. } = &mut entry;
        distinct.retain(|other| other != name && !aliases.contains(other));
        self.replacing(&gone, entry)
    }

    /// The registry after `alias` became a speaker of its own again; `None` when it is no alias.
    #[must_use]
    pub fn split(&self, alias: &str) -> Option<Self> {
        let entry = self.entry_of(alias).filter(|entry| entry.name != alias)?;
        let mut left = entry.clone();
        left.aliases.retain(|known| known != alias);
        Some(self.replacing(&[&entry.name], left))
    }

    /// The registry in which the speakers called `name` and `other` are not one.
    #[must_use]
    pub fn distinguished(&self, name: &str, other: &str) -> Self {
        let bare = || Entry { name: name.to_owned(), ..Entry::default() };
        let mut entry = self.entry_of(name).cloned().unwrap_or_else(bare);
        if !entry.distinct.iter().any(|known| known == other) {
            entry.distinct.push(other.to_owned());
        }
        let gone = entry.name.clone();
        self.replacing(&[&gone], entry)
    }

    /// Whether a person decided that the speakers called `one` and `other` are not one.
    #[must_use]
    pub fn are_distinct(&self, one: &str, other: &str) -> bool {
        let says = |one: &str, other: &str| {
            let own = self.entry_of(other);
            let is_other =
                |name: &String| name == other || own.is_some_and(|own| own.aliases.contains(name) || own.name == *name);
            self.entry_of(one).is_some_and(|entry| entry.distinct.iter().any(is_other))
        };
        says(one, other) || says(other, one)
    }

    /// The registry in which `entry` replaces the first of those called `gone`, else comes last. An entry that says
    /// nothing is left out.
    fn replacing(&self, gone: &[&str], entry: Entry) -> Self {
        let mut entries = Vec::with_capacity(self.entries.len() + 1);
        let says = !entry.aliases.is_empty() || !entry.distinct.is_empty();
        let keep = says || entry.kind.is_some() || entry.role.is_some();
        let mut entry = Some(entry).filter(|_| keep);
        for known in &self.entries {
            if gone.contains(&known.name.as_str()) {
                entries.extend(entry.take());
            } else {
                entries.push(known.clone());
            }
        }
        entries.extend(entry);
        Self::new(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(registry: &Registry) -> Vec<String> {
        registry.entries().iter().map(|entry| format!("{}: {}", entry.name, entry.aliases.join(", "))).collect()
    }

    #[test]
    fn speakers_merge_and_split_again() {
        let registry = Registry::default().merged("Donald Trump", &["Trump".to_owned(), "President Trump".to_owned()]);
        assert_eq!(shown(&registry), ["Donald Trump: Trump, President Trump"]);
        assert_eq!(registry.entry_of("Trump").map(|entry| entry.name.as_str()), Some("Donald Trump"));
        let registry = registry.split("Trump").unwrap();
        assert_eq!(shown(&registry), ["Donald Trump: President Trump"]);
        assert_eq!(registry.split("Trump"), None);
        assert!(registry.split("President Trump").unwrap().entries().is_empty());
    }

    #[test]
    fn merging_takes_the_aliases_along() {
        let registry = Registry::default()
            .merged("A", &["a".to_owned()])
            .merged("B", &["b".to_owned()])
            .merged("C", &["B".to_owned(), "A".to_owned()]);
        assert_eq!(shown(&registry), ["C: B, b, A, a"]);
    }

    #[test]
    fn who_is_not_one_stays_apart_until_a_person_merges_them() {
        let registry = Registry::default().distinguished("Nora Berg", "Berg");
        assert!(registry.are_distinct("Berg", "Nora Berg") && !registry.are_distinct("Berg", "Otto Berg"));
        assert_eq!(registry.distinguished("Nora Berg", "Berg"), registry);
        let renamed = registry.merged("Nora K. Berg", &["Nora Berg".to_owned()]);
        assert!(renamed.are_distinct("Nora Berg", "Berg") && renamed.are_distinct("Berg", "Nora K. Berg"));
        let merged = renamed.merged("Nora K. Berg", &["Berg".to_owned()]);
        assert!(!merged.are_distinct("Nora K. Berg", "Berg"));
    }

    #[test]
    fn renaming_is_merging_into_a_new_name() {
        let registry = Registry::default().merged("Old", &["o".to_owned()]);
        assert_eq!(shown(&registry.merged("New", &["Old".to_owned()])), ["New: Old, o"]);
        assert_eq!(shown(&registry.merged("o", &["Old".to_owned()])), ["o: Old"]);
    }
}
