//! Any bytes are a store, with its problems named: `cargo +nightly fuzz run store`.
//!
//! Held besides: an edit that is saved is there when the store is read again, and nothing else in it is another.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim::store::{Catalog, Change, Edit, Location, QuotationIx, load, save};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("quotes.yaml");
    std::fs::write(&path, bytes).expect("written");
    let location = Location::at(&path);
    let Ok((catalog, problems)) = load(&location) else { return };
    problems.iter().for_each(|problem| assert!(!problem.to_string().is_empty()));
    let changes = [
        Change::Star(true),
        Change::Note(Some("a note: with \"words\" # and\nlines\u{e9}".to_owned())),
        Change::Tags(vec!["one".to_owned(), "- two".to_owned()]),
        Change::Speaker(Some("Ann O'Neill: mayor".to_owned())),
    ];
    for (number, change) in (0..catalog.len().min(4)).zip(changes) {
        let look = catalog.quotation(QuotationIx::new(number));
        let (article, id) = (catalog.article(look.article()).id().to_owned(), look.id().to_owned());
        // Where an id is doubled the first one is edited.
        if catalog.find(&article, &id) != Some(look.ix()) {
            continue;
        }
        let (before, _) = load(&location).expect("it was read before");
        if save(&location, &[Edit::new(article.clone(), id.clone(), change.clone())]).is_err() {
            continue;
        }
        let (after, _) = load(&location).expect("what was saved is read");
        assert_eq!(before.len(), after.len());
        let ix = after.find(&article, &id).expect("the quotation is still there");
        let now = after.quotation(ix);
        match &change {
            Change::Star(star) => assert_eq!(now.star(), *star),
            Change::Note(note) => assert_eq!(now.note(), note.as_deref()),
            Change::Tags(tags) => assert_eq!(&now.tags().collect::<Vec<_>>(), tags),
            _ => assert!(now.speaker().is_some()),
        }
        same_besides(&before, &after, ix);
    }
});

fn same_besides(before: &Catalog, after: &Catalog, edited: QuotationIx) {
    for (old, new) in before.quotations().zip(after.quotations()) {
        assert_eq!((old.id(), old.text(), old.kind(), old.at()), (new.id(), new.text(), new.kind(), new.at()));
        if old.ix() != edited {
            assert_eq!((old.star(), old.note(), old.review()), (new.star(), new.note(), new.review()));
        }
    }
}
