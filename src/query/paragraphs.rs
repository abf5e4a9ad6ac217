//! What stands around quotations, read from the store article by article.

use std::borrow::Cow;

use super::matcher::Matcher;
use crate::store::{ArticleIx, Catalog, QuotationIx};
use crate::text::fold::Arena;
use crate::text::{ByteRange, Paragraphs, Positions, unwrap};

/// The article read last, for quotations that come in store order.
#[derive(Debug, Default)]
pub struct Surroundings {
    article: Option<ArticleIx>,
    text: Option<String>,
    paragraphs: Paragraphs,
    /// What the last matcher said of the whole article.
    answer: Option<bool>,
}

impl Surroundings {
    /// The paragraph or paragraphs that the quotation stands in; where the article's text is not there, the quotation.
    pub fn paragraph<'s>(&'s mut self, catalog: &'s Catalog, ix: QuotationIx) -> Cow<'s, str> {
        self.around(catalog, ix, 0)
    }

    /// The quotation's paragraph with `more` paragraphs before and after it.
    pub fn around<'s>(&'s mut self, catalog: &'s Catalog, ix: QuotationIx, more: usize) -> Cow<'s, str> {
        self.read(catalog, ix);
        match self.span(catalog, ix, more) {
            Some(span) => {
                let text = self.text.as_deref().unwrap_or_default();
                let within = |paragraph: &&ByteRange| span.start <= paragraph.start && paragraph.start < span.end;
                let paragraphs: Vec<Cow<'_, str>> =
                    self.paragraphs.spans().iter().filter(within).map(|one| unwrap(one.of(text), text)).collect();
                match <[_; 1]>::try_from(paragraphs) {
                    Ok([one]) => one,
                    Err(several) => Cow::Owned(several.join("\n\n")),
                }
            }
            None => catalog.quotation(ix).words(),
        }
    }

    /// What stands right before and right after the quotation's words; `None` where they have no place.
    pub fn edges(&mut self, catalog: &Catalog, ix: QuotationIx) -> Option<(String, String)> {
        const LENGTH: usize = 32;
        self.read(catalog, ix);
        let text = self.text.as_deref()?;
        let place = Positions::new(text).span(catalog.quotation(ix).at()?)?;
        let mut before: Vec<char> = text[..place.start].chars().rev().take(LENGTH).collect();
        before.reverse();
        Some((before.into_iter().collect(), text[place.end..].chars().take(LENGTH).collect()))
    }

    /// Whether the whole article matches; where its text is not there, the quotation. For one matcher only.
    pub(super) fn article_matches(
        &mut self,
        catalog: &Catalog,
        ix: QuotationIx,
        matcher: &Matcher,
        scratch: &mut Arena,
    ) -> bool {
        self.read(catalog, ix);
        let Some(text) = &self.text else { return matcher.matches(&catalog.quotation(ix).words(), scratch) };
        *self.answer.get_or_insert_with(|| matcher.matches(&unwrap(text, ""), scratch))
    }

    /// Whether an earlier text of the article matches. For one matcher only.
    pub(super) fn revision_matches(
        &mut self,
        catalog: &Catalog,
        ix: QuotationIx,
        matcher: &Matcher,
        scratch: &mut Arena,
    ) -> bool {
        let article = catalog.quotation(ix).article();
        if self.article != Some(article) {
            (self.article, self.answer) = (Some(article), None);
        }
        *self.answer.get_or_insert_with(|| {
            let revisions = catalog.document(article).map(|document| document.revisions).unwrap_or_default();
            revisions.iter().any(|revision| matcher.matches(&unwrap(&revision.text, ""), scratch))
        })
    }

    fn read(&mut self, catalog: &Catalog, ix: QuotationIx) {
        let article = catalog.quotation(ix).article();
        if self.article == Some(article) {
            return;
        }
        self.article = Some(article);
        self.answer = None;
        self.text = catalog.article_text(article);
        self.paragraphs = self.text.as_deref().map(Paragraphs::new).unwrap_or_default();
    }

    fn span(&self, catalog: &Catalog, ix: QuotationIx, more: usize) -> Option<ByteRange> {
        let text = self.text.as_deref()?;
        let place = Positions::new(text).span(catalog.quotation(ix).at()?)?;
        let spans = self.paragraphs.spans();
        let first = self.paragraphs.number(place.start).checked_sub(1)?.saturating_sub(more);
        let last = (self.paragraphs.number(place.end.max(1) - 1).checked_sub(1)? + more).min(spans.len() - 1);
        Some(ByteRange::new(spans[first].start, spans[last].end.max(place.end)))
    }
}
