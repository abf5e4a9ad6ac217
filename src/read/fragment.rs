//! The text of a piece of HTML without a page around it, as feeds and tables hold it: blocks become paragraphs, entities
//! characters, and what is no text goes.

use super::entities;

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 27] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "blockquote",
    "tr",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "pre",
    "hr",
    "dl",
    "dt",
    "dd",
    "main",
    "aside",
    "td",
];
/// Elements of which nothing is read.
const SKIPPED: [&str; 9] = ["script", "style", "figcaption", "iframe", "noscript", "svg", "template", "head", "button"];

/// Whether a text is markup rather than words: it holds a tag that parts paragraphs or lines. A link or an embedded post
/// alone makes no markup of a text that has paragraphs of its own.
pub(super) fn is_markup(text: &str) -> bool {
    let parts = |tag: &Tag| tag.name == "br" || BLOCKS.contains(&tag.name.as_str());
    let own_paragraphs = text.trim().contains("\n\n");
    tags(text).take(200).any(|tag| parts(&tag) || (tag.closing && !own_paragraphs))
}

/// The text of `html`, paragraphs parted by blank lines.
pub(super) fn text(html: &str) -> String {
    let mut out = Out::default();
    let mut at = 0;
    let mut skipped: Option<(String, usize)> = None;
    for tag in tags(html) {
        if skipped.is_none() {
            out.words(&html[at..tag.start]);
        }
        at = tag.end;
        match &mut skipped {
            Some((name, depth)) if *name == tag.name => {
                *depth = if tag.closing { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    skipped = None;
                }
            }
            Some(_) => {}
            None if SKIPPED.contains(&tag.name.as_str()) && !tag.closing && !tag.empty => {
                skipped = Some((tag.name.clone(), 1));
            }
            None if tag.name == "br" => out.line(),
            None if BLOCKS.contains(&tag.name.as_str()) => out.paragraph(),
            None => {}
        }
    }
    if skipped.is_none() {
        out.words(&html[at..]);
    }
    out.finish()
}

/// A tag or a comment.
struct Tag {
    start: usize,
    end: usize,
    name: String,
    closing: bool,
    empty: bool,
}

fn tags(html: &str) -> impl Iterator<Item = Tag> + '_ {
    let mut at = 0;
    // Where an end was looked for in vain, it need not be looked for again.
    let (mut comments_end, mut tags_end) = (true, true);
    std::iter::from_fn(move || {
        loop {
            let start = at + html.get(at..)?.find('<')?;
            let rest = &html[start..];
            if let Some(inside) = rest.strip_prefix("<!--").filter(|_| comments_end) {
                match inside.find("-->") {
                    Some(length) => {
                        at = start + 4 + length + 3;
                        return Some(Tag { start, end: at, name: String::new(), closing: false, empty: true });
                    }
                    None => comments_end = false,
                }
            }
            let closing = rest[1..].starts_with('/');
            let name = &rest[1 + usize::from(closing)..];
            let length = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
            let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') && tags_end;
            let Some(close) = begins.then(|| rest.find('>')).flatten() else {
                tags_end &= !begins;
                at = start + 1;
                continue;
            };
            at = start + close + 1;
            let empty = rest[..close].ends_with('/');
            return Some(Tag { start, end: at, name: name[..length].to_ascii_lowercase(), closing, empty });
        }
    })
}

/// Text that is being put together.
#[derive(Default)]
struct Out {
    text: String,
    /// Whether a space, a line end or the end of a paragraph stands before the next words.
    before: Before,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    #[default]
    Nothing,
    Space,
    Line,
    Paragraph,
}

impl Out {
    fn words(&mut self, html: &str) {
        let text = entities::html(html);
        for character in text.chars() {
            if matches!(character, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                self.before = self.before.max(Before::Space);
                continue;
            }
            if character.is_control() {
                continue;
            }
            if !self.text.is_empty() {
                self.text.push_str(match self.before {
                    Before::Nothing => "",
                    Before::Space => " ",
                    Before::Line => "\n",
                    Before::Paragraph => "\n\n",
                });
            }
            self.before = Before::Nothing;
            self.text.push(character);
        }
    }

    /// The end of a line; two of them end a paragraph.
    fn line(&mut self) {
        self.before = if self.before >= Before::Line { Before::Paragraph } else { Before::Line };
    }

    fn paragraph(&mut self) {
        self.before = Before::Paragraph;
    }

    fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs() {
        for (html, expected) in [
            ("<p>One &amp;\n two</p><p>&ldquo;Three,&#8221; <b>she</b> said.</p>", "One & two\n\n“Three,” she said.\n"),
            ("a<br/>b<br><br>c", "a\nb\n\nc\n"),
            ("x<script>if (a < b) {}</script> y <!-- <p> --> z", "x y z\n"),
            ("1 < 2 and <3 &c. &bogus;", "1 < 2 and <3 &c. &bogus;\n"),
            ("It&#146;s", "It’s\n"),
            ("", ""),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn words_are_no_markup() {
        assert!(is_markup("<p>Words"));
        assert!(is_markup("one<br />two"));
        assert!(is_markup("said <b>Ann</b>"));
        assert!(is_markup("<p>One</p>\n\n<p>Two</p>"));
        assert!(!is_markup("if a < b and b > c, <name> said"));
        assert!(!is_markup(
            "One, at <a href=\"https://a.example\">a.example</a>.\n\nTwo.\n\n<post id=\"7\">Three</post>"
        ));
    }

    #[test]
    fn hostile_markup_takes_no_longer() {
        let open = "<".repeat(200_000);
        assert_eq!(text(&open).trim_end(), open);
        let _ = text(&"<!--".repeat(100_000));
        let _ = text(&"<p".repeat(100_000));
        let _ = text(&"<script>".repeat(100_000));
    }
}
