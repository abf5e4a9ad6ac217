//! Compressed inputs: any format may come in gzip or Zstandard, and is read as if it did not.

use std::io::{self, BufRead, Read};
use std::path::Path;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::error::ReadError;
use super::source::Source;

/// Endings of compressed files.
const ENDINGS: [&str; 3] = [".gz", ".zst", ".zstd"];
const GZIP: &[u8] = b"\x1f\x8b\x08";
const ZSTANDARD: &[u8] = b"\x28\xb5\x2f\xfd";

/// `source` decompressed, if it is compressed. It streams: a bomb costs no more than what the format takes of it.
///
/// # Errors
/// When its beginning cannot be decompressed.
pub(super) fn decompressed(source: Source) -> Result<Source, ReadError> {
    let head = source.head();
    let (gzip, zstandard) = (head.starts_with(GZIP), head.starts_with(ZSTANDARD));
    if !gzip && !zstandard {
        return Ok(source);
    }
    let mut origin = source.origin.clone();
    if let Some(file) = origin.file.as_deref().map(inner_name) {
        let stem = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        origin.name = stem.unwrap_or_else(|| file.to_owned());
    }
    let (columns, follow) = (source.columns.clone(), source.follow.clone());
    let bytes = source.stream().map_err(|error| origin.error(error.into()))?;
    let decoder: Box<dyn Read + Send> =
        if gzip { Box::new(Members(Member::Between(bytes, 0))) } else { Box::new(Frames(Frame::Between(bytes, 0))) };
    let mut unpacked = Source::of_reader(decoder, origin)?;
    unpacked.columns = columns;
    unpacked.follow = follow;
    Ok(unpacked)
}

type Packed = Box<dyn BufRead + Send>;

/// The members of a gzip file, one after the other. A broken one is an error once; reading on finds the next.
struct Members(Member);

enum Member {
    Within(Box<GzDecoder<Packed>>, usize),
    /// So many members were read.
    Between(Packed, usize),
    Ended,
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.0, Member::Ended) {
                Member::Ended => return Ok(0),
                Member::Between(mut packed, number) => {
                    if !find(&mut packed, GZIP)? {
                        return Ok(0);
                    }
                    self.0 = Member::Within(Box::new(GzDecoder::new(packed)), number + 1);
                }
                Member::Within(mut decoder, number) => match decoder.read(buffer) {
                    Ok(0) => self.0 = Member::Between(decoder.into_inner(), number),
                    Ok(read) => {
                        self.0 = Member::Within(decoder, number);
                        return Ok(read);
                    }
                    Err(error) => {
                        // The decoder took the header of the member at least, so that reading goes on behind it.
                        self.0 = Member::Between(decoder.into_inner(), number);
                        return Err(error);
                    }
                },
            }
        }
    }
}

/// Goes to the next place where `magic` stands; `false` at the end.
fn find(packed: &mut Packed, magic: &[u8]) -> io::Result<bool> {
    loop {
        let buffer = packed.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        match memchr::memchr(magic[0], buffer) {
            Some(at) => packed.consume(at),
            None => {
                let length = buffer.len();
                packed.consume(length);
                continue;
            }
        }
        let buffer = packed.fill_buf()?;
        // At the edge of the buffer the first bytes must do; a decoder notices if they are none.
        let seen = buffer.len().min(magic.len());
        if buffer[..seen] == magic[..seen] {
            return Ok(true);
        }
        packed.consume(1);
    }
}

/// The frames of a Zstandard file, one after the other.
struct Frames(Frame);

enum Frame {
    Within(Box<StreamingDecoder<Packed, FrameDecoder>>, usize),
    Between(Packed, usize),
    Ended,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.0, Frame::Ended) {
                Frame::Ended => return Ok(0),
                Frame::Between(mut packed, number) => {
                    let begins = packed.fill_buf()?.first() == Some(&ZSTANDARD[0]);
                    // What is no frame behind the first one is padding or an index.
                    if number > 0 && !begins {
                        return Ok(0);
                    }
                    let decoder = StreamingDecoder::new(packed).map_err(io::Error::other)?;
                    self.0 = Frame::Within(Box::new(decoder), number + 1);
                }
                Frame::Within(mut decoder, number) => match decoder.read(buffer)? {
                    0 => self.0 = Frame::Between(decoder.into_inner(), number),
                    read => {
                        self.0 = Frame::Within(decoder, number);
                        return Ok(read);
                    }
                },
            }
        }
    }
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

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut to = GzEncoder::new(Vec::new(), Compression::fast());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    #[test]
    fn members_follow_one_another_and_a_broken_one_costs_no_other() {
        let mut broken = gzip(&(0..20_000u32).flat_map(u32::to_le_bytes).collect::<Vec<u8>>());
        let middle = broken.len() / 2;
        broken[middle..middle + 64].fill(0xff);
        let bytes = [gzip(b"one "), gzip(b"two "), broken, gzip(b"three"), vec![0; 512]].concat();
        let mut members = Members(Member::Between(Box::new(std::io::Cursor::new(bytes)), 0));
        let (mut text, mut errors, mut buffer) = (Vec::new(), 0, [0; 64]);
        loop {
            match members.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => text.extend_from_slice(&buffer[..read]),
                Err(_) => errors += 1,
            }
        }
        assert!(text.starts_with(b"one two ") && text.ends_with(b"three"));
        assert!(errors > 0);
    }

    #[test]
    fn a_text_that_was_cut_off_is_an_error() {
        let mut whole = gzip("Words that differ: 1, 22, 333, 4444, 55555.".as_bytes());
        whole.truncate(whole.len() - 12);
        let source = Source::of_reader(Box::new(std::io::Cursor::new(whole)), Origin::default()).unwrap();
        assert!(
            decompressed(source)
                .and_then(|source| source.bytes().map_err(|kind| Origin::default().error(kind)))
                .is_err()
        );
    }

    #[test]
    fn frames_follow_one_another() {
        let frame =
            |words: &[u8]| ruzstd::encoding::compress_to_vec(words, ruzstd::encoding::CompressionLevel::Uncompressed);
        let bytes = [frame(b"one "), frame(b"two"), b"\x50\x2a\x4d\x18index".to_vec()].concat();
        let mut text = String::new();
        Frames(Frame::Between(Box::new(std::io::Cursor::new(bytes)), 0)).read_to_string(&mut text).unwrap();
        assert_eq!(text, "one two");
    }

    #[test]
    fn names_lose_the_ending_once() {
        for (name, inner) in [("a.html.gz", "a.html"), ("a.gz.gz", "a.gz"), (".gz", ".gz"), ("é.GZ", "é"), ("a", "a")]
        {
            assert_eq!(inner_name(name), inner);
        }
    }
}
