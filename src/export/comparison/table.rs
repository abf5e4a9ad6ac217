//! A block for each group: the fullest form, then the versions.

use std::io::{self, Write};

use super::{Group, one_line, source_words};

pub(super) fn write(groups: &[Group<'_>], color: bool, out: &mut impl Write) -> io::Result<()> {
    let bold = |text: &str| if color { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() };
    for (number, group) in groups.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let differs = group.what_differs();
        let differs =
            if differs.is_empty() { String::new() } else { format!(" · different {}", differs.join(" and ")) };
        let Some((first, others)) = group.members.split_first() else { continue };
        writeln!(out, "{}{differs}", bold(&format!("{} articles", group.articles)))?;
        writeln!(out, "“{}”", one_line(first.quotation.text()))?;
        writeln!(
            out,
            "  {} · {}",
            first.speaker.map_or_else(|| "nobody named".to_owned(), one_line),
            source_words(first)
        )?;
        for member in others {
            let speaker = member.speaker.map_or_else(|| "nobody named".to_owned(), one_line);
            writeln!(out, "  {speaker} · {}", source_words(member))?;
            if !member.differences.is_empty() {
                writeln!(out, "    {}", member.differences.join("; "))?;
            }
        }
    }
    Ok(())
}
