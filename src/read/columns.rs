//! What the columns of tables and the keys of JSON objects mean: our own names first, then those that archives, news
//! services and spreadsheets give them.

use crate::article::ArticleField;

/// What a column holds of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Its words.
    Text,
    /// What is known of it.
    Field(ArticleField),
}

/// The key of the words of an article.
const TEXT: &str = "text";

impl Column {
    /// Every column.
    fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Text).chain(ArticleField::GIVEN.map(Self::Field))
    }

    /// Our own name of it.
    const fn key(self) -> &'static str {
        match self {
            Self::Text => TEXT,
            Self::Field(field) => field.key(),
        }
    }

    /// Its other names, from the surest to the least sure, without signs and capitals.
    const fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[
                "body",
                "fulltext",
                "articletext",
                "articlebody",
                "bodytext",
                "maintext",
                "contenttext",
                "content",
                "contenthtml",
                "article",
                "story",
            ],
            Self::Field(ArticleField::Title) => &["headline", "heading"],
            Self::Field(ArticleField::Url) => {
                &["link", "weburl", "canonicalurl", "permalink", "address", "href", "sourceurl", "uri"]
            }
            Self::Field(ArticleField::Outlet) => &[
                "publisher",
                "publication",
                "source",
                "sourcename",
                "newspaper",
                "sitename",
                "site",
                "sourcedomain",
                "domain",
            ],
            Self::Field(ArticleField::Author) => &["authors", "byline", "creator", "writer"],
            Self::Field(ArticleField::Published) => &[
                "date",
                "publishedat",
                "datepublished",
                "publisheddate",
                "publicationdate",
                "publishdate",
                "publishedon",
                "pubdate",
                "webpublicationdate",
                "datepublish",
                "datetime",
                "timestamp",
            ],
            Self::Field(ArticleField::Language) => &["lang"],
            Self::Field(_) => &[],
        }
    }

    /// The column that one of our own names means, as a user writes it.
    pub(super) fn by_key(key: &str) -> Option<Self> {
        Self::all().find(|column| column.key() == key)
    }

    /// The column that `name` means, and how unsure that is.
    fn by_name(name: &str) -> Option<(Self, usize)> {
        let folded: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Self::all().find_map(|column| {
            let mut names = std::iter::once(column.key()).chain(column.other_names().iter().copied());
            names.position(|known| known == folded).map(|rank| (column, rank))
        })
    }
}

/// What users say of columns: `published=pub_date`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnNames(Vec<(String, Column)>);

impl ColumnNames {
    /// Adds what a user says of one column.
    ///
    /// # Errors
    /// When it has no `=` or names a key that articles do not have.
    pub fn add(&mut self, said: &str) -> Result<(), String> {
        let (key, name) = said.split_once('=').ok_or("expected KEY=NAME, such as published=pub_date")?;
        let column = Column::by_key(key.trim()).ok_or_else(|| {
            let keys: Vec<&str> = Column::all().map(Column::key).collect();
            format!("articles have no key “{key}”; the keys are {}", keys.join(", "))
        })?;
        self.0.push((name.trim().to_owned(), column));
        Ok(())
    }

    /// Whether an object holds a text under a name that means one.
    pub(super) fn has_text(&self, object: &serde_json::Value) -> bool {
        let Some(fields) = object.as_object() else { return false };
        let columns = self.assign(fields.keys().map(String::as_str));
        columns.iter().zip(fields.values()).any(|(column, value)| *column == Some(Column::Text) && value.is_string())
    }

    /// What each of `names` means; of several names with one meaning the surest counts.
    pub(super) fn assign<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Vec<Option<Column>> {
        let ranked: Vec<Option<(Column, usize)>> = names
            .into_iter()
            .map(|name| {
                let said = self.0.iter().find(|(known, _)| known == name.trim());
                said.map(|&(_, column)| (column, 0)).or_else(|| {
                    // What a user assigned to another column is not guessed as well.
                    let guessed = Column::by_name(name).map(|(column, rank)| (column, rank + 1))?;
                    Some(guessed).filter(|(column, _)| !self.0.iter().any(|(_, said)| said == column))
                })
            })
            .collect();
        let best = |column: Column| {
            let ranks = ranked
                .iter()
                .enumerate()
                .filter_map(|(at, one)| one.filter(|one| one.0 == column).map(|one| (one.1, at)));
            ranks.min().map(|(_, at)| at)
        };
        ranked.iter().enumerate().map(|(at, one)| one.map(|one| one.0).filter(|&c| best(c) == Some(at))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], said: &[&str], expected: &[Option<Column>]) {
        let mut columns = ColumnNames::default();
        said.iter().for_each(|said| columns.add(said).unwrap());
        assert_eq!(columns.assign(names.iter().copied()), expected);
    }

    #[test]
    fn columns_are_known_by_many_names() {
        use ArticleField::*;
        use Column::{Field, Text};
        check(
            &["Headline", "Pub_Date", "publisher", "Body", "link", "words"],
            &[],
            &[Some(Field(Title)), Some(Field(Published)), Some(Field(Outlet)), Some(Text), Some(Field(Url)), None],
        );
    }

    #[test]
    fn the_surest_name_counts() {
        use ArticleField::*;
        use Column::{Field, Text};
        check(&["content", "text", "source", "outlet"], &[], &[None, Some(Text), None, Some(Field(Outlet))]);
    }

    #[test]
    fn what_is_said_counts_more() {
        use ArticleField::*;
        use Column::{Field, Text};
        check(
            &["text", "words", "date", "seen"],
            &["text=words", "published=seen"],
            &[None, Some(Text), None, Some(Field(Published))],
        );
        assert!(ColumnNames::default().add("words").is_err());
        assert!(ColumnNames::default().add("speaker=x").is_err());
    }
}
