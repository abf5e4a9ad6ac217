//! The options that say what is known of the articles given.

use crate::article::Metadata;
use crate::read::{is_web_address, wrong_id};

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

/// A field of an article that holds something else than it should, and what that means. It is kept as it is: people
/// read it even where programs cannot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Doubt {
    /// What is said of the field.
    pub(super) message: &'static str,
    /// What it holds.
    pub(super) value: String,
}

/// What is doubtful of what is known of an article.
pub(super) fn doubts(meta: &Metadata) -> Vec<Doubt> {
    type Known = fn(&str) -> bool;
    let fields: [(&Option<String>, Known, &str); 3] = [
        (&meta.published, is_dated, "`published` is no date like 2026-01-08, so that queries by date pass it over"),
        (&meta.url, is_web_address, "`url` is no address of the web, so that it is neither opened nor linked"),
        (&meta.language, is_language, "`language` is no tag like en or en-GB"),
    ];
    let doubted = fields.into_iter().filter_map(|(value, known, message)| {
        let value = value.as_deref().filter(|value| !known(value))?;
        Some(Doubt { message, value: value.to_owned() })
    });
    doubted.collect()
}

/// A date, also with a time behind the day in any form.
fn is_dated(text: &str) -> bool {
    let text = text.trim();
    let day = text.get(..10).filter(|_| text[10..].starts_with(['T', 't', ' ']));
    date(day.unwrap_or(text)).is_ok()
}

/// A tag by its shape: a language of two or three letters, and what it is narrowed by.
fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let word = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    ((2..=3).contains(&first.len()) || ["x", "i"].contains(&first))
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(word)
}

/// A year, a month, a day or an instant, kept as it was written.
fn date(text: &str) -> Result<String, String> {
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let known = padded.parse::<jiff::civil::Date>().is_ok_and(|_| padded.len() == 10)
        || text.parse::<jiff::Timestamp>().is_ok();
    if known { Ok(text.to_owned()) } else { Err("a date is 2026, 2026-01, 2026-01-08 or 2026-01-08T17:30:00Z".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_doubtful_is_noticed() {
        for text in ["2026", "2026-01-08", "2026-01-08 17:30:00", "2026-01-08T17:30", "2026-01-08T17:30:00Z"] {
            assert!(is_dated(text), "{text}");
        }
        for text in ["garbage", "8 January 2026", "2026-13-01 x", "2026-01-08x", "", "２０２６年１月８日です"]
        {
            assert!(!is_dated(text), "{text}");
        }
        for (text, known) in [
            ("https://example.org/a?b=c#d", true),
            ("HTTP://localhost", true),
            ("javascript:alert(1)", false),
            ("not a url", false),
            ("https://", false),
            ("https://a b", false),
            ("example.org", false),
        ] {
            assert_eq!(is_web_address(text), known, "{text}");
        }
        for (text, known) in [
            ("en", true),
            ("en-GB", true),
            ("zh_Hant_TW", true),
            ("foo bar baz", false),
            ("English", false),
            ("", false),
        ] {
            assert_eq!(is_language(text), known, "{text}");
        }
        let meta = Metadata { published: Some("soon".into()), language: Some("en".into()), ..Metadata::default() };
        assert_eq!(doubts(&meta).iter().map(|doubt| doubt.value.as_str()).collect::<Vec<_>>(), ["soon"]);
    }

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
