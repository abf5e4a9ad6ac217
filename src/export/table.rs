//! Columns for people: speaker, kind, quotation, article. One line a quotation; on a terminal what does not fit is cut
//! at a character and ends in `…`.
//!
//! The widths follow from the terminal's alone, not from the rows, so that a table streams.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Colour, Layout, Row};

const HEAD: [&str; 4] = ["Speaker", "Kind", "Quotation", "Article"];

pub(super) fn header(layout: Layout, out: &mut impl Write) -> io::Result<()> {
    line(HEAD.map(str::to_owned), &Widths::new(layout.width), layout.colour, Style::Head, out)
}

pub(super) fn row(row: &Row<'_>, layout: Layout, out: &mut impl Write) -> io::Result<()> {
    let widths = Widths::new(layout.width);
    let mut speaker = row.speaker.as_deref().map(flat).unwrap_or_default();
    if row.speaker_kind == Some("unnamed") {
        speaker.push_str(" (unnamed)");
    }
    let mut text = String::new();
    if row.star {
        text.push_str("* ");
    }
    match row.review {
        Some("confirmed") => text.push_str("[confirmed] "),
        Some("rejected") => text.push_str("[rejected] "),
        _ => {}
    }
    text.push_str(&flat(&super::quoted(row)));
    let article = match row.paragraph {
        Some(paragraph) => format!("{} ¶{paragraph}", flat(&row.article)),
        None => flat(&row.article),
    };
    let kind = row.kind.unwrap_or_default().to_owned();
    line([speaker, kind, text, article], &widths, layout.colour, Style::Row, out)?;
    if let Some(context) = &row.context {
        for paragraph in context.lines().filter(|line| !line.trim().is_empty()) {
            writeln!(out, "    {}", flat(paragraph))?;
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Head,
    Row,
}

/// How wide each column is; `None` takes what its content takes.
struct Widths([Option<usize>; 4]);

impl Widths {
    fn new(terminal: Option<usize>) -> Self {
        let Some(width) = terminal else { return Self([Some(24), Some(8), None, None]) };
        let width = width.max(40);
        let speaker = (width / 5).clamp(10, 28);
        let article = if width >= 90 { (width / 5).min(36) } else { 0 };
        let gaps = if article > 0 { 6 } else { 4 };
        Self([Some(speaker), Some(8), Some(width - speaker - 8 - article - gaps), Some(article)])
    }
}

fn line(cells: [String; 4], widths: &Widths, colour: Colour, style: Style, out: &mut impl Write) -> io::Result<()> {
    let shown = widths.0.iter().rposition(|width| *width != Some(0)).map_or(0, |last| last + 1);
    for (i, (cell, width)) in cells.iter().zip(widths.0).enumerate().take(shown) {
        if i > 0 {
            out.write_all(b"  ")?;
        }
        let is_last = i + 1 == shown;
        // Without a terminal nothing is cut: the columns only line up where the content is short.
        let cut_to = if widths.0[2].is_none() { None } else { width };
        let content = cut_to.map_or_else(|| cell.clone(), |width| cut(cell, width));
        let missing = if is_last { 0 } else { width.unwrap_or(0).saturating_sub(content.width()) };
        let code = match (colour, style, i) {
            (Colour::Off, ..) | (_, Style::Row, 2) => "",
            (_, Style::Head, _) | (_, Style::Row, 0) => "1",
            _ => "2",
        };
        if code.is_empty() {
            out.write_all(content.as_bytes())?;
        } else {
            write!(out, "\x1b[{code}m{content}\x1b[0m")?;
        }
        write!(out, "{:missing$}", "")?;
    }
    out.write_all(b"\n")
}

/// As much of `text` as fits into `width` columns, ending in `…` when something is missing.
#[must_use]
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for cluster in text.graphemes(true) {
        used += cluster.width();
        if used > width {
            break;
        }
        kept.push_str(cluster);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// On one line, without characters that command a terminal or turn its direction.
#[must_use]
pub fn flat(text: &str) -> String {
    let commands = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.split(|c: char| c.is_whitespace() || commands(c)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::sample;
    use super::*;

    fn table(given: &Row<'_>, width: Option<usize>, colour: Colour) -> String {
        let mut out = Vec::new();
        header(Layout { width, colour }, &mut out).unwrap();
        row(given, Layout { width, colour }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_wide_terminal_has_four_columns() {
        let (article, extraction) = sample();
        let row = Row::of_extraction(&article, &extraction).next().unwrap();
        assert_eq!(
            table(&row, Some(100), Colour::Off),
            "Speaker               Kind      Quotation                                       Article\n\
             Petro                 direct    * [confirmed] “If we don’t speak, there is wa…  talks ¶2\n"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let text = "日本語のとても長い引用文です、端末の幅に収まりません。".repeat(5) + "👩‍👩‍👧 e\u{301}";
        for width in 40..140 {
            let row = Row { speaker: Some("Señora 日本".into()), text: text.clone().into(), ..Row::default() };
            for line in table(&row, Some(width), Colour::Off).lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn nothing_is_cut_without_a_width() {
        let text = "word ".repeat(100);
        let out = table(&Row { text: text.clone().into(), ..Row::default() }, None, Colour::Off);
        assert!(out.contains(text.trim()));
    }

    #[test]
    fn only_our_own_escapes_are_written() {
        let given = Row { speaker: Some("\u{1b}[31mEvil\u{202e}".into()), text: "x\u{9b}y".into(), ..Row::default() };
        assert!(!table(&given, Some(80), Colour::Off).contains(['\u{1b}', '\u{9b}', '\u{202e}']));
        assert!(table(&given, Some(80), Colour::On).contains("\u{1b}[1m"));
    }
}
