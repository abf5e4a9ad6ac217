//! NDJSON: one quotation a line, as a JSON object with the fields that the README lists.

use std::io::{self, Write};

use serde::Serialize;

use crate::article::{Article, Metadata};
use crate::extract::Extraction;
use crate::quotation::{Kind, Quotation};
use crate::speaker::{Speaker, SpeakerKind};
use crate::text::{Paragraphs, Positions};

/// Writes the quotations that were found in `article`, which is called `name`.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_extraction(out: &mut impl Write, name: &str, article: &Article, found: &Extraction) -> io::Result<()> {
    let positions = Positions::new(&article.text);
    let paragraphs = Paragraphs::new(&article.text);
    for quotation in &found.quotations {
        let speaker = quotation.speaker.as_ref().and_then(|name| found.speakers.iter().find(|one| one.name == *name));
        let paragraph = quotation.at.and_then(|at| positions.byte(at.start)).map(|offset| paragraphs.number(offset));
        serde_json::to_writer(&mut *out, &Line::new(name, &article.meta, quotation, speaker, paragraph))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Line<'a> {
    article: &'a str,
    id: &'a str,
    speaker: Option<&'a str>,
    speaker_kind: Option<&'static str>,
    role: Option<&'a str>,
    text: &'a str,
    kind: Option<&'static str>,
    start: Option<u32>,
    end: Option<u32>,
    paragraph: Option<usize>,
    cue: Option<&'a str>,
    mention: Option<&'a str>,
    rule: Option<&'a str>,
    confidence: Option<f32>,
    continues: Option<&'a str>,
    review: Option<&'static str>,
    star: bool,
    tags: &'a [String],
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn new(
        name: &'a str,
        meta: &'a Metadata,
        quotation: &'a Quotation,
        speaker: Option<&'a Speaker>,
        paragraph: Option<usize>,
    ) -> Self {
        let evidence = quotation.evidence.as_ref();
        Self {
            article: name,
            id: &quotation.id,
            speaker: quotation.speaker.as_deref(),
            speaker_kind: speaker.map(|speaker| SpeakerKind::word(speaker.kind)),
            role: speaker.and_then(|speaker| speaker.role.as_deref()),
            text: &quotation.text,
            kind: quotation.kind.map(Kind::word),
            start: quotation.at.map(|at| at.start),
            end: quotation.at.map(|at| at.end),
            paragraph,
            cue: evidence.and_then(|evidence| Some(evidence.cue.as_ref()?.text.as_str())),
            mention: evidence.and_then(|evidence| Some(evidence.mention.as_ref()?.text.as_str())),
            rule: evidence.map(|evidence| evidence.rule.as_str()).filter(|rule| !rule.is_empty()),
            confidence: evidence.map(|evidence| evidence.confidence),
            continues: quotation.continues.as_deref(),
            review: quotation.review.map(crate::quotation::Review::word),
            star: quotation.star,
            tags: &quotation.tags,
            note: quotation.note.as_deref(),
            title: meta.title.as_deref(),
            url: meta.url.as_deref(),
            outlet: meta.outlet.as_deref(),
            author: meta.author.as_deref(),
            published: meta.published.as_deref(),
            language: meta.language.as_deref(),
        }
    }
}
