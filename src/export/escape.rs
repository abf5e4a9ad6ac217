//! Text as it may stand in HTML.

/// `text` as it may stand in an element or in an attribute's value, without control characters.
pub(super) fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            // These turn the direction of what follows.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(
            html("<b title=\"x\">Tom & 'Ann'\u{1b}\n"),
            "&lt;b title=&quot;x&quot;&gt;Tom &amp; &#39;Ann&#39;\n"
        );
        assert_eq!(html("plain"), "plain");
    }
}
