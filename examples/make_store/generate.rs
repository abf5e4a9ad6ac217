//! Made-up news: sentences of common words, names put together from lists, quotations with true places. The same
//! number gives the same article each time. One quotation of each article is another version of one in an earlier
//! article ([`planted`]): of ten, three are equal, three cut, three have a word or two changed, one has another speaker.

use std::fmt::Write;
use verbatim::article::Metadata;
use verbatim::quotation::{Evidence, Excerpt, Kind, Quotation};
use verbatim::speaker::{Speaker, SpeakerKind};
use verbatim::store::{Document, Extracted, ids, write_document};
use verbatim::text::{ByteRange, Positions};

/// Quotations in each article.
pub const PER_ARTICLE: usize = 10;

const FIRST: [&str; 40] = [
    "Anna",
    "Boris",
    "Carla",
    "Dmitri",
    "Elena",
    "Farid",
    "Grace",
    "Hassan",
    "Ingrid",
    "Jorge",
    "Katarína",
    "Liam",
    "Marta",
    "Nikhil",
    "Olga",
    "Pedro",
    "Qing",
    "Rosa",
    "Søren",
    "Tomás",
    "Uma",
    "Viktor",
    "Wanjiru",
    "Xavier",
    "Yusuf",
    "Zoë",
    "Amélie",
    "Bruno",
    "Chidi",
    "Daniela",
    "Emeka",
    "Fatima",
    "Georg",
    "Hana",
    "Idris",
    "Jana",
    "Kofi",
    "Leïla",
    "Milan",
    "Nadia",
];
const LAST: [&str; 48] = [
    "Abbott",
    "Bergström",
    "Castillo",
    "Delgado",
    "Eriksen",
    "Fernández",
    "Grant",
    "Horvat",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "O’Brien",
    "Petrov",
    "Quispe",
    "Romero",
    "Schmidt",
    "Tanaka",
    "Ueda",
    "Vargas",
    "Whitfield",
    "Xu",
    "Yilmaz",
    "Zhang",
    "Achebe",
    "Baptiste",
    "Cohen",
    "Dubois",
    "Esposito",
    "Fischer",
    "García",
    "Haddad",
    "Iqbal",
    "Jensen",
    "Keller",
    "Lopez",
    "Mbeki",
    "Novák",
    "Okafor",
    "Patel",
    "Reyes",
    "Sato",
    "Toledo",
    "Ulrich",
    "Vega",
    "Weber",
];
const ROLES: [&str; 12] = [
    "Mayor",
    "Finance Minister",
    "professor of economics",
    "head of the union",
    "spokeswoman",
    "chief executive",
    "coach",
    "judge",
    "director of the museum",
    "Foreign Minister",
    "police chief",
    "historian",
];
const CUES: [&str; 8] = ["said", "said", "said", "told reporters", "added", "argued", "warned", "explained"];
const WORDS: [&str; 158] = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "that",
    "it",
    "was",
    "for",
    "on",
    "with",
    "as",
    "is",
    "at",
    "by",
    "from",
    "they",
    "we",
    "this",
    "have",
    "not",
    "are",
    "but",
    "had",
    "his",
    "her",
    "which",
    "or",
    "an",
    "were",
    "been",
    "their",
    "has",
    "would",
    "will",
    "what",
    "there",
    "if",
    "can",
    "all",
    "more",
    "when",
    "who",
    "so",
    "about",
    "up",
    "out",
    "government",
    "people",
    "city",
    "year",
    "years",
    "market",
    "prices",
    "water",
    "school",
    "bridge",
    "river",
    "money",
    "budget",
    "council",
    "vote",
    "election",
    "party",
    "court",
    "police",
    "report",
    "company",
    "workers",
    "union",
    "hospital",
    "road",
    "train",
    "energy",
    "power",
    "storm",
    "farmers",
    "harvest",
    "bank",
    "tax",
    "law",
    "minister",
    "country",
    "border",
    "trade",
    "deal",
    "talks",
    "peace",
    "war",
    "army",
    "border",
    "drugs",
    "health",
    "study",
    "university",
    "students",
    "teachers",
    "children",
    "families",
    "homes",
    "rent",
    "housing",
    "climate",
    "summer",
    "winter",
    "flood",
    "fire",
    "forest",
    "coast",
    "fishing",
    "season",
    "match",
    "team",
    "club",
    "film",
    "music",
    "museum",
    "history",
    "future",
    "plan",
    "project",
    "problem",
    "question",
    "answer",
    "decision",
    "change",
    "growth",
    "jobs",
    "work",
    "week",
    "month",
    "today",
    "tomorrow",
    "never",
    "always",
    "often",
    "again",
    "against",
    "before",
    "after",
    "under",
    "between",
    "because",
    "while",
    "without",
    "honour",
    "honest",
    "difficult",
    "important",
    "new",
    "old",
    "long",
    "small",
    "great",
    "clear",
    "strong",
    "early",
];
const OUTLETS: [&str; 5] = ["The Courier", "Morning Post", "El Faro", "The Harbour Times", "Nordlys"];

/// Numbers that follow from a seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 33) as usize) % end
    }

    /// Small numbers more often, as words and names come.
    fn often(&mut self, end: usize) -> usize {
        self.below(end).min(self.below(end))
    }

    fn sentence(&mut self, out: &mut String, words: usize) {
        for number in 0..words {
            let word = WORDS[self.often(WORDS.len())];
            if number == 0 {
                let mut chars = word.chars();
                out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(chars.as_str());
            } else {
                out.push(' ');
                out.push_str(word);
                if number % 9 == 8 && number + 2 < words {
                    out.push(',');
                }
            }
        }
    }

    fn name(&mut self) -> String {
        format!("{} {}", FIRST[self.often(FIRST.len())], LAST[self.below(LAST.len())])
    }
}

/// The id of article number `number`.
pub fn id(number: usize) -> String {
    format!("made-up-news-{number:06}")
}

/// Article number `number` as a document of a store.
pub fn yaml(number: usize) -> String {
    let mut out = String::with_capacity(10_000);
    write_document(&mut out, &document(number));
    out
}

/// A quotation that is planted in an article: a version of one in an earlier article.
#[allow(dead_code, reason = "only `make_store` writes down what was planted")]
pub struct Planted {
    /// Which quotation of the article it is.
    pub place: usize,
    /// How it differs from its source.
    pub how: &'static str,
    /// The number of the article that it comes from, and which quotation there.
    pub source: (usize, usize),
    words: String,
    /// Whose words they are; nobody for a speaker of the article itself.
    speaker: Option<Speaker>,
}

/// The quotation that is planted in article number `number`; none in the first articles.
pub fn planted(number: usize) -> Option<Planted> {
    const HOW: [&str; 10] =
        ["equal", "cut", "changed", "equal", "cut", "changed", "equal", "cut", "changed", "speaker"];
    if number < 10 {
        return None;
    }
    let mut random = Random(0xD6E8_FEB8_6659_FD93 ^ (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    random.next();
    let how = HOW[number % HOW.len()];
    let from = random.below(number);
    // Never the one that is planted there.
    let quotation = (planted_place(from) + 1 + random.below(PER_ARTICLE - 1)) % PER_ARTICLE;
    let source = build(from, None);
    let said = &source.quotations[quotation];
    let speaker = source.speakers.iter().find(|speaker| Some(&speaker.name) == said.speaker.as_ref()).cloned();
    let mut words: Vec<&str> = said.text.trim_end_matches(',').split(' ').collect();
    match how {
        "cut" => {
            let length = (words.len() / 2).max(8) + random.below(words.len() / 4);
            let start = random.below(words.len() - length + 1);
            words = words[start..start + length].to_vec();
        }
        "changed" => {
            for _ in 0..1 + random.below(2) {
                let at = random.below(words.len());
                words[at] = WORDS[random.below(WORDS.len())];
            }
        }
        _ => {}
    }
    Some(Planted {
        place: planted_place(number),
        how,
        source: (from, quotation),
        words: words.join(" "),
        speaker: speaker.filter(|_| how != "speaker"),
    })
}

const fn planted_place(number: usize) -> usize {
    number * 7 % PER_ARTICLE
}

/// Article number `number`.
pub fn document(number: usize) -> Document {
    build(number, planted(number))
}

fn build(number: usize, planted: Option<Planted>) -> Document {
    let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ (number as u64 + 1).wrapping_mul(0xD134_2543_DE82_EF95));
    let mut title = String::new();
    random.sentence(&mut title, 7);
    let mut speakers: Vec<Speaker> = (0..3).map(|place| speaker(&mut random, place)).collect();
    let own = speakers.len();
    speakers.extend(planted.as_ref().and_then(|planted| planted.speaker.clone()));
    let here = |place: usize| planted.as_ref().filter(|planted| planted.place == place);
    let speaks =
        |place: usize, speaker: usize| here(place).filter(|one| one.speaker.is_some()).map_or(speaker, |_| own);
    let words = |place: usize| here(place).map(|planted| planted.words.as_str());
    let mut text = format!("{title}\n\n");
    let mut said: Vec<(ByteRange, ByteRange, ByteRange, usize)> = Vec::new();
    for paragraph in 0..18 {
        if paragraph % 9 != 8 && said.len() < PER_ARTICLE && (paragraph + said.len()).is_multiple_of(2) {
            let speaker = speaks(said.len(), random.often(own));
            quoted(&mut random, &mut text, &speakers[speaker].name, words(said.len()), |quote, mention, cue| {
                said.push((quote, mention, cue, speaker));
            });
        }
        for _ in 0..2 {
            let words = 12 + random.below(14);
            random.sentence(&mut text, words);
            text.push_str(". ");
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    while said.len() < PER_ARTICLE {
        let speaker = speaks(said.len(), random.often(own));
        quoted(&mut random, &mut text, &speakers[speaker].name, words(said.len()), |quote, mention, cue| {
            said.push((quote, mention, cue, speaker));
        });
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    let positions = Positions::new(&text);
    let quotations = said.iter().map(|&(quote, mention, cue, speaker)| {
        let at = positions.at(quote);
        let located = |span: ByteRange| Some(Excerpt { text: span.of(&text).to_owned(), at: vec![positions.at(span)] });
        let speaker = Some(speakers[speaker].name.clone());
        Quotation {
            id: ids::of_words(quote.of(&text), quote.start),
            speaker: speaker.clone(),
            text: quote.of(&text).to_owned(),
            kind: Some(Kind::Direct),
            at: Some(at),
            evidence: Some(Evidence {
                speaker,
                kind: Kind::Direct,
                at,
                mention: located(mention),
                antecedent: None,
                cue: located(cue),
                rule: "tag-after".to_owned(),
                confidence: (60 + (quote.start % 40)) as f32 / 100.0,
                ..Evidence::default()
            }),
            ..Quotation::default()
        }
    });
    let mut published = String::new();
    let _ = write!(published, "{}-{:02}-{:02}", 2015 + number % 11, 1 + number % 12, 1 + number % 28);
    Document {
        meta: Metadata {
            id: Some(id(number)),
            title: Some(title.clone()),
            url: Some(format!("https://news.example/{}", id(number))),
            outlet: Some(OUTLETS[number % OUTLETS.len()].to_owned()),
            author: Some(random.name()),
            published: Some(published),
            language: Some("en".to_owned()),
            file: Some(format!("{number:06}.txt")),
            ..Metadata::default()
        },
        extracted: Some(Extracted { version: env!("CARGO_PKG_VERSION").to_owned(), indirect: false }),
        quotations: quotations.collect(),
        speakers,
        text: Some(text.clone()),
        revisions: Vec::new(),
    }
}

fn speaker(random: &mut Random, place: usize) -> Speaker {
    if place == 2 && random.below(3) == 0 {
        let name = ["analysts", "officials", "a spokesman", "residents"][random.below(4)];
        return Speaker { name: name.to_owned(), kind: SpeakerKind::Unnamed, ..Speaker::default() };
    }
    let name = random.name();
    let surname = name.split(' ').next_back().unwrap_or_default().to_owned();
    let role = Some(ROLES[random.below(ROLES.len())].to_owned());
    Speaker { name, kind: SpeakerKind::Person, role, aliases: vec![surname] }
}

/// A quotation with its tag: `“…,” said Anna Abbott. `; its words are made up unless they are given.
fn quoted(
    random: &mut Random,
    text: &mut String,
    name: &str,
    given: Option<&str>,
    mut tell: impl FnMut(ByteRange, ByteRange, ByteRange),
) {
    text.push('“');
    let start = text.len();
    let words = 16 + random.below(18);
    random.sentence(text, words);
    if let Some(given) = given {
        text.truncate(start);
        text.push_str(given);
    }
    let quote = ByteRange::new(start, text.len());
    text.push_str(",” ");
    let cue = CUES[random.below(CUES.len())];
    let cue_at = ByteRange::new(text.len() + name.len() + 1, text.len() + name.len() + 1 + cue.len());
    let mention = ByteRange::new(text.len(), text.len() + name.len());
    let _ = write!(text, "{name} {cue}. ");
    tell(quote, mention, cue_at);
}
