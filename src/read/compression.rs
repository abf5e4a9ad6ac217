//! Compressed inputs: any format may come in gzip, and is read as if it did not.

use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::error::ReadError;
use super::source::Source;

/// Endings of compressed files.
const ENDINGS: [&str; 1] = [".gz"];

/// `source` decompressed, if it is compressed. It streams: a bomb costs no more than what the format takes of it.
///
/// # Errors
/// When its beginning cannot be decompressed.
pub(super) fn decompressed(source: Source) -> Result<Source, ReadError> {
    if !source.head().starts_with(b"\x1f\x8b") {
        return Ok(source);
    }
    let mut origin = source.origin.clone();
    if let Some(file) = origin.file.as_deref().map(inner_name) {
        let stem = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        origin.name = stem.unwrap_or_else(|| file.to_owned());
    }
    let bytes = source.stream().map_err(|error| origin.error(error.into()))?;
    let decoder: Box<dyn Read + Send> = Box::new(MultiGzDecoder::new(bytes));
    Source::of_reader(decoder, origin)
}

/// A file's name without its ending for compression.
pub(super) fn inner_name(name: &str) -> &str {
    let ending = ENDINGS.iter().find(|ending| {
        name.len() > ending.len()
            && name.is_char_boundary(name.len() - ending.len())
            && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending)
    });
    ending.map_or(name, |ending| &name[..name.len() - ending.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pending::Origin;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    #[test]
    fn a_compressed_input_is_read_like_another() {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(b"Words").unwrap();
        let gzip = gzip.finish().unwrap();
        let origin = Origin { file: Some("a.day.TXT.gz".into()), ..Origin::default() };
        let source = Source::of_reader(Box::new(std::io::Cursor::new(gzip)), origin).unwrap();
        let source = decompressed(source).unwrap();
        assert_eq!(source.origin.name, "a.day");
        assert_eq!(source.bytes().unwrap(), b"Words");
    }

    #[test]
    fn names_lose_the_ending_once() {
        for (name, inner) in [("a.html.gz", "a.html"), ("a.gz.gz", "a.gz"), (".gz", ".gz"), ("é.GZ", "é"), ("a", "a")]
        {
            assert_eq!(inner_name(name), inner);
        }
    }
}
