//! Labels: the words at the head of a line that name who speaks there.
//!
//! `NAME:`, `**Name**:`, `Q.`, `Mr. SMITH.`, `[00:12] Name:`, `Name (00:12)` alone on its line. What is found here only
//! looks like a label; whether the text is a transcript is decided in [`super::transcript`].

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::lexicon::{self, Classes, word_id};
use crate::text::{ByteRange, is_word};

/// What may be a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its letters, without markup, time stamps and the sign that ends it.
    pub letters: ByteRange,
    /// Where the words that follow it begin; the end of the line where they stand on the next one.
    pub words: usize,
    /// The name alone, without titles, offices and affiliations, folded: what makes two labels the same.
    pub key: String,
    /// What sort of speaker it names.
    pub sort: Sort,
    /// How much its letters look like a speaker's.
    pub likeness: Likeness,
    /// The time stamp beside it, without brackets.
    pub time: Option<String>,
}

impl Label {
    /// The last word of a name, by which later labels shorten it; the whole key of any other label.
    #[must_use]
    pub fn surname(&self) -> &str {
        match self.sort {
            Sort::Name => self.key.rsplit(' ').next().unwrap_or(&self.key),
            _ => &self.key,
        }
    }
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A name, or what may be one.
    Name,
    /// The one who asks: `Q`, `Question`, `Interviewer`.
    Question,
    /// The one who answers: `A`, `Answer`.
    Answer,
    /// A holder of an office: `THE PRESIDENT`.
    Office,
    /// People without a name: `PARTICIPANTS`, `JOURNALIST`, `Speaker 1`.
    Unnamed,
    /// The one who asks from here on, as in courts: `BY MS. ARROYO`.
    Examiner,
}

/// How much a label looks like a speaker's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Ordinary words: "Ingredients", "Note".
    Ordinary,
    /// Capitalised words that the lexicon does not know.
    Possible,
    /// A name, a title, or a word for somebody who speaks.
    Certain,
}

/// Markup that may surround a label.
const MARKUP: &str = r"(?:\*{1,3}|_{1,2}|</?[A-Za-z][^<>]*>|\\)";
/// A time stamp, perhaps in brackets.
const TIME: &str = r"[\[({]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?[\])}]?";

/// A label that a colon ends, with markup and time stamps around it.
static COLON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[\s>]*(?:{MARKUP}|\s)*(?:(?P<time>{TIME})[\s\-–—|]*)?(?:{MARKUP}|\s|>>+|[-–—•]\s)*(?P<name>[^:“”\x22!?;<>\[\]*{{}}|\s][^:“”\x22!?;<>\[\]*{{}}|]*?)(?:{MARKUP}|\s)*(?:\s*(?P<later>{TIME}))?(?:{MARKUP}|\s)*[:：](?P<after>{MARKUP}|\s|$)"
    ))
    .ok()
});

/// The date and the time before a message of an exported chat: `13/05/2024, 19:02 - `, `[13.05.24, 19:02:11] `.
static MESSAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let date = r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2})";
    Regex::new(&format!(r"^[\s\u{{200e}}]*\[?{date},?\s+(?P<time>{TIME})\]?\s*(?:[-–]\s+|:\s+)?")).ok()
});

/// Where the date and the time before a message end in `line`, and the time.
#[must_use]
pub fn message_stamp(line: &str) -> Option<(usize, &str)> {
    let first = line.trim_start_matches(['\u{200e}', ' ']).chars().next()?;
    if !(first.is_ascii_digit() || first == '[') || memchr::memchr(b':', line.as_bytes()).is_none() {
        return None;
    }
    let found = MESSAGE.as_ref()?.captures(line)?;
    Some((found.get(0)?.end(), found.name("time")?.as_str()))
}

/// The label of a message of a chat: every name before a colon is one there.
fn message(text: &str, line: ByteRange, head: &str) -> Option<Label> {
    const LONGEST: usize = 60;
    let (start, time) = message_stamp(head)?;
    let (name, _) = head[start..].split_once(": ")?;
    let letters = name.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '+');
    if letters.is_empty() || name.len() > LONGEST {
        return None;
    }
    let start = line.start
        + start
        + (name.len() - name.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '+').len());
    let letters = ByteRange::new(start, start + letters.len());
    let after = head.find(": ").map_or(head.len(), |_| letters.end - line.start + 2).max(letters.end - line.start);
    let key = letters.of(text).split_whitespace().map(fold).collect::<Vec<_>>().join(" ");
    let rest = ByteRange::new((line.start + after).min(line.end), line.end);
    let words = super::words::spoken(text, rest).map_or(line.end, |words| words.start);
    Some(Label { letters, words, key, sort: Sort::Name, likeness: Likeness::Certain, time: clock(time) })
}

/// `Q.`, `A.`, `Q –`, `Q    `: a letter alone, ended by another sign than a colon.
static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[\s>]*(?:{MARKUP})*(?P<name>[QA])(?P<end>(?:{MARKUP})*(?:[.)]\s|\s?[–—-]\s|\s{{2,}}|\t)(?:{MARKUP}|\s)*)"
    ))
    .ok()
});

/// The first words of the labels of parliaments.
const TITLES: &[&str] = &[
    "The",
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Sen",
    "Rep",
    "Senator",
    "Representative",
    "Chair",
    "Chairman",
    "Chairwoman",
    "Governor",
    "General",
    "Secretary",
    "Ambassador",
    "Justice",
    "Judge",
    "Lord",
    "Baroness",
    "Sir",
    "Dame",
];

/// `Mr. SMITH.`, `The CHAIRMAN.`: the labels of parliaments, ended by a full stop.
static PARLIAMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[\s>]*(?:{MARKUP})*(?P<name>(?:(?:{})\.?\s)(?:\p{{L}}+\s){{0,2}}?(?:(?:Mc|Mac|O['’]|[Dd]e|[Vv]an)?\p{{Lu}}[\p{{Lu}}'’-]+)(?:\s(?:\p{{Lu}}{{2,}}|\p{{Lu}}\.|of\s\p{{Lu}}\p{{Ll}}+(?:\s\p{{Lu}}\p{{Ll}}+)?)){{0,3}})\.(?:{MARKUP})*\s+",
        TITLES.join("|")
    ))
    .ok()
});

/// `Name 00:12` or `Name (00:12):` with nothing else on the line.
static ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[\s>]*(?:{MARKUP})*(?P<name>\p{{Lu}}[^:“”\x22!?;<>\[\]*{{}}|\d]*(?:\d{{1,2}})?)(?:{MARKUP})*\s+(?P<time>{TIME})(?:{MARKUP}|\s)*:?(?:{MARKUP}|\s)*$"
    ))
    .ok()
});

/// No label is found past this many bytes of its line.
const REACH: usize = 240;
// Bounds and large classes inside an expression make it dear to build: they are checked behind it.
/// The most characters of a label before a colon.
const LONGEST: usize = 80;
/// The most characters of a label that stands alone with a time.
const LONGEST_ALONE: usize = 53;

/// The label at the head of `line`, a range of `text` without its line end.
#[must_use]
pub fn label(text: &str, line: ByteRange) -> Option<Label> {
    let whole = line.of(text);
    let mut head = whole.len().min(REACH);
    while !whole.is_char_boundary(head) {
        head -= 1;
    }
    let head = &whole[..head];
    if let Some(label) = message(text, line, head) {
        return Some(label);
    }
    if may_end_with_colon(head)
        && let Some(found) = COLON.as_ref()?.captures(head)
        && let (Some(name), Some(after)) = (found.name("name"), found.name("after"))
        && name.as_str().starts_with(|first: char| first == '@' || first.is_alphabetic() && !first.is_lowercase())
        && name.as_str().chars().count() <= LONGEST
        && let Some(label) = build(text, line, name.range(), after.start(), whole)
    {
        let time = found.name("time").or_else(|| found.name("later")).and_then(|time| clock(time.as_str()));
        return Some(Label { time, ..label });
    }
    let start = head.trim_start_matches([' ', '\t', '>', '*', '_']);
    let first = start.chars().next()?;
    if !first.is_uppercase() && first != '<' {
        return None;
    }
    if may_be_letter(start)
        && let Some(found) = LETTER.as_ref()?.captures(head)
        && let (Some(name), Some(end)) = (found.name("name"), found.name("end"))
    {
        return build(text, line, name.range(), end.end(), whole);
    }
    if may_be_parliament(start)
        && let Some(found) = PARLIAMENT.as_ref()?.captures(head)
        && let (Some(name), Some(all)) = (found.name("name"), found.get(0))
    {
        return build(text, line, name.range(), all.end(), whole);
    }
    if whole.len() < REACH
        && has_clock(head)
        && let Some(found) = ALONE.as_ref()?.captures(head)
        && let Some(name) = found.name("name")
        && name.as_str().chars().count() <= LONGEST_ALONE
    {
        let time = found.name("time").and_then(|time| clock(time.as_str()));
        return build(text, line, name.range(), whole.len(), whole).map(|label| Label { time, ..label });
    }
    None
}

// The expressions are asked of the few lines that can match them: for most lines a look at the first words will do.

/// Whether the line may begin with a label that a colon ends. Where it begins with a capital, all words of the name are
/// capitalised or small words of names, and few.
fn may_end_with_colon(head: &str) -> bool {
    let colon = || memchr::memchr(b':', head.as_bytes()).is_some() || head.contains('：');
    let Some(first) = head.trim_start().chars().next() else { return false };
    if first.is_ascii_lowercase() || matches!(first, '“' | '"' | '‘') || !colon() {
        return false;
    }
    if !first.is_ascii_uppercase() {
        return true;
    }
    for (at, word) in head.split_whitespace().enumerate() {
        let ends = |sign: char| matches!(sign, ':' | '：' | ',' | '(' | '[' | '{' | '/' | '\\' | '<' | '*' | '_');
        if word.starts_with(|first: char| first.is_ascii_digit()) || word.contains(ends) {
            return true;
        }
        let ordinary =
            word.starts_with(|first: char| first.is_ascii_lowercase()) && !is_small(word) && !NAMELESS.contains(&word);
        if ordinary || at >= MOST_WORDS {
            return false;
        }
    }
    true
}

/// Whether the line may begin with `Q` or `A` alone.
fn may_be_letter(start: &str) -> bool {
    let mut letters = start.chars();
    match letters.next() {
        Some('Q' | 'A') => !letters.next().is_some_and(char::is_alphabetic),
        first => first == Some('<'),
    }
}

/// Whether the line may begin with a title and a name in capitals.
fn may_be_parliament(start: &str) -> bool {
    const FAR: usize = 3;
    if start.starts_with('<') {
        return true;
    }
    let mut words = start.split_whitespace();
    let titled = words.next().is_some_and(|word| TITLES.contains(&word.strip_suffix('.').unwrap_or(word)));
    titled
        && words.take(FAR).any(|word| {
            let mut before = false;
            word.chars().any(|letter| {
                let upper = letter.is_uppercase();
                let pair = before && (upper || matches!(letter, '\'' | '’' | '-'));
                before = upper;
                pair
            })
        })
}

/// Whether a time of day may stand in the line.
fn has_clock(head: &str) -> bool {
    let bytes = head.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|at| {
        let digit = |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii() || byte.is_ascii_digit());
        at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1))
    })
}

/// A time stamp as records keep it: without brackets.
fn clock(stamp: &str) -> Option<String> {
    let stamp = stamp.trim_matches(|letter: char| !letter.is_alphanumeric());
    (!stamp.is_empty()).then(|| stamp.to_owned())
}

fn build(text: &str, line: ByteRange, name: std::ops::Range<usize>, words: usize, whole: &str) -> Option<Label> {
    let letters = whole[name.clone()].trim_end_matches([' ', '\t', '(', '[', ',', '-', '–', '—', '\u{a0}']);
    let letters = ByteRange::new(line.start + name.start, line.start + name.start + letters.len());
    let (key, sort, likeness) = weigh(letters.of(text))?;
    let rest = ByteRange::new(line.start + words, line.end);
    // Markup alone after the label: the words stand on the next line.
    let words = super::words::spoken(text, rest).map_or(line.end, |words| words.start);
    Some(Label { letters, words, key, sort, likeness, time: None })
}

/// Words for the one who asks.
const ASKING: &[&str] = &["q", "question", "interviewer"];
/// Words for the one who answers.
const ANSWERING: &[&str] = &["a", "answer", "interviewee"];
/// Words for people who speak without a name; a number or another word may stand beside them.
const NAMELESS: &[&str] = &[
    "reporter",
    "journalist",
    "host",
    "moderator",
    "presenter",
    "anchor",
    "audience",
    "participant",
    "participants",
    "crowd",
    "protester",
    "protesters",
    "voice",
    "voices",
    "operator",
    "speaker",
    "unidentified",
    "unknown",
    "male",
    "female",
    "man",
    "woman",
    "caller",
    "staff",
    "aide",
    "translator",
    "interpreter",
    "narrator",
    "press",
    "media",
    "member",
    "members",
    "all",
    "student",
    "guest",
    "panelist",
    "panellist",
    "respondent",
    "clerk",
    "witness",
    "defendant",
    "counsel",
    "court",
    "questioner",
    "correspondent",
    "facilitator",
    "announcer",
    "commentator",
    "hon",
    "honourable",
    "honorable",
    "several",
];

/// No speaker's name has more words.
const MOST_WORDS: usize = 7;

/// A word of names that has no capital.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "del"
            | "di"
            | "van"
            | "von"
            | "der"
            | "den"
            | "bin"
            | "al"
            | "el"
            | "la"
            | "le"
            | "of"
            | "the"
            | "and"
            | "y"
            | "dos"
    )
}

/// The name in a label with its sort and how much it looks like one; `None` for what cannot be a label.
fn weigh(letters: &str) -> Option<(String, Sort, Likeness)> {
    let name = name_part(letters);
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() || words.len() > MOST_WORDS || letters.split_whitespace().count() > 12 {
        return None;
    }
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let key = folded.join(" ");
    let alone = folded.len() == 1;
    if folded[0] == "by" && folded.len() > 1 && upper(name) {
        return Some((folded[1..].join(" "), Sort::Examiner, Likeness::Certain));
    }
    // "Q1", "A 1": questions and answers that are numbered.
    let unnumbered = key.trim_end_matches(|last: char| last.is_ascii_digit() || last == ' ');
    let (alone, key) =
        if unnumbered == "q" || unnumbered == "a" { (true, unnumbered.to_owned()) } else { (alone, key) };
    if alone && ASKING.contains(&key.as_str()) {
        return Some(("q".to_owned(), Sort::Question, Likeness::Certain));
    }
    if alone && ANSWERING.contains(&key.as_str()) {
        return Some(("a".to_owned(), Sort::Answer, Likeness::Certain));
    }
    let capitalised = |word: &str| {
        word.starts_with(|first: char| first.is_uppercase() || first == '@' || first.is_ascii_digit() || first == '#')
    };
    let nameless = |word: &&str| NAMELESS.contains(&fold(word).as_str());
    if !words.iter().all(|word| capitalised(word) || is_small(word) || nameless(word)) {
        return None;
    }
    let class = |word: &String| lexicon::classes(word_id(word));
    let plain: Vec<&String> = folded
        .iter()
        .filter(|word| !is_small(word) && !word.chars().all(|letter| letter.is_ascii_digit() || letter == '#'))
        .collect();
    if plain.is_empty() {
        return None;
    }
    if plain.iter().all(|word| NAMELESS.contains(&word.as_str())) {
        return Some((key, Sort::Unnamed, Likeness::Certain));
    }
    let (titles, rest): (Vec<&String>, Vec<&String>) = plain.iter().partition(|word| {
        class(word).any(Classes::TITLE.union(Classes::FORMER).union(Classes::SUFFIX))
            && !class(word).any(Classes::FIRST_NAME)
    });
    // "MS" and "DR" are courtesies before a name, and alone somebody's initials.
    if alone && words[0].len() <= 3 && words[0].chars().all(char::is_uppercase) {
        return Some((key, Sort::Name, Likeness::Possible));
    }
    if rest.is_empty() {
        let office = words[0].eq_ignore_ascii_case("the") || upper(name) || titles.len() > 1;
        return Some((key, Sort::Office, if office { Likeness::Certain } else { Likeness::Possible }));
    }
    let key = rest.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ");
    let ordinary = |word: &&String| {
        let classes = class(word);
        // Longer words than any initials are looked up in the list of English words, too.
        if word.len() > 3 && !classes.any(Classes::FIRST_NAME) && is_word(word) {
            return true;
        }
        classes.any(
            Classes::COMMON
                .union(Classes::FUNCTION)
                .union(Classes::DATE)
                .union(Classes::HEAD)
                .union(Classes::WORK)
                .union(Classes::SPEECH)
                .union(Classes::SOMEWHERE)
                .union(Classes::ORG_WORD)
                .union(Classes::VERB),
        ) && !classes.any(Classes::FIRST_NAME)
    };
    let first_name = class(rest[0]).any(Classes::FIRST_NAME);
    let courtesy = titles.iter().any(|word| class(word).any(Classes::TITLE));
    let odd = rest.iter().filter(|word| ordinary(word)).count();
    let likeness = if courtesy && odd < rest.len().max(2) || first_name && (rest.len() > 1 || odd == 0) && odd < 2 {
        Likeness::Certain
    } else if odd == 0 || rest.len() > 1 && odd < rest.len() && rest.len() < 4 && !upper(name) {
        Likeness::Possible
    } else {
        Likeness::Ordinary
    };
    Some((key, Sort::Name, likeness))
}

/// The letters before an affiliation: `GILBERT, HOST`, `Ann Low (BBC)`.
#[must_use]
pub fn name_part(letters: &str) -> &str {
    let end = letters.find([',', '(', '/']).filter(|&end| end > 0).unwrap_or(letters.len());
    let name = letters[..end].trim();
    name.strip_suffix(['-', '–', '—']).unwrap_or(name).trim()
}

/// Whether the letters are capitals alone.
#[must_use]
pub fn upper(letters: &str) -> bool {
    let (mut capitals, mut small) = (0, 0);
    for letter in letters.chars() {
        capitals += usize::from(letter.is_uppercase());
        small += usize::from(letter.is_lowercase());
    }
    capitals > 1 && small <= capitals / 5
}

/// A word as names are compared: lower case, without full stops, apostrophes of one shape.
#[must_use]
pub fn fold(word: &str) -> String {
    word.chars()
        .filter(|letter| !matches!(letter, '.' | '\u{ad}'))
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '’' | '‘' => '\'',
            '‑' | '‐' => '-',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letters of the label, its sort and the words after it.
    fn read(line: &str) -> Option<(String, Sort, Likeness, String)> {
        let label = label(line, ByteRange::new(0, line.len()))?;
        Some((label.letters.of(line).to_owned(), label.sort, label.likeness, line[label.words..].to_owned()))
    }

    #[track_caller]
    fn check(line: &str, letters: &str, sort: Sort, words: &str) {
        let (found, kind, likeness, rest) = read(line).unwrap_or_else(|| panic!("no label in {line}"));
        assert_eq!((found.as_str(), kind, rest.as_str()), (letters, sort, words), "{line}");
        assert_ne!(likeness, Likeness::Ordinary, "{line}");
    }

    #[test]
    fn labels_in_every_markup() {
        check("BENNETT: We will.", "BENNETT", Sort::Name, "We will.");
        check("Maria Bennett: We will.", "Maria Bennett", Sort::Name, "We will.");
        check("**Maria Bennett:** We will.", "Maria Bennett", Sort::Name, "We will.");
        check("**Maria Bennett**: We will.", "Maria Bennett", Sort::Name, "We will.");
        check("**MB: Will you?**", "MB", Sort::Name, "Will you?**");
        check("**MB:** **Will** you?", "MB", Sort::Name, "Will** you?");
        check("<strong>Maria Bennett:</strong> We will.", "Maria Bennett", Sort::Name, "We will.");
        check("[00:01:12] Maria Bennett: We will.", "Maria Bennett", Sort::Name, "We will.");
        check("Maria Bennett (00:12): We will.", "Maria Bennett", Sort::Name, "We will.");
        check("MARIA BENNETT, HOST: We will.", "MARIA BENNETT, HOST", Sort::Name, "We will.");
        check("MS. BENNETT-HALL:  We will.", "MS. BENNETT-HALL", Sort::Name, "We will.");
        check("THE PRESIDENT:  We will.", "THE PRESIDENT", Sort::Office, "We will.");
        check("Mr. BENNETT. We will.", "Mr. BENNETT", Sort::Name, "We will.");
        check("The CHAIRMAN. We will.", "The CHAIRMAN", Sort::Office, "We will.");
        check("Q    Will you?", "Q", Sort::Question, "Will you?");
        check("Q. Will you?", "Q", Sort::Question, "Will you?");
        check("**A:** We will.", "A", Sort::Answer, "We will.");
        check("<div class=\"label\">Question:</div>", "Question", Sort::Question, "");
        check("PARTICIPANTS: We will.", "PARTICIPANTS", Sort::Unnamed, "We will.");
        check("Speaker 2 (03:10):", "Speaker 2", Sort::Unnamed, "");
        check("Maria Bennett  03:10", "Maria Bennett", Sort::Name, "");
    }

    #[test]
    fn sentences_and_headings_of_lists_are_no_labels() {
        for line in [
            "The answer is simple: we will.",
            "At 10:30 we left.",
            "See https://example.org for more.",
            "A farmer saw it.",
            "“Bennett: never again.”",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
        for line in ["Ingredients: two eggs", "Note: we will.", "Monday: closed", "Opening times: ten to five"] {
            assert!(read(line).is_none_or(|(_, _, likeness, _)| likeness == Likeness::Ordinary), "{line}");
        }
    }
}
