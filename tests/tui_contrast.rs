//! Everything that is written on the screen can be read: at least 4.5 to 1 against its background (WCAG 2, AA), in every
//! theme, whatever lies over what.

mod stage;

use ratatui::style::{Color, Modifier};
use stage::Stage;
use verbatim::tui::theme::{Background, Base, Depth, Made, Theme};

type Rgb = (u8, u8, u8);

/// What a terminal's own colors may be: text and background of some palettes that are used much.
const DARK: [(Rgb, Rgb); 3] = [
    ((0xe5, 0xe5, 0xe5), (0, 0, 0)),
    ((0x93, 0xa1, 0xa1), (0x00, 0x2b, 0x36)),
    ((0xdc, 0xdf, 0xe4), (0x28, 0x2c, 0x34)),
];
const LIGHT: [(Rgb, Rgb); 3] = [
    ((0, 0, 0), (0xff, 0xff, 0xff)),
    ((0x58, 0x6e, 0x75), (0xfd, 0xf6, 0xe3)),
    ((0x24, 0x29, 0x2f), (0xf6, 0xf8, 0xfa)),
];

/// The colors of xterm's 256 from 16 on, which are the same everywhere.
fn of_256(index: u8) -> Rgb {
    assert!(index >= 16, "the first sixteen look different in every terminal");
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return (grey, grey, grey);
    }
    let level = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
    let index = index - 16;
    (level(index / 36), level(index / 6 % 6), level(index % 6))
}

fn rgb(color: Color, own: Rgb) -> Rgb {
    match color {
        Color::Reset => own,
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(index) => of_256(index),
        other => panic!("{other:?} is no color of these themes"),
    }
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let luminance = |(r, g, b): Rgb| {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    };
    let (a, b) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if a > b { a / b } else { b / a }
}

/// Frames and bars carry no words.
fn is_drawing(symbol: &str) -> bool {
    symbol.trim().is_empty() || symbol.chars().all(|c| matches!(c, '\u{2500}'..='\u{259f}'))
}

/// Looks at every cell of the screen. Where a palette's own text is weaker than 4.5 on its own background, as in some,
/// that is the person's choice and the measure.
fn weak(stage: &mut Stage, palettes: &[(Rgb, Rgb)]) -> Vec<String> {
    let mut weak = Vec::new();
    let screen = stage.screen();
    let (width, height) = stage.size();
    for y in 0..height {
        for x in 0..width {
            let cell = screen.cell((x, y));
            if is_drawing(cell.symbol()) {
                continue;
            }
            if cell.modifier.contains(Modifier::DIM) {
                weak.push(format!("{:?} at {x},{y} is dimmed", cell.symbol()));
            }
            for &(text, ground) in palettes {
                let needed = contrast(text, ground).min(4.5);
                let (fg, bg) = (rgb(cell.fg, text), rgb(cell.bg, ground));
                let found = contrast(fg, bg);
                if found < needed - 0.005 {
                    weak.push(format!("{:?} at {x},{y} has {found:.2}: {fg:?} on {bg:?}", cell.symbol()));
                }
            }
        }
    }
    weak
}

/// What can be on the screen, and the keys that bring it there.
const SCREENS: [(&str, &str); 15] = [
    ("at first", ""),
    ("a row of the first pane", "j j"),
    ("decisions", "2 c j x j * j x"),
    ("a rejected row under the cursor", "2 x"),
    ("marks", "2 Space j Space"),
    ("columns", "2 L L x"),
    ("a search", "2 / museum Enter n"),
    ("the context", "3 / a Enter"),
    ("a filter being typed", "f speaker:"),
    ("a filter in force", "f museum Enter"),
    ("a wrong filter", "f nosuch:x"),
    ("why", "2 i"),
    ("the form", "2 e"),
    ("the help", "?"),
    ("the palette", ": s Down"),
];

#[test]
fn everything_can_be_read_in_every_theme() {
    let mut wrong = Vec::new();
    for (base, background, palettes) in [
        (Base::Dark, Background::Dark, &DARK),
        (Base::Light, Background::Light, &LIGHT),
        (Base::Auto, Background::Dark, &DARK),
        (Base::Auto, Background::Light, &LIGHT),
        (Base::HighContrast, Background::Dark, &DARK),
        (Base::HighContrast, Background::Light, &LIGHT),
        (Base::Plain, Background::Dark, &DARK),
        (Base::Plain, Background::Light, &LIGHT),
    ] {
        for depth in [Depth::True, Depth::TwoHundred] {
            for (what, keys) in SCREENS {
                let mut stage = Stage::new(120, 30);
                stage.model.theme = Theme::new(Made { base, background, depth });
                stage.press(keys);
                let weak = weak(&mut stage, palettes);
                if !weak.is_empty() {
                    let place = format!("{base:?} {background:?} {depth:?}, {what}");
                    wrong.push(format!("{place}: {}\n{}", weak[..weak.len().min(3)].join("; "), stage.screen().text()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} screens: {}", wrong.len(), wrong[..wrong.len().min(8)].join("\n\n"));
}

#[test]
fn weak_text_is_found() {
    let mut stage = Stage::new(80, 24);
    let wrong = stage.model.theme.change(Depth::True, [("text", "#777777 on #888888")]);
    assert_eq!(wrong, []);
    assert!(!weak(&mut stage, &DARK).is_empty());
}
