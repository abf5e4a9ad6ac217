//! Character references: `&amp;`, `&ldquo;`, `&#8220;`, `&#x201C;`. One that nobody knows stays as it is written.

use std::borrow::Cow;

/// The longest reference, its semicolon included.
const LONGEST: usize = 32;

/// `text` with the references of HTML resolved.
pub(super) fn html(text: &str) -> Cow<'_, str> {
    replaced(text, |rest| reference(rest, html_name)).0
}

/// `text` with the references of XML resolved: five names, and characters by their numbers.
pub(super) fn xml(text: &str) -> Cow<'_, str> {
    replaced(text, |rest| reference(rest, xml_name)).0
}

/// `text` with the references of HTML resolved, also those whose ampersand was escaped once more, and their number.
pub(super) fn html_escaped_twice(text: &str) -> (Cow<'_, str>, usize) {
    const AMPERSAND: &str = "&amp;";
    replaced(text, |rest| {
        let twice = rest.strip_prefix(AMPERSAND).and_then(|inner| {
            let (meant, length) = reference(&format!("&{}", head(inner)), html_name)?;
            Some((meant, AMPERSAND.len() + length - 1))
        });
        twice.or_else(|| reference(rest, html_name))
    })
}

/// Replaces what `meant` finds at ampersands; also says how often.
fn replaced<'t>(text: &'t str, meant: impl Fn(&str) -> Option<(String, usize)>) -> (Cow<'t, str>, usize) {
    let mut result = String::new();
    let (mut copied, mut count) = (0, 0);
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if at < copied {
            continue;
        }
        let Some((meant, length)) = meant(&text[at..]) else { continue };
        if count == 0 {
            result.reserve(text.len());
        }
        result.push_str(&text[copied..at]);
        result.push_str(&meant);
        copied = at + length;
        count += 1;
    }
    if count == 0 {
        return (Cow::Borrowed(text), 0);
    }
    result.push_str(&text[copied..]);
    (Cow::Owned(result), count)
}

/// As much of `text` as a reference may take up.
fn head(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What the reference at the head of `text` stands for, and its length.
fn reference(text: &str, named: fn(&str) -> Option<String>) -> Option<(String, usize)> {
    let name = head(text).strip_prefix('&')?.split_once(';')?.0;
    let plain = name.strip_prefix('#').unwrap_or(name);
    if plain.is_empty() || !plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let meant = match name.strip_prefix('#') {
        Some(number) => by_number(number)?.to_string(),
        None => named(name)?,
    };
    Some((meant, name.len() + 2))
}

/// Numbers from 128 to 159 mean what they mean in the Western encoding of Windows, as on old pages.
fn by_number(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    if (0x80..0xA0).contains(&code) {
        let byte = [u8::try_from(code).ok()?];
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next();
    }
    char::from_u32(code).filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t' | '\r'))
}

fn xml_name(name: &str) -> Option<String> {
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos").then(|| html_name(name))?
}

fn html_name(name: &str) -> Option<String> {
    let written = format!("&{name};");
    let meant = html_escape::decode_html_entities(&written);
    (meant != written).then(|| meant.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        for (written, expected) in [
            ("&ldquo;It&rsquo;s &#8220;odd&#X201D;&rdquo; &mdash; A&amp;B&nbsp;C", "“It’s “odd”” — A&B\u{a0}C"),
            ("&#147;One&#148;", "“One”"),
            ("R&D; a &foo; b & c; &#0; &#x110000; &; &#; &é;", "R&D; a &foo; b & c; &#0; &#x110000; &; &#; &é;"),
            ("no reference", "no reference"),
        ] {
            assert_eq!(html(written), expected, "{written}");
        }
    }

    #[test]
    fn xml_knows_five_names() {
        assert_eq!(xml("&lt;a&gt; &amp;&quot;&apos; &#65;&#x42; &ldquo;"), "<a> &\"' AB &ldquo;");
    }

    #[test]
    fn ampersands_may_be_escaped_once_more() {
        assert_eq!(html_escaped_twice("&amp;ldquo;One&amp;rdquo; &amp; two"), ("“One” & two".into(), 3));
        assert_eq!(html("&amp;ldquo;"), "&ldquo;");
    }

    #[test]
    fn many_ampersands_take_no_longer() {
        let text = "&".repeat(500_000);
        assert!(matches!(html(&text), Cow::Borrowed(_)));
        let text = "&a".repeat(250_000) + ";";
        assert_eq!(html(&text), text);
    }
}
