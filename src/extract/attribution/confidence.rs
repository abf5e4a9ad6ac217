//! How sure an attribution is: from what the decisions say of themselves and from what makes a text hard.
//!
//! Linear decisions over features that overlap are too sure of themselves, and what misleads them most stands outside of
//! them: a name that nothing shows to be a person's, many speakers close by, no cue, no paragraphs. `examples/learn.rs`
//! counts on held-out articles how often decisions as sure as these two were right (`confidence.tsv`, rising steps
//! joined by straight lines). `examples/calibration.rs` then weighs that share, how sure the mention stands for its
//! speaker, and the clues below, in a logistic regression over articles whose every speaker was resolved by hand; its
//! weights stand in `clues.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Relation};
use super::features::{self, Scale, Template};
use super::{Decision, Scene};
use crate::extract::lexicon::{self, Classes};
use crate::extract::mentions::{Form, NOBODY};
use crate::extract::narrative::Narrative;
use crate::extract::speakers::{Entity, EntityKind};

/// The steps that the program comes with.
static STEPS: LazyLock<Vec<(f32, f32)>> = LazyLock::new(|| read(include_str!("confidence.tsv")));
/// The weights of the clues that it comes with.
static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| read_weights(include_str!("clues.tsv")));

const SHARE: Scale = &["0.0", "0.5", "0.7", "0.8", "0.9", "0.95", "0.97"];
const NAME: Scale = &["none", "first-name-known", "several-words", "one-word", "organisation", "unnamed"];
const COUNT: Scale = &["0", "1", "2-3", "4+"];
const LENGTH: Scale = &["1", "2-3", "4-7", "8-20", "21+"];
const AGREES: Scale = &["first", "same", "other"];
const LAYOUT: Scale = &["paragraphs", "block", "glued"];
const TAGS: Scale = &["none", "before", "introduced", "after", "both"];
const FLAG: Scale = &["no", "yes"];

/// The templates, in the order of their weights.
pub const TEMPLATES: &[Template] = &[
    Template { name: "bias", scales: &[] },
    Template { name: "share", scales: &[SHARE] },
    Template { name: "relation", scales: &[features::RELATION] },
    Template { name: "form", scales: &[features::FORM] },
    Template { name: "kind", scales: &[features::KIND] },
    Template { name: "name.form", scales: &[NAME, FLAG] },
    Template { name: "says", scales: &[COUNT] },
    Template { name: "named", scales: &[COUNT] },
    Template { name: "rivals.form", scales: &[COUNT, FLAG] },
    Template { name: "length", scales: &[LENGTH] },
    Template { name: "agrees", scales: &[AGREES] },
    Template { name: "layout", scales: &[LAYOUT] },
    Template { name: "tags", scales: &[TAGS] },
    Template { name: "frame", scales: &[features::FRAME] },
    Template { name: "role", scales: &[FLAG] },
    Template { name: "joint", scales: &[FLAG] },
    Template { name: "named-inside", scales: &[FLAG] },
    Template { name: "headline", scales: &[FLAG] },
    Template { name: "capital", scales: &[FLAG] },
];

const OFFSETS: [usize; TEMPLATES.len() + 1] = {
    let mut offsets = [0; TEMPLATES.len() + 1];
    let mut at = 0;
    while at < TEMPLATES.len() {
        offsets[at + 1] = offsets[at] + features::cells_of(&TEMPLATES[at]);
        at += 1;
    }
    offsets
};

/// The two weights before those of the templates: of the share of the decisions, and of the mention's certainty.
pub const SCALES: usize = 2;
/// How many weights there are.
pub const SIZE: usize = SCALES + OFFSETS[TEMPLATES.len()];

/// What an attribution's certainty is weighed by.
#[derive(Debug, Clone)]
pub struct Clues {
    /// The log-odds of the decisions' share, and of the mention's certainty.
    pub scales: [f32; SCALES],
    /// The cells, as indexes of the weights.
    pub cells: Vec<u32>,
}

/// Weighs the attributions of one article.
#[derive(Debug)]
pub struct Judge {
    /// For each entity how many verbs of saying it is the subject of.
    says: Vec<u32>,
    layout: usize,
}

impl Judge {
    /// Looks at the article once.
    #[must_use]
    pub fn new(scene: &Scene<'_, '_>) -> Self {
        let mut says = vec![0; scene.entities.len()];
        for (mention, role) in scene.mentions.iter().zip(&scene.acts.roles) {
            if role.says.is_some()
                && let Some(count) = says.get_mut(mention.entity as usize)
            {
                *count += 1;
            }
        }
        Self { says, layout: layout(scene.narrative) }
    }

    /// How likely all of it is right: said at all, this mention, and this speaker behind the mention.
    #[must_use]
    pub fn confidence(&self, scene: &Scene<'_, '_>, decisions: &[Decision], at: usize) -> f32 {
        probability(&WEIGHTS, &self.clues(scene, decisions, at))
    }

    /// The clues to that.
    #[must_use]
    pub fn clues(&self, scene: &Scene<'_, '_>, decisions: &[Decision], at: usize) -> Clues {
        let decision = &decisions[at];
        let chosen = decision.chosen.filter(|chosen| chosen.entity != NOBODY);
        let mention = chosen.and_then(|chosen| chosen.mention).map(|mention| &scene.mentions[mention as usize]);
        let entity = chosen.map(|chosen| &scene.entities[chosen.entity as usize]);
        let share = share(decision.spoken * decision.speaker_probability);
        let sure = mention.map_or(0.9, |mention| mention.sure);
        let around = &decision.passage.around;
        let is_name = usize::from(mention.is_some_and(|mention| mention.form == Form::Name));
        let says = chosen.map_or(0, |chosen| self.says[chosen.entity as usize]);
        // Its own tag does not count.
        let own = u32::from(chosen.is_some_and(|chosen| {
            chosen.mention.is_some_and(|mention| scene.acts.roles[mention as usize].says.is_some())
        }));
        let before = decisions[..at].iter().rev().find(|before| before.spoken >= 0.5 && before.chosen.is_some());
        let agrees = match before.and_then(|before| before.chosen) {
            None => 0,
            Some(before) if Some(before.entity) == chosen.map(|chosen| chosen.entity) => 1,
            Some(_) => 2,
        };
        let tags = match (around.tagged_after, around.introduced, around.cued_before) {
            (true, true, _) => 4,
            (true, false, _) => 3,
            (false, true, _) => 2,
            (false, false, true) => 1,
            (false, false, false) => 0,
        };
        let inside = chosen.is_some_and(|chosen| scene.inside[decision.quote].contains(&chosen.entity));
        let values: [&[usize]; TEMPLATES.len()] = [
            &[],
            &[step(share, &[0.5, 0.7, 0.8, 0.9, 0.95, 0.97])],
            &[chosen.map_or(Relation::Nobody, |chosen| chosen.relation) as usize],
            &[features::form(mention)],
            &[features::kind(entity)],
            &[entity.map_or(0, name), is_name],
            &[count(says.saturating_sub(own) as usize)],
            &[count(entity.map_or(0, |entity| entity.count as usize))],
            &[count(rivals(scene, decision, chosen.as_ref())), is_name],
            &[[1, 3, 7, 20].iter().take_while(|&&limit| decision.passage.words > limit).count()],
            &[agrees],
            &[self.layout],
            &[tags],
            &[chosen.map_or(0, |chosen| chosen.frame as usize)],
            &[usize::from(entity.is_some_and(|entity| entity.role.is_some()))],
            &[usize::from(decision.joint.len() > 1)],
            &[usize::from(inside)],
            &[usize::from(around.headline)],
            &[usize::from(decision.passage.capital)],
        ];
        let cells = values.iter().enumerate().map(|(template, steps)| {
            let cell = features::cell_at(TEMPLATES[template].scales, steps);
            super::index(SCALES + OFFSETS[template] + cell)
        });
        Clues { scales: [log_odds(share), log_odds(sure)], cells: cells.collect() }
    }
}

/// The probability that these weights give.
#[must_use]
pub fn probability(weights: &[f32], clues: &Clues) -> f32 {
    let scales: f32 = clues.scales.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    let cells: f32 = clues.cells.iter().map(|&cell| weights[cell as usize]).sum();
    super::logistic(scales + cells)
}

fn log_odds(share: f32) -> f32 {
    let share = share.clamp(0.02, 0.99);
    (share / (1.0 - share)).ln()
}

fn step(value: f32, limits: &[f32]) -> usize {
    limits.iter().take_while(|&&limit| value >= limit).count()
}

fn count(value: usize) -> usize {
    [0, 1, 3].iter().take_while(|&&limit| value > limit).count()
}

/// What the name shows of its bearer.
fn name(entity: &Entity) -> usize {
    match entity.kind {
        EntityKind::Unnamed => 5,
        EntityKind::Organisation | EntityKind::Place => 4,
        _ if entity.words.len() < 2 => 3,
        _ if lexicon::classes(entity.first).any(Classes::FIRST_NAME) => 1,
        _ => 2,
    }
}

/// How many other people stand in the passage's sentence and the one before it.
fn rivals(scene: &Scene<'_, '_>, decision: &Decision, chosen: Option<&Candidate>) -> usize {
    const MOST: usize = 8;
    let narrative = scene.narrative;
    let sentence = decision.passage.sentence as usize;
    let (start, _) = narrative.sentences[sentence.saturating_sub(1)];
    let (_, end) = narrative.sentences[sentence];
    let first = scene.mentions.partition_point(|mention| mention.start < start);
    let mut others: Vec<u32> = Vec::new();
    for mention in scene.mentions[first..].iter().take_while(|mention| mention.start < end) {
        let other = mention.entity != NOBODY && chosen.is_none_or(|chosen| chosen.entity != mention.entity);
        let human = || matches!(scene.entities[mention.entity as usize].kind, EntityKind::Person | EntityKind::Open);
        if other && human() && !others.contains(&mention.entity) {
            others.push(mention.entity);
        }
        if others.len() >= MOST {
            break;
        }
    }
    others.len()
}

/// Whether the text has paragraphs, is one block, or has lost the spaces between its sentences.
fn layout(narrative: &Narrative<'_>) -> usize {
    const LONG: usize = 1200;
    const GLUED: usize = 3;
    let text = narrative.text;
    if text.len() > LONG && text.len() / narrative.layout.len().max(1) > LONG {
        return 1;
    }
    let bytes = text.as_bytes();
    let glued = memchr::memchr_iter(b'.', bytes).filter(|&stop| {
        stop > 0 && bytes[stop - 1].is_ascii_lowercase() && bytes.get(stop + 1).is_some_and(u8::is_ascii_uppercase)
    });
    if glued.take(GLUED).count() == GLUED { 2 } else { 0 }
}

/// The name of a weight.
#[must_use]
pub fn weight_name(at: usize) -> String {
    match at {
        0 => "log-odds of the decisions".to_owned(),
        1 => "log-odds of the mention".to_owned(),
        _ => features::name_of(TEMPLATES, &OFFSETS, at - SCALES),
    }
}

fn read_weights(table: &str) -> Vec<f32> {
    let names: FxHashMap<String, usize> = (0..SIZE).map(|at| (weight_name(at), at)).collect();
    let mut weights = vec![0.0; SIZE];
    for (name, weight) in table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')) {
        if let (Some(&at), Ok(weight)) = (names.get(name), weight.trim().parse()) {
            weights[at] = weight;
        }
    }
    weights
}

/// The share of right ones among answers of which the decisions are so `sure`.
#[must_use]
pub fn share(sure: f32) -> f32 {
    between(&STEPS, sure)
}

fn read(table: &str) -> Vec<(f32, f32)> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(sure, right)| Some((sure.trim().parse().ok()?, right.trim().parse().ok()?)))
        .collect()
}

fn between(steps: &[(f32, f32)], sure: f32) -> f32 {
    let next = steps.partition_point(|&(step, _)| step < sure);
    let before = next.checked_sub(1).map_or((0.0, 0.0), |before| steps[before]);
    let Some(&after) = steps.get(next) else { return before.1 };
    let way = (sure - before.0) / (after.0 - before.0).max(1e-6);
    before.1 + way * (after.1 - before.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_lines_join_the_steps() {
        let steps = read("# head\n0.5\t0.4\n1.0\t0.9\n");
        for (sure, right) in [(0.0, 0.0), (0.25, 0.2), (0.5, 0.4), (0.75, 0.65), (1.0, 0.9)] {
            assert!((between(&steps, sure) - right).abs() < 1e-4, "{sure}");
        }
    }

    #[test]
    fn more_certain_is_never_less_often_right() {
        assert!(STEPS.len() > 4, "the table is there");
        assert!(STEPS.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        assert!(share(1.0) <= 1.0 && share(0.5) >= 0.0);
    }

    #[test]
    fn every_line_of_the_table_names_a_weight() {
        let names: Vec<String> = (0..SIZE).map(weight_name).collect();
        for line in include_str!("clues.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (name, weight) = line.split_once('\t').expect("a line has two parts");
            assert!(names.iter().any(|known| known == name), "{name}");
            assert!(weight.parse::<f32>().is_ok(), "{line}");
        }
    }
}
