//! A record to its document, in the store's layout: people read it, compare it and edit it.
//!
//! The article's text is a literal block whatever blanks or tabs it holds, and places, cues and mentions stand on one
//! line each; no library's writer does that. What a literal block cannot hold (a carriage return, a control character,
//! the line ends NEL, LS and PS, a byte order mark) makes the text a double-quoted scalar with escapes, still one
//! line of the article on a line of its own, so that nothing is lost in any reader.

use super::document::Document;
use super::registry::Entry;
use super::scalar::{self, Context};
use crate::quotation::{Evidence, Excerpt, Quotation};
use crate::speaker::Speaker;
use crate::text::CharRange;
use std::fmt::Write;

/// Writes `document` with its marker before it.
pub fn write_document(out: &mut String, document: &Document) {
    out.push_str("---\n");
    article(out, document);
    if let Some(text) = &document.text {
        write_text(out, text);
    }
    if !document.speakers.is_empty() {
        out.push_str("speakers:\n");
        for speaker in &document.speakers {
            write_speaker(out, speaker);
        }
    }
    if document.quotations.is_empty() {
        out.push_str("quotes: []\n");
    } else {
        out.push_str("quotes:\n");
        for quotation in &document.quotations {
            write_quotation(out, quotation);
        }
    }
}

/// Writes the registry with its marker before it.
pub fn write_registry(out: &mut String, entries: &[Entry]) {
    out.push_str("---\n");
    if entries.is_empty() {
        out.push_str("speakers: []\n");
        return;
    }
    out.push_str("speakers:\n");
    for entry in entries {
        write_entry(out, entry);
    }
}

pub(crate) fn write_entry(out: &mut String, entry: &Entry) {
    out.push_str("- name: ");
    scalar::write(out, &entry.name, Context::Block);
    out.push('\n');
    if let Some(kind) = entry.kind {
        let _ = writeln!(out, "  kind: {}", kind.word());
    }
    field(out, "  role", entry.role.as_deref());
    list(out, "  aliases", &entry.aliases);
}

fn article(out: &mut String, document: &Document) {
    let meta = &document.meta;
    let fields = [
        ("id", &meta.id),
        ("title", &meta.title),
        ("url", &meta.url),
        ("outlet", &meta.outlet),
        ("author", &meta.author),
        ("published", &meta.published),
        ("language", &meta.language),
        ("file", &meta.file),
    ];
    if document.extracted.is_none() && fields.iter().all(|(_, value)| value.is_none()) {
        return;
    }
    out.push_str("article:\n");
    for (key, value) in fields {
        if let Some(value) = value {
            let _ = write!(out, "  {key}: ");
            scalar::write(out, value, Context::Block);
            out.push('\n');
        }
    }
    if let Some(extracted) = &document.extracted {
        out.push_str("  extracted: {version: ");
        scalar::write(out, &extracted.version, Context::Flow);
        let _ = writeln!(out, ", indirect: {}}}", extracted.indirect);
    }
}

/// Writes the article's text under the key `text`.
pub(crate) fn write_text(out: &mut String, text: &str) {
    out.push_str("text: ");
    if text.is_empty() {
        out.push_str("''\n");
    } else if text.chars().any(|c| c != '\n' && c != '\t' && scalar::needs_escape(c)) {
        quoted_lines(out, text);
    } else {
        literal(out, text);
    }
}

fn literal(out: &mut String, text: &str) {
    out.push('|');
    // The indentation is taken from the first line with words: it has to be told when that begins with a blank, or
    // when there are blanks before it or nothing else.
    let first = text.lines().find(|line| !line.is_empty()).unwrap_or_default();
    if first.is_empty() || first.starts_with([' ', '\t']) {
        out.push('2');
    }
    let words = text.trim_end_matches('\n');
    match text.len() - words.len() {
        0 => out.push('-'),
        1 if !words.is_empty() => {}
        _ => out.push('+'),
    }
    out.push('\n');
    for line in text.split_inclusive('\n') {
        let line = line.strip_suffix('\n').unwrap_or(line);
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// A double-quoted scalar, each line of the text on a line of its own: the line end is escaped, the break in the YAML
/// is taken away by the backslash before it.
fn quoted_lines(out: &mut String, text: &str) {
    out.push('"');
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        for c in line.chars() {
            scalar::escaped(out, c);
        }
        if let Some(next) = lines.peek() {
            out.push_str("\\\n  ");
            // A blank at the beginning of a line would be taken for indentation.
            if next.starts_with(' ') {
                out.push('\\');
            }
        }
    }
    out.push_str("\"\n");
}

pub(crate) fn write_speaker(out: &mut String, speaker: &Speaker) {
    out.push_str("- name: ");
    scalar::write(out, &speaker.name, Context::Block);
    let _ = writeln!(out, "\n  kind: {}", speaker.kind.word());
    field(out, "  role", speaker.role.as_deref());
    list(out, "  aliases", &speaker.aliases);
}

/// Writes `quotation` as an item of a list that is not indented.
pub(crate) fn write_quotation(out: &mut String, quotation: &Quotation) {
    let start = out.len();
    field(out, "  id", Some(quotation.id.as_str()).filter(|id| !id.is_empty()));
    field(out, "  speaker", quotation.speaker.as_deref());
    field(out, "  text", Some(&quotation.text));
    field(out, "  kind", quotation.kind.map(|kind| kind.word()));
    if let Some(at) = quotation.at {
        let _ = writeln!(out, "  at: [{}, {}]", at.start, at.end);
    }
    field(out, "  continues", quotation.continues.as_deref());
    if let Some(evidence) = &quotation.evidence {
        out.push_str("  evidence:\n");
        write_evidence(out, evidence, "    ");
    }
    field(out, "  review", quotation.review.map(|review| review.word()));
    if quotation.star {
        out.push_str("  star: true\n");
    }
    list(out, "  tags", &quotation.tags);
    field(out, "  note", quotation.note.as_deref());
    if quotation.gone {
        out.push_str("  gone: true\n");
    }
    out.replace_range(start..start + 1, "-");
}

/// Writes the fields of `evidence`, a line each.
pub(crate) fn write_evidence(out: &mut String, evidence: &Evidence, indent: &str) {
    let key = |key: &str| format!("{indent}{key}");
    field(out, &key("speaker"), evidence.speaker.as_deref());
    let _ = writeln!(out, "{indent}kind: {}", evidence.kind.word());
    let _ = writeln!(out, "{indent}at: [{}, {}]", evidence.at.start, evidence.at.end);
    located(out, &key("mention"), evidence.mention.as_ref());
    located(out, &key("antecedent"), evidence.antecedent.as_ref());
    located(out, &key("cue"), evidence.cue.as_ref());
    field(out, &key("rule"), Some(evidence.rule.as_str()).filter(|rule| !rule.is_empty()));
    let _ = writeln!(out, "{indent}confidence: {}", evidence.confidence);
}

fn located(out: &mut String, key: &str, located: Option<&Excerpt>) {
    let Some(Excerpt { text, at }) = located else { return };
    let _ = write!(out, "{key}: {{text: ");
    scalar::write(out, text, Context::Flow);
    match at.as_slice() {
        [] => {}
        [at] => {
            let _ = write!(out, ", at: [{}, {}]", at.start, at.end);
        }
        several => {
            let places: Vec<String> =
                several.iter().map(|CharRange { start, end }| format!("[{start}, {end}]")).collect();
            let _ = write!(out, ", at: [{}]", places.join(", "));
        }
    }
    out.push_str("}\n");
}

fn field(out: &mut String, key: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    out.push_str(key);
    out.push_str(": ");
    scalar::write(out, value, Context::Block);
    out.push('\n');
}

fn list(out: &mut String, key: &str, values: &[String]) {
    if values.is_empty() {
        return;
    }
    out.push_str(key);
    out.push_str(": ");
    write_list(out, values);
    out.push('\n');
}

/// Writes strings between brackets on one line.
pub(crate) fn write_list(out: &mut String, values: &[String]) {
    out.push('[');
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        scalar::write(out, value, Context::Flow);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::quotation::{Kind, Review};
    use crate::speaker::SpeakerKind;
    use crate::store::Extracted;
    use crate::store::literal;
    use crate::store::schema::{Parsed, parse};
    use proptest::prelude::*;

    fn with_text(text: &str) -> Document {
        let meta = Metadata { id: Some("a".to_owned()), ..Metadata::default() };
        Document { meta, text: Some(text.to_owned()), ..Document::default() }
    }

    /// What is written is read back, by the YAML library alone and with the text cut out.
    #[track_caller]
    fn check_back(document: &Document) -> String {
        let mut yaml = String::new();
        write_document(&mut yaml, document);
        match parse(&yaml) {
            Ok(Parsed::Document(read)) => assert_eq!(*read, *document, "{yaml}"),
            other => panic!("{other:?}\n{yaml}"),
        }
        if let Some(cut) = literal::cut(&yaml) {
            assert_eq!(Some(cut.text(&yaml)), document.text, "{yaml}");
        }
        yaml
    }

    #[track_caller]
    fn check_text(text: &str, expected: &str) {
        let yaml = check_back(&with_text(text));
        let written = yaml.strip_prefix("---\narticle:\n  id: a\n").unwrap().strip_suffix("quotes: []\n").unwrap();
        assert_eq!(written, expected);
    }

    #[test]
    fn texts_are_literal_blocks() {
        check_text("One.\n\nTwo.\n", "text: |\n  One.\n\n  Two.\n");
        check_text("No final line end", "text: |-\n  No final line end\n");
        check_text("Two of them\n\n", "text: |+\n  Two of them\n\n");
        check_text("\n\nBlank first line\n", "text: |\n\n\n  Blank first line\n");
        check_text("  Indented first line\nx\n", "text: |2\n    Indented first line\n  x\n");
        check_text("\tTab first\n", "text: |2\n  \tTab first\n");
        check_text("Trailing blanks  \n  \nand tab\t\n", "text: |\n  Trailing blanks  \n    \n  and tab\t\n");
        check_text("\n", "text: |2+\n\n");
        check_text("---\n...\n# not: a comment\n", "text: |\n  ---\n  ...\n  # not: a comment\n");
        check_text("  \n \n", "text: |2\n    \n   \n");
        check_text("", "text: ''\n");
    }

    #[test]
    fn what_a_block_cannot_hold_is_escaped_line_by_line() {
        check_text("One.\r\n  Two \"x\".\n", "text: \"One.\\r\\n\\\n  \\  Two \\\"x\\\".\\n\"\n");
        check_text("a\u{2028}b\u{85}c\u{7}\u{FEFF}", "text: \"a\\u2028b\\x85c\\x07\\ufeff\"\n");
    }

    #[test]
    fn a_whole_document_has_the_layout_that_people_know() {
        let at = CharRange::new(1871, 2119);
        let located = |text: &str, at: &[(u32, u32)]| {
            Some(Excerpt {
                text: text.to_owned(),
                at: at.iter().map(|&(start, end)| CharRange::new(start, end)).collect(),
            })
        };
        let document = Document {
            meta: Metadata {
                id: Some("trump".to_owned()),
                title: Some("Trump: a title".to_owned()),
                ..Metadata::default()
            },
            extracted: Some(Extracted { version: "0.1.0".to_owned(), indirect: false }),
            text: Some("In a surprising turn\n".to_owned()),
            speakers: vec![Speaker {
                name: "Donald Trump".to_owned(),
                kind: SpeakerKind::Person,
                role: Some("United States President".to_owned()),
                aliases: vec!["Trump".to_owned()],
            }],
            quotations: vec![Quotation {
                id: "q5c1f09ab".to_owned(),
                speaker: Some("Donald Trump".to_owned()),
                text: "It was a great honour".to_owned(),
                kind: Some(Kind::Direct),
                at: Some(at),
                continues: Some("q81d2c3f0".to_owned()),
                evidence: Some(Evidence {
                    speaker: Some("Donald Trump".to_owned()),
                    kind: Kind::Direct,
                    at,
                    mention: located("he", &[(1849, 1861)]),
                    antecedent: located("Trump", &[(5, 10)]),
                    cue: located("described … as", &[(1, 2), (3, 4)]),
                    rule: "colon-introduced".to_owned(),
                    confidence: 0.97,
                    ..Evidence::default()
                }),
                review: Some(Review::Confirmed),
                star: true,
                tags: vec!["drugs".to_owned(), "a, b".to_owned()],
                note: Some("two\nlines".to_owned()),
                gone: true,
                ..Quotation::default()
            }],
        };
        let yaml = check_back(&document);
        assert_eq!(
            yaml,
            "---
article:
  id: trump
  title: 'Trump: a title'
  extracted: {version: 0.1.0, indirect: false}
text: |
  In a surprising turn
speakers:
- name: Donald Trump
  kind: person
  role: United States President
  aliases: [Trump]
quotes:
- id: q5c1f09ab
  speaker: Donald Trump
  text: It was a great honour
  kind: direct
  at: [1871, 2119]
  continues: q81d2c3f0
  evidence:
    speaker: Donald Trump
    kind: direct
    at: [1871, 2119]
    mention: {text: he, at: [1849, 1861]}
    antecedent: {text: Trump, at: [5, 10]}
    cue: {text: described … as, at: [[1, 2], [3, 4]]}
    rule: colon-introduced
    confidence: 0.97
  review: confirmed
  star: true
  tags: [drugs, 'a, b']
  note: \"two\\nlines\"
  gone: true
"
        );
    }

    proptest! {
        #[test]
        fn every_text_reads_back(text in "([ \t\n]|[a-z:#\"'-]|\\PC|[\r\u{7}\u{85}\u{2028}\u{FEFF}\u{0}]?){0,40}") {
            check_back(&with_text(&text));
        }

        #[test]
        fn every_literal_text_reads_back(text in "[ \ta\n-]{0,30}") {
            check_back(&with_text(&text));
        }
    }
}
