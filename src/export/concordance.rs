//! A concordance in the formats that it is printed in: matches aligned in the middle for people, columns for programs.

use std::io::{self, Write};

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::line::{cut, flat};
use super::{Color, Format, Layout, escape_formula, escape_json, spreadsheet_mark};

/// One line: a match with what stands beside it, and where it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The article's id.
    pub article: String,
    /// The quotation's id.
    pub id: String,
    /// Who said it.
    pub speaker: Option<String>,
    /// The words before the match.
    pub left: String,
    /// The match.
    pub keyword: String,
    /// The words behind it.
    pub right: String,
    /// Who published the article.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
}

/// The formats that a concordance has.
pub const FORMATS: [Format; 5] = [Format::Table, Format::Lines, Format::Csv, Format::Ndjson, Format::Json];

/// Writes the lines in one of [`FORMATS`].
///
/// # Errors
/// What the output answers.
pub fn write(lines: &[Line], format: Format, layout: Layout, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Csv => csv(lines, layout, out),
        Format::Json => {
            let json = serde_json::to_string_pretty(lines)?;
            writeln!(out, "{}", escape_json(&json))
        }
        Format::Ndjson => lines.iter().try_for_each(|line| {
            let json = serde_json::to_string(line)?;
            writeln!(out, "{}", escape_json(&json))
        }),
        Format::Table => lines.iter().try_for_each(|line| writeln!(out, "{}", aligned(line, layout))),
        _ => lines.iter().try_for_each(|line| {
            let speaker = line.speaker.as_deref().unwrap_or_default();
            let cells = [speaker, &line.left, &line.keyword, &line.right].map(flat);
            writeln!(out, "{}/{}\t{}", flat(&line.article), flat(&line.id), cells.join("\t"))
        }),
    }
}

fn csv(lines: &[Line], layout: Layout, out: &mut impl Write) -> io::Result<()> {
    out.write_all(spreadsheet_mark(layout.target))?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["article", "id", "speaker", "left", "keyword", "right", "outlet", "published"])?;
    for line in lines {
        let known = |value: &Option<String>| value.clone().unwrap_or_default();
        let cells = [
            line.article.clone(),
            line.id.clone(),
            known(&line.speaker),
            line.left.clone(),
            line.keyword.clone(),
            line.right.clone(),
            known(&line.outlet),
            known(&line.published),
        ];
        writer.write_record(cells.iter().map(|cell| escape_formula(cell).into_owned()))?;
    }
    writer.flush()
}

/// From so many columns on the speaker stands at the end of a line.
const WIDE: usize = 80;
const SPEAKER: usize = 18;
/// From so many columns on day and outlet stand behind the speaker.
const WIDEST: usize = 110;
const SOURCE: usize = 24;

/// Day and outlet as far as they are known, else the article's id.
fn source(line: &Line) -> String {
    let day = line.published.as_deref().map(|date| date.split('T').next().unwrap_or(date));
    let known: Vec<String> = [day, line.outlet.as_deref()].into_iter().flatten().map(flat).collect();
    if known.is_empty() { flat(&line.article) } else { known.join(" ") }
}

/// The line in the columns of a terminal, its match always in the same one.
fn aligned(line: &Line, layout: Layout) -> String {
    let whole = layout.width.unwrap_or(WIDEST).max(30);
    let source_room = if whole >= WIDEST { SOURCE + 2 } else { 0 };
    let width = whole - source_room;
    let speaker = if width >= WIDE { SPEAKER + 2 } else { 0 };
    let left_room = (width - speaker) * 2 / 5;
    let left = cut_left(&flat(&line.left), left_room);
    let keyword = cut(&flat(&line.keyword), width - speaker - left_room - 2);
    let gap = if line.right.starts_with(char::is_whitespace) { " " } else { "" };
    let room = (width - speaker).saturating_sub(left_room + 1 + keyword.width() + gap.len());
    let right = cut(&flat(&line.right), room);
    let (strong, plain) = if layout.color == Color::On { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    let space = if line.left.ends_with(char::is_whitespace) || line.left.is_empty() { " " } else { "" };
    let fill = (left_room + 1).saturating_sub(left.width() + space.len());
    let mut text = format!("{:fill$}{left}{space}{strong}{keyword}{plain}{gap}{right}", "");
    if speaker > 0 {
        let fill = room.saturating_sub(right.width()) + 2;
        let speaker = cut(&flat(line.speaker.as_deref().unwrap_or("nobody named")), SPEAKER);
        text.push_str(&format!("{:fill$}{speaker}", ""));
        if source_room > 0 {
            let fill = SPEAKER.saturating_sub(speaker.width()) + 2;
            text.push_str(&format!("{:fill$}{}", "", cut(&source(line), SOURCE)));
        }
    }
    text.trim_end().to_owned()
}

/// The end of `text` that fits into `width` columns, beginning in `…` when something is missing.
fn cut_left(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut start, mut used) = (text.len(), 1);
    for (at, cluster) in text.grapheme_indices(true).rev() {
        used += cluster.width();
        if used > width {
            break;
        }
        start = at;
    }
    format!("…{}", text[start..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: &str, keyword: &str, right: &str) -> Line {
        Line {
            article: "a".into(),
            id: "q1".into(),
            speaker: Some("Ann Lee".into()),
            left: left.into(),
            keyword: keyword.into(),
            right: right.into(),
            ..Line::default()
        }
    }

    fn written(lines: &[Line], format: Format, width: Option<usize>) -> String {
        let mut out = Vec::new();
        write(lines, format, Layout { width, ..Layout::default() }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn matches_stand_in_one_column_and_lines_fit() {
        let lines = [
            line("We have waited for this for a very long time, and the ", "bridge", " is safe until spring comes."),
            line("", "Bridge", "s fall"),
            line("日本の", "bridge", "\u{1b}[2J"),
            line("a foot", "bridge", ""),
        ];
        for width in [40, 80, 120] {
            let text = written(&lines, Format::Table, Some(width));
            let columns: Vec<usize> =
                text.lines().map(|line| line[..line.to_lowercase().find("bridge").unwrap()].width()).collect();
            assert!(columns.iter().all(|column| *column == columns[0]), "{text}");
            assert!(text.lines().all(|line| line.width() <= width), "{text}");
            assert!(!text.contains('\u{1b}'));
        }
    }

    #[test]
    fn a_wide_terminal_names_day_and_outlet() {
        let dated = Line {
            outlet: Some("The Gull".into()),
            published: Some("2026-01-08T17:30:00Z".into()),
            ..line("Our ", "bridge", " is safe.")
        };
        let text = written(&[dated, line("A ", "bridge", "")], Format::Table, Some(120));
        let ends: Vec<&str> = text.lines().collect();
        assert!(ends[0].ends_with("Ann Lee             2026-01-08 The Gull"), "{text}");
        assert!(ends[1].ends_with("Ann Lee             a"), "{text}");
        assert_eq!(ends[0].find("2026"), ends[1].rfind('a'), "{text}");
        assert!(!written(&[line("A ", "bridge", "")], Format::Table, Some(100)).ends_with(" a\n"));
    }

    #[test]
    fn programs_get_columns_that_are_never_cut() {
        let lines = [line("one\ttwo ", "=bridge", " three")];
        assert_eq!(written(&lines, Format::Lines, Some(40)), "a/q1\tAnn Lee\tone two\t=bridge\tthree\n");
        let csv = written(&lines, Format::Csv, None);
        assert!(csv.starts_with("article,id,speaker,left,keyword,right,") && csv.contains("'=bridge"), "{csv}");
        let object: serde_json::Value = serde_json::from_str(&written(&lines, Format::Ndjson, None)).unwrap();
        assert_eq!((&object["left"], &object["outlet"]), (&"one\ttwo ".into(), &serde_json::Value::Null));
        assert_eq!(
            serde_json::from_str::<Vec<serde_json::Value>>(&written(&lines, Format::Json, None)).unwrap().len(),
            1
        );
    }
}
