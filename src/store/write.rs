//! A record to its document, in the store's layout: people read it, compare it and edit it.
//!
//! The article's text is a literal block whatever spaces or tabs it holds, and places, cues and mentions stand on one
//! line each; no library's writer does that. What a literal block cannot hold (a carriage return, a control character,
//! the line ends NEL, LS and PS, a byte order mark) makes the text a double-quoted scalar with escapes, still one
//! line of the article on a line of its own, so that nothing is lost in any reader.

use super::document::Document;
use super::fields::{Fields, Record, Value};
use super::registry::Entry;
use super::scalar::{self, Context};
use std::fmt::Write;

/// Writes `document` with its marker before it.
pub fn write_document(out: &mut String, document: &Document) {
    out.push_str("---\n");
    write_block(out, &document.fields(), 0);
}

/// Writes the registry with its marker before it.
pub fn write_registry(out: &mut String, entries: &[Entry]) {
    out.push_str("---\nspeakers:");
    write_value(out, &Value::Items(entries.iter().map(Record::fields).collect()), 0);
}

/// Writes `fields` in block style, each key on a line of its own, `indent` columns in.
pub(crate) fn write_block(out: &mut String, fields: &Fields<'_>, indent: usize) {
    for (key, value) in fields {
        if let Some(value) = value {
            let _ = write!(out, "{:indent$}{key}:", "");
            write_value(out, value, indent);
        }
    }
}

/// Writes `fields` as an item of a list that is `indent` columns in.
pub(crate) fn write_item(out: &mut String, fields: &Fields<'_>, indent: usize) {
    let start = out.len();
    write_block(out, fields, indent + 2);
    out.replace_range(start + indent..=start + indent, "-");
}

/// Writes what stands behind the colon of a key, with the line end.
pub(crate) fn write_value(out: &mut String, value: &Value<'_>, indent: usize) {
    match value {
        Value::Mapping(fields) => {
            out.push('\n');
            write_block(out, fields, indent + 2);
        }
        Value::Items(items) if !items.is_empty() => {
            out.push('\n');
            items.iter().for_each(|item| write_item(out, item, indent));
        }
        Value::Block(text) => {
            out.push(' ');
            block_text(out, text, indent + 2);
        }
        Value::Text(text) => {
            out.push(' ');
            scalar::write(out, text, Context::Block);
            out.push('\n');
        }
        Value::Plain(_) | Value::Ranges(_) | Value::Strings(_) | Value::Inline(_) | Value::Items(_) => {
            out.push(' ');
            write_flow(out, value);
            out.push('\n');
        }
    }
}

/// Writes `value` on one line, between brackets where it is a collection.
pub(crate) fn write_flow(out: &mut String, value: &Value<'_>) {
    match value {
        Value::Text(text) | Value::Block(text) => scalar::write(out, text, Context::Flow),
        Value::Plain(word) => out.push_str(word),
        Value::Ranges([range]) => {
            let _ = write!(out, "[{}, {}]", range.start, range.end);
        }
        Value::Ranges(ranges) => {
            list(out, ['[', ']'], ranges.iter(), |out, range| {
                let _ = write!(out, "[{}, {}]", range.start, range.end);
            });
        }
        Value::Strings(strings) => {
            list(out, ['[', ']'], strings.iter(), |out, string| scalar::write(out, string, Context::Flow));
        }
        Value::Inline(fields) | Value::Mapping(fields) => write_flow_mapping(out, fields),
        Value::Items(items) => list(out, ['[', ']'], items.iter(), write_flow_mapping),
    }
}

/// Writes `fields` between braces.
pub(crate) fn write_flow_mapping(out: &mut String, fields: &Fields<'_>) {
    let present = fields.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    list(out, ['{', '}'], present, |out, (key, value)| {
        let _ = write!(out, "{key}: ");
        write_flow(out, value);
    });
}

fn list<T>(out: &mut String, [open, close]: [char; 2], items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    out.push(open);
    for (number, item) in items.enumerate() {
        if number > 0 {
            out.push_str(", ");
        }
        write(out, item);
    }
    out.push(close);
}

/// Writes a text as a literal block, or, where a block cannot hold it, between double quotes.
fn block_text(out: &mut String, text: &str, indent: usize) {
    if text.is_empty() {
        out.push_str("''\n");
    } else if text.chars().any(|c| c != '\n' && c != '\t' && scalar::needs_escape(c)) {
        quoted_lines(out, text, indent);
    } else {
        literal(out, text, indent);
    }
}

fn literal(out: &mut String, text: &str, indent: usize) {
    out.push('|');
    // The indentation is taken from the first line with words: it has to be given when that begins with a space, or
    // when there are spaces before it or nothing else.
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
            let _ = write!(out, "{:indent$}{line}", "");
        }
        out.push('\n');
    }
}

/// A double-quoted scalar, each line of the text on a line of its own: the line end is escaped, the break in the YAML
/// is taken away by the backslash before it.
fn quoted_lines(out: &mut String, text: &str, indent: usize) {
    out.push('"');
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        for c in line.chars() {
            scalar::escaped(out, c);
        }
        if let Some(next) = lines.peek() {
            let _ = write!(out, "\\\n{:indent$}", "");
            // A space at the beginning of a line would be taken for indentation.
            if next.starts_with(' ') {
                out.push('\\');
            }
        }
    }
    out.push_str("\"\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleField, Metadata, Revision};
    use crate::quotation::{Evidence, Excerpt, Kind, Quotation, Review, Reviewed};
    use crate::speaker::{Speaker, SpeakerKind};
    use crate::store::Extracted;
    use crate::store::literal;
    use crate::store::schema::{Parsed, parse};
    use crate::text::CharRange;
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
                speaker: Some("Donald Trump and Ann Lee".to_owned()),
                speakers: vec!["Donald Trump".to_owned(), "Ann Lee".to_owned()],
                text: "It was a great honour".to_owned(),
                kind: Some(Kind::Direct),
                at: Some(at),
                page: Some(7),
                time: Some("00:01:02.500".to_owned()),
                denied: Some(false),
                continues: Some("q81d2c3f0".to_owned()),
                evidence: Some(Evidence {
                    speaker: Some("Donald Trump and Ann Lee".to_owned()),
                    speakers: vec!["Donald Trump".to_owned(), "Ann Lee".to_owned()],
                    kind: Kind::Direct,
                    at,
                    denied: true,
                    mention: located("he", &[(1849, 1861)]),
                    antecedent: located("Trump", &[(5, 10)]),
                    cue: located("described … as", &[(1, 2), (3, 4)]),
                    rule: "colon-introduced".to_owned(),
                    confidence: 0.97,
                }),
                review: Some(Review::Confirmed),
                reviewed: Some(Reviewed { by: "Ann".to_owned(), on: "2026-01-08".to_owned() }),
                star: true,
                tags: vec!["drugs".to_owned(), "a, b".to_owned()],
                note: Some("two\nlines".to_owned()),
                gone: true,
                revision: Some(2),
            }],
            revisions: vec![Revision {
                fetched: Some("2026-01-07".to_owned()),
                sha256: Some("e3b0".to_owned()),
                text: "\n  An earlier text\n\n".to_owned(),
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
  speaker: Donald Trump and Ann Lee
  speakers: [Donald Trump, Ann Lee]
  text: It was a great honour
  kind: direct
  at: [1871, 2119]
  page: 7
  time: '00:01:02.500'
  denied: false
  continues: q81d2c3f0
  evidence:
    speaker: Donald Trump and Ann Lee
    speakers: [Donald Trump, Ann Lee]
    kind: direct
    at: [1871, 2119]
    denied: true
    mention: {text: he, at: [1849, 1861]}
    antecedent: {text: Trump, at: [5, 10]}
    cue: {text: described … as, at: [[1, 2], [3, 4]]}
    rule: colon-introduced
    confidence: 0.97
  review: confirmed
  reviewed: {by: Ann, on: 2026-01-08}
  star: true
  tags: [drugs, 'a, b']
  note: \"two\\nlines\"
  gone: true
  revision: 2
revisions:
- fetched: 2026-01-07
  sha256: e3b0
  text: |2+

      An earlier text

"
        );
    }

    /// Words as a value may have them: of any script, with marks that YAML gives a meaning, on several lines.
    fn words() -> impl Strategy<Value = String> {
        "([a-z:#\"'&*!|>%@-]|\\PC|\n){1,12}"
    }

    fn maybe_words() -> impl Strategy<Value = Option<String>> {
        proptest::option::of(words())
    }

    fn range() -> impl Strategy<Value = CharRange> {
        (0u32..5_000, 1u32..300).prop_map(|(start, length)| CharRange::new(start, start + length))
    }

    fn names() -> impl Strategy<Value = (Option<String>, Vec<String>)> {
        prop_oneof![
            maybe_words().prop_map(|one| (one, Vec::new())),
            proptest::collection::vec(words(), 2..4).prop_map(|all| (Some(crate::quotation::joined(&all)), all)),
        ]
    }

    fn excerpt() -> impl Strategy<Value = Option<Excerpt>> {
        let excerpt = (words(), proptest::collection::vec(range(), 1..3));
        proptest::option::of(excerpt.prop_map(|(text, at)| Excerpt { text, at }))
    }

    fn evidence() -> impl Strategy<Value = Evidence> {
        let kind = proptest::sample::select(Kind::ALL.to_vec());
        let said = (names(), kind, range(), any::<bool>());
        (said, excerpt(), excerpt(), excerpt(), words(), 0u32..=100).prop_map(
            |((names, kind, at, denied), mention, antecedent, cue, rule, hundredths)| Evidence {
                speaker: names.0,
                speakers: names.1,
                kind,
                at,
                denied,
                mention,
                antecedent,
                cue,
                rule,
                confidence: hundredths as f32 / 100.0,
            },
        )
    }

    fn quotation() -> impl Strategy<Value = Quotation> {
        let said = (words(), names(), words(), proptest::option::of(proptest::sample::select(Kind::ALL.to_vec())));
        let place = (proptest::option::of(range()), proptest::option::of(1u32..999), maybe_words(), maybe_words());
        let review = proptest::option::of(proptest::sample::select(Review::ALL.to_vec()));
        let reviewed = proptest::option::of((words(), words()).prop_map(|(by, on)| Reviewed { by, on }));
        let person = (review, reviewed, any::<bool>(), proptest::collection::vec(words(), 0..3), maybe_words());
        let rest = (proptest::option::of(any::<bool>()), proptest::option::of(evidence()), any::<bool>());
        (said, place, person, rest).prop_map(
            |((id, names, text, kind), (at, page, time, continues), person, (denied, evidence, gone))| Quotation {
                id,
                speaker: names.0,
                speakers: names.1,
                text,
                kind,
                at,
                page,
                time,
                denied,
                continues,
                evidence,
                review: person.0,
                reviewed: person.1,
                star: person.2,
                tags: person.3,
                note: person.4,
                revision: gone.then_some(2),
                gone,
            },
        )
    }

    fn document() -> impl Strategy<Value = Document> {
        let meta = proptest::collection::vec(maybe_words(), ArticleField::COUNT).prop_map(|values| {
            let mut meta = Metadata::default();
            for (field, value) in ArticleField::ALL.into_iter().zip(values) {
                meta.set(field, value);
            }
            meta
        });
        let extracted = (words(), any::<bool>()).prop_map(|(version, indirect)| Extracted { version, indirect });
        let kind = prop_oneof![Just(SpeakerKind::Person), Just(SpeakerKind::Organisation), Just(SpeakerKind::Unnamed)];
        let speaker = (words(), kind, maybe_words(), proptest::collection::vec(words(), 0..3))
            .prop_map(|(name, kind, role, aliases)| Speaker { name, kind, role, aliases });
        let revision = (words(), maybe_words(), maybe_words()).prop_map(|(text, fetched, sha256)| Revision {
            text,
            fetched,
            sha256,
        });
        (
            meta,
            proptest::option::of(extracted),
            maybe_words(),
            proptest::collection::vec(speaker, 0..3),
            proptest::collection::vec(quotation(), 0..3),
            proptest::collection::vec(revision, 0..3),
        )
            .prop_map(|(meta, extracted, text, speakers, quotations, revisions)| Document {
                meta,
                extracted,
                text,
                speakers,
                quotations,
                revisions,
            })
    }

    proptest! {
        #[test]
        fn every_document_reads_back(document in document()) {
            check_back(&document);
        }

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
