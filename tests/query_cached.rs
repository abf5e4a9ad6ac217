//! Searches that look into articles find the same with a cache and without, on random articles, places and values.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use proptest::prelude::*;
use proptest::sample::select;
use verbatim::article::Metadata;
use verbatim::index::{Cache, Want, load};
use verbatim::query::{Index, parse, search};
use verbatim::quotation::Quotation;
use verbatim::speaker::{Speaker, SpeakerKind};
use verbatim::store::{Catalog, Document, Location, write_document};
use verbatim::text::CharRange;

const PIECES: [&str; 16] = [
    "pier",
    "Pier",
    "harbour",
    "Lind-\nqvist",
    "Lindqvist",
    "lind",
    "qvist",
    "har-\nbour",
    "“so”",
    "Señor",
    "sea\u{ad}men",
    "co-\noperate",
    "the",
    "closed.",
    "日本",
    "ﬁsh",
];
const SPACES: [&str; 6] = [" ", " ", "\n", "\n\n", "  ", "\u{a0}"];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec((select(&PIECES[..]), select(&SPACES[..])), 0..30)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, space)| format!("{piece}{space}")).collect())
}

fn document() -> impl Strategy<Value = Document> {
    let place = proptest::option::weighted(0.9, (0..130u32, 0..40u32));
    let quotation = (select(&PIECES[..]), place);
    (proptest::option::weighted(0.9, text()), proptest::collection::vec(quotation, 0..4)).prop_map(
        |(text, quotations)| {
            let quotations = quotations.into_iter().enumerate().map(|(number, (words, place))| Quotation {
                id: format!("q{number}"),
                text: words.to_owned(),
                speaker: Some("Ana Lindqvist".into()),
                at: place.map(|(start, len)| CharRange::new(start, (start + len).saturating_sub(1))),
                ..Quotation::default()
            });
            let speaker = Speaker {
                name: "Ana Lindqvist".into(),
                kind: SpeakerKind::Person,
                role: None,
                aliases: vec!["Señora qvist".into(), "Pier".into()],
            };
            Document { text, quotations: quotations.collect(), speakers: vec![speaker], ..Document::default() }
        },
    )
}

fn query() -> impl Strategy<Value = String> {
    let field = select(vec!["full", "context", "about", "-context", "text"]);
    let values = vec![
        "pier",
        "Pier",
        "e",
        "lindqvist",
        "lind-qvist",
        "harbour",
        "\"the pier\"",
        "\"qvist lind\"",
        "\"Lindqvist\"",
        "senor",
        "/p[ie]+r/",
        "/^pier/",
        "/(?-u:\\b)so\\b/",
        "/Pier .*closed/",
        "\"\"",
        "fish",
        "日",
        "ana",
        "seamen",
    ];
    proptest::collection::vec((field, select(values)), 1..3)
        .prop_map(|terms| terms.into_iter().map(|(field, value)| format!("{field}:{value} ")).collect())
}

/// The names of what a query finds.
fn found(catalog: &Catalog, index: &Index, query: &str) -> Vec<String> {
    let query = parse(query).unwrap();
    let name = |ix| {
        let quotation = catalog.quotation(ix);
        format!("{}/{}", catalog.article(quotation.article()).id(), quotation.id())
    };
    search(catalog, index, &query).iter().map(name).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn articles_are_searched_the_same_with_a_cache_and_without(
        documents in proptest::collection::vec(document(), 1..6),
        queries in proptest::collection::vec(query(), 1..8),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        let mut yaml = String::new();
        for (number, document) in documents.into_iter().enumerate() {
            let meta = Metadata { id: Some(format!("a{number}")), ..Metadata::default() };
            write_document(&mut yaml, &Document { meta, ..document });
        }
        std::fs::write(&path, yaml).unwrap();
        let location = Location::at(&path);
        let cache = Cache::at(folder.path().join("cache")).for_any_size();
        let (plain, _, _) = load(&location, None, Want::Texts).unwrap();
        let plain_index = Index::new(&plain);
        for _ in 0..2 {
            let (catalog, texts, _) = load(&location, Some(&cache), Want::Texts).unwrap();
            let index = Index::from(texts);
            for query in &queries {
                prop_assert_eq!(found(&catalog, &index, query), found(&plain, &plain_index, query), "{}", query);
            }
        }
        let kept = std::fs::read_dir(cache.folder()).unwrap().flatten().next().unwrap();
        prop_assert!(std::fs::read_dir(kept.path()).unwrap().count() > 2);
    }
}
