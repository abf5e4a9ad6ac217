//! Markup that stands in texts: tags and the addresses of Markdown links. Marks and words inside it are not the text's.

/// The length of the markup tag at the start of `text`, if one stands there.
pub fn markup_tag(text: &str) -> Option<usize> {
    /// Longer than any tag that a page leaves in its text; keeps a stray `<` from eating a paragraph.
    const LONGEST: usize = 600;
    let second = *text.as_bytes().get(1)?;
    if !second.is_ascii_alphabetic() && second != b'/' && second != b'!' {
        return None;
    }
    let within = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = memchr::memchr(b'>', within)?;
    (memchr::memchr(b'<', &within[1..end]).is_none()).then_some(end + 1)
}

/// The length of `](address "title")` at the start of `text`, if that stands there.
#[must_use]
pub fn link_tail(text: &str) -> Option<usize> {
    /// Longer than any address that an article holds.
    const LONGEST: usize = 2_000;
    let within = &text.as_bytes()[..text.len().min(LONGEST)];
    if !within.starts_with(b"](") {
        return None;
    }
    let mut depth = 0usize;
    for (at, byte) in within.iter().enumerate().skip(1) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => {
                let inner = text.get(2..at)?;
                let address = inner.split(" \"").next().unwrap_or(inner).trim();
                return (!address.contains([' ', '\n']) || address.contains("{{")).then_some(at + 1);
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of `]: address "title"` at the start of `text`, the rest of a Markdown link's definition.
pub fn definition_tail(text: &str) -> Option<usize> {
    /// Longer than any definition.
    const LONGEST: usize = 1_000;
    let line = text.lines().next().filter(|line| line.len() <= LONGEST)?;
    let rest = line.strip_prefix("]:")?.trim_start();
    let address = rest.split_whitespace().next()?;
    let title = rest[address.len()..].trim();
    let titled = title.is_empty() || title.len() > 1 && title.starts_with(['"', '\'']) && title.ends_with(['"', '\'']);
    let is_address = address.contains("://") || address.starts_with(['/', '<', '#']);
    (is_address && titled).then_some(line.len())
}

/// The length of the tag of a page's template at the start of `text`: `{{ … }}`, `{% … %}`.
pub fn template(text: &str) -> Option<usize> {
    /// Longer than any tag.
    const LONGEST: usize = 600;
    let within = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = match within.get(..2)? {
        b"{{" => b"}}",
        b"{%" => b"%}",
        _ => return None,
    };
    memchr::memmem::find(&within[2..], end).map(|at| at + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_measured() {
        assert_eq!(markup_tag("<a href=\"x\">He</a>"), Some(12));
        assert_eq!(markup_tag("< 6"), None);
        assert_eq!(link_tail("](https://example.org \"A house\"), he"), Some(32));
        assert_eq!(link_tail("](two words)"), None);
        assert_eq!(definition_tail("]: https://example.org \"A house\"\nHe"), Some(32));
        assert_eq!(definition_tail("]: he said \"no\""), None);
        assert_eq!(template("{% image \"a.jpg\" \"A house\" %} he"), Some(29));
        assert_eq!(template("{{ \"a\" | url }}"), Some(15));
        assert_eq!(template("{he} }}"), None);
        assert_eq!(template("{{ never closed"), None);
    }
}
