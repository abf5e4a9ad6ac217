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

/// Reads them.
pub fn read(path: &str) -> Result<Vec<Gold>, Box<dyn Error>> {
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}
