//! What the formats of word processors share: XML files in a zip archive.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::xml::{self, Event};
use super::Unreadable;
use crate::article::Metadata;

/// The most that one part of a document may unpack to.
const LARGEST_PART: u64 = 128 * 1024 * 1024;
/// The most files in an archive.
const MOST_FILES: usize = 20_000;

/// An archive and what is read of it.
pub(super) struct Package(ZipArchive<Cursor<Vec<u8>>>);

impl Package {
    /// Opens an archive.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) => Unreadable::Other("an archive of a kind that cannot be read"),
            _ => Unreadable::Damaged("its zip archive cannot be opened"),
        })?;
        if archive.len() > MOST_FILES { Err(Unreadable::TooMuch) } else { Ok(Self(archive)) }
    }

    /// Whether the archive has a part of this name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// A part as text; `None` when the archive has none of the name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let part = match self.0.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(_)) => return Err(Unreadable::Locked),
            Err(_) => return Err(Unreadable::Damaged("a part of its zip archive cannot be opened")),
        };
        if part.encrypted() {
            return Err(Unreadable::Locked);
        }
        let mut bytes = Vec::new();
        let read = part.take(LARGEST_PART + 1).read_to_end(&mut bytes);
        read.map_err(|_| Unreadable::Damaged("a part of its zip archive cannot be unpacked"))?;
        if bytes.len() as u64 > LARGEST_PART {
            return Err(Unreadable::TooMuch);
        }
        decoded(bytes).map(Some)
    }
}

/// The text of XML in any encoding.
pub(super) fn decoded(bytes: Vec<u8>) -> Result<String, Unreadable> {
    let decoded = super::super::decode::decode(bytes).map_err(|_| Unreadable::Damaged("a part of it is not XML"))?;
    Ok(decoded.text)
}

/// Title and author from the part that holds what the program knows of a document.
pub(super) fn properties(xml: &str, meta: &mut Metadata) -> Result<(), Unreadable> {
    let (mut inside, mut text) = (None, String::new());
    let mut creator = None;
    xml::walk(xml, |event| {
        match event {
            Event::Start { name, .. } => {
                inside = ["title", "creator", "initial-creator", "language"].into_iter().find(|&known| known == name);
                text.clear();
            }
            Event::Text(words) if inside.is_some() && text.len() < 10_000 => text.push_str(words),
            Event::Text(_) => {}
            Event::End { .. } => {
                let value = Some(text.trim().to_owned()).filter(|value| !value.is_empty());
                match inside.take() {
                    Some("title") => meta.title = value.filter(|title| super::is_title(title)),
                    Some("creator") => creator = value,
                    Some("initial-creator") => meta.author = value,
                    Some("language") => meta.language = value,
                    _ => {}
                }
            }
        }
        Ok(())
    })?;
    meta.author = meta.author.take().or(creator);
    Ok(())
}
