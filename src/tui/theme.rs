//! How things look: one style for each role, from a table, for dark and light backgrounds, high contrast, or none.
//!
//! Views ask for roles and never name a color. Nothing is shown by color alone: every role that carries meaning in a
//! text has a modifier of its own too (bold, underlined, italic, reversed, crossed out), and views add signs (`▌ ★ ✓ ✗`)
//! where a modifier is not enough. [`Theme::plain`] is what is left without colors, and everything can be distinguished in it.

use ratatui::style::{Color, Modifier, Style};

mod color;
mod words;

pub use color::Depth;
pub use words::WrongStyle;

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Words without any meaning of their own.
    Text,
    /// What is there for completeness: details of a quotation, paragraphs around it.
    Dim,
    /// The name of a pane or overlay.
    Title,
    /// The frame of a pane.
    Border,
    /// The frame of the pane in focus.
    BorderFocus,
    /// The row under the cursor, in the pane in focus.
    Cursor,
    /// The row under the cursor, in another pane.
    CursorBlurred,
    /// A row marked, or a speaker picked, with Space.
    Marked,
    /// What a search found.
    Match,
    /// What the search stands on.
    MatchHere,
    /// The quotation, in its context.
    Quotation,
    /// The cue, in its context.
    Cue,
    /// The speaker's mention, in its context.
    Mention,
    /// The words that a mention stands for.
    Antecedent,
    /// Another quotation of the same paragraph.
    OtherQuotation,
    /// A speaker's name.
    Speaker,
    /// A number: counts and places.
    Count,
    /// The star.
    Star,
    /// A tag.
    Tag,
    /// A person's note.
    Note,
    /// A confirmed quotation's sign.
    Confirmed,
    /// A rejected quotation.
    Rejected,
    /// The program's name, at the top.
    Program,
    /// The status line.
    Status,
    /// A key in a hint or in the help.
    Key,
    /// The label before a prompt.
    Prompt,
    /// A completion.
    Popup,
    /// The completion chosen.
    PopupChosen,
    /// What was done.
    Info,
    /// What needs attention: a save to be retried, a document left out.
    Warning,
    /// What went wrong; in a prompt, the place of the error.
    Error,
    /// Work under way.
    Progress,
}

/// The background of the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Background {
    /// Dark, or unknown.
    #[default]
    Dark,
    /// Light.
    Light,
}

/// Which of the built-in themes; what `theme:` in the config names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Base {
    /// Dark or light, as the terminal says.
    #[default]
    Auto,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// White on black, with black on yellow for what matters most: the strongest contrasts there are.
    HighContrast,
    /// No colors at all.
    Plain,
}

impl Base {
    /// The names of the themes in the config.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("auto", Self::Auto),
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("high-contrast", Self::HighContrast),
        ("plain", Self::Plain),
    ];

    /// The theme that `name` names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|row| row.0 == name).map(|row| row.1)
    }
}

/// The styles of all roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; ROWS.len()],
}

/// What a theme is made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    /// Which theme.
    pub base: Base,
    /// For [`Base::Auto`]: the background, as far as it is known.
    pub background: Background,
    /// How many colors the terminal has.
    pub depth: Depth,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(Made::default())
    }
}

impl Theme {
    /// The built-in theme for a terminal.
    #[must_use]
    pub fn new(made: Made) -> Self {
        let column = match (made.base, made.background) {
            _ if made.depth == Depth::None => Column::Plain,
            (Base::Plain, _) => Column::Plain,
            (Base::HighContrast, _) => Column::High,
            (Base::Light, _) | (Base::Auto, Background::Light) => Column::Light,
            (Base::Dark, _) | (Base::Auto, Background::Dark) => Column::Dark,
        };
        let mut styles = [Style::new(); ROWS.len()];
        for (style, row) in styles.iter_mut().zip(&ROWS) {
            *style = row.style(column, made.depth);
        }
        Self { styles }
    }

    /// The theme without colors, as `NO_COLOR` asks for it.
    #[must_use]
    pub fn plain() -> Self {
        Self::new(Made { base: Base::Plain, ..Made::default() })
    }

    /// How `role` looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles[place(role)]
    }

    /// Changes roles as the config says: pairs of a role's name and the words of a style (`bold #ffcc00 on black`).
    /// Wrong pairs are named, the others hold.
    pub fn change<'a>(&mut self, depth: Depth, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<WrongStyle> {
        let mut wrong = Vec::new();
        for (name, words) in pairs {
            let style = words::style(words);
            match (ROWS.iter().position(|row| row.name == name), style) {
                (Some(at), Ok(style)) => self.styles[at] = color::fit(style, depth),
                (None, _) => wrong.push(WrongStyle::role(name, ROWS.iter().map(|row| row.name))),
                (_, Err(error)) => wrong.push(error.of_role(name)),
            }
        }
        wrong
    }

    /// The names of the roles in the config.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ROWS.iter().map(|row| row.name)
    }
}

#[derive(Clone, Copy)]
enum Column {
    Dark,
    Light,
    High,
    Plain,
}

/// A role's name in the config, its modifiers everywhere, and its colors on dark and on light.
struct Row {
    role: Role,
    name: &'static str,
    modifier: Modifier,
    dark: Colors,
    light: Colors,
    /// Whether it is shown reversed where there are no colors: rows and matches that elsewhere have a background.
    reversed: Reversed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reversed {
    No,
    WithoutColors,
}

/// Foreground and background, each perhaps the terminal's own.
type Colors = (Option<(u8, u8, u8)>, Option<(u8, u8, u8)>);

impl Row {
    fn style(&self, column: Column, depth: Depth) -> Style {
        let style = Style::new().add_modifier(self.modifier);
        let rgb = |(r, g, b)| Color::Rgb(r, g, b);
        let (fg, bg) = match column {
            Column::Dark => self.dark,
            Column::Light => self.light,
            Column::High => {
                let (fg, bg) = high(self.role);
                let style = Style { fg: fg.map(rgb), bg: bg.map(rgb), ..style };
                return color::fit_pure(style.remove_modifier(Modifier::DIM), depth);
            }
            Column::Plain => (None, None),
        };
        // In sixteen colors there is no background that is readable in every palette, so rows are reversed there too.
        let reversed = self.reversed == Reversed::WithoutColors && (bg.is_none() || depth <= Depth::Sixteen);
        if reversed {
            return style.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM);
        }
        color::fit(Style { fg: fg.map(rgb), bg: bg.map(rgb), ..style }, depth)
    }
}

const fn row(role: Role, name: &'static str, modifier: Modifier, dark: Colors, light: Colors) -> Row {
    let reversed = if dark.1.is_some() { Reversed::WithoutColors } else { Reversed::No };
    Row { role, name, modifier, dark, light, reversed }
}

const fn fg(hex: u32) -> Colors {
    (Some(split(hex)), None)
}

const fn on(fg: u32, bg: u32) -> Colors {
    (Some(split(fg)), Some(split(bg)))
}

const fn bg(bg: u32) -> Colors {
    (None, Some(split(bg)))
}

const fn split(hex: u32) -> (u8, u8, u8) {
    ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// The colors of high contrast. Only the ground and what stands on another one have a background, so that a role laid
/// over the row under the cursor leaves that row to be seen.
const fn high(role: Role) -> Colors {
    const BLACK: u32 = 0x00_00_00;
    const WHITE: u32 = 0xff_ff_ff;
    const YELLOW: u32 = 0xff_ff_00;
    match role {
        Role::Text => on(WHITE, BLACK),
        Role::Cursor | Role::PopupChosen | Role::MatchHere | Role::Warning => on(BLACK, YELLOW),
        Role::CursorBlurred => on(BLACK, WHITE),
        Role::Match => on(BLACK, 0x00_ff_ff),
        Role::Popup => on(WHITE, 0x00_00_80),
        Role::Error => on(WHITE, 0xaa_00_00),
        Role::BorderFocus | Role::Marked | Role::Quotation | Role::Star | Role::Program | Role::Key | Role::Prompt => {
            fg(YELLOW)
        }
        Role::Mention | Role::Progress => fg(0x00_ff_ff),
        Role::Cue | Role::Tag | Role::Confirmed | Role::Info => fg(0x00_ff_00),
        Role::Antecedent | Role::Note => fg(0xff_80_ff),
        _ => OWN,
    }
}

const OWN: Colors = (None, None);
const BOLD: Modifier = Modifier::BOLD;
const ITALIC: Modifier = Modifier::ITALIC;
const UNDERLINED: Modifier = Modifier::UNDERLINED;
const NONE: Modifier = Modifier::empty();

/// Every role. Body text keeps the terminal's own colors, so that it is as readable as everything else there.
const ROWS: [Row; 32] = [
    row(Role::Text, "text", NONE, OWN, OWN),
    row(Role::Dim, "dim", NONE, fg(0xa8_a8_a8), fg(0x58_58_58)),
    row(Role::Title, "title", NONE, OWN, OWN),
    row(Role::Border, "border", NONE, fg(0x62_62_62), fg(0x9e_9e_9e)),
    row(Role::BorderFocus, "border-focus", BOLD, fg(0x5f_af_ff), fg(0x0b_5c_ad)),
    row(Role::Cursor, "cursor", BOLD, on(0xff_ff_ff, 0x00_5f_87), on(0x00_00_00, 0xaf_d7_ff)),
    row(Role::CursorBlurred, "cursor-blurred", UNDERLINED, OWN, OWN),
    row(Role::Marked, "marked", BOLD, fg(0xe5_c0_7b), fg(0x8a_4b_00)),
    row(Role::Match, "match", UNDERLINED, on(0x00_00_00, 0xd7_ba_5f), on(0x00_00_00, 0xff_e0_82)),
    row(Role::MatchHere, "match-here", BOLD.union(UNDERLINED), on(0x00_00_00, 0xff_9e_3b), on(0x00_00_00, 0xff_b3_47)),
    row(Role::Quotation, "quotation", BOLD, fg(0xff_ff_af), fg(0x6b_3e_00)),
    row(Role::Cue, "cue", ITALIC, fg(0x87_d7_af), fg(0x00_66_3d)),
    row(Role::Mention, "mention", UNDERLINED, fg(0x87_d7_ff), fg(0x0b_4f_9e)),
    row(Role::Antecedent, "antecedent", ITALIC.union(UNDERLINED), fg(0xd7_af_ff), fg(0x6a_2c_a8)),
    row(Role::OtherQuotation, "other-quotation", NONE, fg(0xd7_d7_af), fg(0x6e_57_2a)),
    row(Role::Speaker, "speaker", BOLD, OWN, OWN),
    row(Role::Count, "count", NONE, fg(0xa8_a8_a8), fg(0x58_58_58)),
    row(Role::Star, "star", BOLD, fg(0xff_d7_5f), fg(0x9a_5b_00)),
    row(Role::Tag, "tag", ITALIC, fg(0x87_d7_af), fg(0x00_66_3d)),
    row(Role::Note, "note", ITALIC, fg(0xd7_af_ff), fg(0x6a_2c_a8)),
    row(Role::Confirmed, "confirmed", BOLD, fg(0x87_d7_af), fg(0x00_66_3d)),
    row(Role::Rejected, "rejected", Modifier::CROSSED_OUT, fg(0xa8_a8_a8), fg(0x58_58_58)),
    row(Role::Program, "program", BOLD, fg(0x5f_af_ff), fg(0x0b_5c_ad)),
    row(Role::Status, "status", NONE, OWN, OWN),
    row(Role::Key, "key", BOLD, fg(0x5f_af_ff), fg(0x0b_5c_ad)),
    row(Role::Prompt, "prompt", BOLD, fg(0x5f_af_ff), fg(0x0b_5c_ad)),
    row(Role::Popup, "popup", NONE, bg(0x2b_30_3a), bg(0xe8_eb_f0)),
    row(Role::PopupChosen, "popup-chosen", BOLD, on(0xff_ff_ff, 0x00_5f_87), on(0x00_00_00, 0xaf_d7_ff)),
    row(Role::Info, "info", NONE, fg(0x87_d7_af), fg(0x00_66_3d)),
    row(Role::Warning, "warning", BOLD, fg(0xe5_c0_7b), fg(0x8a_4b_00)),
    row(Role::Error, "error", BOLD.union(UNDERLINED), fg(0xff_8a_80), fg(0xb0_00_20)),
    row(Role::Progress, "progress", ITALIC, fg(0x87_d7_ff), fg(0x0b_4f_9e)),
];

/// The rows stand in the order of the roles, so that a role finds its row without a search.
const fn place(role: Role) -> usize {
    role as usize
}

const _: () = {
    let mut at = 0;
    while at < ROWS.len() {
        assert!(place(ROWS[at].role) == at, "a row of the theme stands at another role's place");
        at += 1;
    }
};

#[cfg(test)]
mod tests {
    use super::*;

    fn made(base: Base, depth: Depth) -> Theme {
        Theme::new(Made { base, background: Background::Dark, depth })
    }

    #[test]
    fn every_role_has_a_name_of_its_own() {
        for row in &ROWS {
            assert_eq!(ROWS.iter().filter(|other| other.name == row.name).count(), 1, "{}", row.name);
        }
    }

    #[test]
    fn nothing_is_told_by_color_alone() {
        // What stands side by side in one text must differ without colors too.
        let families: [&[Role]; 4] = [
            &[Role::Text, Role::Quotation, Role::Cue, Role::Mention, Role::Antecedent],
            &[Role::Text, Role::Match],
            &[Role::Text, Role::Cursor, Role::CursorBlurred, Role::Rejected],
            &[Role::PopupChosen, Role::Text],
        ];
        for base in [Base::Plain, Base::HighContrast, Base::Dark, Base::Light] {
            for depth in [Depth::None, Depth::Sixteen, Depth::TwoHundred, Depth::True] {
                let theme = made(base, depth);
                for family in families {
                    for (at, &one) in family.iter().enumerate() {
                        for &other in &family[..at] {
                            let modifiers = |role| theme.style(role).add_modifier;
                            assert_ne!(modifiers(one), modifiers(other), "{one:?} and {other:?}: {base:?} {depth:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn without_colors_there_is_no_color() {
        for theme in [Theme::plain(), made(Base::Dark, Depth::None), made(Base::Light, Depth::None)] {
            for row in &ROWS {
                let style = theme.style(row.role);
                assert_eq!((style.fg, style.bg), (None, None), "{}", row.name);
            }
        }
    }

    #[test]
    fn each_depth_uses_its_own_colors_alone() {
        for base in [Base::Dark, Base::Light] {
            for (depth, fits) in [
                (Depth::Sixteen, (|c| !matches!(c, Color::Rgb(..) | Color::Indexed(_))) as fn(Color) -> bool),
                (Depth::TwoHundred, |c| matches!(c, Color::Indexed(_))),
                (Depth::True, |c| matches!(c, Color::Rgb(..))),
            ] {
                let theme = made(base, depth);
                for row in &ROWS {
                    let style = theme.style(row.role);
                    for color in [style.fg, style.bg].into_iter().flatten() {
                        assert!(fits(color), "{} {base:?} {depth:?}: {color:?}", row.name);
                    }
                }
            }
        }
    }

    /// The contrast of WCAG 2: from 1 to 21; 4.5 is what body text needs.
    fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
        let light = |(r, g, b): (u8, u8, u8)| {
            let part = |c: u8| {
                let c = f64::from(c) / 255.0;
                if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
        };
        let (a, b) = (light(one) + 0.05, light(other) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn text_can_be_read_on_the_usual_backgrounds() {
        // Black, Solarized dark, One Dark; white, Solarized light, GitHub light.
        let dark = [(0, 0, 0), (0x00, 0x2b, 0x36), (0x28, 0x2c, 0x34)];
        let light = [(0xff, 0xff, 0xff), (0xfd, 0xf6, 0xe3), (0xf6, 0xf8, 0xfa)];
        for row in ROWS.iter().filter(|row| !matches!(row.role, Role::Border)) {
            for (grounds, (fg, bg)) in [(dark, row.dark), (light, row.light)] {
                let Some(fg) = fg else { continue };
                for ground in grounds {
                    let found = contrast(fg, bg.unwrap_or(ground));
                    assert!(found >= 4.5, "{} on {ground:?}: {found:.1}", row.name);
                }
            }
        }
    }

    #[test]
    fn high_contrast_is_a_theme_of_its_own() {
        for depth in [Depth::Sixteen, Depth::TwoHundred, Depth::True] {
            let theme = made(Base::HighContrast, depth);
            for other in [Base::Plain, Base::Dark, Base::Light] {
                assert_ne!(theme, made(other, depth), "{other:?} {depth:?}");
            }
            let cursor = theme.style(Role::Cursor);
            assert!(cursor.fg.is_some() && cursor.bg.is_some() && cursor.fg != cursor.bg);
        }
        assert_eq!(made(Base::HighContrast, Depth::None), Theme::plain());
        let (Some(white), Some(ground)) = high(Role::Text) else { panic!("the ground") };
        for row in &ROWS {
            let (fg, bg) = high(row.role);
            let found = contrast(fg.unwrap_or(white), bg.unwrap_or(ground));
            assert!(found >= 7.0, "{}: {found:.1}", row.name);
        }
    }

    #[test]
    fn the_config_changes_roles_and_names_what_is_wrong() {
        let mut theme = Theme::plain();
        let wrong = theme.change(
            Depth::True,
            [("quotation", "bold #ffcc00 on black"), ("cuo", "red"), ("cue", "blinking"), ("tag", "underline green")],
        );
        let gold = Style::new().fg(Color::Rgb(0xff, 0xcc, 0)).bg(Color::Black).add_modifier(Modifier::BOLD);
        assert_eq!(theme.style(Role::Quotation), gold);
        assert_eq!(theme.style(Role::Tag), Style::new().fg(Color::Green).add_modifier(Modifier::UNDERLINED));
        assert_eq!(theme.style(Role::Cue), Theme::plain().style(Role::Cue));
        let messages: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "`cuo` cannot be styled: did you mean `cue`?",
                "`blinking` in the style of `cue` is neither a color nor one of bold, dim, italic, underline, reverse, strike",
            ]
        );
    }

    #[test]
    fn the_background_chooses_the_theme() {
        let light = Theme::new(Made { background: Background::Light, depth: Depth::True, ..Made::default() });
        assert_eq!(light, made(Base::Light, Depth::True));
        assert_eq!(made(Base::Auto, Depth::True), made(Base::Dark, Depth::True));
        assert_ne!(light, made(Base::Dark, Depth::True));
    }
}
