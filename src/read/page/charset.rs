//! The character encoding of a page: its byte order mark, the server, a declaration in it, else what it looks like.

use encoding_rs::{Encoding, UTF_8};

use crate::read::decode::{Decoded, decode, line_ends};
use crate::read::error::ReadErrorKind;

/// So many bytes are searched for a declaration.
const HEAD: usize = 4096;

/// Decodes a page; `charset` is what its server said.
///
/// # Errors
/// When the bytes are no text.
pub(super) fn decode_page(bytes: Vec<u8>, charset: Option<&str>) -> Result<Decoded, ReadErrorKind> {
    let marked = Encoding::for_bom(&bytes).is_some();
    let stated = charset.map(str::to_owned).or_else(|| declared(&bytes));
    let encoding = stated.and_then(|label| Encoding::for_label(label.as_bytes()));
    match encoding {
        Some(encoding) if !marked && (encoding != UTF_8 || std::str::from_utf8(&bytes).is_err()) => {
            // A page that says UTF-16 in ASCII is not; one that is whole UTF-8 is that, whatever it says.
            let ascii = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
            if ascii || (encoding != UTF_8 && std::str::from_utf8(&bytes).is_ok_and(|text| !text.is_ascii())) {
                return decode(bytes);
            }
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            let damaged = text.matches('\u{FFFD}').count();
            if damaged * 20 > text.len() {
                return Err(ReadErrorKind::NoText { why: "much of it cannot be decoded" });
            }
            let name = (encoding != UTF_8).then_some(encoding.name());
            Ok(Decoded { text: line_ends(text.into_owned()), encoding: name, damaged })
        }
        _ => decode(bytes),
    }
}

/// The encoding that a `meta` element or an XML declaration states.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let from = |mark: &str| {
        let behind = head.split_once(mark)?.1.trim_start_matches([' ', '=', '"', '\'']);
        let label: String = behind.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
        (!label.is_empty()).then_some(label)
    };
    from("charset=").or_else(|| from("<?xml").and_then(|_| from("encoding=")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], charset: Option<&str>, expected: &str) {
        let text = decode_page(bytes.to_vec(), charset).unwrap().text;
        assert!(text.ends_with(expected), "{text}");
    }

    #[test]
    fn the_encoding_is_the_stated_one_unless_it_cannot_be() {
        check(b"<meta charset=\"iso-8859-1\">caf\xe9", None, "café");
        check(b"<meta http-equiv=x content='text/html; charset=windows-1251'>\xc4\xe0", None, "Да");
        check(b"<?xml version='1.0' encoding='iso-8859-15'?>\xa4", None, "€");
        check(b"<p>caf\xe9", Some("windows-1252"), "café");
        check("<meta charset=iso-8859-1>café".as_bytes(), None, "café");
        check("<meta charset=utf-16>café".as_bytes(), None, "café");
        check("<p>“café”".as_bytes(), None, "“café”");
    }
}
