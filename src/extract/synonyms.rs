//! Words that stand for one thing when somebody is named again: offices, parties, documents.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::lexicon::{self, WordId};

/// Words for one party.
const PARTIES: &[&[&str]] = &[
    &["republican", "gop"],
    &["democratic", "democrat"],
    &["libertarian"],
    &["green"],
    &["labour"],
    &["conservative", "tory"],
    &["liberal", "lib"],
    &["independent"],
];

/// Words for one office.
const SAME_OFFICE: &[&[&str]] = &[
    &["sen", "senator", "sens", "lawmaker", "legislator"],
    &["rep", "representative", "congressman", "congresswoman", "lawmaker", "legislator"],
    &["gov", "governor"],
    &["president", "pres"],
    &["prof", "professor"],
    &["dr", "doctor", "physician"],
    &["secretary", "minister"],
    &["candidate", "nominee", "contender", "hopeful", "front-runner", "frontrunner"],
    &["spokesman", "spokeswoman", "spokesperson"],
    &["chairman", "chairwoman", "chair"],
    &["lawyer", "attorney", "solicitor", "barrister", "counsel"],
    &["gen", "general", "lt"],
    &["boss", "manager", "coach"],
    &["chief", "ceo", "head"],
    &["businessman", "mogul", "magnate", "tycoon", "billionaire"],
    &["singer", "star", "rapper", "musician"],
    &["actor", "actress", "star"],
    &["adviser", "advisor", "aide", "strategist"],
    &["mp", "msp", "td", "mla", "politician", "lawmaker", "legislator", "parliamentarian", "backbencher"],
    &["rev", "reverend", "pastor", "priest", "vicar", "cleric", "preacher", "clergyman"],
    &["judge", "justice", "magistrate"],
    &["filmmaker", "director", "film-maker"],
    &["author", "writer", "novelist"],
    &[
        "policeman",
        "policewoman",
        "constable",
        "inspector",
        "superintendent",
        "officer",
        "sergeant",
        "cop",
        "dsp",
        "asp",
        "ssp",
        "supt",
        "insp",
        "sgt",
        "garda",
        "detective",
        "det",
    ],
    &["scientist", "researcher", "academic"],
    &["premier", "pm"],
    &["ven", "venerable", "monk", "prelate"],
    &["bishop", "archbishop", "cardinal", "prelate", "cleric"],
    &["maulana", "moulana", "mufti", "imam", "allama", "cleric", "preacher"],
    &["king", "oba", "emir", "sultan", "monarch", "ruler", "omanhene"],
    &["cr", "cllr", "councillor", "councilor", "alderman"],
    &["ambassador", "envoy", "diplomat", "amb"],
];

/// Words for one document.
const SAME_DOCUMENT: &[&[&str]] = &[
    &["report", "study", "analysis", "research", "survey", "review"],
    &["statement", "release"],
    &["letter", "message", "email", "e-mail"],
    &["suit", "lawsuit", "complaint", "filing", "indictment"],
    &["ruling", "opinion", "decision", "order", "verdict"],
    &["ad", "advert", "advertisement", "spot", "commercial", "video", "clip"],
    &["article", "story", "piece", "column", "editorial", "op-ed", "essay"],
];

/// Words for one kind of institution; those that no list has can be any.
const INSTITUTIONS: &[&[&str]] = &[
    &[
        "company",
        "firm",
        "corporation",
        "business",
        "bank",
        "airline",
        "retailer",
        "manufacturer",
        "carmaker",
        "lender",
        "insurer",
        "inc",
        "corp",
        "ltd",
        "plc",
        "llc",
        "gmbh",
        "holdings",
        "ventures",
        "developer",
        "supplier",
        "chain",
    ],
    &["university", "college", "school", "institute", "academy"],
    &["ministry", "department", "bureau", "agency", "commission", "authority", "government", "treasury"],
    &["court", "tribunal"],
    &["police"],
    &["army", "navy", "military"],
    &["prosecution"],
    &["defence", "defense"],
    &["embassy", "consulate"],
    &["party"],
    &["union", "federation"],
    &["charity", "foundation", "nonprofit", "tank", "think-tank"],
    &["parliament", "senate", "assembly", "council", "congress"],
    &["hospital", "clinic"],
    &["church", "mosque", "temple"],
];

/// The lists of `SAME_OFFICE`, `PARTIES`, `SAME_DOCUMENT` and `INSTITUTIONS` that each word stands in, as bits.
static GROUPS: LazyLock<[FxHashMap<WordId, u32>; 4]> = LazyLock::new(|| {
    [SAME_OFFICE, PARTIES, SAME_DOCUMENT, INSTITUTIONS].map(|lists| {
        let mut groups = FxHashMap::default();
        for (at, words) in lists.iter().enumerate() {
            for word in *words {
                *groups.entry(lexicon::word_id(word)).or_insert(0) |= 1 << at;
            }
        }
        groups
    })
});

/// Which words are asked about.
#[derive(Debug, Clone, Copy)]
pub enum Table {
    /// Words for one office.
    Offices,
    /// Words for one party.
    Parties,
    /// Words for one document.
    Documents,
    /// Words for one kind of institution.
    Institutions,
}

/// The lists of one table that a word stands in, as bits; 0 for none.
#[must_use]
pub fn groups(table: Table, word: WordId) -> u32 {
    GROUPS[table as usize].get(&word).copied().unwrap_or(0)
}
