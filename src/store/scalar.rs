//! How a string is written in YAML: plain where every reader takes it for that string, else in quotes.

use std::fmt::Write;

/// Where a string stands: between the brackets of a flow collection more signs mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    Block,
    Flow,
}

/// Writes `string` on one line so that YAML readers, of version 1.1 too, read it back as that string.
pub(crate) fn write(out: &mut String, string: &str, context: Context) {
    if string.chars().any(needs_escape) {
        double_quoted(out, string);
    } else if is_plain(string, context) {
        out.push_str(string);
    } else if string.contains('\'') && !string.contains(['"', '\\']) {
        out.push('"');
        out.push_str(string);
        out.push('"');
    } else {
        out.push('\'');
        out.push_str(&string.replace('\'', "''"));
        out.push('\'');
    }
}

/// Writes `string` in double quotes, with escapes.
fn double_quoted(out: &mut String, string: &str) {
    out.push('"');
    for c in string.chars() {
        escaped(out, c);
    }
    out.push('"');
}

/// Writes `c` as it stands in double quotes.
pub(crate) fn escaped(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        c if needs_escape(c) => {
            let code = u32::from(c);
            let width = if code <= 0xFF {
                ('x', 2)
            } else if code <= 0xFFFF {
                ('u', 4)
            } else {
                ('U', 8)
            };
            let _ = write!(out, "\\{}{code:0width$x}", width.0, width = width.1);
        }
        c => out.push(c),
    }
}

/// Whether YAML cannot hold `c`, or takes it for a line end, or readers do not agree.
pub(crate) fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn is_plain(string: &str, context: Context) -> bool {
    let Some(first) = string.chars().next() else { return false };
    let indicator = matches!(
        first,
        '-' | '?'
            | ':'
            | ','
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '&'
            | '*'
            | '!'
            | '|'
            | '>'
            | '\''
            | '"'
            | '%'
            | '@'
            | '`'
            | '='
            | '<'
            | '~'
    );
    let inside = string.contains(": ") || string.contains(" #") || string.ends_with(':');
    let flow = context == Context::Flow && string.contains([',', '[', ']', '{', '}', ':']);
    let blanks = string.starts_with(' ') || string.ends_with(' ');
    let marker = string.starts_with("...");
    !(indicator || inside || flow || blanks || marker || is_other_type(string))
}

/// Whether a reader could take the plain string for something else than a string.
fn is_other_type(string: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    if WORDS.iter().any(|word| string.eq_ignore_ascii_case(word)) {
        return true;
    }
    let first = string.as_bytes()[0];
    let number = first.is_ascii_digit() || matches!(first, b'+' | b'.');
    if !number || is_date(string) {
        return false;
    }
    let sign = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b':' | b'x' | b'o');
    let rest = string.trim_start_matches(['+', '.']);
    string.bytes().all(sign) || rest.eq_ignore_ascii_case("inf") || rest.eq_ignore_ascii_case("nan")
}

/// `2026-01-08`, `2026-01`, versions such as `0.1.0`: of figures and signs, but no number to a reader of YAML 1.2.
fn is_date(string: &str) -> bool {
    let parts = |sign: char, least: usize| {
        let mut count = 0;
        let all = string.split(sign).all(|part| {
            count += 1;
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
        });
        all && count >= least
    };
    parts('-', 2) || parts('.', 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(string: &str, expected: &str) {
        let mut out = String::new();
        write(&mut out, string, Context::Block);
        assert_eq!(out, expected);
    }

    #[test]
    fn strings_are_plain_where_they_can_be() {
        check("It was a great honour, he said", "It was a great honour, he said");
        check("“Curly” – dashes", "“Curly” – dashes");
        check("2026-01-08", "2026-01-08");
        check("0.1.0", "0.1.0");
        check("https://example.org/a?b=c#d", "https://example.org/a?b=c#d");
    }

    #[test]
    fn strings_are_quoted_where_they_must_be() {
        check("", "''");
        check("2026", "'2026'");
        check("1e5", "'1e5'");
        check("No", "'No'");
        check("a: b", "'a: b'");
        check("it's: so", "\"it's: so\"");
        check("- x", "'- x'");
        check("a\nb\u{7}\u{85}\u{2028}\"", "\"a\\nb\\x07\\x85\\u2028\\\"\"");
        check("[…] and", "'[…] and'");
    }

    proptest! {
        #[test]
        fn every_string_reads_back(string in "\\PC*|.*|[-?:,\\[\\]{}#&*!|>'\"%@` \t\n\r0-9a-f.+~=<\u{85}\u{2028}\u{FEFF}]{0,8}") {
            let mut yaml = String::from("block: ");
            write(&mut yaml, &string, Context::Block);
            yaml.push_str("\nflow: [");
            write(&mut yaml, &string, Context::Flow);
            yaml.push_str("]\nmap: {k: ");
            write(&mut yaml, &string, Context::Flow);
            yaml.push_str("}\n");
            let value: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
            prop_assert_eq!(value["block"].as_str(), Some(string.as_str()), "{}", yaml);
            prop_assert_eq!(value["flow"][0].as_str(), Some(string.as_str()), "{}", yaml);
            prop_assert_eq!(value["map"]["k"].as_str(), Some(string.as_str()), "{}", yaml);
        }
    }
}
