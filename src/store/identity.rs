//! Which article of a store a new one is: by its id, else its web address, else its text, else a text largely the same
//! under the same file name. Anything else is another article, even under a name that is taken.

use super::error::StoreError;
use super::headers::{Outline, hash, text};
use crate::article::Article;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// The articles of a store by what they are known by.
#[derive(Debug, Default)]
pub(crate) struct Known {
    urls: FxHashMap<String, usize>,
    texts: FxHashMap<u64, Vec<usize>>,
    files: FxHashMap<String, Vec<usize>>,
}

impl Known {
    pub(crate) fn new(outline: &Outline) -> Self {
        let mut known = Self::default();
        for (number, article) in outline.articles.iter().enumerate() {
            if let Some(url) = &article.url {
                known.urls.entry(url.clone()).or_insert(number);
            }
            if let Some(text) = article.text {
                known.texts.entry(text).or_default().push(number);
            }
            if let Some(file) = &article.file {
                known.files.entry(file.clone()).or_default().push(number);
            }
        }
        known
    }

    /// The number of the article that `article` is.
    pub(crate) fn find(&self, outline: &Outline, article: &Article) -> Result<Option<usize>, StoreError> {
        if let Some(id) = &article.meta.id {
            return Ok(outline.find(id));
        }
        let url = article.meta.url.as_deref();
        if let Some(&number) = url.and_then(|url| self.urls.get(url)) {
            return Ok(Some(number));
        }
        // Two addresses are two articles, even of one agency's text.
        let may_be = |number: &usize| url.is_none() || outline.articles[*number].url.is_none();
        let mut of_text = self.texts.get(&hash(&article.text)).into_iter().flatten().copied();
        if let Some(number) = of_text.find(may_be) {
            return Ok(Some(number));
        }
        let Some(file) = &article.meta.file else { return Ok(None) };
        for number in self.files.get(file).into_iter().flatten().copied().filter(may_be) {
            let listed = &outline.articles[number];
            if listed.text.is_none() {
                continue;
            }
            let text = text(&super::add::read(&listed.path, listed.place)?, &listed.path);
            if text.is_some_and(|text| largely_the_same(&text, &article.text)) {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}

/// Whether half of the longer text's runs of four words are in the other.
fn largely_the_same(a: &str, b: &str) -> bool {
    let runs = |text: &str| -> FxHashSet<u64> {
        let words: Vec<u64> = text.split_whitespace().map(|word| xxh3_64(word.as_bytes())).collect();
        let run = |run: &[u64]| run.iter().fold(0u64, |hash, word| hash.rotate_left(17) ^ word);
        words.windows(4.min(words.len()).max(1)).map(run).collect()
    };
    let (a, b) = (runs(a), runs(b));
    let common = a.intersection(&b).count();
    common > 0 && common * 2 >= a.len().max(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_told_from_another_article() {
        let words: Vec<String> = (0..200).map(|number| format!("word{number}")).collect();
        let text = words.join(" ");
        assert!(largely_the_same(&text, &text.replace("word7 ", "other ")));
        assert!(largely_the_same(&text, &format!("{text} Correction: this was added later.")));
        assert!(!largely_the_same(&text, &text.replace("word", "w")));
        assert!(!largely_the_same(&text, ""));
        assert!(largely_the_same("two words", "two words"));
    }
}
