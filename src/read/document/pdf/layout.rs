//! From glyphs on a page to its lines of text in reading order: segments, columns, lines.
//!
//! A page is a heap of glyphs. Neighbours on one baseline make a segment; where segments leave a gutter free between
//! them, the page has columns, which are read one after the other between the lines that span them; segments on one
//! baseline within a column make a line.

/// A glyph where it stands; `y` grows downwards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) character: char,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
}

/// A line of text within its column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    /// The column of the page that it stands in; lines of one column follow one another.
    pub(super) column: usize,
}

/// Neighbouring glyphs on one baseline.
type Segment = Line;

/// Columns within columns are looked for so many times.
const DEEPEST: usize = 4;
/// A column has at least so many lines.
const LEAST_LINES: usize = 3;

/// The lines of a page in reading order. `gutter` is where the page before parted its columns, and then where this one
/// does: on a page that is hardly begun, the lines alone do not show it.
pub(super) fn lines(glyphs: Vec<Glyph>, gutter: &mut Option<f32>) -> Vec<Line> {
    let segments = segments(glyphs);
    let mut columns = Vec::new();
    let own = find_gutter(&segments);
    let known = gutter.filter(|&x| own.is_none() && is_gutter(&segments, x, 1));
    *gutter = own.or(*gutter);
    split_columns(segments, own.or(known), DEEPEST, &mut columns);
    let mut lines = Vec::new();
    for (number, column) in columns.into_iter().enumerate() {
        lines.extend(rows(column).into_iter().map(|line| Line { column: number, ..line }));
    }
    lines
}

/// Joins neighbouring glyphs, in the order in which the page draws them.
fn segments(glyphs: Vec<Glyph>) -> Vec<Segment> {
    let spaces = glyphs.iter().filter(|glyph| glyph.character.is_whitespace()).count();
    // Where spaces are drawn, a narrow gap is spacing between letters; where they are not, it is all there is.
    let narrowest = if spaces * 20 > glyphs.len() { 0.3 } else { 0.14 };
    let mut segments: Vec<Segment> = Vec::new();
    let mut spaced = false;
    let mut last: Option<Glyph> = None;
    for glyph in glyphs {
        if glyph.character.is_whitespace() {
            spaced = true;
            continue;
        }
        // Bold drawn twice with a tiny shift.
        let doubled = |last: Glyph| {
            last.character == glyph.character
                && (last.x0 - glyph.x0).abs() < 0.1 * glyph.size
                && (last.y - glyph.y).abs() < 0.1 * glyph.size
        };
        if last.is_some_and(doubled) {
            continue;
        }
        let follows = segments.last().is_some_and(|segment| {
            let size = segment.size.max(glyph.size);
            let gap = glyph.x0 - segment.x1;
            let widest = if spaced { 1.5 } else { 0.9 };
            (segment.y - glyph.y).abs() < 0.45 * size && gap > -0.5 * size && gap < widest * size
        });
        match segments.last_mut().filter(|_| follows) {
            Some(segment) => {
                if spaced || glyph.x0 - segment.x1 > narrowest * segment.size.min(glyph.size) {
                    segment.text.push(' ');
                }
                segment.text.push(glyph.character);
                segment.x1 = segment.x1.max(glyph.x1);
                if glyph.size > segment.size * 1.1 {
                    (segment.size, segment.y) = (glyph.size, glyph.y);
                }
            }
            None => segments.push(Segment {
                text: glyph.character.into(),
                x0: glyph.x0,
                x1: glyph.x1,
                y: glyph.y,
                size: glyph.size,
                column: 0,
            }),
        }
        spaced = false;
        last = Some(glyph);
    }
    segments
}

/// Splits `segments` into columns, in reading order.
fn split_columns(mut segments: Vec<Segment>, gutter: Option<f32>, deeper: usize, columns: &mut Vec<Vec<Segment>>) {
    let Some(gutter) = gutter.filter(|_| deeper > 0) else {
        columns.push(segments);
        return;
    };
    segments.sort_by(|a, b| a.y.total_cmp(&b.y));
    // Bands from top to bottom: lines that span the gutter, or columns on both sides of it.
    let (mut spanning, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
    let flush = |left: &mut Vec<Segment>, right: &mut Vec<Segment>, columns: &mut Vec<Vec<Segment>>| {
        for side in [std::mem::take(left), std::mem::take(right)] {
            if !side.is_empty() {
                let gutter = find_gutter(&side);
                split_columns(side, gutter, deeper - 1, columns);
            }
        }
    };
    let mut spanned_to = f32::NEG_INFINITY;
    let right_edge = all_but_few(segments.iter().map(|segment| segment.x0).filter(|&x0| x0 >= gutter).collect());
    for segment in segments {
        // A line of the left column that runs over because its last word could not be divided.
        let runs_over = segment.x1 - segment.x0 > 6.0 * segment.size
            && right_edge.is_some_and(|edge| segment.x1 < edge + segment.size);
        let crosses = segment.x0 < gutter && segment.x1 > gutter && !runs_over;
        // The rest of a spanning line that a wide space cut off.
        let beside = (segment.y - spanned_to).abs() < 0.3 * segment.size;
        if crosses || beside {
            spanned_to = segment.y;
            flush(&mut left, &mut right, columns);
            spanning.push(segment);
        } else {
            if !spanning.is_empty() {
                columns.push(std::mem::take(&mut spanning));
            }
            if segment.x0 < gutter { left.push(segment) } else { right.push(segment) }
        }
    }
    flush(&mut left, &mut right, columns);
    if !spanning.is_empty() {
        columns.push(spanning);
    }
}

/// The middle of the gutter between two columns, if there are two.
fn find_gutter(segments: &[Segment]) -> Option<f32> {
    if segments.len() < 2 * LEAST_LINES {
        return None;
    }
    let size = median(segments.iter().map(|segment| segment.size).collect())?;
    let (x0, x1) = segments.iter().fold((f32::MAX, f32::MIN), |(x0, x1), s| (x0.min(s.x0), x1.max(s.x1)));
    let step = (size / 3.0).max(1.0);
    let width = (((x1 - x0) / step).ceil().clamp(0.0, 4000.0)) as usize;
    if width == 0 {
        return None;
    }
    // How many segments cover each step of the width; weighted by nothing, so that headings count as one line.
    let mut crossing = vec![0isize; width + 1];
    let step_at = |x: f32| (((x - x0) / step).floor().clamp(0.0, width as f32)) as usize;
    for segment in segments {
        crossing[step_at(segment.x0)] += 1;
        crossing[(step_at(segment.x1) + 1).min(width)] -= 1;
    }
    let mut covered = 0;
    let crossing: Vec<isize> = crossing
        .into_iter()
        .map(|change| {
            covered += change;
            covered
        })
        .collect();
    let most = segments.len() as isize;
    let mut best: Option<(isize, usize, f32)> = None;
    let mut at = 0;
    while at < width {
        let start = at;
        while at < width && crossing[at] == crossing[start] {
            at += 1;
        }
        let middle = x0 + (start + at) as f32 / 2.0 * step;
        let crossed = crossing[start];
        if crossed * 5 < most * 3 && is_gutter(segments, middle, LEAST_LINES) {
            let better = best.is_none_or(|(fewest, widest, _)| {
                (crossed, widest) < (fewest, at - start) && crossed <= fewest || crossed < fewest
            });
            if better {
                best = Some((crossed, at - start, middle));
            }
        }
    }
    best.map(|(_, _, middle)| middle)
}

/// Whether text stands in at least so many lines on both sides of `x`, side by side.
fn is_gutter(segments: &[Segment], x: f32, least: usize) -> bool {
    let Some(size) = median(segments.iter().map(|segment| segment.size).collect()) else { return false };
    let left: Vec<&Segment> = segments.iter().filter(|segment| segment.x1 <= x).collect();
    let right: Vec<&Segment> = segments.iter().filter(|segment| segment.x0 >= x).collect();
    if left.len() < least || right.len() < least {
        return false;
    }
    let wide = |side: &[&Segment]| median(row_widths(side, size)).is_some_and(|width| width > 7.0 * size);
    let range = |side: &[&Segment]| side.iter().fold((f32::MAX, f32::MIN), |(a, b), s| (a.min(s.y), b.max(s.y)));
    let (left_range, right_range) = (range(&left), range(&right));
    let shared = left_range.1.min(right_range.1) - left_range.0.max(right_range.0);
    // A line in ten may run over into the gutter: words that could not be divided.
    let edge = all_but_few(left.iter().map(|segment| -segment.x1).collect()).map(|edge| -edge);
    let start = all_but_few(right.iter().map(|segment| segment.x0).collect());
    let apart = edge.zip(start).is_some_and(|(edge, start)| start - edge > 0.6 * size);
    let beside = if least < LEAST_LINES { shared > -0.1 * size } else { shared > 2.0 * size };
    wide(&left) && wide(&right) && beside && apart
}

/// How wide the lines are that segments make: in a narrow justified column, wide spaces cut a line into several.
fn row_widths(segments: &[&Segment], size: f32) -> Vec<f32> {
    let mut places: Vec<(f32, f32, f32)> = segments.iter().map(|segment| (segment.y, segment.x0, segment.x1)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rows = places.chunk_by(|a, b| b.0 - a.0 < 0.35 * size);
    let ends = rows.map(|row| row.iter().fold((f32::MAX, f32::MIN), |(x0, x1), one| (x0.min(one.1), x1.max(one.2))));
    ends.map(|(x0, x1)| x1 - x0).collect()
}

/// The smallest value but for one in ten.
fn all_but_few(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 10).copied()
}

/// Joins the segments of a column that stand on one baseline, from top to bottom.
fn rows(mut segments: Vec<Segment>) -> Vec<Line> {
    segments.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        let on_it =
            rows.last().and_then(|row| row.iter().max_by(|a, b| a.size.total_cmp(&b.size))).is_some_and(|base| {
                let (small, large) = (base.size.min(segment.size), base.size.max(segment.size));
                let reach = if small < 0.8 * large { 0.55 * large } else { 0.35 * small };
                (segment.y - base.y).abs() < reach
            });
        match rows.last_mut().filter(|_| on_it) {
            Some(row) => row.push(segment),
            None => rows.push(vec![segment]),
        }
    }
    rows.into_iter().map(join_row).collect()
}

fn join_row(mut row: Vec<Segment>) -> Line {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let base = row.iter().max_by(|a, b| a.text.len().cmp(&b.text.len()));
    let (y, size) = base.map_or((0.0, 0.0), |base| (base.y, base.size));
    let mut line = Line { text: String::new(), x0: f32::MAX, x1: f32::MIN, y, size, column: 0 };
    for segment in row {
        if !line.text.is_empty() && segment.x0 - line.x1 > 0.14 * segment.size.min(line.size) {
            line.text.push(' ');
        }
        line.text.push_str(&segment.text);
        line.x0 = line.x0.min(segment.x0);
        line.x1 = line.x1.max(segment.x1);
    }
    line
}

/// The value in the middle.
pub(super) fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words in a type of which every glyph is half as wide as it is high.
    fn set(text: &str, x: f32, y: f32, glyphs: &mut Vec<Glyph>) {
        for (number, character) in text.chars().enumerate() {
            let x0 = 5.0f32.mul_add(number as f32, x);
            glyphs.push(Glyph { character, x0, x1: x0 + 5.0, y, size: 10.0 });
        }
    }

    fn read(pieces: &[(&str, f32, f32)]) -> Vec<String> {
        let mut glyphs = Vec::new();
        for &(text, x, y) in pieces {
            set(text, x, y, &mut glyphs);
        }
        lines(glyphs, &mut None).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other_under_a_spanning_headline() {
        let found = read(&[
            ("A headline that stands over both of the columns", 0.0, 10.0),
            ("the first column has", 0.0, 30.0),
            ("and the second has its", 130.0, 30.0),
            ("a few lines of words", 0.0, 42.0),
            ("own lines beside them,", 130.0, 42.0),
            ("that go on and on and", 0.0, 54.0),
            ("which come afterwards", 130.0, 54.0),
        ]);
        assert_eq!(
            found,
            [
                "A headline that stands over both of the columns",
                "the first column has",
                "a few lines of words",
                "that go on and on and",
                "and the second has its",
                "own lines beside them,",
                "which come afterwards",
            ]
        );
    }

    #[test]
    fn a_line_that_runs_over_the_gutter_stays_in_its_column() {
        let found = read(&[
            ("the first column has", 0.0, 10.0),
            ("a few lines of words, a", 0.0, 22.0),
            ("broadcasting corporation's", 0.0, 34.0),
            ("word that runs over it", 0.0, 46.0),
            ("and the second has its", 130.0, 10.0),
            ("own lines beside them,", 130.0, 22.0),
            ("that come afterwards", 130.0, 34.0),
            ("in their own order.", 130.0, 46.0),
        ]);
        let first =
            ["the first column has", "a few lines of words, a", "broadcasting corporation's", "word that runs over it"];
        assert_eq!(found[..4], first);
    }

    #[test]
    fn narrow_columns_may_have_wide_spaces() {
        let mut pieces = Vec::new();
        let lines = [
            ("They", "stand-quite-alone", 40.0),
            ("in-justified-type", "wide", 105.0),
            ("and-unevenly-", "spaced-out", 75.0),
        ];
        for x in [0.0, 135.0, 270.0] {
            for (line, (first, second, at)) in lines.into_iter().chain(lines).enumerate() {
                let y = 12.0f32.mul_add(line as f32, 10.0);
                pieces.extend([(first, x, y), (second, x + at, y)]);
            }
        }
        let found = read(&pieces);
        assert_eq!(found.len(), 18, "{found:?}");
        assert!(found.chunks(6).all(|column| column[0] == "They stand-quite-alone"), "{found:?}");
    }

    #[test]
    fn a_page_that_is_hardly_begun_has_the_columns_of_the_one_before() {
        let pieces = [
            ("the last lines of all", 0.0, 10.0),
            ("of this long article", 0.0, 22.0),
            ("by our own reporter.", 130.0, 10.0),
        ];
        let mut glyphs = Vec::new();
        pieces.iter().for_each(|&(text, x, y)| set(text, x, y, &mut glyphs));
        let texts = |gutter: Option<f32>| -> Vec<String> {
            lines(glyphs.clone(), &mut gutter.clone()).into_iter().map(|line| line.text).collect()
        };
        assert_eq!(texts(Some(120.0)), ["the last lines of all", "of this long article", "by our own reporter."]);
        assert_eq!(texts(None).len(), 2);
    }

    #[test]
    fn labels_beside_a_text_are_no_column() {
        let found = read(&[
            ("1.", 0.0, 10.0),
            ("the first of the points", 40.0, 10.0),
            ("2.", 0.0, 22.0),
            ("the second of the points", 40.0, 22.0),
            ("3.", 0.0, 34.0),
            ("the third of the points", 40.0, 34.0),
        ]);
        assert_eq!(found, ["1. the first of the points", "2. the second of the points", "3. the third of the points"]);
    }

    #[test]
    fn gaps_are_spaces_where_none_are_drawn() {
        let mut glyphs = Vec::new();
        set("two", 0.0, 10.0, &mut glyphs);
        set("words", 18.0, 10.0, &mut glyphs);
        assert_eq!(lines(glyphs, &mut None)[0].text, "two words");
    }

    #[test]
    fn letters_drawn_twice_are_read_once() {
        let mut glyphs = Vec::new();
        for x in [0.0, 5.0, 10.0] {
            set("a", x, 10.0, &mut glyphs);
            set("a", x + 0.3, 10.0, &mut glyphs);
        }
        assert_eq!(lines(glyphs, &mut None)[0].text, "aaa");
    }
}
