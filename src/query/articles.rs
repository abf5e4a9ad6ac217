//! What looks into articles: `full:`, `context:` and `about:`.
//!
//! Where there is a cache, a value is looked for among the words of a segment's articles, and then among the numbers of
//! words that its texts are. The store is read only for what neither tells.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::atomic::Ordering;

use super::bits::Bits;
use super::matcher::Matcher;
use super::paragraphs::Surroundings;
use super::runs::Run;
use super::search::Search;
use crate::index::{ArticleTexts, Context, Words};
use crate::store::QuotationIx;
use crate::text::ByteRange;
use crate::text::fold::Arena;

/// The articles of a segment as the cache has them.
struct Kept<'s, 'a> {
    search: &'s Search<'a>,
    words: Words,
    /// Read when they are first asked for.
    texts: OnceCell<Option<ArticleTexts>>,
    /// The words with their capitals.
    cased: OnceCell<String>,
}

impl Kept<'_, '_> {
    fn texts(&self) -> Option<&ArticleTexts> {
        self.texts.get_or_init(|| self.search.index.article_texts(self.search.catalog, self.search.number)).as_ref()
    }

    /// Whether the words in `range` match. `scratch` is memory to write and fold them into.
    fn matches(
        &self,
        texts: &ArticleTexts,
        (matcher, run): (&Matcher, &Run),
        range: &Range<usize>,
        (written, folded): &mut (String, Arena),
    ) -> bool {
        match run {
            Run::Nowhere => false,
            Run::Of(flags, last) => texts.has_run(range.clone(), flags, *last),
            Run::Text(Some(flags)) if !texts.has_run(range.clone(), flags, 0) => false,
            Run::Text(_) => {
                let arena = self.words.arena();
                let all = ByteRange::new(0, arena.text().len());
                let words = if matcher.is_cased() {
                    self.cased.get_or_init(|| {
                        let mut cased = String::new();
                        arena.cased(all, &mut cased);
                        cased
                    })
                } else {
                    arena.text()
                };
                texts.write(range.clone(), &self.words, words, written);
                matcher.matches_folded(written, folded)
            }
        }
    }
}

impl<'a> Search<'a> {
    /// Keeps quotations of articles that match.
    pub(super) fn full(&self, matcher: &Matcher, found: &mut Bits) -> Option<()> {
        let kept = self.kept();
        let run = kept.as_ref().map(|kept| Run::of(matcher, &kept.words));
        let (mut read, mut folded, mut scratch) = (Surroundings::default(), Arena::default(), Default::default());
        for article in 0..self.segment.articles_len() {
            let quotations = self.open(article, found)?;
            let Some(&first) = quotations.first() else { continue };
            let ix = self.catalog.quotation(QuotationIx::new(self.first + first)).article();
            let known = kept.as_ref().zip(run.as_ref()).filter(|_| self.catalog.article(ix).has_text());
            let is = known.and_then(|(kept, run)| {
                if matches!(run, Run::Nowhere) {
                    return Some(false);
                }
                let texts = kept.texts()?;
                Some(kept.matches(texts, (matcher, run), &texts.full(article)?, &mut scratch))
            });
            for quotation in quotations {
                let is = is.unwrap_or_else(|| {
                    let ix = QuotationIx::new(self.first + quotation);
                    read.article_matches(self.catalog, ix, matcher, &mut folded)
                });
                if !is {
                    found.remove(quotation);
                }
            }
        }
        Some(())
    }

    /// Keeps quotations that mention one of several names, or stand in paragraphs that do.
    pub(super) fn about(&self, names: &[Matcher], found: &mut Bits) -> Option<()> {
        let mut open = found.clone();
        for name in names {
            let mut here = open.clone();
            self.words(name, &mut here);
            open.and_not(&here);
        }
        let mut around = open.clone();
        self.paragraphs(names, &Bits::none(open.len()), &mut around)?;
        open.and_not(&around);
        found.and_not(&open);
        Some(())
    }

    /// Keeps quotations whose paragraphs match.
    pub(super) fn context(&self, matcher: &Matcher, found: &mut Bits) -> Option<()> {
        let mut own = found.clone();
        self.words(matcher, &mut own);
        self.paragraphs(std::slice::from_ref(matcher), &own, found)
    }

    /// Keeps quotations whose paragraphs match one of `matchers`; of those without a place in their article the ones in
    /// `own`, which match by their own words.
    fn paragraphs(&self, matchers: &[Matcher], own: &Bits, found: &mut Bits) -> Option<()> {
        let kept = self.kept();
        let runs: Option<Vec<(&Matcher, Run)>> =
            kept.as_ref().map(|kept| runs(matchers.iter().map(|matcher| (matcher, Run::of(matcher, &kept.words)))));
        if runs.as_ref().is_some_and(Vec::is_empty) {
            // No paragraph has the words.
            found.and(own);
        }
        let texts = kept.as_ref().filter(|_| !found.is_empty()).and_then(|kept| Some((kept, kept.texts()?)));
        let (mut read, mut folded, mut scratch) = (Surroundings::default(), Arena::default(), Default::default());
        for article in 0..self.segment.articles_len() {
            // Quotations that follow each other mostly stand in one paragraph.
            let mut last = None;
            for quotation in self.open(article, found)? {
                let ix = QuotationIx::new(self.first + quotation);
                let at = self.catalog.quotation(ix).at();
                let known = texts.zip(runs.as_ref()).map(|(kept, runs)| (kept, runs, kept.1.context(article, at)));
                let is = match known {
                    Some((_, _, Context::Nowhere)) => own.contains(quotation),
                    Some(((kept, texts), runs, Context::At(range))) => match &last {
                        Some((known, is)) if *known == range => *is,
                        _ => {
                            let mut runs = runs.iter();
                            let is =
                                runs.any(|(matcher, run)| kept.matches(texts, (matcher, run), &range, &mut scratch));
                            last = Some((range, is));
                            is
                        }
                    },
                    Some((_, _, Context::InPieces)) | None => {
                        let around = read.paragraph(self.catalog, ix);
                        matchers.iter().any(|matcher| matcher.matches(&around, &mut folded))
                    }
                };
                if !is {
                    found.remove(quotation);
                }
            }
        }
        Some(())
    }

    /// The articles of the segment, where a cache has them.
    fn kept(&self) -> Option<Kept<'_, 'a>> {
        let words = self.index.words(self.catalog, self.number)?;
        Some(Kept { search: self, words, texts: OnceCell::new(), cased: OnceCell::new() })
    }

    /// The quotations of an article of the segment that are in `found`; `None` when the search was stopped.
    fn open(&self, article: usize, found: &Bits) -> Option<Vec<usize>> {
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return None;
        }
        Some(self.segment.quotations_of(article).filter(|&quotation| found.contains(quotation)).collect())
    }
}

/// Without what is nowhere, and single words as one.
fn runs<'m>(all: impl Iterator<Item = (&'m Matcher, Run)>) -> Vec<(&'m Matcher, Run)> {
    let mut runs: Vec<(&Matcher, Run)> = Vec::new();
    for (matcher, run) in all {
        let single = runs.iter_mut().find_map(|(_, known)| match known {
            Run::Of(flags, 0) => Some(flags),
            _ => None,
        });
        match (run, single) {
            (Run::Nowhere, _) => {}
            (Run::Of(flags, 0), Some(known)) => known.iter_mut().zip(flags).for_each(|(known, own)| *known |= own),
            (run, _) => runs.push((matcher, run)),
        }
    }
    runs
}
