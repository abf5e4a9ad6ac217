//! What the model looks at: each candidate as a short list of features, each feature one cell of a readable table.
//!
//! A template crosses a few small scales ("relation × form"); its cells are numbered one after the other through all
//! templates, and the weights' table names a cell by its template and the steps of its scales.

use super::candidates::{Candidate, Frame, Lead, Relation, Surroundings};
use crate::extract::clauses::SubjectLink;
use crate::extract::lexicon::Classes;
use crate::extract::mentions::{Article, Form, Mention};
use crate::extract::speakers::{Entity, EntityKind};

/// A scale: the names of its steps.
pub type Scale = &'static [&'static str];

/// A template: its name and the scales that it crosses.
#[derive(Debug)]
pub struct Template {
    /// What it is called in the weights' table.
    pub name: &'static str,
    /// Its scales.
    pub scales: &'static [Scale],
}

/// See [`TEMPLATES`].
pub(super) const RELATION: Scale = &[
    "after-inverted",
    "after-subject",
    "after-far",
    "after-according",
    "after-other",
    "after-dash",
    "before-1",
    "before-2",
    "before-3",
    "before-weak",
    "before-lead",
    "agent",
    "before-according",
    "owner",
    "label",
    "head-label",
    "inside",
    "below",
    "object",
    "before-other",
    "previous-says",
    "previous-subject",
    "previous-other",
    "earlier-says",
    "earlier-subject",
    "earlier-other",
    "next-says",
    "next-other",
    "above-says",
    "above-subject",
    "above-other",
    "higher-says",
    "higher-other",
    "highest",
    "echo",
    "speaker",
    "nobody",
];
/// See [`TEMPLATES`].
pub(super) const FORM: Scale =
    &["name", "pronoun", "it-they", "first-person", "human", "people", "organisation", "document", "none"];
/// See [`TEMPLATES`].
pub(super) const FRAME: Scale = &["no-cue", "say", "call", "act", "weak"];
const HOW: Scale = &["no-verb", "direct", "relative", "apposition", "shared", "gap", "inverted"];
const LEAD: Scale =
    &["start", "colon", "comma", "that", "as", "and", "determiner", "preposition", "be", "verb", "sign", "word"];
const LENGTH: Scale = &["1", "2-3", "4-7", "8-20", "21+"];
/// See [`TEMPLATES`].
pub(super) const KIND: Scale = &["person", "organisation", "place", "open", "unnamed", "nobody"];
const DISTANCE: Scale = &["0", "1", "2", "3-4", "5-8", "9-15", "16-30", "31+"];
const SAME: Scale = &["no-previous", "same-sentence", "same-paragraph", "paragraph-above", "further", "other-speaker"];
const FLAG: Scale = &["no", "yes"];
const RANK: Scale = &["0", "1", "2", "3+"];
const COUNT: Scale = &["1", "2-3", "4-8", "9+"];
const TAGS: Scale = &["none", "before", "introduced", "after", "both"];
const FOLLOWS: Scale = &["nothing", "comma", "stop", "says", "capital", "word", "sign"];
const PLACE: Scale = &["whole-paragraph", "opens-paragraph", "alone", "opens-sentence", "inside"];
const SIDE: Scale = &["after", "before", "paragraph", "above"];
const CAPITAL: Scale = &["small", "capital"];
const ARTICLE: Scale = &["bare", "the", "a", "possessive"];

/// The templates, in the order of their cells.
pub const TEMPLATES: &[Template] = &[
    Template { name: "relation", scales: &[RELATION] },
    Template { name: "relation.form", scales: &[RELATION, FORM] },
    Template { name: "relation.frame", scales: &[RELATION, FRAME] },
    Template { name: "relation.how", scales: &[RELATION, HOW] },
    Template { name: "relation.lead", scales: &[RELATION, LEAD] },
    Template { name: "relation.length", scales: &[RELATION, LENGTH] },
    Template { name: "relation.capital", scales: &[RELATION, CAPITAL] },
    Template { name: "relation.same", scales: &[RELATION, SAME] },
    Template { name: "relation.tags", scales: &[RELATION, TAGS] },
    Template { name: "relation.place", scales: &[RELATION, PLACE] },
    Template { name: "relation.passive", scales: &[RELATION, FLAG] },
    Template { name: "relation.announced", scales: &[RELATION, FLAG] },
    Template { name: "relation.continues", scales: &[RELATION, FLAG] },
    Template { name: "frame.lead", scales: &[FRAME, LEAD, SIDE] },
    Template { name: "frame.how", scales: &[FRAME, HOW, SIDE] },
    Template { name: "side.distance", scales: &[SIDE, DISTANCE] },
    Template { name: "side.rank", scales: &[SIDE, RANK] },
    Template { name: "side.governed", scales: &[SIDE, FLAG] },
    Template { name: "side.possessive", scales: &[SIDE, FLAG] },
    Template { name: "side.modifier", scales: &[SIDE, FLAG] },
    Template { name: "kind.frame", scales: &[KIND, FRAME] },
    Template { name: "kind.side", scales: &[KIND, SIDE] },
    Template { name: "count", scales: &[COUNT, KIND] },
    Template { name: "article.form", scales: &[ARTICLE, FORM, SIDE] },
    Template { name: "tense", scales: &[RELATION, &["none", "past", "present", "participle", "ing"]] },
    Template { name: "headline", scales: &[RELATION, FLAG] },
    Template { name: "quotes-between", scales: &[SIDE, FLAG] },
    Template { name: "named-inside", scales: &[SIDE, FLAG, FORM] },
    Template { name: "same.kind", scales: &[SAME, SIDE, FORM] },
    Template { name: "relation.follows", scales: &[RELATION, FOLLOWS] },
    Template { name: "relation.begins-sentence", scales: &[RELATION, FLAG] },
];

/// How many cells a template has.
pub const fn cells_of(template: &Template) -> usize {
    let mut cells = 1;
    let mut at = 0;
    while at < template.scales.len() {
        cells *= template.scales[at].len();
        at += 1;
    }
    cells
}

/// The first cell of each template, and at the end the number of all.
const OFFSETS: [usize; TEMPLATES.len() + 1] = {
    let mut offsets = [0; TEMPLATES.len() + 1];
    let mut at = 0;
    while at < TEMPLATES.len() {
        offsets[at + 1] = offsets[at] + cells_of(&TEMPLATES[at]);
        at += 1;
    }
    offsets
};

/// Which cell of a template these steps of its scales make.
#[inline]
pub fn cell_at(scales: &[Scale], steps: &[usize]) -> usize {
    let mut cell = 0;
    for (at, step) in steps.iter().enumerate() {
        cell = cell * scales[at].len() + step;
    }
    cell
}

/// The number of cells.
pub const SIZE: usize = OFFSETS[TEMPLATES.len()];

/// The name of a cell: its template, then its steps.
#[must_use]
pub fn cell_name(cell: usize) -> String {
    name_of(TEMPLATES, &OFFSETS, cell)
}

/// The name of a cell of any list of templates.
pub fn name_of(templates: &[Template], offsets: &[usize], cell: usize) -> String {
    let template = offsets.partition_point(|&offset| offset <= cell) - 1;
    let mut rest = cell - offsets[template];
    let mut steps = Vec::new();
    for scale in templates[template].scales.iter().rev() {
        steps.push(scale[rest % scale.len()]);
        rest /= scale.len();
    }
    steps.reverse();
    format!("{} {}", templates[template].name, steps.join(" "))
}

/// What is known of a passage besides its candidates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Passage {
    /// What stands around it.
    pub around: Surroundings,
    /// How many words it has.
    pub words: usize,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it goes on with the passage before.
    pub continues: bool,
    /// Its token.
    pub token: u32,
    /// Its sentence.
    pub sentence: u32,
    /// Its paragraph.
    pub paragraph: u32,
}

/// Who said the passage before, and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    /// Its speaker.
    pub entity: u32,
    /// Its sentence.
    pub sentence: u32,
    /// Its paragraph.
    pub paragraph: u32,
    /// Its token.
    pub token: u32,
}

fn step<const N: usize>(value: usize, limits: [usize; N]) -> usize {
    limits.iter().take_while(|&&limit| value > limit).count()
}

/// What an entity is, as a step of the scale.
pub(super) fn kind(entity: Option<&Entity>) -> usize {
    entity.map_or(5, |entity| match entity.kind {
        EntityKind::Person => 0,
        EntityKind::Organisation => 1,
        EntityKind::Place => 2,
        EntityKind::Open => 3,
        EntityKind::Unnamed => 4,
    })
}

/// How a mention names, as a step of the scale.
pub(super) fn form(mention: Option<&Mention>) -> usize {
    let Some(mention) = mention else { return 8 };
    match mention.form {
        Form::Name => 0,
        Form::Pronoun if mention.classes.any(Classes::FIRST) => 3,
        Form::Pronoun if mention.classes.any(Classes::IT.union(Classes::THEY)) => 2,
        Form::Pronoun => 1,
        Form::Nominal if mention.classes.any(Classes::HUMAN) => 4,
        Form::Nominal if mention.classes.any(Classes::PEOPLE.union(Classes::GROUP)) => 5,
        Form::Nominal if mention.classes.any(Classes::ORGANISATION) => 6,
        Form::Nominal => 7,
    }
}

fn side(relation: Relation) -> usize {
    use Relation as R;
    match relation {
        R::AfterInverted | R::AfterSubject | R::AfterFar | R::AfterAccording | R::AfterOther | R::AfterDash => 0,
        R::Before1
        | R::Before2
        | R::Before3
        | R::BeforeWeak
        | R::BeforeLead
        | R::Agent
        | R::BeforeAccording
        | R::Owner
        | R::Label
        | R::HeadLabel
        | R::Inside
        | R::Below
        | R::Object
        | R::BeforeOther => 1,
        R::Previous1Says
        | R::Previous1Subject
        | R::Previous1Other
        | R::Previous2Says
        | R::Previous2Subject
        | R::Previous2Other
        | R::NextSays
        | R::NextOther => 2,
        _ => 3,
    }
}

/// The cells of a candidate.
pub fn features(
    passage: &Passage,
    candidate: &Candidate,
    mention: Option<&Mention>,
    entity: Option<&Entity>,
    before: Option<&Before>,
    (tense, named_inside, begins): (usize, bool, bool),
    cells: &mut Vec<u32>,
) {
    cells.clear();
    let around = &passage.around;
    let relation = candidate.relation as usize;
    let side = side(candidate.relation);
    let form = form(mention);
    let frame = match candidate.frame {
        Frame::None => 0,
        Frame::Say => 1,
        Frame::Call => 2,
        Frame::Act => 3,
        Frame::Weak => 4,
    };
    let how = match candidate.how {
        None => 0,
        Some(SubjectLink::Direct) => 1,
        Some(SubjectLink::Relative) => 2,
        Some(SubjectLink::Apposition) => 3,
        Some(SubjectLink::Shared) => 4,
        Some(SubjectLink::Gap) => 5,
        Some(SubjectLink::Inverted) => 6,
    };
    let lead = lead_step(around.lead);
    let length = step(passage.words, [1, 3, 7, 20]);
    let capital = usize::from(passage.capital);
    let same = match before {
        None => 0,
        Some(before) if before.entity != candidate.entity => 5,
        Some(before) if before.sentence == passage.sentence => 1,
        Some(before) if before.paragraph == passage.paragraph => 2,
        Some(before) if before.paragraph + 1 == passage.paragraph => 3,
        Some(_) => 4,
    };
    let tags = match (around.tagged_after, around.introduced, around.cued_before) {
        (true, true, _) => 4,
        (true, false, _) => 3,
        (false, true, _) => 2,
        (false, false, true) => 1,
        (false, false, false) => 0,
    };
    let place = if around.whole {
        0
    } else if around.first {
        1
    } else if around.alone {
        2
    } else if around.opens {
        3
    } else {
        4
    };
    let kind = kind(entity);
    let article = mention.map_or(0, |mention| match mention.article {
        Article::None => 0,
        Article::The => 1,
        Article::A => 2,
        Article::Possessive => 3,
    });
    let flag = |test: fn(&Mention) -> bool| usize::from(mention.is_some_and(test));
    let between = before.is_some_and(|before| {
        mention.is_some_and(|mention| mention.start < before.token && before.token < passage.token)
    });
    let values: [&[usize]; TEMPLATES.len()] = [
        &[relation],
        &[relation, form],
        &[relation, frame],
        &[relation, how],
        &[relation, lead],
        &[relation, length],
        &[relation, capital],
        &[relation, same],
        &[relation, tags],
        &[relation, place],
        &[relation, usize::from(candidate.passive)],
        &[relation, usize::from(around.announced && around.first)],
        &[relation, usize::from(passage.continues)],
        &[frame, lead, side],
        &[frame, how, side],
        &[side, step(candidate.distance as usize, [0, 1, 2, 4, 8, 15, 30])],
        &[side, step(candidate.rank as usize, [0, 1, 2])],
        &[side, flag(|mention| mention.governed)],
        &[side, flag(|mention| mention.possessive)],
        &[side, flag(|mention| mention.modifier)],
        &[kind, frame],
        &[kind, side],
        &[step(entity.map_or(0, |entity| entity.count as usize), [1, 3, 8]), kind],
        &[article, form, side],
        &[relation, tense],
        &[relation, usize::from(around.headline)],
        &[side, usize::from(between)],
        &[side, usize::from(named_inside), form],
        &[same, side, form],
        &[relation, around.follows as usize],
        &[relation, usize::from(begins)],
    ];
    for (template, steps) in values.iter().enumerate() {
        let cell = cell_at(TEMPLATES[template].scales, steps);
        cells.push(super::index(OFFSETS[template] + cell));
    }
}

const fn lead_step(lead: Lead) -> usize {
    lead as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_and_lead_has_a_step() {
        assert_eq!(RELATION.len(), Relation::COUNT);
        assert_eq!(LEAD.len(), Lead::COUNT);
    }

    #[test]
    fn cells_have_names_of_their_own() {
        let mut names: Vec<String> = (0..SIZE).map(cell_name).collect();
        assert_eq!(names[0], "relation after-inverted");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), SIZE);
    }
}
