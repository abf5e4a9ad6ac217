//! Holds the program's confidence against articles whose speakers were resolved by hand.
//!
//! ```text
//! cargo run --release --example calibration -- ARTICLES.json
//! ```
//!
//! `ARTICLES.json` is a list of `{"text", "quotes": [{"start", "end", "label", "speaker", "alternates"}]}`: places
//! in code points without the marks, `label` `Q` for what was said and `N` for what was not, `speaker` the fullest name
//! (empty for nobody), `alternates` others that count as right. Prints for each band of confidence how many quotations
//! fell into it, what the confidence promises there and how many of them were right: said at all, and by this speaker.

#![allow(clippy::print_stdout, reason = "it reports to whoever runs it")]

mod gold;

use std::error::Error;

use gold::{Gold, GoldQuote};
use verbatim::article::Article;
use verbatim::extract::{Options, extract};

/// The lower ends of the bands.
const BANDS: [f32; 6] = [0.95, 0.90, 0.80, 0.70, 0.50, 0.0];

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: calibration ARTICLES.json")?;
    let articles = gold::read(&path)?;
    let mut bands = [(0usize, 0usize, 0.0f32); BANDS.len()];
    for gold in &articles {
        let article = Article { text: gold.text.clone(), ..Article::default() };
        for quotation in extract(&article, Options::default()).quotations {
            let Some(evidence) = quotation.evidence else { continue };
            let sure = evidence.confidence;
            let band = BANDS.iter().position(|&low| sure > low - 0.001).unwrap_or(BANDS.len() - 1);
            let (count, right, sum) = &mut bands[band];
            *count += 1;
            *sum += sure;
            *right += usize::from(is_right(gold, (evidence.at.start, evidence.at.end), evidence.speaker.as_deref()));
        }
    }
    println!("confidence       quotations  promised  right");
    let mut high = 1.0;
    for (low, (count, right, sum)) in BANDS.iter().zip(bands) {
        let share = |part: f32| 100.0 * part / count.max(1) as f32;
        println!("{low:.2} to {high:.2} {count:14} {:7.0} % {:4.0} %", share(sum), share(right as f32));
        high = *low;
    }
    Ok(())
}

/// Whether the quotation that was found is one, with the right speaker.
fn is_right(gold: &Gold, (start, end): (u32, u32), speaker: Option<&str>) -> bool {
    let shared = |quote: &GoldQuote| quote.end.min(end).saturating_sub(quote.start.max(start));
    let Some(quote) = gold.quotes.iter().max_by_key(|quote| shared(quote)) else { return false };
    let half = shared(quote) * 2 >= (end - start).max(quote.end - quote.start);
    let names = || quote.alternates.iter().chain([&quote.speaker]).filter(|name| !name.is_empty());
    half && quote.label == "Q"
        && match speaker {
            Some(speaker) => names().any(|name| is_same(speaker, name)),
            None => names().next().is_none(),
        }
}

/// Whether two names name one speaker: the last words are equal, or most words of the shorter one are shared.
fn is_same(one: &str, other: &str) -> bool {
    const SMALL: [&str; 8] = ["a", "an", "the", "of", "for", "s", "jr", "sr"];
    let words = |name: &str| -> Vec<String> {
        let parts = name.to_lowercase();
        let parts = parts.split(|character: char| !character.is_alphanumeric() && character != '-');
        parts.filter(|word| !word.is_empty() && !SMALL.contains(word)).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    let shorter = one.len().min(other.len());
    shorter > 0
        && (one.last() == other.last()
            && (shorter == 1 || shared > 1 || one[0].chars().next() == other[0].chars().next())
            || shared * 2 > shorter)
}
