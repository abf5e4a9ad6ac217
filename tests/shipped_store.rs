//! Holds the store that comes with the project against the program: extracting its articles again gives the evidence
//! that stands in it. What people decide about the quotations, and articles that they add, make no difference.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use verbatim::article::Article;
use verbatim::extract::{Options, extract};
use verbatim::quotation::Evidence;
use verbatim::store::{self, Change, Document, Edit, Location};
use verbatim::text::CharRange;

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("quotes.yaml")
}

fn documents(store: &Path) -> Vec<Document> {
    let (catalog, problems) = store::load(&Location::at(store)).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    catalog.articles().map(|article| catalog.document(article.ix()).unwrap()).collect()
}

/// How many quotations of the store were compared: all that the present version found, by their places.
#[track_caller]
fn check_evidence(store: &Path) -> usize {
    let mut number = 0;
    for document in documents(store) {
        let (Some(text), Some(extracted)) = (document.text, document.extracted) else { continue };
        if extracted.version != env!("CARGO_PKG_VERSION") {
            continue;
        }
        let article = Article { meta: document.meta, text, ..Article::default() };
        let found = extract(&article, Options { indirect: extracted.indirect });
        let answers: BTreeMap<CharRange, Evidence> =
            found.quotations.into_iter().filter_map(|one| one.evidence).map(|one| (one.at, one)).collect();
        for quotation in document.quotations.iter().filter(|quotation| !quotation.gone) {
            let Some(stored) = &quotation.evidence else { continue };
            assert_eq!(answers.get(&stored.at), Some(stored), "{:?}/{}", article.meta.id, quotation.id);
            number += 1;
        }
    }
    number
}

#[test]
fn extracting_again_gives_the_evidence_that_is_stored() {
    assert!(check_evidence(&shipped()) > 0);
}

#[test]
fn what_a_person_decides_and_adds_makes_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("quotes.yaml");
    std::fs::copy(shipped(), &store).unwrap();
    let before = check_evidence(&store);
    let first = documents(&store).into_iter().find(|document| document.quotations.len() > 3).unwrap();
    let article = first.meta.id.unwrap();
    let change = |number: usize, change| Edit::new(article.as_str(), first.quotations[number].id.as_str(), change);
    let edits = [
        change(0, Change::Star(true)),
        change(1, Change::Review(Some(verbatim::quotation::Review::Rejected))),
        change(2, Change::Speaker(Some("Somebody Else".into()))),
        change(2, Change::Tags(vec!["checked".into()])),
        change(3, Change::Speaker(None)),
    ];
    store::save(&Location::at(&store), &edits).unwrap();
    let text = "“We will not wait for another flood,” Mayor Anna Lindqvist said on Monday.\n".to_owned();
    let added = Article { text, ..Article::default() };
    let extraction = extract(&added, Options::default());
    store::add(&Location::at(&store), vec![(added, extraction)], Options::default()).unwrap();
    assert_eq!(check_evidence(&store), before + 1);
}

#[test]
fn every_quotation_stands_at_its_place() {
    for document in documents(&shipped()) {
        let Some(text) = document.text else { continue };
        let characters: Vec<char> = text.chars().collect();
        for quotation in document.quotations.iter().filter(|quotation| !quotation.gone) {
            let Some(at) = quotation.at else { continue };
            let words: String = characters[at.start as usize..at.end as usize].iter().collect();
            assert_eq!(words, quotation.text);
        }
    }
}
