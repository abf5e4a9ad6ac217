//! Colors brought down to what the terminal has.

use ratatui::style::{Color, Style};

/// How many colors the terminal has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None, or none wanted.
    None,
    /// The sixteen whose look is the terminal's own.
    Sixteen,
    /// The 256 of xterm.
    TwoHundred,
    /// All of them.
    #[default]
    True,
}

impl Depth {
    /// What the environment says, asked through `variable`: `NO_COLOR` before all, then `COLORTERM` and `TERM`.
    #[must_use]
    pub fn from_env(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        if set("NO_COLOR").is_some() || term == "dumb" {
            return Self::None;
        }
        let colors = set("COLORTERM").unwrap_or_default();
        if matches!(colors.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256color") || set("WT_SESSION").is_some() {
            if set("WT_SESSION").is_some() { Self::True } else { Self::TwoHundred }
        } else if cfg!(windows) && term.is_empty() {
            Self::True
        } else {
            Self::Sixteen
        }
    }
}

/// `style` in the colors that there are.
pub(super) fn fit(style: Style, depth: Depth) -> Style {
    let fit = |color: Option<Color>| color.filter(|_| depth != Depth::None).map(|color| lowered(color, depth));
    Style { fg: fit(style.fg), bg: fit(style.bg), ..style }
}

/// The same of a style whose colors are pure: black and white are those of the sixteen, and the others are bright.
pub(super) fn fit_pure(style: Style, depth: Depth) -> Style {
    if depth != Depth::Sixteen {
        return fit(style, depth);
    }
    let bright = |color: Color| match color {
        Color::Rgb(0, 0, 0) => Color::Black,
        Color::Rgb(255, 255, 255) => Color::White,
        Color::Rgb(r, g, b) => match (nearest_of_16((r, g, b)), r.max(g).max(b)) {
            (Color::Yellow, 255) => Color::LightYellow,
            (Color::Cyan, 255) => Color::LightCyan,
            (Color::Green, 255) => Color::LightGreen,
            (Color::Magenta, 255) => Color::LightMagenta,
            (other, _) => other,
        },
        other => other,
    };
    Style { fg: style.fg.map(bright), bg: style.bg.map(bright), ..style }
}

fn lowered(color: Color, depth: Depth) -> Color {
    match (color, depth) {
        (Color::Rgb(r, g, b), Depth::TwoHundred) => Color::Indexed(nearest_of_256((r, g, b))),
        (Color::Rgb(r, g, b), Depth::Sixteen) => nearest_of_16((r, g, b)),
        (Color::Indexed(index @ 16..), Depth::Sixteen) => nearest_of_16(of_256(index)),
        (color, _) => color,
    }
}

/// The cube of six levels a side, and the ramp of greys. The first sixteen differ from terminal to terminal.
fn of_256(index: u8) -> (u8, u8, u8) {
    if index >= 232 {
        let gray = 8 + (index - 232) * 10;
        return (gray, gray, gray);
    }
    let index = index.saturating_sub(16);
    let level = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
    (level(index / 36), level(index / 6 % 6), level(index % 6))
}

fn nearest_of_256(wanted: (u8, u8, u8)) -> u8 {
    (16..=255).min_by_key(|&index| distance(wanted, of_256(index))).unwrap_or(16)
}

fn distance(one: (u8, u8, u8), other: (u8, u8, u8)) -> u32 {
    let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    // Eyes tell greens apart best and blues worst.
    2 * part(one.0, other.0) + 4 * part(one.1, other.1) + 3 * part(one.2, other.2)
}

/// By hue rather than by distance: the sixteen look different everywhere, but red is red. Greys become the terminal's
/// own foreground, which is readable on its background, as no gray of the sixteen surely is.
fn nearest_of_16((r, g, b): (u8, u8, u8)) -> Color {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if u16::from(most - least) * 5 < u16::from(most) {
        return Color::Reset;
    }
    let middle = least + (most - least) / 2;
    match (r > middle, g > middle, b > middle) {
        (true, true, _) => Color::Yellow,
        (true, false, true) => Color::Magenta,
        (false, true, true) => Color::Cyan,
        (true, false, false) => Color::Red,
        (false, true, false) => Color::Green,
        _ => Color::Blue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(env: &[(&str, &str)], expected: Depth) {
        let variable = |name: &str| env.iter().find(|row| row.0 == name).map(|row| row.1.to_owned());
        assert_eq!(Depth::from_env(variable), expected, "{env:?}");
    }

    #[test]
    #[cfg(unix)]
    fn the_environment_says_how_many_colors() {
        check(&[("TERM", "xterm")], Depth::Sixteen);
        check(&[("TERM", "xterm-256color")], Depth::TwoHundred);
        check(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True);
        check(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("NO_COLOR", "1")], Depth::None);
        check(&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Depth::TwoHundred);
        check(&[("TERM", "dumb")], Depth::None);
        check(&[], Depth::Sixteen);
    }

    #[test]
    fn colors_go_down_to_their_nearest() {
        assert_eq!(lowered(Color::Rgb(255, 0, 0), Depth::TwoHundred), Color::Indexed(196));
        assert_eq!(lowered(Color::Rgb(128, 128, 128), Depth::TwoHundred), Color::Indexed(244));
        assert_eq!(lowered(Color::Rgb(200, 40, 40), Depth::Sixteen), Color::Red);
        assert_eq!(lowered(Color::Rgb(0x61, 0xaf, 0xef), Depth::Sixteen), Color::Cyan);
        assert_eq!(lowered(Color::Rgb(150, 150, 155), Depth::Sixteen), Color::Reset);
        assert_eq!(lowered(Color::Indexed(21), Depth::Sixteen), Color::Blue);
        assert_eq!(lowered(Color::Green, Depth::Sixteen), Color::Green);
    }
}
