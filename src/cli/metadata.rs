//! The options that say what is known of the articles given.

use super::Error;
use crate::article::{ArticleField, Metadata};
use crate::read::{is_date, wrong_id};
use crate::store::DetailValues;
use crate::text::date;

/// The details of articles that can be given.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct DetailArgs {
    /// The headline.
    #[arg(long)]
    pub title: Option<String>,
    /// The address it was published at.
    #[arg(long)]
    pub url: Option<String>,
    /// The newspaper, agency or site that published it.
    #[arg(long)]
    pub outlet: Option<String>,
    /// Who wrote it.
    #[arg(long)]
    pub author: Option<String>,
    /// When it was published: 2026, 2026-01, 2026-01-08 or 2026-01-08T17:30:00Z.
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Its language, as a BCP 47 tag such as en or en-GB.
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
}

impl DetailArgs {
    /// The details that were given, in their order; `None` for one that is to be emptied.
    pub(super) fn values(&self) -> DetailValues {
        let given = [
            (ArticleField::Title, &self.title),
            (ArticleField::Url, &self.url),
            (ArticleField::Outlet, &self.outlet),
            (ArticleField::Author, &self.author),
            (ArticleField::Published, &self.published),
            (ArticleField::Language, &self.language),
        ];
        let value = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        given.into_iter().filter_map(|(detail, text)| Some((detail, value(text.as_ref()?)))).collect()
    }
}

/// What is known of the articles; it lies over what their front matter or archive says.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "About the article (--id, --title and --url: for a single article only)")]
pub struct MetadataArgs {
    /// Its name in the store.
    #[arg(long, value_parser = id)]
    pub id: Option<String>,
    #[command(flatten)]
    details: DetailArgs,
}

impl MetadataArgs {
    /// The option that names a single article, if one was given.
    #[must_use]
    pub const fn of_one_article(&self) -> Option<&'static str> {
        match (&self.id, &self.details.title, &self.details.url) {
            (Some(_), _, _) => Some("--id"),
            (_, Some(_), _) => Some("--title"),
            (_, _, Some(_)) => Some("--url"),
            _ => None,
        }
    }

    /// What is known.
    ///
    /// # Errors
    /// When a date is none.
    pub(super) fn metadata(self) -> Result<Metadata, Error> {
        let mut meta = Metadata { id: self.id.clone(), ..Metadata::default() };
        for (field, value) in self.details.values() {
            meta.set(field, value);
        }
        match meta.published.as_deref().filter(|text| !is_date(text)) {
            Some(text) => Err(no_date(text, "")),
            None => Ok(meta),
        }
    }
}

/// That `--published` is no date, why, and what came of it.
pub(super) fn no_date(text: &str, outcome: &str) -> Error {
    let why = date::impossible(text).map(|why| format!(": {why}")).unwrap_or_default();
    Error::usage(format!("--published: “{text}” is not a date{why}{outcome}"))
        .hint("a date is 2026, 2026-01, 2026-01-08 or 2026-01-08T17:30:00Z")
}

fn id(text: &str) -> Result<String, String> {
    wrong_id(text).map_or_else(|| Ok(text.to_owned()), |why| Err(why.to_owned()))
}
