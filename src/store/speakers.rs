//! Speakers across articles: one table for a whole store.
//!
//! Named speakers of equal name are one. Unnamed ones ("analysts") are never one person, only one row to pick, apart
//! from a person of the same name. Names that differ in typography alone are equal. Names that the registry lists as aliases of another are that other.

use super::index::SpeakerIx;
use super::registry::{Entry, Registry};
use super::strings::{NONE, Strings};
use crate::speaker::SpeakerKind;
use crate::text::typography::{plain, same};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

/// The speakers of a catalog. Flat, so that the copy that a change makes while a search still reads is a quick one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Speakers {
    strings: Strings,
    rows: Vec<Row>,
    /// Chains of aliases and of further roles: string number, and where the next stands.
    chains: Vec<(u32, u32)>,
    by_name: FxHashMap<u64, u32>,
    /// Who is called so to the letter: nearly every name was met before.
    met: FxHashMap<u128, u32>,
    /// What was said of whom before: other names and roles.
    said: FxHashSet<u128>,
}

/// What is said of somebody, for [`Speakers::is_new`].
#[derive(Clone, Copy)]
enum Said {
    Alias = 1,
    Role = 2,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    name: u32,
    /// Part of what tells rows apart, and so never changed.
    unnamed: bool,
    /// Absent while no article lists the name.
    kind: Option<SpeakerKind>,
    role: u32,
    /// The role is the registry's: those of articles do not count.
    role_holds: bool,
    /// Chain of the other roles that articles give.
    roles: u32,
    /// Chain of the other names.
    aliases: u32,
}

/// What one place says of a speaker.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SpeakerInfo<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Option<SpeakerKind>,
    pub(crate) role: Option<&'a str>,
}

impl Speakers {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The number of a speaker, who is new or known by name. Those of the registry are listed only when they come up:
    /// nobody is who says nothing.
    pub(crate) fn intern(&mut self, info: SpeakerInfo<'_>, registry: &Registry) -> SpeakerIx {
        let unnamed = info.kind == Some(SpeakerKind::Unnamed);
        let met = xxh3_128_with_seed(info.name.as_bytes(), u64::from(unnamed));
        let number = match self.met.get(&met) {
            Some(&number) => number,
            None => {
                let entry = if unnamed { None } else { registry.entry_of(info.name) };
                let number = self.enter(unnamed, entry.map_or(info.name, |entry| entry.name.as_str()), entry);
                self.met.insert(met, number);
                number
            }
        };
        let row = &mut self.rows[number as usize];
        row.kind = row.kind.or(info.kind);
        if let Some(role) = info.role.filter(|_| !row.role_holds) {
            self.give_role(number, role);
        }
        SpeakerIx::new(number as usize)
    }

    /// The number of somebody of that name, who is entered if need be as the registry has it.
    fn enter(&mut self, unnamed: bool, name: &str, entry: Option<&Entry>) -> u32 {
        let key = match self.slot(unnamed, name) {
            Ok(number) => return number,
            Err(key) => key,
        };
        let number = self.rows.len() as u32;
        let row = Row {
            name: self.strings.push(name),
            unnamed,
            kind: None,
            role: NONE,
            role_holds: false,
            roles: NONE,
            aliases: NONE,
        };
        self.rows.push(row);
        self.by_name.insert(key, number);
        if let Some(entry) = entry {
            self.rows[number as usize].kind = entry.kind.filter(|&kind| kind != SpeakerKind::Unnamed);
            if let Some(role) = &entry.role {
                self.rows[number as usize].role = self.strings.push(role);
                self.rows[number as usize].role_holds = true;
            }
            for alias in &entry.aliases {
                self.alias(number, alias);
            }
        }
        number
    }

    /// Whether that was not said of the speaker before.
    fn is_new(&mut self, speaker: u32, said: Said, text: &str) -> bool {
        self.said.insert(xxh3_128_with_seed(text.as_bytes(), u64::from(speaker) << 2 | said as u64))
    }

    /// Adds a role that an article gives, once.
    fn give_role(&mut self, speaker: u32, role: &str) {
        if !self.is_new(speaker, Said::Role, role) {
            return;
        }
        let row = &mut self.rows[speaker as usize];
        if row.role == NONE {
            row.role = self.strings.push(role);
        } else if !self.roles(speaker as usize).any(|known| known == role) {
            self.rows[speaker as usize].roles = self.linked(self.rows[speaker as usize].roles, role);
        }
    }

    /// Puts `text` at the end of the chain that begins at `first`; gives where the chain begins then.
    fn linked(&mut self, first: u32, text: &str) -> u32 {
        let number = self.strings.push(text);
        let here = self.chains.len() as u32;
        self.chains.push((number, NONE));
        if first == NONE {
            return here;
        }
        let mut last = first;
        while self.chains[last as usize].1 != NONE {
            last = self.chains[last as usize].1;
        }
        self.chains[last as usize].1 = here;
        first
    }

    fn chain(&self, first: u32) -> impl Iterator<Item = &str> {
        let link = |at: u32| (at != NONE).then(|| self.chains[at as usize]);
        std::iter::successors(link(first), move |&(_, next)| link(next))
            .map(|(string, _)| self.strings.get(string as usize))
    }

    /// Adds another name of `speaker`, once.
    pub(crate) fn alias(&mut self, speaker: u32, alias: &str) {
        if !self.is_new(speaker, Said::Alias, alias) {
            return;
        }
        if same(self.name(speaker as usize), alias) || self.aliases(speaker as usize).any(|known| same(known, alias)) {
            return;
        }
        self.rows[speaker as usize].aliases = self.linked(self.rows[speaker as usize].aliases, alias);
    }

    pub(crate) fn find(&self, name: &str) -> Option<SpeakerIx> {
        let number = self.slot(false, name).or_else(|_| self.slot(true, name)).ok()?;
        Some(SpeakerIx::new(number as usize))
    }

    pub(crate) fn name(&self, speaker: usize) -> &str {
        self.strings.get(self.rows[speaker].name as usize)
    }

    pub(crate) fn kind(&self, speaker: usize) -> SpeakerKind {
        let row = &self.rows[speaker];
        if row.unnamed { SpeakerKind::Unnamed } else { row.kind.unwrap_or_default() }
    }

    /// Every role: that of the registry alone, else those that articles give, in their order.
    pub(crate) fn roles(&self, speaker: usize) -> impl Iterator<Item = &str> {
        let row = &self.rows[speaker];
        self.strings.optional(row.role).into_iter().chain(self.chain(row.roles))
    }

    pub(crate) fn aliases(&self, speaker: usize) -> impl Iterator<Item = &str> {
        self.chain(self.rows[speaker].aliases)
    }

    /// The number of the speaker, or the key under which it would be entered.
    fn slot(&self, unnamed: bool, name: &str) -> Result<u32, u64> {
        let plain = plain(name);
        let mut key = xxh3_64_with_seed(plain.as_bytes(), u64::from(unnamed));
        while let Some(&number) = self.by_name.get(&key) {
            if self.rows[number as usize].unnamed == unnamed && same(self.name(number as usize), name) {
                return Ok(number);
            }
            key = key.wrapping_add(1);
        }
        Err(key)
    }
}

/// How a speaker is shown: unnamed ones are told apart from people of that name, and begin with a capital.
pub(crate) fn display(name: &str, kind: SpeakerKind) -> Cow<'_, str> {
    if kind != SpeakerKind::Unnamed {
        return Cow::Borrowed(name);
    }
    let mut chars = name.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    Cow::Owned(format!("{first}{} (unnamed)", chars.as_str()))
}
