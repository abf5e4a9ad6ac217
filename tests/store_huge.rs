//! Documents past all measure: told, passed over, in bounded time and memory, and never made.

#![allow(clippy::unwrap_used)]

use verbatim::store::{self, Change, Edit, Location, Mode};

/// A store whose middle document is longer than any that is read.
fn yaml() -> String {
    let line = format!("  {}\n", "word ".repeat(2000));
    let large = line.repeat((65 << 20) / line.len() + 1);
    [
        "article: {id: a}\nquotes: [{id: q, text: x}]\n---\narticle: {id: big}\ntext: |\n",
        &large,
        "quotes: []\n---\narticle: {id: z}\nquotes: [{id: q, text: z}]\n",
    ]
    .concat()
}

#[track_caller]
fn tried(location: &Location, path: &std::path::Path) {
    let (catalog, problems) = store::load(location).unwrap();
    assert_eq!(catalog.articles().map(|article| article.id().to_owned()).collect::<Vec<_>>(), ["a", "z"]);
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let place = format!(
        "{}:3: a document of more than 64 megabytes (documents this long are not read; split it into several articles)",
        path.display()
    );
    assert_eq!(told, [place.as_str()]);
    assert_eq!(store::check(location, Mode::DryRun).unwrap().problems, problems);
    // What stands behind it is found at its place, and edited there.
    assert_eq!(catalog.document(store::ArticleIx::new(1)).unwrap().quotations[0].text, "z");
    let before = std::fs::read(path).unwrap();
    store::save(location, &[Edit::new("z", "q", Change::Star(true))]).unwrap();
    let after = std::fs::read(path).unwrap();
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    assert!(same > before.len() - 10, "changed at {same} of {}", before.len());
    assert!(store::load(location).unwrap().0.quotations().nth(1).unwrap().star());
    std::fs::write(path, before).unwrap();
}

#[test]
fn a_document_past_all_measure_is_told_and_the_others_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    std::fs::write(&path, yaml()).unwrap();
    tried(&Location::at(&path), &path);
    // A folder store reads such a file in the same way.
    tried(&Location::at(folder.path()), &path);
}
