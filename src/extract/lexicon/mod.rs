//! What the program knows of English words: readable tables beside this file, read once into one map from a word to
//! its classes.
//!
//! The tables say which verbs can report speech, which nouns can stand for a speaker, which words are titles, places,
//! first names. They hold no names of people beyond first names, and nothing that belongs to one article.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

mod words;

pub use self::words::Words;
pub(crate) use self::words::{count_words, hash_words, words};

/// A set of word classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(u128);

impl Classes {
    /// No class.
    pub const NONE: Self = Self(0);

    /// Whether any of `other`'s classes is in the set.
    #[inline]
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[inline]
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[inline]
    #[must_use]
    pub const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This set without `other`.
    #[inline]
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

macro_rules! classes {
    ($($name:ident $word:literal $doc:literal;)*) => {
        classes!(@consts 0u32; $($name $doc;)*);
        /// Every class by the name that the tables give it.
        const NAMES: &[(&str, Classes)] = &[$(($word, Classes::$name)),*];
    };
    (@consts $n:expr; $name:ident $doc:literal; $($rest:tt)*) => {
        impl Classes {
            #[doc = $doc]
            pub const $name: Self = Self(1u128 << ($n));
        }
        classes!(@consts $n + 1; $($rest)*);
    };
    (@consts $n:expr;) => {};
}

classes! {
    SAY "say" "Verbs that take the quoted words as their object.";
    CALL "call" "Verbs that name or judge something.";
    ACT "act" "Verbs of which quoted words may be a part.";
    WEAK "weak" "Everyday verbs that a quotation may hang on.";
    PAST "past" "A verb's past form.";
    PRESENT "present" "A verb's third person or base form.";
    PARTICIPLE "participle" "A verb's past participle.";
    ING "ing" "A verb's -ing form.";
    DETERMINER "determiner" "Articles, demonstratives, numbers before a noun.";
    POSSESSIVE "possessive" "Possessive pronouns.";
    HE "pronoun_m" "he, him.";
    SHE "pronoun_f" "she, her.";
    IT "pronoun_it" "it.";
    THEY "pronoun_they" "they, them.";
    FIRST "pronoun_first" "I, we.";
    YOU "pronoun_you" "you.";
    RELATIVE "pronoun_rel" "who, which, that.";
    SUBJECTIVE "subjective" "Pronouns in the subject's form.";
    OBJECTIVE "objective" "Pronouns in the object's form.";
    BE "be" "Forms of to be.";
    HAVE "have" "Forms of to have.";
    DO "do" "Forms of to do.";
    MODAL "modal" "Modal verbs.";
    PREPOSITION "preposition" "Prepositions.";
    CONJUNCTION "conjunction" "Conjunctions.";
    SUBORDINATOR "subordinator" "Words that open a subordinate clause.";
    ADVERB "adverb" "Adverbs that stand between subject and verb.";
    MONTH "month" "Months.";
    WEEKDAY "weekday" "Days of the week.";
    PARTICLE "particle" "Small words inside names: de, van, bin.";
    ORG_LINK "org_link" "Small words inside the names of organisations: of, for.";
    NEGATION "negation" "not, never.";
    QUANTITY "quantity" "Words of quantity.";
    COURTESY_M "courtesy_m" "Mr, Sir, Lord.";
    COURTESY_F "courtesy_f" "Mrs, Ms, Lady.";
    COURTESY "courtesy" "Dr, Rev.";
    RANK "rank" "Military and police ranks.";
    OFFICE "office" "Offices and occupations before a name.";
    FORMER "former" "former, deputy, Republican: words before a title.";
    SUFFIX "suffix" "Jr, III, MP.";
    PERSON "person" "A noun for one person.";
    MAN "man" "A noun for a man.";
    WOMAN "woman" "A noun for a woman.";
    ANONYMOUS "anonymous" "Nouns under which people speak without a name.";
    PEOPLE "people" "A noun for several people.";
    GROUP "group" "A noun for people taken together.";
    ORGANISATION "organisation" "A noun for an organisation.";
    DOCUMENT "document" "A noun for something that can be read or heard.";
    SPEECH "speech" "A noun for something said.";
    WORK "work" "A noun for a titled work.";
    NAMING "naming" "called, titled, so-called: what follows is a name.";
    ORG_WORD "org_word" "A word that makes a name an organisation's.";
    INSTITUTION "institution" "A word that makes any name before it an organisation's, a first name too.";
    PRESS "press" "A word of the names of papers and broadcasters.";
    OUTLET "outlet" "An outlet's whole name.";
    ACRONYM "acronym_org" "An organisation's acronym.";
    BRAND "brand" "The whole name of a company or an institution.";
    COUNTRY "country" "Countries and continents.";
    PLACE "place" "Words of place names.";
    NATIONALITY "nationality" "Adjectives of nationality and faith.";
    MALE "first_male" "Men's first names.";
    FEMALE "first_female" "Women's first names.";
    EITHER "first_any" "First names of both.";
    ABBREVIATION "abbreviation" "Words that keep their full stop.";
    COMMON "common" "Common English words.";
}

impl Classes {
    /// Any verb that the tables know.
    pub const VERB: Self = Self(Self::SAY.0 | Self::CALL.0 | Self::ACT.0 | Self::WEAK.0);
    /// Verbs that can signal an attribution by themselves.
    pub const CUE: Self = Self(Self::SAY.0 | Self::CALL.0 | Self::ACT.0);
    /// Auxiliaries.
    pub const AUXILIARY: Self = Self(Self::BE.0 | Self::HAVE.0 | Self::DO.0 | Self::MODAL.0);
    /// Verb forms that can be a sentence's predicate.
    pub const FINITE: Self = Self(Self::PAST.0 | Self::PRESENT.0);
    /// Personal pronouns that can stand for a speaker.
    pub const PRONOUN: Self = Self(Self::HE.0 | Self::SHE.0 | Self::IT.0 | Self::THEY.0 | Self::FIRST.0);
    /// Words of courtesy before a name.
    pub const HONORIFIC: Self = Self(Self::COURTESY.0 | Self::COURTESY_M.0 | Self::COURTESY_F.0);
    /// Whatever stands before a name as a title.
    pub const TITLE: Self = Self(Self::HONORIFIC.0 | Self::RANK.0 | Self::OFFICE.0);
    /// Nouns for one human being.
    pub const HUMAN: Self = Self(Self::PERSON.0 | Self::MAN.0 | Self::WOMAN.0);
    /// Heads of nominal mentions.
    pub const HEAD: Self =
        Self(Self::HUMAN.0 | Self::PEOPLE.0 | Self::GROUP.0 | Self::ORGANISATION.0 | Self::DOCUMENT.0);
    /// First names.
    pub const FIRST_NAME: Self = Self(Self::MALE.0 | Self::FEMALE.0 | Self::EITHER.0);
    /// Words that grammar needs and names do not hold.
    pub const FUNCTION: Self = Self(
        Self::DETERMINER.0
            | Self::POSSESSIVE.0
            | Self::PRONOUN.0
            | Self::YOU.0
            | Self::RELATIVE.0
            | Self::AUXILIARY.0
            | Self::PREPOSITION.0
            | Self::CONJUNCTION.0
            | Self::ADVERB.0,
    );
    /// Words of dates.
    pub const DATE: Self = Self(Self::MONTH.0 | Self::WEEKDAY.0);
    /// Names of places.
    pub const SOMEWHERE: Self = Self(Self::COUNTRY.0 | Self::PLACE.0);
}

/// What identifies a word: a hash of its lower-case letters, full stops at the end and apostrophes' shapes apart.
pub type WordId = u64;

/// The hash of no letters, and what every letter multiplies it by.
const HASH_SEED: WordId = 0xcbf2_9ce4_8422_2325;
const HASH_PRIME: WordId = 0x0000_0100_0000_01b3;

/// The hash of the letters before and this byte, in lower case.
const fn hash_byte(hash: WordId, byte: u8) -> WordId {
    (hash ^ byte as WordId).wrapping_mul(HASH_PRIME)
}

/// The identity of a word.
#[inline]
#[must_use]
pub fn word_id(word: &str) -> WordId {
    if word.is_ascii() {
        return word.bytes().fold(HASH_SEED, |hash, byte| hash_byte(hash, byte.to_ascii_lowercase()));
    }
    let mut hash = HASH_SEED;
    let mut buffer = [0; 4];
    for character in word.nfkc().filter(|&letter| letter != '\u{ad}').flat_map(char::to_lowercase) {
        let character = match character {
            '’' => '\'',
            '‐' | '‑' => '-',
            other => other,
        };
        for &byte in character.encode_utf8(&mut buffer).as_bytes() {
            hash = hash_byte(hash, byte);
        }
    }
    hash
}

/// The classes of the word with this identity.
#[inline]
#[must_use]
pub fn classes(id: WordId) -> Classes {
    TABLE.get(id)
}

/// The lexicon as it is asked: slots by the word's identity, which is a hash already, each with a tag of the word and the
/// number of its set of classes, so that the many words that it does not know cost one look at a small table. There are
/// few sets and many words.
struct Table {
    slots: Vec<u32>,
    sets: Vec<Classes>,
}

/// More than four times as many as there are words.
const SLOTS: usize = 1 << 16;
/// So many bits of a slot number the set; 0 is an empty slot. The others are the tag.
const NUMBER: u32 = 12;

impl Table {
    fn new(words: &FxHashMap<WordId, Classes>) -> Self {
        let mut table = Self { slots: vec![0; SLOTS], sets: vec![Classes::NONE] };
        let mut numbers: FxHashMap<u128, u32> = FxHashMap::default();
        for (&id, &classes) in words {
            let mut slot = Self::slot(id);
            while table.slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            let number = *numbers.entry(classes.0).or_insert_with(|| {
                table.sets.push(classes);
                u32::try_from(table.sets.len() - 1).expect("there are few sets")
            });
            assert!(number < 1 << NUMBER, "there are few sets");
            table.slots[slot] = Self::tag(id) | number;
        }
        table
    }

    fn slot(id: WordId) -> usize {
        usize::try_from(id % SLOTS as u64).unwrap_or(0)
    }

    /// Bits of an identity that its slot does not tell, where a slot has them.
    fn tag(id: WordId) -> u32 {
        u32::try_from(id >> 32).unwrap_or(0) & !((1 << NUMBER) - 1)
    }

    fn get(&self, id: WordId) -> Classes {
        let tag = Self::tag(id);
        let mut slot = Self::slot(id);
        loop {
            let held = self.slots[slot];
            let number = held & ((1 << NUMBER) - 1);
            if number == 0 || held - number == tag {
                return self.sets[number as usize];
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = FxHashMap::with_capacity_and_hasher(16_384, rustc_hash::FxBuildHasher);
    read_verbs(include_str!("verbs.txt"), Classes::SAY, &mut table);
    read_verbs(include_str!("frames.txt"), Classes::CALL, &mut table);
    read_words(include_str!("abbreviations.txt"), Classes::ABBREVIATION, &mut table);
    for words in [
        include_str!("function.txt"),
        include_str!("titles.txt"),
        include_str!("nouns.txt"),
        include_str!("organisations.txt"),
        include_str!("places.txt"),
        include_str!("first_names.txt"),
        include_str!("common.txt"),
    ] {
        read_words(words, Classes::NONE, &mut table);
    }
    Table::new(&table)
});

fn insert(table: &mut FxHashMap<WordId, Classes>, word: &str, class: Classes) {
    let entry = table.entry(word_id(word)).or_default();
    *entry = entry.union(class);
}

fn class_named(name: &str) -> Classes {
    let known = NAMES.iter().find(|(word, _)| *word == name);
    debug_assert!(known.is_some(), "the tables name an unknown class: {name}");
    known.map_or(Classes::NONE, |(_, class)| *class)
}

/// A table of words: `[class]` lines, then words; `#` opens a comment line.
fn read_words(text: &str, class: Classes, table: &mut FxHashMap<WordId, Classes>) {
    let mut class = class;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            class = class_named(name);
        } else {
            for word in line.split_whitespace() {
                insert(table, word, class);
                if let Some(plural) = plural_of_people(word).filter(|_| Classes::HUMAN.any(class))
                    && !table.contains_key(&word_id(&plural))
                {
                    insert(table, &plural, Classes::PEOPLE);
                }
            }
        }
    }
}

/// The plural of a noun whose ending says that it is somebody: "docker", "horticulturist", "milkman".
fn plural_of_people(noun: &str) -> Option<String> {
    const ENDINGS: [&str; 7] = ["er", "or", "ist", "ian", "eer", "ant", "mate"];
    if let Some(stem) = noun.strip_suffix("man").filter(|stem| !stem.is_empty()) {
        return Some(format!("{stem}men"));
    }
    (noun.len() > 4 && ENDINGS.iter().any(|ending| noun.ends_with(ending))).then(|| format!("{noun}s"))
}

/// A table of verbs, a lemma a line, inflected here where the line gives no forms.
fn read_verbs(text: &str, frame: Classes, table: &mut FxHashMap<WordId, Classes>) {
    let mut frame = frame;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            frame = class_named(name);
            continue;
        }
        let (lemma, forms) = line.split_once(':').unwrap_or((line, ""));
        let forms: Vec<String> = match forms.split_whitespace().map(str::to_owned).collect::<Vec<_>>() {
            forms if forms.len() == 4 => forms,
            _ => inflect(lemma),
        };
        insert(table, lemma, frame.union(Classes::PRESENT));
        insert(table, &forms[0], frame.union(Classes::PRESENT));
        insert(table, &forms[1], frame.union(Classes::PAST));
        insert(table, &forms[2], frame.union(Classes::PARTICIPLE));
        insert(table, &forms[3], frame.union(Classes::ING));
    }
}

/// The regular forms of a verb: third person, past, participle, -ing.
fn inflect(lemma: &str) -> Vec<String> {
    let stem = lemma.strip_suffix('e');
    let third = if lemma.ends_with(['s', 'x', 'z']) || lemma.ends_with("sh") || lemma.ends_with("ch") {
        format!("{lemma}es")
    } else if let Some(stem) = consonant_y(lemma) {
        format!("{stem}ies")
    } else {
        format!("{lemma}s")
    };
    let past = match (stem, consonant_y(lemma)) {
        (Some(stem), _) => format!("{stem}ed"),
        (None, Some(stem)) => format!("{stem}ied"),
        (None, None) => format!("{lemma}ed"),
    };
    let ing = match stem {
        Some(stem) if !lemma.ends_with("ee") => format!("{stem}ing"),
        _ => format!("{lemma}ing"),
    };
    vec![third, past.clone(), past, ing]
}

/// The word without its final y, where a consonant stands before it.
fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, class: Classes) {
        assert!(classes(word_id(word)).any(class), "{word}");
    }

    #[test]
    fn verbs_are_inflected() {
        for (word, form) in [
            ("said", Classes::PAST),
            ("argues", Classes::PRESENT),
            ("argued", Classes::PAST),
            ("arguing", Classes::ING),
            ("replied", Classes::PARTICIPLE),
            ("stresses", Classes::PRESENT),
            ("agreeing", Classes::ING),
        ] {
            check(word, form);
            check(word, Classes::SAY);
        }
        check("dubbed", Classes::CALL);
        check("Pledging", Classes::ACT);
    }

    #[test]
    fn people_have_plurals() {
        for plural in ["dockers", "stallholders", "tutors", "horticulturists", "boatmen", "bandmates"] {
            check(plural, Classes::PEOPLE);
        }
    }

    #[test]
    fn a_word_is_the_same_in_any_case_and_with_any_apostrophe() {
        assert_eq!(word_id("Didn’t"), word_id("didn't"));
        assert_ne!(word_id("didn't"), word_id("didnt"));
    }

    #[test]
    fn unknown_words_have_no_class() {
        assert_eq!(classes(word_id("zyzzyva")), Classes::NONE);
    }
}
