//! A terminal's screen as an SVG: text in runs of one style, held to their columns whatever font there is; lines and
//! blocks drawn, so that frames have no gaps.

use std::collections::HashMap;
use std::fmt::Write as _;

use vt100::{Cell, Color};

use crate::driver::Look;

/// The terminal's own colors.
#[derive(Clone, Copy)]
pub struct Ground {
    pub text: &'static str,
    pub paper: &'static str,
    pub frame: &'static str,
}

pub const DARK: Ground = Ground { text: "#dcdfe4", paper: "#1e222a", frame: "#3a3f4b" };
pub const LIGHT: Ground = Ground { text: "#24292f", paper: "#ffffff", frame: "#d0d7de" };

const CELL_WIDTH: f64 = 8.4;
const CELL_HEIGHT: f64 = 18.0;
const MARGIN: f64 = 12.0;

/// A frame of a recording and how long it stays, in seconds.
pub struct Shot {
    pub look: Look,
    pub seconds: f64,
}

/// One screen.
pub fn still(look: &Look, ground: Ground) -> String {
    recording(&[Shot { look: look.clone(), seconds: 1.0 }], ground)
}

/// Several screens after one another, for ever. Rows that several frames share are drawn once.
pub fn recording(shots: &[Shot], ground: Ground) -> String {
    let (columns, rows) = shots[0].look.size();
    let width = f64::from(columns) * CELL_WIDTH + 2.0 * MARGIN;
    let height = f64::from(rows) * CELL_HEIGHT + 2.0 * MARGIN;
    let mut drawn: HashMap<String, usize> = HashMap::new();
    let mut shared = String::new();
    let mut frames = String::new();
    let mut moments = String::new();
    let total: f64 = shots.iter().map(|shot| shot.seconds).sum();
    let mut start = 0.0;
    for (number, shot) in shots.iter().enumerate() {
        let several = shots.len() > 1;
        let _ = writeln!(frames, "<g{}>", if several { format!(" class=\"f f{number}\"") } else { String::new() });
        for row in 0..rows {
            let picture = picture_of_row(&shot.look, row, ground);
            if picture.is_empty() {
                continue;
            }
            let next = drawn.len();
            let id = *drawn.entry(picture.clone()).or_insert_with(|| {
                let _ = writeln!(shared, "<g id=\"r{next}\">{picture}</g>");
                next
            });
            let _ = writeln!(frames, "<use href=\"#r{id}\" y=\"{:.1}\"/>", f64::from(row) * CELL_HEIGHT);
        }
        if let Some((column, row)) = shot.look.cursor() {
            let (x, y) = (f64::from(column) * CELL_WIDTH, f64::from(row) * CELL_HEIGHT);
            let _ = writeln!(
                frames,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{CELL_WIDTH}\" height=\"{CELL_HEIGHT}\" fill=\"{}\" opacity=\".35\"/>",
                ground.text
            );
        }
        frames.push_str("</g>\n");
        if several {
            let end = start + shot.seconds;
            let (from, to) = (start / total * 100.0, end / total * 100.0);
            let _ = writeln!(
                moments,
                ".f{number}{{animation:k{number} {total:.2}s steps(1) infinite}}\n@keyframes k{number}{{0%{{visibility:{}}}\
                 {from:.3}%{{visibility:visible}}{to:.3}%{{visibility:hidden}}}}",
                if number == 0 { "visible" } else { "hidden" }
            );
            start = end;
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\">\n<style>\ntext{{font:14px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;\
         white-space:pre}}\n.f{{visibility:hidden}}\n{moments}</style>\n<rect x=\".5\" y=\".5\" width=\"{:.1}\" \
         height=\"{:.1}\" rx=\"8\" fill=\"{}\" stroke=\"{}\"/>\n<defs>\n{shared}</defs>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n{frames}</g>\n</svg>\n",
        width - 1.0,
        height - 1.0,
        ground.paper,
        ground.frame,
    )
}

/// What a run of cells has in common.
#[derive(Clone, PartialEq)]
struct Style {
    text: String,
    paper: Option<String>,
    bold: bool,
    italic: bool,
    underline: bool,
    dim: bool,
}

impl Style {
    fn of(cell: &Cell, ground: Ground) -> Self {
        let text = color(cell.fgcolor()).unwrap_or_else(|| ground.text.to_owned());
        let paper = color(cell.bgcolor());
        let (text, paper) =
            if cell.inverse() { (paper.unwrap_or_else(|| ground.paper.to_owned()), Some(text)) } else { (text, paper) };
        Self { text, paper, bold: cell.bold(), italic: cell.italic(), underline: cell.underline(), dim: cell.dim() }
    }
}

/// A stretch of cells of one style, or a single cell that must stand exactly where it is.
struct Run {
    column: u16,
    cells: u16,
    text: String,
    style: Style,
}

fn picture_of_row(look: &Look, row: u16, ground: Ground) -> String {
    let (columns, _) = look.size();
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns {
        let cell = look.cell(column, row);
        if cell.is_wide_continuation() {
            continue;
        }
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let style = Style::of(cell, ground);
        let cells = if cell.is_wide() { 2 } else { 1 };
        // Only what every font has as wide as the rest may be drawn in one go.
        let joins = text.is_ascii() || matches!(text, "“" | "”" | "‘" | "’" | "…" | "–");
        match runs.last_mut() {
            Some(run)
                if joins && run.style == style && run.column + run.cells == column && run.text.chars().all(plain) =>
            {
                run.text.push_str(text);
                run.cells += cells;
            }
            _ => runs.push(Run { column, cells, text: text.to_owned(), style }),
        }
    }
    runs.iter().map(picture_of_run).collect()
}

fn plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '“' | '”' | '‘' | '’' | '…' | '–')
}

fn picture_of_run(run: &Run) -> String {
    let mut out = String::new();
    let x = f64::from(run.column) * CELL_WIDTH;
    let width = f64::from(run.cells) * CELL_WIDTH;
    if let Some(paper) = &run.style.paper {
        let _ =
            write!(out, "<rect x=\"{x:.1}\" width=\"{:.1}\" height=\"{CELL_HEIGHT}\" fill=\"{paper}\"/>", width + 0.3);
    }
    if run.text.trim().is_empty() && !run.style.underline {
        return out;
    }
    let mut characters = run.text.chars();
    if let (Some(c), None) = (characters.next(), characters.next())
        && let Some(drawn) = line_or_block(c, x, &run.style.text)
    {
        out.push_str(&drawn);
        return out;
    }
    let mut attributes = String::new();
    for (wanted, attribute) in [
        (run.style.bold, " font-weight=\"bold\""),
        (run.style.italic, " font-style=\"italic\""),
        (run.style.underline, " text-decoration=\"underline\""),
        (run.style.dim, " opacity=\".65\""),
    ] {
        if wanted {
            attributes.push_str(attribute);
        }
    }
    let _ = write!(
        out,
        "<text x=\"{x:.1}\" y=\"13.5\" textLength=\"{width:.1}\" fill=\"{}\"{attributes}>{}</text>",
        run.style.text,
        escape(&run.text)
    );
    out
}

/// Frames and cursors, drawn from edge to edge of their cell.
fn line_or_block(c: char, x: f64, color: &str) -> Option<String> {
    let (middle, half) = (x + CELL_WIDTH / 2.0, CELL_HEIGHT / 2.0);
    let (right, bottom) = (x + CELL_WIDTH, CELL_HEIGHT);
    let arms = match c {
        '─' | '━' => "lr",
        '│' | '┃' => "ud",
        '┌' | '╭' | '┏' => "rd",
        '┐' | '╮' | '┓' => "ld",
        '└' | '╰' | '┗' => "ru",
        '┘' | '╯' | '┛' => "lu",
        '├' | '┣' => "udr",
        '┤' | '┫' => "udl",
        '┬' => "lrd",
        '┴' => "lru",
        '┼' => "lrud",
        '▌' => {
            return Some(format!(
                "<rect x=\"{x:.1}\" width=\"{:.1}\" height=\"{bottom}\" fill=\"{color}\"/>",
                CELL_WIDTH / 2.0
            ));
        }
        '█' => {
            return Some(format!("<rect x=\"{x:.1}\" width=\"{CELL_WIDTH}\" height=\"{bottom}\" fill=\"{color}\"/>"));
        }
        _ => return None,
    };
    let thick = if matches!(c, '━' | '┃' | '┏' | '┓' | '┗' | '┛' | '┣' | '┫') { 2.0 } else { 1.0 };
    let mut path = String::new();
    for arm in arms.chars() {
        let (to_x, to_y) = match arm {
            'l' => (x, half),
            'r' => (right, half),
            'u' => (middle, 0.0),
            _ => (middle, bottom),
        };
        let _ = write!(path, "M{middle:.1} {half:.1}L{to_x:.1} {to_y:.1}");
    }
    Some(format!("<path d=\"{path}\" stroke=\"{color}\" stroke-width=\"{thick}\" stroke-linecap=\"square\"/>"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn color(color: Color) -> Option<String> {
    const SIXTEEN: [u32; 16] = [
        0x28_2c_34, 0xe0_6c_75, 0x98_c3_79, 0xe5_c0_7b, 0x61_af_ef, 0xc6_78_dd, 0x56_b6_c2, 0xab_b2_bf, 0x5c_63_70,
        0xff_7b_86, 0xb5_e0_90, 0xff_d7_8a, 0x7c_c4_ff, 0xd7_8f_ee, 0x6f_d3_df, 0xff_ff_ff,
    ];
    let level = |step: u8| if step == 0 { 0 } else { 55 + u32::from(step) * 40 };
    let hex = match color {
        Color::Default => return None,
        Color::Rgb(r, g, b) => u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b),
        Color::Idx(at @ 0..16) => SIXTEEN[usize::from(at)],
        Color::Idx(at @ 232..) => (8 + u32::from(at - 232) * 10) * 0x01_01_01,
        Color::Idx(at) => {
            let at = at - 16;
            level(at / 36) << 16 | level(at / 6 % 6) << 8 | level(at % 6)
        }
    };
    Some(format!("#{hex:06x}"))
}
