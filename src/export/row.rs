//! One quotation with all that is known of it and its article: what every format writes.

use std::borrow::Cow;
use std::path::Path;

use serde::Serialize;

use crate::article::{Article, Metadata};
use crate::extract::Extraction;
use crate::quotation::Quotation;
use crate::speaker::Speaker;
use crate::store::{Catalog, QuotationIx};
use crate::text::{Paragraphs, Positions};

/// One quotation as output has it. The order of the fields is the order of the NDJSON keys and of the CSV columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Row<'a> {
    /// The article's name.
    pub article: Cow<'a, str>,
    /// The quotation's name in its article.
    pub id: Cow<'a, str>,
    /// Whom it is attributed to.
    pub speaker: Option<Cow<'a, str>>,
    /// `person`, `organisation` or `unnamed`; absent without a speaker.
    pub speaker_kind: Option<&'static str>,
    /// The speaker's office, title or description.
    pub role: Option<Cow<'a, str>>,
    /// Exactly what stands between the marks.
    pub text: Cow<'a, str>,
    /// `direct`, `mixed` or `indirect`.
    pub kind: Option<&'static str>,
    /// First code point in the article's text.
    pub start: Option<u32>,
    /// One past the last code point.
    pub end: Option<u32>,
    /// The paragraph's number, from 1.
    pub paragraph: Option<u32>,
    /// The words that signal the attribution.
    pub cue: Option<Cow<'a, str>>,
    /// The words that name the speaker there.
    pub mention: Option<Cow<'a, str>>,
    /// The rule that made the attribution.
    pub rule: Option<Cow<'a, str>>,
    /// How sure the program is, from 0 to 1.
    pub confidence: Option<f32>,
    /// The id of the earlier part of a split quotation.
    pub continues: Option<Cow<'a, str>>,
    /// `confirmed` or `rejected`; absent while nobody looked.
    pub review: Option<&'static str>,
    /// Marked by a person.
    pub star: bool,
    /// A person's tags.
    pub tags: Vec<Cow<'a, str>>,
    /// A person's note.
    pub note: Option<Cow<'a, str>>,
    /// The quotation no longer stands in the article's text, and so has no place there; said only where it is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// The article's headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Cow<'a, str>>,
    /// The article's web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Cow<'a, str>>,
    /// Who published the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Cow<'a, str>>,
    /// Who wrote the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Cow<'a, str>>,
    /// When the article was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Cow<'a, str>>,
    /// The article's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Cow<'a, str>>,
    /// The paragraphs around the quotation, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Cow<'a, str>>,
}

impl<'a> Row<'a> {
    /// The row of `quotation`, one of an article with the metadata `meta` and the speakers `speakers`. `paragraph` is
    /// the number of the paragraph that it stands in, where the article's text is at hand.
    #[must_use]
    pub fn new(meta: &'a Metadata, speakers: &'a [Speaker], quotation: &'a Quotation, paragraph: Option<u32>) -> Self {
        let speaker = quotation.speaker.as_deref();
        let known = speaker.and_then(|name| speakers.iter().find(|speaker| speaker.name == name));
        let evidence = quotation.evidence.as_ref();
        // The numbers that are left are those of a text before: here they would point at other words.
        let at = quotation.at.filter(|_| !quotation.gone);
        let words = |located: &'a Option<crate::quotation::Excerpt>| located.as_ref().map(|l| borrowed(&l.text));
        Self {
            article: article_name(meta),
            id: borrowed(&quotation.id),
            speaker: speaker.map(borrowed),
            speaker_kind: speaker.map(|_| known.map(|speaker| speaker.kind).unwrap_or_default().word()),
            role: known.and_then(|speaker| speaker.role.as_deref()).map(borrowed),
            text: borrowed(&quotation.text),
            kind: quotation.kind.map(crate::quotation::Kind::word),
            start: at.map(|at| at.start),
            end: at.map(|at| at.end),
            paragraph: paragraph.filter(|_| !quotation.gone),
            cue: evidence.and_then(|evidence| words(&evidence.cue)),
            mention: evidence.and_then(|evidence| words(&evidence.mention)),
            rule: evidence.filter(|evidence| !evidence.rule.is_empty()).map(|evidence| borrowed(&evidence.rule)),
            confidence: evidence.map(|evidence| evidence.confidence),
            continues: quotation.continues.as_deref().map(borrowed),
            review: quotation.review.map(crate::quotation::Review::word),
            star: quotation.star,
            tags: quotation.tags.iter().map(|tag| borrowed(tag)).collect(),
            note: quotation.note.as_deref().map(borrowed),
            gone: quotation.gone,
            title: meta.title.as_deref().map(borrowed),
            url: meta.url.as_deref().map(borrowed),
            outlet: meta.outlet.as_deref().map(borrowed),
            author: meta.author.as_deref().map(borrowed),
            published: meta.published.as_deref().map(borrowed),
            language: meta.language.as_deref().map(borrowed),
            context: None,
        }
    }

    /// The row of a quotation of a catalogue.
    #[must_use]
    pub fn of_catalog(catalog: &'a Catalog, ix: QuotationIx) -> Self {
        let quotation = catalog.quotation(ix);
        let article = catalog.article(quotation.article());
        let speaker = quotation.speaker().map(|speaker| catalog.speaker(speaker));
        let at = quotation.at().filter(|_| !quotation.gone());
        Self {
            article: borrowed(article.id()),
            id: borrowed(quotation.id()),
            speaker: speaker.map(|speaker| borrowed(speaker.name())),
            speaker_kind: speaker.map(|speaker| speaker.kind().word()),
            role: speaker.and_then(|speaker| speaker.role()).map(borrowed),
            text: borrowed(quotation.text()),
            kind: quotation.kind().map(crate::quotation::Kind::word),
            start: at.map(|at| at.start),
            end: at.map(|at| at.end),
            paragraph: quotation.paragraph().filter(|_| !quotation.gone()),
            cue: quotation.cue().map(borrowed),
            mention: quotation.mention().map(borrowed),
            rule: quotation.rule().map(borrowed),
            confidence: quotation.confidence(),
            continues: quotation.continues().map(borrowed),
            review: quotation.review().map(crate::quotation::Review::word),
            star: quotation.star(),
            tags: quotation.tags().map(borrowed).collect(),
            note: quotation.note().map(borrowed),
            gone: quotation.gone(),
            title: article.title().map(borrowed),
            url: article.url().map(borrowed),
            outlet: article.outlet().map(borrowed),
            author: article.author().map(borrowed),
            published: article.published().map(borrowed),
            language: article.language().map(borrowed),
            context: None,
        }
    }

    /// The rows of what was extracted from `article`, in the order of the text.
    pub fn of_extraction(article: &'a Article, extraction: &'a Extraction) -> impl Iterator<Item = Row<'a>> {
        let positions = Positions::new(&article.text);
        let paragraphs = Paragraphs::new(&article.text);
        extraction.quotations.iter().map(move |quotation| {
            let start = quotation.at.and_then(|at| positions.byte(at.start));
            let paragraph = start.and_then(|start| u32::try_from(paragraphs.number(start)).ok());
            Row::new(&article.meta, &extraction.speakers, quotation, paragraph)
        })
    }
}

fn borrowed(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

/// The article's id, else the stem of its file, else what says that it came from nowhere in particular.
fn article_name(meta: &Metadata) -> Cow<'_, str> {
    let stem = || meta.file.as_deref().and_then(|file| Path::new(file).file_stem()?.to_str());
    Cow::Borrowed(meta.id.as_deref().or_else(stem).unwrap_or("stdin"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::quotation::{Evidence, Excerpt, Kind, Review};
    use crate::speaker::SpeakerKind;
    use crate::text::CharRange;

    /// An article with one quotation of which everything is known.
    pub fn sample() -> (Article, Extraction) {
        let text = "Talks\n\nColombian President Petro said: “If we don’t speak, there is war.”\n".to_owned();
        let at = CharRange::new(40, 72);
        let located =
            |text: &str, start, end| Some(Excerpt { text: text.to_owned(), at: vec![CharRange::new(start, end)] });
        let evidence = Evidence {
            speaker: Some("Petro".into()),
            kind: Kind::Direct,
            at,
            mention: located("Petro", 27, 32),
            antecedent: None,
            cue: located("said", 33, 37),
            rule: "colon".into(),
            confidence: 0.97,
            ..Evidence::default()
        };
        let quotation = Quotation {
            id: "q1".into(),
            speaker: Some("Petro".into()),
            text: "If we don’t speak, there is war.".into(),
            kind: Some(Kind::Direct),
            at: Some(at),
            evidence: Some(evidence),
            review: Some(Review::Confirmed),
            star: true,
            tags: vec!["war".into(), "talks".into()],
            note: Some("check".into()),
            ..Quotation::default()
        };
        let speaker = Speaker {
            name: "Petro".into(),
            kind: SpeakerKind::Person,
            role: Some("Colombian President".into()),
            aliases: vec![],
        };
        let meta = Metadata {
            title: Some("Talks".into()),
            url: Some("https://example.org/talks".into()),
            published: Some("2026-01-08".into()),
            file: Some("talks.txt".into()),
            ..Metadata::default()
        };
        (
            Article { meta, text, ..Article::default() },
            Extraction { speakers: vec![speaker], quotations: vec![quotation] },
        )
    }

    #[test]
    fn an_extraction_gives_whole_rows() {
        let (article, extraction) = sample();
        let row = Row::of_extraction(&article, &extraction).next().unwrap();
        assert_eq!((row.article.as_ref(), row.paragraph, row.start), ("talks", Some(2), Some(40)));
        assert_eq!((row.speaker_kind, row.role.as_deref()), (Some("person"), Some("Colombian President")));
        assert_eq!((row.cue.as_deref(), row.mention.as_deref()), (Some("said"), Some("Petro")));
    }

    #[test]
    fn a_store_gives_the_same_rows() {
        let (article, mut extraction) = sample();
        let document = crate::store::Document {
            meta: Metadata { id: Some("talks".into()), ..article.meta.clone() },
            text: Some(article.text.clone()),
            speakers: extraction.speakers.clone(),
            quotations: std::mem::take(&mut extraction.quotations),
            ..crate::store::Document::default()
        };
        let catalog = Catalog::from_documents(vec![document.clone()]);
        let extraction = Extraction { quotations: document.quotations, ..extraction };
        let expected = Row::of_extraction(&article, &extraction).next();
        assert_eq!(Some(Row::of_catalog(&catalog, QuotationIx::new(0))), expected);
    }

    #[test]
    fn what_is_gone_has_no_place() {
        let (article, mut extraction) = sample();
        extraction.quotations[0].gone = true;
        let row = Row::of_extraction(&article, &extraction).next().unwrap();
        assert_eq!((row.gone, row.start, row.end, row.paragraph), (true, None, None, None));
        let document = crate::store::Document {
            meta: Metadata { id: Some("talks".into()), ..article.meta.clone() },
            text: Some(article.text.clone()),
            speakers: extraction.speakers.clone(),
            quotations: extraction.quotations.clone(),
            ..crate::store::Document::default()
        };
        assert_eq!(Row::of_catalog(&Catalog::from_documents(vec![document]), QuotationIx::new(0)), row);
    }

    #[test]
    fn an_id_is_better_than_a_file_name() {
        let meta = Metadata { id: Some("named".into()), file: Some("talks.txt".into()), ..Metadata::default() };
        assert_eq!(article_name(&meta), "named");
        assert_eq!(article_name(&Metadata::default()), "stdin");
    }

    #[test]
    fn without_a_speaker_there_is_no_kind_of_speaker() {
        let quotation = Quotation { text: "x".into(), ..Quotation::default() };
        let meta = Metadata::default();
        let row = Row::new(&meta, &[], &quotation, None);
        assert_eq!((row.speaker, row.speaker_kind, row.confidence), (None, None, None));
    }
}
