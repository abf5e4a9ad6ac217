//! Which language a text is in, where nothing says so.

use whatlang::{Lang, detect as detected};

/// Texts shorter than this, in bytes, are too short to tell.
const SHORTEST: usize = 200;
/// So much of a text is looked at.
const SAMPLE: usize = 4000;

/// A language that a text is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its tag, such as `fr`.
    pub tag: &'static str,
    /// Its English name.
    pub name: &'static str,
}

/// The language of a text; `None` where it cannot be told for sure.
#[must_use]
pub fn language_of(text: &str) -> Option<Language> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    if sample.len() < SHORTEST {
        return None;
    }
    if is_plainly_english(sample) {
        return Some(Language { tag: tag(Lang::Eng), name: Lang::Eng.eng_name() });
    }
    let found = detected(sample).filter(whatlang::Info::is_reliable)?;
    Some(Language { tag: tag(found.lang()), name: found.lang().eng_name() })
}

/// Whether it is one of the words that make up a fifth of English prose and next to nothing of that in any other
/// language.
fn is_commonly_english(word: &str) -> bool {
    let any = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    match word.len() {
        2 => any(&["of", "to", "is", "it"]),
        3 => any(&["the", "and", "for"]),
        4 => any(&["that", "with", "said"]),
        _ => false,
    }
}

/// So many words are looked at before a text is taken for English.
const FIRST_WORDS: usize = 120;

/// Whether the first words leave no doubt: most texts are English, and detection takes as long as all other reading.
fn is_plainly_english(sample: &str) -> bool {
    let (mut words, mut english) = (0usize, 0usize);
    for word in sample.split_ascii_whitespace().take(FIRST_WORDS) {
        words += 1;
        english += usize::from(is_commonly_english(word));
    }
    words >= 30 && english * 100 >= words * 9
}

/// The tag of a language: of two letters where it has one, else of three.
fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_longer_texts() {
        let english = "The council met on Monday to talk about the old bridge, which has been closed since the spring. \
                       Nobody in the room knew when it would open again, and most of those who spoke were angry about \
                       it, as they had been the year before.";
        let french = "Le conseil s’est réuni lundi pour parler du vieux pont, fermé depuis le printemps. Personne dans la \
                      salle ne savait quand il rouvrirait, et la plupart de ceux qui ont pris la parole étaient en colère, \
                      comme ils l’avaient été l’année précédente.";
        assert_eq!(language_of(english).map(|language| language.tag), Some("en"));
        assert_eq!(language_of(french).map(|language| language.name), Some("French"));
        assert_eq!(language_of("Le conseil"), None);
        assert_eq!(language_of(""), None);
    }
}
