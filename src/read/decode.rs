//! Bytes to text: byte order marks, UTF-8, UTF-16, older encodings, line ends.
//!
//! UTF-8 is tried first and UTF-16 told by its byte order mark or by the pattern of its zero bytes; anything else is
//! what the detector of the Firefox browser takes it for. What other programs spoiled in a text is repaired
//! in `repair`.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::ReadErrorKind;

/// The largest article, in bytes. A book has one megabyte or two.
pub const MAX_ARTICLE: u64 = 64 * 1024 * 1024;

/// A text and what it was encoded in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark, its line ends LF.
    pub text: String,
    /// The encoding where it was not UTF-8.
    pub encoding: Option<&'static str>,
    /// How many places could not be decoded and hold U+FFFD now.
    pub damaged: usize,
}

/// Decodes `bytes`.
///
/// # Errors
/// When they are no text.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, ReadErrorKind> {
    let (encoding, skip) = match Encoding::for_bom(&bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (utf_16_by_zeros(&bytes), 0),
    };
    if let Some(encoding) = encoding.filter(|&encoding| encoding != UTF_8) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[skip..]);
        return finish(text.into_owned(), Some(encoding.name()));
    }
    if memchr::memchr(0, &bytes).is_some() {
        return Err(ReadErrorKind::NoText { why: "it holds NUL bytes" });
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            text.drain(..skip);
            finish(text, None)
        }
        Err(error) => decode_other(&error.into_bytes()[skip..]),
    }
}

/// Text that is not valid UTF-8: UTF-8 with a few broken bytes, or another encoding.
fn decode_other(bytes: &[u8]) -> Result<Decoded, ReadErrorKind> {
    if is_mostly_utf_8(bytes) {
        return finish(String::from_utf8_lossy(bytes).into_owned(), None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    // The detector was made for web pages and leans on their country: with a few accents only, it takes Western text
    // for Central European, and a pound sign for a Polish letter.
    let country = is_english(bytes).then_some(&b"uk"[..]);
    let encoding = detector.guess(country, Utf8Detection::Allow);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    finish(text.into_owned(), Some(encoding.name()))
}

/// Whether far more of the characters beyond ASCII are whole UTF-8 than broken: a file cut in the middle of a
/// character, or one that a careless program pasted a few bytes into.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 4 * broken
}

/// Whether words that only English has are as frequent as in an English text, at the least.
fn is_english(bytes: &[u8]) -> bool {
    let mut words = bytes.split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let (mut all, mut english) = (0usize, 0usize);
    for word in words.by_ref().take(SAMPLE) {
        all += 1;
        english += usize::from(["the", "and", "of", "said", "he", "she"].iter().any(|one| word == one.as_bytes()));
    }
    english > 0 && english * 20 >= all
}

/// How much of the beginning is looked at to tell UTF-16 by its zero bytes.
const SAMPLE: usize = 4096;

/// UTF-16 without a byte order mark: most of every second byte is zero, as in Western text, and nearly none of the
/// others.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    if pairs < 8 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let text = |zero: usize, other: usize| zero * 10 >= pairs * 7 && other * 50 <= pairs;
    if text(second, first) {
        Some(UTF_16LE)
    } else if text(first, second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Checks that the characters are those of a text, and makes its line ends LF.
fn finish(text: String, encoding: Option<&'static str>) -> Result<Decoded, ReadErrorKind> {
    let (mut controls, mut damaged, mut all) = (0usize, 0usize, 0usize);
    for character in text.chars() {
        all += 1;
        match character {
            '\0' => return Err(ReadErrorKind::NoText { why: "it holds NUL characters" }),
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => {}
            '\u{FFFD}' => damaged += 1,
            other if other.is_control() => controls += 1,
            _ => {}
        }
    }
    if controls * 20 > all {
        return Err(ReadErrorKind::NoText { why: "much of it is control characters" });
    }
    if damaged * 20 > all {
        return Err(ReadErrorKind::NoText { why: "much of it cannot be decoded" });
    }
    Ok(Decoded { text: line_ends(text), encoding, damaged })
}

/// Every line end that Unicode knows (CR LF, CR, NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR) as LF. Vertical tabs and
/// form feeds stay: they end no line in the files that people keep.
#[must_use]
pub(crate) fn line_ends(text: String) -> String {
    let other = |character: char| matches!(character, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    match text.find(other) {
        None => text,
        Some(_) => {
            let text: Cow<'_, str> =
                if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.as_str().into() };
            text.replace(other, "\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: impl AsRef<[u8]>, text: &str, encoding: Option<&str>) {
        let decoded = decode(bytes.as_ref().to_vec()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
    }

    #[track_caller]
    fn check_is_no_text(bytes: impl AsRef<[u8]>) {
        assert!(matches!(decode(bytes.as_ref().to_vec()), Err(ReadErrorKind::NoText { .. })));
    }

    fn utf_16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf_8_with_or_without_its_mark() {
        check("“Né” 😀", "“Né” 😀", None);
        check("\u{feff}“Né”", "“Né”", None);
        check("", "", None);
        check("\u{feff}", "", None);
    }

    #[test]
    fn only_one_mark_is_taken_off() {
        check("\u{feff}\u{feff}a", "\u{feff}a", None);
    }

    #[test]
    fn utf_16_with_or_without_its_mark() {
        let text = "“I said so,” he added.";
        check(utf_16(&format!("\u{feff}{text}"), u16::to_le_bytes), text, Some("UTF-16LE"));
        check(utf_16(&format!("\u{feff}{text}"), u16::to_be_bytes), text, Some("UTF-16BE"));
        check(utf_16(text, u16::to_le_bytes), text, Some("UTF-16LE"));
        check(utf_16(text, u16::to_be_bytes), text, Some("UTF-16BE"));
    }

    #[test]
    fn older_encodings_are_detected() {
        check(b"\x93It\x92s caf\xe9 talk,\x94 she said.", "“It’s café talk,” she said.", Some("windows-1252"));
        check(b"\x93We owe \xa35m,\x94 he said.", "“We owe £5m,” he said.", Some("windows-1252"));
        let polish = "„Nie możemy już dłużej czekać”, powiedział wójt gminy Łódź.";
        check(encoding_rs::WINDOWS_1250.encode(polish).0, polish, Some("windows-1250"));
        let russian = "«Мы не знаем, что будет завтра», — сказал министр иностранных дел.";
        check(encoding_rs::WINDOWS_1251.encode(russian).0, russian, Some("windows-1251"));
        let japanese = "首相は「明日の会議で決める」と述べた。";
        check(encoding_rs::SHIFT_JIS.encode(japanese).0, japanese, Some("Shift_JIS"));
    }

    #[test]
    fn a_broken_byte_does_not_make_another_encoding_of_utf_8() {
        let decoded = decode("“one” “two” “three”".bytes().chain([0xe2, 0x80]).collect()).unwrap();
        assert_eq!(decoded.text, "“one” “two” “three”\u{FFFD}");
        assert_eq!((decoded.encoding, decoded.damaged), (None, 1));
    }

    #[test]
    fn every_line_end_becomes_lf() {
        check("a\r\nb\rc\nd\u{85}e\u{2028}f\u{2029}g\r\r\n\nh", "a\nb\nc\nd\ne\nf\ng\n\n\nh", None);
        check("tab\tvt\u{b}ff\u{c}", "tab\tvt\u{b}ff\u{c}", None);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        check_is_no_text(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR");
        check_is_no_text(b"text with a \x00 in it");
        check_is_no_text((0u8..=255).collect::<Vec<_>>());
        check_is_no_text(b"\x01\x02\x03\x04 \x1b\x1b\x1b");
        check_is_no_text(b"\xff\xfe\x00\x00a\x00\x00\x00b\x00\x00\x00");
    }

    #[test]
    fn a_few_escape_sequences_are_still_text() {
        let text = format!("\u{1b}[31mred\u{1b}[0m {}", "words ".repeat(20));
        check(&text, &text, None);
    }
}
