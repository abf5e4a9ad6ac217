//! Markdown: the fullest form as a block quote, the versions as a list.

use std::io::{self, Write};

use super::{Group, one_line, source_words};
use crate::export::escape_markdown as escape;

pub(super) fn write(groups: &[Group<'_>], out: &mut impl Write) -> io::Result<()> {
    for (number, group) in groups.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let Some(first) = group.members.first() else { continue };
        writeln!(out, "> {}\n", escape(&one_line(first.quotation.text())))?;
        for member in &group.members {
            let speaker = member.speaker.map_or_else(|| "nobody named".to_owned(), one_line);
            writeln!(out, "- {}, {}", escape(&speaker), escape(&source_words(member)))?;
            for difference in &member.differences {
                writeln!(out, "  - {}", escape(difference))?;
            }
        }
    }
    Ok(())
}
