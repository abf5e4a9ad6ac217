//! How often the program was right, of what a person reviewed.
//!
//! Right is what was confirmed with speaker, kind, place and denial as the program has them; wrong is what was rejected,
//! or confirmed with something of it changed. Hand-made quotations are not the program's.

use std::io::Write;

use serde::Serialize;

use super::Format;
use crate::cli::Error;
use crate::export::{Layout, Tables, escape_json, labels, spreadsheet_mark};
use crate::quotation::{Kind, Quotation, Review};
use crate::store::{Catalog, QuotationIx};

/// One band of confidence or one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Row {
    by: &'static str,
    value: String,
    reviewed: u32,
    right: u32,
}

impl Row {
    fn percent(&self) -> String {
        match self.reviewed {
            0 => "-".to_owned(),
            reviewed => format!("{:.0}%", f64::from(self.right) * 100.0 / f64::from(reviewed)),
        }
    }
}

/// The lower ends of the bands, in hundredths.
const BANDS: [u8; 5] = [0, 50, 70, 90, 95];

/// All, each kind, each band.
pub(super) fn tables(catalog: &Catalog, found: &[QuotationIx]) -> Result<Vec<Row>, Error> {
    let mut all = Row { by: "all", value: "all".to_owned(), ..Row::default() };
    let mut kinds = Kind::ALL.map(|kind| Row { by: "kind", value: kind.word().to_owned(), ..Row::default() });
    let mut bands: Vec<Row> = BANDS
        .iter()
        .enumerate()
        .map(|(number, from)| {
            let to = BANDS.get(number + 1).map_or(100, |next| next - 1);
            Row { by: "confidence", value: format!("{from}-{to}%"), ..Row::default() }
        })
        .collect();
    let mut article = None;
    for &ix in found {
        let quotation = catalog.quotation(ix);
        if quotation.review().is_none() || !quotation.has_evidence() {
            continue;
        }
        if article.as_ref().is_none_or(|(known, _)| *known != quotation.article()) {
            article = Some((quotation.article(), catalog.records(quotation.article())?));
        }
        let first = catalog.article(quotation.article()).quotations().start;
        let record = article.as_ref().and_then(|(_, records)| records.get(ix.index() - first));
        let Some((record, evidence)) = record.and_then(|record| Some((record, record.evidence.as_ref()?))) else {
            continue;
        };
        let right = u32::from(is_right(record));
        let hundredths = (evidence.confidence * 100.0).round() as u8;
        let band = BANDS.partition_point(|from| *from <= hundredths).saturating_sub(1);
        for row in [&mut all, &mut kinds[evidence.kind as usize], &mut bands[band]] {
            row.reviewed += 1;
            row.right += right;
        }
    }
    let rest = kinds.into_iter().chain(bands).filter(|row| row.reviewed > 0);
    Ok(std::iter::once(all).chain(rest).collect())
}

fn is_right(record: &Quotation) -> bool {
    record.review == Some(Review::Confirmed) && !record.is_disputed()
}

/// Prints the rows.
pub(super) fn print(rows: &[Row], format: Format, layout: Layout, out: &mut impl Write) -> Result<(), Error> {
    match format {
        Format::Table => {
            let reviewed = rows.first().map_or(0, |row| row.reviewed as usize);
            writeln!(out, "Of {} reviewed, the program was right about:", super::total(reviewed))?;
            for Row { by, value, reviewed, right } in rows {
                if layout.tables == Tables::Labels {
                    let percent = Row { reviewed: *reviewed, right: *right, ..Row::default() }.percent();
                    let counts = format!("{right} of {reviewed}, {percent}");
                    labels::record(&[(format!("{by} {value}"), counts)], out)?;
                    continue;
                }
                let percent = Row { reviewed: *reviewed, right: *right, ..Row::default() }.percent();
                writeln!(out, "  {by:<10} {value:<10} {right:>6} of {reviewed:>6}  {percent:>4}")?;
            }
            Ok(())
        }
        Format::Lines => {
            for row in rows {
                writeln!(out, "{}\t{}\t{}\t{}\t{}", row.by, row.value, row.right, row.reviewed, row.percent())?;
            }
            Ok(())
        }
        Format::Json => {
            let text = serde_json::to_string_pretty(rows).map_err(std::io::Error::from)?;
            Ok(writeln!(out, "{}", escape_json(&text))?)
        }
        Format::Csv => {
            out.write_all(spreadsheet_mark(layout.target))?;
            writeln!(out, "by,value,right,reviewed,percent")?;
            for row in rows {
                writeln!(out, "{},{},{},{},{}", row.by, row.value, row.right, row.reviewed, row.percent())?;
            }
            Ok(())
        }
    }
}
