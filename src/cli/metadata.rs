//! The options that say what is known of the articles given.

use crate::article::Metadata;
use crate::read::{is_date, wrong_id};

/// What is known of the articles; it lies over what their front matter or archive says.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "What is known of the article")]
pub struct MetadataArgs {
    /// Its name in the store [one article only].
    #[arg(long, value_parser = id)]
    pub id: Option<String>,
    /// Its headline [one article only].
    #[arg(long)]
    pub title: Option<String>,
    /// Where it was published on the web [one article only].
    #[arg(long)]
    pub url: Option<String>,
    /// The newspaper, agency or site that published it.
    #[arg(long)]
    pub outlet: Option<String>,
    /// Who wrote it.
    #[arg(long)]
    pub author: Option<String>,
    /// When it was published: 2026, 2026-01, 2026-01-08 or 2026-01-08T17:30:00Z.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub published: Option<String>,
    /// Its language, as a BCP 47 tag such as en or en-GB.
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
}

impl From<MetadataArgs> for Metadata {
    fn from(args: MetadataArgs) -> Self {
        let MetadataArgs { id, title, url, outlet, author, published, language } = args;
        Self { id, title, url, outlet, author, published, language, ..Self::default() }
    }
}

impl MetadataArgs {
    /// The option that names a single article, if one was given.
    #[must_use]
    pub const fn of_one_article(&self) -> Option<&'static str> {
        match (&self.id, &self.title, &self.url) {
            (Some(_), _, _) => Some("--id"),
            (_, Some(_), _) => Some("--title"),
            (_, _, Some(_)) => Some("--url"),
            _ => None,
        }
    }
}

fn id(text: &str) -> Result<String, String> {
    wrong_id(text).map_or_else(|| Ok(text.to_owned()), |why| Err(why.to_owned()))
}

/// A year, a month, a day or an instant, kept as it was written.
fn date(text: &str) -> Result<String, String> {
    if is_date(text) {
        Ok(text.to_owned())
    } else {
        Err("a date is 2026, 2026-01, 2026-01-08 or 2026-01-08T17:30:00Z".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_length_are_known() {
        for text in ["2026", "2026-01", "2026-01-08", "2026-01-08T17:30:00Z", "2026-01-08T17:30:00+01:00"] {
            assert_eq!(date(text).as_deref(), Ok(text));
        }
        for text in ["yesterday", "2026-13", "2026-02-30", "08.01.2026", "20260108", ""] {
            assert!(date(text).is_err(), "{text}");
        }
    }
}
