//! Names of speakers across articles: given, taken back and given again, in files and folders, whatever registry stands
//! there; and what cannot be saved keeps nothing else from being saved.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use verbatim::quotation::Review;
use verbatim::store::{self, Catalog, Change, Edit, Location, RegistryChange};

const ARTICLE: &str = "article:\n  id: a\nquotes:\n- id: q1\n  speaker: Ann\n  text: one\n- id: q2\n  speaker: Bob\n  \
                       text: two\n";

fn rename(from: &str, to: &str) -> Edit {
    Edit::Registry(RegistryChange::Rename { from: from.to_owned(), to: to.to_owned() })
}

fn names(catalog: &Catalog) -> Vec<String> {
    let name = |q: store::QuotationRef<'_>| catalog.speaker(q.speaker().unwrap()).name().to_owned();
    catalog.quotations().map(name).collect()
}

/// Makes an edit as the explorer does, in memory and in the file; gives what takes it back.
#[track_caller]
fn edit(catalog: &mut Catalog, location: &Location, edit: &Edit) -> Edit {
    let back = catalog.apply(edit).unwrap();
    let saved = store::save(location, std::slice::from_ref(edit)).unwrap();
    assert!(saved.failed.is_empty(), "{:?}", saved.failed);
    let (read, problems) = store::load(location).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(names(&read), names(catalog), "what is in the file is what is in memory");
    back
}

#[track_caller]
fn check_there_and_back(location: &Location) {
    let (mut catalog, _) = store::load(location).unwrap();
    let first = rename("Ann", "Ann Lee");
    let back = edit(&mut catalog, location, &first);
    edit(&mut catalog, location, &back);
    assert_eq!(names(&catalog), ["Ann", "Bob"]);
    edit(&mut catalog, location, &first);
    edit(&mut catalog, location, &back);
    // As after a restart, and another name.
    let (mut catalog, _) = store::load(location).unwrap();
    let back = edit(&mut catalog, location, &rename("Bob", "Bob Ray"));
    edit(&mut catalog, location, &back);
    let merge = Edit::Registry(RegistryChange::Merge { into: "Ann".to_owned(), from: vec!["Bob".to_owned()] });
    let back = edit(&mut catalog, location, &merge);
    assert_eq!(names(&catalog), ["Ann", "Ann"]);
    edit(&mut catalog, location, &back);
    edit(&mut catalog, location, &rename("Ann", "A. Lee"));
    assert_eq!(names(&catalog), ["A. Lee", "Bob"]);
}

fn file(folder: &Path, yaml: &str) -> Location {
    let path = folder.join("quotes.yaml");
    std::fs::write(&path, yaml).unwrap();
    Location::at(path)
}

#[test]
fn a_name_is_given_taken_back_and_given_again() {
    for before in ["", "---\n", "---\nspeakers: []\n---\n", "speakers: []\n---\n", "---\nspeakers:\n---\n"] {
        let folder = tempfile::tempdir().unwrap();
        check_there_and_back(&file(folder.path(), &format!("{before}{ARTICLE}")));
    }
}

#[test]
fn a_name_is_given_taken_back_and_given_again_in_a_folder() {
    for registry in [None, Some("speakers: []\n"), Some("")] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.yaml"), ARTICLE).unwrap();
        if let Some(registry) = registry {
            std::fs::write(folder.path().join("speakers.yaml"), registry).unwrap();
        }
        check_there_and_back(&Location::at(folder.path()));
    }
}

#[test]
fn taking_the_first_name_back_leaves_the_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = format!("---\n{ARTICLE}");
    let location = file(folder.path(), &yaml);
    let (mut catalog, _) = store::load(&location).unwrap();
    let back = edit(&mut catalog, &location, &rename("Ann", "Ann Lee"));
    edit(&mut catalog, &location, &back);
    assert_eq!(std::fs::read_to_string(location.path()).unwrap(), yaml);
}

#[test]
fn a_persons_words_in_the_registry_stay_when_its_names_go() {
    let folder = tempfile::tempdir().unwrap();
    let location =
        file(folder.path(), &format!("---\n# ours\nspeakers:\n- name: Ann Lee\n  aliases: [Ann]\n---\n{ARTICLE}"));
    store::save(&location, &[Edit::Registry(RegistryChange::Replace(Vec::new()))]).unwrap();
    assert!(std::fs::read_to_string(location.path()).unwrap().contains("# ours\nspeakers: []\n"));
    store::save(&location, &[rename("Ann", "Ann Lee")]).unwrap();
    let yaml = std::fs::read_to_string(location.path()).unwrap();
    assert!(yaml.starts_with("---\n# ours\nspeakers:\n- name: Ann Lee\n"), "{yaml}");
}

#[test]
fn one_edit_that_cannot_be_made_keeps_no_other_back() {
    let folder = tempfile::tempdir().unwrap();
    // An anchor in a quotation is beyond this program; a merged registry is too.
    let yaml = "---\nspeakers: &all\n- &ann {name: Ann Lee, aliases: [Ann]}\n- *ann\n---\narticle: {id: a}\nquotes:\n- id: \
                q1\n  text: &t one\n- id: q2\n  text: *t\n- id: q3\n  text: three\n";
    let location = file(folder.path(), yaml);
    let star = |id: &str| Edit::new("a", id, Change::Star(true));
    let words = |id: &str| Edit::new("a", id, Change::Place { text: "other".to_owned(), at: None });
    let edits = [rename("Ann", "A"), star("q1"), words("q1"), star("q9"), star("q3")];
    let saved = store::save_each(&location, &edits, &|_| {}).unwrap();
    let (catalog, _) = store::load(&location).unwrap();
    let starred: Vec<&str> = catalog.quotations().filter(|q| q.star()).map(|q| q.id()).collect();
    assert_eq!(starred, ["q1", "q3"], "{:?}\n{}", saved.failed, std::fs::read_to_string(location.path()).unwrap());
    assert!(saved.failed.iter().any(|(edit, _)| edit.of_quotation().is_some_and(|edit| edit.quotation == "q9")));
    assert!(saved.failed.iter().all(|(edit, _)| *edit != star("q1") && *edit != star("q3")));
    // The same beside a document that cannot be read.
    let location =
        file(folder.path(), "article: {id: b}\nquotes: [\n---\narticle: {id: a}\nquotes:\n- {id: q3, text: x}\n");
    let review = Edit::new("b", "q1", Change::Review(Some(Review::Confirmed)));
    let saved = store::save_each(&location, &[review, star("q3")], &|_| {}).unwrap();
    assert_eq!(saved.failed.len(), 1);
    assert!(store::load(&location).unwrap().0.quotations().any(|q| q.star()));
}
