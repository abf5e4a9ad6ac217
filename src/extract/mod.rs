//! An article to its quotations. Knows nothing of files and stores.
//!
//! The way of an article: `text::quoted` finds the passages in quotation marks; [`narrative`] makes tokens and
//! sentences of the words around them; [`names`] and [`mentions`] find who is named there; [`speakers`] and
//! [`resolve`] tell whom the mentions stand for; [`attribution`] decides for each passage whether it was said and by
//! whom; here the answers become records.

pub mod attribution;
pub mod clauses;
pub mod indirect;
pub mod lexicon;
pub mod mentions;
pub mod names;
pub mod narrative;
pub mod resolve;
pub mod speakers;
mod synonyms;
pub mod tokens;
pub mod turns;

use attribution::{Decision, Scene, model::Model};
use mentions::Mention;
use names::Capitals;
use narrative::Narrative;
use speakers::Entity;

use crate::article::Article;
use crate::quotation::Quotation;
use crate::speaker::Speaker;

/// What to look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Also speech reported without quotation marks.
    pub indirect: bool,
}

/// What was found in one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extraction {
    /// Those who speak in it, each once, in the order of their first quotation.
    pub speakers: Vec<Speaker>,
    /// What they said, in the order of the text. Every quotation has its id, place and evidence.
    pub quotations: Vec<Quotation>,
}

/// Finds the quotations of `article` and their speakers.
#[must_use]
pub fn extract(article: &Article, options: Options) -> Extraction {
    extract_with(article, options, Model::learned())
}

/// The same with other weights than those that the program comes with: what learning measures itself by.
#[must_use]
pub fn extract_with(article: &Article, options: Options, model: &Model) -> Extraction {
    let reading = Reading::new(&article.text);
    let decisions = reading.decide(model);
    let turns = turns::turns(article, &reading.narrative.paragraphs, &reading.entities);
    record::records(&reading, &decisions, &turns, &article.milestones, options)
}

/// An article read up to the point where decisions can be made.
#[derive(Debug)]
pub struct Reading<'t> {
    /// Its tokens and sentences.
    pub narrative: Narrative<'t>,
    /// Its mentions, resolved.
    pub mentions: Vec<Mention>,
    /// Everybody and everything that they stand for.
    pub entities: Vec<Entity>,
    /// Who does what.
    pub acts: clauses::SubjectIndex,
    /// For each passage the speaker that its own first words name, as in a transcript, and where they end.
    pub labels: Vec<Option<(u32, u32)>>,
    /// For each passage the entities that it names.
    pub inside: Vec<Vec<u32>>,
    /// Passages that are nicknames inside names.
    pub nicknames: Vec<u32>,
}

impl<'t> Reading<'t> {
    /// Reads `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let narrative = Narrative::new(text);
        let capitals = capitals(&narrative);
        let outside = names::names(
            &narrative.tokens,
            text,
            &capitals,
            |at| narrative.is_initial(at),
            |at| narrative.layout[narrative.tokens[at].paragraph as usize].headline,
        );
        let inside = names::names(
            &narrative.inside,
            text,
            &capitals,
            |at| starts_inside(&narrative, at),
            |at| narrative.layout[narrative.inside[at].paragraph as usize].headline,
        );
        let nicknames = outside.iter().filter_map(|name| name.nickname).collect();
        let mut mentions = mentions::mentions(&narrative, &outside);
        let mut entities = speakers::entities(&narrative, &outside, &inside, &mut mentions);
        let acts = clauses::SubjectIndex::new(&narrative, &mentions);
        resolve::resolve(&narrative, &mut mentions, &mut entities, &acts);
        let labels = labels(&narrative, &entities);
        let inside = resolve::named_inside(&narrative, &entities);
        Self { narrative, mentions, entities: entities.list, acts, labels, inside, nicknames }
    }

    /// Decides about every passage with these weights.
    #[must_use]
    pub fn decide(&self, model: &Model) -> Vec<Decision> {
        attribution::attribute(&self.scene(), model, &|_, _| None, None)
    }

    /// What decisions are made on.
    #[must_use]
    pub fn scene(&self) -> Scene<'_, 't> {
        Scene {
            narrative: &self.narrative,
            mentions: &self.mentions,
            entities: &self.entities,
            acts: &self.acts,
            labels: &self.labels,
            inside: &self.inside,
            nicknames: &self.nicknames,
        }
    }
}

/// The speakers that passages name themselves: “WALLACE: …”.
fn labels(narrative: &Narrative<'_>, entities: &speakers::Entities) -> Vec<Option<(u32, u32)>> {
    narrative
        .inside_of
        .iter()
        .map(|&(start, end)| {
            let &(entity, after) = entities.inside.get(&start)?;
            (after < end && narrative.inside[after as usize].is_sign(':')).then_some((entity, after))
        })
        .collect()
}

/// How the article uses capitals.
fn capitals(narrative: &Narrative<'_>) -> Capitals {
    use tokens::Shape;
    let mut capitals = Capitals::default();
    // Only words that have a capital somewhere are ever asked for: a small filter keeps the others out of the sets.
    let mut seen = vec![false; FILTER];
    for token in narrative.tokens.iter().chain(&narrative.inside) {
        if token.is_capital() {
            seen[filter(token.id)] = true;
        }
    }
    for (at, token) in narrative.tokens.iter().enumerate().filter(|(_, token)| token.is_word()) {
        if token.shape == Shape::Lower {
            if seen[filter(token.id)] {
                capitals.lower.insert(token.id);
            }
        } else if !narrative.layout[token.paragraph as usize].headline && !narrative.is_initial(at) {
            capitals.upper.insert(token.id);
        }
    }
    for (at, token) in narrative.inside.iter().enumerate().filter(|(_, token)| token.is_word()) {
        if token.shape == Shape::Lower {
            if seen[filter(token.id)] {
                capitals.lower.insert(token.id);
            }
        } else if !narrative.layout[token.paragraph as usize].headline
            && !starts_inside(narrative, at)
            && token.shape == Shape::Capital
        {
            capitals.upper.insert(token.id);
        }
    }
    capitals
}

/// The size of the filter of words with a capital.
const FILTER: usize = 8192;

fn filter(id: lexicon::WordId) -> usize {
    usize::try_from(id ^ (id >> 29)).unwrap_or(0) % FILTER
}

/// Whether the token of a passage begins a sentence there.
fn starts_inside(narrative: &Narrative<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &narrative.inside[before]) else { return true };
    let here = &narrative.inside[at];
    matches!(before.kind, tokens::Kind::Sign(sign) if !matches!(sign, ',' | '-' | '&'))
        || before.paragraph != here.paragraph
        || here.start > before.end + 2
}

mod record;
mod silence;

pub use silence::silence;

#[cfg(test)]
mod tests;
