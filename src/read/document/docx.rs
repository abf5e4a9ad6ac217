//! DOCX: the main part of an Office Open XML package.
//!
//! The text is the one after all tracked changes: insertions are read, deletions and comments are not. Footnotes and
//! endnotes come after it.

use super::super::pending::Repair;
use super::super::xml::{self, Event};
use super::office::{Package, properties};
use super::{Document, Paragraphs, Unreadable};

/// Reads a document.
pub(super) fn read(package: &mut Package) -> Result<Document, Unreadable> {
    let main = main_part(package)?;
    let xml = package.part(&main)?.ok_or(Unreadable::Other("an office document without text"))?;
    let mut document = Document::default();
    let mut paragraphs = Paragraphs::default();
    let mut changes = Changes::default();
    body(&xml, false, &mut paragraphs, &mut changes)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    for notes in ["footnotes.xml", "endnotes.xml"] {
        if let Some(xml) = package.part(&format!("{folder}/{notes}"))? {
            body(&xml, true, &mut paragraphs, &mut changes)?;
        }
    }
    if let Some(xml) = package.part("docProps/core.xml")? {
        properties(&xml, &mut document.meta)?;
    }
    document.text = paragraphs.finish();
    document.repairs.extend(changes.repairs());
    Ok(document)
}

/// The name of the part that holds the text.
fn main_part(package: &mut Package) -> Result<String, Unreadable> {
    let usual = "word/document.xml".to_owned();
    if package.holds(&usual) {
        return Ok(usual);
    }
    let mut found = None;
    if let Some(xml) = package.part("_rels/.rels")? {
        xml::walk(&xml, |event| {
            if let Event::Start { name: "Relationship", attributes } = event
                && attributes.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                found = attributes.get("Target").map(|target| target.trim_start_matches('/').to_owned());
            }
            Ok(())
        })?;
    }
    match found {
        Some(main) if main.starts_with("xl/") => Err(Unreadable::Other("a spreadsheet; save it as CSV")),
        Some(main) if main.starts_with("ppt/") => Err(Unreadable::Other("a presentation")),
        found => Ok(found.unwrap_or(usual)),
    }
}

/// Tracked changes that were met.
#[derive(Debug, Default)]
struct Changes {
    inserted: usize,
    deleted: usize,
}

impl Changes {
    fn repairs(&self) -> impl Iterator<Item = Repair> {
        let counts = [("tracked insertions read", self.inserted), ("tracked deletions left out", self.deleted)];
        counts.into_iter().filter(|&(_, count)| count > 0).map(|(what, count)| Repair { what, count })
    }
}

fn body(xml: &str, notes: bool, paragraphs: &mut Paragraphs, changes: &mut Changes) -> Result<(), Unreadable> {
    /// Elements of which nothing is read.
    const SKIPPED: [&str; 9] =
        ["pPr", "rPr", "sectPr", "del", "moveFrom", "instrText", "delText", "Fallback", "binData"];
    let mut skipping = 0usize;
    let mut in_text = false;
    xml::walk(xml, |event| {
        match event {
            Event::Start { name, .. } if skipping > 0 || SKIPPED.contains(&name) => {
                changes.deleted += usize::from(skipping == 0 && name == "del");
                skipping += 1;
            }
            Event::End { .. } if skipping > 0 => skipping -= 1,
            Event::Text(text) if skipping == 0 && in_text => paragraphs.push(text)?,
            Event::Start { name, .. } => match name {
                "p" => paragraphs.begin()?,
                "t" => in_text = true,
                "tab" => paragraphs.push("\t")?,
                "br" | "cr" => paragraphs.push("\n")?,
                "noBreakHyphen" => paragraphs.push("\u{2011}")?,
                "softHyphen" => paragraphs.push("\u{ad}")?,
                "ins" => changes.inserted += 1,
                _ => {}
            },
            Event::End { name } => match name {
                "p" => paragraphs.end(notes),
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(_) => {}
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body_xml: &str, expected: &str, repairs: &[(&str, usize)]) {
        let xml = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body_xml}</w:body></w:document>");
        let (mut paragraphs, mut changes) = (Paragraphs::default(), Changes::default());
        body(&xml, false, &mut paragraphs, &mut changes).unwrap();
        assert_eq!(paragraphs.finish(), expected);
        let found: Vec<_> = changes.repairs().map(|repair| (repair.what, repair.count)).collect();
        assert_eq!(found, repairs);
    }

    #[test]
    fn runs_join_and_paragraphs_part() {
        check(
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">“It &amp; he </w:t></w:r>\
             <w:r><w:t>stay,”</w:t><w:br/><w:t>she said</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>Two</w:t></w:r></w:p>",
            "“It & he stay,”\nshe said\n\nTwo\n",
            &[],
        );
    }

    #[test]
    fn changes_are_read_as_accepted() {
        check(
            "<w:p><w:r><w:t>He </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins><w:r><w:t>often \
             </w:t></w:r></w:ins><w:r><w:t>paid.</w:t></w:r></w:p>",
            "He often paid.\n",
            &[("tracked insertions read", 1), ("tracked deletions left out", 1)],
        );
    }

    #[test]
    fn a_text_box_is_read_once_and_whole() {
        let inner = "<w:p><w:r><w:t>Within</w:t></w:r></w:p>";
        check(
            &format!(
                "<w:p><w:r><w:t>Around</w:t></w:r><mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}\
                 </mc:Fallback></mc:AlternateContent></w:p>"
            ),
            "Within\n\nAround\n",
            &[],
        );
    }

    #[test]
    fn endless_nesting_is_an_error() {
        let (mut paragraphs, mut changes) = (Paragraphs::default(), Changes::default());
        let result = body(&"<w:p>".repeat(1000), false, &mut paragraphs, &mut changes);
        assert_eq!(result, Err(Unreadable::TooDeep));
    }
}
