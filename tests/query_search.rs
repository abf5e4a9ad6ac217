//! The search against a plain, slow evaluator of the same grammar, on random stores and random queries.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use verbatim::article::Metadata;
use verbatim::query::syntax::{self, Node, Term, Value};
use verbatim::query::{self, Facet, Facets, Group, Index, Options, Ranking, Rejected, parse, search, search_with};
use verbatim::quotation::{Evidence, Excerpt, Kind, Quotation, Review};
use verbatim::speaker::{Speaker, SpeakerKind};
use verbatim::store::{Catalog, Change, Document, Edit};
use verbatim::text::fold::{fold, fold_cased};
use verbatim::text::{CharRange, Paragraphs, Positions, unwrap};

/// Pieces that quotations, articles and queries are made of: near to each other, so that they meet.
const PIECES: [&str; 24] = [
    "war",
    "War",
    "WAR",
    "wars",
    "drugs",
    "Drügs",
    "señor",
    "sen\u{303}or",
    "don’t",
    "don't",
    "“so”",
    "\"so\"",
    "co-operate",
    "co‑operate",
    "oﬃce",
    "office",
    "in",
    "the",
    "near",
    "future",
    "Petro",
    "é",
    "…",
    "日本",
];
const SPACES: [&str; 5] = [" ", " ", "\u{a0}", "\n", "  "];
const SPEAKERS: [(&str, SpeakerKind, &str); 5] = [
    ("Donald Trump", SpeakerKind::Person, "Trump"),
    ("Gustavo Petro", SpeakerKind::Person, "Petro"),
    ("analysts", SpeakerKind::Unnamed, ""),
    ("The Office", SpeakerKind::Organisation, "Office"),
    ("Señor War", SpeakerKind::Person, ""),
];
const DATES: [&str; 6] = ["2025", "2026-01", "2026-01-08", "2026-02-28T10:00:00Z", "2026-03", "soon"];
const TAGS: [&str; 3] = ["war", "Drugs", "to check"];

fn words() -> impl Strategy<Value = String> {
    proptest::collection::vec((select(&PIECES[..]), select(&SPACES[..])), 0..7)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, space)| format!("{piece}{space}")).collect())
}

fn quotation() -> impl Strategy<Value = Quotation> {
    let evidence = proptest::option::of((0..=100u8, select(vec!["said", "described … as"]), select(vec!["colon", ""])));
    let person = (
        proptest::option::of(select(&Review::ALL[..])),
        any::<bool>(),
        subsequence(&TAGS[..], 0..=2),
        proptest::option::weighted(0.2, words()),
        any::<bool>(),
    );
    (words(), proptest::option::of(0..SPEAKERS.len()), proptest::option::of(select(&Kind::ALL[..])), evidence, person)
        .prop_map(|(text, speaker, kind, evidence, (review, star, tags, note, gone))| Quotation {
            text,
            speaker: speaker.map(|speaker| SPEAKERS[speaker].0.to_owned()),
            kind,
            evidence: evidence.map(|(confidence, cue, rule)| Evidence {
                confidence: f32::from(confidence) / 100.0,
                cue: Some(Excerpt { text: cue.to_owned(), at: vec![] }),
                rule: rule.to_owned(),
                ..Evidence::default()
            }),
            review,
            star,
            tags: tags.into_iter().map(str::to_owned).collect(),
            note,
            gone,
            ..Quotation::default()
        })
}

/// A document whose text, if it has one, holds its quotations, two to a paragraph.
fn document() -> impl Strategy<Value = Document> {
    let meta = (
        proptest::option::of(words()),
        proptest::option::of(select(vec!["https://example.org/war", "http://x"])),
        proptest::option::of(select(&DATES[..])),
        proptest::option::of(select(vec!["en", "es"])),
    );
    (proptest::collection::vec(quotation(), 0..6), meta, any::<bool>()).prop_map(
        |(mut quotations, (title, url, published, language), with_text)| {
            let mut text = String::new();
            for (number, quotation) in quotations.iter_mut().enumerate() {
                quotation.id = format!("q{number}");
                let start = text.chars().count();
                text.push_str(&quotation.text);
                quotation.at = with_text.then(|| CharRange::new(start as u32, text.chars().count() as u32));
                text.push_str(if number % 2 == 0 { " said Petro. " } else { "\n\n" });
            }
            let speakers = SPEAKERS.iter().map(|(name, kind, alias)| Speaker {
                name: (*name).to_owned(),
                kind: *kind,
                role: (*kind == SpeakerKind::Person).then(|| "Colombian President".to_owned()),
                aliases: Some(*alias).filter(|alias| !alias.is_empty()).map(str::to_owned).into_iter().collect(),
            });
            Document {
                meta: Metadata {
                    title,
                    url: url.map(str::to_owned),
                    published: published.map(str::to_owned),
                    language: language.map(str::to_owned),
                    ..Metadata::default()
                },
                text: with_text.then_some(text),
                speakers: speakers.collect(),
                quotations,
                ..Document::default()
            }
        },
    )
}

fn store() -> impl Strategy<Value = Vec<Document>> {
    proptest::collection::vec(document(), 0..8).prop_map(|mut documents| {
        for (number, document) in documents.iter_mut().enumerate() {
            document.meta.id = Some(format!("article-{number}"));
        }
        documents
    })
}

/// The text of a query, nested a little.
fn query() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        4 => select(&PIECES[..]).prop_map(str::to_owned),
        2 => (select(&PIECES[..]), 0..4usize).prop_map(|(piece, n)| piece.trim_start_matches(['"', '“']).chars().take(n + 1).collect()),
        2 => words().prop_map(|words| format!("\"{}\"", words.replace(['"', '“', '”'], ""))),
        1 => select(vec!["/w[aá]r/", "/^in/", "/e$/", "/W/", "/don.t/", "/s\\b/", "/[^a-z ]/", "/n\\s+t/", "/^$/", "/(?i)WAR/"])
            .prop_map(str::to_owned),
    ];
    let texts = vec![
        "",
        "",
        "",
        "text:",
        "speaker:",
        "by:",
        "about:",
        "context:",
        "full:",
        "title:",
        "article:",
        "language:",
        "role:",
        "cue:",
        "rule:",
        "tag:",
        "note:",
        "id:",
    ];
    let fixed = vec![
        "kind:direct",
        "kind:mixed",
        "is:star",
        "is:confirmed",
        "is:rejected",
        "is:unreviewed",
        "is:unattributed",
        "is:doubtful",
        "is:gone",
        "is:named",
        "is:unnamed",
        "is:organisation",
        "is:person",
        "has:tag",
        "has:note",
        "has:url",
        "date:2026",
        "date:2025..2026-01",
        "before:2026-01-08",
        "after:2026-01",
        "date:2026-02..",
        "confidence:..0.7",
        "confidence:0.9..",
        "confidence:0.25..0.5",
        "speaker:=\"Donald Trump\"",
        "tag:=war",
        "speaker:\"donald trump\"",
        "text:=war",
        "id:article-1/q0",
        "x",
    ];
    let term = prop_oneof![
        3 => (select(texts), value).prop_map(|(field, value)| format!("{field}{value}")),
        2 => select(fixed).prop_map(str::to_owned),
    ];
    term.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..3).prop_map(|parts| format!("({})", parts.join(" "))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            inner.prop_map(|inner| format!("-({inner})")),
        ]
    })
}

/// One quotation with what surrounds it, as the slow evaluator sees it.
struct Case<'a> {
    documents: &'a [Document],
    document: &'a Document,
    quotation: &'a Quotation,
}

impl Case<'_> {
    /// Whether the store has words of this speaker; who is only listed is not known by other names.
    fn has_words_of(&self, name: &str) -> bool {
        let mut quotations = self.documents.iter().flat_map(|document| &document.quotations);
        quotations.any(|quotation| {
            quotation.speaker.as_deref() == Some(name) || quotation.speakers.iter().any(|speaker| speaker == name)
        })
    }

    fn speaker(&self) -> Option<&Speaker> {
        let name = self.quotation.speaker.as_ref()?;
        self.document.speakers.iter().find(|speaker| speaker.name == *name)
    }

    fn paragraph(&self) -> String {
        let own = || unwrap(&self.quotation.text, "").into_owned();
        let (Some(text), Some(at)) = (&self.document.text, self.quotation.at) else { return own() };
        let place = Positions::new(text).span(at).unwrap();
        let paragraphs = Paragraphs::new(text);
        let number = |offset: usize| paragraphs.number(offset);
        let (first, last) = (number(place.start), number(place.end.max(1) - 1));
        if first == 0 || last == 0 {
            return own();
        }
        let lines: Vec<_> = paragraphs.spans()[first - 1..last].iter().map(|one| unwrap(one.of(text), text)).collect();
        lines.join("\n\n")
    }
}

fn holds(node: &Node, case: &Case<'_>) -> bool {
    match node {
        Node::All(parts) => parts.iter().all(|part| holds(part, case)),
        Node::Any(parts) => parts.iter().any(|part| holds(part, case)),
        Node::Not(inner) => !holds(inner, case),
        Node::Term(term) => term_holds(term, case),
    }
}

fn term_holds(term: &Term, case: &Case<'_>) -> bool {
    let (quotation, document) = (case.quotation, case.document);
    let evidence = quotation.evidence.as_ref();
    let is = |text: &str| value_matches(&term.value, text);
    let is_some = |text: Option<&str>| text.is_some_and(is);
    let word = match &term.value {
        Value::Word(word) | Value::Phrase(word) | Value::Exact(word) | Value::Regex(word) => word.as_str(),
    };
    let speaker_is = |kinds: &[SpeakerKind]| case.speaker().is_some_and(|speaker| kinds.contains(&speaker.kind));
    match term.field.as_ref().map_or("text", |(name, _)| name) {
        "text" => is(&unwrap(&quotation.text, "")),
        "speaker" | "by" => case.speaker().is_some_and(|s| is(&s.name) || s.aliases.iter().any(|alias| is(alias))),
        "about" => {
            let meant = SPEAKERS.iter().filter(|(name, kind, alias)| {
                *kind != SpeakerKind::Unnamed
                    && case.has_words_of(name)
                    && (is(name) || (!alias.is_empty() && is(alias)))
            });
            let names: Vec<Value> = meant
                .flat_map(|(name, _, alias)| [*name, *alias])
                .filter(|name| !name.is_empty())
                .map(|name| Value::Phrase(name.to_owned()))
                .collect();
            let here = |text: &str| is(text) || names.iter().any(|name| value_matches(name, text));
            here(&unwrap(&quotation.text, "")) || here(&case.paragraph())
        }
        "context" => is(&case.paragraph()),
        "full" => is(&unwrap(document.text.as_deref().unwrap_or(&quotation.text), "")),
        "article" => is(document.meta.id.as_deref().unwrap()),
        "title" => is_some(document.meta.title.as_deref()),
        "language" => is_some(document.meta.language.as_deref()),
        "role" => is_some(case.speaker().and_then(|speaker| speaker.role.as_deref())),
        "cue" => is_some(evidence.and_then(|e| e.cue.as_ref()).map(|cue| cue.text.as_str())),
        "rule" => is_some(evidence.map(|e| e.rule.as_str()).filter(|rule| !rule.is_empty())),
        "tag" => quotation.tags.iter().any(|tag| is(tag)),
        "note" => is_some(quotation.note.as_deref()),
        "id" => is(&quotation.id) || is(&format!("{}/{}", document.meta.id.as_deref().unwrap(), quotation.id)),
        "kind" => quotation.kind.is_some_and(|kind| kind.word() == word),
        "has" => match word {
            "tag" => !quotation.tags.is_empty(),
            "note" => quotation.note.is_some(),
            _ => document.meta.url.is_some(),
        },
        "is" => match word {
            "star" => quotation.star,
            "confirmed" => quotation.review == Some(Review::Confirmed),
            "rejected" => quotation.review == Some(Review::Rejected),
            "unreviewed" => quotation.review.is_none(),
            "unattributed" => quotation.speaker.is_none(),
            "doubtful" => {
                quotation.speaker.is_none()
                    && quotation.review.is_none()
                    && evidence.is_some_and(|e| e.confidence < 0.495)
            }
            "gone" => quotation.gone,
            "named" => speaker_is(&[SpeakerKind::Person, SpeakerKind::Organisation]),
            "unnamed" => speaker_is(&[SpeakerKind::Unnamed]),
            "organisation" => speaker_is(&[SpeakerKind::Organisation]),
            "person" => speaker_is(&[SpeakerKind::Person]),
            other => panic!("is:{other}"),
        },
        "confidence" => {
            let (from, to) = word.split_once("..").unwrap();
            let end = |text: &str, or: f32| if text.is_empty() { or } else { text.parse().unwrap() };
            evidence.is_some_and(|e| (end(from, 0.0) - 0.001..=end(to, 1.0) + 0.001).contains(&e.confidence))
        }
        // Of the dates above only their letters matter: each is a prefix of all the days in it.
        "date" | "before" | "after" => {
            let Some(published) = document.meta.published.as_deref().filter(|date| *date != "soon") else {
                return false;
            };
            let day = published.split('T').next().unwrap();
            let (first, last) = (padded(day, "-01"), padded(day, "-99"));
            match term.field.as_ref().unwrap().0.as_str() {
                "before" => last < padded(word, "-01"),
                "after" => first > padded(word, "-99"),
                _ => {
                    let (from, to) = word.split_once("..").unwrap_or((word, word));
                    (from.is_empty() || first >= padded(from, "-01")) && (to.is_empty() || last <= padded(to, "-99"))
                }
            }
        }
        other => panic!("{other}:"),
    }
}

fn padded(date: &str, with: &str) -> String {
    let mut date = date.to_owned();
    while date.len() < 10 {
        date.push_str(with);
    }
    date
}

fn value_matches(value: &Value, text: &str) -> bool {
    let is_cased = |text: &str| text.chars().any(char::is_uppercase);
    let both =
        |words: &str| if is_cased(words) { (fold_cased(words), fold_cased(text)) } else { (fold(words), fold(text)) };
    match value {
        Value::Word(words) => {
            let (words, text) = both(words);
            text.contains(&words)
        }
        Value::Exact(words) => {
            let (words, text) = both(words);
            text == words
        }
        Value::Phrase(words) => {
            let (words, text) = both(words.trim());
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            words.is_empty()
                || (0..=text.len()).filter(|&at| text.is_char_boundary(at) && text[at..].starts_with(&words)).any(
                    |at| {
                        let (before, after) = (&text[..at], &text[at + words.len()..]);
                        let runs_on_before = is_word(words.chars().next()) && is_word(before.chars().next_back());
                        let runs_on_after = is_word(words.chars().next_back()) && is_word(after.chars().next());
                        !runs_on_before && !runs_on_after
                    },
                )
        }
        Value::Regex(pattern) => {
            let cased = pattern.replace("\\W", "").replace("\\S", "");
            let folded = if is_cased(&cased) { fold_cased(text) } else { fold(text) };
            regex::Regex::new(pattern).unwrap().is_match(&folded)
        }
    }
}

fn slowly(documents: &[Document], text: &str, rejected: Rejected) -> Vec<usize> {
    let node = syntax::parse(text).unwrap();
    let says_rejected = text.contains("is:rejected");
    let cases = documents
        .iter()
        .flat_map(|document| document.quotations.iter().map(move |quotation| Case { documents, document, quotation }));
    cases
        .enumerate()
        .filter(|(_, case)| {
            let left_out =
                rejected == Rejected::LeftOut && !says_rejected && case.quotation.review == Some(Review::Rejected);
            !left_out && node.as_ref().is_none_or(|node| holds(node, case))
        })
        .map(|(number, _)| number)
        .collect()
}

fn quickly(catalog: &Catalog, index: &Index, text: &str, rejected: Rejected) -> Vec<usize> {
    let query = parse(text).unwrap();
    let options = Options { rejected, ..Options::default() };
    let matches = search_with(catalog, index, &query, options).unwrap();
    let found: Vec<usize> = matches.iter().map(|ix| ix.index()).collect();
    assert_eq!(matches.len(), found.len());
    for (position, &number) in found.iter().enumerate() {
        let ix = matches.get(position).unwrap();
        assert_eq!((ix.index(), matches.position(ix)), (number, Some(position)));
    }
    assert_eq!(matches.get(found.len()), None);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_search_finds_what_a_plain_evaluator_finds(documents in store(), queries in proptest::collection::vec(query(), 1..8)) {
        let catalog = Catalog::from_documents(documents.clone());
        let index = Index::new(&catalog);
        for text in &queries {
            for rejected in [Rejected::LeftOut, Rejected::Kept] {
                prop_assert_eq!(quickly(&catalog, &index, text, rejected), slowly(&documents, text, rejected), "{}", text);
            }
        }
    }

    #[test]
    fn narrowing_from_the_last_result_changes_nothing(documents in store(), text in query()) {
        let catalog = Catalog::from_documents(documents);
        let index = Index::new(&catalog);
        let mut last: Option<(query::Query, query::Matches)> = None;
        // As if typed: every prefix that is a query.
        for (end, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
            let Ok(query) = parse(&text[..end]) else { continue };
            let within = last.as_ref().map(|(query, matches)| (query, matches));
            let narrowed = search_with(&catalog, &index, &query, Options { within, ..Options::default() }).unwrap();
            let anew = search(&catalog, &index, &query);
            prop_assert_eq!(narrowed.iter().collect::<Vec<_>>(), anew.iter().collect::<Vec<_>>(), "{}", &text[..end]);
            last = Some((query, narrowed));
        }
    }

    #[test]
    fn facets_count_the_matches(documents in store(), text in query()) {
        let catalog = Catalog::from_documents(documents);
        let index = Index::new(&catalog);
        let found: Vec<_> = search(&catalog, &index, &parse(&text).unwrap()).iter().collect();
        let count = |is: &dyn Fn(verbatim::store::QuotationRef<'_>) -> bool| {
            found.iter().filter(|ix| is(catalog.quotation(**ix))).count() as u32
        };
        for facet in Facet::ALL {
            let facets = Facets::new(&catalog, facet);
            let counts = facets.counts(found.len(), |at| found.get(at).copied());
            for (group, &counted) in facets.groups().iter().zip(&counts) {
                let expected = match (facet, group) {
                    (_, Group::Speaker(ix)) => count(&|q| q.speakers().any(|speaker| speaker == *ix)),
                    (_, Group::Article(ix)) => count(&|q| q.article() == *ix),
                    (_, Group::Kind(kind)) => count(&|q| q.kind() == Some(*kind)),
                    (_, Group::Review(review)) => count(&|q| q.review() == Some(*review)),
                    (Facet::Tag, Group::Text(tag)) => count(&|q| q.tags().any(|own| own == &**tag)),
                    (Facet::Cue, Group::Text(cue)) => count(&|q| q.cue() == Some(&**cue)),
                    (Facet::Speaker, Group::None) => count(&|q| q.speaker().is_none()),
                    (Facet::Tag, Group::None) => count(&|q| q.tags().next().is_none()),
                    _ => continue,
                };
                prop_assert_eq!(counted, expected, "{:?} {:?}", facet, group);
            }
            if !matches!(facet, Facet::Speaker | Facet::Tag) {
                prop_assert_eq!(counts.iter().sum::<u32>() as usize, found.len(), "{:?}", facet);
            }
            for ranking in [Ranking::Count, Ranking::Name, Ranking::Natural] {
                let mut ranked = facets.ranked(&counts, ranking);
                ranked.sort_unstable();
                let all: Vec<u32> = (0..counts.len() as u32).filter(|&group| counts[group as usize] > 0).collect();
                prop_assert_eq!(ranked, all);
            }
        }
    }

    #[test]
    fn every_order_is_one(documents in store(), by in select(vec!["date", "speaker", "length", "confidence", "random", "article"]), reversed in any::<bool>()) {
        let catalog = Catalog::from_documents(documents);
        let index = Index::new(&catalog);
        let sorted = search(&catalog, &index, &parse(&format!("sort:{}{by}", if reversed { "-" } else { "" })).unwrap());
        let mut numbers: Vec<usize> = sorted.iter().map(|ix| ix.index()).collect();
        let looks: Vec<_> = sorted.iter().map(|ix| catalog.quotation(ix)).collect();
        for pair in looks.windows(2) {
            let key = |look: &verbatim::store::QuotationRef<'_>| match by {
                "length" => Some(format!("{:09}", look.text().len())),
                "confidence" => look.confidence().map(|confidence| format!("{confidence:.2}")),
                "speaker" => look.speaker().map(|ix| fold(catalog.speaker(ix).name())),
                "date" => catalog.article(look.article()).published().filter(|date| *date != "soon").map(|date| padded(date.split('T').next().unwrap(), "-01")),
                _ => Some(String::new()),
            };
            match (key(&pair[0]), key(&pair[1])) {
                (Some(a), Some(b)) => prop_assert!(if reversed { a >= b } else { a <= b }, "{} {}", a, b),
                (None, Some(_)) => prop_assert!(false, "what has none comes last"),
                _ => {}
            }
        }
        for (position, ix) in sorted.iter().enumerate() {
            prop_assert_eq!((sorted.get(position), sorted.position(ix)), (Some(ix), Some(position)));
        }
        numbers.sort_unstable();
        prop_assert_eq!(numbers, search(&catalog, &index, &parse("").unwrap()).iter().map(|ix| ix.index()).collect::<Vec<_>>());
    }
}

/// Enough quotations for several segments and threads.
fn many() -> (Vec<Document>, Catalog) {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = document();
    let mut kinds: Vec<Document> = Vec::new();
    while kinds.len() < 200 {
        let document = strategy.new_tree(&mut runner).unwrap().current();
        kinds.push(document);
    }
    let mut documents = Vec::new();
    let mut quotations = 0;
    while quotations < 20_000 {
        let mut document = kinds[documents.len() % kinds.len()].clone();
        document.meta.id = Some(format!("article-{}", documents.len()));
        quotations += document.quotations.len();
        documents.push(document);
    }
    let catalog = Catalog::from_documents(documents.clone());
    assert!(catalog.segments().len() > 1);
    (documents, catalog)
}

#[test]
fn many_segments_on_many_threads_find_the_same() {
    let (documents, catalog) = many();
    let index = Index::new(&catalog);
    for text in ["w", "war", "War -speaker:trump", "\"the near\"", "/w[aá]r/", "/[A-Z]/", "is:rejected", "date:2026 e"]
    {
        let found = quickly_many(&catalog, &index, text);
        assert_eq!(found, slowly(&documents, text, Rejected::LeftOut), "{text}");
    }
}

fn quickly_many(catalog: &Catalog, index: &Index, text: &str) -> Vec<usize> {
    let matches = search(catalog, index, &parse(text).unwrap());
    let found: Vec<_> = matches.iter().collect();
    let counts = Facets::new(catalog, Facet::Article).counts(found.len(), |at| found.get(at).copied());
    assert_eq!(counts.iter().sum::<u32>() as usize, found.len());
    found.into_iter().map(|ix| ix.index()).collect()
}

#[test]
fn an_edit_is_seen_by_the_next_search() {
    let (_, mut catalog) = many();
    let mut index = Index::new(&catalog);
    let old = parse("is:star").unwrap();
    let before = search(&catalog, &index, &old);
    let first = before.get(0).unwrap();
    let (article, id) = {
        let look = catalog.quotation(first);
        (catalog.article(look.article()).id().to_owned(), look.id().to_owned())
    };
    catalog.apply(&Edit::new(&article, &id, Change::Star(false))).unwrap();
    let new = parse("is:star w").unwrap();
    let options = Options { within: Some((&old, &before)), ..Options::default() };
    let narrowed = search_with(&catalog, &index, &new, options).unwrap();
    assert!(!narrowed.contains(first));
    let back = Change::Place { text: "a zebra crossing".to_owned(), at: None };
    catalog.apply(&Edit::new(&article, &id, back)).unwrap();
    let zebra = parse("zebra is:star OR zebra").unwrap();
    assert_eq!(
        search(&catalog, &index, &zebra).iter().collect::<Vec<_>>(),
        [first],
        "also before the index is brought up to date"
    );
    index.update(&catalog);
    assert_eq!(search(&catalog, &index, &zebra).iter().collect::<Vec<_>>(), [first]);
}

#[test]
fn a_search_can_be_stopped() {
    let (_, catalog) = many();
    let stop = std::sync::atomic::AtomicBool::new(true);
    let options = Options { stop: Some(&stop), ..Options::default() };
    assert!(search_with(&catalog, &Index::default(), &parse("war").unwrap(), options).is_none());
}
