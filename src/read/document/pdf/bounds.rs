//! What a PDF would cost to read, measured before a library reads it: how much it unpacks to and how deep it nests.

use std::io::Read;

use super::super::Unreadable;

/// The most that all streams together may unpack to.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
/// The deepest nesting of lists and dictionaries; files that people make have ten or so.
const DEEPEST: usize = 500;
/// Streams packed within packed streams are followed so far.
const LAYERS: usize = 4;

/// Refuses a file that unpacks to far more than a document holds, or whose parts nest too deep.
pub(super) fn check(bytes: &[u8]) -> Result<(), Unreadable> {
    check_within(bytes, MOST_UNPACKED)
}

fn check_within(bytes: &[u8], mut left: u64) -> Result<(), Unreadable> {
    let mut nesting = Nesting::default();
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"stream") {
        let start = at + found + b"stream".len();
        let is_end = bytes[..at + found].ends_with(b"end");
        if !is_end {
            nesting.feed(&bytes[at..at + found])?;
        }
        at = start;
        if is_end {
            continue;
        }
        let body = bytes[start..].strip_prefix(b"\r\n").or_else(|| bytes[start..].strip_prefix(b"\n"));
        let Some(body) = body.or_else(|| bytes[start..].strip_prefix(b"\r")) else { continue };
        let end = memchr::memmem::find(body, b"endstream").unwrap_or(body.len());
        unpack(&body[..end], LAYERS, &mut left)?;
        at = bytes.len() - body.len() + end;
    }
    nesting.feed(&bytes[at..])
}

/// Unpacks what is packed, keeping none of it but the beginning and the nesting.
fn unpack(packed: &[u8], layers: usize, left: &mut u64) -> Result<(), Unreadable> {
    let zlib =
        packed.len() > 2 && packed[0] & 0x0f == 8 && u16::from_be_bytes([packed[0], packed[1]]).is_multiple_of(31);
    if !zlib || layers == 0 {
        return Ok(());
    }
    let mut from = flate2::read::ZlibDecoder::new(packed);
    let mut buffer = vec![0; 64 * 1024];
    let mut inner = Vec::new();
    let mut nesting = Nesting::default();
    let mut first = true;
    let mut nests = true;
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        *left = left.checked_sub(read as u64).ok_or(Unreadable::TooMuch)?;
        let text = &buffer[..read];
        if first {
            nests = looks_like_text(text);
        }
        if nests {
            nesting.feed(text)?;
        } else if first || !inner.is_empty() {
            // A packed stream within: small, or the bomb that the outer one hides.
            let again = first
                && text.len() > 2
                && text[0] & 0x0f == 8
                && u16::from_be_bytes([text[0], text[1]]).is_multiple_of(31);
            if again || !inner.is_empty() {
                inner.extend_from_slice(text);
            }
        }
        first = false;
    }
    if inner.is_empty() { Ok(()) } else { unpack(&inner, layers - 1, left) }
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(512)];
    let odd = sample.iter().filter(|&&byte| byte < 9 || (14..32).contains(&byte)).count();
    odd * 20 <= sample.len()
}

/// Counts how deep lists and dictionaries nest.
#[derive(Default)]
struct Nesting {
    depth: usize,
    /// Within a string of text, where brackets mean nothing.
    string: usize,
    escaped: bool,
}

impl Nesting {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        for &byte in bytes {
            if self.escaped {
                self.escaped = false;
                continue;
            }
            match byte {
                b'\\' if self.string > 0 => self.escaped = true,
                b'(' => self.string += 1,
                b')' => self.string = self.string.saturating_sub(1),
                b'[' | b'<' if self.string == 0 => self.depth += 1,
                b']' | b'>' if self.string == 0 => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            // A dictionary is two brackets; parentheses nest within a string.
            if self.depth > 2 * DEEPEST || self.string > DEEPEST {
                return Err(Unreadable::TooDeep);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    fn with_stream(stream: &[u8]) -> Vec<u8> {
        [b"%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n", stream, b"\nendstream\nendobj\n"].concat()
    }

    #[test]
    fn an_ordinary_file_passes() {
        assert!(check(&with_stream(&packed(b"BT (words [[[) Tj ET"))).is_ok());
        assert!(check(b"%PDF-1.4\n<< /Kids [1 0 R 2 0 R] >>").is_ok());
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = packed(&packed(&vec![0; 1024 * 1024]));
        assert!(check_within(&with_stream(&bomb), 2 * 1024 * 1024).is_ok());
        assert!(matches!(check_within(&with_stream(&bomb), 1000 * 1000), Err(Unreadable::TooMuch)));
    }

    #[test]
    fn deep_nesting_is_refused_wherever_it_is() {
        let deep = "[".repeat(100_000);
        assert!(matches!(check(deep.as_bytes()), Err(Unreadable::TooDeep)));
        assert!(matches!(check(&with_stream(&packed(deep.as_bytes()))), Err(Unreadable::TooDeep)));
        let deep = "<<".repeat(100_000);
        assert!(matches!(check(&with_stream(&packed(deep.as_bytes()))), Err(Unreadable::TooDeep)));
    }
}
