//! A text cut into what a reader sees: paragraphs with what they look like, cut before every label.

use std::sync::LazyLock;

use regex::Regex;

use super::words;
use crate::text::{ByteRange, Paragraphs};

/// One paragraph, or the part of it from a label on.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// Where it stands, without spaces at its ends.
    pub span: ByteRange,
    /// What it looks like.
    pub look: Look,
}

/// What a paragraph looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Running text.
    Text,
    /// A Markdown heading, or a short line set as one.
    Heading,
    /// Emphasised from its first word to its last.
    Bold,
    /// An editor's note, a stage direction.
    Note,
    /// The same in italics, which questions may be set in, too.
    Italic,
    /// Code, tables, images, rules and other things that nobody says.
    Furniture,
    /// A line that ends a transcript: `ENDS`.
    End,
}

/// Lines that end what is spoken.
static END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?i:\W*(?:ends?|end of (?:transcript|interview|recording)|-30-|transcript ends|interview ends|(?:the )?(?:briefing|press conference|meeting|session) (?:ended|concluded|adjourned).{0,60})\W*",
        r"|\W*(?:adjourned|recess)\W.{0,60}|\W*(?:media|press) (?:contacts?|enquir|inquir|office).{0,120}|authori[sz]ed by\b.{0,120}|e\s?&\s?o\s?e\b.{0,60}",
        r"|(?:\[?\(?)?\d{1,2}[:.]\d{2}\s*[ap]\.?m\.?\b.{0,20})$"
    ))
    .ok()
});

/// The paragraphs of `text`, each cut at those of `cuts` (starts of lines, in order) that lie in it.
#[must_use]
pub fn blocks(text: &str, paragraphs: &Paragraphs, cuts: &[usize]) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(paragraphs.spans().len());
    let mut fenced = false;
    let indented = paragraphs.spans().iter().filter(|span| indent(text, span.start) >= 4).count();
    let code = indented * 3 < paragraphs.spans().len();
    for &span in paragraphs.spans() {
        let fences = span.of(text).lines().filter(|line| line.trim_start().starts_with("```")).count();
        if fences > 0 || fenced {
            fenced ^= fences % 2 == 1;
            blocks.push(Block { span, look: Look::Furniture });
            continue;
        }
        let first = cuts.partition_point(|&cut| cut <= span.start);
        let last = cuts.partition_point(|&cut| cut < span.end);
        let mut start = span.start;
        for end in cuts[first.min(last)..last].iter().copied().chain([span.end]) {
            let words = &text[start..end];
            let from = start + words.len() - words.trim_start().len();
            let to = from + words.trim().len();
            if from < to {
                let span = ByteRange::new(from, to);
                let look = if code && indent(text, from) >= 4 { Look::Furniture } else { look(span.of(text)) };
                blocks.push(Block { span, look });
            }
            start = end;
        }
    }
    blocks
}

/// How many spaces stand before `at` on its line.
fn indent(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..at];
    if before.trim().is_empty() { before.chars().map(|space| if space == '\t' { 4 } else { 1 }).sum() } else { 0 }
}

fn look(words: &str) -> Look {
    let first = words.as_bytes().first().copied().unwrap_or(0);
    let heading = words.trim_start_matches('#');
    if first == b'#' && words.len() - heading.len() <= 6 && heading.starts_with([' ', '\u{a0}']) {
        return Look::Heading;
    }
    if is_capitals(words) {
        return Look::Heading;
    }
    let furniture = first == b'|'
        || words.starts_with("![")
        || words.starts_with("{%")
        || words.starts_with("{{")
        || words.starts_with("<!--")
        || words.starts_with("<figure")
        || words.starts_with("<img")
        || words.starts_with("<iframe")
        || words.starts_with("</")
        || words.starts_with("[^") && words.contains("]:")
        || words.starts_with('[') && words.contains("]: http")
        || !words.contains(char::is_alphabetic) && !words.contains(|letter: char| letter.is_ascii_digit());
    if furniture {
        return Look::Furniture;
    }
    if words.len() < 160
        && may_end(words)
        && !words.contains('\n')
        && END.as_ref().is_some_and(|end| end.is_match(words))
    {
        return Look::End;
    }
    if words::is_note(words) {
        return if words.starts_with(['*', '_']) { Look::Italic } else { Look::Note };
    }
    if is_bold(words) { Look::Bold } else { Look::Text }
}

/// Whether the first words can begin a line that ends what is spoken: asked before the expression.
fn may_end(words: &str) -> bool {
    const FIRST: &[&str] = &[
        "e",
        "end",
        "ends",
        "transcript",
        "interview",
        "briefing",
        "press",
        "meeting",
        "session",
        "adjourned",
        "recess",
        "media",
        "authorised",
        "authorized",
    ];
    if words.trim_start_matches(|letter: char| !letter.is_alphanumeric()).starts_with(char::is_numeric) {
        return true;
    }
    let mut words = words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let any = |word: &str| FIRST.iter().any(|first| first.eq_ignore_ascii_case(word));
    match words.next() {
        Some(the) if the.eq_ignore_ascii_case("the") => words.next().is_some_and(any),
        first => first.is_some_and(any),
    }
}

/// Whether a paragraph is a short line of capitals that is no sentence: `CROSS-EXAMINATION`.
fn is_capitals(words: &str) -> bool {
    const LONGEST: usize = 60;
    let letters = words.chars().filter(|letter| letter.is_alphabetic());
    words.len() <= LONGEST
        && !words.contains([':', '\n', '"', '“'])
        && words.ends_with(char::is_alphabetic)
        && letters.clone().count() > 7
        && letters.clone().all(char::is_uppercase)
}

/// Whether the paragraph is emphasised as a whole.
fn is_bold(words: &str) -> bool {
    let inside = |open: &str, close: &str| {
        words
            .strip_prefix(open)
            .and_then(|rest| rest.trim_end_matches(['?', '.', ' ', '\\']).strip_suffix(close))
            .is_some_and(|rest| !rest.is_empty() && !rest.contains(open))
    };
    inside("**", "**")
        || inside("__", "__")
        || inside("<b>", "</b>")
        || inside("<strong>", "</strong>")
        || inside("<p><strong>", "</strong></p>")
        || inside("<p><b>", "</b></p>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_look_like_what_they_are() {
        for (words, expected) in [
            ("We will.", Look::Text),
            ("## Questions", Look::Heading),
            ("**Will you?**", Look::Bold),
            ("**Will** you?", Look::Text),
            ("*This was shortened.*", Look::Italic),
            ("[Music]", Look::Note),
            ("CROSS-EXAMINATION", Look::Heading),
            ("I WILL NOT.", Look::Text),
            ("ENDS", Look::End),
            ("Media contact: 5550 199", Look::End),
            ("3:15 P.M. EDT", Look::End),
            ("End the war now, I say.", Look::Text),
            ("![A bridge](bridge.png)", Look::Furniture),
            ("* * *", Look::Furniture),
        ] {
            assert_eq!(look(words), expected, "{words}");
        }
    }
}
