//! A row for each version; the number of its group tells which belong together.

use std::io::{self, Write};

use super::{Group, one_line};
use crate::export::{Target, escape_formula, spreadsheet_mark};

pub(super) fn write(groups: &[Group<'_>], target: Target, out: &mut impl Write) -> io::Result<()> {
    out.write_all(spreadsheet_mark(target))?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "group",
        "article",
        "id",
        "text",
        "speaker",
        "outlet",
        "published",
        "differences",
        "differs",
    ])?;
    for (number, group) in groups.iter().enumerate() {
        let differs = group.what_differs().join("; ");
        for member in &group.members {
            let cells = [
                (number + 1).to_string(),
                member.article.id().to_owned(),
                member.quotation.id().to_owned(),
                one_line(member.quotation.text()),
                member.speaker.unwrap_or_default().to_owned(),
                member.article.outlet().unwrap_or_default().to_owned(),
                member.article.published().unwrap_or_default().to_owned(),
                member.differences.join("; "),
                differs.clone(),
            ];
            writer.write_record(cells.iter().map(|cell| escape_formula(cell).into_owned()))?;
        }
    }
    writer.flush()
}
