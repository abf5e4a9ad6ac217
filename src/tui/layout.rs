//! Where the panes stand on a screen of a given size. Pure sums: no terminal, no drawing.
//!
//! Three shapes: side by side from 100 columns on; one above the other where there is height for it; else one pane
//! at a time, the one in focus.

use ratatui::layout::Rect;

/// The three panes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Speakers, or what else the first pane lists.
    #[default]
    Groups,
    /// The quotations.
    Quotations,
    /// The article around the quotation under the cursor.
    Context,
}

impl Pane {
    /// All three, from left to right.
    pub const ALL: [Self; 3] = [Self::Groups, Self::Quotations, Self::Context];

    /// Its number, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Groups => 0,
            Self::Quotations => 1,
            Self::Context => 2,
        }
    }
}

/// How the panes are arranged, apart from the size of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrangement {
    /// The pane that keys go to.
    pub focus: Pane,
    /// The pane in focus has the screen to itself.
    pub zoom: bool,
    /// Hidden panes; never all three.
    pub hidden: [bool; 3],
    /// How the room is shared out; the sum does not matter.
    pub shares: [u16; 3],
}

impl Default for Arrangement {
    fn default() -> Self {
        Self { focus: Pane::Groups, zoom: false, hidden: [false; 3], shares: SHARES }
    }
}

const SHARES: [u16; 3] = [210, 420, 370];
const SMALLEST_SHARE: u16 = 100;
const SHARE_STEP: u16 = 30;

impl Arrangement {
    /// Gives the pane in focus more of the room, or less.
    pub fn resize(&mut self, larger: bool) {
        let share = &mut self.shares[self.focus.index()];
        *share =
            if larger { (*share + SHARE_STEP).min(2000) } else { share.saturating_sub(SHARE_STEP).max(SMALLEST_SHARE) };
    }

    /// Hides the pane in focus and moves the focus on; the last pane stays. Says whether it did.
    pub fn hide(&mut self) -> bool {
        let left = self.hidden.iter().filter(|hidden| !**hidden).count();
        if left <= 1 {
            return false;
        }
        self.hidden[self.focus.index()] = true;
        self.step(true);
        self.zoom = false;
        true
    }

    /// Gives the focus to `pane`, and shows it.
    pub fn show(&mut self, pane: Pane) {
        self.hidden[pane.index()] = false;
        self.focus = pane;
    }

    /// Gives the focus to the next pane that is not hidden, around the end.
    pub fn step(&mut self, forward: bool) {
        let mut at = self.focus.index();
        for _ in 0..3 {
            at = if forward { (at + 1) % 3 } else { (at + 2) % 3 };
            if !self.hidden[at] {
                self.focus = Pane::ALL[at];
                return;
            }
        }
    }

    /// Gives the focus to the pane on that side, if there is one.
    pub fn sideways(&mut self, right: bool) {
        let at = self.focus.index();
        let next =
            if right { (at + 1..3).find(|&i| !self.hidden[i]) } else { (0..at).rev().find(|&i| !self.hidden[i]) };
        if let Some(next) = next {
            self.focus = Pane::ALL[next];
        }
    }
}

/// Where everything stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// The line at the top.
    pub header: Rect,
    /// The panes that are shown, with their borders.
    pub panes: [Option<Rect>; 3],
    /// The line at the bottom.
    pub status: Rect,
    /// Panes have a border all around; on the smallest screens only a title line.
    pub bordered: bool,
}

/// In the quotations and context panes a bar and a mark, or a space, stand before the words.
pub const GUTTER: u16 = 2;

/// Prose is set no wider than this: longer lines are hard to read.
pub const WIDEST_PROSE: u16 = 80;

/// The cells that the words have in a list whose inside is `inside` wide.
#[must_use]
pub fn text_width(inside: u16) -> usize {
    usize::from(inside.saturating_sub(GUTTER).max(1))
}

/// How many lines a full-height box has on a screen of `height` rows.
#[must_use]
pub fn box_height(height: u16) -> usize {
    usize::from(height.saturating_sub(4))
}

/// From this many columns on the panes stand side by side.
pub const WIDE: u16 = 100;
/// Panes side by side are at least so wide: a frame, and a name or a number.
const NARROWEST: u16 = 14;
/// Stacked panes are at least so high, as far as there is room: a frame and three rows.
const LOWEST: u16 = 5;
/// From this many rows on they stack.
const TALL: u16 = 18;

impl Layout {
    /// The layout of a screen of `width` times `height`.
    #[must_use]
    pub fn new(width: u16, height: u16, arrangement: &Arrangement) -> Self {
        let header = Rect::new(0, 0, width, height.min(1));
        let status = Rect::new(0, height.saturating_sub(1), width, height.saturating_sub(1).min(1));
        let body = Rect::new(0, 1.min(height), width, height.saturating_sub(2));
        let mut panes = [None; 3];
        let one = arrangement.zoom || (width < WIDE && height < TALL);
        if one {
            panes[arrangement.focus.index()] = Some(body);
        } else {
            let shown: Vec<usize> = (0..3).filter(|&i| !arrangement.hidden[i]).collect();
            let shares: Vec<u16> = shown.iter().map(|&i| arrangement.shares[i]).collect();
            let wide = width >= WIDE;
            let sizes = if wide { share(body.width, &shares, NARROWEST) } else { share(body.height, &shares, LOWEST) };
            let mut from = 0;
            for (&i, &size) in shown.iter().zip(&sizes) {
                panes[i] = Some(if wide {
                    Rect::new(body.x + from, body.y, size, body.height)
                } else {
                    Rect::new(body.x, body.y + from, body.width, size)
                });
                from += size;
            }
        }
        Self { header, panes, status, bordered: width >= 20 && body.height >= 5 }
    }

    /// The inside of a pane, where its rows stand.
    #[must_use]
    pub fn inside(&self, pane: Pane) -> Rect {
        let Some(rect) = self.panes[pane.index()] else { return Rect::default() };
        if self.bordered {
            Rect::new(rect.x + 1, rect.y + 1, rect.width.saturating_sub(2), rect.height.saturating_sub(2))
        } else {
            Rect::new(rect.x, rect.y + 1.min(rect.height), rect.width, rect.height.saturating_sub(1))
        }
    }

    /// The pane at a place on the screen.
    #[must_use]
    pub fn pane_at(&self, column: u16, row: u16) -> Option<Pane> {
        Pane::ALL
            .into_iter()
            .find(|pane| self.panes[pane.index()].is_some_and(|rect| rect.contains((column, row).into())))
    }
}

/// Shares `total` out by `shares`; the last takes what rounding leaves. Each gets `least`, as far as there is room.
fn share(total: u16, shares: &[u16], least: u16) -> Vec<u16> {
    let sum: u32 = shares.iter().map(|&share| u32::from(share)).sum::<u32>().max(1);
    let mut left = total;
    let mut sizes = Vec::with_capacity(shares.len());
    for (i, &share) in shares.iter().enumerate() {
        let size = if i + 1 == shares.len() {
            left
        } else {
            let after = u16::try_from(shares.len() - i - 1).unwrap_or(0);
            let most = left.saturating_sub(least.saturating_mul(after)).max(least);
            u16::try_from(u32::from(total) * u32::from(share) / sum).unwrap_or(left).max(least).min(most).min(left)
        };
        left -= size;
        sizes.push(size);
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_holds_and_nothing_overlaps() {
        for width in [1, 5, 40, 80, 99, 100, 120, 300] {
            for height in [1, 2, 3, 10, 18, 24, 40, 100] {
                for focus in Pane::ALL {
                    for zoom in [false, true] {
                        for hidden in [[false; 3], [true, false, false], [false, true, true]] {
                            let mut arrangement = Arrangement { focus, zoom, hidden, ..Arrangement::default() };
                            arrangement.show(focus);
                            let layout = Layout::new(width, height, &arrangement);
                            let screen = Rect::new(0, 0, width, height);
                            let rects: Vec<Rect> = layout.panes.iter().flatten().copied().collect();
                            assert!(!rects.is_empty());
                            for (i, rect) in rects.iter().enumerate() {
                                assert_eq!(rect.intersection(screen), *rect, "{width}x{height}");
                                assert!(rects[i + 1..].iter().all(|other| !other.intersects(*rect)));
                                assert!(!rect.intersects(layout.status), "{width}x{height}");
                            }
                            let inside = layout.inside(focus);
                            assert_eq!(inside.intersection(screen), inside);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn side_by_side_then_stacked_then_one() {
        let arrangement = Arrangement::default();
        let panes = |width, height| Layout::new(width, height, &arrangement).panes;
        let [Some(first), Some(second), Some(_)] = panes(120, 40) else { panic!("three panes") };
        assert_eq!((first.y, second.y), (1, 1));
        let [Some(first), Some(second), Some(third)] = panes(80, 24) else { panic!("three panes") };
        assert_eq!((first.x, second.x, third.x), (0, 0, 0));
        assert_eq!(first.height + second.height + third.height, 22);
        assert_eq!(panes(40, 10)[1], None);
        assert!(panes(40, 10)[0].is_some());
    }

    #[test]
    fn the_last_pane_cannot_be_hidden() {
        let mut arrangement = Arrangement::default();
        assert!(arrangement.hide());
        assert_eq!(arrangement.focus, Pane::Quotations);
        assert!(arrangement.hide());
        assert_eq!(arrangement.focus, Pane::Context);
        assert!(!arrangement.hide());
        arrangement.show(Pane::Groups);
        assert_eq!(arrangement.hidden, [false, true, false]);
        arrangement.sideways(true);
        assert_eq!(arrangement.focus, Pane::Context);
    }

    #[test]
    fn a_pane_is_made_larger_and_smaller() {
        let mut arrangement = Arrangement::default();
        let width = |arrangement: &Arrangement| Layout::new(120, 40, arrangement).panes[0].expect("shown").width;
        let before = width(&arrangement);
        arrangement.resize(true);
        assert!(width(&arrangement) > before);
        for _ in 0..100 {
            arrangement.resize(false);
        }
        assert!(width(&arrangement) >= NARROWEST);
        // However large one is made, the others stay to be seen.
        for focus in Pane::ALL {
            arrangement.show(focus);
            for _ in 0..100 {
                arrangement.resize(true);
            }
            for (width, height) in [(100, 40), (80, 24), (300, 50)] {
                for pane in Layout::new(width, height, &arrangement).panes {
                    let pane = pane.expect("shown");
                    assert!(pane.width >= NARROWEST && pane.height >= LOWEST, "{pane:?} at {width}x{height}");
                }
            }
        }
    }
}
