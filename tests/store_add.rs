//! Filing articles: what is new, what is known, what people did stays.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use verbatim::article::{Article, Metadata};
use verbatim::extract::{Extraction, Options};
use verbatim::quotation::{Evidence, Kind, Quotation, Review};
use verbatim::speaker::Speaker;
use verbatim::store::{self, AddOutcome, Catalog, Change, Edit, Location, RegistryChange, StoreError, ids};
use verbatim::text::{ByteRange, CharRange, Positions};

/// An article in which everything between “ and ” is said by Ann.
fn article(file: &str, text: &str) -> (Article, Extraction) {
    let positions = Positions::new(text);
    let mut quotations = Vec::new();
    for (start, _) in text.match_indices('“') {
        let start = start + '“'.len_utf8();
        let Some(len) = text[start..].find('”') else { continue };
        let words = &text[start..start + len];
        let at = positions.at(ByteRange::new(start, start + len));
        let before = quotations.iter().filter(|q: &&Quotation| q.text == words).count();
        quotations.push(Quotation {
            id: ids::of_words(words, before),
            speaker: Some("Ann".to_owned()),
            text: words.to_owned(),
            kind: Some(Kind::Direct),
            at: Some(at),
            evidence: Some(Evidence { speaker: Some("Ann".to_owned()), at, confidence: 0.9, ..Evidence::default() }),
            ..Quotation::default()
        });
    }
    let meta = Metadata { file: Some(file.to_owned()), ..Metadata::default() };
    let speakers = vec![Speaker { name: "Ann".to_owned(), ..Speaker::default() }];
    (Article { meta, text: text.to_owned(), ..Article::default() }, Extraction { speakers, quotations })
}

fn add(location: &Location, articles: &[(Article, Extraction)]) -> Vec<(String, AddOutcome)> {
    let added = store::add(location, articles.to_vec(), Options::default()).unwrap();
    assert_eq!(added.problems, []);
    added.articles.into_iter().map(|article| (article.id, article.outcome)).collect()
}

fn load(location: &Location) -> Catalog {
    let (catalog, problems) = store::load(location).unwrap();
    assert_eq!(problems, []);
    catalog
}

fn both(test: impl Fn(&Location)) {
    let folder = tempfile::tempdir().unwrap();
    test(&Location::at(folder.path().join("sub/quotes.yaml")));
    let store = folder.path().join("folder");
    std::fs::create_dir(&store).unwrap();
    test(&Location::at(&store));
}

fn bytes(path: &Path) -> Vec<(String, Vec<u8>)> {
    if path.is_file() {
        return vec![(String::new(), std::fs::read(path).unwrap())];
    }
    let mut files: Vec<_> = std::fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

const TEXT: &str =
    "Ann spoke to us at some length about the new plan today.\n\n“One thing”, she said.\n\n“Two things.”\n";

#[test]
fn adding_twice_changes_nothing() {
    both(|location| {
        assert_eq!(add(location, &[article("my file.txt", TEXT)]), [("my-file".to_owned(), AddOutcome::New)]);
        let before = bytes(location.path());
        assert_eq!(add(location, &[article("my file.txt", TEXT)]), [("my-file".to_owned(), AddOutcome::Unchanged)]);
        assert_eq!(
            add(location, &[article("another name.txt", TEXT)])[0].1,
            AddOutcome::Unchanged,
            "the text is known"
        );
        assert_eq!(bytes(location.path()), before);
        let catalog = load(location);
        assert_eq!(catalog.len(), 2);
        assert_eq!(catalog.quotation(store::QuotationIx::new(1)).paragraph(), Some(3));
    });
}

#[test]
fn different_articles_under_one_file_name_are_two() {
    both(|location| {
        let other = article("a.txt", "“Wholly other words here”, said Ann of something else entirely.\n");
        let found = add(location, &[article("a.txt", TEXT), other.clone()]);
        assert_eq!(found, [("a".to_owned(), AddOutcome::New), ("a-2".to_owned(), AddOutcome::New)]);
        assert_eq!(add(location, &[other]), [("a-2".to_owned(), AddOutcome::Unchanged)]);
        assert_eq!(load(location).articles_len(), 2);
    });
}

#[test]
fn the_address_tells_articles_apart_and_the_same_again() {
    both(|location| {
        let at = |url: &str, text: &str| {
            let mut article = article("a.txt", text);
            article.0.meta.url = Some(url.to_owned());
            article
        };
        add(location, &[at("https://a.example/1", TEXT), at("https://b.example/2", TEXT)]);
        assert_eq!(load(location).articles_len(), 2, "an agency's text in two papers");
        let found = add(location, &[at("https://a.example/1", "“Nothing is as it was.”\n")]);
        assert_eq!(found, [("a".to_owned(), AddOutcome::Updated { new: 1, changed: 0, gone: 2, disputed: 0 })]);
        assert_eq!(load(location).articles_len(), 2);
    });
}

#[test]
fn a_revision_keeps_what_people_did() {
    both(|location| {
        add(location, &[article("a.txt", TEXT)]);
        let edit = |text: &str, change: Change| Edit::new("a", ids::of_words(text, 0), change);
        let hand_made =
            Quotation { text: "spoke to us".to_owned(), at: Some(CharRange::new(4, 15)), ..Quotation::default() };
        store::save(
            location,
            &[
                edit("One thing", Change::Speaker(Some("Berta".to_owned()))),
                edit("One thing", Change::Star(true)),
                edit("One thing", Change::Note(Some("n".to_owned()))),
                edit("Two things.", Change::Review(Some(Review::Rejected))),
                edit("Two things.", Change::Tags(vec!["t".to_owned()])),
                Edit::new("a", "qhand", Change::Add(Box::new(hand_made))),
            ],
        )
        .unwrap();
        let revised = TEXT.replace("“Two things.”", "“Three things.”").replace("Ann spoke", "Yesterday Ann spoke");
        let found = add(location, &[article("a.txt", &revised)]);
        assert_eq!(found, [("a".to_owned(), AddOutcome::Updated { new: 1, changed: 2, gone: 1, disputed: 0 })]);
        let catalog = load(location);
        let get = |id: &str| catalog.quotation(catalog.find("a", id).unwrap());
        let one = get(&ids::of_words("One thing", 0));
        assert_eq!(one.speaker().map(|ix| catalog.speaker(ix).name()), Some("Berta"));
        assert_eq!((one.star(), one.note(), one.gone()), (true, Some("n"), false));
        assert_eq!(one.at(), Some(CharRange::new(69, 78)));
        let two = get(&ids::of_words("Two things.", 0));
        assert_eq!(
            (two.gone(), two.review(), two.tags().collect::<Vec<_>>()),
            (true, Some(Review::Rejected), vec!["t"])
        );
        let by_hand = get("qhand");
        assert_eq!((by_hand.text(), by_hand.at()), ("spoke to us", Some(CharRange::new(14, 25))));
        assert_eq!(get(&ids::of_words("Three things.", 0)).speaker().map(|ix| catalog.speaker(ix).name()), Some("Ann"));
        // And back again: what was gone is there again, still rejected.
        add(location, &[article("a.txt", TEXT)]);
        let catalog = load(location);
        let two = catalog.quotation(catalog.find("a", &ids::of_words("Two things.", 0)).unwrap());
        assert_eq!((two.gone(), two.review()), (false, Some(Review::Rejected)));
    });
}

#[test]
fn a_broken_document_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    let broken = "---\nquotes:\n- text: x\n<<<<<<< HEAD\n  star: true\n=======\n>>>>>>> b\n";
    std::fs::write(&path, broken).unwrap();
    let location = Location::at(&path);
    let added = store::add(&location, vec![article("a.txt", TEXT)], Options::default()).unwrap();
    assert_eq!((added.articles.len(), added.problems.len()), (1, 1));
    assert_eq!(added.problems[0].line, 4);
    let edit = Edit::new("a", ids::of_words("One thing", 0), Change::Star(true));
    store::save(&location, std::slice::from_ref(&edit)).unwrap();
    let yaml = std::fs::read_to_string(&path).unwrap();
    assert!(yaml.starts_with(broken), "{yaml}");
    assert!(yaml.contains("star: true\n- id"), "{yaml}");
}

/// The ids that were added, and those that were not with the reason.
#[track_caller]
fn partly(location: &Location, articles: &[(Article, Extraction)]) -> (Vec<String>, Vec<(String, String)>) {
    match store::add(location, articles.to_vec(), Options::default()) {
        Err(store::AddError::Partial(partly)) => (
            partly.added.articles.into_iter().map(|article| article.id).collect(),
            partly.failed.into_iter().map(|failed| (failed.id, failed.error.to_string())).collect(),
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_article_that_cannot_be_filed_keeps_none_of_the_others_out() {
    both(|location| {
        let meta = Metadata { file: Some("large.txt".to_owned()), ..Metadata::default() };
        let text = format!("{}\n", "word ".repeat(2000)).repeat((65 << 20) / 10_001);
        let other = article("b.txt", "“Wholly other words here”, said Ann of something else entirely.\n");
        // The large one is not extracted: what is at issue is its text.
        let large = (Article { meta, text, ..Article::default() }, Extraction::default());
        let (added, failed) = partly(location, &[article("a.txt", TEXT), large.clone(), other]);
        assert_eq!((added, failed.len()), (vec!["a".to_owned(), "b".to_owned()], 1));
        assert!(failed[0].0.starts_with("large"), "{failed:?}");
        assert!(failed[0].1.contains("more than 64 megabytes"), "{failed:?}");
        assert_eq!(load(location).articles_len(), 2);
        let alone = store::add(location, vec![large], Options::default()).unwrap_err();
        assert!(matches!(alone, store::AddError::Store(StoreError::Refused { .. })), "{alone}");
    });
}

#[test]
fn an_article_whose_document_is_broken_is_named_and_the_others_are_added() {
    both(|location| {
        add(location, &[article("a.txt", TEXT)]);
        let path = if location.path().is_dir() { location.path().join("a.yaml") } else { location.path().to_owned() };
        let broken = std::fs::read_to_string(&path).unwrap().replace("quotes:\n", "<<<<<<< ours\nquotes:\n");
        std::fs::write(&path, &broken).unwrap();
        let other = article("b.txt", "“Wholly other words here”, said Ann of something else entirely.\n");
        let (added, failed) = partly(location, &[article("a.txt", TEXT), other]);
        assert_eq!((added, failed.len()), (vec!["b".to_owned()], 1));
        assert!(failed[0].1.contains("a Git conflict marker"), "{failed:?}");
        assert!(std::fs::read_to_string(&path).unwrap().starts_with(&broken));
    });
}

#[cfg(unix)]
#[test]
fn files_of_a_folder_are_saved_one_by_one_and_those_that_could_not_be_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path());
    add(&location, &[article("a.txt", TEXT)]);
    let path = folder.path().join("a.yaml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let revised = article("a.txt", &format!("{TEXT}\n“And a third”, she said.\n"));
    let other = article("b.txt", "“Wholly other words here”, said Ann of something else entirely.\n");
    let (added, failed) = partly(&location, &[revised.clone(), other.clone()]);
    assert_eq!(added, ["b"]);
    assert_eq!(failed[0].0, "a");
    assert!(failed[0].1.contains("read-only"), "{failed:?}");
    assert_eq!(load(&location).len(), 3);
    // What is missing is added when it can be, and nothing else is touched.
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let again = add(&location, &[revised, other]);
    assert_eq!(again[0].1, AddOutcome::Updated { new: 1, changed: 0, gone: 0, disputed: 0 });
    assert_eq!(again[1].1, AddOutcome::Unchanged);
    assert_eq!(load(&location).len(), 4);
}

#[test]
fn a_store_without_a_final_line_end_gets_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    std::fs::write(&path, "quotes:\n- text: by hand").unwrap();
    let location = Location::at(&path);
    add(&location, &[article("a.txt", TEXT)]);
    let catalog = load(&location);
    assert_eq!(catalog.articles().map(|article| article.id().to_owned()).collect::<Vec<_>>(), ["by-hand", "a"]);
}

#[test]
fn edits_of_what_is_gone_are_named_and_the_others_saved() {
    both(|location| {
        add(location, &[article("a.txt", TEXT)]);
        let good = Edit::new("a", ids::of_words("One thing", 0), Change::Star(true));
        let bad = [Edit::new("a", "zz", Change::Star(true)), Edit::new("zz", "zz", Change::Star(true))];
        let saved = store::save(location, &[bad[0].clone(), good, bad[1].clone()]).unwrap();
        assert_eq!(saved.failed.iter().map(|(edit, _)| edit.clone()).collect::<Vec<_>>(), bad);
        assert!(load(location).quotations().any(|q| q.star()));
        assert!(matches!(store::save(location, &bad), Err(StoreError::NoArticle(_) | StoreError::NoQuotation { .. })));
    });
}

#[test]
fn the_registry_is_kept_in_the_store() {
    both(|location| {
        add(location, &[article("a.txt", TEXT)]);
        let merge = RegistryChange::Merge { into: "Ann Lee".to_owned(), from: vec!["Ann".to_owned()] };
        store::save(location, &[Edit::Registry(merge)]).unwrap();
        let catalog = load(location);
        assert_eq!(catalog.speakers().map(|speaker| speaker.name().to_owned()).collect::<Vec<_>>(), ["Ann Lee"]);
        store::save(location, &[Edit::Registry(RegistryChange::Rename { from: "Ann".into(), to: "A: Lee".into() })])
            .unwrap();
        assert_eq!(load(location).speakers().next().unwrap().name(), "A: Lee");
        for alias in ["Ann", "Ann Lee"] {
            store::save(location, &[Edit::Registry(RegistryChange::Split { alias: alias.to_owned() })]).unwrap();
        }
        let catalog = load(location);
        assert_eq!(catalog.speakers().next().unwrap().name(), "Ann");
        assert_eq!(catalog.articles_len(), 1, "an empty registry is no article");
    });
}

#[test]
fn places_follow_a_save() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("quotes.yaml"));
    let articles: Vec<_> = (0..20).map(|n| article("a.txt", &format!("{n} “Words {n}”"))).collect();
    add(&location, &articles);
    let mut catalog = load(&location);
    let first = catalog.article(catalog.quotation(store::QuotationIx::new(3)).article()).id().to_owned();
    let edit = Edit::new(first, ids::of_words("Words 3", 0), Change::Note(Some("a long note".to_owned())));
    let stale = catalog.clone();
    let saved = store::save(&location, &[edit]).unwrap();
    catalog.relocate(&saved);
    for ix in (0..20).map(store::ArticleIx::new) {
        let document = catalog.document(ix).unwrap();
        assert_eq!(document.text, Some(format!("{0} “Words {0}”", ix.index())));
        assert_eq!(stale.document(ix).unwrap(), document, "found again without being told");
    }
    assert_eq!(catalog.document(store::ArticleIx::new(3)).unwrap().quotations[0].note.as_deref(), Some("a long note"));
}

/// What a person confirmed stays in every field; the new evidence stands beside it, and that is said once.
#[test]
fn a_confirmed_quotation_keeps_its_speaker_and_kind() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::at(folder.path().join("quotes.yaml"));
    let text = "“We will rebuild it,” said Ann. “Not before spring,” said Ann.";
    let (article, found) = article("bridge.txt", text);
    add(&location, &[(article.clone(), found.clone())]);
    let id = found.quotations[0].id.clone();
    store::save(&location, &[Edit::new("bridge", id.clone(), Change::Review(Some(Review::Confirmed)))]).unwrap();
    let mut other = found;
    for quotation in &mut other.quotations {
        quotation.speaker = Some("Bob".to_owned());
        quotation.kind = Some(Kind::Mixed);
        let evidence = quotation.evidence.as_mut().unwrap();
        (evidence.speaker, evidence.kind) = (Some("Bob".to_owned()), Kind::Mixed);
    }
    let again = add(&location, &[(article.clone(), other.clone())]);
    assert_eq!(again[0].1, AddOutcome::Updated { new: 0, changed: 2, gone: 0, disputed: 1 });
    let document = |location: &Location| {
        let (catalog, problems) = store::load(location).unwrap();
        assert_eq!(problems, []);
        (catalog.document(store::ArticleIx::new(0)).unwrap(), catalog)
    };
    let (stored, catalog) = document(&location);
    let kept = &stored.quotations[0];
    assert_eq!((kept.speaker.as_deref(), kept.kind), (Some("Ann"), Some(Kind::Direct)));
    let evidence = kept.evidence.as_ref().unwrap();
    assert_eq!((evidence.speaker.as_deref(), evidence.kind), (Some("Bob"), Kind::Mixed));
    assert_eq!(stored.quotations[1].speaker.as_deref(), Some("Bob"), "nobody confirmed it");
    assert!(kept.is_disputed() && !stored.quotations[1].is_disputed());
    let ids = |catalog: &Catalog| -> Vec<String> {
        let mut index = verbatim::query::Index::default();
        index.update(catalog);
        let query = verbatim::query::parse("is:disputed").unwrap();
        let found = verbatim::query::search(catalog, &index, &query);
        found.iter().map(|ix| catalog.quotation(ix).id().to_owned()).collect()
    };
    assert_eq!(ids(&catalog), std::slice::from_ref(&id));
    assert_eq!(add(&location, &[(article, other)])[0].1, AddOutcome::Unchanged);
    // A person who gives in to the evidence ends the dispute, in memory as in the file.
    let edits = [
        Edit::new("bridge", id.clone(), Change::Speaker(Some("Bob".to_owned()))),
        Edit::new("bridge", id, Change::Kind(Some(Kind::Mixed))),
    ];
    let mut catalog = catalog;
    for edit in &edits {
        catalog.apply(edit).unwrap();
    }
    store::save(&location, &edits).unwrap();
    assert_eq!(ids(&catalog), [""; 0]);
    assert_eq!(ids(&document(&location).1), [""; 0]);
}
