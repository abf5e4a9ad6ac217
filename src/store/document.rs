//! One document of a store as a record: an article with its speakers and quotations. What a document holds besides
//! (comments, unknown keys, the order of keys) is not in it: saving edits the document's own bytes, so nothing of that
//! needs to pass through here.

use crate::article::{Metadata, Revision};
use crate::quotation::Quotation;
use crate::speaker::Speaker;

/// Which extraction a document was made by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extracted {
    /// The program's version.
    pub version: String,
    /// Whether speech reported without marks was looked for.
    pub indirect: bool,
}

/// One article of a store with everything that is kept of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// What is known of the article; `id` is absent only in hand-written documents that do not say.
    pub meta: Metadata,
    /// Which extraction made it; absent in hand-written documents.
    pub extracted: Option<Extracted>,
    /// The article's words; absent where only quotations were collected.
    pub text: Option<String>,
    /// The speakers of this article.
    pub speakers: Vec<Speaker>,
    /// Its quotations, in the order in which they stand in the document.
    pub quotations: Vec<Quotation>,
    /// Earlier texts of the article, the oldest first.
    pub revisions: Vec<Revision>,
}
