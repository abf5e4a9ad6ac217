//! Checking, fixing, refreshing and removing.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use verbatim::store::{self, Checked, Location, Mode};

struct Store {
    _folder: tempfile::TempDir,
    path: PathBuf,
    location: Location,
}

fn store(yaml: &str) -> Store {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    std::fs::write(&path, yaml).unwrap();
    Store { location: Location::at(&path), path, _folder: folder }
}

impl Store {
    fn yaml(&self) -> String {
        std::fs::read_to_string(&self.path).unwrap()
    }

    fn problems(&self, checked: &Checked) -> Vec<String> {
        let file = self.path.display().to_string();
        checked.problems.iter().map(|problem| problem.to_string().replace(&file, "FILE")).collect()
    }
}

#[test]
fn each_problem_is_listed_with_its_place() {
    let store = store(
        "---
article:
  id: a
text: |
  “One”, said Ann. “Two”, said Bob.
speakers:
- name: Ann
quotes:
- id: q1
  speaker: Ann
  text: One
  at: [1, 4]
- id: q1
  speaker: Bob
  text: Two
  at: [50, 53]
- id: q3
  text: Three
  at: [1, 4]
  continues: q9
---
article: {id: a}
quotes:
- {text: unverified}
---
quotes: [
",
    );
    let checked = store::check(&store.location, Mode::DryRun).unwrap();
    assert_eq!((checked.articles, checked.quotations, checked.verified, checked.unverified), (2, 4, 1, 1));
    assert_eq!(
        store.problems(&checked),
        [
            "FILE:13:3: a/q1: another quotation of the article has this id (give one of the two another id)",
            "FILE:17:3: a/q3: it continues q9, which the article does not have (name the earlier part, or remove the line)",
            "FILE:13:3: a/q1: its place [50, 53] is outside the text (`check --fix` finds the place by the words)",
            "FILE:17:3: a/q3: other words are at its place: “One” (fix the words, or set `gone: true`)",
            "FILE:13:3: a/q1: the speaker Bob is not among the article's speakers (list the name, or an alias, under `speakers`)",
            "FILE:21: a: the id is taken by the document at FILE:1 (give one of the two another id)",
            "FILE:27:1: did not find expected node content (fix the line, or remove the document)",
        ]
    );
}

#[test]
fn fix_finds_places_by_the_words_and_leaves_doubts() {
    let yaml = "article: {id: a}
text: |
  “One” she said, “no” and “two” and “no” again, “no”.
quotes:
- id: q1
  text: One
  at: [0, 3] # off
- {id: q2, text: two, at: [1, 4]}
- {id: q3, text: 'no', at: [0, 2], evidence: {at: [0, 2], mention: {text: she, at: [6, 9]}}}
- {id: q4, text: 'no'}
- {id: q5, text: 'no', at: [0, 2]}
";
    let store = store(yaml);
    let checked = store::check(&store.location, Mode::Save).unwrap();
    assert_eq!(checked.fixed.len(), 2, "{:?}", checked.fixed);
    assert_eq!(checked.problems.len(), 2, "{:?}", checked.problems);
    let expected = yaml
        .replace("at: [0, 3] # off", "at: [1, 4] # off")
        .replace("text: two, at: [1, 4]", "text: two, at: [26, 29]");
    assert_eq!(store.yaml(), expected);
    let again = store::check(&store.location, Mode::Save).unwrap();
    assert_eq!((again.fixed.len(), again.problems.len()), (0, 2));
    assert_eq!(store.yaml(), expected);
}

#[test]
fn the_registry_knows_speakers_too() {
    let store = store(
        "speakers:\n- name: Ann Lee\n  aliases: [Lee]\n---\nspeakers:\n- name: Bob\nquotes:\n- speaker: Lee\n  text: x\n",
    );
    assert_eq!(store.problems(&store::check(&store.location, Mode::DryRun).unwrap()), [""; 0]);
}

#[test]
fn articles_are_taken_out_and_the_others_stay_as_they_are() {
    let document = |id: &str| format!("---\n# about {id}\narticle: {{id: {id}}}\nquotes: []\n");
    let store = store(&[document("a"), document("b"), document("c")].concat());
    assert!(store::remove(&store.location, &["b".to_owned(), "zz".to_owned()]).is_err());
    assert_eq!(store::remove(&store.location, &["b".to_owned()]).unwrap(), 1);
    assert_eq!(store.yaml(), [document("a"), document("c")].concat());
}

#[test]
fn a_file_of_a_folder_goes_with_its_article() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["a", "b"] {
        std::fs::write(folder.path().join(format!("{id}.yaml")), format!("article: {{id: {id}}}\nquotes: []\n"))
            .unwrap();
    }
    store::remove(&Location::at(folder.path()), &["a".to_owned()]).unwrap();
    assert!(!folder.path().join("a.yaml").exists());
    assert!(folder.path().join("b.yaml").exists());
}

#[test]
fn refreshing_renews_what_nobody_changed_and_a_dry_run_changes_nothing() {
    use verbatim::article::{Article, Metadata};
    use verbatim::extract::{Options, extract};
    let text = "Anna Lee met reporters on Friday.\n\n“We will build the bridge next year,” Lee said.\n\n“It is late, but it will come,” said Bob Stone, the mayor.\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quotes.yaml");
    let location = Location::at(&path);
    let article = Article {
        meta: Metadata { title: Some("Bridge".into()), ..Metadata::default() },
        text: text.into(),
        ..Article::default()
    };
    let found = extract(&article, Options::default());
    store::add(&location, vec![(article, found)], Options::default()).unwrap();
    let original = std::fs::read_to_string(&path).unwrap();
    assert!(original.contains("speaker: Anna Lee"), "{original}");
    assert_eq!(store::refresh(&location, Mode::Save, None, |_| true).unwrap()[0].changes, []);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), original);
    // An older program had answered otherwise, and a person knew better about one of the two.
    let older = original
        .replace("speaker: Bob Stone", "speaker: Robert")
        .replace("- name: Bob Stone", "- name: Robert")
        .replacen("speaker: Anna Lee\n  text", "speaker: Somebody # I know\n  text", 1)
        .replace("- name: Anna Lee", "- name: Somebody\n- name: Anna Lee");
    std::fs::write(&path, &older).unwrap();
    let dry = store::refresh(&location, Mode::DryRun, None, |_| true).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), older);
    let done = store::refresh(&location, Mode::Save, None, |_| true).unwrap();
    assert_eq!(dry, done);
    let told: Vec<_> =
        done[0].changes.iter().map(|change| (change.before.as_deref(), change.after.as_deref())).collect();
    assert_eq!(told, [(Some("Robert"), Some("Bob Stone"))]);
    let now = std::fs::read_to_string(&path).unwrap();
    assert!(now.contains("speaker: Somebody # I know"), "{now}");
    assert!(!now.contains("speaker: Robert"), "{now}");
    assert_eq!(store::refresh(&location, Mode::Save, None, |_| true).unwrap()[0].changes, []);
}
