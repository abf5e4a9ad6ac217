//! An article to its quotations. Knows nothing of files and stores.

use crate::article::Article;
use crate::quotation::Quotation;
use crate::speaker::Speaker;

/// What to look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Also speech reported without quotation marks.
    pub indirect: bool,
}

/// What was found in one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    /// Those who speak in it, each once, in the order of their first quotation.
    pub speakers: Vec<Speaker>,
    /// What they said, in the order of the text. Every quotation has its id, place and evidence.
    pub quotations: Vec<Quotation>,
}

/// Finds the quotations of `article` and their speakers.
#[must_use]
pub fn extract(article: &Article, options: Options) -> Extraction {
    let _ = (article, options);
    Extraction::default()
}
