//! YAML front matter: the block between two `---` lines at the top of a file.

use super::error::ReadErrorKind;
use crate::article::{ArticleField, Metadata};
use crate::yaml;

/// The largest front matter, in bytes; beyond it a first line of dashes is only a line of dashes.
const MAX_FRONT: usize = 64 * 1024;

/// Takes the front matter off `text`: what it says, and how many bytes it takes up. `None` when there is none.
///
/// # Errors
/// When there is front matter but it is no YAML; with the line in the file.
pub fn split(text: &str) -> Result<Option<(Metadata, usize)>, (usize, ReadErrorKind)> {
    let Some((block, length)) = find(text) else { return Ok(None) };
    match yaml::from_str::<serde_yaml::Value>(block) {
        Ok(front) => Ok(Some((metadata(&front), length))),
        Err(error) => Err((error.line().unwrap_or(1) + 1, ReadErrorKind::Front { message: error.message() })),
    }
}

/// The front matter without its dashes, and the length with them.
fn find(text: &str) -> Option<(&str, usize)> {
    let (first, _) = text.split_once('\n')?;
    if first.trim_end() != "---" {
        return None;
    }
    let start = first.len() + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let next = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            let block = &text[start..at];
            return looks_like_fields(block).then_some((block, next));
        }
        if next - start > MAX_FRONT {
            return None;
        }
        at = next;
    }
    None
}

/// Whether the first line that says anything begins with a key: text between two rulers does not.
fn looks_like_fields(block: &str) -> bool {
    let said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    block.lines().find(said).is_none_or(|line| {
        line.split_once(':').is_some_and(|(key, value)| {
            let key = key.trim_matches(['"', '\'']);
            let word = |character: char| character.is_alphanumeric() || "_-.".contains(character);
            !key.is_empty() && key.chars().all(word) && (value.is_empty() || value.starts_with([' ', '\t']))
        })
    })
}

/// The details under the keys that are known; others are passed over, as is a value that says nothing.
fn metadata(front: &serde_yaml::Value) -> Metadata {
    let mut meta = Metadata::default();
    for field in ArticleField::GIVEN {
        let value = front.get(field.key()).and_then(words);
        meta.set(field, value.filter(|words| !words.trim().is_empty()));
    }
    meta
}

/// A value as it was written, a list joined by commas. A mapping says nothing that could be shown.
fn words(value: &serde_yaml::Value) -> Option<String> {
    match value {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        serde_yaml::Value::Bool(truth) => Some(truth.to_string()),
        serde_yaml::Value::Sequence(items) => Some(items.iter().filter_map(words).collect::<Vec<_>>().join(", ")),
        serde_yaml::Value::Tagged(tagged) => words(&tagged.value),
        serde_yaml::Value::Null | serde_yaml::Value::Mapping(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&[(&str, &str)], &str)>) {
        let found = split(text).map_err(|(line, trouble)| format!("{line}: {trouble}")).unwrap();
        let found = found.map(|(meta, length)| (fields(&meta), text[length..].to_owned()));
        let expected = expected.map(|(fields, rest)| {
            (fields.iter().map(|&(key, value)| (key, value.to_owned())).collect::<Vec<_>>(), rest.to_owned())
        });
        assert_eq!(found, expected);
    }

    fn fields(meta: &Metadata) -> Vec<(&'static str, String)> {
        let named = ArticleField::ALL.into_iter();
        named.filter_map(|field| Some((field.key(), meta.get(field)?.to_owned()))).collect()
    }

    #[test]
    fn fields_are_taken_and_the_block_comes_off() {
        check(
            "---\ntitle: 'Talks: a start'\npublished: 2026-01-08\nlayout: post\nid: 0012\n---\n\nWords.\n",
            Some((&[("id", "0012"), ("title", "Talks: a start"), ("published", "2026-01-08")], "\nWords.\n")),
        );
        check(
            "---\nauthor: [Ann Lee, Bo Day]\npublished: 2026\n...\nWords",
            Some((&[("author", "Ann Lee, Bo Day"), ("published", "2026")], "Words")),
        );
        check("---\ntitle:\nurl: ~\n---\n", Some((&[], "")));
        check("---\n# nothing yet\n---\nWords", Some((&[], "Words")));
    }

    #[test]
    fn rulers_are_no_front_matter() {
        check("---\nOnce upon a time\n---\nthere was", None);
        check("---\nHe said: no\n---\n", None);
        check("---\n“Why?” http://example.org\n---\n", None);
        check("----\ntitle: x\n----\n", None);
        check("---\ntitle: never closed\n", None);
        check("Words\n---\ntitle: x\n---\n", None);
        check("---", None);
        check("", None);
    }

    #[test]
    fn broken_front_matter_is_named_by_its_line() {
        let (line, trouble) = split("---\nurl: x\ntitle: Talks: a start\n---\nWords").unwrap_err();
        assert_eq!(line, 3);
        assert!(matches!(trouble, ReadErrorKind::Front { .. }), "{trouble}");
    }

    #[test]
    fn a_bomb_of_aliases_is_an_error_at_once() {
        let mut bomb = String::from("---\na: &a [x, x, x, x, x, x, x, x, x]\n");
        for (last, next) in "abcdefghijk".chars().zip("bcdefghijkl".chars()) {
            let list = vec![format!("*{last}"); 9].join(", ");
            bomb.push_str(&format!("{next}: &{next} [{list}]\n"));
        }
        bomb.push_str("title: *l\n---\n");
        assert!(split(&bomb).is_err());
    }
}
