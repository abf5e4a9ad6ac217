//! Changing details of stored articles: their headline, address, outlet, author, date and language.

use super::draft::Draft;
use super::error::{Problem, StoreError};
use super::ids;
use super::location::Location;
use super::rewrite::rewrite;
use super::schema::Parsed;
use super::visit::{DocumentView, Mode, Rewrite, visit_documents};
use crate::article::ArticleField;

/// The details that people can change.
pub const DETAILS: [ArticleField; 6] = [
    ArticleField::Title,
    ArticleField::Url,
    ArticleField::Outlet,
    ArticleField::Author,
    ArticleField::Published,
    ArticleField::Language,
];

/// New values of details; `None` empties one.
pub type DetailValues = Vec<(ArticleField, Option<String>)>;

/// What became of the details of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailsSet {
    /// Its id.
    pub article: String,
    /// What changed: the detail, its value before and its value now.
    pub changes: Vec<(ArticleField, Option<String>, Option<String>)>,
    /// Why it could not be changed.
    pub problem: Option<Problem>,
}

/// Changes the details of every article for which `wanted` has values, in one save per file. Articles that have these
/// values already stay as they are, byte for byte.
///
/// # Errors
/// When the store cannot be read or saved.
pub fn set_details(
    location: &Location,
    mode: Mode,
    wanted: impl Fn(&str) -> Option<DetailValues> + Sync,
) -> Result<Vec<DetailsSet>, StoreError> {
    let answers = visit_documents(location, mode, |view| {
        // Documents that cannot be read are no concern of this.
        let Ok(Parsed::Document(document)) = view.parsed() else { return (Rewrite::Keep, None) };
        let words = document.quotations.first().map_or("", |quotation| quotation.text.as_str());
        let id = document.meta.id.clone().unwrap_or_else(|| ids::of_article(&document.meta, words));
        match wanted(&id) {
            None => (Rewrite::Keep, None),
            Some(values) => one(view, id, *document, values),
        }
    })?;
    Ok(answers.into_iter().flatten().collect())
}

fn one(
    view: DocumentView<'_>,
    id: String,
    old: super::document::Document,
    values: DetailValues,
) -> (Rewrite, Option<DetailsSet>) {
    let mut draft = Draft::new(old.clone());
    let mut set = DetailsSet { article: id, changes: Vec::new(), problem: None };
    for (detail, value) in values {
        let before = draft.document.meta.get(detail).map(str::to_owned);
        if before != value {
            draft.document.meta.set(detail, value.clone());
            set.changes.push((detail, before, value));
        }
    }
    if set.changes.is_empty() {
        return (Rewrite::Keep, Some(set));
    }
    // An id that was made of the title must not change with it.
    let id = &mut draft.document.meta.id;
    if id.is_none() {
        *id = Some(set.article.clone());
    }
    let rewritten = std::str::from_utf8(view.bytes)
        .map_err(|error| super::rewrite::refused(error.to_string()))
        .and_then(|yaml| rewrite(yaml, &old, &draft));
    match rewritten {
        Ok(new) => (Rewrite::Replace(new.into_bytes()), Some(set)),
        Err(error) => {
            set.changes.clear();
            set.problem = Some(Problem {
                file: Some(view.path.to_owned()),
                line: view.line,
                article: Some(set.article.clone()),
                message: error.to_string(),
                ..Problem::default()
            });
            (Rewrite::Keep, Some(set))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &str = "# ours\narticle:\n  id: one\n  outlet: The Lamp # so it says\n  page: 3\ntext: |\n  “Yes,” she \
                         said.\nquotes:\n- id: q1\n  text: Yes\n---\nquotes:\n- text: Words by hand\n";

    fn set(id: &str, values: &DetailValues) -> (Vec<DetailsSet>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.yaml");
        std::fs::write(&path, STORE).unwrap();
        let location = Location::File(path.clone());
        let done = set_details(&location, Mode::Save, |found| (found == id).then(|| values.clone())).unwrap();
        (done, std::fs::read_to_string(path).unwrap())
    }

    #[test]
    fn values_change_and_all_else_stays() {
        let values = vec![
            (ArticleField::Outlet, Some("The Torch".to_owned())),
            (ArticleField::Published, Some("2026-01-12".into())),
        ];
        let (done, now) = set("one", &values);
        assert_eq!(done[0].changes.len(), 2);
        assert_eq!(done[0].changes[0], (ArticleField::Outlet, Some("The Lamp".into()), Some("The Torch".into())));
        assert!(now.contains("outlet: The Torch") && now.contains("published: 2026-01-12"), "{now}");
        assert!(
            now.starts_with("# ours\n") && now.contains("  page: 3\n") && now.ends_with("Words by hand\n"),
            "{now}"
        );
    }

    #[test]
    fn an_empty_value_takes_the_detail_away() {
        let (_, now) = set("one", &vec![(ArticleField::Outlet, None)]);
        assert!(!now.contains("The Lamp") && now.contains("# so it says"), "{now}");
    }

    #[test]
    fn what_holds_already_changes_nothing() {
        let (done, now) = set("one", &vec![(ArticleField::Outlet, Some("The Lamp".into()))]);
        assert!(done[0].changes.is_empty());
        assert_eq!(now, STORE);
    }
}
