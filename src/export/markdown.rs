//! Markdown: a block quote for each quotation, with a citation line.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::line::flat;
use super::{Exporter, Row, cite};

pub(super) struct Markdown;

impl Exporter for Markdown {
    fn between(&self) -> &'static [u8] {
        b"\n"
    }

    fn record(&mut self, row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        if let Some(context) = &row.context {
            for paragraph in paragraphs(context) {
                writeln!(out, "{}\n", escape(paragraph))?;
            }
        }
        // A paraphrase stands in no block quote: that is for words that were said.
        let (margin, empty) = if cite::is_paraphrase(row) { ("", "") } else { ("> ", ">") };
        for (i, line) in paragraphs(&cite::presented(row)).enumerate() {
            if i > 0 {
                writeln!(out, "{empty}")?;
            }
            writeln!(out, "{margin}{}", escape(line))?;
        }
        writeln!(out, "{empty}\n{margin}— {}", linked(row))?;
        if let Some(note) = &row.note {
            writeln!(out, "\nNote: {}", escape(&flat(note)))?;
        }
        Ok(())
    }
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}

fn linked(row: &Row<'_>) -> String {
    let title = escape(&flat(row.title.as_deref().unwrap_or(&row.article)));
    let mut text = escape(&cite::speaker(row));
    match row.url.as_deref().filter(|url| cite::is_web(url)) {
        Some(url) => {
            let _ = write!(text, ", “[{title}](<{}>)”", link_target(url));
        }
        None => {
            let _ = write!(text, ", “{title}”");
        }
    }
    for part in cite::details(row) {
        let _ = write!(text, ", {}", escape(&part));
    }
    if let Some(reviewed) = cite::reviewed(row).filter(|_| row.reviewed_by.is_some()) {
        let _ = write!(text, ", {}", escape(&reviewed));
    }
    text
}

/// An address between `<` and `>`.
fn link_target(url: &str) -> String {
    url.chars().filter(|c| !c.is_control()).flat_map(escaped_in_target).collect()
}

fn escaped_in_target(c: char) -> Vec<char> {
    match c {
        '<' => "%3C".chars().collect(),
        '>' => "%3E".chars().collect(),
        ' ' => "%20".chars().collect(),
        '\\' => "%5C".chars().collect(),
        c => vec![c],
    }
}

/// Makes characters that Markdown gives a meaning mean themselves.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let text = text.trim();
    for (i, c) in text.char_indices() {
        let opens_line = i == 0 && matches!(c, '#' | '+' | '-' | '=' | '~');
        let numbers_line = matches!(c, '.' | ')') && i > 0 && text[..i].bytes().all(|b| b.is_ascii_digit());
        if opens_line || numbers_line || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&') {
            escaped.push('\\');
        }
        if !c.is_control() {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::sample;
    use super::*;

    #[track_caller]
    fn check(given: &Row<'_>, expected: &str) {
        let mut out = Vec::new();
        Markdown.record(given, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_quotation_with_its_citation() {
        let (article, extraction) = sample();
        let row = Row::of_extraction(&article, &extraction).next().unwrap();
        check(
            &Row { note: None, ..row.clone() },
            "> “If we don’t speak, there is war.”\n>\n\
             > — Petro, Colombian President, “[Talks](<https://example.org/talks>)”, 2026-01-08, ¶2\n",
        );
        assert_eq!(
            cite::citation(&row),
            "“If we don’t speak, there is war.”\nPetro, Colombian President, “Talks”, 2026-01-08, ¶2, https://example.org/talks"
        );
        assert!(cite::citation(&Row { gone: true, ..row }).contains("2026-01-08, no longer in the text, https"));
    }

    #[test]
    fn indirect_speech_has_no_marks() {
        let given = Row { article: "a".into(), text: "it would rain".into(), kind: Some("indirect"), ..Row::default() };
        check(&given, "In the paper's words: it would rain\n\n— Unattributed, “a”\n");
        let turn = Row { kind: Some("turn"), ..given };
        check(&turn, "> it would rain\n>\n> — Unattributed, “a”\n");
    }

    #[test]
    fn paragraphs_stay_in_one_block() {
        let given = Row { article: "a".into(), text: "One.\n\nTwo.".into(), ..Row::default() };
        check(&given, "> “One.\n>\n> Two.”\n>\n> — Unattributed, “a”\n");
    }

    #[test]
    fn nothing_in_the_words_is_markup() {
        let given = Row {
            article: "a".into(),
            text: "# <b>*x*</b> [l](javascript:1)".into(),
            kind: Some("turn"),
            url: Some("javascript:alert(1)".into()),
            speaker: Some("A_B".into()),
            ..Row::default()
        };
        check(&given, "> \\# \\<b\\>\\*x\\*\\</b\\> \\[l\\](javascript:1)\n>\n> — A\\_B, “a”\n");
        assert_eq!(escape("1. First"), "1\\. First");
    }
}
