//! Plain text that another program spoiled: HTML entities left in it, and UTF-8 read as a Western encoding (mojibake).

use std::borrow::Cow;

use super::entities;
use super::pending::Repair;

/// The text with its characters as they were meant, and what was done to it.
#[must_use]
pub(super) fn repair(text: String) -> (String, Vec<Repair>) {
    let mut garbled = 0;
    let text = match mojibake(&text, &mut garbled) {
        Cow::Owned(repaired) => repaired,
        Cow::Borrowed(_) => text,
    };
    let (text, escaped) = match entities::html_escaped_twice(&text) {
        (Cow::Owned(repaired), escaped) => (repaired, escaped),
        (Cow::Borrowed(_), escaped) => (text, escaped),
    };
    let done = [("garbled characters (mojibake) repaired", garbled), ("HTML entities decoded", escaped)];
    (text, done.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| Repair { what, count }).collect())
}

/// Text may be spoiled more than once: `Ã¢â‚¬Å“` is `â€œ` read wrongly again.
const ROUNDS: usize = 3;

fn mojibake<'t>(text: &'t str, count: &mut usize) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for _ in 0..ROUNDS {
        match mojibake_once(&text, count) {
            Some(repaired) => text = Cow::Owned(repaired),
            None => break,
        }
    }
    text
}

fn mojibake_once(text: &str, count: &mut usize) -> Option<String> {
    if !text.contains(SPOILED) {
        return None;
    }
    let mut result = String::with_capacity(text.len());
    let mut found = 0;
    let mut rest = text;
    while let Some(at) = rest.find(SPOILED) {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, length) = match meant(rest) {
            Some(repaired) => {
                found += 1;
                repaired
            }
            None => {
                let first = rest.chars().next().unwrap_or('\u{fffd}');
                (first, first.len_utf8())
            }
        };
        result.push(character);
        rest = &rest[length..];
    }
    result.push_str(rest);
    *count += found;
    (found > 0).then_some(result)
}

/// What spoiled characters begin with.
const SPOILED: [char; 7] = ['Ã', 'Â', 'Å', 'Ë', 'â', 'ð', '‚'];

/// Typographic marks in UTF-8 read as Mac OS Roman.
const MAC: &[(&str, char)] =
    &[("‚Äú", '“'), ("‚Äù", '”'), ("‚Äô", '’'), ("‚Äò", '‘'), ("‚Äî", '—'), ("‚Äì", '–'), ("‚Ä¶", '…')];

/// The character that was meant at the head of `text`, and the length of what stands there instead.
fn meant(text: &str) -> Option<(char, usize)> {
    if text.starts_with('‚') {
        return MAC
            .iter()
            .find(|(spoiled, _)| text.starts_with(spoiled))
            .map(|(spoiled, meant)| (*meant, spoiled.len()));
    }
    let mut bytes = [0u8; 4];
    let mut letters = text.chars();
    bytes[0] = western(letters.next()?)?;
    let wanted = match bytes[0] {
        0xC2 | 0xC3 | 0xC5 | 0xCB => 2,
        0xE2 => 3,
        0xF0 => 4,
        _ => return None,
    };
    let mut length = text.chars().next()?.len_utf8();
    for (index, slot) in bytes.iter_mut().enumerate().take(wanted).skip(1) {
        let next = letters.next();
        match next.and_then(western).filter(|byte| (0x80..0xC0).contains(byte)) {
            Some(byte) => {
                *slot = byte;
                length += next.map_or(0, char::len_utf8);
            }
            // The last byte of a closing mark has no character of its own in the Western encoding and gets lost.
            None if index == 2 && bytes[..2] == [0xE2, 0x80] => {
                let lost = if next == Some('\u{fffd}') { '\u{fffd}'.len_utf8() } else { 0 };
                return Some(('”', length + lost));
            }
            None => return None,
        }
    }
    let character = std::str::from_utf8(&bytes[..wanted]).ok()?.chars().next()?;
    // Ã and Â are letters, too: only letters, signs and spaces of the Latin alphabets follow from them.
    (wanted > 2 || character >= '\u{a0}').then_some((character, length))
}

/// The byte that stands for a character in the Western encoding of Windows, its gaps filled as browsers do.
fn western(character: char) -> Option<u8> {
    let code = u32::from(character);
    if (0x80..=0xFF).contains(&code) {
        return u8::try_from(code).ok();
    }
    const UPPER: [char; 27] = [
        '€', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 'Ž', '‘', '’', '“', '”', '•', '–', '—', '˜', '™',
        'š', '›', 'œ', 'ž', 'Ÿ',
    ];
    const BYTES: [u8; 27] = [
        0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8B, 0x8C, 0x8E, 0x91, 0x92, 0x93, 0x94, 0x95,
        0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9E, 0x9F,
    ];
    UPPER.iter().position(|&known| known == character).map(|at| BYTES[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str, entities: usize, mojibake: usize) {
        let (found, repairs) = repair(text.to_owned());
        let count =
            |word: &str| repairs.iter().find(|repair| repair.what.contains(word)).map_or(0, |repair| repair.count);
        assert_eq!((found.as_str(), count("entities"), count("garbled")), (expected, entities, mojibake));
    }

    #[test]
    fn entities_become_characters() {
        check(
            "&ldquo;It&rsquo;s &#8220;odd&#x201D;&rdquo; &mdash; &quot;A&amp;B&quot;",
            "“It’s “odd”” — \"A&B\"",
            9,
            0,
        );
        check("&amp;ldquo;One&amp;rdquo;", "“One”", 2, 0);
        check("&#147;One&#148;", "“One”", 2, 0);
        check("R&D; Smith & Sons; a &foo; b & c; &#0;", "R&D; Smith & Sons; a &foo; b & c; &#0;", 0, 0);
    }

    #[test]
    fn mojibake_becomes_what_was_meant() {
        check("â€œIt wonâ€™t do,â€\u{9d} said ZoÃ« â€” Â£5", "“It won’t do,” said Zoë — £5", 0, 6);
        check("â€œNo,â€ he said.", "“No,” he said.", 0, 2);
        check("Ã¢â‚¬Å“No", "“No", 0, 4);
        check("‚ÄúNo,‚Äù he said", "“No,” he said", 0, 2);
    }

    #[test]
    fn letters_that_are_meant_stay() {
        for text in ["São Paulo, SÃO PAULO", "château, âge", "CAFÉ»", "Â, Ê, Î", "«Voilà», dit-il"] {
            check(text, text, 0, 0);
        }
    }
}
