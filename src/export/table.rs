//! Columns for people: speaker, kind, quotation, its article (with date and outlet), its id. One line a quotation; on a
//! terminal what does not fit is cut at a character and ends in `…`, and where it is narrow the id and then the article
//! are left out.
//!
//! The widths follow from the terminal's alone, not from the rows, so that a table streams.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::line::{cut, flat};
use super::{Color, Exporter, Layout, Row};

/// The columns. Where nothing is cut the words come last, so that all the others line up.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    Speaker,
    Kind,
    Quotation,
    Article,
    Id,
}

use Column::{Article, Id, Kind, Quotation, Speaker};

/// How wide each column is, in their order; `None` takes what its content takes.
struct Columns(Vec<(Column, Option<usize>)>);

const KIND: usize = 8;
const ID: usize = 9;
/// Between two columns.
const GAP: usize = 2;

impl Columns {
    fn new(terminal: Option<usize>) -> Self {
        let Some(width) = terminal else {
            let fixed = [(Speaker, Some(24)), (Kind, Some(KIND)), (Id, Some(ID)), (Article, Some(56))];
            return Self(fixed.into_iter().chain([(Quotation, None)]).collect());
        };
        let width = width.max(40);
        let speaker = (width / 5).clamp(10, 28);
        let mut rest = width - speaker - GAP - KIND - GAP;
        let mut behind = Vec::new();
        if width >= 70 {
            let article = (width / 4).clamp(20, 48);
            rest -= article + GAP;
            behind.push((Article, Some(article)));
        }
        if width >= 100 {
            rest -= ID + GAP;
            behind.push((Id, Some(ID)));
        }
        let before = [(Speaker, Some(speaker)), (Kind, Some(KIND)), (Quotation, Some(rest))];
        Self(before.into_iter().chain(behind).collect())
    }
}

pub(super) struct Table(pub(super) Layout);

impl Exporter for Table {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        header(self.0, out)
    }

    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        self::row(row, self.0, out)
    }
}

fn header(layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let head = |column, _| {
        let head = match column {
            Speaker => "Speaker",
            Kind => "Kind",
            Quotation => "Quotation",
            Id => "Id",
            Article => "Article",
        };
        head.to_owned()
    };
    line(head, layout, Style::Head, out)
}

fn row(row: &Row<'_>, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let cell = |column, width: Option<usize>| match column {
        Speaker => {
            let speaker = row.speaker.as_deref().map(flat).unwrap_or_default();
            if row.speaker_kind == Some("unnamed") { format!("{speaker} (unnamed)") } else { speaker }
        }
        Kind => row.kind.unwrap_or_default().to_owned(),
        Quotation => quotation(row),
        Id => flat(&row.id),
        Article => {
            let article = source(row);
            let Some(paragraph) = row.paragraph else { return article };
            // The number stays whole where the name is cut.
            let behind = format!(" ¶{paragraph}");
            let room = width.filter(|_| layout.width.is_some()).map(|width| width.saturating_sub(behind.width()));
            room.map_or(article.clone(), |room| cut(&article, room)) + &behind
        }
    };
    line(cell, layout, Style::Row, out)?;
    if let Some(context) = &row.context {
        for paragraph in context.lines().filter(|line| !line.trim().is_empty()) {
            writeln!(out, "    {}", flat(paragraph))?;
        }
    }
    Ok(())
}

/// Day and outlet as far as they are known, then the article: where it is cut, its id goes first.
fn source(row: &Row<'_>) -> String {
    let day = row.published.as_deref().map(|date| date.split('T').next().unwrap_or(date));
    let known: Vec<String> = [day, row.outlet.as_deref()].into_iter().flatten().map(flat).collect();
    let article = flat(&row.article);
    if known.is_empty() { article } else { format!("{} · {article}", known.join(" ")) }
}

/// The words, behind what a person decided about them.
fn quotation(row: &Row<'_>) -> String {
    let mut text = String::new();
    if row.star {
        text.push_str("* ");
    }
    match row.review {
        Some("confirmed") => text.push_str("[confirmed] "),
        Some("rejected") => text.push_str("[rejected] "),
        _ => {}
    }
    if row.denied {
        text.push_str("[not said] ");
    }
    if row.gone {
        text.push_str("[gone] ");
    }
    text + &flat(&super::quoted(row))
}

#[derive(Clone, Copy, PartialEq)]
enum Style {
    Head,
    Row,
}

fn line(
    cell: impl Fn(Column, Option<usize>) -> String,
    layout: Layout,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Columns(columns) = Columns::new(layout.width);
    let last = columns.len() - 1;
    for (i, (column, width)) in columns.into_iter().enumerate() {
        if i > 0 {
            write!(out, "{:GAP$}", "")?;
        }
        // Without a terminal nothing is cut: the columns only line up where the content is short.
        let cut_to = layout.width.and(width);
        let content = cell(column, width);
        let content = cut_to.map_or(content.clone(), |width| cut(&content, width));
        let missing = if i == last { 0 } else { width.unwrap_or(0).saturating_sub(content.width()) };
        let code = match (layout.color, style, column) {
            (Color::Off, ..) | (_, Style::Row, Quotation) => "",
            (_, Style::Head, _) | (_, Style::Row, Speaker) => "1",
            _ => "2",
        };
        if code.is_empty() || content.is_empty() {
            out.write_all(content.as_bytes())?;
        } else {
            write!(out, "\x1b[{code}m{content}\x1b[0m")?;
        }
        write!(out, "{:missing$}", "")?;
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::sample;
    use super::*;

    fn table(given: &Row<'_>, width: Option<usize>, color: Color) -> String {
        let mut out = Vec::new();
        let layout = Layout { width, color, ..Layout::default() };
        header(layout, &mut out).unwrap();
        row(given, layout, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_wide_terminal_has_all_columns() {
        let (article, extraction) = sample();
        let row = Row::of_extraction(&article, &extraction).next().unwrap();
        assert_eq!(
            table(&row, Some(100), Color::Off),
            "Speaker               Kind      Quotation                       Article                    Id\n\
             Petro                 direct    * [confirmed] “If we don’t sp…  2026-01-08 · talks ¶2      q1\n"
        );
        let long = Row { article: "talks-about-war-and-peace-in-the-world".into(), gone: true, ..row };
        let out = table(&long, Some(100), Color::Off);
        assert!(out.contains("[confirmed] [gone] “If") && out.ends_with("2026-01-08 · talks-ab… ¶2  q1\n"), "{out}");
        let of =
            Row { outlet: Some("The Gull".into()), published: Some("2026-01-08T17:30:00Z".into()), ..long.clone() };
        let middle = table(&of, Some(80), Color::Off);
        assert!(middle.lines().next().unwrap().ends_with("Article"), "{middle}");
        assert!(middle.ends_with("  2026-01-08 The G… ¶2\n"), "{middle}");
        let narrow = table(&long, Some(60), Color::Off);
        assert_eq!(narrow.lines().next().unwrap().split_whitespace().last(), Some("Quotation"));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let text = "日本語のとても長い引用文です、端末の幅に収まりません。".repeat(5) + "👩‍👩‍👧 e\u{301}";
        for width in 40..140 {
            let row = Row { speaker: Some("Señora 日本".into()), text: text.clone().into(), ..Row::default() };
            for line in table(&row, Some(width), Color::Off).lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn nothing_is_cut_without_a_width() {
        let text = "word ".repeat(100);
        let out = table(&Row { text: text.clone().into(), ..Row::default() }, None, Color::Off);
        assert!(out.contains(text.trim()));
        let words = |line: &str| line.find(['Q', '“']).map(|at| line[..at].width());
        let at: Vec<_> = out.lines().map(words).collect();
        assert_eq!(at[0], at[1], "{out}");
    }

    #[test]
    fn only_our_own_escapes_are_written() {
        let given = Row { speaker: Some("\u{1b}[31mEvil\u{202e}".into()), text: "x\u{9b}y".into(), ..Row::default() };
        assert!(!table(&given, Some(80), Color::Off).contains(['\u{1b}', '\u{9b}', '\u{202e}']));
        assert!(table(&given, Some(80), Color::On).contains("\u{1b}[1m"));
    }
}
