//! From how sure the two decisions say they are to how often they are right.
//!
//! Linear decisions over features that overlap are too sure of themselves. `examples/learn.rs` answers articles that
//! taught nothing and counts, from the least to the most certain answer, how many were right; the counts stand in
//! `confidence.tsv`, rising steps that are joined by straight lines here. What a mention stands for is another matter,
//! weighed in `resolve`.

use std::sync::LazyLock;

/// The steps that the program comes with.
static STEPS: LazyLock<Vec<(f32, f32)>> = LazyLock::new(|| read(include_str!("confidence.tsv")));

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
}
