//! Why a text that looks like an article gives no quotation, where that can be told.

use super::lexicon::{self, Classes, word_id};

/// Shorter texts need no reason.
const FEWEST_WORDS: usize = 80;
/// How many words tell the language.
const SAMPLE: usize = 400;

/// Why no quotation was found in `text`.
#[must_use]
pub fn silence(text: &str) -> Option<&'static str> {
    let (mut words, mut small) = (0usize, 0usize);
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).take(SAMPLE) {
        words += 1;
        small += usize::from(lexicon::classes(word_id(word)).any(Classes::FUNCTION));
    }
    if words < FEWEST_WORDS {
        return None;
    }
    // Every third word of an English text is an article, a pronoun, a preposition or an auxiliary.
    Some(if small * 7 < words {
        "it does not look like English"
    } else if text.contains(['“', '”', '"', '«', '»', '„', '‘']) || text.contains("''") {
        "the words in quotation marks look like titles or terms"
    } else {
        "it has no quotation marks and no speaker labels"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_read_off_the_text() {
        let english = "The ferry left in the morning and it was full of people who had waited for it. ".repeat(8);
        let german = "Die Fähre fuhr am Morgen ab und war voller Leute, welche lange gewartet hatten. ".repeat(8);
        assert_eq!(silence("Too short."), None);
        assert!(silence(&english).is_some_and(|why| why.contains("no quotation marks")));
        assert!(silence(&format!("{english} “Tides”")).is_some_and(|why| why.contains("titles")));
        assert!(silence(&german).is_some_and(|why| why.contains("English")));
    }
}
