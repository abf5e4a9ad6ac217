//! Markdown: a block quote for each quotation, with a citation line.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Row;

pub(super) fn row(row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
    if let Some(context) = &row.context {
        for paragraph in context.lines().filter(|line| !line.trim().is_empty()) {
            writeln!(out, "{}\n", escape(paragraph))?;
        }
    }
    for (i, line) in quoted(row).lines().filter(|line| !line.trim().is_empty()).enumerate() {
        if i > 0 {
            out.write_all(b">\n")?;
        }
        writeln!(out, "> {}", escape(line))?;
    }
    writeln!(out, ">\n> — {}", linked(row))?;
    if let Some(note) = &row.note {
        writeln!(out, "\nNote: {}", escape(&flat(note)))?;
    }
    Ok(())
}

/// The words as they are shown: in quotation marks, or without them where they were reported without.
#[must_use]
pub fn quoted(row: &Row<'_>) -> String {
    if row.kind == Some("indirect") { row.text.to_string() } else { format!("“{}”", row.text) }
}

/// The citation as plain text: speaker and role, title, author, outlet, date, paragraph, address.
#[must_use]
pub fn citation(row: &Row<'_>) -> String {
    let title = row.title.as_deref().unwrap_or(&row.article);
    let mut text = format!("{}, “{}”", speaker(row), flat(title));
    append_rest(row, &mut text);
    if let Some(url) = &row.url {
        let _ = write!(text, ", {url}");
    }
    text
}

fn linked(row: &Row<'_>) -> String {
    let title = escape(&flat(row.title.as_deref().unwrap_or(&row.article)));
    let mut text = escape(&speaker(row));
    match row.url.as_deref().filter(|url| url.starts_with("http://") || url.starts_with("https://")) {
        Some(url) => {
            let _ = write!(text, ", “[{title}](<{}>)”", link_target(url));
        }
        None => {
            let _ = write!(text, ", “{title}”");
        }
    }
    let mut rest = String::new();
    append_rest(row, &mut rest);
    text + &escape(&rest)
}

fn append_rest(row: &Row<'_>, text: &mut String) {
    for part in [&row.author, &row.outlet, &row.published].into_iter().flatten() {
        let _ = write!(text, ", {}", flat(part));
    }
    if row.gone {
        text.push_str(", no longer in the text");
    } else if let Some(paragraph) = row.paragraph {
        let _ = write!(text, ", ¶{paragraph}");
    }
}

fn speaker(row: &Row<'_>) -> String {
    let Some(name) = row.speaker.as_deref() else { return "Unattributed".to_owned() };
    let name = flat(name);
    let (name, first) = match row.speaker_kind {
        Some("unnamed") => (format!("{name} (unnamed)"), true),
        _ => (name, false),
    };
    match &row.role {
        Some(role) if !first => format!("{name}, {}", flat(role)),
        _ => name,
    }
}

/// On one line, control characters gone.
fn flat(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
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
fn escape(text: &str) -> String {
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
        row(given, &mut out).unwrap();
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
        assert_eq!(citation(&row), "Petro, Colombian President, “Talks”, 2026-01-08, ¶2, https://example.org/talks");
        assert!(citation(&Row { gone: true, ..row }).contains("2026-01-08, no longer in the text, https"));
    }

    #[test]
    fn indirect_speech_has_no_marks() {
        let given = Row { article: "a".into(), text: "it would rain".into(), kind: Some("indirect"), ..Row::default() };
        check(&given, "> it would rain\n>\n> — Unattributed, “a”\n");
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
            kind: Some("indirect"),
            url: Some("javascript:alert(1)".into()),
            speaker: Some("A_B".into()),
            ..Row::default()
        };
        check(&given, "> \\# \\<b\\>\\*x\\*\\</b\\> \\[l\\](javascript:1)\n>\n> — A\\_B, “a”\n");
        assert_eq!(escape("1. First"), "1\\. First");
    }

    #[test]
    fn the_unnamed_are_marked_so() {
        let given = Row { speaker: Some("Analysts".into()), speaker_kind: Some("unnamed"), ..Row::default() };
        assert_eq!(speaker(&given), "Analysts (unnamed)");
    }
}
