//! Random hand-made stores, random edits: whatever else stands in the file stays byte for byte.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use verbatim::quotation::{Kind, Quotation, Review};
use verbatim::store::{self, Change, Edit, Location, RegistryChange};
use verbatim::text::CharRange;

/// A quotation as people write it: block or flow, comments, blank lines, keys of their own, in any order.
#[derive(Debug, Clone)]
struct Item {
    flow: bool,
    fields: Vec<usize>,
    comment: bool,
    blank: bool,
}

const FIELDS: [(&str, &str); 10] = [
    ("text", "'it''s so'"),
    ("speaker", "Ann"),
    ("star", "true"),
    ("review", "confirmed"),
    ("tags", "[x, \"y z\"]"),
    ("note", "\"a # b\""),
    ("my own", "{deep: [1, {k: v}]}"),
    ("kind", "mixed"),
    ("at", "[ 3,  9 ]"),
    ("gone", "false"),
];

fn item() -> impl Strategy<Value = Item> {
    (
        any::<bool>(),
        proptest::sample::subsequence((0..FIELDS.len()).collect::<Vec<_>>(), 0..FIELDS.len()),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_flat_map(|(flow, fields, comment, blank)| {
            Just(fields).prop_shuffle().prop_map(move |fields| Item { flow, fields, comment, blank })
        })
}

fn render(items: &[Item], indent: usize, article: usize) -> String {
    let margin = " ".repeat(indent);
    let mut yaml = format!(
        "---   # document {article}\narticle: {{ id: a{article}, mine: [1,2] }}\n\n# before\nquotes:   # list\n"
    );
    for (number, item) in items.iter().enumerate() {
        let comment = if item.comment { "   # why" } else { "" };
        let fields = std::iter::once(("id".to_owned(), format!("q{number}")))
            .chain(item.fields.iter().map(|&field| (FIELDS[field].0.to_owned(), FIELDS[field].1.to_owned())));
        if item.flow {
            let fields: Vec<String> = fields.map(|(key, value)| format!("{key}: {value}")).collect();
            yaml.push_str(&format!("{margin}- {{ {} }}{comment}\n", fields.join(" ,  ")));
        } else {
            for (at, (key, value)) in fields.enumerate() {
                let lead = if at == 0 { format!("{margin}- ") } else { format!("{margin}  ") };
                yaml.push_str(&format!("{lead}{key}:  {value}{comment}\n"));
            }
        }
        if item.blank {
            yaml.push_str(&format!("\n{margin}# between\n"));
        }
    }
    yaml.push_str("after: [everything] # stays\n");
    yaml
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<bool>().prop_map(Change::Star),
        prop_oneof![Just(None), Just(Some(Review::Confirmed)), Just(Some(Review::Rejected))].prop_map(Change::Review),
        prop_oneof![Just(None), "\\PC{0,12}".prop_map(Some)].prop_map(Change::Speaker),
        proptest::collection::vec("\\PC{1,8}", 2..4).prop_map(Change::Speakers),
        proptest::option::of(any::<bool>()).prop_map(Change::Denied),
        prop_oneof![Just(None), Just(Some(Kind::Direct))].prop_map(Change::Kind),
        ("\\PC{0,12}", 0u32..50).prop_map(|(text, at)| Change::Place { text, at: Some(CharRange::new(at, at + 5)) }),
        proptest::collection::vec("\\PC{0,6}", 0..3).prop_map(Change::Tags),
        prop_oneof![Just(None), "(\\PC|\n|\t){0,12}".prop_map(Some)].prop_map(Change::Note),
        Just(Change::Remove),
        "\\PC{1,12}".prop_map(|text| Change::Add(Box::new(Quotation { text, star: true, ..Quotation::default() }))),
    ]
}

#[test]
fn a_store_with_a_byte_order_mark_or_the_line_ends_of_windows_is_edited_in_place() {
    for mark in ["", "\u{FEFF}"] {
        for marker in ["", "---\n"] {
            for end in ["\n", "\r\n"] {
                let yaml = format!(
                    "{mark}{marker}article: {{id: a}}\ntext: |\n  One.\nquotes:\n- id: q1 # mine\n  text: One\n---\narticle: {{id: b}}\nquotes:\n- {{id: q1, text: One}}\n"
                )
                .replace('\n', end);
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("quotes.yaml");
                std::fs::write(&path, &yaml).unwrap();
                let location = Location::at(&path);
                let (catalog, problems) = store::load(&location).unwrap();
                assert_eq!((catalog.len(), problems), (2, vec![]), "{yaml:?}");
                assert_eq!(catalog.document(store::ArticleIx::new(0)).unwrap().text.as_deref(), Some("One.\n"));
                store::save(&location, &[Edit::new("a", "q1", Change::Star(true))]).unwrap();
                let expected = yaml.replacen("  text: One", &format!("  text: One{end}  star: true"), 1);
                assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
                let rename = RegistryChange::Rename { from: "Ann".into(), to: "Ann Lee".into() };
                store::save(&location, &[Edit::Registry(rename)]).unwrap();
                let after = std::fs::read_to_string(&path).unwrap();
                assert!(after.starts_with(&format!("{mark}---\nspeakers:")), "{after:?}");
                assert!(after.ends_with(&expected[mark.len()..]), "{after:?}");
                let (catalog, problems) = store::load(&location).unwrap();
                assert_eq!((catalog.len(), problems), (2, vec![]));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_edit_changes_its_own_quotation_alone(
        items in proptest::collection::vec(item(), 1..4),
        others in proptest::collection::vec(item(), 1..3),
        indent in 0usize..3,
        number in 0usize..4,
        change in change(),
    ) {
        let number = number % items.len();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        let (before, edited, after) = (render(&others, 0, 0), render(&items, indent, 1), render(&others, 2, 2));
        std::fs::write(&path, format!("{before}{edited}{after}")).unwrap();
        let location = Location::at(&path);
        let id = if matches!(change, Change::Add(_)) { "new".to_owned() } else { format!("q{number}") };
        let edit = Edit::new("a1", id.clone(), change.clone());
        let (mut expected, problems) = store::load(&location).unwrap();
        prop_assert_eq!(problems, []);
        expected.apply(&edit).unwrap();
        store::save(&location, std::slice::from_ref(&edit)).unwrap();
        let yaml = std::fs::read_to_string(&path).unwrap();

        // The other documents, and all before and behind the list, are the same bytes.
        prop_assert!(yaml.starts_with(&before), "{yaml}");
        prop_assert!(yaml.ends_with(&after), "{yaml}");
        let new = &yaml[before.len()..yaml.len() - after.len()];
        prop_assert!(new.ends_with("after: [everything] # stays\n"), "{new}");
        // Every line of other quotations is still there, in order.
        let own = |line: &str| {
            let list: Vec<&str> = edited.lines().collect();
            let starts: Vec<usize> = (0..list.len()).filter(|&at| list[at].trim_start().starts_with("- ")).collect();
            let end = starts.get(number + 1).copied().unwrap_or(list.len());
            list.iter().position(|known| std::ptr::eq(known.as_ptr(), line.as_ptr())).is_some_and(|at| (starts[number]..end).contains(&at))
        };
        let mut lines = new.lines();
        for line in edited.lines().filter(|line| !own(line) && !line.starts_with("quotes:")) {
            prop_assert!(lines.any(|known| known == line), "lost {line:?} of\n{edited}\nin\n{new}");
        }
        // Comments of the edited quotation stay too, unless it was taken out.
        if change != Change::Remove {
            let comments = |yaml: &str| yaml.matches(" # ").count();
            prop_assert!(comments(new) >= comments(&edited) - usize::from(edited.contains("a # b")), "{edited}\n{new}");
            prop_assert!(new.matches("my own").count() == edited.matches("my own").count());
        }
        // And what is read back is what was meant.
        let (read, problems) = store::load(&location).unwrap();
        prop_assert_eq!(problems, []);
        let shown = |catalog: &store::Catalog| -> Vec<String> {
            catalog.quotations().map(|q| format!(
                "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {}",
                q.id(), q.speaker().map(|ix| catalog.speaker(ix).name().to_owned()),
                q.speakers().map(|ix| catalog.speaker(ix).name().to_owned()).collect::<Vec<_>>(),
                q.denied(), q.text(), q.kind(), q.at(), q.review(),
                q.star(), q.tags().collect::<Vec<_>>(), q.note(), q.gone(),
            )).collect()
        };
        prop_assert_eq!(shown(&read), shown(&expected));
    }
}
