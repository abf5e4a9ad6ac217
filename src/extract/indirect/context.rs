//! What the other candidates of an article say of one: a report inside another, the same sayer just before, how much
//! the article reports at all.
//!
//! Each candidate is first judged by itself; here its sum gains or loses by the likelihood of its neighbors.

use super::report::Report;
use super::weights::{Sink, Value, weigh};

/// A candidate that was judged by itself.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    /// It as a report; how likely is what its own features say.
    pub report: Report,
    /// The sum of its own features.
    pub sum: f32,
    /// The tokens of its content.
    pub content: (usize, usize),
    /// The number of its sentence.
    pub sentence: u32,
    /// Whom its mention stands for.
    pub entity: Option<u32>,
    /// Whether its cue reports speech or thought.
    pub speaks: bool,
}

impl Scored {
    fn covers(&self, token: usize) -> bool {
        (self.content.0..self.content.1).contains(&token)
    }

    /// Whether the content of this one holds the other's cue and all that it says.
    fn holds(&self, other: &Self) -> bool {
        self.covers(other.report.cue.0 as usize)
            && self.content.0 <= other.content.0
            && other.content.1 <= self.content.1
    }

    /// Whether two contents share more than half of the longer one.
    fn shares(&self, other: &Self) -> bool {
        let shared = self.content.1.min(other.content.1).saturating_sub(self.content.0.max(other.content.0));
        shared * 2 > (self.content.1 - self.content.0).max(other.content.1 - other.content.0)
    }
}

fn band(likely: Option<f32>) -> Value<'static> {
    match likely {
        None => const { Value::of("none") },
        Some(likely) if likely < 0.15 => const { Value::of("hardly") },
        Some(likely) if likely < 0.3 => const { Value::of("low") },
        Some(likely) if likely < 0.45 => const { Value::of("doubtful") },
        Some(likely) if likely < 0.6 => const { Value::of("half") },
        Some(likely) if likely < 0.75 => const { Value::of("likely") },
        Some(likely) if likely < 0.9 => const { Value::of("high") },
        Some(_) => const { Value::of("sure") },
    }
}

/// How much an article reports: the mean over its candidates.
#[derive(Debug, Clone, Copy)]
pub struct Density(Value<'static>);

impl Density {
    /// Looks at all candidates of an article.
    #[must_use]
    pub fn new(all: &[Scored]) -> Self {
        let count = u16::try_from(all.len()).unwrap_or(u16::MAX);
        let sum: f32 = all.iter().map(|scored| scored.report.likely).sum();
        Self(match sum / f32::from(count.max(1)) {
            _ if count < 5 => const { Value::of("few") },
            mean if mean < 0.15 => const { Value::of("a") },
            mean if mean < 0.2 => const { Value::of("b") },
            mean if mean < 0.25 => const { Value::of("c") },
            mean if mean < 0.3 => const { Value::of("d") },
            mean if mean < 0.35 => const { Value::of("e") },
            mean if mean < 0.45 => const { Value::of("f") },
            _ => const { Value::of("g") },
        })
    }
}

/// What speaks for and against the candidate at `at` because of the others, which stand in the order of their cues.
pub fn features(all: &[Scored], at: usize, density: Density, sink: &mut impl Sink) {
    let own = &all[at];
    let frame = own.report.frame.value();
    let speaks = if own.speaks { const { Value::of("speaks") } } else { const { Value::of("other") } };
    // Candidates stand in the order of the text: the sentence and the two beside it.
    let first = all[..at].iter().rposition(|other| other.sentence + 1 < own.sentence).map_or(0, |other| other + 1);
    let last =
        all[at..].iter().position(|other| other.sentence > own.sentence + 1).map_or(all.len(), |other| at + other);
    let near = &all[first..last];
    let best = |fits: &dyn Fn(&Scored) -> bool| {
        let others = near.iter().filter(|other| other.report.cue.0 != own.report.cue.0 && fits(other));
        others.max_by(|a, b| a.report.likely.total_cmp(&b.report.likely))
    };
    let likely = |found: Option<&Scored>| band(found.map(|found| found.report.likely));
    let here = |other: &Scored| other.sentence == own.sentence;
    let outer = best(&|other| here(other) && other.holds(own));
    let inner = best(&|other| here(other) && own.holds(other));
    let rival = best(&|other| here(other) && other.shares(own));
    let sibling = best(&|other| here(other) && !other.holds(own) && !own.holds(other) && !other.shares(own));
    let before =
        best(&|other| other.sentence + 1 == own.sentence && other.entity.is_some() && other.entity == own.entity);
    let after =
        best(&|other| own.sentence + 1 == other.sentence && other.entity.is_some() && other.entity == own.entity);
    let any = best(&|other| other.sentence + 1 == own.sentence || own.sentence + 1 == other.sentence);
    let same = best(&|other| here(other) && other.entity.is_some() && other.entity == own.entity);
    let mine = band(Some(own.report.likely));
    let outer_frame = outer.map_or(const { Value::of("none") }, |outer| outer.report.frame.value());
    let outer_speaks = match outer {
        None => const { Value::of("none") },
        Some(outer) if outer.speaks => const { Value::of("speaks") },
        Some(_) => const { Value::of("other") },
    };
    weigh!(sink, "own", mine, frame);
    weigh!(sink, "own speaks", mine, speaks);
    weigh!(sink, "inside", likely(outer), outer_speaks, speaks);
    weigh!(sink, "inside frame", likely(outer), outer_frame);
    weigh!(sink, "inside own", likely(outer), mine);
    weigh!(sink, "holds", likely(inner), speaks);
    weigh!(sink, "holds own", likely(inner), mine);
    weigh!(sink, "rival", likely(rival), mine);
    weigh!(sink, "rival frame", likely(rival), frame);
    weigh!(sink, "sibling", likely(sibling), frame);
    weigh!(sink, "sibling same", likely(sibling), likely(same), speaks);
    weigh!(sink, "before", likely(before), speaks);
    weigh!(sink, "before own", likely(before), mine);
    weigh!(sink, "after", likely(after), speaks);
    weigh!(sink, "beside", likely(any), speaks);
    weigh!(sink, "density", density.0, speaks);
    weigh!(sink, "density own", density.0, mine);
    // Another content of the same cue: "The pier, she said, would stay".
    let twin =
        near.iter().filter(|other| other.report.cue.0 == own.report.cue.0 && other.report.frame != own.report.frame);
    let twin = twin.max_by(|a, b| a.report.likely.total_cmp(&b.report.likely));
    let twin_frame = twin.map_or(const { Value::of("none") }, |twin| twin.report.frame.value());
    weigh!(sink, "twin", likely(twin), mine);
    weigh!(sink, "twin frame", twin_frame, frame, likely(twin));
}
