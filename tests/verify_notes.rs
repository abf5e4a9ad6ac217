//! What exact words can hide: `cut`, `negation`, `replaced` and `joined` are found where they apply, and only there.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;

use verbatim::article::Article;
use verbatim::store::Registry;
use verbatim::verify::{Draft, NoteKind, Searcher, Verdict, against, findings};

const CASES: &str = include_str!("cases/notes.txt");
const NOTES: [NoteKind; 4] = [NoteKind::Cut, NoteKind::Negation, NoteKind::Replaced, NoteKind::Joined];
/// Of a hundred cases with a note, and of a hundred without it, so many must be right.
const FLOOR: usize = 95;

fn article(text: &str) -> Article {
    Article { text: text.to_owned(), ..Article::default() }
}

/// The notes on a passage, and whether its words were found.
fn notes(said: &str, passage: &str) -> (Vec<NoteKind>, bool) {
    let source = against::document(article(&format!("Ann Bell said: “{said}”\n")), "source".to_owned());
    let draft = Draft::new(article(&format!("Ann Bell said: “{passage}”\n")));
    let found = Searcher::new(&draft).search(&source).unwrap();
    let finding = findings(&draft, found, &Registry::default()).remove(0);
    let kinds = finding.notes.iter().map(|note| note.kind).filter(|kind| NOTES.contains(kind)).collect();
    (kinds, finding.verdict >= Verdict::Abridged)
}

#[test]
fn notes_are_found_where_they_apply_and_only_there() {
    // By note: right and all, where it applies and where not.
    let mut counts: HashMap<&str, [usize; 4]> = HashMap::new();
    let mut wrong = Vec::new();
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [said, passage, expected] = parts[..] else { panic!("a case has three parts: {line}") };
        let (found, stands) = notes(said, passage);
        if !stands {
            wrong.push(format!("not found: {line}"));
        }
        for note in NOTES {
            let applies = expected.split(' ').any(|word| word == note.word());
            let right = found.contains(&note) == applies && stands;
            let count = counts.entry(note.word()).or_default();
            let at = if applies { 0 } else { 2 };
            count[at] += usize::from(right);
            count[at + 1] += 1;
            if !right {
                wrong.push(format!("{} {}: {line}", if applies { "lacks" } else { "has" }, note.word()));
            }
        }
    }
    for (note, [found, with, spared, without]) in counts {
        assert!(with >= 30 && without >= 30, "{note}: {with} with and {without} without are too few");
        let floor = |right: usize, all: usize| right * 100 >= all * FLOOR;
        let said = format!("{note}: {found} of {with} found, {spared} of {without} spared\n{}", wrong.join("\n"));
        assert!(floor(found, with) && floor(spared, without), "{said}");
    }
}
