//! Tables of counts on stdout: bars, lines, JSON, CSV.

use std::io::Write;

use unicode_width::UnicodeWidthStr;

use super::{Format, Row, Table, total};
use crate::cli::Error;
use crate::export::{Color, Layout, Tables, cut, escape_formula, escape_json, flat, labels, spreadsheet_mark};
use crate::text::bar;

/// What a group without a value is called.
pub(super) const NONE: &str = "(none)";

/// What is printed of tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// How many quotations were counted.
    pub(super) total: usize,
    /// How many passages only may be speech, and are not among them.
    pub(super) doubtful: usize,
    /// Rows of each table.
    pub(super) limit: usize,
    pub(super) layout: Layout,
    /// Whether the bars of all tables have one scale, so that they compare.
    pub(super) one_scale: bool,
}

/// Prints the tables.
pub(super) fn print(tables: &[Table<'_>], format: Format, shown: Shown, out: &mut impl Write) -> Result<(), Error> {
    match format {
        Format::Table if shown.layout.tables == Tables::Labels => labeled(tables, shown, out),
        Format::Table => {
            writeln!(out, "{}", total(shown.total))?;
            let most_of = |Table { rows, .. }: &Table<'_>| rows.iter().take(shown.limit).map(|row| row.count).max();
            let most = tables.iter().filter_map(most_of).max().filter(|_| shown.one_scale);
            tables.iter().try_for_each(|table| draw(table, most, shown, out))
        }
        Format::Lines => {
            for Table { name, rows } in tables {
                let name = flat(name);
                for row in rows.iter().take(shown.limit) {
                    let value = flat(row.value.as_deref().unwrap_or_default());
                    let more = flat(row.more.as_deref().unwrap_or_default());
                    writeln!(out, "{name}\t{value}\t{}\t{more}", row.count)?;
                }
            }
            Ok(())
        }
        Format::Json => json(tables, shown, out),
        Format::Csv => csv(tables, shown, out),
    }
}

/// Counts after their labels, for screen readers.
fn labeled(tables: &[Table<'_>], shown: Shown, out: &mut impl Write) -> Result<(), Error> {
    writeln!(out, "{}", total(shown.total))?;
    for Table { name, rows } in tables {
        writeln!(out)?;
        labels::record(&[("By", name)], out)?;
        let lines = rows.iter().take(shown.limit).map(|row| {
            let unnamed = if row.more.as_deref() == Some("unnamed") { " (unnamed)" } else { "" };
            (format!("{}{unnamed}", flat(row.value.as_deref().unwrap_or(NONE))), row.count.to_string())
        });
        labels::record(&lines.collect::<Vec<_>>(), out)?;
        if rows.len() > shown.limit {
            writeln!(out, "{} more", rows.len() - shown.limit)?;
        }
    }
    Ok(())
}

/// Draws one table as bars; the longest stands for `most`, or for the largest count of the table.
fn draw(Table { name, rows }: &Table<'_>, most: Option<u32>, shown: Shown, out: &mut impl Write) -> Result<(), Error> {
    let width = shown.layout.width.unwrap_or(80);
    let colored = shown.layout.color == Color::On;
    let (strong, plain) = if colored { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    writeln!(out, "\n{strong}by {}{plain}", cut(&flat(name), width.saturating_sub(3)))?;
    let listed = &rows[..rows.len().min(shown.limit)];
    let label = |row: &Row<'_>| {
        let value = row.value.as_deref().map(flat);
        let unnamed = row.more.as_deref() == Some("unnamed");
        value.map_or_else(|| NONE.to_owned(), |value| if unnamed { format!("{value} (unnamed)") } else { value })
    };
    let most = most.or_else(|| listed.iter().map(|row| row.count).max()).unwrap_or(0);
    let digits = most.to_string().len();
    let widest = listed.iter().map(|row| label(row).width()).max().unwrap_or(0).min((width / 2).max(10));
    let left = width.saturating_sub(widest + digits + 4).max(1);
    let (bar_color, bar_end) = if colored { ("\x1b[36m", "\x1b[0m") } else { ("", "") };
    for row in listed {
        let label = cut(&label(row), widest);
        let gap = widest - label.width().min(widest);
        let bar = match bar(row.count, most, left) {
            bar if bar.is_empty() => bar,
            bar => format!(" {bar_color}{bar}{bar_end}"),
        };
        writeln!(out, "  {label}{:gap$} {:>digits$}{bar}", "", row.count)?;
    }
    if rows.len() > listed.len() {
        writeln!(out, "  … and {} more", rows.len() - listed.len())?;
    }
    Ok(())
}

fn json(tables: &[Table<'_>], shown: Shown, out: &mut impl Write) -> Result<(), Error> {
    let mut object = serde_json::Map::new();
    object.insert("total".to_owned(), shown.total.into());
    object.insert("doubtful".to_owned(), shown.doubtful.into());
    for Table { name, rows } in tables {
        let rows = serde_json::to_value(&rows[..rows.len().min(shown.limit)]).map_err(std::io::Error::from)?;
        object.insert(name.clone(), rows);
    }
    let text = serde_json::to_string_pretty(&object).map_err(std::io::Error::from)?;
    Ok(writeln!(out, "{}", escape_json(&text))?)
}

fn csv(tables: &[Table<'_>], shown: Shown, out: &mut impl Write) -> Result<(), Error> {
    out.write_all(spreadsheet_mark(shown.layout.target))?;
    let mut writer = ::csv::Writer::from_writer(out);
    let failed = |error: ::csv::Error| Error::from(std::io::Error::from(error));
    writer.write_record(["by", "value", "count", "more"]).map_err(failed)?;
    for Table { name, rows } in tables {
        let name = escape_formula(name);
        for row in rows.iter().take(shown.limit) {
            let value = escape_formula(row.value.as_deref().unwrap_or_default());
            let more = escape_formula(row.more.as_deref().unwrap_or_default());
            writer.write_record([&*name, &*value, &row.count.to_string(), &*more]).map_err(failed)?;
        }
    }
    Ok(writer.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_counts() {
        assert_eq!(bar(8, 8, 3), "███");
        assert_eq!(bar(4, 8, 3), "█▌");
        assert_eq!(bar(1, 1_000_000, 3), "▏");
        assert_eq!(bar(0, 8, 3), "");
    }

    #[test]
    fn the_bars_of_a_cross_table_compare() {
        let table = |name: &str, count| Table {
            name: name.to_owned(),
            rows: vec![Row { value: Some("Ann Lee".into()), more: None, count }],
        };
        let tables = [table("outlet: The Gull", 8), table("outlet: The Tern", 2)];
        let bars = |one_scale| {
            let mut out = Vec::new();
            let shown = Shown { total: 10, doubtful: 0, limit: 9, layout: Layout::default(), one_scale };
            print(&tables, Format::Table, shown, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            text.lines().map(|line| line.matches('█').count()).filter(|bar| *bar > 0).collect::<Vec<_>>()
        };
        assert_eq!(bars(true), [68, 17]);
        assert_eq!(bars(false), [68, 68]);
    }

    #[test]
    fn tables_fit_their_width() {
        let row = |value: &'static str, count| Row { value: Some(value.into()), more: None, count };
        let rows = vec![row("Donald Trump", 1234), row("日本の首相がとても長い名前を持つ場合", 5), row("x", 1)];
        let table = Table { name: "speaker".to_owned(), rows };
        for width in [40, 80, 120] {
            let mut out = Vec::new();
            let layout = Layout { width: Some(width), ..Layout::default() };
            draw(&table, None, Shown { total: 3, doubtful: 0, limit: 2, layout, one_scale: false }, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.lines().all(|line| line.width() <= width), "{text}");
            assert!(text.contains("… and 1 more"));
        }
    }
}
