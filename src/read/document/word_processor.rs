//! Which word processor made a file: Office Open XML and OpenDocument are told apart by what is in the archive.

use super::office::{Package, decoded};
use super::{Document, Unreadable, docx, odt};

/// Reads a document by what its archive holds; what is no archive is read as flat OpenDocument.
pub(super) fn read(bytes: Vec<u8>) -> Result<Document, Unreadable> {
    if !bytes.starts_with(b"PK") {
        return odt::read_flat(&decoded(bytes)?);
    }
    let mut package = Package::open(bytes)?;
    if package.holds("word/document.xml") || package.holds("_rels/.rels") {
        docx::read(&mut package)
    } else if package.holds("content.xml") {
        odt::read(&mut package)
    } else {
        Err(Unreadable::Other("a zip archive, but not a word-processor document"))
    }
}
