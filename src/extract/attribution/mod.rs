//! Attribution: for every passage in quotation marks whether it was said, and by whom.
//!
//! Two linear decisions over readable features: one chooses among the mentions around the passage, the other tells
//! speech from titles, nicknames and words mentioned as words. Passages are decided in the order of the text, so that
//! who spoke before is known; the paragraphs of one long quotation are decided together.

pub mod candidates;
pub mod confidence;
mod denied;
mod dialogue;
mod echo;
pub mod features;
mod headings;
mod joint;
mod layout;
mod licensed;
pub mod model;
mod outranked;
mod phrases;
pub mod spoken;
mod tags;
mod terms;
#[cfg(test)]
pub(super) mod testing;
mod titles;

use candidates::{Candidate, Finder, Frame, Reach, Relation, can_speak};
use features::{Before, Passage};
use model::Model;

use super::clauses::SubjectIndex;
use super::lexicon::Classes;
use super::mentions::{Mention, NOBODY};
use super::narrative::Narrative;
use super::speakers::Entity;

/// Indexes are kept in 32 bits, as offsets are.
pub fn index(at: usize) -> u32 {
    super::tokens::offset(at)
}

/// What was decided about a passage.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The passage.
    pub quote: usize,
    /// How likely it is that somebody said it.
    pub spoken: f32,
    /// Who did, as one of the candidates.
    pub chosen: Option<Candidate>,
    /// How likely the choice is.
    pub speaker_probability: f32,
    /// What stands around it.
    pub passage: Passage,
    /// All who said it together, the chosen one among them; empty where it is one alone.
    pub joint: Vec<u32>,
    /// Whether the article denies that it was said.
    pub denied: bool,
}

/// Everything that was weighed for a passage: what learning needs.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// The candidates, "nobody" last.
    pub candidates: Vec<Candidate>,
    /// Their cells, kept only where somebody looks.
    pub features: Vec<Vec<u32>>,
    /// Their scores.
    pub scores: Vec<f32>,
}

/// Somebody who sees, passage by passage, what was weighed, the cells of the question whether it was said, and what
/// was decided.
pub type Onlooker<'a> = &'a mut dyn FnMut(usize, &Weighed, &[u32], &Decision);

/// What a decision is made on.
pub struct Scene<'a, 't> {
    /// The narrative.
    pub narrative: &'a Narrative<'t>,
    /// Its mentions, resolved.
    pub mentions: &'a [Mention],
    /// Its entities.
    pub entities: &'a [Entity],
    /// Who does what.
    pub acts: &'a SubjectIndex,
    /// For each passage the speaker that its own first words name, and where they end.
    pub labels: &'a [Option<(u32, u32)>],
    /// For each passage the entities that it names.
    pub inside: &'a [Vec<u32>],
    /// Passages that are nicknames inside names, in order.
    pub nicknames: &'a [u32],
}

/// How likely it is at most that the heading of a section is somebody's words, while nothing says whose.
const HEADING: f32 = 0.45;

/// So few words are a quotation only where somebody can be named.
const FEW: usize = 3;

/// Decides about every passage. `told` may say who spoke before instead of the program's own answer (learning uses
/// the right one); `weighed` sees everything that was looked at.
pub fn attribute(
    scene: &Scene<'_, '_>,
    model: &Model,
    told: &dyn Fn(usize, &[Candidate]) -> Option<u32>,
    mut weighed: Option<Onlooker<'_>>,
) -> Vec<Decision> {
    let narrative = scene.narrative;
    let finder = Finder::new(narrative, scene.mentions, scene.acts);
    let reach = if weighed.is_some() { Reach::All } else { Reach::Needed };
    let mut decisions: Vec<Decision> = Vec::with_capacity(narrative.quoted.len());
    let mut before: Option<Before> = None;
    let mut features = Vec::new();
    for quote in 0..narrative.quoted.len() {
        let (mut candidates, around) = finder.candidates(quote, reach);
        candidates
            .retain(|candidate| candidate.mention.is_some_and(|mention| can_speak(&scene.mentions[mention as usize])));
        let passage = passage(narrative, quote, around);
        let charge = candidates.iter().any(|candidate| tags::is_charge(narrative, candidate));
        candidates.retain(|candidate| {
            !tags::is_foreign(narrative, &passage, quote, candidate) && !tags::is_target(narrative, candidate)
        });
        let (agent, own) = (tags::agent(scene, &candidates), tags::own_clause(scene, &passage, &candidates));
        candidates.retain(|candidate| !tags::is_outdone(narrative, &passage, candidate, agent, own.clone()));
        if layout::speaker(scene, &passage, &candidates).is_none() {
            outranked::drop_outranked(scene, &passage, &mut candidates);
        }
        if let Some(before) = before
            && !outranked::is_succeeded(scene, &passage, &before, &candidates)
        {
            candidates.push(virtual_candidate(before.entity, Relation::Speaker));
        }
        if let Some((entity, _)) = scene.labels[quote] {
            candidates.push(virtual_candidate(entity, Relation::Inside));
        }
        candidates.push(virtual_candidate(NOBODY, Relation::Nobody));
        let looked = weigh(scene, model, (quote, &passage), candidates, before.as_ref(), weighed.is_some());
        let (mut chosen, mut speaker_probability, margin) = choose(&looked);
        let speaker_by_layout = layout::speaker(scene, &passage, &looked.candidates);
        if let Some(speaker_by_layout) = speaker_by_layout {
            (chosen, speaker_probability) = (speaker_by_layout, 0.98);
        }
        let nobody = looked.candidates[chosen].relation == Relation::Nobody;
        let mut best = (!nobody).then(|| looked.candidates[chosen]);
        let furniture = headings::is_furniture(narrative, &passage);
        let subheading = best.is_none_or(|best| !dialogue::is_own(best.relation))
            && (furniture || headings::is_subheading(narrative, &passage, quote));
        if subheading {
            best = None;
        }
        let beside =
            decisions.last().is_some_and(|last| last.passage.sentence == passage.sentence && last.spoken > 0.5);
        spoken::features(narrative, quote, &passage, best.as_ref(), margin, beside, &mut features);
        let aside = spoken::is_aside(narrative, quote)
            || titles::is_title(narrative, quote)
            || titles::is_expression(narrative, quote)
            || terms::is_term(narrative, quote)
            || headings::is_heading(narrative, &passage, quote)
            || scene.nicknames.binary_search(&index(quote)).is_ok();
        let spoken = match (aside, speaker_by_layout) {
            (true, _) => 0.0,
            (false, Some(_)) => 0.98,
            (false, None) => {
                let spoken = logistic(model::score(&model.spoken, &features));
                let spoken =
                    spoken.max(licensed::least(scene, quote, &passage, best.as_ref(), (margin, speaker_probability)));
                // A few words that nobody can be named for are hardly anybody's.
                if nobody && passage.words <= FEW { spoken * 0.5 } else { spoken }
            }
        };
        let mut spoken = spoken;
        if subheading {
            spoken = spoken.min(HEADING);
        } else if !aside && (charge && nobody || beside && !nobody && licensed::is_joined(narrative, &passage)) {
            spoken = spoken.max(licensed::FRAGMENT);
        } else if let Some(turn) = dialogue::next_turn(scene, &decisions, quote, &passage, best.as_ref())
            && !aside
        {
            best = Some(turn);
            (speaker_probability, spoken) = (dialogue::TURN, spoken.max(dialogue::TURN));
        }
        let decision =
            Decision { quote, spoken, chosen: best, speaker_probability, passage, joint: Vec::new(), denied: false };
        if let Some(weighed) = &mut weighed {
            weighed(quote, &looked, &features, &decision);
        }
        let speaker = told(quote, &looked.candidates)
            .or_else(|| best.filter(|best| best.entity != NOBODY && spoken > 0.5).map(|best| best.entity));
        if let Some(entity) = speaker.filter(|_| !furniture) {
            before =
                Some(Before { entity, sentence: passage.sentence, paragraph: passage.paragraph, token: passage.token });
        }
        decisions.push(decision);
    }
    join_chains(narrative, &mut decisions);
    dialogue::give_questions(scene, &mut decisions);
    echo::echo(narrative, &mut decisions);
    for at in 0..decisions.len() {
        decisions[at].joint = decisions[at].chosen.map_or_else(Vec::new, |chosen| joint::speakers(scene, &chosen));
        let goes_on = decisions[at].passage.continues && at > 0 && decisions[at - 1].denied;
        decisions[at].denied = goes_on || denied::is_denied(scene, &decisions[at]);
    }
    decisions
}

/// The paragraphs of one long quotation take the speaker of the one that says most clearly who speaks.
fn join_chains(narrative: &Narrative<'_>, decisions: &mut [Decision]) {
    let mut start = 0;
    while start < decisions.len() {
        let mut end = start + 1;
        while end < decisions.len() && narrative.quoted[end].continues && !names_itself(&decisions[end]) {
            end += 1;
        }
        if end - start > 1 {
            let clearest = (start..end).max_by(|&a, &b| clarity(&decisions[a]).total_cmp(&clarity(&decisions[b])));
            if let Some(clearest) = clearest {
                let (chosen, speaker_probability) =
                    (decisions[clearest].chosen, decisions[clearest].speaker_probability);
                let spoken = decisions[start..end].iter().map(|decision| decision.spoken).fold(0.0, f32::max);
                let speaker = chosen.map_or(NOBODY, |chosen| chosen.entity);
                for decision in &mut decisions[start..end] {
                    // A part that names another speaker of its own is another quotation: a mark was missing.
                    let own = decision.chosen.is_some_and(|own| own.entity != speaker && is_tag(&own));
                    let aside = decision.spoken == 0.0;
                    if !own && !aside {
                        decision.chosen = chosen;
                        decision.speaker_probability = speaker_probability;
                        decision.spoken = spoken;
                    }
                }
            }
        }
        start = end;
    }
}

/// A transcript's next speaker begins a quotation of his own.
fn names_itself(decision: &Decision) -> bool {
    decision.chosen.is_some_and(|chosen| chosen.relation == Relation::Inside)
}

fn clarity(decision: &Decision) -> f32 {
    let Some(chosen) = decision.chosen else { return 0.0 };
    decision.speaker_probability + if is_tag(&chosen) { 1.0 } else { 0.0 }
}

/// Whether the passage's own sentence, or the one before it, says who speaks.
fn is_tag(chosen: &Candidate) -> bool {
    use Relation as R;
    let near = matches!(
        chosen.relation,
        R::AfterInverted | R::AfterSubject | R::Before1 | R::AfterAccording | R::Label | R::Previous1Says
    );
    near && chosen.frame == Frame::Say || chosen.relation == R::Inside
}

fn virtual_candidate(entity: u32, relation: Relation) -> Candidate {
    Candidate {
        mention: None,
        entity,
        relation,
        cue: None,
        frame: Frame::None,
        how: None,
        passive: false,
        distance: 0,
        rank: 0,
    }
}

fn passage(narrative: &Narrative<'_>, quote: usize, around: candidates::Surroundings) -> Passage {
    let token = narrative.token_of[quote];
    let here = &narrative.tokens[token as usize];
    let words = narrative.words_of(quote);
    Passage {
        around,
        words: words.iter().filter(|word| word.is_word() || word.kind == super::tokens::Kind::Number).count(),
        capital: words.first().is_some_and(|word| word.is_capital()),
        continues: narrative.quoted[quote].continues,
        token,
        sentence: here.sentence,
        paragraph: here.paragraph,
    }
}

fn weigh(
    scene: &Scene<'_, '_>,
    model: &Model,
    (quote, passage): (usize, &Passage),
    candidates: Vec<Candidate>,
    before: Option<&Before>,
    keep: bool,
) -> Weighed {
    let mut features = Vec::new();
    let mut scores = Vec::with_capacity(candidates.len());
    let mut own = Vec::new();
    for candidate in &candidates {
        let mention = candidate.mention.map(|mention| &scene.mentions[mention as usize]);
        let entity = scene.entities.get(candidate.entity as usize);
        let tense = candidate.cue.map_or(0, |cue| tense(scene.narrative.tokens[cue as usize].classes));
        let named = scene.inside[quote].contains(&candidate.entity);
        let begins = mention
            .is_some_and(|mention| scene.narrative.sentence(mention.start as usize).start == mention.start as usize);
        features::features(passage, candidate, mention, entity, before, (tense, named, begins), &mut own);
        scores.push(model::score(&model.speaker, &own));
        if keep {
            features.push(own.clone());
        }
    }
    Weighed { candidates, features, scores }
}

fn tense(classes: Classes) -> usize {
    if classes.any(Classes::PAST) {
        1
    } else if classes.any(Classes::PRESENT) {
        2
    } else if classes.any(Classes::PARTICIPLE) {
        3
    } else if classes.any(Classes::ING) {
        4
    } else {
        0
    }
}

/// The best candidate, how likely its speaker is, and how far it is ahead of nobody.
fn choose(weighed: &Weighed) -> (usize, f32, f32) {
    let scores = &weighed.scores;
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let best = scores.iter().position(|&score| score >= most).unwrap_or(scores.len() - 1);
    let nobody = scores[scores.len() - 1];
    let same = |other: usize| {
        let (a, b) = (&weighed.candidates[best], &weighed.candidates[other]);
        best == other || a.entity != NOBODY && a.entity == b.entity
    };
    let (mut all, mut own) = (0.0f32, 0.0f32);
    for (other, &score) in scores.iter().enumerate() {
        let weight = (score - most).exp();
        all += weight;
        if same(other) {
            own += weight;
        }
    }
    (best, own / all, most - nobody)
}

/// The logistic function.
fn logistic(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
