//! A quotation that the extraction missed: where its words stand, and the edit that adds it.

use super::edit;
use crate::quotation::{Kind, Quotation};
use crate::store::{ArticleIx, Change, Edit, QuotationIx, ids};
use crate::text::{self, ByteRange, Positions};
use crate::tui::state::active_prompt::PromptKind;
use crate::tui::state::find::Pattern;
use crate::tui::state::model::Model;

/// Where the words that are being typed stand in the article, outside of its other quotations; and whether they stand
/// in those too.
pub fn places(model: &Model, article: ArticleIx, typed: &str) -> (Vec<ByteRange>, bool) {
    let Some(reading) = model.context.article_text(article) else { return (Vec::new(), false) };
    let spans = Pattern::new(&bare(typed).to_lowercase()).map(|pattern| pattern.spans(&reading.text));
    let mut spans = spans.unwrap_or_default();
    let all = spans.len();
    let others =
        model.catalog.article(article).quotations().map(|ix| model.catalog.quotation(QuotationIx::new(ix)).at());
    let positions = Positions::new(&reading.text);
    let others: Vec<ByteRange> = others.flatten().filter_map(|at| positions.span(at)).collect();
    spans.retain(|span| !others.iter().any(|other| other.overlaps(*span)));
    let taken = spans.len() < all;
    (spans, taken)
}

/// Whether words of `span` stand in a quotation of the article already.
pub fn is_taken(model: &Model, article: ArticleIx, span: ByteRange) -> bool {
    let Some(reading) = model.context.article_text(article) else { return false };
    let positions = Positions::new(&reading.text);
    let all = model.catalog.article(article).quotations().map(|ix| model.catalog.quotation(QuotationIx::new(ix)).at());
    all.flatten().filter_map(|at| positions.span(at)).any(|other| other.overlaps(span))
}

/// What was typed without spaces and marks around it.
pub fn bare(typed: &str) -> &str {
    typed.trim().trim_matches(|c| "“”\"„«»".contains(c)).trim()
}

/// The place that the quotation being added has: what the context pane marks meanwhile.
pub fn place(model: &Model) -> Option<ByteRange> {
    let prompt = model.prompt.as_ref()?;
    match &prompt.kind {
        PromptKind::AddSpeaker(speaker) => Some(speaker.at),
        PromptKind::AddWords(words) if bare(prompt.input.text()).chars().nth(1).is_some() => {
            let (places, _) = places(model, words.article, prompt.input.text());
            places.get(words.place % places.len().max(1)).copied()
        }
        _ => None,
    }
}

/// Adds the quotation at `span` of the article, said by `name`, which may be empty.
pub fn add(model: &mut Model, article: ArticleIx, span: ByteRange, name: &str) {
    let Some(reading) = model.context.article_text(article).cloned() else {
        model.say("The article is no longer on the screen; please begin again.");
        return;
    };
    let words = span.of(&reading.text).to_owned();
    let others = || model.catalog.article(article).quotations().map(|ix| model.catalog.quotation(QuotationIx::new(ix)));
    let equal = others().filter(|other| other.text() == words).count();
    let id = ids::free(&ids::of_words(&words, equal), |id| others().any(|other| other.id() == id));
    let quoted = text::quoted(&reading.text, &reading.paragraphs);
    let kind = match quoted.iter().any(|quoted| quoted.outer.overlaps(span)) {
        // No quotation marks are made up: words that have none are reported.
        false => Kind::Indirect,
        true if is_sentence(&words) => Kind::Direct,
        true => Kind::Mixed,
    };
    let new = Quotation {
        id: id.clone(),
        speaker: (!name.is_empty()).then(|| name.to_owned()),
        text: words,
        kind: Some(kind),
        at: Some(Positions::new(&reading.text).at(span)),
        ..Quotation::default()
    };
    let did = format!("added {}", edit::named(&new.text, new.kind));
    let name = model.catalog.article(article).id().to_owned();
    edit::commit(model, vec![Edit::new(name.clone(), id.clone(), Change::Add(Box::new(new)))], did);
    if let Some(row) = model.catalog.find(&name, &id).and_then(|ix| model.rows.position(ix)) {
        model.list.at = row;
    }
}

/// A guess that a person can change: a capital at the beginning and a full stop make a sentence of its own.
fn is_sentence(words: &str) -> bool {
    words.chars().next().is_some_and(char::is_uppercase) && words.trim_end().ends_with(['.', '!', '?', ',', '…'])
}
