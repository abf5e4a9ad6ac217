//! Labels and values, for screen readers: a block for each group, the fullest form first.

use std::io::{self, Write};

use super::super::labels::record;
use super::{Group, source_words};

pub(super) fn write(groups: &[Group<'_>], out: &mut impl Write) -> io::Result<()> {
    for (number, group) in groups.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let mut lines =
            vec![("Articles", group.articles.to_string()), ("Different", group.what_differs().join(" and "))];
        for member in &group.members {
            lines.push(("Quotation", member.quotation.text().to_owned()));
            lines.push(("Speaker", member.speaker.unwrap_or("nobody named").to_owned()));
            lines.push(("Source", source_words(member)));
            lines.push(("Differences", member.differences.join("; ")));
        }
        record(&lines, out)?;
    }
    Ok(())
}
