//! One quotation with all that is known of it and its article: what every format writes.

use std::borrow::Cow;
use std::path::Path;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::article::{Article, Metadata};
use crate::extract::Extraction;
use crate::quotation::{Quotation, joined};
use crate::speaker::Speaker;
use crate::store::{Catalog, QuotationIx, QuotationRef};
use crate::text::{Paragraphs, Positions, unwrap};

/// One quotation as output has it. The order of the fields is the order of the NDJSON keys and of the CSV columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row<'a> {
    /// The article's name.
    pub article: Cow<'a, str>,
    /// The quotation's name in its article.
    pub id: Cow<'a, str>,
    /// Whom it is attributed to; several who speak together joined by " and ".
    pub speaker: Option<Cow<'a, str>>,
    /// Each of those who speak; none without a speaker.
    pub speakers: Vec<Cow<'a, str>>,
    /// `person`, `organisation` or `unnamed`; absent without a speaker. Of several, the first one's.
    pub speaker_kind: Option<&'static str>,
    /// The speaker's office, title or description. Of several, the first one's.
    pub role: Option<Cow<'a, str>>,
    /// Exactly what stands between the marks.
    pub text: Cow<'a, str>,
    /// `direct`, `mixed`, `indirect` or `turn`.
    pub kind: Option<&'static str>,
    /// First code point in the article's text.
    pub start: Option<u32>,
    /// One past the last code point.
    pub end: Option<u32>,
    /// The paragraph's number, from 1.
    pub paragraph: Option<u32>,
    /// The page of the document, from 1.
    pub page: Option<u32>,
    /// When it is spoken in a recording.
    pub time: Option<Cow<'a, str>>,
    /// The words that signal the attribution.
    pub cue: Option<Cow<'a, str>>,
    /// The words that name the speaker there.
    pub mention: Option<Cow<'a, str>>,
    /// The rule that made the attribution.
    pub rule: Option<Cow<'a, str>>,
    /// How sure the program is, from 0 to 1.
    pub confidence: Option<f32>,
    /// Whether a person said who speaks, where the program had said otherwise or nothing. It has no column of its own.
    pub speaker_by_person: bool,
    /// The article says that these words were not said.
    pub denied: bool,
    /// The id of the earlier part of a split quotation.
    pub continues: Option<Cow<'a, str>>,
    /// `confirmed` or `rejected`; absent while nobody looked.
    pub review: Option<&'static str>,
    /// Who decided that.
    pub reviewed_by: Option<Cow<'a, str>>,
    /// On which day.
    pub reviewed_on: Option<Cow<'a, str>>,
    /// Marked by a person.
    pub star: bool,
    /// A person's tags.
    pub tags: Vec<Cow<'a, str>>,
    /// A person's note.
    pub note: Option<Cow<'a, str>>,
    /// The quotation no longer stands in the article's text, and so has no place there.
    pub gone: bool,
    /// Of one that is gone: the earlier text of the article in which it stands, from 1, the oldest.
    pub revision: Option<u32>,
    /// The article's headline.
    pub title: Option<Cow<'a, str>>,
    /// The article's web address.
    pub url: Option<Cow<'a, str>>,
    /// Who published the article.
    pub outlet: Option<Cow<'a, str>>,
    /// Who wrote the article.
    pub author: Option<Cow<'a, str>>,
    /// When the article was published.
    pub published: Option<Cow<'a, str>>,
    /// The article's language.
    pub language: Option<Cow<'a, str>>,
    /// The paragraphs around the quotation, when they were asked for.
    pub context: Option<Cow<'a, str>>,
    /// What stands right before and after the words, when it was asked for: it tells the place from others of the same
    /// words.
    pub edges: Option<Edges>,
}

/// What stands right before and after a quotation's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edges {
    /// The end of what stands before.
    pub before: String,
    /// The beginning of what stands behind.
    pub after: String,
}

/// A value of a row, as data formats write it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'r> {
    /// Not known.
    Empty,
    Text(&'r str),
    /// An id: not a number and not a date.
    Name(&'r str),
    Number(u32),
    Confidence(f32),
    Flag(bool),
    List(&'r [Cow<'r, str>]),
}

/// Whether an object has the key of a value that is not known, or not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Always,
    WhereKnown,
}

impl Row<'_> {
    /// Every value under its key, in the order of the NDJSON keys and of the CSV columns.
    pub(super) fn cells(&self) -> [(&'static str, Presence, Cell<'_>); 34] {
        use Presence::{Always, WhereKnown};
        fn text<'r>(value: &'r Option<Cow<'_, str>>) -> Cell<'r> {
            value.as_deref().map_or(Cell::Empty, Cell::Text)
        }
        let number = |value: Option<u32>| value.map_or(Cell::Empty, Cell::Number);
        let word = |value: Option<&'static str>| value.map_or(Cell::Empty, Cell::Text);
        [
            ("article", Always, Cell::Name(&self.article)),
            ("id", Always, Cell::Name(&self.id)),
            ("speaker", Always, text(&self.speaker)),
            ("speakers", Always, Cell::List(&self.speakers)),
            ("speaker_kind", Always, word(self.speaker_kind)),
            ("role", Always, text(&self.role)),
            ("text", Always, Cell::Text(&self.text)),
            ("kind", Always, word(self.kind)),
            ("start", Always, number(self.start)),
            ("end", Always, number(self.end)),
            ("paragraph", Always, number(self.paragraph)),
            ("page", WhereKnown, number(self.page)),
            ("time", WhereKnown, text(&self.time)),
            ("cue", Always, text(&self.cue)),
            ("mention", Always, text(&self.mention)),
            ("rule", Always, text(&self.rule)),
            ("confidence", Always, self.confidence.map_or(Cell::Empty, Cell::Confidence)),
            ("denied", WhereKnown, Cell::Flag(self.denied)),
            ("continues", Always, self.continues.as_deref().map_or(Cell::Empty, Cell::Name)),
            ("review", Always, word(self.review)),
            ("reviewed_by", WhereKnown, text(&self.reviewed_by)),
            ("reviewed_on", WhereKnown, text(&self.reviewed_on)),
            ("star", Always, Cell::Flag(self.star)),
            ("tags", Always, Cell::List(&self.tags)),
            ("note", Always, text(&self.note)),
            ("gone", WhereKnown, Cell::Flag(self.gone)),
            ("revision", WhereKnown, number(self.revision)),
            ("title", WhereKnown, text(&self.title)),
            ("url", WhereKnown, text(&self.url)),
            ("outlet", WhereKnown, text(&self.outlet)),
            ("author", WhereKnown, text(&self.author)),
            ("published", WhereKnown, text(&self.published)),
            ("language", WhereKnown, text(&self.language)),
            ("context", WhereKnown, text(&self.context)),
        ]
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, presence, cell) in self.cells() {
            if presence == Presence::WhereKnown && matches!(cell, Cell::Empty | Cell::Flag(false)) {
                continue;
            }
            match cell {
                Cell::Empty => map.serialize_entry(key, &())?,
                Cell::Text(text) | Cell::Name(text) => map.serialize_entry(key, text)?,
                Cell::Number(number) => map.serialize_entry(key, &number)?,
                Cell::Confidence(confidence) => map.serialize_entry(key, &confidence)?,
                Cell::Flag(flag) => map.serialize_entry(key, &flag)?,
                Cell::List(list) => map.serialize_entry(key, list)?,
            }
        }
        map.end()
    }
}

impl<'a> Row<'a> {
    /// The row of `quotation`, one of an article with the metadata `meta` and the speakers `speakers`. `paragraph` is
    /// the number of the paragraph that it stands in, where the article's text is at hand.
    #[must_use]
    pub fn new(meta: &'a Metadata, speakers: &'a [Speaker], quotation: &'a Quotation, paragraph: Option<u32>) -> Self {
        let names = quotation.attributed_to();
        let known = names.first().and_then(|name| speakers.iter().find(|speaker| speaker.name == *name));
        let evidence = quotation.evidence.as_ref();
        // The numbers that are left are those of a text before: here they would point at other words.
        let at = quotation.at.filter(|_| !quotation.gone);
        let reviewer = quotation.reviewed.as_ref();
        let words = |located: &'a Option<crate::quotation::Excerpt>| located.as_ref().map(|l| borrowed(&l.text));
        Self {
            article: article_name(meta),
            id: borrowed(&quotation.id),
            speaker: spoken_by(&names),
            speakers: names.iter().map(|name| borrowed(name)).collect(),
            speaker_kind: names.first().map(|_| known.map(|speaker| speaker.kind).unwrap_or_default().word()),
            role: known.and_then(|speaker| speaker.role.as_deref()).map(borrowed),
            text: borrowed(&quotation.text),
            kind: quotation.kind.map(crate::quotation::Kind::word),
            start: at.map(|at| at.start),
            end: at.map(|at| at.end),
            paragraph: paragraph.filter(|_| !quotation.gone),
            page: quotation.page,
            time: quotation.time.as_deref().map(borrowed),
            cue: evidence.and_then(|evidence| words(&evidence.cue)),
            mention: evidence.and_then(|evidence| words(&evidence.mention)),
            rule: evidence.filter(|evidence| !evidence.rule.is_empty()).map(|evidence| borrowed(&evidence.rule)),
            confidence: evidence.map(|evidence| evidence.confidence),
            speaker_by_person: evidence.is_none_or(|evidence| evidence.speaker != quotation.speaker),
            denied: quotation.is_denied(),
            continues: quotation.continues.as_deref().map(borrowed),
            review: quotation.review.map(crate::quotation::Review::word),
            reviewed_by: reviewer.map(|reviewed| borrowed(&reviewed.by)).filter(|by| !by.is_empty()),
            reviewed_on: reviewer.map(|reviewed| borrowed(&reviewed.on)).filter(|on| !on.is_empty()),
            star: quotation.star,
            tags: quotation.tags.iter().map(|tag| borrowed(tag)).collect(),
            note: quotation.note.as_deref().map(borrowed),
            gone: quotation.gone,
            revision: quotation.revision,
            title: meta.title.as_deref().map(borrowed),
            url: meta.url.as_deref().map(borrowed),
            outlet: meta.outlet.as_deref().map(borrowed),
            author: meta.author.as_deref().map(borrowed),
            published: meta.published.as_deref().map(borrowed),
            language: meta.language.as_deref().map(borrowed),
            context: None,
            edges: None,
        }
    }

    /// The row of a quotation of a catalog.
    #[must_use]
    pub fn of_catalog(catalog: &'a Catalog, ix: QuotationIx) -> Self {
        let quotation = catalog.quotation(ix);
        let article = catalog.article(quotation.article());
        let names: Vec<&str> = quotation.speakers().map(|speaker| catalog.speaker(speaker).name()).collect();
        let speaker = quotation.speaker().map(|speaker| catalog.speaker(speaker));
        let at = quotation.at().filter(|_| !quotation.gone());
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let (reviewed_by, reviewed_on) =
            quotation.reviewed().map_or((None, None), |reviewed| (said(reviewed.by), said(reviewed.on)));
        Self {
            article: borrowed(article.id()),
            id: borrowed(quotation.id()),
            speaker: spoken_by(&names),
            speakers: names.into_iter().map(borrowed).collect(),
            speaker_kind: speaker.map(|speaker| speaker.kind().word()),
            role: catalog.role(ix).map(borrowed),
            text: quotation.words(),
            kind: quotation.kind().map(crate::quotation::Kind::word),
            start: at.map(|at| at.start),
            end: at.map(|at| at.end),
            paragraph: quotation.paragraph().filter(|_| !quotation.gone()),
            page: quotation.page(),
            time: quotation.time().map(borrowed),
            cue: quotation.cue().map(borrowed),
            mention: quotation.mention().map(borrowed),
            rule: quotation.rule().map(borrowed),
            confidence: quotation.confidence(),
            speaker_by_person: speaker_by_person(catalog, quotation),
            denied: quotation.denied(),
            continues: quotation.continues().map(borrowed),
            review: quotation.review().map(crate::quotation::Review::word),
            reviewed_by: reviewed_by.map(Cow::Owned),
            reviewed_on: reviewed_on.map(Cow::Owned),
            star: quotation.star(),
            tags: quotation.tags().map(borrowed).collect(),
            note: quotation.note().map(borrowed),
            gone: quotation.gone(),
            revision: quotation.revision(),
            title: article.title().map(borrowed),
            url: article.url().map(borrowed),
            outlet: article.outlet().map(borrowed),
            author: article.author().map(borrowed),
            published: article.published().map(borrowed),
            language: article.language().map(borrowed),
            context: None,
            edges: None,
        }
    }

    /// The rows of what was extracted from `article`, in the order of the text.
    pub fn of_extraction(article: &'a Article, extraction: &'a Extraction) -> impl Iterator<Item = Row<'a>> {
        let positions = Positions::new(&article.text);
        let paragraphs = Paragraphs::new(&article.text);
        extraction.quotations.iter().map(move |quotation| {
            let start = quotation.at.and_then(|at| positions.byte(at.start));
            let paragraph = start.and_then(|start| u32::try_from(paragraphs.number(start)).ok());
            let row = Row::new(&article.meta, &extraction.speakers, quotation, paragraph);
            Row { text: unwrap(&quotation.text, &article.text), ..row }
        })
    }
}

/// Whether a person said who speaks. The registry may hold another name for the same speaker, which is nobody's decision
/// about this quotation.
fn speaker_by_person(catalog: &Catalog, quotation: QuotationRef<'_>) -> bool {
    let program = quotation.evidence_speaker();
    let answered = program.and_then(|name| catalog.find_speaker(name));
    !quotation.has_evidence() || (program.is_some() && answered.is_none()) || answered != quotation.speaker()
}

/// The names of those who speak, as one.
fn spoken_by<'a>(names: &[&'a str]) -> Option<Cow<'a, str>> {
    match names {
        [] => None,
        [name] => Some(borrowed(name)),
        several => Some(Cow::Owned(joined(several))),
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
