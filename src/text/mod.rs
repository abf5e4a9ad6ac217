//! Words and places: spans, folding, paragraphs and sentences, quotation marks and their pairing.
//!
//! Knows nothing of people or files. A [`ByteRange`] counts bytes and is what the program works with; an [`CharRange`] counts
//! code points and is what stands in files and output; [`Positions`] turns one into the other.

mod bar;
pub mod date;
pub mod fold;
mod marks;
mod markup;
mod numbers;
mod paragraphs;
mod place;
mod sentences;
pub mod typography;
mod unwrap;

pub use bar::bar;
pub use marks::{Quoted, quoted};
pub use markup::{link_tail, markup_tag};
pub use numbers::{Tenths, capitalized, counted, counted_as, number};
pub use paragraphs::Paragraphs;
pub use place::{ByteRange, CharRange, Positions};
pub use sentences::{crosses_sentence, sentences_around};
pub use unwrap::{is_word, unwrap};
