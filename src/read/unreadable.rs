//! Why a document gives no text, and what to do about it.

use crate::text::counted;

/// Why a document gives no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It breaks the rules of its format.
    #[error("is damaged: {0}")]
    Damaged(&'static str),
    /// It needs a password.
    #[error("is protected by a password")]
    Locked,
    /// Pictures of text.
    #[error(
        "holds no text ({}, {}): it is probably scanned",
        counted(*pages, "page"),
        counted(*images, "image")
    )]
    Scanned {
        /// How many pages it has.
        pages: usize,
        /// How many images are on them.
        images: usize,
    },
    /// Text in fonts that do not say what their glyphs mean.
    #[error("holds text in fonts that do not say which characters they show")]
    Unmapped,
    /// It unpacks to more than a document can hold.
    #[error("unpacks to more than a document can hold")]
    TooMuch,
    /// Its parts nest deeper than those of a document.
    #[error("nests deeper than a document can")]
    TooDeep,
    /// Reading it took too long.
    #[error("takes too long to read")]
    TooSlow,
    /// A file of another kind.
    #[error("is {0}")]
    Other(&'static str),
}

impl Unreadable {
    /// What the person can do about it.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Locked => Some("save it without a password, for example with `qpdf --decrypt --password=… IN OUT`"),
            Self::Scanned { .. } | Self::Unmapped => {
                Some("text recognition adds the text, for example `ocrmypdf --force-ocr IN OUT`")
            }
            Self::Damaged(_) => Some("open it in the program that made it, and save it again"),
            Self::Other(_) => Some("save it as text, DOCX, ODT or PDF first"),
            _ => None,
        }
    }
}
