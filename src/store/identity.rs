//! Which article of a store a new one is: by its id, else its web address (without tracking parameters), else its text,
//! else a text largely the same under the same file name. Equal text under another address, outlet or date is another
//! article, and so is anything else, even under a name that is taken.
//!
//! Every way of looking takes about the same time however many articles there are: adding a thousand articles to ten
//! thousand must not mean ten million comparisons.

use super::error::StoreError;
use super::headers::{ArticleHeader, Headers, hash, text};
use super::source::read_document;
use crate::article::{Article, Metadata};
use crate::read::page_address;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// The articles of a store by what they are known by.
#[derive(Debug, Default)]
pub(crate) struct Known {
    urls: FxHashMap<String, usize>,
    texts: FxHashMap<u64, OfText>,
    files: FxHashMap<String, OfFile>,
}

impl Known {
    pub(crate) fn new(headers: &Headers) -> Self {
        let mut known = Self::default();
        for (number, article) in headers.articles.iter().enumerate() {
            let source = PublishedIn::of_header(article);
            if let Some(url) = &source.url {
                known.urls.entry(url.clone()).or_insert(number);
            }
            if let Some(text) = article.text {
                known.texts.entry(text).or_default().add(number, source);
            }
            if let Some(file) = &article.file {
                known.files.entry(file.clone()).or_default().numbers.push(number);
            }
        }
        known
    }

    /// The number of the article that `article` is.
    pub(crate) fn find(&mut self, headers: &Headers, article: &Article) -> Result<Option<usize>, StoreError> {
        if let Some(id) = &article.meta.id {
            return Ok(headers.find(id));
        }
        let source = PublishedIn::of(&article.meta);
        if let Some(&number) = source.url.as_ref().and_then(|url| self.urls.get(url)) {
            return Ok(Some(number));
        }
        let of_text = self.texts.get(&hash(&article.text));
        if let Some(number) = of_text.and_then(|of_text| of_text.find(&source)) {
            return Ok(Some(number));
        }
        let Some(same_name) = article.meta.file.as_ref().and_then(|file| self.files.get_mut(file)) else {
            return Ok(None);
        };
        for number in same_name.most_alike(headers, &article.text)? {
            let listed = &headers.articles[number];
            // One agency's text at two addresses or in two papers is two articles; a new date may be a revision's.
            let stored = PublishedIn { published: None, ..PublishedIn::of_header(listed) };
            if source.may_be(&stored)
                && listed.text != Some(hash(&article.text))
                && stored_text(headers, number)?.is_some_and(|text| largely_the_same(&text, &article.text))
            {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The number of the first article with the same text.
    pub(crate) fn same_text(&self, text: &str) -> Option<usize> {
        self.texts.get(&hash(text))?.first()
    }
}

/// Where and when an article was published: what tells articles of equal text apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct PublishedIn {
    /// The address without what says nothing of the page.
    url: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
}

impl PublishedIn {
    fn of(meta: &Metadata) -> Self {
        Self::new(meta.url.as_deref(), meta.outlet.as_deref(), meta.published.as_deref())
    }

    fn of_header(listed: &ArticleHeader) -> Self {
        Self::new(listed.url.as_deref(), listed.outlet.as_deref(), listed.published.as_deref())
    }

    fn new(url: Option<&str>, outlet: Option<&str>, published: Option<&str>) -> Self {
        Self { url: url.map(page_address), outlet: outlet.map(fold), published: published.map(str::to_owned) }
    }

    /// Whether nothing that both say differs. Of two dates the less exact one decides.
    fn may_be(&self, other: &Self) -> bool {
        fn agree(one: Option<&String>, other: Option<&String>, same: impl Fn(&str, &str) -> bool) -> bool {
            one.zip(other).is_none_or(|(one, other)| same(one, other))
        }
        let equal = |one: &str, other: &str| one == other;
        agree(self.url.as_ref(), other.url.as_ref(), equal)
            && agree(self.outlet.as_ref(), other.outlet.as_ref(), equal)
            && agree(self.published.as_ref(), other.published.as_ref(), |one, other| {
                one.starts_with(other) || other.starts_with(one)
            })
    }
}

/// An outlet's name as it is compared.
fn fold(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn stored_text(headers: &Headers, number: usize) -> Result<Option<String>, StoreError> {
    let listed = &headers.articles[number];
    if listed.text.is_none() {
        return Ok(None);
    }
    Ok(text(&read_document(&listed.path, listed.place)?, &listed.path))
}

/// The articles of one run that the store does not know yet, by what they are known by: the same article twice in one
/// run is one.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    ids: FxHashMap<String, usize>,
    urls: FxHashMap<String, usize>,
    texts: FxHashMap<u64, OfText>,
}

impl Batch {
    /// The number of the article that `article` is.
    pub(crate) fn find(&self, article: &Article) -> Option<usize> {
        if let Some(id) = &article.meta.id {
            return self.ids.get(id).copied();
        }
        let source = PublishedIn::of(&article.meta);
        let of_url = source.url.as_ref().and_then(|url| self.urls.get(url)).copied();
        let of_text = self.texts.get(&hash(&article.text)).and_then(|of_text| of_text.find(&source));
        of_url.into_iter().chain(of_text).min()
    }

    pub(crate) fn insert(&mut self, article: &Article, number: usize) {
        if let Some(id) = &article.meta.id {
            self.ids.entry(id.clone()).or_insert(number);
            return;
        }
        let source = PublishedIn::of(&article.meta);
        if let Some(url) = &source.url {
            self.urls.entry(url.clone()).or_insert(number);
        }
        self.texts.entry(hash(&article.text)).or_default().add(number, source);
    }

    /// The number of the first article with the same text.
    pub(crate) fn same_text(&self, text: &str) -> Option<usize> {
        self.texts.get(&hash(text))?.first()
    }
}

/// The articles of one text.
#[derive(Debug, Default)]
struct OfText {
    with_url: Vec<(usize, PublishedIn)>,
    without_url: Vec<(usize, PublishedIn)>,
}

impl OfText {
    fn add(&mut self, number: usize, source: PublishedIn) {
        let list = if source.url.is_some() { &mut self.with_url } else { &mut self.without_url };
        list.push((number, source));
    }

    /// The first that an article published in `source` may be. Those of another address need not be looked at: one of
    /// the same address was found by it.
    fn find(&self, source: &PublishedIn) -> Option<usize> {
        let with_url = if source.url.is_some() { &[][..] } else { &self.with_url };
        let first = |list: &[(usize, PublishedIn)]| {
            list.iter().find(|(_, other)| source.may_be(other)).map(|&(number, _)| number)
        };
        first(&self.without_url).into_iter().chain(first(with_url)).min()
    }

    fn first(&self) -> Option<usize> {
        let firsts = [self.with_url.first(), self.without_url.first()];
        firsts.into_iter().flatten().map(|&(number, _)| number).min()
    }
}

/// The articles that came from files of one name.
#[derive(Debug, Default)]
struct OfFile {
    numbers: Vec<usize>,
    /// The numbers of the articles whose sketch holds a hash; made when the name is first met.
    by_hash: Option<FxHashMap<u64, Vec<usize>>>,
}

/// How many hashes a sketch has. Two texts of which one has half of the runs of the other share a third of all their
/// runs, and so, but for one case in a hundred thousand million, at least one of so many.
const SKETCH: usize = 64;

/// A hash that more articles share is of words that the whole site repeats, and tells none of them apart.
const COMMON: usize = 32;

/// How many articles are compared word by word.
const COMPARED: usize = 8;

impl OfFile {
    /// The articles that share most with `text`, in the order of the store.
    fn most_alike(&mut self, headers: &Headers, text: &str) -> Result<Vec<usize>, StoreError> {
        if self.numbers.len() <= COMPARED {
            return Ok(self.numbers.clone());
        }
        let by_hash = match &mut self.by_hash {
            Some(by_hash) => by_hash,
            none => {
                let mut by_hash: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
                for &number in &self.numbers {
                    let stored = stored_text(headers, number)?;
                    for hash in stored.iter().flat_map(|text| sketch(text)) {
                        let numbers = by_hash.entry(hash).or_default();
                        if numbers.len() < COMMON {
                            numbers.push(number);
                        }
                    }
                }
                none.insert(by_hash)
            }
        };
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for hash in sketch(text) {
            for &number in by_hash.get(&hash).into_iter().flatten() {
                *shared.entry(number).or_default() += 1;
            }
        }
        let mut alike: Vec<(usize, usize)> = shared.into_iter().collect();
        alike.sort_unstable_by_key(|&(number, shared)| (std::cmp::Reverse(shared), number));
        let mut alike: Vec<usize> = alike.into_iter().take(COMPARED).map(|(number, _)| number).collect();
        alike.sort_unstable();
        Ok(alike)
    }
}

/// The hashes of a text's runs of four words.
fn runs(text: &str) -> FxHashSet<u64> {
    let words: Vec<u64> = text.split_whitespace().map(|word| xxh3_64(word.as_bytes())).collect();
    let run = |run: &[u64]| run.iter().fold(0u64, |hash, word| hash.rotate_left(17) ^ word);
    words.windows(4.min(words.len()).max(1)).map(run).collect()
}

/// The smallest hashes of a text's runs: texts that share many runs share some of these.
fn sketch(text: &str) -> Vec<u64> {
    let mut hashes: Vec<u64> = runs(text).into_iter().collect();
    if hashes.len() > SKETCH {
        hashes.select_nth_unstable(SKETCH);
        hashes.truncate(SKETCH);
    }
    hashes
}

/// Whether half of the longer text's runs of four words are in the other.
fn largely_the_same(a: &str, b: &str) -> bool {
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

    /// A text of its own for each number, with a sentence that all share.
    fn text_of(number: usize) -> String {
        let words: Vec<String> = (0..150).map(|word| format!("w{number}x{word}")).collect();
        format!("{} All rights are reserved by the owners of this site.", words.join(" "))
    }

    #[test]
    fn a_revision_is_found_among_many_articles_of_one_file_name_and_few_are_compared() {
        let mut by_hash: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for number in 0..500 {
            for hash in sketch(&text_of(number)) {
                by_hash.entry(hash).or_default().push(number);
            }
        }
        by_hash.values_mut().for_each(|numbers| numbers.truncate(COMMON));
        let mut same_name = OfFile { numbers: (0..500).collect(), by_hash: Some(by_hash) };
        let headers = Headers::default();
        let revised = text_of(321).replace("x14 ", "x14 really ").replace("x90 ", "");
        let alike = same_name.most_alike(&headers, &revised).unwrap();
        assert!(alike.contains(&321) && alike.len() <= COMPARED, "{alike:?}");
        let other = same_name.most_alike(&headers, &text_of(9_999)).unwrap();
        assert!(other.len() <= COMPARED, "{other:?}");
    }

    #[test]
    fn the_same_article_twice_in_one_run_is_one() {
        let article = |url: Option<&str>, text: &str| Article {
            meta: Metadata { url: url.map(str::to_owned), ..Metadata::default() },
            text: text.to_owned(),
            ..Article::default()
        };
        let mut batch = Batch::default();
        batch.insert(&article(Some("https://a.example/1"), "one"), 0);
        batch.insert(&article(Some("https://a.example/2"), "one"), 1);
        batch.insert(&article(None, "two"), 2);
        assert_eq!(batch.find(&article(Some("https://a.example/2"), "revised")), Some(1));
        assert_eq!(batch.find(&article(Some("https://a.example/3"), "one")), None);
        assert_eq!(batch.find(&article(None, "one")), Some(0));
        assert_eq!(batch.find(&article(Some("https://a.example/3"), "two")), Some(2));
        assert_eq!(batch.find(&article(None, "three")), None);
        assert_eq!(batch.find(&article(Some("https://a.example/2?utm_source=mail#top"), "revised")), Some(1));
    }

    #[test]
    fn equal_text_under_another_outlet_or_date_is_another_article() {
        let article = |outlet: Option<&str>, published: Option<&str>| Article {
            meta: Metadata {
                outlet: outlet.map(str::to_owned),
                published: published.map(str::to_owned),
                ..Metadata::default()
            },
            text: "one".into(),
            ..Article::default()
        };
        let mut batch = Batch::default();
        batch.insert(&article(Some("The Quay"), Some("2026-01-08T10:00:00Z")), 0);
        for (outlet, published, expected) in [
            (Some("the  quay"), Some("2026-01-08"), Some(0)),
            (None, Some("2026"), Some(0)),
            (None, None, Some(0)),
            (Some("The Lamp"), None, None),
            (Some("The Quay"), Some("2026-01-09"), None),
        ] {
            assert_eq!(batch.find(&article(outlet, published)), expected, "{outlet:?} {published:?}");
        }
        assert_eq!(batch.same_text("one"), Some(0));
    }
}
