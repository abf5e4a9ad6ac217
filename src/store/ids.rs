//! Names of articles and quotations, and the names of those that have none: hand-written documents need not give any,
//! but everything that can be edited must be called something. Made-up names follow from the words alone, so that the
//! same document gets the same names each time.

use super::segment::Segment;
use super::strings::{NONE, Strings};
use crate::article::{ArticleField, Metadata};
use crate::quotation::Quotation;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

/// Longest id made of a title, in characters.
const LONGEST: usize = 60;

/// What an id is found by.
pub(crate) fn hash(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// An id made of a title or other words: lower case, accents off, hyphens between words. Empty when nothing is left.
#[must_use]
pub fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '’' | '\'') {
            slug.push('-');
        }
        if slug.len() > 4 * LONGEST {
            break;
        }
    }
    if slug.chars().count() > LONGEST {
        let cut = slug.char_indices().nth(LONGEST).map_or(slug.len(), |(at, _)| at);
        let behind = slug[cut..].chars().next().map_or(cut, |character| cut + character.len_utf8());
        slug.truncate(slug[..behind].rfind('-').filter(|&at| at > 0).unwrap_or(cut));
    }
    let slug = slug.trim_end_matches('-');
    // A YAML reader would take an id of digits for a number.
    if slug.starts_with(|c: char| c.is_ascii_digit()) && !slug.contains(|c: char| c.is_alphabetic()) {
        return format!("article-{slug}");
    }
    slug.to_owned()
}

/// The id of an article that is not given one: of its title, else its file's name, else its first words.
#[must_use]
pub fn of_article(meta: &Metadata, words: &str) -> String {
    article_id(meta.title.as_deref(), meta.file.as_deref(), words)
}

fn article_id(title: Option<&str>, file: Option<&str>, words: &str) -> String {
    let stem =
        file.map(|file| file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(file, |(stem, _)| stem));
    let first = words.lines().find(|line| !line.trim().is_empty()).map(|line| {
        let end = line.match_indices(char::is_whitespace).nth(7).map_or(line.len(), |(at, _)| at);
        &line[..end]
    });
    let made = [title, stem, first].into_iter().flatten().map(slug).find(|slug| !slug.is_empty());
    made.unwrap_or_else(|| "article".to_owned())
}

/// How many numbers are tried one by one.
const ONE_BY_ONE: usize = 16;

/// `id`, or the first of `id-2`, `id-3`, … that is not taken. Past `ONE_BY_ONE` it is one behind a taken one, found in
/// steps that double, so that ten thousand articles of one title are no hundred million questions.
pub fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(id) {
        return id.to_owned();
    }
    let numbered = |number: usize| format!("{id}-{number}");
    if let Some(free) = (2..=ONE_BY_ONE).map(numbered).find(|id| !taken(id)) {
        return free;
    }
    let (mut is_taken, mut is_free) = (ONE_BY_ONE, 2 * ONE_BY_ONE);
    while taken(&numbered(is_free)) {
        (is_taken, is_free) = (is_free, 2 * is_free);
    }
    while is_free - is_taken > 1 {
        let between = is_taken + (is_free - is_taken) / 2;
        if taken(&numbered(between)) { is_taken = between } else { is_free = between }
    }
    numbered(is_free)
}

/// The id of a quotation's words: the hash of the words and of how many equal ones stand before them.
#[must_use]
pub fn of_words(words: &str, before: usize) -> String {
    let mut bytes = words.as_bytes().to_vec();
    bytes.extend_from_slice(&(before as u64).to_le_bytes());
    format!("q{:08x}", xxh3_64(&bytes) as u32)
}

/// What a quotation is called: its id, or what its id would be.
pub(crate) fn name(quotation: &Quotation) -> String {
    if quotation.id.is_empty() { of_words(&quotation.text, 0) } else { quotation.id.clone() }
}

/// The id of an article, else the one that would be made for it, whatever is taken.
pub(crate) fn in_segment(segment: &Segment, article: usize) -> String {
    let (row, pool) = (&segment.articles[article], &segment.pool);
    if let Some(id) = pool.optional(row.get(ArticleField::Id)) {
        return id.to_owned();
    }
    let quotations = segment.quotations_of(article);
    let words = if quotations.is_empty() { "" } else { segment.texts.get(quotations.start) };
    article_id(pool.optional(row.get(ArticleField::Title)), pool.optional(row.get(ArticleField::File)), words)
}

/// Gives an id to an article whose document gave none.
pub(crate) fn complete_article(segment: &mut Segment, article: usize, taken: impl Fn(&str) -> bool) {
    if segment.articles[article].get(ArticleField::Id) == NONE {
        let id = free(&in_segment(segment, article), taken);
        segment.articles[article].fields[ArticleField::Id as usize] = segment.pool.push(&id);
    }
}

/// Gives ids to the quotations of a segment whose documents gave none.
pub(crate) fn complete_quotations(segment: &mut Segment) {
    if (0..segment.len()).all(|quotation| !segment.ids.get(quotation).is_empty()) {
        return;
    }
    let mut ids = Strings::default();
    for article in 0..segment.articles.len() {
        let mut before: FxHashMap<&str, usize> = FxHashMap::default();
        for quotation in segment.quotations_of(article) {
            let words = segment.texts.get(quotation);
            let count = before.entry(words).or_default();
            match segment.ids.get(quotation) {
                "" => ids.push(&of_words(words, *count)),
                given => ids.push(given),
            };
            *count += 1;
        }
    }
    ids.shrink_to_fit();
    segment.ids = ids;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: &str) {
        assert_eq!(slug(title), expected);
    }

    #[test]
    fn titles_become_slugs() {
        assert!((1..=LONGEST).contains(&slug(&"долгий заголовок о порте ".repeat(9)).chars().count()));
        check("Trump invites Petro to the White House", "trump-invites-petro-to-the-white-house");
        check("  “Café — déjà-vu”!  ", "cafe-deja-vu");
        check("Don’t", "dont");
        check("東京 2026", "東京-2026");
        check("2026", "article-2026");
        check("…", "");
        check(&"word ".repeat(40), &"word-".repeat(12)[..59]);
    }

    #[test]
    fn articles_without_a_title_are_called_by_their_file_or_words() {
        let file = |name: &str| Metadata { file: Some(name.to_owned()), ..Metadata::default() };
        assert_eq!(of_article(&file("My Article.v2.txt"), "x"), "my-article-v2");
        assert_eq!(of_article(&file(".txt"), "x"), "txt");
        assert_eq!(
            of_article(&Metadata::default(), "\n One two three four five six seven eight nine"),
            "one-two-three-four-five-six-seven"
        );
        assert_eq!(of_article(&Metadata::default(), ""), "article");
    }

    #[test]
    fn a_taken_id_is_numbered() {
        assert_eq!(free("a", |id| id == "a" || id == "a-2"), "a-3");
    }

    #[test]
    fn thousands_of_one_title_take_few_steps_each() {
        let (mut taken, steps) = (rustc_hash::FxHashSet::<String>::default(), std::cell::Cell::new(0usize));
        for _ in 0..5_000 {
            let id = free("a", |id| {
                steps.set(steps.get() + 1);
                taken.contains(id)
            });
            assert!(taken.insert(id));
        }
        assert!(steps.get() < 5_000 * 50, "{}", steps.get());
        assert_eq!(taken.len(), 5_000);
        assert!(taken.contains("a-5000"), "no number is left out");
    }

    #[test]
    fn equal_words_get_different_ids_that_are_no_numbers() {
        assert_ne!(of_words("x", 0), of_words("x", 1));
        assert!(of_words("x", 0).starts_with('q'));
    }
}
