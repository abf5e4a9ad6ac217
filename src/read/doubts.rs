//! What is known of an article and seems to be something else than it should.

use super::address::is_web_address;
use crate::article::Metadata;
use crate::text::date;

/// A field of an article that holds something else than it should, and what that means. It is kept as it is: people
/// read it even where programs cannot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// What is said of the field.
    pub message: &'static str,
    /// What it holds.
    pub value: String,
}

/// What is doubtful of what is known of an article.
#[must_use]
pub fn doubts(meta: &Metadata) -> Vec<Doubt> {
    type Known = fn(&str) -> bool;
    let fields: [(&Option<String>, Known, &str); 3] = [
        (&meta.published, is_dated, "`published` is not a date such as 2026-01-08, so queries by date do not find it"),
        (&meta.url, is_web_address, "`url` is not a web address, so it is neither opened nor linked"),
        (&meta.language, is_language, "`language` is not a language tag such as en or en-GB"),
    ];
    let doubted = fields.into_iter().filter_map(|(value, known, message)| {
        let value = value.as_deref().filter(|value| !known(value))?;
        Some(Doubt { message, value: value.to_owned() })
    });
    doubted.collect()
}

/// A date, also with a time behind the day in any form.
fn is_dated(text: &str) -> bool {
    date::parse(text).is_some()
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

/// Whether `text` is a year, a month, a day or an instant.
#[must_use]
pub fn is_date(text: &str) -> bool {
    const DAY: usize = "2026-01-08".len();
    date::parse(text).is_some() && (text.len() <= DAY || text.parse::<jiff::Timestamp>().is_ok())
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
}
