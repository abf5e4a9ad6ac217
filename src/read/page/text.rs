//! The blocks of an article as its text: paragraphs between blank lines, and what a page sets off as a quotation within
//! quotation marks, so that it stays one; a post of a social network is one paragraph, its author in the last line.

use super::blocks::Block;
use super::tree::{Index, Tree};

/// The text of `blocks`.
pub(super) fn text(tree: &Tree, blocks: &[Block]) -> String {
    let all: usize = blocks.iter().map(|block| block.text.len()).sum();
    let mut text = String::new();
    let mut rest = blocks;
    while let Some(first) = rest.first() {
        let length = match first.quote {
            Some(quote) => rest.iter().take_while(|block| block.quote == Some(quote)).count(),
            None => 1,
        };
        let (group, behind) = rest.split_at(length);
        rest = behind;
        let of_group: usize = group.iter().map(|block| block.text.len()).sum();
        match first.quote {
            // Where half of an article is set off, that is its layout.
            Some(quote) if 2 * of_group < all => quoted(tree, quote, group, &mut text),
            _ => group.iter().for_each(|block| paragraph(&block.text, &mut text)),
        }
    }
    text
}

fn paragraph(words: &str, text: &mut String) {
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(words);
}

/// A block quote. Where it is plain whose words they are, because it ends with a name or the paragraph before it ends
/// with a colon, they come within quotation marks. A post becomes one paragraph, as it stands.
fn quoted(tree: &Tree, quote: Index, group: &[Block], text: &mut String) {
    if tree.nodes[quote].words.contains("-twitter-tweet-") {
        let lines: Vec<&str> = group.iter().map(|block| &*block.text).collect();
        paragraph(&lines.join("\n"), text);
        return;
    }
    let (words, author) = match group.split_last() {
        Some((last, before)) if !before.is_empty() && (is_attribution(&last.text) || is_cited(tree, quote, last)) => {
            (before, Some(&*last.text))
        }
        _ => (group, None),
    };
    let introduced = author.is_some() || text.ends_with(':');
    let marked = words.iter().any(|block| block.text.contains(['“', '”', '"', '«', '»', '„', '‟']));
    if let (Some(author), true) = (author, marked && words.last().is_some_and(|block| block.text.ends_with(['”', '"'])))
    {
        words.iter().for_each(|block| paragraph(&block.text, text));
        sign(author, text);
        return;
    }
    if !introduced || marked || !words.iter().any(|block| says_something(&block.text)) {
        group.iter().for_each(|block| paragraph(&block.text, text));
        return;
    }
    for (number, block) in words.iter().enumerate() {
        // Each paragraph opens the quotation, the last one closes it.
        let end = if number + 1 == words.len() { "”" } else { "" };
        paragraph(&format!("“{}{end}", block.text), text);
    }
    if let Some(author) = author {
        sign(author, text);
    }
}

/// Puts the author behind a quotation.
fn sign(author: &str, text: &mut String) {
    text.push_str(if author.starts_with(DASHES) { " " } else { " — " });
    text.push_str(author);
}

/// Whether the last part of a block quote is marked as its source and is a name rather than a sentence.
fn is_cited(tree: &Tree, quote: Index, last: &Block) -> bool {
    const LONGEST: usize = 120;
    let around = std::iter::once(last.element).chain(tree.ancestors(last.element)).take_while(|&at| at != quote);
    let marked =
        around.chain(tree.live(quote).filter(|&at| tree.nodes[at].parent == last.element || at == last.element));
    let mut marked = marked.filter(|&at| at > quote && tree.nodes[at].is(&["cite", "footer"]));
    marked.any(|at| at != quote) && last.text.len() <= LONGEST && !last.text.ends_with(['.', '!', '?', '”', '"'])
}

/// Whether a line holds three words that are neither links nor tags.
fn says_something(line: &str) -> bool {
    let word =
        |word: &&str| word.starts_with(char::is_alphabetic) && !word.contains("://") && !word.starts_with("pic.");
    line.split_whitespace().filter(word).count() >= 3
}

const DASHES: [char; 5] = ['—', '–', '―', '-', '~'];

/// Whether the last line of a block quote says who it is of.
fn is_attribution(line: &str) -> bool {
    let line = line.trim();
    line.len() < 200
        && line.starts_with(DASHES)
        && line.trim_start_matches(DASHES).trim().starts_with(char::is_alphabetic)
}
