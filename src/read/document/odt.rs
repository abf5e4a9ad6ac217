//! OpenDocument text, packed (`.odt`) or flat (`.fodt`).
//!
//! Comments and what tracked changes deleted are not read; footnotes come after the text.

use super::super::pending::Repair;
use super::super::xml::{self, Event};
use super::office::{Package, properties};
use super::{Document, Paragraphs, Unreadable};

/// Reads a packed document.
pub(super) fn read(package: &mut Package) -> Result<Document, Unreadable> {
    let kind = package.part("mimetype")?.unwrap_or_default();
    if !kind.is_empty() && !kind.starts_with("application/vnd.oasis.opendocument.text") {
        return Err(Unreadable::Other("an OpenDocument file, but not a text"));
    }
    let content = package.part("content.xml")?.ok_or(Unreadable::Damaged("it has no content"))?;
    let mut document = body(&content)?;
    if let Some(meta) = package.part("meta.xml")? {
        properties(&meta, &mut document.meta)?;
    }
    Ok(document)
}

/// Reads a flat document.
pub(super) fn read_flat(xml: &str) -> Result<Document, Unreadable> {
    let mut document = body(xml)?;
    properties(xml, &mut document.meta)?;
    Ok(document)
}

fn body(xml: &str) -> Result<Document, Unreadable> {
    /// Elements of which nothing is read. Tracked changes are kept before the text, with what they deleted.
    const SKIPPED: [&str; 9] = [
        "tracked-changes",
        "annotation",
        "note-citation",
        "styles",
        "automatic-styles",
        "master-styles",
        "scripts",
        "binary-data",
        "meta",
    ];
    let mut paragraphs = Paragraphs::default();
    let (mut skipping, mut in_note, mut changes) = (0usize, 0usize, 0usize);
    xml::walk(xml, |event| {
        match event {
            Event::Start { name, .. } if skipping > 0 || SKIPPED.contains(&name) => {
                changes += usize::from(name == "changed-region");
                skipping += 1;
            }
            Event::End { .. } if skipping > 0 => skipping -= 1,
            Event::Text(text) if skipping == 0 => paragraphs.push(&squeezed(text))?,
            Event::Start { name, attributes } => match name {
                "p" | "h" => paragraphs.begin()?,
                "s" => {
                    let count = attributes.get("c").and_then(|count| count.parse().ok()).unwrap_or(1usize);
                    paragraphs.push(&" ".repeat(count.min(1000)))?;
                }
                "tab" => paragraphs.push("\t")?,
                "line-break" => paragraphs.push("\n")?,
                "note-body" => in_note += 1,
                _ => {}
            },
            Event::End { name } => match name {
                "p" | "h" => paragraphs.end(in_note > 0),
                "note-body" => in_note = in_note.saturating_sub(1),
                _ => {}
            },
            Event::Text(_) => {}
        }
        Ok(())
    })?;
    let mut document = Document { text: paragraphs.finish(), ..Document::default() };
    if changes > 0 {
        document.repairs.push(Repair { what: "tracked changes read as accepted", count: changes });
    }
    Ok(document)
}

/// Spaces and line ends of the XML count as one space.
fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    let mut space = false;
    for character in text.chars() {
        if matches!(character, ' ' | '\n' | '\t' | '\r') {
            if !space {
                squeezed.push(' ');
            }
            space = true;
        } else {
            squeezed.push(character);
            space = false;
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_notes_and_changes() {
        let xml = "<office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p>\
                   </text:deletion></text:changed-region></text:tracked-changes><text:h>Head</text:h><text:p>“One\n  \
                   <text:span>two</text:span><text:s text:c=\"2\"/>three,”<text:note><text:note-citation>1</text:note-citation>\
                   <text:note-body><text:p>A note</text:p></text:note-body></text:note><office:annotation><text:p>Why?\
                   </text:p></office:annotation> he said.</text:p></office:text>";
        let document = body(xml).unwrap();
        assert_eq!(document.text, "Head\n\n“One two  three,” he said.\n\nA note\n");
        assert_eq!(document.repairs, [Repair { what: "tracked changes read as accepted", count: 1 }]);
    }
}
