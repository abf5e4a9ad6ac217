//! Articles whose quotations were marked by hand, as the programs that learn from them and judge by them read them.
//!
//! A list of `{"text", "quotes": [{"start", "end", "label", …}]}`: places in code points without the marks, `label` `Q`
//! for what was said and `N` for what was not. What else a quotation has is for one of the programs alone.

#![allow(dead_code, reason = "each program asks for its own part of this")]

use std::error::Error;

use serde::Deserialize;

/// An article.
#[derive(Deserialize)]
pub struct Gold {
    pub text: String,
    pub quotes: Vec<GoldQuote>,
}

/// A quotation in it.
#[derive(Deserialize)]
pub struct GoldQuote {
    pub start: u32,
    pub end: u32,
    pub label: String,
    /// The place of the words that name the speaker there.
    pub source_span: Option<[u32; 2]>,
    /// What the speaker is: "person", "org", "unnamed".
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The fullest name; empty for nobody.
    #[serde(default)]
    pub speaker: Option<String>,
    /// Other names that count as right.
    #[serde(default)]
    pub alternates: Vec<String>,
}

/// The articles at `path`; at `path:0` or `path:1` every second of them.
pub fn read(path: &str) -> Result<Vec<Gold>, Box<dyn Error>> {
    let (path, half) = match path.rsplit_once(':') {
        Some((path, half @ ("0" | "1"))) => (path, half.parse::<usize>().ok()),
        _ => (path, None),
    };
    let articles: Vec<Gold> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let taken = articles.into_iter().enumerate().filter(|(at, _)| half.is_none_or(|half| at % 2 == half));
    Ok(taken.map(|(_, article)| article).collect())
}

/// Whether the quotation that was found is one, with the right speaker.
pub fn is_right(gold: &Gold, (start, end): (u32, u32), speaker: Option<&str>) -> bool {
    let shared = |quote: &GoldQuote| quote.end.min(end).saturating_sub(quote.start.max(start));
    let Some(quote) = gold.quotes.iter().max_by_key(|quote| shared(quote)) else { return false };
    let half = shared(quote) * 2 >= (end - start).max(quote.end - quote.start);
    half && quote.label == "Q" && is_speaker(quote, speaker)
}

/// Whether this is the speaker of the quotation.
pub fn is_speaker(quote: &GoldQuote, speaker: Option<&str>) -> bool {
    let person = quote.kind.as_deref() == Some("person");
    let nobody = quote.alternates.iter().any(|name| name == "unknown");
    let mut names = quote.alternates.iter().chain(&quote.speaker).filter(|name| !name.is_empty() && *name != "N");
    match speaker {
        Some(speaker) => names.any(|name| {
            if person && !name.contains(" and ") && speaker.contains(" and ") {
                return false;
            }
            if person { is_same_person(speaker, name) } else { is_same_thing(speaker, name) }
        }),
        None => nobody || quote.speaker.as_ref().is_none_or(String::is_empty),
    }
}

fn words(name: &str) -> Vec<String> {
    const SMALL: [&str; 12] = ["a", "an", "the", "of", "for", "s", "jr", "sr", "mr", "mrs", "ms", "dr"];
    let parts = name.to_lowercase().replace("'s", " ").replace("’s", " ");
    let parts = parts.split(|character: char| !character.is_alphanumeric() && character != '-');
    parts.filter(|word| !word.is_empty() && !SMALL.contains(word)).map(str::to_owned).collect()
}

/// Whether two names name one person: a name alone is a surname, else the surnames are equal and the first names begin
/// alike.
fn is_same_person(found: &str, name: &str) -> bool {
    let (found, name) = (words(found), words(name));
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return false };
    let (Some(own), Some(surname)) = (name.first(), name.last()) else { return false };
    match (found.len(), name.len()) {
        (_, 1) => own == last || own == first,
        (1, _) => first == surname,
        _ => {
            found.ends_with(&name)
                || name.ends_with(&found)
                || last == surname && first.chars().next() == own.chars().next()
        }
    }
}

/// Whether two names name one thing: most words of the shorter name are shared.
fn is_same_thing(found: &str, name: &str) -> bool {
    let (found, name) = (words(found), words(name));
    let shared = found.iter().filter(|word| name.contains(word)).count();
    let shorter = found.len().min(name.len());
    shorter > 0 && shared * 2 > shorter
}
